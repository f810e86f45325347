//! 概数中间用了顿号。
//!
//! 为什么：相邻两个数字连用表示概数，中间不停顿；加了顿号就成了两项。
//! 依据：GB/T 15835—2011，两个数字连用表示概数，用汉字，中间不用顿号。
//! 例：“两、三天”应为“两三天”；“三、四十人”应为“三四十人”。
//! 反例：“二、三季度”“三、四级公路”是两项，不提示。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "approximate_listed",
    title: "概数中间用了顿号",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("approximate_listed.rs"),
};

const DIGITS: &str = "一二三四五六七八九";
/// Scales that make an estimate of the two digits before them.
const SCALES: &str = "十百千万";

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let start = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        for (at, mark) in text.match_indices('、').filter(|it| it.0 >= start) {
            let before = text[..at].chars().next_back().unwrap_or('\0');
            let far = text[..at].chars().rev().nth(1).unwrap_or('\0');
            let mut behind = text[at + mark.len()..].chars();
            let (next, scale) = (behind.next().unwrap_or('\0'), behind.next().unwrap_or('\0'));
            let two = before == '两' && next == '三';
            let scaled = follow(before, next) && SCALES.contains(scale);
            if (two || scaled) && !SCALES.contains(far) && far != '第' && !DIGITS.contains(far) {
                let span =
                    Span::new(index, at - before.len_utf8()..at + mark.len() + next.len_utf8());
                hits.push(Hit::new(span, "概数中间不用顿号").fix(format!("{before}{next}")));
            }
        }
    }
    hits
}

/// 三 and 四: one follows the other.
fn follow(first: char, second: char) -> bool {
    let place = |mark: char| DIGITS.chars().position(|it| it == mark);
    place(first).zip(place(second)).is_some_and(|it| it.0 + 1 == it.1)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_mark_inside_an_estimate_fires() {
        fixes(&RULE, "工期约两、三天。", "两、三", "两三");
        fixes(&RULE, "参加培训三、四十人。", "三、四", "三四");
    }

    #[test]
    fn lists_of_numbers_are_silent() {
        silent(
            &RULE,
            "第二、三季度，三、四级公路，十三、十四标段，第三、四十条，两三天，一、二期工程。",
        );
    }
}
