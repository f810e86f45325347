//! A server for one test (测试用的服务): the real program on a free port with a copy of the demo's base, and clients that sign
//! in as its people.
//!
//! Tests that only read share one server ([`shared`]); a test that writes starts its own ([`Server::demo`]).

#![expect(
    clippy::disallowed_methods,
    reason = "a test stands outside of the program and may read the clock"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use ureq::http::{HeaderMap, Request};
use ureq::{Agent, AsSendBody};

/// The password of all people of the demo.
pub(crate) const PASSWORD: &str = "tongtu-2021";

/// The demo's base, made once per run of the tests by `tongtu run`.
static DEMO: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let demo = repository().join("demo").display().to_string();
    run(folder.path(), &["run", "2021H1", "--demo", &demo]);
    at_the_end("rm -rf -- \"$1\"", &folder.path().display().to_string());
    folder
});

/// One server for all tests that only read.
static SHARED: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::demo();
    let pid = server.child.lock().unwrap().id().to_string();
    at_the_end("kill -9 \"$1\"", &pid);
    at_the_end("sleep 1; rm -rf -- \"$1\"", &server.folder.path().display().to_string());
    server
});

/// What a static holds is never dropped: a shell waits for the end of this process and cleans up.
fn at_the_end(command: &str, about: &str) {
    let script = format!("cat > /dev/null; {command}");
    let shell = Command::new("sh").args(["-c", &script, "sh", about]).stdin(Stdio::piped()).spawn();
    // The pipe stays open as long as this process lives.
    std::mem::forget(shell.unwrap());
}

/// The server for tests that only read.
pub(crate) fn shared() -> &'static Server {
    &SHARED
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongtu"));
    command.current_dir(folder).env("TONGTU_DEFS", repository().join("defs"));
    command
}

/// Runs the program in a folder to its end.
#[track_caller]
fn run(folder: &Path, words: &[&str]) -> String {
    let done = program(folder).args(words).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{words:?}: {said}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A running server; it ends with the value.
pub(crate) struct Server {
    folder: TempDir,
    child: Mutex<Child>,
    address: String,
    said: Arc<Mutex<Vec<String>>>,
    words: Vec<String>,
}

impl Server {
    /// With the demo's records and people, nobody asked for a second factor.
    pub(crate) fn demo() -> Server {
        let folder = tempfile::tempdir().unwrap();
        copy_dir(&DEMO.path().join("data"), &folder.path().join("data"));
        Server::start(folder, &["--demo"])
    }

    /// As [`Server::demo`], standing on a day.
    pub(crate) fn demo_on(day: &str) -> Server {
        let folder = tempfile::tempdir().unwrap();
        copy_dir(&DEMO.path().join("data"), &folder.path().join("data"));
        Server::start(folder, &["--demo", "--day", day])
    }

    /// With an empty base and one administrator, as on the first day of a bureau.
    pub(crate) fn first_day() -> Server {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &["init"]);
        Server::start(folder, &[])
    }

    fn start(folder: TempDir, words: &[&str]) -> Server {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        let (child, said, address) = spawn(folder.path(), "127.0.0.1:0", &words);
        Server { folder, child: Mutex::new(child), address, said, words }
    }

    /// Kills the server where it stands and starts it again on the same base; clients go on with their cookies.
    pub(crate) fn restart(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let listen = self.address.trim_start_matches("http://");
        let until = Instant::now() + Duration::from_secs(20);
        while TcpListener::bind(listen).is_err() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        let (again, said, _) = spawn(self.folder.path(), listen, &self.words);
        *child = again;
        *self.said.lock().unwrap() = said.lock().unwrap().clone();
    }

    /// A path in the server's folder; the base is `data/tongtu.db`.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Runs another command of the program on the same base.
    #[track_caller]
    pub(crate) fn command(&self, words: &[&str]) -> String {
        run(self.folder.path(), words)
    }

    /// As [`Server::command`], for what must not go well: what it says then.
    #[track_caller]
    pub(crate) fn failing(&self, words: &[&str]) -> String {
        let done = program(self.folder.path()).args(words).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success(), "{words:?} went well: {said}");
        said
    }

    /// The first line with these words that the program prints about its start.
    #[track_caller]
    pub(crate) fn said(&self, words: &str) -> String {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let said = self.said.lock().unwrap().clone();
            if let Some(line) = said.iter().find(|it| it.contains(words)) {
                return line.clone();
            }
            assert!(Instant::now() < until, "{said:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Address and port, for a connection made by hand.
    pub(crate) fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// Memory that the server holds now, as the system counts it.
    pub(crate) fn resident_kilobytes(&self) -> u64 {
        let pid = self.child.lock().unwrap().id();
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Sockets that the server has open now.
    pub(crate) fn open_sockets(&self) -> usize {
        let pid = self.child.lock().unwrap().id();
        let files = fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
        let targets = files.filter_map(|it| fs::read_link(it.ok()?.path()).ok());
        targets.filter(|it| it.to_string_lossy().starts_with("socket:")).count()
    }

    /// Somebody who has not signed in.
    pub(crate) fn stranger(&self) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .max_idle_connections(0)
            .build();
        Client {
            agent: Agent::new_with_config(config),
            address: self.address.clone(),
            cookie: String::new(),
            csrf: String::new(),
        }
    }

    /// Somebody of the demo, signed in: jingban 治超办经办, shenhe 治超办负责人, fazhi 法制, fenguan 分管, juzhang 局长, wengao 文稿,
    /// taizhang 台账管理员, shenji 审计员, guanli 系统管理员.
    #[track_caller]
    pub(crate) fn sign_in(&self, login: &str) -> Client {
        let mut client = self.stranger();
        client.sign_in(&json!({ "login": login, "password": PASSWORD })).ok();
        client
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(|it| it.into_inner());
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Starts the program and waits until it listens.
fn spawn(
    folder: &Path,
    listen: &str,
    words: &[String],
) -> (Child, Arc<Mutex<Vec<String>>>, String) {
    let mut child = program(folder)
        .args(["serve", "--listen", listen])
        .args(words)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let said = Arc::new(Mutex::new(Vec::new()));
    let mut address = String::new();
    while address.is_empty() {
        let line = lines.next().unwrap_or_else(|| {
            panic!("the server ended before it listened: {:?}", said.lock().unwrap())
        });
        let line = line.unwrap();
        if let Some(at) = line.find("http://").filter(|_| line.starts_with("通途已启动")) {
            address = line[at..].trim().to_owned();
        }
        said.lock().unwrap().push(line);
    }
    let rest = Arc::clone(&said);
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            rest.lock().unwrap_or_else(|it| it.into_inner()).push(line);
        }
    });
    (child, said, address)
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Somebody with a browser.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    address: String,
    /// The session's cookie, `name=value`.
    pub(crate) cookie: String,
    /// What every change must carry.
    pub(crate) csrf: String,
}

/// What the server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or(Json::Null)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|it| it.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// The JSON of an answer that went well.
    #[track_caller]
    pub(crate) fn ok(&self) -> Json {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        self.json()
    }

    /// The JSON of a refusal with this status and code.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Json {
        let body = self.json();
        assert_eq!((self.status, body["code"].as_str()), (status, Some(code)), "{}", self.text());
        body
    }
}

impl Client {
    /// Signs in and keeps the cookie and the token against forged requests.
    pub(crate) fn sign_in(&mut self, body: &Json) -> Answer {
        let answer = self.post("/session", body);
        if answer.status == 200 {
            let cookie = answer.header("set-cookie");
            self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
            self.csrf = answer.json()["csrf"].as_str().unwrap_or_default().to_owned();
        }
        answer
    }

    /// GET; the path is below `/api/v1`, or whole where it begins with `//`.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], ())
    }

    /// POST of JSON.
    pub(crate) fn post(&self, path: &str, body: &Json) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string())
    }

    /// PUT of JSON over a version; none sends no `If-Match`.
    pub(crate) fn put(&self, path: &str, version: Option<&Json>, body: &Json) -> Answer {
        self.over("PUT", path, version, body)
    }

    /// POST of JSON over a version of a record.
    pub(crate) fn post_over(&self, path: &str, version: &Json, body: &Json) -> Answer {
        self.over("POST", path, Some(version), body)
    }

    /// DELETE.
    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], ())
    }

    /// POST of raw bytes, as an upload.
    pub(crate) fn upload(&self, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        self.send("POST", path, &[("content-type", media_type)], bytes)
    }

    fn over(&self, method: &str, path: &str, version: Option<&Json>, body: &Json) -> Answer {
        let tag = version.map(|it| format!("\"{it}\"")).unwrap_or_default();
        let mut headers = vec![("content-type", "application/json")];
        if version.is_some() {
            headers.push(("if-match", tag.as_str()));
        }
        self.send(method, path, &headers, body.to_string())
    }

    /// Any request.
    #[track_caller]
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsSendBody,
    ) -> Answer {
        let path = match path.strip_prefix("//") {
            Some(whole) => format!("/{whole}"),
            None => format!("/api/v1{path}"),
        };
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        if !self.csrf.is_empty() && method != "GET" {
            request = request.header("x-csrf", &self.csrf);
        }
        let mut response = self.agent.run(request.body(body).unwrap()).unwrap();
        let headers = response.headers().clone();
        let bytes = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
        let answer = Answer { status: response.status().as_u16(), headers, bytes };
        super::described::hold(method, &path, &answer);
        answer
    }

    /// The first record of a list.
    #[track_caller]
    pub(crate) fn first(&self, ledger: &str, query: &str) -> Json {
        let body = self.get(&format!("/ledgers/{ledger}/records?limit=1&{query}")).ok();
        let item = body["items"][0].clone();
        assert!(!item.is_null(), "no record of {ledger} with {query}");
        item
    }
}

/// Text for a query string.
pub(crate) fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The text of a JSON value that must be text.
#[track_caller]
pub(crate) fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_else(|| panic!("no text: {json}"))
}

/// Seconds since 1970.
pub(crate) fn seconds() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}
