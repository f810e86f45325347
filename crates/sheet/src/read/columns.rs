//! Which column is read as what (列的对应), and what is wrong with the header.

use std::collections::{HashMap, HashSet};

use catalog::{FieldDef, FieldType};
use terms::{Finding, Place};

use super::{ColumnMapping, FileReader, Progress, Sheet, Used};
use crate::cell::unit_of;
use crate::header::{Column, Header, HeaderFault, Names, Target, tidy};
use crate::table::{HeaderSeen, letters};
use crate::total::Sums;

impl<'c> FileReader<'c, '_> {
    /// Required fields and key fields of the record that no column holds.
    pub(super) fn missing(&self, header: &Header, names: &Names<'c>) -> Vec<&'c FieldDef> {
        let held: HashSet<&str> = header
            .columns
            .iter()
            .filter_map(|it| it.target)
            .filter(|it| matches!(it, Target::Field(_)))
            .filter_map(|it| names.field(it))
            .map(|it| it.name.as_str())
            .collect();
        let wanted = |it: &&FieldDef| it.required || self.def.key.contains(&it.name);
        self.def
            .fields
            .iter()
            .filter(|it| !matches!(it.ty, FieldType::Lines { .. } | FieldType::File))
            .filter(wanted)
            .filter(|it| !held.contains(it.name.as_str()))
            .collect()
    }

    /// Notes the sheet with its columns; says what is wrong with the header.
    pub(super) fn open_sheet(
        &mut self,
        file: &str,
        sheet: &str,
        header: Header,
        names: &Names<'c>,
        lines: Option<usize>,
    ) -> Progress<'c> {
        let mut entry = Sheet {
            file: file.to_owned(),
            name: sheet.to_owned(),
            columns: HashMap::new(),
            missing: Vec::new(),
            blocked: false,
        };
        let used = self.map_columns(&mut entry, &header, names, lines);
        self.note_missing(&mut entry, &header, names, lines);
        let lines_field = lines.and_then(|at| self.def.fields.get(at));
        self.reading.headers.push(HeaderSeen {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            lines: lines_field.map(|it| it.name.clone()),
            lines_label: lines_field.map(|it| it.label.clone()),
            separator: self.separator,
            first_row: header.first_row,
            last_row: header.last_row,
        });
        let mut named = vec![false; header.columns.iter().map(|it| it.at + 1).max().unwrap_or(0)];
        for column in &header.columns {
            named[column.at] = true;
        }
        let repeated = used
            .iter()
            .filter_map(|it| header.columns.iter().find(|column| column.at == it.at))
            .map(|it| (it.at, tidy(it.written.rsplit('·').next().unwrap_or(&it.written))))
            .collect();
        self.sheets.push(entry);
        Progress {
            sheet: self.sheets.len() - 1,
            used,
            header,
            repeated,
            seen_rows: 0,
            seen_note: false,
            pending: Vec::new(),
            nameless: HashSet::new(),
            named,
            current: None,
        }
    }

    /// Says what each column was taken for, and gives those that are read.
    fn map_columns(
        &mut self,
        entry: &mut Sheet,
        header: &Header,
        names: &Names<'c>,
        lines: Option<usize>,
    ) -> Vec<Used<'c>> {
        let lines_name = self.lines_name(lines);
        let mut used = Vec::new();
        for column in &header.columns {
            let mut mapped = ColumnMapping {
                sheet: entry.name.clone(),
                column: letters(column.at),
                header: column.written.clone(),
                field: None,
                label: "多余列".to_owned(),
                unit: String::new(),
            };
            match column.target {
                Some(target) => {
                    let field = names.field(target);
                    (mapped.field, mapped.label) = self.name_of(target, names, &lines_name);
                    if let Some(field) = field {
                        let unit = column.unit.as_deref().or(unit_of(field));
                        mapped.unit = unit.unwrap_or_default().to_owned();
                        entry.columns.insert(field.label.clone(), letters(column.at));
                    }
                    used.push(Used {
                        at: column.at,
                        target,
                        field,
                        unit: column.unit.clone(),
                        factor: column.factor,
                        colour: colour_beside(header, target),
                        sums: Sums::default(),
                    });
                }
                None => {
                    entry.blocked |= matches!(column.fault, Some(HeaderFault::Unit { .. }));
                    let finding = self.unread(entry, header, column);
                    self.reading.findings.push(finding);
                }
            }
            self.reading.mapping.push(mapped);
        }
        used.retain(|it| {
            !matches!(it.target, Target::Idle | Target::Colour(_) | Target::LineColour(_))
        });
        used
    }

    /// Why a column is not read.
    fn unread(&self, entry: &Sheet, header: &Header, column: &Column) -> Finding {
        let place = Place::Cell {
            file: entry.file.clone(),
            sheet: entry.name.clone(),
            row: header.last_row,
            column: letters(column.at),
            label: column.written.clone(),
        };
        match &column.fault {
            Some(HeaderFault::Unit { unit, label }) => Finding::must(
                "header_unit",
                place,
                format!("表头的单位“{unit}”与“{label}”不符"),
                "请按模板改正表头的单位，并核对这一列的数字",
            ),
            Some(HeaderFault::Twice { label }) => Finding::verify(
                "header_twice",
                place,
                format!("前面已有一列“{label}”，这一列没有读入"),
                "请删去重复的列，或改成别的表头",
            ),
            None => Finding::improve(
                "extra_column",
                place,
                format!("“{}”没有这一栏，这一列没有读入", self.def.title),
                "不需要的话可以不管；需要的话请在台账定义里加上这一栏",
            ),
        }
    }

    /// Says which columns are missing; without them no row of the sheet is taken.
    fn note_missing(
        &mut self,
        entry: &mut Sheet,
        header: &Header,
        names: &Names<'c>,
        lines: Option<usize>,
    ) {
        let missing = match lines {
            None => self.missing(header, names),
            Some(_) => self.missing_of_lines(header, names),
        };
        for field in missing {
            entry.missing.push(field.label.clone());
            self.reading.findings.push(Finding::must(
                "missing_column",
                Place::Cell {
                    file: entry.file.clone(),
                    sheet: entry.name.clone(),
                    row: header.last_row,
                    column: String::new(),
                    label: field.label.clone(),
                },
                format!("缺少必填的列“{}”", field.label),
                missing_mend(field),
            ));
        }
        entry.blocked |= !entry.missing.is_empty();
    }

    fn lines_name(&self, lines: Option<usize>) -> String {
        let field = match lines {
            Some(at) => self.def.fields.get(at),
            None => self.def.lines().next().map(|it| it.0),
        };
        field.map_or(String::new(), |it| it.name.clone())
    }

    fn name_of(&self, target: Target, names: &Names<'c>, lines: &str) -> (Option<String>, String) {
        let label = |it: Option<&FieldDef>| it.map_or(String::new(), |it| it.label.clone());
        let field = names.field(target);
        match target {
            Target::Field(_) => (field.map(|it| it.name.clone()), label(field)),
            Target::Line(_) => (field.map(|it| format!("{lines}.{}", it.name)), label(field)),
            Target::Colour(at) => {
                let field = names.field(Target::Field(at));
                (field.map(|it| it.name.clone()), format!("{}颜色", label(field)))
            }
            Target::LineColour(at) => {
                let field = names.field(Target::Line(at));
                (field.map(|it| format!("{lines}.{}", it.name)), format!("{}颜色", label(field)))
            }
            Target::State => (Some("state".to_owned()), "状态".to_owned()),
            Target::Idle => (None, "不读入".to_owned()),
        }
    }

    fn missing_of_lines(&self, header: &Header, names: &Names<'c>) -> Vec<&'c FieldDef> {
        let held = |target: Target| header.columns.iter().any(|it| it.target == Some(target));
        let keys = (0..self.def.fields.len())
            .filter(|at| self.def.key.contains(&self.def.fields[*at].name))
            .map(Target::Field);
        let children = (0..).map(Target::Line).take_while(|it| names.field(*it).is_some());
        let children = children.filter(|it| names.field(*it).is_some_and(|it| it.required));
        keys.chain(children).filter(|it| !held(*it)).filter_map(|it| names.field(it)).collect()
    }
}

/// The column that holds the colour of the plate in another.
fn colour_beside(header: &Header, plate: Target) -> Option<usize> {
    let colour = match plate {
        Target::Field(at) => Target::Colour(at),
        Target::Line(at) => Target::LineColour(at),
        Target::Colour(_) | Target::LineColour(_) | Target::State | Target::Idle => return None,
    };
    header.columns.iter().find(|it| it.target == Some(colour)).map(|it| it.at)
}

fn missing_mend(field: &FieldDef) -> String {
    if field.aliases.is_empty() {
        return format!("请加上“{}”一列并逐行填写", field.label);
    }
    format!("请加上“{}”一列并逐行填写；也可写作“{}”", field.label, field.aliases.join("”“"))
}
