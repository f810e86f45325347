//! 诚信评价 and 现场检查: scores with their evidence.

use jiff::civil::{Date, date};

use crate::book::{Book, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, plus};
use crate::fleet::{self, COACHES, TOURS};
use crate::random::Random;

/// The books; cases are those of the register already made.
pub(crate) fn books(made: &[Book], days: &Days) -> Vec<Book> {
    vec![reviews(&offences(made), days), site_checks(days)]
}

/// Cases against companies: the company, the number, the day.
fn offences(made: &[Book]) -> Vec<(String, String, Date)> {
    let book = Book::of(made, "enforcement/case");
    book.column("当事人")
        .zip(book.column("案件编号"))
        .zip(book.column("立案日期"))
        .filter_map(|((party, no), day)| {
            Some((party.text().to_owned(), no.text().to_owned(), day.day()?))
        })
        .collect()
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
