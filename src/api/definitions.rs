//! The definer (台账定义器): local ledgers, figures and paragraphs, made on a screen, seen before they are taken, kept as the same
//! files as `defs/`.

use axum::extract::State as Held;
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{
    ConstantDef, DraftCodes, DraftCondition, DraftField, DraftFigure, DraftLedger, DraftParagraph,
    FieldDef, FieldType, IndicatorKind, LOCAL, MeasureDef, Source, TestDef,
};
use ledger::PaperInput;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::answer;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::{Shared, World};
use crate::context::local_sources;
use crate::flow::define::{self, Change, Effect};
use crate::flow::figure::When;
use crate::say::SaidFinding;

/// Routes of the definer.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/definitions/local", get(local).put(take))
        .route("/definitions/preview", post(preview))
        .route("/definitions/write", post(write))
        .route("/definitions/read", get(read))
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
    fn change(&self) -> Change {
        let source = |it: &FileText| Source { path: it.path.clone(), text: it.text.clone() };
        Change { files: self.files.iter().map(source).collect(), delete: self.delete.clone() }
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
    figures: Vec<ChangedFigure>,
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
    let change = input.change();
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
    let change = input.change();
    // Against what stands now: somebody else may have changed the definitions since this request began.
    let world = state.world();
    let effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    if !effect.is_sound() {
        return Err(Refusal::findings(effect.definitions.findings));
    }
    let base = define::take(&state.place, &world.base, &effect, &change).await?;
    let names: Vec<&str> = change.files.iter().map(|it| it.path.as_str()).collect();
    let note = json!({
        "files": names, "deleted": change.delete, "steps": effect.steps,
        "fingerprint": effect.definitions.catalog.fingerprint,
    });
    let digest = ledger::digest(effect.definitions.catalog.fingerprint.as_bytes());
    let paper = PaperInput {
        kind: "definition",
        id: "local".to_owned(),
        version: None,
        body: Some(json!({ "files": input.files, "digest": digest }).to_string()),
        note: Some(note.to_string()),
    };
    base.write_papers(&viewer.act(), &[paper]).await?;
    let body = told(&effect);
    state.replace(World {
        catalog: effect.definitions.catalog.clone(),
        base,
        from: effect.definitions.from,
        files: effect.definitions.files,
    });
    Ok(Json(body))
}

/// A field as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct FieldModel {
    name: String,
    label: String,
    #[serde(rename = "type")]
    ty: String,
    required: bool,
    private: bool,
    max_length: Option<u32>,
    places: Option<u32>,
    unit: String,
    list: String,
    ledger: String,
    about: String,
    /// Child fields of a lines field.
    #[schema(no_recursion)]
    fields: Vec<FieldModel>,
}

/// A ledger as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct LedgerModel {
    id: String,
    title: String,
    about: String,
    office: String,
    key: Vec<String>,
    workflow: String,
    fields: Vec<FieldModel>,
}

/// A condition as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct ConditionModel {
    field: String,
    test: String,
    values: Vec<String>,
    /// Type of the field, which says how the values are written.
    #[serde(rename = "type")]
    ty: String,
}

/// A figure as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct FigureModel {
    id: String,
    title: String,
    about: String,
    unit: String,
    places: u32,
    kind: String,
    owner: String,
    from: String,
    day: String,
    measure: String,
    field: String,
    conditions: Vec<ConditionModel>,
    by: Vec<String>,
    show: Vec<String>,
}

/// A code list as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct CodesModel {
    id: String,
    title: String,
    about: String,
    /// Code and label.
    items: Vec<CodeModel>,
}

/// One code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct CodeModel {
    code: String,
    label: String,
}

/// A paragraph as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct ParagraphModel {
    report: String,
    name: String,
    heading: String,
    level: u32,
    text: String,
}

/// Everything that is made together.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Model {
    ledger: Option<LedgerModel>,
    codes: Vec<CodesModel>,
    figures: Vec<FigureModel>,
    paragraphs: Vec<ParagraphModel>,
}

fn draft_field(field: &FieldModel) -> DraftField {
    DraftField {
        name: field.name.clone(),
        label: field.label.clone(),
        ty: field.ty.clone(),
        required: field.required,
        private: field.private,
        length: field.max_length.filter(|_| field.ty == "text"),
        places: field.places.filter(|_| field.ty == "decimal"),
        unit: if ["integer", "decimal"].contains(&field.ty.as_str()) {
            field.unit.clone()
        } else {
            String::new()
        },
        list: if field.ty == "code" { field.list.clone() } else { String::new() },
        ledger: if field.ty == "link" { field.ledger.clone() } else { String::new() },
        about: field.about.clone(),
    }
}

fn draft_ledger(model: &LedgerModel) -> DraftLedger {
    let (lines, own): (Vec<&FieldModel>, Vec<&FieldModel>) =
        model.fields.iter().partition(|it| it.ty == "lines");
    DraftLedger {
        id: model.id.clone(),
        title: model.title.clone(),
        about: model.about.clone(),
        office: model.office.clone(),
        key: model.key.clone(),
        workflow: if model.workflow.is_empty() {
            "register".to_owned()
        } else {
            model.workflow.clone()
        },
        fields: own.into_iter().map(draft_field).collect(),
        lines: lines
            .into_iter()
            .map(|it| {
                (it.name.clone(), it.label.clone(), it.fields.iter().map(draft_field).collect())
            })
            .collect(),
    }
}

fn draft_figure(model: &FigureModel) -> DraftFigure {
    let bare = |ty: &str| ["integer", "date", "date_time", "yes_no", "mass"].contains(&ty);
    let yes = |text: &String| match text.as_str() {
        "是" => "true".to_owned(),
        "否" => "false".to_owned(),
        other => other.to_owned(),
    };
    let condition = |it: &ConditionModel| DraftCondition {
        field: it.field.clone(),
        test: it.test.clone(),
        values: it.values.iter().map(yes).collect(),
        bare: bare(&it.ty) || it.test == "is_set",
    };
    DraftFigure {
        id: model.id.clone(),
        title: model.title.clone(),
        about: model.about.clone(),
        unit: model.unit.clone(),
        places: model.places,
        kind: if model.kind.is_empty() { "flow".to_owned() } else { model.kind.clone() },
        owner: model.owner.clone(),
        from: model.from.clone(),
        day: model.day.clone(),
        measure: if model.measure.is_empty() { "count".to_owned() } else { model.measure.clone() },
        field: model.field.clone(),
        conditions: model.conditions.iter().map(condition).collect(),
        by: model.by.clone(),
        show: model.show.clone(),
    }
}

/// Writes a model as definition files; nothing is checked or kept yet.
#[utoipa::path(post, path = "/api/v1/definitions/write", tag = "definitions", request_body = Model, responses((status = 200, body = Written), (status = 403)))]
pub(crate) async fn write(viewer: Viewer, Json(model): Json<Model>) -> Reply<Json<Written>> {
    definer(&viewer)?;
    let mut files: Vec<FileText> = Vec::new();
    let mut put = |path: String, text: String| files.push(FileText { path, text });
    if let Some(ledger) = &model.ledger {
        put(format!("ledgers/{}.toml", ledger.id), draft_ledger(ledger).to_toml());
    }
    for codes in &model.codes {
        let items = codes.items.iter().map(|it| (it.code.clone(), it.label.clone())).collect();
        let (id, title, about) = (codes.id.clone(), codes.title.clone(), codes.about.clone());
        put(format!("codes/{id}.toml"), DraftCodes { id, title, about, items }.to_toml());
    }
    for figure in &model.figures {
        put(format!("indicators/{}.toml", figure.id), draft_figure(figure).to_toml());
    }
    for it in &model.paragraphs {
        let draft = DraftParagraph {
            report: it.report.clone(),
            name: it.name.clone(),
            heading: it.heading.clone(),
            level: it.level.clamp(1, 4),
            text: it.text.clone(),
        };
        put(format!("reports/{}/{}.toml", it.report, it.name), draft.to_toml());
    }
    Ok(Json(Written { files }))
}

/// Which file.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Which {
    /// Id of a local ledger.
    ledger: String,
}

/// A local ledger as the screen has it, with the local figures over it.
#[utoipa::path(get, path = "/api/v1/definitions/read", tag = "definitions", params(Which), responses((status = 200, body = Model), (status = 403), (status = 404)))]
pub(crate) async fn read(viewer: Viewer, Query(which): Query<Which>) -> Reply<Json<Model>> {
    definer(&viewer)?;
    let def = viewer.catalog.ledgers.get(&which.ledger).filter(|it| it.file.starts_with(LOCAL));
    let def =
        def.ok_or_else(|| Refusal::not_found("没有这本本局台账；随软件发布的台账不能在这里改"))?;
    let ledger = LedgerModel {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        office: def.office.clone(),
        key: def.key.clone(),
        workflow: def.workflow.clone(),
        fields: def.fields.iter().map(field_model).collect(),
    };
    let figures = viewer
        .catalog
        .indicators
        .values()
        .filter(|it| it.from == def.id && it.file.starts_with(LOCAL))
        .filter_map(|it| figure_model(def, it))
        .collect();
    Ok(Json(Model { ledger: Some(ledger), figures, ..Model::default() }))
}

fn field_model(field: &FieldDef) -> FieldModel {
    let mut model = FieldModel {
        name: field.name.clone(),
        label: field.label.clone(),
        ty: field.ty.word().to_owned(),
        required: field.required,
        private: field.private,
        unit: field.unit.clone().unwrap_or_default(),
        about: field.about.clone(),
        ..FieldModel::default()
    };
    if let FieldType::Text { max } = &field.ty {
        model.max_length = Some(*max);
    } else if let FieldType::Decimal { places } = &field.ty {
        model.places = Some(*places);
    } else if let FieldType::Code { list } = &field.ty {
        model.list.clone_from(list);
    } else if let FieldType::Link { ledger } = &field.ty {
        model.ledger.clone_from(ledger);
    } else if let FieldType::Lines { fields } = &field.ty {
        model.fields = fields.iter().map(field_model).collect();
    }
    model
}

/// A figure as the screen has it; none for one that says what the screen has no choice for: it stays as its file is.
fn figure_model(def: &catalog::LedgerDef, it: &catalog::IndicatorDef) -> Option<FigureModel> {
    let (measure, field) = match &it.measure {
        MeasureDef::Count => ("count", String::new()),
        MeasureDef::Sum(field) => ("sum", field.clone()),
        MeasureDef::Distinct(field) => ("distinct", field.clone()),
        MeasureDef::Latest { .. }
        | MeasureDef::Progress { .. }
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. }
        | MeasureDef::Zero => return None,
    };
    let kind = match it.kind {
        IndicatorKind::Flow => "flow",
        IndicatorKind::Stock => "stock",
        IndicatorKind::Target
        | IndicatorKind::Ratio
        | IndicatorKind::Growth
        | IndicatorKind::Zero => return None,
    };
    let conditions: Option<Vec<ConditionModel>> =
        it.conditions.iter().map(|it| condition_model(def, it)).collect();
    Some(FigureModel {
        id: it.id.clone(),
        title: it.title.clone(),
        about: it.about.clone(),
        unit: it.unit.clone(),
        places: it.places,
        kind: kind.to_owned(),
        owner: it.owner.clone(),
        from: it.from.clone(),
        day: it.day.clone().unwrap_or_default(),
        measure: measure.to_owned(),
        field,
        conditions: conditions?,
        by: it.by.clone(),
        show: it.show.clone(),
    })
}

fn condition_model(def: &catalog::LedgerDef, it: &catalog::ConditionDef) -> Option<ConditionModel> {
    let words = |all: &Vec<ConstantDef>| all.iter().map(ConstantDef::in_words).collect();
    let (test, values) = match &it.test {
        TestDef::Eq(one) => ("eq", vec![one.in_words()]),
        TestDef::Not(one) => ("not", vec![one.in_words()]),
        TestDef::In(all) => ("in", words(all)),
        TestDef::NotIn(all) => ("not_in", words(all)),
        TestDef::Less(one) => ("less", vec![one.in_words()]),
        TestDef::AtMost(one) => ("at_most", vec![one.in_words()]),
        TestDef::More(one) => ("more", vec![one.in_words()]),
        TestDef::AtLeast(one) => ("at_least", vec![one.in_words()]),
        TestDef::IsSet(yes) => ("is_set", vec![yes.to_string()]),
        TestDef::Between(..) | TestDef::Role(_) => return None,
    };
    let ty = def.field(&it.field).map_or("text", |it| it.ty.word());
    Some(ConditionModel {
        field: it.field.clone(),
        test: test.to_owned(),
        values,
        ty: ty.to_owned(),
    })
}
