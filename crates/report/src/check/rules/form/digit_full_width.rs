//! 数字、字母用了全角。
//!
//! 为什么：全角的数字和字母占一个字宽，与全文不一致，也不便检索和计算。
//! 依据：行文习惯：公文里的阿拉伯数字和字母用半角。
//! 例：“检查１２辆”应为“检查12辆”。
//! 反例：序数“１．”按层次序数处理；半角“G107线”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "digit_full_width",
    title: "数字、字母用了全角",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("digit_full_width.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let mut rest = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        while let Some(start) = text[rest..].find(is_wide).map(|it| it + rest) {
            let end = text[start..].find(|it| !is_wide(it) && it != '％' && it != '．');
            let run = text[start..end.map_or(text.len(), |it| it + start)].trim_end_matches('．');
            rest = start + run.len();
            let span = Span::new(index, start..rest);
            hits.push(Hit::new(span, "数字和字母用半角").fix(terms::to_half_width(run)));
        }
    }
    hits
}

fn is_wide(mark: char) -> bool {
    matches!(mark, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn full_width_digits_fire() {
        fixes(&RULE, "共检查１２辆。", "１２", "12");
        fixes(&RULE, "占比８５．５％。", "８５．５％", "85.5%");
        fixes(&RULE, "完成Ｇ107线整治。", "Ｇ", "G");
    }

    #[test]
    fn half_width_digits_and_numbers_of_items_are_silent() {
        silent(&RULE, "完成G107线整治85.5%，共12辆。\n１．清理视距。");
    }
}
