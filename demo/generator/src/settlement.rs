//! 拆迁安置, 临时安置费 and 征拆补偿款: where the households go, and what they are paid.
//!
//! The prices are invented; the days follow those of the parcels and households.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::book::{Book, Cell, DayStyle, Sheet, col, row, total};
use crate::cast;
use crate::days::{Days, plus};

/// Households of 青莲镇 that wait for a plot.
const WAITING: usize = 48;
/// 临时安置费 of a household a month, yuan.
const MONTHLY: i64 = 800;
const QINGLIAN: &str = "青莲镇广连高速拆迁安置区";

/// The books; `land` are those of the parcels and households.
pub(crate) fn books(days: &Days, land: &[Book]) -> Vec<Book> {
    let rows = |ledger: &str| -> &[Vec<Cell>] {
        let book = land.iter().find(|it| it.ledger == ledger).expect("the books of the land");
        &book.sheets[0].rows
    };
    let (parcels, households) = (rows("land/parcel"), rows("land/household"));
    vec![
        resettlements(households),
        transitions(days, households),
        compensations(days, parcels, households),
    ]
}

fn text(cell: &Cell) -> &str {
    if let Cell::Text(it) = cell { it } else { "" }
}

fn day(cell: &Cell) -> Option<Date> {
    if let Cell::Day(it) = cell { Some(*it) } else { None }
}

fn number(cell: &Cell) -> Decimal {
    if let Cell::Number(it) = cell { *it } else { Decimal::ZERO }
}

/// The numbers of the first households of a town.
fn first<'a>(households: &'a [Vec<Cell>], mark: &str, count: usize) -> Vec<&'a str> {
    households.iter().map(|it| text(&it[0])).filter(|it| it.starts_with(mark)).take(count).collect()
}

fn resettlements(households: &[Vec<Cell>]) -> Book {
    let none: Option<Date> = None;
    let waiting = i64::try_from(WAITING).expect("few");
    let rows = vec![
        row![
            "AZ-QL-01",
            QINGLIAN,
            "广连高速",
            "青莲镇",
            "峡头村",
            waiting,
            Decimal::new(364_800, 4),
            date(2020, 4, 15),
            date(2020, 12, 18),
            none,
            0_i64,
            0_i64,
            0_i64,
            0_i64,
            "各户安置地块分配方案没有确定，场地不能平整",
            none,
            none,
            "三通一平"
        ],
        row![
            "AZ-LB-01",
            "岭背镇广连高速拆迁安置点",
            "广连高速",
            "岭背镇",
            "示例东村",
            8_i64,
            Decimal::new(61_200, 4),
            date(2019, 6, 20),
            date(2019, 9, 25),
            date(2019, 10, 16),
            100_i64,
            100_i64,
            100_i64,
            100_i64,
            "",
            date(2020, 3, 27),
            date(2021, 1, 22),
            "入住"
        ],
        row![
            "AZ-YC-01",
            "水口村拆迁安置点",
            "S260一期",
            "阳城镇",
            "水口村",
            10_i64,
            Decimal::new(78_400, 4),
            date(2019, 8, 14),
            date(2019, 12, 9),
            date(2020, 5, 20),
            100_i64,
            100_i64,
            100_i64,
            100_i64,
            "",
            date(2020, 11, 12),
            none,
            "建房"
        ],
    ];
    let mut plots = Vec::new();
    let sites = [("AZ-LB-01", "GL-LB-H", 8), ("AZ-YC-01", "S260-YC-H1", 10)];
    for (site, mark, count) in sites {
        for (household, place) in first(households, mark, count).into_iter().zip(1..) {
            plots.push(row![site, format!("{place:02}号地"), household]);
        }
    }
    let head = [
        "安置区编号",
        "安置区",
        "项目",
        "镇",
        "村",
        "拟安置户数（户）",
        "用地面积（亩）",
        "选址日期",
        "批准日期",
        "分配方案通过日期",
        "通水（%）",
        "通电（%）",
        "通路（%）",
        "平整场地（%）",
        "卡点",
        "分配日期",
        "入住日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("安置区", head.map(col).to_vec(), rows).titled(&["征地拆迁安置区进度表"]),
        Sheet::new("分配地块", ["安置区编号", "地块号", "户号"].map(col).to_vec(), plots),
    ];
    Book::workbook("53-拆迁安置.xlsx", "land/resettlement", sheets)
}

/// A row a quarter for every waiting household, from the quarter after its house was pulled down.
fn transitions(days: &Days, households: &[Vec<Cell>]) -> Book {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let waiting = first(households, "GL-QL-H", WAITING);
    for household in households.iter().filter(|it| waiting.contains(&text(&it[0]))) {
        let demolished = day(&household[12]).expect("those of the task are pulled down");
        let mut from = quarter_after(demolished);
        while from <= date(2021, 7, 1) {
            let until = from.saturating_add(3.months()).saturating_sub(1.day());
            let reviewed = days.later(plus(from, 9), 1);
            // The third quarter was still being looked at on the last day of the demo.
            let is_paid = from < date(2021, 7, 1);
            let paid = is_paid.then(|| days.later(reviewed, 5));
            rows.push(row![
                format!("LS-{:04}", rows.len() + 1),
                "AZ-QL-01",
                text(&household[0]),
                from,
                until,
                Decimal::from(MONTHLY),
                3_i64,
                Decimal::from(MONTHLY * 3),
                is_paid.then_some(reviewed),
                is_paid.then(|| cast::person(2090)),
                paid,
                is_paid.then(|| format!("示例凭LS{:04}", rows.len() + 1)),
                paid.map(|it| days.later(it, 3)),
                if is_paid { "已签收" } else { "待审核" },
            ]);
            from = from.saturating_add(3.months());
        }
    }
    let head = [
        "发放编号",
        "安置区",
        "户号",
        "起算日期",
        "截止日期",
        "每月标准（元）",
        "月数（个）",
        "金额（元）",
        "审核日期",
        "审核人",
        "拨付日期",
        "凭证号",
        "签收日期",
        "状态",
    ];
    let columns = head.map(|it| if it == "金额（元）" { total(col(it)) } else { col(it) }).to_vec();
    let sheet = Sheet::new("临时安置费", columns, rows).titled(&["拆迁户临时安置费发放表"]);
    Book::workbook("54-临时安置费.xlsx", "land/transition", vec![sheet.days(DayStyle::Dots)])
}

fn quarter_after(day: Date) -> Date {
    let next = (day.month() - 1) / 3 * 3 + 4;
    if next > 12 { date(day.year() + 1, 1, 1) } else { date(day.year(), next, 1) }
}

/// One payment: what for, whose, how much, and its days.
struct Payment<'a> {
    kind: &'a str,
    project: &'a str,
    parcel: &'a str,
    household: &'a str,
    batch: i64,
    amount: Decimal,
    payee: &'a str,
    signed: Date,
    paid: Option<Date>,
}

fn compensations(days: &Days, parcels: &[Vec<Cell>], households: &[Vec<Cell>]) -> Book {
    let mut payments: Vec<Payment<'_>> = Vec::new();
    for it in parcels {
        let Some(signed) = day(&it[10]) else { continue };
        payments.push(Payment {
            kind: "征地补偿",
            project: text(&it[1]),
            parcel: text(&it[0]),
            household: "",
            batch: 1,
            amount: money(number(&it[5]) * Decimal::from(price_of_land(text(&it[4])))),
            payee: text(&it[3]),
            signed,
            paid: day(&it[11]),
        });
    }
    for it in households {
        let Some(signed) = day(&it[10]) else { continue };
        let all = money(number(&it[6]) * Decimal::from(price_of_house(text(&it[5]))));
        let half = money(all / Decimal::from(2));
        // Half when the agreement is signed, the rest when the house is pulled down.
        let days_paid = [Some(days.later(signed, 6)), day(&it[12]).map(|on| days.later(on, 8))];
        for ((amount, paid), batch) in [half, all - half].into_iter().zip(days_paid).zip(1..) {
            payments.push(Payment {
                kind: "房屋补偿",
                project: text(&it[1]),
                parcel: "",
                household: text(&it[0]),
                batch,
                amount,
                payee: text(&it[4]),
                signed,
                paid: paid.filter(|it| *it <= crate::LAST_DAY),
            });
        }
    }
    let rows = payments.iter().zip(1..).map(|(it, number)| payment_row(days, it, number)).collect();
    let head = [
        "付款编号",
        "补偿类别",
        "项目",
        "地块编号",
        "户号",
        "付款批次",
        "金额（元）",
        "收款人",
        "收款账户",
        "协议日期",
        "审核日期",
        "审核人",
        "拨付日期",
        "凭证号",
        "签收日期",
        "状态",
    ];
    let columns = head.map(|it| if it == "金额（元）" { total(col(it)) } else { col(it) }).to_vec();
    let sheet = Sheet::new("补偿款", columns, rows).titled(&["征地拆迁补偿款拨付台账"]);
    Book::workbook("55-征拆补偿款.xlsx", "land/compensation", vec![sheet.days(DayStyle::Dashes)])
}

fn payment_row(days: &Days, it: &Payment<'_>, number: i64) -> Vec<Cell> {
    let receipted = it.paid.map(|on| days.later(on, 2)).filter(|on| *on <= crate::LAST_DAY);
    let state = match (it.paid, receipted) {
        (Some(_), Some(_)) => "已签收",
        (Some(_), None) => "已拨付",
        (None, _) => "待审核",
    };
    row![
        format!("BC-{number:04}"),
        it.kind,
        it.project,
        it.parcel,
        it.household,
        it.batch,
        it.amount,
        it.payee,
        format!("示例账户{number:06}"),
        it.signed,
        it.paid.map(|_| days.later(it.signed, 2)),
        it.paid.map(|_| cast::person(2090)),
        it.paid,
        it.paid.map(|_| format!("示例凭BC{number:04}")),
        receipted,
        state,
    ]
}

/// Yuan to the cent.
fn money(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// Yuan a mu.
fn price_of_land(class: &str) -> i64 {
    match class {
        "水田" => 58_000,
        "旱地" | "坑塘水面" => 46_000,
        "果园" => 52_000,
        "农村宅基地" => 60_000,
        _ => 24_000,
    }
}

/// Yuan a square metre.
fn price_of_house(structure: &str) -> i64 {
    match structure {
        "框架" => 1_250,
        "砖混" => 980,
        "砖木" => 620,
        "泥砖" => 450,
        _ => 260,
    }
}
