//! Personal data taken out of rows and of the bodies of entries (抹去).
//!
//! Pure: what is to go is named by the definition; whoever calls writes what comes back. In a body the mark [`ERASED`]
//! stands where a value was, so that the history still says that there was one.

use std::collections::BTreeSet;

use catalog::{EraseDef, FieldType, LedgerDef, Row};
use serde_json::{Map, Value as Json};
use terms::Value;

use crate::StoreError;

/// What stands in the body of an entry where an erased value stood.
pub(crate) const ERASED: &str = "〔已销毁〕";

/// Shortest text, in characters, that is looked for in reasons and file names: a name has two.
const WORD_CHARS_MIN: usize = 2;
/// Shortest number that is looked for there: an age would meet any number.
const NUMBER_CHARS_MIN: usize = 5;

/// What goes from one ledger, and how it is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Redaction<'a> {
    pub(crate) def: &'a LedgerDef,
    pub(crate) erase: &'a EraseDef,
}

impl Redaction<'_> {
    /// Takes the values out of a row.
    pub(crate) fn clear(&self, row: &mut Row) {
        for name in &self.erase.fields {
            if let Some(value) = self.def.place(name).and_then(|at| row.values.get_mut(at)) {
                *value = None;
            }
        }
        for (lines, name) in &self.erase.line_fields {
            let Some(at) = self.place_in(lines, name) else { continue };
            for child in row.lines.get_mut(lines).into_iter().flatten() {
                if let Some(value) = child.get_mut(at) {
                    *value = None;
                }
            }
        }
    }

    /// The values that a row has in the fields that go.
    fn values<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = &'r Value> {
        let own = self.erase.fields.iter().filter_map(|it| row.get(self.def, it));
        let of_lines = self.erase.line_fields.iter().flat_map(|(lines, name)| {
            let at = self.place_in(lines, name);
            let rows = row.lines.get(lines).into_iter().flatten();
            rows.filter_map(move |child| child.get(at?)?.as_ref())
        });
        own.chain(of_lines)
    }

    fn place_in(&self, lines: &str, name: &str) -> Option<usize> {
        self.def.line_fields(lines)?.iter().position(|it| it.name == name)
    }

    /// Notes the texts that are to be found nowhere any more.
    pub(crate) fn words(&self, row: &Row, words: &mut BTreeSet<String>) {
        words.extend(self.values(row).map(Value::canonical).filter(|it| {
            let number = it.chars().all(|it| it.is_ascii_digit() || it == '.');
            it.chars().count() >= if number { NUMBER_CHARS_MIN } else { WORD_CHARS_MIN }
        }));
    }

    /// Digests of the attachments that the file fields of a row name.
    pub(crate) fn files(&self, row: &Row, digests: &mut BTreeSet<String>) {
        for name in &self.erase.fields {
            if self.def.field(name).is_some_and(|it| it.ty == FieldType::File)
                && let Some(value) = row.get(self.def, name)
            {
                digests.insert(value.canonical());
            }
        }
    }

    /// Labels of the fields that stay and in which a word still stands.
    pub(crate) fn left_in(&self, row: &Row, words: &BTreeSet<String>) -> Vec<&str> {
        let fields = self.def.fields.iter().zip(&row.values);
        let left = fields.filter(|(_, value)| {
            let text = value.as_ref().map(Value::canonical).unwrap_or_default();
            words.iter().any(|it| text.contains(it.as_str()))
        });
        left.map(|it| it.0.label.as_str()).collect()
    }

    /// The body of an entry without what goes; none when it holds nothing of it.
    ///
    /// # Errors
    /// When the body is no JSON object.
    pub(crate) fn body(
        &self,
        body: &str,
        words: &BTreeSet<String>,
        files: &BTreeSet<String>,
    ) -> Result<Option<String>, StoreError> {
        let parsed = serde_json::from_str(body);
        let Ok(Json::Object(mut parts)) = parsed else {
            return Err(StoreError::corrupt("留痕的内容"));
        };
        let mut changed = false;
        for part in ["fields", "change"] {
            if let Some(Json::Object(fields)) = parts.get_mut(part) {
                for name in &self.erase.fields {
                    changed |= fields.get_mut(name).is_some_and(mark);
                }
            }
        }
        if let Some(Json::Object(lines)) = parts.get_mut("lines") {
            for (name, field) in &self.erase.line_fields {
                changed |= lines.get_mut(name).is_some_and(|it| mark_in_rows(it, field));
            }
        }
        let file = parts.get("digest").and_then(Json::as_str);
        if file.is_some_and(|it| files.contains(it)) {
            changed |= parts.get_mut("name").is_some_and(mark);
        }
        changed |= strike_out(&mut parts, words);
        Ok(changed.then(|| Json::Object(parts).to_string()))
    }
}

/// Marks a value, or both values of a change; whether there was one to mark.
fn mark(value: &mut Json) -> bool {
    match value {
        Json::String(text) if text != ERASED => {
            ERASED.clone_into(text);
            true
        }
        Json::Array(pair) => {
            let mut changed = false;
            for one in pair {
                changed |= mark(one);
            }
            changed
        }
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => false,
    }
}

/// Marks a field in child rows, which stand in a list or, where they changed, in a pair of lists.
fn mark_in_rows(value: &mut Json, field: &str) -> bool {
    match value {
        Json::Array(rows) => {
            let mut changed = false;
            for row in rows {
                changed |= mark_in_rows(row, field);
            }
            changed
        }
        Json::Object(row) => row.get_mut(field).is_some_and(mark),
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Reasons and file names are free text: the erased words are struck out of them.
fn strike_out(parts: &mut Map<String, Json>, words: &BTreeSet<String>) -> bool {
    let mut changed = false;
    for name in ["reason", "name"] {
        let Some(Json::String(text)) = parts.get_mut(name) else { continue };
        // The longer first: a name may stand inside another.
        let mut found: Vec<&String> =
            words.iter().filter(|it| text.contains(it.as_str())).collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.len()));
        for word in found {
            *text = text.replace(word.as_str(), ERASED);
            changed = true;
        }
    }
    changed
}
