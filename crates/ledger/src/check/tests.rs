//! What is looked for before a record is saved is found by an index.

use std::sync::Arc;

use catalog::{Condition, FieldRef, Query, Row, Source, Test, load};
use jiff::civil::date;
use terms::Value;

use super::links::{linking, links};
use super::same::{SOUGHT, same_statement};
use crate::db::{Dialect, Statement};
use crate::record::{Base, Shape};
use crate::select::{Scope, Sql};

const LEDGER: &str = r#"
title = "实操培训记录"
about = "测试用"
office = "驾培股"
key = ["no", "part"]
unique = [["plate", "day"]]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 20 },
  { name = "part", type = "text", label = "分号", length = 20 },
  { name = "plate", type = "plate", label = "车牌号" },
  { name = "day", type = "date", label = "日期" },
  { name = "coach", type = "text", label = "教练员", length = 20 },
  { name = "from", type = "date_time", label = "开始" },
  { name = "until", type = "date_time", label = "结束" },
]
rules = [{ rule = "apart", fields = ["from", "until"], same = ["coach"] }]
"#;
const WORKFLOW: &str = r#"
title = "登记"
about = "测试用"
states = [{ name = "kept", label = "在册", closed = false }]
"#;

/// A school, and what links to it: a record, child rows, and one that is named by it.
const SCHOOLS: [(&str, &str); 3] = [
    (
        "ledgers/t/school.toml",
        r#"
title = "驾校"
about = "测试用"
office = "驾培股"
key = ["name"]
workflow = "plain"
fields = [{ name = "name", type = "text", label = "名称", required = true, length = 20 }]
"#,
    ),
    (
        "ledgers/t/visit.toml",
        r#"
title = "驾校检查"
about = "测试用"
office = "驾培股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 20 },
  { name = "school", type = "link", label = "驾校", ledger = "t/school" },
]

[[lines]]
name = "also"
label = "一并检查"
fields = [{ name = "school", type = "link", label = "驾校", ledger = "t/school" }]
"#,
    ),
    (
        "ledgers/t/grade.toml",
        r#"
title = "驾校等级"
about = "测试用"
office = "驾培股"
key = ["school", "year"]
workflow = "plain"
fields = [
  { name = "school", type = "link", label = "驾校", ledger = "t/school", required = true },
  { name = "year", type = "integer", label = "年度", required = true },
]
"#,
    ),
];

async fn base_of(folder: &std::path::Path, files: &[(&str, &str)]) -> Base {
    let source = |it: &(&str, &str)| Source { path: it.0.to_owned(), text: it.1.to_owned() };
    let (catalog, findings) = load(&files.iter().map(source).collect::<Vec<_>>());
    assert_eq!(findings, []);
    let url = format!("sqlite:{}", folder.join("base.db").display());
    let base = Base::open(&url, folder, Arc::new(catalog)).await.unwrap();
    base.migrate("2021-06-30T00:00:00Z".parse().unwrap()).await.unwrap();
    base
}

async fn steps(base: &Base, statement: Statement) -> Vec<String> {
    let ask = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let lines = base.db.all(Statement::new(ask, statement.values)).await.unwrap();
    lines.iter().map(|it| it.must_text(3).unwrap()).collect()
}

/// Before a record is withdrawn, what links to it is found by the links' indexes, however large those ledgers are; so it
/// is when the record is opened.
#[tokio::test]
async fn what_links_to_a_record_is_found_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = SCHOOLS.into_iter().chain([("workflows/plain.toml", WORKFLOW)]).collect();
    let base = base_of(folder.path(), &files).await;
    let mut seen = 0;
    for def in base.catalog.ledgers.values() {
        let shape = Shape::new(def);
        for link in links(def) {
            for keys in [vec!["甲".to_owned()], (0..400).map(|it| it.to_string()).collect()] {
                let found = steps(&base, linking(&shape, &link, &keys, Dialect::Sqlite)).await;
                let scans = found.iter().any(|it| it.starts_with("SCAN"));
                assert!(!scans, "{} {}: {found:?}", def.id, link.field.name);
            }
            let name = FieldRef::Own(link.field.name.clone());
            let test = Test::Eq(Value::Text("甲".to_owned()));
            let query = Query {
                ledger: def.id.clone(),
                lines: link.lines.map(|it| it.name.clone()),
                conditions: vec![Condition { field: name, test }],
            };
            let scope = Scope::new(&base, &query, None).unwrap();
            let mut sql = Sql::new("SELECT COUNT(*)");
            scope.from(&mut sql);
            scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>()).unwrap();
            let found = steps(&base, sql.done()).await;
            let scans = found.iter().any(|it| it.starts_with("SCAN"));
            assert!(!scans, "{} {}: {found:?}", def.id, link.field.name);
            assert_eq!(base.counts(&[query.clone(), query]).await.unwrap(), [0, 0]);
            seen += 1;
        }
    }
    assert_eq!(seen, 3, "a link, a link of child rows, and one in a key");
    base.close().await;
}

/// However many rows are looked for at once, each is found by an index: a table of any size is never read through.
#[tokio::test]
async fn what_rows_may_clash_with_is_found_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("ledgers/t/session.toml", LEDGER), ("workflows/plain.toml", WORKFLOW)];
    let base = base_of(folder.path(), &files).await;
    let def = &base.catalog.ledgers["t/session"];
    let rows: Vec<Row> = (0..SOUGHT)
        .map(|it| {
            let mut row = Row::empty(def);
            row.values[0] = Some(Value::Text(format!("第{it}号")));
            row.values[2] = Some(Value::Text(format!("粤R{it:05} 黄")));
            row.values[3] = Some(Value::Date(date(2021, 6, 30)));
            row.values[4] = Some(Value::Text(format!("教练{it}")));
            row
        })
        .collect();
    let rows: Vec<&Row> = rows.iter().collect();
    for set in [&def.key, &def.unique[0], &def.rules[0].same] {
        let statement = same_statement(&Shape::new(def), Dialect::Sqlite, set, &rows).unwrap();
        let steps = steps(&base, statement).await;
        let found = steps.iter().find(|it| it.starts_with("SEARCH t USING INDEX"));
        assert!(found.is_some(), "{set:?}: {steps:?}");
    }
    // A part that is not set meets nobody, except in the key.
    let empty = Row::empty(def);
    let meets = |set| same_statement(&Shape::new(def), Dialect::Sqlite, set, &[&empty]);
    assert!(meets(&def.unique[0]).is_none());
    assert!(meets(&def.key).is_some());
    base.close().await;
}
