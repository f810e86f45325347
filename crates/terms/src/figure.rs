//! Figures: a value that knows where it comes from (数).

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::Period;

/// One computed figure (数): value, unit, definition, period, as-of, and how many records stand behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Indicator id such as `overload/cases_filed`.
    pub id: String,
    /// The numbers of the requirement register that this indicator answers, such as `F061`.
    pub refs: Vec<String>,
    /// Title in Chinese, as in a table of figures.
    pub title: String,
    /// The exact value in `unit`, unrounded; `None` where it cannot be computed (see `note`).
    pub value: Option<Decimal>,
    /// The unit it is printed in: 宗, 人次, 万元, %, …
    pub unit: String,
    /// Decimal places when printed, rounded half up, trailing zeros dropped.
    pub places: u32,
    /// The period asked for.
    pub period: Period,
    /// The day at which stocks are taken and clocks stand, usually the last day of the period.
    pub as_of: Date,
    /// How many rows open behind the figure, over all its parts.
    pub records: u64,
    /// The parts that open separately: one for a count or sum; numerator and denominator for a ratio; and so on.
    pub parts: Vec<FigurePart>,
    /// First 16 hex digits of the SM3 digest of the definition that computed it.
    pub fingerprint: String,
    /// What the reader must know besides the value: months without zero confirmation, a missing base, the reason of
    /// a rate above 100 %. Empty when there is nothing to say.
    pub notes: Vec<String>,
}

/// A part of a figure that opens its own list (构成).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePart {
    /// What the part is to the figure, in Chinese: 记录, 分子, 分母, 本期, 上年同期, 零报告确认.
    pub role: String,
    /// The part's own value before it enters the figure, in `unit`.
    pub value: Option<Decimal>,
    /// Unit of the part.
    pub unit: String,
    /// Rows that open behind the part.
    pub records: u64,
    /// Where the rows come from.
    pub source: FigureSource,
}

/// Where the rows of a figure's part come from (来源).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureSource {
    /// Records of a ledger, or rows of one of its line fields.
    Ledger {
        /// Ledger id.
        ledger: String,
        /// Name of the lines field when child rows are counted.
        lines: Option<String>,
    },
    /// A sealed value of an earlier period.
    Sealed {
        /// Indicator id.
        indicator: String,
        /// The sealed period.
        period: Period,
    },
}

impl Figure {
    /// The value as printed: rounded half up to `places`, trailing zeros dropped, no thousands mark.
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        self.value.map(|value| crate::plain(crate::half_up(value, self.places)))
    }
}
