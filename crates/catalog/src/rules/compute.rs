//! Rules that know the right value (能算出来的规则): totals, products, rates, grades.
//!
//! They work in the numbers as staff write them (yuan, kilograms), exactly, and round half up once, to the places of the
//! field that holds the outcome.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use terms::{Fen, Kilograms, Value, half_up, plain};

use super::{Scene, Seen, shown, unit, written};
use crate::{FieldDef, FieldType};

/// The number as a value of this field, rounded half up to its places; `None` where it does not fit.
pub(super) fn as_value(field: &FieldDef, number: Decimal) -> Option<Value> {
    let whole = || half_up(number, 0).to_i64();
    if let FieldType::Decimal { places } = field.ty {
        Some(Value::Decimal(half_up(number, places).normalize()))
    } else if matches!(field.ty, FieldType::Integer) {
        whole().map(Value::Integer)
    } else if matches!(field.ty, FieldType::Money) {
        Fen::from_yuan(half_up(number, 2)).map(Value::Money)
    } else if matches!(field.ty, FieldType::Mass) {
        whole().map(|it| Value::Mass(Kilograms(it)))
    } else {
        None
    }
}

/// Says that the first field is not what was computed, with the arithmetic.
pub(super) fn compare(
    field: &FieldDef,
    given: Option<&Value>,
    right: Option<&Value>,
    arithmetic: &str,
) -> Option<(String, String)> {
    let (given, right) = (given?, right?);
    if given == right {
        return None;
    }
    let what = format!(
        "“{}”{}，按{arithmetic}计算应为{}",
        field.label,
        shown((field, Some(given))),
        shown((field, Some(right)))
    );
    Some((what, "请核对各项；算得对的，把它改成算出的数".to_owned()))
}

/// The written numbers of the fields after the first; `None` where one is not set.
fn inputs(fields: &Seen<'_>) -> Option<Vec<Decimal>> {
    fields[1..].iter().map(|it| it.1.and_then(|value| written(it.0, value))).collect()
}

fn chain(fields: &Seen<'_>, mark: &str) -> String {
    let parts: Vec<String> = fields[1..]
        .iter()
        .filter_map(|it| it.1.and_then(|value| written(it.0, value)).map(plain))
        .collect();
    parts.join(mark)
}

pub(super) fn sum(_: &Scene<'_>, fields: &Seen<'_>) -> Option<Value> {
    let total = inputs(fields)?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?;
    as_value(fields[0].0, total)
}

pub(super) fn difference(_: &Scene<'_>, fields: &Seen<'_>) -> Option<Value> {
    let numbers = inputs(fields)?;
    as_value(fields[0].0, numbers[0].checked_sub(numbers[1])?)
}

pub(super) fn product(_: &Scene<'_>, fields: &Seen<'_>) -> Option<Value> {
    let product = inputs(fields)?.into_iter().try_fold(Decimal::ONE, Decimal::checked_mul)?;
    as_value(fields[0].0, product)
}

pub(super) fn is_product(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let right = product(scene, fields);
    compare(fields[0].0, fields[0].1, right.as_ref(), &chain(fields, "×"))
}

pub(super) fn percent(_: &Scene<'_>, fields: &Seen<'_>) -> Option<Value> {
    let numbers = inputs(fields)?;
    let rate = numbers[0].checked_mul(Decimal::ONE_HUNDRED)?.checked_div(numbers[1])?;
    as_value(fields[0].0, rate)
}

pub(super) fn is_percent(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let right = percent(scene, fields);
    let arithmetic = format!("{}×100", chain(fields, "÷"));
    compare(fields[0].0, fields[0].1, right.as_ref(), &arithmetic)
}

pub(super) fn grade(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<Value> {
    let FieldType::Code { list } = &fields[0].0.ty else { return None };
    let number = written(fields[1].0, fields[1].1?)?;
    let item = scene.catalog.codes.get(list)?.grade(number, scene.day)?;
    Some(Value::Text(item.code.clone()))
}

pub(super) fn is_grade(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (given, right) = (fields[0].1?, grade(scene, fields)?);
    if *given == right {
        return None;
    }
    let FieldType::Code { list } = &fields[0].0.ty else { return None };
    let label = |value: &Value| {
        let code = value.canonical();
        let item = scene.catalog.codes.get(list).and_then(|it| it.item(&code));
        item.map_or(code.clone(), |it| it.label.clone())
    };
    let number = fields[1].1.and_then(|it| written(fields[1].0, it)).map(plain)?;
    let what = format!(
        "“{}”为“{}”，“{}”{number}{} 应定为“{}”",
        fields[0].0.label,
        label(given),
        fields[1].0.label,
        unit(fields[1].0),
        label(&right)
    );
    Some((what, "请按分级标准改正".to_owned()))
}
