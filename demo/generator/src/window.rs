//! 行政许可, 路产索赔, 路政许可, 大件运输并联许可, and what the office confirms: 零报告, 历史值.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, DayStyle, Form, Sheet, col, row, total, under};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

const CLOSED: usize = 115;
const CLAIMS: usize = 22;
/// 追回路产赔偿 of the half year, yuan.
const RECOVERED: i64 = 31_758;
const ROAD_PERMITS: usize = 10;
const OVERSIZE: usize = 88;

/// The six books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        permits(days),
        claims(days),
        road_permits(days),
        oversize(days),
        zero_reports(days),
        past_values(),
    ]
}

/// A working day between two days.
fn worked(random: &mut Random, days: &Days, first: Date, last: Date) -> Date {
    let day = days.on_or_after(plus(first, random.between(0, between(first, last))));
    if day <= last { day } else { days.on_or_after(plus(last, -4)) }
}

fn permits(days: &Days) -> Book {
    const ITEMS: [&str; 8] = [
        "道路货物运输经营许可",
        "道路货物运输经营许可",
        "道路运输证核发",
        "道路运输证核发",
        "道路客运车辆新增变更",
        "从业资格证核发",
        "从业资格证核发",
        "网络预约出租汽车运输证核发",
    ];
    let mut random = Random::new(0xbe12);
    let mut plan: Vec<(Date, Option<Date>)> = Vec::new(); // accepted no later than, decided
    for number in 0..CLOSED + 24 {
        let (first, last) = match number {
            0..CLOSED => (FIRST, LAST),
            CLOSED..133 => (date(2020, 9, 1), date(2020, 12, 31)),
            _ => (date(2021, 7, 1), LAST_DAY),
        };
        let decided = worked(&mut random, days, first, last);
        plan.push((decided, Some(decided)));
    }
    plan.extend((0..7).map(|_| (worked(&mut random, days, date(2021, 6, 24), LAST_DAY), None)));
    plan.sort();
    let (mut rows, mut stops) = (Vec::new(), Vec::new());
    for ((until, decided), number) in plan.into_iter().zip(1..) {
        // One of 2020 was late and got its yellow card; two of 2021 stood still while experts met.
        let is_late = number == 9;
        let is_stopped = decided.is_some_and(|it| it >= date(2021, 3, 1)) && number % 37 == 0;
        let taken = if is_late { 24 } else { random.between(1, 14) };
        let mut accepted = until;
        if decided.is_some() {
            let mut back = 0;
            while back < taken {
                accepted = plus(accepted, -1);
                back += i64::from(days.is_worked(accepted));
            }
        }
        let no = format!("阳交许受〔{}〕{number:03}号", accepted.year());
        let stop = is_stopped.then(|| (days.later(accepted, 1), days.later(accepted, 4)));
        let due = days.later(accepted, if stop.is_some() { 23 } else { 20 });
        let item = *random.pick(&ITEMS);
        let is_person = item == "从业资格证核发";
        let (applicant, code) = if is_person {
            (cast::person(1800 + number), None)
        } else {
            (cast::goods_company(number % 28), Some(cast::credit_code(number % 28 + 1)))
        };
        let result = decided.map(|_| if number % 61 == 0 { "不予许可" } else { "准予许可" });
        let delivered =
            decided.map(|it| days.later(it, random.between(1, 5))).filter(|it| *it <= LAST_DAY);
        let is_withdrawn = decided.is_none() && number % 5 == 0;
        let state = match (decided, delivered) {
            _ if is_withdrawn => "申请人撤回",
            (Some(_), Some(_)) => "办结",
            (Some(_), None) => "已决定",
            (None, _) => "受理",
        };
        if let Some((from, until)) = stop {
            stops.push(row![&no, from, until, "专家现场核查"]);
        }
        rows.push(row![
            no,
            item,
            applicant,
            code,
            accepted,
            due,
            decided,
            result,
            decided.map(|_| !is_late),
            delivered,
            is_late.then_some("黄牌"),
            is_late.then(|| days.later(due, 1)),
            state,
        ]);
    }
    let columns = [
        "受理号",
        "许可事项",
        "申请人",
        "统一社会信用代码",
        "受理日期",
        "到期日",
        "办结日期",
        "许可决定",
        "按期办结",
        "送达日期",
        "红黄牌",
        "亮牌日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("许可办件", columns.map(col).to_vec(), rows).titled(&["行政许可办件登记表"]),
        Sheet::new("停钟", ["受理号", "停钟日期", "复钟日期", "停钟原因"].map(col).to_vec(), stops),
    ];
    Book::workbook("16-行政许可办件.xlsx", "permit/case", sheets)
}

/// Facility, measure, price in yuan, most of it.
const FACILITIES: [(&str, &str, i64, i64); 8] = [
    ("波形梁护栏", "米", 180, 16),
    ("护栏立柱", "根", 150, 6),
    ("交通标志", "块", 850, 2),
    ("轮廓标", "个", 25, 12),
    ("百米桩", "根", 60, 4),
    ("路缘石", "块", 45, 14),
    ("行道树", "株", 300, 3),
    ("防撞桶", "个", 220, 5),
];

fn claims(days: &Days) -> Book {
    let mut random = Random::new(0xc1a1);
    // First and last day, and whether it is dismissed, paid in the half year, paid before.
    #[derive(Clone, Copy, PartialEq)]
    enum Money {
        None,
        Dismissed,
        Half,
        Before,
    }
    let mut plan: Vec<(Date, Money)> = Vec::new();
    for number in 0..CLAIMS {
        // The last two of June are not yet paid.
        let (first, last, money) = if number < 20 {
            (FIRST, date(2021, 6, 11), Money::Half)
        } else {
            (date(2021, 6, 21), LAST, Money::None)
        };
        plan.push((plus(first, random.between(0, between(first, last))), money));
    }
    plan.push((date(2021, 3, 17), Money::Dismissed));
    for number in 0..6 {
        let money = if number < 4 { Money::Before } else { Money::Half };
        let first = if number < 4 { date(2020, 8, 10) } else { date(2020, 12, 8) };
        plan.push((plus(first, random.between(0, 20)), money));
    }
    plan.push((date(2021, 7, 5), Money::None));
    plan.sort_by_key(|it| it.0);
    let last_paid = plan.iter().rposition(|it| it.1 == Money::Half).expect("some are paid");
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let mut recovered = 0;
    for (at, (filed, money)) in plan.iter().copied().enumerate() {
        let no = format!("SP{}-{:02}", filed.year(), at + 1);
        let mut claimed = 0;
        let mut add = |facility: &str, measure: &str, price: i64, quantity: Decimal| {
            let amount = Decimal::from(price) * quantity;
            lines.push(row![&no, facility, quantity, measure, price, amount]);
            claimed += i64::try_from(amount).expect("whole yuan");
        };
        if at == last_paid {
            // What is left of the sum is the largest: a guard rail and the pavement below it.
            let rest = RECOVERED - recovered;
            assert!((2_000..9_000).contains(&rest), "the last claim would be {rest} yuan");
            let rail = rest / 2 / 180;
            add("波形梁护栏", "米", 180, Decimal::from(rail));
            add("路面", "平方米", 100, Decimal::new(rest - rail * 180, 2));
        } else {
            let count = usize::try_from(random.between(1, 3)).expect("1 to 3");
            for (facility, measure, price, most) in
                random.some(&FACILITIES, count).into_iter().copied()
            {
                add(
                    facility,
                    measure,
                    price,
                    Decimal::from(random.between(1, most) + i64::from(most > 5)),
                );
            }
        }
        // One could pay only part of it.
        let got = if at == 12 { claimed - 45 } else { claimed };
        let notified = days.on_or_after(plus(filed, random.between(1, 4)));
        let paid = days.later(notified, random.between(1, 6)).max(
            if filed < FIRST && money == Money::Half { date(2021, 1, 6) } else { FIRST.min(filed) },
        );
        let paid = matches!(money, Money::Half | Money::Before).then_some(paid);
        recovered += if money == Money::Half { got } else { 0 };
        let repaired =
            paid.map(|it| days.later(it, random.between(3, 15))).filter(|it| *it <= LAST_DAY);
        let state = match (money, paid, repaired) {
            (Money::Dismissed, ..) => "撤案",
            (_, Some(_), Some(_)) => "结案",
            (_, Some(_), None) => "已赔付",
            (_, None, _) => "已通知赔偿",
        };
        let place = random.pick(&cast::ORDINARY);
        let party = cast::person(2000 + at);
        let plate = cast::truck_plate(820 + at);
        rows.push(row![
            no,
            filed,
            place.road,
            place.stake(&mut random),
            party,
            plate,
            claimed,
            notified,
            paid.map(|_| got),
            paid,
            repaired,
            state,
        ]);
    }
    let columns = vec![
        col("索赔编号"),
        col("立案日期"),
        under("地点", "路线"),
        under("地点", "桩号"),
        col("责任人"),
        col("车牌号"),
        total(under("赔偿（元）", "索赔金额")),
        under("赔偿（元）", "通知日期"),
        total(under("赔偿（元）", "追回金额")),
        under("赔偿（元）", "到账日期"),
        col("修复日期"),
        col("状态"),
    ];
    let sheets = vec![
        Sheet::new("路产索赔", columns, rows).titled(&["公路路产损坏索赔案件登记表"]),
        Sheet::new(
            "损坏清单",
            ["索赔编号", "设施", "数量", "计量单位", "单价（元）", "金额（元）"].map(col).to_vec(),
            lines,
        ),
    ];
    Book::workbook("17-路产索赔.xlsx", "road/claim", sheets)
}

fn road_permits(days: &Days) -> Book {
    const ITEMS: [&str; 5] = [
        "在公路用地内架设、埋设管线",
        "在公路上增设平面交叉道口",
        "占用、挖掘公路或使公路改线",
        "跨越、穿越公路修建设施",
        "在公路用地设置非公路标志",
    ];
    let mut random = Random::new(0x40ad);
    let mut rows = Vec::new();
    for number in 0..ROAD_PERMITS + 5 {
        let (first, last) = match number {
            0..ROAD_PERMITS => (FIRST, LAST),
            ROAD_PERMITS..13 => (date(2020, 9, 1), date(2020, 12, 31)),
            _ => (date(2021, 7, 1), LAST_DAY),
        };
        let decided = worked(&mut random, days, first, last);
        let accepted = days.on_or_after(plus(decided, -random.between(8, 22)));
        let delivered = days.later(decided, random.between(1, 4));
        let starts = days.later(delivered, random.between(3, 10));
        let place = random.pick(&cast::ORDINARY);
        let from = place.stake(&mut random);
        let (km, metres) = from.split_once('+').expect("stakes have a plus");
        let metres: i64 = metres.parse().expect("three digits");
        let to = format!("{km}+{:03}", (metres + random.between(3, 20) * 10).min(999));
        let state = if delivered <= LAST_DAY { "办结" } else { "已决定" };
        rows.push((
            decided,
            row![
                ITEMS[number % 5],
                format!("阳山示例管线{:02}号有限公司", number + 1),
                cast::credit_code(300 + number),
                place.road,
                from,
                to,
                accepted,
                decided,
                "准予许可",
                Some(delivered).filter(|it| *it <= LAST_DAY),
                starts,
                plus(starts, random.between(20, 80)),
                state,
            ],
        ));
    }
    rows.sort_by_key(|it| it.0);
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .zip(1..)
        .map(|((_, mut cells), number)| {
            cells.insert(0, format!("阳交路许受{number:03}").into());
            cells
        })
        .collect();
    let none: Option<Date> = None;
    rows.push(row![
        "阳交路许受016",
        ITEMS[0],
        "阳山示例管线16号有限公司",
        cast::credit_code(316),
        "S250",
        "K41+200",
        "K41+320",
        date(2021, 6, 15),
        none,
        "",
        none,
        none,
        none,
        "申请人撤回",
    ]);
    let columns = vec![
        col("受理号"),
        col("许可事项"),
        col("申请人"),
        col("统一社会信用代码"),
        col("路线"),
        under("位置", "起点桩号"),
        under("位置", "止点桩号"),
        col("受理日期"),
        col("办结日期"),
        col("许可决定"),
        col("送达日期"),
        under("工期", "开工日期"),
        under("工期", "完工日期"),
        col("状态"),
    ];
    let sheet =
        Sheet::new("路政许可", columns, rows).titled(&["路政许可办理登记表"]).days(DayStyle::Dots);
    Book::workbook("18-路政许可.xlsx", "road/permit", vec![sheet])
}

fn oversize(days: &Days) -> Book {
    const GOODS: [&str; 6] = ["变压器", "风电叶片", "盾构机部件", "预制箱梁", "挖掘机", "塔筒"];
    let mut random = Random::new(0xb16);
    let mut rows = Vec::new();
    for number in 0..OVERSIZE + 15 {
        let (first, last) = match number {
            0..OVERSIZE => (FIRST, LAST),
            OVERSIZE..99 => (date(2020, 10, 9), date(2020, 12, 31)),
            _ => (date(2021, 7, 1), LAST_DAY),
        };
        let decided = worked(&mut random, days, first, last);
        // Class, limits in centimetres, working days.
        let (class, length, width, height, gross, limit) = match random.between(1, 10) {
            1..=5 => ("Ⅰ类", (1_820, 2_000), (256, 300), (380, 420), (4_000, 4_900), 1),
            6..=8 => ("Ⅱ类", (2_010, 2_800), (301, 375), (400, 450), (5_200, 9_800), 3),
            _ => ("Ⅲ类", (2_810, 6_800), (330, 520), (430, 495), (6_000, 16_000), 9),
        };
        let mut metres = |(low, high): (i64, i64)| Decimal::new(random.between(low, high), 2);
        let (length, width, height) = (metres(length), metres(width), metres(height));
        let gross = random.between(gross.0, gross.1) * 10;
        let mut received = decided;
        for _ in 0..random.between(0, limit) {
            received = plus(received, -1);
            while !days.is_worked(received) {
                received = plus(received, -1);
            }
        }
        let opinion = if number % 29 == 28 { "不同意" } else { "同意" };
        let valid = (opinion == "同意").then(|| days.later(decided, 1));
        rows.push((
            decided,
            row![
                format!("示例大件运输{:02}号有限公司", random.between(1, 22)),
                format!("粤RQ{:04} 黄", number + 1),
                format!("粤RQ{:03}挂", number + 1),
                *random.pick(&GOODS),
                length,
                width,
                height,
                gross,
                class,
                *random.pick(&["G107", "G323", "G358", "S260"]),
                received,
                opinion,
                decided,
                valid,
                valid.map(|it| plus(it, 20)),
                "办结",
            ],
        ));
    }
    rows.sort_by_key(|it| it.0);
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .zip(1..)
        .map(|((_, mut cells), number)| {
            cells.insert(0, format!("DJ4418230{number:04}").into());
            cells
        })
        .collect();
    let none: Option<Date> = None;
    rows.push(row![
        "DJ44182309001",
        "示例大件运输01号有限公司",
        "粤RQ0001 黄",
        "粤RQ001挂",
        GOODS[0],
        Decimal::new(2_650, 2),
        Decimal::new(340, 2),
        Decimal::new(442, 2),
        86_000_i64,
        "Ⅱ类",
        "G107",
        date(2021, 5, 18),
        "",
        none,
        none,
        none,
        "已撤回",
    ]);
    let columns = vec![
        col("申请号"),
        col("承运人"),
        under("车组", "牵引车"),
        under("车组", "挂车"),
        col("货物"),
        under("外廓（米）", "车货总长"),
        under("外廓（米）", "车货总宽"),
        under("外廓（米）", "车货总高"),
        col("车货总质量（千克）"),
        col("大件类别"),
        col("县内路线"),
        col("接收日期"),
        col("审查意见"),
        col("办结日期"),
        under("有效期", "有效期起"),
        under("有效期", "有效期止"),
        col("状态"),
    ];
    let sheet = Sheet::new("大件运输", columns, rows).titled(&["大件运输并联许可审查登记表"]);
    Book::workbook("19-大件运输并联许可.xlsx", "road/oversize", vec![sheet])
}

fn zero_reports(days: &Days) -> Book {
    let claims = [
        ("transport/spring_stranded", "已核对当月日报，未出现春运旅客滞留", 2100),
        ("permit/cards", "已核对当月办件，未出现红牌、黄牌", 2101),
    ];
    let mut rows = Vec::new();
    for month in 1..=6 {
        let first = date(2021, month, 1);
        let next = days.on_or_after(plus(first.last_of_month(), 1));
        for (indicator, statement, person) in claims {
            rows.push(row![indicator, first, cast::person(person), next, statement]);
        }
    }
    let columns = ["指标", "月份", "确认人", "确认日期", "确认内容"];
    let sheet = Sheet::new("零报告", columns.map(col).to_vec(), rows).titled(&["零报告确认表"]);
    Book::workbook("20-零报告.xlsx", "platform/zero_report", vec![sheet])
}

fn past_values() -> Book {
    let source = "按2021年半年报公布的同比增幅反推：6.3÷1.2096；当年台账未存";
    let rows = vec![row![
        "transport/spring_passengers",
        "2020H1",
        Decimal::new(52_083, 4),
        "万人",
        source,
        date(2021, 7, 1)
    ]];
    let columns = ["指标", "报告期", "数值", "单位", "来源文件", "封存日期"];
    let sheet = Sheet::new("历史值", columns.map(col).to_vec(), rows).days(DayStyle::Dashes);
    Book::csv("21-历史值.csv", "platform/past_value", Form::CsvUtf8, sheet)
}
