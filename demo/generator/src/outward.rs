//! 移送抄告协查, 执法人员装备证件, 治理研判.

use jiff::civil::{Date, date};

use crate::book::{Book, DayStyle, Sheet, col, row};
use crate::cases::Register;
use crate::cast;
use crate::clue::{Clue, PLACES};
use crate::days::Days;
use crate::random::Random;
use crate::trace::heaviest;
use crate::{FIRST, LAST_DAY};

const POLICE: &str = "阳山县公安局交警大队";
const MARKET: &str = "阳山县市场监督管理局";
const TRANSPORT: &str = "阳山县交通运输局";
/// The three books.
pub(crate) fn books(register: &Register, clues: &[Clue], days: &Days) -> Vec<Book> {
    vec![transfer_book(register, clues, days), officer_book(), judgement_book(days)]
}

/// One document to another authority.
struct Transfer {
    kind: &'static str,
    receiver: &'static str,
    subject: &'static str,
    case: Option<String>,
    clue: Option<String>,
    sent: Date,
}

fn transfers(register: &Register, clues: &[Clue], days: &Days) -> Vec<Transfer> {
    let mut all: Vec<Transfer> = heaviest(register)
        .into_iter()
        .map(|case| Transfer {
            kind: "协查",
            receiver: POLICE,
            subject: "请协查“百吨王”车辆途经卡口的过车记录",
            case: Some(case.no.clone()),
            clue: None,
            sent: days.later(case.filed, 3),
        })
        .collect();
    all.extend(clues.iter().filter_map(|it| {
        it.police.map(|sent| Transfer {
            kind: "协查",
            receiver: POLICE,
            subject: "请协查涉嫌非法营运车辆的登记所有人和行驶轨迹",
            case: None,
            clue: Some(it.no.clone()),
            sent,
        })
    }));
    let other = |kind, receiver, subject, sent| Transfer {
        kind,
        receiver,
        subject,
        case: None,
        clue: None,
        sent,
    };
    all.extend([
        other("抄告", MARKET, "抄告涉嫌无照从事汽车租赁的经营者", date(2020, 12, 8)),
        other("抄告", MARKET, "抄告涉嫌非法拼装改装货车的修理点", date(2021, 2, 22)),
        other("移送", POLICE, "移送阻碍执法的涉嫌治安违法线索", date(2021, 3, 17)),
        other("抄告", MARKET, "抄告源头单位超期使用的称重设备", date(2021, 5, 11)),
        other("移送", MARKET, "移送超出登记范围经营的租赁企业线索", date(2021, 5, 28)),
        other("抄告", POLICE, "抄告逃避超限检测的车辆", date(2021, 6, 9)),
    ]);
    all.retain(|it| it.sent <= LAST_DAY);
    all.sort_by_key(|it| it.sent);
    all
}

fn transfer_book(register: &Register, clues: &[Clue], days: &Days) -> Book {
    let mut random = Random::new(0x7a25);
    let (mut rows, mut urges) = (Vec::new(), Vec::new());
    let mut numbers = [0_i64; 2];
    for (it, at) in transfers(register, clues, days).iter().zip(1..) {
        let number = &mut numbers[usize::from(it.sent >= FIRST)];
        *number += 1;
        let no = format!("阳交协示例〔{}〕{number}号", it.sent.year());
        let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
        let due = days.later(it.sent, 15);
        // Every seventh is late or never answered; one went to the wrong office and was recalled.
        let is_recalled = it.kind == "移送" && it.receiver == MARKET;
        let waits = if at % 7 == 4 { 40 } else { random.between(5, 14) };
        let received = known(days.later(it.sent, random.between(1, 3))).filter(|_| !is_recalled);
        let replied = known(days.later(it.sent, waits)).filter(|_| !is_recalled);
        let closed = replied.and_then(|day| known(days.later(day, 2)));
        let state = match (is_recalled, received, replied, closed) {
            (true, ..) => "已撤回",
            (_, None, ..) => "已发出",
            (_, _, None, _) => "已签收",
            (_, _, _, None) => "已回复",
            _ => "闭合",
        };
        let is_late = !is_recalled && replied.is_none_or(|day| day > due);
        if is_late && days.later(due, 1) <= LAST_DAY {
            urges.push(row![&no, days.later(due, 1), cast::person(2090), "电话催办"]);
        }
        let result = replied
            .map(|_| if it.kind == "协查" { "已提供查询结果" } else { "已受理并处理" });
        rows.push(row![
            no,
            it.kind,
            it.receiver,
            it.subject,
            it.case.as_deref(),
            it.clue.as_deref(),
            it.sent,
            due,
            received,
            replied,
            result,
            closed,
            state,
        ]);
    }
    let head = [
        "文书编号",
        "移送类别",
        "接收单位",
        "事由",
        "案件编号",
        "线索编号",
        "发出日期",
        "要求回复日期",
        "签收日期",
        "回复日期",
        "回复结果",
        "闭合日期",
        "状态",
    ];
    let main = Sheet::new("文书", head.map(col).to_vec(), rows).titled(&["移送抄告协查文书登记表"]);
    let head = ["文书编号", "催办日期", "催办人", "催办方式"];
    let urges = Sheet::new("催办", head.map(col).to_vec(), urges);
    Book::workbook("64-移送抄告协查.xlsx", "enforcement/transfer", vec![main, urges])
}

/// The eighteen of the joint teams who are of the bureau, and ten of its own enforcement.
fn officer_book() -> Book {
    let teams = (0..3).flat_map(|team| [0, 3, 5, 6, 11, 14].map(|place| team * 15 + place));
    let mut people: Vec<(usize, &str)> = teams.map(|it| (it, "路政、道路运政")).collect();
    people.extend((2090..2100).map(|it| (it, "道路运政")));
    let (mut rows, mut equipment) = (Vec::new(), Vec::new());
    for ((person, area), number) in people.into_iter().zip(0_i64..) {
        let certificate = format!("粤R示例{:04}", person + 1);
        // One certificate ran out in May, one officer left in April, one came in July.
        let (issued, until, cancelled, state) = match number {
            25 => (date(2016, 6, 1), date(2021, 5, 31), None, "到期"),
            26 => (date(2018, 5, 14), date(2023, 5, 13), Some(date(2021, 4, 6)), "注销"),
            27 => (date(2021, 7, 5), date(2026, 7, 4), None, "在用"),
            _ => (date(2019, 4, 10), date(2024, 4, 9), None, "在用"),
        };
        rows.push(row![
            &certificate,
            cast::person(person),
            TRANSPORT,
            area,
            issued,
            until,
            cancelled,
            state
        ]);
        let recorder = format!("JLY-示例{number:03}");
        equipment.push(row![
            &certificate,
            "执法记录仪",
            recorder,
            issued.max(date(2020, 7, 1)),
            cancelled
        ]);
        if number % 6 == 0 && number < 18 {
            let vehicle = format!("粤RE{:04} 蓝", number / 6 * 10 + 1);
            equipment.push(row![&certificate, "执法车辆", vehicle, date(2020, 7, 1), ""]);
            let scale = format!("BCZ-示例{number:02}");
            equipment.push(row![&certificate, "便携式称重仪", scale, date(2020, 7, 1), ""]);
        }
    }
    let head = ["执法证号", "姓名", "单位", "执法门类", "发证日期", "有效期至", "注销日期", "状态"];
    let main = Sheet::new("执法证", head.map(col).to_vec(), rows).titled(&["执法人员证件登记表"]);
    let head = ["执法证号", "装备类别", "装备编号", "领用日期", "交回日期"];
    let equipment = Sheet::new("装备", head.map(col).to_vec(), equipment).days(DayStyle::Dots);
    Book::workbook("65-执法人员装备证件.xlsx", "enforcement/officer", vec![main, equipment])
}

fn judgement_book(days: &Days) -> Book {
    const TRENDS: [&str; 3] = ["上升", "持平", "下降"];
    let mut random = Random::new(0x1d6e);
    let mut rows = Vec::new();
    for number in 0..7_i8 {
        let month = if number == 0 { date(2020, 12, 1) } else { date(2021, number, 1) };
        let next = if number == 0 { FIRST } else { date(2021, number + 1, 1) };
        let subjects = [
            ("网约车", "WYC", "约谈平台，核查车辆和驾驶员证件"),
            ("非法营运", "FFYY", "在重点地点错时布控，商请公安协查车辆轨迹"),
        ];
        for (subject, mark, measures) in subjects {
            rows.push(row![
                format!("YP{}{:02}-{mark}", month.year(), month.month()),
                month,
                subject,
                days.later(next, random.between(1, 4)),
                *random.pick(&TRENDS),
                *random.pick(&PLACES),
                *random.pick(&["早高峰、晚高峰", "周五下午至周日", "列车到达前后"]),
                measures,
                cast::person(2099),
            ]);
        }
    }
    let head = [
        "研判编号",
        "月份",
        "研判对象",
        "研判日期",
        "趋势",
        "重点地点",
        "重点时段",
        "措施",
        "主持人",
    ];
    let sheet =
        Sheet::new("治理研判", head.map(col).to_vec(), rows).titled(&["客运市场治理研判登记表"]);
    Book::workbook("66-客运市场治理研判.xlsx", "enforcement/judgement", vec![sheet])
}
