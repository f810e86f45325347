//! 中文里用了半角标点。
//!
//! 为什么：半角标点只占半个字，前后还常带空格，与全文不一致。
//! 依据：GB/T 15834—2011 第5.1条，句号、逗号、顿号、分号、冒号占一个字位置。
//! 例：“同比上升20.96% ,共发送9843班次”。
//! 反例：千分位“1,234”、时刻“14:30”、小数“3.5”、英文里的标点，不提示。

use terms::Grade;

use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "mark_half_width",
    title: "中文里用了半角标点",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "5.1"),
    check,
    source: include_str!("mark_half_width.rs"),
};

const MARKS: [(char, &str); 6] =
    [(',', "，"), (';', "；"), (':', "："), ('!', "！"), ('?', "？"), ('.', "。")];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        let (mut before, mut word_end) = ('\0', 0);
        let mut marks = text.char_indices().peekable();
        while let Some((at, mark)) = marks.next() {
            let after = marks.peek().map_or('\0', |it| it.1);
            let right = MARKS.iter().find(|it| it.0 == mark && at >= label).map(|it| it.1);
            if let Some(right) = right.filter(|_| is_chinese(before, after, mark)) {
                let span = Span::new(index, word_end..at + 1);
                hits.push(Hit::new(span, format!("中文里用全角标点“{right}”")).fix(right));
            }
            if !matches!(mark, ' ' | '\u{a0}' | '\u{3000}') {
                (before, word_end) = (mark, at + mark.len_utf8());
            }
        }
    }
    hits
}

/// Chinese stands on a side where it matters; 3.5, 14:30, 1,234 and Latin words are left alone.
fn is_chinese(before: char, after: char, mark: char) -> bool {
    let near = |it: char| is_han(it) || "”）》。，、；：〉〕".contains(it);
    match mark {
        '.' => near(before) && (is_han(after) || after == '\0'),
        ':' => near(before),
        _ => near(before) || is_han(after),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn half_width_marks_between_chinese_fire() {
        fixes(&RULE, "同比上升20.96% ,共发送9843班次。", " ,", "，");
        fires(&RULE, "严厉打击违法行为,保障安全;落实责任.\n", &[(1, ","), (1, ";"), (1, ".")]);
    }

    #[test]
    fn numbers_times_and_latin_are_silent() {
        silent(&RULE, "共1,234元，长3.5公里，14:30开会，见GB/T 1589, 2016 edition.\n1.清理。");
    }
}
