//! The write side, each sentence on SQLite and on PostgreSQL: records, moves, withdrawals, batches, attachments, seals,
//! migrations, audit, backup.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use catalog::{Catalog, Row, Source};
use jiff::civil::date;
use ledger::{
    Act, Base, BatchInfo, BatchOutcome, Content, Dialect, Record, SaveError, SealInput, SealRow,
    Step, StoreError, Target, Upload, explain,
};
use rust_decimal::Decimal;
use support::{Home, act, at, definitions, homes, runtime};
use terms::{Fen, Finding, Place, Value};

const CODES: &str = r#"
title = "案由"
about = "测试用"
items = [
  { code = "overload", label = "超限" },
  { code = "scatter", label = "抛洒" },
]
"#;

const REGISTER: &str = r#"
title = "在册"
about = "登记即在册"
states = [{ name = "open", label = "在册" }, { name = "closed", label = "注销", closed = true }]
moves = [{ name = "close", label = "注销", from = ["open"], to = "closed" }]
"#;

const CASE_FLOW: &str = r#"
title = "案件流程"
about = "测试用"
states = [
  { name = "filed", label = "立案" },
  { name = "decided", label = "已处罚" },
  { name = "closed", label = "结案", closed = true },
]
moves = [
  { name = "decide", label = "作出决定", from = ["filed"], to = "decided", roles = ["reviewer"], evidence = ["decided_on", "fine"], attachment = true, when = [{ field = "fine", at_most = 30000 }] },
  { name = "send_back", label = "退回", from = ["decided"], to = "filed", roles = ["reviewer"], reason = true },
  { name = "close", label = "结案", from = ["decided"], to = "closed" },
]
"#;

const TEAM: &str = r#"
title = "执法队"
about = "测试用"
office = "治超办"
key = ["name"]
workflow = "register"
fields = [{ name = "name", type = "text", label = "队名", required = true }]
"#;

const CASE: &str = r#"
title = "案件登记簿"
about = "测试用"
office = "治超办"
key = ["no"]
unique = [["document_no"]]
workflow = "case_flow"
fields = [
  { name = "no", type = "text", label = "案号", required = true, length = 200 },
  { name = "document_no", type = "text", label = "文书号" },
  { name = "team", type = "link", label = "执法队", ledger = "overload/team" },
  { name = "earlier", type = "link", label = "前案", ledger = "overload/case" },
  { name = "cause", type = "code", label = "案由", list = "cause" },
  { name = "filed_on", type = "date", label = "立案日期", required = true },
  { name = "decided_on", type = "date", label = "决定日期", required_when = [{ field = "state", in = ["decided", "closed"] }] },
  { name = "fine", type = "money", label = "罚款", min = 0 },
  { name = "rate", type = "decimal", label = "超限率", places = 2 },
  { name = "gross", type = "mass", label = "总质量" },
  { name = "stake", type = "stake", label = "桩号" },
  { name = "seen_at", type = "date_time", label = "查获时间" },
  { name = "opens", type = "time", label = "开始" },
  { name = "admitted", type = "yes_no", label = "当事人承认" },
  { name = "note", type = "long_text", label = "备注" },
]
rules = [{ rule = "order", fields = ["filed_on", "decided_on"] }]

[[lines]]
name = "officers"
label = "办案人员"
fields = [
  { name = "person", type = "person", label = "姓名", required = true },
  { name = "squad", type = "link", label = "所在队", ledger = "overload/team" },
]
"#;

/// A ledger whose key has a part that may be empty.
const SHIFT: &str = r#"
title = "值班登记"
about = "测试用"
office = "治超办"
key = ["day", "half", "holiday"]
workflow = "register"
fields = [
  { name = "day", type = "date", label = "日期", required = true },
  { name = "half", type = "text", label = "班次" },
  { name = "holiday", type = "yes_no", label = "节假日" },
  { name = "person", type = "person", label = "值班人" },
]
"#;

const ROLES: &str = r#"
[[role]]
name = "clerk"
label = "经办人"
about = "登记"
scope = "office"
grants = [{ ledgers = ["*"], acts = ["see", "create", "edit", "move", "import", "withdraw", "seal"] }]

[[role]]
name = "reviewer"
label = "审核人"
about = "审核"
scope = "bureau"
grants = [{ ledgers = ["overload/*"], acts = ["see", "edit", "move", "withdraw"] }]

[[role]]
name = "reader"
label = "查阅人"
about = "只看"
scope = "bureau"
grants = [{ ledgers = ["*"], acts = ["see"] }]
"#;

/// 国务院办公厅关于2021年部分节假日安排的通知：6月12日至14日端午节放假.
const CALENDAR: &str = r#"
year = 2021
cite = "国办发明电〔2020〕27号"
off = [{ day = 2021-06-12, name = "端午节" }, { day = 2021-06-13, name = "端午节" }, { day = 2021-06-14, name = "端午节" }]
work = []
"#;

const SOURCES: [(&str, &str); 8] = [
    ("calendar/2021.toml", CALENDAR),
    ("codes/cause.toml", CODES),
    ("workflows/register.toml", REGISTER),
    ("workflows/case_flow.toml", CASE_FLOW),
    ("ledgers/overload/team.toml", TEAM),
    ("ledgers/overload/case.toml", CASE),
    ("ledgers/overload/shift.toml", SHIFT),
    ("roles.toml", ROLES),
];

fn office() -> Arc<Catalog> {
    definitions(&SOURCES)
}

fn changed_office(path: &str, from: &str, to: &str) -> Arc<Catalog> {
    let text = SOURCES.iter().find(|it| it.0 == path).unwrap().1;
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    let sources: Vec<(&str, &str)> =
        SOURCES.iter().map(|it| if it.0 == path { (it.0, text.as_str()) } else { *it }).collect();
    definitions(&sources)
}

fn clerk(time: &str) -> Act {
    act("陈一", "clerk", time)
}

fn row(catalog: &Catalog, ledger: &str, values: &[(&str, Value)]) -> Row {
    let def = &catalog.ledgers[ledger];
    let mut row = Row::empty(def);
    for (name, value) in values {
        row.values[def.place(name).unwrap()] = Some(value.clone());
    }
    row
}

fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn a_case(catalog: &Catalog, no: &str) -> Row {
    row(catalog, "overload/case", &[("no", word(no)), ("filed_on", Value::Date(date(2021, 3, 5)))])
}

fn set(catalog: &Catalog, row: &mut Row, name: &str, value: Option<Value>) {
    let place = catalog.ledgers["overload/case"].place(name).unwrap();
    row.values[place] = value;
}

fn target(record: &Record) -> Target<'_> {
    Target { ledger: &record.ledger, id: record.id, version: record.version }
}

#[track_caller]
fn findings<T: std::fmt::Debug>(result: Result<T, SaveError>) -> Vec<Finding> {
    match result {
        Err(SaveError::Findings(findings)) => findings,
        other => panic!("expected findings, got {other:?}"),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, SaveError>, rule: &str, says: &str) {
    let found = findings(result);
    assert!(
        found.iter().any(|it| it.rule == rule && it.to_string().contains(says)),
        "no {rule} {says}: {found:#?}"
    );
}

async fn import(base: &Base, act: &Act, rows: Vec<Row>, dry_run: bool) -> BatchOutcome {
    let rows = rows.into_iter().zip(2..).map(|(row, number)| (cell(number), row)).collect();
    let info = BatchInfo { file_name: "案件.xlsx", file_digest: "ab", ..BatchInfo::default() };
    base.import(act, "overload/case", rows, info, dry_run, &mut |_, _| {}).await.unwrap()
}

fn cell(row: u32) -> Place {
    Place::Cell {
        file: "案件.xlsx".to_owned(),
        sheet: String::new(),
        row,
        column: String::new(),
        label: String::new(),
    }
}

async fn sound(base: &Base) {
    let report = base.audit(&mut |_, _| {}).await.unwrap();
    assert_eq!(report.findings, Vec::new());
}

/// Runs a test on a fresh, migrated base of either database, and audits it at the end.
fn on_both(test: impl AsyncFn(&Home, &Base, &Arc<Catalog>)) {
    let catalog = office();
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            test(home, &base, &catalog).await;
            base.close().await;
        });
    });
}

#[test]
fn what_is_saved_is_read_back_as_it_was() {
    on_both(async |_, base, catalog| {
        let hostile =
            "'; DROP TABLE \"overload_case\"; -- $1 ? \\ \" % _ 🚚👮 “引号”\n第二行\t制表";
        let mut full = a_case(catalog, hostile);
        for (name, value) in [
            ("cause", word("overload")),
            ("decided_on", Value::Date(date(2021, 6, 30))),
            ("fine", Value::Money(Fen(2_000_050))),
            ("rate", Value::Decimal(Decimal::new(-1234, 2))),
            ("gross", Value::Mass(terms::Kilograms(53_000))),
            ("stake", Value::Stake("K24+450.125".parse().unwrap())),
            ("seen_at", Value::DateTime(date(2021, 3, 5).at(23, 59, 59, 0))),
            ("opens", Value::Time(jiff::civil::time(7, 5, 0, 0))),
            ("admitted", Value::YesNo(false)),
            ("note", word(hostile)),
        ] {
            set(catalog, &mut full, name, Some(value));
        }
        full.lines.insert(
            "officers".to_owned(),
            vec![vec![Some(word("王二")), None], vec![Some(word("李三 🚓")), None]],
        );
        let saved = base
            .create(&clerk("2021-03-05T02:03:04.123456Z"), "overload/case", full.clone())
            .await
            .unwrap();
        let read = base.record("overload/case", saved.id).await.unwrap().unwrap();
        assert_eq!(read, saved);
        assert_eq!(read.row.values, full.values);
        assert_eq!(read.row.lines, full.lines);
        assert_eq!(
            (read.version, read.state.as_str(), read.office.as_str()),
            (1, "filed", "治超办")
        );
        assert_eq!(
            (read.created_by.as_str(), read.created_at),
            ("陈一", at("2021-03-05T02:03:04.123456Z"))
        );
        assert_eq!(read.id.get_version_num(), 7);
        sound(base).await;
    });
}

#[test]
fn a_second_writer_is_told_who_was_first() {
    on_both(async |_, base, catalog| {
        let first = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let mut one = first.row.clone();
        set(catalog, &mut one, "note", Some(word("甲改")));
        let saved = base.update(&clerk("2021-03-06T00:00:00Z"), target(&first), one).await.unwrap();
        assert_eq!(saved.version, 2);
        let mut two = first.row.clone();
        set(catalog, &mut two, "note", Some(word("乙改")));
        let late =
            base.update(&act("赵四", "clerk", "2021-03-06T00:01:00Z"), target(&first), two).await;
        let Err(SaveError::Stale { have, given, by, at: when }) = late else { panic!("{late:?}") };
        assert_eq!((have, given, by.as_str(), when), (2, 1, "陈一", at("2021-03-06T00:00:00Z")));
    });
}

#[test]
fn of_many_writers_at_once_exactly_one_wins() {
    let catalog = office();
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            let first = base
                .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(&catalog, "1"))
                .await
                .unwrap();
            let tasks: Vec<_> = (0..8)
                .map(|number| {
                    let (base, first, catalog) =
                        (base.clone(), first.clone(), Arc::clone(&catalog));
                    tokio::spawn(async move {
                        let mut row = first.row.clone();
                        set(&catalog, &mut row, "note", Some(word(&format!("第{number}人"))));
                        base.update(&clerk("2021-03-06T00:00:00Z"), target(&first), row).await
                    })
                })
                .collect();
            let mut won = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(record) => {
                        won += 1;
                        assert_eq!(record.version, 2);
                    }
                    Err(SaveError::Stale { have: 2, given: 1, .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!(won, 1);
            sound(&base).await;
        });
    });
}

#[test]
fn saving_without_a_change_makes_no_version_and_no_entry() {
    on_both(async |_, base, catalog| {
        let first = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let before = base.audit(&mut |_, _| {}).await.unwrap();
        let again = base
            .update(&clerk("2021-03-06T00:00:00Z"), target(&first), first.row.clone())
            .await
            .unwrap();
        assert_eq!(again, first);
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().head, before.head);
    });
}

#[test]
fn a_row_that_breaks_its_definition_is_refused_with_every_finding() {
    on_both(async |_, base, catalog| {
        let create = async |row: Row| {
            base.create(&clerk("2021-03-05T00:00:00Z"), "overload/case", row).await
        };
        let mut bad = a_case(catalog, "1");
        set(catalog, &mut bad, "filed_on", None);
        set(catalog, &mut bad, "cause", Some(word("murder")));
        set(catalog, &mut bad, "rate", Some(Value::Decimal(Decimal::new(12345, 3))));
        set(catalog, &mut bad, "note", Some(word("a\0b")));
        let found = findings(create(bad).await);
        let rules: Vec<&str> = found.iter().map(|it| it.rule).collect();
        for rule in ["required", "code", "value"] {
            assert!(rules.contains(&rule), "{rules:?}");
        }
        assert_eq!(rules.iter().filter(|it| **it == "value").count(), 2, "{found:#?}");
        let mut huge = a_case(catalog, "1");
        set(catalog, &mut huge, "rate", Some(Value::Decimal(Decimal::from(i64::MAX))));
        refused(create(huge).await, "value", "太大");
        let mut wrong = a_case(catalog, "1");
        set(catalog, &mut wrong, "rate", Some(word("三成")));
        refused(create(wrong).await, "value", "不是小数");
        refused(create(Row::default()).await, "shape", "定义有");
        let mut started = a_case(catalog, "1");
        started.state = Some("decided".to_owned());
        set(catalog, &mut started, "decided_on", Some(Value::Date(date(2021, 3, 6))));
        refused(create(started).await, "not_start", "起点");
        let mut lost = a_case(catalog, "1");
        lost.state = Some("gone".to_owned());
        refused(create(lost).await, "unknown_state", "gone");
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().versions, 0);
    });
}

#[test]
fn a_key_and_a_unique_set_belong_to_one_record_in_force() {
    on_both(async |_, base, catalog| {
        let create = async |row: Row| {
            base.create(&clerk("2021-03-05T00:00:00Z"), "overload/case", row).await
        };
        let mut first = a_case(catalog, "1");
        set(catalog, &mut first, "document_no", Some(word("粤罚〔2021〕1 号")));
        let first = create(first).await.unwrap();
        refused(create(a_case(catalog, "1")).await, "key_taken", "已有登记");
        let mut second = a_case(catalog, "2");
        set(catalog, &mut second, "document_no", Some(word("粤罚〔2021〕1 号")));
        refused(create(second).await, "not_unique", "文书号");
        // Where a part of a unique set is empty it does not speak.
        create(a_case(catalog, "3")).await.unwrap();
        create(a_case(catalog, "4")).await.unwrap();
        // Withdrawn, the number is free again.
        base.withdraw(&clerk("2021-03-06T00:00:00Z"), target(&first), "重复登记").await.unwrap();
        create(a_case(catalog, "1")).await.unwrap();
        sound(base).await;
    });
}

#[test]
fn an_empty_part_of_a_key_counts_as_empty() {
    on_both(async |_, base, catalog| {
        let shift = |values: &[(&str, Value)]| {
            let mut all = vec![("day", Value::Date(date(2021, 2, 11)))];
            all.extend_from_slice(values);
            row(catalog, "overload/shift", &all)
        };
        let create = async |row: Row| {
            base.create(&clerk("2021-02-11T00:00:00Z"), "overload/shift", row).await
        };
        create(shift(&[])).await.unwrap();
        refused(create(shift(&[])).await, "key_taken", "2021-02-11");
        create(shift(&[("half", word("夜班"))])).await.unwrap();
        create(shift(&[("half", word("夜班")), ("holiday", Value::YesNo(true))])).await.unwrap();
        create(shift(&[("holiday", Value::YesNo(true))])).await.unwrap();
        create(shift(&[("holiday", Value::YesNo(false))])).await.unwrap();
        refused(create(shift(&[("holiday", Value::YesNo(true))])).await, "key_taken", "是");
        // By import the same keys find the same records.
        let rows = [
            &[][..],
            &[("half", word("夜班"))],
            &[("half", word("早班"))],
            &[("holiday", Value::YesNo(false))],
        ];
        let rows = rows.iter().map(|it| (cell(1), shift(it))).collect();
        let info = BatchInfo { file_name: "值班.csv", file_digest: "cd", ..BatchInfo::default() };
        let act = clerk("2021-02-12T00:00:00Z");
        let outcome =
            base.import(&act, "overload/shift", rows, info, false, &mut |_, _| {}).await.unwrap();
        assert_eq!(
            (outcome.created, outcome.changed, outcome.unchanged, outcome.left_out),
            (1, 0, 3, 0)
        );
    });
}

#[test]
fn a_link_needs_a_record_in_force() {
    on_both(async |_, base, catalog| {
        let act = clerk("2021-03-05T00:00:00Z");
        let linked = |no: &str, team: &str| {
            let mut row = a_case(catalog, no);
            set(catalog, &mut row, "team", Some(word(team)));
            row
        };
        refused(
            base.create(&act, "overload/case", linked("1", "一队")).await,
            "unknown_link",
            "执法队",
        );
        let team = base
            .create(&act, "overload/team", row(catalog, "overload/team", &[("name", word("一队"))]))
            .await
            .unwrap();
        let case = base.create(&act, "overload/case", linked("1", "一队")).await.unwrap();
        let mut child = a_case(catalog, "2");
        child
            .lines
            .insert("officers".to_owned(), vec![vec![Some(word("王二")), Some(word("二队"))]]);
        refused(base.create(&act, "overload/case", child.clone()).await, "unknown_link", "二队");
        child
            .lines
            .insert("officers".to_owned(), vec![vec![Some(word("王二")), Some(word("一队"))]]);
        base.create(&act, "overload/case", child).await.unwrap();
        // Whoever is linked to may neither go nor change its name; both links are named.
        refused(base.withdraw(&act, target(&team), "撤并").await, "still_linked", "1、2");
        let renamed = row(catalog, "overload/team", &[("name", word("机动队"))]);
        refused(base.update(&act, target(&team), renamed).await, "still_linked", "案件登记簿");
        base.withdraw(&act, target(&case), "重复").await.unwrap();
        refused(base.withdraw(&act, target(&team), "撤并").await, "still_linked", "：2");
        // What another office linked is counted, not named.
        let theirs = Act { office: "公路股".to_owned(), ..clerk("2021-03-06T00:00:00Z") };
        base.create(&theirs, "overload/case", linked("密9", "一队")).await.unwrap();
        let said = "：2 等，另有 1 条（有的归公路股，您看不到）";
        refused(base.withdraw(&act, target(&team), "撤并").await, "still_linked", said);
        sound(base).await;
    });
}

#[test]
fn a_record_that_changed_after_it_was_read_is_not_written_over() {
    on_both(async |_, base, catalog| {
        let act = clerk("2021-06-30T00:00:00Z");
        let ours = base.create(&act, "overload/case", a_case(catalog, "甲")).await.unwrap();
        let still = base.create(&act, "overload/case", a_case(catalog, "乙")).await.unwrap();
        let seen = BTreeMap::from([(ours.id, ours.version), (still.id, still.version)]);
        let mut theirs = a_case(catalog, "甲");
        set(catalog, &mut theirs, "fine", Some(Value::Money(Fen(10_000))));
        base.update(&act, target(&ours), theirs.clone()).await.unwrap();
        let changed = |no: &str| {
            let mut row = a_case(catalog, no);
            set(catalog, &mut row, "cause", Some(word("scatter")));
            (cell(1), row)
        };
        let rows = vec![changed("甲"), changed("乙"), changed("丙")];
        let info = BatchInfo { file_name: "粘贴", seen: Some(&seen), ..BatchInfo::default() };
        let outcome =
            base.import(&act, "overload/case", rows, info, false, &mut |_, _| {}).await.unwrap();
        assert_eq!((outcome.created, outcome.changed, outcome.left_out), (1, 1, 1));
        assert_eq!(outcome.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["stale"]);
        assert!(outcome.findings[0].what.contains("第2版"), "{:?}", outcome.findings);
        let now = base.record("overload/case", ours.id).await.unwrap().unwrap();
        assert_eq!((now.version, now.row.values), (2, theirs.values), "as the other saved it");
        sound(base).await;
    });
}

#[test]
fn a_move_asks_for_state_role_evidence_attachment_condition_and_reason() {
    on_both(async |_, base, catalog| {
        let made = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let reviewer = act("周审", "reviewer", "2021-03-08T00:00:00Z");
        let decide = |changes| Step { name: "decide", changes, reason: "", to: None };
        let forbidden =
            base.make_move(&clerk("2021-03-08T00:00:00Z"), target(&made), decide(&[])).await;
        let Err(SaveError::Forbidden(finding)) = forbidden else { panic!("{forbidden:?}") };
        assert!(finding.to_string().contains("审核人"), "{finding}");
        let found = findings(base.make_move(&reviewer, target(&made), decide(&[])).await);
        let rules: Vec<&str> = found.iter().map(|it| it.rule).collect();
        assert_eq!(rules.iter().filter(|it| **it == "evidence").count(), 2, "{found:#?}");
        assert!(rules.contains(&"attachment") && rules.contains(&"move_condition"), "{found:#?}");
        let upload = Upload {
            field: None,
            name: "决定书.pdf",
            media_type: "application/pdf",
            bytes: Content::Bytes(b"%PDF"),
        };
        base.attach(&clerk("2021-03-07T00:00:00Z"), "overload/case", made.id, upload)
            .await
            .unwrap();
        let evidence = |yuan: i64| {
            [
                ("decided_on".to_owned(), Some(Value::Date(date(2021, 3, 8)))),
                ("fine".to_owned(), Some(Value::Money(Fen(yuan * 100)))),
            ]
        };
        let (much, some) = (evidence(30_001), evidence(20_000));
        refused(
            base.make_move(&reviewer, target(&made), decide(&much)).await,
            "move_condition",
            "罚款",
        );
        let done = base.make_move(&reviewer, target(&made), decide(&some)).await.unwrap();
        assert_eq!((done.state.as_str(), done.version), ("decided", 2));
        refused(
            base.make_move(&reviewer, target(&done), decide(&some)).await,
            "wrong_state",
            "已处罚",
        );
        let back = Step { name: "send_back", changes: &[], reason: " ", to: None };
        refused(base.make_move(&reviewer, target(&done), back).await, "reason", "理由");
        let back = Step { reason: "证据不足", ..back };
        let back = base.make_move(&reviewer, target(&done), back).await.unwrap();
        assert_eq!((back.state.as_str(), back.version), ("filed", 3));
        assert_eq!(base.record("overload/case", made.id).await.unwrap().unwrap(), back);
        let mut by_hand = back.row.clone();
        by_hand.state = Some("closed".to_owned());
        refused(
            base.update(&clerk("2021-03-09T00:00:00Z"), target(&back), by_hand).await,
            "state_by_move",
            "流程",
        );
        sound(base).await;
    });
}

#[test]
fn no_role_does_what_it_was_not_granted() {
    on_both(async |_, base, catalog| {
        let made = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let reader = act("孙五", "reader", "2021-03-05T00:00:00Z");
        let stranger = Act { roles: vec!["boss".to_owned()], ..reader.clone() };
        let elsewhere = Act { office: "工程股".to_owned(), ..clerk("2021-03-05T00:00:00Z") };
        for who in [&reader, &stranger] {
            let result = base.create(who, "overload/case", a_case(catalog, "2")).await;
            assert!(matches!(result, Err(SaveError::Forbidden(_))), "{result:?}");
            let info = BatchInfo { file_name: "a", file_digest: "b", ..BatchInfo::default() };
            let result =
                base.import(who, "overload/case", Vec::new(), info, true, &mut |_, _| {}).await;
            assert!(matches!(result, Err(SaveError::Forbidden(_))), "{result:?}");
        }
        for who in [&reader, &stranger, &elsewhere] {
            let result = base.update(who, target(&made), made.row.clone()).await;
            assert!(matches!(result, Err(SaveError::Forbidden(_))), "{result:?}");
            let result = base.withdraw(who, target(&made), "试试").await;
            assert!(matches!(result, Err(SaveError::Forbidden(_))), "{result:?}");
        }
        let result = base.seal(&reader, vec![seal_input(&made, 1)]).await;
        assert!(matches!(result, Err(SaveError::Forbidden(_))), "{result:?}");
    });
}

#[test]
fn a_withdrawn_record_stays_and_is_no_longer_changed() {
    on_both(async |_, base, catalog| {
        let made = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        refused(
            base.withdraw(&clerk("2021-03-06T00:00:00Z"), target(&made), "").await,
            "reason",
            "理由",
        );
        let gone =
            base.withdraw(&clerk("2021-03-06T00:00:00Z"), target(&made), "登记错误").await.unwrap();
        assert_eq!((gone.version, gone.withdrawn_at), (2, Some(at("2021-03-06T00:00:00Z"))));
        assert_eq!(base.record("overload/case", made.id).await.unwrap().unwrap(), gone);
        let result =
            base.update(&clerk("2021-03-07T00:00:00Z"), target(&gone), made.row.clone()).await;
        assert!(matches!(result, Err(SaveError::NotFound { .. })), "{result:?}");
        sound(base).await;
    });
}

#[test]
fn an_import_takes_good_rows_and_names_the_bad_ones() {
    on_both(async |_, base, catalog| {
        let act = clerk("2021-06-30T00:00:00Z");
        let mut known = a_case(catalog, "已有");
        set(catalog, &mut known, "note", Some(word("旧")));
        base.create(&clerk("2021-03-01T00:00:00Z"), "overload/case", known.clone()).await.unwrap();
        let mut changed = known;
        set(catalog, &mut changed, "note", Some(word("新")));
        changed.state = Some("closed".to_owned());
        set(catalog, &mut changed, "decided_on", Some(Value::Date(date(2021, 4, 1))));
        let mut undated = a_case(catalog, "无日期");
        set(catalog, &mut undated, "filed_on", None);
        let mut to_batch = a_case(catalog, "后案");
        set(catalog, &mut to_batch, "earlier", Some(word("好一")));
        let mut to_bad = a_case(catalog, "连着坏的");
        set(catalog, &mut to_bad, "earlier", Some(word("无日期")));
        let mut to_fallen = a_case(catalog, "再连");
        set(catalog, &mut to_fallen, "earlier", Some(word("连着坏的")));
        let rows = vec![
            a_case(catalog, "好一"),
            undated,
            a_case(catalog, "双"),
            changed,
            a_case(catalog, "双"),
            to_batch,
            to_bad,
            to_fallen,
        ];
        let preview = import(base, &act, rows.clone(), true).await;
        assert_eq!(preview.batch, None);
        let outcome = import(base, &act, rows, false).await;
        assert_eq!(BatchOutcome { batch: None, ..outcome.clone() }, preview);
        assert_eq!(
            (outcome.created, outcome.changed, outcome.unchanged, outcome.left_out),
            (2, 1, 0, 5)
        );
        assert_eq!(outcome.bad_rows, [1, 2, 4, 6, 7]);
        let say: Vec<String> = outcome.findings.iter().map(ToString::to_string).collect();
        assert!(say[0].starts_with("案件.xlsx第3行“立案日期”"), "{say:#?}");
        assert!(
            say.iter()
                .any(|it| it.starts_with("案件.xlsx第4行") && it.contains("案件.xlsx第6行重复")),
            "{say:#?}"
        );
        assert!(
            say.iter()
                .any(|it| it.starts_with("案件.xlsx第6行") && it.contains("案件.xlsx第4行重复")),
            "{say:#?}"
        );
        let changes: Vec<(&str, &str, &str, &str)> = outcome
            .changes
            .iter()
            .map(|it| (it.key.as_str(), it.field.as_str(), it.old.as_str(), it.new.as_str()))
            .collect();
        assert_eq!(
            changes,
            [
                ("已有", "状态", "立案", "结案"),
                ("已有", "决定日期", "", "2021-04-01"),
                ("已有", "备注", "旧", "新"),
                ("好一", "", "", "新增"),
                ("后案", "", "", "新增"),
            ]
        );
        sound(base).await;
    });
}

#[test]
fn the_same_file_twice_changes_nothing() {
    on_both(async |_, base, catalog| {
        let rows: Vec<Row> = (0..50).map(|it| a_case(catalog, &format!("案{it}"))).collect();
        let first = import(base, &clerk("2021-06-30T00:00:00Z"), rows.clone(), false).await;
        assert_eq!((first.created, first.unchanged), (50, 0));
        let head = base.audit(&mut |_, _| {}).await.unwrap().head;
        let second = import(base, &clerk("2021-07-01T00:00:00Z"), rows, false).await;
        assert_eq!(
            (second.created, second.changed, second.unchanged, second.batch),
            (0, 0, 50, None)
        );
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().head, head);
        assert_eq!(base.batches().await.unwrap().len(), 1);
    });
}

#[test]
fn of_two_imports_of_one_file_at_once_the_second_finds_nothing_to_change() {
    let catalog = office();
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            let other = home.open(&catalog).await;
            let rows: Vec<Row> = (0..300).map(|it| a_case(&catalog, &format!("案{it}"))).collect();
            let act = clerk("2021-06-30T00:00:00Z");
            let (one, two) = tokio::join!(
                import(&base, &act, rows.clone(), false),
                import(&other, &act, rows, false)
            );
            let mut created = [one.created, two.created];
            created.sort_unstable();
            assert_eq!(created, [0, 300]);
            assert_eq!(one.unchanged + two.unchanged, 300);
            sound(&base).await;
        });
    });
}

#[test]
fn a_batch_is_undone_as_a_whole_or_not_at_all() {
    on_both(async |_, base, catalog| {
        let mut old = a_case(catalog, "旧案");
        old.lines.insert("officers".to_owned(), vec![vec![Some(word("王二")), None]]);
        let old = base.create(&clerk("2021-03-01T00:00:00Z"), "overload/case", old).await.unwrap();
        let mut changed = a_case(catalog, "旧案");
        set(catalog, &mut changed, "note", Some(word("导入改的")));
        changed.lines.insert(
            "officers".to_owned(),
            vec![vec![Some(word("李三")), None], vec![Some(word("赵四")), None]],
        );
        let rows = vec![changed, a_case(catalog, "新案")];
        let batch =
            import(base, &clerk("2021-06-30T00:00:00Z"), rows.clone(), false).await.batch.unwrap();
        let undo = clerk("2021-07-01T00:00:00Z");
        refused(base.undo_batch(&undo, batch, "").await, "reason", "理由");
        let done = base.undo_batch(&undo, batch, "传错文件").await.unwrap();
        assert_eq!(done.undone.unwrap().2, "传错文件");
        let restored = base.record("overload/case", old.id).await.unwrap().unwrap();
        assert_eq!((restored.version, &restored.row), (3, &old.row));
        refused(base.undo_batch(&undo, batch, "再来").await, "undone", "已由陈一");
        // Imported again, then changed by somebody: the batch stays, and the record is named.
        let again = import(base, &clerk("2021-07-02T00:00:00Z"), rows, false).await;
        assert_eq!((again.created, again.changed), (1, 1));
        let touched = base.record("overload/case", old.id).await.unwrap().unwrap();
        let mut row = touched.row.clone();
        set(catalog, &mut row, "note", Some(word("人工改的")));
        base.update(&act("赵四", "clerk", "2021-07-03T00:00:00Z"), target(&touched), row)
            .await
            .unwrap();
        refused(
            base.undo_batch(&undo, again.batch.unwrap(), "传错文件").await,
            "changed_since",
            "赵四",
        );
        let batches = base.batches().await.unwrap();
        assert_eq!(batches.len(), 2);
        assert!(batches[0].undone.is_none() && batches[1].undone.is_some());
        sound(base).await;
    });
}

#[test]
fn rows_that_hang_on_one_bad_row_fall_one_after_another_and_in_time() {
    on_both(async |_, base, catalog| {
        let act = clerk("2021-06-30T00:00:00Z");
        let count = 30_000;
        let rows = (0..count)
            .map(|it| {
                let mut row = a_case(catalog, &format!("案{it}"));
                set(catalog, &mut row, "earlier", Some(word(&format!("案{}", it + 1))));
                row
            })
            .collect();
        let start = std::time::Instant::now();
        let outcome = import(base, &act, rows, true).await;
        assert_eq!((outcome.created, outcome.left_out), (0, count));
        // The last names nobody; going through all rows for each that falls would take minutes.
        assert!(start.elapsed() < std::time::Duration::from_secs(30), "{:?}", start.elapsed());
    });
}

#[test]
fn a_batch_that_others_link_to_is_not_undone() {
    on_both(async |_, base, catalog| {
        let act = clerk("2021-06-30T00:00:00Z");
        let batch =
            import(base, &act, vec![a_case(catalog, "前案"), a_case(catalog, "别案")], false)
                .await
                .batch
                .unwrap();
        let mut later = a_case(catalog, "后案");
        set(catalog, &mut later, "earlier", Some(word("前案")));
        base.create(&act, "overload/case", later).await.unwrap();
        refused(base.undo_batch(&act, batch, "传错文件").await, "still_linked", "后案");
    });
}

#[test]
fn an_import_into_a_large_ledger_finds_its_records_by_key() {
    on_both(async |_, base, catalog| {
        let numbered = |document: bool| {
            (0..600)
                .map(|it| {
                    let mut row = a_case(catalog, &format!("案{it}"));
                    if document {
                        set(catalog, &mut row, "document_no", Some(word(&format!("文{it}"))));
                    }
                    row
                })
                .collect::<Vec<Row>>()
        };
        import(base, &clerk("2021-06-30T00:00:00Z"), numbered(true), false).await;
        let mut few: Vec<Row> = numbered(true).into_iter().take(3).collect();
        set(catalog, &mut few[1], "note", Some(word("改")));
        let mut thief = a_case(catalog, "新");
        set(catalog, &mut thief, "document_no", Some(word("文599")));
        few.push(thief);
        let outcome = import(base, &clerk("2021-07-01T00:00:00Z"), few, false).await;
        assert_eq!(
            (outcome.created, outcome.changed, outcome.unchanged, outcome.left_out),
            (0, 1, 2, 1)
        );
        assert_eq!(outcome.findings[0].rule, "not_unique");
        // All changed at once, through the bulk path.
        let all = import(base, &clerk("2021-07-02T00:00:00Z"), numbered(false), false).await;
        assert_eq!((all.created, all.changed, all.unchanged), (0, 600, 0));
        sound(base).await;
    });
}

#[test]
fn an_attachment_is_kept_once_and_proved_when_it_is_read() {
    on_both(async |home, base, catalog| {
        let made = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let attach = async |name: &str, bytes: &[u8]| {
            let upload = Upload {
                field: None,
                name,
                media_type: "image/jpeg",
                bytes: Content::Bytes(bytes),
            };
            base.attach(&clerk("2021-03-06T00:00:00Z"), "overload/case", made.id, upload).await
        };
        let first = attach("C:\\照片\\现场 1.jpg", b"jpeg").await.unwrap();
        let second = attach("又一张.jpg", b"jpeg").await.unwrap();
        assert_eq!((first.name.as_str(), first.size_bytes), ("现场 1.jpg", 4));
        assert_eq!(first.digest, second.digest);
        assert_eq!(base.attachments_of(made.id).await.unwrap(), [first.clone(), second]);
        assert_eq!(base.read_attachment(&first.digest).unwrap(), b"jpeg");
        let path = home.files.join(&first.digest[..2]).join(&first.digest[2..]);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        refused(attach("空.jpg", b"").await, "attachment_file", "空");
        refused(attach("大.jpg", &vec![7; 64 * 1024 * 1024 + 1]).await, "attachment_file", "64 MB");
        assert_eq!(base.record("overload/case", made.id).await.unwrap().unwrap().version, 1);
        sound(base).await;
        fs::write(&path, b"jpeG").unwrap();
        let error = base.read_attachment(&first.digest).unwrap_err();
        let said = explain(&error).to_string();
        assert!(said.contains(&path.display().to_string()) && said.contains("备份"), "{said}");
        let report = base.audit(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.findings.len(), 1);
        assert_eq!(report.findings[0].rule, "attachment_changed");
        // The same file handed in again mends it.
        attach("再传.jpg", b"jpeg").await.unwrap();
        sound(base).await;
        let odd = base.read_attachment("../../../etc/passwd").unwrap_err();
        assert!(matches!(odd, StoreError::Unknown { .. }), "{odd:?}");
    });
}

fn seal_input(record: &Record, value: i64) -> SealInput {
    SealInput {
        indicator: "overload/cases_filed".to_owned(),
        period: "2021H1".parse().unwrap(),
        as_of: date(2021, 6, 30),
        value: Some(Decimal::from(value)),
        unit: "宗".to_owned(),
        fingerprint: "0123456789abcdef".to_owned(),
        reason: String::new(),
        rows: vec![SealRow {
            part: "记录".to_owned(),
            ledger: record.ledger.clone(),
            lines: None,
            record: record.id,
            version: record.version,
            ordinal: 0,
            contribution: Some(Decimal::new(150, 2)),
        }],
    }
}

#[test]
fn a_period_is_sealed_once_and_again_only_with_a_reason() {
    on_both(async |home, base, catalog| {
        let made = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        let half = "2021H1".parse().unwrap();
        let first = base
            .seal(&clerk("2021-07-05T00:00:00Z"), vec![seal_input(&made, 309)])
            .await
            .unwrap()
            .remove(0);
        assert_eq!(base.sealed_value("overload/cases_filed", half).await.unwrap().unwrap(), first);
        let rows = base.seal_rows(first.id).await.unwrap();
        assert_eq!(
            (rows.len(), rows[0].record, rows[0].contribution),
            (1, made.id, Some(Decimal::new(15, 1)))
        );
        let again = clerk("2021-08-01T00:00:00Z");
        refused(base.seal(&again, vec![seal_input(&made, 310)]).await, "sealed", "陈一");
        let with_reason = SealInput { reason: "补报一宗".to_owned(), ..seal_input(&made, 310) };
        let second = base.seal(&again, vec![with_reason]).await.unwrap().remove(0);
        assert_eq!(base.sealed_value("overload/cases_filed", half).await.unwrap().unwrap(), second);
        let all = base.seals(Some(half)).await.unwrap();
        assert_eq!(
            (all.len(), all[0].replaced_by, all[0].value),
            (2, Some(second.id), Some(Decimal::from(309)))
        );
        assert_eq!(base.seals(Some("2020H1".parse().unwrap())).await.unwrap(), []);
        sound(base).await;
        tokio::task::block_in_place(|| {
            home.behind("UPDATE seal SET value = '311' WHERE replaced_by IS NULL")
        });
        let report = base.audit(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["seal_changed"]);
    });
}

/// Fills a base with a little of everything.
async fn lived_in(base: &Base, catalog: &Catalog) -> Record {
    let mut row = a_case(catalog, "1");
    set(catalog, &mut row, "rate", Some(Value::Decimal(Decimal::new(1050, 2))));
    set(catalog, &mut row, "stake", Some(Value::Stake("K1+002.5".parse().unwrap())));
    set(catalog, &mut row, "seen_at", Some(Value::DateTime(date(2021, 3, 5).at(8, 0, 0, 0))));
    set(catalog, &mut row, "opens", Some(Value::Time(jiff::civil::time(8, 0, 1, 0))));
    set(catalog, &mut row, "admitted", Some(Value::YesNo(true)));
    set(catalog, &mut row, "note", Some(word("一\n“二” 🚚")));
    row.lines.insert("officers".to_owned(), vec![vec![Some(word("王二")), None]]);
    let made = base.create(&clerk("2021-03-05T00:00:00Z"), "overload/case", row).await.unwrap();
    let mut changed = made.row.clone();
    set(catalog, &mut changed, "note", Some(word("改过")));
    changed.lines.insert(
        "officers".to_owned(),
        vec![vec![Some(word("李三")), None], vec![Some(word("王二")), None]],
    );
    let made = base.update(&clerk("2021-03-06T00:00:00Z"), target(&made), changed).await.unwrap();
    import(
        base,
        &clerk("2021-06-30T00:00:00Z"),
        (2..9).map(|it| a_case(catalog, &it.to_string())).collect(),
        false,
    )
    .await;
    let upload = Upload {
        field: None,
        name: "笔录.pdf",
        media_type: "application/pdf",
        bytes: Content::Bytes(b"%PDF-1.7"),
    };
    base.attach(&clerk("2021-07-01T00:00:00Z"), "overload/case", made.id, upload).await.unwrap();
    base.seal(&clerk("2021-07-05T00:00:00Z"), vec![seal_input(&made, 8)]).await.unwrap();
    made
}

#[track_caller]
fn tampering(sql: &str, rule: &str, says: &str) {
    let catalog = office();
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(async {
            let base = home.ready(&catalog).await;
            lived_in(&base, &catalog).await;
            sound(&base).await;
            base
        });
        home.behind(sql);
        let report = runtime.block_on(base.audit(&mut |_, _| {})).unwrap();
        let first = report
            .findings
            .first()
            .unwrap_or_else(|| panic!("{:?} {sql}: nothing found", home.dialect));
        assert_eq!(first.rule, rule, "{:#?}", report.findings);
        assert!(first.to_string().contains(says), "{first}");
    });
}

#[test]
fn a_changed_byte_of_an_entry_is_named() {
    // The third entry is the change of record 1: after migrate and create.
    tampering(
        "UPDATE entry SET body = REPLACE(body, '改过', '改国') WHERE seq = 3",
        "broken_link",
        "第 3 条留痕",
    );
    tampering("UPDATE entry SET who = '别人' WHERE seq = 3", "broken_link", "别人");
    tampering(
        "UPDATE entry SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x') WHERE seq = 3",
        "broken_link",
        "第 3 条",
    );
    tampering("UPDATE entry SET row_digest = 'x' WHERE seq = 3", "broken_link", "overload/case");
    tampering("DELETE FROM entry WHERE seq = 3", "broken_link", "缺少第 3 条");
    tampering(
        "DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)",
        "chain_head",
        "末尾缺少",
    );
    tampering("DELETE FROM chain", "chain_head", "链表头");
}

#[test]
fn a_row_edited_behind_the_program_is_named() {
    tampering(
        "UPDATE overload_case SET note = '偷改' WHERE no = '1'",
        "edited_behind",
        "案件登记簿 1",
    );
    tampering(
        "UPDATE overload_case SET withdrawn_at = updated_at WHERE no = '2'",
        "edited_behind",
        "案件登记簿 2",
    );
    tampering(
        "UPDATE overload_case SET rate = NULL WHERE no = '1'",
        "edited_behind",
        "现行第 2 版",
    );
    tampering("UPDATE overload_case__h SET note = '偷改'", "edited_behind", "历史第 1 版");
    tampering(
        "UPDATE overload_case__officers SET person = '偷改' WHERE ordinal = 2",
        "edited_behind",
        "现行第 2 版",
    );
    tampering("DELETE FROM overload_case__officers__h", "edited_behind", "历史第 1 版");
    tampering("DELETE FROM overload_case WHERE no = '5'", "deleted_behind", "删除");
    tampering("UPDATE seal_row SET version = 9", "seal_changed", "2021年上半年");
}

#[test]
fn a_new_field_and_a_new_ledger_are_added_without_losing_anything() {
    let before = office();
    let after = changed_office(
        "ledgers/overload/case.toml",
        "fields = [\n  { name = \"no\",",
        "fields = [\n  { name = \"court\", type = \"yes_no\", label = \"移送法院\" },\n  { name = \"no\",",
    );
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&before).await;
            let made = lived_in(&base, &before).await;
            assert_eq!(base.plan_migration().await.unwrap().steps, Vec::<String>::new());
            base.close().await;
            let base = home.open(&after).await;
            let plan = base.plan_migration().await.unwrap();
            assert_eq!(plan.steps, ["“案件登记簿”增加字段“移送法院”"]);
            assert_eq!(base.migrate(at("2021-08-01T00:00:00Z")).await.unwrap(), plan);
            assert_eq!(
                base.migrate(at("2021-08-02T00:00:00Z")).await.unwrap().steps,
                Vec::<String>::new()
            );
            let read = base.record("overload/case", made.id).await.unwrap().unwrap();
            assert_eq!(read.row.get(&after.ledgers["overload/case"], "note"), Some(&word("改过")));
            assert_eq!(read.row.values[0], None);
            sound(&base).await;
            let mut row = read.row.clone();
            row.values[0] = Some(Value::YesNo(true));
            base.update(&clerk("2021-08-03T00:00:00Z"), target(&read), row).await.unwrap();
            sound(&base).await;
        });
    });
}

#[track_caller]
fn refused_migration(path: &str, from: &str, to: &str, rule: &str, says: &[&str]) {
    let before = office();
    let after = changed_office(path, from, to);
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&before).await;
            lived_in(&base, &before).await;
            let head = base.audit(&mut |_, _| {}).await.unwrap().head;
            base.close().await;
            let changed = home.open(&after).await;
            let result = changed.migrate(at("2021-08-01T00:00:00Z")).await;
            let found = findings(result);
            let said = found
                .iter()
                .find(|it| it.rule == rule)
                .unwrap_or_else(|| panic!("{found:#?}"))
                .to_string();
            for part in says {
                assert!(said.contains(part), "{part} not in {said}");
            }
            changed.close().await;
            let base = home.open(&before).await;
            assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().head, head);
            sound(&base).await;
        });
    });
}

#[test]
fn a_change_that_would_lose_data_is_refused_with_the_commands() {
    let case = "ledgers/overload/case.toml";
    refused_migration(
        case,
        "  { name = \"note\", type = \"long_text\", label = \"备注\" },\n",
        "",
        "field_removed",
        &[
            "tongtu export overload/case",
            "ALTER TABLE \"overload_case\" DROP COLUMN \"note\";",
            "ALTER TABLE \"overload_case__h\" DROP COLUMN \"note\";",
            "DELETE FROM schema_field WHERE ledger = 'overload/case' AND lines = '' AND name = 'note';",
        ],
    );
    refused_migration(
        case,
        "type = \"mass\"",
        "type = \"integer\"",
        "field_changed",
        &["mass", "integer", "DROP COLUMN \"gross\""],
    );
    refused_migration(
        case,
        "places = 2",
        "places = 1",
        "field_changed",
        &["2 位小数", "1 位小数", "DROP COLUMN \"rate\""],
    );
    refused_migration(
        case,
        "places = 2",
        "places = 4",
        "field_changed",
        &["\"rate\"", "places = 4"],
    );
    refused_migration(
        case,
        "name = \"officers\"",
        "name = \"people\"",
        "lines_removed",
        &["DROP TABLE \"overload_case__officers\""],
    );
    refused_migration(
        case,
        "unique = [[\"document_no\"]]",
        "unique = [[\"filed_on\"]]",
        "not_unique",
        &["立案日期", "1 组重复"],
    );
}

#[test]
fn the_commands_of_a_refusal_do_what_they_say() {
    let before = office();
    let after = changed_office("ledgers/overload/case.toml", "places = 2", "places = 4");
    homes(|home| {
        let runtime = runtime();
        let (id, said) = runtime.block_on(async {
            let base = home.ready(&before).await;
            let made = lived_in(&base, &before).await;
            base.close().await;
            let base = home.open(&after).await;
            let said = findings(base.migrate(at("2021-08-01T00:00:00Z")).await).remove(0).mend;
            base.close().await;
            (made.id, said)
        });
        home.behind(said.split_once("执行：").unwrap().1);
        runtime.block_on(async {
            let base = home.ready(&after).await;
            let read = base.record("overload/case", id).await.unwrap().unwrap();
            let rate = read.row.get(&after.ledgers["overload/case"], "rate");
            assert_eq!(rate, Some(&Value::Decimal(Decimal::new(105, 1))));
            sound(&base).await;
        });
    });
}

#[test]
fn a_removed_field_goes_by_its_commands_and_the_audit_stays_silent() {
    let before = office();
    let after = changed_office(
        "ledgers/overload/case.toml",
        "  { name = \"opens\", type = \"time\", label = \"开始\" },\n",
        "",
    );
    homes(|home| {
        let runtime = runtime();
        let said = runtime.block_on(async {
            let base = home.ready(&before).await;
            // The column was never filled, as after the export, clearing and import that the refusal asks for.
            base.create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(&before, "1"))
                .await
                .unwrap();
            base.close().await;
            let base = home.open(&after).await;
            let said = findings(base.migrate(at("2021-08-01T00:00:00Z")).await).remove(0).mend;
            base.close().await;
            said
        });
        home.behind(said.split_once("执行：").unwrap().1);
        runtime.block_on(async {
            let base = home.ready(&after).await;
            base.create(&clerk("2021-08-05T00:00:00Z"), "overload/case", a_case(&after, "2"))
                .await
                .unwrap();
            sound(&base).await;
        });
    });
}

#[test]
fn a_base_of_a_newer_program_is_refused_and_an_unmigrated_one_says_so() {
    let catalog = office();
    homes(|home| {
        let runtime = runtime();
        runtime.block_on(async {
            let base = home.open(&catalog).await;
            assert!(base.is_new().await.unwrap());
            let result = base
                .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(&catalog, "1"))
                .await;
            let Err(SaveError::Store(error)) = result else { panic!("{result:?}") };
            assert!(explain(&error).to_string().contains("tongtu migrate"), "{error}");
            base.close().await;
            home.ready(&catalog).await.close().await;
        });
        home.behind("UPDATE base_meta SET value = '99' WHERE name = 'format'");
        let error =
            runtime.block_on(Base::open(&home.url, &home.files, Arc::clone(&catalog))).unwrap_err();
        assert!(matches!(error, StoreError::Newer { have: 99, .. }), "{error:?}");
        assert!(explain(&error).to_string().contains("较新版本"), "{error}");
    });
}

#[test]
fn two_programs_that_make_the_same_base_at_once_make_one() {
    let catalog = office();
    homes(|home| {
        runtime().block_on(async {
            let (one, two) = (home.open(&catalog).await, home.open(&catalog).await);
            let at = at("2021-01-01T00:00:00Z");
            let (first, second) = tokio::join!(one.migrate(at), two.migrate(at));
            first.unwrap();
            second.unwrap();
            one.create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(&catalog, "1"))
                .await
                .unwrap();
            sound(&two).await;
        });
    });
}

#[test]
fn a_backup_is_restored_on_either_database_and_audited() {
    let catalog = office();
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            let made = lived_in(&base, &catalog).await;
            let file = home.folder.path().join("备份.zip");
            let written = base.backup(&file, &[], at("2021-08-01T00:00:00Z")).await.unwrap();
            assert_eq!(written.attachments, 1);
            let mut targets = vec![support::sqlite_home()];
            targets.extend(support::pg_home());
            for other in targets {
                let time = at("2021-08-02T00:00:00Z");
                let (back, report) =
                    Base::restore(&file, &other.url, &other.files, Arc::clone(&catalog), time)
                        .await
                        .unwrap();
                assert_eq!(report.head, written.head);
                assert_eq!(
                    back.record("overload/case", made.id).await.unwrap(),
                    base.record("overload/case", made.id).await.unwrap()
                );
                assert_eq!(back.batches().await.unwrap(), base.batches().await.unwrap());
                assert_eq!(back.seals(None).await.unwrap(), base.seals(None).await.unwrap());
                back.create(
                    &clerk("2021-08-05T00:00:00Z"),
                    "overload/case",
                    a_case(&catalog, "99"),
                )
                .await
                .unwrap();
                sound(&back).await;
                let full =
                    Base::restore(&file, &other.url, &other.files, Arc::clone(&catalog), time)
                        .await;
                refused(full.map(|_| ()), "not_empty", "已有数据");
            }
        });
    });
}

#[test]
fn a_backup_carries_the_bureaus_own_definitions_and_a_changed_byte_of_them_is_refused() {
    use std::io::{Read as _, Write as _};
    let catalog = office();
    let own = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let local =
        [own("ledgers/road/lamp.toml", "title = \"路灯\"\n"), own("roles.toml", "# 本局的角色\n")];
    runtime().block_on(async {
        let home = support::sqlite_home();
        let base = home.ready(&catalog).await;
        let file = home.folder.path().join("备份.zip");
        let report = base.backup(&file, &local, at("2021-08-01T00:00:00Z")).await.unwrap();
        assert_eq!(report.definitions, 2);
        let carried = ledger::carried(&file).unwrap();
        assert_eq!(carried.sources, local);
        assert_eq!(carried.fingerprint, catalog.fingerprint);

        // The archive written anew, every member as it was but one: its checksums are right, the manifest's digest is not.
        let again = |name: &str, text: &str| {
            let mut from = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
            let path = home.folder.path().join("改过.zip");
            let mut to = zip::ZipWriter::new(fs::File::create(&path).unwrap());
            for place in 0..from.len() {
                let mut member = from.by_index(place).unwrap();
                let (mut bytes, mut said) = (Vec::new(), member.name().unwrap().into_owned());
                member.read_to_end(&mut bytes).unwrap();
                if said == "local/roles.toml" {
                    (said, bytes) = (name.to_owned(), text.as_bytes().to_vec());
                }
                if said == "manifest.json" {
                    let manifest = String::from_utf8(bytes).unwrap();
                    bytes = manifest.replace("local/roles.toml", name).into_bytes();
                }
                let plain = zip::write::SimpleFileOptions::default();
                to.start_file(said, plain).unwrap();
                to.write_all(&bytes).unwrap();
            }
            to.finish().unwrap();
            path
        };
        let said = |path: &Path| {
            let error = ledger::carried(path).unwrap_err();
            explain(&error).to_string()
        };
        ledger::carried(&again("local/roles.toml", "# 本局的角色\n")).unwrap();
        assert!(said(&again("local/roles.toml", "# 本局的脚色\n")).contains("与清单不符"));
        for name in
            ["local/../outside.toml", "local//etc/roles.toml", "local/.hidden.toml", "local/a.sh"]
        {
            assert!(said(&again(name, "# 本局的角色\n")).contains("不合规"), "{name}");
        }
        let other = support::sqlite_home();
        let path = again("local/roles.toml", "# 本局的脚色\n");
        let result = Base::restore(
            &path,
            &other.url,
            &other.files,
            Arc::clone(&catalog),
            at("2021-08-02T00:00:00Z"),
        );
        assert!(matches!(result.await.map(|_| ()), Err(SaveError::Store(_))));
        base.close().await;
    });
}

#[test]
fn a_damaged_backup_is_refused() {
    let catalog = office();
    runtime().block_on(async {
        let home = support::sqlite_home();
        let base = home.ready(&catalog).await;
        lived_in(&base, &catalog).await;
        let file = home.folder.path().join("备份.zip");
        base.backup(&file, &[], at("2021-08-01T00:00:00Z")).await.unwrap();
        let whole = fs::read(&file).unwrap();
        let mut broken = whole.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 0x55;
        for (name, bytes) in [
            ("截断.zip", &whole[..whole.len() / 2]),
            ("改坏.zip", &broken[..]),
            ("空.zip", &[][..]),
        ] {
            let path = home.folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let other = support::sqlite_home();
            let result = Base::restore(
                &path,
                &other.url,
                &other.files,
                Arc::clone(&catalog),
                at("2021-08-02T00:00:00Z"),
            );
            let Err(SaveError::Store(error)) = result.await.map(|_| ()) else { panic!("{name}") };
            let said = explain(&error).to_string();
            assert!(said.contains(name), "{said}");
        }
    });
}

#[test]
fn a_catalog_that_lost_a_field_does_not_restore() {
    let catalog = office();
    let after = changed_office(
        "ledgers/overload/case.toml",
        "  { name = \"opens\", type = \"time\", label = \"开始\" },\n",
        "",
    );
    runtime().block_on(async {
        let home = support::sqlite_home();
        let base = home.ready(&catalog).await;
        lived_in(&base, &catalog).await;
        let file = home.folder.path().join("备份.zip");
        base.backup(&file, &[], at("2021-08-01T00:00:00Z")).await.unwrap();
        let other = support::sqlite_home();
        let result =
            Base::restore(&file, &other.url, &other.files, after, at("2021-08-02T00:00:00Z")).await;
        refused(result.map(|_| ()), "definitions_lack", "overload_case.opens");
    });
}

#[test]
fn both_databases_write_the_same_chain() {
    let catalog = office();
    let mut heads: BTreeMap<&str, String> = BTreeMap::new();
    for home in [Some(support::sqlite_home()), support::pg_home()].into_iter().flatten() {
        let head = runtime().block_on(async {
            let base = home.ready(&catalog).await;
            lived_in(&base, &catalog).await;
            base.audit(&mut |_, _| {}).await.unwrap().head
        });
        heads.insert(if home.dialect == Dialect::Pg { "pg" } else { "sqlite" }, head);
    }
    let all: Vec<&String> = heads.values().collect();
    assert!(all.windows(2).all(|it| it[0] == it[1]), "{heads:?}");
}

#[test]
fn a_clock_that_stands_or_goes_back_keeps_versions_apart() {
    on_both(async |_, base, catalog| {
        let mut record = base
            .create(&clerk("2021-03-05T00:00:00Z"), "overload/case", a_case(catalog, "1"))
            .await
            .unwrap();
        for (note, time) in [("同时", "2021-03-05T00:00:00Z"), ("倒退", "2021-03-01T00:00:00Z")]
        {
            let before = record.updated_at;
            let mut row = record.row.clone();
            set(catalog, &mut row, "note", Some(word(note)));
            record = base.update(&clerk(time), target(&record), row).await.unwrap();
            assert!(record.updated_at > before);
        }
        sound(base).await;
    });
}

#[test]
fn an_address_that_is_none_is_refused_without_showing_the_password() {
    runtime().block_on(async {
        let catalog = office();
        let folder = tempfile::tempdir().unwrap();
        for url in [
            "",
            "mysql://root:geheim@host/db",
            "postgres://u:geheim@h/db?schema=Bad-Name",
            "sqlite:a.db?mode=ro",
        ] {
            let error = Base::open(url, folder.path(), Arc::clone(&catalog)).await.unwrap_err();
            assert!(matches!(error, StoreError::Address { .. }), "{url}: {error:?}");
            assert!(!error.to_string().contains("geheim"), "{error}");
        }
    });
}
