//! Calendars (月历): a ledger shown as a month, with the official working days and how evenly it is shared.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use catalog::{
    CalendarPage, Condition, DayKind, FieldRef, FieldType, LedgerDef, Order, Query as Asks, Test,
};
use jiff::civil::Date;
use ledger::{Listing, Record};
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use terms::{Period, Value};

use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::{key, shown, state_label};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::today;

/// Items of one month.
const ITEMS_MAX: usize = 2_000;

/// Routes of the calendars.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/calendars", get(list)).route("/calendars/{id}", get(month))
}

/// The calendars that the viewer may open.
#[utoipa::path(get, path = "/api/v1/calendars", tag = "calendars", responses((status = 200)))]
pub(crate) async fn list(viewer: Viewer) -> Json<Json_> {
    let pages = viewer.catalog.pages.calendars.iter();
    let seen = pages.filter(|it| viewer.ledger_by_id(&it.ledger).is_ok());
    let items: Vec<Json_> =
        seen.map(|it| json!({ "id": it.id, "title": it.title, "ledger": it.ledger })).collect();
    Json(json!({ "items": items }))
}

/// Which month.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Asked {
    /// `2021-02`; the month of today, or the last one that holds something, when empty.
    month: String,
}

/// A month of a calendar.
#[utoipa::path(get, path = "/api/v1/calendars/{id}", tag = "calendars", params(("id" = String, Path), Asked), responses((status = 200), (status = 404)))]
pub(crate) async fn month(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply<Json<Json_>> {
    let page = viewer.catalog.pages.calendars.iter().find(|it| it.id == id);
    let page = page.ok_or_else(|| Refusal::not_found("没有这张月历"))?;
    let def = viewer.ledger_by_id(&page.ledger)?;
    let month = match asked.month.as_str() {
        "" => latest(&viewer, def, page).await?,
        text => text.parse().map_err(|_| Refusal::bad("月份写法如 2021-02"))?,
    };
    if !matches!(month, Period::Month(..)) {
        return Err(Refusal::bad("月份写法如 2021-02"));
    }
    let (first, last) = (month.first_day(), month.last_day());
    let records = within(&viewer, def, page, first, last).await?;
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        let kind = viewer.catalog.calendar.kind(day).ok();
        let shifts: Vec<Json_> = records
            .iter()
            .filter(|it| start(def, page, it) == Some(day))
            .map(|it| shift(&viewer, def, page, it))
            .collect();
        days.push(json!({ "day": day.to_string(), "kind": kind_word(kind), "name": festival(&viewer, day), "shifts": shifts }));
        day = day.tomorrow().unwrap_or(Date::MAX);
    }
    Ok(Json(json!({
        "id": page.id, "title": page.title, "ledger": page.ledger, "month": month.to_string(),
        "month_title": month.in_words(), "people": people_json(def, page),
        "reason": page.reason, "days": days, "fairness": fairness(&viewer, def, page, &records),
        "may_edit": viewer.may(def, "edit"),
    })))
}

fn people_json(def: &LedgerDef, page: &CalendarPage) -> Json_ {
    let fields = page.people.iter().filter_map(|it| def.field(it));
    fields.map(|it| json!({ "field": it.name, "label": it.label })).collect()
}

/// The month of today, or where the calendar ends.
async fn latest(viewer: &Viewer, def: &LedgerDef, page: &CalendarPage) -> Reply<Period> {
    let of = |day: Date| Period::Month(day.year(), u8::try_from(day.month()).unwrap_or(1));
    let now = of(today());
    if !within(viewer, def, page, now.first_day(), now.last_day()).await?.is_empty() {
        return Ok(now);
    }
    let conditions = viewer.sight(def, "see").unwrap_or_default();
    let query = Asks { ledger: def.id.clone(), lines: None, conditions };
    let orders = [Order { field: FieldRef::Own(page.starts.clone()), descending: true }];
    let listing = Listing { orders: &orders, limit: 1, ..Listing::new(&query) };
    let found = viewer.base.list(&listing).await?.items;
    Ok(found.first().and_then(|it| start(def, page, it)).map_or(now, of))
}

async fn within(
    viewer: &Viewer,
    def: &LedgerDef,
    page: &CalendarPage,
    first: Date,
    last: Date,
) -> Reply<Vec<Record>> {
    let mut conditions = viewer.sight(def, "see").unwrap_or_default();
    let (low, high) = ends_of(def, page, first, last);
    let field = FieldRef::Own(page.starts.clone());
    conditions.push(Condition { field: field.clone(), test: Test::Between(low, high) });
    let query = Asks { ledger: def.id.clone(), lines: None, conditions };
    let orders = [Order { field, descending: false }];
    let listing = Listing { orders: &orders, limit: ITEMS_MAX, ..Listing::new(&query) };
    Ok(viewer.base.list(&listing).await?.items)
}

/// The first and the last moment of a stretch of days, as the calendar's fields keep them.
pub(crate) fn ends_of(
    def: &LedgerDef,
    page: &CalendarPage,
    first: Date,
    last: Date,
) -> (Value, Value) {
    if matches!(def.field(&page.starts).map(|it| &it.ty), Some(FieldType::DateTime)) {
        return (Value::DateTime(first.at(0, 0, 0, 0)), Value::DateTime(last.at(23, 59, 59, 0)));
    }
    (Value::Date(first), Value::Date(last))
}

fn start(def: &LedgerDef, page: &CalendarPage, record: &Record) -> Option<Date> {
    record.row.get(def, &page.starts)?.as_date()
}

fn kind_word(kind: Option<DayKind>) -> &'static str {
    match kind {
        Some(DayKind::Working) => "workday",
        Some(DayKind::WorkingByNotice) => "workday_by_notice",
        Some(DayKind::Weekend) => "restday",
        Some(DayKind::OffByNotice) => "holiday",
        None => "unknown",
    }
}

fn festival(viewer: &Viewer, day: Date) -> String {
    viewer.catalog.calendar.festival(day).to_owned()
}

/// One item of a calendar, as the month and the home page show it.
pub(crate) fn shift(
    viewer: &Viewer,
    def: &LedgerDef,
    page: &CalendarPage,
    record: &Record,
) -> Json_ {
    let text = |name: &str| {
        let field = def.field(name)?;
        Some(shown(viewer, def, field, record.row.get(def, name)))
    };
    let people: Vec<Json_> = page
        .people
        .iter()
        .map(|name| {
            let label = def.field(name).map(|it| it.label.as_str());
            json!({ "field": name, "label": label, "name": text(name) })
        })
        .collect();
    json!({
        "title": page.title, "ledger": def.id,
        "id": record.id.to_string(), "version": record.version, "key": key(viewer, def, &record.row),
        "starts": text(&page.starts), "ends": text(&page.ends), "place": text(&page.place), "people": people,
        "reason": text(&page.reason), "state": record.state, "state_label": state_label(viewer, def, &record.state),
    })
}

/// How often everybody is on, and how much of it is on rest days and holidays (公平).
fn fairness(viewer: &Viewer, def: &LedgerDef, page: &CalendarPage, records: &[Record]) -> Json_ {
    let mut by: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for record in records {
        let kind = start(def, page, record).and_then(|it| viewer.catalog.calendar.kind(it).ok());
        for name in &page.people {
            let Some(field) = def.field(name).filter(|it| !it.private) else { continue };
            let Some(value) = record.row.get(def, &field.name) else { continue };
            let counts = by.entry(value.canonical()).or_default();
            counts[0] += 1;
            counts[1] += u64::from(kind == Some(DayKind::Weekend));
            counts[2] += u64::from(kind == Some(DayKind::OffByNotice));
        }
    }
    by.into_iter()
        .map(|(person, [shifts, restdays, holidays])| {
            json!({ "person": person, "shifts": shifts, "restdays": restdays, "holidays": holidays })
        })
        .collect()
}
