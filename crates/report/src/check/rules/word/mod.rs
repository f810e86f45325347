//! Words and set phrases of the trade (词语). The words stand in `defs/words/`; a rule here reads one kind of them.

mod bound_doubled;
mod comma_missing;
mod comparison_word;
mod etc_superfluous;
mod negation_double;
mod particle_wrong;
mod term_form;
mod title_verb_missing;
mod word_missing;
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
    word_missing::RULE,
    comma_missing::RULE,
    title_verb_missing::RULE,
    etc_superfluous::RULE,
    bound_doubled::RULE,
];
