//! The rules of words and marks on the founding report and on texts of laws: what people found must be found, at its line.
//!
//! The material lies beside the repository; without it these tests say so and stop.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use report::check::{Options, check_text, read_text};

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if folder.join("seed/report.txt").exists() {
        return Some(folder);
    }
    say(&format!("skipped: the founding report is not here ({})", folder.display()));
    None
}

fn options() -> Options {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, _) = catalog::load(&catalog::load_dir(&folder).expect("defs are there"));
    Options { period: "2021H1".parse().ok(), words: catalog.words, ..Options::default() }
}

/// Faults of words and marks that people read off the text: rule, line, words of the quote, the correction.
const FAULTS: &[(&str, u32, &str, Option<&str>)] = &[
    ("term_form", 10, "抓早抓少", Some("抓早抓小")),
    ("term_form", 13, "社会发展史", Some("社会主义发展史")),
    ("word_wrong", 31, "截止目前", Some("截至目前")),
    ("word_wrong", 53, "无发生", Some("未发生")),
    ("title_verb_missing", 63, "的通知", None),
    ("word_redundant", 67, "涉及到", Some("涉及")),
    ("character_doubled", 74, "到到", Some("到")),
    ("comparison_word", 80, "与2020年同期上升", Some("比2020年同期上升")),
    ("word_wrong", 87, "无出现", Some("未出现")),
    ("comma_missing", 89, "高质量发展提高", Some("高质量发展，提高")),
    ("word_missing", 98, "进行整", None),
    ("word_redundant", 113, "排查出18处公路隐患整治", Some("排查出18处公路隐患")),
    ("word_redundant", 125, "汛期期间", Some("汛期")),
    ("word_wrong", 134, "由劳力", Some("有劳力")),
    ("etc_superfluous", 141, "等两方面", Some("两方面")),
    ("word_wrong", 155, "一定程序上", Some("一定程度上")),
    ("word_wrong", 155, "实现和", Some("事先和")),
    ("word_wrong", 155, "难度杜绝", Some("难以杜绝")),
    ("term_form", 161, "坚决贯彻“两个维护”", Some("坚决做到“两个维护”")),
];

/// Lines whose sentences people found without fault.
const CLEAN_LINES: [u32; 2] = [39, 100];

#[test]
fn the_faults_of_words_are_found_at_their_lines() {
    let Some(folder) = shared() else { return };
    let bytes = fs::read(folder.join("seed/report.txt")).expect("the report can be read");
    let text = read_text("report.txt", &bytes).expect("the report is a text");
    let findings = check_text(&text, &options());
    let found = |fault: &&(&str, u32, &str, Option<&str>)| {
        findings.iter().any(|it| {
            (it.rule, it.line) == (fault.0, fault.1)
                && it.quote.contains(fault.2)
                && (fault.3.is_none() || it.fix.as_deref() == fault.3)
        })
    };
    let missed: Vec<_> = FAULTS.iter().filter(|it| !found(it)).collect();
    say(&format!("faults of words found: {} of {}", FAULTS.len() - missed.len(), FAULTS.len()));
    for it in &findings {
        say(&format!(
            "{:>3}:{:<3} {} {} “{}” {:?} {}",
            it.line,
            it.column,
            it.grade.label(),
            it.rule,
            it.quote,
            it.fix,
            it.message
        ));
    }
    assert!(missed.is_empty(), "{missed:?}");
    let clean: Vec<_> = findings.iter().filter(|it| CLEAN_LINES.contains(&it.line)).collect();
    assert!(clean.is_empty(), "{clean:?}");
}

#[test]
fn the_texts_of_laws_give_hardly_any_false_alarm() {
    let Some(folder) = shared() else { return };
    let options = options();
    let (mut characters, mut alarms) = (0_usize, Vec::new());
    for entry in fs::read_dir(folder.join("data/laws")).expect("the laws are there") {
        let path = entry.expect("a law").path();
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.contains(['法', '例']) || name.starts_with("EXTRACT") {
            continue;
        }
        // These copies come from the web: their half-width marks are faults indeed, and would drown the false alarms.
        let mut words = fs::read_to_string(&path).expect("a law can be read");
        for (half, full) in [
            ('(', "（"),
            (')', "）"),
            (':', "："),
            (',', "，"),
            (';', "；"),
            ('<', "〈"),
            ('>', "〉"),
        ] {
            words = words.replace(half, full);
        }
        let text = read_text(&name, words.as_bytes()).expect("a law is a text");
        characters += text.paragraphs.iter().map(|it| it.text.chars().count()).sum::<usize>();
        let said = check_text(&text, &options);
        alarms.extend(
            said.into_iter()
                .map(|it| format!("{name}:{}:{} {} “{}”", it.line, it.column, it.rule, it.quote)),
        );
    }
    say(&format!("false alarms: {} in {characters} characters", alarms.len()));
    say(&alarms.join("\n"));
    assert!(alarms.len() * 10_000 <= characters, "{}", alarms.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_text_is_checked_and_every_correction_changes_something(
        text in "[截止目前大约左右与同期上升防不再发生有由劳力自共等两三四方面、，。“”《》…第一年月日0-9.\\-% \n]{0,160}"
    ) {
        let Ok(text) = read_text("a.txt", text.as_bytes()) else { return Ok(()) };
        let options = options_once();
        for it in check_text(&text, options) {
            prop_assert_eq!(text.slice(it.span), it.quote.as_str());
            prop_assert!(it.fix.as_ref() != Some(&it.quote), "{} {}", it.rule, it.quote);
        }
    }
}

/// Definitions are read once for the many texts of a property.
fn options_once() -> &'static Options {
    static OPTIONS: std::sync::LazyLock<Options> = std::sync::LazyLock::new(options);
    &OPTIONS
}

#[test]
fn a_long_text_of_halves_of_words_stays_linear() {
    for half in ["大约", "截止", "防止", "与", "象", "共", "“甲”、"] {
        let text = half.repeat(600_000 / half.len());
        let text = read_text("a.txt", text.as_bytes()).expect("a text");
        let start = std::time::Instant::now();
        let _ = check_text(&text, options_once());
        say(&format!("{half}: {:?}", start.elapsed()));
        assert!(start.elapsed().as_secs() < 20, "{half}");
    }
}
