//! Values, parts and notes of figures, by hand.

use catalog::Aggregate;
use indicator::{Ask, AskAnswer, plan};
use proptest::prelude::*;
use rust_decimal::Decimal;
use terms::{Figure, FigureSource, Period, Value};

use crate::office::{Books, catalog, day, decimal, kilograms, number, text, yuan};

#[track_caller]
fn check(books: &Books, id: &str, period: &str, printed: Option<&str>, notes: &[&str]) -> Figure {
    let figure = books.figure(catalog(), id, period);
    assert_eq!(figure.printed().as_deref(), printed, "{id}");
    assert_eq!(figure.notes, notes, "{id}");
    let records: u64 = figure.parts.iter().map(|it| it.records).sum();
    assert_eq!(figure.records, records, "{id}: records are those of its parts");
    figure
}

fn parts(figure: &Figure) -> Vec<(&str, Option<String>, &str, u64)> {
    let part = |it: &'_ terms::FigurePart| it.value.map(terms::plain);
    figure
        .parts
        .iter()
        .map(|it| (it.role.as_str(), part(it), it.unit.as_str(), it.records))
        .collect()
}

/// 征地 of the founding report: task 4584.66 亩; done 4797.1794 亩, with parcels added inside the lines.
fn land() -> Books {
    let mut books = Books::default();
    let parcel = |books: &mut Books, no: &str, task: &str, area: &str, added: bool| {
        let fields = [
            ("no", text(no)),
            ("task", number(task)),
            ("area", number(area)),
            ("added", Value::YesNo(added)),
            ("done_on", day("2021-05-20")),
        ];
        books.add("land/parcel", &fields);
    };
    parcel(&mut books, "一", "2584.66", "2584.66", false);
    parcel(&mut books, "二", "2000", "2000", false);
    parcel(&mut books, "补", "0", "212.5194", true);
    books
}

#[test]
fn the_land_taken_is_104_6_percent_of_the_task_and_says_why() {
    // F013–F015: 4797.1794 ÷ 4584.66 = 104.635…%; 4797.1794 − 4584.66 = 212.5194.
    let figure = check(
        &land(),
        "land/rate",
        "2021H1",
        Some("104.6"),
        &["完成率超过100%，超出计划212.5194亩；原因：《指标 land/added》1条，合计212.5194亩"],
    );
    assert_eq!(
        parts(&figure),
        [
            ("完成", Some("4797.1794".to_owned()), "亩", 3),
            ("计划", Some("4584.66".to_owned()), "亩", 2),
            ("超计划原因", Some("212.5194".to_owned()), "亩", 1),
        ]
    );
    // By hand: 479717.94 ÷ 4584.66 = 104.63544515842…
    assert!(terms::plain(figure.value.unwrap()).starts_with("104.6354451584"));
}

#[test]
fn a_rate_over_100_says_when_its_reason_is_missing_or_falls_short() {
    let mut books = land();
    check(
        &books,
        "land/bare_rate",
        "2021H1",
        Some("104.6"),
        &["完成率超过100%，超出计划212.5194亩，定义中没有指明超计划原因"],
    );
    let parcels = books.ledgers.get_mut("land/parcel").unwrap();
    parcels[0].fields.insert("area".to_owned(), number("2684.66"));
    check(
        &books,
        "land/rate",
        "2021H1",
        Some("106.8"),
        &[
            "完成率超过100%，超出计划312.5194亩；原因：《指标 land/added》1条，合计212.5194亩，尚有100亩未说明",
        ],
    );
    books.ledgers.get_mut("land/parcel").unwrap().pop();
    check(
        &books,
        "land/rate",
        "2021H1",
        Some("102.2"),
        &["完成率超过100%，超出计划100亩，《指标 land/added》没有记录可以说明原因"],
    );
}

#[test]
fn a_rate_up_to_100_says_nothing() {
    let mut books = land();
    books.ledgers.get_mut("land/parcel").unwrap().pop();
    check(&books, "land/rate", "2021H1", Some("100"), &[]);
}

#[test]
fn a_plan_of_zero_has_no_rate() {
    check(
        &Books::default(),
        "land/rate",
        "2021H1",
        None,
        &["计划数《指标 land/task》为零，不能计算完成率"],
    );
}

/// Concludes a plan whose asks are all counts with these numbers.
fn counts(id: &str, numbers: &[i64]) -> Figure {
    let (catalog, period) = (catalog(), "2021H1".parse::<Period>().unwrap());
    let plan = plan(catalog, &catalog.indicators[id], period, period.last_day()).unwrap();
    assert_eq!(plan.asks().len(), numbers.len());
    let answer = |number: &i64| catalog::Answer {
        value: Some(Decimal::from(*number)),
        rows: u64::try_from(*number).unwrap(),
    };
    plan.conclude(&numbers.iter().map(|it| AskAnswer::Rows(answer(it))).collect::<Vec<_>>())
}

#[test]
fn ratios_of_the_founding_report_come_out() {
    let rate = |of: i64, over: i64, places: u32| {
        let figure = counts("overload/decided_rate", &[of, over]);
        terms::plain(terms::half_up(figure.value.unwrap(), places))
    };
    assert_eq!(rate(131, 128, 1), "102.3"); // F020
    assert_eq!(rate(22, 716, 0), "3"); // F094: 3.07
    assert_eq!(rate(716, 716, 0), "100"); // F092
    assert_eq!(rate(280, 309, 1), "90.6"); // F062 ÷ F061
    assert_eq!(rate(43, 234, 1), "18.4"); // F110 ÷ F109
    // At least twenty significant digits: 22 ÷ 716 = 0.03072625698324022346368715…
    let exact = counts("overload/decided_rate", &[22, 716]).value.unwrap();
    assert!(terms::plain(exact).starts_with("3.0726256983240223463687"), "{exact}");
}

#[test]
fn a_ratio_keeps_numerator_and_denominator() {
    let figure = counts("overload/decided_rate", &[280, 309]);
    assert_eq!(
        parts(&figure),
        [("分子", Some("280".to_owned()), "宗", 280), ("分母", Some("309".to_owned()), "宗", 309)]
    );
    assert_eq!(figure.records, 589);
    let source = FigureSource::Ledger { ledger: "overload/case".to_owned(), lines: None };
    assert!(figure.parts.iter().all(|it| it.source == source));
}

#[test]
fn a_ratio_over_nothing_has_no_value() {
    let figure = counts("overload/decided_rate", &[0, 0]);
    assert_eq!(figure.value, None);
    assert_eq!(figure.notes, ["分母《指标 overload/all》为零，不能计算比率"]);
}

#[test]
fn a_difference_takes_one_figure_from_another() {
    let figure = counts("overload/undecided", &[309, 280]);
    assert_eq!(figure.printed().as_deref(), Some("29"));
    assert_eq!(
        figure.parts.iter().map(|it| it.role.as_str()).collect::<Vec<_>>(),
        ["被减数", "减数"]
    );
}

#[test]
fn points_of_274_drivers_are_1119() {
    // F064, F065: 99 × 6 + 175 × 3 = 1119 under the regime of that half-year.
    let mut books = Books::default();
    for (number, points) in
        std::iter::repeat_n(6, 99).chain(std::iter::repeat_n(3, 175)).enumerate()
    {
        let fields = [
            ("no", text(&format!("{number:03}"))),
            ("filed_on", day("2021-03-01")),
            ("category", text("overload")),
        ];
        let case = books.add("overload/case", &fields);
        let line = [
            ("driver".to_owned(), text("驾驶人甲")),
            ("points".to_owned(), Value::Integer(points)),
        ];
        case.lines.insert("points".to_owned(), vec![line.into_iter().collect()]);
    }
    let points = check(&books, "overload/points", "2021H1", Some("1119"), &[]);
    let source = FigureSource::Ledger {
        ledger: "overload/case".to_owned(),
        lines: Some("points".to_owned()),
    };
    assert_eq!((points.records, &points.parts[0].source), (274, &source));
    check(&books, "overload/drivers", "2021H1", Some("274"), &[]);
}

#[test]
fn kept_units_become_printed_ones() {
    let mut books = Books::default();
    let mut case = |filed: &str, mass: i64, fine: &str, plate: &str| {
        let fields = [
            ("filed_on", day(filed)),
            ("unloaded", kilograms(mass)),
            ("fine", yuan(fine)),
            ("plate", text(plate)),
        ];
        books.add("overload/case", &fields);
    };
    case("2021-01-01", 6_050_000, "20000", "粤R12345 黄");
    case("2021-06-30", 710, "11758.55", "粤R12345 黄");
    case("2021-07-01", 9_999, "1", "粤R00001 黄");
    // F063: 6050.71 吨. 31758.55 yuan are 3.175855 万元, printed 3.18.
    check(&books, "overload/unloaded", "2021H1", Some("6050.71"), &[]);
    let fines = check(&books, "overload/fines", "2021H1", Some("3.18"), &[]);
    assert_eq!(fines.value, Some(decimal("3.175855")));
    check(&books, "overload/plates", "2021H1", Some("1"), &[]);
    check(&books, "overload/all", "2021H1", Some("2"), &[]);
}

/// 春运 of 2021 with 63,000 passengers on 9843 runs.
fn spring() -> Books {
    let mut books = Books::default();
    for (on, carried, runs) in [("2021-01-28", 30_000, 4_843), ("2021-03-08", 33_000, 5_000)] {
        let fields = [
            ("day", day(on)),
            ("carried", Value::Integer(carried)),
            ("runs", Value::Integer(runs)),
        ];
        books.add("passenger/day", &fields);
    }
    books
}

#[test]
fn passengers_grow_by_20_96_percent_over_the_imported_base() {
    // F096, F097: (63000 − 52083) ÷ 52083 = 20.96077415…%.
    let mut books = spring();
    books.seal("passenger/carried", "2020H1", "5.2083", "万人次", "2020年春运总结");
    let figure = check(
        &books,
        "passenger/growth",
        "2021H1",
        Some("20.96"),
        &["上年同期5.2083万人次，来源：2020年春运总结"],
    );
    assert!(terms::plain(figure.value.unwrap()).starts_with("20.9607741489545"));
    assert_eq!(
        parts(&figure),
        [
            ("本期", Some("6.3".to_owned()), "万人次", 2),
            ("上年同期", Some("5.2083".to_owned()), "万人次", 1)
        ]
    );
    let base = FigureSource::Sealed {
        indicator: "passenger/carried".to_owned(),
        period: Period::Half(2020, 1),
    };
    assert_eq!(figure.parts[1].source, base);
    // The same base, imported in persons.
    books.seal("passenger/carried", "2020H1", "52083", "人次", "");
    let again = check(&books, "passenger/growth", "2021H1", Some("20.96"), &[]);
    assert_eq!(again.value, figure.value);
}

#[test]
fn a_season_is_compared_with_the_same_days_of_last_year() {
    let mut books = spring();
    books.seal("passenger/carried", "2020-01-28..2020-03-08", "6", "万人次", "");
    check(&books, "passenger/growth", "2021-01-28..2021-03-08", Some("5"), &[]);
}

#[test]
fn growth_without_a_usable_base_has_no_value_and_says_why() {
    let mut books = spring();
    check(&books, "passenger/growth", "2021H1", None, &["上年同期数未封存，也未导入历史值"]);
    books.seal("passenger/carried", "2020H1", "0", "万人次", "");
    check(&books, "passenger/growth", "2021H1", None, &["上年同期为零"]);
    books.seal("passenger/carried", "2020H1", "-1", "万人次", "");
    check(&books, "passenger/growth", "2021H1", None, &["上年同期为负数，不计算同比"]);
    books.seal("passenger/carried", "2020H1", "5", "辆次", "");
    check(
        &books,
        "passenger/growth",
        "2021H1",
        None,
        &["上年同期数的单位是辆次，与本期的万人次不能换算"],
    );
}

#[test]
fn a_decline_is_negative() {
    let mut books = spring();
    books.seal("passenger/carried", "2020H1", "7", "万人次", "");
    check(&books, "passenger/growth", "2021H1", Some("-10"), &[]);
}

#[test]
fn a_ratio_of_unlike_units_is_brought_into_its_own() {
    // 63,000 ÷ 9,843 = 6.4004… 人次 per run.
    check(&spring(), "passenger/per_run", "2021H1", Some("6.4"), &[]);
}

fn confirmed(months: &[u32]) -> Books {
    let mut books = Books::default();
    for month in months {
        let fields = [
            ("indicator", text("overload/accidents")),
            ("month", day(&format!("2021-{month:02}-01"))),
            ("confirmed_by", text("张三")),
        ];
        books.add("platform/zero_report", &fields);
    }
    books
}

#[test]
fn a_zero_with_six_confirmations_stands() {
    let figure =
        check(&confirmed(&[1, 2, 3, 4, 5, 6]), "overload/accidents", "2021H1", Some("0"), &[]);
    assert_eq!(
        parts(&figure),
        [("记录", Some("0".to_owned()), "宗", 0), ("零报告确认", Some("6".to_owned()), "个月", 6)]
    );
    let source = FigureSource::Ledger { ledger: "platform/zero_report".to_owned(), lines: None };
    assert_eq!(figure.parts[1].source, source);
}

#[test]
fn a_month_without_confirmation_is_named() {
    let missing = |months: &[u32], note: &str| {
        check(&confirmed(months), "overload/accidents", "2021H1", Some("0"), &[note]);
    };
    missing(&[1, 2, 4, 5, 6], "缺2021年3月零报告确认");
    missing(&[2, 4, 6], "缺2021年1月、3月、5月零报告确认");
    check(
        &confirmed(&[1]),
        "overload/accidents",
        "2020-12-15..2021-02-10",
        Some("0"),
        &["缺2020年12月、2021年2月零报告确认"],
    );
}

#[test]
fn two_confirmations_of_one_month_are_one_month() {
    let figure = check(
        &confirmed(&[1, 2, 2, 4, 5, 6]),
        "overload/accidents",
        "2021H1",
        Some("0"),
        &["缺2021年3月零报告确认"],
    );
    assert_eq!(parts(&figure)[1], ("零报告确认", Some("5".to_owned()), "个月", 6));
}

#[test]
fn confirmations_of_another_indicator_do_not_count() {
    let mut books = confirmed(&[1, 2, 3, 4, 5, 6]);
    let other = books.ledgers.get_mut("platform/zero_report").unwrap();
    other[2].fields.insert("indicator".to_owned(), text("overload/all"));
    check(&books, "overload/accidents", "2021H1", Some("0"), &["缺2021年3月零报告确认"]);
}

#[test]
fn a_confirmation_by_nobody_counts_for_nothing() {
    let mut books = confirmed(&[1, 2, 3, 4, 5, 6]);
    books.ledgers.get_mut("platform/zero_report").unwrap()[2].fields.remove("confirmed_by");
    check(&books, "overload/accidents", "2021H1", Some("0"), &["缺2021年3月零报告确认"]);
}

#[test]
fn an_offending_record_denies_the_zero() {
    let mut books = confirmed(&[1, 2, 3, 4, 5, 6]);
    books.add("overload/case", &[("filed_on", day("2021-04-05")), ("category", text("other"))]);
    books.add("overload/case", &[("filed_on", day("2021-07-05")), ("category", text("other"))]);
    check(&books, "overload/accidents", "2021H1", Some("1"), &["有1条记录，不能报零"]);
}

#[test]
fn the_latest_report_by_the_as_of_day_counts() {
    let mut books = Books::default();
    let mut report = |project: &str, on: &str, invested: &str| {
        let fields =
            [("project", text(project)), ("reported_on", day(on)), ("invested", yuan(invested))];
        books.add("works/report", &fields);
    };
    report("甲", "2021-03-31", "1000000");
    report("甲", "2021-06-30", "16200000");
    report("甲", "2021-07-31", "99000000");
    report("乙", "2020-12-31", "500000");
    // 1620 万元 + 50 万元; two rows stand behind it.
    let figure = check(&books, "works/invested", "2021H1", Some("1670"), &[]);
    assert_eq!(figure.records, 2);
}

#[test]
fn progress_is_weighted_and_needs_rows() {
    let mut books = Books::default();
    check(&books, "works/progress", "2021H1", None, &["没有记录，无从取数"]);
    let mut item = |weight: &str, done: &str, designed: &str| {
        let fields = [
            ("reported_on", day("2020-06-30")),
            ("weight", number(weight)),
            ("done", number(done)),
            ("designed", number(designed)),
        ];
        books.add("works/report", &fields);
    };
    item("3", "39.35", "50");
    item("1", "0", "12");
    // (3 × 0.787 + 0) ÷ 4 = 59.025 %
    check(&books, "works/progress", "2021H1", Some("59"), &[]);
}

#[test]
fn a_period_that_is_not_over_says_so() {
    let mut books = spring();
    books.seal("passenger/carried", "2020H1", "2", "万人次", "");
    let figure = books.figure_as_of(
        catalog(),
        "passenger/growth",
        Period::Half(2021, 1),
        jiff::civil::date(2021, 2, 28),
    );
    assert_eq!(figure.printed().as_deref(), Some("50")); // 30,000 against 20,000
    assert_eq!(
        figure.notes,
        ["统计期未满，数据截至2021年2月28日", "本期未满而上年同期为整期，两者口径不可比"]
    );
    let stock = books.figure_as_of(
        catalog(),
        "land/done",
        Period::Half(2021, 1),
        jiff::civil::date(2021, 2, 28),
    );
    assert_eq!(stock.notes, Vec::<String>::new());
}

#[test]
fn notes_of_a_part_are_said_with_its_title() {
    let (catalog, period) = (catalog(), "2021H1".parse::<Period>().unwrap());
    let plan =
        plan(catalog, &catalog.indicators["overload/decided_rate"], period, period.last_day())
            .unwrap();
    let figure = plan.conclude(&[]);
    assert_eq!(figure.value, None);
    assert_eq!(
        figure.notes,
        ["《指标 overload/decided》取数没有得到应答", "《指标 overload/all》取数没有得到应答"]
    );
    assert_eq!(figure.parts.len(), 2);
}

#[test]
fn a_figure_carries_what_its_definition_says() {
    let catalog = catalog();
    let def = &catalog.indicators["overload/fines"];
    let figure = Books::default().figure(catalog, "overload/fines", "2021Q2");
    assert_eq!((&figure.id, &figure.title, &figure.unit), (&def.id, &def.title, &def.unit));
    assert_eq!((figure.places, &figure.fingerprint), (2, &def.fingerprint));
    assert_eq!(figure.period.to_string(), "2021Q2");
    assert_eq!(figure.as_of.to_string(), "2021-06-30");
    assert_eq!(figure.printed().as_deref(), Some("0"));
}

/// Random cases: day of the half-year, category, kilograms, fen.
fn cases() -> impl Strategy<Value = Vec<(u8, u8, i64, i64)>> {
    prop::collection::vec((0_u8..181, 0_u8..3, 0_i64..90_000, 0_i64..5_000_000), 0..40)
}

fn booked(cases: &[(u8, u8, i64, i64)]) -> Books {
    let mut books = Books::default();
    for (after, category, mass, fen) in cases {
        let filed = jiff::civil::date(2021, 1, 1) + jiff::ToSpan::days(i64::from(*after));
        let category = ["overload", "taxi", "other"][usize::from(*category)];
        let fields = [
            ("filed_on", Value::Date(filed)),
            ("category", text(category)),
            ("unloaded", kilograms(*mass)),
            ("fine", Value::Money(terms::Fen(*fen))),
        ];
        books.add("overload/case", &fields);
    }
    books
}

proptest! {
    #[test]
    fn the_sum_over_disjoint_periods_is_the_whole(cases in cases()) {
        let (books, catalog) = (booked(&cases), catalog());
        for id in ["overload/all", "overload/filed", "overload/unloaded", "overload/fines"] {
            let whole = books.figure(catalog, id, "2021H1");
            for parts in [
                &["2021Q1", "2021Q2"][..],
                &["2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06"],
                &["2021-01-01..2021-02-13", "2021-02-14..2021-06-30"],
            ] {
                let parts: Vec<Figure> = parts.iter().map(|it| books.figure(catalog, id, it)).collect();
                let sum: Decimal = parts.iter().map(|it| it.value.unwrap()).sum();
                prop_assert_eq!(Some(sum), whole.value);
                prop_assert_eq!(parts.iter().map(|it| it.records).sum::<u64>(), whole.records);
            }
        }
    }

    #[test]
    fn the_rows_of_a_figure_counted_again_give_its_value(cases in cases()) {
        let (books, catalog) = (booked(&cases), catalog());
        let half: Period = "2021H1".parse().unwrap();
        for id in ["overload/filed", "overload/unloaded", "overload/decided_rate", "overload/undecided"] {
            let plan = plan(catalog, &catalog.indicators[id], half, half.last_day()).unwrap();
            let figure = books.figure(catalog, id, "2021H1");
            let openings = plan.openings();
            prop_assert_eq!(openings.len(), figure.parts.len());
            for (opening, part) in openings.iter().zip(&figure.parts) {
                let Ask::Rows { query, aggregate, factor, .. } = opening.ask else { continue };
                let rows = books.rows(query);
                prop_assert_eq!(u64::try_from(rows.len()).unwrap(), part.records);
                let again: Decimal = match aggregate {
                    Aggregate::Sum(field) => {
                        rows.iter().filter_map(|it| it.value(field)?.as_number()).sum()
                    }
                    Aggregate::Count => Decimal::from(rows.len()),
                    Aggregate::Distinct(_)
                    | Aggregate::Latest { .. }
                    | Aggregate::Progress { .. } => continue,
                };
                prop_assert_eq!(again.checked_div(*factor), part.value);
            }
        }
    }

    #[test]
    fn rounding_happens_only_in_print(fens in prop::collection::vec(0_i64..100_000_000, 1..20)) {
        let cases: Vec<_> = fens.iter().map(|fen| (9_u8, 0_u8, 0_i64, *fen)).collect();
        let figure = booked(&cases).figure(catalog(), "overload/fines", "2021H1");
        let exact = Decimal::new(fens.iter().sum::<i64>(), 6);
        prop_assert_eq!(figure.value, Some(exact));
        prop_assert_eq!(figure.printed(), Some(terms::plain(terms::half_up(exact, 2))));
    }
}
