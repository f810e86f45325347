//! Dates of a text on the calendar (日历): which year a date without a year means, and what days it covers.

use jiff::civil::Date;

use crate::check::mention::{Mention, Moment, When};
use crate::check::rule::Checked;

/// All dates and periods of a text, names and titles left out.
pub(super) fn dates<'c>(
    checked: &'c Checked<'_>,
) -> impl Iterator<Item = (usize, &'c Mention, When)> {
    let all = checked.mentions.iter().enumerate().filter(|it| !it.1.quoted);
    all.filter_map(|it| it.1.when_said().map(|when| (it.0, it.1, when)))
}

/// The year that a text is written in or about, where it says so.
pub(super) fn year(checked: &Checked<'_>) -> Option<i16> {
    let told = checked.period.map(terms::Period::year);
    checked.day.map(Date::year).or(told)
}

/// The year that a moment names, 今年 and 去年 counted from the text's own.
pub(super) fn named_year(checked: &Checked<'_>, moment: &Moment) -> Option<i16> {
    moment.year.or_else(|| {
        let step = moment.relative_year?;
        let own = checked.period.map(terms::Period::year).or_else(|| year(checked))?;
        own.checked_add(i16::from(step))
    })
}

/// The first and last day of a date or period; a missing year is the text's own. None for what no calendar has.
pub(super) fn days(checked: &Checked<'_>, when: &When) -> Option<(Date, Date)> {
    let year = named_year(checked, &when.from).or_else(|| year(checked))?;
    let from = when.from.days(year)?;
    let Some(to) = when.to else { return Some(from) };
    let last = to.days(named_year(checked, &to).unwrap_or(year))?;
    Some((from.0, last.1))
}

/// Months that a season may last which runs across the turn of a year.
const SEASON_MONTHS_MAX: u8 = 8;

/// Whether 11月至2月 may run across the turn of a year; 8月至7月 would be nearly a whole one.
pub(super) fn may_cross_years(from: u8, to: u8) -> bool {
    (8..=12).contains(&from) && to <= 7 && to + 12 - from <= SEASON_MONTHS_MAX
}
