//! Findings into a Word file (批注与修订): real comments at the very words, safe corrections as tracked changes.
//!
//! Works on bytes: the parts that change are spliced, all other parts of the package are copied as they are packed. Runs are
//! split where a mark begins or ends and keep their properties. Where comments cannot stand — footnotes, text boxes,
//! formulas, content controls — they are set at the reference, the frame or around the control.

mod layout; // a plain text becomes a Word file first
mod marks; // findings → cuts in runs
mod package; // parts in and out
mod scan; // where runs stand in the XML of a part
mod splice; // cuts → changed XML
mod words; // what a comment says

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::finding::CheckFinding;
use super::source::read_text;
use super::text::{Origin, Text};

use marks::Marking;
use package::Package;

/// Who annotates, when, and what is wanted (批注要求).
#[derive(Debug, Clone, Copy)]
pub struct Notes<'a> {
    /// Author of comments and changes.
    pub author: &'a str,
    /// When, by the clock on the wall, which is what Word shows.
    pub at: DateTime,
    /// Whether every finding gets a comment.
    pub comments: bool,
    /// Whether safe corrections are made, as tracked changes.
    pub changes: bool,
}

/// An annotated Word file (带批注的文档).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The bytes of the docx.
    pub bytes: Vec<u8>,
    /// Which findings were put right by tracked changes: indices into those handed in.
    pub done: Vec<usize>,
}

/// Why a file was not annotated.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// The package is no Word file that can be read.
    #[error("the file is no docx that can be read")]
    Unreadable,
    /// The package could not be packed.
    #[error("cannot pack the docx")]
    Pack(#[from] zip::result::ZipError),
    /// A part could not be written.
    #[error("cannot write a part of the docx")]
    Write(#[from] std::io::Error),
    /// A text could not be laid out.
    #[error("cannot lay the text out")]
    LayOut(#[from] crate::docx::DocxError),
}

/// Sets findings into the Word file whose bytes `text` was read from; a plain text is laid out as a Word file first.
///
/// # Errors
/// When the bytes are no docx that [`read_text`] reads, or the package cannot be packed.
pub fn annotate(
    bytes: &[u8],
    text: &Text,
    findings: &[CheckFinding],
    notes: Notes<'_>,
) -> Result<Annotated, AnnotateError> {
    let is_plain =
        text.paragraphs.first().is_none_or(|it| matches!(it.origin, Origin::Line { .. }));
    if !is_plain {
        return annotate_word(bytes, text, findings, notes);
    }
    let laid_out = layout::lay_out(text, notes.at.date())?;
    let printed = read_text("a.docx", &laid_out.bytes).map_err(|_| AnnotateError::Unreadable)?;
    let moved: Vec<CheckFinding> = findings.iter().map(|it| laid_out.moved(&printed, it)).collect();
    annotate_word(&laid_out.bytes, &printed, &moved, notes)
}

const BODY: &str = "word/document.xml";
const NOTES: [(&str, &str); 2] =
    [("word/footnotes.xml", "footnoteReference"), ("word/endnotes.xml", "endnoteReference")];

fn annotate_word(
    bytes: &[u8],
    text: &Text,
    findings: &[CheckFinding],
    notes: Notes<'_>,
) -> Result<Annotated, AnnotateError> {
    let mut package = Package::open(bytes)?;
    let body = package.part(BODY)?.ok_or(AnnotateError::Unreadable)?;
    let mut parts = BTreeMap::from([(BODY, scan::scan(&body)?)]);
    let mut sources = BTreeMap::from([(BODY, body)]);
    for (name, _) in NOTES {
        if let Some(xml) = package.part(name)? {
            parts.insert(name, scan::scan(&xml)?);
            sources.insert(name, xml);
        }
    }
    let comments = package.comments()?;
    let first_id = parts.values().map(|it| it.greatest_id).chain([comments.greatest_id]).max();
    let mut marking = Marking::new(&parts, &sources, notes, first_id.unwrap_or(0) + 1);
    let done = if notes.changes { marking.change(text, findings) } else { Vec::new() };
    if notes.comments {
        for (index, finding) in findings.iter().enumerate() {
            marking.comment(text, finding, done.contains(&index));
        }
    }
    let (cuts, written) = marking.finish();
    for (name, cuts) in cuts {
        if let (Some(part), Some(xml)) = (parts.get(name), sources.get(name)) {
            package.replace(name, splice::splice(xml, part, &cuts));
        }
    }
    if !written.is_empty() {
        let body = parts.get(BODY).ok_or(AnnotateError::Unreadable)?;
        package.add_comments(&comments, &written, body)?;
    }
    Ok(Annotated { bytes: package.pack()?, done })
}

#[cfg(test)]
mod tests;
