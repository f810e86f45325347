//! Plates: number and colour of a registered vehicle (号牌).
//!
//! The number alone does not name a vehicle: 粤R12345 in blue and in yellow are two vehicles.

use std::fmt;
use std::str::FromStr;

use crate::number::tight;

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

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const SUFFIXES: &str = "挂学警港澳";
const DOTS: [char; 6] = ['·', '•', '・', '‧', '.', '-'];
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
            "黄绿双拼" | "黄绿双拼色" => "黄绿",
            "渐变绿色" => "渐变绿",
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
        let parts = split(&tight(number)).filter(|it| it.colour.is_empty());
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
        let parts =
            split(&tight(text)).ok_or_else(|| PlateError::Form { text: text.to_owned() })?;
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
    // The number begins where a Latin letter follows a province: 黑粤Z1234港 is black, 黑A12345 is of Heilongjiang.
    let marks: Vec<char> = text.to_ascii_uppercase().chars().collect();
    let start =
        marks.windows(2).position(|it| PROVINCES.contains(it[0]) && it[1].is_ascii_uppercase())?;
    let (before, rest) = marks.split_at(start);
    let (head, rest) = rest.split_at(2);
    let rest = match rest {
        [dot, rest @ ..] if DOTS.contains(dot) => rest,
        rest => rest,
    };
    let serial = rest.iter().take_while(|it| it.is_ascii_alphanumeric()).count();
    let serial = serial + usize::from(rest.get(serial).is_some_and(|it| SUFFIXES.contains(*it)));
    let (serial, after) = rest.split_at(serial);
    let kind = kind(head, serial)?;
    let word =
        |marks: &[char]| marks.iter().collect::<String>().trim_matches(AROUND_COLOUR).to_owned();
    let colour = match (word(before), word(after)) {
        (before, after) if after.is_empty() => before,
        (before, after) if before.is_empty() => after,
        _ => return None,
    };
    Some(Parts { number: head.iter().chain(serial).collect(), kind, colour })
}

/// The forms of GA 36, by the serial behind province and letter.
fn kind(head: &[char], serial: &[char]) -> Option<Kind> {
    let plain = |it: &char| it.is_ascii_digit() || is_letter(*it);
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    match serial {
        [body @ .., last] if body.len() == 4 && body.iter().all(plain) => match last {
            '挂' | '学' => Some(Kind::Only(PlateColour::Yellow)),
            '警' => Some(Kind::Only(PlateColour::White)),
            '港' | '澳' => (head == ['粤', 'Z']).then_some(Kind::Only(PlateColour::Black)),
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
