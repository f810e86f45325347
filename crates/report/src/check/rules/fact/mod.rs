//! Dates, periods, units, names (前后一致): what a text says in one place must agree with what it says in another.

mod calendar; // which days a date means
mod date_after_document;
mod date_impossible;
mod date_order;
mod nearby; // the words around a place
mod period_mismatch;
mod since_without_start;
mod unit_missing;
mod weekday_wrong;
mod year_stale;

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    date_impossible::RULE,
    date_order::RULE,
    date_after_document::RULE,
    weekday_wrong::RULE,
    year_stale::RULE,
    period_mismatch::RULE,
    since_without_start::RULE,
    unit_missing::RULE,
];
