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
            let names_a_line =
                prefix.chars().all(|it| it.is_ascii_alphabetic() || it == '左' || it == '右');
            return Err(if names_a_line {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, i64)>) {
        let read = text.parse::<Stake>().ok().map(|it| (it.to_string(), it.millimetres()));
        assert_eq!(read, expected.map(|(canonical, mm)| (canonical.to_owned(), mm)), "{text}");
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> StakeError) {
        assert_eq!(text.parse::<Stake>(), Err(expected(text.to_owned())));
    }

    #[test]
    fn a_stake_is_kilometres_and_three_digits_of_metres() {
        check("K24+450", Some(("K24+450", 24_450_000)));
        check("K0+000", Some(("K0+000", 0)));
        check("K9999+999.999", Some(("K9999+999.999", 9_999_999_999)));
    }

    #[test]
    fn metres_have_decimals_down_to_the_millimetre() {
        check("K1234+056.5", Some(("K1234+056.5", 1_234_056_500)));
        check("K24+450.050", Some(("K24+450.05", 24_450_050)));
        check("K24+450.000", Some(("K24+450", 24_450_000)));
        check("K24+450.001", Some(("K24+450.001", 24_450_001)));
    }

    #[test]
    fn staff_write_stakes_in_many_ways() {
        check("k24+450", Some(("K24+450", 24_450_000)));
        check(" K24 + 450 ", Some(("K24+450", 24_450_000)));
        check("Ｋ２４＋４５０．５", Some(("K24+450.5", 24_450_500)));
        check("K0024+450", Some(("K24+450", 24_450_000)));
        check("K000+007", Some(("K0+007", 7_000)));
        check("\u{feff}K24+450\u{200b}", Some(("K24+450", 24_450_000)));
    }

    #[test]
    fn metres_are_three_digits() {
        for text in [
            "K24+1450",
            "K24+45",
            "K24+",
            "K24+450.",
            "K24+450.1234",
            "K24+4a0",
            "K24+-50",
            "K24+450+1",
        ] {
            refuse(text, |text| StakeError::Metres { text });
        }
    }

    #[test]
    fn what_has_no_form_of_a_stake_is_refused() {
        for text in [
            "",
            "K",
            "24+450",
            "K24",
            "K24450",
            "K+450",
            "K-1+450",
            "Kx+450",
            "约K24+450",
            "24公里450米",
        ] {
            refuse(text, |text| StakeError::Form { text });
        }
    }

    #[test]
    fn stakes_of_carriageways_ramps_and_comparison_lines_are_another_line() {
        for text in ["ZK24+450", "YK24+450", "AK0+120.5", "BK1+000", "ck0+300", "左K24+450"] {
            refuse(text, |text| StakeError::Prefixed { text });
        }
    }

    #[test]
    fn a_route_has_less_than_ten_thousand_kilometres() {
        refuse("K10000+000", |text| StakeError::Range { text });
        assert_eq!(Stake::from_millimetres(10_000_000_000), None);
        assert_eq!(Stake::from_millimetres(-1), None);
    }

    #[test]
    fn the_stretch_of_s260_in_the_report_is_3500_metres() {
        let from: Stake = "K24+450".parse().unwrap();
        let to: Stake = "K27+950".parse().unwrap();
        assert_eq!(from.metres_to(to).to_string(), "3500");
        assert_eq!(to.metres_to(from).to_string(), "-3500");
        assert_eq!(from.metres().to_string(), "24450");
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(mm in 0..=LAST_MILLIMETRE) {
            let stake = Stake::from_millimetres(mm).unwrap();
            prop_assert_eq!(stake.to_string().parse::<Stake>(), Ok(stake));
            prop_assert_eq!(stake.metres() * Decimal::ONE_THOUSAND, Decimal::from(mm));
        }

        #[test]
        fn the_order_of_stakes_is_the_order_on_the_road(a in 0..=LAST_MILLIMETRE, b in 0..=LAST_MILLIMETRE) {
            let stake = |mm| Stake::from_millimetres(mm).unwrap();
            prop_assert_eq!(stake(a).cmp(&stake(b)), a.cmp(&b));
            prop_assert_eq!(stake(a) < stake(b), stake(a).metres_to(stake(b)) > Decimal::ZERO);
        }

        #[test]
        fn no_text_panics(text in ".{0,24}|[ZAk]?[KＫ] ?[0-9]{0,6}[+＋][0-9]{0,5}[.．]?[0-9]{0,4}") {
            if let Ok(stake) = text.parse::<Stake>() {
                prop_assert_eq!(stake.to_string().parse::<Stake>(), Ok(stake));
            }
        }
    }
}
