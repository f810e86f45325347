//! 动态监控: what the platform sees of the vehicles, month by month and alarm by alarm.

use jiff::civil::{Date, date};

use crate::book::{Book, DayStyle, Sheet, col, row};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::fleet::{Vehicle, all_vehicles};
use crate::random::Random;
use crate::{FIRST, LAST_DAY};

/// The books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![monitor(days), alarms(days)]
}

/// Companies whose vehicles the platform watches, and how many of them.
fn watched() -> Vec<(String, i64)> {
    let mut counts: Vec<(String, i64)> = Vec::new();
    for vehicle in all_vehicles() {
        let is_watched = vehicle.class == "客车" || vehicle.is_heavy;
        if is_watched && vehicle.left.is_none() && vehicle.registered < FIRST {
            match counts.iter_mut().find(|it| it.0 == vehicle.company) {
                Some(count) => count.1 += 1,
                None => counts.push((vehicle.company, 1)),
            }
        }
    }
    counts
}

fn monitor(days: &Days) -> Book {
    let mut random = Random::new(0x906e);
    let mut rows = Vec::new();
    for month in 0..7_i8 {
        let first = if month == 0 { date(2020, 12, 1) } else { date(2021, month, 1) };
        let exported = days.on_or_after(plus(first.last_of_month(), 2));
        for ((company, count), reporter) in watched().into_iter().zip(300..) {
            let online = count - random.between(0, (count / 9).max(1));
            let state = if month == 6 && reporter % 11 == 0 { "已上报" } else { "已核对" };
            rows.push(row![company, first, count, online, exported, cast::person(reporter), state]);
        }
    }
    let columns = vec![
        col("企业"),
        col("月份"),
        col("应上线车辆（辆次）"),
        col("实际上线车辆（辆次）"),
        col("导出日期"),
        col("填报人"),
        col("状态"),
    ];
    let sheet = Sheet::new("动态监控月报", columns, rows)
        .titled(&["重点营运车辆动态监控月报"])
        .days(DayStyle::Words);
    Book::workbook("71-动态监控月报.xlsx", "vehicle/monitor", vec![sheet])
}

fn alarms(days: &Days) -> Book {
    /// Kind, content, measure.
    const KINDS: [(&str, &str, &str); 6] = [
        ("超速", "超过路段限速", "约谈驾驶员，停班学习一天"),
        ("疲劳驾驶", "连续驾驶超时，未按规定停车休息", "责令停车休息，扣发安全奖"),
        ("长时间离线", "终端连续离线", "检修终端，恢复上线"),
        ("接打手机等分心驾驶", "行车中接打手机", "批评教育，通报企业"),
        ("凌晨禁行时段行驶", "凌晨禁行时段仍在行驶", "停班学习，调整发班时间"),
        ("偏离线路", "偏离批准的线路", "核对包车合同，补办手续"),
    ];
    let watched: Vec<Vehicle> = all_vehicles()
        .into_iter()
        .filter(|it| (it.class == "客车" || it.is_heavy) && it.left.is_none())
        .filter(|it| it.registered < date(2020, 12, 1))
        .collect();
    let mut random = Random::new(0xa1a3);
    let mut moments: Vec<(Date, i64)> = (0..128)
        .map(|_| {
            let first = date(2020, 12, 1);
            (plus(first, random.between(0, between(first, LAST_DAY))), random.between(0, 1_439))
        })
        .collect();
    moments.sort_unstable();
    let mut rows = Vec::new();
    for ((day, minute), number) in moments.into_iter().zip(1_usize..) {
        let kind = random.pick(&KINDS);
        let at = format!("{day} {:02}:{:02}", minute / 60, minute % 60);
        let verified = days.later(day, random.between(1, 2));
        let handled = days.later(verified, random.between(1, 4));
        let is_mistaken = number % 17 == 0;
        let is_verified = verified <= LAST_DAY;
        let is_handled = handled <= LAST_DAY && !is_mistaken;
        let is_closed = is_handled && days.later(handled, 3) <= LAST_DAY && number % 23 != 0;
        let state = match () {
            () if is_mistaken => "误报",
            () if is_closed => "闭环",
            () if is_handled => "已处理",
            () if is_verified => "已核查",
            () => "告警",
        };
        rows.push(row![
            format!("GJ{}-{number:04}", day.year()),
            random.pick(&watched).no.as_str(),
            kind.0,
            at,
            random.pick(&cast::ORDINARY).road,
            kind.1,
            is_verified.then_some(verified),
            is_handled.then_some(kind.2),
            is_handled.then_some(handled),
            is_handled.then(|| cast::person(340 + number % 9)),
            is_closed.then(|| cast::person(1_750 + number % 2)),
            state,
        ]);
    }
    let columns = [
        "告警编号",
        "车辆编号",
        "告警类别",
        "告警时间",
        "路线",
        "告警内容",
        "核查日期",
        "处理措施",
        "处理日期",
        "处理人",
        "复核人",
        "状态",
    ];
    let sheet = Sheet::new("告警处置", columns.map(col).to_vec(), rows)
        .titled(&["动态监控告警处置登记表"])
        .days(DayStyle::Dots);
    Book::workbook("72-动态监控告警.xlsx", "vehicle/alarm", vec![sheet])
}
