//! 教育培训, 市场违规线索, 生产安全事故 and its 零报告.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Sheet, col, row};
use crate::days::{Days, plus};
use crate::random::Random;
use crate::safety::SITES;
use crate::site::contractor;
use crate::{LAST_DAY, cast};

/// The four books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![trainings(days), misconducts(), accidents(), no_accidents(days)]
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
