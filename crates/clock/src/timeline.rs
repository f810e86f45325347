//! What a record says about a clock (时间线): start, end, stops, extensions.

use catalog::{ClockDef, ExtensionsDef, FieldDef, LedgerDef, LineRow, Row, StopsDef};
use jiff::civil::{Date, DateTime};
use terms::Value;

/// A stretch in which the clock stands still (停钟).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// First day that does not count.
    pub from: Date,
    /// First day that counts again; none while it stands still.
    pub until: Option<Date>,
    /// Why, such as 专家评审.
    pub why: String,
}

impl Stop {
    /// Whether the clock stands still on this day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// An extension that was granted (延期).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Day of approval.
    pub on: Date,
    /// Units granted, in the unit of the term.
    pub amount: u32,
    /// Why.
    pub why: String,
    /// Who approved.
    pub by: String,
}

/// When a clock is looked at (截至): at the end of a day, or at a moment of it. Only terms in hours ask for the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(pub(crate) DateTime);

impl AsOf {
    /// The day.
    #[must_use]
    pub fn day(self) -> Date {
        self.0.date()
    }
}

impl From<Date> for AsOf {
    /// The end of the day.
    fn from(day: Date) -> AsOf {
        AsOf(day.at(23, 59, 59, 999_999_999))
    }
}

impl From<DateTime> for AsOf {
    fn from(moment: DateTime) -> AsOf {
        AsOf(moment)
    }
}

/// What a record says about one clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The day it starts on.
    pub start: Option<Date>,
    /// The day on which the thing was done.
    pub end: Option<Date>,
    /// The moment it starts at, where the record tells the time.
    pub started_at: Option<DateTime>,
    /// The moment at which the thing was done, where the record tells the time.
    pub ended_at: Option<DateTime>,
    /// Stops in order of time.
    pub stops: Vec<Stop>,
    /// Extensions in order of approval.
    pub extensions: Vec<Extension>,
}

impl Timeline {
    /// Reads a row.
    #[must_use]
    pub fn of(def: &LedgerDef, clock: &ClockDef, row: &Row) -> Timeline {
        let day = |name: &str| row.get(def, name).and_then(Value::as_date);
        let mut stops: Vec<Stop> = match &clock.stops {
            Some(own) => lines(def, row, &own.lines).filter_map(|it| stop(own, it)).collect(),
            None => Vec::new(),
        };
        let mut extensions: Vec<Extension> = match &clock.extensions {
            Some(own) => lines(def, row, &own.lines).filter_map(|it| extension(own, it)).collect(),
            None => Vec::new(),
        };
        stops.sort_by_key(|it| (it.from, it.until.is_none(), it.until));
        extensions.sort_by_key(|it| it.on);
        let moment = |name: &str| match row.get(def, name) {
            Some(Value::DateTime(at)) => Some(*at),
            _ => None,
        };
        Timeline {
            start: day(&clock.start),
            end: day(&clock.end),
            started_at: moment(&clock.start),
            ended_at: moment(&clock.end),
            stops,
            extensions,
        }
    }

    /// The timeline as it stood: what came later had not happened yet. Days count whole.
    #[must_use]
    pub fn at(&self, as_of: AsOf) -> Timeline {
        let day = as_of.day();
        let past = |it: Option<Date>| it.filter(|it| *it <= day);
        let passed = |it: Option<DateTime>| it.filter(|it| *it <= as_of.0);
        let stops = self.stops.iter().filter(|it| it.from <= day);
        Timeline {
            start: past(self.start),
            end: past(self.end),
            started_at: passed(self.started_at),
            ended_at: passed(self.ended_at),
            stops: stops.map(|it| Stop { until: past(it.until), ..it.clone() }).collect(),
            extensions: self.extensions.iter().filter(|it| it.on <= day).cloned().collect(),
        }
    }
}

/// A child row with its fields.
type Child<'r> = (&'r [FieldDef], &'r LineRow);

fn lines<'r>(def: &'r LedgerDef, row: &'r Row, name: &str) -> impl Iterator<Item = Child<'r>> {
    let fields = def.line_fields(name).unwrap_or_default();
    let rows = row.lines.get(name).map(Vec::as_slice).unwrap_or_default();
    rows.iter().map(move |it| (fields, it))
}

fn cell<'r>(child: Child<'r>, name: &str) -> Option<&'r Value> {
    let at = child.0.iter().position(|it| it.name == name)?;
    child.1.get(at)?.as_ref()
}

fn text(child: Child<'_>, name: &str) -> String {
    cell(child, name).map(Value::canonical).unwrap_or_default()
}

fn stop(own: &StopsDef, child: Child<'_>) -> Option<Stop> {
    let day = |name: &str| cell(child, name).and_then(Value::as_date);
    Some(Stop { from: day(&own.from)?, until: day(&own.until), why: text(child, &own.why) })
}

fn extension(own: &ExtensionsDef, child: Child<'_>) -> Option<Extension> {
    let on = cell(child, &own.on).and_then(Value::as_date)?;
    let Some(Value::Integer(amount)) = cell(child, &own.amount) else { return None };
    let amount = u32::try_from(*amount).unwrap_or(0);
    Some(Extension { on, amount, why: text(child, &own.why), by: text(child, &own.by) })
}
