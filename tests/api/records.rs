//! Records: attachments, personal data, paste, moves on many, files, completion, and what hangs together.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::{Value as Json, json};

use super::support::{Client, Server, escaped, shared, text};

/// SM3 of `abc`, from GB/T 32905-2016, appendix A.1.
const ABC: &str = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
const TEAMS: &str = "/ledgers/overload/team/records";

fn path(ledger: &str, record: &Json) -> String {
    format!("/ledgers/{ledger}/records/{}", text(&record["id"]))
}

fn count(client: &Client, ledger: &str, query: &str) -> u64 {
    let totals = client.get(&format!("/ledgers/{ledger}/records/totals?{query}")).ok();
    totals["count"].as_u64().unwrap()
}

#[test]
fn a_file_comes_back_as_it_was_and_a_browser_runs_none() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let team = clerk.first("overload/team", "");
    let files = format!("{}/attachments", path("overload/team", &team));
    let hand_in = |name: &str, bytes: &[u8]| {
        clerk.upload(&format!("{files}?name={}", escaped(name)), "text/html", bytes.to_vec())
    };
    let made = hand_in("../../照片/说明\".txt", b"abc");
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["digest"], &made["name"]), (&json!(ABC), &json!("说明\".txt")));
    assert_eq!((&made["media_type"], &made["size_bytes"]), (&json!("text/plain"), &json!(3)));
    let again = hand_in("又一份.txt", b"abc").ok();
    assert_eq!(again["digest"], ABC);
    let page = hand_in("页面.html", b"<script>alert(1)</script>").ok();
    assert_eq!(page["media_type"], "application/octet-stream");
    let detail = clerk.get(&path("overload/team", &team)).ok();
    assert_eq!(detail["attachments"].as_array().unwrap().len(), 3);
    assert_eq!(detail["version"], team["version"], "the record's version stays");

    let given = clerk.get(&format!("{files}/{ABC}"));
    assert_eq!((given.status, given.bytes.as_slice()), (200, b"abc".as_slice()));
    assert_eq!(given.header("content-type"), "application/octet-stream");
    assert_eq!(
        given.header("content-disposition"),
        "attachment; filename=\"___.txt\"; filename*=UTF-8''%E8%AF%B4%E6%98%8E%22.txt"
    );
    assert!(given.header("content-security-policy").starts_with("default-src 'none'"));

    // The same bytes are not to be had over a record that has no such file, nor by guessing.
    let other = clerk.get(&format!("{TEAMS}?limit=2")).ok()["items"][1].clone();
    let there = format!("{}/attachments", path("overload/team", &other));
    clerk.get(&format!("{there}/{ABC}")).refused(404, "not_found");
    clerk.get(&format!("{files}/..%2F..%2Ftongtu.db")).refused(404, "not_found");
    hand_in("空.txt", b"").refused(400, "bad_request");
    hand_in("..", b"abc").refused(400, "bad_request");
    let odd =
        clerk.upload(&format!("{files}?name=a.txt&field=area"), "text/plain", b"abc".to_vec());
    odd.refused(400, "bad_request");
    hand_in("大.bin", &vec![7; 64 * 1024 * 1024 + 1]).refused(413, "too_large");
    server
        .sign_in("wengao")
        .upload(&format!("{files}?name=a.txt"), "", b"x".to_vec())
        .refused(403, "forbidden");
    server.sign_in("guanli").get(&format!("{files}/{ABC}")).refused(404, "not_found");
    let left = std::fs::read_dir(server.path("data/tongtu.work/uploads")).unwrap().count();
    assert_eq!(left, 0, "nothing is left of what was refused or moved away");
}

#[test]
fn a_file_of_sixty_megabytes_survives_a_restart() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    let team = clerk.first("overload/team", "");
    let files = format!("{}/attachments", path("overload/team", &team));
    let bytes: Vec<u8> = (0_u32..15_000_000).flat_map(u32::to_le_bytes).collect();
    let made = clerk.upload(&format!("{files}?name=监控.mp4"), "video/mp4", bytes.clone());
    let digest = text(&made.ok()["digest"]).to_owned();
    server.restart();
    let given = clerk.get(&format!("{files}/{digest}"));
    assert!(given.bytes == bytes, "{} {}", given.status, given.bytes.len());
}

#[test]
fn personal_data_is_masked_and_seen_only_on_purpose() {
    let server = shared();
    let (steward, auditor) = (server.sign_in("taizhang"), server.sign_in("shenji"));
    let query = "filter=driver:is_set";
    let open = auditor.first("enforcement/case", query);
    steward.get(&format!("/ledgers/enforcement/case/records?{query}")).refused(403, "forbidden");
    let case = path("enforcement/case", &open);
    let masked = steward.get(&case).ok();
    assert_eq!(
        (&masked["values"]["driver"], &masked["may"]["private"]),
        (&json!("＊＊＊"), &json!(false))
    );
    assert!(masked["masked"].as_array().unwrap().contains(&json!("driver")), "{masked}");
    let sought = json!({ "fields": ["driver", "party"], "reason": "核对当事人" });
    steward.post(&format!("{case}/unmask"), &sought).refused(403, "forbidden");
    let seen = auditor.post(&format!("{case}/unmask"), &sought).ok();
    assert_eq!(seen["values"]["driver"], open["values"]["driver"]);
    assert_eq!(seen["values"]["party"], open["values"]["party"]);
    auditor
        .post(&format!("{case}/unmask"), &json!({ "fields": ["nothing"] }))
        .refused(400, "bad_request");
    auditor.post(&format!("{case}/unmask"), &json!({ "fields": [] })).refused(400, "bad_request");
    let history = auditor.get(&format!("{case}/history")).ok().to_string();
    assert!(history.contains("查看个人信息"), "{history}");
}

#[test]
fn looking_at_personal_data_and_exporting_leave_a_base_that_the_audit_finds_whole() {
    let server = Server::demo();
    let auditor = server.sign_in("shenji");
    let case = path("enforcement/case", &auditor.first("enforcement/case", ""));
    auditor.post(&format!("{case}/unmask"), &json!({ "fields": ["party"] })).ok();
    assert_eq!(auditor.get(&format!("{TEAMS}/export")).status, 200);
    server.command(&["audit"]);
}

#[test]
fn pasted_rows_are_checked_as_imported_ones_are_and_taken_as_one_batch() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let team = steward.get(&path("overload/team", &steward.first("overload/team", ""))).ok();
    let columns = json!(["name", "lead_unit", "area", "formed_on"]);
    let values = &team["values"];
    let rows = json!([
        ["粘贴一队", "县交通运输局", "县城", "2021-03-01"],
        ["粘贴二队", "县交通运输局", "县城", "2021-13-01"],
        [values["name"], values["lead_unit"], "全县", values["formed_on"]],
        ["粘贴三队", "", "县城", "2021-03-01"],
    ]);
    let paste = |take: bool| {
        let body = json!({ "columns": columns, "rows": rows, "take": take });
        steward.post(&format!("{TEAMS}/paste"), &body).ok()
    };
    let before = count(&steward, "overload/team", "");
    let seen = paste(false);
    let good: Vec<&Json> = seen["rows"].as_array().unwrap().iter().map(|it| &it["ok"]).collect();
    assert_eq!(good, [true, false, true, false], "{seen}");
    assert_eq!(seen["rows"][1]["findings"][0]["place"]["label"], "组建日期");
    assert_eq!(seen["rows"][3]["findings"][0]["place"]["label"], "牵头单位");
    assert_eq!(
        (&seen["created"], &seen["changed"], &seen["batch"]),
        (&json!(1), &json!(1), &Json::Null)
    );
    assert_eq!(count(&steward, "overload/team", ""), before, "nothing was written");

    let taken = paste(true);
    let batch = text(&taken["batch"]).to_owned();
    assert_eq!(count(&steward, "overload/team", ""), before + 1);
    let after = steward.get(&path("overload/team", &team)).ok();
    assert_eq!(after["values"]["area"], "全县");
    assert_eq!(after["values"].get("dissolved_on"), team["values"].get("dissolved_on"));
    assert_eq!(after["lines"], team["lines"], "what was not pasted stays");
    assert_eq!(paste(true)["unchanged"], 2, "the same paste again changes nothing");

    let undone =
        steward.post(&format!("/batches/{batch}/undo"), &json!({ "reason": "贴错了" })).ok();
    assert_eq!(undone["undone"]["who"], "吴台账");
    assert_eq!(steward.get(&path("overload/team", &team)).ok()["values"], team["values"]);
    assert_eq!(count(&steward, "overload/team", ""), before);

    let odd = json!({ "columns": ["members"], "rows": [] });
    steward.post(&format!("{TEAMS}/paste"), &odd).refused(400, "bad_request");
    let twice = json!({ "columns": ["name", "name"], "rows": [] });
    steward.post(&format!("{TEAMS}/paste"), &twice).refused(400, "bad_request");
    let many = json!({ "columns": ["name"], "rows": vec![["队"]; 2_001] });
    steward.post(&format!("{TEAMS}/paste"), &many).refused(400, "bad_request");
    let writer = server.sign_in("wengao");
    writer
        .post(&format!("{TEAMS}/paste"), &json!({ "columns": [], "rows": [] }))
        .refused(403, "forbidden");
}

#[test]
fn nobody_pastes_over_a_record_of_another_office() {
    let server = Server::demo();
    let (clerk, steward) = (server.sign_in("jingban"), server.sign_in("taizhang"));
    let season = steward.first("transport/season", "");
    let values = &season["values"];
    let body = json!({
        "columns": ["name", "kind", "company", "starts_on", "ends_on"],
        "rows": [[values["name"], values["kind"], "别家公司", values["starts_on"], values["ends_on"]]],
        "take": true,
    });
    let said = clerk.post("/ledgers/transport/season/records/paste", &body).ok();
    assert_eq!((&said["rows"][0]["ok"], &said["changed"]), (&json!(false), &json!(0)), "{said}");
    assert!(said.to_string().contains("归运政股"), "{said}");
    let now = steward.get(&path("transport/season", &season)).ok();
    assert_eq!(now["version"], season["version"]);
}

#[test]
fn one_move_is_made_on_many_records_each_for_itself() {
    let server = Server::demo();
    let head = server.sign_in("shenhe");
    let teams = head.get(&format!("{TEAMS}?limit=2&filter=state:eq:kept")).ok()["items"].clone();
    let aim = |at: usize, version: i64| json!({ "id": teams[at]["id"], "version": version });
    let version = |at: usize| teams[at]["version"].as_i64().unwrap();
    let nobody = json!({ "id": "00000000-0000-7000-8000-000000000000", "version": 1 });
    let wanted = |reason: &str| {
        let targets = json!([aim(0, version(0)), aim(1, version(1) + 7), nobody]);
        json!({ "move": "end", "targets": targets, "changes": {}, "reason": reason })
    };
    let without = head.post(&format!("{TEAMS}/moves"), &wanted("")).ok();
    assert_eq!(without["done"], 0, "{without}");
    let done = head.post(&format!("{TEAMS}/moves"), &wanted("队伍合并")).ok();
    assert_eq!(done["done"], 1, "{done}");
    let refused: Vec<&Json> =
        done["refused"].as_array().unwrap().iter().map(|it| &it["key"]).collect();
    assert_eq!(refused, [&teams[1]["key"], &json!("")], "{done}");
    assert_eq!(head.get(&path("overload/team", &teams[0])).ok()["state_label"], "注销");
    let clerk = server.sign_in("jingban");
    let body = json!({ "move": "end", "targets": [aim(1, version(1))], "reason": "合并" });
    assert_eq!(clerk.post(&format!("{TEAMS}/moves"), &body).ok()["done"], 0);
}

#[test]
fn a_file_holds_what_the_filter_shows_masked_as_the_screen_is() {
    let server = shared();
    let (steward, auditor) = (server.sign_in("taizhang"), server.sign_in("shenji"));
    let clerk = server.sign_in("jingban");
    let cases = "/ledgers/enforcement/case/records/export?format=csv&sort=-filed_on&filter=kind:eq:overload";
    let rows = |client: &Client| {
        let file = client.get(cases);
        assert_eq!(file.status, 200, "{}", file.text());
        let text = file.text();
        assert!(text.starts_with('\u{feff}'), "spreadsheet programs want the mark");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (masked, open) = (rows(&steward), rows(&auditor));
    let there = count(&steward, "enforcement/case", "filter=kind:eq:overload");
    assert_eq!(u64::try_from(masked.len()).unwrap(), there + 1);
    // The same case of both: the eighth column is the party, who is personal data.
    let party = |rows: &[String]| rows[1].split(',').nth(7).unwrap().to_owned();
    assert!(party(&masked).chars().all(|it| it == '*'), "{}", masked[1]);
    assert!(!party(&open).contains('*') && !party(&open).is_empty(), "{}", open[1]);
    assert_eq!(rows(&clerk).len(), 1, "another office has only the header");
    let csv = steward.get(cases);
    let name = csv.header("content-disposition");
    assert!(name.contains("filename*=UTF-8''%E6%89%A7%E6%B3%95"), "{name}");

    let xlsx = steward.get(&format!("{TEAMS}/export?filter=state:eq:kept"));
    assert_eq!((xlsx.status, &xlsx.bytes[..2]), (200, b"PK".as_slice()));
    let lines = steward.get(&format!("{TEAMS}/export?format=csv&lines=members")).text();
    assert!(lines.contains("抽调单位"), "{lines}");
    steward.get(&format!("{TEAMS}/export?format=pdf")).refused(400, "bad_request");
    steward.get(&format!("{TEAMS}/export?format=csv&lines=x")).refused(400, "bad_request");
    let template = steward.get(&format!("{TEAMS}/template.xlsx"));
    assert_eq!((template.status, &template.bytes[..2]), (200, b"PK".as_slice()));
    server.sign_in("guanli").get(&format!("{TEAMS}/export")).refused(404, "not_found");
}

/// All cells of a workbook, sheet by sheet.
fn cells(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<calamine::Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets().into_iter();
    sheets.map(|(name, range)| (name, range.rows().map(<[_]>::to_vec).collect())).collect()
}

#[test]
fn a_file_from_the_server_is_the_file_from_the_command_line() {
    let server = Server::demo();
    let auditor = server.sign_in("shenji");
    let catalog = auditor.get("/catalog").ok();
    let domains = catalog["domains"].as_array().unwrap().iter();
    let ledgers = domains.flat_map(|it| it["ledgers"].as_array().unwrap());
    let (mut rows, mut kinds) = (0, BTreeSet::new());
    for ledger in ledgers.map(|it| text(&it["id"])) {
        let def = auditor.get(&format!("/ledgers/{ledger}")).ok();
        let fields = def["fields"].as_array().unwrap();
        let own: BTreeSet<String> = fields.iter().map(|it| text(&it["type"]).to_owned()).collect();
        // Ledgers with records until every type of field was seen.
        if own.is_subset(&kinds) || count(&auditor, ledger, "") == 0 {
            continue;
        }
        kinds.extend(own);
        let path = format!("/ledgers/{ledger}/records/export");
        server.command(&["export", ledger, "-o", "出.xlsx", "--role", "auditor"]);
        let (given, there) = (auditor.get(&path), std::fs::read(server.path("出.xlsx")).unwrap());
        assert_eq!(given.status, 200, "{ledger}: {}", given.text());
        let (given, there) = (cells(given.bytes), cells(there));
        rows += given.iter().map(|it| it.1.len() - 1).sum::<usize>();
        assert!(given == there, "{ledger}: the workbooks differ");

        server.command(&["export", ledger, "-o", "出.csv", "--role", "auditor"]);
        let given = auditor.get(&format!("{path}?format=csv")).bytes;
        assert!(
            given == std::fs::read(server.path("出.csv")).unwrap(),
            "{ledger}: the CSV differs"
        );
        for lines in fields.iter().filter(|it| it["type"] == "lines") {
            let (name, label) = (text(&lines["name"]), text(&lines["label"]));
            let given = auditor.get(&format!("{path}?format=csv&lines={name}")).bytes;
            let there = std::fs::read(server.path(&format!("出-{label}.csv"))).unwrap();
            assert!(given == there, "{ledger} {name}: the CSV differs");
        }
    }
    assert!(rows > 500, "{rows}");
    for kind in
        ["text", "date", "time", "money", "mass", "stake", "plate", "code", "yes_no", "lines"]
    {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
    // What was on the way is gone, and each file left its entry.
    let left = std::fs::read_dir(server.path("data/tongtu.work/exports")).unwrap().count();
    assert_eq!(left, 0, "files left behind");
    let entries = auditor.get("/audit/entries?act=export&limit=1").ok();
    assert_eq!(entries["items"].as_array().unwrap().len(), 1, "{entries}");
}

#[test]
fn completion_offers_values_in_use_codes_by_pinyin_and_records_to_link_to() {
    let server = shared();
    let (steward, clerk) = (server.sign_in("taizhang"), server.sign_in("jingban"));
    let offer = |client: &Client, ledger: &str, field: &str, q: &str| {
        let path = format!("/ledgers/{ledger}/records/offer?field={field}&q={}", escaped(q));
        client.get(&path)
    };
    let values = |json: &Json| -> Vec<String> {
        json["items"].as_array().unwrap().iter().map(|it| text(&it["value"]).to_owned()).collect()
    };
    let team = steward.first("overload/team", "");
    let unit = text(&team["values"]["lead_unit"]);
    let found = offer(&steward, "overload/team", "lead_unit", unit).ok();
    assert_eq!(values(&found).first().map(String::as_str), Some(unit), "{found}");
    let all = offer(&steward, "overload/check", "result", "").ok();
    let released = offer(&steward, "overload/check", "result", "fx").ok();
    assert!(
        !values(&released).is_empty() && values(&released).len() < values(&all).len(),
        "{released}"
    );
    assert!(text(&released["items"][0]["label"]).contains("放行"), "{released}");
    let link = offer(&clerk, "overload/check", "attendance", "").ok();
    assert_eq!(values(&link).len(), 8, "{link}");
    let first = values(&link)[0].clone();
    assert_eq!(values(&offer(&clerk, "overload/check", "attendance", &first).ok())[0], first);
    assert!(values(&offer(&clerk, "enforcement/case", "company", "").ok()).len() <= 8);
    offer(&steward, "enforcement/case", "driver", "").refused(403, "forbidden");
    offer(&steward, "overload/team", "nothing", "").refused(400, "bad_request");
    let members = offer(&steward, "overload/team", "members.unit", "").ok();
    assert!(!values(&members).is_empty(), "{members}");
}

#[test]
fn what_another_office_keeps_is_offered_to_nobody_outside() {
    let clerk = shared().sign_in("jingban");
    let offered = clerk.get("/ledgers/enforcement/case/records/offer?field=road&q=").ok();
    assert_eq!(offered["items"], json!([]));
    let case = shared().sign_in("taizhang").first("enforcement/case", "");
    for below in ["", "/linked", "/history", "/attachments/x"] {
        clerk.get(&format!("{}{below}", path("enforcement/case", &case))).refused(404, "not_found");
    }
}

#[test]
fn a_record_says_what_hangs_on_it() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let check = steward.first("overload/check", "");
    let detail = steward.get(&path("overload/check", &check)).ok();
    let link = &detail["links"]["attendance"];
    assert_eq!(
        (&link["ledger"], &link["key"]),
        (&json!("overload/attendance"), &detail["values"]["attendance"])
    );
    let there = path("overload/attendance", &json!({ "id": link["id"] }));
    let attendance = steward.get(&there).ok();
    let from = attendance["linked_from"].as_array().unwrap();
    let checks = from.iter().find(|it| it["ledger"] == "overload/check").unwrap();
    let query = format!("filter=attendance:eq:{}", escaped(text(&link["key"])));
    assert_eq!(checks["count"].as_u64(), Some(count(&steward, "overload/check", &query)));
    let linked = steward.get(&format!("{there}/linked?ledger=overload/check")).ok();
    assert!(
        linked["items"].as_array().unwrap().iter().any(|it| it["id"] == check["id"]),
        "{linked}"
    );
    // Another office knows of the checks of its own only; cases that link to a check are not its.
    let clerk = server.sign_in("jingban");
    let seen = clerk.get(&path("overload/check", &check)).ok();
    let from = seen["linked_from"].as_array().unwrap();
    assert!(from.iter().all(|it| it["ledger"] != "enforcement/case"), "{seen}");
    assert_eq!(detail["cited"], json!([]));
}

#[test]
fn the_next_record_begins_with_what_was_entered_last() {
    let server = Server::demo();
    let clerk = server.sign_in("taizhang"); // Of no book of the demo.
    assert_eq!(clerk.get(&format!("{TEAMS}/last")).ok()["values"], Json::Null);
    let values = json!({ "name": "新队", "lead_unit": "县公安局", "area": "县城", "formed_on": "2021-03-01" });
    let made = clerk.post(TEAMS, &json!({ "values": values }));
    assert_eq!(made.status, 201, "{}", made.text());
    let last = clerk.get(&format!("{TEAMS}/last")).ok();
    assert_eq!(last["values"], values);
}

/// What cannot be read and what is missing are said together: nobody mends a form twice.
#[test]
fn a_form_learns_everything_that_is_wrong_at_once() {
    let clerk = shared().sign_in("jingban");
    let records = "/ledgers/enforcement/case/records";
    let labels = |said: &Json| -> Vec<String> {
        let all = said["findings"].as_array().unwrap().iter();
        all.map(|it| text(&it["place"]["field"]).to_owned()).collect()
    };
    let mut empty = labels(&clerk.post(records, &json!({ "values": {} })).refused(422, "findings"));
    empty.retain(|it| !it.is_empty()); // That the record as a whole has no name.
    let values = json!({ "stake": "99999+9999", "axles": "六", "plate": "粤R12345" });
    let typed = clerk.post(records, &json!({ "values": values })).refused(422, "findings");
    let all = labels(&typed);
    for label in ["桩号", "轴数", "车牌号"] {
        let label = all.iter().filter(|it| it.contains(label)).count();
        assert_eq!(label, 1, "{all:?}");
    }
    assert!(!empty.is_empty() && empty.iter().all(|it| all.contains(it)), "{empty:?} {all:?}");
    let record = clerk.first("overload/check", "");
    let body = json!({ "values": { "axles": "六", "plate": null } });
    let saved = clerk.put(&path("overload/check", &record), Some(&record["version"]), &body);
    assert_eq!(labels(&saved.refused(422, "findings")), ["轴数", "车牌号"]);
}

/// A mask that comes back with a step leaves what stands, as it does with a change.
#[test]
fn a_step_that_hands_the_mask_back_wipes_no_personal_data() {
    let server = Server::demo();
    let (clerk, head) = (server.sign_in("jingban"), server.sign_in("shenhe"));
    let orders = "/ledgers/appeal/order/records";
    let entered = |no: &str| {
        let values = json!({
            "no": no, "kind": "consultation", "content": "咨询超限运输许可怎么办", "assigned_on": "2021-06-01",
            "caller": "何某某", "phone": "13800000000",
        });
        clerk.post(orders, &json!({ "values": values, "lines": {} })).ok()
    };
    let (one, other) = (entered("GD-1"), entered("GD-2"));
    assert_eq!(one["values"]["caller"], "＊＊＊");
    let changes =
        json!({ "signed_on": "2021-06-02", "caller": one["values"]["caller"], "phone": "＊＊＊" });
    let wanted = json!({ "move": "sign", "changes": changes });
    let path = |it: &Json| format!("{orders}/{}", text(&it["id"]));
    clerk.post_over(&format!("{}/moves", path(&one)), &one["version"], &wanted).ok();
    let aim = json!({ "id": other["id"], "version": other["version"] });
    let many = json!({ "move": "sign", "changes": changes, "targets": [aim] });
    assert_eq!(clerk.post(&format!("{orders}/moves"), &many).ok()["done"], 1);
    for it in [&one, &other] {
        let seen = head.get(&path(it)).ok();
        assert_eq!(seen["values"]["caller"], "何某某", "{seen}");
        assert_eq!(seen["values"]["phone"], "13800000000");
    }
}

/// Reasons stand in the chain for good: none is a book.
#[test]
fn a_reason_has_an_end() {
    let server = Server::demo();
    let head = server.sign_in("shenhe");
    let team = head.first("overload/team", "");
    let long = json!({ "reason": "长".repeat(2_001) });
    let path = format!("{}/withdrawal", path("overload/team", &team));
    head.post_over(&path, &team["version"], &long).refused(400, "bad_request");
    let sealing =
        json!({ "period": "2021H1", "figures": ["overload/checks"], "reason": "长".repeat(2_001) });
    server.sign_in("juzhang").post("/seals", &sealing).refused(400, "bad_request");
}

/// A figure taken away with the records behind it is an export like any other.
#[test]
fn a_figure_with_its_records_leaves_an_entry_when_it_is_taken_away() {
    let server = Server::demo();
    let clerk = server.sign_in("jingban");
    assert_eq!(clerk.get("/figures/overload/checks/export.xlsx?period=2021H1").status, 200);
    let trail = server.sign_in("shenji").get("/audit/entries?act=export").ok();
    let last = &trail["items"][0];
    assert_eq!(
        (&last["who"], &last["body"]["indicator"], &last["body"]["period"]),
        (&json!("陈经办"), &json!("overload/checks"), &json!("2021H1")),
        "{trail}"
    );
}
