//! Many figures at once, and the rows behind each (汇总与穿透).
//!
//! Asks over the same rows are answered by one scan with conditional aggregates; scans run side by side. The rows
//! behind an ask are the rows of its query, each with what it contributes: contributions add up to the value, and
//! there are as many rows as the answer says.

use std::collections::BTreeMap;

use catalog::{Aggregate, Answer, Condition, FieldRef, Query, Test};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};
use terms::Value;

use crate::StoreError;
use crate::db::{Dialect, Line, Statement};
use crate::list::{
    ListRow, Listing, Page, RowId, load_rows, page, row_id_columns, snapshot, whole,
};
use crate::record::{Base, Reader};
use crate::schema::Kind;
use crate::select::{Scope, Sort, Sql};

const HEAD: &str = "SELECT seq FROM chain WHERE one = 1";

/// Times that scans run side by side before they run in one snapshot.
const TRIES: usize = 3;
/// Scans that run side by side.
const SCANS: usize = 4;
/// Asks in one scan at most; each takes up to three columns, SQLite allows 2000.
const ASKS_PER_SCAN: usize = 200;
/// Decimal places of a progress; far beyond what is printed, so that shares can add up exactly.
const PROGRESS_PLACES: u32 = 12;
/// Low half of a sum that does not fit 64 bits at once.
const LOW_BITS: i64 = 0xffff_ffff;

/// A row behind a figure (构成行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    /// The row.
    pub row: ListRow,
    /// What it adds to the value: 1 for a count; its number for a sum or a latest (0 where it is not set); 1 for the
    /// first entered row of every value of a distinct and 0 for repeats and for rows without value; its weighted
    /// share for a progress. None where the row has no share because its designed quantity is 0 or not set: then
    /// the figure has no value either.
    pub contribution: Option<Decimal>,
}

impl Base {
    /// Answers many asks at once, in their order. Asks over the same rows share one scan, equal asks are computed
    /// once.
    ///
    /// # Errors
    /// When an ask names what is not in the catalog, sums what is no number, or a sum goes beyond 28 digits; when
    /// the database fails.
    pub async fn answer(
        &self,
        asks: &[(Query, Aggregate)],
        known_at: Option<Timestamp>,
    ) -> Result<Vec<Answer>, StoreError> {
        let mut distinct: Vec<&(Query, Aggregate)> = Vec::new();
        let mut places = Vec::with_capacity(asks.len());
        for ask in asks {
            let place = distinct.iter().position(|it| *it == ask).unwrap_or(distinct.len());
            if place == distinct.len() {
                distinct.push(ask);
            }
            places.push(place);
        }
        let scans = scans(self, &distinct, known_at)?;
        let answers = self.run(&scans, distinct.len()).await?;
        Ok(places.into_iter().map(|place| answers[place].clone()).collect())
    }

    /// Runs scans side by side, and again when somebody saved meanwhile: figures of one report speak of one state of
    /// the base. Where saving never pauses, one after the other in one snapshot.
    async fn run(&self, scans: &[Scan<'_>], count: usize) -> Result<Vec<Answer>, StoreError> {
        let mut answers: Vec<Answer> = vec![Answer::default(); count];
        let mut head = self.head().await?;
        for _ in 0..TRIES {
            // Boxed, so that whoever awaits an answer stays free to go to another thread.
            let alone: Vec<BoxFuture<'_, _>> =
                scans.iter().map(|scan| scan.run(Reader::Db(&self.db)).boxed()).collect();
            let mut running = stream::iter(alone).buffer_unordered(SCANS);
            while let Some(found) = running.try_next().await? {
                for (place, answer) in found {
                    answers[place] = answer;
                }
            }
            let now = self.head().await?;
            if now == head || scans.len() < 2 {
                return Ok(answers);
            }
            head = now;
        }
        let mut tx = snapshot(&self.db).await?;
        for scan in scans {
            for (place, answer) in scan.run(Reader::Tx(&mut tx)).await? {
                answers[place] = answer;
            }
        }
        tx.roll_back().await?;
        Ok(answers)
    }

    /// Place of the last entry: it moves with every change.
    async fn head(&self) -> Result<i64, StoreError> {
        let line = self.db.one(Statement::new(HEAD, Vec::new())).await?;
        line.ok_or_else(|| StoreError::corrupt("留痕链表头不在"))?.must_integer(0)
    }

    /// Breaks an ask down by a column: one answer for every value there is, in its order, rows without value first.
    /// Counts, sums and latests of the parts add up to the whole; distincts and progresses stand for themselves.
    ///
    /// # Errors
    /// As [`Base::answer`].
    pub async fn group(
        &self,
        query: &Query,
        by: &FieldRef,
        aggregate: &Aggregate,
        known_at: Option<Timestamp>,
    ) -> Result<Vec<(Option<Value>, Answer)>, StoreError> {
        let scope = Scope::new(self, query, known_at)?;
        let col = scope.column(by)?;
        let conditions: Vec<&Condition> = query.conditions.iter().collect();
        if let Aggregate::Progress { .. } = aggregate {
            let mut groups: BTreeMap<Option<Value>, Vec<Item>> = BTreeMap::new();
            for item in items(&mut Reader::Db(&self.db), &scope, query, aggregate, Some(by)).await?
            {
                groups.entry(item.by.clone()).or_default().push(item);
            }
            return groups.into_iter().map(|(by, items)| Ok((by, progress(&items)?.0))).collect();
        }
        let number = Number::of(&scope, aggregate)?;
        let mut found = Vec::new();
        for is_wide in [false, true] {
            let mut sql = Sql::new("SELECT ");
            let ordered = col.ordered(scope.dialect);
            if let Aggregate::Latest { .. } = aggregate {
                sql.push("b, ");
                sql.push(&number.parts("v", is_wide).join(", "));
                sql.push(&format!(" FROM (SELECT {} AS b, ", col.sql));
                latest(&mut sql, &scope, aggregate, &conditions)?;
                sql.push(") t WHERE n = 1 GROUP BY b ORDER BY b");
                if ordered != col.sql {
                    sql.push(" COLLATE \"C\"");
                }
            } else {
                sql.push(&col.sql).push(", ");
                sql.push(&number.parts(&number.sql, is_wide).join(", "));
                scope.from(&mut sql);
                scope.and(&mut sql, &conditions)?;
                sql.push(&format!(" GROUP BY {} ORDER BY {ordered}", col.sql));
            }
            if col.sort != Sort::Id {
                sql.push(" NULLS FIRST");
            }
            let lines = match self.db.all(sql.done()).await {
                Err(error) if !is_wide && is_overflow(&error) => continue,
                lines => lines?,
            };
            let at: Vec<usize> = (1..=number.parts("", is_wide).len()).collect();
            for line in lines {
                found.push((col.read(&line, 0)?, number.read(&line, &at, is_wide)?));
            }
            break;
        }
        Ok(found)
    }

    /// A page of the rows behind an ask, with the columns asked for and what each row contributes. All pages
    /// together hold as many rows as the answer says, and contributions add up to its value.
    ///
    /// A count, sum, distinct and progress open all rows of the query; a latest opens only the rows it chose.
    ///
    /// # Errors
    /// As [`Base::answer`]; when the cursor belongs to another list.
    pub async fn open_rows(
        &self,
        listing: &Listing<'_>,
        aggregate: &Aggregate,
        show: &[FieldRef],
    ) -> Result<Page<OpenRow>, StoreError> {
        let scope = Scope::new(self, listing.query, listing.known_at)?;
        let mut reader = Reader::Db(&self.db);
        let conditions: Vec<&Condition> = listing.query.conditions.iter().collect();
        let value = contributor(aggregate);
        if let Some(field) = value.filter(|_| !matches!(aggregate, Aggregate::Distinct(_))) {
            scope.number(field)?;
        }
        let mut columns = show.to_vec();
        columns.extend(value.cloned());
        let names = row_id_columns(&scope).join(", ");
        let chosen = |sql: &mut Sql| {
            // The row's own names inside and outside are the same text, but mean their own rows.
            let plain: Vec<&str> = if scope.is_lines() { vec!["i", "o"] } else { vec!["i"] };
            sql.push(&format!(" AND ({names}) IN (SELECT {} FROM (SELECT ", plain.join(", ")));
            latest(sql, &scope, aggregate, &conditions)?;
            sql.push(") t WHERE n = 1)");
            Ok(())
        };
        let narrowed = matches!(aggregate, Aggregate::Latest { .. });
        let (ids, next) = match narrowed {
            true => page(&mut reader, &scope, listing, Some(&chosen)).await?,
            false => page(&mut reader, &scope, listing, None).await?,
        };
        let rows = load_rows(&mut reader, &scope, &ids, &columns).await?;
        let mut opened = Vec::with_capacity(rows.len());
        let mut ids = Vec::with_capacity(rows.len());
        for mut row in rows {
            let own = if value.is_some() { row.values.pop().flatten() } else { None };
            ids.push(((row.record_id, i64::from(row.ordinal.unwrap_or(0))), own));
            opened.push(OpenRow { row, contribution: Some(Decimal::ONE) });
        }
        match aggregate {
            Aggregate::Count => {}
            Aggregate::Sum(_) | Aggregate::Latest { .. } => {
                for (open, (_, own)) in opened.iter_mut().zip(&ids) {
                    let number = own.as_ref().and_then(Value::as_number);
                    open.contribution = Some(number.unwrap_or_default());
                }
            }
            Aggregate::Distinct(field) => {
                let first = first_rows(&mut reader, &scope, listing.query, field, &ids).await?;
                for (open, (id, own)) in opened.iter_mut().zip(&ids) {
                    let is_first = own.as_ref().is_some_and(|own| first.get(own) == Some(id));
                    open.contribution = Some(Decimal::from(u8::from(is_first)));
                }
            }
            Aggregate::Progress { .. } => {
                let all = items(&mut reader, &scope, listing.query, aggregate, None).await?;
                let shares = progress(&all)?.1;
                let shares: BTreeMap<RowId, Option<Decimal>> =
                    all.iter().map(|it| it.id).zip(shares).collect();
                for (open, (id, _)) in opened.iter_mut().zip(&ids) {
                    open.contribution = shares.get(id).copied().flatten();
                }
            }
        }
        Ok(Page { items: opened, next })
    }
}

/// The field whose value a row contributes or is counted by.
fn contributor(aggregate: &Aggregate) -> Option<&FieldRef> {
    match aggregate {
        Aggregate::Sum(field) | Aggregate::Distinct(field) | Aggregate::Latest { field, .. } => {
            Some(field)
        }
        Aggregate::Count | Aggregate::Progress { .. } => None,
    }
}

/// Asks that one statement answers.
struct Scan<'a> {
    scope: Scope<'a>,
    /// Conditions that all asks share.
    shared: Vec<&'a Condition>,
    /// Asks with their place in the result and the conditions that are theirs alone.
    asks: Vec<(usize, &'a (Query, Aggregate), Vec<&'a Condition>)>,
}

/// What scans are grouped by: ledger, lines, and the tests on days, which decide the part of an index to read.
type GroupKey<'a> = (&'a str, Option<&'a str>, Vec<&'a Condition>);

fn scans<'a>(
    base: &'a Base,
    asks: &[&'a (Query, Aggregate)],
    known_at: Option<Timestamp>,
) -> Result<Vec<Scan<'a>>, StoreError> {
    let mut groups: Vec<(GroupKey<'a>, Scan<'a>)> = Vec::new();
    for (place, ask) in asks.iter().enumerate() {
        let (query, aggregate) = ask;
        // Others may share the scan, that name no linked record.
        let scope = Scope { by_link: false, ..Scope::new(base, query, known_at)? };
        let mut days = Vec::new();
        for condition in &query.conditions {
            if bounds_day(&scope, condition)? && !days.contains(&condition) {
                days.push(condition);
            }
        }
        let key: GroupKey<'a> = (&query.ledger, query.lines.as_deref(), days);
        let alone = matches!(aggregate, Aggregate::Latest { .. } | Aggregate::Progress { .. });
        let same = |it: &&mut (GroupKey<'a>, Scan<'a>)| {
            let fits = it.1.asks.len() < ASKS_PER_SCAN && !it.1.is_alone();
            fits && it.0.0 == key.0 && it.0.1 == key.1 && is_same_set(&it.0.2, &key.2)
        };
        match groups.iter_mut().find(same).filter(|_| !alone) {
            Some((_, scan)) => scan.asks.push((place, *ask, Vec::new())),
            None => {
                let asks = vec![(place, *ask, Vec::new())];
                groups.push((key, Scan { scope, shared: Vec::new(), asks }));
            }
        }
    }
    let mut scans: Vec<Scan<'a>> = groups.into_iter().map(|it| it.1).collect();
    for scan in &mut scans {
        scan.share();
    }
    Ok(scans)
}

fn is_same_set(one: &[&Condition], other: &[&Condition]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

/// Whether a condition bounds a day, so that an index range answers it.
fn bounds_day(scope: &Scope<'_>, condition: &Condition) -> Result<bool, StoreError> {
    if let FieldRef::Linked { .. } = condition.field {
        return Ok(false);
    }
    let col = scope.column(&condition.field)?;
    let is_day = matches!(col.sort, Sort::Field(Kind::Date | Kind::DateTime));
    Ok(is_day
        && match condition.test {
            Test::Eq(_)
            | Test::Less(_)
            | Test::AtMost(_)
            | Test::More(_)
            | Test::AtLeast(_)
            | Test::Between(..) => true,
            Test::Not(_)
            | Test::In(_)
            | Test::NotIn(_)
            | Test::IsSet
            | Test::IsEmpty
            | Test::EmptyOrMore(_)
            | Test::AnyContains(..)
            | Test::Beside(..) => false,
        })
}

impl<'a> Scan<'a> {
    fn is_alone(&self) -> bool {
        self.asks.iter().any(|(_, (_, aggregate), _)| {
            matches!(aggregate, Aggregate::Latest { .. } | Aggregate::Progress { .. })
        })
    }

    /// Moves conditions that all asks have in common before the bracket.
    fn share(&mut self) {
        let Some((_, first, _)) = self.asks.first() else {
            return;
        };
        let asked = self.asks.iter().map(|it| &it.1.1);
        let simple = asked.clone().all(|it| matches!(it, Aggregate::Count | Aggregate::Sum(_)));
        self.scope.by_standing = simple
            && self.scope.asks_standing(
                self.asks.iter().flat_map(|it| &it.1.0.conditions),
                asked.filter_map(contributor),
            );
        for condition in &first.0.conditions {
            let common = self.asks.iter().all(|(_, ask, _)| ask.0.conditions.contains(condition));
            if common && !self.shared.contains(&condition) {
                self.shared.push(condition);
            }
        }
        for (_, ask, own) in &mut self.asks {
            let theirs = ask.0.conditions.iter().filter(|it| !self.shared.contains(it));
            own.extend(theirs);
        }
    }

    async fn run(&self, mut reader: Reader<'_>) -> Result<Vec<(usize, Answer)>, StoreError> {
        if let [(place, (query, aggregate @ Aggregate::Progress { .. }), _)] = self.asks.as_slice()
        {
            let items = items(&mut reader, &self.scope, query, aggregate, None).await?;
            return Ok(vec![(*place, progress(&items)?.0)]);
        }
        match self.attempt(&mut reader, false).await {
            Err(error) if is_overflow(&error) => self.attempt(&mut reader, true).await,
            found => found,
        }
    }

    async fn attempt(
        &self,
        reader: &mut Reader<'_>,
        is_wide: bool,
    ) -> Result<Vec<(usize, Answer)>, StoreError> {
        let scope = &self.scope;
        let mut selection = Selection::new();
        let mut readers = Vec::new();
        for (place, (_, aggregate), own) in &self.asks {
            let number = Number::of(scope, aggregate)?;
            let is_latest = matches!(aggregate, Aggregate::Latest { .. });
            let value = if is_latest { "v" } else { number.sql.as_str() };
            let own: &[&Condition] = if is_latest { &[] } else { own };
            let parts = number.parts(value, is_wide);
            let at: Result<Vec<usize>, StoreError> =
                parts.iter().map(|part| selection.add(part, scope, own)).collect();
            readers.push((*place, number, at?));
        }
        let mut sql = selection.sql;
        if let [(_, (_, aggregate @ Aggregate::Latest { .. }), _)] = self.asks.as_slice() {
            sql.push(" FROM (SELECT ");
            latest(&mut sql, scope, aggregate, &self.shared)?;
            sql.push(") t WHERE n = 1");
        } else {
            scope.from(&mut sql);
            scope.and(&mut sql, &self.shared)?;
        }
        let line = reader.all(sql.done()).await?.into_iter().next();
        let line = line.ok_or_else(|| StoreError::corrupt("an aggregate without a row"))?;
        readers
            .into_iter()
            .map(|(place, number, at)| Ok((place, number.read(&line, &at, is_wide)?)))
            .collect()
    }
}

/// Appends the select list after `SELECT ` and all that follows, of a query whose rows with `n = 1` are the latest
/// of their kind: `v` is the number, `i` and `o` name the row.
fn latest(
    sql: &mut Sql,
    scope: &Scope<'_>,
    aggregate: &Aggregate,
    conditions: &[&Condition],
) -> Result<(), StoreError> {
    let Aggregate::Latest { field, per, day } = aggregate else {
        return Err(StoreError::unknown("按最新一期取数的度量"));
    };
    let (value, per, day) = (scope.number(field)?.0, scope.column(per)?, scope.column(day)?);
    let ids = row_id_columns(scope);
    let later: Vec<String> = ids.iter().map(|id| format!("{id} DESC")).collect();
    for (id, name) in ids.iter().zip(["i", "o"]) {
        sql.push(&format!("{id} AS {name}, "));
    }
    sql.push(&format!(
        "{} AS v, ROW_NUMBER() OVER (PARTITION BY {} ORDER BY {} DESC NULLS LAST, {}) AS n",
        value.sql,
        per.sql,
        day.ordered(scope.dialect),
        later.join(", ")
    ));
    scope.from(sql);
    scope.and(sql, conditions)?;
    sql.push(&format!(" AND {} IS NOT NULL", per.sql));
    Ok(())
}

/// How an aggregate is selected and read.
struct Number {
    /// What is summed or told apart; empty for a count.
    sql: String,
    shape: NumberShape,
    dialect: Dialect,
}

enum NumberShape {
    Count,
    Distinct,
    /// Sum in units of the last of so many places.
    Sum(u32),
}

impl Number {
    fn of(scope: &Scope<'_>, aggregate: &Aggregate) -> Result<Number, StoreError> {
        let (sql, shape) = match aggregate {
            Aggregate::Count | Aggregate::Progress { .. } => (String::new(), NumberShape::Count),
            Aggregate::Distinct(field) => {
                (scope.column(field)?.ordered(scope.dialect), NumberShape::Distinct)
            }
            Aggregate::Sum(field) | Aggregate::Latest { field, .. } => {
                let (col, places) = scope.number(field)?;
                // PostgreSQL keeps the point itself.
                let places = if scope.dialect == Dialect::Pg { 0 } else { places };
                (col.sql, NumberShape::Sum(places))
            }
        };
        Ok(Number { sql, shape, dialect: scope.dialect })
    }

    /// This aggregate's columns over `value`; the rows are counted in the last one.
    fn parts(&self, value: &str, is_wide: bool) -> Vec<String> {
        let mut parts = match self.shape {
            NumberShape::Count => Vec::new(),
            NumberShape::Distinct => vec![format!("COUNT(DISTINCT {value})")],
            NumberShape::Sum(_) if is_wide && self.dialect == Dialect::Sqlite => {
                vec![format!("SUM({value} >> 32)"), format!("SUM({value} & {LOW_BITS})")]
            }
            NumberShape::Sum(_) => vec![format!("SUM({value})")],
        };
        parts.push("COUNT(*)".to_owned());
        parts
    }

    /// Reads what [`Number::parts`] selected at these positions.
    fn read(&self, line: &Line, at: &[usize], is_wide: bool) -> Result<Answer, StoreError> {
        let integer = |part: usize| match at.get(part) {
            Some(at) => line.integer(*at),
            None => Err(StoreError::corrupt("an aggregate without its column")),
        };
        let rows = whole(integer(at.len().saturating_sub(1))?.unwrap_or(0))?;
        let value = match self.shape {
            NumberShape::Count => Decimal::from(rows),
            NumberShape::Distinct => Decimal::from(integer(0)?.unwrap_or(0)),
            NumberShape::Sum(places) if is_wide && self.dialect == Dialect::Sqlite => {
                let (high, low) = (integer(0)?.unwrap_or(0), integer(1)?.unwrap_or(0));
                let sum = i128::from(high) * (i128::from(LOW_BITS) + 1) + i128::from(low);
                Decimal::try_from_i128_with_scale(sum, places)
                    .map_err(|_| too_large(&sum.to_string()))?
            }
            NumberShape::Sum(places) => {
                let at = at.first().copied().unwrap_or_default();
                let mut value = line.number(at)?.unwrap_or_default();
                if places > 0 {
                    value.set_scale(places).map_err(|_| too_large(&value.to_string()))?;
                }
                value
            }
        };
        Ok(Answer { value: Some(value.normalize()), rows })
    }
}

/// The select list of a scan; equal columns are selected once.
struct Selection {
    sql: Sql,
    places: BTreeMap<String, usize>,
}

impl Selection {
    fn new() -> Selection {
        Selection { sql: Sql::sharing("SELECT "), places: BTreeMap::new() }
    }

    /// Adds a column that sees only rows that meet further conditions; its position.
    fn add(
        &mut self,
        part: &str,
        scope: &Scope<'_>,
        conditions: &[&Condition],
    ) -> Result<usize, StoreError> {
        let mark = self.sql.len();
        self.sql.push(if self.places.is_empty() { "" } else { ", " });
        let start = self.sql.len();
        self.sql.push(part);
        if !conditions.is_empty() {
            self.sql.push(" FILTER (WHERE ");
            scope.all_of(&mut self.sql, conditions)?;
            self.sql.push(")");
        }
        let column = self.sql.since(start);
        if let Some(place) = self.places.get(&column) {
            // Equal text has equal arguments, which are shared: nothing new was bound.
            self.sql.cut(mark);
            return Ok(*place);
        }
        let place = self.places.len();
        self.places.insert(column, place);
        Ok(place)
    }
}

fn too_large(sum: &str) -> StoreError {
    StoreError::Value { value: sum.to_owned(), column: "合计".to_owned() }
}

/// SQLite refuses a sum beyond 64 bits; it is then taken in two halves.
fn is_overflow(error: &StoreError) -> bool {
    matches!(error, StoreError::Sql(source) if source.to_string().contains("integer overflow"))
}

/// The first entered row of every value that stands on a page.
async fn first_rows(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    query: &Query,
    field: &FieldRef,
    page: &[(RowId, Option<Value>)],
) -> Result<BTreeMap<Value, RowId>, StoreError> {
    let mut values: Vec<Value> = page.iter().filter_map(|it| it.1.clone()).collect();
    values.sort();
    values.dedup();
    let col = scope.column(field)?;
    let ids = row_id_columns(scope);
    let mut first = BTreeMap::new();
    for chunk in values.chunks(500) {
        let among = Condition { field: field.clone(), test: Test::In(chunk.to_vec()) };
        let mut sql = Sql::new("SELECT v, i");
        sql.push(if scope.is_lines() { ", o" } else { "" });
        sql.push(&format!(" FROM (SELECT {} AS v", col.sql));
        for (id, name) in ids.iter().zip(["i", "o"]) {
            sql.push(&format!(", {id} AS {name}"));
        }
        let order = ids.join(", ");
        let part = &col.sql;
        sql.push(&format!(", ROW_NUMBER() OVER (PARTITION BY {part} ORDER BY {order}) AS n"));
        scope.from(&mut sql);
        let conditions: Vec<&Condition> = query.conditions.iter().chain([&among]).collect();
        scope.and(&mut sql, &conditions)?;
        sql.push(") t WHERE n = 1");
        for line in reader.all(sql.done()).await? {
            let ordinal = if scope.is_lines() { line.must_integer(2)? } else { 0 };
            if let Some(value) = col.read(&line, 0)? {
                first.insert(value, (line.id(1)?, ordinal));
            }
        }
    }
    Ok(first)
}

/// One item of a weighted progress.
struct Item {
    id: RowId,
    by: Option<Value>,
    weight: Decimal,
    done: Decimal,
    designed: Decimal,
}

/// The items of a progress in the order of entry.
async fn items(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    query: &Query,
    aggregate: &Aggregate,
    by: Option<&FieldRef>,
) -> Result<Vec<Item>, StoreError> {
    let Aggregate::Progress { weight, done, designed } = aggregate else {
        return Err(StoreError::unknown("按权重计算进度的度量"));
    };
    let mut numbers = Vec::new();
    for field in [weight, done, designed] {
        numbers.push(scope.number(field)?.0);
    }
    let by = by.map(|it| scope.column(it)).transpose()?;
    let ids = row_id_columns(scope);
    let mut sql = Sql::new("SELECT ");
    sql.push(&ids.join(", "));
    for col in numbers.iter().chain(&by) {
        sql.push(", ").push(&col.sql);
    }
    scope.from(&mut sql);
    scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>())?;
    sql.push(&format!(" ORDER BY {}", ids.join(", ")));
    let mut items = Vec::new();
    let read = |line: Line| {
        let ordinal = if scope.is_lines() { line.must_integer(1)? } else { 0 };
        let mut row = [Decimal::ZERO; 3];
        for (at, (col, number)) in numbers.iter().zip(&mut row).enumerate() {
            let value = col.read(&line, ids.len() + at)?;
            *number = value.as_ref().and_then(Value::as_number).unwrap_or_default();
        }
        let [weight, done, designed] = row;
        let by = by.as_ref().map(|it| it.read(&line, ids.len() + 3)).transpose()?.flatten();
        items.push(Item { id: (line.id(0)?, ordinal), by, weight, done, designed });
        Ok(())
    };
    reader.each(sql.done(), read).await?;
    Ok(items)
}

/// Σ weight × done/designed ÷ Σ weight × 100, and what each item adds to it. There is no value without items, with
/// weights that add up to 0, or with an item whose designed quantity is 0 or not set: such an item has no share.
///
/// The value is computed to 28 digits and kept with twelve places; shares are cut to twelve places, and what that
/// leaves goes to the item with the largest share, so that they add up exactly.
fn progress(items: &[Item]) -> Result<(Answer, Vec<Option<Decimal>>), StoreError> {
    let rows = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let large = || too_large("加权进度");
    let mut weights = Decimal::ZERO;
    for item in items {
        weights = weights.checked_add(item.weight).ok_or_else(large)?;
    }
    let mut raw = Vec::with_capacity(items.len());
    for item in items {
        if item.designed.is_zero() || weights.is_zero() {
            raw.push(None);
            continue;
        }
        let part =
            item.weight.checked_mul(item.done).and_then(|it| it.checked_mul(Decimal::ONE_HUNDRED));
        let part = part.and_then(|it| it.checked_div(item.designed)).ok_or_else(large)?;
        raw.push(Some(part));
    }
    let complete = raw.iter().all(Option::is_some) && !items.is_empty();
    let mut sum = Decimal::ZERO;
    for part in raw.iter().flatten() {
        sum = sum.checked_add(*part).ok_or_else(large)?;
    }
    let cut = |it: Decimal| {
        it.round_dp_with_strategy(PROGRESS_PLACES, RoundingStrategy::MidpointAwayFromZero)
    };
    let mut shares: Vec<Option<Decimal>> =
        raw.iter().map(|part| part.and_then(|it| it.checked_div(weights)).map(cut)).collect();
    if !complete {
        return Ok((Answer { value: None, rows }, shares));
    }
    let value = cut(sum.checked_div(weights).ok_or_else(large)?);
    let total: Decimal = shares.iter().flatten().sum();
    if let Some(largest) = shares.iter_mut().flatten().max() {
        *largest += value - total;
    }
    Ok((Answer { value: Some(value.normalize()), rows }, shares))
}
