//! Files back to drafts (读回草稿): only a file that the screen can show whole comes back; any other stays the text it is.

use terms::{Grade, plain};

use super::{
    Draft, DraftCode, DraftCodes, DraftCondition, DraftField, DraftFigure, DraftFlow, DraftLedger,
    DraftLines, DraftMove, DraftMoveKind, DraftParagraph, DraftRule, DraftState,
};
use crate::read::{self, node::File};
use crate::{
    BlockDef, CodeItem, CodeList, ConditionDef, ConstantDef, FieldDef, FieldType, IndicatorDef,
    IndicatorKind, LOCAL, LedgerDef, MeasureDef, MoveDef, MoveKind, RuleUse, Source, TestDef,
    WorkflowDef,
};

/// What one file defines.
#[derive(Debug, PartialEq)]
enum Def {
    Ledger(LedgerDef),
    Flow(WorkflowDef),
    Codes(CodeList),
    Figure(IndicatorDef),
    Section(String, String, Vec<BlockDef>),
}

impl Draft {
    /// The draft of a file that the screen can show whole: written again it means the same, and no remark is lost.
    ///
    /// # Errors
    /// Why it cannot, in Chinese; the file is then kept and shown as text.
    pub fn read(source: &Source) -> Result<Draft, &'static str> {
        let def = Def::read(source)?;
        let draft = def.draft().ok_or("文件里有屏幕上没有的写法")?;
        let again = draft.to_source();
        if again.text == source.text {
            return Ok(draft);
        }
        if remarks(&source.text) > remarks(&again.text) {
            return Err("文件里有手写的注释");
        }
        let same = Def::read(&again).is_ok_and(|it| it == def);
        if same { Ok(draft) } else { Err("文件里有屏幕上没有的写法") }
    }
}

/// Characters of a text whose definition does not say how many.
const TEXT_MAX: u32 = 200;

fn remarks(text: &str) -> usize {
    text.matches('#').count()
}

impl Def {
    fn read(source: &Source) -> Result<Def, &'static str> {
        let path = source.path.trim_start_matches(LOCAL);
        let file = File::new(path, &source.text);
        let parts: Vec<&str> = path.trim_end_matches(".toml").split('/').collect();
        let print = String::new;
        let def = match parts.as_slice() {
            ["ledgers", domain, name] => {
                Def::Ledger(read::ledger::read(&file, &format!("{domain}/{name}"), path, print()))
            }
            ["workflows", id] => Def::Flow(read::workflow::read(&file, id, path, print())),
            ["codes", id] => Def::Codes(read::code::read(&file, id, path, print(), &[])),
            ["indicators", domain, name] => Def::Figure(read::indicator::read(
                &file,
                &format!("{domain}/{name}"),
                path,
                print(),
            )),
            ["reports", report, name] => {
                let mut blocks = read::report::section(&file, path);
                blocks.iter_mut().for_each(|it| it.line = 0);
                Def::Section((*report).to_owned(), (*name).to_owned(), blocks)
            }
            _ => return Err("不是屏幕上能改的一类文件"),
        };
        let (findings, _) = file.end();
        if findings.iter().any(|it| it.grade == Grade::Must) {
            return Err("文件有错，读不出来");
        }
        Ok(def)
    }

    fn draft(&self) -> Option<Draft> {
        Some(match self {
            Def::Ledger(it) => Draft::Ledger(ledger(it)),
            Def::Flow(it) => Draft::Flow(flow(it)?),
            Def::Codes(it) => Draft::Codes(codes(it)),
            Def::Figure(it) => Draft::Figure(figure(it)?),
            Def::Section(report, name, blocks) => {
                let [block] = blocks.as_slice() else { return None };
                Draft::Paragraph(DraftParagraph {
                    report: report.clone(),
                    name: name.clone(),
                    heading: block.heading.clone(),
                    level: u32::from(block.level),
                    text: block.text.clone(),
                })
            }
        })
    }
}

fn ledger(def: &LedgerDef) -> DraftLedger {
    let own = def.fields.iter().filter(|it| !matches!(it.ty, FieldType::Lines { .. }));
    let sort = def.sort.as_ref().map(|it| format!("{}{}", if it.1 { "-" } else { "" }, it.0));
    DraftLedger {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        office: def.office.clone(),
        key: def.key.clone(),
        workflow: def.workflow.clone(),
        fields: own.map(field).collect(),
        lines: def.lines().map(|(own, fields)| lines(own, fields)).collect(),
        unique: def.unique.clone(),
        rules: def.rules.iter().map(rule).collect(),
        summary: def.summary.clone(),
        list: def.list.clone(),
        sort: sort.unwrap_or_default(),
        open: def.open,
        closed: def.closed,
    }
}

fn lines(own: &FieldDef, fields: &[FieldDef]) -> DraftLines {
    DraftLines {
        name: own.name.clone(),
        label: own.label.clone(),
        required: own.required,
        closed: own.closed,
        about: own.about.clone(),
        fields: fields.iter().map(field).collect(),
    }
}

fn rule(it: &RuleUse) -> DraftRule {
    DraftRule {
        rule: it.name.clone(),
        fields: it.fields.clone(),
        same: it.same.clone(),
        limit: it.limit.map(plain).unwrap_or_default(),
        fill: it.fill,
    }
}

fn field(def: &FieldDef) -> DraftField {
    let mut draft = DraftField {
        name: def.name.clone(),
        label: def.label.clone(),
        ty: def.ty.word().to_owned(),
        required: def.required,
        private: def.private,
        unit: def.unit.clone().unwrap_or_default(),
        aliases: def.aliases.clone(),
        min: def.min.map(plain).unwrap_or_default(),
        max: def.max.map(plain).unwrap_or_default(),
        total: def.total,
        closed: def.closed,
        about: def.about.clone(),
        ..DraftField::default()
    };
    if let FieldType::Text { max } = &def.ty {
        draft.length = Some(*max).filter(|it| *it != TEXT_MAX);
    } else if let FieldType::Decimal { places } = &def.ty {
        draft.places = Some(*places);
    } else if let FieldType::Code { list } = &def.ty {
        draft.list.clone_from(list);
    } else if let FieldType::Link { ledger } = &def.ty {
        draft.ledger.clone_from(ledger);
    }
    draft
}

fn flow(def: &WorkflowDef) -> Option<DraftFlow> {
    let state = |it: &crate::StateDef| DraftState {
        name: it.name.clone(),
        label: it.label.clone(),
        closed: it.closed,
    };
    Some(DraftFlow {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        states: def.states.iter().map(state).collect(),
        moves: def.moves.iter().map(step).collect::<Option<Vec<_>>>()?,
    })
}

fn step(def: &MoveDef) -> Option<DraftMove> {
    let kind = match def.kind {
        MoveKind::Step => DraftMoveKind::Step,
        MoveKind::Back => DraftMoveKind::Back,
        MoveKind::TakeBack => DraftMoveKind::TakeBack,
        MoveKind::Reassign { .. } | MoveKind::Extend { .. } => return None,
    };
    Some(DraftMove {
        name: def.name.clone(),
        label: def.label.clone(),
        from: def.from.clone(),
        kind,
        to: def.to.clone(),
        roles: def.roles.clone(),
        evidence: def.evidence.clone(),
        attachment: def.attachment,
        reason: def.reason,
    })
}

fn codes(def: &CodeList) -> DraftCodes {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string()).unwrap_or_default();
    let item = |it: &CodeItem| DraftCode {
        code: it.code.clone(),
        label: it.label.clone(),
        aliases: it.aliases.clone(),
        from: day(it.from),
        until: day(it.until),
    };
    DraftCodes {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        items: def.items.iter().map(item).collect(),
    }
}

fn figure(def: &IndicatorDef) -> Option<DraftFigure> {
    let (measure, field) = match &def.measure {
        MeasureDef::Count => ("count", ""),
        MeasureDef::Sum(field) => ("sum", field.as_str()),
        MeasureDef::Distinct(field) => ("distinct", field.as_str()),
        MeasureDef::Latest { .. }
        | MeasureDef::Progress { .. }
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. }
        | MeasureDef::Zero => return None,
    };
    let kind = match def.kind {
        IndicatorKind::Flow => "flow",
        IndicatorKind::Stock => "stock",
        IndicatorKind::Target
        | IndicatorKind::Ratio
        | IndicatorKind::Growth
        | IndicatorKind::Zero => return None,
    };
    Some(DraftFigure {
        id: def.id.clone(),
        title: def.title.clone(),
        aliases: def.aliases.clone(),
        about: def.about.clone(),
        unit: def.unit.clone(),
        places: def.places,
        kind: kind.to_owned(),
        owner: def.owner.clone(),
        from: def.from.clone(),
        day: def.day.clone().unwrap_or_default(),
        measure: measure.to_owned(),
        field: field.to_owned(),
        conditions: def.conditions.iter().map(condition).collect::<Option<Vec<_>>>()?,
        by: def.by.clone(),
        show: def.show.clone(),
    })
}

fn condition(def: &ConditionDef) -> Option<DraftCondition> {
    let (test, constants): (&str, Vec<&ConstantDef>) = match &def.test {
        TestDef::Eq(one) => ("eq", vec![one]),
        TestDef::Not(one) => ("not", vec![one]),
        TestDef::In(all) => ("in", all.iter().collect()),
        TestDef::NotIn(all) => ("not_in", all.iter().collect()),
        TestDef::Less(one) => ("less", vec![one]),
        TestDef::AtMost(one) => ("at_most", vec![one]),
        TestDef::More(one) => ("more", vec![one]),
        TestDef::AtLeast(one) => ("at_least", vec![one]),
        TestDef::Between(low, high) => ("between", vec![low, high]),
        TestDef::IsSet(yes) => {
            let (field, test) = (def.field.clone(), "is_set".to_owned());
            return Some(DraftCondition { field, test, values: vec![yes.to_string()], bare: true });
        }
        TestDef::Role(_) => return None,
    };
    let bare = constants.iter().all(|it| !matches!(it, ConstantDef::Text(_)));
    let written = |it: &ConstantDef| match it {
        ConstantDef::Text(text) => Some(text.clone()),
        ConstantDef::Number(number) => Some(plain(*number)),
        ConstantDef::Date(day) => Some(day.to_string()),
        ConstantDef::YesNo(yes) => Some(yes.to_string()),
        ConstantDef::Field(_) => None,
    };
    let values = constants.into_iter().map(written).collect::<Option<Vec<_>>>()?;
    Some(DraftCondition { field: def.field.clone(), test: test.to_owned(), values, bare })
}
