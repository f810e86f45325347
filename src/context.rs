//! The one door to the world (环境): clock, definitions, base, and who acts.
//!
//! Engines are handed the day and the rows; only here is a clock read, a folder looked for, a base opened.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result, bail};
use catalog::{Catalog, Condition, LedgerDef, Source};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::offset;
use ledger::{Act, Base};
use rust_embed::RustEmbed;
use terms::{Finding, Grade};

use crate::command::Place;
use crate::flow::words::Reader;
use crate::say::Findings;

/// The definitions that the program carries.
#[derive(RustEmbed)]
#[folder = "defs/"]
struct OwnDefs;

/// Where the definitions came from.
pub(crate) struct Definitions {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) findings: Vec<Finding>,
    /// 文件夹 or 程序自带, for people.
    pub(crate) from: String,
    pub(crate) files: usize,
}

/// Loads the definitions: those of `--defs`, or of `defs/` here, or the program's own; and beside them the bureau's own.
pub(crate) fn definitions(place: &Place) -> Result<Definitions> {
    definitions_with(place, local_sources(place)?)
}

/// The shipped definitions with these of the bureau's own beside them. Report outlines are checked too.
pub(crate) fn definitions_with(place: &Place, local: Vec<Source>) -> Result<Definitions> {
    let here = Path::new("defs");
    let folder =
        place.defs.as_deref().or_else(|| here.join("roles.toml").is_file().then_some(here));
    let (shipped, mut from) = match folder {
        Some(folder) => {
            let sources = catalog::load_dir(folder)
                .with_context(|| format!("读不出定义文件夹 {}", folder.display()))?;
            (sources, format!("文件夹 {}", folder.display()))
        }
        None => (own_sources(), "程序自带".to_owned()),
    };
    if !local.is_empty() {
        from = format!("{from}，另有本局定义{}个", local.len());
    }
    let (sources, mut findings) = catalog::with_local(shipped, local);
    let (catalog, found) = catalog::load(&sources);
    findings.extend(found);
    for report in catalog.reports.values() {
        findings.extend(report::check_report(&catalog, report));
    }
    findings.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Definitions { catalog: Arc::new(catalog), findings, from, files: sources.len() })
}

/// The bureau's own definitions (本局定义), made on the screen or by hand.
pub(crate) fn local_sources(place: &Place) -> Result<Vec<Source>> {
    let folder = place.local_dir();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    catalog::load_dir(&folder).with_context(|| format!("读不出本局定义 {}", folder.display()))
}

fn own_sources() -> Vec<Source> {
    let mut sources: Vec<Source> = OwnDefs::iter()
        .filter_map(|path| {
            let file = OwnDefs::get(&path)?;
            let text = String::from_utf8(file.data.into_owned()).ok()?;
            Some(Source { path: path.into_owned(), text })
        })
        .collect();
    sources.sort();
    sources
}

/// The catalog, when nothing in it must be mended first.
///
/// # Errors
/// All findings, when there is one that must be mended.
pub(crate) fn sound_catalog(place: &Place) -> Result<Arc<Catalog>> {
    Ok(sound(definitions(place)?)?.catalog)
}

/// Definitions in which nothing must be mended first.
///
/// # Errors
/// All findings, when there is one that must be mended.
pub(crate) fn sound(definitions: Definitions) -> Result<Definitions> {
    if definitions.findings.iter().any(|it| it.grade == Grade::Must) {
        return Err(Findings(definitions.findings).into());
    }
    Ok(definitions)
}

/// What stands in place of personal data (个人信息) for whoever may not see it.
pub(crate) const HIDDEN: &str = "＊＊＊";

/// Everything a command needs.
pub(crate) struct Context {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) base: Base,
    place: Place,
}

impl Context {
    /// Opens the base; it must be there and fit the definitions.
    pub(crate) async fn open(place: &Place) -> Result<Context> {
        Context::open_under(place, sound_catalog(place)?).await
    }

    /// Opens the base under definitions that were loaded and found sound.
    pub(crate) async fn open_under(place: &Place, catalog: Arc<Catalog>) -> Result<Context> {
        let context = Context::open_old(place, catalog).await?;
        let migration = context.base.plan_migration().await?;
        if !migration.refused.is_empty() {
            return Err(Findings(migration.refused).into());
        }
        if !migration.steps.is_empty() {
            context.base.migrate(now()).await?;
        }
        Ok(context)
    }

    /// Opens the base without asking whether it fits the definitions.
    pub(crate) async fn open_unchecked(place: &Place) -> Result<Context> {
        Context::open_old(place, sound_catalog(place)?).await
    }

    async fn open_old(place: &Place, catalog: Arc<Catalog>) -> Result<Context> {
        if !place.is_server() && !Path::new(&place.base).exists() {
            bail!("没有库 {}；先用 tongtu init 建库，或用 tongtu run 装入演示台账", place.base);
        }
        Context::connect(place, catalog).await
    }

    /// Makes the base when it is not there.
    pub(crate) async fn create(place: &Place) -> Result<Context> {
        let catalog = sound_catalog(place)?;
        if !place.is_server()
            && let Some(folder) = Path::new(&place.base).parent()
        {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("建不了文件夹 {}", folder.display()))?;
        }
        let context = Context::connect(place, catalog).await?;
        context.base.migrate(now()).await?;
        Ok(context)
    }

    async fn connect(place: &Place, catalog: Arc<Catalog>) -> Result<Context> {
        let base = Base::open(&place.base, &place.files_dir(), Arc::clone(&catalog)).await?;
        Ok(Context { catalog, base, place: place.clone() })
    }

    /// A context over a base that is open already, for one acting person.
    pub(crate) fn of(catalog: Arc<Catalog>, base: Base, place: Place) -> Context {
        Context { catalog, base, place }
    }

    /// The same person and base under other definitions, to see what these would say.
    pub(crate) fn under(&self, catalog: Arc<Catalog>) -> Context {
        let base = self.base.with_catalog(Arc::clone(&catalog));
        Context { catalog, base, place: self.place.clone() }
    }

    /// Who acts, now.
    pub(crate) fn act(&self) -> Act {
        self.place.act()
    }

    /// The acting person as a reader of a ledger's records.
    pub(crate) fn reader<'c>(&'c self, def: &'c LedgerDef) -> Reader<'c> {
        Reader { catalog: &self.catalog, def, private: self.may_see_private(def) }
    }

    /// The conditions that every query of a ledger must carry for an act of the acting person; `None` where they may not.
    pub(crate) fn sight(&self, def: &LedgerDef, word: &str) -> Option<Vec<Condition>> {
        ledger::sight(&self.catalog, &self.place.act(), def, word)
    }

    /// Whether the acting person's roles may see personal data of a ledger.
    pub(crate) fn may_see_private(&self, def: &LedgerDef) -> bool {
        self.place
            .role
            .iter()
            .filter_map(|it| self.catalog.role(it))
            .any(|it| it.may("private", &def.id))
    }
}

impl Place {
    /// Whether the base is on a server.
    pub(crate) fn is_server(&self) -> bool {
        self.base.starts_with("postgres://") || self.base.starts_with("postgresql://")
    }

    /// Folder of the attachments.
    pub(crate) fn files_dir(&self) -> PathBuf {
        if let Some(files) = &self.files {
            return files.clone();
        }
        if self.is_server() {
            return PathBuf::from("data/files");
        }
        Path::new(&self.base).with_extension("files")
    }

    /// Folder of the bureau's own definitions: beside the base, since its tables are made of them.
    pub(crate) fn local_dir(&self) -> PathBuf {
        if let Some(local) = &self.local {
            return local.clone();
        }
        if self.is_server() {
            return PathBuf::from("data/local/defs");
        }
        Path::new(&self.base).with_extension("local").join("defs")
    }

    /// Who acts, now.
    pub(crate) fn act(&self) -> Act {
        Act {
            who: self.who.clone(),
            office: self.office.clone(),
            roles: self.role.clone(),
            at: now(),
        }
    }
}

/// The program's only clock.
#[expect(clippy::disallowed_methods, reason = "the program's only clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The day that a demo stands on, so that its deadlines and duties are those of its records.
static DEMO_DAY: OnceLock<Date> = OnceLock::new();

/// Lets a demo stand on a day from now on; entries in the audit chain keep the true time.
pub(crate) fn stand_on(day: Date) {
    let _ = DEMO_DAY.set(day); // Set once, when the server of a demo starts.
}

/// Today in the bureau's time zone.
pub(crate) fn today() -> Date {
    DEMO_DAY.get().copied().unwrap_or_else(|| local(now()).date())
}

/// A moment as the clock on the bureau's wall shows it (+08:00), whatever this machine's zone is.
pub(crate) fn local(moment: Timestamp) -> DateTime {
    offset(8).to_datetime(moment)
}
