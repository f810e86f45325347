//! Test helper: one case, one folder (案例册).
//!
//! A case folder holds `input.*`, and either `expected.txt`, written by a person from a source named in `about.md`,
//! or `snapshot.txt`, written by the program with `UPDATE=1`. The program never writes `expected.txt`: an expectation
//! proves that it is right, a snapshot only that nothing moved.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Runs every case folder under `room` and panics with the list of those that differ.
///
/// # Panics
/// When a case differs, has no `expected.txt` or `snapshot.txt`, or when there is no case at all: that is what fails
/// the test.
#[track_caller]
pub fn check_cases(room: impl AsRef<Path>, run: impl Fn(&Path) -> String) {
    let room = room.as_ref();
    let entries = fs::read_dir(room)
        .unwrap_or_else(|error| panic!("no cases at {}: {error}", room.display()));
    let mut cases: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|it| it.path())).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", room.display());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check_case(case, &run(case))).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ\n{}",
        wrong.len(),
        cases.len(),
        wrong.concat()
    );
}

fn check_case(case: &Path, actual: &str) -> Option<String> {
    let (by_hand, by_machine) = (case.join("expected.txt"), case.join("snapshot.txt"));
    if by_hand.exists() && !case.join("about.md").exists() {
        return Some(format!(
            "--- {}: expected.txt needs about.md with its source\n",
            case.display()
        ));
    }
    if !by_hand.exists() && env::var_os("UPDATE").is_some() {
        fs::write(&by_machine, actual).expect("case folders are writable");
    }
    let wanted = if by_hand.exists() { by_hand } else { by_machine };
    match fs::read_to_string(&wanted) {
        Ok(text) if text == actual => None,
        Ok(text) => Some(format!("--- {}\nwanted: {text}\nactual: {actual}\n", wanted.display())),
        Err(_) => Some(format!("--- {}: run UPDATE=1 cargo test\n", wanted.display())),
    }
}
