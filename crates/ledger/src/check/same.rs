//! Records that have the same values in a set of fields (同值): the key, a unique set, the `same` of a rule.

use std::collections::BTreeSet;

use catalog::{LedgerDef, Row};
use sea_query::Value as Datum;
use terms::{Finding, Value};
use uuid::Uuid;

use super::{day_of, record_place};
use crate::StoreError;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::migrate::{key_expression, nothing};
use crate::record::{Record, Shape};
use crate::schema::{Kind, integer, label};

/// Values of a set of fields as one text, for comparing rows in memory: empty parts differ from every value.
pub(crate) fn set_text(def: &LedgerDef, set: &[String], row: &Row) -> String {
    let mut out = String::new();
    for name in set {
        if let Some(value) = row.get(def, name) {
            out.push('\u{1}');
            out.push_str(&value.canonical());
        }
        out.push('\u{1f}');
    }
    out
}

/// Whether a unique set speaks of this row at all: where a part is not set it does not.
pub(crate) fn set_is_whole(def: &LedgerDef, set: &[String], row: &Row) -> bool {
    set.iter().all(|name| row.get(def, name).is_some())
}

/// Rows that one statement looks for at most.
pub(super) const SOUGHT: usize = 400;

/// Records in force that have the same values in a set of fields as one of the rows. Child rows are not read. A row in
/// which a part of the set is not set meets none, unless the set is the key.
pub(crate) async fn with_same(
    tx: &mut Tx,
    shape: &Shape<'_>,
    set: &[String],
    rows: &[&Row],
    mut take: impl FnMut(Record) + Send,
) -> Result<(), StoreError> {
    for chunk in rows.chunks(SOUGHT) {
        if let Some(statement) = same_statement(shape, tx.dialect(), set, chunk) {
            for line in tx.all(statement).await? {
                take(shape.read(&line, 0)?);
            }
        }
    }
    Ok(())
}

/// The statement that finds records by a set of fields, each by the set's index; none where there can be no record.
///
/// Alternatives joined by OR would be read out of the whole table: SQLite uses no partial index for them. The order of
/// a CROSS JOIN it keeps.
pub(super) fn same_statement(
    shape: &Shape<'_>,
    dialect: Dialect,
    set: &[String],
    rows: &[&Row],
) -> Option<Statement> {
    let def = shape.def;
    let is_key = set == def.key.as_slice();
    let mut values: Vec<Datum> = Vec::with_capacity(rows.len() * set.len());
    let (mut sought, mut options) = (BTreeSet::new(), Vec::with_capacity(rows.len()));
    for row in rows {
        if sought.insert(set_text(def, set, row)) {
            options.extend(option(def, dialect, set, row, &mut values));
        }
    }
    let column = |name: &String| match is_key {
        true => key_expression(def, name, dialect),
        false => quoted(name),
    };
    let names: Vec<String> = (1..=set.len()).map(|it| quoted(&format!("sought {it}"))).collect();
    let equal: Vec<String> =
        set.iter().zip(&names).map(|(it, name)| format!("{} = v.{name}", column(it))).collect();
    let join = match dialect {
        Dialect::Sqlite => "CROSS JOIN",
        Dialect::Pg => "JOIN",
    };
    let sql = format!(
        "WITH v({}) AS (VALUES {}) SELECT {} FROM v {join} {} t ON {} WHERE t.withdrawn_at IS NULL",
        names.join(", "),
        options.join(", "),
        shape.select_list("t"),
        quoted(&def.table()),
        equal.join(" AND ")
    );
    (!options.is_empty()).then(|| Statement::new(sql, values))
}

/// The values of a set as a row of `VALUES`; none, and nothing bound, where no record can have them.
fn option(
    def: &LedgerDef,
    dialect: Dialect,
    set: &[String],
    row: &Row,
    values: &mut Vec<Datum>,
) -> Option<String> {
    let is_key = set == def.key.as_slice();
    let mut bound = Vec::with_capacity(set.len());
    let mut parts = Vec::with_capacity(set.len());
    for name in set {
        let field = def.field(name);
        let kind = field.and_then(|it| Kind::of(&it.ty)).unwrap_or(Kind::Text);
        let Some(value) = row.get(def, name) else {
            parts.push(nothing(kind, dialect).to_owned());
            if is_key {
                continue;
            }
            return None;
        };
        let as_number = is_key && dialect == Dialect::Pg && field.is_some_and(|it| !it.required);
        bound.push(if as_number && let Value::YesNo(yes) = value {
            integer(i64::from(*yes))
        } else {
            // A value that cannot be kept cannot be there; the row has its own finding.
            kind.datum(dialect, Some(value))?
        });
        parts.push(format!("${}", values.len() + bound.len()));
    }
    values.append(&mut bound);
    Some(format!("({})", parts.join(", ")))
}

/// Findings about records in force that already have the row's key or one of its unique sets.
pub(crate) async fn check_unique(
    tx: &mut Tx,
    shape: &Shape<'_>,
    row: &Row,
    own: Option<Uuid>,
) -> Result<Vec<Finding>, StoreError> {
    let def = shape.def;
    let mut findings = Vec::new();
    for set in [&def.key].into_iter().chain(&def.unique) {
        let is_key = set == &def.key;
        if !is_key && !set_is_whole(def, set, row) {
            continue;
        }
        let mut others = Vec::new();
        with_same(tx, shape, set, &[row], |other| others.push(other)).await?;
        if let Some(other) = others.iter().find(|it| Some(it.id) != own) {
            findings.push(taken(def, set, row, other));
        }
    }
    Ok(findings)
}

/// What a taken key or unique set is called.
pub(crate) fn taken(def: &LedgerDef, set: &[String], row: &Row, other: &Record) -> Finding {
    let labels: Vec<&str> = set.iter().map(|it| label(def, it)).collect();
    let labels = labels.join("、");
    let values: Vec<String> =
        set.iter().filter_map(|it| row.get(def, it)).map(Value::canonical).collect();
    let what = format!(
        "“{labels}”{}已有登记（{}，{}于{}登记）",
        values.join("、"),
        other.row.key(def),
        other.created_by,
        day_of(other.created_at)
    );
    let rule = if set == def.key.as_slice() { "key_taken" } else { "not_unique" };
    Finding::must(
        rule,
        record_place(def, row, &labels),
        what,
        "同一事项请修改原记录；不是同一事项的请核对",
    )
}
