//! Groups into changes (改动清单): what a writer would accept or decline.

use std::ops::Range;

use super::bind::{Bound, bind};
use super::group::{Group, groups};
use super::piece::{loose, shape, shown};
use super::unit::{Line, Unit, UnitSlot, lines, mark_of, units};
use super::{Proposal, ProposalKind, Proposed};
use crate::check::Text;
use crate::document::SlotMark;
use crate::draft::{Draft, DraftBlock, DraftSlot, marks};

/// Blocks before a change by which its place is kept.
const AFTER_MAX: usize = 20;

/// Compares a returned text with the draft that went out and says what it would change in the draft as it is now.
/// `names` are those of the outline; the ids of new blocks begin with `own`.
#[must_use]
pub fn propose(
    given: &Draft,
    now: &Draft,
    returned: &Text,
    names: &[String],
    own: &str,
) -> Proposed {
    let (units, lines) = (units(given), lines(returned));
    let groups = groups(&units, &lines.prose);
    let first = units.iter().map(Unit::section).find(|it| !it.is_empty());
    let mut proposing = Proposing {
        now,
        names,
        own,
        count: 0,
        units: &units,
        lines: &lines.prose,
        before: vec!["title".to_owned()],
        section: first.unwrap_or_default().to_owned(),
        closing: groups
            .iter()
            .any(|it| it.olds.is_empty() && it.news.iter().any(|at| lines.prose[*at].closing)),
        proposed: Proposed::default(),
    };
    for group in &groups {
        match (group.olds.as_slice(), group.news.as_slice()) {
            ([], [line, ..]) => proposing.added(&lines.prose[*line]),
            ([unit, ..], []) => proposing.removed(&units[*unit]),
            (_, _) => proposing.changed(group),
        }
    }
    proposing.tables(given, &lines);
    proposing.proposed
}

/// A comparison under way (比对).
pub(super) struct Proposing<'d> {
    pub(super) now: &'d Draft,
    pub(super) names: &'d [String],
    pub(super) own: &'d str,
    /// New blocks so far.
    pub(super) count: usize,
    pub(super) units: &'d [Unit<'d>],
    pub(super) lines: &'d [Line],
    /// Blocks that were printed so far, the nearest last.
    pub(super) before: Vec<String>,
    /// Section of what was printed last.
    pub(super) section: String,
    /// Another signature or day stands there, and is told already.
    pub(super) closing: bool,
    pub(super) proposed: Proposed,
}

/// Several units or lines as one text.
pub(super) struct Joined<'d> {
    pub(super) old: String,
    pub(super) slots: Vec<(Range<usize>, &'d UnitSlot<'d>)>,
    pub(super) new: String,
    pub(super) controls: Vec<(SlotMark, Range<usize>)>,
    /// Where each line of the returned text ends in `new`.
    pub(super) ends: Vec<usize>,
}

impl<'d> Proposing<'d> {
    fn after(&self) -> Vec<String> {
        self.before.iter().rev().take(AFTER_MAX).cloned().collect()
    }

    fn push(&mut self, mut change: Proposal) {
        change.key = (self.proposed.changes.len() + 1).to_string();
        if change.at.is_empty() {
            change.at = change.after.first().cloned().unwrap_or_default();
        }
        self.proposed.changes.push(change);
    }

    fn joined(&self, group: &Group) -> Joined<'d> {
        let (mut old, mut slots) = (String::new(), Vec::new());
        for unit in group.olds.iter().map(|it| &self.units[*it]) {
            let from = old.len();
            let place =
                |it: &Range<usize>| from + it.start - unit.number..from + it.end - unit.number;
            slots.extend(unit.slots.iter().map(|it| (place(&it.at), it)));
            old.push_str(unit.words());
        }
        let is_heading = group.olds.first().is_some_and(|it| self.units[*it].number > 0);
        let (mut new, mut controls, mut ends) = (String::new(), Vec::new(), Vec::new());
        for (at, line) in group.news.iter().map(|it| &self.lines[*it]).enumerate() {
            let line =
                if at == 0 && is_heading { line.from(line.number_end()) } else { line.clone() };
            let from = new.len();
            new.push_str(&line.text);
            let moved =
                |it: &(SlotMark, Range<usize>)| (it.0.clone(), from + it.1.start..from + it.1.end);
            controls.extend(line.controls.iter().map(moved));
            ends.push(new.len());
        }
        Joined { old, slots, new, controls, ends }
    }

    fn changed(&mut self, group: &Group) {
        let units: Vec<&Unit<'d>> = group.olds.iter().map(|it| &self.units[*it]).collect();
        let Some(unit) = units.first().copied() else { return };
        let joined = self.joined(group);
        let same = joined.old == joined.new && group.olds.len() == 1 && group.news.len() == 1;
        if let Some(what) = unit.fixed {
            if !same {
                self.note(format!("{what}“{}”改成了“{}”，{what}不在这里改", unit.text, joined.new));
            }
            return;
        }
        let away = group.moved && unit.section() != self.section;
        if group.moved && !away {
            self.moved(unit);
        }
        let after = self.after();
        // What goes into another section is not there to come behind.
        if !away {
            self.before.push(unit.last().to_owned());
        }
        if !same || away {
            self.rewritten(group, &units, &joined, (away, after));
        }
        if !group.moved && !unit.section().is_empty() {
            unit.section().clone_into(&mut self.section);
        }
    }

    /// Stands elsewhere within its section.
    fn moved(&mut self, unit: &Unit<'_>) {
        let blocks: Vec<DraftBlock> =
            unit.blocks.iter().filter_map(|it| self.now.block(&it.id)).cloned().collect();
        let Some(first) = blocks.first() else { return };
        let after = self.after();
        let at = self.now.blocks.iter().position(|it| it.id == first.id);
        let before = at.and_then(|it| self.now.blocks.get(it.checked_sub(1)?));
        if blocks.len() != unit.blocks.len()
            || unit.id() == "title"
            || before.map(|it| it.id.as_str()) == after.first().map(String::as_str)
        {
            return;
        }
        let text = shown(&blocks);
        self.push(Proposal {
            key: String::new(),
            kind: ProposalKind::Moved,
            line: 0,
            at: unit.id().to_owned(),
            marks: marks(&text, &text),
            gone: Vec::new(),
            blocks,
            after,
            conflict: false,
            notes: Vec::new(),
        });
    }

    fn rewritten(
        &mut self,
        group: &Group,
        units: &[&Unit<'d>],
        joined: &Joined<'d>,
        (away, after): (bool, Vec<String>),
    ) {
        let unit = units[0];
        let slots: Vec<(Range<usize>, &DraftSlot)> =
            joined.slots.iter().map(|it| (it.0.clone(), it.1.slot)).collect();
        let bounds = bind(&joined.old, &slots, &joined.new, &joined.controls);
        let bound: Vec<(Bound, &UnitSlot<'d>)> =
            bounds.into_iter().zip(joined.slots.iter().map(|it| it.1)).collect();
        let mut notes = Vec::new();
        for (state, slot) in &bound {
            self.told(state, slot, group, joined, &mut notes);
        }
        let bound: Vec<(Range<usize>, &UnitSlot<'d>)> =
            bound.iter().filter_map(|it| Some((it.0.range()?.clone(), it.1))).collect();
        let (mut blocks, mut gone) = self.first_line(unit, joined, &bound, away);
        let mut from = joined.ends[0];
        for (end, line) in joined.ends.iter().zip(&group.news).skip(1) {
            let line = &self.lines[*line];
            blocks.extend(self.new_blocks(line, joined, from..*end, &bound));
            from = *end;
        }
        let merged = units.iter().skip(1).flat_map(|it| it.blocks.iter());
        gone.extend(merged.map(|it| it.id.clone()));
        let was: Vec<DraftBlock> = units
            .iter()
            .flat_map(|it| it.blocks.iter())
            .filter_map(|it| self.now.block(&it.id))
            .cloned()
            .collect();
        gone.retain(|it| self.now.block(it).is_some());
        let (old, new) = (shown(&was), shown(&blocks));
        self.before.extend(blocks.iter().map(|it| it.id.clone()));
        if old == new && !away {
            return;
        }
        let all_there = was.len() == units.iter().map(|it| it.blocks.len()).sum::<usize>();
        let kept = units.iter().flat_map(|it| it.blocks.iter()).zip(&was);
        let conflict = !all_there || kept.into_iter().any(|it| shape(it.0) != shape(it.1));
        notes.extend(loose(&was, &blocks, self.names));
        let kind = match (group.olds.len(), group.news.len()) {
            _ if away => ProposalKind::Moved,
            (1, 1) => ProposalKind::Changed,
            (1, _) => ProposalKind::Split,
            (_, _) => ProposalKind::Merged,
        };
        let line = group.news.first().map_or(0, |it| self.lines[*it].number);
        let at = if away { String::new() } else { unit.id().to_owned() };
        let marks = marks(&old, &new);
        let key = String::new();
        self.push(Proposal { key, kind, line, at, marks, gone, blocks, after, conflict, notes });
    }

    fn added(&mut self, line: &Line) {
        if line.closing {
            self.note(format!("署名或日期写成了“{}”，署名和日期不在这里改", line.text));
            return;
        }
        let found = self.by_controls(line);
        let slots: Vec<(Range<usize>, UnitSlot<'_>)> = found
            .iter()
            .map(|(at, block, slot)| (at.clone(), UnitSlot { at: at.clone(), block, slot }))
            .collect();
        let bound: Vec<(Range<usize>, &UnitSlot<'_>)> =
            slots.iter().map(|it| (it.0.clone(), &it.1)).collect();
        let (end, new) = (line.text.len(), line.text.clone());
        let joined = Joined {
            old: String::new(),
            slots: Vec::new(),
            new,
            controls: Vec::new(),
            ends: vec![end],
        };
        let blocks = self.new_blocks(line, &joined, 0..end, &bound);
        // Taken from an earlier round of the same file.
        let there = |it: &DraftBlock| it.added && blocks.iter().any(|one| one.text() == it.text());
        if self.now.blocks.iter().any(there) {
            return;
        }
        let text = shown(&blocks);
        let (notes, after) = (loose(&[], &blocks, self.names), self.after());
        self.before.extend(blocks.iter().map(|it| it.id.clone()));
        self.push(Proposal {
            key: String::new(),
            kind: ProposalKind::Added,
            line: line.number,
            at: String::new(),
            marks: marks("", &text),
            gone: Vec::new(),
            blocks,
            after,
            conflict: false,
            notes,
        });
    }

    /// The slots of the draft that a new line's controls name.
    fn by_controls(&mut self, line: &Line) -> Vec<(Range<usize>, &'d str, &'d DraftSlot)> {
        let mut found = Vec::new();
        for (mark, at) in &line.controls {
            let said = line.text.get(at.clone()).unwrap_or("");
            let all =
                self.now.blocks.iter().flat_map(|block| block.slots().map(move |it| (block, it)));
            let mut own: Vec<(&DraftBlock, &DraftSlot)> =
                all.filter(|it| mark_of(it.1).as_ref() == Some(mark)).collect();
            own.sort_by_key(|it| it.1.printed != said);
            let Some((block, slot)) = own.first().copied() else { continue };
            self.by_hand(line.number, &block.id, slot, said);
            found.push((at.clone(), block.id.as_str(), slot));
        }
        found
    }

    fn removed(&mut self, unit: &Unit<'_>) {
        if self.closing && unit.id() == "signature" {
            return;
        }
        if unit.fixed.is_some() || unit.id() == "title" {
            let what = unit.fixed.unwrap_or("标题");
            self.note(format!("{what}“{}”在文件里没有了，{what}不在这里删", unit.text));
            return;
        }
        let was: Vec<DraftBlock> =
            unit.blocks.iter().filter_map(|it| self.now.block(&it.id)).cloned().collect();
        if was.is_empty() {
            return;
        }
        let conflict = unit.blocks.iter().zip(&was).any(|it| shape(it.0) != shape(it.1));
        let after = self.after();
        self.push(Proposal {
            key: String::new(),
            kind: ProposalKind::Removed,
            line: 0,
            at: unit.id().to_owned(),
            marks: marks(&shown(&was), ""),
            gone: was.iter().map(|it| it.id.clone()).collect(),
            blocks: Vec::new(),
            after,
            conflict,
            notes: Vec::new(),
        });
        self.before.push(unit.last().to_owned());
    }
}
