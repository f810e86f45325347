//! Figures that a writer puts into a draft: looked up by words, set as locked slots, and carried wherever the draft goes.

use serde_json::{Value as Json, json};

use super::administration::newcomer;
use super::drafts::{blocks, cases, draw_up, edit, given, path, printed, send_back};
use super::edited::edited;
use super::support::{Answer, Client, Server, escaped, shared, text};

fn offered(client: &Client, draft: &Json, words: &str) -> Answer {
    client.get(&path(draft, &format!("/figures?q={}", escaped(words))))
}

fn ids(offered: &Json) -> Vec<&str> {
    offered["items"].as_array().unwrap().iter().map(|it| text(&it["id"])).collect()
}

/// A figure of the draft's period in a form.
fn figure(id: &str, form: &str) -> Json {
    json!({ "figure": { "id": id, "form": form, "period": "2021H1" } })
}

/// The runs of the paragraph with the cases, and at its end a figure in words.
fn with(draft: &Json, figure: Json) -> Json {
    let mut runs = cases(draft)["runs"].as_array().unwrap().clone();
    runs.extend([json!({ "text": "其中有" }), figure, json!({ "text": "需要关注。" })]);
    Json::Array(runs)
}

#[track_caller]
fn own(draft: &Json) -> Json {
    let runs = cases(draft)["runs"].as_array().unwrap().clone();
    let found = runs.iter().find(|it| it["slot"]["own"] == true);
    found.unwrap_or_else(|| panic!("a figure was put in: {runs:?}"))["slot"].clone()
}

#[test]
fn any_figure_of_the_period_is_found_by_words_in_the_forms_that_suit_it() {
    let server = shared();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let found = offered(&client, &draft, "违章 案件").ok();
    let filed = found["items"].as_array().unwrap();
    let filed = filed.iter().find(|it| it["id"] == "overload/cases_filed").unwrap();
    assert_eq!((&filed["value"], &filed["unit"]), (&json!("309"), &json!("宗")));
    let forms: Vec<&str> =
        filed["forms"].as_array().unwrap().iter().map(|it| text(&it["printed"])).collect();
    assert_eq!(forms, ["309宗", "约309宗", "300余宗", "309"]);
    // One that the outline does not print, by a word of two characters and by its office.
    let title = client.get("/figures/permit/items?period=2021H1").ok()["title"].clone();
    let word: String = text(&title).chars().take(2).collect();
    assert!(ids(&offered(&client, &draft, &word).ok()).contains(&"permit/items"), "{word}");
    assert_eq!(ids(&offered(&client, &draft, "F061").ok()), ["overload/cases_filed"]);
    let one = client.get(&path(&draft, "/figures?id=permit/items")).ok();
    assert_eq!(ids(&one), ["permit/items"]);
    assert_eq!(ids(&offered(&client, &draft, "没有这种东西").ok()), Vec::<&str>::new());
    // Without words: the first of all, and how many more there are.
    let all = offered(&client, &draft, "").ok();
    assert_eq!(all["items"].as_array().unwrap().len(), 30);
    assert!(all["more"].as_u64().unwrap() > 100, "{}", all["more"]);
    offered(&client, &draft, &"案".repeat(101)).refused(400, "bad_request");
}

#[test]
fn a_figure_that_was_put_in_is_locked_refreshed_told_and_taken_back() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let put_in = edit(
        &client,
        &draft,
        &cases(&draft),
        &with(&draft, figure("overload/cases_filed", "about")),
    );
    let put_in = put_in.ok();
    let slot = own(&put_in);
    assert_eq!((&slot["printed"], &slot["records"]), (&json!("约309宗"), &json!(309)));
    assert_eq!((&slot["form"], &slot["period"]), (&json!("about"), &json!("2021H1")));
    assert!(printed(&cases(&put_in)).ends_with("其中有约309宗需要关注。"));
    let entries = server.sign_in("shenji").get("/audit/entries?limit=50").text();
    assert!(entries.contains("改“"), "the figure left no entry");

    // Versions, the file and the workbook have it; nothing moved, nobody typed it, the checker lets it stand.
    let diff = client.get(&path(&draft, "/diff?from=1&to=2")).ok();
    assert_eq!(diff["changes"][0]["marks"].as_array().unwrap().last().unwrap()["kind"], "new");
    assert!(client.get(&path(&draft, "/file?format=txt")).text().contains("其中有约309宗"));
    assert!(client.get(&path(&draft, "/file?format=xlsx")).bytes.starts_with(b"PK"));
    let told = client.get(&path(&draft, "")).ok();
    assert_eq!(told["stale_slots"], json!([]));
    let of_ledgers = client.get(&path(&draft, "/findings")).ok();
    let against = of_ledgers["findings"].as_array().unwrap().iter();
    let against: Vec<&Json> = against.filter(|it| text(&it["quote"]).contains("约309宗")).collect();
    assert_eq!(against, Vec::<&Json>::new());

    // Out to Word and back: words change around it, the slot stays.
    let docx = edited(&given(&client, &draft), |it| it.replace("需要关注", "需要重点关注"));
    let back = send_back(&client, &draft, docx).ok();
    assert_eq!((&back["numbers"], &back["changes"][0]["ready"]), (&json!([]), &json!(true)));
    let take = path(&draft, "/returned/take");
    let taken = client.post_over(&take, &json!(2), &json!({ "changes": [{ "key": "1" }] })).ok();
    assert_eq!(own(&taken)["id"], slot["id"]);
    assert!(printed(&cases(&taken)).ends_with("其中有约309宗需要重点关注。"));
    let docx = edited(&given(&client, &draft), |it| it.replace("约309宗", "约390宗"));
    let by_hand = send_back(&client, &draft, docx).ok();
    assert_eq!(
        (&by_hand["numbers"][0]["said"], &by_hand["changes"]),
        (&json!("约390宗"), &json!([]))
    );

    // One of the 309 cases turns out to be another team's.
    let steward = server.sign_in("taizhang");
    let filed = "filter=kind:eq:overload&filter=handler:eq:joint_team&filter=filed_on:between:2021-01-01%7C2021-06-30";
    let case = steward.first("enforcement/case", filed);
    let record = format!("/ledgers/enforcement/case/records/{}", text(&case["id"]));
    steward
        .put(&record, Some(&case["version"]), &json!({ "values": { "handler": "county" } }))
        .ok();
    let told = client.get(&path(&draft, "")).ok();
    let stale = told["stale_slots"].as_array().unwrap();
    assert!(stale.iter().any(|it| it["old"] == "约309宗" && it["new"] == "约308宗"), "{stale:?}");
    client.post(&path(&draft, "/refresh"), &json!({})).ok();
    let renewed = client.get(&path(&draft, "")).ok();
    assert_eq!(renewed["stale_slots"], json!([]));
    assert!(client.get(&path(&draft, "/file?format=txt")).text().contains("其中有约308宗"));
}

#[test]
fn what_may_not_be_put_in_is_refused() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let block = cases(&draft);
    let rule = |client: &Client, figure: Json| -> String {
        let refused = edit(client, &draft, &block, &with(&draft, figure)).refused(422, "findings");
        text(&refused["findings"][0]["rule"]).to_owned()
    };
    assert_eq!(rule(&client, figure("overload/none", "")), "unknown_figure");
    assert_eq!(rule(&client, figure("overload/cases_filed", "places=2")), "slot_format");
    assert_eq!(rule(&client, figure("overload/cases_filed", "zero=没有")), "slot_format");
    let other =
        json!({ "figure": { "id": "overload/cases_filed", "form": "", "period": "2020H1" } });
    assert_eq!(rule(&client, other), "other_period");
    let path_of = path(&draft, &format!("/blocks/{}", text(&block["id"])));
    let body = json!({ "runs": with(&draft, figure("overload/cases_filed", "")) });
    client.put(&path_of, None, &body).refused(428, "no_version");
    client.put(&path_of, Some(&json!(7)), &body).refused(409, "stale");

    // A writer who sees no cases is neither offered nor given their figures.
    let admin = server.sign_in("guanli");
    let seen = admin.get("/roles").ok()["fingerprint"].clone();
    let role = json!({
        "label": "工程文稿", "about": "只写工程。", "scope": "bureau", "powers": ["draft"],
        "grants": [{ "ledgers": ["works/*"], "acts": ["see"] }], "seen": seen,
    });
    admin.put("/roles/works_writer", None, &role).ok();
    let post = json!({ "id": "gongcheng", "title": "工程文稿", "office": "办公室", "roles": ["works_writer"] });
    admin.post("/posts", &post).ok();
    let narrow = newcomer(&server, &admin, "gongcheng", "石工程", "gongcheng");
    assert_eq!(ids(&offered(&narrow, &draft, "违章 案件").ok()), Vec::<&str>::new());
    let one = narrow.get(&path(&draft, "/figures?id=overload/cases_filed")).ok();
    assert_eq!(ids(&one), Vec::<&str>::new());
    assert_eq!(rule(&narrow, figure("overload/cases_filed", "")), "unknown_figure");

    // Who signs does not write; who does neither sees no draft; sent round, nothing is put in.
    let chief = server.sign_in("juzhang");
    offered(&chief, &draft, "案件").refused(403, "forbidden");
    edit(&chief, &draft, &block, &body["runs"]).refused(403, "forbidden");
    offered(&server.sign_in("jingban"), &draft, "案件").refused(404, "not_found");
    client.post(&path(&draft, "/moves"), &json!({ "move": "submit" })).ok();
    edit(&client, &draft, &block, &body["runs"]).refused(400, "bad_request");
    assert_eq!(client.get(&path(&draft, "")).ok()["version"], 1);
}

#[test]
fn a_new_paragraph_and_the_next_period_have_the_figure_of_their_own() {
    let server = Server::demo();
    let client = server.sign_in("wengao");
    let draft = draw_up(&client);
    let runs = json!([{ "text": "治超工作立案" }, figure("overload/cases_filed", ""), { "text": "，得到上级肯定。" }]);
    let body = json!({ "after": cases(&draft)["id"], "runs": runs });
    let added = client.post_over(&path(&draft, "/blocks"), &draft["version"], &body).ok();
    let put_in = edit(
        &client,
        &added,
        &cases(&added),
        &with(&added, figure("overload/cases_filed", "about")),
    );
    put_in.ok();
    let mut last = draft;
    for period in ["2021H2", "2022H1"] {
        let wanted = json!({ "report": "half_year", "period": period, "from": last["id"] });
        last = client.post("/drafts", &wanted).ok();
        let now = client.get(&format!("/figures/overload/cases_filed?period={period}")).ok();
        let value = text(&now["value"]);
        let said = format!("治超工作立案{value}宗，得到上级肯定。");
        let own: Vec<Json> = blocks(&last).into_iter().filter(|it| printed(it) == said).collect();
        assert_eq!(own.len(), 1, "{period}: {said}");
        assert_eq!(own[0]["runs"][1]["slot"]["period"], period);
        let all = client.get(&path(&last, "/file?format=txt")).text();
        assert!(!all.contains("309宗"), "{period} prints a number of 2021H1");
        assert_eq!(client.get(&path(&last, "")).ok()["stale_slots"], json!([]));
    }
}
