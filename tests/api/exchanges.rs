//! Tables of outside systems: out in their layout, compared, and only what a person reaches.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use super::support::{Server, escaped, shared, text};

const BASE: &str = "/exchanges/enforcement_cases";

#[expect(clippy::wildcard_enum_match_arm, reason = "every other cell is read as it is shown")]
fn rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |it: &Data| match it {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    rows.iter().map(|row| row.join(",") + "\r\n").collect::<String>().into_bytes()
}

#[test]
fn their_table_is_compared_in_three_lists() {
    let server = Server::demo();
    let client = server.sign_in("taizhang");
    let mut rows = rows(client.get(&format!("{BASE}/export")).bytes);
    assert_eq!(rows[0][0], "案件编号");
    let send = |rows: &[Vec<String>]| {
        let path = format!("{BASE}/reconcile?name={}", escaped("粤执法.csv"));
        client.upload(&path, "text/csv", csv(rows)).ok()
    };
    let same = send(&rows);
    let counts =
        json!({ "same": rows.len() - 1, "only_ours": 0, "only_theirs": 0, "different": 0 });
    assert_eq!(same["counts"], counts);

    let missing = rows.remove(1)[0].clone();
    let changed = rows[1][0].clone();
    rows[1][6] = "987654".to_owned();
    let mut alone = rows[2].clone();
    alone[0] = "粤执法独有〔2021〕1号".to_owned();
    rows.push(alone);
    let told = send(&rows);
    assert_eq!(text(&told["only_ours"][0]["key"]), missing);
    assert_eq!(told["only_theirs"][0]["key"], "粤执法独有〔2021〕1号");
    assert_eq!(
        (&told["different"][0]["key"], &told["different"][0]["theirs"]),
        (&json!(changed), &json!("987654"))
    );
    let path = format!("{BASE}/reconcile?format=xlsx&name={}", escaped("粤执法.csv"));
    assert!(client.upload(&path, "text/csv", csv(&rows)).bytes.starts_with(b"PK"));
}

#[test]
fn a_person_takes_out_only_what_they_reach() {
    let (steward, clerk) = (shared().sign_in("taizhang"), shared().sign_in("jingban"));
    let all = rows(steward.get(&format!("{BASE}/export")).bytes).len() - 1;
    let own = rows(clerk.get(&format!("{BASE}/export")).bytes).len() - 1;
    let seen =
        clerk.get("/ledgers/enforcement/case/records/totals?filter=state:not:dismissed").ok();
    assert_eq!(json!(own), seen["count"]);
    assert!(own < all, "{own} of {all}");
    let template = rows(steward.get(&format!("{BASE}/export?format=template")).bytes);
    assert_eq!(template.len(), 1);
}

#[test]
fn the_administrator_knows_of_no_exchange() {
    let admin = shared().sign_in("guanli");
    assert_eq!(admin.get("/exchanges").ok()["items"], json!([]));
    admin.get(&format!("{BASE}/export")).refused(404, "not_found");
    let steward = shared().sign_in("taizhang");
    steward.get("/exchanges/nothing/export").refused(404, "not_found");
    steward.get(&format!("{BASE}/export?period=x")).refused(400, "bad_request");
}

/// Whoever hands in an empty table of theirs gets all of ours: that it left the house stands in the chain.
#[test]
fn a_comparison_leaves_an_entry_as_an_export_does() {
    let server = Server::demo();
    let (steward, auditor) = (server.sign_in("taizhang"), server.sign_in("shenji"));
    let header = rows(steward.get(&format!("{BASE}/export?format=template")).bytes)[..1].to_vec();
    let path = format!("{BASE}/reconcile?name={}", escaped("空.csv"));
    let told = steward.upload(&path, "text/csv", csv(&header)).ok();
    let ours = told["counts"]["only_ours"].as_u64().unwrap();
    assert!(ours > 0, "{told}");
    let trail = auditor.get("/audit/entries?act=exchange").ok();
    let last = &trail["items"][0];
    assert_eq!((&last["who"], &last["act_label"]), (&json!("吴台账"), &json!("对接")), "{trail}");
    assert_eq!(
        (&last["body"]["file"], &last["body"]["only_ours"]),
        (&json!("空.csv"), &json!(ours))
    );
}
