//! Figures that a writer puts into the words (插入的数): any indicator of the period, in any form that an outline may print.
//!
//! Such a slot is locked like the outline's. The outline does not know it, so that whoever sets a draft anew computes
//! [`own_figures`] beside what is drawn up and hands them in as [`own_slot`] prints them.

use std::collections::BTreeSet;

use catalog::Catalog;
use terms::{Figure, Finding, Place};

use super::{Draft, DraftSlot, SlotKind};
use crate::document::SlotMark;
use crate::figure::{shown, title};
use crate::fit::fit_figure;
use crate::print;
use crate::slot::{Fault, Format, Piece, Slot, Subject, pieces};

/// What the ids of such slots begin with: no slot of an outline does.
const OWN: &str = "own:";
/// Longest form, in bytes; more than any sensible one.
const FORM_BYTES_MAX: usize = 64;

/// A figure in a form (数和写法).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnFigure {
    /// Indicator id.
    pub id: String,
    /// Its form, as an outline writes it: `wan|places=1`; empty for the plain value with its unit.
    pub form: String,
}

/// A form in which a figure may be printed, and what is printed (写法).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureForm {
    /// As an outline writes it.
    pub form: String,
    /// What is printed.
    pub printed: String,
}

impl DraftSlot {
    /// Whether a writer put it in: the outline does not know it.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.id.starts_with(OWN)
    }

    /// Indicator and form of a figure that can be computed without the outline.
    pub(super) fn figure_and_form(&self) -> Option<(&str, &str)> {
        match &self.kind {
            SlotKind::Figure { id, format: Some(format) } => Some((id, format)),
            SlotKind::Figure { format: None, .. }
            | SlotKind::Constant { .. }
            | SlotKind::Record { .. }
            | SlotKind::Date => None,
        }
    }
}

/// The figures of a draft that must be computed beside its outline's: those that a writer put in, and those in paragraphs
/// of his own.
#[must_use]
pub fn own_figures(draft: &Draft) -> BTreeSet<OwnFigure> {
    let slots = draft.blocks.iter().flat_map(|block| {
        let all = block.slots().chain(&block.spare);
        all.filter(|it| it.is_own() || block.added)
    });
    let own = |(id, form): (&str, &str)| OwnFigure { id: id.to_owned(), form: form.to_owned() };
    slots.filter_map(DraftSlot::figure_and_form).map(own).collect()
}

/// A figure as a slot that a writer may put in; a gap where it has no value.
///
/// # Errors
/// Findings: a form that cannot be read, or that does not suit the figure.
pub fn own_slot(catalog: &Catalog, figure: &Figure, form: &str) -> Result<DraftSlot, Vec<Finding>> {
    let place = || Place::Field {
        ledger: "报告".to_owned(),
        record: figure.id.clone(),
        field: "写法".to_owned(),
    };
    let slot = read(catalog, &figure.id, form).map_err(|faults| {
        let finding = |it: Fault| Finding::must(it.rule, place(), it.what, it.mend);
        faults.into_iter().map(finding).collect::<Vec<_>>()
    })?;
    let format = slot.format_words();
    let title = title(&figure.title, &slot);
    let shown = shown(catalog, figure, &slot);
    Ok(DraftSlot {
        id: format!("{OWN}{}#{format}:0", figure.id),
        order: 0,
        kind: SlotKind::Figure { id: figure.id.clone(), format: Some(format) },
        printed: match &shown {
            Some(shown) => print::amount(&slot, shown.amount()),
            None => format!("〔待补：{title}〕"),
        },
        title,
        exact: shown.as_ref().map(|it| it.value),
        unit: shown.as_ref().map_or_else(String::new, |it| it.unit.clone()),
        period: figure.period,
        as_of: figure.as_of,
        records: shown.as_ref().map_or(0, |it| it.records),
    })
}

/// Reads a form of a figure: one that an outline may write and that has no words of its own.
fn read(catalog: &Catalog, id: &str, form: &str) -> Result<Slot, Vec<Fault>> {
    let wrong = |what: String| Err(vec![Fault::new("slot_format", what, "从列出的写法里选")]);
    let written = if form.is_empty() { format!("{{{id}}}") } else { format!("{{{id}|{form}}}") };
    if form.len() > FORM_BYTES_MAX {
        return wrong("写法太长".to_owned());
    }
    let (mut pieces, faults) = pieces(&written);
    if !faults.is_empty() {
        return Err(faults);
    }
    let slot = match (pieces.pop(), pieces.pop()) {
        (Some(Piece::Slot(slot)), None) if slot.subject == Subject::Figure(id.to_owned()) => slot,
        (_, _) => return wrong(format!("“{form}”不是写法")),
    };
    if slot.formats.iter().any(|it| matches!(it, Format::Zero(_) | Format::Else(_))) {
        return wrong("带句子的写法只写在报告提纲里".to_owned());
    }
    let faults = fit_figure(catalog, id, &slot);
    if !faults.is_empty() {
        return Err(faults);
    }
    match SlotMark::new(id, slot.format_words()) {
        Ok(_) => Ok(slot),
        Err(_) => wrong(format!("{} 太长，Word 里放不下", slot.written())),
    }
}

/// The forms that suit a figure, the plain one first; of several that print the same only the first. None without a value.
#[must_use]
pub fn forms(catalog: &Catalog, figure: &Figure) -> Vec<FigureForm> {
    let mut found: Vec<FigureForm> = Vec::new();
    for form in candidates(figure) {
        let Ok(slot) = read(catalog, &figure.id, &form) else { continue };
        let Some(shown) = shown(catalog, figure, &slot) else { continue };
        let amount = shown.amount();
        if print::vanishes(&slot, amount) || !print::reads_well(&slot, amount) {
            continue;
        }
        let printed = print::amount(&slot, amount);
        if found.iter().all(|it| it.printed != printed) {
            found.push(FigureForm { form, printed });
        }
    }
    found
}

/// Every form that might suit: what does not is refused when it is read.
fn candidates(figure: &Figure) -> Vec<String> {
    // Of a rate nobody prints more than hundredths.
    let most = if figure.unit == "%" { 2 } else { 4 };
    let places: Vec<String> =
        std::iter::once(String::new()).chain((0..=most).map(|it| format!("places={it}"))).collect();
    let mut all = Vec::new();
    for head in ["", "trend", "base"] {
        for tail in ["", "about", "odd", "bare"] {
            for scale in ["", "wan", "yi"] {
                for places in &places {
                    let words = [head, tail, scale, places].into_iter().filter(|it| !it.is_empty());
                    all.push(words.collect::<Vec<_>>().join("|"));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests;
