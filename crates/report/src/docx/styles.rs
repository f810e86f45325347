//! Paragraph styles of an official document (样式).
//!
//! Real styles with Chinese names, so that a clerk restyles a draft in WPS with one click, and with outline levels, so that
//! the navigation pane works. They are our own and not Word's headings, whose theme fonts and numbering would come along.

use super::fonts::{self, Font};
use super::page::{
    CELL_TWIPS, LINE_TWIPS, SIZE_2_HALF_POINTS, SIZE_3_HALF_POINTS, SIZE_4_HALF_POINTS,
    SIZE_SMALL_4_HALF_POINTS, TRACKING_TWIPS,
};
use super::xml::Xml;
use crate::document::Level;

/// Style ids. Latin, because some readers fold others; people see the Chinese names.
pub(super) const TITLE: &str = "GwTitle";
pub(super) const BODY: &str = "GwBody";
pub(super) const RUN_IN: &str = "GwRunIn";
pub(super) const OFFICE: &str = "GwOffice";
pub(super) const DATE: &str = "GwDate";
pub(super) const TABLE: &str = "GwTable";
pub(super) const TABLE_TITLE: &str = "GwTableTitle";
pub(super) const TABLE_HEADING: &str = "GwTableHeading";
pub(super) const TABLE_CELL: &str = "GwTableCell";
pub(super) const PAGE_NUMBER: &str = "GwPageNumber";

/// The style of a heading.
pub(super) fn heading(level: Level) -> &'static str {
    match level {
        Level::First => "GwHeading1",
        Level::Second => "GwHeading2",
        Level::Third => "GwHeading3",
        Level::Fourth => "GwHeading4",
    }
}

/// `word/styles.xml`.
pub(super) fn styles() -> Vec<u8> {
    Xml::part("w:styles", &[("xmlns:w", super::W)], |xml| {
        defaults(xml);
        normal(xml);
        for style in PARAGRAPH_STYLES {
            paragraph_style(xml, style);
        }
        run_in_style(xml);
        table_style(xml);
    })
}

/// What a paragraph style says differently from the text it is based on.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    next: &'static str,
    font: Option<&'static Font>,
    size_half_points: Option<u32>,
    tracking_twips: Option<i32>,
    line: Line,
    indent_characters: Option<usize>,
    align: Option<&'static str>,
    outline: Option<u8>,
}

/// How the lines of a style stand.
enum Line {
    /// As in the style it is based on.
    Inherited,
    /// On the page's pitch with one line left free above (空一行).
    OneFreeAbove,
    /// On the page's pitch with one line left free below.
    OneFreeBelow,
    /// As high as the type needs: an exact height would cut the rows of tables.
    Natural,
    /// Of exactly this height, off the grid.
    Exact(u32),
}

const NORMAL: &str = "Normal";

const PLAIN: Style = Style {
    id: NORMAL,
    name: "Normal",
    based_on: NORMAL,
    next: BODY,
    font: None,
    size_half_points: None,
    tracking_twips: None,
    line: Line::Inherited,
    indent_characters: None,
    align: None,
    outline: None,
};

const PARAGRAPH_STYLES: &[Style] = &[
    Style {
        id: TITLE,
        name: "公文标题",
        font: Some(&fonts::TITLE),
        size_half_points: Some(SIZE_2_HALF_POINTS),
        tracking_twips: Some(0),
        line: Line::OneFreeBelow,
        align: Some("center"),
        ..PLAIN
    },
    Style { id: BODY, name: "公文正文", indent_characters: Some(2), ..PLAIN },
    Style {
        id: "GwHeading1",
        name: "公文一级标题",
        based_on: BODY,
        font: Some(&fonts::BOLD),
        outline: Some(0),
        ..PLAIN
    },
    Style {
        id: "GwHeading2",
        name: "公文二级标题",
        based_on: BODY,
        font: Some(&fonts::HAND),
        outline: Some(1),
        ..PLAIN
    },
    Style {
        id: "GwHeading3", name: "公文三级标题", based_on: BODY, outline: Some(2), ..PLAIN
    },
    Style {
        id: "GwHeading4", name: "公文四级标题", based_on: BODY, outline: Some(3), ..PLAIN
    },
    Style {
        id: OFFICE,
        name: "公文署名",
        next: DATE,
        line: Line::OneFreeAbove,
        indent_characters: Some(0),
        align: Some("right"),
        ..PLAIN
    },
    Style {
        id: DATE,
        name: "公文成文日期",
        indent_characters: Some(0),
        align: Some("right"),
        ..PLAIN
    },
    Style {
        id: TABLE_TITLE,
        name: "公文表题",
        next: TABLE_CELL,
        font: Some(&fonts::BOLD),
        align: Some("center"),
        ..PLAIN
    },
    Style {
        id: TABLE_CELL,
        name: "公文表文",
        next: TABLE_CELL,
        size_half_points: Some(SIZE_SMALL_4_HALF_POINTS),
        tracking_twips: Some(0),
        line: Line::Natural,
        align: Some("left"),
        ..PLAIN
    },
    Style {
        id: TABLE_HEADING,
        name: "公文表头",
        based_on: TABLE_CELL,
        next: TABLE_CELL,
        font: Some(&fonts::BOLD),
        align: Some("center"),
        ..PLAIN
    },
    Style {
        id: PAGE_NUMBER,
        name: "公文页码",
        next: PAGE_NUMBER,
        font: Some(&fonts::SONG),
        size_half_points: Some(SIZE_4_HALF_POINTS),
        tracking_twips: Some(0),
        line: Line::Exact(SIZE_4_HALF_POINTS * 10),
        ..PLAIN
    },
];

fn defaults(xml: &mut Xml) {
    xml.node("w:docDefaults", &[], |xml| {
        xml.node("w:rPrDefault", &[], |xml| {
            xml.node("w:rPr", &[], |xml| {
                fonts::all_scripts(xml, &fonts::TEXT);
                xml.value("w:kern", 0);
                size(xml, SIZE_3_HALF_POINTS);
                xml.leaf(
                    "w:lang",
                    &[("w:val", "en-US"), ("w:eastAsia", "zh-CN"), ("w:bidi", "ar-SA")],
                );
            });
        });
        xml.leaf("w:pPrDefault", &[]);
    });
}

/// The base of all: one character a cell, one line a pitch.
fn normal(xml: &mut Xml) {
    xml.node(
        "w:style",
        &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", NORMAL)],
        |xml| {
            xml.value("w:name", "Normal");
            xml.leaf("w:qFormat", &[]);
            xml.node("w:pPr", &[], |xml| {
                // Keeping two lines together would leave pages of 21 lines.
                xml.value("w:widowControl", 0);
                xml.value("w:kinsoku", 1);
                // Marks may hang at the end of a line, as Word and WPS do by default. Not for beauty: LibreOffice
                // (seen in 7.4) reads this value the wrong way round, and a mark that hangs from a tracked, justified line
                // it does not draw.
                xml.value("w:overflowPunct", 1);
                xml.value("w:topLinePunct", 0);
                // No quarter spaces between Chinese and digits: `共309宗` is four and a half characters wide.
                xml.value("w:autoSpaceDE", 0);
                xml.value("w:autoSpaceDN", 0);
                xml.value("w:adjustRightInd", 0);
                xml.value("w:snapToGrid", 1);
                exact_line(xml, LINE_TWIPS, &[]);
                xml.value("w:jc", "both");
            });
            xml.node("w:rPr", &[], |xml| xml.value("w:spacing", TRACKING_TWIPS));
        },
    );
}

fn paragraph_style(xml: &mut Xml, style: &Style) {
    xml.node(
        "w:style",
        &[("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", style.id)],
        |xml| {
            xml.value("w:name", style.name);
            xml.value("w:basedOn", style.based_on);
            xml.value("w:next", style.next);
            xml.leaf("w:qFormat", &[]);
            xml.node("w:pPr", &[], |xml| {
                lines(xml, &style.line);
                if let Some(count) = style.indent_characters {
                    first_line(xml, count);
                }
                if let Some(align) = style.align {
                    xml.value("w:jc", align);
                }
                if let Some(outline) = style.outline {
                    xml.value("w:outlineLvl", outline);
                }
            });
            xml.node("w:rPr", &[], |xml| {
                if let Some(font) = style.font {
                    fonts::all_scripts(xml, font);
                }
                if let Some(tracking) = style.tracking_twips {
                    xml.value("w:spacing", tracking);
                }
                if let Some(half_points) = style.size_half_points {
                    size(xml, half_points);
                }
            });
        },
    );
}

fn lines(xml: &mut Xml, line: &Line) {
    // `…Lines` counts in hundredths of the grid's pitch and wins where it is understood; the twips say the same to others.
    let free = LINE_TWIPS.to_string();
    match line {
        Line::Inherited => {}
        Line::OneFreeAbove => {
            exact_line(xml, LINE_TWIPS, &[("w:beforeLines", "100"), ("w:before", &free)])
        }
        Line::OneFreeBelow => {
            // 2号 type is higher than the grid's pitch: LibreOffice would give each line two.
            xml.value("w:snapToGrid", 0);
            exact_line(xml, LINE_TWIPS, &[("w:afterLines", "100"), ("w:after", &free)]);
        }
        Line::Natural => {
            xml.value("w:snapToGrid", 0);
            xml.leaf("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto")]);
        }
        Line::Exact(twips) => {
            xml.value("w:snapToGrid", 0);
            exact_line(xml, *twips, &[]);
        }
    }
}

fn exact_line(xml: &mut Xml, twips: u32, around: &[(&str, &str)]) {
    let height = twips.to_string();
    let mut attributes = around.to_vec();
    attributes.extend([("w:line", height.as_str()), ("w:lineRule", "exact")]);
    xml.leaf("w:spacing", &attributes);
}

fn first_line(xml: &mut Xml, characters: usize) {
    let (hundredths, twips) =
        ((characters * 100).to_string(), (characters * CELL_TWIPS).to_string());
    xml.leaf("w:ind", &[("w:firstLineChars", &hundredths), ("w:firstLine", &twips)]);
}

fn size(xml: &mut Xml, half_points: u32) {
    xml.value("w:sz", half_points);
    xml.value("w:szCs", half_points);
}

/// Body text behind a heading in the same paragraph; its borders tell a reader of the file where the heading ends.
fn run_in_style(xml: &mut Xml) {
    xml.node(
        "w:style",
        &[("w:type", "character"), ("w:customStyle", "1"), ("w:styleId", RUN_IN)],
        |xml| {
            xml.value("w:name", "公文接排正文");
            xml.leaf("w:qFormat", &[]);
            xml.node("w:rPr", &[], |xml| fonts::all_scripts(xml, &fonts::TEXT));
        },
    );
}

fn table_style(xml: &mut Xml) {
    xml.node(
        "w:style",
        &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", TABLE)],
        |xml| {
            xml.value("w:name", "公文表格");
            xml.leaf("w:qFormat", &[]);
            xml.node("w:tblPr", &[], |xml| {
                xml.node("w:tblBorders", &[], |xml| {
                    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]
                    {
                        let line = [
                            ("w:val", "single"),
                            ("w:sz", "4"),
                            ("w:space", "0"),
                            ("w:color", "000000"),
                        ];
                        xml.leaf(side, &line);
                    }
                });
                xml.node("w:tblCellMar", &[], |xml| {
                    for (side, twips) in
                        [("w:top", "40"), ("w:left", "100"), ("w:bottom", "40"), ("w:right", "100")]
                    {
                        xml.leaf(side, &[("w:w", twips), ("w:type", "dxa")]);
                    }
                });
            });
        },
    );
}
