//! The family of agreement (前后一致) on the founding report and on the texts of laws.
//!
//! Expected hits were read off the report by people. The material lies beside the repository; without it these tests say so
//! and stop.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::check::{CheckFinding, Options, all_rules, check_text, read_text};

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn material() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if folder.join("seed/report.txt").exists() {
        return Some(folder);
    }
    say(&format!("skipped: the founding report is not here ({})", folder.display()));
    None
}

/// Ids of the family, taken from its folder.
fn family() -> Vec<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules/fact");
    let own = |id: &str| folder.join(format!("{id}.rs")).exists();
    all_rules().map(|it| it.id).filter(|it| own(it)).collect()
}

fn of_family(findings: Vec<CheckFinding>) -> Vec<CheckFinding> {
    let family = family();
    findings.into_iter().filter(|it| family.contains(&it.rule)).collect()
}

/// Disagreements that people read off the report: rule, line, words of the quote.
const FAULTS: &[(&str, u32, &str)] = &[
    ("signature_differs", 2, "县交通运输局"),
    ("title_broken", 2, "和"),
    ("unit_missing", 19, "262"),
    ("unit_missing", 28, "131"),
    ("year_stale", 53, "2020年"),
    ("year_stale", 80, "2020年"),
    ("year_stale", 162, "2020年"),
    ("since_without_start", 67, "至今"),
    ("unit_symbol_mixed", 43, "8.5m"),
    ("unit_symbol_mixed", 43, "10m"),
    ("institution_outdated", 43, "省林业厅"),
    ("measure_word_wrong", 45, "三条"),
    ("measure_word_wrong", 45, "第四条"),
    ("name_differs", 49, "综合运输体系“十四五”规划"),
    ("unit_mixed", 63, "228辆"),
    ("name_differs", 67, "系统防范化解道路交通安全风险"),
    ("abbreviation_unexplained", 91, "两建"),
    ("group_count_differs", 113, "3座"),
    ("numeral_style_mixed", 123, "两份"),
    ("abbreviation_unexplained", 147, "三改"),
    ("duration_differs", 149, "两年"),
];

#[test]
fn the_disagreements_of_the_report_are_found_at_their_lines() {
    let Some(folder) = material() else { return };
    let bytes = fs::read(folder.join("seed/report.txt")).unwrap();
    let text = read_text("report.txt", &bytes).unwrap();
    // No period is told: the title says it.
    let findings = of_family(check_text(&text, &Options::default()));
    for it in &findings {
        let grade = it.grade.label();
        say(&format!(
            "{:>3}:{:<3} {grade} {} “{}” {}",
            it.line, it.column, it.rule, it.quote, it.message
        ));
    }
    let found = |fault: &&(&str, u32, &str)| {
        findings
            .iter()
            .any(|it| (it.rule, it.line) == (fault.0, fault.1) && it.quote.contains(fault.2))
    };
    let missed: Vec<_> = FAULTS.iter().filter(|it| !found(it)).collect();
    say(&format!("disagreements found: {} of {}", FAULTS.len() - missed.len(), FAULTS.len()));
    assert!(missed.is_empty(), "{missed:?}");
    let listed = |it: &&CheckFinding| {
        FAULTS
            .iter()
            .any(|fault| (it.rule, it.line) == (fault.0, fault.1) && it.quote.contains(fault.2))
    };
    let beyond: Vec<String> = findings
        .iter()
        .filter(|it| !listed(it))
        .map(|it| format!("{}:{} {} “{}”", it.line, it.column, it.rule, it.quote))
        .collect();
    say(&format!("beyond the list: {} of {}", beyond.len(), findings.len()));
    assert!(beyond.len() * 20 <= findings.len(), "{}", beyond.join("\n"));
}

#[test]
fn the_texts_of_laws_give_hardly_any_false_alarm_of_disagreement() {
    let Some(folder) = material() else { return };
    let (mut characters, mut alarms) = (0_usize, Vec::new());
    for entry in fs::read_dir(folder.join("data/laws")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(['法', '例']) || name.starts_with("EXTRACT") {
            continue;
        }
        let words = full_width(&fs::read_to_string(&path).unwrap());
        let text = read_text(&name, words.as_bytes()).unwrap();
        characters += text.paragraphs.iter().map(|it| it.text.chars().count()).sum::<usize>();
        let said = of_family(check_text(&text, &Options::default()));
        alarms.extend(
            said.into_iter()
                .map(|it| format!("{name}:{}:{} {} “{}”", it.line, it.column, it.rule, it.quote)),
        );
    }
    for it in &alarms {
        say(it);
    }
    say(&format!("false alarms of disagreement: {} in {characters} characters", alarms.len()));
    assert!(alarms.len() * 10_000 <= characters, "{}", alarms.join("\n"));
}

/// These copies come from the web: their half-width marks are not what is tested here.
fn full_width(words: &str) -> String {
    words
        .chars()
        .map(|it| match it {
            '(' => '（',
            ')' => '）',
            ':' => '：',
            ',' => '，',
            ';' => '；',
            '<' => '〈',
            '>' => '〉',
            _ => it,
        })
        .collect()
}
