//! How a clock stands on a day: states, lights and cards.

use clock::{Card, Light, State};

use crate::office::{Paper, day};

fn permit(fields: &[(&str, &str)]) -> Paper {
    let all = [&[("item", "goods"), ("accepted_on", "2021-04-29")], fields].concat();
    Paper::new("permit/case", &all)
}

#[test]
fn a_clock_goes_from_green_over_yellow_to_red() {
    let paper = permit(&[]); // due on 31 May
    let on = |text: &str| {
        let reading = paper.clock("decision", text);
        (reading.state, reading.light, reading.left)
    };
    assert_eq!(on("2021-04-30"), (State::Running, Light::Green, Some(19)));
    assert_eq!(on("2021-05-26"), (State::Running, Light::Green, Some(3)));
    assert_eq!(on("2021-05-27"), (State::DueSoon, Light::Yellow, Some(2)));
    assert_eq!(on("2021-05-31"), (State::DueSoon, Light::Yellow, Some(0)));
    assert_eq!(on("2021-06-01"), (State::Overdue, Light::Red, Some(-1)));
    // Nothing had started the day before it was accepted.
    assert!(paper.clocks("2021-04-28").is_empty());
}

#[test]
fn what_was_done_is_in_time_or_late_and_was_open_before() {
    let in_time = permit(&[("decided_on", "2021-05-31")]);
    let late = permit(&[("decided_on", "2021-06-01")]);
    assert_eq!(in_time.clock("decision", "2021-07-01").state, State::InTime);
    assert_eq!(late.clock("decision", "2021-07-01").state, State::Late);
    assert_eq!(late.clock("decision", "2021-07-01").light, Light::Red);
    assert_eq!(late.clock("decision", "2021-05-06").state, State::Running);
}

#[test]
fn an_application_withdrawn_is_due_no_more() {
    let paper = permit(&[]).state("withdrawn_by_applicant");
    let reading = paper.clock("decision", "2021-12-01");
    assert_eq!((reading.state, reading.card, reading.left), (State::Void, None, None));
}

#[test]
fn past_the_promised_time_a_card_is_yellow_and_after_five_working_days_red() {
    // Promised in 5 working days: 10 May. Not cured within 11, 12, 13, 14, 17 May it turns red on the 18th.
    let paper = permit(&[("promised_days", "5")]);
    let card = |text: &str| paper.clock("decision", text).card;
    assert_eq!(
        paper.clock("decision", "2021-05-06").promised.unwrap().day(),
        Some(day("2021-05-10"))
    );
    assert_eq!(card("2021-05-10"), None);
    assert_eq!(card("2021-05-11"), Some(Card::Yellow));
    assert_eq!(card("2021-05-17"), Some(Card::Yellow));
    assert_eq!(card("2021-05-18"), Some(Card::Red));
    // The reminder looks to the promised day: Saturday 8 May and Monday 10 May are left.
    assert_eq!(paper.clock("decision", "2021-05-07").state, State::DueSoon);
    let unpromised = permit(&[]);
    assert_eq!(unpromised.clock("decision", "2021-05-18").card, None);
    assert_eq!(unpromised.clock("decision", "2021-06-01").card, Some(Card::Red));
}

#[test]
fn a_card_stays_with_what_was_done_late() {
    let paper = permit(&[("promised_days", "5"), ("decided_on", "2021-05-12")]);
    assert_eq!(paper.clock("decision", "2021-12-31").card, Some(Card::Yellow));
    assert_eq!(paper.clock("decision", "2021-12-31").state, State::InTime);
}

#[test]
fn only_permits_under_supervision_are_shown_cards() {
    let paper = Paper::new(
        "appeal/petition",
        &[("received_on", "2021-03-01"), ("accepted_on", "2021-03-01")],
    );
    let reading = paper.clock("handling", "2021-12-01");
    assert_eq!((reading.state, reading.card), (State::Overdue, None));
}
