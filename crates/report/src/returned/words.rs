//! Two paragraphs word by word (逐词比对): a number is one word, every other character one of its own.

use std::ops::Range;

/// A stretch that both have, or that became another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Bytes of the old paragraph; may be empty.
    pub(crate) old: Range<usize>,
    /// Bytes of the new paragraph; may be empty.
    pub(crate) new: Range<usize>,
    pub(crate) same: bool,
}

/// Greatest product of the lengths that are compared in full; beyond it the middle counts as rewritten.
const CELLS_MAX: usize = 2_000_000;

/// The stretches of two paragraphs, in order; neighbours are never both the same or both changed.
pub(crate) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let (a, b) = (words(old), words(new));
    let word = |text: &str, at: &Range<usize>| text.get(at.clone()).unwrap_or("").to_owned();
    let left: Vec<String> = a.iter().map(|it| word(old, it)).collect();
    let right: Vec<String> = b.iter().map(|it| word(new, it)).collect();
    let head = left.iter().zip(&right).take_while(|it| it.0 == it.1).count();
    let short = left.len().min(right.len()) - head;
    let tail =
        left.iter().rev().zip(right.iter().rev()).take(short).take_while(|it| it.0 == it.1).count();
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|it| (it, it)).collect();
    let (middle_a, middle_b) = (head..left.len() - tail, head..right.len() - tail);
    pairs.extend(
        common(&left[middle_a.clone()], &right[middle_b.clone()])
            .into_iter()
            .map(|it| (it.0 + head, it.1 + head)),
    );
    pairs.extend((0..tail).map(|it| (middle_a.end + it, middle_b.end + it)));
    let mut found: Vec<Stretch> = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for (i, j) in pairs {
        let (one, other) = (&a[i], &b[j]);
        if one.start > at_old || other.start > at_new {
            found.push(Stretch { old: at_old..one.start, new: at_new..other.start, same: false });
        }
        match found.last_mut() {
            Some(last) if last.same => (last.old.end, last.new.end) = (one.end, other.end),
            _ => found.push(Stretch { old: one.clone(), new: other.clone(), same: true }),
        }
        (at_old, at_new) = (one.end, other.end);
    }
    if at_old < old.len() || at_new < new.len() {
        found.push(Stretch { old: at_old..old.len(), new: at_new..new.len(), same: false });
    }
    found
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut in_number = false;
    for (at, mark) in text.char_indices() {
        let end = at + mark.len_utf8();
        let digit = mark.is_ascii_digit() || in_number && mark == '.';
        match found.last_mut() {
            Some(last) if in_number && digit => last.end = end,
            _ => found.push(at..end),
        }
        in_number = digit;
    }
    found
}

/// A longest common sequence, as pairs of places.
fn common(left: &[String], right: &[String]) -> Vec<(usize, usize)> {
    if left.is_empty() || right.is_empty() || left.len().saturating_mul(right.len()) > CELLS_MAX {
        return Vec::new();
    }
    let width = right.len() + 1;
    let mut longest = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i * width + j] = if left[i] == right[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < left.len() && j < right.len() {
        if left[i] == right[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Where a stretch of the old paragraph stands in the new one, and whether nothing of it was changed.
pub(crate) fn moved(stretches: &[Stretch], old: &Range<usize>) -> Option<(Range<usize>, bool)> {
    let first = stretches.iter().find(|it| it.old.end > old.start)?;
    let last = stretches.iter().rev().find(|it| it.old.start < old.end)?;
    let start =
        if first.same { first.new.start + (old.start - first.old.start) } else { first.new.start };
    let end = if last.same { last.new.end - (last.old.end - old.end) } else { last.new.end };
    (start <= end).then(|| (start..end, first.same && first == last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(old: &str, new: &str) -> Vec<(String, String)> {
        let all = stretches(old, new);
        all.iter()
            .filter(|it| !it.same)
            .map(|it| (old[it.old.clone()].to_owned(), new[it.new.clone()].to_owned()))
            .collect()
    }

    #[test]
    fn a_number_changes_as_a_whole() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(
            changed("查处309宗，卸载6050.71吨", "共查处310宗，卸载6050.8吨"),
            [pair("", "共"), pair("309", "310"), pair("6050.71", "6050.8")]
        );
        assert_eq!(changed("甲乙丙", "甲乙丙"), []);
        assert_eq!(changed("甲乙丙", ""), [pair("甲乙丙", "")]);
        assert_eq!(changed("", "甲"), [pair("", "甲")]);
    }

    #[test]
    fn a_stretch_is_found_where_its_neighbours_stand() {
        let (old, new) = ("查处309宗，处罚280宗", "上半年查处310宗，处罚280宗");
        let all = stretches(old, new);
        let at = |words: &str| {
            let start = old.find(words).unwrap();
            let (range, same) = moved(&all, &(start..start + words.len())).unwrap();
            (new[range].to_owned(), same)
        };
        assert_eq!(at("309宗"), ("310宗".to_owned(), false));
        assert_eq!(at("280宗"), ("280宗".to_owned(), true));
    }
}
