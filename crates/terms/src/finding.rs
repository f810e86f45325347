//! Findings: what a check says about the world (问题).
//!
//! A finding is data, never an error: bad definitions, bad rows, bad documents are all `Vec<Finding>`.

use std::fmt;

/// How serious a finding is (等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 可改进: may be improved, nothing is wrong.
    Improve,
    /// 建议核实: probably wrong, a person must look.
    Verify,
    /// 必须修改: wrong; the thing is not taken in until it is mended.
    Must,
}

impl Grade {
    /// The grade as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Grade::Improve => "可改进",
            Grade::Verify => "建议核实",
            Grade::Must => "必须修改",
        }
    }
}

/// Where a finding points (位置).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A line and column of a text file; both count from 1, columns in characters.
    Text {
        /// Path as the user knows it.
        file: String,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
    },
    /// A cell of a sheet; row from 1 as the spreadsheet program shows it.
    Cell {
        /// File name.
        file: String,
        /// Sheet name; empty for CSV.
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// Column letters such as `AB`; empty when the whole row is meant.
        column: String,
        /// Header of the column; empty when the whole row is meant.
        label: String,
    },
    /// A field of a record.
    Field {
        /// Ledger id such as `overload/case`.
        ledger: String,
        /// The record as staff name it (its key).
        record: String,
        /// Label of the field; empty when the whole record is meant.
        field: String,
    },
    /// The thing as a whole.
    Whole {
        /// What it is: a file, a base, a period.
        name: String,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Text { file, line, column } => write!(out, "{file} 第{line}行第{column}列"),
            Place::Cell { file, sheet, row, column, label } => {
                write!(out, "{file}")?;
                if !sheet.is_empty() {
                    write!(out, "〔{sheet}〕")?;
                }
                if *row > 0 {
                    write!(out, "第{row}行")?;
                }
                if !column.is_empty() {
                    write!(out, "{column}列")?;
                }
                if !label.is_empty() {
                    write!(out, "“{label}”")?;
                }
                Ok(())
            }
            Place::Field { ledger, record, field } => {
                write!(out, "{ledger}")?;
                if !record.is_empty() {
                    write!(out, " {record}")?;
                }
                if !field.is_empty() {
                    write!(out, "“{field}”")?;
                }
                Ok(())
            }
            Place::Whole { name } => write!(out, "{name}"),
        }
    }
}

/// What a rule says about one thing (问题): where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// Id of the rule that speaks, e.g. `required` or `unknown_key`; stable, lower case with underscores.
    pub rule: &'static str,
    /// How serious it is.
    pub grade: Grade,
    /// Where it is.
    pub place: Place,
    /// What is wrong, one Chinese sentence without the final full stop.
    pub what: String,
    /// How to mend it, one Chinese sentence without the final full stop; empty when `what` says it already.
    pub mend: String,
}

impl Finding {
    /// A finding that must be mended.
    pub fn must(
        rule: &'static str,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Finding {
        Finding { rule, grade: Grade::Must, place, what: what.into(), mend: mend.into() }
    }

    /// A finding that a person should look at.
    pub fn verify(
        rule: &'static str,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Finding {
        Finding { rule, grade: Grade::Verify, place, what: what.into(), mend: mend.into() }
    }

    /// A hint.
    pub fn improve(
        rule: &'static str,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Finding {
        Finding { rule, grade: Grade::Improve, place, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}：{}", self.place, self.what)?;
        if !self.mend.is_empty() {
            write!(out, "。{}", self.mend)?;
        }
        Ok(())
    }
}
