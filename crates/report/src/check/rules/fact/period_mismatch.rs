//! 统计时段与报告期不一致。
//!
//! 为什么：上半年的总结里用1—5月的数，和别处的上半年数放在一起，口径就乱了。
//! 依据：行文习惯（与标题的报告期比较）。
//! 例：上半年的总结写“1-5月份，共查处309宗”。
//! 反例：“1-6月份”“一季度”“2月1日至2月2日”；在报告期结束以前成文的，只能统计到当时，不报。

use jiff::civil::Date;
use terms::{Grade, Period};

use super::calendar::dates;
use super::nearby::{clause_before, closes, opens, whole};
use crate::check::mention::{Mention, When};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "period_mismatch",
    title: "统计时段与报告期不一致",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("period_mismatch.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(period) = checked.period.filter(|it| it.months().len() > 1) else { return Vec::new() };
    if checked.day.is_some_and(|it| it <= period.last_day()) {
        return Vec::new();
    }
    let found = dates(checked).filter_map(|(index, mention, when)| {
        let counted = checked
            .mentions
            .get(index + 1)
            .is_some_and(|it| it.sense.is_quantity() && it.sentence == mention.sentence);
        (counted && !compared(checked, mention)).then_some(())?;
        let last = other_last_month(period, &when)?;
        let (own, first) = (period.in_words(), period.first_day().month());
        let end = period.last_day().month();
        let own = format!("{own}（{first}—{end}月）");
        let reason = if i8::try_from(last).is_ok_and(|it| it > end) {
            format!("本文报告的是{own}，这里统计到{last}月，请核对时段和数据")
        } else {
            format!("本文报告的是{own}，这里只统计到{last}月，请核对时段或补齐数据")
        };
        Some(Hit::new(mention.span, reason))
    });
    found.collect()
}

/// The last month of a range that begins with the period and ends elsewhere.
fn other_last_month(period: Period, when: &When) -> Option<u8> {
    let (first, last): (Date, Date) = (period.first_day(), period.last_day());
    let (from, to) = (when.from, when.to?);
    let other_year = from.year.or(to.year).is_some_and(|it| it != period.year());
    let past = from.relative_year.is_some_and(|it| it != 0);
    if other_year || past || from.day.is_some() || to.day.is_some() {
        return None;
    }
    let (begins, ends) = (i8::try_from(from.month?).ok()?, i8::try_from(to.month?).ok()?);
    let fits = begins == first.month() && ends != last.month() && begins < ends && ends <= 12;
    // Within a year, months may be told apart on purpose; eleven of twelve hardly.
    let near = !matches!(period, Period::Year(_)) || ends >= 10;
    (fits && near).then_some(to.month?)
}

fn compared(checked: &Checked<'_>, mention: &Mention) -> bool {
    let text = whole(checked, mention.span);
    closes(clause_before(text, mention.span.start, 3), &["与", "比", "较", "同", "去年", "上年"])
        || opens(text.get(mention.span.end..).unwrap_or(""), &["同期", "相比", "平均"])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_range_that_ends_elsewhere_fires() {
        fires(&RULE, "1-5月份，共查处违法行为309宗。", &[(1, "1-5月份")]);
        fires(&RULE, "2021年1—9月，共查处违法行为309宗。", &[(1, "2021年1—9月")]);
    }

    #[test]
    fn the_own_period_parts_and_comparisons_are_silent() {
        silent(&RULE, "1-6月份，共查处309宗。一季度共查处100宗，2月1日至2月2日查处29宗。");
        silent(&RULE, "比1-5月份增长3%，2020年1-5月共查处200宗，4-5月共查处9宗。");
        silent(&RULE, "工作总结\n1-5月份，共查处309宗。\n某局\n2021年6月20日");
    }
}
