//! Deadlines of the whole office (期限): what is late, due, stopped, by office and person.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use catalog::Catalog;
use clock::{Due, Reading, State as Standing};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheet::{Book, BookCell, BookSheet};

use crate::api::answer::Bytes;
use crate::api::deadline::Color;
use crate::api::export::download;
use crate::api::filter::sought;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::{Context, today};
use crate::flow::deadline::{due_words, left_words};
use crate::flow::due::{self, Item, Whose};

/// Deadlines of one workbook at most.
const EXPORT_MAX: usize = 50_000;

/// Routes of the deadlines.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/due", get(list)).route("/due/export.xlsx", get(export))
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
    /// Words of the number, of what it is about, of the person or of the deadline, written as people write them.
    q: String,
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
    const ALL: [DueState; 6] = [
        DueState::Late,
        DueState::Today,
        DueState::Soon,
        DueState::Running,
        DueState::Stopped,
        DueState::Unknown,
    ];

    const fn label(self) -> &'static str {
        match self {
            DueState::Late => "逾期",
            DueState::Today => "今天到期",
            DueState::Soon => "临期",
            DueState::Running => "在办",
            DueState::Stopped => "停钟",
            DueState::Unknown => "依据不明",
        }
    }

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
    /// What the record is about, in a line.
    summary: String,
    office: String,
    /// What the office is called now.
    office_title: String,
    /// Empty where nobody is named.
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
    /// What the office is called now.
    office_title: String,
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
    let context = viewer.context();
    let day = asked.day()?;
    let mut items = asked.of_office(&context, day, "see").await?;
    let summary = summary(&context.catalog, &items, day);
    asked.narrow(&mut items, day);
    let skip: usize = asked.after.parse().unwrap_or(0);
    let limit = asked.limit.unwrap_or(100).clamp(1, 500);
    let count = items.len();
    let page = items.iter().skip(skip).take(limit).map(|it| told(&context.catalog, it, day));
    let items = page.collect();
    let next = (skip + limit < count).then(|| (skip + limit).to_string());
    Ok(Json(Board { day: day.to_string(), count, items, next, summary }))
}

/// The deadlines of a filter as a workbook: those that the viewer may take out of the house.
#[utoipa::path(get, path = "/api/v1/due/export.xlsx", tag = "due", params(Asked), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 400), (status = 413)))]
pub(crate) async fn export(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Response> {
    let context = viewer.context();
    let day = asked.day()?;
    let mut items = asked.of_office(&context, day, "export").await?;
    asked.narrow(&mut items, day);
    if items.len() > EXPORT_MAX {
        let text =
            format!("有 {} 件，一次最多导出 {EXPORT_MAX} 件；请加条件分几次导出", items.len());
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text));
    }
    let told: Vec<DueItem> = items.iter().map(|it| told(&context.catalog, it, day)).collect();
    let said = asked.said(&context.catalog);
    let about = json!({ "title": "督办清单", "records": told.len(), "filter": said });
    let bytes = book(&told, day, &said).write(today()).map_err(anyhow::Error::from)?;
    viewer.base.note(&viewer.act(), "export", None, about.to_string()).await?;
    Ok(download(&format!("督办清单-{day}.xlsx"), bytes))
}

impl Asked {
    fn day(&self) -> Reply<Date> {
        match self.day.as_str() {
            "" => Ok(today()),
            text => terms::read_date(text).ok_or_else(|| Refusal::bad(format!("“{text}”不是日期"))),
        }
    }

    /// What is open of an office, a person, a ledger, most urgent first.
    async fn of_office<'c>(
        &self,
        context: &'c Context,
        day: Date,
        act: &str,
    ) -> Reply<Vec<Item<'c>>> {
        let mut ledgers = due::with_clocks(context);
        ledgers.retain(|it| self.ledger.is_empty() || it.id == self.ledger);
        let office = Some(self.office.as_str()).filter(|it| !it.is_empty());
        let who = Some(self.who.as_str()).filter(|it| !it.is_empty());
        let whose = Whose { office, who, act, ..Whose::default() };
        let mut items = due::list(context, &ledgers, &whose, day).await?;
        items.sort_by(|one, other| urgency(one).cmp(&urgency(other)));
        Ok(items)
    }

    /// Leaves what stands as asked, and holds the word.
    fn narrow(&self, items: &mut Vec<Item<'_>>, day: Date) {
        items.retain(|it| self.state.is_empty() || standing(&it.reading, day).word() == self.state);
        let sought = sought(&self.q);
        items.retain(|it| {
            let told = [&it.key, &it.summary, &it.who, &it.reading.label, &it.def.title];
            let holds = |word: &String| told.iter().any(|it| it.contains(word.as_str()));
            sought.iter().all(|it| it.spellings().iter().any(holds))
        });
    }

    /// What was asked, in words, for the head of a table; empty for everything.
    fn said(&self, catalog: &Catalog) -> String {
        let ledger = catalog.ledgers.get(&self.ledger).map_or("", |it| it.title.as_str());
        let state = DueState::ALL.into_iter().find(|it| it.word() == self.state);
        let parts = [
            catalog.offices.title(&self.office),
            self.who.as_str(),
            ledger,
            state.map_or("", DueState::label),
            self.q.trim(),
        ];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("，")
    }
}

/// The list as a workbook.
fn book(items: &[DueItem], day: Date, said: &str) -> Book {
    let text = |text: &str| BookCell::Text(text.to_owned());
    let rows = items.iter().map(|it| {
        vec![
            text(&it.state_label),
            text(&it.key),
            text(&it.summary),
            text(&it.ledger_title),
            text(&it.title),
            text(&it.office_title),
            text(&it.who),
            text(&it.due_words),
            text(&it.text),
        ]
    });
    let asked = if said.is_empty() { "全部" } else { said };
    let sheet = BookSheet {
        name: "督办清单".to_owned(),
        heading: vec!["督办清单".to_owned(), format!("截至 {day}　{asked}　共 {} 件", items.len())],
        columns: [
            ("状态", 8),
            ("编号", 24),
            ("事由", 50),
            ("台账", 20),
            ("期限", 20),
            ("股室", 14),
            ("承办人", 10),
            ("到期", 18),
            ("剩余", 12),
        ]
        .map(|it| (it.0.to_owned(), it.1))
        .to_vec(),
        rows: rows.collect(),
    };
    Book { title: "督办清单".to_owned(), sheets: vec![sheet] }
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

fn told(catalog: &Catalog, item: &Item<'_>, day: Date) -> DueItem {
    let reading = &item.reading;
    DueItem {
        ledger: item.def.id.clone(),
        ledger_title: item.def.title.clone(),
        id: item.id.to_string(),
        key: item.key.clone(),
        summary: item.summary.clone(),
        office_title: catalog.offices.title(&item.office).to_owned(),
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
fn summary(catalog: &Catalog, items: &[Item<'_>], day: Date) -> Vec<DueSummary> {
    let mut by: ByOffice<'_> = BTreeMap::new();
    for item in items {
        *by.entry(&item.office).or_default().entry(standing(&item.reading, day)).or_default() += 1;
    }
    by_office(catalog, by)
}

/// Counts of an office by how its deadlines stand.
pub(crate) type ByOffice<'o> = BTreeMap<&'o str, BTreeMap<DueState, u64>>;

/// The counts as they are told.
pub(crate) fn by_office(catalog: &Catalog, counts: ByOffice<'_>) -> Vec<DueSummary> {
    counts
        .into_iter()
        .map(|(office, counts)| {
            let of = |state: DueState| counts.get(&state).copied().unwrap_or(0);
            DueSummary {
                office_title: catalog.offices.title(office).to_owned(),
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
