//! 驾培监管: doubts about hours, lessons that are signed, checks of the schools.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::fleet;
use crate::random::Random;
use crate::training::{Drive, MONTHS, Student, coach_no, hours, month, school};
use crate::{LAST, LAST_DAY};

/// The books; cases are those of the register already made.
pub(crate) fn books(
    made: &[Book],
    students: &[Student],
    drives: &[Drive],
    days: &Days,
) -> Vec<Book> {
    let cases = cases(made);
    vec![doubts(students, drives, &cases, days), lessons(students, days), checks(&cases, days)]
}

/// Cases against schools in the half year: number of the school, of the case, its cause, day.
struct Case {
    school: usize,
    no: String,
    is_hours: bool,
    filed: Date,
}

fn cases(made: &[Book]) -> Vec<Case> {
    let book = Book::of(made, "enforcement/case");
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

fn doubts(students: &[Student], all: &[Drive], cases: &[Case], days: &Days) -> Book {
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
