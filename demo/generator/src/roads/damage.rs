//! 水毁 and 涵洞隧道排水: what the water takes away, and what leads it off.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::stake_on;
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast::stake;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::roads::network::ROUTES;

const FLOOD_524: &str = "S524线水毁修复工程";
const FLOOD_525: &str = "S525线水毁修复工程";

/// Places that the water broke: route, how many, project, day of the rain.
const PLACES: [(&str, usize, &str, Date); 6] = [
    ("S524", 4, FLOOD_524, date(2020, 6, 8)),
    ("S525", 3, FLOOD_525, date(2020, 6, 8)),
    ("G323", 2, "", date(2020, 6, 8)),
    ("X385", 2, "", date(2021, 5, 5)),
    ("S262", 1, "", date(2021, 5, 31)),
    ("Y956", 2, "", date(2021, 7, 4)),
];

/// The damages.
pub(super) fn damages(days: &Days) -> Book {
    const WORDS: [&str; 4] =
        ["路基缺口，半幅悬空", "边坡塌方，阻断交通", "挡土墙倒塌", "涵洞堵塞，路面漫水冲毁"];
    let mut random = Random::new(0xf100);
    let none: Option<Date> = None;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (route, count, project, rain) in PLACES {
        let towns = ROUTES.iter().find(|it| it.code == route).expect("a route of the county").towns;
        for _ in 0..count {
            let metres = stake_on(&mut random, route, 0);
            let cleared = plus(rain, random.between(1, 4));
            let is_project = !project.is_empty();
            let (applied, accepted, state) = match (is_project, rain.year(), rain.month()) {
                (true, _, _) => (Some(days.on_or_after(date(2020, 9, 7))), none, "设计"),
                (false, 2020, _) => (none, Some(date(2020, 11, 18)), "验收"),
                (false, _, 5) if rain.day() == 5 => (none, Some(date(2021, 6, 24)), "验收"),
                (false, _, 5) => (none, none, "修复"),
                _ => (none, none, "抢通"),
            };
            let loss = random.between(60, 900) * 1_000;
            rows.push(row![
                format!("SH-{}-{:02}", rain.year(), rows.len() + 1),
                if rain.year() == 2020 {
                    "2020年“龙舟水”强降雨"
                } else {
                    "2021年汛期强降雨"
                },
                rain,
                route,
                stake(metres),
                stake(metres + random.between(1, 8) * 10),
                *random.pick(towns),
                *random.pick(&WORDS),
                Decimal::new(random.between(800, 24_000), 1),
                random.chance(60),
                cleared,
                is_project.then_some(loss),
                applied,
                project,
                accepted,
                state,
            ]);
        }
    }
    let head = [
        "水毁编号",
        "灾害",
        "发现日期",
        "路线",
        "起点桩号",
        "终点桩号",
        "镇",
        "损毁情况",
        "塌方或损毁量（立方米）",
        "交通中断",
        "抢通日期",
        "损失（元）",
        "申报日期",
        "修复项目",
        "验收日期",
        "状态",
    ];
    let sheet = Sheet::new("水毁", head.map(col).to_vec(), rows).titled(&["公路水毁登记表"]);
    Book::workbook("47-水毁.xlsx", "road/flood_damage", vec![sheet])
}

/// The structures: the twelve culverts and the ditches of S260, and older ones.
pub(super) fn structures() -> Book {
    const SIZES: [&str; 4] =
        ["圆管涵φ1.0米", "圆管涵φ1.5米", "盖板涵2.0米×2.0米", "盖板涵4.0米×3.0米"];
    let mut random = Random::new(0x57c7);
    let none: Option<Date> = None;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for number in 0..12_i64 {
        let at = stake(24_560 + number * 270);
        let length = Decimal::new(random.between(120, 260), 1);
        let built = date(2019, 9, 20);
        rows.push(row![
            format!("S260-H{:03}", number + 1),
            "涵洞",
            "S260",
            at,
            "",
            *random.pick(&SIZES),
            length,
            built,
            "好",
            date(2021, 4, 8),
            none,
            "",
            "在册",
        ]);
    }
    for (route, count) in
        [("G107", 9), ("G323", 7), ("G358", 6), ("S250", 5), ("S524", 4), ("X385", 3)]
    {
        for number in 1..=count {
            let year = i16::try_from(random.between(1976, 2006)).expect("a year");
            let at = stake_on(&mut random, route, 0);
            let length = Decimal::new(random.between(80, 220), 1);
            let is_gone = route == "G323" && number == 7;
            rows.push(row![
                format!("{route}-H{number:03}"),
                "涵洞",
                route,
                stake(at),
                "",
                *random.pick(&SIZES),
                length,
                date(year, 12, 1),
                *random.pick(&["好", "较好", "较好", "较差"]),
                date(2020, 10, 27),
                is_gone.then(|| date(2020, 12, 11)),
                is_gone.then_some("路网示例〔2020〕11号"),
                if is_gone { "废止" } else { "在册" },
            ]);
        }
    }
    for (number, (from, until)) in [(24_450, 25_850), (25_850, 27_950)].into_iter().enumerate() {
        rows.push(row![
            format!("S260-P{:02}", number + 1),
            "排水沟",
            "S260",
            stake(from),
            stake(until),
            "梯形0.6米×0.6米",
            Decimal::from(until - from),
            date(2020, 7, 30),
            "较好",
            date(2021, 4, 8),
            none,
            "",
            "在册",
        ]);
    }
    let head = [
        "构造物编码",
        "构造物类别",
        "路线",
        "起点桩号",
        "终点桩号",
        "孔径或断面",
        "长度（米）",
        "建成日期",
        "状况",
        "检查日期",
        "调整日期",
        "依据文件",
        "状态",
    ];
    let sheet = Sheet::new("构造物", head.map(col).to_vec(), rows)
        .titled(&["公路涵洞、隧道、排水设施登记表"]);
    Book::workbook("51-涵洞隧道排水.xlsx", "road/structure", vec![sheet])
}
