//! A document as a Word file by GB/T 9704-2012 (公文版式).
//!
//! Page, type and lines are the standard's: A4, 22 lines of 28 characters, 小标宋 title, 黑体 and 楷体 headings, `— 1 —` outside.
//! The same document and day give the same bytes. The parts are written here rather than by a library, because those at
//! hand lose first-line indents and order `sectPr` wrongly.

mod body; // the text
mod fonts; // fonts by name
mod page; // the standard's measures
mod parts; // what a package needs besides
mod styles; // the styles that the text refers to
mod xml; // elements into bytes

use std::io::{Cursor, Write};

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::check::read::word::part;
use crate::document::Document;

/// Why no docx could be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The package could not be packed.
    #[error("cannot pack {part} into the docx")]
    Pack {
        /// The part at hand.
        part: &'static str,
        /// What the packer said.
        source: zip::result::ZipError,
    },
}

/// Writes `document` as docx; `made_on` is the day that its properties show as created.
///
/// # Errors
/// When the package cannot be packed, which with memory at hand means it has grown beyond what a zip file holds.
pub fn write_docx(document: &Document, made_on: Date) -> Result<Vec<u8>, DocxError> {
    write(document, made_on, None)
}

/// As [`write_docx`], with a mark in its properties (稿号) that Word, WPS and `LibreOffice` keep: when the file comes back,
/// [`docx_mark`] tells what it was made from.
///
/// # Errors
/// As [`write_docx`].
pub fn write_marked_docx(
    document: &Document,
    made_on: Date,
    mark: &str,
) -> Result<Vec<u8>, DocxError> {
    write(document, made_on, Some(mark))
}

fn write(document: &Document, made_on: Date, mark: Option<&str>) -> Result<Vec<u8>, DocxError> {
    pack(&[
        // The list of types comes first: some readers recognise a docx by it.
        ("[Content_Types].xml", parts::CONTENT_TYPES.into()),
        ("_rels/.rels", parts::PACKAGE_LINKS.into()),
        (parts::PROPERTIES, parts::properties(document, made_on, mark)),
        ("word/document.xml", body::body(document)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_LINKS.into()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", parts::SETTINGS.into()),
        ("word/fontTable.xml", fonts::font_table()),
        ("word/footer1.xml", parts::odd_footer()),
        ("word/footer2.xml", parts::even_footer()),
    ])
}

/// The mark of a docx that [`write_marked_docx`] wrote, whoever saved it since; none where there is none.
#[must_use]
pub fn docx_mark(bytes: &[u8]) -> Option<String> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let properties = part(&mut package, parts::PROPERTIES).ok()??;
    let mut reader = Reader::from_str(&properties);
    let (mut inside, mut mark) = (false, String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => inside = element.local_name().as_ref() == "keywords",
            Event::Text(text) if inside => mark.push_str(&text.xml10_content()),
            Event::End(_) if inside => return Some(mark),
            Event::Eof => return None,
            Event::End(_)
            | Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn pack(files: &[(&'static str, Vec<u8>)]) -> Result<Vec<u8>, DocxError> {
    // Time and system are fixed, so that the bytes tell nothing of the machine.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Dos);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, bytes) in files {
        let failed = |source| DocxError::Pack { part, source };
        package.start_file(*part, options).map_err(failed)?;
        package.write_all(bytes).map_err(|source| failed(source.into()))?;
    }
    let written =
        package.finish().map_err(|source| DocxError::Pack { part: "the directory", source })?;
    Ok(written.into_inner())
}

#[cfg(test)]
mod tests;
