//! Binary doubles of spreadsheet programs to exact decimals (数字).
//!
//! A cell that shows 4584.66 holds the double nearest to it. The shortest decimal text that names this double is what
//! the clerk typed; it is read exactly. Sums that formulas computed carry noise in the last places, which is taken off
//! where the field keeps fewer places.

use std::fmt::Write;

use rust_decimal::Decimal;

/// Relative difference up to which more places than the field keeps are noise of binary arithmetic: 1e-9.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// The exact decimal that a double was typed as; `None` beyond 28 digits, and for what is no number.
pub(crate) fn exact(value: f64, buffer: &mut String) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    buffer.clear();
    write!(buffer, "{value}").ok()?;
    if let Some(number) = short(buffer.as_bytes()) {
        return Some(number);
    }
    if let Ok(number) = Decimal::from_str_exact(buffer) {
        return Some(number);
    }
    // More than 28 places: a difference of doubles next to zero, or a third; 20 significant digits keep the noise.
    let (whole, fraction) = buffer.split_once('.')?;
    let cut = fraction.get(..20).unwrap_or(fraction);
    Decimal::from_str_exact(&format!("{whole}.{cut}")).ok()
}

/// Up to 18 digits, without going through the general parser.
fn short(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.len() > 18 {
        return None;
    }
    let (mut mantissa, mut places, mut point) = (0_i64, 0_u32, false);
    for mark in digits {
        match mark {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(mark - b'0');
                places += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    Some(Decimal::new(if negative { -mantissa } else { mantissa }, places))
}

/// The number with at most `places` places: itself when it has no more, without its noise when it comes from a
/// double; `None` when places would be lost.
pub(crate) fn fit(number: Decimal, places: u32, is_double: bool) -> Option<Decimal> {
    if number.scale() <= places {
        return Some(number);
    }
    let rounded = number.round_dp(places);
    if rounded == number {
        return Some(rounded);
    }
    if is_double && is_noise(rounded, number) { Some(rounded) } else { None }
}

/// Whether two numbers differ by no more than binary arithmetic does.
pub(crate) fn is_noise(wanted: Decimal, given: Decimal) -> bool {
    // Numbers so far apart that their difference is no decimal do not differ by noise.
    let Some(difference) = wanted.checked_sub(given).map(|it| it.abs()) else { return false };
    difference.is_zero()
        || wanted.abs().checked_mul(NOISE).is_some_and(|it| !it.is_zero() && difference <= it)
        // Next to zero there is no relative difference: a millionth of a millionth is noise.
        || (wanted.is_zero() && difference < Decimal::from_parts(1, 0, 0, false, 12))
}

/// The double nearest to a decimal, when a spreadsheet program will show the very decimal again: at most 15
/// significant digits.
pub(crate) fn double(number: Decimal) -> Option<f64> {
    let number = number.normalize();
    if number.mantissa().unsigned_abs() > 999_999_999_999_999 {
        return None;
    }
    number.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use terms::plain;

    #[track_caller]
    fn check(value: f64, expected: Option<&str>) {
        assert_eq!(exact(value, &mut String::new()).map(plain).as_deref(), expected);
    }

    #[test]
    fn a_double_is_read_as_it_was_typed() {
        check(4584.66, Some("4584.66"));
        check(0.1, Some("0.1"));
        check(-3.0, Some("-3"));
        check(1e15, Some("1000000000000000"));
        check(13_800_138_000.0, Some("13800138000"));
        check(f64::NAN, None);
        check(1e300, None);
    }

    #[track_caller]
    fn check_fit(value: f64, places: u32, expected: Option<&str>) {
        let number = exact(value, &mut String::new()).unwrap();
        assert_eq!(fit(number, places, true).map(plain).as_deref(), expected);
    }

    #[test]
    fn noise_is_taken_off_and_real_places_are_not() {
        check_fit(0.1 + 0.2, 1, Some("0.3"));
        check_fit(1.1 * 3.0, 2, Some("3.3"));
        check_fit(4_797.179_400_000_001, 4, Some("4797.1794"));
        check_fit(0.3 - 0.1 - 0.2, 2, Some("0"));
        check_fit(12.345, 2, None);
        check_fit(1.0 / 3.0, 2, None);
        assert_eq!(fit(Decimal::new(30_000_000_000_000_004, 16), 1, false), None);
    }

    proptest! {
        #[test]
        fn what_is_written_as_a_double_is_read_back(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, places in 0_u32..9) {
            let number = Decimal::new(mantissa, places).normalize();
            let value = double(number).unwrap();
            prop_assert_eq!(exact(value, &mut String::new()).map(|it| it.normalize()), Some(number));
        }

        #[test]
        fn no_double_panics(value in any::<f64>(), places in 0_u32..9) {
            if let Some(number) = exact(value, &mut String::new()) {
                let _ = fit(number, places, true);
            }
        }
    }
}
