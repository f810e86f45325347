//! Checks over all definitions together (整体检查): titles, register numbers, links in a circle, names in the base.

use std::collections::BTreeMap;

use terms::{Finding, Place};

use crate::{Catalog, FieldType, proof};

pub(crate) fn check(catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    titles(catalog, &mut findings);
    register_numbers(catalog, &mut findings);
    circles(catalog, &mut findings);
    table_names(catalog, &mut findings);
    growth_needs_past_values(catalog, &mut findings);
    map(catalog, &mut findings);
    findings.extend(proof::check(&catalog.words));
    findings
}

fn top(file: &str) -> Place {
    Place::Text { file: file.to_owned(), line: 1, column: 1 }
}

fn titles(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let ledgers = catalog.ledgers.values().map(|it| ("台账", &it.title, &it.file));
    let indicators = catalog.indicators.values().map(|it| ("指标", &it.title, &it.file));
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (kind, title, file) in ledgers.chain(indicators).filter(|it| !it.1.is_empty()) {
        if let Some(other) = seen.insert((kind, title), file) {
            let what = format!("{kind}“{title}”与 {other} 同名");
            findings.push(Finding::must(
                "duplicate_title",
                top(file),
                what,
                "每个名称只能指一样东西，请改一个",
            ));
        }
    }
}

/// A register number is answered by exactly one indicator.
fn register_numbers(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for indicator in catalog.indicators.values() {
        for number in &indicator.refs {
            if let Some(other) = seen.insert(number, &indicator.id) {
                let what = format!("登记号 {number} 已由指标 {other} 回答");
                findings.push(Finding::must(
                    "duplicate_ref",
                    top(&indicator.file),
                    what,
                    "一个登记号只归一个指标",
                ));
            }
        }
    }
}

/// Required links in a circle could never be filled in.
fn circles(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let links = |id: &str| -> Vec<&str> {
        let Some(ledger) = catalog.ledgers.get(id) else { return Vec::new() };
        let required = ledger.fields.iter().filter(|it| it.required);
        required
            .filter_map(|it| {
                if let FieldType::Link { ledger } = &it.ty { Some(ledger.as_str()) } else { None }
            })
            .collect()
    };
    for (id, ledger) in &catalog.ledgers {
        let (mut reached, mut next) = (Vec::new(), links(id));
        while let Some(one) = next.pop() {
            if !reached.contains(&one) {
                reached.push(one);
                next.extend(links(one));
            }
        }
        if reached.contains(&id.as_str()) {
            let what = format!("台账“{}”的必填关联绕了一圈又回到自己", ledger.title);
            findings.push(Finding::must(
                "link_circle",
                top(&ledger.file),
                what,
                "把其中一个关联改为非必填",
            ));
        }
    }
}

/// PostgreSQL cuts names after 63 bytes; two tables must not meet there.
fn table_names(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let mut tables: BTreeMap<String, &str> = BTreeMap::new();
    for ledger in catalog.ledgers.values() {
        let children = ledger.lines().map(|it| ledger.line_table(&it.0.name));
        for table in std::iter::once(ledger.table()).chain(children) {
            if table.len() > 50 {
                let what = format!("表名 {table} 超过50个字符");
                findings.push(Finding::must(
                    "table_name",
                    top(&ledger.file),
                    what,
                    "缩短台账文件名或明细名",
                ));
            }
            if let Some(other) = tables.insert(table.clone(), &ledger.id) {
                let what = format!("表名 {table} 与台账 {other} 相同");
                findings.push(Finding::must("table_name", top(&ledger.file), what, "改台账文件名"));
            }
        }
    }
}

fn growth_needs_past_values(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let there = catalog.ledgers.get("platform/past_value").is_some_and(|ledger| {
        ["indicator", "period", "value", "unit"].iter().all(|name| ledger.field(name).is_some())
    });
    if there {
        return;
    }
    for indicator in catalog.indicators.values() {
        if matches!(indicator.measure, crate::MeasureDef::Growth { .. }) {
            let what = "同比指标要用台账 platform/past_value（indicator、period、value、unit）";
            findings.push(Finding::must(
                "past_value",
                top(&indicator.file),
                what,
                "请先建立该台账",
            ));
        }
    }
}

/// The map speaks of objects that it lists, and ledgers of objects that it knows.
fn map(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let file = "map/objects.csv";
    for object in &catalog.map.objects {
        let place = Place::Text { file: file.to_owned(), line: object.line, column: 1 };
        if let Some(same) = object.same.as_ref().filter(|it| catalog.map.object(it).is_none()) {
            let what = format!("{} 写明与 {same} 同一本台账，但没有 {same}", object.no);
            findings.push(Finding::must("map", place, what, "请改 same"));
        }
    }
    if catalog.map.objects.is_empty() {
        return;
    }
    for ledger in catalog.ledgers.values() {
        for no in ledger.objects.iter().filter(|it| catalog.map.object(it).is_none()) {
            let what = format!("业务地图里没有对象 {no}");
            findings.push(Finding::must(
                "map",
                top(&ledger.file),
                what,
                "请改 objects，或补进地图",
            ));
        }
    }
}
