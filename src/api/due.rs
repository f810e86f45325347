//! Deadlines of the whole office (期限): what is late, due, stopped, by office and person.

use std::collections::BTreeMap;

use axum::routing::get;
use axum::{Json, Router};
use clock::{Due, Reading, State as Standing};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::api::deadline::Color;
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
#[into_params(parameter_in = Query)]
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

/// The deadlines of a day.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Due)]
pub(crate) struct Board {
    day: String,
    /// On all pages.
    count: usize,
    items: Vec<DueItem>,
    /// What to send as `after` for the page behind this one; null at the end.
    next: Option<String>,
    summary: Vec<DueSummary>,
}

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DueState {
    Late,
    Today,
    Soon,
    Running,
    Stopped,
    /// The law of the day does not say when.
    Unknown,
}

impl DueState {
    const fn word(self) -> &'static str {
        match self {
            DueState::Late => "late",
            DueState::Today => "today",
            DueState::Soon => "soon",
            DueState::Running => "running",
            DueState::Stopped => "stopped",
            DueState::Unknown => "unknown",
        }
    }
}

/// A deadline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DueItem {
    ledger: String,
    ledger_title: String,
    id: String,
    key: String,
    office: String,
    who: String,
    clock: String,
    title: String,
    state: DueState,
    state_label: String,
    color: Color,
    /// Colour of the card that was shown, in words.
    card: Option<String>,
    due: Option<String>,
    due_words: String,
    /// Negative once it is late.
    days_left: Option<i64>,
    /// How much is left, in words.
    text: String,
}

/// Deadlines of an office, by how they stand.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DueSummary {
    office: String,
    late: u64,
    today: u64,
    soon: u64,
    running: u64,
    stopped: u64,
    unknown: u64,
}

/// Deadlines that are open, most urgent first, with the sums of every office.
#[utoipa::path(get, path = "/api/v1/due", tag = "due", params(Asked), responses((status = 200, body = Board), (status = 400)))]
pub(crate) async fn list(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Json<Board>> {
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
    items.retain(|it| asked.state.is_empty() || standing(&it.reading, day).word() == asked.state);
    items.sort_by(|one, other| urgency(one).cmp(&urgency(other)));
    let skip: usize = asked.after.parse().unwrap_or(0);
    let limit = asked.limit.unwrap_or(100).clamp(1, 500);
    let count = items.len();
    let page = items.iter().skip(skip).take(limit).map(|it| told(it, day)).collect();
    let next = (skip + limit < count).then(|| (skip + limit).to_string());
    Ok(Json(Board { day: day.to_string(), count, items: page, next, summary }))
}

/// Most urgent first: how it stands, then the due day.
fn urgency<'i>(item: &'i Item<'_>) -> impl Ord + use<'i> {
    let due = item.reading.due.and_then(Due::day);
    (item.reading.state, due.is_none(), due, item.office.as_str(), item.key.as_str())
}

/// How a deadline stands.
pub(crate) fn standing(reading: &Reading, day: Date) -> DueState {
    match reading.state {
        Standing::Overdue => DueState::Late,
        Standing::DueSoon if reading.due.and_then(Due::day) == Some(day) => DueState::Today,
        Standing::DueSoon => DueState::Soon,
        Standing::Stopped => DueState::Stopped,
        Standing::Unknown | Standing::NoTerm => DueState::Unknown,
        Standing::Running | Standing::Late | Standing::InTime | Standing::Void => DueState::Running,
    }
}

fn told(item: &Item<'_>, day: Date) -> DueItem {
    let reading = &item.reading;
    DueItem {
        ledger: item.def.id.clone(),
        ledger_title: item.def.title.clone(),
        id: item.id.to_string(),
        key: item.key.clone(),
        office: item.office.clone(),
        who: item.who.clone(),
        clock: reading.clock.clone(),
        title: reading.label.clone(),
        state: standing(reading, day),
        state_label: reading.state.label().to_owned(),
        color: reading.light.into(),
        card: reading.card.map(|it| it.label().to_owned()),
        due: reading.due.and_then(Due::day).map(|it| it.to_string()),
        due_words: due_words(reading),
        days_left: reading.left,
        text: left_words(reading),
    }
}

/// Counts by office.
fn summary(items: &[Item<'_>], day: Date) -> Vec<DueSummary> {
    let mut by: ByOffice<'_> = BTreeMap::new();
    for item in items {
        *by.entry(&item.office).or_default().entry(standing(&item.reading, day)).or_default() += 1;
    }
    by_office(by)
}

/// Counts of an office by how its deadlines stand.
pub(crate) type ByOffice<'o> = BTreeMap<&'o str, BTreeMap<DueState, u64>>;

/// The counts as they are told.
pub(crate) fn by_office(counts: ByOffice<'_>) -> Vec<DueSummary> {
    counts
        .into_iter()
        .map(|(office, counts)| {
            let of = |state: DueState| counts.get(&state).copied().unwrap_or(0);
            DueSummary {
                office: office.to_owned(),
                late: of(DueState::Late),
                today: of(DueState::Today),
                soon: of(DueState::Soon),
                running: of(DueState::Running),
                stopped: of(DueState::Stopped),
                unknown: of(DueState::Unknown),
            }
        })
        .collect()
}
