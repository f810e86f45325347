//! 红线问题, 危险性较大工程, 风险点, 教育培训, 市场违规线索, 生产安全事故 and its 零报告.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::days::{Days, every, plus};
use crate::random::Random;
use crate::safety::SITES;
use crate::{LAST_DAY, cast};

/// The books of the sites.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        red_lines(),
        dangerous_works(),
        risks(),
        trainings(days),
        misconducts(),
        accidents(),
        no_accidents(days),
    ]
}

fn contractor(site: usize) -> String {
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

/// Kind, course, hours × 10.
const COURSES: [(&str, &str, i64); 6] = [
    ("公司级安全教育", "新进场人员公司级安全教育", 150),
    ("项目级安全教育", "项目安全管理制度和风险告知", 150),
    ("班组级安全教育", "岗位操作规程", 200),
    ("警示教育", "典型事故案例警示教育", 20),
    ("操作技能培训", "高处作业和起重吊装实操", 40),
    ("法律法规宣教", "安全生产法律法规", 30),
];

fn trainings(days: &Days) -> Book {
    const POSTS: [&str; 6] = ["架子工", "钢筋工", "电工", "起重工", "普工", "安全员"];
    let mut random = Random::new(0x7ea1);
    let (mut rows, mut people) = (Vec::new(), Vec::new());
    for number in 0..21_usize {
        let month = i64::try_from(number).expect("few") * 11;
        let day = days.on_or_after(plus(date(2020, 12, 3), month));
        let (kind, course, hours) = COURSES[number % 6];
        let site = number % 7;
        let no = format!("PX{}-{:02}", day.year(), number + 1);
        let state = match number {
            7 => "已取消",
            _ if day > LAST_DAY => "计划",
            _ => "已考核",
        };
        let held = state == "已考核";
        rows.push(row![
            &no,
            kind,
            SITES[site].0,
            course,
            day,
            held.then_some(day),
            Decimal::new(hours, 1),
            state,
        ]);
        if held {
            for at in 0..random.between(12, 26) {
                let at = usize::try_from(at).expect("not negative");
                let name = cast::person(1200 + site * 40 + at);
                people.push(row![&no, name, *random.pick(&POSTS), random.between(70, 100)]);
            }
        }
    }
    let columns =
        ["培训编号", "培训类别", "组织单位", "课程", "计划日期", "培训日期", "学时", "状态"];
    let sheets = vec![
        Sheet::new("教育培训", columns.map(col).to_vec(), rows).titled(&["安全教育培训登记表"]),
        Sheet::new("参加人员", ["培训编号", "姓名", "岗位", "考核成绩"].map(col).to_vec(), people),
    ];
    Book::workbook("129-安全教育培训.xlsx", "safety/training", sheets)
}

/// A clue: number, kind, source, site, registered, content, result, outcome, state.
type Clue = (
    &'static str,
    &'static str,
    &'static str,
    usize,
    Date,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
);

fn misconducts() -> Book {
    let clues: [Clue; 7] = [
        (
            "SC2020-009",
            "无证上岗",
            "监督检查",
            2,
            date(2020, 11, 17),
            "两名架子工证件过期仍上岗",
            Some("属实"),
            Some("责令离岗，约谈施工单位"),
            "已处理",
        ),
        (
            "SC2021-001",
            "违章指挥",
            "监督检查",
            3,
            date(2021, 1, 20),
            "方案未经批准即安排开挖",
            Some("属实"),
            Some("责令停工整改，通报批评"),
            "已处理",
        ),
        (
            "SC2021-002",
            "无证上岗",
            "监督检查",
            0,
            date(2021, 3, 10),
            "起重司索工无证作业",
            Some("属实"),
            Some("责令离岗，扣减信用评价分"),
            "已处理",
        ),
        (
            "SC2021-003",
            "转包",
            "投诉举报",
            6,
            date(2021, 4, 7),
            "反映路基工程整体转包",
            Some("不属实"),
            None,
            "不予处理",
        ),
        (
            "SC2021-004",
            "冒险作业",
            "监督检查",
            1,
            date(2021, 5, 12),
            "大风天气未停止高处作业",
            Some("部分属实"),
            Some("责令整改，班组重新教育"),
            "已处理",
        ),
        (
            "SC2021-005",
            "无证上岗",
            "监督检查",
            5,
            date(2021, 6, 23),
            "电工证未按期复审",
            Some("属实"),
            None,
            "已核查",
        ),
        (
            "SC2021-006",
            "违法分包",
            "上级转办",
            4,
            date(2021, 7, 6),
            "劳务分包合同未报备",
            None,
            None,
            "线索登记",
        ),
    ];
    let rows =
        clues.into_iter().map(|(no, kind, source, site, day, what, result, outcome, state)| {
            row![
                no,
                kind,
                source,
                SITES[site].0,
                contractor(site),
                day,
                what,
                result,
                result.map(|_| plus(day, 7)),
                outcome,
                outcome.map(|_| plus(day, 12)),
                outcome.map(|it| it.contains("信用")),
                state,
            ]
        });
    let columns = [
        "线索编号",
        "违规行为",
        "线索来源",
        "项目、标段",
        "涉事单位",
        "登记日期",
        "线索内容",
        "核查结论",
        "核查日期",
        "处理结果",
        "处理日期",
        "记入信用",
        "状态",
    ];
    let sheet = Sheet::new("市场违规线索", columns.map(col).to_vec(), rows.collect())
        .titled(&["交通建设市场违规线索台账"]);
    Book::workbook("130-市场违规线索.xlsx", "safety/misconduct", vec![sheet])
}

fn accidents() -> Book {
    let none = None::<&str>;
    let rows = vec![
        row![
            "SG2020-01",
            "交通建设工程",
            true,
            "2020-08-19 16:20",
            "示例标段示例高架桥",
            "示例路桥3公司",
            "高处坠落",
            "一名工人从作业平台坠落受伤",
            0_i64,
            1_i64,
            120_000_i64,
            "一般事故",
            "2020-08-19 17:05",
            "县应急管理局",
            cast::person(2202),
            date(2020, 10, 12),
            date(2020, 10, 26),
            "罚款并责令停工整顿",
            date(2020, 10, 28),
            "结案"
        ],
        row![
            "SG2021-01",
            "道路运输",
            false,
            "2021-03-21 09:40",
            "G107线小江镇路段",
            "阳山示例物流07号有限公司",
            "道路交通",
            "货车与小客车追尾，两车受损，无人伤亡，由公安交警处理",
            0_i64,
            0_i64,
            12_000_i64,
            none,
            "2021-03-21 10:15",
            "县公安局交通警察大队",
            cast::person(2203),
            None::<Date>,
            None::<Date>,
            "按交通事故处理",
            date(2021, 4, 2),
            "结案"
        ],
        row![
            "SG2021-02",
            "道路运输",
            false,
            "2021-07-04 15:10",
            "S260线阳城镇路段",
            "阳山示例物流12号有限公司",
            "道路交通",
            "货车侧滑碰撞护栏，无人伤亡",
            0_i64,
            0_i64,
            8_600_i64,
            none,
            "2021-07-04 15:50",
            "县公安局交通警察大队",
            cast::person(2203),
            None::<Date>,
            None::<Date>,
            none,
            None::<Date>,
            "调查"
        ],
    ];
    let columns = [
        "事故编号",
        "事故领域",
        "生产安全事故",
        "发生时间",
        "地点",
        "事故单位",
        "事故类型",
        "简要经过",
        "死亡",
        "重伤",
        "直接经济损失",
        "事故等级",
        "快报时间",
        "调查单位",
        "跟踪人",
        "调查报告日期",
        "批复日期",
        "处理结果",
        "结案日期",
        "状态",
    ];
    let follow = vec![row!["SG2020-01", "2020-08-20 09:00", "伤者病情平稳，现场已停工"]];
    let sheets = vec![
        Sheet::new("生产安全事故", columns.map(col).to_vec(), rows).titled(&["生产安全事故登记表"]),
        Sheet::new("续报", ["事故编号", "续报时间", "续报内容"].map(col).to_vec(), follow),
    ];
    Book::workbook("131-生产安全事故.xlsx", "safety/accident", sheets)
}

fn no_accidents(days: &Days) -> Book {
    let rows = (1..=6).map(|month| {
        let first = date(2021, month, 1);
        let next = days.on_or_after(plus(first.last_of_month(), 1));
        row![
            "safety/accidents",
            first,
            cast::person(2201),
            next,
            "已向各参建单位逐一核实，当月交通建设工程未发生生产安全事故"
        ]
    });
    let columns = ["指标", "月份", "确认人", "确认日期", "确认内容"];
    let sheet = Sheet::new("零报告", columns.map(col).to_vec(), rows.collect())
        .titled(&["生产安全事故零报告确认表"]);
    Book::workbook("133-生产安全事故零报告.xlsx", "platform/zero_report", vec![sheet])
}
