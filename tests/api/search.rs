//! Search: what is found, in which field, and what another office must not find.

use super::support::{escaped, shared, text};

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
