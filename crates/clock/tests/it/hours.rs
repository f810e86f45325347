//! Terms in hours: from minute to minute, by night and on days off. Expected moments by hand.

use clock::{Due, Mark, State};

use crate::office::{Paper, day, moment};

/// What the duty room heard, and when it reported on.
fn heard(fields: &[(&str, &str)]) -> Paper {
    Paper::new("emergency/incident", &[&[("no", "1")], fields].concat())
}

#[test]
fn an_hour_runs_over_midnight_and_holidays() {
    // Half past eleven in the night of Labour Day: half past midnight.
    let paper = heard(&[("received_at", "2021-05-01T23:30")]);
    let reading = paper.clock_at("first_report", "2021-05-01T23:31").unwrap();
    assert_eq!(reading.due, Some(Due::At(moment("2021-05-02T00:30"))));
    assert_eq!(reading.limit, 1);
    let steps: Vec<_> = reading.steps.iter().map(|it| (it.day, it.time, it.mark)).collect();
    let end = moment("2021-05-02T00:30");
    assert_eq!(steps, [(day("2021-05-02"), Some(end.time()), Mark::Counted(1))]);
    // No calendar is asked, so no year is unknown.
    let late = heard(&[("received_at", "2031-12-31T23:30")]);
    let reading = late.clock_at("first_report", "2031-12-31T23:40").unwrap();
    assert_eq!(reading.due, Some(Due::At(moment("2032-01-01T00:30"))));
}

#[test]
fn it_is_the_minute_that_makes_it_late() {
    let open = heard(&[("received_at", "2021-05-01T09:00")]);
    let state = |at: &str| open.clock_at("first_report", at).map(|it| (it.state, it.left));
    assert_eq!(state("2021-05-01T08:59"), None, "it was not heard yet");
    assert_eq!(state("2021-05-01T09:00"), Some((State::Running, Some(1))));
    assert_eq!(state("2021-05-01T09:01"), Some((State::DueSoon, Some(0))));
    assert_eq!(state("2021-05-01T10:00"), Some((State::DueSoon, Some(0))));
    assert_eq!(state("2021-05-01T10:01"), Some((State::Overdue, Some(0))));
    assert_eq!(state("2021-05-01T13:30"), Some((State::Overdue, Some(-3))));
    // A day counts whole.
    assert_eq!(open.clock("first_report", "2021-05-01").state, State::Overdue);
    assert!(!open.clocks("2021-04-30").iter().any(|it| it.clock == "first_report"));

    let done = |at: &str| {
        let fields = [("received_at", "2021-05-01T09:00"), ("first_at", at)];
        heard(&fields).clock("first_report", "2021-05-01").state
    };
    assert_eq!(done("2021-05-01T10:00"), State::InTime);
    assert_eq!(done("2021-05-01T10:01"), State::Late);
    assert_eq!(done("2021-05-02T08:00"), State::Overdue, "as of the day before it was done");
}

#[test]
fn what_was_done_later_on_the_day_had_not_been_done() {
    let fields = [("received_at", "2021-05-01T09:00"), ("first_at", "2021-05-01T09:50")];
    let state = |at: &str| heard(&fields).clock_at("first_report", at).unwrap().state;
    assert_eq!(state("2021-05-01T09:40"), State::DueSoon);
    assert_eq!(state("2021-05-01T09:50"), State::InTime);
    assert_eq!(
        heard(&fields).state("untrue").clock("first_report", "2021-05-01").state,
        State::InTime
    );
    let open = heard(&fields[..1]).state("untrue");
    assert_eq!(open.clock("first_report", "2021-05-01").state, State::Void);
}

#[test]
fn each_law_has_its_hours() {
    // 12345, urgent: two hours (the bureau's default), Friday evening.
    let order = Paper::new("appeal/order", &[("urgent_at", "2021-06-04T16:50")]);
    let due = |paper: &Paper, name: &str| paper.clock(name, "2021-06-30").due;
    assert_eq!(due(&order, "urgent"), Some(Due::At(moment("2021-06-04T18:50"))));
    assert!(!order.clocks("2021-06-30").iter().any(|it| it.clock == "sign"));
    // 生产安全事故报告和调查处理条例 第九条 (the unit, one hour), 第十一条 (each level, two hours).
    let accident = Paper::new(
        "safety/accident",
        &[("unit_heard_at", "2021-06-05T02:10"), ("heard_at", "2021-06-05T02:45")],
    );
    assert_eq!(due(&accident, "report_by_unit"), Some(Due::At(moment("2021-06-05T03:10"))));
    assert_eq!(due(&accident, "report"), Some(Due::At(moment("2021-06-05T04:45"))));
}
