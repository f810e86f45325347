//! 会议, 分工与对接, 通知和传达.

use jiff::civil::{Date, Time, date, time};

use super::order::{GANG_GROUP, TRAFFIC_GROUP};
use super::{LEADERS, OFFICES, leader, officer, sheet, worked};
use crate::book::{Book, Cell, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::random::Random;

pub(super) fn books(days: &Days) -> Vec<Book> {
    vec![meetings(days), liaisons(days)]
}

/// 议定事项: the matter, the office, the days it has, the days it took.
type Resolution = (&'static str, &'static str, i64, Option<i64>);

struct Meeting {
    kind: &'static str,
    session: &'static str,
    topic: &'static str,
    subject: &'static str,
    group: &'static str,
    day: Date,
    state: &'static str,
    resolutions: &'static [Resolution],
}

const fn meeting(
    kind: &'static str,
    topic: &'static str,
    subject: &'static str,
    day: Date,
    state: &'static str,
    resolutions: &'static [Resolution],
) -> Meeting {
    Meeting { kind, session: "", topic, subject, group: "", day, state, resolutions }
}

const fn of_group(group: &'static str, meeting: Meeting) -> Meeting {
    Meeting { group, ..meeting }
}

const fn session(session: &'static str, meeting: Meeting) -> Meeting {
    Meeting { session, ..meeting }
}

const RECORDED: &str = "纪要已印发";
const SETTLED: &str = "议定事项办结";
const TRAFFIC: &str = "化解道路交通安全风险";
const GANG: &str = "扫黑除恶";

const MEETINGS: [Meeting; 26] = [
    meeting(
        "协调会",
        "项目建设",
        "公路国土空间控制规划征求意见",
        date(2020, 12, 18),
        RECORDED,
        &[("汇总各镇和县直部门意见", "办公室", 20, Some(18))],
    ),
    meeting(
        "党组会",
        "综合",
        "研究年度工作总结和下年计划",
        date(2020, 12, 28),
        SETTLED,
        &[("修改定稿年度总结", "办公室", 6, Some(5))],
    ),
    meeting(
        "党组会",
        "疫情防控",
        "部署春运疫情防控和领导分工",
        date(2021, 1, 21),
        SETTLED,
        &[("明确班子成员对接领域", "办公室", 5, Some(4)), ("储备防疫物资", "办公室", 10, Some(11))],
    ),
    meeting(
        "专题会",
        "疫情防控",
        "部署跨境运输疫情防控",
        date(2021, 2, 5),
        SETTLED,
        &[("传达上级防控要求到企业", "运政股", 5, Some(4))],
    ),
    meeting(
        "局长办公会",
        "安全生产",
        "研究节后复工安全检查",
        date(2021, 2, 22),
        SETTLED,
        &[("检查在建工地复工条件", "质监股", 12, Some(10))],
    ),
    meeting(
        "党组会",
        TRAFFIC,
        "研究防范化解道路交通安全风险工作",
        date(2021, 3, 2),
        SETTLED,
        &[
            ("成立工作领导小组和专班", "安全股", 3, Some(2)),
            ("起草两个实施方案", "安全股", 7, Some(3)),
        ],
    ),
    of_group(
        TRAFFIC_GROUP,
        meeting(
            "领导小组会议",
            TRAFFIC,
            "分解牵头和配合任务",
            date(2021, 3, 8),
            SETTLED,
            &[("任务分解到股室和公路部门", "安全股", 10, Some(8))],
        ),
    ),
    meeting(
        "党组会",
        "党的建设",
        "专题研究党史学习教育",
        date(2021, 3, 10),
        SETTLED,
        &[("制定实施方案", "办公室", 10, Some(7)), ("明确民生实事项目", "办公室", 30, Some(26))],
    ),
    meeting(
        "专家评审会",
        "项目建设",
        "评审公路国土空间控制规划",
        date(2021, 3, 11),
        RECORDED,
        &[("按专家意见修改规划", "办公室", 90, None)],
    ),
    meeting(
        "专题会",
        TRAFFIC,
        "研究“百吨王”倒查机制",
        date(2021, 3, 19),
        SETTLED,
        &[("印发倒查机制和货车监管机制", "治超办", 10, Some(3))],
    ),
    meeting(
        "党组会",
        GANG,
        "专题研究常态化扫黑除恶",
        date(2021, 3, 26),
        SETTLED,
        &[("调整领导小组成员", "执法股", 20, Some(17))],
    ),
    of_group(
        GANG_GROUP,
        meeting(
            "领导小组会议",
            GANG,
            "部署行业乱象整治",
            date(2021, 4, 13),
            SETTLED,
            &[("印发年度工作方案", "执法股", 7, Some(1))],
        ),
    ),
    meeting(
        "专题会",
        TRAFFIC,
        "调度任务进展",
        date(2021, 4, 15),
        SETTLED,
        &[("完善国省道标志标线", "公路事务中心", 60, Some(55))],
    ),
    meeting(
        "联席会议",
        GANG,
        "研究重点打击问题",
        date(2021, 4, 22),
        SETTLED,
        &[("建立线索通报制度", "执法股", 15, Some(12))],
    ),
    session(
        "十六届第58次",
        meeting(
            "县政府会议",
            "项目建设",
            "审议乡镇通行政村公路“单改双”工程",
            date(2021, 4, 23),
            RECORDED,
            &[("按程序采购设计单位", "交通运输服务中心", 70, Some(63))],
        ),
    ),
    meeting(
        "推进会",
        GANG,
        "推进执法领域突出问题专项整治",
        date(2021, 5, 12),
        SETTLED,
        &[("各股室自查自纠", "执法股", 20, Some(16))],
    ),
    meeting(
        "局长办公会",
        "项目资金",
        "研究危桥改造和水毁修复资金",
        date(2021, 5, 18),
        RECORDED,
        &[("向省市争取补助", "办公室", 90, None), ("报县政府安排配套", "办公室", 30, Some(24))],
    ),
    meeting(
        "专题会",
        TRAFFIC,
        "调度逾期任务",
        date(2021, 5, 21),
        SETTLED,
        &[("逐项说明逾期原因", "安全股", 7, Some(6))],
    ),
    meeting(
        "协调会",
        "征地拆迁",
        "协调安置地和阻工问题",
        date(2021, 5, 27),
        RECORDED,
        &[("会同镇政府提出安置地块方案", "征拆办", 60, None)],
    ),
    meeting(
        "党组会",
        "安全生产",
        "研究安全生产月活动",
        date(2021, 6, 1),
        SETTLED,
        &[("检查渡口渡船", "安全股", 20, Some(14))],
    ),
    meeting("推进会", "网约车监管", "推进网约车合规经营", date(2021, 6, 16), "取消", &[]),
    meeting(
        "专题会",
        "疫情防控",
        "部署出省通道检查",
        date(2021, 6, 18),
        SETTLED,
        &[("抽调人员进驻检查站", "路政股", 1, Some(1))],
    ),
    meeting(
        "领导小组会议",
        GANG,
        "总结上半年整治工作",
        date(2021, 6, 22),
        RECORDED,
        &[("排查新增乱象", "执法股", 40, None)],
    ),
    of_group(
        TRAFFIC_GROUP,
        meeting(
            "领导小组会议",
            TRAFFIC,
            "小结上半年工作",
            date(2021, 6, 25),
            RECORDED,
            &[("督办逾期任务", "安全股", 30, None)],
        ),
    ),
    meeting("党组会", "综合", "研究上半年工作总结", date(2021, 7, 2), "已召开", &[]),
    meeting("专题会", TRAFFIC, "部署下半年任务", date(2021, 7, 8), "拟题", &[]),
];

fn group_of(meeting: &Meeting) -> &'static str {
    match (meeting.kind, meeting.topic) {
        ("领导小组会议", GANG) => GANG_GROUP,
        _ => meeting.group,
    }
}

fn meetings(days: &Days) -> Book {
    const HOURS: [Time; 3] = [time(9, 0, 0, 0), time(10, 30, 0, 0), time(15, 0, 0, 0)];
    let mut random = Random::new(0x0d01_0004);
    let (mut people, mut matters) = (Vec::new(), Vec::new());
    let rows = MEETINGS.iter().zip(1_i64..).map(|(it, number)| -> Vec<Cell> {
        let no = format!("HY{}-{number:03}", it.day.year());
        let was_held = !matches!(it.state, "取消" | "拟题");
        let chair = match it.kind {
            "党组会" | "局长办公会" | "领导小组会议" => leader(0),
            "县政府会议" => cast::person(2240),
            _ => leader(1 + random.below(4)),
        };
        if was_held {
            people.push(row![
                &no,
                &chair,
                if it.kind == "县政府会议" { "县政府" } else { "局领导" },
                true,
                ""
            ]);
            let others =
                (0..LEADERS.len()).map(|at| (leader(at), "局领导")).filter(|who| who.0 != chair);
            let offices = OFFICES.iter().map(|office| (officer(office), *office));
            for (person, unit) in others.chain(offices) {
                let absence = random.chance(6).then(|| *random.pick(&["下乡", "外出开会", "请假"]));
                people.push(row![&no, person, unit, absence.is_none(), absence]);
            }
        }
        for ((matter, office, due, took), at) in it.resolutions.iter().zip(1_i64..) {
            let settled = took.map(|took| worked(days, it.day, took));
            matters.push(row![&no, at.to_string(), *matter, *office, plus(it.day, *due), settled]);
        }
        let minutes = matches!(it.state, RECORDED | SETTLED).then(|| days.later(it.day, 3));
        row![
            &no,
            it.kind,
            it.session,
            it.topic,
            it.subject,
            group_of(it),
            (it.state != "拟题").then_some(it.day),
            *random.pick(&HOURS),
            if it.kind == "县政府会议" { "县政府常务会议室" } else { "局会议室" },
            chair,
            minutes.map(|day| format!("阳交纪要示例〔{}〕{number}号", day.year())),
            minutes,
            it.state
        ]
    });
    let heads = [
        "会议编号",
        "类别",
        "届次",
        "专题",
        "议题",
        "召集机构",
        "召开日期",
        "开始时间",
        "地点",
        "主持人",
        "纪要文号",
        "纪要印发日期",
        "状态",
    ];
    let rows = rows.collect();
    let sheets = vec![
        sheet("会议", &heads, rows).titled(&["会议登记簿"]),
        sheet("参会人员", &["会议编号", "姓名", "单位", "到会", "缺席原因"], people),
        sheet(
            "议定事项",
            &["会议编号", "序号", "议定事项", "承办部门", "完成期限", "办结日期"],
            matters,
        ),
    ];
    Book::workbook("25-会议登记.xlsx", "task/meeting", sheets)
}

/// 对接: topic, field, leader, offices, from, until, place.
type Liaison = (&'static str, &'static str, usize, &'static str, Date, Option<Date>, &'static str);

const LIAISONS: [Liaison; 12] = [
    ("疫情防控", "客运站场", 3, "运政股", date(2020, 2, 3), Some(date(2021, 1, 24)), "阳山客运站"),
    ("疫情防控", "客运站场", 1, "运政股", date(2021, 1, 25), None, "阳山客运站"),
    ("疫情防控", "网约车", 2, "运政股、执法股", date(2021, 1, 25), None, "网约车平台公司"),
    ("疫情防控", "高速公路服务区", 3, "路政股", date(2021, 1, 25), None, "高速公路阳山服务区"),
    (
        "疫情防控",
        "在建工地",
        4,
        "质监股",
        date(2021, 1, 25),
        Some(date(2021, 4, 11)),
        "广连高速TJ9标工地",
    ),
    ("疫情防控", "在建工地", 2, "质监股", date(2021, 4, 12), None, "广连高速TJ10标工地"),
    ("疫情防控", "行业企业", 0, "安全股、运政股", date(2021, 1, 25), None, "阳山示例物流企业"),
    ("疫情防控", "寄递物流网点", 4, "运政股", date(2021, 1, 25), None, "县城寄递网点"),
    ("安全生产", "渡口渡船", 3, "安全股", date(2021, 1, 4), None, "白埌渡口"),
    ("安全生产", "在建工地", 4, "质监股", date(2021, 1, 4), None, "省道260线改建工地"),
    ("征地拆迁", "乡镇", 1, "征拆办", date(2021, 1, 4), None, "青莲镇"),
    ("安全生产", "乡镇", 2, "公路事务中心", date(2021, 7, 5), None, "小江镇"),
];

fn liaisons(days: &Days) -> Book {
    let mut random = Random::new(0x0d01_0005);
    let mut visits = Vec::new();
    let rows = LIAISONS.iter().zip(1_i64..).map(|(it, number)| -> Vec<Cell> {
        let (topic, field, who, offices, from, until, place) = *it;
        let no = format!("DJ-{number:02}");
        let last = until.unwrap_or(crate::LAST_DAY);
        let mut day = worked(days, from.max(date(2020, 12, 1)), random.between(5, 20));
        while day <= last {
            let found = random.chance(25).then(|| {
                *random.pick(&[
                    "个别人员没有规范佩戴口罩",
                    "登记不完整",
                    "消毒记录不全",
                    "警示标志缺失",
                ])
            });
            visits.push(row![&no, day, place, found, found.map(|_| "当场要求改正，已改正")]);
            day = worked(days, day, random.between(24, 38));
        }
        row![
            &no,
            topic,
            field,
            leader(who),
            LEADERS[who].1,
            offices,
            format!("对接指导{field}落实{topic}各项要求，发现问题及时协调解决。"),
            from,
            until,
            if until.is_some() { "已调整" } else { "生效" }
        ]
    });
    let heads = [
        "编号",
        "专题",
        "对接领域",
        "局领导",
        "职务",
        "责任股室",
        "职责",
        "生效日期",
        "截止日期",
        "状态",
    ];
    let rows = rows.collect();
    let sheets = vec![
        sheet("分工", &heads, rows).titled(&["局领导班子成员分工对接联系表"]),
        sheet("走访", &["编号", "走访日期", "走访单位", "发现问题", "处理情况"], visits),
    ];
    Book::workbook("26-分工与对接联系.xlsx", "task/liaison", sheets)
}

/// A notice: title, paper it passes on, topic, office, content, day, kind of unit and how many, state.
type Notice = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Date,
    (&'static str, usize),
    &'static str,
);

const NOTICES: [Notice; 9] = [
    (
        "关于加强冬春季跨境货运疫情防控的通知",
        "",
        "疫情防控",
        "运政股",
        "落实司机闭环管理和健康申报。",
        date(2020, 12, 22),
        ("跨境", 11),
        "归档",
    ),
    (
        "转发客运场站和交通运输工具分区分级防控指南的通知",
        "SW2021-004",
        "疫情防控",
        "运政股",
        "按指南落实消毒、测温、通风措施。",
        date(2021, 1, 22),
        ("客运", 6),
        "归档",
    ),
    (
        "关于做好春运期间跨境货运疫情防控的通知",
        "SW2021-004",
        "疫情防控",
        "运政股",
        "接种疫苗，开启定位装置，全流程掌握轨迹。",
        date(2021, 1, 25),
        ("跨境", 11),
        "归档",
    ),
    (
        "关于跨境货车司机接种疫苗的通知",
        "",
        "疫情防控",
        "运政股",
        "组织内地籍司机尽快接种。",
        date(2021, 3, 16),
        ("跨境", 11),
        "归档",
    ),
    (
        "关于货运企业安装智能视频监控报警装置的通知",
        "SW2021-036",
        "运输市场",
        "运政股",
        "按期安装并接入平台。",
        date(2021, 4, 9),
        ("货运", 28),
        "归档",
    ),
    (
        "关于做好五一假期安全生产的通知",
        "",
        "安全生产",
        "安全股",
        "检查车况，落实值班。",
        date(2021, 4, 25),
        ("货运", 28),
        "全部签收",
    ),
    (
        "关于做好端午假期安全生产的通知",
        "",
        "安全生产",
        "安全股",
        "检查车况，落实值班。",
        date(2021, 6, 8),
        ("货运", 28),
        "已发出",
    ),
    (
        "关于报送车辆台账的通知",
        "",
        "运输市场",
        "运政股",
        "报送在册车辆。",
        date(2021, 6, 15),
        ("货运", 28),
        "收回",
    ),
    (
        "关于做好主汛期安全生产的通知",
        "SW2021-070",
        "安全生产",
        "安全股",
        "遇强降雨停运。",
        date(2021, 7, 7),
        ("客运", 6),
        "已发出",
    ),
];

fn unit(kind: &str, number: usize) -> String {
    match kind {
        "货运" => cast::goods_company(number),
        _ => format!("阳山示例{kind}{:02}号有限公司", number + 1),
    }
}

/// 通知和传达.
pub(super) fn notices(days: &Days) -> Book {
    let mut random = Random::new(0x0d01_0010);
    let mut recipients = Vec::new();
    let rows = NOTICES.iter().zip(1_i64..).map(|(it, number)| -> Vec<Cell> {
        let (title, paper, topic, office, content, day, (kind, count), state) = *it;
        let no = format!("TZ{}-{number:02}", day.year());
        let mut last = day;
        for at in 0..count {
            // Of a notice that is still out, the last two have not signed.
            let is_missing = state == "收回" || state == "已发出" && at + 2 >= count;
            let signed =
                (!is_missing).then(|| worked(days, day, random.between(0, 3)).min(crate::LAST_DAY));
            last = last.max(signed.unwrap_or(day));
            let channel = *random.pick(&["工作群", "短信", "纸质送达"]);
            recipients.push(row![
                &no,
                unit(kind, at),
                channel,
                signed,
                signed.map(|_| cast::person(2300 + at))
            ]);
        }
        let completed = matches!(state, "归档" | "全部签收").then_some(last);
        row![&no, title, paper, topic, office, content, day, worked(days, day, 5), completed, state]
    });
    let heads = [
        "编号",
        "通知标题",
        "所传达的收文号",
        "专题",
        "发出股室",
        "主要内容",
        "发出日期",
        "签收期限",
        "全部签收日期",
        "状态",
    ];
    let rows = rows.collect();
    let sheets = vec![
        sheet("通知", &heads, rows).titled(&["通知和传达登记簿"]),
        sheet("送达对象", &["编号", "单位", "送达方式", "签收日期", "签收人"], recipients),
    ];
    Book::workbook("29-3-通知和传达登记.xlsx", "task/notice", sheets)
}
