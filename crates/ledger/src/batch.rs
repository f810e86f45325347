//! Bulk import by key, and its undoing (批量导入与撤回).
//!
//! One transaction: good rows are taken, bad rows are left out and named, unchanged rows are not touched. Two imports
//! of the same file at once: the second waits for the first and then finds nothing to change.

mod item; // the rows among themselves
mod outcome; // what was done, told
mod put; // new and changed records into the base
mod stand; // the rows against the records that stand
mod undo; // an import taken back

use std::collections::BTreeMap;

use catalog::Row;
use jiff::Timestamp;
use terms::{Finding, Place};
use uuid::Uuid;

use self::item::{check_all, find_twins};
use self::outcome::outcome_of;
use self::put::write_batch;
use crate::check::day_of;
use crate::db::{Line, Statement, quoted};
use crate::entry::Writing;
use crate::migrate::ANALYSED_MIN;
use crate::permit::{Wish, permit};
use crate::record::{Act, Base};
use crate::schema::{id_datum, must_at, read_at};
use crate::write::Pen;
use crate::{SaveError, StoreError};

/// Records named in a refusal at most.
const NAMED: usize = 20;

/// Where a batch comes from (导入文件).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchInfo<'a> {
    /// Name of the file.
    pub file_name: &'a str,
    /// SM3 of the file, hex.
    pub file_digest: &'a str,
    /// How it came in (渠道) where it was not a page, such as 命令行; empty where it was.
    pub channel: &'a str,
    /// Rows of the file that could not be read and are not among those that come along.
    pub unread: u64,
    /// Versions of the standing records that the rows were read over, by record, where they were: a record that is another by
    /// now is not written over.
    pub seen: Option<&'a BTreeMap<Uuid, i64>>,
}

/// One change that an import makes, or would make (变更).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record as staff name it.
    pub key: String,
    /// Label of the field; empty for a new record.
    pub field: String,
    /// What stood; empty when not set.
    pub old: String,
    /// What is to stand; empty when not set.
    pub new: String,
}

/// What an import did, or would do (导入结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// The batch; none for a dry run and when nothing changed.
    pub batch: Option<Uuid>,
    /// New records.
    pub created: u64,
    /// Changed records.
    pub changed: u64,
    /// Records that already stood so.
    pub unchanged: u64,
    /// Rows left out because something about them must be mended, with those of [`BatchInfo::unread`].
    pub left_out: u64,
    /// Positions of the rows left out, from 0, in order.
    pub bad_rows: Vec<usize>,
    /// What was found, in the order of the rows; hints about rows that were taken as well.
    pub findings: Vec<Finding>,
    /// The first thousand changes.
    pub changes: Vec<Change>,
    /// Changes beyond these.
    pub more_changes: u64,
}

/// A batch as the base remembers it (批次).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Id.
    pub id: Uuid,
    /// Ledger id.
    pub ledger: String,
    /// Name of the file.
    pub file_name: String,
    /// SM3 of the file, hex.
    pub file_digest: String,
    /// Who imported it.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// New records.
    pub created: i64,
    /// Changed records.
    pub changed: i64,
    /// Records that already stood so.
    pub unchanged: i64,
    /// Rows left out.
    pub left_out: i64,
    /// When, by whom and why it was undone.
    pub undone: Option<(Timestamp, String, String)>,
}

impl Base {
    /// Imports rows by key (导入): new keys become records, known ones are changed, unchanged ones are not touched, bad
    /// rows are left out. A row's state is taken as its state; child rows that a row does not speak of stay. With
    /// `dry_run` nothing is written. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// [`SaveError::Forbidden`] or [`SaveError::Store`]; what is wrong with rows is in the outcome.
    pub async fn import(
        &self,
        act: &Act,
        ledger: &str,
        rows: Vec<(Place, Row)>,
        info: BatchInfo<'_>,
        dry_run: bool,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<BatchOutcome, SaveError> {
        let def = self.def(ledger)?;
        permit(&self.catalog, act, def, Wish::Import)?;
        let total = count(rows.len());
        progress(0, total);
        let mut items = check_all(&self.catalog, def, rows, day_of(act.at));
        for set in [&def.key].into_iter().chain(&def.unique) {
            find_twins(def, set, &mut items);
        }
        progress(total / 4, total);
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        let sorted = match self.sort_out(&mut writing, act, &pen, &mut items, info.seen).await {
            Ok(sorted) => sorted,
            Err(reason) => return writing.give_up(reason.into()).await,
        };
        progress(total / 2, total);
        let mut outcome = outcome_of(&self.catalog, def, &sorted, items);
        outcome.left_out += info.unread;
        if dry_run || sorted.created.is_empty() && sorted.changed.is_empty() {
            writing.tx.roll_back().await?;
            progress(total, total);
            return Ok(outcome);
        }
        match write_batch(&mut writing, &pen, sorted, &outcome, info, progress).await {
            Ok(batch) => outcome.batch = Some(batch),
            Err(reason) => return writing.give_up(reason.into()).await,
        }
        writing.commit().await?;
        if outcome.created + outcome.changed >= ANALYSED_MIN {
            let sql = format!("ANALYZE {}", quoted(&def.table()));
            self.db.run_alone(Statement::new(sql, Vec::new())).await?;
        }
        progress(total, total);
        Ok(outcome)
    }

    /// All batches, the latest first.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        let sql = format!("SELECT {BATCH} FROM batch ORDER BY id DESC");
        self.db.all(Statement::new(sql, Vec::new())).await?.iter().map(read_batch).collect()
    }

    /// One batch; `None` where there is none of this id.
    ///
    /// # Errors
    /// Only when the database does.
    pub async fn batch(&self, id: Uuid) -> Result<Option<Batch>, StoreError> {
        let sql = format!("SELECT {BATCH} FROM batch WHERE id = $1");
        let values = vec![id_datum(self.db.dialect(), id)];
        let lines = self.db.all(Statement::new(sql, values)).await?;
        lines.first().map(read_batch).transpose()
    }
}

const BATCH: &str = "id, ledger, file_name, file_digest, who, at, created, changed, unchanged, left_out, undone_at, \
    undone_by, undone_reason";

fn read_batch(line: &Line) -> Result<Batch, StoreError> {
    let undone = match read_at(line, 10)? {
        None => None,
        Some(at) => Some((at, line.must_text(11)?, line.must_text(12)?)),
    };
    Ok(Batch {
        id: line.id(0)?,
        ledger: line.must_text(1)?,
        file_name: line.must_text(2)?,
        file_digest: line.must_text(3)?,
        who: line.must_text(4)?,
        at: must_at(line, 5)?,
        created: line.must_integer(6)?,
        changed: line.must_integer(7)?,
        unchanged: line.must_integer(8)?,
        left_out: line.must_integer(9)?,
        undone,
    })
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
