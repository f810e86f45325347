//! A file to typed rows and findings (读入): all faults at once, good rows kept.
//!
//! The records stand in one sheet (or in several of the same header), child rows in sheets named after their lines
//! field, or beside their record. Duplicate keys are left to the ledger, which knows the other records too.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, LineRow, Row, check_row, fill_row};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Grade, Place, Value};

use crate::cell::{CellReader, Fault, Written, is_placeholder, unit_of};
use crate::header::{Column, Header, HeaderFault, Names, Target, tidy};
use crate::table::{
    Broken, COLUMNS_MAX, Cell, FILE_ROWS_MAX, HeaderSeen, Line, SHEETS_MAX, Table, letters,
};
use crate::total::{Span, Sums, TotalCheck, total_row};

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
    /// Columns by label of their field.
    columns: HashMap<String, (String, String)>,
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

    /// Required fields and key fields of the record that no column holds.
    fn missing(&self, header: &Header, names: &Names<'c>) -> Vec<&'c FieldDef> {
        let held: HashSet<&str> = header
            .columns
            .iter()
            .filter_map(|it| it.target)
            .filter(|it| matches!(it, Target::Field(_)))
            .filter_map(|it| names.field(it))
            .map(|it| it.name.as_str())
            .collect();
        let wanted = |it: &&FieldDef| it.required || self.def.key.contains(&it.name);
        self.def
            .fields
            .iter()
            .filter(|it| !matches!(it.ty, FieldType::Lines { .. } | FieldType::File))
            .filter(wanted)
            .filter(|it| !held.contains(it.name.as_str()))
            .collect()
    }

    /// Notes the sheet with its columns; says what is wrong with the header.
    fn open_sheet(
        &mut self,
        file: &str,
        sheet: &str,
        header: Header,
        names: &Names<'c>,
        lines: Option<usize>,
    ) -> Progress<'c> {
        let place = |column: &Column| Place::Cell {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            row: header.last_row,
            column: letters(column.at),
            label: column.written.clone(),
        };
        let mut entry = Sheet {
            file: file.to_owned(),
            name: sheet.to_owned(),
            columns: HashMap::new(),
            missing: Vec::new(),
            blocked: false,
        };
        let lines_name = self.lines_name(lines);
        let mut used = Vec::new();
        for column in &header.columns {
            let mut mapped = ColumnMapping {
                sheet: sheet.to_owned(),
                column: letters(column.at),
                header: column.written.clone(),
                field: None,
                label: "多余列".to_owned(),
                unit: String::new(),
            };
            match column.target {
                Some(target) => {
                    let field = names.field(target);
                    let (name, label) = self.name_of(target, names, &lines_name);
                    mapped.field = name;
                    mapped.label = label;
                    if let Some(field) = field {
                        mapped.unit =
                            column.unit.as_deref().or(unit_of(field)).unwrap_or("").to_owned();
                        entry.columns.insert(
                            field.label.clone(),
                            (letters(column.at), column.written.clone()),
                        );
                    }
                    used.push(Used {
                        at: column.at,
                        target,
                        field,
                        unit: column.unit.clone(),
                        factor: column.factor,
                        colour: None,
                        sums: Sums::default(),
                    });
                }
                None => self.reading.findings.push(match &column.fault {
                    Some(HeaderFault::Unit { unit, label }) => {
                        entry.blocked = true;
                        Finding::must(
                            "header_unit",
                            place(column),
                            format!("表头的单位“{unit}”与“{label}”不符"),
                            "请按模板改正表头的单位，并核对这一列的数字",
                        )
                    }
                    Some(HeaderFault::Twice { label }) => Finding::verify(
                        "header_twice",
                        place(column),
                        format!("前面已有一列“{label}”，这一列没有读入"),
                        "请删去重复的列，或改成别的表头",
                    ),
                    None => Finding::improve(
                        "extra_column",
                        place(column),
                        format!("“{}”没有这一栏，这一列没有读入", self.def.title),
                        "不需要的话可以不管；需要的话请在台账定义里加上这一栏",
                    ),
                }),
            }
            self.reading.mapping.push(mapped);
        }
        for column in &header.columns {
            let plate = match column.target {
                Some(Target::Colour(at)) => Some(Target::Field(at)),
                Some(Target::LineColour(at)) => Some(Target::Line(at)),
                Some(Target::Field(_) | Target::Line(_) | Target::State | Target::Idle) | None => {
                    None
                }
            };
            if let Some(plate) = used.iter_mut().find(|it| Some(it.target) == plate) {
                plate.colour = Some(column.at);
            }
        }
        used.retain(|it| {
            !matches!(it.target, Target::Idle | Target::Colour(_) | Target::LineColour(_))
        });
        let mut named = vec![false; header.columns.iter().map(|it| it.at + 1).max().unwrap_or(0)];
        for column in &header.columns {
            named[column.at] = true;
        }
        let missing = match lines {
            None => self.missing(&header, names),
            Some(_) => self.missing_of_lines(&header, names),
        };
        for field in missing {
            entry.missing.push(field.label.clone());
            self.reading.findings.push(Finding::must(
                "missing_column",
                Place::Cell {
                    file: file.to_owned(),
                    sheet: sheet.to_owned(),
                    row: header.last_row,
                    column: String::new(),
                    label: field.label.clone(),
                },
                format!("缺少必填的列“{}”", field.label),
                missing_mend(field),
            ));
        }
        entry.blocked |= !entry.missing.is_empty();
        self.reading.headers.push(HeaderSeen {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            lines: lines.and_then(|at| self.def.fields.get(at)).map(|it| it.name.clone()),
            lines_label: lines.and_then(|at| self.def.fields.get(at)).map(|it| it.label.clone()),
            separator: self.separator,
            first_row: header.first_row,
            last_row: header.last_row,
        });
        let repeated = used
            .iter()
            .filter_map(|it| header.columns.iter().find(|column| column.at == it.at))
            .map(|it| (it.at, tidy(it.written.rsplit('·').next().unwrap_or(&it.written))))
            .collect();
        self.sheets.push(entry);
        Progress {
            sheet: self.sheets.len() - 1,
            used,
            header,
            repeated,
            seen_rows: 0,
            seen_note: false,
            pending: Vec::new(),
            nameless: HashSet::new(),
            named,
            current: None,
        }
    }

    fn lines_name(&self, lines: Option<usize>) -> String {
        let field = match lines {
            Some(at) => self.def.fields.get(at),
            None => self.def.lines().next().map(|it| it.0),
        };
        field.map_or(String::new(), |it| it.name.clone())
    }

    fn name_of(&self, target: Target, names: &Names<'c>, lines: &str) -> (Option<String>, String) {
        let label = |it: Option<&FieldDef>| it.map_or(String::new(), |it| it.label.clone());
        let field = names.field(target);
        match target {
            Target::Field(_) => (field.map(|it| it.name.clone()), label(field)),
            Target::Line(_) => (field.map(|it| format!("{lines}.{}", it.name)), label(field)),
            Target::Colour(at) => {
                let field = names.field(Target::Field(at));
                (field.map(|it| it.name.clone()), format!("{}颜色", label(field)))
            }
            Target::LineColour(at) => {
                let field = names.field(Target::Line(at));
                (field.map(|it| format!("{lines}.{}", it.name)), format!("{}颜色", label(field)))
            }
            Target::State => (Some("state".to_owned()), "状态".to_owned()),
            Target::Idle => (None, "不读入".to_owned()),
        }
    }

    fn missing_of_lines(&self, header: &Header, names: &Names<'c>) -> Vec<&'c FieldDef> {
        let held = |target: Target| header.columns.iter().any(|it| it.target == Some(target));
        let keys = (0..self.def.fields.len())
            .filter(|at| self.def.key.contains(&self.def.fields[*at].name))
            .map(Target::Field);
        let children = (0..).map(Target::Line).take_while(|it| names.field(*it).is_some());
        let children = children.filter(|it| names.field(*it).is_some_and(|it| it.required));
        keys.chain(children).filter(|it| !held(*it)).filter_map(|it| names.field(it)).collect()
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
        let goes_on = !self.overflow && self.rows_done <= FILE_ROWS_MAX;
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Whether a line is a row of the table; 合计 rows are checked here, notes and repeated headers passed over.
    fn is_row(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>) -> Option<u64> {
        if line.row <= state.header.last_row {
            return None;
        }
        if let Some((word, span)) = total_row(line.cells).filter(|_| !self.is_whole(state, line)) {
            self.check_total(state, line, &word, span);
            return None;
        }
        if state.seen_rows == 0 && is_numbering(line.cells)
            || is_repeated_header(state, line)
            || is_note(state, line)
        {
            return None;
        }
        for (at, cell) in line.cells.iter().enumerate() {
            if !state.named.get(at).copied().unwrap_or(false)
                && !cell.is_blank()
                && state.nameless.insert(at)
            {
                self.report_nameless(state.sheet, line.row, at);
            }
        }
        state.seen_rows += 1;
        Some(1)
    }

    /// Whether every field that a record must have is filled in: a firm may be called …合计.
    fn is_whole(&self, state: &Progress<'c>, line: &Line<'_, '_>) -> bool {
        let needed = |it: &&Used<'c>| {
            it.field.is_some_and(|field| field.required || self.def.key.contains(&field.name))
        };
        let filled = |it: &Used<'c>| {
            line.cells.get(it.at).is_some_and(|it| !it.is_blank() && !is_placeholder(it))
        };
        state.used.iter().filter(needed).count() > 1 && state.used.iter().filter(needed).all(filled)
    }

    fn report_nameless(&mut self, sheet: usize, row: u32, at: usize) {
        let place = self.place(sheet, row, at, String::new());
        let (rule, what) = if at >= COLUMNS_MAX {
            ("too_many_columns", "第 1000 列以后的内容没有读入")
        } else {
            ("nameless_column", "这一列没有表头，没有读入")
        };
        self.reading.findings.push(Finding::verify(
            rule,
            place,
            what,
            "请补上表头，或删去多余的内容",
        ));
    }

    fn check_total(
        &mut self,
        state: &mut Progress<'c>,
        line: &Line<'_, '_>,
        word: &str,
        span: Span,
    ) {
        if span == Span::Beyond {
            let place = self.row_place(state.sheet, line.row);
            self.reading.findings.push(Finding::improve(
                "running_total",
                place,
                format!("“{word}”行没有核对"),
                "累计数含以前各期，本表里看不到",
            ));
            return;
        }
        for at in 0..state.used.len() {
            let used = &state.used[at];
            let Some(field) =
                used.field.filter(|it| it.ty.is_number() && it.unit.as_deref() != Some("%"))
            else {
                continue;
            };
            let Some(stated) = line.cells.get(used.at).and_then(|it| self.cells.plain_number(it))
            else {
                continue;
            };
            let place = self.place(state.sheet, line.row, used.at, field.label.clone());
            if state.seen_rows == 0 {
                state.pending.push((at, word.to_owned(), place, stated));
            } else {
                self.compare(&state.used[at], word, place, stated, span);
            }
        }
        if span == Span::SinceLast {
            for used in &mut state.used {
                used.sums.start_again();
            }
        }
    }

    fn compare(&mut self, used: &Used<'c>, word: &str, place: Place, stated: Decimal, span: Span) {
        let Some((kept, rows)) = used.sums.of(span) else { return };
        let Some(summed) = kept.checked_div(used.factor) else { return };
        let unit = used.unit.as_deref().or(used.field.and_then(unit_of)).unwrap_or("").to_owned();
        let check = TotalCheck { place, word: word.to_owned(), stated, summed, rows, unit };
        self.reading.findings.extend(check.finding());
        self.reading.totals.push(check);
    }

    /// A record on a row of its own.
    fn take_record(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>) {
        let mut draft = self.draft(state.sheet, line.row);
        self.take_cells(state, line, &mut draft);
        self.keep(draft);
    }

    fn draft(&self, sheet: usize, number: u32) -> Draft {
        Draft {
            sheet,
            number,
            row: Row::empty(self.def),
            bad: self.sheets[sheet].blocked,
            further: Vec::new(),
            children: Vec::new(),
            faulty: Vec::new(),
        }
    }

    fn keep(&mut self, draft: Draft) -> usize {
        if self.has_lines {
            self.by_key.entry(draft.row.key(self.def)).or_insert(self.drafts.len());
        }
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// The fields of the record in a row.
    fn take_cells(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>, draft: &mut Draft) {
        for used in &mut state.used {
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            match (used.target, used.field) {
                (Target::Field(at), Some(field)) => {
                    let value =
                        self.take_cell(used, field, cell, line, draft.sheet, &mut draft.bad);
                    if used.field.is_some_and(|it| it.ty.is_number())
                        && !cell.is_blank()
                        && !line.repeated.contains(&used.at)
                    {
                        used.sums.add(
                            value.as_ref().and_then(Option::as_ref).and_then(Value::as_number),
                        );
                    }
                    match value {
                        Some(value) => draft.row.values[at] = value,
                        None => draft.faulty.push(field.label.clone()),
                    }
                }
                (Target::State, _) => self.take_state(used.at, cell, line, draft),
                _ => {}
            }
        }
    }

    /// One cell; `None` when it could not be read.
    fn take_cell(
        &mut self,
        used: &Used<'c>,
        field: &'c FieldDef,
        cell: &Cell<'_>,
        line: &Line<'_, '_>,
        sheet: usize,
        bad: &mut bool,
    ) -> Option<Option<Value>> {
        let colour = used.colour.and_then(|at| line.cells.get(at)).filter(|it| !it.is_blank());
        let taken = match colour {
            Some(colour) if !cell.is_blank() => self.cells.plate(cell, colour),
            _ => self.cells.read(
                field,
                Written { unit: used.unit.as_deref(), factor: used.factor },
                cell,
            ),
        };
        if !self.cells.remarks.is_empty() {
            for remark in std::mem::take(&mut self.cells.remarks) {
                self.say(sheet, line.row, used.at, &field.label, remark);
            }
        }
        match taken {
            Ok(value) => Some(value),
            Err(fault) => {
                *bad = true;
                self.say(sheet, line.row, used.at, &field.label, fault);
                None
            }
        }
    }

    fn take_state(&mut self, at: usize, cell: &Cell<'_>, line: &Line<'_, '_>, draft: &mut Draft) {
        let Some(word) = cell.text().map(str::trim).filter(|it| !it.is_empty()) else { return };
        let Some(workflow) = self.catalog.workflows.get(&self.def.workflow) else { return };
        match workflow.state_by_word(word) {
            Some(state) => draft.row.state = Some(state.name.clone()),
            None => {
                draft.bad = true;
                let words: Vec<&str> = workflow.states.iter().map(|it| it.label.as_str()).collect();
                let fault = Fault {
                    rule: "state",
                    grade: Grade::Must,
                    what: format!("“{word}”不是“{}”的状态", workflow.title),
                    mend: format!("可填：{}", words.join("、")),
                };
                self.say(draft.sheet, line.row, at, "状态", fault);
            }
        }
    }

    /// A row of a sheet where child rows stand beside their record.
    fn take_grouped(&mut self, state: &mut Progress<'c>, lines: usize, line: &Line<'_, '_>) {
        let def = self.def;
        let is_key = |it: &&Used<'c>| {
            it.field.is_some_and(|field| {
                matches!(it.target, Target::Field(_)) && def.key.contains(&field.name)
            })
        };
        let cell_of = |used: &Used<'c>| line.cells.get(used.at).unwrap_or(&Cell::Empty);
        let key_is_blank = state.used.iter().filter(is_key).all(|it| cell_of(it).is_blank());
        let has_child = state
            .used
            .iter()
            .any(|it| matches!(it.target, Target::Line(_)) && !cell_of(it).is_blank());
        let continued = match state.current {
            Some(current) if key_is_blank && has_child => Some(current),
            Some(_) | None if !key_is_blank => {
                let key = self.peek_key(state, line);
                self.by_key
                    .get(&key)
                    .copied()
                    .filter(|at| has_child && self.drafts[*at].sheet == state.sheet)
            }
            Some(_) | None => None,
        };
        let at = match continued {
            Some(at) => {
                self.compare_with_record(state, at, line);
                at
            }
            None => {
                let mut draft = self.draft(state.sheet, line.row);
                self.take_cells(state, line, &mut draft);
                self.keep(draft)
            }
        };
        state.current = Some(at);
        if self.drafts[at].number != line.row {
            self.drafts[at].further.push((state.sheet, line.row));
        }
        if has_child {
            self.take_child_cells(state, lines, at, line);
        }
    }

    /// The key that a row would have, without saying anything about its cells.
    fn peek_key(&mut self, state: &Progress<'c>, line: &Line<'_, '_>) -> String {
        let mut row = Row::empty(self.def);
        for used in &state.used {
            if let (Target::Field(at), Some(field)) = (used.target, used.field)
                && self.def.key.contains(&field.name)
            {
                let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
                let colour =
                    used.colour.and_then(|at| line.cells.get(at)).filter(|it| !it.is_blank());
                let written = Written { unit: used.unit.as_deref(), factor: used.factor };
                let value = match colour {
                    Some(colour) => self.cells.plate(cell, colour),
                    None => self.cells.read(field, written, cell),
                };
                row.values[at] = value.ok().flatten();
            }
        }
        self.cells.remarks.clear();
        row.key(self.def)
    }

    /// On the further rows of a record its own cells are empty or say the same.
    fn compare_with_record(&mut self, state: &mut Progress<'c>, at: usize, line: &Line<'_, '_>) {
        for used in &state.used {
            let (Target::Field(place), Some(field)) = (used.target, used.field) else { continue };
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            if cell.is_blank() {
                continue;
            }
            let mut bad = false;
            let value = self.take_cell(used, field, cell, line, state.sheet, &mut bad);
            let known = self.drafts[at].row.values.get(place).cloned().flatten();
            let unreadable = self.drafts[at].faulty.contains(&field.label);
            if let Some(Some(value)) = value
                && !unreadable
                && known.as_ref() != Some(&value)
            {
                bad = true;
                let first = self.drafts[at].number;
                let known = known.map_or("空".to_owned(), |it| it.canonical());
                let fault = Fault {
                    rule: "record_differs",
                    grade: Grade::Must,
                    what: format!(
                        "与第 {first} 行是同一条记录，这里写“{}”，那里是“{known}”",
                        value.canonical()
                    ),
                    mend: "同一条记录的各行要么写得一样，要么只在第一行写".to_owned(),
                };
                self.say(state.sheet, line.row, used.at, &field.label, fault);
            }
            self.drafts[at].bad |= bad;
        }
    }

    /// A row of a sheet of child rows.
    fn take_child(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        children: &'c [FieldDef],
        line: &Line<'_, '_>,
        last_key: &mut Option<String>,
    ) {
        debug_assert!(!children.is_empty(), "the loader refuses lines without fields");
        let key = self.peek_key(state, line);
        let key = match (key.is_empty(), last_key.as_ref()) {
            (true, Some(last)) => last.clone(),
            _ => key,
        };
        *last_key = Some(key.clone());
        match self.by_key.get(&key).copied() {
            Some(at) => {
                self.drafts[at].bad |= self.sheets[state.sheet].blocked;
                self.take_child_cells(state, lines, at, line);
            }
            None => {
                let label = self.def.fields.get(lines).map_or("", |it| it.label.as_str());
                let what = if key.is_empty() {
                    format!("这一行“{label}”没有写明属于哪条记录")
                } else {
                    format!("这一行“{label}”属于“{key}”，但主表里没有这条记录")
                };
                let place = self.row_place(state.sheet, line.row);
                self.push(Finding::must(
                    "orphan_line",
                    place,
                    what,
                    "请核对编号，或在主表里补上这条记录",
                ));
                self.reading.rows_bad += 1;
                // Its own faults are said all the same.
                let mut nowhere = self.draft(state.sheet, line.row);
                self.read_child(state, lines, line, &mut nowhere);
            }
        }
    }

    fn take_child_cells(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        at: usize,
        line: &Line<'_, '_>,
    ) {
        let empty = Draft {
            sheet: 0,
            number: 0,
            row: Row::default(),
            bad: false,
            further: Vec::new(),
            children: Vec::new(),
            faulty: Vec::new(),
        };
        let mut draft = std::mem::replace(&mut self.drafts[at], empty);
        self.read_child(state, lines, line, &mut draft);
        self.drafts[at] = draft;
    }

    fn read_child(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        line: &Line<'_, '_>,
        draft: &mut Draft,
    ) {
        let def = self.def;
        let Some(field) = def.fields.get(lines) else { return };
        let FieldType::Lines { fields: children } = &field.ty else { return };
        let number = draft.row.lines.get(&field.name).map_or(0, Vec::len) + 1;
        let mut child: LineRow = vec![None; children.len()];
        for used in &mut state.used {
            let (Target::Line(at), Some(child_field)) = (used.target, used.field) else { continue };
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            let value = self.take_cell(used, child_field, cell, line, state.sheet, &mut draft.bad);
            if child_field.ty.is_number() && !cell.is_blank() && !line.repeated.contains(&used.at) {
                used.sums.add(value.as_ref().and_then(Option::as_ref).and_then(Value::as_number));
            }
            match value {
                Some(value) => child[at] = value,
                None => {
                    draft.faulty.push(format!("{}第{number}行 {}", field.label, child_field.label))
                }
            }
        }
        draft.row.lines.entry(field.name.clone()).or_default().push(child);
        match draft.children.iter_mut().find(|it| it.0 == lines) {
            Some((_, places)) => places.push((state.sheet, line.row)),
            None => draft.children.push((lines, vec![(state.sheet, line.row)])),
        }
    }

    fn close_sheet(&mut self, state: Progress<'c>, result: Result<(), Broken>) {
        let Progress { used, pending, sheet, .. } = state;
        for (at, word, place, stated) in pending {
            self.compare(&used[at], &word, place, stated, Span::All);
        }
        let crowded = self.rows_done > FILE_ROWS_MAX;
        let result = if crowded && !self.ruined { Err(Broken::TooManyRows) } else { result };
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

    /// Checks the rows as wholes, and lets the good ones out.
    fn finish(mut self, today: Date) -> Reading {
        let mut drafts = std::mem::take(&mut self.drafts);
        if self.ruined {
            self.reading.rows_bad = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
            drafts.clear();
        }
        for draft in &mut drafts {
            if self.overflow {
                break;
            }
            fill_row(self.catalog, self.def, &mut draft.row, today);
            for finding in check_row(self.catalog, self.def, &draft.row, today) {
                self.take_finding(draft, finding);
            }
        }
        self.hold_back(&drafts);
        let mut rows = Vec::with_capacity(drafts.len());
        for draft in drafts {
            if draft.bad {
                self.reading.rows_bad += 1;
                continue;
            }
            rows.push(ReadRow { place: self.row_place(draft.sheet, draft.number), row: draft.row });
        }
        if self.overflow {
            rows.clear();
            self.reading.findings.push(Finding::must(
                "too_many_findings",
                Place::Whole { name: self.file.to_owned() },
                format!("问题超过 {FINDINGS_MAX} 条，其余没有列出，整个文件没有导入"),
                "多半是整列填错或表头对错了列，请先改正前面列出的问题",
            ));
        }
        (self.progress)(self.rows_done, self.rows_done);
        let mut reading = self.reading;
        reading.rows = rows;
        reading
    }

    /// A finding of the check of a row, put to its cell; what was said while reading is not said again.
    fn take_finding(&mut self, draft: &mut Draft, finding: Finding) {
        let Place::Field { field: label, .. } = &finding.place else {
            draft.bad |= finding.grade == Grade::Must;
            self.push(finding);
            return;
        };
        const OF_ONE_FIELD: [&str; 6] =
            ["required", "required_when", "range", "length", "code", "code_not_in_force"];
        if draft.faulty.contains(label)
            || (!draft.faulty.is_empty() && !OF_ONE_FIELD.contains(&finding.rule))
        {
            return;
        }
        let child = draft.children.iter().find_map(|(lines, places)| {
            let rest = label
                .strip_prefix(self.def.fields.get(*lines)?.label.as_str())?
                .strip_prefix('第')?;
            let (number, rest) = rest.split_once("行 ")?;
            let place = places.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some((place.0, place.1, rest.to_owned()))
        });
        let (sheet, row, label) = child.unwrap_or((draft.sheet, draft.number, label.clone()));
        let entry = &self.sheets[sheet];
        if finding.rule == "required" && entry.missing.contains(&label) {
            return;
        }
        let column = entry.columns.get(&label).map_or(String::new(), |it| it.0.clone());
        let place =
            Place::Cell { file: entry.file.clone(), sheet: entry.name.clone(), row, column, label };
        draft.bad |= finding.grade == Grade::Must;
        self.push(Finding { place, ..finding });
    }

    /// Rows without fault of their own that are left out because the record they belong to has one: the clerk gets
    /// the whole record back.
    fn hold_back(&mut self, drafts: &[Draft]) {
        let concerned = |draft: &&Draft| draft.bad && !self.sheets[draft.sheet].blocked;
        if self.ruined || !drafts.iter().any(|it| concerned(&it)) {
            return;
        }
        let said: HashSet<(&str, &str, u32)> = self
            .reading
            .findings
            .iter()
            .filter(|it| it.grade == Grade::Must)
            .filter_map(|it| match &it.place {
                Place::Cell { file, sheet, row, .. } => Some((file.as_str(), sheet.as_str(), *row)),
                Place::Text { .. } | Place::Field { .. } | Place::Whole { .. } => None,
            })
            .collect();
        let mut held = Vec::new();
        for draft in drafts.iter().filter(concerned) {
            let children = draft.children.iter().flat_map(|it| it.1.iter().copied());
            let mut rows: Vec<(usize, u32)> = std::iter::once((draft.sheet, draft.number))
                .chain(draft.further.iter().copied())
                .chain(children)
                .collect();
            rows.sort_unstable();
            rows.dedup();
            for (sheet, row) in rows {
                let entry = &self.sheets[sheet];
                if !said.contains(&(entry.file.as_str(), entry.name.as_str(), row)) {
                    held.push(self.row_place(sheet, row));
                }
            }
        }
        for place in held {
            self.push(Finding::must(
                "held_back",
                place,
                "同一条记录的其他行有问题，这一行一并退回",
                "改好后与其他行一起重新导入",
            ));
        }
    }
}

/// The name under which findings speak of a file of child rows: 出勤登记-参加人员.csv.
pub(crate) fn part_name(file: &str, label: &str) -> String {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "csv"));
    format!("{stem}-{label}.{ending}")
}

fn missing_mend(field: &FieldDef) -> String {
    if field.aliases.is_empty() {
        return format!("请加上“{}”一列并逐行填写", field.label);
    }
    format!("请加上“{}”一列并逐行填写；也可写作“{}”", field.label, field.aliases.join("”“"))
}

/// A row of column numbers below the header: 1, 2, 3 … or 甲, 乙, 1, 2 ….
fn is_numbering(cells: &[Cell<'_>]) -> bool {
    let mut numbers = 0_u32;
    for cell in cells.iter().filter(|it| !it.is_blank()) {
        let text = match cell {
            Cell::Number { value, .. } => value.to_string(),
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Empty | Cell::Moment { .. } | Cell::YesNo(_) | Cell::Error(_) => return false,
        };
        if text == (numbers + 1).to_string() {
            numbers += 1;
        } else if numbers > 0 || !matches!(text.as_str(), "甲" | "乙" | "丙" | "丁") {
            return false;
        }
    }
    numbers >= 3
}

fn is_repeated_header(state: &Progress<'_>, line: &Line<'_, '_>) -> bool {
    let same = |(at, text): &(usize, String)| {
        line.cells
            .get(*at)
            .and_then(Cell::text)
            .is_some_and(|it| it.len() < 200 && tidy(it) == *text)
    };
    state.repeated.len() > 1 && state.repeated.iter().take(3).all(same)
}

/// Words with which the lines below a table begin.
const NOTE_WORDS: [&str; 26] = [
    "说明",
    "注",
    "备注",
    "附注",
    "填表",
    "填报",
    "制表",
    "审核",
    "复核",
    "审批",
    "负责人",
    "单位负责人",
    "主要负责人",
    "分管领导",
    "分管负责人",
    "经办",
    "经手",
    "联系人",
    "联系电话",
    "统计负责人",
    "部门负责人",
    "股室负责人",
    "打印日期",
    "报送",
    "单位(盖章)",
    "单位盖章",
];

/// A note below the table: 说明：…, 填表人：… 审核：…; and the lines that go on below it.
fn is_note(state: &mut Progress<'_>, line: &Line<'_, '_>) -> bool {
    let mut filled = line.cells.iter().filter(|it| !it.is_blank());
    let Some(first) = filled.next() else { return false };
    let alone = filled.next().is_none();
    if state.seen_note && alone {
        return true;
    }
    let Some(text) = first.text() else { return false };
    let known = NOTE_WORDS.iter().any(|it| text.trim_start().starts_with(it));
    if !known {
        return false;
    }
    let tidied = tidy(text);
    let note = NOTE_WORDS.iter().any(|word| {
        tidied.strip_prefix(word).is_some_and(|rest| {
            let rest = rest.trim_start_matches(['人', '员', '时', '间', '日', '期']);
            rest.starts_with(':')
                || (alone && (rest.is_empty() || rest.starts_with(|it: char| it.is_ascii_digit())))
        })
    });
    state.seen_note |= note;
    note
}
