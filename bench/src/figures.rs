//! All figures of the office, beside plain SQL; and the pages of records behind every one (算数与穿透).

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use catalog::{Aggregate, Catalog, FieldRef, FieldType, IndicatorDef, Meta, Order, Query, Test};
use indicator::Ask;
use ledger::{Base, Listing};
use serde_json::json;

use crate::office;
use crate::plain;
use crate::say::{say, times};

/// Pages that one list is leafed through at most.
const LEAFED: usize = 20;

/// All figures in one call as the program asks them, then the same questions one by one in the database's shell.
pub(crate) async fn figures(label: &str, url: &str, script: &Path) -> Result<()> {
    let base = office::base(url).await?;
    let catalog = base.catalog();
    let asks = office::asks(&office::plans(catalog)?);
    let started = Instant::now();
    let answers = base.answer(&asks, None).await?;
    let first = started.elapsed().as_secs_f64();
    let together = times(15, async || base.answer(&asks, None).await).await?;
    let rows: u64 = answers.iter().map(|it| it.rows).sum();
    let facts = json!({ "asks": asks.len(), "rows_behind": rows, "first_call_s": first });
    say(&format!("figures.{label}"), together, facts);
    let whole = times(15, async || office::compute(&base).await).await?;
    say(&format!("figures_concluded.{label}"), whole, json!({}));

    let mut text = String::new();
    for ask in &asks {
        text.push_str(&plain::sql(catalog, ask, base.dialect())?);
    }
    fs::write(script, text)?;
    let mut printed = String::new();
    let alone = times(5, async || {
        printed = plain::shell(url, script)?;
        anyhow::Ok(())
    })
    .await?;
    let plain = plain::numbers(&printed)?;
    ensure!(
        plain.len() == answers.len(),
        "{} answers in plain SQL, {} of ours",
        plain.len(),
        answers.len()
    );
    let differing = answers.iter().zip(&plain).position(|(ours, (value, rows))| {
        ours.rows != *rows || !plain::same(ours.value.unwrap_or_default(), *value)
    });
    if let Some(at) = differing {
        ensure!(false, "{:?}: ours {:?}, plain SQL {:?}", asks[at], answers[at], plain[at]);
    }
    say(
        &format!("figures_plain.{label}"),
        alone,
        json!({ "statements": asks.len(), "same": true }),
    );
    base.close().await;
    Ok(())
}

/// One list behind a figure.
struct List<'c> {
    id: &'c str,
    query: Query,
    aggregate: Aggregate,
    show: Vec<FieldRef>,
}

/// Pages of fifty rows behind every figure: in the order of entry and by day, leafed through from the first one.
pub(crate) async fn pages(label: &str, url: &str) -> Result<()> {
    let base = office::base(url).await?;
    let lists = lists(base.catalog())?;
    let (mut entry, mut by_day) = (Vec::new(), Vec::new());
    let mut slowest = (Duration::ZERO, "");
    for list in &lists {
        let day: Vec<Order> = days(&list.query);
        leaf(&base, list, &[]).await?; // once before the watch runs
        for (orders, times) in [(&[][..], &mut entry), (day.as_slice(), &mut by_day)] {
            let took = leaf(&base, list, orders).await?;
            let worst = took.iter().max().copied().unwrap_or_default();
            if worst > slowest.0 {
                slowest = (worst, list.id);
            }
            times.extend(took);
        }
    }
    let facts = json!({ "lists": lists.len(), "slowest": slowest.1 });
    say(&format!("page.{label}"), entry, facts.clone());
    say(&format!("page_by_day.{label}"), by_day, facts);
    base.close().await;
    Ok(())
}

fn lists(catalog: &Catalog) -> Result<Vec<List<'_>>> {
    let mut lists = Vec::new();
    for (def, plan) in office::plans(catalog)? {
        for opening in plan.openings() {
            if let Ask::Rows { query, aggregate, .. } = opening.ask {
                let show = shown(catalog, def, query);
                lists.push(List {
                    id: &def.id,
                    query: query.clone(),
                    aggregate: aggregate.clone(),
                    show,
                });
            }
        }
    }
    Ok(lists)
}

/// The columns that the list shows: those that the indicator names, else the first six.
fn shown(catalog: &Catalog, def: &IndicatorDef, query: &Query) -> Vec<FieldRef> {
    if def.from == query.ledger && !def.show.is_empty() {
        let column = |name: &String| match name.strip_prefix("record.") {
            Some(name) => FieldRef::Record(name.to_owned()),
            None if name == "state" => FieldRef::Meta(Meta::State),
            None if name == "office" => FieldRef::Meta(Meta::Office),
            None => FieldRef::Own(name.clone()),
        };
        return def.show.iter().map(column).collect();
    }
    let Some(ledger) = catalog.ledgers.get(&query.ledger) else { return Vec::new() };
    let fields =
        query.lines.as_deref().and_then(|it| ledger.line_fields(it)).unwrap_or(&ledger.fields);
    let plain = fields.iter().filter(|it| !matches!(it.ty, FieldType::Lines { .. }));
    plain.take(6).map(|it| FieldRef::Own(it.name.clone())).collect()
}

fn days(query: &Query) -> Vec<Order> {
    let days = query.conditions.iter().filter(|it| matches!(it.test, Test::Between(..)));
    days.map(|it| Order { field: it.field.clone(), descending: true }).collect()
}

async fn leaf(base: &Base, list: &List<'_>, orders: &[Order]) -> Result<Vec<Duration>> {
    let (mut after, mut times) = (None, Vec::new());
    for _ in 0..LEAFED {
        let listing = Listing { orders, after: after.as_ref(), ..Listing::new(&list.query) };
        let started = Instant::now();
        let page = base.open_rows(&listing, &list.aggregate, &list.show).await?;
        times.push(started.elapsed());
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(times)
}
