//! Processes, each sentence on SQLite and on PostgreSQL: going back, taking back, handing on, extending, who must keep
//! away from what he did himself; rosters, risks, totals, receipts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::sync::Arc;

use catalog::{Catalog, Row};
use ledger::{Act, Base, BatchInfo, Record, SaveError, Step, Target};
use support::{CLERK, act, definitions, homes, runtime};
use terms::{Finding, Place, Value};

/// 隐患：排查、交办、整改、复查销号（rules.md 6.2：整改的人不复查）。
const HAZARD_FLOW: &str = r#"
title = "隐患流程"
about = "测试用"
states = [
  { name = "found", label = "排查" },
  { name = "ordered", label = "交办" },
  { name = "rectified", label = "已整改" },
  { name = "closed", label = "销号", closed = true },
]
moves = [
  { name = "order", label = "交办", from = ["found"], to = "ordered", evidence = ["due_on"] },
  { name = "rectify", label = "整改", from = ["ordered"], to = "rectified", sign = "rectified_by" },
  { name = "recheck", label = "复查销号", from = ["rectified"], to = "closed", sign = "checked_by", not_mover_of = ["rectify"] },
  { name = "send_back", label = "退回", back = true, from = ["ordered", "rectified"] },
  { name = "take_back", label = "撤回", take_back = true, from = ["ordered", "rectified", "closed"] },
  { name = "hand_on", label = "转办", reassign = ["officer", "office"], from = ["ordered"] },
  { name = "extend", label = "延期", extend = "due_on", approver = "extended_by", times = 1, from = ["ordered"] },
]
"#;

const HAZARD: &str = r#"
title = "隐患台账"
about = "测试用"
office = "安全股"
key = ["no"]
workflow = "hazard"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "officer", type = "person", label = "承办人" },
  { name = "due_on", type = "date", label = "整改期限" },
  { name = "extended_by", type = "person", label = "延期批准人" },
  { name = "rectified_by", type = "person", label = "整改人" },
  { name = "checked_by", type = "person", label = "复查人" },
  { name = "likely", type = "decimal", label = "可能性", places = 1, values = [10, 6, 3, 1, "0.5", "0.2", "0.1"] },
  { name = "exposed", type = "decimal", label = "暴露频率", places = 1, values = [10, 6, 3, 2, 1, "0.5"] },
  { name = "severe", type = "integer", label = "后果", values = [100, 40, 15, 7, 3, 1] },
  { name = "risk", type = "decimal", label = "风险值", places = 2 },
  { name = "colour", type = "code", label = "风险等级", list = "risk_colour" },
]
rules = [
  { rule = "product", fields = ["risk", "likely", "exposed", "severe"], fill = true },
  { rule = "grade", fields = ["colour", "risk"], fill = true },
  { rule = "distinct_people", fields = ["rectified_by", "checked_by"] },
]
"#;

/// rules.md 6.3, the default mapping of D = L·E·C to four colours.
const COLOURS: &str = r#"
title = "风险四色"
about = "测试用"
items = [
  { code = "red", label = "红", at_least = 320 },
  { code = "orange", label = "橙", at_least = 160 },
  { code = "yellow", label = "黄", at_least = 70 },
  { code = "blue", label = "蓝" },
]
"#;

const PLAIN: &str = r#"
title = "在册"
about = "测试用"
states = [{ name = "kept", label = "在册" }, { name = "given", label = "已发放" }]
moves = [{ name = "give", label = "发放", from = ["kept"], to = "given" }]
"#;

const ROSTER: &str = r#"
title = "值班表"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "starts_at", type = "date_time", label = "开始", required = true },
  { name = "ends_at", type = "date_time", label = "结束", required = true },
  { name = "shifts_in_all", type = "integer", label = "班数" },
]
rules = [
  { rule = "no_gap", fields = ["shifts.from", "shifts.until", "starts_at", "ends_at"] },
  { rule = "apart", fields = ["shifts.from", "shifts.until"], same = ["shifts.staff"] },
  { rule = "distinct_people", fields = ["shifts.leader", "shifts.staff"] },
  { rule = "line_count", fields = ["shifts_in_all", "shifts.staff"], fill = true },
]

[[lines]]
name = "shifts"
label = "班次"
fields = [
  { name = "from", type = "date_time", label = "接班", required = true },
  { name = "until", type = "date_time", label = "交班", required = true },
  { name = "leader", type = "person", label = "带班领导", required = true },
  { name = "staff", type = "person", label = "值班人", required = true },
]
"#;

/// 每户鸡苗30只（报告第134行：14户）。
const DELIVERY: &str = r#"
title = "物资发放"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "per_household", type = "integer", label = "每户只数", unit = "只" },
  { name = "households", type = "integer", label = "户数", unit = "户" },
  { name = "total", type = "integer", label = "总只数", unit = "只" },
]
rules = [{ rule = "product", fields = ["total", "per_household", "households"] }]
"#;

const RECEIPT: &str = r#"
title = "签领"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "delivery", type = "link", label = "发放编号", ledger = "aid/delivery", required = true, where = [{ field = "state", eq = "given" }] },
]
"#;

const SESSION: &str = r#"
title = "培训记录"
about = "测试用"
office = "运政股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "coach", type = "person", label = "教练", required = true },
  { name = "from", type = "date_time", label = "开始", required = true },
  { name = "until", type = "date_time", label = "结束", required = true },
  { name = "hours", type = "decimal", label = "学时", places = 1, unit = "小时" },
]
rules = [
  { rule = "apart", fields = ["from", "until"], same = ["coach"] },
  { rule = "day_limit", fields = ["from", "hours"], same = ["coach"], limit = 8 },
]
"#;

/// 一班一条：同一安排的班次首尾相接。
const SHIFT: &str = r#"
title = "值班登记"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "roster", type = "text", label = "安排", required = true },
  { name = "from", type = "date_time", label = "接班", required = true },
  { name = "until", type = "date_time", label = "交班", required = true },
]
rules = [
  { rule = "apart", fields = ["from", "until"], same = ["roster"] },
  { rule = "no_gap", fields = ["from", "until"], same = ["roster"] },
]
"#;

/// 诚信评价：扣了分的写依据，挂得上案件的挂案件。
const REVIEW: &str = r#"
title = "诚信评价"
about = "测试用"
office = "运政股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "company", type = "text", label = "企业" },
  { name = "founded_on", type = "date", label = "企业成立日期", before_bureau = true },
  { name = "score", type = "integer", label = "得分", unit = "分" },
  { name = "items_in_all", type = "integer", label = "项数" },
]
rules = [
  { rule = "line_sum", fields = ["score", "items.points"], fill = true },
  { rule = "line_count", fields = ["items_in_all", "items.item"], fill = true },
]

[[lines]]
name = "items"
label = "评分明细"
fields = [
  { name = "item", type = "text", label = "指标", required = true },
  { name = "points", type = "integer", label = "加扣分", required = true },
  { name = "evidence", type = "text", label = "依据", required_when = [{ field = "points", less = 0 }] },
  { name = "case", type = "link", label = "案件编号", ledger = "safety/hazard" },
  { name = "seen_on", type = "date", label = "查实日期" },
]
"#;

const SOURCES: [(&str, &str); 12] = [
    ("roles.toml", CLERK),
    ("bureau.toml", "name = \"本局\"\nfounded_on = 1949-10-01\n"),
    ("codes/risk_colour.toml", COLOURS),
    ("workflows/hazard.toml", HAZARD_FLOW),
    ("workflows/plain.toml", PLAIN),
    ("ledgers/safety/hazard.toml", HAZARD),
    ("ledgers/duty/roster.toml", ROSTER),
    ("ledgers/aid/delivery.toml", DELIVERY),
    ("ledgers/aid/receipt.toml", RECEIPT),
    ("ledgers/driving/session.toml", SESSION),
    ("ledgers/duty/shift.toml", SHIFT),
    ("ledgers/credit/review.toml", REVIEW),
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

fn word(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn day(text: &str) -> Option<Value> {
    Some(Value::Date(text.parse().unwrap()))
}

fn time(text: &str) -> Option<Value> {
    Some(Value::DateTime(text.parse().unwrap()))
}

fn decimal(text: &str) -> Option<Value> {
    Some(Value::Decimal(terms::read_decimal(text).unwrap()))
}

fn row(catalog: &Catalog, ledger: &str, values: &[(&str, Option<Value>)]) -> Row {
    let def = &catalog.ledgers[ledger];
    let mut row = Row::empty(def);
    for (name, value) in values {
        row.values[def.place(name).unwrap()].clone_from(value);
    }
    row
}

fn value(catalog: &Catalog, record: &Record, name: &str) -> String {
    let def = &catalog.ledgers[&record.ledger];
    record.row.get(def, name).map(Value::canonical).unwrap_or_default()
}

/// Somebody at nine in the morning of a day.
fn on(who: &str, day: &str) -> Act {
    act(who, "clerk", &format!("{day}T01:00:00Z"))
}

async fn step(
    base: &Base,
    act: &Act,
    record: &Record,
    (name, to): (&str, Option<&str>),
    changes: &[(&str, Option<Value>)],
    reason: &str,
) -> Result<Record, SaveError> {
    let changes: Vec<_> = changes.iter().map(|it| (it.0.to_owned(), it.1.clone())).collect();
    let target = Target { ledger: &record.ledger, id: record.id, version: record.version };
    base.make_move(act, target, Step { name, changes: &changes, reason, to }).await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, SaveError>, rule: &str, says: &str) {
    let Err(SaveError::Findings(found)) = result else { panic!("{result:?}") };
    let hit = |it: &Finding| it.rule == rule && (it.what.contains(says) || it.mend.contains(says));
    assert!(found.iter().any(hit), "{found:#?}");
}

/// A hazard found on 1 March and ordered, due on 31 March.
async fn ordered(base: &Base, catalog: &Catalog) -> Record {
    let new = row(catalog, "safety/hazard", &[("no", word("隐1")), ("officer", word("张甲"))]);
    let record = base.create(&on("张甲", "2021-03-01"), "safety/hazard", new).await.unwrap();
    let due = [("due_on", day("2021-03-31"))];
    step(base, &on("张甲", "2021-03-02"), &record, ("order", None), &due, "").await.unwrap()
}

#[test]
fn a_record_goes_back_to_a_step_it_has_passed_with_a_reason() {
    on_both(async |base, catalog| {
        let record = ordered(base, catalog).await;
        let act = on("李乙", "2021-03-05");
        let record = step(base, &act, &record, ("rectify", None), &[], "").await.unwrap();
        refused(
            step(base, &act, &record, ("send_back", Some("销号")), &[], "不到位").await,
            "back_to",
            "没有经过“销号”",
        );
        refused(
            step(base, &act, &record, ("send_back", None), &[], "不到位").await,
            "back_to",
            "可以退回到：排查、交办",
        );
        refused(
            step(base, &act, &record, ("send_back", Some("found")), &[], "").await,
            "reason",
            "没有写理由",
        );
        let back = step(base, &act, &record, ("send_back", Some("排查")), &[], "等级定低了")
            .await
            .unwrap();
        assert_eq!(back.state, "found");
        // Back at the first step, what lay after it is no longer on the way.
        let due = [("due_on", day("2021-03-31"))];
        let again = step(base, &act, &back, ("order", None), &due, "").await.unwrap();
        refused(
            step(base, &act, &again, ("send_back", Some("rectified")), &[], "x").await,
            "back_to",
            "排查",
        );
        let history = base.history("safety/hazard", back.id).await.unwrap();
        assert!(history.iter().any(|it| it.reason == "等级定低了" && it.who == "李乙"));
    });
}

#[test]
fn a_move_is_taken_back_by_its_mover_before_anybody_acts() {
    on_both(async |base, catalog| {
        let record = ordered(base, catalog).await;
        refused(
            step(base, &on("李乙", "2021-03-03"), &record, ("take_back", None), &[], "").await,
            "take_back",
            "最近一步“交办”是张甲办的",
        );
        let act = on("张甲", "2021-03-03");
        let taken =
            step(base, &act, &record, ("take_back", None), &[], "交错了股室").await.unwrap();
        // State and values are what they were before the move.
        assert_eq!(
            (taken.state.as_str(), value(catalog, &taken, "due_on").as_str()),
            ("found", "")
        );
        let due = [("due_on", day("2021-03-31"))];
        let again = step(base, &act, &taken, ("order", None), &due, "").await.unwrap();
        let other = on("李乙", "2021-03-04");
        let next = step(base, &other, &again, ("rectify", None), &[], "").await.unwrap();
        refused(
            step(base, &act, &next, ("take_back", None), &[], "").await,
            "take_back",
            "李乙办的",
        );
    });
}

#[test]
fn who_repaired_does_not_check() {
    on_both(async |base, catalog| {
        let record = ordered(base, catalog).await;
        let fixer = on("李乙", "2021-03-05");
        let record = step(base, &fixer, &record, ("rectify", None), &[], "").await.unwrap();
        assert_eq!(value(catalog, &record, "rectified_by"), "李乙");
        let own = step(base, &fixer, &record, ("recheck", None), &[], "").await;
        refused(own, "same_mover", "“整改”是李乙办的，“复查销号”不能由同一人办");
        let checked = step(base, &on("王丙", "2021-03-06"), &record, ("recheck", None), &[], "")
            .await
            .unwrap();
        assert_eq!(
            (checked.state.as_str(), value(catalog, &checked, "checked_by").as_str()),
            ("closed", "王丙")
        );
    });
}

#[test]
fn a_record_is_handed_on_without_a_change_of_state() {
    on_both(async |base, catalog| {
        let record = ordered(base, catalog).await;
        let act = on("张甲", "2021-03-03");
        refused(
            step(base, &act, &record, ("hand_on", None), &[], "出差").await,
            "reassign",
            "没有写转给谁",
        );
        let due = [("due_on", day("2021-06-30"))];
        refused(
            step(base, &act, &record, ("hand_on", None), &due, "出差").await,
            "move_field",
            "整改期限",
        );
        let to = [("officer", word("赵丁")), ("office", word("养护股"))];
        refused(
            step(base, &act, &record, ("hand_on", None), &to, "").await,
            "reason",
            "没有写理由",
        );
        let handed = step(base, &act, &record, ("hand_on", None), &to, "出差").await.unwrap();
        assert_eq!((handed.state.as_str(), handed.office.as_str()), ("ordered", "养护股"));
        assert_eq!(value(catalog, &handed, "officer"), "赵丁");
    });
}

#[test]
fn a_due_day_is_extended_once_and_only_before_it_passed() {
    on_both(async |base, catalog| {
        let record = ordered(base, catalog).await;
        let later = [("due_on", day("2021-04-15")), ("extended_by", word("陈局"))];
        let late =
            step(base, &on("张甲", "2021-04-01"), &record, ("extend", None), &later, "雨季").await;
        refused(late, "expired", "2021-03-31 已过（今天是2021-04-01）");
        let last = on("张甲", "2021-03-31");
        let nobody = [("due_on", day("2021-04-15"))];
        refused(
            step(base, &last, &record, ("extend", None), &nobody, "雨季").await,
            "approver",
            "延期批准人",
        );
        let earlier = [("due_on", day("2021-03-30")), ("extended_by", word("陈局"))];
        refused(
            step(base, &last, &record, ("extend", None), &earlier, "雨季").await,
            "extend",
            "晚于2021-03-31",
        );
        refused(
            step(base, &last, &record, ("extend", None), &later, "").await,
            "reason",
            "没有写理由",
        );
        let extended = step(base, &last, &record, ("extend", None), &later, "雨季").await.unwrap();
        assert_eq!(value(catalog, &extended, "due_on"), "2021-04-15");
        let more = [("due_on", day("2021-05-15")), ("extended_by", word("陈局"))];
        refused(
            step(base, &last, &extended, ("extend", None), &more, "雨季").await,
            "times",
            "已办过1次",
        );
        // Nor is the limit edited away.
        let mut new = extended.row.clone();
        let place = catalog.ledgers["safety/hazard"].place("due_on").unwrap();
        new.values[place] = day("2021-12-31");
        let target = Target { ledger: "safety/hazard", id: extended.id, version: extended.version };
        refused(base.update(&last, target, new).await, "due_by_move", "不能直接修改");
    });
}

#[test]
fn risk_is_the_product_and_gives_the_colour() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-03-01");
        // rules.md 6.3: L3·E6·C15 = 270 → 橙; L6·E6·C7 = 252 → 橙; L1·E6·C7 = 42 → 蓝; L10·E6·C40 = 2400 → 红.
        let cases = [
            ("3", "6", 15, "270", "orange"),
            ("6", "6", 7, "252", "orange"),
            ("1", "6", 7, "42", "blue"),
            ("10", "6", 40, "2400", "red"),
        ];
        for (at, (likely, exposed, severe, risk, colour)) in cases.into_iter().enumerate() {
            let values = [
                ("no", word(&format!("隐{at}"))),
                ("likely", decimal(likely)),
                ("exposed", decimal(exposed)),
                ("severe", Some(Value::Integer(severe))),
            ];
            let saved = base
                .create(&act, "safety/hazard", row(catalog, "safety/hazard", &values))
                .await
                .unwrap();
            assert_eq!(
                (
                    value(catalog, &saved, "risk").as_str(),
                    value(catalog, &saved, "colour").as_str()
                ),
                (risk, colour)
            );
        }
        let wrong = [
            ("no", word("错1")),
            ("likely", decimal("3")),
            ("exposed", decimal("6")),
            ("severe", Some(Value::Integer(15))),
            ("risk", decimal("240")),
            ("colour", word("red")),
        ];
        let wrong = base.create(&act, "safety/hazard", row(catalog, "safety/hazard", &wrong)).await;
        refused(wrong, "product", "“风险值”240，按3×6×15计算应为270");
        let wrong = [("no", word("错2")), ("risk", decimal("270")), ("colour", word("red"))];
        let wrong = base.create(&act, "safety/hazard", row(catalog, "safety/hazard", &wrong)).await;
        refused(wrong, "grade", "“风险等级”为“红”，“风险值”270 应定为“橙”");
        let wrong = [("no", word("错3")), ("likely", decimal("4"))];
        let wrong = base.create(&act, "safety/hazard", row(catalog, "safety/hazard", &wrong)).await;
        refused(wrong, "values", "“可能性”不能是4");
    });
}

#[test]
fn a_day_before_the_bureau_existed_is_refused() {
    on_both(async |base, catalog| {
        let values = [("no", word("隐1")), ("due_on", day("1921-03-31"))];
        let saved = base
            .create(
                &on("张甲", "2021-03-01"),
                "safety/hazard",
                row(catalog, "safety/hazard", &values),
            )
            .await;
        refused(saved, "before_bureau", "“整改期限”1921-03-31 早于本局成立（1949-10-01）");
        // The first day itself may stand, and so may a day of which it is said that it may be earlier.
        let values = [("no", word("隐2")), ("due_on", day("1949-10-01"))];
        let first = row(catalog, "safety/hazard", &values);
        base.create(&on("张甲", "2021-03-01"), "safety/hazard", first).await.unwrap();
        let values = [("no", word("评1")), ("founded_on", day("1936-05-01"))];
        let old = row(catalog, "credit/review", &values);
        base.create(&on("张甲", "2021-03-01"), "credit/review", old).await.unwrap();
        // Days of child rows are days too; 0211 for 2021 is what fingers do.
        let mut slip = row(catalog, "credit/review", &[("no", word("评2"))]);
        let line = vec![word("安全"), Some(Value::Integer(1)), None, None, day("0211-03-01")];
        slip.lines.insert("items".to_owned(), vec![line]);
        let saved = base.create(&on("张甲", "2021-03-01"), "credit/review", slip).await;
        refused(saved, "before_bureau", "“查实日期”0211-03-01 早于本局成立");
    });
}

#[test]
fn a_score_is_not_cut_without_evidence() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-03-01");
        type Item<'i> = (&'i str, i64, Option<&'i str>, Option<&'i str>);
        let review = |no: &str, items: &[Item<'_>]| {
            let mut new = row(catalog, "credit/review", &[("no", word(no))]);
            let text = |it: Option<&str>| it.and_then(word);
            let lines = items.iter().map(|it| {
                vec![word(it.0), Some(Value::Integer(it.1)), text(it.2), text(it.3), None]
            });
            new.lines.insert("items".to_owned(), lines.collect());
            new
        };
        let cut = review("评1", &[("基础", 1000, None, None), ("安全", -30, None, None)]);
        let saved = base.create(&act, "credit/review", cut).await;
        refused(saved, "required_when", "没有填“依据”");
        // Evidence that names a case nobody filed is none.
        let cut =
            review("评1", &[("基础", 1000, None, None), ("安全", -30, Some("检查"), Some("无"))]);
        let saved = base.create(&act, "credit/review", cut).await;
        refused(saved, "unknown_link", "隐患台账");
        ordered(base, catalog).await;
        let sound =
            review("评1", &[("基础", 1000, None, None), ("安全", -30, Some("检查"), Some("隐1"))]);
        let saved = base.create(&act, "credit/review", sound).await.unwrap();
        // 1000 − 30 = 970; what is not cut needs no evidence.
        assert_eq!(value(catalog, &saved, "score"), "970");
    });
}

/// Entered, imported or left by a file that does not speak of child rows: a count of them is what there are.
#[test]
fn a_new_record_without_child_rows_has_none() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-03-01");
        let number = |record: &Record, name| value(catalog, record, name);
        let new = row(catalog, "credit/review", &[("no", word("评1"))]);
        let saved = base.create(&act, "credit/review", new).await.unwrap();
        // None are counted; of none there is no sum.
        assert_eq!(
            (number(&saved, "items_in_all"), number(&saved, "score")),
            ("0".into(), "".into())
        );
        let three = [("no", word("评2")), ("items_in_all", Some(Value::Integer(3)))];
        let saved = base.create(&act, "credit/review", row(catalog, "credit/review", &three)).await;
        refused(saved, "line_count", "“项数”3，按明细行数计算应为0");
        let import = async |rows: Vec<Row>, digest: &str| {
            let rows = rows.into_iter().map(|it| (Place::Whole { name: "行".to_owned() }, it));
            let info =
                BatchInfo { file_name: "评.xlsx", file_digest: digest, ..BatchInfo::default() };
            let rows: Vec<_> = rows.collect();
            base.import(&act, "credit/review", rows, info, false, &mut |_, _| {}).await.unwrap()
        };
        let plain = |no| row(catalog, "credit/review", &[("no", word(no))]);
        let done = import(vec![plain("评3"), row(catalog, "credit/review", &three)], "00").await;
        assert_eq!((done.created, done.bad_rows.as_slice()), (1, &[1][..]), "{:#?}", done.findings);
        let mut full = plain("评4");
        let line = vec![word("安全"), Some(Value::Integer(5)), None, None, None];
        full.lines.insert("items".to_owned(), vec![line]);
        assert_eq!(import(vec![full], "01").await.created, 1);
        // Again, by files without the sheet of child rows: what stands is counted, and nothing changes.
        let done = import(vec![plain("评3"), plain("评4")], "02").await;
        assert_eq!(
            (done.unchanged, done.changed, done.left_out),
            (2, 0, 0),
            "{:#?}",
            done.findings
        );
        // A roster without shifts has a gap from its beginning to its end.
        let mut empty = roster(catalog, &[]);
        empty.lines.clear();
        let saved = base.create(&act, "duty/roster", empty).await;
        refused(saved, "no_gap", "从2021-05-01 08:00到2021-05-02 08:00没有人");
    });
}

#[test]
fn shifts_kept_one_by_one_follow_each_other() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-04-25");
        let shift = |no: &str, roster: &str, from: &str, until: &str| {
            let at = |it: &str| time(&format!("2021-05-{}:00:00", it.replace(' ', "T")));
            let values = [
                ("no", word(no)),
                ("roster", word(roster)),
                ("from", at(from)),
                ("until", at(until)),
            ];
            row(catalog, "duty/shift", &values)
        };
        base.create(&act, "duty/shift", shift("1", "五一", "01 08", "02 08")).await.unwrap();
        let late = base.create(&act, "duty/shift", shift("3", "五一", "03 08", "04 08")).await;
        refused(late, "no_gap", "“五一”从2021-05-02 08:00到2021-05-03 08:00没有人");
        // Another roster begins where it begins.
        base.create(&act, "duty/shift", shift("9", "端午", "12 08", "13 08")).await.unwrap();
        // A whole file with a hole: the shift after the hole is named, once.
        let file = |all: &[(&str, &str, &str)]| -> Vec<(Place, Row)> {
            let row = |it: &(&str, &str, &str)| {
                (Place::Whole { name: it.0.to_owned() }, shift(it.0, "五一", it.1, it.2))
            };
            all.iter().map(row).collect()
        };
        let info =
            BatchInfo { file_name: "值班.xlsx", file_digest: "00", ..BatchInfo::default() };
        let holed =
            file(&[("2", "02 08", "03 08"), ("4", "04 08", "05 08"), ("5", "05 08", "06 08")]);
        let done =
            base.import(&act, "duty/shift", holed, info, true, &mut |_, _| {}).await.unwrap();
        assert_eq!((done.created, done.bad_rows.as_slice()), (2, &[1][..]), "{:#?}", done.findings);
        assert!(
            done.findings[0].what.contains("从2021-05-03 08:00到2021-05-04 08:00没有人"),
            "{:#?}",
            done.findings
        );
        let whole = file(&[
            ("2", "02 08", "03 08"),
            ("3", "03 08", "04 08"),
            ("4", "04 08", "05 08"),
            ("5", "05 08", "06 08"),
        ]);
        let info =
            BatchInfo { file_name: "值班.xlsx", file_digest: "01", ..BatchInfo::default() };
        let done =
            base.import(&act, "duty/shift", whole, info, false, &mut |_, _| {}).await.unwrap();
        assert_eq!((done.created, done.left_out), (4, 0), "{:#?}", done.findings);
    });
}

/// A roster of 1 May with these shifts: from, until, leader, staff.
fn roster(catalog: &Catalog, shifts: &[(&str, &str, &str, &str)]) -> Row {
    let mut new = row(
        catalog,
        "duty/roster",
        &[
            ("no", word("五一")),
            ("starts_at", time("2021-05-01T08:00:00")),
            ("ends_at", time("2021-05-02T08:00:00")),
        ],
    );
    let lines = shifts.iter().map(|it| vec![time(it.0), time(it.1), word(it.2), word(it.3)]);
    new.lines.insert("shifts".to_owned(), lines.collect());
    new
}

#[test]
fn a_roster_has_no_gap_and_nobody_twice() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-04-25");
        let (morning, evening, next) =
            ("2021-05-01T08:00:00", "2021-05-01T20:00:00", "2021-05-02T08:00:00");
        let gap = [(morning, "2021-05-01T18:00:00", "陈局", "甲"), (evening, next, "陈局", "乙")];
        let saved = base.create(&act, "duty/roster", roster(catalog, &gap)).await;
        refused(saved, "no_gap", "从2021-05-01 18:00到2021-05-01 20:00没有人");
        let short = [(morning, evening, "陈局", "甲")];
        let saved = base.create(&act, "duty/roster", roster(catalog, &short)).await;
        refused(saved, "no_gap", "从2021-05-01 20:00到2021-05-02 08:00没有人");
        let twice = [(morning, next, "陈局", "甲"), (evening, next, "陈局", "甲")];
        let saved = base.create(&act, "duty/roster", roster(catalog, &twice)).await;
        refused(saved, "apart", "“甲”这一段时间与第1行重叠");
        let both = [(morning, next, "陈局", "陈局")];
        let saved = base.create(&act, "duty/roster", roster(catalog, &both)).await;
        refused(saved, "distinct_people", "“带班领导”和“值班人”是同一个人（陈局）");
        // Leaders stand by the whole day; two staff shifts meet at eight.
        let sound = [(morning, evening, "陈局", "甲"), (evening, next, "陈局", "乙")];
        let saved = base.create(&act, "duty/roster", roster(catalog, &sound)).await.unwrap();
        assert_eq!(value(catalog, &saved, "shifts_in_all"), "2");
        // A file that does not speak of the shifts is held against those that stand.
        let mut without = roster(catalog, &[]);
        without.lines.clear();
        let place = catalog.ledgers["duty/roster"].place("shifts_in_all").unwrap();
        without.values[place] = Some(Value::Integer(3));
        let info =
            BatchInfo { file_name: "值班.xlsx", file_digest: "00", ..BatchInfo::default() };
        let rows = vec![(Place::Whole { name: "五一".to_owned() }, without)];
        let done =
            base.import(&act, "duty/roster", rows, info, true, &mut |_, _| {}).await.unwrap();
        assert_eq!(done.left_out, 1);
        assert!(
            done.findings[0].what.contains("“班数”3，按明细行数计算应为2"),
            "{:#?}",
            done.findings
        );
    });
}

#[test]
fn relief_is_what_a_household_gets_times_households() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-03-01");
        let number = |it| Some(Value::Integer(it));
        let delivery = |total| {
            let values = [
                ("no", word("发1")),
                ("per_household", number(30)),
                ("households", number(14)),
                ("total", number(total)),
            ];
            row(catalog, "aid/delivery", &values)
        };
        // Nothing was delivered under this number.
        let receipt =
            || row(catalog, "aid/receipt", &[("no", word("收1")), ("delivery", word("发1"))]);
        refused(base.create(&act, "aid/receipt", receipt()).await, "unknown_link", "物资发放");
        // 30 × 14 = 420.
        let wrong = base.create(&act, "aid/delivery", delivery(440)).await;
        refused(wrong, "product", "“总只数”440只，按30×14计算应为420只");
        let saved = base.create(&act, "aid/delivery", delivery(420)).await.unwrap();
        let early = base.create(&act, "aid/receipt", receipt()).await;
        refused(early, "link_condition", "发1 的“状态”现为“在册”");
        step(base, &act, &saved, ("give", None), &[], "").await.unwrap();
        base.create(&act, "aid/receipt", receipt()).await.unwrap();
    });
}

#[test]
fn a_coach_is_not_in_two_lessons_nor_over_the_day() {
    on_both(async |base, catalog| {
        let act = on("张甲", "2021-03-01");
        let lesson = |no: &str, from: &str, until: &str, hours: &str| {
            let at = |it: &str| time(&format!("2021-03-01T{it}:00:00"));
            let values = [
                ("no", word(no)),
                ("coach", word("甲")),
                ("from", at(from)),
                ("until", at(until)),
                ("hours", decimal(hours)),
            ];
            row(catalog, "driving/session", &values)
        };
        base.create(&act, "driving/session", lesson("一", "08", "12", "4")).await.unwrap();
        let across = base.create(&act, "driving/session", lesson("二", "11", "13", "1")).await;
        refused(across, "apart", "“甲”这一段时间与“一”重叠");
        let around = base.create(&act, "driving/session", lesson("二", "07", "13", "1")).await;
        refused(around, "apart", "“甲”这一段时间与“一”重叠");
        let over = base.create(&act, "driving/session", lesson("二", "12", "17", "5")).await;
        refused(over, "day_limit", "“甲”2021-03-01的“学时”合计9小时，超过8小时");
        let rows = [("二", "12", "16", "4"), ("三", "15", "17", "0"), ("四", "18", "19", "1")];
        let rows: Vec<_> = rows
            .iter()
            .map(|it| (Place::Whole { name: it.0.to_owned() }, lesson(it.0, it.1, it.2, it.3)))
            .collect();
        let info = BatchInfo { file_name: "课.xlsx", file_digest: "00", ..BatchInfo::default() };
        let done =
            base.import(&act, "driving/session", rows, info, false, &mut |_, _| {}).await.unwrap();
        assert_eq!(
            (done.created, done.bad_rows.as_slice()),
            (1, &[1, 2][..]),
            "{:#?}",
            done.findings
        );
        // Its own earlier version does not stand in a record's way.
        let rows = vec![(Place::Whole { name: "一".to_owned() }, lesson("一", "08", "11", "3"))];
        let done =
            base.import(&act, "driving/session", rows, info, false, &mut |_, _| {}).await.unwrap();
        assert_eq!((done.changed, done.left_out), (1, 0), "{:#?}", done.findings);
    });
}
