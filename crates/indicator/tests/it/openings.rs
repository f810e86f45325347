//! Parts that open, breakdowns, and two figures compared record by record.

use std::collections::{BTreeMap, BTreeSet};

use catalog::FieldRef;
use indicator::{Ask, plan, set_difference};
use proptest::prelude::*;
use rust_decimal::Decimal;
use terms::{Period, Value};

use crate::office::{Books, catalog, day, text};

const HALF: Period = Period::Half(2021, 1);

fn roles(id: &str) -> Vec<(String, String)> {
    let catalog = catalog();
    let plan = plan(catalog, &catalog.indicators[id], HALF, HALF.last_day()).unwrap();
    plan.openings().into_iter().map(|it| (it.role, it.indicator.to_owned())).collect()
}

#[track_caller]
fn check(id: &str, expected: &[(&str, &str)]) {
    let roles = roles(id);
    let roles: Vec<(&str, &str)> = roles.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(roles, expected);
}

#[test]
fn every_part_names_its_role_and_its_indicator() {
    check("overload/all", &[("记录", "overload/all")]);
    check("overload/decided_rate", &[("分子", "overload/decided"), ("分母", "overload/all")]);
    check(
        "land/rate",
        &[("完成", "land/done"), ("计划", "land/task"), ("超计划原因", "land/added")],
    );
    check("passenger/growth", &[("本期", "passenger/carried"), ("上年同期", "passenger/carried")]);
    check(
        "overload/accidents",
        &[("记录", "overload/accidents"), ("零报告确认", "overload/accidents")],
    );
    check("overload/undecided", &[("被减数", "overload/all"), ("减数", "overload/decided")]);
}

#[test]
fn a_zero_asks_every_month_and_opens_all_of_them() {
    let catalog = catalog();
    let def = &catalog.indicators["overload/accidents"];
    let asks = |as_of| plan(catalog, def, HALF, as_of).unwrap().asks().len();
    assert_eq!(asks(HALF.last_day()), 7);
    assert_eq!(asks(jiff::civil::date(2021, 4, 30)), 5, "May and June have not begun");
}

fn case(books: &mut Books, category: &str, plate: &str, campaign: bool) {
    let fields = [
        ("filed_on", day("2021-03-01")),
        ("category", text(category)),
        ("plate", text(plate)),
        ("campaign", Value::YesNo(campaign)),
    ];
    books.add("overload/case", &fields);
}

#[test]
fn a_breakdown_adds_up_unless_it_counts_different_things() {
    let catalog = catalog();
    let breakdown = |id: &str, field: &str| {
        plan(catalog, &catalog.indicators[id], HALF, HALF.last_day())
            .unwrap()
            .breakdown(catalog, field)
    };
    let by_category = breakdown("overload/all", "category").unwrap();
    assert_eq!(by_category.by, FieldRef::Own("category".to_owned()));
    assert_eq!((by_category.label.as_str(), by_category.adds_up), ("类别", true));
    assert!(!breakdown("overload/plates", "category").unwrap().adds_up);
    let by_record = breakdown("overload/drivers", "record.category").unwrap();
    assert_eq!(by_record.by, FieldRef::Record("category".to_owned()));
    assert_eq!(breakdown("overload/all", "office").unwrap().label, "责任股室");
}

#[test]
fn a_breakdown_that_is_not_offered_is_refused() {
    let catalog = catalog();
    let refused = |id: &str, field: &str| {
        let plan = plan(catalog, &catalog.indicators[id], HALF, HALF.last_day()).unwrap();
        plan.breakdown(catalog, field).unwrap_err()[0].to_string()
    };
    assert_eq!(
        refused("overload/all", "fine"),
        "indicators/overload/all.toml（指标《指标 overload/all》）：《指标 overload/all》不能按“fine”分组。可用：category、plate；要增加，请写进定义的 by"
    );
    assert!(
        refused("overload/decided_rate", "category")
            .contains("不是由一个台账直接数出来的，不能分组")
    );
    assert!(refused("works/invested", "state").contains("取最新值或加权进度，不能分组"));
}

#[track_caller]
fn check_refused(a: &str, b: &str, expected: &str) {
    let catalog = catalog();
    let (a, b) = (&catalog.indicators[a], &catalog.indicators[b]);
    let refused = set_difference(catalog, a, b, HALF, HALF.last_day()).unwrap_err();
    assert_eq!(refused[0].what, expected);
}

#[test]
fn figures_of_different_rows_are_not_compared() {
    check_refused(
        "overload/all",
        "land/done",
        "《指标 overload/all》数的是台账《案件登记簿》的记录，《指标 land/done》数的是台账《征地台账》的记录，不能逐条对比",
    );
    check_refused(
        "overload/all",
        "overload/points",
        "《指标 overload/all》数的是台账《案件登记簿》的记录，《指标 overload/points》数的是台账《案件登记簿》的明细“记分”，不能逐条对比",
    );
    check_refused(
        "overload/decided_rate",
        "overload/all",
        "《指标 overload/decided_rate》由其他指标算出，没有自己的记录，不能逐条对比",
    );
    check_refused(
        "works/invested",
        "works/progress",
        "《指标 works/invested》只取每项的最新一条，不能逐条对比",
    );
}

fn ids(books: &Books, query: &catalog::Query) -> BTreeSet<String> {
    books.rows(query).iter().map(|it| it.record.id.clone()).collect()
}

proptest! {
    #[test]
    fn only_in_one_and_both_make_up_the_figures(
        cases in prop::collection::vec((0_u8..3, any::<bool>()), 0..30),
    ) {
        let (mut books, catalog) = (Books::default(), catalog());
        for (category, campaign) in &cases {
            case(&mut books, ["overload", "taxi", "other"][usize::from(*category)], "粤R12345 黄", *campaign);
        }
        let indicator = |id: &str| &catalog.indicators[id];
        let (a, b) = set_difference(
            catalog,
            indicator("overload/filed"),
            indicator("overload/campaign"),
            HALF,
            HALF.last_day(),
        )
        .unwrap();
        let (a, b) = (ids(&books, &a), ids(&books, &b));
        let value = |id: &str| books.figure(catalog, id, "2021H1").value.unwrap();
        let size = |set: usize| Decimal::from(set);
        let both = a.intersection(&b).count();
        prop_assert_eq!(size(a.difference(&b).count() + both), value("overload/filed"));
        prop_assert_eq!(size(b.difference(&a).count() + both), value("overload/campaign"));
        let wanted = cases.iter().filter(|it| it.0 == 0 && it.1).count();
        prop_assert_eq!(both, wanted);
    }

    #[test]
    fn the_groups_of_a_count_add_up(cases in prop::collection::vec((0_u8..3, 0_u8..5), 0..30)) {
        let (mut books, catalog) = (Books::default(), catalog());
        for (category, plate) in &cases {
            case(
                &mut books,
                ["overload", "taxi", "other"][usize::from(*category)],
                &format!("粤R0000{plate} 黄"),
                false,
            );
        }
        let plan = plan(catalog, &catalog.indicators["overload/all"], HALF, HALF.last_day()).unwrap();
        let breakdown = plan.breakdown(catalog, "category").unwrap();
        let mut groups: BTreeMap<Option<Value>, u64> = BTreeMap::new();
        for row in books.rows(&breakdown.query) {
            *groups.entry(row.value(&breakdown.by)).or_default() += 1;
        }
        let [Ask::Rows { query, aggregate, .. }] = plan.asks()[..] else { panic!("one ask") };
        let whole = books.answer(query, aggregate);
        prop_assert_eq!(groups.values().sum::<u64>(), whole.rows);
    }
}
