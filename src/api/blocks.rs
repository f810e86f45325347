//! Blocks of a draft (稿中段落): their words changed, blocks added, taken out, moved, and what they said before.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use report::draft::{BlockKind, DraftBlock, edit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::answer::Items;
use crate::api::draft::{Saved, load, load_to_edit, save, wordings};
use crate::api::draft_shape::{self, Run, ShownDraft, shown, tag, told};
use crate::api::guard::Viewer;
use crate::api::insert::new_runs;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Blocks that somebody may add to a draft.
const ADDED_MAX: usize = 500;

/// Routes of a draft's blocks.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/drafts/{id}/blocks", post(add_block))
        .route("/drafts/{id}/blocks/{block}", put(edit_block).delete(drop_block))
        .route("/drafts/{id}/blocks/{block}/shift", post(shift_block))
        .route("/drafts/{id}/blocks/{block}/wordings", get(block_wordings))
}

/// A block's words as somebody edited them.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Edited {
    runs: Vec<EditedRun>,
    /// Of a new block: the one that it comes behind.
    after: Option<String>,
    /// Of a new block: the level of a heading; a paragraph when not said.
    level: Option<u8>,
}

/// Words, a slot of the block, or a figure that is put in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct EditedRun {
    pub(crate) text: Option<String>,
    pub(crate) slot: Option<EditedSlot>,
    pub(crate) figure: Option<EditedFigure>,
    /// A heading's number, as it was given out.
    #[serde(default)]
    pub(crate) number: bool,
}

/// A slot by its id; whatever else comes back with it is not read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct EditedSlot {
    pub(crate) id: String,
}

/// A figure that is put in, as it was offered.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct EditedFigure {
    pub(crate) id: String,
    /// As an outline writes it; the plain value with its unit when empty.
    #[serde(default)]
    pub(crate) form: String,
    /// The period that it was looked up for: must be the draft's.
    pub(crate) period: String,
}

/// A draft with a block that was just added.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GrownDraft {
    #[serde(flatten)]
    draft: ShownDraft,
    /// Id of the new block.
    block: String,
}

/// What a block said before.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Wording {
    /// The version that brought it.
    version: i64,
    who: String,
    at: String,
    note: String,
    runs: Vec<Run>,
}

fn no_block() -> Refusal {
    Refusal::not_found("没有这一段，可能已删去")
}

/// Saves the words of a block; its numbers stay.
#[utoipa::path(put, path = "/api/v1/drafts/{id}/blocks/{block}", tag = "reports", request_body = Edited, params(("id" = String, Path), ("block" = String, Path)),
    responses((status = 200, body = ShownDraft), (status = 404), (status = 409), (status = 422), (status = 428)))]
pub(crate) async fn edit_block(
    viewer: Viewer,
    Path((id, block)): Path<(String, String)>,
    headers: HeaderMap,
    Json(edited): Json<Edited>,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    let at = loaded.draft.blocks.iter().position(|it| it.id == block).ok_or_else(no_block)?;
    let number = loaded.draft.numbers().get(at).cloned().flatten();
    let names = loaded.head.names(&viewer);
    let old = &loaded.draft.blocks[at];
    let runs = new_runs(&viewer, loaded.when, &edited.runs).await?;
    let new = edit(old, number.as_deref(), &runs, &names).map_err(Refusal::findings)?;
    let same = new.runs == old.runs;
    if same && !old.carried {
        return Ok(told(&viewer, &loaded));
    }
    let head: String = new.text().chars().take(20).collect();
    loaded.draft.blocks[at] = new;
    // What came from the last period and is handed in as it is was looked at.
    let note = format!("{}“{head}”一段", if same { "看过" } else { "改" });
    save(&viewer, &mut loaded, Saved::Blocks(&[block.as_str()]), &note).await?;
    Ok(told(&viewer, &loaded))
}

/// Adds a paragraph or a heading behind a block.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/blocks", tag = "reports", request_body = Edited, params(("id" = String, Path)),
    responses((status = 200, body = GrownDraft), (status = 404), (status = 409), (status = 422), (status = 428)))]
pub(crate) async fn add_block(
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(edited): Json<Edited>,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    if loaded.draft.blocks.iter().filter(|it| it.added).count() >= ADDED_MAX {
        return Err(Refusal::bad(format!("加写的段落超过 {ADDED_MAX} 段")));
    }
    let after = edited.after.as_deref().unwrap_or("title");
    let at = loaded.draft.blocks.iter().position(|it| it.id == after).ok_or_else(no_block)?;
    if matches!(loaded.draft.blocks[at].kind, BlockKind::Signature { .. }) {
        return Err(Refusal::bad("署名之后不能加段落"));
    }
    let kind = match edited.level {
        Some(level @ 1..=4) => BlockKind::Heading { level },
        Some(_) => return Err(Refusal::bad("标题的层次是 1 至 4")),
        None => BlockKind::Text { run_in: false },
    };
    let empty = DraftBlock::own(format!("own:{}", Uuid::now_v7().simple()), kind, "");
    let names = loaded.head.names(&viewer);
    let runs = new_runs(&viewer, loaded.when, &edited.runs).await?;
    let block = edit(&empty, None, &runs, &names).map_err(Refusal::findings)?;
    let head: String = block.text().chars().take(20).collect();
    let own = block.id.clone();
    loaded.draft.insert_behind(after, block);
    save(&viewer, &mut loaded, Saved::Whole, &format!("加“{head}”一段")).await?;
    let body = GrownDraft { draft: shown(&viewer, &loaded), block: own };
    Ok((tag(&loaded.head), Json(body)).into_response())
}

/// Takes a block out; one of the outline does not come back with new numbers.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/blocks/{block}", tag = "reports", params(("id" = String, Path), ("block" = String, Path)),
    responses((status = 200, body = ShownDraft), (status = 404), (status = 409), (status = 428)))]
pub(crate) async fn drop_block(
    viewer: Viewer,
    Path((id, block)): Path<(String, String)>,
    headers: HeaderMap,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    loaded.draft.block(&block).ok_or_else(no_block)?;
    let gone = loaded.draft.remove(&block).ok_or_else(|| Refusal::bad("标题和署名不能删"))?;
    let head: String = gone.text().chars().take(20).collect();
    save(&viewer, &mut loaded, Saved::Whole, &format!("删“{head}”一段")).await?;
    Ok(told(&viewer, &loaded))
}

/// Where a block is moved to.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = BlockShift)]
pub(crate) struct Shift {
    /// Over the one before it; else over the one behind it.
    up: bool,
}

/// Moves a block over its neighbour in the section.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/blocks/{block}/shift", tag = "reports", request_body = Shift, params(("id" = String, Path), ("block" = String, Path)),
    responses((status = 200, body = ShownDraft), (status = 400), (status = 404), (status = 409), (status = 428)))]
pub(crate) async fn shift_block(
    viewer: Viewer,
    Path((id, block)): Path<(String, String)>,
    headers: HeaderMap,
    Json(wanted): Json<Shift>,
) -> Reply<Response> {
    let mut loaded = load_to_edit(&viewer, &id, &headers).await?;
    let there = loaded.draft.block(&block).ok_or_else(no_block)?;
    let head: String = there.text().chars().take(20).collect();
    if !loaded.draft.shift(&block, wanted.up) {
        let way = if wanted.up { "前" } else { "后" };
        return Err(Refusal::bad(format!("已在本节最{way}，不能再移")));
    }
    let way = if wanted.up { "上移" } else { "下移" };
    save(&viewer, &mut loaded, Saved::Whole, &format!("{way}“{head}”一段")).await?;
    Ok(told(&viewer, &loaded))
}

/// What a block said before, latest first.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/blocks/{block}/wordings", tag = "reports", params(("id" = String, Path), ("block" = String, Path)),
    responses((status = 200, body = Items<Wording>), (status = 404)))]
pub(crate) async fn block_wordings(
    viewer: Viewer,
    Path((id, block)): Path<(String, String)>,
) -> Reply<Json<Items<Wording>>> {
    let loaded = load(&viewer, &id).await?;
    let now = loaded.draft.block(&block).ok_or_else(no_block)?;
    let all = wordings(&viewer, &loaded.head, &block).await?;
    let earlier = all.iter().filter(|it| it.1.runs != now.runs);
    let items = earlier.map(|(note, block)| Wording {
        version: note.version,
        who: note.who.clone(),
        at: note.at.clone(),
        note: note.note.clone(),
        runs: draft_shape::block(block, None).runs,
    });
    Ok(Json(Items { items: items.collect() }))
}
