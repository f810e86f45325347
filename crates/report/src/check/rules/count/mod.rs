//! Sums, rates, lengths, counts (数字勾稽): arithmetic that the text itself permits.

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[];
