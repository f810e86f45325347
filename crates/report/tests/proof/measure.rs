//! Recall and false alarms (查全与误报), measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use report::check::CheckFinding;

use super::corpus::{self, Corpus};
use super::kinds::{KINDS, Kind};
use super::lines::{Change, Document};

/// The most faults of one kind that are tried: spread evenly over all places.
pub(crate) const TRIES_MAX: usize = 40;

/// What became of one kind of fault.
#[derive(Debug)]
pub(crate) struct Score {
    /// The kind.
    pub(crate) kind: &'static Kind,
    /// Faults put in.
    pub(crate) tried: usize,
    /// Which rule found how many; the first acceptable one counts.
    pub(crate) found_by: BTreeMap<&'static str, usize>,
    /// Those that nobody found: document and words.
    pub(crate) missed: Vec<String>,
    /// Whether any rule that may find it exists.
    pub(crate) has_rule: bool,
}

impl Score {
    /// Faults found.
    pub(crate) fn found(&self) -> usize {
        self.tried - self.missed.len()
    }

    /// Found of a hundred, rounded down.
    pub(crate) fn recall(&self) -> usize {
        self.found() * 100 / self.tried.max(1)
    }
}

/// The family of every rule: the folder of its file.
pub(crate) fn families() -> BTreeMap<String, String> {
    let mut families = BTreeMap::new();
    let folder = corpus::crate_folder().join("src/check/rules");
    let folders = fs::read_dir(folder).expect("the rules").map(|it| it.expect("an entry").path());
    for family in folders.filter(|it| it.is_dir()) {
        let name = family.file_name().expect("a name").to_string_lossy().into_owned();
        for file in fs::read_dir(&family).expect("a family").map(|it| it.expect("an entry").path())
        {
            let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
            families.insert(stem, name.clone());
        }
    }
    families
}

/// Puts faults of every kind into the documents and counts who finds them.
pub(crate) fn scores(corpus: &Corpus) -> Vec<Score> {
    let families = families();
    let before: BTreeMap<&str, Vec<CheckFinding>> = corpus
        .documents
        .iter()
        .map(|it| (it.name.as_str(), corpus::findings(&it.text())))
        .collect();
    KINDS
        .iter()
        .map(|kind| {
            let made: Vec<(&Document, Change)> = spread((kind.make)(corpus), TRIES_MAX);
            let has_rule = families.keys().any(|it| kind.accepts(it, &families) && is_rule(it));
            let mut score = Score {
                kind,
                tried: made.len(),
                found_by: BTreeMap::new(),
                missed: Vec::new(),
                has_rule,
            };
            for (document, change) in made {
                let new = fresh(&before[document.name.as_str()], &change);
                let by = new.iter().find(|it| kind.accepts(it.rule, &families));
                match by {
                    Some(it) => *score.found_by.entry(it.rule).or_default() += 1,
                    None => {
                        let other: Vec<&str> = new.iter().map(|it| it.rule).collect();
                        score.missed.push(format!("{}: {} {other:?}", document.name, change.words));
                    }
                }
            }
            score
        })
        .collect()
}

fn is_rule(id: &str) -> bool {
    report::check::all_rules().any(|it| it.id == id)
}

/// At most so many, evenly spread over all that could be made.
pub(crate) fn spread<T>(made: Vec<T>, most: usize) -> Vec<T> {
    let count = made.len();
    let keep = |index: usize| count <= most || (index * most) % count < most;
    made.into_iter().enumerate().filter(|it| keep(it.0)).map(|it| it.1).collect()
}

/// Findings that were not there before and lie where the fault may be told.
fn fresh(before: &[CheckFinding], change: &Change) -> Vec<CheckFinding> {
    let mut old: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for it in before {
        *old.entry((it.rule, it.quote.clone())).or_default() += 1;
    }
    corpus::findings(&change.text)
        .into_iter()
        .filter(|it| {
            let known = old.get_mut(&(it.rule, it.quote.clone())).filter(|it| **it > 0);
            let is_new = known.map(|it| *it -= 1).is_none();
            is_new && change.told_at.contains(&it.line)
        })
        .collect()
}

/// Recall by kind as a table.
pub(crate) fn table(scores: &[Score]) -> String {
    let mut table =
        "| 差错 | 试 | 查到 | 查全率 | 由哪些规则 |\n|---|--:|--:|--:|---|\n".to_owned();
    for it in scores {
        let by: Vec<String> =
            it.found_by.iter().map(|(rule, count)| format!("`{rule}` {count}")).collect();
        let recall = if it.has_rule { format!("{}%", it.recall()) } else { "无规则".to_owned() };
        let _ = writeln!(
            table,
            "| {} | {} | {} | {recall} | {} |",
            it.kind.title,
            it.tried,
            it.found(),
            by.join("、")
        );
    }
    let tried: usize = scores.iter().map(|it| it.tried).sum();
    let found: usize = scores.iter().map(Score::found).sum();
    let _ = writeln!(table, "| 合计 | {tried} | {found} | {}% | |", found * 100 / tried.max(1));
    table
}
