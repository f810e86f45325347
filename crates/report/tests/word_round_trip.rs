//! A document that we print, read back (往返): kinds, sections and words stay, and our own checks have nothing to say.

use jiff::civil::date;
use report::check::{Kind, Options, Origin, Text, check_text, read_text};
use report::{
    Align, Block, Column, Document, Heading, Level, Paragraph, Run, Signature, SlotMark, Table,
    write_docx,
};

fn document() -> Document {
    let heading = |level: Level, ordinal: usize, words: &str, body: Option<Vec<Run>>| {
        let text = vec![Run::words(format!("{}{words}", level.number(ordinal)))];
        Block::Heading(Heading { level, text, run_in: body })
    };
    let mark = SlotMark::new("overload/cases_filed", "").expect("a short key");
    Document {
        title: vec!["阳山县交通运输局".to_owned(), "2021年上半年工作总结".to_owned()],
        blocks: vec![
            Block::Paragraph(Paragraph {
                runs: vec![Run::words("今年以来，我局扎实推进各项工作。")],
            }),
            heading(Level::First, 1, "加强治超工作", None),
            heading(
                Level::Second,
                1,
                "联合执法。",
                Some(vec![
                    Run::words("上半年共查处违章案件"),
                    Run::bound("309宗", mark),
                    Run::words("，其中已处罚280宗。"),
                ]),
            ),
            heading(
                Level::Second,
                2,
                "源头治超。",
                Some(vec![Run::words("与源头单位签订责任书，落实“一超四罚”。")]),
            ),
            Block::Table(Table {
                columns: vec![
                    Column { heading: "项目".to_owned(), share: 1, align: Align::Left },
                    Column { heading: "数量（宗）".to_owned(), share: 1, align: Align::Right },
                ],
                rows: vec![vec![vec![Run::words("立案")], vec![Run::words("309")]]],
                ..Table::default()
            }),
        ],
        signature: Some(Signature {
            office: "阳山县交通运输局".to_owned(),
            date: date(2021, 7, 2),
        }),
    }
}

fn read() -> Text {
    let bytes = write_docx(&document(), date(2021, 7, 2)).expect("a docx");
    read_text("a.docx", &bytes).expect("our own docx can be read")
}

#[test]
fn a_printed_document_reads_back_with_its_kinds_and_sections() {
    let text = read();
    let seen: Vec<(Kind, &str)> =
        text.paragraphs.iter().map(|it| (it.kind, it.text.as_str())).collect();
    let cell = |row, column| Kind::Cell { table: 1, row, column };
    assert_eq!(
        seen,
        [
            (Kind::Title, "阳山县交通运输局\n2021年上半年工作总结"),
            (Kind::Body, "今年以来，我局扎实推进各项工作。"),
            (Kind::Heading(1), "一、加强治超工作"),
            (Kind::Heading(2), "（一）联合执法。上半年共查处违章案件309宗，其中已处罚280宗。"),
            (Kind::Heading(2), "（二）源头治超。与源头单位签订责任书，落实“一超四罚”。"),
            (cell(1, 1), "项目"),
            (cell(1, 2), "数量（宗）"),
            (cell(2, 1), "立案"),
            (cell(2, 2), "309"),
            (Kind::Signature, "阳山县交通运输局"),
            (Kind::Date, "2021年7月2日"),
        ]
    );
    assert_eq!(text.path(3), ["一、加强治超工作", "（一）联合执法"]);
}

#[test]
fn every_word_knows_the_run_that_holds_it() {
    let text = read();
    for paragraph in &text.paragraphs {
        let Origin::Word { pieces, automatic, .. } = &paragraph.origin else {
            panic!("not from Word")
        };
        let covered: String = pieces.iter().map(|it| &paragraph.text[it.at.clone()]).collect();
        assert_eq!(covered, paragraph.text[*automatic..]);
    }
}

#[test]
fn our_own_checks_have_nothing_to_say() {
    assert_eq!(check_text(&read(), &Options::default()), []);
}
