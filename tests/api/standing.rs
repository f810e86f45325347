//! How everything stands: the first page and the totals row say what the pages behind them say, whoever changed what, and
//! through whichever program.

use serde_json::{Value as Json, json};

use super::support::{Client, Server, shared, text};

const PEOPLE: [&str; 9] =
    ["jingban", "shenhe", "fazhi", "fenguan", "juzhang", "wengao", "taizhang", "shenji", "guanli"];

/// What the first page says of the deadlines of every office.
fn owes(client: &Client) -> Json {
    client.get("/home").ok()["owes"].clone()
}

/// The same as the page of deadlines counts it, record by record.
fn due(client: &Client) -> Json {
    client.get("/due").ok()["summary"].clone()
}

fn totals(client: &Client, ledger: &str, query: &str) -> Json {
    client.get(&format!("/ledgers/{ledger}/records/totals?{query}")).ok()
}

/// Rows and sum of a field as the pages of the list show them.
fn listed(client: &Client, ledger: &str, field: &str) -> (u64, i64) {
    let (mut rows, mut cents, mut after) = (0, 0, String::new());
    loop {
        let page = client.get(&format!("/ledgers/{ledger}/records?limit=500&after={after}")).ok();
        for item in page["items"].as_array().unwrap() {
            rows += 1;
            let value = item["values"][field].as_str().unwrap_or("0");
            let (yuan, fen) = value.split_once('.').unwrap_or((value, "0"));
            let fen = format!("{fen:0<2}");
            cents += yuan.parse::<i64>().unwrap() * 100 + fen.parse::<i64>().unwrap();
        }
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => return (rows, cents),
        }
    }
}

#[track_caller]
fn adds_up(client: &Client, ledger: &str, field: &str) -> u64 {
    let (rows, cents) = listed(client, ledger, field);
    let told = totals(client, ledger, "");
    let sum = text(&told["sums"][field]).to_owned();
    let (yuan, fen) = sum.split_once('.').unwrap_or((&sum, "0"));
    let told_cents =
        yuan.parse::<i64>().unwrap() * 100 + format!("{fen:0<2}").parse::<i64>().unwrap();
    assert_eq!((told["count"].as_u64().unwrap(), told_cents), (rows, cents));
    rows
}

#[test]
fn the_first_page_counts_the_deadlines_that_each_person_sees() {
    let server = Server::demo_on("2021-06-30");
    for login in PEOPLE {
        let client = server.sign_in(login);
        assert_eq!(owes(&client), due(&client), "{login}");
        assert_eq!(owes(&client), due(&client), "{login}, kept");
    }
    let chief = owes(&server.sign_in("juzhang"));
    assert!(chief.as_array().unwrap().len() > 5, "clocks run in many offices: {chief}");
}

#[test]
fn a_deadline_that_is_met_or_begins_is_counted_at_once_whoever_wrote_it() {
    let server = Server::demo_on("2021-06-30");
    let (clerk, chief) = (server.sign_in("jingban"), server.sign_in("juzhang"));
    let before = due(&chief);
    assert_eq!(owes(&chief), before);
    // A case of one's own office with a running clock: entered, then withdrawn.
    let first = chief.first("enforcement/case", "");
    let mut values = first["values"].clone();
    values["no"] = json!("新立〔2021〕1号");
    for gone in ["decided_on", "closed_on", "decision_no"] {
        values.as_object_mut().unwrap().remove(gone);
    }
    values["filed_on"] = json!("2021-06-29");
    let made = clerk.post("/ledgers/enforcement/case/records", &json!({ "values": values }));
    let after = due(&chief);
    assert_eq!(owes(&chief), after, "{} after {before}", made.text());
    // Another program on the same base, of which the server is told nothing.
    let item = &chief.get("/due?ledger=road/oversize").ok()["items"][0];
    let words = ["withdraw", "road/oversize", text(&item["key"]), "--reason", "重复登记"];
    server.command(&words);
    let (before, after) = (after, due(&chief));
    assert_ne!(before, after);
    assert_eq!(owes(&chief), after);
    // Killed where it stands and started again, it says the same.
    server.restart();
    assert_eq!(owes(&chief), after);
    assert_eq!(owes(&chief), due(&chief));
}

#[test]
fn the_totals_row_adds_up_the_list_after_every_change() {
    let server = Server::demo();
    let ledger = "enforcement/case";
    let (clerk, reviewer) = (server.sign_in("fazhi"), server.sign_in("juzhang"));
    let rows = adds_up(&clerk, ledger, "fine");
    assert_eq!(adds_up(&reviewer, ledger, "fine"), rows);
    assert!(rows > 100, "{rows}");
    // Withdrawn by the steward: one row less, for everybody.
    let steward = server.sign_in("taizhang");
    let record = steward.first(ledger, "filter=fine:is_set");
    let gone = steward.post_over(
        &format!("/ledgers/{ledger}/records/{}/withdrawal", text(&record["id"])),
        &record["version"],
        &json!({ "reason": "重复登记" }),
    );
    if gone.status == 200 {
        for client in [&clerk, &reviewer, &steward] {
            assert_eq!(adds_up(client, ledger, "fine"), rows - 1);
        }
    } else {
        // What others link to stays; the totals do too.
        assert_eq!(adds_up(&clerk, ledger, "fine"), rows, "{}", gone.text());
    }
    // With a filter the whole is not taken for the part.
    let part = totals(&clerk, ledger, "filter=fine:more:10000");
    assert!(part["count"].as_u64().unwrap() < rows);
    // A change that another program makes is seen.
    let before = totals(&steward, "overload/check", "");
    let head = "检查编号,出勤编号,检查日期,检查时间,车牌号,车型,检查结果\n";
    let one = steward.first("overload/check", "filter=result:eq:passed");
    let value = |name: &str| one["values"][name].as_str().unwrap_or_default().to_owned();
    let line = format!(
        "外来-1,{},{},{},{},{},{}\n",
        value("attendance"),
        value("checked_on"),
        value("checked_at"),
        value("plate"),
        value("kind"),
        value("result")
    );
    std::fs::write(server.path("more.csv"), format!("{head}{line}")).unwrap();
    server.command(&["import", "overload/check", &server.path("more.csv").display().to_string()]);
    let after = totals(&steward, "overload/check", "");
    assert_eq!(after["count"].as_u64().unwrap(), before["count"].as_u64().unwrap() + 1);
    assert_eq!(
        steward.get("/ledgers/overload/check/records?filter=no:eq:%E5%A4%96%E6%9D%A5-1").ok()
            ["items"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn many_who_ask_while_others_enter_read_no_older_count_than_when_they_asked() {
    let server = Server::demo();
    let clerk = server.sign_in("taizhang");
    let one = clerk.first("overload/check", "");
    let count = |client: &Client| totals(client, "overload/check", "")["count"].as_u64().unwrap();
    let begin = count(&clerk);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let client = clerk.clone();
                scope.spawn(move || {
                    let mut last = begin;
                    for _ in 0..40 {
                        let now = count(&client);
                        assert!(now >= last, "{now} after {last}");
                        last = now;
                    }
                })
            })
            .collect();
        for number in 0..20 {
            let mut values = one["values"].clone();
            values["no"] = json!(format!("并-{number}"));
            clerk.post("/ledgers/overload/check/records", &json!({ "values": values })).ok();
            // Whoever entered it and asks then counts it.
            assert_eq!(count(&clerk), begin + number + 1);
        }
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

#[test]
fn the_box_counts_what_it_pages_through() {
    for login in PEOPLE {
        let client = shared().sign_in(login);
        let whole = client.get("/todo?limit=200").ok();
        let count = whole["count"].as_u64().unwrap();
        let (mut seen, mut after) = (Vec::new(), "0".to_owned());
        loop {
            let page = client.get(&format!("/todo?limit=7&after={after}")).ok();
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|it| text(&it["id"]).to_owned()));
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(u64::try_from(seen.len()).unwrap(), count, "{login}");
        let whole = whole["items"].as_array().unwrap();
        let ids: Vec<&str> = whole.iter().map(|it| text(&it["id"])).collect();
        assert_eq!(ids, seen.iter().take(ids.len()).map(String::as_str).collect::<Vec<_>>());
        assert_eq!(client.get("/home").ok()["todo_count"].as_u64(), Some(count));
    }
}
