//! A printed number against its figure (比对): at the printed precision, half up; 约、余、近 understood.

use rust_decimal::Decimal;
use terms::half_up;

use super::{KnownFigure, Outcome};
use crate::check::mention::{Mention, Qualifier};

/// Whether the units can mean the same thing: equal, or two measure words of one kind.
pub(super) fn unit_fits(mention: &Mention, figure: &KnownFigure) -> UnitFit {
    let (_, unit) = split(&figure.unit);
    if mention.unit.is_empty() {
        return if unit == "%" { UnitFit::No } else { UnitFit::Bare };
    }
    if mention.unit == unit {
        return UnitFit::Same;
    }
    let kin = KIN.iter().any(|it| it.contains(&mention.unit.as_str()) && it.contains(&unit));
    if kin { UnitFit::Kin } else { UnitFit::No }
}

/// How two units stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitFit {
    /// The same word.
    Same,
    /// Another measure word for the same things.
    Kin,
    /// The text prints none.
    Bare,
    /// Different things.
    No,
}

/// Measure words that count the same things in documents.
const KIN: [&[&str]; 8] = [
    &["宗", "件", "起", "个", "例"],
    &["辆", "辆次", "台", "台次"],
    &["人", "人次", "名"],
    &["个", "支"],
    &["户", "家"],
    &["%", "％"],
    &["班次", "班", "趟"],
    &["%", "百分点"],
];

/// The scale that a unit carries, and the unit without it: 万人 is 4 and 人.
fn split(unit: &str) -> (u32, &str) {
    for (word, scale) in [("万", 4), ("亿", 8)] {
        if let Some(bare) = unit.strip_prefix(word) {
            return (scale, bare);
        }
    }
    (0, unit)
}

/// Whether the printed number says what the figure is; `before` are the words right before it.
pub(super) fn outcome(mention: &Mention, figure: &KnownFigure, before: &str) -> Outcome {
    let Some(value) = figure.value else { return Outcome::Missing };
    let Some(value) = in_scale(value, split(&figure.unit).0, mention.scale) else {
        return Outcome::Differs;
    };
    let falls = ["下降", "减少", "降低", "下滑", "负增长"].iter().any(|it| before.ends_with(it));
    let printed = if falls { -mention.value } else { mention.value };
    if half_up(value, mention.places) == printed || rough(mention, printed, value) {
        Outcome::Agrees
    } else {
        Outcome::Differs
    }
}

fn in_scale(value: Decimal, from: u32, to: u32) -> Option<Decimal> {
    let power = |scale: u32| 10_i64.checked_pow(scale).map(Decimal::from);
    value.checked_mul(power(from)?)?.checked_div(power(to)?)
}

/// 1200余 is 1200 to 1299, 近1200 is 1101 to 1200, 约1200 is 1150 to 1249: one step is the last digit that is no zero.
fn rough(mention: &Mention, printed: Decimal, value: Decimal) -> bool {
    let step = step(mention);
    let has = |which| mention.has(which);
    let over = value >= printed && value < printed.saturating_add(step);
    let under = value <= printed && value > printed.saturating_sub(step);
    let half = step / Decimal::TWO;
    let about = value >= printed.saturating_sub(half) && value < printed.saturating_add(half);
    (has(Qualifier::Over) || has(Qualifier::Above)) && over
        || (has(Qualifier::Nearly) || has(Qualifier::Short)) && under
        || has(Qualifier::About) && about
}

fn step(mention: &Mention) -> Decimal {
    if mention.places > 0 {
        return Decimal::new(1, mention.places.min(20));
    }
    let mut step = Decimal::ONE;
    while let Some(next) = step.checked_mul(Decimal::TEN)
        && step < mention.value
        && (mention.value % next).is_zero()
    {
        step = next;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Checked, Sense, read_text};

    /// The last digit of the first quantity that is no zero, as one step.
    #[track_caller]
    fn check(number: &str, expected: &str) {
        let text = read_text("a.txt", format!("共发放{number}份。").as_bytes()).unwrap();
        let checked = Checked::new(&text, None);
        let mention = checked.mentions.iter().find(|it| it.sense == Sense::Quantity).unwrap();
        assert_eq!(step(mention).to_string(), expected, "{number}");
    }

    #[test]
    fn a_step_is_the_last_digit_that_is_no_zero() {
        check("1200", "100");
        check("1234", "1");
        check("1000", "1000");
        check("0", "1");
        check("12.50", "0.01");
        // A step more would be beyond the greatest decimal, 2^96 − 1.
        check("70000000000000000000000000000", "10000000000000000000000000000");
    }
}
