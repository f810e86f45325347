//! Quantities that can be added and compared (可比数量): one base unit per kind, and how far a printed number may be off.

use rust_decimal::Decimal;
use terms::plain;

use crate::check::mention::{Mention, Sense};

/// Units that measure the same, in parts of the base unit: numerator and denominator.
const UNITS: [(&str, &str, i64, i64); 33] = [
    ("公里", "米", 1000, 1),
    ("千米", "米", 1000, 1),
    ("km", "米", 1000, 1),
    ("KM", "米", 1000, 1),
    ("㎞", "米", 1000, 1),
    ("米", "米", 1, 1),
    ("m", "米", 1, 1),
    ("厘米", "米", 1, 100),
    ("公分", "米", 1, 100),
    ("cm", "米", 1, 100),
    ("毫米", "米", 1, 1000),
    ("mm", "米", 1, 1000),
    ("元", "元", 1, 1),
    ("吨", "公斤", 1000, 1),
    ("t", "公斤", 1000, 1),
    ("公斤", "公斤", 1, 1),
    ("千克", "公斤", 1, 1),
    ("kg", "公斤", 1, 1),
    ("KG", "公斤", 1, 1),
    ("斤", "公斤", 1, 2),
    ("克", "公斤", 1, 1000),
    ("亩", "平方米", 2000, 3),
    ("公顷", "平方米", 10_000, 1),
    ("平方公里", "平方米", 1_000_000, 1),
    ("平方千米", "平方米", 1_000_000, 1),
    ("平方米", "平方米", 1, 1),
    ("㎡", "平方米", 1, 1),
    ("m²", "平方米", 1, 1),
    ("m2", "平方米", 1, 1),
    ("立方米", "立方米", 1, 1),
    ("立方", "立方米", 1, 1),
    ("m³", "立方米", 1, 1),
    ("m3", "立方米", 1, 1),
];

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
        if !matches!(mention.sense, Sense::Quantity | Sense::Percent | Sense::Points) {
            return None;
        }
        let known = UNITS.iter().find(|it| it.0 == mention.unit);
        let (unit, above, below) =
            known.map_or((mention.unit.as_str(), 1, 1), |it| (it.1, it.2, it.3));
        let scaled =
            |it: Decimal| it.checked_mul(Decimal::from(above))?.checked_div(Decimal::from(below));
        let last = Decimal::try_new(1, mention.places.min(28)).ok()?;
        let one = scaled(Decimal::from(10_i64.checked_pow(mention.scale)?))?;
        let counted = known.is_none() && mention.scale == 0 && mention.places == 0;
        let step = if counted && mention.sense == Sense::Quantity {
            Decimal::ZERO
        } else {
            last.checked_mul(one)?
        };
        Some(Amount { unit, value: scaled(mention.amount()?)?, step, one })
    }

    /// Another value of the same kind, printed as finely.
    pub(super) fn with_value(self, value: Decimal) -> Amount<'m> {
        Amount { value, ..self }
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
