//! Reading conditions (读条件), and checking them against the ledger they speak of.

use std::ops::Range;

use terms::{Finding, Place};

use super::nearest;
use super::node::Table;
use crate::{
    Catalog, Compare, ConditionDef, ConstantDef, FieldDef, FieldType, LedgerDef, Role, TestDef,
    comparable, typed_constant,
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

/// Where a condition stands decides what it may speak of (条件用在哪里).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Of one row: no period, no other record.
    Row,
    /// Of rows in a period.
    Period,
    /// Of rows in a period, and of records that they link to: indicators.
    Query,
    /// Of one record, and of records that it links to: moves.
    Move,
}

/// What a condition speaks of.
enum Subject<'c> {
    Field(&'c FieldDef),
    State(&'c LedgerDef),
    Office,
}

/// Checks a condition against a ledger (or one of its lines fields).
pub(crate) fn check(
    catalog: &Catalog,
    place: &Place,
    ledger: &LedgerDef,
    lines: Option<&str>,
    condition: &ConditionDef,
    asked: Asked,
) -> Vec<Finding> {
    let refuse =
        |what: String, mend: &str| vec![Finding::must("condition", place.clone(), what, mend)];
    if matches!(condition.test, TestDef::Role(_)) && matches!(asked, Asked::Row | Asked::Move) {
        return refuse("这里没有统计期，不能用 role".to_owned(), "role 只能用在指标里");
    }
    let subject = match subject(catalog, place, ledger, lines, &condition.field, asked) {
        Ok(subject) => subject,
        Err(findings) => return findings,
    };
    if let Some((comparison, other)) = condition.test.beside() {
        return beside(place, ledger, lines, &subject, comparison, other);
    }
    match subject {
        Subject::Office => Vec::new(),
        Subject::State(of) => states(catalog, place, of, &condition.test),
        Subject::Field(field) if matches!(condition.test, TestDef::Role(_)) => {
            if matches!(field.ty, FieldType::Date | FieldType::DateTime) {
                return Vec::new();
            }
            let what = format!("“{}”是{}，role 只能用于日期", field.label, field.ty.label());
            refuse(what, "")
        }
        Subject::Field(field) => values(catalog, place, field, &condition.test),
    }
}

/// The field of a condition: of the row, of its record, or of the record that a link names.
fn subject<'c>(
    catalog: &'c Catalog,
    place: &Place,
    ledger: &'c LedgerDef,
    lines: Option<&str>,
    name: &str,
    asked: Asked,
) -> Result<Subject<'c>, Vec<Finding>> {
    let of = |ledger: &'c LedgerDef, name: &str| match name {
        "state" => Some(Subject::State(ledger)),
        "office" => Some(Subject::Office),
        _ => None,
    };
    if let Some(found) = of(ledger, name) {
        return Ok(found);
    }
    if let Some(field) = resolve(ledger, lines, name) {
        return Ok(Subject::Field(field));
    }
    let Some((link, other)) = through_link(lines, name) else {
        return Err(vec![no_field(place, ledger, lines, name)]);
    };
    let refuse =
        |rule, what: String, mend: &str| Err(vec![Finding::must(rule, place.clone(), what, mend)]);
    let Some(field) = resolve(ledger, lines, link) else {
        return Err(vec![no_field(place, ledger, lines, link)]);
    };
    let FieldType::Link { ledger: target } = &field.ty else {
        let what = format!("“{}”是{}，后面不能再写字段", field.label, field.ty.label());
        return refuse("condition", what, "关联.字段 的第一个字段要是 link");
    };
    if matches!(asked, Asked::Row | Asked::Period) {
        let what = format!("这里不能用“{name}”看关联的记录");
        return refuse("condition", what, "关联.字段 只能用在指标的 where 和流转的 when 里");
    }
    // A ledger that is not there is said where the link is written.
    let Some(target) = catalog.ledgers.get(target) else { return Err(Vec::new()) };
    if let Some(found) = of(target, other) {
        return Ok(found);
    }
    match target.field(other) {
        Some(found) if !matches!(found.ty, FieldType::Lines { .. }) => Ok(Subject::Field(found)),
        _ => Err(vec![no_field(place, target, None, other)]),
    }
}

/// The link and the field behind it: `project.kind`, or `record.project.kind` where rows are child rows.
fn through_link<'n>(lines: Option<&str>, name: &'n str) -> Option<(&'n str, &'n str)> {
    match name.strip_prefix("record.").filter(|_| lines.is_some()) {
        Some(rest) => {
            let at = name.len() - rest.len() + rest.find('.')?;
            Some((name.get(..at)?, name.get(at + 1..)?))
        }
        None => name.split_once('.'),
    }
}

/// Two fields of a row, beside each other.
fn beside(
    place: &Place,
    ledger: &LedgerDef,
    lines: Option<&str>,
    subject: &Subject<'_>,
    comparison: Compare,
    other: &str,
) -> Vec<Finding> {
    let refuse =
        |what: String, mend: &str| vec![Finding::must("condition", place.clone(), what, mend)];
    let Subject::Field(field) = subject else {
        return refuse("状态和责任股室不能与字段比较".to_owned(), "请写一个值");
    };
    let Some(other) = resolve(ledger, lines, other) else {
        return vec![no_field(place, ledger, lines, other)];
    };
    if comparable(&field.ty, &other.ty, comparison) {
        return Vec::new();
    }
    let what = format!(
        "“{}”是{}，“{}”是{}，不能这样比较",
        field.label,
        field.ty.label(),
        other.label,
        other.ty.label()
    );
    refuse(what, "两个字段要是同一类；文字、代码、人员只能比 eq、not")
}

fn states(catalog: &Catalog, place: &Place, ledger: &LedgerDef, test: &TestDef) -> Vec<Finding> {
    let Some(workflow) = catalog.workflows.get(&ledger.workflow) else { return Vec::new() };
    let states: Vec<&str> = workflow.states.iter().map(|it| it.name.as_str()).collect();
    let unknown =
        constants(test).into_iter().filter(|it| !states.contains(&it.in_words().as_str()));
    unknown
        .map(|state| {
            let what = format!("流程“{}”没有“{}”这个状态", workflow.title, state.in_words());
            Finding::must("condition", place.clone(), what, format!("可用：{}", states.join("、")))
        })
        .collect()
}

/// Constants that do not fit their field, or are no code of its list.
fn values(catalog: &Catalog, place: &Place, field: &FieldDef, test: &TestDef) -> Vec<Finding> {
    let refuse = |what: String, mend: String| Finding::must("condition", place.clone(), what, mend);
    let mut findings = Vec::new();
    for constant in constants(test) {
        if let Err(what) = typed_constant(&field.ty, constant) {
            findings.push(refuse(format!("“{}”：{what}", field.label), String::new()));
        } else if let FieldType::Code { list } = &field.ty
            && let Some(list) = catalog.codes.get(list)
            && list.item(&constant.in_words()).is_none()
        {
            let word = constant.in_words();
            let near = nearest(&word, list.items.iter().map(|it| it.code.as_str()));
            let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
            findings.push(refuse(format!("代码表“{}”没有代码“{word}”", list.title), mend));
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
