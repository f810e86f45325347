//! 各进度的个数与总数不符。
//!
//! 为什么：“共5个，建成1个，基本建成2个，在建2个”应当加得起来，否则漏了一类或者错了一个数。
//! 依据：算术。已开工的包含已完工的，所以任取几项能凑成总数就不提示。
//! 例：“共6个建设任务，现建成1个，基本建成2个，在建2个”，1＋2＋2＝5。
//! 反例：“共10个项目，已开工8个，完工5个，未开工2个”，8＋2＝10。

use terms::Grade;

use super::line::lines;
use super::states::{choices, progresses};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "state_sum",
    title: "各进度的个数与总数不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("state_sum.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        for it in progresses(&line).into_iter().filter(|it| it.complete) {
            let Some(total) = line.items.get(it.total) else { continue };
            if choices(&line, &it.states, 2).contains(&total.amount.value) {
                continue;
            }
            let parts: Vec<_> = it.states.iter().filter_map(|it| line.items.get(*it)).collect();
            let numerals: Vec<&str> = parts.iter().map(|it| line.numeral(it)).collect();
            let sum: rust_decimal::Decimal = choices(&line, &it.states, it.states.len())[0];
            let reason = format!(
                "{}＝{}，文中共{}",
                numerals.join("＋"),
                total.amount.print(sum),
                line.print(total)
            );
            hits.push(Hit::new(total.mention.span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn states_that_do_not_make_the_total_fire() {
        fires(&RULE, "我县共6个建设任务，现建成1个，基本建成2个，在建2个。", &[(1, "6个")]);
        fires(&RULE, "任务20宗，已办结12宗，在办9宗。", &[(1, "20宗")]);
    }

    #[test]
    fn states_that_make_the_total_or_contain_each_other_are_silent() {
        silent(&RULE, "我县共5个建设任务，现建成1个，基本建成2个，在建2个，已完成80%工程建设。");
        silent(
            &RULE,
            "共10个项目，已开工8个，完工5个，未开工2个。共10个项目，已开工8个，完工5个。",
        );
        silent(&RULE, "任务716辆，已安装716辆，完成率100%，未接入平台22辆。");
    }
}
