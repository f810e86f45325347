//! One case and more a statute, through the bureau's ledgers, clocks and terms of law.

use clock::{Due, Mark, State};

use crate::office::{Paper, day};

fn case(fields: &[(&str, &str)]) -> Paper {
    Paper::new("enforcement/case", fields)
}

fn permit(accepted: &str) -> Paper {
    Paper::new("permit/case", &[("item", "goods"), ("accepted_on", accepted)])
}

fn petition(accepted: &str) -> Paper {
    Paper::new("appeal/petition", &[("received_on", accepted), ("accepted_on", accepted)])
}

#[test]
fn a_fine_is_paid_in_fifteen_days_and_the_last_day_rolls_over_national_day() {
    let paper = case(&[("served_on", "2021-09-20"), ("fine", "300000")]);
    let reading = paper.clock("payment", "2021-09-22");
    assert_eq!(reading.due, Some(Due::On(day("2021-10-08"))));
    assert_eq!(reading.basis.as_ref().unwrap().cite, "行政处罚法（2021）第六十七条");
    let numbered = reading.steps.iter().filter(|it| matches!(it.mark, Mark::Counted(_))).count();
    let rolled: Vec<_> = reading.steps.iter().filter(|it| it.mark == Mark::Rolled).collect();
    assert_eq!((numbered, rolled.len()), (15, 3));
    assert_eq!(rolled[0].festival, "国庆节");
    let summer = case(&[("served_on", "2021-08-02"), ("fine", "300000")]);
    assert_eq!(summer.due("payment", "2021-08-10"), Some(day("2021-08-17")));
    // A warning leaves nothing to be paid.
    let warning = case(&[("served_on", "2021-08-02"), ("fine", "0")]);
    assert!(warning.clocks("2021-08-10").iter().all(|it| it.clock != "payment"));
}

#[test]
fn a_penalty_is_decided_in_ninety_days_since_the_law_of_2021() {
    // 20 July + 90: 11 days of July, 31 of August, 30 of September, 18 of October; a Monday.
    let paper = case(&[("filed_on", "2021-07-20")]);
    assert_eq!(paper.due("decision", "2021-08-01"), Some(day("2021-10-18")));
    // 4 July 2022 + 90 is 2 October; the holiday ends on the 7th and Saturday the 8th is worked.
    let paper = case(&[("filed_on", "2022-07-04")]);
    assert_eq!(paper.due("decision", "2022-08-01"), Some(day("2022-10-08")));
    // The law of 2017 knew no ninety days.
    let before = case(&[("filed_on", "2021-07-14")]).clock("decision", "2021-12-31");
    assert_eq!((before.state, before.due), (State::NoTerm, None));
    let since = case(&[("filed_on", "2021-07-15")]);
    assert_eq!(since.due("decision", "2021-08-01"), Some(day("2021-10-13")));
}

#[test]
fn seven_days_of_service_are_natural_before_and_working_since_15_july_2021() {
    let before = case(&[("penalised_on", "2021-07-14")]);
    assert_eq!(before.due("service", "2021-07-15"), Some(day("2021-07-21")));
    // 16, 19–23 and 26 July.
    let since = case(&[("penalised_on", "2021-07-15")]);
    assert_eq!(since.due("service", "2021-07-16"), Some(day("2021-07-26")));
    // Across National Day: 29 and 30 September, 8, 9 (Saturday, worked), 11, 12, 13 October.
    let across = case(&[("penalised_on", "2021-09-28")]);
    assert_eq!(across.due("service", "2021-09-29"), Some(day("2021-10-13")));
    // 7 natural days after 5 June 2021 is 12 June, the Dragon Boat holiday: 15 June.
    let festival = case(&[("penalised_on", "2021-06-05")]);
    assert_eq!(festival.due("service", "2021-06-06"), Some(day("2021-06-15")));
}

#[test]
fn kept_evidence_is_dealt_with_in_seven_working_days() {
    // 17, 18 (Saturday, worked), 22, 23, 24, 26 (Sunday, worked), 27 September; 19–21 is the Mid-Autumn holiday.
    let paper = case(&[("preserved_on", "2021-09-16")]);
    assert_eq!(paper.due("preservation", "2021-09-17"), Some(day("2021-09-27")));
}

#[test]
fn a_permit_accepted_on_a_sunday_worked_by_notice_counts_over_labour_day() {
    // 26–30 April are 5; 6, 7 and Saturday 8 May make 8; 10–14 make 13; 17–21 make 18; 24, 25 make 20.
    assert_eq!(permit("2021-04-25").due("decision", "2021-04-26"), Some(day("2021-05-25")));
    assert_eq!(permit("2021-12-30").due("decision", "2021-12-31"), Some(day("2022-01-28")));
}

#[test]
fn a_permit_stopped_twice_is_due_later_by_the_working_days_it_stood_still() {
    // Without stops 31 May. 6, 7, 8 (worked) and 10 May, and 20, 21 May stand still: six working days later.
    let paper = permit("2021-04-29")
        .with("stops", &["2021-05-06", "2021-05-11", "专家评审"])
        .with("stops", &["2021-05-20", "2021-05-24", "现场检验"]);
    assert_eq!(paper.due("decision", "2021-06-01"), Some(day("2021-06-08")));
    let steps = paper.clock("decision", "2021-06-01").steps;
    let stopped = |at: usize| steps.iter().filter(|it| it.mark == Mark::Stopped(at)).count();
    assert_eq!((stopped(0), stopped(1)), (5, 4)); // Weekends within a stop stand still too.
    // On 7 May the first stop had not ended and the second was not known.
    assert_eq!(paper.clock("decision", "2021-05-07").state, State::Stopped);
    assert_eq!(paper.due("decision", "2021-05-12"), Some(day("2021-06-04")));
}

#[test]
fn a_permit_may_be_extended_once_by_ten_working_days() {
    // 1–4 June are 4, 7–11 June make 9, 12–14 June is the Dragon Boat holiday, 15 June is the 10th.
    let paper = permit("2021-04-29").with("extensions", &["2021-05-28", "10", "材料复杂", "陈局"]);
    assert_eq!(paper.due("decision", "2021-05-29"), Some(day("2021-06-15")));
    assert_eq!(paper.rules(), Vec::<&str>::new());
    // Before the approval it was still due on 31 May.
    assert_eq!(paper.due("decision", "2021-05-27"), Some(day("2021-05-31")));
}

#[test]
fn a_driving_school_is_licensed_in_fifteen_days_until_april_2022() {
    let school =
        |accepted| Paper::new("permit/case", &[("item", "training"), ("accepted_on", accepted)]);
    // 25, 28–30 June are 4; 1, 2 July 6; 5–9 July 11; 12–15 July 15.
    assert_eq!(
        school("2021-06-24").due("training_decision", "2021-06-25"),
        Some(day("2021-07-15"))
    );
    assert_eq!(school("2022-05-05").clock("training_decision", "2022-05-06").state, State::NoTerm);
}

#[test]
fn a_certificate_is_handed_over_in_ten_working_days() {
    let paper = Paper::new("permit/case", &[("decided_on", "2021-06-28"), ("result", "granted")]);
    assert_eq!(paper.due("certificate", "2021-06-29"), Some(day("2021-07-12")));
    let refused = Paper::new("permit/case", &[("decided_on", "2021-06-28"), ("result", "refused")]);
    assert!(refused.clocks("2021-06-29").is_empty());
}

#[test]
fn oversize_transport_is_answered_by_class() {
    let class =
        |class| Paper::new("road/oversize", &[("class", class), ("received_on", "2021-06-10")]);
    // 11 June is 1, 12–14 June is the Dragon Boat holiday, 15 June is 2; 16–18 June make 5; 21–25 make 10; 28 June–2 July 15.
    assert_eq!(class("class1").due("class1", "2021-06-11"), Some(day("2021-06-15")));
    assert_eq!(class("class2").due("class2", "2021-06-11"), Some(day("2021-06-18")));
    assert_eq!(class("class3").due("class3", "2021-06-11"), Some(day("2021-07-02")));
}

#[test]
fn a_petition_ends_in_sixty_natural_days_and_once_thirty_more() {
    let paper = petition("2021-03-01");
    assert_eq!(paper.due("inform", "2021-03-02"), Some(day("2021-03-16")));
    assert_eq!(paper.due("handling", "2021-03-02"), Some(day("2021-04-30")));
    // 30 May 2021 is a Sunday: the regulation lets nothing roll.
    let longer = paper.with("extensions", &["2021-04-28", "30", "情况复杂", "陈局"]);
    assert_eq!(longer.due("handling", "2021-05-01"), Some(day("2021-05-30")));
    assert_eq!(longer.clock("handling", "2021-05-31").state, State::Overdue);
}

#[test]
fn petitions_are_counted_by_the_regulation_in_force_when_they_were_accepted() {
    let cite = |accepted: &str| petition(accepted).clock("handling", accepted).basis.unwrap().cite;
    assert_eq!(cite("2022-04-30"), "信访条例第三十三条");
    assert_eq!(cite("2022-05-01"), "信访工作条例第三十四条");
    // 30 days of May and 30 of June.
    assert_eq!(petition("2022-05-01").due("handling", "2022-05-02"), Some(day("2022-06-30")));
}

#[test]
fn hotline_orders_are_counted_by_kind_in_working_days() {
    let order = |kind| Paper::new("appeal/order", &[("kind", kind), ("assigned_on", "2021-02-05")]);
    // Sunday 7 February is worked; 11–17 is the Spring Festival.
    assert_eq!(order("consultation").due("sign", "2021-02-06"), Some(day("2021-02-07")));
    assert_eq!(order("consultation").due("consultation", "2021-02-06"), Some(day("2021-02-09")));
    assert_eq!(order("complaint").due("request", "2021-02-06"), Some(day("2021-02-18")));
}

#[test]
fn deputies_are_answered_in_three_months_or_six() {
    let paper = |kind, role, hard| {
        let fields =
            [("kind", kind), ("role", role), ("hard", hard), ("assigned_on", "2021-03-10")];
        let all = Paper::new("appeal/proposal", &fields).clocks("2021-03-11");
        assert_eq!(all.len(), 1);
        (all[0].clock.clone(), all[0].due.and_then(Due::day).unwrap().to_string())
    };
    let is = |name: &str, last: &str| (name.to_owned(), last.to_owned());
    assert_eq!(paper("npc", "lead", "否"), is("npc", "2021-06-10"));
    assert_eq!(paper("npc", "lead", "是"), is("npc_hard", "2021-09-10"));
    assert_eq!(paper("cppcc", "lead", "否"), is("cppcc", "2021-06-10"));
    assert_eq!(paper("cppcc", "co", "是"), is("co", "2021-04-10"));
}

#[test]
fn a_notice_of_rectification_is_due_on_the_day_it_states() {
    let paper = Paper::new(
        "safety/rectification",
        &[("issued_on", "2021-06-10"), ("fix_by", "2021-06-30")],
    );
    assert_eq!(paper.due("fix", "2021-06-11"), Some(day("2021-06-30")));
    let longer = paper.with("extensions", &["2021-06-29", "5", "等配件", "陈局"]);
    assert_eq!(longer.due("fix", "2021-06-30"), Some(day("2021-07-05")));
    assert_eq!(longer.rules(), Vec::<&str>::new());
    // Nobody read an article for it: the paper says the day.
    let basis = longer.clock("fix", "2021-06-30").basis.unwrap();
    assert_eq!(basis.certainty.label(), "以文书为准");
}

#[test]
fn a_term_that_runs_into_a_year_without_a_calendar_is_unknown() {
    let reading = permit("2026-12-15").clock("decision", "2026-12-20");
    assert_eq!((reading.state, reading.due), (State::Unknown, Some(Due::Unknown(2027))));
    assert_eq!(reading.left, None);
    // Nor is a year before the first calendar guessed at.
    let reading = permit("2018-12-03").clock("decision", "2018-12-20");
    assert_eq!((reading.state, reading.due), (State::Unknown, Some(Due::Unknown(2018))));
    // 20 working days of December 2026: 4 + 5 + 5 + 5 and the 28th.
    assert_eq!(permit("2026-11-30").due("decision", "2026-12-01"), Some(day("2026-12-28")));
}
