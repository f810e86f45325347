//! Telephone numbers (电话).
//!
//! A number of a person is never printed by accident: `Debug` and errors show it masked.

use std::fmt;
use std::str::FromStr;

use crate::mask::mask;
use crate::number::tight;

/// Telephone number (电话号码): a mobile of 11 digits, or a landline with its area code and perhaps an extension.
///
/// Canonical text: `13800138000`, `0763-7801234`, `0763-7801234-801`. Invariant: a mobile begins with 13 to 19; an
/// area code is 010, 02x or 0 and three digits beginning with 3 to 9; the number behind it has 7 or 8 digits (8 after
/// a short area code) and begins with 2 to 9; an extension has 1 to 6 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    text: String,
}

/// A text that is no telephone number; the text is masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Neither a mobile nor a landline with area code.
    #[error("`{masked}` is no telephone number such as 13800138000 or 0763-7801234")]
    Form {
        /// The text given, masked.
        masked: String,
    },
    /// A landline without its area code.
    #[error("`{masked}` lacks the area code, such as 0763-7801234")]
    AreaMissing {
        /// The text given, masked.
        masked: String,
    },
}

impl Phone {
    /// Whether it is a mobile (手机).
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        !self.text.starts_with('0')
    }

    /// As a list may show it: `138****8000`, `0763-***1234`; an extension is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut parts = self.text.split('-');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(area), Some(local), None) => format!("{area}-{}", mask(local, 0, 4)),
            (Some(area), Some(local), Some(extension)) => {
                format!("{area}-{}-{}", mask(local, 0, 4), mask(extension, 6, 0))
            }
            _ => mask(&self.text, 3, 4),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Phone({})", self.masked())
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Understands `+86`, spaces, dashes and brackets between groups, and 转, 分机 or a dash before an extension.
    fn from_str(text: &str) -> Result<Phone, PhoneError> {
        let tight = tight(text);
        let masked = || mask(&tight, 3, 2);
        let (number, extension) = split_extension(&tight);
        let number = number.replace('(', "").replace([')', '—', '–', '−'], "-");
        let number = without_country(&number);
        let groups: Vec<&str> = number.split('-').filter(|it| !it.is_empty()).collect();
        let joined = groups.concat();
        let text = match extension {
            None => read_mobile(&joined).or_else(|| read_landline(&groups)),
            Some(extension) if is_extension(extension) => read_landline(&groups)
                .filter(|it| !has_extension(it))
                .map(|it| format!("{it}-{extension}")),
            Some(_) => None,
        };
        match text {
            Some(text) => Ok(Phone { text }),
            None if is_local(&joined) => Err(PhoneError::AreaMissing { masked: masked() }),
            None => Err(PhoneError::Form { masked: masked() }),
        }
    }
}

/// Cuts off what stands behind the word for an extension.
fn split_extension(text: &str) -> (&str, Option<&str>) {
    for word in ["转分机", "分机号", "分机", "转"] {
        if let Some((number, extension)) = text.split_once(word) {
            let number = number.trim_end_matches([',', '，', '(', '-']);
            return (number, Some(extension.trim_start_matches([':', '-']).trim_end_matches(')')));
        }
    }
    (text, None)
}

/// `+86` and `0086` go; behind them a landline has lost its first zero, which comes back.
fn without_country(text: &str) -> String {
    let national = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086"));
    match national.map(|it| it.trim_start_matches('-')) {
        Some(national) if national.starts_with(['0', '1']) && !national.starts_with("10") => {
            national.to_owned()
        }
        Some(national) => format!("0{national}"),
        None => match text.strip_prefix("86") {
            Some(national) if read_mobile(&national.replace('-', "")).is_some() => {
                national.to_owned()
            }
            Some(_) | None => text.to_owned(),
        },
    }
}

fn read_mobile(digits: &str) -> Option<String> {
    let is_mobile = digits.len() == 11
        && all_digits(digits)
        && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
    is_mobile.then(|| digits.to_owned())
}

fn read_landline(groups: &[&str]) -> Option<String> {
    match groups {
        [number] => {
            let is_short = number.starts_with("01") || number.starts_with("02");
            let (area, local) = number.split_at_checked(if is_short { 3 } else { 4 })?;
            join(area, &[local])
        }
        [area, local, extension] if is_local(local) && is_extension(extension) => {
            join(area, &[local]).map(|it| format!("{it}-{extension}"))
        }
        [area, local @ ..] => join(area, local),
        [] => None,
    }
}

fn join(area: &str, local: &[&str]) -> Option<String> {
    let local = local.concat();
    let fits = match area.as_bytes() {
        b"010" | [b'0', b'2', b'0'..=b'9'] => local.len() == 8,
        [b'0', b'3'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        _ => false,
    };
    (fits && is_local(&local)).then(|| format!("{area}-{local}"))
}

/// Seven or eight digits; 0 and 1 begin long-distance and special numbers.
fn is_local(text: &str) -> bool {
    (7..=8).contains(&text.len()) && all_digits(text) && !text.starts_with(['0', '1'])
}

fn is_extension(text: &str) -> bool {
    (1..=6).contains(&text.len()) && all_digits(text)
}

fn has_extension(text: &str) -> bool {
    text.matches('-').count() > 1
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, canonical: &str, masked: &str) {
        let read = text.parse::<Phone>().map(|it| (it.to_string(), it.masked()));
        assert_eq!(read, Ok((canonical.to_owned(), masked.to_owned())), "{text}");
    }

    #[track_caller]
    fn refuse(text: &str) {
        assert!(matches!(text.parse::<Phone>(), Err(PhoneError::Form { .. })), "{text}");
    }

    #[test]
    fn a_mobile_has_eleven_digits() {
        check("13800138000", "13800138000", "138****8000");
        check("138-0013-8000", "13800138000", "138****8000");
        check("138 0013 8000", "13800138000", "138****8000");
        check("+86 13800138000", "13800138000", "138****8000");
        check("0086-13800138000", "13800138000", "138****8000");
        check("8613800138000", "13800138000", "138****8000");
        check("１９９００００１２３４", "19900001234", "199****1234");
    }

    #[test]
    fn a_landline_has_its_area_code() {
        check("0763-7801234", "0763-7801234", "0763-***1234");
        check("07637801234", "0763-7801234", "0763-***1234");
        check("（0763）7801234", "0763-7801234", "0763-***1234");
        check("0763 - 780 1234", "0763-7801234", "0763-***1234");
        check("0763-780-1234", "0763-7801234", "0763-***1234");
        check("0763—7801234", "0763-7801234", "0763-***1234");
        check("+86-763-7801234", "0763-7801234", "0763-***1234");
        check("020-83730000", "020-83730000", "020-****0000");
        check("02083730000", "020-83730000", "020-****0000");
        check("+86 10 65290000", "010-65290000", "010-****0000");
    }

    #[test]
    fn an_extension_follows_a_landline() {
        for text in [
            "0763-7801234-801",
            "0763-7801234转801",
            "07637801234 分机801",
            "0763-7801234（转801）",
        ] {
            check(text, "0763-7801234-801", "0763-***1234-***");
        }
        refuse("13800138000转801");
        refuse("0763-7801234转");
        refuse("0763-7801234-8转801");
    }

    #[test]
    fn a_landline_without_area_code_is_told_so() {
        let missing = "7801234".parse::<Phone>();
        assert_eq!(missing, Err(PhoneError::AreaMissing { masked: "780**34".to_owned() }));
        assert!(matches!("780-1234".parse::<Phone>(), Err(PhoneError::AreaMissing { .. })));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            "无",
            "1380013800",
            "138001380000",
            "12800138000",
            "0763-780123",
            "0763-780123456",
            "0763-1801234",
            "020-8373000",
            "0163-7801234",
            "12345",
            "0763-7801234/13800138000",
            "13800138000、13900139000",
        ] {
            refuse(text);
        }
    }

    #[test]
    fn the_middle_never_shows() {
        let phone: Phone = "13800138000".parse().unwrap();
        assert_eq!(format!("{phone:?}"), "Phone(138****8000)");
        let refused = "138001380001".parse::<Phone>().unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`138*******01` is no telephone number such as 13800138000 or 0763-7801234"
        );
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(
            text in "1[3-9][0-9]{9}|0[3-9][0-9]{2}-[2-9][0-9]{6,7}(-[0-9]{1,6})?|(010|02[0-9])-[2-9][0-9]{7}(-[0-9]{1,6})?",
        ) {
            let phone: Phone = text.parse().unwrap();
            prop_assert_eq!(phone.to_string(), text);
        }

        #[test]
        fn no_text_panics(text in ".{0,20}|[+0-9() 转-]{0,20}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.to_string().parse::<Phone>(), Ok(phone));
            }
        }
    }
}
