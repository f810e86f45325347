//! The half-year report (公文): drawn up and written as `.docx`; its text is kept for the comparison.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use report::Material;
use serde_json::json;

use crate::office;
use crate::say::{say, times};

/// Draws the report up from a base with the demo's records.
pub(crate) async fn paper(url: &str, text: &Path) -> Result<()> {
    let base = office::base(url).await?;
    let catalog = base.catalog();
    let def = catalog.reports.get("half_year").context("the half-year report")?;
    let period = office::period()?;
    let as_of = period.last_day();
    let figures = office::compute(&base).await?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut records = BTreeMap::new();
    let asks = report::needed_records(catalog, def, period, as_of);
    for ask in asks.map_err(|it| anyhow::anyhow!("{it:?}"))? {
        let mut rows = Vec::new();
        let take = |record: ledger::Record| {
            rows.push(record.row);
            Ok(())
        };
        base.each(&ask.query, &ask.order, take).await?;
        records.insert(ask.block, rows);
    }
    let material = Material { period, as_of, figures, compared: BTreeMap::new(), records };
    let drawn = report::draw_up(catalog, def, &material);
    let plain = report::to_text(&drawn.document);
    fs::write(text, &plain)?;
    let drafting = times(50, async || anyhow::Ok(report::draw_up(catalog, def, &material))).await?;
    let facts = json!({ "numbers": drawn.numbers.len(), "characters": plain.chars().count() });
    say("docx.draw_up", drafting, facts);
    let bytes = report::write_docx(&drawn.document, as_of)?.len();
    let writing = times(50, async || report::write_docx(&drawn.document, as_of)).await?;
    say("docx.write", writing, json!({ "bytes": bytes }));
    base.close().await;
    Ok(())
}
