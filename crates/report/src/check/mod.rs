//! The checker of official documents (公文校核): a text in, findings out; no file, no clock, no database.
//!
//! ```text
//! bytes ─ source, read/ ─► paragraphs ─ tree ─► Text ─ sentence, mention ─► Checked ─ rules/ ─► hits ─ finding ─► findings
//! ```
//!
//! * One more rule: write `rules/<family>/<id>.rs` — its `//!` lines are its page in the manual: what, 为什么, 依据, 例, 反例 —
//!   with `pub(super) const RULE: Rule` and cases that fire and cases that stay silent; then one `mod` line and one line in
//!   the table of the family's `mod.rs`. A new family is a folder and one line in `rules/mod.rs`.
//! * A rule is handed [`Checked`]: `text` (paragraphs with kind, number and section), `sentences`, `mentions` (every number
//!   with value, unit, subject, qualifiers). It gives back [`Hit`]s: a [`Span`], a reason, and a correction only when there
//!   is exactly one. It never looks further back or ahead than it must: checking stays linear in the text.
//! * Offsets are bytes within one paragraph; lines and columns are made at the end.

mod annotate; // comments and tracked changes into a Word file
mod dating; // the text's own period and day
mod finding; // hits → findings
mod fix; // corrections that need nobody's judgement
mod label; // 一、 （一） 1. （1）
mod mention; // every number, understood
pub(crate) mod read; // .txt .md .docx → paragraphs
mod rule; // what a rule is
mod rules; // the rules, by family
mod sentence; // sentences and clauses
mod source; // bytes → text, or a refusal
mod text; // the model
pub mod tie; // numbers and the figures they speak of
mod tree; // kinds and sections

pub use {
    annotate::{AnnotateError, Annotated, Notes, annotate},
    finding::{CheckFinding, Dismissal, Options, check_read, check_text},
    fix::{Fixed, fix_plain, is_safe},
    label::{Label, in_chinese},
    mention::{Mention, Moment, Qualifier, Sense, When, mentions},
    rule::{Authority, Checked, Hit, Rule},
    rules::{Family, all as all_rules, families},
    sentence::{Sentence, sentences},
    source::{admit_size, read_text},
    text::{Kind, Origin, Paragraph, Piece, Section, Span, Text},
};
