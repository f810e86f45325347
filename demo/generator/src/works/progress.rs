//! 项目进展填报: a return a month, and the words of the half year.

use jiff::civil::{Date, date};

use super::{
    BRIDGE_REPAIR, FERRY_BRIDGE, FLOOD_524, FLOOD_525, GESHUI, GUARD, HUNDRED_DAYS, JIANGZUI,
    KENGTANG, MEDIAN, MODEL_ROAD, S260, SIDU, VILLAGE_THROUGH, WIDEN, office_day,
};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast;
use crate::days::Days;
use crate::random::Random;

/// What was spent month by month: project, mark, first month, months, all of it in yuan, months before the work stood
/// still.
const SPENT: [(&str, &str, Date, usize, i64, usize); 5] = [
    (S260, "S260", date(2018, 9, 1), 34, 16_200_000, 31),
    (JIANGZUI, "JZ", date(2021, 4, 1), 3, 880_000, 3),
    (MEDIAN, "GL", date(2021, 2, 1), 5, 5_930_000, 5),
    (VILLAGE_THROUGH, "CC", date(2021, 3, 1), 4, 4_740_000, 4),
    (MODEL_ROAD, "WM", date(2020, 11, 1), 8, 3_120_000, 8),
];

/// The words of the half year.
const WORDS: [(&str, &str, &str); 15] = [
    (S260, "S260", "受用地未批影响，项目目前处于停工状态，正在补办用地手续。"),
    (BRIDGE_REPAIR, "SL", "中标单位已确定，正在签订合同，准备进场施工。"),
    (
        HUNDRED_DAYS,
        "BR",
        "主动发光设施、“平安村口”、隐患点治理、视距清理、路面铺装和桥梁栏杆修复已全部完成并交工。",
    ),
    (WIDEN, "DG", "设计单位已确定，正在进行施工图设计。"),
    (GUARD, "AF", "正在进行施工图设计。"),
    (
        FERRY_BRIDGE,
        "CD",
        "青莲镇人民政府正在编制可行性研究报告，同步开展用地预审、环境影响评价、通航论证、防洪评价等前期工作。",
    ),
    (JIANGZUI, "JZ", "第四根桩基础正在冲孔。"),
    (GESHUI, "GS", "正在做施工场地准备，拟拆除桥面水管，围蔽施工现场。"),
    (KENGTANG, "KT", "正在做施工场地准备，拟拆除桥面水管，围蔽施工现场。"),
    (SIDU, "SD", "正在做施工场地准备，拟拆除桥面水管，围蔽施工现场。"),
    (FLOOD_524, "SX", "施工图已批复，正在进行其他前期工作。"),
    (FLOOD_525, "SY", "施工图已批复，正在进行其他前期工作。"),
    (MEDIAN, "GL", "G107线县城过境段隔离带已贯通，S250线县城文塔段剩余标线标牌。"),
    (VILLAGE_THROUGH, "CC", "小江镇路面修复已完成，七拱镇剩余路面和排水、人行道收尾。"),
    (MODEL_ROAD, "WM", "已完成全部工程量并交工。"),
];

/// The book.
pub(super) fn reports(days: &Days) -> Book {
    let mut random = Random::new(0x9706);
    let mut rows = Vec::new();
    for (spent, place) in SPENT.into_iter().zip(0..) {
        rows.append(&mut monthly(&mut random, days, spent, place));
    }
    for ((project, mark, words), place) in WORDS.into_iter().zip(0..) {
        let no = format!("JZ-{mark}-2021H1");
        rows.push(summary(&no, project, "半年小结", date(2021, 6, 29), words, place));
    }
    let last_year = "完成年度路基工程，因地方纠纷和施工组织原因进度落后于计划。";
    rows.push(summary("JZ-S260-2020", S260, "年度小结", date(2020, 12, 29), last_year, 0));
    let head = [
        "填报编号",
        "项目",
        "填报类别",
        "填报日期",
        "本期完成投资",
        "形象进度",
        "填报人",
        "监理签认人",
        "核定人",
        "状态",
    ];
    let sheet = Sheet::new("进展填报", head.map(col).to_vec(), rows)
        .titled(&["建设项目进展填报表", "金额单位：元"]);
    Book::workbook("35-项目进展填报.xlsx", "works/progress", vec![sheet])
}

fn monthly(
    random: &mut Random,
    days: &Days,
    spent: (&str, &str, Date, usize, i64, usize),
    place: usize,
) -> Vec<Vec<Cell>> {
    let (project, mark, first, months, yuan, worked) = spent;
    // Whole thousands, as the builders write them.
    let even = yuan / 1000 / i64::try_from(worked).expect("few");
    let mut parts = random.split(yuan / 1000, worked, even / 3, even * 2);
    parts.resize(months, 0);
    let mut rows = Vec::new();
    for (thousands, number) in parts.into_iter().zip(0_i16..) {
        let month = i16::from(first.month()) - 1 + number;
        let at =
            date(first.year() + month / 12, i8::try_from(month % 12 + 1).expect("1 to 12"), 25);
        let day = office_day(days, at);
        // The last return of the half year has not been approved everywhere.
        let is_last = day >= date(2021, 6, 1);
        let state = match (is_last, place) {
            (true, 3) => "填报",
            (true, 4) => "监理签认",
            _ => "核定",
        };
        let words = if thousands == 0 {
            "停工，无完成工程量。"
        } else {
            "按分项推进，完成量见分项计量。"
        };
        rows.push(row![
            format!("JZ-{mark}-{}", at.strftime("%Y-%m")),
            project,
            "月报",
            day,
            thousands * 1000,
            words,
            cast::person(1650 + place),
            if state == "填报" { String::new() } else { cast::person(1670 + place) },
            if state == "核定" { cast::person(1690 + place) } else { String::new() },
            state,
        ]);
    }
    rows
}

fn summary(no: &str, project: &str, kind: &str, day: Date, words: &str, place: usize) -> Vec<Cell> {
    row![
        no,
        project,
        kind,
        day,
        "",
        words,
        cast::person(1650 + place),
        cast::person(1670 + place),
        cast::person(1690 + place),
        "核定",
    ]
}
