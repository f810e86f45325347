//! Days and times as staff write them (日期、时间).
//!
//! Serial numbers of spreadsheets are read by `sheet`; here is text only.

use jiff::civil::{Date, DateTime, Time};

use crate::number::{tight, visible};

/// Reads a calendar day (日期) of the years 1900 to 2200: `2021-06-30`, `2021/6/30`, `2021.6.30`, `2021年6月30日`,
/// `20210630`. Full-width digits and spaces are understood, and midnight behind the day, which spreadsheet programs
/// write; any other time behind it is refused, since it would be lost.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let text = visible(text);
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
    let text = visible(text);
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[track_caller]
    fn check_date(text: &str, expected: Option<&str>) {
        assert_eq!(read_date(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
    }

    #[track_caller]
    fn check_time(text: &str, expected: Option<&str>) {
        assert_eq!(read_time(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
    }

    #[track_caller]
    fn check_date_time(text: &str, expected: Option<&str>) {
        assert_eq!(read_date_time(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn staff_write_days_in_many_ways() {
        for text in [
            "2021-06-30",
            "2021/6/30",
            "2021.6.30",
            "2021.06.30",
            "2021年6月30日",
            "2021年06月30日",
            "2021 年 6 月 30 日",
            "2021年6月30号",
            "20210630",
            "２０２１－０６－３０",
            "２０２１年６月３０日",
            " 2021-06-30 ",
        ] {
            check_date(text, Some("2021-06-30"));
        }
        check_date("2020-02-29", Some("2020-02-29"));
    }

    #[test]
    fn midnight_behind_a_day_comes_from_a_spreadsheet() {
        for text in [
            "2021-06-30 00:00:00",
            "2021/6/30 0:00:00",
            "2021/6/30 0:00",
            "2021-06-30T00:00:00",
            "2021-06-30 00:00:00.0",
            "20210630 00:00:00",
            "2021年6月30日0时0分",
        ] {
            check_date(text, Some("2021-06-30"));
        }
        check_date("2021-06-30 08:30:00", None);
        check_date("2021-06-30 00:00:01", None);
        check_date("2021-06-3000:00:00", None);
    }

    #[test]
    fn years_run_from_1900_to_2200() {
        check_date("1900-01-01", Some("1900-01-01"));
        check_date("2200-12-31", Some("2200-12-31"));
        check_date("1899-12-31", None);
        check_date("2201-01-01", None);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2021",
            "2021-06",
            "2021年6月",
            "6月30日",
            "2021-02-29",
            "2021-13-01",
            "2021-6-31",
            "2021-00-10",
            "21-6-30",
            "2021-6/30",
            "2021-006-30",
            "2021--30",
            "2021-06-30-1",
            "2021年6月30",
            "202106301",
            "2021063",
            "44377",
            "30/6/2021",
            "2021-+6-30",
            "二〇二一年六月三十日",
            "2021.6",
            "6月底",
            "2021-06-30 上午",
        ] {
            check_date(text, None);
        }
    }

    #[test]
    fn staff_write_times_in_many_ways() {
        check_time("8:30", Some("08:30:00"));
        check_time("08:30:00", Some("08:30:00"));
        check_time("8：30", Some("08:30:00"));
        check_time("8时30分", Some("08:30:00"));
        check_time("8点30分15秒", Some("08:30:15"));
        check_time("8时5分", Some("08:05:00"));
        check_time("20时", Some("20:00:00"));
        check_time("２３：５９：５９", Some("23:59:59"));
        check_time(" 0:00 ", Some("00:00:00"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "8",
            "0830",
            "24:00",
            "8:60",
            "8:3",
            "8:",
            ":30",
            "8:30:",
            "8:30:60",
            "8:30:00:00",
            "8:30:00.5",
            "-8:30",
            "8时半",
            "8时30",
            "上午8:30",
            "8:30 PM",
            "8时30分秒",
            "+8:30",
        ] {
            check_time(text, None);
        }
    }

    #[test]
    fn staff_write_days_with_times_in_many_ways() {
        for text in [
            "2021-06-30 08:30",
            "2021-06-30 08:30:00",
            "2021-06-30T08:30:00",
            "2021/6/30 8:30",
            "2021年6月30日8时30分",
            "2021年6月30日 8:30",
            "2021年6月30日08：30",
            "２０２１年６月３０日　８时３０分",
            "20210630 08:30",
        ] {
            check_date_time(text, Some("2021-06-30T08:30:00"));
        }
        check_date_time("2021-06-30 00:00:00", Some("2021-06-30T00:00:00"));
    }

    #[test]
    fn a_day_without_time_is_no_midnight() {
        for text in [
            "",
            "2021-06-30",
            "8:30",
            "2021-06-3008:30",
            "2021-02-29 8:30",
            "2021-06-30 24:00",
            "2021-06-30T08:30:00Z",
        ] {
            check_date_time(text, None);
        }
    }

    proptest! {
        #[test]
        fn every_way_of_writing_gives_the_same_day(year in 1900..=2200_i16, month in 1..=12_i8, day in 1..=28_i8) {
            let expected = date(year, month, day);
            for text in [
                expected.to_string(),
                format!("{year}/{month}/{day}"),
                format!("{year}.{month:02}.{day}"),
                format!("{year}年{month}月{day}日"),
                format!("{year}{month:02}{day:02}"),
                format!("{year}-{month}-{day} 0:00:00"),
            ] {
                prop_assert_eq!(read_date(&text), Some(expected), "{}", text);
            }
        }

        #[test]
        fn printing_and_reading_is_the_identity(hour in 0..24_i8, minute in 0..60_i8, second in 0..60_i8) {
            let time = Time::new(hour, minute, second, 0).unwrap();
            prop_assert_eq!(read_time(&time.strftime("%H:%M:%S").to_string()), Some(time));
            let at = date(2021, 6, 30).to_datetime(time);
            prop_assert_eq!(read_date_time(&at.to_string()), Some(at));
            prop_assert_eq!(read_date_time(&at.strftime("%Y-%m-%d %H:%M:%S").to_string()), Some(at));
        }

        #[test]
        fn no_text_panics(text in ".{0,24}|[0-9年月日时分秒点:T /.-]{0,24}") {
            let _ = read_date(&text);
            let _ = read_time(&text);
            let _ = read_date_time(&text);
        }
    }
}
