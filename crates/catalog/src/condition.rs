//! The closed list of conditions that definitions may use (条件).
//!
//! No expressions, no eval: what this list cannot say is a named rule in Rust. Conditions of a definition may speak of
//! roles of the period (in the period, by the as-of day); with a period they become [`crate::Condition`]s.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// A constant as a definition writes it; its type is checked against the field when the catalog is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstantDef {
    /// A string.
    Text(String),
    /// A number: an integer, or an exact decimal written as a string (`"0.30"`).
    Number(Decimal),
    /// A day, bare.
    Date(Date),
    /// `true` or `false`.
    YesNo(bool),
}

/// Which side of a date field the period stands on (日期的角色).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The day lies inside the period: `role = "in_period"`.
    InPeriod,
    /// The day is not later than the as-of day: `role = "by_as_of"`.
    ByAsOf,
    /// The day is empty or later than the as-of day: `role = "open_at_as_of"` (a thing still standing).
    OpenAtAsOf,
    /// The day lies in the same calendar year as the period's first day: `role = "in_year"`.
    InYear,
}

/// What is asked of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestDef {
    /// `eq = x`
    Eq(ConstantDef),
    /// `not = x`; a field that is not set also passes.
    Not(ConstantDef),
    /// `in = [x, y]`
    In(Vec<ConstantDef>),
    /// `not_in = [x, y]`; a field that is not set also passes.
    NotIn(Vec<ConstantDef>),
    /// `less = x`
    Less(ConstantDef),
    /// `at_most = x`
    AtMost(ConstantDef),
    /// `more = x`
    More(ConstantDef),
    /// `at_least = x`
    AtLeast(ConstantDef),
    /// `between = [x, y]`, both included.
    Between(ConstantDef, ConstantDef),
    /// `is_set = true` or `is_set = false`
    IsSet(bool),
    /// `role = "…"`, for date fields.
    Role(Role),
}

/// One condition: a field and what is asked of it (条件). Conditions of a list hold together (and).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionDef {
    /// Name of the field, or `state`, or `office`; `record.<field>` for the record that a child row belongs to.
    pub field: String,
    /// What is asked.
    pub test: TestDef,
}
