//! What several tests are made of: drafts by hand, and our own docx as an editor changed it.

mod edited; // a docx with its text changed

use jiff::civil::date;
use terms::{Period, read_decimal};

use crate::draft::{BlockKind, DraftBlock, DraftRun, DraftSlot, SlotKind};

pub(crate) use edited::edited;

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
