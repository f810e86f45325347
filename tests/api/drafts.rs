//! Reports as drafts: drawn up, edited with their numbers locked, refreshed, signed, issued, compared, and taken back.

use serde_json::{Value as Json, json};

use super::support::{Client, Server, shared, text};

#[track_caller]
fn draw_up(client: &Client) -> Json {
    client.post("/drafts", &json!({ "report": "half_year", "period": "2021H1" })).ok()
}

fn path(draft: &Json, below: &str) -> String {
    format!("/drafts/{}{below}", text(&draft["id"]))
}

fn blocks(draft: &Json) -> Vec<Json> {
    let sections = draft["sections"].as_array().unwrap();
    sections.iter().flat_map(|it| it["blocks"].as_array().unwrap().clone()).collect()
}

fn printed(block: &Json) -> String {
    let run = |it: &Json| {
        let text = it["text"].as_str().or_else(|| it["slot"]["printed"].as_str());
        text.unwrap_or_default().to_owned()
    };
    block["runs"].as_array().unwrap().iter().map(run).collect()
}

/// The block that prints the cases of the founding report.
#[track_caller]
fn cases(draft: &Json) -> Json {
    let all = blocks(draft);
    let found = all.iter().find(|it| printed(it).contains("查处超限超载违章案件309宗"));
    found.unwrap_or_else(|| panic!("309 is said by the founding report")).clone()
}

#[track_caller]
fn edit(client: &Client, draft: &Json, block: &Json, runs: &Json) -> super::support::Answer {
    let path = path(draft, &format!("/blocks/{}", text(&block["id"])));
    client.put(&path, Some(&draft["version"]), &json!({ "runs": runs }))
}

#[test]
fn a_draft_that_nobody_edited_prints_what_the_command_line_prints() {
    let server = Server::demo();
    let draft = draw_up(&server.sign_in("wengao"));
    server.command(&["report", "2021H1", "--out", "成稿"]);
    let folder = server.path("成稿");
    let file = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let file = file.into_iter().find(|it| it.extension().is_some_and(|it| it == "txt")).unwrap();
    let given = server.sign_in("wengao").get(&path(&draft, "/file?format=txt"));
    assert_eq!(given.text(), std::fs::read_to_string(file).unwrap());
}

#[test]
fn prose_is_edited_and_numbers_stay() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let block = cases(&draft);
    let mut runs = block["runs"].as_array().unwrap().clone();
    let slot = runs.iter().find(|it| it["slot"]["printed"] == "309宗").unwrap();
    assert_eq!(slot["slot"]["figure"], "overload/cases_filed");
    // The paragraph begins with the months, which are a slot: 1—6月，联合治超共出动…
    assert_eq!(runs[0]["slot"]["kind"], "date");
    let first = text(&runs[1]["text"]).replace("联合治超", "据统计，联合治超");
    runs[1] = json!({ "text": first });
    let edited = edit(&client, &draft, &block, &json!(runs)).ok();
    assert_eq!(edited["version"], 2);
    assert!(printed(&cases(&edited)).contains("，据统计，联合治超"), "{}", cases(&edited));

    // A number that somebody types, a slot that is not there, and an old version.
    let mut typed = runs.clone();
    typed.push(json!({ "text": "另有12宗。" }));
    let refused = edit(&client, &edited, &block, &json!(typed)).refused(422, "findings");
    assert_eq!(refused["findings"][0]["rule"], "loose_number");
    let strange = json!([{ "text": "共" }, { "slot": { "id": "a/b#:0" } }]);
    let refused = edit(&client, &edited, &block, &strange).refused(422, "findings");
    assert_eq!(refused["findings"][0]["rule"], "unknown_slot");
    edit(&client, &draft, &block, &json!(runs)).refused(409, "stale");

    let diff = client.get(&path(&draft, "/diff?from=1&to=2")).ok();
    let changes = diff["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{diff}");
    assert_eq!(changes[0]["marks"][1], json!({ "kind": "new", "text": "据统计，" }));
    let first = client.get(&path(&draft, "/versions/1")).ok();
    assert!(!printed(&cases(&first)).contains("据统计，"));
    let words = client.get(&path(&draft, "/file?format=txt")).text();
    assert!(words.contains("据统计，"), "{words}");
}

#[test]
fn a_paragraph_comes_and_goes_and_headings_are_numbered_anew() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let block = cases(&draft);
    let body = json!({ "after": block["id"], "runs": [{ "text": "治超工作得到上级肯定。" }] });
    let added = client.post_over(&path(&draft, "/blocks"), &draft["version"], &body).ok();
    let own = blocks(&added).into_iter().find(|it| it["added"] == true).unwrap();
    let loose = json!({ "after": block["id"], "runs": [{ "text": "又查处3宗。" }] });
    client.post_over(&path(&draft, "/blocks"), &added["version"], &loose).refused(422, "findings");
    let gone = client.send(
        "DELETE",
        &path(&draft, &format!("/blocks/{}", text(&own["id"]))),
        &[("if-match", &format!("\"{}\"", added["version"]))],
        (),
    );
    assert!(blocks(&gone.ok()).iter().all(|it| it["added"] == false));
}

#[test]
fn numbers_that_moved_are_told_and_taken_by_a_refresh() {
    let server = Server::demo();
    let writer = server.sign_in("wengao");
    let draft = draw_up(&writer);
    let same = writer.post(&path(&draft, "/refresh"), &json!({})).ok();
    assert_eq!((&same["version"], &same["changes"]), (&json!(1), &json!([])));

    // One of the 309 cases turns out to be another team's.
    let steward = server.sign_in("taizhang");
    let filed = "filter=kind:eq:overload&filter=handler:eq:joint_team&filter=filed_on:between:2021-01-01|2021-06-30";
    let case = steward.first("enforcement/case", &filed.replace('|', "%7C"));
    let record = format!("/ledgers/enforcement/case/records/{}", text(&case["id"]));
    let other = json!({ "values": { "handler": "county" } });
    steward.put(&record, Some(&case["version"]), &other).ok();
    let told = writer.get(&path(&draft, "")).ok();
    let stale = told["stale_slots"].as_array().unwrap();
    assert!(stale.iter().any(|it| it["old"] == "309宗" && it["new"] == "308宗"), "{stale:?}");
    let renewed = writer.post(&path(&draft, "/refresh"), &json!({})).ok();
    assert_eq!(renewed["version"], 2);
    assert!(blocks(&renewed).iter().any(|it| printed(it).contains("违章案件308宗")));
    assert_eq!(writer.get(&path(&draft, "")).ok()["stale_slots"], json!([]));
}

#[test]
fn a_report_goes_round_is_signed_returned_and_issued() {
    let server = Server::demo();
    let writer = server.sign_in("wengao");
    let draft = draw_up(&writer);
    let moves = path(&draft, "/moves");
    let step = |client: &Client, body: Json| client.post(&moves, &body);
    let chief = server.sign_in("juzhang");
    step(&chief, json!({ "move": "submit" })).refused(403, "forbidden");
    assert_eq!(step(&writer, json!({ "move": "submit" })).ok()["state"], "reviewing");
    edit(&writer, &draft, &cases(&draft), &cases(&draft)["runs"]).refused(400, "bad_request");

    // The office of the section signs for it; others do not.
    let reviewer = server.sign_in("shenhe");
    let sections = reviewer.get(&path(&draft, "")).ok()["sections"].clone();
    let all = sections.as_array().unwrap();
    let of =
        |mine: bool| all.iter().find(|it| it["may_sign"] == mine && it["office"] != "").unwrap();
    let own = of(true)["id"].clone();
    assert_eq!(of(true)["office"], "治超办", "{}", of(true)["heading"]);
    let signed = step(&reviewer, json!({ "move": "sign_section", "section": own })).ok();
    let signed = signed["sections"].as_array().unwrap().clone();
    let signed = signed.iter().find(|it| it["id"] == own).unwrap();
    assert_eq!((&signed["state"], &signed["signed_by"]), (&json!("signed"), &json!("林审核")));
    let other = of(false)["id"].clone();
    step(&reviewer, json!({ "move": "sign_section", "section": other })).refused(403, "forbidden");
    step(&reviewer, json!({ "move": "sign" })).refused(403, "forbidden");

    step(&chief, json!({ "move": "return" })).refused(400, "bad_request");
    let back = step(&chief, json!({ "move": "return", "opinion": "再核一遍" })).ok();
    assert_eq!(back["state"], "drafting");
    assert_eq!(step(&writer, json!({ "move": "submit" })).ok()["state"], "reviewing");
    // Sections of other offices are not signed: that takes a word.
    step(&chief, json!({ "move": "sign" })).refused(400, "bad_request");
    let done = step(&chief, json!({ "move": "sign", "opinion": "各股室已当面核对" })).ok();
    assert_eq!(done["state"], "signed");
    assert_eq!(step(&writer, json!({ "move": "issue" })).ok()["state"], "issued");
    step(&chief, json!({ "move": "return", "opinion": "改" })).refused(400, "bad_request");
    let said: Vec<Json> = done["opinions"].as_array().unwrap().clone();
    assert!(said.iter().any(|it| it["text"] == "再核一遍" && it["who"] == "王局长"), "{said:?}");
}

#[test]
fn the_next_draft_goes_on_from_the_last_ones_words() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let body =
        json!({ "after": cases(&draft)["id"], "runs": [{ "text": "治超工作得到上级肯定。" }] });
    client.post_over(&path(&draft, "/blocks"), &draft["version"], &body).ok();
    let wanted = json!({ "report": "half_year", "period": "2021H1", "from": draft["id"] });
    let next = client.post("/drafts", &wanted).ok();
    assert_eq!(next["carried"].as_array().unwrap().len(), 1, "{}", next["carried"]);
    let own = blocks(&next).into_iter().find(|it| it["carried"] == true).unwrap();
    assert_eq!(printed(&own), "治超工作得到上级肯定。");
}

#[test]
fn a_word_file_that_comes_back_untouched_has_nothing_to_tell() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let docx = client.get(&path(&draft, "/file?format=docx"));
    assert_eq!(docx.status, 200);
    let told = client.upload(&path(&draft, "/returned?name=a.docx"), "application/zip", docx.bytes);
    let told = told.ok();
    for list in ["changed", "lost", "numbers"] {
        assert_eq!(told[list], json!([]), "{list}");
    }
    let book = client.get(&path(&draft, "/file?format=xlsx"));
    assert!(book.bytes.starts_with(b"PK"), "{}", book.status);
    client.get(&path(&draft, "/file?format=pdf")).refused(400, "bad_request");
}

#[test]
fn a_finding_on_a_draft_is_set_aside_with_a_reason() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let body = json!({ "after": cases(&draft)["id"], "runs": [{ "text": "根据（粤交运[2015]650号）要求开展工作。" }] });
    client.post_over(&path(&draft, "/blocks"), &draft["version"], &body).ok();
    let found = |told: &Json| {
        let all = told["findings"].as_array().unwrap().clone();
        all.into_iter().find(|it| it["rule"] == "document_number_bracket").unwrap()
    };
    let one = found(&client.get(&path(&draft, "/findings")).ok());
    assert!(text(&one["block"]).starts_with("own:"), "{one}");
    let reason = json!({ "key": one["key"], "reason": "来文如此" });
    let after = client.post(&path(&draft, "/dismissals"), &reason).ok();
    assert_eq!(found(&after)["dismissed"]["who"], "周文稿");
}

#[test]
fn who_neither_writes_nor_signs_knows_of_no_draft() {
    let server = Server::demo();
    let draft = draw_up(&server.sign_in("wengao"));
    for login in ["jingban", "taizhang", "guanli", "shenji"] {
        let client = server.sign_in(login);
        client.get(&path(&draft, "")).refused(404, "not_found");
        client.get(&path(&draft, "/file?format=xlsx")).refused(404, "not_found");
        assert_eq!(client.get("/drafts").ok()["items"], json!([]));
        let wanted = json!({ "report": "half_year", "period": "2021H1" });
        client.post("/drafts", &wanted).refused(403, "forbidden");
    }
    let writer = shared().sign_in("wengao");
    let month = json!({ "report": "half_year", "period": "2021-06" });
    writer.post("/drafts", &month).refused(400, "bad_request");
    let none = json!({ "report": "nothing", "period": "2021H1" });
    writer.post("/drafts", &none).refused(404, "not_found");
}

#[test]
fn numbers_that_changed_in_the_ledgers_are_seen_at_once_and_again() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let stale = || client.get(&path(&draft, "")).ok()["stale_slots"].as_array().unwrap().len();
    assert_eq!(stale(), 0);
    // What is done to the draft itself changes no figure.
    let block = cases(&draft);
    let mut runs = block["runs"].clone();
    runs.as_array_mut().unwrap().push(json!({ "text": "（以上为上半年）" }));
    edit(&client, &draft, &block, &runs).ok();
    assert_eq!(stale(), 0);
    // Two of the 309 cases turn out to be another team's: one is changed here, one by another process.
    let steward = server.sign_in("taizhang");
    let records = "/ledgers/enforcement/case/records";
    let filed = "filter=kind:eq:overload&filter=handler:eq:joint_team&filter=filed_on:between:2021-01-01%7C2021-06-30";
    let found = steward.get(&format!("{records}?{filed}&limit=2")).ok();
    let [one, other] = [0, 1].map(|it| found["items"][it].clone());
    let changed = json!({ "values": { "handler": "county" } });
    steward.put(&format!("{records}/{}", text(&one["id"])), Some(&one["version"]), &changed).ok();
    let cases = || {
        let told = client.get(&path(&draft, "")).ok();
        let stale = told["stale_slots"].as_array().unwrap().clone();
        stale.iter().find(|it| it["old"] == "309宗").map(|it| text(&it["new"]).to_owned())
    };
    assert_eq!([cases(), cases()], [Some("308宗".to_owned()), Some("308宗".to_owned())]);
    let key = text(&other["key"]);
    server.command(&["set", "enforcement/case", key, "handler=county", "--role", "steward"]);
    assert_eq!(cases(), Some("307宗".to_owned()));
}
