//! What must not get into the books, through the real program with the definitions of the office: each kind of bad input
//! is found, told in Chinese where, what and how to mend it, and refused; the same row without the fault is taken in.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

#[expect(dead_code, reason = "this file uses a part of the office")]
mod office;

use std::fs;

use office::{Office, Told};

/// An office with an empty base.
fn ready() -> Office {
    let office = Office::new();
    office.run(&["init"]).success();
    office
}

/// Imports a CSV, further ones for child rows.
fn import(office: &Office, ledger: &str, files: &[(&str, &str)]) -> Told {
    let mut words = vec!["import", ledger];
    for (name, text) in files {
        fs::write(office.path(name), text).unwrap();
        words.push(name);
    }
    office.run(&words)
}

/// Refused, with all of these words.
#[track_caller]
fn refused(told: &Told, words: &[&str]) {
    assert_eq!(told.code, 1, "{}{}", told.out, told.err);
    for word in words {
        assert!(told.err.contains(word), "{word}\n{}", told.err);
    }
}

const HAZARD: &str = "隐患编号,来源,对象类别,责任单位,部位,隐患描述,隐患类别,发现日期,发现人,交办日期,整改期限,整改完成日期,整改人,复查日期,复查人,状态\n";

fn hazard(no: &str, found_on: &str, rest: &str) -> String {
    format!(
        "{HAZARD}{no},单位自查,在建工地,甲公司,基坑,护栏缺失,临边洞口防护,{found_on},张甲,{rest}\n"
    )
}

#[test]
fn a_day_before_the_bureau_existed_is_refused() {
    let office = ready();
    let rest = "2021-03-02,2021-03-31,,,,,整改中";
    let told =
        import(&office, "safety/hazard", &[("隐患.csv", &hazard("隐1", "1921-03-01", rest))]);
    refused(
        &told,
        &["“发现日期”1921-03-01 早于阳山县交通运输局成立（1949-10-01）", "请核对年份", "隐患.csv"],
    );
    import(&office, "safety/hazard", &[("隐患.csv", &hazard("隐1", "2021-03-01", rest))]).success();
}

#[test]
fn nobody_checks_his_own_repair() {
    let office = ready();
    let own = "2021-03-02,2021-03-31,2021-03-20,李乙,2021-03-25,李乙,销号";
    let told = import(&office, "safety/hazard", &[("隐患.csv", &hazard("隐1", "2021-03-01", own))]);
    refused(&told, &["“整改人”和“复查人”是同一个人（李乙）", "请换一个人"]);
    let other = own.replace("2021-03-25,李乙", "2021-03-25,王丙");
    import(&office, "safety/hazard", &[("隐患.csv", &hazard("隐1", "2021-03-01", &other))])
        .success();
    // Step by step it is the one who made the move that must keep away, whatever names he writes.
    let rest = "2021-03-02,2021-03-31,,,,,整改中";
    import(&office, "safety/hazard", &[("隐患.csv", &hazard("隐2", "2021-03-01", rest))]).success();
    let fix =
        ["move", "safety/hazard", "隐2", "整改完成", "整改完成日期=2021-03-20", "整改人=张三"];
    office
        .run(&[&fix[..], &["--who", "李乙", "--role", "clerk", "--office", "安全股"]].concat())
        .success();
    let check = ["move", "safety/hazard", "隐2", "复查销号", "复查日期=2021-03-25", "复查人=王丙"];
    let told = office.run(
        &[&check[..], &["--who", "李乙", "--role", "reviewer", "--office", "安全股"]].concat(),
    );
    refused(&told, &["“整改完成”是李乙办的，“复查销号”不能由同一人办", "请换一个人办理"]);
    office
        .run(&[&check[..], &["--who", "王丙", "--role", "reviewer", "--office", "安全股"]].concat())
        .success();
}

#[test]
fn an_extension_after_expiry_is_refused() {
    let office = ready();
    // A limit of 2021 has passed, whenever this test runs; one of 2199 has not.
    for (no, limit) in [("隐1", "2021-03-31"), ("隐2", "2199-03-31")] {
        let rest = format!("2021-03-02,{limit},,,,,整改中");
        import(&office, "safety/hazard", &[("隐患.csv", &hazard(no, "2021-03-01", &rest))])
            .success();
    }
    let extend = |no: &str, later: &str| {
        let later = format!("整改期限={later}");
        let words =
            ["move", "safety/hazard", no, "延期", &later, "延期批准人=陈局", "--reason", "雨季"];
        office.run(
            &[&words[..], &["--who", "陈局", "--role", "leader", "--office", "局领导"]].concat(),
        )
    };
    let told = extend("隐1", "2199-04-30");
    refused(&told, &["“整改期限”2021-03-31 已过（今天是", "不能再“延期”", "延期要在到期之前办"]);
    extend("隐2", "2199-04-30").success();
    // Nor is a limit that has passed edited away.
    let told = office.run(&["set", "safety/hazard", "隐1", "整改期限=2199-04-30"]);
    refused(&told, &["“整改期限”不能直接修改", "请按流程办理“延期”"]);
}

#[test]
fn a_score_is_not_cut_without_evidence() {
    let office = ready();
    office.run(&["import", "transport/company", &office.demo("68-运输企业.xlsx")]).success();
    let company = office.first_key("transport/company");
    let main = format!(
        "评价编号,评价对象,企业,评价期起,评价期止,自评得分\n评1,企业,{company},2020-01-01,2020-12-31,1000\n"
    );
    let items = |evidence: &str| {
        format!(
            "评价编号,评价指标,满分,扣分,扣分依据\n评1,运输安全,500,20,{evidence}\n评1,服务质量,500,0,\n"
        )
    };
    let files = [("评价.csv", main.as_str()), ("评价-评分明细.csv", &items(""))];
    let told = import(&office, "permit/credit_review", &files);
    refused(&told, &["没有填“扣分依据”"]);
    let sound = items("2020年第三季度现场检查记录");
    let files = [("评价.csv", main.as_str()), ("评价-评分明细.csv", &sound)];
    import(&office, "permit/credit_review", &files).success();
    // 500 − 20 + 500 = 980.
    assert_eq!(office.json(&["show", "permit/credit_review", "评1"])["fields"]["score"], "980");
}

const SHIFTS: &str = "值班编号,安排编号,值班地点,上班时间,下班时间,日子类别,带班领导,值班员\n";

fn shift(no: &str, from: u8, leader: &str, officer: &str) -> String {
    let until = from + 1;
    format!(
        "{no},安1,局值班室,2021-05-0{from} 08:30,2021-05-0{until} 08:30,法定节假日,{leader},{officer}\n"
    )
}

#[test]
fn a_roster_has_no_gap_and_nobody_twice() {
    let office = ready();
    let roster = "安排编号,名称,值班地点,节点,起,止,天数,每天班数,每班时长\n\
        安1,五一值班安排,局值班室,五一,2021-05-01 08:30,2021-05-06 08:30,5,1,24\n";
    import(&office, "emergency/roster", &[("安排.csv", roster)]).success();
    let file = |rows: &[String]| format!("{SHIFTS}{}", rows.concat());
    let gap = file(&[shift("班1", 1, "陈局", "甲"), shift("班3", 3, "陈局", "丙")]);
    let told = import(&office, "emergency/duty", &[("值班.csv", &gap)]);
    refused(&told, &["“安1”从2021-05-02 08:30到2021-05-03 08:30没有人", "请补上这一段"]);
    let twice = file(&[shift("班2", 2, "陈局", "陈局")]);
    let told = import(&office, "emergency/duty", &[("值班.csv", &twice)]);
    refused(&told, &["“带班领导”和“值班员”是同一个人（陈局）"]);
    let over = file(&[shift("班2", 1, "陈局", "甲")]);
    let told = import(&office, "emergency/duty", &[("值班.csv", &over)]);
    refused(&told, &["这一段时间与“班1”重叠", "同一时间只能在一处"]);
    let sound = file(&[shift("班2", 2, "陈局", "乙"), shift("班3", 3, "陈局", "丙")]);
    import(&office, "emergency/duty", &[("值班.csv", &sound)]).success();
}

#[test]
fn a_receipt_needs_a_delivery() {
    let office = ready();
    office.run(&["import", "relief/archive", &office.demo("111-脱贫户档案.xlsx")]).success();
    let household = office.first_key("relief/archive");
    let receipt = format!(
        "签领编号,批次,户编号,签领日期,签领方式\n签1,鸡苗一批,{household},2021-05-20,本人签名\n"
    );
    let told = import(&office, "relief/receipt", &[("签领.csv", &receipt)]);
    refused(&told, &["“帮扶物资发放”里没有“鸡苗一批”", "先登记对方记录"]);
    let batch = |rest: &str| {
        format!(
            "批次,乡镇,村,方案依据,发放户数,投入经费,验收日期,验收人,状态\n鸡苗一批,杜步镇,沙陂村,帮扶方案,14,{rest}\n"
        )
    };
    // Thirty chicks for each of 14 households at 12 yuan: 420 chicks, 5040 yuan.
    let goods = "批次,品名,计量单位,每户数量,采购数量,单价,金额\n鸡苗一批,鸡苗,只,30,420,12,5040\n";
    let bought = batch("5040,,,已采购");
    let files = [("发放.csv", bought.as_str()), ("发放-物资.csv", goods)];
    import(&office, "relief/distribution", &files).success();
    // What was bought and not yet accepted cannot have been handed out.
    let told = import(&office, "relief/receipt", &[("签领.csv", &receipt)]);
    refused(&told, &["鸡苗一批 的“状态”现为“已采购”，不能关联到这里", "请先把对方记录办到位"]);
    let accept = ["move", "relief/distribution", "鸡苗一批", "验收", "验收日期=2021-05-10"];
    office
        .run(
            &[&accept[..], &["--who", "王丙", "--role", "reviewer", "--office", "驻村工作队"]]
                .concat(),
        )
        .success();
    import(&office, "relief/receipt", &[("签领.csv", &receipt)]).success();
}

#[test]
fn a_due_day_in_a_year_without_a_calendar_is_unknown() {
    let office = ready();
    // The State Council has announced the days off of 2019 to 2026: 20 working days from 30 November 2026 end in that
    // year, from 15 December not; before 2019 nothing can be counted either.
    let main = "受理号,许可事项,申请人,受理日期,到期日\n\
        许1,道路货物运输经营许可,张三,2026-11-30,2026-12-28\n\
        许2,道路货物运输经营许可,张三,2026-12-15,2027-01-13\n\
        许3,道路货物运输经营许可,张三,2018-06-01,2018-07-02\n";
    import(&office, "permit/case", &[("许可.csv", main)]).success();
    let told = |key: &str| {
        let words = ["due", "permit/case", key, "--explain", "--as-of", "2026-12-31"];
        office.run(&words).success().out
    };
    // December has 20 working days up to the 28th: 4, 5, 5, 5 and the 28th.
    let known = told("许1");
    assert!(known.contains("2026-12-28 周一　第20个工作日"), "{known}");
    let next = told("许2");
    assert!(next.contains("到期：未知（2027年日历未公布）"), "{next}");
    // What can be counted is still shown: 16 to 31 December are 12 working days.
    assert!(next.contains("2026-12-31 周四　第12个工作日"), "{next}");
    let old = told("许3");
    assert!(old.contains("到期：未知（2018年日历未公布）"), "{old}");
}

#[test]
fn a_preview_leaves_nothing_behind() {
    let office = ready();
    let bad = hazard("隐1", "1921-03-01", "2021-03-02,2021-03-31,,,,,整改中");
    fs::write(office.path("隐患.csv"), bad).unwrap();
    let files = || {
        let mut all: Vec<_> =
            fs::read_dir(office.path(".")).unwrap().map(|it| it.unwrap().file_name()).collect();
        all.sort();
        all
    };
    let before = files();
    let told = office.run(&["import", "safety/hazard", "隐患.csv", "--dry-run"]);
    refused(&told, &["早于阳山县交通运输局成立"]);
    assert_eq!(files(), before);
    assert_eq!(office.run(&["import", "safety/hazard", "隐患.csv"]).code, 1);
    assert!(office.path("隐患-退回.xlsx").exists(), "the import itself gives the bad rows back");
}
