//! Corrections that need nobody's judgement (可直接改的更正): which they are, and how they are put into a plain file.
//!
//! Safe is a correction that changes no number and no meaning: marks, their width and blanks, and words that are certainly
//! wrong. Everything else stays for the person who answers for the document, until that person agrees.

use std::collections::BTreeMap;
use std::ops::Range;

use terms::Grade;

use super::finding::CheckFinding;
use super::read::plain::{decode_as, encode, line_starts};
use super::text::{Origin, Span, Text};

/// Whether the correction of a finding may be made without asking: there is exactly one, every number stays, and either
/// only marks, widths and blanks change or the words are certainly wrong (必须修改).
#[must_use]
pub fn is_safe(finding: &CheckFinding) -> bool {
    let Some(fix) = &finding.fix else { return false };
    let same = |of: fn(&str) -> String| of(&finding.quote) == of(fix);
    same(figures) && (finding.grade == Grade::Must || same(letters))
}

/// The digits and Chinese numerals, with the marks between digits.
fn figures(words: &str) -> String {
    let marks: Vec<char> = terms::to_half_width(words).chars().collect();
    let digit = |it: Option<&char>| it.is_some_and(char::is_ascii_digit);
    let kept = marks.iter().enumerate().filter(|(index, mark)| {
        let between = || {
            digit(index.checked_sub(1).and_then(|it| marks.get(it))) && digit(marks.get(index + 1))
        };
        mark.is_ascii_digit()
            || "〇零一二三四五六七八九十百千万亿两半%‰".contains(**mark)
            || ".,:/-~".contains(**mark) && between()
    });
    kept.map(|it| it.1).collect()
}

fn letters(words: &str) -> String {
    terms::to_half_width(words).chars().filter(|it| it.is_alphanumeric()).collect()
}

/// One change of the text: what stands there, and what shall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) instead: String,
}

/// The corrections that are made, safe or agreed to, by the index of their finding, in the order of the text; of those that
/// change the same characters only the first.
pub(super) fn chosen(findings: &[CheckFinding]) -> Vec<usize> {
    let made = |it: &CheckFinding| is_safe(it) || it.agreed && it.fix.is_some();
    let mut chosen: Vec<usize> =
        (0..findings.len()).filter(|it| findings.get(*it).is_some_and(made)).collect();
    chosen.sort_by_key(|it| findings.get(*it).map(|it| it.span));
    let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    chosen.retain(|it| {
        let edits = findings.get(*it).map(edits).unwrap_or_default();
        let free = edits.iter().all(|it| is_free(&taken, it.span));
        if free {
            let spans = edits.iter().map(|it| it.span);
            taken.extend(spans.map(|it| ((it.paragraph, it.start), it.end)));
        }
        free
    });
    chosen
}

/// Whether no change that was taken touches these characters; an insertion wants its place for itself.
fn is_free(taken: &BTreeMap<(usize, usize), usize>, span: Span) -> bool {
    let key = (span.paragraph, span.start);
    let before = taken.range(..=key).next_back();
    let behind = taken.range(key..).next();
    let is_insertion = |start: usize, end: usize| start == end;
    let apart = |one: (usize, usize), other: (usize, usize)| {
        let touching = one.1 == other.0;
        let alone = is_insertion(one.0, one.1) || is_insertion(other.0, other.1);
        one.1 < other.0 || touching && !alone
    };
    let here = (span.start, span.end);
    let same = |it: &(&(usize, usize), &usize)| it.0.0 == span.paragraph;
    before.filter(same).is_none_or(|it| apart((it.0.1, *it.1), here))
        && behind.filter(same).is_none_or(|it| apart(here, (it.0.1, *it.1)))
}

/// The smallest changes that make a correction: only the characters that differ, so that the manner of the others stays.
pub(super) fn edits(finding: &CheckFinding) -> Vec<Edit> {
    let Some(fix) = &finding.fix else { return Vec::new() };
    let span = finding.span;
    let at = |range: Range<usize>, instead: &str| Edit {
        span: Span::new(span.paragraph, span.start + range.start..span.start + range.end),
        instead: instead.to_owned(),
    };
    let old: Vec<(usize, char)> = finding.quote.char_indices().collect();
    let new: Vec<char> = fix.chars().collect();
    if old.len() == new.len() {
        return runs_that_differ(&old, &new, &finding.quote)
            .into_iter()
            .map(|(range, instead)| at(range, &instead))
            .collect();
    }
    let shorter = old.len().min(new.len());
    let head = (0..shorter).take_while(|it| old[*it].1 == new[*it]).count();
    let same_from_end = |it: &usize| old[old.len() - 1 - it].1 == new[new.len() - 1 - it];
    let tail = (0..shorter - head).take_while(same_from_end).count();
    let byte = |index: usize| old.get(index).map_or(finding.quote.len(), |it| it.0);
    let instead: String = new[head..new.len() - tail].iter().collect();
    vec![at(byte(head)..byte(old.len() - tail), &instead)]
}

/// Stretches of a quote that differ from a correction of the same length.
fn runs_that_differ(
    old: &[(usize, char)],
    new: &[char],
    quote: &str,
) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for ((index, (start, was)), is) in old.iter().enumerate().zip(new) {
        if was == is {
            continue;
        }
        let end = old.get(index + 1).map_or(quote.len(), |it| it.0);
        match found.last_mut().filter(|it| it.0.end == *start) {
            Some(last) => {
                last.0.end = end;
                last.1.push(*is);
            }
            None => found.push((*start..end, is.to_string())),
        }
    }
    found
}

/// A corrected plain file (改好的文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The bytes, in the encoding of the original.
    pub bytes: Vec<u8>,
    /// Which findings were put right: indices into those handed in.
    pub done: Vec<usize>,
}

/// Puts the corrections that are safe or agreed to into a plain file; none when the bytes are no plain text.
#[must_use]
pub fn fix_plain(bytes: &[u8], text: &Text, findings: &[CheckFinding]) -> Option<Fixed> {
    let (mut whole, how) = decode_as(bytes).ok()?;
    let starts = line_starts(&whole);
    let done: Vec<usize> = chosen(findings)
        .into_iter()
        .filter(|it| {
            findings.get(*it).is_some_and(|it| place(text, it.span, &starts, &whole).is_some())
        })
        .collect();
    let all = done.iter().filter_map(|it| findings.get(*it)).flat_map(edits);
    let mut places: Vec<(Range<usize>, String)> =
        all.filter_map(|it| Some((place(text, it.span, &starts, &whole)?, it.instead))).collect();
    places.sort_by_key(|it| it.0.start);
    let (mut fixed, mut from) = (String::with_capacity(whole.len()), 0);
    for (range, instead) in places {
        fixed.push_str(whole.get(from..range.start)?);
        fixed.push_str(&instead);
        from = range.end;
    }
    fixed.push_str(whole.get(from..)?);
    whole = fixed;
    Some(Fixed { bytes: encode(&whole, how), done })
}

/// Where a stretch stands in the whole file, in bytes; none unless the very words stand there.
fn place(text: &Text, span: Span, starts: &[usize], whole: &str) -> Option<Range<usize>> {
    let paragraph = text.paragraphs.get(span.paragraph)?;
    let Origin::Line { line, indent } = paragraph.origin else { return None };
    let start = *starts.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let rest = whole.get(start..)?;
    let skipped =
        rest.char_indices().nth(usize::try_from(indent).ok()?).map_or(rest.len(), |it| it.0);
    let from = start + skipped + span.start;
    let range = from..start + skipped + span.end;
    (whole.get(range.clone())? == text.slice(span)).then_some(range)
}

#[cfg(test)]
mod tests;
