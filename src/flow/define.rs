//! The bureau's own definitions (台账定义): what a change would do, and taking it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use catalog::{Catalog, LOCAL, MeasureDef, Source};
use ledger::Base;

mod touch; // records that a change meets
use terms::{Finding, Grade, Place as At};

use crate::command::Place;
use crate::context::{Definitions, definitions_with, local_sources};
use crate::flow::capture::write_file;
use crate::flow::figure::{Computed, When, compute, may_see};

/// Files of the bureau's own at most, and their size.
const FILES_MAX: usize = 200;
const FILE_BYTES_MAX: usize = 64 * 1024;

/// A change to the bureau's own definitions: files to write and paths to take away, both below the local folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    pub(crate) files: Vec<Source>,
    pub(crate) delete: Vec<String>,
}

/// What a change would do.
pub(crate) struct Effect {
    pub(crate) definitions: Definitions,
    /// What the tables of the base would gain, in Chinese.
    pub(crate) steps: Vec<String>,
    /// Ledgers and indicators that are new or read otherwise than now.
    pub(crate) ledgers: Vec<String>,
    pub(crate) indicators: Vec<String>,
    /// Records that stand already and what the change does to them.
    pub(crate) touched: Vec<Touched>,
}

pub(crate) use touch::Touched;

impl Effect {
    /// Whether something must be mended first.
    pub(crate) fn is_sound(&self) -> bool {
        self.definitions.findings.iter().all(|it| it.grade != Grade::Must)
    }
}

/// Reads a change against the definitions in force and the base, and changes nothing.
pub(crate) async fn preview(
    place: &Place,
    base: &Base,
    now: &Catalog,
    change: &Change,
) -> Result<Effect> {
    check_size(change)?;
    let mut local = local_sources(place)?;
    let gone: BTreeSet<&str> = change.delete.iter().map(|it| own(it)).collect();
    let new: BTreeSet<&str> = change.files.iter().map(|it| own(&it.path)).collect();
    local.retain(|it| !gone.contains(it.path.as_str()) && !new.contains(it.path.as_str()));
    local.extend(
        change
            .files
            .iter()
            .map(|it| Source { path: own(&it.path).to_owned(), text: it.text.clone() }),
    );
    if local.len() > FILES_MAX {
        bail!("本局定义超过 {FILES_MAX} 个文件");
    }
    let mut definitions = definitions_with(place, local)?;
    let (mut steps, mut ledgers, mut indicators) = (Vec::new(), Vec::new(), Vec::new());
    let mut touched = Vec::new();
    if definitions.findings.iter().all(|it| it.grade != Grade::Must) {
        let plan = base.with_catalog(Arc::clone(&definitions.catalog)).plan_migration().await?;
        steps = plan.steps;
        let met = touch::met(base, now, &definitions.catalog, plan.refused).await?;
        touched = met.touched;
        definitions.findings.extend(met.findings);
        let catalog = &definitions.catalog;
        let print = |id: &str| now.ledgers.get(id).map(|it| it.fingerprint.as_str());
        let changed = catalog.ledgers.values().filter(|it| print(&it.id) != Some(&it.fingerprint));
        ledgers = changed.map(|it| it.id.clone()).collect();
        let print = |id: &str| now.indicators.get(id).map(|it| it.fingerprint.as_str());
        let changed =
            catalog.indicators.values().filter(|it| print(&it.id) != Some(&it.fingerprint));
        indicators = changed.map(|it| it.id.clone()).collect();
    }
    Ok(Effect { definitions, steps, ledgers, indicators, touched })
}

/// The path of a local file without its mark.
fn own(path: &str) -> &str {
    path.trim_start_matches(LOCAL)
}

fn check_size(change: &Change) -> Result<()> {
    let place = |file: &str| At::Text { file: file.to_owned(), line: 1, column: 1 };
    let large = change.files.iter().find(|it| it.text.len() > FILE_BYTES_MAX);
    if let Some(large) = large {
        let finding =
            Finding::must("size", place(&large.path), "定义文件超过 64 KB", "分成几个文件");
        return Err(crate::say::Findings(vec![finding]).into());
    }
    // Paths are checked here too: nothing is written outside the local folder, whatever the loader says.
    let sound = |path: &str| {
        let path = own(path);
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() <= 3
            && path.ends_with(".toml")
            && parts.iter().all(|it| {
                !it.is_empty()
                    && !it.starts_with('.')
                    && it.chars().all(|it| {
                        it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_' || it == '.'
                    })
            })
    };
    let all = change
        .files
        .iter()
        .map(|it| it.path.as_str())
        .chain(change.delete.iter().map(String::as_str));
    let bad: Vec<Finding> = all
        .filter(|it| !sound(it))
        .map(|it| {
            let mend = "用小写英文、数字和下划线，如 ledgers/local/lamp.toml";
            Finding::must("local_path", place(it), "本局定义的文件名不合规", mend)
        })
        .collect();
    if bad.is_empty() { Ok(()) } else { Err(crate::say::Findings(bad).into()) }
}

/// Takes a sound change: the tables first, then the files, so that a base never lacks what a file speaks of.
pub(crate) async fn take(
    place: &Place,
    base: &Base,
    effect: &Effect,
    change: &Change,
) -> Result<Base> {
    if !effect.is_sound() {
        return Err(crate::say::Findings(effect.definitions.findings.clone()).into());
    }
    let base = base.with_catalog(Arc::clone(&effect.definitions.catalog));
    base.migrate(crate::context::now()).await?;
    let folder = place.local_dir();
    for file in &change.files {
        write_file(&folder.join(own(&file.path)), file.text.as_bytes())?;
    }
    for path in &change.delete {
        remove(&folder.join(own(path)))?;
    }
    Ok(base)
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("删不了 {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Whether every field that a figure speaks of has its column already, as the figure will read it.
fn stands(now: &Catalog, def: &catalog::IndicatorDef) -> bool {
    let Some(ledger) = now.ledgers.get(&def.from) else { return false };
    let of = if let MeasureDef::Sum(field) | MeasureDef::Distinct(field) = &def.measure {
        Some(field)
    } else {
        None
    };
    let asked = def.conditions.iter().map(|it| &it.field).chain(&def.day).chain(of);
    let plain = |name: &String| name == "state" || name == "office" || ledger.field(name).is_some();
    def.lines.is_none() && asked.into_iter().all(plain)
}

/// Figures of the changed definitions, where their ledgers have tables already, that the acting person may see.
pub(crate) async fn figures(
    context: &crate::context::Context,
    effect: &Effect,
    when: When,
) -> Result<Vec<Computed>> {
    let there = |ledger: &str| context.catalog.ledgers.contains_key(ledger);
    let catalog = &effect.definitions.catalog;
    let defs: Vec<_> = effect
        .indicators
        .iter()
        .filter_map(|it| catalog.indicators.get(it))
        .filter(|it| it.measure.is_over_rows() && there(&it.from) && stands(&context.catalog, it))
        .collect();
    let beside = context.under(Arc::clone(catalog));
    let mut computed = compute(&beside, &defs, when).await?;
    computed.retain(|it| may_see(&beside, &it.plan));
    Ok(computed)
}
