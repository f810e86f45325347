//! 建设计划 and 农村公路项目段: what was planned, and on which roads.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{GUARD_PLAN, LAST_WIDEN_PLAN, REBUILD_PLAN, WIDEN_PLAN};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast::stake;
use crate::random::Random;

const FIVE_WIDEN: &str = "“十四五”乡镇通行政村公路“单改双”计划";
const FIVE_GUARD: &str = "“十四五”农村公路安防工程计划";
const PAST_GUARD: &str = "“十三五”农村公路安防工程计划";

/// Towns whose roads are widened and guarded, with the first number of their roads.
const TOWNS: [(&str, i64); 10] = [
    ("青莲镇", 10),
    ("江英镇", 20),
    ("杜步镇", 30),
    ("七拱镇", 40),
    ("太平镇", 50),
    ("杨梅镇", 60),
    ("小江镇", 70),
    ("岭背镇", 80),
    ("黎埠镇", 90),
    ("秤架瑶族乡", 95),
];

/// 建设计划.
pub(super) fn plans() -> Book {
    let years = |first: i16, last: i16| (date(first, 1, 1), date(last, 12, 31));
    let plan = |name: &str, kind: &str, parent: &str, span: (Date, Date), target: (i64, &str)| {
        let (first, last) = span;
        let is_year = first.year() == last.year();
        let issued = if name == PAST_GUARD || name == LAST_WIDEN_PLAN {
            date(first.year(), 3, 16)
        } else if parent.is_empty() && !is_year {
            date(2021, 1, 20)
        } else {
            date(2021, 4, 26)
        };
        let state = match (name == REBUILD_PLAN, last.year() < 2021, is_year) {
            (_, true, _) => "考核",
            (true, _, _) | (_, _, false) => "执行",
            _ => "分解",
        };
        row![
            name,
            if is_year { "年度计划" } else { "五年计划" },
            kind,
            parent,
            first,
            last,
            Decimal::new(target.0, 3),
            target.1,
            format!("阳交计划示例〔{}〕{}号", issued.year(), issued.month() * 3),
            issued,
            state,
        ]
    };
    let km = |metres: i64| (metres, "公里");
    let rows = vec![
        plan(PAST_GUARD, "安防工程", "", years(2016, 2020), km(320_000)),
        plan(FIVE_WIDEN, "单改双", "", years(2021, 2025), km(280_000)),
        plan(FIVE_GUARD, "安防工程", "", years(2021, 2025), km(500_000)),
        plan(LAST_WIDEN_PLAN, "单改双", "", years(2020, 2020), km(12_600)),
        plan(WIDEN_PLAN, "单改双", FIVE_WIDEN, years(2021, 2021), km(38_148)),
        plan(GUARD_PLAN, "安防工程", FIVE_GUARD, years(2021, 2021), km(47_300)),
        plan(REBUILD_PLAN, "危桥改造", "", years(2021, 2021), (6000, "个")),
    ];
    let head = [
        "计划名称",
        "计划期",
        "项目类别",
        "上级计划",
        "开始日期",
        "结束日期",
        "目标量",
        "计量单位",
        "下达文号",
        "下达日期",
        "状态",
    ];
    let changes = vec![row![
        LAST_WIDEN_PLAN,
        date(2020, 8, 14),
        Decimal::new(13_200, 3),
        Decimal::new(12_600, 3),
        "一段与灌区改造重叠，调出年度计划",
        "阳交计划示例〔2020〕17号",
    ]];
    let change_head = ["计划名称", "调整日期", "原目标量", "新目标量", "调整原因", "调整文号"];
    let sheets = vec![
        Sheet::new("建设计划", head.map(col).to_vec(), rows).titled(&["交通建设计划一览表"]),
        Sheet::new("调整记录", change_head.map(col).to_vec(), changes),
    ];
    Book::workbook("30-建设计划.xlsx", "works/plan", sheets)
}

/// A group of segments: kind, plan, state, how many and how many metres in all.
struct Group {
    mark: &'static str,
    kind: &'static str,
    plan: &'static str,
    state: &'static str,
    count: usize,
    metres: i64,
    shortest: i64,
    longest: i64,
}

/// 38.148公里 in 2021 and 53项 of 47.3公里; the rest waits in the library or was done the year before.
const GROUPS: [Group; 5] = [
    Group {
        mark: "DG-2020",
        kind: "单改双",
        plan: LAST_WIDEN_PLAN,
        state: "入路网",
        count: 8,
        metres: 12_600,
        shortest: 700,
        longest: 2600,
    },
    Group {
        mark: "DG-2021",
        kind: "单改双",
        plan: WIDEN_PLAN,
        state: "设计",
        count: 26,
        metres: 38_148,
        shortest: 600,
        longest: 3200,
    },
    Group {
        mark: "DG-K",
        kind: "单改双",
        plan: "",
        state: "入库",
        count: 14,
        metres: 21_470,
        shortest: 600,
        longest: 3200,
    },
    Group {
        mark: "AF-2021",
        kind: "安防工程",
        plan: GUARD_PLAN,
        state: "设计",
        count: 53,
        metres: 47_300,
        shortest: 300,
        longest: 2100,
    },
    Group {
        mark: "AF-K",
        kind: "安防工程",
        plan: "",
        state: "入库",
        count: 9,
        metres: 8_250,
        shortest: 300,
        longest: 2100,
    },
];

/// 农村公路项目段.
pub(super) fn segments() -> Book {
    let mut random = Random::new(0x3e61);
    let mut rows = Vec::new();
    for group in &GROUPS {
        let lengths = random.split(group.metres, group.count, group.shortest, group.longest);
        for (metres, number) in lengths.into_iter().zip(1..) {
            rows.push(segment(&mut random, group, metres, number));
        }
    }
    let head = [
        "项目段编号",
        "项目段名称",
        "项目类别",
        "所属计划",
        "镇",
        "村",
        "路线",
        "起点桩号",
        "终点桩号",
        "里程",
        "现宽",
        "改后宽",
        "措施",
        "开工日期",
        "交工日期",
        "入路网日期",
        "状态",
    ];
    let columns = head.map(col).to_vec();
    let sheet = Sheet::new("项目段", columns, rows).titled(&["农村公路建设项目段登记表"]);
    Book::workbook("33-农村公路项目段.xlsx", "works/segment", vec![sheet])
}

fn segment(random: &mut Random, group: &Group, metres: i64, number: i64) -> Vec<Cell> {
    const VILLAGES: [&str; 6] =
        ["示例东村", "示例西村", "示例上村", "示例下村", "示例新村", "示例水村"];
    const MEASURES: [&str; 4] =
        ["波形护栏、警示标志", "混凝土护栏、凸面镜", "标志标线、警示桩", "波形护栏、减速标线"];
    let (town, first) = *random.pick(&TOWNS);
    let village = *random.pick(&VILLAGES);
    let is_widened = group.kind == "单改双";
    let road =
        format!("{}{:03}", if is_widened { "Y" } else { "C" }, first * 9 + random.between(0, 8));
    let from = random.between(0, 900) * 10;
    let before = Decimal::new(*random.pick(&[35, 40, 45]), 1);
    let after = Decimal::new(*random.pick(&[60, 65]), 1);
    let (is_done, month) = (group.state == "入路网", i8::try_from(number % 3).expect("small"));
    row![
        format!("{}-{number:02}", group.mark),
        format!("{town}{village}{road}线{}段", stake(from)),
        group.kind,
        group.plan,
        town,
        village,
        &road,
        stake(from),
        stake(from + metres),
        Decimal::new(metres, 3),
        is_widened.then_some(before),
        is_widened.then_some(after),
        if is_widened { "" } else { *random.pick(&MEASURES) },
        is_done.then_some(date(2020, 4 + month, 13)),
        is_done.then_some(date(2020, 9 + month, 25)),
        is_done.then_some(date(2021, 1 + month, 18)),
        group.state,
    ]
}
