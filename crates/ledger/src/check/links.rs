//! Links between records (关联): whether what a row names is there, and who names a record that is to go.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, LineRow, Row};
use terms::{Finding, Place, Value};
use uuid::Uuid;

use super::record_place;
use crate::StoreError;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::migrate::key_expression;
use crate::permit::in_sight;
use crate::record::{Act, Shape};
use crate::schema::text;

/// Greatest number of records that one finding names.
const NAMED: usize = 20;

/// A field of a ledger that links to another, with the lines field that holds it.
pub(crate) struct Link<'a> {
    pub(crate) lines: Option<&'a FieldDef>,
    pub(crate) place: usize,
    pub(crate) field: &'a FieldDef,
    pub(crate) target: &'a str,
}

/// All links of a ledger.
pub(crate) fn links(def: &LedgerDef) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    for (place, field) in def.fields.iter().enumerate() {
        if let FieldType::Link { ledger } = &field.ty {
            found.push(Link { lines: None, place, field, target: ledger });
        }
    }
    for (lines, fields) in def.lines() {
        for (place, field) in fields.iter().enumerate() {
            if let FieldType::Link { ledger } = &field.ty {
                found.push(Link { lines: Some(lines), place, field, target: ledger });
            }
        }
    }
    found
}

impl Link<'_> {
    /// The keys that a row names through this link.
    pub(crate) fn named<'r>(&self, row: &'r Row) -> Vec<&'r str> {
        let of = |values: &'r LineRow| {
            values.get(self.place).and_then(Option::as_ref).and_then(Value::as_text)
        };
        match self.lines {
            None => of(&row.values).into_iter().collect(),
            Some(lines) => {
                row.lines.get(&lines.name).into_iter().flatten().filter_map(of).collect()
            }
        }
    }
}

/// Which of these keys name a record in force.
pub(crate) async fn keys_there(
    tx: &mut Tx,
    target: &LedgerDef,
    keys: &BTreeSet<&str>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut there = BTreeSet::new();
    let Some(name) = target.key.first() else { return Ok(there) };
    let expression = key_expression(target, name, tx.dialect());
    let all: Vec<&str> = keys.iter().copied().collect();
    for chunk in all.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
        let sql = format!(
            "SELECT {} FROM {} WHERE withdrawn_at IS NULL AND {expression} IN ({})",
            quoted(name),
            quoted(&target.table()),
            marks.join(", ")
        );
        for line in tx.all(Statement::new(sql, chunk.iter().map(|it| text(*it)).collect())).await? {
            there.extend(line.text(0)?);
        }
    }
    Ok(there)
}

/// What a dead link is called.
pub(crate) fn dead_link(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &Row,
    link: &Link<'_>,
    key: &str,
) -> Finding {
    let title = catalog.ledgers.get(link.target).map_or(link.target, |it| it.title.as_str());
    let at = match link.lines {
        None => link.field.label.clone(),
        Some(lines) => format!("{} {}", lines.label, link.field.label),
    };
    let what = format!("“{title}”里没有“{key}”，或已撤销");
    Finding::must("unknown_link", record_place(def, row, &at), what, "请核对编号，或先登记对方记录")
}

/// Links of one row that lead nowhere.
pub(crate) async fn check_links(
    tx: &mut Tx,
    catalog: &Catalog,
    def: &LedgerDef,
    row: &Row,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for link in links(def) {
        let keys: BTreeSet<&str> = link.named(row).into_iter().collect();
        let Some(target) = catalog.ledgers.get(link.target).filter(|_| !keys.is_empty()) else {
            continue;
        };
        let mut there = keys_there(tx, target, &keys).await?;
        if target.id == def.id {
            there.insert(row.key(def));
        }
        for key in keys.into_iter().filter(|it| !there.contains(*it)) {
            findings.push(dead_link(catalog, def, row, &link, key));
        }
    }
    Ok(findings)
}

/// The statement that finds records in force which name one of these keys through a link, with the key, by the link's index.
pub(super) fn linking(
    shape: &Shape<'_>,
    link: &Link<'_>,
    keys: &[String],
    dialect: Dialect,
) -> Statement {
    let def = shape.def;
    let marks: Vec<String> = (1..=keys.len()).map(|it| format!("${it}")).collect();
    let (table, field) = (quoted(&def.table()), quoted(&link.field.name));
    let (alias, from) = match link.lines {
        None => ("t", format!("{table} t")),
        Some(lines) => {
            let join = match dialect {
                Dialect::Sqlite => "CROSS JOIN",
                Dialect::Pg => "JOIN",
            };
            let lines = quoted(&def.line_table(&lines.name));
            ("c", format!("{lines} c {join} {table} t ON t.id = c.record_id"))
        }
    };
    // PostgreSQL uses an index only where the collation is its own: that of keys is the database's.
    let collation = match dialect {
        Dialect::Pg if link.lines.is_some() || def.key.first() != Some(&link.field.name) => {
            " COLLATE \"C\""
        }
        Dialect::Pg | Dialect::Sqlite => "",
    };
    let sql = format!(
        "SELECT {}, {alias}.{field} FROM {from} WHERE t.withdrawn_at IS NULL AND {alias}.{field}{collation} IN ({}) \
         ORDER BY t.id",
        shape.select_list("t"),
        marks.join(", ")
    );
    Statement::new(sql, keys.iter().map(|it| text(it.clone())).collect())
}

/// The records of one ledger that link to one key.
#[derive(Default)]
struct Linking {
    records: HashSet<Uuid>,
    /// The first of those in sight, as staff name them.
    names: Vec<String>,
    /// How many are not named.
    more: usize,
    /// Offices of those out of sight.
    elsewhere: BTreeSet<String>,
}

impl Linking {
    fn in_words(&self, catalog: &Catalog, title: &str) -> String {
        let mut said = format!("“{title}”还有记录关联它：{}", self.names.join("、"));
        if self.more > 0 {
            let also = if self.names.is_empty() { "" } else { " 等，另有 " };
            said.push_str(&format!("{also}{} 条", self.more));
        }
        let offices = self.elsewhere.iter().map(|it| catalog.offices.title(it));
        let offices = offices.collect::<Vec<_>>().join("、");
        if !offices.is_empty() {
            said.push_str(&format!("（有的归{offices}，您看不到）"));
        }
        said
    }
}

/// Findings about the records in force that link to these keys of a ledger, leaving out records of `own`. Those in sight of
/// the person are named, the others counted.
pub(crate) async fn check_linked(
    tx: &mut Tx,
    catalog: &Catalog,
    act: &Act,
    target: &LedgerDef,
    keys: &[String],
    own: &BTreeSet<Uuid>,
) -> Result<Vec<Finding>, StoreError> {
    let mut found: BTreeMap<(String, String), Linking> = BTreeMap::new();
    for def in catalog.ledgers.values() {
        let shape = Shape::new(def);
        for link in links(def).into_iter().filter(|it| it.target == target.id) {
            for chunk in keys.chunks(400) {
                let last = shape.names().len();
                for line in tx.all(linking(&shape, &link, chunk, tx.dialect())).await? {
                    let record = shape.read(&line, 0)?;
                    if own.contains(&record.id) {
                        continue;
                    }
                    let key = (line.must_text(last)?, def.title.clone());
                    let linking = found.entry(key).or_default();
                    if !linking.records.insert(record.id) {
                        continue;
                    }
                    let seen = in_sight(catalog, act, &record, "see");
                    if seen && linking.names.len() < NAMED {
                        linking.names.push(record.row.key(def));
                    } else {
                        linking.more += 1;
                    }
                    if !seen {
                        linking.elsewhere.insert(record.office);
                    }
                }
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|((key, title), linking)| {
            let place =
                Place::Field { ledger: target.title.clone(), record: key, field: String::new() };
            let what = linking.in_words(catalog, &title);
            Finding::must("still_linked", place, what, "请先改掉这些记录的关联，再撤销或改编号")
        })
        .collect())
}
