//! The figures that a text may speak of, with the places where outlines do (已知的数).

use std::collections::BTreeMap;

use catalog::{Catalog, MeasureDef, ReportDef};
use rust_decimal::Decimal;
use terms::Figure;

use super::anchor::{Anchor, blocks};
use super::grams::{Grams, Weights, grams};
use crate::check::rule::Checked;

/// A figure of the ledgers (台账上的数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFigure {
    /// Indicator id; `|base` behind it for the base of a growth.
    pub id: String,
    /// Numbers of the requirement register.
    pub refs: Vec<String>,
    /// Title in Chinese.
    pub title: String,
    /// The exact value in `unit`; none where there is none at present.
    pub value: Option<Decimal>,
    /// Unit it is printed in.
    pub unit: String,
    /// Decimal places when printed.
    pub places: u32,
}

/// The figures that a text may speak of (已知的数).
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The figures, those of the outlines first, in the order of the outlines.
    pub figures: Vec<KnownFigure>,
    /// Those that a report of its kind is expected to mention: what the outlines always print, until
    /// [`Known::expect`] says what the last document mentioned.
    pub expected: Vec<usize>,
    /// Who expects them.
    pub expected_by: ExpectedBy,
    pub(super) anchors: Vec<Anchor>,
    pub(super) topics: Vec<Topic>,
    pub(super) weights: Weights,
}

/// Who expects a figure to be mentioned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExpectedBy {
    /// The outline prints it (提纲).
    #[default]
    Outline,
    /// The document of an earlier period mentioned it (上期文稿).
    Earlier,
}

/// What a block of an outline is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Topic {
    pub(super) headings: Grams,
    pub(super) words: Grams,
}

impl KnownFigure {
    /// The value as printed, with its unit: `309宗`; empty when there is no value.
    #[must_use]
    pub fn printed(&self) -> String {
        let printed = self.value.map(|it| terms::plain(terms::half_up(it, self.places)));
        printed.map_or_else(String::new, |it| format!("{it}{}", self.unit))
    }
}

impl Known {
    /// The figures of outlines and all others of the catalog that were computed.
    #[must_use]
    pub fn new(
        catalog: &Catalog,
        reports: &[&ReportDef],
        figures: &BTreeMap<String, Figure>,
    ) -> Known {
        let mut known = Known::default();
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        for block in reports.iter().flat_map(|it| blocks(it)) {
            let number = known.topic(&block.headings, &block.words);
            for (order, place) in block.places.iter().enumerate() {
                let key = if place.base { format!("{}|base", place.id) } else { place.id.clone() };
                let Some(figure) = known.take(&mut index, catalog, figures, &place.id, &key) else {
                    continue;
                };
                if !place.optional && !known.expected.contains(&figure) {
                    known.expected.push(figure);
                }
                let mut names = place.names();
                names.extend(titles(catalog, &place.id, place.base));
                names.retain(|it| !it.is_empty());
                known.anchors.push(Anchor {
                    figure,
                    block: number,
                    order,
                    names,
                    zero: place.zero.clone(),
                });
            }
        }
        for id in figures.keys().filter(|it| !index.contains_key(*it)).cloned().collect::<Vec<_>>()
        {
            let Some(figure) = known.take(&mut index, catalog, figures, &id, &id) else { continue };
            let title = catalog.indicators.get(&id).map_or("", |it| it.title.as_str());
            let number = known.topic(title, "");
            let names = titles(catalog, &id, false);
            known.anchors.push(Anchor {
                figure,
                block: number,
                order: 0,
                names,
                zero: String::new(),
            });
        }
        known
    }

    /// The index of a figure, by the id of its indicator.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.figures.iter().position(|it| it.id == id)
    }

    /// Expects what the document of an earlier period mentions instead of what the outlines print.
    pub fn expect(&mut self, earlier: &Checked<'_>) {
        let mut said: Vec<usize> = Vec::new();
        for tie in super::tie(earlier, self) {
            if let [figure] = tie.figures.as_slice()
                && !said.contains(figure)
            {
                said.push(*figure);
            }
        }
        (self.expected, self.expected_by) = (said, ExpectedBy::Earlier);
    }

    fn topic(&mut self, headings: &str, words: &str) -> usize {
        let topic = Topic { headings: grams(headings), words: grams(words) };
        self.weights.add(&topic.headings.union(&topic.words).copied().collect());
        self.topics.push(topic);
        self.topics.len() - 1
    }

    fn take(
        &mut self,
        index: &mut BTreeMap<String, usize>,
        catalog: &Catalog,
        figures: &BTreeMap<String, Figure>,
        id: &str,
        key: &str,
    ) -> Option<usize> {
        if let Some(found) = index.get(key) {
            return Some(*found);
        }
        let figure = figures.get(id)?;
        let made = if key == id { of_figure(figure) } else { of_base(catalog, figure)? };
        self.figures.push(made);
        index.insert(key.to_owned(), self.figures.len() - 1);
        Some(self.figures.len() - 1)
    }
}

fn of_figure(figure: &Figure) -> KnownFigure {
    KnownFigure {
        id: figure.id.clone(),
        refs: figure.refs.clone(),
        title: figure.title.clone(),
        value: figure.value,
        unit: figure.unit.clone(),
        places: figure.places,
    }
}

/// What a growth starts from.
fn of_base(catalog: &Catalog, figure: &Figure) -> Option<KnownFigure> {
    let part = figure.parts.iter().find(|it| it.role == "上年同期")?;
    let grown = catalog.indicators.get(&figure.id).and_then(|it| match &it.measure {
        MeasureDef::Growth { of } => catalog.indicators.get(of),
        MeasureDef::Count
        | MeasureDef::Sum(_)
        | MeasureDef::Distinct(_)
        | MeasureDef::Latest { .. }
        | MeasureDef::Progress { .. }
        | MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Difference { .. }
        | MeasureDef::Zero => None,
    });
    Some(KnownFigure {
        id: format!("{}|base", figure.id),
        refs: Vec::new(),
        title: format!("{}的上年同期数", figure.title),
        value: part.value,
        unit: part.unit.clone(),
        places: grown.map_or(figure.places, |it| it.places),
    })
}

fn titles(catalog: &Catalog, id: &str, base: bool) -> Vec<Grams> {
    let Some(def) = catalog.indicators.get(id).filter(|_| !base) else { return Vec::new() };
    std::iter::once(&def.title).chain(&def.aliases).map(|it| grams(it)).collect()
}
