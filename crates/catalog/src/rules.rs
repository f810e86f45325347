//! Named rules between fields of one row (字段间规则).

use jiff::civil::Date;
use terms::Finding;

use crate::{Catalog, LedgerDef, Row, RuleUse};

/// A named rule: looks at one row through its definition and says what is wrong.
pub type RowRule = fn(&LedgerDef, &RuleUse, &Row) -> Vec<Finding>;

/// The rule of this name.
#[must_use]
pub fn row_rule(name: &str) -> Option<RowRule> {
    let _ = name;
    None
}

/// Names of all rules.
#[must_use]
pub fn row_rule_names() -> Vec<&'static str> {
    Vec::new()
}

pub(crate) fn check_row(catalog: &Catalog, def: &LedgerDef, row: &Row, day: Date) -> Vec<Finding> {
    let _ = (catalog, def, row, day);
    Vec::new()
}
