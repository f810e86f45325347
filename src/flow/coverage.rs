//! Coverage (覆盖): object → ledger → figures → records → sentences, and what has no home yet.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use catalog::{
    Catalog, IndicatorDef, LedgerDef, MapNumber, MapObject, NumberHome, Query, ReportDef,
};
use terms::{Finding, Period, Place, Value};

use crate::context::Context;
use crate::flow::capture;
use crate::flow::figure::{Computed, When, compute};

/// One object of the map and what serves it.
pub(crate) struct ObjectLine {
    pub(crate) no: String,
    pub(crate) title: String,
    /// Titles of its ledgers, or the command that serves it.
    pub(crate) home: Vec<String>,
    /// Register numbers of the figures computed from its ledgers; ids where they have none.
    pub(crate) figures: Vec<String>,
    /// Records in the base; `None` where there is no base or no ledger.
    pub(crate) records: Option<u64>,
    /// Paragraphs of reports that print one of its figures or its records.
    pub(crate) sentences: usize,
    pub(crate) why: String,
}

/// One number of the map, where it comes from and what stands there.
pub(crate) struct NumberLine {
    pub(crate) no: String,
    pub(crate) what: String,
    pub(crate) printed: String,
    pub(crate) unit: String,
    pub(crate) home: String,
    /// What Tongtu says; `None` where there is no base or no home.
    pub(crate) ours: Option<String>,
    pub(crate) why: String,
}

/// Everything, and what is missing.
pub(crate) struct Coverage {
    pub(crate) objects: Vec<ObjectLine>,
    pub(crate) figures: Vec<NumberLine>,
    pub(crate) quantities: Vec<NumberLine>,
    pub(crate) findings: Vec<Finding>,
}

/// Walks the map; with a base, records are counted and values compared.
pub(crate) async fn cover(
    catalog: &Catalog,
    base: Option<&Context>,
    period: Period,
) -> Result<Coverage> {
    let mut findings = Vec::new();
    let computed = match base {
        Some(context) => {
            let defs: Vec<&IndicatorDef> = catalog.indicators.values().collect();
            let when = When { period, as_of: period.last_day(), known_at: None };
            Some(compute(context, &defs, when).await?)
        }
        None => None,
    };
    let mut objects = Vec::new();
    for object in &catalog.map.objects {
        objects.push(object_line(catalog, base, object, &mut findings).await?);
    }
    let mut lists = Vec::new();
    for (file, numbers) in
        [("figures", &catalog.map.figures), ("quantities", &catalog.map.quantities)]
    {
        let mut lines = Vec::new();
        for number in numbers {
            let place = place(file, number.line);
            let ours = ours(catalog, base, computed.as_deref(), number).await?;
            findings.extend(faults(catalog, number, ours.as_deref(), base.is_some(), &place));
            lines.push(number_line(catalog, number, ours));
        }
        lists.push(lines);
    }
    let quantities = lists.pop().unwrap_or_default();
    let figures = lists.pop().unwrap_or_default();
    Ok(Coverage { objects, figures, quantities, findings })
}

fn place(file: &str, line: u32) -> Place {
    Place::Text { file: format!("map/{file}.csv"), line, column: 1 }
}

async fn object_line(
    catalog: &Catalog,
    base: Option<&Context>,
    object: &MapObject,
    findings: &mut Vec<Finding>,
) -> Result<ObjectLine> {
    let numbers: Vec<&str> =
        [Some(object.no.as_str()), object.same.as_deref()].into_iter().flatten().collect();
    let ledgers: Vec<&LedgerDef> = catalog
        .ledgers
        .values()
        .filter(|it| it.objects.iter().any(|no| numbers.contains(&no.as_str())))
        .collect();
    let mut home: Vec<String> = ledgers.iter().map(|it| it.title.clone()).collect();
    home.extend(object.command.clone());
    if home.is_empty() && object.why.is_empty() {
        let what = format!("{}（{}）没有台账", object.title, object.no);
        let mend = "在 defs/ledgers 里建台账，objects 写上编号；确实不用的，在 why 里说明";
        findings.push(Finding::must("coverage", place("objects", object.line), what, mend));
    }
    let ids: BTreeSet<&str> = ledgers.iter().map(|it| it.id.as_str()).collect();
    let mut records = None;
    if let Some(context) = base {
        for ledger in &ledgers {
            let query = Query { ledger: ledger.id.clone(), lines: None, conditions: Vec::new() };
            records = Some(records.unwrap_or(0) + context.base.count(&query).await?);
        }
        if records == Some(0) {
            let what = format!("{}（{}）的台账一条记录也没有", object.title, object.no);
            let finding =
                Finding::must("coverage", place("objects", object.line), what, "补上演示台账");
            findings.push(finding);
        }
    }
    let used = from(catalog, &ids);
    let figures = used
        .iter()
        .map(|it| if it.refs.is_empty() { it.id.clone() } else { it.refs.join(" ") })
        .collect();
    let used: BTreeSet<&str> = used.iter().map(|it| it.id.as_str()).collect();
    let sentences = catalog.reports.values().map(|it| sentences(it, &ids, &used)).sum();
    Ok(ObjectLine {
        no: object.no.clone(),
        title: object.title.clone(),
        home,
        figures,
        records,
        sentences,
        why: object.why.clone(),
    })
}

/// The indicators computed from these ledgers, directly or over others that are.
fn from<'c>(catalog: &'c Catalog, ledgers: &BTreeSet<&str>) -> Vec<&'c IndicatorDef> {
    let direct = |it: &IndicatorDef| ledgers.contains(it.from.as_str());
    let over = |it: &IndicatorDef| {
        let parts = it.measure.indicators();
        parts.iter().filter_map(|id| catalog.indicators.get(*id)).any(direct)
    };
    catalog.indicators.values().filter(|it| direct(it) || over(it)).collect()
}

fn sentences(report: &ReportDef, ledgers: &BTreeSet<&str>, figures: &BTreeSet<&str>) -> usize {
    let prints = |text: &str| {
        text.split('{').skip(1).any(|slot| {
            let id = slot.split(['|', '}']).next().unwrap_or("");
            figures.contains(id)
        })
    };
    let blocks = report.blocks.iter().filter(|it| {
        it.each.as_deref().is_some_and(|each| ledgers.contains(each))
            || prints(&it.text)
            || prints(&it.heading)
    });
    blocks.count()
}

/// What Tongtu says of a number: the figure as printed, or the field of its record.
async fn ours(
    catalog: &Catalog,
    base: Option<&Context>,
    computed: Option<&[Computed]>,
    number: &MapNumber,
) -> Result<Option<String>> {
    match &number.home {
        NumberHome::Figure(word) => {
            let id = catalog.indicator(word).map(|it| it.id.as_str());
            let found =
                computed.and_then(|all| all.iter().find(|it| Some(it.figure.id.as_str()) == id));
            Ok(found.and_then(|it| it.figure.printed()))
        }
        NumberHome::Record { ledger, field, key } => {
            let (Some(context), Some(def)) = (base, catalog.ledgers.get(ledger)) else {
                return Ok(None);
            };
            let record = capture::record(context, def, key).await.ok();
            Ok(record.and_then(|it| it.row.get(def, field).map(Value::canonical)))
        }
        NumberHome::Words | NumberHome::None => Ok(None),
    }
}

fn faults(
    catalog: &Catalog,
    number: &MapNumber,
    ours: Option<&str>,
    has_base: bool,
    place: &Place,
) -> Option<Finding> {
    let what = |text: String| format!("{}（{}）{text}", number.no, number.what);
    let say =
        |text: String, mend: &str| Some(Finding::must("coverage", place.clone(), what(text), mend));
    match &number.home {
        NumberHome::None => say(
            "没有出处".to_owned(),
            "写 figure（指标）或 record（台账.字段@主键）；不是数量的，在 why 里说明",
        ),
        NumberHome::Words => None,
        NumberHome::Figure(word) => {
            let Some(def) = catalog.indicator(word) else {
                return say(
                    format!("没有指标回答 {word}"),
                    "在指标的 refs 里写上登记号，或改 figure",
                );
            };
            if !has_base {
                return None;
            }
            let unit = number.unit.is_empty() || def.unit == number.unit;
            match ours {
                None => say("算不出来".to_owned(), "补上台账记录，或看指标的说明"),
                Some(ours) if number.why.is_empty() && (ours != number.printed || !unit) => say(
                    format!("应为{}{}，算出来是{ours}{}", number.printed, number.unit, def.unit),
                    "改台账或口径；原文确有错的，在 why 里说明",
                ),
                Some(_) => None,
            }
        }
        NumberHome::Record { ledger, field, key } => match ours {
            None if has_base => say(
                format!("台账 {ledger} 没有记录 {key}，或 {field} 没填"),
                "补上记录，或改 record",
            ),
            Some(ours) if number.why.is_empty() && !same(ours, &number.printed) => say(
                format!("应为{}，台账里是{ours}", number.printed),
                "改台账；原文确有错的，在 why 里说明",
            ),
            _ => None,
        },
    }
}

/// Whether a field says what the report prints: a day may be printed as a month.
fn same(ours: &str, printed: &str) -> bool {
    let month = printed.len() == 7 && printed.as_bytes().get(4) == Some(&b'-');
    ours == printed || month && ours.starts_with(printed)
}

fn number_line(catalog: &Catalog, number: &MapNumber, ours: Option<String>) -> NumberLine {
    let home = match &number.home {
        NumberHome::Figure(word) => {
            catalog.indicator(word).map_or_else(String::new, |it| it.id.clone())
        }
        NumberHome::Record { ledger, field, key } => format!("{ledger}.{field}@{key}"),
        NumberHome::Words | NumberHome::None => String::new(),
    };
    NumberLine {
        no: number.no.clone(),
        what: number.what.clone(),
        printed: number.printed.clone(),
        unit: number.unit.clone(),
        home,
        ours,
        why: number.why.clone(),
    }
}

/// How many of a domain's objects have a home, domain by domain.
pub(crate) fn by_domain(objects: &[ObjectLine]) -> BTreeMap<&str, (usize, usize)> {
    let mut domains: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for object in objects {
        let domain = object.no.split('-').next().unwrap_or("");
        let entry = domains.entry(domain).or_default();
        entry.0 += usize::from(!object.home.is_empty());
        entry.1 += 1;
    }
    domains
}
