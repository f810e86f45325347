//! To-do (待办): records that wait for a move of one's own role, what one did, what one began, where one is named.

use axum::routing::get;
use axum::{Json, Router};
use catalog::{
    Condition, FieldDef, FieldRef, FieldType, LedgerDef, Meta, MoveDef, Order, Query as Asks, Test,
};
use ledger::{Listing, Record, TrailQuery};
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use terms::Value;

use crate::api::deadline;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::{in_words, key, moment, state_label};
use crate::api::records::act_label;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Records of one ledger that are looked at for the to-do list.
const OF_LEDGER: usize = 200;
/// Entries looked through for what one did.
const ENTRIES: usize = 100;

/// Routes of the to-do list.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/todo", get(list))
}

/// Which box.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Asked {
    /// `todo` 待办, `done` 已办, `mine` 我发起, `copied` 与我有关.
    #[serde(rename = "box")]
    kind: String,
    /// Items to leave out from the front.
    after: String,
    limit: Option<usize>,
}

/// One box of the to-do list.
#[utoipa::path(get, path = "/api/v1/todo", tag = "todo", params(Asked), responses((status = 200), (status = 400)))]
pub(crate) async fn list(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Json<Json_>> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let skip: usize = asked.after.parse().unwrap_or(0);
    let (count, items) = match asked.kind.as_str() {
        "" | "todo" => waiting(&viewer).await?,
        "done" => whole(did(&viewer, None).await?),
        "mine" => whole(did(&viewer, Some("create")).await?),
        "copied" => whole(named(&viewer).await?),
        other => return Err(Refusal::bad(format!("没有“{other}”这一栏"))),
    };
    let more = items.len() > skip + limit;
    let page: Vec<Json_> = items.into_iter().skip(skip).take(limit).collect();
    let next = more.then(|| (skip + limit).to_string());
    Ok(Json(json!({ "count": count, "items": page, "next": next })))
}

fn whole(items: Vec<Json_>) -> (u64, Vec<Json_>) {
    (u64::try_from(items.len()).unwrap_or(u64::MAX), items)
}

/// The plain steps that wait for one of the viewer's roles by name; what anybody may do at any time is no to-do.
fn own_steps<'d>(viewer: &'d Viewer, def: &LedgerDef) -> Vec<&'d MoveDef> {
    let Some(workflow) = viewer.catalog.workflows.get(&def.workflow) else { return Vec::new() };
    let open = |state: &String| workflow.state(state).is_some_and(|it| !it.closed);
    workflow
        .moves
        .iter()
        // A step that asks for a reason (撤销、不予) leaves the way; the way itself asks for none.
        .filter(|it| matches!(it.kind, catalog::MoveKind::Step) && !it.reason)
        .filter(|it| it.roles.iter().any(|role| viewer.stands_for(role)))
        .filter(|it| it.from.iter().any(open))
        .collect()
}

/// Everything that waits for the viewer: how much, and the most urgent first.
pub(crate) async fn waiting(viewer: &Viewer) -> Reply<(u64, Vec<Json_>)> {
    let (mut count, mut found) = (0, Vec::new());
    for def in viewer.catalog.ledgers.values() {
        let steps = own_steps(viewer, def);
        if steps.is_empty() || !(viewer.may(def, "move") || viewer.may(def, "edit")) {
            continue;
        }
        let Some(mut conditions) = viewer.sight(def, "see") else { continue };
        let workflow = viewer.catalog.workflow_of(def);
        let mut states: Vec<&String> = steps.iter().flat_map(|it| &it.from).collect();
        states.retain(|it| workflow.state(it).is_some_and(|it| !it.closed));
        states.sort_unstable();
        states.dedup();
        let states = states.into_iter().map(|it| Value::Text(it.clone())).collect();
        conditions.push(Condition { field: FieldRef::Meta(Meta::State), test: Test::In(states) });
        let query = Asks { ledger: def.id.clone(), lines: None, conditions };
        let latest = [Order { field: FieldRef::Meta(Meta::UpdatedAt), descending: true }];
        let listing = Listing { orders: &latest, limit: OF_LEDGER, ..Listing::new(&query) };
        let page = viewer.base.list(&listing).await?;
        count += if page.next.is_some() {
            viewer.base.count(&query).await?
        } else {
            u64::try_from(page.items.len()).unwrap_or(0)
        };
        found.extend(page.items.iter().map(|it| waiting_item(viewer, def, it, &steps)));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok((count, found.into_iter().map(|it| it.1).collect()))
}

type Urgency = (u8, Option<String>, String);

fn waiting_item(
    viewer: &Viewer,
    def: &LedgerDef,
    record: &Record,
    steps: &[&MoveDef],
) -> (Urgency, Json_) {
    let moves: Vec<Json_> = steps
        .iter()
        .filter(|it| it.from.contains(&record.state))
        .map(|it| json!({ "name": it.name, "label": it.label }))
        .collect();
    let mut item = item(viewer, def, record);
    item["moves"] = json!(moves);
    let light = &item["light"];
    let rank = match light["color"].as_str() {
        Some("red") => 0,
        Some("yellow") => 1,
        Some("green") => 2,
        _ => 3,
    };
    let due = light["due"].as_str().map(str::to_owned);
    ((rank, due, record.updated_at.to_string()), item)
}

/// A record as a line of a box.
pub(crate) fn item(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Json_ {
    let light = deadline::light(viewer, def, record);
    json!({
        "ledger": def.id, "ledger_title": def.title, "id": record.id.to_string(),
        "key": key(viewer, def, &record.row), "summary": summary(viewer, def, record),
        "state": record.state, "state_label": state_label(viewer, def, &record.state), "version": record.version,
        "due": light["due"], "light": light,
        "office": record.office, "who": record.updated_by, "at": moment(record.updated_at), "moves": [],
    })
}

/// What a record is about: the fields that its definition names (摘要), else its first telling ones.
pub(crate) fn summary(viewer: &Viewer, def: &LedgerDef, record: &Record) -> String {
    let open = |it: &&FieldDef| !it.private || viewer.may_private(def);
    let fields: Vec<&FieldDef> = if def.summary.is_empty() {
        def.fields.iter().filter(|it| tells(def, it)).collect()
    } else {
        def.summary.iter().filter_map(|it| def.field(it)).filter(open).collect()
    };
    let words = fields.into_iter().filter_map(|field| {
        let value = record.row.get(def, &field.name)?;
        Some(in_words(viewer, def, field, Some(value)).replace('\n', " "))
    });
    let text = words.take(4).collect::<Vec<_>>().join("　");
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { text }
}

/// Whether a field says what a record is about, where its definition does not.
fn tells(def: &LedgerDef, field: &FieldDef) -> bool {
    let kind = matches!(
        field.ty,
        FieldType::Text { .. }
            | FieldType::Code { .. }
            | FieldType::Organisation
            | FieldType::Plate
            | FieldType::Division
            | FieldType::Road
    );
    kind && !field.private && !field.closed && !def.key.contains(&field.name)
}

/// Records that the viewer acted on, latest first, each once.
async fn did(viewer: &Viewer, act: Option<&str>) -> Reply<Vec<Json_>> {
    let mut found: Vec<Json_> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut before = None;
    for _ in 0..5 {
        let query = TrailQuery {
            who: Some(viewer.name.clone()),
            act: act.map(str::to_owned),
            before,
            limit: ENTRIES,
            ..TrailQuery::default()
        };
        let entries = viewer.base.trail(&query).await?;
        before = entries.last().map(|it| it.seq);
        for entry in &entries {
            let Some(id) = entry.record.filter(|it| seen.insert(*it)) else { continue };
            let Ok(def) = viewer.ledger_by_id(&entry.ledger) else { continue };
            // What was handed on to another office is still one's own work, but no longer in sight.
            let Ok(record) = viewer.record(def, &id.to_string()).await else { continue };
            let mut line = item(viewer, def, &record);
            line["did"] = json!(act_label(&entry.act));
            line["at"] = json!(moment(entry.at));
            found.push(line);
        }
        if entries.len() < ENTRIES || found.len() >= ENTRIES {
            break;
        }
    }
    Ok(found)
}

/// Records in sight, not closed, in which the viewer's name stands.
async fn named(viewer: &Viewer) -> Reply<Vec<Json_>> {
    let mut found = Vec::new();
    for def in viewer.catalog.ledgers.values() {
        let mut people = def
            .fields
            .iter()
            .filter(|it| matches!(it.ty, FieldType::Person) && !it.private)
            .map(|it| FieldRef::Own(it.name.clone()));
        let Some(first) = people.next() else { continue };
        let Some(mut conditions) = viewer.sight(def, "see") else { continue };
        let test = Test::AnyContains(people.collect(), viewer.name.clone());
        conditions.push(Condition { field: first, test });
        let query = Asks { ledger: def.id.clone(), lines: None, conditions };
        let latest = [Order { field: FieldRef::Meta(Meta::UpdatedAt), descending: true }];
        let listing = Listing { orders: &latest, limit: 20, ..Listing::new(&query) };
        let page = viewer.base.list(&listing).await?;
        found.extend(page.items.iter().map(|it| item(viewer, def, it)));
    }
    found.sort_by(|one, other| other["at"].as_str().cmp(&one["at"].as_str()));
    Ok(found)
}
