//! The tables of `tests/data`, written by hand from the standards: every row is read as it says.
//!
//! The web client reads the same tables, so both sides understand a text alike.

use std::fmt::Display;
use std::str::FromStr;

use terms::{CreditCode, Plate, Stake};

#[track_caller]
fn check<T>(table: &str)
where
    T: FromStr + Display,
    T::Err: Display,
{
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("input,valid,canonical"));
    let wrong: Vec<String> = lines.filter_map(check_row::<T>).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with a row. Spaces belong to the input; no cell has a comma.
fn check_row<T>(line: &str) -> Option<String>
where
    T: FromStr + Display,
    T::Err: Display,
{
    let cells: Vec<&str> = line.split(',').collect();
    let (input, expected) = match cells.as_slice() {
        [input, "yes", canonical] => (input, Some(*canonical)),
        [input, "no", ""] => (input, None),
        _ => return Some(format!("`{line}`: three cells, the second yes or no")),
    };
    match (input.parse::<T>().map(|it| it.to_string()), expected) {
        (Ok(read), Some(canonical)) if read == canonical => None,
        (Err(_), None) => None,
        (Ok(read), _) => Some(format!("`{line}`: was read as `{read}`")),
        (Err(err), Some(_)) => Some(format!("`{line}`: {err}")),
    }
}

#[test]
fn stakes_are_read_as_the_table_says() {
    check::<Stake>(include_str!("data/stake.csv"));
}

#[test]
fn plates_are_read_as_the_table_says() {
    check::<Plate>(include_str!("data/plate.csv"));
}

#[test]
fn organisation_codes_are_read_as_the_table_says() {
    check::<CreditCode>(include_str!("data/org_code.csv"));
}
