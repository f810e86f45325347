//! Numbers anew (刷新): the writer's words stay, the numbers are those of the ledgers now.

use std::collections::BTreeMap;

use super::{Draft, DraftBlock, DraftRun, DraftSlot, SlotKind};

/// A number that is not what it was (变动的数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotChange {
    /// Id of the block.
    pub block: String,
    /// Id of the slot.
    pub slot: String,
    /// What it is.
    pub title: String,
    /// What was printed; none for a number that the outline prints only now.
    pub old: Option<String>,
    /// What is printed now; none for a number that the outline prints no more.
    pub new: Option<String>,
}

/// A draft with numbers anew (刷新结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// The draft.
    pub draft: Draft,
    /// Numbers that changed, came or went, in blocks that stayed.
    pub changes: Vec<SlotChange>,
    /// Ids of blocks that the outline prints only now.
    pub came: Vec<String>,
    /// Ids of blocks that went with the outline's; such that somebody edited stay and are not among them.
    pub went: Vec<String>,
}

impl Refreshed {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.came.is_empty() && self.went.is_empty()
    }
}

/// Puts the numbers of what is drawn up now into a draft. A block that nobody edited becomes the outline's; in an edited one
/// every slot is set anew, what a writer put in by `own`: his figures as they are now. Blocks come and go with the outline's
/// conditions.
#[must_use]
pub fn refresh(kept: &Draft, fresh: &Draft, own: &[DraftSlot]) -> Refreshed {
    let now = Now::of(fresh, own);
    let mut made = Refreshed::default();
    let draft = &mut made.draft;
    draft.file_name.clone_from(&fresh.file_name);
    draft.taken_out.clone_from(&kept.taken_out);
    for block in &kept.blocks {
        match (now.blocks.get(block.id.as_str()), block.edited || block.added) {
            (Some(new), false) => {
                made.changes.extend(differences(block, new));
                draft.blocks.push((*new).clone());
            }
            (None, false) => made.went.push(block.id.clone()),
            (_, true) => draft.blocks.push(set_anew(block, &now, &mut made.changes)),
        }
    }
    made.came = insert_missing(draft, fresh, |it| !kept.taken_out.contains(&it.id));
    made
}

/// What is drawn up now, to be looked up.
pub(super) struct Now<'d> {
    pub(super) blocks: BTreeMap<&'d str, &'d DraftBlock>,
    /// Figures by indicator and format, wherever they are printed.
    figures: BTreeMap<&'d str, &'d DraftSlot>,
    /// Figures beside the outline's, by indicator and form.
    own: BTreeMap<(&'d str, &'d str), &'d DraftSlot>,
}

impl<'d> Now<'d> {
    pub(super) fn of(fresh: &'d Draft, own: &'d [DraftSlot]) -> Now<'d> {
        let figures = fresh.blocks.iter().flat_map(DraftBlock::slots);
        let figures = figures.filter(|it| matches!(it.kind, SlotKind::Figure { .. }));
        Now {
            blocks: fresh.blocks.iter().map(|it| (it.id.as_str(), it)).collect(),
            figures: figures.map(|it| (it.source(), it)).collect(),
            own: own.iter().filter_map(|it| Some((it.figure_and_form()?, it))).collect(),
        }
    }

    /// The slot of a block as it is now: that of the outline's block, the same figure elsewhere, or what a writer put in.
    pub(super) fn find(&self, block: &DraftBlock, slot: &DraftSlot) -> Option<&'d DraftSlot> {
        let new = self.blocks.get(block.id.as_str());
        let same = new.and_then(|it| it.slots().find(|it| it.id == slot.id));
        let is_figure = matches!(slot.kind, SlotKind::Figure { .. });
        let elsewhere = || self.figures.get(slot.source()).filter(|_| is_figure);
        // A number that the outline prints no more is not a writer's for that.
        let is_own = slot.is_own() || block.added;
        let own = || self.own.get(&slot.figure_and_form()?).filter(|_| is_own);
        same.or_else(|| elsewhere().or_else(own).copied())
    }
}

/// A block with its words and the numbers of now; a number that is not printed any more stays, and is told.
pub(super) fn set_anew(
    block: &DraftBlock,
    now: &Now<'_>,
    changes: &mut Vec<SlotChange>,
) -> DraftBlock {
    let mut own = block.clone();
    let renew = |slot: &mut DraftSlot| -> Option<SlotChange> {
        let found = now.find(block, slot);
        let old = slot.printed.clone();
        if let Some(found) = found {
            let (id, order) = (std::mem::take(&mut slot.id), slot.order);
            *slot = DraftSlot { id, order, ..found.clone() };
        }
        let new = found.map(|it| it.printed.clone());
        (new.as_ref() != Some(&old)).then(|| change(block, slot, Some(old), new))
    };
    for run in &mut own.runs {
        if let DraftRun::Slot(slot) = run {
            changes.extend(renew(slot));
        }
    }
    own.spare.iter_mut().for_each(|it| {
        let _ = renew(it); // What is not printed tells nobody.
    });
    let new = now.blocks.get(block.id.as_str());
    let fresh: Vec<DraftSlot> = new.into_iter().flat_map(|it| it.slots()).cloned().collect();
    for slot in fresh {
        if own.slots().chain(&own.spare).all(|it| it.id != slot.id) {
            changes.push(change(block, &slot, None, Some(slot.printed.clone())));
            own.spare.push(slot);
        }
    }
    own
}

fn change(
    block: &DraftBlock,
    slot: &DraftSlot,
    old: Option<String>,
    new: Option<String>,
) -> SlotChange {
    let (slot, title) = (slot.id.clone(), slot.title.clone());
    SlotChange { block: block.id.clone(), slot, title, old, new }
}

/// The numbers in which the outline's block differs from itself earlier.
fn differences(old: &DraftBlock, new: &DraftBlock) -> Vec<SlotChange> {
    let mut found = Vec::new();
    for slot in old.slots() {
        let now = new.slots().find(|it| it.id == slot.id).map(|it| it.printed.clone());
        if now.as_ref() != Some(&slot.printed) {
            found.push(change(old, slot, Some(slot.printed.clone()), now));
        }
    }
    for slot in new.slots().filter(|it| old.slots().all(|old| old.id != it.id)) {
        found.push(change(old, slot, None, Some(slot.printed.clone())));
    }
    found
}

/// Puts blocks that the outline prints only now behind the one before them; gives their ids.
fn insert_missing(
    draft: &mut Draft,
    fresh: &Draft,
    wanted: impl Fn(&DraftBlock) -> bool,
) -> Vec<String> {
    let mut came = Vec::new();
    let mut before: Option<&str> = None;
    for block in &fresh.blocks {
        if draft.block(&block.id).is_none() {
            if !wanted(block) {
                continue;
            }
            put(draft, block.clone(), before);
            came.push(block.id.clone());
        }
        before = Some(&block.id);
    }
    came
}

/// Puts a block over the one of its id, or behind the block `before`, or last before the signature.
fn put(draft: &mut Draft, block: DraftBlock, before: Option<&str>) {
    if let Some(there) = draft.blocks.iter_mut().find(|it| it.id == block.id) {
        *there = block;
        return;
    }
    let at = match before {
        None => Some(0),
        Some(id) => draft.blocks.iter().position(|it| it.id == id).map(|it| it + 1),
    };
    let last = draft.blocks.len();
    let signed = draft.blocks.last().is_some_and(|it| it.id == "signature");
    let at = at.unwrap_or(last).min(if signed { last - 1 } else { last });
    draft.blocks.insert(at, block);
}
