//! Any text: every number lies where it says, in its sentence, in order.
#![no_main]

use fuzz::{text, words};
use libfuzzer_sys::fuzz_target;
use report::check::Checked;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(&words(bytes)) else { return };
    let checked = Checked::new(&text, None);
    let mut last = (0, 0);
    for it in &checked.mentions {
        assert!((it.span.paragraph, it.span.start) >= last, "numbers overlap or are out of order");
        last = (it.span.paragraph, it.span.end);
        let whole = &text.paragraphs[it.span.paragraph].text;
        for range in [it.span.range(), it.number.clone(), it.before.clone(), it.after.clone()] {
            assert!(whole.get(range.clone()).is_some(), "{range:?} is no stretch of the paragraph");
        }
        assert!(it.when.is_none_or(|when| when < checked.mentions.len()));
        let _ = (it.amount(), it.printed_unit());
    }
    for sentence in 0..checked.sentences.len() {
        assert!(checked.mentions_of(sentence).iter().all(|it| it.sentence == sentence));
    }
});
