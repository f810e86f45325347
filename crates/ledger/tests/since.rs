//! What was worked out of the ledgers may be kept until the chain names a record of them: every change is named, nothing else
//! is, and two bases are not taken for each other. And a base follows its own definitions where nothing is lost. Each sentence
//! on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::sync::Arc;

use catalog::{Catalog, Query, Row, Source, load, with_local};
use ledger::{Base, BatchInfo, SaveError, Step, Target};
use sqlx::{Connection as _, Row as _};
use support::{CLERK, act, at, definitions, homes, runtime};
use terms::{Place, Value};
use uuid::Uuid;

const PLAIN: &str = r#"
title = "流程"
about = "测试用"
states = [{ name = "open", label = "在建" }, { name = "done", label = "完工", closed = true }]
moves = [{ name = "finish", label = "完工", from = ["open"], to = "done" }]
"#;

const ROAD: &str = r#"
title = "公路"
about = "测试用"
office = "建设股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "cost", type = "money", label = "造价" },
]
"#;

const BRIDGE: &str = r#"
title = "桥梁"
about = "测试用"
office = "建设股"
key = ["no"]
workflow = "plain"
fields = [{ name = "no", type = "text", label = "编号", required = true }]
"#;

const SHIPPED: [(&str, &str); 4] = [
    ("roles.toml", CLERK),
    ("workflows/plain.toml", PLAIN),
    ("ledgers/works/road.toml", ROAD),
    ("ledgers/works/bridge.toml", BRIDGE),
];

fn row(catalog: &Catalog, ledger: &str, no: &str) -> Row {
    let def = &catalog.ledgers[ledger];
    let mut row = Row::empty(def);
    row.values[def.place("no").unwrap()] = Some(Value::Text(no.to_owned()));
    row
}

async fn import(base: &Base, catalog: &Catalog, count: usize) -> Uuid {
    let cell = |row| Place::Cell {
        file: "a.csv".to_owned(),
        sheet: String::new(),
        row,
        column: String::new(),
        label: String::new(),
    };
    let rows = (0..count).map(|it| (cell(2), row(catalog, "works/road", &format!("批{it}"))));
    let info = BatchInfo { file_name: "a.csv", file_digest: "ab", ..BatchInfo::default() };
    let clerk = act("张甲", "clerk", "2021-03-01T00:00:00Z");
    let told = &mut |_, _| {};
    let done = base.import(&clerk, "works/road", rows.collect(), info, false, told).await;
    done.unwrap().batch.unwrap()
}

#[test]
fn every_change_of_a_record_is_named_behind_the_mark_and_no_other_ledger_is_touched() {
    let catalog = definitions(&SHIPPED);
    homes(|home| {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            let clerk = act("张甲", "clerk", "2021-03-01T00:00:00Z");
            let mut mark = base.mark().await.unwrap();
            let other = base.create(&clerk, "works/bridge", row(&catalog, "works/bridge", "桥"));
            let other = other.await.unwrap();
            // What was done is named once, and what is named is what was done; the mark moves on.
            let named = async |mark: &mut ledger::Mark, ids: &[Uuid]| {
                let old = mark.clone();
                let since = base.since(mark, 100).await.unwrap().unwrap();
                let found: Vec<Uuid> = since.records.iter().map(|it| it.1).collect();
                let mut expected = ids.to_vec();
                expected.sort_unstable();
                assert_eq!(found, expected);
                let touched = base.untouched("works/road", &old).await.unwrap().is_none();
                assert_eq!(touched, since.records.iter().any(|it| it.0 == "works/road"));
                *mark = since.mark;
                assert_eq!(base.since(mark, 0).await.unwrap().unwrap().records, Vec::new());
                assert!(base.untouched("works/road", mark).await.unwrap().is_some());
            };
            named(&mut mark, &[other.id]).await;
            assert!(base.untouched("works/bridge", &mark).await.unwrap().is_some());

            let made = base.create(&clerk, "works/road", row(&catalog, "works/road", "一"));
            let made = made.await.unwrap();
            named(&mut mark, &[made.id]).await;
            let target = |version| Target { ledger: "works/road", id: made.id, version };
            let mut changed = made.row.clone();
            changed.values[1] = Some(Value::Money(terms::Fen(5)));
            base.update(&clerk, target(1), changed).await.unwrap();
            named(&mut mark, &[made.id]).await;
            let step = Step { name: "finish", changes: &[], reason: "", to: None };
            base.make_move(&clerk, target(2), step).await.unwrap();
            named(&mut mark, &[made.id]).await;
            base.withdraw(&clerk, target(3), "登记错").await.unwrap();
            named(&mut mark, &[made.id]).await;

            let batch = import(&base, &catalog, 3).await;
            let query = Query { ledger: "works/road".to_owned(), lines: None, conditions: vec![] };
            let listed = base.list(&ledger::Listing::new(&query)).await.unwrap().items;
            let ids: Vec<Uuid> = listed.iter().map(|it| it.id).collect();
            assert_eq!(ids.len(), 3);
            named(&mut mark, &ids).await;
            base.undo_batch(&clerk, batch, "传错文件").await.unwrap();
            named(&mut mark, &ids).await;

            // Too much to follow; and a mark of another base says nothing of this one.
            let before = mark.clone();
            import(&base, &catalog, 5).await;
            assert_eq!(base.since(&before, 4).await.unwrap(), None);
            let foreign = support::sqlite_home();
            let stranger = foreign.ready(&catalog).await;
            for no in 0..40 {
                let row = row(&catalog, "works/bridge", &format!("桥{no}"));
                stranger.create(&clerk, "works/bridge", row).await.unwrap();
            }
            assert_eq!(stranger.since(&before, 100).await.unwrap(), None);
            assert_eq!(stranger.untouched("works/road", &before).await.unwrap(), None);
            stranger.close().await;
            base.close().await;
        });
    });
}

#[test]
fn counts_and_totals_read_an_index_and_never_the_rows() {
    let catalog = definitions(&SHIPPED);
    let home = support::sqlite_home();
    runtime().block_on(async {
        let base = home.ready(&catalog).await;
        import(&base, &catalog, 200).await;
        base.close().await;
    });
    let plan = |sql: &str| {
        runtime().block_on(async {
            let path = home.url.trim_start_matches("sqlite:");
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            let mut open = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
            let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let lines = sqlx::raw_sql(sql).fetch_all(&mut open).await.unwrap();
            let said: Vec<String> = lines.iter().map(|it| it.get("detail")).collect();
            said.join("; ")
        })
    };
    let index = plan(
        "SELECT 1 FROM works_road r WHERE r.state = 'open' AND r.office = 'a' AND r.withdrawn_at IS NULL",
    );
    let name = index.split_whitespace().find(|it| it.starts_with("ix__works_road")).unwrap();
    let table = format!("FROM works_road r INDEXED BY {name} WHERE r.withdrawn_at IS NULL");
    for (sql, how) in [
        (
            format!("SELECT COUNT(*), SUM(r.cost) {table}"),
            "SCAN r USING COVERING INDEX ix__works_road",
        ),
        (
            format!("SELECT COUNT(*) {table} AND r.state IN ('open') AND r.office IN ('a', 'b')"),
            "SEARCH r USING COVERING INDEX ix__works_road",
        ),
        (
            format!(
                "SELECT r.id {table} AND r.state = 'open' AND r.office = 'a' ORDER BY r.updated_at DESC NULLS LAST, r.id DESC LIMIT 5"
            ),
            "SEARCH r USING COVERING INDEX ix__works_road",
        ),
    ] {
        let found = plan(&sql);
        assert!(found.contains(how), "{sql}: {found}");
    }
    for column in ["who", "act", "ledger"] {
        let sql = format!("SELECT * FROM entry WHERE {column} = 'x' ORDER BY seq DESC LIMIT 50");
        let found = plan(&sql);
        assert!(found.contains("USING INDEX ix__entry") && !found.contains("B-TREE"), "{found}");
    }
    // The chain held one entry when the base was made; it is followed by its key all the same.
    let found = plan("SELECT seq, hash FROM entry WHERE seq >= 150 ORDER BY seq LIMIT 10");
    assert_eq!(found, "SEARCH entry USING INTEGER PRIMARY KEY (rowid>?)");
}

/// The bureau's own ledger with one more field.
fn own(field: &str) -> Arc<Catalog> {
    let sources =
        SHIPPED.iter().map(|it| Source { path: it.0.to_owned(), text: it.1.to_owned() }).collect();
    let lines = "\n[[lines]]\nname = \"parts\"\nlabel = \"明细\"\nfields = [\n  { name = \"what\", type = \"text\", label = \"内容\" },\n";
    let head = ROAD.trim_end().trim_end_matches(']');
    let text = format!("{head}{field}]\n{lines}{field}]\n").replace("公路", "本局台账");
    let local = vec![Source { path: "ledgers/own/list.toml".to_owned(), text }];
    let (all, findings) = with_local(sources, local);
    assert_eq!(findings, [], "beside the shipped ones");
    let (catalog, findings) = load(&all);
    assert!(findings.is_empty(), "{findings:#?}");
    Arc::new(catalog)
}

const AS_TEXT: &str = "  { name = \"more\", type = \"text\", label = \"另记\" },\n";
const AS_MONEY: &str = "  { name = \"more\", type = \"money\", label = \"另记\" },\n";

#[test]
fn a_field_of_ones_own_that_was_never_filled_may_change_or_go_and_a_filled_one_may_not() {
    homes(|home| {
        runtime().block_on(async {
            let time = at("2021-03-01T00:00:00Z");
            let clerk = act("张甲", "clerk", "2021-03-01T00:00:00Z");
            let catalog = own(AS_TEXT);
            let base = home.ready(&catalog).await;
            let made =
                base.create(&clerk, "own/list", row(&catalog, "own/list", "一")).await.unwrap();
            base.close().await;

            // Of another type: the columns of record and child rows are made anew, the record stays as it was.
            let changed = own(AS_MONEY);
            let base = home.open(&changed).await;
            let plan = base.migrate(time).await.unwrap();
            let rebuilt = plan.steps.iter().filter(|it| it.contains("没有填过，按新的类型重建"));
            assert_eq!(rebuilt.count(), 2, "{:?}", plan.steps);
            assert_eq!(
                base.migrate(time).await.unwrap().steps,
                Vec::<String>::new(),
                "once is enough"
            );
            let place = changed.ledgers["own/list"].place("more").unwrap();
            let mut row = base.record("own/list", made.id).await.unwrap().unwrap().row;
            assert_eq!(row.values[place], None);
            row.values[place] = Some(Value::Money(terms::Fen(700)));
            let target = Target { ledger: "own/list", id: made.id, version: 1 };
            base.update(&clerk, target, row).await.unwrap();
            base.close().await;

            // Filled now: neither back to text, nor away; and nothing is half done.
            for (catalog, rule) in [(own(AS_TEXT), "field_changed"), (own(""), "field_removed")] {
                let base = home.open(&catalog).await;
                let refused = base.migrate(time).await;
                let Err(SaveError::Findings(findings)) = refused else { panic!("{refused:?}") };
                assert!(findings.iter().any(|it| it.rule == rule), "{findings:?}");
                base.close().await;
            }
            let base = home.open(&changed).await;
            assert_eq!(base.migrate(time).await.unwrap().steps, Vec::<String>::new());
            let kept = base.record("own/list", made.id).await.unwrap().unwrap();
            assert_eq!(kept.row.values[place], Some(Value::Money(terms::Fen(700))));
            // Emptied, it still stood in an earlier version, and that is a value too.
            let mut row = kept.row.clone();
            row.values[place] = None;
            let target = Target { ledger: "own/list", id: made.id, version: 2 };
            base.update(&clerk, target, row).await.unwrap();
            base.close().await;
            let base = home.open(&own("")).await;
            assert!(matches!(base.migrate(time).await, Err(SaveError::Findings(_))));
            base.close().await;
            let base = home.open(&changed).await;
            assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().findings, Vec::new());
            base.close().await;
        });
    });
}

#[test]
fn an_unused_field_goes_with_its_indexes_and_the_others_keep_theirs() {
    // A plate has an index of its own, and money stands in the index of the totals.
    let plate = "  { name = \"car\", type = \"plate\", label = \"车\" },\n  { name = \"sum\", type = \"money\", label = \"数\" },\n";
    homes(|home| {
        runtime().block_on(async {
            let time = at("2021-03-01T00:00:00Z");
            let clerk = act("张甲", "clerk", "2021-03-01T00:00:00Z");
            let base = home.ready(&own(plate)).await;
            base.close().await;
            let without = own("");
            let base = home.open(&without).await;
            let plan = base.migrate(time).await.unwrap();
            let gone = plan.steps.iter().filter(|it| it.contains("去掉没有填过的字段"));
            assert_eq!(gone.count(), 4, "{:?}", plan.steps);
            assert_eq!(base.migrate(time).await.unwrap().steps, Vec::<String>::new());
            // The key still holds: its index was made anew.
            base.create(&clerk, "own/list", row(&without, "own/list", "一")).await.unwrap();
            let twice = base.create(&clerk, "own/list", row(&without, "own/list", "一")).await;
            assert!(matches!(twice, Err(SaveError::Findings(_))), "{twice:?}");
            base.close().await;
        });
    });
}

/// Asked under definitions for which the base was not migrated yet, or is no more: the index of the standing has another name.
#[test]
fn counts_are_right_while_definitions_change() {
    let (old, new) = (own(""), own(AS_MONEY));
    homes(|home| {
        runtime().block_on(async {
            let clerk = act("张甲", "clerk", "2021-03-01T00:00:00Z");
            let base = home.ready(&old).await;
            base.create(&clerk, "own/list", row(&old, "own/list", "一")).await.unwrap();
            let query = Query { ledger: "own/list".to_owned(), lines: None, conditions: vec![] };
            let before = base.with_catalog(Arc::clone(&new));
            for asking in [&base, &before] {
                assert_eq!(asking.count(&query).await.unwrap(), 1);
                assert_eq!(asking.counts(std::slice::from_ref(&query)).await.unwrap(), [1]);
                let ask = [(query.clone(), catalog::Aggregate::Count)];
                assert_eq!(asking.answer(&ask, None).await.unwrap()[0].rows, 1);
            }
            before.migrate(at("2021-03-01T00:00:00Z")).await.unwrap();
            for asking in [&base, &before] {
                assert_eq!(asking.count(&query).await.unwrap(), 1);
            }
            base.close().await;
        });
    });
}
