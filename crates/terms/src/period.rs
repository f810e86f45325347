//! Reporting periods (报告期): half-year, quarter, month, ISO week, year, or any two days.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

/// A stretch of days that a report speaks of, first and last day included (报告期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar year: `2021`.
    Year(i16),
    /// Half a year, 1 or 2: `2021H1` (上半年).
    Half(i16, u8),
    /// A quarter, 1 to 4: `2021Q2` (第二季度).
    Quarter(i16, u8),
    /// A month, 1 to 12: `2021-06`.
    Month(i16, u8),
    /// An ISO week, Monday to Sunday, 1 to 53: `2021W05`.
    Week(i16, u8),
    /// Any two days: `2021-02-01..2021-02-02`; never reversed.
    Days(Date, Date),
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` names no period such as 2021H1, 2021Q2, 2021-06, 2021W05, 2021 or 2021-02-01..2021-02-02"
)]
pub struct PeriodError {
    /// The text given.
    pub text: String,
}

impl Period {
    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Period::Year(year) => date(year, 1, 1),
            Period::Half(year, half) => date(year, if half == 1 { 1 } else { 7 }, 1),
            Period::Quarter(year, quarter) => {
                date(year, i8::try_from(quarter.clamp(1, 4) * 3 - 2).unwrap_or(1), 1)
            }
            Period::Month(year, month) => date(year, i8::try_from(month).unwrap_or(1), 1),
            Period::Week(year, week) => monday(year, week).unwrap_or(date(year, 1, 1)),
            Period::Days(first, _) => first,
        }
    }

    /// The last day, included.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self {
            Period::Year(year) => date(year, 12, 31),
            Period::Half(year, half) => {
                if half == 1 {
                    date(year, 6, 30)
                } else {
                    date(year, 12, 31)
                }
            }
            Period::Quarter(..) => self.first_day().saturating_add(2.months()).last_of_month(),
            Period::Month(..) => self.first_day().last_of_month(),
            Period::Week(..) => self.first_day().saturating_add(6.days()),
            Period::Days(_, last) => last,
        }
    }

    /// The same period a year earlier (上年同期). Any two days go back twelve months each, 29 February to the 28th.
    #[must_use]
    pub fn last_year(self) -> Period {
        match self {
            Period::Year(year) => Period::Year(year - 1),
            Period::Half(year, half) => Period::Half(year - 1, half),
            Period::Quarter(year, quarter) => Period::Quarter(year - 1, quarter),
            Period::Month(year, month) => Period::Month(year - 1, month),
            Period::Week(year, week) => {
                let earlier = year - 1;
                Period::Week(earlier, if monday(earlier, week).is_some() { week } else { 52 })
            }
            Period::Days(first, last) => {
                Period::Days(first.saturating_sub(1.year()), last.saturating_sub(1.year()))
            }
        }
    }

    /// The period right before, of the same kind (上期): the month before a month, as many days before any days.
    #[must_use]
    pub fn previous(self) -> Period {
        let before = self.first_day().saturating_sub(1.day());
        match self {
            Period::Year(year) => Period::Year(year - 1),
            Period::Half(year, 1) => Period::Half(year - 1, 2),
            Period::Half(year, _) => Period::Half(year, 1),
            Period::Quarter(year, 1) => Period::Quarter(year - 1, 4),
            Period::Quarter(year, quarter) => Period::Quarter(year, quarter - 1),
            Period::Month(year, 1) => Period::Month(year - 1, 12),
            Period::Month(year, month) => Period::Month(year, month - 1),
            Period::Week(..) => {
                let week = before.iso_week_date();
                Period::Week(week.year(), u8::try_from(week.week()).unwrap_or(1))
            }
            Period::Days(first, last) => {
                let length = first.until(last).map_or(0, |it| it.get_days());
                Period::Days(before.saturating_sub(length.days()), before)
            }
        }
    }

    /// From the first day of the period's year to its last day (本年累计).
    #[must_use]
    pub fn year_to_date(self) -> Period {
        Period::Days(date(self.last_day().year(), 1, 1), self.last_day())
    }

    /// The months that the period touches, in order, as the first day of each.
    #[must_use]
    pub fn months(self) -> Vec<Date> {
        let (mut month, last) = (self.first_day().first_of_month(), self.last_day());
        let mut months = Vec::new();
        while month <= last {
            months.push(month);
            month = month.saturating_add(1.month());
        }
        months
    }

    /// The year that the period begins in.
    #[must_use]
    pub fn year(self) -> i16 {
        self.first_day().year()
    }

    /// As a document says it: `2021年上半年`, `2021年第二季度`, `2021年6月`, `2021年2月1日至2月2日`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Period::Year(year) => format!("{year}年"),
            Period::Half(year, half) => {
                format!("{year}年{}半年", if half == 1 { "上" } else { "下" })
            }
            Period::Quarter(year, quarter) => {
                let word = ["一", "二", "三", "四"]
                    .get(usize::from(quarter.clamp(1, 4)) - 1)
                    .unwrap_or(&"");
                format!("{year}年第{word}季度")
            }
            Period::Month(year, month) => format!("{year}年{month}月"),
            Period::Week(year, week) => format!("{year}年第{week}周"),
            Period::Days(first, last) => {
                let from = format!("{}年{}月{}日", first.year(), first.month(), first.day());
                if first == last {
                    from
                } else if first.year() == last.year() {
                    format!("{from}至{}月{}日", last.month(), last.day())
                } else {
                    format!("{from}至{}年{}月{}日", last.year(), last.month(), last.day())
                }
            }
        }
    }
}

fn monday(year: i16, week: u8) -> Option<Date> {
    ISOWeekDate::new(year, i8::try_from(week).ok()?, Weekday::Monday).ok().map(ISOWeekDate::date)
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => write!(out, "{year:04}"),
            Period::Half(year, half) => write!(out, "{year:04}H{half}"),
            Period::Quarter(year, quarter) => write!(out, "{year:04}Q{quarter}"),
            Period::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            Period::Week(year, week) => write!(out, "{year:04}W{week:02}"),
            Period::Days(first, last) => write!(out, "{first}..{last}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        parse(text.trim()).ok_or_else(|| PeriodError { text: text.to_owned() })
    }
}

fn parse(text: &str) -> Option<Period> {
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (day(first)?, day(last)?);
        return (first <= last).then_some(Period::Days(first, last));
    }
    if let Some(single) = day(text) {
        return Some(Period::Days(single, single));
    }
    let (head, rest) = text.split_at_checked(4)?;
    let year: i16 = digits(head)?;
    let year = (1949..=9000).contains(&year).then_some(year)?;
    if rest.is_empty() {
        return Some(Period::Year(year));
    }
    let (kind, number) = rest.split_at_checked(1)?;
    let number: u8 = digits(number)?;
    match kind {
        "H" | "h" if (1..=2).contains(&number) => Some(Period::Half(year, number)),
        "Q" | "q" if (1..=4).contains(&number) => Some(Period::Quarter(year, number)),
        "-" if (1..=12).contains(&number) => Some(Period::Month(year, number)),
        "W" | "w" => monday(year, number).map(|_| Period::Week(year, number)),
        _ => None,
    }
}

fn day(text: &str) -> Option<Date> {
    if text.len() != 10 {
        return None;
    }
    let day: Date = text.parse().ok()?;
    (1949..=9000).contains(&day.year()).then_some(day)
}

fn digits<T: FromStr>(text: &str) -> Option<T> {
    (!text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod before {
    use super::Period;

    #[track_caller]
    fn check(period: &str, previous: &str, cumulative: &str) {
        let read = |text: &str| text.parse::<Period>().unwrap();
        assert_eq!(read(period).previous(), read(previous), "{period}");
        assert_eq!(read(period).year_to_date(), read(cumulative), "{period}");
    }

    #[test]
    fn the_period_before_and_the_year_so_far() {
        check("2021-06", "2021-05", "2021-01-01..2021-06-30");
        check("2021-01", "2020-12", "2021-01-01..2021-01-31");
        check("2021H1", "2020H2", "2021-01-01..2021-06-30");
        check("2021H2", "2021H1", "2021-01-01..2021-12-31");
        check("2021Q1", "2020Q4", "2021-01-01..2021-03-31");
        check("2021", "2020", "2021-01-01..2021-12-31");
        // ISO week 1 of 2021 begins on 4 January; the week before is week 53 of 2020.
        check("2021W01", "2020W53", "2021-01-01..2021-01-10");
        check("2021-03-01..2021-03-10", "2021-02-19..2021-02-28", "2021-01-01..2021-03-10");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, first: &str, last: &str, words: &str) {
        let period: Period = text.parse().unwrap();
        assert_eq!(period.to_string(), text);
        assert_eq!(
            (period.first_day().to_string(), period.last_day().to_string()),
            (first.into(), last.into())
        );
        assert_eq!(period.in_words(), words);
    }

    #[test]
    fn a_period_has_a_first_and_a_last_day() {
        check("2021H1", "2021-01-01", "2021-06-30", "2021年上半年");
        check("2020H2", "2020-07-01", "2020-12-31", "2020年下半年");
        check("2020Q1", "2020-01-01", "2020-03-31", "2020年第一季度");
        check("2020-02", "2020-02-01", "2020-02-29", "2020年2月");
        check("2021", "2021-01-01", "2021-12-31", "2021年");
        check("2021W05", "2021-02-01", "2021-02-07", "2021年第5周");
        check("2020W53", "2020-12-28", "2021-01-03", "2020年第53周");
        check("2021-02-01..2021-02-02", "2021-02-01", "2021-02-02", "2021年2月1日至2月2日");
    }

    #[test]
    fn a_year_earlier_is_the_same_stretch() {
        let back = |text: &str| text.parse::<Period>().unwrap().last_year().to_string();
        assert_eq!(back("2021H1"), "2020H1");
        assert_eq!(back("2021-01-28..2021-03-08"), "2020-01-28..2020-03-08");
        assert_eq!(back("2020-02-29..2020-02-29"), "2019-02-28..2019-02-28");
        assert_eq!(back("2020W53"), "2019W52");
    }

    #[test]
    fn a_half_year_has_six_months() {
        let months = "2021H1".parse::<Period>().unwrap().months();
        assert_eq!(months.len(), 6);
        assert_eq!(months[5].to_string(), "2021-06-01");
    }

    #[test]
    fn what_names_no_period_is_refused() {
        for text in [
            "",
            "2021H3",
            "2021Q0",
            "2021-13",
            "2021W54",
            "21H1",
            "2021-02-30..2021-03-01",
            "2021-03-02..2021-03-01",
            "上半年",
            "二〇二一",
            "2021H",
            "0000",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,24}") {
            if let Ok(period) = text.parse::<Period>() {
                prop_assert!(period.first_day() <= period.last_day());
                prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
            }
        }
    }
}
