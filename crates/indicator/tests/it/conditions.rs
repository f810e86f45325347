//! Periods, roles of dates, and constants become typed conditions.

use catalog::{Compare, Condition, FieldRef, Meta, Query, Source, Test, load};
use indicator::{Ask, describe, plan};
use jiff::civil::date;
use terms::{Fen, Finding, Period, Value};

use crate::office::{catalog, day, sources, text};

fn query(id: &str, period: &str, as_of: &str) -> Query {
    let catalog = catalog();
    let period: Period = period.parse().unwrap();
    let plan = plan(catalog, &catalog.indicators[id], period, as_of.parse().unwrap()).unwrap();
    let [Ask::Rows { query, .. }] = plan.asks()[..] else { panic!("one ask over rows") };
    query.clone()
}

fn own(name: &str, test: Test) -> Condition {
    Condition { field: FieldRef::Own(name.to_owned()), test }
}

#[track_caller]
fn check(id: &str, period: &str, as_of: &str, expected: &[Condition]) {
    assert_eq!(query(id, period, as_of).conditions, expected, "{id} {period} {as_of}");
}

#[test]
fn a_flow_lies_between_the_first_and_the_last_day() {
    let between = |first, last| own("filed_on", Test::Between(day(first), day(last)));
    check("overload/all", "2021H1", "2021-06-30", &[between("2021-01-01", "2021-06-30")]);
    check("overload/all", "2021W05", "2021-07-02", &[between("2021-02-01", "2021-02-07")]);
    check(
        "overload/all",
        "2021-02-01..2021-02-02",
        "2021-07-02",
        &[between("2021-02-01", "2021-02-02")],
    );
}

#[test]
fn an_earlier_as_of_day_ends_a_flow() {
    let between = own("filed_on", Test::Between(day("2021-01-01"), day("2021-05-31")));
    check("overload/all", "2021H1", "2021-05-31", &[between]);
}

#[test]
fn a_stock_reaches_to_the_as_of_day() {
    check("land/done", "2021H1", "2021-07-02", &[own("done_on", Test::AtMost(day("2021-07-02")))]);
    check(
        "overload/open",
        "2021H1",
        "2021-07-02",
        &[
            own("filed_on", Test::AtMost(day("2021-07-02"))),
            own("closed_on", Test::EmptyOrMore(day("2021-07-02"))),
        ],
    );
}

#[test]
fn a_target_may_have_no_day() {
    check("land/task", "2021H1", "2021-06-30", &[own("added", Test::Eq(Value::YesNo(false)))]);
}

#[test]
fn the_year_is_that_of_the_periods_first_day() {
    let year = own("filed_on", Test::Between(day("2020-01-01"), day("2020-12-31")));
    check("overload/year", "2020-12-15..2021-02-10", "2021-06-30", &[year]);
}

#[test]
fn latest_values_are_those_known_on_the_as_of_day() {
    check(
        "works/invested",
        "2021H1",
        "2021-06-30",
        &[own("reported_on", Test::AtMost(day("2021-06-30")))],
    );
    check(
        "works/progress",
        "2021H1",
        "2021-06-30",
        &[own("reported_on", Test::AtMost(day("2021-06-30")))],
    );
}

#[test]
fn a_period_covers_whole_days_of_a_date_with_time() {
    let first = Value::DateTime(date(2021, 1, 1).at(0, 0, 0, 0));
    let last = Value::DateTime(date(2021, 6, 30).at(23, 59, 59, 0));
    check(
        "overload/weighed",
        "2021H1",
        "2021-06-30",
        &[own("weighed_at", Test::Between(first, last))],
    );
}

#[test]
fn child_rows_reach_their_record_its_state_and_its_office() {
    let query = query("overload/drivers", "2021H1", "2021-06-30");
    assert_eq!(query.lines.as_deref(), Some("points"));
    let record = |name: &str, test| Condition { field: FieldRef::Record(name.to_owned()), test };
    let expected = [
        record("filed_on", Test::Between(day("2021-01-01"), day("2021-06-30"))),
        record("category", Test::Eq(text("overload"))),
        Condition { field: FieldRef::Meta(Meta::State), test: Test::Not(text("dropped")) },
        Condition { field: FieldRef::Meta(Meta::Office), test: Test::Eq(text("执法股")) },
    ];
    assert_eq!(query.conditions, expected);
}

/// A ledger that links to cases, its child rows too, and an indicator over it with one condition.
fn of_appeals(lines: &str, condition: &str) -> (Condition, String) {
    const APPEAL: &str = r#"
title = "复议"
about = "测试"
office = "执法股"
key = ["no"]
workflow = "kept"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "case", type = "link", label = "案件", ledger = "overload/case" },
  { name = "raised_on", type = "date", label = "提出日期" },
  { name = "due_on", type = "date", label = "应答日期" },
]

[[lines]]
name = "others"
label = "并案"
fields = [{ name = "case", type = "link", label = "并案案件", ledger = "overload/case" }]
"#;
    const KEPT: &str = "title='登记'\nabout='测试'\nstates=[{name='kept',label='在册'}]\n";
    let count = if lines.is_empty() { "records" } else { "rows" };
    let text = format!(
        "title='试'\nabout='试'\nkind='target'\nunit='宗'\nowner='股'\nfrom='overload/appeal'\n{lines}where=[{condition}]\nmeasure={{count='{count}'}}\n"
    );
    let more = [
        ("workflows/kept.toml", KEPT),
        ("ledgers/overload/appeal.toml", APPEAL),
        ("indicators/test/one.toml", text.as_str()),
    ];
    let (catalog, findings) = load(&sources(&more));
    assert_eq!(findings, [], "{condition}");
    let (def, half) = (&catalog.indicators["test/one"], Period::Half(2021, 1));
    let plan = plan(&catalog, def, half, half.last_day()).unwrap();
    let [Ask::Rows { query, .. }] = plan.asks()[..] else { panic!("one ask over rows") };
    let [condition] = &query.conditions[..] else { panic!("one condition") };
    (condition.clone(), describe(&catalog, def))
}

#[test]
fn a_condition_goes_through_one_link() {
    let linked = |link: FieldRef, field: FieldRef, test| {
        let (link, field) = (Box::new(link), Box::new(field));
        let field = FieldRef::Linked { link, ledger: "overload/case".to_owned(), field };
        Condition { field, test }
    };
    let own = || FieldRef::Own("case".to_owned());
    let (found, told) = of_appeals("", "{field='case.category',eq='overload'}");
    let field = || FieldRef::Own("category".to_owned());
    assert_eq!(found, linked(own(), field(), Test::Eq(text("overload"))));
    assert_eq!(told, "台账《复议》；案件的类别＝超限超载；按记录计数；单位：宗");
    let (found, told) = of_appeals("", "{field='case.state',not='dropped'}");
    assert_eq!(found, linked(own(), FieldRef::Meta(Meta::State), Test::Not(text("dropped"))));
    assert!(told.contains("案件的状态≠撤案"), "{told}");
    let (found, _) = of_appeals("", "{field='case.filed_on',role='in_period'}");
    let days = Test::Between(day("2021-01-01"), day("2021-06-30"));
    assert_eq!(found, linked(own(), FieldRef::Own("filed_on".to_owned()), days));
    let rows = "lines='others'\n";
    let (found, _) = of_appeals(rows, "{field='case.category',eq='overload'}");
    assert_eq!(found, linked(own(), field(), Test::Eq(text("overload"))));
    let (found, told) = of_appeals(rows, "{field='record.case.category',eq='overload'}");
    let of_record = FieldRef::Record("case".to_owned());
    assert_eq!(found, linked(of_record, field(), Test::Eq(text("overload"))));
    assert!(told.contains("案件的类别＝超限超载"), "{told}");
}

#[test]
fn a_condition_holds_two_fields_beside_each_other() {
    let (found, told) = of_appeals("", "{field='raised_on',more={field='due_on'}}");
    let other = FieldRef::Own("due_on".to_owned());
    assert_eq!(found, own("raised_on", Test::Beside(Compare::More, other)));
    assert!(told.contains("提出日期＞应答日期"), "{told}");
    let (found, _) =
        of_appeals("lines='others'\n", "{field='record.raised_on',more={field='record.due_on'}}");
    let record = |name: &str| FieldRef::Record(name.to_owned());
    let test = Test::Beside(Compare::More, record("due_on"));
    assert_eq!(found, Condition { field: record("raised_on"), test });
}

/// Resolves one condition over the case ledger.
#[track_caller]
fn resolve(condition: &str) -> Result<Test, Vec<Finding>> {
    let text = format!(
        "title='试'\nabout='试'\nkind='target'\nunit='宗'\nowner='股'\nfrom='overload/case'\nwhere=[{condition}]\nmeasure={{count='records'}}"
    );
    let mut all = sources(&[]);
    all.push(Source { path: "indicators/test/one.toml".to_owned(), text });
    let (catalog, _) = load(&all);
    let half = Period::Half(2021, 1);
    let plan = plan(&catalog, &catalog.indicators["test/one"], half, half.last_day())?;
    let [Ask::Rows { query, .. }] = plan.asks()[..] else { panic!("one ask over rows") };
    let [condition] = &query.conditions[..] else { panic!("one condition") };
    Ok(condition.test.clone())
}

#[track_caller]
fn check_test(condition: &str, expected: Test) {
    assert_eq!(resolve(condition), Ok(expected), "{condition}");
}

#[test]
fn constants_take_the_type_of_their_field() {
    let fen = |number| Value::Money(Fen(number));
    check_test("{field='fine',at_least=500}", Test::AtLeast(fen(50_000)));
    check_test("{field='fine',between=[0,'0.30']}", Test::Between(fen(0), fen(30)));
    check_test("{field='unloaded',more=1000}", Test::More(Value::Mass(terms::Kilograms(1000))));
    check_test("{field='rate',less='0.30'}", Test::Less(crate::office::number("0.3")));
    check_test(
        "{field='category',in=['overload','taxi']}",
        Test::In(vec![text("overload"), text("taxi")]),
    );
    check_test("{field='category',in=['overload']}", Test::Eq(text("overload")));
    check_test("{field='state',not_in=['dropped']}", Test::NotIn(vec![text("dropped")]));
    check_test("{field='filed_on',at_most=2021-03-01}", Test::AtMost(day("2021-03-01")));
    check_test("{field='campaign',not=true}", Test::Not(Value::YesNo(true)));
    check_test("{field='plate',is_set=true}", Test::IsSet);
    check_test("{field='plate',is_set=false}", Test::IsEmpty);
}

#[test]
fn a_day_means_the_whole_day_of_a_date_with_time() {
    let start = Value::DateTime(date(2021, 3, 1).at(0, 0, 0, 0));
    let end = Value::DateTime(date(2021, 3, 1).at(23, 59, 59, 0));
    check_test("{field='weighed_at',eq=2021-03-01}", Test::Between(start.clone(), end.clone()));
    check_test("{field='weighed_at',in=[2021-03-01]}", Test::Between(start.clone(), end.clone()));
    check_test("{field='weighed_at',less=2021-03-01}", Test::Less(start.clone()));
    check_test("{field='weighed_at',at_least=2021-03-01}", Test::AtLeast(start));
    check_test("{field='weighed_at',at_most=2021-03-01}", Test::AtMost(end.clone()));
    check_test("{field='weighed_at',more=2021-03-01}", Test::More(end));
    let refused = resolve("{field='weighed_at',not=2021-03-01}").unwrap_err();
    assert_eq!(
        refused[0].what,
        "“称重时间”：精确到秒，不能用 not 指定一整天，请改用 less、more 或 between"
    );
}
