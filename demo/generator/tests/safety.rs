//! Safety, ferries and watches: the ledgers agree with each other, and with what the founding report says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use catalog::{Catalog, LedgerDef, Row};
use jiff::civil::date;
use sheet::Incoming;
use terms::Value;

/// The rows of one workbook, which must read without a finding; what the program fills in is not there yet.
fn table<'c>(catalog: &'c Catalog, file: &str, ledger: &str) -> (&'c LedgerDef, Vec<Row>) {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let bytes = std::fs::read(defs.join("demo").join(file)).expect("the file is committed");
    let def = catalog.ledger(ledger).expect("the ledger is defined");
    let incoming = Incoming { name: file, bytes: &bytes, parts: &[] };
    let reading = sheet::read(catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {});
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    (def, reading.rows.into_iter().map(|it| it.row).collect())
}

fn defs() -> Catalog {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    catalog::load(&catalog::load_dir(&folder).expect("the definitions can be read")).0
}

fn kept(def: &LedgerDef, row: &Row, field: &str) -> String {
    row.get(def, field).map(Value::canonical).unwrap_or_default()
}

#[test]
fn every_figure_of_safety_and_ferries_has_one_indicator() {
    let catalog = defs();
    for number in ["F055", "F121", "F122", "F123"] {
        let answers =
            catalog.indicators.values().filter(|it| it.refs.iter().any(|one| one == number));
        assert_eq!(answers.count(), 1, "{number}");
    }
}

#[test]
fn eight_boats_were_looked_at_and_every_failed_check_has_its_notice() {
    let catalog = defs();
    let (def, checks) = table(&catalog, "122-渡船检查.xlsx", "ferry/inspection");
    let (notice_def, notices) = table(&catalog, "124-整改通知书.xlsx", "safety/rectification");
    let half = |day: &str| ("2021-01-01".."2021-07-01").contains(&day);
    let boats: BTreeSet<String> = checks
        .iter()
        .filter(|it| half(&kept(def, it, "checked_on")))
        .map(|it| kept(def, it, "boat"))
        .collect();
    assert_eq!(boats.len(), 8);
    let failed: BTreeSet<String> = checks
        .iter()
        .filter(|it| kept(def, it, "result") != "passed")
        .map(|it| kept(def, it, "no"))
        .collect();
    let noticed: BTreeSet<String> = notices
        .iter()
        .map(|it| kept(notice_def, it, "ferry_check"))
        .filter(|it| !it.is_empty())
        .collect();
    assert_eq!(failed, noticed);
}

#[test]
fn who_mends_a_hazard_is_not_who_looks_again_and_every_failed_item_is_a_hazard() {
    let catalog = defs();
    let (def, hazards) = table(&catalog, "125-隐患台账.xlsx", "safety/hazard");
    for row in hazards.iter().filter(|it| !kept(def, it, "checked_by").is_empty()) {
        assert_ne!(kept(def, row, "fixed_by"), kept(def, row, "checked_by"));
    }
    let (visit_def, visits) = table(&catalog, "123-安全检查登记.xlsx", "safety/inspection");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in &hazards {
        *found.entry(kept(def, row, "visit")).or_default() += 1;
    }
    for visit in &visits {
        let no = kept(visit_def, visit, "no");
        let problems = kept(visit_def, visit, "problems").parse().unwrap_or(0);
        assert_eq!(found.get(&no).copied().unwrap_or(0), problems, "{no}");
    }
}

#[test]
fn the_watches_of_every_post_join_without_a_gap() {
    let catalog = defs();
    let (def, duties) = table(&catalog, "137-值班登记.xlsx", "emergency/duty");
    let mut posts: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in &duties {
        let watch = (kept(def, row, "starts_at"), kept(def, row, "ends_at"));
        posts.entry(kept(def, row, "post")).or_default().push(watch);
    }
    assert_eq!(posts.len(), 2);
    for (post, mut watches) in posts {
        watches.sort();
        for pair in watches.windows(2) {
            assert_eq!(pair[0].1, pair[1].0, "{post}");
        }
    }
}

#[test]
fn the_half_year_is_confirmed_month_by_month_to_be_without_accident() {
    let catalog = defs();
    let (def, zeros) = table(&catalog, "133-生产安全事故零报告.xlsx", "platform/zero_report");
    let months: Vec<String> = zeros.iter().map(|it| kept(def, it, "month")).collect();
    let expected = (1..=6).map(|month| format!("2021-{month:02}-01"));
    assert_eq!(months, expected.collect::<Vec<_>>());
    let (def, accidents) = table(&catalog, "131-生产安全事故.xlsx", "safety/accident");
    let in_works = accidents.iter().filter(|it| {
        kept(def, it, "field") == "works" && kept(def, it, "occurred_at").starts_with("2021")
    });
    assert_eq!(in_works.count(), 0);
}
