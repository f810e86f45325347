//! Reading clocks (读时限): one file for the clocks of one ledger, and the lights they show.

use terms::{Finding, Place};

use super::node::{File, Table, Word};
use super::{condition, is_name, nearest};
use crate::{
    Catalog, ClockDef, ExtensionsDef, FieldDef, FieldType, LedgerDef, Lights, LimitDef, StopsDef,
    TermUnit,
};

pub(crate) fn read(file: &File<'_>, ledger: &str) -> Vec<ClockDef> {
    file.read("时限", |top| {
        let _ = top.need_text("about");
        let mut clocks: Vec<ClockDef> = Vec::new();
        for table in top.tables("clock", "时限") {
            let (clock, name) = clock(&table, ledger);
            if clocks.iter().any(|it| it.name == clock.name || it.label == clock.label) {
                let what = format!("时限“{}”写了两次", clock.label);
                file.fault("duplicate", name.span, what, "请改名或删去一个");
            }
            clocks.push(clock);
        }
        let none = clocks.is_empty();
        let ledger = ledger.to_owned();
        file.later(
            &(0..0),
            Box::new(move |catalog, place| {
                if none {
                    let mend = "请写 [[clock]]";
                    return vec![Finding::must("clock", place.clone(), "没有写任何时限", mend)];
                }
                if catalog.ledgers.contains_key(&ledger) {
                    return Vec::new();
                }
                let near = nearest(&ledger, catalog.ledgers.keys().map(String::as_str));
                let mend = near.map_or_else(
                    || "文件的位置就是台账的编号".to_owned(),
                    |it| format!("是否想写“{it}”？"),
                );
                let what = format!("没有台账“{ledger}”");
                vec![Finding::must("unknown_ledger", place.clone(), what, mend)]
            }),
        );
        clocks
    })
}

pub(crate) fn lights(file: &File<'_>) -> Lights {
    file.read("亮灯亮牌", |top| {
        let _ = (top.need_text("title"), top.need_text("about"));
        Lights {
            remind: top.count("remind", 60).unwrap_or(0),
            cure: top.count("cure", 60).unwrap_or(0),
            cite: top.need_text("cite"),
        }
    })
}

fn clock(table: &Table<'_, '_>, ledger: &str) -> (ClockDef, Word) {
    let (name, label) = (table.need_word("name"), table.need_text("label"));
    if !name.text.is_empty() && !is_name(&name.text) {
        let what = format!("时限名“{}”不合规", name.text);
        table.file.fault("name", name.span.clone(), what, "用小写英文、数字和下划线，字母开头");
    }
    let stops = table.table("stops", "停钟");
    let extensions = table.table("extensions", "延期");
    let (start, end) = (table.need_word("start"), table.need_word("end"));
    for word in [&start, &end] {
        field_is(table, ledger, None, word, is_day, "日期");
    }
    starts_before_it_ends(table, ledger, &start, &end);
    let limit = limit(table, ledger, stops.is_some(), extensions.is_some());
    in_hours(table, ledger, &limit, [&start, &end]);
    let when = conditions(table, ledger);
    let void_in = table.words("void_in");
    states(table, ledger, &void_in);
    let (promised, who) = (table.word("promised"), table.word("who"));
    if let Some(word) = &promised {
        field_is(table, ledger, None, word, |it| matches!(it, FieldType::Integer), "整数");
    }
    if let Some(word) = &who {
        field_is(table, ledger, None, word, |it| matches!(it, FieldType::Person), "人员");
    }
    let clock = ClockDef {
        label,
        limit,
        start: start.text,
        end: end.text,
        when,
        void_in: void_in.into_iter().map(|it| it.text).collect(),
        stops: stops.map(|it| stop_lines(&it, ledger)),
        extensions: extensions.map(|it| extension_lines(&it, ledger)),
        promised: promised.map(|it| it.text),
        cards: table.flag("cards"),
        who: who.map(|it| it.text),
        remind: table.count("remind", 60),
        name: name.text.clone(),
    };
    table.finish();
    (clock, name)
}

fn limit(table: &Table<'_, '_>, ledger: &str, stops: bool, extensions: bool) -> LimitDef {
    if let Some(word) = table.word("stated") {
        field_is(table, ledger, None, &word, is_day, "日期");
        if table.has("law") || stops {
            let what = "期限由文书载明的，不写 law，也不停钟";
            table.file.fault("clock", word.span.clone(), what, "只留一种");
        }
        let _ = table.value("law");
        return LimitDef::Stated { field: word.text, cite: table.need_text("cite") };
    }
    let law = table.need_word("law");
    let id = law.text.clone();
    table.file.later(
        &law.span,
        Box::new(move |catalog, place| {
            let Some(term) = catalog.terms.get(&id) else {
                let near = nearest(&id, catalog.terms.keys().map(String::as_str));
                let mend = near.map_or_else(
                    || "期限写在 defs/law/".to_owned(),
                    |it| format!("是否想写“{it}”？"),
                );
                let what = format!("没有法定期限“{id}”");
                return vec![Finding::must("unknown_term", place.clone(), what, mend)];
            };
            let refuse =
                |what: String, mend: &str| Finding::must("clock", place.clone(), what, mend);
            let mut findings = Vec::new();
            if stops && term.versions.iter().any(|it| it.unit == TermUnit::Month) {
                let what = format!("“{}”按月计算，不能停钟", term.label);
                findings.push(refuse(what, "删去 stops"));
            }
            if extensions && term.versions.iter().all(|it| it.times == 0) {
                let what = format!("“{}”依法不得延期", term.label);
                findings.push(refuse(what, "删去 extensions，或在法定期限里写 extend"));
            }
            findings
        }),
    );
    LimitDef::Law(law.text)
}

/// A term in hours runs from minute to minute: both ends are moments, and nothing of what is counted in days goes with it.
fn in_hours(table: &Table<'_, '_>, ledger: &str, limit: &LimitDef, ends: [&Word; 2]) {
    let LimitDef::Law(law) = limit else { return };
    let wrong = ["stops", "promised", "cards"].into_iter().find(|it| table.has(it));
    let (law, ledger) = (law.clone(), ledger.to_owned());
    let names = ends.map(|it| it.text.clone());
    table.file.later(
        &table.span_of("law"),
        Box::new(move |catalog, place| {
            let Some(term) = catalog.terms.get(&law) else { return Vec::new() };
            if term.versions.iter().all(|it| it.unit != TermUnit::Hour) {
                return Vec::new();
            }
            let refuse =
                |what: String, mend: &str| Finding::must("clock", place.clone(), what, mend);
            let def = catalog.ledgers.get(&ledger);
            let fields = names.iter().filter_map(|it| def.and_then(|def| def.field(it)));
            let mut findings: Vec<Finding> = fields
                .filter(|it| it.ty == FieldType::Date)
                .map(|it| {
                    let what = format!("“{}”按小时计算，“{}”只有日期", term.label, it.label);
                    refuse(what, "起算和办结都用 date_time 字段")
                })
                .collect();
            if let Some(key) = wrong {
                let what = format!("“{}”按小时计算，不能写 {key}", term.label);
                findings.push(refuse(what, "停钟、承诺时限、红黄牌只用于按日计算的期限"));
            }
            findings
        }),
    );
}

fn conditions(table: &Table<'_, '_>, ledger: &str) -> Vec<crate::ConditionDef> {
    let mut kept = Vec::new();
    for placed in condition::conditions(table, "when") {
        let (one, ledger) = (placed.condition.clone(), ledger.to_owned());
        table.file.later(
            &placed.span,
            Box::new(move |catalog, place| {
                let Some(def) = catalog.ledgers.get(&ledger) else { return Vec::new() };
                condition::check(catalog, place, def, None, &one, condition::Asked::Row)
            }),
        );
        kept.push(placed.condition);
    }
    kept
}

fn states(table: &Table<'_, '_>, ledger: &str, words: &[Word]) {
    for word in words {
        let (name, ledger) = (word.text.clone(), ledger.to_owned());
        table.file.later(
            &word.span,
            Box::new(move |catalog, place| {
                let def = catalog.ledgers.get(&ledger);
                let Some(workflow) = def.and_then(|it| catalog.workflows.get(&it.workflow)) else {
                    return Vec::new();
                };
                if workflow.state(&name).is_some() {
                    return Vec::new();
                }
                let all: Vec<&str> = workflow.states.iter().map(|it| it.name.as_str()).collect();
                let what = format!("流程“{}”没有状态“{name}”", workflow.title);
                let mend = format!("可用：{}", all.join("、"));
                vec![Finding::must("unknown_state", place.clone(), what, mend)]
            }),
        );
    }
}

fn stop_lines(table: &Table<'_, '_>, ledger: &str) -> StopsDef {
    let lines = table.need_word("lines");
    let (from, until) = (table.need_word("from"), table.need_word("until"));
    let why = table.need_word("why");
    lines_are(table, ledger, &lines);
    for word in [&from, &until] {
        field_is(table, ledger, Some(&lines), word, is_day, "日期");
    }
    field_is(table, ledger, Some(&lines), &why, is_words, "文本");
    table.finish();
    StopsDef { lines: lines.text, from: from.text, until: until.text, why: why.text }
}

fn extension_lines(table: &Table<'_, '_>, ledger: &str) -> ExtensionsDef {
    let lines = table.need_word("lines");
    let (on, amount) = (table.need_word("on"), table.need_word("amount"));
    let (why, by) = (table.need_word("why"), table.need_word("by"));
    lines_are(table, ledger, &lines);
    let is_integer = |it: &FieldType| matches!(it, FieldType::Integer);
    field_is(table, ledger, Some(&lines), &on, is_day, "日期");
    field_is(table, ledger, Some(&lines), &amount, is_integer, "整数");
    field_is(table, ledger, Some(&lines), &why, is_words, "文本");
    field_is(table, ledger, Some(&lines), &by, |it| matches!(it, FieldType::Person), "人员");
    table.finish();
    ExtensionsDef {
        lines: lines.text,
        on: on.text,
        amount: amount.text,
        why: why.text,
        by: by.text,
    }
}

fn is_day(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Date | FieldType::DateTime)
}

fn is_words(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Text { .. } | FieldType::LongText)
}

fn lines_are(table: &Table<'_, '_>, ledger: &str, lines: &Word) {
    field_is(table, ledger, None, lines, |it| matches!(it, FieldType::Lines { .. }), "明细");
}

/// The word must name a field of this kind, of the ledger or of its child rows.
fn field_is(
    table: &Table<'_, '_>,
    ledger: &str,
    lines: Option<&Word>,
    word: &Word,
    fits: fn(&FieldType) -> bool,
    kind: &'static str,
) {
    let (name, ledger) = (word.text.clone(), ledger.to_owned());
    let lines = lines.map(|it| it.text.clone());
    if name.is_empty() {
        return; // Said already: the key is missing.
    }
    table.file.later(
        &word.span,
        Box::new(move |catalog, place| {
            let Some(def) = catalog.ledgers.get(&ledger) else { return Vec::new() };
            match found(def, lines.as_deref(), &name) {
                Err(()) => Vec::new(), // The lines field itself is said to be missing.
                Ok(None) => vec![condition::no_field(place, def, lines.as_deref(), &name)],
                Ok(Some(field)) if fits(&field.ty) => Vec::new(),
                Ok(Some(field)) => {
                    let what = format!("“{}”是{}，这里要{kind}字段", field.label, field.ty.label());
                    vec![Finding::must("clock", place.clone(), what, "换一个字段")]
                }
            }
        }),
    );
}

fn found<'l>(
    def: &'l LedgerDef,
    lines: Option<&str>,
    name: &str,
) -> Result<Option<&'l FieldDef>, ()> {
    let Some(lines) = lines else { return Ok(def.field(name)) };
    let fields = def.line_fields(lines).ok_or(())?;
    Ok(fields.iter().find(|it| it.name == name))
}

/// A ledger whose clock may end before it starts takes in what cannot be.
fn starts_before_it_ends(table: &Table<'_, '_>, ledger: &str, start: &Word, end: &Word) {
    let (ledger, start, end_name) = (ledger.to_owned(), start.text.clone(), end.text.clone());
    table.file.later(
        &end.span,
        Box::new(move |catalog, place| in_order(catalog, place, &ledger, &start, &end_name)),
    );
}

fn in_order(
    catalog: &Catalog,
    place: &Place,
    ledger: &str,
    start: &str,
    end: &str,
) -> Vec<Finding> {
    let Some(def) = catalog.ledgers.get(ledger) else { return Vec::new() };
    if def.field(start).is_none() || def.field(end).is_none() {
        return Vec::new();
    }
    let held = def.rules.iter().filter(|it| it.name == "order").any(|rule| {
        let at = |name: &str| rule.fields.iter().position(|it| it == name);
        matches!((at(start), at(end)), (Some(first), Some(second)) if first < second)
    });
    if held {
        return Vec::new();
    }
    let what = format!("台账“{}”没有规则保证 {end} 不早于 {start}", def.title);
    let mend =
        format!("在台账的 rules 里加 {{ rule = \"order\", fields = [\"{start}\", \"{end}\"] }}");
    vec![Finding::must("clock_order", place.clone(), what, mend)]
}
