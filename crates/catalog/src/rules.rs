//! Named rules between fields of one row (字段间规则), and the check of a whole row.
//!
//! What the closed conditions cannot say is said here, in Rust, one function a rule; a ledger names the rule and the
//! fields it is applied to.

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::Value;

use crate::{Catalog, FieldDef, FieldType};

mod apply; // the rules of a ledger against one row
mod between; // rules that compare fields
mod compute; // rules that know the right value
mod fits; // which fields a rule can be applied to
mod indicator; // indicators and periods that fields name
mod lines; // rules over all child rows together
mod row; // the check of a whole row
#[cfg(test)]
mod tests;

pub(crate) use apply::fill_row;
pub use apply::{Clash, clashes};
pub use lines::across;
pub(crate) use lines::{LinesRule, find as find_lines};
pub(crate) use row::check_row;

/// Fields that a rule looks at, with their values in one row.
type Seen<'r> = [(&'r FieldDef, Option<&'r Value>)];

/// What a rule may know besides the row.
pub(crate) struct Scene<'c> {
    catalog: &'c Catalog,
    /// The day of the fact: codes must be in force on it.
    day: Date,
    /// The day of the act.
    today: Date,
}

/// A named rule (字段间规则) between the fields of one row: of the record, or of each child row.
pub struct RowRule {
    /// Name in definition files.
    pub name: &'static str,
    /// What the rule asks, for people: printed when it is used wrongly.
    pub page: &'static str,
    pub(crate) fits: fn(&[&FieldType]) -> Result<(), String>,
    check: fn(&Scene<'_>, &Seen<'_>) -> Option<(String, String)>,
    /// The right value of the first field, where the rule knows it.
    pub(crate) compute: Option<fn(&Scene<'_>, &Seen<'_>) -> Option<Value>>,
}

const RULES: [RowRule; 13] = [
    RowRule {
        name: "order",
        page: "order：列出的日期（或数字）依次不减；没有填的跳过",
        fits: fits::ordered,
        check: between::order,
        compute: None,
    },
    RowRule {
        name: "at_most",
        page: "at_most：[甲, 乙]，甲不大于乙",
        fits: fits::two_numbers,
        check: between::at_most,
        compute: None,
    },
    RowRule {
        name: "sum",
        page: "sum：[合计, 分项, 分项…]，合计等于各分项之和",
        fits: fits::numbers,
        check: between::sum,
        compute: Some(compute::sum),
    },
    RowRule {
        name: "difference",
        page: "difference：[余数, 被减数, 减数]，余数等于两者之差",
        fits: fits::numbers,
        check: between::difference,
        compute: Some(compute::difference),
    },
    RowRule {
        name: "product",
        page: "product：[积, 因数, 因数…]，积等于各因数相乘",
        fits: fits::numbers,
        check: compute::is_product,
        compute: Some(compute::product),
    },
    RowRule {
        name: "percent",
        page: "percent：[百分率, 部分, 全部]，百分率等于部分除以全部再乘100，按小数位四舍五入",
        fits: fits::three_numbers,
        check: compute::is_percent,
        compute: Some(compute::percent),
    },
    RowRule {
        name: "grade",
        page: "grade：[等级, 数]，等级是代码字段，它的代码表写了 at_least 或 more",
        fits: fits::graded,
        check: compute::is_grade,
        compute: Some(compute::grade),
    },
    RowRule {
        name: "not_future",
        page: "not_future：列出的日期都不晚于登记当天",
        fits: fits::dates,
        check: between::not_future,
        compute: None,
    },
    RowRule {
        name: "stake_order",
        page: "stake_order：[起点桩号, 终点桩号]，终点在起点之后",
        fits: fits::two_stakes,
        check: between::stake_order,
        compute: None,
    },
    RowRule {
        name: "together",
        page: "together：列出的字段要么都填，要么都不填",
        fits: fits::some,
        check: between::together,
        compute: None,
    },
    RowRule {
        name: "after_month",
        page: "after_month：[月份, 确认日期]，当月没有过完不能确认当月",
        fits: fits::two_dates,
        check: between::after_month,
        compute: None,
    },
    RowRule {
        name: "distinct_people",
        page: "distinct_people：[甲, 乙, …]，不能有两处是同一个人",
        fits: fits::people,
        check: between::distinct_people,
        compute: None,
    },
    RowRule {
        name: "known_indicator",
        page: "known_indicator：[指标] 或 [指标, 统计期]，都要认得出：指标写编号、登记号或名称",
        fits: indicator::with_period,
        check: indicator::known,
        compute: None,
    },
];

/// The rule of this name.
#[must_use]
pub fn row_rule(name: &str) -> Option<&'static RowRule> {
    RULES.iter().find(|it| it.name == name)
}

/// Names of all rules, of rows and of child rows.
#[must_use]
pub fn row_rule_names() -> Vec<&'static str> {
    RULES.iter().map(|it| it.name).chain(lines::RULES.iter().map(|it| it.name)).collect()
}

fn shown(field: (&FieldDef, Option<&Value>)) -> String {
    let text = field.1.map(Value::canonical).unwrap_or_default();
    format!("{text}{}", unit(field.0))
}

fn unit(field: &FieldDef) -> &str {
    if matches!(field.ty, FieldType::Money) {
        "元"
    } else if matches!(field.ty, FieldType::Mass) {
        "千克"
    } else {
        field.unit.as_deref().unwrap_or_default()
    }
}

/// The number as staff write it: yuan for money, kilograms for mass.
fn written(field: &FieldDef, value: &Value) -> Option<Decimal> {
    if let Value::Money(fen) = value {
        return Some(fen.yuan());
    }
    if field.ty.is_number() { value.as_number() } else { None }
}
