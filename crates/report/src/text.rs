//! Plain text for pasting into other systems (纯文本).
//!
//! UTF-8, one paragraph a line, two ideographic spaces as indent, no blank lines; a table row is one line with tabs
//! between its cells. Layout that only paper needs, such as the broken title, is gone.

use std::borrow::Cow;

use crate::document::{Block, Document, Run, Table};

/// The document as plain text; every line ends with `\n`.
#[must_use]
pub fn to_text(document: &Document) -> String {
    let mut text = String::new();
    if !document.title.is_empty() {
        line(&mut text, "", &printable(&document.title_line()));
    }
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => {
                let run_in = heading.run_in.as_deref().unwrap_or_default();
                line(&mut text, INDENT, &format!("{}{}", words(&heading.text), words(run_in)));
            }
            Block::Paragraph(paragraph) => line(&mut text, INDENT, &words(&paragraph.runs)),
            Block::Table(table) => table_lines(&mut text, table),
        }
    }
    if let Some(signature) = &document.signature {
        line(&mut text, "", &printable(&signature.office));
        line(&mut text, "", &signature.date_line());
    }
    text
}

/// What can be printed of a text: characters that XML 1.0 forbids, and control characters that would only do harm, are
/// dropped; breaks and tabs become one space, so that words pasted from a sheet do not grow together.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|it| kept(it) == Some(it)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").chars().filter_map(kept).collect())
}

const INDENT: &str = "\u{3000}\u{3000}";

fn kept(mark: char) -> Option<char> {
    match mark {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{feff}' => None,
        // U+FFFE, U+FFFF and their kin on the other planes are no characters.
        _ if mark.is_control() || u32::from(mark) & 0xfffe == 0xfffe => None,
        _ => Some(mark),
    }
}

fn table_lines(text: &mut String, table: &Table) {
    if let Some(title) = &table.title {
        line(text, "", &printable(title));
    }
    if !table.columns.is_empty() {
        let headings: Vec<_> = table.columns.iter().map(|it| printable(&it.heading)).collect();
        line(text, "", &headings.join("\t"));
    }
    for row in &table.rows {
        let cells: Vec<_> = row.iter().map(|it| words(it)).collect();
        line(text, "", &cells.join("\t"));
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|it| printable(&it.text)).collect()
}

fn line(text: &mut String, indent: &str, words: &str) {
    text.push_str(indent);
    text.push_str(words);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Align, Column, Heading, Level, Paragraph, Signature, SlotMark};
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_document_is_one_paragraph_a_line() {
        let filed = SlotMark::new("overload/cases_filed", "宗").unwrap();
        let document = Document {
            title: vec![
                "县交通运输局2021年上半年工作总结和".to_owned(),
                "下半年工作思路".to_owned(),
            ],
            blocks: vec![
                Block::Heading(Heading {
                    level: Level::First,
                    text: vec![Run::words("一、抓好治超工作")],
                    run_in: None,
                }),
                Block::Heading(Heading {
                    level: Level::Second,
                    text: vec![Run::words("（一）查处情况。")],
                    run_in: Some(vec![
                        Run::words("共查处"),
                        Run::bound("309", filed),
                        Run::words("宗。"),
                    ]),
                }),
                Block::Table(Table {
                    title: Some("查处情况表".to_owned()),
                    columns: vec![
                        Column { heading: "单位".to_owned(), share: 2, align: Align::Left },
                        Column { heading: "宗数".to_owned(), share: 1, align: Align::Right },
                    ],
                    rows: vec![vec![vec![Run::words("治超办")], vec![Run::words("309")]]],
                }),
                Block::Paragraph(Paragraph { runs: vec![Run::words("特此\r\n报告。\u{0}")] }),
            ],
            signature: Some(Signature {
                office: "阳山县交通运输局".to_owned(),
                date: date(2021, 7, 2),
            }),
        };
        let expected = concat!(
            "县交通运输局2021年上半年工作总结和下半年工作思路\n",
            "　　一、抓好治超工作\n",
            "　　（一）查处情况。共查处309宗。\n",
            "查处情况表\n",
            "单位\t宗数\n",
            "治超办\t309\n",
            "　　特此 报告。\n",
            "阳山县交通运输局\n",
            "2021年7月2日\n",
        );
        assert_eq!(to_text(&document), expected);
    }

    #[test]
    fn an_empty_document_is_an_empty_text() {
        assert_eq!(to_text(&Document::default()), "");
    }

    proptest! {
        #[test]
        fn no_text_breaks_its_line(text in any::<String>()) {
            let runs = vec![Run::words(text)];
            let document = Document { blocks: vec![Block::Paragraph(Paragraph { runs })], ..Document::default() };
            prop_assert_eq!(to_text(&document).lines().count(), 1);
        }

        #[test]
        fn what_is_printable_stays_as_it_is(text in any::<String>()) {
            let once = printable(&text).into_owned();
            prop_assert_eq!(printable(&once), once.as_str());
        }
    }
}
