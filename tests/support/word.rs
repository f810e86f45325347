//! Word files as Word and WPS write them, made by hand (Word 文档), and what `LibreOffice` sees in them.

use std::env;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package of parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A docx with this body and these footnotes.
pub(crate) fn docx(body: &str, footnotes: &str) -> Vec<u8> {
    let types = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{MAIN}.document.main+xml\"/><Override PartName=\"/word/footnotes.xml\" ContentType=\"{MAIN}.footnotes+xml\"/></Types>"
    );
    let links = |links: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
        )
    };
    let root = links(&format!(
        "<Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>"
    ));
    let own = links(&format!(
        "<Relationship Id=\"rId1\" Type=\"{RELATIONS}/footnotes\" Target=\"footnotes.xml\"/>"
    ));
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"{W}\"><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    );
    let notes = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:footnotes xmlns:w=\"{W}\"><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{footnotes}</w:footnotes>"
    );
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/media/seal.png", &[0x89, b'P', b'N', b'G', 0, 1, 2, 3]),
    ])
}

/// A part of a package.
pub(crate) fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    package.by_name(name).unwrap().read_to_end(&mut found).unwrap();
    found
}

/// Comments as `LibreOffice` reads them: author, the words they are anchored at when all changes are accepted, their first
/// line. None where it is not
/// installed.
pub(crate) fn comments_in_libreoffice(docx: &Path) -> Option<Vec<(String, String, String)>> {
    let flat = accepted(&converted(docx)?);
    let pieces = flat.split("<office:annotation ").skip(1);
    let comments = pieces.map(|piece| {
        let name =
            piece.split("office:name=\"").nth(1).unwrap_or("").split('"').next().unwrap_or("");
        let (inside, behind) = piece.split_once("</office:annotation>").unwrap();
        let author = between(inside, "<dc:creator>", "</dc:creator>");
        let said = without_tags(between(inside, "<text:p", "</text:p>").split_once('>').unwrap().1);
        let end = format!("<office:annotation-end office:name=\"{name}\"/>");
        let words = behind.split_once(&end).map_or("", |it| it.0);
        (author.to_owned(), without_tags(&without_comments(words)), said)
    });
    Some(comments.collect())
}

fn converted(docx: &Path) -> Option<String> {
    let found = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|it| it.join("soffice").is_file()));
    if !found {
        super::skipped("comments are not looked at in LibreOffice: soffice not found");
        return None;
    }
    let room = tempfile::tempdir().unwrap();
    // A profile of its own, so that an office that is already open does not take the job.
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", room.path().join("profile").display()))
        .args(["--headless", "--convert-to", "fodt", "--outdir"])
        .arg(room.path())
        .arg(docx)
        .output()
        .unwrap();
    let flat = room.path().join(docx.file_name().unwrap()).with_extension("fodt");
    assert!(flat.is_file(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(fs::read_to_string(flat).unwrap())
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.split_once(from).and_then(|it| it.1.split_once(to)).map_or("", |it| it.0)
}

/// Comments that begin inside another's words are no words.
fn without_comments(xml: &str) -> String {
    let mut pieces = xml.split("<office:annotation ");
    let mut kept = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once("</office:annotation>").map_or("", |it| it.1));
    }
    kept
}

/// The file as it reads when all changes are accepted; comments that begin or end in deleted words stay.
fn accepted(flat: &str) -> String {
    let regions = flat.split("<text:changed-region ").skip(1);
    let deletions = regions
        .filter(|it| it.split("</text:changed-region>").next().unwrap().contains("<text:deletion"))
        .map(|it| between(it, "text:id=\"", "\""));
    let mut kept = flat.to_owned();
    for id in deletions {
        let start = format!("<text:change-start text:change-id=\"{id}\"/>");
        let end = format!("<text:change-end text:change-id=\"{id}\"/>");
        if let (Some(from), Some(to)) = (kept.find(&start), kept.find(&end)) {
            let marks = only_comments(&kept[from..to]);
            kept.replace_range(from..to, &marks);
        }
    }
    kept
}

fn only_comments(xml: &str) -> String {
    let mut marks = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find("<office:annotation") {
        rest = &rest[start..];
        let closing =
            if rest.starts_with("<office:annotation-end") { "/>" } else { "</office:annotation>" };
        let Some(end) = rest.find(closing) else { break };
        marks.push_str(&rest[..end + closing.len()]);
        rest = &rest[end + closing.len()..];
    }
    marks
}

fn without_tags(xml: &str) -> String {
    let mut words = String::new();
    for piece in xml.split('<') {
        words.push_str(piece.split_once('>').map_or(piece, |it| it.1));
    }
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
