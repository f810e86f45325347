//! A Word file into paragraphs (Word 文档), as it prints when tracked changes are accepted.
//!
//! Reads `word/document.xml` and the notes: runs, tabs and breaks, tables, text boxes, content controls, fields' results.
//! Keeps which run holds which stretch, so that comments can be set at the words.

use std::io::{Cursor, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::numbering::{Manner, Numbering, attribute};
use crate::check::source::Refusal;
use crate::check::text::{Kind, Origin, Paragraph, Piece};

/// Greatest size of one part unpacked, in bytes.
const PART_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Greatest size of everything unpacked, in bytes; pictures count too.
const UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// A part larger than this, in bytes, must not be packed tighter than [`RATIO_MAX`].
const PART_BYTES_SUSPECT: u64 = 8 * 1024 * 1024;
/// How much smaller a large part may be packed.
const RATIO_MAX: u64 = 200;
/// Greatest number of parts.
const PARTS_MAX: usize = 10_000;

pub(crate) const DAMAGED: Refusal = Refusal::new(
    "damaged",
    "文件不是有效的 .docx 文档，可能没有下载完整或者改过扩展名",
    "请在 WPS 或 Word 中打开，另存为“Word 文档（.docx）”后再校核",
);
const NOT_WORD: Refusal = Refusal::new(
    "not_a_text",
    "这是一个压缩包，但不是 .docx 文档",
    "请解压后校核里面的 .docx 或 .txt 文件",
);
const BOMB: Refusal = Refusal::new(
    "zip_bomb",
    "文档解压后过大或压缩比异常，为安全起见没有打开",
    "请确认文件来源；如果确是公文，请把正文复制到新文档，另存为 .docx 后再校核",
);

/// The printed paragraphs of a docx, in order; blank ones are left out.
pub(crate) fn paragraphs(bytes: &[u8]) -> Result<Vec<Paragraph>, Refusal> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    inspect(&mut package)?;
    let Some(body) = part(&mut package, "word/document.xml")? else { return Err(NOT_WORD) };
    let lists = part(&mut package, "word/numbering.xml")?.unwrap_or_default();
    let styles = part(&mut package, "word/styles.xml")?.unwrap_or_default();
    let mut reading = Reading { numbering: Numbering::read(&lists, &styles), ..Reading::default() };
    reading.read_part("word/document.xml", &body, None)?;
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = part(&mut package, name)? {
            reading.read_part(name, &notes, Some(Kind::Footnote))?;
        }
    }
    Ok(reading.found)
}

/// Judges the package by its directory, before anything is unpacked.
fn inspect(package: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Refusal> {
    if package.len() > PARTS_MAX {
        return Err(BOMB);
    }
    let mut unpacked = 0_u64;
    for index in 0..package.len() {
        let part = package.by_index_raw(index).map_err(|_| DAMAGED)?;
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        unpacked = unpacked.saturating_add(size);
        if unpacked > UNPACKED_BYTES_MAX || size > PART_BYTES_SUSPECT && size / packed > RATIO_MAX {
            return Err(BOMB);
        }
    }
    Ok(())
}

/// One part as text; the directory's sizes may lie, so what is read is limited as well.
pub(crate) fn part(
    package: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Option<String>, Refusal> {
    let Some(index) = package.index_for_name(name) else { return Ok(None) };
    let part = package.by_index(index).map_err(|_| DAMAGED)?;
    let limit =
        part.compressed_size().saturating_mul(RATIO_MAX).clamp(PART_BYTES_SUSPECT, PART_BYTES_MAX);
    if part.size() > PART_BYTES_MAX {
        return Err(BOMB);
    }
    let mut bytes = Vec::new();
    part.take(limit + 1).read_to_end(&mut bytes).map_err(|_| DAMAGED)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(BOMB);
    }
    let text = String::from_utf8(bytes).map_err(|_| DAMAGED)?;
    Ok(Some(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned)))
}

#[derive(Debug, Default)]
struct Reading {
    numbering: Numbering,
    found: Vec<Paragraph>,
    tables: u32,
}

/// A `w:p` that is still open.
#[derive(Debug, Default)]
struct Open {
    index: u32,
    text: String,
    pieces: Vec<Piece>,
    runs: u32,
    run: u32,
    offset: u32,
    manner: Manner,
    /// Its mark is deleted: it runs on into the next paragraph.
    runs_on: bool,
}

#[derive(Debug, Clone, Copy)]
struct Table {
    number: u32,
    row: u32,
    column: u32,
}

/// Where the reader stands in one part.
#[derive(Debug, Default)]
struct Stand {
    open: Vec<Open>,
    tables: Vec<Table>,
    /// Paragraphs of text boxes, kept until the paragraph that holds them is done.
    boxed: Vec<(Open, Option<Table>)>,
    /// Elements below which nothing is read: deletions, old properties, fallbacks.
    skipping: u32,
    /// Inside `w:pPr`, `w:rPr`: properties, not text.
    properties: u32,
    /// Inside the `w:rPr` of a paragraph's own mark.
    of_mark: bool,
    in_text: bool,
    /// Content controls that are open, innermost last.
    controls: Vec<Control>,
    count: u32,
    carried: Option<Open>,
}

/// A `w:sdt` that is still open.
#[derive(Debug)]
struct Control {
    /// Its own, or that of the innermost control around it that has one.
    tag: Option<Arc<str>>,
    /// What it shows is Word's prompt, not text: it was emptied.
    prompts: bool,
}

/// Elements whose content is not printed.
pub(crate) const SKIPPED: [&str; 8] = [
    "del",
    "moveFrom",
    "Fallback",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "instrText",
];

impl Reading {
    fn read_part(&mut self, name: &str, xml: &str, kind: Option<Kind>) -> Result<(), Refusal> {
        let part: Arc<str> = Arc::from(name);
        let mut reader = Reader::from_str(xml);
        let mut at = Stand::default();
        loop {
            match reader.read_event().map_err(|_| DAMAGED)? {
                Event::Start(element) => self.start(&mut at, &element, true),
                // An empty paragraph ends as well: one whose mark was deleted may run on into it.
                Event::Empty(element) if element.local_name().as_ref() == "p" => {
                    self.start(&mut at, &element, true);
                    self.end(&mut at, "p", &part, kind);
                }
                Event::Empty(element) => self.start(&mut at, &element, false),
                Event::End(element) => {
                    self.end(&mut at, element.local_name().as_ref(), &part, kind)
                }
                Event::Text(text) => at.print_text(&text.xml10_content()),
                Event::CData(text) => at.print_text(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    if let Some(mark) = character(&reference) {
                        at.print_text(mark.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(rest) = at.carried.take() {
            self.keep(rest, None, &part, kind);
        }
        Ok(())
    }

    fn start(&mut self, at: &mut Stand, element: &BytesStart<'_>, open: bool) {
        let local = element.local_name();
        let name = local.as_ref();
        if at.skipping > 0 {
            at.skipping += u32::from(open);
            return;
        }
        if let Some(paragraph) = at.open.last_mut().filter(|_| at.of_mark && name == "del") {
            paragraph.runs_on = true;
        }
        if SKIPPED.contains(&name) {
            at.skipping += u32::from(open);
            return;
        }
        match name {
            "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" if open => at.properties += 1,
            "rPr" if open => {
                at.of_mark = at.properties == 1;
                at.properties += 1;
            }
            _ if at.properties > 0 => at.property(name, element),
            "p" => {
                let carried = if at.open.is_empty() { at.carried.take() } else { None };
                let mut fresh = carried.unwrap_or_default();
                (fresh.index, fresh.runs_on) = (at.count, false);
                at.count += 1;
                at.open.push(fresh);
            }
            "r" => {
                if let Some(paragraph) = at.open.last_mut() {
                    (paragraph.run, paragraph.offset) = (paragraph.runs, 0);
                    paragraph.runs += 1;
                }
            }
            "sdt" if open => {
                let tag = at.controls.last().and_then(|it| it.tag.clone());
                at.controls.push(Control { tag, prompts: false });
            }
            "tag" => {
                let tag = attribute(element, "val").map(Arc::from);
                if let Some((control, tag)) = at.controls.last_mut().zip(tag) {
                    control.tag = Some(tag);
                }
            }
            "showingPlcHdr" => {
                if let Some(control) = at.controls.last_mut() {
                    control.prompts =
                        attribute(element, "val").is_none_or(|it| it != "0" && it != "false");
                }
            }
            "t" => at.in_text = open,
            "tab" => at.print("\t"),
            "br" | "cr" if attribute(element, "type").is_none_or(|it| it == "textWrapping") => {
                at.print("\n")
            }
            "noBreakHyphen" => at.print("-"),
            "tbl" if open => {
                self.tables += 1;
                at.tables.push(Table { number: self.tables, row: 0, column: 0 });
            }
            "tr" => {
                if let Some(table) = at.tables.last_mut() {
                    (table.row, table.column) = (table.row + 1, 0);
                }
            }
            "tc" => {
                if let Some(table) = at.tables.last_mut() {
                    table.column += 1;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, at: &mut Stand, name: &str, part: &Arc<str>, kind: Option<Kind>) {
        if at.skipping > 0 {
            at.skipping -= 1;
            return;
        }
        match name {
            "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" => {
                at.properties = at.properties.saturating_sub(1)
            }
            "rPr" => {
                at.properties = at.properties.saturating_sub(1);
                at.of_mark = false;
            }
            "t" => at.in_text = false,
            "sdt" => {
                at.controls.pop();
            }
            "tbl" => {
                at.tables.pop();
            }
            "p" => {
                let Some(done) = at.open.pop() else { return };
                let table = at.tables.last().copied();
                if !at.open.is_empty() {
                    at.boxed.push((done, table));
                } else if done.runs_on {
                    at.carried = Some(done);
                } else {
                    self.keep(done, table, part, kind);
                    for (boxed, table) in std::mem::take(&mut at.boxed) {
                        self.keep(boxed, table, part, kind);
                    }
                }
            }
            _ => {}
        }
    }

    /// A finished paragraph: numbered, trimmed, and kept when something is printed.
    fn keep(&mut self, open: Open, table: Option<Table>, part: &Arc<str>, kind: Option<Kind>) {
        let blank = |it: char| it.is_whitespace() || it == '\u{200b}' || it == '\u{feff}';
        let typed = open.text.trim_matches(blank);
        // A blank paragraph of a list counts as well.
        let number = self.numbering.next(&open.manner);
        if typed.is_empty() {
            return;
        }
        let cut = open.text.len() - open.text.trim_start_matches(blank).len();
        let (shift, length) = (number.len(), typed.len());
        let pieces = open
            .pieces
            .into_iter()
            .filter_map(|it| moved(&it, cut, shift, length, &open.text))
            .collect();
        let line = u32::try_from(self.found.len() + 1).unwrap_or(u32::MAX);
        let origin = Origin::Word {
            line,
            part: part.clone(),
            paragraph: open.index,
            automatic: shift,
            pieces,
        };
        let mut paragraph = Paragraph::new(format!("{number}{typed}"), origin);
        paragraph.kind = match (kind, table) {
            (Some(kind), _) => kind,
            (None, Some(Table { number, row, column })) => {
                Kind::Cell { table: number, row, column }
            }
            (None, None) if self.numbering.is_title(&open.manner) => Kind::Title,
            (None, None) => Kind::Body,
        };
        paragraph.styled = self.numbering.heading_level(&open.manner);
        self.found.push(paragraph);
    }
}

/// `&amp;` and `&#x3002;`; entities that a document would have to declare are none.
pub(crate) fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(mark)) = reference.resolve_char_ref() {
        return Some(mark);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

impl Stand {
    /// What stands between tags: text only inside `w:t`.
    fn print_text(&mut self, text: &str) {
        if self.in_text {
            self.print(text);
        }
    }

    /// Text into the paragraph at hand.
    fn print(&mut self, text: &str) {
        if self.controls.last().is_some_and(|it| it.prompts) {
            return;
        }
        let control = self.controls.last().and_then(|it| it.tag.clone());
        let Some(paragraph) = self.open.last_mut() else { return };
        let start = paragraph.text.len();
        paragraph.text.push_str(text);
        let (end, length) =
            (paragraph.text.len(), u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        match paragraph.pieces.last_mut() {
            Some(last) if last.run == paragraph.run && last.at.end == start => last.at.end = end,
            _ => paragraph.pieces.push(Piece {
                at: start..end,
                run: paragraph.run,
                offset: paragraph.offset,
                control,
            }),
        }
        paragraph.offset = paragraph.offset.saturating_add(length);
    }

    fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(paragraph) = self.open.last_mut() else { return };
        let value = attribute(element, "val");
        match name {
            "pStyle" => paragraph.manner.style = value,
            "numId" => paragraph.manner.list = value,
            "ilvl" => paragraph.manner.level = value.and_then(|it| it.parse().ok()),
            "outlineLvl" => paragraph.manner.outline = value.and_then(|it| it.parse().ok()),
            _ => {}
        }
    }
}

/// A piece after the leading blanks are cut off and the number is put in front; none when nothing of it is left.
fn moved(piece: &Piece, cut: usize, shift: usize, length: usize, text: &str) -> Option<Piece> {
    let start = piece.at.start.max(cut);
    let end = piece.at.end.min(cut + length);
    let lost = text.get(piece.at.start..start).map_or(0, |it| it.chars().count());
    let offset = piece.offset + u32::try_from(lost).ok()?;
    (start < end).then(|| Piece {
        at: start - cut + shift..end - cut + shift,
        run: piece.run,
        offset,
        control: piece.control.clone(),
    })
}

#[cfg(test)]
mod tests;
