//! What a loop asks of a ledger (取记录): conditions of a definition resolved for a period.

use catalog::{BlockDef, Catalog, Order, Query, ReportDef, Span};
use jiff::civil::Date;
use terms::{Finding, Period, Place};

/// The records that one looping block needs (循环取数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsAsk {
    /// Names the block: its file and line; the key of [`crate::Material::records`].
    pub block: String,
    /// Which records.
    pub query: Query,
    /// In which order.
    pub order: Vec<Order>,
}

/// The records that a report loops over, one ask for every looping block (循环所需记录).
///
/// # Errors
/// Findings about conditions that cannot be resolved; definitions that loaded without findings have none.
pub fn needed_records(
    catalog: &Catalog,
    report: &ReportDef,
    period: Period,
    as_of: Date,
) -> Result<Vec<RecordsAsk>, Vec<Finding>> {
    let (mut asks, mut findings) = (Vec::new(), Vec::new());
    for block in &report.blocks {
        let Some(id) = &block.each else { continue };
        let Some(ledger) = catalog.ledgers.get(id) else {
            findings.push(fault(block, format!("没有台账“{id}”")));
            continue;
        };
        let span = Span { period, as_of };
        let mut conditions = Vec::new();
        for def in &block.each_where {
            match span.condition(ledger, def) {
                Ok(condition) => conditions.push(condition),
                Err(what) => findings.push(fault(block, what)),
            }
        }
        asks.push(RecordsAsk {
            block: block_key(block),
            query: Query { ledger: id.clone(), lines: None, conditions },
            order: block.each_sort.clone(),
        });
    }
    if findings.is_empty() { Ok(asks) } else { Err(findings) }
}

/// The key under which the records of a looping block are handed in.
pub(crate) fn block_key(block: &BlockDef) -> String {
    format!("{}:{}", block.file, block.line)
}

/// Where a block stands.
pub(crate) fn place_of(block: &BlockDef) -> Place {
    Place::Text { file: block.file.clone(), line: block.line.max(1), column: 1 }
}

fn fault(block: &BlockDef, what: String) -> Finding {
    Finding::must("each_where", place_of(block), what, "改正 each_where 中这一条件")
}
