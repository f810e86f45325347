//! Every version of records, as tables have them (各版记录): the current row, the superseded ones, and the child rows that
//! stood in the time of each.

use std::collections::BTreeMap;

use catalog::LineRow;
use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Statement, Tx, quoted};
use crate::record::{LineShape, Record};
use crate::schema::{history, id_datum, must_at, read_at};
use crate::write::Pen;

/// A version as a table has it: current when `until` is none.
pub(crate) struct Version {
    pub(crate) record: Record,
    pub(crate) until: Option<Timestamp>,
}

/// The given current rows, in order of id, with the superseded versions of all records from the first to the last.
pub(crate) async fn with_past(
    tx: &mut Tx,
    pen: &Pen<'_>,
    current: Vec<Record>,
) -> Result<Vec<Version>, StoreError> {
    let dialect = tx.dialect();
    let Some((first, last)) = current.first().map(|it| it.id).zip(current.last().map(|it| it.id))
    else {
        return Ok(Vec::new());
    };
    let mut versions: Vec<Version> =
        current.into_iter().map(|record| Version { record, until: None }).collect();
    let range = vec![id_datum(dialect, first), id_datum(dialect, last)];
    let past = quoted(&history(&pen.def.table()));
    let sql = format!(
        "SELECT {}, t.until_at FROM {past} t WHERE t.id BETWEEN $1 AND $2 ORDER BY t.id, t.version",
        pen.shape.select_list("t")
    );
    let width = pen.shape.names().len();
    for line in tx.all(Statement::new(sql, range.clone())).await? {
        versions.push(Version { record: pen.shape.read(&line, 0)?, until: read_at(&line, width)? });
    }
    children_of_all(tx, pen, &mut versions, &range).await?;
    Ok(versions)
}

/// Puts to every version the child rows that stood in its time.
async fn children_of_all(
    tx: &mut Tx,
    pen: &Pen<'_>,
    versions: &mut [Version],
    range: &[sea_query::Value],
) -> Result<(), StoreError> {
    for shape in &pen.lines {
        let mut found: BTreeMap<Uuid, Vec<Child>> = BTreeMap::new();
        for (table, ends) in [(shape.table.clone(), false), (history(&shape.table), true)] {
            read_children(tx, shape, &table, ends, range, &mut found).await?;
        }
        for version in &mut *versions {
            let at = version.record.updated_at;
            let rows: Vec<LineRow> = found
                .get(&version.record.id)
                .into_iter()
                .flatten()
                .filter(|it| it.since <= at && it.until.is_none_or(|until| at < until))
                .map(|it| it.row.clone())
                .collect();
            if !rows.is_empty() {
                version.record.row.lines.insert(shape.name.clone(), rows);
            }
        }
    }
    Ok(())
}

struct Child {
    since: Timestamp,
    until: Option<Timestamp>,
    row: LineRow,
}

async fn read_children(
    tx: &mut Tx,
    shape: &LineShape,
    table: &str,
    ends: bool,
    range: &[sea_query::Value],
    found: &mut BTreeMap<Uuid, Vec<Child>>,
) -> Result<(), StoreError> {
    let until = if ends { ", c.until_at" } else { "" };
    let sql = format!(
        "SELECT {}{until} FROM {} c WHERE c.record_id BETWEEN $1 AND $2 ORDER BY c.record_id, c.ordinal",
        shape.select_list("c"),
        quoted(table)
    );
    let width = shape.names().len();
    for line in tx.all(Statement::new(sql, range.to_vec())).await? {
        let until = if ends { read_at(&line, width)? } else { None };
        let child = Child { since: must_at(&line, 2)?, until, row: shape.read(&line, 0)? };
        found.entry(line.id(0)?).or_default().push(child);
    }
    Ok(())
}
