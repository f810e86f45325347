//! The bad rows, back to the clerk (退回): the same sheets with their header, only the rows that were left out, a red
//! column 问题 with what is wrong, bad cells in light red. Mended, the workbook is imported again.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use calamine::Style;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use terms::{Finding, Grade, Place};

use crate::header::tidy;
use crate::paper;
use crate::read::{Incoming, part_name};
use crate::table::{Cell, HeaderSeen, Merged, Table, column_of};
use crate::write::{WriteError, position};

/// The workbook with the bad rows; `None` when no row is bad. `headers` is what [`crate::read`] saw; `findings` are its
/// findings and whatever was found afterwards about rows of the same file.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn write_returned(
    file: Incoming<'_>,
    headers: &[HeaderSeen],
    findings: &[Finding],
) -> Result<Option<Vec<u8>>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&paper::properties(file.name, 2000, 1, 1)?);
    let mut any = false;
    let mut names: Vec<String> = Vec::new();
    for header in headers {
        let Some(mut faults) = Faults::of(header, findings) else { continue };
        let bytes = if header.file == file.name {
            Some(file.bytes)
        } else {
            file.parts.iter().find(|it| header.file == part_name(file.name, it.0)).map(|it| it.1)
        };
        let Some(mut table) = bytes.and_then(|it| Table::open(&header.file, it).ok()) else {
            continue;
        };
        if let Table::Text(text) = &mut table {
            text.set_separator(header.separator);
        }
        let wanted = if header.sheet.is_empty() {
            header.lines_label.clone().unwrap_or_else(|| {
                file.name.rsplit_once('.').map_or(file.name, |it| it.0).to_owned()
            })
        } else {
            header.sheet.clone()
        };
        let name = paper::unique_name(&names, &wanted);
        names.push(name.clone());
        workbook.push_worksheet(return_sheet(&mut table, header, &name, &mut faults)?);
        any = true;
    }
    if any { Ok(Some(workbook.save_to_buffer()?)) } else { Ok(None) }
}

/// What is wrong with the rows of one sheet.
struct Faults {
    /// By row: the sentences, and the columns that are bad.
    rows: BTreeMap<u32, (Vec<String>, Vec<usize>)>,
    /// The header itself is bad, so that no row was taken.
    all: bool,
}

impl Faults {
    fn of(header: &HeaderSeen, findings: &[Finding]) -> Option<Faults> {
        let mut faults = Faults { rows: BTreeMap::new(), all: false };
        for finding in findings.iter().filter(|it| it.grade == Grade::Must) {
            let Place::Cell { file, sheet, row, column, label } = &finding.place else { continue };
            if *file != header.file || *sheet != header.sheet {
                continue;
            }
            faults.all |= *row <= header.last_row;
            let entry = faults.rows.entry(*row).or_default();
            entry.0.push(sentence(label, finding));
            entry.1.extend(column_of(column));
        }
        if faults.rows.is_empty() { None } else { Some(faults) }
    }
}

fn sentence(label: &str, finding: &Finding) -> String {
    let label = if label.is_empty() || finding.what.contains(label) {
        String::new()
    } else {
        format!("{label}：")
    };
    let mend =
        if finding.mend.is_empty() { String::new() } else { format!("（{}）", finding.mend) };
    format!("{label}{}{mend}", finding.what)
}

/// Greatest length of a cell of a workbook, in UTF-16 units; a cell of CSV may hold more, and comes back cut.
const CELL_MAX: usize = 32_767;
/// What is said of one row, in UTF-16 units: more than that nobody reads in a cell.
const SENTENCES_MAX: usize = 4_000;

const BAD_CELL: Color = Color::RGB(0x00FF_C7CE);
const BAD_HEADER: Color = Color::RGB(0x00C0_0000);

fn return_sheet(
    table: &mut Table<'_>,
    header: &HeaderSeen,
    name: &str,
    faults: &mut Faults,
) -> Result<Worksheet, WriteError> {
    let merged = table.merged(&header.sheet);
    let styles = if let Table::Workbook(workbook) = &mut *table {
        workbook.styles(&header.sheet)
    } else {
        Vec::new()
    };
    let mut page = Page {
        sheet: Worksheet::new(),
        styles,
        formats: HashMap::new(),
        next: header.last_row,
        problem: None,
        width: 0,
        error: None,
    };
    page.sheet.set_name(name)?;
    page.keep_merged(header, &merged);
    // The column 问题 stands right of everything, so the width of the sheet must be known before a row is written.
    let _ = table.scan(&header.sheet, &[], &mut |line| {
        page.width =
            page.width.max(line.cells.iter().rposition(|it| !it.is_blank()).map_or(0, |it| it + 1));
        if line.row == header.last_row {
            page.problem =
                line.cells.iter().position(|it| it.text().is_some_and(|it| tidy(it) == "问题"));
        }
        ControlFlow::Continue(())
    });
    let problem = page.problem.unwrap_or(page.width);
    let result = table.scan(&header.sheet, &merged, &mut |line| {
        let above = line.row <= header.last_row;
        let fault = faults.rows.get(&line.row);
        if !above && fault.is_none() && !faults.all {
            return ControlFlow::Continue(());
        }
        let row = if above { line.row - 1 } else { page.next };
        let written = page.row(
            row,
            line.cells,
            line.styles,
            fault.map(|it| it.1.as_slice()).unwrap_or_default(),
            problem,
        );
        let written = written.and_then(|()| match fault {
            Some((sentences, _)) if !above => page.sentence(row, problem, &sentences.join("；")),
            Some(_) | None => Ok(()),
        });
        if !above {
            page.next += 1;
        }
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(err) => {
                page.error = Some(err);
                ControlFlow::Break(())
            }
        }
    });
    let _ = result; // A damaged sheet gives back the rows that could be read.
    if let Some(err) = page.error {
        return Err(err);
    }
    let head = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(BAD_HEADER)
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    let above: Vec<String> =
        faults.rows.range(..=header.last_row).flat_map(|it| it.1.0.iter().cloned()).collect();
    page.sheet.write_string_with_format(header.last_row - 1, position(problem), "问题", &head)?;
    if !above.is_empty() {
        // A fault of the header belongs to no row: it stands right of the column, where reading does not take it.
        let red = Format::new().set_font_color(BAD_HEADER).set_text_wrap();
        page.sheet.write_string_with_format(
            page.next.max(header.last_row),
            position(problem),
            paper::begin(&above.join("；"), SENTENCES_MAX),
            &red,
        )?;
    }
    for at in 0..problem {
        page.sheet.set_column_width(position(at), 15.0)?;
    }
    page.sheet.set_column_width(position(problem), 60.0)?;
    page.sheet.set_freeze_panes(header.last_row, 0)?;
    Ok(page.sheet)
}

/// A sheet that is being put together.
struct Page {
    sheet: Worksheet,
    styles: Vec<Style>,
    formats: HashMap<(usize, bool, bool), Format>,
    /// Next free row, from 0.
    next: u32,
    problem: Option<usize>,
    width: usize,
    error: Option<WriteError>,
}

impl Page {
    /// Merged cells of title and header stay merged.
    fn keep_merged(&mut self, header: &HeaderSeen, merged: &[Merged]) {
        let centred = Format::new()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        for block in merged.iter().filter(|it| it.bottom < header.last_row) {
            if (block.top, block.left) != (block.bottom, block.right) {
                let (left, right) = (position(block.left), position(block.right));
                // Blocks that overlap, which only a damaged file has, are left apart.
                let _ = self.sheet.merge_range(block.top, left, block.bottom, right, "", &centred);
            }
        }
    }

    fn row(
        &mut self,
        row: u32,
        cells: &[Cell<'_>],
        styles: &[usize],
        bad: &[usize],
        problem: usize,
    ) -> Result<(), WriteError> {
        for (at, cell) in cells.iter().enumerate() {
            if at == problem || cell.is_blank() {
                continue;
            }
            let is_moment = matches!(cell, Cell::Moment { .. });
            let format =
                self.format(styles.get(at).copied().unwrap_or(0), bad.contains(&at), is_moment);
            let column = position(at);
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => self.sheet.write_string_with_format(
                    row,
                    column,
                    paper::begin(text, CELL_MAX),
                    &format,
                )?,
                Cell::Number { value, .. } => {
                    self.sheet.write_number_with_format(row, column, *value, &format)?
                }
                Cell::Moment { serial, since_1904 } => {
                    // The new workbook counts from 1900.
                    let serial = if *since_1904 { serial + 1462.0 } else { *serial };
                    self.sheet.write_number_with_format(row, column, serial, &format)?
                }
                Cell::YesNo(yes) => {
                    self.sheet.write_boolean_with_format(row, column, *yes, &format)?
                }
                Cell::Error(text) => self.sheet.write_string_with_format(
                    row,
                    column,
                    paper::begin(text, CELL_MAX),
                    &format,
                )?,
            };
        }
        for at in bad {
            if cells.get(*at).is_none_or(Cell::is_blank) {
                let format = self.format(0, true, false);
                self.sheet.write_blank(row, position(*at), &format)?;
            }
        }
        Ok(())
    }

    fn sentence(&mut self, row: u32, problem: usize, text: &str) -> Result<(), WriteError> {
        let red = Format::new()
            .set_font_color(BAD_HEADER)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin);
        let shortened = paper::begin(text, SENTENCES_MAX);
        self.sheet.write_string_with_format(row, position(problem), shortened, &red)?;
        Ok(())
    }

    /// The style that the cell had, as far as it matters for reading and writing it.
    fn format(&mut self, style: usize, bad: bool, is_moment: bool) -> Format {
        let styles = &self.styles;
        self.formats
            .entry((style, bad, is_moment))
            .or_insert_with(|| {
                let mut format = Format::new();
                let known = styles.get(style);
                let code = known.and_then(|it| it.number_format.as_ref());
                match code {
                    Some(code) => match code
                        .format_id
                        .and_then(|it| u8::try_from(it).ok())
                        .filter(|it| *it < 50)
                    {
                        Some(id) => format = format.set_num_format_index(id),
                        None => format = format.set_num_format(&code.format_code),
                    },
                    None if is_moment => format = format.set_num_format("yyyy-mm-dd"),
                    None => {}
                }
                if known.and_then(|it| it.font.as_ref()).is_some_and(calamine::Font::is_bold) {
                    format = format.set_bold();
                }
                if known
                    .and_then(|it| it.borders.as_ref())
                    .is_some_and(calamine::Borders::has_visible_borders)
                {
                    format = format.set_border(FormatBorder::Thin);
                }
                if bad { format.set_background_color(BAD_CELL) } else { format }
            })
            .clone()
    }
}
