//! Stakes: where a thing lies along a route (桩号).
//!
//! A stake is a distance written by the road's own posts, not a true distance: chain breaks (断链) belong to `road`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::number::tight;

/// Stake, chainage (桩号), JTG B01: `K<km>+<m>`, kept in whole millimetres from K0+000.
///
/// Canonical text: kilometres without leading zeros, three digits of metres, decimals only where they are not zero:
/// `K24+450`, `K1234+056.5`. Invariant: 0 to 9 999 999 999 mm, which is K0+000 to K9999+999.999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stake {
    millimetres: i64,
}

/// A text that is no plain K stake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StakeError {
    /// Not of the form `K<km>+<m>`.
    #[error("`{text}` is no stake such as K24+450")]
    Form {
        /// The text given.
        text: String,
    },
    /// The metres are not three digits with at most three decimals.
    #[error(
        "`{text}` is no stake: metres are three digits, 000 to 999, with at most three decimals"
    )]
    Metres {
        /// The text given.
        text: String,
    },
    /// A stake of a carriageway, ramp or comparison line (ZK, YK, AK, …), which is another line than the route.
    #[error(
        "`{text}` has a prefix before K (carriageway, ramp or comparison line): only plain K stakes are read"
    )]
    Prefixed {
        /// The text given.
        text: String,
    },
    /// Beyond K9999+999.999.
    #[error("`{text}` lies beyond K9999+999.999")]
    Range {
        /// The text given.
        text: String,
    },
}

const LAST_MILLIMETRE: i64 = 9_999_999_999;

impl Stake {
    /// From whole millimetres; `None` outside 0 to 9 999 999 999.
    #[must_use]
    pub fn from_millimetres(millimetres: i64) -> Option<Stake> {
        (0..=LAST_MILLIMETRE).contains(&millimetres).then_some(Stake { millimetres })
    }

    /// Millimetres from K0+000.
    #[must_use]
    pub fn millimetres(self) -> i64 {
        self.millimetres
    }

    /// Metres from K0+000, exact: K24+450 is 24450.
    #[must_use]
    pub fn metres(self) -> Decimal {
        Decimal::new(self.millimetres, 3).normalize()
    }

    /// Metres by the posts from here to `other`, negative when `other` lies before: K24+450 to K27+950 is 3500.
    #[must_use]
    pub fn metres_to(self, other: Stake) -> Decimal {
        Decimal::new(other.millimetres - self.millimetres, 3).normalize()
    }
}

impl fmt::Display for Stake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (metres, decimals) = (self.millimetres / 1000, self.millimetres % 1000);
        let mut text = format!("K{}+{:03}", metres / 1000, metres % 1000);
        if decimals > 0 {
            text.push_str(format!(".{decimals:03}").trim_end_matches('0'));
        }
        out.pad(&text)
    }
}

impl FromStr for Stake {
    type Err = StakeError;

    fn from_str(text: &str) -> Result<Stake, StakeError> {
        let form = || StakeError::Form { text: text.to_owned() };
        let tight = tight(text).to_ascii_uppercase();
        let (prefix, numbers) = tight.split_once('K').ok_or_else(form)?;
        let (kilometres, metres) = numbers.split_once('+').ok_or_else(form)?;
        if kilometres.is_empty() || !all_digits(kilometres) {
            return Err(form());
        }
        let millimetres =
            read_metres(metres).ok_or_else(|| StakeError::Metres { text: text.to_owned() })?;
        if !prefix.is_empty() {
            let letters = prefix.chars().all(char::is_alphabetic);
            return Err(if letters {
                StakeError::Prefixed { text: text.to_owned() }
            } else {
                form()
            });
        }
        read_kilometres(kilometres)
            .and_then(|it| Stake::from_millimetres(it * 1_000_000 + millimetres))
            .ok_or_else(|| StakeError::Range { text: text.to_owned() })
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}

/// `None` for more than four digits after the leading zeros.
fn read_kilometres(digits: &str) -> Option<i64> {
    match digits.trim_start_matches('0') {
        "" => Some(0),
        digits if digits.len() <= 4 => digits.parse().ok(),
        _ => None,
    }
}

/// `056.5` is 56500 mm; `None` unless three digits and at most three decimals.
fn read_metres(text: &str) -> Option<i64> {
    let (whole, decimals) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    if whole.len() != 3 || decimals.len() > 3 || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<3}").parse().ok()
}
