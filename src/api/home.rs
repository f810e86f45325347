//! The first page in the morning (首页): who is on duty, what waits, what the office owes, which zeros are open.

use axum::routing::get;
use axum::{Json, Router};
use catalog::{Condition, FieldRef, IndicatorKind, Meta, Order, Query as Asks, Test};
use jiff::ToSpan as _;
use ledger::{Listing, Record};
use serde::Serialize;
use terms::Value;

use crate::api::calendars::{Shift, ends_of, shift};
use crate::api::due::DueSummary;
use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::refusal::Reply;
use crate::api::sign::{ToSign, to_sign};
use crate::api::standing;
use crate::api::state::Shared;
use crate::api::todo::{self, Todo};
use crate::context::today;

/// Notices shown.
const NOTICES: usize = 5;

/// Routes of the home page.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/home", get(home))
}

/// Everything that the home page shows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Home {
    today: String,
    duty: Vec<Shift>,
    /// All that waits.
    todo_count: u64,
    /// The most urgent of it.
    todo: Vec<Todo>,
    /// Reports that wait for the viewer's signature.
    to_sign: Vec<ToSign>,
    owes: Vec<DueSummary>,
    zero_due: Vec<ZeroDue>,
    notices: Vec<Notice>,
}

/// A claimed zero that is to be confirmed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ZeroDue {
    indicator: String,
    title: String,
    /// The month.
    period: String,
    office: String,
    /// What the office is called now.
    office_title: String,
}

/// A notice.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Notice {
    id: String,
    ledger: String,
    record: String,
    text: String,
    /// The day that the notice says, or when it was registered.
    at: String,
}

/// Gives everything that the home page shows.
#[utoipa::path(get, path = "/api/v1/home", tag = "todo", responses((status = 200, body = Home)))]
pub(crate) async fn home(viewer: Viewer) -> Reply<Json<Home>> {
    let day = today();
    let (count, waiting) = todo::waiting(&viewer).await?;
    Ok(Json(Home {
        today: day.to_string(),
        duty: duty(&viewer).await?,
        todo_count: count,
        todo: waiting.into_iter().take(10).map(|it| it.told(&viewer)).collect(),
        to_sign: to_sign(&viewer).await?,
        owes: standing::summary(&viewer).await?,
        zero_due: zeros(&viewer).await?,
        notices: notices(&viewer).await?,
    }))
}

/// Who is on duty today, by calendar.
async fn duty(viewer: &Viewer) -> Reply<Vec<Shift>> {
    let mut found = Vec::new();
    for page in &viewer.catalog.pages.calendars {
        let Ok(def) = viewer.ledger_by_id(&page.ledger) else { continue };
        let mut conditions = viewer.sight(def, "see").unwrap_or_default();
        let (low, high) = ends_of(def, page, today(), today());
        let own = |name: &String, test| Condition { field: FieldRef::Own(name.clone()), test };
        if page.ends.is_empty() {
            conditions.push(own(&page.starts, Test::Between(low, high)));
        } else {
            conditions.push(own(&page.starts, Test::AtMost(high)));
            conditions.push(own(&page.ends, Test::AtLeast(low)));
        }
        let query = Asks { ledger: def.id.clone(), lines: None, conditions };
        let listing = Listing { limit: 20, ..Listing::new(&query) };
        let records = viewer.base.list(&listing).await?.items;
        found.extend(records.iter().map(|it| shift(viewer, def, page, it)));
    }
    Ok(found)
}

/// The newest notices in sight, up to today.
async fn notices(viewer: &Viewer) -> Reply<Vec<Notice>> {
    let Ok(def) = viewer.ledger_by_id(&viewer.catalog.pages.notices) else { return Ok(Vec::new()) };
    let mut conditions = viewer.sight(def, "see").unwrap_or_default();
    let day = def.order().map(|it| it.0);
    let field = day.map_or(FieldRef::Meta(Meta::CreatedAt), |it| FieldRef::Own(it.to_owned()));
    if day.is_some() {
        let test = Test::AtMost(Value::Date(today()));
        conditions.push(Condition { field: field.clone(), test });
    }
    let query = Asks { ledger: def.id.clone(), lines: None, conditions };
    let latest = [Order { field, descending: true }];
    let listing = Listing { orders: &latest, limit: NOTICES, ..Listing::new(&query) };
    let records = viewer.base.list(&listing).await?.items;
    let reader = viewer.reader(def);
    let notice = |it: &Record| Notice {
        id: it.id.to_string(),
        ledger: def.id.clone(),
        record: it.id.to_string(),
        text: format!("{}　{}", reader.key(&it.row), reader.summary(&it.row)),
        at: day
            .and_then(|day| it.row.get(def, day))
            .map_or_else(|| moment(it.created_at), Value::canonical),
    };
    Ok(records.iter().map(notice).collect())
}

/// Claimed zeros of the month that has ended which nobody of the viewer's office confirmed yet.
async fn zeros(viewer: &Viewer) -> Reply<Vec<ZeroDue>> {
    let month = today().first_of_month().saturating_sub(1.month());
    let Some(zero) = viewer.catalog.ledgers.get(indicator::ZERO_LEDGER) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for def in viewer.catalog.indicators.values().filter(|it| it.kind == IndicatorKind::Zero) {
        let from = viewer.catalog.ledgers.get(&def.from);
        let own = viewer.is_own_office(&def.owner) || viewer.office.is_empty();
        if !own || !from.is_some_and(|it| viewer.may(it, "confirm")) {
            continue;
        }
        let key = [Value::Text(def.id.clone()), Value::Date(month)];
        if viewer.base.named(&zero.id, &key).await?.is_none() {
            found.push(ZeroDue {
                indicator: def.id.clone(),
                title: def.title.clone(),
                period: month.strftime("%Y-%m").to_string(),
                office: def.owner.clone(),
                office_title: viewer.office_title(&def.owner),
            });
        }
    }
    Ok(found)
}
