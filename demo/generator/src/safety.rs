//! 安全检查, 隐患 and “三把关一监督”: what is found on a visit becomes a hazard, and somebody else looks again.

use jiff::civil::{Date, date};

use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::days::{Days, every, plus};
use crate::notice::notices;
use crate::random::Random;
use crate::{LAST_DAY, cast};

/// What works are under way, and from when (在建工地).
pub(crate) const SITES: [(&str, Date); 11] = [
    ("广连高速公路TJ8标", date(2020, 1, 1)),
    ("广连高速公路TJ9标", date(2020, 1, 1)),
    ("广连高速公路TJ10标", date(2020, 1, 1)),
    ("广连高速公路TJ11标", date(2020, 1, 1)),
    ("广连高速公路TJ12标", date(2020, 1, 1)),
    ("广连高速公路LM5标", date(2021, 3, 1)),
    ("省道260线改建工程（一期工程）", date(2020, 1, 1)),
    ("X385线江咀桥危桥改造工程", date(2021, 6, 1)),
    ("S524线隔水桥危桥改造工程", date(2021, 6, 1)),
    ("S525线坑塘桥危桥改造工程", date(2021, 6, 1)),
    ("S525线四渡桥危桥改造工程", date(2021, 6, 1)),
];

/// What is looked at on a site: item, what may be wrong, kind of hazard.
const SITE_ITEMS: [(&str, &str, &str); 6] = [
    ("临边洞口防护", "桥面临边防护栏杆缺失", "临边洞口防护"),
    ("临时用电", "配电箱未上锁，漏电保护失效", "临时用电"),
    ("高处作业", "作业人员未按规定系挂安全带", "高处作业"),
    ("机械设备", "起重机械限位装置失灵", "机械设备"),
    ("边坡基坑", "边坡未按专项方案分级支护", "边坡基坑"),
    ("持证上岗", "电工作业证过期", "人员资格与培训"),
];
/// What is looked at in a company.
const COMPANY_ITEMS: [(&str, &str, &str); 5] = [
    ("消防安全", "灭火器过期，消防通道堆放杂物", "消防安全"),
    ("车辆技术状况", "车辆例检记录不全", "车辆技术状况"),
    ("从业人员资格", "驾驶员继续教育未完成", "人员资格与培训"),
    ("安全台账", "安全例会和隐患排查记录不全", "制度资料"),
    ("动态监控", "监控平台违规报警未及时处理", "其他"),
];

/// A campaign of checks: name, first and last day, how many of each kind of company.
type Drive = (&'static str, Date, Date, [usize; 5]);
const DRIVES: [Drive; 6] = [
    ("岁末年初大检查", date(2020, 12, 14), date(2020, 12, 29), [3, 3, 1, 4, 1]),
    ("春运前大检查", date(2021, 1, 11), date(2021, 1, 26), [4, 4, 1, 6, 2]),
    ("春节前大检查", date(2021, 2, 1), date(2021, 2, 9), [2, 1, 1, 4, 2]),
    ("清明前大检查", date(2021, 3, 25), date(2021, 4, 2), [2, 2, 1, 3, 2]),
    ("“五一”前大检查", date(2021, 4, 20), date(2021, 4, 30), [3, 4, 1, 4, 2]),
    ("端午前大检查", date(2021, 6, 7), date(2021, 6, 11), [1, 2, 1, 3, 1]),
];
/// Kinds of companies in the order of the numbers above.
const TARGETS: [&str; 5] = ["二类以上维修企业", "驾培机构", "客运企业", "货运企业", "客运站场"];

/// One visit.
pub(crate) struct Visit {
    pub(crate) no: String,
    drive: &'static str,
    pub(crate) target: &'static str,
    pub(crate) unit: String,
    pub(crate) planned: Date,
    called_off: bool,
    pub(crate) items: &'static [(&'static str, &'static str, &'static str)],
    pub(crate) failed: Vec<usize>,
}

impl Visit {
    /// Whether anybody went.
    pub(crate) fn is_done(&self) -> bool {
        !self.called_off && self.planned <= LAST_DAY
    }
}

/// The books of this module, after the ferries, whose notices are written among the others.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    let visits = visits(days);
    vec![inspections(&visits, days), notices(&visits, days), hazards(&visits, days), gates(days)]
}

fn company(target: &str, number: usize) -> String {
    match target {
        "二类以上维修企业" => format!("阳山示例汽车维修{}厂", number + 1),
        "驾培机构" => format!("阳山示例驾校{}分校", number + 1),
        "客运企业" => "粤运阳山分公司".to_owned(),
        "客运站场" => ["阳山客运站", "示例乡镇客运站"][number % 2].to_owned(),
        "危货企业" => "阳山示例危货运输有限公司".to_owned(),
        _ => cast::goods_company(number),
    }
}

fn visits(days: &Days) -> Vec<Visit> {
    let mut random = Random::new(0x5afe);
    let mut plan: Vec<(Date, &'static str, &'static str, String, bool)> = Vec::new();
    let months = [(2020, 12)].into_iter().chain((1..=7).map(|month| (2021, month)));
    for (year, month) in months {
        let first = date(year, month, 1);
        let last = if month == 7 { LAST_DAY } else { plus(first, 26) };
        for (place, (site, since)) in SITES.into_iter().enumerate() {
            // In July only half of the round was done.
            if since > last || (month == 7 && place > 3) {
                continue;
            }
            let length = if month == 7 { 6 } else { 24 };
            let day = days.on_or_after(plus(first, random.between(0, length)));
            plan.push((day, "", "在建工地", site.to_owned(), month == 2 && place == 4));
        }
        let day = days.on_or_after(plus(first, 4));
        plan.push((day, "", "危货企业", company("危货企业", 0), false));
    }
    for (name, first, last, counts) in DRIVES {
        let worked: Vec<Date> =
            every(first, last).into_iter().filter(|it| days.is_worked(*it)).collect();
        for (target, count) in TARGETS.into_iter().zip(counts) {
            for number in 0..count {
                let called_off = name == "“五一”前大检查" && target == "驾培机构" && number == 3
                    || name == "春节前大检查" && target == "货运企业" && number == 3;
                let day = *random.pick(&worked);
                plan.push((day, name, target, company(target, number), called_off));
            }
        }
    }
    plan.sort();
    let numbered = plan.into_iter().zip(1..);
    numbered
        .map(|((planned, drive, target, unit, called_off), number)| {
            let is_site = target == "在建工地";
            let items: &'static [_] = if is_site { &SITE_ITEMS } else { &COMPANY_ITEMS };
            let count = usize::try_from(random.between(-1, 2).max(0)).expect("not negative");
            let places: Vec<usize> = (0..items.len()).collect();
            let failed: Vec<usize> = random.some(&places, count).into_iter().copied().collect();
            let no = format!("JC{}-{number:03}", planned.year());
            let failed = if called_off { Vec::new() } else { failed };
            Visit { no, drive, target, unit, planned, called_off, items, failed }
        })
        .collect()
}

/// Whoever leads a visit.
fn leader(number: usize) -> String {
    cast::person(2200 + number % 5)
}

fn inspections(visits: &[Visit], days: &Days) -> Book {
    let mut random = Random::new(0x5aff);
    let (mut rows, mut people, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (number, visit) in visits.iter().enumerate() {
        let done = visit.is_done();
        let has_problems = done && !visit.failed.is_empty();
        let told = has_problems.then(|| days.later(visit.planned, 1)).filter(|it| *it <= LAST_DAY);
        let rechecked = told.map(|it| days.later(it, random.between(6, 12)));
        let rechecked = rechecked.filter(|it| *it <= LAST_DAY);
        let state = match (done, has_problems) {
            (false, _) => "已取消",
            (true, false) => "办结",
            (true, true) if rechecked.is_some() => "办结",
            (true, true) if told.is_some() => "已反馈",
            (true, true) => "已检查",
        };
        let count = i64::try_from(visit.failed.len()).expect("few items");
        rows.push(row![
            &visit.no,
            visit.drive,
            visit.target,
            &visit.unit,
            visit.planned,
            done.then_some(visit.planned),
            done.then(|| leader(number)),
            done.then_some(count),
            told,
            done.then(|| cast::person(2230 + number % 40)),
            rechecked,
            state,
        ]);
        if !done {
            continue;
        }
        let helpers = random.between(2, 3);
        for helper in 0..=helpers {
            let at = usize::try_from(helper).expect("not negative");
            let name =
                if at == 0 { leader(number) } else { cast::person(2205 + (number + at * 7) % 21) };
            people.push(row![&visit.no, name, "县交通运输局"]);
        }
        for (at, (item, wrong, _)) in visit.items.iter().enumerate() {
            let failed = visit.failed.contains(&at);
            let result = if failed { "不合格" } else { "合格" };
            items.push(row![&visit.no, *item, result, failed.then_some(*wrong)]);
        }
    }
    let columns = [
        "检查编号",
        "检查行动",
        "对象类别",
        "检查对象",
        "计划日期",
        "检查日期",
        "带队人",
        "发现问题",
        "反馈日期",
        "受检方签字",
        "复查日期",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("安全检查登记", columns.map(col).to_vec(), rows).titled(&["安全督查检查登记表"]),
        Sheet::new("检查人员", ["检查编号", "姓名", "单位"].map(col).to_vec(), people),
        Sheet::new("检查表", ["检查编号", "检查项", "检查结果", "问题"].map(col).to_vec(), items),
    ];
    Book::workbook("123-安全检查登记.xlsx", "safety/inspection", sheets)
}

/// How far a hazard came.
struct Cure {
    ordered: Date,
    by: Date,
    fixed: Option<Date>,
    checked: Option<Date>,
}

fn cure(found: Date, taken: i64, days: &Days) -> Cure {
    let ordered = days.later(found, 2).min(LAST_DAY);
    let by = days.later(ordered, 10);
    let fixed = Some(days.later(ordered, taken)).filter(|it| *it <= LAST_DAY);
    let checked = fixed.map(|it| days.later(it, 2)).filter(|it| *it <= LAST_DAY);
    Cure { ordered, by, fixed, checked }
}

fn hazards(visits: &[Visit], days: &Days) -> Book {
    let mut random = Random::new(0xa2d);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let found = visits.iter().filter(|it| it.is_done());
    let found = found.flat_map(|visit| visit.failed.iter().map(move |at| (visit, *at)));
    let mut last: Option<(String, Date)> = None; // the last one closed on a site, found again later
    for ((visit, at), number) in found.zip(1_usize..) {
        let (item, wrong, kind) = visit.items[at];
        // Most are mended in time; some late.
        let taken = if random.chance(8) { 13 } else { random.between(3, 9) };
        let cure = cure(visit.planned, taken, days);
        let major = number % 41 == 17;
        let listed = major && cure.checked.is_none();
        let state = match (cure.fixed, cure.checked) {
            (Some(_), Some(_)) => "销号",
            (Some(_), None) => "待复查",
            (None, _) if listed => "挂牌督办",
            (None, _) => "整改中",
        };
        let no = format!("YH{}-{number:03}", visit.planned.year());
        let is_site = visit.target == "在建工地";
        let former = last
            .as_ref()
            .filter(|it| is_site && number % 29 == 0 && it.1 < visit.planned)
            .map(|it| it.0.clone());
        if let Some(checked) = cure.checked.filter(|_| is_site) {
            last = Some((no.clone(), checked));
        }
        let rank = random.between(1, 3);
        rows.push(row![
            no,
            "部门检查",
            &visit.no,
            visit.target,
            &visit.unit,
            item,
            wrong,
            kind,
            visit.planned,
            cast::person(2200 + number % 5),
            if major { "重大隐患" } else { "一般隐患" },
            if major { 1 } else { rank + 1 },
            if major {
                "后果严重，须专项治理"
            } else {
                "影响范围小，可立即整改"
            },
            cast::person(2205 + number % 21),
            cast::person(2230 + number % 40),
            "责任到人，限期整改，整改前专人看护",
            if major { 80_000_i64 } else { random.between(1, 12) * 200 },
            major.then_some("撤出人员，封闭作业面，备足抢险物资"),
            cure.ordered,
            cure.by,
            cure.fixed,
            cure.fixed.map(|_| cast::person(2230 + number % 40)),
            cure.checked,
            cure.checked.map(|_| cast::person(2200 + (number + 1) % 5)),
            listed.then_some("市安全生产委员会办公室"),
            listed.then(|| days.later(cure.ordered, 1).min(LAST_DAY)),
            former,
            state,
        ]);
    }
    rows.extend(other_hazards());
    let columns = [
        "隐患编号",
        "来源",
        "检查编号",
        "对象类别",
        "责任单位",
        "部位",
        "隐患描述",
        "隐患类别",
        "发现日期",
        "发现人",
        "隐患等级",
        "排序",
        "排序理由",
        "跟踪人",
        "整改责任人",
        "整改措施",
        "整改资金",
        "应急措施",
        "交办日期",
        "整改期限",
        "整改完成日期",
        "整改人",
        "复查日期",
        "复查人",
        "挂牌单位",
        "挂牌日期",
        "前次隐患",
        "状态",
    ];
    let sheet = Sheet::new("隐患台账", columns.map(col).to_vec(), rows)
        .titled(&["“一线三排”隐患台账"])
        .days(DayStyle::Dots);
    Book::workbook("125-隐患台账.xlsx", "safety/hazard", vec![sheet])
}

/// Hazards that no visit of ours found, two of them not yet ordered to be mended.
fn other_hazards() -> Vec<Vec<Cell>> {
    let none = None::<&str>;
    let no_day = None::<Date>;
    let mut rows = Vec::new();
    let told = [
        (
            "YH2021-901",
            "单位自查",
            "广连高速公路TJ9标",
            "隧道进口",
            "洞口仰坡局部开裂",
            date(2021, 5, 19),
            Some("一般隐患"),
            "已定级",
        ),
        (
            "YH2021-902",
            "群众举报",
            "广连高速公路TJ11标",
            "便道",
            "施工便道扬尘、会车视距不足",
            date(2021, 6, 28),
            none,
            "排查发现",
        ),
    ];
    for (no, source, unit, place, what, day, grade, state) in told {
        rows.push(row![
            no,
            source,
            none,
            "在建工地",
            unit,
            place,
            what,
            "其他",
            day,
            cast::person(2290),
            grade,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            no_day,
            no_day,
            no_day,
            none,
            no_day,
            none,
            none,
            no_day,
            none,
            state,
        ]);
    }
    rows
}

/// “三把关一监督”: what is checked, how often, how many did not pass, what was wrong.
const GATES: [(&str, usize, &[usize], &str); 4] = [
    ("运输企业市场准入关", 9, &[], ""),
    ("营运车辆技术状况关", 24, &[5, 16], "未按期进行综合性能检测"),
    ("营运驾驶员从业资格关", 22, &[11], "从业资格证过期未换"),
    ("安全生产监督", 13, &[3], "安全例会制度不落实"),
];

fn gates(days: &Days) -> Book {
    let mut random = Random::new(0x9a7e);
    let mut plan: Vec<(Date, &str, usize, bool, &str)> = Vec::new();
    for (gate, count, failed, problem) in GATES {
        for number in 0..count {
            let day = days.on_or_after(plus(date(2020, 12, 7), random.between(0, 210)));
            plan.push((day.min(LAST_DAY), gate, number, failed.contains(&number), problem));
        }
    }
    plan.sort();
    let rows = plan.into_iter().zip(1_usize..).map(|((day, gate, number, failed, problem), at)| {
        let vehicle = gate == "营运车辆技术状况关";
        let driver = gate == "营运驾驶员从业资格关";
        row![
            format!("BG{}-{at:03}", day.year()),
            gate,
            cast::goods_company(number),
            vehicle.then(|| cast::truck_plate(1001 + number)),
            driver.then(|| cast::person(1900 + number)),
            day,
            cast::person(2210 + at % 6),
            if failed { "不合格" } else { "合格" },
            failed.then_some(problem),
            if failed { "不合格" } else { "合格" },
        ]
    });
    let columns = [
        "核查编号",
        "把关事项",
        "企业",
        "车牌号",
        "驾驶员",
        "核查日期",
        "核查人",
        "核查结论",
        "问题",
        "状态",
    ];
    let sheet = Sheet::new("三把关一监督", columns.map(col).to_vec(), rows.collect())
        .titled(&["“三把关一监督”核查登记表"]);
    Book::workbook("132-三把关一监督核查.xlsx", "safety/gate", vec![sheet])
}
