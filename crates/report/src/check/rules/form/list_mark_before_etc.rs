//! “等”前面用了顿号。
//!
//! 为什么：“等”紧接最后一项，前面不停顿。
//! 依据：GB/T 15834—2011，“等”之类的词前面不用顿号。
//! 例：“客运站、服务区、等场所”应为“客运站、服务区等场所”。
//! 反例：“考核、等级评定”里的“等级”是一项。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "list_mark_before_etc",
    title: "“等”前面用了顿号",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("list_mark_before_etc.rs"),
};

/// 等 before these is part of another word.
const WORDS: &str = "级候待额距效离同于边比温价量高号次分身效";

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        for (at, words) in paragraph.text.match_indices("、等") {
            let behind = paragraph.text[at + words.len()..].chars().next().unwrap_or('\0');
            if !WORDS.contains(behind) {
                let span = Span::new(index, at..at + words.len());
                hits.push(Hit::new(span, "“等”前面不用顿号").fix("等"));
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_mark_before_etc_fires() {
        fixes(&RULE, "检查客运站、服务区、等场所。", "、等", "等");
    }

    #[test]
    fn other_words_are_silent() {
        silent(&RULE, "开展考核、等级评定，检查客运站、服务区等场所。");
    }
}
