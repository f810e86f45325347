//! Blocks of new words (改后的段): what a line of the returned text makes of a block, with the slots that were found in it.

use std::ops::Range;

use super::piece::{STOP, divide, free_id, ids, in_order};
use super::propose::{Joined, Proposing};
use super::unit::{Line, Unit, UnitSlot};
use crate::draft::{BlockKind, DraftBlock, DraftRun, DraftSlot};
use crate::guard::SLOT;
use crate::text::printable;

impl<'d> Proposing<'d> {
    fn own_id(&mut self) -> String {
        self.count += 1;
        format!("{}-{}", self.own, self.count)
    }

    /// A slot as the draft has it now.
    pub(super) fn current(&self, block: &str, slot: &DraftSlot) -> DraftSlot {
        let there = self.now.block(block);
        let found = there.and_then(|it| it.slots().chain(&it.spare).find(|one| one.id == slot.id));
        found.unwrap_or(slot).clone()
    }

    /// The blocks of a unit's own line, and the ids of those that are not printed any more.
    pub(super) fn first_line(
        &mut self,
        unit: &Unit<'d>,
        joined: &Joined<'d>,
        bound: &[(Range<usize>, &UnitSlot<'d>)],
        away: bool,
    ) -> (Vec<DraftBlock>, Vec<String>) {
        let end = joined.ends[0];
        let line = joined.new.get(..end).unwrap_or("");
        let is_heading = matches!(unit.blocks[0].kind, BlockKind::Heading { .. });
        let joint = unit.run_in.map(|it| it - unit.number);
        let runs_on = divide(&joined.old, joint, &joined.new, end).filter(|_| is_heading);
        let head = match runs_on {
            Some(at) => 0..at - STOP.len(),
            None if unit.run_in.is_some() => 0..line.trim_end_matches(STOP).len(),
            None => 0..end,
        };
        let tail = runs_on.map(|at| at..end);
        let section = if away { self.section.clone() } else { unit.section().to_owned() };
        let (mut blocks, mut gone) = (Vec::new(), Vec::new());
        for (at, part) in [Some(head), tail].into_iter().flatten().enumerate() {
            let given = unit.blocks.get(at).copied();
            let base = given.and_then(|it| self.now.block(&it.id)).filter(|_| !away);
            let kind = match given {
                Some(block) => block.kind.clone(),
                None => BlockKind::Text { run_in: true },
            };
            let empty = self.empty(base, kind, &section);
            blocks.push(self.built(empty, base, (&joined.new, part), bound));
        }
        if away {
            gone.extend(unit.blocks.iter().map(|it| it.id.clone()));
        } else if runs_on.is_none() {
            gone.extend(unit.blocks.iter().skip(1).map(|it| it.id.clone()));
        }
        (blocks, gone)
    }

    /// The blocks of a line that is a paragraph of its own now.
    pub(super) fn new_blocks(
        &mut self,
        line: &Line,
        joined: &Joined<'d>,
        at: Range<usize>,
        bound: &[(Range<usize>, &UnitSlot<'d>)],
    ) -> Vec<DraftBlock> {
        let section = self.section.clone();
        let Some((level, end)) = line.heading else {
            let empty = self.empty(None, BlockKind::Text { run_in: false }, &section);
            return vec![self.built(empty, None, (&joined.new, at), bound)];
        };
        let start = at.start + line.number_end();
        let words = start..(at.start + end).max(start);
        let rest = joined.new.get(words.end..at.end).unwrap_or("");
        let body = rest.strip_prefix(STOP).unwrap_or(rest);
        let run_in = at.end - body.len()..at.end;
        let empty = self.empty(None, BlockKind::Heading { level }, &section);
        let mut blocks = vec![self.built(empty, None, (&joined.new, words), bound)];
        if !body.is_empty() {
            let empty = self.empty(None, BlockKind::Text { run_in: true }, &section);
            blocks.push(self.built(empty, None, (&joined.new, run_in), bound));
        }
        blocks
    }

    fn empty(&mut self, base: Option<&DraftBlock>, kind: BlockKind, section: &str) -> DraftBlock {
        match base {
            Some(base) => DraftBlock { runs: Vec::new(), spare: Vec::new(), ..base.clone() },
            None => DraftBlock::own(self.own_id(), kind, section),
        }
    }

    /// A block of the words in a stretch and the slots that were found in it.
    fn built(
        &self,
        block: DraftBlock,
        base: Option<&DraftBlock>,
        (text, part): (&str, Range<usize>),
        bound: &[(Range<usize>, &UnitSlot<'d>)],
    ) -> DraftBlock {
        let mut inside: Vec<&(Range<usize>, &UnitSlot<'d>)> =
            bound.iter().filter(|it| part.start <= it.0.start && it.0.end <= part.end).collect();
        inside.sort_by_key(|it| it.0.start);
        let mut runs: Vec<DraftRun> = Vec::new();
        let mut at = part.start;
        let words = |from: usize, to: usize, runs: &mut Vec<DraftRun>| {
            let words = printable(text.get(from..to).unwrap_or("")).replace(SLOT, "");
            if !words.is_empty() {
                runs.push(DraftRun::Words(words));
            }
        };
        for (range, slot) in inside {
            words(at, range.start, &mut runs);
            let mut own = self.current(slot.block, slot.slot);
            if slot.block != block.id || ids(&runs).any(|it| it == own.id) {
                own.id = free_id(&own, base, &runs);
            }
            runs.push(DraftRun::Slot(own));
            at = range.end;
        }
        words(at, part.end, &mut runs);
        in_order(DraftBlock { runs, edited: true, carried: false, ..block }, base)
    }
}
