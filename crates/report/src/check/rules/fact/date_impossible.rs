//! 日历上没有的日期。
//!
//! 为什么：2月30日、13月、第五季度这样的日期必是笔误，读者无从知道真正是哪一天。
//! 依据：算术（公历）。
//! 例：“2月30日召开专家评审会”；“2021年13月”。
//! 反例：“2020年2月29日”（闰年）；“18月龄”不是日期。

use jiff::civil::Date;
use terms::Grade;

use super::calendar::dates;
use crate::check::mention::Moment;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "date_impossible",
    title: "日历上没有的日期",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("date_impossible.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let found = dates(checked).filter_map(|(_, mention, when)| {
        let moments = [Some(when.from), when.to].into_iter().flatten();
        // 18月龄: a bare month beyond December is a date only with a year, a day or 月份.
        let bare = when.to.is_none() && when.from.year.is_none() && when.from.day.is_none();
        if bare && when.from.month.is_some() && !checked.slice(mention.span).ends_with('份') {
            return None;
        }
        moments.into_iter().find_map(|it| fault(&it)).map(|it| Hit::new(mention.span, it))
    });
    found.collect()
}

fn fault(moment: &Moment) -> Option<String> {
    if let Some(quarter) = moment.quarter.filter(|it| !(1..=4).contains(it)) {
        return Some(format!("一年只有四个季度，没有第{quarter}季度"));
    }
    let month = moment.month?;
    if !(1..=12).contains(&month) {
        return Some(format!("一年只有12个月，没有{month}月"));
    }
    let day = moment.day?;
    // Without a year 29 February may be right.
    let first = Date::new(moment.year.unwrap_or(2020), i8::try_from(month).ok()?, 1).ok()?;
    let last = u8::try_from(first.days_in_month()).ok()?;
    let year = moment.year.map(|it| format!("{it}年")).unwrap_or_default();
    (day == 0 || day > last).then(|| format!("{year}{month}月只有{last}天，没有{day}日"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn days_and_months_that_no_calendar_has_fire() {
        fires(&RULE, "于2月30日召开了专家评审会。", &[(1, "2月30日")]);
        fires(&RULE, "于2021年2月29日召开。", &[(1, "2021年2月29日")]);
        fires(&RULE, "2021年13月，共查处9宗。", &[(1, "2021年13月")]);
        fires(&RULE, "6月31日前完成，第五季度完成。", &[(1, "6月31日"), (1, "第五季度")]);
        fires(&RULE, "1-16月共查处9宗。", &[(1, "1-16月")]);
    }

    #[test]
    fn days_of_the_calendar_are_silent() {
        silent(
            &RULE,
            "2020年2月29日、2月29日、12月31日、四季度、2020-2035年、6月19日12时、五月份。",
        );
        silent(&RULE, "幼儿18月龄，租期24月。");
    }
}
