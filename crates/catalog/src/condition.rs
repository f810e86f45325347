//! The closed list of conditions that definitions may use (条件).
//!
//! No expressions, no eval: what this list cannot say is a named rule in Rust. Conditions of a definition may speak of
//! roles of the period (in the period, by the as-of day); with a period they become [`crate::Condition`]s.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Fen, Kilograms, Value, plain};

use crate::{Compare, FieldType};

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
    /// Another field of the same row: `{ field = "due_on" }`.
    Field(String),
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
    /// Name of the field, or `state`, or `office`; `record.<field>` for the record that a child row belongs to;
    /// `<link>.<field>` for the record that a link names.
    pub field: String,
    /// What is asked.
    pub test: TestDef,
}

impl ConstantDef {
    /// As a person would write it.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            ConstantDef::Text(text) => text.clone(),
            ConstantDef::Number(number) => plain(*number),
            ConstantDef::Date(day) => day.to_string(),
            ConstantDef::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            ConstantDef::Field(name) => name.clone(),
        }
    }
}

impl TestDef {
    /// The other field of the row that is compared with, and how (字段比字段).
    #[must_use]
    pub fn beside(&self) -> Option<(Compare, &str)> {
        let (comparison, constant) = match self {
            TestDef::Eq(it) => (Compare::Eq, it),
            TestDef::Not(it) => (Compare::Not, it),
            TestDef::Less(it) => (Compare::Less, it),
            TestDef::AtMost(it) => (Compare::AtMost, it),
            TestDef::More(it) => (Compare::More, it),
            TestDef::AtLeast(it) => (Compare::AtLeast, it),
            TestDef::In(_)
            | TestDef::NotIn(_)
            | TestDef::Between(..)
            | TestDef::IsSet(_)
            | TestDef::Role(_) => return None,
        };
        if let ConstantDef::Field(name) = constant { Some((comparison, name)) } else { None }
    }
}

/// Whether values of two fields can stand beside each other: numbers of one kind, days, words.
#[must_use]
pub fn comparable(one: &FieldType, other: &FieldType, comparison: Compare) -> bool {
    let plain = |it: &FieldType| matches!(it, FieldType::Integer | FieldType::Decimal { .. });
    let ordered = |it: &FieldType| {
        matches!(
            it,
            FieldType::Money
                | FieldType::Mass
                | FieldType::Date
                | FieldType::DateTime
                | FieldType::Time
                | FieldType::Stake
        )
    };
    let equal_only = matches!(comparison, Compare::Eq | Compare::Not);
    let kept_whole = !matches!(
        one,
        FieldType::Lines { .. } | FieldType::LongText | FieldType::Point | FieldType::File
    );
    (plain(one) && plain(other))
        || (ordered(one) && one == other)
        || (equal_only && kept_whole && one.word() == other.word() && !one.is_number())
}

/// The constant as a value of a field of this type: money is written in yuan, mass in kilograms, stakes as `K24+450`,
/// codes by their code.
///
/// # Errors
/// A Chinese sentence that says what the field wants.
pub fn typed_constant(ty: &FieldType, constant: &ConstantDef) -> Result<Value, String> {
    let wrong = || format!("常量“{}”不能与{}字段比较", constant.in_words(), ty.label());
    // Exact decimals may stand in quotes.
    let number = match constant {
        ConstantDef::Text(text) if ty.is_number() => {
            terms::read_decimal(text).map(ConstantDef::Number)
        }
        ConstantDef::Text(_)
        | ConstantDef::Number(_)
        | ConstantDef::Date(_)
        | ConstantDef::YesNo(_)
        | ConstantDef::Field(_) => None,
    };
    let constant = number.as_ref().unwrap_or(constant);
    match (ty, constant) {
        (FieldType::Integer, ConstantDef::Number(number)) => {
            whole(*number).map(Value::Integer).ok_or_else(wrong)
        }
        (FieldType::Decimal { places }, ConstantDef::Number(number))
            if number.normalize().scale() <= *places =>
        {
            Ok(Value::Decimal(number.normalize()))
        }
        (FieldType::Money, ConstantDef::Number(number)) => {
            Fen::from_yuan(*number).map(Value::Money).ok_or_else(wrong)
        }
        (FieldType::Mass, ConstantDef::Number(number)) => {
            whole(*number).map(|it| Value::Mass(Kilograms(it))).ok_or_else(wrong)
        }
        (FieldType::Date, ConstantDef::Date(day)) => Ok(Value::Date(*day)),
        (FieldType::DateTime, ConstantDef::Date(day)) => Ok(Value::DateTime(day.at(0, 0, 0, 0))),
        (FieldType::YesNo, ConstantDef::YesNo(yes)) => Ok(Value::YesNo(*yes)),
        (FieldType::Stake, ConstantDef::Text(text)) => {
            text.parse().map(Value::Stake).map_err(|_| wrong())
        }
        (FieldType::Time, ConstantDef::Text(text)) => {
            terms::read_time(text).map(Value::Time).ok_or_else(wrong)
        }
        (
            FieldType::Text { .. }
            | FieldType::LongText
            | FieldType::Code { .. }
            | FieldType::Person
            | FieldType::Organisation
            | FieldType::Division
            | FieldType::Road
            | FieldType::Plate
            | FieldType::Phone
            | FieldType::IdNumber
            | FieldType::CreditCode
            | FieldType::Link { .. }
            | FieldType::Indicator,
            ConstantDef::Text(text),
        ) => Ok(Value::Text(text.clone())),
        _ => Err(wrong()),
    }
}

fn whole(number: Decimal) -> Option<i64> {
    if number.fract().is_zero() { number.trunc().try_into().ok() } else { None }
}

/// As [`holds`], where the test may also speak of another field of the row.
#[must_use]
pub fn holds_beside<'v>(
    ty: &FieldType,
    value: Option<&Value>,
    test: &TestDef,
    other: impl FnOnce(&str) -> Option<&'v Value>,
) -> bool {
    let Some((comparison, name)) = test.beside() else { return holds(ty, value, test) };
    let (Some(value), Some(other)) = (value, other(name)) else {
        return comparison == Compare::Not;
    };
    // Numbers of different places, such as 3 and 3.0, are equal.
    let order = match (value.as_number(), other.as_number()) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => value.cmp(other),
    };
    match comparison {
        Compare::Eq => order.is_eq(),
        Compare::Not => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::AtMost => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::AtLeast => order.is_ge(),
    }
}

/// Whether a row's value passes a test that speaks of no period. Roles never hold here: the loader refuses them where
/// there is no period.
#[must_use]
pub fn holds(ty: &FieldType, value: Option<&Value>, test: &TestDef) -> bool {
    let typed = |constant: &ConstantDef| typed_constant(ty, constant).ok();
    let compare = |constant: &ConstantDef, wanted: &[Ordering]| match (value, typed(constant)) {
        (Some(value), Some(constant)) => wanted.contains(&value.cmp(&constant)),
        _ => false,
    };
    match test {
        TestDef::Eq(constant) => compare(constant, &[Ordering::Equal]),
        TestDef::Not(constant) => !compare(constant, &[Ordering::Equal]),
        TestDef::In(constants) => constants.iter().any(|it| compare(it, &[Ordering::Equal])),
        TestDef::NotIn(constants) => !constants.iter().any(|it| compare(it, &[Ordering::Equal])),
        TestDef::Less(constant) => compare(constant, &[Ordering::Less]),
        TestDef::AtMost(constant) => compare(constant, &[Ordering::Less, Ordering::Equal]),
        TestDef::More(constant) => compare(constant, &[Ordering::Greater]),
        TestDef::AtLeast(constant) => compare(constant, &[Ordering::Greater, Ordering::Equal]),
        TestDef::Between(low, high) => {
            compare(low, &[Ordering::Greater, Ordering::Equal])
                && compare(high, &[Ordering::Less, Ordering::Equal])
        }
        TestDef::IsSet(wanted) => value.is_some() == *wanted,
        TestDef::Role(_) => false,
    }
}
