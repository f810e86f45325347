//! Definitions as the definer's forms have them (定义器的表单), to and from the drafts that are files.

use catalog::{
    Draft, DraftCode, DraftCodes, DraftCondition, DraftField, DraftFigure, DraftFlow, DraftLedger,
    DraftLines, DraftMove, DraftMoveKind, DraftParagraph, DraftRule, DraftState, FieldDef,
    FieldType, LedgerDef,
};
use serde::{Deserialize, Serialize};

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
    aliases: Vec<String>,
    min: String,
    max: String,
    total: Option<bool>,
    closed: bool,
    about: String,
    /// Child fields of a lines field.
    #[schema(no_recursion)]
    fields: Vec<FieldModel>,
}

/// A rule between fields as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct RuleModel {
    rule: String,
    fields: Vec<String>,
    same: Vec<String>,
    limit: String,
    fill: bool,
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
    unique: Vec<Vec<String>>,
    workflow: String,
    fields: Vec<FieldModel>,
    rules: Vec<RuleModel>,
    summary: Vec<String>,
    list: Vec<String>,
    sort: String,
    open: bool,
    closed: bool,
}

/// A state of a workflow as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct StateModel {
    name: String,
    label: String,
    closed: bool,
}

/// A move of a workflow as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct MoveModel {
    name: String,
    label: String,
    from: Vec<String>,
    /// `step`, `back` or `take_back`.
    kind: String,
    to: String,
    roles: Vec<String>,
    evidence: Vec<String>,
    attachment: bool,
    reason: bool,
}

/// A workflow as the screen has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct FlowModel {
    id: String,
    title: String,
    about: String,
    states: Vec<StateModel>,
    moves: Vec<MoveModel>,
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
    aliases: Vec<String>,
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
    items: Vec<CodeModel>,
}

/// One code, with the first and the last day on which it may be used.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct CodeModel {
    code: String,
    label: String,
    aliases: Vec<String>,
    from: String,
    until: String,
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

/// A file that the screen cannot show whole, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Kept {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) why: String,
}

/// Everything that is made together.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Model {
    pub(crate) ledger: Option<LedgerModel>,
    flow: Option<FlowModel>,
    codes: Vec<CodesModel>,
    figures: Vec<FigureModel>,
    paragraphs: Vec<ParagraphModel>,
    /// Files that are changed as text.
    pub(crate) kept: Vec<Kept>,
    /// Paths of all files that came with the ledger, when it is read back.
    pub(crate) owned: Vec<String>,
}

impl Model {
    /// The drafts of all parts that the screen shows; of a file that is kept as text there is none.
    pub(crate) fn drafts(&self) -> Vec<Draft> {
        let mut all: Vec<Draft> = Vec::new();
        all.extend(self.flow.iter().map(|it| Draft::Flow(it.into())));
        all.extend(self.codes.iter().map(|it| Draft::Codes(it.into())));
        all.extend(self.ledger.iter().map(|it| Draft::Ledger(it.into())));
        all.extend(self.figures.iter().map(|it| Draft::Figure(it.into())));
        all.extend(self.paragraphs.iter().map(|it| Draft::Paragraph(it.into())));
        all.retain(|it| self.kept.iter().all(|kept| kept.path != it.path()));
        all
    }

    /// Puts a draft that was read back into its place.
    pub(crate) fn take(&mut self, draft: Draft, def: &LedgerDef) {
        match draft {
            Draft::Ledger(it) => self.ledger = Some(it.into()),
            Draft::Flow(it) => self.flow = Some(it.into()),
            Draft::Codes(it) => self.codes.push(it.into()),
            Draft::Figure(it) => self.figures.push(figure(it, def)),
            Draft::Paragraph(it) => self.paragraphs.push(it.into()),
        }
    }

    /// All units that its fields and figures are in.
    pub(crate) fn units(&self) -> impl Iterator<Item = &str> {
        let fields = self.ledger.iter().flat_map(|it| &it.fields);
        let children = fields.clone().flat_map(|it| &it.fields);
        let fields = fields.chain(children).map(|it| it.unit.as_str());
        fields.chain(self.figures.iter().map(|it| it.unit.as_str())).filter(|it| !it.is_empty())
    }
}

impl From<&FieldModel> for DraftField {
    fn from(it: &FieldModel) -> DraftField {
        let only = |text: &String, types: &[&str]| {
            if types.contains(&it.ty.as_str()) { text.clone() } else { String::new() }
        };
        let number = ["integer", "decimal", "money", "mass"];
        DraftField {
            name: it.name.clone(),
            label: it.label.clone(),
            ty: it.ty.clone(),
            required: it.required,
            private: it.private,
            length: it.max_length.filter(|_| it.ty == "text"),
            places: it.places.filter(|_| it.ty == "decimal"),
            unit: only(&it.unit, &["integer", "decimal"]),
            list: only(&it.list, &["code"]),
            ledger: only(&it.ledger, &["link"]),
            aliases: it.aliases.clone(),
            min: only(&it.min, &number),
            max: only(&it.max, &number),
            total: it.total.filter(|_| number.contains(&it.ty.as_str())),
            closed: it.closed,
            about: it.about.clone(),
        }
    }
}

impl From<DraftField> for FieldModel {
    fn from(it: DraftField) -> FieldModel {
        FieldModel {
            name: it.name,
            label: it.label,
            ty: it.ty,
            required: it.required,
            private: it.private,
            max_length: it.length,
            places: it.places,
            unit: it.unit,
            list: it.list,
            ledger: it.ledger,
            aliases: it.aliases,
            min: it.min,
            max: it.max,
            total: it.total,
            closed: it.closed,
            about: it.about,
            fields: Vec::new(),
        }
    }
}

impl From<&LedgerModel> for DraftLedger {
    fn from(it: &LedgerModel) -> DraftLedger {
        let is_lines = |it: &&FieldModel| it.ty == "lines";
        let rule = |it: &RuleModel| DraftRule {
            rule: it.rule.clone(),
            fields: it.fields.clone(),
            same: it.same.clone(),
            limit: it.limit.clone(),
            fill: it.fill,
        };
        let lines = |it: &FieldModel| DraftLines {
            name: it.name.clone(),
            label: it.label.clone(),
            required: it.required,
            closed: it.closed,
            about: it.about.clone(),
            fields: it.fields.iter().map(DraftField::from).collect(),
        };
        DraftLedger {
            id: it.id.clone(),
            title: it.title.clone(),
            about: it.about.clone(),
            office: it.office.clone(),
            key: it.key.clone(),
            workflow: if it.workflow.is_empty() {
                "register".to_owned()
            } else {
                it.workflow.clone()
            },
            fields: it.fields.iter().filter(|it| !is_lines(it)).map(DraftField::from).collect(),
            lines: it.fields.iter().filter(is_lines).map(lines).collect(),
            unique: it.unique.clone(),
            rules: it.rules.iter().map(rule).collect(),
            summary: it.summary.clone(),
            list: it.list.clone(),
            sort: it.sort.clone(),
            open: it.open,
            closed: it.closed,
        }
    }
}

impl From<DraftLedger> for LedgerModel {
    fn from(it: DraftLedger) -> LedgerModel {
        let rule = |it: DraftRule| RuleModel {
            rule: it.rule,
            fields: it.fields,
            same: it.same,
            limit: it.limit,
            fill: it.fill,
        };
        let lines = |it: DraftLines| FieldModel {
            name: it.name,
            label: it.label,
            ty: "lines".to_owned(),
            required: it.required,
            closed: it.closed,
            about: it.about,
            fields: it.fields.into_iter().map(FieldModel::from).collect(),
            ..FieldModel::default()
        };
        let mut fields: Vec<FieldModel> = it.fields.into_iter().map(FieldModel::from).collect();
        fields.extend(it.lines.into_iter().map(lines));
        LedgerModel {
            id: it.id,
            title: it.title,
            about: it.about,
            office: it.office,
            key: it.key,
            unique: it.unique,
            workflow: it.workflow,
            fields,
            rules: it.rules.into_iter().map(rule).collect(),
            summary: it.summary,
            list: it.list,
            sort: it.sort,
            open: it.open,
            closed: it.closed,
        }
    }
}

/// A ledger whose file is kept as text, for the choices of the rest of the form.
impl From<&LedgerDef> for LedgerModel {
    fn from(def: &LedgerDef) -> LedgerModel {
        fn field(it: &FieldDef) -> FieldModel {
            FieldModel {
                name: it.name.clone(),
                label: it.label.clone(),
                ty: it.ty.word().to_owned(),
                required: it.required,
                list: if let FieldType::Code { list } = &it.ty {
                    list.clone()
                } else {
                    String::new()
                },
                fields: if let FieldType::Lines { fields } = &it.ty {
                    fields.iter().map(field).collect()
                } else {
                    Vec::new()
                },
                ..FieldModel::default()
            }
        }
        LedgerModel {
            id: def.id.clone(),
            title: def.title.clone(),
            about: def.about.clone(),
            office: def.office.clone(),
            key: def.key.clone(),
            workflow: def.workflow.clone(),
            fields: def.fields.iter().map(field).collect(),
            ..LedgerModel::default()
        }
    }
}

impl From<&FlowModel> for DraftFlow {
    fn from(it: &FlowModel) -> DraftFlow {
        let state = |it: &StateModel| DraftState {
            name: it.name.clone(),
            label: it.label.clone(),
            closed: it.closed,
        };
        let step = |it: &MoveModel| DraftMove {
            name: it.name.clone(),
            label: it.label.clone(),
            from: it.from.clone(),
            kind: match it.kind.as_str() {
                "back" => DraftMoveKind::Back,
                "take_back" => DraftMoveKind::TakeBack,
                _ => DraftMoveKind::Step,
            },
            to: it.to.clone(),
            roles: it.roles.clone(),
            evidence: it.evidence.clone(),
            attachment: it.attachment,
            reason: it.reason,
        };
        DraftFlow {
            id: it.id.clone(),
            title: it.title.clone(),
            about: it.about.clone(),
            states: it.states.iter().map(state).collect(),
            moves: it.moves.iter().map(step).collect(),
        }
    }
}

impl From<DraftFlow> for FlowModel {
    fn from(it: DraftFlow) -> FlowModel {
        let state =
            |it: DraftState| StateModel { name: it.name, label: it.label, closed: it.closed };
        let step = |it: DraftMove| MoveModel {
            name: it.name,
            label: it.label,
            from: it.from,
            kind: match it.kind {
                DraftMoveKind::Step => "step",
                DraftMoveKind::Back => "back",
                DraftMoveKind::TakeBack => "take_back",
            }
            .to_owned(),
            to: it.to,
            roles: it.roles,
            evidence: it.evidence,
            attachment: it.attachment,
            reason: it.reason,
        };
        FlowModel {
            id: it.id,
            title: it.title,
            about: it.about,
            states: it.states.into_iter().map(state).collect(),
            moves: it.moves.into_iter().map(step).collect(),
        }
    }
}

impl From<&CodesModel> for DraftCodes {
    fn from(it: &CodesModel) -> DraftCodes {
        let item = |it: &CodeModel| DraftCode {
            code: it.code.clone(),
            label: it.label.clone(),
            aliases: it.aliases.clone(),
            from: it.from.clone(),
            until: it.until.clone(),
        };
        DraftCodes {
            id: it.id.clone(),
            title: it.title.clone(),
            about: it.about.clone(),
            items: it.items.iter().map(item).collect(),
        }
    }
}

impl From<DraftCodes> for CodesModel {
    fn from(it: DraftCodes) -> CodesModel {
        let item = |it: DraftCode| CodeModel {
            code: it.code,
            label: it.label,
            aliases: it.aliases,
            from: it.from,
            until: it.until,
        };
        let items = it.items.into_iter().map(item).collect();
        CodesModel { id: it.id, title: it.title, about: it.about, items }
    }
}

impl From<&FigureModel> for DraftFigure {
    fn from(it: &FigureModel) -> DraftFigure {
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
        let or = |text: &String, usual: &str| {
            if text.is_empty() { usual.to_owned() } else { text.clone() }
        };
        DraftFigure {
            id: it.id.clone(),
            title: it.title.clone(),
            aliases: it.aliases.clone(),
            about: it.about.clone(),
            unit: it.unit.clone(),
            places: it.places,
            kind: or(&it.kind, "flow"),
            owner: it.owner.clone(),
            from: it.from.clone(),
            day: it.day.clone(),
            measure: or(&it.measure, "count"),
            field: it.field.clone(),
            conditions: it.conditions.iter().map(condition).collect(),
            by: it.by.clone(),
            show: it.show.clone(),
        }
    }
}

fn figure(it: DraftFigure, def: &LedgerDef) -> FigureModel {
    let condition = |it: DraftCondition| ConditionModel {
        ty: def.field(&it.field).map_or("text", |it| it.ty.word()).to_owned(),
        field: it.field,
        test: it.test,
        values: it.values,
    };
    FigureModel {
        id: it.id,
        title: it.title,
        aliases: it.aliases,
        about: it.about,
        unit: it.unit,
        places: it.places,
        kind: it.kind,
        owner: it.owner,
        from: it.from,
        day: it.day,
        measure: it.measure,
        field: it.field,
        conditions: it.conditions.into_iter().map(condition).collect(),
        by: it.by,
        show: it.show,
    }
}

impl From<&ParagraphModel> for DraftParagraph {
    fn from(it: &ParagraphModel) -> DraftParagraph {
        DraftParagraph {
            report: it.report.clone(),
            name: it.name.clone(),
            heading: it.heading.clone(),
            level: if it.heading.trim().is_empty() { 0 } else { it.level.clamp(1, 4) },
            text: it.text.clone(),
        }
    }
}

impl From<DraftParagraph> for ParagraphModel {
    fn from(it: DraftParagraph) -> ParagraphModel {
        ParagraphModel {
            report: it.report,
            name: it.name,
            heading: it.heading,
            level: it.level,
            text: it.text,
        }
    }
}
