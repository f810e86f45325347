//! The next period (滚动): what people wrote goes on once, with the numbers of the new period; what cannot is told.

use super::refresh::{Now, set_anew};
use super::{BlockKind, Draft, DraftBlock, DraftRun, DraftSlot, SlotKind};

/// Stands before what has to be settled before a report goes to those who sign.
pub const TO_SETTLE: &str = "〔送审前须补齐〕";

/// The draft of the next period (滚动结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rolled {
    /// The draft.
    pub draft: Draft,
    /// Ids of the blocks that were carried.
    pub carried: Vec<String>,
    /// What people wrote and what could not be carried: its numbers or its paragraph are not those of the new period.
    pub left: Vec<String>,
}

/// Starts the next period's draft from the last one's: what somebody wrote goes on, with the numbers of the new period;
/// those that a writer put in are `own`, as they are in the new period.
#[must_use]
pub fn roll(last: &Draft, mut fresh: Draft, own: &[DraftSlot]) -> Rolled {
    let before = fresh.clone();
    let now = Now::of(&before, own);
    // What stands for a record, and what must be settled, is the new period's: it comes again.
    let stays_out = |it: &&String| {
        !is_of_record(it) && now.blocks.get(it.as_str()).is_none_or(|it| !is_to_settle(it))
    };
    fresh.taken_out = last.taken_out.iter().filter(stays_out).cloned().collect();
    let taken_out = &fresh.taken_out;
    fresh.blocks.retain(|it| !taken_out.contains(&it.id));
    let mut made = Rolled { draft: fresh, ..Rolled::default() };
    for (at, block) in last.blocks.iter().enumerate().filter(|it| is_written(it.1)) {
        let Some(own) = carried(block, &now) else {
            made.left.push(block.text());
            continue;
        };
        made.carried.push(own.id.clone());
        match made.draft.blocks.iter_mut().find(|it| it.id == own.id) {
            Some(there) => *there = own,
            None => put(&mut made.draft, own, &last.blocks[..at]),
        }
    }
    stand_alone(&mut made.draft);
    made
}

/// Whether somebody wrote it. Titles are the period's own.
fn is_written(block: &DraftBlock) -> bool {
    block.is_prose() && block.kind != BlockKind::Title && (block.edited || block.added)
}

/// Whether a block of this id stands for one record: `05_enforcement:12:K`, or what runs on behind its heading.
fn is_of_record(id: &str) -> bool {
    id.strip_suffix(":run").unwrap_or(id).matches(':').count() > 1
}

fn is_to_settle(block: &DraftBlock) -> bool {
    block.text().contains(TO_SETTLE)
}

/// The block with the numbers of the new period; none where there is no such block, or what it says must be settled. A figure that cannot be computed any more becomes a gap in what was written
/// by hand; where the outline's own number is gone, its words are not the new period's.
fn carried(block: &DraftBlock, now: &Now<'_>) -> Option<DraftBlock> {
    let new = now.blocks.get(block.id.as_str());
    if !block.added && new.is_none_or(|it| is_to_settle(it)) {
        return None;
    }
    let mut own = set_anew(block, now, &mut Vec::new());
    own.carried = true;
    for run in &mut own.runs {
        let DraftRun::Slot(slot) = run else { continue };
        let is_own = slot.is_own() || block.added;
        match &slot.kind {
            _ if now.find(block, slot).is_some() => {}
            SlotKind::Figure { .. } if is_own => *slot = gap(slot),
            SlotKind::Figure { .. }
            | SlotKind::Constant { .. }
            | SlotKind::Record { .. }
            | SlotKind::Date => return None,
        }
    }
    // A number of the last period is not put back into the next one.
    own.spare.retain(|it| now.find(block, it).is_some());
    Some(own)
}

fn gap(slot: &DraftSlot) -> DraftSlot {
    let printed = format!("〔待补：{}〕", slot.title);
    DraftSlot { printed, exact: None, records: 0, ..slot.clone() }
}

/// Puts a block behind the nearest one before it in its section that is still there; else first in the section; where there
/// is no such section any more, behind what stood before it.
fn put(draft: &mut Draft, block: DraftBlock, before: &[DraftBlock]) {
    let (id, section) = (block.id.clone(), block.section.clone());
    let there = |it: &&DraftBlock| draft.block(&it.id).is_some();
    let near = || before.iter().rev().filter(there);
    let first = draft.blocks.iter().position(|it| it.section == section);
    let anchor = match (near().find(|it| it.section == section), first) {
        (Some(own), _) => Some(own),
        (None, Some(first)) => first.checked_sub(1).and_then(|it| draft.blocks.get(it)),
        (None, None) => near().next(),
    };
    let anchor = anchor.map_or_else(|| "title".to_owned(), |it| it.id.clone());
    draft.insert_behind(&anchor, block);
    if let Some(own) = draft.blocks.iter_mut().find(|it| it.id == id && first.is_some()) {
        own.section = section;
    }
}

/// What ran on behind a heading that is not there stands by itself.
fn stand_alone(draft: &mut Draft) {
    let mut behind_heading = false;
    for block in &mut draft.blocks {
        if block.kind == (BlockKind::Text { run_in: true }) && !behind_heading {
            block.kind = BlockKind::Text { run_in: false };
            block.edited = true;
        }
        behind_heading = matches!(block.kind, BlockKind::Heading { .. });
    }
}
