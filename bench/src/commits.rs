//! Single records, one transaction each (逐条登记): checks, record, entry and chain, beside one plain INSERT each.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use catalog::{LedgerDef, Query, Row};
use ledger::{Base, Listing};
use serde_json::json;
use terms::Value;

use crate::office;
use crate::plain;
use crate::say::say_number;

const LEDGER: &str = "overload/check";
const RECORDS: usize = 500;
const AT_ONCE: usize = 8;
const RUNS: usize = 5;

/// Enters records into a base that already holds the demo's, from one client and from eight at once.
pub(crate) async fn commits(label: &str, url: &str, script: &Path) -> Result<()> {
    let base = office::base(url).await?;
    let def = base.catalog().ledgers.get(LEDGER).context(LEDGER)?.clone();
    let query = Query { ledger: LEDGER.to_owned(), lines: None, conditions: Vec::new() };
    let listing = Listing { limit: RECORDS, ..Listing::new(&query) };
    let mut rows: Vec<Row> =
        base.list(&listing).await?.items.into_iter().map(|it| it.row).collect();
    rows.iter_mut().for_each(|it| it.state = None);

    let mut alone = Vec::new();
    for run in 0..=RUNS {
        let rows = renamed(&def, &rows, &format!("a{run}"));
        let started = Instant::now();
        enter(&base, rows).await?;
        alone.push(started.elapsed());
    }
    say_rate(&format!("commits.{label}"), &alone, rows.len(), json!({ "clients": 1 }));

    let mut together = Vec::new();
    for run in 0..=RUNS {
        let rows = renamed(&def, &rows, &format!("b{run}"));
        let started = Instant::now();
        let clients = rows.chunks(rows.len().div_ceil(AT_ONCE).max(1)).map(|part| {
            let (base, part) = (base.clone(), part.to_vec());
            tokio::spawn(async move { enter(&base, part).await })
        });
        for client in clients.collect::<Vec<_>>() {
            client.await??;
        }
        together.push(started.elapsed());
    }
    say_rate(
        &format!("commits_at_once.{label}"),
        &together,
        rows.len(),
        json!({ "clients": AT_ONCE }),
    );

    let mut plain_times = Vec::new();
    for run in 0..=RUNS {
        let text = inserts(&base, &def, &renamed(&def, &rows, &format!("c{run}")));
        fs::write(script, text)?;
        let started = Instant::now();
        plain::shell(url, script)?;
        plain_times.push(started.elapsed());
    }
    say_rate(&format!("commits_plain.{label}"), &plain_times, rows.len(), json!({ "clients": 1 }));
    base.close().await;
    Ok(())
}

async fn enter(base: &Base, rows: Vec<Row>) -> Result<()> {
    let act = office::act()?;
    for row in rows {
        base.create(&act, LEDGER, row).await?;
    }
    Ok(())
}

fn renamed(def: &LedgerDef, rows: &[Row], tail: &str) -> Vec<Row> {
    let mut rows = rows.to_vec();
    for (number, row) in rows.iter_mut().enumerate() {
        if let Some(place) = def.place("no") {
            row.values[place] = Some(Value::Text(format!("CL{tail}-{number}")));
        }
    }
    rows
}

/// The rate of the runs after the first one.
fn say_rate(figure: &str, times: &[Duration], records: usize, facts: serde_json::Value) {
    let mut times: Vec<Duration> = times.iter().skip(1).copied().collect();
    times.sort();
    let middle = times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64);
    let records = f64::from(u32::try_from(records).unwrap_or(u32::MAX));
    say_number(figure, "/s", records / middle.max(f64::EPSILON), facts);
}

/// The same rows into a bare table with the same columns, each its own transaction, as durable as the base's own.
fn inserts(base: &Base, def: &LedgerDef, rows: &[Row]) -> String {
    let names: Vec<String> = def.fields.iter().map(|it| format!("\"{}\" text", it.name)).collect();
    let mut text = match base.dialect() {
        ledger::Dialect::Sqlite => "PRAGMA synchronous = FULL;\n".to_owned(),
        ledger::Dialect::Pg => "SET client_min_messages = warning;\n".to_owned(),
    };
    let _ = writeln!(
        text,
        "CREATE TABLE IF NOT EXISTS bench_plain ({}, PRIMARY KEY (\"no\"));",
        names.join(", ")
    );
    for row in rows {
        let value = |it: &Option<Value>| {
            it.as_ref().map_or("NULL".to_owned(), |it| plain::literal(it, base.dialect()))
        };
        let values: Vec<String> = row.values.iter().map(value).collect();
        let _ = writeln!(text, "INSERT INTO bench_plain VALUES ({});", values.join(", "));
    }
    text
}
