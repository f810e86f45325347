//! One row of a ledger as it is captured, and its check (一行).

use std::collections::BTreeMap;

use jiff::civil::Date;
use terms::{Finding, Value};

use crate::{Catalog, LedgerDef};

/// A child row: values in the order of the lines field's own fields.
pub type LineRow = Vec<Option<Value>>;

/// A row as captured: not yet a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Values in the order of [`LedgerDef::fields`]; `None` where not set, and at the places of lines fields.
    pub values: Vec<Option<Value>>,
    /// Child rows by the name of the lines field.
    pub lines: BTreeMap<String, Vec<LineRow>>,
    /// Workflow state by name, when the source says one; the workflow's start otherwise.
    pub state: Option<String>,
}

impl Row {
    /// A row with no value set.
    #[must_use]
    pub fn empty(def: &LedgerDef) -> Row {
        Row { values: vec![None; def.fields.len()], lines: BTreeMap::new(), state: None }
    }

    /// The value of a field.
    #[must_use]
    pub fn get<'a>(&'a self, def: &LedgerDef, name: &str) -> Option<&'a Value> {
        def.place(name).and_then(|place| self.values.get(place)).and_then(Option::as_ref)
    }

    /// The key as staff name the record: canonical values joined by ` · `; empty parts are left out.
    #[must_use]
    pub fn key(&self, def: &LedgerDef) -> String {
        let parts: Vec<String> =
            def.key.iter().filter_map(|name| self.get(def, name).map(Value::canonical)).collect();
        parts.join(" · ")
    }
}

/// Checks a row against its definition: required fields, conditions, ranges, lengths, codes in force, named rules.
/// Types were checked when the values were read. Code values must be in force on
/// the row's first date that is set, or on `day` where it has none.
#[must_use]
pub fn check_row(catalog: &Catalog, def: &LedgerDef, row: &Row, day: Date) -> Vec<Finding> {
    crate::rules::check_row(catalog, def, row, day)
}

/// Fills in the empty fields that a rule with `fill` computes, in the order of the rules; what is set stays and is
/// checked.
pub fn fill_row(catalog: &Catalog, def: &LedgerDef, row: &mut Row, day: Date) {
    crate::rules::fill_row(catalog, def, row, day);
}
