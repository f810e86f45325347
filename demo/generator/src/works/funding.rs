//! 项目资金: where the money comes from and who was paid with it.

use jiff::civil::{Date, date};

use super::{
    BRIDGE_REPAIR, FLOOD_524, FLOOD_525, GESHUI, HUNDRED_DAYS, JIANGZUI, KENGTANG, MEDIAN,
    MODEL_ROAD, REBUILD_PLAN, S260, SIDU, VILLAGE_THROUGH, contractor,
};
use crate::book::{Book, Sheet, col, row};

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
