//! Create, change, move, withdraw (登记、修改、流转、撤销).
//!
//! Every act is one transaction: permission, checks, the new version, its entry. The second of two writers gets the
//! name of the first. What is saved unchanged makes no version and no entry. Nothing is ever deleted.

use std::collections::BTreeSet;

use catalog::{ConditionDef, FieldType, LedgerDef, MoveDef, Row, fill_row, holds, holds_beside};
use jiff::Timestamp;
use terms::{Finding, Grade, Place, Value};
use uuid::Uuid;

use crate::across::{check_across, check_move_links, through_link};
use crate::check::{
    check_alone, check_linked, check_links, check_unique, day_of, with_no_further_lines,
};
use crate::db::{Statement, quoted};
use crate::entry::Writing;
use crate::erase::{check_stays_erased, write_erased};
use crate::moving::{Moving, check_due_kept};
use crate::permit::{Wish, permit};
use crate::purge::Purge;
use crate::record::{Act, Base, Reader, Record, Shape, read_lines};
use crate::schema::{id_datum, label};
use crate::wipe;
use crate::write::{Pen, Saying, same_values};
use crate::{SaveError, StoreError};

/// Which version of which record somebody edited (所改的版本).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// Ledger id.
    pub ledger: &'a str,
    /// The record.
    pub id: Uuid,
    /// The version that the person saw.
    pub version: i64,
}

/// A step that somebody wants to make (流转).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// Name of the move.
    pub name: &'a str,
    /// Fields set along with it, by name; the evidence of the move usually.
    pub changes: &'a [(String, Option<Value>)],
    /// Why; empty where the move asks for none.
    pub reason: &'a str,
    /// The earlier state to go back to, by name; only for moves that go back (退回).
    pub to: Option<&'a str>,
}

impl Base {
    /// Enters a record (登记). Its office is the acting person's, or the ledger's where the person has none.
    ///
    /// # Errors
    /// [`SaveError::Forbidden`], [`SaveError::Findings`] with everything that is wrong, or [`SaveError::Store`].
    pub async fn create(&self, act: &Act, ledger: &str, mut row: Row) -> Result<Record, SaveError> {
        let def = self.def(ledger)?;
        permit(&self.catalog, act, def, Wish::Create)?;
        let day = day_of(act.at);
        let mut findings = with_no_further_lines(def, &mut row, |row| {
            fill_row(&self.catalog, def, row, day);
            check_alone(&self.catalog, def, row, day)
        });
        let start = self.catalog.workflow_of(def).start().name.clone();
        if row.state.as_ref().is_some_and(|it| *it != start)
            && findings.iter().all(|it| it.rule != "unknown_state")
        {
            let what = "新登记的记录只能从流程的起点开始".to_owned();
            findings.push(Finding::must("not_start", whole(def, &row), what, "登记后按流程往下办"));
        }
        refuse(findings)?;
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        let mut findings = check_unique(&mut writing.tx, &pen.shape, &row, None).await?;
        findings.extend(check_links(&mut writing.tx, &self.catalog, def, &row).await?);
        let across = check_across(&mut writing.tx, &self.catalog, def, &[&row], &[], None).await?;
        findings.extend(across.into_iter().map(|it| it.1));
        if let Err(reason) = refuse(findings) {
            return writing.give_up(reason).await;
        }
        let mut record = new_record(&writing, act, def, row, start);
        record.id = writing.next_id();
        let saying = Saying { act: "create", ..Saying::default() };
        let prepared = pen.prepare(&mut writing.chain, vec![record.clone()], saying).await?;
        pen.insert(&mut writing.tx, prepared).await?;
        writing.commit().await?;
        Ok(record)
    }

    /// Saves a record's values (修改); the state stays. A row without changes makes no new version.
    ///
    /// # Errors
    /// As [`Base::create`]; [`SaveError::Stale`] when somebody saved first, [`SaveError::NotFound`] when there is no
    /// such record in force.
    pub async fn update(
        &self,
        act: &Act,
        target: Target<'_>,
        row: Row,
    ) -> Result<Record, SaveError> {
        let def = self.def(target.ledger)?;
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.update_in(&mut writing, act, &pen, target, row).await {
            Ok(record) => {
                writing.commit().await?;
                Ok(record)
            }
            Err(reason) => writing.give_up(reason).await,
        }
    }

    async fn update_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        target: Target<'_>,
        mut row: Row,
    ) -> Result<Record, SaveError> {
        let old = in_force(writing, &pen.shape, target).await?;
        permit(&self.catalog, act, pen.def, Wish::Edit(&old))?;
        fresh(&old, target)?;
        if row.state.as_ref().is_some_and(|it| *it != old.state) {
            let what = "状态不能直接修改".to_owned();
            let finding = Finding::must(
                "state_by_move",
                whole(pen.def, &row),
                what,
                "请按流程办理相应的步骤",
            );
            return Err(SaveError::Findings(vec![finding]));
        }
        row.state = Some(old.state.clone());
        fill_row(&self.catalog, pen.def, &mut row, day_of(act.at));
        if same_values(pen.def, &old.row, &row) {
            return Ok(old);
        }
        let new = next(&old, writing, act, row);
        let found = check_due_kept(self.catalog.workflow_of(pen.def), pen.def, &old, &new);
        self.check_change(writing, act, pen, &old, &new, found).await?;
        let pair = [(old, new)];
        pen.replace(writing, &pair, Saying { act: "update", ..Saying::default() }).await?;
        let [(_, new)] = pair;
        Ok(new)
    }

    /// Makes a move of the workflow (流转): from one state to the next, with evidence, attachment, reason and
    /// conditions as the workflow asks.
    ///
    /// # Errors
    /// As [`Base::update`]; findings name every missing piece.
    pub async fn make_move(
        &self,
        act: &Act,
        target: Target<'_>,
        step: Step<'_>,
    ) -> Result<Record, SaveError> {
        let def = self.def(target.ledger)?;
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.move_in(&mut writing, act, &pen, target, step).await {
            Ok(record) => {
                writing.commit().await?;
                Ok(record)
            }
            Err(reason) => writing.give_up(reason).await,
        }
    }

    async fn move_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        target: Target<'_>,
        step: Step<'_>,
    ) -> Result<Record, SaveError> {
        let def = pen.def;
        let workflow = self.catalog.workflow_of(def);
        let wanted = workflow.find_move(step.name);
        let wanted = wanted.ok_or_else(|| {
            StoreError::unknown(format!("流程“{}”的步骤“{}”", workflow.title, step.name))
        })?;
        let old = in_force(writing, &pen.shape, target).await?;
        permit(&self.catalog, act, def, Wish::Move(&old, wanted))?;
        fresh(&old, target)?;
        let mut findings = Vec::new();
        if !wanted.from.contains(&old.state) {
            let word =
                |name: &String| workflow.state(name).map_or(name.clone(), |it| it.label.clone());
            let from: Vec<String> = wanted.from.iter().map(word).collect();
            let what = format!("现在是“{}”，不能“{}”", word(&old.state), wanted.label);
            let mend = format!("要先到“{}”这一步", from.join("”或“"));
            findings.push(Finding::must("wrong_state", whole(def, &old.row), what, mend));
            return Err(SaveError::Findings(findings));
        }
        let moving = Moving { def, workflow, wanted, step, act };
        let mut new = moving.outcome(writing, &old, &mut findings).await?;
        fill_row(&self.catalog, def, &mut new.row, day_of(act.at));
        let erase = def.erase.as_ref().filter(|it| it.step.as_ref() == Some(&wanted.name));
        let purge = erase.map(|it| Purge::new(pen, it));
        if let Some(purge) = &purge {
            purge.redaction.clear(&mut new.row);
        }
        let hanging = if wanted.attachment { attachments(writing, old.id).await? } else { 0 };
        check_move(def, wanted, (&old, &new), hanging, step.reason, &mut findings);
        check_move_links(&mut writing.tx, &self.catalog, (def, wanted), &new, &mut findings)
            .await?;
        self.check_change(writing, act, pen, &old, &new, findings).await?;
        if let Some(purge) = purge {
            let purged = purge.run(writing, &old).await?;
            let purged = purged.map_err(|it| SaveError::Findings(vec![it]))?;
            let (to_write, step_name) = (Some(new.clone()), Some(wanted.name.as_str()));
            write_erased(writing, pen, purged, to_write, step_name, step.reason).await?;
            wipe::note(&mut writing.tx).await?;
            return Ok(new);
        }
        let saying = Saying {
            act: "move",
            step: Some(&wanted.name),
            reason: step.reason,
            ..Saying::default()
        };
        let pair = [(old, new)];
        pen.replace(writing, &pair, saying).await?;
        let [(_, new)] = pair;
        Ok(new)
    }

    /// Withdraws a record (撤销): it stays with its history but no longer counts. Refused while others link to it.
    ///
    /// # Errors
    /// As [`Base::update`].
    pub async fn withdraw(
        &self,
        act: &Act,
        target: Target<'_>,
        reason: &str,
    ) -> Result<Record, SaveError> {
        let def = self.def(target.ledger)?;
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.withdraw_in(&mut writing, act, &pen, target, reason).await {
            Ok(record) => {
                writing.commit().await?;
                Ok(record)
            }
            Err(reason) => writing.give_up(reason).await,
        }
    }

    async fn withdraw_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        target: Target<'_>,
        reason: &str,
    ) -> Result<Record, SaveError> {
        let old = in_force(writing, &pen.shape, target).await?;
        permit(&self.catalog, act, pen.def, Wish::Withdraw(&old))?;
        fresh(&old, target)?;
        let mut findings = Vec::new();
        if reason.trim().is_empty() {
            let what = "撤销没有写理由".to_owned();
            findings.push(Finding::must(
                "reason",
                whole(pen.def, &old.row),
                what,
                "请写明为什么撤销",
            ));
        }
        let own = BTreeSet::from([old.id]);
        let keys = [old.row.key(pen.def)];
        findings
            .extend(check_linked(&mut writing.tx, &self.catalog, act, pen.def, &keys, &own).await?);
        refuse(findings)?;
        let mut new = next(&old, writing, act, old.row.clone());
        new.withdrawn_at = Some(new.updated_at);
        let pair = [(old, new)];
        pen.replace(writing, &pair, Saying { act: "withdraw", reason, ..Saying::default() })
            .await?;
        let [(_, new)] = pair;
        Ok(new)
    }

    /// The record as it stands (读取), withdrawn or not; `None` when there is none.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn record(&self, ledger: &str, id: Uuid) -> Result<Option<Record>, StoreError> {
        let shape = Shape::new(self.def(ledger)?);
        let statement = by_id(&shape, self.db.dialect(), id);
        let Some(line) = self.db.one(statement).await? else { return Ok(None) };
        let mut records = [shape.read(&line, 0)?];
        read_lines(&mut Reader::Db(&self.db), shape.def, &mut records).await?;
        let [record] = records;
        Ok(Some(record))
    }

    /// Everything that must hold of a changed row, with what was found before.
    pub(crate) async fn check_change(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        old: &Record,
        new: &Record,
        mut findings: Vec<Finding>,
    ) -> Result<(), SaveError> {
        findings.extend(check_stays_erased(pen.def, old, new));
        findings.extend(check_alone(&self.catalog, pen.def, &new.row, day_of(writing.at())));
        refuse(std::mem::take(&mut findings))?;
        findings.extend(check_unique(&mut writing.tx, &pen.shape, &new.row, Some(new.id)).await?);
        findings.extend(check_links(&mut writing.tx, &self.catalog, pen.def, &new.row).await?);
        let (row, stood, own) = (&[&new.row], &[Some(&old.row)], Some(new.id));
        let across = check_across(&mut writing.tx, &self.catalog, pen.def, row, stood, own).await?;
        findings.extend(across.into_iter().map(|it| it.1));
        let (was, is) = (old.row.key(pen.def), new.row.key(pen.def));
        if was != is {
            let own = BTreeSet::from([old.id]);
            findings.extend(
                check_linked(&mut writing.tx, &self.catalog, act, pen.def, &[was], &own).await?,
            );
        }
        refuse(findings)
    }
}

pub(crate) fn whole(def: &LedgerDef, row: &Row) -> Place {
    Place::Field { ledger: def.title.clone(), record: row.key(def), field: String::new() }
}

/// Findings that must be mended stop the act; hints do not.
pub(crate) fn refuse(findings: Vec<Finding>) -> Result<(), SaveError> {
    if findings.iter().any(|it| it.grade == Grade::Must) {
        Err(SaveError::Findings(findings))
    } else {
        Ok(())
    }
}

pub(crate) fn new_record(
    writing: &Writing,
    act: &Act,
    def: &LedgerDef,
    mut row: Row,
    state: String,
) -> Record {
    let office = if act.office.is_empty() { &def.office } else { &act.office };
    row.state = Some(state.clone());
    Record {
        id: Uuid::nil(),
        ledger: def.id.clone(),
        state,
        version: 1,
        office: office.clone(),
        created_at: writing.at(),
        created_by: act.who.clone(),
        updated_at: writing.at(),
        updated_by: act.who.clone(),
        withdrawn_at: None,
        row,
    }
}

/// The next version of a record with this row. Its time is later than that of the version before, even when the clock
/// stood or went back: so every version has a stretch of time of its own.
pub(crate) fn next(old: &Record, writing: &Writing, act: &Act, row: Row) -> Record {
    Record {
        version: old.version + 1,
        updated_at: writing.at().max(just_after(old.updated_at)),
        updated_by: act.who.clone(),
        row,
        ..old.clone()
    }
}

fn just_after(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond() + 1).unwrap_or(at)
}

fn by_id(shape: &Shape<'_>, dialect: crate::Dialect, id: Uuid) -> Statement {
    let sql = format!(
        "SELECT {} FROM {} t WHERE t.id = $1",
        shape.select_list("t"),
        quoted(&shape.def.table())
    );
    Statement::new(sql, vec![id_datum(dialect, id)])
}

/// The record of a target, in force, with its child rows.
pub(crate) async fn in_force(
    writing: &mut Writing,
    shape: &Shape<'_>,
    target: Target<'_>,
) -> Result<Record, SaveError> {
    let statement = by_id(shape, writing.dialect(), target.id);
    let line = writing.tx.one(statement).await?;
    let found =
        line.map(|it| shape.read(&it, 0)).transpose()?.filter(|it| it.withdrawn_at.is_none());
    let missing = || SaveError::NotFound { ledger: target.ledger.to_owned(), id: target.id };
    let mut records = [found.ok_or_else(missing)?];
    read_lines(&mut Reader::Tx(&mut writing.tx), shape.def, &mut records).await?;
    let [record] = records;
    Ok(record)
}

fn fresh(old: &Record, target: Target<'_>) -> Result<(), SaveError> {
    if old.version == target.version {
        return Ok(());
    }
    Err(SaveError::Stale {
        have: old.version,
        given: target.version,
        by: old.updated_by.clone(),
        at: old.updated_at,
    })
}

async fn attachments(writing: &mut Writing, id: Uuid) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM attachment_use WHERE record = $1";
    let values = vec![id_datum(writing.dialect(), id)];
    writing.tx.one(Statement::new(sql, values)).await?.map_or(Ok(0), |it| it.must_integer(0))
}

fn check_move(
    def: &LedgerDef,
    step: &MoveDef,
    (old, new): (&Record, &Record),
    attachments: i64,
    reason: &str,
    findings: &mut Vec<Finding>,
) {
    let at = |field: &str| Place::Field {
        ledger: def.title.clone(),
        record: new.row.key(def),
        field: field.to_owned(),
    };
    for name in &step.evidence {
        let is_lines = def.line_fields(name).is_some();
        let there = new.row.get(def, name).is_some()
            || (is_lines && new.row.lines.get(name).is_some_and(|it| !it.is_empty()));
        if !there {
            let title = label(def, name);
            let what = format!("“{}”之前要有“{title}”", step.label);
            findings.push(Finding::must("evidence", at(title), what, "请补填后再办"));
        }
    }
    if step.attachment && attachments == 0 {
        let what = format!("“{}”之前要有附件", step.label);
        findings.push(Finding::must("attachment", at(""), what, "请先上传有关材料"));
    }
    if step.reason && reason.trim().is_empty() {
        let what = format!("“{}”没有写理由", step.label);
        findings.push(Finding::must("reason", at(""), what, "请写明理由"));
    }
    for condition in step.when.iter().filter(|it| through_link(def, it).is_none()) {
        if !meets(def, condition, &old.state, new) {
            let title =
                if condition.field == "state" { "状态" } else { label(def, &condition.field) };
            let what = format!("“{}”不符合“{}”的条件", title, step.label);
            findings.push(Finding::must(
                "move_condition",
                at(title),
                what,
                "请核对这一项，符合条件后再办",
            ));
        }
    }
}

pub(crate) fn meets(
    def: &LedgerDef,
    condition: &ConditionDef,
    state: &str,
    record: &Record,
) -> bool {
    let plain = FieldType::Text { max: 200 };
    let of = |name: &str| record.row.get(def, name);
    match condition.field.as_str() {
        "state" => holds(&plain, Some(&Value::Text(state.to_owned())), &condition.test),
        "office" => holds(&plain, Some(&Value::Text(record.office.clone())), &condition.test),
        name => {
            let name = name.strip_prefix("record.").unwrap_or(name);
            def.field(name)
                .is_some_and(|field| holds_beside(&field.ty, of(name), &condition.test, of))
        }
    }
}
