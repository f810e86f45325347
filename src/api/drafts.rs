//! Reports and their drafts (写报告): drawn up, refreshed, checked, compared, given out. Words are changed in `blocks`, figures put in
//! by `insert`, what comes back from Word is taken in `returned`, who signs is in `sign`.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use report::check::Text;
use report::draft::{BlockChangeKind, Draft, Refreshed, SlotChange, compare, refresh, roll};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::api::answer::{Bytes, Page};
use crate::api::checked::{self, CheckFinding, Counts, Shown, ToDismiss};
use crate::api::draft::{
    self, Head, Loaded, Saved, Stage, load, load_to_edit, mark, may_see, save,
};
use crate::api::draft_shape::{DiffMark, DraftRef, ShownDraft, marks, shown, tag, told};
use crate::api::export::download;
use crate::api::fresh;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::now;
use crate::flow::draft as writing;
use crate::flow::figure::When;

/// Routes of reports and drafts.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/reports", get(reports))
        .route("/drafts", get(list).post(create))
        .route("/drafts/{id}", get(detail))
        .route("/drafts/{id}/refresh", post(renew))
        .route("/drafts/{id}/versions/{version}", get(version))
        .route("/drafts/{id}/versions/{version}/restore", post(restore))
        .route("/drafts/{id}/diff", get(diff))
        .route("/drafts/{id}/findings", get(findings))
        .route("/drafts/{id}/dismissals", post(dismiss))
        .route("/drafts/{id}/dismissals/{key}", delete(take_back))
        .route("/drafts/{id}/file", get(file))
}

/// A report that may be drawn up.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Report)]
pub(crate) struct Outline {
    id: String,
    title: String,
    about: String,
    /// The kind of periods that it is for; any when empty.
    kinds: Vec<String>,
}

/// A draft that was just drawn up.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MadeDraft {
    #[serde(flatten)]
    draft: ShownDraft,
    /// Ids of the blocks that were taken over from the draft of an earlier period.
    carried: Vec<String>,
}

/// A draft with what the checker says of it and which of its numbers are not those of the ledgers any more.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CheckedDraft {
    #[serde(flatten)]
    draft: ShownDraft,
    findings: Vec<DraftFinding>,
    counts: Counts,
    stale_slots: Vec<ChangedSlot>,
    /// How many blocks the outline would print now and did not, and how many it would print no more.
    came: usize,
    went: usize,
}

/// A draft after its numbers were renewed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RenewedDraft {
    #[serde(flatten)]
    draft: ShownDraft,
    changes: Vec<ChangedSlot>,
    /// Blocks that came.
    came: Vec<String>,
    /// Blocks that went.
    went: Vec<String>,
}

/// A number that changed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangedSlot {
    block: String,
    slot: String,
    title: String,
    old: Option<String>,
    new: Option<String>,
}

/// A finding of the checker, and the block in which it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftFinding {
    #[serde(flatten)]
    finding: CheckFinding,
    /// The paragraph.
    text: Option<String>,
    block: Option<String>,
}

/// What the checker says of a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftFindings {
    version: i64,
    findings: Vec<DraftFinding>,
    counts: Counts,
}

/// The outlines.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", responses((status = 200, body = Page<Outline>)))]
pub(crate) async fn reports(viewer: Viewer) -> Json<Page<Outline>> {
    if !may_see(&viewer) {
        return Json(Page::whole(Vec::new()));
    }
    let items = viewer.catalog.reports.values().map(|it| Outline {
        id: it.id.clone(),
        title: it.title.clone(),
        about: it.about.clone(),
        kinds: Some(it.outline.for_period.clone())
            .filter(|it| !it.is_empty())
            .into_iter()
            .collect(),
    });
    Json(Page::whole(items.collect()))
}

/// The drafts, latest first.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "reports", responses((status = 200, body = Page<DraftRef>)))]
pub(crate) async fn list(viewer: Viewer) -> Reply<Json<Page<DraftRef>>> {
    if !may_see(&viewer) {
        return Ok(Json(Page::whole(Vec::new())));
    }
    let items = draft::heads(&viewer).await?.iter().map(DraftRef::from).collect();
    Ok(Json(Page::whole(items)))
}

/// What a draft is to be drawn up for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct NewDraft {
    /// Id of the report.
    report: String,
    /// Such as `2021H1`.
    period: String,
    /// Day at which stocks are taken; the last of the period when not said.
    as_of: Option<String>,
    /// Draft of an earlier period to go on from.
    from: Option<String>,
}

/// Draws a report up and opens it as a draft.
#[utoipa::path(post, path = "/api/v1/drafts", tag = "reports", request_body = NewDraft, responses((status = 201, body = MadeDraft), (status = 400), (status = 403), (status = 404)))]
pub(crate) async fn create(viewer: Viewer, Json(wanted): Json<NewDraft>) -> Reply<Response> {
    viewer.need_power("draft", "起草报告")?;
    let def = viewer.catalog.reports.get(&wanted.report);
    let def = def.ok_or_else(|| Refusal::not_found("没有这份报告的提纲"))?;
    let when = When::read(&wanted.period, wanted.as_of.as_deref(), None)?;
    if !def.is_for(when.period) {
        let text = format!("《{}》不是按“{}”这种期间写的，请换一个期间", def.title, wanted.period);
        return Err(Refusal::bad(text));
    }
    let mut fresh = writing::fresh(&viewer.context(), def, when).await?;
    let id = Uuid::now_v7().simple().to_string();
    let mut head = Head::new(id, &def.id, when, &viewer);
    let mut note = "按台账生成".to_owned();
    let mut carried = Vec::new();
    if let Some(from) = wanted.from.as_deref().filter(|it| !it.is_empty()) {
        let last = load(&viewer, from).await?;
        if last.head.report != def.id {
            return Err(Refusal::bad("只能从同一种报告的上一期滚动"));
        }
        let own = writing::own_slots(&viewer.context(), &last.draft, when).await?;
        let rolled = roll(&last.draft, fresh, &own);
        (fresh, carried) = (rolled.draft, rolled.carried);
        note = format!("由《{}》滚动生成，沿用{}段", last.head.title, carried.len());
        if !rolled.left.is_empty() {
            note.push_str(&format!("，{}段没有沿用", rolled.left.len()));
        }
        head.left = rolled.left;
        head.from = Some(last.head.id);
        head.dismissed = last.head.dismissed;
    }
    let mut loaded = Loaded { head, draft: fresh, when };
    save(&viewer, &mut loaded, Saved::Whole, &note).await?;
    let body = MadeDraft { draft: shown(&viewer, &loaded), carried };
    Ok((StatusCode::CREATED, tag(&loaded.head), Json(body)).into_response())
}

/// A draft with what the checker says of it and which of its numbers are not those of the ledgers any more.
#[utoipa::path(get, path = "/api/v1/drafts/{id}", tag = "reports", params(("id" = String, Path)), responses((status = 200, body = CheckedDraft), (status = 404)))]
pub(crate) async fn detail(viewer: Viewer, Path(id): Path<String>) -> Reply<Response> {
    let loaded = load(&viewer, &id).await?;
    let (text, all) = checked_text(&viewer, &loaded, false).await?;
    let renewed = match loaded.head.stage {
        // What is out stays as it was given out.
        Stage::Issued => Refreshed::default(),
        Stage::Drafting | Stage::Reviewing | Stage::Signed => renewed(&viewer, &loaded).await?,
    };
    let body = CheckedDraft {
        draft: shown(&viewer, &loaded),
        findings: told_findings(&loaded, &text, &all),
        counts: checked::counts(&all, &loaded.head.dismissed),
        came: renewed.came.len(),
        went: renewed.went.len(),
        stale_slots: changed_slots(renewed.changes),
    };
    Ok((tag(&loaded.head), Json(body)).into_response())
}

/// The draft with the numbers of the ledgers as they are now.
async fn renewed(viewer: &Viewer, loaded: &Loaded) -> Reply<Refreshed> {
    let fresh = fresh::report(viewer, &loaded.head.report, loaded.when).await?;
    let own = writing::own_slots(&viewer.context(), &loaded.draft, loaded.when).await?;
    Ok(refresh(&loaded.draft, &fresh, &own))
}

fn changed_slots(all: Vec<SlotChange>) -> Vec<ChangedSlot> {
    let one = |it: SlotChange| {
        let SlotChange { block, slot, title, old, new } = it;
        ChangedSlot { block, slot, title, old, new }
    };
    all.into_iter().map(one).collect()
}

/// The checker's findings on a draft; with `tied` against the ledgers and the draft that this one goes on from.
async fn checked_text(viewer: &Viewer, loaded: &Loaded, tied: bool) -> Reply<(Text, Vec<Shown>)> {
    let previous = match &loaded.head.from {
        Some(from) if tied => load(viewer, from).await.ok().map(|it| (it.draft, it.when)),
        _ => None,
    };
    let (context, previous) = (viewer.context(), previous.as_ref());
    let (draft, when, all) = (&loaded.draft, loaded.when, viewer.sees_all());
    let review = writing::review(&context, draft, when, previous, tied, all).await?;
    let shown = checked::shown(&review.text, &review.findings);
    Ok((review.text, shown))
}

fn told_findings(loaded: &Loaded, text: &Text, all: &[Shown]) -> Vec<DraftFinding> {
    let blocks = writing::blocks_of(&loaded.draft, text);
    let one = |it: &Shown| DraftFinding {
        finding: it.told(&loaded.head.dismissed, &[]),
        text: text.paragraphs.get(it.paragraph()).map(|it| it.text.clone()),
        block: blocks.get(it.paragraph()).cloned().flatten(),
    };
    all.iter().map(one).collect()
}

fn with_counts(loaded: &Loaded, text: &Text, all: &[Shown]) -> Json<DraftFindings> {
    Json(DraftFindings {
        version: loaded.head.version,
        findings: told_findings(loaded, text, all),
        counts: checked::counts(all, &loaded.head.dismissed),
    })
}

/// Findings of a draft against the ledgers.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/findings", tag = "reports", params(("id" = String, Path)), responses((status = 200, body = DraftFindings), (status = 404)))]
pub(crate) async fn findings(viewer: Viewer, Path(id): Path<String>) -> Reply<Json<DraftFindings>> {
    let loaded = load(&viewer, &id).await?;
    let (text, all) = checked_text(&viewer, &loaded, true).await?;
    Ok(with_counts(&loaded, &text, &all))
}

/// Puts the numbers of the ledgers as they are now into the draft.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/refresh", tag = "reports", params(("id" = String, Path)), responses((status = 200, body = RenewedDraft), (status = 404)))]
pub(crate) async fn renew(viewer: Viewer, Path(id): Path<String>) -> Reply<Response> {
    let mut loaded = load(&viewer, &id).await?;
    loaded.head.need_editable(&viewer)?;
    let made = renewed(&viewer, &loaded).await?;
    if !made.is_same() {
        let note = format!(
            "刷新：{}个数变动，新增{}段，减少{}段",
            made.changes.len(),
            made.came.len(),
            made.went.len()
        );
        loaded.draft = made.draft;
        save(&viewer, &mut loaded, Saved::Whole, &note).await?;
    }
    let body = RenewedDraft {
        draft: shown(&viewer, &loaded),
        changes: changed_slots(made.changes),
        came: made.came,
        went: made.went,
    };
    Ok((tag(&loaded.head), Json(body)).into_response())
}

/// The draft as it was in a version.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/versions/{version}", tag = "reports", params(("id" = String, Path), ("version" = i64, Path)), responses((status = 200, body = ShownDraft), (status = 404)))]
pub(crate) async fn version(
    viewer: Viewer,
    Path((id, version)): Path<(String, i64)>,
) -> Reply<Json<ShownDraft>> {
    let mut loaded = load(&viewer, &id).await?;
    loaded.draft = draft::version(&viewer, &loaded.head, version).await?;
    Ok(Json(shown(&viewer, &loaded).of_version(version)))
}

/// Puts the draft back to what it was in a version, as a new version.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/versions/{version}/restore", tag = "reports", params(("id" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = ShownDraft), (status = 400), (status = 403), (status = 404), (status = 409), (status = 428)))]
pub(crate) async fn restore(
    viewer: Viewer,
    Path((id, version)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    let old = draft::version(&viewer, &loaded.head, version).await?;
    if old == loaded.draft {
        return Ok(told(&viewer, &loaded));
    }
    loaded.draft = old;
    save(&viewer, &mut loaded, Saved::Whole, &format!("恢复到第{version}版")).await?;
    Ok(told(&viewer, &loaded))
}

/// Which versions are compared, or which file is wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Earlier version.
    from: String,
    /// Later version; the current one when empty.
    to: String,
    /// `docx`, `txt` or `xlsx`.
    format: String,
    /// Version that was given out; the current one when empty.
    version: String,
}

/// A version by its number; the current one for no word.
pub(crate) async fn of_version(viewer: &Viewer, loaded: &Loaded, word: &str) -> Reply<Draft> {
    if word.is_empty() {
        return Ok(loaded.draft.clone());
    }
    let number = word.parse().map_err(|_| Refusal::bad(format!("“{word}”不是版本号")))?;
    draft::version(viewer, &loaded.head, number).await
}

/// What happened to a block or to some of its words.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DiffKind {
    Added,
    Removed,
    Changed,
}

/// A block that differs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DiffBlock {
    block: String,
    kind: DiffKind,
    marks: Vec<DiffMark>,
}

/// What differs between two versions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftDiff {
    /// As it was asked for.
    from: String,
    /// As it was asked for; empty for the current version.
    to: String,
    changes: Vec<DiffBlock>,
}

/// What differs between two versions, block by block and character by character.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/diff", tag = "reports", params(("id" = String, Path), Wanted), responses((status = 200, body = DraftDiff), (status = 404)))]
pub(crate) async fn diff(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Reply<Json<DraftDiff>> {
    let loaded = load(&viewer, &id).await?;
    let old = of_version(&viewer, &loaded, &wanted.from).await?;
    let new = of_version(&viewer, &loaded, &wanted.to).await?;
    let changes = compare(&old, &new).into_iter().map(|it| DiffBlock {
        block: it.block,
        kind: match it.kind {
            BlockChangeKind::Added => DiffKind::Added,
            BlockChangeKind::Removed => DiffKind::Removed,
            BlockChangeKind::Changed => DiffKind::Changed,
        },
        marks: marks(&it.marks),
    });
    let changes = changes.collect();
    Ok(Json(DraftDiff { from: wanted.from, to: wanted.to, changes }))
}

/// Sets a finding aside, with a reason.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/dismissals", tag = "reports", request_body = ToDismiss, params(("id" = String, Path)), responses((status = 200, body = DraftFindings), (status = 400), (status = 404)))]
pub(crate) async fn dismiss(
    viewer: Viewer,
    Path(id): Path<String>,
    Json(wanted): Json<ToDismiss>,
) -> Reply<Json<DraftFindings>> {
    let mut loaded = load(&viewer, &id).await?;
    let (text, all) = checked_text(&viewer, &loaded, true).await?;
    let at = moment(now());
    let (dismissed, who) = (&mut loaded.head.dismissed, viewer.name.as_str());
    let done = checked::dismiss(&all, dismissed, &wanted, who, at)?;
    let note = format!("忽略“{}”（{}）：{}", done.quote, done.rule, wanted.reason.trim());
    save(&viewer, &mut loaded, Saved::Head, &note).await?;
    Ok(with_counts(&loaded, &text, &all))
}

/// Takes a dismissal back.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/dismissals/{key}", tag = "reports", params(("id" = String, Path), ("key" = String, Path)), responses((status = 200, body = DraftFindings), (status = 404)))]
pub(crate) async fn take_back(
    viewer: Viewer,
    Path((id, key)): Path<(String, String)>,
) -> Reply<Json<DraftFindings>> {
    let mut loaded = load(&viewer, &id).await?;
    let (text, all) = checked_text(&viewer, &loaded, true).await?;
    let done = checked::take_back(&all, &mut loaded.head.dismissed, &key)?;
    let note = format!("恢复忽略的“{}”（{}）", done.quote, done.rule);
    save(&viewer, &mut loaded, Saved::Head, &note).await?;
    Ok(with_counts(&loaded, &text, &all))
}

/// The draft as a file: Word, plain text, or the workbook behind it.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/file", tag = "reports", params(("id" = String, Path), Wanted), responses((status = 200, content((Bytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (Bytes = "text/plain"), (Bytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 400), (status = 404)))]
pub(crate) async fn file(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Reply<Response> {
    let loaded = load(&viewer, &id).await?;
    let draft = of_version(&viewer, &loaded, &wanted.version).await?;
    let name = &draft.file_name;
    match wanted.format.as_str() {
        "" | "docx" => {
            // What comes back is compared with the version that the file names.
            let number = wanted.version.parse().unwrap_or(loaded.head.version);
            let mark = mark(&loaded.head.id, number);
            let bytes = writing::docx(&draft, loaded.when, &mark)?;
            Ok(download(&format!("{name}.docx"), bytes))
        }
        "txt" => {
            let text = report::to_text(&draft.close().document);
            Ok(download(&format!("{name}.txt"), text.into_bytes()))
        }
        "xlsx" => {
            let book = writing::book(&viewer.context(), &draft, loaded.when).await?;
            // It holds the records behind the numbers: that they left the house stays in the chain.
            let about = json!({ "draft": loaded.head.id, "title": loaded.head.title, "file": format!("{name}数据底稿.xlsx") });
            viewer.base.note(&viewer.act(), "export", None, about.to_string()).await?;
            Ok(download(&format!("{name}数据底稿.xlsx"), book))
        }
        other => Err(Refusal::bad(format!("没有“{other}”这种文件，可选 docx、txt、xlsx"))),
    }
}
