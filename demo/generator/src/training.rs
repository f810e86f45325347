//! 驾培: schools, instructors, learners and their hours.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::LAST_DAY;
use crate::book::{Book, Form, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, plus};
use crate::fleet;
use crate::random::Random;

const COACHES: usize = 60;
/// Learners who enrol in a month, the same number at every school.
const A_MONTH: usize = 16;
/// The months in which they enrol, November 2020 to May 2021.
pub(crate) const MONTHS: usize = 7;

/// The books, and what the lessons and checks need of them.
pub(crate) fn books(days: &Days) -> (Vec<Book>, Vec<Student>, Vec<Drive>) {
    let students = students(days);
    let (sessions, all) = sessions(&students);
    let books = vec![schools(), coaches(), student_book(&students), sessions];
    (books, students, all)
}

/// A drive: its number, the learner's place, the day.
pub(crate) type Drive = (String, usize, Date);

pub(crate) fn school(number: usize) -> String {
    format!("示例驾校{}分校", number + 1)
}

fn schools() -> Book {
    const LEVELS: [(&str, i64, i64); 4] = [
        ("二级", 26_600, 5_280),
        ("二级", 24_100, 5_180),
        ("三级", 14_300, 4_980),
        ("三级", 13_800, 4_880),
    ];
    let none: Option<Date> = None;
    let (mut rows, mut classes) = (Vec::new(), Vec::new());
    for ((level, ground, fee), number) in LEVELS.into_iter().zip(0..) {
        rows.push(row![
            school(number),
            fleet::school_company(number),
            level,
            date(2019, 4, 15),
            format!("示例工业园{}区", number + 1),
            ground,
            fee,
            date(2021, 1, 18),
            none,
            if number == 3 { "整改" } else { "经营" },
        ]);
        for class in ["C1", "C2", "B2"].into_iter().take(if number < 2 { 3 } else { 2 }) {
            classes.push(row![school(number), class]);
        }
    }
    let columns = [
        "驾校",
        "企业名称",
        "级别",
        "登记日期",
        "备案场地",
        "场地面积（平方米）",
        "C1公示收费（元）",
        "收费公示日期",
        "注销日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("驾培机构", columns.map(col).to_vec(), rows).titled(&["驾培机构登记表"]),
        Sheet::new("培训车型", ["驾校", "准驾车型"].map(col).to_vec(), classes),
    ];
    Book::workbook("170-驾培机构.xlsx", "training/school", sheets)
}

pub(crate) fn coach_no(number: usize) -> String {
    format!("JL{:03}", number + 1)
}

fn car(number: usize) -> String {
    format!("粤RL{:03}学", number + 1)
}

fn coaches() -> Book {
    let none: Option<Date> = None;
    let mut random = Random::new(0xc0ac);
    let mut rows = Vec::new();
    for number in 0..COACHES {
        let since = fleet::weekday(plus(date(2019, 5, 6), random.between(0, 480)));
        let class = if number % 7 == 3 { "C2" } else { "C1" };
        let at = fleet::certificate("教练员", number);
        rows.push(row![
            coach_no(number),
            at,
            school(number % 4),
            class,
            car(number),
            since,
            none,
            "在册"
        ]);
    }
    // One left in March, and another took over his car in April.
    let certificate = |number| fleet::certificate("教练员", number);
    let (car, school) = (car(60), school(0));
    let (since, until) = (date(2019, 6, 3), date(2021, 3, 31));
    rows.push(row![coach_no(60), certificate(60), &school, "C1", &car, since, until, "注销"]);
    rows.push(row![
        coach_no(61),
        certificate(61),
        &school,
        "C1",
        &car,
        date(2021, 4, 6),
        none,
        "在册"
    ]);
    let columns =
        ["教练证号", "从业资格证号", "驾校", "准教车型", "教练车", "任教开始", "任教结束", "状态"];
    let sheet =
        Sheet::new("教练员", columns.map(col).to_vec(), rows).titled(&["教练员、教练车登记表"]);
    Book::workbook("171-教练员.xlsx", "training/coach", vec![sheet])
}

/// One learner.
#[derive(Debug)]
pub(crate) struct Student {
    pub(crate) no: String,
    pub(crate) school: usize,
    coach: usize,
    /// Morning or afternoon.
    is_early: bool,
    class: &'static str,
    pub(crate) month: usize,
    enrolled: Date,
    /// Days of driving, the last one first known when all are done.
    driving: Vec<Date>,
    reported: Option<Date>,
    reviewed: Option<Date>,
    signed: Option<Date>,
    has_left: bool,
}

/// The first day of the `number`th month after November 2020.
pub(crate) fn month(number: usize) -> Date {
    let months = i8::try_from(number).expect("few months");
    if months < 2 { date(2020, 11 + months, 1) } else { date(2021, months - 1, 1) }
}

fn students(days: &Days) -> Vec<Student> {
    let mut random = Random::new(0x57ed);
    let mut students = Vec::new();
    for at in 0..A_MONTH * MONTHS {
        let school = at % 4;
        let coach = at % COACHES;
        let class = if coach % 7 == 3 { "C2" } else { "C1" };
        let enrolled = days.on_or_after(plus(month(at / A_MONTH), random.between(0, 24)));
        let has_left = at % 37 == 23;
        let mut driving = Vec::new();
        let mut day = plus(month(at / A_MONTH + 1), 16);
        for _ in 0..10 {
            day = days.later(day, random.between(1, 3));
            driving.push(day);
        }
        driving.retain(|it| *it <= LAST_DAY && !has_left);
        let is_done = driving.len() == 10;
        let next = |from: Option<Date>, count| {
            from.map(|it| days.later(it, count)).filter(|it| *it <= LAST_DAY)
        };
        let reported = next(driving.last().copied().filter(|_| is_done), 3);
        let reviewed = next(reported, random.between(2, 5));
        let signed = next(reviewed, 1);
        students.push(Student {
            no: format!("XY{:04}", at + 1),
            school,
            coach,
            is_early: at / COACHES == 0,
            class,
            month: at / A_MONTH,
            enrolled,
            driving,
            reported,
            reviewed,
            signed,
            has_left,
        });
    }
    students
}

pub(crate) fn hours(number: i64) -> Decimal {
    Decimal::from(number)
}

fn student_book(students: &[Student]) -> Book {
    let mut rows = Vec::new();
    for (student, number) in students.iter().zip(1_usize..) {
        let state = match student {
            Student { has_left: true, .. } => "退学",
            Student { signed: Some(day), .. } if *day < LAST_DAY => "已推送",
            Student { signed: Some(_), .. } => "已签章",
            Student { reviewed: Some(_), .. } => "人审通过",
            Student { reported: Some(_), .. } => "已上报",
            _ => "在训",
        };
        let done = student.reported.map(|_| if student.class == "C1" { 16 } else { 14 });
        rows.push(row![
            &student.no,
            cast::person(1_300 + number),
            cast::identity(20_000 + number),
            school(student.school),
            student.class,
            student.enrolled,
            done.map(|_| hours(12)),
            done.map(hours),
            done.map(|_| hours(24)),
            done.map(|_| hours(10)),
            student.reported,
            student.reviewed,
            student.reviewed.map(|_| cast::person(1_750)),
            student.signed,
            state,
        ]);
    }
    let columns = vec![
        col("学员编号"),
        col("姓名"),
        col("身份证号"),
        col("驾校"),
        col("申请车型"),
        col("入学日期"),
        under("学时", "理论学时"),
        under("学时", "基础和场地学时"),
        under("学时", "道路驾驶学时"),
        under("学时", "安全文明学时"),
        col("上报日期"),
        col("审核日期"),
        col("审核人"),
        col("签章日期"),
        col("状态"),
    ];
    let sheet = Sheet::new("学员学时", columns, rows).titled(&["学员学时审核登记表"]);
    Book::workbook("172-学员学时.xlsx", "training/student", vec![sheet])
}

/// Every drive, and of each its number, learner's place and day.
fn sessions(students: &[Student]) -> (Book, Vec<Drive>) {
    let mut random = Random::new(0x5e55);
    let mut drives: Vec<(Date, usize, usize)> = Vec::new();
    for (student, at) in students.iter().zip(0..) {
        drives.extend(student.driving.iter().zip(0..).map(|(day, number)| (*day, at, number)));
    }
    drives.sort_unstable();
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    for ((day, at, number), count) in drives.into_iter().zip(1..) {
        let student = &students[at];
        let no = format!("PX{count:05}");
        let is_basic = number < 4;
        let taken = if student.class == "C2" && number == 3 { 2_i64 } else { 4 };
        let start = if student.is_early { 8 } else { 14 };
        let tenths = if is_basic { random.between(60, 140) } else { random.between(560, 780) };
        rows.push(row![
            &no,
            &student.no,
            coach_no(student.coach),
            car(student.coach),
            if is_basic { "基础和场地驾驶" } else { "道路驾驶" },
            format!("{day} {start:02}:00"),
            format!("{day} {:02}:00", start + taken),
            taken,
            Decimal::new(tenths, 1),
            "已核对",
        ]);
        all.push((no, at, day));
    }
    let columns = [
        "培训编号",
        "学员编号",
        "教练证号",
        "教练车",
        "培训部分",
        "开始时间",
        "结束时间",
        "学时",
        "里程（公里）",
        "状态",
    ];
    let sheet = Sheet::new("实操培训", columns.map(col).to_vec(), rows);
    (Book::csv("173-实操培训记录.csv", "training/session", Form::CsvUtf8, sheet), all)
}
