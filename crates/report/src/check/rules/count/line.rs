//! The quantities of one paragraph in a row (数列), with the words between them; every look is bounded.

use super::amount::Amount;
use crate::check::mention::Mention;
use crate::check::rule::Checked;
use crate::check::text::Kind;

/// How many words between two numbers are looked at, in bytes: about sixty characters.
const GAP_MAX: usize = 180;
/// How many numbers back a partner is looked for.
pub(super) const BACK_MAX: usize = 8;

/// The quantities of a paragraph, in order.
#[derive(Debug)]
pub(super) struct Line<'c> {
    text: &'c str,
    /// The quantities.
    pub(super) items: Vec<Item<'c>>,
}

/// One quantity of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'c> {
    /// The number.
    pub(super) mention: &'c Mention,
    /// Its amount in the base unit.
    pub(super) amount: Amount<'c>,
    /// How many brackets are open around it.
    pub(super) depth: usize,
}

/// The quantities of each paragraph that is read as sentences and holds any.
pub(super) fn lines<'c>(checked: &'c Checked<'_>) -> impl Iterator<Item = Line<'c>> {
    let of_paragraph =
        checked.mentions.chunk_by(|one, other| one.span.paragraph == other.span.paragraph);
    of_paragraph.filter_map(|mentions| {
        let paragraph = checked.text.paragraphs.get(mentions.first()?.span.paragraph)?;
        if matches!(paragraph.kind, Kind::Cell { .. } | Kind::Signature | Kind::Date) {
            return None;
        }
        let line = Line::new(&paragraph.text, mentions);
        (!line.items.is_empty()).then_some(line)
    })
}

impl<'c> Line<'c> {
    fn new(text: &'c str, mentions: &'c [Mention]) -> Line<'c> {
        let (mut items, mut depth, mut at) = (Vec::new(), 0_usize, 0);
        for mention in mentions.iter().filter(|it| !it.quoted) {
            for mark in text.get(at..mention.span.start).unwrap_or("").chars() {
                match mark {
                    '（' | '(' => depth += 1,
                    '）' | ')' => depth = depth.saturating_sub(1),
                    // A bracket that was never closed hides nothing of the next sentence.
                    '。' => depth = 0,
                    _ => {}
                }
            }
            at = mention.span.start;
            if let Some(amount) = Amount::of(mention) {
                items.push(Item { mention, amount, depth });
            }
        }
        Line { text, items }
    }

    /// The number as printed, with its unit.
    pub(super) fn print(&self, item: &Item<'_>) -> &'c str {
        self.text.get(item.mention.span.range()).unwrap_or("")
    }

    /// The numeral alone, as printed.
    pub(super) fn numeral(&self, item: &Item<'_>) -> &'c str {
        self.text.get(item.mention.number.clone()).unwrap_or("")
    }

    /// The words before an item: from the item before it or the start of the paragraph, the last sixty characters.
    pub(super) fn ahead(&self, index: usize) -> &'c str {
        let start = index
            .checked_sub(1)
            .and_then(|it| self.items.get(it))
            .map_or(0, |it| it.mention.span.end);
        let end = self.items.get(index).map_or(self.text.len(), |it| it.mention.span.start);
        tail(self.text.get(start..end).unwrap_or(""), GAP_MAX)
    }

    /// The words behind an item: to the next item or the end of the paragraph, the first sixty characters.
    pub(super) fn behind(&self, index: usize) -> &'c str {
        let start = self.items.get(index).map_or(self.text.len(), |it| it.mention.span.end);
        let end = self.items.get(index + 1).map_or(self.text.len(), |it| it.mention.span.start);
        head(self.text.get(start..end).unwrap_or(""), GAP_MAX)
    }

    /// The words between two items, the first sixty characters.
    pub(super) fn between(&self, from: usize, to: usize) -> &'c str {
        let start = self.items.get(from).map_or(self.text.len(), |it| it.mention.span.end);
        let end = self.items.get(to).map_or(self.text.len(), |it| it.mention.span.start);
        head(self.text.get(start..end).unwrap_or(""), GAP_MAX)
    }

    /// Whether a sentence ends between two items.
    pub(super) fn parted(&self, from: usize, to: usize) -> bool {
        let sentence = |index: usize| self.items.get(index).map(|it| it.mention.sentence);
        sentence(from) != sentence(to)
    }

    /// The words of its clause before an item.
    pub(super) fn lead(&self, index: usize) -> &'c str {
        self.items.get(index).and_then(|it| self.text.get(it.mention.before.clone())).unwrap_or("")
    }

    /// The words of its clause behind an item.
    pub(super) fn follow(&self, index: usize) -> &'c str {
        self.items.get(index).and_then(|it| self.text.get(it.mention.after.clone())).unwrap_or("")
    }

    /// The words of its sentence around an item: at most sixty characters on either side.
    pub(super) fn around(&self, index: usize) -> &'c str {
        let Some(item) = self.items.get(index) else { return "" };
        let ends = ['。', '；', ';', '！', '？'];
        let before = tail(self.text.get(..item.mention.span.start).unwrap_or(""), GAP_MAX);
        let behind = head(self.text.get(item.mention.span.end..).unwrap_or(""), GAP_MAX);
        let start = before.rfind(ends).map_or(before, |it| before.get(it..).unwrap_or(""));
        let end = behind.find(ends).map_or(behind, |it| behind.get(..it).unwrap_or(""));
        let from = item.mention.span.start - start.len();
        self.text.get(from..item.mention.span.end + end.len()).unwrap_or("")
    }
}

impl Item<'_> {
    /// Whether both count the same kind of thing; persons may be counted as 人 or 名.
    pub(super) fn alike(&self, other: &Item<'_>) -> bool {
        let persons = |it: &Item<'_>| matches!(it.amount.unit, "人" | "名");
        self.amount.is_like(other.amount) || persons(self) && persons(other)
    }
}

/// Words without what stands in brackets.
pub(super) fn unbracketed(words: &str) -> String {
    let mut depth = 0_u32;
    let mut left = String::new();
    for mark in words.chars() {
        match mark {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => left.push(mark),
            _ => {}
        }
    }
    left
}

/// The first words, at most so many bytes, cut between characters.
pub(super) fn head(words: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(words.len())).rev().find(|it| words.is_char_boundary(*it));
    words.get(..end.unwrap_or(0)).unwrap_or("")
}

/// The last words, at most so many bytes, cut between characters.
pub(super) fn tail(words: &str, bytes: usize) -> &str {
    let first = words.len().saturating_sub(bytes);
    let start = (first..=words.len()).find(|it| words.is_char_boundary(*it));
    words.get(start.unwrap_or(0)..).unwrap_or("")
}

/// Whether any of the words occurs.
pub(super) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|it| text.contains(it))
}
