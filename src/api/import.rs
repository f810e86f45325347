//! Imports on their way (导入): a workbook is streamed to disk, read and compared in the background, then taken in by who
//! brought it. What was read is not kept between the two: the file is, and it is read again.
//!
//! Imports live with the process; files that an earlier one left are removed when the server starts.

use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::sync::{Arc, LazyLock, RwLock};

use anyhow::Context as _;
use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::LedgerDef;
use jiff::{SignedDuration, Timestamp};
use ledger::{BatchInfo, BatchOutcome};
use serde::{Deserialize, Serialize};
use sheet::{ColumnMapping, HeaderSeen, Incoming};
use terms::Finding;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::api::answer::{Bytes, Items};
use crate::api::event::Event;
use crate::api::export::file;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::{self, Received};
use crate::context::{HIDDEN, now};
use crate::flow::capture;
use crate::say::SaidFinding;

/// Greatest size of a workbook.
const BYTES_MAX: u64 = 200 * 1024 * 1024;
/// Imports of one person that are open at once.
const OWN_MAX: usize = 5;
/// An import that nobody took goes after so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Findings on one page.
const PAGE: usize = 500;
/// One workbook is read at a time: rows of a large one fill the memory.
static TURN: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// Imports that were uploaded and not yet dropped.
#[derive(Debug, Default)]
pub(crate) struct Imports(RwLock<BTreeMap<String, Arc<Import>>>);

/// One import.
#[derive(Debug)]
struct Import {
    id: String,
    /// Login of who brought it; nobody else knows of it.
    owner: String,
    ledger: String,
    file_name: String,
    received: Received,
    at: Timestamp,
    told: RwLock<Told>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportState)]
pub(crate) enum Step {
    #[default]
    Reading,
    Ready,
    Taking,
    Taken,
    Failed,
}

/// What is known of it so far.
#[derive(Debug, Default)]
struct Told {
    step: Step,
    done: u64,
    total: u64,
    mapping: Vec<ColumnMapping>,
    headers: Vec<HeaderSeen>,
    findings: Vec<Finding>,
    outcome: BatchOutcome,
    text: String,
}

/// Routes of imports.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/imports", post(bring).get(list))
        .route("/imports/{id}", get(tell).delete(put_away))
        .route("/imports/{id}/take", post(take))
        .route("/imports/{id}/returned.xlsx", get(returned))
}

/// Removes what uploads of an earlier process left.
pub(crate) fn clean(work: &FilePath) {
    for folder in ["imports", "uploads", "exports"] {
        let _ = std::fs::remove_dir_all(work.join(folder)); // Nothing to remove is well.
    }
}

impl Imports {
    /// Takes one in, unless its owner has too many open. Of those that nothing can come of the oldest makes room; of those that
    /// were taken in, whose files are kept for the rows that went back, so do the oldest.
    fn put(&self, import: Arc<Import>) -> bool {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        let old = |it: &Arc<Import>| now().duration_since(it.at) > KEPT;
        all.retain(|_, it| !old(it) || it.step() == Step::Taking);
        let own = all.values().filter(|it| it.owner == import.owner).cloned();
        let (taken, open): (Vec<_>, Vec<_>) = own.partition(|it| it.step() == Step::Taken);
        if open.len() >= OWN_MAX {
            let Some(spent) = open.iter().find(|it| it.is_spent()) else { return false };
            all.remove(&spent.id);
        }
        for done in taken.iter().rev().skip(OWN_MAX - 1) {
            all.remove(&done.id);
        }
        all.insert(import.id.clone(), import);
        true
    }

    fn of(&self, login: &str) -> Vec<Arc<Import>> {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        all.values().filter(|it| it.owner == login).cloned().collect()
    }

    /// Whether there is, or would be made, room for one more of somebody's.
    fn has_room(&self, login: &str) -> bool {
        let open = self.of(login).into_iter().filter(|it| it.step() != Step::Taken);
        let open: Vec<Arc<Import>> = open.collect();
        open.len() < OWN_MAX || open.iter().any(|it| it.is_spent())
    }

    fn drop(&self, id: &str) {
        self.0.write().unwrap_or_else(|it| it.into_inner()).remove(id);
    }
}

impl Import {
    fn step(&self) -> Step {
        self.told.read().unwrap_or_else(|it| it.into_inner()).step
    }

    /// Whether nothing can come of it any more: it failed, or has nothing to take in.
    fn is_spent(&self) -> bool {
        let told = self.told.read().unwrap_or_else(|it| it.into_inner());
        match told.step {
            Step::Failed => true,
            Step::Ready => told.outcome.created + told.outcome.changed == 0,
            Step::Reading | Step::Taking | Step::Taken => false,
        }
    }

    /// Changes what is known, and tells who brought it.
    fn change(&self, state: &Shared, change: impl FnOnce(&mut Told)) {
        let event = {
            let mut told = self.told.write().unwrap_or_else(|it| it.into_inner());
            change(&mut told);
            Event::Import {
                owner: self.owner.clone(),
                id: self.id.clone(),
                state: told.step,
                done: told.done,
                total: told.total,
            }
        };
        state.tell(event);
    }
}

fn own(state: &Shared, viewer: &Viewer, id: &str) -> Reply<Arc<Import>> {
    let found = state.imports.of(&viewer.login).into_iter().find(|it| it.id == id);
    let found = found
        .ok_or_else(|| Refusal::not_found("没有这次导入，可能已经取消或服务重启过，请重新上传"))?;
    importable(viewer, &found.ledger)?;
    Ok(found)
}

fn importable<'v>(viewer: &'v Viewer, ledger: &str) -> Reply<&'v LedgerDef> {
    let def = viewer.ledger_by_id(ledger)?;
    if !viewer.may(def, "import") {
        return Err(Refusal::forbidden(format!("您的岗位不能导入《{}》", def.title)));
    }
    Ok(def)
}

/// Which ledger a workbook is for, and its name.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Brought {
    /// Id of the ledger.
    ledger: String,
    /// File name.
    name: String,
}

/// An import that was begun.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ImportBegun)]
pub(crate) struct Begun {
    id: String,
}

/// Takes a workbook and begins to read it.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", params(Brought), request_body(content = Bytes, content_type = "application/octet-stream"), responses((status = 202, body = Begun), (status = 403), (status = 413)))]
pub(crate) async fn bring(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Query(brought): Query<Brought>,
    body: Body,
) -> Reply<Response> {
    let def = importable(&viewer, &brought.ledger)?;
    let file_name = upload::file_name(&brought.name)?;
    let full = || Refusal::bad(format!("您已有 {OWN_MAX} 次导入没有办完，请先入库或取消"));
    // Asked before the bytes come, so that nobody sends 200 MB in vain; and again when they are there.
    if !state.imports.has_room(&viewer.login) {
        return Err(full());
    }
    let received = upload::receive(&state.work.join("imports"), body, BYTES_MAX).await?;
    let import = Arc::new(Import {
        id: Uuid::now_v7().simple().to_string(),
        owner: viewer.login.clone(),
        ledger: def.id.clone(),
        file_name,
        received,
        at: now(),
        told: RwLock::default(),
    });
    if !state.imports.put(Arc::clone(&import)) {
        return Err(full());
    }
    let answer = Begun { id: import.id.clone() };
    begin(&state, &viewer, import, false);
    Ok((StatusCode::ACCEPTED, Json(answer)).into_response())
}

/// Reads and compares, or reads and takes in, in the background.
fn begin(state: &Shared, viewer: &Viewer, import: Arc<Import>, taking: bool) {
    let (state, viewer) = (Arc::clone(state), viewer.clone());
    tokio::spawn(async move {
        let turn = TURN.acquire().await;
        let (worker, job) = (Arc::clone(&state), Arc::clone(&import));
        let handle = Handle::current();
        let done = tokio::task::spawn_blocking(move || {
            handle.block_on(run(&worker, &viewer, &job, taking))
        });
        let failure = match done.await {
            Ok(Ok(())) => None,
            Ok(Err(refusal)) => Some(refusal.said().0),
            Err(error) => {
                tracing::error!("an import ended early: {error}");
                Some("服务器没有办成，已记入日志".to_owned())
            }
        };
        if let Some(text) = failure {
            import.change(&state, |it| (it.step, it.text) = (Step::Failed, text));
        }
        drop(turn);
    });
}

async fn run(state: &Shared, viewer: &Viewer, import: &Import, taking: bool) -> Reply<()> {
    let def = importable(viewer, &import.ledger)?;
    let bytes = std::fs::read(&import.received.path).context("an upload cannot be read")?;
    let incoming = Incoming { name: &import.file_name, bytes: &bytes, parts: &[] };
    // Reading is the first half of the way, comparing or taking the second.
    let half = |done: u64, total: u64, first: bool| {
        import.change(state, |it| {
            it.total = total.saturating_mul(2);
            it.done = if first { done } else { total.saturating_add(done) };
        });
    };
    let (reading, rows) =
        capture::read(&viewer.catalog, def, incoming, &mut |done, total| half(done, total, true));
    let info = BatchInfo {
        file_name: &import.file_name,
        file_digest: &import.received.digest,
        unread: reading.rows_bad,
        ..BatchInfo::default()
    };
    let mut outcome = viewer
        .base
        .import(&viewer.act(), &def.id, rows, info, !taking, &mut |done, total| {
            half(done, total, false);
        })
        .await?;
    let mut findings = reading.findings;
    findings.append(&mut outcome.findings);
    import.change(state, |it| {
        it.step = if taking { Step::Taken } else { Step::Ready };
        (it.done, it.mapping, it.headers) = (it.total, reading.mapping, reading.headers);
        (it.findings, it.outcome) = (findings, outcome);
    });
    Ok(())
}

/// Where the findings go on.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct From {
    /// `next` of the page before.
    after: String,
}

/// An import, as a list names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportRef {
    id: String,
    ledger: String,
    file_name: String,
    state: Step,
}

/// An import: how far it has come, and what was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Import)]
pub(crate) struct ShownImport {
    id: String,
    ledger: String,
    ledger_title: String,
    file_name: String,
    size_bytes: u64,
    state: Step,
    done: u64,
    /// 0 until it is known.
    total: u64,
    mapping: Vec<MappedColumn>,
    /// Heads that are no field.
    headers_unknown: Vec<String>,
    /// A page of them.
    findings: Vec<SaidFinding>,
    finding_count: usize,
    /// What to send as `after` for the findings behind these; null at the end.
    next: Option<String>,
    /// What would change, or did; null until it is known.
    preview: Option<ImportPreview>,
    /// The batch that it was taken in with.
    batch: Option<String>,
    /// Why it failed; empty otherwise.
    text: String,
}

/// A column of a workbook, and the field that it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappedColumn {
    header: String,
    /// Null when it is none.
    field: Option<String>,
    label: String,
    column: String,
    sheet: String,
    unit: String,
}

/// What an import changes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportPreview {
    created: u64,
    changed: u64,
    unchanged: u64,
    left_out: u64,
    changes: Vec<ImportChange>,
    /// How many changes are not shown.
    more: u64,
}

/// A field that an import changes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportChange {
    key: String,
    /// Label of the field.
    field: String,
    old: String,
    new: String,
}

/// One's own imports.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", responses((status = 200, body = Items<ImportRef>)))]
pub(crate) async fn list(Held(state): Held<Shared>, viewer: Viewer) -> Json<Items<ImportRef>> {
    let own = state.imports.of(&viewer.login);
    let items = own.iter().map(|it| ImportRef {
        id: it.id.clone(),
        ledger: it.ledger.clone(),
        file_name: it.file_name.clone(),
        state: it.step(),
    });
    Json(Items { items: items.collect() })
}

/// How far an import has come, and what was found.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path), From), responses((status = 200, body = ShownImport), (status = 404)))]
pub(crate) async fn tell(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(from): Query<From>,
) -> Reply<Json<ShownImport>> {
    let import = own(&state, &viewer, &id)?;
    let def = importable(&viewer, &import.ledger)?;
    let start: usize = match from.after.as_str() {
        "" => 0,
        text => text.parse().map_err(|_| Refusal::bad("翻页标记不对"))?,
    };
    let told = import.told.read().unwrap_or_else(|it| it.into_inner());
    Ok(Json(shown(&viewer, def, &import, &told, start)))
}

fn shown(
    viewer: &Viewer,
    def: &LedgerDef,
    import: &Import,
    told: &Told,
    start: usize,
) -> ShownImport {
    let hide = !viewer.may_private(def);
    // Who imports knows what is to stand, but not always what stands.
    let old = |change: &ledger::Change| {
        let private = def.fields.iter().any(|it| it.holds_private() && it.label == change.field);
        if hide && private && !change.old.is_empty() {
            HIDDEN.to_owned()
        } else {
            change.old.clone()
        }
    };
    let outcome = &told.outcome;
    let changes = outcome.changes.iter().map(|it| ImportChange {
        key: it.key.clone(),
        field: it.field.clone(),
        old: old(it),
        new: it.new.clone(),
    });
    let mapping = told.mapping.iter().map(|it| MappedColumn {
        header: it.header.clone(),
        field: it.field.clone(),
        label: it.label.clone(),
        column: it.column.clone(),
        sheet: it.sheet.clone(),
        unit: it.unit.clone(),
    });
    let unknown = told.mapping.iter().filter(|it| it.field.is_none());
    let page = told.findings.iter().skip(start).take(PAGE);
    let end = start.saturating_add(PAGE);
    let known = matches!(told.step, Step::Ready | Step::Taken);
    ShownImport {
        id: import.id.clone(),
        ledger: def.id.clone(),
        ledger_title: def.title.clone(),
        file_name: import.file_name.clone(),
        size_bytes: import.received.size_bytes,
        state: told.step,
        done: told.done,
        total: told.total,
        mapping: mapping.collect(),
        headers_unknown: unknown.map(|it| it.header.clone()).collect(),
        findings: page.map(SaidFinding::from).collect(),
        finding_count: told.findings.len(),
        next: (end < told.findings.len()).then(|| end.to_string()),
        preview: known.then(|| ImportPreview {
            created: outcome.created,
            changed: outcome.changed,
            unchanged: outcome.unchanged,
            left_out: outcome.left_out,
            changes: changes.collect(),
            more: outcome.more_changes,
        }),
        batch: outcome.batch.map(|it| it.to_string()),
        text: told.text.clone(),
    }
}

/// Takes in what was read.
#[utoipa::path(post, path = "/api/v1/imports/{id}/take", tag = "imports", params(("id" = String, Path)), responses((status = 202), (status = 400), (status = 404)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<StatusCode> {
    let import = own(&state, &viewer, &id)?;
    {
        let mut told = import.told.write().unwrap_or_else(|it| it.into_inner());
        match told.step {
            Step::Ready if told.outcome.created + told.outcome.changed == 0 => {
                return Err(Refusal::bad("没有可以入库的行：没有新增，也没有变更"));
            }
            Step::Ready => told.step = Step::Taking,
            Step::Reading => return Err(Refusal::bad("还在读取，请稍候")),
            Step::Taking => return Err(Refusal::bad("正在入库，请稍候")),
            Step::Taken => return Err(Refusal::bad("已经入库")),
            Step::Failed => return Err(Refusal::bad("这次导入没有办成，请重新上传")),
        }
    }
    begin(&state, &viewer, import, true);
    Ok(StatusCode::ACCEPTED)
}

/// The bad rows, back to the clerk.
#[utoipa::path(get, path = "/api/v1/imports/{id}/returned.xlsx", tag = "imports", params(("id" = String, Path)), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 404)))]
pub(crate) async fn returned(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Response> {
    let import = own(&state, &viewer, &id)?;
    let name = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |it| it.0);
    let name = format!("{name}-退回.xlsx");
    let written = tokio::task::spawn_blocking(move || -> anyhow::Result<Option<Vec<u8>>> {
        let bytes = std::fs::read(&import.received.path).context("an upload cannot be read")?;
        let incoming = Incoming { name: &import.file_name, bytes: &bytes, parts: &[] };
        let told = import.told.read().unwrap_or_else(|it| it.into_inner());
        Ok(sheet::write_returned(incoming, &told.headers, &told.findings)?)
    });
    let workbook = written.await.context("the workbook ended early")??;
    let workbook = workbook.ok_or_else(|| Refusal::not_found("没有要退回的行"))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&name, media_type, workbook))
}

/// Drops an import; what was taken in stays.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub(crate) async fn put_away(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<StatusCode> {
    let import = own(&state, &viewer, &id)?;
    if import.step() == Step::Taking {
        return Err(Refusal::bad("正在入库，不能取消；入库后可以整批撤回"));
    }
    state.imports.drop(&import.id);
    Ok(StatusCode::NO_CONTENT)
}
