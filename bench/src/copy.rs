//! One record as the n-th copy of the office has it (复制): keys of its own, links to the same copy, another year.

use catalog::{FieldDef, FieldType, LedgerDef, Row};
use jiff::Span;
use terms::{CreditCode, Value};

/// Years over which copies are spread: the copies 0, 5, 10, … stand in the demo's own year.
pub(crate) const YEARS: usize = 5;
/// Ledgers that stay as they are: one row per project and town, per month, per period, per item of the law's list, per
/// day and lead.
pub(crate) const ONCE: [&str; 5] =
    ["land/task", "platform/zero_report", "platform/past_value", "permit/item", "task/liaison"];

/// Provinces and letters that a moved plate may begin with.
const PROVINCES: &str = "粤湘桂赣闽琼鄂皖浙苏鲁豫冀晋陕川渝黔滇甘青宁新藏蒙辽吉黑京津沪";
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
/// What the check character of a credit code may be.
const CHECK_MARKS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The row as the `number`-th copy has it; the copy 0 is the row itself.
pub(crate) fn copy(def: &LedgerDef, row: &Row, number: usize) -> Row {
    let mut copy = row.clone();
    if number == 0 {
        return copy;
    }
    let own = |name: &str| def.key.iter().chain(def.unique.iter().flatten()).any(|it| it == name);
    for (field, value) in def.fields.iter().zip(&mut copy.values) {
        *value = value.take().map(|it| changed(field, it, number, own(&field.name)));
    }
    for (lines, fields) in def.lines() {
        for line in copy.lines.get_mut(&lines.name).into_iter().flatten() {
            for (field, value) in fields.iter().zip(line) {
                *value = value.take().map(|it| changed(field, it, number, false));
            }
        }
    }
    copy
}

fn changed(field: &FieldDef, value: Value, number: usize, own: bool) -> Value {
    let back = Span::new().years(i64::try_from(number % YEARS).unwrap_or(0));
    match (&field.ty, value) {
        (_, Value::Date(day)) => Value::Date(day.saturating_sub(back)),
        (_, Value::DateTime(at)) => Value::DateTime(at.saturating_sub(back)),
        (FieldType::Plate, Value::Text(text)) => Value::Text(other_plate(&text, number)),
        (FieldType::CreditCode, Value::Text(text)) if own => {
            Value::Text(other_credit_code(&text, number))
        }
        (FieldType::Link { ledger }, Value::Text(text)) if !ONCE.contains(&ledger.as_str()) => {
            Value::Text(format!("{text}-{number}"))
        }
        (FieldType::Text { .. } | FieldType::Organisation, Value::Text(text)) if own => {
            Value::Text(format!("{text}-{number}"))
        }
        (_, value) => value,
    }
}

/// Another plate of the same form: province and letter moved on, and the digits when all of these were used. Plates of
/// Hong Kong and Macao, which all begin 粤Z, stay.
fn other_plate(text: &str, number: usize) -> String {
    let mut marks = text.chars();
    let (province, letter) = (marks.next(), marks.next());
    let place = |all: &str, mark: Option<char>| all.chars().position(|it| Some(it) == mark);
    let (Some(province), Some(letter)) = (place(PROVINCES, province), place(LETTERS, letter))
    else {
        return text.to_owned();
    };
    let rest = marks.as_str();
    if rest.contains(['港', '澳']) {
        return text.to_owned();
    }
    let (provinces, letters) = (PROVINCES.chars().count(), LETTERS.chars().count());
    let at = |all: &str, place: usize| all.chars().nth(place).unwrap_or_default();
    let province = at(PROVINCES, (province + number) % provinces);
    let letter = at(LETTERS, (letter + number / provinces) % letters);
    format!("{province}{letter}{}", other_digits(rest, number / (provinces * letters)))
}

/// The last run of digits moved on by a step that meets every number of five digits before it comes back.
fn other_digits(text: &str, number: usize) -> String {
    let Some(end) = text.rfind(|it: char| it.is_ascii_digit()).map(|it| it + 1) else {
        return text.to_owned();
    };
    let head = text[..end].trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = &text[head.len()..end];
    let moved = (digits.parse::<usize>().unwrap_or(0) + number * 4021).to_string();
    let moved = format!("{moved:0>5}");
    let moved = &moved[moved.len().saturating_sub(digits.len())..];
    format!("{head}{moved}{}", &text[end..])
}

/// Another credit code of the same authority and area: the copy's number within, and the check character that follows.
fn other_credit_code(text: &str, number: usize) -> String {
    let (Some(head), Some(tail)) = (text.get(..8), text.get(13..17)) else {
        return text.to_owned();
    };
    let body = format!("{head}{:05}{tail}", number % 100_000);
    let whole = CHECK_MARKS.chars().map(|mark| format!("{body}{mark}"));
    whole.into_iter().find(|it| it.parse::<CreditCode>().is_ok()).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use terms::Plate;

    use super::*;

    #[test]
    fn moved_plates_are_plates_and_all_different() {
        for text in ["粤R12345 黄", "粤R0071学 黄", "粤RD12345 渐变绿"] {
            let moved: BTreeSet<String> = (0..2000).map(|it| other_plate(text, it)).collect();
            assert_eq!(moved.len(), 2000, "{text}");
            let bad = moved.iter().find(|it| it.parse::<Plate>().is_err());
            assert_eq!(bad, None, "{text}");
        }
        assert_eq!(other_plate("粤Z1234港 黑", 7), "粤Z1234港 黑");
    }

    #[test]
    fn moved_credit_codes_are_credit_codes_and_all_different() {
        let text = "91441823DEM000601N";
        let moved: BTreeSet<String> = (1..2000).map(|it| other_credit_code(text, it)).collect();
        assert_eq!(moved.len(), 1999);
        assert_eq!(moved.iter().find(|it| it.parse::<CreditCode>().is_err()), None);
    }
}
