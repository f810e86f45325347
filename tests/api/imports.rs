//! Imports: a workbook on its way, and the batch that comes of it.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::support::{Answer, Client, Server, escaped, text};

const GOOD: &str = "队名,牵头单位,责任区域,组建日期,联系电话\n\
    导入一队,县交通运输局,县城,2021-03-01,0763\n导入二队,县公安局,黄坪镇,2021-03-02,\n";
const MIXED: &str =
    "队名,牵头单位,责任区域,组建日期\n导入三队,县交通运输局,县城,2021-03-01\n导入四队,,县城,三月\n";

fn bring(client: &Client, ledger: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("/imports?ledger={ledger}&name={}", escaped(name));
    client.upload(&path, "application/octet-stream", bytes.to_vec())
}

/// Waits until an import is no longer on its way.
#[track_caller]
fn settled(client: &Client, id: &str) -> Json {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let told = client.get(&format!("/imports/{id}")).ok();
        if !["reading", "taking"].contains(&text(&told["state"])) {
            return told;
        }
        assert!(Instant::now() < until, "{told}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[track_caller]
fn brought(client: &Client, name: &str, content: &str) -> (String, Json) {
    let answer = bring(client, "overload/team", name, content.as_bytes());
    assert_eq!(answer.status, 202, "{}", answer.text());
    let id = text(&answer.json()["id"]).to_owned();
    let told = settled(client, &id);
    (id, told)
}

fn teams(client: &Client) -> u64 {
    client.get("/ledgers/overload/team/records/totals").ok()["count"].as_u64().unwrap()
}

#[test]
fn a_workbook_is_previewed_taken_and_undone() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let before = teams(&steward);
    let (id, told) = brought(&steward, "../队伍.csv", GOOD);
    assert_eq!(
        (&told["state"], &told["file_name"]),
        (&json!("ready"), &json!("队伍.csv")),
        "{told}"
    );
    assert_eq!(told["headers_unknown"], json!(["联系电话"]));
    assert_eq!((&told["preview"]["created"], &told["preview"]["left_out"]), (&json!(2), &json!(0)));
    assert_eq!(teams(&steward), before, "a preview writes nothing");
    steward.get(&format!("/imports/{id}/returned.xlsx")).refused(404, "not_found");

    assert_eq!(steward.post(&format!("/imports/{id}/take"), &json!({})).status, 202);
    let told = settled(&steward, &id);
    assert_eq!((&told["state"], teams(&steward)), (&json!("taken"), before + 2), "{told}");
    steward.post(&format!("/imports/{id}/take"), &json!({})).refused(400, "bad_request");
    let batch = text(&told["batch"]).to_owned();
    let batches = steward.get("/batches?ledger=overload/team").ok();
    let own = &batches["items"][0];
    assert_eq!(
        (&own["id"], &own["who"], &own["created"]),
        (&json!(batch), &json!("吴台账"), &json!(2))
    );
    let undo = format!("/batches/{batch}/undo");
    steward.post(&undo, &json!({ "reason": " " })).refused(422, "findings");
    steward.post(&undo, &json!({ "reason": "导错了" })).ok();
    assert_eq!(teams(&steward), before);
    steward.post(&undo, &json!({ "reason": "再撤一次" })).refused(422, "findings");
}

#[test]
fn bad_rows_are_said_and_come_back_in_red() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let (id, told) = brought(&steward, "队伍.csv", MIXED);
    assert_eq!(
        (&told["preview"]["created"], &told["preview"]["left_out"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    assert!(told["finding_count"].as_u64() >= Some(2), "{told}");
    let rows: Vec<&Json> =
        told["findings"].as_array().unwrap().iter().map(|it| &it["place"]["row"]).collect();
    assert!(rows.iter().all(|it| **it == 3), "{told}");
    let back = steward.get(&format!("/imports/{id}/returned.xlsx"));
    assert_eq!((back.status, &back.bytes[..2]), (200, b"PK".as_slice()));
    assert_eq!(steward.delete(&format!("/imports/{id}")).status, 204);
    steward.get(&format!("/imports/{id}")).refused(404, "not_found");
}

#[test]
fn an_import_is_known_to_who_brought_it_alone_and_a_restart_leaves_nothing() {
    let server = Server::demo();
    let (steward, clerk) = (server.sign_in("taizhang"), server.sign_in("jingban"));
    let (id, _) = brought(&steward, "队伍.csv", GOOD);
    for answer in [
        clerk.get(&format!("/imports/{id}")),
        clerk.post(&format!("/imports/{id}/take"), &json!({})),
        clerk.delete(&format!("/imports/{id}")),
        clerk.get(&format!("/imports/{id}/returned.xlsx")),
    ] {
        answer.refused(404, "not_found");
    }
    assert_eq!(clerk.get("/imports").ok()["items"], json!([]));
    bring(&server.sign_in("wengao"), "overload/team", "a.csv", b"x").refused(403, "forbidden");
    bring(&server.sign_in("guanli"), "overload/team", "a.csv", b"x").refused(404, "not_found");
    server.restart();
    steward.get(&format!("/imports/{id}")).refused(404, "not_found");
    assert!(!server.path("data/tongtu.work/imports").exists(), "the file went too");
}

#[test]
fn a_batch_of_another_office_is_neither_seen_nor_undone() {
    let server = Server::demo();
    let (steward, clerk) = (server.sign_in("taizhang"), server.sign_in("jingban"));
    let (id, _) = brought(&steward, "队伍.csv", GOOD);
    steward.post(&format!("/imports/{id}/take"), &json!({}));
    let batch = text(&settled(&steward, &id)["batch"]).to_owned();
    // What stands there he brought himself, with the demo.
    let seen = clerk.get("/batches").ok();
    assert!(seen["items"].as_array().unwrap().iter().all(|it| it["who"] == "陈经办"), "{seen}");
    let undo = json!({ "reason": "不是我的" });
    clerk.post(&format!("/batches/{batch}/undo"), &undo).refused(404, "not_found");
    clerk.post("/batches/x/undo", &undo).refused(404, "not_found");
    assert!(!steward.get("/batches").ok()["items"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_no_workbook_is_said_in_words() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    for (name, bytes) in [
        ("坏.xlsx", b"not a workbook".as_slice()),
        ("截断.xlsx", b"PK\x03\x04\x14\0\0\0".as_slice()),
        ("旧.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        ("无表头.csv", b"1,2,3\n4,5,6\n"),
    ] {
        let answer = bring(&steward, "overload/team", name, bytes);
        let id = text(&answer.ok()["id"]).to_owned();
        let told = settled(&steward, &id);
        assert_eq!(told["state"], "ready", "{name}: {told}");
        assert!(told["finding_count"].as_u64() > Some(0), "{name}: {told}");
        steward.post(&format!("/imports/{id}/take"), &json!({})).refused(400, "bad_request");
        steward.delete(&format!("/imports/{id}"));
    }
    bring(&steward, "overload/team", "空.csv", b"").refused(400, "bad_request");
    bring(&steward, "overload/team", "", b"x").refused(400, "bad_request");
    bring(&steward, "no/such", "a.csv", b"x").refused(404, "not_found");
    for _ in 0..5 {
        bring(&steward, "overload/team", "a.csv", GOOD.as_bytes()).ok();
    }
    bring(&steward, "overload/team", "a.csv", GOOD.as_bytes()).refused(400, "bad_request");
}

/// Files that were no tables make room for the next; what still waits to be taken in does not.
#[test]
fn uploads_that_nothing_can_come_of_lock_nobody_out() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    for at in 0..7 {
        let (_, told) = brought(&steward, &format!("乱{at}.csv"), "这不是表\n");
        assert!(["ready", "failed"].contains(&text(&told["state"])), "{told}");
    }
    for at in 0..5 {
        brought(&steward, &format!("队{at}.csv"), GOOD);
    }
    let said = bring(&steward, "overload/team", "队.csv", GOOD.as_bytes());
    assert!(text(&said.refused(400, "bad_request")["text"]).contains("5 次导入没有办完"));
}

/// Five open imports are five, also when twelve are sent at the same moment.
#[test]
fn imports_sent_at_the_same_moment_find_no_more_room_than_others() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let send = |number: usize| {
        let client = steward.clone();
        let rows = format!(
            "队名,牵头单位,责任区域,组建日期\n同来{number}队,县交通运输局,县城,2021-03-01\n"
        );
        std::thread::spawn(move || {
            bring(&client, "overload/team", &format!("{number}.csv"), rows.as_bytes()).status
        })
    };
    let all: Vec<_> = (0..12).map(send).collect();
    let taken = all.into_iter().map(|it| it.join().unwrap()).filter(|it| *it == 202).count();
    assert_eq!(taken, 5);
    assert_eq!(steward.get("/imports").ok()["items"].as_array().unwrap().len(), 5);
}
