//! How good the checker is (校核的好坏), measured: hardly a false alarm on clean documents, hardly a fault overlooked.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use terms::Grade;

#[path = "proof/founding.rs"]
mod founding; // the founding report, corrected
#[path = "proof/page.rs"]
mod page; // docs/checks.md
mod proof;

use proof::corpus::{self, Corpus};
use proof::measure::{Score, scores, table};

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Of a hundred faults of all kinds, so many are found.
const RECALL_OVERALL: usize = 95;
/// Of a hundred faults of one kind, so many are found.
const RECALL_EACH: usize = 85;
/// Places where a fault of one kind is put at least.
const PLACES_MIN: usize = 20;
/// Kinds that clean documents hardly give places for: names that stand twice and hold a word
/// that may be left out; growths beside others that are told with their base.
const FEW: &[&str] = &["名称写成两样", "删增长率的基数"];

#[test]
fn clean_documents_give_hardly_any_false_alarm() {
    let corpus = Corpus::read();
    let characters = corpus.characters();
    let mut alarms: BTreeMap<Grade, Vec<String>> = BTreeMap::new();
    for document in &corpus.documents {
        for it in corpus::findings(&document.text()) {
            let words = format!(
                "{}:{}:{} {} “{}” {}",
                document.name, it.line, it.column, it.rule, it.quote, it.message
            );
            alarms.entry(it.grade).or_default().push(words);
        }
    }
    for (grade, alarms) in &alarms {
        say(&format!(
            "{}: {} in {characters} characters\n  {}",
            grade.label(),
            alarms.len(),
            alarms.join("\n  ")
        ));
    }
    for grades in [&[Grade::Must, Grade::Verify][..], &[Grade::Improve]] {
        let count: usize = grades.iter().filter_map(|it| alarms.get(it)).map(Vec::len).sum();
        assert!(
            count * CHARACTERS_PER_ALARM <= characters,
            "{count} false alarms in {characters} characters"
        );
    }
}

/// One false alarm in so many characters at most.
const CHARACTERS_PER_ALARM: usize = 10_000;

#[test]
fn the_corrected_founding_report_gives_hardly_any_false_alarm() {
    let Some(document) = founding::corrected() else {
        say("skipped: the founding report is not here");
        return;
    };
    let text = document.text();
    let characters = text.chars().filter(|it| !it.is_whitespace()).count();
    let said = corpus::findings(&text).into_iter().filter(|it| it.grade != Grade::Improve);
    let said: Vec<String> =
        said.map(|it| format!("L{} {} “{}” {}", it.line, it.rule, it.quote, it.message)).collect();
    say(&format!("corrected founding report: {} in {characters} characters {said:#?}", said.len()));
    assert!(said.len() * CHARACTERS_PER_ALARM <= characters, "{said:#?}");
}

#[test]
fn every_kind_of_fault_is_put_into_many_places_and_hardly_one_is_overlooked() {
    let corpus = Corpus::read();
    let scores = scores(&corpus);
    let asked = |it: &Score| it.has_rule;
    say(&table(&scores));
    for it in scores.iter().filter(|it| !it.missed.is_empty()) {
        let missed: Vec<&str> = it.missed.iter().take(8).map(String::as_str).collect();
        say(&format!("{}\n  {}", it.kind.title, missed.join("\n  ")));
    }
    let few = scores.iter().filter(|it| it.tried < PLACES_MIN).map(|it| it.kind.title);
    let few: Vec<&str> = few.filter(|it| !FEW.contains(it)).collect();
    let low: Vec<&str> = scores
        .iter()
        .filter(|it| asked(it) && it.recall() < RECALL_EACH)
        .map(|it| it.kind.title)
        .collect();
    let judged = || scores.iter().filter(|it| asked(it));
    let tried: usize = judged().map(|it| it.tried).sum();
    let found: usize = judged().map(Score::found).sum();
    say(&format!("few places: {few:?}; low: {low:?}; overall {found} of {tried}"));
    assert!(found * 100 >= tried * RECALL_OVERALL, "{found} of {tried}");
    assert!(low.is_empty(), "{low:?}");
    assert!(few.is_empty(), "{few:?}");
}

#[test]
fn the_page_of_checks_is_current() {
    let Some(page) = page::page(&Corpus::read()) else {
        say("skipped: the founding report is not here");
        return;
    };
    let path = corpus::crate_folder().join("../../docs/checks.md");
    if std::env::var_os("TONGTU_WRITE_CHECKS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    assert!(page == there, "docs/checks.md is not current: run `make checks`");
}
