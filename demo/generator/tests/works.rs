//! Projects, plans and money: every figure has one indicator, and the rows keep the law and the plan.

use std::path::Path;

use catalog::{Catalog, LedgerDef, Row};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use sheet::Incoming;

fn load() -> Catalog {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    catalog::load(&catalog::load_dir(&defs).expect("the definitions can be read")).0
}

/// The rows of a workbook, with its ledger.
fn rows<'c>(catalog: &'c Catalog, name: &str, ledger: &str) -> (&'c LedgerDef, Vec<Row>) {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let files = demo::files(&defs);
    let bytes = &files.iter().find(|it| it.0 == name).expect("the file is made").1;
    let def = catalog.ledger(ledger).expect("the ledger is defined");
    let incoming = Incoming { name, bytes, parts: &[] };
    let reading = sheet::read(catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {});
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    (def, reading.rows.into_iter().map(|it| it.row).collect())
}

fn text<'r>(def: &LedgerDef, row: &'r Row, field: &str) -> &'r str {
    row.get(def, field).and_then(|it| it.as_text()).unwrap_or_default()
}

fn day(def: &LedgerDef, row: &Row, field: &str) -> Option<Date> {
    row.get(def, field).and_then(|it| it.as_date())
}

fn number(def: &LedgerDef, row: &Row, field: &str) -> Decimal {
    row.get(def, field).and_then(|it| it.as_number()).unwrap_or_default()
}

fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).expect("both are days of the demo").get_days()
}

#[test]
fn every_figure_of_the_section_has_one_indicator() {
    let catalog = load();
    // F021, F024, F033, F040, F041, F051 to F053 and F141 are fields of records.
    let numbers = [22, 23, 32, 48, 49, 50, 54, 115, 116, 117, 142, 143].into_iter();
    for number in numbers.chain(25..=29).chain(34..=39).chain(42..=46) {
        let number = format!("F{number:03}");
        let answers = catalog.indicators.values().filter(|it| it.refs.contains(&number)).count();
        assert_eq!(answers, 1, "{number}");
    }
}

#[test]
fn open_tenders_keep_the_days_of_the_law() {
    // 招标投标法 arts. 24 and 46, 实施条例 art. 54: twenty days for bids, three days of notice, thirty for the contract.
    let catalog = load();
    let (def, tenders) = rows(&catalog, "38-采购与招投标.xlsx", "works/procurement");
    let mut seen = 0;
    for row in tenders.iter().filter(|it| text(def, it, "way") == "open") {
        let Some(opened) = day(def, row, "opened_on") else { continue };
        let no = text(def, row, "no");
        let announced = day(def, row, "announced_on").expect("announced before it was opened");
        assert!(days_between(announced, opened) >= 20, "{no}");
        let shown = day(def, row, "publicised_on").expect("shown after it was opened");
        let awarded = day(def, row, "awarded_on").expect("awarded after it was shown");
        assert!(days_between(shown, awarded) >= 3, "{no}");
        if let Some(signed) = day(def, row, "contracted_on") {
            assert!(days_between(awarded, signed) <= 30, "{no}");
        }
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn the_stakes_of_a_segment_are_as_far_apart_as_it_is_long() {
    let catalog = load();
    for (name, ledger) in
        [("31-建设项目.xlsx", "works/project"), ("33-农村公路项目段.xlsx", "works/segment")]
    {
        let (def, all) = rows(&catalog, name, ledger);
        let with_stakes = all.iter().filter(|it| it.get(def, "from_stake").is_some());
        for row in with_stakes {
            let metres = |field: &str| -> i64 {
                let stake = row.get(def, field).expect("both stakes").canonical();
                let (km, rest) = stake[1..].split_once('+').expect("a stake has a plus");
                km.parse::<i64>().expect("kilometres") * 1000 + rest.parse::<i64>().expect("metres")
            };
            let length = Decimal::new(metres("until_stake") - metres("from_stake"), 3);
            assert_eq!(number(def, row, "length_km"), length.normalize(), "{}", row.key(def));
        }
    }
}

#[test]
fn what_the_county_is_asked_for_is_what_the_others_do_not_give() {
    // 16,550,000 yuan in all, 1,550,000 given from above, so 15,000,000 of the county's own; rows keep fen.
    let catalog = load();
    let (def, sources) = rows(&catalog, "37-项目资金.xlsx", "works/funding");
    let of = |source: &str, is_given: bool| -> Decimal {
        let those = sources.iter().filter(|it| {
            !text(def, it, "plan").is_empty()
                && text(def, it, "source") == source
                && day(def, it, "issued_on").is_some() == is_given
        });
        those.map(|it| number(def, it, "amount")).sum()
    };
    assert_eq!(of("province", true) + of("city", true), Decimal::from(155_000_000));
    assert_eq!(of("county", false), Decimal::from(1_500_000_000_i64));
}

#[test]
fn nothing_is_sent_in_before_what_stands_before_it() {
    let catalog = load();
    let (def, approvals) = rows(&catalog, "39-前期手续.xlsx", "works/approval");
    for row in &approvals {
        let chain = row.lines.get("chain").map(Vec::as_slice).unwrap_or_default();
        let waits = chain.iter().any(|it| it.get(2).is_none_or(Option::is_none));
        let is_sent = day(def, row, "submitted_on").is_some();
        assert!(!(waits && is_sent), "{}", row.key(def));
    }
}
