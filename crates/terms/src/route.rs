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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, canonical: &str, grade: &str) {
        let read = text.parse::<RouteCode>().map(|it| (it.to_string(), it.grade().label()));
        assert_eq!(read, Ok((canonical.to_owned(), grade)), "{text}");
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> RouteCodeError) {
        assert_eq!(text.parse::<RouteCode>(), Err(expected(text.to_owned())));
    }

    #[test]
    fn a_code_is_a_letter_and_a_number() {
        check("S260", "S260", "省道");
        check("G107", "G107", "国道");
        check("X385", "X385", "县道");
        check("Y956", "Y956", "乡道");
        check("C012", "C012", "村道");
        check("Z001", "Z001", "专用公路");
    }

    #[test]
    fn staff_speak_codes_in_many_ways() {
        check("G107线", "G107", "国道");
        check("国道107线", "G107", "国道");
        check("国道G107线", "G107", "国道");
        check("107国道", "G107", "国道");
        check("G107国道", "G107", "国道");
        check("省道260线", "S260", "省道");
        check("X385线", "X385", "县道");
        check("乡道956线", "Y956", "乡道");
        check("村道1A5线", "C1A5", "村道");
        check("专用公路001线", "Z001", "专用公路");
        check("ｓ２６０ 线", "S260", "省道");
        check("x 385", "X385", "县道");
    }

    #[test]
    fn expressways_have_one_two_or_four_digits() {
        for (text, canonical) in
            [("G4", "G4"), ("G55高速", "G55"), ("G0423", "G0423"), ("S14高速公路", "S14")]
        {
            let code: RouteCode = text.parse().unwrap();
            assert_eq!((code.to_string().as_str(), code.is_expressway()), (canonical, true));
        }
        for text in ["G323", "S525", "X385", "C1A5"] {
            assert!(!text.parse::<RouteCode>().unwrap().is_expressway(), "{text}");
        }
    }

    #[test]
    fn a_number_fits_the_grade() {
        for text in [
            "G0",
            "G04",
            "G100",
            "G407",
            "S600",
            "S26A",
            "G0023",
            "G0400",
            "G10755",
            "X38",
            "X3855",
            "XABC",
            "X000",
            "Y95",
            "X385441823",
            "国道1075512线",
        ] {
            refuse(text, |text| RouteCodeError::Number { text });
        }
    }

    #[test]
    fn the_word_and_the_letter_agree() {
        for text in ["国道S260", "S260国道", "乡道X385线", "国道107省道"] {
            refuse(text, |text| RouteCodeError::Grade { text });
        }
    }

    #[test]
    fn what_names_no_route_is_refused() {
        for text in [
            "",
            "S",
            "国道",
            "107",
            "107线",
            "清连高速",
            "K24+450",
            "S260K24+450",
            "Q001",
            "S-260",
            "S260、S262",
        ] {
            refuse(text, |text| RouteCodeError::Form { text });
        }
    }

    #[test]
    fn routes_are_listed_by_grade() {
        let mut codes = ["C012", "X385", "S262", "G107", "Y956", "S260"]
            .map(|it| it.parse::<RouteCode>().unwrap());
        codes.sort();
        assert_eq!(
            codes.map(|it| it.to_string()),
            ["G107", "S260", "S262", "X385", "Y956", "C012"]
        );
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(
            text in "[GS][1-9][0-9]?|[GS][1235][0-9][1-9]|[GS][0-9][1-9]1[1-9]|[XYCZ][0-9A-Z][0-9][1-9]|[XYCZ][1-9][A-Z][0-9]",
        ) {
            let code: RouteCode = text.parse().unwrap();
            prop_assert_eq!(code.to_string(), &*text);
            let spoken = format!("{}{}线", code.grade(), code);
            prop_assert_eq!(spoken.parse::<RouteCode>(), Ok(code));
        }

        #[test]
        fn no_text_panics(text in ".{0,16}|(国道|村道)?[GSXYCZq]?[0-9A-Z]{0,5}(线|省道)?") {
            if let Ok(code) = text.parse::<RouteCode>() {
                prop_assert_eq!(code.to_string().parse::<RouteCode>(), Ok(code));
            }
        }
    }
}
