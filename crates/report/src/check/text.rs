//! The one model of a text that all checks read (文本模型): paragraphs, kinds, numbers of headings, sections, positions.
//!
//! Made by `read` from a plain file or a Word file; arranged by `tree`. Offsets are bytes within one paragraph's text and
//! always lie between characters.

use std::ops::Range;
use std::sync::Arc;

use super::label::Label;

/// A document as the checks read it (文本): its paragraphs in order, empty ones left out, and its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The paragraphs, in reading order; a table is its cells, row by row.
    pub paragraphs: Vec<Paragraph>,
    /// The sections that headings open, in order; a parent stands before its children.
    pub sections: Vec<Section>,
}

/// One paragraph (段落); in a plain file one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What is printed, without indent and trailing white space; a number that Word makes stands in front.
    pub text: String,
    /// What it is in the document.
    pub kind: Kind,
    /// The number it opens with, right or wrong (层次序数).
    pub label: Option<Label>,
    /// The words of the heading, number and final mark excluded; empty when the paragraph has no heading.
    pub heading: Range<usize>,
    /// Level 1 to 4 that a Word style or a Markdown mark gives it, before any guess.
    pub styled: Option<u8>,
    /// The innermost section it belongs to: index into [`Text::sections`]. A heading belongs to its own section.
    pub section: Option<usize>,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a paragraph is in its document (段落类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The document's title or one line of it (标题).
    Title,
    /// A heading of this level, 1 to 5; body may follow in the same paragraph (层次标题).
    Heading(u8),
    /// Running text (正文); it may carry a number without being a heading.
    Body,
    /// A cell of a table; table, row and column count from 1 (表格单元).
    Cell {
        /// Which table of the document.
        table: u32,
        /// Row.
        row: u32,
        /// Column.
        column: u32,
    },
    /// A footnote or endnote (脚注).
    Footnote,
    /// A line that names what is attached (附件说明).
    Attachment,
    /// Who signs (署名).
    Signature,
    /// The day of the document, alone on its line (成文日期).
    Date,
}

/// Where a paragraph stands in its file (出处).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A line of a plain file.
    Line {
        /// Line, from 1.
        line: u32,
        /// Characters left out before the text: indent, Markdown marks.
        indent: u32,
    },
    /// A paragraph of a Word file.
    Word {
        /// Ordinal among the printed paragraphs of the document, from 1: the "line" that people are told.
        line: u32,
        /// Part of the package, such as `word/document.xml`.
        part: Arc<str>,
        /// Which `w:p` of the part, from 0, in the order of their start tags.
        paragraph: u32,
        /// Bytes of the text that Word's numbering prints and no run holds.
        automatic: usize,
        /// Which run holds which stretch of the text.
        pieces: Vec<Piece>,
    },
}

/// A stretch of a Word paragraph's text and the run that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The stretch, in bytes of the paragraph's text.
    pub at: Range<usize>,
    /// Which `w:r` of the paragraph, from 0, in the order of their start tags; those of nested text boxes are not counted.
    pub run: u32,
    /// Characters of the run before this stretch; a tab or break counts as one.
    pub offset: u32,
    /// Tag of the content control around it, such as the key of a slot; pieces of one control share it by pointer.
    pub control: Option<Arc<str>>,
}

/// A stretch of one paragraph (位置).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index into [`Text::paragraphs`].
    pub paragraph: usize,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What a heading or a numbered paragraph opens (章节).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The paragraph that opens it.
    pub paragraph: usize,
    /// Level, 1 to 5.
    pub level: u8,
    /// The section around it: index into [`Text::sections`].
    pub parent: Option<usize>,
    /// The paragraph after its last, sections inside included.
    pub end: usize,
}

impl Span {
    /// A stretch of paragraph `paragraph`.
    #[must_use]
    pub fn new(paragraph: usize, range: Range<usize>) -> Span {
        Span { paragraph, start: range.start, end: range.end }
    }

    /// The bytes within the paragraph.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Text {
    /// The words of a stretch; empty when the stretch is not one of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.paragraphs.get(span.paragraph).and_then(|it| it.text.get(span.range())).unwrap_or("")
    }

    /// Line and column of a stretch's first character, both from 1.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (u32, u32) {
        let Some(paragraph) = self.paragraphs.get(span.paragraph) else { return (0, 0) };
        let before = paragraph.text.get(..span.start).unwrap_or("").chars().count();
        (paragraph.line(), paragraph.first_column() + u32::try_from(before).unwrap_or(u32::MAX / 2))
    }

    /// The headings above a paragraph, outermost first, as printed.
    #[must_use]
    pub fn path(&self, paragraph: usize) -> Vec<&str> {
        let mut next = self.paragraphs.get(paragraph).and_then(|it| it.section);
        let mut path = Vec::new();
        while let Some(section) = next.and_then(|it| self.sections.get(it)) {
            if let Some(opening) = self.paragraphs.get(section.paragraph) {
                let end =
                    opening.heading.end.max(opening.label.as_ref().map_or(0, |it| it.range.end));
                path.push(opening.text.get(..end).unwrap_or(""));
            }
            next = section.parent;
        }
        path.reverse();
        path
    }
}

impl Paragraph {
    /// A paragraph of running text, not yet arranged.
    #[must_use]
    pub fn new(text: String, origin: Origin) -> Paragraph {
        Paragraph {
            text,
            kind: Kind::Body,
            label: None,
            heading: 0..0,
            styled: None,
            section: None,
            origin,
        }
    }

    /// The line of a plain file or the ordinal of a Word paragraph, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        match &self.origin {
            Origin::Line { line, .. } | Origin::Word { line, .. } => *line,
        }
    }

    /// The column of the text's first character, from 1.
    #[must_use]
    pub fn first_column(&self) -> u32 {
        match &self.origin {
            Origin::Line { indent, .. } => indent.saturating_add(1),
            Origin::Word { .. } => 1,
        }
    }

    /// Where the running text begins: after the heading and its mark, after the number of a paragraph without a heading.
    #[must_use]
    pub fn body_start(&self) -> usize {
        let number = self.label.as_ref().map_or(0, |it| it.range.end);
        if self.heading.is_empty() {
            return number;
        }
        let rest = self.text.get(self.heading.end..).unwrap_or("");
        let mark =
            rest.chars().next().filter(|it| "。.：:；;".contains(*it)).map_or(0, char::len_utf8);
        self.heading.end + mark
    }

    /// Whether running text stands in it.
    #[must_use]
    pub fn has_body(&self) -> bool {
        match self.kind {
            Kind::Body => true,
            Kind::Heading(_) => self.body_start() < self.text.len(),
            Kind::Title
            | Kind::Cell { .. }
            | Kind::Footnote
            | Kind::Attachment
            | Kind::Signature
            | Kind::Date => false,
        }
    }
}
