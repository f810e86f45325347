//! Many records at once (批量): rows pasted from a workbook, and one move made on many records.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State as Held};
use axum::routing::post;
use axum::{Json, Router};
use catalog::{FieldDef, FieldType, LedgerDef, Row};
use ledger::BatchInfo;
use serde::{Deserialize, Serialize};
use terms::{Finding, Grade, Place, Value};
use uuid::Uuid;

use crate::api::guard::Viewer;
use crate::api::record;
use crate::api::records::{LedgerPath, Wanted, moved, told};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::say::SaidFinding;

/// Rows of one paste at most; more go through an import.
const ROWS_MAX: usize = 2_000;
/// Records of one batch of moves at most.
const TARGETS_MAX: usize = 200;
/// What the batch of a paste is called.
const PASTE: &str = "粘贴录入";

/// Routes below the records of a ledger.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records/paste", post(paste))
        .route("/ledgers/{domain}/{name}/records/moves", post(make_moves))
}

/// Cells as they were copied.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Pasted {
    /// Names of the fields, in the order of the columns.
    columns: Vec<String>,
    /// Texts, row by row; an empty cell empties the field.
    rows: Vec<Vec<String>>,
    /// Take the good rows in; otherwise only say what would change.
    #[serde(default)]
    take: bool,
}

/// What came of a paste.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PasteAnswer {
    rows: Vec<PastedRow>,
    created: u64,
    changed: u64,
    unchanged: u64,
    /// The batch that it may be undone with, once it was taken in.
    batch: Option<String>,
}

/// A pasted row, as the check of an import sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PastedRow {
    /// From 1.
    row: usize,
    ok: bool,
    findings: Vec<SaidFinding>,
}

/// A row on its way, with what was found about it.
struct Line {
    findings: Vec<Finding>,
    row: Option<Row>,
}

/// Checks pasted rows as an import does, or takes the good ones in as one batch.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/paste", tag = "records", request_body = Pasted,
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200, body = PasteAnswer), (status = 400), (status = 403)))]
pub(crate) async fn paste(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Json(pasted): Json<Pasted>,
) -> Reply<Json<PasteAnswer>> {
    let def = viewer.ledger(&domain, &name)?;
    if !viewer.may(def, "import") {
        return Err(Refusal::forbidden(format!("您的岗位不能批量录入《{}》", def.title)));
    }
    if pasted.rows.len() > ROWS_MAX {
        return Err(Refusal::bad(format!("一次最多粘贴 {ROWS_MAX} 行，更多请用导入")));
    }
    let fields = columns(def, &pasted.columns)?;
    let mut lines = Vec::with_capacity(pasted.rows.len());
    let mut seen = BTreeMap::new();
    for (at, texts) in pasted.rows.iter().enumerate() {
        lines.push(line(&viewer, def, &fields, texts, at, &mut seen).await?);
    }
    let rows: Vec<(Place, Row)> = lines
        .iter_mut()
        .enumerate()
        .filter_map(|(at, it)| Some((place(at, ""), it.row.take()?)))
        .collect();
    let digest = ledger::digest(format!("{:?}", pasted.rows).as_bytes());
    let info = BatchInfo {
        file_name: PASTE,
        file_digest: &digest,
        seen: Some(&seen),
        ..BatchInfo::default()
    };
    let outcome = viewer
        .base
        .import(&viewer.act(), &def.id, rows, info, !pasted.take, &mut |_, _| {})
        .await?;
    for finding in outcome.findings {
        let at = match &finding.place {
            Place::Cell { row, .. } => usize::try_from(*row).unwrap_or(0).saturating_sub(1),
            Place::Text { .. } | Place::Field { .. } | Place::Whole { .. } => 0,
        };
        if let Some(line) = lines.get_mut(at) {
            line.findings.push(finding);
        }
    }
    let row = |(at, it): (usize, &Line)| PastedRow {
        row: at + 1,
        ok: it.findings.iter().all(|it| it.grade != Grade::Must),
        findings: it.findings.iter().map(SaidFinding::from).collect(),
    };
    Ok(Json(PasteAnswer {
        rows: lines.iter().enumerate().map(row).collect(),
        created: outcome.created,
        changed: outcome.changed,
        unchanged: outcome.unchanged,
        batch: outcome.batch.map(|it| it.to_string()),
    }))
}

fn columns<'d>(def: &'d LedgerDef, names: &[String]) -> Reply<Vec<(usize, &'d FieldDef)>> {
    let mut seen = BTreeSet::new();
    let field = |name: &String| {
        let place = def.place(name);
        let place = place.filter(|it| !matches!(def.fields[*it].ty, FieldType::Lines { .. }));
        let place = place.ok_or_else(|| {
            Refusal::bad(format!("台账“{}”没有可以粘贴的字段“{name}”", def.title))
        })?;
        if !seen.insert(place) {
            return Err(Refusal::bad(format!("字段“{}”有两列", def.fields[place].label)));
        }
        Ok((place, &def.fields[place]))
    };
    names.iter().map(field).collect()
}

fn place(at: usize, label: &str) -> Place {
    Place::Cell {
        file: PASTE.to_owned(),
        sheet: String::new(),
        row: u32::try_from(at + 1).unwrap_or(u32::MAX),
        column: String::new(),
        label: label.to_owned(),
    }
}

/// Reads one row over the record that has its key, so that columns which were not pasted stay.
async fn line(
    viewer: &Viewer,
    def: &LedgerDef,
    fields: &[(usize, &FieldDef)],
    texts: &[String],
    at: usize,
    seen: &mut BTreeMap<Uuid, i64>,
) -> Reply<Line> {
    let mut findings = Vec::new();
    let mut values: BTreeMap<usize, Option<Value>> = BTreeMap::new();
    if texts.len() > fields.len() {
        let what = format!("这一行有{}格，而列只有{}个", texts.len(), fields.len());
        findings.push(Finding::must("too_many_cells", place(at, ""), what, "核对列后重新粘贴"));
    }
    for ((position, field), text) in fields.iter().zip(texts) {
        match record::read(viewer, def, field, Some(text.as_str())) {
            Ok(Some(value)) => {
                values.insert(*position, value);
            }
            Ok(None) => {}
            Err(found) => findings.extend(
                found.into_iter().map(|it| Finding { place: place(at, &field.label), ..it }),
            ),
        }
    }
    if !findings.is_empty() {
        return Ok(Line { findings, row: None });
    }
    let key: Option<Vec<Value>> = def
        .key
        .iter()
        .map(|it| def.place(it).and_then(|it| values.get(&it).cloned()).flatten())
        .collect();
    let standing = match key {
        Some(key) => viewer.base.by_key(&def.id, &key).await?,
        None => None,
    };
    // One out of sight is refused by the import itself; nothing of it comes in here.
    let standing =
        standing.filter(|it| ledger::in_sight(&viewer.catalog, &viewer.act(), it, "import"));
    if let Some(record) = &standing {
        seen.insert(record.id, record.version);
    }
    let mut row = standing.map_or_else(|| Row::empty(def), |it| it.row);
    row.state = None;
    for (position, value) in values {
        row.values[position] = value;
    }
    Ok(Line { findings, row: Some(row) })
}

/// One move on many records.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ManyWanted {
    #[serde(flatten)]
    wanted: Wanted,
    /// The records, each in the version that was seen.
    targets: Vec<Aim>,
}

/// A record in the version that somebody saw.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Aim {
    id: String,
    version: i64,
}

/// What came of a move on many records.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MovesAnswer {
    /// How many went on.
    done: u64,
    refused: Vec<NotMoved>,
}

/// A record that stays where it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NotMoved {
    id: String,
    key: String,
    text: String,
    findings: Vec<SaidFinding>,
}

/// Makes one move on many records, each for itself: those that cannot be moved are named with the reason.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/moves", tag = "records", request_body = ManyWanted,
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200, body = MovesAnswer), (status = 400)))]
pub(crate) async fn make_moves(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Json(many): Json<ManyWanted>,
) -> Reply<Json<MovesAnswer>> {
    let def = viewer.ledger(&domain, &name)?;
    if many.targets.len() > TARGETS_MAX {
        return Err(Refusal::bad(format!("一次最多办 {TARGETS_MAX} 条")));
    }
    let (mut done, mut refused) = (0_u64, Vec::new());
    for aim in &many.targets {
        let id = &aim.id;
        let mut name = String::new();
        let outcome = match viewer.record(def, id).await {
            Ok(record) => {
                name = viewer.reader(def).key(&record.row);
                moved(&viewer, def, &record, aim.version, &many.wanted).await
            }
            Err(refusal) => Err(refusal),
        };
        match outcome {
            Ok(record) => {
                done += 1;
                told(&state, &record);
            }
            Err(refusal) => {
                let (text, findings) = refusal.said();
                refused.push(NotMoved { id: id.clone(), key: name, text, findings });
            }
        }
    }
    Ok(Json(MovesAnswer { done, refused }))
}
