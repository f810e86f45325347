//! Two fresh bases for every test: a SQLite file, and a schema of a private PostgreSQL instance.
//!
//! PostgreSQL is started once per test program in a temporary folder, on a socket of its own, without network. Where
//! its binaries are absent the half is skipped visibly; with `TONGTU_REQUIRE_ALL=1` that is a failure.
#![expect(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use catalog::{Catalog, Source, load};
use jiff::Timestamp;
use ledger::{Act, Base, Dialect};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A clerk who may do everything that changes records, in the whole bureau.
pub(crate) const CLERK: &str = r#"
[[role]]
name = "clerk"
label = "经办人"
about = "登记"
scope = "bureau"
grants = [{ ledgers = ["*"], acts = ["see", "create", "edit", "move", "import", "withdraw"] }]
"#;

/// Definitions by path and text; they must be without fault.
#[track_caller]
pub(crate) fn definitions(sources: &[(&str, &str)]) -> Arc<Catalog> {
    let sources: Vec<Source> =
        sources.iter().map(|it| Source { path: it.0.to_owned(), text: it.1.to_owned() }).collect();
    let (catalog, findings) = load(&sources);
    assert!(findings.is_empty(), "{findings:#?}");
    Arc::new(catalog)
}

/// A point in time: day and time of day in UTC.
#[track_caller]
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Somebody who acts.
pub(crate) fn act(who: &str, role: &str, time: &str) -> Act {
    Act {
        who: who.to_owned(),
        office: "治超办".to_owned(),
        roles: vec![role.to_owned()],
        at: at(time),
    }
}

/// Where a test's base lives.
pub(crate) struct Home {
    /// Address of the base.
    pub(crate) url: String,
    /// Folder of the attachments.
    pub(crate) files: PathBuf,
    /// Which database it is.
    pub(crate) dialect: Dialect,
    /// Folder of everything else.
    pub(crate) folder: TempDir,
}

impl Home {
    /// Opens the base with these definitions; not migrated.
    pub(crate) async fn open(&self, catalog: &Arc<Catalog>) -> Base {
        Base::open(&self.url, &self.files, Arc::clone(catalog)).await.unwrap()
    }

    /// Opens and migrates.
    pub(crate) async fn ready(&self, catalog: &Arc<Catalog>) -> Base {
        let base = self.open(catalog).await;
        base.migrate(at("2021-01-01T00:00:00Z")).await.unwrap();
        base
    }

    /// Runs SQL behind the program's back, as an intruder would.
    #[track_caller]
    pub(crate) fn behind(&self, sql: &str) {
        match self.dialect {
            Dialect::Sqlite => {
                let runtime = runtime();
                runtime.block_on(async {
                    use sqlx::Connection;
                    let path = self.url.trim_start_matches("sqlite:");
                    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                    let mut open = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
                        .execute(&mut open)
                        .await
                        .unwrap();
                    open.close().await.unwrap();
                });
            }
            Dialect::Pg => {
                let (address, schema) = self.url.split_once("?").unwrap();
                let schema = schema.rsplit_once("schema=").unwrap().1;
                let socket = self.url.split("host=").nth(1).unwrap().split('&').next().unwrap();
                let _ = address;
                let text = format!("SET search_path = {schema}; {sql}");
                let done = Command::new(bin().unwrap().join("psql"))
                    .args([
                        "-h",
                        socket,
                        "-U",
                        "tongtu",
                        "-d",
                        "tongtu",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-q",
                        "-c",
                        &text,
                    ])
                    .output()
                    .unwrap();
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            }
        }
    }
}

/// A runtime as the program has it.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Runs a test on a fresh home of either database.
pub(crate) fn homes(test: impl Fn(&Home)) {
    test(&sqlite_home());
    if let Some(home) = pg_home() {
        test(&home);
    }
}

/// Runs a test on a fresh, migrated base of either database.
pub(crate) fn on_both(sources: &[(&str, &str)], test: impl Fn(&Runtime, Base)) {
    let catalog = definitions(sources);
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(home.ready(&catalog));
        test(&runtime, base.clone());
        runtime.block_on(base.close());
    });
}

/// A home on SQLite.
pub(crate) fn sqlite_home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("base.db").display());
    Home { url, files: folder.path().join("files"), dialect: Dialect::Sqlite, folder }
}

/// A home on PostgreSQL; `None`, said aloud, when there is no PostgreSQL here.
pub(crate) fn pg_home() -> Option<Home> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let socket = server()?;
    let folder = tempfile::tempdir().unwrap();
    let schema = format!("county_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let url =
        format!("postgres://tongtu@localhost/tongtu?host={}&schema={schema}", socket.display());
    Some(Home { url, files: folder.path().join("files"), dialect: Dialect::Pg, folder })
}

/// The socket folder of this program's own PostgreSQL.
fn server() -> Option<&'static Path> {
    static SERVER: OnceLock<Option<PathBuf>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let started = bin().map(|bin| start(&bin));
            if started.is_none() {
                let required = std::env::var("TONGTU_REQUIRE_ALL").is_ok_and(|it| it == "1");
                assert!(!required, "PostgreSQL is not installed, and TONGTU_REQUIRE_ALL=1");
                eprintln_skipped();
            }
            started
        })
        .as_deref()
}

#[expect(clippy::print_stderr, reason = "a skipped half is said aloud")]
fn eprintln_skipped() {
    eprintln!(
        "skipped: PostgreSQL is not installed (no initdb below /usr/lib/postgresql or on the path)"
    );
}

/// The folder of `initdb`: the newest below `/usr/lib/postgresql`, or one on the path.
fn bin() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| (it.file_name().to_string_lossy().parse().unwrap_or(0), it.path().join("bin")))
        .filter(|it| it.1.join("initdb").exists())
        .collect();
    found.sort();
    let on_path =
        || std::env::split_paths(&std::env::var_os("PATH")?).find(|it| it.join("initdb").exists());
    found.pop().map(|it| it.1).or_else(on_path)
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`. A watcher stops it when this program ends, however
/// it ends.
fn start(bin: &Path) -> PathBuf {
    let folder = tempfile::Builder::new().prefix("tongtu-pg-").tempdir().unwrap().keep();
    let root = Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n");
    let as_user = |program: &Path| {
        if root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        }
    };
    if root {
        assert!(Command::new("chown").arg("postgres").arg(&folder).status().unwrap().success());
    }
    let data = folder.join("data");
    let made = as_user(&bin.join("initdb"))
        .current_dir(&folder)
        .args(["-U", "tongtu", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-D"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let options = format!(
        "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c max_connections=200 -c shared_buffers=64MB",
        folder.display()
    );
    let ran = as_user(&bin.join("pg_ctl"))
        .current_dir(&folder)
        .args(["-w", "-t", "60", "-o", &options, "-l"])
        .arg(folder.join("log"))
        .arg("-D")
        .arg(&data)
        .arg("start")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(ran.success(), "{}", fs::read_to_string(folder.join("log")).unwrap_or_default());
    let created = Command::new(bin.join("createdb"))
        .arg("-h")
        .arg(&folder)
        .args(["-U", "tongtu", "tongtu"])
        .status()
        .unwrap();
    assert!(created.success());
    let stop = format!("{} -D {} -m immediate stop", bin.join("pg_ctl").display(), data.display());
    let stop = if root { format!("runuser -u postgres -- {stop}") } else { stop };
    let watch = format!(
        "while kill -0 {} 2>/dev/null; do sleep 1; done; {stop}; rm -rf {}",
        std::process::id(),
        folder.display()
    );
    let watched = Command::new("setsid")
        .args(["--fork", "sh", "-c", &watch])
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(watched.success());
    folder
}
