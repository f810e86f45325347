//! The description of the interface (OpenAPI): routes from the code, the ledgers' schemas from the catalog.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State as Held;
use catalog::{Catalog, FieldDef, FieldType, LedgerDef};
use serde_json::{Map, Value as Json_, json};
use utoipa::OpenApi;

use crate::api::refusal::RefusalBody;
use crate::api::state::Shared;
use crate::api::{
    attachment, audit, batch, blocks, bulk, calendars, catalog as definitions, checks,
    definitions as definer, drafts, due, event, exchanges, export, figures, history, home, import,
    insert, linked, mapping, newcomers, offer, offices, people, preference, records, returned,
    review, roles, seals, search, session, sign, system, todo, totals, unmask, workdays,
};

/// All routes that the code describes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "通途",
        description = "县交通运输局业务工作平台的接口。登录后用 tongtu_session 会话；除 GET 外都要带 X-CSRF。"
    ),
    paths(
        session::sign_in,
        session::who,
        session::sign_out,
        session::to_post,
        session::new_password,
        session::offer_second,
        session::confirm_second,
        session::read_told,
        session::sessions,
        session::end_session,
        definitions::catalog,
        definitions::ledger,
        definitions::codes,
        event::stream,
        records::list,
        totals::totals,
        records::groups,
        records::create,
        records::detail,
        records::update,
        records::make_move,
        records::withdraw,
        history::history,
        checks::create,
        checks::list,
        checks::detail,
        checks::drop_check,
        checks::agree,
        checks::disagree,
        checks::dismiss,
        checks::take_back,
        checks::annotated,
        checks::fixed,
        exchanges::list,
        exchanges::export,
        exchanges::reconcile,
        search::search,
        drafts::reports,
        drafts::list,
        drafts::create,
        drafts::detail,
        drafts::findings,
        blocks::edit_block,
        blocks::add_block,
        blocks::drop_block,
        blocks::shift_block,
        blocks::block_wordings,
        insert::offered,
        drafts::renew,
        drafts::version,
        drafts::restore,
        drafts::diff,
        sign::make_move,
        drafts::dismiss,
        drafts::take_back,
        drafts::file,
        returned::upload,
        returned::shown,
        returned::forget,
        returned::take_changes,
        figures::periods,
        figures::list,
        figures::detail,
        figures::rows,
        figures::groups,
        figures::series,
        figures::tiles,
        figures::difference,
        seals::seals,
        seals::make_seals,
        seals::moved,
        seals::confirm_zero,
        figures::export_all,
        figures::export_one,
        due::list,
        due::export,
        todo::list,
        home::home,
        calendars::list,
        calendars::month,
        people::users,
        people::new_user,
        people::user,
        people::change_user,
        people::reset_password,
        people::reset_second,
        people::revoke,
        people::posts,
        people::new_post,
        people::change_post,
        offices::list,
        offices::preview,
        offices::take,
        roles::list,
        roles::choices,
        roles::preview,
        roles::take,
        roles::remove,
        people::hand_over,
        review::reviews,
        review::decide,
        audit::entries,
        audit::standing,
        audit::verify,
        audit::export,
        workdays::calendar,
        workdays::preview,
        workdays::take,
        workdays::remove,
        mapping::list,
        mapping::read,
        mapping::preview,
        mapping::take,
        mapping::drop_own,
        mapping::template,
        newcomers::bring,
        newcomers::template,
        system::backups,
        system::make_backup,
        system::backup,
        system::system,
        definer::local,
        definer::preview,
        definer::take,
        definer::write,
        definer::read,
        definer::codes,
        definer::name,
        preference::read,
        preference::write,
        attachment::hand_in,
        attachment::give,
        bulk::paste,
        bulk::make_moves,
        export::export,
        export::template,
        linked::linked,
        offer::offer,
        offer::last,
        unmask::unmask,
        import::bring,
        import::list,
        import::tell,
        import::take,
        import::returned,
        import::put_away,
        batch::batches,
        batch::undo,
    ),
    components(schemas(RefusalBody))
)]
struct Description;

/// The whole description for a catalog.
pub(crate) fn describe(catalog: &Catalog) -> Json_ {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "apiKey", "in": "cookie", "name": "tongtu_session" },
        "csrf": { "type": "apiKey", "in": "header", "name": "X-CSRF" },
    });
    document["security"] = json!([{ "session": [], "csrf": [] }]);
    complete(&mut document);
    name_items(&mut document);
    fill(&mut document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for def in catalog.ledgers.values() {
            schemas.insert(schema_name(&def.id), schema(catalog, def));
        }
    }
    document
}

/// Every operation has a name of its own, and may be refused as any other is.
fn complete(document: &mut Json_) {
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } });
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let operations = paths.filter_map(|it| it.1.as_object_mut()).flatten();
    for (_, operation) in operations {
        // Handlers of different resources are called alike.
        let names = [&operation["tags"][0], &operation["operationId"]].map(Json_::as_str);
        if let [Some(tag), Some(name)] = names {
            operation["operationId"] = json!(format!("{tag}_{name}"));
        }
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        responses.insert("default".to_owned(), json!({ "description": "Refused" }));
        for (status, response) in responses {
            let Some(response) = response.as_object_mut() else { continue };
            let refused = status.starts_with(['4', '5']) || status == "default";
            if refused {
                response.insert("content".to_owned(), content.clone());
            }
            let word = if refused { "Refused" } else { "Done" };
            response.entry("description").or_insert_with(|| json!(word));
        }
    }
}

/// What a list holds is a schema of its own, not one within each list.
fn name_items(document: &mut Json_) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let mut named = Vec::new();
    for (list, schema) in schemas.iter_mut() {
        let Some((_, name)) = list.split_once('_') else { continue };
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        let items = &mut schema["properties"]["items"]["items"];
        named.push((name.to_owned(), std::mem::replace(items, reference)));
    }
    schemas.extend(named);
}

/// In an answer nothing is left out: what is not there is null, unless the schema says that it cannot be null. A request
/// may leave out what may be null.
fn fill(document: &mut Json_) {
    let mut asked = BTreeSet::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.filter_map(|it| it.1.as_object()).flatten();
    for (_, operation) in operations {
        mentioned(document, &operation["requestBody"], &mut asked);
    }
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (_, schema) in schemas.iter_mut().filter(|it| !asked.contains(it.0)) {
        require(schema);
    }
}

/// Names of the schemas that something refers to, and those that they refer to in turn.
fn mentioned(document: &Json_, within: &Json_, found: &mut BTreeSet<String>) {
    match within {
        Json_::Object(all) => {
            let name = all.get("$ref").and_then(Json_::as_str).and_then(|it| it.rsplit('/').next());
            if let Some(name) = name
                && found.insert(name.to_owned())
            {
                mentioned(document, &document["components"]["schemas"][name], found);
            }
            all.values().for_each(|it| mentioned(document, it, found));
        }
        Json_::Array(all) => all.iter().for_each(|it| mentioned(document, it, found)),
        Json_::Null | Json_::Bool(_) | Json_::Number(_) | Json_::String(_) => {}
    }
}

/// Requires the properties of an object that may be null.
fn require(schema: &mut Json_) {
    if let Some(Json_::Array(parts)) = schema.get_mut("allOf") {
        parts.iter_mut().for_each(require);
    }
    let properties = schema["properties"].as_object().into_iter().flatten();
    let nullable: Vec<Json_> =
        properties.filter(|it| may_be_null(it.1)).map(|it| json!(it.0)).collect();
    if nullable.is_empty() {
        return;
    }
    let Some(schema) = schema.as_object_mut() else { return };
    let required = schema.entry("required").or_insert_with(|| json!([]));
    if let Some(required) = required.as_array_mut() {
        required.extend(nullable);
    }
}

fn may_be_null(schema: &Json_) -> bool {
    let null = |it: &Json_| it == "null" || it["type"] == "null";
    let any = |key: &str| schema[key].as_array().is_some_and(|it| it.iter().any(null));
    any("type") || any("oneOf")
}

/// The description, as a file.
pub(crate) async fn document(Held(state): Held<Shared>) -> Json<Json_> {
    Json(describe(&state.world().catalog))
}

/// `overload/check` → `OverloadCheck`.
fn schema_name(id: &str) -> String {
    let parts = id.split(['/', '_']);
    let upper = parts.map(|it| {
        let mut marks = it.chars();
        marks
            .next()
            .map_or_else(String::new, |it| it.to_ascii_uppercase().to_string() + marks.as_str())
    });
    upper.collect()
}

fn schema(catalog: &Catalog, def: &LedgerDef) -> Json_ {
    let required: Vec<&str> =
        def.fields.iter().filter(|it| it.required).map(|it| it.name.as_str()).collect();
    json!({
        "type": "object",
        "title": def.title,
        "description": def.about,
        "x-ledger": def.id,
        "properties": properties(catalog, &def.fields),
        "required": required,
    })
}

fn properties(catalog: &Catalog, fields: &[FieldDef]) -> Json_ {
    let mut out = Map::new();
    for field in fields {
        let mut property =
            json!({ "type": "string", "title": field.label, "x-type": field.ty.word() });
        if let FieldType::Lines { fields } = &field.ty {
            property = json!({
                "type": "array", "title": field.label,
                "items": { "type": "object", "properties": properties(catalog, fields) },
            });
        } else if let FieldType::Code { list } = &field.ty {
            let codes = catalog.codes.get(list).map(|it| it.items.iter().map(|it| it.code.clone()));
            property["enum"] = json!(codes.map(Iterator::collect::<Vec<String>>));
        } else if let FieldType::Text { max } = &field.ty {
            property["maxLength"] = json!(max);
        } else if matches!(field.ty, FieldType::Date) {
            property["format"] = json!("date");
        }
        out.insert(field.name.clone(), property);
    }
    Json_::Object(out)
}
