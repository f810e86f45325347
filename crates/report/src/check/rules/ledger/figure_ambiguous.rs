//! 不能确定文中的数对应哪个指标。
//!
//! 为什么：一句话里几个指标都说得通，而文中的数与其中的都不一致或都一致，读的人同样分不清说的是哪一个口径。
//! 依据：行文习惯。数的名称宜与台账指标一致，分项写在总数之后。
//! 例：“查处案件12宗”，既可能是联合治超案件，也可能是专项行动案件。
//! 反例：“联合治超查处案件12宗，专项行动查处案件8宗”，名称分得清，不提示。

use terms::Grade;

use super::named;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::tie::Outcome;

pub(super) const RULE: Rule = Rule {
    id: "figure_ambiguous",
    title: "不能确定对应哪个指标",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("figure_ambiguous.rs"),
};

/// Candidates that are named.
const NAMED_MAX: usize = 3;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(known) = &checked.known else { return Vec::new() };
    let open = checked.ties.iter().filter(|it| it.outcome == Outcome::Ambiguous);
    open.map(|tie| {
        let figures = tie.figures.iter().filter_map(|it| known.figures.get(*it));
        let names: Vec<String> =
            figures.take(NAMED_MAX).map(|it| format!("{}{}", named(it), it.printed())).collect();
        let reason = format!("不能确定这个数对应哪个指标，可能是{}", names.join("或"));
        Hit::new(tie.span, reason)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{fires, silent};
    use super::RULE;

    #[test]
    fn a_number_between_two_figures_fires() {
        fires(&RULE, "上半年检查车辆查处超限超载案件310。", &[("310", "可能是")]);
    }

    #[test]
    fn a_number_with_its_name_is_silent() {
        silent(&RULE, "上半年检查车辆5087辆次，查处超限超载案件310宗。");
        silent(&RULE, "发放治超宣传单1200份。");
    }
}
