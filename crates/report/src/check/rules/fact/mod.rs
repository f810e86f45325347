//! Dates, periods, units, names (前后一致): what a text says in one place must agree with what it says in another.

mod abbreviation_unexplained;
mod attachment_absent;
mod calendar; // which days a date means
mod closing_incomplete;
mod date_after_document;
mod date_impossible;
mod date_order;
mod differs_from_previous;
mod document_date_form;
mod duration_differs;
mod group_count_differs;
mod institution_outdated;
mod law_name;
mod measure_word_wrong;
mod name_differs;
mod nearby; // the words around a place
mod number_near;
mod numeral_style_mixed;
mod period_mismatch;
mod personal_data;
mod project; // names of projects in headings
mod quantity_differs;
mod regulation; // whether a text is written in articles
mod same_quantity; // when two numbers say the same thing
mod sentence_repeated;
mod signature_differs;
mod since_without_start;
mod title_broken;
mod unit_missing;
mod unit_mixed;
mod unit_symbol_mixed;
mod weekday_wrong;
mod year_stale;

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    quantity_differs::RULE,
    number_near::RULE,
    group_count_differs::RULE,
    differs_from_previous::RULE,
    date_impossible::RULE,
    date_order::RULE,
    date_after_document::RULE,
    duration_differs::RULE,
    weekday_wrong::RULE,
    year_stale::RULE,
    period_mismatch::RULE,
    since_without_start::RULE,
    unit_missing::RULE,
    unit_mixed::RULE,
    unit_symbol_mixed::RULE,
    measure_word_wrong::RULE,
    numeral_style_mixed::RULE,
    name_differs::RULE,
    institution_outdated::RULE,
    law_name::RULE,
    abbreviation_unexplained::RULE,
    title_broken::RULE,
    signature_differs::RULE,
    closing_incomplete::RULE,
    document_date_form::RULE,
    attachment_absent::RULE,
    sentence_repeated::RULE,
    personal_data::RULE,
];
