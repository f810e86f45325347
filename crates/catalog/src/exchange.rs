//! Exchange with mandated systems (外部系统对接): whose columns are ours under which heading.
//!
//! One file under `defs/exchanges/` for each table that an outside system takes or gives. The same mapping makes the
//! empty table, writes our records in their layout, reads theirs, and compares the two.

use jiff::civil::Date;

use crate::{Catalog, ConditionDef, FieldType, LedgerDef};

/// One table of an outside system (对接表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeDef {
    /// Id: the file's stem.
    pub id: String,
    /// Title, such as 粤执法案件.
    pub title: String,
    /// What is exchanged, how often, by whom.
    pub about: String,
    /// The outside system, such as 粤执法.
    pub system: String,
    /// Our ledger.
    pub ledger: String,
    /// Fields by which their rows and our records are matched; all of them are columns.
    pub by: Vec<String>,
    /// Date field that puts a record into a period; all records where there is none.
    pub day: Option<String>,
    /// Which of our records they should have.
    pub conditions: Vec<ConditionDef>,
    /// Field of the ledger that keeps their receipt (回执).
    pub receipt: Option<String>,
    /// Columns in their order.
    pub columns: Vec<ExchangeColumn>,
    /// First 16 hex digits of the SM3 digest of the file.
    pub fingerprint: String,
    /// Path of the file.
    pub file: String,
    /// Whether the bureau has set the columns itself (本局对应).
    pub local: bool,
}

/// How days are written where the outside system wants them as text (日期写法).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// 2026-01-05.
    Dashes,
    /// 2026/01/05.
    Slashes,
    /// 2026.01.05.
    Dots,
    /// 20260105.
    Digits,
    /// 2026年1月5日.
    Chinese,
}

impl DateForm {
    /// All forms with the word of the file.
    pub const WORDS: [(&'static str, DateForm); 5] = [
        ("yyyy-mm-dd", DateForm::Dashes),
        ("yyyy/mm/dd", DateForm::Slashes),
        ("yyyy.mm.dd", DateForm::Dots),
        ("yyyymmdd", DateForm::Digits),
        ("yyyy年m月d日", DateForm::Chinese),
    ];

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        DateForm::WORDS.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// A day as they want it.
    #[must_use]
    pub fn write(self, day: Date) -> String {
        let mark = match self {
            DateForm::Dashes => "-",
            DateForm::Slashes => "/",
            DateForm::Dots => ".",
            DateForm::Digits => "",
            DateForm::Chinese => {
                return format!("{}年{}月{}日", day.year(), day.month(), day.day());
            }
        };
        format!("{:04}{mark}{:02}{mark}{:02}", day.year(), day.month(), day.day())
    }
}

/// One column of their table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeColumn {
    /// Their heading.
    pub head: String,
    /// Our field.
    pub field: String,
    /// Their words for our codes: code, word; codes that are not listed keep our label.
    pub words: Vec<(String, String)>,
    /// How days are written; a cell of the date type where there is none.
    pub date: Option<DateForm>,
    /// Only taken in, as a receipt is: neither exported nor compared.
    pub theirs: bool,
}

impl ExchangeDef {
    /// Their word for a code of ours.
    #[must_use]
    pub fn word<'a>(
        &'a self,
        catalog: &'a Catalog,
        column: &'a ExchangeColumn,
        code: &'a str,
    ) -> &'a str {
        if let Some((_, word)) = column.words.iter().find(|it| it.0 == code) {
            return word;
        }
        let list = catalog.ledgers.get(&self.ledger).and_then(|it| it.field(&column.field));
        match list.map(|it| &it.ty) {
            Some(FieldType::Code { list }) => catalog
                .codes
                .get(list)
                .and_then(|it| it.item(code))
                .map_or(code, |it| it.label.as_str()),
            _ => code,
        }
    }

    /// Our ledger as they see it: their columns under their headings, nothing required but what is matched by; and a
    /// catalog in which their words are understood.
    #[must_use]
    pub fn view(&self, catalog: &Catalog) -> Option<(Catalog, LedgerDef)> {
        let ledger = catalog.ledgers.get(&self.ledger)?;
        let mut seen = catalog.clone();
        let mut fields = Vec::new();
        for column in &self.columns {
            let mut field = ledger.field(&column.field)?.clone();
            field.label.clone_from(&column.head);
            field.aliases.clear();
            field.required = self.by.contains(&field.name);
            field.required_when.clear();
            if let FieldType::Code { list } = &mut field.ty
                && !column.words.is_empty()
                && let Some(mut items) = seen.codes.get(list).cloned()
            {
                for (code, word) in &column.words {
                    for item in items.items.iter_mut().filter(|it| it.code == *code) {
                        item.aliases.push(word.clone());
                    }
                }
                *list = format!("{list}@{}", self.id);
                items.id.clone_from(list);
                seen.codes.insert(list.clone(), items);
            }
            fields.push(field);
        }
        let mut view = LedgerDef {
            title: self.title.clone(),
            key: self.by.clone(),
            unique: Vec::new(),
            fields,
            rules: Vec::new(),
            erase: None,
            ..ledger.clone()
        };
        view.index();
        Some((seen, view))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_written_as_they_want_it() {
        let written = DateForm::WORDS.map(|it| it.1.write(date(2026, 1, 5)));
        assert_eq!(written, ["2026-01-05", "2026/01/05", "2026.01.05", "20260105", "2026年1月5日"]);
    }
}
