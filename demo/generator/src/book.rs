//! A ledger on paper: titles, headers, rows, totals; as workbook or as CSV (一本台账).

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(Decimal),
    Day(Date),
    Time(Time),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::from(text.as_str())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(text.as_str())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(Decimal::from(number))
    }
}

impl From<Decimal> for Cell {
    fn from(number: Decimal) -> Cell {
        Cell::Number(number.normalize())
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Day(day)
    }
}

impl From<Time> for Cell {
    fn from(time: Time) -> Cell {
        Cell::Time(time)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::from(if yes { "是" } else { "否" })
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl Cell {
    /// The words in it; empty when it holds something else.
    pub(crate) fn text(&self) -> &str {
        if let Cell::Text(text) = self { text } else { "" }
    }

    /// The day in it.
    pub(crate) fn day(&self) -> Option<Date> {
        if let Cell::Day(day) = self { Some(*day) } else { None }
    }
}

/// Writes a row of cells from values of different types.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::book::Cell::from($value)),*] };
}
pub(crate) use row;

/// How the days of a sheet are written: clerks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayStyle {
    /// A true date, a serial number inside.
    Serial,
    /// Text `2021-06-30`.
    Dashes,
    /// Text `2021.6.30`.
    Dots,
    /// Text `2021年6月30日`.
    Words,
}

/// One column: the header, the header above it when it has two rows, and whether its 合计 is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) head: &'static str,
    pub(crate) group: &'static str,
    pub(crate) total: bool,
}

/// A column with a header in one row.
pub(crate) const fn col(head: &'static str) -> Column {
    Column { head, group: "", total: false }
}

/// A column under a header of two rows.
pub(crate) const fn under(group: &'static str, head: &'static str) -> Column {
    Column { head, group, total: false }
}

/// The same column with its 合计.
pub(crate) const fn total(column: Column) -> Column {
    Column { total: true, ..column }
}

/// One sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) titles: Vec<&'static str>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) days: DayStyle,
}

impl Sheet {
    /// A sheet without titles whose days are true dates.
    pub(crate) fn new(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet { name, titles: Vec::new(), columns, rows, days: DayStyle::Serial }
    }

    /// With title rows above the header.
    pub(crate) fn titled(self, titles: &[&'static str]) -> Sheet {
        Sheet { titles: titles.to_vec(), ..self }
    }

    /// With days written another way.
    pub(crate) fn days(self, days: DayStyle) -> Sheet {
        Sheet { days, ..self }
    }

    /// The 合计 row, added up from the rows; `None` when no column is totalled.
    fn totals(&self) -> Option<Vec<Cell>> {
        self.columns.iter().any(|it| it.total).then(|| {
            let sum = |at: usize| -> Decimal {
                self.rows
                    .iter()
                    .map(|row| if let Cell::Number(it) = &row[at] { *it } else { Decimal::ZERO })
                    .sum()
            };
            let cells = self.columns.iter().enumerate();
            cells
                .map(|(at, column)| match at {
                    0 => Cell::from("合计"),
                    _ if column.total => Cell::from(sum(at)),
                    _ => Cell::Empty,
                })
                .collect()
        })
    }

    fn shown(&self, cell: &Cell) -> Cell {
        match (cell, self.days) {
            (Cell::Day(day), DayStyle::Dashes) => Cell::Text(day.to_string()),
            (Cell::Day(day), DayStyle::Dots) => {
                Cell::Text(format!("{}.{}.{}", day.year(), day.month(), day.day()))
            }
            (Cell::Day(day), DayStyle::Words) => {
                Cell::Text(format!("{}年{}月{}日", day.year(), day.month(), day.day()))
            }
            (cell, _) => cell.clone(),
        }
    }
}

/// What kind of file it is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Workbook,
    CsvUtf8,
    CsvGbk,
}

/// One file: a ledger with its sheets.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    pub(crate) file: &'static str,
    pub(crate) ledger: &'static str,
    pub(crate) form: Form,
    pub(crate) sheets: Vec<Sheet>,
}

impl Book {
    /// A workbook.
    pub(crate) fn workbook(file: &'static str, ledger: &'static str, sheets: Vec<Sheet>) -> Book {
        Book { file, ledger, form: Form::Workbook, sheets }
    }

    /// A CSV file.
    pub(crate) fn csv(file: &'static str, ledger: &'static str, form: Form, sheet: Sheet) -> Book {
        Book { file, ledger, form, sheets: vec![sheet] }
    }

    /// The book of a ledger among those made so far.
    pub(crate) fn of<'a>(made: &'a [Book], ledger: &str) -> &'a Book {
        let book = made.iter().find(|it| it.ledger == ledger);
        book.unwrap_or_else(|| panic!("the book of {ledger} is made before"))
    }

    /// The cells of a column of the first sheet, by its header.
    pub(crate) fn column(&self, head: &str) -> impl Iterator<Item = &Cell> {
        let sheet = &self.sheets[0];
        let at = sheet.columns.iter().position(|it| it.head == head);
        let at = at.unwrap_or_else(|| panic!("{} has a column {head}", self.file));
        sheet.rows.iter().map(move |row| &row[at])
    }

    /// The bytes of the file: the same for the same rows.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self.form {
            Form::Workbook => {
                workbook(&self.sheets).expect("the sheets keep the limits of the format")
            }
            Form::CsvUtf8 => csv_text(&self.sheets[0]).into_bytes(),
            Form::CsvGbk => {
                let text = csv_text(&self.sheets[0]);
                let (bytes, _, lost) = encoding_rs::GBK.encode(&text);
                assert!(!lost, "{} has marks that GBK lacks", self.file);
                bytes.into_owned()
            }
        }
    }
}

fn csv_text(sheet: &Sheet) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let head = sheet.columns.iter().map(|it| it.head);
    writer.write_record(head).expect("memory takes every record");
    for row in &sheet.rows {
        let cells = row.iter().map(|cell| match sheet.shown(cell) {
            Cell::Empty => String::new(),
            Cell::Text(text) => text,
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Time(time) => time.strftime("%H:%M").to_string(),
        });
        writer.write_record(cells).expect("rows are as wide as the header");
    }
    String::from_utf8(writer.into_inner().expect("memory can be flushed")).expect("texts are UTF-8")
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2021, 7, 2)?;
    workbook.set_properties(
        &DocProperties::new().set_author("县交通运输局").set_creation_datetime(&created),
    );
    for sheet in sheets {
        write_sheet(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

/// The faces of the cells.
struct Faces {
    title: Format,
    head: Format,
    plain: Format,
    day: Format,
    time: Format,
}

impl Faces {
    fn new() -> Faces {
        let plain =
            Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Faces {
            title: Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            head: plain.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            day: plain.clone().set_num_format("yyyy-mm-dd"),
            time: plain.clone().set_num_format("hh:mm"),
            plain,
        }
    }
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let faces = Faces::new();
    page.set_name(sheet.name)?;
    let last = column_number(sheet.columns.len() - 1);
    let mut at = 0;
    for title in &sheet.titles {
        page.merge_range(at, 0, at, last, title, &faces.title)?;
        at += 1;
    }
    at = write_head(page, sheet, at, &faces)?;
    page.set_freeze_panes(at, 1)?;
    for cells in sheet.rows.iter().cloned().chain(sheet.totals()) {
        for (place, cell) in cells.iter().enumerate() {
            write_cell(page, at, column_number(place), &sheet.shown(cell), &faces)?;
        }
        at += 1;
    }
    for (place, column) in sheet.columns.iter().enumerate() {
        let widest = sheet
            .rows
            .iter()
            .take(60)
            .map(|row| width(&row[place]))
            .chain([column.head.chars().count() * 2])
            .max();
        let width = u16::try_from(widest.unwrap_or(8).clamp(8, 48) + 2).expect("clamped");
        page.set_column_width(column_number(place), width)?;
    }
    Ok(())
}

/// Writes one header row, or two when some column has a group; gives the first row below.
fn write_head(
    page: &mut Worksheet,
    sheet: &Sheet,
    at: u32,
    faces: &Faces,
) -> Result<u32, XlsxError> {
    if sheet.columns.iter().all(|it| it.group.is_empty()) {
        for (place, column) in sheet.columns.iter().enumerate() {
            page.write_with_format(at, column_number(place), column.head, &faces.head)?;
        }
        return Ok(at + 1);
    }
    let mut place = 0;
    while place < sheet.columns.len() {
        let column = sheet.columns[place];
        let first = column_number(place);
        if column.group.is_empty() {
            page.merge_range(at, first, at + 1, first, column.head, &faces.head)?;
            place += 1;
            continue;
        }
        let wide = sheet.columns[place..].iter().take_while(|it| it.group == column.group).count();
        page.merge_range(
            at,
            first,
            at,
            column_number(place + wide - 1),
            column.group,
            &faces.head,
        )?;
        for (offset, below) in sheet.columns[place..place + wide].iter().enumerate() {
            page.write_with_format(at + 1, column_number(place + offset), below.head, &faces.head)?;
        }
        place += wide;
    }
    Ok(at + 2)
}

fn write_cell(
    page: &mut Worksheet,
    at: u32,
    place: u16,
    cell: &Cell,
    faces: &Faces,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => page.write_blank(at, place, &faces.plain)?,
        Cell::Text(text) => page.write_with_format(at, place, text, &faces.plain)?,
        Cell::Number(number) => {
            let number = number.to_f64().expect("amounts of a county fit a double");
            page.write_with_format(at, place, number, &faces.plain)?
        }
        Cell::Day(day) => {
            let year = u16::try_from(day.year()).expect("years of the demo");
            let day = ExcelDateTime::from_ymd(year, small(day.month()), small(day.day()))?;
            page.write_datetime_with_format(at, place, &day, &faces.day)?
        }
        Cell::Time(time) => {
            let time =
                ExcelDateTime::from_hms(u16::from(small(time.hour())), small(time.minute()), 0.0)?;
            page.write_datetime_with_format(at, place, &time, &faces.time)?
        }
    };
    Ok(())
}

fn small(number: i8) -> u8 {
    u8::try_from(number).expect("parts of a date are not negative")
}

fn column_number(place: usize) -> u16 {
    u16::try_from(place).expect("a sheet has few columns")
}

/// How wide a cell looks, in half-width characters.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum(),
        Cell::Number(number) => number.to_string().len(),
        Cell::Day(_) => 11,
        Cell::Time(_) => 6,
    }
}
