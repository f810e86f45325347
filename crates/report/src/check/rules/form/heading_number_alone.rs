//! 只有一项却编了序数。
//!
//! 为什么：有“1.”而没有“2.”，要么漏了下文，要么不必编号。
//! 依据：行文习惯；分条至少要有两条。
//! 例：“（三）做好行政许可审批工作”下面只有一个“1、”，其后的段落没有序数。
//! 反例：有“1.”也有“2.”。

use terms::Grade;

use super::siblings::{groups, number_span, value};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "heading_number_alone",
    title: "只有一项却编了序数",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("heading_number_alone.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for group in groups(checked.text) {
        let [only] = group[..] else { continue };
        // A first-level number alone may be an extract.
        if only.level >= 2 && value(checked.text, only) == Some(1) {
            hits.extend(number_span(checked.text, only).map(|it| {
                Hit::new(it, "这一层只有这一项，没有下一项：请补齐后面各项的序数，或者去掉这个序数")
            }));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_single_numbered_item_fires() {
        fires(
            &RULE,
            "（三）许可\n1、共办结115件。\n完善流程，方便群众。\n（四）信用\n内容。",
            &[(2, "1、")],
        );
    }

    #[test]
    fn two_items_are_silent() {
        silent(&RULE, "一、许可\n（一）许可。内容。\n（二）信用。内容。");
    }
}
