//! Conditions on records that rows link to, and on two fields of one row: in queries, in moves, in what is required,
//! each sentence on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::sync::Arc;

use catalog::{Aggregate, Catalog, Compare, Condition, FieldRef, Meta, Query, Row, Test};
use ledger::{Act, Base, Listing, Record, SaveError, Step, Target};
use support::{CLERK, act, at, definitions, homes, runtime};
use terms::{Fen, Value};

const PLAIN: &str = r#"
title = "项目流程"
about = "测试用"
states = [{ name = "open", label = "在建" }, { name = "done", label = "完工", closed = true }]
moves = [{ name = "finish", label = "完工", from = ["open"], to = "done" }]
"#;

/// 付款：所属项目完工了，累计不超过合同价，才能付尾款。
const PAYMENT_FLOW: &str = r#"
title = "付款流程"
about = "测试用"
states = [{ name = "asked", label = "申请" }, { name = "paid", label = "已付", closed = true }]
moves = [
  { name = "pay", label = "付款", from = ["asked"], to = "paid", when = [
    { field = "project.state", eq = "done" },
    { field = "project.kind", not = "private" },
    { field = "amount", at_most = { field = "owed" } },
  ] },
]
"#;

const KINDS: &str = r#"
title = "类别"
about = "测试用"
items = [{ code = "road", label = "公路" }, { code = "bridge", label = "桥梁" }, { code = "private", label = "代建" }]
"#;

const PROJECT: &str = r#"
title = "项目"
about = "测试用"
office = "建设股"
key = ["name"]
workflow = "plain"
fields = [
  { name = "name", type = "text", label = "项目名称", required = true },
  { name = "kind", type = "code", label = "类别", list = "kind" },
  { name = "due_on", type = "date", label = "计划完工日期" },
]
"#;

const PAYMENT: &str = r#"
title = "付款"
about = "测试用"
office = "财务股"
key = ["no"]
workflow = "payment"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "project", type = "link", label = "项目", ledger = "works/project" },
  { name = "amount", type = "money", label = "金额" },
  { name = "owed", type = "money", label = "应付" },
  { name = "hours", type = "integer", label = "工时" },
  { name = "done", type = "decimal", label = "完成", places = 1 },
  { name = "asked_on", type = "date", label = "申请日期" },
  { name = "due_on", type = "date", label = "应付日期" },
  { name = "reason", type = "text", label = "超期原因", required_when = [{ field = "asked_on", more = { field = "due_on" } }] },
]

[[lines]]
name = "items"
label = "明细"
fields = [
  { name = "of", type = "link", label = "所属项目", ledger = "works/project" },
  { name = "sum", type = "integer", label = "数" },
]
"#;

const SOURCES: [(&str, &str); 6] = [
    ("roles.toml", CLERK),
    ("codes/kind.toml", KINDS),
    ("workflows/plain.toml", PLAIN),
    ("workflows/payment.toml", PAYMENT_FLOW),
    ("ledgers/works/project.toml", PROJECT),
    ("ledgers/works/payment.toml", PAYMENT),
];

fn on_both(test: impl AsyncFn(&Base, &Arc<Catalog>)) {
    let catalog = definitions(&SOURCES);
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            test(&base, &catalog).await;
            assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().findings, Vec::new());
            base.close().await;
        });
    });
}

fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

fn row(catalog: &Catalog, ledger: &str, values: &[(&str, Value)]) -> Row {
    let def = &catalog.ledgers[ledger];
    let mut row = Row::empty(def);
    for (name, value) in values {
        row.values[def.place(name).unwrap()] = Some(value.clone());
    }
    row
}

fn clerk(time: &str) -> Act {
    act("张甲", "clerk", time)
}

async fn save(base: &Base, catalog: &Catalog, ledger: &str, values: &[(&str, Value)]) -> Record {
    let new = row(catalog, ledger, values);
    base.create(&clerk("2021-03-01T01:00:00Z"), ledger, new).await.unwrap()
}

fn target(record: &Record) -> Target<'_> {
    Target { ledger: &record.ledger, id: record.id, version: record.version }
}

async fn step(base: &Base, time: &str, record: &Record, name: &str) -> Result<Record, SaveError> {
    let step = Step { name, changes: &[], reason: "", to: None };
    base.make_move(&clerk(time), target(record), step).await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, SaveError>, rule: &str, says: &str) {
    let Err(SaveError::Findings(found)) = result else { panic!("{result:?}") };
    assert!(found.iter().any(|it| it.rule == rule && it.what.contains(says)), "{found:#?}");
}

/// A column of the project that a payment is for.
fn of_project(field: FieldRef) -> FieldRef {
    linked(FieldRef::Own("project".to_owned()), field)
}

fn linked(link: FieldRef, field: FieldRef) -> FieldRef {
    let (link, field) = (Box::new(link), Box::new(field));
    FieldRef::Linked { link, ledger: "works/project".to_owned(), field }
}

fn own(name: &str) -> FieldRef {
    FieldRef::Own(name.to_owned())
}

/// The payments that meet a condition: their numbers, as listed; counted, they must be as many.
async fn found(base: &Base, field: FieldRef, test: Test, known_at: Option<&str>) -> Vec<String> {
    let query = Query {
        ledger: "works/payment".to_owned(),
        lines: None,
        conditions: vec![Condition { field, test }],
    };
    let known_at = known_at.map(at);
    let listing = Listing { known_at, ..Listing::new(&query) };
    let page = base.list(&listing).await.unwrap();
    let asks = [(query.clone(), Aggregate::Count)];
    let counted = base.answer(&asks, known_at).await.unwrap()[0].rows;
    assert_eq!(usize::try_from(counted).unwrap(), page.items.len());
    let mut all: Vec<String> =
        page.items.iter().map(|it| it.row.values[0].as_ref().unwrap().canonical()).collect();
    all.sort();
    all
}

#[test]
fn rows_are_chosen_by_what_they_link_to() {
    on_both(async |base, catalog| {
        let project =
            |name, kind, due| [("name", word(name)), ("kind", word(kind)), ("due_on", day(due))];
        let road =
            save(base, catalog, "works/project", &project("一期", "road", "2021-06-30")).await;
        save(base, catalog, "works/project", &project("大桥", "bridge", "2021-12-31")).await;
        let payment = |no, of| [("no", word(no)), ("project", word(of))];
        for (no, of) in [("1", "一期"), ("2", "大桥"), ("3", "一期")] {
            save(base, catalog, "works/payment", &payment(no, of)).await;
        }
        save(base, catalog, "works/payment", &[("no", word("4"))]).await;
        let kind = || of_project(own("kind"));
        let road_kind = || Test::Eq(word("road"));
        assert_eq!(found(base, kind(), road_kind(), None).await, ["1", "3"]);
        // What links to nothing is not a road, and has no kind.
        assert_eq!(found(base, kind(), Test::Not(word("road")), None).await, ["2", "4"]);
        assert_eq!(found(base, kind(), Test::IsEmpty, None).await, ["4"]);
        let both = Test::In(vec![word("road"), word("bridge")]);
        assert_eq!(found(base, kind(), both, None).await, ["1", "2", "3"]);
        let due = of_project(own("due_on"));
        assert_eq!(found(base, due, Test::AtMost(day("2021-06-30")), None).await, ["1", "3"]);
        let state = || of_project(FieldRef::Meta(Meta::State));
        assert_eq!(found(base, state(), Test::Eq(word("done")), None).await, Vec::<String>::new());
        step(base, "2021-04-01T01:00:00Z", &road, "finish").await.unwrap();
        assert_eq!(found(base, state(), Test::Eq(word("done")), None).await, ["1", "3"]);
        let office = of_project(FieldRef::Meta(Meta::Office));
        assert_eq!(found(base, office, Test::Eq(word("治超办")), None).await, ["1", "2", "3"]);
        // As it was known before the project was finished.
        let before = Some("2021-03-15T00:00:00Z");
        assert_eq!(
            found(base, state(), Test::Eq(word("done")), before).await,
            Vec::<String>::new()
        );
        assert_eq!(found(base, state(), Test::Eq(word("open")), before).await, ["1", "2", "3"]);
        assert_eq!(
            found(base, kind(), road_kind(), Some("2021-02-01T00:00:00Z")).await,
            Vec::<String>::new()
        );
    });
}

#[test]
fn child_rows_see_through_their_own_links_and_those_of_their_record() {
    on_both(async |base, catalog| {
        for (name, kind) in [("一期", "road"), ("大桥", "bridge")] {
            save(base, catalog, "works/project", &[("name", word(name)), ("kind", word(kind))])
                .await;
        }
        let mut new =
            row(catalog, "works/payment", &[("no", word("1")), ("project", word("一期"))]);
        let line = |of: &str, sum| vec![Some(word(of)), Some(Value::Integer(sum))];
        new.lines.insert("items".to_owned(), vec![line("一期", 5), line("大桥", 7)]);
        base.create(&clerk("2021-03-01T01:00:00Z"), "works/payment", new).await.unwrap();
        let sum = async |link: FieldRef, kind: &str| {
            let field = linked(link, own("kind"));
            let conditions = vec![Condition { field, test: Test::Eq(word(kind)) }];
            let query = Query {
                ledger: "works/payment".to_owned(),
                lines: Some("items".to_owned()),
                conditions,
            };
            let asks = [(query, Aggregate::Sum(own("sum")))];
            base.answer(&asks, None).await.unwrap()[0].value.unwrap().to_string()
        };
        assert_eq!(sum(own("of"), "bridge").await, "7");
        assert_eq!(sum(FieldRef::Record("project".to_owned()), "road").await, "12");
        assert_eq!(sum(FieldRef::Record("project".to_owned()), "bridge").await, "0");
    });
}

#[test]
fn two_fields_of_a_row_are_held_beside_each_other() {
    on_both(async |base, catalog| {
        let decimal = |text| Value::Decimal(terms::read_decimal(text).unwrap());
        let rows = [
            ("1", Value::Integer(3), Some(decimal("3"))),
            ("2", Value::Integer(3), Some(decimal("2.9"))),
            ("3", Value::Integer(3), Some(decimal("3.1"))),
            ("4", Value::Integer(3), None),
        ];
        for (no, hours, done) in rows {
            let mut values = vec![("no", word(no)), ("hours", hours)];
            values.extend(done.map(|it| ("done", it)));
            save(base, catalog, "works/payment", &values).await;
        }
        let beside = async |comparison| {
            found(base, own("done"), Test::Beside(comparison, own("hours")), None).await
        };
        assert_eq!(beside(Compare::Eq).await, ["1"]);
        assert_eq!(beside(Compare::Not).await, ["2", "3", "4"]);
        assert_eq!(beside(Compare::Less).await, ["2"]);
        assert_eq!(beside(Compare::AtMost).await, ["1", "2"]);
        assert_eq!(beside(Compare::More).await, ["3"]);
        assert_eq!(beside(Compare::AtLeast).await, ["1", "3"]);
    });
}

#[test]
fn a_move_asks_the_record_that_is_linked_to() {
    on_both(async |base, catalog| {
        let project = save(base, catalog, "works/project", &[("name", word("一期"))]).await;
        let money = |yuan: i64| Value::Money(Fen(yuan * 100));
        let payment = |no, amount, owed| {
            [
                ("no", word(no)),
                ("project", word("一期")),
                ("amount", money(amount)),
                ("owed", money(owed)),
            ]
        };
        let sound = save(base, catalog, "works/payment", &payment("1", 500, 500)).await;
        let over = save(base, catalog, "works/payment", &payment("2", 501, 500)).await;
        let alone = save(base, catalog, "works/payment", &[("no", word("3"))]).await;
        let time = "2021-05-01T01:00:00Z";
        let early = step(base, time, &sound, "pay").await;
        refused(early, "move_condition", "“项目”一期 的“状态”现为“在建”，不符合“付款”的条件");
        refused(step(base, time, &alone, "pay").await, "move_condition", "“付款”之前要有“项目”");
        step(base, "2021-04-01T01:00:00Z", &project, "finish").await.unwrap();
        refused(step(base, time, &over, "pay").await, "move_condition", "“金额”不符合“付款”的条件");
        assert_eq!(step(base, time, &sound, "pay").await.unwrap().state, "paid");
    });
}

#[test]
fn what_is_required_may_hang_on_two_days() {
    on_both(async |base, catalog| {
        let payment = |no, asked, due| {
            row(
                catalog,
                "works/payment",
                &[("no", word(no)), ("asked_on", day(asked)), ("due_on", day(due))],
            )
        };
        let act = clerk("2021-06-01T01:00:00Z");
        let late = payment("1", "2021-05-02", "2021-05-01");
        refused(
            base.create(&act, "works/payment", late).await,
            "required_when",
            "没有填“超期原因”",
        );
        let on_time = payment("1", "2021-05-01", "2021-05-01");
        base.create(&act, "works/payment", on_time).await.unwrap();
        let open =
            row(catalog, "works/payment", &[("no", word("2")), ("asked_on", day("2021-05-02"))]);
        base.create(&act, "works/payment", open).await.unwrap();
    });
}
