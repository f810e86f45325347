//! Words and set phrases of the trade (词语).

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[];
