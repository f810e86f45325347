//! 驾培: schools, instructors, learners, their hours, lessons and checks.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, Form, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, plus};
use crate::fleet;
use crate::random::Random;
use crate::{LAST, LAST_DAY};

const COACHES: usize = 60;
/// Learners who enrol in a month, the same number at every school.
const A_MONTH: usize = 16;
/// The months in which they enrol, November 2020 to May 2021.
const MONTHS: usize = 7;

/// The books; cases of the register are those already made.
pub(crate) fn books(made: &[Book], days: &Days) -> Vec<Book> {
    let students = students(days);
    let (sessions, all) = sessions(&students);
    let cases = cases(made);
    vec![
        schools(),
        coaches(),
        student_book(&students),
        sessions,
        doubts(&students, &all, &cases, days),
        lessons(&students, days),
        checks(&cases, days),
    ]
}

fn school(number: usize) -> String {
    format!("示例驾校{}分校", number + 1)
}

/// Cases against schools in the half year: number of the school, of the case, its cause, day.
struct Case {
    school: usize,
    no: String,
    is_hours: bool,
    filed: Date,
}

fn cases(made: &[Book]) -> Vec<Case> {
    let book = made.iter().find(|it| it.ledger == "enforcement/case");
    let book = book.expect("the register was made before");
    let heads = ["案件编号", "案由", "当事人", "立案日期"];
    let [nos, causes, parties, days] =
        heads.map(|it| book.column(it).cloned().collect::<Vec<Cell>>());
    let mut cases = Vec::new();
    for (((no, cause), party), day) in nos.iter().zip(&causes).zip(&parties).zip(&days) {
        let school = (0..4).find(|it| fleet::school_company(*it) == party.text());
        if let (Some(school), Some(filed)) = (school, day.day()) {
            let is_hours = cause.text() == "培训学时造假";
            cases.push(Case { school, no: no.text().to_owned(), is_hours, filed });
        }
    }
    cases
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

fn coach_no(number: usize) -> String {
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
struct Student {
    no: String,
    school: usize,
    coach: usize,
    /// Morning or afternoon.
    is_early: bool,
    class: &'static str,
    month: usize,
    enrolled: Date,
    /// Days of driving, the last one first known when all are done.
    driving: Vec<Date>,
    reported: Option<Date>,
    reviewed: Option<Date>,
    signed: Option<Date>,
    has_left: bool,
}

/// The first day of the `number`th month after November 2020.
fn month(number: usize) -> Date {
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

fn hours(number: i64) -> Decimal {
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
fn sessions(students: &[Student]) -> (Book, Vec<(String, usize, Date)>) {
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

fn doubts(
    students: &[Student],
    all: &[(String, usize, Date)],
    cases: &[Case],
    days: &Days,
) -> Book {
    const KINDS: [(&str, &str, &str); 6] = [
        ("车辆静止", "机审", "训练时段内车辆位置长时间不变"),
        ("照片与学员不符", "人审", "签到照片与报名照片不是同一人"),
        ("设备重号", "机审", "计时终端编号与另一台教练车相同"),
        ("轨迹在备案场地、路线之外", "机审", "训练轨迹在备案路线之外"),
        ("培训时间重叠", "机审", "平台另推送一条时间重叠的记录，未入库"),
        ("超过每日学时上限", "机审", "平台推送的当日学时超过上限，超出部分未入库"),
    ];
    let mut random = Random::new(0xd0b7);
    let mut rows = Vec::new();
    for ((session, at, day), number) in all.iter().step_by(41).zip(1_usize..) {
        let (kind, source, detail) = KINDS[number % KINDS.len()];
        let found = days.later(*day, 1);
        let judged = Some(days.later(found, random.between(4, 9))).filter(|it| *it <= LAST_DAY);
        let is_true = number % 3 == 1;
        let state = match judged {
            None => "待核",
            Some(_) if is_true => "属实",
            Some(_) => "不属实",
        };
        rows.push(row![
            format!("YD2021-{number:03}"),
            &students[*at].no,
            session,
            kind,
            if number % 9 == 0 { "现场检查" } else { source },
            found,
            detail,
            judged.map(|_| if is_true {
                "承认管理不严"
            } else {
                "终端故障，已附维修单和视频"
            }),
            judged,
            judged.map(|_| cast::person(1_751)),
            judged.filter(|_| is_true).map(|_| hours(4)),
            "",
            state,
        ]);
    }
    // What the checks on the spot found became a case.
    for (case, number) in cases.iter().filter(|it| it.is_hours).zip(1..) {
        let drive = all.iter().find(|(_, at, day)| {
            students[*at].school == case.school && plus(*day, 21) > case.filed && *day < case.filed
        });
        let Some((session, at, day)) = drive else { continue };
        rows.push(row![
            format!("YD2021-9{number:02}"),
            &students[*at].no,
            session,
            "照片与学员不符",
            "现场检查",
            days.later(*day, 1).min(case.filed),
            "检查时学员不在车上，计时照片由他人代签",
            "承认代签",
            days.later(case.filed, 1),
            cast::person(1_751),
            hours(4),
            &case.no,
            "属实",
        ]);
    }
    let columns = [
        "疑点编号",
        "学员编号",
        "培训编号",
        "疑点类别",
        "发现方式",
        "发现日期",
        "疑点说明",
        "驾校说明",
        "认定日期",
        "认定人",
        "扣减学时",
        "案件编号",
        "状态",
    ];
    let sheet =
        Sheet::new("学时疑点", columns.map(col).to_vec(), rows).titled(&["学时疑点核查登记表"]);
    Book::workbook("174-学时疑点.xlsx", "training/doubt", vec![sheet])
}

fn lessons(students: &[Student], days: &Days) -> Book {
    /// Three lessons of law, three of safety; hours.
    const COURSE: [(&str, i64); 6] = [
        ("道路交通安全法律法规", 4),
        ("道路交通安全法律法规", 4),
        ("道路交通安全法律法规", 4),
        ("安全文明驾驶常识", 4),
        ("安全文明驾驶常识", 4),
        ("安全文明驾驶常识", 2),
    ];
    let (mut rows, mut attendance) = (Vec::new(), Vec::new());
    for at in 0..MONTHS + 1 {
        for number in 0..4 {
            let mut day = plus(month(at + 1), -1);
            for ((subject, taken), lesson) in COURSE.into_iter().zip(1..) {
                day = days.later(day, 1);
                let no = format!("MS{}-{}{lesson}", month(at + 1).strftime("%Y%m"), number + 1);
                let is_planned = at == MONTHS;
                let is_cancelled = at == 2 && number == 3 && lesson == 6;
                let held = if is_cancelled { None } else { Some(day) };
                let held = held.filter(|_| !is_planned);
                let learners = students
                    .iter()
                    .filter(|it| held.is_some() && it.month == at && it.school == number);
                attendance.extend(learners.map(|it| row![&no, &it.no]));
                let signed = held.map(|it| days.later(it, 3));
                let state = match signed {
                    _ if is_cancelled => "取消",
                    Some(_) => "已签章",
                    None => "计划",
                };
                let coach = coach_no(number + 4 * (lesson % 3));
                rows.push(row![
                    &no,
                    school(number),
                    coach,
                    subject,
                    day,
                    taken,
                    held,
                    signed,
                    state
                ]);
            }
        }
    }
    let columns = [
        "课次编号",
        "驾校",
        "教练证号",
        "课程",
        "计划日期",
        "学时",
        "授课日期",
        "签章日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("面授计划", columns.map(col).to_vec(), rows)
            .titled(&["驾培机构面授计划和签章登记表"]),
        Sheet::new("签到", ["课次编号", "学员编号"].map(col).to_vec(), attendance),
    ];
    Book::workbook("178-面授计划.xlsx", "training/lesson", sheets)
}

fn checks(cases: &[Case], days: &Days) -> Book {
    const PROBLEMS: [&str; 3] =
        ["两台教练车灭火器过期。", "收费公示栏缺B2车型收费标准。", "学员档案缺入学登记表三份。"];
    let mut random = Random::new(0x6e4e);
    let mut rows = Vec::new();
    for at in 0..=7_i64 {
        for number in 0..4 {
            let first = date(2020, 12, 7);
            let planned =
                days.on_or_after(plus(first, at * 31 + i64::try_from(number).expect("0 to 3")));
            let checked = (planned <= LAST).then(|| days.later(planned, 1));
            let near = cases.iter().filter(|it| it.school == number);
            let case = checked.and_then(|day| {
                let mut near = near.filter(|it| it.filed >= day && it.filed <= plus(day, 32));
                near.next()
            });
            let problem = match (case, checked) {
                (Some(Case { is_hours: true, .. }), _) => {
                    Some("抽查学员培训记录，计时照片与本人不符，学时不真实。")
                }
                (Some(_), _) => Some("教练车在备案场地以外组织训练。"),
                (None, Some(_)) if random.chance(22) => Some(*random.pick(&PROBLEMS)),
                _ => None,
            };
            let fix_by = problem.and(checked).map(|it| days.later(it, 15));
            let fixed = problem.and(checked).map(|it| days.later(it, random.between(6, 14)));
            let fixed = fixed.filter(|it| *it <= LAST_DAY);
            let again = fixed.map(|it| days.later(it, 3)).filter(|it| *it <= LAST_DAY);
            let state = match (checked, problem, fixed, again) {
                (None, ..) => "计划",
                (_, None, ..) => "未发现问题",
                (_, _, None, _) => "责令整改",
                (_, _, _, None) => "待复查",
                _ => "销号",
            };
            rows.push(row![
                format!("JC{}-{}", planned.strftime("%Y%m"), number + 1),
                school(number),
                planned,
                checked,
                checked.map(|_| cast::person(1_750)),
                checked.map(|_| 12_i64),
                problem,
                fix_by,
                fixed,
                fixed.map(|_| cast::person(160 + number)),
                again,
                again.map(|_| cast::person(1_751)),
                case.map(|it| it.no.as_str()),
                state,
            ]);
        }
    }
    let columns = [
        "检查编号",
        "驾校",
        "计划日期",
        "检查日期",
        "检查人",
        "抽查学员（人）",
        "问题",
        "整改期限",
        "整改完成日期",
        "整改人",
        "复查日期",
        "复查人",
        "案件编号",
        "状态",
    ];
    let sheet =
        Sheet::new("驾培检查", columns.map(col).to_vec(), rows).titled(&["驾培机构检查整改登记表"]);
    Book::workbook("179-驾培机构检查.xlsx", "training/check", vec![sheet])
}
