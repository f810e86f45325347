//! Erasure of personal data on its day, with proof (到期销毁与凭证).
//!
//! One transaction for everything that is due: each record loses its data in all versions and entries, gets its last
//! version, and an entry that says what went and vouches for what stands there now. The bytes are wiped from the files
//! of the database afterwards; a run that was cut off in between is finished by the next.

use catalog::{EraseDef, LedgerDef, MoveDef};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;
use terms::{Finding, Place, Value};
use uuid::Uuid;

use crate::check::{day_of, record_place};
use crate::db::{Dialect, Statement, quoted};
use crate::entry::{Draft, ENTRY, Entry, Writing};
use crate::permit::{Wish, permit};
use crate::purge::{Purge, Purged};
use crate::record::{Act, Base, Reader, Record, Shape, read_lines};
use crate::save::next;
use crate::schema::{Kind, history, label};
use crate::voucher::ERASE;
use crate::wipe;
use crate::write::{Pen, Saying};
use crate::{SaveError, StoreError};

/// What is to be erased (销毁要求).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EraseWish<'a> {
    /// Everything that is due by this day.
    pub day: Date,
    /// Who witnesses (见证人); ledgers that name a witness ask for one.
    pub witness: Option<&'a str>,
    /// Only list what is due.
    pub dry_run: bool,
}

/// One record whose personal data was erased, or is to be (销毁的记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Ledger id.
    pub ledger: String,
    /// The record.
    pub record: Uuid,
    /// Its key.
    pub key: String,
    /// The day on which it fell due.
    pub due: Option<Date>,
    /// Entries that lost something.
    pub entries: usize,
    /// Attachments that went.
    pub attachments: usize,
}

/// What an erasure did (销毁结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EraseOutcome {
    /// The records, by ledger and time of entry.
    pub records: Vec<Erased>,
    /// Records that could not be erased ([`terms::Grade::Must`]), and what a person must look at.
    pub findings: Vec<Finding>,
}

/// The proof of one erasure, from the chain (销毁凭证).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureProof {
    /// Place of its entry in the chain.
    pub seq: i64,
    /// Hash of that entry: the digest to be noted down.
    pub digest: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// Who witnessed.
    pub witness: String,
    /// Ledger id.
    pub ledger: String,
    /// The record.
    pub record: Uuid,
    /// Its key.
    pub key: String,
    /// Labels of the fields that went.
    pub fields: Vec<String>,
    /// Law or promise that set the day.
    pub cite: String,
    /// Places of the entries that lost something.
    pub entries: Vec<i64>,
    /// Attachments that went.
    pub attachments: i64,
    /// Whether the entry is as it was written.
    pub intact: bool,
}

impl Base {
    /// Erases what is due (到期销毁); running it again erases nothing more, and finishes what was cut off.
    ///
    /// # Errors
    /// [`SaveError::Findings`] when a witness is asked for and none given; [`SaveError::Store`]. What single records
    /// refuse is in the outcome.
    pub async fn erase(&self, act: &Act, wish: EraseWish<'_>) -> Result<EraseOutcome, SaveError> {
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.erase_in(&mut writing, act, wish).await {
            Err(reason) => writing.give_up(reason).await,
            Ok(outcome) if wish.dry_run => {
                writing.tx.roll_back().await?;
                Ok(outcome)
            }
            Ok(outcome) => {
                if !outcome.records.is_empty() {
                    wipe::note(&mut writing.tx).await?;
                }
                writing.commit().await?;
                self.wipe().await?;
                Ok(outcome)
            }
        }
    }

    async fn erase_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        wish: EraseWish<'_>,
    ) -> Result<EraseOutcome, SaveError> {
        let mut outcome = EraseOutcome::default();
        for def in self.catalog.ledgers.values() {
            let Some(erase) = &def.erase else { continue };
            let pen = Pen::new(def);
            for record in due(writing, &pen, erase, wish.day).await? {
                if let Err(SaveError::Forbidden(finding)) =
                    permit(&self.catalog, act, def, Wish::Erase(&record))
                {
                    outcome.findings.push(*finding);
                    continue;
                }
                let one = self.erase_one(writing, act, &pen, erase, &record, wish).await?;
                match one {
                    Ok((erased, findings)) => {
                        outcome.records.push(erased);
                        outcome.findings.extend(findings);
                    }
                    Err(findings) => outcome.findings.extend(findings),
                }
            }
        }
        Ok(outcome)
    }

    /// Erases one record; or says why it stays as it is.
    async fn erase_one(
        &self,
        writing: &mut Writing,
        act: &Act,
        pen: &Pen<'_>,
        erase: &EraseDef,
        record: &Record,
        wish: EraseWish<'_>,
    ) -> Result<Result<(Erased, Vec<Finding>), Vec<Finding>>, SaveError> {
        let def = pen.def;
        let purge = Purge::new(pen, erase);
        let mut new = next(record, writing, act, record.row.clone());
        purge.redaction.clear(&mut new.row);
        let step = self.catalog.workflow_of(def).moves.iter();
        let mut step = step.filter(|it| erase.step.as_ref() == Some(&it.name));
        let step: Option<&MoveDef> = step.find(|it| it.from.contains(&record.state));
        // A withdrawn record, or one that says already when it was erased, only loses what is still there.
        let closing =
            record.withdrawn_at.is_none() && record.row.get(def, &erase.done_on).is_none();
        if closing {
            if let (Some(name), None) = (&erase.witness, wish.witness) {
                let place = record_place(def, &record.row, label(def, name));
                let what = format!("销毁要有“{}”在场", label(def, name));
                let mend = "加上 --witness 姓名；见证人和销毁人不能是同一个人";
                return Err(SaveError::Findings(vec![Finding::must("witness", place, what, mend)]));
            }
            sign(def, erase, &mut new, act, wish.witness);
            if let Some(step) = step {
                new.state.clone_from(&step.to);
                new.row.state = Some(new.state.clone());
            }
            match self.check_change(writing, act, pen, record, &new, Vec::new()).await {
                Ok(()) => {}
                Err(SaveError::Findings(findings)) => return Ok(Err(findings)),
                Err(other) => return Err(other),
            }
        }
        let erased = |entries, attachments| Erased {
            ledger: def.id.clone(),
            record: record.id,
            key: record.row.key(def),
            due: record.row.get(def, &erase.on).and_then(Value::as_date),
            entries,
            attachments,
        };
        if wish.dry_run {
            return Ok(Ok((erased(0, 0), Vec::new())));
        }
        let purged = match purge.run(writing, record).await? {
            Ok(purged) => purged,
            Err(finding) => return Ok(Err(vec![finding])),
        };
        let (entries, attachments) = (purged.entries, purged.attachments);
        let step = step.filter(|_| closing).map(|it| it.name.as_str());
        let findings = write_erased(writing, pen, purged, closing.then_some(new), step, "").await?;
        Ok(Ok((erased(entries, attachments), findings)))
    }

    /// How many records are due for erasure by a day.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn count_due(&self, day: Date) -> Result<usize, StoreError> {
        let mut count = 0;
        for def in self.catalog.ledgers.values() {
            let Some(erase) = &def.erase else { continue };
            let statement = due_statement(self.dialect(), &Shape::new(def), erase, day)?;
            count += self.db.all(statement).await?.len();
        }
        Ok(count)
    }

    /// Every erasure that the chain knows, oldest first (销毁凭证).
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn erasures(&self) -> Result<Vec<ErasureProof>, StoreError> {
        let sql =
            format!("SELECT {} FROM entry WHERE act = '{ERASE}' ORDER BY seq", ENTRY.join(", "));
        let mut proofs = Vec::new();
        for line in self.db.all(Statement::new(sql, Vec::new())).await? {
            let entry = Entry::read(&line)?;
            let Some(id) =
                entry.record.filter(|_| self.catalog.ledgers.contains_key(&entry.ledger))
            else {
                continue;
            };
            let def = self.def(&entry.ledger)?;
            let record = self.record(&def.id, id).await?;
            proofs.push(proof(def, id, record.as_ref(), entry));
        }
        Ok(proofs)
    }
}

/// Writes the last version with the entry of the erasure; without a new version, the entry alone.
pub(crate) async fn write_erased(
    writing: &mut Writing,
    pen: &Pen<'_>,
    purged: Purged,
    new: Option<Record>,
    step: Option<&str>,
    reason: &str,
) -> Result<Vec<Finding>, StoreError> {
    match new {
        Some(new) => {
            let saying = Saying { act: ERASE, batch: None, step, reason, erased: &purged.erased };
            pen.replace(writing, &[(purged.record, new)], saying).await?;
        }
        None => {
            writing.note(Draft {
                act: ERASE,
                ledger: pen.def.id.clone(),
                record: Some(purged.record.id),
                version: purged.record.version,
                batch: None,
                body: format!("{{\"erased\":{}}}", purged.erased),
                row_digest: pen.canon.digest(&purged.record),
            });
        }
    }
    Ok(purged.findings)
}

/// Writes down when it was erased, by whom, and who witnessed.
fn sign(def: &LedgerDef, erase: &EraseDef, new: &mut Record, act: &Act, witness: Option<&str>) {
    let mut set = |name: &str, value: Value| {
        if let Some(at) = def.place(name) {
            new.row.values[at] = Some(value);
        }
    };
    set(&erase.done_on, Value::Date(day_of(act.at)));
    set(&erase.done_by, Value::Text(act.who.clone()));
    if let (Some(name), Some(witness)) = (&erase.witness, witness) {
        set(name, Value::Text(witness.to_owned()));
    }
}

/// The records that are due by a day and still have something: in their row, in a version before, in a child row or
/// an attachment; or that do not say yet that they were erased.
fn due_statement(
    dialect: Dialect,
    shape: &Shape<'_>,
    erase: &EraseDef,
    day: Date,
) -> Result<Statement, StoreError> {
    let def = shape.def;
    let there = |alias: &str, names: &[&str]| {
        let parts: Vec<String> =
            names.iter().map(|it| format!("{alias}.{} IS NOT NULL", quoted(it))).collect();
        parts.join(" OR ")
    };
    let mut left = Vec::new();
    let own: Vec<&str> = erase.fields.iter().map(String::as_str).collect();
    if !own.is_empty() {
        left.push(there("t", &own));
        let past = quoted(&history(&def.table()));
        left.push(format!(
            "EXISTS (SELECT 1 FROM {past} h WHERE h.id = t.id AND ({}))",
            there("h", &own)
        ));
    }
    for (lines, name) in &erase.line_fields {
        let table = def.line_table(lines);
        for table in [history(&table), table] {
            let (table, there) = (quoted(&table), there("c", &[name]));
            left.push(format!(
                "EXISTS (SELECT 1 FROM {table} c WHERE c.record_id = t.id AND {there})"
            ));
        }
    }
    let fields: Vec<String> = own.iter().map(|it| format!("'{it}'")).collect();
    let which = match (erase.attachments, fields.is_empty()) {
        (true, _) => Some(String::new()),
        (false, false) => Some(format!(" AND a.field IN ({})", fields.join(", "))),
        (false, true) => None,
    };
    if let Some(which) = which {
        left.push(format!("EXISTS (SELECT 1 FROM attachment_use a WHERE a.record = t.id{which})"));
    }
    let (on, done_on) = (quoted(&erase.on), quoted(&erase.done_on));
    let sql = format!(
        "SELECT {} FROM {} t WHERE (t.{on} <= $1 OR t.{done_on} IS NOT NULL) \
         AND (t.{done_on} IS NULL AND t.withdrawn_at IS NULL OR {}) ORDER BY t.id",
        shape.select_list("t"),
        quoted(&def.table()),
        left.join(" OR ")
    );
    let day = Kind::Date.datum(dialect, Some(&Value::Date(day)));
    let day = day.ok_or_else(|| StoreError::corrupt("日期"))?;
    Ok(Statement::new(sql, vec![day]))
}

async fn due(
    writing: &mut Writing,
    pen: &Pen<'_>,
    erase: &EraseDef,
    day: Date,
) -> Result<Vec<Record>, StoreError> {
    let statement = due_statement(writing.dialect(), &pen.shape, erase, day)?;
    let lines = writing.tx.all(statement).await?;
    let mut records: Vec<Record> =
        lines.iter().map(|it| pen.shape.read(it, 0)).collect::<Result<_, _>>()?;
    read_lines(&mut Reader::Tx(&mut writing.tx), pen.def, &mut records).await?;
    Ok(records)
}

/// What was erased is not filled in again, and the day of the erasure stays.
pub(crate) fn check_stays_erased(def: &LedgerDef, old: &Record, new: &Record) -> Option<Finding> {
    let erase = def.erase.as_ref()?;
    let was = old.row.get(def, &erase.done_on)?;
    if new.row.get(def, &erase.done_on) == Some(was) {
        return None;
    }
    let title = label(def, &erase.done_on);
    let place = Place::Field {
        ledger: def.title.clone(),
        record: new.row.key(def),
        field: title.to_owned(),
    };
    let what = format!("“{title}”填了就不能再改");
    Some(Finding::must("erased", place, what, "销毁了的找不回来；确要重新登记的，另立一条"))
}

fn proof(def: &LedgerDef, id: Uuid, record: Option<&Record>, entry: Entry) -> ErasureProof {
    let body: Json = serde_json::from_str(&entry.body).unwrap_or_default();
    let erased = body.get("erased").cloned().unwrap_or_default();
    let list = |name: &str| erased.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
    let title = |name: &str| match name.split_once('.') {
        None => label(def, name).to_owned(),
        Some((lines, name)) => {
            let children = def.line_fields(lines).unwrap_or_default();
            let child = children.iter().find(|it| it.name == name);
            format!("{}·{}", label(def, lines), child.map_or(name, |it| it.label.as_str()))
        }
    };
    let witness = def.erase.as_ref().and_then(|it| it.witness.as_ref());
    let witness = witness.zip(record).and_then(|(name, it)| it.row.get(def, name));
    ErasureProof {
        seq: entry.seq,
        intact: entry.computed_hash() == entry.hash,
        digest: entry.hash,
        at: entry.at,
        who: entry.who,
        witness: witness.map(Value::canonical).unwrap_or_default(),
        ledger: def.id.clone(),
        record: id,
        key: record.map_or_else(|| id.to_string(), |it| it.row.key(def)),
        fields: list("fields").iter().filter_map(Json::as_str).map(title).collect(),
        cite: erased.get("cite").and_then(Json::as_str).unwrap_or_default().to_owned(),
        entries: list("entries").iter().filter_map(|it| it.get(0)?.as_i64()).collect(),
        attachments: erased.get("attachments").and_then(Json::as_i64).unwrap_or(0),
    }
}
