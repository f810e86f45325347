//! A document drawn up into a draft (开稿): every number becomes a slot of its block.

use std::collections::BTreeMap;

use jiff::civil::Date;
use terms::Period;

use super::{BlockKind, Draft, DraftBlock, DraftRun, DraftSlot, DraftTable, SlotKind, align_word};
use crate::document::{Block, Run};
use crate::numbers::{NumberKind, NumberUse};
use crate::outline::{BlockOrigin, DrawnUp, Part};

/// Opens what was drawn up as a draft.
#[must_use]
pub fn open(drawn: &DrawnUp) -> Draft {
    let mut opening = Opening { numbers: by_text(drawn), when: when(drawn), blocks: Vec::new() };
    if !drawn.document.title.is_empty() {
        let words = Run::words(drawn.document.title_line());
        let runs = opening.runs((None, Part::Main), &[words]);
        opening.push("title".to_owned(), BlockKind::Title, "", runs);
    }
    let mut ordinals = [0_usize; 4];
    for (at, block) in drawn.document.blocks.iter().enumerate() {
        let origin = drawn.origins.get(at);
        let id = origin.map_or_else(|| format!("block:{at}"), id_of);
        let section = origin.map_or("", |it| section_of(&it.file));
        match block {
            Block::Paragraph(paragraph) => {
                let runs = opening.runs((Some(at), Part::Main), &paragraph.runs);
                opening.push(id, BlockKind::Text { run_in: false }, section, runs);
            }
            Block::Heading(heading) => {
                let depth = crate::document::Level::ALL
                    .iter()
                    .position(|it| *it == heading.level)
                    .unwrap_or_default();
                ordinals[depth] += 1;
                ordinals[depth + 1..].fill(0);
                let number = heading.level.number(ordinals[depth]);
                let mut runs = opening.runs((Some(at), Part::Main), &heading.text);
                cut_head(&mut runs, &number);
                if heading.run_in.is_some() {
                    cut_tail(&mut runs, "。");
                }
                let level = u8::try_from(depth + 1).unwrap_or(1);
                opening.push(id.clone(), BlockKind::Heading { level }, section, runs);
                if let Some(run_in) = &heading.run_in {
                    let runs = opening.runs((Some(at), Part::RunIn), run_in);
                    let kind = BlockKind::Text { run_in: true };
                    opening.push(format!("{id}:run"), kind, section, runs);
                }
            }
            Block::Table(table) => {
                let rows = table.rows.iter().enumerate().map(|(row, cells)| {
                    let cells = cells.iter().enumerate();
                    cells
                        .map(|(column, runs)| {
                            opening.runs((Some(at), Part::Cell(row, column)), runs)
                        })
                        .collect()
                });
                let table = DraftTable {
                    title: table.title.clone(),
                    rows: rows.collect(),
                    columns: table
                        .columns
                        .iter()
                        .map(|it| (it.heading.clone(), it.share, align_word(it.align).to_owned()))
                        .collect(),
                };
                opening.push(id, BlockKind::Table(table), section, Vec::new());
            }
        }
    }
    if let Some(signature) = &drawn.document.signature {
        let kind = BlockKind::Signature { office: signature.office.clone(), date: signature.date };
        opening.push("signature".to_owned(), kind, "", Vec::new());
    }
    let mut blocks = opening.blocks;
    name_slots(&mut blocks);
    Draft { file_name: drawn.file_name.clone(), blocks, taken_out: Vec::new() }
}

/// A text of the document: which block, which part.
type TextAt = (Option<usize>, Part);

struct Opening<'d> {
    /// The numbers of each text with their first bytes, in order.
    numbers: BTreeMap<TextAt, Vec<(usize, &'d NumberUse)>>,
    /// The period and day that gaps speak of.
    when: (Period, Date),
    blocks: Vec<DraftBlock>,
}

/// The period of the document, which its dates have, else its first number.
fn when(drawn: &DrawnUp) -> (Period, Date) {
    let date = drawn.numbers.iter().find(|it| matches!(it.kind, NumberKind::Date));
    let first = date.or(drawn.numbers.first());
    first.map_or((Period::Year(1), Date::MIN), |it| (it.period, it.as_of))
}

fn by_text(drawn: &DrawnUp) -> BTreeMap<TextAt, Vec<(usize, &NumberUse)>> {
    let mut found: BTreeMap<TextAt, Vec<(usize, &NumberUse)>> = BTreeMap::new();
    for (place, number) in drawn.places.iter().zip(&drawn.numbers) {
        found.entry((place.block, place.part)).or_default().push((place.start, number));
    }
    for numbers in found.values_mut() {
        numbers.sort_by_key(|it| it.0);
    }
    found
}

impl Opening<'_> {
    fn push(&mut self, id: String, kind: BlockKind, section: &str, runs: Vec<DraftRun>) {
        self.blocks.push(DraftBlock::drawn(id, kind, section, runs));
    }

    /// The runs of a text, cut where a number begins or ends.
    fn runs(&self, text: TextAt, runs: &[Run]) -> Vec<DraftRun> {
        let none = Vec::new();
        let mut numbers = self.numbers.get(&text).unwrap_or(&none).iter().peekable();
        let (mut found, mut at) = (Vec::new(), 0);
        for run in runs {
            let end = at + run.text.len();
            if let Some(mark) = &run.slot {
                let number = numbers.next_if(|it| it.0 == at).map(|it| it.1);
                let (id, format) = (mark.figure().to_owned(), Some(mark.format().to_owned()));
                let kind = SlotKind::Figure { id, format };
                found.push(DraftRun::Slot(self.slot(kind, &run.text, number)));
                at = end;
                continue;
            }
            let mut rest = run.text.as_str();
            while let Some((start, number)) = numbers.next_if(|it| it.0 < end) {
                let Some((before, from)) = rest.split_at_checked(start.saturating_sub(at)) else {
                    continue;
                };
                let Some(behind) = from.strip_prefix(number.printed.as_str()) else { continue };
                words(&mut found, before);
                let kind = kind_of(&number.kind);
                found.push(DraftRun::Slot(self.slot(kind, &number.printed, Some(number))));
                (rest, at) = (behind, start + number.printed.len());
            }
            words(&mut found, rest);
            at = end;
        }
        found
    }

    /// A slot without its place; without a number it is a gap.
    fn slot(&self, kind: SlotKind, printed: &str, number: Option<&NumberUse>) -> DraftSlot {
        DraftSlot {
            id: String::new(),
            order: 0,
            kind,
            printed: printed.to_owned(),
            title: number.map_or_else(|| gap_title(printed), |it| it.title.clone()),
            exact: number.and_then(|it| it.exact),
            unit: number.map(|it| it.unit.clone()).unwrap_or_default(),
            period: number.map_or(self.when.0, |it| it.period),
            as_of: number.map_or(self.when.1, |it| it.as_of),
            records: number.map_or(0, |it| it.records),
        }
    }
}

fn words(runs: &mut Vec<DraftRun>, text: &str) {
    if !text.is_empty() {
        runs.push(DraftRun::Words(text.to_owned()));
    }
}

fn kind_of(kind: &NumberKind) -> SlotKind {
    match kind {
        NumberKind::Figure { id } => SlotKind::Figure { id: id.clone(), format: None },
        NumberKind::Constant { name, source } => {
            SlotKind::Constant { name: name.clone(), source: source.clone() }
        }
        NumberKind::Record { ledger, key, field } => {
            SlotKind::Record { ledger: ledger.clone(), key: key.clone(), field: field.clone() }
        }
        NumberKind::Date => SlotKind::Date,
    }
}

/// 〔待补：查处案件〕 → 查处案件
fn gap_title(printed: &str) -> String {
    printed.trim_start_matches("〔待补：").trim_end_matches('〕').to_owned()
}

/// Gives every slot of each block its id and its place.
pub(super) fn name_slots(blocks: &mut [DraftBlock]) {
    for block in blocks {
        let (mut order, mut times) = (0, BTreeMap::new());
        let mut name = |run: &mut DraftRun| {
            let DraftRun::Slot(slot) = run else { return };
            let source = match &slot.kind {
                SlotKind::Figure { id, format } => {
                    format!("{id}#{}", format.as_deref().unwrap_or("-"))
                }
                SlotKind::Constant { name, .. } => format!("#{name}"),
                SlotKind::Record { field, .. } => format!("@{field}"),
                SlotKind::Date => "date".to_owned(),
            };
            let time = times.entry(source.clone()).or_insert(0_u32);
            slot.id = format!("{source}:{time}");
            slot.order = order;
            *time += 1;
            order += 1;
        };
        block.runs.iter_mut().for_each(&mut name);
        if let BlockKind::Table(table) = &mut block.kind {
            table.rows.iter_mut().flatten().flatten().for_each(&mut name);
        }
    }
}

/// `reports/half_year/05_enforcement.toml`, line 12, record K → `05_enforcement:12:K`.
fn id_of(origin: &BlockOrigin) -> String {
    let head = format!("{}:{}", section_of(&origin.file), origin.line);
    if origin.turn.is_empty() { head } else { format!("{head}:{}", origin.turn) }
}

fn section_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn cut_head(runs: &mut Vec<DraftRun>, head: &str) {
    if let Some(DraftRun::Words(text)) = runs.first_mut()
        && let Some(rest) = text.strip_prefix(head)
    {
        *text = rest.to_owned();
        if text.is_empty() {
            runs.remove(0);
        }
    }
}

fn cut_tail(runs: &mut Vec<DraftRun>, tail: &str) {
    if let Some(DraftRun::Words(text)) = runs.last_mut()
        && let Some(rest) = text.strip_suffix(tail)
    {
        *text = rest.to_owned();
        if text.is_empty() {
            runs.pop();
        }
    }
}
