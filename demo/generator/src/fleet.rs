//! 运输企业, 营运车辆, 从业人员.

use jiff::civil::{Date, Weekday, date};

use crate::book::{Book, Cell, DayStyle, Form, Sheet, col, row};
use crate::cast;
use crate::days::plus;
use crate::random::Random;
use crate::{FIRST, LAST_DAY};

/// The passenger company of the report.
pub(crate) const COACHES: &str = "粤运阳山分公司";
/// A second one, whose coaches were not in order before 春运.
pub(crate) const TOURS: &str = "阳山示例旅游客运有限公司";
const BUSES: &str = "阳山示例公共汽车有限公司";
const HAZMAT: &str = "阳山示例危货运输有限公司";
const TAXIS: &str = "阳山示例出租汽车有限公司";
const HAILING: &str = "阳山示例网约车平台有限公司";
/// Goods companies, as in the other books.
const GOODS: usize = 28;
/// Goods vehicles on the register, the heavy ones among them, and those of 1—9 July at their end.
const TRUCKS: usize = 900;
const HEAVY: usize = 731;

/// A working day of any year: Saturdays and Sundays roll on.
pub(crate) fn weekday(day: Date) -> Date {
    if day.weekday() == Weekday::Saturday {
        plus(day, 2)
    } else if day.weekday() == Weekday::Sunday {
        plus(day, 1)
    } else {
        day
    }
}

/// A company for driver training: 1 to 4.
pub(crate) fn school_company(number: usize) -> String {
    format!("阳山示例驾校{}分校", number + 1)
}

/// A repair company that takes part in the evaluation.
pub(crate) fn repair_company(number: usize) -> String {
    format!("阳山示例汽车维修{:02}号有限公司", number + 1)
}

/// Name and class of every company on the register.
fn companies() -> Vec<(String, &'static str)> {
    let mut all = vec![(COACHES.to_owned(), "道路客运"), (TOURS.to_owned(), "道路客运")];
    all.push((BUSES.to_owned(), "公交"));
    all.push((HAZMAT.to_owned(), "危货"));
    all.extend((0..GOODS).map(|it| (cast::goods_company(it), "普货")));
    all.push(("阳山示例汽车租赁有限公司".to_owned(), "租赁"));
    all.push((TAXIS.to_owned(), "出租车"));
    all.push((HAILING.to_owned(), "网约车"));
    all.push(("阳山客运站".to_owned(), "客运站"));
    all.extend((0..4).map(|it| (school_company(it), "驾培")));
    all.extend((0..6).map(|it| (repair_company(it), "二类以上维修")));
    all.extend((0..5).map(|it| (format!("示例寄递{}网点", it + 1), "寄递物流网点")));
    all
}

/// The books.
pub(crate) fn books() -> Vec<Book> {
    vec![company_book(), vehicles(), practitioners()]
}

fn company_book() -> Book {
    let mut random = Random::new(0xc0_4a);
    let none: Option<Date> = None;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((name, class), number) in companies().into_iter().zip(1_usize..) {
        // The goods companies have the codes that the permit cases show.
        let code = if class == "普货" { number - 4 } else { 100 + number };
        let permitted = weekday(plus(date(2012, 3, 5), random.between(0, 2_600)));
        let valid = plus(permitted, 4 * 365 * 3);
        let state = match number {
            2 | 19 => "整改",
            27 => "停业",
            _ => "经营",
        };
        rows.push(row![
            name,
            class,
            cast::credit_code(code),
            format!("示例许可{number:04}号"),
            permitted,
            valid,
            *random.pick(&["阳城镇", "阳城镇", "七拱镇", "黎埠镇", "青莲镇"]),
            cast::person(60 + number),
            cast::person(160 + number),
            none,
            state,
        ]);
    }
    rows.push(row![
        "阳山示例物流90号有限公司",
        "普货",
        cast::credit_code(190),
        "示例许可0090号",
        date(2013, 5, 6),
        date(2021, 5, 5),
        "太平镇",
        cast::person(250),
        cast::person(251),
        date(2021, 4, 16),
        "注销",
    ]);
    let columns = [
        "企业名称",
        "企业类别",
        "统一社会信用代码",
        "许可证号",
        "许可日期",
        "许可有效期至",
        "镇",
        "法定代表人",
        "安全负责人",
        "注销日期",
        "状态",
    ];
    let sheet = Sheet::new("运输企业", columns.map(col).to_vec(), rows).titled(&["运输企业登记表"]);
    Book::workbook("68-运输企业.xlsx", "transport/company", vec![sheet])
}

/// One vehicle of the register.
#[derive(Debug, Clone)]
pub(crate) struct Vehicle {
    /// Its number plate without the colour.
    pub(crate) no: String,
    pub(crate) plate: String,
    pub(crate) class: &'static str,
    pub(crate) company: String,
    pub(crate) is_heavy: bool,
    pub(crate) registered: Date,
    /// Moved out or scrapped.
    pub(crate) left: Option<(Date, &'static str)>,
}

/// Every vehicle, class by class; the same plates, owners and certificates as in the yearly inspections.
pub(crate) fn all_vehicles() -> Vec<Vehicle> {
    let mut random = Random::new(0xca75);
    let mut all = Vec::new();
    let mut add = |class, company: String, plate: String, is_heavy, first: Date, span| {
        let no = plate.split(' ').next().unwrap_or_default().to_owned();
        let registered = weekday(plus(first, random.between(0, span)));
        all.push(Vehicle { no, plate, class, company, is_heavy, registered, left: None });
    };
    let early = date(2014, 2, 10);
    for number in 0..168 {
        let company = if number < 156 { COACHES } else { TOURS };
        add("客车", company.to_owned(), format!("粤RK{:04} 黄", number + 1), false, early, 2_300);
    }
    for number in 0..14 {
        add("公交车", BUSES.to_owned(), format!("粤R{:05}D", 10_001 + number), false, early, 2_300);
    }
    for number in 0..12 {
        add("危货车", HAZMAT.to_owned(), format!("粤RW{:04} 黄", number + 1), true, early, 2_300);
    }
    for number in 0..123 {
        let company = school_company(number % 4);
        add("教练车", company, format!("粤RL{:03}学", number + 1), false, early, 2_300);
    }
    for number in 0..40 {
        add("出租车", TAXIS.to_owned(), format!("粤RT{:04} 蓝", number + 1), false, early, 2_300);
    }
    for number in 0..25 {
        add("网约车", HAILING.to_owned(), format!("粤RH{:04} 蓝", number + 1), false, early, 2_300);
    }
    for number in 0..TRUCKS {
        let is_heavy = (number + 1) * HEAVY / TRUCKS > number * HEAVY / TRUCKS;
        let (first, span) =
            if number >= TRUCKS - 7 { (date(2021, 7, 1), 3) } else { (early, 2_300) };
        let plate = cast::truck_plate(1001 + number);
        add("普货", cast::goods_company(number % GOODS), plate, is_heavy, first, span);
    }
    // Nine heavy trucks that were not inspected this half year left the county.
    let mut days = Random::new(0x1ef7);
    let first = all.len() - TRUCKS;
    let gone = all[first + 510..first + 600].iter_mut().filter(|it| it.is_heavy).step_by(8).take(9);
    for vehicle in gone {
        let day = weekday(plus(date(2021, 2, 22), days.between(0, 110)));
        vehicle.left = Some((day, if days.chance(60) { "转出" } else { "注销" }));
    }
    all
}

/// The trucks that must have a video device, in the order of their plates.
pub(crate) fn heavy_trucks() -> Vec<Vehicle> {
    all_vehicles().into_iter().filter(|it| it.is_heavy && it.class == "普货").collect()
}

fn vehicles() -> Book {
    let mut random = Random::new(0x7e41);
    let mut rows = Vec::new();
    let mut number_in_class = std::collections::BTreeMap::new();
    for (vehicle, number) in all_vehicles().into_iter().zip(1..) {
        let class = vehicle.class;
        let place = number_in_class.entry(class).or_insert(0_usize);
        let mark = class.chars().next().unwrap_or('车');
        let certificate = (class != "教练车").then(|| format!("示例运证{mark}{:04}", *place));
        *place += 1;
        let is_goods = matches!(class, "普货" | "危货车");
        let axles = match (is_goods, vehicle.is_heavy) {
            (false, _) => None,
            (true, false) => Some(2_i64),
            (true, true) => Some(*random.pick(&[2, 3, 4, 4, 6])),
        };
        let gross = axles.map(|axles| match (vehicle.is_heavy, axles) {
            (false, _) => random.between(45, 110) * 100,
            (true, 2) => random.between(120, 180) * 100,
            (true, 3) => 25_000,
            (true, 4) => 31_000,
            (true, _) => 49_000,
        });
        let seats = match class {
            "客车" => Some(*random.pick(&[19_i64, 33, 39, 45, 49, 53])),
            "公交车" => Some(28),
            "出租车" | "网约车" => Some(5),
            _ => None,
        };
        let is_graded = matches!(class, "客车" | "危货车");
        let left = vehicle.left;
        let state = match left {
            Some((_, state)) => state,
            None if number % 97 == 0 => "报停",
            None => "在营",
        };
        let upkeep = (vehicle.registered < FIRST && class != "教练车")
            .then(|| weekday(plus(date(2021, 1, 4), random.between(0, 160))));
        let upkeep = upkeep.filter(|it| left.is_none_or(|(gone, _)| *it <= gone));
        rows.push(row![
            vehicle.no,
            vehicle.plate,
            class,
            vehicle.company,
            certificate,
            format!("LDEMC{number:012}"),
            gross,
            axles,
            seats,
            is_graded.then_some("一级"),
            vehicle.registered,
            is_graded.then(|| plus(date(2021, 8, 1), random.between(0, 200))),
            upkeep,
            left.map(|it| it.0),
            state,
        ]);
    }
    let columns = [
        "车辆编号",
        "车牌号",
        "车辆类别",
        "所属企业",
        "道路运输证号",
        "车辆识别代号",
        "总质量（千克）",
        "轴数",
        "核定座位（个）",
        "技术等级",
        "入户日期",
        "承运人责任险至",
        "二级维护日期",
        "转出注销日期",
        "状态",
    ];
    let sheet = Sheet::new("营运车辆", columns.map(col).to_vec(), rows).days(DayStyle::Dashes);
    Book::csv("69-营运车辆.csv", "vehicle/vehicle", Form::CsvUtf8, sheet)
}

/// Kind, how many, and who employs the `number`th.
fn staff(kind: &str, number: usize) -> String {
    match kind {
        "客运驾驶员" => if number < 170 { COACHES } else { TOURS }.to_owned(),
        "货运驾驶员" => cast::goods_company(number % GOODS),
        "危货驾驶员" | "押运员" => HAZMAT.to_owned(),
        "巡游出租驾驶员" => TAXIS.to_owned(),
        "网约车驾驶员" => HAILING.to_owned(),
        _ => school_company(number % 4),
    }
}

/// Certificate numbers by kind.
pub(crate) fn certificate(kind: &str, number: usize) -> String {
    let mark = kind.chars().next().unwrap_or('从');
    format!("示例从业{mark}{:04}", number + 1)
}

fn practitioners() -> Book {
    const KINDS: [(&str, usize); 7] = [
        ("客运驾驶员", 182),
        ("货运驾驶员", 640),
        ("危货驾驶员", 14),
        ("押运员", 12),
        ("巡游出租驾驶员", 52),
        ("网约车驾驶员", 28),
        ("教练员", 62),
    ];
    let mut random = Random::new(0x9ac7);
    let mut rows = Vec::new();
    for (kind, count) in KINDS {
        for number in 0..count {
            let at = rows.len();
            let issued = weekday(plus(date(2015, 8, 3), random.between(0, 1_950)));
            let mut valid = plus(issued, 6 * 365 + 1);
            let state = match number {
                33 | 71 | 120 if kind == "货运驾驶员" => "吊销",
                45 | 90 if kind == "货运驾驶员" => "暂停",
                _ if valid < LAST_DAY && number % 3 == 0 => "到期",
                _ => "有效",
            };
            if valid < LAST_DAY && state != "到期" {
                valid = plus(valid, 6 * 365 + 1);
            }
            let ended = (state == "吊销").then(|| weekday(plus(FIRST, random.between(20, 150))));
            let trained = weekday(plus(date(2021, 1, 4), random.between(0, 150)));
            rows.push(row![
                certificate(kind, number),
                cast::person(500 + at),
                cast::identity(10_000 + at),
                kind,
                staff(kind, number),
                issued,
                valid,
                (state == "有效").then_some(trained),
                ended,
                state,
            ]);
        }
    }
    let columns = [
        "从业资格证号",
        "姓名",
        "身份证号",
        "资格类别",
        "服务单位",
        "初领日期",
        "有效期至",
        "继续教育日期",
        "注销日期",
        "状态",
    ];
    let sheet =
        Sheet::new("从业人员", columns.map(col).to_vec(), rows).titled(&["道路运输从业人员登记表"]);
    Book::workbook("70-从业人员.xlsx", "transport/practitioner", vec![sheet])
}
