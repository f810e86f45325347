//! Checks (校核): a document uploaded, checked, its findings taken or set aside, and given back with comments or corrected.
//!
//! The file and what was found in it lie in the work folder, who asked and what was set aside on the desk. Who wrote the
//! document sees it, and those who draft or sign for the bureau.

use std::path::PathBuf;

use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use ledger::{Paper, PaperInput};
use report::check::read_text;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json_, json};
use terms::Period;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::api::answer::{Bytes, Page};
use crate::api::checked::{
    self, Agreed, CheckFinding, Counts, Dismissed, Paragraph, Shown, ToAgree, ToDismiss,
};
use crate::api::event::Event;
use crate::api::export::download;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::{self, receive};
use crate::context::now;
use crate::flow::check::{Asked, Review, beside, judge};
use crate::flow::dismissals::series;
use crate::say::Findings;

/// Kind of the papers.
const CHECK: &str = "check";
/// Greatest document.
const BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Checks that are kept of one person; the oldest go.
const KEPT_MAX: usize = 50;
/// Documents checked at once: each may take a core for a while.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Routes below `/checks`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/checks", post(create).get(list))
        .route("/checks/{id}", get(detail).delete(drop_check))
        .route("/checks/{id}/dismissals", post(dismiss))
        .route("/checks/{id}/dismissals/{key}", delete(take_back))
        .route("/checks/{id}/agreements", post(agree))
        .route("/checks/{id}/agreements/{key}", delete(disagree))
        .route("/checks/{id}/annotated.docx", get(annotated))
        .route("/checks/{id}/fixed", get(fixed))
}

/// A check on the desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    id: String,
    login: String,
    who: String,
    file_name: String,
    /// The period whose ledgers it was compared with.
    tie: Option<String>,
    at: String,
    dismissed: Vec<Dismissed>,
    #[serde(default)]
    agreed: Vec<Agreed>,
    /// Version of the paper, against writing over somebody.
    #[serde(skip)]
    paper: i64,
}

/// What was found, in the work folder.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    paragraphs: Vec<Paragraph>,
    findings: Vec<Shown>,
    ledgers: Vec<String>,
}

/// A check, as a list names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CheckRef {
    id: String,
    /// Name of the file.
    name: String,
    who: String,
    at: String,
    /// The period whose ledgers it was compared with.
    tie: Option<String>,
    /// Whether the viewer asked for it.
    mine: bool,
}

/// A check with everything that was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Check {
    id: String,
    /// Name of the file.
    name: String,
    who: String,
    at: String,
    /// The period whose ledgers it was compared with.
    tie: Option<String>,
    paragraphs: Vec<Paragraph>,
    findings: Vec<CheckFinding>,
    counts: Counts,
    /// What the ledgers say of its numbers, in words.
    ledgers: Vec<String>,
}

impl Kept {
    fn seen_by(&self, viewer: &Viewer) -> bool {
        may_see(viewer, &self.login)
    }

    fn event(&self, viewer: &Viewer, done: &'static str) -> Event {
        let (id, owner) = (self.id.clone(), self.login.clone());
        let (who, session) = (viewer.name.clone(), viewer.session.id.clone());
        Event::Check { id, owner, who, session, done }
    }
}

/// Whoever asked for a check sees it, and those who draft or sign for the bureau.
pub(crate) fn may_see(viewer: &Viewer, owner: &str) -> bool {
    owner == viewer.login || viewer.has_power("draft") || viewer.has_power("sign")
}

fn folder(state: &Shared) -> PathBuf {
    state.work.join("checks")
}

fn files(state: &Shared, id: &str) -> [PathBuf; 2] {
    ["file", "json"].map(|it| folder(state).join(format!("{id}.{it}")))
}

/// A file of the work folder that cannot be read or written: ours, not the client's.
fn broken(error: std::io::Error) -> Refusal {
    anyhow::Error::new(error).context("a file of the work folder").into()
}

fn unreadable(error: serde_json::Error) -> Refusal {
    anyhow::anyhow!("a check cannot be read: {error}").into()
}

/// What an upload says of itself.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Upload {
    /// Name of the file.
    name: String,
    /// Period whose ledgers its numbers are compared with, such as `2021H1`; only for who drafts or signs.
    tie: Option<String>,
}

/// Checks a document.
#[utoipa::path(post, path = "/api/v1/checks", tag = "checks", params(Upload), request_body(content = Bytes, content_type = "application/octet-stream"),
    responses((status = 201, body = Check), (status = 413), (status = 422)))]
pub(crate) async fn create(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Query(asked): Query<Upload>,
    body: Body,
) -> Reply<Response> {
    let name = upload::file_name(&asked.name)?;
    let tie = period(&viewer, asked.tie.as_deref())?;
    let received = receive(&folder(&state), body, BYTES_MAX).await?;
    let bytes = tokio::fs::read(&received.path).await.map_err(broken)?;
    let mut kept = Kept {
        id: Uuid::now_v7().simple().to_string(),
        login: viewer.login.clone(),
        who: viewer.name.clone(),
        file_name: name,
        tie: tie.map(|it| it.to_string()),
        at: moment(now()),
        dismissed: Vec::new(),
        agreed: Vec::new(),
        paper: 0,
    };
    let others = all(&viewer).await?;
    kept.dismissed = earlier(&kept, &others);
    let review = look(&viewer, &kept, bytes).await?;
    let found = Found {
        paragraphs: checked::paragraphs(&review.text),
        findings: checked::shown(&review.text, &review.findings),
        ledgers: review.explained,
    };
    let [file, result] = files(&state, &kept.id);
    tokio::fs::rename(&received.path, &file).await.map_err(broken)?;
    tokio::fs::write(&result, serde_json::to_vec(&found).map_err(unreadable)?)
        .await
        .map_err(broken)?;
    let note = json!({ "id": kept.id, "file": kept.file_name, "done": "校核", "tie": kept.tie });
    save(&viewer, &kept, &note).await?;
    viewer.tell(kept.event(&viewer, "checked"));
    make_room(&state, &viewer, &others).await?;
    Ok((StatusCode::CREATED, Json(told(&kept, &found))).into_response())
}

/// The period to compare with; figures of the whole bureau are for who drafts or signs.
fn period(viewer: &Viewer, word: Option<&str>) -> Reply<Option<Period>> {
    let Some(word) = word.filter(|it| !it.is_empty()) else { return Ok(None) };
    if !viewer.has_power("draft") && !viewer.has_power("sign") {
        return Err(Refusal::forbidden("与台账对应要用全局的数，由写报告或审签的岗位办理"));
    }
    let read: Result<Period, _> = word.parse();
    read.map(Some)
        .map_err(|_| Refusal::bad(format!("“{word}”不是期间，写法如 2021H1、2021Q2、2021-06")))
}

/// What the same person set aside in earlier versions of the document.
fn earlier(kept: &Kept, others: &[Kept]) -> Vec<Dismissed> {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |it| it.0).to_owned();
    let same = |it: &&Kept| {
        it.login == kept.login && series(&stem(&it.file_name)) == series(&stem(&kept.file_name))
    };
    others
        .iter()
        .filter(same)
        .max_by_key(|it| &it.id)
        .map_or_else(Vec::new, |it| it.dismissed.clone())
}

/// Checks the bytes; nothing is left out, what was set aside is marked when it is shown.
async fn look(viewer: &Viewer, kept: &Kept, bytes: Vec<u8>) -> Reply<Review> {
    let _turn = AT_ONCE.acquire().await.map_err(|it| anyhow::anyhow!("{it}"))?;
    let name = kept.file_name.clone();
    let reading = tokio::task::spawn_blocking(move || (read_text(&name, &bytes), bytes));
    let (text, bytes) = reading.await.map_err(anyhow::Error::new)?;
    let text = text.map_err(|it| anyhow::Error::from(Findings(vec![*it])))?;
    let context = viewer.context();
    let tied = kept.tie.as_deref().and_then(|it| it.parse().ok());
    let asked = Asked { period: tied, explain: viewer.sees_all(), ..Asked::default() };
    let ledgers = tied.is_some().then_some(&context);
    let document = (kept.file_name.clone(), bytes);
    Ok(judge(&viewer.catalog, ledgers, document, text, asked, &[]).await?)
}

async fn save(viewer: &Viewer, kept: &Kept, note: &Json_) -> Reply<()> {
    let paper = PaperInput {
        kind: CHECK,
        id: kept.id.clone(),
        version: Some(kept.paper),
        body: Some(serde_json::to_string(kept).map_err(unreadable)?),
        note: Some(note.to_string()),
    };
    Ok(viewer.base.write_papers(&viewer.act(), &[paper]).await?)
}

async fn all(viewer: &Viewer) -> Reply<Vec<Kept>> {
    viewer.base.papers(CHECK).await?.iter().map(read).collect()
}

fn read(paper: &Paper) -> Reply<Kept> {
    let kept: Kept = serde_json::from_str(&paper.body).map_err(unreadable)?;
    Ok(Kept { paper: paper.version, ..kept })
}

/// The oldest checks of a person go when there are too many.
async fn make_room(state: &Shared, viewer: &Viewer, others: &[Kept]) -> Reply<()> {
    let mut own: Vec<&Kept> = others.iter().filter(|it| it.login == viewer.login).collect();
    own.sort_by(|one, other| other.id.cmp(&one.id));
    for kept in own.into_iter().skip(KEPT_MAX - 1) {
        forget(state, viewer, kept, None).await?;
    }
    Ok(())
}

async fn forget(state: &Shared, viewer: &Viewer, kept: &Kept, note: Option<&str>) -> Reply<()> {
    for path in files(state, &kept.id) {
        let _ = tokio::fs::remove_file(path).await; // It may be gone already.
    }
    let note =
        note.map(|done| json!({ "id": kept.id, "file": kept.file_name, "done": done }).to_string());
    let paper = PaperInput { kind: CHECK, id: kept.id.clone(), version: None, body: None, note };
    viewer.base.write_papers(&viewer.act(), &[paper]).await?;
    viewer.tell(kept.event(viewer, "gone"));
    Ok(())
}

async fn find(viewer: &Viewer, id: &str) -> Reply<Kept> {
    let missing = || Refusal::not_found("没有这次校核，或您的岗位看不到");
    let paper = viewer.base.paper(CHECK, id).await?.ok_or_else(missing)?;
    Some(read(&paper)?).filter(|it| it.seen_by(viewer)).ok_or_else(missing)
}

async fn found(state: &Shared, kept: &Kept) -> Reply<Found> {
    let [_, result] = files(state, &kept.id);
    let gone = |_| Refusal::not_found("这次校核的文件已不在服务器上，请重新上传");
    let bytes = tokio::fs::read(result).await.map_err(gone)?;
    serde_json::from_slice(&bytes).map_err(unreadable)
}

fn told(kept: &Kept, found: &Found) -> Check {
    Check {
        id: kept.id.clone(),
        name: kept.file_name.clone(),
        who: kept.who.clone(),
        at: kept.at.clone(),
        tie: kept.tie.clone(),
        paragraphs: found.paragraphs.clone(),
        findings: found.findings.iter().map(|it| it.told(&kept.dismissed, &kept.agreed)).collect(),
        counts: checked::counts(&found.findings, &kept.dismissed),
        ledgers: found.ledgers.clone(),
    }
}

/// Checks that the viewer may see, latest first.
#[utoipa::path(get, path = "/api/v1/checks", tag = "checks", responses((status = 200, body = Page<CheckRef>)))]
pub(crate) async fn list(viewer: Viewer) -> Reply<Json<Page<CheckRef>>> {
    let mut all = all(&viewer).await?;
    all.retain(|it| it.seen_by(&viewer));
    all.sort_by(|one, other| other.id.cmp(&one.id));
    let items = all.into_iter().take(200).map(|it| CheckRef {
        mine: it.login == viewer.login,
        id: it.id,
        name: it.file_name,
        who: it.who,
        at: it.at,
        tie: it.tie,
    });
    Ok(Json(Page::whole(items.collect())))
}

/// One check with all its findings.
#[utoipa::path(get, path = "/api/v1/checks/{id}", tag = "checks", params(("id" = String, Path)), responses((status = 200, body = Check), (status = 404)))]
pub(crate) async fn detail(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Json<Check>> {
    let kept = find(&viewer, &id).await?;
    Ok(Json(told(&kept, &found(&state, &kept).await?)))
}

/// Takes a check and its file away; only who asked for it.
#[utoipa::path(delete, path = "/api/v1/checks/{id}", tag = "checks", params(("id" = String, Path)), responses((status = 204), (status = 403), (status = 404)))]
pub(crate) async fn drop_check(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<StatusCode> {
    let kept = find(&viewer, &id).await?;
    if kept.login != viewer.login {
        return Err(Refusal::forbidden("只有上传的人能删"));
    }
    forget(&state, &viewer, &kept, Some("删去校核")).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes what people said of the findings of a check; what was done stays in the chain, with the reason where there is one.
async fn answered(
    state: &Shared,
    viewer: &Viewer,
    id: &str,
    (done, reason): (&'static str, Option<&str>),
    change: impl FnOnce(&[Shown], &mut Kept) -> Reply<Shown>,
) -> Reply<Json<Check>> {
    let mut kept = find(viewer, id).await?;
    let found = found(state, &kept).await?;
    let judged = change(&found.findings, &mut kept)?;
    let mut note = json!({
        "id": kept.id, "file": kept.file_name, "done": done, "rule": judged.rule,
        "quote": judged.quote,
    });
    if let Some(reason) = reason {
        note["reason"] = reason.trim().into();
    }
    save(viewer, &kept, &note).await?;
    viewer.tell(kept.event(viewer, "changed"));
    Ok(Json(told(&kept, &found)))
}

/// Sets a finding aside, with a reason.
#[utoipa::path(post, path = "/api/v1/checks/{id}/dismissals", tag = "checks", request_body = ToDismiss, params(("id" = String, Path)),
    responses((status = 200, body = Check), (status = 400), (status = 404)))]
pub(crate) async fn dismiss(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(wanted): Json<ToDismiss>,
) -> Reply<Json<Check>> {
    let (who, at) = (viewer.name.clone(), moment(now()));
    answered(&state, &viewer, &id, ("忽略", Some(&wanted.reason)), |all, kept| {
        kept.agreed.retain(|it| it.key != wanted.key);
        checked::dismiss(all, &mut kept.dismissed, &wanted, &who, at)
    })
    .await
}

/// Takes a dismissal back.
#[utoipa::path(delete, path = "/api/v1/checks/{id}/dismissals/{key}", tag = "checks", params(("id" = String, Path), ("key" = String, Path)),
    responses((status = 200, body = Check), (status = 404)))]
pub(crate) async fn take_back(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((id, key)): Path<(String, String)>,
) -> Reply<Json<Check>> {
    answered(&state, &viewer, &id, ("恢复忽略的问题", None), |all, kept| {
        checked::take_back(all, &mut kept.dismissed, &key)
    })
    .await
}

/// Agrees to the correction of a finding that is not safe: it is made in the file that is fetched.
#[utoipa::path(post, path = "/api/v1/checks/{id}/agreements", tag = "checks", request_body = ToAgree, params(("id" = String, Path)),
    responses((status = 200, body = Check), (status = 400), (status = 404)))]
pub(crate) async fn agree(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(wanted): Json<ToAgree>,
) -> Reply<Json<Check>> {
    let (who, at) = (viewer.name.clone(), moment(now()));
    answered(&state, &viewer, &id, ("采纳改法", None), |all, kept| {
        checked::agree(all, (&kept.dismissed, &mut kept.agreed), &wanted, &who, at)
    })
    .await
}

/// Takes an agreement back.
#[utoipa::path(delete, path = "/api/v1/checks/{id}/agreements/{key}", tag = "checks", params(("id" = String, Path), ("key" = String, Path)),
    responses((status = 200, body = Check), (status = 404)))]
pub(crate) async fn disagree(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((id, key)): Path<(String, String)>,
) -> Reply<Json<Check>> {
    answered(&state, &viewer, &id, ("不采纳改法", None), |all, kept| {
        checked::disagree(all, &mut kept.agreed, &key)
    })
    .await
}

/// The document checked anew, without what was set aside, with what was agreed to.
async fn again(state: &Shared, viewer: &Viewer, kept: &Kept) -> Reply<Review> {
    let [file, _] = files(state, &kept.id);
    let gone = |_| Refusal::not_found("这次校核的文件已不在服务器上，请重新上传");
    let bytes = tokio::fs::read(file).await.map_err(gone)?;
    let mut review = look(viewer, kept, bytes).await?;
    let named = checked::shown(&review.text, &review.findings);
    for (finding, shown) in review.findings.iter_mut().zip(&named) {
        finding.agreed = kept.agreed.iter().any(|it| it.is_of(shown));
    }
    let dismissals: Vec<_> = kept.dismissed.iter().map(Dismissed::dismissal).collect();
    review.findings.retain(|it| !dismissals.iter().any(|one| one.silences(it)));
    Ok(review)
}

/// The docx with a comment at every open finding and the corrections that are safe or agreed to as tracked changes.
#[utoipa::path(get, path = "/api/v1/checks/{id}/annotated.docx", tag = "checks", params(("id" = String, Path)), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (status = 400), (status = 404)))]
pub(crate) async fn annotated(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Response> {
    let kept = find(&viewer, &id).await?;
    let review = again(&state, &viewer, &kept).await?;
    if !review.is_word() {
        return Err(Refusal::bad("只有 Word 文件（.docx）能带批注；纯文本请取改好的文件"));
    }
    Ok(download(&renamed(&kept.file_name, "-批注"), review.annotated()?.0))
}

/// The file with the corrections made that are safe or agreed to.
#[utoipa::path(get, path = "/api/v1/checks/{id}/fixed", tag = "checks", params(("id" = String, Path)), responses((status = 200, body = Bytes, content_type = "*/*"), (status = 404)))]
pub(crate) async fn fixed(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Response> {
    let kept = find(&viewer, &id).await?;
    let review = again(&state, &viewer, &kept).await?;
    Ok(download(&renamed(&kept.file_name, "-已改"), review.fixed()?.0))
}

fn renamed(name: &str, mark: &str) -> String {
    beside(std::path::Path::new(name), mark).display().to_string()
}
