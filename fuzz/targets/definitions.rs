//! Any text as a definition: findings, never a panic; a draft read back is written as it stood.
#![no_main]

use catalog::{Draft, LOCAL, Source, load, with_local};
use libfuzzer_sys::fuzz_target;

const PATHS: [&str; 9] = [
    "ledgers/overload/a.toml",
    "indicators/overload/a.toml",
    "codes/a.toml",
    "workflows/a.toml",
    "reports/half_year/a.toml",
    "words/a.toml",
    "exchanges/a.toml",
    "clocks/a.toml",
    "roles.toml",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let path = format!("{LOCAL}{}", PATHS[usize::from(*pick) % PATHS.len()]);
    let source = Source { path, text: text.to_owned() };
    if let Ok(draft) = Draft::read(&source) {
        let written = draft.to_source();
        let again = Draft::read(&written).map(|it| it.to_source());
        assert!(again.as_ref() == Ok(&written), "{} is not {again:?}", written.text);
    }
    let (sources, _) = with_local(Vec::new(), vec![source]);
    let _ = load(&sources);
});
