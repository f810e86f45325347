//! Hostile requests: too large, too slow, too many, and names, ids and texts that want to be something else.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::support::{Answer, Client, Server, escaped, shared, text};

const TWO_GIGABYTES: u64 = 2 * 1024 * 1024 * 1024;
const TEAMS: &str = "/ledgers/overload/team/records";
/// Marks that nobody sees.
const UNSEEN: &str = "\u{feff}\u{202e}";

/// A connection of its own; whatever is not answered within 90 seconds fails the test.
fn dial(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.host()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(90))).unwrap();
    stream
}

/// The head of a request of somebody who is signed in, without its last empty line.
fn head(client: &Client, line: &str, more: &str) -> String {
    format!(
        "{line} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\nx-csrf: {}\r\n{more}",
        client.cookie, client.csrf
    )
}

/// What comes until the server closes; a connection that it resets counts as closed.
fn rest(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => said.extend_from_slice(&piece[..count]),
            Err(error) => {
                let closed = error.kind() == std::io::ErrorKind::ConnectionReset;
                assert!(closed, "{error}");
                break;
            }
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn files_below(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

/// Every place that takes a file, with the folder that it passes through.
fn uploads(client: &Client) -> Vec<(String, &'static str)> {
    let team = client.first("overload/team", "");
    let id = text(&team["id"]);
    vec![
        (format!("{TEAMS}/{id}/attachments?name=a.bin"), "uploads"),
        ("/imports?ledger=overload/team&name=a.xlsx".to_owned(), "imports"),
        ("/checks?name=a.docx".to_owned(), "checks"),
    ]
}

#[test]
fn two_gigabytes_are_refused_before_they_are_sent() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let before = server.resident_kilobytes();
    for (path, folder) in uploads(&clerk) {
        let began = Instant::now();
        let mut stream = dial(&server);
        let length = format!("content-length: {TWO_GIGABYTES}\r\n\r\n");
        let request = head(&clerk, &format!("POST /api/v1{path}"), &length);
        stream.write_all(request.as_bytes()).unwrap();
        let said = rest(&mut stream);
        assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large"), "{path}: {said}");
        assert!(began.elapsed() < Duration::from_secs(30), "{path}: {:?}", began.elapsed());
        let below = server.path("data/tongtu.work").join(folder);
        assert_eq!(files_below(&below), 0, "{path} left something in {folder}");
    }
    let grown = server.resident_kilobytes().saturating_sub(before);
    assert!(grown < 32 * 1024, "{grown} KB more");
}

#[test]
fn a_body_without_an_end_is_cut_at_the_limit_and_leaves_nothing() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let before = server.resident_kilobytes();
    let mut stream = dial(&server);
    let request =
        head(&clerk, "POST /api/v1/checks?name=a.docx", "transfer-encoding: chunked\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b'x'; 1 << 20], b"\r\n"].concat();
    // The server stops reading at 20 MB; the sender notices a little later, when the pipes are full.
    let sent = (0..200).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(sent < 100, "{sent} MB were taken");
    let left = files_below(&server.path("data/tongtu.work/checks"));
    assert_eq!(left, 0, "what was cut off is gone");
    let grown = server.resident_kilobytes().saturating_sub(before);
    assert!(grown < 48 * 1024, "{grown} KB more");
    clerk.get("/session").ok();
}

#[test]
fn a_json_body_above_two_megabytes_is_refused_in_our_words() {
    let clerk = shared().sign_in("jingban");
    let long = json!({ "values": { "name": "长".repeat(1_000_000) } });
    clerk.post(TEAMS, &long).refused(413, "too_large");
    clerk.send("POST", TEAMS, &[("content-type", "text/plain")], "{}").refused(415, "media_type");
    clerk.post(TEAMS, &json!({ "values": [1] })).refused(400, "bad_request");
    clerk.send("PATCH", TEAMS, &[], ()).refused(405, "method");
}

#[test]
fn whoever_is_slow_is_let_go() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    // Nothing at all; half a head, a letter a second; a request and then silence; a body, a letter a second.
    let mut silent = dial(&server);
    let mut half = dial(&server);
    half.write_all(b"GET /healthz HTTP/1.1\r\nhost: ").unwrap();
    let mut idle = dial(&server);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut body = dial(&server);
    let more = "content-type: application/json\r\ncontent-length: 1000\r\n\r\n";
    body.write_all(head(&clerk, &format!("POST /api/v1{TEAMS}"), more).as_bytes()).unwrap();
    let mut upload = dial(&server);
    let line = "POST /api/v1/checks?name=a.docx";
    upload.write_all(head(&clerk, line, "content-length: 100000\r\n\r\n").as_bytes()).unwrap();
    let began = Instant::now();
    let drip = std::thread::spawn({
        let mut senders = [&half, &body, &upload].map(|it| it.try_clone().unwrap());
        move || {
            for _ in 0..80 {
                std::thread::sleep(Duration::from_secs(1));
                let sent =
                    senders.iter_mut().map(|it| it.write_all(b"x")).filter(Result::is_ok).count();
                if sent == 0 {
                    break;
                }
            }
        }
    });
    // Ten seconds for a head, twenty for a body; the rest is for a busy machine.
    for (what, stream) in [("silent", &mut silent), ("half", &mut half), ("idle", &mut idle)] {
        rest(stream);
        assert!(began.elapsed() < Duration::from_secs(25), "{what}: {:?}", began.elapsed());
    }
    for (what, stream) in [("body", &mut body), ("upload", &mut upload)] {
        let said = rest(stream);
        assert!(said.is_empty() || said.contains("HTTP/1.1 400"), "{what}: {said}");
        assert!(began.elapsed() < Duration::from_secs(45), "{what}: {:?}", began.elapsed());
    }
    drip.join().unwrap();
    let left = files_below(&server.path("data/tongtu.work/checks"));
    assert_eq!(left, 0, "a body that came too slowly is gone");
}

#[test]
fn whoever_takes_an_answer_too_slowly_is_let_go() {
    // Far more than the buffers of both ends hold.
    const ASKED: usize = 60;
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let path = "GET /api/v1/ledgers/overload/check/records?limit=500";
    let request = head(&clerk, path, "\r\n").repeat(ASKED);
    let answers = |said: &str| said.matches("HTTP/1.1 200").count();
    let before = server.open_sockets();
    let ask = || {
        let mut stream = dial(&server);
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    // One takes nothing, one a hundred bytes a second, one takes its time but takes it all.
    let (mut still, mut drops, mut steady) = (ask(), ask(), ask());
    let slowly = std::thread::spawn(move || {
        let mut piece = [0; 100];
        let mut taken = Vec::new();
        let until = Instant::now() + Duration::from_secs(50);
        while Instant::now() < until {
            match drops.read(&mut piece) {
                Ok(count) if count > 0 => taken.extend_from_slice(&piece[..count]),
                _ => break,
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        String::from_utf8_lossy(&taken).into_owned() + &rest(&mut drops)
    });
    let mut taken = Vec::new();
    let mut piece = vec![0; 256 * 1024];
    while let Ok(count) = steady.read(&mut piece)
        && count > 0
    {
        taken.extend_from_slice(&piece[..count]);
        std::thread::sleep(Duration::from_millis(40));
    }
    assert_eq!(answers(&String::from_utf8_lossy(&taken)), ASKED, "{} bytes", taken.len());
    // Thirty seconds; the rest is for a busy machine.
    let until = Instant::now() + Duration::from_secs(60);
    while server.open_sockets() > before {
        assert!(Instant::now() < until, "{} sockets, {before} before", server.open_sockets());
        std::thread::sleep(Duration::from_millis(200));
    }
    let said = answers(&rest(&mut still));
    assert!(said < ASKED / 2, "all {said} answers lay ready for a reader that stood still");
    assert!(answers(&slowly.join().unwrap()) < ASKED, "a slow reader got it all");
}

#[test]
fn five_thousand_connections_hold_nobody_up_for_long() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let before = server.resident_kilobytes();
    // Those beyond what the server takes at once wait in the system's queue, and when that is full, are turned away.
    let mut open = Vec::new();
    let address = server.host().parse().unwrap();
    let until = Instant::now() + Duration::from_secs(15);
    while open.len() < 5_000 && Instant::now() < until {
        match TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            Ok(stream) => open.push(stream),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    // A process that may open few files opens few.
    assert!(open.len() >= 500, "only {} connections", open.len());
    let began = Instant::now();
    clerk.get("/session").ok();
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    let grown = server.resident_kilobytes().saturating_sub(before);
    assert!(grown < 100 * 1024, "{grown} KB more for {} connections", open.len());
}

#[test]
fn a_refusal_reaches_whoever_is_still_sending_and_the_connection_lives_on() {
    let server = shared();
    let clerk = server.sign_in("jingban");
    let body = vec![b'x'; 300_000];
    let mut stream = dial(server);
    let more = format!("content-length: {}\r\n\r\n", body.len());
    // Nobody reads the body of a route that is none.
    stream.write_all(head(&clerk, "POST /api/v1/nothing", &more).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    for piece in body.chunks(30_000) {
        stream.write_all(piece).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    let last = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(last.as_bytes()).unwrap();
    let said = rest(&mut stream);
    assert!(said.starts_with("HTTP/1.1 404") && said.contains("HTTP/1.1 200"), "{said}");
}

#[test]
fn heads_that_flood_are_refused() {
    let server = shared();
    let many: String = (0..200).map(|it| format!("x-{it}: 1\r\n")).collect();
    let long = format!("x-long: {}\r\n", "x".repeat(2 * 1024 * 1024));
    let path = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(100_000));
    for request in [
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{many}\r\n"),
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{long}\r\n"),
        path,
        "GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n"
            .to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n".to_owned(),
    ] {
        let mut stream = dial(server);
        let _ = stream.write_all(request.as_bytes()); // It may be refused before it is all sent.
        let said = rest(&mut stream);
        let refused = said.is_empty() || said.starts_with("HTTP/1.1 4");
        assert!(refused, "{}: {said}", &request[..40]);
    }
    assert_eq!(server.stranger().get("//healthz").status, 200);
}

#[test]
fn json_as_deep_as_a_well_is_refused() {
    let clerk = shared().sign_in("jingban");
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    let within = format!("{{\"values\":{}}}", "{\"a\":".repeat(200_000));
    for path in [TEAMS, "/session", "/ledgers/overload/team/records/paste", "/drafts"] {
        for body in [&deep, &within] {
            let answer =
                clerk.send("POST", path, &[("content-type", "application/json")], body.clone());
            answer.refused(400, "bad_request");
        }
    }
    let prefer =
        clerk.send("PUT", "/me/preferences", &[("content-type", "application/json")], deep);
    assert!((400..500).contains(&prefer.status), "{} {}", prefer.status, prefer.text());
}

#[test]
fn ids_names_and_filters_are_never_taken_for_sql() {
    let clerk = shared().sign_in("jingban");
    let all = clerk.get(&format!("{TEAMS}/totals")).ok()["count"].as_u64().unwrap();
    for trick in [
        "' OR '1'='1",
        "x'; DROP TABLE entry; --",
        "\" OR 1=1 --",
        "1) UNION SELECT body FROM paper --",
        "%",
        "_",
        "\\",
        "name\" DESC; --",
        UNSEEN,
        "9223372036854775808",
        "-1",
        "NaN",
    ] {
        let word = escaped(trick).replace('+', "%20");
        for path in [
            format!("{TEAMS}/{word}"),
            format!("{TEAMS}/{word}/history"),
            format!("/ledgers/{word}/team/records"),
            format!("/ledgers/overload/{word}/records"),
            format!("{TEAMS}?filter={word}:eq:1"),
            format!("{TEAMS}?sort={word}"),
            format!("{TEAMS}?after={word}"),
            format!("{TEAMS}/groups?by={word}"),
            format!("{TEAMS}/offer?field={word}"),
            format!("/codes/{word}"),
            format!("/checks/{word}"),
            format!("/drafts/{word}"),
            format!("/imports/{word}"),
            format!("/figures/{word}/{word}?period=2021H1"),
        ] {
            let answer = clerk.get(&path);
            assert!(
                (400..500).contains(&answer.status),
                "{path}: {} {}",
                answer.status,
                answer.text()
            );
            assert!(answer.json()["code"].is_string(), "{path}: {}", answer.text());
        }
        for path in [
            format!("{TEAMS}/totals?filter=name:eq:{word}"),
            format!("{TEAMS}/totals?filter=name:contains:{word}"),
            format!("{TEAMS}/totals?q={word}"),
            format!("/search?q={word}"),
            format!("{TEAMS}/offer?field=name&q={word}"),
        ] {
            let answer = clerk.get(&path);
            assert!(
                answer.status == 200 || answer.status == 400,
                "{path}: {} {}",
                answer.status,
                answer.text()
            );
            let count = answer.json()["count"].as_u64().unwrap_or(0);
            // One mark may stand in a name; marks that nobody sees are nothing to look for, as a blank is.
            let anything = trick.chars().count() == 1 || trick == UNSEEN && path.contains("?q=");
            assert!(count == 0 || anything, "{path} found {count}");
        }
    }
    let after = clerk.get(&format!("{TEAMS}/totals")).ok()["count"].as_u64().unwrap();
    assert_eq!(after, all);
}

#[test]
fn paths_lead_nowhere_outside() {
    let server = shared();
    let keeper = server.sign_in("guanli");
    for name in [
        "..%2F..%2Ftongtu.db",
        "..%2Ftongtu.db",
        "%2Fetc%2Fpasswd",
        "..",
        "20210630-000000.tongtu%00",
        "..%5C..%5Ctongtu.db",
        ".tongtu",
        "-.tongtu%2F..%2F..%2Ftongtu.db",
    ] {
        let answer = keeper.get(&format!("/backups/{name}"));
        assert!([400, 404].contains(&answer.status), "{name}: {} {}", answer.status, answer.text());
    }
    for path in [
        "//..%2f..%2fdata%2ftongtu.db",
        "//assets/..%2f..%2f..%2fetc%2fpasswd",
        "//%2e%2e/%2e%2e/etc/passwd",
        "//data/tongtu.db",
        "//assets/%00",
    ] {
        let answer = server.stranger().get(path);
        let page = answer.header("content-type").starts_with("text/html");
        assert!(
            page || answer.status >= 400,
            "{path}: {} {}",
            answer.status,
            answer.header("content-type")
        );
        assert!(
            answer.status < 500 && !answer.text().contains("root:"),
            "{path}: {}",
            answer.status
        );
    }
    let steward = server.sign_in("taizhang");
    for path in ["..%2F..%2Froles.toml", "%2Fetc%2Fpasswd", "ledgers%2F..%2F..%2F..%2Fetc%2Fpasswd"]
    {
        let answer = steward.get(&format!("/definitions/read?path={path}"));
        assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
    }
}

fn made(answer: &Answer) -> Json {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[test]
fn what_looks_like_a_formula_leaves_as_text() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let tricks =
        ["=HYPERLINK(\"http://x\",\"看\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1"];
    for (number, trick) in tricks.iter().enumerate() {
        let values = json!({
            "name": format!("攻击{number}队"), "lead_unit": "县交通运输局", "area": trick, "formed_on": "2021-03-01",
        });
        made(&clerk.post(TEAMS, &json!({ "values": values })));
    }
    let only = "filter=name:contains:攻击";
    let csv = clerk.get(&format!("{TEAMS}/export?format=csv&{}", escaped_query(only)));
    assert_eq!(csv.status, 200, "{}", csv.text());
    let csv = csv.text();
    for line in csv.lines().skip(1) {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{line}");
        }
    }
    let book = clerk.get(&format!("{TEAMS}/export?format=xlsx&{}", escaped_query(only)));
    assert_eq!(book.status, 200, "{}", book.text());
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book.bytes)).unwrap();
    let mut seen = false;
    for number in 0..book.len() {
        let mut part = book.by_index(number).unwrap();
        if !part.name().unwrap().starts_with("xl/worksheets/sheet") {
            continue;
        }
        let mut sheet = String::new();
        part.read_to_string(&mut sheet).unwrap();
        seen = true;
        assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"), "a formula or a link");
    }
    assert!(seen, "no sheet");
}

/// A query string whose values are escaped.
fn escaped_query(query: &str) -> String {
    let (key, value) = query.split_once('=').unwrap();
    format!("{key}={}", escaped(value))
}
