//! Named rules between fields of one row (字段间规则), and the check of a whole row.
//!
//! What the closed conditions cannot say is said here, in Rust, one function a rule; a ledger names the rule and the
//! fields it is applied to.

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Place, Value, plain};

use crate::{Catalog, FieldDef, FieldType, LedgerDef, LineRow, Row, holds, holds_beside};

mod apply; // the rules of a ledger against one row
mod compute; // rules that know the right value
mod indicator; // indicators and periods that fields name
mod lines; // rules over all child rows together

pub(crate) use apply::fill_row;
pub use apply::{Clash, clashes};
pub use lines::across;
pub(crate) use lines::{LinesRule, find as find_lines};

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
        fits: ordered,
        check: order,
        compute: None,
    },
    RowRule {
        name: "at_most",
        page: "at_most：[甲, 乙]，甲不大于乙",
        fits: two_numbers,
        check: at_most,
        compute: None,
    },
    RowRule {
        name: "sum",
        page: "sum：[合计, 分项, 分项…]，合计等于各分项之和",
        fits: numbers,
        check: sum,
        compute: Some(compute::sum),
    },
    RowRule {
        name: "difference",
        page: "difference：[余数, 被减数, 减数]，余数等于两者之差",
        fits: numbers,
        check: difference,
        compute: Some(compute::difference),
    },
    RowRule {
        name: "product",
        page: "product：[积, 因数, 因数…]，积等于各因数相乘",
        fits: numbers,
        check: compute::is_product,
        compute: Some(compute::product),
    },
    RowRule {
        name: "percent",
        page: "percent：[百分率, 部分, 全部]，百分率等于部分除以全部再乘100，按小数位四舍五入",
        fits: three_numbers,
        check: compute::is_percent,
        compute: Some(compute::percent),
    },
    RowRule {
        name: "grade",
        page: "grade：[等级, 数]，等级是代码字段，它的代码表写了 at_least 或 more",
        fits: graded,
        check: compute::is_grade,
        compute: Some(compute::grade),
    },
    RowRule {
        name: "not_future",
        page: "not_future：列出的日期都不晚于登记当天",
        fits: dates,
        check: not_future,
        compute: None,
    },
    RowRule {
        name: "stake_order",
        page: "stake_order：[起点桩号, 终点桩号]，终点在起点之后",
        fits: two_stakes,
        check: stake_order,
        compute: None,
    },
    RowRule {
        name: "together",
        page: "together：列出的字段要么都填，要么都不填",
        fits: some,
        check: together,
        compute: None,
    },
    RowRule {
        name: "after_month",
        page: "after_month：[月份, 确认日期]，当月没有过完不能确认当月",
        fits: two_dates,
        check: after_month,
        compute: None,
    },
    RowRule {
        name: "distinct_people",
        page: "distinct_people：[甲, 乙, …]，不能有两处是同一个人",
        fits: people,
        check: distinct_people,
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

fn ordered(types: &[&FieldType]) -> Result<(), String> {
    let date = |it: &&FieldType| matches!(it, FieldType::Date | FieldType::DateTime);
    if types.len() >= 2 && (types.iter().all(date) || types.iter().all(|it| it.is_number())) {
        return Ok(());
    }
    Err("要两个以上的日期，或两个以上的数字".to_owned())
}

fn numbers(types: &[&FieldType]) -> Result<(), String> {
    let alike = types.iter().all(|it| it.is_number());
    if types.len() >= 3 && alike {
        Ok(())
    } else {
        Err("要三个以上的数字字段".to_owned())
    }
}

fn two_numbers(types: &[&FieldType]) -> Result<(), String> {
    if types.len() == 2 && types.iter().all(|it| it.is_number()) {
        Ok(())
    } else {
        Err("要两个数字字段".to_owned())
    }
}

fn two_stakes(types: &[&FieldType]) -> Result<(), String> {
    let stakes = types.iter().all(|it| matches!(it, FieldType::Stake));
    if types.len() == 2 && stakes { Ok(()) } else { Err("要两个桩号字段".to_owned()) }
}

fn two_dates(types: &[&FieldType]) -> Result<(), String> {
    let dates = types.iter().all(|it| matches!(it, FieldType::Date));
    if types.len() == 2 && dates { Ok(()) } else { Err("要两个日期字段".to_owned()) }
}

fn people(types: &[&FieldType]) -> Result<(), String> {
    let people = types.iter().all(|it| matches!(it, FieldType::Person));
    if types.len() >= 2 && people {
        Ok(())
    } else {
        Err("要两个以上的人员字段".to_owned())
    }
}

fn dates(types: &[&FieldType]) -> Result<(), String> {
    let date = |it: &&FieldType| matches!(it, FieldType::Date | FieldType::DateTime);
    if !types.is_empty() && types.iter().all(date) {
        Ok(())
    } else {
        Err("要日期字段".to_owned())
    }
}

fn three_numbers(types: &[&FieldType]) -> Result<(), String> {
    if types.len() == 3 { numbers(types) } else { Err("要三个数字字段".to_owned()) }
}

fn graded(types: &[&FieldType]) -> Result<(), String> {
    match types {
        [FieldType::Code { .. }, number] if number.is_number() => Ok(()),
        _ => Err("要一个代码字段和一个数字字段".to_owned()),
    }
}

fn some(types: &[&FieldType]) -> Result<(), String> {
    if types.len() >= 2 { Ok(()) } else { Err("要两个以上的字段".to_owned()) }
}

fn order(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let set: Vec<(&FieldDef, &Value)> =
        fields.iter().filter_map(|it| it.1.map(|value| (it.0, value))).collect();
    let pair = set.windows(2).find(|pair| match (pair[0].1.as_date(), pair[1].1.as_date()) {
        (Some(first), Some(second)) => second < first,
        _ => pair[1].1 < pair[0].1,
    })?;
    let (first, second) = (pair[0], pair[1]);
    let what = format!(
        "“{}”{} 早于“{}”{}",
        second.0.label,
        second.1.canonical(),
        first.0.label,
        first.1.canonical()
    );
    let what = if first.1.as_date().is_some() { what } else { what.replace("早于", "小于") };
    Some((what, "请核对先后".to_owned()))
}

fn at_most(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (small, great) = (fields[0].1?.as_number()?, fields[1].1?.as_number()?);
    if small <= great {
        return None;
    }
    let what = format!(
        "“{}”{} 大于“{}”{}",
        fields[0].0.label,
        shown(fields[0]),
        fields[1].0.label,
        shown(fields[1])
    );
    Some((what, "请核对两个数".to_owned()))
}

fn sum(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let total = fields[0].1?.as_number()?;
    let parts: Decimal = fields[1..].iter().filter_map(|it| it.1.and_then(Value::as_number)).sum();
    if parts == total {
        return None;
    }
    let names: Vec<String> = fields[1..].iter().map(|it| format!("“{}”", it.0.label)).collect();
    let what =
        format!("“{}”{} 不等于{}之和", fields[0].0.label, shown(fields[0]), names.join("、"));
    Some((what, format!("各项之和比它{}", more_or_less(fields[0].0, parts - total))))
}

fn difference(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (rest, from, minus) =
        (fields[0].1?.as_number()?, fields[1].1?.as_number()?, fields[2].1?.as_number()?);
    if rest == from - minus {
        return None;
    }
    let what = format!(
        "“{}”{} 不等于“{}”{} 减“{}”{}",
        fields[0].0.label,
        shown(fields[0]),
        fields[1].0.label,
        shown(fields[1]),
        fields[2].0.label,
        shown(fields[2])
    );
    Some((what, format!("两者之差比它{}", more_or_less(fields[0].0, from - minus - rest))))
}

fn stake_order(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (from, to) = (fields[0].1?, fields[1].1?);
    if from <= to {
        return None;
    }
    let what = format!(
        "“{}”{} 在“{}”{} 之前",
        fields[1].0.label,
        to.canonical(),
        fields[0].0.label,
        from.canonical()
    );
    Some((what, "请对调起点和终点".to_owned()))
}

fn together(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let missing: Vec<&str> =
        fields.iter().filter(|it| it.1.is_none()).map(|it| it.0.label.as_str()).collect();
    if missing.is_empty() || missing.len() == fields.len() {
        return None;
    }
    Some((format!("还缺“{}”", missing.join("”“")), "这几项要一起填".to_owned()))
}

fn after_month(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (month, confirmed) = (fields[0].1?.as_date()?, fields[1].1?.as_date()?);
    if confirmed >= month.last_of_month() {
        return None;
    }
    let what = format!(
        "“{}”{confirmed} 时{}年{}月还没有过完",
        fields[1].0.label,
        month.year(),
        month.month()
    );
    Some((what, "当月最后一天起才能确认当月".to_owned()))
}

fn not_future(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let late = |it: &&(&FieldDef, Option<&Value>)| {
        it.1.and_then(Value::as_date).is_some_and(|day| day > scene.today)
    };
    let found = fields.iter().find(late)?;
    let what = format!("“{}”{} 还没有到", found.0.label, shown(*found));
    Some((what, format!("登记当天是{}，请核对日期", scene.today)))
}

fn distinct_people(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let set: Vec<(&FieldDef, &Value)> =
        fields.iter().filter_map(|it| it.1.map(|value| (it.0, value))).collect();
    let pairs =
        set.iter().enumerate().flat_map(|(at, one)| set[..at].iter().map(move |it| (it, one)));
    let (one, other) = pairs.into_iter().find(|it| it.0.1 == it.1.1)?;
    let what = format!("“{}”和“{}”是同一个人（{}）", one.0.label, other.0.label, one.1.canonical());
    Some((what, "请换一个人".to_owned()))
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

fn more_or_less(field: &FieldDef, kept: Decimal) -> String {
    let word = if kept.is_sign_negative() { "少" } else { "多" };
    let number = if matches!(field.ty, FieldType::Money) {
        kept.abs() / Decimal::ONE_HUNDRED
    } else {
        kept.abs()
    };
    format!("{word}{}{}", plain(number), unit(field))
}

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
            let word = |constant: &crate::ConstantDef| {
                let code = constant.in_words();
                if let crate::ConstantDef::Field(name) = constant {
                    let beside = fields.iter().find(|it| it.name == *name);
                    return beside.map_or(code, |it| format!("“{}”", it.label));
                }
                let Some(FieldType::Code { list }) = other.map(|it| &it.ty) else { return code };
                let item = catalog.codes.get(list).and_then(|it| it.item(&code));
                item.map_or(code.clone(), |it| it.label.clone())
            };
            match &condition.test {
                crate::TestDef::Eq(constant) => format!("“{label}”为{}", word(constant)),
                crate::TestDef::In(constants) => {
                    format!(
                        "“{label}”为{}",
                        constants.iter().map(word).collect::<Vec<_>>().join("或")
                    )
                }
                crate::TestDef::IsSet(true) => format!("已填“{label}”"),
                crate::TestDef::IsSet(false) => format!("未填“{label}”"),
                crate::TestDef::Not(_)
                | crate::TestDef::NotIn(_)
                | crate::TestDef::Less(_)
                | crate::TestDef::AtMost(_)
                | crate::TestDef::More(_)
                | crate::TestDef::AtLeast(_)
                | crate::TestDef::Between(..)
                | crate::TestDef::Role(_) => format!("“{label}”符合条件"),
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
    let longest = if let FieldType::Text { max } = field.ty { max } else { 20_000 };
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if length > longest {
        refuse(
            "length",
            format!("“{}”有{length}个字，超过{longest}个", field.label),
            "请缩短".to_owned(),
        );
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

/// The number as staff write it: yuan for money, kilograms for mass.
fn written(field: &FieldDef, value: &Value) -> Option<Decimal> {
    if let Value::Money(fen) = value {
        return Some(fen.yuan());
    }
    if field.ty.is_number() { value.as_number() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::{Fen, Kilograms};

    fn field(label: &str, ty: FieldType) -> FieldDef {
        FieldDef {
            name: "f".to_owned(),
            label: label.to_owned(),
            aliases: Vec::new(),
            ty,
            required: false,
            required_when: Vec::new(),
            unit: None,
            min: None,
            max: None,
            private: false,
            values: Vec::new(),
            before_bureau: false,
            linked: Vec::new(),
            total: None,
            closed: false,
            about: String::new(),
        }
    }

    /// Runs a rule over values of fields 甲, 乙, 丙 …; `None` means silent.
    #[track_caller]
    fn check(name: &str, ty: &FieldType, values: &[Option<Value>], says: Option<&str>) {
        let labels = ["甲", "乙", "丙", "丁"];
        let fields: Vec<FieldDef> =
            labels.iter().take(values.len()).map(|it| field(it, ty.clone())).collect();
        let seen: Vec<(&FieldDef, Option<&Value>)> =
            fields.iter().zip(values).map(|it| (it.0, it.1.as_ref())).collect();
        let day: Date = "2021-06-30".parse().unwrap();
        let scene = Scene { catalog: &Catalog::default(), day, today: day };
        let found =
            (row_rule(name).unwrap().check)(&scene, &seen).map(|it| format!("{}。{}", it.0, it.1));
        match says {
            None => assert_eq!(found, None),
            Some(words) => {
                let found = found.unwrap_or_else(|| panic!("{name} stays silent"));
                assert!(found.contains(words), "{found}");
            }
        }
    }

    fn day(text: &str) -> Option<Value> {
        Some(Value::Date(text.parse().unwrap()))
    }

    fn kg(number: i64) -> Option<Value> {
        Some(Value::Mass(Kilograms(number)))
    }

    #[test]
    fn dates_stand_in_order() {
        check("order", &FieldType::Date, &[day("2021-03-01"), None, day("2021-03-01")], None);
        let wrong = [day("2021-03-02"), None, day("2021-03-01")];
        check("order", &FieldType::Date, &wrong, Some("“丙”2021-03-01 早于“甲”2021-03-02"));
    }

    #[test]
    fn a_part_is_at_most_the_whole() {
        check("at_most", &FieldType::Mass, &[kg(5), kg(5)], None);
        check("at_most", &FieldType::Mass, &[kg(6), kg(5)], Some("“甲”6千克 大于“乙”5千克"));
        check("at_most", &FieldType::Mass, &[None, kg(5)], None);
    }

    #[test]
    fn a_total_is_the_sum_of_its_parts() {
        let fen = |number| Some(Value::Money(Fen(number)));
        check("sum", &FieldType::Money, &[fen(300), fen(100), fen(200)], None);
        check("sum", &FieldType::Money, &[fen(300), fen(100), fen(150)], Some("少0.5元"));
    }

    #[test]
    fn a_rest_is_the_difference() {
        check("difference", &FieldType::Mass, &[kg(4000), kg(53_000), kg(49_000)], None);
        let wrong = [kg(5000), kg(53_000), kg(49_000)];
        check("difference", &FieldType::Mass, &wrong, Some("两者之差比它少1000千克"));
    }

    #[test]
    fn a_stretch_ends_after_it_starts() {
        let stake = |text: &str| Some(Value::Stake(text.parse().unwrap()));
        check("stake_order", &FieldType::Stake, &[stake("K24+450"), stake("K27+950")], None);
        check(
            "stake_order",
            &FieldType::Stake,
            &[stake("K27+950"), stake("K24+450")],
            Some("之前"),
        );
    }

    #[test]
    fn some_fields_come_together() {
        check("together", &FieldType::Date, &[None, None], None);
        check("together", &FieldType::Date, &[day("2021-03-01"), None], Some("还缺“乙”"));
    }

    #[test]
    fn the_checker_is_not_the_repairer() {
        let person = |name: &str| Some(Value::Text(name.to_owned()));
        check("distinct_people", &FieldType::Person, &[person("张甲"), person("李乙")], None);
        check(
            "distinct_people",
            &FieldType::Person,
            &[person("张甲"), person("张甲")],
            Some("同一个人（张甲）"),
        );
    }

    #[test]
    fn a_month_is_confirmed_when_it_is_over() {
        check("after_month", &FieldType::Date, &[day("2021-02-01"), day("2021-02-28")], None);
        check(
            "after_month",
            &FieldType::Date,
            &[day("2021-02-01"), day("2021-02-27")],
            Some("2021年2月还没有过完"),
        );
    }
}
