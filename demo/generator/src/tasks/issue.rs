//! 存在问题, 下一步计划, 上期事项回应.

use jiff::civil::{Date, date};

use super::{day, leader, leader_of, sheet, some_day, table};
use crate::book::{Book, Cell, row};

/// 2020年下半年, 2021年上半年 and the half year after: when the report was written and when the next one takes its figures.
const LAST_REPORT: (&str, Date, Date) =
    ("2020年下半年工作总结", date(2021, 1, 4), date(2021, 6, 30));
const THIS_REPORT: (&str, Date, Date) =
    ("2021年上半年工作总结", date(2021, 7, 2), date(2021, 12, 31));
const OLD_REPORT: (&str, Date, Date) =
    ("2020年上半年工作总结", date(2020, 7, 2), date(2020, 12, 31));

/// A problem, as a line of the table below.
struct Problem {
    no: &'static str,
    heading: &'static str,
    topic: &'static str,
    concerns: &'static str,
    office: &'static str,
    raised: Date,
    /// 首次写入报告.
    first: &'static str,
    ordered: Option<Date>,
    due: Option<Date>,
    eased: Option<Date>,
    solved: Option<Date>,
    outcome: &'static str,
    advice: &'static str,
    wording: &'static str,
}

/// The fields of [`Problem`] in their order.
const PROBLEMS: &str = "\
WT2020-01|广连高速青莲镇段拆迁安置地尚未落实|征地拆迁|广连高速公路阳山段青莲镇拆迁户|征拆办|2020-06-22|2020年上半年工作总结|2020-07-08|2021-09-30||||请县政府协调青莲镇尽快确定安置地块分配方案，督促项目公司落实水土保持措施。|安置地块分配方案迟迟未定，安置地场地平整和通水、通电、通路不能开展，配套设施无法动工，群众临时安置费用支出较大。施工中还出现水土流失污染农田、水源等现象，部分乡镇改路、改渠、改水问题有待解决。
WT2020-02|省道改建工程用地未批、进展缓慢|征地拆迁|省道260线文塔大桥至水口大桥段改建工程（一期工程）|交通运输服务中心|2020-06-22|2020年上半年工作总结|2020-07-08|2021-06-30||||会同岭背镇、自然资源部门限期补办用地手续，依法处理爆破纠纷，约谈施工单位。|文塔大桥至水口大桥段改建工程（一期工程）进度很不理想，目前处于停工状态。主要原因有：施工环境受阻，暗浪陂段部分房屋没有拆除，石方爆破与附近村民房屋裂缝的民事纠纷没有解决，村民阻工；施工单位组织不力，人力、物力、资金投入不足；用地审批仍未完成，因未批先用被市自然资源局督办。
WT2020-03|部分农村公路项目前期工作滞后|项目建设|通建制村公路“单改双”工程、村道安全生命防护工程|交通运输服务中心|2020-12-21|2020年下半年工作总结|2021-01-06|||||请上级尽快明确标准，同步做好勘察设计。|通建制村公路“单改双”工程和村道安全生命防护工程，省、市还没有明确补助标准和建设标准，项目前期工作推进缓慢。
WT2020-04|取证难影响行业治乱成效|运输市场|非法营运车辆|执法股|2020-06-22|2020年上半年工作总结|2020-07-08||2021-05-14|||建立公安、交通线索研判和联合取证机制。|非法营运隐蔽性强，执法车辆标识明显，非法营运者长期窥探执法动向，利用时间和地域空隙活动；运政执法人员又不能像交警那样拦截行驶中的车辆。认定非法营运须证明发生收费行为，驾驶员往往事先与乘客约定说法，执法人员难以取得证据。
WT2020-05|网约车监管存在漏洞|网约车监管|在县内营运的网约车平台、车辆和驾驶员|运政股|2020-12-21|2020年下半年工作总结|2021-01-06|||||支持合规网约车发展，坚决查处未经许可从事网约车经营的行为。|网约车方便快捷，改善了群众出行，但平台和车辆监管手段不足，部分车辆、驾驶员没有取得许可即上路营运，安全和服务责任难以落实。
WT2020-06|高速公路出入口治超力量不足|治超|广连高速、清连高速出入口|治超办|2020-11-18|2020年下半年工作总结|2020-11-23|2021-03-31||2021-02-24|已抽调各成员单位人员组成联合执法队，昼夜轮班值守。|抽调成员单位人员组成联合执法队轮班值守。|高速公路出入口值守人员少，夜间超限车辆绕行。
WT2020-07|范村小学路段标志标线不规范|安全生产|S250线范村小学路段|公路事务中心|2020-12-07|2020年下半年工作总结|2020-12-09|2021-05-31|2021-03-19|2021-05-20|已按规范补齐学校路段标志标线，并报市安全巡察组销号。|按规范补齐标志标线。|学校路段标志标线不规范、不齐全，被列为市安全巡察督办事项。
WT2021-01|项目建设资金缺口大|项目资金|江咀桥等危桥改造工程，S524、S525线水毁修复工程|办公室|2021-05-18|2021年上半年工作总结|2021-05-19|2021-12-31||||积极争取上级补助，请县政府统筹安排配套资金。|今年实施的江咀桥等危桥改造和水毁修复工程中，江咀桥和水毁修复工程暂未纳入省、市补助计划，需要县里全额配套，资金压力大。
WT2021-02|主汛期公路抢修设备不足|安全生产|秤架乡等山区县乡道|公路事务中心|2021-07-06|||||||与社会机械签订调用协议。|山区县道多处同时塌方时，抢修设备调配不开。";

fn all_problems() -> Vec<Problem> {
    let read = |cells: [&'static str; 14]| {
        let [
            no,
            heading,
            topic,
            concerns,
            office,
            raised,
            first,
            ordered,
            due,
            eased,
            solved,
            outcome,
            advice,
            wording,
        ] = cells;
        let (raised, ordered, due) = (day(raised), some_day(ordered), some_day(due));
        let (eased, solved) = (some_day(eased), some_day(solved));
        Problem {
            no,
            heading,
            topic,
            concerns,
            office,
            raised,
            first,
            ordered,
            due,
            eased,
            solved,
            outcome,
            advice,
            wording,
        }
    };
    table(PROBLEMS).map(read).collect()
}

/// 存在问题.
pub(super) fn problems() -> Book {
    let rows = all_problems().into_iter().map(|it| {
        let state = match (it.ordered, it.eased, it.solved) {
            (.., Some(_)) => "解决",
            (_, Some(_), None) => "缓解",
            (Some(_), None, None) => "已交办",
            (None, ..) => "提出",
        };
        row![
            it.no,
            it.heading,
            it.wording,
            it.topic,
            it.concerns,
            it.advice,
            leader_of(it.office),
            it.office,
            it.raised,
            it.first,
            it.ordered,
            it.due,
            it.eased,
            it.solved,
            it.outcome,
            state
        ]
    });
    let heads = "问题编号 标题 报告表述 专题 涉及对象 建议 责任领导 责任部门 提出日期 首次写入报告 交办日期 解决期限 缓解日期 解决日期 解决情况 状态";
    let sheets = vec![sheet("存在问题", heads, rows.collect()).titled(&["存在问题台账"])];
    Book::workbook("27-存在问题.xlsx", "task/problem", sheets)
}

/// A plan, as a line of the table below.
struct Promise {
    no: &'static str,
    heading: &'static str,
    topic: &'static str,
    office: &'static str,
    criterion: &'static str,
    task: &'static str,
    due: Date,
    state: &'static str,
    kept: Option<Date>,
    outcome: &'static str,
    wording: &'static str,
}

/// The plans of last period's report and of this one.
const PROMISES: &str = "\
JH2020-01|抓好春运组织和疫情防控|疫情防控|运政股|没有旅客滞留和聚集性疫情||2021-06-30|兑现|2021-03-08|春运期间客运平稳有序，没有发生旅客滞留。|备足运力，落实站场和车辆防控措施。
JH2020-02|充实路面治超力量|治超|治超办|队伍组建到位并排班||2021-03-31|兑现|2021-02-24|联合执法队已组建，昼夜轮班值守。|从成员单位抽调人员，组建联合执法队。
JH2020-03|落实广连高速拆迁安置地|征地拆迁|征拆办|安置地块分配方案确定||2021-06-30|在办||已争取镇村支持，但安置地块分配方案仍未确定。|会同青莲镇落实安置地块。
JH2020-04|推进省道改建一期工程|项目建设|交通运输服务中心|用地批复，恢复施工||2021-06-30|在办||用地手续仍在审批，纠纷没有解决，工程停工。|补办用地手续，排除施工障碍，加快施工进度。
JH2020-05|安装重型货车智能视频监控报警装置|运输市场|运政股|应装尽装||2021-06-30|兑现|2021-06-28|需要安装的重型货车已全部安装。|督促车主按期安装。
JH2020-06|建立“百吨王”倒查机制|治超|治超办|机制印发执行||2021-06-30|兑现|2021-03-22|倒查机制和货车监管机制已印发执行。|明确倒查程序和部门责任。
JH2020-07|整改省委巡视反馈问题|巡视整改|办公室|按方案时限销号||2021-06-30|兑现|2021-06-25|巡视反馈问题整改按方案推进，应在上半年完成的已完成。|制定方案，逐项整改销号。
JH2020-08|新建乡镇候车亭|运输市场|运政股|建成投用||2021-06-30|不再办||上级调整了站场布局，经局长批准不再单独建设，并入公交首末站统筹。|选址新建一批乡镇候车亭。
JH2021-01|强化党的建设，全面加强党的领导|党的建设|办公室|学习教育按方案完成，整改事项按时销号||2021-12-31|承诺|||深入学习贯彻习近平新时代中国特色社会主义思想，加强党员干部思想政治教育和意识形态工作，严格落实“三会一课”制度；扎实推进党史学习教育，办好“我为群众办实事”实践活动；抓好省委巡视反馈问题整改落实。
JH2021-02|加快推进重点工程建设|项目建设|交通运输服务中心|项目按计划节点推进||2021-12-31|承诺|||督促建设单位加快国省道和“四好农村路”项目前期工作，尽快进场施工；配合省、市推进G323线沙坪至岭背段、G358线杜步梅迳至太平路陂桥段改建工程前期工作。抓住下半年施工黄金季节，逐个项目明确方案、责任领导、责任人和质量监督员，在保证质量安全的前提下加快进度。
JH2021-03|抓好在建项目安全监管|安全生产|质监股|没有发生较大以上生产安全事故||2021-12-31|承诺|||督促施工单位落实常态化疫情防控主体责任，加大现场监管力度，强化隐患排查和风险管控，坚决防范生产安全事故，遏制较大以上事故。
JH2021-04|积极争取上级补助资金|项目资金|办公室|项目纳入省、市补助计划|RW2021-06|2021-12-31|承诺|||做好江咀桥和水毁修复工程补助资金的申报和跟踪，缓解地方配套压力。
JH2021-05|规范道路运输市场秩序|运输市场|运政股|专项整治按月开展，线索逐条核查||2021-12-31|承诺|||认真分析行业形势，加强普通货运、危货、客运、租赁、驾培、出租汽车和网约车企业监管；联合公安、市场监管等部门，重点整治私家车擅自营运、以租赁或者微信平台变相营运、未经许可从事网约车经营等行为。
JH2021-06|从源头治理超限超载|治超|治超办|源头单位责任书全部签订|RW2021-Q04|2021-12-31|承诺|||与货物装载源头单位签订责任书，按照“管生产必须管安全”的原则落实源头管理制度，禁止超限超载车辆出场、出站、上路；对违法的货运企业和驾驶员依法实施“一超四罚”。
JH2021-07|突出整治重点车型和重点区域|治超|治超办|联合执法不间断，案件依法办结||2021-12-31|承诺|||联合执法队在普通公路、高速公路出入口、货物装载源头周边路段等重点区域开展联合执法，严厉打击“百吨王”等严重超限超载行为，保障公路桥梁安全畅通。
JH2021-08|深化突出问题专项整治|扫黑除恶|执法股|自查问题全部整改||2021-12-31|承诺|||对照执法领域突出问题清单自查自纠，整改一项、销号一项，健全长效机制。
JH2021-09|推进公共客运发展|运输市场|运政股|出行方案印发实施||2021-12-31|承诺|||逐步优化城市公交和建制村通客运班车出行方案，督促客运站场做好疫情防控，加强客运安全管理。
JH2021-10|推进非现场执法监测点建设|非现场执法|治超办|监测点全部建成|RW2021-Q25|2021-12-31|承诺|||倒排工期，抓紧完成剩余监测点建设，同步做好设备检定、设置公示和人员培训，尽快依法启用。
JH2021-11|统筹抓好其他工作|综合|办公室|各项工作按期完成||2021-12-31|承诺|||继续抓好依法行政、信访、工青妇、保密和巩固脱贫成果等工作，认真办理人大代表建议和政协提案。";

fn all_promises() -> Vec<Promise> {
    let read = |cells: [&'static str; 11]| {
        let [no, heading, topic, office, criterion, task, due, state, kept, outcome, wording] =
            cells;
        let (due, kept) = (day(due), some_day(kept));
        Promise { no, heading, topic, office, criterion, task, due, state, kept, outcome, wording }
    };
    table(PROMISES).map(read).collect()
}

impl Promise {
    fn is_of_last_period(&self) -> bool {
        self.no.starts_with("JH2020")
    }

    fn rank(&self) -> i64 {
        self.no[7..].parse().expect("numbers end with two digits")
    }
}

/// 下一步计划 and 上期事项回应.
pub(super) fn books() -> Vec<Book> {
    vec![promises(), answers()]
}

fn promises() -> Book {
    let rows = all_promises().into_iter().map(|it| {
        let taken_up = if it.is_of_last_period() { date(2020, 12, 31) } else { crate::LAST };
        let approved = (it.state == "不再办").then(|| leader(0));
        row![
            it.no,
            it.heading,
            it.wording,
            it.topic,
            it.rank(),
            leader_of(it.office),
            it.office,
            it.criterion,
            it.task,
            taken_up,
            it.due,
            it.kept,
            it.outcome,
            approved,
            it.state
        ]
    });
    let heads = "计划编号 标题 报告表述 专题 排序 责任领导 责任部门 验收标准 对应任务 提出日期 完成期限 兑现日期 落实情况 批准人 状态";
    let sheets = vec![sheet("下一步计划", heads, rows.collect()).titled(&["下一步工作计划台账"])];
    Book::workbook("29-1-下一步计划.xlsx", "task/promise", sheets)
}

/// One line of 上期事项回应; the number is set later.
struct Line {
    report: (&'static str, Date, Date),
    problem: &'static str,
    promise: &'static str,
    heading: &'static str,
    wording: &'static str,
    office: &'static str,
    /// The day, 回应, 落实情况.
    answer: Option<(Date, &'static str, &'static str)>,
}

fn lines() -> Vec<Line> {
    let of_problem = |report: (&'static str, Date, Date), it: &Problem, answer| Line {
        report,
        problem: it.no,
        promise: "",
        heading: it.heading,
        wording: it.wording,
        office: it.office,
        answer,
    };
    let (problems, promises) = (all_problems(), all_promises());
    let mut lines = Vec::new();
    let old = ["WT2020-01", "WT2020-02", "WT2020-04"];
    for it in problems.iter().filter(|it| old.contains(&it.no)) {
        // One was answered after its term.
        let on = if it.no == "WT2020-04" { date(2021, 1, 8) } else { date(2020, 12, 24) };
        lines.push(of_problem(OLD_REPORT, it, Some((on, "继续推进", "仍在协调，列入下期。"))));
    }
    for it in problems.iter().filter(|it| it.raised < LAST_REPORT.1) {
        lines.push(of_problem(LAST_REPORT, it, Some(answer(it))));
    }
    for it in promises.iter().filter(|it| it.is_of_last_period()) {
        let word = match it.state {
            "兑现" => "已兑现",
            "不再办" => "不再列入",
            _ => "继续推进",
        };
        lines.push(of_promise(LAST_REPORT, it, Some((date(2021, 6, 25), word, it.outcome))));
    }
    let is_open = |it: &&Problem| it.solved.is_none() && it.raised < THIS_REPORT.1;
    lines.extend(problems.iter().filter(is_open).map(|it| of_problem(THIS_REPORT, it, None)));
    let new = promises.iter().filter(|it| !it.is_of_last_period());
    lines.extend(new.map(|it| of_promise(THIS_REPORT, it, None)));
    lines
}

fn of_promise(
    report: (&'static str, Date, Date),
    it: &Promise,
    answer: Option<(Date, &'static str, &'static str)>,
) -> Line {
    Line {
        report,
        problem: "",
        promise: it.no,
        heading: it.heading,
        wording: it.wording,
        office: it.office,
        answer,
    }
}

/// What the report of this half year says of a problem of the last one.
fn answer(it: &Problem) -> (Date, &'static str, &'static str) {
    let on = date(2021, 6, 24);
    match (it.no, it.solved) {
        (_, Some(_)) => (on, "已解决", it.outcome),
        ("WT2020-01", _) => {
            (on, "继续推进", "多次会同青莲镇和项目公司协调，安置地块分配方案仍未确定。")
        }
        ("WT2020-02", _) => (on, "继续推进", "用地手续正在补办，阻工纠纷仍在调解，工程尚未复工。"),
        ("WT2020-03", _) => (on, "继续推进", "已先行开展施工图设计，待上级明确标准后加快推进。"),
        ("WT2020-04", _) => (on, "有进展", "与公安机关建立线索研判机制，联合取证能力有所提高。"),
        _ => (on, "继续推进", "加强平台约谈和路面检查，监管手段仍需完善。"),
    }
}

fn answers() -> Book {
    let rows = lines().into_iter().zip(1_i64..).map(|(it, number)| {
        let (report, written, by) = it.report;
        let no = format!("HF{}-{number:02}", written.year());
        let is_dropped = it.answer.is_some_and(|it| it.1 == "不再列入");
        let state = match (it.answer, is_dropped) {
            (None, _) => "待回应",
            (Some(_), false) => "已回应",
            (Some(_), true) => "批准不再列入",
        };
        row![
            no,
            if it.problem.is_empty() { "下一步计划" } else { "存在问题" },
            it.problem,
            it.promise,
            report,
            it.heading,
            it.wording,
            written,
            by,
            it.office,
            it.answer.map(|it| it.0),
            it.answer.map(|it| it.1),
            it.answer.map(|it| it.2),
            is_dropped.then(|| leader(0)),
            state
        ]
    });
    let heads = "编号 回应对象 问题编号 计划编号 写入的报告 标题 当时的表述 报告成文日期 回应期限 回应部门 回应日期 回应 落实情况 批准人 状态";
    let rows: Vec<Vec<Cell>> = rows.collect();
    let sheets = vec![sheet("上期事项", heads, rows).titled(&["上期报告事项回应台账"])];
    Book::workbook("29-2-上期事项回应.xlsx", "task/answer", sheets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_report_says_waits_for_the_answer_of_the_next() {
        // 十三节六个问题，十四节十一条计划
        let waiting: Vec<Line> =
            lines().into_iter().filter(|it| it.report == THIS_REPORT).collect();
        assert_eq!(waiting.iter().filter(|it| !it.problem.is_empty()).count(), 6);
        assert_eq!(waiting.iter().filter(|it| !it.promise.is_empty()).count(), 11);
        assert!(waiting.iter().all(|it| it.answer.is_none()));
    }

    #[test]
    fn what_the_last_report_said_is_answered_in_time() {
        for line in lines().iter().filter(|it| it.report == LAST_REPORT) {
            let (on, ..) = line.answer.expect("every line has an answer");
            assert!(on <= LAST_REPORT.2, "{}", line.heading);
        }
    }

    #[test]
    fn a_text_of_the_report_holds_no_number_of_a_ledger() {
        // Route numbers (G323) are names.
        for problem in all_problems() {
            assert!(!problem.wording.contains(|it: char| it.is_ascii_digit()), "{}", problem.no);
        }
    }
}
