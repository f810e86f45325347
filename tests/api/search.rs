//! Search: what is found, in which field, and what another office must not find.

use serde_json::Value as Json;

use super::support::{Client, escaped, shared, text};

#[test]
fn a_case_is_found_by_its_number_and_says_in_which_field() {
    let client = shared().sign_in("juzhang");
    let case = client.first("enforcement/case", "filter=kind:eq:overload");
    let key = text(&case["key"]);
    let found = client.get(&format!("/search?q={}", escaped(key))).ok();
    let items = found["items"].as_array().unwrap();
    let hit = items.iter().find(|it| it["id"] == case["id"]).unwrap_or_else(|| panic!("{found}"));
    assert_eq!(hit["ledger"], "enforcement/case");
    assert_eq!(hit["label"], "案件编号");
    assert!(text(&hit["snippet"]).contains(key), "{hit}");
    assert_eq!(found["partial"], false, "{}", found["text"]);
}

#[test]
fn two_characters_are_enough_and_one_is_not() {
    let client = shared().sign_in("juzhang");
    let found = client.get(&format!("/search?q={}&limit=2", escaped("阳山"))).ok();
    assert!(!found["items"].as_array().unwrap().is_empty(), "{found}");
    let by_ledger = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["ledger"] == found["items"][0]["ledger"]);
    assert!(by_ledger.count() <= 2);
    client.get(&format!("/search?q={}", escaped("阳"))).refused(400, "bad_request");
    client.get("/search?q=").refused(400, "bad_request");
    client.get(&format!("/search?q={}", escaped(&"阳".repeat(61)))).refused(400, "bad_request");
}

#[test]
fn another_office_and_the_administrator_find_nothing() {
    let chief = shared().sign_in("juzhang");
    let project = chief.first("works/project", "");
    let q = escaped(text(&project["key"]));
    let found = chief.get(&format!("/search?q={q}&ledger=works/project")).ok();
    assert!(!found["items"].as_array().unwrap().is_empty(), "{found}");
    // 治超办 sees its own office's records, and those that all offices share.
    let clerk = shared().sign_in("jingban");
    let hidden = clerk.get(&format!("/search?q={q}&ledger=works/project")).ok();
    assert_eq!(hidden["items"].as_array().unwrap().len(), 0, "{hidden}");
    let admin = shared().sign_in("guanli").get(&format!("/search?q={q}")).ok();
    assert_eq!(admin["items"].as_array().unwrap().len(), 0, "{admin}");
}

#[test]
fn personal_data_finds_nothing_for_whoever_may_not_read_it() {
    let (chief, clerk) = (shared().sign_in("juzhang"), shared().sign_in("wengao"));
    let case = chief.first("enforcement/case", "filter=party:is_set:");
    let party = text(&case["values"]["party"]).to_owned();
    let q = format!("/search?ledger=enforcement/case&q={}", escaped(&party));
    let seen = chief.get(&q).ok();
    assert!(seen["items"].as_array().unwrap().iter().any(|it| it["field"] == "party"), "{seen}");
    let masked = clerk.get(&q).ok();
    assert!(
        masked["items"].as_array().unwrap().iter().all(|it| it["field"] != "party"),
        "{masked}"
    );
}

/// How many records of a ledger a word finds: the same in its list, its totals and its file.
fn counted(client: &Client, ledger: &str, query: &str) -> usize {
    let records = format!("/ledgers/{ledger}/records");
    let totals = client.get(&format!("{records}/totals?{query}")).ok();
    let count = usize::try_from(totals["count"].as_u64().unwrap()).unwrap();
    let list = client.get(&format!("{records}?limit=500&{query}")).ok();
    assert_eq!(list["items"].as_array().unwrap().len(), count.min(500), "{query}");
    let file = client.get(&format!("{records}/export?format=csv&{query}"));
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.text().lines().count(), count + 1, "{query}");
    count
}

/// That one finds a record by a word however it is typed, in the ledger's list and in all ledgers at once.
#[track_caller]
fn found_by(client: &Client, ledger: &str, record: &Json, words: &[String]) {
    let counts: Vec<usize> =
        words.iter().map(|it| counted(client, ledger, &format!("q={}", escaped(it)))).collect();
    assert!(counts[0] > 0 && counts.iter().all(|it| *it == counts[0]), "{words:?}: {counts:?}");
    for word in words {
        let found =
            client.get(&format!("/search?ledger={ledger}&limit=50&q={}", escaped(word))).ok();
        let hits = found["items"].as_array().unwrap();
        let hit = hits.iter().find(|it| it["id"] == record["id"]);
        let hit = hit.unwrap_or_else(|| panic!("{word}: {found}"));
        let marks = found["words"].as_array().unwrap().iter().map(text);
        let snippet = text(&hit["snippet"]);
        assert!(marks.into_iter().any(|it| snippet.contains(it)), "{word}: {found}");
    }
}

#[test]
fn a_plate_is_found_however_it_is_typed() {
    let client = shared().sign_in("juzhang");
    let case = client.first("enforcement/case", "filter=plate:is_set:");
    let plate = text(&case["values"]["plate"]).to_owned();
    let (number, colour) = plate.split_once(' ').unwrap();
    let (head, serial) = number.split_at("粤R".len());
    let wide = |text: &str| -> String {
        let wide = |it: char| char::from_u32(u32::from(it) + 0xfee0).unwrap();
        text.chars().map(|it| if it.is_ascii_graphic() { wide(it) } else { it }).collect()
    };
    let words = [
        number.to_owned(),
        format!("{head}·{serial}"),
        format!("{head} {serial}"),
        number.to_lowercase(),
        format!("{}·{}", head.to_lowercase(), serial.to_lowercase()),
        wide(number),
    ];
    found_by(&client, "enforcement/case", &case, &words);
    let coloured =
        [plate.clone(), format!("{number}{colour}色"), format!("{}（{colour}）", wide(number))];
    found_by(&client, "enforcement/case", &case, &coloured);
    // In one field as in any.
    let only = format!("filter=plate:contains:{}", escaped(&words[4]));
    assert_eq!(
        counted(&client, "enforcement/case", &only),
        counted(&client, "enforcement/case", &format!("filter=plate:eq:{}", escaped(&plate)))
    );
}

#[test]
fn a_stake_is_found_however_it_is_typed() {
    let client = shared().sign_in("juzhang");
    let case = client.first("enforcement/case", "filter=stake:is_set:");
    let stake = text(&case["values"]["stake"]).to_owned();
    let bare = stake.trim_start_matches('K');
    let wide = bare.replace('+', "＋");
    let words =
        [stake.clone(), stake.to_lowercase(), bare.to_owned(), wide, stake.replace('+', " + ")];
    found_by(&client, "enforcement/case", &case, &words);
    let there =
        counted(&client, "enforcement/case", &format!("filter=stake:eq:{}", escaped(&stake)));
    assert!(counted(&client, "enforcement/case", &format!("q={}", escaped(bare))) >= there);
    // No record stands there, and no number only looks like it.
    assert_eq!(counted(&client, "enforcement/case", &format!("q={}", escaped("9876+543"))), 0);
}

#[test]
fn the_number_of_a_document_is_found_with_any_brackets() {
    let client = shared().sign_in("juzhang");
    let number = "阳交水改〔2021〕2号";
    let (ledger, record) = client.get(&format!("/search?q={}", escaped(number))).ok()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (text(&it["ledger"]).to_owned(), it.clone()))
        .next()
        .unwrap();
    let words = [
        "阳交水改〔2021〕2号",
        "阳交水改[2021]2号",
        "阳交水改（2021） 2 号",
        "阳交水改(２０２１)2号",
    ];
    found_by(&client, &ledger, &record, &words.map(str::to_owned));
}

#[test]
fn words_of_a_list_must_all_be_there_in_any_order() {
    let client = shared().sign_in("juzhang");
    let case = client.first("enforcement/case", "filter=plate:is_set:");
    let (key, plate) =
        (text(&case["key"]), text(&case["values"]["plate"]).split(' ').next().unwrap());
    for q in [format!("{key} {plate}"), format!("{plate}\u{3000}{key}")] {
        assert_eq!(counted(&client, "enforcement/case", &format!("q={}", escaped(&q))), 1, "{q}");
    }
    let none = format!("q={}", escaped(&format!("{key} 没有这个词")));
    assert_eq!(counted(&client, "enforcement/case", &none), 0);
}
