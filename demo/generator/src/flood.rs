//! 汛期排查 and 应急响应: what is looked at before the rains, and what the headquarters ordered.

use jiff::civil::{Date, date};

use crate::LAST_DAY;
use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::cast::{self, ORDINARY};
use crate::days::{Days, every, plus};
use crate::random::Random;

/// The two books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![flood_checks(days), responses()]
}

fn flood_checks(days: &Days) -> Book {
    const ROUND: [(&str, usize); 5] =
        [("重点路段", 26), ("重点桥梁", 18), ("边坡", 9), ("涵洞", 7), ("渡口", 5)];
    let mut random = Random::new(0xf100);
    let worked: Vec<Date> = every(date(2021, 3, 22), date(2021, 4, 13))
        .into_iter()
        .filter(|it| days.is_worked(*it))
        .collect();
    let mut plan: Vec<(&str, Date, &str, usize)> = Vec::new();
    for (target, count) in ROUND {
        plan.extend((0..count).map(|number| ("汛前", *random.pick(&worked), target, number)));
    }
    plan.extend((0..4).map(|number| ("汛后", date(2020, 10, 21), "重点路段", number)));
    plan.extend((0..8).map(|number| ("汛中", date(2021, 6, 7), "重点路段", number * 3)));
    plan.sort_by_key(|it| (it.1, it.2, it.3));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((round, day, target, number), at) in plan.into_iter().zip(1_usize..) {
        let stretch = ORDINARY[number % ORDINARY.len()];
        let is_wrong = (number + target.len()) % 8 == 5;
        let settled = is_wrong.then(|| plus(day, random.between(12, 110)));
        let settled = settled.filter(|it| *it <= LAST_DAY);
        let closed = (is_wrong && round == "汛中").then(|| format!("{day} 09:00"));
        rows.push(row![
            format!("PC{}-{at:03}", day.year()),
            round,
            target,
            format!("{}线示例{target}{:02}", stretch.road, number + 1),
            stretch.road,
            stretch.stake(&mut random),
            day,
            cast::person(2400 - 40 + at % 12),
            if is_wrong { "发现隐患" } else { "未发现隐患" },
            is_wrong.then_some("排水不畅，坡脚冲刷"),
            is_wrong.then_some("专人盯守，备料备机，雨中加密巡查"),
            is_wrong.then(|| cast::person(2380 + at % 12)),
            closed.clone(),
            closed.map(|_| format!("{day} 17:30")),
            settled,
            if is_wrong && settled.is_none() { "盯守处理" } else { "办结" },
        ]);
    }
    let columns = [
        "排查编号",
        "排查时点",
        "排查对象",
        "名称",
        "路线",
        "桩号",
        "排查日期",
        "排查人",
        "排查结果",
        "隐患情况",
        "措施",
        "盯守人",
        "封路时间",
        "恢复通行时间",
        "处理完成日期",
        "状态",
    ];
    let sheet = Sheet::new("汛期排查", columns.map(col).to_vec(), rows)
        .titled(&["汛期重点路段重点桥梁排查清单"])
        .days(DayStyle::Dashes);
    Book::workbook("139-汛期排查.xlsx", "emergency/flood_check", vec![sheet])
}

/// Order, level, cause, from, until, persons sent.
const RESPONSES: [(&str, &str, &str, &str, &str, i64); 5] = [
    ("阳三防示例〔2020〕8号", "Ⅳ级", "强降雨", "2020-09-18 10:00", "2020-09-20 08:00", 22),
    ("阳三防示例〔2021〕2号", "Ⅳ级", "强降雨", "2021-05-15 20:00", "2021-05-17 12:00", 36),
    ("阳三防示例〔2021〕4号", "Ⅳ级", "持续降雨", "2021-05-31 08:00", "2021-06-03 09:00", 48),
    (
        "阳三防示例〔2021〕5号",
        "Ⅲ级",
        "强降雨，局部暴雨",
        "2021-06-04 18:00",
        "2021-06-06 18:00",
        75,
    ),
    ("阳三防示例〔2021〕7号", "Ⅳ级", "强降雨", "2021-07-08 22:00", "", 18),
];

fn responses() -> Book {
    let (mut rows, mut actions) = (Vec::new(), Vec::new());
    for ((order, level, cause, starts, ends, crew), number) in RESPONSES.into_iter().zip(1_usize..)
    {
        let no = format!("XY-{number:02}");
        let state = if ends.is_empty() { "响应中" } else { "已解除" };
        rows.push(row![&no, order, "县三防指挥部", level, cause, starts, ends, crew, state]);
        let day = &starts[..10];
        let done =
            [(23, "二十四小时值守，加密巡查重点路段和桥梁"), (23, "抢险队集结待命，渡口停航")];
        for (at, (hour, action)) in done.into_iter().enumerate() {
            let minute = 10 + at * 20;
            let person = cast::person(2300 + (number + at) % 6);
            actions.push(row![&no, format!("{day} {hour}:{minute}"), action, person]);
        }
    }
    let columns = [
        "响应编号",
        "命令文号",
        "发布单位",
        "响应等级",
        "起因",
        "启动时间",
        "解除时间",
        "抢险人员",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("应急响应", columns.map(col).to_vec(), rows).titled(&["预警与应急响应登记表"]),
        Sheet::new("响应措施", ["响应编号", "时间", "措施", "负责人"].map(col).to_vec(), actions),
    ];
    Book::workbook("140-预警与应急响应.xlsx", "emergency/response", sheets)
}
