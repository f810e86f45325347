//! Definitions as the pages need them (目录): what the viewer may see, and what they may do with it.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::{FieldDef, FieldType, LedgerDef, MoveKind, Scope, WorkflowDef};
use serde_json::{Value as Json_, json};
use terms::plain;

use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::context::today;

/// What a role may do with a ledger, in the order of the buttons.
const ACTS: [&str; 9] =
    ["see", "create", "edit", "move", "withdraw", "import", "export", "confirm", "private"];

/// Everything the shell of the web needs to draw its menus.
#[utoipa::path(get, path = "/api/v1/catalog", tag = "catalog", responses((status = 200, description = "Ledgers by domain, offices, roles, reports"), (status = 304)))]
pub(crate) async fn catalog(viewer: Viewer, headers: HeaderMap) -> Response {
    let tag = format!("\"{}-{}-{}\"", viewer.catalog.fingerprint, viewer.session.post, today());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let catalog = &viewer.catalog;
    let mut domains: Vec<(&str, Vec<Json_>)> = Vec::new();
    for def in catalog.ledgers.values() {
        let acts = acts(&viewer, def);
        if !acts.contains(&"see") {
            continue;
        }
        let domain = def.id.split('/').next().unwrap_or_default();
        let item = json!({
            "id": def.id, "title": def.title, "about": def.about, "office": def.office,
            "acts": acts, "local": def.file.starts_with("local/"), "closed": def.closed,
        });
        match domains.iter_mut().find(|it| it.0 == domain) {
            Some(found) => found.1.push(item),
            None => domains.push((domain, vec![item])),
        }
    }
    domains.sort_by_key(|it| (catalog.pages.domain_order(it.0), it.0));
    let domains: Vec<Json_> = domains
        .into_iter()
        .map(|(id, ledgers)| json!({ "id": id, "title": catalog.pages.domain_title(id), "ledgers": ledgers }))
        .collect();
    let offices: Vec<Json_> = catalog
        .offices
        .all
        .iter()
        .map(|it| json!({ "name": it.name, "title": it.title, "parent": it.under, "about": it.about, "shared": it.shared, "closed": it.closed }))
        .collect();
    let roles: Vec<Json_> = catalog
        .roles
        .iter()
        .map(|it| json!({ "name": it.name, "label": it.label, "about": it.about, "scope": scope_words(it.scope) }))
        .collect();
    let reports: Vec<Json_> =
        catalog.reports.values().map(|it| json!({ "id": it.id, "title": it.title })).collect();
    let calendars =
        catalog.pages.calendars.iter().filter(|page| {
            catalog.ledgers.get(&page.ledger).is_some_and(|it| viewer.may(it, "see"))
        });
    let calendars: Vec<Json_> = calendars
        .map(|it| json!({ "id": it.id, "title": it.title, "ledger": it.ledger }))
        .collect();
    let exchanges = catalog
        .exchanges
        .values()
        .filter(|it| catalog.ledgers.get(&it.ledger).is_some_and(|it| viewer.may(it, "export")));
    let exchanges: Vec<Json_> = exchanges
        .map(|it| json!({ "id": it.id, "title": it.title, "ledger": it.ledger }))
        .collect();
    let body = json!({
        "bureau": { "name": catalog.bureau.as_ref().map(|it| it.name.as_str()) },
        "today": today().to_string(),
        "fingerprint": catalog.fingerprint,
        "domains": domains, "offices": offices, "roles": roles, "reports": reports,
        "calendars": calendars, "exchanges": exchanges,
        "reminders": catalog.pages.reminders,
    });
    let head = [(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    (head, Json(body)).into_response()
}

/// How far a role sees, in words.
pub(crate) fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Own => "本人登记的",
        Scope::Office => "本股室",
        Scope::OfficeAndBelow => "本股室及下级",
        Scope::Bureau => "全局",
    }
}

/// What the viewer may do with a ledger.
pub(crate) fn acts(viewer: &Viewer, def: &LedgerDef) -> Vec<&'static str> {
    ACTS.into_iter().filter(|it| viewer.may(def, it)).collect()
}

/// One ledger: fields, workflow, and what the viewer may do.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}", tag = "catalog",
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200), (status = 404)))]
pub(crate) async fn ledger(
    viewer: Viewer,
    Path((domain, name)): Path<(String, String)>,
) -> Reply<Json<Json_>> {
    let def = viewer.ledger(&domain, &name)?;
    let workflow = viewer.catalog.workflow_of(def);
    let clocks: Vec<Json_> = viewer
        .catalog
        .clocks_of(def)
        .iter()
        .map(|it| json!({ "id": it.name, "title": it.label }))
        .collect();
    let sums: Vec<&str> = def
        .fields
        .iter()
        .filter(|it| it.adds_up() && !it.private)
        .map(|it| it.name.as_str())
        .collect();
    let dates: Vec<&str> = def
        .fields
        .iter()
        .filter(|it| matches!(it.ty, FieldType::Date | FieldType::DateTime))
        .map(|it| it.name.as_str())
        .collect();
    let order = def.order().map(|it| format!("{}{}", if it.1 { "-" } else { "" }, it.0));
    Ok(Json(json!({
        "id": def.id, "title": def.title, "about": def.about, "office": def.office,
        "objects": def.objects, "key": def.key,
        "fields": def.fields.iter().map(field).collect::<Vec<_>>(),
        "workflow": workflow_json(&viewer, def, workflow),
        "clocks": clocks, "sums": sums, "dates": dates, "acts": acts(&viewer, def),
        "list": def.columns(), "sort": order, "closed": def.closed, "fingerprint": def.fingerprint,
    })))
}

fn field(field: &FieldDef) -> Json_ {
    let mut out = json!({
        "name": field.name, "label": field.label, "type": field.ty.word(),
        "required": field.required, "private": field.private,
    });
    let mut put = |key: &str, value: Json_| {
        if let Some(out) = out.as_object_mut() {
            out.insert(key.to_owned(), value);
        }
    };
    match &field.ty {
        FieldType::Text { max } => put("max_length", json!(max)),
        FieldType::LongText => put("max_length", json!(20_000)),
        FieldType::Decimal { places } => put("places", json!(places)),
        FieldType::Money => put("places", json!(2)),
        FieldType::Code { list } => put("list", json!(list)),
        FieldType::Division => put("list", json!("division")),
        FieldType::Link { ledger } => put("ledger", json!(ledger)),
        FieldType::Lines { fields } => {
            let fields: Vec<Json_> = fields.iter().map(self::field).collect();
            put("fields", json!(fields));
        }
        FieldType::Integer
        | FieldType::Mass
        | FieldType::Date
        | FieldType::Time
        | FieldType::DateTime
        | FieldType::YesNo
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Road
        | FieldType::Stake
        | FieldType::Plate
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::File
        | FieldType::Point => {}
    }
    let own = [(FieldType::Money, "元"), (FieldType::Mass, "千克")];
    let own = own.iter().find(|it| it.0 == field.ty).map(|it| it.1);
    let unit = own.or(field.unit.as_deref());
    if let Some(unit) = unit {
        put("unit", json!(unit));
    }
    for (key, number) in [("min", field.min), ("max", field.max)] {
        if let Some(number) = number {
            put(key, json!(plain(number)));
        }
    }
    if !field.values.is_empty() {
        let values: Vec<String> = field.values.iter().map(|it| plain(*it)).collect();
        put("values", json!(values));
    }
    if !field.required_when.is_empty() {
        put("required_when", json!(true));
    }
    if field.closed {
        put("closed", json!(true));
    }
    if !field.about.is_empty() {
        put("about", json!(field.about));
    }
    out
}

fn workflow_json(viewer: &Viewer, def: &LedgerDef, workflow: &WorkflowDef) -> Json_ {
    let states: Vec<Json_> = workflow
        .states
        .iter()
        .map(|it| json!({ "name": it.name, "label": it.label, "closed": it.closed }))
        .collect();
    let may = viewer.may(def, "move") || viewer.may(def, "edit");
    let moves: Vec<Json_> = workflow
        .moves
        .iter()
        .map(|it| {
            let (kind, fields) = kind(&it.kind);
            json!({
                "name": it.name, "label": it.label, "from": it.from, "kind": kind, "to": it.to,
                "roles": it.roles, "evidence": it.evidence, "fields": fields,
                "attachment": it.attachment, "reason": it.reason, "sign": it.sign,
                "mine": may && (it.roles.is_empty() || it.roles.iter().any(|role| viewer.stands_for(role))),
            })
        })
        .collect();
    json!({ "id": workflow.id, "title": workflow.title, "states": states, "moves": moves })
}

/// The word of a kind of move, and the fields that it sets.
pub(crate) fn kind(kind: &MoveKind) -> (&'static str, Vec<&str>) {
    match kind {
        MoveKind::Step => ("step", Vec::new()),
        MoveKind::Back => ("back", Vec::new()),
        MoveKind::TakeBack => ("take_back", Vec::new()),
        MoveKind::Reassign { fields } => ("reassign", fields.iter().map(String::as_str).collect()),
        MoveKind::Extend { due, approver } => ("extend", vec![due, approver]),
    }
}

/// A code list.
#[utoipa::path(get, path = "/api/v1/codes/{list}", tag = "catalog", params(("list" = String, Path)), responses((status = 200), (status = 404)))]
pub(crate) async fn codes(viewer: Viewer, Path(list): Path<String>) -> Reply<Json<Json_>> {
    let found = viewer.catalog.codes.get(&list);
    let found = found.ok_or_else(|| Refusal::not_found(format!("没有代码表“{list}”")))?;
    let items: Vec<Json_> = found
        .items
        .iter()
        .map(|it| json!({ "code": it.code, "label": it.label, "from": it.from.map(|it| it.to_string()), "until": it.until.map(|it| it.to_string()) }))
        .collect();
    Ok(Json(json!({ "id": found.id, "title": found.title, "items": items })))
}
