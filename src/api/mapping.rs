//! Columns of outside systems (对接表的列): their headings, order, words and dates, set on a page beside the shipped ones. Which
//! records go out, and of which ledger, stays as shipped.

use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{DateForm, ExchangeColumn, ExchangeDef, FieldType, Source};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::Finding;

use crate::api::answer::{self, Bytes, Items};
use crate::api::enact;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::{Shared, World};
use crate::api::upload::{self, receive};
use crate::flow::define::{self, Change, Effect};
use crate::flow::exchange::{self, Sent};
use crate::say::SaidFinding;

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

/// A table of an outside system whose columns may be set.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingRef {
    id: String,
    title: String,
    system: String,
    ledger_title: Option<String>,
    /// Number of columns.
    columns: usize,
    /// Whether the bureau set them itself.
    local: bool,
}

/// The tables of outside systems whose columns may be set.
#[utoipa::path(get, path = "/api/v1/mappings", tag = "exchanges", operation_id = "mappings", responses((status = 200, body = Items<MappingRef>), (status = 403)))]
pub(crate) async fn list(viewer: Viewer) -> Reply<Json<Items<MappingRef>>> {
    keeper(&viewer)?;
    let ledger = |id: &str| viewer.catalog.ledgers.get(id).map(|it| it.title.clone());
    let items = viewer.catalog.exchanges.values().map(|it| MappingRef {
        id: it.id.clone(),
        title: it.title.clone(),
        system: it.system.clone(),
        ledger_title: ledger(&it.ledger),
        columns: it.columns.len(),
        local: it.local,
    });
    Ok(Json(Items { items: items.collect() }))
}

/// One column as the page has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct ColumnModel {
    #[schema(required = true)]
    head: String,
    #[schema(required = true)]
    field: String,
    /// Code and their word; codes without a word of theirs keep our label.
    #[schema(required = true)]
    words: Vec<WordModel>,
    /// How days are written; a date cell when empty.
    #[schema(required = true)]
    date: String,
    /// Whether they fill it.
    #[schema(required = true)]
    theirs: bool,
}

/// Their word for a code of ours.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct WordModel {
    #[schema(required = true)]
    code: String,
    #[schema(required = true)]
    word: String,
}

/// The columns as they shall be.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = MappingColumns)]
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

/// A table of an outside system with its columns, and what may stand in them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Mapping {
    id: String,
    title: String,
    about: String,
    system: String,
    ledger_title: Option<String>,
    /// Fields that rows are matched by.
    by: Vec<String>,
    /// The field that takes their receipt.
    receipt: Option<String>,
    /// Whether the bureau set the columns itself.
    local: bool,
    columns: Vec<ColumnModel>,
    fields: Vec<MappingField>,
    /// Ways to write a day.
    dates: Vec<&'static str>,
    /// Of the definitions in force.
    fingerprint: String,
}

/// A field that may stand in a column.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingField {
    name: String,
    label: String,
    #[serde(rename = "type")]
    #[schema(schema_with = answer::field_type)]
    ty: &'static str,
    private: bool,
    codes: Vec<MappingCode>,
}

/// A code of such a field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingCode {
    code: String,
    label: String,
}

/// A table's columns, and the fields of our ledger that may stand in them.
#[utoipa::path(get, path = "/api/v1/mappings/{id}", tag = "exchanges", operation_id = "mapping", params(("id" = String, Path)), responses((status = 200, body = Mapping), (status = 403), (status = 404)))]
pub(crate) async fn read(viewer: Viewer, Path(id): Path<String>) -> Reply<Json<Mapping>> {
    keeper(&viewer)?;
    let def = find(&viewer.world, &id)?;
    let ledger = viewer.catalog.ledgers.get(&def.ledger);
    let codes = |ty: &FieldType| -> Vec<MappingCode> {
        let FieldType::Code { list } = ty else { return Vec::new() };
        let items = viewer.catalog.codes.get(list).map(|it| it.items.as_slice());
        let items = items.unwrap_or_default().iter();
        items.map(|it| MappingCode { code: it.code.clone(), label: it.label.clone() }).collect()
    };
    let fields = ledger.map(|it| it.fields.as_slice()).unwrap_or_default().iter();
    let fields = fields.filter(|it| !matches!(it.ty, FieldType::Lines { .. }));
    let fields = fields.map(|it| MappingField {
        name: it.name.clone(),
        label: it.label.clone(),
        ty: it.ty.word(),
        private: it.private,
        codes: codes(&it.ty),
    });
    Ok(Json(Mapping {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        system: def.system.clone(),
        ledger_title: ledger.map(|it| it.title.clone()),
        by: def.by.clone(),
        receipt: def.receipt.clone(),
        local: def.local,
        columns: def.columns.iter().map(model).collect(),
        fields: fields.collect(),
        dates: DateForm::WORDS.iter().map(|it| it.0).collect(),
        fingerprint: viewer.catalog.fingerprint.clone(),
    }))
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

/// What a change of the columns would give.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingEffect {
    /// Nothing stands against it.
    sound: bool,
    findings: Vec<SaidFinding>,
    /// What differs, one sentence each.
    steps: Vec<String>,
    /// Headings of the columns that we fill.
    heads: Vec<String>,
    /// The first records in that layout; null for whoever may not take them out.
    rows: Option<Vec<Vec<String>>>,
}

/// What a change of the columns would give: what differs, and the first of our records in their layout for whoever may take
/// them out. Nothing is changed.
#[utoipa::path(post, path = "/api/v1/mappings/{id}/preview", tag = "exchanges", operation_id = "preview_mapping", params(("id" = String, Path)), request_body = Columns, responses((status = 200, body = MappingEffect), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(input): Json<Columns>,
) -> Reply<Json<MappingEffect>> {
    keeper(&viewer)?;
    let world = state.world();
    let def = find(&world, &id)?;
    let (_, effect) = plan(&state, &world, def, &input).await?;
    let new = &effect.definitions.catalog;
    let mut body = MappingEffect {
        sound: effect.is_sound(),
        findings: effect.definitions.findings.iter().map(SaidFinding::from).collect(),
        steps: new.exchanges.get(&id).map(|it| steps(def, it)).unwrap_or_default(),
        heads: Vec::new(),
        rows: None,
    };
    let Some(changed) = new.exchanges.get(&id).filter(|_| effect.is_sound()) else {
        return Ok(Json(body));
    };
    let own = changed.columns.iter().filter(|it| !it.theirs);
    body.heads = own.map(|it| it.head.clone()).collect();
    // Who administers reads no business: the layout, but no record.
    let may = world.catalog.ledgers.get(&def.ledger).is_some_and(|it| viewer.may(it, "export"));
    if may {
        let context = viewer.context().under(std::sync::Arc::clone(new));
        body.rows = Some(exchange::first_rows(&context, changed, ROWS).await?);
    }
    Ok(Json(body))
}

/// What was changed, one sentence each.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingSteps {
    steps: Vec<String>,
}

/// Puts columns in force.
#[utoipa::path(put, path = "/api/v1/mappings/{id}", tag = "exchanges", operation_id = "take_mapping", params(("id" = String, Path)), request_body = Columns, responses((status = 200, body = MappingSteps), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(input): Json<Columns>,
) -> Reply<Json<MappingSteps>> {
    keeper(&viewer)?;
    let _turn = state.one_definer().await;
    let world = state.world();
    let def = find(&world, &id)?;
    let (change, effect) = plan(&state, &world, def, &input).await?;
    let steps = effect.definitions.catalog.exchanges.get(&id).map(|it| steps(def, it));
    let steps = steps.unwrap_or_default();
    let note = json!({ "exchange": id, "steps": steps });
    enact::enact(&state, &viewer, &world, effect, &change, ("exchanges", note)).await?;
    Ok(Json(MappingSteps { steps }))
}

/// Goes back to the shipped columns.
#[utoipa::path(delete, path = "/api/v1/mappings/{id}", tag = "exchanges", operation_id = "drop_mapping", params(("id" = String, Path)), responses((status = 200, body = MappingSteps), (status = 403), (status = 404)))]
pub(crate) async fn drop_own(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<Json<MappingSteps>> {
    keeper(&viewer)?;
    let _turn = state.one_definer().await;
    let world = state.world();
    let def = find(&world, &id)?;
    if !def.local {
        return Err(Refusal::not_found("这张表没有改过，用的就是随软件发布的列"));
    }
    let change = Change { files: Vec::new(), delete: vec![path(def)] };
    let effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    let steps = vec!["恢复随软件发布的列".to_owned()];
    let note = json!({ "exchange": id, "steps": steps });
    enact::enact(&state, &viewer, &world, effect, &change, ("exchanges", note)).await?;
    Ok(Json(MappingSteps { steps }))
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
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Named {
    name: String,
}

/// Their template beside our columns.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MappingTemplate {
    /// Headings of theirs.
    heads: Vec<String>,
    /// Our columns in their order.
    columns: Vec<ColumnModel>,
    /// Headings of ours that are not there.
    missing: Vec<String>,
    /// Headings of theirs that name nothing of ours.
    surplus: Vec<String>,
}

/// Their real template against our columns: matched by name, what is missing, what is too much; and the columns in their order.
#[utoipa::path(post, path = "/api/v1/mappings/{id}/template", tag = "exchanges", operation_id = "mapping_template", params(("id" = String, Path), Named),
    request_body(content = Bytes, content_type = "application/octet-stream"), responses((status = 200, body = MappingTemplate), (status = 403), (status = 404), (status = 413), (status = 422)))]
pub(crate) async fn template(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(named): Query<Named>,
    body: Body,
) -> Reply<Json<MappingTemplate>> {
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
    let mut surplus: Vec<String> = Vec::new();
    for (head, field) in &heads {
        let fresh = field.as_ref().filter(|it| !columns.iter().any(|one| one.field == **it));
        let Some(field) = fresh else {
            surplus.push(head.clone());
            continue;
        };
        let was = def.columns.iter().find(|it| it.field == *field).map(model);
        let made =
            was.unwrap_or_else(|| ColumnModel { field: field.clone(), ..ColumnModel::default() });
        columns.push(ColumnModel { head: head.clone(), ..made });
    }
    let missing: Vec<&ExchangeColumn> =
        def.columns.iter().filter(|it| !columns.iter().any(|one| one.field == it.field)).collect();
    let lacking: Vec<String> =
        missing.iter().filter(|it| !it.theirs).map(|it| it.head.clone()).collect();
    // What rows are matched by and their receipt must stay columns, wherever the template has them.
    let needed = |it: &&&ExchangeColumn| def.by.contains(&it.field) || it.theirs;
    let stay: Vec<ColumnModel> = missing.iter().filter(needed).map(|it| model(it)).collect();
    columns.extend(stay);
    let heads = heads.into_iter().map(|it| it.0).collect();
    Ok(Json(MappingTemplate { heads, columns, missing: lacking, surplus }))
}
