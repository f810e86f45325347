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
