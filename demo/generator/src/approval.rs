//! 许可事项目录, 容缺受理和告知承诺, 每周信用信息报送: what the office for permits keeps beside its cases.

use jiff::civil::{Date, date};

use crate::LAST_DAY;
use crate::book::{Book, Cell, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::random::Random;

/// The books; permits and cases are those of the books already made.
pub(crate) fn books(made: &[Book], days: &Days) -> Vec<Book> {
    let permits = permits(made);
    vec![items(), promises(&permits, days), weekly(&permits, &penalties(made), days)]
}

/// A permit case: number, accepted, decided.
struct Permit {
    no: String,
    accepted: Date,
    decided: Option<Date>,
}

fn permits(made: &[Book]) -> Vec<Permit> {
    let book = Book::of(made, "permit/case");
    let accepted = book.column("受理日期").map(|it| it.day().expect("always there"));
    book.column("受理号")
        .zip(accepted)
        .zip(book.column("办结日期"))
        .zip(book.column("状态"))
        .filter(|it| it.1.text() != "申请人撤回")
        .map(|(((no, accepted), decided), _)| Permit {
            no: no.text().to_owned(),
            accepted,
            decided: decided.day(),
        })
        .collect()
}

/// Penalties: number of the case, day of the decision.
fn penalties(made: &[Book]) -> Vec<(String, Date)> {
    let book = Book::of(made, "enforcement/case");
    book.column("案件编号")
        .zip(book.column("处罚日期"))
        .filter_map(|(no, day)| Some((no.text().to_owned(), day.day()?)))
        .collect()
}

fn items() -> Book {
    /// Item, basis, days of the law, promised, by promise.
    const ITEMS: [(&str, &str, i64, i64, bool); 9] = [
        ("道路旅客运输经营许可", "道路运输条例", 20, 10, false),
        ("道路客运车辆新增变更", "道路运输条例", 20, 5, false),
        ("道路货物运输经营许可", "道路运输条例", 20, 5, true),
        ("道路危险货物运输经营许可", "道路运输条例", 20, 15, false),
        ("道路运输证核发", "道路运输条例", 20, 3, true),
        ("巡游出租汽车车辆经营许可", "巡游出租汽车经营服务管理规定", 20, 10, false),
        ("网络预约出租汽车运输证核发", "网络预约出租汽车经营服务管理暂行办法", 20, 5, true),
        ("从业资格证核发", "道路运输从业人员管理规定", 20, 5, true),
        ("机动车驾驶员培训经营许可", "道路运输条例", 15, 10, false),
    ];
    const MATERIALS: [(&str, i64, bool); 4] = [
        ("申请表", 1, false),
        ("申请人身份证明", 1, false),
        ("车辆、设备或资格证明", 1, true),
        ("安全生产管理制度文本", 1, true),
    ];
    let (mut rows, mut materials) = (Vec::new(), Vec::new());
    let none: Option<Date> = None;
    for ((item, basis, legal, promised, by_promise), number) in ITEMS.into_iter().zip(1..) {
        let code = format!("SX44182300{number:02}");
        let adjusted = matches!(number, 3 | 5).then_some(date(2020, 11, 2));
        for (name, copies, may_follow) in MATERIALS {
            materials.push(row![&code, name, copies, may_follow]);
        }
        rows.push(row![
            code,
            item,
            basis,
            legal,
            promised,
            by_promise,
            false,
            date(2019, 9, 2),
            adjusted,
            none,
            adjusted.map(|_| "县政务服务示例〔2020〕8号，承诺时限缩短，材料减少"),
            if adjusted.is_some() { "已调整" } else { "生效" },
        ]);
    }
    let columns = [
        "事项编码",
        "许可事项",
        "设定依据",
        "法定时限（天）",
        "承诺时限（天）",
        "可告知承诺",
        "收费",
        "生效日期",
        "调整日期",
        "取消日期",
        "调整取消依据",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("许可事项", columns.map(col).to_vec(), rows).titled(&["行政许可事项目录"]),
        Sheet::new(
            "申请材料",
            ["事项编码", "材料名称", "份数（份）", "可容缺"].map(col).to_vec(),
            materials,
        ),
    ];
    Book::workbook("77-许可事项目录.xlsx", "permit/item", sheets)
}

fn promises(permits: &[Permit], days: &Days) -> Book {
    let mut random = Random::new(0x9a0b);
    let mut rows = Vec::new();
    let none: Option<Date> = None;
    let chosen = permits.iter().filter(|it| it.accepted >= date(2020, 12, 1)).step_by(4);
    for (permit, number) in chosen.zip(1_usize..) {
        let promised = permit.accepted;
        let is_gap = number % 3 == 0;
        let supply_by = is_gap.then(|| days.later(promised, 10));
        let supplied = supply_by.map(|_| days.later(promised, random.between(1, 8)));
        let supplied = supplied.filter(|it| *it <= LAST_DAY);
        let check_by = days.on_or_after(plus(promised, 60));
        // The eleventh was looked at too late, the fourteenth had promised what was not so.
        let taken = if number == 11 { 66 } else { random.between(20, 55) };
        let checked = Some(days.on_or_after(plus(promised, taken))).filter(|it| *it <= LAST_DAY);
        let checked = checked.filter(|_| !is_gap || supplied.is_some());
        let state = match (checked, supplied) {
            (Some(_), _) if number == 14 => "不实撤销",
            (Some(_), _) => "核查属实",
            (None, Some(_)) => "已补齐",
            (None, None) => "已承诺",
        };
        rows.push(row![
            format!("CN{}-{number:03}", promised.year()),
            &permit.no,
            if is_gap { "容缺受理" } else { "告知承诺" },
            promised,
            cast::person(1_760 + number % 3),
            is_gap.then_some("安全生产管理制度文本"),
            supply_by,
            supplied,
            check_by,
            checked,
            checked.map(|_| cast::person(1_764 + number % 2)),
            checked.map(|_| if number == 14 { "不实" } else { "属实" }),
            state,
        ]);
    }
    rows.push(row![
        "CN2021-099",
        permits.last().map(|it| it.no.as_str()),
        "容缺受理",
        permits.last().map(|it| it.accepted),
        cast::person(1_760),
        "车辆、设备或资格证明",
        permits.last().map(|it| days.later(it.accepted, 10)),
        none,
        permits.last().map(|it| days.on_or_after(plus(it.accepted, 60))),
        none,
        "",
        "",
        "已承诺",
    ]);
    let columns = vec![
        col("承诺书编号"),
        col("受理号"),
        col("承诺方式"),
        col("承诺日期"),
        col("受理人"),
        under("容缺", "缺项"),
        under("容缺", "补齐期限"),
        under("容缺", "补齐日期"),
        under("事后核查", "核查期限"),
        under("事后核查", "核查日期"),
        under("事后核查", "核查人"),
        under("事后核查", "核查结论"),
        col("状态"),
    ];
    let sheet = Sheet::new("承诺办理", columns, rows).titled(&["容缺受理、告知承诺登记表"]);
    Book::workbook("78-容缺受理和告知承诺.xlsx", "permit/promise", vec![sheet])
}

fn weekly(permits: &[Permit], penalties: &[(String, Date)], days: &Days) -> Book {
    let (mut rows, mut entries): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) = (Vec::new(), Vec::new());
    let mut monday = date(2020, 11, 30);
    while plus(monday, 6) < LAST_DAY {
        let sunday = plus(monday, 6);
        let thursday = plus(monday, 3);
        let week = between(date(thursday.year(), 1, 1), thursday) / 7 + 1;
        let no = format!("{}W{week:02}", thursday.year());
        let inside = |day: Date| monday <= day && day <= sunday;
        let mut lines: Vec<(Date, Vec<Cell>)> = Vec::new();
        for permit in permits {
            if let Some(day) = permit.decided.filter(|it| inside(*it)) {
                lines.push((day, row![&no, day, &permit.no, ""]));
            }
        }
        for (case, day) in penalties.iter().filter(|it| inside(it.1)) {
            lines.push((*day, row![&no, *day, "", case]));
        }
        lines.sort_by_key(|it| it.0);
        entries.extend(lines.into_iter().map(|it| it.1));
        let due = days.later(sunday, 3);
        // After the Spring Festival the system was closed for two days.
        let is_late = no == "2021W07";
        let reported = if is_late { days.later(due, 2) } else { days.later(sunday, 1 + week % 3) };
        let is_received = reported < date(2021, 7, 6);
        rows.push(row![
            &no,
            monday,
            sunday,
            due,
            reported,
            !is_late,
            if week % 9 == 4 { 1_i64 } else { 0 },
            is_received.then(|| format!("XYHZ-{no}")),
            cast::person(1_768),
            if is_received { "已回执" } else { "已上报" },
        ]);
        monday = plus(monday, 7);
    }
    let columns = [
        "周次",
        "起",
        "止",
        "应报日期",
        "上报日期",
        "按时报送",
        "退回差错（条）",
        "回执号",
        "报送人",
        "状态",
    ];
    let below = ["周次", "决定日期", "受理号", "案件编号"];
    let sheets = vec![
        Sheet::new("每周报送", columns.map(col).to_vec(), rows).titled(&["每周信用信息报送登记表"]),
        Sheet::new("报送明细", below.map(col).to_vec(), entries),
    ];
    Book::workbook("169-每周信用信息报送.xlsx", "permit/weekly_report", sheets)
}
