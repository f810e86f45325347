//! 数字中间有空格。
//!
//! 为什么：一个数中间断开，会被读成两个数，也无法检索。
//! 依据：GB/T 15835—2011，一个数字不断开书写。
//! 例：“出动4 233人次”应为“4233人次”；“6 .3万人”应为“6.3万人”。
//! 反例：“2021年 6月”“12 34”这样分不清的不改。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "number_split",
    title: "数字中间有空格",
    grade: Grade::Verify,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("number_split.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let mut rest = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        while let Some(start) =
            text[rest..].find(|it: char| it.is_ascii_digit()).map(|it| it + rest)
        {
            let end =
                text[start..].find(|it: char| !is_part(it)).map_or(text.len(), |it| it + start);
            let run = text[start..end].trim_end_matches([' ', '.']);
            rest = end.max(start + 1);
            if let Some(whole) = joined(run) {
                hits.push(
                    Hit::new(Span::new(index, start..start + run.len()), "一个数中间不空格")
                        .fix(whole),
                );
            }
        }
    }
    hits
}

fn is_part(mark: char) -> bool {
    mark.is_ascii_digit() || mark == ' ' || mark == '.'
}

/// `4 233` and `6 .3` joined; other numbers side by side are none of ours.
fn joined(run: &str) -> Option<String> {
    let point = run.split_once(" .").or_else(|| run.split_once(". "));
    if let Some((whole, decimals)) = point {
        return is_number(whole.trim(), decimals.trim())
            .then(|| format!("{}.{}", whole.trim(), decimals.trim()));
    }
    let (first, last) = run.split_once(' ')?;
    let grouped = (1..=3).contains(&first.len()) && last.len() == 3 && is_number(first, last);
    (grouped && !first.starts_with('0')).then(|| format!("{first}{last}"))
}

fn is_number(whole: &str, decimals: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    digits(whole) && digits(decimals)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_number_in_two_pieces_fires() {
        fixes(&RULE, "共出动4 233人次。", "4 233", "4233");
        fixes(&RULE, "客运量6 .3万人。", "6 .3", "6.3");
    }

    #[test]
    fn numbers_side_by_side_are_silent() {
        silent(&RULE, "电话0763 7801234，2021年 6月，表1 2021年，长3.5公里。\n1. 12辆货车。");
    }
}
