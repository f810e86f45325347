//! Quantities that can be added and compared (可比数量): one base unit per kind, and how far a printed number may be off.

use rust_decimal::Decimal;
use terms::plain;

use crate::check::mention::{Mention, Sense};

/// The base unit of a unit, and how many of it one is: numerator and denominator.
fn base(unit: &str) -> Option<(&'static str, i64, i64)> {
    Some(match unit {
        "公里" | "千米" | "km" | "KM" | "㎞" => ("米", 1000, 1),
        "米" | "m" => ("米", 1, 1),
        "厘米" | "公分" | "cm" => ("米", 1, 100),
        "毫米" | "mm" => ("米", 1, 1000),
        "元" => ("元", 1, 1),
        "吨" | "t" => ("公斤", 1000, 1),
        "公斤" | "千克" | "kg" | "KG" => ("公斤", 1, 1),
        "斤" => ("公斤", 1, 2),
        "克" => ("公斤", 1, 1000),
        "亩" => ("平方米", 2000, 3),
        "公顷" => ("平方米", 10_000, 1),
        "平方公里" | "平方千米" | "km²" | "km2" => ("平方米", 1_000_000, 1),
        "平方米" | "㎡" | "m²" | "m2" => ("平方米", 1, 1),
        "立方米" | "立方" | "m³" | "m3" => ("立方米", 1, 1),
        _ => return None,
    })
}

/// A quantity in its base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount<'m> {
    /// The base unit: 米 for 公里; a measure word stands for itself; empty where none is printed.
    pub(super) unit: &'m str,
    /// The value in the base unit.
    pub(super) value: Decimal,
    /// How much one step of the last printed digit is; zero where the number counts things one by one.
    pub(super) step: Decimal,
    /// One printed unit, scale included, in the base unit.
    one: Decimal,
}

impl<'m> Amount<'m> {
    /// What a number measures; none for what is no quantity or too large for a decimal.
    pub(super) fn of(mention: &'m Mention) -> Option<Amount<'m>> {
        // 3路、12路 are names of bus lines.
        let counted = matches!(mention.sense, Sense::Quantity | Sense::Percent | Sense::Points);
        if !counted || mention.unit == "路" {
            return None;
        }
        let Some((unit, above, below)) = base(&mention.unit) else {
            return Amount::counted(mention);
        };
        let one = Decimal::from(10_i64.checked_pow(mention.scale)?.checked_mul(above)?);
        let one = one.checked_div(Decimal::from(below))?;
        let value = mention.amount()?.checked_mul(Decimal::from(above))?;
        let value = value.checked_div(Decimal::from(below))?;
        Some(Amount { unit, value, step: last_digit(mention)?.checked_mul(one)?, one })
    }

    /// What is counted one by one, or measured in a unit that stands for itself.
    fn counted(mention: &'m Mention) -> Option<Amount<'m>> {
        let unit = mention.unit.as_str();
        if mention.scale == 0 && mention.places == 0 && mention.sense == Sense::Quantity {
            return Some(Amount {
                unit,
                value: mention.value,
                step: Decimal::ZERO,
                one: Decimal::ONE,
            });
        }
        let one = Decimal::from(10_i64.checked_pow(mention.scale)?);
        let step = last_digit(mention)?.checked_mul(one)?;
        Some(Amount { unit, value: mention.amount()?, step, one })
    }

    /// Whether an exact value of the same kind may be printed like this.
    pub(super) fn rounds(self, exact: Decimal) -> bool {
        let off = self.value.saturating_sub(exact).abs();
        off <= self.step / Decimal::TWO
    }

    /// Least and greatest value that is printed like this.
    pub(super) fn bounds(self) -> (Decimal, Decimal) {
        let half = self.step / Decimal::TWO;
        (self.value.saturating_sub(half), self.value.saturating_add(half))
    }

    /// Whether two printed numbers may stand for one and the same amount.
    pub(super) fn agrees(self, other: Amount<'_>) -> bool {
        let off = self.value.saturating_sub(other.value).abs();
        off <= (self.step.saturating_add(other.step)) / Decimal::TWO
    }

    /// Whether both measure the same kind of thing.
    pub(super) fn is_like(self, other: Amount<'_>) -> bool {
        self.unit == other.unit && !self.unit.is_empty()
    }

    /// Whether both may count the same kind of thing: one may lack its unit.
    pub(super) fn may_be_like(self, other: Amount<'_>) -> bool {
        self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty()
    }

    /// A value of the same kind as people read it in this amount's printed unit: 53.2 beside 50万元.
    pub(super) fn print(self, value: Decimal) -> String {
        let shown = value.checked_div(self.one).unwrap_or(value);
        plain(shown.round_dp(6))
    }
}

/// One step of the last printed digit, in the printed unit.
fn last_digit(mention: &Mention) -> Option<Decimal> {
    Decimal::try_new(1, mention.places.min(28)).ok()
}
