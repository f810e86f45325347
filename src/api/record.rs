//! One row of a ledger as JSON and back (记录): canonical texts by field name, personal data masked in one place.

use catalog::{FieldDef, FieldType, LedgerDef, LineRow, Row};
use jiff::Timestamp;
use ledger::Record;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_, json};
use std::collections::BTreeMap;
use terms::{Finding, Place, Value};

use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::context::{HIDDEN, local, today};

/// Child rows of one lines field at most.
const LINES_MAX: usize = 2_000;

/// A moment as clients read it.
pub(crate) fn moment(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// The label of a workflow state.
pub(crate) fn state_label(viewer: &Viewer, def: &LedgerDef, state: &str) -> String {
    let workflow = viewer.catalog.workflow_of(def);
    workflow.state(state).map_or_else(|| state.to_owned(), |it| it.label.clone())
}

/// The values of a row: canonical texts; what is masked is named.
pub(crate) fn values(
    fields: &[FieldDef],
    values: &[Option<Value>],
    hide: bool,
) -> (Map<String, Json_>, Vec<String>) {
    let (mut out, mut masked) = (Map::new(), Vec::new());
    for (field, value) in fields.iter().zip(values) {
        let Some(value) = value else { continue };
        if field.private && hide {
            masked.push(field.name.clone());
            out.insert(field.name.clone(), json!(HIDDEN));
        } else {
            out.insert(field.name.clone(), json!(value.canonical()));
        }
    }
    (out, masked)
}

/// A record, without child rows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RecordRow {
    id: String,
    state: String,
    state_label: String,
    version: i64,
    office: String,
    /// What the office is called now.
    office_title: String,
    created_at: String,
    created_by: String,
    updated_at: String,
    updated_by: String,
    withdrawn_at: Option<String>,
    /// The record as staff name it.
    key: String,
    /// Canonical texts by field name; what is not set is not there.
    #[schema(value_type = BTreeMap<String, String>)]
    values: Map<String, Json_>,
    /// Titles where fields hold indicators.
    words: BTreeMap<String, String>,
    /// Fields whose content is not shown to the viewer.
    masked: Vec<String>,
}

/// A record with its child rows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Record)]
pub(crate) struct WholeRecord {
    #[serde(flatten)]
    row: RecordRow,
    /// Child rows by the name of their field.
    #[schema(value_type = BTreeMap<String, Vec<BTreeMap<String, String>>>)]
    lines: Map<String, Json_>,
    /// Titles where child rows hold indicators, by the name of their field, row by row.
    line_words: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

impl WholeRecord {
    pub(crate) fn new(viewer: &Viewer, def: &LedgerDef, record: &Record) -> WholeRecord {
        WholeRecord {
            row: brief(viewer, def, record),
            lines: lines(viewer, def, &record.row),
            line_words: line_words(viewer, def, &record.row),
        }
    }
}

/// A record as a list shows it, without child rows.
pub(crate) fn brief(viewer: &Viewer, def: &LedgerDef, record: &Record) -> RecordRow {
    let hide = !viewer.may_private(def);
    let (values, masked) = values(&def.fields, &record.row.values, hide);
    RecordRow {
        id: record.id.to_string(),
        state: record.state.clone(),
        state_label: state_label(viewer, def, &record.state),
        version: record.version,
        office: record.office.clone(),
        office_title: viewer.office_title(&record.office),
        created_at: moment(record.created_at),
        created_by: record.created_by.clone(),
        updated_at: moment(record.updated_at),
        updated_by: record.updated_by.clone(),
        withdrawn_at: record.withdrawn_at.map(moment),
        key: viewer.reader(def).key(&record.row),
        values,
        words: words(viewer, &def.fields, &record.row.values, hide),
        masked,
    }
}

/// Titles where fields hold indicators; none for what is masked.
fn words(
    viewer: &Viewer,
    fields: &[FieldDef],
    values: &[Option<Value>],
    hide: bool,
) -> BTreeMap<String, String> {
    let named = fields.iter().zip(values).filter(|it| it.0.ty == FieldType::Indicator);
    let named = named.filter(|it| !(it.0.private && hide));
    let title = |it: (&FieldDef, &Option<Value>)| {
        let text = it.1.as_ref()?.canonical();
        Some((it.0.name.clone(), viewer.catalog.word(it.0, text)))
    };
    named.filter_map(title).collect()
}

/// Titles where child rows hold indicators; only the fields that do.
fn line_words(
    viewer: &Viewer,
    def: &LedgerDef,
    row: &Row,
) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let hide = !viewer.may_private(def);
    let names = |it: &(&FieldDef, &[FieldDef])| it.1.iter().any(|it| it.ty == FieldType::Indicator);
    let rows = |name: &String| row.lines.get(name).map(Vec::as_slice).unwrap_or_default();
    let of = |(field, fields): (&FieldDef, &[FieldDef])| {
        let words = rows(&field.name).iter().map(|it| words(viewer, fields, it, hide));
        (field.name.clone(), words.collect())
    };
    let open = |it: &(&FieldDef, &[FieldDef])| !(it.0.private && hide);
    def.lines().filter(names).filter(open).map(of).collect()
}

/// The child rows of a record, by the name of their field.
fn lines(viewer: &Viewer, def: &LedgerDef, row: &Row) -> Map<String, Json_> {
    let hide = !viewer.may_private(def);
    let mut out = Map::new();
    for (field, fields) in def.lines() {
        let rows = row.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
        let row = |row: &LineRow| {
            let (mut shown, _) = values(fields, row, hide);
            if field.private && hide {
                shown.values_mut().for_each(|it| *it = json!(HIDDEN));
            }
            Json_::Object(shown)
        };
        let rows: Vec<Json_> = rows.iter().map(row).collect();
        out.insert(field.name.clone(), json!(rows));
    }
    out
}

/// A record as somebody typed it.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub(crate) struct Typed {
    /// Text by field name; null empties, what is absent stays.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, Option<String>>,
    /// Child rows by lines field; what is absent stays.
    #[serde(default)]
    pub(crate) lines: BTreeMap<String, Vec<BTreeMap<String, Option<String>>>>,
}

/// Puts what was typed over a row and gives what could not be read; its fields stay as they were. A masked text that comes
/// back unchanged leaves what stands.
///
/// # Errors
/// A field that is not there, and too many child rows, are bad requests.
pub(crate) fn put(
    viewer: &Viewer,
    def: &LedgerDef,
    typed: &Typed,
    row: &mut Row,
) -> Reply<Vec<Finding>> {
    let mut findings: Vec<Finding> = Vec::new();
    for (name, text) in &typed.values {
        let place = def.place(name).filter(|it| !is_lines(&def.fields[*it]));
        let place =
            place.ok_or_else(|| Refusal::bad(format!("台账“{}”没有字段“{name}”", def.title)))?;
        match read(viewer, def, &def.fields[place], text.as_deref()) {
            Ok(Some(value)) => row.values[place] = value,
            Ok(None) => {}
            Err(found) => findings.extend(found),
        }
    }
    for (name, rows) in &typed.lines {
        let fields = def.line_fields(name);
        let fields =
            fields.ok_or_else(|| Refusal::bad(format!("台账“{}”没有明细“{name}”", def.title)))?;
        if rows.len() > LINES_MAX {
            return Err(Refusal::bad(format!("明细超过 {LINES_MAX} 行，请用导入")));
        }
        let standing = row.lines.get(name).cloned().unwrap_or_default();
        let mut read_rows: Vec<LineRow> = Vec::with_capacity(rows.len());
        for (at, typed) in rows.iter().enumerate() {
            let title = def.field(name).map_or("明细", |it| it.label.as_str());
            let place = format!("{title}第{}行", at + 1);
            let (line, found) = line(viewer, def, fields, typed, standing.get(at), &place)?;
            read_rows.push(line);
            findings.extend(found);
        }
        row.lines.insert(name.clone(), read_rows);
    }
    Ok(findings)
}

/// As [`put`], for a whole record.
///
/// # Errors
/// Where something could not be read, everything that is wrong with the row, in one answer; and as [`put`].
pub(crate) fn fill(viewer: &Viewer, def: &LedgerDef, typed: &Typed, row: &mut Row) -> Reply<()> {
    let unread = put(viewer, def, typed, row)?;
    if unread.is_empty() {
        return Ok(());
    }
    Err(Refusal::findings(check(viewer, def, unread, row)))
}

/// Everything that is wrong with a row as it was typed: what could not be read, and what the rules say of the other fields.
/// What the program fills in is filled in.
pub(crate) fn check(
    viewer: &Viewer,
    def: &LedgerDef,
    unread: Vec<Finding>,
    row: &mut Row,
) -> Vec<Finding> {
    let day = today();
    catalog::fill_row(&viewer.catalog, def, row, day);
    let mut findings = catalog::check_row(&viewer.catalog, def, row, day);
    // A field that could not be read is empty in the row: that it is missing would be said on top.
    findings.retain(|it| !unread.iter().any(|one| field_of(one) == field_of(it)));
    unread.into_iter().chain(findings).collect()
}

fn field_of(finding: &Finding) -> &str {
    match &finding.place {
        Place::Field { field, .. } => field,
        Place::Text { .. } | Place::Cell { .. } | Place::Whole { .. } => "",
    }
}

fn line(
    viewer: &Viewer,
    def: &LedgerDef,
    fields: &[FieldDef],
    typed: &BTreeMap<String, Option<String>>,
    standing: Option<&LineRow>,
    at: &str,
) -> Reply<(LineRow, Vec<Finding>)> {
    let (mut row, mut findings): (LineRow, _) = (vec![None; fields.len()], Vec::new());
    for (name, text) in typed {
        let place = fields.iter().position(|it| it.name == *name);
        let place = place.ok_or_else(|| Refusal::bad(format!("明细没有字段“{name}”")))?;
        match read(viewer, def, &fields[place], text.as_deref()) {
            Ok(Some(value)) => row[place] = value,
            Ok(None) => row[place] = standing.and_then(|it| it.get(place).cloned()).flatten(),
            Err(found) => findings.extend(found.into_iter().map(|it| at_line(it, at))),
        }
    }
    Ok((row, findings))
}

/// A finding of a child row, placed as the rules place theirs: “成员第2行 姓名”.
fn at_line(mut finding: Finding, at: &str) -> Finding {
    if let Place::Field { field, .. } = &mut finding.place {
        *field = format!("{at} {field}");
    }
    finding
}

fn is_lines(field: &FieldDef) -> bool {
    matches!(field.ty, FieldType::Lines { .. })
}

/// A typed text as a value: `Ok(None)` where the mask came back and nothing is to change.
pub(crate) fn read(
    viewer: &Viewer,
    def: &LedgerDef,
    field: &FieldDef,
    text: Option<&str>,
) -> Result<Option<Option<Value>>, Vec<Finding>> {
    let Some(text) = text else { return Ok(Some(None)) };
    if field.private && text == HIDDEN && !viewer.may_private(def) {
        return Ok(None);
    }
    sheet::read_value(&viewer.catalog, def, field, text).map(Some)
}
