//! The same questions as plain SQL (对照): as somebody would write them by hand, asked by the database's own shell.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use catalog::{Aggregate, Catalog, FieldRef, Meta, Query, Test};
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

/// Whether both are the same number; SQLite keeps decimals as whole numbers of their last place.
pub(crate) fn same(ours: Decimal, plain: Decimal) -> bool {
    let mut scaled = ours;
    for _ in 0..9 {
        if scaled == plain {
            return true;
        }
        scaled *= Decimal::TEN;
    }
    false
}

/// One ask by hand: its number, and how many rows stand behind it.
pub(crate) fn sql(
    catalog: &Catalog,
    (query, aggregate): &(Query, Aggregate),
    dialect: Dialect,
) -> Result<String> {
    let own = if query.lines.is_some() { "c" } else { "r" };
    let column = |field: &FieldRef| match field {
        FieldRef::Own(name) => format!("{own}.\"{name}\""),
        FieldRef::Record(name) => format!("r.\"{name}\""),
        FieldRef::Meta(Meta::State) => "r.state".to_owned(),
        FieldRef::Meta(_) => "r.office".to_owned(),
    };
    let what = match aggregate {
        Aggregate::Count => "COUNT(*)".to_owned(),
        Aggregate::Sum(field) => format!("SUM({})", column(field)),
        Aggregate::Distinct(field) => format!("COUNT(DISTINCT {})", column(field)),
        Aggregate::Latest { .. } | Aggregate::Progress { .. } => {
            anyhow::bail!("write {aggregate:?} by hand when an indicator uses it")
        }
    };
    let def = catalog.ledgers.get(&query.ledger).context("a ledger of the catalog")?;
    let mut sql = format!("SELECT {what}, COUNT(*) FROM \"{}\" r", def.table());
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
            Test::Contains(part) => write!(sql, " AND {col} LIKE '%{part}%'"),
        };
    }
    sql.push_str(";\n");
    Ok(sql)
}

/// A value as SQL writes it.
pub(crate) fn literal(value: &Value, dialect: Dialect) -> String {
    match value {
        Value::Integer(it) | Value::Money(Fen(it)) | Value::Mass(Kilograms(it)) => it.to_string(),
        Value::YesNo(yes) if dialect == Dialect::Sqlite => u8::from(*yes).to_string(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Decimal(it) => it.to_string(),
        Value::Stake(it) => it.millimetres().to_string(),
        Value::Text(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) => {
            format!("'{}'", value.canonical().replace('\'', "''"))
        }
    }
}
