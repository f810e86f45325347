//! Workbooks that are not ledgers (工作簿): the 数据底稿 of a report, lists of findings.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet};
use terms::plain;

use crate::moment;
use crate::number::double;
use crate::paper;
use crate::table::ROWS_MAX;
use crate::write::{WriteError, position};

/// A workbook (工作簿); the same content gives the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// Title in the properties of the file.
    pub title: String,
    /// Sheets in order; names are made unique and shortened to 31 characters where needed.
    pub sheets: Vec<BookSheet>,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookSheet {
    /// Name, as links call it.
    pub name: String,
    /// Lines above the table: the first as a title, the others as notes.
    pub heading: Vec<String>,
    /// Columns: header, width in characters (0: by the header).
    pub columns: Vec<(String, u32)>,
    /// Rows.
    pub rows: Vec<Vec<BookCell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookCell {
    /// Nothing.
    Empty,
    /// Text, never a formula.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with this many places; as text when it has more than 15 significant digits.
    Decimal(Decimal, u32),
    /// A day.
    Date(Date),
    /// Text that leads to another sheet of the book, by the sheet's name.
    Link {
        /// What is shown.
        text: String,
        /// Name of the sheet as [`BookSheet::name`] has it.
        sheet: String,
    },
    /// Text of weight, such as 合计.
    Strong(String),
}

/// How cells are drawn.
struct Formats {
    title: Format,
    header: Format,
    text: Format,
    strong: Format,
    date: Format,
    link: Format,
}

impl Book {
    /// The workbook as bytes; `created` goes into its properties.
    ///
    /// # Errors
    /// When a sheet has more rows, or a cell more text, than a workbook holds.
    pub fn write(&self, created: Date) -> Result<Vec<u8>, WriteError> {
        let names = self.names();
        let thin = || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        let formats = Formats {
            title: Format::new().set_bold().set_font_size(14),
            header: paper::header_format(),
            text: thin().set_text_wrap(),
            strong: thin().set_text_wrap().set_bold(),
            date: thin().set_num_format("yyyy-mm-dd"),
            link: thin().set_hyperlink(),
        };
        let mut workbook = Workbook::new();
        let year = u16::try_from(created.year()).unwrap_or(2000).max(1900);
        let (month, day) =
            (u8::try_from(created.month()).unwrap_or(1), u8::try_from(created.day()).unwrap_or(1));
        workbook.set_properties(&paper::properties(&self.title, year, month, day)?);
        for (sheet, name) in self.sheets.iter().zip(&names) {
            workbook.push_worksheet(self.sheet(sheet, name, &names, &formats)?);
        }
        Ok(workbook.save_to_buffer()?)
    }

    /// Names that a workbook accepts, each once.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for sheet in &self.sheets {
            let name = paper::unique_name(&names, &sheet.name);
            names.push(name);
        }
        names
    }

    fn sheet(
        &self,
        sheet: &BookSheet,
        name: &str,
        names: &[String],
        formats: &Formats,
    ) -> Result<Worksheet, WriteError> {
        let mut page = Worksheet::new();
        page.set_name(name)?;
        let rows = sheet.rows.len() + sheet.heading.len() + 1;
        if u32::try_from(rows).map_or(true, |it| it > ROWS_MAX) {
            return Err(WriteError::TooManyRows { rows: u64::try_from(rows).unwrap_or(u64::MAX) });
        }
        let mut row = 0_u32;
        for (at, line) in sheet.heading.iter().enumerate() {
            if at == 0 {
                page.write_string_with_format(row, 0, line, &formats.title)?;
            } else {
                page.write_string(row, 0, line)?;
            }
            row += 1;
        }
        for (at, (header, width)) in sheet.columns.iter().enumerate() {
            page.write_string_with_format(row, position(at), header, &formats.header)?;
            let own = u32::try_from(header.chars().count()).unwrap_or(20).min(30) * 2 + 3;
            page.set_column_width(position(at), f64::from(if *width == 0 { own } else { *width }))?;
        }
        let header_row = row;
        page.set_freeze_panes(header_row + 1, 0)?;
        for cells in &sheet.rows {
            row += 1;
            for (at, cell) in cells.iter().enumerate() {
                self.cell(&mut page, (row, position(at)), cell, names, formats)?;
            }
        }
        if !sheet.columns.is_empty() && !sheet.rows.is_empty() {
            page.autofilter(header_row, 0, row, position(sheet.columns.len() - 1))?;
        }
        Ok(page)
    }

    fn cell(
        &self,
        page: &mut Worksheet,
        (row, column): (u32, u16),
        cell: &BookCell,
        names: &[String],
        formats: &Formats,
    ) -> Result<(), WriteError> {
        match cell {
            BookCell::Empty => page.write_blank(row, column, &formats.text)?,
            BookCell::Text(text) => {
                page.write_string_with_format(row, column, text, &formats.text)?
            }
            BookCell::Strong(text) => {
                page.write_string_with_format(row, column, text, &formats.strong)?
            }
            BookCell::Integer(number) => {
                write_number(page, (row, column), Decimal::from(*number), 0, formats)?
            }
            BookCell::Decimal(number, places) => {
                write_number(page, (row, column), *number, *places, formats)?
            }
            BookCell::Date(day) => {
                match moment::serial(day.to_datetime(jiff::civil::Time::midnight())) {
                    Some(serial) => {
                        page.write_number_with_format(row, column, serial, &formats.date)?
                    }
                    None => {
                        page.write_string_with_format(row, column, day.to_string(), &formats.text)?
                    }
                }
            }
            BookCell::Link { text, sheet } => {
                match self
                    .sheets
                    .iter()
                    .position(|it| it.name == *sheet)
                    .and_then(|at| names.get(at))
                {
                    Some(name) => {
                        let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
                        page.write_url_with_format(
                            row,
                            column,
                            Url::new(target).set_text(text),
                            &formats.link,
                        )?
                    }
                    None => page.write_string_with_format(row, column, text, &formats.text)?,
                }
            }
        };
        Ok(())
    }
}

fn write_number<'w>(
    page: &'w mut Worksheet,
    (row, column): (u32, u16),
    number: Decimal,
    places: u32,
    formats: &Formats,
) -> Result<&'w mut Worksheet, WriteError> {
    let Some(value) = double(number) else {
        return Ok(page.write_string_with_format(row, column, plain(number), &formats.text)?);
    };
    let zeros = "0".repeat(usize::try_from(places.min(20)).unwrap_or(0));
    let code = if places == 0 { "0".to_owned() } else { format!("0.{zeros}") };
    let format = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_num_format(code);
    Ok(page.write_number_with_format(row, column, value, &format)?)
}
