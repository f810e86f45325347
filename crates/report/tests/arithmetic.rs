//! Arithmetic of the founding report (建站报告的算术): what holds is left alone, and one wrong digit is found.
//!
//! The report and its list of relations lie beside the repository; without them these tests say so and
//! stop.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::check::{CheckFinding, Options, all_rules, check_text, read_text};
use rust_decimal::{Decimal, RoundingStrategy};

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn seed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    if folder.join("report.txt").exists() {
        return Some(folder);
    }
    let missing = format!("skipped: the founding report is not here ({})", folder.display());
    say(&missing);
    None
}

/// The rules of this family that recompute a number.
const RECOMPUTING: [&str; 6] = [
    "part_sum",
    "part_sum_doubtful",
    "part_over_total",
    "rate_recomputed",
    "stake_length",
    "state_sum",
];
/// What the family may say about the report as it is: rule and line, read off the text by people.
const KNOWN: &[(&str, u32)] = &[
    ("rate_over_hundred", 28),
    ("about_exact", 28),
    ("growth_without_base", 80),
    ("in_all_over", 87),
    ("in_all_twice", 87),
    ("vague_count", 115),
    ("done_not_all", 74),
    ("progress_by_count", 173),
];

fn family() -> Vec<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules/count");
    all_rules().map(|it| it.id).filter(|it| folder.join(format!("{it}.rs")).exists()).collect()
}

fn findings(text: &str) -> Vec<CheckFinding> {
    let text = read_text("report.txt", text.as_bytes()).expect("the report is a text");
    let family = family();
    let all = check_text(&text, &Options { period: "2021H1".parse().ok(), ..Options::default() });
    all.into_iter().filter(|it| family.contains(&it.rule)).collect()
}

#[test]
fn the_arithmetic_that_holds_is_left_alone() {
    let Some(folder) = seed() else { return };
    let text = fs::read_to_string(folder.join("report.txt")).expect("the report can be read");
    let found = findings(&text);
    for it in &found {
        say(&format!("{}:{} {} “{}” {}", it.line, it.column, it.rule, it.quote, it.message));
    }
    let beyond: Vec<_> = found.iter().filter(|it| !KNOWN.contains(&(it.rule, it.line))).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
    let missed: Vec<_> =
        KNOWN.iter().filter(|it| !found.iter().any(|hit| (hit.rule, hit.line) == **it)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

/// A number of the report: where its digits stand.
struct Place {
    start: usize,
    digits: String,
}

/// Quotes of the quantities by id.
fn quotes(folder: &Path) -> BTreeMap<String, (String, String)> {
    let mut reader = csv::Reader::from_path(folder.join("figures.csv")).expect("the key is there");
    let rows = reader.records().map(|it| it.expect("a row of the key"));
    rows.map(|it| (it[0].to_owned(), (it[2].trim().to_owned(), it[3].to_owned()))).collect()
}

/// Where a quantity of the key stands: its value, within its quote.
fn place(text: &str, quotes: &BTreeMap<String, (String, String)>, id: &str) -> Option<Place> {
    let (quote, value) = quotes.get(id)?;
    let start = text.find(quote)?;
    let digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit() || it == '.');
    let found = quote.match_indices(value.as_str()).find(|(at, _)| {
        !digit(quote[..*at].chars().next_back()) && !digit(quote[at + value.len()..].chars().next())
    });
    let (at, _) = found?;
    Some(Place { start: start + at, digits: value.clone() })
}

/// The same number with one digit changed: each digit in turn, one more, with 9 to 8.
fn one_digit_off(digits: &str) -> Vec<String> {
    let bytes: Vec<(usize, char)> =
        digits.char_indices().filter(|it| it.1.is_ascii_digit()).collect();
    bytes
        .iter()
        .map(|(at, digit)| {
            let other = if *digit == '9' {
                '8'
            } else {
                char::from(u8::try_from(*digit).unwrap_or(b'0') + 1)
            };
            format!("{}{other}{}", &digits[..*at], &digits[at + 1..])
        })
        .collect()
}

/// Whether a ratio still gives its printed rate with one number changed: 717÷716 is 100% as well, no fault to find.
fn still_holds(
    row: &csv::StringRecord,
    quotes: &BTreeMap<String, (String, String)>,
    changed: &str,
    other: &str,
) -> bool {
    let value = |id: &str| -> Option<Decimal> {
        if id == changed { other.parse().ok() } else { quotes.get(id)?.1.parse().ok() }
    };
    let mut left = row[2].split_whitespace();
    let parts = left.next().and_then(value).zip(left.next().and_then(value)).zip(value(&row[6]));
    let Some(((part, whole), rate)) = parts.filter(|_| &row[1] == "ratio") else { return false };
    let exact = part * Decimal::ONE_HUNDRED / whole;
    exact.round_dp_with_strategy(rate.scale(), RoundingStrategy::MidpointAwayFromZero) == rate
}

#[test]
fn one_wrong_digit_in_a_relation_is_found() {
    let Some(folder) = seed() else { return };
    let text = fs::read_to_string(folder.join("report.txt")).expect("the report can be read");
    let quotes = quotes(&folder);
    let mut reader = csv::Reader::from_path(folder.join("relations.csv")).expect("relations");
    let (mut tried, mut missed) = (0_usize, Vec::new());
    for row in reader.records().map(|it| it.expect("a relation")) {
        let checked = &row[7] == "ok" && ["sum", "ratio", "difference"].contains(&&row[1]);
        if !checked {
            continue;
        }
        for id in row[2].split_whitespace().chain([&row[6]]) {
            let Some(place) = place(&text, &quotes, id) else { continue };
            for other in one_digit_off(&place.digits) {
                if still_holds(&row, &quotes, id, &other) {
                    continue;
                }
                let mut wrong = text.clone();
                wrong.replace_range(place.start..place.start + place.digits.len(), &other);
                let line =
                    u32::try_from(wrong[..place.start].matches('\n').count()).unwrap_or(0) + 1;
                let hit = findings(&wrong)
                    .iter()
                    .any(|it| it.line == line && RECOMPUTING.contains(&it.rule));
                tried += 1;
                if !hit {
                    missed.push(format!("{} {id} L{line} {} → {other}", &row[0], place.digits));
                }
            }
        }
    }
    say(&format!("one wrong digit: {} of {tried} found", tried - missed.len()));
    for it in &missed {
        say(&format!("missed: {it}"));
    }
    assert!(tried > 80, "only {tried} places of the relations were found in the text");
    assert!(missed.len() * 20 <= tried, "{missed:?}");
}

/// Sentences as bureaus write them, right as they stand: numbers beside each other that make no sum, rate or list.
const SOUND: &[&str] = &[
    "截至6月底，全县公路通车总里程1832.6公里，其中国道128.4公里、省道215.3公里、农村公路1488.9公里。",
    "全局现有干部职工86人，其中党员52人，大专以上学历71人，35岁以下28人。",
    "上半年共受理群众来信来访35件，已办结33件，其余2件正在办理，办结率94.3%。",
    "计划投资1.2亿元，截至目前完成投资7600万元，占年度计划的63.3%，其中省补助资金4000万元已全部到位。",
    "共排查隐患126处，已整改118处，整改率93.7%，剩余8处已落实管控措施。",
    "检查企业45家次，发现问题隐患67项，下发整改通知书12份，责令停业整顿2家。",
    "新改建农村公路56公里，其中路面改造32公里；实施安防工程120公里、危桥改造3座。",
    "出动执法人员1230人次、执法车辆410辆次，检查车辆3560辆次，查处超限超载车辆86辆次，卸载货物1250.6吨。",
    "全县共有客运企业3家、货运企业18家，从业人员560余人，营运车辆423辆，同比增加15辆。",
    "完成货运量320万吨、货物周转量4.5亿吨公里，同比分别增长5.6%和7.2%。",
    "项目概算总投资约4816万元，由省、市、县三级财政按5:3:2的比例分担，县级配套约963万元。",
    "春运40天共发送旅客12.3万人次，日均3075人次，较去年同期增长8%。",
    "一季度完成投资2000万元，二季度完成投资3500万元，上半年累计完成投资5500万元，为年度计划1亿元的55%。",
    "该路段全长12公里，路基宽8.5米，路面宽7米，设计速度60公里/小时，概算投资3600万元，平均每公里300万元。",
    "办理人大建议33件、政协提案10件，办结率、满意率均为100%。",
    "召开会议4次，组织学习12场次，覆盖党员52人、群众100余人，发放资料约500份。",
    "全年任务20公里，目前已完成路基18公里、路面12公里，完成率分别为90%、60%。",
    "统筹做好“十四五”规划编制，重点抓好国省道改造、农村公路建设、安全生产等三方面工作。",
    "推进三项工作：一是加快项目建设；二是加强行业管理；三是抓好安全生产。",
    "车辆总数716辆，其中重型货车262辆、中型货车118辆等，安装终端700辆，安装率97.8%。",
    "较上年增加12家，增长8.5%；比2020年减少3起，下降25%。",
    "全县14个乡镇（含1个民族乡）、159个行政村通客车率100%，2021年新增公交线路2条（城北线、城南线）。",
    "罚没收入31.758万元，其中路产赔偿3.1758万元，比上年同期的2.8万元增长13.4%。",
    "发生一般道路交通事故12起，死亡3人，受伤15人，未发生较大以上道路交通事故，事故起数同比下降20%。",
    "K24+450至K27+950段长3.5公里已完工，K27+950至K30+100段正在施工，预计年底完成路面2公里。",
    "驾驶员培训机构5家，教练车107辆，上半年培训学员1862人，考试合格率87.5%。",
    "该项目批复总投资466.5225万元（其中工程建安费397.976万元），中标价390.2万元。",
    "共储备编织袋2000个、救生衣150件、抽水机6台，组建应急队伍2支60人。",
    "拨付资金1183万元，涉及14个项目，平均每个项目84.5万元。",
    "检查客运企业3家、货运企业5家，共发现隐患12处，约谈企业负责人2人。",
];

#[test]
fn sound_sentences_are_left_alone() {
    let said: Vec<String> = SOUND
        .iter()
        .flat_map(|it| findings(&format!("工作情况报告\n一、总体情况\n{it}\n")))
        .map(|it| format!("{} “{}” {}", it.rule, it.quote, it.message))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn the_texts_of_laws_give_this_family_hardly_any_false_alarm() {
    let Some(folder) = seed() else { return };
    let (mut characters, mut alarms) = (0_usize, Vec::new());
    for entry in fs::read_dir(folder.join("../data/laws")).expect("the laws are there") {
        let path = entry.expect("an entry").path();
        let Ok(words) = fs::read_to_string(&path) else { continue };
        characters += words.chars().count();
        alarms.extend(
            findings(&words).iter().map(|it| format!("{} “{}” {}", it.rule, it.quote, it.message)),
        );
    }
    say(&format!("false alarms: {} in {characters} characters of law", alarms.len()));
    for it in &alarms {
        say(it);
    }
    assert!(alarms.len() * 100_000 <= characters, "{}", alarms.join("\n"));
}
