//! Bulk import: 100,000 rows of 20 columns into a fresh base, the same rows again, and every row changed; on SQLite and,
//! where it is installed, on PostgreSQL.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use catalog::{Catalog, Row};
use jiff::civil::date;
use ledger::{Base, BatchInfo};
use support::{act, definitions, pg_home, runtime, sqlite_home};
use terms::{Fen, Kilograms, Place, Value};

const ROWS: u32 = 100_000;

fn ledger() -> String {
    let mut fields =
        vec!["{ name = \"no\", type = \"text\", label = \"编号\", required = true }".to_owned()];
    for number in 0..10 {
        fields
            .push(format!("{{ name = \"t{number}\", type = \"text\", label = \"文字{number}\" }}"));
    }
    for number in 0..3 {
        fields.push(format!(
            "{{ name = \"i{number}\", type = \"integer\", label = \"数{number}\" }}"
        ));
        fields.push(format!("{{ name = \"d{number}\", type = \"date\", label = \"日{number}\" }}"));
    }
    fields.push("{ name = \"m\", type = \"money\", label = \"金额\" }".to_owned());
    fields.push("{ name = \"k\", type = \"mass\", label = \"质量\" }".to_owned());
    fields.push("{ name = \"y\", type = \"yes_no\", label = \"是否\" }".to_owned());
    format!(
        "title = \"样品\"\nabout = \"测量用\"\noffice = \"治超办\"\nkey = [\"no\"]\nworkflow = \"plain\"\nfields = [\n{}\n]\n",
        fields.join(",\n")
    )
}

const WORKFLOW: &str = "title = \"登记\"\nabout = \"测量用\"\nstates = [{ name = \"kept\", label = \"在册\" }, \
    { name = \"gone\", label = \"注销\", closed = true }]\n\
    moves = [{ name = \"end\", label = \"注销\", from = [\"kept\"], to = \"gone\" }]\n";

const ROLES: &str = "[[role]]\nname = \"clerk\"\nlabel = \"经办人\"\nabout = \"测量用\"\nscope = \"bureau\"\n\
    grants = [{ ledgers = [\"*\"], acts = [\"import\"] }]\n";

fn rows(catalog: &Catalog, salt: i64) -> Vec<(Place, Row)> {
    let def = &catalog.ledgers["bench/sample"];
    (0..ROWS)
        .map(|number| {
            let mut row = Row::empty(def);
            let mut set =
                |name: &str, value: Value| row.values[def.place(name).unwrap()] = Some(value);
            set("no", Value::Text(format!("粤样〔2021〕{number:06}")));
            for field in 0..10 {
                set(
                    &format!("t{field}"),
                    Value::Text(format!("第{field}栏的文字 {}", number % 997)),
                );
            }
            for field in 0..3 {
                set(&format!("i{field}"), Value::Integer(i64::from(number) * 7 + field + salt));
                let day = i8::try_from(number % 28 + 1).unwrap();
                set(&format!("d{field}"), Value::Date(date(2021, 6, day)));
            }
            set("m", Value::Money(Fen(i64::from(number) * 100)));
            set("k", Value::Mass(Kilograms(i64::from(number))));
            set("y", Value::YesNo(number % 2 == 0));
            let place = Place::Cell {
                file: "样品.xlsx".to_owned(),
                sheet: String::new(),
                row: number + 2,
                column: String::new(),
                label: String::new(),
            };
            (place, row)
        })
        .collect()
}

/// Processor time of this program so far, in seconds: what a busy machine does not stretch.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: Vec<f64> =
        stat.split(' ').skip(13).take(2).filter_map(|it| it.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

async fn measure(base: &Base, what: &str, rows: Vec<(Place, Row)>) {
    let (began, used) = (Instant::now(), processor_seconds());
    let info = BatchInfo { file_name: "样品.xlsx", file_digest: "", ..BatchInfo::default() };
    let act = act("陈一", "clerk", "2021-06-30T00:00:00Z");
    let outcome =
        base.import(&act, "bench/sample", rows, info, false, &mut |_, _| {}).await.unwrap();
    println!(
        "{:?} {what}: {:.2} s，其中本程序用处理器 {:.2} s（新增 {}，修改 {}，未变 {}）",
        base.dialect(),
        began.elapsed().as_secs_f64(),
        processor_seconds() - used,
        outcome.created,
        outcome.changed,
        outcome.unchanged
    );
}

fn main() {
    let ledger = ledger();
    let catalog = definitions(&[
        ("workflows/plain.toml", WORKFLOW),
        ("ledgers/bench/sample.toml", ledger.as_str()),
        ("roles.toml", ROLES),
    ]);
    for home in [Some(sqlite_home()), pg_home()].into_iter().flatten() {
        runtime().block_on(async {
            let base = home.ready(&catalog).await;
            measure(&base, "100,000 行 × 20 列，首次导入", rows(&catalog, 0)).await;
            measure(&base, "同一文件再导入", rows(&catalog, 0)).await;
            measure(&base, "每行都改", rows(&catalog, 1)).await;
            let began = Instant::now();
            let report = base.audit(&mut |_, _| {}).await.unwrap();
            assert!(report.findings.is_empty(), "{:#?}", report.findings);
            println!(
                "{:?} 审计 {} 条留痕：{:.2} s",
                base.dialect(),
                report.entries,
                began.elapsed().as_secs_f64()
            );
            let file = home.folder.path().join("备份.zip");
            let began = Instant::now();
            let written = base
                .backup(&file, &[], act("陈一", "clerk", "2021-06-30T00:00:00Z").at)
                .await
                .unwrap();
            println!(
                "{:?} 备份 {} 行：{:.2} s",
                base.dialect(),
                written.rows,
                began.elapsed().as_secs_f64()
            );
        });
    }
}
