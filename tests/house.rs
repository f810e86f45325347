//! The house keeps its shape (结构): who may know whom, words on top of every file, no dead ends.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Who may know whom. A new arrow is a decision: `docs/decisions/`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("casebook", &[]),
    ("catalog", &["terms"]),
    ("clock", &["catalog", "terms"]),
    ("indicator", &["catalog", "terms"]),
    ("ledger", &["catalog", "clock", "terms"]),
    ("report", &["catalog", "terms"]),
    ("sheet", &["catalog", "terms"]),
    ("terms", &[]),
];

/// Each heavy dependency has one home.
const HOMES: &[(&str, &[&str])] = &[
    ("sqlx", &["ledger"]),
    ("sea-query", &["ledger"]),
    ("calamine", &["sheet"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("encoding_rs", &["report", "sheet"]),
    ("quick-xml", &["report"]),
    ("toml", &["catalog"]),
    ("clap", &["tongtu"]),
    ("rust-embed", &["tongtu"]),
    ("axum", &["tongtu"]),
    ("argon2", &["tongtu"]),
    ("totp-rs", &["tongtu"]),
    ("utoipa", &["tongtu"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manifest(path: &Path) -> toml::Table {
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn crates() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("crates")).unwrap();
    entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
}

fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let table = manifest.get("dependencies").and_then(|it| it.as_table());
    table.map(|it| it.keys().cloned().collect()).unwrap_or_default()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<PathBuf> {
    ["src", "crates", "tests", "demo", "bench"]
        .iter()
        .flat_map(|it| files(&root().join(it), "rs"))
        .collect()
}

/// Source that runs in the program: neither tests nor benches nor examples.
fn program_sources() -> Vec<(PathBuf, String)> {
    let own = ["src", "crates"].iter().flat_map(|it| files(&root().join(it), "rs"));
    own.filter(|it| {
        !it.components()
            .any(|part| ["tests", "benches"].contains(&part.as_os_str().to_str().unwrap()))
    })
    .map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap().to_owned();
        (path, program)
    })
    .collect()
}

#[test]
fn crates_know_only_whom_they_may() {
    let house = crates();
    for (name, allowed) in MAY_USE {
        let manifest = manifest(&root().join(format!("crates/{name}/Cargo.toml")));
        for dependency in dependencies(&manifest).iter().filter(|it| house.contains(*it)) {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} must not know {dependency}; a new arrow needs a note in docs/decisions"
            );
        }
    }
    assert_eq!(
        MAY_USE.iter().map(|it| it.0.to_owned()).collect::<BTreeSet<_>>(),
        house,
        "tests/house.rs lists every crate"
    );
}

#[test]
fn each_heavy_dependency_has_one_home() {
    let mut manifests: Vec<(String, toml::Table)> = crates()
        .into_iter()
        .map(|name| (name.clone(), manifest(&root().join(format!("crates/{name}/Cargo.toml")))))
        .collect();
    manifests.push(("tongtu".to_owned(), manifest(&root().join("Cargo.toml"))));
    for (heavy, homes) in HOMES {
        for (name, manifest) in &manifests {
            let there = dependencies(manifest).contains(*heavy);
            assert!(
                !there || homes.contains(&name.as_str()),
                "{heavy} lives in {homes:?}; {name} must ask there"
            );
        }
    }
}

#[test]
fn every_file_opens_with_its_words() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//!"),
            "{} opens with `//!`: what it is and where it stands",
            path.display()
        );
    }
}

#[test]
fn banned_words_have_a_better_one() {
    let banned = [
        ("todo!(", "finish it"),
        ("unimplemented!(", "finish it"),
        ("#[ignore", "let it run, or delete it"),
        ("#[allow(", "write #[expect(lint, reason = \"…\")]"),
        (": f64", "Decimal or an integer with its unit"),
        (": f32", "Decimal or an integer with its unit"),
    ];
    for (path, text) in program_sources() {
        // Excel keeps numbers as binary doubles: only the edge that reads and writes workbooks may name them.
        let edge = path.components().any(|it| it.as_os_str() == "sheet");
        for (word, better) in banned {
            let excused = edge && word.starts_with(": f");
            assert!(excused || !text.contains(word), "{}: `{word}`: {better}", path.display());
        }
    }
}

#[test]
fn modules_are_named_for_what_they_hold() {
    for path in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let drawers = ["utils", "util", "common", "helpers", "helper", "manager", "misc"];
        assert!(!drawers.contains(&stem), "{}: name the file for what it holds", path.display());
    }
}

#[test]
fn no_source_file_is_dead() {
    for folder in crates()
        .iter()
        .map(|it| root().join("crates").join(it).join("src"))
        .chain([root().join("src")])
    {
        let all = files(&folder, "rs");
        let texts: Vec<String> = all.iter().map(|it| fs::read_to_string(it).unwrap()).collect();
        for path in &all {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if ["lib", "main", "mod"].contains(&stem) {
                continue;
            }
            let named = texts.iter().any(|it| it.contains(&format!("mod {stem};")));
            assert!(named, "{} is named by no `mod`: delete it or name it", path.display());
        }
    }
}

#[test]
fn every_definition_says_what_it_is_for() {
    for path in files(&root().join("defs"), "toml") {
        let text = fs::read_to_string(&path).unwrap();
        let calendar = path.components().any(|it| it.as_os_str() == "calendar");
        let section = path.components().any(|it| it.as_os_str() == "reports")
            && !path.ends_with("outline.toml");
        assert!(
            calendar || section || text.contains("about = "),
            "{} needs `about`",
            path.display()
        );
        assert!(
            text.lines().count() <= 90,
            "{}: a definition is at most a screen or so; split the ledger",
            path.display()
        );
    }
}

#[test]
fn the_architecture_names_every_crate_and_no_other() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split('`').next());
    let named: BTreeSet<String> = rows.map(str::to_owned).filter(|it| it != "tongtu").collect();
    assert_eq!(named, crates());
}

#[test]
fn every_public_type_of_terms_has_a_glossary_row() {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    for path in files(&root().join("crates/terms/src"), "rs") {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            let Some(name) =
                name.map(|it| it.split(|mark: char| !mark.is_alphanumeric()).next().unwrap())
            else {
                continue;
            };
            if !name.ends_with("Error") {
                assert!(
                    glossary.contains(&format!("`{name}`")),
                    "docs/glossary.md needs a row for {name}"
                );
            }
        }
    }
}

#[test]
fn links_between_documents_resolve() {
    let mut documents = files(&root().join("docs"), "md");
    documents.extend(
        fs::read_dir(root())
            .unwrap()
            .map(|it| it.unwrap().path())
            .filter(|it| it.extension().is_some_and(|it| it == "md")),
    );
    for path in documents {
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(
                path.parent().unwrap().join(target).exists(),
                "{}: link {link} leads nowhere",
                path.display()
            );
        }
    }
}

/// Every field type has its folder in the face, and no other is there.
#[test]
fn every_field_type_has_its_folder_in_the_face() {
    let text = fs::read_to_string(root().join("crates/catalog/src/field.rs")).unwrap();
    let words = text.split("pub const fn word").nth(1).unwrap().split("pub const fn label").next();
    let types: BTreeSet<String> = words
        .unwrap()
        .split("=> \"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .map(str::to_owned)
        .collect();
    let folders = fs::read_dir(root().join("web/src/fields")).unwrap();
    let folders: BTreeSet<String> = folders
        .map(|it| it.unwrap())
        .filter(|it| it.path().join("index.ts").is_file())
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    assert_eq!(types, folders, "web/src/fields has one folder for each field type");
}

/// The face draws the catalog: no ledger's id stands in it, nor a title long enough to be no everyday word (路线, 桥梁).
#[test]
fn the_face_names_no_ledger() {
    let folder = root().join("defs/ledgers");
    let mut names = Vec::new();
    for path in files(&folder, "toml") {
        let id = path.strip_prefix(&folder).unwrap().with_extension("");
        names.push(id.to_str().unwrap().to_owned());
        let text = fs::read_to_string(&path).unwrap();
        let title = text.lines().find_map(|it| it.strip_prefix("title = \"")).unwrap();
        let title = title.trim_end_matches('"').to_owned();
        names.extend(Some(title).filter(|it| it.chars().count() > 4));
    }
    let sources = ["ts", "vue"].iter().flat_map(|it| files(&root().join("web/src"), it));
    for path in sources.filter(|it| !it.to_str().unwrap().contains(".test.")) {
        let text = fs::read_to_string(&path).unwrap();
        for name in &names {
            let quoted = [format!("'{name}'"), format!("\"{name}\"")];
            let named = quoted.iter().any(|it| text.contains(it));
            assert!(!named, "{} names the ledger {name}; ask the catalog", path.display());
        }
    }
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    let mut all = sources();
    for ending in ["md", "toml", "sh", "ts", "vue", "mjs"] {
        all.extend(
            ["defs", "docs", "demo", "bench", "tools", "web/src", "web/journeys", "web/tools"]
                .iter()
                .flat_map(|it| files(&root().join(it), ending)),
        );
    }
    for path in all.iter().filter(|it| !it.ends_with("house.rs")) {
        let text = fs::read_to_string(path).unwrap();
        for word in ["/home/", "/root/", "/work/"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}
