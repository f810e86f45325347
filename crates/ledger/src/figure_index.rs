//! Indexes that carry the figures (指标索引).
//!
//! For every ledger and lines field that indicators read: one index per day field, the day first, then what keeps
//! lists in order, then every column that the indicators test or sum. A figure's scan then touches the days of its
//! period only, and never the rows themselves.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    Catalog, FieldDef, FieldType, IndicatorDef, LedgerDef, MeasureDef, Role, TestDef, fingerprint,
};

use crate::db::{Dialect, quoted};

/// All names of these indexes begin so; one that is there and no longer wanted may be dropped.
pub(crate) const PREFIX: &str = "fig_";

/// Longest index row that PostgreSQL keeps is 2704 bytes; columns that could go beyond this stay out.
const WIDTH_MAX: u32 = 2400;

/// An index that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndexDef {
    /// Name: changes when table or columns change, at most 63 bytes.
    pub(crate) name: String,
    /// Table.
    pub(crate) table: String,
    /// Columns that order the index.
    pub(crate) order: Vec<String>,
    /// Columns that are only carried along.
    pub(crate) carried: Vec<String>,
}

impl IndexDef {
    fn new(table: String, order: Vec<String>, carried: Vec<String>) -> IndexDef {
        let digest = fingerprint(&format!("{table}({})({})", order.join(","), carried.join(",")));
        let short: String = table.chars().take(44).collect();
        let name = format!("{PREFIX}{short}_{}", digest.get(..8).unwrap_or_default());
        IndexDef { name, table, order, carried }
    }

    /// Its name in a database. In PostgreSQL ids used to be NULLS FIRST, which no list asks for: such an index is another.
    pub(crate) fn name_in(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => self.name.clone(),
            Dialect::Pg => format!("{}_l", self.name),
        }
    }

    /// The statement that makes it, if it is not there.
    pub(crate) fn create(&self, dialect: Dialect) -> String {
        let (name, table) = (quoted(&self.name_in(dialect)), quoted(&self.table));
        let carried = self.carried.iter().map(|it| quoted(it));
        match dialect {
            Dialect::Sqlite => {
                let all: Vec<String> =
                    self.order.iter().map(|it| quoted(it)).chain(carried).collect();
                format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({})", all.join(", "))
            }
            Dialect::Pg => {
                // Lists put what is not set first, as SQLite does by itself; what names a row is always set, and
                // PostgreSQL takes an index for the order of a list only where it says the very same.
                let order = self.order.iter().map(|it| match it.as_str() {
                    "id" | "record_id" | "ordinal" => quoted(it),
                    _ => format!("{} NULLS FIRST", quoted(it)),
                });
                let order: Vec<String> = order.collect();
                let carried: Vec<String> = carried.collect();
                let include = match carried.is_empty() {
                    true => String::new(),
                    false => format!(" INCLUDE ({})", carried.join(", ")),
                };
                format!(
                    "CREATE INDEX IF NOT EXISTS {name} ON {table} ({}){include}",
                    order.join(", ")
                )
            }
        }
    }
}

/// What indicators ask of one table.
#[derive(Debug, Default)]
struct Wanted {
    days: BTreeSet<String>,
    columns: BTreeSet<String>,
}

/// The indexes for all indicators, in order of their tables.
pub(crate) fn figure_indexes(catalog: &Catalog) -> Vec<IndexDef> {
    let mut records: BTreeMap<&str, Wanted> = BTreeMap::new();
    let mut children: BTreeMap<(&str, &str), Wanted> = BTreeMap::new();
    for indicator in catalog.indicators.values() {
        let Some(def) = catalog.ledgers.get(&indicator.from) else {
            continue;
        };
        let record = records.entry(def.id.as_str()).or_default();
        let lines = indicator.lines.as_deref().filter(|it| def.line_fields(it).is_some());
        let child = lines.map(|lines| children.entry((def.id.as_str(), lines)).or_default());
        collect(indicator, record, child);
    }
    let mut indexes = Vec::new();
    for (id, wanted) in &records {
        if let Some(def) = catalog.ledgers.get(*id) {
            indexes.extend(of_records(def, wanted));
        }
    }
    for ((id, lines), wanted) in &children {
        if let Some(def) = catalog.ledgers.get(*id) {
            indexes.extend(of_children(def, lines, wanted));
        }
    }
    indexes.sort();
    indexes.dedup();
    indexes
}

fn collect(indicator: &IndicatorDef, record: &mut Wanted, mut child: Option<&mut Wanted>) {
    let mut add = |name: &str, is_day: bool| {
        let own = name.strip_prefix("record.");
        let of_record = own.is_some() || child.is_none() || matches!(name, "state" | "office");
        let name = own.unwrap_or(name);
        // Of what stands behind a link, the link itself is in the table.
        let (name, is_day) = name.split_once('.').map_or((name, is_day), |it| (it.0, false));
        let wanted = match &mut child {
            Some(child) if !of_record => &mut **child,
            _ => &mut *record,
        };
        wanted.columns.insert(name.to_owned());
        if is_day {
            wanted.days.insert(name.to_owned());
        }
    };
    if let Some(day) = &indicator.day {
        add(day, true);
    }
    for condition in &indicator.conditions {
        let is_day = matches!(condition.test, TestDef::Role(Role::InPeriod | Role::InYear));
        add(&condition.field, is_day);
        if let Some((_, other)) = condition.test.beside() {
            add(other, false);
        }
    }
    match &indicator.measure {
        MeasureDef::Sum(field) | MeasureDef::Distinct(field) => add(field, false),
        MeasureDef::Latest { field, per, day } => {
            for name in [field, per, day] {
                add(name, false);
            }
        }
        MeasureDef::Progress { done, designed, weight } => {
            for name in [done, designed, weight] {
                add(name, false);
            }
        }
        MeasureDef::Count
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. }
        | MeasureDef::Zero => {}
    }
}

fn of_records(def: &LedgerDef, wanted: &Wanted) -> Vec<IndexDef> {
    let carried = ["withdrawn_at", "state", "office"]
        .into_iter()
        .filter(|it| *it == "withdrawn_at" || wanted.columns.contains(*it));
    built(def.table(), &def.fields, wanted, &["id"], carried)
}

fn of_children(def: &LedgerDef, lines: &str, wanted: &Wanted) -> Vec<IndexDef> {
    let Some(fields) = def.line_fields(lines) else {
        return Vec::new();
    };
    let table = def.line_table(lines);
    let mut found = built(table.clone(), fields, wanted, &["record_id", "ordinal"], [].into_iter());
    if !wanted.days.is_empty() {
        // The day may also be the record's: then child rows are looked up by their record.
        let by_record = Wanted { days: BTreeSet::new(), columns: wanted.columns.clone() };
        found.extend(built(table, fields, &by_record, &["record_id", "ordinal"], [].into_iter()));
    }
    found
}

fn built<'a>(
    table: String,
    fields: &[FieldDef],
    wanted: &Wanted,
    ids: &[&str],
    meta: impl Iterator<Item = &'a str>,
) -> Vec<IndexDef> {
    let meta: Vec<&str> = meta.collect();
    let mut room = WIDTH_MAX;
    let mut carried: Vec<&str> = meta;
    for field in fields.iter().filter(|it| wanted.columns.contains(&it.name)) {
        let Some(rest) = width(&field.ty).and_then(|it| room.checked_sub(it)) else {
            continue;
        };
        room = rest;
        carried.push(&field.name);
    }
    let days: Vec<Option<&str>> = match wanted.days.is_empty() {
        true => vec![None],
        false => wanted.days.iter().map(|it| Some(it.as_str())).collect(),
    };
    days.into_iter()
        .filter(|day| day.is_none_or(|day| fields.iter().any(|it| it.name == day)))
        .map(|day| {
            let order: Vec<String> =
                day.into_iter().chain(ids.iter().copied()).map(str::to_owned).collect();
            let carried = carried.iter().filter(|it| !order.iter().any(|name| name == *it));
            let carried = carried.map(|it| (*it).to_owned()).collect();
            IndexDef::new(table.clone(), order, carried)
        })
        .collect()
}

/// Greatest number of bytes that a column takes in an index; `None` where it may not be in one at all.
fn width(ty: &FieldType) -> Option<u32> {
    match ty {
        FieldType::Text { max } => Some(max.saturating_mul(4)),
        FieldType::LongText | FieldType::Lines { .. } | FieldType::File => None,
        FieldType::Integer
        | FieldType::Money
        | FieldType::Mass
        | FieldType::Stake
        | FieldType::Date
        | FieldType::Time
        | FieldType::DateTime
        | FieldType::YesNo => Some(8),
        FieldType::Decimal { .. } => Some(24),
        FieldType::Code { .. }
        | FieldType::Division
        | FieldType::Road
        | FieldType::Plate
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::Point => Some(80),
        FieldType::Person | FieldType::Indicator => Some(200),
        FieldType::Organisation | FieldType::Link { .. } => Some(400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Source, load};

    const LEDGER: &str = r#"
title = "出勤"
about = "测试用"
office = "治超办"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 20 },
  { name = "on", type = "date", label = "日期" },
  { name = "kind", type = "text", label = "类别", length = 40 },
  { name = "essay", type = "long_text", label = "经过" },
  { name = "wide", type = "text", label = "长字段", length = 4000 },
  { name = "fine", type = "money", label = "罚款" },
]

[[lines]]
name = "members"
label = "人员"
fields = [{ name = "name", type = "person", label = "姓名" }, { name = "since", type = "date", label = "起日" }]
"#;

    const WORKFLOW: &str = r#"
title = "登记"
about = "测试用"
states = [{ name = "kept", label = "在册", closed = false }]
"#;

    fn indicator(rest: &str) -> String {
        format!("about = \"测试用\"\nplaces = 0\nowner = \"治超办\"\nfrom = \"t/duty\"\n{rest}\n")
    }

    #[track_caller]
    fn check(indicators: &[&str], expected: &[&str]) {
        let source =
            |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let mut sources =
            vec![source("ledgers/t/duty.toml", LEDGER), source("workflows/plain.toml", WORKFLOW)];
        for (number, rest) in indicators.iter().enumerate() {
            sources.push(source(&format!("indicators/t/i{number}.toml"), &indicator(rest)));
        }
        let (catalog, findings) = load(&sources);
        assert_eq!(findings, [], "definitions");
        let have: Vec<String> = figure_indexes(&catalog)
            .iter()
            .map(|it| format!("{} ({}) + {}", it.table, it.order.join(" "), it.carried.join(" ")))
            .collect();
        assert_eq!(have, expected);
    }

    #[test]
    fn the_day_comes_first_and_what_is_tested_or_summed_is_carried() {
        check(
            &[
                "kind = \"flow\"\ntitle = \"甲\"\nunit = \"元\"\nday = \"on\"\nwhere = [{ field = \"kind\", eq = \"a\" }, { field = \"state\", not = \"kept\" }]\nmeasure = { sum = \"fine\" }",
            ],
            &["t_duty (on id) + withdrawn_at state kind fine"],
        );
    }

    #[test]
    fn child_rows_are_found_by_their_record_and_by_their_own_day() {
        check(
            &[
                "kind = \"flow\"\ntitle = \"甲\"\nunit = \"人次\"\nlines = \"members\"\nday = \"record.on\"\nwhere = [{ field = \"since\", role = \"in_year\" }]\nmeasure = { count = \"rows\" }",
            ],
            &[
                "t_duty (on id) + withdrawn_at",
                "t_duty__members (record_id ordinal) + since",
                "t_duty__members (since record_id ordinal) + ",
            ],
        );
    }

    #[test]
    fn texts_that_no_index_row_could_hold_stay_out() {
        check(
            &[
                "kind = \"stock\"\ntitle = \"甲\"\nunit = \"个\"\nwhere = [{ field = \"essay\", is_set = true }, { field = \"wide\", is_set = true }]\nmeasure = { distinct = \"kind\" }",
            ],
            &["t_duty (id) + withdrawn_at kind"],
        );
    }

    #[test]
    fn a_ledger_that_no_indicator_reads_needs_none() {
        check(&[], &[]);
    }

    #[test]
    fn the_name_follows_from_the_content_and_fits_both_databases() {
        let order = || vec!["day".to_owned(), "id".to_owned()];
        let one = IndexDef::new("a".repeat(60), order(), vec!["kind".to_owned()]);
        let other = IndexDef::new("a".repeat(60), order(), vec!["cause".to_owned()]);
        assert_ne!(one.name, other.name);
        for name in [Dialect::Sqlite, Dialect::Pg].map(|it| one.name_in(it)) {
            assert!(name.len() <= 63 && name.starts_with(PREFIX), "{name}");
        }
        let sqlite = format!(
            "CREATE INDEX IF NOT EXISTS \"{}\" ON \"{}\" (\"day\", \"id\", \"kind\")",
            one.name, one.table
        );
        assert_eq!(one.create(Dialect::Sqlite), sqlite);
        // The order of a list in the days' order, newest first, read backwards: an id that says NULLS FIRST serves none.
        let pg = format!(
            "CREATE INDEX IF NOT EXISTS \"{}_l\" ON \"{}\" (\"day\" NULLS FIRST, \"id\") INCLUDE (\"kind\")",
            one.name, one.table
        );
        assert_eq!(one.create(Dialect::Pg), pg);
    }
}
