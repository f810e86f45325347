//! What lies in `demo/` is what the generator makes.

use std::path::Path;
use std::{fs, str};

#[test]
fn the_committed_workbooks_are_those_that_the_generator_makes() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = demo::files(&here.join("../../defs"));
    for (name, bytes) in &files {
        let committed = fs::read(here.join("..").join(name)).unwrap_or_default();
        assert!(committed == *bytes, "{name} is not what `cargo run --release -p demo` writes");
    }
    let mut there: Vec<String> = fs::read_dir(here.join(".."))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|it| it != "generator")
        .collect();
    let mut made: Vec<String> = files.into_iter().map(|it| it.0).collect();
    there.sort();
    made.sort();
    assert_eq!(there, made, "demo/ holds other files than the generator makes");
}

#[test]
fn the_files_are_the_same_every_time() {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    assert!(demo::files(&defs) == demo::files(&defs));
}

#[test]
fn one_file_is_in_the_old_encoding_and_one_in_the_new() {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let files = demo::files(&defs);
    let is_utf8 = |name: &str| {
        let file = files.iter().find(|it| it.0 == name).expect("the file is made");
        str::from_utf8(&file.1).is_ok()
    };
    assert!(!is_utf8("09-记分抄告.csv"));
    assert!(is_utf8("06-治超检查登记.csv"));
}
