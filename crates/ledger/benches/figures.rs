//! All figures of the office over a million records, and a page of the rows behind one (性能).
//!
//! Loads the definitions of this repository, fills a base with invented rows by SQL, and prints: the time of all
//! figures in one call, of the same aggregates as plain SQL one after the other, and of one page of fifty rows.
//! `TONGTU_BENCH_ROWS` (1000000), `TONGTU_BENCH_YEARS` (5: the days spread over so many years up to 2021),
//! `TONGTU_BENCH_PG` (address of a PostgreSQL database; a private instance is started without it).
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../tests/support/mod.rs"]
#[expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
mod support;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::{
    Aggregate, Catalog, Compare, Condition, ConditionDef, ConstantDef, FieldDef, FieldRef,
    FieldType, IndicatorDef, IndicatorKind, LedgerDef, MeasureDef, Meta, Order, Query, Role, Test,
    TestDef,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use ledger::{Base, Dialect, Listing};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row as _, SqliteConnection};
use terms::{Fen, Kilograms, Value};

type Failure = Box<dyn Error>;

const FIRST: Date = date(2021, 1, 1);
const LAST: Date = date(2021, 6, 30);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    if std::env::args().any(|it| it == "--list") {
        return Ok(());
    }
    let rows = number("TONGTU_BENCH_ROWS", 1_000_000);
    let years = number("TONGTU_BENCH_YEARS", 5);
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, findings) = catalog::load(&catalog::load_dir(&defs)?);
    for finding in findings {
        println!("{finding}");
    }
    let catalog = Arc::new(catalog);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bench.db");
    measure(&format!("sqlite:{}", file.display()), folder.path(), &catalog, rows, years).await?;
    let own = std::env::var("TONGTU_BENCH_PG").ok();
    if let Some(url) = own.or_else(|| support::pg_home().map(|it| it.url)) {
        measure(&url, folder.path(), &catalog, rows, years).await?;
    }
    Ok(())
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

async fn measure(
    url: &str,
    files: &Path,
    catalog: &Arc<Catalog>,
    rows: u64,
    years: u64,
) -> Result<(), Failure> {
    let base = Base::open(url, files, Arc::clone(catalog)).await?;
    base.migrate(Timestamp::from_second(1_600_000_000)?).await?;
    let mut plain = Plain::open(url).await?;
    let started = Instant::now();
    let (mut records, mut children) = (0, 0);
    for (def, share) in shares(catalog) {
        let count = (rows * share / 1000).max(1);
        for sql in fills(def, count, years, base.dialect()) {
            plain.run(&sql).await?;
        }
        records += plain.count(&def.table()).await?;
        for (field, _) in def.lines() {
            children += plain.count(&def.line_table(&field.name)).await?;
        }
    }
    plain.settle().await?;
    println!(
        "\n{:?}: {records} records, {children} child rows over {years} years, filled in {:.1} s",
        base.dialect(),
        started.elapsed().as_secs_f64()
    );
    let asks: Vec<(Query, Aggregate)> = catalog.indicators.values().filter_map(ask).collect();
    let together = times(20, async || base.answer(&asks, None).await.map(|it| it.len())).await?;
    say(&format!("all {} figures, one call", asks.len()), together);
    let statements: Vec<String> =
        asks.iter().map(|it| plain_sql(catalog, it, base.dialect())).collect();
    let mut alone = Vec::new();
    for _ in 0..3 {
        let started = Instant::now();
        for sql in &statements {
            plain.rows(sql).await?;
        }
        alone.push(started.elapsed());
    }
    say("the same as plain SQL, one by one", alone);
    let answers = base.answer(&asks, None).await?;
    if std::env::var("TONGTU_BENCH_EACH").is_ok() {
        for ask in &asks {
            let alone =
                times(3, async || base.answer(std::slice::from_ref(ask), None).await).await?;
            say(&format!("{} {:?} {:?}", ask.0.ledger, ask.0.lines, ask.1), alone);
        }
    }
    let largest = answers.iter().enumerate().max_by_key(|it| it.1.rows).map_or(0, |it| it.0);
    let (query, aggregate) = &asks[largest];
    let fields =
        query.lines.is_none().then(|| catalog.ledgers[&query.ledger].fields.iter().take(6));
    let show: Vec<FieldRef> =
        fields.into_iter().flatten().map(|it| FieldRef::Own(it.name.clone())).collect();
    let by_day: Vec<Order> = query
        .conditions
        .iter()
        .filter(|it| matches!(it.test, Test::Between(..)))
        .map(|it| Order { field: it.field.clone(), descending: false })
        .collect();
    for (words, orders) in [("by day", by_day.as_slice()), ("in order of entry", &[])] {
        let listing = Listing { orders, ..Listing::new(query) };
        let first = times(50, async || base.open_rows(&listing, aggregate, &show).await).await?;
        say(&format!("50 of {} rows behind a figure, {words}", answers[largest].rows), first);
    }
    let (mut after, mut pages) = (None, Vec::new());
    for _ in 0..100 {
        let listing = Listing { orders: &by_day, after: after.as_ref(), ..Listing::new(query) };
        let started = Instant::now();
        let page = base.open_rows(&listing, aggregate, &show).await?;
        pages.push(started.elapsed());
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    say("the next pages, one after the other", pages);
    base.close().await;
    Ok(())
}

async fn times<T, E>(
    count: usize,
    mut act: impl AsyncFnMut() -> Result<T, E>,
) -> Result<Vec<Duration>, E> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let started = Instant::now();
        act().await?;
        times.push(started.elapsed());
    }
    Ok(times)
}

fn say(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| {
        times.get((times.len() * part / 100).min(times.len() - 1)).copied().unwrap_or_default()
    };
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("  {what}: p50 {:.1} ms, p95 {:.1} ms", ms(at(50)), ms(at(95)));
}

/// A connection of its own, beside the base.
enum Plain {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

impl Plain {
    async fn open(url: &str) -> Result<Plain, Failure> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Ok(Plain::Sqlite(SqliteConnection::connect(path).await?));
        }
        let (address, options) = url.split_once('?').unwrap_or((url, ""));
        let (named, kept): (Vec<&str>, Vec<&str>) =
            options.split('&').partition(|it| it.starts_with("schema="));
        let schema = named.first().and_then(|it| it.strip_prefix("schema=")).unwrap_or("tongtu");
        let mut connection =
            PgConnection::connect(&format!("{address}?{}", kept.join("&"))).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("SET search_path TO {schema}")))
            .execute(&mut connection)
            .await?;
        Ok(Plain::Pg(connection))
    }

    async fn run(&mut self, sql: &str) -> Result<(), Failure> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Plain::Sqlite(it) => sqlx::raw_sql(sql).execute(it).await.map(|_| ())?,
            Plain::Pg(it) => sqlx::raw_sql(sql).execute(it).await.map(|_| ())?,
        }
        Ok(())
    }

    async fn rows(&mut self, sql: &str) -> Result<usize, Failure> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Plain::Sqlite(it) => sqlx::raw_sql(sql).fetch_all(it).await?.len(),
            Plain::Pg(it) => sqlx::raw_sql(sql).fetch_all(it).await?.len(),
        })
    }

    async fn count(&mut self, table: &str) -> Result<i64, Failure> {
        let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{table}\""));
        Ok(match self {
            Plain::Sqlite(it) => sqlx::raw_sql(sql).fetch_one(it).await?.try_get(0)?,
            Plain::Pg(it) => sqlx::raw_sql(sql).fetch_one(it).await?.try_get(0)?,
        })
    }

    /// What a bulk import does at its end.
    async fn settle(&mut self) -> Result<(), Failure> {
        match self {
            Plain::Sqlite(_) => self.run("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)").await,
            Plain::Pg(_) => self.run("VACUUM ANALYZE").await,
        }
    }
}

/// How many in a thousand records each ledger has.
fn shares(catalog: &Catalog) -> Vec<(&LedgerDef, u64)> {
    let share = |id: &str| match id {
        "enforcement/case" => 300,
        "overload/check" => 250,
        "vehicle/inspection" => 120,
        "permit/case" => 90,
        "transport/daily" => 50,
        "land/parcel" | "overload/attendance" => 35,
        "land/household" | "overload/points" | "overload/unloading" => 25,
        "road/claim" | "road/permit" | "road/oversize" => 10,
        "overload/team" | "land/task" | "transport/season" => 1,
        _ => 3,
    };
    catalog.ledgers.values().map(|def| (def, share(&def.id))).collect()
}

/// Statements that fill a ledger with invented rows.
fn fills(def: &LedgerDef, count: u64, years: u64, dialect: Dialect) -> Vec<String> {
    let sqlite = dialect == Dialect::Sqlite;
    let salt = def.id.bytes().map(u64::from).sum::<u64>();
    let id = |n: &str| match sqlite {
        true => format!("printf('%08x-0000-7000-8000-%012x', {n}, {salt})"),
        false => format!("(lpad(to_hex({n}), 8, '0') || '-0000-7000-8000-{salt:012x}')::uuid"),
    };
    let at = if sqlite {
        "'2021-07-01T00:00:00.000000Z'"
    } else {
        "'2021-07-01T00:00:00Z'::timestamptz"
    };
    let series = |name: &str, count: u64| match sqlite {
        true => format!(
            "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {count}) SELECT i FROM s) {name}"
        ),
        false => format!("(SELECT i::bigint AS i FROM generate_series(1, {count}) i) {name}"),
    };
    let columns = |fields: &[FieldDef], n: &str, key: &[String]| {
        let (mut names, mut values) = (String::new(), String::new());
        for (place, field) in fields.iter().enumerate() {
            if let Some(value) = invented(field, n, place, years, sqlite, key.contains(&field.name))
            {
                let _ = write!(names, ", \"{}\"", field.name);
                let _ = write!(values, ", {value}");
            }
        }
        (names, values)
    };
    let unique: Vec<String> = def.key.iter().chain(def.unique.iter().flatten()).cloned().collect();
    let (names, values) = columns(&def.fields, "n.i", &unique);
    let table = def.table();
    let mut all = vec![format!(
        "INSERT INTO \"{table}\" (id, state, version, office, created_at, created_by, updated_at, updated_by{names}) \
         SELECT {}, CASE n.i % 10 WHEN 0 THEN 'dismissed' WHEN 1 THEN 'cancelled' ELSE 'closed' END, 1, '执法股', {at}, '张三', {at}, '张三'{values} \
         FROM {} WHERE true ON CONFLICT DO NOTHING",
        id("n.i"),
        series("n", count)
    )];
    for (field, fields) in def.lines() {
        let child = def.line_table(&field.name);
        let (names, values) = columns(fields, "(n.i * 17 + m.i)", &[]);
        all.push(format!(
            "INSERT INTO \"{child}\" (record_id, ordinal, since_at{names}) SELECT r.id, m.i, {at}{values} \
             FROM {} JOIN \"{table}\" r ON r.id = {} CROSS JOIN {}",
            series("n", count),
            id("n.i"),
            series("m", 6)
        ));
    }
    all
}

fn invented(
    field: &FieldDef,
    n: &str,
    place: usize,
    years: u64,
    sqlite: bool,
    unique: bool,
) -> Option<String> {
    let prime = [7919, 104_729, 15_485_863, 32_452_843, 49_979_687, 67_867_967][place % 6];
    let hash = format!("(({n} * {prime} + {place} * 977) % 1000003)");
    let pick = |words: &[&str]| {
        let mut sql = format!("CASE {hash} % {}", words.len());
        for (at, word) in words.iter().enumerate() {
            let _ = write!(sql, " WHEN {at} THEN '{word}'");
        }
        format!("{sql} END")
    };
    let text = |head: &str, many: u64| match unique {
        true => format!("'{head}' || {n}"),
        false => format!("'{head}' || ({hash} % {many})"),
    };
    let days = 365 * years;
    let value = match &field.ty {
        FieldType::Lines { .. } => return None,
        FieldType::Text { .. } | FieldType::LongText => text("内容", 5000),
        FieldType::Integer => format!("({hash} % 50 + 1)"),
        FieldType::Decimal { places } => match sqlite {
            true => format!("({hash} * {})", 10_i64.pow(*places) / 100 + 1),
            false => format!("({hash}::numeric / 100)::numeric(28, {places})"),
        },
        FieldType::Money => format!("({hash} * 100)"),
        FieldType::Mass => format!("({hash} % 60000)"),
        FieldType::Stake => format!("({hash} * 1000)"),
        FieldType::Date if sqlite => {
            format!("date('2021-12-31', '-' || ({hash} % {days}) || ' days')")
        }
        FieldType::Date => format!("(date '2021-12-31' - ({hash} % {days})::int)"),
        FieldType::Time if sqlite => "'08:30:00'".to_owned(),
        FieldType::Time => "time '08:30:00'".to_owned(),
        FieldType::DateTime if sqlite => "'2021-05-01T08:30:00'".to_owned(),
        FieldType::DateTime => "timestamp '2021-05-01 08:30:00'".to_owned(),
        FieldType::YesNo if sqlite => format!("({hash} % 2)"),
        FieldType::YesNo => format!("({hash} % 2 = 0)"),
        FieldType::Code { .. } | FieldType::Division => {
            pick(&["overload", "joint_team", "spring", "passed", "yellow", "c", "d", "e"])
        }
        FieldType::Person => text("张", 400),
        FieldType::Organisation => text("测试运输公司", 300),
        FieldType::Road => pick(&["S260", "G355", "X412"]),
        FieldType::Plate => text("粤R", 40_000),
        FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::File
        | FieldType::Point => text("1", 90_000),
        FieldType::Link { .. } => text("关联", 20_000),
        FieldType::Indicator => pick(&["overload/cases_filed", "overload/checks"]),
    };
    Some(if field.required || unique {
        value
    } else {
        format!("CASE WHEN {hash} % 4 = 0 THEN NULL ELSE {value} END")
    })
}

/// What an indicator over rows asks for the first half of 2021.
fn ask(def: &IndicatorDef) -> Option<(Query, Aggregate)> {
    let column = |name: &str| match name.strip_prefix("record.") {
        Some(name) => FieldRef::Record(name.to_owned()),
        None if name == "state" => FieldRef::Meta(Meta::State),
        None if name == "office" => FieldRef::Meta(Meta::Office),
        None => FieldRef::Own(name.to_owned()),
    };
    let aggregate = match &def.measure {
        MeasureDef::Count | MeasureDef::Zero => Aggregate::Count,
        MeasureDef::Sum(field) => Aggregate::Sum(column(field)),
        MeasureDef::Distinct(field) => Aggregate::Distinct(column(field)),
        MeasureDef::Latest { field, per, day } => {
            Aggregate::Latest { field: column(field), per: column(per), day: column(day) }
        }
        MeasureDef::Progress { done, designed, weight } => Aggregate::Progress {
            weight: column(weight),
            done: column(done),
            designed: column(designed),
        },
        MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. } => return None,
    };
    // The rows made here link to nothing.
    let is_behind_link =
        |it: &ConditionDef| it.field.strip_prefix("record.").unwrap_or(&it.field).contains('.');
    if def.conditions.iter().any(is_behind_link) {
        return None;
    }
    let mut conditions = Vec::new();
    if let Some(day) = &def.day {
        let role = if def.kind == IndicatorKind::Stock { Role::ByAsOf } else { Role::InPeriod };
        conditions.push(Condition { field: column(day), test: role_test(role) });
    }
    conditions.extend(def.conditions.iter().map(|it| Condition {
        field: column(&it.field),
        test: match it.test.beside() {
            Some((compare, other)) => Test::Beside(compare, column(other)),
            None => test(it),
        },
    }));
    Some((Query { ledger: def.from.clone(), lines: def.lines.clone(), conditions }, aggregate))
}

fn role_test(role: Role) -> Test {
    match role {
        Role::InPeriod => Test::Between(Value::Date(FIRST), Value::Date(LAST)),
        Role::ByAsOf => Test::AtMost(Value::Date(LAST)),
        Role::OpenAtAsOf => Test::EmptyOrMore(Value::Date(LAST)),
        Role::InYear => Test::Between(Value::Date(FIRST), Value::Date(date(2021, 12, 31))),
    }
}

fn test(condition: &ConditionDef) -> Test {
    let value = |it: &ConstantDef| match it {
        ConstantDef::Text(text) => Value::Text(text.clone()),
        ConstantDef::Number(number) => Value::Integer((*number).try_into().unwrap_or(0)),
        ConstantDef::Date(day) => Value::Date(*day),
        ConstantDef::YesNo(yes) => Value::YesNo(*yes),
        ConstantDef::Field(name) => panic!("{name} stands beside a field, not alone"),
    };
    match &condition.test {
        TestDef::Eq(it) => Test::Eq(value(it)),
        TestDef::Not(it) => Test::Not(value(it)),
        TestDef::In(all) => Test::In(all.iter().map(value).collect()),
        TestDef::NotIn(all) => Test::NotIn(all.iter().map(value).collect()),
        TestDef::Less(it) => Test::Less(value(it)),
        TestDef::AtMost(it) => Test::AtMost(value(it)),
        TestDef::More(it) => Test::More(value(it)),
        TestDef::AtLeast(it) => Test::AtLeast(value(it)),
        TestDef::Between(from, to) => Test::Between(value(from), value(to)),
        TestDef::IsSet(true) => Test::IsSet,
        TestDef::IsSet(false) => Test::IsEmpty,
        TestDef::Role(role) => role_test(*role),
    }
}

/// An ask as somebody would write it by hand.
fn plain_sql(
    catalog: &Catalog,
    (query, aggregate): &(Query, Aggregate),
    dialect: Dialect,
) -> String {
    let column = |field: &FieldRef| match field {
        FieldRef::Own(name) => {
            format!("{}.\"{name}\"", if query.lines.is_some() { "c" } else { "r" })
        }
        FieldRef::Record(name) => format!("r.\"{name}\""),
        FieldRef::Meta(Meta::State) => "r.state".to_owned(),
        FieldRef::Meta(_) => "r.office".to_owned(),
        FieldRef::Linked { .. } => panic!("the rows made here link to nothing"),
    };
    let what = match aggregate {
        Aggregate::Count | Aggregate::Latest { .. } | Aggregate::Progress { .. } => {
            "COUNT(*)".to_owned()
        }
        Aggregate::Sum(field) => format!("SUM({})", column(field)),
        Aggregate::Distinct(field) => format!("COUNT(DISTINCT {})", column(field)),
    };
    let def = &catalog.ledgers[&query.ledger];
    let mut sql = format!("SELECT {what} FROM \"{}\" r", def.table());
    if let Some(lines) = &query.lines {
        let _ = write!(sql, " JOIN \"{}\" c ON c.record_id = r.id", def.line_table(lines));
    }
    sql.push_str(" WHERE r.withdrawn_at IS NULL");
    for condition in &query.conditions {
        let col = column(&condition.field);
        let one = |value: &Value| literal(value, dialect);
        let list = |values: &[Value]| values.iter().map(one).collect::<Vec<_>>().join(", ");
        let _ = match &condition.test {
            Test::Eq(it) => write!(sql, " AND {col} = {}", one(it)),
            Test::Not(it) => write!(sql, " AND ({col} <> {} OR {col} IS NULL)", one(it)),
            Test::In(all) => write!(sql, " AND {col} IN ({})", list(all)),
            Test::NotIn(all) => write!(sql, " AND ({col} NOT IN ({}) OR {col} IS NULL)", list(all)),
            Test::Less(it) => write!(sql, " AND {col} < {}", one(it)),
            Test::AtMost(it) => write!(sql, " AND {col} <= {}", one(it)),
            Test::More(it) => write!(sql, " AND {col} > {}", one(it)),
            Test::AtLeast(it) => write!(sql, " AND {col} >= {}", one(it)),
            Test::Between(from, to) => {
                write!(sql, " AND {col} BETWEEN {} AND {}", one(from), one(to))
            }
            Test::IsSet => write!(sql, " AND {col} IS NOT NULL"),
            Test::IsEmpty => write!(sql, " AND {col} IS NULL"),
            Test::EmptyOrMore(it) => write!(sql, " AND ({col} IS NULL OR {col} > {})", one(it)),
            Test::AnyContains(..) => panic!("no figure looks words up"),
            Test::Beside(compare, other) => {
                let sign = match compare {
                    Compare::Eq => "=",
                    Compare::Not => "IS DISTINCT FROM",
                    Compare::Less => "<",
                    Compare::AtMost => "<=",
                    Compare::More => ">",
                    Compare::AtLeast => ">=",
                };
                write!(sql, " AND {col} {sign} {}", column(other))
            }
        };
    }
    sql
}

fn literal(value: &Value, dialect: Dialect) -> String {
    match value {
        Value::Integer(it) | Value::Money(Fen(it)) | Value::Mass(Kilograms(it)) => it.to_string(),
        Value::YesNo(yes) if dialect == Dialect::Sqlite => u8::from(*yes).to_string(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Decimal(it) => it.to_string(),
        Value::Stake(it) => it.millimetres().to_string(),
        Value::Text(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) => {
            format!("'{}'", value.canonical())
        }
    }
}
