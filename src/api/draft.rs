//! A draft on the desk (报告稿): its head, its words, its versions; who may do what with it, and how it is told.
//!
//! A version keeps the blocks that it changed, and now and then the whole, so that any version can be put together again.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use ledger::PaperInput;
use report::draft::{
    BlockKind, Draft, DraftBlock, DraftRun, DraftSlot, DraftTable, Mark, MarkKind, SlotKind,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::plain;

use crate::api::checked::Dismissed;
use crate::api::event::Event;
use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::records::seen_version;
use crate::api::refusal::{Refusal, Reply, Stale};
use crate::context::now;
use crate::flow::draft::{Section, sections};
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

/// What somebody said along with a move, as the page shows it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ShownOpinion {
    #[serde(flatten)]
    opinion: Opinion,
    /// What the office is called now.
    office_title: String,
}

impl ShownOpinion {
    fn new(viewer: &Viewer, opinion: &Opinion) -> ShownOpinion {
        let office_title = viewer.office_title(&opinion.office);
        ShownOpinion { opinion: opinion.clone(), office_title }
    }
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

/// What every answer says of a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftHead {
    id: String,
    report: String,
    title: String,
    period: String,
    as_of: String,
    version: i64,
    state: Stage,
    state_label: String,
    /// Who drew it up.
    who: String,
    /// The draft that it was rolled forward from.
    from: Option<String>,
}

impl From<&Head> for DraftHead {
    fn from(head: &Head) -> DraftHead {
        DraftHead {
            id: head.id.clone(),
            report: head.report.clone(),
            title: head.title.clone(),
            period: head.period.clone(),
            as_of: head.as_of.clone(),
            version: head.version,
            state: head.stage,
            state_label: head.stage.label().to_owned(),
            who: head.who.clone(),
            from: head.from.clone(),
        }
    }
}

/// A draft, as a list names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftRef {
    #[serde(flatten)]
    head: DraftHead,
    updated_by: Option<String>,
    updated_at: Option<String>,
}

impl From<&Head> for DraftRef {
    fn from(head: &Head) -> DraftRef {
        let last = head.versions.last();
        DraftRef {
            head: head.into(),
            updated_by: last.map(|it| it.who.clone()),
            updated_at: last.map(|it| it.at.clone()),
        }
    }
}

/// A draft with its words.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Draft)]
pub(crate) struct ShownDraft {
    #[serde(flatten)]
    head: DraftHead,
    period_title: String,
    sections: Vec<DraftSection>,
    opinions: Vec<ShownOpinion>,
    /// What the viewer may do with it now.
    moves: Vec<DraftMove>,
    /// Latest first.
    versions: Vec<VersionNote>,
    may_edit: bool,
}

impl ShownDraft {
    /// As an earlier version: nobody writes in it.
    pub(crate) fn of_version(mut self, version: i64) -> ShownDraft {
        self.head.version = version;
        self.may_edit = false;
        self
    }
}

/// Whether somebody stands for a section's content.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SectionState {
    /// Nobody signs it: title and signature.
    None,
    Open,
    /// Signed, but the words are others now.
    Changed,
    Signed,
}

/// A section of a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftSection {
    id: String,
    heading: String,
    level: u8,
    office: String,
    /// What the office is called now.
    office_title: String,
    state: SectionState,
    signed_by: Option<String>,
    signed_at: Option<String>,
    /// Whether the viewer may sign it now.
    may_sign: bool,
    /// When its office was last urged to sign it.
    urged_at: Option<String>,
    /// Whether the viewer may urge its office now.
    may_urge: bool,
    blocks: Vec<Block>,
}

/// A step of a draft on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DraftStep {
    Submit,
    Return,
    /// Of one section.
    SignSection,
    /// The office of one section is asked to sign (催签).
    Urge,
    /// Of the whole.
    Sign,
    Issue,
}

/// A step that the viewer may take.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftMove {
    name: DraftStep,
    label: String,
    /// Whether it asks for an opinion.
    opinion: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BlockKind)]
pub(crate) enum BlockWord {
    Title,
    Heading,
    Text,
    Table,
    Signature,
}

/// A block of a draft: a heading, a paragraph, a table.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Block {
    id: String,
    kind: BlockWord,
    pub(crate) runs: Vec<Run>,
    /// Somebody changed its words.
    edited: bool,
    /// Somebody added it.
    added: bool,
    /// It came from the draft of an earlier period.
    carried: bool,
    /// Numbers of its that stand nowhere in it.
    spare: Vec<Slot>,
    /// Of a heading, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    level: Option<u8>,
    /// Of a paragraph: it runs on behind its heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    run_in: Option<bool>,
    /// Of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    table: Option<Table>,
}

/// Words, or a number out of the ledgers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub(crate) enum Run {
    Words {
        text: String,
        /// A heading's number, set by the program.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        number: Option<bool>,
    },
    Slot {
        slot: Box<Slot>,
    },
}

impl Run {
    fn words(text: impl Into<String>) -> Run {
        Run::Words { text: text.into(), number: None }
    }
}

/// A table of a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DraftTable)]
pub(crate) struct Table {
    title: Option<String>,
    columns: Vec<TableColumn>,
    /// Rows of cells of runs.
    rows: Vec<Vec<Vec<Run>>>,
}

/// A column of a draft's table.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TableColumn {
    heading: String,
    /// Its part of the width.
    share: u16,
    align: String,
}

/// Where a slot's content comes from.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SlotKind)]
pub(crate) enum SlotWord {
    Figure,
    Constant,
    Record,
    Date,
}

/// A slot: a number or word that the program sets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Slot {
    id: String,
    kind: SlotWord,
    title: String,
    /// As it stands in the text.
    printed: String,
    /// Exact.
    value: Option<String>,
    unit: String,
    records: u64,
    period: String,
    /// Nothing to set yet.
    gap: bool,
    /// Id of the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    figure: Option<String>,
    /// Where a constant comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ledger: Option<String>,
    /// Key of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    record: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
}

/// A draft as clients read it, without findings and stale slots.
pub(crate) fn shown(viewer: &Viewer, loaded: &Loaded) -> ShownDraft {
    let Loaded { head, draft, when } = loaded;
    let numbers = draft.numbers();
    let all = sections(&viewer.catalog, draft);
    let blocks_of = |section: &str| -> Vec<Block> {
        let own = draft.blocks.iter().zip(&numbers).filter(|it| it.0.section == section);
        own.map(|it| block(it.0, it.1.as_deref())).collect()
    };
    // Title and signature belong to no section: they stand as sections of their own, so that the order is that of the page.
    let edge = |id: &str, heading: &str| DraftSection {
        id: id.to_owned(),
        heading: heading.to_owned(),
        level: 0,
        office: String::new(),
        office_title: String::new(),
        state: SectionState::None,
        signed_by: None,
        signed_at: None,
        may_sign: false,
        urged_at: None,
        may_urge: false,
        blocks: draft.block(id).into_iter().map(|it| block(it, None)).collect(),
    };
    let mut out = vec![edge("title", "标题")];
    for section in &all {
        let signed = head.signature(draft, &section.id);
        let state = match (signed, head.signed.contains_key(&section.id)) {
            (Some(_), _) => SectionState::Signed,
            (None, true) => SectionState::Changed,
            (None, false) => SectionState::Open,
        };
        out.push(DraftSection {
            id: section.id.clone(),
            heading: section.heading.clone(),
            level: section.level,
            office: section.office.clone(),
            office_title: viewer.office_title(&section.office),
            state,
            signed_by: signed.map(|it| it.who.clone()),
            signed_at: signed.map(|it| it.at.clone()),
            may_sign: may_sign(viewer, head, section),
            urged_at: head.urged(&section.id).map(|it| it.at.clone()),
            may_urge: signed.is_none() && may_urge(viewer, head, &section.id),
            blocks: blocks_of(&section.id),
        });
    }
    out.push(edge("signature", "署名"));
    ShownDraft {
        head: head.into(),
        period_title: when.period.in_words(),
        sections: out,
        opinions: head.opinions.iter().map(|it| ShownOpinion::new(viewer, it)).collect(),
        moves: moves(viewer, head),
        versions: head.versions.iter().rev().cloned().collect(),
        may_edit: head.stage == Stage::Drafting && viewer.has_power("draft"),
    }
}

/// A draft that waits for the viewer's signature.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ToSign {
    id: String,
    title: String,
    /// Headings of the sections that are the viewer's to sign.
    sections: Vec<String>,
    /// Whether somebody urged one of them.
    urged: bool,
    /// Whether the viewer signs the whole.
    whole: bool,
}

/// Drafts that wait for the viewer's signature: which sections, and whether somebody urged them.
pub(crate) async fn to_sign(viewer: &Viewer) -> Reply<Vec<ToSign>> {
    let mut found = Vec::new();
    if !viewer.has_power("sign") {
        return Ok(found);
    }
    for head in heads(viewer).await?.iter().filter(|it| it.stage == Stage::Reviewing) {
        let loaded = load(viewer, &head.id).await?;
        let all = sections(&viewer.catalog, &loaded.draft);
        let open: Vec<&Section> = all
            .iter()
            .filter(|it| head.signature(&loaded.draft, &it.id).is_none())
            .filter(|it| may_sign(viewer, head, it))
            .collect();
        if open.is_empty() && !viewer.sees_all() {
            continue;
        }
        let urged = open.iter().any(|it| head.urged(&it.id).is_some());
        found.push(ToSign {
            id: head.id.clone(),
            title: head.title.clone(),
            sections: open.iter().map(|it| it.heading.clone()).collect(),
            urged,
            whole: viewer.sees_all(),
        });
    }
    Ok(found)
}

/// Whether the viewer answers for a section: it is their office's, or of one below.
pub(crate) fn may_sign(viewer: &Viewer, head: &Head, section: &Section) -> bool {
    let below = viewer.catalog.offices.below(&viewer.office);
    let mine = viewer.is_own_office(&section.office)
        || viewer.sees_all()
        || below.contains(section.office.as_str()) && is_leader(viewer);
    head.stage == Stage::Reviewing && viewer.has_power("sign") && mine
}

/// Whether the viewer may urge a section's office: who writes, once a day, while the draft goes round.
pub(crate) fn may_urge(viewer: &Viewer, head: &Head, section: &str) -> bool {
    let day = |at: &str| at.get(..10).map(str::to_owned);
    let urged = head.urged(section).is_some_and(|it| day(&it.at) == day(&moment(now())));
    head.stage == Stage::Reviewing && viewer.has_power("draft") && !urged
}

fn is_leader(viewer: &Viewer) -> bool {
    let roles = viewer.roles.iter().filter_map(|it| viewer.catalog.role(it));
    roles.into_iter().any(|it| it.has_power("sign") && it.scope >= catalog::Scope::OfficeAndBelow)
}

/// The moves that the viewer may make now.
fn moves(viewer: &Viewer, head: &Head) -> Vec<DraftMove> {
    let (draft, sign) = (viewer.has_power("draft"), viewer.has_power("sign"));
    let back = sign && matches!(head.stage, Stage::Reviewing | Stage::Signed);
    let all = [
        (DraftStep::Submit, "送审", draft && head.stage == Stage::Drafting),
        (DraftStep::Sign, "审签", sign && viewer.sees_all() && head.stage == Stage::Reviewing),
        (DraftStep::Return, "退回修改", back),
        (DraftStep::Issue, "印发", draft && head.stage == Stage::Signed),
    ];
    let open = all.into_iter().filter(|it| it.2);
    open.map(|(name, label, _)| DraftMove {
        name,
        label: label.to_owned(),
        opinion: name == DraftStep::Return,
    })
    .collect()
}

/// The version of a draft, as it stands in a header.
pub(crate) fn tag(head: &Head) -> [(header::HeaderName, HeaderValue); 1] {
    let text = format!("\"{}\"", head.version);
    let value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    [(header::ETAG, value)]
}

/// The draft as an answer.
pub(crate) fn told(viewer: &Viewer, loaded: &Loaded) -> Response {
    (tag(&loaded.head), Json(shown(viewer, loaded))).into_response()
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

/// Whether words stand in both versions, in the old one or in the new one.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DiffMarkKind {
    Same,
    Old,
    New,
}

/// Some words of a block.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DiffMark {
    kind: DiffMarkKind,
    text: String,
}

/// Differences as clients read them.
pub(crate) fn marks(marks: &[Mark]) -> Vec<DiffMark> {
    let one = |it: &Mark| DiffMark {
        kind: match it.kind {
            MarkKind::Same => DiffMarkKind::Same,
            MarkKind::Old => DiffMarkKind::Old,
            MarkKind::New => DiffMarkKind::New,
        },
        text: it.text.clone(),
    };
    marks.iter().map(one).collect()
}

/// A block as clients read it.
pub(crate) fn block(block: &DraftBlock, number: Option<&str>) -> Block {
    // The number is set by the program; it is shown as a run of its own and comes back as it went.
    let number = number.map(|it| Run::Words { text: it.to_owned(), number: Some(true) });
    let mut out = Block {
        id: block.id.clone(),
        kind: BlockWord::Title,
        runs: number.into_iter().chain(block.runs.iter().map(run)).collect(),
        edited: block.edited,
        added: block.added,
        carried: block.carried,
        spare: block.spare.iter().map(slot).collect(),
        level: None,
        run_in: None,
        table: None,
    };
    match &block.kind {
        BlockKind::Title => {}
        BlockKind::Heading { level } => {
            (out.kind, out.level) = (BlockWord::Heading, Some(*level));
        }
        BlockKind::Text { run_in } => (out.kind, out.run_in) = (BlockWord::Text, Some(*run_in)),
        BlockKind::Table(it) => (out.kind, out.table) = (BlockWord::Table, Some(table(it))),
        BlockKind::Signature { office, date } => {
            let signature = report::Signature { office: office.clone(), date: *date };
            out.kind = BlockWord::Signature;
            out.runs = vec![Run::words(office), Run::words(signature.date_line())];
        }
    }
    out
}

fn table(table: &DraftTable) -> Table {
    let columns = table.columns.iter().map(|it| TableColumn {
        heading: it.0.clone(),
        share: it.1,
        align: it.2.clone(),
    });
    let cell = |it: &Vec<DraftRun>| it.iter().map(run).collect();
    Table {
        title: table.title.clone(),
        columns: columns.collect(),
        rows: table.rows.iter().map(|it| it.iter().map(cell).collect()).collect(),
    }
}

fn run(run: &DraftRun) -> Run {
    match run {
        DraftRun::Words(text) => Run::words(text),
        DraftRun::Slot(it) => Run::Slot { slot: Box::new(slot(it)) },
    }
}

/// A slot as clients read it.
pub(crate) fn slot(slot: &DraftSlot) -> Slot {
    let mut out = Slot {
        id: slot.id.clone(),
        kind: SlotWord::Date,
        title: slot.title.clone(),
        printed: slot.printed.clone(),
        value: slot.exact.map(plain),
        unit: slot.unit.clone(),
        records: slot.records,
        period: slot.period.to_string(),
        gap: slot.is_gap(),
        figure: None,
        source: None,
        ledger: None,
        record: None,
        field: None,
    };
    match &slot.kind {
        SlotKind::Figure { id, .. } => {
            (out.kind, out.figure) = (SlotWord::Figure, Some(id.clone()));
        }
        SlotKind::Constant { source, .. } => {
            (out.kind, out.source) = (SlotWord::Constant, Some(source.clone()));
        }
        SlotKind::Record { ledger, key, field } => {
            out.kind = SlotWord::Record;
            out.ledger = Some(ledger.clone());
            out.record = Some(key.clone());
            out.field = Some(field.clone());
        }
        SlotKind::Date => {}
    }
    out
}
