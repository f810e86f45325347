//! Outside systems (对接): our records in their layout, their table compared with our ledger, the three lists.

use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::ExchangeDef;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_, json};
use terms::Period;

use crate::api::answer::{Bytes, Page};
use crate::api::export::download;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::{self, receive};
use crate::flow::exchange::{self, Reconciled, Sent, Side};
use crate::say::SaidFinding;

/// Greatest table of theirs.
const BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Rows of each list in an answer; the workbook has all.
const ROWS_MAX: usize = 500;

/// Routes below `/exchanges`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/exchanges", get(list))
        .route("/exchanges/{id}/export", get(export))
        .route("/exchanges/{id}/reconcile", post(reconcile))
}

/// An exchange whose ledger the viewer may take data out of; any other reads as if there were none.
fn find<'v>(viewer: &'v Viewer, id: &str) -> Reply<&'v ExchangeDef> {
    let found = viewer.catalog.exchanges.get(id);
    let reached = found.filter(|it| {
        viewer.catalog.ledgers.get(&it.ledger).is_some_and(|it| viewer.may(it, "export"))
    });
    reached.ok_or_else(|| Refusal::not_found("没有这张对接表，或您的岗位看不到"))
}

/// A table of an outside system.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Exchange {
    id: String,
    title: String,
    about: String,
    system: String,
    ledger: String,
    ledger_title: Option<String>,
    /// The fields by which the same record is known.
    by: Vec<String>,
    /// The field whose day says to which period a record belongs.
    day: Option<String>,
    columns: Vec<ExchangeColumn>,
}

/// A column of an outside table.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ExchangeColumn {
    head: String,
    field: String,
    /// Filled by them, not by us.
    theirs: bool,
}

/// Their table beside our ledger.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Reconciliation {
    heads: Vec<String>,
    counts: ReconciledCounts,
    only_ours: Vec<ReconciledRow>,
    only_theirs: Vec<ReconciledRow>,
    different: Vec<Difference>,
    findings: Vec<SaidFinding>,
}

/// How many records each list has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReconciledCounts {
    same: usize,
    only_ours: usize,
    only_theirs: usize,
    different: usize,
}

/// A record that one side has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReconciledRow {
    key: String,
    /// By the head of the column.
    #[schema(value_type = BTreeMap<String, String>)]
    cells: Map<String, Json_>,
}

/// A field in which the two sides differ.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ReconciledDifference)]
pub(crate) struct Difference {
    key: String,
    field: String,
    ours: String,
    theirs: String,
}

/// The exchanges of ledgers that the viewer may take data out of.
#[utoipa::path(get, path = "/api/v1/exchanges", tag = "exchanges", responses((status = 200, body = Page<Exchange>)))]
pub(crate) async fn list(viewer: Viewer) -> Json<Page<Exchange>> {
    let all = viewer.catalog.exchanges.values().filter(|it| find(&viewer, &it.id).is_ok());
    let items = all.map(|it| {
        let columns = it.columns.iter().map(|it| ExchangeColumn {
            head: it.head.clone(),
            field: it.field.clone(),
            theirs: it.theirs,
        });
        Exchange {
            id: it.id.clone(),
            title: it.title.clone(),
            about: it.about.clone(),
            system: it.system.clone(),
            ledger: it.ledger.clone(),
            ledger_title: viewer.catalog.ledgers.get(&it.ledger).map(|it| it.title.clone()),
            by: it.by.clone(),
            day: it.day.clone(),
            columns: columns.collect(),
        }
    });
    Json(Page::whole(items.collect()))
}

/// What is asked of an exchange.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// Only records of this period.
    period: String,
    /// `template` for the empty table; `xlsx` for the three lists as a workbook.
    format: String,
    /// Name of the uploaded file.
    name: String,
}

impl Asked {
    fn period(&self) -> Reply<Option<Period>> {
        let word = self.period.trim();
        if word.is_empty() {
            return Ok(None);
        }
        let bad = |_| Refusal::bad(format!("“{word}”不是期间，写法如 2021H1、2021-06"));
        word.parse().map(Some).map_err(bad)
    }
}

/// Our records in their layout, or the empty table. That data left the house stays in the audit chain.
#[utoipa::path(get, path = "/api/v1/exchanges/{id}/export", tag = "exchanges", params(("id" = String, Path), Asked), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 404)))]
pub(crate) async fn export(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply<Response> {
    let def = find(&viewer, &id)?;
    let (period, empty) = (asked.period()?, asked.format == "template");
    let (bytes, count) = exchange::export(&viewer.context(), def, period, empty).await?;
    if !empty {
        let body = json!({ "exchange": def.id, "title": def.title, "period": period.map(|it| it.to_string()), "records": count });
        viewer.base.note(&viewer.act(), "exchange", None, body.to_string()).await?;
    }
    Ok(download(&format!("{}.xlsx", def.title), bytes))
}

/// Compares their table with our ledger.
#[utoipa::path(post, path = "/api/v1/exchanges/{id}/reconcile", tag = "exchanges", params(("id" = String, Path), Asked),
    request_body(content = Bytes, content_type = "application/octet-stream"), responses((status = 200, content((Reconciliation), (Bytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 404), (status = 413)))]
pub(crate) async fn reconcile(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    body: Body,
) -> Reply<Response> {
    let def = find(&viewer, &id)?;
    let (name, period) = (upload::file_name(&asked.name)?, asked.period()?);
    let received = receive(&state.work.join("uploads"), body, BYTES_MAX).await?;
    let bytes = tokio::fs::read(&received.path).await.map_err(anyhow::Error::new)?;
    let sent = Sent { name: &name, bytes: &bytes };
    let made = exchange::reconcile(&viewer.context(), def, sent, period).await?;
    // Whoever hands in an empty table is told all of ours.
    let body = json!({
        "exchange": def.id, "title": def.title, "period": period.map(|it| it.to_string()), "file": name,
        "only_ours": made.only_ours.len(), "different": made.differing.len(),
    });
    viewer.base.note(&viewer.act(), "exchange", None, body.to_string()).await?;
    if asked.format == "xlsx" {
        let book = exchange::workbook(def, &made, &name)?;
        return Ok(download(&format!("{}对账.xlsx", def.title), book));
    }
    Ok(Json(told(&made)).into_response())
}

fn told(made: &Reconciled) -> Reconciliation {
    let side = |it: &Side| {
        let cells = made.heads.iter().cloned().zip(it.cells.iter().map(|it| json!(it)));
        ReconciledRow { key: it.key.clone(), cells: cells.collect() }
    };
    let differing = made.differing.iter().flat_map(|it| {
        it.fields.iter().map(|(head, ours, theirs)| Difference {
            key: it.key.clone(),
            field: head.clone(),
            ours: ours.clone(),
            theirs: theirs.clone(),
        })
    });
    Reconciliation {
        heads: made.heads.clone(),
        counts: ReconciledCounts {
            same: made.same,
            only_ours: made.only_ours.len(),
            only_theirs: made.only_theirs.len(),
            different: made.differing.len(),
        },
        only_ours: made.only_ours.iter().take(ROWS_MAX).map(side).collect(),
        only_theirs: made.only_theirs.iter().take(ROWS_MAX).map(side).collect(),
        different: differing.take(ROWS_MAX).collect(),
        findings: made.findings.iter().take(ROWS_MAX).map(SaidFinding::from).collect(),
    }
}
