//! What a slot prints of a figure (数的印法): its value, or the base that a growth starts from.

use catalog::{Catalog, MeasureDef};
use rust_decimal::Decimal;
use terms::Figure;

use crate::print::Amount;
use crate::slot::{Format, Slot};

/// The role of the part of a growth that it starts from.
const BASE_ROLE: &str = "上年同期";

/// A number of a figure, ready to be printed.
pub(crate) struct FigureShown<'a> {
    pub(crate) figure: &'a Figure,
    pub(crate) value: Decimal,
    pub(crate) unit: String,
    /// Decimal places where the slot says nothing.
    pub(crate) places: u32,
    /// Rows that open behind it.
    pub(crate) records: u64,
}

impl FigureShown<'_> {
    pub(crate) fn amount(&self) -> Amount<'_> {
        Amount { value: self.value, unit: &self.unit, places: self.places }
    }
}

/// What a slot prints of a figure; none where it has no value.
pub(crate) fn shown<'a>(
    catalog: &Catalog,
    figure: &'a Figure,
    slot: &Slot,
) -> Option<FigureShown<'a>> {
    if !slot.has(&Format::Base) {
        return Some(FigureShown {
            figure,
            value: figure.value?,
            unit: figure.unit.clone(),
            places: figure.places,
            records: figure.records,
        });
    }
    let part = figure.parts.iter().find(|it| it.role == BASE_ROLE)?;
    let grown = match catalog.indicators.get(&figure.id).map(|it| &it.measure) {
        Some(MeasureDef::Growth { of }) => catalog.indicators.get(of),
        Some(_) | None => None,
    };
    Some(FigureShown {
        figure,
        value: part.value?,
        unit: part.unit.clone(),
        places: grown.map_or(figure.places, |it| it.places),
        records: part.records,
    })
}

/// The title of what a slot prints, for people.
pub(crate) fn title(figure: &str, slot: &Slot) -> String {
    if slot.has(&Format::Base) { format!("{figure}的{BASE_ROLE}数") } else { figure.to_owned() }
}
