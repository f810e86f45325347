//! Any text through all rules: no panic, and every finding keeps its promises.
#![no_main]

use fuzz::{hold, text, words};
use libfuzzer_sys::fuzz_target;
use report::check::{Options, check_text};

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(&words(bytes)) else { return };
    let period = "2021H1".parse().ok();
    hold(&text, &check_text(&text, &Options { period, ..Options::default() }));
});
