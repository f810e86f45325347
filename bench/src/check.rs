//! The checker (公文校核): how long it takes, whether hostile texts make it slow, how much it finds and how much it invents.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use report::check::{check_text, read_text};
use serde_json::json;
use terms::Grade;

use crate::proof::corpus::{self, Corpus, crate_folder};
use crate::proof::kinds::KINDS;
use crate::proof::measure::{Score, TRIES_MAX, scores, spread, table};
use crate::say::{say, say_number};

/// Characters of the founding report, the size of a half-year report.
const REPORT_CHARS: usize = 11_000;
/// Texts made to be slow, each a piece that is repeated.
const HOSTILE: &[&str] = &[
    "（",
    "（（(",
    "“",
    "《",
    "其中",
    "其中1人、",
    "共1人，",
    "1",
    "1、",
    "1,",
    "一",
    "、",
    "，",
    "。",
    "的的",
    "2021年",
    "K1+000至",
    "1%，占",
    "甲 1",
    "《甲》、",
];
/// Bytes of a hostile text; its double is measured beside it.
const HOSTILE_BYTES: usize = 500_000;

/// Times of the checker, recall and false alarms; the report-size text and the faults are kept for the comparison.
pub(crate) fn check(text: &Path, faults: &Path) -> Result<()> {
    let corpus = Corpus::read();
    let whole: String = corpus.documents.iter().map(|it| it.text()).collect();
    let sample: String = whole.chars().take(REPORT_CHARS).collect();
    fs::write(text, &sample)?;
    fs::write(faults, lines_of_faults(&corpus))?;
    measure("check.report", &sample, 50)?;
    if let Ok(founding) = fs::read_to_string(crate_folder().join("../../../shared/seed/report.txt"))
    {
        measure("check.founding", &founding, 50)?;
    }
    measure("check.megabyte", &megabytes(&whole, 1), 5)?;
    hostile()?;
    quality(&corpus)
}

/// Checks one file once, for a look at the memory of a process from its start.
pub(crate) fn check_file(file: &Path) -> Result<()> {
    let words = fs::read(file)?;
    took(&words)?;
    Ok(())
}

/// Writes a text of so many megabytes out of the clean documents.
pub(crate) fn write_megabytes(file: &Path, count: usize) -> Result<()> {
    let whole: String = Corpus::read().documents.iter().map(|it| it.text()).collect();
    Ok(fs::write(file, megabytes(&whole, count))?)
}

fn megabytes(text: &str, count: usize) -> String {
    text.repeat(count * 1_000_000 / text.len() + 1)
}

fn took(words: &[u8]) -> Result<(Duration, usize)> {
    let started = Instant::now();
    let text = read_text("a.txt", words).map_err(|it| anyhow::anyhow!("{it}"))?;
    let findings = check_text(&text, &corpus::options());
    Ok((started.elapsed(), findings.len()))
}

fn measure(figure: &str, words: &str, runs: usize) -> Result<()> {
    let (_, findings) = took(words.as_bytes())?;
    let times: Result<Vec<Duration>> = (0..runs).map(|_| Ok(took(words.as_bytes())?.0)).collect();
    say(figure, times?, json!({ "characters": words.chars().count(), "findings": findings }));
    Ok(())
}

/// The slowest of all pieces, and the piece that grows most when its text doubles: 2 is linear.
fn hostile() -> Result<()> {
    let (mut slowest, mut steepest) = ((Duration::ZERO, ""), (0.0, ""));
    for piece in HOSTILE {
        let text = |bytes: usize| piece.repeat(bytes / piece.len());
        let least = |text: &str| -> Result<Duration> {
            let (first, second) = (took(text.as_bytes())?.0, took(text.as_bytes())?.0);
            Ok(first.min(second))
        };
        let (one, two) = (least(&text(HOSTILE_BYTES))?, least(&text(2 * HOSTILE_BYTES))?);
        let growth = two.as_secs_f64() / one.as_secs_f64().max(1e-6);
        if two > slowest.0 {
            slowest = (two, piece);
        }
        if growth > steepest.0 {
            steepest = (growth, piece);
        }
    }
    say(
        "check.hostile",
        vec![slowest.0],
        json!({ "piece": slowest.1, "bytes": 2 * HOSTILE_BYTES }),
    );
    say_number("check.hostile_growth", "", steepest.0, json!({ "piece": steepest.1 }));
    Ok(())
}

fn quality(corpus: &Corpus) -> Result<()> {
    let scores = scores(corpus);
    let judged = || scores.iter().filter(|it| it.has_rule);
    let tried: usize = judged().map(|it| it.tried).sum();
    let found: usize = judged().map(Score::found).sum();
    let facts = json!({
        "tried": tried, "found": found, "kinds": judged().count(), "kinds_without_rule": scores.len() - judged().count(),
    });
    say_number("check.recall", "%", share(found * 100, tried)?, facts);
    let least = judged().min_by_key(|it| it.recall()).context("a kind")?;
    say_number(
        "check.recall_least",
        "%",
        share(least.found() * 100, least.tried)?,
        json!({ "kind": least.kind.title }),
    );
    let mut counts = [0_usize; 2];
    for document in &corpus.documents {
        for it in corpus::findings(&document.text()) {
            counts[usize::from(it.grade == Grade::Improve)] += 1;
        }
    }
    let characters = corpus.characters();
    let facts = json!({ "alarms": counts[0], "improvable": counts[1], "characters": characters });
    say_number("check.false_alarms", "", share(counts[0] * 10_000, characters)?, facts);
    #[expect(
        clippy::print_stderr,
        reason = "the table is for people; standard output is for figures"
    )]
    {
        eprintln!("{}", table(&scores));
    }
    Ok(())
}

fn share(part: usize, whole: usize) -> Result<f64> {
    Ok(f64::from(u32::try_from(part)?) / f64::from(u32::try_from(whole.max(1))?))
}

/// A fault that may be told on more lines than these is shown with its whole document.
const NEAR_LINES: usize = 8;

/// One line of JSON per fault: its kind, the paragraphs where it may be told, before and after.
fn lines_of_faults(corpus: &Corpus) -> String {
    let mut all = String::new();
    for kind in KINDS {
        for (document, change) in spread((kind.make)(corpus), TRIES_MAX) {
            let lines: Vec<&str> = change.text.lines().collect();
            if change.told_at.len() > NEAR_LINES {
                let fault =
                    json!({ "kind": kind.title, "before": document.text(), "after": change.text });
                all.push_str(&format!("{fault}\n"));
                continue;
            }
            let told =
                change.told_at.iter().filter_map(|it| usize::try_from(*it).ok()?.checked_sub(1));
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for line in told {
                before.extend(document.lines.get(line).cloned());
                after.extend(lines.get(line).map(|it| (*it).to_owned()));
            }
            let fault = json!({ "kind": kind.title, "before": before.join("\n"), "after": after.join("\n") });
            all.push_str(&format!("{fault}\n"));
        }
    }
    all
}
