//! Which column is which field (表头): by label, in any order, in one row or two.
//!
//! Third step of reading. The header is the row, or the pair of rows, among the first twenty that names most fields.
//! A column that names no field is reported, never used.

use std::collections::HashMap;
use std::ops::ControlFlow;

use catalog::{FieldDef, FieldType, LedgerDef, factor, is_known_unit};
use rust_decimal::Decimal;
use terms::to_half_width;

use crate::table::{Broken, COLUMNS_MAX, Cell, Merged, Table};

/// How many rows are searched for the header.
const SEARCHED_ROWS: u32 = 20;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// A field of the record, by position.
    Field(usize),
    /// A field of a child row, by position in the lines field.
    Line(usize),
    /// The colour of the plate in this field of the record.
    Colour(usize),
    /// The colour of the plate in this field of the child row.
    LineColour(usize),
    /// The workflow's state.
    State,
    /// Known and of no use: 序号, and our own 问题.
    Idle,
}

/// One column of a sheet.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Position, from 0.
    pub(crate) at: usize,
    /// The header as written; both rows joined by `·`.
    pub(crate) written: String,
    /// What it holds; `None` for an extra column.
    pub(crate) target: Option<Target>,
    /// The unit that the numbers are written in, when it is not the field's own.
    pub(crate) unit: Option<String>,
    /// How many kept units one written unit is.
    pub(crate) factor: Decimal,
    /// Why a column that seems to name a field is not used.
    pub(crate) fault: Option<HeaderFault>,
}

/// Why a column is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// The unit in the header does not fit the field of this label.
    Unit {
        /// Unit as written.
        unit: String,
        /// Label of the field.
        label: String,
    },
    /// An earlier column already holds this field.
    Twice {
        /// Label of the field.
        label: String,
    },
}

/// A header that was found.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// First row, from 1.
    pub(crate) first_row: u32,
    /// Last row, from 1.
    pub(crate) last_row: u32,
    /// Columns that have a header or may hold something.
    pub(crate) columns: Vec<Column>,
    /// How many fields it names.
    pub(crate) named: usize,
}

/// The names under which columns are looked for.
pub(crate) struct Names<'d> {
    fields: &'d [FieldDef],
    lines: Option<&'d [FieldDef]>,
    by_name: HashMap<String, Vec<Target>>,
}

impl<'d> Names<'d> {
    /// For the sheet of the records; with the child fields when the ledger has exactly one lines field.
    pub(crate) fn of_records(def: &'d LedgerDef) -> Names<'d> {
        let mut names = Names { fields: &def.fields, lines: None, by_name: HashMap::new() };
        for (at, field) in def.fields.iter().enumerate() {
            if !matches!(field.ty, FieldType::Lines { .. }) {
                names.add_field(field, None, Target::Field(at));
            }
        }
        names.add_colours(&def.fields, Target::Colour);
        let mut lines = def.lines();
        if let (Some((field, children)), None) = (lines.next(), lines.next()) {
            names.lines = Some(children);
            for (at, child) in children.iter().enumerate() {
                names.add_field(child, Some(field), Target::Line(at));
            }
            names.add_colours(children, Target::LineColour);
        }
        for word in ["状态", "流转状态"] {
            names.add(word, Target::State);
        }
        for word in ["序号", "问题"] {
            names.add(word, Target::Idle);
        }
        names
    }

    /// For the sheet of child rows: the key of the record, then the child fields.
    pub(crate) fn of_lines(
        def: &'d LedgerDef,
        lines: &FieldDef,
        children: &'d [FieldDef],
    ) -> Names<'d> {
        let mut names =
            Names { fields: &def.fields, lines: Some(children), by_name: HashMap::new() };
        for (at, field) in def.fields.iter().enumerate().filter(|it| def.key.contains(&it.1.name)) {
            names.add_field(field, None, Target::Field(at));
            if matches!(field.ty, FieldType::Plate) {
                names.add(&format!("{}颜色", field.label), Target::Colour(at));
            }
        }
        for (at, child) in children.iter().enumerate() {
            names.add_field(child, Some(lines), Target::Line(at));
        }
        names.add_colours(children, Target::LineColour);
        for word in ["序号", "问题"] {
            names.add(word, Target::Idle);
        }
        names
    }

    fn add(&mut self, name: &str, target: Target) {
        let targets = self.by_name.entry(tidy(name)).or_default();
        if !targets.contains(&target) {
            targets.push(target);
        }
    }

    fn add_field(&mut self, field: &FieldDef, lines: Option<&FieldDef>, target: Target) {
        for name in std::iter::once(&field.label).chain(&field.aliases) {
            self.add(name, target);
            let (base, unit) = cut_unit(&tidy(name));
            if unit.is_some() && field.ty.is_number() {
                self.add(&base, target);
            }
            if let Some(lines) = lines {
                self.add(&format!("{}{name}", lines.label), target);
                self.add(&format!("{}·{name}", lines.label), target);
            }
        }
    }

    fn add_colours(&mut self, fields: &[FieldDef], target: fn(usize) -> Target) {
        let plates: Vec<usize> =
            (0..fields.len()).filter(|at| matches!(fields[*at].ty, FieldType::Plate)).collect();
        for at in &plates {
            for name in std::iter::once(&fields[*at].label).chain(&fields[*at].aliases) {
                self.add(&format!("{name}颜色"), target(*at));
            }
        }
        if let [only] = plates.as_slice() {
            for word in ["车牌颜色", "号牌颜色", "车牌颜色代码", "牌照颜色"] {
                if !self.by_name.contains_key(word) {
                    self.add(word, target(*only));
                }
            }
        }
    }

    /// The field behind a target, when it is one.
    pub(crate) fn field(&self, target: Target) -> Option<&'d FieldDef> {
        match target {
            Target::Field(at) => self.fields.get(at),
            Target::Line(at) => self.lines.and_then(|it| it.get(at)),
            Target::Colour(_) | Target::LineColour(_) | Target::State | Target::Idle => None,
        }
    }

    /// Finds the header among the first rows of a sheet.
    pub(crate) fn find(
        &self,
        table: &mut Table<'_>,
        sheet: &str,
        merged: &[Merged],
    ) -> Result<Option<Header>, Broken> {
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        let scanned = table.scan(sheet, &[], &mut |line| {
            rows.push((line.row, line.cells.iter().map(header_text).collect()));
            if line.row >= SEARCHED_ROWS || rows.len() > 20 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        match scanned {
            // The rows above are whole: what is wrong is said when the rows are read.
            Err(Broken::OpenQuote(_)) if !rows.is_empty() => {}
            scanned => scanned?,
        }
        let hints = |until: usize| -> Vec<String> {
            rows[..until].iter().flat_map(|it| it.1.iter()).flat_map(|it| unit_hints(it)).collect()
        };
        let mut best: Option<Header> = None;
        for (at, (row, cells)) in rows.iter().enumerate() {
            let single: Vec<Heading> = cells.iter().map(|it| Heading::single(it)).collect();
            let mut found = vec![(self.resolve(*row, *row, &single, &hints(at)), false)];
            if let Some((below, subs)) = rows.get(at + 1).filter(|it| it.0 == row + 1) {
                let pairs = pair(*row, cells, subs, merged);
                found.push((self.resolve(*row, *below, &pairs, &hints(at)), is_units(subs)));
            }
            for (header, wins_ties) in found {
                let better = |it: &Header| {
                    header.named > it.named || (wins_ties && header.named == it.named)
                };
                if header.named > 0 && best.as_ref().is_none_or(better) {
                    best = Some(header);
                }
            }
        }
        Ok(best)
    }

    fn resolve(
        &self,
        first_row: u32,
        last_row: u32,
        headings: &[Heading],
        hints: &[String],
    ) -> Header {
        let mut columns: Vec<Column> = Vec::new();
        let mut taken: Vec<Target> = Vec::new();
        // Exact names choose first, so that a weaker name never takes their field.
        let mut chosen: Vec<Option<(Target, Option<String>)>> = vec![None; headings.len()];
        let mut faults: Vec<Option<HeaderFault>> = vec![None; headings.len()];
        for strength in 0..7 {
            for (at, heading) in headings.iter().enumerate() {
                if chosen[at].is_some() || faults[at].is_some() {
                    continue;
                }
                let Some(HeaderName { name, unit, whole }) = heading.names.get(strength) else {
                    continue;
                };
                let Some(targets) = self.by_name.get(name) else { continue };
                let Some(target) =
                    targets.iter().find(|it| !taken.contains(it) || **it == Target::Idle)
                else {
                    let label = targets
                        .first()
                        .and_then(|it| self.field(*it))
                        .map_or(name.clone(), |it| it.label.clone());
                    faults[at] = Some(HeaderFault::Twice { label });
                    continue;
                };
                match self.fitting_unit(*target, unit.as_deref()) {
                    Ok(()) => {
                        taken.push(*target);
                        chosen[at] = Some((*target, unit.clone()));
                    }
                    // The label itself ends in brackets that are no unit of the field.
                    Err(_) if *whole => {
                        taken.push(*target);
                        chosen[at] = Some((*target, None));
                    }
                    Err(fault) => faults[at] = fault,
                }
            }
        }
        for (at, heading) in headings.iter().enumerate() {
            if heading.written.is_empty() {
                continue;
            }
            let (target, unit) = chosen[at].take().map_or((None, None), |it| (Some(it.0), it.1));
            let field = target.and_then(|it| self.field(it)).filter(|it| it.ty.is_number());
            let unit = unit.filter(|_| field.is_some());
            let unit = unit.or_else(|| field.and_then(|it| hinted_unit(it, hints)));
            let factor = field.map_or(Decimal::ONE, |it| kept_per_written(it, unit.as_deref()));
            let fault = faults[at].take().filter(|_| target.is_none());
            columns.push(Column {
                at,
                written: heading.written.clone(),
                target,
                unit,
                factor,
                fault,
            });
        }
        let named = taken.iter().filter(|it| !matches!(it, Target::Idle)).count();
        Header { first_row, last_row, columns, named }
    }

    /// A unit behind a label must be one that the field can be written in; `Err(None)` when the word is no unit, so
    /// that the column is another one than the field of this label.
    fn fitting_unit(&self, target: Target, unit: Option<&str>) -> Result<(), Option<HeaderFault>> {
        let (Some(unit), Some(field)) = (unit, self.field(target)) else { return Ok(()) };
        if !field.ty.is_number() {
            return Ok(());
        }
        // A measure word of the bureau's own is known by the field that is counted in it.
        if !is_known_unit(unit) && field.unit.as_deref() != Some(unit) {
            return Err(None);
        }
        match factor(&field.ty, field.unit.as_deref(), unit) {
            Some(_) => Ok(()),
            None => {
                Err(Some(HeaderFault::Unit { unit: unit.to_owned(), label: field.label.clone() }))
            }
        }
    }
}

/// How many kept units one written unit is; yuan for money and kilograms for mass when no unit is written.
pub(crate) fn kept_per_written(field: &FieldDef, unit: Option<&str>) -> Decimal {
    match (unit, &field.ty) {
        (Some(unit), ty) => factor(ty, field.unit.as_deref(), unit).unwrap_or(Decimal::ONE),
        (None, FieldType::Money) => Decimal::ONE_HUNDRED,
        (None, _) => Decimal::ONE,
    }
}

/// A name that a column may go by.
#[derive(Clone)]
struct HeaderName {
    name: String,
    unit: Option<String>,
    /// The header as it stands, with its unit.
    whole: bool,
}

/// The names that a column may go by, best first, each with its unit.
struct Heading {
    written: String,
    names: Vec<HeaderName>,
}

impl Heading {
    fn single(written: &str) -> Heading {
        let tidied = tidy(written);
        let mut names = Vec::new();
        if !tidied.is_empty() {
            let (name, unit) = cut_unit(&tidied);
            names.push(HeaderName { name: tidied, unit: unit.clone(), whole: true });
            if unit.is_some() {
                names.push(HeaderName { name, unit, whole: false });
            }
        }
        Heading { written: written.trim().to_owned(), names }
    }

    fn grouped(group: &str, sub: &str) -> Heading {
        if sub.trim().is_empty() {
            return Heading::single(group);
        }
        if group.trim().is_empty() {
            return Heading::single(sub);
        }
        let (tidy_group, tidy_sub) = (tidy(group), tidy(sub));
        let ((group_base, group_unit), (sub_base, sub_unit)) =
            (cut_unit(&tidy_group), cut_unit(&tidy_sub));
        let unit = sub_unit.or(group_unit);
        let name = |name: String, whole: bool| HeaderName { name, unit: unit.clone(), whole };
        let names = if is_unit(&tidy_sub) {
            vec![HeaderName {
                name: group_base,
                unit: unit.or_else(|| Some(usual_unit(&tidy_sub).to_owned())),
                whole: false,
            }]
        } else {
            vec![
                name(format!("{tidy_group}·{tidy_sub}"), true),
                name(format!("{tidy_group}{tidy_sub}"), true),
                name(format!("{tidy_group}({tidy_sub})"), true),
                name(format!("{group_base}·{sub_base}"), false),
                name(format!("{group_base}{sub_base}"), false),
                name(tidy_sub, true),
                name(sub_base, false),
            ]
        };
        Heading { written: format!("{}·{}", group.trim(), sub.trim()), names }
    }
}

/// Puts the groups of the upper row over the names of the lower row.
fn pair(row: u32, groups: &[String], subs: &[String], merged: &[Merged]) -> Vec<Heading> {
    let width = groups.len().max(subs.len());
    let top = row - 1;
    let blocks: Vec<&Merged> =
        merged.iter().filter(|it| it.top <= top && top <= it.bottom).take(COLUMNS_MAX).collect();
    let mut last = "";
    (0..width)
        .map(|at| {
            let group = groups.get(at).map_or("", String::as_str);
            let sub = subs.get(at).map_or("", String::as_str);
            let block = blocks.iter().find(|it| it.left <= at && at <= it.right);
            let over = match block {
                Some(block) => groups.get(block.left).map_or("", String::as_str),
                // Without merged cells (CSV) a group stands over the empty cells to its right.
                None if group.trim().is_empty() && !sub.trim().is_empty() && merged.is_empty() => {
                    last
                }
                None => group,
            };
            if !group.trim().is_empty() {
                last = group;
            }
            Heading::grouped(over, sub)
        })
        .collect()
}

fn header_text(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.to_string(),
        Cell::Number { value, .. } => value.to_string(),
        Cell::Empty | Cell::Moment { .. } | Cell::YesNo(_) | Cell::Error(_) => String::new(),
    }
}

/// A header without what does not belong to the name: spaces, line breaks, stars, 必填.
pub(crate) fn tidy(text: &str) -> String {
    let text: String = to_half_width(text)
        .chars()
        .filter(|it| {
            !it.is_whitespace()
                && !it.is_control()
                && !matches!(it, '*' | '※' | '\u{200b}'..='\u{200f}' | '\u{feff}')
        })
        .collect();
    let mut rest = text.as_str();
    while let Some(shorter) =
        ["(必填)", "(选填)", "(必填项)", "(可不填)", "[必填]", "【必填】", ":"]
            .iter()
            .find_map(|it| rest.strip_suffix(it))
    {
        rest = shorter;
    }
    rest.to_owned()
}

/// Cuts `金额(万元)` into the name and the unit. What stands in the brackets need not be a unit.
fn cut_unit(tidied: &str) -> (String, Option<String>) {
    let cut = tidied.strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let cut = cut.or_else(|| tidied.strip_suffix(']').and_then(|it| it.rsplit_once('[')));
    let cut = cut.or_else(|| tidied.strip_suffix('】').and_then(|it| it.rsplit_once('【')));
    if let Some((base, inner)) = cut {
        let inner = inner.strip_prefix("单位").unwrap_or(inner).trim_start_matches(':');
        return (base.to_owned(), Some(usual_unit(inner).to_owned()));
    }
    for mark in ['/', '、', ',', ':'] {
        if let Some((base, inner)) = tidied.rsplit_once(mark)
            && is_known_unit(usual_unit(inner))
        {
            return (base.to_owned(), Some(usual_unit(inner).to_owned()));
        }
    }
    (tidied.to_owned(), None)
}

/// Signs under which units are also written.
fn usual_unit(word: &str) -> &str {
    match word {
        "kg" | "KG" | "Kg" | "㎏" => "千克",
        "t" | "T" => "吨",
        "km" | "KM" | "㎞" | "千米" => "公里",
        "m" | "M" => "米",
        "m2" | "㎡" | "m²" | "平方" | "平米" => "平方米",
        "m3" | "m³" | "立方" | "方" => "立方米",
        "％" => "%",
        other => other,
    }
}

/// `(万元)`, `万元`.
fn is_unit(tidied: &str) -> bool {
    let (base, unit) = cut_unit(tidied);
    (base.is_empty() && unit.is_some_and(|it| is_known_unit(&it)))
        || is_known_unit(usual_unit(tidied))
}

/// A row below the header that holds nothing but units.
fn is_units(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|it| tidy(it)).filter(|it| !it.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|it| is_unit(&it))
}

/// Units that a line above the header names: 单位：万元、亩.
fn unit_hints(text: &str) -> Vec<String> {
    let tidied = tidy(text);
    let Some((_, rest)) = tidied.split_once("单位:") else { return Vec::new() };
    let rest = rest.trim_end_matches(')');
    let units: Vec<&str> = rest.split(['、', ',', '/', ';', '，']).map(usual_unit).collect();
    if units.iter().all(|it| is_known_unit(it)) {
        units.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// The unit of the line above the header that a number without its own unit is written in.
fn hinted_unit(field: &FieldDef, hints: &[String]) -> Option<String> {
    let money_or_mass = matches!(field.ty, FieldType::Money | FieldType::Mass);
    let unit_of_measure = field.unit.is_some();
    hints
        .iter()
        .find(|it| {
            (money_or_mass || unit_of_measure)
                && factor(&field.ty, field.unit.as_deref(), it).is_some()
        })
        .cloned()
}
