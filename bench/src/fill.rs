//! A base with many records (大库): copies of the demo's records, each copy with keys of its own.
//!
//! Everything goes in through the ledger's own import, with all checks and entries. Copies fall into the years 2017 to
//! 2021 in turn, so that a half-year is a tenth of the days; links lead to the records of the same copy.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use catalog::{Catalog, FieldDef, FieldType, LedgerDef, Query, Row};
use jiff::Span;
use ledger::{Base, BatchInfo};
use serde_json::json;
use terms::{Place, Value};

use crate::office;
use crate::say::say;

/// Years over which copies are spread.
const YEARS: usize = 5;
/// Rows of one batch at most.
const BATCH: usize = 50_000;
/// Ledgers that stay as they are: one row per project and town, per month, per period.
const ONCE: [&str; 3] = ["land/task", "platform/zero_report", "platform/past_value"];

/// Fills an empty base with about so many records.
pub(crate) async fn fill(url: &str, demo: &str, rows: usize) -> Result<()> {
    let demo = office::base(demo).await?;
    let base = office::base(url).await?;
    let catalog = demo.catalog();
    ensure!(base.batches().await?.is_empty(), "{url} is not empty");
    let mut ledgers = Vec::new();
    for id in order(catalog)? {
        let def = catalog.ledgers.get(&id).with_context(|| format!("no ledger {id}"))?;
        let query = Query { ledger: id, lines: None, conditions: Vec::new() };
        let mut all = Vec::new();
        let take = |record: ledger::Record| {
            all.push(record.row);
            Ok(())
        };
        demo.each(&query, &[], take).await?;
        ledgers.push((def, all));
    }
    let many: usize =
        ledgers.iter().filter(|it| !ONCE.contains(&it.0.id.as_str())).map(|it| it.1.len()).sum();
    let copies = rows.div_ceil(many.max(1));
    let started = Instant::now();
    let (mut created, mut left_out) = (0, 0);
    for (def, rows) in &ledgers {
        let copies = if ONCE.contains(&def.id.as_str()) { 1 } else { copies };
        let mut batch = Vec::new();
        for number in 0..copies {
            batch.extend(rows.iter().map(|row| copy(catalog, def, row, number)));
            if batch.len() >= BATCH || number + 1 == copies {
                let outcome = import(&base, def, std::mem::take(&mut batch)).await?;
                created += outcome.created;
                left_out += outcome.left_out;
            }
        }
    }
    let facts = json!({ "records": created, "left_out": left_out, "copies": copies });
    say(&format!("fill.{:?}", base.dialect()).to_lowercase(), vec![started.elapsed()], facts);
    base.close().await;
    demo.close().await;
    Ok(())
}

/// The ledgers in the order in which the demo is imported: what is linked to comes first.
fn order(catalog: &Catalog) -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/demo.toml");
    let text = std::fs::read_to_string(&path)?;
    let (listed, findings) = catalog::workbook_list("demo.toml", &text);
    ensure!(findings.is_empty(), "{findings:?}");
    let listed: Vec<String> = listed.into_iter().map(|it| it.ledger).collect();
    let missing = listed.iter().find(|it| !catalog.ledgers.contains_key(*it));
    ensure!(missing.is_none(), "no ledger {missing:?}");
    Ok(listed)
}

async fn import(base: &Base, def: &LedgerDef, rows: Vec<Row>) -> Result<ledger::BatchOutcome> {
    let place = |number: usize| Place::Whole { name: format!("第{number}行") };
    let rows = rows.into_iter().enumerate().map(|it| (place(it.0), it.1)).collect();
    let info = BatchInfo { file_name: "测量.xlsx", file_digest: "" };
    let outcome = base.import(&office::act()?, &def.id, rows, info, false, &mut |_, _| {}).await?;
    if let Some(first) = outcome.findings.iter().find(|it| it.grade == terms::Grade::Must) {
        tell(&format!("{}: {} rows left out, the first: {first}", def.id, outcome.left_out));
    }
    Ok(outcome)
}

#[expect(clippy::print_stderr, reason = "standard output holds the figures only")]
fn tell(text: &str) {
    eprintln!("{text}");
}

/// The row as the `number`-th copy has it; the copy 0 is the row itself.
fn copy(catalog: &Catalog, def: &LedgerDef, row: &Row, number: usize) -> Row {
    let mut copy = row.clone();
    if number == 0 {
        return copy;
    }
    let own = |name: &str| def.key.iter().chain(def.unique.iter().flatten()).any(|it| it == name);
    for (field, value) in def.fields.iter().zip(&mut copy.values) {
        *value = value.take().map(|it| changed(catalog, field, it, number, own(&field.name)));
    }
    for (lines, fields) in def.lines() {
        for line in copy.lines.get_mut(&lines.name).into_iter().flatten() {
            for (field, value) in fields.iter().zip(line) {
                *value = value.take().map(|it| changed(catalog, field, it, number, false));
            }
        }
    }
    copy
}

fn changed(catalog: &Catalog, field: &FieldDef, value: Value, number: usize, own: bool) -> Value {
    let back = Span::new().years(i64::try_from(number % YEARS).unwrap_or(0));
    match (&field.ty, value) {
        (_, Value::Date(day)) => Value::Date(day.saturating_sub(back)),
        (_, Value::DateTime(at)) => Value::DateTime(at.saturating_sub(back)),
        (FieldType::Plate, Value::Text(text)) => Value::Text(other_plate(&text, number)),
        (FieldType::Link { ledger }, Value::Text(text)) if !ONCE.contains(&ledger.as_str()) => {
            debug_assert!(catalog.ledgers.contains_key(ledger), "links lead to ledgers");
            Value::Text(format!("{text}-{number}"))
        }
        (FieldType::Text { .. } | FieldType::Organisation, Value::Text(text)) if own => {
            Value::Text(format!("{text}-{number}"))
        }
        (_, value) => value,
    }
}

/// Another plate of the same form: its last digits moved on.
fn other_plate(text: &str, number: usize) -> String {
    let Some(end) = text.rfind(|it: char| it.is_ascii_digit()).map(|it| it + 1) else {
        return text.to_owned();
    };
    let head = text[..end].trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = &text[head.len()..end];
    let moved = (digits.parse::<usize>().unwrap_or(0) + number * 4021).to_string();
    let moved = format!("{moved:0>5}");
    let moved = &moved[moved.len().saturating_sub(digits.len())..];
    format!("{head}{moved}{}", &text[end..])
}
