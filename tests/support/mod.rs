//! The program as a subprocess, offices to run it in, and a private PostgreSQL that may be killed.
#![expect(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod paper; // workbooks written by hand
pub(crate) mod postgres; // a private PostgreSQL
pub(crate) mod word; // Word files written by hand, and what another program sees in them

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use tempfile::TempDir;

/// The program under test.
pub(crate) const TONGTU: &str = env!("CARGO_BIN_EXE_tongtu");

/// Root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Says a line that is seen even when the test passes.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says that something is not tested here because what it needs is not installed; a failure where all is required.
#[track_caller]
pub(crate) fn skipped(what: &str) {
    aside(&format!("skipped: {what}"));
    let required = std::env::var("TONGTU_REQUIRE_ALL").is_ok_and(|it| it == "1");
    assert!(!required, "{what}, and TONGTU_REQUIRE_ALL=1");
}

/// A place to work in: an empty folder, a base in it or on a server, and definitions.
pub(crate) struct Office {
    folder: TempDir,
    /// Address of the base.
    pub(crate) base: String,
    /// Folder of the definitions.
    pub(crate) defs: PathBuf,
}

impl Office {
    /// An office with the repository's definitions and no base yet.
    pub(crate) fn empty() -> Office {
        Office::with_defs(root().join("defs"))
    }

    /// An office with definitions of its own and no base yet.
    pub(crate) fn with_defs(defs: PathBuf) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("base.db").display().to_string();
        Office { folder, base, defs }
    }

    /// An office with the repository's definitions and an empty base.
    #[track_caller]
    pub(crate) fn new() -> Office {
        let office = Office::empty();
        office.run(["init"]).done();
        office
    }

    /// An office whose definitions are a copy of the repository's, to be changed by the test.
    pub(crate) fn with_own_copy() -> Office {
        let mut office = Office::empty();
        office.defs = office.path("defs");
        copy(&root().join("defs"), &office.defs);
        office
    }

    /// A path in the office's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Folder of the attachments.
    pub(crate) fn files(&self) -> PathBuf {
        self.path("base.files")
    }

    /// Writes a file into the office's folder.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Changes one definition of the office's own copy: the first `from` becomes `to`.
    #[track_caller]
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.defs.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// The program with this base and these definitions.
    pub(crate) fn command<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(&self, words: I) -> Command {
        let mut command = Command::new(TONGTU);
        for (name, _) in std::env::vars().filter(|it| it.0.starts_with("TONGTU_")) {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path());
        command.arg("--base").arg(&self.base).arg("--files").arg(self.files());
        command.arg("--defs").arg(&self.defs).args(words);
        command
    }

    /// Runs the program to its end.
    #[track_caller]
    pub(crate) fn run<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(&self, words: I) -> Said {
        Said::of(self.command(words).output().unwrap())
    }

    /// Runs the program with `--json` and reads what it wrote.
    #[track_caller]
    pub(crate) fn json<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(&self, words: I) -> Json {
        let mut command = self.command(words);
        command.arg("--json");
        Said::of(command.output().unwrap()).json()
    }

    /// The audit finds nothing.
    #[track_caller]
    pub(crate) fn is_sound(&self) {
        self.run(["audit"]).done().says(&["完好"]);
    }
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    /// Exit code.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Said {
    /// Reads the outcome of the program; it must not have panicked.
    #[track_caller]
    pub(crate) fn of(output: Output) -> Said {
        let said = Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!said.err.contains("panicked"), "{said:#?}");
        assert!(said.code.is_some_and(|it| (0..=3).contains(&it)), "{said:#?}");
        said
    }

    /// It was done: exit code 0.
    #[track_caller]
    pub(crate) fn done(self) -> Said {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Something is for a person to mend: exit code 1.
    #[track_caller]
    pub(crate) fn refused(self) -> Said {
        assert_eq!(self.code, Some(1), "{self:#?}");
        self
    }

    /// The program could not do it: exit code 3.
    #[track_caller]
    pub(crate) fn failed(self) -> Said {
        assert_eq!(self.code, Some(3), "{self:#?}");
        self
    }

    /// All words are somewhere in what it said.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Said {
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "no “{word}” in {self:#?}");
        }
        self
    }

    /// None of the words is in what it said.
    #[track_caller]
    pub(crate) fn hides(self, words: &[&str]) -> Said {
        for word in words {
            assert!(!self.out.contains(word) && !self.err.contains(word), "“{word}” in {self:#?}");
        }
        self
    }

    /// The JSON on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}

/// Whether this program runs as root, whom permission bits do not stop.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n")
}

/// Random numbers that are the same on every run (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of a seed made of parts.
    pub(crate) fn new(parts: &[u64]) -> Dice {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for part in parts {
            dice.0 ^= part.wrapping_mul(0xbf58_476d_1ce4_e5b9);
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
