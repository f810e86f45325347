//! A report that comes back from Word and WPS, taken into the draft (收回改稿).
//!
//! ```text
//! given (what went out) ─ units ─┐
//! returned text ──────── lines ──┼─ groups ─ bind ─► Proposed: changes · numbers changed by hand · notes
//! draft as it is now ────────────┘                     └─ take (some of them) ─► Draft
//! ```
//!
//! Words are the editor's, numbers stay the ledgers': a slot is found again by its content control, else by its value and the
//! words around it. A number that was changed by hand is told and never taken. Where a change would bring in a number of no
//! origin, it waits until a writer mended it.

mod apply; // accepted changes into the draft
mod bind; // slots found again in new words
mod group; // which paragraphs became which
mod piece; // cells, headings, ids of slots
mod propose; // groups into changes
mod told; // what is told and not taken
mod unit; // paragraphs of both sides
mod words; // blocks of new words

pub use apply::{mend, take};
pub use propose::propose;

use serde::{Deserialize, Serialize};
use terms::{Finding, Place};

use super::{DraftBlock, DraftSlot, Mark};

/// What a returned document would change (收回预览).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Changes of the prose, in the order of the returned text.
    pub changes: Vec<Proposal>,
    /// Locked numbers that somebody changed by hand; none of them is taken.
    pub numbers: Vec<HandNumber>,
    /// What was changed and cannot be taken at all, such as a table's cell.
    pub notes: Vec<String>,
}

/// One change that a writer accepts or declines (一处改动).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its name within the preview.
    pub key: String,
    /// What happened.
    pub kind: ProposalKind,
    /// Line of the returned text; 0 for what was left out.
    pub line: u32,
    /// The block where it happens, or behind which.
    pub at: String,
    /// The text as it is in the draft now and as it would be.
    pub marks: Vec<Mark>,
    /// Ids of blocks that go.
    pub gone: Vec<String>,
    /// Blocks as they would be: such that the draft has are replaced, others put behind.
    pub blocks: Vec<DraftBlock>,
    /// Ids of blocks that it comes behind, the nearest first.
    pub after: Vec<String>,
    /// The draft's own paragraph was changed since the file went out.
    pub conflict: bool,
    /// What a writer must know of it.
    pub notes: Vec<ProposalNote>,
}

impl Proposal {
    /// Whether it can be taken as it stands.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.notes.iter().all(|it| it.kind != NoteKind::Loose)
    }

    /// What keeps it from being taken.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let loose = self.notes.iter().filter(|it| it.kind == NoteKind::Loose);
        let finding = |it: &ProposalNote| {
            let place = Place::Field {
                ledger: "回稿".to_owned(),
                record: self.key.clone(),
                field: "正文".to_owned(),
            };
            Finding::must("loose_number", place, it.text.clone(), "改掉手写的数，或者不采用这一处")
        };
        loose.map(finding).collect()
    }
}

/// What happened to a paragraph (改动种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// Its words were changed.
    Changed,
    /// It is new.
    Added,
    /// It was left out.
    Removed,
    /// It stands elsewhere.
    Moved,
    /// It became one with its neighbours.
    Merged,
    /// It was divided.
    Split,
}

impl ProposalKind {
    /// The word that staff read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            ProposalKind::Changed => "改写",
            ProposalKind::Added => "新增",
            ProposalKind::Removed => "删去",
            ProposalKind::Moved => "移动",
            ProposalKind::Merged => "合并",
            ProposalKind::Split => "拆开",
        }
    }

    /// The word that programs read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ProposalKind::Changed => "changed",
            ProposalKind::Added => "added",
            ProposalKind::Removed => "removed",
            ProposalKind::Moved => "moved",
            ProposalKind::Merged => "merged",
            ProposalKind::Split => "split",
        }
    }
}

/// Something to know of a change (改动说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalNote {
    /// What kind of thing.
    pub kind: NoteKind,
    /// A sentence for the writer.
    pub text: String,
}

/// Kinds of notes on a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A number that the new words do not say any more.
    Lost,
    /// A number that stands there several times: which is the slot cannot be told.
    Undecided,
    /// A number of no origin; the change cannot be taken with it.
    Loose,
}

impl NoteKind {
    /// The word that programs read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            NoteKind::Lost => "lost",
            NoteKind::Undecided => "undecided",
            NoteKind::Loose => "loose",
        }
    }
}

/// A locked number that somebody changed by hand (人工改动的数).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandNumber {
    /// Line of the returned text.
    pub line: u32,
    /// Its block.
    pub block: String,
    /// The number as the draft has it.
    pub slot: DraftSlot,
    /// What the file said when it went out.
    pub was: String,
    /// What it says now.
    pub said: String,
}

#[cfg(test)]
mod tests;
