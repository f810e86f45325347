//! Sums, rates, lengths, counts (数字勾稽): arithmetic that the text itself permits.
//!
//! `line` gives the quantities of a paragraph in a row, `amount` makes them comparable, `split` reads totals and parts.

mod about_exact;
mod amount; // one base unit per kind
mod decrease_in_times;
mod done_not_all;
mod done_over_plan;
mod group; // totals and parts in several clauses
mod growth; // changes told as percentages
mod growth_recomputed;
mod growth_without_base;
mod in_all_over;
mod in_all_twice;
mod judge; // what the sums say
mod line; // the quantities of a paragraph
mod list_count;
mod part_over_total;
mod part_sum;
mod part_sum_doubtful;
mod percent_or_points;
mod points_average;
mod product;
mod progress_by_count;
mod rate; // rates and their two numbers
mod rate_change_in_percent;
mod rate_doubtful;
mod rate_over_hundred;
mod rate_recomputed;
mod series; // items in a row
mod split; // totals and parts
mod stake_length;
mod stake_order;
mod stakes; // stretches between two stakes
mod state_sum;
mod states; // tasks and how far they have come
mod unit_conversion;
mod unit_in_list;
mod vague_count;
mod zero_contradicted;

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    part_sum::RULE,
    part_sum_doubtful::RULE,
    part_over_total::RULE,
    rate_recomputed::RULE,
    rate_doubtful::RULE,
    rate_over_hundred::RULE,
    growth_recomputed::RULE,
    growth_without_base::RULE,
    decrease_in_times::RULE,
    percent_or_points::RULE,
    rate_change_in_percent::RULE,
    unit_conversion::RULE,
    unit_in_list::RULE,
    stake_length::RULE,
    stake_order::RULE,
    points_average::RULE,
    product::RULE,
    about_exact::RULE,
    in_all_over::RULE,
    in_all_twice::RULE,
    vague_count::RULE,
    state_sum::RULE,
    progress_by_count::RULE,
    done_not_all::RULE,
    done_over_plan::RULE,
    zero_contradicted::RULE,
    list_count::RULE,
];
