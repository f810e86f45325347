//! A draft into a document (成文): headings numbered, run-in text behind its heading, every number listed with its sentence.

use super::{BlockKind, Draft, DraftBlock, DraftRun, DraftSlot, DraftTable, SlotKind};
use crate::document::{
    Align, Block, Column, Heading, Level, Paragraph, Run, Signature, SlotMark, Table,
};
use crate::numbers::{NumberKind, NumberUse, sentence_at};
use crate::outline::DrawnUp;
use crate::title;

impl Draft {
    /// The document, with its numbers; places and origins are those of a drawing up and are left out.
    #[must_use]
    pub fn close(&self) -> DrawnUp {
        let mut closing = Closing::default();
        closing.drawn.file_name.clone_from(&self.file_name);
        let numbers = self.numbers();
        for (at, block) in self.blocks.iter().enumerate() {
            let runs_on = self.blocks.get(at + 1).is_some_and(|it| {
                it.kind == BlockKind::Text { run_in: true } && !it.runs.is_empty()
            });
            closing.block(block, numbers.get(at).and_then(Option::as_deref), runs_on);
        }
        closing.drawn
    }
}

#[derive(Default)]
struct Closing {
    drawn: DrawnUp,
    /// The headings above, with their numbers.
    path: Vec<String>,
}

impl Closing {
    fn block(&mut self, block: &DraftBlock, number: Option<&str>, runs_on: bool) {
        let section = self.path.join("＞");
        let document = &mut self.drawn.document;
        match &block.kind {
            BlockKind::Title => {
                document.title = title::lines(&block.text());
                self.take(&block.runs, &block.text(), 0, "标题");
            }
            BlockKind::Heading { level } => {
                let depth = usize::from((*level).clamp(1, 4)) - 1;
                let number = number.unwrap_or_default();
                let words = format!("{number}{}", block.text());
                self.path.truncate(depth);
                self.path.push(words.clone());
                let mut text = vec![Run::words(number)];
                text.extend(runs(&block.runs));
                let mut printed = words;
                if runs_on {
                    text.push(Run::words("。"));
                    printed.push('。');
                }
                let heading =
                    Heading { level: Level::ALL[depth], text: joined(text), run_in: None };
                document.blocks.push(Block::Heading(heading));
                let section = self.path.join("＞");
                self.take(&block.runs, &printed, number.len(), &section);
            }
            BlockKind::Text { run_in } => {
                self.take(&block.runs, &block.text(), 0, &section);
                let words = joined(runs(&block.runs));
                match self.drawn.document.blocks.last_mut() {
                    Some(Block::Heading(heading)) if *run_in && !words.is_empty() => {
                        heading.run_in = Some(words);
                    }
                    _ if *run_in && words.is_empty() => {}
                    _ => {
                        let paragraph = Paragraph { runs: words };
                        self.drawn.document.blocks.push(Block::Paragraph(paragraph));
                    }
                }
            }
            BlockKind::Table(table) => {
                self.table(table, &section);
            }
            BlockKind::Signature { office, date } => {
                document.signature = Some(Signature { office: office.clone(), date: *date });
            }
        }
    }

    fn table(&mut self, table: &DraftTable, section: &str) {
        for row in &table.rows {
            let first: String = row
                .first()
                .map(|it| it.iter().map(DraftRun::printed).collect())
                .unwrap_or_default();
            let sentence = format!("{}：{first}", table.title.as_deref().unwrap_or_default());
            for cell in row {
                let slots = cell.iter().filter_map(as_slot).filter(|it| !it.is_gap());
                let numbers = slots.map(|it| number(it, section, &sentence));
                self.drawn.numbers.extend(numbers);
            }
        }
        let columns = table.columns.iter().map(|(heading, share, align)| Column {
            heading: heading.clone(),
            share: *share,
            align: match align.as_str() {
                "centre" => Align::Centre,
                "right" => Align::Right,
                _ => Align::Left,
            },
        });
        let rows = table.rows.iter().map(|row| row.iter().map(|it| runs(it)).collect());
        self.drawn.document.blocks.push(Block::Table(Table {
            title: table.title.clone(),
            columns: columns.collect(),
            rows: rows.collect(),
        }));
    }

    /// Lists the numbers of a text that begins `before` bytes into what is printed.
    fn take(&mut self, runs: &[DraftRun], printed: &str, before: usize, section: &str) {
        let mut at = before;
        for run in runs {
            if let Some(slot) = as_slot(run).filter(|it| !it.is_gap() && !it.printed.is_empty()) {
                let sentence = sentence_at(printed, at);
                self.drawn.numbers.push(number(slot, section, sentence));
            }
            at += run.printed().len();
        }
    }
}

fn as_slot(run: &DraftRun) -> Option<&DraftSlot> {
    if let DraftRun::Slot(slot) = run { Some(slot) } else { None }
}

fn number(slot: &DraftSlot, section: &str, sentence: &str) -> NumberUse {
    NumberUse {
        section: section.to_owned(),
        sentence: sentence.to_owned(),
        printed: slot.printed.clone(),
        kind: match &slot.kind {
            SlotKind::Figure { id, .. } => NumberKind::Figure { id: id.clone() },
            SlotKind::Constant { name, source } => {
                NumberKind::Constant { name: name.clone(), source: source.clone() }
            }
            SlotKind::Record { ledger, key, field } => NumberKind::Record {
                ledger: ledger.clone(),
                key: key.clone(),
                field: field.clone(),
            },
            SlotKind::Date => NumberKind::Date,
        },
        title: slot.title.clone(),
        exact: slot.exact,
        unit: slot.unit.clone(),
        period: slot.period,
        as_of: slot.as_of,
        records: slot.records,
    }
}

fn runs(all: &[DraftRun]) -> Vec<Run> {
    let run = |it: &DraftRun| match it {
        DraftRun::Words(text) => Run::words(text),
        DraftRun::Slot(slot) => {
            let mark = match &slot.kind {
                SlotKind::Figure { id, format: Some(format) } => SlotMark::new(id, format).ok(),
                SlotKind::Figure { .. }
                | SlotKind::Constant { .. }
                | SlotKind::Record { .. }
                | SlotKind::Date => None,
            };
            Run { text: slot.printed.clone(), slot: mark }
        }
    };
    all.iter().map(run).collect()
}

/// Neighbouring words as one run, as a drawing up has them.
fn joined(all: Vec<Run>) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::with_capacity(all.len());
    for run in all.into_iter().filter(|it| !it.text.is_empty()) {
        match found.last_mut() {
            Some(last) if last.slot.is_none() && run.slot.is_none() => last.text += &run.text,
            _ => found.push(run),
        }
    }
    found
}
