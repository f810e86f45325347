//! A document as lines (按行看文稿), and the small scanners that find where a fault can be put. They are written apart from
//! the checker's own reading of numbers on purpose: what the checker overlooks must not be overlooked here.

use std::ops::Range;

/// A clean document: its name and its lines.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Name of the file.
    pub(crate) name: String,
    /// Its lines, without line breaks.
    pub(crate) lines: Vec<String>,
}

/// So many characters before a change are shown to people, half as many behind.
const CONTEXT: usize = 44;

/// One fault put into a document.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// The document with the fault.
    pub(crate) text: String,
    /// Lines, from 1, of the changed document on which the fault may be told.
    pub(crate) told_at: Vec<u32>,
    /// The changed words, for people: “before → after”.
    pub(crate) words: String,
}

impl Document {
    /// A document out of its text.
    pub(crate) fn new(name: &str, text: &str) -> Document {
        Document { name: name.to_owned(), lines: text.lines().map(str::to_owned).collect() }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// Lines of running text with their index: long enough, with a mark in it.
    pub(crate) fn prose(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.lines.iter().enumerate().map(|it| (it.0, it.1.as_str()));
        all.filter(|it| it.1.ends_with('。') && it.1.chars().count() > 15)
    }

    /// The change of one stretch of a line.
    pub(crate) fn change(&self, line: usize, range: Range<usize>, instead: &str) -> Change {
        let old = &self.lines[line];
        let before: String = old[..range.start].chars().rev().take(CONTEXT).collect();
        let before: String = before.chars().rev().collect();
        let behind: String = old[range.end..].chars().take(CONTEXT / 2).collect();
        let words = format!("{before}【{} → {instead}】{behind}", &old[range.clone()]);
        let new = format!("{}{instead}{}", &old[..range.start], &old[range.end..]);
        let mut change = self.replace(line, &[new]);
        change.words = words;
        change
    }

    /// The change of a whole line into none, one or more lines.
    pub(crate) fn replace(&self, line: usize, instead: &[String]) -> Change {
        let mut lines = self.lines.clone();
        lines.splice(line..=line, instead.iter().cloned());
        let words = format!("line “{}” → {instead:?}", head(&self.lines[line]));
        let mut change = Change { text: lines.join("\n") + "\n", told_at: Vec::new(), words };
        change.also(line);
        change
    }
}

impl Change {
    /// The fault may be told on this line as well; index from 0.
    pub(crate) fn also(&mut self, line: usize) {
        self.told_at.push(u32::try_from(line + 1).expect("a document is short"));
    }

    /// The fault may be told on any line.
    pub(crate) fn anywhere(mut self) -> Change {
        for line in 0..self.text.lines().count() {
            self.also(line);
        }
        self
    }
}

fn head(line: &str) -> String {
    line.chars().take(16).collect()
}

/// The numbers of a line in digits, those inside codes, routes and dates left out.
pub(crate) fn numbers(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(|it| it.is_ascii_digit())
            || bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            at += 1;
        }
        let glued =
            start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'+');
        let behind = line[at..].chars().next().unwrap_or(' ');
        let code = matches!(behind, '年' | '月' | '日' | '号' | '届' | '次' | '线' | '+' | ':');
        if !glued && !code {
            found.push(start..at);
        }
    }
    found
}

/// The places of a number with these digits.
pub(crate) fn places_of(line: &str, number: &str) -> Vec<Range<usize>> {
    numbers(line).into_iter().filter(|it| &line[it.clone()] == number).collect()
}

/// A number of the same form with another last digit; `turn` chooses which.
pub(crate) fn other_digit(number: &str, turn: usize) -> String {
    let (head, last) = number.split_at(number.len() - 1);
    let digit: usize = last.parse().expect("a number ends in a digit");
    let new = (digit + 1 + turn % 8) % 10;
    // A number that becomes 0, or loses its last place, is another kind of fault.
    let new = if new == 0 { (digit + 5) % 10 } else { new };
    format!("{head}{}", if new == digit || new == 0 { 7 } else { new })
}

/// All places of some words in a line.
pub(crate) fn all(line: &str, words: &str) -> Vec<Range<usize>> {
    line.match_indices(words).map(|it| it.0..it.0 + words.len()).collect()
}

/// The number that a heading opens with, as a range and its value: 一、 is level 1, （一） 2, 1. 3.
pub(crate) fn heading(line: &str) -> Option<(u8, usize, Range<usize>)> {
    const NUMERALS: [&str; 20] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
        "十五", "十六", "十七", "十八", "十九", "二十",
    ];
    for (index, numeral) in NUMERALS.iter().enumerate() {
        for (level, label) in [(1, format!("{numeral}、")), (2, format!("（{numeral}）"))] {
            if line.starts_with(&label) {
                return Some((level, index + 1, 0..label.len()));
            }
        }
        let label = format!("{}.", index + 1);
        let rest = line.strip_prefix(&label);
        if rest.is_some_and(|it| !it.starts_with(|it: char| it.is_ascii_digit())) {
            return Some((3, index + 1, 0..label.len()));
        }
    }
    None
}

/// The number of a heading of this level.
pub(crate) fn label(level: u8, value: usize) -> String {
    let numeral = report::check::in_chinese(u32::try_from(value).expect("few headings"));
    match level {
        1 => format!("{numeral}、"),
        2 => format!("（{numeral}）"),
        _ => format!("{value}."),
    }
}
