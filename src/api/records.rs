//! Records of a ledger (台账记录): lists, totals, one record, changes and moves.

use std::collections::BTreeMap;

use axum::extract::{Path, State as Held};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use catalog::{Aggregate, FieldRef, LedgerDef, MoveDef, MoveKind, Row};
use ledger::{Cursor, Listing, Record, Step, Target};
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use terms::{Value, plain};
use uuid::Uuid;

use crate::api::catalog::kind;
use crate::api::event::Event;
use crate::api::filter::{Asked, column};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::{self, Typed, brief, fill, label_of, lines, moment, state_label};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::{attachment, deadline, linked};

/// Routes below `/ledgers/{domain}/{name}`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records", get(list).post(create))
        .route("/ledgers/{domain}/{name}/records/totals", get(totals))
        .route("/ledgers/{domain}/{name}/records/groups", get(groups))
        .route("/ledgers/{domain}/{name}/records/{id}", get(detail).put(update))
        .route("/ledgers/{domain}/{name}/records/{id}/moves", axum::routing::post(make_move))
        .route("/ledgers/{domain}/{name}/records/{id}/withdrawal", axum::routing::post(withdraw))
        .route("/ledgers/{domain}/{name}/records/{id}/history", get(history))
}

/// Domain and name of a ledger.
pub(crate) type LedgerPath = Path<(String, String)>;
/// Domain and name of a ledger, and the id of a record.
pub(crate) type RecordPath = Path<(String, String, String)>;

/// A page of records.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Asked), responses((status = 200), (status = 400), (status = 404)))]
pub(crate) async fn list(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(asked): Query<Asked>,
) -> Reply<Json<Json_>> {
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
    let items: Vec<Json_> = page
        .items
        .iter()
        .map(|it| {
            let mut item = brief(&viewer, def, it);
            item["light"] = deadline::light(&viewer, def, it);
            item
        })
        .collect();
    Ok(Json(json!({ "items": items, "next": page.next.as_ref().map(Cursor::as_str) })))
}

/// Number of rows of a list, and the sums of its number fields.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/totals", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Asked), responses((status = 200), (status = 404)))]
pub(crate) async fn totals(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(asked): Query<Asked>,
) -> Reply<Json<Json_>> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "see")?;
    let fields = summed(def);
    let mut asks = vec![(query.clone(), Aggregate::Count)];
    asks.extend(
        fields.iter().map(|it| (query.clone(), Aggregate::Sum(FieldRef::Own((*it).to_owned())))),
    );
    let answers = viewer.base.answer(&asks, None).await?;
    let count = answers.first().map_or(0, |it| it.rows);
    let sums: serde_json::Map<String, Json_> = fields
        .iter()
        .zip(answers.iter().skip(1))
        .filter_map(|(name, answer)| {
            let field = def.field(name)?;
            Some(((*name).to_owned(), json!(plain(in_unit(field, answer.value?)))))
        })
        .collect();
    Ok(Json(json!({ "count": count, "sums": sums })))
}

/// Number fields that a totals row adds up.
fn summed(def: &LedgerDef) -> Vec<&str> {
    let fields = def.fields.iter().filter(|it| it.adds_up() && !it.private);
    fields.map(|it| it.name.as_str()).collect()
}

/// A sum as it is written: money is kept in fen.
fn in_unit(field: &catalog::FieldDef, sum: rust_decimal::Decimal) -> rust_decimal::Decimal {
    if matches!(field.ty, catalog::FieldType::Money) {
        sum / rust_decimal::Decimal::ONE_HUNDRED
    } else {
        sum
    }
}

/// The field to group by, beside what a list is asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct By {
    /// Name of the field.
    by: String,
}

/// Numbers of rows by the values of a field.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/groups", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), By, Asked), responses((status = 200), (status = 404)))]
pub(crate) async fn groups(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(by): Query<By>,
    Query(asked): Query<Asked>,
) -> Reply<Json<Json_>> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "see")?;
    let (reference, field) = column(&viewer, def, &by.by)?;
    let found = viewer.base.group(&query, &reference, &Aggregate::Count, None).await?;
    let label = match (&reference, field) {
        (_, Some(field)) => field.label.clone(),
        (FieldRef::Meta(catalog::Meta::State), None) => "状态".to_owned(),
        (_, None) => "责任股室".to_owned(),
    };
    let groups: Vec<Json_> = found
        .into_iter()
        .take(500)
        .map(|(value, answer)| {
            let text = value.as_ref().map(Value::canonical);
            let label = match (&text, field, &reference) {
                (None, _, _) => "（未填）".to_owned(),
                (Some(text), Some(field), _) => label_of(&viewer, field, text.clone()),
                (Some(text), None, FieldRef::Meta(catalog::Meta::State)) => {
                    state_label(&viewer, def, text)
                }
                (Some(text), None, _) => text.clone(),
            };
            json!({ "value": text, "label": label, "count": answer.rows })
        })
        .collect();
    Ok(Json(json!({ "by": by.by, "label": label, "groups": groups })))
}

/// Whether something is only to be checked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct OnlyCheck {
    /// Check the row and save nothing.
    check: bool,
}

/// Enters a record, or only checks what was typed so far.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records", tag = "records", request_body = Typed,
    params(("domain" = String, Path), ("name" = String, Path), OnlyCheck), responses((status = 201), (status = 422)))]
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
    if only.check {
        let today = crate::context::today();
        catalog::fill_row(&viewer.catalog, def, &mut row, today);
        let findings = catalog::check_row(&viewer.catalog, def, &row, today);
        let findings: Vec<Json_> = findings.iter().map(crate::say::finding_json).collect();
        let filled = record::values(&def.fields, &row.values, false).0;
        return Ok(Json(json!({ "findings": findings, "values": filled })).into_response());
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

fn tagged(viewer: &Viewer, def: &LedgerDef, record: &Record) -> (HeaderValue, Json_) {
    let mut body = brief(viewer, def, record);
    body["lines"] = lines(viewer, def, &record.row);
    (header_text(&format!("\"{}\"", record.version)), body)
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
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 409), (status = 422), (status = 428)))]
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
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 403), (status = 409), (status = 422)))]
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
    let saved = moved(&viewer, def, record.id, version, &wanted).await?;
    told(&state, &saved);
    let (tag, body) = tagged(&viewer, def, &saved);
    Ok(([(header::ETAG, tag)], Json(body)).into_response())
}

/// Makes a move on one record.
pub(crate) async fn moved(
    viewer: &Viewer,
    def: &LedgerDef,
    id: Uuid,
    version: i64,
    wanted: &Wanted,
) -> Reply<Record> {
    if wanted.reason.chars().count() > 2_000 {
        return Err(Refusal::bad("理由超过 2000 字"));
    }
    let typed = Typed { values: wanted.changes.clone(), lines: BTreeMap::new() };
    let mut row = Row::empty(def);
    // The responsible office is handed on by a move but is no field of the ledger.
    let own: BTreeMap<String, Option<String>> =
        typed.values.into_iter().filter(|it| it.0 != "office").collect();
    fill(viewer, def, &Typed { values: own.clone(), lines: BTreeMap::new() }, &mut row)?;
    let mut changes: Vec<(String, Option<Value>)> = own
        .keys()
        .map(|it| (it.clone(), def.place(it).and_then(|place| row.values[place].clone())))
        .collect();
    if let Some(office) = wanted.changes.get("office") {
        changes.push(("office".to_owned(), office.clone().map(Value::Text)));
    }
    let step = Step {
        name: &wanted.name,
        changes: &changes,
        reason: &wanted.reason,
        to: wanted.to.as_deref(),
    };
    let target = Target { ledger: &def.id, id, version };
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
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn withdraw(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    headers: HeaderMap,
    Json(input): Json<Reason>,
) -> Reply<Json<Json_>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let target = Target { ledger: &def.id, id: record.id, version: seen_version(&headers)? };
    let gone = viewer.base.withdraw(&viewer.act(), target, &input.reason).await?;
    told(&state, &gone);
    Ok(Json(brief(&viewer, def, &gone)))
}

/// One record with everything that hangs on it.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 404)))]
pub(crate) async fn detail(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let (tag, mut body) = tagged(&viewer, def, &record);
    body["light"] = deadline::light(&viewer, def, &record);
    body["deadlines"] = deadline::all(&viewer, def, &record);
    body["moves"] = moves(&viewer, def, &record).await?;
    // Each is a journey to the base: they go at the same time.
    let attachments = async { Ok(viewer.base.attachments_of(record.id).await?) };
    let (attachments, linked_from, links, cited) = tokio::try_join!(
        attachments,
        linked::linked_from(&viewer, def, &record),
        linked::links(&viewer, def, &record),
        linked::cited(&viewer, &record),
    )?;
    let attachments = attachment::readable(&viewer, def, &attachments).into_iter();
    let attachments: Vec<Json_> = attachments.map(attachment::attachment_json).collect();
    body["attachments"] = json!(attachments);
    (body["linked_from"], body["links"], body["cited"]) = (linked_from, links, cited);
    let act = viewer.act();
    let stands = record.withdrawn_at.is_none();
    body["may"] = json!({
        "edit": stands && ledger::may_edit(&viewer.catalog, &act, &record),
        "withdraw": stands && ledger::may_withdraw(&viewer.catalog, &act, &record),
        "private": viewer.may_private(def),
        "attach": stands && ledger::may_edit(&viewer.catalog, &act, &record),
    });
    Ok(([(header::ETAG, tag)], Json(body)).into_response())
}

/// The moves that this person may make on this record now.
pub(crate) async fn moves(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Reply<Json_> {
    if record.withdrawn_at.is_some() {
        return Ok(json!([]));
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
        out.push(move_json(step, &back_to));
    }
    Ok(json!(out))
}

fn move_json(step: &MoveDef, back_to: &[Json_]) -> Json_ {
    let (kind, fields) = kind(&step.kind);
    json!({
        "name": step.name, "label": step.label, "kind": kind, "to": step.to,
        "needs": step.evidence, "fields": fields, "reason": step.reason,
        "attachment": step.attachment, "sign": step.sign, "back_to": back_to,
    })
}

/// The earlier states of a record, latest first: where it may go back to.
async fn passed(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Reply<Vec<Json_>> {
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
    let json = |it: &String| json!({ "state": it, "label": state_label(viewer, def, it) });
    Ok(seen.iter().map(json).collect())
}

/// What happened to a record, oldest first.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/history", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 404)))]
pub(crate) async fn history(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
) -> Reply<Json<Json_>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let workflow = viewer.catalog.workflow_of(def);
    let hide = !viewer.may_private(def);
    let items: Vec<Json_> = viewer
        .base
        .history(&def.id, record.id)
        .await?
        .iter()
        .map(|it| {
            let changes: Vec<Json_> = it
                .changes
                .iter()
                .map(|change| {
                    let field = def.field(&change.field);
                    let masked = hide && field.is_some_and(catalog::FieldDef::holds_private);
                    let text = |text: &Option<String>| {
                        text.as_ref().map(|it| match (masked, field) {
                            (true, _) => crate::context::HIDDEN.to_owned(),
                            (false, Some(field)) => label_of(&viewer, field, it.clone()),
                            (false, None) if change.field == "state" => state_label(&viewer, def, it),
                            (false, None) => it.clone(),
                        })
                    };
                    json!({ "field": change.field, "label": change.label, "old": text(&change.old), "new": text(&change.new) })
                })
                .collect();
            let step = it.step.as_ref().and_then(|name| workflow.find_move(name));
            json!({
                "seq": it.seq, "version": it.version, "at": moment(it.at), "who": it.who, "office": it.office,
                "act": it.act, "act_label": act_label(&it.act), "step": it.step,
                "step_label": step.map(|it| it.label.as_str()), "reason": it.reason,
                "batch": it.batch.map(|it| it.to_string()), "changes": changes,
            })
        })
        .collect();
    Ok(Json(json!({ "items": items })))
}

/// What an act is called.
pub(crate) fn act_label(act: &str) -> &str {
    match act {
        "create" => "登记",
        "update" => "修改",
        "move" => "办理",
        "withdraw" => "撤销",
        "restore" => "恢复",
        "import" => "导入",
        "undo" => "撤回批次",
        "attach" => "上传附件",
        "seal" => "封存",
        "migrate" => "升级",
        "account" => "账号",
        "post" => "岗位",
        "session" => "登录",
        "unmask" => "查看个人信息",
        "export" => "导出",
        "erase" => "清除个人信息",
        "draft" => "报告",
        "check" => "校核",
        "definition" => "定义",
        "backup" => "备份",
        other => other,
    }
}
