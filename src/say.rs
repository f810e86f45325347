//! Speaking to people (说话): tables, findings and JSON on the terminal, all Chinese made here.

use std::fmt;
use std::io::{self, Write as _};

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use terms::{Finding, Grade, Place};

use crate::flow::capture::Stage;

/// Findings that stop a command: shown one by one, exit code 1.
#[derive(Debug)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl fmt::Display for Findings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, finding) in self.0.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            write!(out, "{} {finding}", finding.grade.label())?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}

/// Writes to standard output; a closed pipe (`| head`) ends the program quietly.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{text}").is_err() {
        std::process::exit(0);
    }
}

/// Writes to standard error: progress, hints and findings beside a result.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}"); // Nobody reads any more: nothing to do.
}

/// Why something could not be done, in Chinese: causes that only a programmer reads are left out, the system's own are
/// translated.
pub(crate) fn failure(error: &anyhow::Error) -> String {
    let chinese = |text: &String| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    let all: Vec<String> =
        error.chain().map(|it| it.downcast_ref().map_or_else(|| it.to_string(), system)).collect();
    let said: Vec<&str> = all.iter().filter(|it| chinese(it)).map(String::as_str).collect();
    if said.is_empty() { format!("办不成：{}", all.join("：")) } else { said.join("：") }
}

/// What the operating system refused, in Chinese.
fn system(error: &io::Error) -> String {
    let known = [
        (io::ErrorKind::NotFound, "没有这个文件或文件夹"),
        (io::ErrorKind::PermissionDenied, "没有权限"),
        (io::ErrorKind::ReadOnlyFilesystem, "磁盘只读"),
        (io::ErrorKind::StorageFull, "磁盘已满"),
        (io::ErrorKind::QuotaExceeded, "磁盘配额已满"),
        (io::ErrorKind::FileTooLarge, "文件超过系统允许的大小"),
        (io::ErrorKind::IsADirectory, "这是文件夹，不是文件"),
        (io::ErrorKind::NotADirectory, "路径中有一段不是文件夹"),
        (io::ErrorKind::AlreadyExists, "已有同名的文件"),
        (io::ErrorKind::InvalidData, "内容不是 UTF-8 文字"),
    ];
    let words = known.iter().find(|it| it.0 == error.kind()).map(|it| it.1);
    words.map_or_else(|| format!("系统报告 {error}"), str::to_owned)
}

/// A refusal in one sentence: for people, and as JSON for programs.
pub(crate) fn refusal(what: &str, json: bool) {
    if json {
        json_out(&json!([{ "rule": "refused", "grade": Grade::Must.label(), "what": what }]));
    }
    aside(what);
}

/// Bars that show how far an import has come; none when `quiet`.
pub(crate) fn bars(quiet: bool) -> impl FnMut(Stage, u64, u64) + Send {
    let mut shown: Option<(Stage, ProgressBar)> = None;
    move |stage, done, total| {
        if quiet {
            return;
        }
        if shown.as_ref().is_none_or(|it| it.0 != stage) {
            if let Some((_, old)) = shown.take() {
                old.finish_and_clear();
            }
            shown = Some((stage, bar(stage)));
        }
        if let Some((_, bar)) = &shown {
            bar.set_length(total);
            bar.set_position(done);
            if stage != Stage::Read && done >= total {
                bar.finish_and_clear();
            }
        }
    }
}

fn bar(stage: Stage) -> ProgressBar {
    let what = match stage {
        Stage::Read => "读取",
        Stage::Compare => "比对",
        Stage::Take => "入库",
    };
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} 行 {eta}")
        .expect("the template is well formed");
    ProgressBar::new(0).with_style(style).with_message(what)
}

/// Prints JSON.
pub(crate) fn json_out(value: &Json) {
    line(&serde_json::to_string_pretty(value).expect("plain values always serialise"));
}

/// Prints findings for people, or as JSON; gives whether one must be mended.
pub(crate) fn findings(findings: &[Finding], json: bool) -> bool {
    if json {
        json_out(&Json::Array(findings.iter().map(|it| json!(SaidFinding::from(it))).collect()));
    } else {
        for finding in findings {
            aside(&format!("{} {finding}", finding.grade.label()));
        }
    }
    findings.iter().any(|it| it.grade == Grade::Must)
}

/// A finding as clients read it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Finding)]
pub(crate) struct SaidFinding {
    /// Id of the rule that speaks.
    rule: String,
    grade: SaidGrade,
    place: SaidPlace,
    /// What is wrong, one Chinese sentence without the final full stop.
    what: String,
    /// How to mend it; empty when `what` says it already.
    mend: String,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Grade)]
pub(crate) enum SaidGrade {
    /// Certainly wrong.
    #[serde(rename = "必须修改")]
    Must,
    /// Somebody must look.
    #[serde(rename = "建议核实")]
    Verify,
    /// Style.
    #[serde(rename = "可改进")]
    Improve,
}

/// Where a finding is: a place in a text, a cell of a sheet, a field of a record, or the thing as a whole.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
#[schema(as = Place)]
pub(crate) struct SaidPlace {
    /// File of a text or sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    file: Option<String>,
    /// Line of a text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sheet: Option<String>,
    /// Row of a sheet, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    column: Option<SaidColumn>,
    /// Header of the sheet's column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    label: Option<String>,
    /// Ledger of a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ledger: Option<String>,
    /// The record as staff name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    record: Option<String>,
    /// Label of the field; empty when the whole record is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// The thing as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
}

/// A column: of a text its number of characters from 1, of a sheet its letters.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
#[schema(as = Column)]
pub(crate) enum SaidColumn {
    /// In characters, from 1.
    Number(u32),
    /// Such as `AB`.
    Letters(String),
}

impl From<Grade> for SaidGrade {
    fn from(grade: Grade) -> SaidGrade {
        match grade {
            Grade::Must => SaidGrade::Must,
            Grade::Verify => SaidGrade::Verify,
            Grade::Improve => SaidGrade::Improve,
        }
    }
}

impl From<&Place> for SaidPlace {
    fn from(place: &Place) -> SaidPlace {
        let none = SaidPlace::default();
        match place.clone() {
            Place::Text { file, line, column } => SaidPlace {
                file: Some(file),
                line: Some(line),
                column: Some(SaidColumn::Number(column)),
                ..none
            },
            Place::Cell { file, sheet, row, column, label } => SaidPlace {
                file: Some(file),
                sheet: Some(sheet),
                row: Some(row),
                column: Some(SaidColumn::Letters(column)),
                label: Some(label),
                ..none
            },
            Place::Field { ledger, record, field } => {
                SaidPlace { ledger: Some(ledger), record: Some(record), field: Some(field), ..none }
            }
            Place::Whole { name } => SaidPlace { name: Some(name), ..none },
        }
    }
}

impl From<&Finding> for SaidFinding {
    fn from(finding: &Finding) -> SaidFinding {
        SaidFinding {
            rule: finding.rule.to_owned(),
            grade: finding.grade.into(),
            place: (&finding.place).into(),
            what: finding.what.clone(),
            mend: finding.mend.clone(),
        }
    }
}

/// A table on the terminal: columns as wide as their widest cell, Chinese characters counted as two.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Columns that are set right.
    right: Vec<usize>,
}

impl Table {
    pub(crate) fn new(header: &[&str]) -> Table {
        Table {
            header: header.iter().map(|it| (*it).to_owned()).collect(),
            rows: Vec::new(),
            right: Vec::new(),
        }
    }

    pub(crate) fn right(mut self, columns: &[usize]) -> Table {
        self.right = columns.to_vec();
        self
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(crate) fn print(&self) {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| {
                all().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        let ruler = widths.iter().map(|it| "─".repeat(*it)).collect::<Vec<_>>().join("──");
        line(&self.format(&self.header, &widths));
        line(&ruler);
        for row in &self.rows {
            line(&self.format(row, &widths));
        }
    }

    fn format(&self, row: &[String], widths: &[usize]) -> String {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, wide))| {
            let space = " ".repeat(wide.saturating_sub(width(cell)));
            if self.right.contains(&column) {
                format!("{space}{cell}")
            } else {
                format!("{cell}{space}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

/// Width on a terminal: East Asian wide characters take two columns.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|it| if is_wide(it) { 2 } else { 1 }).sum()
}

fn is_wide(mark: char) -> bool {
    matches!(u32::from(mark), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd
        | 0x2014..=0x2015 | 0x2018..=0x201d | 0x2026 | 0x00b7)
}

/// A text cut to a width, with … where something was cut.
pub(crate) fn short(text: &str, widest: usize) -> String {
    let text = text.replace('\n', " ");
    if width(&text) <= widest {
        return text;
    }
    let (mut cut, mut wide) = (String::new(), 0);
    for mark in text.chars() {
        wide += if is_wide(mark) { 2 } else { 1 };
        if wide > widest.saturating_sub(1) {
            break;
        }
        cut.push(mark);
    }
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(width("案件309宗"), 2 * 3 + 3);
        assert_eq!(short("超限超载违章案件", 9), "超限超载…");
        assert_eq!(short("短", 9), "短");
    }
}
