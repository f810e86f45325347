//! 汉字与数字之间有空格。
//!
//! 为什么：公文正文里汉字与数字之间不空格，多出的空格会让数字与单位分在两行。
//! 依据：GB/T 15835—2011、GB/T 9704—2012 的示例均不空格；数字与单位不得分行。
//! 例：“完成客运量 6.3万人”。
//! 反例：标题里为对齐留的空格、表格里的空格，不提示。

use terms::Grade;

use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "space_in_text",
    title: "汉字与数字之间有空格",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("space_in_text.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.prose() {
        let text = &paragraph.text;
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        let mut marks = text.char_indices().peekable();
        let mut before = '\0';
        while let Some((at, mark)) = marks.next() {
            if !matches!(mark, ' ' | '\u{3000}' | '\u{a0}') {
                before = mark;
                continue;
            }
            while marks.next_if(|it| matches!(it.1, ' ' | '\u{3000}' | '\u{a0}')).is_some() {}
            let Some((end, after)) = marks.peek().copied() else { break };
            let joins = is_han(before) && after.is_ascii_digit()
                || before.is_ascii_digit() && is_han(after) && !is_code(&text[..at]);
            if joins && at >= label {
                let start = at - before.len_utf8();
                let tail = end + after.len_utf8();
                let hit = Hit::new(Span::new(index, start..tail), "公文里汉字与数字之间不空格");
                hits.push(hit.fix(format!("{before}{after}")));
            }
        }
    }
    hits
}

/// GB 1589: the digits belong to a code, and the space behind it to that.
fn is_code(before: &str) -> bool {
    let rest = before.trim_end_matches(|it: char| it.is_ascii_digit() || ".-—/ ".contains(it));
    rest.ends_with(|it: char| it.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_space_between_chinese_and_digits_fires() {
        fixes(&RULE, "完成客运量 6.3万人，同比上升。", "量 6", "量6");
    }

    #[test]
    fn other_spaces_are_silent() {
        silent(&RULE, "报告\n完成客运量6.3万人，符合GB 1589 的要求。\n某局\n2021年7月2日");
    }
}
