//! 重复累赘。
//!
//! 为什么：两个词说同一个意思，或者多出来的词把句子弄得不通。
//! 依据：词语规范；词条在 `defs/words/`。
//! 例：“涉及到我局”即“涉及我局”；“排查出18处公路隐患整治”里“整治”多余。
//! 反例：“涉及到期合同”“排查出隐患18处，整治完成”。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "word_redundant",
    title: "重复累赘",
    grade: Grade::Improve,
    authority: Authority::Usage,
    check,
    source: include_str!("word_redundant.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Redundant)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(&RULE, "任务涉及到我局。", "涉及到", "涉及");
        fixes(
            &RULE,
            "共排查出18处公路隐患整治，正在整治中。",
            "排查出18处公路隐患整治",
            "排查出18处公路隐患",
        );
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "共排查出隐患18处，整治完成；参会大约30人，左右两侧均已清理。");
    }
}
