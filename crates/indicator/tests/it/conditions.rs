//! Periods, roles of dates, and constants become typed conditions.

use catalog::{Condition, FieldRef, Meta, Query, Source, Test, load};
use indicator::{Ask, plan};
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
