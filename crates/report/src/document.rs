//! What is printed, before any layout (公文).
//!
//! Titles, headings, paragraphs, tables and the signature as a reader sees them, with every bound number marked.
//! Knows neither fonts nor files: `docx` lays it out by GB/T 9704-2012, `text` strips it for pasting.

use jiff::civil::Date;

/// An official document (公文).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The title (标题), one entry a printed line, broken where words allow; no line, no title.
    pub title: Vec<String>,
    /// The text (正文) in printed order.
    pub blocks: Vec<Block>,
    /// Who signs and when; `None` for a part that is not issued by itself, such as an annex.
    pub signature: Option<Signature>,
}

impl Document {
    /// The title in one line, as a file list or a search shows it.
    #[must_use]
    pub fn title_line(&self) -> String {
        self.title.concat()
    }
}

/// One thing below another in the text (正文的段落).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A numbered heading, alone or with text running on behind it.
    Heading(Heading),
    /// A paragraph of body text.
    Paragraph(Paragraph),
    /// A grid of figures or names.
    Table(Table),
}

/// A heading (结构层次标题).
///
/// The number is ordinary text at the start of `text`, never a numbering field: staff paste paragraphs into other
/// systems, where automatic numbers vanish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which of the four levels.
    pub level: Level,
    /// The heading with its number, as in `（一）配合推进高速公路建设`; ends with `。` when text runs on.
    pub text: Vec<Run>,
    /// Body text that continues in the same paragraph (接排), as in `（一）标题。正文……`; `None` when the heading stands
    /// alone.
    pub run_in: Option<Vec<Run>>,
}

/// The four levels that GB/T 9704-2012, 7.3.3 allows (结构层次).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `一、`, printed in 黑体.
    First,
    /// `（一）`, printed in 楷体.
    Second,
    /// `1.`, printed in 仿宋.
    Third,
    /// `（1）`, printed in 仿宋.
    Fourth,
}

impl Level {
    /// All levels, from the highest.
    pub const ALL: [Level; 4] = [Level::First, Level::Second, Level::Third, Level::Fourth];

    /// The number of the `ordinal`-th heading of this level, counted from 1: `二、`, `（二）`, `2.`, `（2）`.
    #[must_use]
    pub fn number(self, ordinal: usize) -> String {
        match self {
            Level::First => format!("{}、", chinese_numeral(ordinal)),
            Level::Second => format!("（{}）", chinese_numeral(ordinal)),
            Level::Third => format!("{ordinal}."),
            Level::Fourth => format!("（{ordinal}）"),
        }
    }
}

/// A paragraph of body text (自然段).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text, cut where a bound number begins or ends.
    pub runs: Vec<Run>,
}

/// A piece of text that is either the author's or bound to one figure (文字片段).
///
/// Line breaks, tabs and control characters have no place in a run: writers turn breaks and tabs into one space and
/// drop the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// What is printed.
    pub text: String,
    /// The figure that `text` was printed from; `None` for the author's own words.
    pub slot: Option<SlotMark>,
}

impl Run {
    /// The author's own words.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Run {
        Run { text: text.into(), slot: None }
    }

    /// A printed value that stays bound to its figure.
    #[must_use]
    pub fn bound(text: impl Into<String>, slot: SlotMark) -> Run {
        Run { text: text.into(), slot: Some(slot) }
    }
}

/// Says which figure a printed value comes from, and how it was formatted (数字槽).
///
/// Invariant: the key is 1 to 64 UTF-16 units without control characters, and the figure holds no `#`. Word refuses a
/// file whose `w:tag` is longer than 64, so the limit is kept here, where the author of a definition can be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotMark {
    figure: String,
    format: String,
}

impl SlotMark {
    /// A mark for a figure such as `overload/cases_filed` and a format in the drafter's own notation; the format may be
    /// empty.
    ///
    /// # Errors
    /// When the key breaks the invariant of [`SlotMark`].
    pub fn new(
        figure: impl Into<String>,
        format: impl Into<String>,
    ) -> Result<SlotMark, SlotError> {
        let mark = SlotMark { figure: figure.into(), format: format.into() };
        let key = mark.key();
        let fits = key.encode_utf16().count() <= TAG_UNITS_MAX && !key.contains(char::is_control);
        if fits && !mark.figure.is_empty() && !mark.figure.contains('#') {
            Ok(mark)
        } else {
            Err(SlotError { key })
        }
    }

    /// Reads a key back, as found in a docx that was edited elsewhere.
    ///
    /// # Errors
    /// When the text is not a key that [`SlotMark::key`] can have written.
    pub fn from_key(key: &str) -> Result<SlotMark, SlotError> {
        let (figure, format) =
            key.split_once('#').ok_or_else(|| SlotError { key: key.to_owned() })?;
        SlotMark::new(figure, format)
    }

    /// The figure's id.
    #[must_use]
    pub fn figure(&self) -> &str {
        &self.figure
    }

    /// How the value was formatted.
    #[must_use]
    pub fn format(&self) -> &str {
        &self.format
    }

    /// Figure and format as one text, `overload/cases_filed#宗`; travels through Word as `w:tag`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}#{}", self.figure, self.format)
    }
}

const TAG_UNITS_MAX: usize = 64;

/// A slot's key that could not travel through Word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("slot key {key:?} must be figure#format, at most 64 units, without control characters")]
pub struct SlotError {
    /// The key as given.
    pub key: String,
}

/// A simple grid (表格): no merged cells, which fall apart when staff drag their borders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Printed centred above the grid (表题).
    pub title: Option<String>,
    /// The columns with their headings; the heading row is repeated on every page.
    pub columns: Vec<Column>,
    /// Rows of cells, a cell being runs. A short row is filled with empty cells, a long one widens the grid: nothing is
    /// lost.
    pub rows: Vec<Vec<Vec<Run>>>,
}

/// One column of a table (列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading of the column.
    pub heading: String,
    /// Width relative to the other columns; 0 counts as 1.
    pub share: u16,
    /// How its cells stand; headings are always centred.
    pub align: Align,
}

/// How a cell's text stands in its column (对齐).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left edge: words.
    #[default]
    Left,
    /// In the middle: short codes, dates.
    Centre,
    /// At the right edge: numbers.
    Right,
}

/// The end of the document (发文机关署名、成文日期).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Full or standard short name of the issuing office.
    pub office: String,
    /// The day of the document.
    pub date: Date,
}

impl Signature {
    /// The day in Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4): `2021年7月2日`.
    #[must_use]
    pub fn date_line(&self) -> String {
        format!("{}年{}月{}日", self.date.year(), self.date.month(), self.date.day())
    }
}

/// 一 … 九千九百九十九; beyond that, where no document goes, Arabic numerals.
fn chinese_numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if !(1..=9999).contains(&number) {
        return number.to_string();
    }
    let mut text = String::new();
    let mut skipped = false;
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / place % 10;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text.push_str(DIGITS[0]);
            skipped = false;
        }
        // 十一, not 一十一; but 一百一十一.
        if !(place == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS[digit]);
        }
        text.push_str(unit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn headings_are_numbered_as_the_standard_says() {
        assert_eq!(Level::First.number(1), "一、");
        assert_eq!(Level::First.number(14), "十四、");
        assert_eq!(Level::Second.number(20), "（二十）");
        assert_eq!(Level::Third.number(3), "3.");
        assert_eq!(Level::Fourth.number(12), "（12）");
    }

    #[test]
    fn chinese_numerals_are_written_as_spoken() {
        let cases = [
            (10, "十"),
            (21, "二十一"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1001, "一千零一"),
        ];
        for (number, expected) in cases {
            assert_eq!(chinese_numeral(number), expected);
        }
        assert_eq!(chinese_numeral(10_000), "10000");
    }

    #[test]
    fn a_date_has_no_leading_zeros() {
        let signature =
            Signature { office: "阳山县交通运输局".to_owned(), date: date(2021, 7, 2) };
        assert_eq!(signature.date_line(), "2021年7月2日");
    }

    #[test]
    fn a_key_is_read_back_as_the_same_mark() {
        let mark = SlotMark::new("overload/cases_filed", "宗#全角").unwrap();
        assert_eq!(mark.key(), "overload/cases_filed#宗#全角");
        assert_eq!(SlotMark::from_key(&mark.key()).unwrap(), mark);
    }

    #[test]
    fn a_key_that_word_would_refuse_is_refused_here() {
        assert!(SlotMark::new("a".repeat(63), "").is_ok());
        assert!(SlotMark::new("a".repeat(64), "").is_err());
        assert!(SlotMark::new("", "宗").is_err());
        assert!(SlotMark::new("a#b", "").is_err());
        assert!(SlotMark::new("a", "\u{0}").is_err());
        assert!(SlotMark::from_key("overload/cases_filed").is_err());
    }

    proptest! {
        #[test]
        fn every_accepted_mark_survives_its_key(figure in "\\PC{0,40}", format in "\\PC{0,40}") {
            if let Ok(mark) = SlotMark::new(figure, format) {
                prop_assert_eq!(SlotMark::from_key(&mark.key()), Ok(mark));
            }
        }
    }
}
