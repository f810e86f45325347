//! Sentences and clauses (句、分句): where they begin and end; brackets and quotation marks are respected.

use std::ops::Range;

use super::text::{Span, Text};

/// A sentence (句): to 。 ！ ？ ； or the end of the paragraph, closing quotation marks and brackets included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its place, without white space around.
    pub span: Span,
    /// Its clauses: to ， ： or the end; the mark is not part of the clause.
    pub clauses: Vec<Range<usize>>,
    /// The mark that ends it; none when the paragraph ends without one.
    pub end: Option<char>,
}

/// All sentences of a text, in order.
#[must_use]
pub fn sentences(text: &Text) -> Vec<Sentence> {
    let all = text.paragraphs.iter().enumerate();
    all.flat_map(|(index, it)| of_paragraph(index, &it.text)).collect()
}

fn of_paragraph(paragraph: usize, text: &str) -> Vec<Sentence> {
    let marks: Vec<(usize, char)> = text.char_indices().collect();
    let depth = depths(&marks);
    let mut found = Vec::new();
    let (mut start, mut clauses, mut clause_start) = (0, Vec::new(), 0);
    let mut index = 0;
    while index < marks.len() {
        let (at, mark) = marks[index];
        index += 1;
        if depth[index - 1] > 0 {
            // 。” ends the sentence when the quotation ends with its own mark: the closing mark belongs to it.
            let closes = ends_sentence(&marks, index - 1)
                && marks.get(index).is_some_and(|it| is_close(it.1))
                && depth[index - 1] == 1;
            let quoted_end = closes
                && marks.get(index).is_some_and(|it| it.1 == '”')
                && !continues(&marks, index + 1);
            if !quoted_end {
                continue;
            }
        } else if separates_clauses(&marks, index - 1) {
            clauses.push(clause_start..at);
            clause_start = at + mark.len_utf8();
            continue;
        } else if !ends_sentence(&marks, index - 1) {
            continue;
        }
        while marks.get(index).is_some_and(|it| is_close(it.1) || ends_sentence(&marks, index)) {
            index += 1;
        }
        let end = marks.get(index).map_or(text.len(), |it| it.0);
        clauses.push(clause_start..at);
        push(&mut found, paragraph, text, start..end, std::mem::take(&mut clauses), Some(mark));
        (start, clause_start) = (end, end);
    }
    clauses.push(clause_start..text.len());
    push(&mut found, paragraph, text, start..text.len(), clauses, None);
    found
}

fn push(
    found: &mut Vec<Sentence>,
    paragraph: usize,
    text: &str,
    range: Range<usize>,
    clauses: Vec<Range<usize>>,
    end: Option<char>,
) {
    let words = &text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    let stop = range.start + words.trim_end().len();
    if start < stop {
        let clauses = clauses
            .into_iter()
            .map(|it| it.start.max(start)..it.end.min(stop))
            .filter(|it| it.start < it.end);
        found.push(Sentence {
            span: Span::new(paragraph, start..stop),
            clauses: clauses.collect(),
            end,
        });
    }
}

/// How many brackets are open at each character; brackets without their partner do not count.
fn depths(marks: &[(usize, char)]) -> Vec<u32> {
    let mut steps = vec![0_i8; marks.len() + 1];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (index, (_, mark)) in marks.iter().enumerate() {
        if partner(*mark).is_some() {
            open.push((index, *mark));
        } else if is_close(*mark) {
            // A bracket inside that was never closed must not hide the one around it.
            let mine = open.iter().rev().take(8).position(|it| partner(it.1) == Some(*mark));
            if let Some(back) = mine {
                let place = open.len() - 1 - back;
                steps[open[place].0] += 1;
                steps[index] -= 1;
                open.truncate(place);
            }
        }
    }
    let mut depth = 0_u32;
    steps
        .iter()
        .take(marks.len())
        .map(|step| {
            depth = depth.saturating_add_signed(i32::from(*step));
            depth
        })
        .collect()
}

/// Whether a clause goes on behind a closing quotation mark: “……。”的要求.
fn continues(marks: &[(usize, char)], index: usize) -> bool {
    marks.get(index).is_some_and(|it| !it.1.is_whitespace())
}

fn ends_sentence(marks: &[(usize, char)], index: usize) -> bool {
    let Some((_, mark)) = marks.get(index) else { return false };
    match mark {
        '。' | '！' | '？' | '；' | '!' | '?' | ';' => true,
        '…' => index.checked_sub(1).and_then(|it| marks.get(it)).is_some_and(|it| it.1 == '…'),
        '\n' => true,
        _ => false,
    }
}

fn separates_clauses(marks: &[(usize, char)], index: usize) -> bool {
    let between_digits = || {
        let digit = |it: Option<&(usize, char)>| it.is_some_and(|it| it.1.is_ascii_digit());
        digit(index.checked_sub(1).and_then(|it| marks.get(it))) && digit(marks.get(index + 1))
    };
    match marks.get(index).map(|it| it.1) {
        Some('，' | '：') => true,
        Some(',' | ':') => !between_digits(),
        _ => false,
    }
}

fn partner(mark: char) -> Option<char> {
    Some(match mark {
        '（' => '）',
        '(' => ')',
        '“' => '”',
        '‘' => '’',
        '《' => '》',
        '〈' => '〉',
        '〔' => '〕',
        '【' => '】',
        _ => return None,
    })
}

fn is_close(mark: char) -> bool {
    matches!(mark, '）' | ')' | '”' | '’' | '》' | '〉' | '〕' | '】')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read::plain::paragraphs;
    use proptest::prelude::*;

    fn read(text: &str) -> (Text, Vec<Sentence>) {
        let text = Text { paragraphs: paragraphs(text), sections: Vec::new() };
        let found = sentences(&text);
        (text, found)
    }

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let (text, found) = read(text);
        let seen: Vec<Vec<&str>> = found
            .iter()
            .map(|it| {
                let clauses = it
                    .clauses
                    .iter()
                    .map(|clause| &text.paragraphs[it.span.paragraph].text[clause.clone()]);
                clauses.collect()
            })
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn sentences_end_at_their_marks_and_clauses_at_commas() {
        check(
            "共9宗，其中2宗已结。其余在办；下月办结",
            &[&["共9宗", "其中2宗已结"], &["其余在办"], &["下月办结"]],
        );
        check("任务：清理；修复", &[&["任务", "清理"], &["修复"]]);
        check("共1,234元,已付。", &[&["共1,234元", "已付"]]);
    }

    #[test]
    fn marks_inside_brackets_and_quotes_do_not_end_a_sentence() {
        check(
            "按照“管生产，必须管安全；谁主管谁负责。”的原则办。",
            &[&["按照“管生产，必须管安全；谁主管谁负责。”的原则办"]],
        );
        check(
            "共128户（青莲镇118户，岭背镇10户），已完成。",
            &[&["共128户（青莲镇118户，岭背镇10户）", "已完成"]],
        );
        check("他说：“不行。”", &[&["他说", "“不行"]]);
    }

    #[test]
    fn a_bracket_without_partner_hides_nothing() {
        check("共9宗（其中2宗。其余在办。", &[&["共9宗（其中2宗"], &["其余在办"]]);
    }

    proptest! {
        #[test]
        fn sentences_lie_in_order_and_between_characters(text in "[甲乙，。；：“”（）《》!?,;…1\n ]{0,60}") {
            let (text, found) = read(&text);
            let mut last = (0, 0);
            for sentence in found {
                let span = sentence.span;
                prop_assert!((span.paragraph, span.start) >= last);
                prop_assert!(!text.slice(span).is_empty());
                for clause in sentence.clauses {
                    prop_assert!(text.paragraphs[span.paragraph].text.get(clause).is_some());
                }
                last = (span.paragraph, span.end);
            }
        }
    }
}
