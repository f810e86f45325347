//! 民事纠纷: what the people along the works quarrel about.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::book::{Book, Sheet, col, row};
use crate::cast;
use crate::days::Days;

const GUANGLIAN: &str = "广连高速公路阳山段";
const S260: &str = "S260线一期工程";

/// One dispute: number, project, kind, town, place, matter, day, how it ended and for how much, when works were blocked
/// and when no longer, stoppage, claimants.
struct Dispute {
    no: &'static str,
    project: &'static str,
    kind: &'static str,
    town: &'static str,
    place: &'static str,
    matter: &'static str,
    accepted: Date,
    appraised: Option<Date>,
    loss: i64,
    mediation: Option<(Date, &'static str)>,
    agreed: Option<(Date, i64)>,
    closed: Option<Date>,
    blocked: Option<(Date, Option<Date>)>,
    stoppage: &'static str,
    claimants: i64,
    demand: &'static str,
    state: &'static str,
}

const NEW: Dispute = Dispute {
    no: "",
    project: GUANGLIAN,
    kind: "其他",
    town: "青莲镇",
    place: "",
    matter: "",
    accepted: date(2021, 1, 1),
    appraised: None,
    loss: 0,
    mediation: None,
    agreed: None,
    closed: None,
    blocked: None,
    stoppage: "",
    claimants: 1,
    demand: "",
    state: "受理",
};

fn of_s260() -> Vec<Dispute> {
    let of = Dispute { project: S260, town: "阳城镇", ..NEW };
    vec![
        Dispute {
            no: "JF-2019-01",
            kind: "拆迁分歧",
            place: "暗浪陂段",
            matter: "对评估价格有异议，房屋没有签约拆除",
            accepted: date(2019, 9, 23),
            mediation: Some((date(2021, 5, 19), "镇、村入户协商，仍未达成一致")),
            blocked: Some((date(2019, 11, 4), None)),
            stoppage: "TG-2018-01",
            claimants: 3,
            demand: "提高房屋补偿，落实安置地",
            state: "调解",
            ..of
        },
        Dispute {
            no: "JF-2020-01",
            kind: "爆破震裂房屋",
            place: "路基石方段",
            matter: "路基石方爆破后房屋出现裂缝",
            accepted: date(2020, 8, 11),
            appraised: Some(date(2021, 3, 18)),
            loss: 486_000,
            mediation: Some((date(2021, 6, 10), "施工单位与村民对赔付金额有分歧")),
            blocked: Some((date(2020, 8, 17), None)),
            stoppage: "TG-2020-02",
            claimants: 14,
            demand: "修复或者赔偿",
            state: "调解",
            ..of
        },
        Dispute {
            no: "JF-2020-02",
            kind: "施工便道占用",
            place: "水口村",
            matter: "施工便道占用机耕路",
            accepted: date(2020, 5, 14),
            mediation: Some((date(2020, 5, 27), "施工单位另修便道")),
            agreed: Some((date(2020, 5, 29), 12_000)),
            closed: Some(date(2020, 7, 3)),
            blocked: Some((date(2020, 5, 12), Some(date(2020, 5, 30)))),
            claimants: 5,
            demand: "恢复机耕路",
            state: "销案",
            ..of
        },
    ]
}

fn of_guanglian() -> Vec<Dispute> {
    vec![
        Dispute {
            no: "JF-2021-01",
            kind: "水土流失污染",
            place: "峡头村",
            matter: "弃土场水土流失，泥沙冲入农田",
            accepted: date(2021, 4, 8),
            appraised: Some(date(2021, 5, 25)),
            loss: 73_600,
            mediation: Some((date(2021, 6, 17), "施工单位同意清淤复耕，赔付金额待定")),
            claimants: 9,
            demand: "清淤复耕，赔偿青苗",
            state: "调解",
            ..NEW
        },
        Dispute {
            no: "JF-2021-02",
            kind: "水土流失污染",
            place: "白埌村",
            matter: "施工泥水流入村民饮用水源",
            accepted: date(2021, 5, 11),
            claimants: 6,
            demand: "另引水源",
            state: "调查",
            ..NEW
        },
        Dispute {
            no: "JF-2021-03",
            kind: "爆破震裂房屋",
            town: "岭背镇",
            place: "示例东村",
            matter: "隧道口爆破后房屋出现裂缝",
            accepted: date(2021, 3, 2),
            appraised: Some(date(2021, 4, 20)),
            loss: 38_500,
            mediation: Some((date(2021, 5, 7), "双方同意按鉴定结果赔付")),
            agreed: Some((date(2021, 5, 12), 38_500)),
            closed: Some(date(2021, 6, 4)),
            blocked: Some((date(2021, 3, 1), Some(date(2021, 3, 9)))),
            claimants: 4,
            demand: "修复或者赔偿",
            state: "销案",
            ..NEW
        },
        Dispute {
            no: "JF-2021-04",
            kind: "征地分歧",
            town: "黄坌镇",
            place: "雷村",
            matter: "两个村民小组对地界有争议",
            accepted: date(2021, 2, 24),
            mediation: Some((date(2021, 4, 29), "一方不接受调解")),
            claimants: 2,
            demand: "确认地界后付款",
            state: "诉讼",
            ..NEW
        },
        Dispute {
            no: "JF-2021-05",
            kind: "施工便道占用",
            place: "示例上村",
            matter: "运输车辆压坏村道",
            accepted: date(2021, 7, 6),
            claimants: 1,
            demand: "修复村道",
            ..NEW
        },
    ]
}

/// The book; the stoppages come before.
pub(crate) fn disputes(days: &Days) -> Book {
    let mut all = of_s260();
    all.extend(of_guanglian());
    let (mut rows, mut claimants) = (Vec::new(), Vec::new());
    let mut person = 2200;
    for it in &all {
        assert!(days.is_worked(it.accepted), "{} was accepted on a working day", it.no);
        let money = |yuan: i64| (yuan > 0).then(|| Decimal::from(yuan));
        rows.push(row![
            it.no,
            it.project,
            it.kind,
            it.town,
            it.place,
            it.matter,
            it.accepted,
            cast::person(2091),
            it.appraised,
            money(it.loss),
            it.mediation.map(|it| it.0),
            it.mediation.map(|it| it.1),
            it.agreed.map(|it| it.0),
            it.agreed.and_then(|it| money(it.1)),
            it.closed,
            it.blocked.is_some(),
            it.blocked.map(|it| it.0),
            it.blocked.and_then(|it| it.1),
            it.stoppage,
            it.state,
        ]);
        for _ in 0..it.claimants {
            person += 1;
            claimants.push(row![
                it.no,
                cast::person(person),
                it.demand,
                money(it.loss / it.claimants)
            ]);
        }
    }
    let head = [
        "纠纷编号",
        "项目",
        "纠纷类别",
        "镇",
        "地点",
        "事项",
        "受理日期",
        "承办人",
        "鉴定日期",
        "核定损失（元）",
        "最近调解日期",
        "调解情况",
        "协议日期",
        "赔付金额（元）",
        "销案日期",
        "阻工",
        "阻工开始日期",
        "恢复施工日期",
        "停工编号",
        "状态",
    ];
    let lines = ["纠纷编号", "当事人", "诉求", "要求金额（元）"];
    let sheets = vec![
        Sheet::new("纠纷", head.map(col).to_vec(), rows).titled(&["征地拆迁和施工民事纠纷登记表"]),
        Sheet::new("当事人", lines.map(col).to_vec(), claimants),
    ];
    Book::workbook("56-民事纠纷.xlsx", "land/dispute", sheets)
}
