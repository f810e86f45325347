//! The package as a reader of files sees it: parts, escaping, slots, styles (包的检查).

use std::io::Read;

use jiff::civil::date;
use proptest::prelude::*;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::*;
use crate::document::{
    Align, Block, Column, Heading, Level, Paragraph, Run, Signature, SlotMark, Table,
};
use crate::text::printable;

/// Everything a document can hold, once.
fn sample() -> Document {
    let filed = SlotMark::new("overload/cases_filed", "宗").unwrap();
    let heading = |level, text: &str, run_in| {
        Block::Heading(Heading { level, text: vec![Run::words(text)], run_in })
    };
    Document {
        title: vec![
            "阳山县交通运输局2021年上半年工作总结和".to_owned(),
            "下半年工作思路".to_owned(),
        ],
        blocks: vec![
            Block::Paragraph(Paragraph {
                runs: vec![Run::words("今年以来，狠抓“三会一课”——成效明显。")],
            }),
            heading(Level::First, "一、抓好治超工作", None),
            heading(
                Level::Second,
                "（一）查处情况。",
                Some(vec![
                    Run::words("共查处"),
                    Run::bound("309", filed.clone()),
                    Run::words("宗。"),
                ]),
            ),
            heading(Level::Third, "1.超限", None),
            heading(Level::Fourth, "（1）货车", None),
            Block::Table(Table {
                title: Some("查处情况表".to_owned()),
                columns: vec![Column {
                    heading: "宗数".to_owned(), share: 1, align: Align::Right
                }],
                rows: vec![vec![vec![Run::bound("309", filed)]], vec![]],
            }),
            Block::Table(Table {
                rows: vec![vec![vec![Run::words("无表头")]]],
                ..Table::default()
            }),
        ],
        signature: Some(Signature {
            office: "阳山县交通运输局".to_owned(),
            date: date(2021, 7, 2),
        }),
    }
}

fn one_paragraph(text: &str) -> Document {
    let runs = vec![Run::words(text)];
    Document { blocks: vec![Block::Paragraph(Paragraph { runs })], ..Document::default() }
}

fn parts(document: &Document) -> Vec<(String, String)> {
    let bytes = write_docx(document, date(2021, 7, 2)).unwrap();
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..package.len())
        .map(|index| {
            let mut file = package.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(document: &Document, name: &str) -> String {
    parts(document).into_iter().find(|it| it.0 == name).unwrap().1
}

/// Reads a part to its end and gives the text in it; ill-formed XML, a repeated attribute or a forbidden character fails.
#[track_caller]
fn text_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let mut text = String::new();
    let mut open = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                tag.attributes().for_each(|it| drop(it.unwrap()));
                open += 1;
            }
            Event::Empty(tag) => tag.attributes().for_each(|it| drop(it.unwrap())),
            Event::End(_) => open -= 1,
            Event::Text(words) => text.push_str(&words.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) => {
                text.push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap())
            }
            Event::CData(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {
                panic!("not written by us")
            }
            Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    assert_eq!(open, 0, "every element is closed");
    assert!(xml.chars().all(|it| it >= ' ' || it == '\n'), "no control characters");
    text
}

#[test]
fn every_part_is_well_formed() {
    for document in [sample(), Document::default()] {
        for (name, xml) in parts(&document) {
            text_of(&xml);
            assert!(
                xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"),
                "{name}"
            );
        }
    }
}

#[test]
fn the_list_of_types_comes_first_and_names_every_part() {
    let parts = parts(&sample());
    assert_eq!(parts[0].0, "[Content_Types].xml");
    for (name, _) in parts[1..].iter().filter(|it| !it.0.ends_with(".rels")) {
        assert!(parts[0].1.contains(&format!("PartName=\"/{name}\"")), "{name}");
    }
    for target in ["styles.xml", "settings.xml", "fontTable.xml", "footer1.xml", "footer2.xml"] {
        assert!(parts::DOCUMENT_LINKS.contains(&format!("Target=\"{target}\"")), "{target}");
    }
}

#[test]
fn the_same_document_and_day_give_the_same_bytes() {
    let write = || write_docx(&sample(), date(2021, 7, 2)).unwrap();
    assert_eq!(write(), write());
    let bytes = write();
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        assert_eq!(package.by_index(index).unwrap().last_modified(), Some(DateTime::DEFAULT));
    }
}

#[test]
fn the_properties_hold_title_office_and_day_and_nothing_of_the_machine() {
    let properties = part(&sample(), "docProps/core.xml");
    let expected = "阳山县交通运输局2021年上半年工作总结和下半年工作思路阳山县交通运输局";
    assert_eq!(text_of(&properties), format!("{expected}2021-07-02T00:00:00Z2021-07-02T00:00:00Z"));
}

#[test]
fn what_means_something_to_xml_is_escaped() {
    let text = "a<b>&\"c' ]]> 😀 𠮷 &amp;";
    let xml = part(&one_paragraph(text), "word/document.xml");
    assert!(xml.contains("a&lt;b&gt;&amp;"));
    assert_eq!(text_of(&xml), text);
}

#[test]
fn a_title_a_heading_a_cell_and_an_office_are_escaped_too() {
    let nasty = "<&\u{0}\u{1f}\u{fffe}\n>";
    let mut document = sample();
    document.title = vec![nasty.to_owned()];
    document.signature = Some(Signature { office: nasty.to_owned(), date: date(2021, 7, 2) });
    document.blocks = vec![
        Block::Heading(Heading {
            level: Level::First,
            text: vec![Run::words(nasty)],
            run_in: None,
        }),
        Block::Table(Table {
            title: Some(nasty.to_owned()),
            columns: vec![Column { heading: nasty.to_owned(), share: 0, align: Align::Centre }],
            rows: vec![vec![vec![Run::words(nasty)]]],
        }),
    ];
    assert_eq!(
        text_of(&part(&document, "word/document.xml")),
        format!("{}2021年7月2日", "<& >".repeat(6))
    );
    assert!(text_of(&part(&document, "docProps/core.xml")).starts_with("<& ><& >"));
}

#[test]
fn control_characters_are_dropped_and_breaks_become_spaces() {
    let xml = part(
        &one_paragraph("一\u{0}二\u{8}\u{b}三\r\n四\t五\u{7f}\u{ffff}六"),
        "word/document.xml",
    );
    assert_eq!(text_of(&xml), "一二 三 四 五六");
}

#[test]
fn a_slot_travels_as_a_tagged_control() {
    let xml = part(&sample(), "word/document.xml");
    let control =
        "<w:sdt><w:sdtPr><w:tag w:val=\"overload/cases_filed#宗\"/></w:sdtPr><w:sdtContent>";
    assert_eq!(xml.matches(control).count(), 2);
    assert_eq!(xml.matches("</w:sdt>").count(), 2);
}

#[test]
fn every_style_that_is_used_is_defined_once() {
    let (body, styles) = (part(&sample(), "word/document.xml"), part(&sample(), "word/styles.xml"));
    let footer = part(&sample(), "word/footer1.xml");
    for (element, xml) in [
        ("w:pStyle", &body),
        ("w:rStyle", &body),
        ("w:tblStyle", &body),
        ("w:pStyle", &footer),
        ("w:basedOn", &styles),
        ("w:next", &styles),
    ] {
        let opening = format!("<{element} w:val=\"");
        assert!(xml.contains(&opening), "{element}");
        for used in xml.split(&opening).skip(1) {
            let (id, _) = used.split_once('"').unwrap();
            assert_eq!(styles.matches(&format!("w:styleId=\"{id}\"")).count(), 1, "{id}");
        }
    }
}

#[test]
fn headings_have_outline_levels_and_the_title_has_none() {
    let styles = part(&sample(), "word/styles.xml");
    for (level, outline) in Level::ALL.into_iter().zip(0..) {
        let style = style(&styles, styles::heading(level));
        assert!(style.contains(&format!("<w:outlineLvl w:val=\"{outline}\"/>")), "{style}");
    }
    assert!(!style(&styles, styles::TITLE).contains("outlineLvl"));
}

#[test]
fn every_run_asks_for_the_chinese_font_so_that_quotes_are_not_latin() {
    for name in ["word/document.xml", "word/footer1.xml", "word/footer2.xml"] {
        let xml = part(&sample(), name);
        assert_eq!(
            xml.matches("<w:t ").count(),
            xml.matches("<w:rFonts w:hint=\"eastAsia\"/>").count(),
            "{name}"
        );
    }
}

#[test]
fn no_theme_and_no_font_file_is_in_the_package() {
    for (name, xml) in parts(&sample()) {
        assert!(!name.contains("theme") && !name.contains("fonts/"), "{name}");
        assert!(!xml.contains("Theme=\""), "{name} refers to a theme font");
    }
}

#[test]
fn every_font_that_is_asked_for_is_in_the_table() {
    let (styles, table) =
        (part(&sample(), "word/styles.xml"), part(&sample(), "word/fontTable.xml"));
    for used in styles.split("w:eastAsia=\"").skip(1) {
        let (name, _) = used.split_once('"').unwrap();
        assert!(name == "zh-CN" || table.contains(&format!("w:name=\"{name}\"")), "{name}");
    }
}

#[test]
fn tables_neither_touch_each_other_nor_the_end() {
    let xml = part(&sample(), "word/document.xml");
    assert!(!xml.contains("</w:tbl><w:tbl>"));
    assert!(!xml.contains("</w:tbl><w:sectPr>"));
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    // The empty row is filled: a row without a cell makes Word refuse the file.
    assert!(!xml.contains("</w:trPr></w:tr>"));
}

#[test]
fn only_a_short_last_paragraph_goes_over_with_the_signature() {
    let kept = |text: &str| {
        let document = Document { signature: sample().signature, ..one_paragraph(text) };
        part(&document, "word/document.xml").contains("<w:pStyle w:val=\"GwBody\"/><w:keepNext/>")
    };
    assert!(kept(&"路".repeat(5 * 28 - 2)));
    assert!(!kept(&"路".repeat(5 * 28 - 1)));
    let unsigned = part(&one_paragraph("路"), "word/document.xml");
    assert!(!unsigned.contains("keepNext"));
}

#[test]
fn a_heading_goes_over_with_its_text_unless_it_is_a_paragraph_in_disguise() {
    let kept = |text: String, run_in| {
        let heading = Heading { level: Level::Third, text: vec![Run::words(text)], run_in };
        let document = Document { blocks: vec![Block::Heading(heading)], ..Document::default() };
        part(&document, "word/document.xml").contains("<w:keepNext/>")
    };
    assert!(kept("1.超限".to_owned(), None));
    assert!(!kept("1.超限。".to_owned(), Some(vec![Run::words("正文。")])));
    assert!(!kept("路".repeat(3 * 28), None));
}

#[test]
fn an_empty_document_is_still_a_page() {
    let xml = part(&Document::default(), "word/document.xml");
    assert_eq!(text_of(&xml), "");
    assert!(xml.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
}

#[test]
fn two_hundred_pages_are_written() {
    let text = "路".repeat(28 * 22);
    let blocks = vec![Block::Paragraph(Paragraph { runs: vec![Run::words(&text)] }); 200];
    let xml = part(&Document { blocks, ..Document::default() }, "word/document.xml");
    assert_eq!(text_of(&xml).chars().count(), 200 * 28 * 22);
}

fn style<'a>(styles: &'a str, id: &str) -> &'a str {
    let (_, rest) = styles.split_once(&format!("w:styleId=\"{id}\"")).unwrap();
    rest.split_once("</w:style>").unwrap().0
}

proptest! {
    #[test]
    fn any_text_comes_back_as_far_as_it_is_printable(text in any::<String>()) {
        prop_assert_eq!(text_of(&part(&one_paragraph(&text), "word/document.xml")), printable(&text));
    }
}
