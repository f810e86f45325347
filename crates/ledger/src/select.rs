//! Typed queries → SQL (查询编译).
//!
//! One code path for both databases: the rows of a query, optionally as the register knew them at an earlier time,
//! and one SQL expression for every test. Names come from checked definitions, everything else is bound. Text is
//! compared byte by byte on both databases, and a field that is not set sorts before every value.

use catalog::{
    Catalog, Compare, Condition, FieldDef, FieldRef, FieldType, LedgerDef, Meta, Query, Test,
};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz};
use sea_query::Value as Datum;
use terms::{Stake, Value};
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, HINT, Line, Statement, quoted};
use crate::migrate::{STANDING, key_expression, looked_up, standing_name};
use crate::record::Base;
use crate::schema::{Kind, META, at_datum, at_text, history, id_datum, read_at};

/// Hours that the bureau's clocks are ahead of UTC; points in time are kept in UTC and shown in this zone.
const BEIJING_HOURS: i8 = 8;

/// A statement that is being written.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Datum>,
    shares: bool,
}

impl Sql {
    pub(crate) fn new(text: &str) -> Sql {
        Sql { text: text.to_owned(), values: Vec::new(), shares: false }
    }

    /// A statement in which equal arguments are bound once, so that equal pieces are equal texts.
    pub(crate) fn sharing(text: &str) -> Sql {
        Sql { shares: true, ..Sql::new(text) }
    }

    /// Appends text that comes from this program or, quoted, from checked definitions.
    pub(crate) fn push(&mut self, text: &str) -> &mut Sql {
        self.text.push_str(text);
        self
    }

    /// Appends a bound argument.
    pub(crate) fn bind(&mut self, value: Datum) -> &mut Sql {
        let there = if self.shares { self.values.iter().position(|it| *it == value) } else { None };
        let place = there.unwrap_or(self.values.len());
        if there.is_none() {
            self.values.push(value);
        }
        self.text.push_str(&format!("${}", place + 1));
        self
    }

    /// Appends ` LIMIT `. Planners must not see that few rows are wanted where they would then rather sort a whole table than
    /// go by an index: SQLite looks at a bound number and is given a sum; PostgreSQL takes an unknown number for a tenth of
    /// the table and is given the number itself.
    pub(crate) fn limit(&mut self, dialect: Dialect, rows: usize) -> &mut Sql {
        match dialect {
            Dialect::Sqlite => {
                let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                self.push(" LIMIT (").bind(Datum::BigInt(Some(rows))).push(" + 0)")
            }
            Dialect::Pg => self.push(&format!(" LIMIT {rows}")),
        }
    }

    /// Appends bound arguments with commas between.
    pub(crate) fn bind_all(&mut self, values: impl IntoIterator<Item = Datum>) -> &mut Sql {
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Length of what is written, as a mark for [`Sql::since`] and [`Sql::cut`].
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// What was written since a mark.
    pub(crate) fn since(&self, mark: usize) -> String {
        self.text.get(mark..).unwrap_or_default().to_owned()
    }

    /// Takes back what was written since a mark; its arguments stay.
    pub(crate) fn cut(&mut self, mark: usize) {
        self.text.truncate(mark);
    }

    /// The statement.
    pub(crate) fn done(self) -> Statement {
        Statement::new(self.text, self.values)
    }
}

/// How a column that a query can speak of is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sort {
    /// As fields of this kind are.
    Field(Kind),
    /// Id of a record.
    Id,
    /// Point in time.
    At,
}

/// A column that a query speaks of, resolved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Col {
    /// Expression such as `r."filed_on"`.
    pub(crate) sql: String,
    pub(crate) sort: Sort,
    /// Name, for messages.
    pub(crate) name: String,
    /// Whether its index, if it has one, is in the database's own order of text: a part of what no two records have in common.
    /// All other indexes are in the order of bytes.
    pub(crate) names_rows: bool,
}

impl Col {
    /// The expression for ordering and comparing: text by its bytes.
    pub(crate) fn ordered(&self, dialect: Dialect) -> String {
        match (dialect, self.sort) {
            (Dialect::Pg, Sort::Field(Kind::Text)) => format!("{} COLLATE \"C\"", self.sql),
            _ => self.sql.clone(),
        }
    }

    /// The expression to be compared for equality, as its index has it: PostgreSQL uses no index of another collation.
    pub(crate) fn equal(&self, dialect: Dialect) -> String {
        if self.names_rows { self.sql.clone() } else { self.ordered(dialect) }
    }

    /// The argument for a value of this column.
    pub(crate) fn datum(&self, dialect: Dialect, value: &Value) -> Result<Datum, StoreError> {
        let found = match self.sort {
            Sort::Field(kind) => kind.datum(dialect, Some(value)),
            Sort::Id => value
                .as_text()
                .and_then(|it| Uuid::parse_str(it).ok())
                .map(|it| id_datum(dialect, it)),
            Sort::At => instant(value).map(|it| at_datum(dialect, Some(it))),
        };
        found.ok_or_else(|| StoreError::Value {
            value: value.canonical(),
            column: self.name.clone(),
        })
    }

    /// Reads the value as it is shown: points in time as local date and time, to the second.
    pub(crate) fn read(&self, line: &Line, at: usize) -> Result<Option<Value>, StoreError> {
        Ok(match self.sort {
            Sort::Field(kind) => kind.read(line, at)?,
            Sort::Id => Some(Value::Text(line.id(at)?.hyphenated().to_string())),
            Sort::At => read_at(line, at)?.map(|it| Value::DateTime(local(it))),
        })
    }

    /// Reads the value exactly, for a cursor: points in time as microseconds.
    pub(crate) fn read_exact(&self, line: &Line, at: usize) -> Result<Option<Value>, StoreError> {
        match self.sort {
            Sort::At => Ok(read_at(line, at)?.map(|it| Value::Integer(it.as_microsecond()))),
            Sort::Field(_) | Sort::Id => self.read(line, at),
        }
    }
}

/// A point in time as the bureau's clocks show it, cut to the second.
fn local(at: Timestamp) -> DateTime {
    let shown = tz::Offset::constant(BEIJING_HOURS).to_datetime(at);
    shown.with().subsec_nanosecond(0).build().unwrap_or(shown)
}

fn instant(value: &Value) -> Option<Timestamp> {
    let at = match value {
        Value::DateTime(at) => *at,
        Value::Date(day) => day.at(0, 0, 0, 0),
        Value::Integer(micros) => return Timestamp::from_microsecond(*micros).ok(),
        Value::Text(_)
        | Value::Decimal(_)
        | Value::Money(_)
        | Value::Mass(_)
        | Value::Stake(_)
        | Value::Time(_)
        | Value::YesNo(_) => return None,
    };
    tz::Offset::constant(BEIJING_HOURS).to_timestamp(at).ok()
}

/// Where the rows of a query come from: a ledger or one of its lines fields, now or as known at an earlier time.
#[derive(Debug, Clone)]
pub(crate) struct Scope<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) def: &'a LedgerDef,
    pub(crate) lines: Option<(&'a str, &'a [FieldDef])>,
    pub(crate) known_at: Option<Timestamp>,
    /// All definitions, where conditions may speak of records that the rows link to.
    pub(crate) catalog: Option<&'a Catalog>,
    /// Whether child rows are found by what they link to, and the records from them.
    pub(crate) by_link: bool,
    /// Whether all that is asked of the records stands in the index of the ledger's standing.
    pub(crate) by_standing: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a query.
    pub(crate) fn new(
        base: &'a Base,
        query: &Query,
        known_at: Option<Timestamp>,
    ) -> Result<Scope<'a>, StoreError> {
        let def = base.def(&query.ledger)?;
        let lines = match &query.lines {
            None => None,
            Some(name) => {
                let unknown = || StoreError::unknown(format!("台账“{}”的明细“{name}”", def.title));
                let field = def.field(name).ok_or_else(unknown)?;
                Some((field.name.as_str(), def.line_fields(name).ok_or_else(unknown)?))
            }
        };
        let catalog = Some(base.catalog.as_ref());
        let dialect = base.db.dialect();
        let mut scope =
            Scope { dialect, def, lines, known_at, catalog, by_link: false, by_standing: false };
        scope.by_link = query.conditions.iter().any(|it| scope.is_linking(it));
        Ok(scope)
    }

    /// Whether conditions and fields of records that stand now ask for nothing but how the ledger stands.
    pub(crate) fn asks_standing<'f>(
        &self,
        conditions: impl IntoIterator<Item = &'f Condition>,
        fields: impl IntoIterator<Item = &'f FieldRef>,
    ) -> bool {
        let own = |name: &String| self.def.field(name).is_some_and(FieldDef::is_totalled);
        let held = |field: &FieldRef| match field {
            FieldRef::Own(name) => own(name),
            FieldRef::Meta(meta) => STANDING.contains(&meta_name(*meta)),
            FieldRef::Record(_) | FieldRef::Linked { .. } => false,
        };
        // An id or a time of change is found by an index of its own.
        let chosen = |field: &FieldRef| match field {
            FieldRef::Meta(meta) => matches!(meta, Meta::State | Meta::Office | Meta::CreatedBy),
            FieldRef::Own(name) => own(name),
            FieldRef::Record(_) | FieldRef::Linked { .. } => false,
        };
        let plain = |it: &Condition| {
            chosen(&it.field) && !matches!(it.test, Test::Beside(..) | Test::AnyContains(..))
        };
        self.known_at.is_none()
            && self.lines.is_none()
            && conditions.into_iter().all(plain)
            && fields.into_iter().all(held)
    }

    /// Whether a condition names the record that child rows link to.
    fn is_linking(&self, condition: &Condition) -> bool {
        let (FieldRef::Own(name), Test::Eq(_), Some((_, fields))) =
            (&condition.field, &condition.test, self.lines)
        else {
            return false;
        };
        fields.iter().any(|it| it.name == *name && matches!(it.ty, FieldType::Link { .. }))
    }

    /// The column of a field reference.
    pub(crate) fn column(&self, field: &FieldRef) -> Result<Col, StoreError> {
        let (alias, fields, name) = match (field, self.lines) {
            (FieldRef::Meta(meta), _) => return Ok(meta_column(*meta)),
            (FieldRef::Own(name), Some((_, fields))) => ("c", fields, name),
            (FieldRef::Own(name), None) => ("r", self.def.fields.as_slice(), name),
            (FieldRef::Record(name), _) => ("r", self.def.fields.as_slice(), name),
            (FieldRef::Linked { link, ledger, field }, _) => {
                return self.linked(link, ledger, field);
            }
        };
        fields
            .iter()
            .find(|it| it.name == *name)
            .and_then(|it| Kind::of(&it.ty).map(|kind| (it, kind)))
            .map(|(it, kind)| Col {
                sql: format!("{alias}.{}", quoted(&it.name)),
                sort: Sort::Field(kind),
                name: it.label.clone(),
                names_rows: alias == "r" && names_rows(self.def, &it.name),
            })
            .ok_or_else(|| StoreError::unknown(format!("台账“{}”的字段“{name}”", self.def.title)))
    }

    /// A column of the record that a link names: at most one record in force has its key.
    fn linked(&self, link: &FieldRef, ledger: &str, field: &FieldRef) -> Result<Col, StoreError> {
        let unknown = || StoreError::unknown(format!("台账“{ledger}”里关联的字段"));
        let link = self.column(link)?;
        let def = self.catalog.and_then(|it| it.ledgers.get(ledger)).ok_or_else(unknown)?;
        let key = def.key.first().ok_or_else(unknown)?;
        let key = key_expression(def, key, self.dialect);
        let plain = Scope { def, lines: None, ..self.clone() };
        let own = match field {
            FieldRef::Own(_) | FieldRef::Meta(_) => plain.column(field)?,
            FieldRef::Record(_) | FieldRef::Linked { .. } => return Err(unknown()),
        };
        // Within its own brackets the names of the other ledger hide those of the row.
        let bare = own.sql.strip_prefix("r.").ok_or_else(unknown)?;
        let sql = match self.known_at {
            None => format!(
                "(SELECT l.{bare} FROM {} l WHERE l.withdrawn_at IS NULL AND {key} = {})",
                quoted(&def.table()),
                link.sql
            ),
            Some(at) => {
                let at = self.moment(at);
                let versions = |table: &str, more: &str| {
                    format!(
                        "SELECT {key} AS k, {bare} AS v, withdrawn_at FROM {} WHERE updated_at <= {at}{more}",
                        quoted(table)
                    )
                };
                let table = def.table();
                format!(
                    "(SELECT l.v FROM ({} UNION ALL {}) l WHERE l.k = {} AND (l.withdrawn_at IS NULL OR l.withdrawn_at > {at}))",
                    versions(&table, ""),
                    versions(&history(&table), &format!(" AND until_at > {at}")),
                    link.sql
                )
            }
        };
        let name = format!("{}的{}", link.name, own.name);
        Ok(Col { sql, sort: own.sort, name, names_rows: false })
    }

    /// A point in time, written out: it holds no text of anybody's.
    fn moment(&self, at: Timestamp) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("'{}'", at_text(at)),
            Dialect::Pg => format!("TIMESTAMPTZ '{}'", at_text(at)),
        }
    }

    /// Two columns of a row, beside each other; decimals of different places are brought to the same.
    fn beside(
        &self,
        sql: &mut Sql,
        col: &Col,
        comparison: Compare,
        other: &FieldRef,
    ) -> Result<(), StoreError> {
        let other = self.column(other)?;
        // SQLite keeps them as integers in units of their last place.
        let places = |col: &Col| match (self.dialect, col.sort) {
            (Dialect::Sqlite, Sort::Field(Kind::Decimal(places))) => places,
            (Dialect::Sqlite | Dialect::Pg, Sort::Field(_) | Sort::Id | Sort::At) => 0,
        };
        let most = places(col).max(places(&other));
        let scaled = |col: &Col| match most - places(col) {
            0 => col.ordered(self.dialect),
            more => format!("{} * 1{}", col.sql, "0".repeat(usize::try_from(more).unwrap_or(0))),
        };
        let sign = match comparison {
            Compare::Eq => "=",
            Compare::Not => "<>",
            Compare::Less => "<",
            Compare::AtMost => "<=",
            Compare::More => ">",
            Compare::AtLeast => ">=",
        };
        let text = format!("{} {sign} {}", scaled(col), scaled(&other));
        if comparison == Compare::Not {
            sql.push(&format!("({text} OR {} IS NULL OR {} IS NULL)", col.sql, other.sql));
        } else {
            sql.push(&text);
        }
        Ok(())
    }

    /// A number column with the factor's places: a sum in units of the last place is divided by 10^places.
    pub(crate) fn number(&self, field: &FieldRef) -> Result<(Col, u32), StoreError> {
        let col = self.column(field)?;
        match col.sort {
            Sort::Field(Kind::Decimal(places)) => Ok((col, places)),
            Sort::Field(Kind::Integer | Kind::Money | Kind::Mass) => Ok((col, 0)),
            Sort::Field(
                Kind::Text | Kind::Stake | Kind::Date | Kind::Time | Kind::DateTime | Kind::YesNo,
            )
            | Sort::Id
            | Sort::At => Err(StoreError::unknown(format!("可以求和的字段“{}”", col.name))),
        }
    }

    /// Whether child rows are asked for.
    pub(crate) fn is_lines(&self) -> bool {
        self.lines.is_some()
    }

    /// Appends `FROM … WHERE …` of the rows in force; conditions follow with [`Scope::and`].
    pub(crate) fn from(&self, sql: &mut Sql) {
        sql.push(" FROM ");
        match self.lines {
            None => self.records(sql),
            Some((lines, fields)) => {
                // SQLite keeps the order of a CROSS JOIN: the records of the period first, then their child rows; or the
                // few child rows that link to a record, then the records that they belong to.
                let join = match self.dialect {
                    Dialect::Sqlite => " CROSS JOIN ",
                    Dialect::Pg => " JOIN ",
                };
                if self.by_link {
                    self.children(sql, lines, fields);
                    sql.push(join);
                    self.records(sql);
                } else {
                    self.records(sql);
                    sql.push(join);
                    self.children(sql, lines, fields);
                }
                sql.push(" ON c.record_id = r.id");
            }
        }
        sql.push(" WHERE ");
        match self.known_at {
            None => {
                sql.push("r.withdrawn_at IS NULL");
            }
            Some(at) => {
                sql.push("(r.withdrawn_at IS NULL OR r.withdrawn_at > ");
                sql.bind(at_datum(self.dialect, Some(at))).push(")");
            }
        }
    }

    fn records(&self, sql: &mut Sql) {
        let table = self.def.table();
        let Some(at) = self.known_at else {
            sql.push(&quoted(&table)).push(" r");
            if self.by_standing && self.dialect == Dialect::Sqlite {
                sql.push(HINT).push(&standing_name(self.def)).push("\"");
            }
            return;
        };
        let own = self.def.fields.iter().filter(|it| Kind::of(&it.ty).is_some());
        let names: Vec<String> =
            META.iter().copied().chain(own.map(|it| it.name.as_str())).map(quoted).collect();
        self.versions(sql, &table, &names.join(", "), "updated_at", at);
        sql.push(" r");
    }

    fn children(&self, sql: &mut Sql, lines: &str, fields: &[FieldDef]) {
        let table = self.def.line_table(lines);
        let Some(at) = self.known_at else {
            sql.push(&quoted(&table)).push(" c");
            return;
        };
        let names: Vec<String> = ["record_id", "ordinal"]
            .into_iter()
            .chain(fields.iter().map(|it| it.name.as_str()))
            .map(quoted)
            .collect();
        self.versions(sql, &table, &names.join(", "), "since_at", at);
        sql.push(" c");
    }

    /// The versions of a table's rows that stood at a time: current rows that are old enough, superseded rows that
    /// were not superseded yet.
    fn versions(&self, sql: &mut Sql, table: &str, names: &str, since: &str, at: Timestamp) {
        let at = at_datum(self.dialect, Some(at));
        sql.push(&format!("(SELECT {names} FROM {} WHERE {since} <= ", quoted(table)));
        sql.bind(at.clone());
        let past = quoted(&history(table));
        sql.push(&format!(" UNION ALL SELECT {names} FROM {past} WHERE {since} <= "));
        sql.bind(at.clone()).push(" AND until_at > ").bind(at).push(")");
    }

    /// Appends ` AND …` for every condition.
    pub(crate) fn and(&self, sql: &mut Sql, conditions: &[&Condition]) -> Result<(), StoreError> {
        for condition in conditions {
            sql.push(" AND ");
            self.condition(sql, condition)?;
        }
        Ok(())
    }

    /// Appends conditions joined by `AND`, or `1 = 1` when there are none.
    pub(crate) fn all_of(
        &self,
        sql: &mut Sql,
        conditions: &[&Condition],
    ) -> Result<(), StoreError> {
        for (place, condition) in conditions.iter().enumerate() {
            if place > 0 {
                sql.push(" AND ");
            }
            self.condition(sql, condition)?;
        }
        if conditions.is_empty() {
            sql.push("1 = 1");
        }
        Ok(())
    }

    /// Appends one condition; true or not, never doubtful in what it lets pass.
    fn condition(&self, sql: &mut Sql, condition: &Condition) -> Result<(), StoreError> {
        let col = self.column(&condition.field)?;
        let dialect = self.dialect;
        let ordered = col.ordered(dialect);
        let low = |value: &Value| col.datum(dialect, &first_second(&col, value));
        let high = |value: &Value| col.datum(dialect, &last_second(&col, value));
        match &condition.test {
            Test::Eq(value) if is_whole_day(&col, value) => {
                sql.push(&format!("{ordered} BETWEEN ")).bind(low(value)?).push(" AND ");
                sql.bind(high(value)?);
            }
            Test::Not(value) if is_whole_day(&col, value) => {
                sql.push(&format!("({ordered} NOT BETWEEN ")).bind(low(value)?).push(" AND ");
                sql.bind(high(value)?).push(&format!(" OR {} IS NULL)", col.sql));
            }
            Test::Eq(value) => {
                sql.push(&format!("{} = ", col.equal(dialect))).bind(col.datum(dialect, value)?);
            }
            Test::Not(value) => {
                sql.push(&format!("({} <> ", col.sql)).bind(col.datum(dialect, value)?);
                sql.push(&format!(" OR {} IS NULL)", col.sql));
            }
            Test::In(values) => match values.as_slice() {
                [] => {
                    sql.push("1 = 0");
                }
                [one] => {
                    sql.push(&format!("{} = ", col.equal(dialect)));
                    sql.bind(col.datum(dialect, one)?);
                }
                values => self.one_of(sql, &col, "IN", values)?,
            },
            Test::NotIn(values) if values.is_empty() => {
                sql.push("1 = 1");
            }
            Test::NotIn(values) => {
                sql.push(&format!("({} IS NULL OR ", col.sql));
                self.one_of(sql, &col, "NOT IN", values)?;
                sql.push(")");
            }
            Test::Less(value) => {
                sql.push(&format!("{ordered} < ")).bind(low(value)?);
            }
            Test::AtMost(value) => {
                sql.push(&format!("{ordered} <= ")).bind(high(value)?);
            }
            Test::More(value) => {
                sql.push(&format!("{ordered} > ")).bind(high(value)?);
            }
            Test::AtLeast(value) => {
                sql.push(&format!("{ordered} >= ")).bind(low(value)?);
            }
            Test::Between(from, to) => {
                sql.push(&format!("{ordered} BETWEEN ")).bind(low(from)?).push(" AND ");
                sql.bind(high(to)?);
            }
            Test::IsSet => {
                sql.push(&format!("{} IS NOT NULL", col.sql));
            }
            Test::IsEmpty => {
                sql.push(&format!("{} IS NULL", col.sql));
            }
            Test::EmptyOrMore(value) => {
                sql.push(&format!("({} IS NULL OR {ordered} > ", col.sql)).bind(high(value)?);
                sql.push(")");
            }
            Test::Beside(comparison, other) => self.beside(sql, &col, *comparison, other)?,
            Test::AnyContains(others, parts) => {
                sql.push("(1 = 0");
                self.has_one_of(sql, &col, parts)?;
                for other in others {
                    self.has_one_of(sql, &self.column(other)?, parts)?;
                }
                sql.push(")");
            }
        }
        Ok(())
    }

    /// Appends ` OR …` for each of the texts that the column could have.
    fn has_one_of(&self, sql: &mut Sql, col: &Col, parts: &[String]) -> Result<(), StoreError> {
        if col.sort == Sort::Field(Kind::Stake) {
            for stake in parts.iter().filter_map(|it| it.parse::<Stake>().ok()) {
                sql.push(&format!(" OR {} = ", col.equal(self.dialect)));
                sql.bind(col.datum(self.dialect, &Value::Stake(stake))?);
            }
            return Ok(());
        }
        for part in parts {
            sql.push(" OR ");
            self.contains(sql, col, part)?;
        }
        Ok(())
    }

    fn contains(&self, sql: &mut Sql, col: &Col, part: &str) -> Result<(), StoreError> {
        if col.sort != Sort::Field(Kind::Text) {
            return Err(StoreError::unknown(format!("可以按文字查找的字段“{}”", col.name)));
        }
        // Not LIKE: SQLite's ignores the case of Latin letters, PostgreSQL's does not.
        let find = match self.dialect {
            Dialect::Sqlite => "instr",
            Dialect::Pg => "strpos",
        };
        sql.push(&format!("{find}({}, ", col.sql));
        sql.bind(Datum::String(Some(part.to_owned()))).push(") > 0");
        Ok(())
    }

    fn one_of(
        &self,
        sql: &mut Sql,
        col: &Col,
        word: &str,
        values: &[Value],
    ) -> Result<(), StoreError> {
        let values: Result<Vec<Datum>, StoreError> =
            values.iter().map(|value| col.datum(self.dialect, value)).collect();
        sql.push(&format!("{} {word} (", col.equal(self.dialect))).bind_all(values?).push(")");
        Ok(())
    }
}

/// The column's name.
const fn meta_name(meta: Meta) -> &'static str {
    match meta {
        Meta::Id => "id",
        Meta::State => "state",
        Meta::Version => "version",
        Meta::Office => "office",
        Meta::CreatedAt => "created_at",
        Meta::CreatedBy => "created_by",
        Meta::UpdatedAt => "updated_at",
        Meta::UpdatedBy => "updated_by",
    }
}

fn meta_column(meta: Meta) -> Col {
    let (label, sort) = match meta {
        Meta::Id => ("记录标识", Sort::Id),
        Meta::State => ("状态", Sort::Field(Kind::Text)),
        Meta::Version => ("版本", Sort::Field(Kind::Integer)),
        Meta::Office => ("责任股室", Sort::Field(Kind::Text)),
        Meta::CreatedAt => ("登记时间", Sort::At),
        Meta::CreatedBy => ("登记人", Sort::Field(Kind::Text)),
        Meta::UpdatedAt => ("修改时间", Sort::At),
        Meta::UpdatedBy => ("修改人", Sort::Field(Kind::Text)),
    };
    let name = meta_name(meta);
    let names_rows = true; // No index of its own has them in the order of bytes.
    Col { sql: format!("r.{}", quoted(name)), sort, name: label.to_owned(), names_rows }
}

/// Whether a field is part of a unique set, and is not looked up by an index of its own.
fn names_rows(def: &LedgerDef, name: &str) -> bool {
    if looked_up(def).any(|it| it.name == *name) {
        return false;
    }
    let shared = def.rules.iter().map(|it| &it.same);
    let mut sets = def.unique.iter().chain([&def.key]).chain(shared);
    sets.any(|set| set.iter().any(|it| it == name))
}

/// Whether a column with time of day is asked about a whole day.
fn is_whole_day(col: &Col, value: &Value) -> bool {
    matches!(col.sort, Sort::Field(Kind::DateTime) | Sort::At) && matches!(value, Value::Date(_))
}

fn whole_day(col: &Col, value: &Value) -> Option<Date> {
    if is_whole_day(col, value) { value.as_date() } else { None }
}

/// The first second of a day, where a column with time of day is compared with a day.
fn first_second(col: &Col, value: &Value) -> Value {
    whole_day(col, value).map_or_else(|| value.clone(), |day| Value::DateTime(day.at(0, 0, 0, 0)))
}

/// The last moment of a day: seconds for fields, microseconds for points in time.
fn last_second(col: &Col, value: &Value) -> Value {
    let nanoseconds = if col.sort == Sort::At { 999_999_000 } else { 0 };
    whole_day(col, value)
        .map_or_else(|| value.clone(), |day| Value::DateTime(day.at(23, 59, 59, nanoseconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a bound number that it sees, SQLite concludes that to sort the whole table for two rows is cheap.
    #[test]
    fn a_limit_is_nothing_to_plan_by_on_sqlite_and_a_number_on_postgresql() {
        let limited = |dialect| {
            let mut sql = Sql::new("SELECT 1");
            sql.limit(dialect, 2);
            sql.done()
        };
        let (sqlite, pg) = (limited(Dialect::Sqlite), limited(Dialect::Pg));
        assert_eq!((sqlite.sql.as_str(), sqlite.values.len()), ("SELECT 1 LIMIT ($1 + 0)", 1));
        assert_eq!((pg.sql.as_str(), pg.values.len()), ("SELECT 1 LIMIT 2", 0));
    }
}
