//! “百吨王”倒查: what came of the heaviest cases, from loading to the check.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::LAST_DAY;
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cases::{Case, Register};
use crate::days::Days;

/// Kilograms from which a vehicle is called 百吨王.
const HUNDRED_TONNES: i64 = 100_000;

/// The cases of the joint teams at a hundred tonnes and more, in order of the register.
pub(crate) fn heaviest(register: &Register) -> Vec<&Case> {
    let is_heaviest = |case: &&Case| {
        let gross = case.weighing.as_ref().map_or(0, |it| it.limit + it.over);
        gross >= HUNDRED_TONNES && case.handler == "县治超联合执法队" && !case.is_dismissed
    };
    register.cases.iter().filter(is_heaviest).collect()
}

/// How far an inquiry has come.
struct Inquiry {
    opened: Date,
    assisted: Option<Date>,
    found: Option<Date>,
    handled: Option<Date>,
    circulated: Option<Date>,
}

impl Inquiry {
    fn of(case: &Case, days: &Days) -> Inquiry {
        let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
        let opened = days.later(case.filed, 1);
        let later = |count: i64| known(days.later(opened, count));
        Inquiry {
            opened,
            assisted: later(2),
            found: later(9),
            handled: later(15),
            circulated: later(18),
        }
    }

    fn state(&self) -> &'static str {
        match self {
            Inquiry { circulated: Some(_), .. } => "已通报",
            Inquiry { handled: Some(_), .. } => "已处理",
            Inquiry { found: Some(_), .. } => "已认定",
            Inquiry { assisted: Some(_), .. } => "协查中",
            _ => "启动",
        }
    }
}

/// The book.
pub(crate) fn book(register: &Register, days: &Days) -> Book {
    let (mut rows, mut events, mut parties) = (Vec::new(), Vec::new(), Vec::new());
    for (case, number) in heaviest(register).into_iter().zip(1..) {
        let no = format!("BDW2021-{number:02}");
        let inquiry = Inquiry::of(case, days);
        let weighing = case.weighing.as_ref().expect("the heaviest were weighed");
        let finding = inquiry.found.map(|_| {
            format!(
                "{}装载时未过磅即放行出场，车辆所属单位和驾驶人明知超限仍上路行驶。",
                weighing.source
            )
        });
        rows.push(row![
            &no,
            &case.no,
            inquiry.opened,
            inquiry.found.map(|_| weighing.source.as_str()),
            number % 4 == 1,
            inquiry.assisted,
            finding,
            inquiry.found,
            inquiry.handled,
            inquiry.circulated,
            inquiry.state(),
        ]);
        events.extend(events_of(register, case, &no, number));
        parties.extend(parties_of(case, &no, &inquiry));
    }
    let head = [
        "倒查编号",
        "案件编号",
        "启动日期",
        "装载源头",
        "车辆改装",
        "协查日期",
        "认定结论",
        "认定日期",
        "处理日期",
        "通报日期",
        "状态",
    ];
    let main = Sheet::new("倒查", head.map(col).to_vec(), rows)
        .titled(&["查处“百吨王”交通违法案件倒查台账"]);
    let head = ["倒查编号", "环节", "时间", "地点", "凭据"];
    let events = Sheet::new("时间线", head.map(col).to_vec(), events);
    let head = ["倒查编号", "对象类别", "对象名称", "责任认定", "处理"];
    let parties = Sheet::new("责任主体", head.map(col).to_vec(), parties);
    Book::workbook("62-百吨王倒查.xlsx", "overload/trace", vec![main, events, parties])
}

/// From loading to the check; of every third the passage is not known, and the list says so.
fn events_of(register: &Register, case: &Case, no: &str, number: i64) -> Vec<Vec<Cell>> {
    let weighing = case.weighing.as_ref().expect("the heaviest were weighed");
    let check = case.check.expect("the joint teams filed them after a check");
    let caught = case.checked.to_datetime(register.found[check].at);
    let before = |minutes: i64| {
        let at = caught.checked_sub(minutes.minutes()).expect("the demo stays in its years");
        stamp(at)
    };
    let (road, stake) = case.place.as_ref().expect("the joint teams write the place");
    let source = weighing.source.as_str();
    let mut rows = vec![
        row![no, "装载", before(150 + number * 7), source, "装载单、装载机手笔录"],
        row![no, "出场", before(120 + number * 5), source, "出场视频截图"],
    ];
    rows.push(if number % 3 == 0 {
        row![no, "途经", "", "县道示例路口", "沿途卡口视频已覆盖，缺途经时间"]
    } else {
        row![no, "途经", before(45), "县道示例路口", "交警卡口过车记录"]
    });
    rows.push(row![no, "查获", stamp(caught), format!("{road}线{stake}"), "检测单、现场笔录"]);
    rows
}

fn stamp(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn parties_of(case: &Case, no: &str, inquiry: &Inquiry) -> Vec<Vec<Cell>> {
    if inquiry.found.is_none() {
        return Vec::new();
    }
    let weighing = case.weighing.as_ref().expect("the heaviest were weighed");
    let measure = |text: &'static str| inquiry.handled.map(|_| text);
    let mut rows = vec![
        row![no, "货运车辆", &case.plate, "严重超限", measure("处罚并责令卸载")],
        row![no, "驾驶人", &case.driver, "驾驶严重超限车辆", measure("抄告记分，列入重点监管")],
    ];
    if let Some(company) = &case.company {
        rows.push(row![
            no,
            "道路运输企业",
            company,
            "未履行安全主体责任",
            measure("约谈，责令整改")
        ]);
    }
    rows.push(row![
        no,
        "货源单位",
        &weighing.source,
        "放行超限车辆出场",
        measure("抄告行业主管部门查处")
    ]);
    rows
}
