//! Cuts into changed XML (切分): a run is closed and opened again where a mark stands; deleted text is renamed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::scan::{Chunk, Item, Part, Run};

/// What is set at one place, in this order.
#[derive(Debug, Default, Clone)]
pub(super) struct Cut {
    /// A deletion ends.
    pub(super) closes: bool,
    /// What is inserted here.
    pub(super) inserted: String,
    /// Ends of comments.
    pub(super) ends: String,
    /// Beginnings of comments.
    pub(super) starts: String,
    /// The start tag of a deletion that begins here.
    pub(super) opens: Option<String>,
}

/// A place in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// Before a run.
    Before,
    /// Before the character of this ordinal, neither the first nor behind the last.
    Char(u32),
    /// Behind a run.
    Behind,
}

/// All cuts of a part.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// By run, an index into the part's runs.
    pub(super) runs: BTreeMap<usize, BTreeMap<At, Cut>>,
    /// Beginnings of comments on whole paragraphs and controls, by byte.
    pub(super) starts: BTreeMap<usize, String>,
    /// Their ends.
    pub(super) ends: BTreeMap<usize, String>,
}

/// What comes first where several things are set at one byte: what ends stands before what begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    BehindRun,
    End,
    Start,
    BeforeRun,
    Within,
}

#[derive(Debug)]
struct Splice {
    at: Range<usize>,
    rank: Rank,
    instead: String,
}

/// The part with its cuts made.
pub(super) fn splice(xml: &str, part: &Part, cuts: &Cuts) -> String {
    let mut splices = Vec::new();
    for (byte, instead) in &cuts.starts {
        splices.push(Splice { at: *byte..*byte, rank: Rank::Start, instead: instead.clone() });
    }
    for (index, cuts) in &cuts.runs {
        if let Some(run) = part.runs.get(*index) {
            Cutting { xml, part, run, cuts, deleting: false, splices: &mut splices }.cut();
        }
    }
    for (byte, instead) in &cuts.ends {
        splices.push(Splice { at: *byte..*byte, rank: Rank::End, instead: instead.clone() });
    }
    splices.sort_by_key(|it| (it.at.start, it.rank));
    let (mut changed, mut from) = (String::with_capacity(xml.len()), 0);
    for splice in splices {
        // Splices never overlap; if they did, the original words would win.
        let Some(kept) = xml.get(from..splice.at.start) else { continue };
        changed.push_str(kept);
        changed.push_str(&splice.instead);
        from = splice.at.end;
    }
    changed.push_str(xml.get(from..).unwrap_or(""));
    changed
}

struct Cutting<'a> {
    xml: &'a str,
    part: &'a Part,
    run: &'a Run,
    cuts: &'a BTreeMap<At, Cut>,
    deleting: bool,
    splices: &'a mut Vec<Splice>,
}

impl Cutting<'_> {
    fn cut(&mut self) {
        let run = self.run;
        if let Some(cut) = self.cuts.get(&At::Before) {
            let markup = self.markup(cut);
            self.insert(run.at.start, Rank::BeforeRun, markup);
        }
        let mut next = 0_u32;
        let mut last_cut = 0_u32;
        for item in &run.items {
            match item {
                Item::Object(_) => {}
                Item::Mark(at) => {
                    self.between(next, at.start, &mut last_cut);
                    next += 1;
                }
                Item::Text { open, close, chunks } => {
                    self.between(next, open.start, &mut last_cut);
                    next = self.text(next, open, close, chunks, &mut last_cut);
                }
            }
        }
        if let Some(cut) = self.cuts.get(&At::Behind) {
            let markup = self.markup(cut);
            self.insert(run.at.end, Rank::BehindRun, markup);
        }
    }

    /// A cut between two items of the run.
    fn between(&mut self, next: u32, byte: usize, last_cut: &mut u32) {
        if next > *last_cut
            && let Some(cut) = self.cuts.get(&At::Char(next))
        {
            *last_cut = next;
            let markup = format!("</{}r>{}{}", self.part.prefix, self.markup(cut), self.reopened());
            self.insert(byte, Rank::Within, markup);
        }
    }

    /// Cuts within one `w:t`; gives the ordinal of the character behind it.
    fn text(
        &mut self,
        first: u32,
        open: &Range<usize>,
        close: &Range<usize>,
        chunks: &[Chunk],
        last_cut: &mut u32,
    ) -> u32 {
        let begins_deleted = self.deleting;
        let mut next = first;
        let mut was_cut = false;
        for chunk in chunks {
            let words = self.xml.get(chunk.at.clone()).unwrap_or("");
            let inner = words.char_indices().take(if chunk.entity { 1 } else { usize::MAX });
            for (byte, _) in inner {
                if next > first.max(*last_cut)
                    && let Some(cut) = self.cuts.get(&At::Char(next))
                {
                    *last_cut = next;
                    was_cut = true;
                    let closed = format!("</{}></{}r>", self.text_name(), self.part.prefix);
                    let markup = self.markup(cut);
                    let opened =
                        format!("{}<{} xml:space=\"preserve\">", self.reopened(), self.text_name());
                    self.insert(
                        chunk.at.start + byte,
                        Rank::Within,
                        format!("{closed}{markup}{opened}"),
                    );
                }
                next += 1;
            }
        }
        if begins_deleted {
            self.replace(open, format!("<{}delText xml:space=\"preserve\">", self.part.prefix));
        } else if was_cut && !self.xml.get(open.clone()).is_some_and(|it| it.contains("preserve")) {
            self.replace(open, format!("<{}t xml:space=\"preserve\">", self.part.prefix));
        }
        if self.deleting {
            self.replace(close, format!("</{}delText>", self.part.prefix));
        }
        next
    }

    fn text_name(&self) -> String {
        format!("{}{}", self.part.prefix, if self.deleting { "delText" } else { "t" })
    }

    /// The start of the run once more, with its properties.
    fn reopened(&self) -> String {
        let words = |at: &Range<usize>| self.xml.get(at.clone()).unwrap_or("");
        format!("{}{}", words(&self.run.start_tag), words(&self.run.properties))
    }

    fn markup(&mut self, cut: &Cut) -> String {
        let mut markup = String::new();
        if cut.closes {
            markup.push_str(&format!("</{}del>", self.part.prefix));
            self.deleting = false;
        }
        markup.push_str(&cut.inserted);
        markup.push_str(&cut.ends);
        markup.push_str(&cut.starts);
        if let Some(tag) = &cut.opens {
            markup.push_str(tag);
            self.deleting = true;
        }
        markup
    }

    fn insert(&mut self, byte: usize, rank: Rank, instead: String) {
        self.splices.push(Splice { at: byte..byte, rank, instead });
    }

    fn replace(&mut self, at: &Range<usize>, instead: String) {
        self.splices.push(Splice { at: at.clone(), rank: Rank::Within, instead });
    }
}
