//! 数字后面的单位放在括号里。
//!
//! 为什么：“6.3（万人）”是表格表头的写法，正文里单位直接跟在数字后面。
//! 依据：行文习惯；GB/T 15835—2011 的示例，计量单位直接跟在数字后面。
//! 例：“完成客运量6.3（万人）”应为“完成客运量6.3万人”。
//! 反例：表格里的“客运量（万人）”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Kind;

pub(super) const RULE: Rule = Rule {
    id: "unit_bracketed",
    title: "单位放在括号里",
    grade: Grade::Must,
    authority: Authority::Habit,
    check,
    source: include_str!("unit_bracketed.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in checked.mentions.iter().filter(|it| it.bracketed) {
        let Some(paragraph) = checked.text.paragraphs.get(mention.span.paragraph) else { continue };
        if matches!(paragraph.kind, Kind::Cell { .. }) {
            continue;
        }
        let number = paragraph.text.get(mention.number.clone()).unwrap_or("");
        let right = format!("{number}{}", mention.printed_unit());
        hits.push(Hit::new(mention.span, "正文里单位直接跟在数字后面，不加括号").fix(right));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_unit_in_brackets_fires() {
        fixes(&RULE, "完成客运量6.3（万人），同比上升。", "6.3（万人）", "6.3万人");
    }

    #[test]
    fn units_behind_numbers_and_notes_are_silent() {
        silent(&RULE, "完成客运量6.3万人（含包车），共128户（青莲镇118户）。");
    }
}
