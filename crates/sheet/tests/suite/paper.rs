//! Workbooks built by hand.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// A cell as a clerk writes it.
#[derive(Debug, Clone)]
pub(crate) enum Put {
    /// Nothing.
    No,
    /// Text.
    T(&'static str),
    /// Number.
    N(f64),
    /// Number with a format.
    F(f64, &'static str),
    /// Formula with its last value.
    Sum(&'static str, &'static str),
    /// TRUE or FALSE.
    B(bool),
}

pub(crate) use Put::{B, F, N, No, Sum, T};

/// One sheet: cells from A1 on.
pub(crate) fn sheet(name: &str, rows: &[Vec<Put>]) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    for (row, cells) in rows.iter().enumerate() {
        for (column, put) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match put {
                No => continue,
                T(text) => sheet.write_string(row, column, *text).unwrap(),
                N(number) => sheet.write_number(row, column, *number).unwrap(),
                F(number, format) => sheet
                    .write_number_with_format(
                        row,
                        column,
                        *number,
                        &Format::new().set_num_format(*format),
                    )
                    .unwrap(),
                Sum(formula, value) => sheet
                    .write_formula(row, column, Formula::new(*formula).set_result(*value))
                    .unwrap(),
                B(yes) => sheet.write_boolean(row, column, *yes).unwrap(),
            };
        }
    }
    sheet
}

/// A workbook of sheets.
pub(crate) fn book(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook of one sheet.
pub(crate) fn single(rows: &[Vec<Put>]) -> Vec<u8> {
    book(vec![sheet("Sheet1", rows)])
}
