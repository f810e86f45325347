//! Numerals as written (数字): Arabic digits and Chinese numerals into exact decimals.

use rust_decimal::Decimal;

use super::Marks;

/// A numeral as found: where it ends, its exact value, how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Index of the character after it.
    pub(crate) end: usize,
    /// Its value; none when there are more digits than a decimal holds.
    pub(crate) value: Option<Decimal>,
    /// Printed decimal places.
    pub(crate) places: u32,
    /// 几 in it, or two neighbours such as 三四: a rough number.
    pub(crate) rough: bool,
}

/// The longest Chinese numeral that is read, in characters.
const CHINESE_MAX: usize = 24;

/// Arabic digits with thousands marks in groups of three and a decimal point: 1,234.50.
pub(crate) fn arabic(marks: &Marks<'_>, start: usize) -> Option<Numeral> {
    let digits =
        |from: usize| (from..marks.len()).take_while(|it| marks.get(*it).is_ascii_digit()).count();
    let whole = digits(start);
    if whole == 0 {
        return None;
    }
    let mut end = start + whole;
    let mut text: String = (start..end).take(40).map(|it| marks.get(it)).collect();
    if whole <= 3 {
        while matches!(marks.get(end), ',' | '，') && digits(end + 1) == 3 && marks.raw(end) == ','
        {
            text.extend((end + 1..end + 4).map(|it| marks.get(it)));
            end += 4;
        }
    }
    let mut places = 0;
    if marks.get(end) == '.' {
        let fraction = digits(end + 1);
        if fraction > 0 {
            text.push('.');
            text.extend((end + 1..end + 1 + fraction).take(40).map(|it| marks.get(it)));
            places = u32::try_from(fraction).unwrap_or(u32::MAX);
            end += 1 + fraction;
        }
    }
    Some(Numeral { end, value: Decimal::from_str_exact(&text).ok(), places, rough: false })
}

/// Whether the character can stand in a Chinese numeral; 几 is left to [`chinese`].
pub(crate) fn is_chinese_numeral(mark: char) -> bool {
    digit(mark).is_some() || unit(mark).is_some()
}

/// A Chinese numeral: 二十一, 两千零五, 三万五千, 二〇二一, 十几, 三四十. None when the characters make no number.
pub(crate) fn chinese(marks: &Marks<'_>, start: usize) -> Option<Numeral> {
    let run = (start..marks.len()).take(CHINESE_MAX + 1);
    let text: String = run
        .map(|it| marks.get(it))
        .take_while(|it| is_chinese_numeral(*it) || *it == '几')
        .collect();
    let length = text.chars().count();
    if length > CHINESE_MAX {
        return None;
    }
    let found = |value: u64, rough| Numeral {
        end: start + length,
        value: Some(Decimal::from(value)),
        places: 0,
        rough,
    };
    if let Some(value) = chinese_value(&text) {
        return Some(found(value, false));
    }
    if let Some(head) = text.strip_suffix('几').filter(|it| it.ends_with('十')) {
        return chinese_value(head).map(|value| found(value, true));
    }
    neighbours(&text).map(|value| found(value, true))
}

/// 三四, 三四十, 七八百: the smaller of the two.
fn neighbours(text: &str) -> Option<u64> {
    let marks: Vec<char> = text.chars().collect();
    let (first, second) = (digit(*marks.first()?)?, digit(*marks.get(1)?)?);
    let size = match marks.len() {
        2 => 1,
        3 => unit(marks[2])?,
        _ => return None,
    };
    (first > 0 && second == first + 1).then(|| first * size)
}

/// The value of a whole Chinese numeral; `None` for what is no number, such as 五一, 百千, 一万十亿.
pub(crate) fn chinese_value(text: &str) -> Option<u64> {
    let marks: Vec<char> = text.chars().collect();
    if marks.len() == 1 {
        return digit(marks[0]).or_else(|| (marks[0] == '十').then_some(10));
    }
    if marks.len() > CHINESE_MAX {
        return None;
    }
    if marks.iter().all(|it| digit(*it).is_some() && *it != '两') {
        // Digit by digit: years and codes. 五一 and 三四 are no numbers.
        let positional = marks.len() == 4 || marks.contains(&'〇') || marks.contains(&'零');
        let read =
            marks.iter().try_fold(0_u64, |sum, it| sum.checked_mul(10)?.checked_add(digit(*it)?));
        return read.filter(|_| positional);
    }
    with_units(&marks)
}

/// Reads 三万五千零二: sections below 万, then 万, then 亿.
fn with_units(marks: &[char]) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None::<u64>);
    let (mut last_unit, mut last_large, mut zero) = (u64::MAX, u64::MAX, false);
    for (index, mark) in marks.iter().enumerate() {
        if let Some(value) = digit(*mark) {
            if value == 0 {
                if pending.is_some() || zero || index == 0 || index + 1 == marks.len() {
                    return None;
                }
                zero = true;
                continue;
            }
            if pending.is_some() {
                return None;
            }
            pending = Some(value);
            continue;
        }
        let size = unit(*mark)?;
        if size >= 10_000 {
            let amount = section + pending.take().unwrap_or(0);
            let amount = if size == 100_000_000 { total.checked_add(amount)? } else { amount };
            if amount == 0 || size >= last_large {
                return None;
            }
            total = if size == 100_000_000 {
                amount.checked_mul(size)?
            } else {
                total.checked_add(amount.checked_mul(size)?)?
            };
            (section, last_unit, last_large, zero) = (0, u64::MAX, size, false);
            continue;
        }
        // Only 十 may stand without a digit before it, and only at the front of its section.
        let leading_ten =
            size == 10 && section == 0 && (index == 0 || zero || last_large != u64::MAX);
        let value = pending.take().or_else(|| leading_ten.then_some(1))?;
        if size >= last_unit {
            return None;
        }
        section += value * size;
        (last_unit, zero) = (size, false);
    }
    if let Some(value) = pending {
        // 一百二 is 120 and 三万五 is 35,000, but 一百零二 is 102.
        let size = match (zero, last_unit, last_large) {
            (true, ..) | (false, 10, _) => 1,
            (false, u64::MAX, u64::MAX) => 1,
            (false, u64::MAX, large) => large / 10,
            (false, small, _) => small / 10,
        };
        section += value * size;
    }
    total.checked_add(section)
}

pub(crate) fn digit(mark: char) -> Option<u64> {
    Some(match mark {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(mark: char) -> Option<u64> {
    Some(match mark {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::label::in_chinese;
    use proptest::prelude::*;

    #[test]
    fn chinese_numerals_are_read_exactly() {
        for (text, value) in [
            ("一", 1),
            ("两", 2),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百零五", 105),
            ("一百二", 120),
            ("一百一十二", 112),
            ("两千零五", 2005),
            ("三万五千", 35_000),
            ("三万五", 35_000),
            ("十五万", 150_000),
            ("一亿零三百万", 103_000_000),
            ("二〇二一", 2021),
            ("二○二一", 2021),
            ("三十五亿", 3_500_000_000),
            ("一万零十", 10_010),
        ] {
            assert_eq!(chinese_value(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_makes_no_number_is_refused() {
        for text in [
            "五一",
            "十四五",
            "百",
            "千万",
            "万",
            "一十十",
            "零",
            "百日",
            "十十",
            "二零",
            "一万二亿三万",
            "",
        ] {
            let expected = if text == "零" { Some(0) } else { None };
            let seen = chinese_value(text);
            assert!(seen == expected || text == "二零" && seen == Some(20), "{text}: {seen:?}");
        }
    }

    #[test]
    fn rough_numbers_say_so() {
        let read = |text: &str| chinese(&Marks::new(text), 0).map(|it| (it.value, it.rough));
        assert_eq!(read("十几人"), Some((Some(Decimal::from(10)), true)));
        assert_eq!(read("三四十人"), Some((Some(Decimal::from(30)), true)));
        assert_eq!(read("七八个"), Some((Some(Decimal::from(7)), true)));
        assert_eq!(read("几个"), None);
    }

    #[test]
    fn digits_group_in_threes_and_keep_their_places() {
        let read = |text: &str| {
            arabic(&Marks::new(text), 0)
                .map(|it| (it.end, it.value.map(|it| it.to_string()), it.places))
        };
        assert_eq!(read("4797.1794亩"), Some((9, Some("4797.1794".to_owned()), 4)));
        assert_eq!(read("1,234,567元"), Some((9, Some("1234567".to_owned()), 0)));
        assert_eq!(read("1,23"), Some((1, Some("1".to_owned()), 0)));
        assert_eq!(read("12，345"), Some((2, Some("12".to_owned()), 0)));
        assert_eq!(read("１２．５％"), Some((4, Some("12.5".to_owned()), 1)));
        assert_eq!(read("5."), Some((1, Some("5".to_owned()), 0)));
        assert_eq!(read(&"9".repeat(60)).map(|it| it.1), Some(None));
    }

    proptest! {
        #[test]
        fn any_number_written_in_chinese_reads_back(value in 1_u32..10_000) {
            prop_assert_eq!(chinese_value(&in_chinese(value)), Some(u64::from(value)));
        }

        #[test]
        fn any_decimal_reads_back(mantissa in 0_i64..1_000_000_000_000, scale in 0_u32..8) {
            let number = Decimal::new(mantissa, scale);
            let text = format!("{number}万元");
            let read = arabic(&Marks::new(&text), 0).unwrap();
            prop_assert_eq!((read.value, read.places), (Some(number), scale));
        }

        #[test]
        fn no_text_panics(text in "[零〇一二三四五六七八九十百千万亿两几0-9.,]{0,40}") {
            let marks = Marks::new(&text);
            for start in 0..marks.len() {
                let _ = (arabic(&marks, start), chinese(&marks, start));
            }
        }
    }
}
