//! The records as wholes (收尾): checked, the good ones let out, the bad ones held back with all their rows.

use std::collections::HashSet;

use catalog::{check_row, fill_row};
use jiff::civil::Date;
use terms::{Finding, Grade, Place};

use super::{Draft, FINDINGS_MAX, FileReader, ReadRow, Reading};

impl FileReader<'_, '_> {
    /// Checks the rows as wholes, and lets the good ones out.
    pub(super) fn finish(mut self, today: Date) -> Reading {
        let mut drafts = std::mem::take(&mut self.drafts);
        if self.ruined {
            self.reading.rows_bad = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
            drafts.clear();
        }
        for draft in &mut drafts {
            if self.overflow {
                break;
            }
            fill_row(self.catalog, self.def, &mut draft.row, today);
            for finding in check_row(self.catalog, self.def, &draft.row, today) {
                self.take_finding(draft, finding);
            }
        }
        self.hold_back(&drafts);
        let mut rows = Vec::with_capacity(drafts.len());
        for draft in drafts {
            if draft.bad {
                self.reading.rows_bad += 1;
                continue;
            }
            rows.push(ReadRow { place: self.row_place(draft.sheet, draft.number), row: draft.row });
        }
        if self.overflow {
            rows.clear();
            self.reading.findings.push(Finding::must(
                "too_many_findings",
                Place::Whole { name: self.file.to_owned() },
                format!("问题超过 {FINDINGS_MAX} 条，其余没有列出，整个文件没有导入"),
                "多半是整列填错或表头对错了列，请先改正前面列出的问题",
            ));
        }
        (self.progress)(self.rows_done, self.rows_done);
        let mut reading = self.reading;
        reading.rows = rows;
        reading
    }

    /// A finding of the check of a row, put to its cell; what was said while reading is not said again.
    fn take_finding(&mut self, draft: &mut Draft, finding: Finding) {
        let Place::Field { field: label, .. } = &finding.place else {
            draft.bad |= finding.grade == Grade::Must;
            self.push(finding);
            return;
        };
        const OF_ONE_FIELD: [&str; 6] =
            ["required", "required_when", "range", "length", "code", "code_not_in_force"];
        if draft.faulty.contains(label)
            || (!draft.faulty.is_empty() && !OF_ONE_FIELD.contains(&finding.rule))
        {
            return;
        }
        let child = draft.children.iter().find_map(|(lines, places)| {
            let rest = label
                .strip_prefix(self.def.fields.get(*lines)?.label.as_str())?
                .strip_prefix('第')?;
            let (number, rest) = rest.split_once("行 ")?;
            let place = places.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some((place.0, place.1, rest.to_owned()))
        });
        let (sheet, row, label) = child.unwrap_or((draft.sheet, draft.number, label.clone()));
        let entry = &self.sheets[sheet];
        if finding.rule == "required" && entry.missing.contains(&label) {
            return;
        }
        let column = entry.columns.get(&label).cloned().unwrap_or_default();
        let place =
            Place::Cell { file: entry.file.clone(), sheet: entry.name.clone(), row, column, label };
        draft.bad |= finding.grade == Grade::Must;
        self.push(Finding { place, ..finding });
    }

    /// Rows without fault of their own that are left out because the record they belong to has one: the clerk gets
    /// the whole record back.
    fn hold_back(&mut self, drafts: &[Draft]) {
        let concerned = |draft: &&Draft| draft.bad && !self.sheets[draft.sheet].blocked;
        if self.ruined || !drafts.iter().any(|it| concerned(&it)) {
            return;
        }
        let said: HashSet<(&str, &str, u32)> = self
            .reading
            .findings
            .iter()
            .filter(|it| it.grade == Grade::Must)
            .filter_map(|it| match &it.place {
                Place::Cell { file, sheet, row, .. } => Some((file.as_str(), sheet.as_str(), *row)),
                Place::Text { .. } | Place::Field { .. } | Place::Whole { .. } => None,
            })
            .collect();
        let mut held = Vec::new();
        for draft in drafts.iter().filter(concerned) {
            let children = draft.children.iter().flat_map(|it| it.1.iter().copied());
            let mut rows: Vec<(usize, u32)> = std::iter::once((draft.sheet, draft.number))
                .chain(draft.further.iter().copied())
                .chain(children)
                .collect();
            rows.sort_unstable();
            rows.dedup();
            for (sheet, row) in rows {
                let entry = &self.sheets[sheet];
                if !said.contains(&(entry.file.as_str(), entry.name.as_str(), row)) {
                    held.push(self.row_place(sheet, row));
                }
            }
        }
        for place in held {
            self.push(Finding::must(
                "held_back",
                place,
                "同一条记录的其他行有问题，这一行一并退回",
                "改好后与其他行一起重新导入",
            ));
        }
    }
}
