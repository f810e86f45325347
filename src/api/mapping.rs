//! Columns of outside systems (对接表的列): their headings, order, words and dates, set on a page beside the shipped ones. Which
//! records go out, and of which ledger, stays as shipped.

use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{DateForm, ExchangeColumn, ExchangeDef, FieldType, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json_, json};
use terms::Finding;

use crate::api::enact;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::{Shared, World};
use crate::api::upload::{self, receive};
use crate::flow::define::{self, Change, Effect};
use crate::flow::exchange::{self, Sent};
use crate::say;

/// Greatest template of theirs.
const BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Columns of a table at most.
const COLUMNS_MAX: usize = 200;
/// Rows of a preview.
const ROWS: usize = 5;

/// Routes of the columns.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/mappings", get(list))
        .route("/mappings/{id}", get(read).put(take).delete(drop_own))
        .route("/mappings/{id}/preview", post(preview))
        .route("/mappings/{id}/template", post(template))
}

/// Who administers, and who defines ledgers; records are shown to neither unless another role lets them see.
fn keeper(viewer: &Viewer) -> Reply<()> {
    if viewer.has_power("define") {
        return Ok(());
    }
    viewer.need_power("administer", "改对接表")
}

fn find<'c>(world: &'c World, id: &str) -> Reply<&'c ExchangeDef> {
    world.catalog.exchanges.get(id).ok_or_else(|| Refusal::not_found("没有这张对接表"))
}

/// The tables of outside systems whose columns may be set.
#[utoipa::path(get, path = "/api/v1/mappings", tag = "exchanges", responses((status = 200), (status = 403)))]
pub(crate) async fn list(viewer: Viewer) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let items: Vec<Json_> = viewer
        .catalog
        .exchanges
        .values()
        .map(|it| {
            let ledger = viewer.catalog.ledgers.get(&it.ledger).map(|it| it.title.as_str());
            json!({ "id": it.id, "title": it.title, "system": it.system, "ledger_title": ledger, "columns": it.columns.len(), "local": it.local })
        })
        .collect();
    Ok(Json(json!({ "items": items })))
}

/// One column as the page has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct ColumnModel {
    head: String,
    field: String,
    /// Code and their word; codes without a word of theirs keep our label.
    words: Vec<WordModel>,
    /// How days are written; a date cell when empty.
    date: String,
    theirs: bool,
}

/// Their word for a code of ours.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct WordModel {
    code: String,
    word: String,
}

/// The columns as they shall be.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Columns {
    columns: Vec<ColumnModel>,
    /// Fingerprint of the definitions that the change was made over.
    seen: String,
}

fn model(column: &ExchangeColumn) -> ColumnModel {
    let word = |it: &(String, String)| WordModel { code: it.0.clone(), word: it.1.clone() };
    ColumnModel {
        head: column.head.clone(),
        field: column.field.clone(),
        words: column.words.iter().map(word).collect(),
        date: column.date.map_or_else(String::new, |it| it.word().to_owned()),
        theirs: column.theirs,
    }
}

fn column(model: &ColumnModel) -> Reply<ExchangeColumn> {
    let form = DateForm::WORDS.iter().find(|it| it.0 == model.date).map(|it| it.1);
    if form.is_none() && !model.date.is_empty() {
        return Err(Refusal::bad(format!("没有“{}”这种日期写法", model.date)));
    }
    let words = model.words.iter().filter(|it| !it.word.trim().is_empty());
    Ok(ExchangeColumn {
        head: model.head.trim().to_owned(),
        field: model.field.clone(),
        words: words.map(|it| (it.code.clone(), it.word.trim().to_owned())).collect(),
        date: form,
        theirs: model.theirs,
    })
}

/// A table's columns, and the fields of our ledger that may stand in them.
#[utoipa::path(get, path = "/api/v1/mappings/{id}", tag = "exchanges", params(("id" = String, Path)), responses((status = 200), (status = 403), (status = 404)))]
pub(crate) async fn read(viewer: Viewer, Path(id): Path<String>) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let def = find(&viewer.world, &id)?;
    let ledger = viewer.catalog.ledgers.get(&def.ledger);
    let fields = ledger.map(|it| it.fields.as_slice()).unwrap_or_default();
    let fields: Vec<Json_> = fields
        .iter()
        .filter(|it| !matches!(it.ty, FieldType::Lines { .. }))
        .map(|it| {
            let list = if let FieldType::Code { list } = &it.ty { viewer.catalog.codes.get(list) } else { None };
            let codes: Vec<Json_> = list.map(|it| it.items.as_slice()).unwrap_or_default()
                .iter().map(|it| json!({ "code": it.code, "label": it.label })).collect();
            json!({ "name": it.name, "label": it.label, "type": it.ty.word(), "private": it.private, "codes": codes })
        })
        .collect();
    Ok(Json(json!({
        "id": def.id, "title": def.title, "about": def.about, "system": def.system,
        "ledger_title": ledger.map(|it| it.title.as_str()), "by": def.by, "receipt": def.receipt, "local": def.local,
        "columns": def.columns.iter().map(model).collect::<Vec<_>>(), "fields": fields,
        "dates": DateForm::WORDS.map(|it| it.0), "fingerprint": viewer.catalog.fingerprint,
    })))
}

fn path(def: &ExchangeDef) -> String {
    format!("exchanges/{}.toml", def.id)
}

async fn plan(
    state: &Shared,
    world: &World,
    def: &ExchangeDef,
    input: &Columns,
) -> Reply<(Change, Effect)> {
    enact::still(world, &input.seen)?;
    if input.columns.len() > COLUMNS_MAX {
        return Err(Refusal::bad(format!("列超过 {COLUMNS_MAX} 个")));
    }
    let columns = input.columns.iter().map(column).collect::<Reply<Vec<_>>>()?;
    let text = ExchangeDef { columns, ..def.clone() }.columns_toml();
    let change = Change { files: vec![Source { path: path(def), text }], delete: Vec::new() };
    let mut effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    effect.definitions.findings = enact::on_the_page(effect.definitions.findings, &def.title);
    Ok((change, effect))
}

/// What a change of the columns would give: what differs, and the first of our records in their layout for whoever may take
/// them out. Nothing is changed.
#[utoipa::path(post, path = "/api/v1/mappings/{id}/preview", tag = "exchanges", params(("id" = String, Path)), request_body = Columns, responses((status = 200), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(input): Json<Columns>,
) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let world = state.world();
    let def = find(&world, &id)?;
    let (_, effect) = plan(&state, &world, def, &input).await?;
    let new = &effect.definitions.catalog;
    let mut body = json!({
        "sound": effect.is_sound(), "heads": [], "rows": null,
        "findings": effect.definitions.findings.iter().map(say::finding_json).collect::<Vec<_>>(),
        "steps": new.exchanges.get(&id).map(|it| steps(def, it)).unwrap_or_default(),
    });
    let Some(changed) = new.exchanges.get(&id).filter(|_| effect.is_sound()) else {
        return Ok(Json(body));
    };
    let own = changed.columns.iter().filter(|it| !it.theirs);
    body["heads"] = own.map(|it| json!(it.head)).collect();
    // Who administers reads no business: the layout, but no record.
    let may = world.catalog.ledgers.get(&def.ledger).is_some_and(|it| viewer.may(it, "export"));
    if may {
        let context = viewer.context().under(std::sync::Arc::clone(new));
        body["rows"] = json!(exchange::first_rows(&context, changed, ROWS).await?);
    }
    Ok(Json(body))
}

/// Puts columns in force.
#[utoipa::path(put, path = "/api/v1/mappings/{id}", tag = "exchanges", params(("id" = String, Path)), request_body = Columns, responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(input): Json<Columns>,
) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let _turn = state.one_definer().await;
    let world = state.world();
    let def = find(&world, &id)?;
    let (change, effect) = plan(&state, &world, def, &input).await?;
    let steps = effect.definitions.catalog.exchanges.get(&id).map(|it| steps(def, it));
    let steps = steps.unwrap_or_default();
    let note = json!({ "exchange": id, "steps": steps });
    enact::enact(&state, &viewer, &world, effect, &change, ("exchanges", note)).await?;
    Ok(Json(json!({ "steps": steps })))
}

/// Goes back to the shipped columns.
#[utoipa::path(delete, path = "/api/v1/mappings/{id}", tag = "exchanges", params(("id" = String, Path)), responses((status = 200), (status = 403), (status = 404)))]
pub(crate) async fn drop_own(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let _turn = state.one_definer().await;
    let world = state.world();
    let def = find(&world, &id)?;
    if !def.local {
        return Err(Refusal::not_found("这张表没有改过，用的就是随软件发布的列"));
    }
    let change = Change { files: Vec::new(), delete: vec![path(def)] };
    let effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    let note = json!({ "exchange": id, "steps": ["恢复随软件发布的列"] });
    enact::enact(&state, &viewer, &world, effect, &change, ("exchanges", note)).await?;
    Ok(Json(json!({ "steps": ["恢复随软件发布的列"] })))
}

/// What differs between two layouts of a table, one sentence each.
fn steps(before: &ExchangeDef, after: &ExchangeDef) -> Vec<String> {
    let of = |def: &ExchangeDef, field: &str| def.columns.iter().position(|it| it.field == field);
    let mut said = Vec::new();
    for column in &after.columns {
        let Some(was) = of(before, &column.field).and_then(|it| before.columns.get(it)) else {
            said.push(format!("加一列“{}”", column.head));
            continue;
        };
        if was.head != column.head {
            said.push(format!("列“{}”改名“{}”", was.head, column.head));
        }
        if was.words != column.words {
            said.push(format!("列“{}”的用词改了", column.head));
        }
        if was.date != column.date {
            let form = column.date.map_or("日期格", DateForm::word);
            said.push(format!("列“{}”的日期写成{form}", column.head));
        }
        if was.theirs != column.theirs {
            said.push(format!(
                "列“{}”改由{}给",
                column.head,
                if column.theirs { "对方" } else { "本局" }
            ));
        }
    }
    let gone = before.columns.iter().filter(|it| of(after, &it.field).is_none());
    said.extend(gone.map(|it| format!("去掉列“{}”", it.head)));
    let order = |one: &ExchangeDef, other: &ExchangeDef| -> Vec<String> {
        let both = one.columns.iter().filter(|it| of(other, &it.field).is_some());
        both.map(|it| it.field.clone()).collect()
    };
    if order(before, after) != order(after, before) {
        said.push("列的先后改了".to_owned());
    }
    said
}

/// What an upload is called.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Named {
    name: String,
}

/// Their real template against our columns: matched by name, what is missing, what is too much; and the columns in their order.
#[utoipa::path(post, path = "/api/v1/mappings/{id}/template", tag = "exchanges", params(("id" = String, Path), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200), (status = 403), (status = 404), (status = 413), (status = 422)))]
pub(crate) async fn template(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(named): Query<Named>,
    body: Body,
) -> Reply<Json<Json_>> {
    keeper(&viewer)?;
    let def = find(&viewer.world, &id)?;
    let name = upload::file_name(&named.name)?;
    let received = receive(&state.work.join("uploads"), body, BYTES_MAX).await?;
    let bytes = tokio::fs::read(&received.path).await.map_err(anyhow::Error::new)?;
    let heads = exchange::headings(&viewer.context(), def, Sent { name: &name, bytes: &bytes })?;
    if heads.is_empty() {
        let place = terms::Place::Whole { name };
        let mend = "表头要在前二十行里，至少有一列和现在的列名或本局的栏目名相同";
        let finding = Finding::must("template", place, "没有找到表头", mend);
        return Err(Refusal::findings(vec![finding]));
    }
    let mut columns: Vec<ColumnModel> = Vec::new();
    let mut surplus: Vec<&str> = Vec::new();
    for (head, field) in &heads {
        let fresh = field.as_ref().filter(|it| !columns.iter().any(|one| one.field == **it));
        let Some(field) = fresh else {
            surplus.push(head);
            continue;
        };
        let was = def.columns.iter().find(|it| it.field == *field).map(model);
        let made =
            was.unwrap_or_else(|| ColumnModel { field: field.clone(), ..ColumnModel::default() });
        columns.push(ColumnModel { head: head.clone(), ..made });
    }
    let missing: Vec<&ExchangeColumn> =
        def.columns.iter().filter(|it| !columns.iter().any(|one| one.field == it.field)).collect();
    let lacking: Vec<&str> =
        missing.iter().filter(|it| !it.theirs).map(|it| it.head.as_str()).collect();
    // What rows are matched by and their receipt must stay columns, wherever the template has them.
    let needed = |it: &&&ExchangeColumn| def.by.contains(&it.field) || it.theirs;
    let stay: Vec<ColumnModel> = missing.iter().filter(needed).map(|it| model(it)).collect();
    columns.extend(stay);
    Ok(Json(json!({
        "heads": heads.iter().map(|it| &it.0).collect::<Vec<_>>(),
        "columns": columns, "missing": lacking, "surplus": surplus,
    })))
}
