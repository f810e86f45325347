//! What must hold before a row becomes a record (保存前核对).
//!
//! The definition's own rules are `catalog::check_row`. Here stands what only the base can know: whether the key is
//! free, whether the records that links name are there and in force, who links to a record that is to go.

mod links; // links between records
mod same; // records with the same values
#[cfg(test)]
mod tests;

use catalog::{Catalog, FieldDef, LedgerDef, Row, check_row};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use terms::{Finding, Place, Value, scaled};

use crate::schema::{Kind, label};

pub(crate) use links::{Link, check_linked, check_links, dead_link, keys_there, links};
pub(crate) use same::{check_unique, set_is_whole, set_text, taken, with_same};

/// The bureau's calendar day at this time (北京时间).
pub(crate) fn day_of(at: Timestamp) -> Date {
    TimeZone::fixed(offset(8)).to_datetime(at).date()
}

pub(crate) fn record_place(def: &LedgerDef, row: &Row, field: &str) -> Place {
    Place::Field { ledger: def.title.clone(), record: row.key(def), field: field.to_owned() }
}

/// A new record has no other child rows than those it comes with: rules over child rows see none where it speaks of none.
/// (Of a record that stands they are left as they are.) The row itself goes on as it came.
pub(crate) fn with_no_further_lines<T>(
    def: &LedgerDef,
    row: &mut Row,
    then: impl FnOnce(&mut Row) -> T,
) -> T {
    let all = def.lines().map(|it| it.0.name.clone());
    let absent: Vec<String> = all.filter(|it| !row.lines.contains_key(it)).collect();
    for name in &absent {
        row.lines.insert(name.clone(), Vec::new());
    }
    let done = then(row);
    for name in &absent {
        row.lines.remove(name);
    }
    done
}

/// Everything that can be said about a row without asking the base.
pub(crate) fn check_alone(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &Row,
    day: Date,
) -> Vec<Finding> {
    if row.values.len() != def.fields.len() {
        let what =
            format!("这一行有 {} 个值，定义有 {} 个字段", row.values.len(), def.fields.len());
        return vec![Finding::must(
            "shape",
            record_place(def, row, ""),
            what,
            "请按现行定义重新读入",
        )];
    }
    let mut findings = Vec::new();
    check_fit(def, row, &mut findings);
    if def.key.iter().all(|name| row.get(def, name).is_none()) {
        let labels: Vec<&str> = def.key.iter().map(|name| label(def, name)).collect();
        let what = format!("没有填“{}”，无法识别是哪条记录", labels.join("、"));
        findings.push(Finding::must("no_key", record_place(def, row, ""), what, "请补填"));
    }
    let workflow = catalog.workflow_of(def);
    if let Some(state) = row.state.as_deref().filter(|it| workflow.state(it).is_none()) {
        let labels: Vec<&str> = workflow.states.iter().map(|it| it.label.as_str()).collect();
        let what = format!("流程“{}”没有“{state}”这个状态", workflow.title);
        let mend = format!("可用：{}", labels.join("、"));
        findings.push(Finding::must("unknown_state", record_place(def, row, "状态"), what, mend));
    }
    findings.extend(check_row(catalog, def, row, day));
    findings.extend(check_erased(def, row));
    findings.extend(clock::check(catalog, def, row));
    findings
}

/// A row that says when its personal data was erased has none.
fn check_erased(def: &LedgerDef, row: &Row) -> Vec<Finding> {
    let Some(erase) = def.erase.as_ref().filter(|it| row.get(def, &it.done_on).is_some()) else {
        return Vec::new();
    };
    let own = erase.fields.iter().filter(|it| row.get(def, it).is_some());
    let own = own.map(|it| label(def, it).to_owned());
    let of_lines = erase.line_fields.iter().filter_map(|(lines, name)| {
        let at = def.line_fields(lines)?.iter().position(|it| it.name == *name)?;
        let rows = row.lines.get(lines)?;
        let there = rows.iter().any(|it| it.get(at).is_some_and(Option::is_some));
        let title = &def.line_fields(lines)?[at].label;
        there.then(|| format!("{}·{title}", label(def, lines)))
    });
    let what = |title: String| {
        let done = label(def, &erase.done_on);
        let what = format!("填了“{done}”，“{title}”就要空着");
        let mend = "已经销毁的不再填；还没有销毁的用 tongtu erase 办理";
        Finding::must("erased", record_place(def, row, &title), what, mend)
    };
    own.chain(of_lines).map(what).collect()
}

/// Values are of their field's type and can be kept exactly; child rows are where the definition has them.
fn check_fit(def: &LedgerDef, row: &Row, findings: &mut Vec<Finding>) {
    for (field, value) in def.fields.iter().zip(&row.values) {
        if let Some(fault) = value.as_ref().and_then(|it| misfit(field, it)) {
            findings.push(Finding::must(
                "value",
                record_place(def, row, &field.label),
                fault.0,
                fault.1,
            ));
        }
    }
    for (name, rows) in &row.lines {
        let Some(fields) = def.line_fields(name) else {
            let what = format!("定义里没有明细“{name}”");
            findings.push(Finding::must(
                "shape",
                record_place(def, row, name),
                what,
                "请按现行定义重新读入",
            ));
            continue;
        };
        let title = label(def, name);
        for (number, child) in rows.iter().enumerate() {
            if child.len() != fields.len() {
                let what = format!(
                    "“{title}”第{}行有 {} 个值，定义有 {} 个字段",
                    number + 1,
                    child.len(),
                    fields.len()
                );
                findings.push(Finding::must(
                    "shape",
                    record_place(def, row, title),
                    what,
                    "请按现行定义重新读入",
                ));
                continue;
            }
            for (field, value) in fields.iter().zip(child) {
                if let Some(fault) = value.as_ref().and_then(|it| misfit(field, it)) {
                    let at = format!("{title}第{}行 {}", number + 1, field.label);
                    findings.push(Finding::must(
                        "value",
                        record_place(def, row, &at),
                        fault.0,
                        fault.1,
                    ));
                }
            }
        }
    }
}

fn misfit(field: &FieldDef, value: &Value) -> Option<(String, &'static str)> {
    let wrong =
        || Some((format!("“{}”不是{}", value.canonical(), field.ty.label()), "请按字段类型填写"));
    let Some(kind) = Kind::of(&field.ty) else {
        return wrong();
    };
    match (kind, value) {
        (Kind::Text, Value::Text(text)) if text.contains('\0') => {
            Some(("文字里有不可见的空字符".to_owned(), "请删去后重新填写"))
        }
        (Kind::Text, Value::Text(text)) if text.is_empty() => {
            Some(("值是空文字".to_owned(), "没有内容的请留空"))
        }
        (Kind::Decimal(places), Value::Decimal(number)) if scaled(*number, places).is_none() => {
            Some((
                format!("“{}”的小数超过 {places} 位，或数值太大", value.canonical()),
                "请核对数值和单位；多余的小数请先按规定取舍",
            ))
        }
        (Kind::Date, Value::Date(day)) if day.year() < 1 => {
            Some((format!("日期“{day}”不可能"), "请核对年份"))
        }
        (Kind::DateTime, Value::DateTime(at)) if at.year() < 1 => {
            Some((format!("日期“{at}”不可能"), "请核对年份"))
        }
        (Kind::Text, Value::Text(_))
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Decimal(_), Value::Decimal(_))
        | (Kind::Money, Value::Money(_))
        | (Kind::Mass, Value::Mass(_))
        | (Kind::Stake, Value::Stake(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Time, Value::Time(_))
        | (Kind::DateTime, Value::DateTime(_))
        | (Kind::YesNo, Value::YesNo(_)) => None,
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
        ) => wrong(),
    }
}
