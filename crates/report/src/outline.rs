//! Outline and values into a document (起草).
//!
//! Prints blocks whose conditions hold, once or once a record; sets the numbers of headings; binds every figure to its place
//! and lists every number with its sentence. What is missing is marked 〔待补：…〕 and said as a finding, never invented.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    BlockDef, Catalog, FieldDef, LedgerDef, ReportDef, Row, TableDef, WhenDef, WhenTest,
};
use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Figure, Finding, Period, Place};

use crate::document::{Block, Document, Heading, Level, Paragraph, Run, Signature, SlotMark};
use crate::figure;
use crate::guard;
use crate::numbers::{NumberKind, NumberUse, sentence_at};
use crate::print;
use crate::records::{block_key, place_of};
use crate::slot::{Piece, Slot, Subject, pieces};
use crate::table::{self, Beside};
use crate::title;

/// What a report is drawn up from (素材).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// The period of the report.
    pub period: Period,
    /// The day at which stocks were taken.
    pub as_of: Date,
    /// Figures by indicator id: at least those of [`needed_figures`].
    pub figures: BTreeMap<String, Figure>,
    /// Figures of other periods for tables, as [`crate::compared_figures`] asks.
    pub compared: BTreeMap<Beside, BTreeMap<String, Figure>>,
    /// Records for loops, filtered and sorted as [`crate::needed_records`] asks, by the block that asks.
    pub records: BTreeMap<String, Vec<Row>>,
}

/// A report as drawn up (成稿).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawnUp {
    /// The document.
    pub document: Document,
    /// File name without extension.
    pub file_name: String,
    /// Every number in the document, in its order.
    pub numbers: Vec<NumberUse>,
    /// Where each of the numbers stands.
    pub places: Vec<NumberPlace>,
    /// Where each of the document's blocks was defined.
    pub origins: Vec<BlockOrigin>,
    /// What is missing ([`terms::Grade::Must`]) and what the writer should look at ([`terms::Grade::Verify`]).
    pub findings: Vec<Finding>,
}

/// The rule of findings that keep a report from going out: something of the last one is not answered yet.
const NOT_SETTLED: &str = "not_settled";

impl DrawnUp {
    /// Whether something has to be settled before the report may go out (须先办妥): a `must` of its outline was met.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.findings.iter().any(|it| it.rule == NOT_SETTLED)
    }
}

/// Where a number stands in a document (数的位置).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberPlace {
    /// Which of the document's blocks; `None` for the title.
    pub block: Option<usize>,
    /// Which text of it.
    pub part: Part,
    /// Its first byte in that text.
    pub start: usize,
}

/// One of the texts of a block (块中的文字).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The title, the heading with its number, or a paragraph.
    Main,
    /// What runs on behind a heading.
    RunIn,
    /// A cell: row and column from 0.
    Cell(usize, usize),
}

/// Where a block of a document was defined (块的出处).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockOrigin {
    /// File of the outline.
    pub file: String,
    /// Line in the file.
    pub line: u32,
    /// Key of the record, of a block that is printed once a record.
    pub turn: String,
}

/// The indicators that a report prints or asks about (所需指标).
#[must_use]
pub fn needed_figures(report: &ReportDef) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    for block in &report.blocks {
        needed.extend(block.when.iter().map(|it| it.figure.clone()));
        needed.extend(block.table.iter().flat_map(|it| it.rows.clone()));
        for text in [&block.heading, &block.text, &block.must] {
            for piece in pieces(text).0 {
                if let Piece::Slot(Slot { subject: Subject::Figure(id), .. }) = piece {
                    needed.insert(id);
                }
            }
        }
    }
    needed
}

/// Draws up a report (起草). A definition with faults is drawn up as far as it goes; [`crate::check_report`] says them.
#[must_use]
pub fn draw_up(catalog: &Catalog, report: &ReportDef, material: &Material) -> DrawnUp {
    let mut drafting = Drafting::new(catalog, report, material);
    drafting.period();
    drafting.title();
    for block in &report.blocks {
        drafting.block(block);
    }
    drafting.empty_headings();
    drafting.not_handed_in();
    drafting.end()
}

/// The number of the block whose heading did not hold, and so everything below it.
type Hidden = Option<u8>;

/// The record of a loop.
type Turn<'a> = Option<(&'a LedgerDef, &'a Row)>;

struct Drafting<'a> {
    catalog: &'a Catalog,
    report: &'a ReportDef,
    material: &'a Material,
    drawn: DrawnUp,
    /// Headings printed so far of each level below the one above.
    ordinals: [usize; 4],
    /// The headings above, with their numbers.
    path: Vec<String>,
    hidden: Hidden,
    /// Where each printed heading was defined, by its place among the document's blocks.
    heading_places: BTreeMap<usize, Place>,
    /// Figures that were spoken of already.
    noted: BTreeSet<String>,
}

/// A text being printed.
#[derive(Default)]
struct Printed {
    runs: Vec<Run>,
    /// Numbers with the byte at which they begin in the runs' joined text.
    numbers: Vec<(usize, NumberUse)>,
    length: usize,
}

impl Printed {
    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.length += text.len();
        match self.runs.last_mut() {
            Some(Run { text: last, slot: None }) => last.push_str(text),
            Some(_) | None => self.runs.push(Run::words(text)),
        }
    }

    fn bound(&mut self, text: &str, mark: SlotMark) {
        if text.is_empty() {
            return;
        }
        self.length += text.len();
        self.runs.push(Run::bound(text, mark));
    }

    fn text(&self) -> String {
        self.runs.iter().map(|it| it.text.as_str()).collect()
    }
}

impl<'a> Drafting<'a> {
    fn new(catalog: &'a Catalog, report: &'a ReportDef, material: &'a Material) -> Drafting<'a> {
        Drafting {
            catalog,
            report,
            material,
            drawn: DrawnUp::default(),
            ordinals: [0; 4],
            path: Vec::new(),
            hidden: None,
            heading_places: BTreeMap::new(),
            noted: BTreeSet::new(),
        }
    }

    fn top(&self) -> Place {
        Place::Text { file: self.report.file.clone(), line: 1, column: 1 }
    }

    fn must(&mut self, rule: &'static str, place: Place, what: String, mend: &str) {
        self.drawn.findings.push(Finding::must(rule, place, what, mend));
    }

    /// A report for half-years is not drawn up for a week.
    fn period(&mut self) {
        let words = match self.material.period {
            Period::Year(_) => "全年",
            Period::Half(..) => "半年",
            Period::Quarter(..) => "季度",
            Period::Month(..) => "月",
            Period::Week(..) => "周",
            Period::Days(..) => "任意起止日",
        };
        if !self.report.is_for(self.material.period) {
            let what = format!("《{}》不是按{words}写的", self.report.title);
            self.must("for_period", self.top(), what, "换一个报告期，或换一份提纲");
        }
    }

    fn title(&mut self) {
        let outline = &self.report.outline;
        let mut length = 0;
        for text in &outline.title {
            let mut printed = self.printed(text, &self.top(), None);
            self.take_numbers(&printed, &printed.text(), "标题", (None, Part::Main, length));
            length += std::mem::take(&mut printed.length);
            self.drawn.document.title.extend(title::lines(&printed.text()));
        }
        let name = self.printed(&outline.file_name, &self.top(), None).text();
        // A record or constant may bring a mark that no file name can hold.
        self.drawn.file_name =
            name.chars().filter(|it| !"/\\:*?\"<>|".contains(*it) && !it.is_control()).collect();
    }

    fn block(&mut self, block: &'a BlockDef) {
        if let Some(level) = self.hidden {
            if block.level == 0 || block.level > level {
                return;
            }
            self.hidden = None;
        }
        // Every condition is asked, so that each figure that is missing is said.
        let answers: Vec<bool> = block.when.iter().map(|it| self.holds(block, it)).collect();
        if answers.contains(&false) {
            self.hide(block);
            return;
        }
        if let Some(table) = &block.table {
            self.table(table, &place_of(block));
            self.origin(block, None);
            return;
        }
        let Some(id) = &block.each else {
            self.stop(block, None);
            self.print(block, None);
            return;
        };
        let rows = self.material.records.get(&block_key(block));
        let (Some(ledger), Some(rows)) = (self.catalog.ledgers.get(id), rows) else {
            let what = format!("循环段落没有取到台账“{id}”的记录");
            self.must("missing_records", place_of(block), what, "请检查台账后重新生成");
            self.hide(block);
            return;
        };
        if rows.is_empty() {
            self.hide(block);
        }
        for row in rows {
            self.stop(block, Some((ledger, row)));
            self.print(block, Some((ledger, row)));
        }
    }

    /// Says what has to be settled first; of a record, at the record.
    fn stop(&mut self, block: &BlockDef, turn: Turn<'a>) {
        if block.must.is_empty() {
            return;
        }
        let place = match turn {
            None => place_of(block),
            Some((ledger, row)) => Place::Field {
                ledger: ledger.title.clone(),
                record: row.key(ledger),
                field: String::new(),
            },
        };
        let what = self.printed(&block.must, &place_of(block), turn).text();
        let mend = "办妥后重新生成；只要草稿，加 --draft";
        self.must(NOT_SETTLED, place, what, mend);
    }

    /// A heading that is not printed takes everything below it along.
    fn hide(&mut self, block: &BlockDef) {
        if block.level > 0 {
            self.hidden = Some(block.level);
        }
    }

    fn holds(&mut self, block: &BlockDef, when: &WhenDef) -> bool {
        let Some(figure) = self.material.figures.get(&when.figure) else {
            self.missing(&when.figure, &place_of(block));
            return false;
        };
        self.notes(figure, &place_of(block));
        let Some(value) = figure.value else {
            self.known_to_be_missing(figure, &place_of(block));
            return match when.is {
                WhenTest::Missing => true,
                WhenTest::Known => false,
                WhenTest::Zero
                | WhenTest::NotZero
                | WhenTest::Up
                | WhenTest::Down
                | WhenTest::Over100 => {
                    if !self.is_asked_whether_missing(&when.figure) {
                        self.missing(&when.figure, &place_of(block));
                    }
                    false
                }
            };
        };
        match when.is {
            WhenTest::Zero => value.is_zero(),
            WhenTest::NotZero => !value.is_zero(),
            WhenTest::Up => value > Decimal::ZERO,
            WhenTest::Down => value < Decimal::ZERO,
            WhenTest::Missing => false,
            WhenTest::Known => true,
            WhenTest::Over100 => value > Decimal::ONE_HUNDRED,
        }
    }

    /// Whether the report has words for a figure without value.
    fn is_asked_whether_missing(&self, id: &str) -> bool {
        let mut all = self.report.blocks.iter().flat_map(|it| &it.when);
        all.any(|it| it.figure == id && matches!(it.is, WhenTest::Missing | WhenTest::Known))
    }

    fn print(&mut self, block: &BlockDef, turn: Turn<'a>) {
        if block.heading.is_empty() && block.text.is_empty() {
            return;
        }
        let place = place_of(block);
        let Some(level) = level(block.level) else {
            let printed = self.printed(&block.text, &place, turn);
            let here = self.here(Part::Main);
            self.take_numbers(&printed, &printed.text(), &self.path.join("＞"), here);
            let paragraph = Paragraph { runs: printed.runs };
            self.origin(block, turn);
            self.drawn.document.blocks.push(Block::Paragraph(paragraph));
            return;
        };
        let depth = usize::from(block.level) - 1;
        self.ordinals[depth] += 1;
        self.ordinals[depth + 1..].fill(0);
        let number = level.number(self.ordinals[depth]);

        let mut heading = self.printed(&block.heading, &place, turn);
        let (bare, offset) = (heading.text(), number.len());
        match heading.runs.first_mut() {
            Some(Run { text, slot: None }) => text.insert_str(0, &number),
            Some(_) | None => heading.runs.insert(0, Run::words(&number)),
        }
        heading.length += offset;
        heading.numbers.iter_mut().for_each(|it| it.0 += offset);
        self.path.truncate(depth);
        self.path.push(format!("{number}{bare}"));

        let section = self.path.join("＞");
        if !block.text.is_empty() {
            heading.words("。");
        }
        self.take_numbers(&heading, &heading.text(), &section, self.here(Part::Main));
        let run_in = (!block.text.is_empty()).then(|| {
            let printed = self.printed(&block.text, &place, turn);
            self.take_numbers(&printed, &printed.text(), &section, self.here(Part::RunIn));
            printed.runs
        });
        self.origin(block, turn);
        self.heading_places.insert(self.drawn.document.blocks.len(), place);
        let heading = Heading { level, text: heading.runs, run_in };
        self.drawn.document.blocks.push(Block::Heading(heading));
    }

    fn table(&mut self, def: &TableDef, place: &Place) {
        let title = self.printed(&def.title, place, None).text();
        let section = self.path.join("＞");
        let drawn = table::draw(def, self.material, &title, &section);
        for id in drawn.missing {
            self.missing(&id, place);
        }
        let block = Some(self.drawn.document.blocks.len());
        self.drawn.places.extend(drawn.cells.iter().map(|(row, column)| NumberPlace {
            block,
            part: Part::Cell(*row, *column),
            start: 0,
        }));
        self.drawn.numbers.extend(drawn.numbers);
        self.drawn.document.blocks.push(Block::Table(drawn.table));
    }

    /// A text of the block that is being printed.
    fn here(&self, part: Part) -> (Option<usize>, Part, usize) {
        (Some(self.drawn.document.blocks.len()), part, 0)
    }

    fn origin(&mut self, block: &BlockDef, turn: Turn<'a>) {
        let (file, line) = (block.file.clone(), block.line);
        let turn = turn.map(|(ledger, row)| row.key(ledger)).unwrap_or_default();
        self.drawn.origins.push(BlockOrigin { file, line, turn });
    }

    /// Takes over the numbers of a text; `before` bytes of its part were printed before it.
    fn take_numbers(
        &mut self,
        printed: &Printed,
        text: &str,
        section: &str,
        (block, part, before): (Option<usize>, Part, usize),
    ) {
        for (at, number) in &printed.numbers {
            self.drawn.places.push(NumberPlace { block, part, start: before + at });
            let mut number = number.clone();
            sentence_at(text, *at).clone_into(&mut number.sentence);
            section.clone_into(&mut number.section);
            self.drawn.numbers.push(number);
        }
    }

    fn printed(&mut self, text: &str, place: &Place, turn: Turn<'a>) -> Printed {
        let mut printed = Printed::default();
        for piece in pieces(text).0 {
            match piece {
                Piece::Words(words) => printed.words(&words),
                Piece::Slot(slot) => match &slot.subject {
                    Subject::Figure(id) => self.figure(&mut printed, &slot, id, place),
                    Subject::Constant(name) => self.constant(&mut printed, name, place),
                    Subject::Field(name) => self.field(&mut printed, &slot, name, turn, place),
                    Subject::Moment(moment) => {
                        let text = print::moment(
                            &slot,
                            *moment,
                            self.material.period,
                            self.material.as_of,
                        );
                        if guard::holds_number(&text) {
                            let number = self.number(&text, NumberKind::Date, "报告期");
                            printed.numbers.push((printed.length, number));
                        }
                        printed.words(&text);
                    }
                },
            }
        }
        printed
    }

    /// A number without value; sentence and section come with the finished paragraph.
    fn number(&self, printed: &str, kind: NumberKind, title: &str) -> NumberUse {
        NumberUse {
            section: String::new(),
            sentence: String::new(),
            printed: printed.to_owned(),
            kind,
            title: title.to_owned(),
            exact: None,
            unit: String::new(),
            period: self.material.period,
            as_of: self.material.as_of,
            records: 0,
        }
    }

    fn figure(&mut self, printed: &mut Printed, slot: &Slot, id: &str, place: &Place) {
        let mark = SlotMark::new(id, slot.format_words());
        let figure = self.material.figures.get(id);
        let Some(shown) = figure.and_then(|it| figure::shown(self.catalog, it, slot)) else {
            self.missing(id, place);
            let gap = format!("〔待补：{}〕", self.title_of(id, slot));
            match mark {
                Ok(mark) => printed.bound(&gap, mark),
                Err(_) => printed.words(&gap),
            }
            return;
        };
        let figure = shown.figure;
        self.notes(figure, place);
        let amount = shown.amount();
        let text = print::amount(slot, amount);
        if print::vanishes(slot, amount) {
            let what = format!("“{}”不是零，四舍五入后印成了“{text}”", figure.title);
            let mend = "增加小数位数，或换一个单位";
            self.drawn.findings.push(Finding::verify("vanishes", place.clone(), what, mend));
        }
        if !text.is_empty() {
            let kind = NumberKind::Figure { id: id.to_owned() };
            let mut number = self.number(&text, kind, &self.title_of(id, slot));
            number.exact = Some(shown.value);
            number.unit.clone_from(&shown.unit);
            number.period = figure.period;
            number.as_of = figure.as_of;
            number.records = shown.records;
            printed.numbers.push((printed.length, number));
        }
        match mark {
            Ok(mark) => printed.bound(&text, mark),
            Err(error) => {
                let what = format!("{} 的槽位名太长，Word 不认：{}", slot.written(), error.key);
                self.must("slot_key", place.clone(), what, "缩短指标文件名或减少格式");
                printed.words(&text);
            }
        }
    }

    /// The title of what a slot prints, for people.
    fn title_of(&self, id: &str, slot: &Slot) -> String {
        let title = match (self.material.figures.get(id), self.catalog.indicators.get(id)) {
            (Some(figure), _) => figure.title.as_str(),
            (None, Some(def)) => def.title.as_str(),
            (None, None) => id,
        };
        figure::title(title, slot)
    }

    /// Says once that a figure has no value, and why.
    fn missing(&mut self, id: &str, place: &Place) {
        if !self.noted.insert(format!("missing {id}")) {
            return;
        }
        let figure = self.material.figures.get(id);
        let title = match (figure, self.catalog.indicators.get(id)) {
            (Some(figure), _) => figure.title.as_str(),
            (None, Some(def)) => def.title.as_str(),
            (None, None) => id,
        };
        let why = match figure {
            None => "没有取数".to_owned(),
            Some(figure) if figure.notes.is_empty() => "没有值".to_owned(),
            Some(figure) => figure.notes.join("；"),
        };
        let what = format!("缺数：“{title}”（{id}）{why}");
        self.must("missing_figure", place.clone(), what, "补齐台账或历史值后重新生成，不要手填");
    }

    /// Says once why a figure has no value that the report has other words for.
    fn known_to_be_missing(&mut self, figure: &Figure, place: &Place) {
        if self.is_asked_whether_missing(&figure.id) && self.noted.insert(figure.id.clone()) {
            let what = format!("“{}”没有值：{}", figure.title, figure.notes.join("；"));
            let mend = "报告已按没有这个数来写，核实是否确实没有";
            self.drawn.findings.push(Finding::verify("no_value", place.clone(), what, mend));
        }
    }

    /// Says once what must be known besides a figure's value.
    fn notes(&mut self, figure: &Figure, place: &Place) {
        if figure.value.is_none() || !self.noted.insert(figure.id.clone()) {
            return;
        }
        for note in &figure.notes {
            let what = format!("“{}”：{note}", figure.title);
            let mend = "核实后再用这个数";
            self.drawn.findings.push(Finding::verify("figure_note", place.clone(), what, mend));
        }
    }

    fn constant(&mut self, printed: &mut Printed, name: &str, place: &Place) {
        let found = self.report.outline.constants.iter().find(|it| it.0 == name);
        let Some((_, text, source)) = found else {
            let what = format!("没有常量“{name}”");
            self.must(
                "unknown_constant",
                place.clone(),
                what,
                "在 outline.toml 的 constants 中写明",
            );
            printed.words(&format!("〔待补：{name}〕"));
            return;
        };
        if guard::holds_number(text) {
            let kind = NumberKind::Constant { name: name.to_owned(), source: source.clone() };
            let number = self.number(text, kind, name);
            printed.numbers.push((printed.length, number));
        }
        printed.words(text);
    }

    fn field(
        &mut self,
        printed: &mut Printed,
        slot: &Slot,
        name: &str,
        turn: Turn<'a>,
        place: &Place,
    ) {
        let Some((ledger, row)) = turn else {
            self.gap(printed, place, name, format!("{} 不在循环里", slot.written()));
            return;
        };
        let def = ledger.field(name);
        let (shown, label) = match def {
            Some(def) => (print::field(self.catalog, ledger, def, row, slot), def.label.as_str()),
            None if name == "state" => (
                print::state(self.catalog, ledger, row)
                    .map(|text| print::Shown { text, exact: None }),
                "状态",
            ),
            None => (None, name),
        };
        let Some(shown) = shown else {
            match slot.empty() {
                Some(words) => printed.words(words),
                None => {
                    let what = format!("《{}》{} 没有填“{label}”", ledger.title, row.key(ledger));
                    self.gap(printed, place, label, what);
                }
            }
            return;
        };
        if shown.exact.is_some() || guard::holds_number(&shown.text) {
            self.field_number(printed, ledger, row, def, name, &shown);
        }
        printed.words(&shown.text);
    }

    fn field_number(
        &self,
        printed: &mut Printed,
        ledger: &LedgerDef,
        row: &Row,
        def: Option<&FieldDef>,
        name: &str,
        shown: &print::Shown,
    ) {
        let kind = NumberKind::Record {
            ledger: ledger.id.clone(),
            key: row.key(ledger),
            field: name.to_owned(),
        };
        let title = format!("{}·{}", ledger.title, def.map_or(name, |it| it.label.as_str()));
        let mut number = self.number(&shown.text, kind, &title);
        if let Some((exact, unit)) = &shown.exact {
            number.exact = Some(*exact);
            number.unit.clone_from(unit);
        }
        number.records = 1;
        printed.numbers.push((printed.length, number));
    }

    fn gap(&mut self, printed: &mut Printed, place: &Place, label: &str, what: String) {
        self.must("missing_field", place.clone(), what, "补填台账后重新生成，或写 |empty=…");
        printed.words(&format!("〔待补：{label}〕"));
    }

    /// A heading with nothing below it.
    fn empty_headings(&mut self) {
        let blocks = &self.drawn.document.blocks;
        let mut found = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let Block::Heading(heading) = block else { continue };
            let ends = match blocks.get(index + 1) {
                Some(Block::Heading(next)) => next.level <= heading.level,
                Some(Block::Paragraph(_) | Block::Table(_)) => false,
                None => true,
            };
            if ends && heading.run_in.is_none() {
                let words: String = heading.text.iter().map(|it| it.text.as_str()).collect();
                let place = self.heading_places.get(&index).cloned().unwrap_or_else(|| self.top());
                let mend = "给标题加上 when，让它同下面的段落一起去留";
                found.push(Finding::verify(
                    "empty_heading",
                    place,
                    format!("标题“{words}”下面没有内容"),
                    mend,
                ));
            }
        }
        self.drawn.findings.extend(found);
    }

    /// Figures of parts that were not printed are missing all the same: the next period may print them.
    fn not_handed_in(&mut self) {
        for id in needed_figures(self.report) {
            if !self.material.figures.contains_key(&id) {
                self.missing(&id, &self.top());
            }
        }
    }

    fn end(mut self) -> DrawnUp {
        let days = i64::from(self.report.outline.dated_after_days);
        self.drawn.document.signature = Some(Signature {
            office: self.report.outline.signature.clone(),
            date: self.material.as_of.saturating_add(days.days()),
        });
        self.drawn
    }
}

fn level(level: u8) -> Option<Level> {
    usize::from(level).checked_sub(1).and_then(|it| Level::ALL.get(it)).copied()
}
