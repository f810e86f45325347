//! Files to catalog (装载): strict, and all faults at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use sm3::{Digest, Sm3};
use terms::{Finding, Grade, Place};

use crate::read::node::{File, UNCLOSED};
use crate::read::{self, Later};
use crate::{BlockDef, Catalog, Dictionary, WordDef, whole};

/// One definition file: its path below `defs/` with forward slashes, and its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path such as `ledgers/overload/case.toml`.
    pub path: String,
    /// Text, UTF-8.
    pub text: String,
}

/// First 16 hex digits of the SM3 digest of a text.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    Sm3::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads all definition files below a folder, sorted by path.
///
/// # Errors
/// When the folder or a file cannot be read, or a file is not UTF-8.
pub fn load_dir(folder: &Path) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(folder, folder, &mut sources)?;
    sources.sort();
    Ok(sources)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, sources)?;
        } else if path.extension().is_some_and(|it| it == "toml" || it == "csv") {
            let below =
                path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.push(Source { path: below, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}

/// Where the bureau's own definitions stand beside the shipped ones: paths that begin so.
pub const LOCAL: &str = "local/";

/// What the bureau's own definitions may hold (本局定义): new ledgers, figures, code lists, workflows and paragraphs. The rest, law
/// above all, is shipped.
const LOCAL_MAY: [&str; 5] = ["codes/", "workflows/", "ledgers/", "indicators/", "reports/"];
/// The tree of offices and the pages are the bureau's to replace.
const LOCAL_REPLACES: [&str; 2] = ["offices.toml", "pages.toml"];
/// Files that stand beside the shipped one of the same name and change nothing in it: roles and measure words are added.
const LOCAL_ADDS: [&str; 2] = ["roles.toml", "units.toml"];
/// Columns of shipped tables of outside systems, and years of the official calendar that are not shipped yet.
const EXCHANGES: &str = "exchanges/";
const CALENDAR: &str = "calendar/";

/// Puts the bureau's own definitions beside the shipped ones. Local sources get paths below [`LOCAL`]. Whatever would
/// change or hide a shipped definition is refused, with a finding each.
#[must_use]
pub fn with_local(shipped: Vec<Source>, local: Vec<Source>) -> (Vec<Source>, Vec<Finding>) {
    let (mut all, mut findings) = (shipped, Vec::new());
    for mut source in local {
        let path = source.path.trim_start_matches(LOCAL).to_owned();
        let shown = format!("{LOCAL}{path}");
        let there = all.iter().any(|it| it.path == path);
        let refused = match () {
            () if path.contains("..") || path.contains('\\') || !path.ends_with(".toml") => Some((
                Grade::Must,
                "local_path",
                "本局定义的文件名不合规",
                "用小写英文和下划线，.toml 结尾",
            )),
            () if LOCAL_REPLACES.contains(&path.as_str()) => {
                all.retain(|it| it.path != path);
                None
            }
            () if LOCAL_ADDS.contains(&path.as_str()) => None,
            // The columns of a shipped table are the bureau's to set; a table that is shipped no more needs none.
            () if path.starts_with(EXCHANGES) && there => None,
            () if path.starts_with(EXCHANGES) => {
                let what = "随软件发布的对接表里没有这一张，这份列的对应没有用上";
                Some((Grade::Verify, "not_used", what, "删去这个文件"))
            }
            // A year that the bureau entered before it was shipped: the shipped one holds, the program starts all the same.
            () if path.starts_with(CALENDAR) && there => {
                let what = "随软件发布了这一年的日历，本局录入的不再用";
                Some((Grade::Verify, "not_used", what, "核对无误后删去这个文件"))
            }
            () if path.starts_with(CALENDAR) => None,
            () if !LOCAL_MAY.iter().any(|it| path.starts_with(it))
                || path.ends_with("/outline.toml") =>
            {
                let mend = "可以放台账、指标、代码表、流程、量词和报告段落";
                Some((Grade::Must, "local_kind", "本局定义里不能放这一类文件", mend))
            }
            () if there => {
                Some((Grade::Must, "shadow", "与随软件发布的定义同名，不能覆盖", "换一个文件名"))
            }
            () => None,
        };
        match refused {
            None => {
                source.path = shown;
                all.push(source);
            }
            Some((grade, rule, what, mend)) => {
                let place = Place::Text { file: shown, line: 1, column: 1 };
                findings.push(Finding { grade, ..Finding::must(rule, place, what, mend) });
            }
        }
    }
    all.sort();
    (all, findings)
}

/// Loads definitions into a catalog. The catalog holds what could be understood; it may be used only when no finding
/// is [`terms::Grade::Must`].
#[must_use]
pub fn load(sources: &[Source]) -> (Catalog, Vec<Finding>) {
    let mut loading = Loading::default();
    // The bureau's own come after the shipped ones: they stand beside them, and are measured by them.
    let (own, shipped): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|it| it.path.starts_with(LOCAL));
    for source in shipped.into_iter().chain(own) {
        loading.take(source, sources);
    }
    loading.sections();
    loading.end(sources)
}

#[derive(Default)]
struct Loading {
    catalog: Catalog,
    findings: Vec<Finding>,
    later: Vec<Later>,
    /// Blocks of a report's section files by path.
    blocks: BTreeMap<String, Vec<BlockDef>>,
    /// Sections of the bureau's own: report and file name. No outline lists them; their name says where they stand.
    own_sections: Vec<(String, String)>,
    words: Vec<WordDef>,
}

impl Loading {
    fn take(&mut self, source: &Source, sources: &[Source]) {
        let path = source.path.as_str();
        let file = File::new(path, &source.text);
        let print = fingerprint(&source.text);
        let own = path.trim_start_matches(LOCAL);
        let parts: Vec<&str> = own.trim_end_matches(".toml").split('/').collect();
        match parts.as_slice() {
            ["codes", _] if path.ends_with(".csv") => return,
            ["codes", id] => {
                let list = read::code::read(&file, id, path, print, sources);
                self.catalog.codes.insert(list.id.clone(), list);
            }
            ["calendar", _] => {
                let local = path.starts_with(LOCAL);
                read::calendar::read(&file, local, &mut self.catalog.calendar);
            }
            ["law", id] => {
                let terms = read::law::read(&file, id);
                self.catalog.terms.extend(terms.into_iter().map(|it| (it.id.clone(), it)));
            }
            ["clocks", domain, name] => {
                let id = format!("{domain}/{name}");
                let clocks = read::clock::read(&file, &id);
                self.catalog.clocks.insert(id, clocks);
            }
            ["lights"] => self.catalog.lights = read::clock::lights(&file),
            ["workflows", id] => {
                let workflow = read::workflow::read(&file, id, path, print);
                self.catalog.workflows.insert(workflow.id.clone(), workflow);
            }
            ["ledgers", domain, name] => {
                self.named(&file, &[domain, name]);
                let ledger = read::ledger::read(&file, &format!("{domain}/{name}"), path, print);
                self.catalog.ledgers.insert(ledger.id.clone(), ledger);
            }
            ["indicators", domain, name] => {
                self.named(&file, &[domain, name]);
                let indicator =
                    read::indicator::read(&file, &format!("{domain}/{name}"), path, print);
                self.catalog.indicators.insert(indicator.id.clone(), indicator);
            }
            ["reports", id, "outline"] => {
                let report = read::report::outline(&file, id, path);
                self.catalog.reports.insert(report.id.clone(), report);
            }
            ["reports", id, name] => {
                if path.starts_with(LOCAL) {
                    self.own_sections.push(((*id).to_owned(), format!("{name}.toml")));
                }
                self.blocks.insert(own.to_owned(), read::report::section(&file, path));
            }
            ["exchanges", id] => {
                self.named(&file, &[id]);
                let shipped = self.catalog.exchanges.get(*id).filter(|_| path.starts_with(LOCAL));
                let exchange = match shipped {
                    Some(shipped) => read::exchange::columns(&file, shipped, path, print),
                    None => read::exchange::read(&file, id, path, print),
                };
                self.catalog.exchanges.insert(exchange.id.clone(), exchange);
            }
            ["map", name] => {
                let name = name.trim_end_matches(".csv");
                read::map::read(&file, name, &source.text, &mut self.catalog.map);
            }
            ["words", name] => {
                self.named(&file, &[name]);
                self.words.extend(read::words::read(&file, path));
            }
            ["bureau"] => self.catalog.bureau = read::bureau::read(&file),
            ["offices"] => self.catalog.offices = read::office::read(&file),
            ["pages"] => self.catalog.pages = read::page::read(&file),
            ["roles"] => {
                let local = path.starts_with(LOCAL);
                read::role::read(&file, local, &mut self.catalog.roles);
            }
            ["units"] => read::unit::read(&file, &mut self.catalog.units),
            _ => {
                let what = "不认识这个位置的文件";
                let mend = "定义放在 codes/、calendar/、law/、clocks/域/、workflows/、ledgers/域/、indicators/域/、reports/名/、words/、exchanges/、map/ 或 roles.toml、offices.toml、pages.toml、bureau.toml、lights.toml、units.toml";
                file.fault("unknown_file", 0..0, what, mend);
            }
        }
        let (findings, later) = file.end();
        self.findings.extend(findings);
        self.later.extend(later);
    }

    fn named(&self, file: &File<'_>, parts: &[&str]) {
        for part in parts.iter().filter(|it| !read::is_name(it)) {
            file.fault(
                "name",
                0..0,
                format!("文件夹或文件名“{part}”不合规"),
                "用小写英文、数字和下划线，字母开头",
            );
        }
    }

    /// Puts the section files into the order of their outlines.
    fn sections(&mut self) {
        for (report, name) in std::mem::take(&mut self.own_sections) {
            if let Some(report) = self.catalog.reports.get_mut(&report) {
                let sections = &mut report.outline.sections;
                let place = sections.iter().position(|it| *it > name).unwrap_or(sections.len());
                sections.insert(place, name);
            }
        }
        for report in self.catalog.reports.values_mut() {
            let folder = report.file.trim_end_matches("outline.toml").to_owned();
            for section in &report.outline.sections {
                match self.blocks.remove(&format!("{folder}{section}")) {
                    Some(blocks) => report.blocks.extend(blocks),
                    None => {
                        let place = Place::Text { file: report.file.clone(), line: 1, column: 1 };
                        let what = format!("提纲列出的 {section} 不在文件夹里");
                        self.findings.push(Finding::must(
                            "missing_file",
                            place,
                            what,
                            "补上文件，或从 sections 删去",
                        ));
                    }
                }
            }
        }
        for path in self.blocks.keys() {
            let place = Place::Text { file: path.clone(), line: 1, column: 1 };
            let what = "没有提纲列出这一节";
            self.findings.push(Finding::must(
                "orphan_file",
                place,
                what,
                "写进 outline.toml 的 sections，或删去文件",
            ));
        }
    }

    fn end(mut self, sources: &[Source]) -> (Catalog, Vec<Finding>) {
        let mut all = String::new();
        for source in sources {
            all.push_str(&format!("{} {}\n", source.path, fingerprint(&source.text)));
        }
        self.catalog.fingerprint = fingerprint(&all);
        self.catalog.words = Arc::new(Dictionary::new(std::mem::take(&mut self.words)));
        for report in self.catalog.reports.values_mut() {
            let folder = report.file.trim_end_matches("outline.toml");
            let texts =
                sources.iter().filter(|it| it.path.starts_with(folder)).map(|it| it.text.as_str());
            report.fingerprint = fingerprint(&texts.collect::<Vec<_>>().join("\n"));
        }
        // Where a file could not be read at all, what others say of it would be found wanting for no fault of theirs.
        if self.findings.iter().all(|it| it.rule != UNCLOSED) {
            for later in &self.later {
                self.findings.extend((later.check)(&self.catalog, &later.place));
            }
            self.findings.extend(whole::check(&self.catalog));
        }
        self.findings.sort_by(|one, other| {
            one.place.cmp(&other.place).then_with(|| one.what.cmp(&other.what))
        });
        self.findings.dedup();
        (self.catalog, self.findings)
    }
}
