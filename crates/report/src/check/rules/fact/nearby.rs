//! The words around a place (上下文), never more than asked for: rules that look back and ahead stay linear.

use crate::check::rule::Checked;
use crate::check::text::{Paragraph, Span};

/// Marks that end a clause, brackets included.
const CLAUSE: [char; 16] =
    ['，', '。', '；', '：', '！', '？', '、', ',', ';', '（', '）', '(', ')', '\n', '\t', '…'];
/// Marks that end a sentence.
const SENTENCE: [char; 6] = ['。', '；', '！', '？', ';', '\n'];

/// At most `chars` characters of the clause before `byte`.
pub(super) fn clause_before(text: &str, byte: usize, chars: usize) -> &str {
    back(text, byte, chars, &CLAUSE)
}

/// At most `chars` characters of the clause from `byte` on.
pub(super) fn clause_behind(text: &str, byte: usize, chars: usize) -> &str {
    ahead(text, byte, chars, &CLAUSE)
}

/// At most `chars` characters of the sentence before `byte`.
pub(super) fn sentence_before(text: &str, byte: usize, chars: usize) -> &str {
    back(text, byte, chars, &SENTENCE)
}

/// At most `chars` characters of the sentence from `byte` on.
pub(super) fn sentence_behind(text: &str, byte: usize, chars: usize) -> &str {
    ahead(text, byte, chars, &SENTENCE)
}

/// The text of a span's paragraph.
pub(super) fn whole<'t>(checked: &Checked<'t>, span: Span) -> &'t str {
    checked.text.paragraphs.get(span.paragraph).map_or("", |it| it.text.as_str())
}

/// The line of a span, for people to look up.
pub(super) fn line(checked: &Checked<'_>, span: Span) -> u32 {
    checked.text.paragraphs.get(span.paragraph).map_or(0, Paragraph::line)
}

/// Whether one of the words stands in the stretch.
pub(super) fn has(stretch: &str, words: &[&str]) -> bool {
    words.iter().any(|it| stretch.contains(it))
}

/// Whether the stretch begins with one of the words.
pub(super) fn opens(stretch: &str, words: &[&str]) -> bool {
    words.iter().any(|it| stretch.starts_with(it))
}

/// Whether the stretch ends with one of the words.
pub(super) fn closes(stretch: &str, words: &[&str]) -> bool {
    words.iter().any(|it| stretch.ends_with(it))
}

fn back<'t>(text: &'t str, byte: usize, chars: usize, marks: &[char]) -> &'t str {
    let before = text.get(..byte).unwrap_or("");
    let own = before.chars().rev().take(chars).take_while(|it| !marks.contains(it));
    let length: usize = own.map(char::len_utf8).sum();
    before.get(before.len() - length..).unwrap_or("")
}

fn ahead<'t>(text: &'t str, byte: usize, chars: usize, marks: &[char]) -> &'t str {
    let behind = text.get(byte..).unwrap_or("");
    let own = behind.chars().take(chars).take_while(|it| !marks.contains(it));
    let length: usize = own.map(char::len_utf8).sum();
    behind.get(..length).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_place_end_at_marks_and_after_so_many_characters() {
        let text = "甲乙，丙丁戊，己。";
        let at = text.find('丁').unwrap();
        assert_eq!(clause_before(text, at, 9), "丙");
        assert_eq!(clause_behind(text, at, 9), "丁戊");
        assert_eq!(sentence_before(text, at, 9), "甲乙，丙");
        assert_eq!(sentence_behind(text, at, 2), "丁戊");
        assert_eq!(clause_before(text, 1, 9), "");
    }
}
