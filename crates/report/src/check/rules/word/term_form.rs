//! 固定提法不规范。
//!
//! 为什么：政治术语、机构名称和制度名称有固定的写法，改动一个字就可能出错。
//! 依据：通行的规范提法；词条在 `defs/words/`。
//! 例：“坚决贯彻‘两个维护’”应为“坚决做到‘两个维护’”；“落实抓早抓少提醒谈话机制”应为“抓早抓小”。
//! 反例：“增强‘四个意识’、坚定‘四个自信’、做到‘两个维护’”。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "term_form",
    title: "固定提法不规范",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("term_form.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Term)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(
            &RULE,
            "坚定“四个自信”、坚决贯彻“两个维护”，严守纪律。",
            "坚决贯彻“两个维护”",
            "坚决做到“两个维护”",
        );
        fixes(&RULE, "落实抓早抓少提醒谈话机制。", "抓早抓少", "抓早抓小");
        fixes(
            &RULE,
            "学习党史、新中国史、改革开放史、社会发展史。",
            "社会发展史",
            "社会主义发展史",
        );
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "增强“四个意识”、坚定“四个自信”、做到“两个维护”，抓早抓小。");
        silent(&RULE, "人类社会发展史表明，交通先行。");
    }
}
