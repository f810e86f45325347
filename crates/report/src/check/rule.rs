//! The frame of the rules (规则框架): what a rule is, what it is handed, what it says, and what becomes of it.

use std::sync::Arc;

use terms::{Grade, Period};

use super::mention::{Mention, mentions};
use super::sentence::{Sentence, sentences};
use super::text::{Kind, Paragraph, Span, Text};
use super::tie::{Known, Tie, tie};

/// One rule (规则): one file under `rules/<family>/`, whose stem is its id and whose `//!` lines are its manual page.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable id: the stem of its file.
    pub id: &'static str,
    /// Name in a few Chinese words.
    pub title: &'static str,
    /// How serious its findings are.
    pub grade: Grade,
    /// Who says so.
    pub authority: Authority,
    pub(crate) check: fn(&Checked<'_>) -> Vec<Hit>,
    pub(crate) source: &'static str,
}

/// Who says so, named honestly (依据).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// A law or regulation and its article.
    Law(&'static str),
    /// A national standard and its clause: `("GB/T 15834—2011", "4.9")`.
    NationalStandard(&'static str, &'static str),
    /// The bureau's own rule.
    BureauRule(&'static str),
    /// Arithmetic: true whoever says it.
    Arithmetic,
    /// Meaning and usage of words, as dictionaries have it.
    Usage,
    /// Good habit in this genre, nothing more.
    Habit,
}

impl Authority {
    /// As people read it.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Authority::Law(name) => name.to_owned(),
            Authority::NationalStandard(name, "") => name.to_owned(),
            Authority::NationalStandard(name, clause) => format!("{name} 第{clause}条"),
            Authority::BureauRule(name) => format!("本局规定：{name}"),
            Authority::Arithmetic => "算术".to_owned(),
            Authority::Usage => "词语规范".to_owned(),
            Authority::Habit => "行文习惯".to_owned(),
        }
    }
}

/// What a rule is handed (校核对象): the text, its sentences and its numbers.
#[derive(Debug)]
pub struct Checked<'t> {
    /// The text.
    pub text: &'t Text,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// All numbers, in order.
    pub mentions: Vec<Mention>,
    /// The period that the text reports on, where it is known.
    pub period: Option<Period>,
    /// The figures of the ledgers, where a base is at hand.
    pub known: Option<Arc<Known>>,
    /// What became of each quantity; empty without figures.
    pub ties: Vec<Tie>,
}

/// What a rule says about one place (命中).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The words it is about.
    pub span: Span,
    /// Why, one Chinese sentence without the final full stop.
    pub reason: String,
    /// What stands there instead of the span, when there is exactly one correction.
    pub fix: Option<String>,
}

impl Hit {
    /// A hit without a correction.
    pub fn new(span: Span, reason: impl Into<String>) -> Hit {
        Hit { span, reason: reason.into(), fix: None }
    }

    /// The one correction: the words that replace the span.
    #[must_use]
    pub fn fix(mut self, instead: impl Into<String>) -> Hit {
        self.fix = Some(instead.into());
        self
    }
}

impl<'t> Checked<'t> {
    /// Reads sentences and numbers of a text once, for all rules.
    #[must_use]
    pub fn new(text: &'t Text, period: Option<Period>) -> Checked<'t> {
        let sentences = sentences(text);
        let mentions = mentions(text, &sentences);
        Checked { text, sentences, mentions, period, known: None, ties: Vec::new() }
    }

    /// Ties the numbers to the figures of the ledgers.
    #[must_use]
    pub fn tied(mut self, known: Option<Arc<Known>>) -> Checked<'t> {
        self.ties = known.as_ref().map(|it| tie(&self, it)).unwrap_or_default();
        self.known = known;
        self
    }

    /// Paragraphs of running text with their index: body, and headings that are followed by body.
    pub fn prose(&self) -> impl Iterator<Item = (usize, &'t Paragraph)> {
        self.paragraphs().filter(|it| it.1.has_body())
    }

    /// All paragraphs with their index.
    pub fn paragraphs(&self) -> impl Iterator<Item = (usize, &'t Paragraph)> {
        self.text.paragraphs.iter().enumerate()
    }

    /// Paragraphs that are read as sentences or headings: tables, signature and date are left out.
    pub fn written(&self) -> impl Iterator<Item = (usize, &'t Paragraph)> {
        self.paragraphs().filter(|it| match it.1.kind {
            Kind::Title | Kind::Heading(_) | Kind::Body | Kind::Footnote | Kind::Attachment => true,
            Kind::Cell { .. } | Kind::Signature | Kind::Date => false,
        })
    }

    /// The numbers of one sentence, by its index.
    #[must_use]
    pub fn mentions_of(&self, sentence: usize) -> &[Mention] {
        let start = self.mentions.partition_point(|it| it.sentence < sentence);
        let end = self.mentions.partition_point(|it| it.sentence <= sentence);
        self.mentions.get(start..end).unwrap_or_default()
    }

    /// The words of a stretch.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'t str {
        self.text.slice(span)
    }
}

impl Rule {
    /// The manual page: the `//!` lines of the rule's file.
    #[must_use]
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|it| it.strip_prefix("//!"));
        lines.map(|it| it.strip_prefix(' ').unwrap_or(it)).collect::<Vec<_>>().join("\n")
    }
}

/// For the tests of a rule: what it says about a text.
#[cfg(test)]
pub(crate) mod trial {
    use super::{Checked, Rule};
    use crate::check::source::read_text;

    fn said(rule: &Rule, text: &str) -> Vec<(u32, String, Option<String>)> {
        let text = read_text("文稿.txt", text.as_bytes()).expect("a text");
        let checked = Checked::new(&text, "2021H1".parse().ok());
        let hits = (rule.check)(&checked);
        hits.into_iter()
            .map(|it| (text.line_column(it.span).0, checked.slice(it.span).to_owned(), it.fix))
            .collect()
    }

    /// The rule fires at these lines on these words, and nowhere else.
    #[track_caller]
    pub(crate) fn fires(rule: &Rule, text: &str, expected: &[(u32, &str)]) {
        let seen = said(rule, text);
        let seen: Vec<(u32, &str)> = seen.iter().map(|it| (it.0, it.1.as_str())).collect();
        assert_eq!(seen, expected, "{}: {text}", rule.id);
    }

    /// The rule says nothing.
    #[track_caller]
    pub(crate) fn silent(rule: &Rule, text: &str) {
        fires(rule, text, &[]);
    }

    /// The rule fires once and knows the one correction.
    #[track_caller]
    pub(crate) fn fixes(rule: &Rule, text: &str, words: &str, instead: &str) {
        let seen = said(rule, text);
        let seen: Vec<(&str, Option<&str>)> =
            seen.iter().map(|it| (it.1.as_str(), it.2.as_deref())).collect();
        assert_eq!(seen, [(words, Some(instead))], "{}: {text}", rule.id);
    }
}
