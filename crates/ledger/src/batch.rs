//! Bulk import by key, and its undoing (批量导入与撤回).
//!
//! One transaction: good rows are taken, bad rows are left out and named, unchanged rows are not touched. Two imports
//! of the same file at once: the second waits for the first and then finds nothing to change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::thread;

use catalog::{Catalog, LedgerDef, LineRow, Row, RuleUse, check_row, fill_row};
use jiff::Timestamp;
use jiff::civil::Date;
use terms::{Finding, Grade, Place, Value};
use uuid::Uuid;

use crate::across::{asks_across, check_across};
use crate::check::{
    check_alone, check_linked, day_of, dead_link, keys_there, links, set_is_whole, set_text, taken,
    with_no_further_lines, with_same,
};
use crate::db::{Line, Statement, Tx, quoted};
use crate::entry::{Draft, Writing};
use crate::erase::check_stays_erased;
use crate::moving::check_due_kept;
use crate::permit::{Wish, in_sight, permit};
use crate::record::{Act, Base, LineShape, Reader, Record, Shape, read_lines};
use crate::save::{new_record, next, refuse, whole};
use crate::schema::{at_datum, history, id_datum, integer, label, must_at, read_at, text};
use crate::write::{CHUNK, Pen, Prepared, Saying, lines_of, same_values};
use crate::{SaveError, StoreError};

/// Changes listed in an outcome at most; beyond, only their number is said.
const LISTED: usize = 1_000;
/// Records named in a refusal at most.
const NAMED: usize = 20;

/// Where a batch comes from (导入文件).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchInfo<'a> {
    /// Name of the file.
    pub file_name: &'a str,
    /// SM3 of the file, hex.
    pub file_digest: &'a str,
    /// How it came in (渠道) where it was not a page, such as 命令行; empty where it was.
    pub channel: &'a str,
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
    /// Rows left out because something about them must be mended.
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

/// A row on its way into the base.
struct Item {
    place: Place,
    row: Row,
    bad: bool,
    found: Vec<Finding>,
}

impl Item {
    fn say(&mut self, finding: Finding) {
        self.bad |= finding.grade == Grade::Must;
        self.found.push(at_row(&self.place, finding));
    }
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
        let sorted = match self.sort_out(&mut writing, act, &pen, &mut items).await {
            Ok(sorted) => sorted,
            Err(reason) => return writing.give_up(reason.into()).await,
        };
        progress(total / 2, total);
        let mut outcome = outcome_of(&self.catalog, def, &sorted, items);
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
        if outcome.created + outcome.changed >= 1_000 {
            self.db
                .run_alone(Statement::new(format!("ANALYZE {}", quoted(&def.table())), Vec::new()))
                .await?;
        }
        progress(total, total);
        Ok(outcome)
    }

    /// What each good row is to the base: new, changed or unchanged; rows that the base refuses become bad.
    async fn sort_out(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        items: &mut [Item],
    ) -> Result<Sorted, StoreError> {
        let def = pen.def;
        let standing = Standing::load(&mut writing.tx, &pen.shape, items).await?;
        standing.check_unique(&mut writing.tx, &pen.shape, items).await?;
        check_links_of_all(&mut writing.tx, &self.catalog, def, items).await?;
        check_across_all(&mut writing.tx, &self.catalog, def, &standing, items).await?;
        let mut records = standing.records;
        let wanted: HashSet<String> =
            items.iter().filter(|it| !it.bad).map(|it| set_text(def, &def.key, &it.row)).collect();
        let mut matched: Vec<Record> = Vec::with_capacity(wanted.len().min(records.len()));
        for key in &standing.order {
            if wanted.contains(key)
                && let Some(record) = records.remove(key)
            {
                matched.push(record);
            }
        }
        read_lines(&mut Reader::Tx(&mut writing.tx), def, &mut matched).await?;
        let mut by_key: HashMap<String, Record> =
            matched.into_iter().map(|it| (set_text(def, &def.key, &it.row), it)).collect();
        let start = self.catalog.workflow_of(def).start().name.clone();
        let mut sorted = Sorted::default();
        for item in items.iter_mut().filter(|it| !it.bad) {
            let mut row = std::mem::take(&mut item.row);
            let Some(old) = by_key.remove(&set_text(def, &def.key, &row)) else {
                for finding in of_lines(&self.catalog, def, &mut row, day_of(act.at)) {
                    item.say(finding);
                }
                if item.bad {
                    continue;
                }
                let state = row.state.take().unwrap_or_else(|| start.clone());
                sorted.created.push(new_record(writing, act, def, row, state));
                continue;
            };
            if !in_sight(&self.catalog, act, &old, "import") {
                item.say(not_theirs(&self.catalog, def, &old));
                continue;
            }
            let state = row.state.take().unwrap_or_else(|| old.state.clone());
            for (name, lines) in &old.row.lines {
                row.lines.entry(name.clone()).or_insert_with(|| lines.clone());
            }
            row.state = Some(state.clone());
            for finding in of_lines(&self.catalog, def, &mut row, day_of(act.at)) {
                item.say(finding);
            }
            if item.bad {
                continue;
            }
            if state == old.state && same_values(def, &old.row, &row) {
                sorted.unchanged += 1;
                continue;
            }
            let mut new = next(&old, writing, act, row);
            new.state = state;
            let mut found = check_due_kept(self.catalog.workflow_of(def), def, &old, &new);
            found.extend(check_stays_erased(def, &old, &new));
            if found.is_empty() {
                sorted.changed.push((old, new));
            } else {
                found.into_iter().for_each(|it| item.say(it));
            }
        }
        Ok(sorted)
    }

    /// Undoes a batch (撤回导入): records that it created are withdrawn, records that it changed get their previous
    /// content back, as a new version. Refused, naming them, when some were changed since or are linked to.
    ///
    /// # Errors
    /// [`SaveError::Findings`] as said; [`SaveError::Forbidden`]; [`SaveError::Store`].
    pub async fn undo_batch(
        &self,
        act: &Act,
        batch: Uuid,
        reason: &str,
    ) -> Result<Batch, SaveError> {
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.undo_in(&mut writing, act, batch, reason).await {
            Ok(done) => {
                writing.commit().await?;
                Ok(done)
            }
            Err(reason) => writing.give_up(reason).await,
        }
    }

    async fn undo_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        batch: Uuid,
        reason: &str,
    ) -> Result<Batch, SaveError> {
        let dialect = writing.dialect();
        let sql = format!("SELECT {BATCH} FROM batch WHERE id = $1");
        let line = writing.tx.one(Statement::new(sql, vec![id_datum(dialect, batch)])).await?;
        let line =
            line.ok_or_else(|| SaveError::NotFound { ledger: "batch".to_owned(), id: batch })?;
        let mut found = read_batch(&line)?;
        let def = self.def(&found.ledger)?;
        permit(&self.catalog, act, def, Wish::Import)?;
        let place = Place::Whole { name: found.file_name.clone() };
        if let Some((at, by, _)) = &found.undone {
            let what = format!("这批导入已由{by}于{}撤回", day_of(*at));
            return Err(SaveError::Findings(vec![Finding::must(
                "undone",
                place,
                what,
                "不必再撤回",
            )]));
        }
        if reason.trim().is_empty() {
            let finding = Finding::must("reason", place, "撤回导入没有写理由", "请写明为什么撤回");
            return Err(SaveError::Findings(vec![finding]));
        }
        let pen = Pen::new(def);
        let (created, changed) = self.touched(writing, &pen, batch).await?;
        let touched = created.iter().chain(&changed);
        if let Some(other) =
            touched.into_iter().find(|it| !in_sight(&self.catalog, act, it, "import"))
        {
            return Err(SaveError::Forbidden(Box::new(not_theirs(&self.catalog, def, other))));
        }
        let own: BTreeSet<Uuid> = created.iter().map(|it| it.id).collect();
        let keys: Vec<String> = created.iter().map(|it| it.row.key(def)).collect();
        refuse(check_linked(&mut writing.tx, &self.catalog, def, &keys, &own).await?)?;
        let before = previous(writing, &pen, &changed).await?;
        let mut pairs = Vec::with_capacity(created.len() + changed.len());
        for old in created {
            let mut new = next(&old, writing, act, old.row.clone());
            new.withdrawn_at = Some(new.updated_at);
            pairs.push((old, new));
        }
        for (old, was) in changed.into_iter().zip(before) {
            let mut new = next(&old, writing, act, was.row);
            new.state = was.state;
            new.office = was.office;
            if !def.unique.is_empty() {
                self.check_change(writing, &pen, &old, &new, Vec::new()).await?;
            }
            pairs.push((old, new));
        }
        for chunk in pairs.chunks(CHUNK) {
            let saying = Saying { act: "undo", batch: Some(batch), reason, ..Saying::default() };
            pen.replace(writing, chunk, saying).await?;
        }
        let sql =
            "UPDATE batch SET undone_at = $1, undone_by = $2, undone_reason = $3 WHERE id = $4";
        let values = vec![
            at_datum(dialect, Some(writing.at())),
            text(act.who.clone()),
            text(reason),
            id_datum(dialect, batch),
        ];
        writing.tx.run(Statement::new(sql, values)).await?;
        found.undone = Some((writing.at(), act.who.clone(), reason.to_owned()));
        Ok(found)
    }

    /// The records that a batch created and changed, as they stand; refused when somebody changed one since.
    async fn touched(
        &self,
        writing: &mut Writing,
        pen: &Pen<'_>,
        batch: Uuid,
    ) -> Result<(Vec<Record>, Vec<Record>), SaveError> {
        let dialect = writing.dialect();
        let sql = "SELECT record, version, act FROM entry WHERE batch = $1 AND act IN ('create', 'update') ORDER BY seq";
        let mut acts: BTreeMap<Uuid, (i64, bool)> = BTreeMap::new();
        for line in writing.tx.all(Statement::new(sql, vec![id_datum(dialect, batch)])).await? {
            acts.insert(line.id(0)?, (line.must_integer(1)?, line.must_text(2)? == "create"));
        }
        let ids: Vec<Uuid> = acts.keys().copied().collect();
        let mut records = by_ids(writing, &pen.shape, &ids).await?;
        read_lines(&mut Reader::Tx(&mut writing.tx), pen.def, &mut records).await?;
        let (mut created, mut changed, mut since) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            match acts.get(&record.id) {
                Some((version, _)) if *version != record.version => since.push(record),
                Some((_, true)) => created.push(record),
                Some((_, false)) => changed.push(record),
                None => {}
            }
        }
        let more = since.len().saturating_sub(NAMED);
        let mut findings: Vec<Finding> = since
            .into_iter()
            .take(NAMED)
            .map(|it| {
                let place = Place::Field {
                    ledger: pen.def.title.clone(),
                    record: it.row.key(pen.def),
                    field: String::new(),
                };
                let what = format!(
                    "导入之后又由{}于{}改过，整批不能撤回",
                    it.updated_by,
                    day_of(it.updated_at)
                );
                Finding::must("changed_since", place, what, "请逐条核对，需要的单独修改或撤销")
            })
            .collect();
        if more > 0 {
            let place = Place::Whole { name: pen.def.title.clone() };
            let what = format!("另有 {more} 条也在导入之后改过");
            findings.push(Finding::must("changed_since", place, what, ""));
        }
        refuse(findings)?;
        Ok((created, changed))
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

/// What rules over child rows fill in and say, now that it is known which child rows there are: those of the file, and
/// those that stand where the file does not speak of any.
fn of_lines(catalog: &Catalog, def: &LedgerDef, row: &mut Row, day: Date) -> Vec<Finding> {
    if !def.rules.iter().any(RuleUse::is_of_lines) {
        return Vec::new();
    }
    with_no_further_lines(def, row, |row| {
        fill_row(catalog, def, row, day);
        check_row(catalog, def, row, day)
    })
}

/// Checks every row by itself, on all cores: rows know nothing of each other here.
fn check_all(catalog: &Catalog, def: &LedgerDef, rows: Vec<(Place, Row)>, day: Date) -> Vec<Item> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = rows.len().div_ceil(cores).max(500);
    let mut items: Vec<Item> = rows
        .into_iter()
        .map(|(place, row)| Item { place, row, bad: false, found: Vec::new() })
        .collect();
    thread::scope(|scope| {
        for chunk in items.chunks_mut(size) {
            scope.spawn(move || {
                for item in chunk {
                    fill_row(catalog, def, &mut item.row, day);
                    for finding in check_alone(catalog, def, &item.row, day) {
                        item.say(finding);
                    }
                }
            });
        }
    });
    items
}

/// A record of another office stands in the way; what it holds is not said.
fn not_theirs(catalog: &Catalog, def: &LedgerDef, record: &Record) -> Finding {
    let office = catalog.offices.title(&record.office);
    let what = format!("《{}》里同一主键的记录归{}，您的岗位不能改它", def.title, office);
    let mend = format!("请由{office}导入，或找台账管理员");
    Finding::must("not_theirs", whole(def, &record.row), what, mend)
}

/// A finding about a row, where the row stands in its file.
fn at_row(place: &Place, mut finding: Finding) -> Finding {
    let field = match &finding.place {
        Place::Field { field, .. } => field.clone(),
        Place::Cell { label, .. } => label.clone(),
        Place::Text { .. } | Place::Whole { .. } => String::new(),
    };
    finding.place = match place {
        Place::Cell { file, sheet, row, column, label } => Place::Cell {
            file: file.clone(),
            sheet: sheet.clone(),
            row: *row,
            column: column.clone(),
            label: if field.is_empty() { label.clone() } else { field },
        },
        Place::Field { ledger, record, .. } => {
            Place::Field { ledger: ledger.clone(), record: record.clone(), field }
        }
        Place::Text { .. } | Place::Whole { .. } => place.clone(),
    };
    finding
}

/// Rows of the file that claim the same key or unique set: all of them are named, none is taken.
fn find_twins(def: &LedgerDef, set: &[String], items: &mut [Item]) {
    let is_key = set == def.key.as_slice();
    let mut rows_of: HashMap<String, Vec<usize>> = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let whole = if is_key {
            set.iter().any(|name| item.row.get(def, name).is_some())
        } else {
            set_is_whole(def, set, &item.row)
        };
        if whole {
            rows_of.entry(set_text(def, set, &item.row)).or_default().push(at);
        }
    }
    let mut twins: Vec<Vec<usize>> = rows_of.into_values().filter(|it| it.len() > 1).collect();
    twins.sort();
    let labels: Vec<&str> = set.iter().map(|it| label(def, it)).collect();
    let labels = labels.join("、");
    for group in twins {
        let places: Vec<String> = group.iter().map(|at| items[*at].place.to_string()).collect();
        for (own, at) in group.iter().enumerate() {
            let others: Vec<&str> = places
                .iter()
                .enumerate()
                .filter(|it| it.0 != own)
                .map(|it| it.1.as_str())
                .take(NAMED)
                .collect();
            let item = &mut items[*at];
            let values: Vec<String> =
                set.iter().filter_map(|it| item.row.get(def, it)).map(Value::canonical).collect();
            let what = format!("“{labels}”{}与{}重复", values.join("、"), others.join("、"));
            let place = Place::Field {
                ledger: def.title.clone(),
                record: String::new(),
                field: labels.clone(),
            };
            item.say(Finding::must(
                "twice_in_file",
                place,
                what,
                "同一编号只留一行，改好后重新导入",
            ));
        }
    }
}

/// The records in force that rows of a batch may meet.
struct Standing {
    /// By the text of the key.
    records: HashMap<String, Record>,
    /// Keys in the order they were read.
    order: Vec<String>,
    /// Whether these are all records in force.
    all: bool,
}

impl Standing {
    async fn load(tx: &mut Tx, shape: &Shape<'_>, items: &[Item]) -> Result<Standing, StoreError> {
        let def = shape.def;
        let mut standing = Standing { records: HashMap::new(), order: Vec::new(), all: false };
        let table = quoted(&def.table());
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE withdrawn_at IS NULL");
        let there = tx
            .one(Statement::new(sql, Vec::new()))
            .await?
            .map_or(Ok(0), |it| it.must_integer(0))?;
        let rows: Vec<&Row> = items.iter().filter(|it| !it.bad).map(|it| &it.row).collect();
        let mut keep = |record: Record| {
            let key = set_text(def, &def.key, &record.row);
            standing.order.push(key.clone());
            standing.records.insert(key, record);
        };
        if usize::try_from(there).unwrap_or(usize::MAX) <= rows.len().saturating_mul(4) {
            let sql = format!(
                "SELECT {} FROM {table} t WHERE t.withdrawn_at IS NULL",
                shape.select_list("t")
            );
            if there > 0 {
                tx.each(Statement::new(sql, Vec::new()), |line| {
                    keep(shape.read(&line, 0)?);
                    Ok(())
                })
                .await?;
            }
            standing.all = true;
        } else {
            with_same(tx, shape, &def.key, &rows, &mut keep).await?;
        }
        Ok(standing)
    }

    /// Rows whose unique sets belong to another record become bad.
    async fn check_unique(
        &self,
        tx: &mut Tx,
        shape: &Shape<'_>,
        items: &mut [Item],
    ) -> Result<(), StoreError> {
        let def = shape.def;
        for set in &def.unique {
            let mut holders: HashMap<String, Record> = HashMap::new();
            if self.all {
                for record in self.order.iter().filter_map(|key| self.records.get(key)) {
                    if set_is_whole(def, set, &record.row) {
                        holders.insert(set_text(def, set, &record.row), record.clone());
                    }
                }
            } else {
                let rows: Vec<&Row> = items
                    .iter()
                    .filter(|it| !it.bad && set_is_whole(def, set, &it.row))
                    .map(|it| &it.row)
                    .collect();
                with_same(tx, shape, set, &rows, |record| {
                    holders.insert(set_text(def, set, &record.row), record);
                })
                .await?;
            }
            if holders.is_empty() {
                continue;
            }
            for item in items.iter_mut().filter(|it| !it.bad && set_is_whole(def, set, &it.row)) {
                let own = self.records.get(&set_text(def, &def.key, &item.row)).map(|it| it.id);
                if let Some(other) =
                    holders.get(&set_text(def, set, &item.row)).filter(|it| Some(it.id) != own)
                {
                    let finding = taken(def, set, &item.row, other);
                    item.say(finding);
                }
            }
        }
        Ok(())
    }
}

/// Rows whose links lead nowhere become bad. Rows of the same batch count as there, as long as they are good
/// themselves: so it is asked again until no row falls.
async fn check_links_of_all(
    tx: &mut Tx,
    catalog: &Catalog,
    def: &LedgerDef,
    items: &mut [Item],
) -> Result<(), StoreError> {
    for link in links(def) {
        let Some(target) = catalog.ledgers.get(link.target) else { continue };
        let keys: BTreeSet<&str> =
            items.iter().filter(|it| !it.bad).flat_map(|it| link.named(&it.row)).collect();
        if keys.is_empty() {
            continue;
        }
        let there = keys_there(tx, target, &keys).await?;
        loop {
            let of_batch: HashSet<String> = if target.id == def.id {
                items.iter().filter(|it| !it.bad).map(|it| it.row.key(def)).collect()
            } else {
                HashSet::new()
            };
            let mut fell = false;
            for item in items.iter_mut().filter(|it| !it.bad) {
                let dead: Vec<Finding> = link
                    .named(&item.row)
                    .into_iter()
                    .filter(|key| !there.contains(*key) && !of_batch.contains(*key))
                    .map(|key| dead_link(catalog, def, &item.row, &link, key))
                    .collect();
                for finding in dead {
                    item.say(finding);
                    fell = true;
                }
            }
            if !fell || of_batch.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

/// Rows that do not agree with other records become bad.
async fn check_across_all(
    tx: &mut Tx,
    catalog: &Catalog,
    def: &LedgerDef,
    standing: &Standing,
    items: &mut [Item],
) -> Result<(), StoreError> {
    if !asks_across(def) {
        return Ok(());
    }
    let good: Vec<usize> = (0..items.len()).filter(|it| !items[*it].bad).collect();
    let rows: Vec<&Row> = good.iter().map(|it| &items[*it].row).collect();
    let stood = |row: &&Row| standing.records.get(&set_text(def, &def.key, row)).map(|it| &it.row);
    let before: Vec<Option<&Row>> = rows.iter().map(stood).collect();
    for (at, finding) in check_across(tx, catalog, def, &rows, &before, None).await? {
        items[good[at]].say(finding);
    }
    Ok(())
}

/// Good rows by what they are to the base.
#[derive(Default)]
struct Sorted {
    created: Vec<Record>,
    changed: Vec<(Record, Record)>,
    unchanged: u64,
}

fn outcome_of(
    catalog: &Catalog,
    def: &LedgerDef,
    sorted: &Sorted,
    items: Vec<Item>,
) -> BatchOutcome {
    let mut outcome = BatchOutcome {
        created: count(sorted.created.len()),
        changed: count(sorted.changed.len()),
        unchanged: sorted.unchanged,
        ..BatchOutcome::default()
    };
    for (at, item) in items.into_iter().enumerate() {
        if item.bad {
            outcome.bad_rows.push(at);
        }
        outcome.findings.extend(item.found);
    }
    outcome.left_out = count(outcome.bad_rows.len());
    let mut list = |change: Change| {
        if outcome.changes.len() < LISTED {
            outcome.changes.push(change);
        } else {
            outcome.more_changes += 1;
        }
    };
    for (old, new) in &sorted.changed {
        differences(catalog, def, old, new, &mut list);
    }
    for record in &sorted.created {
        let key = record.row.key(def);
        list(Change { key, field: String::new(), old: String::new(), new: "新增".to_owned() });
    }
    outcome
}

fn differences(
    catalog: &Catalog,
    def: &LedgerDef,
    old: &Record,
    new: &Record,
    list: &mut impl FnMut(Change),
) {
    let key = new.row.key(def);
    let say = |value: &Option<Value>| value.as_ref().map(Value::canonical).unwrap_or_default();
    if old.state != new.state {
        let workflow = catalog.workflow_of(def);
        let word = |name: &str| {
            workflow.state(name).map_or_else(|| name.to_owned(), |it| it.label.clone())
        };
        let (old, new) = (word(&old.state), word(&new.state));
        list(Change { key: key.clone(), field: "状态".to_owned(), old, new });
    }
    for (field, (was, is)) in def.fields.iter().zip(old.row.values.iter().zip(&new.row.values)) {
        if was != is {
            list(Change {
                key: key.clone(),
                field: field.label.clone(),
                old: say(was),
                new: say(is),
            });
        }
    }
    for (field, _) in def.lines() {
        let (was, is) = (lines_of(&old.row, &field.name), lines_of(&new.row, &field.name));
        if was != is {
            let (old, new) = (format!("{} 行", was.len()), format!("{} 行", is.len()));
            list(Change { key: key.clone(), field: field.label.clone(), old, new });
        }
    }
}

async fn write_batch(
    writing: &mut Writing,
    pen: &Pen<'_>,
    sorted: Sorted,
    outcome: &BatchOutcome,
    info: BatchInfo<'_>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Uuid, StoreError> {
    let dialect = writing.dialect();
    let batch = writing.next_id();
    let total = outcome.created + outcome.changed + outcome.unchanged + outcome.left_out;
    let mut body = serde_json::json!({
        "file": info.file_name,
        "digest": info.file_digest,
        "created": outcome.created,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "left_out": outcome.left_out,
    });
    if !info.channel.is_empty() {
        body["channel"] = info.channel.into();
    }
    writing.note(Draft {
        act: "import",
        ledger: pen.def.id.clone(),
        record: None,
        version: 0,
        batch: Some(batch),
        body: body.to_string(),
        row_digest: String::new(),
    });
    let number = |it: u64| integer(i64::try_from(it).unwrap_or(i64::MAX));
    let sql = "INSERT INTO batch (id, ledger, file_name, file_digest, who, at, created, changed, unchanged, left_out) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        id_datum(dialect, batch),
        text(pen.def.id.clone()),
        text(info.file_name),
        text(info.file_digest),
        text(writing.who()),
        at_datum(dialect, Some(writing.at())),
        number(outcome.created),
        number(outcome.changed),
        number(outcome.unchanged),
        number(outcome.left_out),
    ];
    writing.tx.run(Statement::new(sql, values)).await?;
    let half = total / 2;
    let to_write = (outcome.created + outcome.changed).max(1);
    let mut written = 0;
    let Sorted { created, changed, .. } = sorted;
    let saying = Saying { act: "create", batch: Some(batch), ..Saying::default() };
    let Writing { tx, chain } = writing;
    let mut created = created.into_iter();
    let mut chunk: Vec<Record> = created.by_ref().take(CHUNK).collect();
    let mut rows = count(chunk.len());
    // Entries that wait already are taken along by the first chunk, and left for the end when there is none.
    let mut ready =
        if rows == 0 { Prepared::default() } else { pen.prepare(chain, chunk, saying).await? };
    while rows > 0 {
        // While the database writes one chunk, the next is made ready.
        chunk = created.by_ref().take(CHUNK).collect();
        let rows_next = count(chunk.len());
        let (stored, prepared) =
            tokio::join!(pen.insert(tx, ready), pen.prepare(chain, chunk, saying));
        stored?;
        ready = prepared?;
        written += rows;
        progress(half + written * (total - half) / to_write, total);
        rows = rows_next;
    }
    for chunk in changed.chunks(CHUNK) {
        pen.replace(
            writing,
            chunk,
            Saying { act: "update", batch: Some(batch), ..Saying::default() },
        )
        .await?;
        written += count(chunk.len());
        progress(half + written * (total - half) / to_write, total);
    }
    Ok(batch)
}

async fn by_ids(
    writing: &mut Writing,
    shape: &Shape<'_>,
    ids: &[Uuid],
) -> Result<Vec<Record>, StoreError> {
    let dialect = writing.dialect();
    let mut records = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT {} FROM {} t WHERE t.id IN ({}) ORDER BY t.id",
            shape.select_list("t"),
            quoted(&shape.def.table()),
            marks.join(", ")
        );
        let values = chunk.iter().map(|it| id_datum(dialect, *it)).collect();
        for line in writing.tx.all(Statement::new(sql, values)).await? {
            records.push(shape.read(&line, 0)?);
        }
    }
    Ok(records)
}

/// The versions before the standing ones, in the same order, with the child rows that they had.
async fn previous(
    writing: &mut Writing,
    pen: &Pen<'_>,
    records: &[Record],
) -> Result<Vec<Record>, StoreError> {
    let dialect = writing.dialect();
    let places: HashMap<Uuid, usize> =
        records.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
    let mut found: Vec<Option<Record>> = records.iter().map(|_| None).collect();
    let ids: Vec<Uuid> = records.iter().map(|it| it.id).collect();
    for chunk in ids.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
        let marks = marks.join(", ");
        let values: Vec<_> = chunk.iter().map(|it| id_datum(dialect, *it)).collect();
        let past = quoted(&history(&pen.def.table()));
        let sql =
            format!("SELECT {} FROM {past} t WHERE t.id IN ({marks})", pen.shape.select_list("t"));
        for line in writing.tx.all(Statement::new(sql, values.clone())).await? {
            let record = pen.shape.read(&line, 0)?;
            if let Some(at) =
                places.get(&record.id).filter(|at| records[**at].version == record.version + 1)
            {
                found[*at] = Some(record);
            }
        }
    }
    let mut before = Vec::with_capacity(records.len());
    for (record, found) in records.iter().zip(found) {
        let mut was =
            found.ok_or_else(|| StoreError::corrupt(format!("记录 {} 缺少上一版本", record.id)))?;
        was.row.lines.clone_from(&record.row.lines);
        before.push(was);
    }
    for shape in &pen.lines {
        for (at, rows) in children_before(writing, shape, records, &places).await? {
            if rows.is_empty() {
                before[at].row.lines.remove(&shape.name);
            } else {
                before[at].row.lines.insert(shape.name.clone(), rows);
            }
        }
    }
    Ok(before)
}

/// Child rows that ended, or others that began, when the standing version began: only there did they change.
async fn children_before(
    writing: &mut Writing,
    shape: &LineShape,
    records: &[Record],
    places: &HashMap<Uuid, usize>,
) -> Result<BTreeMap<usize, Vec<LineRow>>, StoreError> {
    let dialect = writing.dialect();
    let mut rows: BTreeMap<usize, Vec<LineRow>> = BTreeMap::new();
    for chunk in records.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
        let marks = marks.join(", ");
        let values: Vec<_> = chunk.iter().map(|it| id_datum(dialect, it.id)).collect();
        let sql = format!(
            "SELECT record_id, since_at FROM {} WHERE record_id IN ({marks})",
            quoted(&shape.table)
        );
        for line in writing.tx.all(Statement::new(sql, values.clone())).await? {
            let at = places.get(&line.id(0)?).copied().unwrap_or_default();
            if must_at(&line, 1)? == records[at].updated_at {
                rows.entry(at).or_default();
            }
        }
        let sql = format!(
            "SELECT {}, c.until_at FROM {} c WHERE c.record_id IN ({marks}) ORDER BY c.record_id, c.ordinal",
            shape.select_list("c"),
            quoted(&history(&shape.table))
        );
        let last = shape.names().len();
        for line in writing.tx.all(Statement::new(sql, values)).await? {
            let at = places.get(&line.id(0)?).copied().unwrap_or_default();
            if must_at(&line, last)? == records[at].updated_at {
                rows.entry(at).or_default().push(shape.read(&line, 0)?);
            }
        }
    }
    Ok(rows)
}
