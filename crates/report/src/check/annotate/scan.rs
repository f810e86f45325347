//! Where paragraphs and runs stand in the XML of a part (定位), in bytes.
//!
//! Counts paragraphs, runs and characters exactly as `read::word` does, so that a `Piece` leads to its bytes. Whatever is
//! not an ordinary run of the document is marked as closed: it is never split.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::AnnotateError;
use crate::check::read::numbering::attribute;
use crate::check::read::word::{SKIPPED, character};

/// A part of the package, measured.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Prefix of the word-processing namespace with its colon, as the part writes it: `w:`.
    pub(super) prefix: String,
    /// Address of that namespace.
    pub(super) space: String,
    pub(super) paragraphs: BTreeMap<u32, Spot>,
    pub(super) runs: Vec<Run>,
    /// Content controls within paragraphs, from start tag to end tag. They are never opened up: readers keep the words of
    /// a control only while it holds one plain run.
    pub(super) controls: Vec<Range<usize>>,
    /// Runs that refer to a note, by element and id.
    pub(super) references: BTreeMap<(String, String), usize>,
    /// The greatest id of comments, changes and bookmarks.
    pub(super) greatest_id: u32,
}

/// A paragraph.
#[derive(Debug, Default, Clone)]
pub(super) struct Spot {
    /// Its runs, in the order of their start tags: indices into [`Part::runs`].
    pub(super) runs: Vec<usize>,
    /// The run of the body that holds the text box it stands in.
    pub(super) frame: Option<usize>,
    /// Id of the note it belongs to.
    pub(super) note: Option<String>,
    /// Behind its properties … before its end tag; none when it is no paragraph of the document, as in a drawing.
    pub(super) inside: Option<Range<usize>>,
}

/// A run.
#[derive(Debug, Default, Clone)]
pub(super) struct Run {
    /// From its start tag to its end tag.
    pub(super) at: Range<usize>,
    pub(super) start_tag: Range<usize>,
    pub(super) properties: Range<usize>,
    pub(super) items: Vec<Item>,
    /// What it prints.
    pub(super) text: String,
    pub(super) chars: u32,
    pub(super) around: Around,
    /// The outermost content control around it: an index into [`Part::controls`].
    pub(super) control: Option<usize>,
    /// It must not be split: a formula, a drawing's text, runs within runs.
    pub(super) closed: bool,
}

/// What a run stands in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing tracked.
    #[default]
    Plain,
    /// Directly in a tracked insertion, whose start tag is here.
    Insertion(Range<usize>),
    /// In something tracked in another way.
    Tracked,
}

/// Something in a run.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// `w:t`: its start tag, its end tag, and its characters in between.
    Text { open: Range<usize>, close: Range<usize>, chunks: Vec<Chunk> },
    /// A tab, a break, a hyphen: one character.
    Mark(Range<usize>),
    /// A picture, a field mark, a reference, before the character of this ordinal.
    Object(u32),
}

/// A stretch of `w:t`: words as they stand, or one entity.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub(super) at: Range<usize>,
    pub(super) entity: bool,
}

enum Element {
    Insertion,
    OtherTracked,
    Note(Option<String>),
    Run(usize),
    Control(usize),
    Other,
}

#[derive(Default)]
struct Stand {
    /// Open elements that are read, with their start tags.
    stack: Vec<(Element, Range<usize>)>,
    open: Vec<(u32, Spot)>,
    carried: Option<(u32, Spot)>,
    skipping: u32,
    properties: u32,
    of_mark: bool,
    deleted_mark: Vec<bool>,
    text: Option<(Range<usize>, Vec<Chunk>)>,
    count: u32,
}

/// Measures a part.
///
/// # Errors
/// When it is no XML.
pub(super) fn scan(xml: &str) -> Result<Part, AnnotateError> {
    let mut reader = Reader::from_str(xml);
    let (mut part, mut stand) = (Part::default(), Stand::default());
    let mut from = 0;
    loop {
        let event = reader.read_event().map_err(|_| AnnotateError::Unreadable)?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let at = from..end;
        from = end;
        match event {
            Event::Start(element) => stand.start(&mut part, &element, &at, true),
            Event::Empty(element) if element.local_name().as_ref() == "p" => {
                stand.start(&mut part, &element, &at, true);
                stand.end(&mut part, "p", &(end..end));
            }
            Event::Empty(element) => stand.start(&mut part, &element, &at, false),
            Event::End(element) => stand.end(&mut part, element.local_name().as_ref(), &at),
            Event::Text(text) => {
                stand.print(&mut part, &text.xml10_content(), &at, false, xml);
            }
            Event::CData(text) => {
                stand.print(&mut part, &text.xml10_content(), &at, false, xml);
                stand.close_run(&mut part);
            }
            Event::GeneralRef(reference) => {
                if let Some(mark) = character(&reference) {
                    stand.print(&mut part, mark.encode_utf8(&mut [0; 4]), &at, true, xml);
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => {
                part.paragraphs.extend(stand.carried.take());
                return Ok(part);
            }
        }
    }
}

impl Stand {
    fn start(&mut self, part: &mut Part, element: &BytesStart<'_>, at: &Range<usize>, open: bool) {
        let (local, whole) = (element.local_name(), element.name());
        let (name, whole) = (local.as_ref(), whole.as_ref());
        if part.space.is_empty() {
            (part.prefix, part.space) = naming(element, whole);
        }
        part.note_id(element);
        if self.skipping > 0 {
            self.skipping += u32::from(open);
            return;
        }
        if self.of_mark
            && name == "del"
            && let Some(mark) = self.deleted_mark.last_mut()
        {
            *mark = true;
        }
        if SKIPPED.contains(&name) {
            self.skipping += u32::from(open);
            if self.properties == 0 {
                self.object(part);
            }
            return;
        }
        let native = whole.strip_prefix(part.prefix.as_str()) == Some(name);
        let mut kind = Element::Other;
        match name {
            "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" if open => self.properties += 1,
            "rPr" if open => {
                self.of_mark = self.properties == 1;
                self.properties += 1;
            }
            "pPr" if self.properties == 0 => {
                if let Some(inside) = self.open.last_mut().and_then(|it| it.1.inside.as_mut()) {
                    inside.start = at.end;
                }
            }
            "rPr" | "pPr" => {}
            _ if self.properties > 0 => {}
            "p" => self.paragraph(native, at),
            "r" => {
                self.object(part);
                kind = self.run(part, native && open, at);
            }
            "t" if open => {
                self.text = Some((at.clone(), Vec::new()));
                if !native {
                    self.close_run(part);
                }
            }
            "t" => {}
            "tab" | "noBreakHyphen" => {
                self.mark(part, if name == "tab" { "\t" } else { "-" }, at, open)
            }
            "br" | "cr" if attribute(element, "type").is_none_or(|it| it == "textWrapping") => {
                self.mark(part, "\n", at, open);
            }
            "ins" => kind = Element::Insertion,
            "sdt" if open && !self.open.is_empty() => {
                self.object(part);
                kind = Element::Control(part.controls.len());
                part.controls.push(at.clone());
            }
            "moveTo" => kind = Element::OtherTracked,
            "footnote" | "endnote" => kind = Element::Note(attribute(element, "id")),
            "lastRenderedPageBreak" => {}
            _ => {
                self.object(part);
                if name.ends_with("noteReference")
                    && let (Some(id), Some(run)) = (attribute(element, "id"), self.innermost_run())
                {
                    part.references.insert((name.to_owned(), id), run);
                }
            }
        }
        if open {
            self.stack.push((kind, at.clone()));
        }
    }

    fn paragraph(&mut self, native: bool, at: &Range<usize>) {
        let carried = if self.open.is_empty() { self.carried.take() } else { None };
        let mut spot = carried.map_or_else(Spot::default, |it| it.1);
        let outermost = self.stack.iter().find_map(|it| match it.0 {
            Element::Run(run) => Some(run),
            Element::Insertion
            | Element::OtherTracked
            | Element::Note(_)
            | Element::Control(_)
            | Element::Other => None,
        });
        spot.frame = outermost;
        spot.note = self.stack.iter().rev().find_map(|it| match &it.0 {
            Element::Note(id) => id.clone(),
            Element::Insertion
            | Element::OtherTracked
            | Element::Run(_)
            | Element::Control(_)
            | Element::Other => None,
        });
        spot.inside = native.then_some(at.end..at.end);
        self.open.push((self.count, spot));
        self.deleted_mark.push(false);
        self.count += 1;
    }

    fn run(&mut self, part: &mut Part, native: bool, at: &Range<usize>) -> Element {
        let index = part.runs.len();
        let Some((_, spot)) = self.open.last_mut() else { return Element::Other };
        let nested = spot.runs.last().copied().filter(|it| {
            self.stack.iter().any(|open| matches!(open.0, Element::Run(run) if run == *it))
        });
        spot.runs.push(index);
        if let Some(outer) = nested.and_then(|it| part.runs.get_mut(it)) {
            outer.closed = true;
        }
        let tracked = self.stack.iter().rev().take_while(|it| !matches!(it.0, Element::Run(_)));
        let tracked =
            tracked.filter(|it| matches!(it.0, Element::Insertion | Element::OtherTracked)).count();
        let around = match self.stack.last() {
            Some((Element::Insertion, tag)) if tracked == 1 => Around::Insertion(tag.clone()),
            _ if tracked > 0 => Around::Tracked,
            _ => Around::Plain,
        };
        let control = self.stack.iter().find_map(|it| match it.0 {
            Element::Control(index) => Some(index),
            Element::Insertion
            | Element::OtherTracked
            | Element::Note(_)
            | Element::Run(_)
            | Element::Other => None,
        });
        part.runs.push(Run {
            control,
            at: at.clone(),
            start_tag: at.clone(),
            properties: at.end..at.end,
            around,
            closed: !native || nested.is_some(),
            ..Run::default()
        });
        Element::Run(index)
    }

    fn innermost_run(&self) -> Option<usize> {
        self.stack.iter().rev().find_map(|it| match it.0 {
            Element::Run(run) => Some(run),
            Element::Insertion
            | Element::OtherTracked
            | Element::Note(_)
            | Element::Control(_)
            | Element::Other => None,
        })
    }

    /// The run that takes what is printed now, as the reader counts: the paragraph's last.
    fn current<'p>(&self, part: &'p mut Part) -> Option<&'p mut Run> {
        let last = *self.open.last()?.1.runs.last()?;
        let open = self.innermost_run() == Some(last);
        let run = part.runs.get_mut(last)?;
        run.closed |= !open;
        Some(run)
    }

    fn close_run(&self, part: &mut Part) {
        if let Some(run) = self.current(part) {
            run.closed = true;
        }
    }

    /// Something that is neither text nor harmless stands directly in the run at hand.
    fn object(&self, part: &mut Part) {
        if let Some((Element::Run(run), _)) = self.stack.last()
            && let Some(run) = part.runs.get_mut(*run)
        {
            run.items.push(Item::Object(run.chars));
        }
    }

    fn mark(&mut self, part: &mut Part, text: &str, at: &Range<usize>, open: bool) {
        if let Some(run) = self.current(part) {
            run.text.push_str(text);
            run.chars += 1;
            run.items.push(Item::Mark(at.clone()));
            run.closed |= open;
        }
    }

    fn print(&mut self, part: &mut Part, text: &str, at: &Range<usize>, entity: bool, xml: &str) {
        let Some((_, chunks)) = self.text.as_mut().filter(|_| self.skipping == 0) else { return };
        chunks.push(Chunk { at: at.clone(), entity });
        if let Some(run) = self.current(part) {
            run.text.push_str(text);
            run.chars += u32::try_from(text.chars().count()).unwrap_or(u32::MAX / 2);
            // Line ends count differently as bytes and as characters.
            run.closed |= !entity && xml.get(at.clone()) != Some(text);
        }
    }

    fn end(&mut self, part: &mut Part, name: &str, at: &Range<usize>) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        let opened = self.stack.pop();
        match name {
            "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" | "rPr" => {
                self.properties = self.properties.saturating_sub(1);
                self.of_mark &= name != "rPr";
                self.properties_end(part, name, opened.map_or(at.start, |it| it.1.start)..at.end);
            }
            "t" => {
                if let Some((open, chunks)) = self.text.take()
                    && let Some(run) = self.current(part)
                {
                    run.items.push(Item::Text { open, close: at.clone(), chunks });
                }
            }
            "r" => {
                if let Some((Element::Run(run), _)) = opened
                    && let Some(run) = part.runs.get_mut(run)
                {
                    run.at.end = at.end;
                }
            }
            "sdt" => {
                if let Some((Element::Control(control), _)) = opened
                    && let Some(control) = part.controls.get_mut(control)
                {
                    control.end = at.end;
                }
            }
            "p" => self.paragraph_end(part, at.start),
            _ => {}
        }
    }

    fn properties_end(&mut self, part: &mut Part, name: &str, at: Range<usize>) {
        match (name, self.stack.last()) {
            ("rPr", Some((Element::Run(run), _))) => {
                if let Some(run) = part.runs.get_mut(*run) {
                    run.properties = at;
                }
            }
            ("pPr", _) if self.properties == 0 => {
                if let Some(inside) = self.open.last_mut().and_then(|it| it.1.inside.as_mut()) {
                    inside.start = at.end;
                }
            }
            _ => {}
        }
    }

    fn paragraph_end(&mut self, part: &mut Part, end: usize) {
        let (Some((index, mut spot)), deleted) = (self.open.pop(), self.deleted_mark.pop()) else {
            return;
        };
        if let Some(inside) = spot.inside.as_mut() {
            inside.end = end.max(inside.start);
        }
        if self.open.is_empty() && deleted == Some(true) {
            self.carried = Some((index, spot));
        } else {
            part.paragraphs.insert(index, spot);
        }
    }
}

impl Part {
    fn note_id(&mut self, element: &BytesStart<'_>) {
        // Ids of content controls are values of another attribute; random ones of other parts are not looked at.
        let key = format!("{}id", self.prefix);
        let id = element.attributes().flatten().find(|it| it.key.as_ref() == key);
        let id = id.and_then(|it| it.value.parse::<u32>().ok());
        self.greatest_id = self.greatest_id.max(id.filter(|it| *it < ID_MAX).unwrap_or(0));
    }
}

/// Ids beyond are left alone: room for ours must remain below what Word takes (31 bits).
const ID_MAX: u32 = 1 << 30;

/// The prefix of the root element and the namespace it stands for.
fn naming(root: &BytesStart<'_>, whole: &str) -> (String, String) {
    let prefix = whole.split_once(':').map_or("", |it| it.0);
    let key = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let space = root.attributes().flatten().find(|it| it.key.as_ref() == key);
    let space = space.map_or_else(|| "unknown".to_owned(), |it| it.value.to_string());
    (if prefix.is_empty() { String::new() } else { format!("{prefix}:") }, space)
}
