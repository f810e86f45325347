//! 专项行动 and 异地交叉执法行动: who came, and what they looked at.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, Sheet, col, row};
use crate::cases::Register;
use crate::cast;
use crate::patrol::Truck;
use crate::random::Random;

const CITY_TRANSPORT: &str = "清远市交通运输局";
const CITY_POLICE: &str = "清远市公安局交警支队";
const EXPRESSWAY: &str = "清连高速公路路政";
const EXPRESSWAY_POLICE: &str = "清连高速公路交警";
const LIANZHOU_TRANSPORT: &str = "连州市交通运输局";
const LIANZHOU_POLICE: &str = "连州市公安局交警大队";

/// One day of an operation: operation, day, persons, vehicles, checks.
const DAYS: [(&str, Date, usize, usize, usize); 5] = [
    ("JC-2020-01", date(2020, 11, 18), 18, 5, 26),
    ("JC-2021-01", date(2021, 2, 1), 78, 23, 119),
    ("JC-2021-01", date(2021, 2, 2), 74, 22, 109),
    ("JC-2021-02", date(2021, 2, 3), 21, 6, 33),
    ("JC-2021-02", date(2021, 2, 4), 19, 6, 28),
];

/// Both books.
pub(crate) fn books(register: &Register, trucks: &[Truck]) -> Vec<Book> {
    vec![campaigns(), operations(register, trucks)]
}

fn campaigns() -> Book {
    let none: Option<Date> = None;
    let rows = vec![
        row![
            "预防道路交通事故“第二轮百日攻坚”行动",
            "《阳山县预防道路交通事故“第二轮百日攻坚”行动工作方案》",
            date(2020, 9, 1),
            date(2020, 12, 9),
            "事故多发路段整治、货车超载",
            "归档",
        ],
        row![
            "系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动",
            "《阳山县交通系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动实施方案》",
            date(2021, 3, 1),
            none,
            "超限超载、“百吨王”、道路运政违法",
            "实施",
        ],
        row![
            "非法营运专项整治",
            "《阳山县非法营运专项整治工作方案》",
            date(2021, 1, 4),
            none,
            "未取得许可从事客运经营、网约车违法",
            "实施"
        ],
        row![
            "旅游大巴违法专项整治",
            "《阳山县旅游大巴违法专项整治工作方案》",
            date(2021, 1, 11),
            date(2021, 6, 30),
            "旅游包车、客运车辆违法",
            "总结"
        ],
        row![
            "驾培维修行业违法专项整治",
            "《阳山县驾培维修行业违法专项整治工作方案》",
            date(2021, 3, 8),
            none,
            "学时造假、超范围维修",
            "实施"
        ],
        row![
            "危货违法专项整治",
            "《阳山县危险货物运输违法专项整治工作方案》",
            date(2021, 1, 18),
            none,
            "危险货物运输违法",
            "实施"
        ],
    ];
    let columns = vec![
        col("行动名称"),
        col("方案"),
        col("开始日期"),
        col("结束日期"),
        col("整治重点"),
        col("状态"),
    ];
    let sheet = Sheet::new("专项行动", columns, rows).titled(&["专项行动一览表"]);
    Book::workbook("11-专项行动.xlsx", "enforcement/campaign", vec![sheet])
}

fn operations(register: &Register, trucks: &[Truck]) -> Book {
    let rows = vec![
        row![
            "JC-2020-01",
            "2020年第四季度治超异地交叉执法",
            "交叉执法示例〔2020〕1号",
            "来我县",
            date(2020, 11, 18),
            date(2020, 11, 18),
            "归档",
        ],
        row![
            "JC-2021-01",
            "异地交叉治超联合执法行动（阳山）",
            "清市交〔2021〕2号",
            "来我县",
            date(2021, 2, 1),
            date(2021, 2, 2),
            "归档",
        ],
        row![
            "JC-2021-02",
            "异地交叉治超联合执法行动（赴连州）",
            "清市交〔2021〕2号",
            "我县外派",
            date(2021, 2, 3),
            date(2021, 2, 4),
            "归档",
        ],
    ];
    let head = ["行动编号", "行动名称", "文号", "方向", "开始日期", "结束日期", "状态"];
    let main = Sheet::new("交叉执法行动", head.map(col).to_vec(), rows)
        .titled(&["异地交叉执法行动登记表"]);
    let mut random = Random::new(0xc405);
    let (mut people, mut vehicles, mut checks) = (Vec::new(), Vec::new(), Vec::new());
    for (no, day, persons, cars, looks) in DAYS {
        let is_ours = no == "JC-2021-02";
        for number in 0..persons {
            let unit = if is_ours {
                ["阳山县交通运输局", "阳山县公安局交警大队"][number % 2]
            } else {
                unit(number)
            };
            let person = cast::person(if is_ours { number } else { 80 + number });
            people.push(row![no, day, person, unit]);
        }
        for number in 0..cars {
            let (plate, unit) = match (is_ours, number % 3) {
                (true, _) => (format!("粤RE{number:04} 蓝"), "阳山县交通运输局"),
                (false, 0) => (format!("粤RY{number:03}警"), CITY_POLICE),
                (false, 1) => (format!("粤RG{number:04} 蓝"), CITY_TRANSPORT),
                (false, _) => (format!("粤RH{number:04} 蓝"), LIANZHOU_TRANSPORT),
            };
            vehicles.push(row![no, day, plate, unit]);
        }
        let cases = register.of_city_joint(day);
        let mut list: Vec<Vec<Cell>> =
            cases.iter().map(|it| row![no, day, &it.plate, it.kind, "立案", &it.no]).collect();
        while list.len() < looks {
            let truck = random.pick(&trucks[11..]);
            let result = if random.chance(60) { "称重未超限" } else { "放行" };
            list.push(row![no, day, &truck.plate, truck.kind, result, ""]);
        }
        random.shuffle(&mut list);
        checks.append(&mut list);
    }
    let sheets = vec![
        main,
        Sheet::new("执法人员", ["行动编号", "日期", "姓名", "单位"].map(col).to_vec(), people),
        Sheet::new("执法车辆", ["行动编号", "日期", "车牌号", "单位"].map(col).to_vec(), vehicles),
        Sheet::new(
            "检查车辆",
            ["行动编号", "日期", "车牌号", "车型", "检查结果", "案件编号"].map(col).to_vec(),
            checks,
        ),
    ];
    Book::workbook("12-异地交叉执法行动.xlsx", "enforcement/cross_operation", sheets)
}

fn unit(number: usize) -> &'static str {
    [
        CITY_TRANSPORT,
        CITY_POLICE,
        EXPRESSWAY,
        EXPRESSWAY_POLICE,
        LIANZHOU_TRANSPORT,
        LIANZHOU_POLICE,
    ][number % 6]
}
