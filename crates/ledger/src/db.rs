//! The two databases behind one face (数据库).
//!
//! The only module that hands SQL text to a database. Everything that differs between SQLite and PostgreSQL in talking
//! to them is here; what differs in the text is asked of [`Dialect`]. Placeholders are `$1`, `$2`, … on both.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime as ChronoDateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use futures_util::StreamExt;
use rust_decimal::Decimal;
use sea_query::Value as Datum;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{
    Arguments, AssertSqlSafe, Connection as _, Postgres, Row as _, Sqlite, TypeInfo, ValueRef,
};
use uuid::Uuid;

use crate::StoreError;

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// One file, one process that writes.
    Sqlite,
    /// PostgreSQL 15 or newer.
    Pg,
}

/// An open database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// SQLite: one connection that writes, several that read.
    Sqlite {
        /// The single writer.
        write: SqlitePool,
        /// Readers, `query_only`.
        read: SqlitePool,
    },
    /// PostgreSQL, with the search path set to the county's schema.
    Pg {
        /// Connections.
        pool: PgPool,
        /// The schema.
        schema: String,
    },
}

/// A statement with its arguments.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// Text with `$1`, `$2`, … .
    pub(crate) sql: String,
    /// Arguments in order.
    pub(crate) values: Vec<Datum>,
}

impl Statement {
    /// A statement written by hand.
    pub(crate) fn new(sql: impl Into<String>, values: Vec<Datum>) -> Statement {
        Statement { sql: sql.into(), values }
    }

    /// The same without the index that SQLite was told to take; none where it was told of none.
    fn unhinted(&self) -> Option<Statement> {
        let mut rest = self.sql.as_str();
        let mut sql = String::new();
        while let Some((before, after)) = rest.split_once(HINT) {
            sql.push_str(before);
            // The name is quoted and holds no quotation mark.
            rest = after.split_once('"')?.1;
        }
        (!sql.is_empty()).then(|| Statement { sql: sql + rest, values: self.values.clone() })
    }
}

/// What tells SQLite by which index to read; its name and a quotation mark follow.
pub(crate) const HINT: &str = " INDEXED BY \"";

/// Whether SQLite was told of an index that is not there: while definitions change, who still asks under the old ones, or
/// already under the new ones, takes what there is.
fn lacks_index(error: &StoreError) -> bool {
    let says = |text: &str| text.contains("no such index") || text.contains("no query solution");
    matches!(error, StoreError::Sql(source) if says(&source.to_string()))
}

/// One row of an answer.
pub(crate) enum Line {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Pg(PgRow),
}

/// A transaction that writes; rolled back when dropped.
pub(crate) enum Tx {
    /// SQLite, begun `IMMEDIATE`.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// PostgreSQL, read committed; writers queue at the chain's row.
    Pg(sqlx::Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a base, making the file or the schema when it is not there.
    pub(crate) async fn open(url: &str) -> Result<Db, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return open_pg(url).await;
        }
        let (path, options) = url.split_once('?').unwrap_or((url, ""));
        let path = path.strip_prefix("sqlite:").unwrap_or(path);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains("://") || !options.is_empty() {
            return Err(StoreError::Address { url: without_password(url) });
        }
        open_sqlite(PathBuf::from(path)).await
    }

    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Db::Sqlite { .. } => Dialect::Sqlite,
            Db::Pg { .. } => Dialect::Pg,
        }
    }

    /// All rows of a query, from a reading connection.
    pub(crate) async fn all(&self, statement: Statement) -> Result<Vec<Line>, StoreError> {
        let unhinted = statement.unhinted();
        match (self.gather(statement).await, unhinted) {
            (Err(error), Some(plain)) if lacks_index(&error) => self.gather(plain).await,
            (found, _) => found,
        }
    }

    async fn gather(&self, statement: Statement) -> Result<Vec<Line>, StoreError> {
        let mut lines = Vec::new();
        self.each(statement, |line| {
            lines.push(line);
            Ok(())
        })
        .await?;
        Ok(lines)
    }

    /// The first row of a query, from a reading connection.
    pub(crate) async fn one(&self, statement: Statement) -> Result<Option<Line>, StoreError> {
        Ok(self.all(statement).await?.into_iter().next())
    }

    /// Hands every row of a query to `take` as it arrives, from a reading connection.
    pub(crate) async fn each(
        &self,
        statement: Statement,
        mut take: impl FnMut(Line) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        match self {
            Db::Sqlite { read, .. } => {
                let arguments = for_sqlite(statement.values)?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(statement.sql), arguments).fetch(read);
                while let Some(row) = rows.next().await {
                    take(Line::Sqlite(row?))?;
                }
            }
            Db::Pg { pool, .. } => {
                let arguments = for_pg(statement.values)?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(statement.sql), arguments).fetch(pool);
                while let Some(row) = rows.next().await {
                    take(Line::Pg(row?))?;
                }
            }
        }
        Ok(())
    }

    /// Begins a transaction that writes. On SQLite it waits up to ten seconds for another process's writer.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Pg { pool, .. } => Tx::Pg(pool.begin().await?),
        })
    }

    /// Begins a transaction that only reads and sees the base as it stands now, whatever is written meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Db::Pg { pool, .. } => {
                Tx::Pg(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Runs statements outside any transaction (`VACUUM`, `ANALYZE`).
    pub(crate) async fn run_alone(&self, statement: Statement) -> Result<(), StoreError> {
        match self {
            Db::Sqlite { write, .. } => {
                let arguments = for_sqlite(statement.values)?;
                sqlx::query_with(AssertSqlSafe(statement.sql), arguments)
                    .persistent(false)
                    .execute(write)
                    .await?;
            }
            Db::Pg { pool, .. } => {
                let arguments = for_pg(statement.values)?;
                sqlx::query_with(AssertSqlSafe(statement.sql), arguments)
                    .persistent(false)
                    .execute(pool)
                    .await?;
            }
        }
        Ok(())
    }

    /// Folds the write-ahead log of SQLite into the file and empties it; false when a reader keeps it. PostgreSQL keeps
    /// its log by itself.
    pub(crate) async fn fold_log(&self) -> Result<bool, StoreError> {
        match self {
            Db::Sqlite { write, .. } => {
                let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(write).await?;
                Ok(row.try_get_unchecked::<i64, _>(0)? == 0)
            }
            Db::Pg { .. } => Ok(true),
        }
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Pg { pool, .. } => pool.close().await,
        }
    }
}

impl Tx {
    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Tx::Sqlite(_) => Dialect::Sqlite,
            Tx::Pg(_) => Dialect::Pg,
        }
    }

    /// Runs a statement; the number of rows it touched.
    pub(crate) async fn run(&mut self, statement: Statement) -> Result<u64, StoreError> {
        Ok(match self {
            Tx::Sqlite(tx) => {
                let arguments = for_sqlite(statement.values)?;
                sqlx::query_with(AssertSqlSafe(statement.sql), arguments)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected()
            }
            Tx::Pg(tx) => {
                let arguments = for_pg(statement.values)?;
                sqlx::query_with(AssertSqlSafe(statement.sql), arguments)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected()
            }
        })
    }

    /// Runs a statement once, without keeping it prepared (definitions of tables).
    pub(crate) async fn define(&mut self, sql: String) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await?;
            }
            Tx::Pg(tx) => {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// All rows of a query, as this transaction sees them.
    pub(crate) async fn all(&mut self, statement: Statement) -> Result<Vec<Line>, StoreError> {
        let unhinted = statement.unhinted();
        match (self.gather(statement).await, unhinted) {
            (Err(error), Some(plain)) if lacks_index(&error) => self.gather(plain).await,
            (found, _) => found,
        }
    }

    async fn gather(&mut self, statement: Statement) -> Result<Vec<Line>, StoreError> {
        let mut lines = Vec::new();
        self.each(statement, |line| {
            lines.push(line);
            Ok(())
        })
        .await?;
        Ok(lines)
    }

    /// The first row of a query, as this transaction sees it.
    pub(crate) async fn one(&mut self, statement: Statement) -> Result<Option<Line>, StoreError> {
        Ok(self.all(statement).await?.into_iter().next())
    }

    /// Hands every row of a query to `take` as it arrives, as this transaction sees it.
    pub(crate) async fn each(
        &mut self,
        statement: Statement,
        mut take: impl FnMut(Line) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => {
                let arguments = for_sqlite(statement.values)?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(statement.sql), arguments).fetch(&mut **tx);
                while let Some(row) = rows.next().await {
                    take(Line::Sqlite(row?))?;
                }
            }
            Tx::Pg(tx) => {
                let arguments = for_pg(statement.values)?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(statement.sql), arguments).fetch(&mut **tx);
                while let Some(row) = rows.next().await {
                    take(Line::Pg(row?))?;
                }
            }
        }
        Ok(())
    }

    /// Makes everything durable.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes everything back now, rather than when the connection is next used.
    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self {
            // A full disk makes SQLite take the transaction back by itself, and then there is none to roll back.
            Tx::Sqlite(tx) => tx.rollback().await.unwrap_or_default(),
            Tx::Pg(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl Line {
    /// Text of a column, by position.
    pub(crate) fn text(&self, at: usize) -> Result<Option<String>, StoreError> {
        Ok(match self {
            Line::Sqlite(row) => row.try_get_unchecked(at)?,
            Line::Pg(row) => row.try_get_unchecked(at)?,
        })
    }

    /// Text that is never null.
    pub(crate) fn must_text(&self, at: usize) -> Result<String, StoreError> {
        self.text(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is null")))
    }

    /// A whole number.
    pub(crate) fn integer(&self, at: usize) -> Result<Option<i64>, StoreError> {
        Ok(match self {
            Line::Sqlite(row) => row.try_get_unchecked(at)?,
            Line::Pg(row) => row.try_get_unchecked(at)?,
        })
    }

    /// A whole number that is never null.
    pub(crate) fn must_integer(&self, at: usize) -> Result<i64, StoreError> {
        self.integer(at)?.ok_or_else(|| StoreError::corrupt(format!("column {at} is null")))
    }

    /// Yes or no.
    pub(crate) fn yes_no(&self, at: usize) -> Result<Option<bool>, StoreError> {
        Ok(match self {
            Line::Sqlite(row) => row.try_get_unchecked::<Option<i64>, _>(at)?.map(|it| it != 0),
            Line::Pg(row) => row.try_get_unchecked(at)?,
        })
    }

    /// A number whatever its type is (sums of `BIGINT` are `NUMERIC` in PostgreSQL); on SQLite the integer as it is.
    pub(crate) fn number(&self, at: usize) -> Result<Option<Decimal>, StoreError> {
        match self {
            Line::Sqlite(row) => {
                Ok(row.try_get_unchecked::<Option<i64>, _>(at)?.map(Decimal::from))
            }
            Line::Pg(row) => {
                let raw = row.try_get_raw(at)?;
                if raw.is_null() {
                    return Ok(None);
                }
                let name = raw.type_info().name().to_owned();
                Ok(Some(match name.as_str() {
                    "INT8" => Decimal::from(row.try_get::<i64, _>(at)?),
                    "INT4" => Decimal::from(row.try_get::<i32, _>(at)?),
                    _ => row.try_get::<Decimal, _>(at)?,
                }))
            }
        }
    }

    /// An id.
    pub(crate) fn id(&self, at: usize) -> Result<Uuid, StoreError> {
        match self {
            Line::Sqlite(row) => {
                let text: &str = row.try_get_unchecked(at)?;
                Uuid::parse_str(text).map_err(|_| StoreError::corrupt(format!("`{text}` is no id")))
            }
            Line::Pg(row) => Ok(row.try_get(at)?),
        }
    }

    /// Whether a column is null.
    pub(crate) fn is_null(&self, at: usize) -> Result<bool, StoreError> {
        Ok(match self {
            Line::Sqlite(row) => row.try_get_raw(at)?.is_null(),
            Line::Pg(row) => row.try_get_raw(at)?.is_null(),
        })
    }

    /// The row of PostgreSQL, for types that only it has.
    pub(crate) fn pg(&self) -> Option<&PgRow> {
        match self {
            Line::Sqlite(_) => None,
            Line::Pg(row) => Some(row),
        }
    }
}

/// A connection of PostgreSQL that rested so long is asked whether it is alive before it is used.
const ASKED_AFTER: Duration = Duration::from_secs(2);
/// Statements that a connection of PostgreSQL keeps prepared: the pages of some dozens of ledgers.
const STATEMENTS_KEPT: usize = 400;

async fn open_sqlite(path: PathBuf) -> Result<Db, StoreError> {
    let shared = SqliteConnectOptions::new()
        .filename(&path)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .synchronous(SqliteSynchronous::Full);
    let writer = shared
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("analysis_limit", "1000")
        // In kibibytes: a bulk import should not spill its pages to the log before it commits.
        .pragma("cache_size", "-65536");
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .idle_timeout(None)
        .max_lifetime(None)
        // A transaction that SQLite took back by itself still counts as open with its connection: that one is closed.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(writer)
        .await?;
    let read = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(60))
        .connect_lazy_with(shared.pragma("query_only", "on"));
    Ok(Db::Sqlite { write, read })
}

async fn open_pg(url: &str) -> Result<Db, StoreError> {
    let bad = || StoreError::Address { url: without_password(url) };
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut schema = "tongtu".to_owned();
    let mut kept = Vec::new();
    for part in query.split('&').filter(|it| !it.is_empty()) {
        match part.strip_prefix("schema=") {
            Some(name) => name.clone_into(&mut schema),
            None => kept.push(part),
        }
    }
    let plain =
        schema.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    let starts = schema.bytes().next().is_some_and(|it| it.is_ascii_lowercase());
    if !plain || !starts || schema.len() > 40 || schema.starts_with("pg_") {
        return Err(bad());
    }
    let options =
        PgConnectOptions::from_str(&format!("{address}?{}", kept.join("&"))).map_err(|_| bad())?;
    let options = options.application_name("tongtu").options([("search_path", schema.as_str())]);
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(60))
        // To ask before every statement whether the connection is alive would be a second journey for each.
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for >= ASKED_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options.statement_cache_capacity(STATEMENTS_KEPT))
        .await?;
    Ok(Db::Pg { pool, schema })
}

fn without_password(url: &str) -> String {
    let Some((head, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{head}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

fn not_bound(value: &Datum) -> StoreError {
    StoreError::Value { value: format!("{value:?}"), column: "argument".to_owned() }
}

fn encode(error: sqlx::error::BoxDynError) -> StoreError {
    StoreError::Sql(sqlx::Error::Encode(error))
}

fn for_sqlite(values: Vec<Datum>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Datum::Bool(it) => arguments.add(it.map(i64::from)),
            Datum::TinyInt(it) => arguments.add(it.map(i64::from)),
            Datum::SmallInt(it) => arguments.add(it.map(i64::from)),
            Datum::Int(it) => arguments.add(it.map(i64::from)),
            Datum::BigInt(it) => arguments.add(it),
            Datum::TinyUnsigned(it) => arguments.add(it.map(i64::from)),
            Datum::SmallUnsigned(it) => arguments.add(it.map(i64::from)),
            Datum::Unsigned(it) => arguments.add(it.map(i64::from)),
            Datum::BigUnsigned(it) => match it.map(i64::try_from).transpose() {
                Ok(it) => arguments.add(it),
                Err(_) => return Err(not_bound(&value)),
            },
            Datum::String(it) => arguments.add(it),
            Datum::Bytes(it) => arguments.add(it),
            Datum::Uuid(it) => arguments.add(it.map(|id| id.hyphenated().to_string())),
            // Decimals, days and times have a text or scaled form on SQLite that only the column knows.
            Datum::Float(_)
            | Datum::Double(_)
            | Datum::Enum(_)
            | Datum::Char(_)
            | Datum::ChronoDate(_)
            | Datum::ChronoTime(_)
            | Datum::ChronoDateTime(_)
            | Datum::ChronoDateTimeUtc(_)
            | Datum::ChronoDateTimeLocal(_)
            | Datum::ChronoDateTimeWithTimeZone(_)
            | Datum::Decimal(_) => return Err(not_bound(&value)),
        }
        .map_err(encode)?;
    }
    Ok(arguments)
}

fn for_pg(values: Vec<Datum>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), values.len() * 16);
    for value in values {
        match value {
            Datum::Bool(it) => arguments.add(it),
            Datum::TinyInt(it) => arguments.add(it.map(i64::from)),
            Datum::SmallInt(it) => arguments.add(it.map(i64::from)),
            Datum::Int(it) => arguments.add(it.map(i64::from)),
            Datum::BigInt(it) => arguments.add(it),
            Datum::TinyUnsigned(it) => arguments.add(it.map(i64::from)),
            Datum::SmallUnsigned(it) => arguments.add(it.map(i64::from)),
            Datum::Unsigned(it) => arguments.add(it.map(i64::from)),
            Datum::BigUnsigned(it) => match it.map(i64::try_from).transpose() {
                Ok(it) => arguments.add(it),
                Err(_) => return Err(not_bound(&value)),
            },
            Datum::String(it) => arguments.add(it),
            Datum::Bytes(it) => arguments.add(it),
            Datum::ChronoDate(it) => arguments.add(it),
            Datum::ChronoTime(it) => arguments.add(it),
            Datum::ChronoDateTime(it) => arguments.add(it),
            Datum::ChronoDateTimeUtc(it) => arguments.add(it),
            Datum::Uuid(it) => arguments.add(it),
            Datum::Decimal(it) => arguments.add(it),
            Datum::Float(_)
            | Datum::Double(_)
            | Datum::Enum(_)
            | Datum::Char(_)
            | Datum::ChronoDateTimeLocal(_)
            | Datum::ChronoDateTimeWithTimeZone(_) => return Err(not_bound(&value)),
        }
        .map_err(encode)?;
    }
    Ok(arguments)
}

/// Columns of one kind, for `UNNEST`: PostgreSQL takes a whole batch as one array per column.
fn pg_array(values: Vec<Datum>, arguments: &mut PgArguments) -> Result<(), StoreError> {
    macro_rules! gather {
        ($variant:ident, $ty:ty) => {{
            let mut column: Vec<Option<$ty>> = Vec::with_capacity(values.len());
            for value in values {
                match value {
                    Datum::$variant(it) => column.push(it),
                    other => return Err(not_bound(&other)),
                }
            }
            arguments.add(column).map_err(encode)
        }};
    }
    let Some(first) = values.first() else {
        return Ok(());
    };
    match first {
        Datum::Bool(_) => gather!(Bool, bool),
        Datum::BigInt(_) => gather!(BigInt, i64),
        Datum::String(_) => gather!(String, String),
        Datum::ChronoDate(_) => gather!(ChronoDate, NaiveDate),
        Datum::ChronoTime(_) => gather!(ChronoTime, NaiveTime),
        Datum::ChronoDateTime(_) => gather!(ChronoDateTime, NaiveDateTime),
        Datum::ChronoDateTimeUtc(_) => gather!(ChronoDateTimeUtc, ChronoDateTime<Utc>),
        Datum::Uuid(_) => gather!(Uuid, Uuid),
        Datum::Decimal(_) => gather!(Decimal, Decimal),
        Datum::TinyInt(_)
        | Datum::SmallInt(_)
        | Datum::Int(_)
        | Datum::TinyUnsigned(_)
        | Datum::SmallUnsigned(_)
        | Datum::Unsigned(_)
        | Datum::BigUnsigned(_)
        | Datum::Float(_)
        | Datum::Double(_)
        | Datum::Enum(_)
        | Datum::Char(_)
        | Datum::Bytes(_)
        | Datum::ChronoDateTimeLocal(_)
        | Datum::ChronoDateTimeWithTimeZone(_) => Err(not_bound(first)),
    }
}

impl Tx {
    /// Inserts many rows of equal shape. `values` holds the rows one after the other, `columns.len()` values each.
    pub(crate) async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[&str],
        values: Vec<Datum>,
    ) -> Result<(), StoreError> {
        let width = columns.len();
        debug_assert_eq!(values.len() % width, 0, "rows are whole");
        let names: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
        let head = format!("INSERT INTO {} ({}) ", quoted(table), names.join(", "));
        match self {
            Tx::Sqlite(tx) => insert_into_sqlite(tx, table, columns, values, "").await?,
            Tx::Pg(tx) => {
                let rows = 5_000;
                let mut values = values.into_iter();
                loop {
                    let rest: Vec<Datum> = values.by_ref().take(rows * width).collect();
                    if rest.is_empty() {
                        break;
                    }
                    let arguments = pg_arrays(rest, width)?;
                    let arrays: Vec<String> = (1..=width).map(|it| format!("${it}")).collect();
                    let sql = format!("{head}SELECT * FROM UNNEST({})", arrays.join(", "));
                    sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **tx).await?;
                }
            }
        }
        Ok(())
    }
}

impl Tx {
    /// Updates many rows by their first column. `values` holds the rows one after the other, `columns.len()` each.
    pub(crate) async fn update_rows(
        &mut self,
        table: &str,
        columns: &[&str],
        values: Vec<Datum>,
    ) -> Result<(), StoreError> {
        let width = columns.len();
        debug_assert_eq!(values.len() % width, 0, "rows are whole");
        match self {
            Tx::Sqlite(tx) => {
                // One statement for many rows: the insert meets each row that is there and updates it.
                let sets: Vec<String> = columns
                    .iter()
                    .skip(1)
                    .map(|it| quoted(it))
                    .map(|it| format!("{it} = excluded.{it}"))
                    .collect();
                let tail = format!(
                    " ON CONFLICT ({}) DO UPDATE SET {}",
                    quoted(columns[0]),
                    sets.join(", ")
                );
                insert_into_sqlite(tx, table, columns, values, &tail).await?;
            }
            Tx::Pg(tx) => {
                let names: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
                let sets: Vec<String> =
                    names.iter().skip(1).map(|it| format!("{it} = u.{it}")).collect();
                let arrays: Vec<String> = (1..=width).map(|it| format!("${it}")).collect();
                let sql = format!(
                    "UPDATE {} t SET {} FROM UNNEST({}) AS u({}) WHERE t.{} = u.{}",
                    quoted(table),
                    sets.join(", "),
                    arrays.join(", "),
                    names.join(", "),
                    names[0],
                    names[0]
                );
                let sql: std::sync::Arc<str> = sql.into();
                let mut values = values.into_iter();
                loop {
                    let rest: Vec<Datum> = values.by_ref().take(5_000 * width).collect();
                    if rest.is_empty() {
                        break;
                    }
                    let arguments = pg_arrays(rest, width)?;
                    sqlx::query_with(AssertSqlSafe(sql.clone()), arguments)
                        .execute(&mut **tx)
                        .await?;
                }
            }
        }
        Ok(())
    }
}

/// SQLite takes at most 32,766 arguments in a statement; a full chunk always has the same text and stays prepared.
async fn insert_into_sqlite(
    tx: &mut sqlx::Transaction<'static, Sqlite>,
    table: &str,
    columns: &[&str],
    values: Vec<Datum>,
    tail: &str,
) -> Result<(), StoreError> {
    let width = columns.len();
    let names: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
    // A failure always gives the whole transaction up, so SQLite need not journal every page for undoing one statement.
    let head = format!("INSERT OR FAIL INTO {} ({}) VALUES ", quoted(table), names.join(", "));
    let rows = (4_000 / width).clamp(1, 500);
    let one = format!("({})", vec!["?"; width].join(","));
    let full: std::sync::Arc<str> =
        format!("{head}{}{tail}", vec![one.as_str(); rows].join(",")).into();
    let mut values = values.into_iter();
    loop {
        let chunk: Vec<Datum> = values.by_ref().take(rows * width).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let count = chunk.len() / width;
        let arguments = for_sqlite(chunk)?;
        if count == rows {
            sqlx::query_with(AssertSqlSafe(full.clone()), arguments).execute(&mut **tx).await?;
        } else {
            let sql = format!("{head}{}{tail}", vec![one.as_str(); count].join(","));
            sqlx::query_with(AssertSqlSafe(sql), arguments)
                .persistent(false)
                .execute(&mut **tx)
                .await?;
        }
    }
}

fn pg_arrays(values: Vec<Datum>, width: usize) -> Result<PgArguments, StoreError> {
    let mut by_column: Vec<Vec<Datum>> =
        (0..width).map(|_| Vec::with_capacity(values.len() / width)).collect();
    for (place, value) in values.into_iter().enumerate() {
        by_column[place % width].push(value);
    }
    let mut arguments = PgArguments::default();
    for column in by_column {
        pg_array(column, &mut arguments)?;
    }
    Ok(arguments)
}

/// A name as SQL quotes it. Names come from checked definitions; quoting makes words such as `order` harmless.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_without_its_hints_is_the_same_statement() {
        let values = vec![Datum::BigInt(Some(1))];
        let hinted = "SELECT 1 FROM \"a\" r INDEXED BY \"ix__a\" WHERE r.x = $1 UNION SELECT 2 FROM \"b\" r INDEXED BY \"ix__b\"";
        let plain = Statement::new(hinted, values.clone()).unhinted().unwrap();
        let expected = "SELECT 1 FROM \"a\" r WHERE r.x = $1 UNION SELECT 2 FROM \"b\" r";
        assert_eq!((plain.sql.as_str(), plain.values), (expected, values));
        assert!(Statement::new("SELECT 1", Vec::new()).unhinted().is_none());
    }
}
