//! A file as sheets of rows of cells, whatever it was (表).
//!
//! Second step of reading: workbook and CSV look the same from here on.

use std::borrow::Cow;
use std::ops::ControlFlow;

use terms::{Finding, Place};

use crate::csv_file::CsvFile;
use crate::guard::{self, Kind};
use crate::workbook::Workbook;

/// Greatest number of rows of a sheet.
pub(crate) const ROWS_MAX: u32 = 1_048_576;
/// Greatest number of rows of a file: records and child rows, which may fill a sheet each.
pub(crate) const FILE_ROWS_MAX: u64 = 2 * 1_048_576;
/// Greatest size of all text in the rows of a file, in bytes. A workbook keeps a text once, however many cells show it: what
/// is small as a file may be large as rows.
pub(crate) const FILE_TEXT_MAX: u64 = 500_000_000;
/// Greatest number of sheets: a sheet a day for two years. A workbook may name the same part as often as it likes.
pub(crate) const SHEETS_MAX: usize = 1_000;
/// Greatest number of columns that are looked at.
pub(crate) const COLUMNS_MAX: usize = 1_000;

/// One cell as it was written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as written.
    Text(Cow<'a, str>),
    /// A number as the spreadsheet program keeps it.
    Number {
        /// The binary double.
        value: f64,
        /// Shown as a percentage.
        percent: bool,
    },
    /// A number that is shown as a date, a time or both.
    Moment {
        /// Days since the epoch of the workbook.
        serial: f64,
        /// The workbook counts from 1904.
        since_1904: bool,
    },
    /// TRUE or FALSE.
    YesNo(bool),
    /// An error of a formula, such as `#REF!`.
    Error(String),
}

impl Cell<'_> {
    /// Whether nothing is to be seen in it.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number { .. } | Cell::Moment { .. } | Cell::YesNo(_) | Cell::Error(_) => false,
        }
    }

    /// The text, for cells with text.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Cell::Text(text) = self { Some(text.as_ref()) } else { None }
    }
}

/// One row of a sheet.
#[derive(Debug)]
pub(crate) struct Line<'r, 'a> {
    /// Row as the spreadsheet program shows it, from 1.
    pub(crate) row: u32,
    /// Cells from column A on; those right of the last one are empty.
    pub(crate) cells: &'r [Cell<'a>],
    /// Columns whose value is repeated from a vertically merged cell above.
    pub(crate) repeated: &'r [usize],
    /// Style of each cell, by number; empty for CSV.
    pub(crate) styles: &'r [usize],
}

/// A rectangle of merged cells; rows and columns from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merged {
    /// First row.
    pub(crate) top: u32,
    /// Last row.
    pub(crate) bottom: u32,
    /// First column.
    pub(crate) left: usize,
    /// Last column.
    pub(crate) right: usize,
}

/// What a sheet was taken for, and where its header is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderSeen {
    /// File that the sheet is in.
    pub file: String,
    /// Sheet name; empty for CSV.
    pub sheet: String,
    /// Name of the lines field whose child rows the sheet holds; `None` for records.
    pub lines: Option<String>,
    /// Label of that lines field.
    pub lines_label: Option<String>,
    /// What separates the cells of a CSV file; a comma for workbooks.
    pub separator: u8,
    /// First row of the header, from 1.
    pub first_row: u32,
    /// Last row of the header, from 1.
    pub last_row: u32,
}

/// A file that can be gone through sheet by sheet.
pub(crate) enum Table<'a> {
    /// An .xlsx workbook.
    Workbook(Box<Workbook<'a>>),
    /// A CSV file.
    Text(CsvFile<'a>),
}

/// Why a sheet could not be gone through to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The bytes make no sense from some point on.
    Damaged,
    /// More than [`ROWS_MAX`] rows in the sheet, or [`FILE_ROWS_MAX`] in the file.
    TooManyRows,
    /// More text than [`FILE_TEXT_MAX`] in the file.
    TooMuchText,
    /// More than [`SHEETS_MAX`] sheets.
    TooManySheets,
    /// A quotation mark opens a cell of CSV in this row, from 1, and none closes it: what follows would all lie in the cell.
    OpenQuote(u32),
}

impl Broken {
    /// What is to be said of the file.
    pub(crate) fn finding(self, file: &str) -> Finding {
        let (rule, what, mend) = match self {
            Broken::Damaged => return guard::damaged(file),
            Broken::TooManyRows => (
                "too_many_rows",
                format!(
                    "一张表超过 {ROWS_MAX} 行，或者全部加起来超过 {FILE_ROWS_MAX} 行，没有导入"
                ),
                "请按月份或乡镇拆成几个文件，分批导入",
            ),
            Broken::TooMuchText => (
                "too_much_text",
                format!("全部文字加起来超过 {} MB，没有导入", FILE_TEXT_MAX / 1_000_000),
                "请删去不用的列，或按月份、乡镇拆成几个文件，分批导入",
            ),
            Broken::TooManySheets => (
                "too_many_sheets",
                format!("工作表超过 {SHEETS_MAX} 张，没有导入"),
                "请删去不用的工作表，或拆成几个文件，分批导入",
            ),
            Broken::OpenQuote(row) => (
                "open_quote",
                format!(
                    "第 {row} 行有一格以英文引号开头，直到文件末尾都没有收尾，后面的行分不开，没有导入"
                ),
                "请补上收尾的引号，或删去多余的引号；也可以另存为 .xlsx 后再导入",
            ),
        };
        Finding::must(rule, Place::Whole { name: file.to_owned() }, what, mend)
    }
}

impl<'a> Table<'a> {
    /// Opens a file after the guard has let it in.
    pub(crate) fn open(file: &str, bytes: &'a [u8]) -> Result<Table<'a>, Box<Finding>> {
        match guard::inspect(file, bytes)? {
            Kind::Workbook { merged } => {
                Workbook::open(file, bytes, merged).map(|it| Table::Workbook(Box::new(it)))
            }
            Kind::Text => CsvFile::open(file, bytes).map(Table::Text),
        }
    }

    /// Names of the visible sheets; one empty name for CSV.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match self {
            Table::Workbook(workbook) => workbook.sheets(),
            Table::Text(_) => vec![String::new()],
        }
    }

    /// Whether serial numbers count from 1904.
    pub(crate) fn since_1904(&self) -> bool {
        match self {
            Table::Workbook(workbook) => workbook.since_1904(),
            Table::Text(_) => false,
        }
    }

    /// Merged cells of a sheet.
    pub(crate) fn merged(&mut self, sheet: &str) -> Vec<Merged> {
        match self {
            Table::Workbook(workbook) => workbook.merged(sheet),
            Table::Text(_) => Vec::new(),
        }
    }

    /// Rows that the sheet says it has, to show progress.
    pub(crate) fn rows_expected(&mut self, sheet: &str) -> u64 {
        match self {
            Table::Workbook(workbook) => workbook.rows_expected(sheet),
            Table::Text(text) => text.rows_expected(),
        }
    }

    /// Goes through the rows of a sheet that are not blank, from the top, repeating vertically merged cells.
    pub(crate) fn scan(
        &mut self,
        sheet: &str,
        merged: &[Merged],
        visit: &mut dyn FnMut(&Line<'_, '_>) -> ControlFlow<()>,
    ) -> Result<(), Broken> {
        match self {
            Table::Workbook(workbook) => workbook.scan(sheet, merged, visit),
            Table::Text(text) => text.scan(visit),
        }
    }

    /// What separates the cells of a CSV file; a comma for workbooks.
    pub(crate) fn separator(&self) -> u8 {
        match self {
            Table::Workbook(_) => b',',
            Table::Text(text) => text.separator(),
        }
    }

    /// For CSV: the separator under which the first rows score best becomes the separator.
    pub(crate) fn choose_separator(&mut self, score: &mut dyn FnMut(&mut Table<'_>) -> usize) {
        if let Table::Text(text) = self {
            let mut best = (0, text.separator());
            for separator in [b',', b';', b'\t'] {
                let mut attempt = Table::Text(text.with_separator(separator));
                let found = score(&mut attempt);
                if found > best.0 {
                    best = (found, separator);
                }
            }
            text.set_separator(best.1);
        }
    }
}

/// Column letters of a position from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut marks = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        marks.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    marks.iter().rev().collect()
}

/// Position from 0 of column letters.
pub(crate) fn column_of(letters: &str) -> Option<usize> {
    let mut column = 0_usize;
    for mark in letters.bytes() {
        if !mark.is_ascii_uppercase() {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(usize::from(mark - b'A') + 1)?;
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_as_the_spreadsheet_program_does() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
        {
            assert_eq!(letters(column), expected);
            assert_eq!(column_of(expected), Some(column));
        }
        assert_eq!(column_of(""), None);
    }
}
