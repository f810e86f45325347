//! 车辆年审, 重点时段运力 and 重点时段运输日报.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, DayStyle, Form, Sheet, col, row, total};
use crate::cast;
use crate::days::{Days, between, every, plus};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

/// 年审车辆 of the half year by class.
const INSPECTED: [(&str, usize); 5] =
    [("客车", 41), ("公交车", 11), ("普货", 462), ("危货车", 4), ("教练车", 107)];
/// The passenger company of the report.
const COMPANY: &str = "粤运阳山分公司";
/// 春运 of the half year.
const SPRING: (Date, Date) = (date(2021, 1, 28), date(2021, 3, 8));
const VEHICLES: usize = 156;
const PASSENGERS: i64 = 63_000;
const RUNS: i64 = 9_843;

/// The three books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![inspections(days), seasons(), dailies()]
}

fn inspected_plate(class: &str, number: usize) -> String {
    match class {
        "客车" => format!("粤RK{:04} 黄", number + 1),
        "公交车" => format!("粤R{:05}D", 10_001 + number),
        "危货车" => format!("粤RW{:04} 黄", number + 1),
        "教练车" => format!("粤RL{:03}学", number + 1),
        _ => cast::truck_plate(1001 + number),
    }
}

fn owner(class: &str, number: usize) -> String {
    match class {
        "客车" => COMPANY.to_owned(),
        "公交车" => "阳山示例公共汽车有限公司".to_owned(),
        "危货车" => "阳山示例危货运输有限公司".to_owned(),
        "教练车" => format!("阳山示例驾校{}分校", number % 4 + 1),
        _ => cast::goods_company(number % 28),
    }
}

fn inspections(days: &Days) -> Book {
    let mut random = Random::new(0x14e5);
    // Class, number of the vehicle, first and last day, passed.
    let mut plan: Vec<(&str, usize, Date, Date, bool)> = Vec::new();
    for (class, count) in INSPECTED {
        plan.extend((0..count).map(|number| (class, number, FIRST, LAST, true)));
    }
    plan.extend((0..9).map(|number| ("普货", 500 + number, date(2021, 5, 10), LAST, false)));
    plan.extend((0..3).map(|number| ("教练车", 120 + number, date(2021, 6, 1), LAST, false)));
    plan.extend(
        (0..58).map(|number| ("普货", 600 + number, date(2020, 9, 1), date(2020, 12, 31), true)),
    );
    plan.extend((0..17).map(|number| ("普货", 700 + number, date(2021, 7, 1), LAST_DAY, true)));
    plan.extend((0..3).map(|number| ("客车", 60 + number, date(2021, 7, 1), LAST_DAY, true)));
    let mut rows: Vec<(Date, Vec<Cell>)> = plan
        .into_iter()
        .map(|(class, number, first, last, passed)| {
            let day =
                days.on_or_after(plus(first, random.between(0, between(first, last)))).min(last);
            let day = if days.is_worked(day) { day } else { days.on_or_after(plus(day, -4)) };
            let due = plus(day, random.between(-5, 20));
            let certificate =
                format!("示例运证{}{number:04}", class.chars().next().unwrap_or('车'));
            let result = if passed { "合格" } else { "限期整改" };
            let state = if passed { "办结" } else { "限期整改" };
            let next = passed.then(|| plus(due, 365));
            let cells = row![
                inspected_plate(class, number),
                class,
                owner(class, number),
                certificate,
                due,
                day,
                result,
                next,
                state
            ];
            (day, cells)
        })
        .collect();
    rows.sort_by_key(|it| it.0);
    let rows = rows.into_iter().zip(1..).map(|((day, mut cells), number)| {
        cells.insert(0, format!("NS{}-{number:04}", day.year()).into());
        cells
    });
    let columns = [
        "年审编号",
        "车牌号",
        "车辆类别",
        "业户",
        "道路运输证号",
        "应审日期",
        "审验日期",
        "审验结论",
        "下次应审",
        "状态",
    ];
    let sheet =
        Sheet::new("年审登记", columns.map(col).to_vec(), rows.collect()).days(DayStyle::Dashes);
    Book::csv("13-车辆年审登记.csv", "vehicle/inspection", Form::CsvGbk, sheet)
}

fn seasons() -> Book {
    let mut random = Random::new(0x5ea5);
    let seasons: [(&str, &str, Date, Date, usize, &str); 5] = [
        ("2020年春运", "春运", date(2020, 1, 10), date(2020, 2, 18), 131, "已总结"),
        ("2020年国庆", "国庆", date(2020, 10, 1), date(2020, 10, 8), 82, "已总结"),
        ("2021年春运", "春运", SPRING.0, SPRING.1, VEHICLES, "已总结"),
        ("2021年清明", "清明", date(2021, 4, 3), date(2021, 4, 5), 64, "已总结"),
        ("2021年五一", "五一", date(2021, 5, 1), date(2021, 5, 5), 90, "已总结"),
    ];
    let (mut rows, mut vehicles) = (Vec::new(), Vec::new());
    for (name, kind, first, last, count, state) in seasons {
        rows.push(row![name, kind, COMPANY, first, last, state]);
        for number in 0..count {
            let seats = *random.pick(&[19_i64, 33, 39, 45, 49, 53]);
            vehicles.push(row![name, format!("粤RK{:04} 黄", number + 1), seats]);
        }
    }
    let columns = ["时段名称", "时段", "客运企业", "开始日期", "结束日期", "状态"];
    let sheets = vec![
        Sheet::new("重点时段", columns.map(col).to_vec(), rows).titled(&["重点时段客运运力安排"]),
        Sheet::new(
            "投入车辆",
            ["时段名称", "车牌号", "核定座位（个）"].map(col).to_vec(),
            vehicles,
        ),
    ];
    Book::workbook("14-重点时段运力.xlsx", "transport/season", sheets)
}

fn dailies() -> Book {
    let mut random = Random::new(0xda17);
    let mut rows = Vec::new();
    let seasons = [
        ("国庆", date(2020, 10, 1), date(2020, 10, 8), 1_710, 10_900),
        ("春运", SPRING.0, SPRING.1, RUNS, PASSENGERS),
        ("清明", date(2021, 4, 3), date(2021, 4, 5), 690, 4_380),
        ("五一", date(2021, 5, 1), date(2021, 5, 5), 1_240, 8_050),
        ("端午", date(2021, 6, 12), date(2021, 6, 14), 655, 3_970),
    ];
    for (kind, first, last, runs, passengers) in seasons {
        let days = every(first, last);
        let count = i64::try_from(days.len()).expect("a season has few days");
        let runs = random.split(runs, days.len(), runs / count - 60, runs / count + 60);
        let passengers = random.split(
            passengers,
            days.len(),
            passengers / count * 6 / 10,
            passengers / count * 15 / 10,
        );
        for ((day, runs), passengers) in days.into_iter().zip(runs).zip(passengers) {
            // Only on the first day of May some had to wait for the next bus.
            let stranded = if day == date(2021, 5, 1) { 14_i64 } else { 0 };
            let reporter = cast::person(1700 + random.below(4));
            rows.push(row![day, COMPANY, kind, runs, passengers, stranded, reporter, "已核对"]);
        }
    }
    let columns = vec![
        col("日期"),
        col("企业"),
        col("时段"),
        total(col("发送班次（班次）")),
        total(col("客运量（人）")),
        total(col("滞留旅客（人）")),
        col("填报人"),
        col("状态"),
    ];
    let sheet = Sheet::new("运输日报", columns, rows)
        .titled(&["重点时段道路客运企业日报表"])
        .days(DayStyle::Words);
    Book::workbook("15-重点时段运输日报.xlsx", "transport/daily", vec![sheet])
}
