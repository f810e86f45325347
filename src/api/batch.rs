//! Batches (批次): what was taken in at once, and may be undone at once.

use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};
use ledger::Batch;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::answer::Page;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::records::{Reason, need_short};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Batches on one page.
const PAGE: usize = 200;

/// Routes of batches.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/batches", get(batches)).route("/batches/{id}/undo", post(undo))
}

/// Whether somebody may know of a batch: their own, or any of a ledger that they may take out as a whole.
fn known(viewer: &Viewer, batch: &Batch) -> bool {
    let Ok(def) = viewer.ledger_by_id(&batch.ledger) else { return false };
    batch.who == viewer.name || viewer.sight(def, "export").is_some_and(|it| it.is_empty())
}

/// Of which ledger, and where the list goes on.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Of {
    /// Id of the ledger; all when absent.
    ledger: String,
    /// `next` of the page before.
    after: String,
}

/// Batches, latest first.
#[utoipa::path(get, path = "/api/v1/batches", tag = "imports", params(Of), responses((status = 200, body = Page<Brought>)))]
pub(crate) async fn batches(viewer: Viewer, Query(of): Query<Of>) -> Reply<Json<Page<Brought>>> {
    let mut all = viewer.base.batches().await?;
    all.retain(|it| (of.ledger.is_empty() || it.ledger == of.ledger) && known(&viewer, it));
    all.sort_by_key(|it| std::cmp::Reverse((it.at, it.id)));
    let mut rest = all.iter().peekable();
    if !of.after.is_empty() {
        while rest.next().is_some_and(|it| it.id.to_string() != of.after) {}
    }
    let items: Vec<Brought> = rest.by_ref().take(PAGE).map(|it| told(&viewer, it)).collect();
    let next = rest.peek().and(items.last()).map(|it| it.id.clone());
    Ok(Json(Page { items, next }))
}

/// A batch.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Batch)]
pub(crate) struct Brought {
    id: String,
    ledger: String,
    /// Title of the ledger.
    title: Option<String>,
    file_name: String,
    who: String,
    at: String,
    created: i64,
    changed: i64,
    unchanged: i64,
    left_out: i64,
    undone: Option<Undone>,
}

/// Who undid a batch, and why.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Undone {
    at: String,
    who: String,
    reason: String,
}

fn told(viewer: &Viewer, it: &Batch) -> Brought {
    let undone = it.undone.as_ref();
    Brought {
        id: it.id.to_string(),
        ledger: it.ledger.clone(),
        title: viewer.catalog.ledgers.get(&it.ledger).map(|it| it.title.clone()),
        file_name: it.file_name.clone(),
        who: it.who.clone(),
        at: moment(it.at),
        created: it.created,
        changed: it.changed,
        unchanged: it.unchanged,
        left_out: it.left_out,
        undone: undone.map(|(at, who, reason)| Undone {
            at: moment(*at),
            who: who.clone(),
            reason: reason.clone(),
        }),
    }
}

/// Undoes a batch: what it created is withdrawn, what it changed gets its former content back.
#[utoipa::path(post, path = "/api/v1/batches/{id}/undo", tag = "imports", request_body = Reason, params(("id" = String, Path)),
    responses((status = 200, body = Brought), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn undo(
    viewer: Viewer,
    Path(id): Path<String>,
    Json(input): Json<Reason>,
) -> Reply<Json<Brought>> {
    let missing = || Refusal::not_found("没有这个批次，或您的岗位看不到");
    let id = Uuid::parse_str(&id).map_err(|_| missing())?;
    let all = viewer.base.batches().await?;
    all.iter().find(|it| it.id == id && known(&viewer, it)).ok_or_else(missing)?;
    need_short(&input.reason)?;
    let done = viewer.base.undo_batch(&viewer.act(), id, &input.reason).await?;
    Ok(Json(told(&viewer, &done)))
}
