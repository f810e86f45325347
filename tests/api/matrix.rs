//! Who may what (权限矩阵): every route of the interface asked by everybody of the demo, kept as a table that a reviewer reads;
//! and every route asked with the ids of another office's records, which must read like ids that never were.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::support::{Client, Server, repository, text};

/// Everybody of the demo, in the order of the table.
const PEOPLE: [&str; 9] =
    ["jingban", "shenhe", "fazhi", "fenguan", "juzhang", "wengao", "taizhang", "shenji", "guanli"];

/// A ledger of 治超办, to which 经办, 审核 and the line above belong; and one of 征拆办, out of their sight.
const OWN: &str = "overload/team";
const OTHER: &str = "land/parcel";

/// A table of an outside system over a ledger of the law's office.
const EXCHANGE: &str = "enforcement_cases";

/// Routes that answer for ever.
const STREAMS: [&str; 1] = ["/api/v1/events"];

/// Paths of the description with their methods.
fn routes(client: &Client) -> BTreeMap<String, Vec<String>> {
    let document = client.get("/openapi.json").ok();
    let paths = document["paths"].as_object().unwrap();
    let methods = |it: &Json| {
        let known = ["get", "post", "put", "delete"];
        known.into_iter().filter(|name| it.get(name).is_some()).map(str::to_owned).collect()
    };
    paths
        .iter()
        .filter(|it| !STREAMS.contains(&it.0.as_str()))
        .map(|(path, it)| (path.trim_start_matches("/api/v1").to_owned(), methods(it)))
        .collect()
}

/// A path with its places filled in.
fn filled(path: &str, ledger: &str, id: &str) -> String {
    let (domain, name) = ledger.split_once('/').unwrap();
    let (domain, name) = match path.starts_with("/figures") {
        true => ("overload", "cases_filed"),
        false => (domain, name),
    };
    let path = path.replace("{domain}", domain).replace("{name}", name);
    let path = match path.as_str() {
        it if it.starts_with("/calendars") => it.replace("{id}", "duty"),
        it if it.starts_with("/exchanges") => it.replace("{id}", EXCHANGE),
        it => it.replace("{id}", id),
    };
    let path = path.replace("{list}", "division").replace("{login}", "jingban");
    let path = path.replace("{digest}", &"0".repeat(64)).replace("{key}", "0-0");
    let path = path.replace("{block}", "0").replace("{version}", "1");
    let query = match path.as_str() {
        it if it.starts_with("/figures/difference") => {
            "?period=2021H1&one=overload/cases_filed&other=overload/cases_penalised"
        }
        it if it.ends_with("/groups") && it.starts_with("/figures") => "?period=2021H1&by=cause",
        it if it.starts_with("/figures")
            || it.starts_with("/tiles")
            || it.starts_with("/seals") =>
        {
            "?period=2021H1"
        }
        it if it.ends_with("/groups") => "?by=state",
        it if it.ends_with("/offer") => "?field=no&q=1",
        it if it.starts_with("/search") => "?q=粤R",
        it if it.starts_with("/definitions/read") => "?ledger=overload/team",
        _ => "",
    };
    format!("{path}{}", query.replace("粤", "%E7%B2%A4"))
}

/// What everybody gets from every route that only reads, on a record of 治超办 and on one of 征拆办.
#[test]
fn the_matrix_of_rights_is_as_it_was_read() {
    let server = Server::demo();
    let people: Vec<Client> = PEOPLE.iter().map(|it| server.sign_in(it)).collect();
    let chief = server.sign_in("juzhang");
    let ids = [OWN, OTHER].map(|it| (it, text(&chief.first(it, "")["id"]).to_owned()));
    let mut table = format!("{:<64}{}\n", "GET", PEOPLE.map(|it| format!("{it:>9}")).concat());
    for (path, methods) in routes(&chief) {
        if !methods.iter().any(|it| it == "get") || path.starts_with("/session") {
            continue;
        }
        let about: &[(&str, String)] = if path.contains("/ledgers/") { &ids } else { &ids[..1] };
        for (ledger, id) in about {
            let asked = filled(&path, ledger, id);
            let answers: String =
                people.iter().map(|it| format!("{:>9}", it.get(&asked).status)).collect();
            let shown = path.replace("/ledgers/{domain}/{name}", &format!("/ledgers/{ledger}"));
            let _ = writeln!(table, "{shown:<64}{answers}");
        }
    }
    let file = repository().join("tests/api/matrix.txt");
    if std::env::var_os("TONGTU_WRITE_MATRIX").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        table, kept,
        "rights have changed: read the difference, then write it with TONGTU_WRITE_MATRIX=1"
    );
}

/// Whoever guesses the id of a record of another office learns nothing: not even that there is one.
#[test]
fn a_guessed_id_reads_like_one_that_never_was() {
    let server = Server::demo();
    let chief = server.sign_in("juzhang");
    let clerk = server.sign_in("jingban");
    let there = text(&chief.first(OTHER, "")["id"]).to_owned();
    let nowhere = "01900000-0000-7000-8000-000000000000";
    let mut asked = 0;
    for (path, methods) in routes(&chief) {
        if !path.contains("/records/{id}") {
            continue;
        }
        for method in methods {
            let ask = |id: &str| {
                let path = filled(&path, OTHER, id);
                let headers = [("content-type", "application/json"), ("if-match", "\"1\"")];
                let body =
                    json!({ "move": "x", "reason": "试", "fields": [], "values": {} }).to_string();
                let answer = match method.as_str() {
                    "get" => clerk.get(&path),
                    "post" => clerk.send("POST", &path, &headers, body),
                    "put" => clerk.send("PUT", &path, &headers, body),
                    _ => clerk.delete(&path),
                };
                (answer.status, answer.text())
            };
            let (one, other) = (ask(&there), ask(nowhere));
            assert!((400..500).contains(&one.0), "{method} {path}: {one:?}");
            assert_eq!(one, other, "{method} {path} tells that the record exists");
            asked += 1;
        }
    }
    assert!(asked >= 9, "only {asked} routes take the id of a record");
}

/// What is out of sight is out of every list, count, group, completion, search and figure's rows too.
#[test]
fn another_offices_records_are_in_no_list() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let records = format!("/ledgers/{OTHER}/records");
    assert_eq!(clerk.get(&records).ok()["items"], json!([]));
    assert_eq!(clerk.get(&format!("{records}/totals")).ok()["count"], 0);
    assert_eq!(clerk.get(&format!("{records}/groups?by=state")).ok()["groups"], json!([]));
    assert_eq!(clerk.get(&format!("{records}/offer?field=no&q=")).ok()["items"], json!([]));
    let chief = server.sign_in("juzhang");
    let key = text(&chief.first(OTHER, "")["key"]).to_owned();
    let search = format!("/search?q={}", super::support::escaped(&key));
    assert!(chief.get(&search).text().contains(OTHER), "the chief finds {key}");
    assert!(!clerk.get(&search).text().contains(OTHER), "the clerk must not find {key}");
    let rows = clerk.get("/figures/land/handed_over/rows?period=2021H1").ok();
    assert_eq!(rows["items"], json!([]));
    assert!(
        rows["hidden"].as_u64().unwrap() > 0,
        "the clerk is told that there are rows out of sight"
    );
}

/// Who administers reads no business; who audits changes nothing.
#[test]
fn the_administrator_reads_no_business_and_the_auditor_changes_none() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let catalog = admin.get("/catalog").ok();
    assert_eq!(catalog["domains"], json!([]));
    admin.get("/ledgers/overload/check/records").refused(404, "not_found");
    assert_eq!(admin.get("/search?q=%E7%B2%A4R").ok()["items"], json!([]));
    assert_eq!(admin.get("/figures?period=2021H1").ok()["items"], json!([]));
    admin.get("/audit/entries").refused(403, "forbidden");
    let auditor = server.sign_in("shenji");
    let record = auditor.first(OWN, "");
    let path = format!("/ledgers/{OWN}/records/{}", text(&record["id"]));
    let changed = auditor.put(&path, Some(&record["version"]), &json!({ "values": {} }));
    changed.refused(403, "forbidden");
    auditor
        .post(&format!("/ledgers/{OWN}/records"), &json!({ "values": {} }))
        .refused(403, "forbidden");
    auditor.get("/users").refused(403, "forbidden");
    auditor.get("/audit/entries?limit=1").ok();
}
