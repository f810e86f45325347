//! Deadlines of the whole office (期限): what is late, due, stopped, by office and person.

use std::collections::BTreeMap;

use axum::routing::get;
use axum::{Json, Router};
use clock::{Due, State as Standing};
use serde::Deserialize;
use serde_json::{Value as Json_, json};

use crate::api::deadline::color;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::today;
use crate::flow::deadline::{due_words, left_words};
use crate::flow::due::{self, Item, Whose};

/// Routes of the deadlines.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/due", get(list))
}

/// What is asked of the deadlines.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Asked {
    office: String,
    who: String,
    /// `late`, `today`, `soon`, `running`, `stopped` or `unknown`.
    state: String,
    /// Ledger id.
    ledger: String,
    /// The day on which they are looked at; today when empty.
    day: String,
    /// Items to leave out from the front.
    after: String,
    limit: Option<usize>,
}

/// Deadlines that are open, most urgent first, with the sums of every office.
#[utoipa::path(get, path = "/api/v1/due", tag = "due", params(Asked), responses((status = 200), (status = 400)))]
pub(crate) async fn list(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Json<Json_>> {
    let day = match asked.day.as_str() {
        "" => today(),
        text => terms::read_date(text).ok_or_else(|| Refusal::bad(format!("“{text}”不是日期")))?,
    };
    let context = viewer.context();
    let mut ledgers = due::with_clocks(&context);
    ledgers.retain(|it| asked.ledger.is_empty() || it.id == asked.ledger);
    let office = Some(asked.office.as_str()).filter(|it| !it.is_empty());
    let who = Some(asked.who.as_str()).filter(|it| !it.is_empty());
    let whose = Whose { office, who, done: false };
    let mut items = due::list(&context, &ledgers, &whose, day).await?;
    let summary = summary(&items, day);
    items.retain(|it| asked.state.is_empty() || word(it, day) == asked.state);
    items.sort_by(|one, other| urgency(one).cmp(&urgency(other)));
    let skip: usize = asked.after.parse().unwrap_or(0);
    let limit = asked.limit.unwrap_or(100).clamp(1, 500);
    let count = items.len();
    let page: Vec<Json_> = items.iter().skip(skip).take(limit).map(|it| json(it, day)).collect();
    let next = (skip + limit < count).then(|| (skip + limit).to_string());
    Ok(Json(
        json!({ "day": day.to_string(), "count": count, "items": page, "next": next, "summary": summary }),
    ))
}

/// Most urgent first: how it stands, then the due day.
fn urgency<'i>(item: &'i Item<'_>) -> impl Ord + use<'i> {
    let due = item.reading.due.and_then(Due::day);
    (item.reading.state, due.is_none(), due, item.office.as_str(), item.key.as_str())
}

/// The English word of how a deadline stands.
pub(crate) fn word(item: &Item<'_>, day: jiff::civil::Date) -> &'static str {
    match item.reading.state {
        Standing::Overdue => "late",
        Standing::DueSoon if item.reading.due.and_then(Due::day) == Some(day) => "today",
        Standing::DueSoon => "soon",
        Standing::Stopped => "stopped",
        Standing::Unknown | Standing::NoTerm => "unknown",
        Standing::Running | Standing::Late | Standing::InTime | Standing::Void => "running",
    }
}

/// One deadline.
pub(crate) fn json(item: &Item<'_>, day: jiff::civil::Date) -> Json_ {
    let reading = &item.reading;
    json!({
        "ledger": item.def.id, "ledger_title": item.def.title, "id": item.id.to_string(), "key": item.key,
        "office": item.office, "who": item.who, "clock": reading.clock, "title": reading.label,
        "state": word(item, day), "state_label": reading.state.label(), "color": color(reading),
        "card": reading.card.map(clock::Card::label),
        "due": reading.due.and_then(Due::day).map(|it| it.to_string()), "due_words": due_words(reading),
        "days_left": reading.left, "text": left_words(reading),
    })
}

/// Counts by office.
pub(crate) fn summary(items: &[Item<'_>], day: jiff::civil::Date) -> Json_ {
    let mut by: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for item in items {
        *by.entry(&item.office).or_default().entry(word(item, day)).or_default() += 1;
    }
    by.into_iter()
        .map(|(office, counts)| {
            let of = |word: &str| counts.get(word).copied().unwrap_or(0);
            json!({
                "office": office, "late": of("late"), "today": of("today"), "soon": of("soon"),
                "running": of("running"), "stopped": of("stopped"), "unknown": of("unknown"),
            })
        })
        .collect()
}
