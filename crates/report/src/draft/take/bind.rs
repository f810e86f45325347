//! Slots found again in new words (数字槽找回): by their content control, where nothing around them changed, by their value.

use std::collections::BTreeMap;
use std::ops::Range;

use super::unit::mark_of;
use crate::document::SlotMark;
use crate::draft::DraftSlot;
use crate::returned::{Stretch, moved, replaces, stretches};

/// Characters before and behind a value that are compared.
const AROUND: usize = 6;
/// Places of one value that are weighed.
const PLACES_MAX: usize = 50;

/// What became of a slot (去向).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    /// It stands there.
    At(Range<usize>),
    /// Another number stands there.
    Changed(Range<usize>),
    /// It is not there any more.
    Lost,
    /// Its value stands there several times, and nothing tells which is it.
    Undecided,
}

impl Bound {
    /// The bytes that are the slot's.
    pub(super) fn range(&self) -> Option<&Range<usize>> {
        match self {
            Bound::At(range) | Bound::Changed(range) => Some(range),
            Bound::Lost | Bound::Undecided => None,
        }
    }
}

/// Finds the slots of `old`, given with their places in it, in `new`.
pub(super) fn bind(
    old: &str,
    slots: &[(Range<usize>, &DraftSlot)],
    new: &str,
    controls: &[(SlotMark, Range<usize>)],
) -> Vec<Bound> {
    let all = stretches(old, new);
    let mut binding = Binding { old, new, found: vec![None; slots.len()], taken: Vec::new() };
    binding.by_control(slots, controls);
    for (at, (range, slot)) in slots.iter().enumerate() {
        if binding.found[at].is_none()
            && let Some((range, true)) = moved(&all, range)
            && binding.new.get(range.clone()) == Some(slot.printed.as_str())
            && binding.is_likest(&slots[at].0, &range, slot)
        {
            binding.take(at, Bound::At(range));
        }
    }
    for (at, (range, slot)) in slots.iter().enumerate() {
        if binding.found[at].is_none() {
            let bound = binding.by_value(range, slot, &all);
            binding.take(at, bound);
        }
    }
    binding.found.into_iter().map(|it| it.unwrap_or(Bound::Lost)).collect()
}

struct Binding<'t> {
    old: &'t str,
    new: &'t str,
    found: Vec<Option<Bound>>,
    taken: Vec<Range<usize>>,
}

impl Binding<'_> {
    fn is_free(&self, range: &Range<usize>) -> bool {
        self.taken.iter().all(|it| it.end <= range.start || range.end <= it.start)
    }

    fn take(&mut self, at: usize, bound: Bound) {
        self.taken.extend(bound.range().cloned());
        self.found[at] = Some(bound);
    }

    /// Controls of one tag that are as many as the slots of that tag are theirs in order; else those that say what a slot said.
    fn by_control(
        &mut self,
        slots: &[(Range<usize>, &DraftSlot)],
        controls: &[(SlotMark, Range<usize>)],
    ) {
        let mut wanted: BTreeMap<SlotMark, Vec<usize>> = BTreeMap::new();
        for (at, (_, slot)) in slots.iter().enumerate() {
            if let Some(mark) = mark_of(slot) {
                wanted.entry(mark).or_default().push(at);
            }
        }
        for (mark, slots_of) in wanted {
            let own = controls.iter().filter(|it| it.0 == mark);
            let mut own: Vec<Range<usize>> = own.map(|it| it.1.clone()).collect();
            let as_many = own.len() == slots_of.len();
            for at in slots_of {
                let printed = slots[at].1.printed.as_str();
                let same = |it: &Range<usize>| self.new.get(it.clone()) == Some(printed);
                let place = if as_many { Some(0) } else { own.iter().position(same) };
                let Some(place) = place else { continue };
                let range = own.remove(place);
                let bound = self.within(&range, printed);
                self.take(at, bound);
            }
        }
    }

    /// What a control says: the slot, maybe with words that were typed into it, or another number.
    fn within(&self, range: &Range<usize>, printed: &str) -> Bound {
        let said = self.new.get(range.clone()).unwrap_or("");
        match places(said, printed).first() {
            Some(at) => Bound::At(range.start + at..range.start + at + printed.len()),
            None if said.trim().is_empty() => Bound::Lost,
            None => Bound::Changed(range.clone()),
        }
    }

    /// The place of the slot's value, if there is one, or if the words around it tell; else what stands in its place.
    fn by_value(&self, old: &Range<usize>, slot: &DraftSlot, all: &[Stretch]) -> Bound {
        let length = slot.printed.len();
        let free: Vec<Range<usize>> = places(self.new, &slot.printed)
            .into_iter()
            .map(|it| it..it + length)
            .filter(|it| self.is_free(it))
            .collect();
        match free.as_slice() {
            [] => {
                let Some((range, _)) = moved(all, old) else { return Bound::Lost };
                let said = self.new.get(range.clone()).unwrap_or("");
                if self.is_free(&range) && replaces(&slot.printed, said) {
                    return Bound::Changed(range);
                }
                Bound::Lost
            }
            [one] => Bound::At(one.clone()),
            several => {
                let mut best: Vec<(usize, &Range<usize>)> =
                    several.iter().map(|it| (self.likeness(old, it), it)).collect();
                best.sort_by_key(|it| std::cmp::Reverse(it.0));
                match (best[0].0, best[1].0) {
                    (first, second) if first > second => Bound::At(best[0].1.clone()),
                    _ => Bound::Undecided,
                }
            }
        }
    }

    /// Whether a place that the comparison gives is not one by chance: where the value stands again, the words around it
    /// must be the slot's, and no place's more so.
    fn is_likest(&self, old: &Range<usize>, new: &Range<usize>, slot: &DraftSlot) -> bool {
        let length = slot.printed.len();
        let others: Vec<usize> = places(self.new, &slot.printed)
            .into_iter()
            .filter(|it| *it != new.start)
            .map(|it| self.likeness(old, &(it..it + length)))
            .collect();
        let own = self.likeness(old, new);
        others.is_empty() || own > 0 && others.iter().all(|it| *it <= own)
    }

    /// How many characters around two places are the same.
    fn likeness(&self, old: &Range<usize>, new: &Range<usize>) -> usize {
        let before = |text: &str, at: usize| -> Vec<char> {
            text.get(..at).unwrap_or("").chars().rev().take(AROUND).collect()
        };
        let behind = |text: &str, at: usize| -> Vec<char> {
            text.get(at..).unwrap_or("").chars().take(AROUND).collect()
        };
        let same = |one: Vec<char>, other: Vec<char>| {
            one.iter().zip(&other).take_while(|it| it.0 == it.1).count()
        };
        same(before(self.old, old.start), before(self.new, new.start))
            + same(behind(self.old, old.end), behind(self.new, new.end))
    }
}

/// Where a value stands and is not part of a longer number.
fn places(text: &str, value: &str) -> Vec<usize> {
    let numeric = |it: char| it.is_ascii_digit() || it == '.' || it == '%';
    let begins = value.starts_with(|it: char| it.is_ascii_digit());
    let ends = value.ends_with(|it: char| it.is_ascii_digit());
    if value.is_empty() {
        return Vec::new();
    }
    let whole = |at: usize| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let behind = text.get(at + value.len()..).and_then(|it| it.chars().next());
        !(begins && before.is_some_and(numeric) || ends && behind.is_some_and(numeric))
    };
    text.match_indices(value).map(|it| it.0).filter(|it| whole(*it)).take(PLACES_MAX).collect()
}
