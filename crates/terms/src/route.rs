//! Route codes: the name of a road in the register (路线编号).
//!
//! A county, township, village or special road is unique only inside its county; the county is not part of the code.

use std::fmt;
use std::str::FromStr;

use crate::number::tight;

/// Administrative grade of a route (行政等级), GB/T 917-2017: the letter of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteGrade {
    /// 国道, letter G: national.
    National,
    /// 省道, letter S: provincial.
    Provincial,
    /// 县道, letter X: county.
    County,
    /// 乡道, letter Y: township.
    Township,
    /// 村道, letter C: village.
    Village,
    /// 专用公路, letter Z: special, of a factory, mine, farm or reserve.
    Special,
}

/// Route code (路线编号), GB/T 917-2017: the letter of the grade and a number.
///
/// Canonical text: `G107`, `S260`, `X385`. Invariant: G and S have one or two digits (expressway, 1 to 99), three
/// (ordinary, first digit 1, 2, 3 or 5) or four (branch of an expressway: its number and 01 to 99); X, Y, C and Z
/// have three characters, at least one of them a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteCode {
    grade: RouteGrade,
    number: String,
}

/// A text that is no route code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteCodeError {
    /// Not a letter G, S, X, Y, C, Z (or its word) and a number.
    #[error("`{text}` is no route code such as S260, 省道260线 or X385线")]
    Form {
        /// The text given.
        text: String,
    },
    /// The letter and the word name two grades, as in 国道S260.
    #[error("`{text}` names two grades of road")]
    Grade {
        /// The text given.
        text: String,
    },
    /// The number cannot be one of a route of this grade.
    #[error("`{text}` has a number that no route of its grade can have")]
    Number {
        /// The text given.
        text: String,
    },
}

impl RouteGrade {
    /// Every grade, from national to special.
    pub const ALL: [RouteGrade; 6] = [
        RouteGrade::National,
        RouteGrade::Provincial,
        RouteGrade::County,
        RouteGrade::Township,
        RouteGrade::Village,
        RouteGrade::Special,
    ];

    /// The grade as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            RouteGrade::National => "国道",
            RouteGrade::Provincial => "省道",
            RouteGrade::County => "县道",
            RouteGrade::Township => "乡道",
            RouteGrade::Village => "村道",
            RouteGrade::Special => "专用公路",
        }
    }

    /// The letter before the number.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            RouteGrade::National => 'G',
            RouteGrade::Provincial => 'S',
            RouteGrade::County => 'X',
            RouteGrade::Township => 'Y',
            RouteGrade::Village => 'C',
            RouteGrade::Special => 'Z',
        }
    }
}

impl fmt::Display for RouteGrade {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.label())
    }
}

impl RouteCode {
    /// The administrative grade.
    #[must_use]
    pub fn grade(&self) -> RouteGrade {
        self.grade
    }

    /// What follows the letter: `260` of S260.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether the number is one of an expressway (高速公路), national or provincial, or of a branch of one.
    #[must_use]
    pub fn is_expressway(&self) -> bool {
        match self.grade {
            RouteGrade::National | RouteGrade::Provincial => self.number.len() != 3,
            RouteGrade::County
            | RouteGrade::Township
            | RouteGrade::Village
            | RouteGrade::Special => false,
        }
    }
}

impl fmt::Display for RouteCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{}{}", self.grade.letter(), self.number))
    }
}

impl FromStr for RouteCode {
    type Err = RouteCodeError;

    /// Reads the code and the ways it is spoken: `G107线`, `国道107线`, `省道S260`, `107国道`, `乡道956线`.
    fn from_str(text: &str) -> Result<RouteCode, RouteCodeError> {
        let tight = tight(text).to_ascii_uppercase();
        let (before, rest) = strip_word(&tight, |it, word| it.strip_prefix(word));
        let rest = strip_ending(rest);
        let (after, rest) = strip_word(rest, |it, word| it.strip_suffix(word));
        let mut marks = rest.chars();
        let letter = marks
            .next()
            .and_then(|it| RouteGrade::ALL.into_iter().find(|grade| grade.letter() == it));
        // 村道C12 has its letter; of 村道1A5 and 107国道 the word alone tells the grade.
        let number = if letter.is_some() { marks.as_str() } else { rest };
        let mut grades = [before, letter, after].into_iter().flatten();
        let grade = grades.next().ok_or_else(|| RouteCodeError::Form { text: text.to_owned() })?;
        if grades.any(|it| it != grade) {
            return Err(RouteCodeError::Grade { text: text.to_owned() });
        }
        if number.is_empty() || !number.bytes().all(|it| it.is_ascii_alphanumeric()) {
            return Err(RouteCodeError::Form { text: text.to_owned() });
        }
        if !is_number(grade, number) {
            return Err(RouteCodeError::Number { text: text.to_owned() });
        }
        Ok(RouteCode { grade, number: number.to_owned() })
    }
}

/// Takes a grade's word off one end.
fn strip_word<'a>(
    text: &'a str,
    strip: impl Fn(&'a str, &'static str) -> Option<&'a str>,
) -> (Option<RouteGrade>, &'a str) {
    for grade in RouteGrade::ALL {
        if let Some(rest) = strip(text, grade.label()) {
            return (Some(grade), rest);
        }
    }
    (None, text)
}

/// Takes off the words that follow a code in speech.
fn strip_ending(text: &str) -> &str {
    let endings = ["高速公路", "高速", "线"];
    endings.into_iter().find_map(|it| text.strip_suffix(it)).unwrap_or(text)
}

fn is_number(grade: RouteGrade, number: &str) -> bool {
    let digits = number.bytes().all(|it| it.is_ascii_digit());
    match grade {
        RouteGrade::National | RouteGrade::Provincial => match number.len() {
            1 | 2 => digits && !number.starts_with('0'),
            3 => digits && number.starts_with(['1', '2', '3', '5']) && !number.ends_with("00"),
            4 => digits && !number.starts_with("00") && !number.ends_with("00"),
            _ => false,
        },
        RouteGrade::County | RouteGrade::Township | RouteGrade::Village | RouteGrade::Special => {
            number.len() == 3 && number != "000" && number.bytes().any(|it| it.is_ascii_digit())
        }
    }
}
