//! From a start to a due day, day by day (计日).

use catalog::{Calendar, DayKind, TermUnit};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use crate::Stop;

/// No term of the trade runs longer, stops included: twenty years.
const WAY_MAX: usize = 20 * 366;

/// What a clock must run through (期间).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// The day it starts on, itself not counted.
    pub start: Date,
    /// How many units.
    pub amount: u32,
    /// What is counted.
    pub unit: TermUnit,
    /// Whether a last day that is off rolls to the next working day.
    pub rolls: bool,
}

/// Whether and how a day counts (计否).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It counts; its number, from 1.
    Counted(u32),
    /// It is off, and only working days count.
    Off,
    /// The clock stands still: the position of the stop in the list of stops.
    Stopped(usize),
    /// The last day was off: the term goes on to the next working day.
    Rolled,
}

/// One day on the way (逐日说明).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub day: Date,
    /// The time of that day, where hours are counted.
    pub time: Option<Time>,
    /// What it is; none where that year's calendar is not known and it does not matter.
    pub kind: Option<DayKind>,
    /// Name of the festival, when the notice gives one.
    pub festival: String,
    /// Whether and how it counts.
    pub mark: Mark,
}

/// Where the way leads (到期).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The last day.
    On(Date),
    /// The last moment, where hours are counted.
    At(DateTime),
    /// A stop has no end yet: the clock stands still.
    Stopped,
    /// The calendar of this year is not known.
    Unknown(i16),
}

impl Due {
    /// The last day, when there is one.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Due::On(day) => Some(day),
            Due::At(moment) => Some(moment.date()),
            Due::Stopped | Due::Unknown(_) => None,
        }
    }
}

/// A due day with every day on the way (期间计算).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Where the way leads.
    pub due: Due,
    /// Every day after the start up to the due day; for months, the last day of each.
    pub steps: Vec<Step>,
    /// Units counted; all of them when the due day is known.
    pub counted: u32,
}

/// Counts a passage. Stopped days do not count, whatever they are; a stop covers its first day and not the day on which
/// the clock runs again.
#[must_use]
pub fn count(calendar: &Calendar, passage: Passage, stops: &[Stop]) -> Count {
    let mut way = Way { calendar, stops, steps: Vec::new(), counted: 0 };
    let due = match passage.unit {
        TermUnit::Month => way.months(passage),
        TermUnit::Hour => way.hours(passage.start.at(0, 0, 0, 0), passage.amount),
        TermUnit::Working | TermUnit::Natural => way.days(passage),
    };
    Count { due, steps: way.steps, counted: way.counted }
}

/// Counts hours from a moment: by day and night, days off included, nothing stops them.
pub(crate) fn count_hours(calendar: &Calendar, start: DateTime, amount: u32) -> Count {
    let mut way = Way { calendar, stops: &[], steps: Vec::new(), counted: 0 };
    let due = way.hours(start, amount);
    Count { due, steps: way.steps, counted: way.counted }
}

struct Way<'a> {
    calendar: &'a Calendar,
    stops: &'a [Stop],
    steps: Vec<Step>,
    counted: u32,
}

impl Way<'_> {
    fn days(&mut self, passage: Passage) -> Due {
        let mut day = passage.start;
        while self.counted < passage.amount {
            let Ok(next) = day.checked_add(1.day()) else { return Due::Unknown(day.year()) };
            day = next;
            if self.steps.len() >= WAY_MAX {
                return Due::Unknown(day.year());
            }
            if let Some(at) = self.stops.iter().position(|it| it.covers(day)) {
                if self.stops[at].until.is_none() {
                    return Due::Stopped;
                }
                self.note(day, Mark::Stopped(at));
                continue;
            }
            match (passage.unit, self.calendar.kind(day)) {
                (TermUnit::Working, Err(unknown)) => return Due::Unknown(unknown.0),
                (TermUnit::Working, Ok(kind)) if !kind.is_working() => self.note(day, Mark::Off),
                (TermUnit::Working | TermUnit::Natural | TermUnit::Month | TermUnit::Hour, _) => {
                    self.number(day)
                }
            }
        }
        self.roll(day, passage.rolls)
    }

    fn months(&mut self, passage: Passage) -> Due {
        let mut day = passage.start;
        for number in 1..=i64::from(passage.amount) {
            // From the start each time: 31 January, 28 February, 31 March.
            let Ok(next) = passage.start.checked_add(number.months()) else {
                return Due::Unknown(day.year());
            };
            day = next;
            self.number(day);
        }
        self.roll(day, passage.rolls)
    }

    fn hours(&mut self, start: DateTime, amount: u32) -> Due {
        let mut moment = start;
        for _ in 0..amount {
            let Ok(next) = moment.checked_add(1.hour()) else {
                return Due::Unknown(moment.year());
            };
            moment = next;
            self.number(moment.date());
            if let Some(step) = self.steps.last_mut() {
                step.time = Some(moment.time());
            }
        }
        Due::At(moment)
    }

    /// Rolls a last day that is off to the next working day, where the law says so.
    fn roll(&mut self, last: Date, rolls: bool) -> Due {
        if !rolls {
            return Due::On(last);
        }
        let mut day = last;
        loop {
            match self.calendar.kind(day) {
                Err(unknown) => return Due::Unknown(unknown.0),
                Ok(kind) if kind.is_working() => return Due::On(day),
                Ok(_) => {}
            }
            let Ok(next) = day.checked_add(1.day()) else { return Due::Unknown(day.year()) };
            day = next;
            self.note(day, Mark::Rolled);
        }
    }

    fn number(&mut self, day: Date) {
        self.counted += 1;
        self.note(day, Mark::Counted(self.counted));
    }

    fn note(&mut self, day: Date, mark: Mark) {
        let festival = self.calendar.festival(day).to_owned();
        let kind = self.calendar.kind(day).ok();
        self.steps.push(Step { day, time: None, kind, festival, mark });
    }
}
