//! The rules of a ledger against one row (逐条核对), and the fields that rules fill in.

use terms::{Finding, Place, Value};

use super::lines::{Column, Columns, LinesRule, Wrong};
use super::{RowRule, Scene, Seen, lines, row_rule};
use crate::{Catalog, FieldDef, FieldType, LedgerDef, LineRow, Row, RuleUse};

/// A field that a word of a rule names: in the record, or in a lines field.
struct Named<'d> {
    lines: Option<&'d FieldDef>,
    field: &'d FieldDef,
    place: usize,
}

fn named<'d>(def: &'d LedgerDef, word: &str) -> Option<Named<'d>> {
    let Some((lines, name)) = word.split_once('.') else {
        let place = def.place(word)?;
        return Some(Named { lines: None, field: &def.fields[place], place });
    };
    let lines = def.field(lines)?;
    let FieldType::Lines { fields } = &lines.ty else { return None };
    let place = fields.iter().position(|it| it.name == name)?;
    Some(Named { lines: Some(lines), field: &fields[place], place })
}

impl Named<'_> {
    fn rows<'r>(&self, row: &'r Row) -> &'r [LineRow] {
        self.lines.and_then(|it| row.lines.get(&it.name)).map(Vec::as_slice).unwrap_or_default()
    }

    fn value<'r>(&self, row: &'r Row, line: Option<usize>) -> Option<&'r Value> {
        match (self.lines, line) {
            (None, _) => row.values.get(self.place)?.as_ref(),
            (Some(_), Some(line)) => self.rows(row).get(line)?.get(self.place)?.as_ref(),
            (Some(_), None) => None,
        }
    }

    fn column<'r>(&'r self, row: &'r Row) -> Column<'r> {
        let values = match self.lines {
            None => vec![self.value(row, None)],
            Some(_) => (0..self.rows(row).len()).map(|it| self.value(row, Some(it))).collect(),
        };
        Column { field: self.field, values }
    }
}

fn all_named<'d>(def: &'d LedgerDef, words: &[String]) -> Option<Vec<Named<'d>>> {
    words.iter().map(|it| named(def, it)).collect()
}

/// Runs every rule of the ledger against the row.
pub(super) fn check(
    scene: &Scene<'_>,
    def: &LedgerDef,
    row: &Row,
    place: &dyn Fn(&str) -> Place,
    findings: &mut Vec<Finding>,
) {
    for used in &def.rules {
        let Some(fields) = all_named(def, &used.fields) else { continue };
        if let Some(rule) = row_rule(&used.name) {
            check_rows(scene, rule, &fields, row, place, findings);
        } else if let Some(rule) = lines::find(&used.name).filter(|_| !lines::across(used)) {
            check_lines(rule, used, def, &fields, row, place, findings);
        }
    }
}

/// A rule between fields: once for the record, or for each child row when it names fields of child rows.
fn check_rows(
    scene: &Scene<'_>,
    rule: &RowRule,
    fields: &[Named<'_>],
    row: &Row,
    place: &dyn Fn(&str) -> Place,
    findings: &mut Vec<Finding>,
) {
    let lines = fields.iter().find_map(|it| it.lines.map(|lines| (lines, it.rows(row).len())));
    let rounds: Vec<Option<usize>> = match lines {
        None => vec![None],
        Some((_, count)) => (0..count).map(Some).collect(),
    };
    for line in rounds {
        let seen: Vec<(&FieldDef, Option<&Value>)> =
            fields.iter().map(|it| (it.field, it.value(row, line))).collect();
        if let Some((what, mend)) = (rule.check)(scene, &seen) {
            let label = fields.first().map(|it| it.field.label.as_str()).unwrap_or_default();
            findings.push(Finding::must(
                rule.name,
                place(&at(lines.map(|it| it.0), line, label)),
                what,
                mend,
            ));
        }
    }
}

fn check_lines(
    rule: &LinesRule,
    used: &RuleUse,
    def: &LedgerDef,
    fields: &[Named<'_>],
    row: &Row,
    place: &dyn Fn(&str) -> Place,
    findings: &mut Vec<Finding>,
) {
    let Some(same) = all_named(def, &used.same) else { return };
    // A row that does not speak of its child rows leaves them as they stand; that they be there at all is `required`.
    let lines = fields.iter().find_map(|it| it.lines);
    if lines.is_some_and(|it| !row.lines.contains_key(&it.name)) {
        return;
    }
    let columns = Columns {
        fields: fields.iter().map(|it| it.column(row)).collect(),
        same: same.iter().map(|it| it.column(row)).collect(),
        limit: used.limit,
        names: Vec::new(),
    };
    let label = fields.first().map(|it| it.field.label.as_str()).unwrap_or_default();
    for Wrong { line, what, mend, .. } in (rule.check)(&columns) {
        findings.push(Finding::must(rule.name, place(&at(lines, line, label)), what, mend));
    }
}

/// `停钟第2行 复钟日期` for a child row, the label alone for the record.
fn at(lines: Option<&FieldDef>, line: Option<usize>, label: &str) -> String {
    match (lines, line) {
        (Some(lines), Some(line)) => format!("{}第{}行 {label}", lines.label, line + 1),
        _ => label.to_owned(),
    }
}

/// See [`crate::fill_row`].
pub(crate) fn fill_row(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &mut Row,
    today: jiff::civil::Date,
) {
    if row.values.len() != def.fields.len() {
        return;
    }
    let day = row.values.iter().flatten().find_map(Value::as_date).unwrap_or(today);
    let scene = Scene { catalog, day, today };
    for used in def.rules.iter().filter(|it| it.fill) {
        let Some(fields) = all_named(def, &used.fields) else { continue };
        if let Some(compute) = row_rule(&used.name).and_then(|it| it.compute) {
            fill_rows(&scene, compute, &fields, row);
        } else if let Some(compute) = lines::find(&used.name).and_then(|it| it.compute)
            && fields[0].value(row, None).is_none()
            && fields
                .iter()
                .all(|it| it.lines.is_none_or(|lines| row.lines.contains_key(&lines.name)))
        {
            let columns = fields.iter().map(|it| it.column(row)).collect();
            let right = compute(&Columns {
                fields: columns,
                same: Vec::new(),
                limit: used.limit,
                names: Vec::new(),
            });
            set(row, &fields[0], None, right);
        }
    }
}

type Compute = fn(&Scene<'_>, &Seen<'_>) -> Option<Value>;

fn fill_rows(scene: &Scene<'_>, compute: Compute, fields: &[Named<'_>], row: &mut Row) {
    let count = fields.iter().filter(|it| it.lines.is_some()).map(|it| it.rows(row).len()).max();
    let rounds: Vec<Option<usize>> =
        count.map_or_else(|| vec![None], |it| (0..it).map(Some).collect());
    for line in rounds {
        if fields[0].value(row, line).is_some() {
            continue;
        }
        let seen: Vec<(&FieldDef, Option<&Value>)> =
            fields.iter().map(|it| (it.field, it.value(row, line))).collect();
        let right = compute(scene, &seen);
        set(row, &fields[0], line, right);
    }
}

fn set(row: &mut Row, named: &Named<'_>, line: Option<usize>, value: Option<Value>) {
    let slot = match (named.lines, line) {
        (None, _) => row.values.get_mut(named.place),
        (Some(lines), Some(line)) => row
            .lines
            .get_mut(&lines.name)
            .and_then(|it| it.get_mut(line))
            .and_then(|it| it.get_mut(named.place)),
        (Some(_), None) => None,
    };
    if let (Some(slot), Some(value)) = (slot, value) {
        *slot = Some(value);
    }
}

/// Something that two records of a ledger do not agree in (跨记录不符).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Position of the record among those given.
    pub row: usize,
    /// Position of the other record, where there is one.
    pub other: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// Compares records of a ledger with each other by a rule that looks [`crate::across`] them; `names` tells what each is
/// called.
#[must_use]
pub fn clashes(def: &LedgerDef, used: &RuleUse, rows: &[&Row], names: Vec<String>) -> Vec<Clash> {
    let (Some(rule), Some(fields), Some(same)) =
        (lines::find(&used.name), all_named(def, &used.fields), all_named(def, &used.same))
    else {
        return Vec::new();
    };
    let columns = Columns {
        fields: fields.iter().map(|it| over_records(it, rows)).collect(),
        same: same.iter().map(|it| over_records(it, rows)).collect(),
        limit: used.limit,
        names,
    };
    let found = (rule.check)(&columns).into_iter();
    found
        .filter_map(|it| {
            Some(Clash { row: it.line?, other: it.other, what: it.what, mend: it.mend })
        })
        .collect()
}

fn over_records<'r>(named: &Named<'r>, rows: &[&'r Row]) -> Column<'r> {
    Column { field: named.field, values: rows.iter().map(|it| named.value(it, None)).collect() }
}
