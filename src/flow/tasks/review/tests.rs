//! Judging tasks by hand-made cases.

use jiff::civil::date;

use super::*;

fn target(goal: i64, value: Option<i64>, at_most: bool) -> Target {
    Target {
        indicator: "a/b".to_owned(),
        title: "甲".to_owned(),
        unit: "次".to_owned(),
        period: Period::Half(2021, 1),
        goal: Decimal::from(goal),
        at_most,
        value: value.map(Decimal::from),
    }
}

#[test]
fn a_target_is_as_far_as_its_figure_and_never_beyond() {
    let percent = |it: Target| it.percent();
    assert_eq!(percent(target(4, Some(3), false)), Decimal::from(75));
    assert_eq!(percent(target(4, Some(9), false)), Decimal::ONE_HUNDRED);
    assert_eq!(percent(target(4, None, false)), Decimal::ZERO, "no figure is no progress");
    assert_eq!(percent(target(0, Some(0), false)), Decimal::ONE_HUNDRED);
    assert_eq!(percent(target(0, Some(-1), false)), Decimal::ZERO, "and nothing divides by zero");
}

#[test]
fn a_ceiling_is_kept_or_not() {
    assert_eq!(target(3, Some(3), true).percent(), Decimal::ONE_HUNDRED);
    assert_eq!(target(3, Some(4), true).percent(), Decimal::ZERO);
    let mut task = task();
    task.targets = vec![target(3, Some(0), true)];
    assert!(!task.is_ripe(date(2021, 6, 29)), "a ceiling is kept only when the period is over");
    assert!(task.is_ripe(date(2021, 6, 30)));
}

fn task() -> Task {
    Task {
        no: "RW-1".to_owned(),
        title: String::new(),
        source: None,
        item: "1".to_owned(),
        department: "治超办".to_owned(),
        leader: "李领导".to_owned(),
        officers: vec!["毛经办".to_owned()],
        submitted_by: "毛经办".to_owned(),
        state: "已反馈".to_owned(),
        is_void: false,
        assigned_on: Some(date(2021, 3, 1)),
        due_on: Some(date(2021, 6, 20)),
        done_on: None,
        steps: Vec::new(),
        targets: Vec::new(),
    }
}

#[test]
fn who_reported_does_not_approve() {
    let step = |roles: &[&str], not_mover| Move {
        label: "审核办结".to_owned(),
        roles: roles.iter().map(|it| (*it).to_owned()).collect(),
        lacks: Vec::new(),
        not_mover,
    };
    assert_eq!(who(&task(), &step(&["clerk"], false)), ["毛经办"]);
    assert!(who(&task(), &step(&["clerk"], true)).is_empty());
    assert_eq!(who(&task(), &step(&["leader", "reviewer"], true)), ["李领导", "治超办负责人"]);
}

#[test]
fn an_unknown_calendar_is_said_instead_of_counting_on() {
    // No notice of holidays is known at all: after a yellow card nobody counts working days.
    let sent = Sent { task: "RW-1".to_owned(), kind: "yellow".to_owned(), on: date(2021, 6, 21) };
    let found = propose(&Catalog::default(), &task(), &[&sent], 3, date(2021, 7, 30));
    let lights = Catalog::default().lights.cure;
    match found {
        Some((kind, _, why)) if lights > 0 => {
            assert_eq!(kind, "order");
            assert!(why.contains("没有公布"), "{why}");
        }
        other => assert!(lights == 0, "{:?}", other.map(|it| it.2)),
    }
}
