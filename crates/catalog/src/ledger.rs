//! Ledgers (台账): what a row of a book looks like.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{EraseDef, FieldDef, FieldType};

/// A named rule between fields of one row, with the fields it is applied to (字段间规则).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUse {
    /// Name of the rule, see [`crate::row_rule_names`].
    pub name: String,
    /// Names of the fields, in the order that the rule's page says; `lines.field` for a field of child rows.
    pub fields: Vec<String>,
    /// Fields that tell whose rows are compared (同一), in rules that compare rows with each other.
    pub same: Vec<String>,
    /// The number that the rule compares with (限值), in rules that ask for one.
    pub limit: Option<Decimal>,
    /// Whether the first field, where it is not set, is filled in with what the rule computes (自动填).
    pub fill: bool,
}

impl RuleUse {
    /// Whether it speaks of child rows.
    #[must_use]
    pub fn is_of_lines(&self) -> bool {
        self.fields.iter().any(|it| it.contains('.'))
    }
}

/// One ledger (台账), one file under `defs/ledgers/<domain>/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDef {
    /// Id: folder and stem, such as `overload/attendance`.
    pub id: String,
    /// Title, such as 治超出勤登记.
    pub title: String,
    /// What the ledger is for, in words a clerk would use.
    pub about: String,
    /// Office that keeps it (责任股室).
    pub office: String,
    /// Object numbers of the requirement map that it serves, such as `D05-02`.
    pub objects: Vec<String>,
    /// Names of the fields that together name a record; never empty.
    pub key: Vec<String>,
    /// Further sets of fields that must be unique among records that are not withdrawn.
    pub unique: Vec<Vec<String>>,
    /// Id of the workflow.
    pub workflow: String,
    /// Fields in the order of the paper.
    pub fields: Vec<FieldDef>,
    /// Named rules between fields.
    pub rules: Vec<RuleUse>,
    /// What is erased on its day, where the ledger keeps personal data for a time only.
    pub erase: Option<EraseDef>,
    /// Fields of which a record's name in words is made (摘要), such as the plate and the site; the key where empty.
    pub summary: Vec<String>,
    /// Columns of its list until somebody chooses others (清单的列); by [`LedgerDef::columns`] where empty.
    pub list: Vec<String>,
    /// Order of its list until somebody chooses another (清单的次序): field, and whether the greatest comes first.
    pub sort: Option<(String, bool)>,
    /// Whoever may read it at all reads every office's records, such as the duty roster (全局可看); changing them is as ever.
    pub open: bool,
    /// Nothing new is registered in it; what stands is still read (停用).
    pub closed: bool,
    /// First 16 hex digits of the SM3 digest of the file.
    pub fingerprint: String,
    /// Path of the file, for messages.
    pub file: String,
    /// Position of each field by name; filled by the loader.
    pub places: BTreeMap<String, usize>,
}

/// Columns of a list that a definition says nothing of.
const COLUMNS: usize = 9;

impl LedgerDef {
    /// Notes the position of every field; to be called after `fields` was put together in code.
    pub fn index(&mut self) {
        self.places = self.fields.iter().enumerate().map(|it| (it.1.name.clone(), it.0)).collect();
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.places.get(name).map(|place| &self.fields[*place])
    }

    /// The position of the field of this name in `fields`, and so in a row's values.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// The child fields of a lines field.
    #[must_use]
    pub fn line_fields(&self, name: &str) -> Option<&[FieldDef]> {
        if let FieldType::Lines { fields } = &self.field(name)?.ty { Some(fields) } else { None }
    }

    /// The lines fields with their child fields, in order.
    pub fn lines(&self) -> impl Iterator<Item = (&FieldDef, &[FieldDef])> {
        self.fields.iter().filter_map(|field| {
            let FieldType::Lines { fields } = &field.ty else { return None };
            Some((field, fields.as_slice()))
        })
    }

    /// The columns that its list shows until somebody chooses others (清单的列): those that the definition names, else the key,
    /// what must be filled in, then what comes first.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        if !self.list.is_empty() {
            return self.list.iter().map(String::as_str).collect();
        }
        let fits = |it: &&FieldDef| {
            let in_a_cell = !matches!(
                it.ty,
                FieldType::Lines { .. } | FieldType::LongText | FieldType::File | FieldType::Point
            );
            in_a_cell && !it.closed
        };
        let mut names: Vec<&str> = self.key.iter().map(String::as_str).collect();
        let (first, later): (Vec<&FieldDef>, Vec<&FieldDef>) =
            self.fields.iter().filter(fits).partition(|it| it.required);
        for field in first.into_iter().chain(later) {
            if names.len() < COLUMNS && !names.contains(&field.name.as_str()) {
                names.push(&field.name);
            }
        }
        names.sort_by_key(|it| self.place(it));
        names
    }

    /// The order of its list until somebody chooses another (清单的次序): what the definition says, else the first day that
    /// must be filled in and is shown, the newest first. `None`: the order of entry.
    #[must_use]
    pub fn order(&self) -> Option<(&str, bool)> {
        if let Some((field, descending)) = &self.sort {
            return Some((field, *descending));
        }
        let shown = self.columns();
        let day = |it: &&FieldDef| {
            matches!(it.ty, FieldType::Date | FieldType::DateTime)
                && it.required
                && shown.contains(&it.name.as_str())
        };
        self.fields.iter().find(day).map(|it| (it.name.as_str(), true))
    }

    /// The field that says of which period a field with an indicator is meant (统计期), where a rule of the ledger ties the
    /// two; both as rules name them: `indicator`, or `targets.indicator` in child rows.
    #[must_use]
    pub fn period_beside(&self, indicator: &str) -> Option<&str> {
        let tied = self.rules.iter().filter(|it| it.name == "known_indicator");
        let mut tied = tied.filter(|it| it.fields.first().is_some_and(|it| it == indicator));
        tied.find_map(|it| it.fields.get(1)).map(String::as_str)
    }

    /// Name of the table in the base: `overload_attendance`.
    #[must_use]
    pub fn table(&self) -> String {
        self.id.replace('/', "_")
    }

    /// Name of the child table of a lines field: `overload_attendance__members`.
    #[must_use]
    pub fn line_table(&self, lines: &str) -> String {
        format!("{}__{lines}", self.table())
    }
}
