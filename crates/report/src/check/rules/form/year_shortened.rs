//! 年份写成两位。
//!
//! 为什么：“21年”可以是2021年，也可以是二十一年；归档以后更分不清。
//! 依据：GB/T 15835—2011，年份一般不简写。
//! 例：“21年6月”应为“2021年6月”。
//! 反例：“历时10年6个月”“近20年来”是时长；“2021年6月”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "year_shortened",
    title: "年份写成两位",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("year_shortened.rs"),
};

/// What stands behind a year, and not behind a length of time.
const BEHIND: [&str; 6] = ["上半年", "下半年", "第", "初", "底", "度"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        for (at, _) in text.match_indices('年') {
            let digits = text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
            let start = at - digits;
            let before = text[..start].chars().next_back().unwrap_or('\0');
            // A decimal, a range or a part of a longer code is no year.
            let alone = digits == 2
                && !before.is_ascii_alphanumeric()
                && !".-—～~至到近满".contains(before);
            let likely = matches!(text[start..at].parse::<u8>(), Ok(10..=49));
            if alone && likely && is_dated(&text[at + '年'.len_utf8()..]) {
                let span = Span::new(index, start..at + '年'.len_utf8());
                hits.push(Hit::new(span, "年份写四位数").fix(format!("20{}年", &text[start..at])));
            }
        }
    }
    hits
}

/// 6月, 上半年: what follows belongs to a year.
fn is_dated(behind: &str) -> bool {
    let month = behind.trim_start_matches(|it: char| it.is_ascii_digit());
    let digits = behind.len() - month.len();
    (1..=2).contains(&digits) && month.starts_with('月')
        || BEHIND.iter().any(|it| behind.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn years_of_two_digits_fire() {
        fixes(&RULE, "项目于21年6月开工。", "21年", "2021年");
        fixes(&RULE, "21年上半年完成。", "21年", "2021年");
        fixes(&RULE, "力争21年底通车。", "21年", "2021年");
    }

    #[test]
    fn lengths_of_time_and_whole_years_are_silent() {
        silent(&RULE, "历时10年6个月，近20年来，满15年，2021年6月，2020-21年6月，15年工龄。");
    }
}
