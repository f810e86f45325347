//! A draft on the desk (报告稿): its head, its words, its versions; who may see and change it.
//!
//! A version keeps the blocks that it changed, and now and then the whole, so that any version can be put together again.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use ledger::PaperInput;
use report::draft::{Draft, DraftBlock};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::checked::Dismissed;
use crate::api::event::Event;
use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::records::seen_version;
use crate::api::refusal::{Refusal, Reply, Stale};
use crate::context::now;
use crate::flow::figure::When;

/// Kind of the heads; entries in the audit chain stand under it.
const DRAFT: &str = "draft";
/// Kind of the words.
const BODY: &str = "draft_body";
/// Kind of the versions.
const VERSION: &str = "draft_version";
/// What an urging is called in the list of steps (催签).
pub(crate) const URGED: &str = "催签";
/// A version keeps the whole at least so often.
const WHOLE_EVERY: i64 = 20;

/// Where a draft stands (稿件状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DraftState)]
pub(crate) enum Stage {
    /// Being written.
    Drafting,
    /// With the offices and leaders.
    Reviewing,
    /// Signed as a whole.
    Signed,
    /// Out of the house; nothing changes any more.
    Issued,
}

impl Stage {
    /// The word that staff read.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Stage::Drafting => "起草中",
            Stage::Reviewing => "送审中",
            Stage::Signed => "已审签",
            Stage::Issued => "已印发",
        }
    }
}

/// Who stands for a section's content (会签).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Signed {
    pub(crate) who: String,
    pub(crate) office: String,
    pub(crate) at: String,
    /// Digest of what was signed: other words are not signed.
    digest: String,
}

/// What somebody said along with a move (意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Opinion {
    pub(crate) who: String,
    pub(crate) office: String,
    pub(crate) at: String,
    pub(crate) step: String,
    pub(crate) section: Option<String>,
    pub(crate) text: String,
}

/// One version, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct VersionNote {
    pub(crate) version: i64,
    pub(crate) who: String,
    pub(crate) at: String,
    pub(crate) note: String,
}

/// Everything about a draft but its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) report: String,
    pub(crate) title: String,
    pub(crate) period: String,
    pub(crate) as_of: String,
    pub(crate) version: i64,
    pub(crate) stage: Stage,
    pub(crate) who: String,
    /// Signatures by section.
    pub(crate) signed: BTreeMap<String, Signed>,
    pub(crate) opinions: Vec<Opinion>,
    pub(crate) dismissed: Vec<Dismissed>,
    pub(crate) versions: Vec<VersionNote>,
    /// The draft it was rolled forward from.
    pub(crate) from: Option<String>,
    /// What people wrote in that draft and what could not be carried.
    #[serde(default)]
    pub(crate) left: Vec<String>,
    /// Version of the paper, against writing over somebody.
    #[serde(skip)]
    paper: i64,
}

/// A version as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    whole: Option<Draft>,
    blocks: Vec<DraftBlock>,
}

/// What a save changed.
pub(crate) enum Saved<'b> {
    /// Words of some blocks.
    Blocks(&'b [&'b str]),
    /// The draft as a whole.
    Whole,
    /// No words: only the head.
    Head,
}

fn broken(error: serde_json::Error) -> Refusal {
    anyhow::anyhow!("a draft cannot be read: {error}").into()
}

/// A draft with its words.
pub(crate) struct Loaded {
    pub(crate) head: Head,
    pub(crate) draft: Draft,
    pub(crate) when: When,
}

/// Whoever writes or signs for the bureau sees drafts; to others there are none.
pub(crate) fn may_see(viewer: &Viewer) -> bool {
    viewer.has_power("draft") || viewer.has_power("sign")
}

fn missing() -> Refusal {
    Refusal::not_found("没有这份报告稿，或您的岗位看不到")
}

impl Head {
    /// A new draft's.
    pub(crate) fn new(id: String, report: &str, when: When, viewer: &Viewer) -> Head {
        Head {
            id,
            report: report.to_owned(),
            title: String::new(),
            period: when.period.to_string(),
            as_of: when.as_of.to_string(),
            version: 0,
            stage: Stage::Drafting,
            who: viewer.name.clone(),
            signed: BTreeMap::new(),
            opinions: Vec::new(),
            dismissed: Vec::new(),
            versions: Vec::new(),
            from: None,
            left: Vec::new(),
            paper: 0,
        }
    }

    /// The period and day of its numbers.
    pub(crate) fn when(&self) -> Reply<When> {
        Ok(When::read(&self.period, Some(&self.as_of), None)?)
    }

    /// Refuses unless its words may be changed by this person now.
    pub(crate) fn need_editable(&self, viewer: &Viewer) -> Reply<()> {
        viewer.need_power("draft", "起草报告")?;
        if self.stage == Stage::Drafting {
            return Ok(());
        }
        let label = self.stage.label();
        Err(Refusal::bad(format!("这份稿{label}，不能改；要改请先由审签人退回")))
    }

    /// When the office of a section was last urged to sign it, since the draft went round.
    pub(crate) fn urged(&self, section: &str) -> Option<&Opinion> {
        let round = self.opinions.iter().rev().take_while(|it| it.step != "送审");
        round.into_iter().find(|it| it.step == URGED && it.section.as_deref() == Some(section))
    }

    /// Refuses unless the client saw the version that stands.
    pub(crate) fn need_version(&self, headers: &HeaderMap) -> Reply<()> {
        let seen = seen_version(headers)?;
        if seen == self.version {
            return Ok(());
        }
        let text = |it: Option<&String>| it.cloned().unwrap_or_default();
        let last = self.versions.last();
        let (by, at) = (text(last.map(|it| &it.who)), text(last.map(|it| &it.at)));
        let said = format!("{by}已先保存了第{}版，请看过新内容再改", self.version);
        Err(Refusal::stale(said, Stale { have: self.version, by, at }))
    }

    /// Names of the outline: they hold digits and are no numbers.
    pub(crate) fn names(&self, viewer: &Viewer) -> Vec<String> {
        let def = viewer.catalog.reports.get(&self.report);
        def.map(|it| it.outline.names.clone()).unwrap_or_default()
    }

    /// Whether the section stands signed with the words that it has now.
    pub(crate) fn signature(&self, draft: &Draft, section: &str) -> Option<&Signed> {
        self.signed.get(section).filter(|it| it.digest == digest(draft, section))
    }

    /// Signs a section as it stands.
    pub(crate) fn sign(&mut self, draft: &Draft, section: &str, viewer: &Viewer) {
        let signed = Signed {
            who: viewer.name.clone(),
            office: viewer.office.clone(),
            at: moment(now()),
            digest: digest(draft, section),
        };
        self.signed.insert(section.to_owned(), signed);
    }
}

fn digest(draft: &Draft, section: &str) -> String {
    let blocks = draft.blocks.iter().filter(|it| it.section == section);
    // A table prints through its slots.
    let text = blocks.map(|it| {
        let slots: String = it.slots().map(|it| format!("{}\u{1f}", it.printed)).collect();
        format!("{}\u{1e}{}\u{1e}{slots}", it.id, it.text())
    });
    ledger::digest(text.collect::<String>().as_bytes())
}

/// All heads, latest first.
pub(crate) async fn heads(viewer: &Viewer) -> Reply<Vec<Head>> {
    let papers = viewer.base.papers(DRAFT).await?;
    let read = |it: &ledger::Paper| serde_json::from_str::<Head>(&it.body).map_err(broken);
    let mut all: Vec<Head> = papers.iter().map(read).collect::<Reply<_>>()?;
    all.sort_by(|one, other| other.id.cmp(&one.id));
    Ok(all)
}

/// A draft by its id.
pub(crate) async fn load(viewer: &Viewer, id: &str) -> Reply<Loaded> {
    if !may_see(viewer) {
        return Err(missing());
    }
    let paper = viewer.base.paper(DRAFT, id).await?.ok_or_else(missing)?;
    let head: Head = serde_json::from_str(&paper.body).map_err(broken)?;
    let head = Head { paper: paper.version, ..head };
    let body = viewer.base.paper(BODY, id).await?.ok_or_else(missing)?;
    let draft = serde_json::from_str(&body.body).map_err(broken)?;
    let when = head.when()?;
    Ok(Loaded { head, draft, when })
}

/// A draft whose words the viewer may change now, as the client saw it.
pub(crate) async fn load_to_edit(viewer: &Viewer, id: &str, headers: &HeaderMap) -> Reply<Loaded> {
    let loaded = load(viewer, id).await?;
    loaded.head.need_editable(viewer)?;
    loaded.head.need_version(headers)?;
    Ok(loaded)
}

/// Saves a draft with a new version; `note` says what was done, for the list of versions and the audit chain.
pub(crate) async fn save(
    viewer: &Viewer,
    loaded: &mut Loaded,
    saved: Saved<'_>,
    note: &str,
) -> Reply<()> {
    save_with(viewer, loaded, saved, note, Vec::new()).await
}

/// As [`save`], with other papers in the same transaction.
pub(crate) async fn save_with(
    viewer: &Viewer,
    loaded: &mut Loaded,
    saved: Saved<'_>,
    note: &str,
    mut papers: Vec<PaperInput>,
) -> Reply<()> {
    let Loaded { head, draft, .. } = loaded;
    head.title = draft.title_line();
    let paper = |kind, id: String, body: String| PaperInput {
        kind,
        id,
        version: None,
        body: Some(body),
        note: None,
    };
    if !matches!(saved, Saved::Head) {
        head.version += 1;
        let (who, at) = (viewer.name.clone(), moment(now()));
        let note = note.to_owned();
        head.versions.push(VersionNote { version: head.version, who, at, note });
        let whole = matches!(saved, Saved::Whole) || head.version % WHOLE_EVERY == 0;
        let blocks = match saved {
            Saved::Blocks(ids) if !whole => {
                ids.iter().filter_map(|it| draft.block(it)).cloned().collect()
            }
            Saved::Blocks(_) | Saved::Whole | Saved::Head => Vec::new(),
        };
        let kept = Kept { whole: whole.then(|| draft.clone()), blocks };
        let kept = serde_json::to_string(&kept).map_err(broken)?;
        papers.push(paper(VERSION, version_id(&head.id, head.version), kept));
        let body = serde_json::to_string(draft).map_err(broken)?;
        papers.push(paper(BODY, head.id.clone(), body));
    }
    let entry = json!({
        "id": head.id, "title": head.title, "version": head.version,
        "state": head.stage.label(), "done": note,
    });
    papers.insert(
        0,
        PaperInput {
            version: Some(head.paper),
            note: Some(entry.to_string()),
            ..paper(DRAFT, head.id.clone(), serde_json::to_string(head).map_err(broken)?)
        },
    );
    viewer.base.write_papers(&viewer.act(), &papers).await?;
    head.paper += 1;
    viewer.tell(Event::Draft {
        id: head.id.clone(),
        version: head.version,
        state: head.stage,
        who: viewer.name.clone(),
        session: viewer.session.id.clone(),
        done: note.to_owned(),
    });
    Ok(())
}

fn version_id(id: &str, version: i64) -> String {
    format!("{id}/{version:08}")
}

/// A draft as it was in a version.
pub(crate) async fn version(viewer: &Viewer, head: &Head, version: i64) -> Reply<Draft> {
    let none = || Refusal::not_found("没有这一版");
    if version < 1 || version > head.version {
        return Err(none());
    }
    let mut later: Vec<Vec<DraftBlock>> = Vec::new();
    let mut at = version;
    let mut draft = loop {
        let paper = viewer.base.paper(VERSION, &version_id(&head.id, at)).await?;
        let kept: Kept = serde_json::from_str(&paper.ok_or_else(none)?.body).map_err(broken)?;
        match kept.whole {
            Some(draft) => break draft,
            None => later.push(kept.blocks),
        }
        at -= 1;
    };
    for block in later.into_iter().rev().flatten() {
        if let Some(there) = draft.blocks.iter_mut().find(|it| it.id == block.id) {
            *there = block;
        }
    }
    Ok(draft)
}

/// Versions that are looked through for a block's wordings.
const LOOKED_MAX: i64 = 100;
/// Wordings of one block that are shown.
const WORDINGS_MAX: usize = 20;

/// What a block said before, latest first: each wording with the version that brought it.
pub(crate) async fn wordings(
    viewer: &Viewer,
    head: &Head,
    block: &str,
) -> Reply<Vec<(VersionNote, DraftBlock)>> {
    let mut found: Vec<(VersionNote, DraftBlock)> = Vec::new();
    for note in head.versions.iter().rev() {
        if head.version - note.version >= LOOKED_MAX || found.len() > WORDINGS_MAX {
            break;
        }
        let paper = viewer.base.paper(VERSION, &version_id(&head.id, note.version)).await?;
        let Some(paper) = paper else { break };
        let kept: Kept = serde_json::from_str(&paper.body).map_err(broken)?;
        let blocks = kept.whole.map_or(kept.blocks, |it| it.blocks);
        let Some(there) = blocks.into_iter().find(|it| it.id == block) else { continue };
        match found.last_mut() {
            // The earliest version with these words brought them.
            Some(last) if last.1.runs == there.runs => last.0 = note.clone(),
            _ => found.push((note.clone(), there)),
        }
    }
    Ok(found)
}

/// What a Word file carries so that it is known again: the draft and the version.
pub(crate) fn mark(id: &str, version: i64) -> String {
    format!("通途稿 {id} {version}")
}

/// The draft and the version that a mark names.
pub(crate) fn read_mark(mark: &str) -> Option<(String, i64)> {
    let mut words = mark.split_whitespace().skip_while(|it| *it != "通途稿").skip(1);
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}
