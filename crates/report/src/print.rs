//! Values as a document says them (印数): rounded once, at the end, half up.

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, Row};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Period, Value, half_up, plain};

use crate::fit::SCALED_PLACES;
use crate::slot::{Format, Moment, Slot};

/// A number with what it takes to print it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount<'a> {
    pub(crate) value: Decimal,
    pub(crate) unit: &'a str,
    /// Decimal places where the slot says nothing.
    pub(crate) places: u32,
}

/// A number by the formats of its slot: `309宗`, `3.18万元`, `约9843班次`, `1200余份`, `上升20.96%`, a sentence for zero.
pub(crate) fn amount(slot: &Slot, amount: Amount<'_>) -> String {
    if slot.has(&Format::Trend) {
        return trend(slot, amount);
    }
    match (slot.zero(), slot.other()) {
        (Some(zero), _) if amount.value.is_zero() => zero.to_owned(),
        (Some(_), Some(other)) => other.replace('*', &quantity(slot, amount)),
        (Some(_) | None, _) => quantity(slot, amount),
    }
}

/// Whether rounding leaves nothing of a value that is not zero.
pub(crate) fn vanishes(slot: &Slot, amount: Amount<'_>) -> bool {
    let (value, _, places) = scaled(slot, amount);
    !slot.has(&Format::Trend) && !value.is_zero() && half_up(value, places).is_zero()
}

/// Whether a reader takes a number in: 0.03万宗 and 约0宗 are none.
pub(crate) fn reads_well(slot: &Slot, amount: Amount<'_>) -> bool {
    let is_scaled = slot.has(&Format::Wan) || slot.has(&Format::Yi);
    let least = if is_scaled { Decimal::new(1, 1) } else { Decimal::ZERO };
    let is_about_nothing = slot.has(&Format::About) && amount.value.is_zero();
    scaled(slot, amount).0.abs() >= least && !is_about_nothing
}

fn quantity(slot: &Slot, amount: Amount<'_>) -> String {
    let (value, unit, places) = scaled(slot, amount);
    let unit = if slot.has(&Format::Bare) { "" } else { unit.as_str() };
    if slot.has(&Format::Odd) {
        let (round, more) = rounded_down(value);
        return format!("{}{}{unit}", plain(round), if more { "余" } else { "" });
    }
    let about = if slot.has(&Format::About) { "约" } else { "" };
    format!("{about}{}{unit}", plain(half_up(value, places)))
}

fn trend(slot: &Slot, amount: Amount<'_>) -> String {
    let rounded = half_up(amount.value, slot.places().unwrap_or(amount.places));
    if rounded.is_zero() {
        return "持平".to_owned();
    }
    let word = if rounded.is_sign_negative() { "下降" } else { "上升" };
    format!("{word}{}{}", plain(rounded.abs()), amount.unit)
}

/// In 万 or 亿; a unit that is in 万 already is taken into account.
fn scaled(slot: &Slot, amount: Amount<'_>) -> (Decimal, String, u32) {
    let ten_thousand = Decimal::from(10_000);
    let bare_unit = amount.unit.strip_prefix('万');
    let value = match bare_unit {
        Some(_) if slot.has(&Format::Wan) || slot.has(&Format::Yi) => {
            amount.value.saturating_mul(ten_thousand)
        }
        Some(_) | None => amount.value,
    };
    let (divisor, word) = if slot.has(&Format::Wan) {
        (ten_thousand, "万")
    } else if slot.has(&Format::Yi) {
        (Decimal::from(100_000_000), "亿")
    } else {
        return (amount.value, amount.unit.to_owned(), slot.places().unwrap_or(amount.places));
    };
    let unit = format!("{word}{}", bare_unit.unwrap_or(amount.unit));
    (value / divisor, unit, slot.places().unwrap_or(SCALED_PLACES))
}

/// Down to the two leading digits, below a hundred to tens; whether anything was cut off. 余 never follows a number
/// that is exact.
fn rounded_down(value: Decimal) -> (Decimal, bool) {
    let whole = value.trunc();
    let mut step = Decimal::TEN;
    while step.checked_mul(Decimal::ONE_HUNDRED).is_some_and(|it| whole.abs() >= it) {
        step *= Decimal::TEN;
    }
    if whole.abs() < Decimal::TEN {
        return (value, false);
    }
    let round = (whole / step).trunc() * step;
    (round, round != value)
}

/// A day or period that follows from the report's own.
pub(crate) fn moment(slot: &Slot, moment: Moment, period: Period, as_of: Date) -> String {
    let short = slot.has(&Format::Short);
    match moment {
        Moment::Period if short => {
            let words = period.in_words();
            let year = format!("{}年", period.year());
            words
                .strip_prefix(&year)
                .filter(|it| !it.is_empty())
                .map_or(words.clone(), str::to_owned)
        }
        Moment::Period => period.in_words(),
        Moment::AsOf => day(as_of, short),
        Moment::Months => months(period),
        Moment::Year => format!("{}年", period.year()),
        Moment::LastYear => format!("{}年", period.year() - 1),
    }
}

/// 1—6月; days and weeks as they are.
fn months(period: Period) -> String {
    match period {
        Period::Year(_) | Period::Half(..) | Period::Quarter(..) | Period::Month(..) => {
            let (first, last) = (period.first_day().month(), period.last_day().month());
            if first == last { format!("{first}月") } else { format!("{first}—{last}月") }
        }
        Period::Week(..) | Period::Days(..) => {
            format!("{}至{}", day(period.first_day(), true), day(period.last_day(), true))
        }
    }
}

fn day(day: Date, short: bool) -> String {
    if short {
        format!("{}月{}日", day.month(), day.day())
    } else {
        format!("{}年{}月{}日", day.year(), day.month(), day.day())
    }
}

/// A field of a record, with the exact number and its unit where it is one.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) exact: Option<(Decimal, String)>,
}

/// A field of a record as a document says it; `None` when it is not set.
pub(crate) fn field(
    catalog: &Catalog,
    ledger: &LedgerDef,
    def: &FieldDef,
    row: &Row,
    slot: &Slot,
) -> Option<Shown> {
    let value = row.get(ledger, &def.name)?;
    let number = |value: Decimal, unit: &str, places: u32| Shown {
        text: quantity(slot, Amount { value, unit, places }),
        exact: Some((value, unit.to_owned())),
    };
    let unit = def.unit.as_deref().unwrap_or("");
    let words = |text: String| Shown { text, exact: None };
    Some(match value {
        Value::Integer(whole) => number(Decimal::from(*whole), unit, 0),
        Value::Decimal(decimal) => number(*decimal, unit, 8),
        Value::Money(fen) => number(fen.yuan(), "元", 2),
        Value::Mass(mass) => number(mass.tonnes(), "吨", 3),
        Value::Date(date) => words(day(*date, slot.has(&Format::Short))),
        Value::DateTime(at) => {
            let date = day(at.date(), slot.has(&Format::Short));
            let minutes =
                if at.minute() == 0 { String::new() } else { format!("{}分", at.minute()) };
            words(format!("{date}{}时{minutes}", at.hour()))
        }
        Value::Text(code) => words(label(catalog, &def.ty, code)),
        Value::Stake(_) | Value::Time(_) | Value::YesNo(_) => words(value.canonical()),
    })
}

/// The label of a code; other texts as they are.
fn label(catalog: &Catalog, ty: &FieldType, text: &str) -> String {
    if let FieldType::Code { list } = ty
        && let Some(item) = catalog.codes.get(list).and_then(|it| it.item(text))
    {
        return item.label.clone();
    }
    text.to_owned()
}

/// The state of a record in Chinese; the workflow's first when the row says none.
pub(crate) fn state(catalog: &Catalog, ledger: &LedgerDef, row: &Row) -> Option<String> {
    let workflow = catalog.workflows.get(&ledger.workflow)?;
    let state = match &row.state {
        Some(name) => workflow.state(name),
        None => workflow.states.first(),
    };
    state.map(|it| it.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::{Piece, pieces};
    use jiff::civil::date;

    fn slot(formats: &str) -> Slot {
        match pieces(&format!("{{a/b{formats}}}")).0.pop() {
            Some(Piece::Slot(slot)) => slot,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn check(value: &str, unit: &str, places: u32, formats: &str, expected: &str) {
        let value = terms::read_decimal(value).unwrap();
        assert_eq!(amount(&slot(formats), Amount { value, unit, places }), expected);
    }

    #[test]
    fn a_number_carries_its_unit() {
        check("309", "宗", 0, "", "309宗");
        check("309", "宗", 0, "|bare", "309");
        check("104.6354", "%", 1, "", "104.6%");
        check("6.30", "万人", 1, "", "6.3万人");
        check("4797.1794", "亩", 4, "", "4797.1794亩");
        check("4797.1794", "亩", 4, "|about|places=0", "约4797亩");
    }

    #[test]
    fn ten_thousands_and_hundred_millions_are_scaled_once() {
        check("31758", "元", 2, "|wan", "3.18万元");
        check("31758", "元", 2, "|wan|places=4", "3.1758万元");
        check("31758", "元", 2, "|wan|bare", "3.18");
        check("4816", "万元", 2, "|yi|places=4", "0.4816亿元");
        check("123456789", "元", 2, "|yi", "1.23亿元");
    }

    #[test]
    fn odd_is_rounded_down_and_never_follows_an_exact_number() {
        check("1234", "份", 0, "|odd", "1200余份");
        check("115", "件", 0, "|odd", "110余件");
        check("36", "场", 0, "|odd", "30余场");
        check("1200", "份", 0, "|odd", "1200份");
        check("7", "份", 0, "|odd", "7份");
        // The greatest decimal, 2^96 − 1.
        let greatest = "79228162514264337593543950335";
        check(greatest, "份", 0, "|odd", "79000000000000000000000000000余份");
    }

    #[test]
    fn a_growth_goes_up_or_down_or_stays() {
        check("20.9601", "%", 2, "|trend", "上升20.96%");
        check("-3.25", "%", 2, "|trend|places=1", "下降3.3%");
        check("0.004", "%", 2, "|trend", "持平");
        check("0", "%", 2, "|trend", "持平");
    }

    #[test]
    fn a_zero_has_its_own_sentence() {
        check("0", "起", 0, "|zero=未发生旅客滞留", "未发生旅客滞留");
        check("2", "起", 0, "|zero=未发生旅客滞留", "2起");
        check("2", "起", 0, "|zero=未发生旅客滞留|else=发生旅客滞留*", "发生旅客滞留2起");
        check("0", "起", 0, "", "0起");
    }

    #[test]
    fn what_rounding_swallows_is_known() {
        let value = terms::read_decimal("30").unwrap();
        assert!(vanishes(&slot("|wan"), Amount { value, unit: "元", places: 2 }));
        assert!(!vanishes(&slot(""), Amount { value, unit: "元", places: 2 }));
    }

    #[test]
    fn a_tenth_of_ten_thousand_is_the_least_that_reads_well() {
        let well = |value: i64, formats| {
            let amount = Amount { value: Decimal::from(value), unit: "元", places: 2 };
            reads_well(&slot(formats), amount)
        };
        assert!(well(1_000, "|wan") && !well(999, "|wan") && !well(0, "|wan"));
        assert!(well(10_000_000, "|yi") && !well(9_999_999, "|yi") && well(3, ""));
        assert!(well(0, "") && !well(0, "|about"));
    }

    #[test]
    fn a_period_is_said_as_a_document_says_it() {
        let say = |period: &str, text: &str| {
            let (pieces, _) = pieces(text);
            let [Piece::Slot(slot)] = pieces.as_slice() else { panic!("{pieces:?}") };
            let crate::slot::Subject::Moment(which) = slot.subject else { panic!("{slot:?}") };
            moment(slot, which, period.parse().unwrap(), date(2021, 6, 30))
        };
        assert_eq!(say("2021H1", "{period}"), "2021年上半年");
        assert_eq!(say("2021H1", "{period|short}"), "上半年");
        assert_eq!(say("2021", "{period|short}"), "2021年");
        assert_eq!(say("2021H1", "{months}"), "1—6月");
        assert_eq!(say("2021-05", "{months}"), "5月");
        assert_eq!(say("2021-02-01..2021-02-02", "{months}"), "2月1日至2月2日");
        assert_eq!(say("2021H1", "{as_of}"), "2021年6月30日");
        assert_eq!(say("2021H1", "{as_of|short}"), "6月30日");
        assert_eq!(say("2021H1", "{year}"), "2021年");
        assert_eq!(say("2021H1", "{last_year}"), "2020年");
    }
}
