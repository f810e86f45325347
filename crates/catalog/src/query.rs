//! What a figure or a list asks of a ledger (查询): the typed query.
//!
//! Indicators compile to it, ledgers compile it to SQL. A figure's value and its list are the same query: the value
//! applies [`Aggregate`] to the very rows that the list shows.

use rust_decimal::Decimal;
use terms::Value;

/// Columns that every record carries besides its own fields (登记信息).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meta {
    /// `UUIDv7` of the record (text).
    Id,
    /// Workflow state (text).
    State,
    /// Version, from 1.
    Version,
    /// Responsible office (责任股室, text).
    Office,
    /// When it was entered (登记时间).
    CreatedAt,
    /// Who entered it.
    CreatedBy,
    /// When it was last changed.
    UpdatedAt,
    /// Who last changed it.
    UpdatedBy,
}

/// A column that a query can speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldRef {
    /// A field of the rows asked for: of the record, or of the child row when `Query::lines` is set.
    Own(String),
    /// A field of the record that a child row belongs to; only when `Query::lines` is set.
    Record(String),
    /// A column that every record carries; of the parent record when `Query::lines` is set.
    Meta(Meta),
    /// A column of the record that a link names (关联记录的字段); not set where the link is not. Conditions only.
    Linked {
        /// The link, of the rows asked for or of their record.
        link: Box<FieldRef>,
        /// Id of the ledger that it leads to.
        ledger: String,
        /// A field of that ledger's records, or a column that every record carries.
        field: Box<FieldRef>,
    },
}

/// How two fields of one row are compared (两个字段比较).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Both set, and equal.
    Eq,
    /// Not equal, or one of them not set.
    Not,
    /// Smaller or earlier.
    Less,
    /// Not greater, not later.
    AtMost,
    /// Greater or later.
    More,
    /// Not smaller, not earlier.
    AtLeast,
}

/// A test with everything resolved: no roles, constants typed as the field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Equal.
    Eq(Value),
    /// Not equal, or not set.
    Not(Value),
    /// One of these; never empty.
    In(Vec<Value>),
    /// None of these, or not set.
    NotIn(Vec<Value>),
    /// Smaller or earlier.
    Less(Value),
    /// Not greater, not later.
    AtMost(Value),
    /// Greater or later.
    More(Value),
    /// Not smaller, not earlier.
    AtLeast(Value),
    /// Between both, ends included.
    Between(Value, Value),
    /// Has a value.
    IsSet,
    /// Has none.
    IsEmpty,
    /// Not set, or later than this day (still standing at the end of the day).
    EmptyOrMore(Value),
    /// Stands so to another field of the row; but for [`Compare::Not`], both must be set.
    Beside(Compare, FieldRef),
    /// This field or one of these has one of these texts: how people look things up. A text contains it, and `%` and `_` mean
    /// themselves; a stake is it.
    AnyContains(Vec<FieldRef>, Vec<String>),
}

/// One resolved condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Column.
    pub field: FieldRef,
    /// What is asked of it.
    pub test: Test,
}

/// Sort key of a list; ties are broken by id, so that keyset paging is exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Column.
    pub field: FieldRef,
    /// Greatest first.
    pub descending: bool,
}

/// How rows become one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    /// Number of rows.
    Count,
    /// Sum of a number field, in the unit it is kept in (fen, kilograms, the field's own unit).
    Sum(FieldRef),
    /// Number of different values of a field; rows where it is not set do not count.
    Distinct(FieldRef),
    /// For every value of `per`, the row with the latest `day` (ties: the later entered); the sum of `field` over them.
    Latest {
        /// Number field.
        field: FieldRef,
        /// What a row speaks of, e.g. the project.
        per: FieldRef,
        /// Date field that orders rows.
        day: FieldRef,
    },
    /// Weighted progress: Σ weight × min(done/designed, cap) ÷ Σ weight, exact; as a percentage 0 to 100 or more.
    Progress {
        /// Number field with the weight of an item.
        weight: FieldRef,
        /// Number field with the quantity done.
        done: FieldRef,
        /// Number field with the quantity designed; rows where it is 0 or not set are an error of the record.
        designed: FieldRef,
    },
}

/// A typed query: which rows of which ledger. Withdrawn records never belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Ledger id.
    pub ledger: String,
    /// Name of the lines field, when child rows are asked for instead of records.
    pub lines: Option<String>,
    /// Conditions, all together.
    pub conditions: Vec<Condition>,
}

/// What a ledger answers to a query with an aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The number; `None` where there is none (a sum over no rows is 0, a progress over no rows is none).
    pub value: Option<Decimal>,
    /// Rows that stand behind it: those that the list shows.
    pub rows: u64,
}
