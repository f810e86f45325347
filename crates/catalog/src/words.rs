//! Words that are wrong in an official document, and how they are found (用词表).
//!
//! The words of all files below `defs/words/` become one [`Dictionary`]: a trie that is walked once from each character
//! of a text. Every look back or ahead is bounded, so that finding stays linear in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use terms::Grade;

/// What is wrong with a word (类别); each kind has its rule in the checker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordKind {
    /// `wrong`: a wrong or confused word (错别字、易混词).
    Wrong,
    /// `term`: a fixed term in another form than its own (固定提法、机构名称).
    Term,
    /// `redundant`: says the same thing twice (重复累赘).
    Redundant,
    /// `particle`: 的、地、得 confused (助词).
    Particle,
    /// `comparison`: compares without 比 (比较用词).
    Comparison,
    /// `negation`: one negation too many (否定失当).
    Negation,
    /// `missing`: a character or word is missing (缺字).
    Missing,
}

/// Who says so (依据), as far as a list of words can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordAuthority {
    /// `usage`: meaning and usage, as dictionaries have them.
    Usage,
    /// `habit`: good habit of this genre.
    Habit,
    /// `bureau`: the bureau wants it so.
    Bureau,
}

/// One word of the list (词条).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordDef {
    /// What is looked for; `…` stands for 1 to [`GAP_CHARS_MAX`] characters of the same clause.
    pub wrong: String,
    /// What should stand there, `…` again the same characters; none when there is more than one correction.
    pub right: Option<String>,
    /// What is wrong with it.
    pub kind: WordKind,
    /// How serious it is.
    pub grade: Grade,
    /// Why, one Chinese sentence without the final full stop.
    pub reason: String,
    /// Who says so.
    pub authority: WordAuthority,
    /// Longer words in which it is right: 进行整，is wrong, 自由劳力 is not 由劳力.
    pub unless: Vec<String>,
    /// It is wrong only where one of these stands near, in the same sentence; empty: everywhere.
    pub when: Vec<String>,
    /// A sentence in which it is wrong.
    pub example: String,
    /// A sentence with the same characters in which nothing is wrong; empty where none is needed.
    pub counter: String,
    /// Path of the file below `defs/`.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u32,
}

/// The longest stretch that `…` stands for, in characters.
pub const GAP_CHARS_MAX: usize = 16;
/// How far [`WordDef::when`] looks before and behind, in characters.
pub const WHEN_CHARS_MAX: usize = 40;
/// The longest word of a list, in characters.
pub(crate) const WORD_CHARS_MAX: usize = 40;

/// All words, ready to be found (用词表).
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    words: Vec<WordDef>,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    next: BTreeMap<char, usize>,
    /// Words whose characters, up to their `…`, end here.
    ends: Vec<usize>,
}

/// A wrong word in a text (命中).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordHit<'d> {
    /// Its bytes.
    pub range: Range<usize>,
    /// The word of the list.
    pub word: &'d WordDef,
    /// What should stand there instead, when there is exactly one correction.
    pub right: Option<String>,
}

impl Dictionary {
    /// Makes words ready to be found.
    #[must_use]
    pub fn new(words: Vec<WordDef>) -> Dictionary {
        let mut nodes = vec![Node::default()];
        for (index, word) in words.iter().enumerate() {
            let mut at = 0;
            for mark in word.parts().0.chars() {
                let free = nodes.len();
                let next = *nodes[at].next.entry(mark).or_insert(free);
                if next == free {
                    nodes.push(Node::default());
                }
                at = next;
            }
            if at != 0 {
                nodes[at].ends.push(index);
            }
        }
        Dictionary { words, nodes }
    }

    /// The words, in the order of their files.
    #[must_use]
    pub fn words(&self) -> &[WordDef] {
        &self.words
    }

    /// All wrong words of a text, in order; where several overlap, the first and longest.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<WordHit<'_>> {
        let line = Line { text, marks: text.char_indices().collect() };
        let (mut hits, mut start) = (Vec::new(), 0);
        while start < line.marks.len() {
            let longest = self.starting(&line, start).into_iter().max_by_key(|it| it.1);
            let Some((word, end, gap)) = longest else {
                start += 1;
                continue;
            };
            let right = word.right.as_ref().map(|it| it.replace('…', line.slice(gap)));
            hits.push(WordHit { range: line.byte(start)..line.byte(end), word, right });
            start = end;
        }
        hits
    }

    /// The words that begin at a character and are wrong there: word, end, and what stands for `…`.
    fn starting(&self, line: &Line<'_>, start: usize) -> Vec<(&WordDef, usize, Range<usize>)> {
        let (mut found, mut at, mut node) = (Vec::new(), start, self.nodes.first());
        while let Some(next) = node.and_then(|it| it.next.get(&line.mark(at)?)) {
            node = self.nodes.get(*next);
            at += 1;
            for word in
                node.into_iter().flat_map(|it| &it.ends).filter_map(|it| self.words.get(*it))
            {
                let Some((end, gap)) = line.end_of(word, at) else { continue };
                if !word.is_right_in(line, start..end) {
                    found.push((word, end, gap));
                }
            }
        }
        found
    }
}

impl WordDef {
    /// The characters before and behind `…`; without one, all before.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.wrong.split_once('…') {
            Some((head, tail)) => (head, Some(tail)),
            None => (&self.wrong, None),
        }
    }

    /// Whether the words around make it right.
    fn is_right_in(&self, line: &Line<'_>, range: Range<usize>) -> bool {
        let around = |word: &String| {
            let length = word.chars().count();
            let first = (range.start + 1).saturating_sub(length);
            (first..range.end).any(|at| line.stands_at(word, at))
        };
        let near = |word: &String| line.near(&range).any(|it| it.contains(word.as_str()));
        self.unless.iter().any(around) || !self.when.is_empty() && !self.when.iter().any(near)
    }
}

/// A text that can be looked at by character.
struct Line<'t> {
    text: &'t str,
    marks: Vec<(usize, char)>,
}

impl Line<'_> {
    fn mark(&self, at: usize) -> Option<char> {
        self.marks.get(at).map(|it| it.1)
    }

    fn byte(&self, at: usize) -> usize {
        self.marks.get(at).map_or(self.text.len(), |it| it.0)
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(self.byte(range.start)..self.byte(range.end)).unwrap_or("")
    }

    fn stands_at(&self, word: &str, at: usize) -> bool {
        word.chars().enumerate().all(|(offset, mark)| self.mark(at + offset) == Some(mark))
    }

    /// Where a word ends whose head ends at `at`, and what stands for its `…`.
    fn end_of(&self, word: &WordDef, at: usize) -> Option<(usize, Range<usize>)> {
        let Some(tail) = word.parts().1 else { return Some((at, at..at)) };
        let inside = |it: &usize| self.mark(*it).is_some_and(|mark| !STOPS.contains(mark));
        let gap = (at..at + GAP_CHARS_MAX).take_while(inside);
        let tail_at = gap.map(|it| it + 1).find(|it| self.stands_at(tail, *it))?;
        Some((tail_at + tail.chars().count(), at..tail_at))
    }

    /// What stands before and behind a stretch, near it and in its sentence.
    fn near(&self, range: &Range<usize>) -> impl Iterator<Item = &str> {
        let inside = |it: &usize| self.mark(*it).is_some_and(|mark| !ENDS.contains(mark));
        let before = (range.start.saturating_sub(WHEN_CHARS_MAX)..range.start).rev();
        let first = before.take_while(inside).last().unwrap_or(range.start);
        let behind = (range.end..range.end + WHEN_CHARS_MAX).take_while(inside);
        let last = behind.last().map_or(range.end, |it| it + 1);
        [self.slice(first..range.start), self.slice(range.end..last)].into_iter()
    }
}

/// Marks that `…` does not cross.
const STOPS: &str = "，。；：！？\n";
/// Marks that end a sentence.
const ENDS: &str = "。！？\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn word(wrong: &str, right: Option<&str>, unless: &[&str], when: &[&str]) -> WordDef {
        let texts = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
        WordDef {
            wrong: wrong.to_owned(),
            right: right.map(str::to_owned),
            kind: WordKind::Wrong,
            grade: Grade::Must,
            reason: String::new(),
            authority: WordAuthority::Usage,
            unless: texts(unless),
            when: texts(when),
            example: String::new(),
            counter: String::new(),
            file: String::new(),
            line: 1,
        }
    }

    #[track_caller]
    fn check(words: Vec<WordDef>, text: &str, expected: &[(&str, Option<&str>)]) {
        let dictionary = Dictionary::new(words);
        let hits = dictionary.find(text);
        let seen: Vec<(&str, Option<&str>)> =
            hits.iter().map(|it| (&text[it.range.clone()], it.right.as_deref())).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        let words = || vec![word("布署", Some("部署"), &["公布署名"], &[])];
        check(words(), "安排布署，再布署", &[("布署", Some("部署")); 2]);
        check(words(), "公布署名文章", &[]);
        check(words(), "布", &[]);
    }

    #[test]
    fn the_longest_of_several_words_is_found() {
        let words = vec![word("甲乙", None, &[], &[]), word("甲乙丙", Some("丁"), &[], &[])];
        check(words, "甲乙丙甲乙", &[("甲乙丙", Some("丁")), ("甲乙", None)]);
    }

    #[test]
    fn a_gap_stays_in_its_clause_and_is_kept_in_the_correction() {
        let words = || vec![word("大约…左右", Some("大约…"), &[], &[])];
        check(words(), "大约30人左右。", &[("大约30人左右", Some("大约30人"))]);
        check(words(), "大约30人，左右两侧", &[]);
        check(words(), "大约左右", &[]);
        check(words(), &format!("大约{}左右", "甲".repeat(GAP_CHARS_MAX + 1)), &[]);
    }

    #[test]
    fn a_word_may_be_wrong_only_near_another() {
        let words = || vec![word("社会发展史", Some("社会主义发展史"), &[], &["新中国史"])];
        check(words(), "学习新中国史、社会发展史", &[("社会发展史", Some("社会主义发展史"))]);
        check(words(), "学习新中国史。人类社会发展史", &[]);
        let far = format!("新中国史{}社会发展史", "甲".repeat(WHEN_CHARS_MAX));
        check(words(), &far, &[]);
    }
}
