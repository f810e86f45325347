//! “的、地、得”用错。
//!
//! 为什么：定语用“的”，状语用“地”，补语用“得”；用错了会读错句子的结构。
//! 依据：词语规范；只收确定无疑的搭配，词条在 `defs/words/`。
//! 例：“有效的推动了”应为“有效地推动了”。
//! 反例：“有效的推动措施”“显著的提高”里的“的”没有错，不提示。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "particle_wrong",
    title: "“的、地、得”用错",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("particle_wrong.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Particle)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(&RULE, "有效的推动了工作。", "有效的推动了", "有效地推动了");
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "这是有效的推动措施，取得显著的成效，更好地服务群众。");
    }
}
