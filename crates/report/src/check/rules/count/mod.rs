//! Sums, rates, lengths, counts (数字勾稽): arithmetic that the text itself permits.
//!
//! `line` gives the quantities of a paragraph in a row, `amount` makes them comparable, `split` reads totals and parts.

mod amount; // one base unit per kind
mod decrease_in_times;
mod growth; // changes told as percentages
mod growth_recomputed;
mod growth_without_base;
mod judge; // what the sums say
mod line; // the quantities of a paragraph
mod part_over_total;
mod part_sum;
mod part_sum_doubtful;
mod percent_or_points;
mod rate; // rates and their two numbers
mod rate_change_in_percent;
mod rate_over_hundred;
mod rate_recomputed;
mod split; // totals and parts

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    part_sum::RULE,
    part_sum_doubtful::RULE,
    part_over_total::RULE,
    rate_recomputed::RULE,
    rate_over_hundred::RULE,
    growth_recomputed::RULE,
    growth_without_base::RULE,
    decrease_in_times::RULE,
    percent_or_points::RULE,
    rate_change_in_percent::RULE,
];
