//! Documents checked: what is found where, what is set aside, the files given back, and who sees them.

use serde_json::{Value as Json, json};

use super::support::{Client, Server, escaped, shared, text};

/// One fault: the year of a document number stands in the wrong brackets (GB/T 9704-2012, 7.2.5).
const TEXT: &str = "通知\n一、治超工作。\n根据（粤交运[2015]650号）要求，共查处9宗。\n";
const RULE: &str = "document_number_bracket";

#[track_caller]
fn upload(client: &Client, name: &str, words: &str) -> Json {
    let path = format!("/checks?name={}", escaped(name));
    client.upload(&path, "application/octet-stream", words.as_bytes().to_vec()).ok()
}

#[track_caller]
fn fault(check: &Json) -> Json {
    let all = check["findings"].as_array().unwrap();
    all.iter().find(|it| it["rule"] == RULE).unwrap_or_else(|| panic!("{check}")).clone()
}

#[test]
fn a_finding_says_where_what_and_how_to_mend() {
    let server = Server::demo();
    let check = upload(&server.sign_in("jingban"), "通知.txt", TEXT);
    let found = fault(&check);
    assert_eq!(found["quote"], "粤交运[2015]650号");
    assert_eq!(found["fix"], "粤交运〔2015〕650号");
    let at = usize::try_from(found["paragraph"].as_u64().unwrap()).unwrap();
    let paragraph = &check["paragraphs"][at];
    // Three characters stand before the quote: 根据（.
    assert_eq!((&found["start"], &found["end"]), (&json!(3), &json!(3 + 13)));
    assert!(text(&paragraph["text"]).starts_with("根据（粤交运"), "{paragraph}");
}

#[test]
fn what_is_set_aside_stays_so_in_the_next_version_and_can_be_taken_back() {
    let server = Server::demo();
    let client = server.sign_in("jingban");
    let check = upload(&client, "通知.txt", TEXT);
    let path = format!("/checks/{}/dismissals", text(&check["id"]));
    let key = text(&fault(&check)["key"]).to_owned();
    client.post(&path, &json!({ "key": key, "reason": " " })).refused(400, "bad_request");
    client.post(&path, &json!({ "key": "0", "reason": "来文" })).refused(404, "not_found");
    let after = client.post(&path, &json!({ "key": key, "reason": "来文如此" })).ok();
    assert_eq!(fault(&after)["dismissed"]["reason"], "来文如此");
    assert_eq!(fault(&after)["dismissed"]["who"], "陈经办");
    assert_eq!(after["counts"]["dismissed"], 1);

    let longer = TEXT.replace("通知\n", "通知\n新加的一段。\n");
    let next = upload(&client, "通知（第二稿）.txt", &longer);
    assert_eq!(fault(&next)["dismissed"]["reason"], "来文如此");
    let back = client.delete(&format!("{path}/{key}")).ok();
    assert!(fault(&back)["dismissed"].is_null(), "{back}");
}

#[test]
fn the_corrected_file_has_the_safe_corrections_and_not_what_was_set_aside() {
    let server = Server::demo();
    let client = server.sign_in("jingban");
    let check = upload(&client, "通知.txt", TEXT);
    let id = text(&check["id"]);
    let fixed = client.get(&format!("/checks/{id}/fixed"));
    assert!(fixed.header("content-disposition").contains(&escaped("通知-已改.txt")));
    assert!(fixed.text().contains("粤交运〔2015〕650号"), "{}", fixed.text());
    let key = fault(&check)["key"].clone();
    let body = json!({ "key": key, "reason": "来文如此" });
    client.post(&format!("/checks/{id}/dismissals"), &body).ok();
    assert!(client.get(&format!("/checks/{id}/fixed")).text().contains("粤交运[2015]650号"));
    client.get(&format!("/checks/{id}/annotated.docx")).refused(400, "bad_request");
}

#[test]
fn a_correction_that_is_not_safe_is_made_once_somebody_agrees_to_it() {
    let server = Server::demo();
    let client = server.sign_in("jingban");
    // The regulation's own word is 网络预约出租汽车; parts that do not add up have no one correction.
    let words = "通知\n一、客运\n加强网络预约出租车管理，检查车辆41台，其中货车11台、客车20台。\n";
    let check = upload(&client, "通知.txt", words);
    let path = format!("/checks/{}", text(&check["id"]));
    let of = |check: &Json, rule: &str| {
        let all = check["findings"].as_array().unwrap().iter();
        all.clone().find(|it| it["rule"] == rule).unwrap_or_else(|| panic!("{check}")).clone()
    };
    let term = of(&check, "term_form");
    assert_eq!((&term["safe"], &term["fix"]), (&json!(false), &json!("网络预约出租汽车")));
    let key = json!({ "key": term["key"] });
    let fixed = || client.get(&format!("{path}/fixed")).text();
    assert_eq!(fixed(), words, "nobody has agreed yet");

    let agreements = format!("{path}/agreements");
    let after = client.post(&agreements, &key).ok();
    assert_eq!(of(&after, "term_form")["agreed"]["who"], "陈经办");
    assert_eq!(fixed(), words.replace("出租车", "出租汽车"));
    client.delete(&format!("{agreements}/{}", text(&term["key"]))).ok();
    assert_eq!(fixed(), words, "taken back");

    client.post(&agreements, &key).ok();
    let aside = json!({ "key": term["key"], "reason": "照来文" });
    let after = client.post(&format!("{path}/dismissals"), &aside).ok();
    assert!(of(&after, "term_form")["agreed"].is_null(), "set aside is not agreed to");
    assert_eq!(fixed(), words);
    client.post(&agreements, &key).refused(400, "bad_request");
    client.post(&agreements, &json!({ "key": "0" })).refused(404, "not_found");
    let sum = of(&check, "part_sum_doubtful");
    assert!(sum["fix"].is_null(), "{sum}");
    client.post(&agreements, &json!({ "key": sum["key"] })).refused(400, "bad_request");
}

#[test]
fn another_office_sees_no_check_and_writers_do() {
    let server = Server::demo();
    let owner = server.sign_in("jingban");
    let check = upload(&owner, "通知.txt", TEXT);
    let path = format!("/checks/{}", text(&check["id"]));
    let other = server.sign_in("taizhang");
    other.get(&path).refused(404, "not_found");
    other.get(&format!("{path}/fixed")).refused(404, "not_found");
    other.delete(&path).refused(404, "not_found");
    assert_eq!(other.get("/checks").ok()["items"], json!([]));
    let writer = server.sign_in("wengao");
    assert_eq!(writer.get(&path).ok()["name"], "通知.txt");
    writer.delete(&path).refused(403, "forbidden");
    assert_eq!(owner.delete(&path).status, 204);
    owner.get(&path).refused(404, "not_found");
}

#[test]
fn numbers_are_tied_to_the_ledgers_only_for_who_writes_or_signs() {
    let server = Server::demo();
    let words = "2021年上半年工作总结\n一、推进路警治超联合执法常态化\n1—6月，联合治超共检查各类客货运车辆9843辆次，\
        查处超限超载违章案件310宗，其中已作出处罚决定280宗。\n";
    let path = format!("/checks?tie=2021H1&name={}", escaped("总结.txt"));
    let send =
        |login: &str| server.sign_in(login).upload(&path, "text/plain", words.as_bytes().to_vec());
    send("jingban").refused(403, "forbidden");
    let check = send("wengao").ok();
    let differs =
        check["findings"].as_array().unwrap().iter().any(|it| {
            text(&it["rule"]).starts_with("figure_") && text(&it["what"]).contains("309")
        });
    assert!(differs, "the founding report says 309: {check}");
    assert!(!check["ledgers"].to_string().contains("tongtu"), "{check}");
}

#[test]
fn what_is_no_document_is_refused() {
    let client = shared().sign_in("jingban");
    let send = |name: &str, bytes: Vec<u8>| {
        client.upload(&format!("/checks?name={name}"), "application/octet-stream", bytes)
    };
    send("a.txt", Vec::new()).refused(400, "bad_request");
    send("", b"x".to_vec()).refused(400, "bad_request");
    send("a.docx", b"PK\x03\x04broken".to_vec()).refused(422, "findings");
    send("a.txt", vec![b' '; 20 * 1024 * 1024 + 1]).refused(413, "too_large");
    client.get("/checks/nothing").refused(404, "not_found");
}

/// What was answered as set aside is set aside, also when two colleagues go through the list at the same moment.
#[test]
fn no_dismissal_is_lost_to_another_at_the_same_moment() {
    let server = Server::demo();
    let owner = server.sign_in("jingban");
    let words: String = (0..12)
        .map(|it| format!("第{it}处根据（粤交运[20{:02}]65{it}号）要求办理。\n", it + 5))
        .collect();
    let check = upload(&owner, "通知.txt", &format!("通知\n{words}"));
    let keys: Vec<String> = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["rule"] == RULE)
        .map(|it| text(&it["key"]).to_owned())
        .collect();
    assert!(keys.len() >= 8, "{check}");
    let path = format!("/checks/{}", text(&check["id"]));
    let aside = |key: &String| {
        let (client, path) = (owner.clone(), format!("{path}/dismissals"));
        let body = json!({ "key": key, "reason": "来文如此" });
        std::thread::spawn(move || client.post(&path, &body).status)
    };
    let all: Vec<_> = keys.iter().map(aside).collect();
    let said: Vec<u16> = all.into_iter().map(|it| it.join().unwrap()).collect();
    assert!(said.iter().all(|it| [200, 409].contains(it)), "{said:?}");
    let done = said.iter().filter(|it| **it == 200).count();
    assert_eq!(owner.get(&path).ok()["counts"]["dismissed"], done);
}
