//! A plain text laid out as a Word file by GB/T 9704 (排版), so that it can carry comments; its paragraphs keep their words.

use jiff::civil::Date;

use crate::check::finding::CheckFinding;
use crate::check::text::{Kind, Paragraph as Line, Span, Text};
use crate::document::{Block, Document, Heading, Level, Paragraph, Run};
use crate::docx::{DocxError, write_docx};

/// A text as a Word file.
#[derive(Debug)]
pub(super) struct LaidOut {
    pub(super) bytes: Vec<u8>,
    /// For each paragraph of the text: its paragraph in the file, and how many bytes of that stand before it.
    places: Vec<(usize, usize)>,
}

/// Lays a text out.
///
/// # Errors
/// When the file cannot be packed.
pub(super) fn lay_out(text: &Text, made_on: Date) -> Result<LaidOut, DocxError> {
    let lines = text.paragraphs.iter().take_while(|it| it.kind == Kind::Title);
    let title: Vec<String> = lines.map(|it| it.text.clone()).collect();
    let mut places = Vec::new();
    let mut before = 0;
    for line in &title {
        places.push((0, before));
        before += line.len() + 1;
    }
    let first = usize::from(!title.is_empty());
    let below = text.paragraphs.iter().skip(title.len());
    let blocks: Vec<Block> = below.map(block).collect();
    places.extend((0..blocks.len()).map(|it| (first + it, 0)));
    let document = Document { title, blocks, signature: None };
    Ok(LaidOut { bytes: write_docx(&document, made_on)?, places })
}

fn block(line: &Line) -> Block {
    let words = |text: &str| vec![Run::words(text)];
    let level = match line.kind {
        Kind::Heading(level @ 1..=4) => Level::ALL.get(usize::from(level) - 1).copied(),
        Kind::Heading(_)
        | Kind::Title
        | Kind::Body
        | Kind::Cell { .. }
        | Kind::Footnote
        | Kind::Attachment
        | Kind::Signature
        | Kind::Date => None,
    };
    let Some(level) = level else {
        return Block::Paragraph(Paragraph { runs: words(&line.text) });
    };
    let (heading, rest) = line.text.split_at(line.body_start().min(line.text.len()));
    let run_in = (!rest.is_empty()).then(|| words(rest));
    Block::Heading(Heading { level, text: words(heading), run_in })
}

impl LaidOut {
    /// The finding in the printed file; where its words were printed otherwise, on the whole paragraph and without
    /// correction.
    pub(super) fn moved(&self, printed: &Text, finding: &CheckFinding) -> CheckFinding {
        let mut moved = finding.clone();
        let Some((paragraph, before)) = self.places.get(finding.span.paragraph).copied() else {
            return moved;
        };
        let range = finding.span.start + before..finding.span.end + before;
        moved.span = Span::new(paragraph, range);
        if printed.slice(moved.span) != finding.quote.replace('\t', " ") {
            let whole = printed.paragraphs.get(paragraph).map_or(0, |it| it.text.len());
            moved.span = Span::new(paragraph, 0..whole);
            moved.fix = None;
        }
        moved
    }
}
