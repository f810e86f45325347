//! Reading what is erased on its day (读到期销毁): the table `[erase]` of a ledger.

use terms::{Finding, Place};

use super::nearest;
use super::node::{Table, Word};
use crate::{EraseDef, FieldDef, FieldType, IndicatorDef, LedgerDef, MeasureDef, MoveKind};

/// Reads `[erase]`; what it names is checked against the ledger's fields now, against workflow and indicators later.
pub(crate) fn erase(top: &Table<'_, '_>, ledger: &str, fields: &[FieldDef]) -> Option<EraseDef> {
    let table = top.table("erase", "到期销毁")?;
    let (mut own, mut of_lines) = (Vec::new(), Vec::new());
    for word in table.words("fields") {
        match word.text.split_once('.') {
            None => own.extend(erased(&table, &word, &word.text, fields).then_some(word.text)),
            Some((lines, name)) => {
                let children = fields.iter().find(|it| it.name == lines);
                let children = if let Some(FieldType::Lines { fields }) = children.map(|it| &it.ty)
                {
                    fields.as_slice()
                } else {
                    &[]
                };
                if erased(&table, &word, name, children) {
                    of_lines.push((lines.to_owned(), name.to_owned()));
                }
            }
        }
    }
    if own.is_empty() && of_lines.is_empty() {
        let mend = "如 fields = [\"child\", \"phone\"]";
        table.file.fault("missing_key", table.span.clone(), "没有写销毁哪些字段", mend);
    }
    let date: Fits = ("日期", |ty| matches!(ty, FieldType::Date));
    let person: Fits = ("人员", |ty| matches!(ty, FieldType::Person));
    let on = table.need_word("on");
    if let Some(field) = named(&table, &on, date, fields)
        && !field.required
    {
        let what = format!("到期日“{}”不是必填，没填的永远不会销毁", field.label);
        table.file.fault("erase", on.span.clone(), what, "给它加上 required = true");
    }
    let (done_on, done_by) = (table.need_word("done_on"), table.need_word("done_by"));
    named(&table, &done_on, date, fields);
    named(&table, &done_by, person, fields);
    let witness = table.word("witness");
    if let Some(word) = &witness {
        named(&table, word, person, fields);
    }
    let step = table.word("move");
    let def = EraseDef {
        fields: own,
        line_fields: of_lines,
        on: on.text,
        done_on: done_on.text,
        done_by: done_by.text,
        witness: witness.map(|it| it.text),
        step: step.as_ref().map(|it| it.text.clone()),
        attachments: table.flag("attachments"),
        cite: table.need_text("cite"),
    };
    let span = step.map_or_else(|| table.span.clone(), |it| it.span);
    let (id, own) = (ledger.to_owned(), def.clone());
    table.file.later(
        &span,
        Box::new(move |catalog, place| {
            let Some(ledger) = catalog.ledgers.get(&id) else { return Vec::new() };
            let mut findings = keys_stay(ledger, &own, place);
            if let Some(workflow) = catalog.workflows.get(&ledger.workflow) {
                findings.extend(step_fits(workflow, &own, place));
            }
            let rest = catalog.indicators.values().filter(|it| it.from == id);
            findings.extend(rest.filter_map(|it| rests_on(it, &own, place)));
            findings
        }),
    );
    table.finish();
    Some(def)
}

/// What a field must be, in words and as a test.
type Fits = (&'static str, fn(&FieldType) -> bool);

/// The field that a word names, when it is there and of the right type; faults are said.
fn named<'f>(
    table: &Table<'_, '_>,
    word: &Word,
    (kind, fits): Fits,
    fields: &'f [FieldDef],
) -> Option<&'f FieldDef> {
    if word.text.is_empty() {
        return None;
    }
    let Some(field) = fields.iter().find(|it| it.name == word.text) else {
        unknown(table, word, &word.text, fields);
        return None;
    };
    if !fits(&field.ty) {
        let what = format!("“{}”不是{kind}字段", field.label);
        table.file.fault("erase", word.span.clone(), what, format!("这里要写一个{kind}字段"));
        return None;
    }
    Some(field)
}

fn unknown(table: &Table<'_, '_>, word: &Word, name: &str, fields: &[FieldDef]) {
    let near = nearest(name, fields.iter().map(|it| it.name.as_str()));
    let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
    let what = format!("没有字段“{}”", word.text);
    table.file.fault("unknown_field", word.span.clone(), what, mend);
}

/// Whether a field may be erased: personal data or an attachment, and nothing that a record cannot be without.
fn erased(table: &Table<'_, '_>, word: &Word, name: &str, fields: &[FieldDef]) -> bool {
    let Some(field) = fields.iter().find(|it| it.name == name) else {
        unknown(table, word, name, fields);
        return false;
    };
    let (what, mend) = if matches!(field.ty, FieldType::Lines { .. }) {
        ("是明细，要写明销毁明细里的哪些字段", "写成 明细名.字段名")
    } else if !field.private && field.ty != FieldType::File {
        ("没有标为个人信息，不能列入销毁", "确是个人信息的，给它加上 private = true")
    } else if field.required {
        ("是必填，销毁以后这条记录就再也存不进去", "改用 required_when，写明哪些状态下必填")
    } else {
        return true;
    };
    let what = format!("“{}”{what}", field.label);
    table.file.fault("erase", word.span.clone(), what, mend);
    false
}

/// By its key a record is still known after the erasure.
fn keys_stay(ledger: &LedgerDef, def: &EraseDef, place: &Place) -> Vec<Finding> {
    let keys = ledger.key.iter().chain(ledger.unique.iter().flatten());
    let taken = keys.filter(|it| def.takes(it)).map(|it| {
        let what = format!("“{it}”是主键或唯一键，不能列入销毁");
        Finding::must("erase", place.clone(), what, "另设一个登记号作主键")
    });
    taken.collect()
}

/// The move that goes along asks for nothing that the erasure itself does not say.
fn step_fits(workflow: &crate::WorkflowDef, def: &EraseDef, place: &Place) -> Vec<Finding> {
    let Some(name) = &def.step else { return Vec::new() };
    let fault = |what: String, mend: &str| vec![Finding::must("erase", place.clone(), what, mend)];
    let Some(step) = workflow.find_move(name) else {
        let near = nearest(name, workflow.moves.iter().map(|it| it.name.as_str()));
        let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
        return fault(format!("流程“{}”没有步骤“{name}”", workflow.title), &mend);
    };
    let said = [Some(&def.done_on), Some(&def.done_by), def.witness.as_ref()];
    let more = step.evidence.iter().find(|it| !said.contains(&Some(*it)));
    if step.kind != MoveKind::Step {
        return fault(format!("“{}”不是往下办的步骤", step.label), "换一个步骤");
    }
    if step.attachment || step.reason || more.is_some() {
        let what = format!("“{}”还要别的佐证，到期时不能由程序办", step.label);
        return fault(what, "佐证只留销毁日期、销毁人、见证人");
    }
    Vec::new()
}

/// A figure that rests on what is erased would change with the erasure.
fn rests_on(indicator: &IndicatorDef, def: &EraseDef, place: &Place) -> Option<Finding> {
    let gone = |name: &String| match (name.strip_prefix("record."), &indicator.lines) {
        (Some(name), _) => def.takes(name),
        (None, Some(lines)) => def.takes_of_line(lines, name),
        (None, None) => def.takes(name),
    };
    let measured: Vec<&String> = match &indicator.measure {
        MeasureDef::Sum(field) | MeasureDef::Distinct(field) => vec![field],
        MeasureDef::Latest { field, per, day } => vec![field, per, day],
        MeasureDef::Progress { done, designed, weight } => vec![done, designed, weight],
        MeasureDef::Count
        | MeasureDef::Zero
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. } => Vec::new(),
    };
    let asked = indicator.conditions.iter().map(|it| &it.field);
    let mut all = asked.chain(&indicator.by).chain(indicator.day.as_ref()).chain(measured);
    let name = all.find(|it| gone(it))?;
    let what = format!("指标“{}”用到要销毁的字段 {name}，销毁以后数会变", indicator.title);
    Some(Finding::must("erase", place.clone(), what, "指标换一个字段来算"))
}
