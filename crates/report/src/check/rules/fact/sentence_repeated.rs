//! 同样的话写了两遍。
//!
//! 为什么：整段、整句一字不差地出现两次，多半是粘贴时重复，或者两处都留着没有删。
//! 依据：行文习惯。
//! 例：两段文字完全相同。
//! 反例：短句、套语（“特此报告。”）重复不报；分条的法规、制度里同样的罚则会重复，不报。

use std::collections::{BTreeMap, BTreeSet};

use terms::Grade;

use super::nearby::line;
use super::regulation::is_regulation;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "sentence_repeated",
    title: "同样的话写了两遍",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("sentence_repeated.rs"),
};

/// The shortest sentence that is not repeated by chance, in characters.
const SENTENCE_CHARS_MIN: usize = 30;
/// The shortest paragraph that is not repeated by chance, in characters.
const PARAGRAPH_CHARS_MIN: usize = 30;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    if is_regulation(checked) {
        return Vec::new();
    }
    let mut hits = Vec::new();
    let (mut paragraphs, mut sentences) = (BTreeMap::new(), BTreeMap::new());
    let mut whole = BTreeSet::new();
    for (index, paragraph) in checked.paragraphs().filter(|it| it.1.has_body()) {
        let words = paragraph
            .text
            .get(paragraph.label.as_ref().map_or(0, |it| it.range.end)..)
            .unwrap_or("")
            .trim();
        if words.chars().take(PARAGRAPH_CHARS_MIN).count() < PARAGRAPH_CHARS_MIN {
            continue;
        }
        let span = Span::new(index, 0..paragraph.text.len());
        if let Some(first) = paragraphs.get(words) {
            whole.insert(index);
            hits.push(Hit::new(span, said("这一段", checked, *first)));
        } else {
            paragraphs.insert(words, span);
        }
    }
    for sentence in &checked.sentences {
        let words = checked.slice(sentence.span);
        let cell = checked
            .text
            .paragraphs
            .get(sentence.span.paragraph)
            .is_some_and(|it| matches!(it.kind, Kind::Cell { .. }));
        if cell
            || sentence.end != Some('。')
            || whole.contains(&sentence.span.paragraph)
            || words.chars().take(SENTENCE_CHARS_MIN).count() < SENTENCE_CHARS_MIN
        {
            continue;
        }
        if let Some(first) = sentences.get(words) {
            hits.push(Hit::new(sentence.span, said("这一句", checked, *first)));
        } else {
            sentences.insert(words, sentence.span);
        }
    }
    hits
}

fn said(what: &str, checked: &Checked<'_>, first: Span) -> String {
    format!("{what}与第{}行的文字完全相同，请删去一处或改写", line(checked, first))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    const LONG: &str = "县治超联合执法队在普通公路、高速公路出入口、货物装载源头周边路段等重点区域全面实施联合执法。";

    #[test]
    fn the_same_paragraph_and_the_same_sentence_fire() {
        fires(&RULE, &format!("{LONG}\n中间一段文字。\n{LONG}"), &[(3, LONG)]);
        fires(&RULE, &format!("今年以来。{LONG}\n下一步，继续努力。{LONG}"), &[(2, LONG)]);
    }

    #[test]
    fn short_and_similar_sentences_are_silent() {
        silent(&RULE, "特此报告。\n内容。\n特此报告。");
        silent(&RULE, &format!("第一条 甲。{LONG}\n第二条 乙。{LONG}\n第三条 丙。{LONG}"));
        silent(&RULE, &format!("{LONG}\n{}", LONG.replace("全面", "继续")));
    }
}
