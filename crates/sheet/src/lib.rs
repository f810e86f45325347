//! Workbooks and CSV files as clerks keep them into typed rows, and back (表格进出).
//!
//! Pure functions over bytes: no file, no clock, no database. What is wrong with a file is data ([`terms::Finding`]):
//! all faults at once, each with its cell, what is wrong and how to mend it.

mod book; // workbooks of a report
mod cell; // cells to values
mod csv_file; // csv: encoding, separator
mod guard; // what is refused before it is unpacked
mod header; // which column is which field
mod moment; // serial numbers to days and times
mod number; // binary doubles to exact decimals
mod paper; // what an exported column looks like
mod read; // a file to rows and findings
mod returned; // the bad rows, back to the clerk
mod table; // workbooks and csv as rows of cells
mod template; // an empty workbook to fill in
mod total; // 合计 rows
mod typed; // one value as a person types it
mod workbook; // xlsx
mod write; // rows to a workbook or csv

pub use {
    book::{Book, BookCell, BookSheet},
    read::{ColumnMapping, Incoming, ReadRow, Reading, read},
    returned::write_returned,
    table::HeaderSeen,
    template::template,
    total::TotalCheck,
    typed::read_value,
    write::{CsvPart, LedgerBook, LedgerText, WriteError, no_formula, write_csv, write_ledger},
};
