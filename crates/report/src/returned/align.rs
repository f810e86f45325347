//! Which paragraph of the original became which of the returned text (段落对应): equal ones first, then the likest.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::tie::grams::{Grams, grams};

/// Changed paragraphs that are compared with each other; beyond it they count as removed and added.
const CHANGED_MAX: usize = 400;
/// Share of the pairs of characters that two paragraphs must have in common, in thousandths.
const ENOUGH: usize = 400;

/// For every paragraph of the original, the paragraph that it became.
pub(crate) fn pairs(original: &[&str], returned: &[&str]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; original.len()];
    let mut equal: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, paragraph) in returned.iter().enumerate().rev() {
        equal.entry(paragraph).or_default().push(index);
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (index, paragraph) in original.iter().enumerate() {
        found[index] = equal.get_mut(paragraph).and_then(Vec::pop);
        taken.extend(found[index]);
    }
    let open: Vec<usize> =
        (0..found.len()).filter(|it| found[*it].is_none()).take(CHANGED_MAX).collect();
    let free: Vec<usize> =
        (0..returned.len()).filter(|it| !taken.contains(it)).take(CHANGED_MAX).collect();
    let of = |text: &[&str], all: &[usize]| -> Vec<Grams> {
        all.iter().map(|it| grams(text[*it])).collect()
    };
    let (left, right) = (of(original, &open), of(returned, &free));
    let mut likest: Vec<(usize, usize, usize)> = Vec::new();
    for (i, one) in left.iter().enumerate() {
        for (j, other) in right.iter().enumerate() {
            let both = one.intersection(other).count();
            let share = both * 2000 / (one.len() + other.len()).max(1);
            if share >= ENOUGH {
                likest.push((share, open[i], free[j]));
            }
        }
    }
    // The likest first; of equals, those nearest to their place.
    likest.sort_by_key(|it| (std::cmp::Reverse(it.0), it.1.abs_diff(it.2), it.1));
    for (_, one, other) in likest {
        if found[one].is_none() && taken.insert(other) {
            found[one] = Some(other);
        }
    }
    found
}
