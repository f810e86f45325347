//! What hangs on a case: 卸载登记, 记分抄告, 一超四罚.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, DayStyle, Form, Sheet, col, row, total, under};
use crate::cases::{Case, Load, Register};
use crate::cast;
use crate::days::Days;
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

pub(crate) fn unloadings(register: &Register) -> Book {
    let mut rows = Vec::new();
    let mut number = 0;
    let tonnes = |kilograms: i64| Decimal::new(kilograms, 3);
    for case in register.cases.iter().filter(|it| it.handler == "县治超联合执法队") {
        let Some((over, slack)) = unloading(case) else { continue };
        let limit = case.weighing.as_ref().map(|it| it.limit).expect("it was weighed");
        let (gross, end) = (limit + over, limit - slack);
        // Some had to be unloaded twice before the scale was content.
        let stops = if over > 20_000 && over % 370 == 0 {
            vec![gross, limit + 2_400, end]
        } else {
            vec![gross, end]
        };
        for pair in stops.windows(2) {
            number += 1;
            let place = if over % 3 == 0 { "七拱超限检测站" } else { "文塔治超点" };
            rows.push(row![
                format!("XZ{}-{number:04}", case.checked.year()),
                &case.no,
                case.checked,
                place,
                tonnes(pair[0]),
                tonnes(pair[1]),
                tonnes(pair[0] - pair[1]),
                format!("FC{number:05}"),
            ]);
        }
    }
    let columns = vec![
        col("卸载编号"),
        col("案件编号"),
        col("卸载日期"),
        col("卸载地点"),
        under("质量（吨）", "卸前质量"),
        under("质量（吨）", "卸后质量"),
        total(under("质量（吨）", "卸载质量")),
        col("复称单号"),
    ];
    let sheet =
        Sheet::new("卸载登记", columns, rows).titled(&["超限车辆卸载登记表"]).days(DayStyle::Dots);
    Book::workbook("08-卸载登记.xlsx", "overload/unloading", vec![sheet])
}

/// 274 drivers are reported in the half year, 99 with six points and 175 with three: 1119.
pub(crate) fn points(register: &Register, days: &Days) -> Book {
    let mut random = Random::new(0x9017);
    // Wanted before the half year, from December but reported in January, of the half year, reported in July.
    let mut wanted = [[8, 2, 173, 0], [6, 2, 97, 9]];
    let mut rows = Vec::new();
    let cases =
        register.cases.iter().filter(|it| it.handler == "县治超联合执法队" && !it.is_dismissed);
    let (old, new): (Vec<&Case>, Vec<&Case>) =
        cases.filter(|it| it.filed <= LAST).partition(|it| it.filed < FIRST);
    for case in old.into_iter().rev().chain(new) {
        let weighing = case.weighing.as_ref().expect("the joint teams weigh");
        let heavy = usize::from(weighing.load == Load::Heavy);
        let slot = match (case.filed < FIRST, case.filed >= date(2020, 12, 10)) {
            (true, true) if wanted[heavy][1] > 0 => 1,
            (true, _) => 0,
            (false, _) if wanted[heavy][2] > 0 => 2,
            (false, _) => 3,
        };
        if weighing.load == Load::Warning || wanted[heavy][slot] == 0 {
            continue;
        }
        wanted[heavy][slot] -= 1;
        let soon = days.later(case.filed, random.between(1, 9));
        let reported = match slot {
            0 => soon.min(date(2020, 12, 31)),
            1 => days.later(date(2021, 1, 3), random.between(1, 8)),
            2 => soon.min(LAST).max(case.filed),
            _ => days.later(LAST, random.between(1, 5)),
        };
        let receipt =
            Some(days.later(reported, random.between(3, 12))).filter(|it| *it <= LAST_DAY);
        let (item, points) = [("超载未达30%", 3_i64), ("超载30%以上", 6)][heavy];
        let state = if receipt.is_some() { "已记分" } else { "已抄告" };
        rows.push((
            reported,
            row![&case.no, &case.driver, &weighing.licence, item, points, reported, receipt, state],
        ));
    }
    assert!(wanted.iter().flatten().all(|it| *it == 0), "points are missing: {wanted:?}");
    rows.sort_by_key(|it| it.0);
    let rows = rows.into_iter().zip(1..).map(|((day, mut cells), number)| {
        cells.insert(0, format!("CG{}-{number:04}", day.year()).into());
        cells
    });
    let columns = [
        "抄告编号",
        "案件编号",
        "驾驶员",
        "驾驶证号",
        "记分项",
        "分值",
        "抄告日期",
        "回执日期",
        "状态",
    ];
    let sheet =
        Sheet::new("记分抄告", columns.map(col).to_vec(), rows.collect()).days(DayStyle::Words);
    Book::csv("09-记分抄告.csv", "overload/points", Form::CsvGbk, sheet)
}

/// Somebody against whom cases are counted.
struct Proposal<'r> {
    no: String,
    target: &'static str,
    subject: String,
    plate: String,
    basis: &'static str,
    cases: Vec<&'r Case>,
    outcome: &'static str,
    proposed: Date,
    state: &'static str,
}

/// 一超四罚: three vehicles, two drivers, two companies, two sources; one of 2020, one under way, one that did not hold.
pub(crate) fn four_penalties(register: &Register, days: &Days) -> Book {
    const ARTICLE_66: &str = "公路安全保护条例第六十六条";
    const ARTICLE_28: &str = "超限运输车辆行驶公路管理规定第二十八条";
    let counted = |is_it: &dyn Fn(&Case) -> bool| decided(register, date(2021, 5, 20), is_it);
    let mut proposals: Vec<Proposal<'_>> = Vec::new();
    let mut propose = |target, subject: String, plate: String, basis, cases: Vec<_>, outcome| {
        let no = format!("YC2021-{:02}", proposals.len() + 1);
        let last =
            cases.iter().filter_map(|it: &&Case| it.penalised).max().expect("each has cases");
        let proposed = days.later(last, 3);
        proposals.push(Proposal {
            no,
            target,
            subject,
            plate,
            basis,
            cases,
            outcome,
            proposed,
            state: "已处理",
        });
    };
    for number in 0..3 {
        let plate = cast::truck_plate(number + 1);
        let cases = counted(&|it| it.plate == plate);
        let subject = plate.replace(' ', "（") + "）";
        propose("货运车辆", subject, plate.clone(), ARTICLE_66, cases, "吊销车辆营运证");
    }
    for number in 3..5 {
        let driver = cast::person(300 + number);
        let cases = counted(&|it| it.driver == driver);
        propose(
            "驾驶人",
            driver.clone(),
            String::new(),
            ARTICLE_66,
            cases,
            "责令停止从事营业性运输",
        );
    }
    for number in 0..2 {
        let company = cast::goods_company(number);
        let cases = counted(&|it| it.company.as_ref() == Some(&company));
        propose("道路运输企业", company.clone(), String::new(), ARTICLE_66, cases, "责令停业整顿");
    }
    let from = |unit: &str, case: &Case| case.weighing.as_ref().is_some_and(|it| it.source == unit);
    for number in 0..3 {
        let unit = cast::source_unit(number);
        let mut cases = counted(&|it| it.filed >= FIRST && from(&unit, it));
        cases.truncate(5);
        propose("货源单位", unit, String::new(), ARTICLE_28, cases, "责令整改并通报行业主管部门");
    }
    (proposals[9].proposed, proposals[9].state) = (date(2021, 6, 15), "已抄告");
    // One was closed in 2020; one did not hold: the vehicle had been loaded elsewhere.
    let mut cases = decided(register, date(2020, 11, 20), &|_| true);
    cases.truncate(1);
    let source =
        |case: &Case| case.weighing.as_ref().map(|it| it.source.clone()).unwrap_or_default();
    proposals.push(Proposal {
        no: "YC2020-01".to_owned(),
        target: "货源单位",
        subject: source(cases[0]),
        plate: String::new(),
        basis: ARTICLE_28,
        proposed: date(2020, 11, 24),
        outcome: "责令整改并通报行业主管部门",
        state: "已处理",
        cases,
    });
    let mut cases = counted(&|it| it.filed >= FIRST);
    cases.truncate(1);
    proposals.push(Proposal {
        no: "YC2021-11".to_owned(),
        target: "货源单位",
        subject: cast::source_unit(5),
        plate: String::new(),
        basis: ARTICLE_28,
        proposed: date(2021, 6, 8),
        outcome: "",
        state: "不成立",
        cases,
    });
    proposals.sort_by_key(|it| it.proposed);
    let rows = proposals.iter().map(|it| {
        let verified = days.later(it.proposed, 3);
        let sent = Some(days.later(verified, 2)).filter(|_| it.state != "不成立");
        let closed = sent.filter(|_| it.state == "已处理").map(|sent| days.later(sent, 9));
        let office = if it.target == "货源单位" {
            "阳山县自然资源局"
        } else {
            "阳山县交通运输局运政股"
        };
        let outcome = closed.map(|_| it.outcome);
        let office = sent.map(|_| office);
        let (target, basis) = (it.target, it.basis);
        row![
            &it.no,
            target,
            &it.subject,
            &it.plate,
            basis,
            it.proposed,
            verified,
            office,
            sent,
            outcome,
            closed,
            it.state
        ]
    });
    let columns = [
        "编号",
        "对象类别",
        "对象名称",
        "号牌",
        "依据",
        "提示日期",
        "核实日期",
        "抄告机关",
        "抄告日期",
        "处理结果",
        "办结日期",
        "状态",
    ];
    let main = Sheet::new("一超四罚", columns.map(col).to_vec(), rows.collect());
    let lines = proposals.iter().flat_map(|it| it.cases.iter().map(|case| row![&it.no, &case.no]));
    let lines = Sheet::new("计入案件", vec![col("编号"), col("案件编号")], lines.collect());
    let main = main.titled(&["“一超四罚”案件台账"]);
    Book::workbook("10-一超四罚.xlsx", "overload/four_penalties", vec![main, lines])
}

/// Cases of the joint teams that were decided before a day, so that they can be counted against somebody.
fn decided<'r>(
    register: &'r Register,
    before: Date,
    is_it: &dyn Fn(&Case) -> bool,
) -> Vec<&'r Case> {
    let live =
        register.cases.iter().filter(|it| it.handler == "县治超联合执法队" && !it.is_dismissed);
    let decided = live.filter(|it| it.penalised.is_some_and(|day| day < before));
    decided.filter(|it| is_it(it)).collect()
}

/// What is unloaded: the excess, and a little more so that the scale is content.
pub(crate) fn unloading(case: &Case) -> Option<(i64, i64)> {
    let weighing = case.weighing.as_ref()?;
    let is_unloaded =
        weighing.load != Load::Warning && !case.is_dismissed && case.cause != "逃避超限检测";
    let slack = (i64::from(case.filed.day()) * 37 + weighing.axles * 11) % 90 * 10;
    is_unloaded.then_some((weighing.over, slack))
}
