//! The founding report as answer key: its 323 quantities for the reading of numbers, its listed faults for the rules.
//!
//! The material lies beside the repository; without it these tests say so and stop.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::check::{CheckFinding, Checked, Mention, Options, Text, check_text, read_text};
use rust_decimal::Decimal;

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn seed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    if folder.join("report.txt").exists() {
        return Some(folder);
    }
    say(&format!("skipped: the founding report is not here ({})", folder.display()));
    None
}

fn text(folder: &Path) -> Text {
    let bytes = fs::read(folder.join("report.txt")).expect("the report can be read");
    read_text("report.txt", &bytes).expect("the report is a text")
}

/// One row of the key: id, quote, value, unit, kind.
struct Quantity {
    id: String,
    quote: String,
    value: Option<Decimal>,
    unit: String,
    counts: bool,
}

fn key(folder: &Path) -> Vec<Quantity> {
    let mut reader = csv::Reader::from_path(folder.join("figures.csv")).expect("the key is there");
    let rows = reader.records().map(|it| it.expect("a row of the key"));
    rows.map(|row| Quantity {
        id: row[0].to_owned(),
        quote: row[2].trim().to_owned(),
        value: row[3].parse().ok(),
        unit: row[4].to_owned(),
        counts: !["identifier", "date"].contains(&&row[9]),
    })
    .collect()
}

/// The mentions that touch the quote.
fn touched<'c>(checked: &'c Checked<'_>, quote: &str) -> Vec<&'c Mention> {
    let places = checked.paragraphs().filter_map(|(index, it)| {
        let start = it.text.find(quote)?;
        Some((index, start..start + quote.len()))
    });
    let places: Vec<_> = places.collect();
    let touches = |it: &&Mention| {
        places.iter().any(|(paragraph, range)| {
            *paragraph == it.span.paragraph
                && it.span.start < range.end
                && range.start < it.span.end
        })
    };
    checked.mentions.iter().filter(touches).collect()
}

#[test]
fn every_quantity_of_the_key_is_read_with_value_and_unit() {
    let Some(folder) = seed() else { return };
    let text = text(&folder);
    let checked = Checked::new(&text, None);
    let key = key(&folder);
    let counts: Vec<&Quantity> = key.iter().filter(|it| it.counts).collect();
    let missed: Vec<String> = counts
        .iter()
        .filter(|row| {
            let found = touched(&checked, &row.quote);
            !found.iter().any(|it| {
                it.sense.is_quantity()
                    && Some(it.value) == row.value
                    && it.printed_unit() == row.unit
            })
        })
        .map(|row| {
            let seen: Vec<String> = touched(&checked, &row.quote)
                .iter()
                .map(|it| format!("{} {:?}", checked.slice(it.span), it.sense))
                .collect();
            format!("{} {:?}{} in {}: {seen:?}", row.id, row.value, row.unit, row.quote)
        })
        .collect();
    say(&format!("quantities read: {} of {}", counts.len() - missed.len(), counts.len()));
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn nothing_else_is_taken_for_a_quantity() {
    let Some(folder) = seed() else { return };
    let text = text(&folder);
    let checked = Checked::new(&text, None);
    let key = key(&folder);
    let quantities: Vec<&Mention> =
        checked.mentions.iter().filter(|it| it.sense.is_quantity()).collect();
    let extra: Vec<String> = quantities
        .iter()
        .filter(|it| {
            !key.iter().any(|row| {
                row.counts
                    && row.value == Some(it.value)
                    && row.unit == it.printed_unit()
                    && text.paragraphs[it.span.paragraph].text.contains(&row.quote)
            })
        })
        .map(|it| {
            format!(
                "L{} {} {:?} …{}…",
                text.paragraphs[it.span.paragraph].line(),
                checked.slice(it.span),
                it.sense,
                it.subject
            )
        })
        .collect();
    say(&format!("quantities beyond the key: {} of {}", extra.len(), quantities.len()));
    assert!(extra.is_empty(), "{}", extra.join("\n"));
}

/// Everything on, with the bureau's dictionary.
fn options(period: Option<&str>) -> Options {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let words = catalog::load(&catalog::load_dir(&defs).expect("defs are there")).0.words;
    Options { period: period.and_then(|it| it.parse().ok()), words, ..Options::default() }
}

fn findings(folder: &Path) -> Vec<CheckFinding> {
    check_text(&text(folder), &options(Some("2021H1")))
}

/// The faults that people read off the text: rule, line, words of the quote. The source is the founding list of faults
/// (by class and by number) beside the repository; every entry of it that is a fault of the text stands here, found or not.
const FAULTS: &[(&str, u32, &str)] = &[
    ("signature_differs", 2, "县交通运输局"),
    ("title_broken", 2, "和"),
    ("heading_number_missing", 8, "加强党的建设"),
    ("heading_number_missing", 24, "全力推进交通基础设施建设"),
    ("heading_number_missing", 76, "道路运输工作持续发展"),
    ("heading_number_jump", 55, "五、"),
    ("heading_number_empty", 173, "（）"),
    ("heading_number_empty", 175, "（）"),
    ("heading_number_jump", 176, "（八）"),
    ("heading_number_alone", 87, "1、"),
    ("heading_number_alone", 93, "1、"),
    ("heading_number_form", 61, "(二）"),
    ("heading_number_form", 87, "1、"),
    ("heading_number_form", 93, "1、"),
    ("heading_number_missing", 95, "每周将行政许可更新信息"),
    ("heading_empty", 175, "抓好交通运输领域突出问题专项整治工作"),
    ("enumerator_marks_mixed", 121, "三是"),
    ("final_mark_missing", 129, "2条"),
    ("book_title_nested", 63, "<清远市异地交叉治超联合执法行动工作方案>"),
    ("title_verb_missing", 63, "的通知"),
    ("book_title_nested", 93, "<广东省交通运输厅关于道路运输企业诚信评价的管理办法>"),
    ("document_number_bracket", 93, "粤交运[2015]650号"),
    ("unit_missing", 19, "262"),
    ("unit_missing", 28, "131"),
    ("unit_symbol_mixed", 43, "8.5m"),
    ("unit_symbol_mixed", 43, "10m"),
    ("unit_mixed", 63, "228辆"),
    ("unit_bracketed", 80, "6.3（万人）"),
    ("space_in_text", 80, "量\u{a0}6"),
    ("mark_half_width", 80, ","),
    ("numeral_style_mixed", 123, "两份"),
    ("about_exact", 28, "约4797.1794亩"),
    ("about_exact", 31, "约4816万元"),
    ("in_all_over", 87, "115余件"),
    ("group_count_differs", 113, "3座"),
    ("duration_differs", 149, "两年"),
    ("year_stale", 53, "2020年"),
    ("year_stale", 162, "2020年"),
    ("year_stale", 80, "2020年"),
    ("since_without_start", 67, "至今"),
    ("list_count", 67, "5个"),
    ("list_count", 70, "专项整治"),
    ("done_not_all", 74, "22辆"),
    ("name_differs", 49, "综合运输体系"),
    ("in_all_twice", 87, "共"),
    ("part_sum_doubtful", 108, "10宗"),
    ("growth_without_base", 80, "20.96%"),
    ("comparison_word", 80, "与2020年同期上升"),
    ("quantity_scope", 153, "上述项目"),
    ("term_form", 10, "抓早抓少"),
    ("term_form", 13, "社会发展史"),
    ("word_wrong", 31, "截止目前"),
    ("measure_word_wrong", 45, "第四条"),
    ("institution_outdated", 43, "省林业厅"),
    ("word_wrong", 53, "无发生"),
    ("character_doubled", 74, "到到"),
    ("word_wrong", 87, "无出现"),
    ("comma_missing", 89, "高质量发展提高"),
    ("word_missing", 98, "进行整"),
    ("word_redundant", 113, "排查出18处公路隐患整治"),
    ("vague_count", 115, "一批"),
    ("word_wrong", 134, "由劳力"),
    ("etc_superfluous", 141, "等两方面"),
    ("abbreviation_unexplained", 91, "两建"),
    ("abbreviation_unexplained", 147, "三改"),
    ("word_wrong", 155, "一定程序上"),
    ("word_wrong", 155, "实现和"),
    ("word_wrong", 155, "难度杜绝"),
];

/// Entries of the list that no rule finds, and why.
const NOT_FOUND: &[(&str, u32, &str)] = &[
    (
        "heading_number_missing",
        95,
        "没有序数的段落也可以是上一项的续段；第93行的提示已请补齐后面各项",
    ),
    ("about_exact", 31, "“约”加到万元的整数是概数的通常写法，一律提示会误报"),
    ("list_count", 67, "“等5个工作方案”举两个是允许的省略"),
    ("list_count", 70, "预告的四类与后面的七类是不是一回事，要懂业务才能判断"),
    ("part_sum_doubtful", 108, "许可10宗、大件运输88宗是否计入第87行的115件，文中没有线索"),
    ("quantity_scope", 153, "“以上项目”“上述项目”各指哪几项，要读懂两句话的范围"),
];

/// Findings beyond the list that people looked at and found right: rule, line.
const ALSO_FAULTS: &[(&str, u32)] = &[
    ("list_mark_superfluous", 13),
    ("rate_over_hundred", 28),
    ("measure_word_wrong", 45),
    ("range_hyphen", 50),
    ("range_hyphen", 59),
    ("range_hyphen", 70),
    ("word_redundant", 67),
    ("list_mark_superfluous", 67),
    ("word_missing", 80),
    ("sentence_long", 93),
    ("book_title_nested", 93),
    ("word_missing", 121),
    ("list_mark_superfluous", 125),
    ("word_redundant", 125),
    ("heading_level_skipped", 143),
    ("term_form", 157),
    ("term_form", 161),
    ("mark_half_width", 171),
    ("progress_by_count", 173),
];

/// Findings that people looked at and found wrong.
const NO_FAULTS: &[(&str, u32)] = &[("name_differs", 67)];

/// Of a hundred faults of the list, so many are found.
const FOUND_MIN: usize = 90;
/// One finding of so many may be none.
const WRONG_ONE_IN: usize = 20;

/// Lines whose sentences people found without fault.
const CLEAN_LINES: [u32; 2] = [39, 100];

/// Whether a finding is the fault: same rule, same line, and the words.
fn is_fault(finding: &CheckFinding, fault: &(&str, u32, &str)) -> bool {
    (finding.rule, finding.line) == (fault.0, fault.1) && finding.quote.contains(fault.2)
}

#[test]
fn nine_of_ten_listed_faults_are_found_by_the_right_rule_at_the_right_place() {
    let Some(folder) = seed() else { return };
    let findings = findings(&folder);
    let found = |fault: &&(&str, u32, &str)| findings.iter().any(|it| is_fault(it, fault));
    let missed: Vec<_> = FAULTS.iter().filter(|it| !found(it)).collect();
    let count = FAULTS.len() - missed.len();
    say(&format!("listed faults found: {count} of {}", FAULTS.len()));
    for it in &missed {
        let why = NOT_FOUND.iter().find(|why| (why.0, why.1) == (it.0, it.1));
        say(&format!("  not found: L{} {} {}：{}", it.1, it.0, it.2, why.map_or("", |it| it.2)));
    }
    let known =
        |it: &&&(&str, u32, &str)| !NOT_FOUND.iter().any(|why| (why.0, why.1) == (it.0, it.1));
    let lost: Vec<_> = missed.iter().filter(known).collect();
    assert!(lost.is_empty(), "no longer found: {lost:?}");
    assert!(count * 100 >= FAULTS.len() * FOUND_MIN, "{missed:?}");
}

#[test]
fn hardly_a_finding_is_no_fault() {
    let Some(folder) = seed() else { return };
    let findings = findings(&folder);
    let listed = |it: &CheckFinding| FAULTS.iter().any(|fault| is_fault(it, fault));
    let judged = |it: &CheckFinding, list: &[(&str, u32)]| list.contains(&(it.rule, it.line));
    let wrong = findings.iter().filter(|it| !listed(it) && judged(it, NO_FAULTS)).count();
    let unjudged: Vec<String> = findings
        .iter()
        .filter(|it| !listed(it) && !judged(it, NO_FAULTS) && !judged(it, ALSO_FAULTS))
        .map(|it| format!("L{}:{} {} “{}”", it.line, it.column, it.rule, it.quote))
        .collect();
    say(&format!("findings that are no fault: {wrong} of {}", findings.len()));
    assert!(unjudged.is_empty(), "nobody has judged yet: {unjudged:#?}");
    assert!(wrong * WRONG_ONE_IN <= findings.len(), "{wrong} of {}", findings.len());
}

#[test]
fn sentences_without_fault_are_left_alone() {
    let Some(folder) = seed() else { return };
    let options = options(Some("2021H1"));
    let start = std::time::Instant::now();
    let findings = check_text(&text(&folder), &options);
    say(&format!("the founding report is read and checked in {:?}", start.elapsed()));
    let said: Vec<_> = findings.iter().filter(|it| CLEAN_LINES.contains(&it.line)).collect();
    assert!(said.is_empty(), "{said:?}");
    for it in &findings {
        say(&format!(
            "{:>3}:{:<3} {} {} “{}” {}",
            it.line,
            it.column,
            it.grade.label(),
            it.rule,
            it.quote,
            it.message
        ));
    }
}

#[test]
fn the_texts_of_laws_give_hardly_any_false_alarm() {
    let Some(folder) = seed() else { return };
    let (mut characters, mut alarms) = (0_usize, Vec::new());
    for entry in fs::read_dir(folder.join("../data/laws")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(['法', '例']) || name.starts_with("EXTRACT") {
            continue;
        }
        // These copies come from the web: their half-width marks are faults indeed, and would drown the false alarms.
        let mut words = fs::read_to_string(&path).unwrap();
        for (half, full) in [
            ('(', '（'),
            (')', '）'),
            (':', '：'),
            (',', '，'),
            (';', '；'),
            ('<', '〈'),
            ('>', '〉'),
        ] {
            words = words.replace(half, &full.to_string());
        }
        let text = read_text(&name, words.as_bytes()).unwrap();
        characters += text.paragraphs.iter().map(|it| it.text.chars().count()).sum::<usize>();
        let said = check_text(&text, &options(None));
        alarms.extend(
            said.into_iter()
                .map(|it| format!("{name}:{}:{} {} “{}”", it.line, it.column, it.rule, it.quote)),
        );
    }
    say(&format!("false alarms: {} in {characters} characters", alarms.len()));
    assert!(alarms.len() * 10_000 <= characters, "{}", alarms.join("\n"));
}
