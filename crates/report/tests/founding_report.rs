//! The founding report as answer key: its 323 quantities for the reading of numbers, its listed faults for the rules.
//!
//! The material lies beside the repository; without it these tests say so and, under `TONGTU_REQUIRE_ALL=1`, fail.

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

fn findings(folder: &Path) -> Vec<CheckFinding> {
    let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let words = catalog::load(&catalog::load_dir(&defs).expect("defs are there")).0.words;
    let options = Options { period: "2021H1".parse().ok(), words, ..Options::default() };
    check_text(&text(folder), &options)
}

/// Faults of form that were read off the text by people: rule, line, words of the quote.
const FAULTS: &[(&str, u32, &str)] = &[
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
    ("heading_empty", 175, "抓好交通运输领域突出问题专项整治工作"),
    ("enumerator_marks_mixed", 121, "三是"),
    ("final_mark_missing", 129, "2条"),
    ("book_title_nested", 63, "<清远市异地交叉治超联合执法行动工作方案>"),
    ("book_title_nested", 93, "<广东省交通运输厅关于道路运输企业诚信评价的管理办法>"),
    ("document_number_bracket", 93, "粤交运[2015]650号"),
    ("unit_bracketed", 80, "6.3（万人）"),
    ("mark_half_width", 80, ","),
    ("mark_half_width", 171, ","),
    ("space_in_text", 80, "量\u{a0}6"),
    ("character_doubled", 74, "到到"),
];

/// Lines whose sentences people found without fault.
const CLEAN_LINES: [u32; 2] = [39, 100];

#[test]
fn the_faults_of_form_are_found_at_their_lines() {
    let Some(folder) = seed() else { return };
    let findings = findings(&folder);
    let found = |fault: &&(&str, u32, &str)| {
        findings
            .iter()
            .any(|it| (it.rule, it.line) == (fault.0, fault.1) && it.quote.contains(fault.2))
    };
    let missed: Vec<_> = FAULTS.iter().filter(|it| !found(it)).collect();
    say(&format!("faults of form found: {} of {}", FAULTS.len() - missed.len(), FAULTS.len()));
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn sentences_without_fault_are_left_alone() {
    let Some(folder) = seed() else { return };
    let start = std::time::Instant::now();
    let findings = findings(&folder);
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
        let said = check_text(&text, &Options::default());
        alarms.extend(
            said.into_iter()
                .map(|it| format!("{name}:{}:{} {} “{}”", it.line, it.column, it.rule, it.quote)),
        );
    }
    say(&format!("false alarms: {} in {characters} characters", alarms.len()));
    assert!(alarms.len() * 10_000 <= characters, "{}", alarms.join("\n"));
}
