//! The office's definitions load, and cover what the founding report counts in this slice.

use std::path::Path;

use catalog::Catalog;
use terms::Finding;

fn load() -> (Catalog, Vec<Finding>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    catalog::load(&catalog::load_dir(&folder).expect("the definitions can be read"))
}

#[test]
fn every_definition_loads_without_a_finding() {
    assert_eq!(load().1, Vec::new());
}

#[test]
fn every_figure_of_the_slice_has_one_indicator() {
    let (catalog, _) = load();
    let numbers = (13..=20).chain(56..=75).chain(79..=114);
    for number in numbers {
        let number = format!("F{number:03}");
        let answers = catalog.indicators.values().filter(|it| it.refs.contains(&number)).count();
        assert_eq!(answers, 1, "{number}");
    }
}

#[test]
fn every_ledger_has_its_workbook() {
    let (catalog, _) = load();
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let files = demo::files(&defs);
    let list = files.iter().find(|it| it.0 == "demo.toml").expect("the list is made");
    let list = String::from_utf8(list.1.clone()).unwrap();
    for id in catalog.ledgers.keys() {
        assert!(list.contains(&format!("ledger = \"{id}\"")), "{id}");
    }
}
