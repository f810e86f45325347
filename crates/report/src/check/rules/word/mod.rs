//! Words and set phrases of the trade (词语). The words stand in `defs/words/`; a rule here reads one kind of them.

mod comparison_word;
mod negation_double;
mod particle_wrong;
mod term_form;
mod word_redundant;
mod word_wrong;

use crate::check::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    word_wrong::RULE,
    term_form::RULE,
    comparison_word::RULE,
    negation_double::RULE,
    particle_wrong::RULE,
    word_redundant::RULE,
];
