//! 分项大于总数。
//!
//! 为什么：“其中”的一项不可能比总数大。
//! 依据：算术。
//! 例：“批复总投资466.52万元（其中工程建安费497.97万元）”。
//! 反例：“其中”之前有几个同类的数，分项不大于其中一个，不提示。

use terms::Grade;

use super::judge::oversized;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "part_over_total",
    title: "分项大于总数",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("part_over_total.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    oversized(checked)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_part_above_its_total_fires() {
        fires(&RULE, "总投资466.52万元（其中建安费497.97万元）。", &[(1, "497.97万元")]);
        fires(&RULE, "计划实施280公里。其中2021年实施381.48公里。", &[(1, "381.48公里")]);
        fires(&RULE, "查处253宗，其中超限309宗。", &[(1, "309宗")]);
    }

    #[test]
    fn parts_within_their_total_are_silent() {
        silent(&RULE, "计划实施280公里。其中2021年实施38.148公里。投资5亿元，其中县级800万元。");
        silent(
            &RULE,
            "发现隐患300处，整改25处，其中一般隐患290处。每村3公里，其中硬化5公里。七天内答复，其中复杂的三十天内答复。",
        );
    }
}
