//! What must hold before a row becomes a record (保存前核对).
//!
//! The definition's own rules are `catalog::check_row`. Here stands what only the base can know: whether the key is
//! free, whether the records that links name are there and in force, who links to a record that is to go.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, LineRow, Row, check_row};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use sea_query::Value as Datum;
use terms::{Finding, Place, Value};
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::migrate::{key_expression, nothing};
use crate::record::{Record, Shape};
use crate::schema::{Kind, integer, label, scaled, text};

/// Greatest number of records that one finding names.
const NAMED: usize = 20;

/// The bureau's calendar day at this time (北京时间).
pub(crate) fn day_of(at: Timestamp) -> Date {
    TimeZone::fixed(offset(8)).to_datetime(at).date()
}

pub(crate) fn record_place(def: &LedgerDef, row: &Row, field: &str) -> Place {
    Place::Field { ledger: def.title.clone(), record: row.key(def), field: field.to_owned() }
}

/// A new record has no other child rows than those it comes with: rules over child rows see none where it speaks of none.
/// (Of a record that stands they are left as they are.) The row itself goes on as it came.
pub(crate) fn with_no_further_lines<T>(
    def: &LedgerDef,
    row: &mut Row,
    then: impl FnOnce(&mut Row) -> T,
) -> T {
    let all = def.lines().map(|it| it.0.name.clone());
    let absent: Vec<String> = all.filter(|it| !row.lines.contains_key(it)).collect();
    for name in &absent {
        row.lines.insert(name.clone(), Vec::new());
    }
    let done = then(row);
    for name in &absent {
        row.lines.remove(name);
    }
    done
}

/// Everything that can be said about a row without asking the base.
pub(crate) fn check_alone(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &Row,
    day: Date,
) -> Vec<Finding> {
    if row.values.len() != def.fields.len() {
        let what =
            format!("这一行有 {} 个值，定义有 {} 个字段", row.values.len(), def.fields.len());
        return vec![Finding::must(
            "shape",
            record_place(def, row, ""),
            what,
            "请按现行定义重新读入",
        )];
    }
    let mut findings = Vec::new();
    check_fit(def, row, &mut findings);
    if def.key.iter().all(|name| row.get(def, name).is_none()) {
        let labels: Vec<&str> = def.key.iter().map(|name| label(def, name)).collect();
        let what = format!("没有填“{}”，无法识别是哪条记录", labels.join("、"));
        findings.push(Finding::must("no_key", record_place(def, row, ""), what, "请补填"));
    }
    let workflow = catalog.workflow_of(def);
    if let Some(state) = row.state.as_deref().filter(|it| workflow.state(it).is_none()) {
        let labels: Vec<&str> = workflow.states.iter().map(|it| it.label.as_str()).collect();
        let what = format!("流程“{}”没有“{state}”这个状态", workflow.title);
        let mend = format!("可用：{}", labels.join("、"));
        findings.push(Finding::must("unknown_state", record_place(def, row, "状态"), what, mend));
    }
    findings.extend(check_row(catalog, def, row, day));
    findings.extend(check_erased(def, row));
    findings.extend(clock::check(catalog, def, row));
    findings
}

/// A row that says when its personal data was erased has none.
fn check_erased(def: &LedgerDef, row: &Row) -> Vec<Finding> {
    let Some(erase) = def.erase.as_ref().filter(|it| row.get(def, &it.done_on).is_some()) else {
        return Vec::new();
    };
    let own = erase.fields.iter().filter(|it| row.get(def, it).is_some());
    let own = own.map(|it| label(def, it).to_owned());
    let of_lines = erase.line_fields.iter().filter_map(|(lines, name)| {
        let at = def.line_fields(lines)?.iter().position(|it| it.name == *name)?;
        let rows = row.lines.get(lines)?;
        let there = rows.iter().any(|it| it.get(at).is_some_and(Option::is_some));
        let title = &def.line_fields(lines)?[at].label;
        there.then(|| format!("{}·{title}", label(def, lines)))
    });
    let what = |title: String| {
        let done = label(def, &erase.done_on);
        let what = format!("填了“{done}”，“{title}”就要空着");
        let mend = "已经销毁的不再填；还没有销毁的用 tongtu erase 办理";
        Finding::must("erased", record_place(def, row, &title), what, mend)
    };
    own.chain(of_lines).map(what).collect()
}

/// Values are of their field's type and can be kept exactly; child rows are where the definition has them.
fn check_fit(def: &LedgerDef, row: &Row, findings: &mut Vec<Finding>) {
    for (field, value) in def.fields.iter().zip(&row.values) {
        if let Some(fault) = value.as_ref().and_then(|it| misfit(field, it)) {
            findings.push(Finding::must(
                "value",
                record_place(def, row, &field.label),
                fault.0,
                fault.1,
            ));
        }
    }
    for (name, rows) in &row.lines {
        let Some(fields) = def.line_fields(name) else {
            let what = format!("定义里没有明细“{name}”");
            findings.push(Finding::must(
                "shape",
                record_place(def, row, name),
                what,
                "请按现行定义重新读入",
            ));
            continue;
        };
        let title = label(def, name);
        for (number, child) in rows.iter().enumerate() {
            if child.len() != fields.len() {
                let what = format!(
                    "“{title}”第{}行有 {} 个值，定义有 {} 个字段",
                    number + 1,
                    child.len(),
                    fields.len()
                );
                findings.push(Finding::must(
                    "shape",
                    record_place(def, row, title),
                    what,
                    "请按现行定义重新读入",
                ));
                continue;
            }
            for (field, value) in fields.iter().zip(child) {
                if let Some(fault) = value.as_ref().and_then(|it| misfit(field, it)) {
                    let at = format!("{title}第{}行 {}", number + 1, field.label);
                    findings.push(Finding::must(
                        "value",
                        record_place(def, row, &at),
                        fault.0,
                        fault.1,
                    ));
                }
            }
        }
    }
}

fn misfit(field: &FieldDef, value: &Value) -> Option<(String, &'static str)> {
    let wrong =
        || Some((format!("“{}”不是{}", value.canonical(), field.ty.label()), "请按字段类型填写"));
    let Some(kind) = Kind::of(&field.ty) else {
        return wrong();
    };
    match (kind, value) {
        (Kind::Text, Value::Text(text)) if text.contains('\0') => {
            Some(("文字里有不可见的空字符".to_owned(), "请删去后重新填写"))
        }
        (Kind::Text, Value::Text(text)) if text.is_empty() => {
            Some(("值是空文字".to_owned(), "没有内容的请留空"))
        }
        (Kind::Decimal(places), Value::Decimal(number)) if scaled(*number, places).is_none() => {
            Some((
                format!("“{}”的小数超过 {places} 位，或数值太大", value.canonical()),
                "请核对数值和单位；多余的小数请先按规定取舍",
            ))
        }
        (Kind::Date, Value::Date(day)) if day.year() < 1 => {
            Some((format!("日期“{day}”不可能"), "请核对年份"))
        }
        (Kind::DateTime, Value::DateTime(at)) if at.year() < 1 => {
            Some((format!("日期“{at}”不可能"), "请核对年份"))
        }
        (Kind::Text, Value::Text(_))
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Decimal(_), Value::Decimal(_))
        | (Kind::Money, Value::Money(_))
        | (Kind::Mass, Value::Mass(_))
        | (Kind::Stake, Value::Stake(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Time, Value::Time(_))
        | (Kind::DateTime, Value::DateTime(_))
        | (Kind::YesNo, Value::YesNo(_)) => None,
        (
            Kind::Text
            | Kind::Integer
            | Kind::Decimal(_)
            | Kind::Money
            | Kind::Mass
            | Kind::Stake
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::YesNo,
            _,
        ) => wrong(),
    }
}

/// Values of a set of fields as one text, for comparing rows in memory: empty parts differ from every value.
pub(crate) fn set_text(def: &LedgerDef, set: &[String], row: &Row) -> String {
    let mut out = String::new();
    for name in set {
        if let Some(value) = row.get(def, name) {
            out.push('\u{1}');
            out.push_str(&value.canonical());
        }
        out.push('\u{1f}');
    }
    out
}

/// Whether a unique set speaks of this row at all: where a part is not set it does not.
pub(crate) fn set_is_whole(def: &LedgerDef, set: &[String], row: &Row) -> bool {
    set.iter().all(|name| row.get(def, name).is_some())
}

/// Records in force that have the same values in a set of fields as one of the rows. Child rows are not read.
pub(crate) async fn with_same(
    tx: &mut Tx,
    shape: &Shape<'_>,
    set: &[String],
    rows: &[&Row],
    mut take: impl FnMut(Record) + Send,
) -> Result<(), StoreError> {
    let def = shape.def;
    let dialect = tx.dialect();
    let is_key = set == def.key.as_slice();
    let columns: Vec<(String, Kind)> = set
        .iter()
        .map(|name| {
            let kind = def.field(name).and_then(|it| Kind::of(&it.ty)).unwrap_or(Kind::Text);
            (if is_key { key_expression(def, name, dialect) } else { quoted(name) }, kind)
        })
        .collect();
    let head = format!(
        "SELECT {} FROM {} t WHERE t.withdrawn_at IS NULL AND (",
        shape.select_list("t"),
        quoted(&def.table())
    );
    for chunk in rows.chunks(if set.len() == 1 { 400 } else { 150 }) {
        let mut values: Vec<Datum> = Vec::with_capacity(chunk.len() * set.len());
        let mut options = Vec::with_capacity(chunk.len());
        for row in chunk {
            let mut parts = Vec::with_capacity(set.len());
            for (name, (column, kind)) in set.iter().zip(&columns) {
                match row.get(def, name) {
                    None if is_key => parts.push(format!("{column} = {}", nothing(*kind, dialect))),
                    None => parts.push(format!("{column} IS NULL")),
                    Some(value) => {
                        let as_number = dialect == Dialect::Pg && column.contains("::INT");
                        let datum = match value {
                            Value::YesNo(yes) if as_number => Some(integer(i64::from(*yes))),
                            Value::YesNo(_)
                            | Value::Text(_)
                            | Value::Integer(_)
                            | Value::Decimal(_)
                            | Value::Money(_)
                            | Value::Mass(_)
                            | Value::Stake(_)
                            | Value::Date(_)
                            | Value::Time(_)
                            | Value::DateTime(_) => kind.datum(dialect, Some(value)),
                        };
                        let Some(datum) = datum else {
                            // A value that cannot be kept cannot be there; the row has its own finding.
                            parts.push("1 = 0".to_owned());
                            continue;
                        };
                        values.push(datum);
                        parts.push(format!("{column} = ${}", values.len()));
                    }
                }
            }
            options.push(format!("({})", parts.join(" AND ")));
        }
        let sql = format!("{head}{})", options.join(" OR "));
        for line in tx.all(Statement::new(sql, values)).await? {
            take(shape.read(&line, 0)?);
        }
    }
    Ok(())
}

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

/// Findings about records in force that already have the row's key or one of its unique sets.
pub(crate) async fn check_unique(
    tx: &mut Tx,
    shape: &Shape<'_>,
    row: &Row,
    own: Option<Uuid>,
) -> Result<Vec<Finding>, StoreError> {
    let def = shape.def;
    let mut findings = Vec::new();
    for set in [&def.key].into_iter().chain(&def.unique) {
        let is_key = set == &def.key;
        if !is_key && !set_is_whole(def, set, row) {
            continue;
        }
        let mut others = Vec::new();
        with_same(tx, shape, set, &[row], |other| others.push(other)).await?;
        if let Some(other) = others.iter().find(|it| Some(it.id) != own) {
            findings.push(taken(def, set, row, other));
        }
    }
    Ok(findings)
}

/// What a taken key or unique set is called.
pub(crate) fn taken(def: &LedgerDef, set: &[String], row: &Row, other: &Record) -> Finding {
    let labels: Vec<&str> = set.iter().map(|it| label(def, it)).collect();
    let labels = labels.join("、");
    let values: Vec<String> =
        set.iter().filter_map(|it| row.get(def, it)).map(Value::canonical).collect();
    let what = format!(
        "“{labels}”{}已有登记（{}，{}于{}登记）",
        values.join("、"),
        other.row.key(def),
        other.created_by,
        day_of(other.created_at)
    );
    let rule = if set == def.key.as_slice() { "key_taken" } else { "not_unique" };
    Finding::must(
        rule,
        record_place(def, row, &labels),
        what,
        "同一事项请修改原记录；不是同一事项的请核对",
    )
}

/// Findings that name the records in force that link to these keys of a ledger, leaving out records of `own`.
pub(crate) async fn check_linked(
    tx: &mut Tx,
    catalog: &Catalog,
    target: &LedgerDef,
    keys: &[String],
    own: &BTreeSet<Uuid>,
) -> Result<Vec<Finding>, StoreError> {
    let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for def in catalog.ledgers.values() {
        let shape = Shape::new(def);
        for link in links(def).into_iter().filter(|it| it.target == target.id) {
            for chunk in keys.chunks(400) {
                let marks: Vec<String> = (1..=chunk.len()).map(|it| format!("${it}")).collect();
                let marks = marks.join(", ");
                let (select, table, field) =
                    (shape.select_list("t"), quoted(&def.table()), quoted(&link.field.name));
                let (key_column, sql) = match link.lines {
                    None => (
                        format!("t.{field}"),
                        format!(
                            "FROM {table} t WHERE t.withdrawn_at IS NULL AND t.{field} IN ({marks})"
                        ),
                    ),
                    Some(lines) => (
                        format!("c.{field}"),
                        format!(
                            "FROM {} c JOIN {table} t ON t.id = c.record_id WHERE t.withdrawn_at IS NULL AND c.{field} IN ({marks})",
                            quoted(&def.line_table(&lines.name))
                        ),
                    ),
                };
                let sql = format!("SELECT {select}, {key_column} {sql} ORDER BY t.id");
                let last = shape.names().len();
                for line in tx
                    .all(Statement::new(sql, chunk.iter().map(|it| text(it.clone())).collect()))
                    .await?
                {
                    let record = shape.read(&line, 0)?;
                    if own.contains(&record.id) {
                        continue;
                    }
                    let names =
                        found.entry((line.must_text(last)?, def.title.clone())).or_default();
                    let name = record.row.key(def);
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|((key, title), names)| {
            let more = names.len().saturating_sub(NAMED);
            let mut list = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
            if more > 0 {
                list.push_str(&format!(" 等，另有 {more} 条"));
            }
            let place =
                Place::Field { ledger: target.title.clone(), record: key, field: String::new() };
            let what = format!("“{title}”还有记录关联它：{list}");
            Finding::must("still_linked", place, what, "请先改掉这些记录的关联，再撤销或改编号")
        })
        .collect())
}
