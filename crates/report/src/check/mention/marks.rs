//! A paragraph as characters that can be looked at by index, full-width digits and letters as half-width ones.

/// The characters of a paragraph and where each begins.
#[derive(Debug)]
pub(crate) struct Marks<'t> {
    text: &'t str,
    raw: Vec<char>,
    at: Vec<usize>,
}

impl<'t> Marks<'t> {
    pub(crate) fn new(text: &'t str) -> Marks<'t> {
        let mut at: Vec<usize> = text.char_indices().map(|it| it.0).collect();
        at.push(text.len());
        Marks { text, raw: text.chars().collect(), at }
    }

    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    /// The character, digits, letters and the signs of numbers half-width; NUL beyond the end.
    pub(crate) fn get(&self, index: usize) -> char {
        match self.raw(index) {
            mark @ ('０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '．' | '＋' | '－' | '／') => {
                char::from_u32(u32::from(mark) - 0xfee0).unwrap_or(mark)
            }
            mark => mark,
        }
    }

    /// The character as it is.
    pub(crate) fn raw(&self, index: usize) -> char {
        self.raw.get(index).copied().unwrap_or('\0')
    }

    /// The character before `index`; NUL before the first.
    pub(crate) fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |it| self.get(it))
    }

    /// Whether `word` stands at `index`.
    pub(crate) fn starts_with(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, mark)| self.get(index + offset) == mark)
    }

    /// Whether `word` stands right before `index`.
    pub(crate) fn ends_with(&self, index: usize, word: &str) -> bool {
        let length = word.chars().count();
        index >= length && self.starts_with(index - length, word)
    }

    /// The first of `words` that stands at `index`; the words are ordered longest first by their owner.
    pub(crate) fn one_of(&self, index: usize, words: &[&'static str]) -> Option<&'static str> {
        words.iter().find(|it| self.starts_with(index, it)).copied()
    }

    /// The first of `words` that stands right before `index`.
    pub(crate) fn one_before(&self, index: usize, words: &[&'static str]) -> Option<&'static str> {
        words.iter().find(|it| self.ends_with(index, it)).copied()
    }

    /// The index behind at most three spaces.
    pub(crate) fn skip_spaces(&self, mut index: usize) -> usize {
        // Three are already more than belong between a number and its unit.
        for _ in 0..3 {
            index += usize::from(matches!(self.raw(index), ' ' | '\u{3000}' | '\u{a0}'));
        }
        index
    }

    /// Byte where character `index` begins.
    pub(crate) fn byte(&self, index: usize) -> usize {
        self.at.get(index).copied().unwrap_or(self.text.len())
    }

    /// The words from `start` to `end`, by index.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(self.byte(start)..self.byte(end)).unwrap_or("")
    }
}

/// Whether the character is a Chinese one.
pub(crate) fn is_han(mark: char) -> bool {
    matches!(mark, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}
