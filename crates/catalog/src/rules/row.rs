//! The check of a whole row (整行核对): what must be filled in, and each value by itself; then the named rules.

use jiff::civil::Date;
use terms::{Finding, Place, Value, plain};

use super::{Scene, apply, unit, written};
use crate::{
    Catalog, ConstantDef, FieldDef, FieldType, LedgerDef, LineRow, Row, TestDef, holds,
    holds_beside,
};

/// Greatest length of a long text, in characters.
const LONG_TEXT_MAX: u32 = 20_000;
/// What a cell of a workbook holds, in UTF-16 units: a value that is longer could never be exported.
const CELL_UNITS_MAX: usize = 32_767;

/// See [`crate::check_row`].
pub(crate) fn check_row(catalog: &Catalog, def: &LedgerDef, row: &Row, day: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let today = day;
    // Codes must be in force on the day of the fact: the first date of the paper that is set.
    let day = row.values.iter().flatten().find_map(Value::as_date).unwrap_or(day);
    let key = row.key(def);
    let place = |field: &str| Place::Field {
        ledger: def.title.clone(),
        record: key.clone(),
        field: field.to_owned(),
    };
    for field in &def.fields {
        if let FieldType::Lines { fields } = &field.ty {
            let lines = row.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            if field.required && lines.is_empty() {
                let what = format!("缺少明细“{}”", field.label);
                findings.push(Finding::must("required", place(&field.label), what, "至少填一行"));
            }
            for (number, line) in lines.iter().enumerate() {
                let name =
                    |label: &str| place(&format!("{}第{}行 {label}", field.label, number + 1));
                check_fields(catalog, def, fields, line, None, day, &name, &mut findings);
            }
        }
    }
    check_fields(
        catalog,
        def,
        &def.fields,
        &row.values,
        row.state.as_deref(),
        day,
        &place,
        &mut findings,
    );
    apply::check(&Scene { catalog, day, today }, def, row, &place, &mut findings);
    findings
}

#[expect(
    clippy::too_many_arguments,
    reason = "one walk serves records and child rows; each argument is one fact"
)]
fn check_fields(
    catalog: &Catalog,
    def: &LedgerDef,
    fields: &[FieldDef],
    values: &LineRow,
    state: Option<&str>,
    day: Date,
    place: &dyn Fn(&str) -> Place,
    findings: &mut Vec<Finding>,
) {
    for (field, value) in fields.iter().zip(values) {
        match value {
            Some(value) => check_value(catalog, field, value, day, place, findings),
            None if matches!(field.ty, FieldType::Lines { .. }) => {}
            None if field.required => {
                let what = format!("没有填“{}”", field.label);
                findings.push(Finding::must("required", place(&field.label), what, "这一项必填"));
            }
            None if !field.required_when.is_empty() => {
                let met = field.required_when.iter().all(|condition| {
                    if condition.field == "state" {
                        let start =
                            catalog.workflows.get(&def.workflow).map(|it| it.start().name.clone());
                        let now = state.map(str::to_owned).or(start).map(Value::Text);
                        return holds(&FieldType::Text { max: 40 }, now.as_ref(), &condition.test);
                    }
                    let at = fields.iter().position(|it| it.name == condition.field);
                    let of = |name: &str| {
                        let at = fields.iter().position(|it| it.name == name)?;
                        values[at].as_ref()
                    };
                    at.is_some_and(|at| {
                        holds_beside(&fields[at].ty, values[at].as_ref(), &condition.test, of)
                    })
                });
                if met {
                    let what = format!("没有填“{}”", field.label);
                    let why = reason(catalog, fields, field);
                    findings.push(Finding::must("required_when", place(&field.label), what, why));
                }
            }
            None => {}
        }
    }
}

/// Why a field is required here, in words: 类别为超限超载时必填.
fn reason(catalog: &Catalog, fields: &[FieldDef], field: &FieldDef) -> String {
    let parts: Vec<String> = field
        .required_when
        .iter()
        .map(|condition| {
            let other = fields.iter().find(|it| it.name == condition.field);
            let label = other.map_or("状态", |it| it.label.as_str());
            let word = |constant: &ConstantDef| {
                let code = constant.in_words();
                if let ConstantDef::Field(name) = constant {
                    let beside = fields.iter().find(|it| it.name == *name);
                    return beside.map_or(code, |it| format!("“{}”", it.label));
                }
                let Some(FieldType::Code { list }) = other.map(|it| &it.ty) else { return code };
                let item = catalog.codes.get(list).and_then(|it| it.item(&code));
                item.map_or(code.clone(), |it| it.label.clone())
            };
            match &condition.test {
                TestDef::Eq(constant) => format!("“{label}”为{}", word(constant)),
                TestDef::In(constants) => {
                    format!(
                        "“{label}”为{}",
                        constants.iter().map(word).collect::<Vec<_>>().join("或")
                    )
                }
                TestDef::IsSet(true) => format!("已填“{label}”"),
                TestDef::IsSet(false) => format!("未填“{label}”"),
                TestDef::Not(_)
                | TestDef::NotIn(_)
                | TestDef::Less(_)
                | TestDef::AtMost(_)
                | TestDef::More(_)
                | TestDef::AtLeast(_)
                | TestDef::Between(..)
                | TestDef::Role(_) => format!("“{label}”符合条件"),
            }
        })
        .collect();
    format!("{}时必填", parts.join("且"))
}

fn check_value(
    catalog: &Catalog,
    field: &FieldDef,
    value: &Value,
    day: Date,
    place: &dyn Fn(&str) -> Place,
    findings: &mut Vec<Finding>,
) {
    let mut refuse = |rule, what: String, mend: String| {
        findings.push(Finding::must(rule, place(&field.label), what, mend));
    };
    if let Some(number) = written(field, value) {
        let out =
            field.min.is_some_and(|min| number < min) || field.max.is_some_and(|max| max < number);
        if out {
            let bound = match (field.min, field.max) {
                (Some(min), Some(max)) => format!("应在{}到{}之间", plain(min), plain(max)),
                (Some(min), None) => format!("不应小于{}", plain(min)),
                (None, Some(max)) => format!("不应大于{}", plain(max)),
                (None, None) => String::new(),
            };
            refuse(
                "range",
                format!("“{}”{}{} 超出范围", field.label, plain(number), unit(field)),
                bound,
            );
        }
    }
    if let Some(number) = written(field, value)
        && !field.values.is_empty()
        && !field.values.contains(&number)
    {
        let all: Vec<String> = field.values.iter().map(|it| plain(*it)).collect();
        let what = format!("“{}”不能是{}{}", field.label, plain(number), unit(field));
        refuse("values", what, format!("只能填{}", all.join("、")));
    }
    if let (Some(bureau), Some(day)) = (&catalog.bureau, value.as_date())
        && day < bureau.founded_on
        && !field.before_bureau
    {
        let what =
            format!("“{}”{day} 早于{}成立（{}）", field.label, bureau.name, bureau.founded_on);
        refuse("before_bureau", what, "请核对年份".to_owned());
    }
    let Some(text) = value.as_text() else { return };
    let longest = if let FieldType::Text { max } = field.ty { max } else { LONG_TEXT_MAX };
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if length > longest {
        refuse(
            "length",
            format!("“{}”有{length}个字，超过{longest}个", field.label),
            "请缩短".to_owned(),
        );
    } else if text.encode_utf16().count() > CELL_UNITS_MAX {
        let what = format!("“{}”有很多表情或生僻字，表格的一格放不下", field.label);
        refuse("length", what, "请缩短".to_owned());
    }
    let divisions = matches!(field.ty, FieldType::Division);
    let list = if let FieldType::Code { list } = &field.ty { list.as_str() } else { "division" };
    if !divisions && !matches!(field.ty, FieldType::Code { .. }) {
        return;
    }
    let Some(list) = catalog.codes.get(list) else { return };
    // Divisions are kept by name, codes by code.
    let item = if divisions { list.by_word(text) } else { list.item(text) };
    match item {
        None => {
            let words: Vec<&str> = list.items.iter().take(12).map(|it| it.label.as_str()).collect();
            refuse(
                "code",
                format!("“{}”没有“{text}”这个值", list.title),
                format!("可用：{}", words.join("、")),
            );
        }
        Some(item) if !item.in_force(day) => {
            refuse(
                "code_not_in_force",
                format!("“{}”在{day}不可用", item.label),
                "换用当日有效的代码".to_owned(),
            );
        }
        Some(_) => {}
    }
}
