//! The definer (台账定义器): a ledger made on the screen comes back whole, a change says which records it meets, and what would
//! lose something is refused with the way out.

use serde_json::{Value as Json, json};

use crate::api::support::{Client, Server, text};

const LAMPS: &str = "/ledgers/road/lamp/records";

fn field(name: &str, label: &str, ty: &str, required: bool) -> Json {
    json!({ "name": name, "label": label, "type": ty, "required": required })
}

/// 路灯维护登记: eight fields, three steps, two figures, one paragraph, and a measure word that nobody has used yet.
fn lamps() -> Json {
    let mut places = field("places", "点数", "integer", false);
    places["unit"] = json!("簇");
    let mut cost = field("cost", "费用", "money", false);
    cost["aliases"] = json!(["维修费"]);
    let mut kind = field("kind", "故障", "code", true);
    kind["list"] = json!("road_lamp_kind");
    let option = |code: &str, label: &str| json!({ "code": code, "label": label });
    let step = |name: &str, label: &str, from: &str, to: &str| json!({ "name": name, "label": label, "from": [from], "kind": "step", "to": to, "roles": ["clerk", "reviewer"] });
    let state = |name: &str, label: &str, closed: bool| json!({ "name": name, "label": label, "closed": closed });
    let figure = |id: &str, title: &str, unit: &str, more: Json| {
        let mut it = json!({ "id": id, "title": title, "about": "报告期内报修的。", "unit": unit, "kind": "flow", "owner": "公路事务中心", "from": "road/lamp", "day": "found_on", "measure": "count", "show": ["no", "spot"] });
        it.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        it
    };
    json!({
        "ledger": {
            "id": "road/lamp", "title": "路灯维护登记", "about": "一盏坏灯一行，巡查发现当天登记。", "office": "公路事务中心", "key": ["no"], "workflow": "road_lamp",
            "fields": [
                field("no", "编号", "text", true), field("found_on", "发现日期", "date", true), field("spot", "地点", "text", true), kind,
                places, cost, field("fixed_on", "修复日期", "date", false), field("note", "备注", "long_text", false),
            ],
            "rules": [{ "rule": "order", "fields": ["found_on", "fixed_on"] }], "summary": ["spot", "kind"],
        },
        "flow": { "id": "road_lamp", "title": "路灯维护流程", "about": "发现、在修、修好。",
            "states": [state("found", "待修", false), state("fixing", "在修", false), state("fixed", "修好", true)],
            "moves": [step("start", "派修", "found", "fixing"), step("finish", "修好", "fixing", "fixed")] },
        "codes": [{ "id": "road_lamp_kind", "title": "路灯故障", "about": "路灯怎么坏的。", "items": [option("c1", "不亮"), option("c2", "常亮"), option("c3", "撞断")] }],
        "figures": [
            figure("road/lamp_found", "报修路灯", "簇", json!({})),
            figure("road/lamp_cost", "路灯维修费用", "元", json!({ "measure": "sum", "field": "cost", "places": 2, "conditions": [{ "field": "state", "test": "eq", "values": ["fixed"], "type": "text" }] })),
        ],
        "paragraphs": [{ "report": "half_year", "name": "90_road_lamp", "heading": "", "level": 0, "text": "报修路灯{road/lamp_found}，维修费用{road/lamp_cost}。" }],
    })
}

fn written(steward: &Client, model: &Json) -> Json {
    steward.post("/definitions/write", model).ok()
}

fn take(steward: &Client, model: &Json) -> Json {
    let files = &written(steward, model)["files"];
    steward.put("/definitions/local", None, &json!({ "files": files })).ok()
}

fn preview(steward: &Client, model: &Json) -> Json {
    let files = &written(steward, model)["files"];
    steward.post("/definitions/preview", &json!({ "files": files })).ok()
}

/// What the preview says of records that stand, in one text.
fn touched(preview: &Json) -> String {
    preview["touched"].to_string()
}

/// What the preview refuses: rule and words.
fn refused(preview: &Json) -> Vec<(String, String)> {
    let findings = preview["findings"].as_array().unwrap().iter();
    let must = findings.filter(|it| it["grade"] == "必须修改");
    must.map(|it| {
        (text(&it["rule"]).to_owned(), format!("{}{}", text(&it["what"]), text(&it["mend"])))
    })
    .collect()
}

fn enter(clerk: &Client, number: u32) -> Json {
    let values = json!({ "no": format!("LD-{number}"), "found_on": "2021-06-01", "spot": "城南路口", "kind": "c1", "places": "2", "cost": "50.50" });
    let made = clerk.post(LAMPS, &json!({ "values": values, "lines": {} }));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

#[test]
fn what_the_screen_wrote_comes_back_and_is_written_the_same() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let name = steward.get("/definitions/name?title=%E8%B7%AF%E7%81%AF&domain=road").ok();
    assert_eq!(name["name"], "lu_deng");
    let first = written(&steward, &lamps());
    assert_eq!(first["units"], json!(["簇"]), "the new measure word is said");
    let taken = steward.put("/definitions/local", None, &json!({ "files": first["files"] })).ok();
    assert_eq!(taken["sound"], true);

    let back = steward.get("/definitions/read?ledger=road/lamp").ok();
    assert_eq!(back["kept"], json!([]));
    assert_eq!(back["ledger"]["rules"][0]["fields"], json!(["found_on", "fixed_on"]));
    assert_eq!(back["flow"]["states"][1]["label"], "在修");
    assert_eq!(back["paragraphs"][0]["report"], "half_year");
    let again = written(&steward, &back);
    assert_eq!(again["units"], json!([]), "known now");
    let files = |it: &Json| -> Vec<(String, String)> {
        let all = it["files"].as_array().unwrap().iter();
        let own = all.map(|it| (text(&it["path"]).to_owned(), text(&it["text"]).to_owned()));
        let mut own: Vec<_> = own.filter(|it| it.0 != "units.toml").collect();
        own.sort();
        own
    };
    assert_eq!(files(&again), files(&first), "the same bytes");

    let lists = steward.get("/definitions/codes").ok();
    let lists = lists["lists"].as_array().unwrap();
    let own = lists.iter().find(|it| it["id"] == "road_lamp_kind").unwrap();
    assert_eq!(
        (&own["local"], &own["used_by"][0]["title"]),
        (&json!(true), &json!("路灯维护登记"))
    );
    assert!(lists.iter().any(|it| it["local"] == false && it["items"][0]["label"].is_string()));
}

#[test]
fn a_file_changed_by_hand_is_kept_as_text() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    take(&steward, &lamps());
    let all = steward.get("/definitions/local").ok();
    let ledger = all["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["path"] == "ledgers/road/lamp.toml")
        .unwrap();
    let by_hand = format!("# 照县里的杆号编\nobjects = [\"D04-04\"]\n{}", text(&ledger["text"]));
    let files = json!([{ "path": "ledgers/road/lamp.toml", "text": by_hand }]);
    steward.put("/definitions/local", None, &json!({ "files": files })).ok();
    let back = steward.get("/definitions/read?ledger=road/lamp").ok();
    assert_eq!(back["kept"][0]["path"], "ledgers/road/lamp.toml");
    assert_eq!(back["kept"][0]["text"], by_hand, "not a byte is lost");
    assert_eq!(
        back["ledger"]["fields"].as_array().unwrap().len(),
        8,
        "its fields are there to choose from"
    );
    let again = written(&steward, &back);
    let kept: Vec<&Json> = again["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["path"] == "ledgers/road/lamp.toml")
        .collect();
    assert_eq!((kept.len(), &kept[0]["text"]), (1, &json!(by_hand)));
}

#[test]
fn a_change_says_which_records_it_meets_and_refuses_what_would_lose_them() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    take(&steward, &lamps());
    let clerk = server.sign_in("jingban");
    for number in 1..=5 {
        enter(&clerk, number);
    }
    let change = |edit: &dyn Fn(&mut Json)| {
        let mut model = lamps();
        edit(&mut model);
        preview(&steward, &model)
    };
    let fields = |model: &mut Json, edit: &dyn Fn(&mut Vec<Json>)| {
        edit(model["ledger"]["fields"].as_array_mut().unwrap())
    };

    let added = change(&|it| fields(it, &|all| all.push(field("pole", "杆号", "text", true))));
    assert_eq!(added["sound"], true);
    assert!(
        touched(&added).contains("添字段“杆号”：已有的 5 条这一栏空着，改到它们时要补填"),
        "{}",
        touched(&added)
    );

    let shut = change(&|it| fields(it, &|all| all[5]["closed"] = json!(true)));
    assert_eq!(shut["sound"], true);
    assert!(touched(&shut).contains("停用字段“费用”：5 条填过"), "{}", touched(&shut));

    let wide = change(&|it| fields(it, &|all| all[2]["max_length"] = json!(400)));
    assert!(touched(&wide).contains("“地点”放宽到 400 个字"), "{}", touched(&wide));

    let gone = change(&|it| {
        fields(it, &|all| drop(all.remove(2)));
        it["ledger"]["summary"] = json!([]);
        it["figures"][0]["show"] = json!(["no"]);
        it["figures"][1]["show"] = json!(["no"]);
    });
    assert_eq!(
        refused(&gone),
        [(
            "field_removed".to_owned(),
            "字段“地点”有 5 条现行记录填过，删去会丢失数据改为停用：登记时不再填，填过的照样看得到"
                .to_owned()
        )]
    );
    // Nobody has written a note: the field may go, or become another.
    let empty = change(&|it| fields(it, &|all| drop(all.remove(7))));
    assert_eq!((&empty["sound"], refused(&empty).len()), (&json!(true), 0));
    let retyped = change(&|it| fields(it, &|all| all[4] = field("places", "点数", "text", false)));
    assert!(refused(&retyped).iter().any(|it| it.0 == "field_changed"), "{:?}", refused(&retyped));
    let unit = change(&|it| fields(it, &|all| all[4]["unit"] = json!("盏")));
    assert!(refused(&unit)[0].1.contains("已有 5 条按“簇”填"), "{:?}", refused(&unit));
    let code = change(&|it| drop(it["codes"][0]["items"].as_array_mut().unwrap().remove(0)));
    assert!(
        refused(&code)[0].1.contains("选项“不亮”已有 5 条记录在用，不能删写上停用日期"),
        "{:?}",
        refused(&code)
    );
    let closed = change(&|it| it["codes"][0]["items"][0]["until"] = json!("2021-06-30"));
    assert_eq!(closed["sound"], true);
    assert!(
        touched(&closed).contains("选项“不亮”用到 2021-06-30 为止：5 条用过"),
        "{}",
        touched(&closed)
    );
    let state = change(&|it| {
        it["flow"]["states"][0] = json!({ "name": "new", "label": "新报", "closed": false });
        it["flow"]["moves"][0]["from"] = json!(["new"]);
    });
    assert_eq!(refused(&state)[0].0, "state_removed", "{:?}", refused(&state));
    let away = steward.post("/definitions/preview", &json!({ "delete": ["ledgers/road/lamp.toml", "indicators/road/lamp_found.toml", "indicators/road/lamp_cost.toml", "reports/half_year/90_road_lamp.toml"] })).ok();
    assert!(refused(&away)[0].1.contains("改为停用"), "{:?}", refused(&away));
}

#[test]
fn a_field_that_was_never_filled_in_is_made_anew_and_a_closed_ledger_takes_nothing_in() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    take(&steward, &lamps());
    let clerk = server.sign_in("jingban");
    let record = enter(&clerk, 1);
    let mut model = lamps();
    model["ledger"]["fields"][7] = field("note", "备注", "date", false);
    take(&steward, &model);
    let seen = clerk.get(&format!("{LAMPS}/{}", text(&record["id"]))).ok();
    assert_eq!(seen["values"]["spot"], "城南路口");
    server.command(&["audit"]);

    model["ledger"]["closed"] = json!(true);
    take(&steward, &model);
    assert_eq!(
        clerk.get("/ledgers/road/lamp").ok()["acts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| *it == "create")
            .count(),
        0
    );
    let answer = clerk.post(LAMPS, &json!({ "values": { "no": "LD-9", "found_on": "2021-06-02", "spot": "桥头", "kind": "c1" }, "lines": {} }));
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(
        clerk.get(LAMPS).ok()["items"].as_array().unwrap().len(),
        1,
        "what stands is read as before"
    );
}

#[test]
fn a_backup_brings_the_bureaus_own_ledger_back_after_everything_was_lost() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    take(&steward, &lamps());
    let values = json!({ "no": "L1", "found_on": "2021-05-04", "spot": "东门", "kind": "c1", "places": "3", "cost": "120.50" });
    steward.post(LAMPS, &json!({ "values": values })).ok();
    let made = server.sign_in("guanli").post("/backups", &json!({})).ok();
    let files = std::fs::read_dir(server.path("data/tongtu.local/defs")).unwrap().count();
    assert!(files > 0 && made["definitions"].as_u64().unwrap() >= 4, "{made}");
    let backup = server.path(&format!("data/tongtu.work/backups/{}", text(&made["name"])));
    let backup = backup.display().to_string();
    let figures = server.command(&["figures", "2021H1"]);
    let defs = server.command(&["defs", "check"]);
    assert!(figures.contains("报修路灯"), "{figures}");

    // Base, attachments and definitions are gone: the backup alone brings all of them to another place.
    let fresh = |words: &[&str]| {
        let mut all = words.to_vec();
        all.extend(["--base", "fresh/new.db"]);
        server.command(&all)
    };
    let said = fresh(&["restore", &backup]);
    assert!(said.contains("校验完好") && !said.contains("不一样"), "{said}");
    assert_eq!(fresh(&["figures", "2021H1"]), figures);
    assert_eq!(fresh(&["defs", "check"]), defs, "the same definitions have the same fingerprint");
    let local = server.path("fresh/new.local/defs/ledgers/road/lamp.toml");
    let there = server.path("data/tongtu.local/defs/ledgers/road/lamp.toml");
    assert_eq!(std::fs::read(&local).unwrap(), std::fs::read(there).unwrap());

    // Other definitions that stand there are not written over; the same ones may stand.
    let again = |base: &str| server.failing(&["restore", &backup, "--base", base]);
    std::fs::create_dir_all(server.path("other/new.local/defs")).unwrap();
    std::fs::write(server.path("other/new.local/defs/units.toml"), "# 别的\n").unwrap();
    assert!(again("other/new.db").contains("已有别的定义"));
    assert!(!server.path("other/new.db").exists());
}

/// Whoever defines figures without seeing the ledger under them reads no number of it in the preview.
#[test]
fn a_preview_tells_no_figure_of_a_ledger_out_of_sight() {
    let server = Server::demo_on("2021-06-30");
    let admin = server.sign_in("guanli");
    let role = json!({ "label": "定义人", "about": "只定义。", "scope": "own", "powers": ["define"],
        "grants": [{ "ledgers": ["road/*"], "acts": ["see"] }] });
    admin.put("/roles/definer", None, &role).ok();
    admin
        .post(
            "/posts",
            &json!({ "id": "dingyi", "title": "定义", "office": "办公室", "roles": ["definer"] }),
        )
        .ok();
    let definer = super::administration::newcomer(&server, &admin, "dingyi", "丁定义", "dingyi");
    let figure = json!({ "figures": [{
        "id": "overload/local_checks", "title": "检查车次（试）", "about": "报告期内检查的。", "unit": "辆次", "kind": "flow",
        "owner": "治超办", "from": "overload/check", "day": "checked_on", "measure": "count", "show": [],
    }] });
    let asked = |client: &Client| {
        let files = written(client, &figure)["files"].clone();
        client.post("/definitions/preview", &json!({ "files": files, "period": "2021H1" })).ok()
    };
    let own = asked(&server.sign_in("taizhang"));
    assert!(own["figures"][0]["value"].is_string(), "{own}");
    let other = asked(&definer);
    assert_eq!(other["figures"][0]["title"], "检查车次（试）", "{other}");
    assert!(other["figures"][0]["value"].is_null(), "{other}");
    definer.get("/ledgers/overload/check").refused(404, "not_found");
}
