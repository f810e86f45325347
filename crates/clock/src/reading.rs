//! How a clock stands on a day (时限状态).

use catalog::{
    Calendar, Catalog, ClockDef, FieldType, LedgerDef, Row, TermUnit, holds, holds_beside,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use terms::Value;

use crate::light::{Card, Light, card};
use crate::run::{Basis, Run};
use crate::{AsOf, Due, Extension, Step, Stop, Timeline};

/// How a clock stands (状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Past the due day and not done (逾期).
    Overdue,
    /// Within the last days (临期).
    DueSoon,
    /// Stands still (停钟).
    Stopped,
    /// The calendar of the due year is not known (未知).
    Unknown,
    /// Runs (在办).
    Running,
    /// Runs, but the law sets no term for it (无法定期限).
    NoTerm,
    /// Done after the due day (超期办结).
    Late,
    /// Done in time (按期办结).
    InTime,
    /// Closed without being done, such as an application withdrawn (不再计时).
    Void,
}

impl State {
    /// The state as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            State::Overdue => "逾期",
            State::DueSoon => "临期",
            State::Stopped => "停钟",
            State::Unknown => "未知",
            State::Running => "在办",
            State::NoTerm => "无法定期限",
            State::Late => "超期办结",
            State::InTime => "按期办结",
            State::Void => "不再计时",
        }
    }

    /// Whether the thing is still to be done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, State::Late | State::InTime | State::Void)
    }
}

/// A clock as it stands on a day, with its explanation (时限读数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Name of the clock.
    pub clock: String,
    /// What must be done.
    pub label: String,
    /// The day it started.
    pub start: Date,
    /// The day it was done.
    pub end: Option<Date>,
    /// The moments of both, where the term is one of hours.
    pub moments: (Option<DateTime>, Option<DateTime>),
    /// The ground; none where the law sets no term for a start on that day.
    pub basis: Option<Basis>,
    /// Units of the limit, extensions included.
    pub limit: u32,
    /// Where the way leads; none where there is no term.
    pub due: Option<Due>,
    /// The promised day, where a time was promised.
    pub promised: Option<Due>,
    /// How it stands.
    pub state: State,
    /// Its light.
    pub light: Light,
    /// The card it has earned.
    pub card: Option<Card>,
    /// Units left to the due day, negative when past it, in working days for working terms and natural days otherwise.
    pub left: Option<i64>,
    /// Every day on the way.
    pub steps: Vec<Step>,
    /// Stops as the steps name them.
    pub stops: Vec<Stop>,
    /// Extensions that hold.
    pub extensions: Vec<Extension>,
}

/// All clocks of a record that have started by then.
#[must_use]
pub fn readings(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &Row,
    as_of: impl Into<AsOf>,
) -> Vec<Reading> {
    let as_of = as_of.into();
    catalog.clocks_of(def).iter().filter_map(|it| read(catalog, def, it, row, as_of)).collect()
}

/// One clock of a record as it stands at the end of a day, or at a moment; none where it does not run on the record or
/// has not started.
#[must_use]
pub fn read(
    catalog: &Catalog,
    def: &LedgerDef,
    clock: &ClockDef,
    row: &Row,
    as_of: impl Into<AsOf>,
) -> Option<Reading> {
    if !applies(catalog, def, clock, row) {
        return None;
    }
    let as_of = as_of.into();
    let day = as_of.day();
    let line = Timeline::of(def, clock, row).at(as_of);
    let start = line.start?;
    let run = Run::of(catalog, def, clock, row, &line);
    let (mut extensions, mut limit, mut counted) = (Vec::new(), 0, None);
    if let Some(run) = &run {
        let granted = run.grant(&line.extensions);
        extensions = granted.into_iter().filter_map(Result::ok).collect();
        limit = run.limit(&extensions);
        counted = Some(run.count(limit));
    }
    let due = counted.as_ref().map(|it| it.due);
    let promised = run.as_ref().and_then(|it| it.promised(row.get(def, clock.promised.as_ref()?)));
    let unit = run.as_ref().map_or(TermUnit::Natural, |it| it.basis.unit);
    if unit == TermUnit::Hour && line.started_at.is_none() {
        return None; // Later on this day.
    }
    let left = due.and_then(|it| left(&catalog.calendar, unit, as_of, it));
    let near = promised.or(due).and_then(|it| self::left(&catalog.calendar, unit, as_of, it));
    let remind = i64::from(clock.remind.unwrap_or(catalog.lights.remind));
    let void = clock.void_in.iter().any(|it| Some(it.as_str()) == state_of(catalog, def, row));
    let state = state(&line, as_of, due, near.is_some_and(|it| it <= remind), void);
    let card = due.filter(|_| clock.cards && state != State::Void).and_then(|it| {
        card(&catalog.calendar, &catalog.lights, line.end.unwrap_or(day), it, promised)
    });
    Some(Reading {
        clock: clock.name.clone(),
        label: clock.label.clone(),
        start,
        end: line.end,
        moments: if unit == TermUnit::Hour {
            (line.started_at, line.ended_at)
        } else {
            (None, None)
        },
        basis: run.map(|it| it.basis),
        limit,
        due,
        promised,
        state,
        light: Light::of(state),
        card,
        left: left.filter(|_| state.is_open()),
        steps: counted.map(|it| it.steps).unwrap_or_default(),
        stops: line.stops,
        extensions,
    })
}

fn state(line: &Timeline, as_of: AsOf, due: Option<Due>, near: bool, void: bool) -> State {
    let day = as_of.day();
    // Of a day on which hours end, only what was done by the moment was done.
    let end = if let Some(Due::At(_)) = due { line.ended_at.map(DateTime::date) } else { line.end };
    match (end, due) {
        (Some(end), Some(Due::On(last))) if end > last => State::Late,
        (Some(_), Some(Due::At(last))) if line.ended_at.is_some_and(|it| it > last) => State::Late,
        (Some(_), _) => State::InTime,
        (None, _) if void => State::Void,
        (None, None) => State::NoTerm,
        (None, Some(Due::Stopped)) => State::Stopped,
        (None, Some(Due::Unknown(_))) => State::Unknown,
        (None, Some(Due::On(last))) if day > last => State::Overdue,
        (None, Some(Due::At(last))) if as_of > AsOf(last) => State::Overdue,
        (None, Some(Due::At(_))) if near => State::DueSoon,
        (None, Some(Due::At(_))) => State::Running,
        (None, Some(Due::On(_))) if line.stops.iter().any(|it| it.covers(day)) => State::Stopped,
        (None, Some(Due::On(_))) if near => State::DueSoon,
        (None, Some(Due::On(_))) => State::Running,
    }
}

/// Whether a clock runs on a record.
pub(crate) fn applies(catalog: &Catalog, def: &LedgerDef, clock: &ClockDef, row: &Row) -> bool {
    clock.when.iter().all(|it| {
        if it.field == "state" {
            let now = state_of(catalog, def, row).map(|it| Value::Text(it.to_owned()));
            return holds(&FieldType::Text { max: 40 }, now.as_ref(), &it.test);
        }
        let of = |name: &str| row.get(def, name);
        def.field(&it.field).is_some_and(|own| holds_beside(&own.ty, of(&it.field), &it.test, of))
    })
}

fn state_of<'r>(catalog: &'r Catalog, def: &LedgerDef, row: &'r Row) -> Option<&'r str> {
    let start = catalog.workflows.get(&def.workflow).map(|it| it.start().name.as_str());
    row.state.as_deref().or(start)
}

/// Units left: whole hours to a moment, days to a day; negative when past it.
fn left(calendar: &Calendar, unit: TermUnit, as_of: AsOf, due: Due) -> Option<i64> {
    if let Due::At(last) = due {
        return Some(as_of.0.until((jiff::Unit::Hour, last)).ok()?.get_hours().into());
    }
    between(calendar, unit, as_of.day(), due.day()?)
}

/// Units from a day to another: how many that count lie after the one, up to the other; negative backwards.
fn between(calendar: &Calendar, unit: TermUnit, from: Date, to: Date) -> Option<i64> {
    let natural = i64::from(from.until(to).ok()?.get_days());
    if unit != TermUnit::Working {
        return Some(natural);
    }
    let (low, high) = (from.min(to), from.max(to));
    // Twenty years are more than any term; beyond them the days are not worth counting.
    if natural.abs() > 20 * 366 {
        return None;
    }
    let mut worked = 0;
    for day in low.series(1.day()).skip(1).take_while(|it| *it <= high) {
        worked += i64::from(calendar.kind(day).ok()?.is_working());
    }
    Some(if from <= to { worked } else { -worked })
}
