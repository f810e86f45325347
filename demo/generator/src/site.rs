//! 红线问题, 危险性较大工程 and 风险点.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::days::{every, plus};
use crate::random::Random;
use crate::safety::SITES;
use crate::{LAST_DAY, cast};

/// The three books.
pub(crate) fn books() -> Vec<Book> {
    vec![red_lines(), dangerous_works(), risks()]
}

/// Who builds a site.
pub(crate) fn contractor(site: usize) -> String {
    format!("示例路桥{}公司", site % 5 + 1)
}

/// A red-line problem: number, item, site, problem, found, stopped, mended, looked at again, state.
type RedLine = (&'static str, &'static str, usize, &'static str, [Option<Date>; 4], &'static str);

fn red_lines() -> Book {
    let some = |month: i8, day: i8| Some(date(2021, month, day));
    let problems: [RedLine; 8] = [
        (
            "HX2020-006",
            "特种作业人员无证上岗",
            2,
            "两名架子工证件过期",
            [Some(date(2020, 11, 17)), None, Some(date(2020, 11, 24)), Some(date(2020, 11, 26))],
            "销号",
        ),
        (
            "HX2021-001",
            "危大工程无经批准的专项施工方案",
            3,
            "高边坡开挖方案未经总监批准即施工",
            [some(1, 20), some(1, 21), some(2, 1), some(2, 3)],
            "销号",
        ),
        (
            "HX2021-002",
            "特种作业人员无证上岗",
            0,
            "起重司索工无证",
            [some(3, 10), None, some(3, 17), some(3, 19)],
            "销号",
        ),
        (
            "HX2021-003",
            "未按方案监测或监测超警戒值仍施工",
            4,
            "隧道监控量测频率不足",
            [some(4, 14), None, some(4, 26), some(4, 28)],
            "销号",
        ),
        (
            "HX2021-004",
            "使用不合格材料或检测数据造假",
            6,
            "涵洞混凝土试块养护记录不实",
            [some(5, 18), None, some(6, 4), some(6, 8)],
            "销号",
        ),
        (
            "HX2021-005",
            "危大工程无经批准的专项施工方案",
            1,
            "挂篮悬浇预压方案未论证",
            [some(6, 9), some(6, 10), None, None],
            "停工整改",
        ),
        (
            "HX2021-006",
            "特种作业人员无证上岗",
            5,
            "电工证未复审",
            [some(6, 23), None, None, None],
            "整改中",
        ),
        (
            "HX2021-007",
            "违法分包、转包",
            4,
            "劳务分包合同未报备，涉嫌违法分包",
            [some(7, 6), None, None, None],
            "已发现",
        ),
    ];
    let rows =
        problems.into_iter().zip(0_usize..).map(|((no, item, site, problem, days, state), at)| {
            let [found, stopped, mended, checked] = days;
            let is_ordered = state != "已发现";
            row![
                no,
                item,
                SITES[site].0,
                contractor(site),
                problem,
                found,
                is_ordered.then_some("责令限期整改，举一反三排查"),
                found.filter(|_| is_ordered).map(|it| plus(it, 20)),
                stopped.map(|_| format!("阳交质停〔2021〕{at}号")),
                stopped,
                mended.filter(|_| stopped.is_some()),
                mended,
                mended.map(|_| cast::person(2230 + at)),
                checked,
                checked.map(|_| cast::person(2200 + at % 5)),
                checked.map(|_| "约谈施工、监理单位"),
                state,
            ]
        });
    let columns = [
        "问题编号",
        "红线条目",
        "项目、标段",
        "责任单位",
        "问题",
        "发现日期",
        "处置措施",
        "整改期限",
        "停工令",
        "停工日期",
        "复工日期",
        "整改完成日期",
        "整改人",
        "复查日期",
        "复查人",
        "处理情况",
        "状态",
    ];
    let sheet = Sheet::new("红线问题", columns.map(col).to_vec(), rows.collect())
        .titled(&["公路水运工程质量安全红线问题台账"])
        .days(DayStyle::Dashes);
    Book::workbook("126-红线问题台账.xlsx", "safety/red_line", vec![sheet])
}

/// Kind, site, part, whether experts must see the scheme, started, finished.
type Dangerous = (&'static str, usize, &'static str, bool, Option<Date>, Option<Date>);

fn dangerous_works() -> Book {
    let since = |year: i16, month: i8, day: i8| Some(date(year, month, day));
    let works: [Dangerous; 13] = [
        ("隧道开挖", 1, "示例隧道左洞", true, since(2020, 3, 16), None),
        ("隧道开挖", 4, "示例二号隧道", true, since(2020, 6, 8), None),
        ("高边坡", 0, "K412路堑左侧边坡", true, since(2020, 9, 14), None),
        ("高边坡", 3, "K438路堑右侧边坡", true, since(2021, 2, 22), None),
        ("高边坡", 6, "暗浪陂段路堑边坡", false, since(2020, 5, 11), None),
        ("深基坑", 2, "示例大桥承台基坑", true, since(2020, 11, 2), since(2021, 4, 16)),
        ("深基坑", 7, "江咀桥桥台基坑", false, since(2021, 6, 10), None),
        ("桥梁悬浇挂篮", 2, "示例大桥主跨", true, since(2021, 4, 26), None),
        ("桥梁悬浇挂篮", 1, "示例特大桥主跨", true, None, None),
        ("高处作业", 0, "示例高架桥墩柱", false, since(2020, 8, 3), None),
        ("高处作业", 3, "互通匝道桥盖梁", false, since(2021, 3, 8), None),
        ("高处作业", 5, "路面标志龙门架", false, since(2021, 5, 17), None),
        ("深基坑", 8, "隔水桥桥台基坑", false, None, None),
    ];
    let (mut rows, mut readings) = (Vec::new(), Vec::new());
    let mut random = Random::new(0xda96);
    for ((kind, site, part, over, started, finished), number) in works.into_iter().zip(1_usize..) {
        let no = format!("WD-{number:02}");
        let approved = started.map(|it| plus(it, -12));
        let reviewed = over.then(|| started.map_or(date(2021, 6, 18), |it| plus(it, -24)));
        let state = match (started, finished) {
            (_, Some(_)) => "已完成",
            (Some(_), None) => "实施中",
            (None, _) if over => "已论证",
            (None, _) => "编制方案",
        };
        let is_watched = kind != "高处作业";
        rows.push(row![
            &no,
            kind,
            SITES[site].0,
            part,
            format!("{part}专项施工方案"),
            over,
            reviewed,
            approved,
            approved.map(|_| cast::person(2240 + site)),
            started.map(|it| plus(it, -3)),
            started,
            is_watched.then(|| Decimal::new(30, 3)),
            finished,
            state,
        ]);
        if let Some(started) = started.filter(|_| is_watched) {
            let last = finished.unwrap_or(LAST_DAY);
            let first = started.max(date(2021, 1, 4));
            for day in every(first, last).into_iter().step_by(14) {
                let millimetres = random.between(1, 31);
                let is_over = millimetres > 30;
                readings.push(row![
                    &no,
                    day,
                    format!("测点{}", random.between(1, 4)),
                    Decimal::new(millimetres, 3),
                    is_over,
                    is_over.then_some("暂停作业，加密监测，加固支护后恢复"),
                ]);
            }
        }
    }
    let columns = [
        "危大工程编号",
        "工程类别",
        "项目、标段",
        "部位",
        "专项方案",
        "超过一定规模",
        "论证日期",
        "批准日期",
        "批准人",
        "交底日期",
        "开工日期",
        "监测预警值",
        "完成日期",
        "状态",
    ];
    let below = ["危大工程编号", "监测日期", "测点", "监测值", "超预警", "处置"];
    let sheets = vec![
        Sheet::new("危大工程", columns.map(col).to_vec(), rows).titled(&["危险性较大工程管理台账"]),
        Sheet::new("监测记录", below.map(col).to_vec(), readings),
    ];
    Book::workbook("127-危险性较大工程.xlsx", "safety/dangerous_works", sheets)
}

/// Point, consequence, likelihood × 10, exposure × 10, severity.
const POINTS: [(&str, &str, i64, i64, i64); 12] = [
    ("隧道开挖突泥涌水", "坍塌、淹溺", 30, 60, 40),
    ("高边坡开挖", "坍塌", 30, 60, 15),
    ("挂篮行走", "高处坠落", 10, 60, 40),
    ("起重吊装", "物体打击", 30, 60, 7),
    ("临时用电", "触电", 30, 60, 7),
    ("墩柱施工", "高处坠落", 30, 60, 7),
    ("便道会车", "车辆伤害", 30, 60, 3),
    ("钢筋加工", "机械伤害", 10, 60, 3),
    ("营运客车长途行驶", "道路交通事故", 10, 60, 40),
    ("客运站候车厅消防", "火灾", 5, 100, 40),
    ("渡船载客横渡", "淹溺", 10, 60, 15),
    ("路面养护占道作业", "车辆伤害", 30, 30, 15),
];

/// Who must watch a risk, by its value × 100.
fn level(score: i64) -> &'static str {
    match score {
        32_000.. => "单位级",
        16_000..=31_999 => "部门级",
        7_000..=15_999 => "班组级",
        _ => "岗位级",
    }
}

fn risks() -> Book {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let on_sites = (0..7).flat_map(|site| (0..8).map(move |point| (site, point)));
    let on_sites =
        on_sites.filter(|(site, point)| (site + point) % 2 == 0 && (*point > 2 || *site < 5));
    let others = [(20, 8), (21, 9), (22, 10), (23, 11)];
    for ((site, point), number) in on_sites.chain(others).zip(1_usize..) {
        let (name, consequence, likely, exposed, severe) = POINTS[point];
        let unit = match site {
            20 => "粤运阳山分公司",
            21 => "阳山客运站",
            22 => "青莲镇白埌渡口",
            23 => "县公路事务中心",
            site => SITES[site].0,
        };
        let removed = (number == 9).then(|| date(2021, 5, 28));
        let late = number == 14;
        let identified = if late { date(2021, 7, 5) } else { date(2021, 1, 12) };
        let score = likely * exposed * severe;
        rows.push(row![
            format!("FX-{number:03}"),
            unit,
            name,
            consequence,
            identified,
            Decimal::new(likely, 1),
            Decimal::new(exposed, 1),
            severe,
            "专人盯控，设置警示，落实防护设施并按频次巡查",
            level(score),
            cast::person(2230 + number % 40),
            if score >= 16_000 { 1_i64 } else { 7 },
            removed,
            if removed.is_some() { "已消除" } else { "管控中" },
        ]);
    }
    // The value and the colour are left to the program.
    let columns = [
        "风险编号",
        "单位",
        "风险点",
        "可能后果",
        "辨识日期",
        "可能性L",
        "暴露频次E",
        "后果C",
        "管控措施",
        "管控层级",
        "管控责任人",
        "巡查间隔",
        "消除日期",
        "状态",
    ];
    let sheet =
        Sheet::new("风险清单", columns.map(col).to_vec(), rows).titled(&["风险点分级管控清单台账"]);
    Book::workbook("128-风险点分级管控清单.xlsx", "safety/risk", vec![sheet])
}
