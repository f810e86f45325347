//! 维修业户, 走访, 备案通知: the town's repair shops one by one.

use jiff::civil::{Date, date};

use crate::LAST_DAY;
use crate::book::{Book, Cell, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::random::Random;

/// Shops visited in the half year.
const SHOPS: usize = 234;
/// Of them those that had filed before the visits, and those that filed after.
const FILED_BEFORE: usize = 18;
const FILED_AFTER: usize = 25;

/// One shop and what happened to it.
struct Shop {
    no: String,
    class: &'static str,
    street: &'static str,
    found: Date,
    visited: Option<Date>,
    filed: Option<Date>,
    ended: Option<Date>,
}

/// The books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    let shops = shops(days);
    vec![shop_book(&shops), visits(&shops, days), notices(&shops, days)]
}

fn shops(days: &Days) -> Vec<Shop> {
    const STREETS: [&str; 6] =
        ["示例大道", "示例一路", "示例二路", "示例东街", "示例西街", "示例环城路"];
    let mut random = Random::new(0x4e9a);
    let mut shops = Vec::new();
    for number in 0..SHOPS {
        let class = match number {
            0..2 => "一类",
            2..9 => "二类",
            _ if number % 3 == 0 => "摩托车维修",
            _ => "三类",
        };
        let visited = days.on_or_after(plus(date(2021, 4, 12), random.between(0, 66)));
        let found = days.on_or_after(plus(date(2021, 3, 22), random.between(0, 14)));
        let filed = match number {
            0..FILED_BEFORE => {
                Some(days.on_or_after(plus(date(2019, 9, 2), random.between(0, 480))))
            }
            _ if number % 8 == 3 && number / 8 < FILED_AFTER + 2 => {
                let filed = days.later(visited, random.between(4, 20));
                (filed <= date(2021, 6, 30)).then_some(filed)
            }
            _ => None,
        };
        let found = if number < FILED_BEFORE { date(2019, 8, 26) } else { found };
        let street = STREETS[number * STREETS.len() / SHOPS];
        let no = format!("WX{:04}", number + 1);
        let (visited, ended) = (Some(visited), None);
        shops.push(Shop { no, class, street, found, visited, filed, ended });
    }
    // Exactly so many had filed by the end of June: those that follow take the rest.
    let late = |shop: &Shop| shop.found.year() == 2021;
    let mut missing =
        FILED_AFTER - shops.iter().filter(|it| late(it) && it.filed.is_some()).count();
    for shop in shops.iter_mut().filter(|it| it.found.year() == 2021 && it.filed.is_none()) {
        let filed = days.later(shop.visited.expect("all were visited"), 10);
        if missing > 0 && filed <= date(2021, 6, 25) {
            shop.filed = Some(filed);
            missing -= 1;
        }
    }
    let july = |day| date(2021, 7, day);
    for (number, filed) in [(240, None), (241, Some(july(8))), (242, None)] {
        let no = format!("WX{number:04}");
        let (found, visited) = (july(2), Some(july(6)));
        let street = STREETS[5];
        shops.push(Shop { no, class: "三类", street, found, visited, filed, ended: None });
    }
    for number in 250..254 {
        let no = format!("WX{number:04}");
        let (found, ended) = (date(2019, 8, 26), Some(date(2020, 11, 16)));
        let (street, filed) = (STREETS[1], Some(date(2019, 12, 3)));
        shops.push(Shop { no, class: "三类", street, found, visited: None, filed, ended });
    }
    shops
}

fn shop_book(shops: &[Shop]) -> Book {
    let rows = shops.iter().zip(1_usize..).map(|(shop, number)| {
        let state = match (shop.ended, shop.filed) {
            (Some(_), _) => "注销",
            (None, Some(_)) => "已备案",
            (None, None) => "已通知",
        };
        row![
            &shop.no,
            format!(
                "示例{}{number:03}号",
                if shop.class == "摩托车维修" { "摩托维修店" } else { "汽修店" }
            ),
            shop.class,
            "阳城镇",
            shop.street,
            cast::person(900 + number),
            shop.found,
            shop.filed.map(|it| format!("阳交维备〔{}〕{number:03}号", it.year())),
            shop.filed,
            shop.ended,
            state,
        ]
    });
    let columns = [
        "业户编号",
        "业户名称",
        "维修类别",
        "镇",
        "街道",
        "经营者",
        "摸排日期",
        "备案号",
        "备案日期",
        "注销日期",
        "状态",
    ];
    let sheet = Sheet::new("维修业户", columns.map(col).to_vec(), rows.collect())
        .titled(&["县城机动车维修业户登记表"]);
    Book::workbook("175-维修业户.xlsx", "repair/shop", vec![sheet])
}

/// A visit: the shop, the day, and the trouble found there.
type Visit<'a> = (&'a Shop, Option<Date>, Option<&'static str>);

fn visits(shops: &[Shop], days: &Days) -> Book {
    const PROBLEMS: [&str; 4] =
        ["灭火器过期", "安全出口堆放轮胎", "油漆与明火作业未隔离", "电线私拉乱接"];
    let mut random = Random::new(0x7151);
    let mut plan: Vec<Visit<'_>> = Vec::new();
    for (shop, number) in shops.iter().zip(1_usize..) {
        let Some(day) = shop.visited else { continue };
        plan.push((shop, Some(day), (number % 13 == 6).then(|| *random.pick(&PROBLEMS))));
        // Some were seen twice: one visit more, but no shop more.
        let again = days.later(day, 12);
        if number % 29 == 5 && again <= LAST_DAY {
            plan.push((shop, Some(again), None));
        }
    }
    plan.extend(shops.iter().take(3).map(|shop| (shop, None, None)));
    plan.sort_by_key(|it| it.1.unwrap_or(date(2021, 12, 31)));
    let rows = plan.into_iter().zip(1_usize..).map(|((shop, day, problem), number)| {
        let officer = 1_770 + number % 4;
        let fix_by = problem.and(day).map(|it| days.later(it, 10));
        let fixed = problem.and(day).map(|it| days.later(it, random.between(3, 13)));
        let fixed = fixed.filter(|it| *it <= LAST_DAY && number % 41 != 0);
        let again = fixed.map(|it| days.later(it, 2)).filter(|it| *it <= date(2021, 7, 7));
        let state = match (day, problem, fixed, again) {
            (None, ..) => "计划",
            (_, None, ..) => "未发现问题",
            (_, _, None, _) => "责令整改",
            (_, _, Some(_), None) => "待复查",
            _ => "销号",
        };
        row![
            format!("ZF2021-{number:03}"),
            &shop.no,
            day.unwrap_or(date(2021, 7, 15)),
            day,
            day.map(|_| cast::person(officer)),
            day.map(|_| problem.is_none()),
            day.map(|_| true),
            day.map(|_| true),
            day.map(|_| number % 57 != 0),
            day.map(|_| if number % 6 == 0 { 2_i64 } else { 1 }),
            problem,
            fix_by,
            fixed,
            fixed.map(|_| cast::person(1_150 + number)),
            again,
            again.map(|_| cast::person(officer)),
            state,
        ]
    });
    let columns = vec![
        col("走访编号"),
        col("业户编号"),
        col("计划日期"),
        col("走访日期"),
        col("走访人"),
        under("现场检查", "消防合格"),
        under("现场检查", "承诺不承修报废车"),
        under("现场检查", "承诺不承修无牌无证摩托车"),
        under("现场检查", "承诺不非法改装"),
        under("现场检查", "张贴宣传单张（份）"),
        under("整改", "问题"),
        under("整改", "整改期限"),
        under("整改", "整改完成日期"),
        under("整改", "整改人"),
        under("整改", "复查日期"),
        under("整改", "复查人"),
        col("状态"),
    ];
    let sheet =
        Sheet::new("走访登记", columns, rows.collect()).titled(&["机动车维修业户走访检查登记表"]);
    Book::workbook("176-维修业户走访.xlsx", "repair/visit", vec![sheet])
}

fn notices(shops: &[Shop], days: &Days) -> Book {
    const REASONS: [&str; 4] =
        ["正在准备材料", "已交材料正在办理", "场地、消防达不到要求", "准备停业或搬迁"];
    let mut random = Random::new(0x0071);
    let unfiled_then =
        |it: &&Shop| it.visited.is_some_and(|day| it.filed.is_none_or(|filed| filed > day));
    let rows: Vec<Vec<Cell>> = shops
        .iter()
        .filter(unfiled_then)
        .zip(1_usize..)
        .map(|(shop, number)| {
            let day = shop.visited.expect("only these are told");
            let due = days.later(day, 30);
            let is_extended = number % 50 == 0 && shop.filed.is_none();
            let due = if is_extended { days.later(due, 10) } else { due };
            let (answered, state) = match shop.filed {
                Some(filed) => (Some(filed), "已备案"),
                None if number == 31 && between(due, LAST_DAY) > 0 => {
                    (Some(days.later(due, 3)), "移交处罚")
                }
                None if number % 77 == 0 => (Some(days.later(day, 8)), "业户已停业"),
                None => (None, "已送达"),
            };
            let reason = match state {
                "已备案" => None,
                "移交处罚" => Some("拒不备案"),
                "业户已停业" => Some("准备停业或搬迁"),
                _ if due > LAST_DAY && random.chance(60) => Some("未到期限"),
                _ => Some(*random.pick(&REASONS)),
            };
            row![
                format!("阳交维通〔2021〕{number:03}号"),
                &shop.no,
                day,
                cast::person(1_770 + number % 4),
                due,
                is_extended.then(|| cast::person(1_780)),
                answered.filter(|it| *it <= LAST_DAY),
                reason,
                state,
            ]
        })
        .collect();
    let columns = [
        "通知书编号",
        "业户编号",
        "送达日期",
        "送达人",
        "备案期限",
        "延期批准人",
        "办结日期",
        "未备案原因",
        "状态",
    ];
    let sheet = Sheet::new("备案通知", columns.map(col).to_vec(), rows)
        .titled(&["机动车维修经营备案通知送达登记表"]);
    Book::workbook("177-备案通知.xlsx", "repair/filing_notice", vec![sheet])
}
