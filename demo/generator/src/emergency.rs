//! 应急物资, 应急预案与演练 and 信息接报.

use jiff::civil::{Date, date};

use crate::book::{Book, Sheet, col, row};
use crate::cast;
use crate::days::plus;
use crate::random::Random;

/// The three books.
pub(crate) fn books() -> Vec<Book> {
    vec![supplies(), plans(), incidents()]
}

/// Name, model, kind, measure, quota, stored in 2020, bought in April 2021, taken in the half year.
type Supply = (&'static str, &'static str, &'static str, &'static str, i64, i64, i64, i64);

fn supplies() -> Book {
    const SUPPLIES: [Supply; 22] = [
        ("编织袋", "55×95厘米", "防汛防风抢险", "条", 5000, 3200, 2500, 600),
        ("铁锹", "尖头", "防汛防风抢险", "件", 120, 80, 60, 12),
        ("洋镐", "十字", "防汛防风抢险", "件", 60, 48, 20, 4),
        ("油锯", "汽油", "防汛防风抢险", "件", 8, 6, 3, 0),
        ("抽水泵", "3寸", "防汛防风抢险", "台", 6, 4, 2, 0),
        ("发电机", "5千瓦", "防汛防风抢险", "台", 4, 3, 1, 0),
        ("救生衣", "成人", "防汛防风抢险", "件", 100, 70, 40, 0),
        ("救生绳", "30米", "防汛防风抢险", "条", 40, 30, 15, 0),
        ("反光锥桶", "70厘米", "防汛防风抢险", "个", 300, 220, 120, 36),
        ("警示带", "100米", "防汛防风抢险", "卷", 80, 50, 40, 18),
        ("应急照明灯", "移动式", "防汛防风抢险", "台", 10, 8, 2, 0),
        ("雨衣", "分体", "防汛防风抢险", "套", 120, 90, 40, 6),
        ("碎石", "路基抢修", "防汛防风抢险", "立方米", 400, 300, 200, 160),
        ("彩条布", "6×50米", "防汛防风抢险", "卷", 20, 20, 0, 20),
        ("医用外科口罩", "一次性", "疫情防控", "只", 10000, 12000, 6000, 5400),
        ("防护服", "一次性", "疫情防控", "套", 100, 120, 0, 30),
        ("消毒液", "84", "疫情防控", "桶", 60, 50, 40, 35),
        ("额温枪", "红外", "疫情防控", "支", 30, 36, 0, 2),
        ("防护面屏", "一次性", "疫情防控", "个", 200, 150, 100, 80),
        ("救生圈", "成人", "水上救生", "个", 20, 24, 0, 0),
        ("灭火器", "4千克", "通用抢险", "具", 60, 60, 12, 8),
        ("融雪剂", "25千克", "通用抢险", "袋", 100, 140, 0, 60),
    ];
    let (mut rows, mut moves) = (Vec::new(), Vec::new());
    for ((name, model, kind, measure, quota, old, bought, taken), number) in
        SUPPLIES.into_iter().zip(1_usize..)
    {
        let no = format!("WZ-{number:02}");
        let warehouse =
            if number % 3 == 0 { "示例养护站仓库" } else { "局应急物资仓库" };
        let keeper = cast::person(2221 + number % 2);
        let expires = (kind == "疫情防控").then(|| date(2022, 6, 30));
        rows.push(row![
            &no,
            name,
            model,
            kind,
            measure,
            quota,
            warehouse,
            &keeper,
            date(2020, 4, 10),
            expires,
            "在册"
        ]);
        let day = if kind == "疫情防控" { date(2021, 1, 22) } else { date(2021, 4, 9) };
        let steps = [
            (date(2020, 4, 10), "入库", old, "RK2020-02".to_owned()),
            (day, "入库", bought, format!("RK2021-{:02}", if kind == "疫情防控" { 1 } else { 2 })),
            (date(2021, 6, 2), "领用", -taken, format!("LY2021-{number:02}")),
            // What came in July does not count at the end of June.
            (date(2021, 7, 6), "入库", if number == 1 { 1000 } else { 0 }, "RK2021-03".to_owned()),
        ];
        for (day, how, quantity, document) in steps.into_iter().filter(|it| it.2 != 0) {
            moves.push(row![&no, day, how, quantity, document, &keeper]);
        }
    }
    // What is in store and what is short are left to the program.
    let columns = [
        "物资编号",
        "品名",
        "规格",
        "物资类别",
        "计量单位",
        "定额",
        "仓库",
        "保管人",
        "入册日期",
        "有效期至",
        "状态",
    ];
    let below = ["物资编号", "日期", "方式", "数量", "单据号", "经手人"];
    let sheets = vec![
        Sheet::new("应急物资", columns.map(col).to_vec(), rows).titled(&["应急物资储备台账"]),
        Sheet::new("出入库", below.map(col).to_vec(), moves),
    ];
    Book::workbook("134-应急物资.xlsx", "emergency/supply", sheets)
}

/// Number, name, kind, edition, levels, reviewed, issued, ended, state.
type Plan = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
    Option<Date>,
    Option<Date>,
    Option<Date>,
    &'static str,
);

fn plans() -> Book {
    let day = |year: i16, month: i8, day: i8| Some(date(year, month, day));
    let plans: [Plan; 9] = [
        (
            "YA-01",
            "交通运输系统防汛防风应急预案（第二版）",
            "防汛防风",
            2,
            4,
            day(2019, 3, 20),
            day(2019, 3, 28),
            day(2021, 4, 12),
            "废止",
        ),
        (
            "YA-02",
            "交通运输系统防汛防风应急预案（第三版）",
            "防汛防风",
            3,
            4,
            day(2021, 4, 6),
            day(2021, 4, 12),
            None,
            "已发布",
        ),
        (
            "YA-03",
            "春运期间公共卫生事件应急预案",
            "公共卫生事件",
            1,
            4,
            day(2021, 1, 12),
            day(2021, 1, 15),
            None,
            "已发布",
        ),
        (
            "YA-04",
            "交通建设工程疫情防控应急处置方案",
            "疫情处置",
            2,
            3,
            day(2020, 12, 18),
            day(2021, 1, 8),
            None,
            "已发布",
        ),
        (
            "YA-05",
            "道路运输突发事件应急预案",
            "道路运输突发事件",
            2,
            4,
            day(2020, 6, 10),
            day(2020, 6, 22),
            None,
            "已发布",
        ),
        (
            "YA-06",
            "交通建设工程生产安全事故应急预案",
            "工程建设生产安全事故",
            1,
            4,
            day(2020, 9, 8),
            day(2020, 9, 21),
            None,
            "已发布",
        ),
        (
            "YA-07",
            "渡口渡船突发事件应急预案",
            "渡口渡船突发事件",
            1,
            3,
            day(2020, 3, 16),
            day(2020, 3, 25),
            None,
            "已发布",
        ),
        (
            "YA-08",
            "客运站场疫情处置预案（修订）",
            "疫情处置",
            2,
            3,
            day(2021, 6, 28),
            None,
            None,
            "已评审",
        ),
        ("YA-09", "危险货物运输事故应急预案", "道路运输突发事件", 1, 4, None, None, None, "编制"),
    ];
    let rows = plans.into_iter().zip(1_usize..).map(
        |((no, name, kind, edition, levels, reviewed, issued, ended, state), number)| {
            row![
                no,
                name,
                kind,
                edition,
                levels,
                cast::person(2201 + number % 4),
                issued.map(|it| format!("阳交应急〔{}〕{number}号", it.year())),
                reviewed,
                issued,
                ended,
                state,
            ]
        },
    );
    let drills = vec![
        row!["YA-06", date(2020, 11, 12), "实战演练", "广连高速公路TJ9标", 64_i64, "通讯联络不畅"],
        row!["YA-03", date(2021, 1, 20), "桌面推演", "阳山客运站", 26_i64, ""],
        row!["YA-02", date(2021, 4, 20), "桌面推演", "局会议室", 32_i64, "抢险队联系方式未更新"],
        row!["YA-07", date(2021, 5, 13), "实战演练", "白埌渡口", 41_i64, "抛绳救生动作生疏"],
        row![
            "YA-02",
            date(2021, 5, 27),
            "实战演练",
            "S260线示例路段",
            58_i64,
            "封路标志摆放距离不足"
        ],
        row!["YA-06", date(2021, 6, 17), "实战演练", "广连高速公路TJ12标", 73_i64, ""],
        row!["YA-05", date(2021, 7, 8), "桌面推演", "局会议室", 24_i64, ""],
    ];
    let columns = [
        "预案编号",
        "预案名称",
        "预案类别",
        "版次",
        "响应级数",
        "联系人",
        "文号",
        "评审日期",
        "发布日期",
        "废止日期",
        "状态",
    ];
    let below = ["预案编号", "演练日期", "演练方式", "地点", "参加人次", "不足"];
    let sheets = vec![
        Sheet::new("应急预案", columns.map(col).to_vec(), rows.collect())
            .titled(&["应急预案管理台账"]),
        Sheet::new("演练", below.map(col).to_vec(), drills),
    ];
    Book::workbook("135-应急预案与演练.xlsx", "emergency/plan", sheets)
}

/// Kind, day, hour, what was reported, by whom, to whom it was sent; an empty one was not true.
const INCIDENTS: [(&str, Date, i64, &str, &str, &str); 17] = [
    (
        "道路中断、交通事故",
        date(2020, 12, 19),
        6,
        "G107线小江段货车侧翻占道",
        "县公安局交通警察大队",
        "县委办、县政府办",
    ),
    ("安全生产", date(2021, 1, 9), 15, "反映TJ12标爆破震动较大", "黄坌镇政府", "县应急管理局"),
    ("其他突发", date(2021, 1, 17), 7, "高寒山区路面结冰", "秤架瑶族乡政府", "县委办、县政府办"),
    (
        "道路中断、交通事故",
        date(2021, 2, 14),
        11,
        "G107线返程车流积压",
        "县公安局交通警察大队",
        "市交通运输局",
    ),
    ("疫情防控", date(2021, 2, 22), 20, "客运站一名旅客体温异常", "阳山客运站", "县疫情防控指挥部"),
    ("其他突发", date(2021, 3, 4), 9, "来电称某桥面塌陷", "过路群众", ""),
    (
        "道路中断、交通事故",
        date(2021, 3, 21),
        10,
        "G107线小江镇路段两车追尾",
        "县公安局交通警察大队",
        "市交通运输局",
    ),
    (
        "汛情水毁",
        date(2021, 4, 27),
        22,
        "S250线边坡小型塌方，半幅通行",
        "县公路事务中心",
        "市交通运输局、县三防指挥部",
    ),
    (
        "汛情水毁",
        date(2021, 5, 16),
        5,
        "X385线路面积水，车辆绕行",
        "县公路事务中心",
        "县三防指挥部",
    ),
    (
        "汛情水毁",
        date(2021, 5, 31),
        19,
        "S524线路基水毁缺口",
        "县公路事务中心",
        "市交通运输局、县三防指挥部",
    ),
    ("安全生产", date(2021, 6, 3), 14, "TJ9标洞口仰坡开裂", "示例路桥2公司", "县应急管理局"),
    (
        "汛情水毁",
        date(2021, 6, 5),
        3,
        "S525线塌方阻断交通",
        "县公路事务中心",
        "市交通运输局、县三防指挥部",
    ),
    (
        "疫情防控",
        date(2021, 6, 12),
        16,
        "中风险地区返阳司机报备",
        "跨境货运企业",
        "县疫情防控指挥部",
    ),
    ("疫情防控", date(2021, 6, 19), 13, "省界公路检查站启用", "秤架瑶族乡政府", "县疫情防控指挥部"),
    (
        "汛情水毁",
        date(2021, 6, 24),
        23,
        "G323线落石占道",
        "县公路事务中心",
        "市交通运输局、县三防指挥部",
    ),
    (
        "道路中断、交通事故",
        date(2021, 7, 4),
        15,
        "S260线货车碰撞护栏",
        "县公安局交通警察大队",
        "市交通运输局",
    ),
    ("其他突发", date(2021, 7, 9), 8, "来电反映路灯不亮", "过路群众", ""),
];

fn incidents() -> Book {
    let mut random = Random::new(0x1c1d);
    let (mut rows, mut follow) = (Vec::new(), Vec::new());
    for ((kind, day, hour, what, who, to), number) in INCIDENTS.into_iter().zip(1_usize..) {
        let no = format!("JB{}-{number:03}", day.year());
        let at = |minutes: i64| {
            let minutes = hour * 60 + minutes;
            let day = plus(day, minutes / 1440);
            format!("{day} {:02}:{:02}", minutes / 60 % 24, minutes % 60)
        };
        // One of May was sent late: the line was down.
        let is_late = number == 10;
        let start = random.between(0, 20);
        let first = start + if is_late { 95 } else { random.between(18, 55) };
        let is_true = !to.is_empty();
        let is_fresh = day == date(2021, 7, 9);
        rows.push(row![
            &no,
            kind,
            if kind == "汛情水毁" && number == 12 { "一般" } else { "未达等级" },
            at(start),
            who,
            what,
            cast::person(2205 + number % 21),
            cast::person(2300 + number % 6),
            (!is_fresh).then(|| at(start + 12)),
            is_true.then(|| at(first)),
            to,
            is_true.then_some(!is_late),
            is_true.then_some("派员到场，设置警示，会同有关单位处置完毕"),
            is_true.then(|| at(first + 600)),
            match (is_true, is_fresh) {
                (true, _) => "终报",
                (false, true) => "接报",
                (false, false) => "情况不实",
            },
        ]);
        if kind == "汛情水毁" {
            follow.push(row![&no, at(first + 240), "抢险队到场，清理过半，半幅放行"]);
        }
    }
    let columns = [
        "接报编号",
        "信息类别",
        "事件等级",
        "接报时间",
        "来报单位或人",
        "内容",
        "值班员",
        "带班领导",
        "核实时间",
        "首报时间",
        "报送单位",
        "按时首报",
        "处置情况",
        "终报时间",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("信息接报", columns.map(col).to_vec(), rows).titled(&["值班信息接报登记簿"]),
        Sheet::new("续报", ["接报编号", "续报时间", "续报内容"].map(col).to_vec(), follow),
    ];
    Book::workbook("138-信息接报.xlsx", "emergency/incident", sheets)
}
