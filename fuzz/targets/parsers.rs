//! The small parsers, each by itself: numbers of headings, Chinese numerals, dates.
#![no_main]

use fuzz::{text, words};
use libfuzzer_sys::fuzz_target;
use report::check::{Checked, Label, Sense, in_chinese};

fuzz_target!(|bytes: &[u8]| {
    let line = words(bytes);
    for line in line.lines() {
        if let Some(label) = Label::read(line) {
            assert!(line.get(label.range.clone()).is_some());
            if let Some(right) = label.right_form() {
                let again = Label::read(&format!("{right}甲"));
                assert!(again.is_some_and(|it| it.is_right() && it.value == label.value), "{right}");
            }
        }
    }
    if let [high, low, ..] = bytes {
        let value = u32::from(u16::from_be_bytes([*high, *low])) % 9_999 + 1;
        let written = format!("共{}项。", in_chinese(value));
        let Some(text) = text(&written) else { return };
        let checked = Checked::new(&text, None);
        // 一项 may mean “an item”, and is still read as one.
        assert!(checked.mentions.iter().any(|it| it.value == value.into()), "{written}");
    }
    if let Some(text) = text(&line) {
        for it in &Checked::new(&text, None).mentions {
            if let Sense::Date(when) = it.sense {
                for year in [i16::MIN, 1, 2021, i16::MAX] {
                    let _ = (when.from.days(year), when.to.map(|it| it.days(year)));
                }
            }
        }
    }
});
