//! Sealed record sets (封存): what stood behind a figure, and what a later change would have moved.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use terms::{Figure, half_up};

/// Sealed values are compared to this many places of the printed unit; the imported ones are kept so.
const COMPARED_PLACES: u32 = 8;

/// One row behind a figure, as it was when the figure was sealed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealedRow {
    /// Which part of the figure it stands behind, from 0, in the order of the figure's parts. A record may stand
    /// behind both parts of a ratio.
    pub part: u32,
    /// Id of the record.
    pub id: String,
    /// Place of the child row within the record, when child rows are counted.
    pub ordinal: Option<u32>,
    /// Version of the record.
    pub version: i64,
    /// What it adds to the part: 1 of a count, the kept number of a sum; `None` where a row adds nothing of its own.
    pub contribution: Option<Decimal>,
}

/// A figure as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedFigure {
    /// The value, exact, in the indicator's printed unit.
    pub value: Option<Decimal>,
    /// The rows behind it.
    pub rows: Vec<SealedRow>,
}

/// The same row, then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// As sealed.
    pub before: SealedRow,
    /// As it stands now.
    pub now: SealedRow,
}

/// How later changes would have moved a sealed figure (封存后变动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The sealed value.
    pub before: Option<Decimal>,
    /// What it would be now.
    pub now: Option<Decimal>,
    /// Now minus before, to eight places; `None` when one of them has no value.
    pub difference: Option<Decimal>,
    /// Rows that stand behind it only now.
    pub entered: Vec<SealedRow>,
    /// Rows that stood behind it only then.
    pub left: Vec<SealedRow>,
    /// Rows that stand behind it then and now, at another version or with another contribution.
    pub changed: Vec<ChangedRow>,
}

impl Movement {
    /// Whether the value itself has moved.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        match self.difference {
            Some(difference) => !difference.is_zero(),
            None => self.before.is_some() != self.now.is_some(),
        }
    }

    /// Whether nothing at all has changed: neither the value nor a row behind it.
    #[must_use]
    pub fn is_still(&self) -> bool {
        !self.has_moved()
            && self.entered.is_empty()
            && self.left.is_empty()
            && self.changed.is_empty()
    }
}

/// The canonical text of a record set, whose digest a seal keeps (记录集摘要): one line per row, in the order of part,
/// id and ordinal, whatever order they came in: `part id#ordinal@version contribution`.
#[must_use]
pub fn canonical_set(rows: &[SealedRow]) -> String {
    let mut rows: Vec<&SealedRow> = rows.iter().collect();
    rows.sort();
    rows.into_iter().map(line).collect()
}

/// What has moved since a figure was sealed: `now` is the same indicator and period computed again, `now_rows` the
/// rows behind it.
#[must_use]
pub fn moved(sealed: &SealedFigure, now: &Figure, now_rows: &[SealedRow]) -> Movement {
    let (then, current) = (by_place(&sealed.rows), by_place(now_rows));
    let only = |rows: &BTreeMap<Key<'_>, &SealedRow>,
                others: &BTreeMap<Key<'_>, &SealedRow>|
     -> Vec<SealedRow> {
        rows.iter()
            .filter(|(key, _)| !others.contains_key(*key))
            .map(|(_, row)| (*row).clone())
            .collect()
    };
    let changed = then.iter().filter_map(|(key, before)| {
        let now = current.get(key)?;
        let same = before.version == now.version && before.contribution == now.contribution;
        (!same).then(|| ChangedRow { before: (*before).clone(), now: (*now).clone() })
    });
    let compared = |value: Decimal| half_up(value, COMPARED_PLACES);
    Movement {
        before: sealed.value,
        now: now.value,
        difference: sealed
            .value
            .zip(now.value)
            .and_then(|(before, now)| compared(now).checked_sub(compared(before)))
            .map(|it| it.normalize()),
        entered: only(&current, &then),
        left: only(&then, &current),
        changed: changed.collect(),
    }
}

type Key<'a> = (u32, &'a str, Option<u32>);

fn by_place(rows: &[SealedRow]) -> BTreeMap<Key<'_>, &SealedRow> {
    rows.iter().map(|row| ((row.part, row.id.as_str(), row.ordinal), row)).collect()
}

fn line(row: &SealedRow) -> String {
    let ordinal = row.ordinal.map(|it| format!("#{it}")).unwrap_or_default();
    let contribution = row.contribution.map_or_else(|| "-".to_owned(), terms::plain);
    format!("{} {}{ordinal}@{} {contribution}\n", row.part, row.id, row.version)
}
