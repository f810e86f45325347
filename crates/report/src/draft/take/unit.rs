//! Paragraphs of both sides (两边的段落): those that a draft prints, with their slots, and those of the returned text.

use std::ops::Range;
use std::sync::Arc;

use crate::check::{Kind, Label, Origin, Paragraph, Text};
use crate::document::{Signature, SlotMark};
use crate::draft::{BlockKind, Draft, DraftBlock, DraftRun, DraftSlot, SlotKind};
use crate::text::printable;

/// A paragraph that a draft prints (稿中一段): a block, or a heading with the text that runs on behind it.
#[derive(Debug, Clone)]
pub(super) struct Unit<'d> {
    /// As printed, a heading's number in front.
    pub(super) text: String,
    /// Bytes of the heading's number.
    pub(super) number: usize,
    /// The block, or the heading and what runs on behind it.
    pub(super) blocks: Vec<&'d DraftBlock>,
    /// Where the text begins that runs on: behind the heading's 。
    pub(super) run_in: Option<usize>,
    /// Its slots by place.
    pub(super) slots: Vec<UnitSlot<'d>>,
    /// No words of a writer: what is changed in it is only told. What it is, in Chinese.
    pub(super) fixed: Option<&'static str>,
}

/// A slot at its place in a unit's text.
#[derive(Debug, Clone)]
pub(super) struct UnitSlot<'d> {
    pub(super) at: Range<usize>,
    pub(super) block: &'d str,
    pub(super) slot: &'d DraftSlot,
}

impl Unit<'_> {
    /// Id of its first block.
    pub(super) fn id(&self) -> &str {
        self.blocks.first().map_or("", |it| it.id.as_str())
    }

    /// Id of its last block.
    pub(super) fn last(&self) -> &str {
        self.blocks.last().map_or("", |it| it.id.as_str())
    }

    pub(super) fn section(&self) -> &str {
        self.blocks.first().map_or("", |it| it.section.as_str())
    }

    /// The text without the heading's number.
    pub(super) fn words(&self) -> &str {
        self.text.get(self.number..).unwrap_or("")
    }
}

/// The tag that the docx carries for a slot.
pub(super) fn mark_of(slot: &DraftSlot) -> Option<SlotMark> {
    match &slot.kind {
        SlotKind::Figure { id, format: Some(format) } => SlotMark::new(id, format).ok(),
        SlotKind::Figure { .. }
        | SlotKind::Constant { .. }
        | SlotKind::Record { .. }
        | SlotKind::Date => None,
    }
}

/// The paragraphs that a draft prints, tables' cells left out.
pub(super) fn units(draft: &Draft) -> Vec<Unit<'_>> {
    let numbers = draft.numbers();
    let mut found: Vec<Unit<'_>> = Vec::new();
    for (block, number) in draft.blocks.iter().zip(&numbers) {
        let fixed = |text: &str, what| Unit {
            text: text.to_owned(),
            number: 0,
            blocks: vec![block],
            run_in: None,
            slots: Vec::new(),
            fixed: Some(what),
        };
        match (&block.kind, found.last_mut()) {
            (BlockKind::Text { run_in: true }, Some(heading)) => {
                heading.text.push('。');
                heading.run_in = Some(heading.text.len());
                heading.blocks.push(block);
                add(heading, block);
            }
            (BlockKind::Table(table), _) => {
                found.extend(table.title.iter().map(|it| fixed(it, "表题")));
            }
            (BlockKind::Signature { office, date }, _) => {
                let signature = Signature { office: office.clone(), date: *date };
                found.push(fixed(office, "署名"));
                found.push(fixed(&signature.date_line(), "成文日期"));
            }
            (BlockKind::Title | BlockKind::Heading { .. } | BlockKind::Text { .. }, _) => {
                let text = number.clone().unwrap_or_default();
                let number = text.len();
                let (blocks, slots) = (vec![block], Vec::new());
                let mut unit = Unit { text, number, blocks, run_in: None, slots, fixed: None };
                add(&mut unit, block);
                found.push(unit);
            }
        }
    }
    found.retain(|it| !it.text.trim().is_empty());
    found
}

fn add<'d>(unit: &mut Unit<'d>, block: &'d DraftBlock) {
    for run in &block.runs {
        let start = unit.text.len();
        unit.text.push_str(&printable(run.printed()));
        if let DraftRun::Slot(slot) = run {
            let at = start..unit.text.len();
            unit.slots.push(UnitSlot { at, block: &block.id, slot });
        }
    }
}

/// A paragraph of the returned text (回稿一段).
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Content controls with a slot's tag.
    pub(super) controls: Vec<(SlotMark, Range<usize>)>,
    /// Level of a heading, and where its words end.
    pub(super) heading: Option<(u8, usize)>,
    /// A signature or the day of the document.
    pub(super) closing: bool,
    /// As people count the paragraphs of the file.
    pub(super) number: u32,
}

impl Line {
    /// Bytes of the number in front, if it is a heading's.
    pub(super) fn number_end(&self) -> usize {
        let end = Label::read(&self.text).map_or(0, |it| it.range.end);
        let rest = self.text.get(end..).unwrap_or("");
        end + (rest.len() - rest.trim_start().len())
    }

    /// The line from a byte on.
    pub(super) fn from(&self, start: usize) -> Line {
        let controls = self.controls.iter().filter(|it| it.1.start >= start);
        Line {
            text: self.text.get(start..).unwrap_or("").to_owned(),
            controls: controls
                .map(|it| (it.0.clone(), it.1.start - start..it.1.end - start))
                .collect(),
            ..*self
        }
    }
}

/// What the returned text has: lines of prose, cells of tables, notes below the text.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) prose: Vec<Line>,
    pub(super) cells: Vec<String>,
    pub(super) footnotes: Vec<String>,
}

/// The lines of a returned text. A break within a paragraph begins a new line, but for the title, which we break ourselves.
pub(super) fn lines(text: &Text) -> Lines {
    let mut found = Lines::default();
    for (index, paragraph) in text.paragraphs.iter().enumerate() {
        match paragraph.kind {
            Kind::Cell { .. } => found.cells.push(paragraph.text.clone()),
            Kind::Footnote => found.footnotes.push(paragraph.text.clone()),
            Kind::Title | Kind::Heading(_) | Kind::Body if index == 0 => {
                found.prose.push(title(paragraph));
            }
            Kind::Title => found.prose.push(title(paragraph)),
            Kind::Heading(_) | Kind::Body | Kind::Attachment | Kind::Signature | Kind::Date => {
                broken(&line(paragraph), &mut found.prose);
            }
        }
    }
    found
}

/// In one line, as the draft has it.
fn title(paragraph: &Paragraph) -> Line {
    let text = paragraph.text.replace('\n', "");
    Line { text, heading: None, controls: Vec::new(), ..line(paragraph) }
}

fn line(paragraph: &Paragraph) -> Line {
    let marked = paragraph.label.is_some() || paragraph.styled.is_some();
    let heading = match paragraph.kind {
        Kind::Heading(level @ 1..=4) if marked => Some((level, paragraph.heading.end)),
        Kind::Heading(_)
        | Kind::Title
        | Kind::Body
        | Kind::Cell { .. }
        | Kind::Footnote
        | Kind::Attachment
        | Kind::Signature
        | Kind::Date => None,
    };
    let (text, number) = (paragraph.text.clone(), paragraph.line());
    let closing = matches!(paragraph.kind, Kind::Signature | Kind::Date);
    Line { text, controls: controls(paragraph), heading, closing, number }
}

/// Content controls with a slot's tag. Word cuts the text of one into runs; they share the tag by pointer.
fn controls(paragraph: &Paragraph) -> Vec<(SlotMark, Range<usize>)> {
    let Origin::Word { pieces, .. } = &paragraph.origin else { return Vec::new() };
    let mut found: Vec<(SlotMark, Range<usize>)> = Vec::new();
    let mut last: Option<&Arc<str>> = None;
    for piece in pieces {
        let tag = piece.control.as_ref();
        if let Some(slot) = tag.and_then(|it| SlotMark::from_key(it).ok()) {
            let goes_on = matches!((last, tag), (Some(one), Some(two)) if Arc::ptr_eq(one, two));
            match found.last_mut() {
                Some(control) if goes_on => control.1.end = piece.at.end,
                _ => found.push((slot, piece.at.clone())),
            }
        }
        last = tag;
    }
    found
}

fn broken(whole: &Line, found: &mut Vec<Line>) {
    let mut start = 0;
    for part in whole.text.split('\n') {
        let end = start + part.len();
        let (left, right) =
            (part.len() - part.trim_start().len(), part.len() - part.trim_end().len());
        let (from, to) = (start + left, (end - right).max(start + left));
        let inside = whole.controls.iter().filter(|it| it.1.start >= from && it.1.end <= to);
        let text = whole.text.get(from..to).unwrap_or("").to_owned();
        if !text.is_empty() {
            found.push(Line {
                controls: inside
                    .map(|it| (it.0.clone(), it.1.start - from..it.1.end - from))
                    .collect(),
                text,
                heading: whole.heading.filter(|_| start == 0),
                ..*whole
            });
        }
        start = end + 1;
    }
}
