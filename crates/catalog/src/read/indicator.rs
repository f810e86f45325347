//! Reading indicators (读指标定义).

use std::ops::Range;

use terms::{Finding, Place};

use super::node::{File, Table, Word};
use super::unit::known_unit;
use super::{condition, nearest};
use crate::{
    Catalog, ConditionDef, FieldType, IndicatorDef, IndicatorKind, LedgerDef, MeasureDef, factor,
};

const MEASURES: [&str; 9] =
    ["count", "sum", "distinct", "latest", "progress", "ratio", "plan", "growth", "difference"];

pub(crate) fn read(file: &File<'_>, id: &str, path: &str, fingerprint: String) -> IndicatorDef {
    file.read("指标", |top| {
        let (title, about) = (top.need_text("title"), top.need_text("about"));
        let (unit, kind) = (top.need_word("unit"), kind(top));
        known_unit(file, &unit);
        let refs = top.words("refs");
        for word in &refs {
            let number = word.text.strip_prefix('F').or_else(|| word.text.strip_prefix('Q'));
            if !number
                .is_some_and(|it| it.len() == 3 && it.bytes().all(|digit| digit.is_ascii_digit()))
            {
                file.fault(
                    "refs",
                    word.span.clone(),
                    format!("“{}”不是登记号", word.text),
                    "写成 F061 这样",
                );
            }
        }
        let measure = measure(top, id);
        let (from, lines, day) = (top.word("from"), top.word("lines"), top.word("day"));
        let conditions = condition::conditions(top, "where");
        let (by, show) = (top.words("by"), top.words("show"));
        let (owner, aliases) = (top.need_text("owner"), top.texts("aliases"));
        let places = top.count("places", 8).unwrap_or(0);
        let over_rows = measure.as_ref().is_none_or(MeasureDef::is_over_rows);
        match (&from, over_rows) {
            (None, true) => {
                file.fault(
                    "missing_key",
                    top.span.clone(),
                    "指标没有写取数台账“from”",
                    "如 from = \"enforcement/case\"",
                );
            }
            (Some(from), false) => {
                let what = "由别的指标算出的指标不能写 from";
                file.fault("wrong_key", from.span.clone(), what, "删去 from、lines、day、where");
            }
            _ => {}
        }
        let def = IndicatorDef {
            id: id.to_owned(),
            title,
            aliases,
            about,
            refs: refs.into_iter().map(|it| it.text).collect(),
            kind,
            unit: unit.text.clone(),
            places,
            owner,
            from: from.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
            lines: lines.as_ref().map(|it| it.text.clone()),
            day: day.as_ref().map(|it| it.text.clone()),
            conditions: conditions.iter().map(|it| it.condition.clone()).collect(),
            measure: measure.unwrap_or(MeasureDef::Count),
            by: by.iter().map(|it| it.text.clone()).collect(),
            show: show.iter().map(|it| it.text.clone()).collect(),
            fingerprint,
            file: path.to_owned(),
        };
        kind_fits(file, top, &def);
        if let Some(from) = from {
            let spans = Spans {
                measure: top.span_of("measure"),
                unit: unit.span,
                conditions: conditions.into_iter().map(|it| it.span).collect(),
                day: day.map(|it| it.span),
                named: by.into_iter().chain(show).collect(),
            };
            over_ledger(file, &from, &def, spans);
        }
        def
    })
}

fn kind(top: &Table<'_, '_>) -> IndicatorKind {
    let kinds = [
        ("stock", IndicatorKind::Stock),
        ("flow", IndicatorKind::Flow),
        ("target", IndicatorKind::Target),
        ("ratio", IndicatorKind::Ratio),
        ("growth", IndicatorKind::Growth),
        ("zero", IndicatorKind::Zero),
    ];
    let word = top.need_word("kind");
    kinds.iter().find(|it| it.0 == word.text).map_or_else(
        || {
            if !word.text.is_empty() {
                let mend = format!("可用：{}", kinds.map(|it| it.0).join("、"));
                top.file.fault(
                    "kind",
                    word.span.clone(),
                    format!("没有“{}”这种指标", word.text),
                    mend,
                );
            }
            IndicatorKind::Flow
        },
        |it| it.1,
    )
}

fn measure(top: &Table<'_, '_>, own: &str) -> Option<MeasureDef> {
    if !top.has("measure") {
        top.file.fault(
            "missing_key",
            top.span.clone(),
            "指标没有写度量“measure”",
            "如 measure = { count = \"records\" }",
        );
    }
    let table = top.table("measure", "度量")?;
    let text = |key: &str| table.need_text(key);
    let indicator = |key: &str| {
        let word = table.need_word(key);
        indicator_is_there(top.file, &word, own);
        word.text
    };
    let read = if table.has("count") {
        table.need_text("count");
        MeasureDef::Count
    } else if table.has("sum") {
        MeasureDef::Sum(text("sum"))
    } else if table.has("distinct") {
        MeasureDef::Distinct(text("distinct"))
    } else if table.has("latest") {
        MeasureDef::Latest { field: text("latest"), per: text("per"), day: text("day") }
    } else if table.has("progress") {
        MeasureDef::Progress {
            done: text("progress"),
            designed: text("designed"),
            weight: text("weight"),
        }
    } else if table.has("ratio") {
        MeasureDef::Ratio { of: indicator("ratio"), over: indicator("over") }
    } else if table.has("plan") {
        let beyond = table.has("beyond").then(|| indicator("beyond"));
        MeasureDef::Plan { plan: indicator("plan"), done: indicator("done"), beyond }
    } else if table.has("growth") {
        MeasureDef::Growth { of: indicator("growth") }
    } else if table.has("difference") {
        MeasureDef::Difference { of: indicator("difference"), minus: indicator("minus") }
    } else if table.has("zero") {
        table.need_text("zero");
        MeasureDef::Zero
    } else {
        top.file.fault(
            "measure",
            table.span.clone(),
            "没有写明怎样计数",
            format!("可用：{}、zero", MEASURES.join("、")),
        );
        return None;
    };
    table.finish();
    Some(read)
}

fn indicator_is_there(file: &File<'_>, word: &Word, own: &str) {
    let (id, own) = (word.text.clone(), own.to_owned());
    file.later(
        &word.span,
        Box::new(move |catalog, place| {
            if !catalog.indicators.contains_key(&id) {
                let near = nearest(&id, catalog.indicators.keys().map(String::as_str));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                return vec![Finding::must(
                    "unknown_indicator",
                    place.clone(),
                    format!("没有指标“{id}”"),
                    mend,
                )];
            }
            if reaches(catalog, &id, &own, 0) {
                let what = format!("指标“{own}”绕了一圈又用到自己");
                return vec![Finding::must("cycle", place.clone(), what, "指标之间不能循环引用")];
            }
            Vec::new()
        }),
    );
}

fn reaches(catalog: &Catalog, from: &str, goal: &str, depth: u32) -> bool {
    if from == goal || depth > 32 {
        return true;
    }
    catalog.indicators.get(from).is_some_and(|it| {
        it.measure.indicators().iter().any(|next| reaches(catalog, next, goal, depth + 1))
    })
}

fn kind_fits(file: &File<'_>, top: &Table<'_, '_>, def: &IndicatorDef) {
    let fits = match def.measure {
        MeasureDef::Zero => def.kind == IndicatorKind::Zero,
        MeasureDef::Growth { .. } => def.kind == IndicatorKind::Growth,
        MeasureDef::Ratio { .. } | MeasureDef::Plan { .. } | MeasureDef::Progress { .. } => {
            def.kind == IndicatorKind::Ratio
        }
        MeasureDef::Count
        | MeasureDef::Sum(_)
        | MeasureDef::Distinct(_)
        | MeasureDef::Latest { .. }
        | MeasureDef::Difference { .. } => {
            matches!(def.kind, IndicatorKind::Stock | IndicatorKind::Flow | IndicatorKind::Target)
        }
    };
    if !fits {
        let what = format!("{}指标不能用这种度量", def.kind.label());
        file.fault(
            "kind",
            top.span_of("kind"),
            what,
            "比率用 ratio、plan、progress，同比用 growth，零用 zero，其余用 stock、flow、target",
        );
    }
    let needs_day =
        def.measure.is_over_rows() && matches!(def.kind, IndicatorKind::Flow | IndicatorKind::Zero);
    if needs_day && def.day.is_none() {
        file.fault(
            "missing_key",
            top.span.clone(),
            "流量指标没有写按哪个日期计入统计期“day”",
            "如 day = \"filed_on\"",
        );
    }
    let percent = matches!(
        def.measure,
        MeasureDef::Growth { .. } | MeasureDef::Plan { .. } | MeasureDef::Progress { .. }
    );
    if percent && def.unit != "%" {
        file.fault("unit", top.span_of("unit"), "完成率、进度、同比的单位是 %", "写 unit = \"%\"");
    }
}

struct Spans {
    measure: Range<usize>,
    unit: Range<usize>,
    conditions: Vec<Range<usize>>,
    day: Option<Range<usize>>,
    named: Vec<Word>,
}

fn over_ledger(file: &File<'_>, from: &Word, def: &IndicatorDef, spans: Spans) {
    let places = Places {
        from: file.place(&from.span),
        measure: file.place(&spans.measure),
        unit: file.place(&spans.unit),
        conditions: spans.conditions.iter().map(|it| file.place(it)).collect(),
        day: spans.day.map_or_else(|| file.place(&from.span), |it| file.place(&it)),
        named: spans.named.into_iter().map(|it| (it.text, file.place(&it.span))).collect(),
    };
    let def = def.clone();
    file.later(&from.span, Box::new(move |catalog, _| check_over_ledger(catalog, &def, &places)));
}

struct Places {
    from: Place,
    measure: Place,
    unit: Place,
    conditions: Vec<Place>,
    day: Place,
    named: Vec<(String, Place)>,
}

fn check_over_ledger(catalog: &Catalog, def: &IndicatorDef, places: &Places) -> Vec<Finding> {
    let Some(ledger) = catalog.ledgers.get(&def.from) else {
        let near = nearest(&def.from, catalog.ledgers.keys().map(String::as_str));
        let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
        return vec![Finding::must(
            "unknown_ledger",
            places.from.clone(),
            format!("没有台账“{}”", def.from),
            mend,
        )];
    };
    let lines = def.lines.as_deref();
    if let Some(name) = lines
        && ledger.line_fields(name).is_none()
    {
        let what = format!("台账“{}”没有明细“{name}”", ledger.title);
        return vec![Finding::must(
            "unknown_lines",
            places.from.clone(),
            what,
            "改 lines，或删去它按记录计数",
        )];
    }
    let mut findings = Vec::new();
    for (one, place) in def.conditions.iter().zip(&places.conditions) {
        findings.extend(condition::check(
            catalog,
            place,
            ledger,
            lines,
            one,
            condition::Asked::Query,
        ));
    }
    if let Some(day) = &def.day {
        let role =
            ConditionDef { field: day.clone(), test: crate::TestDef::Role(crate::Role::InPeriod) };
        findings.extend(condition::check(
            catalog,
            &places.day,
            ledger,
            lines,
            &role,
            condition::Asked::Period,
        ));
    }
    for (name, place) in &places.named {
        if name != "state" && name != "office" && condition::resolve(ledger, lines, name).is_none()
        {
            findings.push(condition::no_field(place, ledger, lines, name));
        }
    }
    findings.extend(check_measure(def, ledger, lines, places));
    findings.extend(companions(catalog, def, places));
    findings
}

fn check_measure(
    def: &IndicatorDef,
    ledger: &LedgerDef,
    lines: Option<&str>,
    places: &Places,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut need = |name: &str, fits: fn(&FieldType) -> bool, wanted: &str| {
        let Some(field) = condition::resolve(ledger, lines, name) else {
            findings.push(condition::no_field(&places.measure, ledger, lines, name));
            return None;
        };
        if fits(&field.ty) {
            return Some(field);
        }
        let what = format!("“{}”是{}，这里要{wanted}", field.label, field.ty.label());
        findings.push(Finding::must("measure", places.measure.clone(), what, ""));
        None
    };
    let number: fn(&FieldType) -> bool = FieldType::is_number;
    let summed = match &def.measure {
        MeasureDef::Sum(field) => need(field, number, "数字字段"),
        MeasureDef::Distinct(field) => {
            need(
                field,
                |it| !matches!(it, FieldType::Lines { .. } | FieldType::LongText),
                "可比较的字段",
            );
            None
        }
        MeasureDef::Latest { field, per, day } => {
            need(per, |it| !matches!(it, FieldType::Lines { .. }), "可比较的字段");
            need(day, |it| matches!(it, FieldType::Date | FieldType::DateTime), "日期字段");
            need(field, number, "数字字段")
        }
        MeasureDef::Progress { done, designed, weight } => {
            for name in [done, designed, weight] {
                need(name, number, "数字字段");
            }
            None
        }
        MeasureDef::Count
        | MeasureDef::Zero
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. } => None,
    };
    if let Some(field) = summed
        && factor(&field.ty, field.unit.as_deref(), &def.unit).is_none()
    {
        let kept = field.unit.as_deref().unwrap_or(field.ty.label());
        let what = format!("“{}”按{kept}保存，不能换算成“{}”", field.label, def.unit);
        findings.push(Finding::must("unit", places.unit.clone(), what, "改指标的单位"));
    }
    findings
}

/// Zeros need the ledger of confirmations.
fn companions(catalog: &Catalog, def: &IndicatorDef, places: &Places) -> Vec<Finding> {
    if !matches!(def.measure, MeasureDef::Zero) {
        return Vec::new();
    }
    let ledger = catalog.ledgers.get("platform/zero_report");
    let there = ledger.is_some_and(|it| {
        ["indicator", "month", "confirmed_by"].iter().all(|name| it.field(name).is_some())
    });
    if there {
        return Vec::new();
    }
    let what = "零报告指标要用台账 platform/zero_report（indicator、month、confirmed_by）";
    vec![Finding::must("zero_report", places.measure.clone(), what, "请先建立该台账")]
}
