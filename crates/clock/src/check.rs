//! What a record may not say about its clocks (时限核对): asked before a row is saved.

use std::collections::BTreeSet;

use catalog::{Catalog, ClockDef, LedgerDef, Row};
use terms::{Finding, Place};

use crate::reading::applies;
use crate::run::{Refused, Run};
use crate::{Extension, Stop, Timeline};

/// Stops that overlap, end before they begin or begin before the clock; extensions granted after the term had run out,
/// too often or too long. Asks nothing where the record has neither.
#[must_use]
pub fn check(catalog: &Catalog, def: &LedgerDef, row: &Row) -> Vec<Finding> {
    let mut found = BTreeSet::new(); // Two clocks may share the same stops.
    for clock in catalog.clocks_of(def).iter().filter(|it| applies(catalog, def, it, row)) {
        let line = Timeline::of(def, clock, row);
        found.extend(stops(&line).into_iter().map(|it| finding(def, row, stop_lines(clock), it)));
        if line.extensions.is_empty() {
            continue;
        }
        let lines = clock.extensions.as_ref().map(|it| it.lines.as_str());
        let faults = extensions(catalog, def, clock, row, &line);
        found.extend(faults.into_iter().map(|it| finding(def, row, lines, it)));
    }
    found.into_iter().collect()
}

/// Rule, what is wrong, how to mend it.
type Fault = (&'static str, String, String);

fn finding(def: &LedgerDef, row: &Row, lines: Option<&str>, fault: Fault) -> Finding {
    let field = lines.and_then(|it| def.field(it)).map(|it| it.label.clone()).unwrap_or_default();
    let place = Place::Field { ledger: def.title.clone(), record: row.key(def), field };
    Finding::must(fault.0, place, fault.1, fault.2)
}

fn stop_lines(clock: &ClockDef) -> Option<&str> {
    clock.stops.as_ref().map(|it| it.lines.as_str())
}

fn stops(line: &Timeline) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut before: Option<&Stop> = None;
    for stop in &line.stops {
        if let Some(until) = stop.until.filter(|it| *it < stop.from) {
            let what = format!("复钟日期{until}早于停钟日期{}", stop.from);
            faults.push(("stop_order", what, "请核对两个日期".to_owned()));
        }
        if let Some(start) = line.start.filter(|it| stop.from < *it) {
            let what = format!("停钟日期{}早于起算日期{start}", stop.from);
            faults.push(("stop_order", what, "起算之前不存在停钟，请核对日期".to_owned()));
        }
        if let Some(other) = before.filter(|it| it.until.is_none_or(|it| stop.from < it)) {
            let what = match other.until {
                Some(until) => {
                    format!("{}起的停钟与{}至{until}的停钟重叠", stop.from, other.from)
                }
                None => format!("{}起的停钟还没有复钟，{}又停钟", other.from, stop.from),
            };
            faults.push(("stop_overlap", what, "同一段时间只停一次钟，请合并或改日期".to_owned()));
        }
        before = Some(stop);
    }
    faults
}

fn extensions(
    catalog: &Catalog,
    def: &LedgerDef,
    clock: &ClockDef,
    row: &Row,
    line: &Timeline,
) -> Vec<Fault> {
    let mut faults: Vec<Fault> = line
        .extensions
        .iter()
        .filter(|it| it.amount == 0)
        .map(|it| {
            let what = format!("{}批准的延期没有写明大于零的期限", it.on);
            ("extension_amount", what, "请填批准延长的数".to_owned())
        })
        .collect();
    let Some(run) = Run::of(catalog, def, clock, row, line) else { return faults };
    let answers = run.grant(&line.extensions);
    let refused = line.extensions.iter().zip(answers);
    faults.extend(refused.filter_map(|(asked, it)| Some(refuse(clock, &run, asked, it.err()?))));
    faults
}

fn refuse(clock: &ClockDef, run: &Run<'_>, asked: &Extension, why: Refused) -> Fault {
    let (label, cite, unit) = (&clock.label, &run.basis.cite, run.basis.unit.label());
    match why {
        Refused::Expired(last) => {
            let what = format!("“{label}”{last}已经到期，{}才批准延期", asked.on);
            ("extension_after_expiry", what, "延期须在到期前批准；已经逾期的如实登记".to_owned())
        }
        Refused::Times(0) => {
            let what = format!("“{label}”依法不得延期（{cite}）");
            ("extension_times", what, "请删去延期".to_owned())
        }
        Refused::Times(times) => {
            let what = format!("“{label}”只能延期{times}次，{}又批准延期（{cite}）", asked.on);
            ("extension_times", what, "请核对延期记录".to_owned())
        }
        Refused::Amount(extend) => {
            let what = format!("“{label}”延期{}{unit}，最长{extend}{unit}（{cite}）", asked.amount);
            ("extension_amount", what, format!("延期合计不得超过{extend}{unit}"))
        }
    }
}
