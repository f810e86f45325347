//! Deadlines of a record (期限): the light for lists, and the whole explanation for the detail.

use catalog::LedgerDef;
use clock::Due;
use ledger::Record;
use serde::Serialize;

use crate::api::guard::Viewer;
use crate::context::today;
use crate::flow::deadline::{self, Deadline, left_words};
use crate::flow::due;

/// Colour of a light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Color {
    Red,
    Yellow,
    Green,
    Grey,
}

impl From<clock::Light> for Color {
    fn from(light: clock::Light) -> Color {
        match light {
            clock::Light::Red => Color::Red,
            clock::Light::Yellow => Color::Yellow,
            clock::Light::Green => Color::Green,
            clock::Light::Grey => Color::Grey,
        }
    }
}

/// The light of a record: how its most urgent clock stands.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Light {
    pub(crate) color: Color,
    /// How it stands, in words.
    text: String,
    clock: String,
    label: String,
    pub(crate) due: Option<String>,
    /// How much is left, in words.
    left: String,
}

/// The most urgent open clock of a record; none where none runs.
pub(crate) fn light(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Option<Light> {
    let clocks = viewer.catalog.clocks_of(def);
    let day = today();
    let readings =
        clocks.iter().filter_map(|it| clock::read(&viewer.catalog, def, it, &record.row, day));
    let urgent = readings.filter(|it| it.state.is_open()).min_by_key(|it| it.state)?;
    Some(Light {
        color: urgent.light.into(),
        text: urgent.state.label().to_owned(),
        due: urgent.due.and_then(Due::day).map(|it| it.to_string()),
        left: left_words(&urgent),
        clock: urgent.clock,
        label: urgent.label,
    })
}

/// Every clock of a record that has started, explained day by day.
pub(crate) fn all(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Vec<Deadline> {
    let context = viewer.context();
    let items = due::of(&context, def, record, today());
    items.iter().map(|it| deadline::deadline(it, true)).collect()
}
