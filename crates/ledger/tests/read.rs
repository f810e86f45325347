//! Reading: lists, figures, breakdowns, differences, history and the past, each on SQLite and on PostgreSQL, against a
//! plain evaluation in memory of the same rows.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Aggregate, Answer, Condition, FieldRef, Meta, Order, Query, Row, Test};
use jiff::civil::{Date, date, time};
use ledger::{Act, Base, BatchInfo, Comparison, Listing, StoreError, Target};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rust_decimal::Decimal;
use support::{CLERK, on_both};
use terms::{Fen, Kilograms, Place, Value};
use uuid::Uuid;

const CODES: &str = r#"
title = "类别"
about = "测试用"
items = [{ code = "car", label = "小车" }, { code = "truck", label = "货车" }, { code = "bus", label = "客车" }]
"#;

const WORKFLOW: &str = r#"
title = "登记"
about = "测试用"
states = [{ name = "kept", label = "在册", closed = false }, { name = "ended", label = "注销", closed = true }]
moves = [{ name = "end", label = "注销", from = ["kept"], to = "ended", reason = true }]
"#;

const LEDGER: &str = r#"
title = "样品台账"
about = "测试用"
office = "执法股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 40 },
  { name = "note", type = "text", label = "说明" },
  { name = "kind", type = "code", label = "类别", list = "kind" },
  { name = "number", type = "integer", label = "数量" },
  { name = "area", type = "decimal", label = "面积", places = 4 },
  { name = "fine", type = "money", label = "罚款" },
  { name = "load", type = "mass", label = "载重" },
  { name = "day", type = "date", label = "日期" },
  { name = "seen_at", type = "date_time", label = "时间" },
  { name = "opens", type = "time", label = "开门" },
  { name = "done", type = "yes_no", label = "是否办结" },
  { name = "stake", type = "stake", label = "桩号" },
]

[[lines]]
name = "parts"
label = "明细"
fields = [
  { name = "plate", type = "text", label = "号牌" },
  { name = "amount", type = "integer", label = "件数" },
  { name = "from_day", type = "date", label = "起日" },
]
"#;

const INDICATOR: &str = r#"
title = "样品数"
about = "测试用"
refs = []
kind = "flow"
unit = "个"
places = 0
owner = "执法股"
from = "test/thing"
day = "day"
where = [{ field = "kind", eq = "car" }]
measure = { sum = "number" }
"#;

fn sources() -> Vec<(&'static str, &'static str)> {
    vec![
        ("codes/kind.toml", CODES),
        ("workflows/plain.toml", WORKFLOW),
        ("ledgers/test/thing.toml", LEDGER),
        ("indicators/test/things.toml", INDICATOR),
        ("roles.toml", CLERK),
    ]
}

fn act(second: i64) -> Act {
    Act {
        who: "李四".to_owned(),
        office: "执法股".to_owned(),
        roles: vec!["clerk".to_owned()],
        at: moment(second),
    }
}

fn moment(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_625_000_000 + second).unwrap()
}

/// Values that trip up careless SQL: cases, wildcards, quotes, emoji, marks before and after ASCII, ties.
fn pool(field: usize) -> Vec<Value> {
    let text = |it: &str| Value::Text(it.to_owned());
    let number = |it: &str| Value::Decimal(it.parse().unwrap());
    match field {
        0 => vec![text("r1"), text("r10"), text("r2"), text("r99"), text("R")],
        1 => [
            "a",
            "A",
            "a%b",
            "_",
            "a_b",
            "'; DROP TABLE test_thing; --",
            "😀车",
            "中文",
            "\\",
            "é",
            "Z",
        ]
        .map(text)
        .to_vec(),
        2 => ["car", "truck", "bus"].map(text).to_vec(),
        3 => [-3, 0, 1, 7, i64::MAX / 2].map(Value::Integer).to_vec(),
        4 => ["0", "-1.5", "4797.1794", "0.0001", "104.6"].map(number).to_vec(),
        5 => [0, 1, 12_345, 9_000_000_000_000_000].map(|it| Value::Money(Fen(it))).to_vec(),
        6 => [0, 49_000, 53_000].map(|it| Value::Mass(Kilograms(it))).to_vec(),
        7 => [date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 1), date(2020, 2, 29)]
            .map(Value::Date)
            .to_vec(),
        8 => [
            date(2021, 6, 30).at(23, 59, 59, 0),
            date(2021, 6, 30).at(0, 0, 0, 0),
            date(2021, 7, 1).at(8, 30, 0, 0),
        ]
        .map(Value::DateTime)
        .to_vec(),
        9 => [time(0, 0, 0, 0), time(8, 30, 0, 0), time(23, 59, 59, 0)].map(Value::Time).to_vec(),
        10 => [true, false].map(Value::YesNo).to_vec(),
        _ => ["K24+450", "K24+450.5", "K100+000", "K0+000"]
            .map(|it| Value::Stake(it.parse().unwrap()))
            .to_vec(),
    }
}

const FIELDS: [&str; 12] = [
    "no", "note", "kind", "number", "area", "fine", "load", "day", "seen_at", "opens", "done",
    "stake",
];
const PARTS: [(&str, usize); 3] = [("plate", 1), ("amount", 3), ("from_day", 7)];
const NUMBERS: [&str; 4] = ["number", "area", "fine", "load"];

/// A row as it is in memory: a record, or a child row with its record.
#[derive(Debug, Clone)]
struct Model {
    id: Uuid,
    ordinal: i64,
    key: String,
    state: String,
    values: Vec<Option<Value>>,
    part: Vec<Option<Value>>,
}

impl Model {
    fn get(&self, field: &FieldRef, lines: bool) -> Option<Value> {
        let of_record =
            |name: &str| self.values[FIELDS.iter().position(|it| *it == name).unwrap()].clone();
        match field {
            FieldRef::Own(name) if lines => {
                self.part[PARTS.iter().position(|it| it.0 == name).unwrap()].clone()
            }
            FieldRef::Own(name) | FieldRef::Record(name) => of_record(name),
            FieldRef::Meta(Meta::State) => Some(Value::Text(self.state.clone())),
            FieldRef::Meta(Meta::Id) => Some(Value::Text(self.id.to_string())),
            FieldRef::Meta(Meta::Version) => Some(Value::Integer(1)),
            FieldRef::Meta(_) | FieldRef::Linked { .. } => panic!("{field:?} is not modelled"),
        }
    }
}

fn holds(value: Option<&Value>, test: &Test) -> bool {
    match test {
        Test::Eq(it) => value == Some(it),
        Test::Not(it) => value != Some(it),
        Test::In(all) => value.is_some_and(|it| all.contains(it)),
        Test::NotIn(all) => value.is_none_or(|it| !all.contains(it)),
        Test::Less(it) => value.is_some_and(|value| value < it),
        Test::AtMost(it) => value.is_some_and(|value| value <= it),
        Test::More(it) => value.is_some_and(|value| value > it),
        Test::AtLeast(it) => value.is_some_and(|value| value >= it),
        Test::Between(from, to) => value.is_some_and(|it| from <= it && it <= to),
        Test::IsSet => value.is_some(),
        Test::IsEmpty => value.is_none(),
        Test::EmptyOrMore(it) => value.is_none_or(|value| value > it),
        Test::Beside(..) => panic!("{test:?} is not modelled; see linked.rs"),
        Test::AnyContains(..) => panic!("{test:?} asks several fields; see `meets`"),
    }
}

fn meets(model: &Model, query: &Query) -> bool {
    let of_lines = query.lines.is_some();
    query.conditions.iter().all(|it| {
        if let Test::AnyContains(others, parts) = &it.test {
            return std::iter::once(&it.field).chain(others).any(|field| {
                let value = model.get(field, of_lines);
                parts.iter().any(|part| match &value {
                    Some(Value::Stake(stake)) => part.parse() == Ok(*stake),
                    value => {
                        let text = value.as_ref().and_then(Value::as_text);
                        text.is_some_and(|it| it.contains(part.as_str()))
                    }
                })
            });
        }
        holds(model.get(&it.field, of_lines).as_ref(), &it.test)
    })
}

/// Pseudo-random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(many).unwrap()).unwrap()
    }

    fn value(&mut self, field: usize) -> Option<Value> {
        let pool = pool(field);
        if self.below(5) == 0 { None } else { Some(pool[self.below(pool.len())].clone()) }
    }
}

fn invented(count: usize) -> Vec<Row> {
    let mut dice = Dice(88_172_645_463_325_252);
    (0..count)
        .map(|number| {
            let mut values: Vec<Option<Value>> =
                (0..FIELDS.len()).map(|field| dice.value(field)).collect();
            values[0] = Some(Value::Text(format!("r{number}")));
            values.push(None);
            let parts =
                (0..dice.below(4)).map(|_| PARTS.map(|it| dice.value(it.1)).to_vec()).collect();
            let state = if dice.below(3) == 0 { "ended" } else { "kept" };
            Row {
                values,
                lines: BTreeMap::from([("parts".to_owned(), parts)]),
                state: Some(state.to_owned()),
            }
        })
        .collect()
}

async fn import(base: &Base, rows: Vec<Row>, second: i64) {
    let place = |number: usize| Place::Whole { name: format!("第{number}行") };
    let rows = rows.into_iter().enumerate().map(|(number, row)| (place(number), row)).collect();
    let info = BatchInfo { file_name: "样品.csv", file_digest: "00", ..BatchInfo::default() };
    let outcome =
        base.import(&act(second), "test/thing", rows, info, false, &mut |_, _| {}).await.unwrap();
    assert!(
        outcome.findings.iter().all(|it| it.grade != terms::Grade::Must),
        "{:?}",
        outcome.findings
    );
}

/// All rows as they stand, in memory: records and child rows.
async fn models(base: &Base) -> (Vec<Model>, Vec<Model>) {
    let (mut records, mut parts) = (Vec::new(), Vec::new());
    let all = query(None, vec![]);
    base.each(&all, &[], |record| {
        let def = base.catalog().ledger("test/thing").unwrap();
        let model = Model {
            id: record.id,
            ordinal: 0,
            key: record.row.key(def),
            state: record.state.clone(),
            values: record.row.values[..FIELDS.len()].to_vec(),
            part: Vec::new(),
        };
        for (ordinal, part) in (1..).zip(record.row.lines.get("parts").into_iter().flatten()) {
            parts.push(Model { ordinal, part: part.clone(), ..model.clone() });
        }
        records.push(model);
        Ok(())
    })
    .await
    .unwrap();
    (records, parts)
}

fn query(lines: Option<&str>, conditions: Vec<Condition>) -> Query {
    Query { ledger: "test/thing".to_owned(), lines: lines.map(str::to_owned), conditions }
}

fn own(name: &str) -> FieldRef {
    FieldRef::Own(name.to_owned())
}

/// What a case draws: which column, which test, which constants.
type Draw = (usize, usize, usize, usize);

fn condition(draw: Draw, lines: bool) -> Condition {
    let (field, test, one, other) = draw;
    let (field, values) = column(field, lines);
    let (one, other) = (values[one % values.len()].clone(), values[other % values.len()].clone());
    let is_text = matches!(one, Value::Text(_));
    let test = match test % 13 {
        0 => Test::Eq(one),
        1 => Test::Not(one),
        2 => Test::In(vec![one, other]),
        3 => Test::NotIn(vec![one, other]),
        4 => Test::Less(one),
        5 => Test::AtMost(one),
        6 => Test::More(one),
        7 => Test::AtLeast(one),
        8 => Test::Between(one, other),
        9 => Test::IsSet,
        10 => Test::IsEmpty,
        12 if is_text && field != FieldRef::Meta(Meta::Id) => {
            let part = one.as_text().unwrap().chars().take(2).collect();
            Test::AnyContains(Vec::new(), vec![part])
        }
        _ => Test::EmptyOrMore(one),
    };
    Condition { field, test }
}

fn column(draw: usize, lines: bool) -> (FieldRef, Vec<Value>) {
    let count = FIELDS.len();
    match draw % (count + PARTS.len() + 1) {
        it if it == count => (
            FieldRef::Meta(Meta::State),
            ["kept", "ended"].map(|it| Value::Text(it.to_owned())).to_vec(),
        ),
        it if it > count && lines => {
            let (name, values) = PARTS[it - count - 1];
            (own(name), pool(values))
        }
        it => {
            let it = it % count;
            let name = FIELDS[it].to_owned();
            (if lines { FieldRef::Record(name) } else { FieldRef::Own(name) }, pool(it))
        }
    }
}

fn aggregates(draw: usize, lines: bool) -> Vec<Aggregate> {
    let number = |it: usize| match (lines, NUMBERS[it % 4]) {
        (true, name) => FieldRef::Record(name.to_owned()),
        (false, name) => own(name),
    };
    let day = if lines { own("from_day") } else { own("day") };
    vec![
        Aggregate::Count,
        Aggregate::Sum(number(draw)),
        Aggregate::Distinct(column(draw, lines).0),
        Aggregate::Latest { field: number(draw + 1), per: column(draw / 3, lines).0, day },
        Aggregate::Progress { weight: number(3), done: number(1), designed: number(0) },
    ]
}

fn sum(numbers: impl Iterator<Item = Option<Value>>) -> Decimal {
    numbers.flatten().filter_map(|it| it.as_number()).sum()
}

fn expected(rows: &[&Model], aggregate: &Aggregate, lines: bool) -> Answer {
    let count = |number: usize| u64::try_from(number).unwrap();
    match aggregate {
        Aggregate::Count => {
            Answer { value: Some(Decimal::from(rows.len())), rows: count(rows.len()) }
        }
        Aggregate::Sum(field) => Answer {
            value: Some(sum(rows.iter().map(|it| it.get(field, lines)))),
            rows: count(rows.len()),
        },
        Aggregate::Distinct(field) => {
            let values: BTreeSet<Value> =
                rows.iter().filter_map(|it| it.get(field, lines)).collect();
            Answer { value: Some(Decimal::from(values.len())), rows: count(rows.len()) }
        }
        Aggregate::Latest { field, per, day } => {
            let mut latest: BTreeMap<Value, &Model> = BTreeMap::new();
            for row in rows {
                let Some(per) = row.get(per, lines) else { continue };
                let rank = |it: &Model| (it.get(day, lines), it.id, it.ordinal);
                let held = latest.entry(per).or_insert(row);
                if rank(row) > rank(held) {
                    *held = row;
                }
            }
            let value = sum(latest.values().map(|it| it.get(field, lines)));
            Answer { value: Some(value), rows: count(latest.len()) }
        }
        Aggregate::Progress { weight, done, designed } => {
            let number = |row: &Model, field| {
                row.get(field, lines).and_then(|it| it.as_number()).unwrap_or_default()
            };
            let weights: Decimal = rows.iter().map(|it| number(it, weight)).sum();
            let complete =
                rows.iter().all(|it| !number(it, designed).is_zero()) && !weights.is_zero();
            let value = complete.then(|| {
                let parts = rows.iter().map(|it| {
                    number(it, weight) * number(it, done) * Decimal::ONE_HUNDRED
                        / number(it, designed)
                });
                (parts.sum::<Decimal>() / weights).round_dp(9)
            });
            Answer { value, rows: count(rows.len()) }
        }
    }
}

fn sorted<'a>(mut rows: Vec<&'a Model>, orders: &[Order], lines: bool) -> Vec<&'a Model> {
    let down = orders.last().is_some_and(|it| it.descending);
    rows.sort_by(|one, other| {
        for order in orders {
            let found = one.get(&order.field, lines).cmp(&other.get(&order.field, lines));
            let found = if order.descending { found.reverse() } else { found };
            if found.is_ne() {
                return found;
            }
        }
        let ties = (one.id, one.ordinal).cmp(&(other.id, other.ordinal));
        if down { ties.reverse() } else { ties }
    });
    rows
}

fn fail(error: StoreError) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

#[derive(Debug, Clone)]
struct Case {
    lines: bool,
    one: Vec<Draw>,
    other: Vec<Draw>,
    orders: Vec<(usize, bool)>,
    aggregate: usize,
    limit: usize,
}

fn cases() -> impl Strategy<Value = Case> {
    let draws =
        || proptest::collection::vec((0..16_usize, 0..13_usize, 0..11_usize, 0..11_usize), 0..4);
    let orders = proptest::collection::vec((0..16_usize, any::<bool>()), 0..3);
    (any::<bool>(), draws(), draws(), orders, 0..48_usize, 3..40_usize).prop_map(
        |(lines, one, other, orders, aggregate, limit)| Case {
            lines,
            one,
            other,
            orders,
            aggregate,
            limit,
        },
    )
}

async fn compare(base: &Base, models: &[Model], case: &Case) -> Result<(), TestCaseError> {
    let lines = case.lines;
    let name = lines.then_some("parts");
    let a = query(name, case.one.iter().map(|it| condition(*it, lines)).collect());
    let b = query(name, case.other.iter().map(|it| condition(*it, lines)).collect());
    let chosen: Vec<&Model> = models.iter().filter(|it| meets(it, &a)).collect();
    let others: Vec<&Model> = models.iter().filter(|it| meets(it, &b)).collect();

    prop_assert_eq!(base.count(&a).await.map_err(fail)?, u64::try_from(chosen.len()).unwrap());

    // Many asks in one call, some equal, some over other rows.
    let kinds = aggregates(case.aggregate, lines);
    let asks: Vec<(Query, Aggregate)> = [&a, &b, &a]
        .into_iter()
        .flat_map(|query| kinds.iter().map(|it| (query.clone(), it.clone())))
        .collect();
    let answers = base.answer(&asks, None).await.map_err(fail)?;
    for ((query, aggregate), answer) in asks.iter().zip(&answers) {
        let rows = if *query == a { &chosen } else { &others };
        let mut want = expected(rows, aggregate, lines);
        let mut have = answer.clone();
        if matches!(aggregate, Aggregate::Progress { .. }) {
            have.value = have.value.map(|it| it.round_dp(9));
        }
        want.value = want.value.map(|it| it.normalize());
        have.value = have.value.map(|it| it.normalize());
        prop_assert_eq!(have, want, "{:?} over {:?}", aggregate, query);
    }

    // Pages hold every row exactly once, in order.
    let orders: Vec<Order> = case
        .orders
        .iter()
        .map(|(field, descending)| Order {
            field: column(*field, lines).0,
            descending: *descending,
        })
        .collect();
    let show: Vec<FieldRef> = (0..16).map(|it| column(it, lines).0).collect();
    for aggregate in &kinds {
        let (mut after, mut opened) = (None, Vec::new());
        loop {
            let listing = Listing {
                orders: &orders,
                after: after.as_ref(),
                limit: case.limit,
                ..Listing::new(&a)
            };
            let page = base.open_rows(&listing, aggregate, &show).await.map_err(fail)?;
            prop_assert!(page.items.len() == case.limit || page.next.is_none());
            opened.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let answer =
            answers[asks.iter().position(|it| it.0 == a && it.1 == *aggregate).unwrap()].clone();
        prop_assert_eq!(answer.rows, u64::try_from(opened.len()).unwrap(), "{:?}", aggregate);
        let total: Option<Decimal> = opened.iter().map(|it| it.contribution).sum();
        if answer.value.is_some() {
            prop_assert_eq!(total, answer.value, "{:?} adds up", aggregate);
        }
        if !matches!(aggregate, Aggregate::Latest { .. }) {
            let want = sorted(chosen.clone(), &orders, lines);
            prop_assert_eq!(opened.len(), want.len());
            for (have, want) in opened.iter().zip(want) {
                prop_assert_eq!(
                    (have.row.record_id, have.row.ordinal.map_or(0, i64::from)),
                    (want.id, want.ordinal)
                );
                prop_assert_eq!(&have.row.key, &want.key);
                let values: Vec<Option<Value>> =
                    show.iter().map(|it| want.get(it, lines)).collect();
                prop_assert_eq!(&have.row.values, &values);
            }
        }
    }

    // A breakdown holds every value once, in order.
    let by = column(case.aggregate, lines).0;
    for aggregate in &kinds[..3] {
        let groups = base.group(&a, &by, aggregate, None).await.map_err(fail)?;
        let mut want: BTreeMap<Option<Value>, Vec<&Model>> = BTreeMap::new();
        for row in &chosen {
            want.entry(row.get(&by, lines)).or_default().push(row);
        }
        let want: Vec<(Option<Value>, Answer)> = want
            .into_iter()
            .map(|(value, rows)| (value, expected(&rows, aggregate, lines)))
            .collect();
        let plain = |it: &(Option<Value>, Answer)| {
            (it.0.clone(), it.1.rows, it.1.value.map(|it| it.normalize()))
        };
        prop_assert_eq!(
            groups.iter().map(plain).collect::<Vec<_>>(),
            want.iter().map(plain).collect::<Vec<_>>()
        );
    }

    // Only here, both, only there.
    let comparison = Comparison { a: &a, b: &b, show: &[], limit: 5, known_at: None };
    let difference = base.difference(&comparison).await.map_err(fail)?;
    let sides = [
        (difference.only_a, true, false),
        (difference.both, true, true),
        (difference.only_b, false, true),
    ];
    for (side, in_a, in_b) in sides {
        let want: Vec<(Uuid, i64)> = sorted(
            models.iter().filter(|it| meets(it, &a) == in_a && meets(it, &b) == in_b).collect(),
            &[],
            lines,
        )
        .iter()
        .map(|it| (it.id, it.ordinal))
        .collect();
        prop_assert_eq!(side.count, u64::try_from(want.len()).unwrap());
        let have: Vec<(Uuid, i64)> =
            side.rows.iter().map(|it| (it.record_id, it.ordinal.map_or(0, i64::from))).collect();
        prop_assert_eq!(&have[..], &want[..want.len().min(5)]);
    }
    Ok(())
}

#[test]
fn every_query_answers_as_a_plain_evaluation_in_memory_does() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(import(&base, invented(150), 0));
        let (records, parts) = runtime.block_on(models(&base));
        assert_eq!(records.len(), 150);
        let mut runner =
            TestRunner::new(Config { cases: 120, failure_persistence: None, ..Config::default() });
        let ran = runner.run(&cases(), |case| {
            runtime.block_on(compare(&base, if case.lines { &parts } else { &records }, &case))
        });
        if let Err(error) = ran {
            panic!("{:?}: {error}", base.dialect());
        }
    });
}

/// A row with a number and the fields given.
fn row(no: &str, fields: &[(&str, Value)]) -> Row {
    let mut values = vec![None; FIELDS.len() + 1];
    values[0] = Some(Value::Text(no.to_owned()));
    for (name, value) in fields {
        values[FIELDS.iter().position(|it| it == name).unwrap()] = Some(value.clone());
    }
    Row { values, lines: BTreeMap::new(), state: None }
}

fn text(it: &str) -> Value {
    Value::Text(it.to_owned())
}

fn area(it: &str) -> Value {
    Value::Decimal(it.parse().unwrap())
}

async fn answer(base: &Base, query: Query, aggregate: Aggregate) -> (Option<String>, u64) {
    let answers = base.answer(&[(query, aggregate)], None).await.unwrap();
    (answers[0].value.map(|it| it.to_string()), answers[0].rows)
}

fn all() -> Query {
    query(None, vec![])
}

#[test]
fn the_register_is_seen_as_it_stood_on_an_earlier_day() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let part = |plate: &str| vec![Some(text(plate)), Some(Value::Integer(1)), None];
            let mut one = row("一", &[("number", Value::Integer(10)), ("kind", text("car"))]);
            one.lines.insert("parts".to_owned(), vec![part("粤A1"), part("粤A2")]);
            let two = row("二", &[("number", Value::Integer(5)), ("kind", text("car"))]);
            let one = base.create(&act(100), "test/thing", one).await.unwrap();
            let two = base.create(&act(100), "test/thing", two).await.unwrap();

            let mut changed = one.row.clone();
            changed.values[3] = Some(Value::Integer(11));
            changed.lines.insert("parts".to_owned(), vec![part("粤A3")]);
            let target = Target { ledger: "test/thing", id: one.id, version: 1 };
            base.update(&act(200), target, changed).await.unwrap();
            let target = Target { ledger: "test/thing", id: two.id, version: 1 };
            base.withdraw(&act(300), target, "重复登记").await.unwrap();

            let numbers = || (all(), Aggregate::Sum(own("number")));
            let parts = || (query(Some("parts"), vec![]), Aggregate::Count);
            let mut seen = Vec::new();
            for second in [99, 100, 199, 200, 299, 300, 400] {
                let answers =
                    base.answer(&[numbers(), parts()], Some(moment(second))).await.unwrap();
                let whole = |it: &Answer| (it.value.unwrap().to_string(), it.rows);
                seen.push((second, whole(&answers[0]), whole(&answers[1])));
            }
            let is = |sum: &str, records, parts: &str, rows| {
                ((sum.to_owned(), records), (parts.to_owned(), rows))
            };
            let want = [
                (99, is("0", 0, "0", 0)),
                (100, is("15", 2, "2", 2)),
                (199, is("15", 2, "2", 2)),
                (200, is("16", 2, "1", 1)),
                (299, is("16", 2, "1", 1)),
                (300, is("11", 1, "1", 1)),
                (400, is("11", 1, "1", 1)),
            ];
            assert_eq!(seen, want.map(|(second, (numbers, parts))| (second, numbers, parts)));

            let records = all();
            let listing = Listing { known_at: Some(moment(150)), ..Listing::new(&records) };
            let plates = base.list(&listing).await.unwrap().items;
            assert_eq!(plates.len(), 2);
            assert_eq!(plates[0].row.lines["parts"].len(), 2);
            assert_eq!(plates[0].row, one.row);
            let past = base.at("test/thing", one.id, moment(199)).await.unwrap().unwrap();
            assert_eq!((past.version, past.row), (1, one.row));
            assert!(base.at("test/thing", two.id, moment(300)).await.unwrap().is_none());
            assert!(base.at("test/thing", two.id, moment(50)).await.unwrap().is_none());
        });
    });
}

#[test]
fn a_record_tells_who_changed_what_when_and_why() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let made = base
                .create(&act(100), "test/thing", row("一", &[("fine", Value::Money(Fen(12_345)))]))
                .await
                .unwrap();
            let mut changed = made.row.clone();
            changed.values[5] = None;
            changed.values[1] = Some(text("改正\"引号\""));
            changed.lines.insert(
                "parts".to_owned(),
                vec![vec![Some(text("粤A1")), None, Some(Value::Date(date(2021, 6, 30)))]],
            );
            let target = |version| Target { ledger: "test/thing", id: made.id, version };
            base.update(&act(200), target(1), changed).await.unwrap();
            base.withdraw(&act(300), target(2), "重复登记").await.unwrap();
            let steps = base.history("test/thing", made.id).await.unwrap();
            let heads: Vec<(i64, &str, &str, &str)> = steps
                .iter()
                .map(|it| (it.version, it.act.as_str(), it.who.as_str(), it.reason.as_str()))
                .collect();
            assert_eq!(
                heads,
                [
                    (1, "create", "李四", ""),
                    (2, "update", "李四", ""),
                    (3, "withdraw", "李四", "重复登记")
                ]
            );
            assert_eq!(steps[1].at, moment(200));
            let changes: Vec<(&str, Option<&str>, Option<&str>)> = steps[1]
                .changes
                .iter()
                .map(|it| (it.label.as_str(), it.old.as_deref(), it.new.as_deref()))
                .collect();
            assert_eq!(
                changes,
                [
                    ("说明", None, Some("改正\"引号\"")),
                    ("罚款", Some("123.45"), None),
                    ("明细", None, Some("号牌 粤A1，起日 2021-06-30")),
                ]
            );
            let fine = steps[0].changes.iter().find(|it| it.field == "fine").unwrap();
            assert_eq!((fine.old.as_deref(), fine.new.as_deref()), (None, Some("123.45")));
            assert!(base.history("test/thing", Uuid::nil()).await.unwrap().is_empty());
        });
    });
}

#[test]
fn a_key_finds_its_record_while_it_is_in_force() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let made = base.create(&act(1), "test/thing", row("K-1", &[])).await.unwrap();
            let found = base.by_key("test/thing", &[text("K-1")]).await.unwrap();
            assert_eq!(found.map(|it| it.id), Some(made.id));
            assert!(base.by_key("test/thing", &[text("k-1")]).await.unwrap().is_none());
            let two = base.by_key("test/thing", &[text("K-1"), text("K-2")]).await;
            assert!(matches!(two, Err(StoreError::Unknown { .. })), "{two:?}");
            let target = Target { ledger: "test/thing", id: made.id, version: 1 };
            base.withdraw(&act(2), target, "登记错了").await.unwrap();
            assert!(base.by_key("test/thing", &[text("K-1")]).await.unwrap().is_none());
        });
    });
}

/// By hand: (30 × 50/100 + 70 × 120/100) ÷ 100 = 15 % + 84 % = 99 %.
#[test]
fn a_weighted_progress_is_exact_and_opens_into_shares() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let item = |no: &str, weight, done: &str, designed| {
                row(
                    no,
                    &[
                        ("load", Value::Mass(Kilograms(weight))),
                        ("area", area(done)),
                        ("number", Value::Integer(designed)),
                    ],
                )
            };
            let progress = Aggregate::Progress {
                weight: own("load"),
                done: own("area"),
                designed: own("number"),
            };
            assert_eq!(answer(&base, all(), progress.clone()).await, (None, 0));
            import(&base, vec![item("a", 30, "50", 100), item("b", 70, "120", 100)], 1).await;
            assert_eq!(answer(&base, all(), progress.clone()).await, (Some("99".to_owned()), 2));
            let opened = base.open_rows(&Listing::new(&all()), &progress, &[]).await.unwrap().items;
            let shares: Vec<String> =
                opened.iter().map(|it| it.contribution.unwrap().normalize().to_string()).collect();
            assert_eq!(shares, ["15", "84"]);

            // Thirds: 1/3 of each of three items, 33.333333333333 % three times adds up to the value all the same.
            import(
                &base,
                vec![item("a", 1, "1", 3), item("b", 1, "2", 3), item("c", 1, "0", 7)],
                2,
            )
            .await;
            let (value, rows) = answer(&base, all(), progress.clone()).await;
            assert_eq!((value.as_deref(), rows), (Some("33.333333333333"), 3));
            let opened = base.open_rows(&Listing::new(&all()), &progress, &[]).await.unwrap().items;
            let total: Decimal = opened.iter().filter_map(|it| it.contribution).sum();
            assert_eq!(total.to_string(), "33.333333333333");

            // An item without designed quantity: no value, and the row shows why.
            import(&base, vec![item("c", 1, "5", 0)], 3).await;
            assert_eq!(answer(&base, all(), progress.clone()).await, (None, 3));
            let opened = base.open_rows(&Listing::new(&all()), &progress, &[]).await.unwrap().items;
            assert_eq!(opened.iter().filter(|it| it.contribution.is_none()).count(), 1);
        });
    });
}

/// By hand: 甲 stands at 7 (30 June, entered later of two), 乙 at 2 (its only row); 丙 has no day but one row.
#[test]
fn the_latest_row_of_each_counts_and_only_it_opens() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let report = |no: &str, per: &str, day: Option<Date>, number| {
                let mut row = row(no, &[("note", text(per)), ("number", Value::Integer(number))]);
                row.values[7] = day.map(Value::Date);
                row
            };
            let rows = vec![
                report("1", "甲", Some(date(2021, 6, 30)), 5),
                report("2", "甲", Some(date(2021, 6, 30)), 7),
                report("3", "甲", Some(date(2021, 5, 31)), 100),
                report("4", "乙", Some(date(2021, 1, 31)), 2),
                report("5", "丙", None, 40),
            ];
            import(&base, rows, 1).await;
            let latest =
                Aggregate::Latest { field: own("number"), per: own("note"), day: own("day") };
            assert_eq!(answer(&base, all(), latest.clone()).await, (Some("49".to_owned()), 3));
            let opened =
                base.open_rows(&Listing::new(&all()), &latest, &[own("note")]).await.unwrap().items;
            let seen: Vec<(&str, String)> = opened
                .iter()
                .map(|it| (it.row.key.as_str(), it.contribution.unwrap().to_string()))
                .collect();
            assert_eq!(
                seen,
                [("2", "7".to_owned()), ("4", "2".to_owned()), ("5", "40".to_owned())]
            );
            let groups = base.group(&all(), &own("note"), &latest, None).await.unwrap();
            let seen: Vec<(Option<Value>, u64)> =
                groups.into_iter().map(|it| (it.0, it.1.rows)).collect();
            assert_eq!(seen, ["丙", "乙", "甲"].map(|it| (Some(text(it)), 1)));
        });
    });
}

#[test]
fn a_sum_beyond_sixty_four_bits_is_exact() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let large = |no: usize| {
                let whole = i64::MAX - 7;
                row(
                    &format!("{no}"),
                    &[
                        ("number", Value::Integer(whole)),
                        ("fine", Value::Money(Fen(-whole))),
                        ("kind", text("car")),
                    ],
                )
            };
            import(&base, (0..5).map(large).collect(), 1).await;
            // 5 × (9223372036854775807 − 7)
            let want = "46116860184273879000";
            assert_eq!(
                answer(&base, all(), Aggregate::Sum(own("number"))).await,
                (Some(want.to_owned()), 5)
            );
            assert_eq!(
                answer(&base, all(), Aggregate::Sum(own("fine"))).await,
                (Some(format!("-{want}")), 5)
            );
            let groups = base
                .group(&all(), &own("kind"), &Aggregate::Sum(own("number")), None)
                .await
                .unwrap();
            assert_eq!(groups[0].1.value.unwrap().to_string(), want);
        });
    });
}

#[test]
fn a_day_means_the_whole_day_where_a_column_has_a_time_of_day() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let seen = |no: &str, day: Date, hour, minute, second| {
                row(no, &[("seen_at", Value::DateTime(day.at(hour, minute, second, 0)))])
            };
            let last = date(2021, 6, 30);
            let rows = vec![
                seen("a", last, 0, 0, 0),
                seen("b", last, 23, 59, 59),
                seen("c", date(2021, 7, 1), 0, 0, 0),
                row("d", &[]),
            ];
            import(&base, rows, 1).await;
            let day = || Value::Date(last);
            let first = || Value::Date(date(2021, 1, 1));
            for (test, want) in [
                (Test::Eq(day()), 2),
                (Test::Not(day()), 2),
                (Test::AtMost(day()), 2),
                (Test::More(day()), 1),
                (Test::Less(day()), 0),
                (Test::AtLeast(day()), 3),
                (Test::Between(first(), day()), 2),
                (Test::EmptyOrMore(day()), 2),
            ] {
                let query =
                    query(None, vec![Condition { field: own("seen_at"), test: test.clone() }]);
                assert_eq!(base.count(&query).await.unwrap(), want, "{test:?}");
            }
            // The times of the system are shown and asked for by the bureau's clocks: 1625000001 s is 04:53:21 on 30 June in Beijing.
            let entered = FieldRef::Meta(Meta::CreatedAt);
            let query =
                query(None, vec![Condition { field: entered.clone(), test: Test::Eq(day()) }]);
            let rows = base.rows(&Listing::new(&query), &[entered]).await.unwrap().items;
            assert_eq!(rows.len(), 4);
            assert_eq!(rows[0].values, [Some(Value::DateTime(last.at(4, 53, 21, 0)))]);
        });
    });
}

#[test]
fn what_is_not_in_the_catalog_or_not_of_this_list_is_refused() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            import(&base, invented(30), 1).await;
            #[track_caller]
            fn refused<T: std::fmt::Debug>(found: Result<T, StoreError>) {
                assert!(
                    matches!(found, Err(StoreError::Unknown { .. } | StoreError::Value { .. })),
                    "{found:?}"
                );
            }
            let order = |name: &str| vec![Order { field: own(name), descending: false }];
            refused(base.count(&Query { ledger: "test/none".to_owned(), ..all() }).await);
            refused(base.count(&query(Some("none"), vec![])).await);
            refused(base.count(&query(Some("note"), vec![])).await);
            let odd = |field, test| query(None, vec![Condition { field, test }]);
            refused(base.count(&odd(own("none"), Test::IsSet)).await);
            refused(base.count(&odd(own("no\" OR 1=1 --"), Test::IsSet)).await);
            refused(base.count(&odd(own("number"), Test::Eq(text("1")))).await);
            let part = Test::AnyContains(Vec::new(), vec!["1".to_owned()]);
            refused(base.count(&odd(own("number"), part)).await);
            refused(base.answer(&[(all(), Aggregate::Sum(own("note")))], None).await);
            refused(base.list(&Listing::new(&query(Some("parts"), vec![]))).await);
            let (parts, records) = (query(Some("parts"), vec![]), all());
            let comparison =
                Comparison { a: &parts, b: &records, show: &[], limit: 5, known_at: None };
            refused(base.difference(&comparison).await);

            let by_day = order("day");
            let first = Listing { orders: &by_day, limit: 5, ..Listing::new(&records) };
            let next = base.list(&first).await.unwrap().next.unwrap();
            let by_note = order("note");
            refused(base.list(&Listing { orders: &by_note, after: Some(&next), ..first }).await);
            let text = next.as_str();
            for broken in ["", "zz", "😀", &text[..text.len() - 2], &format!("{text}00"), "5b5d"]
            {
                let broken = ledger::Cursor::new(broken);
                refused(base.list(&Listing { after: Some(&broken), ..first }).await);
            }
            let again = ledger::Cursor::new(text);
            assert_eq!(
                base.list(&Listing { after: Some(&again), ..first }).await.unwrap().items.len(),
                5
            );
        });
    });
}

#[test]
fn a_stream_hands_out_every_record_in_order_and_stops_when_told() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            import(&base, (0..1_203).map(|it| row(&format!("{it:05}"), &[])).collect(), 1).await;
            let orders = [Order { field: own("no"), descending: true }];
            let mut seen = Vec::new();
            let count = base
                .each(&all(), &orders, |record| {
                    seen.push(record.row.values[0].clone().unwrap().canonical());
                    Ok(())
                })
                .await
                .unwrap();
            let want: Vec<String> = (0..1_203).rev().map(|it| format!("{it:05}")).collect();
            assert_eq!((count, seen), (1_203, want));
            let mut taken = 0;
            let ended = base
                .each(&all(), &[], |_| {
                    taken += 1;
                    if taken == 3 {
                        Err(StoreError::Unknown { what: "够了".to_owned() })
                    } else {
                        Ok(())
                    }
                })
                .await;
            assert!(ended.is_err());
            assert_eq!(taken, 3);
        });
    });
}

/// Every record has two child rows, so that figures from two scans give each other away.
#[test]
fn figures_of_one_call_speak_of_one_state_while_others_save() {
    on_both(&sources(), |runtime, base| {
        runtime.block_on(async {
            let asks =
                [(all(), Aggregate::Count), (query(Some("parts"), vec![]), Aggregate::Count)];
            let saving = async {
                for number in 0..150 {
                    let mut row = row(&format!("{number}"), &[]);
                    row.lines
                        .insert("parts".to_owned(), vec![vec![Some(text("粤A1")), None, None]; 2]);
                    base.create(&act(number), "test/thing", row).await.unwrap();
                }
            };
            let reading = async {
                let mut seen = BTreeSet::new();
                for _ in 0..150 {
                    let answers = base.answer(&asks, None).await.unwrap();
                    assert_eq!(answers[1].rows, answers[0].rows * 2);
                    seen.insert(answers[0].rows);
                }
                seen
            };
            let ((), seen) = tokio::join!(saving, reading);
            assert!(seen.len() > 1, "nothing was read while saving went on: {seen:?}");
        });
    });
}
