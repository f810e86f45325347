//! An office for one test (测试用的办公室): a folder of its own, the real program, the real definitions and workbooks.

use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder in which the program is run.
pub(crate) struct Office {
    folder: TempDir,
}

/// What the program said.
pub(crate) struct Told {
    /// Exit code; -1 when it was killed.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Told {
    /// The same, when the program ended with 0.
    #[track_caller]
    pub(crate) fn success(self) -> Told {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }
}

impl Office {
    /// An empty folder.
    pub(crate) fn new() -> Office {
        Office { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// A demo workbook of the repository.
    pub(crate) fn demo(&self, file: &str) -> String {
        repository().join("demo").join(file).display().to_string()
    }

    /// Runs the program in the folder with the repository's definitions and demo.
    pub(crate) fn run(&self, words: &[&str]) -> Told {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongtu"));
        command
            .current_dir(self.folder.path())
            .env("TONGTU_DEFS", repository().join("defs"))
            .args(words);
        if words.first() == Some(&"run") {
            command.arg("--demo").arg(repository().join("demo"));
        }
        let done = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let told = Told {
            code: done.status.code().unwrap_or(-1),
            out: text(done.stdout),
            err: text(done.stderr),
        };
        assert!(!told.err.contains("panicked"), "{}", told.err);
        told
    }

    /// Runs the program with `--json` and reads what it prints.
    #[track_caller]
    pub(crate) fn json(&self, words: &[&str]) -> Json {
        let told = self.run(&[words, &["--json"]].concat());
        serde_json::from_str(&told.out)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", told.out, told.err))
    }

    /// The key of the first record of a ledger.
    pub(crate) fn first_key(&self, ledger: &str) -> String {
        self.json(&["list", ledger, "--limit", "1"])["items"][0]["key"].as_str().unwrap().to_owned()
    }
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sheets of a workbook as rows of text.
pub(crate) fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let text = |cell: &Data| cell.to_string();
    names
        .into_iter()
        .map(|name| {
            let range = workbook.worksheet_range(&name).unwrap();
            (name, range.rows().map(|row| row.iter().map(text).collect()).collect())
        })
        .collect()
}

/// The present moment, as the program reads it.
#[expect(clippy::disallowed_methods, reason = "a test stands outside of the program")]
pub(crate) fn now() -> String {
    jiff::Timestamp::now().to_string()
}
