//! What is exported is read back as the same rows, by workbook and by CSV, for rows of every type.

use catalog::{Catalog, LedgerDef, Row};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use proptest::prelude::*;
use rust_decimal::Decimal;
use sheet::{Incoming, Reading, read, write_csv, write_ledger};
use terms::{Fen, Kilograms, Stake, Value};

use crate::office::{TODAY, ledger, office, said};

fn text() -> impl Strategy<Value = String> {
    // As staff write, and what spreadsheet programs take for something else.
    prop_oneof![
        "[\\p{Han}A-Za-z0-9，。、（）()=+@'\"%_;<>&,.-]{1,12}",
        "[=+@'-][A-Za-z0-9()!]{1,8}",
        "_x00[0-9]{2}_",
        "0[0-9]{3,9}",
        Just("2021-06-30".to_owned()),
        Just("😀 emoji 文字".to_owned()),
        Just("1e5".to_owned()),
    ]
    .prop_map(|it| it.trim().to_owned())
    .prop_filter("nothing is not text", |it| !it.is_empty())
}

fn long_text() -> impl Strategy<Value = String> {
    (text(), text()).prop_map(|(one, other)| format!("{one}\n{other}"))
}

fn day() -> impl Strategy<Value = Date> {
    (0_i64..90_000).prop_map(|it| Date::constant(1901, 1, 1).checked_add(it.days()).unwrap())
}

fn clock() -> impl Strategy<Value = Time> {
    (0_i64..86_400).prop_map(|it| Time::midnight().checked_add(it.seconds()).unwrap())
}

fn maybe(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    proptest::option::of(value).boxed()
}

fn words(list: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(list).prop_map(|it| Value::Text(it.to_owned()))
}

/// Values of every field of the case register but its key.
fn values() -> impl Strategy<Value = Vec<Option<Value>>> {
    let number = |places: u32| {
        prop_oneof![-9_999_999_999_i64..=9_999_999_999, any::<i64>().prop_map(move |it| it / 10)]
            .prop_map(move |it| Decimal::new(it, places).normalize())
    };
    vec![
        day().prop_map(|it| Some(Value::Date(it))).boxed(),
        maybe(words(&["overload", "no_permit"])),
        maybe(words(&["阳山县", "太平镇"])),
        maybe(words(&["粤R12345 黄", "粤RD12345 渐变绿", "粤R1234挂 黄"])),
        maybe(any::<i64>().prop_map(|it| Value::Money(Fen(it / 1000)))),
        maybe(any::<i64>().prop_map(|it| Value::Mass(Kilograms(it / 1000)))),
        maybe(number(4).prop_map(Value::Decimal)),
        maybe(number(2).prop_map(Value::Decimal)),
        maybe(any::<i64>().prop_map(Value::Integer)),
        maybe((day(), clock()).prop_map(|it| Value::DateTime(it.0.to_datetime(it.1)))),
        maybe(clock().prop_map(Value::Time)),
        maybe(any::<bool>().prop_map(Value::YesNo)),
        maybe("[\\p{Han}]{2,4}".prop_map(Value::Text)),
        maybe(text().prop_map(Value::Text)),
        maybe(words(&["S260", "G107", "X385"])),
        maybe(
            (0_i64..9_999_999_999)
                .prop_map(|it| Value::Stake(Stake::from_millimetres(it).unwrap())),
        ),
        maybe(words(&["13800138000", "0763-7801234", "0763-7801234-801"])),
        maybe(words(&["11010519491231002X"])),
        // The code of GB 32100-2015's published examples.
        maybe(words(&["91350100M000100Y43"])),
        maybe("[0-9a-f]{64}".prop_map(Value::Text)),
        maybe(words(&["112.6331234,24.4671234"])),
        maybe(text().prop_map(Value::Text)),
        maybe(long_text().prop_map(Value::Text)),
        maybe(text().prop_map(Value::Text)),
    ]
}

fn cases() -> impl Strategy<Value = Vec<Row>> {
    let row = (text(), values(), prop::sample::select(vec![None, Some("filed"), Some("decided")]));
    proptest::collection::vec(row, 1..12).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(at, (no, rest, state))| {
                let mut values = vec![Some(Value::Text(format!("{no}/{at}")))];
                values.extend(rest);
                Row { values, lines: Default::default(), state: state.map(str::to_owned) }
            })
            .collect()
    })
}

fn attendances() -> impl Strategy<Value = Vec<Row>> {
    let name = "[\\p{Han}]{2,3}";
    let member = (name, proptest::option::of(-999_i64..9999)).prop_map(|it| {
        vec![
            Some(Value::Text(it.0)),
            it.1.map(|it| Value::Decimal(Decimal::new(it, 1).normalize())),
        ]
    });
    let row = (
        day(),
        maybe(any::<i32>().prop_map(|it| Value::Integer(it.into()))),
        proptest::collection::vec(member, 0..4),
    );
    proptest::collection::vec(row, 1..8).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(at, (on, vehicles, members))| {
                let values = vec![
                    Some(Value::Text(format!("=A{at}"))),
                    Some(Value::Date(on)),
                    vehicles,
                    None,
                ];
                let lines = if members.is_empty() {
                    Default::default()
                } else {
                    [("members".to_owned(), members)].into()
                };
                Row { values, lines, state: None }
            })
            .collect()
    })
}

fn check(reading: &Reading, rows: &[Row]) -> Result<(), TestCaseError> {
    let faults: Vec<String> =
        said(reading).into_iter().filter(|it| it.starts_with("必须")).collect();
    prop_assert_eq!(faults, Vec::<String>::new(), "{:#?}", reading.findings);
    let read: Vec<Row> = reading.rows.iter().map(|it| it.row.clone()).collect();
    prop_assert_eq!(read, rows);
    Ok(())
}

fn both_ways(catalog: &Catalog, def: &LedgerDef, rows: &[Row]) -> Result<(), TestCaseError> {
    let bytes = write_ledger(catalog, def, rows, false).unwrap();
    let file = Incoming { name: "台账.xlsx", bytes: &bytes, parts: &[] };
    check(&read(catalog, def, file, TODAY, &mut |_, _| {}), rows)?;
    let parts = write_csv(catalog, def, rows, false).unwrap();
    let extra: Vec<(&str, &[u8])> = parts
        .iter()
        .filter_map(|it| it.label.as_deref().map(|label| (label, it.bytes.as_slice())))
        .collect();
    let file = Incoming { name: "台账.csv", bytes: &parts[0].bytes, parts: &extra };
    check(&read(catalog, def, file, TODAY, &mut |_, _| {}), rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn rows_of_every_type_come_back(rows in cases()) {
        let catalog = office();
        both_ways(&catalog, ledger(&catalog, "law/case"), &rows)?;
    }

    #[test]
    fn records_come_back_with_their_child_rows(rows in attendances()) {
        let catalog = office();
        both_ways(&catalog, ledger(&catalog, "law/attendance"), &rows)?;
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let catalog = office();
    let def = ledger(&catalog, "law/case");
    let row = Row::empty(def);
    assert_eq!(
        write_ledger(&catalog, def, [&row], false).unwrap(),
        write_ledger(&catalog, def, [&row], false).unwrap()
    );
}

#[test]
fn private_fields_are_masked_when_asked() {
    let catalog = office();
    let def = ledger(&catalog, "law/case");
    let mut row = Row::empty(def);
    row.values[def.place("phone").unwrap()] = Some(Value::Text("13800138000".to_owned()));
    row.values[def.place("id_card").unwrap()] = Some(Value::Text("11010519491231002X".to_owned()));
    let masked = write_csv(&catalog, def, [&row], true).unwrap();
    let text = String::from_utf8(masked[0].bytes.clone()).unwrap();
    assert!(text.contains("138****8000") && text.contains("110105********002X"), "{text}");
    assert!(!text.contains("13800138000"));
}

#[test]
fn what_was_masked_is_not_read_back_as_if_it_were_the_value() {
    let catalog = office();
    let def = ledger(&catalog, "law/case");
    for (name, text, refused) in [
        ("phone", "******", true),
        ("phone", "＊＊＊", true),
        ("phone", "13800138000", false),
        ("id_card", "张*", true),
        ("id_card", "张*\u{200b}", true), // a mark that came along when it was copied
        ("officer", "******", false),     // nobody masks this field
    ] {
        let field = def.field(name).unwrap();
        let rules = match sheet::read_value(&catalog, def, field, text) {
            Ok(_) => Vec::new(),
            Err(findings) => findings.iter().map(|it| it.rule).collect(),
        };
        assert_eq!(rules.contains(&"masked"), refused, "{name} {text}: {rules:?}");
    }
}
