//! From hits to findings (校核结果): line, column, quote, grade; what is switched off or dismissed is left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use catalog::Dictionary;
use terms::{Finding, Grade, Period, Place};

use super::rule::{Authority, Checked, Hit, Rule};
use super::rules;
use super::text::{Span, Text};
use super::tie::Known;

/// What to leave out and what the text is about (校核选项).
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The period that the text reports on, where it is known.
    pub period: Option<Period>,
    /// Last period's document, where there is one.
    pub previous: Option<Text>,
    /// The wrong words that are looked for: [`catalog::Catalog::words`].
    pub words: Arc<Dictionary>,
    /// Ids of rules that are switched off.
    pub switched_off: BTreeSet<String>,
    /// Findings that somebody dismissed in this or an earlier version of the text.
    pub dismissed: Vec<Dismissal>,
    /// The figures of the ledgers, where a base is at hand.
    pub known: Option<Arc<Known>>,
}

/// A finding that somebody judged to be no fault, with the reason (忽略).
///
/// It is known again in the next version of the text by rule, quote, and the words on either side: as long as the quote
/// stays and the words of one side stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// Id of the rule.
    pub rule: String,
    /// The quote, without white space, half-width.
    pub quote: String,
    /// Digest of the words before, then of those behind; see [`CheckFinding::context`].
    pub context: String,
    /// Why it is no fault.
    pub reason: String,
}

impl Dismissal {
    /// Whether it is this finding that was dismissed: the same rule and quote, and the same words on one side.
    #[must_use]
    pub fn silences(&self, finding: &CheckFinding) -> bool {
        let side = |context: &str, last: bool| {
            context.split_once('-').map(|it| if last { it.1.to_owned() } else { it.0.to_owned() })
        };
        self.rule == finding.rule
            && self.quote == plain(&finding.quote)
            && [false, true]
                .iter()
                .any(|last| side(&self.context, *last) == side(&finding.context, *last))
    }
}

/// What a rule says about a text (问题).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// Id of the rule.
    pub rule: &'static str,
    /// How serious it is.
    pub grade: Grade,
    /// Line from 1; of a Word file the ordinal of the printed paragraph.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The place in the text.
    pub span: Span,
    /// The words it is about.
    pub quote: String,
    /// Why, one Chinese sentence without the final full stop.
    pub message: String,
    /// Who says so.
    pub authority: Authority,
    /// What should stand there instead of the quote, when there is exactly one correction.
    pub fix: Option<String>,
    /// Whether the person who answers for the document said that the correction be made (采纳), though it is not safe.
    pub agreed: bool,
    /// Digest of the words before and behind, by which a dismissal is known again.
    pub context: String,
}

impl CheckFinding {
    /// The dismissal that silences this finding from now on.
    #[must_use]
    pub fn dismiss(&self, reason: impl Into<String>) -> Dismissal {
        Dismissal {
            rule: self.rule.to_owned(),
            quote: plain(&self.quote),
            context: self.context.clone(),
            reason: reason.into(),
        }
    }

    /// As the shape that all checks of the house share.
    #[must_use]
    pub fn to_finding(&self, file: &str) -> Finding {
        let place = Place::Text { file: file.to_owned(), line: self.line, column: self.column };
        let mend = self.fix.as_ref().map_or_else(String::new, |fix| {
            match (self.quote.as_str(), fix.as_str()) {
                (quote, "") => format!("应删去“{quote}”"),
                (quote, fix) => format!("“{quote}”应改为“{fix}”"),
            }
        });
        Finding { rule: self.rule, grade: self.grade, place, what: self.message.clone(), mend }
    }
}

/// Words that tell a place again, on each side, in characters.
const CONTEXT_CHARS: usize = 8;
/// How far they are looked for: a hostile text may hold nothing but blanks.
const CONTEXT_LOOK: usize = 64;

/// Checks a text by all rules; findings in the order of the text.
#[must_use]
pub fn check_text(text: &Text, options: &Options) -> Vec<CheckFinding> {
    let checked = Checked::new(text, options.period)
        .beside(options.previous.as_ref())
        .with_words(&options.words)
        .tied(options.known.clone());
    check_read(&checked, options)
}

/// The same for a text that was read, and tied to figures, already: what the options say of period, previous document,
/// words and figures is as it stands there.
#[must_use]
pub fn check_read(checked: &Checked<'_>, options: &Options) -> Vec<CheckFinding> {
    let mut hits: Vec<(&Rule, Hit)> = Vec::new();
    for rule in rules::all().filter(|it| !options.switched_off.contains(it.id)) {
        hits.extend((rule.check)(checked).into_iter().map(|hit| (rule, hit)));
    }
    hits.sort_by(|one, other| (one.1.span, one.0.id).cmp(&(other.1.span, other.0.id)));
    let dismissed =
        |it: &CheckFinding| options.dismissed.iter().any(|dismissal| dismissal.silences(it));
    let mut columns = Columns::default();
    hits.into_iter()
        .map(|(rule, hit)| finding(checked.text, rule, hit, &mut columns))
        .filter(|it| !dismissed(it))
        .collect()
}

fn finding(text: &Text, rule: &Rule, hit: Hit, columns: &mut Columns) -> CheckFinding {
    let (line, column) = columns.place(text, hit.span);
    CheckFinding {
        rule: rule.id,
        grade: hit.grade.unwrap_or(rule.grade),
        line,
        column,
        span: hit.span,
        quote: text.slice(hit.span).to_owned(),
        message: hit.reason,
        authority: hit.authority.unwrap_or(rule.authority),
        fix: hit.fix,
        agreed: false,
        context: context(text, hit.span),
    }
}

/// Counts columns along a paragraph once, however many findings lie in it.
#[derive(Debug, Default)]
struct Columns {
    paragraph: usize,
    byte: usize,
    chars: usize,
}

impl Columns {
    fn place(&mut self, text: &Text, span: Span) -> (u32, u32) {
        let Some(paragraph) = text.paragraphs.get(span.paragraph) else { return (0, 0) };
        if self.paragraph != span.paragraph || span.start < self.byte {
            *self = Columns { paragraph: span.paragraph, ..Columns::default() };
        }
        self.chars += paragraph.text.get(self.byte..span.start).map_or(0, |it| it.chars().count());
        self.byte = span.start;
        let column = u32::try_from(self.chars)
            .unwrap_or(u32::MAX / 2)
            .saturating_add(paragraph.first_column());
        (paragraph.line(), column)
    }
}

fn context(text: &Text, span: Span) -> String {
    let whole = text.paragraphs.get(span.paragraph).map_or("", |it| it.text.as_str());
    let before: String = whole
        .get(..span.start)
        .unwrap_or("")
        .chars()
        .rev()
        .take(CONTEXT_LOOK)
        .filter(|it| !it.is_whitespace())
        .take(CONTEXT_CHARS)
        .collect();
    let behind: String = whole
        .get(span.end..)
        .unwrap_or("")
        .chars()
        .take(CONTEXT_LOOK)
        .filter(|it| !it.is_whitespace())
        .take(CONTEXT_CHARS)
        .collect();
    format!("{:08x}-{:08x}", digest(&plain(&before)), digest(&plain(&behind)))
}

fn plain(words: &str) -> String {
    terms::to_half_width(words).chars().filter(|it| !it.is_whitespace()).collect()
}

/// FNV-1a, 32 bits: short enough for people to keep in a list; rule and quote are compared as well.
fn digest(words: &str) -> u32 {
    words
        .bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read_text;
    use proptest::prelude::*;

    const FAULTY: &str = "通知\n一、治超工作\n根据（粤交运[2015]650号）要求，共查处9宗\n";

    fn check(text: &str, options: &Options) -> Vec<(&'static str, u32, u32, String)> {
        let text = read_text("a.txt", text.as_bytes()).unwrap();
        check_text(&text, options)
            .into_iter()
            .map(|it| (it.rule, it.line, it.column, it.quote))
            .collect()
    }

    #[test]
    fn findings_say_rule_line_column_and_quote() {
        let seen = check(FAULTY, &Options::default());
        assert!(
            seen.contains(&("document_number_bracket", 3, 4, "粤交运[2015]650号".to_owned())),
            "{seen:?}"
        );
        assert!(seen.iter().any(|it| it.0 == "final_mark_missing" && it.1 == 3), "{seen:?}");
    }

    #[test]
    fn a_rule_can_be_switched_off() {
        let off = Options {
            switched_off: ["final_mark_missing".to_owned()].into(),
            ..Options::default()
        };
        assert!(check(FAULTY, &off).iter().all(|it| it.0 != "final_mark_missing"));
    }

    #[test]
    fn a_dismissal_survives_changes_on_one_side_and_elsewhere() {
        let text = read_text("a.txt", FAULTY.as_bytes()).unwrap();
        let all = check_text(&text, &Options::default());
        let number = all.iter().find(|it| it.rule == "document_number_bracket").unwrap();
        let options =
            Options { dismissed: vec![number.dismiss("来文如此")], ..Options::default() };
        let silent =
            |text: &str| check(text, &options).iter().all(|it| it.0 != "document_number_bracket");
        assert!(silent(FAULTY));
        assert!(silent(
            &FAULTY.replace("通知", "通知\n新加一段，内容很多。").replace("要求", "有关规定")
        ));
        assert!(!silent(&FAULTY.replace("650", "651")));
    }

    #[test]
    fn a_finding_tells_how_to_mend() {
        let text = read_text("a.txt", FAULTY.as_bytes()).unwrap();
        let all = check_text(&text, &Options::default());
        let number = all.iter().find(|it| it.rule == "document_number_bracket").unwrap();
        assert_eq!(
            number.to_finding("a.txt").mend,
            "“粤交运[2015]650号”应改为“粤交运〔2015〕650号”"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_text_panics_and_every_finding_quotes_its_place(text in "[一二（）()、.1。，；：“”《》<>〔〕\\[\\]20共约宗号到的 \n甲]{0,120}") {
            let Ok(text) = read_text("a.txt", text.as_bytes()) else { return Ok(()) };
            for it in check_text(&text, &Options::default()) {
                prop_assert_eq!(text.slice(it.span), it.quote.as_str());
                prop_assert_eq!(text.line_column(it.span), (it.line, it.column));
            }
        }
    }
}
