//! 跨境运输, 疫苗接种, 核酸检测, 站场防疫, 儿童信息, 返阳人员, 检查站.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, DayStyle, Form, Sheet, col, row};
use crate::cast;
use crate::days::{Days, every, plus};
use crate::people::{phone, worked};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

const COMPANIES: usize = 11;
/// 车辆指标, 实有车辆 and 司机 by 籍 at the end of the half year.
const QUOTA: i64 = 276;
const UNUSED: i64 = 14;
const MAINLAND: usize = 151;
const HONG_KONG: usize = 92;
const STATION: &str = "阳山客运站";
const STATION_STAFF: usize = 253;

/// The eleven books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        companies(),
        vehicles(),
        drivers(),
        site_checks(days),
        vaccinations(),
        test_rounds(),
        station_days(),
        resident_teams(),
        children(),
        returnees(),
        checkpoints(),
    ]
}

fn company(number: usize) -> String {
    format!("KJ-{:02}", number + 1)
}

fn company_name(number: usize) -> String {
    format!("阳山示例跨境货运{:02}号有限公司", number + 1)
}

/// The quota of every company, and how much of it has no vehicle.
fn quotas() -> Vec<(i64, i64)> {
    let mut random = Random::new(0xc405);
    let quotas = random.split(QUOTA, COMPANIES, 12, 42);
    let unused = random.split(UNUSED, COMPANIES, 0, 4);
    quotas.into_iter().zip(unused).collect()
}

fn companies() -> Book {
    let none: Option<Date> = None;
    let mut rows: Vec<Vec<Cell>> = quotas()
        .into_iter()
        .enumerate()
        .map(|(at, (quota, _))| {
            let registered = plus(date(2016, 4, 12), 97 * i64::try_from(at).expect("few"));
            // One is suspended, and still on the register.
            let state = if at == 8 { "暂停" } else { "有效" };
            row![
                company(at),
                company_name(at),
                cast::credit_code(601 + at),
                registered,
                ["皇岗", "文锦渡", "皇岗、沙头角", "横琴"][at % 4],
                quota,
                format!("示例跨境批〔{}〕{:02}号", registered.year(), at + 1),
                none,
                state,
            ]
        })
        .collect();
    let mut other = |at: usize, registered: Date, ended: Option<Date>| {
        rows.push(row![
            company(at),
            company_name(at),
            cast::credit_code(601 + at),
            registered,
            "皇岗",
            15_i64,
            format!("示例跨境批〔{}〕{:02}号", registered.year(), at + 1),
            ended,
            if ended.is_some() { "注销" } else { "有效" },
        ]);
    };
    other(11, date(2015, 6, 9), Some(date(2020, 12, 18)));
    other(12, date(2021, 7, 5), None);
    let columns = [
        "企业编号",
        "企业名称",
        "统一社会信用代码",
        "登记日期",
        "常走口岸",
        "车辆指标（个）",
        "指标批文",
        "注销日期",
        "状态",
    ];
    let sheet = Sheet::new("跨境企业", columns.map(col).to_vec(), rows)
        .titled(&["跨境货运企业登记表"])
        .days(DayStyle::Dashes);
    Book::workbook("100-跨境货运企业.xlsx", "epidemic/crossborder_company", vec![sheet])
}

fn vehicles() -> Book {
    let mut random = Random::new(0xc4ee);
    let mut plan: Vec<(usize, Date, Option<Date>)> = Vec::new();
    for (at, (quota, unused)) in quotas().into_iter().enumerate() {
        for _ in 0..quota - unused {
            plan.push((at, plus(date(2017, 12, 1), random.between(0, 1150)), None));
        }
    }
    // Gone before the half year ended, and registered after it.
    plan.extend((0..9).map(|it| (it, date(2016, 9, 1), Some(date(2021, 3, 12)))));
    plan.extend((0..2).map(|_| (12, date(2021, 7, 6), None)));
    let rows = plan.into_iter().enumerate().map(|(at, (company_at, registered, ended))| {
        row![
            format!("粤ZD{at:03}港"),
            company(company_at),
            registered,
            at % 50 != 17,
            ended,
            if ended.is_some() { "注销" } else { "有效" },
        ]
    });
    let columns = ["车牌号", "企业编号", "登记日期", "定位装置在用", "注销日期", "状态"];
    let sheet = Sheet::new("跨境车辆", columns.map(col).to_vec(), rows.collect())
        .titled(&["跨境货运车辆登记表"]);
    Book::workbook("101-跨境货运车辆.xlsx", "epidemic/crossborder_vehicle", vec![sheet])
}

/// The number of the `number`th driver.
fn driver_no(number: usize) -> String {
    format!("KJSJ-{:03}", number + 1)
}

fn driver_company(number: usize) -> usize {
    number % COMPANIES
}

fn drivers() -> Book {
    let mut random = Random::new(0xd41e);
    let mut plan: Vec<(&str, Date, Option<Date>)> = Vec::new();
    for number in 0..MAINLAND + HONG_KONG {
        let origin = if number < MAINLAND { "内地籍" } else { "香港籍" };
        plan.push((origin, plus(date(2017, 12, 1), random.between(0, 1100)), None));
    }
    plan.extend((0..6).map(|_| ("香港籍", date(2018, 5, 2), Some(date(2021, 2, 25)))));
    plan.extend((0..2).map(|_| ("内地籍", date(2021, 7, 6), None)));
    let rows = plan.into_iter().enumerate().map(|(at, (origin, registered, ended))| {
        row![
            driver_no(at),
            cast::person(900 + at),
            origin,
            company(driver_company(at)),
            phone(500 + at),
            registered,
            ended,
            if ended.is_some() { "注销" } else { "有效" },
        ]
    });
    let columns =
        ["司机编号", "姓名", "籍别", "企业编号", "联系电话", "登记日期", "注销日期", "状态"];
    let sheet = Sheet::new("跨境司机", columns.map(col).to_vec(), rows.collect())
        .titled(&["跨境货车司机名册"]);
    Book::workbook("102-跨境货车司机.xlsx", "epidemic/crossborder_driver", vec![sheet])
}

fn site_checks(days: &Days) -> Book {
    let mut random = Random::new(0xc4ec);
    let mut rows = Vec::new();
    for month in 1..=7 {
        let first = date(2021, month, 1);
        let last = first.last_of_month().min(LAST_DAY);
        for at in 0..if month == 7 { 3 } else { COMPANIES } {
            let number = rows.len() + 1;
            rows.push(row![
                format!("ZYD2021-{number:03}"),
                worked(&mut random, days, first, last),
                company(at),
                ["企业停车场", "企业办公地", "货物堆场"][at % 3],
                false,
                cast::person(1630 + at % 3),
            ]);
        }
    }
    // What was found in autumn was closed within the week.
    let mut found = row![
        "ZYD2020-001",
        date(2020, 10, 22),
        company(3),
        "县城某物流停车场",
        true,
        cast::person(1630)
    ];
    for cells in &mut rows {
        cells.push(Cell::Empty);
    }
    found.push("临时换装场地，已责令关闭".into());
    rows.push(found);
    let columns =
        ["排查编号", "排查日期", "企业编号", "排查地点", "有作业点", "排查人", "情况说明"];
    let sheet = Sheet::new("作业点排查", columns.map(col).to_vec(), rows)
        .titled(&["跨境运输作业点排查登记表"]);
    Book::workbook("103-跨境作业点排查.xlsx", "epidemic/crossborder_check", vec![sheet])
}

fn vaccinations() -> Book {
    let mut random = Random::new(0xacc1);
    let mut rows = Vec::new();
    let none: Option<Date> = None;
    for number in 0..MAINLAND {
        let first = plus(date(2021, 3, 22), random.between(0, 65));
        // One may not have the second yet.
        let second = (number != 77).then(|| plus(first, random.between(28, 34)));
        assert!(
            second.is_none_or(|it| it <= LAST),
            "the second needles were given by the end of June"
        );
        rows.push(row![
            format!("YM-{:04}", number + 1),
            "内地籍跨境司机",
            cast::person(900 + number),
            company_name(driver_company(number)),
            driver_no(number),
            first,
            second,
            "",
            if second.is_some() { "已接种第二针" } else { "已接种第一针" },
        ]);
    }
    for number in 0..40_usize {
        let (group, unit) = if number < 25 {
            ("客运站员工", STATION)
        } else {
            ("寄递物流从业人员", "阳山示例快递网点")
        };
        let first = (number % 9 != 4).then(|| plus(date(2021, 4, 6), random.between(0, 70)));
        let second = first.map(|it| plus(it, 30)).filter(|it| *it <= LAST_DAY);
        let (reason, state) = match (first, second) {
            (_, Some(_)) => ("", "已接种第二针"),
            (Some(_), None) => ("", "已接种第一针"),
            (None, _) => ("慢性病，医生建议暂缓", "应接种"),
        };
        rows.push(row![
            format!("YM-{:04}", MAINLAND + number + 1),
            group,
            cast::person(if number < 25 { 300 + number } else { 1640 + number }),
            unit,
            "",
            first.or(none),
            second,
            reason,
            state,
        ]);
    }
    let columns = [
        "编号",
        "人群",
        "姓名",
        "单位",
        "跨境司机",
        "第一针日期",
        "第二针日期",
        "未接种原因",
        "状态",
    ];
    let sheet = Sheet::new("疫苗接种", columns.map(col).to_vec(), rows)
        .titled(&["交通运输行业人员新冠疫苗接种台账"]);
    Book::workbook("104-疫苗接种.xlsx", "epidemic/vaccination", vec![sheet])
}

fn test_rounds() -> Book {
    // Number, unit, day, place, people, mark of their staff numbers, state.
    let plan: [(&str, &str, Date, &str, usize, &str, &str); 4] = [
        ("HS-2021-01", "粤运阳山分公司", date(2021, 1, 26), "公司停车场", 64, "YY", "已出结果"),
        ("HS-2021-02", "阳山示例快递网点", date(2021, 3, 3), "网点门口", 18, "KD", "已出结果"),
        ("HS-2021-03", STATION, date(2021, 6, 17), "客运站候车厅", STATION_STAFF, "KZ", "已出结果"),
        ("HS-2021-04", STATION, date(2021, 7, 8), "客运站候车厅", 60, "KZ", "已采样"),
    ];
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for (no, unit, day, place, count, mark, state) in plan {
        let is_reported = state == "已出结果";
        rows.push(row![
            no,
            unit,
            day,
            place,
            Decimal::from(count),
            is_reported.then(|| plus(day, 1)),
            state,
        ]);
        for at in 0..count {
            // In the other rounds some were away.
            let is_away = mark != "KZ" && at % 21 == 9;
            let sampled = !is_away;
            lines.push(row![
                no,
                format!("{mark}{:03}", at + 1),
                cast::person(300 + at + if mark == "KZ" { 0 } else { 1400 }),
                sampled,
                (sampled && is_reported).then_some("阴性"),
                is_away.then_some("请假离阳"),
            ]);
        }
    }
    let columns =
        ["检测编号", "受检单位", "采样日期", "采样地点", "应检人数（人）", "出结果日期", "状态"];
    let people = ["检测编号", "工号", "姓名", "已采样", "结果", "未检原因"];
    let sheets = vec![
        Sheet::new("核酸检测", columns.map(col).to_vec(), rows).titled(&["行业人员核酸检测登记表"]),
        Sheet::new("应检人员", people.map(col).to_vec(), lines),
    ];
    Book::workbook("105-核酸检测.xlsx", "epidemic/test_round", sheets)
}

fn station_days() -> Book {
    let mut random = Random::new(0xd15f);
    let mut rows = Vec::new();
    for day in every(date(2020, 12, 1), LAST_DAY) {
        for (site, kind, most) in [(STATION, "客运站", 900), ("粤运阳山分公司", "客车", 700)]
        {
            let fevers = i64::from(random.between(1, 90) == 1);
            let state = if day < date(2021, 7, 7) { "已核对" } else { "已上报" };
            rows.push(row![
                site,
                kind,
                day,
                random.between(2, 4),
                random.between(most / 3, most),
                random.between(60, 180),
                random.between(0, 9),
                fevers,
                if fevers > 0 { "复测正常后放行" } else { "" },
                cast::person(1690 + random.below(4)),
                state,
            ]);
        }
    }
    let columns = [
        "场所名称",
        "场所类别",
        "日期",
        "通风消毒（次）",
        "测温扫码（人次）",
        "员工上岗前测温（人次）",
        "劝导戴口罩（人次）",
        "体温异常（人）",
        "异常处置",
        "填报人",
        "状态",
    ];
    let sheet = Sheet::new("防疫日登记", columns.map(col).to_vec(), rows);
    Book::csv("106-客运站场防疫日登记.csv", "epidemic/station_day", Form::CsvUtf8, sheet)
}

fn resident_teams() -> Book {
    let rows = vec![row!["SRZ-01", STATION, date(2021, 1, 20), 3_i64]];
    let members = ["公安", "卫健", "交通"].into_iter().enumerate();
    let lines = members.map(|(at, unit)| row!["SRZ-01", unit, cast::person(1700 + at)]).collect();
    let sheets = vec![
        Sheet::new(
            "三人小组",
            ["编号", "客运站", "进驻日期", "小组人数（人）"].map(col).to_vec(),
            rows,
        ),
        Sheet::new("组员", ["编号", "派出单位", "姓名"].map(col).to_vec(), lines),
    ];
    Book::workbook("107-驻站三人小组.xlsx", "epidemic/resident_team", sheets)
}

fn children() -> Book {
    let mut random = Random::new(0xc41d);
    let mut plan: Vec<Date> =
        (0..86).map(|_| plus(date(2021, 1, 28), random.between(0, 162))).collect();
    plan.sort();
    let mut rows = Vec::new();
    for (at, day) in plan.into_iter().enumerate() {
        let expires = plus(day, 30);
        let is_erased = expires <= LAST_DAY;
        rows.push(row![
            format!("ET2021-{:03}", at + 1),
            STATION,
            day,
            ["阳山—清远 09:20", "阳山—广州 10:40", "阳山—青莲 14:10"][at % 3],
            (!is_erased).then(|| cast::person(1710 + at)),
            (!is_erased).then(|| cast::person(1800 + at)),
            (!is_erased).then(|| phone(900 + at)),
            expires,
            is_erased.then_some(expires),
            is_erased.then(|| cast::person(1690)),
            is_erased.then(|| cast::person(1693)),
            if is_erased { "已销毁" } else { "保存期内" },
        ]);
    }
    let columns = [
        "登记号",
        "客运站",
        "登记日期",
        "乘坐班次",
        "儿童姓名",
        "监护人",
        "监护人电话",
        "保存到期日",
        "销毁日期",
        "销毁人",
        "见证人",
        "状态",
    ];
    let sheet = Sheet::new("儿童信息", columns.map(col).to_vec(), rows)
        .titled(&["儿童乘车信息登记表"])
        .days(DayStyle::Dashes);
    Book::workbook("108-儿童信息登记.xlsx", "epidemic/child", vec![sheet])
}

fn returnees() -> Book {
    const UNITS: [&str; 7] =
        ["TJ8标", "TJ9标", "TJ10标", "TJ11标", "TJ12标", "LM5标", "粤运阳山分公司"];
    let mut random = Random::new(0x4e70);
    let mut plan: Vec<Date> =
        (0..19).map(|_| plus(date(2021, 1, 8), random.between(0, 60))).collect();
    plan.extend((0..7).map(|_| plus(date(2021, 5, 24), random.between(0, 34))));
    plan.extend((0..2).map(|_| plus(date(2021, 7, 1), random.between(0, 5))));
    plan.sort();
    let rows = plan.into_iter().enumerate().map(|(at, arrived)| {
        let released = Some(plus(arrived, 14)).filter(|it| *it <= LAST_DAY);
        row![
            format!("FY2021-{:02}", at + 1),
            UNITS[at % 7],
            cast::person(1860 + at),
            phone(1_100 + at),
            "（示例）外省某区某街道",
            if at % 4 == 0 { "高风险" } else { "中风险" },
            arrived,
            if at % 4 == 0 { "集中隔离" } else { "居家健康监测" },
            released,
            if released.is_some() { "已解除" } else { "管控中" },
        ]
    });
    let columns = [
        "编号",
        "摸底单位",
        "姓名",
        "联系电话",
        "来源地",
        "风险等级",
        "抵阳日期",
        "管控措施",
        "解除日期",
        "状态",
    ];
    let sheet = Sheet::new("返阳人员", columns.map(col).to_vec(), rows.collect())
        .titled(&["中高风险地区来阳返阳人员摸底表"]);
    Book::workbook("109-来阳返阳人员.xlsx", "epidemic/returnee", vec![sheet])
}

fn checkpoints() -> Book {
    let mut random = Random::new(0xc4ec9);
    let none: Option<Date> = None;
    let rows = vec![
        row![
            "JCZ-00",
            "县城高速出口检查点",
            "G107",
            "阳城镇",
            "城郊村",
            "2020-01-27 08:00",
            24_i64,
            date(2020, 3, 25),
            "撤站"
        ],
        row![
            "JCZ-01",
            "省界公路检查站",
            "乡道956线",
            "秤架乡",
            "太平洞村",
            "2021-06-19 12:00",
            24_i64,
            none,
            "运行"
        ],
    ];
    let mut units = Vec::new();
    for no in ["JCZ-00", "JCZ-01"] {
        for (unit, staff) in
            [("公安", 4_i64), ("卫健", 3), ("交通", 4), ("当地政府", 3), ("村委", 2)]
        {
            units.push(row![no, unit, staff]);
        }
    }
    let days = every(date(2021, 6, 19), LAST_DAY).into_iter().map(|day| {
        let vehicles = random.between(24, 68);
        row!["JCZ-01", day, vehicles, vehicles * 2 + random.between(0, 40)]
    });
    let days: Vec<Vec<Cell>> = days.collect();
    assert!(FIRST < LAST && !days.is_empty());
    let columns = [
        "检查站编号",
        "检查站名称",
        "路线",
        "乡镇",
        "村",
        "设站时刻",
        "每日轮值（小时）",
        "撤站日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("检查站", columns.map(col).to_vec(), rows).titled(&["疫情防控检查站登记表"]),
        Sheet::new("参与单位", ["检查站编号", "单位", "派员（人）"].map(col).to_vec(), units),
        Sheet::new(
            "过检日报",
            ["检查站编号", "日期", "过检车辆（辆次）", "过检人员（人次）"].map(col).to_vec(),
            days,
        ),
    ];
    Book::workbook("110-省界公路检查站.xlsx", "epidemic/checkpoint", sheets)
}
