//! Numbers as staff write them, read exactly; and printed, rounded half up once (数字).

use rust_decimal::{Decimal, RoundingStrategy};

/// Full-width digits, letters and marks to half-width: `１２．５％` becomes `12.5%`. The ideographic space becomes a
/// plain one; Chinese marks such as 。 and 、 stay.
#[must_use]
pub fn to_half_width(text: &str) -> String {
    text.chars().map(half).collect()
}

/// Half-width, without the invisible marks that come along when text is copied.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter(|it| !is_invisible(*it)).map(half).collect()
}

/// As [`visible`], and without white space.
pub(crate) fn tight(text: &str) -> String {
    visible(text).chars().filter(|it| !it.is_whitespace()).collect()
}

/// Zero-width marks, direction marks and the byte order mark.
pub(crate) fn is_invisible(mark: char) -> bool {
    matches!(mark, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// One mark in half width.
pub(crate) fn half(mark: char) -> char {
    match mark {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(mark) - 0xfee0).unwrap_or(mark),
        _ => mark,
    }
}

/// Reads an exact decimal: sign, full-width digits, and thousands marks in groups of three are understood.
/// `None` for anything else: scientific notation, two points, words.
#[must_use]
pub fn read_decimal(text: &str) -> Option<Decimal> {
    let text = to_half_width(text.trim());
    let (negative, digits) = match text.trim().strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.trim().strip_prefix('+').unwrap_or(text.trim())),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let whole = without_thousands(whole)?;
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    if !all_digits(&whole) || fraction.is_some_and(|it| !all_digits(it)) {
        return None;
    }
    let joined = fraction.map_or_else(|| whole.clone(), |it| format!("{whole}.{it}"));
    let number = Decimal::from_str_exact(&joined).ok()?;
    Some(if negative { -number } else { number })
}

fn without_thousands(whole: &str) -> Option<String> {
    if !whole.contains(',') {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next().filter(|it| (1..=3).contains(&it.len()))?;
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

/// Reads a whole number; `12.0` is whole, `12.5` is not.
#[must_use]
pub fn read_integer(text: &str) -> Option<i64> {
    let number = read_decimal(text)?;
    if number.fract().is_zero() { number.trunc().try_into().ok() } else { None }
}

/// Rounds half up, away from zero at exactly one half (四舍五入). Only for printing.
#[must_use]
pub fn half_up(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A decimal as a count of its last place, which is how ledgers keep it: with two places, `1.5` is 150. `None` when it
/// has more places, or when the count does not fit 64 bits (9,223,372,036,854,775,807).
#[must_use]
pub fn scaled(number: Decimal, places: u32) -> Option<i64> {
    let number = number.checked_mul(Decimal::from(10_i64.checked_pow(places)?))?;
    if number.fract().is_zero() { number.trunc().try_into().ok() } else { None }
}

/// A decimal as text without trailing zeros and without a thousands mark: `6.30` prints `6.3`, `-0` prints `0`.
#[must_use]
pub fn plain(number: Decimal) -> String {
    let number = number.normalize();
    if number.is_zero() { "0".to_owned() } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read_decimal(text).map(plain).as_deref(), expected, "{text}");
    }

    #[test]
    fn staff_write_numbers_in_many_ways() {
        check("4584.66", Some("4584.66"));
        check(" １２３．５ ", Some("123.5"));
        check("1,234,567.80", Some("1234567.8"));
        check("-3", Some("-3"));
        check("＋7", Some("7"));
        check("0.0000", Some("0"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", "-", ".5", "5.", "1e3", "12,34", "1,2345", "1.2.3", "NaN", "约30", "三十", "=1+1"]
        {
            check(text, None);
        }
    }

    #[test]
    fn a_half_rounds_away_from_zero() {
        let round = |text: &str, places| plain(half_up(read_decimal(text).unwrap(), places));
        assert_eq!(round("104.6354", 1), "104.6");
        assert_eq!(round("102.3438", 1), "102.3");
        assert_eq!(round("3.0726", 0), "3");
        assert_eq!(round("2.5", 0), "3");
        assert_eq!(round("-2.5", 0), "-3");
        assert_eq!(round("0.045", 2), "0.05");
    }

    #[test]
    fn a_count_of_the_last_place_is_exact_or_none() {
        let count = |text: &str, places| scaled(read_decimal(text).unwrap(), places);
        assert_eq!(count("1.5", 2), Some(150));
        assert_eq!(count("-0.0001", 4), Some(-1));
        assert_eq!(count("1.50", 1), Some(15));
        assert_eq!(count("1.55", 1), None);
        assert_eq!(count("92233720368547758.07", 2), Some(i64::MAX));
        assert_eq!(count("92233720368547758.08", 2), None);
        assert_eq!(count("79228162514264337593543950335", 8), None);
        assert_eq!(count("1", 19), None);
    }

    #[test]
    fn marks_that_come_with_copied_text_are_dropped() {
        assert_eq!(tight("\u{feff} Ｋ２４ ＋\u{3000}450\u{200b}\u{a0}"), "K24+450");
        assert_eq!(to_half_width("１２．５％，。、"), "12.5%,。、");
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(mantissa in any::<i64>(), scale in 0_u32..12) {
            let number = Decimal::new(mantissa, scale);
            prop_assert_eq!(read_decimal(&plain(number)), Some(number.normalize()));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = read_decimal(&text);
            let _ = read_integer(&text);
        }
    }
}
