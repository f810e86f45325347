//! What a row must agree in with other records (跨记录核对): what a link's record must meet, times of one person or car that
//! must not overlap, sums of one day that must not go over a limit.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    Catalog, ConditionDef, FieldDef, FieldType, LedgerDef, MoveDef, Row, RuleUse, across, clashes,
};
use terms::{Finding, Place};
use uuid::Uuid;

use crate::StoreError;
use crate::check::{Link, links, record_place, set_is_whole, set_text, with_same};
use crate::db::{Statement, Tx, quoted};
use crate::migrate::key_expression;
use crate::record::{Record, Shape};
use crate::save::meets;
use crate::schema::{label, text};

/// Whether the definition asks anything of other records.
pub(crate) fn asks_across(def: &LedgerDef) -> bool {
    def.rules.iter().any(across) || links(def).iter().any(|it| !it.field.linked.is_empty())
}

/// Everything that rows must agree in with records of the base and with each other: each finding with the position of
/// its row. Records with the key of one of the rows, or with the id `own`, are those that the rows replace. `before` is
/// what stood, row for row: a link that stays is not asked again, for the other record has moved on since.
pub(crate) async fn check_across(
    tx: &mut Tx,
    catalog: &Catalog,
    def: &LedgerDef,
    rows: &[&Row],
    before: &[Option<&Row>],
    own: Option<Uuid>,
) -> Result<Vec<(usize, Finding)>, StoreError> {
    let mut found = Vec::new();
    for link in links(def).into_iter().filter(|it| !it.field.linked.is_empty()) {
        found.extend(check_linked_records(tx, catalog, def, &link, rows, before).await?);
    }
    for used in def.rules.iter().filter(|it| across(it)) {
        found.extend(check_rule(tx, def, used, rows, own).await?);
    }
    Ok(found)
}

async fn check_linked_records(
    tx: &mut Tx,
    catalog: &Catalog,
    def: &LedgerDef,
    link: &Link<'_>,
    rows: &[&Row],
    before: &[Option<&Row>],
) -> Result<Vec<(usize, Finding)>, StoreError> {
    let keys: BTreeSet<&str> = rows.iter().flat_map(|it| link.named(it)).collect();
    let Some(target) = catalog.ledgers.get(link.target).filter(|_| !keys.is_empty()) else {
        return Ok(Vec::new());
    };
    let there = by_keys(tx, target, &keys).await?;
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let stood = before.get(at).copied().flatten().map(|it| link.named(it)).unwrap_or_default();
        for key in link.named(row).into_iter().filter(|it| !stood.contains(it)) {
            let Some(record) = there.get(key) else { continue };
            let failed =
                link.field.linked.iter().find(|it| !meets(target, it, &record.state, record));
            if let Some(condition) = failed {
                found.push((at, unmet(catalog, def, target, row, link, record, &condition.field)));
            }
        }
    }
    Ok(found)
}

/// Records in force by their key.
pub(crate) async fn by_keys(
    tx: &mut Tx,
    target: &LedgerDef,
    keys: &BTreeSet<&str>,
) -> Result<BTreeMap<String, Record>, StoreError> {
    let mut there = BTreeMap::new();
    let Some(name) = target.key.first() else { return Ok(there) };
    let (shape, expression) = (Shape::new(target), key_expression(target, name, tx.dialect()));
    let all: Vec<&str> = keys.iter().copied().collect();
    for chunk in all.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT {} FROM {} t WHERE t.withdrawn_at IS NULL AND {expression} IN ({})",
            shape.select_list("t"),
            quoted(&target.table()),
            marks.join(", ")
        );
        for line in tx.all(Statement::new(sql, chunk.iter().map(|it| text(*it)).collect())).await? {
            let record = shape.read(&line, 0)?;
            there.insert(record.row.key(target), record);
        }
    }
    Ok(there)
}

/// What is said when the linked record does not meet a condition: what it stands at, in words.
fn unmet(
    catalog: &Catalog,
    def: &LedgerDef,
    target: &LedgerDef,
    row: &Row,
    link: &Link<'_>,
    record: &Record,
    field: &str,
) -> Finding {
    let at = match link.lines {
        None => link.field.label.clone(),
        Some(lines) => format!("{} {}", lines.label, link.field.label),
    };
    let (title, now) = standing(catalog, target, record, field);
    let key = record.row.key(target);
    let what = format!("“{}”{key} 的“{title}”现为“{now}”，不能关联到这里", target.title);
    Finding::must(
        "link_condition",
        record_place(def, row, &at),
        what,
        "请先把对方记录办到位，或核对编号",
    )
}

/// A field of a record and what it stands at, in words.
pub(crate) fn standing<'d>(
    catalog: &Catalog,
    def: &'d LedgerDef,
    record: &Record,
    field: &'d str,
) -> (&'d str, String) {
    match field {
        "state" => {
            let state = catalog.workflow_of(def).state(&record.state);
            ("状态", state.map_or(record.state.clone(), |it| it.label.clone()))
        }
        "office" => ("责任股室", catalog.offices.title(&record.office).to_owned()),
        name => {
            let now = record.row.get(def, name).map(|it| match def.field(name) {
                Some(field) => catalog.word(field, it.canonical()),
                None => it.canonical(),
            });
            (label(def, name), now.unwrap_or_else(|| "未填".to_owned()))
        }
    }
}

/// The link that a condition goes through, the ledger that it leads to, and what is asked there.
pub(crate) fn through_link<'d>(
    def: &'d LedgerDef,
    condition: &ConditionDef,
) -> Option<(&'d FieldDef, &'d str, ConditionDef)> {
    let (link, field) = condition.field.split_once('.')?;
    let link = def.field(link)?;
    let FieldType::Link { ledger } = &link.ty else { return None };
    let asked = ConditionDef { field: field.to_owned(), test: condition.test.clone() };
    Some((link, ledger, asked))
}

/// Conditions of a move on records that this one links to. A link that is not set meets none.
pub(crate) async fn check_move_links(
    tx: &mut Tx,
    catalog: &Catalog,
    (def, step): (&LedgerDef, &MoveDef),
    new: &Record,
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    for (link, ledger, asked) in step.when.iter().filter_map(|it| through_link(def, it)) {
        let Some(target) = catalog.ledgers.get(ledger) else { continue };
        let key = new.row.get(def, &link.name).and_then(terms::Value::as_text);
        let there = by_keys(tx, target, &key.into_iter().collect()).await?;
        let other = key.and_then(|it| there.get(it));
        if other.is_some_and(|it| meets(target, &asked, &it.state, it)) {
            continue;
        }
        let place = Place::Field {
            ledger: def.title.clone(),
            record: new.row.key(def),
            field: link.label.clone(),
        };
        let (what, mend) = match other {
            None => {
                (format!("“{}”之前要有“{}”", step.label, link.label), "请补填后再办".to_owned())
            }
            Some(other) => {
                let (title, now) = standing(catalog, target, other, &asked.field);
                let key = other.row.key(target);
                let what = format!(
                    "“{}”{key} 的“{title}”现为“{now}”，不符合“{}”的条件",
                    target.title, step.label
                );
                (what, "请先把对方记录办到位，或核对编号".to_owned())
            }
        };
        findings.push(Finding::must("move_condition", place, what, mend));
    }
    Ok(())
}

async fn check_rule(
    tx: &mut Tx,
    def: &LedgerDef,
    used: &RuleUse,
    rows: &[&Row],
    own: Option<Uuid>,
) -> Result<Vec<(usize, Finding)>, StoreError> {
    let whole: Vec<usize> =
        (0..rows.len()).filter(|it| set_is_whole(def, &used.same, rows[*it])).collect();
    let mut asked: BTreeMap<String, &Row> = BTreeMap::new();
    for at in &whole {
        asked.entry(set_text(def, &used.same, rows[*at])).or_insert(rows[*at]);
    }
    let asked: Vec<&Row> = asked.into_values().collect();
    let replaced: BTreeSet<String> = rows.iter().map(|it| set_text(def, &def.key, it)).collect();
    let mut others = Vec::new();
    with_same(tx, &Shape::new(def), &used.same, &asked, |other| {
        if Some(other.id) != own && !replaced.contains(&set_text(def, &def.key, &other.row)) {
            others.push(other.row);
        }
    })
    .await?;
    let mut left = whole;
    let mut found = Vec::new();
    // A row that clashes is left out, and the others are compared again without it.
    loop {
        let all: Vec<&Row> = others.iter().chain(left.iter().map(|it| rows[*it])).collect();
        let names = all.iter().map(|it| it.key(def)).collect();
        let mut out = BTreeSet::new();
        for clash in clashes(def, used, &all, names) {
            let at =
                [Some(clash.row), clash.other].into_iter().flatten().find(|it| *it >= others.len());
            let Some(at) = at.and_then(|it| left.get(it - others.len()).copied()) else { continue };
            if out.insert(at) {
                let title = used.fields.first().map_or("", |it| label(def, it));
                let what = said(def, used, &clash.what, rows[at], all.get(clash.row).copied());
                let place: Place = record_place(def, rows[at], title);
                found.push((at, Finding::must(rule_name(used), place, what, clash.mend)));
            }
        }
        // After a gap the rows go on without a further one: only the first of them is left out.
        if out.is_empty() || used.name == "no_gap" {
            return Ok(found);
        }
        left.retain(|it| !out.contains(it));
    }
}

fn rule_name(used: &RuleUse) -> &'static str {
    ["apart", "no_gap"].into_iter().find(|it| *it == used.name).unwrap_or("day_limit")
}

/// When the row that clashes begins before the other one, the sentence names the row itself: then the other is named.
fn said(def: &LedgerDef, used: &RuleUse, what: &str, row: &Row, other: Option<&Row>) -> String {
    let own = format!("“{}”", row.key(def));
    match other {
        Some(other) if used.name == "apart" => what.replace(&own, &format!("“{}”", other.key(def))),
        _ => what.to_owned(),
    }
}
