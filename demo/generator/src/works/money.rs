//! 项目资金 and 采购与招投标: where the money comes from and who was paid with it.

use jiff::civil::{Date, date};

use super::{
    BRIDGE_REPAIR, DESIGNER, FLOOD_524, FLOOD_525, GESHUI, GUARD, HUNDRED_DAYS, JIANGZUI, KENGTANG,
    MEDIAN, MODEL_ROAD, REBUILD_PLAN, ROAD_CENTRE, S260, SERVICE_CENTRE, SIDU, SPACE_PLAN,
    TRANSPORT_PLAN, VILLAGE_THROUGH, WIDEN, contractor,
};
use crate::book::{Book, Cell, Sheet, col, row};

/// One source: project, plan, source, yuan, applied, planned, issued, received, paid, builder.
type Source = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    Date,
    Option<Date>,
    Option<Date>,
    i64,
    i64,
    usize,
);

const REFUSED: &str = "未列入2021年省、市补助计划，待下一年度申报";

/// Of 16,550,000 yuan for six works the province and the city give 1,550,000.
fn sources() -> Vec<Source> {
    let applied = date(2020, 11, 10);
    let (planned, issued) = (Some(date(2021, 2, 8)), Some(date(2021, 4, 28)));
    let given = |project, source, yuan, received| -> Source {
        (project, REBUILD_PLAN, source, yuan, applied, planned, issued, received, 0, 0)
    };
    let asked = |project, source, yuan, day| -> Source {
        (project, REBUILD_PLAN, source, yuan, day, None, None, 0, 0, 0)
    };
    let county = date(2021, 3, 15);
    let own = |project, source, yuan, issued: Date, received, paid, builder| -> Source {
        (
            project,
            "",
            source,
            yuan,
            issued.yesterday().expect("known"),
            Some(issued),
            Some(issued),
            received,
            paid,
            builder,
        )
    };
    vec![
        given(GESHUI, "省级补助", 420_000, 210_000),
        given(GESHUI, "市级补助", 80_000, 0),
        given(KENGTANG, "省级补助", 450_000, 225_000),
        given(KENGTANG, "市级补助", 100_000, 0),
        given(SIDU, "省级补助", 420_000, 210_000),
        given(SIDU, "市级补助", 80_000, 0),
        asked(JIANGZUI, "省级补助", 2_480_000, applied),
        asked(FLOOD_524, "省级补助", 1_240_000, applied),
        asked(FLOOD_525, "省级补助", 1_060_000, applied),
        asked(GESHUI, "县级配套", 1_000_000, county),
        asked(KENGTANG, "县级配套", 1_050_000, county),
        asked(SIDU, "县级配套", 1_000_000, county),
        asked(JIANGZUI, "县级配套", 6_200_000, county),
        asked(FLOOD_524, "县级配套", 3_100_000, county),
        asked(FLOOD_525, "县级配套", 2_650_000, county),
        own(S260, "省级补助", 24_000_000, date(2018, 8, 20), 12_000_000, 10_650_000, 1),
        own(S260, "县级配套", 24_160_000, date(2018, 9, 3), 6_000_000, 4_200_000, 1),
        own(S260, "县级配套", 1_000_000, date(2021, 7, 6), 0, 0, 1),
        own(BRIDGE_REPAIR, "省级补助", 8_877_900, date(2021, 4, 30), 4_400_000, 0, 0),
        own(HUNDRED_DAYS, "县级配套", 4_665_225, date(2020, 9, 28), 4_665_225, 3_700_000, 2),
        own(MEDIAN, "省级补助", 6_380_000, date(2021, 1, 18), 5_000_000, 4_100_000, 6),
        own(VILLAGE_THROUGH, "省级补助", 5_260_000, date(2021, 1, 18), 4_000_000, 3_300_000, 7),
        own(MODEL_ROAD, "省级补助", 3_150_000, date(2020, 10, 19), 3_150_000, 2_800_000, 7),
    ]
}

/// 项目资金.
pub(super) fn funding() -> Book {
    let (mut rows, mut receipts, mut payments) = (Vec::new(), Vec::new(), Vec::new());
    for (source, number) in sources().into_iter().zip(1_i8..) {
        let (project, plan, kind, yuan, applied, planned, issued, received, paid, builder) = source;
        let no = format!("ZJ-{number:02}");
        let is_refused = issued.is_none() && kind == "省级补助";
        let state = match (is_refused, issued, received, paid) {
            (true, ..) => "未纳入",
            (_, None, ..) => "申请",
            (_, Some(_), 0, _) => "下达",
            (_, Some(_), _, 0) => "到位",
            _ => "支付",
        };
        rows.push(row![
            &no,
            project,
            plan,
            kind,
            yuan,
            applied,
            planned,
            issued.map(|it| format!("资金示例〔{}〕{number}号", it.year())),
            issued,
            if is_refused { REFUSED } else { "" },
            state,
        ]);
        let Some(issued) = issued else { continue };
        if received > 0 {
            let day = issued.saturating_add(jiff::ToSpan::days(20));
            receipts.push(row![&no, day, received, format!("收示例{number:02}")]);
        }
        if paid > 0 {
            let half = paid / 20_000 * 10_000;
            for (yuan, part) in [(half, 1), (paid - half, 2)] {
                let day = issued.saturating_add(jiff::ToSpan::days(60 * part));
                payments.push(row![
                    &no,
                    day,
                    yuan,
                    contractor(builder),
                    format!("付示例{number:02}-{part}")
                ]);
            }
        }
    }
    let head = [
        "资金编号",
        "项目",
        "所属计划",
        "资金来源",
        "金额",
        "申请日期",
        "纳入计划日期",
        "下达文号",
        "下达日期",
        "申请答复",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("项目资金", head.map(col).to_vec(), rows)
            .titled(&["项目资金台账", "金额单位：元"]),
        Sheet::new("到位", ["资金编号", "到位日期", "金额", "凭证号"].map(col).to_vec(), receipts),
        Sheet::new(
            "支付",
            ["资金编号", "支付日期", "金额", "收款单位", "凭证号"].map(col).to_vec(),
            payments,
        ),
    ];
    Book::workbook("37-项目资金.xlsx", "works/funding", sheets)
}

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
