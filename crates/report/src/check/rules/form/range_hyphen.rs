//! 时间起止用了短横线。
//!
//! 为什么：短横线用于编号、型号；起止时间用一字线，读作“至”。
//! 依据：GB/T 15834—2011，标示时间起止用一字线。
//! 例：“1-6月份”应为“1—6月份”；“2020-2035年”应为“2020—2035年”。
//! 反例：电话号码“0763-7801234”、编号“GB-1589”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "range_hyphen",
    title: "时间起止用了短横线",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("range_hyphen.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        for (at, _) in text.match_indices('-') {
            let first = text[..at].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
            let last = text[at + 1..].bytes().take(5).take_while(u8::is_ascii_digit).count();
            let before = text[..at - first].chars().next_back().unwrap_or('\0');
            let rest = &text[at + 1 + last..];
            let time = first > 0 && last > 0 && is_time(rest, first, last);
            if time && !before.is_ascii_alphanumeric() && !"-./".contains(before) {
                let span = Span::new(index, at - first..at + 1 + last);
                let fix = format!("{}—{}", &text[at - first..at], &text[at + 1..at + 1 + last]);
                hits.push(Hit::new(span, "起止时间用一字线“—”").fix(fix));
            }
        }
    }
    hits
}

/// Years have four digits on both sides, months and days at most two.
fn is_time(rest: &str, first: usize, last: usize) -> bool {
    let short = first <= 2 && last <= 2;
    first == 4 && last == 4 && rest.starts_with('年')
        || short && (rest.starts_with('月') || rest.starts_with('日') || rest.starts_with('时'))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_hyphen_between_times_fires() {
        fixes(&RULE, "1-6月份共处理76宗。", "1-6", "1—6");
        fixes(&RULE, "编制2020-2035年规划。", "2020-2035", "2020—2035");
    }

    #[test]
    fn numbers_of_things_are_silent() {
        silent(&RULE, "1—6月份，电话0763-7801234，见GB-1589，2021-6-30日，长5-7公里，a1-6月。");
    }
}
