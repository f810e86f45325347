//! The same questions as plain SQL (对照): as somebody would write them by hand, asked by the database's own shell.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use catalog::{Aggregate, Answer, Catalog, Condition, FieldDef, FieldRef, FieldType, LedgerDef};
use catalog::{Compare, Meta, Query, Test};
use ledger::Dialect;
use rust_decimal::Decimal;
use terms::{Fen, Kilograms, Value};

/// Runs a script in `sqlite3` or `psql` and gives what it printed.
pub(crate) fn shell(url: &str, script: &Path) -> Result<String> {
    let mut command = match url.strip_prefix("sqlite:") {
        Some(file) => {
            let mut command = Command::new("sqlite3");
            command.args(["-batch", "-bail", file]).arg(format!(".read '{}'", script.display()));
            command
        }
        None => {
            let (address, schema) =
                url.split_once("&schema=").context("an address that ends with &schema=")?;
            let mut command = Command::new("psql");
            command
                .args([address, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f"])
                .arg(script);
            command.env("PGOPTIONS", format!("-c search_path={schema}"));
            command
        }
    };
    let done = command.output().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?)
}

/// Number and rows as the shell printed them, one line for every statement.
pub(crate) fn numbers(printed: &str) -> Result<Vec<(Decimal, u64)>> {
    let line = |line: &str| -> Result<(Decimal, u64)> {
        let (value, rows) =
            line.split_once('|').with_context(|| format!("`{line}` is not value|rows"))?;
        let value = if value.is_empty() { Decimal::ZERO } else { value.parse()? };
        Ok((value, rows.parse()?))
    };
    printed.lines().map(line).collect()
}

/// Whether a database that keeps decimals as whole numbers of their last place, or as they are, found our answer.
pub(crate) fn same(
    book: &Book<'_>,
    ask: &(Query, Aggregate),
    ours: &Answer,
    plain: (Decimal, u64),
) -> Result<bool> {
    let Some(value) = ours.value else { return Ok(ours.rows == plain.1) };
    let is_near = matches!(ask.1, Aggregate::Progress { .. });
    let wanted = value * book.factor(&ask.1)?;
    let near = (wanted - plain.0).abs() <= Decimal::new(1, 6);
    Ok(ours.rows == plain.1 && if is_near { near } else { wanted == plain.0 })
}

/// The rows that an ask speaks of, as SQL names them: `r` is the record, `c` the child row.
pub(crate) struct Book<'a> {
    def: &'a LedgerDef,
    lines: Option<(&'a str, &'a [FieldDef])>,
    dialect: Dialect,
}

impl<'a> Book<'a> {
    pub(crate) fn new(
        catalog: &'a Catalog,
        query: &'a Query,
        dialect: Dialect,
    ) -> Result<Book<'a>> {
        let def = catalog.ledgers.get(&query.ledger).context("a ledger of the catalog")?;
        let lines = match &query.lines {
            None => None,
            Some(name) => Some((name.as_str(), def.line_fields(name).context("a lines field")?)),
        };
        Ok(Book { def, lines, dialect })
    }

    /// The table that a column stands in.
    pub(crate) fn table(&self, field: &FieldRef) -> String {
        match (field, self.lines) {
            (FieldRef::Own(_), Some((lines, _))) => self.def.line_table(lines),
            _ => self.def.table(),
        }
    }

    /// The table of the child rows, when they are asked for.
    pub(crate) fn child_table(&self) -> Option<String> {
        self.lines.map(|it| self.def.line_table(it.0))
    }

    /// The definition of a column; none for what every record carries.
    pub(crate) fn field(&self, field: &FieldRef) -> Result<Option<&'a FieldDef>> {
        let (fields, name) = match (field, self.lines) {
            (FieldRef::Meta(_), _) => return Ok(None),
            (FieldRef::Own(name), Some((_, fields))) => (fields, name),
            (FieldRef::Own(name) | FieldRef::Record(name), _) => (self.def.fields.as_slice(), name),
            (FieldRef::Linked { .. }, _) => bail!("write a condition through a link by hand"),
        };
        let found = fields.iter().find(|it| it.name == *name);
        Ok(Some(found.with_context(|| format!("no field {name} in {}", self.def.id))?))
    }

    fn column(&self, field: &FieldRef) -> Result<String> {
        let own = if self.lines.is_some() { "c" } else { "r" };
        Ok(match field {
            FieldRef::Own(name) => format!("{own}.\"{name}\""),
            FieldRef::Record(name) => format!("r.\"{name}\""),
            FieldRef::Meta(Meta::State) => "r.state".to_owned(),
            FieldRef::Meta(Meta::Office) => "r.office".to_owned(),
            FieldRef::Meta(other) => {
                bail!("write {other:?} by hand when an indicator uses it")
            }
            FieldRef::Linked { .. } => bail!("write a condition through a link by hand"),
        })
    }

    /// Decimal places that SQLite leaves out of a number.
    fn places(&self, field: &FieldRef) -> Result<u32> {
        let ty = self.field(field)?.map(|it| &it.ty);
        Ok(match ty {
            Some(FieldType::Decimal { places }) if self.dialect == Dialect::Sqlite => *places,
            _ => 0,
        })
    }

    /// What our answer is multiplied with to be as the database keeps it.
    pub(crate) fn factor(&self, aggregate: &Aggregate) -> Result<Decimal> {
        let places = match aggregate {
            Aggregate::Sum(field) | Aggregate::Latest { field, .. } => self.places(field)?,
            Aggregate::Count | Aggregate::Distinct(_) | Aggregate::Progress { .. } => 0,
        };
        Ok(Decimal::from(10_i64.pow(places)))
    }

    /// What is computed, the rows counted apart.
    fn number(&self, aggregate: &Aggregate) -> Result<String> {
        Ok(match aggregate {
            Aggregate::Count => "COUNT(*)".to_owned(),
            Aggregate::Sum(field) => format!("SUM({})", self.column(field)?),
            Aggregate::Distinct(field) => format!("COUNT(DISTINCT {})", self.column(field)?),
            Aggregate::Latest { .. } => "SUM(v)".to_owned(),
            Aggregate::Progress { weight, done, designed } => {
                let [w, x, y] = [self.column(weight)?, self.column(done)?, self.column(designed)?];
                let factor = 100 * 10_i64.pow(self.places(designed)?);
                let below = 10_i64.pow(self.places(done)?);
                format!("1.0 * {factor} / {below} * SUM(1.0 * {w} * {x} / {y}) / SUM({w})")
            }
        })
    }

    /// `FROM … WHERE …` of the rows in force.
    fn rows(&self) -> String {
        let mut sql = format!(" FROM \"{}\" r", self.def.table());
        if let Some((lines, _)) = self.lines {
            let table = self.def.line_table(lines);
            sql.push_str(&format!(" JOIN \"{table}\" c ON c.record_id = r.id"));
        }
        sql + " WHERE r.withdrawn_at IS NULL"
    }

    fn conditions(&self, query: &Query) -> Result<Vec<String>> {
        query.conditions.iter().map(|it| self.condition(it)).collect()
    }

    fn condition(&self, condition: &Condition) -> Result<String> {
        let col = self.column(&condition.field)?;
        let is_moment =
            self.field(&condition.field)?.is_some_and(|it| it.ty == FieldType::DateTime);
        let factor = Decimal::from(10_i64.pow(self.places(&condition.field)?));
        let one = |value: &Value| {
            if let Value::Decimal(it) = value {
                return (*it * factor).normalize().to_string();
            }
            literal(value, self.dialect)
        };
        // A day asked of a column with time of day means the whole of it.
        let end = |value: &Value, end: &str| match value.as_date().filter(|_| is_moment) {
            Some(day) if matches!(value, Value::Date(_)) => format!("'{day}T{end}'"),
            _ => one(value),
        };
        let (low, high) = (|it: &Value| end(it, "00:00:00"), |it: &Value| end(it, "23:59:59"));
        let list = |values: &[Value]| values.iter().map(one).collect::<Vec<_>>().join(", ");
        Ok(match &condition.test {
            Test::Eq(it @ Value::Date(_)) if is_moment => {
                format!("{col} BETWEEN {} AND {}", low(it), high(it))
            }
            Test::Not(it @ Value::Date(_)) if is_moment => {
                format!("({col} NOT BETWEEN {} AND {} OR {col} IS NULL)", low(it), high(it))
            }
            Test::Eq(it) => format!("{col} = {}", one(it)),
            Test::Not(it) => format!("({col} <> {} OR {col} IS NULL)", one(it)),
            Test::In(all) => format!("{col} IN ({})", list(all)),
            Test::NotIn(all) => format!("({col} NOT IN ({}) OR {col} IS NULL)", list(all)),
            Test::Less(it) => format!("{col} < {}", low(it)),
            Test::AtMost(it) => format!("{col} <= {}", high(it)),
            Test::More(it) => format!("{col} > {}", high(it)),
            Test::AtLeast(it) => format!("{col} >= {}", low(it)),
            Test::Between(from, to) => format!("{col} BETWEEN {} AND {}", low(from), high(to)),
            Test::IsSet => format!("{col} IS NOT NULL"),
            Test::IsEmpty => format!("{col} IS NULL"),
            Test::EmptyOrMore(it) => format!("({col} IS NULL OR {col} > {})", high(it)),
            Test::Beside(compare, other) => {
                let sign = match compare {
                    Compare::Eq => "=",
                    Compare::Not => "IS DISTINCT FROM",
                    Compare::Less => "<",
                    Compare::AtMost => "<=",
                    Compare::More => ">",
                    Compare::AtLeast => ">=",
                };
                format!("{col} {sign} {}", self.column(other)?)
            }
            Test::AnyContains(..) => bail!("no figure looks words up"),
        })
    }
}

/// One ask by hand: its number, and how many rows stand behind it.
pub(crate) fn sql(book: &Book<'_>, (query, aggregate): &(Query, Aggregate)) -> Result<String> {
    let number = book.number(aggregate)?;
    let mut conditions = book.conditions(query)?;
    let Aggregate::Latest { field, per, day } = aggregate else {
        let conditions: String = conditions.iter().map(|it| format!(" AND {it}")).collect();
        return Ok(format!("SELECT {number}, COUNT(*){}{conditions};\n", book.rows()));
    };
    let (value, per, day) = (book.column(field)?, book.column(per)?, book.column(day)?);
    let ids = if book.lines.is_some() { "c.record_id DESC, c.ordinal DESC" } else { "r.id DESC" };
    conditions.push(format!("{per} IS NOT NULL"));
    let conditions: String = conditions.iter().map(|it| format!(" AND {it}")).collect();
    let order = format!("PARTITION BY {per} ORDER BY {day} DESC NULLS LAST, {ids}");
    let inner = format!("SELECT {value} AS v, ROW_NUMBER() OVER ({order}) AS n{}", book.rows());
    Ok(format!("SELECT {number}, COUNT(*) FROM ({inner}{conditions}) t WHERE n = 1;\n"))
}

/// All asks over the same rows in one statement, each with its own filter: the places of the asks, and the statement.
pub(crate) fn together(
    catalog: &Catalog,
    asks: &[&(Query, Aggregate)],
    dialect: Dialect,
) -> Result<Vec<(Vec<usize>, String)>> {
    let (mut alone, mut groups) = (Vec::new(), Vec::<(Vec<usize>, Vec<String>, String)>::new());
    for (place, ask) in asks.iter().enumerate() {
        let book = Book::new(catalog, &ask.0, dialect)?;
        if matches!(ask.1, Aggregate::Latest { .. } | Aggregate::Progress { .. }) {
            alone.push((vec![place], sql(&book, ask)?));
            continue;
        }
        let conditions = book.conditions(&ask.0)?.join(" AND ");
        let only = if conditions.is_empty() { "true" } else { &conditions };
        let columns = format!(
            "{} FILTER (WHERE {only}), COUNT(*) FILTER (WHERE {only})",
            book.number(&ask.1)?
        );
        let rows = book.rows();
        match groups.iter_mut().find(|it| it.2 == rows) {
            Some(group) => {
                group.0.push(place);
                group.1.push(columns);
            }
            None => groups.push((vec![place], vec![columns], rows)),
        }
    }
    let groups = groups
        .into_iter()
        .map(|(places, it, rows)| (places, format!("SELECT {}{rows};\n", it.join(", "))));
    Ok(groups.chain(alone).collect())
}

/// A value as SQL writes it.
pub(crate) fn literal(value: &Value, dialect: Dialect) -> String {
    match value {
        Value::Integer(it) | Value::Money(Fen(it)) | Value::Mass(Kilograms(it)) => it.to_string(),
        Value::YesNo(yes) if dialect == Dialect::Sqlite => u8::from(*yes).to_string(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Decimal(it) => it.to_string(),
        Value::Stake(it) => it.millimetres().to_string(),
        Value::DateTime(at) => format!("'{}'", at.strftime("%Y-%m-%dT%H:%M:%S")),
        Value::Text(_) | Value::Date(_) | Value::Time(_) => {
            format!("'{}'", value.canonical().replace('\'', "''"))
        }
    }
}
