//! Outlines of documents (报告提纲): a folder of paragraphs with slots.
//!
//! Text of a block may hold slots in braces: `{overload/cases_filed}` prints the figure with its unit;
//! `{id|bare}` without the unit; `{id|wan}` and `{id|yi}` in 万 and 亿; `{id|about}` with 约 before; `{id|odd}` with 余
//! before the unit; `{id|places=2}`; `{id|trend}` as 上升x%, 下降x% or 持平, `{id|base}` the 上年同期 it starts from;
//! `{id|zero=未发生…}` prints that sentence when the figure is zero, `{id|zero=…|else=发生*}` says the other case as well,
//! `*` being the value. `{#name}` prints a declared constant, `{@field}` a field of the record in a loop or its `state`
//! (`|short` without year, `|empty=…` when not set); `{period}`, `{as_of}` (`|short`), `{months}`, `{year}`,
//! `{last_year}` are words of the period. `{{` is a brace.

use terms::Period;

use crate::{ConditionDef, Order};

/// When a block is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenDef {
    /// Indicator id.
    pub figure: String,
    /// What is asked of it.
    pub is: WhenTest,
}

/// What a block asks of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenTest {
    /// The value is zero.
    Zero,
    /// The value is there and not zero.
    NotZero,
    /// The value is above zero (同比上升).
    Up,
    /// The value is below zero.
    Down,
    /// There is no value.
    Missing,
    /// There is a value.
    Known,
    /// Above 100, of a percentage.
    Over100,
}

/// One block of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockDef {
    /// Heading level 1 to 4, or 0 for a paragraph. Numbers (一、（一）1.（1）) are set by the program, never written.
    pub level: u8,
    /// Heading text (level 1 to 4), without number and final mark; empty for a paragraph.
    pub heading: String,
    /// Body text with slots; may follow a heading in the same paragraph. Empty for a heading that stands alone.
    pub text: String,
    /// What has to be settled before the report may go out (须先办的事), with slots; empty where nothing has to be. A
    /// block whose conditions hold, or each record of its loop, then stops the report with this finding.
    pub must: String,
    /// Conditions for printing, all together.
    pub when: Vec<WhenDef>,
    /// Loop over the records of this ledger.
    pub each: Option<String>,
    /// Conditions on the looped records.
    pub each_where: Vec<ConditionDef>,
    /// Order of the looped records.
    pub each_sort: Vec<Order>,
    /// A table of figures, instead of text.
    pub table: Option<TableDef>,
    /// Line in the file, for messages.
    pub line: u32,
    /// File, for messages.
    pub file: String,
}

/// A table of figures (数据表): one indicator a row, this period beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDef {
    /// Title above the table; may hold slots of the period.
    pub title: String,
    /// Indicator ids, one a row.
    pub rows: Vec<String>,
    /// Columns behind title and unit.
    pub columns: Vec<TableColumn>,
}

/// What a column of a table of figures says (数据表的列).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableColumn {
    /// 本期: the value of the report's period.
    Value,
    /// 上期: the value of the period before.
    Previous,
    /// 环比: the change from the period before, in %; of percentages in points.
    OnPrevious,
    /// 上年同期: the value of the same period a year earlier.
    LastYear,
    /// 同比: the change from it.
    OnLastYear,
    /// 本年累计: from the first day of the year.
    Cumulative,
}

impl TableColumn {
    /// The words used in definition files.
    pub const WORDS: [(&'static str, TableColumn); 6] = [
        ("value", TableColumn::Value),
        ("previous", TableColumn::Previous),
        ("on_previous", TableColumn::OnPrevious),
        ("last_year", TableColumn::LastYear),
        ("on_last_year", TableColumn::OnLastYear),
        ("cumulative", TableColumn::Cumulative),
    ];
}

/// `outline.toml` of a report folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutlineDef {
    /// Title lines with slots, e.g. `县交通运输局{period}工作总结`.
    pub title: Vec<String>,
    /// Signing office (发文机关署名).
    pub signature: String,
    /// File name pattern without extension, e.g. `{period}工作总结`.
    pub file_name: String,
    /// Days after the as-of day on which the document is dated.
    pub dated_after_days: u32,
    /// Kind of period it is for: `half`, `month`, …; empty for any.
    pub for_period: String,
    /// Section files in order, relative to the folder.
    pub sections: Vec<String>,
    /// Declared constants: name, text, source.
    pub constants: Vec<(String, String, String)>,
    /// Names that contain digits or numerals and are not numbers, such as “1+123”.
    pub names: Vec<String>,
}

/// A report: one folder under `defs/reports/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDef {
    /// Id: the folder's name.
    pub id: String,
    /// Title of the report in lists.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The outline.
    pub outline: OutlineDef,
    /// All blocks in order.
    pub blocks: Vec<BlockDef>,
    /// First 16 hex digits of the SM3 digest of all files of the folder.
    pub fingerprint: String,
    /// Path of `outline.toml`.
    pub file: String,
}

impl ReportDef {
    /// The word by which definitions name a kind of period: `half`, `month`, …
    #[must_use]
    pub const fn period_word(period: Period) -> &'static str {
        match period {
            Period::Year(_) => "year",
            Period::Half(..) => "half",
            Period::Quarter(..) => "quarter",
            Period::Month(..) => "month",
            Period::Week(..) => "week",
            Period::Days(..) => "days",
        }
    }

    /// Whether it is drawn up for periods of this kind.
    #[must_use]
    pub fn is_for(&self, period: Period) -> bool {
        let wanted = self.outline.for_period.as_str();
        wanted.is_empty() || wanted == ReportDef::period_word(period)
    }
}
