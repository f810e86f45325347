//! Dates, periods, units, names (前后一致): what a text says in one place must agree with what it says in another.

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[];
