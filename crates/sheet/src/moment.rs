//! Serial numbers of spreadsheet programs to days and times, and back (日期序号).
//!
//! The 1900 system counts a 29 February 1900 that never was: serials up to 59 are one day further than the later ones.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Why a serial number is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoMoment {
    /// 1900-02-29, which the 1900 system counts and the calendar does not have.
    LeapDay,
    /// Before the epoch or after 2200.
    Range,
    /// A day with a time of day, where a day alone is wanted.
    HasTime,
}

const SECONDS_OF_DAY: i64 = 86_400;

/// Days and seconds of the day; the seconds are rounded, since a serial keeps them as a binary fraction.
fn split(serial: f64) -> Option<(i64, i64)> {
    if !(0.0..100_000_000.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round();
    let seconds = Decimal::try_from(seconds).ok()?.to_i64()?;
    Some((seconds / SECONDS_OF_DAY, seconds % SECONDS_OF_DAY))
}

fn day_of(days: i64, since_1904: bool) -> Result<Date, NoMoment> {
    let epoch = match days {
        _ if since_1904 => Date::constant(1904, 1, 1),
        0..=59 => Date::constant(1899, 12, 31),
        60 => return Err(NoMoment::LeapDay),
        _ => Date::constant(1899, 12, 30),
    };
    let day =
        epoch.checked_add(SignedDuration::from_hours(days * 24)).map_err(|_| NoMoment::Range)?;
    if (1900..=2200).contains(&day.year()) { Ok(day) } else { Err(NoMoment::Range) }
}

/// The day of a serial number.
pub(crate) fn date(serial: f64, since_1904: bool) -> Result<Date, NoMoment> {
    let (days, seconds) = split(serial).ok_or(NoMoment::Range)?;
    let day = day_of(days, since_1904)?;
    if seconds == 0 { Ok(day) } else { Err(NoMoment::HasTime) }
}

/// The day and time of a serial number.
pub(crate) fn date_time(serial: f64, since_1904: bool) -> Result<DateTime, NoMoment> {
    let (days, seconds) = split(serial).ok_or(NoMoment::Range)?;
    Ok(day_of(days, since_1904)?.to_datetime(clock(seconds).ok_or(NoMoment::Range)?))
}

/// The time of day of a serial number below 1; a serial of 1 or more has a day that would be lost.
pub(crate) fn time(serial: f64) -> Option<Time> {
    let (days, seconds) = split(serial)?;
    if days == 0 { clock(seconds) } else { None }
}

fn clock(seconds: i64) -> Option<Time> {
    Time::midnight().checked_add(seconds.seconds()).ok()
}

/// The serial number of a moment in the 1900 system; `None` before 1 March 1900, where programs disagree.
pub(crate) fn serial(at: DateTime) -> Option<f64> {
    let days = at.date().since(Date::constant(1899, 12, 30)).ok()?.get_days();
    if days <= 60 {
        return None;
    }
    Some(f64::from(days) + fraction(at.time()))
}

/// The part of a day that a time is.
pub(crate) fn fraction(time: Time) -> f64 {
    let seconds =
        i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    f64::from(seconds) / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(serial: f64, since_1904: bool, expected: Result<&str, NoMoment>) {
        let seen = date(serial, since_1904).map(|it| it.to_string());
        assert_eq!(seen, expected.map(str::to_owned));
    }

    #[test]
    fn serials_are_days_of_both_systems() {
        check(44377.0, false, Ok("2021-06-30"));
        check(1.0, false, Ok("1900-01-01"));
        check(59.0, false, Ok("1900-02-28"));
        check(60.0, false, Err(NoMoment::LeapDay));
        check(61.0, false, Ok("1900-03-01"));
        check(42915.0, true, Ok("2021-06-30"));
        check(0.0, true, Ok("1904-01-01"));
        check(-1.0, false, Err(NoMoment::Range));
        check(1e9, false, Err(NoMoment::Range));
        check(f64::NAN, false, Err(NoMoment::Range));
        check(44377.5, false, Err(NoMoment::HasTime));
    }

    #[test]
    fn times_are_parts_of_a_day() {
        assert_eq!(time(0.5).unwrap().to_string(), "12:00:00");
        assert_eq!(time(0.354_166_666_666_667).unwrap().to_string(), "08:30:00");
        assert_eq!(time(1.25), None);
        assert_eq!(
            date_time(44_377.604_166_666_664, false).unwrap().to_string(),
            "2021-06-30T14:30:00"
        );
    }

    proptest! {
        #[test]
        fn a_moment_becomes_a_serial_and_comes_back(days in 61_i32..109_000, second in 0_i32..86_400) {
            let at = date(f64::from(days), false).unwrap().to_datetime(clock(i64::from(second)).unwrap());
            prop_assert_eq!(date_time(serial(at).unwrap(), false), Ok(at));
        }

        #[test]
        fn no_serial_panics(serial in any::<f64>(), since_1904 in any::<bool>()) {
            let _ = (date(serial, since_1904), date_time(serial, since_1904), time(serial));
        }
    }
}
