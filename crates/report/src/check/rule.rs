//! The frame of the rules (规则框架): what a rule is, what it is handed, what it says, and what becomes of it.

use std::sync::Arc;

use catalog::{Dictionary, WordAuthority, WordDef, WordHit, WordKind};
use jiff::civil::Date;
use terms::{Grade, Period};

use super::dating;
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
    /// The period that the text reports on: as told, else as its title says; none where neither does.
    pub period: Option<Period>,
    /// The day under the signature (成文日期).
    pub day: Option<Date>,
    /// Last period's document, to compare with.
    pub previous: Option<&'t Text>,
    /// The wrong words of the dictionary, in order, with the index of their paragraph.
    pub(crate) words: Vec<(usize, WordHit<'t>)>,
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
    /// A grade of its own, where one rule speaks of lighter and graver faults.
    pub grade: Option<Grade>,
    /// An authority of its own, where a rule reads its faults from a list.
    pub authority: Option<Authority>,
}

impl Hit {
    /// A hit without a correction.
    pub fn new(span: Span, reason: impl Into<String>) -> Hit {
        Hit { span, reason: reason.into(), fix: None, grade: None, authority: None }
    }

    /// The one correction: the words that replace the span.
    #[must_use]
    pub fn fix(mut self, instead: impl Into<String>) -> Hit {
        self.fix = Some(instead.into());
        self
    }

    /// A grade other than the rule's.
    #[must_use]
    pub fn graded(mut self, grade: Grade) -> Hit {
        self.grade = Some(grade);
        self
    }

    /// What an entry of the dictionary says.
    pub(crate) fn of_word(paragraph: usize, hit: &WordHit<'_>) -> Hit {
        let WordDef { reason, grade, authority, .. } = hit.word;
        let authority = match authority {
            WordAuthority::Usage => Authority::Usage,
            WordAuthority::Habit => Authority::Habit,
            WordAuthority::Bureau => Authority::BureauRule("用词表"),
        };
        Hit {
            span: Span::new(paragraph, hit.range.clone()),
            reason: reason.clone(),
            fix: hit.right.clone(),
            grade: Some(*grade),
            authority: Some(authority),
        }
    }
}

impl<'t> Checked<'t> {
    /// Reads sentences and numbers of a text once, for all rules.
    #[must_use]
    pub fn new(text: &'t Text, period: Option<Period>) -> Checked<'t> {
        let sentences = sentences(text);
        let mentions = mentions(text, &sentences);
        let period = period.or_else(|| dating::period_of_title(text, &mentions));
        let day = dating::day_of_signature(text, &mentions);
        Checked {
            text,
            sentences,
            mentions,
            period,
            day,
            previous: None,
            words: Vec::new(),
            known: None,
            ties: Vec::new(),
        }
    }

    /// The same, with last period's document beside it.
    #[must_use]
    pub fn beside(mut self, previous: Option<&'t Text>) -> Checked<'t> {
        self.previous = previous;
        self
    }

    /// The numbers of one paragraph, by its index.
    #[must_use]
    pub fn mentions_in(&self, paragraph: usize) -> &[Mention] {
        let start = self.mentions.partition_point(|it| it.span.paragraph < paragraph);
        let end = self.mentions.partition_point(|it| it.span.paragraph <= paragraph);
        self.mentions.get(start..end).unwrap_or_default()
    }

    /// Looks for the wrong words of a dictionary as well; titles in 《》 are quoted as they are.
    #[must_use]
    pub fn with_words(mut self, dictionary: &'t Dictionary) -> Checked<'t> {
        for (index, paragraph) in self.text.paragraphs.iter().enumerate() {
            let found = dictionary.find(&paragraph.text).into_iter();
            let own = found.filter(|it| !in_book_title(&paragraph.text, it.range.start));
            self.words.extend(own.map(|it| (index, it)));
        }
        self
    }

    /// What the dictionary's words of one kind say.
    pub(crate) fn words_of(&self, kind: WordKind) -> Vec<Hit> {
        let own = self.words.iter().filter(|it| it.1.word.kind == kind);
        own.map(|(paragraph, it)| Hit::of_word(*paragraph, it)).collect()
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

/// The longest book title that is looked back for, in characters.
const BOOK_TITLE_CHARS_MAX: usize = 80;

/// Whether a 《 is open at this byte.
fn in_book_title(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or("").chars().rev().take(BOOK_TITLE_CHARS_MAX);
    before.find(|it| matches!(it, '《' | '》')) == Some('《')
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
    use std::path::Path;
    use std::sync::{Arc, LazyLock};

    use catalog::{Dictionary, load, load_dir};

    use super::{Checked, Rule};
    use crate::check::source::read_text;

    /// The house's own words.
    static WORDS: LazyLock<Arc<Dictionary>> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
        let mut sources = load_dir(&folder).expect("defs are there");
        sources.retain(|it| it.path.starts_with("words/"));
        load(&sources).0.words
    });

    fn said(rule: &Rule, text: &str) -> Vec<(u32, String, Option<String>)> {
        let text = read_text("文稿.txt", text.as_bytes()).expect("a text");
        let checked = Checked::new(&text, "2021H1".parse().ok()).with_words(&WORDS);
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
