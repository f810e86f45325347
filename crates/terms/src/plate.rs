//! Plates: number and colour of a registered vehicle (号牌).
//!
//! The number alone does not name a vehicle: 粤R12345 in blue and in yellow are two vehicles.

use std::fmt;
use std::str::FromStr;

use crate::number::{tight, visible};

/// Plate colour (号牌颜色), JT/T 697.7-2014 codes 1 to 5 and 9, and the two new-energy colours of GA 36-2018.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlateColour {
    /// 蓝: small motor vehicles.
    Blue,
    /// 黄: large motor vehicles, trailers, driving-school vehicles.
    Yellow,
    /// 黑: vehicles of embassies, foreigners, Hong Kong and Macao.
    Black,
    /// 白: police and military vehicles.
    White,
    /// 绿: green without yellow or gradient.
    Green,
    /// 黄绿: large new-energy vehicles.
    YellowGreen,
    /// 渐变绿: small new-energy vehicles.
    GradientGreen,
    /// 其他: any other colour.
    Other,
}

/// A vehicle's plate (号牌), GA 36: number and colour.
///
/// Canonical text: the number without a dot, one space, the colour: `粤R12345 黄`. Invariant: the number has one of
/// the known forms, and the colour is one that such a number can have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plate {
    number: String,
    colour: PlateColour,
}

/// A text that names no plate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlateError {
    /// The number has none of the known forms.
    #[error("`{text}` is no plate number such as 粤R12345 (the serial has no letters I and O)")]
    Form {
        /// The text given.
        text: String,
    },
    /// The number is good and does not tell the colour, and no colour is written.
    #[error("`{text}` lacks the plate's colour, such as 黄")]
    ColourMissing {
        /// The text given.
        text: String,
    },
    /// What stands for the colour is no colour of plates.
    #[error("`{text}` names no plate colour such as 蓝, 黄, 黑, 白, 绿, 黄绿, 渐变绿, 其他")]
    ColourUnknown {
        /// The text given.
        text: String,
    },
    /// The colour is one that such a number never has, as an eight-character number in blue.
    #[error("`{text}` has a number that is never on a plate of this colour")]
    ColourMismatch {
        /// The text given.
        text: String,
    },
}

/// What the form of a number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Seven characters, any colour but the new-energy ones.
    Ordinary,
    /// The form is used with one colour only.
    Only(PlateColour),
}

pub(crate) const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
pub(crate) const SUFFIXES: [char; 5] = ['挂', '学', '警', '港', '澳'];
pub(crate) const DOTS: [char; 6] = ['·', '•', '・', '‧', '.', '-'];
const AROUND_COLOUR: [char; 12] = ['(', ')', '[', ']', '【', '】', '-', '_', '/', ',', '、', ';'];

impl PlateColour {
    /// Every colour, in the order of the code list.
    pub const ALL: [PlateColour; 8] = [
        PlateColour::Blue,
        PlateColour::Yellow,
        PlateColour::Black,
        PlateColour::White,
        PlateColour::Green,
        PlateColour::YellowGreen,
        PlateColour::GradientGreen,
        PlateColour::Other,
    ];

    /// The colour as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            PlateColour::Blue => "蓝",
            PlateColour::Yellow => "黄",
            PlateColour::Black => "黑",
            PlateColour::White => "白",
            PlateColour::Green => "绿",
            PlateColour::YellowGreen => "黄绿",
            PlateColour::GradientGreen => "渐变绿",
            PlateColour::Other => "其他",
        }
    }
}

impl fmt::Display for PlateColour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.label())
    }
}

impl FromStr for PlateColour {
    type Err = PlateError;

    /// Reads 蓝, 蓝色, 蓝牌; 黄绿双拼 and 其它 are understood.
    fn from_str(text: &str) -> Result<PlateColour, PlateError> {
        let tight = tight(text);
        let word = tight.strip_suffix('牌').unwrap_or(&tight);
        let word = word.strip_suffix('色').unwrap_or(word);
        let word = match word {
            "其它" => "其他",
            "黄绿双拼" => "黄绿",
            _ => word,
        };
        PlateColour::ALL
            .into_iter()
            .find(|it| it.label() == word)
            .ok_or_else(|| PlateError::ColourUnknown { text: text.to_owned() })
    }
}

impl Plate {
    /// From a number, as tolerant as reading a text, and its colour.
    ///
    /// # Errors
    /// [`PlateError::Form`] when the number has no known form, [`PlateError::ColourMismatch`] when a plate of this
    /// colour never has such a number.
    pub fn new(number: &str, colour: PlateColour) -> Result<Plate, PlateError> {
        let parts = split(number).filter(|it| it.colour.is_empty());
        let parts = parts.ok_or_else(|| PlateError::Form { text: number.to_owned() })?;
        match_colour(parts.kind, colour)
            .map(|colour| Plate { number: parts.number, colour })
            .ok_or_else(|| PlateError::ColourMismatch { text: format!("{number} {colour}") })
    }

    /// The number without dot or space: `粤R12345`.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The colour.
    #[must_use]
    pub fn colour(&self) -> PlateColour {
        self.colour
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{} {}", self.number, self.colour))
    }
}

impl FromStr for Plate {
    type Err = PlateError;

    fn from_str(text: &str) -> Result<Plate, PlateError> {
        let parts = split(text).ok_or_else(|| PlateError::Form { text: text.to_owned() })?;
        let colour = match (parts.colour.as_str(), parts.kind) {
            ("", Kind::Only(colour)) => colour,
            ("", Kind::Ordinary) => {
                return Err(PlateError::ColourMissing { text: text.to_owned() });
            }
            (word, kind) => {
                let unknown = |_| PlateError::ColourUnknown { text: text.to_owned() };
                let colour = word.parse().map_err(unknown)?;
                match_colour(kind, colour)
                    .ok_or_else(|| PlateError::ColourMismatch { text: text.to_owned() })?
            }
        };
        Ok(Plate { number: parts.number, colour })
    }
}

/// A text cut into its number and the word that stands before or behind it.
struct Parts {
    number: String,
    kind: Kind,
    colour: String,
}

/// `None` when there is no number of a known form, or words on both sides of it.
fn split(text: &str) -> Option<Parts> {
    let text = visible(text).to_ascii_uppercase();
    // The number begins where a Latin letter follows a province: 黑粤Z1234港 is black, 黑A12345 is of Heilongjiang.
    let mut provinces = text.match_indices(|it| PROVINCES.contains(it));
    let (before, province, rest) = provinces.find_map(|(at, province)| {
        let rest = text.get(at + province.len()..)?.trim_start();
        rest.starts_with(|it: char| it.is_ascii_uppercase()).then_some((
            text.get(..at)?,
            province,
            rest,
        ))
    })?;
    let (letter, rest) = rest.split_at_checked(1)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix(DOTS).unwrap_or(rest).trim_start();
    // A space ends the serial: in 粤RD1234 5 the 5 is no part of the number.
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (serial, rest) = rest.split_at_checked(end)?;
    let rest = rest.trim_start();
    let after = rest.strip_prefix(SUFFIXES).unwrap_or(rest);
    let suffix = rest.strip_suffix(after)?;
    let serial = format!("{serial}{suffix}");
    let head = format!("{province}{letter}");
    let kind = kind(&head, &serial.chars().collect::<Vec<_>>())?;
    let colour = match (colour_word(before), colour_word(after)) {
        (before, after) if after.is_empty() => before,
        (before, after) if before.is_empty() => after,
        _ => return None,
    };
    Some(Parts { number: head + &serial, kind, colour })
}

pub(crate) fn colour_word(text: &str) -> String {
    tight(text).trim_matches(AROUND_COLOUR).to_owned()
}

/// The forms of GA 36, by the serial behind province and letter.
fn kind(head: &str, serial: &[char]) -> Option<Kind> {
    let plain = |it: &char| it.is_ascii_digit() || is_letter(*it);
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    match serial {
        [body @ .., last] if body.len() == 4 && body.iter().all(plain) => match last {
            '挂' | '学' => Some(Kind::Only(PlateColour::Yellow)),
            '警' => Some(Kind::Only(PlateColour::White)),
            '港' | '澳' => (head == "粤Z").then_some(Kind::Only(PlateColour::Black)),
            last => plain(last).then_some(Kind::Ordinary),
        },
        [energy, second, body @ ..] if body.len() == 4 && is_energy(*energy) && plain(second) => {
            digits(body).then_some(Kind::Only(PlateColour::GradientGreen))
        }
        [body @ .., energy] if body.len() == 5 && is_energy(*energy) => {
            digits(body).then_some(Kind::Only(PlateColour::YellowGreen))
        }
        _ => None,
    }
}

/// A letter of a serial: I and O are left out, since they read as 1 and 0.
fn is_letter(mark: char) -> bool {
    mark.is_ascii_uppercase() && mark != 'I' && mark != 'O'
}

/// The letter that tells a new-energy number, GA 36-2018: D, A, B, C, E battery electric; F, G, H, J, K other.
fn is_energy(mark: char) -> bool {
    matches!(mark, 'A'..='H' | 'J' | 'K')
}

/// The colour such a number has when staff write `written`; staff call both new-energy colours 绿.
fn match_colour(kind: Kind, written: PlateColour) -> Option<PlateColour> {
    match kind {
        Kind::Only(only @ (PlateColour::YellowGreen | PlateColour::GradientGreen)) => {
            (written == only || written == PlateColour::Green).then_some(only)
        }
        Kind::Only(only) => (written == only).then_some(only),
        Kind::Ordinary => match written {
            PlateColour::YellowGreen | PlateColour::GradientGreen => None,
            PlateColour::Blue
            | PlateColour::Yellow
            | PlateColour::Black
            | PlateColour::White
            | PlateColour::Green
            | PlateColour::Other => Some(written),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, canonical: &str) {
        assert_eq!(
            text.parse::<Plate>().map(|it| it.to_string()),
            Ok(canonical.to_owned()),
            "{text}"
        );
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> PlateError) {
        assert_eq!(text.parse::<Plate>(), Err(expected(text.to_owned())));
    }

    #[test]
    fn a_plate_is_a_number_and_a_colour() {
        check("粤R12345 黄", "粤R12345 黄");
        check("粤R12345 蓝", "粤R12345 蓝");
        let plate: Plate = "粤R12345 黄".parse().unwrap();
        assert_eq!((plate.number(), plate.colour()), ("粤R12345", PlateColour::Yellow));
        assert_eq!(Plate::new("粤R12345", PlateColour::Yellow), Ok(plate));
    }

    #[test]
    fn staff_write_plates_in_many_ways() {
        for text in [
            "粤R12345（黄色）",
            "粤R12345(黄)",
            "粤R12345黄",
            "粤R12345黄牌",
            "粤R·12345 黄",
            "粤R•12345　黄",
            "粤r12345 黄",
            "粤Ｒ１２３４５ 黄",
            "粤 R 12345 黄",
            "粤R · 12345 黄\u{200b}",
            "粤R-12345/黄",
            "黄粤R12345",
            "黄色 粤R12345",
            "（黄）粤R12345",
        ] {
            check(text, "粤R12345 黄");
        }
    }

    #[test]
    fn heilongjiang_is_no_colour() {
        check("黑A12345 蓝", "黑A12345 蓝");
        check("黑黑A12345", "黑A12345 黑");
        refuse("黑A12345", |text| PlateError::ColourMissing { text });
    }

    #[test]
    fn the_form_of_some_numbers_tells_the_colour() {
        check("粤RD12345", "粤RD12345 渐变绿");
        check("粤RDA1234", "粤RDA1234 渐变绿");
        check("粤R12345D", "粤R12345D 黄绿");
        check("粤R1234挂", "粤R1234挂 黄");
        check("粤R1234 挂", "粤R1234挂 黄");
        check("粤R1234学", "粤R1234学 黄");
        check("粤R1234警", "粤R1234警 白");
        check("粤Z1234港", "粤Z1234港 黑");
        check("粤ZA12B澳", "粤ZA12B澳 黑");
    }

    #[test]
    fn new_energy_letters_are_a_to_k_without_i() {
        check("粤BA12345", "粤BA12345 渐变绿");
        check("粤BK12345", "粤BK12345 渐变绿");
        check("粤B12345G", "粤B12345G 黄绿");
        for text in ["粤BI12345", "粤BL12345", "粤B12345L", "粤BD1234A", "粤BD123456"] {
            refuse(text, |text| PlateError::Form { text });
        }
    }

    #[test]
    fn staff_call_both_new_energy_colours_green() {
        check("粤RD12345 绿", "粤RD12345 渐变绿");
        check("粤R12345F 绿", "粤R12345F 黄绿");
        check("粤R12345F（黄绿双拼色）", "粤R12345F 黄绿");
        check("粤R12345 绿", "粤R12345 绿");
    }

    #[test]
    fn a_number_without_colour_names_two_vehicles() {
        for text in ["粤R12345", "粤R·12345", "粤Z12345", "粤R12345（）"] {
            refuse(text, |text| PlateError::ColourMissing { text });
        }
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in
            ["粤R12345 红", "粤R12345 2", "粤RD1234 5", "粤R12345、粤R1234挂 黄", "大货车粤R12345"]
        {
            refuse(text, |text| PlateError::ColourUnknown { text });
        }
    }

    #[test]
    fn what_has_no_form_of_a_number_is_refused() {
        for text in [
            "",
            "黄",
            "R12345 黄",
            "粤12345 黄",
            "港R12345 黄",
            "粤R1234 黄",
            "粤R123456 黄",
            "粤RI2345 黄",
            "粤R1234O 黄",
            "粤R12345挂 黄",
            "粤R1234领 黑",
            "粤R1234港 黑",
            "粤R12 345 黄",
            "黄粤R12345黄",
            "翼A12345 蓝",
        ] {
            refuse(text, |text| PlateError::Form { text });
        }
    }

    #[test]
    fn a_number_never_has_the_colour_of_another_form() {
        for text in
            ["粤RD12345 蓝", "粤R12345D 渐变绿", "粤R1234挂 蓝", "粤Z1234港 蓝", "粤R12345 渐变绿"]
        {
            refuse(text, |text| PlateError::ColourMismatch { text });
        }
        assert!(Plate::new("粤RD12345", PlateColour::Blue).is_err());
        assert!(Plate::new("粤R12345 黄", PlateColour::Yellow).is_err());
    }

    #[test]
    fn a_colour_reads_back_from_its_label() {
        for colour in PlateColour::ALL {
            assert_eq!(colour.label().parse(), Ok(colour));
            assert_eq!(format!("{colour}色").parse(), Ok(colour));
        }
        assert_eq!("其它".parse(), Ok(PlateColour::Other));
        assert!("".parse::<PlateColour>().is_err());
        assert!("色".parse::<PlateColour>().is_err());
    }

    /// Texts that look like plates, good and bad.
    const LIKE_PLATES: &str = "[黑粤京蓝]{0,2}[·(]?[A-Zr]{0,2}[A-Z0-9]{3,6}[挂学警港澳]?[ （(]?(黄|蓝色|绿|渐变绿|黄绿牌)?[)）]?";

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(
            number in "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}",
            colour in prop::sample::select(&[PlateColour::Blue, PlateColour::Black, PlateColour::Green][..]),
        ) {
            let plate = Plate::new(&number, colour).unwrap();
            prop_assert_eq!(plate.to_string(), format!("{number} {colour}"));
            prop_assert_eq!(plate.to_string().parse::<Plate>(), Ok(plate));
        }

        #[test]
        fn what_is_read_is_canonical_after_one_reading(text in LIKE_PLATES) {
            if let Ok(plate) = text.parse::<Plate>() {
                prop_assert_eq!(plate.to_string().parse::<Plate>(), Ok(plate));
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,16}") {
            let _ = text.parse::<Plate>();
            let _ = text.parse::<PlateColour>();
        }
    }
}
