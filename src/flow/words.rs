//! What a record says to whoever reads it (读法): codes and indicators by their words, personal data masked.
//! Lists, details, boards, openings, differences and workbooks all come through here.

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, Row};
use terms::Value;

use crate::context::HIDDEN;

/// Characters of a summary at most.
const SUMMARY_MAX: usize = 60;
/// Fields that a summary takes.
const SUMMARY_FIELDS: usize = 4;

/// Somebody who reads the records of one ledger.
pub(crate) struct Reader<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) def: &'c LedgerDef,
    /// Whether personal data of the ledger may be read.
    pub(crate) private: bool,
}

impl Reader<'_> {
    /// A value of a field, or of a field of child rows; empty where there is none.
    pub(crate) fn value(&self, field: &FieldDef, value: Option<&Value>) -> String {
        let Some(value) = value else { return String::new() };
        if field.private && !self.private {
            return HIDDEN.to_owned();
        }
        self.catalog.word(field, value.canonical())
    }

    /// The record as staff name it: its key; one that is personal data is masked.
    pub(crate) fn key(&self, row: &Row) -> String {
        let fields = || self.def.key.iter().filter_map(|it| self.def.field(it));
        if fields().any(|it| it.private) && !self.private {
            return HIDDEN.to_owned();
        }
        let words = fields().map(|it| self.value(it, row.get(self.def, &it.name)));
        words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// What the record is about (摘要): the fields that its definition names, else its first telling ones.
    pub(crate) fn summary(&self, row: &Row) -> String {
        let def = self.def;
        let fields: Vec<&FieldDef> = if def.summary.is_empty() {
            def.fields.iter().filter(|it| tells(def, it)).collect()
        } else {
            let open = |it: &&FieldDef| !it.private || self.private;
            def.summary.iter().filter_map(|it| def.field(it)).filter(open).collect()
        };
        let words = fields.into_iter().filter_map(|field| {
            let value = row.get(def, &field.name)?;
            Some(self.value(field, Some(value)).replace('\n', " "))
        });
        let text = words.take(SUMMARY_FIELDS).collect::<Vec<_>>().join("　");
        let short: String = text.chars().take(SUMMARY_MAX).collect();
        if short.len() < text.len() { format!("{short}…") } else { text }
    }
}

/// Whether a field says what a record is about, where its definition does not.
fn tells(def: &LedgerDef, field: &FieldDef) -> bool {
    let kind = matches!(
        field.ty,
        FieldType::Text { .. }
            | FieldType::Code { .. }
            | FieldType::Organisation
            | FieldType::Plate
            | FieldType::Division
            | FieldType::Road
    );
    kind && !field.private && !field.closed && !def.key.contains(&field.name)
}
