//! Signing in: passwords, the lock, forged requests, sessions that end, and what comes first on a new account.

use serde_json::json;
use totp_rs::{Builder, Secret};

use super::support::{Server, seconds, shared, text};

#[test]
fn whoever_has_not_signed_in_sees_nothing() {
    let stranger = shared().stranger();
    for path in ["/session", "/catalog", "/ledgers/overload/team", "/ledgers/overload/team/records"]
    {
        stranger.get(path).refused(401, "signed_out");
    }
    assert!(stranger.get("/session?ask=1").ok().is_null());
    let health = stranger.get("//healthz");
    assert_eq!((health.status, health.text().as_str()), (200, "ok\n"));
    assert_eq!(health.header("x-request-id").len(), 32);
}

#[test]
fn a_wrong_password_reads_as_an_unknown_login() {
    let server = Server::demo();
    let mut client = server.stranger();
    let wrong = client.sign_in(&json!({ "login": "wengao", "password": "tongtu-2020" }));
    let nobody = client.sign_in(&json!({ "login": "nobody", "password": "tongtu-2020" }));
    assert_eq!(wrong.refused(401, "wrong"), nobody.refused(401, "wrong"));
    let me = client.sign_in(&json!({ "login": "Wengao", "password": "tongtu-2021" }));
    assert_eq!(me.ok()["name"], "周文稿");
    let cookie = me.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
}

#[test]
fn five_failures_lock_an_account_and_no_other() {
    let server = Server::demo();
    let mut client = server.stranger();
    let wrong = json!({ "login": "shenji", "password": "x" });
    for _ in 0..4 {
        client.sign_in(&wrong).refused(401, "wrong");
    }
    let locked = client.sign_in(&wrong);
    locked.refused(429, "locked");
    assert_eq!(locked.header("retry-after"), "60");
    let right = client.sign_in(&json!({ "login": "shenji", "password": "tongtu-2021" }));
    let body = right.refused(429, "locked");
    assert!((1..=60).contains(&body["retry_after_s"].as_u64().unwrap()), "{body}");
    server.sign_in("wengao").get("/session").ok();
}

/// The lock tells nobody which logins there are.
#[test]
fn a_login_that_nobody_has_rests_like_one_that_somebody_has() {
    let server = Server::demo();
    let mut client = server.stranger();
    for _ in 0..6 {
        let said = ["shenji", "nobody"].map(|login| {
            let answer = client.sign_in(&json!({ "login": login, "password": "x" }));
            (answer.status, answer.json()["code"].clone())
        });
        assert_eq!(said[0], said[1]);
    }
    client.sign_in(&json!({ "login": "nobody", "password": "x" })).refused(429, "locked");
}

#[test]
fn a_change_without_the_token_is_refused() {
    let server = Server::demo();
    let mut client = server.sign_in("jingban");
    let good = std::mem::take(&mut client.csrf);
    client.delete("/session").refused(403, "csrf");
    client.csrf = good.replace(['0', '1', '2', '3'], "f");
    client.delete("/session").refused(403, "csrf");
    client.get("/session").ok();
    client.csrf = good;
    assert_eq!(client.delete("/session").status, 204);
    client.get("/session").refused(401, "signed_out");
}

#[test]
fn a_session_ended_elsewhere_is_signed_out_here_and_a_restart_ends_none() {
    let server = Server::demo();
    let (one, other) = (server.sign_in("fenguan"), server.sign_in("fenguan"));
    server.restart();
    let sessions = one.get("/session/sessions").ok();
    let items = sessions["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{sessions}");
    let there = items.iter().find(|it| it["current"] == false).unwrap();
    let someone_else = server.sign_in("juzhang");
    let path = format!("/session/sessions/{}", text(&there["id"]));
    someone_else.delete(&path).refused(404, "not_found");
    assert_eq!(one.delete(&path).status, 204);
    other.get("/session").refused(401, "signed_out");
    one.get("/session").ok();
}

#[test]
fn the_first_administrator_changes_the_password_and_enrols_before_anything_else() {
    let server = Server::first_day();
    let line = server.said("一次性密码");
    let once = line.split("一次性密码 ").nth(1).unwrap().split('（').next().unwrap();
    let mut admin = server.stranger();
    let me = admin.sign_in(&json!({ "login": "admin", "password": once })).ok();
    assert_eq!((&me["must_change_password"], &me["must_enrol"]), (&json!(true), &json!(true)));
    admin.get("/catalog").refused(403, "first_things_first");
    let weak = json!({ "old": once, "new": "short1" });
    admin.post("/session/password", &weak).refused(422, "findings");
    let new = "river-stone-42";
    let me = admin.post("/session/password", &json!({ "old": once, "new": new })).ok();
    assert_eq!(me["must_change_password"], false);
    admin.get("/catalog").refused(403, "first_things_first");

    let offer = admin.post("/session/second-factor", &json!({})).ok();
    let code = |at: u64| {
        let secret = Secret::try_from_base32(text(&offer["secret"])).unwrap();
        let built = Builder::new().with_secret(secret).with_account_name("a").build().unwrap();
        built.generate(at).to_string()
    };
    let now = seconds();
    let wrong = json!({ "code": "12345x" });
    admin.post("/session/second-factor/confirm", &wrong).refused(400, "bad_request");
    let me = admin.post("/session/second-factor/confirm", &json!({ "code": code(now) })).ok();
    assert_eq!(me["must_enrol"], false);
    admin.get("/catalog").ok();

    let mut again = server.stranger();
    let body = json!({ "login": "admin", "password": new });
    again.sign_in(&body).refused(401, "second_factor");
    let used = json!({ "login": "admin", "password": new, "code": code(now) });
    again.sign_in(&used).refused(401, "wrong");
    let fresh = json!({ "login": "admin", "password": new, "code": code(now + 30) });
    again.sign_in(&fresh).ok();
}

#[test]
fn a_change_over_an_old_version_is_refused_with_who_came_first() {
    let server = Server::demo();
    let (one, other) = (server.sign_in("taizhang"), server.sign_in("jingban"));
    let team = one.first("overload/team", "");
    let path = format!("/ledgers/overload/team/records/{}", text(&team["id"]));
    let detail = one.get(&path);
    assert_eq!(detail.header("etag"), format!("\"{}\"", team["version"]));
    let values = json!({ "values": {} });
    one.put(&path, None, &values).refused(428, "no_version");
    detail.ok();
    let area = |words: &str| json!({ "values": { "area": words } });
    let saved = one.put(&path, Some(&team["version"]), &area("县城东片")).ok();
    assert_eq!(saved["values"]["area"], "县城东片");
    assert_eq!(saved["version"].as_i64(), team["version"].as_i64().map(|it| it + 1));
    let late = other.put(&path, Some(&team["version"]), &area("县城西片"));
    let late = late.refused(409, "stale");
    let gone = json!({ "reason": "撤队" });
    one.post_over(&format!("{path}/withdrawal"), &team["version"], &gone).refused(409, "stale");
    assert_eq!((&late["have"], &late["by"]), (&saved["version"], &json!("吴台账")));
}

/// Passwords are checked one after another: who waits in the line is asked again, when it is their turn, whether they may.
#[test]
fn guesses_sent_at_the_same_moment_are_counted_like_any_others() {
    let server = Server::demo();
    let guess = |password: &'static str| {
        let mut client = server.stranger();
        std::thread::spawn(move || {
            client.sign_in(&json!({ "login": "shenji", "password": password })).status
        })
    };
    let wrong: Vec<_> = (0..20).map(|_| guess("x")).collect();
    std::thread::sleep(std::time::Duration::from_millis(100));
    let right = guess("tongtu-2021").join().unwrap();
    assert_eq!(right, 429, "the right guess comes behind twenty wrong ones");
    let said = wrong.into_iter().map(|it| it.join().unwrap());
    let open = said.filter(|it| *it == 401).count();
    assert_eq!(open, 4, "the fifth failure locks");
}

#[test]
fn a_sign_in_on_its_way_ends_with_a_reset_of_the_password() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    // Others stand in the line, so that the sign-in is still on its way when the password is reset.
    let others: Vec<_> = (0..6)
        .map(|number| {
            let mut client = server.stranger();
            let body = json!({ "login": format!("nobody{number}"), "password": "x" });
            std::thread::spawn(move || client.sign_in(&body).status)
        })
        .collect();
    std::thread::sleep(std::time::Duration::from_millis(60));
    let mut client = server.stranger();
    let way = std::thread::spawn(move || {
        client.sign_in(&json!({ "login": "wengao", "password": "tongtu-2021" }));
        client
    });
    std::thread::sleep(std::time::Duration::from_millis(60));
    admin.post("/users/wengao/password", &json!({})).ok();
    let client = way.join().unwrap();
    others.into_iter().for_each(|it| assert_eq!(it.join().unwrap(), 401));
    client.get("/session").refused(401, "signed_out");
    server.restart();
    client.get("/session").refused(401, "signed_out");
}

/// Somebody who only had the password is not left signed in beside the owner who binds a telephone.
#[test]
fn binding_a_second_factor_ends_the_sessions_that_gave_none() {
    let server = Server::first_day();
    let line = server.said("一次性密码");
    let once = line.split("一次性密码 ").nth(1).unwrap().split('（').next().unwrap().to_owned();
    let mut admin = server.stranger();
    admin.sign_in(&json!({ "login": "admin", "password": once })).ok();
    admin.post("/session/password", &json!({ "old": once, "new": "river-stone-42" })).ok();
    let mut other = server.stranger();
    other.sign_in(&json!({ "login": "admin", "password": "river-stone-42" })).ok();
    let offer = admin.post("/session/second-factor", &json!({})).ok();
    let secret = Secret::try_from_base32(text(&offer["secret"])).unwrap();
    let built = Builder::new().with_secret(secret).with_account_name("a").build().unwrap();
    let code = built.generate(seconds()).to_string();
    admin.post("/session/second-factor/confirm", &json!({ "code": code })).ok();
    other.get("/session").refused(401, "signed_out");
    other.get("/users").refused(401, "signed_out");
    admin.get("/users").ok();
}

/// An unwatched screen is no place to guess the password at.
#[test]
fn guesses_of_the_old_password_rest_the_account_as_those_at_the_door_do() {
    let server = Server::demo();
    let client = server.sign_in("jingban");
    let guess = json!({ "old": "x", "new": "river-stone-42" });
    for _ in 0..4 {
        client.post("/session/password", &guess).refused(422, "findings");
    }
    client.post("/session/password", &guess).refused(429, "locked");
    let right = json!({ "old": "tongtu-2021", "new": "river-stone-42" });
    client.post("/session/password", &right).refused(429, "locked");
    client.get("/session").ok();
}
