//! 采购与招投标: what was bought, how, from whom.

use jiff::civil::{Date, date};

use super::{
    BRIDGE_REPAIR, DESIGNER, GESHUI, GUARD, HUNDRED_DAYS, JIANGZUI, KENGTANG, ROAD_CENTRE, S260,
    SERVICE_CENTRE, SIDU, SPACE_PLAN, TRANSPORT_PLAN, WIDEN, contractor,
};
use crate::book::{Book, Cell, Sheet, col, row};

/// One purchase: number, project or planning, what, how, ceiling, four days, winner, price, state, complaint.
struct Purchase {
    no: &'static str,
    of: &'static str,
    item: &'static str,
    way: &'static str,
    ceiling: i64,
    days: [Option<Date>; 5],
    winner: String,
    price: i64,
    state: &'static str,
    complaint: &'static str,
}

/// 采购与招投标.
pub(super) fn procurements() -> Book {
    let rows = open_tenders().into_iter().chain(purchases()).map(cells).collect();
    let head = [
        "采购编号",
        "项目",
        "规划",
        "采购内容",
        "采购方式",
        "采购单位",
        "代理机构",
        "控制价",
        "公告日期",
        "开标日期",
        "公示日期",
        "中标日期",
        "中标单位",
        "中标价",
        "合同日期",
        "质疑投诉",
        "状态",
    ];
    let sheet = Sheet::new("采购与招投标", head.map(col).to_vec(), rows)
        .titled(&["采购与招投标登记表", "金额单位：元"]);
    Book::workbook("38-采购与招投标.xlsx", "works/procurement", vec![sheet])
}

fn cells(it: Purchase) -> Vec<Cell> {
    let is_planning = it.item == "编制";
    let purchaser = match it.of {
        WIDEN | GUARD => SERVICE_CENTRE,
        TRANSPORT_PLAN | SPACE_PLAN => "阳山县交通运输局",
        _ => ROAD_CENTRE,
    };
    row![
        it.no,
        if is_planning { "" } else { it.of },
        if is_planning { it.of } else { "" },
        it.item,
        it.way,
        purchaser,
        if it.way == "委托" { "" } else { "示例招标代理有限公司" },
        it.ceiling,
        it.days[0],
        it.days[1],
        it.days[2],
        it.days[3],
        it.winner,
        (it.price > 0).then_some(it.price),
        it.days[4],
        it.complaint,
        it.state,
    ]
}

fn open_tenders() -> Vec<Purchase> {
    let done = |no, of, ceiling: i64, days: [Date; 5], builder| Purchase {
        no,
        of,
        item: "施工",
        way: "公开招标",
        ceiling,
        days: days.map(Some),
        winner: contractor(builder),
        price: ceiling * 96 / 100,
        state: "合同",
        complaint: "",
    };
    let day = date;
    vec![
        done(
            "CG-2018-01",
            S260,
            39_820_000,
            [day(2018, 6, 11), day(2018, 7, 5), day(2018, 7, 9), day(2018, 7, 16), day(2018, 8, 8)],
            1,
        ),
        done(
            "CG-2020-04",
            HUNDRED_DAYS,
            3_979_760,
            [
                day(2020, 8, 24),
                day(2020, 9, 15),
                day(2020, 9, 17),
                day(2020, 9, 23),
                day(2020, 9, 30),
            ],
            2,
        ),
        Purchase {
            complaint: "一家投标人质疑业绩认定，复核后维持原结果",
            ..done(
                "CG-2021-01",
                JIANGZUI,
                5_332_000,
                [
                    day(2021, 2, 19),
                    day(2021, 3, 16),
                    day(2021, 3, 18),
                    day(2021, 3, 26),
                    day(2021, 4, 12),
                ],
                3,
            )
        },
        done(
            "CG-2021-02",
            GESHUI,
            1_290_000,
            [
                day(2021, 4, 29),
                day(2021, 5, 21),
                day(2021, 5, 24),
                day(2021, 5, 31),
                day(2021, 6, 16),
            ],
            4,
        ),
        done(
            "CG-2021-04",
            KENGTANG,
            1_376_000,
            [
                day(2021, 5, 6),
                day(2021, 5, 28),
                day(2021, 5, 31),
                day(2021, 6, 7),
                day(2021, 6, 23),
            ],
            5,
        ),
        done(
            "CG-2021-05",
            SIDU,
            1_290_000,
            [
                day(2021, 5, 6),
                day(2021, 5, 28),
                day(2021, 5, 31),
                day(2021, 6, 7),
                day(2021, 6, 23),
            ],
            5,
        ),
        Purchase {
            days: [Some(day(2021, 4, 7)), None, None, None, None],
            winner: String::new(),
            price: 0,
            state: "废标",
            ..done("CG-2021-03", KENGTANG, 1_376_000, [day(2021, 4, 7); 5], 5)
        },
        // 6月21日中标; the contract may still be signed until 21 July.
        Purchase {
            days: [
                Some(day(2021, 5, 24)),
                Some(day(2021, 6, 15)),
                Some(day(2021, 6, 16)),
                Some(day(2021, 6, 21)),
                None,
            ],
            winner: "广东冠粤路桥有限公司".to_owned(),
            price: 8_523_000,
            state: "中标通知",
            ..done("CG-2021-06", BRIDGE_REPAIR, 8_877_900, [day(2021, 5, 24); 5], 1)
        },
    ]
}

fn purchases() -> Vec<Purchase> {
    let bought = |no, of, item, way, ceiling, days, winner: &str, price, state| Purchase {
        no,
        of,
        item,
        way,
        ceiling,
        days,
        winner: winner.to_owned(),
        price,
        state,
        complaint: "",
    };
    let day = |month, day| Some(date(2021, month, day));
    let last = |month, day| Some(date(2020, month, day));
    let compilers = "苏交科集团股份有限公司、清远市公路勘察规划设计院有限公司";
    vec![
        bought(
            "CG-2020-01",
            TRANSPORT_PLAN,
            "编制",
            "委托",
            480_000,
            [None, None, None, last(4, 28), last(5, 11)],
            "广东省交通运输规划研究中心",
            480_000,
            "合同",
        ),
        bought(
            "CG-2020-02",
            SPACE_PLAN,
            "编制",
            "竞争性磋商",
            1_180_000,
            [last(6, 8), last(6, 30), last(7, 1), last(7, 6), last(7, 20)],
            compilers,
            1_146_000,
            "合同",
        ),
        bought(
            "CG-2021-07",
            WIDEN,
            "设计",
            "竞争性磋商",
            1_260_000,
            [day(6, 4), day(6, 23), day(6, 24), day(6, 25), None],
            DESIGNER,
            1_218_000,
            "中标通知",
        ),
        bought(
            "CG-2021-08",
            GUARD,
            "设计",
            "竞争性磋商",
            980_000,
            [day(4, 30), day(5, 18), day(5, 19), day(5, 24), day(6, 11)],
            "示例公路设计有限公司",
            955_000,
            "合同",
        ),
        bought(
            "CG-2021-09",
            BRIDGE_REPAIR,
            "监理",
            "询价",
            180_000,
            [day(6, 29), None, None, None, None],
            "",
            0,
            "公告",
        ),
    ]
}
