//! Events: who is told what, and that a stream ends with the rights it was opened with.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::support::{Client, PASSWORD, Server, text};

const TEAMS: &str = "/ledgers/overload/team/records";

/// An open stream of events.
struct Stream(BufReader<TcpStream>);

impl Stream {
    /// Opens one; gives the first line of the answer when it is no stream.
    fn open(server: &Server, client: &Client) -> Result<Stream, String> {
        let mut socket = TcpStream::connect(server.host()).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(45))).unwrap();
        let request =
            format!("GET /api/v1/events HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", client.cookie);
        socket.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(socket);
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        if !first.contains(" 200 ") {
            return Err(first);
        }
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            lines.read_line(&mut line).unwrap();
        }
        Ok(Stream(lines))
    }

    /// The next event; none when the server has ended the stream.
    #[track_caller]
    fn next(&mut self) -> Option<(String, Json)> {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            // What is not there after 45 seconds does not come.
            if self.0.read_line(&mut line).unwrap() == 0 || line == "0\r\n" {
                return None;
            }
            if let Some(word) = line.strip_prefix("event: ") {
                word.trim().clone_into(&mut name);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, serde_json::from_str(data).unwrap()));
            }
        }
    }

    /// The events until the server ends the stream.
    #[track_caller]
    fn rest(mut self) -> Vec<String> {
        std::iter::from_fn(|| self.next()).map(|it| it.0).collect()
    }
}

/// Changes a team in some way, so that all who see it are told.
#[track_caller]
fn change_team(client: &Client, words: &str) {
    let team = client.first("overload/team", "");
    let path = format!("{TEAMS}/{}", text(&team["id"]));
    client.put(&path, Some(&team["version"]), &json!({ "values": { "area": words } })).ok();
}

#[test]
fn a_stream_ends_when_its_session_is_ended_and_says_so() {
    let server = Server::demo();
    let (gone, kept) = (server.sign_in("jingban"), server.sign_in("jingban"));
    let (mut one, mut other) =
        (Stream::open(&server, &gone).unwrap(), Stream::open(&server, &kept).unwrap());
    change_team(&kept, "县城东片");
    assert_eq!(one.next().unwrap().0, "record");
    assert_eq!(other.next().unwrap().0, "record");

    // Signing out ends the streams of this session and of no other.
    assert_eq!(gone.delete("/session").status, 204);
    assert_eq!(one.rest(), ["signed_out"]);
    change_team(&kept, "县城西片");
    assert_eq!(other.next().unwrap().0, "record");

    // So does ending it from another session, or all of them by the administrator, who is heard by nobody else.
    let again = server.sign_in("jingban");
    let ended = Stream::open(&server, &again).unwrap();
    let sessions = kept.get("/session/sessions").ok();
    let there = sessions["items"].as_array().unwrap().iter().find(|it| it["current"] == false);
    let path = format!("/session/sessions/{}", text(&there.unwrap()["id"]));
    assert_eq!(kept.delete(&path).status, 204);
    assert_eq!(ended.rest(), ["signed_out"]);

    let administrator = server.sign_in("guanli");
    let mut own = Stream::open(&server, &administrator).unwrap();
    let began = Instant::now();
    administrator.post("/users/jingban/revoke", &json!({})).ok();
    assert_eq!(other.rest(), ["signed_out"]);
    // At once, not at the next look.
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());

    // A new password ends the others, not the one that it was given in.
    let second = server.sign_in("guanli");
    let there = Stream::open(&server, &second).unwrap();
    let new = json!({ "old": PASSWORD, "new": "river-stone-42" });
    administrator.post("/session/password", &new).ok();
    assert_eq!(there.rest(), ["signed_out"]);
    assert_eq!(administrator.delete("/session").status, 204);
    assert_eq!(own.next().unwrap().0, "signed_out");
    assert!(own.next().is_none());
}

#[test]
fn a_stream_ends_when_the_post_behind_it_is_another() {
    let server = Server::demo();
    let administrator = server.sign_in("guanli");
    let posts = administrator.get("/posts").ok();
    let post = |login: &str| {
        let user = administrator.get(&format!("/users/{login}")).ok();
        let id = user["posts"][0].clone();
        posts["items"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap().clone()
    };

    // A post's roles change: who held it is signed out; the administrator's own stream is opened anew.
    let clerk = server.sign_in("jingban");
    let heard = Stream::open(&server, &clerk).unwrap();
    let mut changed = post("jingban");
    changed["roles"] = json!(["auditor"]);
    administrator.put(&format!("/posts/{}", text(&changed["id"])), None, &changed).ok();
    assert_eq!(heard.rest(), ["signed_out"]);

    let own = Stream::open(&server, &administrator).unwrap();
    let mut same = post("guanli");
    same["title"] = json!("系统管理");
    administrator.put(&format!("/posts/{}", text(&same["id"])), None, &same).ok();
    assert_eq!(own.rest(), Vec::<String>::new());
    administrator.get("/session").ok();

    // Acting in another post of one's own: the stream of the old one tells nothing more.
    let user = administrator.get("/users/wengao").ok();
    let mut posts = user["posts"].as_array().unwrap().clone();
    posts.push(post("taizhang")["id"].clone());
    let both = json!({ "name": user["name"], "posts": posts, "active": true });
    administrator.put("/users/wengao", None, &both).ok();
    let writer = server.sign_in("wengao");
    let heard = Stream::open(&server, &writer).unwrap();
    writer.post("/session/post", &json!({ "post": posts[1] })).ok();
    assert_eq!(heard.rest(), Vec::<String>::new());
}

#[test]
fn a_stream_ends_when_its_session_expires() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    // Signed in twelve hours ago but for some seconds: the base is told so, and the server starts on it.
    let sql = "UPDATE paper SET body = json_set(body, '$.created_at', \
        (unixepoch('now') - 12 * 3600 + 12) * 1000000) WHERE kind = 'session'";
    let base = server.path("data/tongtu.db");
    let Ok(done) = Command::new("sqlite3").arg(&base).arg(sql).output() else {
        assert!(std::env::var_os("TONGTU_REQUIRE_ALL").is_none(), "no sqlite3");
        writeln!(std::io::stderr(), "skipped: no sqlite3 here to set a session back").unwrap();
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    server.restart();
    let began = Instant::now();
    let heard = Stream::open(&server, &clerk).expect("the session stands yet");
    assert_eq!(heard.rest(), ["signed_out"]);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    clerk.get("/session").refused(401, "signed_out");
}

#[test]
fn a_session_has_so_many_streams_and_a_closed_one_makes_room() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let mut open: Vec<Stream> = (0..8).map(|_| Stream::open(&server, &clerk).unwrap()).collect();
    let refused = Stream::open(&server, &clerk).err().unwrap();
    assert!(refused.starts_with("HTTP/1.1 429"), "{refused}");
    // Another session of the same person has its own; so has somebody else.
    Stream::open(&server, &server.sign_in("jingban")).unwrap();
    Stream::open(&server, &server.sign_in("shenhe")).unwrap();
    open.pop();
    let until = Instant::now() + Duration::from_secs(40);
    while let Err(said) = Stream::open(&server, &clerk) {
        assert!(Instant::now() < until, "{said}");
        // The server notices a closed window when it has something to say to it.
        change_team(&clerk, "县城东片");
        change_team(&clerk, "县城西片");
    }
}

#[test]
fn who_sees_drafts_hears_of_their_changes_and_nobody_else_does() {
    let server = Server::demo();
    let (writer, leader, clerk) =
        (server.sign_in("wengao"), server.sign_in("juzhang"), server.sign_in("jingban"));
    let mut own = Stream::open(&server, &writer).unwrap();
    let mut above = Stream::open(&server, &leader).unwrap();
    let mut outside = Stream::open(&server, &clerk).unwrap();

    let wanted = json!({ "report": "half_year", "period": "2021H1" });
    let draft = writer.post("/drafts", &wanted).ok();
    let id = draft["id"].clone();
    for (stream, mine) in [(&mut own, true), (&mut above, false)] {
        let (name, data) = stream.next().unwrap();
        assert_eq!(name, "draft");
        let told = json!({ "id": id, "version": 1, "state": "drafting", "who": "周文稿", "own": mine, "done": "按台账生成" });
        assert_eq!(data, told);
    }
    let sections = draft["sections"].as_array().unwrap();
    let mut blocks = sections.iter().flat_map(|it| it["blocks"].as_array().unwrap());
    let block = blocks.find(|it| it["kind"] == "text" && it["runs"].as_array().unwrap().len() == 1);
    let path = format!("/drafts/{}/blocks/{}", text(&id), text(&block.unwrap()["id"]));
    let words = json!({ "runs": [{ "text": "今年以来，各项工作平稳推进。" }] });
    writer.put(&path, Some(&json!(1)), &words).ok();
    let (name, data) = above.next().unwrap();
    assert_eq!((name.as_str(), &data["version"], &data["id"]), ("draft", &json!(2), &id));
    assert!(text(&data["done"]).contains("今年以来"), "{data}");

    // A check of a document: who uploaded it, and who writes or signs for the bureau.
    let check = clerk.upload("/checks?name=a.txt", "text/plain", "共检查5次，其中好3次。".into());
    let id = check.ok()["id"].clone();
    for (stream, mine) in [(&mut outside, true), (&mut above, false)] {
        let (name, data) = stream.next().unwrap();
        let who = clerk.get("/session").ok()["name"].clone();
        let told = json!({ "id": id, "who": who, "own": mine, "done": "checked" });
        assert_eq!((name.as_str(), data), ("check", told));
    }
    let second = writer.upload("/checks?name=b.txt", "text/plain", "共检查5次。".into()).ok();
    assert_eq!(above.next().unwrap().1["id"], second["id"]);
    // The clerk hears of no draft and of nobody else's check: the next thing is a record.
    change_team(&clerk, "县城东片");
    assert_eq!(outside.next().unwrap().0, "record");
}
