//! 平安村口 and 交安设施: what stands at the roads to make them safe.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{HUNDRED_DAYS, officer, stake_on};
use crate::book::{Book, Cell, Sheet, col, row, total};
use crate::cast::stake;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::roads::network::ROUTES;

/// The twelve village gates of the second campaign.
const GATES: usize = 12;
/// 主动发光设施 of the second campaign, sets.
const LIGHTS: i64 = 46;
/// 修复桥梁栏杆 of the second campaign, metres.
const RAILINGS: i64 = 264;

/// The village gates.
pub(super) fn gates(days: &Days) -> Book {
    const VILLAGES: [&str; 6] =
        ["示例东村", "示例西村", "示例上村", "示例下村", "示例中村", "示例新村"];
    let mut random = Random::new(0x6a7e);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for number in 0..GATES + 5 {
        let route = &ROUTES[number % 9];
        let is_built = number < GATES;
        let chosen = if is_built { date(2020, 9, 22) } else { date(2021, 4, 14) };
        let accepted = days.on_or_after(plus(date(2021, 1, 5), random.between(0, 20)));
        let state = match number {
            // A lorry knocked the mirror down.
            7 => "待修复",
            0..GATES => "建成",
            12 | 13 => "施工",
            _ => "选点",
        };
        let has = |missing: bool| is_built && !missing;
        rows.push(row![
            format!("CK-{:02}", number + 1),
            route.towns[number % route.towns.len()],
            VILLAGES[number % 6],
            route.code,
            stake(stake_on(&mut random, route.code, 5)),
            chosen,
            has(false) || number == 12,
            has(number == 7) || number == 12,
            has(false) || number == 12,
            has(false) || number == 12,
            // The gate that has four of five waits for the trees to be cut.
            has(false) || number == 14,
            is_built.then_some(HUNDRED_DAYS),
            is_built.then(|| random.between(280, 460) * 100),
            is_built.then_some(accepted),
            is_built.then(|| officer(number + 5)),
            is_built.then(|| days.on_or_after(plus(date(2021, 5, 10), random.between(0, 30)))),
            state,
        ]);
    }
    let head = [
        "村口编号",
        "镇",
        "行政村",
        "路线",
        "桩号",
        "选点日期",
        "减速标志标线",
        "凸面镜",
        "停车让行",
        "村庄警告",
        "视距良好",
        "所属项目",
        "投资（元）",
        "验收日期",
        "验收人",
        "最近巡查日期",
        "状态",
    ];
    let columns = head.map(|it| if it == "投资（元）" { total(col(it)) } else { col(it) }).to_vec();
    let sheet = Sheet::new("平安村口", columns, rows).titled(&["“平安村口”建设登记表"]);
    Book::workbook("49-平安村口.xlsx", "road/village_gate", vec![sheet])
}

/// One kind of device: kind, unit, route, amounts, project, first and last day of its setting up.
struct Kind(
    &'static str,
    &'static str,
    &'static [&'static str],
    Vec<i64>,
    &'static str,
    (Date, Date),
);

fn kinds(random: &mut Random) -> Vec<Kind> {
    let campaign = (date(2020, 11, 2), date(2021, 1, 20));
    let long_ago = (date(2019, 2, 1), date(2020, 8, 31));
    let lights = random.split(LIGHTS, 14, 1, 6);
    let railings = random.split(RAILINGS, 6, 20, 80);
    let kinds: [&'static [&'static str]; 4] = [
        &["G107", "G323", "G358", "S260", "S250", "S262"],
        &["G107", "S250"],
        &["X385", "S524", "S525", "Y956"],
        &["G107", "G323", "S250"],
    ];
    vec![
        Kind("主动发光设施", "套", kinds[0], lights, HUNDRED_DAYS, campaign),
        Kind("桥梁栏杆", "米", kinds[3], railings, HUNDRED_DAYS, campaign),
        Kind(
            "波形梁护栏",
            "米",
            kinds[0],
            vec![320, 180, 460, 240, 150, 520, 90, 260],
            "",
            long_ago,
        ),
        Kind("波形梁护栏", "米", kinds[2], vec![210, 140, 330, 120], "", long_ago),
        Kind("交通标志", "块", kinds[0], vec![46, 28, 31, 17, 22, 12], "", long_ago),
        Kind(
            "交通标线",
            "平方米",
            kinds[0],
            vec![5_200, 3_100, 2_750, 1_980, 2_300, 900],
            "",
            long_ago,
        ),
        Kind("凸面镜", "面", kinds[2], vec![4, 3, 5, 2], "", long_ago),
        Kind("减速标线", "道", kinds[1], vec![8, 6], "", (date(2021, 3, 1), date(2021, 5, 31))),
    ]
}

/// The devices.
pub(super) fn devices(days: &Days) -> Book {
    let mut random = Random::new(0xde71);
    let (mut rows, mut checks) = (Vec::new(), Vec::new());
    let mut number = 0;
    for Kind(kind, measure, routes, amounts, project, (first, last)) in kinds(&mut random) {
        let width = crate::days::between(first, last);
        for (amount, place) in amounts.into_iter().zip(0_usize..) {
            number += 1;
            let no = format!("JA-{number:03}");
            let route = routes[place % routes.len()];
            let at = stake_on(&mut random, route, 0);
            let installed = days.on_or_after(plus(first, random.between(0, width)));
            let is_light = kind == "主动发光设施";
            let is_broken = is_light && place == 4;
            let is_repaired = is_light && place == 9;
            let is_long = measure == "米";
            if is_light {
                let seen = days.on_or_after(plus(date(2021, 6, 7), random.between(0, 10)));
                checks.push(row![&no, seen, !is_broken, officer(number)]);
            }
            rows.push(row![
                no,
                kind,
                route,
                stake(at),
                is_long.then(|| stake(at + amount / 10 * 10)),
                Decimal::from(amount),
                measure,
                is_light.then_some(if place % 4 == 0 { "市电" } else { "太阳能" }),
                installed,
                is_light.then(|| plus(installed, 730)),
                project,
                (is_broken || is_repaired).then(|| date(2021, 6, if is_broken { 15 } else { 2 })),
                is_repaired.then(|| date(2021, 6, 11)),
                if is_broken { "损坏" } else { "在用" },
            ]);
        }
    }
    // Set up years ago and given up.
    rows.push(row![
        "JA-900",
        "主动发光设施",
        "G107",
        "K2330+200",
        "",
        Decimal::from(2),
        "套",
        "太阳能",
        date(2019, 3, 12),
        date(2020, 3, 11),
        "",
        date(2020, 11, 3),
        "",
        "报废"
    ]);
    let head = [
        "设施编号",
        "设施类别",
        "路线",
        "起点桩号",
        "终点桩号",
        "数量",
        "计量单位",
        "供电方式",
        "安装日期",
        "保修期至",
        "所属项目",
        "损坏日期",
        "修复日期",
        "状态",
    ];
    let lines = ["设施编号", "检查日期", "发光正常", "检查人"];
    let sheets = vec![
        Sheet::new("交安设施", head.map(col).to_vec(), rows).titled(&["公路交通安全设施登记表"]),
        Sheet::new("夜间检查", lines.map(col).to_vec(), checks),
    ];
    Book::workbook("50-交安设施.xlsx", "road/device", sheets)
}
