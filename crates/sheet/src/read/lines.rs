//! Which lines of a sheet are rows of the table (行): 合计 rows are checked, notes and repeated headers passed over.

use rust_decimal::Decimal;
use terms::{Finding, Place};

use super::{FileReader, Progress, Used};
use crate::cell::{is_placeholder, unit_of};
use crate::header::tidy;
use crate::table::{COLUMNS_MAX, Cell, Line};
use crate::total::{Span, TotalCheck, total_row};

impl<'c> FileReader<'c, '_> {
    /// Whether a line is a row of the table; 合计 rows are checked here, notes and repeated headers passed over.
    pub(super) fn is_row(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>) -> Option<u64> {
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

    pub(super) fn compare(
        &mut self,
        used: &Used<'c>,
        word: &str,
        place: Place,
        stated: Decimal,
        span: Span,
    ) {
        let Some((kept, rows)) = used.sums.of(span) else { return };
        let Some(summed) = kept.checked_div(used.factor) else { return };
        let unit = used.unit.as_deref().or(used.field.and_then(unit_of)).unwrap_or("").to_owned();
        let check = TotalCheck { place, word: word.to_owned(), stated, summed, rows, unit };
        self.reading.findings.extend(check.finding());
        self.reading.totals.push(check);
    }
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
