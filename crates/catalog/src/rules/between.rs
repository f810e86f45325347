//! Rules that compare the fields of one row (字段间比较), and say what does not agree.

use rust_decimal::Decimal;
use terms::{Value, plain};

use super::{Scene, Seen, shown, unit};
use crate::{FieldDef, FieldType};

pub(super) fn order(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let set: Vec<(&FieldDef, &Value)> =
        fields.iter().filter_map(|it| it.1.map(|value| (it.0, value))).collect();
    let pair = set.windows(2).find(|pair| match (pair[0].1.as_date(), pair[1].1.as_date()) {
        (Some(first), Some(second)) => second < first,
        _ => pair[1].1 < pair[0].1,
    })?;
    let (first, second) = (pair[0], pair[1]);
    let what = format!(
        "“{}”{} 早于“{}”{}",
        second.0.label,
        second.1.canonical(),
        first.0.label,
        first.1.canonical()
    );
    let what = if first.1.as_date().is_some() { what } else { what.replace("早于", "小于") };
    Some((what, "请核对先后".to_owned()))
}

pub(super) fn at_most(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (small, great) = (fields[0].1?.as_number()?, fields[1].1?.as_number()?);
    if small <= great {
        return None;
    }
    let what = format!(
        "“{}”{} 大于“{}”{}",
        fields[0].0.label,
        shown(fields[0]),
        fields[1].0.label,
        shown(fields[1])
    );
    Some((what, "请核对两个数".to_owned()))
}

pub(super) fn sum(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let total = fields[0].1?.as_number()?;
    // Beyond what a decimal holds there is nothing to say: no ledger keeps such numbers.
    let parts = fields[1..]
        .iter()
        .filter_map(|it| it.1.and_then(Value::as_number))
        .try_fold(Decimal::ZERO, Decimal::checked_add)?;
    if parts == total {
        return None;
    }
    let names: Vec<String> = fields[1..].iter().map(|it| format!("“{}”", it.0.label)).collect();
    let what =
        format!("“{}”{} 不等于{}之和", fields[0].0.label, shown(fields[0]), names.join("、"));
    Some((what, format!("各项之和比它{}", more_or_less(fields[0].0, parts.checked_sub(total)?))))
}

pub(super) fn difference(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (rest, from, minus) =
        (fields[0].1?.as_number()?, fields[1].1?.as_number()?, fields[2].1?.as_number()?);
    let right = from.checked_sub(minus)?;
    if rest == right {
        return None;
    }
    let what = format!(
        "“{}”{} 不等于“{}”{} 减“{}”{}",
        fields[0].0.label,
        shown(fields[0]),
        fields[1].0.label,
        shown(fields[1]),
        fields[2].0.label,
        shown(fields[2])
    );
    Some((what, format!("两者之差比它{}", more_or_less(fields[0].0, right.checked_sub(rest)?))))
}

pub(super) fn stake_order(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (from, to) = (fields[0].1?, fields[1].1?);
    if from <= to {
        return None;
    }
    let what = format!(
        "“{}”{} 在“{}”{} 之前",
        fields[1].0.label,
        to.canonical(),
        fields[0].0.label,
        from.canonical()
    );
    Some((what, "请对调起点和终点".to_owned()))
}

pub(super) fn together(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let missing: Vec<&str> =
        fields.iter().filter(|it| it.1.is_none()).map(|it| it.0.label.as_str()).collect();
    if missing.is_empty() || missing.len() == fields.len() {
        return None;
    }
    Some((format!("还缺“{}”", missing.join("”“")), "这几项要一起填".to_owned()))
}

pub(super) fn after_month(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let (month, confirmed) = (fields[0].1?.as_date()?, fields[1].1?.as_date()?);
    if confirmed >= month.last_of_month() {
        return None;
    }
    let what = format!(
        "“{}”{confirmed} 时{}年{}月还没有过完",
        fields[1].0.label,
        month.year(),
        month.month()
    );
    Some((what, "当月最后一天起才能确认当月".to_owned()))
}

pub(super) fn not_future(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let late = |it: &&(&FieldDef, Option<&Value>)| {
        it.1.and_then(Value::as_date).is_some_and(|day| day > scene.today)
    };
    let found = fields.iter().find(late)?;
    let what = format!("“{}”{} 还没有到", found.0.label, shown(*found));
    Some((what, format!("登记当天是{}，请核对日期", scene.today)))
}

pub(super) fn distinct_people(_: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    let set: Vec<(&FieldDef, &Value)> =
        fields.iter().filter_map(|it| it.1.map(|value| (it.0, value))).collect();
    let pairs =
        set.iter().enumerate().flat_map(|(at, one)| set[..at].iter().map(move |it| (it, one)));
    let (one, other) = pairs.into_iter().find(|it| it.0.1 == it.1.1)?;
    let what = format!("“{}”和“{}”是同一个人（{}）", one.0.label, other.0.label, one.1.canonical());
    Some((what, "请换一个人".to_owned()))
}

fn more_or_less(field: &FieldDef, kept: Decimal) -> String {
    let word = if kept.is_sign_negative() { "少" } else { "多" };
    let number = if matches!(field.ty, FieldType::Money) {
        kept.abs() / Decimal::ONE_HUNDRED
    } else {
        kept.abs()
    };
    format!("{word}{}{}", plain(number), unit(field))
}
