//! Found slots into the file again (重新绑定): content controls around the words where theirs were lost, and, when asked,
//! the ledger's value in place of the editor's.
//!
//! Only `word/document.xml` is rewritten, and in it only the runs that change; all else is copied as it is. A slot whose
//! words lie in several runs, or in a run with more than text, is left alone and named.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use terms::{Finding, Place};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{SlotReturn, SlotState};
use crate::check::read::word::{DAMAGED, SKIPPED, part};
use crate::check::{Origin, Text};

/// The file with its slots bound again (重新绑定的文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebound {
    /// The docx.
    pub bytes: Vec<u8>,
    /// How many slots got their control back.
    pub bound: usize,
    /// How many values were replaced by the ledger's.
    pub refreshed: usize,
    /// Places in the list of slots of those that could not be done.
    pub left: Vec<usize>,
}

const BODY: &str = "word/document.xml";

/// Which run of which paragraph, both from 0 as [`Origin::Word`] counts them.
type RunAt = (u32, u32);

/// What happens to a stretch of a run, in characters.
#[derive(Debug, Clone)]
struct Edit {
    slot: usize,
    from: usize,
    to: usize,
    tag: Option<String>,
    text: Option<String>,
}

/// Sets controls around found slots; with `refresh` every slot says what the ledger says now.
///
/// # Errors
/// When the bytes are not the docx that the slots were found in.
pub fn rebind(
    bytes: &[u8],
    returned: &Text,
    slots: &[SlotReturn],
    refresh: bool,
) -> Result<Rebound, Box<Finding>> {
    let damaged = || DAMAGED.finding(Place::Whole { name: "回稿".to_owned() });
    let mut edits: BTreeMap<RunAt, Vec<Edit>> = BTreeMap::new();
    let mut left = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        match edits_of(returned, index, slot, refresh) {
            Some(all) => {
                all.into_iter().for_each(|(at, edit)| edits.entry(at).or_default().push(edit))
            }
            None => left.push(index),
        }
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let body = part(&mut package, BODY).ok().flatten().ok_or_else(damaged)?;
    let (body, failed) = rewrite(&body, &mut edits).ok_or_else(damaged)?;
    left.extend(failed);
    left.extend(edits.into_values().flatten().map(|it| it.slot));
    left.sort_unstable();
    left.dedup();
    let done = |it: &(usize, &SlotReturn)| !left.contains(&it.0);
    let all = || slots.iter().enumerate().filter(done).map(|it| it.1);
    let bound = all().filter(|it| it.state == SlotState::Loosened).count();
    let refreshed = if refresh { all().filter(|it| it.differs()).count() } else { 0 };
    let bytes = repack(package, &body).ok_or_else(damaged)?;
    Ok(Rebound { bytes, bound, refreshed, left })
}

/// What a slot needs; none when it cannot be done.
fn edits_of(
    returned: &Text,
    index: usize,
    slot: &SlotReturn,
    refresh: bool,
) -> Option<Vec<(RunAt, Edit)>> {
    let text = slot.now.clone().filter(|_| refresh && slot.differs());
    let tag = (slot.state == SlotState::Loosened).then(|| slot.slot.key());
    let Some(span) = slot.span.filter(|_| text.is_some() || tag.is_some()) else {
        return Some(Vec::new());
    };
    let paragraph = returned.paragraphs.get(span.paragraph)?;
    let Origin::Word { part, paragraph: number, pieces, .. } = &paragraph.origin else {
        return None;
    };
    let touched: Vec<_> =
        pieces.iter().filter(|it| it.at.start < span.end && span.start < it.at.end).collect();
    if &**part != BODY || touched.is_empty() || tag.is_some() && touched.len() > 1 {
        return None;
    }
    let mut found = Vec::new();
    for (place, piece) in touched.into_iter().enumerate() {
        let (start, end) = (span.start.max(piece.at.start), span.end.min(piece.at.end));
        let count =
            |from: usize, to: usize| paragraph.text.get(from..to).map(|it| it.chars().count());
        let from = usize::try_from(piece.offset).ok()? + count(piece.at.start, start)?;
        let to = from + count(start, end)?;
        // The first run takes the new words, the others are emptied.
        let text = text.as_ref().map(|it| if place == 0 { it.clone() } else { String::new() });
        found.push(((*number, piece.run), Edit { slot: index, from, to, tag: tag.clone(), text }));
    }
    Some(found)
}

/// A paragraph that is open, and how many of its runs have begun.
#[derive(Debug)]
struct Open {
    index: u32,
    runs: u32,
}

/// Where the walk through the part stands; counts as the reader of the checks counts.
#[derive(Debug, Default)]
struct Walk {
    open: Vec<Open>,
    paragraphs: u32,
    skipping: u32,
    properties: u32,
}

const PROPERTIES: [&str; 6] = ["pPr", "tblPr", "trPr", "tcPr", "sectPr", "rPr"];

impl Walk {
    /// The run that begins here.
    fn start(&mut self, name: &str, open: bool) -> Option<RunAt> {
        if self.skipping > 0 || SKIPPED.contains(&name) {
            self.skipping += u32::from(open);
            return None;
        }
        if PROPERTIES.contains(&name) {
            self.properties += u32::from(open);
            return None;
        }
        match name {
            _ if self.properties > 0 => None,
            "p" => {
                let index = self.paragraphs;
                self.paragraphs += 1;
                if open {
                    self.open.push(Open { index, runs: 0 });
                }
                None
            }
            "r" => {
                let paragraph = self.open.last_mut()?;
                paragraph.runs += 1;
                Some((paragraph.index, paragraph.runs - 1))
            }
            _ => None,
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
        } else if PROPERTIES.contains(&name) {
            self.properties = self.properties.saturating_sub(1);
        } else if name == "p" && self.properties == 0 {
            self.open.pop();
        }
    }
}

/// A run that is being collected because it changes.
struct Collected<'x> {
    at: RunAt,
    depth: usize,
    events: Vec<Event<'x>>,
}

/// The part with its runs edited, and the slots whose run holds more than text. What was done is taken out of `edits`.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is no tag and no text changes nothing here"
)]
fn rewrite(xml: &str, edits: &mut BTreeMap<RunAt, Vec<Edit>>) -> Option<(Vec<u8>, Vec<usize>)> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    let (mut walk, mut failed) = (Walk::default(), Vec::new());
    let mut collected: Option<Collected<'_>> = None;
    loop {
        let event = reader.read_event().ok()?;
        let run = match &event {
            Event::Start(it) => walk.start(it.local_name().as_ref(), true),
            Event::Empty(it) => walk.start(it.local_name().as_ref(), false).and(None),
            Event::End(it) => {
                walk.end(it.local_name().as_ref());
                None
            }
            Event::Eof => break,
            _ => None,
        };
        match &mut collected {
            Some(run) => {
                match &event {
                    Event::Start(_) => run.depth += 1,
                    Event::End(_) => run.depth -= 1,
                    _ => {}
                }
                run.events.push(event);
                if run.depth == 0 {
                    let run = collected.take()?;
                    let wanted = edits.remove(&run.at).unwrap_or_default();
                    failed.extend(write_run(&mut writer, run.events, wanted)?);
                }
            }
            None => match run.filter(|it| edits.contains_key(it)) {
                Some(at) => collected = Some(Collected { at, depth: 1, events: vec![event] }),
                None => writer.write_event(event).ok()?,
            },
        }
    }
    Some((writer.into_inner(), failed))
}

/// A run of properties and one text.
struct Plain<'x> {
    prefix: String,
    properties: Vec<Event<'x>>,
    text: String,
}

fn write_run(
    writer: &mut Writer<Vec<u8>>,
    events: Vec<Event<'_>>,
    mut edits: Vec<Edit>,
) -> Option<Vec<usize>> {
    edits.sort_by_key(|it| it.from);
    let apart = edits.windows(2).all(|it| it[0].to <= it[1].from);
    let Some(plain) = plain(&events).filter(|_| apart) else {
        for event in events {
            writer.write_event(event).ok()?;
        }
        return Some(edits.into_iter().map(|it| it.slot).collect());
    };
    let cut =
        |from: usize, to: usize| plain.text.chars().skip(from).take(to - from).collect::<String>();
    let mut at = 0;
    for edit in &edits {
        piece(writer, &plain, &cut(at, edit.from), None)?;
        let words = edit.text.clone().unwrap_or_else(|| cut(edit.from, edit.to));
        piece(writer, &plain, &words, edit.tag.as_deref())?;
        at = edit.to;
    }
    piece(writer, &plain, &cut(at, plain.text.chars().count().max(at)), None)?;
    Some(Vec::new())
}

/// The run's parts, when it holds nothing but properties and one text.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is no tag and no text changes nothing here"
)]
fn plain<'x>(events: &[Event<'x>]) -> Option<Plain<'x>> {
    let Some(Event::Start(first)) = events.first() else { return None };
    let prefix = first.name().as_ref().strip_suffix('r')?.to_owned();
    let mut made = Plain { prefix, properties: Vec::new(), text: String::new() };
    let (mut inside, mut in_text, mut texts) = (0_usize, false, 0);
    for event in events.get(1..events.len().checked_sub(1)?)? {
        match event {
            Event::Start(it) if inside == 0 && it.local_name().as_ref() == "t" => {
                (in_text, texts) = (true, texts + 1);
            }
            Event::End(it) if inside == 0 && it.local_name().as_ref() == "t" => in_text = false,
            Event::Text(it) if in_text => made.text.push_str(&it.xml10_content()),
            Event::GeneralRef(it) if in_text => {
                made.text.push(crate::check::read::word::character(it)?);
            }
            Event::Start(it) if inside > 0 || it.local_name().as_ref() == "rPr" => {
                inside += 1;
                made.properties.push(event.clone());
            }
            Event::End(_) if inside > 0 => {
                inside -= 1;
                made.properties.push(event.clone());
            }
            Event::Empty(it) if inside > 0 || it.local_name().as_ref() == "rPr" => {
                made.properties.push(event.clone());
            }
            Event::Empty(it) if it.local_name().as_ref() == "lastRenderedPageBreak" => {}
            Event::Text(it) if it.xml10_content().trim().is_empty() => {}
            _ => return None,
        }
    }
    (texts == 1).then_some(made)
}

fn piece(
    writer: &mut Writer<Vec<u8>>,
    run: &Plain<'_>,
    words: &str,
    tag: Option<&str>,
) -> Option<()> {
    if words.is_empty() && tag.is_none() {
        return Some(());
    }
    let name = |local: &str| format!("{}{local}", run.prefix);
    let mut put = |event: Event<'_>| writer.write_event(event).ok();
    if let Some(tag) = tag {
        put(Event::Start(BytesStart::new(name("sdt"))))?;
        put(Event::Start(BytesStart::new(name("sdtPr"))))?;
        let value = name("val");
        put(Event::Empty(BytesStart::new(name("tag")).with_attributes([(value.as_str(), tag)])))?;
        put(Event::Empty(BytesStart::new(name("text"))))?;
        put(Event::End(BytesEnd::new(name("sdtPr"))))?;
        put(Event::Start(BytesStart::new(name("sdtContent"))))?;
    }
    put(Event::Start(BytesStart::new(name("r"))))?;
    for event in &run.properties {
        put(event.clone())?;
    }
    put(Event::Start(BytesStart::new(name("t")).with_attributes([("xml:space", "preserve")])))?;
    put(Event::Text(BytesText::new(words)))?;
    put(Event::End(BytesEnd::new(name("t"))))?;
    put(Event::End(BytesEnd::new(name("r"))))?;
    if tag.is_some() {
        put(Event::End(BytesEnd::new(name("sdtContent"))))?;
        put(Event::End(BytesEnd::new(name("sdt"))))?;
    }
    Some(())
}

/// The package with another body, everything else copied byte by byte.
fn repack(mut package: ZipArchive<Cursor<&[u8]>>, body: &[u8]) -> Option<Vec<u8>> {
    let mut made = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let entry = package.by_index_raw(index).ok()?;
        if entry.name().ok()? == BODY {
            let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::DEFAULT);
            made.start_file(BODY, options).ok()?;
            made.write_all(body).ok()?;
        } else {
            made.raw_copy_file(entry).ok()?;
        }
    }
    Some(made.finish().ok()?.into_inner())
}
