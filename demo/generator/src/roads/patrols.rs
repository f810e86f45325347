//! 公路巡查: who drove along which road, and what they found.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::officer;
use crate::LAST_DAY;
use crate::book::{Book, Cell, Sheet, col, row, total};
use crate::cast::stake;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::roads::network::{ROUTES, Route};

/// What was found on patrol and told to the register of hazards: route, from which day on, number.
const TOLD: [(&str, Date, &str); 3] = [
    ("G107", date(2021, 3, 8), "YH-2021-19"),
    ("X385", date(2021, 4, 22), "YH-2021-20"),
    ("S262", date(2021, 6, 21), "YH-2021-21"),
];

/// The book: every road that the road centre keeps, a patrol a week.
pub(super) fn patrols(days: &Days) -> Book {
    let mut random = Random::new(0x9a77);
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let mut told = TOLD.to_vec();
    for (route, place) in ROUTES[..9].iter().zip(0..) {
        let mut monday = date(2020, 12, 14);
        while monday <= LAST_DAY {
            let planned = days.on_or_after(plus(monday, place % 5));
            monday = plus(monday, 7);
            if planned <= LAST_DAY {
                let no = format!("XC-{:04}", rows.len() + 1);
                let done = patrol(&mut random, days, (&no, route, planned), &mut rows);
                if let Some(day) = done {
                    findings.extend(finding(&mut random, &no, route, day, &mut told));
                }
            }
        }
    }
    assert!(told.is_empty(), "every hazard found on patrol has its patrol");
    let columns = vec![
        col("巡查编号"),
        col("巡查类别"),
        col("路线"),
        col("起点桩号"),
        col("终点桩号"),
        col("计划日期"),
        total(col("计划里程（公里）")),
        col("巡查日期"),
        total(col("巡查里程（公里）")),
        col("巡查人"),
        col("同行人"),
        col("缺巡原因"),
        col("状态"),
    ];
    let lines = ["巡查编号", "问题桩号", "问题", "处理", "隐患点"];
    let sheets = vec![
        Sheet::new("巡查", columns, rows).titled(&["公路巡查登记表"]),
        Sheet::new("发现问题", lines.map(col).to_vec(), findings),
    ];
    Book::workbook("52-公路巡查.xlsx", "road/patrol", sheets)
}

/// One patrol; gives the day on which it was driven.
fn patrol(
    random: &mut Random,
    days: &Days,
    (no, route, planned): (&str, &Route, Date),
    rows: &mut Vec<Vec<Cell>>,
) -> Option<Date> {
    let kilometres = Decimal::from(route.until_km - route.from_km);
    let is_flood = (4..=7).contains(&planned.month()) && random.chance(25);
    let kind = if is_flood { "汛期巡查" } else { "日常巡查" };
    let (driven, why, state) = match random.between(1, 60) {
        1 => (None, "车辆故障", "待补巡"),
        2 | 3 => (Some(days.later(planned, 2)), "大雾封路", "已补巡"),
        _ => (Some(planned), "", "完成"),
    };
    let (driven, state) = match driven {
        Some(day) if day > LAST_DAY => (None, "待补巡"),
        _ => (driven, state),
    };
    let first = random.below(20);
    rows.push(row![
        no,
        kind,
        route.code,
        stake(route.from_km * 1000),
        stake(route.until_km * 1000),
        planned,
        kilometres,
        driven,
        driven.map(|_| kilometres),
        officer(first),
        officer(first + 20),
        why,
        state,
    ]);
    driven
}

/// What was found, in one patrol of four, and always on the day of a hazard that was told.
fn finding(
    random: &mut Random,
    no: &str,
    route: &Route,
    day: Date,
    told: &mut Vec<(&str, Date, &str)>,
) -> Option<Vec<Cell>> {
    const PROBLEMS: [(&str, &str); 6] = [
        ("路面坑槽", "当日修补"),
        ("边沟堵塞", "通知养护班清理"),
        ("标志被树木遮挡", "当日修剪"),
        ("路面抛洒物", "当场清理"),
        ("占用公路堆放物料", "责令当场清除"),
        ("护栏轻微变形", "列入月度维修"),
    ];
    let at = stake(random.between(route.from_km * 100, route.until_km * 100 - 1) * 10);
    if let Some(place) = told.iter().position(|it| it.0 == route.code && it.1 <= day) {
        let (_, _, spot) = told.remove(place);
        return Some(row![no, at, "发现安全隐患", "登记隐患点", spot]);
    }
    let (problem, handled) = *random.pick(&PROBLEMS);
    random.chance(25).then(|| row![no, at, problem, handled, ""])
}
