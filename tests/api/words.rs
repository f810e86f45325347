//! Words where the base keeps a key (名称): offices as they are called today, indicators by their titles, what a record is about
//! beside its number, people in the history and not the channel.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use serde_json::{Value as Json, json};

use super::support::{Client, Server, escaped, shared, text};

/// Every cell of a workbook's first sheet.
fn cells(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn items(body: &Json) -> &[Json] {
    body["items"].as_array().unwrap()
}

/// What every item says of an office: the title where the key is this one.
#[track_caller]
fn titled(items: &[Json], office: &str, title: &str) {
    let of: Vec<&Json> = items.iter().filter(|it| it["office"] == office).collect();
    assert!(!of.is_empty(), "nothing of {office}");
    for it in of {
        assert_eq!(it["office_title"], title, "{it}");
    }
}

fn rename(admin: &Client, office: &str, title: &str) {
    let body = admin.get("/offices").ok();
    let mut offices = items(&body).to_vec();
    offices.iter_mut().find(|it| it["name"] == office).unwrap()["title"] = json!(title);
    let tree = json!({ "offices": offices, "seen": body["fingerprint"] });
    admin.put("/offices", None, &tree).ok();
}

#[test]
fn a_renamed_office_is_called_by_its_new_name_and_a_seal_says_what_it_said() {
    let server = Server::demo_on("2021-06-30");
    let (admin, clerk, chief, auditor) = (
        server.sign_in("guanli"),
        server.sign_in("jingban"),
        server.sign_in("juzhang"),
        server.sign_in("shenji"),
    );
    let wanted =
        json!({ "period": "2021H1", "figures": ["overload/checks"], "reason": "报告定稿" });
    chief.post("/seals", &wanted).ok();
    let sealed = chief.get("/seals?period=2021H1").ok();
    rename(&admin, "治超办", "治超大队");

    let list = clerk.get("/ledgers/overload/check/records?limit=5").ok();
    titled(items(&list), "治超办", "治超大队");
    let path = format!("/ledgers/overload/check/records/{}", text(&list["items"][0]["id"]));
    titled(&[clerk.get(&path).ok()], "治超办", "治超大队");
    titled(items(&clerk.get(&format!("{path}/history")).ok()), "治超办", "治超大队");
    titled(&[clerk.get("/ledgers/overload/check").ok()], "治超办", "治超大队");
    titled(&[clerk.get("/session").ok()], "治超办", "治超大队");
    titled(items(&clerk.get("/todo").ok()), "治超办", "治超大队");
    titled(items(&admin.get("/posts").ok()), "治超办", "治超大队");
    let trail = auditor.get("/audit/entries?ledger=overload/check&limit=5").ok();
    titled(items(&trail), "治超办", "治超大队");
    let csv = auditor.get("/audit/export.csv?ledger=overload/check").text();
    assert!(csv.contains("\"治超大队\""), "the exported trail");

    let board = chief.get("/due?limit=500").ok();
    let office = text(&board["items"][0]["office"]).to_owned();
    rename(&admin, &office, "新名股");
    let board = chief.get("/due?limit=500").ok();
    titled(items(&board), &office, "新名股");
    titled(board["summary"].as_array().unwrap(), &office, "新名股");

    let by_office = clerk.get("/ledgers/overload/check/records/groups?by=office").ok();
    let group = &by_office["groups"][0];
    assert_eq!((&group["value"], &group["label"]), (&json!("治超办"), &json!("治超大队")));
    let figure = "/figures/overload/checks";
    assert_eq!(chief.get(&format!("{figure}?period=2021H1")).ok()["owner"], "治超大队");
    let book = cells(chief.get("/figures/export.xlsx?period=2021H1").bytes);
    let offices: Vec<&String> = book.iter().filter_map(|row| row.get(5)).collect();
    assert!(offices.iter().any(|it| *it == "治超大队"), "{offices:?}");
    assert!(!offices.iter().any(|it| *it == "治超办"), "{offices:?}");

    assert_eq!(chief.get("/seals?period=2021H1").ok(), sealed, "what was sealed is not renamed");
    let moved = chief.get("/seals/moved?period=2021H1").text();
    assert!(!moved.contains("overload/checks"), "{moved}");
}

#[test]
fn a_deadline_says_what_it_is_about_and_can_be_searched_and_taken_out() {
    let server = Server::demo_on("2021-06-30");
    let chief = server.sign_in("juzhang");
    let due = chief.get("/due?limit=500").ok();
    let about = items(&due).iter().find(|it| !text(&it["summary"]).is_empty()).unwrap();
    let path = format!("/ledgers/{}/records/{}", text(&about["ledger"]), text(&about["id"]));
    let record = chief.get(&path).ok();
    assert_eq!(record["key"], about["key"], "{about}");
    let word = text(&about["summary"]).split('　').next().unwrap();
    let found = chief.get(&format!("/due?limit=500&q={}", escaped(word))).ok();
    assert!(items(&found).iter().any(|it| it["id"] == about["id"]));
    assert!(found["count"].as_u64() <= due["count"].as_u64());
    for it in items(&found) {
        let told = ["key", "summary", "who", "title", "ledger_title"].map(|name| text(&it[name]));
        assert!(told.iter().any(|it| it.contains(word)), "{it}");
    }
    assert_eq!(chief.get("/due?q=%E6%9F%A5%E6%97%A0%E6%AD%A4%E4%BA%8B").ok()["count"], 0);

    let path = format!("/due/export.xlsx?q={}", escaped(word));
    let book = cells(chief.get(&path).bytes);
    let count = usize::try_from(found["count"].as_u64().unwrap()).unwrap();
    let header = book.iter().position(|row| row.iter().any(|it| it == "事由")).unwrap();
    assert_eq!(book.len() - header - 1, count, "the file holds what the board shows");
    let trail = server.sign_in("shenji").get("/audit/entries?act=export&limit=1").ok();
    assert_eq!(trail["items"][0]["body"]["title"], "督办清单");
}

/// The board is where reminders begin: what it does not show, nobody is reminded of.
#[test]
fn reminders_reach_no_record_that_their_writer_may_not_see() {
    let server = shared();
    let (clerk, chief) = (server.sign_in("jingban"), server.sign_in("juzhang"));
    let all = chief.get("/due?day=2021-06-30&limit=500").ok();
    let other = all["summary"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| !["治超办", "各股室"].contains(&text(&it["office"])));
    let other = text(&other.unwrap()["office"]);
    let path = format!("/due?day=2021-06-30&office={}", escaped(other));
    assert!(chief.get(&path).ok()["count"].as_u64() > Some(0));
    let asked = clerk.get(&path).ok();
    assert_eq!((&asked["count"], &asked["summary"]), (&json!(0), &json!([])), "{other}");
    let path = format!("/due/export.xlsx?day=2021-06-30&office={}", escaped(other));
    let book = cells(clerk.get(&path).bytes);
    let header = book.iter().position(|row| row.iter().any(|it| it == "事由")).unwrap();
    assert_eq!(book.len(), header + 1, "nothing of {other} in the file");

    // What the form of a reminder offers to remind of, and whom, is out of records in sight.
    let offered = |field: &str| {
        let path = format!("/ledgers/task/reminder/records/offer?field={field}&limit=50");
        clerk.get(&path).ok()
    };
    let seen = |ledger: &str, field: &str| -> Vec<String> {
        let body = clerk.get(&format!("/ledgers/{ledger}/records?limit=500")).ok();
        let values = items(&body).iter().filter_map(|it| it["values"][field].as_str());
        values.map(str::to_owned).collect()
    };
    let tasks = seen("task/task", "no");
    for it in items(&offered("task")) {
        assert!(tasks.iter().any(|no| it["value"] == **no), "{it}");
    }
    let written = chief.get("/ledgers/task/reminder/records?limit=500").ok();
    let own = seen("task/reminder", "receiver");
    let strangers = items(&written).iter().filter_map(|it| it["values"]["receiver"].as_str());
    let strangers: Vec<&str> = strangers.filter(|it| !own.iter().any(|one| one == it)).collect();
    assert!(!strangers.is_empty(), "others are reminded, too");
    for it in items(&offered("receiver")) {
        assert!(!strangers.contains(&text(&it["value"])), "{it}");
    }
}

#[test]
fn a_task_names_its_indicator_by_title_wherever_it_is_read() {
    let server = Server::demo_on("2021-06-30");
    let steward = server.sign_in("taizhang");
    let model = steward.first("task/task", "");
    let path = "/ledgers/task/task/records";
    let mut values = model["values"].clone();
    values["no"] = json!("督测〔2021〕1号");
    let target = json!({ "indicator": "超限超载违章案件", "period": "2021H1", "goal": "1000" });
    let made = steward.post(path, &json!({ "values": values, "lines": { "targets": [target] } }));
    let made = made.ok();
    let row = &made["lines"]["targets"][0];
    assert_eq!(row["indicator"], "overload/cases_filed", "it is kept by its id");
    assert_eq!(made["line_words"]["targets"][0], json!({ "indicator": "超限超载违章案件" }));

    let only = format!("filter=no:eq:{}", escaped("督测〔2021〕1号"));
    let file = steward.get(&format!("{path}/export?format=csv&lines=targets&{only}")).text();
    assert!(file.contains("超限超载违章案件") && !file.contains("overload/cases_filed"), "{file}");
    let fields = steward.get("/ledgers/task/task").ok();
    let lines = fields["fields"].as_array().unwrap().iter().find(|it| it["name"] == "targets");
    let field = &lines.unwrap()["fields"][0];
    assert_eq!((&field["type"], &field["period"]), (&json!("indicator"), &json!("period")));
    let offers = steward.get(&format!("{path}/offer?field=targets.indicator&q=cxczwz")).ok();
    assert_eq!(
        (&offers["items"][0]["value"], &offers["items"][0]["label"]),
        (&json!("overload/cases_filed"), &json!("超限超载违章案件")),
        "found by the first letters of its pinyin"
    );

    let zeros = |word: &str| {
        let path = "/ledgers/platform/zero_report/records?limit=500&filter=indicator:contains:";
        steward.get(&format!("{path}{}", escaped(word))).ok()
    };
    let found = zeros("红黄牌");
    assert!(!items(&found).is_empty(), "a list is searched by the title");
    for it in items(&found) {
        assert!(text(&it["words"]["indicator"]).contains("红黄牌"), "{it}");
    }
    assert_eq!(items(&zeros("查无此数")).len(), 0);

    let wrong = json!({ "indicator": "超限超载违法案件", "period": "2021H1", "goal": "1" });
    values["no"] = json!("督测〔2021〕2号");
    let refused = steward.post(path, &json!({ "values": values, "lines": { "targets": [wrong] } }));
    let said = refused.refused(422, "findings").to_string();
    assert!(said.contains("没有指标") && said.contains("是否想写“超限超载违章案件”"), "{said}");
}

#[test]
fn the_history_of_the_demo_names_who_kept_the_book_and_the_batch_says_how_it_came() {
    let server = shared();
    let (clerk, auditor) = (server.sign_in("jingban"), server.sign_in("shenji"));
    let record = clerk.first("overload/attendance", "");
    let path = format!("/ledgers/overload/attendance/records/{}/history", text(&record["id"]));
    let history = clerk.get(&path).ok();
    let first = &history["items"][0];
    assert_eq!(
        (&first["who"], &first["office"], &first["file"]),
        (&json!("陈经办"), &json!("治超办"), &json!("05-治超出勤登记.xlsx"))
    );
    let trail = auditor.get("/audit/entries?act=import&ledger=overload/attendance").ok();
    assert_eq!(trail["items"][0]["body"]["channel"], "命令行");
    assert_eq!(trail["items"][0]["who"], "陈经办");
    let of_all = auditor.get("/audit/entries?act=import&limit=200").ok();
    assert!(items(&of_all).iter().all(|it| it["who"] != "命令行"));
    // A workbook is one piece of work among the batches, not a thousand done things.
    assert_eq!(clerk.get("/todo?box=mine").ok()["count"], 0);
}

#[test]
fn the_trail_calls_posts_roles_and_indicators_by_their_names() {
    let server = Server::demo();
    let (admin, chief, auditor) =
        (server.sign_in("guanli"), server.sign_in("juzhang"), server.sign_in("shenji"));
    let post =
        json!({ "id": "lzjb", "title": "路政股经办", "office": "路政股", "roles": ["clerk"] });
    admin.post("/posts", &post).ok();
    let wanted = json!({ "period": "2021H1", "figures": ["overload/checks"], "reason": "定稿" });
    chief.post("/seals", &wanted).ok();
    let last = |act: &str| {
        let path = format!("/audit/entries?act={act}&limit=1");
        auditor.get(&path).ok()["items"][0].clone()
    };
    let made = last("post");
    assert_eq!(made["body"]["id"], "lzjb", "what was written stays");
    assert_eq!(
        (&made["words"]["id"], &made["words"]["roles"]),
        (&json!("路政股经办"), &json!("经办人"))
    );
    let signed_in = last("session");
    assert_eq!(signed_in["body"]["post"], "shenji");
    assert_eq!(signed_in["words"]["post"], "审计员");
    let sealed = last("seal");
    assert_eq!(sealed["words"]["period"], "2021年上半年");
    assert_eq!(
        sealed["words"]["indicator"],
        chief.get("/figures/overload/checks?period=2021H1").ok()["title"]
    );
}
