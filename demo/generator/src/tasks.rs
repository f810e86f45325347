//! 督办与任务: what comes from above, who takes it on, what was promised and what became of it.

mod issue; // 存在问题, 下一步计划, 上期事项回应
mod matter; // 任务, 催办督办
mod meeting; // 会议, 分工与对接, 通知
mod order; // 上级部署, 领导小组, 方案
mod plan; // the items of the two county plans

use jiff::civil::Date;

use crate::book::{Book, Cell, DayStyle, Sheet, col};
use crate::cast;
use crate::days::Days;

/// The chief and the deputies: the number of the person and the post.
const LEADERS: [(usize, &str); 5] = [
    (2200, "党组书记、局长"),
    (2201, "党组成员、副局长"),
    (2202, "党组成员、副局长"),
    (2203, "党组成员、副局长"),
    (2204, "党组成员、总工程师"),
];

/// The offices; the officer of each is the person numbered from 2210 on.
const OFFICES: [&str; 11] = [
    "办公室",
    "执法股",
    "运政股",
    "审批股",
    "安全股",
    "治超办",
    "路政股",
    "质监股",
    "征拆办",
    "公路事务中心",
    "交通运输服务中心",
];

/// The books, in the order in which links resolve.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    let mut books = order::books(days);
    books.extend(meeting::books(days));
    books.push(issue::problems());
    books.extend(matter::books(days));
    books.extend(issue::books());
    books.push(meeting::notices(days));
    books
}

/// The chief (0) or a deputy.
fn leader(number: usize) -> String {
    cast::person(LEADERS[number % LEADERS.len()].0)
}

/// The officer of an office.
fn officer(office: &str) -> String {
    let number = OFFICES.iter().position(|it| *it == office).expect("an office of the list");
    cast::person(2210 + number)
}

/// The deputy who answers for an office.
fn leader_of(office: &str) -> String {
    let number = OFFICES.iter().position(|it| *it == office).expect("an office of the list");
    leader(1 + number % (LEADERS.len() - 1))
}

/// A document number of nobody.
fn document_no(year: i16, number: i64) -> String {
    format!("阳交示例〔{year}〕{number}号")
}

/// A sheet whose columns have plain heads, written with spaces between them.
fn sheet(name: &'static str, heads: &'static str, rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet::new(name, heads.split(' ').map(col).collect(), rows).days(DayStyle::Dashes)
}

/// A working day a number of natural days later.
fn worked(days: &Days, day: Date, later: i64) -> Date {
    days.on_or_after(crate::days::plus(day, later))
}

/// The lines of a table, whose cells stand between upright bars.
fn table<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        cells.try_into().unwrap_or_else(|_| panic!("{N} cells are wanted: {line}"))
    })
}

/// A day of a table.
fn day(text: &str) -> Date {
    text.parse().expect("the tables write days as 2021-06-30")
}

/// A day of a table that may be empty.
fn some_day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| day(text))
}
