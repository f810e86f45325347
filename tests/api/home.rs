//! The first page and the tiles: who is on duty, what the notices say, how a figure stands to last year.

use serde_json::{Value as Json, json};

use super::support::{Server, shared, text};

#[test]
fn everybody_with_business_sees_who_is_on_duty_and_only_the_office_in_charge_changes_it() {
    let server = Server::demo_on("2021-06-30");
    let chief = server.sign_in("juzhang").get("/home").ok()["duty"].clone();
    assert!(!chief.as_array().unwrap().is_empty(), "{chief}");
    let clerk = server.sign_in("jingban");
    assert_eq!(clerk.get("/home").ok()["duty"], chief, "the clerk of another office");
    let month = clerk.get("/calendars/duty?month=2021-06").ok();
    let last = month["days"].as_array().unwrap().last().unwrap();
    assert!(!last["shifts"].as_array().unwrap().is_empty(), "{last}");
    let shift = &chief[0];
    let record = format!("/ledgers/emergency/duty/records/{}", text(&shift["id"]));
    let body = json!({ "values": { "matters": "我来改" } });
    clerk.put(&record, Some(&shift["version"]), &body).refused(403, "forbidden");
    let admin = server.sign_in("guanli");
    assert_eq!(
        admin.get("/home").ok()["duty"],
        json!([]),
        "who sees no business data sees none of it"
    );
    admin.get(&record).refused(404, "not_found");
}

#[test]
fn a_notice_bears_its_own_day() {
    let home = Server::demo_on("2021-06-30").sign_in("juzhang").get("/home").ok();
    let notices = home["notices"].as_array().unwrap();
    assert!(!notices.is_empty(), "{home}");
    let days: Vec<&str> = notices.iter().map(|it| text(&it["at"])).collect();
    assert!(days.iter().all(|it| *it <= "2021-06-30"), "{days:?}");
    assert!(days.is_sorted_by(|one, other| one >= other), "the newest first: {days:?}");
}

/// F096 of the founding report: 春运 carried 6.3 万人, 20.96 % more than the year before, whose 5.2083 万人 prints as 5.2.
#[test]
fn a_figure_is_held_against_last_year_before_it_is_rounded() {
    let writer = shared().sign_in("wengao");
    let last_year = |all: &Json| all["last_year"].clone();
    let figure = writer.get("/figures/transport/spring_passengers?period=2021H1").ok();
    let change = &last_year(&figure)["change"];
    assert_eq!(change, &json!({ "difference": "1.1", "percent": "20.96" }));
    let tiles = writer.get("/tiles?period=2021H1").ok();
    let tile = tiles["items"].as_array().unwrap().iter().find(|it| it["id"] == figure["id"]);
    assert_eq!(&last_year(tile.unwrap())["change"], change);
}
