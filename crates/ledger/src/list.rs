//! Lists: pages of records and child rows, in order, each row exactly once (清单).
//!
//! A page is found in two steps: the ids of its rows in order, from the index where there is one, then the rows
//! themselves. The cursor holds the sort values of the last row (keyset paging), so that a page deep in a list costs
//! no more than the first one. What is not set sorts first; ties are broken by id.

use std::collections::BTreeMap;

use catalog::{Compare, Condition, FieldRef, Meta, Order, Query, Test};
use jiff::Timestamp;
use sea_query::Value as Datum;
use serde_json::{Value as Json, json};
use sm3::{Digest, Sm3};
use terms::{Fen, Kilograms, Stake, Value};
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Db, Dialect, Line, Tx, quoted};
use crate::record::{Base, LineShape, Reader, Record, Shape, read_lines};
use crate::schema::{Kind, at_datum, history, id_datum, integer};
use crate::select::{Col, Scope, Sort, Sql};

/// Rows per page at most; more are cut to it.
const LIMIT_MAX: usize = 10_000;
/// Rows that a stream loads at once.
const STREAM_CHUNK: usize = 500;

/// What is listed: which rows, in which order, from where, how many, and as known when (清单要求).
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Which rows.
    pub query: &'a Query,
    /// Sort keys; the order of entry when empty.
    pub orders: &'a [Order],
    /// The cursor that the page before gave; none for the first page.
    pub after: Option<&'a Cursor>,
    /// Rows on the page, 1 to 10,000.
    pub limit: usize,
    /// The register as it stood at this time of the system; none for now.
    pub known_at: Option<Timestamp>,
}

impl<'a> Listing<'a> {
    /// The first fifty rows in the order of entry, as they stand now.
    #[must_use]
    pub fn new(query: &'a Query) -> Listing<'a> {
        Listing { query, orders: &[], after: None, limit: 50, known_at: None }
    }
}

/// Where a list goes on (翻页标记): opaque text, valid for the very list that gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor as the caller got it earlier; it is checked when it is used.
    pub fn new(text: impl Into<String>) -> Cursor {
        Cursor(text.into())
    }

    /// The text to hand back later: lower-case hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows in order.
    pub items: Vec<T>,
    /// Where the list goes on; none on the last page.
    pub next: Option<Cursor>,
}

/// A row of a list with the columns asked for: a record, or a child row with its record (清单行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Id of the record.
    pub record_id: Uuid,
    /// The record as staff name it.
    pub key: String,
    /// Position of the child row within its record, from 1; none for records.
    pub ordinal: Option<u32>,
    /// Values of the columns asked for, in their order.
    pub values: Vec<Option<Value>>,
}

/// What names a row of a list: the record's id, and the ordinal of a child row (0 for records).
pub(crate) type RowId = (Uuid, i64);

impl Base {
    /// A page of records, each with all values and child rows.
    ///
    /// # Errors
    /// When the query asks for child rows (see [`Base::rows`]), names what is not in the catalog, or the cursor
    /// belongs to another list; when the database fails.
    pub async fn list(&self, listing: &Listing<'_>) -> Result<Page<Record>, StoreError> {
        if let Some(lines) = &listing.query.lines {
            return Err(StoreError::unknown(format!("按明细“{lines}”列出的台账记录")));
        }
        let scope = Scope::new(self, listing.query, listing.known_at)?;
        let mut reader = Reader::Db(&self.db);
        // PostgreSQL carries the rows along, and saves a journey; SQLite, where a statement is no journey, sorts ids alone.
        if scope.dialect == Dialect::Pg && scope.known_at.is_none() {
            let shape = Shape::new(scope.def);
            let more = shape.select_list("r");
            let found = page_lines(&mut reader, &scope, listing, None, &more).await?;
            let at = row_id_columns(&scope).len() + listing.orders.len();
            let records: Result<Vec<Record>, StoreError> =
                found.lines.iter().map(|line| shape.read(line, at)).collect();
            let mut items = records?;
            read_lines(&mut reader, scope.def, &mut items).await?;
            return Ok(Page { items, next: found.next });
        }
        let (ids, next) = page(&mut reader, &scope, listing, None).await?;
        let ids: Vec<Uuid> = ids.into_iter().map(|it| it.0).collect();
        Ok(Page { items: load(&mut reader, &scope, &ids).await?, next })
    }

    /// A page of rows, records or child rows, with the columns asked for.
    ///
    /// # Errors
    /// When the query or a column names what is not in the catalog, or the cursor belongs to another list; when the
    /// database fails.
    pub async fn rows(
        &self,
        listing: &Listing<'_>,
        show: &[FieldRef],
    ) -> Result<Page<ListRow>, StoreError> {
        let scope = Scope::new(self, listing.query, listing.known_at)?;
        let mut reader = Reader::Db(&self.db);
        let (ids, next) = page(&mut reader, &scope, listing, None).await?;
        Ok(Page { items: load_rows(&mut reader, &scope, &ids, show).await?, next })
    }

    /// The record in force with this key: one value for every field of the ledger's key, in its order.
    ///
    /// # Errors
    /// When the ledger is not in the catalog or the values do not fit its key; when the database fails.
    pub async fn by_key(&self, ledger: &str, key: &[Value]) -> Result<Option<Record>, StoreError> {
        let Some(record) = self.named(ledger, key).await? else { return Ok(None) };
        let mut records = [record];
        read_lines(&mut Reader::Db(&self.db), self.def(ledger)?, &mut records).await?;
        let [record] = records;
        Ok(Some(record))
    }

    /// As [`Base::by_key`], without its child rows.
    ///
    /// # Errors
    /// As [`Base::by_key`].
    pub async fn named(&self, ledger: &str, key: &[Value]) -> Result<Option<Record>, StoreError> {
        let def = self.def(ledger)?;
        if key.len() != def.key.len() {
            return Err(StoreError::unknown(format!(
                "台账“{}”由{}项组成的编号",
                def.title,
                key.len()
            )));
        }
        let conditions = def.key.iter().zip(key).map(|(name, value)| Condition {
            field: FieldRef::Own(name.clone()),
            test: Test::Eq(value.clone()),
        });
        let query =
            Query { ledger: ledger.to_owned(), lines: None, conditions: conditions.collect() };
        let scope = Scope::new(self, &query, None)?;
        let shape = Shape::new(def);
        let mut sql = Sql::new("SELECT ");
        sql.push(&shape.select_list("r"));
        scope.from(&mut sql);
        scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
        self.db.one(sql.done()).await?.map(|line| shape.read(&line, 0)).transpose()
    }

    /// Numbers of rows of several queries, in their order, asked at once.
    ///
    /// # Errors
    /// When a query names what is not in the catalog; when the database fails.
    pub async fn counts(&self, queries: &[Query]) -> Result<Vec<u64>, StoreError> {
        /// Queries of one statement.
        const AT_ONCE: usize = 60;
        let mut counts = Vec::with_capacity(queries.len());
        for chunk in queries.chunks(AT_ONCE) {
            let mut sql = Sql::sharing("");
            for (place, query) in chunk.iter().enumerate() {
                let mut scope = Scope::new(self, query, None)?;
                scope.by_standing = scope.asks_standing(&query.conditions, []);
                let union = if place > 0 { " UNION ALL " } else { "" };
                sql.push(&format!("{union}SELECT CAST({place} AS BIGINT), COUNT(*)"));
                scope.from(&mut sql);
                scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
            }
            let mut found = vec![0; chunk.len()];
            for line in self.db.all(sql.done()).await? {
                let place = usize::try_from(line.must_integer(0)?).ok();
                let count = place.and_then(|it| found.get_mut(it));
                *count.ok_or_else(|| StoreError::corrupt("a count of nothing"))? =
                    whole(line.must_integer(1)?)?;
            }
            counts.append(&mut found);
        }
        Ok(counts)
    }

    /// The values of a column among the latest rows of a query (常用值), with how often each comes, most frequent first.
    /// What it costs is bounded by `latest`, not by the ledger.
    ///
    /// # Errors
    /// When the query or the column names what is not in the catalog; when the database fails.
    pub async fn recent_values(
        &self,
        query: &Query,
        field: &FieldRef,
        latest: u32,
    ) -> Result<Vec<(Value, u64)>, StoreError> {
        const VALUES_MAX: i64 = 2_000;
        let scope = Scope::new(self, query, None)?;
        let col = scope.column(field)?;
        let mut sql = Sql::new("SELECT v, COUNT(*) AS n FROM (SELECT ");
        sql.push(&col.sql).push(" AS v");
        scope.from(&mut sql);
        scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
        sql.push(" ORDER BY r.id DESC LIMIT ").bind(integer(i64::from(latest)));
        sql.push(") t WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT ");
        sql.bind(integer(VALUES_MAX));
        let mut found = Vec::new();
        for line in self.db.all(sql.done()).await? {
            if let Some(value) = col.read(&line, 0)? {
                found.push((value, whole(line.must_integer(1)?)?));
            }
        }
        Ok(found)
    }

    /// Number of rows of a query, as they stand now.
    ///
    /// # Errors
    /// When the query names what is not in the catalog; when the database fails.
    pub async fn count(&self, query: &Query) -> Result<u64, StoreError> {
        let mut scope = Scope::new(self, query, None)?;
        scope.by_standing = scope.asks_standing(&query.conditions, []);
        let mut sql = Sql::new("SELECT COUNT(*)");
        scope.from(&mut sql);
        scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
        match self.db.one(sql.done()).await? {
            Some(line) => whole(line.must_integer(0)?),
            None => Ok(0),
        }
    }

    /// Hands every record of a query to `take`, in order, from one snapshot of the base. Only ids and a few hundred
    /// records are held at a time.
    ///
    /// # Errors
    /// As [`Base::list`]; and whatever `take` returns ends the stream.
    pub async fn each(
        &self,
        query: &Query,
        orders: &[Order],
        mut take: impl FnMut(Record) -> Result<(), StoreError> + Send,
    ) -> Result<u64, StoreError> {
        let mut walk = self.walk(query, orders).await?;
        loop {
            let records = walk.next().await?;
            if records.is_empty() {
                break;
            }
            for record in records {
                take(record)?;
            }
        }
        walk.end().await
    }

    /// A walk through the records of a query, in order, in one snapshot of the base. Only ids and a few hundred records are
    /// held at a time.
    ///
    /// # Errors
    /// As [`Base::list`].
    pub async fn walk<'b>(
        &'b self,
        query: &Query,
        orders: &[Order],
    ) -> Result<Walk<'b>, StoreError> {
        let scope = Scope::new(self, query, None)?;
        let mut tx = snapshot(&self.db).await?;
        let keys = sort_columns(&scope, orders)?;
        let mut sql = Sql::new("SELECT r.id");
        scope.from(&mut sql);
        scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
        order_by(&mut sql, &scope, &keys);
        let mut ids = Vec::new();
        let read = |line: Line| {
            ids.push(line.id(0)?);
            Ok(())
        };
        tx.each(sql.done(), read).await?;
        Ok(Walk { scope: Scope { lines: None, ..scope }, tx, ids, at: 0 })
    }
}

/// A walk through records; see [`Base::walk`].
pub struct Walk<'b> {
    scope: Scope<'b>,
    tx: Tx,
    ids: Vec<Uuid>,
    at: usize,
}

impl Walk<'_> {
    /// Number of records in all.
    ///
    /// # Errors
    /// Never on a machine whose addresses have at most 64 bits.
    pub fn count(&self) -> Result<u64, StoreError> {
        whole(i64::try_from(self.ids.len()).unwrap_or(i64::MAX))
    }

    /// The next records, some hundreds; none when all were handed out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self) -> Result<Vec<Record>, StoreError> {
        let end = self.ids.len().min(self.at + STREAM_CHUNK);
        let ids = self.ids.get(self.at..end).unwrap_or_default();
        self.at = end;
        load(&mut Reader::Tx(&mut self.tx), &self.scope, ids).await
    }

    /// Lets go of the snapshot; the number of records in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(self) -> Result<u64, StoreError> {
        let count = self.count()?;
        self.tx.roll_back().await?;
        Ok(count)
    }
}

/// A transaction that only reads and sees one state of the base throughout.
pub(crate) async fn snapshot(db: &Db) -> Result<Tx, StoreError> {
    Ok(match db {
        Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
        Db::Pg { pool, .. } => {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            Tx::Pg(pool.begin_with(begin).await?)
        }
    })
}

/// A count as the database gives it.
pub(crate) fn whole(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::corrupt(format!("count {number}")))
}

/// One sort key, resolved.
pub(crate) struct SortKey {
    col: Col,
    descending: bool,
}

pub(crate) fn sort_columns(
    scope: &Scope<'_>,
    orders: &[Order],
) -> Result<Vec<SortKey>, StoreError> {
    orders
        .iter()
        .map(|it| Ok(SortKey { col: scope.column(&it.field)?, descending: it.descending }))
        .collect()
}

/// The columns that name a row: `r.id`, or `c.record_id` and `c.ordinal`.
pub(crate) fn row_id_columns(scope: &Scope<'_>) -> &'static [&'static str] {
    // The record's id, not the child's copy of it: lists in the order of a day of the record then come from one index.
    if scope.is_lines() { &["r.id", "c.ordinal"] } else { &["r.id"] }
}

/// Appends `ORDER BY`: the keys, then what names the row, in the direction of the last key.
pub(crate) fn order_by(sql: &mut Sql, scope: &Scope<'_>, keys: &[SortKey]) {
    let down = ties_descend(keys);
    let mut parts: Vec<String> = Vec::new();
    for key in keys {
        let direction = match (key.descending, key.col.sort == Sort::Id) {
            (true, false) => " DESC NULLS LAST",
            (false, false) => " ASC NULLS FIRST",
            (true, true) => " DESC",
            (false, true) => " ASC",
        };
        parts.push(format!("{}{direction}", key.col.ordered(scope.dialect)));
    }
    for name in row_id_columns(scope) {
        parts.push(format!("{name}{}", if down { " DESC" } else { "" }));
    }
    sql.push(&format!(" ORDER BY {}", parts.join(", ")));
}

fn ties_descend(keys: &[SortKey]) -> bool {
    keys.last().is_some_and(|it| it.descending)
}

/// More than conditions: a piece of SQL that narrows a list, written by the caller.
pub(crate) type Narrow<'a> = &'a (dyn Fn(&mut Sql) -> Result<(), StoreError> + Send + Sync);

/// The ids of a page's rows in order, and where the list goes on.
pub(crate) async fn page(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    listing: &Listing<'_>,
    narrow: Option<Narrow<'_>>,
) -> Result<(Vec<RowId>, Option<Cursor>), StoreError> {
    let found = page_lines(reader, scope, listing, narrow, "").await?;
    Ok((found.ids, found.next))
}

/// The rows of a page as the database gave them.
struct Found {
    /// What names the row, the sort keys, and what else was selected.
    lines: Vec<Line>,
    ids: Vec<RowId>,
    next: Option<Cursor>,
}

/// A page's rows in order with what else is selected of them, and where the list goes on.
async fn page_lines(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    listing: &Listing<'_>,
    narrow: Option<Narrow<'_>>,
    more: &str,
) -> Result<Found, StoreError> {
    let keys = sort_columns(scope, listing.orders)?;
    let stamp = stamp(listing, narrow.is_some());
    let limit = listing.limit.clamp(1, LIMIT_MAX);
    let ids = row_id_columns(scope);
    let mut sql = Sql::new("SELECT ");
    sql.push(&ids.join(", "));
    for key in &keys {
        sql.push(", ").push(&key.col.sql);
    }
    if !more.is_empty() {
        sql.push(", ").push(more);
    }
    // What waits in a state, the latest first, stands in one index; and only then does that index beat all others.
    let state = FieldRef::Meta(Meta::State);
    let in_state = listing.query.conditions.iter().any(|it| it.field == state);
    let fields = listing.orders.iter().map(|it| &it.field);
    let by_standing = in_state
        && more.is_empty()
        && narrow.is_none()
        && listing.orders.iter().any(|it| it.field == FieldRef::Meta(Meta::UpdatedAt))
        && scope.asks_standing(&listing.query.conditions, fields);
    Scope { by_standing, ..scope.clone() }.from(&mut sql);
    scope.and(&mut sql, &listing.query.conditions.iter().collect::<Vec<_>>())?;
    if let Some(narrow) = narrow {
        narrow(&mut sql)?;
    }
    if let Some(cursor) = listing.after {
        let from = open_cursor(cursor, &stamp, &keys)?;
        go_on(&mut sql, scope, &keys, &from, &listing.query.conditions)?;
    }
    order_by(&mut sql, scope, &keys);
    sql.limit(scope.dialect, limit + 1);
    let mut lines = reader.all(sql.done()).await?;
    let mut found = Vec::with_capacity(limit);
    for line in lines.iter().take(limit) {
        let ordinal = if ids.len() > 1 { line.must_integer(1)? } else { 0 };
        found.push((line.id(0)?, ordinal));
    }
    let next = match lines.get(limit - 1).filter(|_| lines.len() > limit) {
        None => None,
        Some(line) => {
            let values: Result<Vec<Option<Value>>, StoreError> = keys
                .iter()
                .enumerate()
                .map(|(place, key)| key.col.read_exact(line, ids.len() + place))
                .collect();
            found.last().map(|last| values.map(|it| make_cursor(&stamp, &it, *last))).transpose()?
        }
    };
    lines.truncate(limit);
    Ok(Found { lines, ids: found, next })
}

/// Where a page begins: after the row with these sort values and this id.
struct Start {
    values: Vec<Option<Value>>,
    row: RowId,
}

/// Which list a cursor belongs to.
fn stamp(listing: &Listing<'_>, narrowed: bool) -> String {
    let text = format!("{:?}{:?}{:?}{narrowed}", listing.query, listing.orders, listing.known_at);
    Sm3::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn make_cursor(stamp: &str, values: &[Option<Value>], row: RowId) -> Cursor {
    let values: Vec<Json> =
        values.iter().map(|it| it.as_ref().map_or(Json::Null, to_json)).collect();
    let text = json!([stamp, values, row.0.hyphenated().to_string(), row.1]).to_string();
    Cursor(text.bytes().map(|byte| format!("{byte:02x}")).collect())
}

fn open_cursor(cursor: &Cursor, stamp: &str, keys: &[SortKey]) -> Result<Start, StoreError> {
    read_cursor(&cursor.0, stamp, keys)
        .ok_or_else(|| StoreError::unknown("这一清单的翻页标记（请回到第一页重新翻起）"))
}

fn read_cursor(text: &str, stamp: &str, keys: &[SortKey]) -> Option<Start> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) || text.len() > 100_000 {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len() / 2)
        .map(|at| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect();
    let Json::Array(parts) = serde_json::from_slice(&bytes?).ok()? else {
        return None;
    };
    let [Json::String(theirs), Json::Array(values), Json::String(id), ordinal] = parts.as_slice()
    else {
        return None;
    };
    if theirs != stamp || values.len() != keys.len() {
        return None;
    }
    let values: Option<Vec<Option<Value>>> =
        values
            .iter()
            .zip(keys)
            .map(|(value, key)| {
                if value.is_null() { Some(None) } else { from_json(value, key.col.sort).map(Some) }
            })
            .collect();
    Some(Start { values: values?, row: (Uuid::parse_str(id).ok()?, ordinal.as_i64()?) })
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::Money(fen) => json!(fen.0),
        Value::Mass(mass) => json!(mass.0),
        Value::Stake(stake) => json!(stake.millimetres()),
        Value::YesNo(yes) => json!(yes),
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) => json!(value.canonical()),
    }
}

fn from_json(json: &Json, sort: Sort) -> Option<Value> {
    Some(match sort {
        Sort::Id | Sort::Field(Kind::Text) => Value::Text(json.as_str()?.to_owned()),
        Sort::At | Sort::Field(Kind::Integer) => Value::Integer(json.as_i64()?),
        Sort::Field(Kind::Decimal(_)) => Value::Decimal(json.as_str()?.parse().ok()?),
        Sort::Field(Kind::Money) => Value::Money(Fen(json.as_i64()?)),
        Sort::Field(Kind::Mass) => Value::Mass(Kilograms(json.as_i64()?)),
        Sort::Field(Kind::Stake) => Value::Stake(Stake::from_millimetres(json.as_i64()?)?),
        Sort::Field(Kind::YesNo) => Value::YesNo(json.as_bool()?),
        Sort::Field(Kind::Date) => Value::Date(json.as_str()?.parse().ok()?),
        Sort::Field(Kind::Time) => Value::Time(json.as_str()?.parse().ok()?),
        Sort::Field(Kind::DateTime) => Value::DateTime(json.as_str()?.parse().ok()?),
    })
}

/// Appends ` AND …`: only rows after the start.
fn go_on(
    sql: &mut Sql,
    scope: &Scope<'_>,
    keys: &[SortKey],
    start: &Start,
    conditions: &[Condition],
) -> Result<(), StoreError> {
    let dialect = scope.dialect;
    let mut steps: Vec<Step> = Vec::new();
    for (key, value) in keys.iter().zip(&start.values) {
        let datum = value.as_ref().map(|it| key.col.datum(dialect, it)).transpose()?;
        steps.push(Step { sql: key.col.ordered(dialect), descending: key.descending, datum });
    }
    let down = ties_descend(keys);
    let row = [id_datum(dialect, start.row.0), integer(start.row.1)];
    for (name, datum) in row_id_columns(scope).iter().zip(row) {
        steps.push(Step { sql: (*name).to_owned(), descending: down, datum: Some(datum) });
    }
    // The first key alone, so that an index range begins at the start; only where it cannot be unset.
    if let (Some(key), Some(Step { sql: column, descending, datum: Some(datum) })) =
        (keys.first(), steps.first())
        && (!descending || is_surely_set(scope, key, conditions))
    {
        sql.push(&format!(" AND {column} {} ", if *descending { "<=" } else { ">=" }));
        sql.bind(datum.clone());
    }
    sql.push(" AND (");
    for last in 0..steps.len() {
        sql.push(if last > 0 { " OR (" } else { "(" });
        for step in &steps[..last] {
            step.equal(sql);
            sql.push(" AND ");
        }
        steps[last].beyond(sql);
        sql.push(")");
    }
    sql.push(")");
    Ok(())
}

fn is_surely_set(scope: &Scope<'_>, key: &SortKey, conditions: &[Condition]) -> bool {
    conditions.iter().any(|it| {
        let sets = match it.test {
            Test::Eq(_)
            | Test::In(_)
            | Test::Less(_)
            | Test::AtMost(_)
            | Test::More(_)
            | Test::AtLeast(_)
            | Test::Between(..)
            | Test::IsSet => true,
            Test::Beside(comparison, _) => comparison != Compare::Not,
            Test::AnyContains(ref others, _) => others.is_empty(),
            Test::Not(_) | Test::NotIn(_) | Test::IsEmpty | Test::EmptyOrMore(_) => false,
        };
        sets && scope.column(&it.field).is_ok_and(|col| col == key.col)
    })
}

struct Step {
    sql: String,
    descending: bool,
    datum: Option<Datum>,
}

impl Step {
    fn equal(&self, sql: &mut Sql) {
        match &self.datum {
            None => sql.push(&format!("{} IS NULL", self.sql)),
            Some(datum) => sql.push(&format!("{} = ", self.sql)).bind(datum.clone()),
        };
    }

    /// What comes later in this key; what is not set comes before everything.
    fn beyond(&self, sql: &mut Sql) {
        match (&self.datum, self.descending) {
            (None, false) => sql.push(&format!("{} IS NOT NULL", self.sql)),
            (None, true) => sql.push("1 = 0"),
            (Some(datum), false) => sql.push(&format!("{} > ", self.sql)).bind(datum.clone()),
            (Some(datum), true) => {
                sql.push(&format!("({} < ", self.sql)).bind(datum.clone());
                sql.push(&format!(" OR {} IS NULL)", self.sql))
            }
        };
    }
}

/// Loads records by id, in the order given, with their child rows.
pub(crate) async fn load(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    ids: &[Uuid],
) -> Result<Vec<Record>, StoreError> {
    let shape = Shape::new(scope.def);
    let plain = Scope { lines: None, ..scope.clone() };
    let mut found: BTreeMap<Uuid, Record> = BTreeMap::new();
    for chunk in ids.chunks(STREAM_CHUNK) {
        let mut sql = Sql::new("SELECT ");
        sql.push(&shape.select_list("r"));
        plain.from(&mut sql);
        sql.push(" AND r.id IN (").bind_all(chunk.iter().map(|id| id_datum(scope.dialect, *id)));
        sql.push(")");
        for line in reader.all(sql.done()).await? {
            let record = shape.read(&line, 0)?;
            found.insert(record.id, record);
        }
    }
    let mut records: Vec<Record> = ids.iter().filter_map(|id| found.remove(id)).collect();
    match scope.known_at {
        None => read_lines(reader, scope.def, &mut records).await?,
        Some(at) => read_lines_at(reader, scope.dialect, &mut records, scope, at).await?,
    }
    Ok(records)
}

/// Fills in the child rows of records as they stood at a time.
async fn read_lines_at(
    reader: &mut Reader<'_>,
    dialect: Dialect,
    records: &mut [Record],
    scope: &Scope<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    for shape in LineShape::all(scope.def) {
        let list = shape.select_list("c");
        for chunk in records.chunks_mut(STREAM_CHUNK) {
            let ids: Vec<Datum> = chunk.iter().map(|it| id_datum(dialect, it.id)).collect();
            let places: BTreeMap<Uuid, usize> =
                chunk.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
            let at = at_datum(dialect, Some(at));
            let mut sql = Sql::new("");
            for (table, past) in [(shape.table.clone(), false), (history(&shape.table), true)] {
                sql.push(if past { " UNION ALL " } else { "" });
                sql.push(&format!("SELECT {list} FROM {} c WHERE c.since_at <= ", quoted(&table)));
                sql.bind(at.clone());
                if past {
                    sql.push(" AND c.until_at > ").bind(at.clone());
                }
                sql.push(" AND c.record_id IN (").bind_all(ids.iter().cloned()).push(")");
            }
            sql.push(" ORDER BY record_id, ordinal");
            for line in reader.all(sql.done()).await? {
                let place = places
                    .get(&line.id(0)?)
                    .ok_or_else(|| StoreError::corrupt("child row of no record"))?;
                let child = shape.read(&line, 0)?;
                chunk[*place].row.lines.entry(shape.name.clone()).or_default().push(child);
            }
        }
    }
    Ok(())
}

/// Loads the columns asked for of the rows given, in their order.
pub(crate) async fn load_rows(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    ids: &[RowId],
    show: &[FieldRef],
) -> Result<Vec<ListRow>, StoreError> {
    let reference = |name: &String| match scope.is_lines() {
        true => FieldRef::Record(name.clone()),
        false => FieldRef::Own(name.clone()),
    };
    let keys: Result<Vec<Col>, StoreError> =
        scope.def.key.iter().map(|name| scope.column(&reference(name))).collect();
    let shown: Result<Vec<Col>, StoreError> = show.iter().map(|it| scope.column(it)).collect();
    let (keys, shown) = (keys?, shown?);
    let named = row_id_columns(scope);
    let mut found: BTreeMap<RowId, ListRow> = BTreeMap::new();
    for chunk in ids.chunks(STREAM_CHUNK) {
        let mut sql = Sql::new("SELECT ");
        sql.push(&named.join(", "));
        for col in keys.iter().chain(&shown) {
            sql.push(", ").push(&col.sql);
        }
        scope.from(&mut sql);
        let mut records: Vec<Uuid> = chunk.iter().map(|it| it.0).collect();
        records.sort_unstable();
        records.dedup();
        sql.push(" AND r.id IN (").bind_all(records.iter().map(|id| id_datum(scope.dialect, *id)));
        sql.push(")");
        if scope.is_lines() {
            let mut ordinals: Vec<i64> = chunk.iter().map(|it| it.1).collect();
            ordinals.sort_unstable();
            ordinals.dedup();
            sql.push(" AND c.ordinal IN (").bind_all(ordinals.into_iter().map(integer)).push(")");
        }
        for line in reader.all(sql.done()).await? {
            let ordinal = if scope.is_lines() { line.must_integer(1)? } else { 0 };
            let read = |cols: &[Col], from: usize| -> Result<Vec<Option<Value>>, StoreError> {
                cols.iter().enumerate().map(|(at, col)| col.read(&line, from + at)).collect()
            };
            let key = read(&keys, named.len())?;
            let row = ListRow {
                record_id: line.id(0)?,
                key: key.iter().flatten().map(Value::canonical).collect::<Vec<_>>().join(" · "),
                ordinal: scope.is_lines().then(|| u32::try_from(ordinal).unwrap_or(0)),
                values: read(&shown, named.len() + keys.len())?,
            };
            found.insert((row.record_id, ordinal), row);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
