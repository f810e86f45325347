//! Workbooks, read in one stream (工作簿).
//!
//! Formulas give the value that the spreadsheet program last computed.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use terms::{Finding, Place};

use crate::guard::damaged;
use crate::table::{Broken, COLUMNS_MAX, Cell, Line, Merged, ROWS_MAX};

pub(crate) struct Workbook<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
    /// Whether some sheet may have merged cells; looking for them costs a second pass.
    has_merged: bool,
    since_1904: bool,
}

impl<'a> Workbook<'a> {
    pub(crate) fn open(
        file: &str,
        bytes: &'a [u8],
        has_merged: bool,
    ) -> Result<Workbook<'a>, Box<Finding>> {
        match Xlsx::new(Cursor::new(bytes)) {
            Ok(inner) => {
                let since_1904 = inner.has_1904_epoch();
                Ok(Workbook { inner, has_merged, since_1904 })
            }
            Err(XlsxError::Password) => Err(Box::new(Finding::must(
                "encrypted",
                Place::Whole { name: file.to_owned() },
                "工作簿设有打开密码",
                "请去掉密码后再导入",
            ))),
            Err(_) => Err(Box::new(damaged(file))),
        }
    }

    pub(crate) fn sheets(&self) -> Vec<String> {
        let sheets = self.inner.sheets_metadata().iter();
        sheets
            .filter(|it| it.typ == SheetType::WorkSheet && it.visible == SheetVisible::Visible)
            .map(|it| it.name.clone())
            .collect()
    }

    pub(crate) fn merged(&mut self, sheet: &str) -> Vec<Merged> {
        if !self.has_merged {
            return Vec::new();
        }
        let found = self.inner.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let mut merged: Vec<Merged> = found
            .iter()
            .filter(|it| it.start.0 <= it.end.0 && it.start.1 <= it.end.1)
            .map(|it| Merged {
                top: it.start.0,
                bottom: it.end.0,
                left: usize::try_from(it.start.1).unwrap_or(usize::MAX),
                right: usize::try_from(it.end.1).unwrap_or(usize::MAX),
            })
            .filter(|it| it.left < COLUMNS_MAX)
            .collect();
        merged.sort();
        merged
    }

    pub(crate) fn rows_expected(&mut self, sheet: &str) -> u64 {
        self.inner
            .worksheet_cells_reader(sheet)
            .map_or(0, |it| u64::from(it.dimensions().end.0) + 1)
    }

    /// Whether serial numbers count from 1904.
    pub(crate) fn since_1904(&self) -> bool {
        self.since_1904
    }

    /// Styles by number, for returning cells as they looked.
    pub(crate) fn styles(&mut self, sheet: &str) -> Vec<Style> {
        self.inner.worksheet_cells_reader(sheet).map_or(Vec::new(), |it| it.styles().to_vec())
    }

    pub(crate) fn scan(
        &mut self,
        sheet: &str,
        merged: &[Merged],
        visit: &mut dyn FnMut(&Line<'_, '_>) -> ControlFlow<()>,
    ) -> Result<(), Broken> {
        let since_1904 = self.since_1904;
        let mut reader = self.inner.worksheet_cells_reader(sheet).map_err(|_| Broken::Damaged)?;
        let percent: Vec<bool> = reader.styles().iter().map(is_percent).collect();
        let mut rows = Rows {
            merged,
            next_merged: 0,
            active: Vec::new(),
            cells: Vec::new(),
            styles: Vec::new(),
            repeated: Vec::new(),
        };
        let mut current = 0_u32;
        while let Some((cell, style)) =
            reader.next_cell_with_style_id().map_err(|_| Broken::Damaged)?
        {
            let (row, column) = cell.get_position();
            if row >= ROWS_MAX {
                return Err(Broken::TooManyRows);
            }
            if row != current {
                if rows.send(current, visit).is_break() {
                    return Ok(());
                }
                current = row;
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if column > COLUMNS_MAX {
                continue;
            }
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(*text)),
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    Cell::Text(Cow::Owned(text.clone()))
                }
                DataRef::Float(value) => Cell::Number {
                    value: *value,
                    percent: percent.get(style).copied().unwrap_or(false),
                },
                DataRef::Int(value) => match i32::try_from(*value) {
                    Ok(value) => Cell::Number { value: f64::from(value), percent: false },
                    Err(_) => Cell::Text(Cow::Owned(value.to_string())),
                },
                DataRef::DateTime(moment) => Cell::Moment { serial: moment.as_f64(), since_1904 },
                DataRef::Bool(yes) => Cell::YesNo(*yes),
                DataRef::Error(error) => Cell::Error(error.to_string()),
            };
            rows.put(column, value, style);
        }
        let _ = rows.send(current, visit);
        Ok(())
    }
}

fn is_percent(style: &Style) -> bool {
    style
        .number_format
        .as_ref()
        .is_some_and(|it| shows_percent(&it.format_code) || matches!(it.format_id, Some(9 | 10)))
}

/// Whether a number format multiplies by a hundred. A mark between quotes or behind a backslash, a low line or a star is
/// only drawn: `0"%"` shows 35 as 35%.
fn shows_percent(code: &str) -> bool {
    let mut quoted = false;
    let mut marks = code.chars();
    while let Some(mark) = marks.next() {
        match mark {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => {
                marks.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// The row that is being put together, and the merged cells that reach into it.
struct Rows<'m, 's> {
    merged: &'m [Merged],
    next_merged: usize,
    active: Vec<(Merged, Cell<'s>)>,
    cells: Vec<Cell<'s>>,
    styles: Vec<usize>,
    repeated: Vec<usize>,
}

impl<'s> Rows<'_, 's> {
    fn put(&mut self, column: usize, cell: Cell<'s>, style: usize) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
            self.styles.resize(column + 1, 0);
        }
        self.cells[column] = cell;
        self.styles[column] = style;
    }

    fn send(
        &mut self,
        row: u32,
        visit: &mut dyn FnMut(&Line<'_, '_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.repeated.clear();
        let blank = self.cells.iter().all(Cell::is_blank);
        if !self.merged.is_empty() {
            self.follow_merged(row, blank);
        }
        let flow = if blank {
            ControlFlow::Continue(())
        } else {
            let line = Line {
                row: row + 1,
                cells: &self.cells,
                repeated: &self.repeated,
                styles: &self.styles,
            };
            visit(&line)
        };
        self.cells.clear();
        self.styles.clear();
        flow
    }

    fn follow_merged(&mut self, row: u32, blank: bool) {
        self.active.retain(|it| it.0.bottom >= row);
        for at in 0..self.active.len() {
            let (merged, value) = (self.active[at].0, self.active[at].1.clone());
            if !blank && merged.top < row && self.cells.get(merged.left).is_none_or(Cell::is_blank)
            {
                self.put(merged.left, value, 0);
                self.repeated.push(merged.left);
            }
        }
        while let Some(merged) = self.merged.get(self.next_merged).filter(|it| it.top <= row) {
            self.next_merged += 1;
            let value = self.cells.get(merged.left).filter(|it| !it.is_blank());
            if merged.top == row
                && merged.bottom > row
                && let Some(value) = value
            {
                // Blocks of a column follow one another; a file where they overlap must not pile them up.
                let value = value.clone();
                self.active.retain(|it| it.0.left != merged.left);
                self.active.push((*merged, value));
            }
        }
    }
}
