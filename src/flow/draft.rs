//! Drafts of reports (报告稿): drawn up from the ledgers, edited by people, checked, given out, taken back.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use catalog::{Catalog, IndicatorDef, ReportDef};
use report::check::{Text, read_text};
use report::draft::{
    BlockKind, Draft, DraftBlock, DraftSlot, OwnFigure, SlotKind, open, own_figures, own_slot,
};

use crate::context::Context;
use crate::flow::check::{Asked, Review, judge};
use crate::flow::figure::{self, When, compute};
use crate::flow::report as drafting;
use crate::say::Findings;

/// The office that answers for what no office answers for.
const WRITERS: &str = "办公室";

/// A section of a report, with the office that answers for it (分工).
pub(crate) struct Section {
    /// Stem of the outline's file.
    pub(crate) id: String,
    /// Its first heading.
    pub(crate) heading: String,
    pub(crate) level: u8,
    pub(crate) office: String,
}

/// What the ledgers would draw up now, as a draft.
pub(crate) async fn fresh(context: &Context, def: &ReportDef, when: When) -> Result<Draft> {
    let (drawn, _) = drafting::drawn(context, def, when).await?;
    Ok(open(&drawn))
}

/// The figures that a draft has beside its outline's, as they are now: those that a writer put in.
pub(crate) async fn own_slots(
    context: &Context,
    draft: &Draft,
    when: When,
) -> Result<Vec<DraftSlot>> {
    let wanted = own_figures(draft);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<&str> = wanted.iter().map(|it| it.id.as_str()).collect();
    let defs: Vec<&IndicatorDef> =
        ids.into_iter().filter_map(|it| context.catalog.indicators.get(it)).collect();
    let computed = compute(context, &defs, when).await?;
    let slot = |it: OwnFigure| {
        let figure = &computed.iter().find(|one| one.figure.id == it.id)?.figure;
        own_slot(&context.catalog, figure, &it.form).ok()
    };
    Ok(wanted.into_iter().filter_map(slot).collect())
}

/// The sections of a draft in order. The office is that which answers for most of the section's figures and records.
pub(crate) fn sections(catalog: &Catalog, draft: &Draft) -> Vec<Section> {
    let mut found: Vec<(Section, BTreeMap<&str, usize>)> = Vec::new();
    for block in draft.blocks.iter().filter(|it| !it.section.is_empty()) {
        let at = found.iter().position(|it| it.0.id == block.section).unwrap_or_else(|| {
            let (heading, level, office) = (String::new(), 0, String::new());
            found.push((
                Section { id: block.section.clone(), heading, level, office },
                BTreeMap::new(),
            ));
            found.len() - 1
        });
        let Some((section, offices)) = found.get_mut(at) else { continue };
        if let (BlockKind::Heading { level }, true) = (&block.kind, section.heading.is_empty()) {
            (section.heading, section.level) = (block.text(), *level);
        }
        for office in block.slots().filter_map(|it| office_of(catalog, &it.kind)) {
            *offices.entry(office).or_default() += 1;
        }
    }
    let named = found.into_iter().map(|(mut section, offices)| {
        let shared = catalog.offices.shared();
        let most = offices.iter().filter(|it| !shared.contains(it.0)).max_by_key(|it| it.1);
        most.map_or(WRITERS, |it| it.0).clone_into(&mut section.office);
        section
    });
    named.collect()
}

fn office_of<'c>(catalog: &'c Catalog, kind: &SlotKind) -> Option<&'c str> {
    match kind {
        SlotKind::Figure { id, .. } => catalog.indicators.get(id).map(|it| it.owner.as_str()),
        SlotKind::Record { ledger, .. } => catalog.ledgers.get(ledger).map(|it| it.office.as_str()),
        SlotKind::Constant { .. } | SlotKind::Date => None,
    }
    .filter(|it| !it.is_empty())
}

/// The draft as a Word file, with the mark by which it is known when it comes back.
pub(crate) fn docx(draft: &Draft, when: When, mark: &str) -> Result<Vec<u8>> {
    let closed = draft.close();
    let made_on = closed.document.signature.as_ref().map_or(when.as_of, |it| it.date);
    Ok(report::write_marked_docx(&closed.document, made_on, mark)?)
}

/// The workbook behind the draft as it stands: its numbers, and the figures with their records.
pub(crate) async fn book(context: &Context, draft: &Draft, when: When) -> Result<Vec<u8>> {
    let closed = draft.close();
    let mut ids: Vec<&str> = Vec::new();
    for slot in draft.blocks.iter().flat_map(DraftBlock::slots) {
        if let SlotKind::Figure { id, .. } = &slot.kind
            && !ids.contains(&id.as_str())
        {
            ids.push(id);
        }
    }
    let mut defs: Vec<&IndicatorDef> =
        ids.iter().filter_map(|it| context.catalog.indicators.get(*it)).collect();
    figure::in_order(&mut defs);
    let computed = compute(context, &defs, when).await?;
    let book = drafting::draft(context, &closed, &computed, when).await?;
    let made_on = closed.document.signature.as_ref().map_or(when.as_of, |it| it.date);
    Ok(book.write(made_on)?)
}

/// The draft as the checker reads it.
fn text(draft: &Draft, when: When) -> Result<(Text, Vec<u8>)> {
    let bytes = docx(draft, when, "")?;
    let text = read_text("报告.docx", &bytes).map_err(|it| Findings(vec![*it]))?;
    Ok((text, bytes))
}

/// Checks a draft; with `tied` against the ledgers, and against the last period's document where there is one.
pub(crate) async fn review(
    context: &Context,
    draft: &Draft,
    when: When,
    previous: Option<&(Draft, When)>,
    tied: bool,
    explain: bool,
) -> Result<Review> {
    let (text, bytes) = text(draft, when)?;
    let previous = previous.map(|it| self::text(&it.0, it.1)).transpose()?.map(|it| it.0);
    let asked = Asked { period: Some(when.period), previous, explain, ..Asked::default() };
    let document = (format!("{}.docx", draft.file_name), bytes);
    let ledgers = tied.then_some(context);
    judge(&context.catalog, ledgers, document, text, asked, &[]).await
}

/// For every paragraph of the checked text, the id of the block that prints it.
pub(crate) fn blocks_of(draft: &Draft, text: &Text) -> Vec<Option<String>> {
    let numbers = draft.numbers();
    let mut printed: Vec<(String, &str)> = Vec::new();
    for (block, number) in draft.blocks.iter().zip(&numbers) {
        let words = format!("{}{}", number.as_deref().unwrap_or_default(), block.text());
        match (&block.kind, printed.last_mut()) {
            (BlockKind::Text { run_in: true }, Some(last)) => {
                last.0 = format!("{}。{words}", last.0);
            }
            (BlockKind::Table(table), _) => {
                let cells = table.rows.iter().flatten().flatten().map(|it| it.printed());
                let heads = table.columns.iter().map(|it| it.0.as_str());
                let all: Vec<&str> =
                    table.title.iter().map(String::as_str).chain(heads).chain(cells).collect();
                printed.push((all.join("\n"), &block.id));
            }
            (BlockKind::Signature { office, .. }, _) => printed.push((office.clone(), &block.id)),
            (_, _) => printed.push((words, &block.id)),
        }
    }
    let mut at = 0;
    let find = |it: &report::check::Paragraph| {
        let rest = printed.get(at..).unwrap_or_default();
        let ahead = rest.iter().position(|one| one.0.contains(it.text.as_str()))?;
        at += ahead;
        printed.get(at).map(|it| it.1.to_owned())
    };
    text.paragraphs.iter().map(find).collect()
}

/// The report of a draft.
pub(crate) fn definition<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c ReportDef> {
    catalog.reports.get(id).with_context(|| format!("报告“{id}”的提纲已不在"))
}
