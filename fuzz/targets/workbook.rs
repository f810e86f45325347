//! A well-formed package with any parts inside: the reader of workbooks meets XML that nobody checked.
#![no_main]

use std::io::{Cursor, Write as _};

use fuzz::{ledger, survive};
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARTS: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];
/// Parts that are not given.
const USUAL: [&str; 5] = [
    "<worksheet/>",
    "<sst><si><t>案号</t></si></sst>",
    "<styleSheet/>",
    "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>",
];
/// Between two parts of the input.
const CUT: u8 = 0;

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Some(package) = package(rest) else { return };
    let _ = survive(ledger(*pick), "a.xlsx", &package, &[]);
});

fn package(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut given = bytes.split(|it| *it == CUT).filter(|it| !it.is_empty());
    for (name, usual) in PARTS.iter().zip(USUAL) {
        zip.start_file(*name, SimpleFileOptions::default()).ok()?;
        zip.write_all(given.next().unwrap_or(usual.as_bytes())).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
