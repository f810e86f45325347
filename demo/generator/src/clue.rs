//! 非法营运线索: where a vehicle was seen, what could be proved, and what became of it.

use jiff::civil::Date;

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::cases::{Case, Register};
use crate::cast;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::{FIRST, LAST_DAY};

/// Where vehicles wait for passengers; the places are invented.
pub(crate) const PLACES: [&str; 6] = [
    "客运站示例路口",
    "县医院示例路口",
    "城北示例路口",
    "高铁接驳示例点",
    "示例广场",
    "青莲示例路口",
];

/// One clue.
pub(crate) struct Clue {
    pub(crate) no: String,
    source: &'static str,
    received: Date,
    plate: String,
    way: &'static str,
    judged: Option<Date>,
    planned: Option<Date>,
    pub(crate) police: Option<Date>,
    case: Option<String>,
    closed: Option<Date>,
    lacking: &'static str,
    state: &'static str,
}

/// Every case of illegal operation that the county filed came of a clue; as many others came to nothing or are open.
pub(crate) fn clues(register: &Register, days: &Days) -> Vec<Clue> {
    const WAYS: [&str; 4] = ["微信群拼车", "站外喊客", "租赁公司车辆约客", "熟客电话约车"];
    const SOURCES: [&str; 6] =
        ["稽查发现", "12345工单", "群众举报", "公安通报", "行业反映", "网络巡查"];
    const LACKING: [&str; 3] = ["无收费证据", "乘客不愿作证", "双方称亲友同行"];
    let mut random = Random::new(0xc1e5);
    let is_illegal =
        |it: &&Case| it.handler == "县交通运输综合执法" && it.cause.starts_with("未取得许可从事");
    let live = register.cases.iter().filter(|it| !it.is_dismissed);
    let mut clues: Vec<Clue> = live
        .filter(is_illegal)
        .map(|case| {
            let received = days.on_or_after(plus(case.filed, -random.between(9, 24)));
            let judged = days.later(received, 2).min(case.filed);
            Clue {
                no: String::new(),
                source: random.pick::<&str>(&SOURCES),
                received,
                plate: case.plate.clone(),
                way: random.pick::<&str>(&WAYS),
                judged: Some(judged),
                planned: Some(days.later(judged, 1).min(case.filed)),
                police: random.chance(40).then_some(judged),
                case: Some(case.no.clone()),
                closed: Some(case.filed),
                lacking: "",
                state: "已立案",
            }
        })
        .collect();
    for number in 0..26 {
        let received = days.on_or_after(plus(FIRST, 3 + number * 7));
        let judged = days.later(received, random.between(1, 4));
        let planned = days.later(judged, random.between(1, 5));
        let closed = days.later(planned, random.between(8, 25));
        let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
        let is_shelved = number % 5 != 3 && closed <= LAST_DAY;
        clues.push(Clue {
            no: String::new(),
            source: random.pick::<&str>(&SOURCES),
            received,
            plate: format!("粤RX{:04} 蓝", 700 + number),
            way: random.pick::<&str>(&WAYS),
            judged: known(judged),
            planned: known(planned),
            police: known(planned).filter(|_| number % 4 == 0),
            case: None,
            closed: is_shelved.then_some(closed),
            lacking: if is_shelved { random.pick::<&str>(&LACKING) } else { "" },
            state: match (is_shelved, known(judged), known(planned)) {
                (true, ..) => "证据不足归档",
                (_, None, _) => "线索",
                (_, _, None) => "已研判",
                _ => "布控",
            },
        });
    }
    clues.sort_by_key(|it| (it.received, it.plate.clone()));
    let mut numbers = [0_i64; 2];
    for clue in &mut clues {
        let number = &mut numbers[usize::from(clue.received >= FIRST)];
        *number += 1;
        clue.no = format!("XS{}-{number:03}", clue.received.year());
    }
    clues
}

/// The book.
pub(crate) fn book(clues: &[Clue]) -> Book {
    let mut random = Random::new(0xc1e6);
    let (mut rows, mut sightings, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
    for it in clues {
        rows.push(row![
            &it.no,
            it.source,
            it.received,
            &it.plate,
            it.way,
            it.judged,
            it.planned,
            it.police,
            cast::person(2090 + random.below(6)),
            it.case.as_deref(),
            it.closed,
            it.lacking,
            it.state,
        ]);
        for number in 0..random.between(1, 4) {
            let day = plus(it.received, number * 2 - 4);
            let at = format!("{day} {:02}:{:02}", random.between(6, 21), random.between(0, 59));
            let note = *random.pick(&["停车揽客", "乘客上车后离开", "多名乘客携行李上车"]);
            sightings.push(row![&it.no, at, *random.pick(&PLACES), note]);
        }
        evidence.extend(evidence_of(it));
    }
    let head = [
        "线索编号",
        "线索来源",
        "接到日期",
        "车牌号",
        "揽客方式",
        "研判日期",
        "布控日期",
        "公安协查日期",
        "承办人",
        "案件编号",
        "办结日期",
        "所缺证据",
        "状态",
    ];
    let main = Sheet::new("线索", head.map(col).to_vec(), rows).titled(&["非法营运线索登记表"]);
    let head = ["线索编号", "时间", "地点", "情况"];
    let sightings = Sheet::new("出现记录", head.map(col).to_vec(), sightings);
    let head = ["线索编号", "证据类别", "取得日期", "证明内容", "证明收费"];
    let evidence = Sheet::new("证据", head.map(col).to_vec(), evidence).days(DayStyle::Dashes);
    Book::workbook("63-非法营运线索.xlsx", "enforcement/clue", vec![main, sightings, evidence])
}

/// A case needs proof that money was taken; what was shelved lacks it.
fn evidence_of(it: &Clue) -> Vec<Vec<Cell>> {
    let Some(planned) = it.planned else { return Vec::new() };
    let mut rows = vec![row![&it.no, "照片视频", planned, "乘客上下车、行李装卸的连续视频", false]];
    if let (Some(_), Some(closed)) = (&it.case, it.closed) {
        rows.push(row![&it.no, "乘客陈述", closed, "乘客说明上车地点、目的地和议定车费", true]);
        rows.push(row![&it.no, "支付记录", closed, "车费转账截图，经乘客确认", true]);
    } else if it.closed.is_some() {
        rows.push(row![&it.no, "驾驶员陈述", planned, "驾驶员称与乘客为亲友，未收费", false]);
    }
    rows
}
