//! The system for who administers it (系统): backups, state; and its metrics.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State as Held};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value as Json_, json};
use tokio_util::io::ReaderStream;

use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::disposition;
use crate::context::{local, now};

/// Routes of the system.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/backups", get(backups).post(make_backup))
        .route("/backups/{name}", get(backup))
        .route("/system", get(system))
}

fn folder(state: &Shared) -> PathBuf {
    state.work.join("backups")
}

/// A name that this program gave to a backup, and nothing else.
fn is_backup(name: &str) -> bool {
    name.strip_suffix(".tongtu")
        .is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit() || it == '-'))
}

/// The backups that were made here, newest first.
#[utoipa::path(get, path = "/api/v1/backups", tag = "system", responses((status = 200), (status = 403)))]
pub(crate) async fn backups(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<Json_>> {
    viewer.need_power("administer", "备份")?;
    let mut found = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder(&state)).await else {
        return Ok(Json(json!({ "items": [] })));
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let (true, Ok(about)) = (is_backup(&name), entry.metadata().await) {
            found.push((name, about.len()));
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0));
    let items: Vec<Json_> =
        found.iter().map(|(name, size)| json!({ "name": name, "size_bytes": size })).collect();
    Ok(Json(json!({ "items": items })))
}

/// Makes a backup: the whole base with its attachments, in one file.
#[utoipa::path(post, path = "/api/v1/backups", tag = "system", responses((status = 201), (status = 403)))]
pub(crate) async fn make_backup(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Reply<(StatusCode, Json<Json_>)> {
    viewer.need_power("administer", "备份")?;
    let folder = folder(&state);
    let made = tokio::fs::create_dir_all(&folder).await;
    made.map_err(|it| Refusal::from(anyhow::anyhow!("cannot make the backup folder: {it}")))?;
    let name = format!("{}.tongtu", local(now()).strftime("%Y%m%d-%H%M%S"));
    let report = viewer.base.backup(&folder.join(&name), now()).await?;
    let body = json!({ "name": name, "rows": report.rows, "attachments": report.attachments });
    viewer.base.note(&viewer.act(), "backup", None, body.to_string()).await?;
    let answer = json!({
        "name": name, "size_bytes": report.size_bytes, "rows": report.rows,
        "attachments": report.attachments, "head": report.head,
    });
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A backup as a file; taking it away leaves an entry.
#[utoipa::path(get, path = "/api/v1/backups/{name}", tag = "system", params(("name" = String, Path)), responses((status = 200), (status = 403), (status = 404)))]
pub(crate) async fn backup(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Reply<Response> {
    viewer.need_power("administer", "备份")?;
    let missing = || Refusal::not_found("没有这个备份");
    if !is_backup(&name) {
        return Err(missing());
    }
    let opened = tokio::fs::File::open(folder(&state).join(&name)).await.map_err(|_| missing())?;
    let taken = json!({ "name": name, "taken": true }).to_string();
    viewer.base.note(&viewer.act(), "backup", None, taken).await?;
    let kind = HeaderValue::from_static("application/octet-stream");
    let head =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition(&name, false))];
    Ok((head, Body::from_stream(ReaderStream::new(opened))).into_response())
}

/// What runs here, and how it does.
#[utoipa::path(get, path = "/api/v1/system", tag = "system", responses((status = 200), (status = 403)))]
pub(crate) async fn system(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<Json_>> {
    viewer.need_power("administer", "查看系统状态")?;
    let (entries, head) = viewer.base.chain_head().await?;
    let dialect = match viewer.base.dialect() {
        ledger::Dialect::Sqlite => "SQLite",
        ledger::Dialect::Pg => "PostgreSQL",
    };
    let size = tokio::fs::metadata(&state.place.base).await.map(|it| it.len()).ok();
    Ok(Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "dialect": dialect, "size_bytes": size,
        "started_at": moment(state.started_at), "signed_in": state.sessions.count(),
        "definitions": { "fingerprint": viewer.catalog.fingerprint, "files": viewer.world.files, "from": viewer.world.from },
        "ledgers": viewer.catalog.ledgers.len(), "indicators": viewer.catalog.indicators.len(),
        "audit": { "entries": entries, "head": head, "last": state.verified() },
    })))
}

/// Metrics for Prometheus: to this machine only, they tell of nobody.
pub(crate) async fn metrics(
    Held(state): Held<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Response {
    if !from.ip().is_loopback() {
        return Refusal::not_found("没有这个接口").into_response();
    }
    let people = u32::try_from(state.sessions.count()).unwrap_or(u32::MAX);
    metrics::gauge!("tongtu_sessions").set(f64::from(people));
    let listening = u32::try_from(state.events.receiver_count()).unwrap_or(u32::MAX);
    metrics::gauge!("tongtu_event_streams").set(f64::from(listening));
    let text = state.metrics.as_ref().map(|it| it.render()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
