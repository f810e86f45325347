//! 公路隐患点: the 31 of the second campaign, the 18 of May, and those found before and after.

use jiff::civil::{Date, date};

use super::{HUNDRED_DAYS, ROAD_CENTRE, SERVICE_CENTRE, officer, stake_on};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast::stake;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::roads::network::ROUTES;

/// Roads of the national and provincial hazards, and of the rural ones.
const TRUNK: [&str; 6] = ["G107", "G323", "G358", "S260", "S250", "S262"];
const RURAL: [&str; 5] = ["X385", "Y956", "X389", "Y901", "Y917"];
const BUGOU: &str = "S250线布苟山事故多发路段弯道加宽工程";

/// What is wrong, and what is done about it.
const KINDS: [(&str, &str); 8] = [
    ("急弯陡坡", "增设线形诱导标、减速标线和波形护栏"),
    ("视距不良", "清理弯道内侧树木，增设凸面镜"),
    ("平交路口", "增设停车让行标志、减速标线和警示灯"),
    ("临水临崖", "增设波形护栏"),
    ("标志标线不规范", "更新标志，重划标线"),
    ("护栏缺失", "补设波形护栏"),
    ("路面损坏", "挖除修复路面铺装"),
    ("长下坡", "增设减速标线和警示标志"),
];

/// One place with its days.
struct Spot {
    no: String,
    name: String,
    kind: &'static str,
    measures: &'static str,
    route: &'static str,
    metres: i64,
    length: i64,
    town: &'static str,
    source: &'static str,
    supervisor: &'static str,
    found: Date,
    listed: Option<Date>,
    due: Option<Date>,
    project: &'static str,
    started: Option<Date>,
    finished: Option<Date>,
    checked: Option<Date>,
    revisited: Option<Date>,
    state: &'static str,
}

/// A place found on a day and no more.
fn found(
    random: &mut Random,
    no: String,
    route: &'static str,
    source: &'static str,
    on: Date,
) -> Spot {
    let (kind, measures) = *random.pick(&KINDS);
    let towns = ROUTES.iter().find(|it| it.code == route).expect("a route of the county").towns;
    let metres = stake_on(random, route, 0);
    Spot {
        no,
        name: format!("{route}线{}{kind}", stake(metres)),
        kind,
        measures,
        route,
        metres,
        length: random.between(6, 40) * 10,
        town: towns[random.below(towns.len())],
        source,
        supervisor: "",
        found: on,
        listed: None,
        due: None,
        project: "",
        started: None,
        finished: None,
        checked: None,
        revisited: None,
        state: "排查",
    }
}

/// The 31 of the second campaign: 19 on national and provincial roads, 12 on rural ones, all done by January.
fn campaign(random: &mut Random, days: &Days) -> Vec<Spot> {
    (0..31)
        .map(|number| {
            let route = if number < 19 { TRUNK[number % 6] } else { RURAL[number % 5] };
            let seen = days.on_or_after(plus(date(2020, 9, 7), random.between(0, 20)));
            let source = *random.pick(&["集中排查", "交警通报", "交警通报"]);
            let started = days.on_or_after(plus(date(2020, 10, 19), random.between(0, 50)));
            let finished = plus(started, random.between(8, 35));
            let checked = days.later(finished, random.between(2, 6)).min(date(2021, 1, 27));
            Spot {
                listed: Some(date(2020, 10, 9)),
                due: Some(date(2021, 1, 31)),
                project: HUNDRED_DAYS,
                started: Some(started),
                finished: Some(finished),
                checked: Some(checked),
                revisited: (number % 3 == 0).then(|| days.later(checked, 60)),
                state: "销号",
                ..found(random, format!("YH-2020-{:02}", number + 1), route, source, seen)
            }
        })
        .collect()
}

/// The 18 that went on the list in May: two are done.
fn of_may(random: &mut Random, days: &Days) -> Vec<Spot> {
    let listed = Some(date(2021, 5, 20));
    let mut spots = vec![
        Spot {
            name: "S250线范村小学路段标志标线不规范、不齐全".to_owned(),
            kind: "标志标线不规范",
            measures: "补齐学校区域警告、限速标志，重划标线",
            town: "阳城镇",
            supervisor: "市安全巡察组",
            listed,
            due: Some(date(2021, 6, 30)),
            started: Some(date(2021, 5, 24)),
            finished: Some(date(2021, 6, 4)),
            checked: Some(date(2021, 6, 9)),
            state: "销号",
            ..found(random, "YH-2021-01".to_owned(), "S250", "上级督办", date(2021, 5, 12))
        },
        // Known to the police long before; it was being widened when the list was made.
        Spot {
            name: "S250线布苟山事故多发路段".to_owned(),
            kind: "事故多发",
            measures: "弯道加宽",
            town: "江英镇",
            listed,
            due: Some(date(2021, 6, 30)),
            project: BUGOU,
            started: Some(date(2021, 3, 29)),
            finished: Some(date(2021, 5, 21)),
            checked: Some(date(2021, 5, 28)),
            state: "销号",
            ..found(random, "YH-2021-02".to_owned(), "S250", "交警通报", date(2021, 1, 18))
        },
    ];
    for number in 3..=18_usize {
        let route = if number % 4 == 0 { RURAL[number % 5] } else { TRUNK[number % 6] };
        let seen = days.on_or_after(plus(date(2021, 5, 6), random.between(0, 11)));
        let one = found(random, format!("YH-2021-{number:02}"), route, "集中排查", seen);
        let started = days.on_or_after(plus(date(2021, 6, 1), random.between(0, 20)));
        let planned = Spot { listed, due: Some(date(2021, 9, 30)), state: "计划", ..one };
        spots.push(match number {
            3..=9 => planned,
            10..=15 => Spot { started: Some(started), state: "施工", ..planned },
            // Done, and not yet looked at by anybody else at the end of June.
            16..=17 => Spot {
                started: Some(date(2021, 6, 3)),
                finished: Some(date(2021, 6, 28)),
                state: "待验收",
                ..planned
            },
            // Looked at after the half year.
            _ => Spot {
                started: Some(date(2021, 6, 7)),
                finished: Some(date(2021, 6, 29)),
                checked: Some(date(2021, 7, 5)),
                state: "销号",
                ..planned
            },
        });
    }
    spots
}

/// Found on patrol and not on the list, and one that was late last year.
fn beside(random: &mut Random) -> Vec<Spot> {
    let mut spots: Vec<Spot> = [("G107", 3, 8), ("X385", 4, 22), ("S262", 6, 21)]
        .into_iter()
        .zip(19..)
        .map(|((route, month, day), number)| {
            let on = date(2021, month, day);
            let one = found(random, format!("YH-2021-{number}"), route, "日常巡查", on);
            Spot { state: if number == 21 { "排查" } else { "评估" }, ..one }
        })
        .collect();
    spots.push(Spot {
        listed: Some(date(2021, 7, 2)),
        due: Some(date(2021, 10, 31)),
        state: "计划",
        ..found(random, "YH-2021-22".to_owned(), "S524", "群众反映", date(2021, 6, 24))
    });
    spots.push(Spot {
        listed: Some(date(2020, 4, 15)),
        due: Some(date(2020, 6, 30)),
        started: Some(date(2020, 5, 6)),
        finished: Some(date(2020, 7, 15)),
        checked: Some(date(2020, 7, 22)),
        revisited: Some(date(2020, 12, 3)),
        state: "销号",
        ..found(random, "YH-2020-32".to_owned(), "G358", "集中排查", date(2020, 4, 7))
    });
    spots
}

/// The book.
pub(super) fn spots(days: &Days) -> Book {
    let mut random = Random::new(0x5907);
    let mut all = campaign(&mut random, days);
    all.extend(of_may(&mut random, days));
    all.extend(beside(&mut random));
    let rows = all.iter().zip(0..).map(|(it, number)| spot_row(it, number)).collect();
    let head = [
        "隐患编号",
        "隐患名称",
        "隐患类型",
        "路线",
        "起点桩号",
        "终点桩号",
        "镇",
        "隐患来源",
        "督办单位",
        "发现日期",
        "治理措施",
        "列入清单日期",
        "责任单位",
        "责任人",
        "完成期限",
        "治理项目",
        "开工日期",
        "完成日期",
        "施工负责人",
        "销号日期",
        "验收人",
        "回看日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("隐患点", head.map(col).to_vec(), rows)
            .titled(&["公路隐患点和事故多发路段整治台账"]),
        Sheet::new(
            "事故记录",
            ["隐患编号", "事故日期", "死亡（人）", "受伤（人）"].map(col).to_vec(),
            accidents(&mut random, &all),
        ),
    ];
    Book::workbook("48-公路隐患点.xlsx", "road/black_spot", sheets)
}

fn spot_row(it: &Spot, number: usize) -> Vec<Cell> {
    let is_rural = it.route.starts_with(['Y', 'C']);
    let keeper = if is_rural { SERVICE_CENTRE } else { ROAD_CENTRE };
    row![
        &it.no,
        &it.name,
        it.kind,
        it.route,
        stake(it.metres),
        stake(it.metres + it.length),
        it.town,
        it.source,
        it.supervisor,
        it.found,
        if it.state == "排查" { "" } else { it.measures },
        it.listed,
        it.listed.map(|_| keeper),
        it.listed.map(|_| officer(number)),
        it.due,
        it.project,
        it.started,
        it.finished,
        it.finished.map(|_| officer(number + 11)),
        it.checked,
        it.checked.map(|_| officer(number + 23)),
        it.revisited,
        it.state,
    ]
}

/// What happened where the police asked for something to be done.
fn accidents(random: &mut Random, spots: &[Spot]) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for it in spots.iter().filter(|it| it.source == "交警通报") {
        for _ in 0..random.between(1, 2) {
            let on = plus(date(2018, 3, 1), random.between(0, 880));
            rows.push(row![&it.no, on, random.between(0, 1), random.between(0, 3)]);
        }
    }
    rows
}
