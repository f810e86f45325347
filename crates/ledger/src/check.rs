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
use terms::{Finding, Place, Value, scaled};
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::migrate::{key_expression, nothing};
use crate::record::{Record, Shape};
use crate::schema::{Kind, integer, label, text};

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

/// Rows that one statement looks for at most.
const SOUGHT: usize = 400;

/// Records in force that have the same values in a set of fields as one of the rows. Child rows are not read. A row in
/// which a part of the set is not set meets none, unless the set is the key.
pub(crate) async fn with_same(
    tx: &mut Tx,
    shape: &Shape<'_>,
    set: &[String],
    rows: &[&Row],
    mut take: impl FnMut(Record) + Send,
) -> Result<(), StoreError> {
    for chunk in rows.chunks(SOUGHT) {
        if let Some(statement) = same_statement(shape, tx.dialect(), set, chunk) {
            for line in tx.all(statement).await? {
                take(shape.read(&line, 0)?);
            }
        }
    }
    Ok(())
}

/// The statement that finds records by a set of fields, each by the set's index; none where there can be no record.
///
/// Alternatives joined by OR would be read out of the whole table: SQLite uses no partial index for them. The order of
/// a CROSS JOIN it keeps.
fn same_statement(
    shape: &Shape<'_>,
    dialect: Dialect,
    set: &[String],
    rows: &[&Row],
) -> Option<Statement> {
    let def = shape.def;
    let is_key = set == def.key.as_slice();
    let mut values: Vec<Datum> = Vec::with_capacity(rows.len() * set.len());
    let (mut sought, mut options) = (BTreeSet::new(), Vec::with_capacity(rows.len()));
    for row in rows {
        if sought.insert(set_text(def, set, row)) {
            options.extend(option(def, dialect, set, row, &mut values));
        }
    }
    let column = |name: &String| match is_key {
        true => key_expression(def, name, dialect),
        false => quoted(name),
    };
    let names: Vec<String> = (1..=set.len()).map(|it| quoted(&format!("sought {it}"))).collect();
    let equal: Vec<String> =
        set.iter().zip(&names).map(|(it, name)| format!("{} = v.{name}", column(it))).collect();
    let join = match dialect {
        Dialect::Sqlite => "CROSS JOIN",
        Dialect::Pg => "JOIN",
    };
    let sql = format!(
        "WITH v({}) AS (VALUES {}) SELECT {} FROM v {join} {} t ON {} WHERE t.withdrawn_at IS NULL",
        names.join(", "),
        options.join(", "),
        shape.select_list("t"),
        quoted(&def.table()),
        equal.join(" AND ")
    );
    (!options.is_empty()).then(|| Statement::new(sql, values))
}

/// The values of a set as a row of `VALUES`; none, and nothing bound, where no record can have them.
fn option(
    def: &LedgerDef,
    dialect: Dialect,
    set: &[String],
    row: &Row,
    values: &mut Vec<Datum>,
) -> Option<String> {
    let is_key = set == def.key.as_slice();
    let mut bound = Vec::with_capacity(set.len());
    let mut parts = Vec::with_capacity(set.len());
    for name in set {
        let field = def.field(name);
        let kind = field.and_then(|it| Kind::of(&it.ty)).unwrap_or(Kind::Text);
        let Some(value) = row.get(def, name) else {
            parts.push(nothing(kind, dialect).to_owned());
            if is_key {
                continue;
            }
            return None;
        };
        let as_number = is_key && dialect == Dialect::Pg && field.is_some_and(|it| !it.required);
        bound.push(if as_number && let Value::YesNo(yes) = value {
            integer(i64::from(*yes))
        } else {
            // A value that cannot be kept cannot be there; the row has its own finding.
            kind.datum(dialect, Some(value))?
        });
        parts.push(format!("${}", values.len() + bound.len()));
    }
    values.append(&mut bound);
    Some(format!("({})", parts.join(", ")))
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

/// The statement that finds records in force which name one of these keys through a link, with the key, by the link's index.
fn linking(shape: &Shape<'_>, link: &Link<'_>, keys: &[String], dialect: Dialect) -> Statement {
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
                let last = shape.names().len();
                for line in tx.all(linking(&shape, &link, chunk, tx.dialect())).await? {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use catalog::{Condition, FieldRef, Query, Source, Test, load};

    use super::*;
    use crate::record::Base;
    use crate::select::{Scope, Sql};

    const LEDGER: &str = r#"
title = "实操培训记录"
about = "测试用"
office = "驾培股"
key = ["no", "part"]
unique = [["plate", "day"]]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 20 },
  { name = "part", type = "text", label = "分号", length = 20 },
  { name = "plate", type = "plate", label = "车牌号" },
  { name = "day", type = "date", label = "日期" },
  { name = "coach", type = "text", label = "教练员", length = 20 },
  { name = "from", type = "date_time", label = "开始" },
  { name = "until", type = "date_time", label = "结束" },
]
rules = [{ rule = "apart", fields = ["from", "until"], same = ["coach"] }]
"#;
    const WORKFLOW: &str = r#"
title = "登记"
about = "测试用"
states = [{ name = "kept", label = "在册", closed = false }]
"#;

    /// A school, and what links to it: a record, child rows, and one that is named by it.
    const SCHOOLS: [(&str, &str); 3] = [
        (
            "ledgers/t/school.toml",
            r#"
title = "驾校"
about = "测试用"
office = "驾培股"
key = ["name"]
workflow = "plain"
fields = [{ name = "name", type = "text", label = "名称", required = true, length = 20 }]
"#,
        ),
        (
            "ledgers/t/visit.toml",
            r#"
title = "驾校检查"
about = "测试用"
office = "驾培股"
key = ["no"]
workflow = "plain"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 20 },
  { name = "school", type = "link", label = "驾校", ledger = "t/school" },
]

[[lines]]
name = "also"
label = "一并检查"
fields = [{ name = "school", type = "link", label = "驾校", ledger = "t/school" }]
"#,
        ),
        (
            "ledgers/t/grade.toml",
            r#"
title = "驾校等级"
about = "测试用"
office = "驾培股"
key = ["school", "year"]
workflow = "plain"
fields = [
  { name = "school", type = "link", label = "驾校", ledger = "t/school", required = true },
  { name = "year", type = "integer", label = "年度", required = true },
]
"#,
        ),
    ];

    async fn base_of(folder: &std::path::Path, files: &[(&str, &str)]) -> Base {
        let source = |it: &(&str, &str)| Source { path: it.0.to_owned(), text: it.1.to_owned() };
        let (catalog, findings) = load(&files.iter().map(source).collect::<Vec<_>>());
        assert_eq!(findings, []);
        let url = format!("sqlite:{}", folder.join("base.db").display());
        let base = Base::open(&url, folder, Arc::new(catalog)).await.unwrap();
        base.migrate("2021-06-30T00:00:00Z".parse().unwrap()).await.unwrap();
        base
    }

    async fn steps(base: &Base, statement: Statement) -> Vec<String> {
        let ask = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let lines = base.db.all(Statement::new(ask, statement.values)).await.unwrap();
        lines.iter().map(|it| it.must_text(3).unwrap()).collect()
    }

    /// Before a record is withdrawn, what links to it is found by the links' indexes, however large those ledgers are; so it
    /// is when the record is opened.
    #[tokio::test]
    async fn what_links_to_a_record_is_found_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<_> =
            SCHOOLS.into_iter().chain([("workflows/plain.toml", WORKFLOW)]).collect();
        let base = base_of(folder.path(), &files).await;
        let mut seen = 0;
        for def in base.catalog.ledgers.values() {
            let shape = Shape::new(def);
            for link in links(def) {
                for keys in [vec!["甲".to_owned()], (0..400).map(|it| it.to_string()).collect()] {
                    let found = steps(&base, linking(&shape, &link, &keys, Dialect::Sqlite)).await;
                    let scans = found.iter().any(|it| it.starts_with("SCAN"));
                    assert!(!scans, "{} {}: {found:?}", def.id, link.field.name);
                }
                let name = FieldRef::Own(link.field.name.clone());
                let test = Test::Eq(Value::Text("甲".to_owned()));
                let query = Query {
                    ledger: def.id.clone(),
                    lines: link.lines.map(|it| it.name.clone()),
                    conditions: vec![Condition { field: name, test }],
                };
                let scope = Scope::new(&base, &query, None).unwrap();
                let mut sql = Sql::new("SELECT COUNT(*)");
                scope.from(&mut sql);
                scope.and(&mut sql, &query.conditions.iter().collect::<Vec<_>>()).unwrap();
                let found = steps(&base, sql.done()).await;
                let scans = found.iter().any(|it| it.starts_with("SCAN"));
                assert!(!scans, "{} {}: {found:?}", def.id, link.field.name);
                assert_eq!(base.counts(&[query.clone(), query]).await.unwrap(), [0, 0]);
                seen += 1;
            }
        }
        assert_eq!(seen, 3, "a link, a link of child rows, and one in a key");
        base.close().await;
    }

    /// However many rows are looked for at once, each is found by an index: a table of any size is never read through.
    #[tokio::test]
    async fn what_rows_may_clash_with_is_found_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("ledgers/t/session.toml", LEDGER), ("workflows/plain.toml", WORKFLOW)];
        let base = base_of(folder.path(), &files).await;
        let def = &base.catalog.ledgers["t/session"];
        let rows: Vec<Row> = (0..SOUGHT)
            .map(|it| {
                let mut row = Row::empty(def);
                row.values[0] = Some(Value::Text(format!("第{it}号")));
                row.values[2] = Some(Value::Text(format!("粤R{it:05} 黄")));
                row.values[3] = Some(Value::Date(jiff::civil::date(2021, 6, 30)));
                row.values[4] = Some(Value::Text(format!("教练{it}")));
                row
            })
            .collect();
        let rows: Vec<&Row> = rows.iter().collect();
        for set in [&def.key, &def.unique[0], &def.rules[0].same] {
            let statement = same_statement(&Shape::new(def), Dialect::Sqlite, set, &rows).unwrap();
            let steps = steps(&base, statement).await;
            let found = steps.iter().find(|it| it.starts_with("SEARCH t USING INDEX"));
            assert!(found.is_some(), "{set:?}: {steps:?}");
        }
        // A part that is not set meets nobody, except in the key.
        let empty = Row::empty(def);
        let meets = |set| same_statement(&Shape::new(def), Dialect::Sqlite, set, &[&empty]);
        assert!(meets(&def.unique[0]).is_none());
        assert!(meets(&def.key).is_some());
        base.close().await;
    }
}
