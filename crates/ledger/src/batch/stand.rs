//! The rows of a file against the records that stand (对照): what is new, changed, unchanged, or may not be.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use catalog::{Catalog, LedgerDef, Row};
use terms::Finding;
use uuid::Uuid;

use super::item::{Item, of_lines};
use crate::StoreError;
use crate::across::{asks_across, check_across};
use crate::check::{
    day_of, dead_link, keys_there, links, set_is_whole, set_text, taken, with_same,
};
use crate::db::{Statement, Tx, quoted};
use crate::entry::Writing;
use crate::erase::check_stays_erased;
use crate::moving::check_due_kept;
use crate::permit::in_sight;
use crate::record::{Act, Base, Reader, Record, Shape, read_lines};
use crate::save::{new_record, next, whole};
use crate::write::{Pen, same_values};

/// Good rows by what they are to the base.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) created: Vec<Record>,
    pub(super) changed: Vec<(Record, Record)>,
    pub(super) unchanged: u64,
}

impl Base {
    /// What each good row is to the base: new, changed or unchanged; rows that the base refuses become bad.
    pub(super) async fn sort_out(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        items: &mut [Item],
        seen: Option<&BTreeMap<Uuid, i64>>,
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
            if seen.is_some_and(|it| it.get(&old.id) != Some(&old.version)) {
                item.say(another_by_now(def, &old));
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
}

/// A record of another office stands in the way; what it holds is not said.
pub(super) fn not_theirs(catalog: &Catalog, def: &LedgerDef, record: &Record) -> Finding {
    let office = catalog.offices.title(&record.office);
    let what = format!("《{}》里同一主键的记录归{}，您的岗位不能改它", def.title, office);
    let mend = format!("请由{office}导入，或找台账管理员");
    Finding::must("not_theirs", whole(def, &record.row), what, mend)
}

/// Somebody saved the record after it was read for the row that is to change it.
fn another_by_now(def: &LedgerDef, record: &Record) -> Finding {
    let what = format!("{}刚改过这条记录（第{}版）", record.updated_by, record.version);
    Finding::must("stale", whole(def, &record.row), what, "请再粘贴一次，没有粘的列照现在的")
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
/// themselves: when one falls, those that name it are asked again.
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
        let mut named_by: HashMap<String, Vec<usize>> = HashMap::new();
        let mut of_batch: HashSet<String> = HashSet::new();
        if target.id == def.id {
            for (at, item) in items.iter().enumerate().filter(|it| !it.1.bad) {
                of_batch.insert(item.row.key(def));
                for key in link.named(&item.row) {
                    named_by.entry(key.to_owned()).or_default().push(at);
                }
            }
        }
        let mut asked: Vec<usize> = (0..items.len()).collect();
        while !asked.is_empty() {
            let mut fallen: Vec<String> = Vec::new();
            for at in asked {
                let item = &mut items[at];
                if item.bad {
                    continue;
                }
                let dead: Vec<Finding> = link
                    .named(&item.row)
                    .into_iter()
                    .filter(|key| !there.contains(*key) && !of_batch.contains(*key))
                    .map(|key| dead_link(catalog, def, &item.row, &link, key))
                    .collect();
                if !dead.is_empty() {
                    fallen.push(item.row.key(def));
                    dead.into_iter().for_each(|it| item.say(it));
                }
            }
            let mut next: BTreeSet<usize> = BTreeSet::new();
            for key in fallen {
                of_batch.remove(&key);
                next.extend(named_by.get(&key).into_iter().flatten());
            }
            asked = next.into_iter().collect();
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
