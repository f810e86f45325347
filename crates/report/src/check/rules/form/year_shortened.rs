//! 年份写成两位。
//!
//! 为什么：“21年”可以是2021年，也可以是二十一年；归档以后更分不清。
//! 依据：GB/T 15835—2011，年份一般不简写。
//! 例：“21年6月”应为“2021年6月”。
//! 反例：“20年工作经历”“历时10年6个月”“近20年来”是时长；“2021年6月”。

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
                && (!".-—～~至到近满".contains(before) || is_until(&text[..start]));
            let likely = matches!(text[start..at].parse::<u8>(), Ok(10..=49));
            let behind = &text[at + '年'.len_utf8()..];
            let told = is_dated(behind) || is_told(&text[..start], behind);
            if alone && likely && told {
                let span = Span::new(index, start..at + '年'.len_utf8());
                hits.push(Hit::new(span, "年份写四位数").fix(format!("20{}年", &text[start..at])));
            }
        }
    }
    hits
}

/// 截至21年底, 有效期至23年: no range of years.
fn is_until(before: &str) -> bool {
    ["截至", "期至", "延至", "推迟至", "，到", "。到", "力争到"]
        .iter()
        .any(|it| before.ends_with(it))
}

/// 19年至2021年; 总结21年工作，部署2022年任务; 某县22年春运工作方案; 21年，全县完成投资: no length of time.
fn is_told(before: &str, behind: &str) -> bool {
    if LENGTH.iter().any(|it| behind.starts_with(it)) {
        return false;
    }
    let near: String = behind.chars().take(14).collect();
    let year = |it: &str| {
        it.match_indices("年").any(|at| {
            at.0 >= 4
                && it
                    .get(at.0 - 4..at.0)
                    .is_some_and(|it| it.starts_with("20") && it.parse::<u16>().is_ok())
        })
    };
    let opens = before.is_empty() || before.ends_with(['。', '；', '）', '：']);
    let act = ["总结", "部署", "安排", "做好", "制定", "编制", "开展", "县", "市", "区", "局"];
    year(&near)
        || opens && behind.starts_with('，')
        || opens
            && ["春运", "汛期", "全县", "我县", "我局", "计划"]
                .iter()
                .any(|it| behind.starts_with(it))
        || act.iter().any(|it| before.ends_with(it))
            && ["工作", "任务", "春运", "冬季", "汛期", "计划", "预算", "理论学习"]
                .iter()
                .any(|it| behind.starts_with(it))
}

/// Behind a length of time.
const LENGTH: [&str; 11] = ["来", "前", "后", "间", "内", "多", "余", "以", "期", "的", "工龄"];

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
        fixes(&RULE, "19年至2021年，全县共投入1亿元。", "19年", "2019年");
        fixes(&RULE, "21年，全县完成投资2亿元。", "21年", "2021年");
        fixes(&RULE, "总结21年工作，部署2022年任务。", "21年", "2021年");
        fixes(&RULE, "力争21年底通车。", "21年", "2021年");
    }

    #[test]
    fn lengths_of_time_and_whole_years_are_silent() {
        silent(&RULE, "历时10年6个月，近20年来，满15年，2021年6月，2020-21年6月，15年工龄。");
        silent(&RULE, "20年来，全县坚持不懈。20年的实践表明，在15年工作经历中。");
    }
}
