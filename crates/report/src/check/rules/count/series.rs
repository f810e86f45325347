//! Items in a row and how many there may be (并列项): A、B和C is three, or two when 和 stands inside an item.

use std::collections::BTreeSet;

/// How far a row of items is looked at, in characters.
const ROW_MAX: usize = 120;
/// An item longer than this may begin with words that belong to no item, in characters.
const GLUED: usize = 4;
const JOINTS: [&str; 4] = ["以及", "和", "及", "与"];

/// One item of a row and what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    chars: usize,
    /// 、 stands before it, not 和.
    mark: bool,
}

/// The counts that a row before a number may have: the row may begin at its first item, behind a 和, or inside a long one.
pub(super) fn counts_before(words: &str) -> BTreeSet<usize> {
    let pieces = pieces(words);
    let mut counts = BTreeSet::new();
    let (mut marks, mut joints) = (0_usize, 0_usize);
    for piece in pieces.iter().rev() {
        // The row may begin with this item when words before it are glued to it, or 和 or nothing stands before it.
        let first = std::ptr::eq(piece, &pieces[0]);
        if first || !piece.mark || piece.chars > GLUED {
            counts.extend(marks + 1..=marks + joints + 1);
        }
        if piece.mark {
            marks += 1;
        } else {
            joints += 1;
        }
    }
    counts
}

/// The counts that a row by itself may have: every 、 parts two items, 和 may.
pub(super) fn counts_of(words: &str) -> BTreeSet<usize> {
    let pieces = pieces(words);
    let marks = pieces.iter().skip(1).filter(|it| it.mark).count();
    (marks + 1..=pieces.len()).collect()
}

/// How many 、 there are outside brackets, quotation marks and book titles.
pub(super) fn marks(words: &str) -> usize {
    pieces(words).iter().skip(1).filter(|it| it.mark).count()
}

fn pieces(words: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece { chars: 0, mark: true }];
    let (mut depth, mut rest) = (0_u32, words);
    while let Some(mark) = rest.chars().next() {
        let joint = JOINTS.iter().find(|it| depth == 0 && rest.starts_with(*it));
        match mark {
            '（' | '(' | '《' | '“' => depth += 1,
            '）' | ')' | '》' | '”' => depth = depth.saturating_sub(1),
            '、' if depth == 0 => pieces.push(Piece { chars: 0, mark: true }),
            _ => {}
        }
        if let Some(joint) = joint {
            // “、以及” is one mark.
            if pieces.len() == 1 || pieces.last().is_some_and(|it| it.chars > 0) {
                pieces.push(Piece { chars: 0, mark: false });
            }
            rest = &rest[joint.len()..];
            continue;
        }
        if let Some(last) = pieces.last_mut().filter(|_| mark != '、' || depth > 0) {
            last.chars += 1;
        }
        rest = &rest[mark.len_utf8()..];
    }
    pieces
}

/// The row that ends where `words` end: back to the last mark that ends a clause.
pub(super) fn row_before(words: &str) -> &str {
    let mut depth = 0_u32;
    for (count, (at, mark)) in words.char_indices().rev().enumerate() {
        match mark {
            '）' | '》' | '”' => depth += 1,
            '（' | '《' | '“' if depth > 0 => depth -= 1,
            '，' | '。' | '；' | '：' | '（' | '！' | '\n' if depth == 0 => {
                return words.get(at + mark.len_utf8()..).unwrap_or("");
            }
            _ => {}
        }
        if count >= ROW_MAX {
            return "";
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_counted_by_its_marks() {
        assert_eq!(counts_of("青莲镇、岭背镇"), BTreeSet::from([2]));
        assert_eq!(counts_of("国道、省道和农村公路"), BTreeSet::from([2, 3]));
        assert_eq!(counts_of("《甲、乙规定》、丙"), BTreeSet::from([2]));
    }

    #[test]
    fn a_row_before_a_number_may_begin_within_a_long_item() {
        assert_eq!(counts_before("江咀桥、隔水桥、坑塘桥"), BTreeSet::from([3]));
        assert_eq!(counts_before("省、市、县"), BTreeSet::from([3]));
        assert_eq!(counts_before("公安、当地政府建立市、县"), BTreeSet::from([2, 3]));
        assert!(counts_before("甲标、乙标以及江咀桥、隔水桥").contains(&2));
    }

    #[test]
    fn a_row_goes_back_to_the_mark_before_it() {
        assert_eq!(row_before("任务是：甲、乙"), "甲、乙");
        assert_eq!(row_before("已办，《甲，乙》、丙"), "《甲，乙》、丙");
    }
}
