//! 疑似超限过车: what the first site has seen since it was opened, and what came of it.

use jiff::civil::{Date, Time, date, time};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, Form, Sheet, col, row};
use crate::cases::Register;
use crate::cast;
use crate::days::{Days, every};
use crate::offsite::{FIRST_LANES, FIRST_ROAD, FIRST_SITE};
use crate::patrol::Truck;
use crate::random::Random;
use crate::{LAST, LAST_DAY};

/// How far a scale of class 5 may err in service, in hundredths (JJG 907).
const ERROR: i64 = 5;

/// One vehicle over the scale.
struct Passage {
    day: Date,
    at: Time,
    plate: String,
    axles: i64,
    gross: i64,
    limit: i64,
    case: Option<String>,
}

impl Passage {
    /// What is held against the vehicle: the reading less what the scale may err, to the ten kilograms.
    fn used(&self) -> i64 {
        self.gross * (100 - ERROR) / 1_000 * 10
    }
}

/// The book.
pub(crate) fn book(register: &Register, trucks: &[Truck], days: &Days) -> Book {
    let mut random = Random::new(0x0ff5);
    let opened = date(2021, 6, 8);
    let mut passages = stopped(register, &mut random, opened);
    for day in every(opened, LAST_DAY) {
        for _ in 0..random.between(3, 6) {
            let truck = loop {
                let truck = random.pick(trucks);
                if truck.axles >= 3 {
                    break truck;
                }
            };
            let minutes = random.between(0, 24 * 60 - 1);
            passages.push(Passage {
                day,
                at: clock(minutes),
                plate: truck.plate.clone(),
                axles: truck.axles,
                gross: truck.limit * 100 / (100 - ERROR) / 10 * 10 + random.between(5, 900) * 10,
                limit: truck.limit,
                case: None,
            });
        }
    }
    passages.sort_by_key(|it| (it.day, it.at, it.plate.clone()));
    let rows = passages
        .iter()
        .zip(1..)
        .map(|(it, number): (_, i64)| passage_row(it, number, &mut random, days))
        .collect();
    let head = [
        "记录编号",
        "监测点",
        "过车日期",
        "过车时间",
        "车道",
        "车牌号",
        "轴数",
        "车速",
        "称重值（千克）",
        "采用值（千克）",
        "限值（千克）",
        "超限质量（千克）",
        "称重设备号",
        "检定有效期至",
        "图片（张）",
        "数据摘要",
        "初审人",
        "初审日期",
        "复审人",
        "复审日期",
        "作废理由",
        "告知日期",
        "案件编号",
        "状态",
    ];
    let sheet = Sheet::new("疑似超限过车", head.map(col).to_vec(), rows);
    Book::csv("60-疑似超限过车记录.csv", "overload/passage", Form::CsvUtf8, sheet)
}

/// Vehicles that the site saw half an hour before the joint teams stopped them on the same road.
fn stopped(register: &Register, random: &mut Random, opened: Date) -> Vec<Passage> {
    let mut passages = Vec::new();
    for case in register.cases.iter().filter(|it| !it.is_dismissed && it.checked >= opened) {
        let (Some(weighing), Some(check)) = (&case.weighing, case.check) else { continue };
        let is_there = case.place.as_ref().is_some_and(|it| it.0 == FIRST_ROAD);
        let at = register.found[check].at;
        if !is_there || at < time(1, 0, 0, 0) {
            continue;
        }
        let minutes = i64::from(at.hour()) * 60 + i64::from(at.minute()) - random.between(18, 40);
        let gross = (weighing.limit + weighing.over) * random.between(990, 1020) / 10_000 * 10;
        let passage = Passage {
            day: case.checked,
            at: clock(minutes),
            plate: case.plate.clone(),
            axles: weighing.axles,
            gross,
            limit: weighing.limit,
            case: Some(case.no.clone()),
        };
        if passage.used() > passage.limit {
            passages.push(passage);
        }
    }
    passages
}

fn passage_row(it: &Passage, number: i64, random: &mut Random, days: &Days) -> Vec<Cell> {
    const REASONS: [&str; 6] = [
        "车牌不清或前后不符",
        "跨道行驶",
        "车速超出检定范围",
        "车辆重叠遮挡",
        "轴数与车型不符",
        "持有效超限运输许可",
    ];
    let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
    let is_filed = it.case.is_some();
    let reason = (!is_filed && random.chance(18)).then(|| *random.pick(&REASONS));
    let lane = random.between(1, FIRST_LANES);
    let speed = Decimal::new(random.between(210, 680), 1);
    let reviewers = [random.between(0, 2), random.between(3, 5)]
        .map(|at| cast::person(2020 + usize::try_from(at).expect("not negative")));
    // Vehicles that were stopped at once are reviewed the same day.
    let first = if is_filed { Some(it.day) } else { known(days.later(it.day, 1)) };
    let second = if is_filed { Some(it.day) } else { known(days.later(it.day, 2)) };
    let notified = known(days.later(it.day, random.between(3, 7)))
        .filter(|day| reason.is_none() && !is_filed && *day <= LAST_DAY && it.day <= LAST);
    let reject = reason.filter(|_| second.is_some());
    let state = match (first, second, reject, notified) {
        _ if is_filed => "已立案",
        (None, ..) => "待初审",
        (_, None, ..) => "待复审",
        (_, _, Some(_), _) => "作废",
        (_, _, _, Some(_)) => "已告知",
        _ => "复审通过",
    };
    let digest: String =
        (0..4).map(|_| format!("{:016x}", random.between(0, i64::MAX - 1))).collect();
    let plate = if reject == Some(REASONS[0]) { "" } else { it.plate.as_str() };
    let [one, two] = reviewers;
    row![
        format!("GC01-2021-{number:05}"),
        FIRST_SITE,
        it.day,
        it.at,
        lane,
        plate,
        it.axles,
        speed,
        it.gross,
        it.used(),
        it.limit,
        it.used() - it.limit,
        format!("WIM-示例1{lane:02}"),
        date(2022, 5, 23),
        if reject.is_some() { random.between(2, 3) } else { 3 },
        digest,
        first.map(|_| one),
        first,
        second.map(|_| two),
        second,
        reject,
        notified,
        it.case.as_deref(),
        state,
    ]
}

/// A time of day from minutes after midnight.
fn clock(minutes: i64) -> Time {
    let part = |number: i64| i8::try_from(number).expect("minutes of one day");
    time(part(minutes / 60), part(minutes % 60), 0, 0)
}
