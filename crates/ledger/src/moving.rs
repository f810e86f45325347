//! What a move makes of a record (流转的结果): a step on, back to an earlier step, taking back, handing on, a later due
//! day. Who may do it is asked before; evidence, conditions and the row itself are checked after.

use catalog::{FieldType, LedgerDef, MoveDef, MoveKind, WorkflowDef};
use serde_json::Value as Json;
use terms::{Finding, Place, Value};

use crate::check::day_of;
use crate::db::{Statement, quoted};
use crate::entry::Writing;
use crate::list::load;
use crate::record::{Act, Reader, Record};
use crate::save::{Step, next, whole};
use crate::schema::{history, id_datum, label, text};
use crate::select::Scope;
use crate::{SaveError, StoreError};

/// One act on a record, as its entries tell it.
struct Deed {
    act: String,
    who: String,
    step: Option<String>,
}

/// A move that somebody wants to make, with everything that it is asked about.
pub(crate) struct Moving<'a> {
    pub(crate) def: &'a LedgerDef,
    pub(crate) workflow: &'a WorkflowDef,
    pub(crate) wanted: &'a MoveDef,
    pub(crate) step: Step<'a>,
    pub(crate) act: &'a Act,
}

impl Moving<'_> {
    /// The next version of the record, with what is wrong about the move itself.
    pub(crate) async fn outcome(
        &self,
        writing: &mut Writing,
        old: &Record,
        findings: &mut Vec<Finding>,
    ) -> Result<Record, SaveError> {
        let deeds = if self.asks_for_past() { deeds(writing, old).await? } else { Vec::new() };
        self.check_past(&deeds, old, findings);
        if self.wanted.kind == MoveKind::TakeBack {
            return self.taken_back(writing, &deeds, old, findings).await;
        }
        let mut new = next(old, writing, self.act, old.row.clone());
        self.set_fields(&mut new, findings)?;
        if let Some(name) = &self.wanted.sign
            && let Some(place) = self.def.place(name)
        {
            new.row.values[place] = Some(Value::Text(self.act.who.clone()));
        }
        match &self.wanted.kind {
            MoveKind::Step => new.state.clone_from(&self.wanted.to),
            MoveKind::Back => {
                let passed = passed(writing, self.def, old).await?;
                if let Some(state) = self.earlier(&passed, old, findings) {
                    new.state = state;
                }
            }
            MoveKind::Extend { due, approver } => {
                self.check_extension(due, old, &new, findings);
                self.check_approver(approver, old, findings);
            }
            MoveKind::Reassign { .. } => self.check_handed_on(old, &new, findings),
            MoveKind::TakeBack => {}
        }
        new.row.state = Some(new.state.clone());
        Ok(new)
    }

    fn asks_for_past(&self) -> bool {
        self.wanted.kind == MoveKind::TakeBack
            || self.wanted.times.is_some()
            || !self.wanted.not_mover_of.is_empty()
    }

    fn say(
        &self,
        rule: &'static str,
        old: &Record,
        what: String,
        mend: impl Into<String>,
    ) -> Finding {
        Finding::must(rule, whole(self.def, &old.row), what, mend)
    }

    fn state_label(&self, name: &str) -> String {
        self.workflow.state(name).map_or(name.to_owned(), |it| it.label.clone())
    }

    /// How often it was made, and who made the moves that its mover must keep away from.
    fn check_past(&self, deeds: &[Deed], old: &Record, findings: &mut Vec<Finding>) {
        let times = u32::try_from(made(deeds, &self.wanted.name).count()).unwrap_or(u32::MAX);
        if self.wanted.times.is_some_and(|most| times >= most) {
            let what = format!("“{}”已办过{times}次，不能再办", self.wanted.label);
            findings.push(self.say("times", old, what, "确有需要的，请另行报批"));
        }
        for name in &self.wanted.not_mover_of {
            if made(deeds, name).next_back().is_some_and(|it| it.who == self.act.who) {
                let other =
                    self.workflow.find_move(name).map_or(name.as_str(), |it| it.label.as_str());
                let what = format!(
                    "“{other}”是{}办的，“{}”不能由同一人办",
                    self.act.who, self.wanted.label
                );
                findings.push(self.say("same_mover", old, what, "请换一个人办理"));
            }
        }
    }

    /// Sets the fields that came along. Handing on and extending set no others than their own.
    fn set_fields(&self, new: &mut Record, findings: &mut Vec<Finding>) -> Result<(), SaveError> {
        for (name, value) in self.step.changes {
            let own = match &self.wanted.kind {
                MoveKind::Step | MoveKind::Back => true,
                MoveKind::Reassign { fields } => fields.contains(name),
                MoveKind::Extend { due, approver } => name == due || name == approver,
                MoveKind::TakeBack => false,
            };
            if !own {
                let what = format!("“{}”不能改“{}”", self.wanted.label, label(self.def, name));
                findings.push(self.say("move_field", new, what, "这一项请用“修改”或别的步骤办理"));
                continue;
            }
            if name == "office" && matches!(self.wanted.kind, MoveKind::Reassign { .. }) {
                let office = value.as_ref().map(Value::canonical).unwrap_or_default();
                new.office = office;
                continue;
            }
            let plain = |at: &usize| !matches!(self.def.fields[*at].ty, FieldType::Lines { .. });
            let place = self.def.place(name).filter(plain);
            let missing = || StoreError::unknown(format!("台账“{}”的字段“{name}”", self.def.title));
            new.row.values[place.ok_or_else(missing)?].clone_from(value);
        }
        Ok(())
    }

    /// The earlier state that was chosen, by name or label.
    fn earlier(
        &self,
        passed: &[String],
        old: &Record,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let labels: Vec<String> = passed.iter().map(|it| self.state_label(it)).collect();
        let mend = if labels.is_empty() {
            "这条记录还在第一步，没有可退回的步骤".to_owned()
        } else {
            format!("可以退回到：{}", labels.join("、"))
        };
        let Some(word) = self.step.to else {
            let what = format!("“{}”没有写退回到哪一步", self.wanted.label);
            findings.push(self.say("back_to", old, what, mend));
            return None;
        };
        let found = passed.iter().find(|it| *it == word || self.state_label(it) == word);
        if found.is_none() {
            let what = format!("这条记录没有经过“{}”，不能退回到那里", self.state_label(word));
            findings.push(self.say("back_to", old, what, mend));
        }
        found.cloned()
    }

    /// A due day moves later, and only while it has not passed.
    fn check_extension(&self, due: &str, old: &Record, new: &Record, findings: &mut Vec<Finding>) {
        let day = |record: &Record| record.row.get(self.def, due).and_then(Value::as_date);
        let title = label(self.def, due);
        let mut refuse =
            |rule, what: String, mend: &str| findings.push(self.say(rule, old, what, mend));
        let Some(standing) = day(old) else {
            refuse(
                "extend",
                format!("还没有“{title}”，谈不上“{}”", self.wanted.label),
                "请先填到期日",
            );
            return;
        };
        let today = day_of(self.act.at);
        if today > standing {
            let what =
                format!("“{title}”{standing} 已过（今天是{today}），不能再“{}”", self.wanted.label);
            refuse("expired", what, "延期要在到期之前办；已经逾期的如实记逾期，另行说明");
        }
        if day(new).is_none_or(|later| later <= standing) {
            let what = format!("“{}”后的“{title}”要晚于{standing}", self.wanted.label);
            refuse("extend", what, "请写新的到期日");
        }
    }

    /// Who approved is named anew with every extension.
    fn check_approver(&self, approver: &str, old: &Record, findings: &mut Vec<Finding>) {
        if self.step.changes.iter().any(|it| it.0 == approver && it.1.is_some()) {
            return;
        }
        let what = format!("“{}”没有写“{}”", self.wanted.label, label(self.def, approver));
        findings.push(self.say("approver", old, what, "请写明由谁批准"));
    }

    /// Handing on changes at least one of its fields, and leaves the office set.
    fn check_handed_on(&self, old: &Record, new: &Record, findings: &mut Vec<Finding>) {
        if new.office.trim().is_empty() {
            findings.push(self.say(
                "reassign",
                old,
                "没有写转给哪个股室".to_owned(),
                "请写责任股室",
            ));
        } else if new.office == old.office && new.row.values == old.row.values {
            let what = format!("“{}”没有写转给谁", self.wanted.label);
            findings.push(self.say("reassign", old, what, "请写新的承办人或责任股室"));
        }
    }

    /// What stood before the mover's own move, when nobody acted since.
    async fn taken_back(
        &self,
        writing: &mut Writing,
        deeds: &[Deed],
        old: &Record,
        findings: &mut Vec<Finding>,
    ) -> Result<Record, SaveError> {
        let mut new = next(old, writing, self.act, old.row.clone());
        self.set_fields(&mut new, findings)?;
        let last = deeds.last();
        let step = last.filter(|it| it.act == "move").and_then(|it| it.step.as_deref());
        let Some((last, step)) = last.zip(step.and_then(|it| self.workflow.find_move(it))) else {
            let what = format!("最近一次不是流转，不能“{}”", self.wanted.label);
            findings.push(self.say(
                "take_back",
                old,
                what,
                "只能撤回自己刚办的一步，之后有人办过、改过就不能撤回",
            ));
            return Ok(new);
        };
        if last.who != self.act.who {
            let what = format!("最近一步“{}”是{}办的", step.label, last.who);
            findings.push(self.say("take_back", old, what, "只有办这一步的人能撤回；别人请用退回"));
            return Ok(new);
        }
        if step.kind == MoveKind::TakeBack {
            let what = "最近一步就是撤回，不能再撤回".to_owned();
            findings.push(self.say("take_back", old, what, "请按流程重新办理"));
            return Ok(new);
        }
        let before = jiff::Timestamp::from_microsecond(old.updated_at.as_microsecond() - 1);
        let scope = Scope {
            dialect: writing.dialect(),
            def: self.def,
            lines: None,
            known_at: Some(before.unwrap_or(old.created_at)),
            catalog: None,
            by_link: false,
            by_standing: false,
        };
        let found = load(&mut Reader::Tx(&mut writing.tx), &scope, &[old.id]).await?.pop();
        let was = found.ok_or_else(|| StoreError::corrupt("上一版不在"))?;
        new.state = was.state;
        new.office = was.office;
        new.row = was.row;
        new.row.state = Some(new.state.clone());
        Ok(new)
    }
}

fn made<'d>(deeds: &'d [Deed], name: &'d str) -> impl DoubleEndedIterator<Item = &'d Deed> {
    deeds.iter().filter(move |it| it.step.as_deref() == Some(name))
}

/// The acts on a record, oldest first; looking at it is none.
async fn deeds(writing: &mut Writing, record: &Record) -> Result<Vec<Deed>, StoreError> {
    let sql = "SELECT act, who, body FROM entry WHERE record = $1 AND ledger = $2 AND act <> 'unmask' ORDER BY seq";
    let values = vec![id_datum(writing.dialect(), record.id), text(record.ledger.clone())];
    let lines = writing.tx.all(Statement::new(sql, values)).await?;
    lines
        .iter()
        .map(|line| {
            let (act, body) = (line.must_text(0)?, line.must_text(2)?);
            let step = serde_json::from_str::<Json>(&body).ok();
            let step = step.and_then(|it| it.get("move")?.as_str().map(str::to_owned));
            Ok(Deed { act, who: line.must_text(1)?, step })
        })
        .collect()
}

/// The states on the way to where the record stands, without that one: what was gone back over is not on the way.
async fn passed(
    writing: &mut Writing,
    def: &LedgerDef,
    old: &Record,
) -> Result<Vec<String>, StoreError> {
    let table = quoted(&history(&def.table()));
    let sql = format!("SELECT state FROM {table} WHERE id = $1 ORDER BY version");
    let values = vec![id_datum(writing.dialect(), old.id)];
    let mut way: Vec<String> = Vec::new();
    let mut states = Vec::new();
    for line in writing.tx.all(Statement::new(sql, values)).await? {
        states.push(line.must_text(0)?);
    }
    states.push(old.state.clone());
    for state in states {
        match way.iter().position(|it| *it == state) {
            Some(at) => way.truncate(at + 1),
            None => way.push(state),
        }
    }
    way.pop();
    Ok(way)
}

/// A due day that is set moves only by a move that extends it: else the limit could be edited away after it passed.
pub(crate) fn check_due_kept(
    workflow: &WorkflowDef,
    def: &LedgerDef,
    old: &Record,
    new: &Record,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for step in &workflow.moves {
        let MoveKind::Extend { due, .. } = &step.kind else { continue };
        let (was, is) = (old.row.get(def, due), new.row.get(def, due));
        if was.is_some() && was != is {
            let title = label(def, due);
            let place = Place::Field {
                ledger: def.title.clone(),
                record: new.row.key(def),
                field: title.to_owned(),
            };
            let what = format!("“{title}”不能直接修改");
            let mend = format!("请按流程办理“{}”，写明理由和批准人", step.label);
            findings.push(Finding::must("due_by_move", place, what, mend));
        }
    }
    findings
}
