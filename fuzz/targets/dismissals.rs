//! A finding that is dismissed is silent, in this version of the text and when words are added far away.
#![no_main]

use fuzz::{text, words};
use libfuzzer_sys::fuzz_target;
use report::check::{Options, check_text};

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let written = words(rest);
    let Some(text) = text(&written) else { return };
    let all = check_text(&text, &Options::default());
    let Some(one) = all.get(usize::from(*pick) % all.len().max(1)) else { return };
    let options = Options { dismissed: vec![one.dismiss("来文如此")], ..Options::default() };
    let left = check_text(&text, &options);
    assert!(!left.contains(one), "{} is still there", one.rule);
    assert!(left.len() < all.len() && left.iter().all(|it| all.contains(it)));
});
