//! One row of a ledger: the record, and how it is read from its table (台账记录).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use catalog::{Catalog, LedgerDef, LineRow, Row};
use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Db, Dialect, Line, Statement, Tx, quoted};
use crate::desk::Mind;
use crate::schema::{Column, LINE_META, META, columns, id_datum, must_at, read_at};

/// Who acts, for whom, as what, and when (经办).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Name of the person, as entries keep it.
    pub who: String,
    /// Office of the person (股室).
    pub office: String,
    /// Names of the person's roles.
    pub roles: Vec<String>,
    /// The time, kept to the microsecond.
    pub at: Timestamp,
}

/// One row of a ledger with what every record carries (台账记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// A `UUIDv7`.
    pub id: Uuid,
    /// Ledger id.
    pub ledger: String,
    /// Workflow state by name.
    pub state: String,
    /// From 1, one more with every change.
    pub version: i64,
    /// Responsible office (责任股室).
    pub office: String,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Who entered it.
    pub created_by: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: String,
    /// When it was withdrawn (撤销); none while it is in force.
    pub withdrawn_at: Option<Timestamp>,
    /// The values; `row.state` equals `state`.
    pub row: Row,
}

/// The bureau's base: database, attachments and definitions (库).
#[derive(Debug, Clone)]
pub struct Base {
    pub(crate) db: Db,
    pub(crate) files: PathBuf,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) mind: Arc<Mind>,
}

impl Base {
    /// The definitions.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The same base under other definitions; it must be migrated to them before it is used.
    #[must_use]
    pub fn with_catalog(&self, catalog: Arc<Catalog>) -> Base {
        Base { catalog, ..self.clone() }
    }

    /// Which database it is on.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.db.dialect()
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.db.close().await;
    }

    pub(crate) fn def(&self, ledger: &str) -> Result<&LedgerDef, StoreError> {
        self.catalog
            .ledgers
            .get(ledger)
            .ok_or_else(|| StoreError::unknown(format!("台账“{ledger}”")))
    }
}

/// How records of one ledger are selected and read back: the columns in order.
pub(crate) struct Shape<'a> {
    pub(crate) def: &'a LedgerDef,
    /// Columns of the fields, after [`META`].
    pub(crate) columns: Vec<Column>,
}

impl<'a> Shape<'a> {
    pub(crate) fn new(def: &'a LedgerDef) -> Shape<'a> {
        Shape { def, columns: columns(&def.fields) }
    }

    /// Names of all columns in order: [`META`], then the fields.
    pub(crate) fn names(&self) -> Vec<&str> {
        META.iter().copied().chain(self.columns.iter().map(|it| it.name.as_str())).collect()
    }

    /// The select list, every column as `alias."name"`.
    pub(crate) fn select_list(&self, alias: &str) -> String {
        let parts: Vec<String> =
            self.names().iter().map(|name| format!("{alias}.{}", quoted(name))).collect();
        parts.join(", ")
    }

    /// Reads a record whose columns start at position `from` of the line; child rows are not read.
    pub(crate) fn read(&self, line: &Line, from: usize) -> Result<Record, StoreError> {
        let mut row = Row::empty(self.def);
        for (offset, column) in self.columns.iter().enumerate() {
            row.values[column.place] = column.kind.read(line, from + META.len() + offset)?;
        }
        let state = line.must_text(from + 1)?;
        row.state = Some(state.clone());
        Ok(Record {
            id: line.id(from)?,
            ledger: self.def.id.clone(),
            state,
            version: line.must_integer(from + 2)?,
            office: line.must_text(from + 3)?,
            created_at: must_at(line, from + 4)?,
            created_by: line.must_text(from + 5)?,
            updated_at: must_at(line, from + 6)?,
            updated_by: line.must_text(from + 7)?,
            withdrawn_at: read_at(line, from + 8)?,
            row,
        })
    }
}

/// How child rows of one lines field are selected and read back.
pub(crate) struct LineShape {
    /// Child table.
    pub(crate) table: String,
    /// Name of the lines field.
    pub(crate) name: String,
    /// Columns of the child fields, after [`LINE_META`].
    pub(crate) columns: Vec<Column>,
    width: usize,
}

impl LineShape {
    /// The shapes of all lines fields, in order.
    pub(crate) fn all(def: &LedgerDef) -> Vec<LineShape> {
        def.lines()
            .map(|(field, fields)| LineShape {
                table: def.line_table(&field.name),
                name: field.name.clone(),
                columns: columns(fields),
                width: fields.len(),
            })
            .collect()
    }

    /// Names of all columns in order: [`LINE_META`], then the child fields.
    pub(crate) fn names(&self) -> Vec<&str> {
        LINE_META.iter().copied().chain(self.columns.iter().map(|it| it.name.as_str())).collect()
    }

    /// The select list, every column as `alias."name"`.
    pub(crate) fn select_list(&self, alias: &str) -> String {
        let parts: Vec<String> =
            self.names().iter().map(|name| format!("{alias}.{}", quoted(name))).collect();
        parts.join(", ")
    }

    /// Reads a child row whose columns start at position `from` of the line.
    pub(crate) fn read(&self, line: &Line, from: usize) -> Result<LineRow, StoreError> {
        let mut values = vec![None; self.width];
        for (offset, column) in self.columns.iter().enumerate() {
            values[column.place] = column.kind.read(line, from + LINE_META.len() + offset)?;
        }
        Ok(values)
    }
}

/// Where records are read from: any connection, or the writing transaction.
pub(crate) enum Reader<'a> {
    /// A reading connection.
    Db(&'a Db),
    /// The writing transaction.
    Tx(&'a mut Tx),
}

impl Reader<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Reader::Db(db) => db.dialect(),
            Reader::Tx(tx) => tx.dialect(),
        }
    }

    pub(crate) async fn all(&mut self, statement: Statement) -> Result<Vec<Line>, StoreError> {
        match self {
            Reader::Db(db) => db.all(statement).await,
            Reader::Tx(tx) => tx.all(statement).await,
        }
    }

    pub(crate) async fn each(
        &mut self,
        statement: Statement,
        take: impl FnMut(Line) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        match self {
            Reader::Db(db) => db.each(statement, take).await,
            Reader::Tx(tx) => tx.each(statement, take).await,
        }
    }
}

/// Fills in the current child rows of records. Every lines field of the definition gets an entry where it has rows.
pub(crate) async fn read_lines(
    reader: &mut Reader<'_>,
    def: &LedgerDef,
    records: &mut [Record],
) -> Result<(), StoreError> {
    let shapes = LineShape::all(def);
    if shapes.is_empty() || records.is_empty() {
        return Ok(());
    }
    let places: BTreeMap<Uuid, usize> =
        records.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
    let dialect = reader.dialect();
    for shape in &shapes {
        for chunk in records.iter().map(|it| it.id).collect::<Vec<_>>().chunks(500) {
            let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
            let sql = format!(
                "SELECT {} FROM {} c WHERE c.record_id IN ({}) ORDER BY c.record_id, c.ordinal",
                shape.select_list("c"),
                quoted(&shape.table),
                marks.join(", ")
            );
            let values = chunk.iter().map(|id| id_datum(dialect, *id)).collect();
            for line in reader.all(Statement::new(sql, values)).await? {
                let place = places
                    .get(&line.id(0)?)
                    .ok_or_else(|| StoreError::corrupt("child row of no record"))?;
                let child = shape.read(&line, 0)?;
                records[*place].row.lines.entry(shape.name.clone()).or_default().push(child);
            }
        }
    }
    Ok(())
}
