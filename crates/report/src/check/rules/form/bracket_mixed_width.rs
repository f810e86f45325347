//! 一对括号一半全角、一半半角。
//!
//! 为什么：大小不一，排版难看，检索也找不到。
//! 依据：GB/T 15834—2011 第5.1条，括号占一个字位置，前后一致。
//! 例：“(一期工程）”。
//! 反例：“（一期工程）”。

use terms::Grade;

use super::pairs::pairs;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "bracket_mixed_width",
    title: "括号全半角混用",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "5.1"),
    check,
    source: include_str!("bracket_mixed_width.rs"),
};

/// A longer inside is not quoted with its brackets.
const INSIDE_BYTES_MAX: usize = 120;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let text = &paragraph.text;
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        for pair in pairs(text, &[("（(", "）)")]).closed {
            let (open, close) = (pair.open, pair.close);
            if open.0 < label || (open.1 == '（') == (close.1 == '）') {
                continue;
            }
            let inside = &text[open.0 + open.1.len_utf8()..close.0];
            // Quoted whole, brackets in brackets without end would grow with the square of the text.
            let (range, fix) = if inside.len() <= INSIDE_BYTES_MAX {
                (open.0..close.0 + close.1.len_utf8(), format!("（{inside}）"))
            } else if open.1 == '(' {
                (open.0..open.0 + 1, "（".to_owned())
            } else {
                (close.0..close.0 + 1, "）".to_owned())
            };
            hits.push(Hit::new(Span::new(index, range), "一对括号一半全角、一半半角").fix(fix));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_pair_of_two_widths_fires() {
        fixes(&RULE, "改建工程(一期工程）已开工。", "(一期工程）", "（一期工程）");
    }

    #[test]
    fn pairs_of_one_width_and_numbers_of_headings_are_silent() {
        silent(&RULE, "(二）开展执法，改建工程（一期工程）、指南(第四版)。");
    }
}
