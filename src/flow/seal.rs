//! Seals (封存): a figure's value with its record set, fixed; and what later changes would have moved.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use catalog::Catalog;
use indicator::{Movement, SealedFigure, SealedRow};
use ledger::{SealInput, SealRow};
use serde_json::{Value as Json, json};
use terms::{half_up, plain};

use crate::context::{Context, local};
use crate::flow::figure::{Computed, Row, When, open, open_whole};

/// A sealed figure, and what it would be now.
pub(crate) struct Moved {
    /// Indicator id.
    pub(crate) id: String,
    /// When and by whom it was sealed.
    pub(crate) sealed: String,
    /// What has moved.
    pub(crate) movement: Movement,
    /// Keys of the records that entered, left or changed, those that the acting person sees.
    pub(crate) keys: Vec<String>,
}

/// Seals computed figures; those without a value are left out. Gives how many were sealed.
pub(crate) async fn seal(
    context: &Context,
    computed: &[Computed],
    when: When,
    reason: Option<&str>,
) -> Result<usize> {
    let mut inputs = Vec::new();
    for one in computed.iter().filter(|it| it.figure.value.is_some()) {
        inputs.push(SealInput {
            indicator: one.figure.id.clone(),
            period: one.figure.period,
            as_of: one.figure.as_of,
            value: one.figure.value,
            unit: one.figure.unit.clone(),
            fingerprint: one.figure.fingerprint.clone(),
            reason: reason.unwrap_or_default().to_owned(),
            rows: rows(context, one, when).await?.iter().filter_map(to_keep).collect(),
        });
    }
    let count = inputs.len();
    context.base.seal(&context.act(), inputs).await?;
    Ok(count)
}

/// What has happened since to the figures that were sealed, in the order of the figures.
pub(crate) async fn moved(
    context: &Context,
    computed: &[Computed],
    when: When,
) -> Result<Vec<Moved>> {
    let seals = context.base.seals(Some(when.period)).await?;
    let mut all = Vec::new();
    for one in computed {
        let Some(seal) =
            seals.iter().find(|it| it.indicator == one.figure.id && it.replaced_by.is_none())
        else {
            continue;
        };
        let then = context.base.seal_rows(seal.id).await?;
        let sealed =
            SealedFigure { value: seal.value, rows: then.iter().map(sealed_row).collect() };
        let now = rows(context, one, when).await?;
        let now_rows: Vec<SealedRow> =
            now.iter().filter_map(to_keep).map(|it| sealed_row(&it)).collect();
        let movement = indicator::moved(&sealed, &one.figure, &now_rows);
        let touched: Vec<&str> = movement
            .entered
            .iter()
            .chain(&movement.left)
            .chain(movement.changed.iter().map(|it| &it.now))
            .map(|it| it.id.as_str())
            .collect();
        let seen =
            if touched.is_empty() { BTreeSet::new() } else { seen(context, one, when).await? };
        let mut keys: Vec<String> = Vec::new();
        for row in now.iter().filter(|it| touched.contains(&it.id.as_str())) {
            if seen.contains(&row.id) && !keys.contains(&row.key) {
                keys.push(row.key.clone());
            }
        }
        for row in &movement.left {
            keys.extend(key_of(context, &then, &row.id).await?);
        }
        keys.dedup();
        let at = local(seal.at).strftime("%Y-%m-%d");
        all.push(Moved {
            id: seal.indicator.clone(),
            sealed: format!("{at} {}", seal.who),
            movement,
            keys,
        });
    }
    Ok(all)
}

/// A record that no longer stands behind the figure, as staff name it; none where it is out of sight.
async fn key_of(context: &Context, then: &[SealRow], id: &str) -> Result<Option<String>> {
    let Some(row) = then.iter().find(|it| it.record.to_string() == id) else { return Ok(None) };
    let def = context.catalog.ledgers.get(&row.ledger).context("封存的记录属于一本台账")?;
    let record = context.base.record(&row.ledger, row.record).await?;
    let act = context.act();
    let record = record.filter(|it| ledger::in_sight(&context.catalog, &act, it, "see"));
    Ok(record.map(|it| it.row.key(def)))
}

/// Ids of the records behind a figure that the acting person sees.
async fn seen(context: &Context, computed: &Computed, when: When) -> Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    open(context, computed, when, &mut |row| {
        ids.insert(row.id);
        true
    })
    .await?;
    Ok(ids)
}

/// All rows behind a figure, whoever asks.
async fn rows(context: &Context, computed: &Computed, when: When) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    open_whole(context, computed, when, &mut |row| {
        rows.push(row);
        true
    })
    .await?;
    Ok(rows)
}

/// The row of a seal; sealed values that stand behind a growth have no record and are sealed themselves.
fn to_keep(row: &Row) -> Option<SealRow> {
    Some(SealRow {
        part: row.part.to_string(),
        ledger: row.ledger.clone(),
        lines: row.lines.clone(),
        record: row.id.parse().ok()?,
        version: row.version,
        ordinal: row.ordinal.map_or(0, i64::from),
        contribution: row.kept,
    })
}

fn sealed_row(row: &SealRow) -> SealedRow {
    SealedRow {
        part: row.part.parse().unwrap_or(0),
        id: row.record.to_string(),
        ordinal: u32::try_from(row.ordinal).ok().filter(|it| *it > 0),
        version: row.version,
        contribution: row.contribution,
    }
}

/// As a line below the table of figures.
pub(crate) fn in_words(catalog: &Catalog, moved: &Moved) -> String {
    let def = catalog.indicators.get(&moved.id);
    let (title, unit, places) =
        def.map_or((moved.id.as_str(), "", 8), |it| (&it.title, &it.unit, it.places));
    let printed = |value: Option<rust_decimal::Decimal>| {
        value.map_or_else(|| "—".to_owned(), |it| plain(half_up(it, places)))
    };
    let movement = &moved.movement;
    let value = if movement.has_moved() {
        let difference = movement.difference.map_or_else(String::new, |it| {
            let sign = if it.is_sign_positive() { "+" } else { "" };
            format!("（{sign}{}）", plain(half_up(it, 8)))
        });
        format!(
            "封存数{}{unit}，现在是{}{unit}{difference}",
            printed(movement.before),
            printed(movement.now)
        )
    } else {
        format!("封存数{}{unit}未变，但记录有改动", printed(movement.before))
    };
    let keys = moved.keys.iter().take(5).cloned().collect::<Vec<_>>().join("、");
    format!(
        "封存后变动 《{title}》（{} 封存）：{value}；新进{}条、退出{}条、改动{}条{}{keys}",
        moved.sealed,
        movement.entered.len(),
        movement.left.len(),
        movement.changed.len(),
        if keys.is_empty() { "" } else { "：" }
    )
}

/// As part of a figure's JSON.
pub(crate) fn to_json(moved: &Moved) -> Json {
    let movement = &moved.movement;
    json!({
        "sealed": moved.sealed,
        "moved": movement.has_moved(),
        "before": movement.before.map(plain),
        "now": movement.now.map(plain),
        "difference": movement.difference.map(plain),
        "entered": movement.entered.len(),
        "left": movement.left.len(),
        "changed": movement.changed.len(),
        "records": moved.keys,
    })
}
