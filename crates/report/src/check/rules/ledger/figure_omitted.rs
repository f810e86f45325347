//! 应写的数文中没有写。
//!
//! 为什么：上期写了、提纲也有的数，本期悄悄不写，读的人会问；多半是改稿时删掉了。
//! 依据：行文习惯。与上期文稿比；没有上期文稿的，与报告提纲比。文稿里找得到的不足一半时，认为不是这一类报告，不提示。
//! 例：上期写了“卸载货物”，本期没有写。
//! 反例：提纲规定“为零时不写”的数没有写，不提示；台账没有值的数没有写，不提示。

use terms::Grade;

use super::named;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;
use crate::check::tie::{ExpectedBy, omitted};

pub(super) const RULE: Rule = Rule {
    id: "figure_omitted",
    title: "应写的数没有写",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("figure_omitted.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(known) = &checked.known else { return Vec::new() };
    let Some(first) = checked.text.paragraphs.first() else { return Vec::new() };
    let whole = Span::new(0, 0..first.text.len());
    let by = match known.expected_by {
        ExpectedBy::Outline => "报告提纲里有",
        ExpectedBy::Earlier => "上期文稿写了",
    };
    let missing = omitted(&checked.ties, known).into_iter();
    missing
        .filter_map(|it| known.figures.get(it))
        .map(|figure| {
            let reason =
                format!("{by}{}，文中没有找到；台账本期为{}", named(figure), figure.printed());
            Hit::new(whole, reason)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{fires, silent};
    use super::RULE;

    #[test]
    fn a_figure_that_the_text_leaves_out_fires() {
        fires(
            &RULE,
            "上半年检查车辆5087辆次，查处超限超载案件309宗，未发生执法人员受伤。",
            &[(
                "某县2021年上半年工作总结",
                "报告提纲里有《卸载货物》（F003），文中没有找到；台账本期为6050.71吨",
            )],
        );
    }

    #[test]
    fn a_whole_report_and_another_document_are_silent() {
        silent(
            &RULE,
            "上半年检查车辆5087辆次，查处超限超载案件309宗；卸载货物6050.71吨，没有执法人员受伤。",
        );
        silent(&RULE, "经研究，同意你单位意见。");
    }
}
