//! What the administrator keeps on screens: offices, roles, columns of outside systems, the calendar, many accounts at once; in force
//! without a restart, shown before it is taken, and never for himself.

use serde_json::{Value as Json, json};

use super::support::{Answer, Client, PASSWORD, Server, text};

/// The tree as a page holds it.
struct Tree {
    offices: Vec<Json>,
    seen: Json,
}

impl Tree {
    fn of(admin: &Client) -> Tree {
        let body = admin.get("/offices").ok();
        Tree {
            offices: body["items"].as_array().unwrap().clone(),
            seen: body["fingerprint"].clone(),
        }
    }

    #[track_caller]
    fn office(&mut self, name: &str) -> &mut Json {
        self.offices.iter_mut().find(|it| it["name"] == name).unwrap()
    }

    fn body(&self) -> Json {
        json!({ "offices": self.offices, "seen": self.seen })
    }
}

fn checks(client: &Client) -> u64 {
    client.get("/ledgers/overload/check/records/totals").ok()["count"].as_u64().unwrap()
}

fn whats(body: &Json) -> String {
    let findings = body["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|it| format!("{}\n", text(&it["what"]))).collect()
}

/// Makes a user and signs in with a password of his own.
#[track_caller]
pub(super) fn newcomer(
    server: &Server,
    admin: &Client,
    login: &str,
    name: &str,
    post: &str,
) -> Client {
    let wanted = json!({ "login": login, "name": name, "posts": [post] });
    let once = admin.post("/users", &wanted).ok()["one_time_password"].clone();
    let mut client = server.stranger();
    client.sign_in(&json!({ "login": login, "password": once })).ok();
    client.post("/session/password", &json!({ "old": once, "new": "river-stone-42" })).ok();
    client
}

#[test]
fn an_office_that_is_renamed_and_moved_keeps_its_records_and_changes_who_sees_them() {
    let server = Server::demo();
    let (admin, leader, clerk) =
        (server.sign_in("guanli"), server.sign_in("fenguan"), server.sign_in("jingban"));
    let (before, own) = (checks(&leader), checks(&clerk));
    assert!(before > 0 && own > 0, "{before} {own}");
    let mut tree = Tree::of(&admin);
    *tree.office("治超办") =
        json!({ "name": "治超办", "title": "治超大队", "parent": "运输线", "about": "" });
    tree.offices.push(json!({ "name": "公路股", "parent": "建设线" }));
    let seen = admin.post("/offices/preview", &tree.body()).ok();
    assert_eq!(seen["sound"], true, "{seen}");
    let steps = seen["steps"].to_string();
    for word in [
        "“治超办”改称“治超大队”",
        "“治超大队”从“执法线”移到“运输线”下面",
        "新设“公路股”，在“建设线”下面",
    ] {
        assert!(steps.contains(word), "{word}: {steps}");
    }
    let shifted = seen["sight"].as_array().unwrap();
    let of = shifted.iter().find(|it| it["post"] == "fenguan").unwrap();
    assert_eq!((&of["lost"], &of["gained"]), (&json!(["治超大队"]), &json!([])));
    assert_eq!(of["holders"], json!(["李分管"]));
    assert!(
        !shifted.iter().any(|it| it["post"] == "jingban"),
        "an office's own people see what they saw"
    );
    assert_eq!(checks(&leader), before, "a preview changes nothing");

    admin.put("/offices", None, &tree.body()).ok();
    assert_eq!(checks(&leader), 0, "what lies below another line is that line's");
    assert_eq!(checks(&clerk), own);
    let record = clerk.first("overload/check", "");
    assert_eq!(record["office"], "治超办", "records keep the name they were entered under");
    let offices = clerk.get("/catalog").ok()["offices"].clone();
    let shown =
        offices.as_array().unwrap().iter().find(|it| it["name"] == "治超办").unwrap().clone();
    assert_eq!((&shown["title"], &shown["parent"]), (&json!("治超大队"), &json!("运输线")));
    admin.put("/offices", None, &tree.body()).refused(409, "stale");
    server.restart();
    assert_eq!(checks(&leader), 0, "it is kept in a file, not in the process");

    let mut tree = Tree::of(&admin);
    tree.office("治超办")["parent"] = json!("执法线");
    admin.put("/offices", None, &tree.body()).ok();
    assert_eq!(checks(&leader), before);
    let entries = server.sign_in("shenji").get("/audit/entries?act=definition&limit=5").text();
    assert!(entries.contains("赵管理") && entries.contains("治超大队"), "{entries}");
}

#[test]
fn an_office_that_is_needed_is_not_closed_and_none_is_deleted() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let mut tree = Tree::of(&admin);
    tree.office("治超办")["closed"] = json!(true);
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    for word in ["还有2个岗位在用：治超办经办、治超办负责人", "条没有办结：《"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    let mut tree = Tree::of(&admin);
    tree.office("执法线")["closed"] = json!(true);
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    assert!(said.contains("下面还有：治超办、执法股、路政股"), "{said}");
    let mut tree = Tree::of(&admin);
    tree.offices.retain(|it| it["name"] != "创文办");
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    assert!(said.contains("“创文办”不见了"), "{said}");

    let mut tree = Tree::of(&admin);
    tree.offices.push(json!({ "name": "公路股", "parent": "建设线" }));
    admin.put("/offices", None, &tree.body()).ok();
    let mut tree = Tree::of(&admin);
    (tree.office("公路股")["closed"], tree.office("公路股")["into"]) =
        (json!(true), json!("规建股"));
    admin.put("/offices", None, &tree.body()).ok();
    let mut tree = Tree::of(&admin);
    tree.office("治超办")["parent"] = json!("公路股");
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    assert!(said.contains("“治超办”的上级“公路股”已撤并"), "{said}");
    let post =
        json!({ "id": "gonglu", "title": "公路股经办", "office": "公路股", "roles": ["clerk"] });
    let said = whats(&admin.post("/posts", &post).refused(422, "findings"));
    assert!(said.contains("已撤并"), "{said}");
}

/// A merger: who takes over sees and goes on with what the closed office left.
#[test]
fn who_takes_an_office_over_goes_on_with_its_records() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let record = server.sign_in("jingban").first("overload/team", "");
    let path = format!("/ledgers/overload/team/records/{}", text(&record["id"]));
    let post = |id: &str, title: &str, role: &str| {
        let body = json!({ "id": id, "title": title, "office": "执法股", "roles": [role] });
        admin.put(&format!("/posts/{id}"), None, &body).ok();
    };
    post("jingban", "执法股经办", "clerk");
    post("shenhe", "执法股负责人", "reviewer");
    let clerk = server.sign_in("jingban");
    clerk.get(&path).refused(404, "not_found");
    let mut tree = Tree::of(&admin);
    tree.office("治超办")["closed"] = json!(true);
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    assert!(said.contains("条没有办结：《"), "{said}");
    tree.office("治超办")["into"] = json!("执法股");
    let seen = admin.post("/offices/preview", &tree.body()).ok();
    assert_eq!(seen["sound"], true, "{seen}");
    let of = seen["sight"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["post"] == "jingban")
        .unwrap()
        .clone();
    assert_eq!(of["gained"], json!(["治超办"]));
    admin.put("/offices", None, &tree.body()).ok();
    clerk.get(&path).ok();
    let area = json!({ "values": { "area": "县城东片" } });
    let saved = clerk.put(&path, Some(&record["version"]), &area).ok();
    assert_eq!(saved["office"], "治超办", "the record stays where it was entered");
}

#[test]
fn a_tree_that_cannot_be_is_refused_whole() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let file = server.path("data/tongtu.local/defs/offices.toml");
    let refused = |change: &dyn Fn(&mut Tree), word: &str| {
        let mut tree = Tree::of(&admin);
        change(&mut tree);
        let seen = admin.post("/offices/preview", &tree.body()).ok();
        assert_eq!(seen["sound"], false, "{word}");
        let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
        assert!(said.contains(word), "{word}: {said}");
        assert!(!file.exists(), "{word}: nothing is written");
    };
    refused(&|it| it.office("局领导")["parent"] = json!("治超办"), "绕了一圈");
    refused(&|it| it.office("治超办")["parent"] = json!("没有的线"), "不在机构里");
    refused(&|it| it.office("治超办")["title"] = json!("执法股"), "已经是别的机构的名称");
    refused(&|it| it.office("治超办")["title"] = json!("长".repeat(21)), "太长");
    refused(&|it| it.office("治超办")["title"] = json!("<img src=x>"), "不能用的符号");
    refused(&|it| it.office("治超办")["title"] = json!("=HYPERLINK(1)"), "不能用的符号");
    refused(&|it| it.office("治超办")["about"] = json!("长".repeat(101)), "说明超过一百个字");
    refused(&|it| it.offices.push(json!({ "name": "治超办", "parent": null })), "写了两次");
    refused(&|_| {}, "没有改动");
    let body = Tree::of(&admin).body();
    for login in ["jingban", "juzhang", "taizhang", "shenji"] {
        let other = server.sign_in(login);
        other.put("/offices", None, &body).refused(403, "forbidden");
        other.post("/offices/preview", &body).refused(403, "forbidden");
    }
}

/// Who defines ledgers may not write the files that give rights, under whatever name.
#[test]
fn the_definer_hands_out_no_rights() {
    let server = Server::demo();
    let definer = server.sign_in("taizhang");
    let role = "[[role]]\nname = \"x\"\nlabel = \"万能\"\nabout = \"x\"\nscope = \"bureau\"\npowers = [\"audit\"]\n";
    for path in [
        "roles.toml",
        "local/roles.toml",
        "local/local/roles.toml",
        "offices.toml",
        "calendar/2027.toml",
        "exchanges/hotline_orders.toml",
    ] {
        let body = json!({ "files": [{ "path": path, "text": role }], "delete": [] });
        definer.put("/definitions/local", None, &body).refused(403, "forbidden");
        let body = json!({ "files": [], "delete": [path] });
        definer.put("/definitions/local", None, &body).refused(403, "forbidden");
    }
    assert!(!server.path("data/tongtu.local/defs/roles.toml").exists());
    let body = json!({ "files": [{ "path": "./roles.toml", "text": role }], "delete": [] });
    definer.put("/definitions/local", None, &body).refused(422, "findings");
}

fn road_reviewer(seen: &Json) -> Json {
    json!({
        "label": "公路股审核", "about": "只审公路的。", "scope": "office", "like": "reviewer", "seen": seen,
        "grants": [{ "ledgers": ["road/*"], "acts": ["see", "move", "export"] }],
    })
}

#[test]
fn a_local_role_narrows_a_shipped_one_and_goes_its_steps() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let seen = admin.get("/roles").ok()["fingerprint"].clone();
    let mut wanted = road_reviewer(&seen);
    wanted["name"] = json!("road_reviewer");
    let effect = admin.post("/roles/preview", &json!({ "role": wanted })).ok();
    assert_eq!((&effect["sound"], &effect["posts"]), (&json!(true), &json!([])), "{effect}");
    assert_eq!(effect["against"]["label"], "审核人");
    assert_eq!(effect["against"]["gained"], json!([]));
    assert_eq!(effect["against"]["powers_lost"], json!(["sign"]));
    let lost: Vec<&str> =
        effect["against"]["lost"].as_array().unwrap().iter().map(|it| text(&it["act"])).collect();
    assert_eq!(lost, ["see", "edit", "move", "withdraw", "export", "confirm", "private", "erase"]);
    admin.put("/roles/road_reviewer", None, &road_reviewer(&seen)).ok();
    admin.put("/roles/road_reviewer", None, &road_reviewer(&seen)).refused(409, "stale");

    let post = json!({ "id": "gonglu", "title": "路政审核", "office": "路政股", "roles": ["road_reviewer"] });
    admin.post("/posts", &post).ok();
    let reviewer = newcomer(&server, &admin, "gonglu", "钟公路", "gonglu");
    let catalog = reviewer.get("/catalog").ok();
    let domains: Vec<&str> =
        catalog["domains"].as_array().unwrap().iter().map(|it| text(&it["id"])).collect();
    assert_eq!(domains, ["road"]);
    let ledgers = catalog["domains"][0]["ledgers"].as_array().unwrap();
    let mine = ledgers.iter().any(|it| {
        let def = reviewer.get(&format!("/ledgers/{}", text(&it["id"]))).ok();
        let moves = def["workflow"]["moves"].as_array().unwrap().clone();
        moves.iter().any(|it| it["roles"] == json!(["reviewer"]) && it["mine"] == true)
    });
    assert!(mine, "a step of the reviewer's is this role's too");

    // Widened: the preview says for whom, and the post has it at the next request.
    let seen = admin.get("/roles").ok()["fingerprint"].clone();
    let mut wider = road_reviewer(&seen);
    wider["name"] = json!("road_reviewer");
    wider["scope"] = json!("bureau");
    wider["grants"] = json!([
        { "ledgers": ["road/*"], "acts": ["see", "move", "export"] },
        { "ledgers": ["overload/check"], "acts": ["see"] },
    ]);
    reviewer.get("/ledgers/overload/check/records").refused(404, "not_found");
    let effect = admin.post("/roles/preview", &json!({ "role": wider })).ok();
    let of = &effect["posts"][0];
    assert_eq!((&of["title"], &of["holders"]), (&json!("路政审核"), &json!(["钟公路"])));
    assert_eq!(of["gained"], json!([{ "act": "see", "ledgers": 1, "titles": ["治超检查登记"] }]));
    assert_eq!(of["lost"], json!([]));
    assert_eq!(of["wider"][0]["act"], "see");
    admin.put("/roles/road_reviewer", None, &wider).ok();
    assert!(checks(&reviewer) > 0);

    let said = whats(&admin.delete("/roles/road_reviewer").refused(422, "findings"));
    assert!(said.contains("还有1个岗位是这个角色：路政审核"), "{said}");
    let post =
        json!({ "id": "gonglu", "title": "路政审核", "office": "路政股", "roles": ["reviewer"] });
    admin.put("/posts/gonglu", None, &post).ok();
    admin.delete("/roles/road_reviewer").ok();
    assert!(!server.path("data/tongtu.local/defs/roles.toml").exists());
    admin.delete("/roles/reviewer").refused(404, "not_found");
}

#[test]
fn a_local_role_shadows_none_and_opens_no_shut_door() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let seen = admin.get("/roles").ok()["fingerprint"].clone();
    let refused = |name: &str, change: &dyn Fn(&mut Json), word: &str| {
        let mut body = road_reviewer(&seen);
        change(&mut body);
        let said =
            whats(&admin.put(&format!("/roles/{name}"), None, &body).refused(422, "findings"));
        assert!(said.contains(word), "{word}: {said}");
    };
    refused("clerk", &|_| {}, "写了两次");
    refused("Bad-Name", &|_| {}, "不合规");
    refused("one", &|it| it["label"] = json!("审核人"), "同名");
    refused("one", &|it| it["label"] = json!("<b>审核</b>"), "不能用的符号");
    refused("one", &|it| it["label"] = json!("=1+1"), "不能用的符号");
    refused("one", &|it| it["label"] = json!("长".repeat(21)), "太长");
    refused("one", &|it| it["like"] = json!("nobody"), "不是随软件发布的角色");
    refused("one", &|it| it["like"] = json!("chief"), "却不要动态口令");
    refused("one", &|it| it["grants"][0]["ledgers"] = json!(["nothing/*"]), "没有对应的台账");
    refused("one", &|it| it["grants"][0]["acts"] = json!(["fly"]), "没有“fly”这种权限");
    refused("one", &|it| it["powers"] = json!(["administer"]), "又管业务");
    refused(
        "one",
        &|it| {
            (it["powers"], it["grants"]) =
                (json!(["audit"]), json!([{ "ledgers": ["*"], "acts": ["edit"] }]))
        },
        "又能改东西",
    );
    refused("one", &|it| it["grants"] = json!([]), "什么也不能做");
    let mut body = road_reviewer(&seen);
    body["scope"] = json!("province");
    admin.put("/roles/one", None, &body).refused(400, "bad_request");
    for login in ["jingban", "juzhang", "taizhang", "shenji"] {
        let other = server.sign_in(login);
        other.put("/roles/one", None, &road_reviewer(&seen)).refused(403, "forbidden");
        other
            .post("/roles/preview", &json!({ "role": road_reviewer(&seen) }))
            .refused(403, "forbidden");
        other.delete("/roles/clerk").refused(403, "forbidden");
        other.get("/roles/choices").refused(403, "forbidden");
    }
    // A post that holds two roles must not find itself with one that stands alone.
    admin.put("/roles/one", None, &road_reviewer(&seen)).ok();
    let post =
        json!({ "id": "zwei", "title": "两样", "office": "路政股", "roles": ["clerk", "one"] });
    admin.post("/posts", &post).ok();
    let audit =
        json!({ "label": "公路股审核", "about": "x", "scope": "bureau", "powers": ["audit"] });
    let said = whats(&admin.put("/roles/one", None, &audit).refused(422, "findings"));
    assert!(said.contains("审计员不能兼其他角色"), "{said}");
}

/// Nobody hands rights to himself: another administrator must.
#[test]
fn an_administrator_changes_no_rights_of_his_own() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let own = json!({ "name": "赵管理", "posts": ["guanli", "juzhang"] });
    let refused = admin.put("/users/guanli", None, &own).refused(403, "own_rights");
    assert!(text(&refused["text"]).contains("须由另一名管理员办理"), "{refused}");
    let post =
        json!({ "id": "guanli", "title": "系统管理员", "office": "办公室", "roles": ["chief"] });
    admin.put("/posts/guanli", None, &post).refused(403, "own_rights");
    for (from, to) in [("juzhang", "guanli"), ("guanli", "juzhang")] {
        admin.post("/handover", &json!({ "from": from, "to": to })).refused(403, "own_rights");
    }
    admin.put("/users/guanli", None, &json!({ "name": "赵管理员", "posts": ["guanli"] })).ok();
    admin
        .put(
            "/posts/guanli",
            None,
            &json!({ "id": "guanli", "title": "管理员", "office": "办公室", "roles": ["admin"] }),
        )
        .ok();

    // A second administrator with a role of the bureau's own: he may not change it, the first may.
    let role = json!({ "label": "副管理员", "about": "备用。", "scope": "own", "powers": ["administer"], "second_factor": true });
    admin.put("/roles/second", None, &role).ok();
    admin.post("/posts", &json!({ "id": "second", "title": "副管理员", "office": "办公室", "roles": ["second"] })).ok();
    let second = newcomer(&server, &admin, "second", "副管理", "second");
    second.get("/users").ok();
    let changed = json!({ "label": "副管理员", "about": "改了。", "scope": "bureau", "powers": ["administer"], "second_factor": true });
    let said = whats(&second.put("/roles/second", None, &changed).refused(422, "findings"));
    assert!(said.contains("您自己的岗位“副管理员”就是这个角色"), "{said}");
    admin.put("/roles/second", None, &changed).ok();
    // The second gives the first a business post; then the first may not widen what that post sees.
    second.post("/posts", &json!({ "id": "jianshe", "title": "分管建设", "office": "建设线", "roles": ["leader"] })).ok();
    second
        .put("/users/guanli", None, &json!({ "name": "赵管理员", "posts": ["guanli", "jianshe"] }))
        .ok();
    let admin = server.sign_in("guanli");
    let mut tree = Tree::of(&admin);
    tree.office("治超办")["parent"] = json!("建设线");
    let said = whats(&admin.put("/offices", None, &tree.body()).refused(422, "findings"));
    assert!(said.contains("您自己的岗位看得到的股室就变了"), "{said}");
    second.put("/offices", None, &tree.body()).ok();
}

#[test]
fn columns_of_an_outside_system_are_set_beside_the_shipped_ones() {
    let server = Server::demo();
    let steward = server.sign_in("taizhang");
    let path = "/mappings/enforcement_cases";
    let now = steward.get(path).ok();
    assert_eq!(now["local"], false);
    let mut columns = now["columns"].as_array().unwrap().clone();
    columns[0]["head"] = json!("案号");
    columns[2]["date"] = json!("yyyy年m月d日");
    columns.swap(3, 4);
    let code =
        now["fields"].as_array().unwrap().iter().find(|it| it["name"] == "kind").unwrap()["codes"]
            [0]
        .clone();
    columns[1]["words"] = json!([{ "code": code["code"], "word": "对方的叫法" }]);
    let body = json!({ "columns": columns, "seen": now["fingerprint"] });
    let seen = steward.post(&format!("{path}/preview"), &body).ok();
    assert_eq!(seen["sound"], true, "{seen}");
    let steps = seen["steps"].to_string();
    for word in [
        "“案件编号”改名“案号”",
        "“违法类别”的用词改了",
        "“立案时间”的日期写成yyyy年m月d日",
        "列的先后改了",
    ] {
        assert!(steps.contains(word), "{word}: {steps}");
    }
    assert_eq!(seen["heads"][0], "案号");
    let rows = seen["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|it| text(&it[2]).ends_with('日')), "{seen}");
    // Who administers sees the layout, not the records.
    let admin = server.sign_in("guanli");
    let without = admin.post(&format!("{path}/preview"), &body).ok();
    assert_eq!((&without["sound"], &without["rows"]), (&json!(true), &Json::Null));
    for login in ["jingban", "juzhang", "shenji"] {
        let other = server.sign_in(login);
        other.get(path).refused(403, "forbidden");
        other.put(path, None, &body).refused(403, "forbidden");
    }

    admin.put(path, None, &body).ok();
    steward.put(path, None, &body).refused(409, "stale");
    let book = steward.get("/exchanges/enforcement_cases/export?period=2021H1").bytes;
    let again = steward.upload(
        "/exchanges/enforcement_cases/reconcile?name=%E6%A1%88.xlsx&period=2021H1",
        "application/octet-stream",
        book,
    );
    let again = again.ok();
    assert!(again["counts"]["same"].as_u64().unwrap() > 0, "{again}");
    assert_eq!(
        (&again["counts"]["different"], &again["counts"]["only_ours"]),
        (&json!(0), &json!(0)),
        "what goes out in their words comes back the same: {again}"
    );

    let refused = |change: &dyn Fn(&mut Vec<Json>), word: &str| {
        let mut columns = columns.clone();
        change(&mut columns);
        let said =
            whats(&admin.put(path, None, &json!({ "columns": columns })).refused(422, "findings"));
        assert!(said.contains(word), "{word}: {said}");
    };
    refused(&|it| it[0]["head"] = json!("=cmd|'/c calc'!A1"), "不能做列名或用词");
    refused(&|it| it[0]["head"] = json!("<script>"), "不能做列名或用词");
    refused(&|it| it[0]["head"] = json!("长".repeat(41)), "不能做列名或用词");
    refused(
        &|it| it[1]["words"] = json!([{ "code": code["code"], "word": "@SUM(A1)" }]),
        "不能做列名或用词",
    );
    refused(&|it| it[1]["head"] = json!("案号"), "写了两次");
    refused(&|it| it[0]["field"] = json!("nothing"), "没有字段 nothing");
    refused(&|it| drop(it.remove(0)), "按 no 对账，但各列里没有它");
    refused(&|it| it[0]["date"] = json!("yyyymmdd"), "不是日期字段");

    admin.delete(path).ok();
    assert_eq!(steward.get(path).ok()["columns"], now["columns"]);
    admin.delete(path).refused(404, "not_found");
}

#[test]
fn their_real_template_is_matched_by_name() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let sheet = "粤执法导出\n序号,案件编号,立案日期,车辆号牌,移送部门,罚款金额（元）\n";
    let send = |bytes: Vec<u8>| {
        admin.upload(
            "/mappings/enforcement_cases/template?name=%E6%A8%A1%E6%9D%BF.csv",
            "application/octet-stream",
            bytes,
        )
    };
    let made = send(sheet.as_bytes().to_vec()).ok();
    assert_eq!(made["surplus"], json!(["移送部门"]), "{made}");
    let fields: Vec<&str> =
        made["columns"].as_array().unwrap().iter().map(|it| text(&it["field"])).collect();
    assert_eq!(fields, ["no", "filed_on", "plate", "fine", "receipt"], "{made}");
    assert_eq!(made["columns"][1]["head"], "立案日期", "their name, found by ours");
    let missing = made["missing"].to_string();
    assert!(missing.contains("违法类别") && missing.contains("结案日期"), "{missing}");
    send("这里,没有,表头\n1,2,3\n".as_bytes().to_vec()).refused(422, "findings");
    send(vec![0xff; 3000]).refused(422, "findings");
}

#[test]
fn a_year_entered_from_the_notice_lets_clocks_count_on() {
    let server = Server::demo_on("2026-12-30");
    let (admin, steward) = (server.sign_in("guanli"), server.sign_in("taizhang"));
    let order = json!({ "values": { "no": "DD-2026-1", "kind": "complaint", "content": "路灯不亮", "assigned_on": "2026-12-29" }, "lines": {} });
    let made = steward.post("/ledgers/appeal/order/records", &order).ok();
    let path = format!("/ledgers/appeal/order/records/{}", text(&made["id"]));
    let clock = |name: &str| {
        let record = steward.get(&path).ok();
        let found = record["deadlines"].as_array().unwrap().iter().find(|it| it["clock"] == name);
        found.unwrap_or_else(|| panic!("{record}")).clone()
    };
    assert_eq!(
        clock("request")["due"],
        Json::Null,
        "five working days lead into a year that is not known"
    );

    let off = |name: &str, from: &str, to: &str| json!({ "name": name, "from": from, "to": to });
    let notice = |more: &dyn Fn(&mut Json)| {
        let mut body = json!({
            "cite": "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号）",
            "off": [
                off("元旦", "2027-01-01", "2027-01-03"), off("春节", "2027-02-05", "2027-02-11"), off("清明节", "2027-04-03", "2027-04-05"),
                off("劳动节", "2027-05-01", "2027-05-05"), off("端午节", "2027-06-09", "2027-06-09"), off("中秋节", "2027-09-15", "2027-09-15"),
                off("国庆节", "2027-10-01", "2027-10-07"),
            ],
            "work": [{ "name": "春节", "day": "2027-02-14" }],
        });
        more(&mut body);
        body
    };
    let refused = |more: &dyn Fn(&mut Json), word: &str| {
        let said =
            whats(&admin.put("/calendar/2027", None, &notice(more)).refused(422, "findings"));
        assert!(said.contains(word), "{word}: {said}");
    };
    refused(&|it| it["work"][0]["day"] = json!("2027-02-15"), "2027-02-15 是工作日");
    refused(&|it| it["work"][0]["day"] = json!("2027-02-06"), "既放假又上班");
    refused(&|it| it["off"][6] = off("国庆节", "2028-10-01", "2028-10-07"), "不在2027年");
    refused(&|it| it["off"][6] = off("国庆节", "2027-10-07", "2027-10-01"), "不像一个假期");
    refused(&|it| it["off"][6] = off("国庆节", "10月1日", "2027-10-07"), "不是日期");
    refused(&|it| it["off"][6] = off("元旦", "2027-01-01", "2027-01-01"), "放假写了两次");
    refused(&|it| it["off"][6] = off("=cmd", "2027-10-01", "2027-10-07"), "不能做节日名称");
    refused(&|it| it["cite"] = json!("听说的"), "没有写文号");
    admin.put("/calendar/2026", None, &notice(&|_| {})).refused(403, "forbidden");
    steward.put("/calendar/2027", None, &notice(&|_| {})).refused(403, "forbidden");
    let mut asked = notice(&|it| it["off"].as_array_mut().unwrap().truncate(6));
    asked["year"] = json!(2027);
    let seen = admin.post("/calendar/preview", &asked).ok();
    assert_eq!(seen["sound"], true);
    let said = whats(&seen);
    assert!(said.contains("没有写：国庆") && said.contains("10月1日国庆节没有放假"), "{said}");

    let year = admin.put("/calendar/2027", None, &notice(&|_| {})).ok();
    assert_eq!((&year["known"], &year["local"]), (&json!(true), &json!(true)));
    // 29 December 2026 is a Tuesday: 30, 31, then 1 to 3 January off, then 4, 5, 6.
    assert_eq!(clock("request")["due"], "2027-01-06");
    server.restart();
    assert_eq!(clock("request")["due"], "2027-01-06");
    let shown = steward.get("/calendar?year=2027").ok();
    assert!(text(&shown["cite"]).contains("国办发明电〔2026〕9号"));
    assert_eq!(admin.delete("/calendar/2027").status, 204);
    assert_eq!(clock("request")["due"], Json::Null);
    admin.delete("/calendar/2026").refused(404, "not_found");
}

#[test]
fn thirty_people_get_their_accounts_at_once_or_none_does() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let send = |sheet: &str, take: &str| {
        let path = format!("/users/import?name=%E4%BA%BA.csv{take}");
        admin.upload(&path, "application/octet-stream", sheet.as_bytes().to_vec())
    };
    let bad = "姓名,登录名,岗位\n陈一,chenyi,治超办经办\n陈二,chenyi,治超办经办\n林审核,linshen,没有的岗位\n,kong,治超办经办\n=cmd|calc,formula,治超办经办\n";
    let seen = send(bad, "").ok();
    assert_eq!(seen["sound"], false);
    let said = whats(&seen);
    for word in ["“chenyi”已经有人用", "没有岗位“没有的岗位”", "同名的账号", "姓名"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(said.contains("姓名里有不能用的符号"), "{said}");
    send(bad, "&take=true").refused(422, "findings");
    let users = |client: &Client| client.get("/users").ok()["items"].as_array().unwrap().len();
    let before = users(&admin);
    let mut sheet = "姓名,登录名,岗位\n".to_owned();
    for at in 0..30 {
        sheet.push_str(&format!("新人{at},xinren{at},治超办经办、法制审核\n"));
    }
    let seen = send(&sheet, "").ok();
    assert_eq!((&seen["sound"], seen["people"].as_array().unwrap().len()), (&json!(true), 30));
    assert_eq!(seen["people"][7]["posts"], json!(["治超办经办", "法制审核"]));
    assert_eq!(users(&admin), before, "looking makes none");
    let made = send(&sheet, "&take=true");
    assert_eq!(made.status, 201);
    let people = made.json()["people"].as_array().unwrap().clone();
    assert_eq!(users(&admin), before + 30);
    let mut one = server.stranger();
    let once = people[7]["one_time_password"].clone();
    let me = one.sign_in(&json!({ "login": "xinren7", "password": once })).ok();
    assert_eq!(me["must_change_password"], true);
    assert!(
        !admin.get("/users").text().contains(text(&once)),
        "the password is in that answer and nowhere else"
    );
    send(&sheet, "&take=true").refused(422, "findings");
    let other = server.sign_in("taizhang");
    other
        .upload("/users/import?name=a.csv", "application/octet-stream", sheet.into_bytes())
        .refused(403, "forbidden");
}

/// Puts four eyes in force: the auditor chooses a password of her own.
fn begin_four_eyes(server: &Server) -> Client {
    let auditor = server.sign_in("shenji");
    let new = json!({ "old": PASSWORD, "new": "river-stone-42" });
    auditor.post("/session/password", &new).ok();
    auditor
}

/// Signs in as it goes with this password.
fn trying(server: &Server, login: &str, password: &Json) -> (Client, Answer) {
    let mut client = server.stranger();
    let answer = client.sign_in(&json!({ "login": login, "password": password }));
    (client, answer)
}

fn waiting(client: &Client) -> Vec<Json> {
    client.get("/reviews").ok()["items"].as_array().unwrap().clone()
}

fn decision(review: &Json, agree: bool, reason: &str) -> Json {
    json!({ "version": review["version"], "agree": agree, "reason": reason })
}

#[test]
fn a_reset_password_opens_nothing_until_a_second_person_agrees() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let reset = |login: &str| {
        admin.post(&format!("/users/{login}/password"), &json!({})).ok()["one_time_password"]
            .clone()
    };
    // Nobody is there yet who could look: it works, and the owner is told.
    let once = reset("jingban");
    let (clerk, answer) = trying(&server, "jingban", &once);
    let told = answer.ok()["told"].clone();
    assert_eq!((&told[0]["who"], &told[0]["what"]), (&json!("赵管理"), &json!("重置密码")));
    let me = clerk.post("/session/password", &json!({ "old": once, "new": "lamp-bridge-77" })).ok();
    assert_eq!(me["told"], told, "told until it is read");
    assert_eq!(clerk.delete("/session/told").ok()["told"], json!([]));
    assert_eq!(clerk.get("/session").ok()["told"], json!([]));

    let auditor = begin_four_eyes(&server);
    server.restart();
    let once = reset("jingban");
    clerk.get("/home").refused(401, "signed_out");
    assert_eq!(admin.get("/users/jingban").ok()["held"], "重置密码");
    trying(&server, "jingban", &json!("guess-guess-1")).1.refused(401, "wrong");
    let held = trying(&server, "jingban", &once).1.refused(403, "held");
    assert!(text(&held["text"]).contains("赵管理") && text(&held["text"]).contains("重置密码"));

    // Who did it does not agree to it, nor does who signs for nobody; the head of the office may.
    for login in ["guanli", "wengao", "fazhi", "taizhang"] {
        server.sign_in(login).get("/reviews").refused(403, "forbidden");
        let said = json!({ "version": 1, "agree": true });
        server.sign_in(login).post("/reviews/jingban", &said).refused(403, "forbidden");
    }
    let head = server.sign_in("shenhe");
    let review = waiting(&head)[0].clone();
    assert_eq!((&review["login"], &review["by"]), (&json!("jingban"), &json!("赵管理")));
    assert_eq!(review["done"], json!(["重置密码"]));
    assert_eq!(waiting(&auditor), std::slice::from_ref(&review));
    // A second reset after it was looked at: what was seen is not what is.
    let once = reset("jingban");
    head.post("/reviews/jingban", &decision(&review, true, "")).refused(409, "stale");
    let review = waiting(&head)[0].clone();
    assert_eq!(head.post("/reviews/jingban", &decision(&review, true, "")).status, 204);
    assert_eq!(waiting(&head), Vec::<Json>::new());
    head.post("/reviews/jingban", &decision(&review, true, "")).refused(404, "not_found");
    let told = trying(&server, "jingban", &once).1.ok()["told"].clone();
    let whats: Vec<&str> = told.as_array().unwrap().iter().map(|it| text(&it["what"])).collect();
    assert_eq!(whats, ["重置密码", "重置密码", "复核同意：重置密码（赵管理办）"]);

    // The chain says who did and who agreed, and it stands.
    let trail = auditor.get("/audit/entries?act=account&limit=200").ok();
    let done = |it: &Json| (text(&it["who"]).to_owned(), text(&it["body"]["done"]).to_owned());
    let lines: Vec<(String, String)> =
        trail["items"].as_array().unwrap().iter().map(done).collect();
    let line = |who: &str, what: &str| lines.contains(&(who.to_owned(), what.to_owned()));
    assert!(
        line("赵管理", "重置密码") && line("林审核", "复核同意：重置密码（赵管理办）"),
        "{lines:?}"
    );
    assert_eq!(auditor.post("/audit/verify", &json!({})).ok()["ok"], true);
}

#[test]
fn a_puppet_of_the_administrator_gets_through_no_door() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let auditor = begin_four_eyes(&server);
    let (chief, head) = (server.sign_in("juzhang"), server.sign_in("shenhe"));
    let make = |login: &str, name: &str, post: &str| {
        let wanted = json!({ "login": login, "name": name, "posts": [post] });
        admin.post("/users", &wanted).ok()["one_time_password"].clone()
    };
    let seen =
        |client: &Client, login: &str| waiting(client).into_iter().find(|it| it["login"] == login);

    // A second leader: not for the head of an office to say; the auditor sees what it would be.
    let once = make("muou", "木偶", "fenguan");
    trying(&server, "muou", &once).1.refused(403, "held");
    assert!(seen(&head, "muou").is_none());
    head.post("/reviews/muou", &json!({ "version": 1, "agree": true })).refused(404, "not_found");
    let review = seen(&auditor, "muou").unwrap();
    assert_eq!(review["posts"], json!(["分管执法副局长（执法线）"]));
    auditor.post("/reviews/muou", &decision(&review, false, " ")).refused(400, "bad_request");
    let refused = decision(&review, false, "局里没有这个人");
    assert_eq!(auditor.post("/reviews/muou", &refused).status, 204);
    trying(&server, "muou", &once).1.refused(401, "wrong");
    // Put to use again, it waits again.
    let again = json!({ "name": "木偶", "posts": ["fenguan"], "active": true });
    assert_eq!(admin.put("/users/muou", None, &again).ok()["held"], "恢复使用");
    trying(&server, "muou", &once).1.refused(403, "held");

    // A clerk that was agreed to gains a post, a post gains a role, a post is handed over: each waits.
    let once = make("xinren", "新人", "jingban");
    let agree = |client: &Client, login: &str| {
        let review = seen(client, login).unwrap();
        let path = format!("/reviews/{login}");
        assert_eq!(client.post(&path, &decision(&review, true, "")).status, 204);
    };
    agree(&head, "xinren");
    let (mut clerk, answer) = trying(&server, "xinren", &once);
    answer.ok();
    clerk.post("/session/password", &json!({ "old": once, "new": "lamp-bridge-77" })).ok();
    let own = json!("lamp-bridge-77");
    clerk.get("/home").ok();
    admin
        .put("/users/xinren", None, &json!({ "name": "新人", "posts": ["jingban", "juzhang"] }))
        .ok();
    clerk.get("/home").refused(401, "signed_out");
    trying(&server, "xinren", &own).1.refused(403, "held");
    assert!(
        seen(&head, "xinren").is_none(),
        "a post that decides is not for the head of an office"
    );
    agree(&chief, "xinren");
    // Less than it was needs nobody.
    admin.put("/users/xinren", None, &json!({ "name": "新人", "posts": ["jingban"] })).ok();
    let (again, answer) = trying(&server, "xinren", &own);
    answer.ok();
    clerk = again;
    let post = |roles: &Json| json!({ "id": "jingban", "title": "治超办经办", "office": "治超办", "roles": roles });
    admin.put("/posts/jingban", None, &post(&json!(["clerk", "chief"]))).ok();
    clerk.get("/home").refused(401, "signed_out");
    for login in ["jingban", "xinren"] {
        let password = if login == "xinren" { own.clone() } else { json!(PASSWORD) };
        trying(&server, login, &password).1.refused(403, "held");
    }
    admin.put("/posts/jingban", None, &post(&json!(["clerk"]))).ok();
    trying(&server, "xinren", &own).1.refused(403, "held");
    agree(&head, "xinren");
    trying(&server, "xinren", &own).1.ok();
    admin.post("/handover", &json!({ "from": "wengao", "to": "taizhang" })).ok();
    trying(&server, "taizhang", &json!(PASSWORD)).1.refused(403, "held");

    // Nobody agrees to himself: the auditor's own reset is another's to look at.
    let once = admin.post("/users/shenji/password", &json!({})).ok()["one_time_password"].clone();
    trying(&server, "shenji", &once).1.refused(403, "held");
    admin.post("/users/shenji/second-factor/reset", &json!({})).ok();
    assert_eq!(seen(&chief, "shenji").unwrap()["done"], json!(["重置密码", "解绑动态口令"]));
    agree(&chief, "shenji");
    trying(&server, "shenji", &once).1.ok();

    // The last who could look has left: it is agreed on the machine, and seen.
    let once = admin.post("/users/juzhang/password", &json!({})).ok()["one_time_password"].clone();
    trying(&server, "juzhang", &once).1.refused(403, "held");
    server.failing(&["review", "juzhang"]);
    server.failing(&["review", "nobody", "--reason", "试"]);
    server.command(&["review", "juzhang", "--reason", "审计员空缺，局党组会议定"]);
    server.restart();
    trying(&server, "juzhang", &once).1.ok();
}

/// Names tell people apart in the trail: of ten who ask at the same moment for one name, one gets it.
#[test]
fn no_two_accounts_share_a_name_however_fast_they_are_made() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let made = |number: usize| {
        let admin = admin.clone();
        let wanted =
            json!({ "login": format!("tong{number}"), "name": "同名人", "posts": ["jingban"] });
        std::thread::spawn(move || admin.post("/users", &wanted).status)
    };
    let all: Vec<_> = (0..10).map(made).collect();
    let made = all.into_iter().map(|it| it.join().unwrap());
    assert_eq!(made.filter(|it| *it == 201).count(), 1);
    let users = admin.get("/users").ok();
    let same = users["items"].as_array().unwrap().iter().filter(|it| it["name"] == "同名人");
    assert_eq!(same.count(), 1);
}

/// What opens a door to whoever sits at an unwatched screen waits, also when the administrator does it to himself.
#[test]
fn an_administrator_resets_his_own_account_under_four_eyes_too() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let auditor = begin_four_eyes(&server);
    let renamed = json!({ "name": "王局长（曾用）", "posts": ["guanli"] });
    assert_eq!(admin.put("/users/guanli", None, &renamed).ok()["held"], "改姓名");
    admin.get("/users").refused(401, "signed_out");
    trying(&server, "guanli", &json!(PASSWORD)).1.refused(403, "held");
    let agree = || {
        let review = waiting(&auditor)[0].clone();
        let said = decision(&review, true, "");
        assert_eq!(auditor.post("/reviews/guanli", &said).status, 204);
    };
    agree();
    let admin = server.sign_in("guanli");
    let once = admin.post("/users/guanli/password", &json!({})).ok()["one_time_password"].clone();
    trying(&server, "guanli", &once).1.refused(403, "held");
    agree();
    trying(&server, "guanli", &once).1.ok();
}

/// What somebody's menus are drawn from is kept by the browser only as long as the post is what it was.
#[test]
fn a_post_that_changed_its_roles_gets_other_menus() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let before = server.sign_in("jingban").get("/catalog");
    let tag = before.header("etag");
    let same = server.sign_in("jingban");
    assert_eq!(same.send("GET", "/catalog", &[("if-none-match", &tag)], ()).status, 304);
    let post = json!({ "id": "jingban", "title": "治超办经办", "office": "治超办", "roles": ["reviewer"] });
    admin.put("/posts/jingban", None, &post).ok();
    let other = server.sign_in("jingban");
    let after = other.send("GET", "/catalog", &[("if-none-match", &tag)], ());
    assert_eq!(after.status, 200, "other roles, other menus");
}

/// A calendar of a ledger that one may not see reads like one that never was.
#[test]
fn a_calendar_out_of_sight_reads_as_if_there_were_none() {
    let admin = super::support::shared().sign_in("guanli");
    let there = admin.get("/calendars/duty").refused(404, "not_found");
    let never = admin.get("/calendars/nothing").refused(404, "not_found");
    assert_eq!(there, never);
}

/// Sealed numbers are as far from who administers as those of the ledgers.
#[test]
fn a_seal_is_seen_only_with_everything_its_figure_is_made_of() {
    let server = Server::demo_on("2021-06-30");
    let wanted = json!({
        "period": "2021H1", "figures": ["overload/checks", "appeal/orders_satisfaction"], "reason": "报告定稿",
    });
    let chief = server.sign_in("juzhang");
    assert_eq!(chief.post("/seals", &wanted).ok()["sealed"], 2);
    assert_eq!(chief.get("/seals?period=2021H1").ok()["items"].as_array().unwrap().len(), 2);
    let admin = server.sign_in("guanli");
    assert_eq!(admin.get("/seals?period=2021H1").ok()["items"], json!([]));
}

/// A series by the year is worked out for a life's work at most, whatever year is asked for.
#[test]
fn a_series_of_years_has_an_end() {
    let clerk = super::support::shared().sign_in("jingban");
    let path = "/figures/overload/checks/series?by=year&period=";
    let far = clerk.get(&format!("{path}2150")).ok();
    assert_eq!(far["points"].as_array().unwrap().len(), 36);
    let near = clerk.get(&format!("{path}2021")).ok();
    assert_eq!(near["points"].as_array().unwrap().len(), 3, "from 2019 on");
}

/// A role that may do more, and a tree in which somebody sees more, wait with everybody whom they widen; what is only
/// narrowed, renamed or founded waits for nobody.
#[test]
fn whoever_gets_more_through_a_role_or_the_tree_waits_for_a_second_person() {
    let server = Server::demo();
    let admin = server.sign_in("guanli");
    let put = |change: &dyn Fn(&mut Json)| {
        let mut role = road_reviewer(&admin.get("/roles").ok()["fingerprint"]);
        change(&mut role);
        role["name"] = json!("road_reviewer");
        let effect = admin.post("/roles/preview", &json!({ "role": role })).ok();
        admin.put("/roles/road_reviewer", None, &role).ok();
        effect
    };
    put(&|_| {});
    let post = json!({ "id": "gonglu", "title": "路政审核", "office": "路政股", "roles": ["road_reviewer"] });
    admin.post("/posts", &post).ok();
    let puppet = newcomer(&server, &admin, "gonglu", "钟公路", "gonglu");
    let auditor = begin_four_eyes(&server);
    let own = json!("river-stone-42");

    // Less, or another word for it: in force at once, and nobody is disturbed.
    let less = put(&|it| it["grants"][0]["acts"] = json!(["see", "move"]));
    assert!(!whats(&less).contains("权限会变大"), "{less}");
    put(&|it| {
        it["about"] = json!("换一种说法。");
        it["grants"][0]["acts"] = json!(["see", "move"]);
    });
    puppet.get("/ledgers/overload/check").refused(404, "not_found");
    // More, even beside less.
    let wider = put(&|it| {
        it["scope"] = json!("bureau");
        it["grants"] =
            json!([{ "ledgers": ["overload/check", "road/*"], "acts": ["see", "move"] }]);
    });
    assert!(whats(&wider).contains("钟公路的权限会变大"), "{wider}");
    assert_eq!(wider["sound"], true, "it is said, not forbidden");
    puppet.get("/catalog").refused(401, "signed_out");
    let held = trying(&server, "gonglu", &own).1.refused(403, "held");
    assert!(text(&held["text"]).contains("角色“公路股审核”放宽"), "{held}");
    let review = waiting(&auditor)[0].clone();
    assert_eq!(review["done"], json!(["角色“公路股审核”放宽"]));
    assert_eq!((&review["login"], &review["by"]), (&json!("gonglu"), &json!("赵管理")));
    server.sign_in("guanli").get("/reviews").refused(403, "forbidden");
    assert_eq!(auditor.post("/reviews/gonglu", &decision(&review, true, "")).status, 204);
    let (puppet, answer) = trying(&server, "gonglu", &own);
    let told = answer.ok()["told"].to_string();
    assert!(told.contains("角色“公路股审核”放宽") && told.contains("复核同意"), "{told}");
    assert!(checks(&puppet) > 0);

    // The tree: a leader over one line gets an office of another; a new office is nothing to see yet.
    let leader = server.sign_in("fenguan");
    let mut tree = Tree::of(&admin);
    tree.offices.push(json!({ "name": "路网股", "parent": "执法线" }));
    admin.put("/offices", None, &tree.body()).ok();
    leader.get("/catalog").ok();
    let mut tree = Tree::of(&admin);
    tree.office("安全股")["parent"] = json!("执法线");
    let seen = admin.post("/offices/preview", &tree.body()).ok();
    assert!(whats(&seen).contains("李分管的权限会变大"), "{seen}");
    leader.get("/catalog").ok();
    admin.put("/offices", None, &tree.body()).ok();
    leader.get("/catalog").refused(401, "signed_out");
    trying(&server, "fenguan", &json!(PASSWORD)).1.refused(403, "held");
    let review = waiting(&auditor)[0].clone();
    assert_eq!(review["done"], json!(["机构调整后多看安全股"]));
    let no = decision(&review, false, "没有开会定过");
    assert_eq!(auditor.post("/reviews/fenguan", &no).status, 204);
    trying(&server, "fenguan", &json!(PASSWORD)).1.refused(401, "wrong");
    assert_eq!(auditor.post("/audit/verify", &json!({})).ok()["ok"], true);
}

/// Whether a sealed figure has moved is the same for everybody; which records moved it is told to whoever sees them.
#[test]
fn a_seal_moves_for_nobody_only_because_they_see_less() {
    let server = Server::demo_on("2021-06-30");
    let admin = server.sign_in("guanli");
    let post =
        json!({ "id": "luzheng", "title": "路政经办", "office": "路政股", "roles": ["clerk"] });
    admin.post("/posts", &post).ok();
    let other = newcomer(&server, &admin, "luzheng", "陆路政", "luzheng");
    let chief = server.sign_in("juzhang");
    let wanted =
        json!({ "period": "2021H1", "figures": ["overload/checks"], "reason": "报告定稿" });
    chief.post("/seals", &wanted).ok();
    let path = "/figures/overload/checks?period=2021H1";
    let still = other.get(path).ok();
    assert_eq!((&still["sealed"]["moved"], &still["moved"]), (&json!(false), &Json::Null));
    assert_eq!(other.get("/seals/moved?period=2021H1").ok()["items"], json!([]));

    let head = server.sign_in("shenhe");
    let within = "filter=result:eq:within_limit&filter=checked_on:between:2021-01-01%7C2021-06-30";
    let gone = head.first("overload/check", within);
    let key = text(&gone["key"]).to_owned();
    let record = format!("/ledgers/overload/check/records/{}", text(&gone["id"]));
    let why = json!({ "reason": "重复登记" });
    head.post_over(&format!("{record}/withdrawal"), &gone["version"], &why).ok();
    let own = head.get(path).ok()["moved"].clone();
    assert_eq!((&own["left"], &own["records"]), (&json!(1), &json!([key])), "{own}");
    let told = other.get(path).ok()["moved"].clone();
    assert_eq!((&told["left"], &told["records"]), (&json!(1), &json!([])), "{told}");
    assert!(!told.to_string().contains(&key), "{told}");
}
