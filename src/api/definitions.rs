//! The definer (台账定义器): local ledgers, figures and paragraphs, made on a screen, seen before they are taken, kept as the same
//! files as `defs/`.

use axum::extract::State as Held;
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{
    Catalog, Draft, FieldDef, FieldType, LOCAL, LedgerDef, Source, is_measure_word, units_source,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;

use crate::api::answer::{self, LedgerName};
use crate::api::definition_model::{Kept, Model};
use crate::api::enact::enact;
use crate::api::guard::Viewer;
use crate::api::offer::spelled;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::roles::is_kept_elsewhere;
use crate::api::state::Shared;
use crate::context::local_sources;
use crate::flow::define::{self, Change, Effect, Touched};
use crate::flow::figure::When;
use crate::say::SaidFinding;

/// Routes of the definer.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/definitions/local", get(local).put(take))
        .route("/definitions/preview", post(preview))
        .route("/definitions/write", post(write))
        .route("/definitions/read", get(read))
        .route("/definitions/codes", get(codes))
        .route("/definitions/name", get(name))
}

fn definer(viewer: &Viewer) -> Reply<()> {
    viewer.need_power("define", "定义台账")
}

/// A definition file.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct FileText {
    /// Such as `ledgers/local/lamp.toml`.
    path: String,
    text: String,
}

/// Files to write and to take away.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Files {
    files: Vec<FileText>,
    delete: Vec<String>,
    /// The period for which figures are shown.
    period: String,
}

impl Files {
    /// The change; who defines ledgers hands out no rights, so that files of the administrator's pages are refused.
    fn change(&self) -> Reply<Change> {
        let mut paths = self.files.iter().map(|it| &it.path).chain(&self.delete);
        if let Some(path) = paths.find(|it| is_kept_elsewhere(it)) {
            let text = format!("{path} 不在这里改：股室、角色、日历和对接表各有自己的页面");
            return Err(Refusal::forbidden(text));
        }
        let source = |it: &FileText| Source { path: it.path.clone(), text: it.text.clone() };
        Ok(Change { files: self.files.iter().map(source).collect(), delete: self.delete.clone() })
    }
}

/// The bureau's own definition files.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LocalDefinitions {
    files: Vec<LocalFile>,
}

/// A definition file of the bureau's own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LocalFile {
    path: String,
    text: String,
    /// Title of the ledger, if it is one.
    title: Option<String>,
}

/// Files as they would be written.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Written {
    files: Vec<FileText>,
    /// Measure words that nobody has used before; they come with it.
    units: Vec<String>,
}

/// What a change would do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DefinitionEffect {
    /// Nothing stands against it.
    sound: bool,
    findings: Vec<SaidFinding>,
    /// What happens to the base, in words.
    steps: Vec<String>,
    ledgers: Vec<ChangedLedger>,
    /// Ledgers with records that it meets.
    touched: Vec<TouchedLedger>,
    figures: Vec<ChangedFigure>,
}

/// A ledger with records that a change meets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TouchedLedger {
    ledger: String,
    title: String,
    /// Records in force.
    records: u64,
    /// What happens to them, one sentence each, with the number of records.
    says: Vec<String>,
}

impl From<&Touched> for TouchedLedger {
    fn from(it: &Touched) -> TouchedLedger {
        TouchedLedger {
            ledger: it.ledger.clone(),
            title: it.title.clone(),
            records: it.records,
            says: it.says.clone(),
        }
    }
}

/// A ledger that a change makes or changes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangedLedger {
    id: String,
    title: String,
    fields: Vec<ChangedField>,
}

/// A field of such a ledger.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangedField {
    name: String,
    label: String,
    #[serde(rename = "type")]
    #[schema(schema_with = answer::field_type)]
    ty: &'static str,
    required: bool,
}

/// A figure that a change makes or changes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangedFigure {
    id: String,
    title: String,
    unit: String,
    /// What it counts, in words.
    describe: String,
    /// For the period asked for; null when there is none or none was asked for.
    value: Option<String>,
}

/// The bureau's own definition files.
#[utoipa::path(get, path = "/api/v1/definitions/local", tag = "definitions", responses((status = 200, body = LocalDefinitions), (status = 403)))]
pub(crate) async fn local(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Reply<Json<LocalDefinitions>> {
    definer(&viewer)?;
    let files = local_sources(&state.place)?
        .into_iter()
        .filter(|it| !is_kept_elsewhere(&it.path))
        .map(|it| {
            let title = viewer
                .catalog
                .ledgers
                .values()
                .find(|def| def.file == format!("{LOCAL}{}", it.path))
                .map(|it| it.title.clone());
            LocalFile { path: it.path, text: it.text, title }
        })
        .collect();
    Ok(Json(LocalDefinitions { files }))
}

fn told(effect: &Effect) -> DefinitionEffect {
    let catalog = &effect.definitions.catalog;
    let field = |it: &FieldDef| ChangedField {
        name: it.name.clone(),
        label: it.label.clone(),
        ty: it.ty.word(),
        required: it.required,
    };
    let ledgers = effect.ledgers.iter().filter_map(|it| catalog.ledgers.get(it));
    let figures = effect.indicators.iter().filter_map(|it| catalog.indicators.get(it));
    DefinitionEffect {
        sound: effect.is_sound(),
        findings: effect.definitions.findings.iter().map(SaidFinding::from).collect(),
        steps: effect.steps.clone(),
        touched: effect.touched.iter().map(TouchedLedger::from).collect(),
        ledgers: ledgers
            .map(|it| ChangedLedger {
                id: it.id.clone(),
                title: it.title.clone(),
                fields: it.fields.iter().map(field).collect(),
            })
            .collect(),
        figures: figures
            .map(|it| ChangedFigure {
                id: it.id.clone(),
                title: it.title.clone(),
                unit: it.unit.clone(),
                describe: indicator::describe(catalog, it),
                value: None,
            })
            .collect(),
    }
}

/// What a change would do; nothing is changed.
#[utoipa::path(post, path = "/api/v1/definitions/preview", tag = "definitions", request_body = Files, responses((status = 200, body = DefinitionEffect), (status = 403), (status = 422)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Files>,
) -> Reply<Json<DefinitionEffect>> {
    definer(&viewer)?;
    let change = input.change()?;
    let effect = define::preview(&state.place, &viewer.base, &viewer.catalog, &change).await?;
    let mut body = told(&effect);
    if effect.is_sound() && !input.period.is_empty() {
        let when = When::read(&input.period, None, None)?;
        let computed = define::figures(&viewer.context(), &effect, when).await?;
        for figure in &mut body.figures {
            let found = computed.iter().find(|it| it.figure.id == figure.id);
            figure.value = found.and_then(|it| it.figure.printed());
        }
    }
    Ok(Json(body))
}

/// Takes a sound change: tables grow, files are written, everybody works under the new definitions at once.
#[utoipa::path(put, path = "/api/v1/definitions/local", tag = "definitions", request_body = Files, responses((status = 200, body = DefinitionEffect), (status = 403), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Files>,
) -> Reply<Json<DefinitionEffect>> {
    definer(&viewer)?;
    let _turn = state.one_definer().await;
    let change = input.change()?;
    // Against what stands now: somebody else may have changed the definitions since this request began.
    let world = state.world();
    let effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    let body = told(&effect);
    enact(&state, &viewer, &world, effect, &change, ("local", Json_::Null)).await?;
    Ok(Json(body))
}

/// Writes a model as definition files; nothing is checked or kept yet. Measure words that nobody has used before come
/// with it as the bureau's own.
#[utoipa::path(post, path = "/api/v1/definitions/write", tag = "definitions", request_body = Model, responses((status = 200, body = Written), (status = 403)))]
pub(crate) async fn write(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(model): Json<Model>,
) -> Reply<Json<Written>> {
    definer(&viewer)?;
    let as_file = |it: Source| FileText { path: it.path, text: it.text };
    let mut files: Vec<FileText> =
        model.drafts().iter().map(|it| as_file(it.to_source())).collect();
    files.extend(
        model.kept.iter().map(|it| FileText { path: it.path.clone(), text: it.text.clone() }),
    );
    let new = new_units(&viewer.catalog, &model);
    if !new.is_empty() {
        let own = local_sources(&state.place)?.into_iter().find(|it| it.path == "units.toml");
        files.push(as_file(units_source(own.as_ref(), &new)));
    }
    Ok(Json(Written { files, units: new }))
}

/// Measure words of a model that are not known and could be.
fn new_units(catalog: &Catalog, model: &Model) -> Vec<String> {
    let mut new: Vec<String> = Vec::new();
    for unit in model.units() {
        let unit = unit.trim();
        if !catalog.knows_unit(unit) && is_measure_word(unit) && !new.iter().any(|it| it == unit) {
            new.push(unit.to_owned());
        }
    }
    new
}

/// Which ledger.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Which {
    /// Id of a local ledger.
    ledger: String,
}

/// A local ledger as the screen has it, with the workflow, code lists, figures and paragraphs that came with it. What the
/// screen cannot show whole is there as text.
#[utoipa::path(get, path = "/api/v1/definitions/read", tag = "definitions", params(Which), responses((status = 200, body = Model), (status = 403), (status = 404)))]
pub(crate) async fn read(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Query(which): Query<Which>,
) -> Reply<Json<Model>> {
    definer(&viewer)?;
    let def = viewer.catalog.ledgers.get(&which.ledger).filter(|it| it.file.starts_with(LOCAL));
    let def =
        def.ok_or_else(|| Refusal::not_found("没有这本本局台账；随软件发布的台账不能在这里改"))?;
    let mut model = Model::default();
    for source in local_sources(&state.place)? {
        if !belongs(&viewer.catalog, def, &source) {
            continue;
        }
        model.owned.push(source.path.clone());
        match Draft::read(&source) {
            Ok(draft) => model.take(draft, def),
            Err(why) => {
                let Source { path, text } = source;
                model.kept.push(Kept { path, text, why: why.to_owned() });
            }
        }
    }
    // The form speaks of the ledger's fields even where its file is changed as text.
    if model.ledger.is_none() {
        model.ledger = Some(def.into());
    }
    Ok(Json(model))
}

/// Whether a local file came with a ledger and goes with it: its own, its workflow and code lists where no other ledger uses
/// them, the figures over it, and paragraphs that print them.
fn belongs(catalog: &Catalog, def: &LedgerDef, source: &Source) -> bool {
    let path = source.path.trim_end_matches(".toml");
    let others = || catalog.ledgers.values().filter(|it| it.id != def.id);
    let figures = || {
        let own = |it: &&catalog::IndicatorDef| it.from == def.id && it.file.starts_with(LOCAL);
        catalog.indicators.values().filter(own)
    };
    match path.split_once('/') {
        Some(("ledgers", id)) => id == def.id,
        Some(("workflows", id)) => def.workflow == id && others().all(|it| it.workflow != id),
        Some(("codes", id)) => uses_list(def, id) && !others().any(|it| uses_list(it, id)),
        Some(("indicators", id)) => figures().any(|it| it.id == id),
        Some(("reports", _)) => {
            let prints = |id: &str| {
                ["}", "|"].iter().any(|end| source.text.contains(&format!("{{{id}{end}")))
            };
            figures().any(|it| prints(&it.id))
        }
        _ => false,
    }
}

/// Whether a field of a ledger, or of its child rows, takes its values from a list.
fn uses_list(def: &LedgerDef, id: &str) -> bool {
    let own = def.fields.iter();
    let all = own.chain(def.lines().flat_map(|it| it.1));
    all.into_iter().any(|it| matches!(&it.ty, FieldType::Code { list } if list == id))
}

/// All code lists to choose from.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CodeLists {
    lists: Vec<KnownCodes>,
}

/// A code list with who uses it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct KnownCodes {
    id: String,
    title: String,
    about: String,
    /// Made by the bureau itself.
    local: bool,
    /// Why its file cannot be shown as a form, if so.
    kept: Option<&'static str>,
    /// Ledgers whose fields take their values from it.
    used_by: Vec<LedgerName>,
    items: Vec<KnownCode>,
}

/// A code with the words that are read as it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct KnownCode {
    code: String,
    label: String,
    /// First day on which it may be used.
    from: Option<String>,
    /// Last day.
    until: Option<String>,
    aliases: Vec<String>,
}

/// All code lists to choose from, the bureau's own and the shipped ones, with their values and the ledgers that use them.
#[utoipa::path(get, path = "/api/v1/definitions/codes", tag = "definitions", responses((status = 200, body = CodeLists), (status = 403)))]
pub(crate) async fn codes(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<CodeLists>> {
    definer(&viewer)?;
    let own = local_sources(&state.place)?;
    let item = |it: &catalog::CodeItem| KnownCode {
        code: it.code.clone(),
        label: it.label.clone(),
        from: it.from.map(|it| it.to_string()),
        until: it.until.map(|it| it.to_string()),
        aliases: it.aliases.clone(),
    };
    let lists = viewer.catalog.codes.values().map(|it| {
        let users = viewer.catalog.ledgers.values().filter(|def| uses_list(def, &it.id));
        let source = own.iter().find(|source| source.path == format!("codes/{}.toml", it.id));
        KnownCodes {
            id: it.id.clone(),
            title: it.title.clone(),
            about: it.about.clone(),
            local: it.file.starts_with(LOCAL),
            kept: source.and_then(|it| Draft::read(it).err()),
            used_by: users.map(LedgerName::from).collect(),
            items: it.items.iter().map(item).collect(),
        }
    });
    Ok(Json(CodeLists { lists: lists.collect() }))
}

/// What is to be named.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Naming {
    /// Chinese title.
    title: String,
    /// Domain of a ledger; without one, a code list is named.
    domain: String,
}

/// A name that nobody has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FreeName {
    /// Null when all that were tried are taken.
    name: Option<String>,
}

/// An English name that nobody has, offered for a title: its pinyin.
#[utoipa::path(get, path = "/api/v1/definitions/name", tag = "definitions", params(Naming), responses((status = 200, body = FreeName), (status = 403)))]
pub(crate) async fn name(viewer: Viewer, Query(naming): Query<Naming>) -> Reply<Json<FreeName>> {
    definer(&viewer)?;
    let catalog = &viewer.catalog;
    let taken = |name: &str| match naming.domain.as_str() {
        "" => catalog.codes.contains_key(name),
        domain => catalog.ledgers.contains_key(&format!("{domain}/{name}")),
    };
    let stem = spelled(&naming.title, NAME_MAX);
    let free = std::iter::once(stem.clone())
        .chain((2..1000).map(|it| format!("{stem}_{it}")))
        .find(|it| !taken(it));
    Ok(Json(FreeName { name: free }))
}

/// Characters of an offered name: a table's name holds the domain and the name of its child rows as well.
const NAME_MAX: usize = 24;
