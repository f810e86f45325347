//! A report that comes back from Word and WPS (回稿): compared with the version that went out, then taken paragraph by paragraph.
//!
//! Two requests: the upload gives a preview, which lies on the desk until the writer has decided; the taking names the changes
//! that are accepted and the version of the draft that was seen. A number changed by hand is told, never taken.

use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ledger::PaperInput;
use report::check::read_text;
use report::draft::take::{HandNumber, Proposal, ProposalNote, Proposed, mend, propose, take};
use report::draft::{Draft, DraftBlock, NewRun};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::openapi::Object;
use uuid::Uuid;

use crate::api::answer::{Bytes, word_of};
use crate::api::blocks::EditedRun;
use crate::api::draft::{Loaded, Saved, load, load_to_edit, read_mark, save_with};
use crate::api::draft_shape::{
    Block, DiffMark, ShownDraft, Slot, block, marks, shown as whole, slot, tag,
};
use crate::api::drafts::of_version;
use crate::api::guard::Viewer;
use crate::api::insert::new_runs;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply, Stale};
use crate::api::state::Shared;
use crate::api::upload::{self, receive};
use crate::context::now;
use crate::flow::figure::When;
use crate::say::Findings;

/// Kind of the previews; they are the writer's own and leave no entry.
const RETURNED: &str = "draft_returned";
/// Greatest document that comes back.
const BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Changes of one file at most: more are another document.
const CHANGES_MAX: usize = 2_000;
/// Files compared at the same time.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Routes of files that come back.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/drafts/{id}/returned", get(shown).post(upload).delete(forget))
        .route("/drafts/{id}/returned/take", post(take_changes))
}

/// A preview as it lies on the desk (收回预览).
#[derive(Debug, Serialize, Deserialize)]
struct Preview {
    file_name: String,
    /// SM3 of the file.
    digest: String,
    at: String,
    /// The version that went out.
    given: i64,
    /// Whether the file itself says which version it is.
    marked: bool,
    /// The version of the draft that the changes are for.
    version: i64,
    proposed: Proposed,
}

/// The file, and which version it was made from.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Returned {
    /// Name of the file.
    name: String,
    /// Version that went out; that which the file names, or the current one, when empty.
    version: String,
}

/// Compares a Word file that came back with the version that went out, and keeps what it would change.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/returned", tag = "reports", params(("id" = String, Path), Returned),
    request_body(content = Bytes, content_type = "application/octet-stream"), responses((status = 200, body = ReturnedPreview), (status = 400), (status = 403), (status = 404), (status = 413), (status = 422)))]
pub(crate) async fn upload(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(wanted): Query<Returned>,
    body: Body,
) -> Reply<Response> {
    let loaded = load(&viewer, &id).await?;
    viewer.need_power("draft", "起草报告")?;
    let file_name = upload::file_name(&wanted.name)?;
    let received = receive(&state.work.join("uploads"), body, BYTES_MAX).await?;
    let digest = received.digest.clone();
    let _turn = AT_ONCE.acquire().await.map_err(|it| anyhow::anyhow!("{it}"))?;
    let bytes = tokio::fs::read(&received.path).await.map_err(anyhow::Error::new)?;
    let mark = report::docx_mark(&bytes).as_deref().and_then(read_mark);
    if mark.as_ref().is_some_and(|it| it.0 != id) {
        let text = "这个文件是从另一份报告稿下载的，请打开那一份稿再收回";
        return Err(Refusal::bad(text));
    }
    let known = mark.map(|it| it.1).filter(|it| (1..=loaded.head.version).contains(it));
    let word = match (wanted.version.as_str(), known) {
        ("", Some(known)) => known.to_string(),
        (word, _) => word.to_owned(),
    };
    let given = of_version(&viewer, &loaded, &word).await?;
    let (draft, names) = (loaded.draft.clone(), loaded.head.names(&viewer));
    let own = format!("own:{}", Uuid::now_v7().simple());
    let name = file_name.clone();
    let comparing = move || {
        let text = read_text(&name, &bytes)?;
        Ok(propose(&given, &draft, &text, &names, &own))
    };
    let compared = tokio::task::spawn_blocking(comparing).await.map_err(anyhow::Error::new)?;
    let proposed =
        compared.map_err(|it: Box<terms::Finding>| anyhow::Error::from(Findings(vec![*it])))?;
    if proposed.changes.len() > CHANGES_MAX {
        let text = format!("改动超过 {CHANGES_MAX} 处，像是另一份文稿，请核对文件");
        return Err(Refusal::bad(text));
    }
    let preview = Preview {
        file_name,
        digest,
        at: moment(now()),
        given: word.parse().unwrap_or(loaded.head.version),
        marked: known.is_some(),
        version: loaded.head.version,
        proposed,
    };
    let paper = PaperInput {
        kind: RETURNED,
        id: own_id(&viewer, &id),
        version: None,
        body: Some(serde_json::to_string(&preview).map_err(broken)?),
        note: None,
    };
    viewer.base.write_papers(&viewer.act(), &[paper]).await?;
    Ok((tag(&loaded.head), Json(told(&viewer, &loaded, &preview))).into_response())
}

fn broken(error: serde_json::Error) -> Refusal {
    anyhow::anyhow!("a returned draft cannot be kept: {error}").into()
}

fn own_id(viewer: &Viewer, id: &str) -> String {
    format!("{id}/{}", viewer.login)
}

async fn kept(viewer: &Viewer, id: &str) -> Reply<Option<Preview>> {
    let paper = viewer.base.paper(RETURNED, &own_id(viewer, id)).await?;
    paper.map(|it| serde_json::from_str(&it.body).map_err(broken)).transpose()
}

fn none_kept() -> Refusal {
    Refusal::not_found("没有收回待定的文件，请先上传")
}

/// What the file that the viewer uploaded last would change, while it waits for a decision; null when nothing waits.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/returned", tag = "reports", params(("id" = String, Path)), operation_id = "returned", responses((status = 200, body = Option<ReturnedPreview>), (status = 404)))]
pub(crate) async fn shown(viewer: Viewer, Path(id): Path<String>) -> Reply<Response> {
    let loaded = load(&viewer, &id).await?;
    let preview = kept(&viewer, &id).await?;
    let shown = preview.map(|it| told(&viewer, &loaded, &it));
    Ok((tag(&loaded.head), Json(shown)).into_response())
}

/// Puts the preview away; the draft stays as it is.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/returned", tag = "reports", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub(crate) async fn forget(viewer: Viewer, Path(id): Path<String>) -> Reply<StatusCode> {
    load(&viewer, &id).await?;
    kept(&viewer, &id).await?.ok_or_else(none_kept)?;
    viewer.base.write_papers(&viewer.act(), &[away(&viewer, &id)]).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn away(viewer: &Viewer, id: &str) -> PaperInput {
    PaperInput { kind: RETURNED, id: own_id(viewer, id), version: None, body: None, note: None }
}

/// The changes that a writer accepts; all others are declined.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Taken {
    changes: Vec<TakenChange>,
}

/// One accepted change, maybe with other words.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct TakenChange {
    key: String,
    /// Words for each of its blocks, where the writer mended them.
    blocks: Option<Vec<Vec<EditedRun>>>,
}

/// Takes accepted changes into the draft: one new version, one entry.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/returned/take", tag = "reports", request_body = Taken, params(("id" = String, Path)),
    responses((status = 200, body = TakenDraft), (status = 400), (status = 403), (status = 404), (status = 409), (status = 422), (status = 428)))]
pub(crate) async fn take_changes(
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(taken): Json<Taken>,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    let preview = kept(&viewer, &id).await?.ok_or_else(none_kept)?;
    if preview.version != loaded.head.version {
        let text = "比对之后稿子又改过，请重新上传比对";
        let last = loaded.head.versions.last();
        let (by, at) = last.map(|it| (it.who.clone(), it.at.clone())).unwrap_or_default();
        return Err(Refusal::stale(text.to_owned(), Stale { have: loaded.head.version, by, at }));
    }
    let names = loaded.head.names(&viewer);
    let words = words(&viewer, loaded.when, &taken.changes).await?;
    let accepted = accepted(&loaded.draft, &preview.proposed.changes, &words, &names)?;
    if accepted.is_empty() {
        return Err(Refusal::bad("没有选要采用的改动；都不采用的，请点“都不采用”"));
    }
    loaded.draft = take(&loaded.draft, &preview.proposed.changes, &accepted);
    let note = told_of(&preview, &accepted);
    let papers = vec![away(&viewer, &id)];
    save_with(&viewer, &mut loaded, Saved::Whole, &note, papers).await?;
    let body = TakenDraft { draft: whole(&viewer, &loaded), taken: accepted.len() };
    Ok((tag(&loaded.head), Json(body)).into_response())
}

/// The key of an accepted change, with words for each of its blocks where the writer mended them.
type Wanted = (String, Option<Vec<Vec<NewRun>>>);

/// The accepted changes, with the writer's words as the engine reads them.
async fn words(viewer: &Viewer, when: When, taken: &[TakenChange]) -> Reply<Vec<Wanted>> {
    let mut found = Vec::with_capacity(taken.len());
    for change in taken {
        let mut words = None;
        if let Some(blocks) = &change.blocks {
            let own = words.get_or_insert_with(Vec::new);
            for block in blocks {
                own.push(new_runs(viewer, when, block).await?);
            }
        }
        found.push((change.key.clone(), words));
    }
    Ok(found)
}

/// The accepted changes with the writer's words, in the order of the file; refused while one holds a number of no origin.
fn accepted(
    draft: &Draft,
    all: &[Proposal],
    wanted: &[Wanted],
    names: &[String],
) -> Reply<Vec<Proposal>> {
    if let Some(strange) = wanted.iter().find(|it| all.iter().all(|one| one.key != it.0)) {
        return Err(Refusal::bad(format!("没有第“{}”处改动", strange.0)));
    }
    let (mut accepted, mut findings) = (Vec::new(), Vec::new());
    for change in all {
        let Some((_, words)) = wanted.iter().find(|it| it.0 == change.key) else { continue };
        let mended = match words {
            None => Ok(change.clone()),
            Some(words) if words.len() == change.blocks.len() => mend(draft, change, words, names),
            Some(_) => return Err(Refusal::bad(format!("第{}处改动的段数不对", change.key))),
        };
        match mended {
            Ok(change) if change.is_ready() => accepted.push(change),
            Ok(change) => findings.extend(change.findings()),
            Err(found) => findings.extend(found),
        }
    }
    if findings.is_empty() { Ok(accepted) } else { Err(Refusal::findings(findings)) }
}

/// “收回“王局改.docx”：采用改写3处、新增1处，不采用2处；2个改动过的数没有收”
fn told_of(preview: &Preview, accepted: &[Proposal]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for change in accepted {
        match kinds.iter_mut().find(|it| it.0 == change.kind.label()) {
            Some(one) => one.1 += 1,
            None => kinds.push((change.kind.label(), 1)),
        }
    }
    let kinds: Vec<String> = kinds.iter().map(|it| format!("{}{}处", it.0, it.1)).collect();
    let declined = preview.proposed.changes.len() - accepted.len();
    let mut note = format!("收回“{}”：采用{}", preview.file_name, kinds.join("、"));
    if declined > 0 {
        note.push_str(&format!("，不采用{declined}处"));
    }
    let numbers = preview.proposed.numbers.len();
    if numbers > 0 {
        note.push_str(&format!("；{numbers}个人工改动的数没有收"));
    }
    note
}

/// What a file that came back would change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReturnedPreview {
    /// Name of the file.
    file: String,
    at: String,
    /// The version that went out.
    given: i64,
    /// Whether the file itself says which version it is.
    marked: bool,
    /// The version of the draft that the changes are for.
    version: i64,
    /// Whether the draft is still that version.
    fresh: bool,
    /// Whether the viewer may take changes now.
    may_take: bool,
    changes: Vec<ReturnedChange>,
    numbers: Vec<ReturnedNumber>,
    /// What else is to be known of the file.
    notes: Vec<String>,
}

/// A change that may be taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReturnedChange {
    key: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    label: &'static str,
    /// Line of the file; 0 for what was left out.
    line: u32,
    /// The block that it stands at.
    block: String,
    section: String,
    marks: Vec<DiffMark>,
    /// Blocks as they would be.
    blocks: Vec<Block>,
    /// What the blocks said that would go.
    gone: Vec<String>,
    /// Whether the draft was changed at the same place meanwhile.
    conflict: bool,
    notes: Vec<ReturnedNote>,
    /// Whether it holds no number of no origin.
    ready: bool,
}

/// A remark on a number of a change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReturnedNote {
    #[schema(schema_with = note_kinds)]
    kind: &'static str,
    text: String,
}

/// A locked number that somebody changed by hand.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReturnedNumber {
    line: u32,
    block: String,
    section: String,
    /// The number as the draft has it.
    slot: Slot,
    /// What the file said when it went out.
    was: String,
    /// What it says now.
    said: String,
}

/// A draft after changes were taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TakenDraft {
    #[serde(flatten)]
    draft: ShownDraft,
    /// Number of changes.
    taken: usize,
}

fn kinds() -> Object {
    word_of(&["changed", "added", "removed", "moved", "merged", "split"])
}

fn note_kinds() -> Object {
    word_of(&["lost", "undecided", "loose"])
}

fn told(viewer: &Viewer, loaded: &Loaded, preview: &Preview) -> ReturnedPreview {
    let draft = &loaded.draft;
    let section = |id: &str| draft.block(id).map_or("", |it| it.section.as_str()).to_owned();
    let text = |id: &String| draft.block(id).map(DraftBlock::text);
    let note = |it: &ProposalNote| ReturnedNote { kind: it.kind.word(), text: it.text.clone() };
    let change = |it: &Proposal| {
        let own = it.blocks.first().map(|it| it.section.clone()).filter(|it| !it.is_empty());
        ReturnedChange {
            key: it.key.clone(),
            kind: it.kind.word(),
            label: it.kind.label(),
            line: it.line,
            block: it.at.clone(),
            section: own.unwrap_or_else(|| section(&it.at)),
            marks: marks(&it.marks),
            blocks: it.blocks.iter().map(|it| block(it, None)).collect(),
            gone: it.gone.iter().filter_map(text).collect(),
            conflict: it.conflict,
            notes: it.notes.iter().map(note).collect(),
            ready: it.is_ready(),
        }
    };
    let number = |it: &HandNumber| ReturnedNumber {
        line: it.line,
        block: it.block.clone(),
        section: section(&it.block),
        slot: slot(&it.slot),
        was: it.was.clone(),
        said: it.said.clone(),
    };
    let proposed = &preview.proposed;
    ReturnedPreview {
        file: preview.file_name.clone(),
        at: preview.at.clone(),
        given: preview.given,
        marked: preview.marked,
        version: preview.version,
        fresh: preview.version == loaded.head.version,
        may_take: loaded.head.need_editable(viewer).is_ok(),
        changes: proposed.changes.iter().map(change).collect(),
        numbers: proposed.numbers.iter().map(number).collect(),
        notes: proposed.notes.clone(),
    }
}
