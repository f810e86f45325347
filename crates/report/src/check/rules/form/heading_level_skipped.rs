//! 层次跳级。
//!
//! 为什么：“一、”下面直接用“1.”，中间少了“（一）”这一层，与全文其他部分不一致。
//! 依据：GB/T 9704—2012 第7.3.3条，依次用“一、”“（一）”“1.”“（1）”标注；层次少时可以酌情省略，所以只作提示。
//! 例：别的部分用“（一）”，“十二、信访维稳”下面却直接写“1.”。
//! 反例：全文都从“一、”直接到“1.”的短文，不提示。

use std::collections::BTreeSet;

use terms::Grade;

use super::siblings::number_span;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "heading_level_skipped",
    title: "层次跳级",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_level_skipped.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let sections = &checked.text.sections;
    let levels: BTreeSet<u8> = sections.iter().map(|it| it.level).collect();
    let mut hits = Vec::new();
    let mut last_parent = None;
    for section in sections {
        let Some(parent) = section.parent else { continue };
        let above = sections.get(parent).map_or(0, |it| it.level);
        let between = above + 1;
        let usual = levels.contains(&between);
        if section.level < 5 && section.level > between && usual && last_parent != Some(parent) {
            let form = ["", "一、", "（一）", "1.", "（1）"]
                .get(usize::from(between))
                .copied()
                .unwrap_or("");
            hits.extend(number_span(checked.text, section).map(|it| {
                Hit::new(
                    it,
                    format!("层次跳级：上一层下面应先用“{form}”，本文其他部分也是这样用的"),
                )
            }));
        }
        last_parent = Some(parent);
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_level_left_out_fires_once() {
        fires(
            &RULE,
            "一、甲\n（一）乙。内容。\n（二）丙。内容。\n二、丁\n1.戊。内容。\n2.己。内容。",
            &[(5, "1.")],
        );
    }

    #[test]
    fn levels_in_order_or_left_out_throughout_are_silent() {
        silent(&RULE, "一、甲\n（一）乙。内容。\n1.丙。内容。\n2.丁。内容。");
        silent(&RULE, "一、甲\n1.乙。内容。\n2.丙。内容。\n二、丁\n1.戊。内容。");
    }
}
