//! 非现场执法监测点 and 超限检测站: where is weighed.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, DayStyle, Sheet, col, row, under};
use crate::cast;

const TRANSPORT: &str = "阳山县交通运输局";
const HIGHWAY: &str = "阳山县公路事务中心";
/// The site that was opened first; its road is the one on which the joint teams stop most.
pub(crate) const FIRST_SITE: &str = "S260线示例一号监测点";
/// Its road.
pub(crate) const FIRST_ROAD: &str = "S260";
/// Its lanes, each with a scale.
pub(crate) const FIRST_LANES: i64 = 2;
/// 建设节点, in their order.
const NODES: [&str; 5] = ["选址批复", "土建基础", "供电通信", "设备安装", "联调验收"];

/// One site: weights of its nodes in hundredths, and the days on which they were done.
struct Site {
    name: &'static str,
    road: &'static str,
    stake: &'static str,
    lanes: i64,
    started: Date,
    planned: Date,
    weights: [i64; 5],
    done: [Option<Date>; 5],
    state: &'static str,
}

/// One was built, two lacked their acceptance, two their devices at the end of June: (100+90+90+55+65)÷500 = 80%.
fn sites() -> [Site; 5] {
    let day = |month: i8, day: i8| Some(date(2021, month, day));
    [
        Site {
            name: FIRST_SITE,
            road: FIRST_ROAD,
            stake: "K18+600",
            lanes: FIRST_LANES,
            started: date(2020, 11, 2),
            planned: date(2021, 5, 31),
            weights: [5, 35, 20, 30, 10],
            done: [Some(date(2020, 10, 20)), day(1, 22), day(2, 26), day(3, 26), day(5, 14)],
            state: "启用",
        },
        Site {
            name: "G323线示例二号监测点",
            road: "G323",
            stake: "K455+200",
            lanes: 2,
            started: date(2020, 12, 7),
            planned: date(2021, 7, 12),
            weights: [5, 35, 20, 30, 10],
            done: [Some(date(2020, 11, 19)), day(3, 12), day(4, 16), day(6, 11), None],
            state: "基本建成",
        },
        Site {
            name: "G358线示例三号监测点",
            road: "G358",
            stake: "K640+350",
            lanes: 2,
            started: date(2020, 12, 14),
            planned: date(2021, 7, 15),
            weights: [5, 32, 18, 35, 10],
            done: [Some(date(2020, 11, 19)), day(3, 26), day(4, 30), day(6, 22), None],
            state: "基本建成",
        },
        // Its devices stood on 6 July: at the end of June it was still being built.
        Site {
            name: "G107线示例四号监测点",
            road: "G107",
            stake: "K2318+600",
            lanes: 4,
            started: date(2021, 3, 8),
            planned: date(2021, 7, 18),
            weights: [5, 30, 20, 35, 10],
            done: [day(1, 26), day(5, 14), day(6, 4), day(7, 6), None],
            state: "基本建成",
        },
        Site {
            name: "S250线示例五号监测点",
            road: "S250",
            stake: "K48+700",
            lanes: 2,
            started: date(2021, 3, 22),
            planned: date(2021, 7, 20),
            weights: [5, 40, 20, 25, 10],
            done: [day(1, 26), day(5, 28), day(6, 25), None, None],
            state: "在建",
        },
    ]
}

/// Both books.
pub(crate) fn books() -> Vec<Book> {
    vec![site_book(), station_book()]
}

fn site_book() -> Book {
    const BUILD: &str = "建设";
    const OPEN: &str = "启用条件";
    let columns = vec![
        col("监测点"),
        col("路线"),
        col("桩号"),
        col("方向"),
        col("车道数"),
        col("建设单位"),
        col("任务文号"),
        col("任务下达日期"),
        under(BUILD, "开工日期"),
        under(BUILD, "基本建成日期"),
        under(BUILD, "计划建成日期"),
        under(BUILD, "建成日期"),
        under(OPEN, "检定日期"),
        under(OPEN, "法制审核日期"),
        under(OPEN, "技术审核日期"),
        under(OPEN, "设置地点公布日期"),
        col("启用日期"),
        col("状态"),
    ];
    let sites = sites();
    let rows = sites.iter().map(|it| {
        let opened = |day: Date| (it.state == "启用").then_some(day);
        row![
            it.name,
            it.road,
            it.stake,
            "双向",
            it.lanes,
            TRANSPORT,
            "治超示例〔2020〕5号",
            date(2020, 9, 15),
            it.started,
            it.done[3],
            it.planned,
            it.done[4],
            opened(date(2021, 5, 24)),
            opened(date(2021, 5, 27)),
            opened(date(2021, 5, 26)),
            opened(date(2021, 6, 1)),
            opened(date(2021, 6, 8)),
            it.state,
        ]
    });
    let main =
        Sheet::new("监测点", columns, rows.collect()).titled(&["治超普通公路非现场执法监测点台账"]);
    let nodes = sites.iter().flat_map(|it| {
        NODES.iter().zip(it.weights.iter().zip(it.done)).map(|(node, (weight, done))| {
            let proof = match *node {
                "选址批复" => "选址批复文件",
                "联调验收" => "交工验收意见",
                _ => "监理签认的节点验收单",
            };
            row![it.name, *node, *weight, done, done.map(|_| proof)]
        })
    });
    let head = ["监测点", "节点", "权重", "完成日期", "完成凭据"].map(col).to_vec();
    let nodes = Sheet::new("建设节点", head, nodes.collect());
    let devices = sites.iter().zip(1..).filter(|it| it.0.done[3].is_some()).flat_map(devices);
    let head = ["监测点", "设备类别", "设备号", "检定证书号", "检定有效期至"].map(col).to_vec();
    let devices = Sheet::new("设备", head, devices.collect());
    Book::workbook("58-非现场执法监测点.xlsx", "overload/site", vec![main, nodes, devices])
}

/// Scales are written in when they are verified: only those of the first site are.
fn devices((site, number): (&Site, i64)) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for lane in 1..=site.lanes {
        if site.state == "启用" {
            let certificate = format!("示例检字2021-{number}{lane:02}");
            let serial = format!("WIM-示例{number}{lane:02}");
            rows.push(row![site.name, "动态汽车衡", serial, certificate, date(2022, 5, 23)]);
        }
        rows.push(row![site.name, "车牌识别", format!("CP-示例{number}{lane:02}"), "", ""]);
    }
    rows.push(row![site.name, "视频监控", format!("SP-示例{number}01"), "", ""]);
    rows.push(row![site.name, "情报板", format!("QB-示例{number}01"), "", ""]);
    rows
}

fn station_book() -> Book {
    let rows = vec![
        row!["七拱超限检测站", "S260", "K38+100", date(2016, 3, 1), date(2019, 8, 5), "", "在册"],
        row!["文塔治超点", "G107", "K2346+500", date(2018, 9, 3), date(2019, 8, 5), "", "在册"],
        row!["示例旧检测站", "G323", "K430+000", date(2012, 5, 2), "", date(2020, 6, 30), "注销"],
    ];
    let head = ["站名", "路线", "桩号", "启用日期", "流程公示日期", "停用日期", "状态"];
    let main = Sheet::new("超限检测站", head.map(col).to_vec(), rows);
    let mut scales = Vec::new();
    for (serial, station) in
        [("CZ-示例01", "七拱超限检测站"), ("CZ-示例02", "文塔治超点"), ("CZ-示例03", "文塔治超点")]
    {
        for (year, from, until) in [
            (2020, date(2020, 5, 1), date(2021, 4, 30)),
            (2021, date(2021, 4, 19), date(2022, 4, 18)),
        ] {
            let certificate = format!("示例检字{year}-{serial}");
            scales.push(row![station, serial, certificate, from, until]);
        }
    }
    let head = ["站名", "设备号", "检定证书号", "检定日期", "检定有效期至"];
    let scales = Sheet::new("衡器", head.map(col).to_vec(), scales);
    let staff = (0..10).map(|number| {
        let station = if number < 6 { "七拱超限检测站" } else { "文塔治超点" };
        let unit = if number % 2 == 0 { TRANSPORT } else { HIGHWAY };
        let left = (number == 5).then_some(date(2021, 3, 31));
        let posted = if number == 4 { date(2021, 4, 1) } else { date(2020, 7, 1) };
        row![station, cast::person(2000 + number), unit, posted, left]
    });
    let head = ["站名", "姓名", "单位", "驻站日期", "离站日期"];
    let staff = Sheet::new("驻站人员", head.map(col).to_vec(), staff.collect());
    let sheets = vec![main.days(DayStyle::Dots), scales, staff];
    Book::workbook("59-超限检测站.xlsx", "overload/station", sheets)
}
