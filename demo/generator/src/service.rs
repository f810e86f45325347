//! 春运加班包车证 and 公共客运.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, plus};
use crate::fleet::{COACHES, TOURS, weekday};
use crate::random::Random;

/// The books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    let (routes, served) = routes();
    vec![charter_slips(days), routes, villages(&served)]
}

/// One batch: number, season, first slip, printed, void, given back, days of check, issue and settlement.
type Batch = (&'static str, &'static str, i64, i64, i64, i64, Date, Date, Date);

fn charter_slips(days: &Days) -> Book {
    const PLACES: [&str; 5] = ["阳山—广州", "阳山—佛山", "阳山—东莞", "阳山—深圳", "阳山—清远"];
    let batches: [Batch; 3] = [
        (
            "CYZ2020-01",
            "2020年春运",
            1,
            33,
            2,
            5,
            date(2019, 12, 23),
            date(2020, 1, 3),
            date(2020, 3, 2),
        ),
        (
            "CYZ2021-01",
            "2021年春运",
            1,
            47,
            3,
            10,
            date(2021, 1, 14),
            date(2021, 1, 20),
            date(2021, 3, 15),
        ),
        (
            "CYZ2021-02",
            "2021年春运",
            61,
            28,
            1,
            11,
            date(2021, 1, 25),
            date(2021, 1, 29),
            date(2021, 3, 15),
        ),
    ];
    let mut random = Random::new(0xc4a7);
    let (mut rows, mut slips) = (Vec::new(), Vec::new());
    for (no, season, first, printed, void, returned, checked, issued, settled) in batches {
        let count = printed + void + returned;
        rows.push(row![
            no,
            season,
            COACHES,
            checked,
            "经营许可、车辆技术等级、承运人责任险、驾驶员资格齐全，符合条件",
            first,
            first + count - 1,
            issued,
            cast::person(62),
            settled,
            "已核销",
        ]);
        for at in 0..count {
            let (number, use_of) = (first + at, at_use(at, printed, void));
            if use_of == "已打印使用" {
                let plate = format!("粤RK{:04}", random.between(1, 156));
                let day = plus(issued, random.between(9, 30));
                slips.push(row![no, number, use_of, plate, *random.pick(&PLACES), day]);
            } else {
                let none: Option<Date> = None;
                slips.push(row![no, number, use_of, "", "", none]);
            }
        }
    }
    let none: Option<Date> = None;
    let empty = Cell::Empty;
    rows.push(row![
        "CYZ2021-03",
        "2021年春运",
        TOURS,
        days.on_or_after(date(2021, 1, 26)),
        "两台客车年审逾期，承运人责任险到期未续，不符合条件",
        empty.clone(),
        empty,
        none,
        "",
        none,
        "不予发放",
    ]);
    let columns = vec![
        col("批次编号"),
        col("时段名称"),
        col("企业"),
        under("资质核查", "核查日期"),
        under("资质核查", "资质核查情况"),
        under("证号", "起号"),
        under("证号", "止号"),
        col("发放日期"),
        col("领取人"),
        col("核销日期"),
        col("状态"),
    ];
    let below = ["批次编号", "证号", "使用情况", "车辆编号", "线路", "使用日期"];
    let sheets = vec![
        Sheet::new("发放核销", columns, rows).titled(&["春运加班包车证发放核销登记表"]),
        Sheet::new("逐张登记", below.map(col).to_vec(), slips),
    ];
    Book::workbook("74-春运加班包车证.xlsx", "transport/charter_slip", sheets)
}

/// What became of the slip in this place of the batch.
fn at_use(at: i64, printed: i64, void: i64) -> &'static str {
    if at < printed {
        "已打印使用"
    } else if at < printed + void {
        "作废"
    } else {
        "空白交回"
    }
}

/// Towns with their number of villages that the demo invents.
const TOWNS: [(&str, usize); 13] = [
    ("阳城镇", 19),
    ("青莲镇", 12),
    ("江英镇", 10),
    ("杜步镇", 9),
    ("七拱镇", 20),
    ("太平镇", 15),
    ("杨梅镇", 9),
    ("大崀镇", 11),
    ("小江镇", 12),
    ("岭背镇", 13),
    ("黄坌镇", 10),
    ("黎埠镇", 14),
    ("秤架瑶族乡", 5),
];

/// The routes, and for every town its rural route with the day it opened.
fn routes() -> (Book, Vec<(String, Date)>) {
    const FAR: [(&str, &str, i64, i64); 8] = [
        ("阳山—清远", "市内班线", 1_460, 12),
        ("阳山—连州", "市内班线", 620, 10),
        ("阳山—英德", "市内班线", 890, 6),
        ("阳山—广州", "省内班线", 2_130, 14),
        ("阳山—佛山", "省内班线", 2_240, 6),
        ("阳山—深圳", "省内班线", 3_350, 4),
        ("阳山—东莞", "省内班线", 3_010, 3),
        ("阳山—郴州", "省际班线", 1_980, 2),
    ];
    let mut random = Random::new(0x2047);
    let (mut rows, mut changes, mut served) = (Vec::new(), Vec::new(), Vec::new());
    let none: Option<Date> = None;
    let tenths = |number: i64| Decimal::new(number, 1);
    for number in 1..=6_i64 {
        let opened = weekday(plus(date(2016, 5, 3), random.between(0, 1_200)));
        let name = format!("阳山公交{number}路");
        let (long, stops) = (tenths(random.between(55, 148)), random.between(12, 26));
        let no = format!("XL-GJ{number:02}");
        let state = if number == 4 { "调整运行" } else { "运行" };
        if number == 4 {
            changes.push(row![&no, date(2021, 3, 8), "增设县人民医院站，末班延后"]);
        }
        let company = "阳山示例公共汽车有限公司";
        rows.push(row![
            no,
            name,
            "城市公交",
            company,
            long,
            stops,
            2_i64,
            24_i64,
            opened,
            none,
            state
        ]);
    }
    for ((town, count), number) in TOWNS.into_iter().zip(1..) {
        let opened = weekday(plus(date(2017, 3, 1), random.between(0, 1_000)));
        let no = format!("XL-NC{number:02}");
        let stops = i64::try_from(count).expect("a town has few villages") + 2;
        rows.push(row![
            &no,
            format!("阳山—{town}各村"),
            "建制村客运班车",
            COACHES,
            tenths(random.between(180, 620)),
            stops,
            random.between(2, 5),
            random.between(4, 10),
            opened,
            none,
            "运行",
        ]);
        served.push((no, opened));
    }
    for ((name, kind, long, runs), number) in FAR.into_iter().zip(1..) {
        let opened = weekday(plus(date(2012, 4, 2), random.between(0, 1_500)));
        let stopped = (kind == "省际班线").then_some(date(2021, 2, 22));
        let state = if stopped.is_some() { "停运" } else { "运行" };
        let no = format!("XL-BX{number:02}");
        let vehicles = (runs / 2).max(1);
        rows.push(row![
            no,
            name,
            kind,
            COACHES,
            tenths(long),
            3_i64,
            vehicles,
            runs,
            opened,
            stopped,
            state
        ]);
    }
    let columns = [
        "线路编号",
        "线路名称",
        "线路类别",
        "经营企业",
        "线路里程（公里）",
        "站点数（个）",
        "配车（辆）",
        "日班次（班次）",
        "开通日期",
        "停运日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("线路", columns.map(col).to_vec(), rows).titled(&["公共客运线路登记表"]),
        Sheet::new("调整记录", ["线路编号", "调整日期", "调整内容"].map(col).to_vec(), changes),
    ];
    (Book::workbook("75-公共客运线路.xlsx", "transport/route", sheets), served)
}

fn villages(served: &[(String, Date)]) -> Book {
    /// Villages that the report names, in their towns.
    const NAMED: [(&str, &str); 4] = [
        ("青莲镇", "白埌村"),
        ("青莲镇", "峡头村"),
        ("太平镇", "沙陂村"),
        ("秤架瑶族乡", "太平洞村"),
    ];
    let mut random = Random::new(0x51a6);
    let kept = date(2020, 3, 2);
    let mut rows = Vec::new();
    for ((town, count), (route, opened)) in TOWNS.into_iter().zip(served) {
        let named: Vec<&str> = NAMED.iter().filter(|it| it.0 == town).map(|it| it.1).collect();
        for number in 0..count {
            let name = named.get(number).map_or_else(
                || format!("示例{town_mark}{:02}村", number + 1, town_mark = first_two(town)),
                |it| (*it).to_owned(),
            );
            let day = weekday(plus(*opened, random.between(0, 150))).min(date(2020, 6, 30));
            rows.push(row![town, name, kept, route, day, "", "在册"]);
        }
    }
    let none: Option<Date> = None;
    rows.push(row!["黄坌镇", "示例旧村", kept, "", none, "已并入邻村", "注销"]);
    let columns = ["镇", "建制村", "登记日期", "线路编号", "通客车日期", "未通原因", "状态"];
    let sheet =
        Sheet::new("建制村", columns.map(col).to_vec(), rows).titled(&["建制村通客车登记表"]);
    Book::workbook("76-建制村通客车.xlsx", "transport/village", vec![sheet])
}

fn first_two(town: &str) -> String {
    town.chars().take(2).collect()
}
