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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, canonical: &str, birth_date: &str) {
        let read = text.parse::<IdNumber>().map(|it| (it.to_string(), it.birth_date().to_string()));
        assert_eq!(read, Ok((canonical.to_owned(), birth_date.to_owned())));
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> IdNumberError, masked: &str) {
        assert_eq!(text.parse::<IdNumber>(), Err(expected(masked.to_owned())));
    }

    #[test]
    fn the_examples_of_the_standard_are_read() {
        check("11010519491231002X", "11010519491231002X", "1949-12-31");
        check("440524188001010014", "440524188001010014", "1880-01-01");
        check("441823199001010019", "441823199001010019", "1990-01-01");
    }

    #[test]
    fn staff_write_the_check_character_small_or_wide() {
        check("11010519491231002x", "11010519491231002X", "1949-12-31");
        check("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", "1949-12-31");
        check(" 110105 19491231 002X\u{202c}", "11010519491231002X", "1949-12-31");
        check("441823200002290011", "441823200002290011", "2000-02-29");
    }

    #[test]
    fn a_changed_digit_is_found() {
        for text in
            ["110105194912310021", "110105194912310020", "11010519491231003X", "10110519491231002X"]
        {
            assert!(matches!(text.parse::<IdNumber>(), Err(IdNumberError::Check { .. })), "{text}");
        }
    }

    #[test]
    fn the_birth_date_is_a_day() {
        // The check characters of these are right.
        refuse(
            "441823199002300018",
            |masked| IdNumberError::BirthDate { masked },
            "441823********0018",
        );
        refuse(
            "441823199013010016",
            |masked| IdNumberError::BirthDate { masked },
            "441823********0016",
        );
        refuse(
            "441823179912310014",
            |masked| IdNumberError::BirthDate { masked },
            "441823********0014",
        );
    }

    #[test]
    fn what_has_no_form_of_a_number_is_refused() {
        refuse("", |masked| IdNumberError::Form { masked }, "");
        refuse("110105491231002", |masked| IdNumberError::Form { masked }, "110105*****1002");
        refuse(
            "1101051949123100222",
            |masked| IdNumberError::Form { masked },
            "110105*********0222",
        );
        refuse("1101051949123100XX", |masked| IdNumberError::Form { masked }, "110105********00XX");
        refuse("11010519491231002Y", |masked| IdNumberError::Form { masked }, "110105********002Y");
        refuse("011010194912310021", |masked| IdNumberError::Form { masked }, "011010********0021");
        refuse("张三的身份证", |masked| IdNumberError::Form { masked }, "******");
    }

    #[test]
    fn the_middle_never_shows() {
        let number: IdNumber = "44182319620101001X".parse().unwrap();
        assert_eq!(number.masked(), "441823********001X");
        assert_eq!(format!("{number:?}"), "IdNumber(441823********001X)");
        assert_eq!(format!("{:?}", Some(&number)), "Some(IdNumber(441823********001X))");
        let refused = "441823196201010019".parse::<IdNumber>().unwrap_err();
        assert!(!refused.to_string().contains("19620101"));
        assert!(!format!("{refused:?}").contains("19620101"));
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_fits(
            area in 110_000..660_000_u32, year in 1900..2100_u32, month in 1..=12_u32, day in 1..=28_u32, serial in 0..1000_u32,
        ) {
            let body = format!("{area}{year}{month:02}{day:02}{serial:03}");
            let fitting: Vec<IdNumber> =
                CHECKS.iter().filter_map(|it| format!("{body}{it}").parse().ok()).collect();
            prop_assert_eq!(fitting.len(), 1);
            prop_assert_eq!(fitting[0].to_string().parse::<IdNumber>(), Ok(fitting[0].clone()));
        }

        #[test]
        fn no_text_panics(text in ".{0,20}|[0-9]{17}[0-9Xx]") {
            let _ = text.parse::<IdNumber>();
        }
    }
}
