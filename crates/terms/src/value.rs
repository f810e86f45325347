//! One typed value of one field (值).
//!
//! Text-like field types (code, person, organisation, division, road, plate, phone, identity number, file, point,
//! link) are kept as canonical text: the type of the field has read them once, so equal things are equal texts.

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

use crate::{Fen, Kilograms, Stake, plain};

/// A value as ledgers keep it; which variant belongs to which field type is said by the catalog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Canonical text, never empty.
    Text(String),
    /// A whole number without a unit of its own.
    Integer(i64),
    /// An exact decimal with at most the places of its field.
    Decimal(Decimal),
    /// Money in fen.
    Money(Fen),
    /// Mass in kilograms.
    Mass(Kilograms),
    /// A stake along a route.
    Stake(Stake),
    /// A calendar day.
    Date(Date),
    /// A time of day, to the second.
    Time(Time),
    /// A local date and time, to the second.
    DateTime(DateTime),
    /// Yes or no (是否).
    YesNo(bool),
}

impl Value {
    /// The text inside, for text-like values.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The day inside, of a date or a date with time.
    #[must_use]
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(day) => Some(*day),
            Value::DateTime(at) => Some(at.date()),
            Value::Text(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Money(_)
            | Value::Mass(_)
            | Value::Stake(_)
            | Value::Time(_)
            | Value::YesNo(_) => None,
        }
    }

    /// The number inside in the unit it is kept in: fen for money, kilograms for mass, metres for stakes.
    #[must_use]
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Integer(number) => Some(Decimal::from(*number)),
            Value::Decimal(number) => Some(*number),
            Value::Money(fen) => Some(Decimal::from(fen.0)),
            Value::Mass(mass) => Some(Decimal::from(mass.0)),
            Value::Stake(stake) => Some(stake.metres()),
            Value::Text(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::YesNo(_) => None,
        }
    }

    /// The canonical text, as it is exported, audited and shown: money in yuan, mass in kilograms, days as
    /// `2021-06-30`, yes and no as 是 and 否. Reading it back with the field's type gives the same value.
    #[must_use]
    pub fn canonical(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => plain(*number),
            Value::Money(fen) => plain(fen.yuan()),
            Value::Mass(mass) => mass.0.to_string(),
            Value::Stake(stake) => stake.to_string(),
            Value::Date(day) => day.to_string(),
            Value::Time(time) => time.strftime("%H:%M:%S").to_string(),
            Value::DateTime(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Value::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
        }
    }
}
