//! Tasks (督办): what was demanded and has no task, how far every source is by its figures, what is late, who can move
//! what, and which reminder is due. Here they are read; `review` judges.

pub(crate) mod review; // what follows from tasks, figures and the day

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use catalog::{Catalog, IndicatorDef, LedgerDef, LineRow, MoveKind, Query, Row, WorkflowDef};
use jiff::civil::Date;
use ledger::Record;
use terms::{Figure, Period, Value};

use crate::context::Context;
use crate::flow::figure::{When, compute};
use review::{Demand, Move, Review, Sent, Source, Target, Task};

/// Where tasks come from: the task's source and link field, the ledger, its lines field with item and text, its days.
const SOURCES: [(&str, &str, &str, &str, [&str; 2]); 3] = [
    ("document", "task/document", "points", "text", ["received_on", "issued_on"]),
    ("meeting", "task/meeting", "resolutions", "matter", ["held_on", "minutes_on"]),
    ("scheme", "task/scheme", "items", "text", ["issued_on", "drafted_on"]),
];

/// Reviews all tasks as of a day; with a period, those of sources and tasks that began in it.
pub(crate) async fn review(
    context: &Context,
    period: Option<Period>,
    as_of: Date,
) -> Result<Review> {
    let within = |day: Option<Date>| {
        let in_period =
            |it: Period| day.is_some_and(|day| it.first_day() <= day && day <= it.last_day());
        period.is_none_or(in_period) && day.is_none_or(|it| it <= as_of)
    };
    let mut sources = Vec::new();
    for (kind, ledger, lines, text, days) in SOURCES {
        let def = ledger_of(context, ledger)?;
        for record in records(context, def).await? {
            let day = days.iter().find_map(|it| record.row.get(def, it)).and_then(Value::as_date);
            if within(day) {
                sources.push(source(def, kind, (lines, text), &record.row, as_of));
            }
        }
    }
    let def = ledger_of(context, "task/task")?;
    let workflow = context.catalog.workflow_of(def);
    let (mut tasks, mut findings) = (Vec::new(), Vec::new());
    for record in records(context, def).await? {
        findings.extend(
            catalog::check_row(&context.catalog, def, &record.row, as_of)
                .into_iter()
                .filter(|it| it.rule == "known_indicator"),
        );
        let task = task(&context.catalog, def, workflow, &record);
        let of_source = sources.iter().any(|it| Some(it.key()) == task.source_key());
        if of_source || within(task.assigned_on) {
            tasks.push(task);
        }
    }
    measure(context, &mut tasks, as_of).await?;
    let sent = reminders(context, as_of).await?;
    let remind = context.catalog.clocks_of(def).iter().find(|it| it.end == "done_on");
    let remind = remind.map_or(context.catalog.lights.remind, |it| {
        it.remind.unwrap_or(context.catalog.lights.remind)
    });
    let review = review::of(&context.catalog, sources, tasks, &sent, remind, as_of);
    Ok(Review { findings, ..review })
}

fn ledger_of<'c>(context: &'c Context, id: &str) -> Result<&'c LedgerDef> {
    context.catalog.ledgers.get(id).with_context(|| format!("没有台账“{id}”，列不出任务"))
}

async fn records(context: &Context, def: &LedgerDef) -> Result<Vec<Record>> {
    let query = Query { ledger: def.id.clone(), lines: None, conditions: Vec::new() };
    let mut all = Vec::new();
    let take = |record: Record| {
        all.push(record);
        Ok(())
    };
    context.base.each(&query, &[], take).await?;
    Ok(all)
}

fn said(def: &LedgerDef, row: &Row, name: &str) -> String {
    row.get(def, name).map(Value::canonical).unwrap_or_default()
}

/// The child rows of a record, each as a way to ask for a field by name.
fn lines_of<'r>(def: &'r LedgerDef, row: &'r Row, lines: &str) -> impl Iterator<Item = Line<'r>> {
    let fields = def.line_fields(lines).unwrap_or_default();
    row.lines.get(lines).into_iter().flatten().map(move |row| Line { fields, row })
}

struct Line<'r> {
    fields: &'r [catalog::FieldDef],
    row: &'r LineRow,
}

impl<'r> Line<'r> {
    fn get(&self, name: &str) -> Option<&'r Value> {
        let at = self.fields.iter().position(|it| it.name == name)?;
        self.row.get(at)?.as_ref()
    }

    fn said(&self, name: &str) -> String {
        self.get(name).map(Value::canonical).unwrap_or_default()
    }
}

/// What is settled without a task, such as a resolution done at once, demands nothing any more.
fn source(
    def: &LedgerDef,
    kind: &'static str,
    (lines, text): (&str, &str),
    row: &Row,
    as_of: Date,
) -> Source {
    let open = |it: &Line<'_>| {
        it.get("settled_on").and_then(Value::as_date).is_none_or(|settled| settled > as_of)
    };
    let demands = lines_of(def, row, lines)
        .filter(open)
        .map(|it| Demand { item: it.said("no"), text: it.said(text) })
        .collect();
    let title = ["title", "subject"].into_iter().map(|it| said(def, row, it));
    Source {
        kind,
        ledger: def.title.clone(),
        no: row.key(def),
        title: title.into_iter().find(|it| !it.is_empty()).unwrap_or_default(),
        demands,
    }
}

fn task(catalog: &Catalog, def: &LedgerDef, workflow: &WorkflowDef, record: &Record) -> Task {
    let row = &record.row;
    let day = |name: &str| row.get(def, name).and_then(Value::as_date);
    let from = said(def, row, "source");
    let state = workflow.state(&record.state);
    let steps = workflow
        .moves
        .iter()
        .filter(|it| it.kind == MoveKind::Step && it.from.contains(&record.state) && !it.reason);
    let steps = steps.map(|it| {
        let lacks = it.evidence.iter().filter(|name| row.get(def, name).is_none());
        let lacks = lacks.map(|name| def.field(name).map_or(name, |it| &it.label).clone());
        Move {
            label: it.label.clone(),
            roles: it.roles.clone(),
            lacks: lacks.collect(),
            not_mover: !it.not_mover_of.is_empty(),
        }
    });
    let mut officers = vec![said(def, row, "officer")];
    officers.extend(lines_of(def, row, "parts").map(|it| it.said("officer")));
    officers.retain(|it| !it.is_empty());
    officers.dedup();
    Task {
        no: row.key(def),
        title: said(def, row, "title"),
        source: (!from.is_empty()).then(|| (from.clone(), said(def, row, &from))),
        item: said(def, row, "item"),
        department: said(def, row, "department"),
        leader: said(def, row, "leader"),
        officers,
        submitted_by: said(def, row, "submitted_by"),
        state: state.map_or(record.state.clone(), |it| it.label.clone()),
        is_void: record.state == "cancelled",
        assigned_on: day("assigned_on"),
        due_on: day("due_on"),
        done_on: day("done_on"),
        steps: steps.collect(),
        targets: lines_of(def, row, "targets").filter_map(|it| target(catalog, &it)).collect(),
    }
}

/// A target bound to a figure; one whose indicator is gone since is left out, and said as a finding.
fn target(catalog: &Catalog, line: &Line<'_>) -> Option<Target> {
    let indicator = catalog.indicator(&line.said("indicator"))?;
    Some(Target {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        unit: indicator.unit.clone(),
        period: line.said("period").parse().ok()?,
        goal: line.get("goal")?.as_number()?,
        at_most: matches!(line.get("at_most"), Some(Value::YesNo(true))),
        value: None,
    })
}

/// Fills in what the figures say, all of one period at once.
async fn measure(context: &Context, tasks: &mut [Task], as_of: Date) -> Result<()> {
    let mut wanted: BTreeMap<Period, BTreeMap<&str, &IndicatorDef>> = BTreeMap::new();
    for target in tasks.iter().flat_map(|it| &it.targets) {
        if let Some(def) = context.catalog.indicators.get(&target.indicator) {
            wanted.entry(target.period).or_default().insert(&def.id, def);
        }
    }
    let mut figures: BTreeMap<(Period, String), Figure> = BTreeMap::new();
    for (period, defs) in wanted {
        let when = When { period, as_of: as_of.min(period.last_day()), known_at: None };
        let defs: Vec<&IndicatorDef> = defs.into_values().collect();
        for one in compute(context, &defs, when).await? {
            figures.insert((period, one.figure.id.clone()), one.figure);
        }
    }
    for target in tasks.iter_mut().flat_map(|it| &mut it.targets) {
        let found = figures.get(&(target.period, target.indicator.clone()));
        target.value = found.and_then(|it| it.value);
    }
    Ok(())
}

/// The reminders that were sent by the day and not revoked.
async fn reminders(context: &Context, as_of: Date) -> Result<Vec<Sent>> {
    let def = ledger_of(context, "task/reminder")?;
    let mut sent = Vec::new();
    for record in records(context, def).await? {
        let on = record.row.get(def, "sent_on").and_then(Value::as_date);
        let Some(on) = on.filter(|it| *it <= as_of && record.state != "revoked") else { continue };
        sent.push(Sent {
            task: said(def, &record.row, "task"),
            kind: said(def, &record.row, "kind"),
            on,
        });
    }
    Ok(sent)
}
