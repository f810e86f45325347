//! The text itself: `word/document.xml` (正文部件).
//!
//! Paragraphs refer to styles; the only measures here are the page, the widths of columns and the blanks of the signature.

use super::page::{
    BOTTOM_TWIPS, CELL_TWIPS, FOOTER_TWIPS, LEFT_TWIPS, LINE_CHARACTERS, LINE_TWIPS,
    PAPER_HEIGHT_TWIPS, PAPER_WIDTH_TWIPS, RIGHT_TWIPS, TEXT_WIDTH_TWIPS, TOP_TWIPS,
};
use super::styles;
use super::xml::Xml;
use crate::document::{Align, Block, Document, Heading, Run, Signature, SlotMark, Table};

/// `word/document.xml`.
pub(super) fn body(document: &Document) -> Vec<u8> {
    let spaces = [
        ("xmlns:w", super::W),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ];
    Xml::part("w:document", &spaces, |xml| {
        xml.node("w:body", &[], |xml| {
            title(xml, &document.title);
            blocks(xml, &document.blocks, document.signature.is_some());
            if let Some(signature) = &document.signature {
                sign(xml, signature);
            }
            section(xml);
        });
    })
}

/// One paragraph with breaks, so that the title stays one thing for whoever reads the file.
fn title(xml: &mut Xml, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    paragraph(xml, styles::TITLE, Place::kept_if(true), |xml| {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                xml.node("w:r", &[], |xml| xml.leaf("w:br", &[]));
            }
            words(xml, None, line);
        }
    });
}

fn blocks(xml: &mut Xml, blocks: &[Block], is_signed: bool) {
    let mut below_table = false;
    for (index, block) in blocks.iter().enumerate() {
        let keeps_signature = is_signed && index + 1 == blocks.len();
        match block {
            Block::Heading(it) => heading(xml, it, keeps_signature),
            Block::Paragraph(it) => {
                let kept = keeps_signature && is_short(&[&it.runs], SIGNED_LINES_MAX);
                paragraph(xml, styles::BODY, Place::kept_if(kept), |xml| runs(xml, None, &it.runs));
            }
            Block::Table(it) => {
                // Word joins two tables that touch.
                if below_table && it.title.is_none() {
                    paragraph(xml, styles::BODY, Place::default(), |_| {});
                }
                table(xml, it);
            }
        }
        below_table = matches!(block, Block::Table(_));
    }
    if below_table {
        // A document must not end with a table, and a signature must not stick to it.
        paragraph(xml, styles::BODY, Place::default(), |_| {});
    }
}

fn heading(xml: &mut Xml, heading: &Heading, keeps_signature: bool) {
    let run_in = heading.run_in.as_deref().unwrap_or_default();
    let stands_alone = heading.run_in.is_none() && is_short(&[&heading.text], HEADING_LINES_MAX);
    let signed_here = keeps_signature && is_short(&[&heading.text, run_in], SIGNED_LINES_MAX);
    let place = Place::kept_if(stands_alone || signed_here);
    paragraph(xml, styles::heading(heading.level), place, |xml| {
        runs(xml, None, &heading.text);
        runs(xml, Some(styles::RUN_IN), run_in);
    });
}

/// A heading at the foot of a page (背题) looks like a mistake, so it goes over with its text. A numbered sentence of many
/// lines is a paragraph in disguise and may be parted.
const HEADING_LINES_MAX: usize = 2;

/// Office and date must share their page with text (GB/T 9704-2012, 7.3.5.5), so a short last paragraph goes over with
/// them. A long one does not: `LibreOffice` would take all of it and leave half a page empty.
const SIGNED_LINES_MAX: usize = 5;

/// Whether the runs fill at most so many lines, the first being indented.
fn is_short(parts: &[&[Run]], lines_max: usize) -> bool {
    let halves: usize = parts.iter().copied().flatten().map(|it| half_widths(&it.text)).sum();
    halves + 4 <= lines_max * 2 * LINE_CHARACTERS
}

/// Office and date of a document without a seal (GB/T 9704-2012, 7.3.5.2).
fn sign(xml: &mut Xml, signature: &Signature) {
    let date = signature.date_line();
    let blanks = Blanks::of(half_widths(&signature.office), half_widths(&date));
    let place =
        |halves, keep_next| Place { keep_next, right_blank_halves: Some(halves), align: None };
    paragraph(xml, styles::OFFICE, place(blanks.office_halves, true), |xml| {
        words(xml, None, &signature.office)
    });
    paragraph(xml, styles::DATE, place(blanks.date_halves, false), |xml| words(xml, None, &date));
}

/// What is left free at the right of the signature, in half characters.
#[derive(Debug, PartialEq, Eq)]
struct Blanks {
    office_halves: usize,
    date_halves: usize,
}

impl Blanks {
    /// The office leaves two characters free and the date begins two characters behind it; a date longer than the office
    /// leaves two free instead, and the office as many more as it needs to begin two characters earlier.
    fn of(office_halves: usize, date_halves: usize) -> Blanks {
        const TWO_CHARACTERS: usize = 4;
        if date_halves > office_halves {
            let wider = date_halves - office_halves;
            return Blanks {
                office_halves: 2 * TWO_CHARACTERS + wider,
                date_halves: TWO_CHARACTERS,
            };
        }
        // An office too long for a line begins at its left edge and is broken there.
        let shown = office_halves.min(2 * LINE_CHARACTERS - TWO_CHARACTERS);
        Blanks { office_halves: TWO_CHARACTERS, date_halves: shown - date_halves.min(shown) }
    }
}

fn half_widths(text: &str) -> usize {
    text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum()
}

fn table(xml: &mut Xml, table: &Table) {
    if let Some(title) = &table.title {
        paragraph(xml, styles::TABLE_TITLE, Place::kept_if(true), |xml| words(xml, None, title));
    }
    let widths_twips = column_widths(table);
    if widths_twips.is_empty() {
        return;
    }
    xml.node("w:tbl", &[], |xml| {
        xml.node("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", styles::TABLE);
            xml.leaf("w:tblW", &[("w:w", &TEXT_WIDTH_TWIPS.to_string()), ("w:type", "dxa")]);
            xml.value("w:jc", "center");
            xml.leaf("w:tblLayout", &[("w:type", "fixed")]);
        });
        xml.node("w:tblGrid", &[], |xml| {
            for width in &widths_twips {
                xml.leaf("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        if !table.columns.is_empty() {
            row(xml, true, |xml| {
                for (index, width) in widths_twips.iter().enumerate() {
                    let text = table.columns.get(index).map_or("", |it| it.heading.as_str());
                    cell(xml, *width, styles::TABLE_HEADING, None, |xml| words(xml, None, text));
                }
            });
        }
        for cells in &table.rows {
            row(xml, false, |xml| {
                for (index, width) in widths_twips.iter().enumerate() {
                    let align = table.columns.get(index).map(|it| it.align);
                    let text = cells.get(index).map(Vec::as_slice).unwrap_or_default();
                    cell(xml, *width, styles::TABLE_CELL, align, |xml| runs(xml, None, text));
                }
            });
        }
    });
}

/// Widths that fill the type area exactly, by the columns' shares; cells beyond the last column have a share of 1.
fn column_widths(table: &Table) -> Vec<u32> {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.columns.len());
    let shares: Vec<u32> = (0..count)
        .map(|index| table.columns.get(index).map_or(1, |it| u32::from(it.share).max(1)))
        .collect();
    let total: u64 = shares.iter().copied().map(u64::from).sum();
    let mut taken = 0;
    let mut edge = 0_u32;
    shares
        .into_iter()
        .map(|share| {
            taken += u64::from(share);
            let next = u32::try_from(u64::from(TEXT_WIDTH_TWIPS) * taken / total)
                .expect("no edge is right of the last");
            let width = next - edge;
            edge = next;
            width
        })
        .collect()
}

fn row(xml: &mut Xml, is_heading: bool, cells: impl FnOnce(&mut Xml)) {
    xml.node("w:tr", &[], |xml| {
        xml.node("w:trPr", &[], |xml| {
            xml.leaf("w:cantSplit", &[]);
            if is_heading {
                xml.leaf("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

fn cell(
    xml: &mut Xml,
    width_twips: u32,
    style: &str,
    align: Option<Align>,
    inside: impl FnOnce(&mut Xml),
) {
    xml.node("w:tc", &[], |xml| {
        xml.node("w:tcPr", &[], |xml| {
            xml.leaf("w:tcW", &[("w:w", &width_twips.to_string()), ("w:type", "dxa")]);
            xml.value("w:vAlign", "center");
        });
        let place = Place { align, ..Place::default() };
        paragraph(xml, style, place, inside);
    });
}

/// What a paragraph says besides its style.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    keep_next: bool,
    right_blank_halves: Option<usize>,
    align: Option<Align>,
}

impl Place {
    fn kept_if(keep_next: bool) -> Place {
        Place { keep_next, ..Place::default() }
    }
}

fn paragraph(xml: &mut Xml, style: &str, place: Place, inside: impl FnOnce(&mut Xml)) {
    xml.node("w:p", &[], |xml| {
        xml.node("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style);
            if place.keep_next {
                xml.leaf("w:keepNext", &[]);
            }
            if let Some(halves) = place.right_blank_halves {
                let (hundredths, twips) =
                    ((halves * 50).to_string(), (halves * CELL_TWIPS / 2).to_string());
                xml.leaf("w:ind", &[("w:rightChars", &hundredths), ("w:right", &twips)]);
            }
            match place.align {
                None | Some(Align::Left) => {}
                Some(Align::Centre) => xml.value("w:jc", "center"),
                Some(Align::Right) => xml.value("w:jc", "right"),
            }
        });
        inside(xml);
    });
}

fn runs(xml: &mut Xml, style: Option<&str>, runs: &[Run]) {
    for run in runs {
        match &run.slot {
            None => words(xml, style, &run.text),
            Some(slot) => bound(xml, slot, |xml| words(xml, style, &run.text)),
        }
    }
}

/// A content control that carries the slot's key through Word and WPS. It has no id: Word gives one when it first saves. It
/// is no plain-text control (`w:text`): `LibreOffice` writes the words of those once for every change of script.
fn bound(xml: &mut Xml, slot: &SlotMark, inside: impl FnOnce(&mut Xml)) {
    xml.node("w:sdt", &[], |xml| {
        xml.node("w:sdtPr", &[], |xml| {
            xml.value("w:tag", slot.key());
        });
        xml.node("w:sdtContent", &[], inside);
    });
}

fn words(xml: &mut Xml, style: Option<&str>, text: &str) {
    xml.node("w:r", &[], |xml| {
        xml.node("w:rPr", &[], |xml| {
            if let Some(style) = style {
                xml.value("w:rStyle", style);
            }
            // “ ” — … are neither Chinese nor Latin to Word; without the hint they are set in Times New Roman.
            xml.leaf("w:rFonts", &[("w:hint", "eastAsia")]);
        });
        xml.node("w:t", &[("xml:space", "preserve")], |xml| xml.text(text));
    });
}

fn section(xml: &mut Xml) {
    xml.node("w:sectPr", &[], |xml| {
        xml.leaf("w:footerReference", &[("w:type", "default"), ("r:id", "rIdOdd")]);
        xml.leaf("w:footerReference", &[("w:type", "even"), ("r:id", "rIdEven")]);
        xml.leaf(
            "w:pgSz",
            &[("w:w", &PAPER_WIDTH_TWIPS.to_string()), ("w:h", &PAPER_HEIGHT_TWIPS.to_string())],
        );
        let margins = [
            ("w:top", TOP_TWIPS),
            ("w:right", RIGHT_TWIPS),
            ("w:bottom", BOTTOM_TWIPS),
            ("w:left", LEFT_TWIPS),
            ("w:header", FOOTER_TWIPS),
            ("w:footer", FOOTER_TWIPS),
            ("w:gutter", 0),
        ]
        .map(|(side, twips)| (side, twips.to_string()));
        xml.leaf("w:pgMar", &margins.each_ref().map(|(side, twips)| (*side, twips.as_str())));
        xml.leaf("w:docGrid", &[("w:type", "lines"), ("w:linePitch", &LINE_TWIPS.to_string())]);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;
    use proptest::prelude::*;

    #[track_caller]
    fn check(office: &str, date: &str, office_halves: usize, date_halves: usize) {
        assert_eq!(
            Blanks::of(half_widths(office), half_widths(date)),
            Blanks { office_halves, date_halves }
        );
    }

    #[test]
    fn a_short_date_begins_two_characters_behind_the_office() {
        // Eight characters above six: both end two characters from the right.
        check("阳山县交通运输局", "2021年7月2日", 4, 4);
        check("阳山县公路事务中心办公室", "2021年7月2日", 4, 12);
        check("清远市交通局", "2021年7月2日", 4, 0);
    }

    #[test]
    fn a_date_longer_than_the_office_pushes_it_to_the_left() {
        check("县府办", "2021年12月31日", 8 + 8, 4);
        check("阳山县政府", "2021年7月2日", 8 + 2, 4);
    }

    #[test]
    fn an_office_longer_than_a_line_leaves_room_for_the_date() {
        check(&"局".repeat(40), "2021年7月2日", 4, 52 - 12);
    }

    proptest! {
        #[test]
        fn columns_fill_the_type_area(shares in prop::collection::vec(any::<u16>(), 1..40), cells in 0_usize..40) {
            let column = |share| Column { heading: String::new(), share, align: Align::Left };
            let table = Table {
                title: None,
                columns: shares.iter().copied().map(column).collect(),
                rows: vec![vec![Vec::new(); cells]],
            };
            let widths = column_widths(&table);
            prop_assert_eq!(widths.len(), shares.len().max(cells));
            prop_assert_eq!(widths.iter().sum::<u32>(), TEXT_WIDTH_TWIPS);
        }
    }
}
