//! Blocks put in, taken out and moved (增删移段): what belongs together stays together.

use super::{BlockKind, Draft, DraftBlock, DraftRun};

const RUN_IN: BlockKind = BlockKind::Text { run_in: true };

impl DraftBlock {
    /// Numbers its slots as they stand, those that were taken out last.
    pub(crate) fn in_order(mut self) -> DraftBlock {
        let slots = self.runs.iter_mut().filter_map(|it| match it {
            DraftRun::Slot(slot) => Some(slot),
            DraftRun::Words(_) => None,
        });
        for (slot, order) in slots.chain(&mut self.spare).zip(0..) {
            slot.order = order;
        }
        self
    }
}

impl Draft {
    /// Puts a block behind another and what runs on behind that; it belongs to the section in which it comes to stand.
    /// Without such a block, or behind the signature, it comes last before the signature.
    pub fn insert_behind(&mut self, after: &str, mut block: DraftBlock) {
        let last = self.blocks.len()
            - usize::from(self.blocks.last().is_some_and(|it| it.id == "signature"));
        let place = self.blocks.iter().position(|it| it.id == after).map(|it| it + 1);
        let mut place = place.unwrap_or(last).min(last);
        if block.kind != RUN_IN && self.blocks.get(place).is_some_and(|it| it.kind == RUN_IN) {
            place += 1;
        }
        let before = place.checked_sub(1).and_then(|it| self.blocks.get(it));
        let section = before.filter(|it| !it.section.is_empty()).or(self.blocks.get(place));
        if let Some(near) = section.filter(|it| !it.section.is_empty()) {
            near.section.clone_into(&mut block.section);
        }
        self.blocks.insert(place, block);
    }

    /// Takes a block out; one of the outline does not come back with new numbers. What ran on behind a heading that is gone
    /// stands by itself. Title and signature stay.
    pub fn remove(&mut self, id: &str) -> Option<DraftBlock> {
        let at = self.blocks.iter().position(|it| it.id == id)?;
        if matches!(self.blocks[at].kind, BlockKind::Title | BlockKind::Signature { .. }) {
            return None;
        }
        let gone = self.blocks.remove(at);
        if !gone.added {
            self.taken_out.push(gone.id.clone());
        }
        let is_heading = matches!(gone.kind, BlockKind::Heading { .. });
        if let Some(next) = self.blocks.get_mut(at).filter(|it| is_heading && it.kind == RUN_IN) {
            next.kind = BlockKind::Text { run_in: false };
            next.edited = true;
        }
        Some(gone)
    }

    /// Moves a block, with what runs on behind it, over its neighbour in the section; nothing happens at the section's edge.
    /// A block that runs on moves with its heading. Tells whether anything moved.
    pub fn shift(&mut self, id: &str, up: bool) -> bool {
        let pieces = self.pieces();
        let Some(own) =
            pieces.iter().position(|it| self.blocks[it.clone()].iter().any(|it| it.id == id))
        else {
            return false;
        };
        let other = if up { own.checked_sub(1) } else { Some(own + 1) };
        let Some(other) = other.and_then(|it| pieces.get(it)) else { return false };
        let own = &pieces[own];
        let section = |at: usize| self.blocks[at].section.as_str();
        if section(own.start).is_empty() || section(own.start) != section(other.start) {
            return false;
        }
        let (first, second) = if up { (other, own) } else { (own, other) };
        self.blocks[first.start..second.end].rotate_left(first.len());
        true
    }

    /// The blocks that stand together: each by itself, a heading with what runs on behind it.
    fn pieces(&self) -> Vec<std::ops::Range<usize>> {
        let mut found: Vec<std::ops::Range<usize>> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            match found.last_mut() {
                Some(last) if block.kind == RUN_IN => last.end = at + 1,
                _ => found.push(at..at + 1),
            }
        }
        found
    }
}
