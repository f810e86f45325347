//! A PostgreSQL of this test program alone: in a temporary folder, on a socket, without network; it may be killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{is_root, skipped};

/// A private PostgreSQL server. Unlike a server for quick tests it keeps `fsync` on: what it acknowledged is on disk.
pub(crate) struct Server {
    bin: PathBuf,
    folder: PathBuf,
}

impl Server {
    /// Starts one; `None`, said aloud, where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Server> {
        let Some(bin) = bin() else {
            skipped(
                "PostgreSQL is not installed (no initdb below /usr/lib/postgresql or on the path)",
            );
            return None;
        };
        let folder = tempfile::Builder::new().prefix("tongtu-pg-").tempdir().unwrap().keep();
        let server = Server { bin, folder };
        if is_root() {
            let done = Command::new("chown").arg("postgres").arg(&server.folder).status().unwrap();
            assert!(done.success());
        }
        let made = server
            .tool("initdb")
            .args(["-U", "tongtu", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-D"])
            .arg(server.data())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        server.run();
        server.watch();
        let created = Command::new(server.bin.join("createdb"))
            .arg("-h")
            .arg(&server.folder)
            .args(["-U", "tongtu", "tongtu"])
            .status()
            .unwrap();
        assert!(created.success());
        Some(server)
    }

    /// The address of a schema.
    pub(crate) fn url(&self, schema: &str) -> String {
        format!("postgres://tongtu@localhost/tongtu?host={}&schema={schema}", self.folder.display())
    }

    /// Runs SQL behind the program's back.
    #[track_caller]
    pub(crate) fn behind(&self, schema: &str, sql: &str) {
        let text = format!("SET search_path = {schema}; {sql}");
        let done = Command::new(self.bin.join("psql"))
            .arg("-h")
            .arg(&self.folder)
            .args(["-U", "tongtu", "-d", "tongtu", "-v", "ON_ERROR_STOP=1", "-q", "-c", &text])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Kills the whole server at once with SIGKILL, as a power cut would.
    pub(crate) fn kill(&self) {
        let text = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster = text.lines().next().unwrap().trim().to_owned();
        let listed =
            Command::new("ps").args(["-o", "pid=", "--ppid", &postmaster]).output().unwrap();
        let children = String::from_utf8(listed.stdout).unwrap();
        let all: Vec<&str> =
            std::iter::once(postmaster.as_str()).chain(children.split_whitespace()).collect();
        // A child may have ended meanwhile: then `kill` says so, and there is nothing to do.
        let _ = Command::new("kill").arg("-9").args(&all).stderr(Stdio::null()).status().unwrap();
        while all.iter().any(|pid| is_running(pid)) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // Where nobody reaps the dead, the new server would take the old one's number for alive.
        for lock in [self.data().join("postmaster.pid"), self.folder.join(".s.PGSQL.5432.lock")] {
            fs::remove_file(lock).unwrap();
        }
    }

    /// Starts the server, which repairs itself after a kill.
    #[track_caller]
    pub(crate) fn run(&self) {
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c max_connections=60 -c shared_buffers=64MB",
            self.folder.display()
        );
        let ran = self
            .tool("pg_ctl")
            .args(["-w", "-t", "120", "-o", &options, "-l"])
            .arg(self.folder.join("log"))
            .arg("-D")
            .arg(self.data())
            .arg("start")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(
            ran.success(),
            "{}",
            fs::read_to_string(self.folder.join("log")).unwrap_or_default()
        );
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// PostgreSQL refuses to run as root: then its tools run as `postgres`.
    fn tool(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }

    /// A watcher stops the server and removes its folder when this program ends, however it ends.
    #[expect(clippy::zombie_processes, reason = "the watcher outlives this program")]
    fn watch(&self) {
        let stop = format!(
            "{} -D {} -m immediate stop",
            self.bin.join("pg_ctl").display(),
            self.data().display()
        );
        let stop = if is_root() { format!("runuser -u postgres -- {stop}") } else { stop };
        let watch = format!(
            "while kill -0 {} 2>/dev/null; do sleep 1; done; {stop}; rm -rf {}",
            std::process::id(),
            self.folder.display()
        );
        Command::new("setsid")
            .args(["sh", "-c", &watch])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
    }
}

/// A process that has ended but was not yet waited for (state Z) does not run.
fn is_running(pid: &str) -> bool {
    let stat = fs::read_to_string(Path::new("/proc").join(pid).join("stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|it| !it.1.starts_with('Z'))
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
