//! 用错了字词。
//!
//! 为什么：错别字和易混词会改变意思，也最容易被读者看见。
//! 依据：词语规范；词条在 `defs/words/`，每条写明理由、例句和反例。
//! 例：“往往实现和乘客约定”应为“往往事先和乘客约定”；“非法营运难度杜绝”应为“难以杜绝”。
//! 反例：“实现和巩固脱贫成果”“自由劳力”里同样的字没有错。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "word_wrong",
    title: "用错了字词",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("word_wrong.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Wrong)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(&RULE, "上半年，经营者往往实现和乘客约定好怎么说。", "实现和", "事先和");
        fixes(&RULE, "截止目前，完成投资1620万元。", "截止目前", "截至目前");
        fires(&RULE, "违法乱象难度杜绝，影响效果。", &[(1, "难度杜绝")]);
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "报名于6月30日截止，目前已有9人。");
        silent(&RULE, "逐步实现和巩固脱贫成果，自由劳力市场有序，提高了难度。");
        silent(&RULE, "按照《关于认真作好帐目管理的通知》执行。");
    }
}
