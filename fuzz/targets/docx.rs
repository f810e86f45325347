//! A well-formed package with any parts inside: the reader of Word files meets XML that nobody checked.
#![no_main]

use std::io::{Cursor, Write as _};

use fuzz::hold;
use libfuzzer_sys::fuzz_target;
use report::check::{Options, check_text, read_text};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [&str; 6] = [
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/_rels/document.xml.rels",
];
/// Between two parts of the input.
const CUT: u8 = 0;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let method = if first % 2 == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let Some(package) = package(rest, method) else { return };
    if let Ok(text) = read_text("a.docx", &package) {
        hold(&text, &check_text(&text, &Options::default()));
    }
});

fn package(bytes: &[u8], method: CompressionMethod) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, part) in PARTS.iter().zip(bytes.split(|it| *it == CUT)) {
        zip.start_file(*name, options).ok()?;
        zip.write_all(part).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
