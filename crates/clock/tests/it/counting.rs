//! The count itself: rows worked by hand on the official calendars, and what must hold for any passage.

use catalog::TermUnit;
use clock::{Due, Mark, Passage, Stop, count};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::office::{catalog, day};

fn due(start: &str, amount: u32, unit: TermUnit, rolls: bool) -> Due {
    count(&catalog().calendar, Passage { start: day(start), amount, unit, rolls }, &[]).due
}

#[test]
fn working_days_skip_weekends_and_festivals_and_count_days_worked_by_notice() {
    for (start, amount, last) in [
        ("2021-02-05", 7, "2021-02-20"), // 7 and 20 February are worked by notice
        ("2021-04-29", 5, "2021-05-10"),
        ("2021-04-29", 20, "2021-05-31"),
        ("2021-09-14", 20, "2021-10-18"),
        ("2021-09-17", 2, "2021-09-22"),
        ("2020-01-20", 5, "2020-02-04"), // the holiday was lengthened to 2 February
        ("2021-06-25", 10, "2021-07-09"),
        ("2021-12-30", 20, "2022-01-28"), // over the end of the year
        ("2022-01-28", 5, "2022-02-09"),
        ("2023-09-28", 5, "2023-10-11"),
        ("2024-02-07", 5, "2024-02-20"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-30", 5, "2026-05-11"),
    ] {
        assert_eq!(due(start, amount, TermUnit::Working, false), Due::On(day(last)), "{start}");
    }
}

#[test]
fn working_days_of_each_year_are_as_the_notices_make_them() {
    for (year, worked) in
        [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
    {
        let days = date(year, 1, 1).series(1.day()).take_while(|it| it.year() == year);
        let calendar = &catalog().calendar;
        let found = days.filter(|it| calendar.kind(*it).unwrap().is_working()).count();
        assert_eq!(found, worked, "{year}");
    }
}

#[test]
fn a_last_day_off_rolls_only_where_a_law_says_so() {
    // 15 days after 20 September 2021 is 5 October, within the National Day holiday that ends on the 7th.
    assert_eq!(due("2021-09-20", 15, TermUnit::Natural, true), Due::On(date(2021, 10, 8)));
    assert_eq!(due("2021-09-20", 15, TermUnit::Natural, false), Due::On(date(2021, 10, 5)));
    // 15 days after 2 August 2021 is a Tuesday.
    assert_eq!(due("2021-08-02", 15, TermUnit::Natural, true), Due::On(date(2021, 8, 17)));
}

#[test]
fn months_run_to_the_day_of_the_same_number_or_the_last_of_the_month() {
    assert_eq!(due("2021-03-10", 3, TermUnit::Month, false), Due::On(date(2021, 6, 10)));
    assert_eq!(due("2020-11-30", 3, TermUnit::Month, false), Due::On(date(2021, 2, 28)));
    // 28 February 2021 is a Sunday.
    assert_eq!(due("2020-11-30", 3, TermUnit::Month, true), Due::On(date(2021, 3, 1)));
    // From the 31st each month is counted from the start: not from 28 February on.
    assert_eq!(due("2021-01-31", 2, TermUnit::Month, false), Due::On(date(2021, 3, 31)));
}

#[test]
fn beyond_the_published_calendars_the_answer_is_unknown() {
    assert_eq!(due("2026-12-15", 20, TermUnit::Working, false), Due::Unknown(2027));
    assert_eq!(due("2018-12-01", 5, TermUnit::Working, false), Due::Unknown(2018));
    assert_eq!(due("2026-12-20", 15, TermUnit::Natural, true), Due::Unknown(2027));
    // A natural term that does not roll asks no calendar.
    assert_eq!(due("2026-12-01", 60, TermUnit::Natural, false), Due::On(date(2027, 1, 30)));
}

#[test]
fn a_stop_covers_its_first_day_and_not_the_day_the_clock_runs_again() {
    let stop =
        Stop { from: day("2021-05-06"), until: Some(day("2021-05-11")), why: "评审".into() };
    let passage =
        Passage { start: day("2021-04-29"), amount: 5, unit: TermUnit::Working, rolls: false };
    let counted = count(&catalog().calendar, passage, std::slice::from_ref(&stop));
    // 30 April is the 1st; 6, 7, 8 and 10 May stand still; 11, 12, 13, 14 May are the 2nd to the 5th.
    assert_eq!(counted.due, Due::On(day("2021-05-14")));
    let mark = |text: &str| counted.steps.iter().find(|it| it.day == day(text)).unwrap().mark;
    assert_eq!(mark("2021-04-30"), Mark::Counted(1));
    assert_eq!(mark("2021-05-03"), Mark::Off);
    assert_eq!(mark("2021-05-06"), Mark::Stopped(0));
    assert_eq!(mark("2021-05-10"), Mark::Stopped(0));
    assert_eq!(mark("2021-05-11"), Mark::Counted(2));
    let open = Stop { until: None, ..stop };
    assert_eq!(count(&catalog().calendar, passage, &[open]).due, Due::Stopped);
}

#[test]
fn a_stop_to_the_end_of_time_costs_little_and_gives_no_day() {
    let stop = Stop { from: day("2021-01-02"), until: Some(Date::MAX), why: String::new() };
    for unit in [TermUnit::Working, TermUnit::Natural] {
        let passage = Passage { start: day("2021-01-01"), amount: 30, unit, rolls: true };
        let counted = count(&catalog().calendar, passage, std::slice::from_ref(&stop));
        assert!(matches!(counted.due, Due::Unknown(_)));
        assert!(counted.steps.len() <= 20 * 366);
    }
}

fn units() -> impl Strategy<Value = TermUnit> {
    prop_oneof![Just(TermUnit::Working), Just(TermUnit::Natural), Just(TermUnit::Month)]
}

fn stops() -> impl Strategy<Value = Vec<Stop>> {
    let one = (0_i64..400, 0_i64..60).prop_map(|(from, length)| {
        let from = date(2021, 1, 1).saturating_add(from.days());
        Stop { from, until: Some(from.saturating_add(length.days())), why: String::new() }
    });
    prop::collection::vec(one, 0..4)
}

proptest! {
    #[test]
    fn every_day_is_told_once_and_the_numbers_reach_the_limit(
        start in 0_i64..2000, amount in 1_u32..120, unit in units(), rolls: bool, stops in stops(),
    ) {
        let amount = if unit == TermUnit::Month { amount % 12 + 1 } else { amount };
        let start = date(2019, 6, 1).saturating_add(start.days());
        let found = count(&catalog().calendar, Passage { start, amount, unit, rolls }, &stops);
        let numbers: Vec<u32> = found.steps.iter().filter_map(|it| match it.mark {
            Mark::Counted(number) => Some(number),
            Mark::Off | Mark::Stopped(_) | Mark::Rolled => None,
        }).collect();
        prop_assert_eq!(&numbers, &(1..=found.counted).collect::<Vec<_>>());
        if let Due::On(last) = found.due {
            prop_assert_eq!(found.counted, amount);
            prop_assert_eq!(found.steps.last().unwrap().day, last);
            let worked = catalog().calendar.kind(last).map(|it| it.is_working());
            prop_assert!(!(rolls || unit == TermUnit::Working) || worked == Ok(true));
        }
        if unit != TermUnit::Month {
            let days = start.series(1.day()).skip(1);
            prop_assert!(found.steps.iter().zip(days).all(|(step, day)| step.day == day));
        }
    }

    #[test]
    fn a_further_stop_or_a_longer_term_never_brings_the_due_day_forward(
        start in 0_i64..1500, amount in 1_u32..90, more in 0_u32..30, unit in units(), rolls: bool,
        stops in stops(), further in stops(),
    ) {
        let start = date(2020, 1, 1).saturating_add(start.days());
        let amount = if unit == TermUnit::Month { amount % 6 + 1 } else { amount };
        let calendar = &catalog().calendar;
        let passage = Passage { start, amount, unit, rolls };
        let all: Vec<Stop> = stops.iter().chain(&further).cloned().collect();
        let before = count(calendar, passage, &stops).due;
        let later = [
            count(calendar, passage, &all).due,
            count(calendar, Passage { amount: amount + more, ..passage }, &stops).due,
        ];
        for due in later {
            match (before, due) {
                (Due::On(one), Due::On(other)) => prop_assert!(one <= other, "{one} {other}"),
                (Due::Unknown(_), Due::On(_)) => prop_assert!(false, "unknown became known"),
                (Due::On(_) | Due::At(_) | Due::Unknown(_) | Due::Stopped, _) => {}
            }
        }
    }

    #[test]
    fn no_day_is_too_strange(year in -9999_i16..=9999, amount in 0_u32..4000, unit in units(), rolls: bool) {
        let amount = if unit == TermUnit::Month { amount % 120 } else { amount };
        let passage = Passage { start: Date::new(year, 12, 31).unwrap(), amount, unit, rolls };
        let _ = count(&catalog().calendar, passage, &[]);
    }
}
