//! The bureau itself (本局): what holds for all its books.

use jiff::civil::Date;

/// Constants of the bureau, `defs/bureau.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BureauDef {
    /// Full name (全称).
    pub name: String,
    /// The first day that may stand in a record of its business (建局日期): an earlier day is a slip of the pen, but in
    /// fields that say otherwise.
    pub founded_on: Date,
}
