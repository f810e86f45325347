//! Deadlines of a record (期限): the light for lists, and the whole explanation for the detail.

use catalog::LedgerDef;
use clock::Due;
use ledger::Record;
use serde_json::{Value as Json_, json};

use crate::api::guard::Viewer;
use crate::context::today;
use crate::flow::deadline::{item_json, left_words};
use crate::flow::due;

/// The most urgent open clock of a record; null where none runs.
pub(crate) fn light(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Json_ {
    let clocks = viewer.catalog.clocks_of(def);
    let day = today();
    let readings =
        clocks.iter().filter_map(|it| clock::read(&viewer.catalog, def, it, &record.row, day));
    let urgent = readings.filter(|it| it.state.is_open()).min_by_key(|it| it.state);
    urgent.map_or(Json_::Null, |it| {
        json!({
            "color": color(&it), "text": it.state.label(), "clock": it.clock, "label": it.label,
            "due": it.due.and_then(Due::day).map(|it| it.to_string()), "left": left_words(&it),
        })
    })
}

/// The colour of a clock, by English name.
pub(crate) fn color(reading: &clock::Reading) -> &'static str {
    use clock::Light;
    match reading.light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

/// Every clock of a record that has started, explained day by day.
pub(crate) fn all(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Json_ {
    let context = viewer.context();
    let items = due::of(&context, def, record, today());
    items.iter().map(|it| item_json(it, true)).collect()
}
