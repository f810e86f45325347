//! 三改: roads, water and ditches that the works cut and make anew.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Sheet, col, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::random::Random;

const GUANGLIAN: &str = "广连高速公路阳山段";

/// The book.
pub(crate) fn three_changes(days: &Days) -> Book {
    const WORKS: [(&str, &str, &str); 6] = [
        ("改路", "机耕路被路基截断", "改建机耕路接通两侧"),
        ("改路", "村道被匝道占用", "改移村道"),
        ("改水", "饮用水管被挖断", "改移供水管"),
        ("改水", "山塘引水渠被填", "新建引水管"),
        ("改沟", "灌溉沟被路基截断", "改沟并接涵洞"),
        ("改沟", "排洪沟断面变小", "扩大排洪沟"),
    ];
    const PLACES: [(&str, &str); 5] = [
        ("青莲镇", "峡头村"),
        ("青莲镇", "白埌村"),
        ("岭背镇", "示例东村"),
        ("黄坌镇", "雷村"),
        ("青莲镇", "示例下村"),
    ];
    let mut random = Random::new(0x36a1);
    let none: Option<Date> = None;
    let mut rows = Vec::new();
    for number in 0..23_usize {
        let (kind, place, demand) = WORKS[number % 6];
        let (town, village) = PLACES[number % 5];
        let raised =
            days.on_or_after(plus(date(2020, 3, 2), i64::try_from(number).expect("few") * 20));
        let confirmed = days.later(raised, 15);
        let accepted = days.later(confirmed, 60);
        let length = Decimal::from(random.between(40, 680));
        let state = match number {
            0..=11 => "验收",
            12..=17 => "施工",
            18 => "不予确认",
            19..=20 => "确认",
            _ => "提出",
        };
        let is_confirmed = matches!(state, "验收" | "施工" | "确认");
        let is_accepted = state == "验收";
        rows.push(row![
            format!("SG-{:02}", number + 1),
            GUANGLIAN,
            kind,
            town,
            village,
            place,
            demand,
            length,
            raised,
            is_confirmed.then_some(confirmed),
            is_confirmed.then_some("示例路桥有限公司"),
            if is_accepted { Some(accepted) } else { none },
            is_accepted.then(|| cast::person(2092 + number % 5)),
            state,
        ]);
    }
    let head = [
        "三改编号",
        "项目",
        "三改类别",
        "镇",
        "村",
        "位置",
        "要求",
        "长度（米）",
        "提出日期",
        "确认日期",
        "施工方",
        "验收日期",
        "村验收人",
        "状态",
    ];
    let sheet =
        Sheet::new("三改", head.map(col).to_vec(), rows).titled(&["项目沿线改路改水改沟登记表"]);
    Book::workbook("57-三改.xlsx", "land/three_changes", vec![sheet])
}
