//! Days of the office: which are worked, and the next ones (工作日).

use std::path::Path;

use catalog::{Calendar, Source};
use jiff::ToSpan;
use jiff::civil::Date;

/// The official calendar, as the office's own definitions have it.
#[derive(Debug)]
pub(crate) struct Days(Calendar);

impl Days {
    /// Reads `defs/calendar/`.
    pub(crate) fn read(defs: &Path) -> Days {
        let sources = catalog::load_dir(defs).expect("the definitions lie beside the demo");
        let years: Vec<Source> =
            sources.into_iter().filter(|it| it.path.starts_with("calendar/")).collect();
        Days(catalog::load(&years).0.calendar)
    }

    /// Whether the office works on this day.
    pub(crate) fn is_worked(&self, day: Date) -> bool {
        self.0.kind(day).expect("the demo stays in years that are known").is_working()
    }

    /// The day itself, or the next one that is worked.
    pub(crate) fn on_or_after(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_worked(day) {
            day = day.saturating_add(1.day());
        }
        day
    }

    /// The `count`th working day after a day.
    pub(crate) fn later(&self, day: Date, count: i64) -> Date {
        let count = u32::try_from(count).expect("callers count forward");
        self.0.working_days_after(day, count).expect("the demo stays in years that are known")
    }
}

/// A number of natural days later, or earlier when negative.
pub(crate) fn plus(day: Date, count: i64) -> Date {
    day.saturating_add(count.days())
}

/// Every day from the first to the last, both included.
pub(crate) fn every(first: Date, last: Date) -> Vec<Date> {
    first.series(1.day()).take_while(|it| *it <= last).collect()
}

/// How many days lie between two days.
pub(crate) fn between(first: Date, last: Date) -> i64 {
    i64::from(first.until(last).expect("both are days of the demo").get_days())
}
