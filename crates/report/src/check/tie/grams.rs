//! Words compared by pairs of characters (二字组): no dictionary, no word borders, and a changed word still leaves its rest.

use std::collections::{BTreeMap, BTreeSet};

/// Two neighbouring characters.
pub(crate) type Gram = (char, char);

/// The pairs of a text.
pub(crate) type Grams = BTreeSet<Gram>;

/// Characters that say nothing about what is counted.
const EMPTY: &str = "的共为达约计近超等和及与以了已并各类总";
/// Weight of a pair that no block of any outline holds.
const STRANGE: u32 = 4;
/// Fewer blocks than these tell little about how rare a pair is.
const BLOCKS_MIN: usize = 32;

/// The pairs of a stretch of words; marks, digits and empty characters part them.
pub(crate) fn grams(words: &str) -> Grams {
    let mut found = Grams::new();
    let mut last = None;
    for mark in words.chars() {
        let counts = mark.is_alphabetic() && !EMPTY.contains(mark);
        if counts && let Some(last) = last {
            found.insert((last, mark));
        }
        last = counts.then_some(mark);
    }
    found
}

/// How much a pair tells: the rarer among the blocks of the outlines, the more.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    blocks: usize,
    holds: BTreeMap<Gram, usize>,
}

impl Weights {
    /// Counts the pairs of one block.
    pub(super) fn add(&mut self, block: &Grams) {
        self.blocks += 1;
        for gram in block {
            *self.holds.entry(*gram).or_default() += 1;
        }
    }

    /// 1 for a pair that more than half of the blocks hold, one more for each halving.
    fn of(&self, gram: Gram) -> u32 {
        let Some(holds) = self.holds.get(&gram) else { return STRANGE };
        1 + (self.blocks.max(BLOCKS_MIN) / (*holds).max(1)).checked_ilog2().unwrap_or(0)
    }

    /// The weight of all pairs together.
    pub(super) fn sum(&self, grams: &Grams) -> u32 {
        grams.iter().map(|it| self.of(*it)).sum()
    }

    /// The weight of the pairs that both hold.
    pub(super) fn shared(&self, one: &Grams, other: &Grams) -> u32 {
        let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        few.iter().filter(|it| many.contains(it)).map(|it| self.of(*it)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_digits_and_empty_words_part_the_pairs() {
        let seen: Vec<Gram> = grams("共查处12宗、非法营运").into_iter().collect();
        assert_eq!(
            seen,
            [('处', '1'), ('查', '处'), ('法', '营'), ('营', '运'), ('非', '法')][1..]
        );
    }

    #[test]
    fn rare_pairs_weigh_more() {
        let mut weights = Weights::default();
        for block in ["治超工作", "春运工作", "路政工作", "许可工作"] {
            weights.add(&grams(block));
        }
        assert_eq!(weights.sum(&grams("工作")), 1 + 3);
        assert_eq!(weights.sum(&grams("春运")), 1 + 5);
        assert_eq!(weights.shared(&grams("抓好春运工作"), &grams("春运工作")), 6 + 6 + 4);
    }
}
