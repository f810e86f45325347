//! 序数的写法不对。
//!
//! 为什么：括号一半全角一半半角，“1、”与“1.”混用，会让层次看起来不一样。
//! 依据：GB/T 9704—2012 第7.3.3条，依次用“一、”“（一）”“1.”“（1）”标注。
//! 例：“(二）开展异地交叉执法”应为“（二）”；“1、为规范”应为“1.”。
//! 反例：“1.”和全角的“1．”都可以。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "heading_number_form",
    title: "序数写法不对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_number_form.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let Some(label) = paragraph.label.as_ref().filter(|it| !it.is_right()) else { continue };
        let Some(right) = label.right_form() else { continue };
        let what = match (label.open, label.close, label.mark) {
            (Some('（'), Some('）'), Some(_)) => "括号后面不再加标点",
            (Some(_), Some(_), _) => "括号应为一对全角括号",
            (None, Some(_), _) => "序数只有后括号，应成对",
            _ if label.level == 3 => "阿拉伯数字后面用下脚点，不用其他标点",
            _ => "汉字数字后面用顿号",
        };
        let span = Span::new(index, label.range.clone());
        hits.push(Hit::new(span, format!("序数写法不对：{what}")).fix(right));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn wrong_brackets_and_marks_fire_with_their_correction() {
        fixes(&RULE, "一、治超\n(二）开展执法。", "(二）", "（二）");
        fixes(&RULE, "（四）信用\n1、为规范考核，开展检查。", "1、", "1.");
        fixes(&RULE, "一.治超工作\n内容。", "一.", "一、");
        fixes(&RULE, "（一）、治超工作\n内容。", "（一）、", "（一）");
        fires(&RULE, "1)清理。\n2)修复。", &[(1, "1)"), (2, "2)")]);
    }

    #[test]
    fn right_forms_are_silent() {
        silent(&RULE, "一、甲\n（一）乙\n1.丙\n１．丙\n（1）丁\n①戊");
        silent(&RULE, "1.2021年上半年处理8宗。\n3.5公里长，已完工。");
    }
}
