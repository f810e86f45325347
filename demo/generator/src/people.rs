//! 信访件, 12345工单, 群众诉求, 建议提案, 不稳定因素, 上访, and the zeros that go with them.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

/// 办结12345工单 of the half year.
const ORDERS: usize = 75;
/// 人大建议 and 政协提案 handed to the bureau in the half year.
const NPC: usize = 33;
const CPPCC: usize = 10;

/// The eight books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        petitions(days),
        orders(days),
        inquiries(days),
        proposals(days),
        studies(days),
        unrest(days),
        incidents(),
        zeros(days),
    ]
}

/// A telephone number of nobody.
pub(crate) fn phone(number: usize) -> String {
    format!("130{:08}", number + 1)
}

/// A working day between two days.
pub(crate) fn worked(random: &mut Random, days: &Days, first: Date, last: Date) -> Date {
    let day = days.on_or_after(plus(first, random.between(0, between(first, last))));
    if day <= last { day } else { days.on_or_after(plus(last, -6)) }
}

/// How far a petition has come.
#[derive(Clone, Copy, PartialEq)]
enum Petition {
    Accepted,
    Refused,
    Returned,
    Replied,
    Reviewed,
    Closed,
}

/// Source, matter, whether of five or more, day received, days until accepted and until replied, how far.
const PETITIONS: [(&str, &str, bool, Date, i64, i64, Petition); 15] = {
    use Petition::{Accepted, Closed, Refused, Replied, Returned, Reviewed};
    [
        (
            "县信访部门转来",
            "反映农村公路会车困难，要求加宽路面",
            false,
            date(2020, 10, 12),
            6,
            30,
            Closed,
        ),
        ("县信访部门转来", "反映施工便道扬尘影响生活", false, date(2020, 11, 16), 9, 66, Closed),
        ("来信", "咨询客运班线调整情况", false, date(2020, 12, 8), 5, 20, Closed),
        (
            "县信访部门转来",
            "反映拆迁安置地分配方案迟迟未定",
            true,
            date(2021, 1, 13),
            8,
            45,
            Closed,
        ),
        (
            "县信访部门转来",
            "反映路基爆破致房屋开裂，要求赔偿",
            true,
            date(2021, 1, 27),
            7,
            52,
            Reviewed,
        ),
        ("县信访部门转来", "要求补发临时安置费用", false, date(2021, 2, 24), 6, 31, Closed),
        ("县信访部门转来", "反映村道损坏要求修复", false, date(2021, 3, 9), 5, 27, Closed),
        ("网上信访", "投诉出租汽车不打表", false, date(2021, 3, 18), 4, 22, Closed),
        ("县信访部门转来", "反映工程欠付材料款", false, date(2021, 3, 29), 7, 40, Closed),
        ("县信访部门转来", "反映施工水土流失冲入农田", false, date(2021, 4, 14), 6, 35, Closed),
        ("来访", "要求恢复圩镇班车停靠点", false, date(2021, 4, 20), 3, 18, Closed),
        ("县信访部门转来", "反映桥头错车位不足", false, date(2021, 5, 6), 6, 33, Replied),
        ("县信访部门转来", "反映宅基地纠纷", false, date(2021, 5, 19), 5, 0, Returned),
        ("来信", "不服交警处罚决定", false, date(2021, 6, 2), 8, 0, Refused),
        ("县信访部门转来", "反映水渠改道后灌溉不便", false, date(2021, 6, 15), 9, 0, Accepted),
    ]
};

fn petitions(days: &Days) -> Book {
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for (at, (source, matter, collective, received, taken, replied, reach)) in
        PETITIONS.into_iter().enumerate()
    {
        let received = days.on_or_after(received);
        let no = format!("阳交信〔{}〕{:02}号", received.year(), at + 1);
        let informed = days.on_or_after(plus(received, taken));
        let accepted =
            (!matches!(reach, Petition::Refused | Petition::Returned)).then_some(informed);
        let reply = (replied > 0).then(|| days.on_or_after(plus(informed, replied)));
        let asked = reply.filter(|_| reach == Petition::Reviewed).map(|it| days.later(it, 9));
        let reviewed = asked.map(|it| days.on_or_after(plus(it, 24)));
        let closed = match reach {
            Petition::Closed => reply.map(|it| days.on_or_after(plus(it, 31)).min(LAST_DAY)),
            Petition::Reviewed => reviewed.map(|it| days.on_or_after(plus(it, 30))),
            Petition::Accepted | Petition::Refused | Petition::Returned | Petition::Replied => None,
        };
        let state = match reach {
            Petition::Accepted => "受理",
            Petition::Refused => "不予受理",
            Petition::Returned => "退回转办单位",
            Petition::Replied => "已答复",
            Petition::Reviewed | Petition::Closed => "终结",
        };
        if replied > 60 {
            let on = days.on_or_after(plus(informed, 52));
            lines.push(row![&no, on, 30_i64, "需第三方检测扬尘", cast::person(1901)]);
        }
        rows.push(row![
            no,
            source,
            cast::person(1910 + at),
            phone(at),
            collective,
            matter,
            cast::person(1930 + at % 4),
            received,
            (reach != Petition::Returned).then_some(informed),
            accepted,
            reply,
            reply.map(|it| format!("阳交信复〔{}〕{:02}号", it.year(), at + 1)),
            asked,
            reviewed,
            closed,
            state,
        ]);
    }
    let columns = [
        "信访件编号",
        "来源",
        "信访人",
        "联系电话",
        "是否集体访",
        "诉求",
        "承办人",
        "收件日期",
        "告知日期",
        "受理日期",
        "答复日期",
        "答复意见书号",
        "收到复查请求日期",
        "复查意见日期",
        "终结日期",
        "状态",
    ];
    let extension = ["信访件编号", "批准延期日期", "延长天数", "延期理由", "批准人"];
    let sheets = vec![
        Sheet::new("信访件", columns.map(col).to_vec(), rows).titled(&["信访件登记表"]),
        Sheet::new("延期", extension.map(col).to_vec(), lines),
    ];
    Book::workbook("80-信访件.xlsx", "appeal/petition", sheets)
}

/// Kind, content, answer, working days within which it must be done.
const ORDER_MATTERS: [(&str, &str, &str, i64); 10] = [
    ("咨询", "咨询客车发班时间和票价", "已告知发班时刻和查询方式", 3),
    ("咨询", "咨询从业资格证补办手续", "已告知所需材料和窗口地址", 3),
    ("投诉", "投诉出租汽车拒载", "已核实并约谈驾驶员", 5),
    ("投诉", "投诉货车抛洒砂石", "已联系公路部门清理并查处", 5),
    ("投诉", "投诉驾校拖延安排训练", "已责令驾校限期安排", 5),
    ("求助", "反映路灯和标志缺失", "已转养护单位修复", 5),
    ("求助", "乘车遗失物品请求查找", "已联系车站找回或登记", 5),
    ("建议", "建议增设公交站点", "已纳入线路优化研究", 5),
    ("建议", "建议路口增设减速带", "已现场勘查并回复", 5),
    ("疑难", "反映施工影响房屋", "已组织鉴定并协调赔偿", 15),
];

fn orders(days: &Days) -> Book {
    let mut random = Random::new(0x12345);
    // First and last day of closing, and how it stands.
    let mut plan: Vec<(Date, &str)> = Vec::new();
    for number in 0..ORDERS + 19 {
        let (first, last) = match number {
            0..ORDERS => (date(2021, 1, 4), date(2021, 6, 30)),
            ORDERS..88 => (date(2020, 11, 2), date(2020, 12, 31)),
            _ => (date(2021, 7, 1), LAST_DAY),
        };
        plan.push((worked(&mut random, days, first, last), "已办结"));
    }
    plan.extend((0..6).map(|_| (worked(&mut random, days, FIRST, LAST), "退单")));
    plan.extend((0..3).map(|_| (worked(&mut random, days, date(2021, 7, 5), LAST_DAY), "签收")));
    plan.sort_by_key(|it| it.0);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for (at, (done, reach)) in plan.into_iter().enumerate() {
        let (kind, content, answer, limit) = *random.pick(&ORDER_MATTERS);
        // Two were late, and one hard one was extended.
        let is_late = at == 30 || at == 71;
        let extended = reach == "已办结" && kind == "疑难" && at % 2 == 0;
        let taken = if is_late {
            limit + 2
        } else if extended {
            limit + 4
        } else {
            random.between(1, limit)
        };
        let mut assigned = done;
        let mut back = 0;
        while back < taken {
            assigned = plus(assigned, -1);
            back += i64::from(days.is_worked(assigned));
        }
        let called = plus(assigned, -1);
        let no = format!("QY{}{:04}", assigned.strftime("%Y%m%d"), at + 1);
        let is_done = reach == "已办结";
        let signed = days.later(assigned, random.between(0, 1).min(taken - 1).max(0));
        let signed = if random.chance(70) { assigned } else { signed };
        let call_back = days.later(done, random.between(1, 3));
        let call_back = (is_done && call_back <= LAST_DAY).then_some(call_back);
        if extended {
            lines.push(row![
                &no,
                days.later(assigned, limit - 2),
                5_i64,
                "需现场鉴定",
                cast::person(1901)
            ]);
        }
        let hour = random.between(8, 17);
        let state = match (reach, call_back) {
            ("已办结", Some(_)) => "归档",
            (other, _) => other,
        };
        rows.push(row![
            no,
            kind,
            format!("{called} {hour:02}:{:02}", random.between(0, 59)),
            content,
            cast::person(600 + at),
            phone(100 + at),
            cast::person(1940 + at % 5),
            assigned,
            (reach != "退单").then_some(signed),
            is_done.then_some(signed),
            is_done.then_some(done),
            is_done.then_some(answer),
            call_back,
            call_back.map(|_| at % 15 != 4),
            at % 23 == 9,
            state,
        ]);
    }
    let columns = [
        "工单号",
        "工单类别",
        "来电时间",
        "内容",
        "来电人",
        "联系电话",
        "承办人",
        "派单日期",
        "签收日期",
        "联系群众日期",
        "办结日期",
        "办理结果",
        "回访日期",
        "群众满意",
        "重复件",
        "状态",
    ];
    let extension = ["工单号", "批准延期日期", "延长工作日", "延期理由", "批准人"];
    let sheets = vec![
        Sheet::new("工单", columns.map(col).to_vec(), rows).titled(&["12345热线工单办理登记表"]),
        Sheet::new("延期", extension.map(col).to_vec(), lines),
    ];
    Book::workbook("81-12345工单.xlsx", "appeal/order", sheets)
}

/// Channel, kind, day received, working days until answered (0: not yet), content, answer.
const INQUIRIES: [(&str, &str, Date, i64, &str, &str); 16] = [
    ("电子政务", "咨询", date(2020, 11, 10), 3, "咨询网约车许可条件", "已告知条件和办理窗口"),
    ("来电", "投诉", date(2020, 12, 15), 4, "投诉客车超员", "已核查并处理"),
    ("电子政务", "咨询", date(2021, 1, 7), 2, "咨询道路运输证年审材料", "已告知材料清单"),
    ("交通服务热线", "投诉", date(2021, 1, 21), 4, "投诉公交车甩站", "已约谈企业并回复"),
    ("来电", "咨询", date(2021, 2, 3), 1, "咨询春节客运班次", "已告知班次安排"),
    ("电子政务", "建议", date(2021, 2, 25), 5, "建议村口增设凸面镜", "已转公路部门实施"),
    ("来电", "咨询", date(2021, 3, 11), 1, "咨询驾校备案情况", "已告知查询方法"),
    ("交通服务热线", "投诉", date(2021, 3, 30), 5, "投诉维修厂乱收费", "已核查并调解"),
    ("来电", "转出", date(2021, 4, 8), 0, "反映城区违停", ""),
    ("电子政务", "咨询", date(2021, 4, 13), 2, "咨询大件运输申请渠道", "已告知网上办理渠道"),
    ("交通服务热线", "投诉", date(2021, 4, 27), 4, "投诉出租汽车绕路", "已核查并退还多收车费"),
    ("来电", "咨询", date(2021, 5, 12), 1, "咨询从业资格考试时间", "已告知考试安排"),
    ("电子政务", "建议", date(2021, 5, 25), 6, "建议延长末班公交时间", "已纳入线路优化研究"),
    ("交通服务热线", "投诉", date(2021, 6, 9), 5, "投诉施工路段没有警示灯", "已责令施工单位整改"),
    ("来电", "咨询", date(2021, 6, 29), 4, "咨询货车安装报警装置", "已告知安装点"),
    ("电子政务", "投诉", date(2021, 7, 6), 0, "投诉客运站广场停车乱", ""),
];

fn inquiries(days: &Days) -> Book {
    let mut rows = Vec::new();
    for (at, (channel, kind, received, taken, content, answer)) in INQUIRIES.into_iter().enumerate()
    {
        let received = days.on_or_after(received);
        let replied = (taken > 0).then(|| days.later(received, taken));
        let state = match (replied, kind) {
            (Some(_), _) => "已答复",
            (None, "转出") => "转出",
            (None, _) => "办理中",
        };
        rows.push(row![
            format!("ZX{}-{:02}", received.year(), at + 1),
            channel,
            if kind == "转出" { "投诉" } else { kind },
            received,
            cast::person(760 + at),
            phone(300 + at),
            content,
            cast::person(1950 + at % 3),
            replied,
            replied.map(|_| answer),
            state,
        ]);
    }
    let columns = [
        "编号",
        "渠道",
        "诉求类别",
        "收到日期",
        "来电人",
        "联系电话",
        "内容",
        "承办人",
        "答复日期",
        "答复内容",
        "状态",
    ];
    let sheet = Sheet::new("群众诉求", columns.map(col).to_vec(), rows)
        .titled(&["群众咨询、建议、投诉登记表"])
        .days(DayStyle::Dashes);
    Book::workbook("82-群众咨询建议投诉.xlsx", "people/inquiry", vec![sheet])
}

/// Whether the `number`th proposal speaks of roads; every third speaks of transport.
fn is_of_roads(number: usize) -> bool {
    number % 3 != 2
}

fn subject(number: usize) -> String {
    const TOWNS: [&str; 13] = [
        "青莲镇",
        "江英镇",
        "杜步镇",
        "七拱镇",
        "太平镇",
        "杨梅镇",
        "大崀镇",
        "小江镇",
        "岭背镇",
        "黄坌镇",
        "黎埠镇",
        "阳城镇",
        "秤架乡",
    ];
    const ROADS: [&str; 5] =
        ["村道单改双", "危桥改造", "增设安全防护设施", "水毁路段修复", "圩镇过境路段整治"];
    const TRANSPORT: [&str; 4] =
        ["增开建制村客运班车", "规范出租汽车经营", "增设公交站亭", "治理货车超载"];
    let what = if is_of_roads(number) { ROADS[number % 5] } else { TRANSPORT[number % 4] };
    format!("关于{}{what}的建议", TOWNS[number % 13])
}

/// Number of the `number`th proposal of a session.
fn proposal_no(session: &str, number: usize) -> String {
    format!("{session}第{:03}号", number * 4 + 3)
}

/// Days on which something was or was not done with a proposal.
struct Handled {
    hard: bool,
    co: bool,
    replied: Option<Date>,
    closed: bool,
}

fn handled(random: &mut Random, days: &Days, assigned: Date, number: usize, old: bool) -> Handled {
    let co = number % 11 == 6;
    let hard = !co && number % 11 == 4;
    // The hard ones of this year are still being worked on, as their six months allow.
    let replied = if hard && !old {
        None
    } else {
        let taken = if co { random.between(12, 27) } else { random.between(35, 88) };
        Some(days.on_or_after(plus(assigned, taken)))
    };
    let closed = old || replied.is_some_and(|it| it < date(2021, 6, 1));
    Handled { hard, co, replied, closed }
}

fn proposals(days: &Days) -> Book {
    let mut random = Random::new(0x4e9c);
    let sessions: [(&str, &str, usize, Date); 4] = [
        ("代表建议", "十六届五次", 29, date(2020, 5, 25)),
        ("政协提案", "九届五次", 8, date(2020, 5, 27)),
        ("代表建议", "十六届六次", NPC + 1, date(2021, 3, 10)),
        ("政协提案", "九届六次", CPPCC + 1, date(2021, 3, 12)),
    ];
    let mut rows = Vec::new();
    for (kind, session, count, assigned) in sessions {
        let old = assigned < FIRST;
        for number in 0..count {
            // The last of each session of this year was not the bureau's and went back.
            let is_returned = !old && number + 1 == count;
            let it = handled(&mut random, days, assigned, number, old);
            let replied = it.replied.filter(|_| !is_returned);
            let is_closed = it.closed && replied.is_some();
            let state = match (is_returned, replied, is_closed) {
                (true, ..) => "退回交办",
                (_, _, true) => "办结",
                (_, Some(_), _) => "已答复",
                (_, None, _) => "承办",
            };
            let mark = [
                "A类，已经解决或基本解决",
                "B类，正在解决或列入计划",
                "B类，正在解决或列入计划",
                "C类，因条件限制留待以后解决",
            ];
            let satisfied = if number % 8 == 5 { "基本满意" } else { "满意" };
            let reply_no = replied.map(|day| {
                format!(
                    "阳交函〔{}〕{kind_no}{number:02}号",
                    day.year(),
                    kind_no = if kind == "代表建议" { 1 } else { 2 }
                )
            });
            rows.push(row![
                proposal_no(session, number),
                kind,
                if it.co { "会办" } else { "主办" },
                it.hard,
                subject(number),
                cast::person(820 + number * 2 + usize::from(kind == "政协提案")),
                cast::person(1960 + number % 5),
                assigned,
                replied.filter(|_| !it.co).map(|day| days.on_or_after(plus(day, -12))),
                replied,
                reply_no,
                is_closed.then(|| *random.pick(&mark)),
                is_closed.then_some(satisfied),
                state,
            ]);
        }
    }
    let columns = [
        "编号",
        "类别",
        "主办会办",
        "难度大",
        "案由",
        "领衔代表或委员",
        "承办人",
        "交办日期",
        "面商日期",
        "答复日期",
        "答复文号",
        "答复类别",
        "满意度",
        "状态",
    ];
    let sheet = Sheet::new("建议提案", columns.map(col).to_vec(), rows)
        .titled(&["人大建议、政协提案办理登记表"]);
    Book::workbook("83-人大建议和政协提案.xlsx", "appeal/proposal", vec![sheet])
}

fn studies(days: &Days) -> Book {
    let plan = [
        ("十六届五次", 29, true, date(2020, 6, 16)),
        ("十六届六次", NPC, true, date(2021, 3, 24)),
        ("十六届六次", NPC, false, date(2021, 3, 26)),
        ("九届六次", CPPCC, true, date(2021, 3, 30)),
        ("九届六次", CPPCC, false, date(2021, 4, 1)),
    ];
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for (at, (session, count, roads, day)) in plan.into_iter().enumerate() {
        let no = format!("DY{}-{:02}", day.year(), at + 1);
        let (topic, units, opinion) = if roads {
            (
                "公路建设",
                "县公路事务中心、有关镇政府",
                "能列入年度计划的抓紧实施，资金未落实的说明情况、列入储备。",
            )
        } else {
            (
                "运输管理",
                "县交通运输服务中心、客运企业",
                "班线、站亭类先易后难，执法类纳入专项整治。",
            )
        };
        rows.push(row![&no, topic, days.on_or_after(day), units, cast::person(1902), opinion]);
        let items = (0..count).filter(|it| is_of_roads(*it) == roads);
        lines.extend(items.map(|it| row![&no, proposal_no(session, it)]));
    }
    let columns = ["调研编号", "问题分类", "调研日期", "会同单位", "带队领导", "调研意见"];
    let sheets = vec![
        Sheet::new("分类调研", columns.map(col).to_vec(), rows).titled(&["建议提案分类调研记录"]),
        Sheet::new("涉及建议提案", ["调研编号", "编号"].map(col).to_vec(), lines),
    ];
    Book::workbook("84-建议提案分类调研.xlsx", "people/proposal_study", sheets)
}

/// Matter, area, day found, people, level, days until resolved (0: not yet).
const UNREST: [(&str, &str, Date, i64, &str, i64); 15] = [
    ("采石场运输车辆扰民", "运输行业管理", date(2020, 9, 14), 12, "低风险", 30),
    ("班线承包合同到期争议", "运输行业管理", date(2020, 11, 20), 8, "中风险", 34),
    ("广连高速安置地块分配方案未定", "公路征地拆迁", date(2021, 1, 11), 118, "高风险", 0),
    ("路基爆破致房屋裂缝索赔", "交通工程建设", date(2021, 1, 19), 16, "高风险", 0),
    ("春运加班车司机报酬争议", "运输行业管理", date(2021, 2, 2), 9, "低风险", 12),
    ("临时安置费发放不及时", "公路征地拆迁", date(2021, 2, 26), 31, "中风险", 40),
    ("施工泥水冲入农田", "交通工程建设", date(2021, 3, 8), 14, "中风险", 35),
    ("出租汽车司机反映非法营运抢客", "运输行业管理", date(2021, 3, 17), 22, "中风险", 50),
    ("被卸载货车车主不服处理", "行政执法", date(2021, 3, 25), 4, "低风险", 9),
    ("农民工工资支付争议", "交通工程建设", date(2021, 4, 7), 19, "中风险", 20),
    ("隔离带施工影响沿街商户", "交通工程建设", date(2021, 4, 21), 27, "低风险", 38),
    ("驾校退费纠纷", "运输行业管理", date(2021, 5, 10), 11, "低风险", 25),
    ("渡口停航影响村民出行", "行业安全生产", date(2021, 5, 20), 35, "低风险", 14),
    ("改渠后灌溉不畅", "公路征地拆迁", date(2021, 6, 16), 13, "中风险", 0),
    ("维修厂噪声扰民", "运输行业管理", date(2021, 7, 5), 6, "低风险", 0),
];

fn unrest(days: &Days) -> Book {
    let mut rows = Vec::new();
    for (at, (matter, area, found, people, level, taken)) in UNREST.into_iter().enumerate() {
        let found = days.on_or_after(found);
        let resolved = (taken > 0).then(|| days.on_or_after(plus(found, taken)));
        let closed = resolved.map(|it| days.later(it, 5)).filter(|it| *it <= LAST_DAY);
        let state = match (resolved, closed, found > LAST) {
            (_, Some(_), _) => "销号",
            (Some(_), None, _) => "化解",
            (None, _, false) => "稳控",
            (None, _, true) => "排查",
        };
        let is_held = state != "排查";
        rows.push(row![
            format!("WW{}-{:02}", found.year(), at + 1),
            matter,
            area,
            found,
            people,
            level,
            is_held.then(|| cast::person(1902 + at % 4)),
            is_held.then_some("定人包案，定期走访，依法协商"),
            is_held.then(|| plus(found, 90)),
            resolved,
            resolved.map(|_| "双方达成一致，已兑现"),
            resolved.map(|_| cast::person(1970 + at % 4)),
            closed,
            closed.map(|_| cast::person(1980)),
            state,
        ]);
    }
    let columns = [
        "编号",
        "事项",
        "领域",
        "排查日期",
        "涉及人数（人）",
        "风险等级",
        "包案领导",
        "稳控措施",
        "化解期限",
        "化解日期",
        "化解情况",
        "化解人",
        "销号日期",
        "销号审核人",
        "状态",
    ];
    let sheet = Sheet::new("不稳定因素", columns.map(col).to_vec(), rows)
        .titled(&["不稳定因素排查、稳控、化解台账"]);
    Book::workbook("85-不稳定因素.xlsx", "people/unrest", vec![sheet])
}

fn incidents() -> Book {
    let rows = vec![
        row![
            "SF2020-01",
            "上访",
            "到市",
            date(2020, 11, 4),
            6_i64,
            true,
            "反映安置地问题",
            "接访劝返，纳入包案",
            date(2020, 11, 5),
            "稳控办结"
        ],
        row![
            "SF2021-01",
            "上访",
            "到市",
            date(2021, 3, 16),
            2_i64,
            false,
            "反映工程欠付材料款",
            "接访答复",
            date(2021, 3, 17),
            "稳控办结"
        ],
        row![
            "SF2021-02",
            "上访",
            "到县",
            date(2021, 4, 22),
            5_i64,
            true,
            "反映房屋裂缝赔偿",
            "现场接访，组织鉴定",
            date(2021, 4, 23),
            "稳控办结"
        ],
    ];
    let columns = [
        "编号",
        "事件类别",
        "去向",
        "发生日期",
        "人数（人）",
        "是否集体",
        "事由",
        "处置情况",
        "稳控日期",
        "状态",
    ];
    let sheet = Sheet::new("上访和群体性事件", columns.map(col).to_vec(), rows)
        .titled(&["上访和群体性事件登记表"])
        .days(DayStyle::Words);
    Book::workbook("86-上访和群体性事件.xlsx", "people/incident", vec![sheet])
}

fn zeros(days: &Days) -> Book {
    let claims = [
        ("people/group_petitions", "已核对信访和值班记录，未发生集体进京、到省、到市上访", 1981),
        ("people/major_incidents", "已核对值班记录，未发生危害社会稳定的重大事件", 1981),
        ("epidemic/crossborder_sites", "已核对当月排查记录，未发现跨境运输作业点", 1982),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for month in 1..=6 {
        let first = date(2021, month, 1);
        let next = days.on_or_after(plus(first.last_of_month(), 1));
        for (indicator, statement, person) in claims {
            rows.push(row![indicator, first, cast::person(person), next, statement]);
        }
    }
    let columns = ["指标", "月份", "确认人", "确认日期", "确认内容"];
    let sheet = Sheet::new("零报告", columns.map(col).to_vec(), rows).titled(&["零报告确认表"]);
    Book::workbook("87-零报告（维稳、跨境）.xlsx", "platform/zero_report", vec![sheet])
}
