//! The lists of wrong words: what a file may say, what is a fault, and that our own lists hold what they say.

use std::path::Path;

use catalog::{Catalog, Source, load, load_dir};
use terms::{Finding, Place};

const HEAD: &str =
    "title = \"错别字\"\nabout = \"例\"\nkind = \"wrong\"\nreason = \"错别字\"\nwords = [\n";

fn list(name: &str, words: &[&str]) -> Source {
    let lines: String = words.iter().map(|it| format!("  {{ {it} }},\n")).collect();
    Source { path: format!("words/{name}.toml"), text: format!("{HEAD}{lines}]\n") }
}

/// The dictionary's faults are these, at these lines; the words begin at line 6.
#[track_caller]
fn check(words: &[&str], expected: &[(&str, u32)]) {
    let (_, findings) = load(&[list("bureau", words)]);
    let line = |it: &Finding| match it.place {
        Place::Text { line, .. } => line,
        Place::Cell { .. } | Place::Field { .. } | Place::Whole { .. } => 0,
    };
    let mut seen: Vec<(&str, u32)> = findings.iter().map(|it| (it.rule, line(it))).collect();
    seen.retain(|it| it.0.starts_with("word") || it.0 == "missing_key" || it.0 == "unknown_key");
    assert_eq!(seen, expected, "{findings:?}");
}

const DEPLOY: &str = "wrong = \"布署\", right = \"部署\", example = \"统一布署\"";

#[test]
fn a_sound_list_is_taken_in() {
    check(&[DEPLOY], &[]);
    check(
        &[
            "wrong = \"布署\", right = \"部署\", unless = [\"公布署名\"], example = \"统一布署\", counter = \"公布署名作者\"",
        ],
        &[],
    );
    let (catalog, _) = load(&[list("bureau", &[DEPLOY])]);
    let seen: Vec<&str> = catalog.words.words().iter().map(|it| it.wrong.as_str()).collect();
    assert_eq!(seen, ["布署"]);
}

#[test]
fn an_example_that_is_not_found_is_a_fault() {
    check(&["wrong = \"布署\", right = \"部署\", example = \"统一部署\""], &[("word_example", 6)]);
}

#[test]
fn a_counter_example_that_is_found_is_a_fault() {
    check(
        &["wrong = \"布署\", right = \"部署\", example = \"统一布署\", counter = \"公布署名作者\""],
        &[("word_counter", 6)],
    );
}

#[test]
fn entries_that_contradict_each_other_are_a_fault() {
    let back = "wrong = \"部署\", right = \"布署\", example = \"统一部署\"";
    check(&[DEPLOY, back], &[("word_contradiction", 6), ("word_contradiction", 7)]);
}

#[test]
fn one_word_in_two_lists_is_a_fault() {
    let (_, findings) = load(&[list("bureau", &[DEPLOY]), list("typing", &[DEPLOY])]);
    assert!(findings.iter().any(|it| it.rule == "word_twice"), "{findings:?}");
}

#[test]
fn a_pattern_that_cannot_be_looked_for_is_a_fault() {
    for wrong in ["署", "…左右", "大约…", "大…约…左右"] {
        let word = format!("wrong = \"{wrong}\", right = \"甲\", example = \"\"");
        let (_, findings) = load(&[list("bureau", &[&word])]);
        assert!(findings.iter().any(|it| it.rule == "word_pattern"), "{wrong}: {findings:?}");
    }
    let (_, findings) =
        load(&[list("bureau", &["wrong = \"布署\", right = \"布署\", example = \"布署\""])]);
    assert!(findings.iter().any(|it| it.rule == "word_pattern"), "{findings:?}");
}

#[test]
fn a_word_without_one_correction_needs_a_counter_example() {
    check(&["wrong = \"严禁不得\", example = \"严禁不得超载\""], &[("missing_key", 6)]);
}

#[test]
fn unknown_choices_and_keys_are_said() {
    check(&[&format!("{DEPLOY}, grade = \"musst\"")], &[("word_choice", 6)]);
    check(&[&format!("{DEPLOY}, exept = [\"公布署名\"]")], &[("unknown_key", 6)]);
}

fn own() -> (Catalog, Vec<Finding>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    load(&load_dir(&folder).expect("defs are there"))
}

#[test]
fn our_own_lists_hold_what_they_say() {
    let (catalog, findings) = own();
    let lists: Vec<String> = findings
        .iter()
        .filter(|it| it.place.to_string().starts_with("words/"))
        .map(ToString::to_string)
        .collect();
    assert!(lists.is_empty(), "{}", lists.join("\n"));
    assert!(catalog.words.words().len() >= 250, "{}", catalog.words.words().len());
}
