//! A document while people write it (报告稿): blocks of words and slots that can be kept, edited, refreshed, compared and
//! made a document again.
//!
//! ```text
//! DrawnUp ─ open ─► Draft ─ edit · refresh · roll ─► Draft ─ close ─► Document + numbers
//! ```
//!
//! Words are the writer's. A number is a slot: it keeps what it is and where it comes from, and nobody types it. Numbers of
//! headings are not kept: they are set anew when the draft becomes a document, so that a block may come or go.

mod close; // a draft into a document
mod compare; // two drafts, block by block
mod edit; // new words, the slots kept
mod open; // a document drawn up into a draft
mod own; // figures that a writer puts in
mod refresh; // numbers anew
mod roll; // the next period
mod shift; // blocks put in, taken out, moved
pub mod take; // what comes back from Word and WPS

pub use compare::{BlockChange, BlockChangeKind, Mark, MarkKind, compare, marks};
pub use edit::{NewRun, edit};
pub use open::open;
pub use own::{FigureForm, OwnFigure, forms, own_figures, own_slot};
pub use refresh::{Refreshed, SlotChange, refresh};
pub use roll::{Rolled, TO_SETTLE, roll};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use terms::Period;

use crate::document::{Align, Level};

/// A report being written (报告稿).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// File name without extension.
    pub file_name: String,
    /// Title, text and signature in printed order.
    pub blocks: Vec<DraftBlock>,
    /// Ids of blocks of the outline that somebody took out: they do not come back with new numbers.
    pub taken_out: Vec<String>,
}

/// One block of a draft (稿中一块).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftBlock {
    /// Stays the same while the outline's block does.
    pub id: String,
    /// What it is.
    pub kind: BlockKind,
    /// Section: stem of the outline's file; empty for title and signature.
    pub section: String,
    /// Words and slots; of a table and a signature empty.
    pub runs: Vec<DraftRun>,
    /// Whether somebody changed it since it was drawn up.
    pub edited: bool,
    /// Whether somebody added it: the outline does not know it.
    pub added: bool,
    /// Whether its words come from the last period's report and want a look.
    pub carried: bool,
    /// Slots that somebody took out; they may be put back.
    pub spare: Vec<DraftSlot>,
}

/// What a block is (块的种类).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// The title (标题).
    Title,
    /// A heading of level 1 to 4; its number is not kept (层次标题).
    Heading {
        /// Level.
        level: u8,
    },
    /// A paragraph (正文); `run_in` runs on behind the heading before it (接排).
    Text {
        /// Whether it stands in the heading's paragraph.
        run_in: bool,
    },
    /// A table of figures (表格).
    Table(DraftTable),
    /// Who signs and when (署名和日期).
    Signature {
        /// Issuing office.
        office: String,
        /// Day of the document.
        #[serde(with = "as_text")]
        date: Date,
    },
}

/// A table as a draft keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTable {
    /// Title above it.
    pub title: Option<String>,
    /// Heading, share of the width, and how the cells stand: `left`, `centre`, `right`.
    pub columns: Vec<(String, u16, String)>,
    /// Rows of cells.
    pub rows: Vec<Vec<Vec<DraftRun>>>,
}

/// A piece of a block: words or a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftRun {
    /// The writer's words.
    Words(String),
    /// A number with its origin.
    Slot(DraftSlot),
}

impl DraftRun {
    /// What is printed.
    #[must_use]
    pub fn printed(&self) -> &str {
        match self {
            DraftRun::Words(text) => text,
            DraftRun::Slot(slot) => &slot.printed,
        }
    }
}

/// A number of a draft (数字槽).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSlot {
    /// Unlike that of every other slot of the block; stays while the outline's slot does.
    pub id: String,
    /// Its place among the slots of the block as drawn up.
    pub order: u32,
    /// Where it comes from.
    pub kind: SlotKind,
    /// What is printed, with unit.
    pub printed: String,
    /// What it is, in Chinese.
    pub title: String,
    /// The exact value in `unit`; none for constants, days and words, and where the figure has none.
    pub exact: Option<Decimal>,
    /// Unit of `exact`.
    pub unit: String,
    /// Its period.
    #[serde(with = "as_text")]
    pub period: Period,
    /// The day at which stocks were taken.
    #[serde(with = "as_text")]
    pub as_of: Date,
    /// Rows that open behind it.
    pub records: u64,
}

/// Where a slot comes from (来源).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlotKind {
    /// A figure, printed in a format.
    Figure {
        /// Indicator id.
        id: String,
        /// Format, as [`crate::SlotMark`] has it; none where it is only text on paper.
        format: Option<String>,
    },
    /// A declared constant.
    Constant {
        /// Its name.
        name: String,
        /// The document that says it.
        source: String,
    },
    /// A field of a record.
    Record {
        /// Ledger id.
        ledger: String,
        /// The record as staff name it.
        key: String,
        /// Name of the field.
        field: String,
    },
    /// A day or period that follows from the report's own period.
    Date,
}

impl SlotKind {
    /// The word that programs read: `figure`, `constant`, `record`, `date`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            SlotKind::Figure { .. } => "figure",
            SlotKind::Constant { .. } => "constant",
            SlotKind::Record { .. } => "record",
            SlotKind::Date => "date",
        }
    }
}

impl DraftSlot {
    /// Whether it is a gap: a figure without a value (〔待补〕).
    #[must_use]
    pub fn is_gap(&self) -> bool {
        matches!(self.kind, SlotKind::Figure { .. }) && self.exact.is_none()
    }

    /// What it prints, without its place: the same number elsewhere.
    fn source(&self) -> &str {
        self.id.rsplit_once(':').map_or(self.id.as_str(), |it| it.0)
    }
}

impl DraftBlock {
    /// A block of the outline, as it was drawn up.
    pub(crate) fn drawn(
        id: String,
        kind: BlockKind,
        section: &str,
        runs: Vec<DraftRun>,
    ) -> DraftBlock {
        DraftBlock {
            id,
            kind,
            section: section.to_owned(),
            runs,
            edited: false,
            added: false,
            carried: false,
            spare: Vec::new(),
        }
    }

    /// An empty block of somebody's own: the outline does not know it.
    #[must_use]
    pub fn own(id: String, kind: BlockKind, section: &str) -> DraftBlock {
        DraftBlock { edited: true, added: true, ..DraftBlock::drawn(id, kind, section, Vec::new()) }
    }

    /// What is printed of its words and slots.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(DraftRun::printed).collect()
    }

    /// All its slots, those of a table's cells as well.
    pub fn slots(&self) -> impl Iterator<Item = &DraftSlot> {
        let cells: &[Vec<Vec<DraftRun>>] = match &self.kind {
            BlockKind::Table(table) => &table.rows,
            BlockKind::Title
            | BlockKind::Heading { .. }
            | BlockKind::Text { .. }
            | BlockKind::Signature { .. } => &[],
        };
        let all = self.runs.iter().chain(cells.iter().flatten().flatten());
        all.filter_map(|it| if let DraftRun::Slot(slot) = it { Some(slot) } else { None })
    }

    /// Whether its words may be edited.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        matches!(self.kind, BlockKind::Title | BlockKind::Heading { .. } | BlockKind::Text { .. })
    }
}

impl Draft {
    /// The block of this id.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<&DraftBlock> {
        self.blocks.iter().find(|it| it.id == id)
    }

    /// The title in one line.
    #[must_use]
    pub fn title_line(&self) -> String {
        let title = self.blocks.iter().find(|it| it.kind == BlockKind::Title);
        title.map(DraftBlock::text).unwrap_or_default()
    }

    /// The number of every heading by the place of its block, as it will be printed: `（二）`.
    #[must_use]
    pub fn numbers(&self) -> Vec<Option<String>> {
        let mut ordinals = [0_usize; 4];
        let number = |block: &DraftBlock| {
            let BlockKind::Heading { level } = block.kind else { return None };
            let depth = usize::from(level.clamp(1, 4)) - 1;
            ordinals[depth] += 1;
            ordinals[depth + 1..].fill(0);
            Some(Level::ALL[depth].number(ordinals[depth]))
        };
        self.blocks.iter().map(number).collect()
    }
}

/// How a cell stands, as a word.
pub(crate) const fn align_word(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "right",
    }
}

/// Values that are kept as the text they are written as.
mod as_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<T: Display, S: Serializer>(it: &T, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(it)
    }

    pub(super) fn deserialize<'de, T, D>(input: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(input)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
