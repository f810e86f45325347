//! Any bytes under any name: a text or a refusal that says what to do, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use report::check::read_text;

const NAMES: [&str; 8] = ["a.txt", "a.md", "a.docx", "a", "a.doc", "a.wps", "总结.TXT", ".docx"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    match read_text(NAMES[usize::from(*first) % NAMES.len()], rest) {
        Ok(text) => {
            for section in &text.sections {
                assert!(section.paragraph < section.end && section.end <= text.paragraphs.len());
            }
            for paragraph in &text.paragraphs {
                assert!(paragraph.text.get(paragraph.heading.clone()).is_some());
                assert!(paragraph.text.get(paragraph.body_start()..).is_some());
            }
        }
        Err(refusal) => assert!(!refusal.what.is_empty() && !refusal.mend.is_empty()),
    }
});
