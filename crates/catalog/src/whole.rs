//! Checks over all definitions together (整体检查): titles, register numbers, links in a circle, names in the base.

use std::collections::{BTreeMap, VecDeque};

use terms::{Finding, Place};

use crate::{Catalog, FieldType, LedgerDef, proof};

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
            let mend = "报告和清单按名称找，一个名称只能指一样东西，请改一个";
            findings.push(Finding::must("duplicate_title", top(file), what, mend));
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

/// Required links in a circle could never be filled in: each record would have to be there before the other.
fn circles(catalog: &Catalog, findings: &mut Vec<Finding>) {
    for (id, ledger) in &catalog.ledgers {
        let Some(way) = way_back(catalog, id) else { continue };
        let title = |it: &&str| catalog.ledgers.get(*it).map_or("", |it| it.title.as_str());
        let titles: Vec<&str> = way.iter().map(title).collect();
        let what = format!("必填关联绕了一圈：{}", titles.join("→"));
        let mend = "第一条记录永远登记不了；把其中一个关联改为非必填，或用 required_when";
        findings.push(Finding::must("link_circle", top(&ledger.file), what, mend));
    }
}

/// Ledgers that a record of this one cannot be without.
fn required_links(ledger: &LedgerDef) -> Vec<&str> {
    let own = ledger.fields.iter().filter(|it| it.required);
    let children = own.clone().flat_map(|it| {
        if let FieldType::Lines { fields } = &it.ty { fields.as_slice() } else { &[] }
    });
    own.chain(children.filter(|it| it.required))
        .filter_map(|it| {
            if let FieldType::Link { ledger } = &it.ty { Some(ledger.as_str()) } else { None }
        })
        .collect()
}

/// The shortest way along required links from a ledger back to itself.
fn way_back<'c>(catalog: &'c Catalog, id: &'c str) -> Option<Vec<&'c str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut next = VecDeque::from([id]);
    while let Some(one) = next.pop_front() {
        for other in catalog.ledgers.get(one).map(required_links).unwrap_or_default() {
            if before.contains_key(other) {
                continue;
            }
            before.insert(other, one);
            if other == id {
                let mut way = vec![id];
                let mut at = one;
                while at != id {
                    way.push(at);
                    at = before.get(at)?;
                }
                way.push(id);
                way.reverse();
                return Some(way);
            }
            next.push_back(other);
        }
    }
    None
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
