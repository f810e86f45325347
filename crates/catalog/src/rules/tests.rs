//! Each rule with a row that it finds wrong, and one on which it is silent.

use std::path::Path;

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Fen, Kilograms, Value};

use super::{RULES, Scene, check_row, row_rule};
use crate::{Catalog, FieldDef, FieldType, Row, Source, load, load_dir};

fn field(label: &str, ty: FieldType) -> FieldDef {
    FieldDef::new("f".to_owned(), label.to_owned(), ty)
}

/// Runs a rule over values of fields 甲, 乙, 丙 … of one type; `None` means silent.
#[track_caller]
fn check(name: &str, ty: &FieldType, values: &[Option<Value>], says: Option<&str>) {
    let types: Vec<FieldType> = values.iter().map(|_| ty.clone()).collect();
    check_in(&Catalog::default(), name, &types, values, says);
}

/// The same with these definitions, over fields of these types.
#[track_caller]
fn check_in(
    catalog: &Catalog,
    name: &str,
    types: &[FieldType],
    values: &[Option<Value>],
    says: Option<&str>,
) {
    let labels = ["甲", "乙", "丙", "丁"];
    let fields: Vec<FieldDef> =
        labels.iter().zip(types).map(|it| field(it.0, it.1.clone())).collect();
    let kinds: Vec<&FieldType> = types.iter().collect();
    assert_eq!((row_rule(name).unwrap().fits)(&kinds), Ok(()), "{name} does not fit");
    let seen: Vec<(&FieldDef, Option<&Value>)> =
        fields.iter().zip(values).map(|it| (it.0, it.1.as_ref())).collect();
    let day: Date = "2021-06-30".parse().unwrap();
    let scene = Scene { catalog, day, today: day };
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

fn number(text: &str) -> Option<Value> {
    Some(Value::Decimal(text.parse().unwrap()))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
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
fn numbers_stand_in_order_too() {
    let ty = FieldType::Decimal { places: 1 };
    check("order", &ty, &[number("1.5"), number("1.5"), number("2")], None);
    check("order", &ty, &[number("1.5"), number("1.4")], Some("“乙”1.4 小于“甲”1.5"));
}

#[test]
fn no_date_lies_after_the_day_of_the_act() {
    check("not_future", &FieldType::Date, &[day("2021-06-30"), None], None);
    check(
        "not_future",
        &FieldType::Date,
        &[None, day("2021-07-01")],
        Some("“乙”2021-07-01 还没有到。登记当天是2021-06-30"),
    );
}

#[test]
fn a_product_is_rounded_half_up_once() {
    let ty = FieldType::Decimal { places: 2 };
    check("product", &ty, &[number("12.5"), number("2.5"), number("5")], None);
    // 0.15 × 0.3 = 0.045.
    check("product", &ty, &[number("0.05"), number("0.15"), number("0.3")], None);
    check("product", &ty, &[number("0.04"), number("0.15"), number("0.3")], Some("应为0.05"));
    check("product", &ty, &[number("12.5"), number("2.5"), None], None);
}

#[test]
fn a_rate_is_a_hundred_times_the_part_by_the_whole() {
    let ty = FieldType::Decimal { places: 2 };
    // 4797.1794 ÷ 4584.66 = 1.046354…, as the founding report has it: 104.64%.
    let (part, whole) = (number("4797.1794"), number("4584.66"));
    check("percent", &ty, &[number("104.64"), part.clone(), whole.clone()], None);
    check("percent", &ty, &[number("104.63"), part, whole], Some("应为104.64"));
    check("percent", &ty, &[number("100"), number("1"), number("0")], None);
}

#[test]
fn a_grade_follows_its_bounds() {
    let list = r#"
title = "等级"
about = "测试用"
items = [
  { code = "good", label = "良", at_least = 80 },
  { code = "poor", label = "差" },
]
"#;
    let source = Source { path: "codes/grade.toml".to_owned(), text: list.to_owned() };
    let (catalog, _) = load(&[source]);
    let types = [FieldType::Code { list: "grade".to_owned() }, FieldType::Decimal { places: 2 }];
    let check = |grade: &str, points: &str, says: Option<&str>| {
        check_in(&catalog, "grade", &types, &[text(grade), number(points)], says);
    };
    check("good", "80", None);
    check("poor", "79.99", None);
    check("good", "79.99", Some("“甲”为“良”，“乙”79.99 应定为“差”"));
    check("poor", "80", Some("应定为“良”"));
}

#[test]
fn an_indicator_and_a_period_are_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, _) = load(&load_dir(&folder).unwrap());
    let types = [FieldType::Indicator, FieldType::Text { max: 100 }];
    let check = |indicator: Option<Value>, period: Option<Value>, says: Option<&str>| {
        check_in(&catalog, "known_indicator", &types, &[indicator, period], says);
    };
    // F061 is the register number of the cases filed.
    check(text("F061"), text("2021H1"), None);
    check(text("F061"), None, None);
    check(None, None, None);
    check(text("F06100"), text("2021H1"), Some("没有指标“F06100”"));
    check(text("F061"), text("上半年"), Some("“上半年”不是统计期"));
}

#[test]
fn every_rule_has_a_case_here() {
    let cases = include_str!("tests.rs");
    for rule in &RULES {
        let name = format!("\"{}\",", rule.name);
        assert!(cases.contains(&name), "{name} has no case");
    }
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
fn numbers_that_no_ledger_holds_are_left_to_its_limits() {
    let ty = FieldType::Decimal { places: 2 };
    let most = |sign: i64| Some(Value::Decimal(Decimal::MAX * Decimal::from(sign)));
    check("sum", &ty, &[most(1), most(1), most(1)], None);
    check("sum", &ty, &[most(-1), most(1), None], None);
    check("difference", &ty, &[most(1), most(1), most(-1)], None);
    check("difference", &ty, &[most(-1), most(1), Some(Value::Decimal(Decimal::ONE))], None);
}

#[test]
fn a_stretch_ends_after_it_starts() {
    let stake = |text: &str| Some(Value::Stake(text.parse().unwrap()));
    check("stake_order", &FieldType::Stake, &[stake("K24+450"), stake("K27+950")], None);
    check("stake_order", &FieldType::Stake, &[stake("K27+950"), stake("K24+450")], Some("之前"));
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

#[test]
fn a_long_text_fits_a_cell_of_a_workbook() {
    let ledger = r#"
title = "测试"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "register"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "story", type = "long_text", label = "经过" },
]
"#;
    let source = Source { path: "ledgers/a/b.toml".to_owned(), text: ledger.to_owned() };
    let (catalog, _) = load(&[source]);
    let def = &catalog.ledgers["a/b"];
    let rules = |story: String| {
        let mut row = Row::empty(def);
        row.values = vec![text("1"), Some(Value::Text(story))];
        let found = check_row(&catalog, def, &row, "2021-06-30".parse().unwrap());
        found.iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("长".repeat(20_000)), Vec::<&str>::new());
    assert_eq!(rules("长".repeat(20_001)), ["length"]);
    // 32,767 UTF-16 units: 16,383 marks of two units and one of one.
    assert_eq!(rules(format!("{}一", "𠀀".repeat(16_383))), Vec::<&str>::new());
    assert_eq!(rules("𠀀".repeat(16_384)), ["length"]);
}
