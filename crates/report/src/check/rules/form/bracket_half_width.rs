//! 中文里用了半角括号。
//!
//! 为什么：中文的括号占一个字位置，半角括号会挤在一起。
//! 依据：GB/T 15834—2011 第5.1条。
//! 例：“防控指南(第四版)”。
//! 反例：“GPS(定位)”以外的纯英文、公式，如“f(x)”，不提示。

use terms::Grade;

use super::pairs::pairs;
use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "bracket_half_width",
    title: "中文里用了半角括号",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", "5.1"),
    check,
    source: include_str!("bracket_half_width.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        let found = pairs(text, &[("（(", "）)")]).closed;
        // Only outermost pairs: the one correction rewrites the inside as well.
        for pair in found.iter().filter(|it| {
            it.depth == 0 && it.open.1 == '(' && it.close.1 == ')' && it.open.0 >= label
        }) {
            let inside = &text[pair.open.0 + 1..pair.close.0];
            if inside.chars().any(is_han) && !inside.contains(['(', ')']) {
                let span = Span::new(index, pair.open.0..pair.close.0 + 1);
                hits.push(Hit::new(span, "中文里的括号用全角").fix(format!("（{inside}）")));
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
    fn half_width_brackets_around_chinese_fire() {
        fixes(&RULE, "按照防控指南(第四版)执行。", "(第四版)", "（第四版）");
    }

    #[test]
    fn full_width_brackets_and_formulas_are_silent() {
        silent(&RULE, "按照防控指南（第四版）执行，取f(x)的值。");
        silent(&RULE, "(2)开展执法。");
    }
}
