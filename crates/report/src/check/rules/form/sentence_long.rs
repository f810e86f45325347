//! 句子太长。
//!
//! 为什么：两百字没有一个句号或者分号，读到后面忘了前面。
//! 依据：行文习惯。
//! 例：一段330字，从头到尾只有逗号。
//! 反例：用分号、冒号分开的长段；引用的文件名称不计在内。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "sentence_long",
    title: "句子太长",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("sentence_long.rs"),
};

/// The longest stretch without 。；：, in characters, book titles and brackets not counted.
const CHARS_MAX: usize = 180;
/// How many characters of it are quoted.
const QUOTED_CHARS: usize = 12;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    checked
        .sentences
        .iter()
        .filter(|it| checked.text.paragraphs.get(it.span.paragraph).is_some_and(|it| it.has_body()))
        .filter_map(|it| {
            let words = checked.slice(it.span);
            let length = own_length(words);
            let end = words.char_indices().nth(QUOTED_CHARS).map_or(words.len(), |it| it.0);
            let span = Span::new(it.span.paragraph, it.span.start..it.span.start + end);
            (length > CHARS_MAX).then(|| {
                Hit::new(span, format!("这句话约{length}字，中间没有句号、分号，建议拆成几句"))
            })
        })
        .collect()
}

/// The longest stretch between colons, what stands in brackets and titles left out.
fn own_length(words: &str) -> usize {
    let (mut depth, mut length, mut longest) = (0_usize, 0_usize, 0_usize);
    for mark in words.chars() {
        match mark {
            '《' | '（' | '〈' | '“' => depth += 1,
            '》' | '）' | '〉' | '”' => depth = depth.saturating_sub(1),
            '：' | '\n' => length = 0,
            _ if depth == 0 => length += 1,
            _ => {}
        }
        longest = longest.max(length);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_stretch_without_a_stop_fires() {
        let long = "认真落实责任，".repeat(30);
        fires(
            &RULE,
            &format!("通知\n今年以来，{long}工作有序。"),
            &[(2, "今年以来，认真落实责任，")],
        );
    }

    #[test]
    fn divided_sentences_and_titles_are_silent() {
        let part = "认真落实责任，".repeat(20);
        silent(&RULE, &format!("通知\n今年以来，{part}工作有序；{part}成效明显。"));
        silent(&RULE, &format!("通知\n根据《{}》要求，{part}工作有序。", "甲".repeat(150)));
    }
}
