//! What several tests are made of: drafts by hand, and our own docx as an editor changed it.

use std::io::{Cursor, Read as _, Write as _};

use jiff::civil::date;
use terms::{Period, read_decimal};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::draft::{BlockKind, DraftBlock, DraftRun, DraftSlot, SlotKind};

/// A paragraph by itself.
pub(crate) const TEXT: BlockKind = BlockKind::Text { run_in: false };

/// A figure of three records, as the outline prints it first in a block; its value is what its digits say.
pub(crate) fn figure(id: &str, printed: &str) -> DraftRun {
    let digits: String = printed.chars().filter(|it| it.is_ascii_digit() || *it == '.').collect();
    DraftRun::Slot(DraftSlot {
        id: format!("{id}#:0"),
        order: 0,
        kind: SlotKind::Figure { id: id.to_owned(), format: Some(String::new()) },
        printed: printed.to_owned(),
        title: id.to_owned(),
        exact: read_decimal(&digits),
        unit: "宗".to_owned(),
        period: Period::Half(2021, 1),
        as_of: date(2021, 6, 30),
        records: 3,
    })
}

pub(crate) fn words(text: &str) -> DraftRun {
    DraftRun::Words(text.to_owned())
}

/// A block of the outline, its slots numbered.
pub(crate) fn block(id: &str, section: &str, kind: BlockKind, runs: Vec<DraftRun>) -> DraftBlock {
    DraftBlock::drawn(id.to_owned(), kind, section, runs).in_order()
}

/// A docx with its text changed as an editor would.
pub(crate) fn edited(docx: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut made = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let before = String::from_utf8(content).unwrap();
            let after = edit(before.clone());
            assert_ne!(before, after, "the edit found nothing to change");
            content = after.into_bytes();
        }
        made.start_file(name, SimpleFileOptions::default()).unwrap();
        made.write_all(&content).unwrap();
    }
    made.finish().unwrap().into_inner()
}
