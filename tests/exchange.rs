//! An outside system's table goes out in their layout, comes in with receipts, and is compared: three lists.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

#[expect(dead_code, reason = "this file uses a part of the office")]
mod office;

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use office::Office;

/// The exported table as rows of text.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other cell is read as it is shown")]
fn rows(office: &Office, file: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(office.path(file)).unwrap();
    let name = book.sheet_names().first().unwrap().clone();
    let range = book.worksheet_range(&name).unwrap();
    let text = |cell: &Data| match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\r\n").collect()
}

#[test]
fn a_changed_table_of_the_provincial_system_gives_three_lists() {
    let office = Office::new();
    office.run(&["run"]).success();
    let told =
        office.run(&["exchange", "export", "enforcement_cases", "-o", "粤执法.xlsx"]).success();
    let mut rows = rows(&office, "粤执法.xlsx");
    assert_eq!(
        rows[0],
        [
            "案件编号",
            "违法类别",
            "立案时间",
            "车辆号牌",
            "处罚决定书文号",
            "处罚决定日期",
            "罚款金额（元）",
            "结案日期"
        ],
        "{}",
        told.out
    );
    fs::write(office.path("一样.csv"), csv(&rows)).unwrap();
    office.run(&["reconcile", "enforcement_cases", "一样.csv"]).success();

    // Two cases are missing there, one has another fine, one is known only to them, one stands twice.
    let missing: Vec<String> = rows.drain(1..3).map(|it| it[0].clone()).collect();
    let fined = rows.iter().position(|it| !it[6].is_empty() && it[6] != "罚款金额（元）").unwrap();
    let (changed, before) = (rows[fined][0].clone(), rows[fined][6].clone());
    rows[fined][6] = format!("1{before}");
    let mut alone = rows[fined].clone();
    alone[0] = "粤执法独有〔2021〕1号".to_owned();
    rows.push(alone);
    rows.push(rows[5].clone());
    fs::write(office.path("改过.csv"), csv(&rows)).unwrap();
    let told =
        office.run(&["--json", "reconcile", "enforcement_cases", "改过.csv", "-o", "对账.xlsx"]);
    assert_eq!(told.code, 1, "{}", told.err);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let keys = |list: &str| -> Vec<String> {
        let all = json[list].as_array().unwrap();
        all.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys("only_theirs"), ["粤执法独有〔2021〕1号"]);
    let mut ours = keys("only_ours");
    ours.sort();
    let mut expected = missing;
    expected.sort();
    assert_eq!(ours, expected);
    assert_eq!(keys("differing"), [changed]);
    let field = &json["differing"][0]["fields"];
    assert_eq!(field.as_array().unwrap().len(), 1, "{field}");
    assert_eq!(field[0]["column"], "罚款金额（元）");
    assert_eq!(field[0]["theirs"].as_str().unwrap(), format!("1{before}"));
    assert!(json["findings"].to_string().contains("两次"), "{}", json["findings"]);
    assert!(office.path("对账.xlsx").exists());
}
