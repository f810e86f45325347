//! 序数的括号里是空的。
//!
//! 为什么：“（）”多是调整段落后忘了填序数，印出来就是明显的差错。
//! 依据：GB/T 9704—2012 第7.3.3条，第二层用“（一）”标注。
//! 例：“（）全力推进非现场执法监测点建设。”
//! 反例：“（八）继续推进客运市场发展。”

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "heading_number_empty",
    title: "序数为空",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_number_empty.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let labels =
        checked.paragraphs().filter_map(|it| it.1.label.as_ref().map(|label| (it.0, label)));
    let empty = labels.filter(|it| it.1.value.is_none());
    empty
        .map(|(index, label)| {
            Hit::new(
                Span::new(index, label.range.clone()),
                "括号里没有序数，请补上，并核对后面各条的序数",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn an_empty_pair_of_brackets_fires() {
        fires(
            &RULE,
            "一、计划\n（）推进建设。继续抓好。\n( )抓好整治。",
            &[(2, "（）"), (3, "( )")],
        );
    }

    #[test]
    fn a_number_in_the_brackets_is_silent() {
        silent(&RULE, "一、计划\n（一）推进建设。\n（1）抓好（）整治。");
    }
}
