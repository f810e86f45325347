//! Chance that is the same on every machine: `SplitMix64` (伪随机数).

/// A stream of numbers that depends on nothing but its seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// One stream for every ledger, so that a change of one leaves the others as they were.
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).expect("callers give the lower end first") + 1;
        low + i64::try_from(self.next() % width)
            .expect("smaller than the width, which came from an i64")
    }

    /// A position below `len`.
    pub(crate) fn below(&mut self, len: usize) -> usize {
        let len = i64::try_from(len).expect("lists here are short");
        usize::try_from(self.between(0, len - 1)).expect("not negative")
    }

    /// True in `percent` of a hundred draws.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Puts them into another order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    /// `count` different ones, in the order of the list.
    pub(crate) fn some<'a, T>(&mut self, all: &'a [T], count: usize) -> Vec<&'a T> {
        let mut places: Vec<usize> = (0..all.len()).collect();
        self.shuffle(&mut places);
        places.truncate(count);
        places.sort_unstable();
        places.into_iter().map(|at| &all[at]).collect()
    }

    /// `count` numbers from `low` to `high` whose sum is `total`.
    pub(crate) fn split(&mut self, total: i64, count: usize, low: i64, high: i64) -> Vec<i64> {
        let mut parts: Vec<i64> = (0..count).map(|_| self.between(low, high)).collect();
        let mut rest = total - parts.iter().sum::<i64>();
        while rest != 0 {
            let at = self.below(count);
            let room = if rest > 0 { high - parts[at] } else { low - parts[at] };
            if room != 0 {
                let far = rest.signum() * rest.abs().min(room.abs());
                let step = if far.abs() > 8 { far / 8 } else { rest.signum() };
                parts[at] += step;
                rest -= step;
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // First outputs for seed 0, as in the reference implementation by Vigna.
        let mut random = Random::new(0);
        assert_eq!(random.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn parts_add_up_and_stay_in_their_bounds() {
        for seed in 0..50 {
            let parts = Random::new(seed).split(4233, 543, 5, 11);
            assert_eq!(parts.iter().sum::<i64>(), 4233);
            assert!(parts.iter().all(|it| (5..=11).contains(it)));
        }
    }
}
