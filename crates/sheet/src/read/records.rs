//! A row to a record (记录): on a row of its own, with child rows beside it, or in sheets of their own.

use catalog::{FieldDef, FieldType, LineRow, Row};
use terms::{Finding, Grade, Value};

use super::{Draft, FileReader, Progress, Used};
use crate::cell::{Fault, Written, shortened};
use crate::header::Target;
use crate::table::{Cell, Line};

impl<'c> FileReader<'c, '_> {
    /// A record on a row of its own.
    pub(super) fn take_record(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>) {
        let mut draft = self.draft(state.sheet, line.row);
        self.take_cells(state, line, &mut draft);
        self.keep(draft);
    }

    fn draft(&self, sheet: usize, number: u32) -> Draft {
        Draft {
            sheet,
            number,
            row: Row::empty(self.def),
            bad: self.sheets[sheet].blocked,
            further: Vec::new(),
            children: Vec::new(),
            faulty: Vec::new(),
        }
    }

    fn keep(&mut self, draft: Draft) -> usize {
        if self.has_lines {
            self.by_key.entry(draft.row.key(self.def)).or_insert(self.drafts.len());
        }
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// The fields of the record in a row.
    fn take_cells(&mut self, state: &mut Progress<'c>, line: &Line<'_, '_>, draft: &mut Draft) {
        for used in &mut state.used {
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            match (used.target, used.field) {
                (Target::Field(at), Some(field)) => {
                    let value =
                        self.take_cell(used, field, cell, line, draft.sheet, &mut draft.bad);
                    if used.field.is_some_and(|it| it.ty.is_number())
                        && !cell.is_blank()
                        && !line.repeated.contains(&used.at)
                    {
                        used.sums.add(
                            value.as_ref().and_then(Option::as_ref).and_then(Value::as_number),
                        );
                    }
                    match value {
                        Some(value) => draft.row.values[at] = value,
                        None => draft.faulty.push(field.label.clone()),
                    }
                }
                (Target::State, _) => self.take_state(used.at, cell, line, draft),
                _ => {}
            }
        }
    }

    /// One cell; `None` when it could not be read.
    fn take_cell(
        &mut self,
        used: &Used<'c>,
        field: &'c FieldDef,
        cell: &Cell<'_>,
        line: &Line<'_, '_>,
        sheet: usize,
        bad: &mut bool,
    ) -> Option<Option<Value>> {
        let colour = used.colour.and_then(|at| line.cells.get(at)).filter(|it| !it.is_blank());
        let taken = match colour {
            Some(colour) if !cell.is_blank() => self.cells.plate(cell, colour),
            _ => self.cells.read(
                field,
                Written { unit: used.unit.as_deref(), factor: used.factor },
                cell,
            ),
        };
        if !self.cells.remarks.is_empty() {
            for remark in std::mem::take(&mut self.cells.remarks) {
                self.say(sheet, line.row, used.at, &field.label, remark);
            }
        }
        match taken {
            Ok(value) => Some(value),
            Err(fault) => {
                *bad = true;
                self.say(sheet, line.row, used.at, &field.label, fault);
                None
            }
        }
    }

    fn take_state(&mut self, at: usize, cell: &Cell<'_>, line: &Line<'_, '_>, draft: &mut Draft) {
        let Some(word) = cell.text().map(str::trim).filter(|it| !it.is_empty()) else { return };
        let Some(workflow) = self.catalog.workflows.get(&self.def.workflow) else { return };
        match workflow.state_by_word(word) {
            Some(state) => draft.row.state = Some(state.name.clone()),
            None => {
                draft.bad = true;
                let words: Vec<&str> = workflow.states.iter().map(|it| it.label.as_str()).collect();
                let fault = Fault {
                    rule: "state",
                    grade: Grade::Must,
                    what: format!("“{}”不是“{}”的状态", shortened(word), workflow.title),
                    mend: format!("可填：{}", words.join("、")),
                };
                self.say(draft.sheet, line.row, at, "状态", fault);
            }
        }
    }

    /// A row of a sheet where child rows stand beside their record.
    pub(super) fn take_grouped(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        line: &Line<'_, '_>,
    ) {
        let def = self.def;
        let is_key = |it: &&Used<'c>| {
            it.field.is_some_and(|field| {
                matches!(it.target, Target::Field(_)) && def.key.contains(&field.name)
            })
        };
        let cell_of = |used: &Used<'c>| line.cells.get(used.at).unwrap_or(&Cell::Empty);
        let key_is_blank = state.used.iter().filter(is_key).all(|it| cell_of(it).is_blank());
        let has_child = state
            .used
            .iter()
            .any(|it| matches!(it.target, Target::Line(_)) && !cell_of(it).is_blank());
        let continued = match state.current {
            Some(current) if key_is_blank && has_child => Some(current),
            Some(_) | None if !key_is_blank => {
                let key = self.peek_key(state, line);
                self.by_key
                    .get(&key)
                    .copied()
                    .filter(|at| has_child && self.drafts[*at].sheet == state.sheet)
            }
            Some(_) | None => None,
        };
        let at = match continued {
            Some(at) => {
                self.compare_with_record(state, at, line);
                at
            }
            None => {
                let mut draft = self.draft(state.sheet, line.row);
                self.take_cells(state, line, &mut draft);
                self.keep(draft)
            }
        };
        state.current = Some(at);
        if self.drafts[at].number != line.row {
            self.drafts[at].further.push((state.sheet, line.row));
        }
        if has_child {
            self.take_child_cells(state, lines, at, line);
        }
    }

    /// The key that a row would have, without saying anything about its cells.
    fn peek_key(&mut self, state: &Progress<'c>, line: &Line<'_, '_>) -> String {
        let mut row = Row::empty(self.def);
        for used in &state.used {
            if let (Target::Field(at), Some(field)) = (used.target, used.field)
                && self.def.key.contains(&field.name)
            {
                let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
                let colour =
                    used.colour.and_then(|at| line.cells.get(at)).filter(|it| !it.is_blank());
                let written = Written { unit: used.unit.as_deref(), factor: used.factor };
                let value = match colour {
                    Some(colour) => self.cells.plate(cell, colour),
                    None => self.cells.read(field, written, cell),
                };
                row.values[at] = value.ok().flatten();
            }
        }
        self.cells.remarks.clear();
        row.key(self.def)
    }

    /// On the further rows of a record its own cells are empty or say the same.
    fn compare_with_record(&mut self, state: &mut Progress<'c>, at: usize, line: &Line<'_, '_>) {
        for used in &state.used {
            let (Target::Field(place), Some(field)) = (used.target, used.field) else { continue };
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            if cell.is_blank() {
                continue;
            }
            let mut bad = false;
            let value = self.take_cell(used, field, cell, line, state.sheet, &mut bad);
            let known = self.drafts[at].row.values.get(place).cloned().flatten();
            let unreadable = self.drafts[at].faulty.contains(&field.label);
            if let Some(Some(value)) = value
                && !unreadable
                && known.as_ref() != Some(&value)
            {
                bad = true;
                let first = self.drafts[at].number;
                let known = known.map_or("空".to_owned(), |it| it.canonical());
                let (here, there) = (value.canonical(), shortened(&known));
                let fault = Fault {
                    rule: "record_differs",
                    grade: Grade::Must,
                    what: format!(
                        "与第 {first} 行是同一条记录，这里写“{}”，那里是“{there}”",
                        shortened(&here)
                    ),
                    mend: "同一条记录的各行要么写得一样，要么只在第一行写".to_owned(),
                };
                self.say(state.sheet, line.row, used.at, &field.label, fault);
            }
            self.drafts[at].bad |= bad;
        }
    }

    /// A row of a sheet of child rows.
    pub(super) fn take_child(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        children: &'c [FieldDef],
        line: &Line<'_, '_>,
        last_key: &mut Option<String>,
    ) {
        debug_assert!(!children.is_empty(), "the loader refuses lines without fields");
        let key = self.peek_key(state, line);
        let key = match (key.is_empty(), last_key.as_ref()) {
            (true, Some(last)) => last.clone(),
            _ => key,
        };
        *last_key = Some(key.clone());
        match self.by_key.get(&key).copied() {
            Some(at) => {
                self.drafts[at].bad |= self.sheets[state.sheet].blocked;
                self.take_child_cells(state, lines, at, line);
            }
            None => {
                let label = self.def.fields.get(lines).map_or("", |it| it.label.as_str());
                let what = if key.is_empty() {
                    format!("这一行“{label}”没有写明属于哪条记录")
                } else {
                    format!("这一行“{label}”属于“{}”，但主表里没有这条记录", shortened(&key))
                };
                let place = self.row_place(state.sheet, line.row);
                self.push(Finding::must(
                    "orphan_line",
                    place,
                    what,
                    "请核对编号，或在主表里补上这条记录",
                ));
                self.reading.rows_bad += 1;
                // Its own faults are said all the same.
                let mut nowhere = self.draft(state.sheet, line.row);
                self.read_child(state, lines, line, &mut nowhere);
            }
        }
    }

    fn take_child_cells(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        at: usize,
        line: &Line<'_, '_>,
    ) {
        let empty = Draft {
            sheet: 0,
            number: 0,
            row: Row::default(),
            bad: false,
            further: Vec::new(),
            children: Vec::new(),
            faulty: Vec::new(),
        };
        let mut draft = std::mem::replace(&mut self.drafts[at], empty);
        self.read_child(state, lines, line, &mut draft);
        self.drafts[at] = draft;
    }

    fn read_child(
        &mut self,
        state: &mut Progress<'c>,
        lines: usize,
        line: &Line<'_, '_>,
        draft: &mut Draft,
    ) {
        let def = self.def;
        let Some(field) = def.fields.get(lines) else { return };
        let FieldType::Lines { fields: children } = &field.ty else { return };
        let number = draft.row.lines.get(&field.name).map_or(0, Vec::len) + 1;
        let mut child: LineRow = vec![None; children.len()];
        for used in &mut state.used {
            let (Target::Line(at), Some(child_field)) = (used.target, used.field) else { continue };
            let cell = line.cells.get(used.at).unwrap_or(&Cell::Empty);
            let value = self.take_cell(used, child_field, cell, line, state.sheet, &mut draft.bad);
            if child_field.ty.is_number() && !cell.is_blank() && !line.repeated.contains(&used.at) {
                used.sums.add(value.as_ref().and_then(Option::as_ref).and_then(Value::as_number));
            }
            match value {
                Some(value) => child[at] = value,
                None => {
                    draft.faulty.push(format!("{}第{number}行 {}", field.label, child_field.label))
                }
            }
        }
        draft.row.lines.entry(field.name.clone()).or_default().push(child);
        match draft.children.iter_mut().find(|it| it.0 == lines) {
            Some((_, places)) => places.push((state.sheet, line.row)),
            None => draft.children.push((lines, vec![(state.sheet, line.row)])),
        }
    }
}
