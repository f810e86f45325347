//! One value as a person types it (录入一个值), read as a cell of a workbook is.

use std::borrow::Cow;

use catalog::{Catalog, FieldDef, LedgerDef};
use rust_decimal::Decimal;
use terms::{Finding, Place, Value};

use crate::cell::{CellReader, Written};
use crate::table::Cell;

/// Reads a text into a value of a field, in the unit that the field is kept in (yuan for money, kilograms for mass).
/// An empty text gives `None`.
///
/// # Errors
/// Findings that say what is wrong and how to write it.
pub fn read_value(
    catalog: &Catalog,
    def: &LedgerDef,
    field: &FieldDef,
    text: &str,
) -> Result<Option<Value>, Vec<Finding>> {
    let cell = Cell::Text(Cow::Borrowed(text));
    let unit = if matches!(field.ty, catalog::FieldType::Money) {
        Decimal::ONE_HUNDRED
    } else {
        Decimal::ONE
    };
    let written = Written { unit: None, factor: unit };
    CellReader::new(catalog).read(field, written, &cell).map_err(|fault| {
        let place = Place::Field {
            ledger: def.title.clone(),
            record: String::new(),
            field: field.label.clone(),
        };
        vec![Finding {
            rule: fault.rule,
            grade: fault.grade,
            place,
            what: fault.what,
            mend: fault.mend,
        }]
    })
}
