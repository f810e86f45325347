//! What is refused before a row is saved: extensions after expiry, stops that cannot be.

use crate::office::{Paper, catalog};

fn permit() -> Paper {
    Paper::new("permit/case", &[("no", "1"), ("item", "goods"), ("accepted_on", "2021-04-29")])
}

fn stopped(from: &str, until: &str) -> Paper {
    permit().with("stops", &[from, until, "专家评审"])
}

fn extended(on: &str, days: &str) -> Paper {
    permit().with("extensions", &[on, days, "情况复杂", "陈局"])
}

#[test]
fn a_row_without_stops_and_extensions_is_asked_nothing() {
    assert!(permit().rules().is_empty());
    assert!(Paper::new("permit/case", &[]).rules().is_empty());
}

#[test]
fn an_extension_is_approved_before_the_term_runs_out() {
    assert!(extended("2021-05-31", "10").rules().is_empty()); // the due day itself
    let late = extended("2021-06-01", "10");
    assert_eq!(late.rules(), ["extension_after_expiry"]);
    let said = clock::check(catalog(), late.def, &late.row);
    let said = said[0].to_string();
    assert!(said.contains("2021-05-31已经到期") && said.contains("2021-06-01才批准"), "{said}");
    // It does not hold either.
    assert_eq!(late.due("decision", "2021-06-02"), permit().due("decision", "2021-06-02"));
    // A stop that put the due day off to 8 June makes room.
    let room = extended("2021-06-01", "10")
        .with("stops", &["2021-05-06", "2021-05-11", "专家评审"])
        .with("stops", &["2021-05-20", "2021-05-24", "检验"]);
    assert!(room.rules().is_empty());
}

#[test]
fn an_extension_keeps_to_what_the_law_permits() {
    assert_eq!(extended("2021-05-28", "11").rules(), ["extension_amount"]);
    assert_eq!(extended("2021-05-28", "0").rules(), ["extension_amount"]);
    assert_eq!(extended("2021-05-28", "-3").rules(), ["extension_amount"]);
    let twice = extended("2021-05-20", "5").with("extensions", &["2021-05-28", "5", "又", "陈局"]);
    assert_eq!(twice.rules(), ["extension_times"]);
    // A complaint to the hotline may be put off twice.
    let order = Paper::new("appeal/order", &[("kind", "complaint"), ("assigned_on", "2021-06-01")])
        .with("extensions", &["2021-06-07", "5", "待查", "陈局"])
        .with("extensions", &["2021-06-10", "5", "待查", "陈局"]);
    assert!(order.rules().is_empty());
}

#[test]
fn a_notice_may_not_be_put_off_after_its_day() {
    let paper = Paper::new(
        "safety/rectification",
        &[("issued_on", "2021-06-10"), ("fix_by", "2021-06-30")],
    );
    let late = paper.with("extensions", &["2021-07-01", "5", "等配件", "陈局"]);
    assert_eq!(late.rules(), ["extension_after_expiry"]);
}

#[test]
fn stops_do_not_overlap_and_lie_after_the_start() {
    assert!(stopped("2021-05-06", "2021-05-11").rules().is_empty());
    assert!(stopped("2021-05-06", "-").rules().is_empty());
    assert_eq!(stopped("2021-05-11", "2021-05-06").rules(), ["stop_order"]);
    assert_eq!(stopped("2021-04-28", "2021-05-06").rules(), ["stop_order"]);
    let again =
        |from, until| stopped("2021-05-06", "2021-05-11").with("stops", &[from, until, "检验"]);
    assert!(again("2021-05-11", "2021-05-13").rules().is_empty()); // one after the other
    assert_eq!(again("2021-05-10", "2021-05-13").rules(), ["stop_overlap"]);
    let open = stopped("2021-05-06", "-").with("stops", &["2021-05-20", "2021-05-24", "检验"]);
    assert_eq!(open.rules(), ["stop_overlap"]);
}

#[test]
fn strange_days_are_no_reason_to_fail() {
    for until in ["9999-12-31", "-009999-01-01"] {
        let paper =
            stopped("2021-05-06", until).with("extensions", &["9999-12-31", "9", "", "陈局"]);
        let _ = paper.rules();
        let _ = paper.clocks("9999-12-31");
    }
}
