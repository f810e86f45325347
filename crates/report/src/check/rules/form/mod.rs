//! Form (格式与标点): numbers of headings, empty sections, brackets, quotation marks, marks, document numbers.

mod addressee_colon;
mod approximate_listed;
mod attachment_final_mark;
mod book_title_angle;
mod book_title_nested;
mod book_title_unbalanced;
mod bracket_half_width;
mod bracket_mixed_width;
mod bracket_unbalanced;
mod character_doubled;
mod date_by_dots;
mod digit_full_width;
mod document_number_bracket;
mod ellipsis_form;
mod enumerator_jump;
mod enumerator_marks_mixed;
mod final_mark_missing;
mod heading_empty;
mod heading_final_mark;
mod heading_level_skipped;
mod heading_number_alone;
mod heading_number_doubled;
mod heading_number_empty;
mod heading_number_form;
mod heading_number_jump;
mod heading_number_missing;
mod list_mark_before_etc;
mod list_mark_superfluous;
mod mark_doubled;
mod mark_half_width;
mod number_split;
mod order_word_mark;
mod pairs; // brackets and their partners
mod quote_straight;
mod quote_unbalanced;
mod range_hyphen;
mod range_unit_omitted;
mod sentence_long;
mod siblings; // headings side by side
mod space_between_words;
mod space_in_text;
mod thousands_mixed;
mod unit_bracketed;
mod year_shortened;

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    heading_number_missing::RULE,
    heading_number_empty::RULE,
    heading_number_form::RULE,
    heading_number_jump::RULE,
    heading_number_doubled::RULE,
    heading_number_alone::RULE,
    heading_level_skipped::RULE,
    heading_empty::RULE,
    heading_final_mark::RULE,
    enumerator_jump::RULE,
    enumerator_marks_mixed::RULE,
    bracket_unbalanced::RULE,
    bracket_mixed_width::RULE,
    bracket_half_width::RULE,
    quote_unbalanced::RULE,
    quote_straight::RULE,
    book_title_unbalanced::RULE,
    book_title_nested::RULE,
    book_title_angle::RULE,
    final_mark_missing::RULE,
    mark_half_width::RULE,
    mark_doubled::RULE,
    space_in_text::RULE,
    space_between_words::RULE,
    document_number_bracket::RULE,
    unit_bracketed::RULE,
    character_doubled::RULE,
    digit_full_width::RULE,
    list_mark_superfluous::RULE,
    list_mark_before_etc::RULE,
    ellipsis_form::RULE,
    date_by_dots::RULE,
    year_shortened::RULE,
    range_unit_omitted::RULE,
    range_hyphen::RULE,
    approximate_listed::RULE,
    order_word_mark::RULE,
    attachment_final_mark::RULE,
    sentence_long::RULE,
    number_split::RULE,
    thousands_mixed::RULE,
    addressee_colon::RULE,
];
