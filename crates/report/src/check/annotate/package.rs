//! Parts of a Word file in and out (包): what is not replaced is copied as it is packed, byte for byte.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::AnnotateError;
use super::scan::{Part, scan};
use super::words::{Comment, escaped};
use crate::check::read::numbering::attribute;
use crate::check::read::word;

const LINKS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const LINKS_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A Word file being changed.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    replaced: BTreeMap<String, String>,
}

/// The comments that are there already.
#[derive(Debug, Default)]
pub(super) struct Comments {
    part: Option<(String, String)>,
    pub(super) greatest_id: u32,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, AnnotateError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| AnnotateError::Unreadable)?;
        Ok(Package { archive, replaced: BTreeMap::new() })
    }

    /// A part as text; limits are those of reading.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, AnnotateError> {
        word::part(&mut self.archive, name).map_err(|_| AnnotateError::Unreadable)
    }

    pub(super) fn replace(&mut self, name: &str, xml: String) {
        self.replaced.insert(name.to_owned(), xml);
    }

    /// Finds the comments that are there.
    pub(super) fn comments(&mut self) -> Result<Comments, AnnotateError> {
        let Some(links) = self.part(LINKS)? else { return Ok(Comments::default()) };
        let Some(target) = target(&links, "/comments")? else { return Ok(Comments::default()) };
        let name = target.strip_prefix('/').map_or_else(|| format!("word/{target}"), str::to_owned);
        let Some(xml) = self.part(&name)? else { return Ok(Comments::default()) };
        let greatest_id = scan(&xml)?.greatest_id;
        Ok(Comments { part: Some((name, xml)), greatest_id })
    }

    /// Adds comments, with the part, its link and its type where they are missing.
    pub(super) fn add_comments(
        &mut self,
        there: &Comments,
        comments: &[Comment],
        body: &Part,
    ) -> Result<(), AnnotateError> {
        let write =
            |prefix: &str| comments.iter().map(|it| written(it, prefix)).collect::<String>();
        if let Some((name, xml)) = &there.part {
            let xml = with_child(xml, write)?;
            self.replace(name, xml);
            return Ok(());
        }
        let taken = |name: &String| self.archive.index_for_name(&format!("word/{name}")).is_some();
        let mut names = std::iter::once("comments.xml".to_owned())
            .chain((1_u32..).map(|it| format!("comments{it}.xml")));
        let name = names.find(|it| !taken(it)).unwrap_or_else(|| "comments.xml".to_owned());
        self.replace(
            &format!("word/{name}"),
            format!(
                "{DECLARATION}<w:comments xmlns:w=\"{}\">{}</w:comments>",
                escaped(&body.space),
                write("w:")
            ),
        );
        let strict = body.space.contains("purl.oclc.org");
        let relations = if strict {
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        } else {
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        };
        let links = self
            .part(LINKS)?
            .unwrap_or_else(|| format!("{DECLARATION}<Relationships xmlns=\"{LINKS_SPACE}\"/>"));
        let id = (1_u32..)
            .map(|it| format!("rIdComments{it}"))
            .find(|it| !links.contains(it.as_str()))
            .unwrap_or_default();
        let links = with_child(&links, |prefix| {
            format!(
                "<{prefix}Relationship Id=\"{id}\" Type=\"{relations}/comments\" Target=\"{name}\"/>"
            )
        })?;
        self.replace(LINKS, links);
        let types = self.part(TYPES)?.ok_or(AnnotateError::Unreadable)?;
        let types = with_child(&types, |prefix| {
            format!("<{prefix}Override PartName=\"/word/{name}\" ContentType=\"{COMMENTS_TYPE}\"/>")
        })?;
        self.replace(TYPES, types);
        Ok(())
    }

    /// The whole package again, parts in their order, new ones last.
    pub(super) fn pack(mut self) -> Result<Vec<u8>, AnnotateError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT);
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            match self.replaced.remove(&name) {
                None => writer.raw_copy_file(part)?,
                Some(xml) => {
                    drop(part);
                    writer.start_file(name, options)?;
                    writer.write_all(xml.as_bytes())?;
                }
            }
        }
        for (name, xml) in self.replaced {
            writer.start_file(name, options)?;
            writer.write_all(xml.as_bytes())?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

fn written(comment: &Comment, prefix: &str) -> String {
    let Comment { id, author, at, lines } = comment;
    let lines: String = lines
        .iter()
        .map(|it| {
            let text = escaped(it).replace(['\n', '\t'], " ");
            format!("<{prefix}p><{prefix}r><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r></{prefix}p>")
        })
        .collect();
    let author = escaped(author);
    format!(
        "<{prefix}comment {prefix}id=\"{id}\" {prefix}author=\"{author}\" {prefix}date=\"{at}\" {prefix}initials=\"校核\">{lines}</{prefix}comment>"
    )
}

/// The target of the first link whose type ends so.
fn target(links: &str, ending: &str) -> Result<Option<String>, AnnotateError> {
    let mut reader = Reader::from_str(links);
    loop {
        match reader.read_event().map_err(|_| AnnotateError::Unreadable)? {
            Event::Start(link) | Event::Empty(link)
                if link.local_name().as_ref() == "Relationship"
                    && attribute(&link, "Type").is_some_and(|it| it.ends_with(ending)) =>
            {
                return Ok(attribute(&link, "Target"));
            }
            Event::Eof => return Ok(None),
            Event::Start(_)
            | Event::Empty(_)
            | Event::End(_)
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

/// A part with one more child at the end of its root; the child is told the root's prefix, with colon.
fn with_child(xml: &str, child: impl Fn(&str) -> String) -> Result<String, AnnotateError> {
    let mut reader = Reader::from_str(xml);
    let mut from = 0;
    let mut depth = 0_u32;
    let prefix = |name: &str| name.split_once(':').map_or(String::new(), |it| format!("{}:", it.0));
    loop {
        let event = reader.read_event().map_err(|_| AnnotateError::Unreadable)?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let (before, behind) = (xml.get(..from).unwrap_or(""), xml.get(end..).unwrap_or(""));
        match event {
            Event::Start(_) => depth += 1,
            Event::End(root) if depth == 1 => {
                let tag = xml.get(from..end).unwrap_or("");
                let child = child(&prefix(root.name().as_ref()));
                return Ok([before, &child, tag, behind].concat());
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Empty(root) if depth == 0 => {
                let tag =
                    xml.get(from..end).unwrap_or("").trim_end_matches('>').trim_end_matches('/');
                let name = root.name();
                let child = child(&prefix(name.as_ref()));
                return Ok(format!("{before}{tag}>{child}</{}>{behind}", name.as_ref()));
            }
            Event::Eof => return Err(AnnotateError::Unreadable),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
        from = end;
    }
}
