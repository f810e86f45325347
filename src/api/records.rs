//! Records of a ledger (台账记录): lists, groups, one record, changes and moves.

use std::collections::BTreeMap;

use axum::extract::{Path, State as Held};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use catalog::{Aggregate, FieldRef, LedgerDef, MoveDef, MoveKind, Row};
use ledger::{Cursor, Listing, Record, Step, Target};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_};
use terms::Value;

use crate::api::answer::Page;
use crate::api::attachment::{self, Hung};
use crate::api::catalog::{Kind, kind};
use crate::api::deadline::{self, Light};
use crate::api::event::Event;
use crate::api::filter::{Asked, column};
use crate::api::guard::Viewer;
use crate::api::linked::{self, Cited, Link, LinkedFrom};
use crate::api::query::Query;
use crate::api::receiver::{self, is_receiver};
use crate::api::record::{self, RecordRow, Typed, WholeRecord, brief, fill, state_label};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::totals;
use crate::flow::deadline::Deadline;
use crate::say::SaidFinding;

/// Characters of a reason at most.
const REASON_CHARS_MAX: usize = 2_000;

/// Routes below `/ledgers/{domain}/{name}`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records", get(list).post(create))
        .route("/ledgers/{domain}/{name}/records/totals", get(totals::totals))
        .route("/ledgers/{domain}/{name}/records/groups", get(groups))
        .route("/ledgers/{domain}/{name}/records/{id}", get(detail).put(update))
        .route("/ledgers/{domain}/{name}/records/{id}/moves", axum::routing::post(make_move))
        .route("/ledgers/{domain}/{name}/records/{id}/withdrawal", axum::routing::post(withdraw))
}

/// Domain and name of a ledger.
pub(crate) type LedgerPath = Path<(String, String)>;
/// Domain and name of a ledger, and the id of a record.
pub(crate) type RecordPath = Path<(String, String, String)>;

/// A record in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ListedRecord {
    #[serde(flatten)]
    row: RecordRow,
    /// Null where no clock runs.
    light: Option<Light>,
}

/// A page of records.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Asked), responses((status = 200, body = Page<ListedRecord>), (status = 400), (status = 404)))]
pub(crate) async fn list(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(asked): Query<Asked>,
) -> Reply<Json<Page<ListedRecord>>> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "see")?;
    let orders = asked.orders(&viewer, def)?;
    let after = Some(&asked.after).filter(|it| !it.is_empty()).map(Cursor::new);
    let listing = Listing {
        query: &query,
        orders: &orders,
        after: after.as_ref(),
        limit: asked.limit(),
        known_at: None,
    };
    let page = viewer.base.list(&listing).await?;
    let items = page.items.iter().map(|it| ListedRecord {
        row: brief(&viewer, def, it),
        light: deadline::light(&viewer, def, it),
    });
    let next = page.next.as_ref().map(|it| it.as_str().to_owned());
    Ok(Json(Page { items: items.collect(), next }))
}

/// Numbers of rows by the values of a field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Groups {
    by: String,
    label: String,
    groups: Vec<Group>,
}

/// Rows with one value.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Group {
    /// Null for rows where the field is not set.
    value: Option<String>,
    label: String,
    count: u64,
}

/// The field to group by, beside what a list is asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct By {
    /// Name of the field.
    by: String,
}

/// Numbers of rows by the values of a field.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/groups", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), By, Asked), responses((status = 200, body = Groups), (status = 404)))]
pub(crate) async fn groups(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(by): Query<By>,
    Query(asked): Query<Asked>,
) -> Reply<Json<Groups>> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "see")?;
    let (reference, field) = column(&viewer, def, &by.by)?;
    let found = viewer.base.group(&query, &reference, &Aggregate::Count, None).await?;
    let label = match (&reference, field) {
        (_, Some(field)) => field.label.clone(),
        (FieldRef::Meta(catalog::Meta::State), None) => "状态".to_owned(),
        (_, None) => "责任股室".to_owned(),
    };
    let groups = found
        .into_iter()
        .take(500)
        .map(|(value, answer)| {
            let text = value.as_ref().map(Value::canonical);
            let label = match (&text, field, &reference) {
                (None, _, _) => "（未填）".to_owned(),
                (Some(text), Some(field), _) => viewer.catalog.word(field, text.clone()),
                (Some(text), None, FieldRef::Meta(catalog::Meta::State)) => {
                    state_label(&viewer, def, text)
                }
                (Some(text), None, FieldRef::Meta(catalog::Meta::Office)) => {
                    viewer.office_title(text)
                }
                (Some(text), None, _) => text.clone(),
            };
            Group { value: text, label, count: answer.rows }
        })
        .collect();
    Ok(Json(Groups { by: by.by, label, groups }))
}

/// Whether something is only to be checked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct OnlyCheck {
    /// Check the row and save nothing.
    check: bool,
}

/// What a record would be, had it been saved.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CheckedRecord {
    findings: Vec<SaidFinding>,
    /// As they would stand, with what the program fills in.
    #[schema(value_type = BTreeMap<String, String>)]
    values: Map<String, Json_>,
}

/// Enters a record, or only checks what was typed so far.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records", tag = "records", request_body = Typed,
    params(("domain" = String, Path), ("name" = String, Path), OnlyCheck), responses((status = 201, body = WholeRecord), (status = 200, description = "Only checked", body = CheckedRecord), (status = 422)))]
pub(crate) async fn create(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(only): Query<OnlyCheck>,
    Json(typed): Json<Typed>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let mut row = Row::empty(def);
    fill(&viewer, def, &typed, &mut row)?;
    let unheard = receiver::check(&viewer, def, None, &row).await?;
    if only.check {
        let findings = record::check(&viewer, def, unheard, &mut row);
        let findings = findings.iter().map(SaidFinding::from).collect();
        let values = record::values(&def.fields, &row.values, false).0;
        return Ok(Json(CheckedRecord { findings, values }).into_response());
    }
    if !unheard.is_empty() {
        return Err(Refusal::findings(record::check(&viewer, def, unheard, &mut row)));
    }
    let record = viewer.base.create(&viewer.act(), &def.id, row).await?;
    told(&state, &record);
    let (tag, body) = tagged(&viewer, def, &record);
    let place = format!("/api/v1/ledgers/{domain}/{name}/records/{}", record.id);
    Ok((
        StatusCode::CREATED,
        [(header::ETAG, tag), (header::LOCATION, header_text(&place))],
        Json(body),
    )
        .into_response())
}

fn header_text(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn tagged(viewer: &Viewer, def: &LedgerDef, record: &Record) -> (HeaderValue, WholeRecord) {
    (tag_of(record), WholeRecord::new(viewer, def, record))
}

fn tag_of(record: &Record) -> HeaderValue {
    header_text(&format!("\"{}\"", record.version))
}

/// Tells open pages that a record changed.
pub(crate) fn told(state: &Shared, record: &Record) {
    state.tell(Event::Record {
        ledger: record.ledger.clone(),
        id: record.id.to_string(),
        office: record.office.clone(),
        version: record.version,
    });
}

/// The version that the client saw.
pub(crate) fn seen_version(headers: &HeaderMap) -> Reply<i64> {
    let tag = headers.get(header::IF_MATCH).ok_or_else(|| {
        let text = "没有说明改的是哪一版（If-Match）";
        Refusal::new(StatusCode::PRECONDITION_REQUIRED, "no_version", text)
    })?;
    let text = tag.to_str().unwrap_or_default().trim_start_matches("W/").trim_matches('"');
    text.parse().map_err(|_| Refusal::bad("If-Match 不是版本号"))
}

/// Saves a record's values.
#[utoipa::path(put, path = "/api/v1/ledgers/{domain}/{name}/records/{id}", tag = "records", request_body = Typed,
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = WholeRecord), (status = 409), (status = 422), (status = 428)))]
pub(crate) async fn update(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    headers: HeaderMap,
    Json(typed): Json<Typed>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let version = seen_version(&headers)?;
    let mut row = record.row.clone();
    fill(&viewer, def, &typed, &mut row)?;
    let unheard = receiver::check(&viewer, def, Some(&record), &row).await?;
    if !unheard.is_empty() {
        return Err(Refusal::findings(record::check(&viewer, def, unheard, &mut row)));
    }
    let target = Target { ledger: &def.id, id: record.id, version };
    let saved = viewer.base.update(&viewer.act(), target, row).await?;
    told(&state, &saved);
    let (tag, body) = tagged(&viewer, def, &saved);
    Ok(([(header::ETAG, tag)], Json(body)).into_response())
}

/// A move as somebody asks for it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Wanted {
    /// Name of the move.
    #[serde(rename = "move")]
    pub(crate) name: String,
    /// Fields set along with it.
    #[serde(default)]
    pub(crate) changes: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub(crate) reason: String,
    /// The earlier state to go back to.
    pub(crate) to: Option<String>,
}

/// Makes a move of the workflow.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/moves", tag = "records", request_body = Wanted,
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = WholeRecord), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn make_move(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let version = seen_version(&headers)?;
    let saved = moved(&viewer, def, &record, version, &wanted).await?;
    told(&state, &saved);
    let (tag, body) = tagged(&viewer, def, &saved);
    Ok(([(header::ETAG, tag)], Json(body)).into_response())
}

/// Refuses a reason that is too long to stand in the chain.
pub(crate) fn need_short(reason: &str) -> Reply<()> {
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(Refusal::bad(format!("理由超过 {REASON_CHARS_MAX} 字")));
    }
    Ok(())
}

/// Makes a move on one record, as it was read.
pub(crate) async fn moved(
    viewer: &Viewer,
    def: &LedgerDef,
    record: &Record,
    version: i64,
    wanted: &Wanted,
) -> Reply<Record> {
    need_short(&wanted.reason)?;
    // The responsible office is handed on by a move but is no field of the ledger.
    let own = wanted.changes.iter().filter(|it| *it.0 != "office");
    let own = own.map(|it| (it.0.clone(), it.1.clone())).collect();
    let typed = Typed { values: own, lines: BTreeMap::new() };
    // Over what stands, so that a mask that comes back leaves it.
    let mut row = record.row.clone();
    let unread = record::put(viewer, def, &typed, &mut row)?;
    if !unread.is_empty() {
        return Err(Refusal::findings(unread));
    }
    let mut changes: Vec<(String, Option<Value>)> = typed
        .values
        .keys()
        .map(|it| (it.clone(), def.place(it).and_then(|place| row.values[place].clone())))
        .collect();
    if let Some(office) = wanted.changes.get("office") {
        changes.push(("office".to_owned(), office.clone().map(Value::Text)));
    }
    let mut changed = typed.values.keys().filter_map(|it| def.field(it));
    if changed.any(|it| is_receiver(&viewer.catalog, def, it)) {
        let unheard = receiver::check(viewer, def, Some(record), &row).await?;
        if !unheard.is_empty() {
            return Err(Refusal::findings(unheard));
        }
    }
    let step = Step {
        name: &wanted.name,
        changes: &changes,
        reason: &wanted.reason,
        to: wanted.to.as_deref(),
    };
    let target = Target { ledger: &def.id, id: record.id, version };
    let saved = viewer.base.make_move(&viewer.act(), target, step).await?;
    let erases = def.erase.as_ref().and_then(|it| it.step.as_deref());
    if erases == Some(wanted.name.as_str()) {
        wipe_later(viewer.base.clone());
    }
    Ok(saved)
}

/// Takes what was erased out of the files, without anybody waiting for it. Where somebody still reads the old pages, the
/// next erasure, or `tongtu erase`, does it.
fn wipe_later(base: ledger::Base) {
    tokio::spawn(async move {
        if let Err(error) = base.wipe().await {
            tracing::warn!("erased data is not out of the files yet: {error}");
        }
    });
}

/// Why a record is withdrawn.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}

/// Withdraws a record: it stays with its history but no longer counts.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/withdrawal", tag = "records", request_body = Reason,
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = RecordRow), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn withdraw(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    headers: HeaderMap,
    Json(input): Json<Reason>,
) -> Reply<Json<RecordRow>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    need_short(&input.reason)?;
    let target = Target { ledger: &def.id, id: record.id, version: seen_version(&headers)? };
    let gone = viewer.base.withdraw(&viewer.act(), target, &input.reason).await?;
    told(&state, &gone);
    Ok(Json(brief(&viewer, def, &gone)))
}

/// A record with everything that hangs on it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RecordDetail {
    #[serde(flatten)]
    record: WholeRecord,
    /// Null where no clock runs.
    light: Option<Light>,
    deadlines: Vec<Deadline>,
    /// What the viewer may do with it now.
    moves: Vec<OpenMove>,
    attachments: Vec<Hung>,
    linked_from: Vec<LinkedFrom>,
    /// Records that it links to, by field name.
    links: BTreeMap<String, Link>,
    cited: Vec<Cited>,
    may: MayRecord,
}

/// What the viewer may do with a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MayRecord {
    edit: bool,
    withdraw: bool,
    /// Read its personal data.
    private: bool,
    attach: bool,
}

/// A move that may be made on a record now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OpenMove {
    name: String,
    label: String,
    kind: Kind,
    /// Empty for one that goes back.
    to: String,
    /// Fields that must be filled before.
    needs: Vec<String>,
    /// Fields set along with it.
    fields: Vec<String>,
    reason: bool,
    attachment: bool,
    /// The field that takes the name of whoever makes it.
    sign: Option<String>,
    /// Of one that goes back: where to, latest first.
    back_to: Vec<BackTo>,
}

/// An earlier state of a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BackTo {
    state: String,
    label: String,
}

/// One record with everything that hangs on it.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = RecordDetail), (status = 404)))]
pub(crate) async fn detail(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    // Each is a journey to the base: they go at the same time.
    let attachments = async { Ok(viewer.base.attachments_of(record.id).await?) };
    let (attachments, linked_from, links, cited) = tokio::try_join!(
        attachments,
        linked::linked_from(&viewer, def, &record),
        linked::links(&viewer, def, &record),
        linked::cited(&viewer, &record),
    )?;
    let attachments = attachment::readable(&viewer, def, &attachments).into_iter();
    let act = viewer.act();
    let stands = record.withdrawn_at.is_none();
    let edit = stands && ledger::may_edit(&viewer.catalog, &act, &record);
    let body = RecordDetail {
        light: deadline::light(&viewer, def, &record),
        deadlines: deadline::all(&viewer, def, &record),
        moves: moves(&viewer, def, &record).await?,
        attachments: attachments.map(Hung::from).collect(),
        linked_from,
        links,
        cited,
        may: MayRecord {
            edit,
            withdraw: stands && ledger::may_withdraw(&viewer.catalog, &act, &record),
            private: viewer.may_private(def),
            attach: edit,
        },
        record: WholeRecord::new(&viewer, def, &record),
    };
    Ok(([(header::ETAG, tag_of(&record))], Json(body)).into_response())
}

/// The moves that this person may make on this record now.
async fn moves(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Reply<Vec<OpenMove>> {
    if record.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    let workflow = viewer.catalog.workflow_of(def);
    let act = viewer.act();
    let mut out = Vec::new();
    for step in workflow.moves.iter().filter(|it| it.from.contains(&record.state)) {
        if !ledger::may_move(&viewer.catalog, &act, record, step) {
            continue;
        }
        let back_to = match &step.kind {
            MoveKind::Back => passed(viewer, def, record).await?,
            MoveKind::Step
            | MoveKind::TakeBack
            | MoveKind::Reassign { .. }
            | MoveKind::Extend { .. } => Vec::new(),
        };
        out.push(open_move(step, back_to));
    }
    Ok(out)
}

fn open_move(step: &MoveDef, back_to: Vec<BackTo>) -> OpenMove {
    let (kind, fields) = kind(&step.kind);
    OpenMove {
        name: step.name.clone(),
        label: step.label.clone(),
        kind,
        to: step.to.clone(),
        needs: step.evidence.clone(),
        fields,
        reason: step.reason,
        attachment: step.attachment,
        sign: step.sign.clone(),
        back_to,
    }
}

/// The earlier states of a record, latest first: where it may go back to.
async fn passed(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Reply<Vec<BackTo>> {
    let mut states: Vec<String> = Vec::new();
    for step in viewer.base.history(&def.id, record.id).await? {
        for change in step.changes.iter().filter(|it| it.field == "state") {
            states.extend(change.old.clone());
            states.extend(change.new.clone());
        }
    }
    let mut seen = Vec::new();
    for state in states.into_iter().rev() {
        if state != record.state && !seen.contains(&state) {
            seen.push(state);
        }
    }
    let back = |state: String| BackTo { label: state_label(viewer, def, &state), state };
    Ok(seen.into_iter().map(back).collect())
}
