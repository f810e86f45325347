//! Citizen identity numbers (公民身份号码).
//!
//! A number of a person is never printed by accident: `Debug` and errors show it masked; `Display` is the full text,
//! for the field that keeps it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::mask::mask;
use crate::number::tight;

/// Citizen identity number (公民身份号码), GB 11643-1999: area 6, birth date 8, serial 3, check character 1.
///
/// Canonical text: 18 characters, the last a digit or a capital X. Invariant: the check character is right and the
/// birth date is a day of the years 1800 to 2200.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    text: String,
    birth_date: Date,
}

/// A text that is no identity number; the text is masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// Not 17 digits and a digit or X.
    #[error("`{masked}` is no identity number: 17 digits and a digit or X are expected")]
    Form {
        /// The text given, masked.
        masked: String,
    },
    /// Characters 7 to 14 are no day.
    #[error("`{masked}` is no identity number: characters 7 to 14 are no birth date")]
    BirthDate {
        /// The text given, masked.
        masked: String,
    },
    /// The last character does not follow from the others.
    #[error("`{masked}` is no identity number: its check character is wrong")]
    Check {
        /// The text given, masked.
        masked: String,
    },
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdNumber {
    /// As a list may show it: the first six and the last four characters (`441823********001X`).
    #[must_use]
    pub fn masked(&self) -> String {
        mask(&self.text, 6, 4)
    }

    /// The birth date in characters 7 to 14.
    #[must_use]
    pub fn birth_date(&self) -> Date {
        self.birth_date
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "IdNumber({})", self.masked())
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl FromStr for IdNumber {
    type Err = IdNumberError;

    fn from_str(text: &str) -> Result<IdNumber, IdNumberError> {
        let text = tight(text).to_ascii_uppercase();
        let masked = || mask(&text, 6, 4);
        let (digits, check) =
            text.split_at_checked(17).ok_or_else(|| IdNumberError::Form { masked: masked() })?;
        let sum = weighted_sum(digits).filter(|_| !digits.starts_with('0'));
        let sum = sum.filter(|_| matches!(check.as_bytes(), [b'0'..=b'9' | b'X']));
        let sum = sum.ok_or_else(|| IdNumberError::Form { masked: masked() })?;
        let birth_date = digits.get(6..14).and_then(read_birth_date);
        let birth_date = birth_date.ok_or_else(|| IdNumberError::BirthDate { masked: masked() })?;
        let right = usize::try_from(sum % 11).ok().and_then(|it| CHECKS.get(it));
        if !right.is_some_and(|it| check.starts_with(*it)) {
            return Err(IdNumberError::Check { masked: masked() });
        }
        Ok(IdNumber { text, birth_date })
    }
}

/// Σ aᵢ·Wᵢ of GB 11643-1999 annex A; `None` when there is something other than digits.
fn weighted_sum(digits: &str) -> Option<u32> {
    digits.chars().zip(WEIGHTS).map(|(digit, weight)| Some(digit.to_digit(10)? * weight)).sum()
}

/// The standard's own example was born in 1880, so the years begin before those of ledgers.
fn read_birth_date(text: &str) -> Option<Date> {
    let (year, month_day) = text.split_at_checked(4)?;
    let (month, day) = month_day.split_at_checked(2)?;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1800..=2200).contains(&date.year()).then_some(date)
}
