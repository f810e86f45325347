//! Records into tables, one or a hundred thousand by the same statements (落库).
//!
//! A new version first copies the row that it supersedes into the history table; child rows are copied only when
//! their own content changes. Every written record gets its entry here, so that none can be forgotten.

use std::collections::BTreeMap;

use catalog::{LedgerDef, Row};
use jiff::Timestamp;
use sea_query::Value as Datum;
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::entry::{Canon, Chain, Draft, ENTRY, Writing, digest_with, json_text};
use crate::record::{LineShape, Record, Shape};
use crate::schema::{at_datum, history, id_datum, integer, text};

/// Records written in one go.
pub(crate) const CHUNK: usize = 1_000;

/// What an entry says besides the values: act, batch, move, reason.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Saying<'a> {
    pub(crate) act: &'static str,
    pub(crate) batch: Option<Uuid>,
    pub(crate) step: Option<&'a str>,
    pub(crate) reason: &'a str,
    /// What was erased along with it, as JSON; empty where nothing was.
    pub(crate) erased: &'a str,
}

/// New records on their way into the tables.
#[derive(Default)]
pub(crate) struct Prepared<'p> {
    values: Vec<Datum>,
    children: BTreeMap<&'p str, Vec<Datum>>,
    entries: Vec<Datum>,
}

/// What is needed to write records of one ledger.
pub(crate) struct Pen<'a> {
    pub(crate) def: &'a LedgerDef,
    pub(crate) shape: Shape<'a>,
    pub(crate) lines: Vec<LineShape>,
    pub(crate) canon: Canon<'a>,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(def: &'a LedgerDef) -> Pen<'a> {
        Pen { def, shape: Shape::new(def), lines: LineShape::all(def), canon: Canon::new(def) }
    }

    /// What writing new records takes: their ids are given here, in order, their entries noted.
    /// Gives way every few rows, so that a database writing the rows before is not kept waiting.
    pub(crate) async fn prepare(
        &self,
        chain: &mut Chain,
        records: Vec<Record>,
        saying: Saying<'_>,
    ) -> Result<Prepared<'_>, StoreError> {
        let dialect = chain.dialect();
        let mut prepared = Prepared::default();
        let mut canonical = String::with_capacity(2048);
        for (number, mut record) in records.into_iter().enumerate() {
            if number % 50 == 49 {
                tokio::task::yield_now().await;
            }
            record.id = chain.next_id();
            canonical.clear();
            self.canon.values(&record.row, &mut canonical);
            let mut body = String::with_capacity(canonical.len() + 120);
            body.push('{');
            body.push_str(&canonical);
            body.push_str(",\"state\":");
            json_text(&mut body, &record.state);
            body.push_str(",\"office\":");
            json_text(&mut body, &record.office);
            say(&mut body, saying);
            body.push('}');
            chain.note(Draft {
                act: saying.act,
                ledger: self.def.id.clone(),
                record: Some(record.id),
                version: record.version,
                batch: saying.batch,
                row_digest: digest_with(&record, &canonical),
                body,
            });
            self.child_values(dialect, &record, None, &mut prepared.children)?;
            self.record_values(dialect, record, &mut prepared.values)?;
        }
        prepared.entries = chain.take_drafts();
        Ok(prepared)
    }

    /// Writes what was prepared.
    pub(crate) async fn insert(
        &self,
        tx: &mut Tx,
        prepared: Prepared<'_>,
    ) -> Result<(), StoreError> {
        tx.insert_rows(&self.def.table(), &self.shape.names(), prepared.values).await?;
        self.insert_children(tx, prepared.children).await?;
        tx.insert_rows("entry", &ENTRY, prepared.entries).await
    }

    /// Replaces records by their next version, with history and entries. Each pair is what stood and what is to stand.
    pub(crate) async fn replace(
        &self,
        writing: &mut Writing,
        pairs: &[(Record, Record)],
        saying: Saying<'_>,
    ) -> Result<(), StoreError> {
        let dialect = writing.dialect();
        let mut values = Vec::with_capacity(pairs.len() * (9 + self.shape.columns.len()));
        let mut children: BTreeMap<&str, Vec<Datum>> = BTreeMap::new();
        let mut moved: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
        for (old, new) in pairs {
            debug_assert_eq!(old.version + 1, new.version, "versions are without gaps");
            writing.note(Draft {
                act: saying.act,
                ledger: self.def.id.clone(),
                record: Some(new.id),
                version: new.version,
                batch: saying.batch,
                row_digest: self.canon.digest(new),
                body: self.change_body(old, new, saying),
            });
            self.record_values(dialect, new.clone(), &mut values)?;
            for shape in &self.lines {
                if lines_of(&old.row, &shape.name) != lines_of(&new.row, &shape.name) {
                    moved.entry(shape.name.as_str()).or_default().push(new.id);
                    self.child_values(dialect, new, Some(&shape.name), &mut children)?;
                }
            }
        }
        let mut ends: BTreeMap<Timestamp, Vec<Uuid>> = BTreeMap::new();
        for (_, new) in pairs {
            ends.entry(new.updated_at).or_default().push(new.id);
        }
        for (until, ids) in &ends {
            self.archive(writing, *until, ids).await?;
        }
        writing.tx.update_rows(&self.def.table(), &self.shape.names(), values).await?;
        for shape in &self.lines {
            if let Some(ids) = moved.get(shape.name.as_str()) {
                self.archive_children(writing, shape, ids).await?;
            }
        }
        self.insert_children(&mut writing.tx, children).await?;
        let entries = writing.chain.take_drafts();
        writing.tx.insert_rows("entry", &ENTRY, entries).await
    }

    fn change_body(&self, old: &Record, new: &Record, saying: Saying<'_>) -> String {
        let mut body = "{".to_owned();
        if let Some(difference) = self.canon.difference(&old.row, &new.row) {
            body.push_str(&difference);
        }
        for (name, was, is) in
            [("state", &old.state, &new.state), ("office", &old.office, &new.office)]
        {
            if was != is {
                comma(&mut body);
                body.push_str(&format!("\"{name}\":["));
                json_text(&mut body, was);
                body.push(',');
                json_text(&mut body, is);
                body.push(']');
            }
        }
        if old.withdrawn_at.is_some() != new.withdrawn_at.is_some() {
            comma(&mut body);
            body.push_str(if new.withdrawn_at.is_some() {
                "\"withdrawn\":true"
            } else {
                "\"withdrawn\":false"
            });
        }
        say(&mut body, saying);
        body.push('}');
        body
    }

    fn record_values(
        &self,
        dialect: Dialect,
        mut record: Record,
        values: &mut Vec<Datum>,
    ) -> Result<(), StoreError> {
        values.extend([
            id_datum(dialect, record.id),
            text(record.state),
            integer(record.version),
            text(record.office),
            at_datum(dialect, Some(record.created_at)),
            text(record.created_by),
            at_datum(dialect, Some(record.updated_at)),
            text(record.updated_by),
            at_datum(dialect, record.withdrawn_at),
        ]);
        for column in &self.shape.columns {
            let value = record.row.values.get_mut(column.place).and_then(Option::take);
            values.push(column.datum(dialect, value)?);
        }
        Ok(())
    }

    fn child_values<'s>(
        &'s self,
        dialect: Dialect,
        record: &Record,
        only: Option<&str>,
        children: &mut BTreeMap<&'s str, Vec<Datum>>,
    ) -> Result<(), StoreError> {
        for shape in self.lines.iter().filter(|it| only.is_none_or(|name| name == it.name)) {
            for (ordinal, row) in (1_i64..).zip(lines_of(&record.row, &shape.name)) {
                let values = children.entry(shape.name.as_str()).or_default();
                values.push(id_datum(dialect, record.id));
                values.push(integer(ordinal));
                values.push(at_datum(dialect, Some(record.updated_at)));
                for column in &shape.columns {
                    values.push(column.datum(dialect, row.get(column.place).cloned().flatten())?);
                }
            }
        }
        Ok(())
    }

    async fn insert_children(
        &self,
        tx: &mut Tx,
        mut children: BTreeMap<&str, Vec<Datum>>,
    ) -> Result<(), StoreError> {
        for shape in &self.lines {
            if let Some(values) = children.remove(shape.name.as_str()) {
                tx.insert_rows(&shape.table, &shape.names(), values).await?;
            }
        }
        Ok(())
    }

    async fn archive(
        &self,
        writing: &mut Writing,
        until: Timestamp,
        ids: &[Uuid],
    ) -> Result<(), StoreError> {
        let dialect = writing.dialect();
        let table = self.def.table();
        let names: Vec<String> = self.shape.names().iter().map(|it| quoted(it)).collect();
        let names = names.join(", ");
        for chunk in ids.chunks(500) {
            let marks: Vec<String> = (2..chunk.len() + 2).map(|it| format!("${it}")).collect();
            let sql = format!(
                "INSERT INTO {} ({names}, until_at) SELECT {names}, $1 FROM {} WHERE id IN ({})",
                quoted(&history(&table)),
                quoted(&table),
                marks.join(", ")
            );
            let mut values = vec![at_datum(dialect, Some(until))];
            values.extend(chunk.iter().map(|it| id_datum(dialect, *it)));
            writing.tx.run(Statement::new(sql, values)).await?;
        }
        Ok(())
    }

    /// Child rows end when the record's new version, already in its table, begins.
    async fn archive_children(
        &self,
        writing: &mut Writing,
        shape: &LineShape,
        ids: &[Uuid],
    ) -> Result<(), StoreError> {
        let dialect = writing.dialect();
        let names: Vec<String> = shape.names().iter().map(|it| quoted(it)).collect();
        for chunk in ids.chunks(500) {
            let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
            let marks = marks.join(", ");
            let values: Vec<Datum> = chunk.iter().map(|it| id_datum(dialect, *it)).collect();
            let sql = format!(
                "INSERT INTO {} ({}, until_at) SELECT {}, t.updated_at FROM {} c JOIN {} t ON t.id = c.record_id \
                 WHERE c.record_id IN ({marks})",
                quoted(&history(&shape.table)),
                names.join(", "),
                shape.select_list("c"),
                quoted(&shape.table),
                quoted(&self.def.table()),
            );
            writing.tx.run(Statement::new(sql, values.clone())).await?;
            let sql = format!("DELETE FROM {} WHERE record_id IN ({marks})", quoted(&shape.table));
            writing.tx.run(Statement::new(sql, values)).await?;
        }
        Ok(())
    }
}

/// Child rows of a row, none where there is no entry.
pub(crate) fn lines_of<'r>(row: &'r Row, name: &str) -> &'r [catalog::LineRow] {
    row.lines.get(name).map(Vec::as_slice).unwrap_or_default()
}

/// Whether two rows hold the same values and child rows; states are not compared.
pub(crate) fn same_values(def: &LedgerDef, old: &Row, new: &Row) -> bool {
    old.values == new.values
        && def.lines().all(|(field, _)| lines_of(old, &field.name) == lines_of(new, &field.name))
}

fn say(body: &mut String, saying: Saying<'_>) {
    if let Some(step) = saying.step {
        comma(body);
        body.push_str("\"move\":");
        json_text(body, step);
    }
    if !saying.reason.is_empty() {
        comma(body);
        body.push_str("\"reason\":");
        json_text(body, saying.reason);
    }
    if !saying.erased.is_empty() {
        comma(body);
        body.push_str("\"erased\":");
        body.push_str(saying.erased);
    }
}

fn comma(body: &mut String) {
    if !body.ends_with('{') {
        body.push(',');
    }
}
