//! 非现场执法监测点: how far the five sites have come follows from their nodes.

use std::path::Path;

use catalog::Catalog;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use sheet::{Incoming, Reading};
use terms::Value;

fn sites() -> (Catalog, Reading) {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, _) =
        catalog::load(&catalog::load_dir(&defs).expect("the definitions can be read"));
    let files = demo::files(&defs);
    let name = "58-非现场执法监测点.xlsx";
    let bytes = &files.iter().find(|it| it.0 == name).expect("the file is made").1;
    let def = catalog.ledger("overload/site").expect("the ledger is defined");
    let incoming = Incoming { name, bytes, parts: &[] };
    let reading = sheet::read(&catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {});
    (catalog, reading)
}

#[test]
fn every_number_of_the_sites_has_one_indicator() {
    let (catalog, _) = sites();
    for number in 144..=148 {
        let number = format!("F{number:03}");
        let answers = catalog.indicators.values().filter(|it| it.refs.contains(&number)).count();
        assert_eq!(answers, 1, "{number}");
    }
}

#[test]
fn four_fifths_of_the_weight_were_done_at_the_end_of_june() {
    let (_, reading) = sites();
    let end = date(2021, 6, 30);
    let mut done_by_site = Vec::new();
    for read in &reading.rows {
        let nodes = read.row.lines.get("nodes").expect("each site has its nodes");
        let mut all = Decimal::ZERO;
        let mut done = Decimal::ZERO;
        for node in nodes {
            let Some(Some(Value::Decimal(weight))) = node.get(1) else { panic!("no weight") };
            let on: Option<Date> = match node.get(2) {
                Some(Some(Value::Date(day))) => Some(*day),
                _ => None,
            };
            all += weight;
            done += on.filter(|day| *day <= end).map_or(Decimal::ZERO, |_| *weight);
        }
        assert_eq!(all, Decimal::from(100));
        done_by_site.push(done);
    }
    // One built, two without their acceptance, two without their devices: 400 of 500 is 80%.
    assert_eq!(done_by_site, [100, 90, 90, 55, 65].map(Decimal::from));
}
