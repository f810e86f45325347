//! Small parts of changes (改动的零件): cells, headings and what runs on, what a block says and holds, slots' ids.

use super::{NoteKind, ProposalNote};
use crate::draft::edit::{self, typed};
use crate::draft::{BlockKind, Draft, DraftBlock, DraftRun, DraftSlot};
use crate::returned::{moved, stretches};
use crate::text::printable;

/// The full stop between a heading and the text that runs on.
pub(super) const STOP: &str = "。";

/// The cells that a draft's tables print, in order: block, slot, words.
pub(super) fn cells(draft: &Draft) -> Vec<(&str, Option<&DraftSlot>, String)> {
    let mut found = Vec::new();
    for block in &draft.blocks {
        let BlockKind::Table(table) = &block.kind else { continue };
        let heads = table.columns.iter().map(|it| (block.id.as_str(), None, it.0.clone()));
        found.extend(heads);
        for cell in table.rows.iter().flatten() {
            let slot = cell.iter().find_map(|it| match it {
                DraftRun::Slot(slot) => Some(slot),
                DraftRun::Words(_) => None,
            });
            let words: String = cell.iter().map(DraftRun::printed).collect();
            found.push((block.id.as_str(), slot, words));
        }
    }
    found.retain(|it| !it.2.trim().is_empty());
    for cell in &mut found {
        cell.2 = printable(&cell.2).trim().to_owned();
    }
    found
}

/// Where the text begins that runs on behind a heading: where it did if its full stop is still there, else at the first one.
pub(super) fn divide(old: &str, joint: Option<usize>, new: &str, end: usize) -> Option<usize> {
    let kept = joint.and_then(|it| {
        let (range, same) = moved(&stretches(old, new), &(it - STOP.len()..it))?;
        (same && range.end < end).then_some(range.end)
    });
    let first = || {
        let at = new.get(..end)?.find(STOP)? + STOP.len();
        (at < end).then_some(at)
    };
    kept.or_else(first)
}

/// A block's words and slots, whatever the slots print.
pub(super) fn shape(block: &DraftBlock) -> Vec<(bool, String)> {
    let of = |it: &'_ DraftRun| match it {
        DraftRun::Words(text) => (false, text.clone()),
        DraftRun::Slot(slot) => (true, slot.id.clone()),
    };
    block.runs.iter().map(of).collect()
}

/// Blocks as one text, a line a paragraph.
pub(super) fn shown(blocks: &[DraftBlock]) -> String {
    let mut text = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            text.push_str(if block.kind == (BlockKind::Text { run_in: true }) {
                STOP
            } else {
                "\n"
            });
        }
        text.push_str(&block.text());
    }
    text
}

/// Numbers of no origin that stood not there before.
pub(super) fn loose(
    was: &[DraftBlock],
    blocks: &[DraftBlock],
    names: &[String],
) -> Vec<ProposalNote> {
    let note = |it: String| ProposalNote {
        kind: NoteKind::Loose,
        text: format!("“{it}”是手写的数，没有出处，改掉以后才能采用"),
    };
    typed(&runs_of(was), &runs_of(blocks), names).into_iter().map(note).collect()
}

/// The runs of several blocks, parted so that no two numbers touch.
fn runs_of(blocks: &[DraftBlock]) -> Vec<DraftRun> {
    let line = || DraftRun::Words("\n".to_owned());
    blocks.iter().flat_map(|it| it.runs.iter().cloned().chain([line()])).collect()
}

pub(super) fn ids(runs: &[DraftRun]) -> impl Iterator<Item = &str> {
    runs.iter().filter_map(|it| match it {
        DraftRun::Slot(slot) => Some(slot.id.as_str()),
        DraftRun::Words(_) => None,
    })
}

/// An id that no slot of the block has.
pub(super) fn free_id(slot: &DraftSlot, base: Option<&DraftBlock>, runs: &[DraftRun]) -> String {
    edit::free_id(slot, |id| {
        let there = base.is_some_and(|it| it.slots().chain(&it.spare).any(|one| one.id == id));
        there || ids(runs).any(|it| it == id)
    })
}

/// The block with its slots numbered as they stand; those that are gone can be put back.
pub(super) fn in_order(mut block: DraftBlock, base: Option<&DraftBlock>) -> DraftBlock {
    let gone = base.into_iter().flat_map(|it| it.slots().chain(&it.spare));
    block.spare = gone.filter(|it| ids(&block.runs).all(|id| id != it.id)).cloned().collect();
    block.in_order()
}
