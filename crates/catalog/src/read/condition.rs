//! Reading conditions (读条件), and checking them against the ledger they speak of.

use std::ops::Range;

use terms::{Finding, Place};

use super::nearest;
use super::node::Table;
use crate::{
    Catalog, ConditionDef, ConstantDef, FieldDef, FieldType, LedgerDef, Role, TestDef,
    typed_constant,
};

/// A condition with its position, until the ledger is known.
pub(crate) struct Placed {
    pub(crate) condition: ConditionDef,
    pub(crate) span: Range<usize>,
}

const TESTS: [&str; 11] = [
    "eq", "not", "in", "not_in", "less", "at_most", "more", "at_least", "between", "is_set", "role",
];

pub(crate) fn conditions(table: &Table<'_, '_>, key: &str) -> Vec<Placed> {
    table.tables(key, "条件").iter().filter_map(condition).collect()
}

fn condition(table: &Table<'_, '_>) -> Option<Placed> {
    let field = table.need_text("field");
    let given: Vec<&str> = TESTS.into_iter().filter(|it| table.has(it)).collect();
    let test = match given.as_slice() {
        [one] => test(table, one),
        _ => {
            let what = if given.is_empty() {
                "条件没有写判断方式"
            } else {
                "一个条件只能写一种判断方式"
            };
            table.file.fault(
                "condition",
                table.span.clone(),
                what,
                format!("可用：{}", TESTS.join("、")),
            );
            for key in given {
                let _ = table.value(key);
            }
            None
        }
    };
    for key in TESTS {
        let _ = table.value(key); // All tests count as permitted keys.
    }
    table.finish();
    Some(Placed { condition: ConditionDef { field, test: test? }, span: table.span.clone() })
}

fn test(table: &Table<'_, '_>, key: &str) -> Option<TestDef> {
    let some = |constants: Vec<ConstantDef>| {
        if constants.is_empty() {
            table.file.fault("condition", table.span_of(key), format!("“{key}”至少要有一个值"), "");
            return None;
        }
        Some(constants)
    };
    Some(match key {
        "eq" => TestDef::Eq(table.constant(key)?),
        "not" => TestDef::Not(table.constant(key)?),
        "in" => TestDef::In(some(table.constants(key))?),
        "not_in" => TestDef::NotIn(some(table.constants(key))?),
        "less" => TestDef::Less(table.constant(key)?),
        "at_most" => TestDef::AtMost(table.constant(key)?),
        "more" => TestDef::More(table.constant(key)?),
        "at_least" => TestDef::AtLeast(table.constant(key)?),
        "is_set" => TestDef::IsSet(table.flag(key)),
        "between" => {
            let mut both = table.constants(key).into_iter();
            match (both.next(), both.next(), both.next()) {
                (Some(low), Some(high), None) => TestDef::Between(low, high),
                _ => {
                    table.file.fault(
                        "condition",
                        table.span_of(key),
                        "“between”要写两个值",
                        "如 between = [1, 9]",
                    );
                    return None;
                }
            }
        }
        _ => TestDef::Role(role(table)?),
    })
}

fn role(table: &Table<'_, '_>) -> Option<Role> {
    let word = table.need_word("role");
    let roles = [
        ("in_period", Role::InPeriod),
        ("by_as_of", Role::ByAsOf),
        ("open_at_as_of", Role::OpenAtAsOf),
        ("in_year", Role::InYear),
    ];
    let found = roles.iter().find(|it| it.0 == word.text).map(|it| it.1);
    if found.is_none() {
        let mend = format!("可用：{}", roles.map(|it| it.0).join("、"));
        table.file.fault("condition", word.span, format!("没有“{}”这种日期角色", word.text), mend);
    }
    found
}

/// Checks a condition against a ledger (or one of its lines fields).
pub(crate) fn check(
    catalog: &Catalog,
    place: &Place,
    ledger: &LedgerDef,
    lines: Option<&str>,
    condition: &ConditionDef,
    period_known: bool,
) -> Vec<Finding> {
    let refuse =
        |what: String, mend: String| vec![Finding::must("condition", place.clone(), what, mend)];
    if matches!(condition.test, TestDef::Role(_)) && !period_known {
        return refuse("这里没有统计期，不能用 role".to_owned(), "role 只能用在指标里".to_owned());
    }
    if condition.field == "office" {
        return Vec::new();
    }
    if condition.field == "state" {
        let workflow = catalog.workflows.get(&ledger.workflow);
        let Some(workflow) = workflow else { return Vec::new() };
        let states: Vec<&str> = workflow.states.iter().map(|it| it.name.as_str()).collect();
        let mut findings = Vec::new();
        for state in constants(&condition.test)
            .into_iter()
            .filter(|it| !states.contains(&it.in_words().as_str()))
        {
            let what = format!("流程“{}”没有“{}”这个状态", workflow.title, state.in_words());
            findings.extend(refuse(what, format!("可用：{}", states.join("、"))));
        }
        return findings;
    }
    let Some(field) = resolve(ledger, lines, &condition.field) else {
        return vec![no_field(place, ledger, lines, &condition.field)];
    };
    if matches!(condition.test, TestDef::Role(_)) {
        if matches!(field.ty, FieldType::Date | FieldType::DateTime) {
            return Vec::new();
        }
        return refuse(
            format!("“{}”是{}，role 只能用于日期", field.label, field.ty.label()),
            String::new(),
        );
    }
    let mut findings = Vec::new();
    for constant in constants(&condition.test) {
        match typed_constant(&field.ty, constant) {
            Err(what) => {
                findings.extend(refuse(format!("“{}”：{what}", field.label), String::new()))
            }
            Ok(_) => {
                if let FieldType::Code { list } = &field.ty
                    && let Some(list) = catalog.codes.get(list)
                    && list.item(&constant.in_words()).is_none()
                {
                    let word = constant.in_words();
                    let near = nearest(&word, list.items.iter().map(|it| it.code.as_str()));
                    let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                    findings
                        .extend(refuse(format!("代码表“{}”没有代码“{word}”", list.title), mend));
                }
            }
        }
    }
    findings
}

pub(crate) fn no_field(
    place: &Place,
    ledger: &LedgerDef,
    lines: Option<&str>,
    name: &str,
) -> Finding {
    let what = match lines {
        Some(lines) if !name.starts_with("record.") => {
            format!("台账“{}”的明细 {lines} 没有字段“{name}”", ledger.title)
        }
        _ => format!("台账“{}”没有字段“{name}”", ledger.title),
    };
    let own: Vec<&str> = match lines.and_then(|it| ledger.line_fields(it)) {
        Some(fields) => fields.iter().map(|it| it.name.as_str()).collect(),
        None => ledger.fields.iter().map(|it| it.name.as_str()).collect(),
    };
    let mend = match nearest(name, own.iter().copied()) {
        Some(near) => format!("是否想写“{near}”？"),
        None => format!("可用：{}", own.join("、")),
    };
    Finding::must("unknown_field", place.clone(), what, mend)
}

/// The field that a name means, seen from records or from child rows.
pub(crate) fn resolve<'l>(
    ledger: &'l LedgerDef,
    lines: Option<&str>,
    name: &str,
) -> Option<&'l FieldDef> {
    match lines {
        None => ledger.field(name),
        Some(lines) => match name.strip_prefix("record.") {
            Some(name) => ledger.field(name),
            None => ledger.line_fields(lines)?.iter().find(|it| it.name == name),
        },
    }
}

fn constants(test: &TestDef) -> Vec<&ConstantDef> {
    match test {
        TestDef::Eq(it)
        | TestDef::Not(it)
        | TestDef::Less(it)
        | TestDef::AtMost(it)
        | TestDef::More(it)
        | TestDef::AtLeast(it) => vec![it],
        TestDef::In(them) | TestDef::NotIn(them) => them.iter().collect(),
        TestDef::Between(low, high) => vec![low, high],
        TestDef::IsSet(_) | TestDef::Role(_) => Vec::new(),
    }
}
