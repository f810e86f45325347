//! What a plan asks, and what it is answered (取数).

use catalog::{Aggregate, Answer, Query};
use rust_decimal::Decimal;
use terms::Period;

/// One question, a leaf of a plan. Equal asks have equal answers: they may be asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "asks are few, and nearly all are of rows")]
pub enum Ask {
    /// Rows of a ledger and how they become one number.
    Rows {
        /// Which rows; the list behind the number is this very query.
        query: Query,
        /// How they become a number.
        aggregate: Aggregate,
        /// How many kept units one printed unit is: the answer is divided by it (fen in 万元: 1,000,000).
        factor: Decimal,
        /// The unit after division.
        unit: String,
    },
    /// The sealed value of an earlier period, or the imported one (封存数、历史值).
    Sealed {
        /// Indicator id.
        indicator: String,
        /// The earlier period.
        period: Period,
    },
}

/// The answer to one [`Ask`], of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskAnswer {
    /// What the ledger answers: the number in kept units, and how many rows stand behind it.
    Rows(Answer),
    /// What the sealed values answer.
    Sealed {
        /// The value in `unit`; `None` when the period was neither sealed nor imported.
        value: Option<Decimal>,
        /// Unit of the value; may differ from the indicator's when the definition has changed since.
        unit: String,
        /// Where it comes from, in words: 2020年上半年封存数, or the title of the imported document.
        source: String,
    },
}
