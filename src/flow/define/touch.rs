//! What a change of the bureau's own definitions does to records that stand already (对已有记录的影响): how many each change
//! meets, and what is refused because it would lose or twist what they hold, with the way out on the screen.

use anyhow::Result;
use catalog::{
    Catalog, CodeList, Condition, FieldDef, FieldRef, FieldType, LOCAL, LedgerDef, Meta, Query,
    Test,
};
use ledger::Base;
use terms::{Finding, Place, Value};

/// A ledger with records that a change meets.
pub(crate) struct Touched {
    pub(crate) ledger: String,
    pub(crate) title: String,
    /// Records in force.
    pub(crate) records: u64,
    /// What happens to them, one sentence each, with the number of records.
    pub(crate) says: Vec<String>,
}

/// What a change meets.
pub(super) struct Met {
    pub(super) touched: Vec<Touched>,
    pub(super) findings: Vec<Finding>,
}

/// Looks at everything that stands under the definitions of now. Refusals of the migration that speak of the bureau's own
/// ledgers are said in the screen's words.
pub(super) async fn met(
    base: &Base,
    now: &Catalog,
    next: &Catalog,
    refused: Vec<Finding>,
) -> Result<Met> {
    let mut met = Met { touched: Vec::new(), findings: Vec::new() };
    for old in now.ledgers.values().filter(|it| it.file.starts_with(LOCAL)) {
        let Some(new) = next.ledgers.get(&old.id) else { continue };
        let flows = (now.workflow_of(old), next.workflow_of(new));
        if old.fingerprint == new.fingerprint && flows.0.fingerprint == flows.1.fingerprint {
            continue;
        }
        let asks = Asks { base, ledger: old };
        let records = asks.count(None).await?;
        let mut says = asks.fields(new, records, &mut met.findings).await?;
        says.extend(asks.states(flows, &mut met.findings).await?);
        if new.closed && !old.closed {
            says.push(format!(
                "停用这本台账：{records} 条记录照样能看、能查、能导出，不再登记新的"
            ));
        }
        met.touched.push(Touched {
            ledger: old.id.clone(),
            title: new.title.clone(),
            records,
            says,
        });
    }
    for list in now.codes.values().filter(|it| it.file.starts_with(LOCAL)) {
        codes(base, now, next, list, &mut met).await?;
    }
    met.findings.extend(in_screen_words(base, now, refused).await?);
    Ok(met)
}

/// Questions to one ledger as it stands.
struct Asks<'a> {
    base: &'a Base,
    ledger: &'a LedgerDef,
}

impl Asks<'_> {
    async fn count(&self, condition: Option<Condition>) -> Result<u64> {
        let conditions = condition.into_iter().collect();
        let query = Query { ledger: self.ledger.id.clone(), lines: None, conditions };
        Ok(self.base.count(&query).await?)
    }

    async fn set(&self, field: &str) -> Result<u64> {
        self.count(Some(Condition { field: FieldRef::Own(field.to_owned()), test: Test::IsSet }))
            .await
    }

    fn place(&self, field: &str) -> Place {
        Place::Field {
            ledger: self.ledger.title.clone(),
            record: String::new(),
            field: field.to_owned(),
        }
    }

    async fn fields(
        &self,
        new: &LedgerDef,
        records: u64,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<String>> {
        let mut says = Vec::new();
        let is_lines = |it: &&FieldDef| matches!(it.ty, FieldType::Lines { .. });
        for field in new.fields.iter().filter(|it| !is_lines(it)) {
            let label = &field.label;
            let Some(was) = self.ledger.field(&field.name) else {
                let later = if field.required { "，改到它们时要补填" } else { "" };
                says.push(format!("添字段“{label}”：已有的 {records} 条这一栏空着{later}"));
                continue;
            };
            if was == field {
                continue;
            }
            let set = self.set(&field.name).await?;
            if field.closed && !was.closed {
                says.push(format!("停用字段“{label}”：{set} 条填过，照样看得到；登记时不再填"));
            }
            if was.closed && !field.closed {
                says.push(format!("恢复字段“{label}”：{set} 条填过"));
            }
            if field.required && !was.required {
                let empty = records.saturating_sub(set);
                says.push(format!("“{label}”改为必填：{empty} 条没填，改到它们时要补填"));
            }
            if was.label != field.label {
                says.push(format!("“{}”改叫“{label}”：{records} 条跟着改", was.label));
            }
            says.extend(width(was, field));
            findings.extend(self.twisted(was, field, set));
        }
        Ok(says)
    }

    /// A change that leaves the numbers or codes as they are and makes them mean something else.
    fn twisted(&self, was: &FieldDef, field: &FieldDef, set: u64) -> Option<Finding> {
        // Another type is what the migration speaks of.
        if set == 0 || was.ty.word() != field.ty.word() {
            return None;
        }
        let mend = "把它改回来；要换的话停用这个字段，另添一个";
        let refuse = |rule: &'static str, what: String| {
            Some(Finding::must(rule, self.place(&field.label), what, mend))
        };
        if was.unit != field.unit {
            let unit = |it: &FieldDef| it.unit.clone().unwrap_or_else(|| "没有单位".to_owned());
            let (from, to) = (unit(was), unit(field));
            let what = format!("已有 {set} 条按“{from}”填，改成“{to}”数就不对了");
            return refuse("unit_changed", what);
        }
        match (&was.ty, &field.ty) {
            (FieldType::Code { list: from }, FieldType::Code { list: to }) if from != to => {
                refuse("list_changed", format!("已有 {set} 条按原来的代码表选过，换了表就认不出"))
            }
            (FieldType::Link { ledger: from }, FieldType::Link { ledger: to }) if from != to => {
                refuse("link_changed", format!("已有 {set} 条关联着原来那本台账"))
            }
            _ => None,
        }
    }

    async fn states(
        &self,
        (was, is): (&catalog::WorkflowDef, &catalog::WorkflowDef),
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<String>> {
        let mut says = Vec::new();
        for state in &was.states {
            let here = Test::Eq(Value::Text(state.name.clone()));
            let new = is.state(&state.name);
            if new.is_some_and(|it| it == state) {
                continue;
            }
            let condition = Condition { field: FieldRef::Meta(Meta::State), test: here };
            let records = self.count(Some(condition)).await?;
            match new {
                None if records > 0 => {
                    let what = format!("{records} 条记录正在“{}”，这个状态不能删", state.label);
                    let mend = "保留这个状态；或先把这些记录办到别的状态";
                    findings.push(Finding::must("state_removed", self.place("流程"), what, mend));
                }
                Some(new) if records > 0 && new.label != state.label => {
                    says.push(format!(
                        "状态“{}”改叫“{}”：{records} 条跟着改",
                        state.label, new.label
                    ));
                }
                _ => {}
            }
        }
        Ok(says)
    }
}

/// A text that may be longer or shorter than before.
fn width(was: &FieldDef, field: &FieldDef) -> Option<String> {
    let label = &field.label;
    match (&was.ty, &field.ty) {
        (FieldType::Text { max: from }, FieldType::Text { max: to }) if to > from => {
            Some(format!("“{label}”放宽到 {to} 个字，已有的不动"))
        }
        (FieldType::Text { max: from }, FieldType::Text { max: to }) if to < from => {
            Some(format!("“{label}”收紧到 {to} 个字：已有的不动，改到它们时按新的查"))
        }
        (FieldType::Text { .. }, FieldType::LongText) => {
            Some(format!("“{label}”改成多行，已有的不动"))
        }
        _ => None,
    }
}

/// Values that go or are closed, in every ledger that uses the list.
async fn codes(
    base: &Base,
    now: &Catalog,
    next: &Catalog,
    list: &CodeList,
    met: &mut Met,
) -> Result<()> {
    let new = next.codes.get(&list.id);
    if new.is_some_and(|it| it.fingerprint == list.fingerprint) {
        return Ok(());
    }
    for item in &list.items {
        let after = new.and_then(|it| it.item(&item.code));
        if after.is_some_and(|it| it.until == item.until && it.label == item.label) {
            continue;
        }
        let records = used(base, now, &list.id, &item.code).await?;
        if records == 0 {
            continue;
        }
        let label = &item.label;
        let said = match after {
            None => {
                let place = Place::Whole { name: format!("代码表“{}”", list.title) };
                let what = format!("选项“{label}”已有 {records} 条记录在用，不能删");
                let mend = "写上停用日期：过了那天不能再选，已有的照样显示";
                met.findings.push(Finding::must("code_removed", place, what, mend));
                continue;
            }
            Some(new) if new.label != item.label => {
                format!("选项“{label}”改叫“{}”：{records} 条跟着改", new.label)
            }
            Some(new) => match new.until {
                Some(day) => format!("选项“{label}”用到 {day} 为止：{records} 条用过，照样显示"),
                None => format!("选项“{label}”恢复使用：{records} 条用过"),
            },
        };
        let title = format!("代码表“{}”", list.title);
        match met.touched.iter_mut().find(|it| it.title == title) {
            Some(touched) => {
                touched.records = touched.records.saturating_add(records);
                touched.says.push(said);
            }
            None => met.touched.push(Touched {
                ledger: String::new(),
                title,
                records,
                says: vec![said],
            }),
        }
    }
    Ok(())
}

/// Records and child rows that hold a code.
async fn used(base: &Base, now: &Catalog, list: &str, code: &str) -> Result<u64> {
    let mut total = 0_u64;
    for query in queries_of_code(now, list, code) {
        total = total.saturating_add(base.count(&query).await?);
    }
    Ok(total)
}

fn queries_of_code(now: &Catalog, list: &str, code: &str) -> Vec<Query> {
    let mut queries = Vec::new();
    for def in now.ledgers.values() {
        let mut ask = |lines: Option<&str>, fields: &[FieldDef]| {
            let of =
                |it: &&FieldDef| matches!(&it.ty, FieldType::Code { list: own } if own == list);
            queries.extend(fields.iter().filter(of).map(|field| {
                let test = Test::Eq(Value::Text(code.to_owned()));
                let conditions = vec![Condition { field: FieldRef::Own(field.name.clone()), test }];
                Query { ledger: def.id.clone(), lines: lines.map(str::to_owned), conditions }
            }));
        };
        ask(None, &def.fields);
        for (lines, fields) in def.lines() {
            ask(Some(&lines.name), fields);
        }
    }
    queries
}

/// The migration speaks to who keeps the base; a clerk at the definer reads what to click.
async fn in_screen_words(
    base: &Base,
    now: &Catalog,
    refused: Vec<Finding>,
) -> Result<Vec<Finding>> {
    let mut said = Vec::new();
    for finding in refused {
        let Some((rule, what, mend)) = screen_words(base, now, &finding).await? else {
            said.push(finding);
            continue;
        };
        said.push(Finding::must(rule, finding.place, what, mend));
    }
    Ok(said)
}

async fn screen_words(
    base: &Base,
    now: &Catalog,
    finding: &Finding,
) -> Result<Option<(&'static str, String, &'static str)>> {
    let own = |title: &str| {
        now.ledgers.values().find(|it| it.title == title && it.file.starts_with(LOCAL))
    };
    Ok(match (finding.rule, &finding.place) {
        ("field_removed" | "field_changed", Place::Field { ledger, field, .. }) => {
            let Some(def) = own(ledger) else { return Ok(None) };
            let Some(field) = def.fields.iter().find(|it| it.name == *field || it.label == *field)
            else {
                return Ok(None);
            };
            let (set, label) = (Asks { base, ledger: def }.set(&field.name).await?, &field.label);
            let removed = finding.rule == "field_removed";
            let what = if removed {
                format!("字段“{label}”有 {set} 条现行记录填过，删去会丢失数据")
            } else {
                format!("字段“{label}”有 {set} 条现行记录填过，改类型会丢失或改变数据")
            };
            let mend = if removed {
                "改为停用：登记时不再填，填过的照样看得到"
            } else {
                "把类型改回来；要换的话停用这个字段，另添一个"
            };
            Some((if removed { "field_removed" } else { "field_changed" }, what, mend))
        }
        ("ledger_removed", Place::Whole { name }) => {
            let Some(def) = now.ledgers.get(name).filter(|it| it.file.starts_with(LOCAL)) else {
                return Ok(None);
            };
            let records = Asks { base, ledger: def }.count(None).await?;
            let what = format!("台账“{}”库里有表（{records} 条记录），不能删去", def.title);
            Some(("ledger_removed", what, "改为停用：菜单里不再出现，记录照样能查"))
        }
        _ => None,
    })
}
