//! The numbers that paragraphs open with (层次序数): 一、 （一） 1. （1）, and the wrong forms that try to be one of them.

use std::ops::Range;

use super::mention::{chinese_value, is_chinese_numeral};

/// The number a paragraph opens with, as printed (层次序数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its bytes in the paragraph, marks included, white space after it excluded.
    pub range: Range<usize>,
    /// The level that its form tries to be: 一、 is 1, （一） 2, 1. 3, （1） 4, ① 5. An empty （） counts as 2.
    pub level: u8,
    /// Its value; none when the brackets are empty.
    pub value: Option<u32>,
    /// The bracket in front.
    pub open: Option<char>,
    /// The bracket behind.
    pub close: Option<char>,
    /// The mark behind: 、 or . in the right forms of levels 1 and 3.
    pub mark: Option<char>,
}

/// The level of an empty pair of brackets.
const EMPTY_LEVEL: u8 = 2;
/// The longest number that counts, in digits.
const DIGITS_MAX: usize = 2;

impl Label {
    /// Reads the number that `text` opens with.
    #[must_use]
    pub fn read(text: &str) -> Option<Label> {
        let first = text.chars().next()?;
        if let Some(value) = circled(first) {
            return Some(Label {
                range: 0..first.len_utf8(),
                level: 5,
                value: Some(value),
                open: None,
                close: None,
                mark: None,
            });
        }
        if is_open(first) { bracketed(text, first) } else { bare(text) }
    }

    /// The number in its right form (GB/T 9704): `（二）` for `(二）`, `1.` for `1、`. None for empty brackets and for ①.
    #[must_use]
    pub fn right_form(&self) -> Option<String> {
        let value = self.value?;
        match self.level {
            1 => Some(format!("{}、", in_chinese(value))),
            2 => Some(format!("（{}）", in_chinese(value))),
            3 => Some(format!("{value}.")),
            4 => Some(format!("（{value}）")),
            _ => None,
        }
    }

    /// Whether it is printed in its right form; half-width and full-width full stops are both right after 1.
    #[must_use]
    pub fn is_right(&self) -> bool {
        match self.level {
            1 => (self.open, self.close, self.mark) == (None, None, Some('、')),
            2 | 4 => {
                self.value.is_some()
                    && (self.open, self.close, self.mark) == (Some('（'), Some('）'), None)
            }
            3 => {
                self.open.is_none() && self.close.is_none() && matches!(self.mark, Some('.' | '．'))
            }
            _ => true,
        }
    }
}

/// A whole number below 10,000 in Chinese numerals.
#[must_use]
pub fn in_chinese(value: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const UNITS: [(u32, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    let mut text = String::new();
    let (mut rest, mut gap) = (value % 10_000, false);
    for (size, unit) in UNITS {
        let digit = rest / size;
        rest %= size;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // 十二, not 一十二; but 一百一十二.
        if !(digit == 1 && size == 10 && text.is_empty()) {
            text.push(DIGITS[usize::try_from(digit).unwrap_or(0)]);
        }
        text.push_str(unit);
    }
    if text.is_empty() { "零".to_owned() } else { text }
}

fn is_open(mark: char) -> bool {
    matches!(mark, '（' | '(' | '〔' | '［' | '[')
}

fn is_close(mark: char) -> bool {
    matches!(mark, '）' | ')' | '〕' | '］' | ']')
}

fn circled(mark: char) -> Option<u32> {
    let ordinal = u32::from(mark).checked_sub(0x2460)?;
    (ordinal < 20).then_some(ordinal + 1)
}

/// 一、 1. 1、 and also 一） and 1) whose opening bracket was lost.
fn bare(text: &str) -> Option<Label> {
    let (length, value, level) = numeral(text)?;
    let rest = &text[length..];
    let mark = rest.chars().next()?;
    let end = length + mark.len_utf8();
    let after = &text[end..];
    if is_close(mark) {
        let level = level + 1;
        return Some(Label {
            range: 0..end,
            level,
            value: Some(value),
            open: None,
            close: Some(mark),
            mark: None,
        });
    }
    let fits = match mark {
        '、' => !continues_a_list(after),
        '.' | '．' | '。' => {
            level == 1
                || !after.starts_with(|it: char| it.is_ascii_digit())
                || opens_with_year(after)
        }
        ',' | '，' => level == 3 && after.starts_with(is_han),
        _ => false,
    };
    fits.then_some(Label {
        range: 0..end,
        level,
        value: Some(value),
        open: None,
        close: None,
        mark: Some(mark),
    })
}

/// （一） （1） （）.
fn bracketed(text: &str, open: char) -> Option<Label> {
    let inside = text[open.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
    let (length, value, level) = match numeral(inside) {
        Some((length, value, level)) => (length, Some(value), level + 1),
        None => (0, None, EMPTY_LEVEL),
    };
    let behind = inside[length..].trim_start_matches([' ', '\u{3000}']);
    let close = behind.chars().next().filter(|it| is_close(*it))?;
    // 〔2021〕 and [1] are no levels, and neither is a year in brackets.
    if !matches!((open, close), ('（' | '(', '）' | ')')) && value.is_none() {
        return None;
    }
    let mut end = text.len() - behind.len() + close.len_utf8();
    let mark = text[end..].chars().next().filter(|it| matches!(it, '、' | '.' | '．' | '，' | ','));
    end += mark.map_or(0, char::len_utf8);
    Some(Label { range: 0..end, level, value, open: Some(open), close: Some(close), mark })
}

/// Length in bytes, value, and the level of the bare form: 1 for 一, 3 for 1.
fn numeral(text: &str) -> Option<(usize, u32, u8)> {
    let digits = |it: char| it.is_ascii_digit() || ('０'..='９').contains(&it);
    let length = text.find(|it| !digits(it)).unwrap_or(text.len());
    if length > 0 {
        let plain = terms::to_half_width(&text[..length]);
        let short = plain.len() <= DIGITS_MAX && !plain.starts_with('0');
        return plain.parse().ok().filter(|_| short).map(|value| (length, value, 3));
    }
    let length = text.find(|it| !is_chinese_numeral(it)).unwrap_or(text.len());
    // Longer than 九十九 is no number of a heading, and a hostile text may go on for long.
    let value = text
        .get(..length)
        .filter(|it| !it.is_empty() && it.chars().count() <= 4)
        .and_then(chinese_value)?;
    // 一万七十 is no number of a heading either, and would be written back as 七十.
    u32::try_from(value).ok().filter(|it| (1..10_000).contains(it)).map(|value| (length, value, 1))
}

/// “一、二类车辆” opens with no number of a heading.
fn continues_a_list(after: &str) -> bool {
    let mut rest = after.chars();
    rest.next().is_some_and(is_chinese_numeral)
        && rest.next().is_some_and(|it| "类级等线期组区、".contains(it))
}

/// “1.2021年上半年” is number 1, “1.5公里” is a length.
fn opens_with_year(after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && after[digits..].starts_with('年')
}

fn is_han(mark: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u8, Option<u32>, &str, bool)>) {
        let found = Label::read(text);
        let seen =
            found.as_ref().map(|it| (it.level, it.value, &text[it.range.clone()], it.is_right()));
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn the_four_right_forms_are_read() {
        check("一、加强党的建设", Some((1, Some(1), "一、", true)));
        check("十四、下一步工作计划", Some((1, Some(14), "十四、", true)));
        check("（十二）推进", Some((2, Some(12), "（十二）", true)));
        check("1.日常工作检查", Some((3, Some(1), "1.", true)));
        check("１．日常工作检查", Some((3, Some(1), "１．", true)));
        check("（3）其他", Some((4, Some(3), "（3）", true)));
        check("②其他", Some((5, Some(2), "②", true)));
    }

    #[test]
    fn wrong_forms_are_read_as_what_they_try_to_be() {
        check("(二）开展异地交叉执法", Some((2, Some(2), "(二）", false)));
        check("(2)开展", Some((4, Some(2), "(2)", false)));
        check("（）全力推进", Some((2, None, "（）", false)));
        check("（ 三 ）推进", Some((2, Some(3), "（ 三 ）", true)));
        check("1、为规范", Some((3, Some(1), "1、", false)));
        check("一.加强", Some((1, Some(1), "一.", false)));
        check("（一）、加强", Some((2, Some(1), "（一）、", false)));
        check("二）加强", Some((2, Some(2), "二）", false)));
        check("1.2021年上半年我局处理", Some((3, Some(1), "1.", true)));
        check("1、2021年上半年", Some((3, Some(1), "1、", false)));
    }

    #[test]
    fn what_only_looks_like_a_number_is_left_alone() {
        for text in [
            "一是结合",
            "三类桥梁",
            "3.5公里长",
            "12吨以上",
            "2021年上半年",
            "（一期工程）用地",
            "一、二类以上维修企业",
            "（征求意见稿）",
            "五一、端午期间",
            "〔2021〕2号",
            "",
            "（",
            "1",
            "一",
            "100.项",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_right_form_is_known_where_there_is_one() {
        let right = |text: &str| Label::read(text).and_then(|it| it.right_form());
        assert_eq!(right("(二）开展"), Some("（二）".to_owned()));
        assert_eq!(right("1、为"), Some("1.".to_owned()));
        assert_eq!(right("（）推进"), None);
    }

    #[test]
    fn numbers_are_written_in_chinese_as_people_do() {
        for (value, text) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (105, "一百零五"),
            (112, "一百一十二"),
            (2021, "二千零二十一"),
        ] {
            assert_eq!(in_chinese(value), text);
        }
    }
}
