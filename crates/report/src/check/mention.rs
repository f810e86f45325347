//! Numbers, understood (数的识别): every number of a text becomes a mention that says what it is, of what, how much.
//!
//! Quantities are told apart from dates, stakes, routes, document numbers, list numbers, names and fixed words. Linear in
//! the text: every look back or ahead is bounded.

mod marks; // a paragraph by index
mod numeral; // digits and Chinese numerals
mod scan; // what each number is
mod subject; // what is counted, qualifiers, place
mod when; // dates and periods
mod words; // units and fixed words

use std::ops::Range;

use rust_decimal::Decimal;
use terms::Stake;

use super::sentence::Sentence;
use super::text::{Span, Text};

pub(crate) use marks::{Marks, is_han};
pub(crate) use numeral::{chinese_value, is_chinese_numeral};
pub use when::{Moment, When};

/// One number of the text and what it says (数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Number, rough word, scale and unit: `39.35万立方`, `115余件`, `第58次`.
    pub span: Span,
    /// The numeral alone, in bytes of the paragraph.
    pub number: Range<usize>,
    /// Index of its sentence in the list of all sentences.
    pub sentence: usize,
    /// What the number is.
    pub sense: Sense,
    /// The value as printed, before the scale: 39.35 of 39.35万立方; zero where the number is no amount.
    pub value: Decimal,
    /// Power of ten printed as a word: 4 for 万, 8 for 亿.
    pub scale: u32,
    /// Unit without the scale: 立方; empty where none is printed.
    pub unit: String,
    /// Printed decimal places of the numeral.
    pub places: u32,
    /// Printed in Chinese numerals.
    pub chinese: bool,
    /// The unit stands in brackets: 6.3（万人）.
    pub bracketed: bool,
    /// Inside quotation marks or a book title.
    pub quoted: bool,
    /// Words around that change what the number says, in a fixed order.
    pub qualifiers: Vec<Qualifier>,
    /// The words before it in its clause, in bytes of the paragraph.
    pub before: Range<usize>,
    /// The words after it in its clause, in bytes of the paragraph.
    pub after: Range<usize>,
    /// What is counted, as well as it can be told: 跨境司机; empty where it stands elsewhere.
    pub subject: String,
    /// A town, village or county named before it in the clause, in bytes of the paragraph.
    pub place: Option<Range<usize>>,
    /// The date or period that governs it: index into the same list, the nearest before it in the sentence, else in the paragraph.
    pub when: Option<usize>,
    /// Said to stand as of now or a day: 目前, 截至, 至今.
    pub as_of: bool,
}

/// What a number is (数的种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// An amount or a count (数量).
    Quantity,
    /// A percentage or per mille; the unit says which (百分数).
    Percent,
    /// Percentage points (百分点).
    Points,
    /// A class or grade: 三类桥梁, 三级公路 (等级).
    Level,
    /// A place in a sequence: 第四条, 十六届, 一期工程 (序数).
    Ordinal,
    /// A date or period (日期、时段).
    Date(When),
    /// A time of day (时刻).
    Time,
    /// A stake (桩号).
    Stake(Stake),
    /// A route (路线).
    Route,
    /// A section of works: TJ8标 (标段).
    Lot,
    /// A document's number (发文字号).
    DocumentNumber,
    /// An article of law (条款).
    Article,
    /// 一是、二是 (列举词).
    Enumerator,
    /// The number of a heading or an item (序号).
    ListNumber,
    /// Any other code: telephone, standard, plate, number 3 (编号).
    Code,
    /// Part of a name in quotation marks or a book title (专名).
    Name,
    /// Part of a fixed word (固定词语).
    Idiom,
    /// A Chinese numeral that counts nothing by itself: 一责任领导 (其他).
    Plain,
}

/// A word that changes what a number says (限定词).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// 约、大约、左右、上下、近似: about.
    About,
    /// 余、多、几: a little more than printed.
    Over,
    /// 近、将近: a little less than printed.
    Nearly,
    /// 不足、不到: less than printed.
    Short,
    /// 超过、超、逾、突破: more than printed.
    Above,
    /// 以上、至少、不少于、不低于: printed or more.
    AtLeast,
    /// 以下、以内、至多、不超过: printed or less.
    AtMost,
    /// 含、包括: includes.
    Including,
    /// 其中: a part of what came before.
    OfWhich,
    /// 共、共计、合计、总计、总: all together.
    InAll,
    /// 累计: since the beginning.
    Cumulative,
    /// 分别、分别为: one after the other.
    Respectively,
    /// 每、人均、平均、均: per one.
    Each,
    /// 计划、任务、目标、力争、预计、拟: planned, not done.
    Planned,
    /// The first of a range: 5 of 5-7人.
    From,
    /// The last of a range.
    To,
    /// 一 before a measure word: may mean just “a”.
    Vague,
}

impl Sense {
    /// Whether the number measures or counts something.
    #[must_use]
    pub const fn is_quantity(self) -> bool {
        matches!(self, Sense::Quantity | Sense::Percent | Sense::Points | Sense::Level)
    }
}

impl Mention {
    /// The value in the unit itself: 393500 of 39.35万立方; none when a decimal cannot hold it.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        let factor = 10_i64.checked_pow(self.scale)?;
        self.value.checked_mul(Decimal::from(factor))
    }

    /// Scale and unit as printed: 万立方.
    #[must_use]
    pub fn printed_unit(&self) -> String {
        let scale = match self.scale {
            2 => "百",
            3 => "千",
            4 => "万",
            6 => "百万",
            7 => "千万",
            8 => "亿",
            12 => "万亿",
            _ => "",
        };
        format!("{scale}{}", self.unit)
    }

    /// The date or period, when the number is one.
    #[must_use]
    pub fn when_said(&self) -> Option<When> {
        if let Sense::Date(when) = self.sense { Some(when) } else { None }
    }

    /// Whether a qualifier stands with it.
    #[must_use]
    pub fn has(&self, qualifier: Qualifier) -> bool {
        self.qualifiers.contains(&qualifier)
    }

    /// Whether the printed number is not meant to the last digit.
    #[must_use]
    pub fn is_rough(&self) -> bool {
        use Qualifier::{About, Above, Nearly, Over, Short};
        self.qualifiers.iter().any(|it| matches!(it, About | Over | Nearly | Short | Above))
    }
}

/// All numbers of a text, in order.
#[must_use]
pub fn mentions(text: &Text, sentences: &[Sentence]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut next_sentence = 0;
    for (index, paragraph) in text.paragraphs.iter().enumerate() {
        let first = found.len();
        let marks = Marks::new(&paragraph.text);
        for raw in scan::scan(&marks, paragraph.label.as_ref()) {
            let span = Span::new(index, marks.byte(raw.start)..marks.byte(raw.end));
            while sentences
                .get(next_sentence)
                .is_some_and(|it| (it.span.paragraph, it.span.end) <= (index, span.start))
            {
                next_sentence += 1;
            }
            found.push(Mention {
                span,
                number: marks.byte(raw.number.start)..marks.byte(raw.number.end),
                sentence: next_sentence,
                sense: raw.sense,
                value: raw.value,
                scale: raw.scale,
                unit: raw.unit,
                places: raw.places,
                chinese: raw.chinese,
                bracketed: raw.bracketed,
                quoted: raw.quoted,
                qualifiers: raw.qualifiers,
                before: 0..0,
                after: 0..0,
                subject: String::new(),
                place: None,
                when: None,
                as_of: false,
            });
        }
        subject::describe(&mut found, first, &marks, sentences);
    }
    found
}

#[cfg(test)]
mod tests;
