//! What an import did, told (导入结果).

use catalog::{Catalog, LedgerDef};
use terms::Value;

use super::item::Item;
use super::stand::Sorted;
use super::{BatchOutcome, Change, count};
use crate::record::Record;
use crate::write::lines_of;

/// Changes listed in an outcome at most; beyond, only their number is said.
const LISTED: usize = 1_000;

pub(super) fn outcome_of(
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
