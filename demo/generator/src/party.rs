//! 组织生活, 提醒谈话, 责任清单, 巡视整改, 民生项目, 线索, 自查自纠, 宣传, 调研督导, 综合工作.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::people::worked;
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

/// 宣传单 given away at the events of the half year.
const LEAFLETS: i64 = 1_200;
const EVENTS: usize = 14;

/// The ten books.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        meetings(days),
        talks(days),
        duties(days),
        feedback(days),
        service_projects(),
        clues(days),
        self_checks(days),
        publicity(days),
        surveys(days),
        general(days),
    ]
}

/// The branches and their members.
const BRANCHES: [(&str, i64); 3] = [("机关支部", 18), ("执法支部", 21), ("退休支部", 13)];

/// One meeting to be: kind, branch, its members, first and last day, whether it was called off.
type Planned = (&'static str, &'static str, i64, Date, Date, bool);

fn planned_meetings() -> Vec<Planned> {
    let mut plan: Vec<Planned> = Vec::new();
    for (branch, members) in BRANCHES {
        for month in 1..=7 {
            let first = date(2021, month, 1);
            let last = first.last_of_month().min(LAST_DAY);
            let cancelled = branch == "退休支部" && month == 2;
            plan.push(("主题党日", branch, members, first, last, cancelled));
            if month <= 6 {
                plan.push(("支部委员会", branch, 5, first, last, false));
                plan.push(("党小组会", branch, members / 2, first, last, false));
            }
        }
        for (first, last) in [(FIRST, date(2021, 3, 31)), (date(2021, 4, 1), LAST)] {
            plan.push(("支部党员大会", branch, members, first, last, false));
            plan.push(("党课", branch, members, first, last, false));
        }
        plan.push(("主题党日", branch, members, date(2020, 12, 1), date(2020, 12, 31), false));
    }
    for day in [date(2021, 3, 26), date(2021, 4, 29), date(2021, 6, 25)] {
        plan.push(("专题宣讲会", "机关支部", 52, day, day, false));
    }
    plan
}

fn topic(kind: &str, day: Date, number: usize) -> (&'static str, &'static str) {
    // 党史学习教育 began in March.
    let is_history = day >= date(2021, 3, 1);
    match kind {
        "专题宣讲会" => ("党史学习教育", "宣讲党史、新中国史、改革开放史、社会主义发展史"),
        "主题党日" | "党课" if is_history => ("党史学习教育", "学习党史专题，交流心得"),
        "支部委员会" if number.is_multiple_of(3) => ("意识形态", "分析研判意识形态工作"),
        "支部委员会" => ("党组织建设", "研究支部工作和党员发展"),
        "党小组会" if number.is_multiple_of(4) => ("党风廉政", "学习典型案例，开展纪律教育"),
        _ => ("其他", "学习上级文件和会议精神"),
    }
}

fn meetings(days: &Days) -> Book {
    let mut random = Random::new(0xba51);
    let mut plan: Vec<(Date, Planned)> = planned_meetings()
        .into_iter()
        .map(|it| (worked(&mut random, days, it.3, it.4), it))
        .collect();
    plan.sort_by_key(|it| it.0);
    let mut rows = Vec::new();
    for (at, (day, (kind, branch, members, _, _, cancelled))) in plan.into_iter().enumerate() {
        let (topic, content) = topic(kind, day, at);
        let attended = members - random.between(0, (members / 6).max(1));
        let needs_speaker = matches!(kind, "党课" | "专题宣讲会");
        let state = if cancelled {
            "取消"
        } else if day <= date(2021, 6, 20) {
            "归档"
        } else {
            "已召开"
        };
        rows.push(row![
            format!("HY{}-{:03}", day.year(), at + 1),
            kind,
            topic,
            branch,
            day,
            if kind == "专题宣讲会" { "局大会议室" } else { "支部活动室" },
            cast::person(1500 + at % 6),
            needs_speaker.then(|| cast::person(1510 + at % 5)),
            members,
            (!cancelled).then_some(attended),
            content,
            state,
        ]);
    }
    let columns = [
        "编号",
        "类别",
        "主题",
        "支部",
        "召开日期",
        "地点",
        "主持人",
        "主讲人",
        "应到人数（人次）",
        "实到人数（人次）",
        "内容",
        "状态",
    ];
    let sheet = Sheet::new("组织生活", columns.map(col).to_vec(), rows)
        .titled(&["“三会一课”、主题党日、专题宣讲登记簿"]);
    Book::workbook("90-组织生活.xlsx", "party/meeting", vec![sheet])
}

fn talks(days: &Days) -> Book {
    const REASONS: [&str; 4] = ["考勤不严", "办件拖延", "执法文书不规范", "公车使用登记不全"];
    let plan = [
        date(2020, 9, 22),
        date(2020, 12, 10),
        date(2021, 1, 18),
        date(2021, 2, 26),
        date(2021, 3, 23),
        date(2021, 4, 15),
        date(2021, 5, 13),
        date(2021, 6, 4),
        date(2021, 6, 22),
        date(2021, 7, 7),
    ];
    let mut rows = Vec::new();
    for (at, day) in plan.into_iter().enumerate() {
        let day = days.on_or_after(day);
        let again = Some(days.on_or_after(plus(day, 45))).filter(|it| *it <= LAST_DAY);
        rows.push(row![
            format!("TX{}-{:02}", day.year(), at + 1),
            cast::person(1520 + at % 2),
            cast::person(1530 + at),
            REASONS[at % 4],
            day,
            "当场表态改正",
            again,
            if again.is_some() { "已回访" } else { "已记录" },
        ]);
    }
    let columns =
        ["编号", "谈话人", "谈话对象", "事由", "谈话日期", "表态承诺", "回访日期", "状态"];
    let sheet = Sheet::new("提醒谈话", columns.map(col).to_vec(), rows).days(DayStyle::Dashes);
    Book::workbook("91-提醒谈话.xlsx", "party/talk", vec![sheet])
}

fn duties(days: &Days) -> Book {
    const ITEMS: [(&str, &str); 8] = [
        ("党风廉政建设主体责任", "与分管股室签订责任书并督促落实"),
        ("党风廉政建设主体责任", "抓好工程招投标和资金使用监督"),
        ("党风廉政建设主体责任", "抓好执法领域廉政风险防控"),
        ("党风廉政建设主体责任", "落实谈心谈话和提醒谈话"),
        ("意识形态工作责任", "每季度分析研判意识形态工作"),
        ("意识形态工作责任", "管好单位网站和工作群"),
        ("意识形态工作责任", "审核宣讲、培训内容"),
        ("意识形态工作责任", "做好舆情监测和应对"),
    ];
    const POSTS: [&str; 3] = ["党组书记、局长", "党组成员、副局长", "股室负责人"];
    let mut rows = Vec::new();
    for year in [2020_i16, 2021] {
        for (at, (kind, item)) in ITEMS.into_iter().enumerate() {
            let assigned = days.on_or_after(date(year, 3, 2));
            let checked = days.on_or_after(date(year, 6, 22));
            // Two of this year are still to be checked.
            let is_checked = year == 2020 || at % 4 != 3;
            let reported = (year == 2020).then(|| days.on_or_after(date(2020, 12, 22)));
            let state = match (reported, is_checked) {
                (Some(_), _) => "已述责",
                (None, true) => "已检查",
                (None, false) => "分解",
            };
            rows.push(row![
                format!("ZR{year}-{:02}", at + 1),
                kind,
                i64::from(year),
                item,
                cast::person(1500 + at % 6),
                POSTS[at % 3],
                assigned,
                is_checked.then_some(checked),
                is_checked.then_some("已落实，台账齐全"),
                reported,
                state,
            ]);
        }
    }
    let columns = [
        "编号",
        "责任类别",
        "年度",
        "责任内容",
        "责任人",
        "职务",
        "分解日期",
        "检查日期",
        "检查情况",
        "述责日期",
        "状态",
    ];
    let sheet = Sheet::new("责任清单", columns.map(col).to_vec(), rows)
        .titled(&["党风廉政和意识形态责任清单"]);
    Book::workbook("92-责任清单.xlsx", "party/duty", vec![sheet])
}

/// Problem, department, measures, days given, days taken (0: not yet).
const FEEDBACK: [(&str, &str, &str, i64, i64); 14] = [
    ("扫黑除恶线索摸排不够主动", "局扫黑除恶办", "建立线索双月摸排制度", 60, 44),
    ("扫黑除恶宣传覆盖不够", "局扫黑除恶办", "进站场、企业、乡镇宣传", 60, 51),
    ("非法营运打击力度不足", "执法股", "联合公安开展专项整治", 90, 76),
    ("超限超载源头监管不严", "治超办", "与源头单位签订责任书", 90, 0),
    ("工程招投标监督不到位", "规建股", "修订招投标监督办法", 60, 48),
    ("工程质量安全监督有薄弱环节", "质监股", "每月督查并建立红线台账", 90, 80),
    ("行政许可流程不够优化", "审批股", "推行容缺受理和告知承诺", 60, 39),
    ("执法文书不规范", "执法股", "开展案卷评查", 60, 58),
    ("行业乱象整治台账不健全", "局扫黑除恶办", "统一台账格式，按月更新", 45, 33),
    ("客运市场监管有盲区", "运政股", "完善客运企业检查清单", 60, 55),
    ("驾培学时监管不严", "运政股", "按月核查学时数据", 60, 47),
    ("农村公路建设进度滞后", "规建股", "倒排工期，按周调度", 120, 0),
    ("信访积案化解不彻底", "办公室", "领导包案，逐件销号", 120, 0),
    ("“三会一课”记录不规范", "党办", "统一记录本并按季检查", 45, 30),
];

fn feedback(days: &Days) -> Book {
    let claimed = date(2021, 3, 15);
    let mut rows = Vec::new();
    for (at, (problem, department, measures, given, taken)) in FEEDBACK.into_iter().enumerate() {
        let rectified = (taken > 0).then(|| days.on_or_after(plus(claimed, taken)));
        // One was improved too late in June to be approved.
        let closed = rectified.map(|it| days.later(it, 8)).filter(|it| *it <= LAST && at != 5);
        let extended = at == 11;
        let state = match (rectified, closed) {
            (_, Some(_)) => "销号",
            (Some(_), None) => "已审核",
            (None, _) => "整改中",
        };
        rows.push(row![
            format!("XS-{:02}", at + 1),
            format!("（示例）{problem}"),
            claimed,
            cast::person(1500 + at % 4),
            department,
            cast::person(1540 + at),
            measures,
            days.on_or_after(plus(claimed, if extended { given + 60 } else { given })),
            extended.then(|| cast::person(1500)),
            rectified,
            rectified.map(|_| "措施已落实，附佐证材料"),
            rectified.map(|_| cast::person(1540 + at)),
            rectified.map(|_| cast::person(1560 + at % 3)),
            closed,
            state,
        ]);
    }
    let columns = [
        "反馈问题编号",
        "反馈问题原文",
        "认领日期",
        "责任领导",
        "责任部门",
        "承办人",
        "整改措施",
        "整改期限",
        "延期批准人",
        "整改完成日期",
        "整改情况",
        "整改人",
        "审核人",
        "销号日期",
        "状态",
    ];
    let sheet = Sheet::new("巡视整改", columns.map(col).to_vec(), rows)
        .titled(&["省委第一巡视组反馈问题整改台账"]);
    Book::workbook("93-巡视整改.xlsx", "party/feedback", vec![sheet])
}

fn service_projects() -> Book {
    let decided = date(2021, 4, 16);
    let none: Option<Date> = None;
    let mut rows = vec![
        row![
            "MS2021-01",
            "乡镇通行政村公路“单改双”",
            "沿线行政村村民",
            true,
            cast::person(1501),
            "规建股",
            decided,
            "已确定设计单位，正在进行施工图设计",
            date(2021, 6, 29),
            none,
            none,
            "实施中"
        ],
        row![
            "MS2021-02",
            "农村公路安全生命防护工程",
            "农村公路沿线群众",
            true,
            cast::person(1501),
            "规建股",
            decided,
            "正在进行施工图设计",
            date(2021, 6, 29),
            none,
            none,
            "实施中"
        ],
        row![
            "MS2021-03",
            "农村公路危桥改造",
            "桥梁附近村民",
            true,
            cast::person(1502),
            "公路事务中心",
            decided,
            "各桥均已进入施工阶段",
            date(2021, 6, 30),
            none,
            none,
            "实施中"
        ],
        row![
            "MS2021-04",
            "青莲镇峡头撤渡建桥",
            "白埌村村民",
            true,
            cast::person(1502),
            "规建股",
            decided,
            "正在开展可行性研究报告编制等前期工作",
            date(2021, 6, 28),
            none,
            none,
            "实施中"
        ],
        row![
            "MS2021-05",
            "优化建制村客运班车出行方案",
            "建制村群众",
            true,
            cast::person(1503),
            "运政股",
            decided,
            "已完成客流调查，正在征求乡镇意见",
            date(2021, 6, 25),
            none,
            none,
            "实施中"
        ],
    ];
    rows.push(row![
        "MS2021-06",
        "客运站设置党员服务岗",
        "候车旅客",
        false,
        cast::person(1503),
        "运政股",
        date(2021, 5, 10),
        "已设岗并公示",
        date(2021, 6, 8),
        date(2021, 6, 1),
        date(2021, 6, 8),
        "已公示"
    ]);
    rows.push(row![
        "MS2020-01",
        "农村公路路肩硬化",
        "沿线村民",
        true,
        cast::person(1501),
        "规建股",
        date(2020, 4, 8),
        "已完工并公示",
        date(2020, 12, 21),
        date(2020, 12, 10),
        date(2020, 12, 21),
        "已公示"
    ]);
    let columns = [
        "项目编号",
        "项目名称",
        "受益群众",
        "重点民生项目",
        "责任领导",
        "责任部门",
        "确定日期",
        "最新进展",
        "进展日期",
        "完成日期",
        "公示日期",
        "状态",
    ];
    let sheet = Sheet::new("民生项目", columns.map(col).to_vec(), rows)
        .titled(&["“我为群众办实事”民生项目台账"])
        .days(DayStyle::Dots);
    Book::workbook("94-民生项目.xlsx", "party/service_project", vec![sheet])
}

fn clues(days: &Days) -> Book {
    let plan = [
        ("群众举报", date(2020, 10, 19), "查否"),
        ("上级转办", date(2021, 1, 20), "按行业乱象查处"),
        ("群众举报", date(2021, 3, 4), "查否"),
        ("行业检查", date(2021, 4, 28), "按行业乱象查处"),
        ("群众举报", date(2021, 6, 10), "移交公安机关"),
        ("群众举报", date(2021, 7, 6), ""),
    ];
    let mut rows = Vec::new();
    for (at, (source, received, outcome)) in plan.into_iter().enumerate() {
        let received = days.on_or_after(received);
        let is_done = !outcome.is_empty();
        let passed = is_done.then(|| days.later(received, 5));
        rows.push(row![
            format!("XSUO{}-{:02}", received.year(), at + 1),
            source,
            received,
            (source == "群众举报").then(|| cast::person(1580 + at)),
            "（示例）反映强揽运输业务",
            outcome,
            passed,
            passed.map(|it| days.later(it, 7)),
            if is_done { "已反馈" } else { "接收" },
        ]);
    }
    let columns = [
        "线索编号",
        "线索来源",
        "接收日期",
        "举报人",
        "线索内容",
        "研判处理",
        "移交日期",
        "反馈日期",
        "状态",
    ];
    let sheet = Sheet::new("线索", columns.map(col).to_vec(), rows);
    Book::workbook("95-涉黑涉恶线索.xlsx", "party/clue", vec![sheet])
}

fn self_checks(days: &Days) -> Book {
    const FOUND: [(&str, &str, &str); 6] = [
        ("运政股", "“两客一危”车辆违规", "包车客运标志牌管理不严"),
        ("治超办", "超限超载", "夜间巡查频次偏低"),
        ("执法股", "非法营运", "重点时段值守不足"),
        ("规建股", "工程建设招投标", "招投标资料归档不全"),
        ("审批股", "其他", "一次性告知单填写不全"),
        ("运政股", "其他", "驾校抽查记录不完整"),
    ];
    let mut random = Random::new(0x5e1f);
    let mut rows = Vec::new();
    for number in 0..22_usize {
        let (first, last) = match number {
            0..18 => (date(2021, 3, 22), LAST),
            18..20 => (date(2020, 10, 12), date(2020, 12, 20)),
            _ => (date(2021, 7, 1), LAST_DAY),
        };
        let (department, kind, problem) = FOUND[number % 6];
        let checked = worked(&mut random, days, first, last);
        let rectified = Some(days.on_or_after(plus(checked, random.between(10, 30))))
            .filter(|it| *it <= date(2021, 6, 28));
        // Every seventh waits for somebody else to look at it again.
        let is_closed = rectified.is_some() && number % 7 != 3;
        let state = match (rectified, is_closed) {
            (_, true) => "复核销号",
            (Some(_), _) => "已整改",
            (None, _) => "自查",
        };
        rows.push((
            checked,
            row![
                department,
                kind,
                checked,
                problem,
                rectified,
                rectified.map(|_| cast::person(1590 + number % 6)),
                is_closed.then(|| cast::person(1600 + number % 3)),
                state,
            ],
        ));
    }
    rows.sort_by_key(|it| it.0);
    let rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .zip(1..)
        .map(|((day, mut cells), number)| {
            cells.insert(0, format!("ZC{}-{number:02}", day.year()).into());
            cells
        })
        .collect();
    let columns = [
        "编号",
        "自查股室",
        "乱象类别",
        "自查日期",
        "存在问题",
        "整改日期",
        "整改人",
        "复核人",
        "状态",
    ];
    let sheet =
        Sheet::new("自查自纠", columns.map(col).to_vec(), rows).titled(&["扫黑除恶自查自纠台账"]);
    Book::workbook("96-扫黑自查自纠.xlsx", "party/self_check", vec![sheet])
}

const SLOGANS: [&str; 5] = [
    "有黑扫黑、无黑除恶、无恶治乱、无乱治散",
    "扫黑除恶常态化，平安交通人人夸",
    "打击非法营运，维护客运秩序",
    "举报涉黑涉恶线索，共建平安阳山",
    "依法打击欺行霸市、强揽运输",
];

/// Kind, place, spot, leaflets, text, receivers.
type Notice = (&'static str, &'static str, String, Option<i64>, Option<String>, Option<i64>);

/// One notice with its topic and day, and whether it was called off.
type Dated = (&'static str, Date, Notice, bool);

fn gang_notices(random: &mut Random, days: &Days) -> Vec<Dated> {
    const SPOTS: [(&str, &str); 7] = [
        ("站场", "阳山客运站"),
        ("企业", "粤运阳山分公司"),
        ("乡镇", "青莲镇圩镇"),
        ("企业", "阳山示例物流01号有限公司"),
        ("乡镇", "七拱镇圩镇"),
        ("站场", "县城公交总站"),
        ("乡镇", "黎埠镇圩镇"),
    ];
    let mut all: Vec<Dated> = Vec::new();
    let leaflets = random.split(LEAFLETS, EVENTS, 50, 130);
    for (at, given) in leaflets.into_iter().enumerate() {
        let (place, spot) = SPOTS[at % 7];
        let day = worked(random, days, date(2021, 1, 11), LAST);
        all.push((
            "扫黑除恶",
            day,
            ("现场宣传活动", place, spot.to_owned(), Some(given), None, None),
            false,
        ));
    }
    for (at, slogan) in SLOGANS.into_iter().enumerate() {
        let day = worked(random, days, date(2021, 1, 18), date(2021, 5, 31));
        let spot = ["客运站LED屏", "局机关LED屏"][at % 2].to_owned();
        all.push((
            "扫黑除恶",
            day,
            ("LED滚动标语", "", spot, None, Some(slogan.to_owned()), None),
            false,
        ));
    }
    for at in 0..12_usize {
        let day = worked(random, days, date(2021, 1, 11), LAST);
        let text = format!("【扫黑除恶】{}（第{}期）", SLOGANS[at % 5], at + 1);
        let receivers = random.between(180, 640);
        all.push((
            "扫黑除恶",
            day,
            ("宣传短信", "", String::new(), None, Some(text), Some(receivers)),
            false,
        ));
    }
    // Outside the half year, and one that rain called off.
    for (day, cancelled) in [
        (date(2020, 11, 17), false),
        (date(2020, 12, 9), false),
        (date(2021, 5, 19), true),
        (date(2021, 7, 7), false),
    ] {
        all.push((
            "扫黑除恶",
            day,
            (
                "现场宣传活动",
                "乡镇",
                "江英镇圩镇".to_owned(),
                Some(if cancelled { 0 } else { 80 }),
                None,
                None,
            ),
            cancelled,
        ));
    }
    all
}

fn publicity(days: &Days) -> Book {
    let mut random = Random::new(0x9b11);
    let mut all = gang_notices(&mut random, days);
    for (topic, count) in [("疫情防控", 6), ("创文", 4), ("安全生产", 5)] {
        for at in 0..count {
            let day = worked(&mut random, days, FIRST, LAST);
            let given = random.between(40, 200);
            let notice = if at % 3 == 2 {
                (
                    "LED滚动标语",
                    "",
                    "公交站亭LED屏".to_owned(),
                    None,
                    Some(format!("{topic}宣传标语")),
                    None,
                )
            } else {
                ("现场宣传活动", "站场", "阳山客运站".to_owned(), Some(given), None, None)
            };
            all.push((topic, day, notice, false));
        }
    }
    all.sort_by_key(|it| it.1);
    let mut rows = Vec::new();
    for (at, (topic, day, (kind, place, spot, leaflets, text, receivers), cancelled)) in
        all.into_iter().enumerate()
    {
        let until = (kind == "LED滚动标语" && at % 2 == 0).then(|| plus(day, 60).min(LAST_DAY));
        rows.push(row![
            format!("XC{}-{:03}", day.year(), at + 1),
            topic,
            kind,
            day,
            until,
            place,
            spot,
            leaflets,
            text,
            receivers,
            cast::person(1610 + at % 8),
            if cancelled {
                "取消"
            } else if day > date(2021, 6, 25) {
                "已实施"
            } else {
                "已核数"
            },
        ]);
    }
    let columns = [
        "编号",
        "宣传主题",
        "宣传方式",
        "实施日期",
        "结束日期",
        "场所类别",
        "地点或屏幕",
        "派发宣传单（份）",
        "标语或短信文字",
        "发送对象（人次）",
        "经办人",
        "状态",
    ];
    let sheet = Sheet::new("宣传", columns.map(col).to_vec(), rows).titled(&["宣传工作台账"]);
    Book::workbook("97-宣传.xlsx", "party/publicity", vec![sheet])
}

fn surveys(days: &Days) -> Book {
    const WAYS: [&str; 3] = ["座谈交流", "实地检查", "查阅台账"];
    let plan = [
        date(2020, 11, 25),
        date(2021, 1, 14),
        date(2021, 2, 4),
        date(2021, 3, 18),
        date(2021, 4, 9),
        date(2021, 4, 23),
        date(2021, 5, 14),
        date(2021, 5, 28),
        date(2021, 6, 11),
        date(2021, 6, 24),
        date(2021, 7, 15),
    ];
    let mut rows = Vec::new();
    for (at, day) in plan.into_iter().enumerate() {
        let day = days.on_or_after(day);
        let is_planned = day > LAST_DAY;
        let finding =
            (!is_planned && at % 2 == 0).then_some("宣传栏更新不及时，从业人员知晓率不高");
        let state = match (is_planned, day > date(2021, 6, 20)) {
            (true, _) => "计划",
            (false, true) => "已报告",
            (false, false) => "整改办结",
        };
        rows.push(row![
            format!("DD{}-{:02}", day.year(), at + 1),
            day,
            cast::person(1500 + at % 4),
            if at % 3 == 0 { "粤运阳山分公司".to_owned() } else { cast::goods_company(at) },
            WAYS[at % 3],
            finding,
            finding.map(|_| "一周内整改并报送照片"),
            state,
        ]);
    }
    let columns =
        ["编号", "调研日期", "带队领导", "企业", "调研方式", "发现问题", "意见要求", "状态"];
    let sheet = Sheet::new("调研督导", columns.map(col).to_vec(), rows)
        .titled(&["扫黑除恶调研督导登记表"])
        .days(DayStyle::Words);
    Book::workbook("98-扫黑调研督导.xlsx", "party/survey", vec![sheet])
}

fn general(days: &Days) -> Book {
    let plan = [
        ("依法行政", date(2020, 12, 4), "宪法宣传日活动", 26),
        ("依法行政", date(2021, 3, 12), "执法人员法律知识培训", 38),
        ("依法行政", date(2021, 5, 20), "行政处罚案卷评查", 9),
        ("依法行政", date(2021, 6, 18), "新行政处罚法专题学习", 44),
        ("工青妇", date(2021, 3, 8), "妇女节活动", 17),
        ("工青妇", date(2021, 5, 7), "青年志愿服务", 14),
        ("工青妇", date(2021, 6, 9), "职工体检", 61),
        ("保密", date(2021, 4, 15), "国家安全教育日保密宣传", 40),
        ("保密", date(2021, 6, 3), "涉密计算机检查", 4),
        ("扶贫", date(2021, 2, 5), "春节慰问脱贫户", 8),
        ("扶贫", date(2021, 4, 28), "驻村工作交接座谈", 12),
        ("信访宣传", date(2021, 5, 26), "信访条例宣传", 21),
        ("工青妇", date(2021, 7, 1), "观看庆祝大会直播", 58),
    ];
    let rows = plan.into_iter().enumerate().map(|(at, (kind, day, matter, people))| {
        let people: i64 = people;
        let day = days.on_or_after(day);
        row![
            format!("ZH{}-{:02}", day.year(), at + 1),
            kind,
            day,
            matter,
            people,
            cast::person(1620 + at % 5)
        ]
    });
    let columns = ["编号", "工作类别", "日期", "工作内容", "参加人次（人次）", "经办人"];
    let sheet = Sheet::new("综合工作", columns.map(col).to_vec(), rows.collect());
    Book::workbook("99-综合工作.xlsx", "party/general_work", vec![sheet])
}
