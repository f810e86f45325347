//! 脱贫户档案, 帮扶发放, 签领; 创文点位, 创文申报.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::LAST_DAY;
use crate::book::{Book, DayStyle, Sheet, col, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::people::worked;
use crate::random::Random;

const TOWN: &str = "太平镇";
const VILLAGE: &str = "沙陂村";
/// Households of the village that were poor, and those of them that have 劳力.
const HOUSEHOLDS: usize = 23;
const ABLE: usize = 14;

/// The five books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![archives(days), distributions(), receipts(), points(days), uploads(days)]
}

fn household(number: usize) -> String {
    format!("SB-{:02}", number + 1)
}

fn archives(days: &Days) -> Book {
    let mut random = Random::new(0xa4c1);
    let rows = (0..HOUSEHOLDS).map(|number| {
        // Two were handed over in July, one still lacks papers.
        let handed = match number {
            0..20 => Some(worked(&mut random, days, date(2021, 5, 10), date(2021, 6, 25))),
            20 | 21 => Some(date(2021, 7, 6)),
            _ => None,
        };
        row![
            household(number),
            TOWN,
            VILLAGE,
            cast::person(2200 + number),
            number < ABLE,
            random.between(26, 58),
            (number == 22).then_some("缺2019年收入核定表"),
            handed,
            handed.map(|_| cast::person(2230)),
            handed.map(|_| cast::person(2231)),
            if handed.is_some() { "已签收" } else { "整理" },
        ]
    });
    let columns = [
        "户编号",
        "乡镇",
        "村",
        "户主",
        "有劳力",
        "卷内件数（件）",
        "缺件",
        "移交日期",
        "移交人",
        "接收人",
        "状态",
    ];
    let sheet = Sheet::new("脱贫户档案", columns.map(col).to_vec(), rows.collect())
        .titled(&["脱贫户档案整理移交登记表"]);
    Book::workbook("111-脱贫户档案.xlsx", "relief/archive", vec![sheet])
}

/// Batch, day of giving, goods: item, measure, each, price in cents.
type Batch = (&'static str, Date, &'static str, &'static [(&'static str, &'static str, i64, i64)]);

/// 420 chicks at 25.00 and 700 jin of feed at 1.90 make 11,830.
const BATCHES: [Batch; 2] = [
    ("FP-2020-01", date(2020, 10, 15), "驻村帮扶2020年度计划", &[("化肥", "斤", 100, 135)]),
    (
        "FP-2021-01",
        date(2021, 5, 21),
        "巩固脱贫成效帮扶方案",
        &[("鸡苗", "只", 30, 2500), ("饲料", "斤", 50, 190)],
    ),
];

fn distributions() -> Book {
    let (mut rows, mut goods) = (Vec::new(), Vec::new());
    for (no, given, plan, items) in BATCHES {
        let households = i64::try_from(ABLE).expect("few households");
        let mut amount = 0;
        for (item, measure, each, price) in items {
            let quantity = each * households;
            let cost = quantity * price;
            amount += cost;
            goods.push(row![
                no,
                *item,
                *measure,
                *each,
                quantity,
                Decimal::new(*price, 2),
                Decimal::new(cost, 2),
            ]);
        }
        rows.push(row![
            no,
            TOWN,
            VILLAGE,
            plan,
            households,
            Decimal::new(amount, 2),
            format!("PZ{}-{:03}", given.year(), given.day()),
            plus(given, -1),
            plus(given, -2),
            cast::person(2232),
            given,
            plus(given, 7),
            "公示办结",
        ]);
    }
    let columns = [
        "批次",
        "乡镇",
        "村",
        "方案依据",
        "发放户数（户）",
        "投入经费（元）",
        "采购凭证号",
        "付款日期",
        "验收日期",
        "验收人",
        "发放日期",
        "公示日期",
        "状态",
    ];
    let lines = ["批次", "品名", "计量单位", "每户数量", "采购数量", "单价（元）", "金额（元）"];
    let sheets = vec![
        Sheet::new("帮扶发放", columns.map(col).to_vec(), rows).titled(&["帮扶物资采购发放登记表"]),
        Sheet::new("物资", lines.map(col).to_vec(), goods),
    ];
    Book::workbook("112-帮扶物资发放.xlsx", "relief/distribution", sheets)
}

fn receipts() -> Book {
    let mut rows = Vec::new();
    for (no, given, ..) in BATCHES {
        for number in 0..ABLE {
            let visited = Some(plus(given, 61)).filter(|it| *it <= LAST_DAY);
            rows.push(row![
                format!("QL{}-{:02}", given.year(), number + 1),
                no,
                household(number),
                given,
                ["本人签名", "本人按指印", "家属代签"]
                    [if number % 7 == 5 { 2 } else { number % 2 }],
                visited,
                visited.map(|_| "物资已使用，效果较好"),
                if visited.is_some() { "已回访" } else { "已签领" },
            ]);
        }
    }
    let columns =
        ["签领编号", "批次", "户编号", "签领日期", "签领方式", "回访日期", "回访情况", "状态"];
    let sheet = Sheet::new("签领", columns.map(col).to_vec(), rows)
        .titled(&["帮扶物资签领表"])
        .days(DayStyle::Dots);
    Book::workbook("113-帮扶物资签领.xlsx", "relief/receipt", vec![sheet])
}

fn points(days: &Days) -> Book {
    const SITES: [(&str, &str); 6] = [
        ("阳山客运站候车厅", "客运站场"),
        ("阳山客运站站前广场", "客运站场"),
        ("城区公交车（示例一组）", "公交车"),
        ("城区公交车（示例二组）", "公交车"),
        ("县城公交站亭", "公交站亭"),
        ("出租汽车候客点", "出租汽车"),
    ];
    const SUBJECTS: [&str; 5] =
        ["疫情防控", "社会主义核心价值观", "讲文明树新风", "道德模范人物", "环境和秩序"];
    let mut random = Random::new(0xc171);
    let mut rows = Vec::new();
    for (site, kind) in SITES {
        for subject in SUBJECTS {
            let number = rows.len();
            let claimed = date(2021, 3, 8);
            let checked = worked(&mut random, days, date(2021, 3, 22), date(2021, 4, 30));
            let has_problem = number % 4 == 1;
            let met = days.later(checked, if has_problem { random.between(8, 25) } else { 2 });
            let met = (!matches!(number, 9 | 21 | 29)).then_some(met);
            let state = match (met, has_problem) {
                (Some(_), _) => "达标",
                (None, true) => "整改中",
                (None, false) => "已自查",
            };
            rows.push(row![
                format!("DW-{:02}", number + 1),
                site,
                kind,
                subject,
                claimed,
                checked,
                has_problem.then_some("宣传画破损或内容陈旧"),
                has_problem.then(|| cast::person(2240 + number % 4)),
                met,
                met.map(|_| cast::person(2250 + number % 2)),
                state,
            ]);
        }
    }
    let columns = [
        "测评编号",
        "点位",
        "点位类别",
        "测评内容",
        "认领日期",
        "自查日期",
        "存在问题",
        "整改人",
        "达标日期",
        "认定人",
        "状态",
    ];
    let sheet = Sheet::new("创文点位", columns.map(col).to_vec(), rows)
        .titled(&["创建文明城市实地考察点位台账"]);
    Book::workbook("114-创文点位.xlsx", "city/point", vec![sheet])
}

fn uploads(days: &Days) -> Book {
    const WANTED: [&str; 6] = [
        "公共交通文明服务情况说明报告",
        "客运站场公益广告实景图片",
        "志愿服务站点建设材料",
        "诚信评价工作文件",
        "无障碍设施图片",
        "文明交通宣传活动材料",
    ];
    let mut rows = Vec::new();
    for number in 0..22_usize {
        let due = match number {
            0..10 => date(2021, 4, 30),
            10..18 => date(2021, 6, 25),
            _ => date(2021, 9, 30),
        };
        // One was sent back for better pictures and came late.
        let uploaded = match number {
            13 => Some(date(2021, 7, 7)),
            0..18 => Some(days.on_or_after(plus(due, -9))),
            _ => None,
        };
        rows.push(row![
            format!("SB2021-{:02}", number + 1),
            WANTED[number % 6],
            cast::person(2260 + number % 5),
            days.on_or_after(plus(due, -60)),
            due,
            uploaded.map(|_| "说明报告一份、图片六张"),
            uploaded.map(|it| days.on_or_after(plus(it, -7))),
            uploaded,
            uploaded.map(|_| format!("示例回执{:04}", number + 1)),
            if uploaded.is_some() { "已上报" } else { "分派" },
        ]);
    }
    let columns = [
        "指标编号",
        "材料要求",
        "责任人",
        "分派日期",
        "截止日期",
        "已交材料",
        "提交日期",
        "上报日期",
        "系统回执号",
        "状态",
    ];
    let sheet = Sheet::new("创文申报", columns.map(col).to_vec(), rows)
        .titled(&["创建文明城市网上申报材料台账"]);
    Book::workbook("115-创文申报.xlsx", "city/upload", vec![sheet])
}
