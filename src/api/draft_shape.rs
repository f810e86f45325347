//! A draft as clients read it (稿子的形状): sections, blocks, runs, slots, differences.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use report::draft::{
    BlockKind, DraftBlock, DraftRun, DraftSlot, DraftTable, Mark, MarkKind, SlotKind,
};
use serde::Serialize;
use terms::plain;

use crate::api::draft::{Head, Loaded, Opinion, Stage, VersionNote};
use crate::api::guard::Viewer;
use crate::api::sign::{DraftMove, may_sign, may_urge, moves};
use crate::flow::draft::sections;

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
    /// What people wrote in the draft of the earlier period and what could not be carried.
    left: Vec<String>,
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
    /// A writer put it in: the outline does not know it.
    own: bool,
    /// Id of the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    figure: Option<String>,
    /// Form of the figure, as an outline writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    form: Option<String>,
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
        left: head.left.clone(),
    }
}

/// The version of a draft, as it stands in a header.
pub(crate) fn tag(head: &Head) -> [(HeaderName, HeaderValue); 1] {
    let text = format!("\"{}\"", head.version);
    let value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    [(header::ETAG, value)]
}

/// The draft as an answer.
pub(crate) fn told(viewer: &Viewer, loaded: &Loaded) -> Response {
    (tag(&loaded.head), Json(shown(viewer, loaded))).into_response()
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
        own: slot.is_own(),
        figure: None,
        form: None,
        source: None,
        ledger: None,
        record: None,
        field: None,
    };
    match &slot.kind {
        SlotKind::Figure { id, format } => {
            (out.kind, out.figure) = (SlotWord::Figure, Some(id.clone()));
            out.form.clone_from(format);
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
