//! Tasks by their figures: what a document demands and nobody was set to, how far it is, what is late, who can move what,
//! which reminder is due; and a target whose indicator nobody knows is refused.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use serde_json::{Value as Json, json};
use support::Office;

const DOCUMENTS: &str = "收文号,标题,发文机关,密级,专题,成文日期,收文日期,状态\n\
SW-01,系统化解道路交通安全风险工作方案,阳山县人民政府,无,化解道路交通安全风险,2021-02-22,2021-02-24,执行\n";
const POINTS: &str =
    "收文号,条次,原文\nSW-01,1,登记儿童信息。\nSW-01,2,开展联合执法。\nSW-01,3,建立监管机制。\n";
/// RW-01 has targets, RW-02 is late, RW-03 is not demanded by anything.
const TASKS: &str = "任务编号,任务,来源,收文号,条次,专题,牵头配合,责任领导,责任部门,责任人,频次,立项日期,签收日期,完成期限,完成情况,反馈人,状态\n\
RW-01,登记儿童信息,上级部署,SW-01,1,化解道路交通安全风险,牵头,李领导,运政股,毛经办,每月,2021-03-01,2021-03-01,2021-12-31,,,办理中\n\
RW-02,联合执法,上级部署,SW-01,2,化解道路交通安全风险,牵头,李领导,治超办,邓经办,每月,2021-03-01,2021-03-01,2021-06-20,已开展,邓经办,已反馈\n";

fn office() -> Office {
    let office = Office::new();
    let import = |ledger: &str, files: &[(&str, &str)]| {
        let files: Vec<String> =
            files.iter().map(|it| office.file(it.0, it.1).display().to_string()).collect();
        let words = ["import", ledger].into_iter().chain(files.iter().map(String::as_str));
        office.run(words).done();
    };
    import("task/document", &[("部署.csv", DOCUMENTS), ("部署-要点.csv", POINTS)]);
    import("task/task", &[("任务.csv", TASKS), ("任务-指标目标.csv", &targets("登记儿童信息"))]);
    // Three registrations of the wanted four.
    let children = "登记号,客运站,登记日期,乘坐班次,保存到期日,销毁日期,销毁人,见证人,状态\n\
        ET-1,阳山客运站,2021-04-01,09:20,2021-05-01,2021-05-01,罗甲,冯乙,已销毁\n\
        ET-2,阳山客运站,2021-04-02,09:20,2021-05-02,2021-05-02,罗甲,冯乙,已销毁\n\
        ET-3,阳山客运站,2021-04-03,09:20,2021-05-03,2021-05-03,罗甲,冯乙,已销毁\n";
    import("epidemic/child", &[("儿童.csv", children)]);
    office
}

fn targets(indicator: &str) -> String {
    format!(
        "任务编号,指标,统计期,目标值,不得超过\nRW-01,{indicator},2021H1,4,\nRW-01,epidemic/children_overdue,2021H1,0,是\n"
    )
}

fn review(office: &Office, day: &str) -> Json {
    office.json(["tasks", "--as-of", day])
}

#[test]
fn progress_is_what_the_figures_say() {
    let office = office();
    let all = review(&office, "2021-06-30");
    let demanded: Vec<&Json> = all["untasked"].as_array().unwrap().iter().collect();
    assert_eq!(demanded.len(), 1, "points 1 and 2 have a task");
    assert_eq!((&demanded[0]["no"], &demanded[0]["item"]), (&json!("SW-01"), &json!("3")));
    // Three of four is 75 %; nobody overdue is 100 %: the mean is 87.5 %. The other task is 0 %: 43.75 % of the document.
    let first = all["tasks"].as_array().unwrap().iter().find(|it| it["no"] == "RW-01").unwrap();
    assert_eq!(first["targets"][0]["value"], "3");
    assert_eq!(first["targets"][0]["percent"], "75");
    assert_eq!(first["targets"][1]["met"], true);
    assert_eq!(first["percent"], "87.5");
    assert_eq!(all["progress"][0]["percent"], "43.8");
    // One more registration, and nobody typed a progress: the target is reached, the task is ripe.
    let one = "登记号,客运站,登记日期,乘坐班次,保存到期日,销毁日期,销毁人,见证人,状态\n\
        ET-4,阳山客运站,2021-04-04,09:20,2021-05-04,2021-05-04,罗甲,冯乙,已销毁\n";
    let file = office.file("儿童2.csv", one);
    office.run(["import", "epidemic/child", file.to_str().unwrap()]).done();
    let all = review(&office, "2021-06-30");
    assert_eq!(all["progress"][0]["percent"], "50");
    assert_eq!(all["tasks"][0]["ripe"], true);
    office.run(["tasks", "--as-of", "2021-06-30"]).done().says(&["目标都到了，可以反馈"]);
}

#[test]
fn late_tasks_are_listed_with_who_can_move_them_and_what_should_be_sent() {
    let office = office();
    let all = review(&office, "2021-06-30");
    assert_eq!(all["late"], json!([{ "task": "RW-02", "days": 10 }]));
    assert_eq!(all["proposals"][0]["kind"], "yellow");
    assert_eq!(all["proposals"][0]["receiver"], "邓经办");
    // Handling lacks its result; who reported does not approve.
    assert_eq!(
        all["hands"]["毛经办"],
        json!([{ "task": "RW-01", "step": "反馈", "lacks": ["完成情况"] }])
    );
    assert_eq!(all["hands"]["李领导"][0]["step"], "审核办结");
    assert!(all["hands"].get("邓经办").is_none());
    office
        .run(["tasks", "--of-who", "毛经办"])
        .done()
        .says(&["反馈", "完成情况"])
        .hides(&["RW-02"]);
    office.run(["tasks", "--of-who", "赵六"]).refused().says(&["没有能往下办的"]);
    // Before the first day of the task nothing is late; three days before its due day it is reminded of.
    assert_eq!(review(&office, "2021-06-17")["proposals"][0]["kind"], "remind");
    assert_eq!(review(&office, "2021-06-16")["proposals"], json!([]));
    // A yellow card of 21 June is not sent again; five working days later, 28 June, it may still be cured.
    let sent = "编号,任务编号,类别,渠道,发出日期,接收人,内容,回复期限,状态\n\
        CB-1,RW-02,黄牌,发文,2021-06-21,邓经办,请说明,2021-06-23,\n";
    let sent = sent.replace("发文", channel(&office).as_str());
    let file = office.file("催办.csv", sent);
    office.run(["import", "task/reminder", file.to_str().unwrap()]).done();
    assert_eq!(review(&office, "2021-06-28")["proposals"], json!([]));
    assert_eq!(review(&office, "2021-06-29")["proposals"][0]["kind"], "red");
}

/// The first channel of the code list.
fn channel(office: &Office) -> String {
    let text = std::fs::read_to_string(office.defs.join("codes/reminder_channel.toml")).unwrap();
    let label = text.split("label = \"").nth(1).and_then(|it| it.split('"').next());
    label.unwrap().to_owned()
}

#[test]
fn a_target_on_an_indicator_that_nobody_knows_is_refused_with_the_nearest() {
    let office = office();
    let tasks = office.file("改.csv", TASKS);
    let wrong = office.file("改-指标目标.csv", targets("登记儿童信患"));
    let said =
        office.run(["import", "task/task", tasks.to_str().unwrap(), wrong.to_str().unwrap()]);
    said.refused().says(&["没有指标“登记儿童信患”", "是否想写“登记儿童信息”"]);
    let period =
        office.file("改-指标目标.csv", targets("登记儿童信息").replace("2021H1,4", "上半年,4"));
    let said =
        office.run(["import", "task/task", tasks.to_str().unwrap(), period.to_str().unwrap()]);
    said.refused().says(&["“上半年”不是统计期"]);
}
