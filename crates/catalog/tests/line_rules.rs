//! Rules over child rows: each has rows on which it fires and rows on which it stays silent; the numbers are by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use catalog::{Catalog, Row, Source, check_row, fill_row, load};
use jiff::civil::{Date, date};
use terms::Value;

const DAY: Date = date(2021, 6, 30);

/// A catalog with one ledger whose rule is this one.
fn with_rule(rule: &str) -> Catalog {
    let ledger = format!(
        r#"
title = "评分表"
about = "测试用"
office = "办公室"
key = ["no"]
workflow = "plain"
fields = [
  {{ name = "no", type = "text", label = "编号", required = true }},
  {{ name = "base", type = "integer", label = "基础分" }},
  {{ name = "score", type = "decimal", label = "得分", places = 1 }},
  {{ name = "count", type = "integer", label = "项数" }},
]
rules = [ {rule} ]

[[lines]]
name = "items"
label = "明细"
fields = [
  {{ name = "who", type = "person", label = "人员" }},
  {{ name = "from", type = "date", label = "起" }},
  {{ name = "until", type = "date", label = "止" }},
  {{ name = "weight", type = "integer", label = "权重" }},
  {{ name = "points", type = "decimal", label = "分", places = 1 }},
]
"#
    );
    let plain =
        "title = \"在册\"\nabout = \"测试用\"\nstates = [{ name = \"kept\", label = \"在册\" }]\n";
    let sources = [("workflows/plain.toml", plain.to_owned()), ("ledgers/test/sheet.toml", ledger)];
    let sources: Vec<Source> =
        sources.into_iter().map(|(path, text)| Source { path: path.to_owned(), text }).collect();
    let (catalog, findings) = load(&sources);
    assert_eq!(findings, Vec::new());
    catalog
}

/// A child row as a line of text, `who from until weight points`, `-` where a field is not set.
fn row(score: Option<&str>, lines: &[&str]) -> Row {
    let decimal = |text: &str| Value::Decimal(terms::read_decimal(text).unwrap().normalize());
    let score = score.map(decimal);
    let mut row = Row {
        values: vec![
            Some(Value::Text("一".to_owned())),
            Some(Value::Integer(100)),
            score,
            None,
            None,
        ],
        ..Row::default()
    };
    let lines = lines.iter().map(|line| {
        let mut words = line.split(' ').map(|it| Some(it).filter(|it| *it != "-"));
        let mut word = || words.next().flatten();
        let day = |text: &str| Value::Date(text.parse().unwrap());
        vec![
            word().map(|it| Value::Text(it.to_owned())),
            word().map(day),
            word().map(day),
            word().map(|it| Value::Integer(it.parse().unwrap())),
            word().map(decimal),
        ]
    });
    row.lines.insert("items".to_owned(), lines.collect());
    row
}

/// The rule says this about the rows; an empty text means it stays silent.
#[track_caller]
fn check(rule: &str, score: Option<&str>, lines: &[&str], says: &str) {
    let catalog = with_rule(rule);
    let found = check_row(&catalog, &catalog.ledgers["test/sheet"], &row(score, lines), DAY);
    let found: Vec<String> = found.iter().map(|it| format!("{} {}", it.place, it.what)).collect();
    let all = found.join("\n");
    assert!(if says.is_empty() { found.is_empty() } else { all.contains(says) }, "{all}");
}

#[test]
fn a_score_is_the_base_and_the_points_of_its_items() {
    let rule = r#"{ rule = "line_sum", fields = ["score", "base", "items.points"], fill = true }"#;
    // 100 − 3 − 4.5 = 92.5.
    check(rule, Some("92.5"), &["- - - - -3", "- - - - -4.5"], "");
    check(rule, Some("93"), &["- - - - -3", "- - - - -4.5"], "100－3－4.5计算应为92.5");
    check(rule, None, &["- - - - -3"], "");
    let catalog = with_rule(rule);
    let def = &catalog.ledgers["test/sheet"];
    let mut filled = row(None, &["- - - - -3"]);
    fill_row(&catalog, def, &mut filled, DAY);
    assert_eq!(filled.get(def, "score").map(Value::canonical).as_deref(), Some("97"));
}

#[test]
fn progress_is_weighted() {
    let rule =
        r#"{ rule = "weighted_average", fields = ["score", "items.weight", "items.points"] }"#;
    // (70×100 + 30×50) ÷ 100 = 85; (1×100 + 2×50) ÷ 3 = 66.67, printed 66.7.
    check(rule, Some("85"), &["- - - 70 100", "- - - 30 50"], "");
    check(rule, Some("66.7"), &["- - - 1 100", "- - - 2 50"], "");
    check(rule, Some("75"), &["- - - 70 100", "- - - 30 50"], "应为85");
    check(rule, Some("75"), &["- - - 0 100"], "");
}

#[test]
fn weights_add_up_to_a_hundred() {
    let rule = r#"{ rule = "lines_total", fields = ["items.weight"], limit = 100 }"#;
    check(rule, None, &["- - - 70 -", "- - - 30 -"], "");
    check(rule, None, &["- - - 70 -", "- - - 20 -"], "70＋20＝90，应为100");
    check(rule, None, &[], "");
}

#[test]
fn nobody_stands_in_a_list_twice() {
    let rule = r#"{ rule = "distinct_lines", fields = ["items.who"] }"#;
    check(rule, None, &["甲 - - - -", "乙 - - - -", "- - - - -", "- - - - -"], "");
    check(
        rule,
        None,
        &["甲 - - - -", "乙 - - - -", "甲 - - - -"],
        "“明细第3行 人员” “人员”甲 与第1行重复",
    );
}

#[test]
fn stretches_of_one_person_stay_apart() {
    let rule =
        r#"{ rule = "apart", fields = ["items.from", "items.until"], same = ["items.who"] }"#;
    check(
        rule,
        None,
        &["甲 2021-01-01 2021-01-31 - -", "甲 2021-02-01 - - -", "乙 2021-01-10 - - -"],
        "",
    );
    // Both days count: who leaves on the 31st is not elsewhere on the 31st.
    check(
        rule,
        None,
        &["甲 2021-01-01 2021-01-31 - -", "甲 2021-01-31 2021-02-05 - -"],
        "与第1行重叠",
    );
    // What has no end yet goes on.
    check(rule, None, &["甲 2021-01-01 - - -", "甲 2021-06-01 2021-06-05 - -"], "与第1行重叠");
    // A short stretch inside a long one does not hide the next.
    let inside = [
        "甲 2021-01-01 2021-12-31 - -",
        "甲 2021-02-01 2021-02-02 - -",
        "甲 2021-03-01 2021-03-02 - -",
    ];
    check(rule, None, &inside, "明细第3行");
}

#[test]
fn a_roster_of_days_has_no_gap() {
    let rule = r#"{ rule = "no_gap", fields = ["items.from", "items.until"] }"#;
    check(rule, None, &["甲 2021-05-03 2021-05-05 - -", "乙 2021-05-01 2021-05-02 - -"], "");
    check(
        rule,
        None,
        &["甲 2021-05-01 2021-05-02 - -", "乙 2021-05-04 2021-05-05 - -"],
        "从2021-05-03到2021-05-04没有人",
    );
    check(rule, None, &["甲 2021-05-01 - - -", "乙 2021-07-04 2021-07-05 - -"], "");
}

#[test]
fn a_day_has_its_limit() {
    let rule = r#"{ rule = "day_limit", fields = ["items.from", "items.points"], same = ["items.who"], limit = 4 }"#;
    check(rule, None, &["甲 2021-05-01 - - 4", "乙 2021-05-01 - - 4", "甲 2021-05-02 - - 1"], "");
    check(
        rule,
        None,
        &["甲 2021-05-01 - - 2.5", "甲 2021-05-01 - - 2"],
        "“甲”2021-05-01的“分”合计4.5，超过4",
    );
}

#[test]
fn a_rule_of_rows_runs_on_every_child_row() {
    let rule = r#"{ rule = "order", fields = ["items.from", "items.until"] }"#;
    check(rule, None, &["甲 2021-05-01 2021-05-02 - -", "乙 2021-05-01 - - -"], "");
    check(
        rule,
        None,
        &["甲 2021-05-01 2021-05-02 - -", "乙 2021-05-03 2021-05-02 - -"],
        "明细第2行",
    );
    let rule = r#"{ rule = "line_count", fields = ["count", "items.who"] }"#;
    check(rule, None, &["甲 - - - -"], "");
}
