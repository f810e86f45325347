//! All figures of the office, beside plain SQL; and the pages of records behind every one (算数与穿透).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use catalog::{
    Aggregate, Answer, Catalog, FieldRef, FieldType, IndicatorDef, Meta, Order, Query, Test,
};
use indicator::Ask;
use ledger::{Base, Listing};
use serde_json::json;

use crate::beside;
use crate::office;
use crate::plain::{self, Book};
use crate::say::{say, tell, times};

/// Pages that one list is leafed through at most.
const LEAFED: usize = 20;

/// All figures in one call as the program asks them, then the same questions one by one in the database's shell; where
/// the time goes; and the questions with our answers for another database, in a file.
pub(crate) async fn figures(label: &str, url: &str, script: &Path) -> Result<()> {
    let base = office::base(url).await?;
    let catalog = base.catalog();
    let plans = office::plans(catalog)?;
    let asks = office::asks(&plans);
    let started = Instant::now();
    let answers = base.answer(&asks, None).await?;
    let first = started.elapsed();
    // What takes long is not measured as often.
    let runs = if first < Duration::from_secs(1) { 15 } else { 5 };
    let cpu = office::cpu()?;
    let together = times(runs, async || base.answer(&asks, None).await).await?;
    let cpu = (office::cpu()? - cpu).as_secs_f64() / f64::from(u32::try_from(runs + 1)?);
    let rows: u64 = answers.iter().map(|it| it.rows).sum();
    let facts = json!({
        "indicators": plans.len(), "asks": asks.len(), "rows_behind": rows, "cpu_s": cpu,
        "first_call_s": first.as_secs_f64(),
    });
    say(&format!("figures.{label}"), together, facts);
    let whole = times(runs, async || office::compute(&base).await).await?;
    say(&format!("figures_concluded.{label}"), whole, json!({}));

    // Every question once, as our own call does.
    let mut distinct: Vec<(&(Query, Aggregate), &Answer)> = Vec::new();
    for pair in asks.iter().zip(&answers) {
        if !distinct.iter().any(|it| it.0 == pair.0) {
            distinct.push(pair);
        }
    }
    let (asks, answers): (Vec<_>, Vec<_>) = distinct.into_iter().unzip();
    where_it_goes(label, &base, &asks).await?;
    beside::write(&script.with_extension("json"), catalog, &asks, &answers)?;
    let runs = if first < Duration::from_secs(1) { 5 } else { 1 };
    in_shell(label, url, script, &base, (&asks, &answers), runs).await?;
    base.close().await;
    Ok(())
}

/// The same questions one by one in the database's own shell; its answers must be ours.
async fn in_shell(
    label: &str,
    url: &str,
    script: &Path,
    base: &Base,
    (asks, answers): (&[&(Query, Aggregate)], &[&Answer]),
    runs: usize,
) -> Result<()> {
    let mut text = String::new();
    for ask in asks {
        text.push_str(&plain::sql(&Book::new(base.catalog(), &ask.0, base.dialect())?, ask)?);
    }
    fs::write(script, text)?;
    let mut printed = String::new();
    let alone = times(runs, async || {
        printed = plain::shell(url, script)?;
        anyhow::Ok(())
    })
    .await?;
    let found = plain::numbers(&printed)?;
    ensure!(
        found.len() == asks.len(),
        "{} answers in plain SQL, {} of ours",
        found.len(),
        asks.len()
    );
    for ((ask, ours), plain) in asks.iter().zip(answers).zip(found) {
        let book = Book::new(base.catalog(), &ask.0, base.dialect())?;
        ensure!(
            plain::same(&book, ask, ours, plain)?,
            "{ask:?}: ours {ours:?}, plain SQL {plain:?}"
        );
    }
    let facts = json!({ "statements": asks.len(), "same": true });
    say(&format!("figures_plain.{label}"), alone, facts);
    Ok(())
}

/// Slowest ledgers and questions that are named.
const NAMED: usize = 12;

/// Where the time goes: the questions of each ledger in a call of their own, and each question alone.
async fn where_it_goes(label: &str, base: &Base, asks: &[&(Query, Aggregate)]) -> Result<()> {
    let mut ledgers: BTreeMap<&str, Vec<(Query, Aggregate)>> = BTreeMap::new();
    for ask in asks {
        ledgers.entry(&ask.0.ledger).or_default().push((*ask).clone());
    }
    let mut took = Vec::new();
    for (ledger, asks) in &ledgers {
        let least = least(base, asks, 3).await?;
        let mut leaves = Vec::new();
        for ask in asks {
            leaves.push((self::least(base, std::slice::from_ref(ask), 1).await?, ask));
        }
        let all = Query { ledger: (*ledger).to_owned(), lines: None, conditions: Vec::new() };
        let rows = base
            .answer(&[(all, Aggregate::Count)], None)
            .await?
            .iter()
            .map(|it| it.rows)
            .sum::<u64>();
        took.push((least, *ledger, rows, leaves));
    }
    took.sort_by_key(|it| std::cmp::Reverse(it.0));
    let total: Duration = took.iter().map(|it| it.0).sum();
    tell(&format!("{label}：{} 本台账各自取数共 {total:.3?}，最慢的：", took.len()));
    let ms = |it: Duration| it.as_secs_f64() * 1000.0;
    for (least, ledger, rows, leaves) in took.iter().take(NAMED) {
        tell(&format!("  {:>8.1} ms  {ledger}：{rows} 条，{} 问", ms(*least), leaves.len()));
    }
    let mut leaves: Vec<_> = took.iter().flat_map(|it| &it.3).collect();
    leaves.sort_by_key(|it| std::cmp::Reverse(it.0));
    let alone: Duration = leaves.iter().map(|it| it.0).sum();
    tell(&format!("{label}：{} 问逐问取数共 {alone:.3?}，最慢的：", leaves.len()));
    for (least, ask) in leaves.iter().take(NAMED) {
        let lines = ask.0.lines.as_deref().unwrap_or("-");
        tell(&format!(
            "  {:>8.1} ms  {} {lines}：{:?} {:?}",
            ms(*least),
            ask.0.ledger,
            ask.1,
            ask.0.conditions
        ));
    }
    let named = |it: &(Duration, &str, u64, Vec<_>)| json!({ "ledger": it.1, "rows": it.2, "asks": it.3.len(), "ms": ms(it.0) });
    let slowest: Vec<serde_json::Value> = took.iter().take(NAMED).map(named).collect();
    say(
        &format!("figures_by_ledger.{label}"),
        vec![total],
        json!({ "slowest": slowest, "ask_by_ask_s": alone.as_secs_f64() }),
    );
    Ok(())
}

async fn least(base: &Base, asks: &[(Query, Aggregate)], runs: usize) -> Result<Duration> {
    let times = times(runs, async || base.answer(asks, None).await).await?;
    Ok(times.into_iter().min().unwrap_or_default())
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
