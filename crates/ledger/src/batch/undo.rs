//! An import taken back (撤回导入).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::LineRow;
use terms::{Finding, Place};
use uuid::Uuid;

use super::stand::not_theirs;
use super::{BATCH, Batch, NAMED, read_batch};
use crate::check::{check_linked, day_of};
use crate::db::{Statement, quoted};
use crate::entry::Writing;
use crate::permit::{Wish, in_sight, permit};
use crate::record::{Act, Base, LineShape, Reader, Record, Shape, read_lines};
use crate::save::{next, refuse};
use crate::schema::{at_datum, history, id_datum, must_at, text};
use crate::write::{CHUNK, Pen, Saying};
use crate::{SaveError, StoreError};

impl Base {
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
        refuse(check_linked(&mut writing.tx, &self.catalog, act, def, &keys, &own).await?)?;
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
                self.check_change(writing, act, &pen, &old, &new, Vec::new()).await?;
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
