//! The workbooks are read as the office's own imports are, without a fault.

use std::collections::BTreeMap;
use std::path::Path;

use catalog::Catalog;
use jiff::civil::date;
use sheet::{Incoming, Reading};

/// Every ledger's file as read; the files are those that the generator makes.
fn read_all() -> (Catalog, BTreeMap<String, Reading>) {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, _) =
        catalog::load(&catalog::load_dir(&defs).expect("the definitions can be read"));
    let files = demo::files(&defs);
    let list = files.iter().find(|it| it.0 == "demo.toml").expect("the list is made");
    let list = String::from_utf8(list.1.clone()).expect("the list is UTF-8");
    let quoted = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let lines: Vec<&str> = list.lines().collect();
    let mut readings = BTreeMap::new();
    for pair in lines.windows(2).filter(|it| it[0].starts_with("file")) {
        let (name, ledger) = (quoted(pair[0]), quoted(pair[1]));
        let bytes = &files.iter().find(|it| it.0 == name).expect("the file is made").1;
        let def = catalog.ledger(&ledger).expect("the ledger is defined");
        let incoming = Incoming { name: &name, bytes, parts: &[] };
        let reading = sheet::read(&catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {});
        readings.insert(ledger, reading);
    }
    (catalog, readings)
}

#[test]
fn every_row_is_read_without_a_finding() {
    let (_, readings) = read_all();
    for (ledger, reading) in &readings {
        let few: Vec<_> = reading.findings.iter().take(5).collect();
        assert!(few.is_empty(), "{ledger}: {} findings, first {few:#?}", reading.findings.len());
        assert!(!reading.rows.is_empty(), "{ledger} has no rows");
    }
}

#[test]
fn every_total_on_paper_is_the_sum_of_its_rows() {
    let (_, readings) = read_all();
    let mut seen = 0;
    for (ledger, reading) in &readings {
        for total in &reading.totals {
            assert_eq!(total.stated, total.summed, "{ledger}: {:?}", total.place);
            seen += 1;
        }
    }
    assert!(seen >= 11, "{seen} totals");
}

#[test]
fn child_rows_find_their_records() {
    let (_, readings) = read_all();
    let count = |ledger: &str, lines: &str| -> usize {
        let rows = &readings.get(ledger).expect("the ledger was read").rows;
        rows.iter().filter_map(|it| it.row.lines.get(lines)).map(Vec::len).sum()
    };
    assert_eq!(count("overload/team", "members"), 55);
    assert_eq!(count("enforcement/cross_operation", "people"), 152 + 18 + 40);
    assert_eq!(count("transport/season", "vehicles"), 131 + 82 + 156 + 64 + 90);
    assert!(count("overload/attendance", "members") > 4233);
}
