//! 会议, 分工与对接, 通知和传达.

use jiff::civil::{Time, date, time};

use super::{LEADERS, OFFICES, day, leader, officer, sheet, some_day, table, worked};
use crate::book::{Book, Cell, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::random::Random;

pub(super) fn books(days: &Days) -> Vec<Book> {
    vec![meetings(days), liaisons(days)]
}

/// A meeting: kind, session, topic, subject, group, day, state; then 议定事项, each with the office, the days it has and the
/// days it took.
const MEETINGS: &str = "\
协调会||项目建设|公路国土空间控制规划征求意见||2020-12-18|纪要已印发|汇总各镇和县直部门意见,办公室,20,18
党组会||综合|研究年度工作总结和下年计划||2020-12-28|议定事项办结|修改定稿年度总结,办公室,6,5
党组会||疫情防控|部署春运疫情防控和领导分工||2021-01-21|议定事项办结|明确班子成员对接领域,办公室,5,4;储备防疫物资,办公室,10,11
专题会||疫情防控|部署跨境运输疫情防控||2021-02-05|议定事项办结|传达上级防控要求到企业,运政股,5,4
局长办公会||安全生产|研究节后复工安全检查||2021-02-22|议定事项办结|检查在建工地复工条件,质监股,12,10
党组会||化解道路交通安全风险|研究防范化解道路交通安全风险工作||2021-03-02|议定事项办结|成立工作领导小组和专班,安全股,3,2;起草两个实施方案,安全股,7,3
领导小组会议||化解道路交通安全风险|分解牵头和配合任务|防范化解道路交通安全风险工作领导小组|2021-03-08|议定事项办结|任务分解到股室和公路部门,安全股,10,8
党组会||党的建设|专题研究党史学习教育||2021-03-10|议定事项办结|制定实施方案,办公室,10,7;明确民生实事项目,办公室,30,26
专家评审会||项目建设|评审公路国土空间控制规划||2021-03-11|纪要已印发|按专家意见修改规划,办公室,90,
专题会||化解道路交通安全风险|研究“百吨王”倒查机制||2021-03-19|议定事项办结|印发倒查机制和货车监管机制,治超办,10,3
党组会||扫黑除恶|专题研究常态化扫黑除恶||2021-03-26|议定事项办结|调整领导小组成员,执法股,20,17
领导小组会议||扫黑除恶|部署行业乱象整治|扫黑除恶专项斗争领导小组|2021-04-13|议定事项办结|印发年度工作方案,执法股,7,1
专题会||化解道路交通安全风险|调度任务进展||2021-04-15|议定事项办结|完善国省道标志标线,公路事务中心,60,55
联席会议||扫黑除恶|研究重点打击问题||2021-04-22|议定事项办结|建立线索通报制度,执法股,15,12
县政府会议|十六届第58次|项目建设|审议乡镇通行政村公路“单改双”工程||2021-04-23|纪要已印发|按程序采购设计单位,交通运输服务中心,70,63
推进会||扫黑除恶|推进执法领域突出问题专项整治||2021-05-12|议定事项办结|各股室自查自纠,执法股,20,16
局长办公会||项目资金|研究危桥改造和水毁修复资金||2021-05-18|纪要已印发|向省市争取补助,办公室,90,;报县政府安排配套,办公室,30,24
专题会||化解道路交通安全风险|调度逾期任务||2021-05-21|议定事项办结|逐项说明逾期原因,安全股,7,6
协调会||征地拆迁|协调安置地和阻工问题||2021-05-27|纪要已印发|会同镇政府提出安置地块方案,征拆办,60,
党组会||安全生产|研究安全生产月活动||2021-06-01|议定事项办结|检查渡口渡船,安全股,20,14
推进会||网约车监管|推进网约车合规经营||2021-06-16|取消|
专题会||疫情防控|部署出省通道检查||2021-06-18|议定事项办结|抽调人员进驻检查站,路政股,1,1
领导小组会议||扫黑除恶|总结上半年整治工作|扫黑除恶专项斗争领导小组|2021-06-22|纪要已印发|排查新增乱象,执法股,40,
领导小组会议||化解道路交通安全风险|小结上半年工作|防范化解道路交通安全风险工作领导小组|2021-06-25|纪要已印发|督办逾期任务,安全股,30,
党组会||综合|研究上半年工作总结||2021-07-02|已召开|
专题会||化解道路交通安全风险|部署下半年任务||2021-07-08|拟题|";

fn meetings(days: &Days) -> Book {
    const HOURS: [Time; 3] = [time(9, 0, 0, 0), time(10, 30, 0, 0), time(15, 0, 0, 0)];
    let mut random = Random::new(0x0d01_0004);
    let (mut people, mut matters) = (Vec::new(), Vec::new());
    let rows = table::<8>(MEETINGS).zip(1_i64..).map(|(cells, number)| -> Vec<Cell> {
        let [kind, session, topic, subject, group, held, state, resolutions] = cells;
        let held = day(held);
        let no = format!("HY{}-{number:03}", held.year());
        let is_county = kind == "县政府会议";
        let chair = match kind {
            "党组会" | "局长办公会" | "领导小组会议" => leader(0),
            "县政府会议" => cast::person(2240),
            _ => leader(1 + random.below(4)),
        };
        if !matches!(state, "取消" | "拟题") {
            let first = if is_county { "县政府" } else { "局领导" };
            people.push(row![&no, &chair, first, true, ""]);
            let others = (0..LEADERS.len()).map(|at| (leader(at), "局领导"));
            let offices = OFFICES.iter().map(|office| (officer(office), *office));
            for (person, unit) in others.filter(|it| it.0 != chair).chain(offices) {
                let absence = random.chance(6).then(|| *random.pick(&["下乡", "外出开会", "请假"]));
                people.push(row![&no, person, unit, absence.is_none(), absence]);
            }
        }
        for (line, at) in resolutions.split(';').filter(|it| !it.is_empty()).zip(1_i64..) {
            let parts: Vec<&str> = line.split(',').collect();
            let [matter, office, due, took] = parts[..] else { panic!("four cells: {line}") };
            let count = |text: &str| text.parse::<i64>().expect("a number of days");
            let settled = (!took.is_empty()).then(|| worked(days, held, count(took)));
            let due = plus(held, count(due));
            matters.push(row![&no, at.to_string(), matter, office, due, settled]);
        }
        let has_minutes = matches!(state, "纪要已印发" | "议定事项办结");
        let minutes = has_minutes.then(|| days.later(held, 3));
        let minutes_no = minutes.map(|it| format!("阳交纪要示例〔{}〕{number}号", it.year()));
        let place = if is_county { "县政府常务会议室" } else { "局会议室" };
        let hour = *random.pick(&HOURS);
        let held = (state != "拟题").then_some(held);
        row![
            &no, kind, session, topic, subject, group, held, hour, place, chair, minutes_no,
            minutes, state
        ]
    });
    let heads = "会议编号 类别 届次 专题 议题 召集机构 召开日期 开始时间 地点 主持人 纪要文号 纪要印发日期 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("会议", heads, rows).titled(&["会议登记簿"]),
        sheet("参会人员", "会议编号 姓名 单位 到会 缺席原因", people),
        sheet("议定事项", "会议编号 序号 议定事项 承办部门 完成期限 办结日期", matters),
    ];
    Book::workbook("25-会议登记.xlsx", "task/meeting", sheets)
}

/// 对接: topic, field, leader, offices, from, until, place.
const LIAISONS: &str = "\
疫情防控|客运站场|3|运政股|2020-02-03|2021-01-24|阳山客运站
疫情防控|客运站场|1|运政股|2021-01-25||阳山客运站
疫情防控|网约车|2|运政股、执法股|2021-01-25||网约车平台公司
疫情防控|高速公路服务区|3|路政股|2021-01-25||高速公路阳山服务区
疫情防控|在建工地|4|质监股|2021-01-25|2021-04-11|广连高速TJ9标工地
疫情防控|在建工地|2|质监股|2021-04-12||广连高速TJ10标工地
疫情防控|行业企业|0|安全股、运政股|2021-01-25||阳山示例物流企业
疫情防控|寄递物流网点|4|运政股|2021-01-25||县城寄递网点
安全生产|渡口渡船|3|安全股|2021-01-04||白埌渡口
安全生产|在建工地|4|质监股|2021-01-04||省道260线改建工地
征地拆迁|乡镇|1|征拆办|2021-01-04||青莲镇
安全生产|乡镇|2|公路事务中心|2021-07-05||小江镇";

fn liaisons(days: &Days) -> Book {
    let mut random = Random::new(0x0d01_0005);
    let mut visits = Vec::new();
    let rows = table::<7>(LIAISONS).zip(1_i64..).map(|(cells, number)| -> Vec<Cell> {
        let [topic, field, who, offices, from, until, place] = cells;
        let (from, until) = (day(from), some_day(until));
        let who: usize = who.parse().expect("the number of a leader");
        let no = format!("DJ-{number:02}");
        let last = until.unwrap_or(crate::LAST_DAY);
        let mut visited = worked(days, from.max(date(2020, 12, 1)), random.between(5, 20));
        while visited <= last {
            let found = random.chance(25).then(|| {
                *random.pick(&[
                    "个别人员没有规范佩戴口罩",
                    "登记不完整",
                    "消毒记录不全",
                    "警示标志缺失",
                ])
            });
            visits.push(row![&no, visited, place, found, found.map(|_| "当场要求改正，已改正")]);
            visited = worked(days, visited, random.between(24, 38));
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
    let heads = "编号 专题 对接领域 局领导 职务 责任股室 职责 生效日期 截止日期 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("分工", heads, rows).titled(&["局领导班子成员分工对接联系表"]),
        sheet("走访", "编号 走访日期 走访单位 发现问题 处理情况", visits),
    ];
    Book::workbook("26-分工与对接联系.xlsx", "task/liaison", sheets)
}

/// A notice: title, paper it passes on, topic, office, content, day, kind of unit and how many, state.
const NOTICES: &str = "\
关于加强冬春季跨境货运疫情防控的通知||疫情防控|运政股|落实司机闭环管理和健康申报。|2020-12-22|跨境|11|归档
转发客运场站和交通运输工具分区分级防控指南的通知|SW2021-004|疫情防控|运政股|按指南落实消毒、测温、通风措施。|2021-01-22|客运|6|归档
关于做好春运期间跨境货运疫情防控的通知|SW2021-004|疫情防控|运政股|接种疫苗，开启定位装置，全流程掌握轨迹。|2021-01-25|跨境|11|归档
关于跨境货车司机接种疫苗的通知||疫情防控|运政股|组织内地籍司机尽快接种。|2021-03-16|跨境|11|归档
关于货运企业安装智能视频监控报警装置的通知|SW2021-036|运输市场|运政股|按期安装并接入平台。|2021-04-09|货运|28|归档
关于做好五一假期安全生产的通知||安全生产|安全股|检查车况，落实值班。|2021-04-25|货运|28|全部签收
关于做好端午假期安全生产的通知||安全生产|安全股|检查车况，落实值班。|2021-06-08|货运|28|已发出
关于报送车辆台账的通知||运输市场|运政股|报送在册车辆。|2021-06-15|货运|28|收回
关于做好主汛期安全生产的通知|SW2021-070|安全生产|安全股|遇强降雨停运。|2021-07-07|客运|6|已发出";

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
    let rows = table::<9>(NOTICES).zip(1_i64..).map(|(cells, number)| -> Vec<Cell> {
        let [title, paper, topic, office, content, sent, kind, count, state] = cells;
        let sent = day(sent);
        let count: usize = count.parse().expect("a number of units");
        let no = format!("TZ{}-{number:02}", sent.year());
        let mut last = sent;
        for at in 0..count {
            // Of a notice that is still out, the last two have not signed.
            let is_missing = state == "收回" || state == "已发出" && at + 2 >= count;
            let signed = (!is_missing)
                .then(|| worked(days, sent, random.between(0, 3)).min(crate::LAST_DAY));
            last = last.max(signed.unwrap_or(sent));
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
        row![
            &no,
            title,
            paper,
            topic,
            office,
            content,
            sent,
            worked(days, sent, 5),
            completed,
            state
        ]
    });
    let heads =
        "编号 通知标题 所传达的收文号 专题 发出股室 主要内容 发出日期 签收期限 全部签收日期 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("通知", heads, rows).titled(&["通知和传达登记簿"]),
        sheet("送达对象", "编号 单位 送达方式 签收日期 签收人", recipients),
    ];
    Book::workbook("29-3-通知和传达登记.xlsx", "task/notice", sheets)
}
