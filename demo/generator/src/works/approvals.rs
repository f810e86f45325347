//! 前期手续: what stands before the work, and who waits for whom.

use jiff::civil::{Date, date};

use super::{
    BRIDGE_REPAIR, FERRY_BRIDGE, FLOOD_524, FLOOD_525, G323, G358, GUARD, JIANGZUI, QINGLIAN,
    ROAD_CENTRE, S260, SERVICE_CENTRE, WIDEN,
};
use crate::book::{Book, Cell, Sheet, col, row};

/// One procedure: number, project, what, authority, undertaker, days from start to approval, document, what blocks it,
/// state, and what it waits for: number, since when, and whether that has been approved.
struct Approval {
    no: &'static str,
    project: &'static str,
    item: &'static str,
    authority: &'static str,
    undertaker: &'static str,
    days: [Option<Date>; 5],
    document: &'static str,
    blocked_by: &'static str,
    state: &'static str,
    chain: Vec<(&'static str, Date, bool)>,
}

const NOT_BEGUN: [Option<Date>; 5] = [None; 5];
/// Why 单改双 and 安防 get on slowly.
const NO_STANDARD: &str = "省、市未明确补助、建设标准";
const LAND_OFFICE: &str = "清远市自然资源局";

const fn begun(year: i16, month: i8, day: i8) -> [Option<Date>; 5] {
    [Some(date(year, month, day)), None, None, None, None]
}

/// The bridge that takes the place of the ferry: who waits for whom.
fn ferry_bridge() -> Vec<Approval> {
    let one = |no, item, authority, days, state, chain| Approval {
        no,
        project: FERRY_BRIDGE,
        item,
        authority,
        undertaker: QINGLIAN,
        days,
        document: "",
        blocked_by: "",
        state,
        chain,
    };
    const SINCE: Date = date(2021, 3, 15);
    vec![
        Approval {
            blocked_by: "等用地预审、环评等前置批复",
            ..one(
                "SX-CD-01",
                "可行性研究报告",
                "阳山县发展和改革局",
                begun(2021, 2, 22),
                "编制",
                vec![
                    ("SX-CD-02", SINCE, false),
                    ("SX-CD-03", SINCE, false),
                    ("SX-CD-04", SINCE, false),
                    ("SX-CD-05", SINCE, false),
                ],
            )
        },
        one("SX-CD-02", "用地预审", LAND_OFFICE, begun(2021, 3, 15), "编制", vec![]),
        Approval {
            blocked_by: "等水产种质资源保护区专题论证",
            ..one(
                "SX-CD-03",
                "环境影响评价",
                "清远市生态环境局阳山分局",
                begun(2021, 3, 22),
                "编制",
                vec![("SX-CD-07", date(2021, 4, 12), false)],
            )
        },
        one(
            "SX-CD-04",
            "通航论证",
            "清远市交通运输局",
            [Some(date(2021, 3, 22)), Some(date(2021, 6, 8)), None, None, None],
            "送审",
            vec![],
        ),
        one("SX-CD-05", "防洪评价", "阳山县水利局", begun(2021, 3, 29), "编制", vec![]),
        one("SX-CD-06", "唯一性论证", "广东省林业局", begun(2021, 4, 6), "编制", vec![]),
        Approval {
            blocked_by: "等唯一性论证",
            ..one(
                "SX-CD-07",
                "水产种质资源保护区专题论证",
                "广东省林业局",
                begun(2021, 4, 12),
                "编制",
                vec![("SX-CD-06", date(2021, 5, 10), false)],
            )
        },
        one(
            "SX-CD-08",
            "林业审批",
            "广东省林业局",
            NOT_BEGUN,
            "未启动",
            vec![("SX-CD-07", date(2021, 5, 10), false)],
        ),
        one(
            "SX-CD-09",
            "用地报批",
            LAND_OFFICE,
            NOT_BEGUN,
            "未启动",
            vec![("SX-CD-01", SINCE, false), ("SX-CD-08", date(2021, 5, 10), false)],
        ),
        one("SX-CD-10", "其他", "阳山县水利局", NOT_BEGUN, "不需要", vec![]),
    ]
}

fn others() -> Vec<Approval> {
    let one = |no, project, item, authority, undertaker, days, document, state, chain| Approval {
        no,
        project,
        item,
        authority,
        undertaker,
        days,
        document,
        blocked_by: "",
        state,
        chain,
    };
    let drawing = "施工图审批";
    let city = "清远市交通运输局";
    let run = |all: [(i16, i8, i8); 5]| all.map(|it| Some(date(it.0, it.1, it.2)));
    vec![
        one(
            "SX-DG-01",
            WIDEN,
            "政府常务会议审议",
            "阳山县人民政府",
            SERVICE_CENTRE,
            run([(2021, 3, 8), (2021, 4, 9), (2021, 4, 14), (2021, 4, 16), (2021, 4, 23)]),
            "十六届第58次县政府常务会议",
            "批复",
            vec![],
        ),
        Approval {
            blocked_by: NO_STANDARD,
            ..one(
                "SX-DG-02",
                WIDEN,
                drawing,
                city,
                SERVICE_CENTRE,
                begun(2021, 6, 28),
                "",
                "编制",
                vec![("SX-DG-01", date(2021, 4, 9), true)],
            )
        },
        Approval {
            blocked_by: NO_STANDARD,
            ..one(
                "SX-AF-01",
                GUARD,
                drawing,
                city,
                SERVICE_CENTRE,
                begun(2021, 6, 15),
                "",
                "编制",
                vec![],
            )
        },
        Approval {
            blocked_by: "用地指标没有落实，未批先用被督办",
            ..one(
                "SX-S260-01",
                S260,
                "用地报批",
                "广东省自然资源厅",
                ROAD_CENTRE,
                [
                    Some(date(2018, 4, 16)),
                    Some(date(2020, 11, 9)),
                    None,
                    Some(date(2021, 5, 17)),
                    None,
                ],
                "",
                "报批",
                vec![],
            )
        },
        one(
            "SX-S260-02",
            S260,
            drawing,
            city,
            ROAD_CENTRE,
            run([(2017, 11, 6), (2018, 3, 12), (2018, 3, 28), (2018, 4, 9), (2018, 4, 26)]),
            "清市交示例〔2018〕3号",
            "批复",
            vec![],
        ),
        one(
            "SX-SL-01",
            BRIDGE_REPAIR,
            drawing,
            city,
            ROAD_CENTRE,
            run([(2020, 12, 7), (2021, 3, 9), (2021, 3, 18), (2021, 3, 30), (2021, 4, 16)]),
            "清市交示例〔2021〕5号",
            "批复",
            vec![],
        ),
        one(
            "SX-JZ-01",
            JIANGZUI,
            "可行性研究报告",
            "阳山县发展和改革局",
            ROAD_CENTRE,
            run([(2020, 5, 11), (2020, 8, 3), (2020, 8, 20), (2020, 8, 31), (2020, 9, 15)]),
            "阳发改示例〔2020〕12号",
            "批复",
            vec![],
        ),
        one(
            "SX-JZ-02",
            JIANGZUI,
            drawing,
            city,
            ROAD_CENTRE,
            run([(2020, 9, 21), (2020, 12, 14), (2020, 12, 23), (2021, 1, 6), (2021, 1, 22)]),
            "清市交示例〔2021〕1号",
            "批复",
            vec![("SX-JZ-01", date(2020, 9, 1), true)],
        ),
        one(
            "SX-SH-01",
            FLOOD_524,
            drawing,
            city,
            ROAD_CENTRE,
            run([(2021, 1, 11), (2021, 5, 6), (2021, 5, 20), (2021, 5, 31), (2021, 6, 11)]),
            "清市交示例〔2021〕8号",
            "批复",
            vec![],
        ),
        one(
            "SX-SH-02",
            FLOOD_525,
            drawing,
            city,
            ROAD_CENTRE,
            run([(2021, 1, 11), (2021, 5, 6), (2021, 5, 20), (2021, 5, 31), (2021, 6, 18)]),
            "清市交示例〔2021〕9号",
            "批复",
            vec![],
        ),
        one(
            "SX-G323-01",
            G323,
            "可行性研究报告",
            "清远市发展和改革局",
            ROAD_CENTRE,
            begun(2021, 4, 19),
            "",
            "编制",
            vec![("SX-G323-02", date(2021, 5, 24), false)],
        ),
        one(
            "SX-G323-02",
            G323,
            "用地预审",
            LAND_OFFICE,
            ROAD_CENTRE,
            begun(2021, 5, 24),
            "",
            "编制",
            vec![],
        ),
        one(
            "SX-G358-01",
            G358,
            "可行性研究报告",
            "清远市发展和改革局",
            ROAD_CENTRE,
            begun(2021, 5, 10),
            "",
            "编制",
            vec![],
        ),
    ]
}

/// 前期手续.
pub(super) fn approvals() -> Book {
    let (mut rows, mut chain) = (Vec::new(), Vec::new());
    for it in ferry_bridge().into_iter().chain(others()) {
        rows.push(approval(&it));
        for (before, since, is_cleared) in it.chain {
            chain.push(row![it.no, before, since, if is_cleared { before } else { "" }]);
        }
    }
    let head = [
        "手续编号",
        "项目",
        "手续",
        "审批机关",
        "承担单位",
        "费用来源",
        "启动日期",
        "送审日期",
        "评审日期",
        "报批日期",
        "批复日期",
        "批复文号",
        "卡点",
        "状态",
    ];
    let chain_head = ["手续编号", "前置手续编号", "等待开始日期", "前置批复"];
    let sheets = vec![
        Sheet::new("前期手续", head.map(col).to_vec(), rows).titled(&["项目前期手续办理台账"]),
        Sheet::new("前置手续", chain_head.map(col).to_vec(), chain),
    ];
    Book::workbook("39-前期手续.xlsx", "works/approval", sheets)
}

fn approval(it: &Approval) -> Vec<Cell> {
    row![
        it.no,
        it.project,
        it.item,
        it.authority,
        it.undertaker,
        if it.project == FERRY_BRIDGE { "地方自筹" } else { "" },
        it.days[0],
        it.days[1],
        it.days[2],
        it.days[3],
        it.days[4],
        it.document,
        it.blocked_by,
        it.state,
    ]
}
