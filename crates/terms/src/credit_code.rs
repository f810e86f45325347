//! Unified social credit codes of legal persons and other organisations (统一社会信用代码).

use std::fmt;
use std::str::FromStr;

use crate::number::tight;

/// Unified social credit code (统一社会信用代码), GB 32100-2015: registering department 1, kind 1, area 6,
/// organisation 9, check character 1.
///
/// Canonical text: 18 characters of `0-9A-Z` without I, O, S, V, Z. Invariant: the check character is right and the
/// area (characters 3 to 8) is digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode {
    text: String,
}

/// A text that is no credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters of the alphabet, or an area that is no digits.
    #[error(
        "`{text}` is no unified social credit code: 18 digits and capitals without I, O, S, V, Z are expected"
    )]
    Form {
        /// The text given.
        text: String,
    },
    /// The last character does not follow from the others.
    #[error("`{text}` is no unified social credit code: its check character is wrong")]
    Check {
        /// The text given.
        text: String,
    },
}

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

impl fmt::Display for CreditCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    fn from_str(given: &str) -> Result<CreditCode, CreditCodeError> {
        let text = tight(given).to_ascii_uppercase();
        let values: Option<Vec<usize>> = text.chars().map(|it| ALPHABET.find(it)).collect();
        let area_is_digits =
            text.get(2..8).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
        match values {
            Some(values) if values.len() == LENGTH && area_is_digits => {
                if is_checked(&values) {
                    Ok(CreditCode { text })
                } else {
                    Err(CreditCodeError::Check { text: given.to_owned() })
                }
            }
            Some(_) | None => Err(CreditCodeError::Form { text: given.to_owned() }),
        }
    }
}

/// GB 32100-2015 clause 4: the weights are 3^(i-1) mod 31, and the check character makes the sum a multiple of 31;
/// it has itself the weight 1.
fn is_checked(values: &[usize]) -> bool {
    let weights = std::iter::successors(Some(1), |it| Some(it * 3 % 31));
    let (body, check) = values.split_at(LENGTH - 1);
    let sum: usize = body.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    (sum + check.iter().sum::<usize>()).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, canonical: &str) {
        assert_eq!(
            text.parse::<CreditCode>().map(|it| it.to_string()),
            Ok(canonical.to_owned()),
            "{text}"
        );
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> CreditCodeError) {
        assert_eq!(text.parse::<CreditCode>(), Err(expected(text.to_owned())));
    }

    #[test]
    fn the_example_of_the_standard_is_read() {
        check("91350100M000100Y43", "91350100M000100Y43");
    }

    #[test]
    fn codes_published_by_companies_are_read() {
        for text in
            ["914403001922038216", "9144030071526726XG", "91110000802100433B", "91440606722473344C"]
        {
            check(text, text);
        }
    }

    #[test]
    fn staff_write_codes_in_many_ways() {
        check("91350100m000100y43", "91350100M000100Y43");
        check(" 91350100 M000100Y 43", "91350100M000100Y43");
        check("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43");
    }

    #[test]
    fn a_changed_character_is_found() {
        for text in
            ["91350100M000100Y44", "91350100M000100Y4X", "91350100M000010Y43", "9135010M0000100Y43"]
        {
            assert!(text.parse::<CreditCode>().is_err(), "{text}");
        }
        refuse("91350100M000100Y44", |text| CreditCodeError::Check { text });
        refuse("91350100M000010Y43", |text| CreditCodeError::Check { text });
    }

    #[test]
    fn what_has_no_form_of_a_code_is_refused() {
        for text in [
            "",
            "91350100M000100Y4",
            "91350100M000100Y433",
            "91350100MO00100Y43",
            "9I350100M000100Y43",
            "91350100M000100Z43",
            "9135A100M000100Y43",
            "M000100Y-4",
            "无",
        ] {
            refuse(text, |text| CreditCodeError::Form { text });
        }
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_fits(body in "[159NY][1-3][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}") {
            let fitting: Vec<CreditCode> =
                ALPHABET.chars().filter_map(|it| format!("{body}{it}").parse().ok()).collect();
            prop_assert_eq!(fitting.len(), 1);
            prop_assert_eq!(fitting[0].to_string().parse::<CreditCode>(), Ok(fitting[0].clone()));
        }

        #[test]
        fn no_text_panics(text in ".{0,20}|[0-9A-Z]{18}") {
            let _ = text.parse::<CreditCode>();
        }
    }
}
