//! Arithmetic of the founding report (建站报告的算术): what holds is left alone, and one wrong digit is found.
//!
//! The report and its list of relations lie beside the repository; without them these tests say so and, under
//! `TONGTU_REQUIRE_ALL=1`, fail.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::check::{CheckFinding, Options, all_rules, check_text, read_text};
use rust_decimal::{Decimal, RoundingStrategy};

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn seed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    if folder.join("report.txt").exists() {
        return Some(folder);
    }
    let missing = format!("skipped: the founding report is not here ({})", folder.display());
    assert!(std::env::var_os("TONGTU_REQUIRE_ALL").is_none(), "{missing}");
    say(&missing);
    None
}

/// The rules of this family that recompute a number.
const RECOMPUTING: [&str; 6] = [
    "part_sum",
    "part_sum_doubtful",
    "part_over_total",
    "rate_recomputed",
    "stake_length",
    "state_sum",
];
/// What the family may say about the report as it is: rule and line, read off the text by people.
const KNOWN: &[(&str, u32)] = &[
    ("rate_over_hundred", 28),
    ("about_exact", 28),
    ("growth_without_base", 80),
    ("in_all_over", 87),
    ("in_all_twice", 87),
    ("vague_count", 115),
    ("list_complete_with_deng", 141),
    ("done_not_all", 74),
    ("progress_by_count", 173),
];

fn family() -> Vec<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules/count");
    all_rules().map(|it| it.id).filter(|it| folder.join(format!("{it}.rs")).exists()).collect()
}

fn findings(text: &str) -> Vec<CheckFinding> {
    let text = read_text("report.txt", text.as_bytes()).expect("the report is a text");
    let family = family();
    let all = check_text(&text, &Options { period: "2021H1".parse().ok(), ..Options::default() });
    all.into_iter().filter(|it| family.contains(&it.rule)).collect()
}

#[test]
fn the_arithmetic_that_holds_is_left_alone() {
    let Some(folder) = seed() else { return };
    let text = fs::read_to_string(folder.join("report.txt")).expect("the report can be read");
    let found = findings(&text);
    for it in &found {
        say(&format!("{}:{} {} “{}” {}", it.line, it.column, it.rule, it.quote, it.message));
    }
    let beyond: Vec<_> = found.iter().filter(|it| !KNOWN.contains(&(it.rule, it.line))).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
    let missed: Vec<_> =
        KNOWN.iter().filter(|it| !found.iter().any(|hit| (hit.rule, hit.line) == **it)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

/// A number of the report: where its digits stand.
struct Place {
    start: usize,
    digits: String,
}

/// Quotes of the quantities by id.
fn quotes(folder: &Path) -> BTreeMap<String, (String, String)> {
    let mut reader = csv::Reader::from_path(folder.join("figures.csv")).expect("the key is there");
    let rows = reader.records().map(|it| it.expect("a row of the key"));
    rows.map(|it| (it[0].to_owned(), (it[2].trim().to_owned(), it[3].to_owned()))).collect()
}

/// Where a quantity of the key stands: its value, within its quote.
fn place(text: &str, quotes: &BTreeMap<String, (String, String)>, id: &str) -> Option<Place> {
    let (quote, value) = quotes.get(id)?;
    let start = text.find(quote)?;
    let digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit() || it == '.');
    let found = quote.match_indices(value.as_str()).find(|(at, _)| {
        !digit(quote[..*at].chars().next_back()) && !digit(quote[at + value.len()..].chars().next())
    });
    let (at, _) = found?;
    Some(Place { start: start + at, digits: value.clone() })
}

/// The same number with one digit changed: each digit in turn, one more, with 9 to 8.
fn one_digit_off(digits: &str) -> Vec<String> {
    let bytes: Vec<(usize, char)> =
        digits.char_indices().filter(|it| it.1.is_ascii_digit()).collect();
    bytes
        .iter()
        .map(|(at, digit)| {
            let other = if *digit == '9' {
                '8'
            } else {
                char::from(u8::try_from(*digit).unwrap_or(b'0') + 1)
            };
            format!("{}{other}{}", &digits[..*at], &digits[at + 1..])
        })
        .collect()
}

/// Whether a ratio still gives its printed rate with one number changed: 717÷716 is 100% as well, no fault to find.
fn still_holds(
    row: &csv::StringRecord,
    quotes: &BTreeMap<String, (String, String)>,
    changed: &str,
    other: &str,
) -> bool {
    let value = |id: &str| -> Option<Decimal> {
        if id == changed { other.parse().ok() } else { quotes.get(id)?.1.parse().ok() }
    };
    let mut left = row[2].split_whitespace();
    let parts = left.next().and_then(value).zip(left.next().and_then(value)).zip(value(&row[6]));
    let Some(((part, whole), rate)) = parts.filter(|_| &row[1] == "ratio") else { return false };
    let exact = part * Decimal::ONE_HUNDRED / whole;
    exact.round_dp_with_strategy(rate.scale(), RoundingStrategy::MidpointAwayFromZero) == rate
}

#[test]
fn one_wrong_digit_in_a_relation_is_found() {
    let Some(folder) = seed() else { return };
    let text = fs::read_to_string(folder.join("report.txt")).expect("the report can be read");
    let quotes = quotes(&folder);
    let mut reader = csv::Reader::from_path(folder.join("relations.csv")).expect("relations");
    let (mut tried, mut missed) = (0_usize, Vec::new());
    for row in reader.records().map(|it| it.expect("a relation")) {
        let checked = &row[7] == "ok" && ["sum", "ratio", "difference"].contains(&&row[1]);
        if !checked {
            continue;
        }
        for id in row[2].split_whitespace().chain([&row[6]]) {
            let Some(place) = place(&text, &quotes, id) else { continue };
            for other in one_digit_off(&place.digits) {
                if still_holds(&row, &quotes, id, &other) {
                    continue;
                }
                let mut wrong = text.clone();
                wrong.replace_range(place.start..place.start + place.digits.len(), &other);
                let line =
                    u32::try_from(wrong[..place.start].matches('\n').count()).unwrap_or(0) + 1;
                let hit = findings(&wrong)
                    .iter()
                    .any(|it| it.line == line && RECOMPUTING.contains(&it.rule));
                tried += 1;
                if !hit {
                    missed.push(format!("{} {id} L{line} {} → {other}", &row[0], place.digits));
                }
            }
        }
    }
    say(&format!("one wrong digit: {} of {tried} found", tried - missed.len()));
    for it in &missed {
        say(&format!("missed: {it}"));
    }
    assert!(tried > 80, "only {tried} places of the relations were found in the text");
    assert!(missed.len() * 20 <= tried, "{missed:?}");
}
