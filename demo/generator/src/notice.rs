//! 整改通知书: to ferries, and to whoever had two things wrong on one visit.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, Sheet, col, row};
use crate::days::Days;
use crate::safety::Visit;
use crate::{LAST_DAY, cast};

/// 整改通知书 for ferries: number, check, boat, problem, issued, fix by, fixed, looked at again, state.
type FerryNotice =
    (&'static str, &'static str, &'static str, &'static str, [Option<Date>; 4], &'static str);
const FERRY_NOTICES: [FerryNotice; 4] = [
    (
        "阳交水改〔2020〕3号",
        "DC2020-006",
        "示例渡03",
        "救生衣不足，消防沙箱缺失",
        [
            Some(date(2020, 12, 11)),
            Some(date(2020, 12, 25)),
            Some(date(2020, 12, 22)),
            Some(date(2020, 12, 24)),
        ],
        "销号",
    ),
    (
        "阳交水改〔2021〕1号",
        "DC2021-005",
        "示例渡05",
        "部分救生衣老化破损",
        [
            Some(date(2021, 3, 17)),
            Some(date(2021, 3, 26)),
            Some(date(2021, 3, 24)),
            Some(date(2021, 3, 25)),
        ],
        "销号",
    ),
    (
        "阳交水改〔2021〕2号",
        "DC2021-015",
        "示例渡07",
        "灭火器过期，渡工安全培训记录不全",
        [Some(date(2021, 6, 10)), Some(date(2021, 6, 30)), Some(date(2021, 7, 2)), None],
        "待复查",
    ),
    (
        "阳交水改〔2021〕3号",
        "DC2021-018",
        "示例渡02",
        "载客定额标志不清",
        [Some(date(2021, 7, 7)), Some(date(2021, 7, 21)), None, None],
        "已签发",
    ),
];

/// The book of notices.
pub(crate) fn notices(visits: &[Visit], days: &Days) -> Book {
    let fixer = |number: usize| cast::person(2270 + number);
    let checker = |number: usize| cast::person(2200 + number % 5);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (number, (no, check, boat, problem, [issued, by, fixed, again], state)) in
        FERRY_NOTICES.into_iter().enumerate()
    {
        rows.push(row![
            no,
            "渡口渡船",
            boat,
            None::<&str>,
            check,
            problem,
            issued,
            by,
            checker(number),
            fixed,
            fixed.map(|_| fixer(number)),
            again,
            again.map(|_| checker(number + 1)),
            state,
        ]);
    }
    // Where a visit found two things wrong, a notice went out.
    let serious = visits.iter().filter(|it| it.is_done() && it.failed.len() > 1);
    for (number, visit) in serious.enumerate().step_by(3) {
        let issued = days.later(visit.planned, 1);
        let by = days.later(issued, 10);
        let fixed = Some(days.later(issued, 6)).filter(|it| *it <= LAST_DAY);
        let again = Some(days.later(issued, 8)).filter(|it| *it <= LAST_DAY);
        let state = match (fixed, again) {
            (Some(_), Some(_)) => "销号",
            (Some(_), None) => "待复查",
            (None, _) => "已签发",
        };
        let problem: Vec<&str> = visit.failed.iter().map(|it| visit.items[*it].1).collect();
        rows.push(row![
            format!("阳交安改〔{}〕{}号", issued.year(), number + 1),
            visit.target,
            &visit.unit,
            &visit.no,
            None::<&str>,
            problem.join("；"),
            issued,
            by,
            checker(number),
            fixed,
            fixed.map(|_| fixer(number)),
            again,
            again.map(|_| checker(number + 2)),
            state,
        ]);
    }
    let columns = [
        "通知书编号",
        "对象类别",
        "检查对象",
        "安全检查",
        "渡船检查",
        "问题",
        "签发日期",
        "整改期限",
        "跟踪人",
        "整改完成日期",
        "整改人",
        "复查日期",
        "复查人",
        "状态",
    ];
    let extensions = vec![row![
        "阳交水改〔2021〕2号",
        date(2021, 6, 29),
        5_i64,
        "消防器材采购到货晚",
        cast::person(2300)
    ]];
    let sheets = vec![
        Sheet::new("整改通知书", columns.map(col).to_vec(), rows).titled(&["隐患整改通知书台账"]),
        Sheet::new(
            "延期",
            ["通知书编号", "批准延期日期", "延长天数", "延期理由", "批准人"].map(col).to_vec(),
            extensions,
        ),
    ];
    Book::workbook("124-整改通知书.xlsx", "safety/rectification", sheets)
}
