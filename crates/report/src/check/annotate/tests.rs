//! Word files made by hand, as Word and WPS write them, annotated and read again.

use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::check::{Options, check_text, read_text};

const NOTES_OF_TEST: Notes<'static> = Notes {
    author: "通途校核",
    at: date(2021, 7, 2).at(9, 30, 0, 0),
    comments: true,
    changes: true,
};

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(xml.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

fn document(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"y\"><w:body>{inner}</w:body></w:document>"
    )
}

const TYPES: &str =
    "<Types xmlns=\"t\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
const LINKS: &str = "<Relationships xmlns=\"r\"/>";

fn package(inner: &str) -> Vec<u8> {
    let body = document(inner);
    docx(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", LINKS),
        ("word/media/image1.png", "picture"),
    ])
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

struct Made {
    bytes: Vec<u8>,
    body: String,
    findings: Vec<CheckFinding>,
    done: Vec<usize>,
}

fn made(bytes: &[u8], notes: Notes<'_>) -> Made {
    let text = read_text("a.docx", bytes).unwrap();
    let findings = check_text(&text, &Options::default());
    let made = annotate(bytes, &text, &findings, notes).unwrap();
    let body = part(&made.bytes, BODY);
    Made { bytes: made.bytes, body, findings, done: made.done }
}

/// The words between beginning and end of each comment, deleted ones included, in the order of the comments.
fn anchored(body: &str) -> Vec<String> {
    let ids = body.split("<w:commentRangeStart w:id=\"").skip(1);
    ids.map(|it| {
        let id = it.split('"').next().unwrap();
        let from = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        let to = format!("<w:commentRangeEnd w:id=\"{id}\"/>");
        words(body.split_once(&from).unwrap().1.split_once(&to).unwrap().0)
    })
    .collect()
}

fn words(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find("<w:t").into_iter().chain(rest.find("<w:delText")).min() {
        let Some((tag, behind)) = rest[start..].split_once('>') else { break };
        let name = tag.trim_start_matches('<').split(' ').next().unwrap();
        rest = behind;
        if (name == "w:t" || name == "w:delText") && !tag.ends_with('/') {
            out.push_str(behind.split('<').next().unwrap());
        }
    }
    out
}

fn run(words: &str) -> String {
    format!("<w:r><w:t>{words}</w:t></w:r>")
}

fn title(inner: &str) -> String {
    format!("<w:p>{}</w:p>{inner}", run("关于治超的通知"))
}

#[test]
fn a_comment_stands_at_the_very_words_and_runs_keep_their_properties() {
    let inner = title(
        "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r w:rsidR=\"00A1\"><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr><w:t>根据(粤交</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:smartTag w:element=\"x\"><w:r><w:rPr><w:i/></w:rPr><w:t>运[20</w:t></w:r></w:smartTag><w:r><w:t>15]650号)要求，共9宗。</w:t></w:r></w:p>",
    );
    let only_comments = Notes { changes: false, ..NOTES_OF_TEST };
    let it = made(&package(&inner), only_comments);
    let quotes: Vec<&str> = it.findings.iter().map(|it| it.quote.as_str()).collect();
    assert!(quotes.contains(&"粤交运[2015]650号"), "{quotes:?}");
    assert_eq!(anchored(&it.body), quotes);
    assert!(it.body.contains("<w:r w:rsidR=\"00A1\"><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr><w:t xml:space=\"preserve\">根据</w:t></w:r>"), "{}", it.body);
    let read = read_text("a.docx", &it.bytes).unwrap();
    assert_eq!(read.paragraphs[1].text, "根据(粤交运[2015]650号)要求，共9宗。");
    let comments = part(&it.bytes, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), it.findings.len());
    assert!(
        comments.contains("w:author=\"通途校核\" w:date=\"2021-07-02T09:30:00Z\""),
        "{comments}"
    );
    assert!(part(&it.bytes, "word/_rels/document.xml.rels").contains("Target=\"comments.xml\""));
    assert!(part(&it.bytes, "[Content_Types].xml").contains("PartName=\"/word/comments.xml\""));
}

#[test]
fn a_safe_correction_is_a_tracked_change_of_the_characters_that_differ() {
    let inner = title(&format!("<w:p>{}</w:p>", run("根据粤交运[2015]650号文，共9宗。")));
    let it = made(&package(&inner), Notes { comments: false, ..NOTES_OF_TEST });
    assert_eq!(it.done.len(), 1);
    assert_eq!(it.body.matches("<w:delText").count(), 2, "{}", it.body);
    assert!(
        it.body.contains("<w:delText xml:space=\"preserve\">[</w:delText></w:r></w:del><w:ins ")
    );
    let read = read_text("a.docx", &it.bytes).unwrap();
    assert_eq!(read.paragraphs[1].text, "根据粤交运〔2015〕650号文，共9宗。");
    let again = check_text(&read, &Options::default());
    assert!(again.iter().all(|it| it.rule != "document_number_bracket"), "{again:?}");
    assert!(ZipArchive::new(Cursor::new(&it.bytes)).unwrap().by_name("word/comments.xml").is_err());
}

#[test]
fn a_correction_across_runs_and_at_their_ends_reads_back() {
    for cut in [1, 3, 4, 5, 8, 9, 10, 12] {
        let whole: Vec<char> = "粤交运[2015]650号文，共9宗".chars().collect();
        let (head, tail): (String, String) =
            (whole[..cut].iter().collect(), whole[cut..].iter().collect());
        let inner = title(&format!("<w:p>{}{}</w:p>", run(&head), run(&tail)));
        let it = made(&package(&inner), NOTES_OF_TEST);
        let read = read_text("a.docx", &it.bytes).unwrap();
        assert_eq!(read.paragraphs[1].text, "粤交运〔2015〕650号文，共9宗。", "{cut}: {}", it.body);
        let quotes: Vec<&str> = it.findings.iter().map(|it| it.quote.as_str()).collect();
        let said: Vec<String> =
            anchored(&it.body).iter().map(|it| it.replace(['〔', '〕', '。'], "")).collect();
        assert_eq!(said, quotes, "{cut}");
    }
}

#[test]
fn tables_links_controls_notes_and_frames_are_marked_where_marks_may_stand() {
    let faulty = "依据粤交运[2015]650号文办理。";
    let inner = title(&format!(
        "<w:tbl><w:tr><w:tc><w:p>{0}</w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:hyperlink w:anchor=\"a\">{0}</w:hyperlink></w:p>\
         <w:p><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{0}</w:sdtContent></w:sdt></w:p>\
         <w:p>{1}<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>\
         <w:p>{1}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{0}</w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>",
        run(faulty),
        run("正文在此。")
    ));
    let notes = document("").replace("document", "footnotes").replace(
        "<w:body></w:body>",
        &format!("<w:footnote w:id=\"2\"><w:p>{}</w:p></w:footnote>", run(faulty)),
    );
    let bytes = docx(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &document(&inner)),
        ("word/footnotes.xml", &notes),
        ("word/_rels/document.xml.rels", LINKS),
    ]);
    let it = made(&bytes, NOTES_OF_TEST);
    let numbers: Vec<usize> = (0..it.findings.len())
        .filter(|index| it.findings[*index].rule == "document_number_bracket")
        .collect();
    assert_eq!(numbers.len(), 5, "{:?}", it.findings);
    // What stands in a content control stays as it is.
    assert_eq!(it.done, [&numbers[..2], &numbers[3..]].concat());
    assert!(it.body.contains(&format!(
        "<w:sdtContent>{}</w:sdtContent></w:sdt><w:commentRangeEnd",
        run(faulty)
    )));
    let read = read_text("a.docx", &it.bytes).unwrap();
    let right = read.paragraphs.iter().filter(|it| it.text == "依据粤交运〔2015〕650号文办理。");
    assert_eq!(right.count(), 4);
    let (before_note, note) = it.body.split_once("<w:footnoteReference").unwrap();
    assert!(before_note.ends_with("<w:r>") && before_note.contains("<w:commentRangeStart"));
    assert!(note.starts_with(" w:id=\"2\"/></w:r><w:commentRangeEnd"), "{note}");
    let frame = it.body.find("<mc:AlternateContent").unwrap();
    assert!(it.body[..frame].ends_with("<w:r>") && it.body[..frame - 5].ends_with("/>"));
    let comments = part(&it.bytes, "word/comments.xml");
    assert!(comments.contains("注文“") && comments.contains("文本框内“"), "{comments}");
    assert!(!part(&it.bytes, "word/footnotes.xml").contains("comment"));
}

#[test]
fn comments_and_changes_that_are_there_stay_and_ids_go_on() {
    let inner = title(
        "<w:p><w:commentRangeStart w:id=\"7\"/><w:ins w:id=\"40\" w:author=\"张三\"><w:r><w:t>依据粤交运[2015]650号文</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r><w:del w:id=\"41\" w:author=\"张三\"><w:r><w:delText>废</w:delText></w:r></w:del><w:r><w:t>办理。</w:t></w:r></w:p>",
    );
    let bytes = docx(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &document(&inner)),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"r\"><Relationship Id=\"rId9\" Type=\"http://x/comments\" Target=\"remarks.xml\"/></Relationships>",
        ),
        (
            "word/remarks.xml",
            "<w:comments xmlns:w=\"m\"><w:comment w:id=\"7\" w:author=\"李四\"><w:p/></w:comment></w:comments>",
        ),
    ]);
    let it = made(&bytes, NOTES_OF_TEST);
    let comments = part(&it.bytes, "word/remarks.xml");
    assert!(comments.contains("李四") && comments.contains("通途校核"), "{comments}");
    assert!(comments.ends_with("</w:comment></w:comments>"), "{comments}");
    let ids: Vec<u32> = it
        .body
        .split("w:id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next()?.parse().ok())
        .collect();
    assert!(ids.iter().filter(|it| **it != 7).max() > Some(&41), "{ids:?}");
    // The insertion of another author is closed before ours and opened again behind.
    assert!(it.body.contains("</w:del></w:ins><w:ins "), "{}", it.body);
    let read = read_text("a.docx", &it.bytes).unwrap();
    assert_eq!(read.paragraphs[1].text, "依据粤交运〔2015〕650号文办理。");
}

#[test]
fn every_other_part_keeps_its_bytes() {
    let inner = title(&format!("<w:p>{}</w:p>", run("根据粤交运[2015]650号文，共9宗。")));
    let bytes = package(&inner);
    let it = made(&bytes, NOTES_OF_TEST);
    assert_eq!(part(&it.bytes, "word/media/image1.png"), "picture");
    let names = |bytes: &[u8]| -> Vec<String> {
        ZipArchive::new(Cursor::new(bytes))
            .unwrap()
            .file_names()
            .map(|it| it.unwrap().into_owned())
            .collect()
    };
    assert_eq!(names(&it.bytes)[..4], names(&bytes)[..]);
    let nothing = annotate(&bytes, &read_text("a.docx", &bytes).unwrap(), &[], NOTES_OF_TEST);
    assert_eq!(part(&nothing.unwrap().bytes, BODY), document(&inner));
}

#[test]
fn words_that_cannot_be_split_get_their_comment_at_the_paragraph() {
    for held in [
        "<m:oMath><m:r><m:t>依据粤交运[2015]650号文办理。</m:t></m:r></m:oMath>".to_owned(),
        "<w:r><w:t><![CDATA[依据粤交运[2015]650号文办理。]]></w:t></w:r>".to_owned(),
        "<w:r><w:t>依据粤交运[2015]650号</w:t><w:ruby><w:rubyBase><w:r><w:t>文</w:t></w:r></w:rubyBase></w:ruby><w:t>办理。</w:t></w:r>".to_owned(),
    ] {
        let inner = title(&format!("<w:p><w:pPr><w:keepNext/></w:pPr>{held}</w:p>"));
        let it = made(&package(&inner), NOTES_OF_TEST);
        assert!(it.findings.iter().any(|it| it.rule == "document_number_bracket"), "{held}");
        assert!(it.done.is_empty(), "{held}");
        assert!(it.body.contains(&held), "{}", it.body);
        assert!(it.body.contains("<w:pPr><w:keepNext/></w:pPr><w:commentRangeStart"), "{}", it.body);
    }
}

#[test]
fn a_picture_or_reference_inside_a_correction_is_not_deleted() {
    let inner = title("<w:p><w:r><w:t>治超的</w:t><w:drawing/><w:t>的工作。</w:t></w:r></w:p>");
    let it = made(&package(&inner), NOTES_OF_TEST);
    assert_eq!(it.done, Vec::<usize>::new());
    assert!(it.body.contains("<w:drawing/>"));
}

#[test]
fn entities_and_leading_blanks_are_cut_at_the_right_byte() {
    let inner = title(
        "<w:p><w:r><w:t xml:space=\"preserve\">  A&amp;B公司&#x6309;粤交运[2015]650号文&lt;办&gt;理。</w:t></w:r></w:p>",
    );
    let it = made(&package(&inner), NOTES_OF_TEST);
    let read = read_text("a.docx", &it.bytes).unwrap();
    assert_eq!(read.paragraphs[1].text, "A&B公司按粤交运〔2015〕650号文<办>理。");
}

#[test]
fn a_plain_text_becomes_a_word_file_with_its_comments() {
    let source =
        "阳山县交通运输局\n上半年工作总结\n一、治超\n　　根据粤交运[2015]650号文，共9宗。\n";
    let text = read_text("a.txt", source.as_bytes()).unwrap();
    let findings = check_text(&text, &Options::default());
    let made = annotate(source.as_bytes(), &text, &findings, NOTES_OF_TEST).unwrap();
    let read = read_text("a.docx", &made.bytes).unwrap();
    let lines: Vec<&str> = read.paragraphs.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        lines,
        ["阳山县交通运输局\n上半年工作总结", "一、治超", "根据粤交运〔2015〕650号文，共9宗。"]
    );
    let comments = part(&made.bytes, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), findings.len());
}

mod any {
    use proptest::prelude::*;

    use super::*;
    use crate::check::fix::{Edit, edits};

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[一（）()、.1。，；“”《》\\[\\]20共宗号的 甲]{1,12}".prop_map(|it| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{it}</w:t></w:r>")),
            "[的,;(甲]{1,6}".prop_map(|it| format!("<w:ins w:id=\"3\"><w:r><w:t>{it}</w:t><w:tab/><w:t>{it}</w:t></w:r></w:ins>")),
            "[的甲]{1,3}".prop_map(|it| format!("<w:del w:id=\"4\"><w:r><w:delText>{it}</w:delText></w:r></w:del>")),
            Just("<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>框(甲)的的</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>".to_owned()),
            Just("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>控(件),的的</w:t></w:r></w:sdtContent></w:sdt>".to_owned()),
            Just("</w:p><w:p>".to_owned()),
            Just("</w:p><w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>".to_owned()),
            Just("<w:hyperlink><w:r><w:t>按(粤交运[2015]650号),</w:t></w:r></w:hyperlink>".to_owned()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn comments_change_no_word_and_corrections_only_theirs(pieces in prop::collection::vec(piece(), 0..14)) {
            let inner = title(&format!("<w:p>{}</w:p>", pieces.concat()));
            let bytes = package(&inner);
            let text = read_text("a.docx", &bytes).unwrap();
            let findings = check_text(&text, &Options::default());
            let lines = |text: &Text| -> Vec<String> { text.paragraphs.iter().map(|it| it.text.clone()).collect() };
            let plain = annotate(&bytes, &text, &findings, Notes { changes: false, ..NOTES_OF_TEST }).unwrap();
            let read = read_text("a.docx", &plain.bytes).unwrap();
            prop_assert_eq!(lines(&read), lines(&text));
            let both = annotate(&bytes, &text, &findings, NOTES_OF_TEST).unwrap();
            let mut expected = lines(&text);
            let mut edits: Vec<Edit> = both.done.iter().flat_map(|it| edits(&findings[*it])).collect();
            edits.sort_by_key(|it| it.span);
            for edit in edits.iter().rev() {
                expected[edit.span.paragraph].replace_range(edit.span.range(), &edit.instead);
            }
            let read = read_text("a.docx", &both.bytes).unwrap();
            let blank = |it: &String| it.trim().to_owned();
            let seen: Vec<String> = lines(&read).iter().map(blank).collect();
            let expected: Vec<String> = expected.iter().map(blank).filter(|it| !it.is_empty()).collect();
            prop_assert_eq!(seen, expected);
            let body = part(&both.bytes, BODY);
            let count = |what: &str| body.matches(what).count();
            prop_assert_eq!(count("<w:commentRangeStart"), findings.len());
            prop_assert_eq!(count("<w:commentRangeEnd"), findings.len());
            prop_assert_eq!(count("<w:commentReference"), findings.len());
        }
    }
}
