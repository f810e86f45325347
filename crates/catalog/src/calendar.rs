//! Working days by the official calendar (工作日历). Beyond the known years the answer is “unknown”, never a guess.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// What a day is (日别).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A weekend day that is worked by notice (调休上班).
    WorkingByNotice,
    /// An ordinary weekend.
    Weekend,
    /// A day off by notice (法定节假日及调休).
    OffByNotice,
}

impl DayKind {
    /// Whether it is worked.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, DayKind::Working | DayKind::WorkingByNotice)
    }
}

/// A year whose calendar has not been published, or is not in `defs/calendar/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownYear(pub i16);

/// The calendar of all known years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    pub(crate) years: Vec<i16>,
    /// The notice that a year was taken from, and whether the bureau entered it itself.
    pub(crate) sources: BTreeMap<i16, (String, bool)>,
    /// Days that a notice speaks of: worked or not, and the festival's name.
    pub(crate) notices: BTreeMap<Date, (bool, String)>,
}

impl Calendar {
    /// Years that are known, in order.
    #[must_use]
    pub fn years(&self) -> &[i16] {
        &self.years
    }

    /// The notice that a year was taken from (依据); empty where the year is not known.
    #[must_use]
    pub fn cite(&self, year: i16) -> &str {
        self.sources.get(&year).map_or("", |it| it.0.as_str())
    }

    /// Whether the bureau entered the year itself (本局录入).
    #[must_use]
    pub fn is_local(&self, year: i16) -> bool {
        self.sources.get(&year).is_some_and(|it| it.1)
    }

    /// What a day is.
    ///
    /// # Errors
    /// [`UnknownYear`] when the year's notice is not known.
    pub fn kind(&self, day: Date) -> Result<DayKind, UnknownYear> {
        if !self.years.contains(&day.year()) {
            return Err(UnknownYear(day.year()));
        }
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(match self.notices.get(&day) {
            Some((true, _)) if weekend => DayKind::WorkingByNotice,
            Some((true, _)) => DayKind::Working,
            Some((false, _)) => DayKind::OffByNotice,
            None if weekend => DayKind::Weekend,
            None => DayKind::Working,
        })
    }

    /// Name of the festival for which a notice sets a day off or makes it worked; empty for all other days.
    #[must_use]
    pub fn festival(&self, day: Date) -> &str {
        self.notices.get(&day).map_or("", |it| it.1.as_str())
    }

    /// The day that is so many working days after `start`, itself not counted.
    ///
    /// # Errors
    /// [`UnknownYear`] when the way leads into a year that is not known.
    pub fn working_days_after(&self, start: Date, days: u32) -> Result<Date, UnknownYear> {
        let (mut day, mut number) = (start, 0);
        while number < days {
            day = day.saturating_add(1.day());
            number += u32::from(self.kind(day)?.is_working());
        }
        Ok(day)
    }
}
