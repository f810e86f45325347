//! 否定用多了。
//!
//! 为什么：多一个否定词，意思就反了：“防止不再发生”是要它发生。
//! 依据：词语规范；词条在 `defs/words/`。
//! 例：“防止类似事故不再发生”应为“防止类似事故再次发生”。
//! 反例：“杜绝此类现象”“确保不再发生”“无不欢欣”。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "negation_double",
    title: "否定用多了",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("negation_double.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Negation)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(
            &RULE,
            "吸取教训，防止类似事故不再发生。",
            "防止类似事故不再发生",
            "防止类似事故再次发生",
        );
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "确保类似事故不再发生，防止事故再次发生，切忌麻痹大意。");
    }
}
