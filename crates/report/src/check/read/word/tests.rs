//! Word files made by hand, as Word and WPS write them.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(xml.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

fn body(inner: &str) -> Vec<u8> {
    let xml = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="x" xmlns:mc="y"><w:body>{inner}</w:body></w:document>"#
    );
    docx(&[("word/document.xml", &xml)])
}

#[track_caller]
fn check(inner: &str, expected: &[&str]) {
    let found = paragraphs(&body(inner)).unwrap();
    let seen: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(seen, expected, "{inner}");
}

#[test]
fn runs_tabs_breaks_and_entities_make_one_paragraph() {
    check(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>  甲&amp;乙</w:t></w:r><w:r><w:tab/><w:t xml:space=\"preserve\">丙&#x3002;</w:t><w:br/><w:t>丁</w:t></w:r></w:p><w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>",
        &["甲&乙\t丙。\n丁"],
    );
}

#[test]
fn tracked_changes_are_accepted() {
    check(
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:r><w:t>宗。</w:t></w:r></w:p>",
        &["共13宗。"],
    );
    check(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p><w:p><w:r><w:t>后半。</w:t></w:r></w:p>",
        &["前半，后半。"],
    );
    check(
        "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>",
        &["新处"],
    );
}

#[test]
fn tables_text_boxes_and_content_controls_are_read_once() {
    let inner = "<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    check(inner, &["正文", "框内", "项目", "9", "控件"]);
    let found = paragraphs(&body(inner)).unwrap();
    assert_eq!(found[3].kind, Kind::Cell { table: 1, row: 1, column: 2 });
    assert_eq!(found[4].kind, Kind::Body);
}

#[test]
fn every_stretch_knows_its_run() {
    let found = paragraphs(&body("<w:p><w:r><w:t> 共</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>13</w:t><w:t>宗</w:t></w:r></w:p>")).unwrap();
    let Origin::Word { line: 1, paragraph: 0, automatic: 0, pieces, .. } = &found[0].origin else {
        panic!("{:?}", found[0])
    };
    assert_eq!(
        pieces[..],
        [
            Piece { at: 0..3, run: 0, offset: 1, control: None },
            Piece { at: 3..8, run: 1, offset: 0, control: None },
        ]
    );
}

#[test]
fn numbering_styles_and_notes_are_resolved() {
    let package = docx(&[
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>治超</w:t></w:r></w:p><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>",
        ),
        (
            "word/numbering.xml",
            "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        ),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
    ]);
    let found = paragraphs(&package).unwrap();
    let seen: Vec<(&str, Option<u8>, Kind)> =
        found.iter().map(|it| (it.text.as_str(), it.styled, it.kind)).collect();
    assert_eq!(
        seen,
        [
            ("一、治超", Some(1), Kind::Body),
            ("正文", None, Kind::Body),
            ("注", None, Kind::Footnote)
        ]
    );
    let Origin::Word { automatic, pieces, .. } = &found[0].origin else { panic!() };
    assert_eq!((*automatic, pieces[0].at.clone()), (6, 6..12));
}

#[test]
fn packages_that_are_no_document_are_refused() {
    let refused = |bytes: &[u8]| paragraphs(bytes).map(|_| ()).map_err(|it| it.rule);
    assert_eq!(refused(&docx(&[("a.txt", "hello")])), Err("not_a_text"));
    assert_eq!(refused(&body("<w:p><w:r><w:t>没有收尾")), Err("damaged"));
    assert_eq!(refused(&body("<w:p></w:r></w:p>")), Err("damaged"));
    let huge = format!("<w:t>{}</w:t>", " ".repeat(9 * 1024 * 1024));
    assert_eq!(refused(&body(&huge)), Err("zip_bomb"));
}

#[test]
fn text_belongs_to_the_innermost_control_that_has_a_name() {
    let found = paragraphs(&body(
        "<w:p><w:sdt><w:sdtPr><w:tag w:val=\"外\"/></w:sdtPr><w:sdtContent><w:r><w:t>一</w:t></w:r>\
        <w:sdt><w:sdtContent><w:r><w:t>二</w:t></w:r></w:sdtContent></w:sdt>\
        <w:sdt><w:sdtPr><w:tag w:val=\"内\"/></w:sdtPr><w:sdtContent><w:r><w:t>三</w:t></w:r></w:sdtContent></w:sdt>\
        <w:r><w:t>四</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>五</w:t></w:r></w:p>",
    ))
    .unwrap();
    let Origin::Word { pieces, .. } = &found[0].origin else { panic!("it is a Word file") };
    let seen: Vec<Option<&str>> = pieces.iter().map(|it| it.control.as_deref()).collect();
    assert_eq!(seen, [Some("外"), Some("外"), Some("内"), Some("外"), None]);
}

#[test]
fn controls_nested_without_end_are_read_in_time() {
    // 100,000 controls around 100,000 runs: going through all of them for each run would take minutes.
    let (deep, runs) = (100_000, 100_000);
    let inner = format!(
        "<w:p>{}{}{}</w:p>",
        "<w:sdt>".repeat(deep),
        "<w:r><w:t>宗</w:t></w:r>".repeat(runs),
        "</w:sdt>".repeat(deep)
    );
    let start = std::time::Instant::now();
    let mut reading = Reading::default();
    reading.read_part("a", &inner, None).unwrap();
    assert_eq!(reading.found[0].text.chars().count(), runs);
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
}
