//! The office that is measured (环境): the definitions of this repository, a base, and who acts.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use catalog::{Aggregate, Catalog, Condition, FieldRef, IndicatorDef, Query, Test};
use indicator::{Ask, AskAnswer, Plan};
use jiff::Timestamp;
use ledger::{Act, Base, Listing};
use serde_json::json;
use terms::{Figure, Grade, Period, Value};

use crate::say::say_number;

/// The definitions of this repository.
pub(crate) fn definitions() -> Result<Arc<Catalog>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../defs");
    let (catalog, findings) = catalog::load(&catalog::load_dir(&folder)?);
    let bad = findings.iter().find(|it| it.grade == Grade::Must);
    ensure!(
        bad.is_none(),
        "the definitions have faults: {}",
        bad.map(ToString::to_string).unwrap_or_default()
    );
    Ok(Arc::new(catalog))
}

/// Opens a base that is there or makes it, and brings it to the definitions.
pub(crate) async fn base(url: &str) -> Result<Base> {
    let files = std::env::temp_dir().join("tongtu-bench-files");
    let base = Base::open(url, &files, definitions()?).await?;
    base.migrate(now()?).await?;
    Ok(base)
}

/// The one moment at which everything here happens.
pub(crate) fn now() -> Result<Timestamp> {
    Ok("2021-07-01T00:00:00Z".parse()?)
}

/// Who acts.
pub(crate) fn act() -> Result<Act> {
    Ok(Act {
        who: "测量".to_owned(),
        office: "办公室".to_owned(),
        roles: vec!["steward".to_owned()],
        at: now()?,
    })
}

/// The first half of 2021.
pub(crate) fn period() -> Result<Period> {
    "2021H1".parse().context("a period")
}

/// The plans of all indicators for the period.
pub(crate) fn plans(catalog: &Catalog) -> Result<Vec<(&IndicatorDef, Plan)>> {
    let period = period()?;
    let mut plans = Vec::new();
    for def in catalog.indicators.values() {
        let plan = indicator::plan(catalog, def, period, period.last_day());
        let plan = plan.map_err(|it| anyhow::anyhow!("{}: {it:?}", def.id))?;
        plans.push((def, plan));
    }
    Ok(plans)
}

/// What plans ask of ledgers, all at once, in their order.
pub(crate) fn asks(plans: &[(&IndicatorDef, Plan)]) -> Vec<(Query, Aggregate)> {
    let rows = plans.iter().flat_map(|it| it.1.asks()).filter_map(|ask| match ask {
        Ask::Rows { query, aggregate, .. } => Some((query.clone(), aggregate.clone())),
        Ask::Sealed { .. } => None,
    });
    rows.collect()
}

/// All figures of the period, as the program computes them.
pub(crate) async fn compute(base: &Base) -> Result<Vec<Figure>> {
    let plans = plans(base.catalog())?;
    let mut answers = base.answer(&asks(&plans), None).await?.into_iter();
    let mut figures = Vec::with_capacity(plans.len());
    for (_, plan) in &plans {
        let mut own = Vec::new();
        for ask in plan.asks() {
            own.push(match ask {
                Ask::Rows { .. } => {
                    AskAnswer::Rows(answers.next().context("one answer for every ask")?)
                }
                Ask::Sealed { indicator, period } => earlier(base, indicator, *period).await?,
            });
        }
        figures.push(plan.conclude(&own));
    }
    Ok(figures)
}

/// The imported value of an earlier period.
async fn earlier(base: &Base, indicator: &str, period: Period) -> Result<AskAnswer> {
    let equal = |field: &str, text: String| Condition {
        field: FieldRef::Own(field.to_owned()),
        test: Test::Eq(Value::Text(text)),
    };
    let query = Query {
        ledger: "platform/past_value".to_owned(),
        lines: None,
        conditions: vec![
            equal("indicator", indicator.to_owned()),
            equal("period", period.to_string()),
        ],
    };
    let record =
        base.list(&Listing { limit: 1, ..Listing::new(&query) }).await?.items.into_iter().next();
    let def = base.catalog().ledgers.get(&query.ledger).context("the ledger of past values")?;
    let get = |name: &str| record.as_ref().and_then(|it| it.row.get(def, name));
    Ok(AskAnswer::Sealed {
        value: get("value").and_then(Value::as_number),
        unit: get("unit").map(Value::canonical).unwrap_or_default(),
        source: get("source").map(Value::canonical).unwrap_or_default(),
    })
}

/// What this process has had of the processors; it stays the same however many others want them too.
pub(crate) fn cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")
        .context("only Linux says what a process had of the processors")?;
    let (_, fields) = stat.rsplit_once(')').context("a name in brackets")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks = ticks.sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10)) // a tick of the kernel's clock is a hundredth of a second
}

/// Memory of this process once the base is open, the definitions are loaded and all figures were computed once.
pub(crate) async fn idle(label: &str, url: &str) -> Result<()> {
    let base = base(url).await?;
    let figures = compute(&base).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let status = std::fs::read_to_string("/proc/self/status")
        .context("only Linux says how much memory is used")?;
    let megabytes = |name: &str| -> Result<f64> {
        let line =
            status.lines().find(|it| it.starts_with(name)).context("a line of the status")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
        Ok(kilobytes / 1024.0)
    };
    let facts = json!({ "peak_mb": megabytes("VmHWM:")?, "own_mb": megabytes("RssAnon:")?, "figures": figures.len() });
    say_number(&format!("idle.{label}"), "MB", megabytes("VmRSS:")?, facts);
    base.close().await;
    Ok(())
}
