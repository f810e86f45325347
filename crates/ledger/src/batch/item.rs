//! The rows of a file among themselves (行): each by itself, and those that claim the same key.

use std::collections::HashMap;
use std::thread;

use catalog::{Catalog, LedgerDef, Row, RuleUse, check_row, fill_row};
use jiff::civil::Date;
use terms::{Finding, Grade, Place, Value};

use super::NAMED;
use crate::check::{check_alone, set_is_whole, set_text, with_no_further_lines};
use crate::schema::label;

/// A row on its way into the base.
pub(super) struct Item {
    pub(super) place: Place,
    pub(super) row: Row,
    /// Something about it must be mended, so that it is left out.
    pub(super) bad: bool,
    pub(super) found: Vec<Finding>,
}

impl Item {
    pub(super) fn say(&mut self, finding: Finding) {
        self.bad |= finding.grade == Grade::Must;
        self.found.push(at_row(&self.place, finding));
    }
}

/// What rules over child rows fill in and say, now that it is known which child rows there are: those of the file, and
/// those that stand where the file does not speak of any.
pub(super) fn of_lines(
    catalog: &Catalog,
    def: &LedgerDef,
    row: &mut Row,
    day: Date,
) -> Vec<Finding> {
    if !def.rules.iter().any(RuleUse::is_of_lines) {
        return Vec::new();
    }
    with_no_further_lines(def, row, |row| {
        fill_row(catalog, def, row, day);
        check_row(catalog, def, row, day)
    })
}

/// Checks every row by itself, on all cores: rows know nothing of each other here.
pub(super) fn check_all(
    catalog: &Catalog,
    def: &LedgerDef,
    rows: Vec<(Place, Row)>,
    day: Date,
) -> Vec<Item> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = rows.len().div_ceil(cores).max(500);
    let mut items: Vec<Item> = rows
        .into_iter()
        .map(|(place, row)| Item { place, row, bad: false, found: Vec::new() })
        .collect();
    thread::scope(|scope| {
        for chunk in items.chunks_mut(size) {
            scope.spawn(move || {
                for item in chunk {
                    fill_row(catalog, def, &mut item.row, day);
                    for finding in check_alone(catalog, def, &item.row, day) {
                        item.say(finding);
                    }
                }
            });
        }
    });
    items
}

/// A finding about a row, where the row stands in its file.
fn at_row(place: &Place, mut finding: Finding) -> Finding {
    let field = match &finding.place {
        Place::Field { field, .. } => field.clone(),
        Place::Cell { label, .. } => label.clone(),
        Place::Text { .. } | Place::Whole { .. } => String::new(),
    };
    finding.place = match place {
        Place::Cell { file, sheet, row, column, label } => Place::Cell {
            file: file.clone(),
            sheet: sheet.clone(),
            row: *row,
            column: column.clone(),
            label: if field.is_empty() { label.clone() } else { field },
        },
        Place::Field { ledger, record, .. } => {
            Place::Field { ledger: ledger.clone(), record: record.clone(), field }
        }
        Place::Text { .. } | Place::Whole { .. } => place.clone(),
    };
    finding
}

/// Rows of the file that claim the same key or unique set: all of them are named, none is taken.
pub(super) fn find_twins(def: &LedgerDef, set: &[String], items: &mut [Item]) {
    let is_key = set == def.key.as_slice();
    let mut rows_of: HashMap<String, Vec<usize>> = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let whole = if is_key {
            set.iter().any(|name| item.row.get(def, name).is_some())
        } else {
            set_is_whole(def, set, &item.row)
        };
        if whole {
            rows_of.entry(set_text(def, set, &item.row)).or_default().push(at);
        }
    }
    let mut twins: Vec<Vec<usize>> = rows_of.into_values().filter(|it| it.len() > 1).collect();
    twins.sort();
    let labels: Vec<&str> = set.iter().map(|it| label(def, it)).collect();
    let labels = labels.join("、");
    for group in twins {
        let places: Vec<String> = group.iter().map(|at| items[*at].place.to_string()).collect();
        for (own, at) in group.iter().enumerate() {
            let others: Vec<&str> = places
                .iter()
                .enumerate()
                .filter(|it| it.0 != own)
                .map(|it| it.1.as_str())
                .take(NAMED)
                .collect();
            let item = &mut items[*at];
            let values: Vec<String> =
                set.iter().filter_map(|it| item.row.get(def, it)).map(Value::canonical).collect();
            let what = format!("“{labels}”{}与{}重复", values.join("、"), others.join("、"));
            let place = Place::Field {
                ledger: def.title.clone(),
                record: String::new(),
                field: labels.clone(),
            };
            item.say(Finding::must(
                "twice_in_file",
                place,
                what,
                "同一编号只留一行，改好后重新导入",
            ));
        }
    }
}
