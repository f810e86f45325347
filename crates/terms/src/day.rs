//! Days and times as staff write them (日期、时间).
//!
//! Serial numbers of spreadsheets are read by `sheet`; here is text only.

use jiff::civil::{Date, DateTime, Time};

use crate::number::{tight, to_half_width};

/// Reads a calendar day (日期) of the years 1900 to 2200: `2021-06-30`, `2021/6/30`, `2021.6.30`, `2021年6月30日`,
/// `20210630`. Full-width digits and spaces are understood, and midnight behind the day, which spreadsheet programs
/// write; any other time behind it is refused, since it would be lost.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let text = to_half_width(text);
    let Some((day, time)) = split_time(&text) else { return read_day(&tight(&text)) };
    if read_time(time)? == Time::midnight() { read_day(&tight(day)) } else { None }
}

/// Reads a time of day (时间), 0:00:00 to 23:59:59: `8:30`, `08:30:00`, `8时30分`, `8点30分15秒`, `8时`.
/// A fraction of a second is refused unless it is zero.
#[must_use]
pub fn read_time(text: &str) -> Option<Time> {
    let text = tight(text);
    let (hour, minute, second) = if text.contains(':') { clock(&text)? } else { spoken(&text)? };
    Time::new(hour, minute, second, 0).ok()
}

/// Reads a day with its time (日期时间): `2021-06-30 08:30`, `2021-06-30T08:30:00`, `2021年6月30日8时30分`. A day
/// without time is refused: nobody said that it was midnight.
#[must_use]
pub fn read_date_time(text: &str) -> Option<DateTime> {
    let text = to_half_width(text);
    let (day, time) = split_time(&text)?;
    Some(read_day(&tight(day))?.to_datetime(read_time(time)?))
}

/// Cuts before the hour, which stands before the first colon, 时 or 点; `None` when there is no hour, or nothing
/// shows where it begins.
fn split_time(text: &str) -> Option<(&str, &str)> {
    let after_hour = text.find([':', '时', '点'])?;
    let hour_end = text.get(..after_hour)?.trim_end();
    let day = hour_end.trim_end_matches(|it: char| it.is_ascii_digit());
    let time = text.get(day.len()..)?;
    let day = match day.strip_suffix(['T', 't']) {
        Some(day) => day,
        None if day.ends_with(|it: char| it.is_whitespace() || it == '日' || it == '号') => day,
        None => return None,
    };
    Some((day, time))
}

fn read_day(text: &str) -> Option<Date> {
    let (year, month, day) = if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        (year, month, day.strip_suffix(['日', '号'])?)
    } else if let Some(mark) = text.chars().find(|it| matches!(it, '-' | '/' | '.')) {
        let (year, rest) = text.split_once(mark)?;
        let (month, day) = rest.split_once(mark)?;
        (year, month, day)
    } else {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        if day.len() != 2 {
            return None;
        }
        (year, month, day)
    };
    let year = if year.len() == 4 && is_digits(year) { year.parse().ok()? } else { return None };
    let date = Date::new(year, one_or_two(month)?, one_or_two(day)?).ok()?;
    (1900..=2200).contains(&year).then_some(date)
}

/// `8:30`, `08:30:00`, `08:30:00.0`: the hour may have one digit, minutes and seconds have two.
fn clock(text: &str) -> Option<(i8, i8, i8)> {
    let mut parts = text.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = parts.next().map_or(Some("00"), without_zero_fraction)?;
    if parts.next().is_some() || minute.len() != 2 || second.len() != 2 {
        return None;
    }
    Some((one_or_two(hour)?, one_or_two(minute)?, one_or_two(second)?))
}

fn without_zero_fraction(second: &str) -> Option<&str> {
    match second.split_once('.') {
        Some((whole, fraction)) => {
            (!fraction.is_empty() && fraction.bytes().all(|it| it == b'0')).then_some(whole)
        }
        None => Some(second),
    }
}

/// `8时`, `8时30分`, `8点30分15秒`.
fn spoken(text: &str) -> Option<(i8, i8, i8)> {
    let (hour, rest) = text.split_once(['时', '点'])?;
    let (minute, rest) = if rest.is_empty() { ("0", "") } else { rest.split_once('分')? };
    let second = if rest.is_empty() { "0" } else { rest.strip_suffix('秒')? };
    Some((one_or_two(hour)?, one_or_two(minute)?, one_or_two(second)?))
}

fn one_or_two(text: &str) -> Option<i8> {
    if matches!(text.len(), 1 | 2) && is_digits(text) { text.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}
