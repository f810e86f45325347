//! A report's definition, checked before there are values (提纲检查).
//!
//! Slots, numbers written by hand, units behind slots, levels of headings and the marks that end them.

use std::collections::BTreeSet;

use catalog::{BlockDef, Catalog, ReportDef};
use terms::{Finding, Place};

use crate::fit::{Scope, fit, unit_behind};
use crate::guard::{self, SLOT};
use crate::records::place_of;
use crate::slot::{Fault, Format, Piece, Subject, pieces};

/// Everything about a report that can be known without values (提纲检查), in the order of the outline.
#[must_use]
pub fn check_report(catalog: &Catalog, report: &ReportDef) -> Vec<Finding> {
    let mut checking = Checking { catalog, report, findings: Vec::new(), used: BTreeSet::new() };
    checking.outline();
    let mut level = 0;
    for block in &report.blocks {
        checking.block(block);
        if block.level > level + 1 {
            let what = format!("标题“{}”从第{level}级跳到第{}级", block.heading, block.level);
            checking.say(place_of(block), Fault::new("level", what, "逐级写标题"));
        }
        if block.level > 0 {
            level = block.level;
        }
    }
    checking.unused();
    checking.findings
}

/// The text with a mark in place of each slot, as the guard reads it.
fn with_marks(pieces: &[Piece]) -> String {
    let marked = pieces.iter().map(|it| match it {
        Piece::Words(words) => words.clone(),
        Piece::Slot(_) => SLOT.to_string(),
    });
    marked.collect()
}

struct Checking<'a> {
    catalog: &'a Catalog,
    report: &'a ReportDef,
    findings: Vec<Finding>,
    /// Names of the constants that are used.
    used: BTreeSet<String>,
}

impl Checking<'_> {
    fn say(&mut self, place: Place, fault: Fault) {
        self.findings.push(Finding::must(fault.rule, place, fault.what, fault.mend));
    }

    fn top(&self) -> Place {
        Place::Text { file: self.report.file.clone(), line: 1, column: 1 }
    }

    fn outline(&mut self) {
        let report = self.report;
        let outline = &report.outline;
        let periods = ["", "year", "half", "quarter", "month", "week", "days"];
        if !periods.contains(&outline.for_period.as_str()) {
            let what = format!("没有“{}”这种报告期", outline.for_period);
            let mend = format!("可用：{}", periods[1..].join("、"));
            self.say(self.top(), Fault::new("for_period", what, mend));
        }
        let texts = outline.title.iter().chain([&outline.file_name]);
        for text in texts {
            let pieces = self.text(self.top(), text, None);
            let is_figure = |it: &Piece| matches!(it, Piece::Slot(slot) if matches!(slot.subject, Subject::Figure(_)));
            if pieces.iter().any(is_figure) {
                let mend = "标题和文件名里只写 {period} 等日期";
                self.say(self.top(), Fault::new("title", format!("“{text}”里有指标"), mend));
            }
        }
        if outline.file_name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
            && !outline.file_name.contains('{')
        {
            let what = format!("文件名“{}”里有不能用的字符", outline.file_name);
            self.say(self.top(), Fault::new("file_name", what, "删去 / \\ : * ? \" < > |"));
        }
        for (name, text, _) in &outline.constants {
            if text.contains(['{', '}']) {
                let what = format!("常量“{name}”的文字里有花括号");
                self.say(self.top(), Fault::new("constant", what, "常量里不能再写槽位"));
            }
        }
    }

    fn block(&mut self, block: &BlockDef) {
        let place = place_of(block);
        if !block.heading.is_empty() {
            self.text(place.clone(), &block.heading, block.each.as_deref());
            if block.heading.ends_with(['。', '，', '；', '：', '、', '.', ',']) {
                let what = format!("标题“{}”末尾有标点", block.heading);
                self.say(
                    place.clone(),
                    Fault::new("heading_mark", what, "删去，需要时由程序加句号"),
                );
            }
            if begins_with_number(&block.heading) {
                let what = format!("标题“{}”自己写了序号", block.heading);
                let mend = "删去序号，由程序按先后编排";
                self.say(place.clone(), Fault::new("heading_number", what, mend));
            }
        }
        if !block.must.is_empty() {
            self.text(place.clone(), &block.must, block.each.as_deref());
            if block.when.is_empty() && block.each.is_none() {
                let what = "写了 must，却没有写什么时候才拦".to_owned();
                self.say(place.clone(), Fault::new("must_always", what, "加上 when 或 each"));
            }
        }
        if !block.text.is_empty() {
            self.text(place.clone(), &block.text, block.each.as_deref());
            // A slot at the end may bring its own full stop in its sentences; the reader of the draft sees it.
            if !block.text.ends_with(['。', '！', '？', '：', '”', '}']) {
                let tail: String = block
                    .text
                    .chars()
                    .rev()
                    .take(8)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                let what = format!("段落“…{tail}”末尾没有句号");
                self.say(place, Fault::new("full_stop", what, "补上“。”"));
            }
        }
    }

    /// Checks one text with slots and gives its pieces.
    fn text(&mut self, place: Place, text: &str, each: Option<&str>) -> Vec<Piece> {
        let report = self.report;
        let scope = Scope {
            catalog: self.catalog,
            outline: &report.outline,
            ledger: each.and_then(|it| self.catalog.ledgers.get(it)),
        };
        let (pieces, faults) = pieces(text);
        for fault in faults {
            self.say(place.clone(), fault);
        }
        for (index, piece) in pieces.iter().enumerate() {
            let Piece::Slot(slot) = piece else { continue };
            // Of a ledger that is not there the loader has spoken.
            let loops_nowhere = each.is_some() && scope.ledger.is_none();
            if !(loops_nowhere && matches!(slot.subject, Subject::Field(_))) {
                for fault in fit(scope, slot) {
                    self.say(place.clone(), fault);
                }
            }
            if let Subject::Constant(name) = &slot.subject {
                self.used.insert(name.clone());
            }
            if let Some(Piece::Words(behind)) = pieces.get(index + 1)
                && let Some(fault) = unit_behind(scope, slot, behind)
            {
                self.say(place.clone(), fault);
            }
            if let Some(Piece::Words(ahead)) = index.checked_sub(1).and_then(|it| pieces.get(it))
                && (slot.has(&Format::About) || slot.has(&Format::Odd))
                && sums_up(ahead)
            {
                let what = format!("{} 前面说“共”，后面又是约数", slot.written());
                self.say(place.clone(), Fault::new("exact_and_rough", what, "合计要印准数"));
            }
            for sentence in slot.sentences() {
                self.numbers(&place, &sentence.replace('*', &SLOT.to_string()));
            }
        }
        self.numbers(&place, &with_marks(&pieces));
        self.spaces(&place, &pieces);
        pieces
    }

    fn numbers(&mut self, place: &Place, text: &str) {
        for number in guard::loose_numbers(text, &self.report.outline.names) {
            let what = format!("“{number}”是手写的数");
            let mend = "把它做成指标、常量，或写进 names";
            self.say(place.clone(), Fault::new("loose_number", what, mend));
        }
    }

    fn spaces(&mut self, place: &Place, pieces: &[Piece]) {
        for piece in pieces {
            let Piece::Words(words) = piece else { continue };
            if words.contains(char::is_whitespace) {
                let what = format!("“{}”里有空格或换行", words.trim());
                self.say(place.clone(), Fault::new("space", what, "删去，公文正文不用空格"));
            }
            if let Some(mark) = words.chars().find(|it| ",;:?!()".contains(*it)) {
                let what = format!("“{words}”里有半角标点“{mark}”");
                self.say(place.clone(), Fault::new("half_width_mark", what, "改用全角标点"));
            }
        }
    }

    fn unused(&mut self) {
        let constants = self.report.outline.constants.iter();
        let unused: Vec<&String> =
            constants.map(|it| &it.0).filter(|it| !self.used.contains(*it)).collect();
        for name in unused {
            let what = format!("常量“{name}”没有用到");
            self.findings.push(Finding::improve("unused_constant", self.top(), what, "删去它"));
        }
        let texts: Vec<&str> = self
            .report
            .blocks
            .iter()
            .flat_map(|it| [it.heading.as_str(), it.text.as_str()])
            .chain(self.report.outline.title.iter().map(String::as_str))
            .collect();
        for name in &self.report.outline.names {
            if !texts.iter().any(|it| it.contains(name.as_str())) {
                let what = format!("names 里的“{name}”没有用到");
                self.findings.push(Finding::improve("unused_name", self.top(), what, "删去它"));
            }
        }
    }
}

/// Whether the clause before a slot says that a sum follows: 共, 共计, 合计, but not 公共 or 共同.
fn sums_up(ahead: &str) -> bool {
    let clause = ahead.rsplit(['，', '。', '；', '：', '、', '（']).next().unwrap_or("");
    if clause.contains("合计") || clause.contains("总计") {
        return true;
    }
    let marks: Vec<char> = clause.chars().collect();
    marks.iter().enumerate().any(|(at, mark)| {
        let before = at.checked_sub(1).and_then(|it| marks.get(it));
        let after = marks.get(at + 1);
        *mark == '共'
            && before != Some(&'公')
            && !after.is_some_and(|it| "同产享治管青和".contains(*it))
    })
}

/// 一、…, （一）…, 1.…, 1、…
fn begins_with_number(heading: &str) -> bool {
    let rest = heading.trim_start_matches(['（', '(']);
    let number = |it: char| it.is_numeric() || "一二三四五六七八九十".contains(it);
    let behind = rest.trim_start_matches(number);
    let bracket = rest.len() < heading.len();
    behind.len() < rest.len()
        && (bracket && behind.starts_with(['）', ')']) || behind.starts_with(['、', '.', '．']))
}
