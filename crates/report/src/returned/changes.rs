//! What else was changed (文字改动): paragraphs added, left out, moved, and words changed.

use std::collections::BTreeMap;

use super::words::stretches;
use crate::check::Text;

/// One change of the text (改动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Line of the returned text, or of the original for what was left out; from 1.
    pub line: u32,
    /// The paragraph, as it is now or was.
    pub paragraph: String,
    /// Words as they were and as they are; either may be empty.
    pub words: Vec<(String, String)>,
}

/// What happened to a paragraph (改动种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Words were changed (改字).
    Changed,
    /// It is new (新增).
    Added,
    /// It was left out (删去).
    Removed,
    /// It stands elsewhere (移动).
    Moved,
}

impl ChangeKind {
    /// The word that staff read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            ChangeKind::Changed => "改动",
            ChangeKind::Added => "新增",
            ChangeKind::Removed => "删去",
            ChangeKind::Moved => "移动",
        }
    }
}

/// All changes, in the order of the returned text; what was left out comes last.
pub(super) fn list(original: &Text, returned: &Text, pairs: &[Option<usize>]) -> Vec<Change> {
    let mut origin: BTreeMap<usize, usize> = BTreeMap::new();
    for (old, new) in pairs.iter().enumerate() {
        origin.extend(new.map(|it| (it, old)));
    }
    let order: Vec<usize> = origin.values().copied().collect();
    let kept = rising(&order);
    let mut found = Vec::new();
    for (index, paragraph) in returned.paragraphs.iter().enumerate() {
        let change = |kind, words| Change {
            kind,
            line: paragraph.line(),
            paragraph: paragraph.text.clone(),
            words,
        };
        let Some(old) = origin.get(&index) else {
            found.push(change(ChangeKind::Added, Vec::new()));
            continue;
        };
        if kept.binary_search(old).is_err() {
            found.push(change(ChangeKind::Moved, Vec::new()));
        }
        let before = &original.paragraphs[*old].text;
        if *before != paragraph.text {
            found.push(change(ChangeKind::Changed, words(before, &paragraph.text)));
        }
    }
    for (old, _) in pairs.iter().enumerate().filter(|it| it.1.is_none()) {
        let paragraph = &original.paragraphs[old];
        let (line, paragraph) = (paragraph.line(), paragraph.text.clone());
        found.push(Change { kind: ChangeKind::Removed, line, paragraph, words: Vec::new() });
    }
    found
}

fn words(old: &str, new: &str) -> Vec<(String, String)> {
    let cut =
        |text: &str, at: &std::ops::Range<usize>| text.get(at.clone()).unwrap_or("").to_owned();
    let changed = stretches(old, new).into_iter().filter(|it| !it.same);
    changed.map(|it| (cut(old, &it.old), cut(new, &it.new))).collect()
}

/// A longest rising sequence of numbers that are all different: the paragraphs that kept their order.
pub(crate) fn rising(order: &[usize]) -> Vec<usize> {
    // Ends of the best sequences by length, and for each place the place before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(order.len());
    for (place, number) in order.iter().enumerate() {
        let length = ends.partition_point(|it| order[*it] < *number);
        before.push(length.checked_sub(1).and_then(|it| ends.get(it)).copied());
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(place) = next {
        found.push(order[place]);
        next = before[place];
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn the_fewest_paragraphs_count_as_moved() {
        assert_eq!(rising(&[0, 3, 1, 2, 4]), [0, 1, 2, 4]);
        assert_eq!(rising(&[]), [0_usize; 0]);
    }
}
