//! 渡口, 渡船 and 渡船检查: eight boats, each looked at twice in the half year.

use jiff::civil::{Date, date};

use crate::book::{Book, DayStyle, Sheet, col, row};
use crate::cast;

/// Crossing, town, village, state, day it was given up, bridge that replaces it.
type Crossing =
    (&'static str, &'static str, &'static str, &'static str, Option<Date>, &'static str);
/// Only 白埌渡口 is of the report.
const CROSSINGS: [Crossing; 7] = [
    ("白埌渡口", "青莲镇", "白埌村", "在用", None, "青莲镇峡头撤渡建桥工程"),
    ("示例甲渡口", "青莲镇", "示例上村", "在用", None, ""),
    ("示例乙渡口", "小江镇", "示例东村", "在用", None, ""),
    ("示例丙渡口", "黎埠镇", "示例西村", "在用", None, ""),
    ("示例丁渡口", "七拱镇", "示例新村", "在用", None, ""),
    ("示例戊渡口", "阳城镇", "示例下村", "停渡", None, ""),
    ("示例己渡口", "大崀镇", "示例南村", "撤渡", Some(date(2019, 11, 20)), ""),
];
/// Boat, crossing, persons, jackets, last day.
const BOATS: [(&str, usize, i64, i64, Option<Date>); 10] = [
    ("示例渡01", 0, 20, 24, None),
    ("示例渡02", 0, 12, 15, None),
    ("示例渡03", 1, 15, 18, None),
    ("示例渡04", 1, 10, 12, None),
    ("示例渡05", 2, 12, 14, None),
    ("示例渡06", 3, 18, 20, None),
    ("示例渡07", 3, 10, 12, None),
    ("示例渡08", 4, 12, 12, None),
    ("示例渡09", 5, 10, 12, Some(date(2020, 12, 31))),
    ("示例渡10", 6, 15, 16, Some(date(2019, 11, 20))),
];
/// Checks: day, first and last boat looked at on it.
const ROUNDS: [(Date, usize, usize); 6] = [
    (date(2020, 12, 9), 0, 7),
    (date(2021, 3, 16), 0, 3),
    (date(2021, 3, 17), 4, 7),
    (date(2021, 6, 8), 0, 3),
    (date(2021, 6, 10), 4, 7),
    (date(2021, 7, 6), 0, 1),
];
/// Day, boat, what failed.
const FAILED: [(Date, usize, &str, &str); 4] = [
    (date(2020, 12, 9), 2, "救生设备", "救生衣不足，消防沙箱缺失"),
    (date(2021, 3, 17), 4, "救生设备", "部分救生衣老化破损"),
    (date(2021, 6, 10), 6, "消防设备", "灭火器过期，渡工安全培训记录不全"),
    (date(2021, 7, 6), 1, "载客", "载客定额标志不清"),
];

/// The three books.
pub(crate) fn books() -> Vec<Book> {
    vec![crossings(), boats(), checks()]
}

fn crossings() -> Book {
    let (mut rows, mut boatmen) = (Vec::new(), Vec::new());
    for (number, (name, town, village, state, ended, bridge)) in CROSSINGS.into_iter().enumerate() {
        rows.push(row![
            name,
            "连江",
            town,
            village,
            format!("阳府渡示例〔2009〕{}号", number + 1),
            date(2009, 5, 18),
            cast::person(2000 + number),
            bridge,
            ended,
            state,
        ]);
        if state == "在用" {
            for at in 0..2 {
                boatmen.push(row![
                    name,
                    cast::person(2010 + number * 2 + at),
                    format!("示例渡工{:03}", number * 2 + at + 1),
                    date(2023, 12, 31),
                ]);
            }
        }
    }
    let columns = [
        "渡口",
        "河流",
        "镇",
        "村",
        "设置批文",
        "设渡日期",
        "镇村责任人",
        "撤渡建桥工程",
        "撤渡日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("渡口", columns.map(col).to_vec(), rows).titled(&["阳山县渡口登记表"]),
        Sheet::new("渡工", ["渡口", "姓名", "渡工证号", "证书有效期"].map(col).to_vec(), boatmen),
    ];
    Book::workbook("120-渡口.xlsx", "ferry/crossing", sheets)
}

fn boats() -> Book {
    let rows =
        BOATS.into_iter().zip(1..).map(|((name, crossing, capacity, jackets, ended), number)| {
            let state = if ended.is_some() { "注销" } else { "在册" };
            row![
                name,
                CROSSINGS[crossing].0,
                format!("示例船检{number:03}"),
                date(2021, 12, 31),
                capacity,
                jackets,
                date(2015, 4, 8),
                ended,
                state,
            ]
        });
    let columns = [
        "船名",
        "渡口",
        "检验证书",
        "证书有效期",
        "核定载客",
        "救生衣",
        "登记日期",
        "停用日期",
        "状态",
    ];
    let sheet =
        Sheet::new("渡船", columns.map(col).to_vec(), rows.collect()).titled(&["阳山县渡船登记表"]);
    Book::workbook("121-渡船.xlsx", "ferry/boat", vec![sheet])
}

fn checks() -> Book {
    const ITEMS: [&str; 5] = ["证书", "救生设备", "消防设备", "载客", "天气水情"];
    let mut rows = Vec::new();
    let mut number = (2020, 3); // of 2020 only the last eight stand here
    for (day, first, last) in ROUNDS {
        for (boat, (name, ..)) in BOATS.iter().enumerate().take(last + 1).skip(first) {
            let year = day.year();
            number = if number.0 == year { (year, number.1 + 1) } else { (year, 1) };
            let failed = FAILED.iter().find(|it| it.0 == day && it.1 == boat);
            let mut cells = row![
                format!("DC{year}-{:03}", number.1),
                *name,
                day,
                cast::person(2220 + boat % 3)
            ];
            cells.extend(ITEMS.iter().map(|item| {
                let is_wrong = failed.is_some_and(|it| it.2 == *item);
                if is_wrong { "不合格" } else { "合格" }.into()
            }));
            // The notice of December and that of March are settled.
            let state =
                if failed.is_some() && day >= date(2021, 6, 1) { "整改中" } else { "办结" };
            let result = if failed.is_some() { "发整改通知书" } else { "合格" };
            cells.extend(row![result, failed.map(|it| it.3), state]);
            rows.push(cells);
        }
    }
    let columns: Vec<_> = ["检查编号", "船名", "检查日期", "检查人"]
        .into_iter()
        .chain(ITEMS)
        .chain(["检查结论", "问题", "状态"])
        .map(col)
        .collect();
    let sheet = Sheet::new("渡船检查", columns, rows)
        .titled(&["渡口渡船安全检查记录"])
        .days(DayStyle::Words);
    Book::workbook("122-渡船检查.xlsx", "ferry/inspection", vec![sheet])
}
