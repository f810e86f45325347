//! The totals row of a list (合计): how many rows, and what their number fields add up to.
//!
//! Of a whole ledger in somebody's sight the totals are kept until the audit chain says that a record of it was touched, and
//! worked out once for all who ask meanwhile: at half past eight everybody opens the same lists. With a filter they are
//! worked out every time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::Path;
use catalog::{Aggregate, Answer, FieldDef, FieldRef, FieldType, LedgerDef, Query as Asks};
use ledger::{Base, Mark};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value as Json_};
use terms::plain;

use crate::api::filter::Asked;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::records::LedgerPath;
use crate::api::refusal::Reply;

/// Lists whose totals are kept; then all are forgotten.
const KEPT_MAX: usize = 1_000;

/// Number of rows of a list, and the sums of its number fields.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Totals)]
pub(crate) struct Sums {
    count: u64,
    /// Exact sums by field name.
    #[schema(value_type = BTreeMap<String, String>)]
    sums: Map<String, Json_>,
}

/// Totals that were worked out, by the typed query.
#[derive(Debug, Default)]
pub(crate) struct Totals(Mutex<BTreeMap<String, Arc<Slot>>>);

#[derive(Debug, Default)]
struct Slot {
    /// Number of times that they were begun to be worked out.
    begun: AtomicU64,
    known: tokio::sync::Mutex<Option<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    /// Which time it was.
    time: u64,
    /// The end of the chain before they were worked out, or since they were last looked at.
    mark: Mark,
    answers: Vec<Answer>,
}

impl Totals {
    fn slot(&self, query: &Asks) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if slots.len() >= KEPT_MAX {
            slots.clear();
        }
        Arc::clone(slots.entry(format!("{query:?}")).or_default())
    }
}

impl Slot {
    /// The answers as of now or later than when they were asked for.
    async fn answers(&self, base: &Base, ledger: &str, asks: &[Ask]) -> Reply<Vec<Answer>> {
        let asked = self.begun.load(Ordering::SeqCst);
        let mut known = self.known.lock().await;
        if let Some(it) = known.as_mut() {
            // Begun after this was asked: whoever waited takes it.
            if it.time > asked {
                return Ok(it.answers.clone());
            }
            if let Some(mark) = base.untouched(ledger, &it.mark).await? {
                it.mark = mark;
                return Ok(it.answers.clone());
            }
        }
        let time = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        // What is done while they are worked out counts as done after it.
        let mark = base.mark().await?;
        let answers = base.answer(asks, None).await?;
        *known = Some(Known { time, mark, answers: answers.clone() });
        Ok(answers)
    }
}

type Ask = (Asks, Aggregate);

/// Number of rows of a list, and the sums of its number fields.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/totals", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Asked), responses((status = 200, body = Sums), (status = 404)))]
pub(crate) async fn totals(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(asked): Query<Asked>,
) -> Reply<Json<Sums>> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "see")?;
    let fields = summed(def);
    let mut asks = vec![(query.clone(), Aggregate::Count)];
    let own = |it: &&FieldDef| Aggregate::Sum(FieldRef::Own(it.name.clone()));
    asks.extend(fields.iter().map(|it| (query.clone(), own(it))));
    let answers = if asked.narrows() {
        viewer.base.answer(&asks, None).await?
    } else {
        viewer.world.totals.slot(&query).answers(&viewer.base, &def.id, &asks).await?
    };
    let count = answers.first().map_or(0, |it| it.rows);
    let sums = fields.iter().zip(answers.iter().skip(1)).filter_map(|(field, answer)| {
        Some((field.name.clone(), plain(in_unit(field, answer.value?)).into()))
    });
    Ok(Json(Sums { count, sums: sums.collect() }))
}

/// Number fields that a totals row adds up.
fn summed(def: &LedgerDef) -> Vec<&FieldDef> {
    def.fields.iter().filter(|it| it.is_totalled()).collect()
}

/// A sum as it is written: money is kept in fen.
fn in_unit(field: &FieldDef, sum: Decimal) -> Decimal {
    if matches!(field.ty, FieldType::Money) { sum / Decimal::ONE_HUNDRED } else { sum }
}
