//! Findings into cuts (标记): which runs, from which character to which, and what is set there.

use std::collections::BTreeMap;

use super::scan::{Around, Item, Part, Run, Spot};
use super::splice::{At, Cut, Cuts};
use super::words::{Beside, Comment, escaped, lines};
use super::{BODY, NOTES, Notes};
use crate::check::finding::CheckFinding;
use crate::check::fix::{Edit, chosen, edits};
use crate::check::text::{Origin, Paragraph, Span, Text};

/// Collects the cuts of all parts.
pub(super) struct Marking<'a> {
    parts: &'a BTreeMap<&'static str, Part>,
    sources: &'a BTreeMap<&'static str, String>,
    notes: Notes<'a>,
    next_id: u32,
    cuts: BTreeMap<&'static str, Cuts>,
    comments: Vec<Comment>,
    /// What is deleted, by part and run.
    deleted: BTreeMap<(&'static str, usize), Vec<(u32, u32)>>,
    ruler: Option<Ruler<'a>>,
}

/// A paragraph measured in characters.
struct Ruler<'a> {
    paragraph: usize,
    part: &'static str,
    spot: &'a Spot,
    /// Where each character begins, in bytes.
    chars: Vec<usize>,
    pieces: Vec<Measured>,
}

/// A piece and its run; sound when the run may be split and holds these very words.
struct Measured {
    from: usize,
    to: usize,
    run: usize,
    offset: u32,
    sound: bool,
}

/// Characters of one run.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    run: usize,
    from: u32,
    to: u32,
}

impl<'a> Marking<'a> {
    pub(super) fn new(
        parts: &'a BTreeMap<&'static str, Part>,
        sources: &'a BTreeMap<&'static str, String>,
        notes: Notes<'a>,
        next_id: u32,
    ) -> Marking<'a> {
        Marking {
            parts,
            sources,
            notes,
            next_id,
            cuts: BTreeMap::new(),
            comments: Vec::new(),
            deleted: BTreeMap::new(),
            ruler: None,
        }
    }

    pub(super) fn finish(self) -> (BTreeMap<&'static str, Cuts>, Vec<Comment>) {
        (self.cuts, self.comments)
    }

    /// Makes the safe corrections that can be tracked; gives which.
    pub(super) fn change(&mut self, text: &Text, findings: &[CheckFinding]) -> Vec<usize> {
        let mut done = Vec::new();
        for index in chosen(findings) {
            let Some(finding) = findings.get(index) else { continue };
            let plans: Option<Vec<(Edit, Vec<Stretch>)>> = edits(finding)
                .into_iter()
                .map(|it| self.changeable(text, it.span).map(|stretches| (it, stretches)))
                .collect();
            let Some(plans) = plans else { continue };
            for (edit, stretches) in plans {
                self.track(&edit, &stretches);
            }
            done.push(index);
        }
        done
    }

    /// The stretches of a span, when all of it stands in runs that may be changed.
    fn changeable(&mut self, text: &Text, span: Span) -> Option<Vec<Stretch>> {
        let anchor = if span.start == span.end { beside(text, span) } else { span };
        let stretches = self.stretches(text, anchor)?;
        let part = self.parts.get(self.ruler.as_ref()?.part)?;
        let held: u32 = stretches.iter().map(|it| it.to - it.from).sum();
        if usize::try_from(held).ok()? != text.slice(anchor).chars().count() {
            return None;
        }
        let free = stretches.iter().all(|it| {
            part.runs.get(it.run).is_some_and(|run| {
                let object = |item: &Item| {
                    matches!(item, Item::Object(at) if (it.from..=it.to).contains(at))
                };
                run.around != Around::Tracked
                    && run.control.is_none()
                    && !run.items.iter().any(object)
            })
        });
        free.then_some(stretches)
    }

    fn track(&mut self, edit: &Edit, stretches: &[Stretch]) {
        let Some(name) = self.ruler.as_ref().map(|it| it.part) else { return };
        let (Some(part), Some(xml)) = (self.parts.get(name), self.sources.get(name)) else {
            return;
        };
        let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return };
        let is_insertion = edit.span.start == edit.span.end;
        if !is_insertion {
            for it in stretches {
                let tag = format!("<{}del {}>", part.prefix, self.signed(&part.prefix));
                self.cut(name, it.run, it.from).opens = Some(tag);
                self.cut(name, it.run, it.to).closes = true;
                self.deleted.entry((name, it.run)).or_default().push((it.from, it.to));
            }
        }
        if edit.instead.is_empty() {
            return;
        }
        let Some(model) = part.runs.get(first.run) else { return };
        let mut inserted = self.insertion(part, xml, model, &edit.instead);
        if let Some(Run { around: Around::Insertion(tag), .. }) = part.runs.get(last.run) {
            let tag = xml.get(tag.clone()).unwrap_or("");
            inserted = format!("</{0}ins>{inserted}{tag}", part.prefix);
        }
        // At the start of a paragraph there is nothing to stand behind.
        let before = is_insertion && edit.span.start == 0;
        let place = if before { first.from } else { last.to };
        let run = if before { first.run } else { last.run };
        self.cut(name, run, place).inserted.push_str(&inserted);
    }

    fn insertion(&mut self, part: &Part, xml: &str, model: &Run, words: &str) -> String {
        let prefix = &part.prefix;
        let properties = xml.get(model.properties.clone()).unwrap_or("");
        let signed = self.signed(prefix);
        let words = escaped(words);
        format!(
            "<{prefix}ins {signed}><{prefix}r>{properties}<{prefix}t xml:space=\"preserve\">{words}</{prefix}t></{prefix}r></{prefix}ins>"
        )
    }

    /// Id, author and date of a change.
    fn signed(&mut self, prefix: &str) -> String {
        let id = self.fresh_id();
        let (author, at) = (escaped(self.notes.author), self.moment());
        format!("{prefix}id=\"{id}\" {prefix}author=\"{author}\" {prefix}date=\"{at}\"")
    }

    fn moment(&self) -> String {
        self.notes.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn fresh_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// Sets a comment at a finding.
    pub(super) fn comment(&mut self, text: &Text, finding: &CheckFinding, is_changed: bool) {
        let id = self.fresh_id();
        let Some(beside) = self.anchor(text, finding.span, id) else { return };
        let comment = Comment {
            id,
            author: self.notes.author.to_owned(),
            at: self.moment(),
            lines: lines(finding, beside, is_changed),
        };
        self.comments.push(comment);
    }

    /// Marks what a comment is about: the words, or the nearest thing that can be marked.
    fn anchor(&mut self, text: &Text, span: Span, id: u32) -> Option<Beside> {
        let about = if span.start == span.end { beside(text, span) } else { span };
        let stretches = self.stretches(text, about);
        let (place, spot) = self.ruler.as_ref().map(|it| (it.part, it.spot))?;
        let body = self.parts.get(BODY)?;
        if place != BODY {
            let element = NOTES.iter().find(|it| it.0 == place)?.1.to_owned();
            let reference = spot.note.clone().and_then(|it| body.references.get(&(element, it)));
            match reference {
                Some(run) => self.around_run(*run, id),
                None => self.around_paragraph(body.paragraphs.values().next()?, id)?,
            }
            return Some(Beside::Note);
        }
        if let Some(frame) = spot.frame {
            self.around_run(frame, id);
            return Some(Beside::Frame);
        }
        if let Some((first, last)) = stretches.as_ref().and_then(|it| it.first().zip(it.last())) {
            let (starts, ends) = self.range(body, id);
            let control = |it: &Stretch| {
                let control = body.runs.get(it.run)?.control?;
                body.controls.get(control).cloned()
            };
            let (opening, closing) = (control(first), control(last));
            match &opening {
                Some(control) => {
                    let starts_here = &mut self.cuts.entry(BODY).or_default().starts;
                    starts_here.entry(control.start).or_default().push_str(&starts);
                }
                None => {
                    let from = self.out_of_deletion(first.run, first.from).0;
                    self.cut(BODY, first.run, from).starts.push_str(&starts);
                }
            }
            match &closing {
                Some(control) => {
                    let ends_here = &mut self.cuts.entry(BODY).or_default().ends;
                    ends_here.entry(control.end).or_default().push_str(&ends);
                }
                None => {
                    let to = self.out_of_deletion(last.run, last.to).1;
                    self.cut(BODY, last.run, to).ends.push_str(&ends);
                }
            }
            let at_words = opening.is_none() && closing.is_none();
            return Some(if at_words { Beside::Words } else { Beside::Control });
        }
        self.around_paragraph(spot, id)?;
        Some(Beside::Paragraph)
    }

    /// A mark inside a deletion would vanish with it: gives the places before and behind.
    fn out_of_deletion(&self, run: usize, at: u32) -> (u32, u32) {
        let deletions = self.deleted.get(&(BODY, run)).into_iter().flatten();
        let mut around = deletions.filter(|it| it.0 < at && at < it.1);
        around.next().copied().unwrap_or((at, at))
    }

    fn around_run(&mut self, run: usize, id: u32) {
        let Some(body) = self.parts.get(BODY) else { return };
        let (starts, ends) = self.range(body, id);
        let cuts = self.cuts.entry(BODY).or_default().runs.entry(run).or_default();
        cuts.entry(At::Before).or_default().starts.push_str(&starts);
        cuts.entry(At::Behind).or_default().ends.push_str(&ends);
    }

    fn around_paragraph(&mut self, spot: &Spot, id: u32) -> Option<()> {
        let body = self.parts.get(BODY)?;
        let first = || body.paragraphs.values().find_map(|it| it.inside.clone());
        let inside = spot.inside.clone().or_else(first)?;
        let (starts, ends) = self.range(body, id);
        let cuts = self.cuts.entry(BODY).or_default();
        cuts.starts.entry(inside.start).or_default().push_str(&starts);
        cuts.ends.entry(inside.end).or_default().push_str(&ends);
        Some(())
    }

    /// Beginning and end of what a comment is about, with the mark that carries it.
    fn range(&self, body: &Part, id: u32) -> (String, String) {
        let w = &body.prefix;
        (
            format!("<{w}commentRangeStart {w}id=\"{id}\"/>"),
            format!(
                "<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>"
            ),
        )
    }

    fn cut(&mut self, part: &'static str, run: usize, at: u32) -> &mut Cut {
        let chars = self.parts.get(part).and_then(|it| it.runs.get(run)).map_or(0, |it| it.chars);
        let at = match at {
            0 => At::Before,
            it if it >= chars => At::Behind,
            it => At::Char(it),
        };
        let cuts = self.cuts.entry(part).or_default().runs.entry(run).or_default();
        cuts.entry(at).or_default()
    }

    /// The stretches that hold a span; none unless all of its words but Word's own number stand in sound runs.
    fn stretches(&mut self, text: &Text, span: Span) -> Option<Vec<Stretch>> {
        if self.ruler.as_ref().is_none_or(|it| it.paragraph != span.paragraph) {
            self.ruler = self.measure(text.paragraphs.get(span.paragraph)?, span.paragraph);
        }
        let ruler = self.ruler.as_ref()?;
        let mut found = Vec::new();
        let first = ruler.pieces.partition_point(|it| it.to <= span.start);
        for piece in ruler.pieces.iter().skip(first).take_while(|it| it.from < span.end) {
            if !piece.sound {
                return None;
            }
            let ordinal = |byte: usize| ruler.chars.partition_point(|it| *it < byte);
            let before = ordinal(piece.from);
            let count = |byte: usize| u32::try_from(ordinal(byte) - before).ok();
            let from = piece.offset + count(span.start.max(piece.from))?;
            let to = piece.offset + count(span.end.min(piece.to))?;
            found.push(Stretch { run: piece.run, from, to });
        }
        (!found.is_empty()).then_some(found)
    }

    fn measure(&self, paragraph: &Paragraph, index: usize) -> Option<Ruler<'a>> {
        let Origin::Word { part, paragraph: ordinal, pieces, .. } = &paragraph.origin else {
            return None;
        };
        let (name, part) = self.parts.get_key_value(part.as_ref())?;
        let spot = part.paragraphs.get(ordinal)?;
        let pieces = pieces.iter().filter_map(|it| {
            let run = *spot.runs.get(usize::try_from(it.run).ok()?)?;
            let held = part.runs.get(run)?;
            let words = paragraph.text.get(it.at.clone())?;
            let skipped = usize::try_from(it.offset).ok()?;
            let rest =
                held.text.char_indices().map(|it| it.0).chain([held.text.len()]).nth(skipped);
            let there = rest.and_then(|it| held.text.get(it..));
            let sound = !held.closed && there.is_some_and(|it| it.starts_with(words));
            Some(Measured { from: it.at.start, to: it.at.end, run, offset: it.offset, sound })
        });
        let pieces = pieces.collect();
        let chars = paragraph.text.char_indices().map(|it| it.0).collect();
        Some(Ruler { paragraph: index, part: name, spot, chars, pieces })
    }
}

/// The character before an empty span, or the one behind.
fn beside(text: &Text, span: Span) -> Span {
    let whole = text.paragraphs.get(span.paragraph).map_or("", |it| it.text.as_str());
    let before = whole.get(..span.start).and_then(|it| it.chars().next_back());
    let behind = whole.get(span.start..).and_then(|it| it.chars().next());
    let range = match (before, behind) {
        (Some(mark), _) => span.start - mark.len_utf8()..span.start,
        (None, Some(mark)) => span.start..span.start + mark.len_utf8(),
        (None, None) => span.range(),
    };
    Span::new(span.paragraph, range)
}
