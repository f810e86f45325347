//! A file to typed rows and findings (读入): all faults at once, good rows kept.
//!
//! The records stand in one sheet (or in several of the same header), child rows in sheets named after their lines
//! field, or beside their record. Duplicate keys are left to the ledger, which knows the other records too.

mod columns; // which column is read as what
mod end; // the records as wholes
mod lines; // which lines are rows
mod records; // a row to a record

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, Row};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Place};

use crate::cell::{CellReader, Fault};
use crate::header::{Header, Names, Target, tidy};
use crate::table::{
    Broken, Cell, FILE_ROWS_MAX, FILE_TEXT_MAX, HeaderSeen, Line, SHEETS_MAX, Table, letters,
};
use crate::total::{Span, Sums, TotalCheck};

/// A file that comes in (导入的文件).
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// File name with its ending, as the clerk knows it.
    pub name: &'a str,
    /// Content.
    pub bytes: &'a [u8],
    /// Child rows in CSV files of their own: label of the lines field, content.
    pub parts: &'a [(&'a str, &'a [u8])],
}

/// A row that was read without fault, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// The row in the file.
    pub place: Place,
    /// The typed row, with its child rows.
    pub row: Row,
}

/// What a column was taken for (列的对应).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// Sheet name; empty for CSV.
    pub sheet: String,
    /// Column letters.
    pub column: String,
    /// Header as written; of two rows, joined by `·`.
    pub header: String,
    /// Name of the field, `lines.child` for a child field, `state` for the state; `None` for an extra column.
    pub field: Option<String>,
    /// Label of the field; 多余列 for an extra column.
    pub label: String,
    /// The unit in which the numbers were read; empty when there is none.
    pub unit: String,
}

/// What a file gave (读入结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Rows without fault, in the order of the file.
    pub rows: Vec<ReadRow>,
    /// Everything that is to be said, in the order of the file.
    pub findings: Vec<Finding>,
    /// What each column was taken for.
    pub mapping: Vec<ColumnMapping>,
    /// The 合计 rows, checked.
    pub totals: Vec<TotalCheck>,
    /// Where the headers are; [`crate::write_returned`] wants to know.
    pub headers: Vec<HeaderSeen>,
    /// Number of rows that were left out because of faults.
    pub rows_bad: u64,
}

/// Beyond this number of findings nobody reads on, and the file is refused as a whole.
const FINDINGS_MAX: usize = 200_000;
/// Rows between two reports of progress.
const PROGRESS_ROWS: u64 = 1_000;
/// Sheets that are ours and hold no rows.
const GUIDE_SHEET: &str = "填写说明";

/// Reads a file into typed rows of a ledger; `today` is the day on which code values must be in force; `progress`
/// hears rows done and rows expected.
pub fn read(
    catalog: &Catalog,
    def: &LedgerDef,
    file: Incoming<'_>,
    today: Date,
    progress: &mut dyn FnMut(u64, u64),
) -> Reading {
    let mut reader = FileReader {
        catalog,
        def,
        file: file.name,
        cells: CellReader::new(catalog),
        reading: Reading::default(),
        sheets: Vec::new(),
        drafts: Vec::new(),
        by_key: HashMap::new(),
        has_lines: def.lines().next().is_some(),
        progress,
        rows_done: 0,
        rows_expected: 0,
        text_bytes: 0,
        overflow: false,
        ruined: false,
        separator: b',',
    };
    reader.cells.day = Some(today);
    match Table::open(file.name, file.bytes) {
        Ok(mut table) => reader.read_table(&mut table),
        Err(finding) => reader.reading.findings.push(*finding),
    }
    for (label, bytes) in file.parts {
        reader.read_part(label, bytes);
    }
    reader.finish(today)
}

/// A sheet that was read.
struct Sheet {
    file: String,
    name: String,
    /// Letters of the columns, by label of their field.
    columns: HashMap<String, String>,
    /// Labels of required fields that have no column.
    missing: Vec<String>,
    /// The header is so faulty that no row of the sheet can be taken.
    blocked: bool,
}

/// A record that is being put together.
struct Draft {
    sheet: usize,
    number: u32,
    row: Row,
    bad: bool,
    /// Further rows of the file that belong to the record.
    further: Vec<(usize, u32)>,
    /// Where the child rows stand, by lines field.
    children: Vec<(usize, Vec<(usize, u32)>)>,
    /// Fields that could not be read, named as the check of the row names them.
    faulty: Vec<String>,
}

struct FileReader<'c, 'p> {
    catalog: &'c Catalog,
    def: &'c LedgerDef,
    file: &'p str,
    cells: CellReader<'c>,
    reading: Reading,
    sheets: Vec<Sheet>,
    drafts: Vec<Draft>,
    by_key: HashMap<String, usize>,
    has_lines: bool,
    progress: &'p mut dyn FnMut(u64, u64),
    rows_done: u64,
    rows_expected: u64,
    /// Text in the rows that were seen, in bytes.
    text_bytes: u64,
    overflow: bool,
    /// The file breaks off, so that no row of it is taken.
    ruined: bool,
    /// Separator of the CSV file that is being read.
    separator: u8,
}

/// A column that is read, with what is needed for every row.
struct Used<'c> {
    at: usize,
    target: Target,
    field: Option<&'c FieldDef>,
    unit: Option<String>,
    factor: Decimal,
    /// Where the colour of a plate stands.
    colour: Option<usize>,
    sums: Sums,
}

/// What is known of a sheet while its rows are read.
struct Progress<'c> {
    sheet: usize,
    used: Vec<Used<'c>>,
    header: Header,
    /// Header texts, to know the header when it is repeated on the next page.
    repeated: Vec<(usize, String)>,
    seen_rows: u64,
    seen_note: bool,
    /// 合计 rows above the rows they sum.
    pending: Vec<(usize, String, Place, Decimal)>,
    /// Columns without header that hold something.
    nameless: HashSet<usize>,
    named: Vec<bool>,
    /// Grouped rows: the record that the last row belonged to.
    current: Option<usize>,
}

impl<'c> FileReader<'c, '_> {
    fn read_table(&mut self, table: &mut Table<'_>) {
        let def = self.def;
        let names = Names::of_records(def);
        table.choose_separator(&mut |attempt| {
            names.find(attempt, "", &[]).ok().flatten().map_or(0, |it| it.named)
        });
        self.separator = table.separator();
        self.cells.since_1904 = table.since_1904();
        let mut records: Vec<(String, Header)> = Vec::new();
        let mut lines: Vec<(String, usize)> = Vec::new();
        let mut unread: Vec<String> = Vec::new();
        let sheets = table.sheets();
        if sheets.len() > SHEETS_MAX {
            self.ruined = true;
            self.reading.findings.push(Broken::TooManySheets.finding(self.file));
            return;
        }
        for sheet in sheets {
            if sheet == GUIDE_SHEET {
                continue;
            }
            if let Some(at) = self.lines_named(&sheet) {
                lines.push((sheet, at));
                continue;
            }
            let merged = table.merged(&sheet);
            match names.find(table, &sheet, &merged) {
                Ok(Some(header)) => records.push((sheet, header)),
                Ok(None) => {
                    let mut blank = true;
                    let _ = table.scan(&sheet, &[], &mut |_| {
                        blank = false;
                        ControlFlow::Break(())
                    });
                    if !blank {
                        unread.push(sheet);
                    }
                }
                Err(broken) => {
                    self.ruined = true;
                    self.reading.findings.push(broken.finding(self.file));
                    return;
                }
            }
        }
        if records.is_empty() {
            let known: Vec<&str> = def.fields.iter().take(6).map(|it| it.label.as_str()).collect();
            self.reading.findings.push(Finding::must(
                "no_header",
                Place::Whole { name: self.file.to_owned() },
                format!("前 20 行里没有找到“{}”的表头", def.title),
                format!("表头应有“{}”等列；可先导出空白模板对照", known.join("”“")),
            ));
            return;
        }
        let complete = |header: &Header| self.missing(header, &names).is_empty();
        let chosen: Vec<bool> = if records.iter().any(|it| complete(&it.1)) {
            records.iter().map(|it| complete(&it.1)).collect()
        } else {
            let best = records.iter().map(|it| it.1.named).max().unwrap_or(0);
            let first = records.iter().position(|it| it.1.named == best);
            (0..records.len()).map(|at| Some(at) == first).collect()
        };
        for ((sheet, _), _) in records.iter().zip(&chosen).filter(|it| *it.1) {
            self.rows_expected += table.rows_expected(sheet);
        }
        for (sheet, _) in &lines {
            self.rows_expected += table.rows_expected(sheet);
        }
        for ((sheet, header), chosen) in records.into_iter().zip(chosen) {
            if chosen {
                self.read_records(table, &sheet, header, &names);
            } else {
                unread.push(sheet);
            }
        }
        for (sheet, at) in lines {
            self.read_lines(table, self.file, &sheet, at);
        }
        for sheet in unread {
            self.reading.findings.push(Finding::improve(
                "sheet_unread",
                Place::Cell {
                    file: self.file.to_owned(),
                    sheet: sheet.clone(),
                    row: 0,
                    column: String::new(),
                    label: String::new(),
                },
                format!("工作表“{sheet}”的表头不是“{}”，没有读入", def.title),
                "如果它也是台账，请把表头改成与模板一致",
            ));
        }
    }

    /// The lines field whose sheet this is, by its position among the fields.
    fn lines_named(&self, sheet: &str) -> Option<usize> {
        let sheet = tidy(sheet);
        self.def.fields.iter().position(|it| {
            matches!(it.ty, FieldType::Lines { .. })
                && (sheet == tidy(&it.label)
                    || sheet == tidy(&crate::paper::sheet_name(&it.label))
                    || it.aliases.iter().any(|alias| sheet == tidy(alias))
                    || sheet == tidy(&format!("{}-{}", self.def.title, it.label)))
        })
    }

    fn read_part(&mut self, label: &str, bytes: &[u8]) {
        let file = part_name(self.file, label);
        let Some(at) = self.lines_named(label) else {
            self.reading.findings.push(Finding::must(
                "unknown_lines",
                Place::Whole { name: file },
                format!("“{}”没有名为“{label}”的明细", self.def.title),
                "请核对文件名里的明细名称",
            ));
            return;
        };
        match Table::open(&file, bytes) {
            Ok(mut table) => {
                let def = self.def;
                if let (Some(field), FieldType::Lines { fields }) =
                    (def.fields.get(at), &def.fields[at].ty)
                {
                    let names = Names::of_lines(def, field, fields);
                    table.choose_separator(&mut |attempt| {
                        names.find(attempt, "", &[]).ok().flatten().map_or(0, |it| it.named)
                    });
                }
                self.separator = table.separator();
                self.cells.since_1904 = table.since_1904();
                let sheet = table.sheets().into_iter().next().unwrap_or_default();
                self.read_lines(&mut table, &file, &sheet, at);
            }
            Err(finding) => {
                self.ruined = true;
                self.reading.findings.push(*finding);
            }
        }
    }

    fn read_records(
        &mut self,
        table: &mut Table<'_>,
        sheet: &str,
        header: Header,
        names: &Names<'c>,
    ) {
        let merged = table.merged(sheet);
        let file = self.file.to_owned();
        let mut state = self.open_sheet(&file, sheet, header, names, None);
        let grouped = state.used.iter().any(|it| matches!(it.target, Target::Line(_)));
        let lines = self.def.fields.iter().position(|it| matches!(it.ty, FieldType::Lines { .. }));
        let result = table.scan(sheet, &merged, &mut |line| {
            if let Some(rows) = self.is_row(&mut state, line) {
                self.rows_done += rows;
                match (grouped, lines) {
                    (true, Some(lines)) => self.take_grouped(&mut state, lines, line),
                    _ => self.take_record(&mut state, line),
                }
            }
            self.tick(line)
        });
        self.close_sheet(state, result);
    }

    fn read_lines(&mut self, table: &mut Table<'_>, file: &str, sheet: &str, at: usize) {
        let def = self.def;
        let (Some(field), Some(children)) =
            (def.fields.get(at), def.fields.get(at).and_then(|it| def.line_fields(&it.name)))
        else {
            return;
        };
        let names = Names::of_lines(def, field, children);
        let merged = table.merged(sheet);
        let header = match names.find(table, sheet, &merged) {
            Ok(Some(header)) => header,
            Ok(None) => {
                self.report_no_lines_header(file, sheet, field);
                return;
            }
            Err(broken) => {
                self.ruined = true;
                self.reading.findings.push(broken.finding(file));
                return;
            }
        };
        let mut state = self.open_sheet(file, sheet, header, &names, Some(at));
        if self.sheets[state.sheet].blocked {
            // Without its child rows no record is whole.
            for draft in &mut self.drafts {
                draft.bad = true;
            }
        }
        let mut last_key: Option<String> = None;
        let result = table.scan(sheet, &merged, &mut |line| {
            if let Some(rows) = self.is_row(&mut state, line) {
                self.rows_done += rows;
                self.take_child(&mut state, at, children, line, &mut last_key);
            }
            self.tick(line)
        });
        self.close_sheet(state, result);
    }

    /// A sheet of child rows whose header names nothing; an empty one is passed over.
    fn report_no_lines_header(&mut self, file: &str, sheet: &str, field: &FieldDef) {
        let labels: Vec<&str> = self
            .def
            .line_fields(&field.name)
            .unwrap_or_default()
            .iter()
            .map(|it| it.label.as_str())
            .collect();
        self.reading.findings.push(Finding::verify(
            "no_header",
            Place::Cell {
                file: file.to_owned(),
                sheet: sheet.to_owned(),
                row: 0,
                column: String::new(),
                label: String::new(),
            },
            format!("没有找到明细“{}”的表头，这张表没有读入", field.label),
            format!("表头应有“{}”等列", labels.join("”“")),
        ));
    }

    fn tick(&mut self, line: &Line<'_, '_>) -> ControlFlow<()> {
        if u64::from(line.row) % PROGRESS_ROWS == 0 {
            (self.progress)(self.rows_done, self.rows_expected.max(self.rows_done));
        }
        let texts = line.cells.iter().filter_map(Cell::text).map(str::len);
        let bytes = texts.fold(0, usize::saturating_add);
        self.text_bytes = self.text_bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        let goes_on = !self.overflow && self.crowded().is_none();
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// What there is too much of to go on.
    fn crowded(&self) -> Option<Broken> {
        if self.rows_done > FILE_ROWS_MAX {
            return Some(Broken::TooManyRows);
        }
        (self.text_bytes > FILE_TEXT_MAX).then_some(Broken::TooMuchText)
    }

    fn close_sheet(&mut self, state: Progress<'c>, result: Result<(), Broken>) {
        let Progress { used, pending, sheet, .. } = state;
        for (at, word, place, stated) in pending {
            self.compare(&used[at], &word, place, stated, Span::All);
        }
        let result = match self.crowded().filter(|_| !self.ruined) {
            Some(broken) => Err(broken),
            None => result,
        };
        if let Err(broken) = result {
            // Half a file is no file: nobody could say which rows are still to come.
            self.ruined = true;
            let finding = broken.finding(&self.sheets[sheet].file);
            self.reading.findings.push(finding);
        }
    }

    fn place(&self, sheet: usize, row: u32, at: usize, label: String) -> Place {
        let sheet = &self.sheets[sheet];
        Place::Cell {
            file: sheet.file.clone(),
            sheet: sheet.name.clone(),
            row,
            column: letters(at),
            label,
        }
    }

    fn row_place(&self, sheet: usize, row: u32) -> Place {
        let sheet = &self.sheets[sheet];
        Place::Cell {
            file: sheet.file.clone(),
            sheet: sheet.name.clone(),
            row,
            column: String::new(),
            label: String::new(),
        }
    }

    fn say(&mut self, sheet: usize, row: u32, at: usize, label: &str, fault: Fault) {
        let place = self.place(sheet, row, at, label.to_owned());
        self.push(Finding {
            rule: fault.rule,
            grade: fault.grade,
            place,
            what: fault.what,
            mend: fault.mend,
        });
    }

    fn push(&mut self, finding: Finding) {
        if self.reading.findings.len() < FINDINGS_MAX {
            self.reading.findings.push(finding);
        } else {
            self.overflow = true;
        }
    }
}

/// The name under which findings speak of a file of child rows: 出勤登记-参加人员.csv.
pub(crate) fn part_name(file: &str, label: &str) -> String {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "csv"));
    format!("{stem}-{label}.{ending}")
}
