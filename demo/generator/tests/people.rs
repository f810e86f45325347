//! Petitions, party work, epidemic, relief: every figure of the report's sections has one indicator, and its rows.

use std::path::Path;

use catalog::Catalog;
use jiff::civil::date;
use sheet::{Incoming, Reading};

fn load() -> Catalog {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    catalog::load(&catalog::load_dir(&defs).expect("the definitions can be read")).0
}

fn read(catalog: &Catalog, name: &str, ledger: &str) -> Reading {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let files = demo::files(&defs);
    let bytes = &files.iter().find(|it| it.0 == name).expect("the file is made").1;
    let def = catalog.ledger(ledger).expect("the ledger is defined");
    let incoming = Incoming { name, bytes, parts: &[] };
    sheet::read(catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {})
}

#[test]
fn every_figure_of_these_sections_has_one_indicator() {
    let catalog = load();
    // F012 is a moment: the field of a record, not a figure.
    for number in (1..=11).chain(124..=139) {
        let number = format!("F{number:03}");
        let answers = catalog.indicators.values().filter(|it| it.refs.contains(&number)).count();
        assert_eq!(answers, 1, "{number}");
    }
}

#[test]
fn whose_name_is_on_the_list_of_the_station_is_counted_once() {
    let catalog = load();
    let rounds = read(&catalog, "105-核酸检测.xlsx", "epidemic/test_round");
    let people: Vec<usize> =
        rounds.rows.iter().filter_map(|it| it.row.lines.get("people")).map(Vec::len).collect();
    assert_eq!(people, [64, 18, 253, 60]);
}

#[test]
fn every_household_signs_for_thirty_chicks_and_fifty_jin() {
    let catalog = load();
    let batches = read(&catalog, "112-帮扶物资发放.xlsx", "relief/distribution");
    assert!(batches.findings.is_empty(), "{:#?}", batches.findings);
    let receipts = read(&catalog, "113-帮扶物资签领.xlsx", "relief/receipt");
    assert_eq!(receipts.rows.len(), 14 + 14);
}
