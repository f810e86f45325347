//! 分项工程量: what was designed, what it weighs, and every count that the supervisor signed.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{
    BUGOU, GESHUI, HUNDRED_DAYS, JIANGZUI, KENGTANG, MEDIAN, MODEL_ROAD, S260, SIDU,
    VILLAGE_THROUGH, office_day,
};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::random::Random;

/// One part of the work; quantities in thousandths of its unit, weights in hundredths of a percent.
struct Item(&'static str, &'static str, &'static str, i64, i64, i64);

/// A project with its parts, its mark, and the days between which they were counted.
struct Bill {
    mark: &'static str,
    project: &'static str,
    days: (Date, Date),
    /// How often a part was counted.
    times: usize,
    items: &'static [Item],
}

const BILLS: [Bill; 9] = [
    Bill {
        mark: "S260",
        project: S260,
        days: (date(2018, 11, 26), date(2021, 3, 12)),
        times: 10,
        // 39.35 of 50 万立方米, that is 78.7%.
        items: &[
            Item("路基土石方", "K24+450至K25+600", "万立方米", 18_200, 15_900, 1200),
            Item("路基土石方", "K25+600至K26+900", "万立方米", 19_300, 15_450, 1300),
            Item("路基土石方", "K26+900至K27+950", "万立方米", 12_500, 8_000, 800),
            Item("涵洞", "全线", "道", 18_000, 12_000, 600),
            Item("排水沟", "左侧", "米", 3_450_000, 2_260_000, 250),
            Item("排水沟", "右侧", "米", 3_450_000, 1_840_000, 250),
            Item("边坡防护", "全线", "平方米", 26_000_000, 1_560_000, 1000),
            Item("路面", "全线", "平方米", 33_250_000, 0, 3800),
            Item("交通安全设施", "全线", "公里", 3_500, 0, 800),
        ],
    },
    Bill {
        mark: "BR",
        project: HUNDRED_DAYS,
        days: (date(2020, 10, 26), date(2021, 1, 27)),
        times: 5,
        items: &[
            Item("主动发光设施", "亡人事故路段", "套", 46_000, 46_000, 3000),
            Item("平安村口", "各村口", "个", 12_000, 12_000, 2000),
            Item("隐患点治理", "国省道", "处", 19_000, 19_000, 1500),
            Item("隐患点治理", "农村公路", "处", 12_000, 12_000, 1000),
            Item("清理视距", "急弯路段", "处", 18_000, 18_000, 500),
            Item("修复路面铺装", "破损路段", "平方米", 3_260_000, 3_260_000, 1500),
            Item("修复桥梁栏杆", "沿线桥梁", "米", 264_000, 264_000, 500),
        ],
    },
    Bill {
        mark: "JZ",
        project: JIANGZUI,
        days: (date(2021, 4, 26), date(2021, 6, 28)),
        times: 3,
        // 5 + 2.5 + 7.5 = 15%.
        items: &[
            Item("施工准备", "桥位", "项", 1_000, 1_000, 500),
            Item("旧桥拆除", "上部结构", "座", 1_000, 500, 500),
            Item("桩基础", "墩台", "根", 12_000, 3_000, 3000),
            Item("下部结构", "墩台", "立方米", 420_000, 0, 1500),
            Item("上部结构", "主梁", "片", 20_000, 0, 3500),
            Item("桥面及附属", "全桥", "米", 86_000, 0, 1000),
        ],
    },
    Bill {
        mark: "GS",
        project: GESHUI,
        days: (date(2021, 7, 5), date(2021, 7, 8)),
        times: 1,
        items: &[
            Item("施工准备", "桥位", "项", 1_000, 200, 500),
            Item("旧桥拆除", "全桥", "座", 1_000, 0, 1500),
            Item("新桥", "全桥", "座", 1_000, 0, 8000),
        ],
    },
    Bill {
        mark: "KT",
        project: KENGTANG,
        days: (date(2021, 7, 5), date(2021, 7, 8)),
        times: 1,
        items: &[
            Item("施工准备", "桥位", "项", 1_000, 0, 500),
            Item("旧桥拆除", "全桥", "座", 1_000, 0, 1500),
            Item("新桥", "全桥", "座", 1_000, 0, 8000),
        ],
    },
    Bill {
        mark: "SD",
        project: SIDU,
        days: (date(2021, 7, 5), date(2021, 7, 8)),
        times: 1,
        items: &[
            Item("施工准备", "桥位", "项", 1_000, 0, 500),
            Item("旧桥拆除", "全桥", "座", 1_000, 0, 1500),
            Item("新桥", "全桥", "座", 1_000, 0, 8000),
        ],
    },
    Bill {
        mark: "GL",
        project: MEDIAN,
        days: (date(2021, 3, 1), date(2021, 6, 28)),
        times: 4,
        // 40 + 15 + 29 + 9 = 93%.
        items: &[
            Item("中央隔离带", "G107线县城过境段", "米", 2_600_000, 2_600_000, 4000),
            Item("标线标牌", "G107线县城过境段", "公里", 2_600, 2_600, 1500),
            Item("中央隔离带", "S250线县城文塔段", "米", 1_800_000, 1_740_000, 3000),
            Item("标线标牌", "S250线县城文塔段", "公里", 2_000, 1_200, 1500),
        ],
    },
    Bill {
        mark: "CC",
        project: VILLAGE_THROUGH,
        days: (date(2021, 3, 15), date(2021, 6, 28)),
        times: 4,
        // 30 + 13.5 + 31.5 + 15 = 90%.
        items: &[
            Item("路面修复", "小江镇", "公里", 3_200, 3_200, 3000),
            Item("排水及人行道", "小江镇", "米", 2_000_000, 1_800_000, 1500),
            Item("路面修复", "七拱镇", "公里", 4_000, 3_600, 3500),
            Item("排水及人行道", "七拱镇", "米", 2_000_000, 1_500_000, 2000),
        ],
    },
    Bill {
        mark: "WM",
        project: MODEL_ROAD,
        days: (date(2020, 11, 30), date(2021, 6, 16)),
        times: 5,
        items: &[
            Item("标线标牌", "阳山段", "公里", 24_000, 24_000, 4500),
            Item("绿化整治", "阳山段", "公里", 24_000, 24_000, 3000),
            Item("服务设施", "停车区", "处", 4_000, 4_000, 2500),
        ],
    },
];

/// The widened bend, done and counted by hand.
const BEND: Bill = Bill {
    mark: "BG",
    project: BUGOU,
    days: (date(2021, 4, 6), date(2021, 5, 19)),
    times: 2,
    items: &[
        Item("弯道加宽", "布苟山", "米", 320_000, 320_000, 8000),
        Item("标志标线", "布苟山", "项", 1_000, 1_000, 2000),
    ],
};

/// The book of parts and counts.
pub(super) fn items(days: &Days) -> Book {
    let mut random = Random::new(0x17e5);
    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    for (bill, place) in BILLS.iter().chain([&BEND]).zip(0..) {
        let weight: i64 = bill.items.iter().map(|it| it.5).sum();
        assert_eq!(weight, 10_000, "the parts of {} make a whole", bill.project);
        for (item, number) in bill.items.iter().zip(1..) {
            let no = format!("{}-{number:02}", bill.mark);
            rows.push(row![
                &no,
                bill.project,
                item.0,
                item.1,
                item.2,
                Decimal::new(item.3, 3),
                Decimal::new(item.5, 2),
            ]);
            counts.append(&mut count(&mut random, days, bill, item, (&no, place)));
        }
    }
    let head = ["分项编号", "项目", "分项名称", "部位", "计量单位", "设计量", "权重"];
    let count_head = ["分项编号", "计量日期", "本期完成", "填报人", "监理签认人"];
    let sheets = vec![
        Sheet::new("分项工程量", head.map(col).to_vec(), rows).titled(&["分项工程量清单"]),
        Sheet::new("计量", count_head.map(col).to_vec(), counts),
    ];
    Book::workbook("34-分项工程量.xlsx", "works/item", sheets)
}

/// The counts of one part: they add up to what was done; things that come whole are counted whole.
fn count(
    random: &mut Random,
    days: &Days,
    bill: &Bill,
    item: &Item,
    of: (&str, usize),
) -> Vec<Vec<Cell>> {
    let step = if item.4 % 1000 == 0 { 1000 } else { 10 };
    let done = item.4 / step;
    let times = bill.times.min(usize::try_from(done).expect("not negative"));
    if times == 0 {
        return Vec::new();
    }
    let even = done / i64::try_from(times).expect("few");
    let parts = random.split(done, times, (even / 2).max(1), even * 2 + 1);
    let (first, last) = bill.days;
    let gap = between(first, last) / i64::try_from(times).expect("few");
    let mut rows = Vec::new();
    for (part, number) in parts.into_iter().zip(0..) {
        let day = office_day(days, plus(first, gap * number + random.between(0, 3.min(gap / 2))));
        rows.push(row![
            of.0,
            day.min(last),
            Decimal::new(part * step, 3),
            cast::person(1650 + of.1),
            cast::person(1670 + of.1),
        ]);
    }
    rows
}
