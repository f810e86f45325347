//! Reading definition files (读定义): one module per kind of file. Everything that is wrong is said, then reading goes on.

pub(crate) mod bureau;
pub(crate) mod calendar;
pub(crate) mod clock;
pub(crate) mod code;
pub(crate) mod condition;
pub(crate) mod erase;
pub(crate) mod exchange;
pub(crate) mod indicator;
pub(crate) mod law;
pub(crate) mod ledger;
pub(crate) mod map;
pub(crate) mod node;
pub(crate) mod office;
pub(crate) mod page;
pub(crate) mod report;
pub(crate) mod role;
pub(crate) mod rules;
pub(crate) mod unit;
pub(crate) mod words;
pub(crate) mod workbooks;
pub(crate) mod workflow;

use terms::{Finding, Place};

use crate::Catalog;

/// A check that needs the whole catalog: it is asked when every file has been read.
pub(crate) struct Later {
    /// Where the word stands that is checked.
    pub(crate) place: Place,
    /// Says what is wrong and how to mend it.
    pub(crate) check: LaterCheck,
}

pub(crate) type LaterCheck = Box<dyn Fn(&Catalog, &Place) -> Vec<Finding>>;

/// `这样写` for a word near to what was written: the nearest permitted word, when it is near enough to be meant.
#[must_use]
pub fn nearest<'w>(word: &str, permitted: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    permitted
        .into_iter()
        .map(|it| (distance(word, it), it))
        .filter(|it| it.0 * 3 <= it.1.chars().count().max(3))
        .min()
        .map(|it| it.1)
}

/// Number of single edits between two words (Levenshtein), rows of one word at a time.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, mark) in from.chars().enumerate() {
        let mut before = row[0];
        row[0] = line + 1;
        for (column, other) in to.iter().enumerate() {
            let change = before + usize::from(mark != *other);
            before = row[column + 1];
            row[column + 1] = change.min(before + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

/// Whether a text is a name of ours: `[a-z][a-z0-9_]*`, at most 40 characters.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}
