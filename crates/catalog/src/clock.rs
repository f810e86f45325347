//! Clocks (计时): which dates of a ledger start, stop, extend and end a term.

use crate::ConditionDef;

/// Where the limit comes from (期限来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitDef {
    /// A term of law, by its id in `defs/law/`.
    Law(String),
    /// A day that the paper itself states (文书载明的期限).
    Stated {
        /// Date field with the day.
        field: String,
        /// On what ground the paper may state it.
        cite: String,
    },
}

/// Child rows that stop a clock (停钟).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopsDef {
    /// Lines field.
    pub lines: String,
    /// Child field with the first day that is not counted.
    pub from: String,
    /// Child field with the first day that is counted again.
    pub until: String,
    /// Child field with the reason.
    pub why: String,
}

/// Child rows that extend a clock (延期).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionsDef {
    /// Lines field.
    pub lines: String,
    /// Child field with the day of approval.
    pub on: String,
    /// Child field with the number of units granted.
    pub amount: String,
    /// Child field with the reason.
    pub why: String,
    /// Child field with the person who approved.
    pub by: String,
}

/// One clock on the records of one ledger (时限).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockDef {
    /// English name, unique in its ledger.
    pub name: String,
    /// What must be done, such as 作出许可决定.
    pub label: String,
    /// Where the limit comes from.
    pub limit: LimitDef,
    /// Date field that starts it.
    pub start: String,
    /// Date field that ends it.
    pub end: String,
    /// Records on which it runs; all of them when empty.
    pub when: Vec<ConditionDef>,
    /// States in which it no longer runs although nothing was done, such as an application withdrawn.
    pub void_in: Vec<String>,
    /// What stops it.
    pub stops: Option<StopsDef>,
    /// What extends it.
    pub extensions: Option<ExtensionsDef>,
    /// Integer field with the promised number of units (承诺时限), not above the term of law.
    pub promised: Option<String>,
    /// Whether red and yellow cards are shown for it (红黄牌): permits under electronic supervision.
    pub cards: bool,
    /// Field with the person in charge; whoever last changed the record where there is none.
    pub who: Option<String>,
    /// With so many units left, or fewer, it is due soon; that of the lights where it is not said.
    pub remind: Option<u32>,
}

/// When lights change and cards are shown (亮灯与红黄牌), `defs/lights.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lights {
    /// With so many units left, or fewer, a clock is due soon (提醒).
    pub remind: u32,
    /// A yellow card not cured within so many working days becomes red.
    pub cure: u32,
    /// On what ground.
    pub cite: String,
}
