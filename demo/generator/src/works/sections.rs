//! 标段.

use jiff::civil::{Date, date};

use super::{GUANGLIAN, S260, contractor, supervisor};
use crate::book::{Book, Sheet, col, row};
use crate::cast;

/// 标段.
pub(super) fn sections() -> Book {
    let none: Option<Date> = None;
    let mut rows = Vec::new();
    let list = [
        ("TJ8", "路基、桥涵、隧道", date(2019, 3, 18)),
        ("TJ9", "路基、桥涵、隧道", date(2019, 3, 18)),
        ("TJ10", "路基、桥涵", date(2019, 3, 25)),
        ("TJ11", "路基、桥涵、隧道", date(2019, 3, 25)),
        ("TJ12", "路基、桥涵、互通", date(2019, 4, 1)),
        ("LM5", "路面", date(2021, 3, 15)),
    ];
    for ((no, scope, started), number) in list.into_iter().zip(1_i64..) {
        let (at, money) =
            (usize::try_from(number).expect("small"), 380_000_000 + number * 27_500_000);
        rows.push(row![
            GUANGLIAN,
            no,
            scope,
            money,
            contractor(40 + at),
            supervisor(10 + at),
            cast::person(1600 + at),
            cast::person(1620 + at),
            1095_i64,
            started,
            none,
            "在建",
        ]);
    }
    rows.push(row![
        GUANGLIAN,
        "示例便道标",
        "施工便道",
        8_600_000_i64,
        contractor(47),
        supervisor(11),
        cast::person(1607),
        cast::person(1621),
        365_i64,
        date(2018, 12, 10),
        date(2019, 11, 29),
        "交工",
    ]);
    rows.push(row![
        GUANGLIAN,
        "示例机电标",
        "机电",
        52_000_000_i64,
        "",
        "",
        "",
        "",
        365_i64,
        none,
        none,
        "未开工",
    ]);
    rows.push(row![
        S260,
        "一标段",
        "路基、桥涵、路面",
        39_820_000_i64,
        contractor(1),
        supervisor(2),
        cast::person(1608),
        cast::person(1628),
        730_i64,
        date(2018, 9, 12),
        none,
        "停工",
    ]);
    let head = [
        "项目",
        "标段",
        "工程内容",
        "合同额",
        "施工单位",
        "监理单位",
        "项目经理",
        "总监",
        "合同工期",
        "开工日期",
        "交工日期",
        "状态",
    ];
    let sheet = Sheet::new("标段", head.map(col).to_vec(), rows).titled(&["建设项目标段登记表"]);
    Book::workbook("32-标段.xlsx", "works/section", vec![sheet])
}
