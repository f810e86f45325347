//! Money and mass as integers with their unit in the type (分、千克).

use std::iter::Sum;
use std::ops::{Add, Sub};

use rust_decimal::Decimal;

/// Money in fen, 1/100 yuan (分). Never a binary float.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(pub i64);

/// Mass in kilograms (千克).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kilograms(pub i64);

impl Fen {
    /// The amount in yuan, exact: 12345 fen is 123.45.
    #[must_use]
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// From yuan; `None` when there is a part smaller than a fen or the amount is out of range.
    #[must_use]
    pub fn from_yuan(yuan: Decimal) -> Option<Fen> {
        whole(yuan.checked_mul(Decimal::ONE_HUNDRED)?).map(Fen)
    }
}

impl Kilograms {
    /// The mass in tonnes, exact: 49000 kg is 49.000.
    #[must_use]
    pub fn tonnes(self) -> Decimal {
        Decimal::new(self.0, 3)
    }

    /// From tonnes; `None` when there is a part smaller than a kilogram or the mass is out of range.
    #[must_use]
    pub fn from_tonnes(tonnes: Decimal) -> Option<Kilograms> {
        whole(tonnes.checked_mul(Decimal::ONE_THOUSAND)?).map(Kilograms)
    }
}

fn whole(number: Decimal) -> Option<i64> {
    if !number.fract().is_zero() {
        return None;
    }
    number.trunc().try_into().ok()
}

impl Add for Fen {
    type Output = Fen;
    fn add(self, other: Fen) -> Fen {
        Fen(self.0 + other.0)
    }
}

impl Sub for Fen {
    type Output = Fen;
    fn sub(self, other: Fen) -> Fen {
        Fen(self.0 - other.0)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(all: I) -> Fen {
        all.fold(Fen(0), Add::add)
    }
}

impl Add for Kilograms {
    type Output = Kilograms;
    fn add(self, other: Kilograms) -> Kilograms {
        Kilograms(self.0 + other.0)
    }
}

impl Sub for Kilograms {
    type Output = Kilograms;
    fn sub(self, other: Kilograms) -> Kilograms {
        Kilograms(self.0 - other.0)
    }
}

impl Sum for Kilograms {
    fn sum<I: Iterator<Item = Kilograms>>(all: I) -> Kilograms {
        all.fold(Kilograms(0), Add::add)
    }
}
