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

/// One day on the way to a limit, with what it is; so that a limit can explain itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedDay {
    /// The day.
    pub day: Date,
    /// What it is.
    pub kind: DayKind,
    /// Name of the festival, when the notice gives one.
    pub name: String,
    /// Its number in the count, or `None` when it is not counted.
    pub number: Option<u32>,
}

/// The calendar of all known years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    pub(crate) years: Vec<i16>,
    /// Days that a notice speaks of: worked or not, and the festival's name.
    pub(crate) notices: BTreeMap<Date, (bool, String)>,
}

impl Calendar {
    /// Years that are known, in order.
    #[must_use]
    pub fn years(&self) -> &[i16] {
        &self.years
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

    /// The last day of a limit of `days` working days after `start` (start not counted), with every day on the way.
    ///
    /// # Errors
    /// [`UnknownYear`] when the way leads into a year that is not known.
    pub fn working_days_after(
        &self,
        start: Date,
        days: u32,
    ) -> Result<(Date, Vec<CountedDay>), UnknownYear> {
        let (mut day, mut number, mut way) = (start, 0, Vec::new());
        while number < days {
            day = day.saturating_add(1.day());
            let kind = self.kind(day)?;
            number += u32::from(kind.is_working());
            way.push(self.counted(day, kind, kind.is_working().then_some(number)));
        }
        Ok((day, way))
    }

    /// The last day of a limit of `days` natural days after `start`; a last day that is off rolls to the next worked day.
    ///
    /// # Errors
    /// [`UnknownYear`] when the last day lies in a year that is not known.
    pub fn natural_days_after(
        &self,
        start: Date,
        days: u32,
    ) -> Result<(Date, Vec<CountedDay>), UnknownYear> {
        let (mut day, mut way) = (start, Vec::new());
        for number in 1..=days {
            day = day.saturating_add(1.day());
            let kind = self.kind(day)?;
            way.push(self.counted(day, kind, Some(number)));
        }
        while !self.kind(day)?.is_working() {
            day = day.saturating_add(1.day());
            let kind = self.kind(day)?;
            way.push(self.counted(day, kind, None));
        }
        Ok((day, way))
    }

    fn counted(&self, day: Date, kind: DayKind, number: Option<u32>) -> CountedDay {
        let name = self.notices.get(&day).map(|it| it.1.clone()).unwrap_or_default();
        CountedDay { day, kind, name, number }
    }
}
