//! 许可事项目录, 容缺受理和告知承诺, 诚信评价, 现场检查, 每周信用信息报送.

use jiff::civil::{Date, date};

use crate::LAST_DAY;
use crate::book::{Book, Cell, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::fleet::{self, COACHES, TOURS};
use crate::random::Random;

/// The books; permits and cases are those of the books already made.
pub(crate) fn books(made: &[Book], days: &Days) -> Vec<Book> {
    let permits = permits(made);
    vec![
        items(),
        promises(&permits, days),
        reviews(&offences(made), days),
        site_checks(days),
        weekly(&permits, &penalties(made), days),
    ]
}

/// A permit case: number, accepted, decided.
struct Permit {
    no: String,
    accepted: Date,
    decided: Option<Date>,
}

fn find<'a>(made: &'a [Book], ledger: &str) -> &'a Book {
    made.iter().find(|it| it.ledger == ledger).expect("the book was made before")
}

fn permits(made: &[Book]) -> Vec<Permit> {
    let book = find(made, "permit/case");
    let accepted = book.column("受理日期").map(|it| it.day().expect("always there"));
    book.column("受理号")
        .zip(accepted)
        .zip(book.column("办结日期"))
        .zip(book.column("状态"))
        .filter(|it| it.1.text() != "申请人撤回")
        .map(|(((no, accepted), decided), _)| Permit {
            no: no.text().to_owned(),
            accepted,
            decided: decided.day(),
        })
        .collect()
}

/// Penalties: number of the case, day of the decision.
fn penalties(made: &[Book]) -> Vec<(String, Date)> {
    let book = find(made, "enforcement/case");
    book.column("案件编号")
        .zip(book.column("处罚日期"))
        .filter_map(|(no, day)| Some((no.text().to_owned(), day.day()?)))
        .collect()
}

/// Cases against companies: the company, the number, the day.
fn offences(made: &[Book]) -> Vec<(String, String, Date)> {
    let book = find(made, "enforcement/case");
    book.column("当事人")
        .zip(book.column("案件编号"))
        .zip(book.column("立案日期"))
        .filter_map(|((party, no), day)| {
            Some((party.text().to_owned(), no.text().to_owned(), day.day()?))
        })
        .collect()
}

fn items() -> Book {
    /// Item, basis, days of the law, promised, by promise.
    const ITEMS: [(&str, &str, i64, i64, bool); 9] = [
        ("道路旅客运输经营许可", "道路运输条例", 20, 10, false),
        ("道路客运车辆新增变更", "道路运输条例", 20, 5, false),
        ("道路货物运输经营许可", "道路运输条例", 20, 5, true),
        ("道路危险货物运输经营许可", "道路运输条例", 20, 15, false),
        ("道路运输证核发", "道路运输条例", 20, 3, true),
        ("巡游出租汽车车辆经营许可", "巡游出租汽车经营服务管理规定", 20, 10, false),
        ("网络预约出租汽车运输证核发", "网络预约出租汽车经营服务管理暂行办法", 20, 5, true),
        ("从业资格证核发", "道路运输从业人员管理规定", 20, 5, true),
        ("机动车驾驶员培训经营许可", "道路运输条例", 15, 10, false),
    ];
    const MATERIALS: [(&str, i64, bool); 4] = [
        ("申请表", 1, false),
        ("申请人身份证明", 1, false),
        ("车辆、设备或资格证明", 1, true),
        ("安全生产管理制度文本", 1, true),
    ];
    let (mut rows, mut materials) = (Vec::new(), Vec::new());
    let none: Option<Date> = None;
    for ((item, basis, legal, promised, by_promise), number) in ITEMS.into_iter().zip(1..) {
        let code = format!("SX44182300{number:02}");
        let adjusted = matches!(number, 3 | 5).then_some(date(2020, 11, 2));
        for (name, copies, may_follow) in MATERIALS {
            materials.push(row![&code, name, copies, may_follow]);
        }
        rows.push(row![
            code,
            item,
            basis,
            legal,
            promised,
            by_promise,
            false,
            date(2019, 9, 2),
            adjusted,
            none,
            adjusted.map(|_| "县政务服务示例〔2020〕8号，承诺时限缩短，材料减少"),
            if adjusted.is_some() { "已调整" } else { "生效" },
        ]);
    }
    let columns = [
        "事项编码",
        "许可事项",
        "设定依据",
        "法定时限（天）",
        "承诺时限（天）",
        "可告知承诺",
        "收费",
        "生效日期",
        "调整日期",
        "取消日期",
        "调整取消依据",
        "状态",
    ];
    let sheets = vec![
        Sheet::new("许可事项", columns.map(col).to_vec(), rows).titled(&["行政许可事项目录"]),
        Sheet::new(
            "申请材料",
            ["事项编码", "材料名称", "份数（份）", "可容缺"].map(col).to_vec(),
            materials,
        ),
    ];
    Book::workbook("77-许可事项目录.xlsx", "permit/item", sheets)
}

fn promises(permits: &[Permit], days: &Days) -> Book {
    let mut random = Random::new(0x9a0b);
    let mut rows = Vec::new();
    let none: Option<Date> = None;
    let chosen = permits.iter().filter(|it| it.accepted >= date(2020, 12, 1)).step_by(4);
    for (permit, number) in chosen.zip(1_usize..) {
        let promised = permit.accepted;
        let is_gap = number % 3 == 0;
        let supply_by = is_gap.then(|| days.later(promised, 10));
        let supplied = supply_by.map(|_| days.later(promised, random.between(1, 8)));
        let supplied = supplied.filter(|it| *it <= LAST_DAY);
        let check_by = days.on_or_after(plus(promised, 60));
        // The eleventh was looked at too late, the fourteenth had promised what was not so.
        let taken = if number == 11 { 66 } else { random.between(20, 55) };
        let checked = Some(days.on_or_after(plus(promised, taken))).filter(|it| *it <= LAST_DAY);
        let checked = checked.filter(|_| !is_gap || supplied.is_some());
        let state = match (checked, supplied) {
            (Some(_), _) if number == 14 => "不实撤销",
            (Some(_), _) => "核查属实",
            (None, Some(_)) => "已补齐",
            (None, None) => "已承诺",
        };
        rows.push(row![
            format!("CN{}-{number:03}", promised.year()),
            &permit.no,
            if is_gap { "容缺受理" } else { "告知承诺" },
            promised,
            cast::person(1_760 + number % 3),
            is_gap.then_some("安全生产管理制度文本"),
            supply_by,
            supplied,
            check_by,
            checked,
            checked.map(|_| cast::person(1_764 + number % 2)),
            checked.map(|_| if number == 14 { "不实" } else { "属实" }),
            state,
        ]);
    }
    rows.push(row![
        "CN2021-099",
        permits.last().map(|it| it.no.as_str()),
        "容缺受理",
        permits.last().map(|it| it.accepted),
        cast::person(1_760),
        "车辆、设备或资格证明",
        permits.last().map(|it| days.later(it.accepted, 10)),
        none,
        permits.last().map(|it| days.on_or_after(plus(it.accepted, 60))),
        none,
        "",
        "",
        "已承诺",
    ]);
    let columns = vec![
        col("承诺书编号"),
        col("受理号"),
        col("承诺方式"),
        col("承诺日期"),
        col("受理人"),
        under("容缺", "缺项"),
        under("容缺", "补齐期限"),
        under("容缺", "补齐日期"),
        under("事后核查", "核查期限"),
        under("事后核查", "核查日期"),
        under("事后核查", "核查人"),
        under("事后核查", "核查结论"),
        col("状态"),
    ];
    let sheet = Sheet::new("承诺办理", columns, rows).titled(&["容缺受理、告知承诺登记表"]);
    Book::workbook("78-容缺受理和告知承诺.xlsx", "permit/promise", vec![sheet])
}

/// The companies that are evaluated: two for passengers, six for repair, four for training.
fn evaluated() -> Vec<String> {
    let mut all = vec![COACHES.to_owned(), TOURS.to_owned()];
    all.extend((0..6).map(fleet::repair_company));
    all.extend((0..4).map(fleet::school_company));
    all
}

/// Item, full points, tenths of a point that a weak one loses at most, and for what.
const ITEMS_OF_COMPANIES: [(&str, i64, i64, &str); 6] = [
    ("运输安全", 300, 250, "轻微责任事故一起，事故处理材料第3页"),
    ("经营行为", 200, 300, "现场检查扣分，见检查表"),
    ("服务质量", 150, 200, "服务投诉核实有责，见投诉记录"),
    ("社会责任", 150, 150, "从业人员社会保险未全员缴纳，见参保名册"),
    ("企业管理", 200, 400, "信用档案更新不及时，见检查照片"),
    ("加分", 20, 0, ""),
];
const ITEMS_OF_DRIVERS: [(&str, i64, i64, &str); 3] = [
    ("运输安全", 400, 300, "超速告警核实属实，见告警处置单"),
    ("经营行为", 300, 600, "一般违法行为一次，见处理记录"),
    ("服务质量", 300, 400, "服务投诉核实有责，见投诉记录"),
];
const ITEMS_OF_COACHES: [(&str, i64, i64, &str); 3] = [
    ("教学质量", 500, 600, "学员考试合格率低于全县平均，见统计表"),
    ("经营行为", 300, 500, "学时疑点认定属实，见疑点登记"),
    ("服务质量", 200, 300, "学员投诉核实有责，见投诉记录"),
];

/// One evaluation to be written.
struct Review {
    subject: &'static str,
    company: String,
    practitioner: Option<String>,
    items: &'static [(&'static str, i64, i64, &'static str)],
    from: Date,
    until: Date,
    /// Days from the end of the period to the upload.
    waits: i64,
    /// What a loss is multiplied by; 0 loses only now and then, and little.
    weak: i64,
    state: &'static str,
}

fn plan() -> Vec<Review> {
    let year = |year| (date(year, 1, 1), date(year, 12, 31));
    let mut plan = Vec::new();
    let mut add = |subject, company, practitioner, items, (from, until), waits, weak, state| {
        plan.push(Review {
            subject,
            company,
            practitioner,
            items,
            from,
            until,
            waits,
            weak,
            state,
        });
    };
    for period in [year(2019), year(2020)] {
        for (company, number) in evaluated().into_iter().zip(0..) {
            let weak = match number {
                1 => 68,
                9 => 22,
                _ => 0,
            };
            add("企业", company, None, &ITEMS_OF_COMPANIES[..], period, 62, weak, "已定级");
        }
    }
    for number in 0..30 {
        let state = match number {
            26 => "公示",
            27 => "异议复核",
            28 => "已审核",
            29 => "已上传",
            _ => "已定级",
        };
        let certificate = Some(fleet::certificate("客运驾驶员", number));
        let weak = if number % 13 == 5 { 18 } else { 0 };
        let company = COACHES.to_owned();
        add("驾驶员", company, certificate, &ITEMS_OF_DRIVERS, year(2020), 122, weak, state);
    }
    for number in 0..20 {
        let certificate = Some(fleet::certificate("教练员", number));
        let weak = if number % 9 == 4 { 20 } else { 0 };
        let company = fleet::school_company(number % 4);
        add("教练员", company, certificate, &ITEMS_OF_COACHES, year(2020), 122, weak, "已定级");
    }
    let quarter = (date(2021, 1, 1), date(2021, 3, 31));
    for number in 0..4 {
        let company = fleet::school_company(number);
        add("企业", company, None, &ITEMS_OF_COMPANIES, quarter, 8, 0, "已定级");
    }
    plan
}

/// The grade of a score in tenths of a point (等级), as in `defs/codes/credit_grade.toml`.
fn grade(tenths: i64) -> &'static str {
    match tenths {
        8_500.. => "AAA",
        7_000.. => "AA",
        6_000.. => "A",
        _ => "B",
    }
}

fn tenths(number: i64) -> rust_decimal::Decimal {
    rust_decimal::Decimal::new(number, 1)
}

fn reviews(offences: &[(String, String, Date)], days: &Days) -> Book {
    let mut random = Random::new(0xc4ed);
    let (mut rows, mut lines, mut objections) = (Vec::new(), Vec::new(), Vec::new());
    for (review, number) in plan().into_iter().zip(1..) {
        let no = format!("PJ{}-{number:03}", review.until.strftime("%Y%m"));
        let is_open = review.state != "已定级";
        let uploaded = days.on_or_after(plus(review.until, review.waits + random.between(0, 10)));
        let audited = days.later(uploaded, random.between(3, 8));
        let opens = if is_open { date(2021, 6, 28) } else { days.later(audited, 3) };
        let (closes, graded) = (plus(opens, 10), days.later(plus(opens, 10), 2));
        let offence = offences.iter().find(|(party, _, filed)| {
            review.subject == "企业"
                && *party == review.company
                && (review.from..=review.until).contains(filed)
        });
        let mut score = 0;
        for &(item, full, most, why) in review.items {
            let offence = offence.filter(|_| item == "经营行为");
            let loses = most > 0 && (review.weak > 0 || offence.is_some() || random.chance(45));
            let lost = if loses {
                let least = if review.weak > 0 { most / 20 } else { 1 };
                (random.between(least, most / 10) * review.weak.max(5)).min(full * 10)
            } else {
                0
            };
            score += full * 10 - lost;
            let why = match offence {
                Some(_) => "行政处罚一次，见案件",
                None if lost > 0 => why,
                None => "",
            };
            let case = offence.map(|it| it.1.as_str());
            lines.push(row![&no, item, tenths(full * 10), tenths(lost), why, case]);
        }
        let is_audited = review.state != "已上传";
        let is_public = !matches!(review.state, "已上传" | "已审核");
        if review.state == "异议复核" || (number == 14 && !is_open) {
            let answered = (!is_open).then_some(graded);
            let answer = (!is_open).then_some("复核投诉记录，扣分维持");
            let raised = days.on_or_after(plus(opens, 3));
            objections.push(row![&no, raised, "对服务质量扣分有异议", answered, answer]);
        }
        rows.push(row![
            no,
            review.subject,
            review.company,
            review.practitioner,
            review.from,
            review.until,
            tenths((score + 120).min(10_200)),
            uploaded,
            is_audited.then_some(audited),
            is_audited.then(|| tenths(score)),
            is_public.then_some(opens),
            is_public.then_some(closes),
            (!is_open).then(|| grade(score)),
            (!is_open).then_some(graded),
            review.state,
        ]);
    }
    let columns = [
        "评价编号",
        "评价对象",
        "企业",
        "从业资格证号",
        "评价期起",
        "评价期止",
        "自评得分（分）",
        "资料上传日期",
        "审核日期",
        "得分（分）",
        "公示开始",
        "公示结束",
        "等级",
        "定级日期",
        "状态",
    ];
    let items = ["评价编号", "评价指标", "满分（分）", "扣分（分）", "扣分依据", "案件编号"];
    let below = ["评价编号", "提出日期", "异议理由", "答复日期", "复核意见"];
    let sheets = vec![
        Sheet::new("诚信评价", columns.map(col).to_vec(), rows).titled(&["诚信评价登记表"]),
        Sheet::new("评分明细", items.map(col).to_vec(), lines),
        Sheet::new("异议", below.map(col).to_vec(), objections),
    ];
    Book::workbook("79-诚信评价.xlsx", "permit/credit_review", sheets)
}

fn site_checks(days: &Days) -> Book {
    const PROBLEMS: [(&str, &str, i64); 4] = [
        ("企业管理", "安全例会记录不全", 20),
        ("运输安全", "灭火器压力不足未更换", 30),
        ("经营行为", "收费公示牌内容未更新", 10),
        ("社会责任", "继续教育台账缺两人", 20),
    ];
    let mut random = Random::new(0x517e);
    let (mut rows, mut points) = (Vec::new(), Vec::new());
    let none: Option<Date> = None;
    for (quarter, first) in
        [(date(2020, 10, 1), date(2020, 12, 14)), (date(2021, 1, 1), date(2021, 3, 15))]
    {
        for (company, number) in evaluated().into_iter().zip(1_usize..) {
            let no = format!("XC{}-{number:02}", quarter.strftime("%Y%m"));
            let checked = days.on_or_after(plus(first, random.between(0, 14)));
            for &(item, problem, lost) in random.some(&PROBLEMS, number % 3) {
                points.push(row![&no, item, problem, tenths(lost), "现场照片"]);
            }
            rows.push(row![
                no,
                company,
                quarter,
                checked,
                cast::person(1_750 + number % 2),
                cast::person(1_752 + number % 3),
                cast::person(160 + number),
                days.on_or_after(plus(checked, -5)),
                if number % 5 == 0 {
                    "资料不齐，退回补传后通过"
                } else {
                    "资料齐全，审核通过"
                },
                days.later(checked, random.between(2, 6)),
                "已上传",
            ]);
        }
    }
    for (company, number) in evaluated().into_iter().zip(1_usize..) {
        let checked = (number <= 2).then_some(date(2021, 7, 7));
        rows.push(row![
            format!("XC202104-{number:02}"),
            company,
            date(2021, 4, 1),
            checked,
            checked.map(|_| cast::person(1_750)),
            checked.map(|_| cast::person(1_752)),
            checked.map(|_| cast::person(160 + number)),
            none,
            "",
            none,
            if checked.is_some() { "已检查" } else { "计划" },
        ]);
    }
    let columns = vec![
        col("检查编号"),
        col("企业"),
        col("评价季度"),
        under("现场检查", "检查日期"),
        under("现场检查", "检查人"),
        under("现场检查", "同行检查人"),
        under("现场检查", "企业签字人"),
        under("上传资料", "企业上传日期"),
        under("上传资料", "资料审核意见"),
        col("录入上传日期"),
        col("状态"),
    ];
    let below =
        vec![col("检查编号"), col("评价指标"), col("问题"), col("扣分（分）"), col("照片或材料")];
    let sheets = vec![
        Sheet::new("现场检查", columns, rows).titled(&["诚信评价现场检查登记表"]),
        Sheet::new("扣分项", below, points),
    ];
    Book::workbook("168-诚信评价现场检查.xlsx", "permit/site_check", sheets)
}

fn weekly(permits: &[Permit], penalties: &[(String, Date)], days: &Days) -> Book {
    let (mut rows, mut entries): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) = (Vec::new(), Vec::new());
    let mut monday = date(2020, 11, 30);
    while plus(monday, 6) < LAST_DAY {
        let sunday = plus(monday, 6);
        let thursday = plus(monday, 3);
        let week = between(date(thursday.year(), 1, 1), thursday) / 7 + 1;
        let no = format!("{}W{week:02}", thursday.year());
        let inside = |day: Date| monday <= day && day <= sunday;
        let mut lines: Vec<(Date, Vec<Cell>)> = Vec::new();
        for permit in permits {
            if let Some(day) = permit.decided.filter(|it| inside(*it)) {
                lines.push((day, row![&no, day, &permit.no, ""]));
            }
        }
        for (case, day) in penalties.iter().filter(|it| inside(it.1)) {
            lines.push((*day, row![&no, *day, "", case]));
        }
        lines.sort_by_key(|it| it.0);
        entries.extend(lines.into_iter().map(|it| it.1));
        let due = days.later(sunday, 3);
        // After the Spring Festival the system was closed for two days.
        let is_late = no == "2021W07";
        let reported = if is_late { days.later(due, 2) } else { days.later(sunday, 1 + week % 3) };
        let is_received = reported < date(2021, 7, 6);
        rows.push(row![
            &no,
            monday,
            sunday,
            due,
            reported,
            !is_late,
            if week % 9 == 4 { 1_i64 } else { 0 },
            is_received.then(|| format!("XYHZ-{no}")),
            cast::person(1_768),
            if is_received { "已回执" } else { "已上报" },
        ]);
        monday = plus(monday, 7);
    }
    let columns = [
        "周次",
        "起",
        "止",
        "应报日期",
        "上报日期",
        "按时报送",
        "退回差错（条）",
        "回执号",
        "报送人",
        "状态",
    ];
    let below = ["周次", "决定日期", "受理号", "案件编号"];
    let sheets = vec![
        Sheet::new("每周报送", columns.map(col).to_vec(), rows).titled(&["每周信用信息报送登记表"]),
        Sheet::new("报送明细", below.map(col).to_vec(), entries),
    ];
    Book::workbook("169-每周信用信息报送.xlsx", "permit/weekly_report", sheets)
}
