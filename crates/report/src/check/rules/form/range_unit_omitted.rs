//! 范围的前一个数缺“%”或“万”“亿”。
//!
//! 为什么：“5-10%”可以读成从5到10%，“13-17万元”可以读成从13元到17万元。
//! 依据：GB/T 15835—2011，省略数值的附加符号或者单位会引起歧义的，不应省略。
//! 例：“5-10%”应为“5%—10%”；“13-17亿元”应为“13亿—17亿元”。
//! 反例：“5%—10%”“100—150公里”“1-6月”不会误解。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "range_unit_omitted",
    title: "范围的前一个数缺“%”或“万”“亿”",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("range_unit_omitted.rs"),
};

/// Signs of a range.
const SIGNS: [char; 6] = ['-', '—', '–', '～', '~', '至'];
/// What belongs to both numbers.
const SCALES: [char; 5] = ['%', '％', '‰', '万', '亿'];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        for (at, sign) in text.char_indices().filter(|it| SIGNS.contains(&it.1)) {
            let behind = at + sign.len_utf8();
            let first = digits_before(&text[..at]);
            let last = digits_at(&text[behind..]);
            let before = text[..at - first].chars().next_back().unwrap_or('\0');
            let Some(scale) = text[behind + last..].chars().next() else { continue };
            // A part of a code or of a longer range says nothing.
            let part =
                before.is_ascii_alphanumeric() || SIGNS.contains(&before) || "/+".contains(before);
            if first == 0 || last == 0 || part || !SCALES.contains(&scale) {
                continue;
            }
            let span = Span::new(index, at - first..behind + last + scale.len_utf8());
            let fix = format!(
                "{}{scale}{}{}{scale}",
                &text[at - first..at],
                right(sign),
                &text[behind..behind + last]
            );
            hits.push(Hit::new(span, format!("前一个数后面的“{scale}”不能省")).fix(fix));
        }
    }
    hits
}

fn right(sign: char) -> char {
    if matches!(sign, '-' | '–') { '—' } else { sign }
}

/// How many bytes of a numeral end here; the longest is twenty.
fn digits_before(text: &str) -> usize {
    text.bytes().rev().take(20).take_while(|it| it.is_ascii_digit() || *it == b'.').count()
}

fn digits_at(text: &str) -> usize {
    text.bytes().take(20).take_while(|it| it.is_ascii_digit() || *it == b'.').count()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn an_omitted_sign_fires() {
        fixes(&RULE, "增长5-10%。", "5-10%", "5%—10%");
        fixes(&RULE, "投资13至17亿元。", "13至17亿", "13亿至17亿");
    }

    #[test]
    fn whole_ranges_and_other_units_are_silent() {
        silent(&RULE, "增长5%—10%，长100—150公里，1-6月，K24-25%，投资约5万元，占—80%。");
    }
}
