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
use serde::{Deserialize, Serialize};
use terms::{Period, Value};

use crate::api::answer::Items;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::state_label;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::today;

/// Items of one month.
const ITEMS_MAX: usize = 2_000;

/// Routes of the calendars.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/calendars", get(list)).route("/calendars/{id}", get(month))
}

/// A calendar, as a list names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CalendarRef {
    id: String,
    title: String,
    ledger: String,
}

impl From<&CalendarPage> for CalendarRef {
    fn from(it: &CalendarPage) -> CalendarRef {
        let (id, title, ledger) = (it.id.clone(), it.title.clone(), it.ledger.clone());
        CalendarRef { id, title, ledger }
    }
}

/// What kind of day it is.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DayKind)]
pub(crate) enum Kind {
    Workday,
    /// A day of rest on which work is made up (调休上班).
    WorkdayByNotice,
    Restday,
    Holiday,
    /// The year's arrangement is not known.
    Unknown,
}

impl Kind {
    /// As the official calendar has it; unknown where it has nothing.
    pub(crate) fn of(kind: Option<DayKind>) -> Kind {
        match kind {
            Some(DayKind::Working) => Kind::Workday,
            Some(DayKind::WorkingByNotice) => Kind::WorkdayByNotice,
            Some(DayKind::Weekend) => Kind::Restday,
            Some(DayKind::OffByNotice) => Kind::Holiday,
            None => Kind::Unknown,
        }
    }
}

/// A ledger as a month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CalendarMonth {
    id: String,
    title: String,
    ledger: String,
    /// Such as `2021-02`.
    month: String,
    month_title: String,
    /// The fields that name people.
    people: Vec<PersonField>,
    /// The field that says why people changed; empty when there is none.
    reason: String,
    days: Vec<CalendarDay>,
    fairness: Vec<Share>,
    may_edit: bool,
}

/// A field that names somebody.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PersonField {
    field: String,
    label: String,
}

/// A day of a calendar.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CalendarDay {
    day: String,
    kind: Kind,
    /// Name of the festival; empty when there is none.
    name: String,
    shifts: Vec<Shift>,
}

/// One item of a calendar. What is empty in the record is an empty text; what the calendar has no field for is null.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Shift {
    /// Title of the calendar.
    title: String,
    ledger: String,
    id: String,
    version: i64,
    key: String,
    starts: Option<String>,
    ends: Option<String>,
    place: Option<String>,
    people: Vec<ShiftPerson>,
    reason: Option<String>,
    state: String,
    state_label: String,
}

/// Who is on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ShiftPerson {
    field: String,
    label: Option<String>,
    name: Option<String>,
}

/// How often somebody is on in the month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Share {
    person: String,
    shifts: u64,
    restdays: u64,
    holidays: u64,
}

/// The calendars that the viewer may open.
#[utoipa::path(get, path = "/api/v1/calendars", tag = "calendars", responses((status = 200, body = Items<CalendarRef>)))]
pub(crate) async fn list(viewer: Viewer) -> Json<Items<CalendarRef>> {
    let pages = viewer.catalog.pages.calendars.iter();
    let seen = pages.filter(|it| viewer.ledger_by_id(&it.ledger).is_ok());
    Json(Items { items: seen.map(CalendarRef::from).collect() })
}

/// Which month.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// `2021-02`; the month of today, or the last one that holds something, when empty.
    month: String,
}

/// A month of a calendar.
#[utoipa::path(get, path = "/api/v1/calendars/{id}", tag = "calendars", params(("id" = String, Path), Asked), responses((status = 200, body = CalendarMonth), (status = 404)))]
pub(crate) async fn month(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply<Json<CalendarMonth>> {
    let missing = || Refusal::not_found("没有这张月历，或您的岗位看不到");
    let page = viewer.catalog.pages.calendars.iter().find(|it| it.id == id).ok_or_else(missing)?;
    let def = viewer.ledger_by_id(&page.ledger).map_err(|_| missing())?;
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
        let shifts = records
            .iter()
            .filter(|it| start(def, page, it) == Some(day))
            .map(|it| shift(&viewer, def, page, it))
            .collect();
        days.push(CalendarDay {
            day: day.to_string(),
            kind: Kind::of(kind),
            name: viewer.catalog.calendar.festival(day).to_owned(),
            shifts,
        });
        day = day.tomorrow().unwrap_or(Date::MAX);
    }
    Ok(Json(CalendarMonth {
        id: page.id.clone(),
        title: page.title.clone(),
        ledger: page.ledger.clone(),
        month: month.to_string(),
        month_title: month.in_words(),
        people: people(def, page),
        reason: page.reason.clone(),
        days,
        fairness: fairness(&viewer, def, page, &records),
        may_edit: viewer.may(def, "edit"),
    }))
}

fn people(def: &LedgerDef, page: &CalendarPage) -> Vec<PersonField> {
    let fields = page.people.iter().filter_map(|it| def.field(it));
    fields.map(|it| PersonField { field: it.name.clone(), label: it.label.clone() }).collect()
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

/// One item of a calendar, as the month and the home page show it.
pub(crate) fn shift(
    viewer: &Viewer,
    def: &LedgerDef,
    page: &CalendarPage,
    record: &Record,
) -> Shift {
    let text = |name: &str| {
        let field = def.field(name)?;
        Some(viewer.reader(def).value(field, record.row.get(def, name)))
    };
    let person = |name: &String| ShiftPerson {
        field: name.clone(),
        label: def.field(name).map(|it| it.label.clone()),
        name: text(name),
    };
    Shift {
        title: page.title.clone(),
        ledger: def.id.clone(),
        id: record.id.to_string(),
        version: record.version,
        key: viewer.reader(def).key(&record.row),
        starts: text(&page.starts),
        ends: text(&page.ends),
        place: text(&page.place),
        people: page.people.iter().map(person).collect(),
        reason: text(&page.reason),
        state: record.state.clone(),
        state_label: state_label(viewer, def, &record.state),
    }
}

/// How often everybody is on, and how much of it is on rest days and holidays (公平).
fn fairness(
    viewer: &Viewer,
    def: &LedgerDef,
    page: &CalendarPage,
    records: &[Record],
) -> Vec<Share> {
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
        .map(|(person, [shifts, restdays, holidays])| Share { person, shifts, restdays, holidays })
        .collect()
}
