//! `tongtu due` through the real program: the demo's clocks, and the three cases that an inspector asks for.
//!
//! Expected days were counted by hand on the calendars of 2021.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

#[expect(dead_code, reason = "this file uses a part of the office")]
mod office;

use std::fs;

use office::Office;
use serde_json::Value as Json;

/// Writes a CSV into the office and imports it; child rows stand in a second file.
#[track_caller]
fn import(office: &Office, ledger: &str, files: &[(&str, &str)]) {
    let mut words = vec!["import".to_owned(), ledger.to_owned()];
    for (name, text) in files {
        fs::write(office.path(name), text).unwrap();
        words.push((*name).to_owned());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    office.run(&words).success();
}

fn clock<'j>(items: &'j Json, name: &str) -> &'j Json {
    items.as_array().unwrap().iter().find(|it| it["clock"] == name).unwrap()
}

#[test]
fn due_days_explain_themselves() {
    let office = Office::new();
    office.run(&["init"]).success();
    a_permit_stopped_twice(&office);
    a_petition_extended_once(&office);
    a_penalty_across_national_day(&office);
    an_extension_after_expiry_is_refused(&office);
    by_office_and_person(&office);
    hours_are_counted_to_the_minute(&office);
}

fn a_permit_stopped_twice(office: &Office) {
    let main = "受理号,许可事项,申请人,受理日期,到期日\n许1,道路货物运输经营许可,张三,2021-04-29,2021-06-08\n";
    let stops = "受理号,停钟日期,复钟日期,停钟原因\n许1,2021-05-06,2021-05-11,专家评审\n许1,2021-05-20,2021-05-24,现场检验\n";
    import(office, "permit/case", &[("许可.csv", main), ("许可-停钟.csv", stops)]);
    let told = office.run(&["due", "permit/case", "许1", "--explain", "--as-of", "2021-06-01"]);
    let text = told.success().out;
    for words in [
        "行政许可法第四十二条第一款、第八十二条（条文已核）",
        "期限：20个工作日，2021-04-29起算，当日不计",
        "2021-04-30 周五　第1个工作日",
        "2021-05-01 周六　不计：劳动节放假",
        "2021-05-08 周六　不计：停钟（专家评审）",
        "2021-05-11 周二　第2个工作日",
        "2021-05-15 周六　不计：周末",
        "2021-05-21 周五　不计：停钟（现场检验）",
        "2021-06-08 周二　第20个工作日",
        "到期：2021-06-08，在办，还剩5个工作日",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

fn a_petition_extended_once(office: &Office) {
    let main = "信访件编号,来源,诉求,承办人,收件日期,告知日期,受理日期\n访1,来信,路面破损,李四,2021-03-01,2021-03-05,2021-03-01\n";
    let more =
        "信访件编号,批准延期日期,延长天数,延期理由,批准人\n访1,2021-04-28,30,情况复杂,陈局\n";
    import(office, "appeal/petition", &[("信访.csv", main), ("信访-延期.csv", more)]);
    let words = ["due", "appeal/petition", "访1", "--explain", "--as-of", "2021-05-20"];
    let told = office.json(&words);
    let handling = clock(&told, "handling");
    assert_eq!(handling["due"], "2021-05-30"); // a Sunday: nothing rolls
    assert_eq!(handling["limit"], 90);
    assert_eq!(handling["who"], "李四");
    assert_eq!(handling["days"].as_array().unwrap().len(), 90);
    let text = office.run(&words).success().out;
    for words in [
        "信访条例第三十三条（条文已核）",
        "期限：60＋30＝90日，2021-03-01起算，当日不计",
        "延期：2021-04-28批准延长30日，情况复杂（批准人陈局）",
        "2021-05-30 周日　第90日",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

fn a_penalty_across_national_day(office: &Office) {
    let main = "案件编号,案件类别,案由,查处队伍,案件来源,立案日期,当事人,处罚决定书号,处罚日期,罚款金额,送达日期,告知日期\n\
        案1,道路运政,拒载,县交通运输综合执法,路面巡查,2021-07-20,王五,决1,2021-09-17,3000,2021-09-20,2021-08-20\n";
    import(office, "enforcement/case", &[("案件.csv", main)]);
    let words = ["due", "enforcement/case", "案1", "--explain", "--as-of", "2021-09-22"];
    let text = office.run(&words).success().out;
    for words in [
        "行政处罚法（2021）第六十七条（条文已核）；末日休息的顺延，依民事诉讼法期间的规定",
        "2021-10-05 周二　第15日",
        "2021-10-06 周三　顺延：国庆节放假",
        "2021-10-08 周五　顺延到期",
        "到期：2021-10-08，在办",
        "2021-10-18 周一　第90日",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

fn an_extension_after_expiry_is_refused(office: &Office) {
    let main = "受理号,许可事项,申请人,受理日期,到期日\n许2,道路货物运输经营许可,张三,2021-04-29,2021-05-31\n";
    let more = "受理号,批准延期日期,延长工作日,延期理由,批准人\n许2,2021-06-01,10,材料复杂,陈局\n";
    fs::write(office.path("晚.csv"), main).unwrap();
    fs::write(office.path("晚-延期.csv"), more).unwrap();
    let told = office.run(&["import", "permit/case", "晚.csv", "晚-延期.csv"]);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("2021-05-31已经到期，2021-06-01才批准延期"), "{}", told.err);
    assert_eq!(office.run(&["due", "permit/case", "许2"]).code, 1, "it was not taken in");
}

fn by_office_and_person(office: &Office) {
    let of = |more: &[&str]| {
        let all = office.json(&[&["due", "--as-of", "2021-09-22"], more].concat());
        let all = all.as_array().unwrap().iter();
        all.map(|it| format!("{} {} {}", it["key"], it["clock"], it["state"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(&[]),
        ["访1 handling 逾期", "许1 decision 逾期", "案1 payment 在办"],
        "by office: 办公室, 审批股, 执法股"
    );
    assert_eq!(of(&["--of-office", "审批股"]), ["许1 decision 逾期"]);
    assert_eq!(of(&["--of-who", "李四"]), ["访1 handling 逾期"]);
    assert_eq!(of(&["enforcement/case"]), ["案1 payment 在办"]);
    assert_eq!(of(&["enforcement/case", "--done"]).len(), 3);
    let told = office.run(&["due", "--as-of", "2021-09-22"]).success();
    assert!(told.out.contains("截至2021-09-22：逾期2件，在办1件"), "{}", told.out);
    assert_eq!(office.run(&["due", "land/task"]).code, 1, "a ledger without clocks");
    assert_eq!(office.run(&["due", "--as-of", "昨天"]).code, 1);
}

fn hours_are_counted_to_the_minute(office: &Office) {
    let main = "接报编号,信息类别,事件等级,接报时间,来报单位或人,内容,值班员\n\
        报1,道路中断、交通事故,一般,2021-05-01 23:30,养护站,塌方,赵六\n";
    import(office, "emergency/incident", &[("接报.csv", main)]);
    let words = ["due", "emergency/incident", "报1", "--explain", "--as-of", "2021-05-02"];
    let text = office.run(&words).success().out;
    for words in [
        "依据：值班和信息报送要求（本地默认，可按本局规定调整）",
        "期限：1小时，2021-05-01 23:30起算，夜间和休息日照算",
        "2021-05-02 周日 00:30　满1小时",
        "到期：2021-05-02 00:30，逾期，逾期23小时",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let told = office.json(&words);
    assert_eq!(
        (&told[0]["due"], &told[0]["start"]),
        (&"2021-05-02 00:30".into(), &"2021-05-01 23:30".into())
    );
    assert_eq!(told[0]["unit"], "小时");
}

#[test]
fn the_demo_reports_on_time_as_the_clock_says() {
    let office = Office::new();
    office.run(&["run"]).success();
    let records = office.json(&["list", "emergency/incident", "--limit", "1000"]);
    let clocks = office.json(&["due", "emergency/incident", "--done", "--as-of", "2021-12-31"]);
    let mut compared = 0;
    for record in records["items"].as_array().unwrap() {
        let Some(on_time) = record["fields"]["on_time"].as_str() else { continue };
        let mut own = clocks.as_array().unwrap().iter().filter(|it| it["key"] == record["key"]);
        let state = if on_time == "是" { "按期办结" } else { "超期办结" };
        assert_eq!(own.next().unwrap()["state"], state, "{}", record["key"]);
        compared += 1;
    }
    assert!(compared >= 13, "{compared}");
    // A day that a paper states claims no article that was read.
    let words = ["due", "safety/rectification", "--done", "--explain", "--as-of", "2021-06-30"];
    let text = office.run(&words).success().out;
    assert!(text.contains("（以文书为准）") && !text.contains("（条文已核）"), "{text}");
}

#[test]
fn the_demo_counts_its_due_days_as_the_clocks_do() {
    let office = Office::new();
    office.run(&["run"]).success();
    let records = office.json(&["list", "permit/case", "--limit", "1000"]);
    let clocks = office.json(&["due", "permit/case", "--done", "--as-of", "2021-12-31"]);
    let mut compared = 0;
    for record in records["items"].as_array().unwrap() {
        let own = clocks.as_array().unwrap().iter();
        let mut own = own.filter(|it| it["key"] == record["key"] && it["clock"] == "decision");
        let clock = own.next().unwrap();
        assert_eq!(clock["due"], record["fields"]["due_on"], "{}", record["key"]);
        if let Some(on_time) = record["fields"]["on_time"].as_str() {
            let state = if on_time == "是" { "按期办结" } else { "超期办结" };
            assert_eq!(clock["state"], state, "{}", record["key"]);
        }
        compared += 1;
    }
    assert_eq!(compared, 146, "115 of the half year, 24 before and after it, 7 that are open");
}
