//! A base with many records (大库): the demo's office again and again, each copy with keys of its own.
//!
//! The demo holds as many rows in each ledger as the half-year report says there were, so every ledger gets its share
//! of real use. Everything goes in through the ledger's own import, with all checks and entries. Copies fall into the
//! years 2017 to 2021 in turn, so that a half-year is a tenth of the days; links lead to the records of the same copy.
//! A filling that was broken off goes on where it stopped: every batch carries the numbers of its copies.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use catalog::{Aggregate, Catalog, LedgerDef, Query, Row};
use ledger::{Base, BatchInfo};
use serde_json::json;
use terms::Place;

use crate::copy::{copies_of, copy};
use crate::office;
use crate::say::{say, say_number, tell};

/// Rows of one batch at most.
const BATCH: usize = 50_000;
/// How long nothing is said at most.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Fills a base with about so many records; what is there already stays.
pub(crate) async fn fill(label: &str, url: &str, demo: &str, rows: usize) -> Result<()> {
    let base = office::base(url).await?;
    let done: BTreeSet<(String, String)> =
        base.batches().await?.into_iter().map(|it| (it.ledger, it.file_name)).collect();
    let demo = office::base(demo).await?;
    let books = books(&demo).await?;
    demo.close().await;
    let size = |copies: usize| -> usize {
        books.iter().map(|it| it.1.len() * copies_of(&it.0.id, copies)).sum()
    };
    let copies = (1..=rows).find(|it| size(*it) >= rows).unwrap_or(1);
    let (mut created, mut left_out, mut skipped) = (0, 0, 0);
    let (started, mut told) = (Instant::now(), Instant::now());
    for (at, (def, rows)) in books.iter().enumerate() {
        let copies = copies_of(&def.id, copies);
        let step = (BATCH / rows.len().max(1)).max(1);
        for first in (0..copies).step_by(step) {
            let numbers = first..copies.min(first + step);
            let name = format!("第{}至{}份.xlsx", numbers.start, numbers.end);
            if done.contains(&(def.id.clone(), name.clone())) {
                skipped += 1;
                continue;
            }
            let batch: Vec<Row> = numbers
                .flat_map(|number| rows.iter().map(move |row| copy(def, row, number)))
                .collect();
            let outcome = import(&base, def, &name, batch).await?;
            created += outcome.created;
            left_out += outcome.left_out;
            if told.elapsed() > TELL_EVERY {
                told = Instant::now();
                let pace = created / started.elapsed().as_secs().max(1);
                let place = format!("第{}本，共{}本，{}", at + 1, books.len(), def.title);
                tell(&format!("新登记 {created} 条，每秒 {pace} 条；{place}"));
            }
        }
    }
    // Only a base that was made in one go says how long it takes.
    if skipped == 0 {
        let facts = json!({ "records": created, "left_out": left_out, "copies": copies });
        say(&format!("fill.{label}"), vec![started.elapsed()], facts);
    }
    count(label, &base).await?;
    base.close().await;
    Ok(())
}

/// The demo's ledgers with their records, what is linked to first.
async fn books(demo: &Base) -> Result<Vec<(&LedgerDef, Vec<Row>)>> {
    let mut books = Vec::new();
    for id in order(demo.catalog())? {
        let def = demo.catalog().ledgers.get(&id).with_context(|| format!("no ledger {id}"))?;
        let query = Query { ledger: id, lines: None, conditions: Vec::new() };
        let mut rows = Vec::new();
        let take = |record: ledger::Record| {
            rows.push(record.row);
            Ok(())
        };
        demo.each(&query, &[], take).await?;
        books.push((def, rows));
    }
    Ok(books)
}

/// The ledgers in the order in which the demo is imported: what is linked to comes first.
fn order(catalog: &Catalog) -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/demo.toml");
    let text = std::fs::read_to_string(&path)?;
    let (listed, findings) = catalog::workbook_list("demo.toml", &text);
    ensure!(findings.is_empty(), "{findings:?}");
    let mut order: Vec<String> = Vec::new();
    for ledger in listed.into_iter().map(|it| it.ledger) {
        ensure!(catalog.ledgers.contains_key(&ledger), "no ledger {ledger}");
        if !order.contains(&ledger) {
            order.push(ledger);
        }
    }
    Ok(order)
}

async fn import(
    base: &Base,
    def: &LedgerDef,
    name: &str,
    rows: Vec<Row>,
) -> Result<ledger::BatchOutcome> {
    let place = |number: usize| Place::Whole { name: format!("第{number}行") };
    let rows = rows.into_iter().enumerate().map(|it| (place(it.0), it.1)).collect();
    let info = BatchInfo { file_name: name, file_digest: "", ..BatchInfo::default() };
    let outcome = base.import(&office::act()?, &def.id, rows, info, false, &mut |_, _| {}).await?;
    if let Some(first) = outcome.findings.iter().find(|it| it.grade == terms::Grade::Must) {
        tell(&format!("{}：退回 {} 行，第一行：{first}", def.id, outcome.left_out));
    }
    Ok(outcome)
}

/// How much is in the base: records, child rows, ledgers with records.
async fn count(label: &str, base: &Base) -> Result<()> {
    let mut asks = Vec::new();
    for def in base.catalog().ledgers.values() {
        let lines = def.lines().map(|it| Some(it.0.name.clone()));
        for lines in std::iter::once(None).chain(lines) {
            let query = Query { ledger: def.id.clone(), lines, conditions: Vec::new() };
            asks.push((query, Aggregate::Count));
        }
    }
    let answers = base.answer(&asks, None).await?;
    let rows = |is_lines: bool| {
        let both = asks.iter().zip(&answers).filter(move |it| it.0.0.lines.is_some() == is_lines);
        both.map(|it| it.1.rows).filter(|it| *it > 0)
    };
    let facts = json!({
        "records": rows(false).sum::<u64>(), "child_rows": rows(true).sum::<u64>(),
        "ledgers": rows(false).count(), "ledgers_defined": base.catalog().ledgers.len(),
    });
    tell(&format!("{label}：{facts}"));
    say_number(&format!("records.{label}"), "", to_f64(rows(false).sum()), facts);
    Ok(())
}

fn to_f64(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
