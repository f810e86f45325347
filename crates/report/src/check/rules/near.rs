//! One digit off (一位之差): how a slip of the pen is told from two numbers that have nothing to do with each other.

use rust_decimal::Decimal;

/// Whether a difference is so many steps that it changes one digit only: 0.3 or 20, not 37.
pub(crate) fn one_digit(difference: Decimal, step: Decimal) -> bool {
    let step = if step.is_zero() { Decimal::ONE } else { step };
    let Some(mut steps) = difference.abs().checked_div(step).map(|it| it.round_dp(6)) else {
        return false;
    };
    if steps.is_zero() || !steps.fract().is_zero() {
        return false;
    }
    while (steps % Decimal::TEN).is_zero() {
        steps /= Decimal::TEN;
    }
    steps < Decimal::TEN
}

/// Whether two printed numerals have the same form and differ in exactly one digit.
pub(crate) fn one_digit_apart(one: &str, other: &str) -> bool {
    let differ = one.chars().zip(other.chars()).filter(|it| it.0 != it.1);
    let mut pairs = differ.take(2);
    one.len() == other.len()
        && pairs.next().is_some_and(|it| it.0.is_ascii_digit() && it.1.is_ascii_digit())
        && pairs.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_changes_one_digit() {
        let tenth = Decimal::new(1, 1);
        assert!(one_digit(Decimal::new(3, 1), tenth) && one_digit(Decimal::from(-20), tenth));
        assert!(!one_digit(Decimal::new(37, 1), tenth) && !one_digit(Decimal::ZERO, tenth));
        assert!(one_digit_apart("487.3", "487.9") && !one_digit_apart("487.3", "478.3"));
        assert!(!one_digit_apart("48", "48") && !one_digit_apart("48", "483"));
    }
}
