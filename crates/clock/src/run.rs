//! A clock that runs (计时): its ground, what it counts, which extensions hold.

use catalog::{Calendar, Catalog, Certainty, ClockDef, LedgerDef, LimitDef, Row, TermUnit};
use jiff::civil::{Date, DateTime};
use terms::Value;

use crate::count::count_hours;
use crate::{Count, Due, Extension, Passage, Stop, Timeline, count};

/// On what ground the limit stands (依据).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The provision.
    pub cite: String,
    /// The provision by which the last day rolls; empty where none does.
    pub rolls: String,
    /// How surely it is known.
    pub certainty: Certainty,
    /// Units of the limit before any extension; 0 where the paper states the day.
    pub amount: u32,
    /// What they are.
    pub unit: TermUnit,
    /// Greatest extension altogether; none where no law bounds it.
    pub extend: Option<u32>,
    /// Greatest number of extensions; none where no law bounds it.
    pub times: Option<u32>,
}

/// Why an extension does not hold (不予延期).
pub(crate) enum Refused {
    /// It was approved after the due day.
    Expired(Date),
    /// The law permits fewer extensions.
    Times(u32),
    /// The law permits less altogether.
    Amount(u32),
}

/// A clock that runs: its ground and what it counts.
pub(crate) struct Run<'a> {
    pub(crate) basis: Basis,
    calendar: &'a Calendar,
    start: Date,
    /// The moment of the start, where the record tells the time.
    started_at: Option<DateTime>,
    /// The day that the paper states.
    stated: Option<Date>,
    stops: Vec<Stop>,
}

impl<'a> Run<'a> {
    /// None where the law sets no term for a start on that day, or the paper states none.
    pub(crate) fn of(
        catalog: &'a Catalog,
        def: &LedgerDef,
        clock: &ClockDef,
        row: &Row,
        line: &Timeline,
    ) -> Option<Run<'a>> {
        let start = line.start?;
        let (basis, stated) = match &clock.limit {
            LimitDef::Law(id) => {
                let version = catalog.terms.get(id)?.on(start)?;
                let basis = Basis {
                    cite: version.cite.clone(),
                    rolls: version.rolls.clone().unwrap_or_default(),
                    certainty: version.certainty,
                    amount: version.amount,
                    unit: version.unit,
                    extend: Some(version.extend),
                    times: Some(version.times),
                };
                (basis, None)
            }
            LimitDef::Stated { field, cite } => {
                let day = row.get(def, field).and_then(Value::as_date)?;
                let basis = Basis {
                    cite: cite.clone(),
                    rolls: String::new(),
                    certainty: Certainty::Stated,
                    amount: 0,
                    unit: TermUnit::Natural,
                    extend: None,
                    times: None,
                };
                (basis, Some(day))
            }
        };
        let (calendar, started_at) = (&catalog.calendar, line.started_at);
        Some(Run { basis, calendar, start, started_at, stated, stops: line.stops.clone() })
    }

    /// Units of the limit with these extensions.
    pub(crate) fn limit(&self, extensions: &[Extension]) -> u32 {
        extensions.iter().fold(self.basis.amount, |sum, it| sum.saturating_add(it.amount))
    }

    /// Counts this many units; a day that the paper states is where the count of an extension begins.
    pub(crate) fn count(&self, limit: u32) -> Count {
        if let Some(start) = self.started_at.filter(|_| self.basis.unit == TermUnit::Hour) {
            return count_hours(self.calendar, start, limit);
        }
        let passage = Passage {
            start: self.stated.unwrap_or(self.start),
            amount: limit,
            unit: self.basis.unit,
            rolls: !self.basis.rolls.is_empty(),
        };
        count(self.calendar, passage, &self.stops)
    }

    /// Which extensions hold, in order: approved by the due day as it was then, and within what the law permits.
    pub(crate) fn grant(&self, asked: &[Extension]) -> Vec<Result<Extension, Refused>> {
        let mut held: Vec<Extension> = Vec::new();
        let mut answers = Vec::new();
        for one in asked {
            let answer = self.one(one, &held);
            if answer.is_ok() {
                held.push(one.clone());
            }
            answers.push(answer);
        }
        answers
    }

    fn one(&self, one: &Extension, held: &[Extension]) -> Result<Extension, Refused> {
        let so_far = self.limit(held);
        if let Due::On(last) = self.count(so_far).due
            && one.on > last
        {
            return Err(Refused::Expired(last));
        }
        if let Some(times) = self.basis.times
            && held.len() >= usize::try_from(times).unwrap_or(usize::MAX)
        {
            return Err(Refused::Times(times));
        }
        if let Some(extend) = self.basis.extend
            && so_far.saturating_add(one.amount) > self.basis.amount.saturating_add(extend)
        {
            return Err(Refused::Amount(extend));
        }
        Ok(one.clone())
    }

    /// The promised day.
    pub(crate) fn promised(&self, units: Option<&Value>) -> Option<Due> {
        let Some(Value::Integer(units)) = units else { return None };
        let units = u32::try_from(*units).ok().filter(|it| *it > 0 && *it <= self.basis.amount)?;
        Some(self.count(units).due)
    }
}
