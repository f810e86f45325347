//! What is safe, what is changed, and that corrected files stay corrected.

use encoding_rs::GBK;
use proptest::prelude::*;

use super::*;
use crate::check::{Options, check_text, read_text};

fn findings(text: &str) -> (Text, Vec<CheckFinding>) {
    let text = read_text("a.txt", text.as_bytes()).unwrap();
    let found = check_text(&text, &Options::default());
    (text, found)
}

fn fixed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let text = read_text(name, bytes).unwrap();
    fix_plain(bytes, &text, &check_text(&text, &Options::default())).unwrap().bytes
}

fn finding(grade: Grade, quote: &str, fix: Option<&str>) -> CheckFinding {
    let (_, mut found) = findings("通知\n一、治超\n根据（粤交运[2015]650号）要求，共9宗。\n");
    let mut one = found.remove(0);
    (one.grade, one.quote, one.fix) = (grade, quote.to_owned(), fix.map(str::to_owned));
    one.span = Span::new(0, 0..quote.len());
    one
}

#[test]
fn safe_is_what_changes_no_number_and_no_meaning() {
    for (grade, quote, fix, expected) in [
        (Grade::Must, "粤交运[2015]650号", Some("粤交运〔2015〕650号"), true),
        (Grade::Improve, "(第四版)", Some("（第四版）"), true),
        (Grade::Must, "截止目前", Some("截至目前"), true),
        (Grade::Verify, "截止目前", Some("截至目前"), false),
        (Grade::Must, "共624户", Some("共625户"), false),
        (Grade::Must, "三、", Some("二、"), false),
        (Grade::Must, "3.5%", Some("35%"), false),
        (Grade::Must, "共624户", None, false),
        (Grade::Must, "的的", Some("的"), true),
    ] {
        assert_eq!(is_safe(&finding(grade, quote, fix)), expected, "{quote} → {fix:?}");
    }
}

#[test]
fn only_the_characters_that_differ_are_changed() {
    let changes = |quote: &str, fix: &str| -> Vec<(String, String)> {
        let it = finding(Grade::Must, quote, Some(fix));
        edits(&it).into_iter().map(|it| (quote[it.span.range()].to_owned(), it.instead)).collect()
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(
        changes("粤交运[2015]650号", "粤交运〔2015〕650号"),
        [pair("[", "〔"), pair("]", "〕")]
    );
    assert_eq!(changes("的的", "的"), [pair("的", "")]);
    assert_eq!(changes("2条", "2条。"), [pair("", "。")]);
    assert_eq!(changes("工作 情况", "工作情况"), [pair(" ", "")]);
    assert_eq!(changes("甲", "甲"), []);
}

#[test]
fn a_corrected_text_keeps_its_lines_its_indent_and_its_encoding() {
    let before = "通知\r\n\r\n　　一、治超\r\n　　根据（粤交运[2015]650号）要求，共9宗。  \r\n";
    let after = "通知\r\n\r\n　　一、治超\r\n　　根据（粤交运〔2015〕650号）要求，共9宗。  \r\n";
    assert_eq!(fixed("a.txt", before.as_bytes()), after.as_bytes());
    assert_eq!(fixed("a.txt", &GBK.encode(before).0), GBK.encode(after).0.into_owned());
    let marked = |it: &str| format!("\u{feff}{it}").into_bytes();
    assert_eq!(fixed("a.txt", &marked(before)), marked(after));
    for big in [false, true] {
        let wide = |it: &str| -> Vec<u8> {
            let units = std::iter::once(0xfeff_u16).chain(it.encode_utf16());
            units.flat_map(|it| if big { it.to_be_bytes() } else { it.to_le_bytes() }).collect()
        };
        assert_eq!(fixed("a.txt", &wide(before)), wide(after));
    }
}

#[test]
fn a_text_without_safe_corrections_is_written_back_unchanged() {
    for text in ["通知\n一、治超\n今年以来，共查处9宗。\n", "甲\r乙", "", "\n\n"]
    {
        if text.is_empty() || text.trim().is_empty() {
            continue;
        }
        assert_eq!(fixed("a.txt", text.as_bytes()), text.as_bytes());
    }
}

#[test]
fn of_corrections_that_change_the_same_characters_only_the_first_is_made() {
    let mut one = finding(Grade::Must, "(甲)", Some("（甲）"));
    let mut other = one.clone();
    (one.span, other.span) = (Span::new(0, 0..5), Span::new(0, 4..9));
    let third = CheckFinding { span: Span::new(0, 9..12), ..one.clone() };
    assert_eq!(chosen(&[other.clone(), one.clone(), third]), [1, 2]);
    assert_eq!(chosen(&[one.clone(), one]), [0]);
}

#[test]
fn corrections_whose_quotes_overlap_are_both_made_when_their_characters_differ() {
    let before = "通知\n一、客运\n春运期间完成客运量 6.3（万人），比去年好。\n";
    let after = "通知\n一、客运\n春运期间完成客运量6.3万人，比去年好。\n";
    assert_eq!(fixed("a.txt", before.as_bytes()), after.as_bytes());
}

/// Serious findings by rule.
fn serious(findings: &[CheckFinding], rule: &str) -> usize {
    findings.iter().filter(|it| it.grade == Grade::Must && it.rule == rule).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn corrected_findings_are_gone_and_no_serious_one_comes_in_their_place(
        text in "[一二（）()、.1。，；：“”‘’<>〈〉《》〔〕\\[\\]20共约宗号到的,; \n甲\"]{0,120}"
    ) {
        let Ok(read) = read_text("a.txt", text.as_bytes()) else { return Ok(()) };
        let before = check_text(&read, &Options::default());
        for finding in before.iter().filter(|it| is_safe(it)) {
            let one = std::slice::from_ref(finding);
            let made = fix_plain(text.as_bytes(), &read, one).unwrap();
            prop_assert_eq!(&made.done, &[0]);
            let Ok(again) = read_text("a.txt", &made.bytes) else { continue };
            let after = check_text(&again, &Options::default());
            prop_assert!(serious(&after, finding.rule) <= serious(&before, finding.rule), "{}", finding.rule);
        }
    }

    #[test]
    fn what_is_safe_is_done_and_nothing_else_is_touched(
        text in "[一二（）()、.1。，；：“”‘’<>〈〉《》〔〕\\[\\]20共约宗号到的,; \n甲\"]{0,120}"
    ) {
        let Ok(read) = read_text("a.txt", text.as_bytes()) else { return Ok(()) };
        let before = check_text(&read, &Options::default());
        let made = fix_plain(text.as_bytes(), &read, &before).unwrap();
        prop_assert_eq!(made.done.is_empty(), !before.iter().any(is_safe));
        prop_assert!(!made.done.is_empty() || made.bytes == text.as_bytes());
    }
}
