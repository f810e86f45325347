//! Rows to a workbook or CSV (导出): what is written here is read back as the same rows.

use std::io::Write;
use std::path::Path;

use catalog::{Catalog, FieldDef, LedgerDef, LineRow, Row};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use terms::Value;

use crate::csv_file::FORMULA_MARKS;
use crate::paper::{self, Shown};
use crate::table::ROWS_MAX;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A sheet holds at most 1,048,576 rows with its header.
    #[error("a sheet cannot hold {rows} rows")]
    TooManyRows {
        /// Rows that were to be written.
        rows: u64,
    },
    /// The workbook could not be put together.
    #[error("cannot write the workbook")]
    Workbook(#[from] XlsxError),
    /// The CSV text could not be put together.
    #[error("cannot write the csv text")]
    Csv(#[from] csv::Error),
}

/// One CSV file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvPart {
    /// Label of the lines field whose child rows it holds; `None` for the records.
    pub label: Option<String>,
    /// UTF-8 with a byte order mark, which spreadsheet programs want.
    pub bytes: Vec<u8>,
}

/// Rows as an .xlsx workbook: columns in the order of the definition, real dates and numbers, child rows in sheets of
/// their own. With `masked`, private fields are hidden; such a workbook is not for reading back.
///
/// # Errors
/// When there are more rows than a sheet holds, or a text is longer than a cell holds.
pub fn write_ledger<'r>(
    catalog: &Catalog,
    def: &LedgerDef,
    rows: impl IntoIterator<Item = &'r Row>,
    masked: bool,
) -> Result<Vec<u8>, WriteError> {
    let mut book = LedgerBook::new(catalog, def, masked, None)?;
    for row in rows {
        book.write(row)?;
    }
    let mut bytes = Vec::new();
    book.save(&mut bytes)?;
    Ok(bytes)
}

/// The workbook of [`write_ledger`], written row by row.
pub struct LedgerBook<'d> {
    sheets: Sheets<'d>,
    workbook: Workbook,
    /// Of each sheet: the records, then every lines field.
    rows: Vec<Rows>,
}

impl<'d> LedgerBook<'d> {
    /// An empty workbook. With a folder for what is on its way, only one row of each sheet is held in memory, however many
    /// are written; without one, all of them.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(
        catalog: &'d Catalog,
        def: &'d LedgerDef,
        masked: bool,
        folder: Option<&Path>,
    ) -> Result<LedgerBook<'d>, WriteError> {
        let sheets = Sheets::new(catalog, def, masked);
        let mut workbook = Workbook::new();
        workbook.set_properties(&paper::properties(&def.title, 2000, 1, 1)?);
        if let Some(folder) = folder {
            workbook.set_tempdir(folder)?;
        }
        let mut rows = Vec::new();
        let main = (paper::main_sheet(def), &sheets.main);
        let children =
            sheets.children.iter().map(|it| (paper::sheet_name(&it.field.label), &it.columns));
        for (name, columns) in std::iter::once(main).chain(children) {
            let sheet = match folder {
                Some(_) => workbook.add_worksheet_with_constant_memory()?,
                None => workbook.add_worksheet(),
            };
            rows.push(Rows::begin(sheet, &name, columns)?);
        }
        Ok(LedgerBook { sheets, workbook, rows })
    }

    /// Adds a record with its child rows.
    ///
    /// # Errors
    /// When a sheet holds no more rows, or a text is longer than a cell holds.
    pub fn write(&mut self, row: &Row) -> Result<(), WriteError> {
        let LedgerBook { sheets, workbook, rows } = self;
        let mut papers = rows.iter_mut().enumerate();
        if let Some((at, main)) = papers.next() {
            let cells = sheets.main.iter().map(|it| sheets.record_cell(row, it));
            main.write(workbook.worksheet_from_index(at)?, cells)?;
        }
        for ((at, paper), child) in papers.zip(&sheets.children) {
            let sheet = workbook.worksheet_from_index(at)?;
            for line in row.lines.get(&child.field.name).map(Vec::as_slice).unwrap_or_default() {
                paper
                    .write(sheet, child.columns.iter().map(|it| sheets.line_cell(row, line, it)))?;
            }
        }
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When it cannot be put together or written.
    pub fn save(mut self, to: impl Write + Send) -> Result<(), WriteError> {
        for (at, rows) in self.rows.iter().enumerate() {
            rows.end(self.workbook.worksheet_from_index(at)?)?;
        }
        Ok(self.workbook.save_to_writer(to)?)
    }
}

/// Rows as CSV: one file for the records, one for each lines field.
///
/// # Errors
/// When the text cannot be put together, which memory alone can cause.
pub fn write_csv<'r>(
    catalog: &Catalog,
    def: &LedgerDef,
    rows: impl IntoIterator<Item = &'r Row>,
    masked: bool,
) -> Result<Vec<CsvPart>, WriteError> {
    let names = def.lines().map(|it| Some(it.0.name.as_str()));
    let files = std::iter::once(None).chain(names);
    let files: Vec<LedgerText<'_>> =
        files.filter_map(|lines| LedgerText::new(catalog, def, lines, masked)).collect();
    let mut parts = Vec::new();
    for file in &files {
        parts.push(CsvPart { label: file.label().map(str::to_owned), bytes: file.header()? });
    }
    for row in rows {
        for (file, part) in files.iter().zip(&mut parts) {
            part.bytes.append(&mut file.rows([row])?);
        }
    }
    Ok(parts)
}

/// One CSV file of [`write_csv`], written piece by piece.
pub struct LedgerText<'d> {
    sheets: Sheets<'d>,
    /// The lines field whose child rows it holds; the records when none.
    child: Option<usize>,
}

impl<'d> LedgerText<'d> {
    /// The file of the records, or of the child rows of a lines field by its name; `None` when there is no such field.
    #[must_use]
    pub fn new(
        catalog: &'d Catalog,
        def: &'d LedgerDef,
        lines: Option<&str>,
        masked: bool,
    ) -> Option<LedgerText<'d>> {
        let sheets = Sheets::new(catalog, def, masked);
        let child = match lines {
            None => None,
            Some(name) => Some(sheets.children.iter().position(|it| it.field.name == name)?),
        };
        Some(LedgerText { sheets, child })
    }

    fn child(&self) -> Option<&ChildSheet<'d>> {
        self.child.and_then(|it| self.sheets.children.get(it))
    }

    /// Label of the lines field; none for the records.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.child().map(|it| it.field.label.as_str())
    }

    /// Its first bytes: a byte order mark, which spreadsheet programs want, and the header.
    ///
    /// # Errors
    /// When the text cannot be put together, which memory alone can cause.
    pub fn header(&self) -> Result<Vec<u8>, WriteError> {
        let columns = self.child().map_or(&self.sheets.main, |it| &it.columns);
        let mut writer = csv_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(columns.iter().map(|it| it.header.as_str()))?;
        csv_bytes(writer)
    }

    /// The bytes of some rows.
    ///
    /// # Errors
    /// When the text cannot be put together, which memory alone can cause.
    pub fn rows<'r>(&self, rows: impl IntoIterator<Item = &'r Row>) -> Result<Vec<u8>, WriteError> {
        let sheets = &self.sheets;
        let mut writer = csv_writer(Vec::new());
        for row in rows {
            let Some(child) = self.child() else {
                writer.write_record(sheets.main.iter().map(|it| sheets.record_text(row, it)))?;
                continue;
            };
            for line in row.lines.get(&child.field.name).map(Vec::as_slice).unwrap_or_default() {
                writer
                    .write_record(child.columns.iter().map(|it| sheets.line_text(row, line, it)))?;
            }
        }
        csv_bytes(writer)
    }
}

/// A text for a cell of CSV: one that a spreadsheet program would take for a formula gets an apostrophe before it, which
/// reading takes off again.
#[must_use]
pub fn no_formula(text: String) -> String {
    if text.starts_with(FORMULA_MARKS) || text.starts_with('\'') {
        format!("'{text}")
    } else {
        text
    }
}

fn csv_writer(begun: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begun)
}

fn csv_bytes(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, WriteError> {
    writer.into_inner().map_err(|err| WriteError::Csv(err.into_error().into()))
}

/// What a column of an export holds.
#[derive(Debug, Clone, Copy)]
enum Held<'d> {
    /// A field of the record, by position.
    Record(usize, &'d FieldDef),
    /// A field of the child row, by position.
    Child(usize, &'d FieldDef),
    /// The workflow's state.
    State,
}

/// A column of an export.
#[derive(Debug, Clone)]
pub(crate) struct PaperColumn<'d> {
    pub(crate) header: String,
    held: Held<'d>,
}

impl<'d> PaperColumn<'d> {
    /// The field, of columns that hold one.
    pub(crate) fn field(&self) -> Option<&'d FieldDef> {
        match self.held {
            Held::Record(_, field) | Held::Child(_, field) => Some(field),
            Held::State => None,
        }
    }
}

/// The sheet of a lines field.
pub(crate) struct ChildSheet<'d> {
    pub(crate) field: &'d FieldDef,
    pub(crate) columns: Vec<PaperColumn<'d>>,
}

/// The sheets of a ledger's export.
pub(crate) struct Sheets<'d> {
    catalog: &'d Catalog,
    def: &'d LedgerDef,
    masked: bool,
    pub(crate) main: Vec<PaperColumn<'d>>,
    pub(crate) children: Vec<ChildSheet<'d>>,
}

impl<'d> Sheets<'d> {
    pub(crate) fn new(catalog: &'d Catalog, def: &'d LedgerDef, masked: bool) -> Sheets<'d> {
        let column =
            |held: Held<'d>, field: &FieldDef| PaperColumn { header: paper::header(field), held };
        let records =
            || def.fields.iter().enumerate().filter(|it| def.line_fields(&it.1.name).is_none());
        let mut main: Vec<PaperColumn<'d>> =
            records().map(|it| column(Held::Record(it.0, it.1), it.1)).collect();
        if let Some(header) = paper::state_header(catalog, def) {
            main.push(PaperColumn { header: header.to_owned(), held: Held::State });
        }
        let children = def
            .lines()
            .map(|(field, children)| {
                let keys = records().filter(|it| def.key.contains(&it.1.name));
                let mut columns: Vec<PaperColumn<'d>> =
                    keys.map(|it| column(Held::Record(it.0, it.1), it.1)).collect();
                columns.extend(
                    children.iter().enumerate().map(|it| column(Held::Child(it.0, it.1), it.1)),
                );
                ChildSheet { field, columns }
            })
            .collect();
        Sheets { catalog, def, masked, main, children }
    }

    fn value<'v>(
        row: &'v Row,
        line: Option<&'v LineRow>,
        held: Held<'d>,
    ) -> Option<(&'d FieldDef, &'v Value)> {
        let (field, value) = match held {
            Held::Record(at, field) => (field, row.values.get(at)),
            Held::Child(at, field) => (field, line.and_then(|it| it.get(at))),
            Held::State => return None,
        };
        value.and_then(Option::as_ref).map(|it| (field, it))
    }

    fn state(&self, row: &Row) -> Option<String> {
        row.state.as_ref().map(|it| paper::state_word(self.catalog, self.def, it))
    }

    fn record_cell(&self, row: &Row, column: &PaperColumn<'d>) -> Option<Shown> {
        if matches!(column.held, Held::State) {
            return self.state(row).map(Shown::Text);
        }
        self.cell(row, None, column)
    }

    fn line_cell(&self, row: &Row, line: &LineRow, column: &PaperColumn<'d>) -> Option<Shown> {
        self.cell(row, Some(line), column)
    }

    fn cell(&self, row: &Row, line: Option<&LineRow>, column: &PaperColumn<'d>) -> Option<Shown> {
        let (field, value) = Self::value(row, line, column.held)?;
        if self.masked && field.private {
            return Some(Shown::Text(paper::masked(field, value)));
        }
        Some(paper::shown(self.catalog, field, value))
    }

    fn record_text(&self, row: &Row, column: &PaperColumn<'d>) -> String {
        if matches!(column.held, Held::State) {
            return self.state(row).unwrap_or_default();
        }
        self.text(row, None, column)
    }

    fn line_text(&self, row: &Row, line: &LineRow, column: &PaperColumn<'d>) -> String {
        self.text(row, Some(line), column)
    }

    fn text(&self, row: &Row, line: Option<&LineRow>, column: &PaperColumn<'d>) -> String {
        let Some((field, value)) = Self::value(row, line, column.held) else {
            return String::new();
        };
        if self.masked && field.private {
            return paper::masked(field, value);
        }
        let text = paper::text(self.catalog, field, value);
        if matches!(value, Value::Text(_)) { no_formula(text) } else { text }
    }
}

/// A sheet with header that is filled row by row.
pub(crate) struct Rows {
    formats: Vec<Format>,
    row: u32,
}

impl Rows {
    /// Names a sheet and writes its header.
    pub(crate) fn begin(
        sheet: &mut Worksheet,
        name: &str,
        columns: &[PaperColumn<'_>],
    ) -> Result<Rows, WriteError> {
        sheet.set_name(name)?;
        let header = paper::header_format();
        let mut formats = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let at = position(at);
            let format = Format::new()
                .set_num_format(column.field().map_or("@".to_owned(), paper::number_format));
            sheet.set_column_format(at, &format)?;
            sheet.set_column_width(at, column.field().map_or(12.0, paper::width))?;
            sheet.write_string_with_format(0, at, &column.header, &header)?;
            formats.push(format);
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Rows { formats, row: 0 })
    }

    fn write(
        &mut self,
        sheet: &mut Worksheet,
        cells: impl Iterator<Item = Option<Shown>>,
    ) -> Result<(), WriteError> {
        self.row += 1;
        if self.row >= ROWS_MAX {
            return Err(WriteError::TooManyRows { rows: u64::from(self.row) });
        }
        for (at, cell) in cells.enumerate() {
            let Some(format) = self.formats.get(at) else { continue };
            match cell {
                Some(Shown::Text(text)) => {
                    sheet.write_string_with_format(self.row, position(at), text, format)?
                }
                Some(Shown::Number(number)) => {
                    sheet.write_number_with_format(self.row, position(at), number, format)?
                }
                None => continue,
            };
        }
        Ok(())
    }

    /// What comes when all rows are there: the header filters them.
    pub(crate) fn end(&self, sheet: &mut Worksheet) -> Result<(), WriteError> {
        if !self.formats.is_empty() {
            sheet.autofilter(0, 0, self.row, position(self.formats.len() - 1))?;
        }
        Ok(())
    }
}

/// A column's position as the writer wants it; a ledger with more columns than a sheet is refused by the writer.
pub(crate) fn position(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
