//! 值班安排 and 值班登记: a leader and an officer for every day, three watches a day at the provincial border.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, Sheet, col, row};
use crate::days::{Days, between, every, plus};
use crate::{LAST_DAY, cast};

/// A roster of the bureau: number, title, occasion, first and last day.
type Roster = (&'static str, &'static str, &'static str, Date, Date);

const BUREAU: [Roster; 13] = [
    ("ZB2020-09", "十二月下旬值班安排", "日常", date(2020, 12, 21), date(2020, 12, 31)),
    ("ZB2021-01", "元旦值班安排", "元旦", date(2021, 1, 1), date(2021, 1, 3)),
    ("ZB2021-02", "一月值班安排", "日常", date(2021, 1, 4), date(2021, 1, 27)),
    ("ZB2021-03", "春运值班安排", "春运", date(2021, 1, 28), date(2021, 3, 8)),
    ("ZB2021-04", "三月值班安排", "日常", date(2021, 3, 9), date(2021, 4, 2)),
    ("ZB2021-05", "清明值班安排", "清明", date(2021, 4, 3), date(2021, 4, 5)),
    ("ZB2021-06", "四月上旬值班安排", "日常", date(2021, 4, 6), date(2021, 4, 14)),
    ("ZB2021-07", "汛期（四月）值班安排", "汛期", date(2021, 4, 15), date(2021, 4, 30)),
    ("ZB2021-08", "“五一”值班安排", "五一", date(2021, 5, 1), date(2021, 5, 5)),
    ("ZB2021-09", "汛期（五月）值班安排", "汛期", date(2021, 5, 6), date(2021, 6, 11)),
    ("ZB2021-10", "端午值班安排", "端午", date(2021, 6, 12), date(2021, 6, 14)),
    ("ZB2021-11", "汛期（六月）值班安排", "汛期", date(2021, 6, 15), date(2021, 6, 30)),
    ("ZB2021-13", "汛期（七月）值班安排", "汛期", date(2021, 7, 1), date(2021, 7, 31)),
];
/// The roster of the check point: it stands from noon of 19 June.
const CHECKPOINT: Roster =
    ("ZB2021-12", "省界公路检查站轮值安排", "疫情防控", date(2021, 6, 19), date(2021, 7, 9));
/// Days off by law in the winter and the half year (法定节假日).
const HOLIDAYS: [(Date, Date); 5] = [
    (date(2021, 1, 1), date(2021, 1, 3)),
    (date(2021, 2, 11), date(2021, 2, 17)),
    (date(2021, 4, 3), date(2021, 4, 5)),
    (date(2021, 5, 1), date(2021, 5, 5)),
    (date(2021, 6, 12), date(2021, 6, 14)),
];
const LEADERS: usize = 6;
const OFFICERS: usize = 24;

/// The two books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![rosters(days), duties(days)]
}

fn rosters(days: &Days) -> Book {
    let mut rows = Vec::new();
    for (no, title, occasion, first, last) in BUREAU.into_iter().chain([CHECKPOINT]) {
        let is_border = no == CHECKPOINT.0;
        let (hour, shifts, length) = if is_border { ("12:00", 3, 8) } else { ("08:30", 1, 24) };
        let published = if is_border { first } else { days.on_or_after(plus(first, -5)) };
        let until = if is_border { last } else { plus(last, 1) };
        rows.push(row![
            no,
            title,
            if is_border { "省界公路检查站" } else { "局值班室" },
            occasion,
            format!("{first} {hour}"),
            format!("{until} {hour}"),
            between(first, until),
            shifts,
            length,
            published,
            if last >= LAST_DAY { "已发布" } else { "归档" },
        ]);
    }
    // The hours of a day and the number of watches are left to the program.
    let columns = [
        "安排编号",
        "名称",
        "值班地点",
        "节点",
        "起",
        "止",
        "天数",
        "每天班数",
        "每班时长",
        "发布日期",
        "状态",
    ];
    let sheet = Sheet::new("值班安排", columns.map(col).to_vec(), rows).titled(&["值班安排登记表"]);
    Book::workbook("136-值班安排.xlsx", "emergency/roster", vec![sheet])
}

fn day_kind(day: Date, days: &Days) -> &'static str {
    if HOLIDAYS.iter().any(|it| it.0 <= day && day <= it.1) {
        "法定节假日"
    } else if days.is_worked(day) {
        "工作日"
    } else {
        "休息日"
    }
}

/// How far a watch has come.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Over,
    Missed,
    Running,
    Ahead,
}

impl Stage {
    fn of(day: Date) -> Stage {
        match day {
            _ if day == date(2021, 3, 14) => Stage::Missed,
            _ if day > LAST_DAY => Stage::Ahead,
            _ if day == LAST_DAY => Stage::Running,
            _ => Stage::Over,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Stage::Over => "已交班",
            Stage::Missed => "缺岗",
            Stage::Running => "在岗",
            Stage::Ahead => "已排定",
        }
    }
}

/// The day watches of the bureau, one a day, in order.
fn bureau_watches(days: &Days) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut on_holidays = 0_usize;
    let all =
        BUREAU.into_iter().flat_map(|it| every(it.3, it.4).into_iter().map(move |day| (it.0, day)));
    for ((roster, day), number) in all.zip(1_usize..) {
        let kind = day_kind(day, days);
        // Holidays go round among all by themselves, so that nobody has them twice before all had one.
        let turn = if kind == "法定节假日" {
            on_holidays += 1;
            on_holidays * 7
        } else {
            number * 5
        };
        let stage = Stage::of(day);
        let swap = match number % 46 {
            17 => Some("值班员下乡防汛，经批准调班"),
            33 => Some("值班员突发疾病，同事顶班，事后补批"),
            _ => None,
        };
        let came = matches!(stage, Stage::Over | Stage::Running);
        let matter = match (stage, number % 9) {
            (Stage::Missed, _) => Some("值班员未到岗，带班领导代值，已通报"),
            (Stage::Over, 4) => Some("电话抽查在岗"),
            (Stage::Over, _) => Some("无突发情况"),
            (Stage::Running | Stage::Ahead, _) => None,
        };
        let next = plus(day, 1);
        rows.push(row![
            format!("ZD{}-{number:03}", day.year()),
            roster,
            "局值班室",
            format!("{day} 08:30"),
            format!("{next} 08:30"),
            kind,
            cast::person(2300 + number % LEADERS),
            cast::person(2310 + turn % OFFICERS),
            swap.filter(|_| stage != Stage::Ahead),
            came.then(|| format!("{day} 08:{:02}", 10 + number % 20)),
            (stage == Stage::Over).then(|| format!("{next} 08:{:02}", 30 + number % 10)),
            matter,
            stage.label(),
        ]);
    }
    rows
}

fn duties(days: &Days) -> Book {
    let mut rows = bureau_watches(days);
    let mut staff = Vec::new();
    border_watches(days, &mut rows, &mut staff);
    let columns = [
        "值班编号",
        "安排编号",
        "值班地点",
        "上班时间",
        "下班时间",
        "日子类别",
        "带班领导",
        "值班员",
        "调班顶班原因",
        "到岗时间",
        "交班时间",
        "值班记事",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("值班登记", columns.map(col).to_vec(), rows).titled(&["值班登记簿"]),
        Sheet::new("同班人员", ["值班编号", "姓名", "单位"].map(col).to_vec(), staff),
    ];
    Book::workbook("137-值班登记.xlsx", "emergency/duty", sheets)
}

/// Three watches a day, five units in each.
fn border_watches(days: &Days, rows: &mut Vec<Vec<Cell>>, staff: &mut Vec<Vec<Cell>>) {
    const UNITS: [&str; 4] = ["县公安局", "县卫生健康局", "秤架瑶族乡人民政府", "太平洞村民委员会"];
    let mut number = 0_usize;
    for day in every(CHECKPOINT.3, plus(CHECKPOINT.4, -1)) {
        let next = plus(day, 1);
        let watches = [
            (format!("{day} 12:00"), format!("{day} 20:00"), format!("{day} 11:50")),
            (format!("{day} 20:00"), format!("{next} 04:00"), format!("{day} 19:50")),
            (format!("{next} 04:00"), format!("{next} 12:00"), format!("{next} 03:50")),
        ];
        for (from, until, signed) in watches {
            number += 1;
            let no = format!("JCZ2021-{number:03}");
            rows.push(row![
                &no,
                CHECKPOINT.0,
                "省界公路检查站",
                &from,
                &until,
                day_kind(day, days),
                cast::person(2340 + number % 4),
                cast::person(2344 + number % 9),
                None::<&str>,
                signed,
                &until,
                "核验过往车辆和人员，无异常",
                "已交班",
            ]);
            for (at, unit) in UNITS.into_iter().enumerate() {
                staff.push(row![&no, cast::person(1600 + at * 10 + number % 8), unit]);
            }
        }
    }
}
