//! Definitions → tables and columns (表结构).
//!
//! Which column a field has, how its values are kept on either database, and how they are read back. Reading back
//! what was kept gives the same [`Value`]; both databases give the same.

use catalog::{FieldDef, FieldType, LedgerDef};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;
use sea_query::Value as Datum;
use sqlx::Row as _;
use terms::{Fen, Kilograms, Stake, Value, scaled};
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, Line};

/// Columns that every record table has before its fields, in order.
pub(crate) const META: [&str; 9] = [
    "id",
    "state",
    "version",
    "office",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "withdrawn_at",
];

/// Columns that every child table has before its fields, in order.
pub(crate) const LINE_META: [&str; 3] = ["record_id", "ordinal", "since_at"];

/// How a column keeps its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Canonical text.
    Text,
    /// Whole number.
    Integer,
    /// Exact decimal with this many places: scaled integer on SQLite, `NUMERIC(28, places)` on PostgreSQL.
    Decimal(u32),
    /// Fen.
    Money,
    /// Kilograms.
    Mass,
    /// Millimetres from K0+000.
    Stake,
    /// Day.
    Date,
    /// Time of day.
    Time,
    /// Local date and time.
    DateTime,
    /// Yes or no.
    YesNo,
}

/// One column of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Name of the field and of the column.
    pub(crate) name: String,
    /// Label of the field.
    pub(crate) label: String,
    /// How values are kept.
    pub(crate) kind: Kind,
    /// Position among the fields, and so in the values of a row.
    pub(crate) place: usize,
}

impl Column {
    /// The argument for a value of this column, or for none.
    pub(crate) fn datum(
        &self,
        dialect: Dialect,
        value: Option<Value>,
    ) -> Result<Datum, StoreError> {
        // Texts are most of what is written in bulk: they are handed on, not copied.
        match (self.kind, value) {
            (Kind::Text, Some(Value::Text(text))) => Ok(Datum::String(Some(text))),
            (kind, value) => kind.datum(dialect, value.as_ref()).ok_or_else(|| StoreError::Value {
                value: value.as_ref().map(Value::canonical).unwrap_or_default(),
                column: self.label.clone(),
            }),
        }
    }
}

impl Kind {
    /// The kind of a field type; `None` for lines, which have their own table.
    pub(crate) fn of(ty: &FieldType) -> Option<Kind> {
        Some(match ty {
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
            | FieldType::File
            | FieldType::Point
            | FieldType::Link { .. }
            | FieldType::Indicator => Kind::Text,
            FieldType::Integer => Kind::Integer,
            FieldType::Decimal { places } => Kind::Decimal(*places),
            FieldType::Money => Kind::Money,
            FieldType::Mass => Kind::Mass,
            FieldType::Stake => Kind::Stake,
            FieldType::Date => Kind::Date,
            FieldType::Time => Kind::Time,
            FieldType::DateTime => Kind::DateTime,
            FieldType::YesNo => Kind::YesNo,
            FieldType::Lines { .. } => return None,
        })
    }

    /// The column's type in `CREATE TABLE`.
    pub(crate) fn sql_type(self, dialect: Dialect) -> String {
        match (dialect, self) {
            (Dialect::Sqlite, Kind::Text | Kind::Date | Kind::Time | Kind::DateTime)
            | (Dialect::Pg, Kind::Text) => "TEXT".to_owned(),
            (Dialect::Sqlite, _) => "INTEGER".to_owned(),
            (Dialect::Pg, Kind::Integer | Kind::Money | Kind::Mass | Kind::Stake) => {
                "BIGINT".to_owned()
            }
            (Dialect::Pg, Kind::Decimal(places)) => format!("NUMERIC(28, {places})"),
            (Dialect::Pg, Kind::Date) => "DATE".to_owned(),
            (Dialect::Pg, Kind::Time) => "TIME".to_owned(),
            (Dialect::Pg, Kind::DateTime) => "TIMESTAMP".to_owned(),
            (Dialect::Pg, Kind::YesNo) => "BOOLEAN".to_owned(),
        }
    }

    /// The argument for a value, or for none. `None` when the value is not of this kind or does not fit exactly:
    /// a decimal with more places than the column, or beyond ±9.2 × 10¹⁸ in units of the last place.
    pub(crate) fn datum(self, dialect: Dialect, value: Option<&Value>) -> Option<Datum> {
        let Some(value) = value else {
            return Some(self.null(dialect));
        };
        let sqlite = dialect == Dialect::Sqlite;
        Some(match (self, value) {
            (Kind::Text, Value::Text(text)) => Datum::String(Some(text.clone())),
            (Kind::Integer, Value::Integer(number)) => Datum::BigInt(Some(*number)),
            (Kind::Decimal(places), Value::Decimal(number)) => {
                let scaled = scaled(*number, places)?;
                if sqlite {
                    Datum::BigInt(Some(scaled))
                } else {
                    Datum::Decimal(Some(Decimal::new(scaled, places)))
                }
            }
            (Kind::Money, Value::Money(fen)) => Datum::BigInt(Some(fen.0)),
            (Kind::Mass, Value::Mass(mass)) => Datum::BigInt(Some(mass.0)),
            (Kind::Stake, Value::Stake(stake)) => Datum::BigInt(Some(stake.millimetres())),
            (Kind::Date, Value::Date(day)) if sqlite => Datum::String(Some(day.to_string())),
            (Kind::Date, Value::Date(day)) => Datum::ChronoDate(Some(chrono_date(*day)?)),
            (Kind::Time, Value::Time(time)) if sqlite => {
                Datum::String(Some(time.strftime("%H:%M:%S").to_string()))
            }
            (Kind::Time, Value::Time(time)) => Datum::ChronoTime(Some(chrono_time(*time)?)),
            (Kind::DateTime, Value::DateTime(at)) if sqlite => {
                Datum::String(Some(at.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
            }
            (Kind::DateTime, Value::DateTime(at)) => Datum::ChronoDateTime(Some(
                NaiveDateTime::new(chrono_date(at.date())?, chrono_time(at.time())?),
            )),
            (Kind::YesNo, Value::YesNo(yes)) if sqlite => Datum::BigInt(Some(i64::from(*yes))),
            (Kind::YesNo, Value::YesNo(yes)) => Datum::Bool(Some(*yes)),
            (
                Kind::Text
                | Kind::Integer
                | Kind::Decimal(_)
                | Kind::Money
                | Kind::Mass
                | Kind::Stake
                | Kind::Date
                | Kind::Time
                | Kind::DateTime
                | Kind::YesNo,
                _,
            ) => return None,
        })
    }

    /// A value as a backup writes it: numbers in the unit that the column keeps.
    pub(crate) fn plain(value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.normalize().to_string(),
            Value::Money(fen) => fen.0.to_string(),
            Value::Mass(mass) => mass.0.to_string(),
            Value::Stake(stake) => stake.millimetres().to_string(),
            Value::Date(day) => day.to_string(),
            Value::Time(time) => time.strftime("%H:%M:%S").to_string(),
            Value::DateTime(at) => at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            Value::YesNo(yes) => i64::from(*yes).to_string(),
        }
    }

    /// Reads what [`Kind::plain`] wrote.
    pub(crate) fn parse(self, text: &str) -> Option<Value> {
        Some(match self {
            Kind::Text => Value::Text(text.to_owned()),
            Kind::Integer => Value::Integer(text.parse().ok()?),
            Kind::Decimal(_) => Value::Decimal(Decimal::from_str_exact(text).ok()?),
            Kind::Money => Value::Money(Fen(text.parse().ok()?)),
            Kind::Mass => Value::Mass(Kilograms(text.parse().ok()?)),
            Kind::Stake => Value::Stake(Stake::from_millimetres(text.parse().ok()?)?),
            Kind::Date => Value::Date(text.parse().ok()?),
            Kind::Time => Value::Time(text.parse().ok()?),
            Kind::DateTime => Value::DateTime(text.parse().ok()?),
            Kind::YesNo => Value::YesNo(text == "1"),
        })
    }

    pub(crate) fn null(self, dialect: Dialect) -> Datum {
        match (dialect, self) {
            (Dialect::Sqlite, Kind::Text | Kind::Date | Kind::Time | Kind::DateTime)
            | (Dialect::Pg, Kind::Text) => Datum::String(None),
            (Dialect::Sqlite, _)
            | (Dialect::Pg, Kind::Integer | Kind::Money | Kind::Mass | Kind::Stake) => {
                Datum::BigInt(None)
            }
            (Dialect::Pg, Kind::Decimal(_)) => Datum::Decimal(None),
            (Dialect::Pg, Kind::Date) => Datum::ChronoDate(None),
            (Dialect::Pg, Kind::Time) => Datum::ChronoTime(None),
            (Dialect::Pg, Kind::DateTime) => Datum::ChronoDateTime(None),
            (Dialect::Pg, Kind::YesNo) => Datum::Bool(None),
        }
    }

    /// Reads a value back from a column.
    pub(crate) fn read(self, line: &Line, at: usize) -> Result<Option<Value>, StoreError> {
        Ok(match self {
            Kind::Text => line.text(at)?.map(Value::Text),
            Kind::Integer => line.integer(at)?.map(Value::Integer),
            Kind::Money => line.integer(at)?.map(|it| Value::Money(Fen(it))),
            Kind::Mass => line.integer(at)?.map(|it| Value::Mass(Kilograms(it))),
            Kind::Stake => match line.integer(at)? {
                None => None,
                Some(it) => Some(Value::Stake(
                    Stake::from_millimetres(it)
                        .ok_or_else(|| StoreError::corrupt(format!("stake of {it} mm")))?,
                )),
            },
            Kind::YesNo => line.yes_no(at)?.map(Value::YesNo),
            Kind::Decimal(places) => match line.pg() {
                None => {
                    line.integer(at)?.map(|it| Value::Decimal(Decimal::new(it, places).normalize()))
                }
                Some(row) => {
                    row.try_get::<Option<Decimal>, _>(at)?.map(|it| Value::Decimal(it.normalize()))
                }
            },
            Kind::Date => match line.pg() {
                None => parsed::<Date>(line.text(at)?)?.map(Value::Date),
                Some(row) => match row.try_get::<Option<NaiveDate>, _>(at)? {
                    None => None,
                    Some(day) => {
                        parsed::<Date>(Some(day.format("%Y-%m-%d").to_string()))?.map(Value::Date)
                    }
                },
            },
            Kind::Time => match line.pg() {
                None => parsed::<Time>(line.text(at)?)?.map(Value::Time),
                Some(row) => match row.try_get::<Option<NaiveTime>, _>(at)? {
                    None => None,
                    Some(time) => {
                        parsed::<Time>(Some(time.format("%H:%M:%S").to_string()))?.map(Value::Time)
                    }
                },
            },
            Kind::DateTime => match line.pg() {
                None => parsed::<DateTime>(line.text(at)?)?.map(Value::DateTime),
                Some(row) => match row.try_get::<Option<NaiveDateTime>, _>(at)? {
                    None => None,
                    Some(time) => {
                        parsed::<DateTime>(Some(time.format("%Y-%m-%dT%H:%M:%S").to_string()))?
                            .map(Value::DateTime)
                    }
                },
            },
        })
    }
}

/// The columns of fields; lines fields have none.
pub(crate) fn columns(fields: &[FieldDef]) -> Vec<Column> {
    fields
        .iter()
        .enumerate()
        .filter_map(|(place, field)| {
            Kind::of(&field.ty).map(|kind| Column {
                name: field.name.clone(),
                label: field.label.clone(),
                kind,
                place,
            })
        })
        .collect()
}

/// Name of the table that keeps superseded rows of a table: `overload_case__h`.
pub(crate) fn history(table: &str) -> String {
    format!("{table}__h")
}

/// The label of a field, for messages.
pub(crate) fn label<'a>(def: &'a LedgerDef, name: &'a str) -> &'a str {
    def.field(name).map_or(name, |field| field.label.as_str())
}

/// Type of an id column.
pub(crate) fn id_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "TEXT",
        Dialect::Pg => "UUID",
    }
}

/// Type of a column with a point in time.
pub(crate) fn at_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "TEXT",
        Dialect::Pg => "TIMESTAMPTZ",
    }
}

/// Type of a column with a whole number.
pub(crate) fn integer_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "INTEGER",
        Dialect::Pg => "BIGINT",
    }
}

/// Cut to microseconds, as both databases keep time.
pub(crate) fn micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// A point in time as text of fixed width, so that text order is time order.
pub(crate) fn at_text(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// The argument for a point in time.
pub(crate) fn at_datum(dialect: Dialect, at: Option<Timestamp>) -> Datum {
    match dialect {
        Dialect::Sqlite => Datum::String(at.map(at_text)),
        Dialect::Pg => Datum::ChronoDateTimeUtc(
            at.and_then(|it| chrono::DateTime::from_timestamp_micros(it.as_microsecond())),
        ),
    }
}

/// Reads a point in time.
pub(crate) fn read_at(line: &Line, at: usize) -> Result<Option<Timestamp>, StoreError> {
    match line.pg() {
        None => parsed::<Timestamp>(line.text(at)?),
        Some(row) => match row.try_get::<Option<chrono::DateTime<chrono::Utc>>, _>(at)? {
            None => Ok(None),
            Some(time) => Timestamp::from_microsecond(time.timestamp_micros())
                .map(Some)
                .map_err(|_| StoreError::corrupt(format!("time {time}"))),
        },
    }
}

/// Reads a point in time that is never null.
pub(crate) fn must_at(line: &Line, at: usize) -> Result<Timestamp, StoreError> {
    read_at(line, at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is null")))
}

/// The argument for an id.
pub(crate) fn id_datum(dialect: Dialect, id: Uuid) -> Datum {
    match dialect {
        Dialect::Sqlite => Datum::String(Some(id.hyphenated().to_string())),
        Dialect::Pg => Datum::Uuid(Some(id)),
    }
}

/// The argument for a text.
pub(crate) fn text(text: impl Into<String>) -> Datum {
    Datum::String(Some(text.into()))
}

/// The argument for a whole number.
pub(crate) fn integer(number: i64) -> Datum {
    Datum::BigInt(Some(number))
}

fn parsed<T: std::str::FromStr>(text: Option<String>) -> Result<Option<T>, StoreError> {
    match text {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| StoreError::corrupt(format!("`{text}` is no day or time"))),
    }
}

fn chrono_date(day: Date) -> Option<NaiveDate> {
    let (month, dom) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    NaiveDate::from_ymd_opt(i32::from(day.year()), month, dom)
}

fn chrono_time(time: Time) -> Option<NaiveTime> {
    let part = |number: i8| u32::try_from(number).ok();
    NaiveTime::from_hms_opt(part(time.hour())?, part(time.minute())?, part(time.second())?)
}
