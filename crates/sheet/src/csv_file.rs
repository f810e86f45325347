//! CSV files: encoding and separator are found out, nobody has to say them (CSV).

use std::borrow::Cow;
use std::ops::ControlFlow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use terms::{Finding, Place};

use crate::table::{Broken, COLUMNS_MAX, Cell, Line, ROWS_MAX};

#[derive(Clone)]
pub(crate) struct CsvFile<'a> {
    text: Cow<'a, str>,
    separator: u8,
}

impl<'a> CsvFile<'a> {
    pub(crate) fn open(file: &str, bytes: &'a [u8]) -> Result<CsvFile<'a>, Box<Finding>> {
        let text = decode(bytes).ok_or_else(|| {
            Box::new(Finding::must(
                "encoding",
                Place::Whole { name: file.to_owned() },
                "文件既不是 UTF-8 也不是 GBK 编码的文本",
                "请在 WPS 或 Excel 中打开，另存为 .xlsx 或“CSV UTF-8”后再导入",
            ))
        })?;
        Ok(CsvFile { text, separator: b',' })
    }

    pub(crate) fn separator(&self) -> u8 {
        self.separator
    }

    pub(crate) fn set_separator(&mut self, separator: u8) {
        self.separator = separator;
    }

    /// The same text, to be cut at another separator.
    pub(crate) fn with_separator(&self, separator: u8) -> CsvFile<'_> {
        CsvFile { text: Cow::Borrowed(self.text.as_ref()), separator }
    }

    pub(crate) fn rows_expected(&self) -> u64 {
        u64::try_from(self.text.bytes().filter(|it| *it == b'\n').count()).unwrap_or(u64::MAX)
    }

    pub(crate) fn scan(
        &self,
        visit: &mut dyn FnMut(&Line<'_, '_>) -> ControlFlow<()>,
    ) -> Result<(), Broken> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        // The reader passes over empty lines and a quoted cell may span several; a spreadsheet program counts rows.
        let bytes = self.text.as_bytes();
        let newlines = |part: &[u8]| {
            i64::try_from(part.iter().filter(|it| **it == b'\n').count()).unwrap_or(i64::MAX)
        };
        let (mut seen, mut lines, mut last_row) = (0_usize, 0_i64, 0_u32);
        while reader.read_record(&mut record).map_err(|_| Broken::Damaged)? {
            let start =
                record.position().map_or(seen, |it| usize::try_from(it.byte()).unwrap_or(seen));
            let blank = bytes
                .get(start..)
                .unwrap_or_default()
                .iter()
                .take_while(|it| matches!(it, b'\r' | b'\n'))
                .count();
            lines += newlines(bytes.get(seen..start + blank).unwrap_or_default());
            seen = start + blank;
            let row = u32::try_from(lines + 1).unwrap_or(0).max(last_row + 1);
            last_row = row;
            // The lines inside its cells are counted with the next record, and are no rows.
            lines -= newlines(record.as_slice().as_bytes());
            if row > ROWS_MAX {
                return Err(Broken::TooManyRows);
            }
            let is_last =
                usize::try_from(reader.position().byte()).is_ok_and(|it| it >= bytes.len());
            if is_last && is_open(bytes.get(seen..).unwrap_or_default(), self.separator) {
                return Err(Broken::OpenQuote(row));
            }
            let cells: Vec<Cell<'_>> = record.iter().take(COLUMNS_MAX + 1).map(read_cell).collect();
            if cells.iter().all(Cell::is_blank) {
                continue;
            }
            if visit(&Line { row, cells: &cells, repeated: &[], styles: &[] }).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Whether a cell of this record begins with a quotation mark and none closes it.
fn is_open(record: &[u8], separator: u8) -> bool {
    let (mut begins, mut quoted) = (true, false);
    for byte in record {
        // A doubled mark inside a quoted cell closes it and opens it again.
        if *byte == b'"' && (begins || quoted) {
            (begins, quoted) = (quoted, !quoted);
        } else if !quoted {
            begins = *byte == separator || matches!(byte, b'\r' | b'\n');
        }
    }
    quoted
}

fn read_cell(text: &str) -> Cell<'_> {
    if text.is_empty() {
        return Cell::Empty;
    }
    Cell::Text(Cow::Borrowed(without_guard(text)))
}

/// Marks at the beginning of a cell that make a spreadsheet program take it for a formula.
pub(crate) const FORMULA_MARKS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The apostrophe that our own export puts before a text that would be taken for a formula.
fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_MARKS) || rest.starts_with('\'') => rest,
        _ => text,
    }
}

fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return std::str::from_utf8(rest).ok().map(Cow::Borrowed);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return UTF_16LE.decode_without_bom_handling_and_without_replacement(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return UTF_16BE.decode_without_bom_handling_and_without_replacement(rest);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
    }
    .filter(|it| !it.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], separator: u8, expected: &[(u32, &[&str])]) {
        let mut file = CsvFile::open("a.csv", bytes).unwrap();
        file.set_separator(separator);
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        file.scan(&mut |line| {
            rows.push((
                line.row,
                line.cells.iter().map(|it| it.text().unwrap_or("").to_owned()).collect(),
            ));
            ControlFlow::Continue(())
        })
        .unwrap();
        let seen: Vec<(u32, Vec<&str>)> =
            rows.iter().map(|it| (it.0, it.1.iter().map(String::as_str).collect())).collect();
        let wanted: Vec<(u32, Vec<&str>)> =
            expected.iter().map(|it| (it.0, it.1.to_vec())).collect();
        assert_eq!(seen, wanted);
    }

    #[test]
    fn encodings_are_found_out() {
        check("编号,名称\n1,桥".as_bytes(), b',', &[(1, &["编号", "名称"]), (2, &["1", "桥"])]);
        check("\u{feff}编号\n1".as_bytes(), b',', &[(1, &["编号"]), (2, &["1"])]);
        check(&[0xb1, 0xe0, 0xba, 0xc5, b'\n', b'1'], b',', &[(1, &["编号"]), (2, &["1"])]);
        check(
            &[0xff, 0xfe, 0x16, 0x7f, 0xf7, 0x53, 0x09, 0, b'1', 0],
            b'\t',
            &[(1, &["编号", "1"])],
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(CsvFile::open("a.csv", &[0xff, 0x80, 0x00, 0x01]).is_err());
    }

    #[test]
    fn rows_are_counted_as_the_spreadsheet_program_shows_them() {
        check(
            b"a,b\r\n\r\n\"x\ny\",1\r\nz,2\r\n",
            b',',
            &[(1, &["a", "b"]), (3, &["x\ny", "1"]), (4, &["z", "2"])],
        );
    }

    #[test]
    fn the_apostrophe_before_a_formula_mark_is_taken_off() {
        check(b"'=1+1,'abc,''x", b',', &[(1, &["=1+1", "'abc", "'x"])]);
    }
}
