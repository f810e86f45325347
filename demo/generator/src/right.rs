//! 公路登记确权, 公路管理档案 and 路政工作计划.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, DayStyle, Sheet, col, row};
use crate::days::{Days, plus};
use crate::random::Random;
use crate::{LAST_DAY, cast};

/// The three books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![rights(days), archives(days), plans()]
}

/// Road, first stake in metres, length in metres. All but the roads themselves are invented.
const STRETCHES: [(&str, i64, i64); 14] = [
    ("G107", 2_301_000, 24_600),
    ("G107", 2_325_600, 31_250),
    ("G107", 2_356_850, 32_150),
    ("G323", 412_000, 41_300),
    ("G323", 453_300, 44_700),
    ("G358", 603_000, 35_420),
    ("G358", 638_420, 37_580),
    ("S260", 8_000, 16_450),
    ("S260", 24_450, 3_500),
    ("S250", 22_000, 27_900),
    ("S250", 49_900, 29_100),
    ("S262", 3_000, 34_000),
    ("X385", 1_000, 17_000),
    ("S524", 2_000, 24_000),
];

fn rights(days: &Days) -> Book {
    let mut random = Random::new(0x4167);
    let mut rows = Vec::new();
    for ((road, starts, length), number) in STRETCHES.into_iter().zip(1_usize..) {
        for (kind, mark) in [("公路", "L"), ("公路用地", "D"), ("公路设施", "S")] {
            if mark == "S" && number % 3 != 0 {
                continue;
            }
            let surveyed = days.on_or_after(plus(date(2019, 3, 4), random.between(0, 780)));
            let state = match (number, mark) {
                (9, "D") | (12, "D") => "争议处理",
                (13 | 14, _) => "调查",
                (7 | 10 | 11, _) => "已登记",
                _ => "已确权",
            };
            let registered = matches!(state, "已登记" | "已确权").then(|| days.later(surveyed, 20));
            let confirmed = (state == "已确权").then(|| days.later(surveyed, 45));
            let dispute = match (state, number) {
                ("争议处理", 9) => Some("改建工程用地未批，边界待定"),
                ("争议处理", _) => Some("与相邻村组界线有异议"),
                _ => None,
            };
            let width = (mark == "D").then(|| Decimal::new(random.between(120, 260), 1));
            let markers = (mark == "D").then_some(length / 500);
            rows.push(row![
                format!("QD-{mark}{number:02}"),
                kind,
                road,
                cast::stake(starts),
                cast::stake(starts + length),
                Decimal::new(length, 3),
                width,
                markers,
                surveyed,
                registered,
                dispute,
                confirmed.map(|_| format!("示例路权{mark}{number:04}")),
                confirmed,
                state,
            ]);
        }
    }
    let columns = [
        "登记编号",
        "登记对象",
        "路线",
        "起点桩号",
        "终点桩号",
        "长度",
        "用地宽度",
        "界桩",
        "调查日期",
        "登记日期",
        "争议情况",
        "权证号",
        "确权日期",
        "状态",
    ];
    let sheet = Sheet::new("登记确权", columns.map(col).to_vec(), rows)
        .titled(&["公路、公路用地和公路设施登记确权台账"]);
    Book::workbook("141-公路登记确权.xlsx", "road/right", vec![sheet])
}

fn archives(days: &Days) -> Book {
    const KINDS: [(&str, &str, &str); 6] = [
        ("路线档案", "永久", "线竣工资料和路况资料"),
        ("桥梁档案", "永久", "线桥梁卡片和检测报告"),
        ("路产索赔案卷", "三十年", "线路产索赔案卷"),
        ("路政许可案卷", "三十年", "线路政许可案卷"),
        ("登记确权资料", "永久", "线登记确权资料"),
        ("计划总结", "十年", "线路政计划和总结"),
    ];
    let mut random = Random::new(0xa4c1);
    let (mut rows, mut loans) = (Vec::new(), Vec::new());
    for number in 0..54_usize {
        let (kind, retention, title) = KINDS[number % 6];
        let road = STRETCHES[number * 5 % STRETCHES.len()].0;
        let formed = plus(date(2020, 6, 1), random.between(0, 380));
        let filed = Some(days.later(formed, random.between(10, 40))).filter(|it| *it <= LAST_DAY);
        let no = format!("GLDA-{:03}", number + 1);
        let sent = filed.filter(|it| number % 17 == 3 && *it < date(2021, 3, 1));
        let sent = sent.map(|it| days.later(it, 20));
        let state = match (filed, sent) {
            (_, Some(_)) => "已移交",
            (Some(_), None) => "已归档",
            (None, None) => "整理中",
        };
        rows.push(row![
            &no,
            kind,
            format!("{road}{title}（第{}卷）", number / 6 + 1),
            road,
            random.between(40, 260),
            random.between(5, 40),
            retention,
            format!("示例库{}排{}列", number % 4 + 1, number % 9 + 1),
            formed,
            filed,
            sent,
            state,
        ]);
        if let Some(filed) = filed.filter(|_| number % 5 == 1) {
            let lent = days.later(filed, 8).min(LAST_DAY);
            let due = plus(lent, 30);
            let returned =
                Some(days.later(lent, random.between(3, 30))).filter(|it| *it <= LAST_DAY);
            loans.push(row![&no, cast::person(2205 + number % 21), lent, due, returned]);
        }
    }
    let columns = [
        "档号",
        "档案类别",
        "卷名",
        "路线",
        "页数",
        "件数",
        "保管期限",
        "存放位置",
        "形成日期",
        "归档日期",
        "移交日期",
        "状态",
    ];
    let below = ["档号", "借阅人", "借出日期", "应还日期", "归还日期"];
    let sheets = vec![
        Sheet::new("公路档案", columns.map(col).to_vec(), rows)
            .titled(&["公路管理档案目录"])
            .days(DayStyle::Dots),
        Sheet::new("借阅", below.map(col).to_vec(), loans).days(DayStyle::Dots),
    ];
    Book::workbook("142-公路管理档案.xlsx", "road/archive", sheets)
}

/// Plan, kind, theme, planned, held, place, audience, leaflets.
type Activity =
    (&'static str, &'static str, &'static str, Date, Option<Date>, &'static str, i64, i64);

fn plans() -> Book {
    let held = |month: i8, day: i8| Some(date(2021, month, day));
    let activities: [Activity; 10] = [
        (
            "LZ2020",
            "法规宣传",
            "路政宣传月",
            date(2020, 5, 20),
            Some(date(2020, 5, 21)),
            "县城文化广场",
            420,
            600,
        ),
        (
            "LZ2020",
            "集中巡查整治",
            "公路沿线堆积物清理",
            date(2020, 10, 15),
            Some(date(2020, 10, 20)),
            "G107线",
            0,
            0,
        ),
        (
            "LZ2021",
            "法规宣传",
            "春运路政法规进站场",
            date(2021, 1, 28),
            held(1, 28),
            "阳山客运站",
            310,
            400,
        ),
        (
            "LZ2021",
            "法规宣传",
            "公路安全保护条例进乡镇",
            date(2021, 3, 23),
            held(3, 24),
            "小江镇圩",
            260,
            350,
        ),
        (
            "LZ2021",
            "集中巡查整治",
            "违法建筑和非公路标志清理",
            date(2021, 4, 13),
            held(4, 15),
            "G323线",
            0,
            0,
        ),
        (
            "LZ2021",
            "法规宣传",
            "治超法规进企业",
            date(2021, 4, 27),
            held(4, 27),
            "示例石场",
            85,
            120,
        ),
        (
            "LZ2021",
            "法规宣传",
            "路政宣传月",
            date(2021, 5, 19),
            held(5, 20),
            "县城文化广场",
            460,
            700,
        ),
        ("LZ2021", "业务培训", "路政文书制作", date(2021, 6, 16), held(6, 17), "局会议室", 38, 0),
        ("LZ2021", "法规宣传", "爱路护路进校园", date(2021, 6, 22), None, "示例中学", 0, 0),
        (
            "LZ2021",
            "集中巡查整治",
            "穿村路段集中整治",
            date(2021, 9, 14),
            None,
            "G107线七拱段",
            0,
            0,
        ),
    ];
    let plan = |no: &str, title: &str, year: i64, issued: Date, state: &str| {
        row![
            no,
            title,
            year,
            "完成路政宣传、集中巡查、登记确权和档案整理任务，路产索赔依法结案",
            cast::person(2206),
            issued,
            state
        ]
    };
    let rows = vec![
        plan("LZ2020", "二〇二〇年路政工作计划", 2020, date(2020, 1, 15), "已总结"),
        plan("LZ2021", "二〇二一年路政工作计划", 2021, date(2021, 1, 13), "执行"),
    ];
    let below =
        activities.into_iter().map(|(no, kind, theme, planned, held, place, people, papers)| {
            row![no, kind, theme, planned, held, place, held.map(|_| people), held.map(|_| papers)]
        });
    let columns = ["计划编号", "计划名称", "年度", "目标任务", "责任人", "印发日期", "状态"];
    let lines =
        ["计划编号", "活动类别", "主题", "计划日期", "开展日期", "地点", "受众", "派发资料"];
    let sheets = vec![
        Sheet::new("路政计划", columns.map(col).to_vec(), rows).titled(&["路政工作计划登记表"]),
        Sheet::new("活动", lines.map(col).to_vec(), below.collect()),
    ];
    Book::workbook("143-路政工作计划.xlsx", "road/plan", sheets)
}
