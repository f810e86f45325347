//! Where an outline speaks of a figure (锚点): the words around each slot, the headings above it, and the order.

use catalog::ReportDef;

use super::grams::{Grams, grams};
use crate::slot::{Format, Piece, Slot, Subject, pieces};

/// One place of an outline that prints a figure.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    /// Index into [`super::Known::figures`].
    pub(super) figure: usize,
    /// Which block: index into [`super::Known::topics`].
    pub(super) block: usize,
    /// Place among the slots of the block, from 0.
    pub(super) order: usize,
    /// Names under which a text may speak of it: the words around the slot, title, aliases.
    pub(super) names: Vec<Grams>,
    /// Words that the slot prints for a zero; empty when it has none.
    pub(super) zero: String,
}

/// A slot of a figure as a block of an outline has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Indicator id.
    pub(super) id: String,
    /// Prints the base of a growth, not the growth.
    pub(super) base: bool,
    /// The words before it, to the last mark or slot.
    pub(super) before: String,
    /// The words behind it, to the next mark or slot.
    pub(super) behind: String,
    /// What it prints for a zero.
    pub(super) zero: String,
    /// A report may leave it out: it prints nothing for a zero, or is the base of a growth.
    pub(super) optional: bool,
}

/// A block of an outline that prints figures.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The headings above it from the second level on, or its only heading.
    pub(super) headings: String,
    /// Its own words, slots left out.
    pub(super) words: String,
    pub(super) places: Vec<Place>,
}

/// The blocks of a report that print figures, in order.
pub(super) fn blocks(report: &ReportDef) -> Vec<Block> {
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut found = Vec::new();
    for block in &report.blocks {
        if block.level > 0 {
            path.retain(|it| it.0 < block.level);
            path.push((block.level, words_of(&block.heading)));
        }
        let places = places(&block.text);
        if places.is_empty() {
            continue;
        }
        let deep: Vec<&str> = path.iter().filter(|it| it.0 > 1).map(|it| it.1.as_str()).collect();
        let all: Vec<&str> = path.iter().map(|it| it.1.as_str()).collect();
        let headings = if deep.is_empty() { all.join("，") } else { deep.join("，") };
        found.push(Block { headings, words: words_of(&block.text), places });
    }
    found
}

fn words_of(text: &str) -> String {
    let words = pieces(text).0.into_iter().map(|it| match it {
        Piece::Words(words) => words,
        Piece::Slot(_) => "，".to_owned(),
    });
    words.collect()
}

fn places(text: &str) -> Vec<Place> {
    let all = pieces(text).0;
    let mut found = Vec::new();
    for (index, piece) in all.iter().enumerate() {
        let Piece::Slot(slot) = piece else { continue };
        let Subject::Figure(id) = &slot.subject else { continue };
        let before = index.checked_sub(1).and_then(|it| all.get(it)).map_or("", words);
        let behind = all.get(index + 1).map_or("", words);
        let (prefix, suffix) = own_words(slot);
        found.push(Place {
            id: id.clone(),
            base: slot.has(&Format::Base),
            before: format!("{}{prefix}", last_clause(before)),
            behind: format!("{suffix}{}", first_clause(behind)),
            zero: slot.zero().unwrap_or("").to_owned(),
            optional: slot.zero() == Some("") || slot.has(&Format::Base),
        });
    }
    found
}

/// The words that the slot prints around its value: `|else=发生旅客滞留*`.
fn own_words(slot: &Slot) -> (&str, &str) {
    slot.other().and_then(|it| it.split_once('*')).unwrap_or(("", ""))
}

fn words(piece: &Piece) -> &str {
    match piece {
        Piece::Words(words) => words,
        Piece::Slot(_) => "",
    }
}

const MARKS: [char; 11] = ['，', '。', '；', '：', '、', '（', '）', '！', '？', '\n', ','];

/// The words behind the last mark.
pub(super) fn last_clause(words: &str) -> &str {
    words.rsplit(MARKS).next().unwrap_or("")
}

/// The words up to the first mark.
pub(super) fn first_clause(words: &str) -> &str {
    words.split(MARKS).next().unwrap_or("")
}

impl Place {
    /// The names that the words around the slot give: those before, and all.
    pub(super) fn names(&self) -> Vec<Grams> {
        vec![grams(&self.before), grams(&format!("{}，{}", self.before, self.behind))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_known_by_the_words_up_to_the_next_mark() {
        let found = places(
            "任务{a/task}，其中青莲镇{a/one}、岭背镇{a/two}；组成{a/teams}治超联合执法队，{a/hurt|zero=未发生事故|else=发生事故*}。",
        );
        let seen: Vec<(&str, &str, &str, &str)> = found
            .iter()
            .map(|it| (it.id.as_str(), it.before.as_str(), it.behind.as_str(), it.zero.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("a/task", "任务", "", ""),
                ("a/one", "其中青莲镇", "", ""),
                ("a/two", "岭背镇", "", ""),
                ("a/teams", "组成", "治超联合执法队", ""),
                ("a/hurt", "发生事故", "", "未发生事故"),
            ]
        );
    }
}
