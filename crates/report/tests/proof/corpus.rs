//! The clean documents (干净文稿): those in `tests/clean`, written for this purpose, and what their author knows of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use catalog::Dictionary;
use report::check::{CheckFinding, Options, check_text, read_text};

use super::lines::Document;

/// A computation that holds in a clean document: written down by its author, not read off by the checker.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// Index of the document.
    pub(crate) document: usize,
    /// Line, index from 0.
    pub(crate) line: usize,
    /// sum, rate, growth, rest, product, same.
    pub(crate) kind: String,
    /// The result as printed.
    pub(crate) result: String,
    /// What it is made of, as printed.
    pub(crate) terms: Vec<String>,
}

/// All clean documents and their facts.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// The documents, by name.
    pub(crate) documents: Vec<Document>,
    /// What holds in them.
    pub(crate) facts: Vec<Fact>,
}

/// The folder of this crate, also when the bench looks from its own.
pub(crate) fn crate_folder() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    [own.to_owned(), own.join("../crates/report")]
        .into_iter()
        .find(|it| it.join("tests/clean/facts.csv").exists())
        .expect("the clean documents are in crates/report/tests/clean")
}

impl Corpus {
    /// Reads the clean documents.
    pub(crate) fn read() -> Corpus {
        let folder = crate_folder().join("tests/clean");
        let entries = fs::read_dir(&folder).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|it| it.ends_with(".txt"))
            .collect();
        names.sort();
        let documents: Vec<Document> = names
            .iter()
            .map(|it| {
                let text = fs::read_to_string(folder.join(it)).expect("a document");
                Document::new(it, &text)
            })
            .collect();
        let facts = fs::read_to_string(folder.join("facts.csv")).expect("the facts");
        let facts = facts.lines().skip(1).map(|it| fact(it, &names)).collect();
        Corpus { documents, facts }
    }

    /// Characters, white space left out.
    pub(crate) fn characters(&self) -> usize {
        let lines = self.documents.iter().flat_map(|it| &it.lines);
        lines.map(|it| it.chars().filter(|it| !it.is_whitespace()).count()).sum()
    }

    /// Facts of one kind.
    pub(crate) fn facts_of(&self, kind: &str) -> impl Iterator<Item = (&Fact, &Document, &str)> {
        self.facts.iter().filter(move |it| it.kind == kind).map(|it| {
            let document = &self.documents[it.document];
            (it, document, document.lines[it.line].as_str())
        })
    }
}

fn fact(row: &str, names: &[String]) -> Fact {
    let cells: Vec<&str> = row.split(',').collect();
    let [document, line, kind, result, terms] = cells.as_slice() else {
        panic!("facts.csv: five columns in {row}")
    };
    let line: usize = line.parse().expect("a line");
    Fact {
        document: names.iter().position(|it| it == document).expect("a document of the folder"),
        line: line - 1,
        kind: (*kind).to_owned(),
        result: (*result).to_owned(),
        terms: terms.split_whitespace().map(str::to_owned).collect(),
    }
}

/// How the proof runs the checker: everything on, the bureau's dictionary, the period taken from the text.
pub(crate) fn options() -> Options {
    Options { words: dictionary(), ..Options::default() }
}

/// The bureau's dictionary of wrong words.
pub(crate) fn dictionary() -> Arc<Dictionary> {
    static WORDS: LazyLock<Arc<Dictionary>> = LazyLock::new(|| {
        let folder = crate_folder().join("../../defs");
        catalog::load(&catalog::load_dir(&folder).expect("defs are there")).0.words
    });
    Arc::clone(&WORDS)
}

/// The findings of a plain text.
pub(crate) fn findings(text: &str) -> Vec<CheckFinding> {
    let text = read_text("文稿.txt", text.as_bytes()).expect("it is a text");
    check_text(&text, &options())
}
