//! Slots found again (数字槽找回), and numbers that no slot binds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::words::{Stretch, moved, stretches};
use crate::check::tie::Outcome;
use crate::check::{Checked, Mention, Origin, Paragraph, Sense, Span, Text};
use crate::document::SlotMark;

/// A slot of the original and what became of it (数字槽去向).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotReturn {
    /// The slot.
    pub slot: SlotMark,
    /// What became of it.
    pub state: SlotState,
    /// Its place in the returned text; none when it is lost.
    pub span: Option<Span>,
    /// What the original said; empty for a copy of a slot that the original does not have.
    pub was: String,
    /// What the returned text says; empty when it is lost.
    pub said: String,
    /// What would be printed now; none when the report would no longer print it.
    pub now: Option<String>,
}

/// What became of a slot (去向).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotState {
    /// Its content control is there (还在).
    Bound,
    /// The control is gone, its place was found by the words around it (控件丢失，按上下文找回).
    Loosened,
    /// The control was copied: this is one more (复制).
    Copied,
    /// Neither control nor place was found (丢失).
    Lost,
}

impl SlotState {
    /// The word that staff read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            SlotState::Bound => "还在",
            SlotState::Loosened => "控件丢失，已找回",
            SlotState::Copied => "复制",
            SlotState::Lost => "丢失",
        }
    }
}

impl SlotReturn {
    /// Whether the editor changed what it says.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.state != SlotState::Lost && !self.was.is_empty() && self.said != self.was
    }

    /// Whether it says other than the ledger now.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.state != SlotState::Lost && self.now.as_ref().is_some_and(|it| *it != self.said)
    }
}

/// A number that no slot binds (无槽的数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseNumber {
    /// Its place in the returned text.
    pub span: Span,
    /// What stands there.
    pub said: String,
    /// The figure of the ledgers that it speaks of, and what it is now; none when no figure does for certain.
    pub figure: Option<(String, String)>,
}

/// A content control of a text with a slot's tag.
#[derive(Debug, Clone)]
struct Control {
    slot: SlotMark,
    span: Span,
}

fn controls(text: &Text) -> Vec<Control> {
    text.paragraphs.iter().enumerate().flat_map(|(index, it)| of_paragraph(index, it)).collect()
}

/// Word cuts the text of a control into runs; they share the tag by pointer.
fn of_paragraph(index: usize, paragraph: &Paragraph) -> Vec<Control> {
    let Origin::Word { pieces, .. } = &paragraph.origin else { return Vec::new() };
    let mut found: Vec<Control> = Vec::new();
    let mut last: Option<&Arc<str>> = None;
    for piece in pieces {
        let tag = piece.control.as_ref();
        if let Some(slot) = tag.and_then(|it| SlotMark::from_key(it).ok()) {
            let continues =
                matches!((last, tag), (Some(one), Some(other)) if Arc::ptr_eq(one, other));
            match found.last_mut() {
                Some(control) if continues => control.span.end = piece.at.end,
                _ => found.push(Control { slot, span: Span::new(index, piece.at.clone()) }),
            }
        }
        last = tag;
    }
    found
}

/// Finds the slots of the original in the returned text.
pub(super) fn find(
    original: &Text,
    now: &Text,
    returned: &Checked<'_>,
    pairs: &[Option<usize>],
) -> Vec<SlotReturn> {
    let mut printed = by_slot(now, &controls(now));
    let mut there: BTreeMap<SlotMark, Vec<Control>> = BTreeMap::new();
    for control in controls(returned.text).into_iter().rev() {
        there.entry(control.slot.clone()).or_default().push(control);
    }
    let old = controls(original);
    let matched = matched(&old, &mut there, pairs);
    let mut taken: BTreeSet<Span> = matched.iter().flatten().map(|it| it.span).collect();
    taken.extend(there.values().flatten().map(|it| it.span));
    let mut lines = Lines::default();
    let mut found: Vec<SlotReturn> = Vec::new();
    for (slot, control) in old.iter().zip(matched) {
        let was = original.slice(slot.span).to_owned();
        let now = printed.get_mut(&slot.slot).and_then(Vec::pop);
        let (state, span) = match control {
            Some(control) => (SlotState::Bound, Some(control.span)),
            None => {
                let place = lines.place(original, returned.text, pairs, slot.span, &was);
                let place = place.filter(|it| !overlaps(&taken, *it));
                let place = place.or_else(|| by_tie(returned, &slot.slot, &taken));
                taken.extend(place);
                (place.map_or(SlotState::Lost, |_| SlotState::Loosened), place)
            }
        };
        let said = span.map_or("", |it| returned.slice(it)).to_owned();
        found.push(SlotReturn { slot: slot.slot.clone(), state, span, was, said, now });
    }
    for control in there.into_values().flatten() {
        let twin = found.iter().find(|it| it.slot == control.slot);
        let (was, now) = twin.map_or((String::new(), None), |it| (it.was.clone(), it.now.clone()));
        let said = returned.slice(control.span).to_owned();
        let (slot, span) = (control.slot, Some(control.span));
        found.push(SlotReturn { slot, state: SlotState::Copied, span, was, said, now });
    }
    found
}

/// The printed words of each slot, the first one last.
fn by_slot(text: &Text, all: &[Control]) -> BTreeMap<SlotMark, Vec<String>> {
    let mut found: BTreeMap<SlotMark, Vec<String>> = BTreeMap::new();
    for control in all.iter().rev() {
        found.entry(control.slot.clone()).or_default().push(text.slice(control.span).to_owned());
    }
    found
}

/// The control of each slot: the one in the paragraph that became its own, else the next of its tag. What is left in
/// `there` are copies.
fn matched(
    old: &[Control],
    there: &mut BTreeMap<SlotMark, Vec<Control>>,
    pairs: &[Option<usize>],
) -> Vec<Option<Control>> {
    let mut found: Vec<Option<Control>> = old
        .iter()
        .map(|slot| {
            let all = there.get_mut(&slot.slot)?;
            let home = pairs.get(slot.span.paragraph).copied().flatten()?;
            let at = all.iter().rposition(|it| it.span.paragraph == home)?;
            Some(all.remove(at))
        })
        .collect();
    for (slot, control) in old.iter().zip(&mut found).filter(|it| it.1.is_none()) {
        *control = there.get_mut(&slot.slot).and_then(Vec::pop);
    }
    found
}

fn overlaps(taken: &BTreeSet<Span>, span: Span) -> bool {
    let same = taken.range(Span::new(span.paragraph, 0..0)..Span::new(span.paragraph + 1, 0..0));
    same.into_iter().any(|it| it.start < span.end && span.start < it.end)
}

/// The comparison of the paragraph at hand, kept while its slots are looked for.
#[derive(Debug, Default)]
struct Lines {
    at: Option<usize>,
    stretches: Vec<Stretch>,
}

impl Lines {
    /// Where a slot's words stand in the paragraph that became its own.
    fn place(
        &mut self,
        original: &Text,
        returned: &Text,
        pairs: &[Option<usize>],
        slot: Span,
        was: &str,
    ) -> Option<Span> {
        let home = pairs.get(slot.paragraph).copied().flatten()?;
        if self.at != Some(slot.paragraph) {
            let (old, new) = (&original.paragraphs[slot.paragraph], &returned.paragraphs[home]);
            (self.at, self.stretches) = (Some(slot.paragraph), stretches(&old.text, &new.text));
        }
        let (range, same) = moved(&self.stretches, &slot.range())?;
        let span = Span::new(home, range);
        let said = returned.slice(span);
        (same || replaces(was, said)).then_some(span)
    }
}

/// Whether the words that stand there now can be the slot's: a number for a number, and not a whole new sentence.
pub(crate) fn replaces(was: &str, said: &str) -> bool {
    let digits = |text: &str| text.contains(|it: char| it.is_ascii_digit());
    let short =
        said.chars().count() <= was.chars().count() + 6 && !said.contains(['，', '。', '；', '、']);
    !said.is_empty() && short && (digits(said) || !digits(was))
}

/// A number elsewhere that speaks of the slot's figure.
fn by_tie(returned: &Checked<'_>, slot: &SlotMark, taken: &BTreeSet<Span>) -> Option<Span> {
    let known = returned.known.as_ref()?;
    let figure = known.find(slot.figure())?;
    let sure = returned.ties.iter().filter(|it| it.figures == [figure]);
    sure.map(|it| it.span).find(|it| !overlaps(taken, *it))
}

/// The numbers of the returned text that no slot binds and that the original does not have at their place.
pub(super) fn loose(
    original: &Text,
    returned: &Checked<'_>,
    pairs: &[Option<usize>],
    slots: &[SlotReturn],
) -> Vec<LooseNumber> {
    let taken: BTreeSet<Span> = slots.iter().filter_map(|it| it.span).collect();
    let mut written: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for (old, new) in pairs.iter().enumerate() {
        let Some(new) = new else { continue };
        let all = stretches(&original.paragraphs[old].text, &returned.text.paragraphs[*new].text);
        written.insert(*new, all.into_iter().filter(|it| !it.same).map(|it| it.new).collect());
    }
    let is_new = |it: &Mention| match written.get(&it.span.paragraph) {
        Some(all) => all.iter().any(|at| at.start < it.number.end && it.number.start < at.end),
        None => true,
    };
    let numbers = returned.mentions.iter().enumerate();
    numbers
        .filter(|it| matches!(it.1.sense, Sense::Quantity | Sense::Percent))
        .filter(|it| is_new(it.1) && !overlaps(&taken, it.1.span))
        .map(|(index, it)| {
            let said = returned.slice(it.span).to_owned();
            LooseNumber { span: it.span, said, figure: spoken_of(returned, index) }
        })
        .collect()
}

fn spoken_of(returned: &Checked<'_>, mention: usize) -> Option<(String, String)> {
    let known = returned.known.as_ref()?;
    let tie = returned.ties.iter().find(|it| it.mention == Some(mention))?;
    if tie.outcome == Outcome::Ambiguous {
        return None;
    }
    let figure = known.figures.get(*tie.figures.first()?)?;
    Some((figure.id.clone(), figure.printed()))
}
