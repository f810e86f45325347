//! Findings of the checker as JSON (校核结果): keys that stay while the words around stay, places in UTF-16 units as browsers
//! count, dismissals with who and when.

use report::check::{self, Kind, Text, all_rules, families, is_safe};
use serde::{Deserialize, Serialize};

use crate::api::refusal::{Refusal, Reply};
use crate::say::SaidGrade;

/// Longest reason, in characters.
const REASON_CHARS_MAX: usize = 500;
/// Dismissals kept of one document.
const DISMISSALS_MAX: usize = 2_000;

/// A finding that somebody set aside, with the reason (忽略).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dismissed {
    rule: String,
    quote: String,
    context: String,
    pub(crate) reason: String,
    pub(crate) who: String,
    /// Moment as clients read it.
    pub(crate) at: String,
}

impl Dismissed {
    /// What the checker knows a finding again by.
    pub(crate) fn dismissal(&self) -> check::Dismissal {
        check::Dismissal {
            rule: self.rule.clone(),
            quote: self.quote.clone(),
            context: self.context.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// A correction that somebody agreed to though it is not safe (采纳): it is made in the file that is fetched, as long as it is
/// still the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Agreed {
    pub(crate) key: String,
    fix: String,
    who: String,
    /// Moment as clients read it.
    at: String,
}

impl Agreed {
    /// Whether it is this finding's correction.
    pub(crate) fn is_of(&self, finding: &Shown) -> bool {
        self.key == finding.key && finding.fix.as_deref() == Some(self.fix.as_str())
    }
}

/// Whose correction somebody agrees to.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ToAgree {
    /// Key of the finding.
    pub(crate) key: String,
}

/// What somebody sets aside, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ToDismiss {
    /// Key of the finding.
    pub(crate) key: String,
    pub(crate) reason: String,
}

/// One finding as it is kept and shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) key: String,
    pub(crate) rule: String,
    title: String,
    family: String,
    grade: SaidGrade,
    /// Which paragraph, from 0.
    paragraph: usize,
    /// First unit and the one behind the last, in UTF-16 units of the paragraph's text.
    start: usize,
    end: usize,
    line: u32,
    column: u32,
    pub(crate) quote: String,
    what: String,
    mend: String,
    fix: Option<String>,
    /// Whether the correction needs nobody's judgement.
    safe: bool,
    authority: String,
    context: String,
    /// As the checker compares it.
    plain: String,
}

impl Shown {
    /// The dismissal of this finding.
    pub(crate) fn dismissed(&self, reason: &str, who: &str, at: String) -> Dismissed {
        Dismissed {
            rule: self.rule.clone(),
            quote: self.plain.clone(),
            context: self.context.clone(),
            reason: reason.to_owned(),
            who: who.to_owned(),
            at,
        }
    }

    /// Who set it aside; as the checker knows it again.
    pub(crate) fn set_aside<'d>(&self, all: &'d [Dismissed]) -> Option<&'d Dismissed> {
        let side = |context: &str, last: bool| {
            context.split_once('-').map(|it| if last { it.1.to_owned() } else { it.0.to_owned() })
        };
        all.iter().find(|it| {
            it.rule == self.rule
                && it.quote == self.plain
                && [false, true]
                    .iter()
                    .any(|last| side(&it.context, *last) == side(&self.context, *last))
        })
    }

    /// Which paragraph of the text, from 0.
    pub(crate) fn paragraph(&self) -> usize {
        self.paragraph
    }

    /// As clients read it.
    pub(crate) fn told(&self, dismissed: &[Dismissed], agreed: &[Agreed]) -> CheckFinding {
        let aside = self.set_aside(dismissed);
        let agreed = agreed.iter().find(|it| it.is_of(self));
        CheckFinding {
            key: self.key.clone(),
            rule: self.rule.clone(),
            title: self.title.clone(),
            family: self.family.clone(),
            grade: self.grade,
            paragraph: self.paragraph,
            start: self.start,
            end: self.end,
            line: self.line,
            column: self.column,
            quote: self.quote.clone(),
            what: self.what.clone(),
            mend: self.mend.clone(),
            fix: self.fix.clone(),
            safe: self.safe,
            authority: self.authority.clone(),
            dismissed: aside.map(|it| Dismissal {
                reason: it.reason.clone(),
                who: it.who.clone(),
                at: it.at.clone(),
            }),
            agreed: agreed.map(|it| Agreement { who: it.who.clone(), at: it.at.clone() }),
        }
    }
}

/// A finding of the checker.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CheckFinding {
    /// Stays while the words around stay.
    key: String,
    /// Id of the rule.
    rule: String,
    /// Name of the rule.
    title: String,
    family: String,
    grade: SaidGrade,
    /// Which paragraph, from 0.
    paragraph: usize,
    /// First unit, in UTF-16 units of the paragraph's text.
    start: usize,
    /// The unit behind the last.
    end: usize,
    line: u32,
    column: u32,
    quote: String,
    what: String,
    mend: String,
    /// The only correction, when there is one.
    fix: Option<String>,
    /// Whether the correction needs nobody's judgement.
    safe: bool,
    authority: String,
    dismissed: Option<Dismissal>,
    /// Who agreed to a correction that is not safe.
    agreed: Option<Agreement>,
}

/// Who agreed to a correction.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Agreement {
    who: String,
    at: String,
}

/// Why somebody set a finding aside.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Dismissal {
    reason: String,
    who: String,
    at: String,
}

/// How many findings of each grade are open, how many of them a program may mend, how many were set aside.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Counts {
    must: usize,
    verify: usize,
    improve: usize,
    safe: usize,
    dismissed: usize,
}

/// What a paragraph of a text is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ParagraphKind {
    Title,
    Heading,
    Text,
    Cell,
    Footnote,
    Attachment,
    Signature,
    Date,
}

/// A paragraph of a checked text.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Paragraph {
    /// From 0.
    n: usize,
    /// Line of the file, from 1.
    line: u32,
    text: String,
    kind: ParagraphKind,
    /// Of a heading, from 1; otherwise 0.
    level: u8,
}

/// Findings of a text, in its order, each with a key of its own.
pub(crate) fn shown(text: &Text, findings: &[check::CheckFinding]) -> Vec<Shown> {
    let mut all: Vec<Shown> = findings.iter().map(|it| one(text, it)).collect();
    let mut times: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for it in &mut all {
        let time = times.entry(it.key.clone()).or_insert(0);
        *time += 1;
        if *time > 1 {
            it.key = format!("{}-{time}", it.key);
        }
    }
    all
}

fn one(text: &Text, finding: &check::CheckFinding) -> Shown {
    let paragraph = text.paragraphs.get(finding.span.paragraph).map_or("", |it| it.text.as_str());
    let units = |byte: usize| paragraph.get(..byte).map_or(0, |it| it.encode_utf16().count());
    let plain = finding.dismiss("").quote;
    let named = [finding.rule, plain.as_str(), finding.context.as_str()].join("\u{1f}");
    let family = families().find(|it| it.rules.iter().any(|rule| rule.id == finding.rule));
    Shown {
        key: ledger::digest(named.as_bytes()).chars().take(16).collect(),
        rule: finding.rule.to_owned(),
        title: all_rules().find(|it| it.id == finding.rule).map_or("", |it| it.title).to_owned(),
        family: family.map_or("", |it| it.title).to_owned(),
        grade: finding.grade.into(),
        paragraph: finding.span.paragraph,
        start: units(finding.span.start),
        end: units(finding.span.end),
        line: finding.line,
        column: finding.column,
        quote: finding.quote.clone(),
        what: finding.message.clone(),
        mend: finding.to_finding("").mend,
        fix: finding.fix.clone(),
        safe: is_safe(finding),
        authority: finding.authority.in_words(),
        context: finding.context.clone(),
        plain,
    }
}

/// How many findings of each grade are open, and how many were set aside.
pub(crate) fn counts(all: &[Shown], dismissed: &[Dismissed]) -> Counts {
    let open: Vec<&Shown> = all.iter().filter(|it| it.set_aside(dismissed).is_none()).collect();
    let of = |grade: SaidGrade| open.iter().filter(|it| it.grade == grade).count();
    Counts {
        must: of(SaidGrade::Must),
        verify: of(SaidGrade::Verify),
        improve: of(SaidGrade::Improve),
        safe: open.iter().filter(|it| it.safe).count(),
        dismissed: all.len() - open.len(),
    }
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &Text) -> Vec<Paragraph> {
    let kind = |kind: Kind| match kind {
        Kind::Title => (ParagraphKind::Title, 0),
        Kind::Heading(level) => (ParagraphKind::Heading, level),
        Kind::Body => (ParagraphKind::Text, 0),
        Kind::Cell { .. } => (ParagraphKind::Cell, 0),
        Kind::Footnote => (ParagraphKind::Footnote, 0),
        Kind::Attachment => (ParagraphKind::Attachment, 0),
        Kind::Signature => (ParagraphKind::Signature, 0),
        Kind::Date => (ParagraphKind::Date, 0),
    };
    let all = text.paragraphs.iter().enumerate().map(|(n, it)| {
        let (kind, level) = kind(it.kind);
        Paragraph { n, line: it.line(), text: it.text.clone(), kind, level }
    });
    all.collect()
}

fn of_key<'s>(all: &'s [Shown], key: &str) -> Reply<&'s Shown> {
    let found = all.iter().find(|it| it.key == key);
    found.ok_or_else(|| Refusal::not_found("没有这条问题，文稿可能已经改过"))
}

/// Sets a finding aside: there must be such a finding, and a reason.
pub(crate) fn dismiss(
    all: &[Shown],
    dismissed: &mut Vec<Dismissed>,
    wanted: &ToDismiss,
    who: &str,
    at: String,
) -> Reply<Shown> {
    let reason = wanted.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Refusal::bad(format!("忽略要写理由，{REASON_CHARS_MAX} 字以内")));
    }
    let found = of_key(all, &wanted.key)?;
    if dismissed.len() >= DISMISSALS_MAX {
        return Err(Refusal::bad(format!("忽略的问题超过 {DISMISSALS_MAX} 条，请先改稿再校核")));
    }
    if found.set_aside(dismissed).is_none() {
        dismissed.push(found.dismissed(reason, who, at));
    }
    Ok(found.clone())
}

/// Takes a dismissal back.
pub(crate) fn take_back(all: &[Shown], dismissed: &mut Vec<Dismissed>, key: &str) -> Reply<Shown> {
    let found = of_key(all, key)?;
    dismissed.retain(|it| found.set_aside(std::slice::from_ref(it)).is_none());
    Ok(found.clone())
}

/// Agrees to the correction of a finding: there must be exactly one, and the finding must be open.
pub(crate) fn agree(
    all: &[Shown],
    (dismissed, agreed): (&[Dismissed], &mut Vec<Agreed>),
    wanted: &ToAgree,
    who: &str,
    at: String,
) -> Reply<Shown> {
    let found = of_key(all, &wanted.key)?;
    let Some(fix) = &found.fix else {
        return Err(Refusal::bad("这条问题没有唯一的改法，请在文稿里改"));
    };
    if found.set_aside(dismissed).is_some() {
        return Err(Refusal::bad("这条问题已经忽略，先点“不再忽略”"));
    }
    if !found.safe && !agreed.iter().any(|it| it.is_of(found)) {
        agreed.retain(|it| it.key != found.key);
        agreed.push(Agreed { key: found.key.clone(), fix: fix.clone(), who: who.to_owned(), at });
    }
    Ok(found.clone())
}

/// Takes an agreement back.
pub(crate) fn disagree(all: &[Shown], agreed: &mut Vec<Agreed>, key: &str) -> Reply<Shown> {
    let found = of_key(all, key)?;
    agreed.retain(|it| it.key != key);
    Ok(found.clone())
}
