//! Two drafts, block by block (版本比较): what came, went and was changed, character by character.

use serde::{Deserialize, Serialize};

use super::{BlockKind, Draft, DraftBlock, DraftRun};
use crate::document::Signature;
use crate::returned::stretches;

/// A block that differs (变动的段).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockChange {
    /// Id of the block.
    pub block: String,
    /// What happened.
    pub kind: BlockChangeKind,
    /// The text, piece by piece.
    pub marks: Vec<Mark>,
}

/// What happened to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its text changed.
    Changed,
}

/// A piece of a text that stayed, went or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which of the three.
    pub kind: MarkKind,
    /// The piece.
    pub text: String,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// In both.
    Same,
    /// Only in the old one.
    Old,
    /// Only in the new one.
    New,
}

/// All differences between two drafts, in the order of the new one; what went comes behind the block that it followed.
#[must_use]
pub fn compare(old: &Draft, new: &Draft) -> Vec<BlockChange> {
    let mut found = Vec::new();
    let mut gone = old.blocks.iter().peekable();
    let mut went = |until: Option<&str>, found: &mut Vec<BlockChange>| {
        while let Some(block) = gone.next_if(|it| until != Some(it.id.as_str())) {
            if new.block(&block.id).is_none() {
                let marks = vec![Mark { kind: MarkKind::Old, text: shown(block) }];
                let kind = BlockChangeKind::Removed;
                found.push(BlockChange { block: block.id.clone(), kind, marks });
            }
        }
    };
    for block in &new.blocks {
        let text = shown(block);
        let Some(before) = old.block(&block.id) else {
            let marks = vec![Mark { kind: MarkKind::New, text }];
            let kind = BlockChangeKind::Added;
            found.push(BlockChange { block: block.id.clone(), kind, marks });
            continue;
        };
        went(Some(&block.id), &mut found);
        let was = shown(before);
        if was != text {
            let (kind, marks) = (BlockChangeKind::Changed, marks(&was, &text));
            found.push(BlockChange { block: block.id.clone(), kind, marks });
        }
    }
    went(None, &mut found);
    found
}

/// Two texts in one, marked: a number is one piece.
#[must_use]
pub fn marks(old: &str, new: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut push = |kind, text: Option<&str>| {
        if let Some(text) = text.filter(|it| !it.is_empty()) {
            found.push(Mark { kind, text: text.to_owned() });
        }
    };
    for it in stretches(old, new) {
        if it.same {
            push(MarkKind::Same, new.get(it.new));
        } else {
            push(MarkKind::Old, old.get(it.old));
            push(MarkKind::New, new.get(it.new));
        }
    }
    found
}

/// A block as lines of text.
fn shown(block: &DraftBlock) -> String {
    match &block.kind {
        BlockKind::Title | BlockKind::Heading { .. } | BlockKind::Text { .. } => block.text(),
        BlockKind::Signature { office, date } => {
            let signature = Signature { office: office.clone(), date: *date };
            format!("{office} {}", signature.date_line())
        }
        BlockKind::Table(table) => {
            let cell = |it: &Vec<DraftRun>| it.iter().map(DraftRun::printed).collect::<String>();
            let row =
                |it: &Vec<Vec<DraftRun>>| it.iter().map(cell).collect::<Vec<String>>().join("\t");
            let rows: Vec<String> = table.rows.iter().map(row).collect();
            format!("{}\n{}", table.title.as_deref().unwrap_or_default(), rows.join("\n"))
        }
    }
}
