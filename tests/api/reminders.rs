//! Reminders (催办): they go to somebody who is there and sees what they are about, and come up with them.

use serde_json::{Value as Json, json};

use super::support::{Client, Server, text};

const REMINDERS: &str = "/ledgers/task/reminder/records";

/// A task of 治超办, entered by its clerk, otherwise like one of the demo.
fn task(server: &Server, client: &Client) -> String {
    let like = server.sign_in("taizhang").first("task/task", "");
    let mut values = like["values"].clone();
    values["no"] = json!("督治〔2021〕901号");
    let made = client.post("/ledgers/task/task/records", &json!({ "values": values })).ok();
    assert_eq!(made["office"], "治超办", "{made}");
    text(&made["key"]).to_owned()
}

fn reminder(no: &str, task: Option<&str>, receiver: &str) -> Json {
    json!({ "values": {
        "no": no, "task": task, "matter": task.is_none().then_some("超限检测站的整改"), "kind": "remind",
        "channel": "电话", "sent_on": "2021-06-28", "receiver": receiver, "content": "请抓紧办理并回复。",
        "reply_by": "2021-06-30",
    } })
}

/// What is said of the receiver when a reminder is refused.
#[track_caller]
fn refused(client: &Client, body: &Json) -> String {
    let said = client.post(REMINDERS, body).refused(422, "findings");
    let findings = said["findings"].as_array().unwrap();
    let [one] = findings.as_slice() else { panic!("{said}") };
    assert_eq!(
        (&one["rule"], &one["place"]["field"]),
        (&json!("receiver"), &json!("接收人")),
        "{said}"
    );
    assert!(!text(&one["mend"]).is_empty());
    text(&one["what"]).to_owned()
}

/// Keys of the records that have to do with somebody.
fn copied(client: &Client) -> Vec<String> {
    let page = client.get("/todo?box=copied&limit=500").ok();
    page["items"].as_array().unwrap().iter().map(|it| text(&it["key"]).to_owned()).collect()
}

#[test]
fn a_reminder_goes_to_somebody_who_is_there_and_sees_the_task() {
    let server = Server::demo_on("2021-06-30");
    let clerk = server.sign_in("jingban");
    let task = task(&server, &clerk);
    let about = Some(task.as_str());

    // Nobody of that name signs in; nobody of that name ever did.
    let said = refused(&clerk, &reminder("催1", about, "查无此人"));
    assert_eq!(said, "“查无此人”不是在用账号的姓名，也不是有人在任的岗位、股室");
    refused(&clerk, &reminder("催1", about, "路政股"));
    // 法制 sees cases and permits, and no tasks; the administrator sees no ledger at all.
    let said = refused(&clerk, &reminder("催1", about, "黄法制"));
    assert_eq!(said, "“黄法制”看不到《催办督办登记》，催办到不了");
    refused(&clerk, &reminder("催1", None, "赵管理"));
    // 运输线 sees its own tasks only, and reminders as everybody does: this task it does not see.
    let admin = server.sign_in("guanli");
    let post =
        json!({ "id": "yunguan", "title": "运政股经办", "office": "运政股", "roles": ["clerk"] });
    admin.post("/posts", &post).ok();
    let user = json!({ "login": "yunzheng", "name": "冯运政", "posts": ["yunguan"] });
    admin.post("/users", &user).ok();
    let said = refused(&clerk, &reminder("催1", about, "冯运政"));
    assert_eq!(said, format!("“冯运政”看不到任务编号“{task}”，不能催办"));
    assert_eq!(
        refused(&clerk, &reminder("催1", about, "运政股")).split('”').next(),
        Some("“运政股")
    );

    // What is refused is told while it is typed, too, and nothing was saved.
    let checked =
        clerk.post(&format!("{REMINDERS}?check=true"), &reminder("催1", about, "查无此人")).ok();
    assert_eq!(checked["findings"][0]["rule"], "receiver", "{checked}");
    let found =
        clerk.get(&format!("{REMINDERS}?filter=no:eq:{}", super::support::escaped("催1"))).ok();
    assert_eq!(found["items"], json!([]));

    // A person, a post and an office that see the task; each finds it among what concerns them.
    let reviewer = server.sign_in("shenhe");
    for (no, receiver) in [("催1", "林审核"), ("催2", "治超办负责人"), ("催3", "治超办")]
    {
        clerk.post(REMINDERS, &reminder(no, about, receiver)).ok();
    }
    let mine = copied(&reviewer);
    assert!(["催1", "催2", "催3"].iter().all(|it| mine.iter().any(|one| one == it)), "{mine:?}");
    let clerks = copied(&clerk);
    assert!(
        clerks.iter().any(|it| it == "催3") && !clerks.iter().any(|it| it == "催2"),
        "{clerks:?}"
    );
    server.command(&["audit"]);
}

#[test]
fn a_reminder_to_somebody_who_left_stays_and_is_not_written_anew() {
    let server = Server::demo_on("2021-06-30");
    let steward = server.sign_in("taizhang");
    // The books of before the program name people without an account.
    let old = steward.first("task/reminder", "filter=state:eq:replied");
    let path = format!("{REMINDERS}/{}", text(&old["id"]));
    let body = json!({ "values": { "content": "请抓紧办理，并书面回复。" } });
    let kept = steward.put(&path, Some(&old["version"]), &body).ok();
    assert_eq!(kept["values"]["receiver"], old["values"]["receiver"]);
    let body = json!({ "values": { "receiver": "查无此人" } });
    let said = steward.put(&path, Some(&kept["version"]), &body).refused(422, "findings");
    assert_eq!(said["findings"][0]["rule"], "receiver", "{said}");
    let body = json!({ "values": { "receiver": "吴台账" } });
    steward.put(&path, Some(&kept["version"]), &body).ok();
}

#[test]
fn whom_to_remind_is_offered_from_those_who_are_there() {
    let server = Server::demo_on("2021-06-30");
    let clerk = server.sign_in("jingban");
    let offered = |q: &str| -> Vec<(String, String)> {
        let q = super::support::escaped(q);
        let body = clerk.get(&format!("{REMINDERS}/offer?field=receiver&limit=50&q={q}")).ok();
        let items = body["items"].as_array().unwrap().iter();
        items.map(|it| (text(&it["value"]).to_owned(), text(&it["label"]).to_owned())).collect()
    };
    let all = offered("");
    let has = |name: &str| all.iter().any(|it| it.0 == name);
    assert!(has("林审核") && has("治超办负责人") && has("治超办"), "{all:?}");
    assert!(!has("赵管理") && !has("黄法制") && !has("路政股"), "{all:?}");
    assert!(offered("lsh").contains(&("林审核".to_owned(), "林审核（治超办负责人）".to_owned())));
    // Who was put to rest is offered no more.
    let user = json!({ "name": "林审核", "posts": ["shenhe"], "active": false });
    server.sign_in("guanli").put("/users/shenhe", None, &user).ok();
    let all = offered("");
    assert!(!all.iter().any(|it| ["林审核", "治超办负责人"].contains(&it.0.as_str())), "{all:?}");
}
