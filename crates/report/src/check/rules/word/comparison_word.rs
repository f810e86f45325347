//! 比较缺少“比”。
//!
//! 为什么：升降要说明与谁相比：用“比……上升”或“与……相比，上升”，不说“与……上升”。
//! 依据：词语规范；词条在 `defs/words/`。
//! 例：“客运量与2020年同期上升20.96%”应为“比2020年同期上升20.96%”。
//! 反例：“与2020年同期相比上升20.96%”“与2020年同期持平”。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "comparison_word",
    title: "比较缺少“比”",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("comparison_word.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked.words_of(WordKind::Comparison)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn the_words_of_the_list_fire() {
        fixes(
            &RULE,
            "完成客运量6.3万人，与2020年同期上升20.96%。",
            "与2020年同期上升",
            "比2020年同期上升",
        );
    }

    #[test]
    fn the_same_characters_in_other_words_are_silent() {
        silent(&RULE, "与2020年同期相比上升20.96%，比上年同期增长3%，与去年同期持平，同比下降2%。");
    }
}
