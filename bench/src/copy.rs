//! One record as the n-th copy of the office has it (复制): keys of its own, links to the same copy, another year.

use catalog::{FieldDef, FieldType, LedgerDef, Row};
use jiff::Span;
use terms::{CreditCode, Value};

/// Years over which copies are spread: the copies 0, 5, 10, … stand in the demo's own year.
const YEARS: usize = 5;
/// Ledgers that stay as they are: one row per project and town, per month, per period, per item of the law's list, per
/// day and lead.
const ONCE: [&str; 5] =
    ["land/task", "platform/zero_report", "platform/past_value", "permit/item", "task/liaison"];
/// Ledgers that have one copy in each year: one roster per post and time, one person on duty at a time, one judgement
/// per month and subject.
const YEARLY: [&str; 3] = ["emergency/roster", "emergency/duty", "enforcement/judgement"];

/// Copies that there can be of a ledger, of so many of the office.
pub(crate) fn copies_of(ledger: &str, copies: usize) -> usize {
    match ledger {
        it if ONCE.contains(&it) => copies.min(1),
        it if YEARLY.contains(&it) => copies.min(YEARS),
        _ => copies,
    }
}

/// Provinces and letters that a moved plate may begin with.
const PROVINCES: &str = "粤湘桂赣闽琼鄂皖浙苏鲁豫冀晋陕川渝贵云甘青宁新藏蒙辽吉黑京津沪";
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Marks of a serial, and what follows the serial on plates of Hong Kong and Macao.
const SERIALS: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const BORDER: [char; 2] = ['港', '澳'];
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
        (FieldType::Link { ledger }, Value::Text(text)) => {
            // Fewer copies of the other ledger: the one of the same year.
            match number % copies_of(ledger, number + 1) {
                0 => Value::Text(text),
                number => Value::Text(format!("{text}#{number}")),
            }
        }
        (FieldType::Text { max }, Value::Text(text)) if own => {
            Value::Text(other_text(&text, number, *max))
        }
        (FieldType::Organisation, Value::Text(text)) if own => {
            Value::Text(format!("{text}#{number}"))
        }
        (_, value) => value,
    }
}

/// Another text of at most so many characters; where there is no room, the end stays, which tells one from another.
fn other_text(text: &str, number: usize, max: u32) -> String {
    let (longer, head) = (format!("{text}#{number}"), format!("{number}#"));
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    if longer.chars().count() <= max {
        return longer;
    }
    let room = max.saturating_sub(head.len());
    let end: String = text.chars().skip(text.chars().count().saturating_sub(room)).collect();
    head + &end
}

/// Another plate of the same form: province and letter moved on, and the digits when all of these were used.
fn other_plate(text: &str, number: usize) -> String {
    let mut marks = text.chars();
    let (province, letter) = (marks.next(), marks.next());
    let place = |all: &str, mark: Option<char>| all.chars().position(|it| Some(it) == mark);
    let (Some(province), Some(letter)) = (place(PROVINCES, province), place(LETTERS, letter))
    else {
        return text.to_owned();
    };
    let rest = marks.as_str();
    if rest.contains(BORDER) {
        return other_border_plate(text, number).unwrap_or_else(|| text.to_owned());
    }
    let (provinces, letters) = (PROVINCES.chars().count(), LETTERS.chars().count());
    let at = |all: &str, place: usize| all.chars().nth(place).unwrap_or_default();
    let province = at(PROVINCES, (province + number) % provinces);
    let letter = at(LETTERS, (letter + number / provinces) % letters);
    format!("{province}{letter}{}", other_digits(rest, number / (provinces * letters)))
}

/// Another plate of Hong Kong or Macao, which all begin 粤Z: the four marks behind moved on as a number, by more than the
/// demo's own plates lie apart; when all were used, the other of the two.
fn other_border_plate(text: &str, number: usize) -> Option<String> {
    let marks: Vec<char> = text.chars().collect();
    let [province, letter, a, b, c, d, suffix, rest @ ..] = marks.as_slice() else { return None };
    let radix = SERIALS.chars().count();
    let mut place = number * 3 * radix * radix;
    for (mark, power) in [a, b, c, d].into_iter().zip([3, 2, 1, 0]) {
        place += SERIALS.chars().position(|it| it == *mark)? * radix.pow(power);
    }
    let (round, mut place) = (place / radix.pow(4), place % radix.pow(4));
    let mut serial = Vec::new();
    for power in [3, 2, 1, 0] {
        serial.push(SERIALS.chars().nth(place / radix.pow(power))?);
        place %= radix.pow(power);
    }
    let other = BORDER.into_iter().find(|it| it != suffix)?;
    let suffix = if round % 2 == 0 { *suffix } else { other };
    let head = [*province, *letter].into_iter().chain(serial).chain([suffix]);
    Some(head.chain(rest.iter().copied()).collect())
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
    }

    #[test]
    fn moved_plates_of_the_border_are_plates_and_all_different() {
        let two = ["粤ZD000港 黑", "粤ZD272港 黑"];
        let moved: BTreeSet<String> =
            (0..700).flat_map(|number| two.map(|it| other_plate(it, number))).collect();
        assert_eq!(moved.len(), 1400);
        assert_eq!(moved.iter().find(|it| it.parse::<Plate>().is_err()), None);
    }

    #[test]
    fn a_moved_text_has_room() {
        assert_eq!(other_text("AJ-1", 12, 20), "AJ-1#12");
        assert_eq!(other_text("LDEM0000000001234", 12, 17), "12#M0000000001234");
    }

    #[test]
    fn moved_credit_codes_are_credit_codes_and_all_different() {
        let text = "91441823DEM000601N";
        let moved: BTreeSet<String> = (1..2000).map(|it| other_credit_code(text, it)).collect();
        assert_eq!(moved.len(), 1999);
        assert_eq!(moved.iter().find(|it| it.parse::<CreditCode>().is_err()), None);
    }
}
