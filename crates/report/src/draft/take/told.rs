//! What is told and not taken (只告知的): numbers changed by hand, numbers that are gone, cells, notes below the text.

use super::bind::Bound;
use super::group::Group;
use super::piece::cells;
use super::propose::{Joined, Proposing};
use super::unit::{Lines, UnitSlot};
use super::{HandNumber, NoteKind, ProposalNote};
use crate::draft::{Draft, DraftSlot};

/// Notes that are listed.
const NOTES_MAX: usize = 100;

impl<'d> Proposing<'d> {
    pub(super) fn note(&mut self, text: String) {
        if self.proposed.notes.len() < NOTES_MAX {
            self.proposed.notes.push(text);
        }
    }

    /// Tells of a slot that is not what it was.
    pub(super) fn told(
        &mut self,
        state: &Bound,
        slot: &UnitSlot<'d>,
        group: &Group,
        joined: &Joined<'_>,
        notes: &mut Vec<ProposalNote>,
    ) {
        let (title, printed) = (&slot.slot.title, &slot.slot.printed);
        let (kind, text) = match state {
            Bound::At(_) => return,
            Bound::Changed(at) => {
                let place = joined.ends.iter().position(|it| at.start < *it).unwrap_or_default();
                let line = group.news.get(place).map_or(0, |it| self.lines[*it].number);
                let said = joined.new.get(at.clone()).unwrap_or("");
                self.by_hand(line, slot.block, slot.slot, said);
                return;
            }
            Bound::Lost => (NoteKind::Lost, format!("去掉了“{title}”{printed}")),
            Bound::Undecided => {
                let text =
                    format!("“{printed}”出现几次，说不准哪一处是“{title}”，没有绑定，请放回这个数");
                (NoteKind::Undecided, text)
            }
        };
        notes.push(ProposalNote { kind, text });
    }

    pub(super) fn by_hand(&mut self, line: u32, block: &str, slot: &DraftSlot, said: &str) {
        let (was, slot) = (slot.printed.clone(), self.current(block, slot));
        if said != slot.printed {
            let (block, said) = (block.to_owned(), said.to_owned());
            self.proposed.numbers.push(HandNumber { line, block, slot, was, said });
        }
    }

    /// Cells are the ledgers'; notes below the text have no home in a draft.
    pub(super) fn tables(&mut self, given: &Draft, lines: &Lines) {
        let cells = cells(given);
        if cells.len() == lines.cells.len() {
            for ((block, slot, was), said) in
                cells.iter().zip(&lines.cells).filter(|it| it.0.2 != *it.1)
            {
                match slot {
                    Some(slot) => self.by_hand(0, block, slot, said),
                    None => {
                        self.note(format!("表格里“{was}”改成了“{said}”，表格由台账生成，没有收"))
                    }
                }
            }
        } else {
            self.note("表格里增减了行、列或格子，表格由台账生成，没有收".to_owned());
        }
        for note in &lines.footnotes {
            self.note(format!("脚注“{note}”没有收，稿子里没有脚注，要写请写进正文"));
        }
    }
}
