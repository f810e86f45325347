//! 征地拆迁: tasks, parcels, households.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Cell, Column, DayStyle, Sheet, col, row, total, under};
use crate::days::{Days, plus};
use crate::random::Random;
use crate::{LAST_DAY, cast};

const GUANGLIAN: &str = "广连高速公路阳山段";
const S260: &str = "省道260线文塔大桥至水口大桥段改建工程（一期工程）";

/// One line of the task: town, 1/10,000 mu, households.
struct Town {
    name: &'static str,
    mark: &'static str,
    task: i64,
    households: i64,
    parcels: usize,
    added: i64,
    added_parcels: usize,
    villages: &'static [&'static str],
}

/// The task of 广连高速, 4584.66 亩 and 128 户; 212.5194 亩 were added inside the line.
const TOWNS: [Town; 3] = [
    Town {
        name: "青莲镇",
        mark: "QL",
        task: 23_184_200,
        households: 118,
        parcels: 286,
        added: 987_312,
        added_parcels: 24,
        villages: &["峡头村", "白埌村", "示例上村", "示例下村"],
    },
    Town {
        name: "岭背镇",
        mark: "LB",
        task: 12_039_100,
        households: 10,
        parcels: 152,
        added: 614_450,
        added_parcels: 14,
        villages: &["示例东村", "示例西村"],
    },
    Town {
        name: "黄坌镇",
        mark: "HB",
        task: 10_623_300,
        households: 0,
        parcels: 131,
        added: 523_432,
        added_parcels: 10,
        villages: &["雷村", "示例新村"],
    },
];

/// The three books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    let mut random = Random::new(0x1a4d);
    vec![tasks(), parcels(&mut random, days), households(&mut random, days)]
}

fn mu(tenth_thousandths: i64) -> Decimal {
    Decimal::new(tenth_thousandths, 4)
}

fn tasks() -> Book {
    let columns = vec![
        col("任务编号"),
        col("项目"),
        col("镇"),
        total(under("任务", "征地任务（亩）")),
        total(under("任务", "拆迁任务（户）")),
        col("下达文号"),
        col("下达日期"),
    ];
    let document = "广连高速示例〔2018〕1号";
    let mut rows: Vec<Vec<Cell>> = TOWNS
        .iter()
        .zip(1..)
        .map(|(town, number)| {
            let no = format!("RW-GL-{number:02}");
            row![
                no,
                GUANGLIAN,
                town.name,
                mu(town.task),
                town.households,
                document,
                date(2018, 6, 20)
            ]
        })
        .collect();
    rows.push(row![
        "RW-S260-01",
        S260,
        "阳城镇",
        mu(1_863_200),
        21_i64,
        "S260线示例〔2018〕2号",
        date(2018, 7, 3)
    ]);
    let sheet =
        Sheet::new("征地拆迁任务", columns, rows).titled(&["阳山县重点公路项目征地拆迁任务表"]);
    Book::workbook("01-征地拆迁任务.xlsx", "land/task", vec![sheet])
}

/// How far a parcel has come.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    HandedOver,
    Paid,
    Signed,
    Publicised,
}

struct Parcel<'a> {
    no: String,
    project: &'a str,
    town: &'a str,
    group: String,
    area: i64,
    reason: &'a str,
    measured: Date,
    reach: Reach,
}

fn parcel_row(parcel: &Parcel<'_>, random: &mut Random, days: &Days) -> Vec<Cell> {
    const CLASSES: [&str; 9] = [
        "水田",
        "旱地",
        "旱地",
        "果园",
        "乔木林地",
        "乔木林地",
        "灌木林地",
        "坑塘水面",
        "农村宅基地",
    ];
    let measured = days.on_or_after(parcel.measured);
    let publicised = days.later(measured, random.between(5, 15));
    let signed = days.later(plus(publicised, 7), random.between(1, 30));
    let paid = days.later(signed, random.between(5, 30));
    let handed_over = days.later(paid, random.between(1, 20));
    let at_least = |reach: &[Reach], day: Date| reach.contains(&parcel.reach).then_some(day);
    let state = match parcel.reach {
        Reach::HandedOver => "已交地",
        Reach::Paid => "已付款",
        Reach::Signed => "已签约",
        Reach::Publicised => "已公示",
    };
    row![
        &parcel.no,
        parcel.project,
        parcel.town,
        &parcel.group,
        *random.pick(&CLASSES),
        mu(parcel.area),
        !parcel.reason.is_empty(),
        parcel.reason,
        measured,
        publicised,
        at_least(&[Reach::HandedOver, Reach::Paid, Reach::Signed], signed),
        at_least(&[Reach::HandedOver, Reach::Paid], paid),
        at_least(&[Reach::HandedOver], handed_over),
        state,
    ]
}

fn parcels(random: &mut Random, days: &Days) -> Book {
    const REASONS: [&str; 4] =
        ["设计变更调整红线", "边角地一并征收", "增设改沟改渠用地", "互通匝道红线内漏计地块"];
    let columns: Vec<Column> = vec![
        col("地块编号"),
        col("项目"),
        col("镇"),
        col("权属村组"),
        col("地类"),
        total(col("面积（亩）")),
        col("线内补征"),
        col("补征原因"),
        under("办理进度", "丈量日期"),
        under("办理进度", "公示日期"),
        under("办理进度", "签约日期"),
        under("办理进度", "付款日期"),
        under("办理进度", "交地日期"),
        col("状态"),
    ];
    let group = |random: &mut Random, town: &Town| {
        format!("{}第{}村民小组", random.pick(town.villages), random.between(1, 12))
    };
    let mut rows = Vec::new();
    for town in &TOWNS {
        let areas = random.split(town.task, town.parcels, 8_000, 190_000);
        for (area, number) in areas.into_iter().zip(1..) {
            let measured = plus(date(2019, 3, 4), random.between(0, 560));
            let no = format!("GL-{}-{number:03}", town.mark);
            let group = group(random, town);
            let parcel = Parcel {
                no,
                project: GUANGLIAN,
                town: town.name,
                group,
                area,
                reason: "",
                measured,
                reach: Reach::HandedOver,
            };
            rows.push(parcel_row(&parcel, random, days));
        }
        let areas = random.split(town.added, town.added_parcels, 6_000, 95_000);
        let mut added: Vec<(i64, Date, Reach)> = areas
            .into_iter()
            .map(|area| (area, plus(date(2020, 9, 1), random.between(0, 140)), Reach::HandedOver))
            .collect();
        // Not yet handed over at the end of June: they do not count.
        added.push((
            random.between(9_000, 60_000),
            plus(date(2021, 5, 6), random.between(0, 9)),
            Reach::Signed,
        ));
        added.push((
            random.between(9_000, 60_000),
            plus(date(2021, 6, 1), random.between(0, 9)),
            Reach::Publicised,
        ));
        for ((area, measured, reach), number) in added.into_iter().zip(1..) {
            let no = format!("GL-{}-B{number:02}", town.mark);
            let reason = *random.pick(&REASONS);
            let group = group(random, town);
            let parcel = Parcel {
                no,
                project: GUANGLIAN,
                town: town.name,
                group,
                area,
                reason,
                measured,
                reach,
            };
            rows.push(parcel_row(&parcel, random, days));
        }
    }
    rows.push(row![
        "GL-QL-B90",
        GUANGLIAN,
        "青莲镇",
        "峡头村第3村民小组",
        "旱地",
        mu(31_206),
        true,
        REASONS[0],
        date(2021, 4, 12),
        date(2021, 4, 28),
        date(2021, 5, 25),
        date(2021, 6, 18),
        date(2021, 7, 6),
        "已交地",
    ]);
    let areas = random.split(1_863_200, 30, 20_000, 110_000);
    for (area, number) in areas.into_iter().zip(1..) {
        let reach = if number <= 24 { Reach::HandedOver } else { Reach::Paid };
        let measured = plus(date(2019, 3, 4), random.between(0, 300));
        let group = format!("水口村第{}村民小组", random.between(1, 9));
        let no = format!("S260-YC-{number:03}");
        let parcel = Parcel {
            no,
            project: "S260线一期工程",
            town: "阳城镇",
            group,
            area,
            reason: "",
            measured,
            reach,
        };
        rows.push(parcel_row(&parcel, random, days));
    }
    let sheet = Sheet::new("地块", columns, rows).titled(&["征地地块登记表"]);
    Book::workbook("02-征地地块.xlsx", "land/parcel", vec![sheet])
}

/// Rooms of a house: one for every 30 square metres; the three houses at 暗浪陂 have one each.
fn rooms(village: &str, size: Decimal) -> i64 {
    if village == "暗浪陂" {
        return 1;
    }
    i64::try_from((size / Decimal::from(30)).trunc()).expect("a house is small").max(1)
}

fn households(random: &mut Random, days: &Days) -> Book {
    const STRUCTURES: [&str; 6] = ["框架", "砖混", "砖混", "砖木", "泥砖", "简易"];
    const REASONS: [&str; 3] =
        ["红线调整后房屋压线", "爆破影响安全，经评估一并拆除", "主房拆除后附属房无法单独使用"];
    let columns = vec![
        col("户号"),
        col("项目"),
        col("乡镇"),
        col("村"),
        col("户主"),
        col("房屋结构"),
        total(col("建筑面积（平方米）")),
        total(col("房屋间数（间）")),
        col("补充拆迁"),
        col("补充原因"),
        col("签约日期"),
        col("腾空日期"),
        col("拆除日期"),
        col("状态"),
    ];
    let mut rows = Vec::new();
    let mut next = 0;
    let mut house = |random: &mut Random,
                     place: (&str, &str, String),
                     village: &str,
                     reason: &str,
                     first: Date,
                     reach: i64| {
        let (project, town, no) = place;
        next += 1;
        let signed = days.on_or_after(first);
        let vacated = plus(signed, random.between(10, 60));
        let demolished = plus(vacated, random.between(1, 25));
        assert!(demolished < date(2021, 7, 1) || reach < 3);
        let state = ["登记", "已签约", "已腾空", "已拆除"][usize::try_from(reach).expect("0 to 3")];
        let size = Decimal::new(random.between(6_000, 38_000), 2);
        rows.push(row![
            no,
            project,
            town,
            village,
            cast::person(1200 + next),
            *random.pick(&STRUCTURES),
            size,
            rooms(village, size),
            !reason.is_empty(),
            reason,
            (reach >= 1).then_some(signed),
            (reach >= 2).then_some(vacated),
            (reach >= 3).then_some(demolished),
            state,
        ]);
    };
    for (town, added) in TOWNS.iter().zip([2, 1, 0]) {
        for number in 1..=town.households {
            let village = *random.pick(town.villages);
            let first = plus(date(2019, 4, 1), random.between(0, 640));
            house(
                random,
                (GUANGLIAN, town.name, format!("GL-{}-H{number:03}", town.mark)),
                village,
                "",
                first,
                3,
            );
        }
        for number in 1..=added {
            let village = *random.pick(town.villages);
            let reason = *random.pick(&REASONS);
            let first = plus(date(2020, 12, 1), random.between(0, 90));
            house(
                random,
                (GUANGLIAN, town.name, format!("GL-{}-HB{number:02}", town.mark)),
                village,
                reason,
                first,
                3,
            );
        }
    }
    // Added and not yet pulled down at the end of June.
    house(
        random,
        (GUANGLIAN, "青莲镇", "GL-QL-HB03".to_owned()),
        "白埌村",
        REASONS[1],
        date(2021, 6, 8),
        1,
    );
    for number in 1..=21 {
        // 暗浪陂: the three that the report says are still standing.
        let (village, reach) = if number <= 3 { ("暗浪陂", 0) } else { ("水口村", 3) };
        let first = plus(date(2019, 5, 6), random.between(0, 300));
        house(
            random,
            ("S260一期", "阳城镇", format!("S260-YC-H{number:02}")),
            village,
            "",
            first,
            reach,
        );
    }
    assert!(rows.len() == 128 + 3 + 1 + 21 && LAST_DAY > date(2021, 7, 6));
    let sheet = Sheet::new("一户一档", columns, rows)
        .titled(&["重点公路项目房屋拆迁一户一档登记表", "填报单位：县征地拆迁办公室"]);
    Book::workbook("03-房屋拆迁户.xlsx", "land/household", vec![sheet.days(DayStyle::Dots)])
}
