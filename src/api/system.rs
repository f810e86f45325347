//! The system for who administers it (系统): backups, state; and its metrics.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State as Held};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::json;
use tokio_util::io::ReaderStream;

use crate::api::answer::{Bytes, Items};
use crate::api::audit::{self, Chain};
use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::disposition;
use crate::context::{local, local_sources, now};

/// Routes of the system.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/backups", get(backups).post(make_backup))
        .route("/backups/{name}", get(backup))
        .route("/system", get(system))
}

/// A backup.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Backup {
    name: String,
    size_bytes: u64,
}

/// A backup that was just made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MadeBackup {
    #[serde(flatten)]
    backup: Backup,
    rows: u64,
    attachments: u64,
    /// Files of the bureau's own definitions.
    definitions: u64,
    /// Hash of the last entry in it.
    head: String,
}

/// What runs here, and how it does.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SystemState {
    version: &'static str,
    /// `SQLite` or `PostgreSQL`.
    dialect: &'static str,
    /// Of the base's file; null where it is a server.
    size_bytes: Option<u64>,
    started_at: String,
    signed_in: usize,
    definitions: DefinitionsState,
    ledgers: usize,
    indicators: usize,
    audit: Chain,
}

/// The definitions in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DefinitionsState {
    fingerprint: String,
    files: usize,
    /// Where they are from.
    from: String,
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
#[utoipa::path(get, path = "/api/v1/backups", tag = "system", responses((status = 200, body = Items<Backup>), (status = 403)))]
pub(crate) async fn backups(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Reply<Json<Items<Backup>>> {
    viewer.need_power("administer", "备份")?;
    let mut found = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder(&state)).await else {
        return Ok(Json(Items { items: found }));
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let (true, Ok(about)) = (is_backup(&name), entry.metadata().await) {
            found.push(Backup { name, size_bytes: about.len() });
        }
    }
    found.sort_by(|one, other| other.name.cmp(&one.name));
    Ok(Json(Items { items: found }))
}

/// Makes a backup: the whole base with its attachments, in one file.
#[utoipa::path(post, path = "/api/v1/backups", tag = "system", responses((status = 201, body = MadeBackup), (status = 403)))]
pub(crate) async fn make_backup(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Reply<(StatusCode, Json<MadeBackup>)> {
    viewer.need_power("administer", "备份")?;
    let folder = folder(&state);
    let made = tokio::fs::create_dir_all(&folder).await;
    made.map_err(|it| Refusal::from(anyhow::anyhow!("cannot make the backup folder: {it}")))?;
    let name = format!("{}.tongtu", local(now()).strftime("%Y%m%d-%H%M%S"));
    // Nobody changes the definitions meanwhile: tables and files belong together.
    let turn = state.one_definer().await;
    let own = local_sources(&state.place)?;
    let report = viewer.base.backup(&folder.join(&name), &own, now()).await?;
    drop(turn);
    let body = json!({
        "name": name, "rows": report.rows, "attachments": report.attachments,
        "definitions": report.definitions,
    });
    viewer.base.note(&viewer.act(), "backup", None, body.to_string()).await?;
    let made = MadeBackup {
        backup: Backup { name, size_bytes: report.size_bytes },
        rows: report.rows,
        attachments: report.attachments,
        definitions: report.definitions,
        head: report.head,
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// A backup as a file; taking it away leaves an entry.
#[utoipa::path(get, path = "/api/v1/backups/{name}", tag = "system", params(("name" = String, Path)), responses((status = 200, body = Bytes, content_type = "application/octet-stream"), (status = 403), (status = 404)))]
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
#[utoipa::path(get, path = "/api/v1/system", tag = "system", responses((status = 200, body = SystemState), (status = 403)))]
pub(crate) async fn system(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<SystemState>> {
    viewer.need_power("administer", "查看系统状态")?;
    let dialect = match viewer.base.dialect() {
        ledger::Dialect::Sqlite => "SQLite",
        ledger::Dialect::Pg => "PostgreSQL",
    };
    let size = tokio::fs::metadata(&state.place.base).await.map(|it| it.len()).ok();
    Ok(Json(SystemState {
        version: env!("CARGO_PKG_VERSION"),
        dialect,
        size_bytes: size,
        started_at: moment(state.started_at),
        signed_in: state.sessions.count(now()),
        definitions: DefinitionsState {
            fingerprint: viewer.catalog.fingerprint.clone(),
            files: viewer.world.files,
            from: viewer.world.from.clone(),
        },
        ledgers: viewer.catalog.ledgers.len(),
        indicators: viewer.catalog.indicators.len(),
        audit: audit::chain(&state, &viewer).await?,
    }))
}

/// Metrics for Prometheus: to this machine only, they tell of nobody.
pub(crate) async fn metrics(
    Held(state): Held<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Response {
    if !from.ip().is_loopback() {
        return Refusal::not_found("没有这个接口").into_response();
    }
    let people = u32::try_from(state.sessions.count(now())).unwrap_or(u32::MAX);
    metrics::gauge!("tongtu_sessions").set(f64::from(people));
    let listening = u32::try_from(state.events.receiver_count()).unwrap_or(u32::MAX);
    metrics::gauge!("tongtu_event_streams").set(f64::from(listening));
    let text = state.metrics.as_ref().map(|it| it.render()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
