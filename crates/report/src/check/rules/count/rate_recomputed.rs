//! 比率与数不符。
//!
//! 为什么：完成率、占比由前面两个数相除就得出来，对不上就有一个数错了，或者小数位修约错了。
//! 依据：算术；按文中印出的小数位四舍五入。
//! 例：“拆迁任务共128户，已完成拆迁131户，完成率103.2%”，131÷128＝102.3%。
//! 反例：前后数字里有一对能算出这个比率；“约”“余”“近”的数；分母没有写出的比率，不提示。

use terms::Grade;

use super::line::lines;
use super::rate::{gives, is_reproduced, rates, told};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "rate_recomputed",
    title: "比率与数不符",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("rate_recomputed.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        for it in rates(&line) {
            if gives(&line, it) || is_reproduced(&line, it) {
                continue;
            }
            let (Some(rate), Some(told)) = (line.items.get(it.rate), told(&line, it)) else {
                continue;
            };
            let reason = format!("{told}，文中为{}", line.print(rate));
            hits.push(Hit::new(rate.mention.span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};
    use proptest::prelude::*;

    #[test]
    fn a_rate_that_its_two_numbers_do_not_give_fires() {
        fires(
            &RULE,
            "拆迁任务共128户（青莲镇118户，岭背镇10户），目前，已完成拆迁131户，完成率103.3%。",
            &[(1, "103.3%")],
        );
        fires(
            &RULE,
            "征地任务共4584.66亩，目前，已完成征地约4797.1794亩（含线内补征地），完成率104.5%；",
            &[(1, "104.5%")],
        );
        fires(
            &RULE,
            "需要安装车辆总数为716辆，已安装716辆，完成率100%，未接入平台22辆，占4%。",
            &[(1, "4%")],
        );
        fires(&RULE, "需要安装车辆总数为716辆，已安装706辆，完成率100%。", &[(1, "100%")]);
        fires(&RULE, "完成投资1620万元，占总投资4816万元的43.6%。", &[(1, "43.6%")]);
        fires(&RULE, "共检查车辆500辆，合格480辆，合格率98%。", &[(1, "98%")]);
        fires(&RULE, "查处29宗，其中超限12宗，占51.4%。", &[(1, "51.4%")]);
    }

    #[test]
    fn rates_that_can_be_recomputed_are_silent() {
        silent(
            &RULE,
            "征地任务共4584.66亩，目前，已完成征地约4797.1794亩（含线内补征地），完成率104.6%；拆迁任务共128户（青莲镇118户，岭背镇10户），目前，已完成拆迁131，完成率102.3%。",
        );
        silent(&RULE, "需要安装车辆总数为716辆，已安装716辆，完成率100%，未接入平台22辆，占3%。");
        silent(
            &RULE,
            "完成投资1620万元，占总投资4816万元的33.6%。查处29宗，其中超限12宗，占41.4%，改装17宗，占58.6%。",
        );
        silent(&RULE, "共完成投资1.2亿元，占总投资3.5亿元的34%。");
    }

    #[test]
    fn rates_whose_numbers_are_not_told_are_silent() {
        silent(
            &RULE,
            "完成路基土石方约39.35万立方（约占弃石总量的78.7%），共办结115余件，按期办结率100%。",
        );
        silent(&RULE, "全省共投资100亿元，其中公路30亿元，占全国公路投资的12%，同比增长5%。");
        silent(
            &RULE,
            "任务20公里，已完成12公里，完成率力争达到90%以上。共检查500辆次，查处20宗，查处率同比上升3%。",
        );
    }

    proptest! {
        #[test]
        fn a_rate_fires_exactly_when_it_is_off(whole in 50_u32..5000, part in 1_u32..5000, off in 2_u32..40) {
            let exact = u64::from(part) * 10_000 / u64::from(whole);
            let rounded = (u64::from(part) * 2000 + u64::from(whole)) / (2 * u64::from(whole));
            prop_assume!(exact % 10 != 5);
            let sentence = |tenths: u64| format!("征地任务共{whole}亩，已完成{part}亩，完成率{}.{}%。", tenths / 10, tenths % 10);
            silent(&RULE, &sentence(rounded));
            let wrong = rounded + u64::from(off) + 1 + 2000 / u64::from(whole) + u64::from(part) * 3000 / u64::from(whole) / u64::from(whole);
            let printed = format!("{}.{}%", wrong / 10, wrong % 10);
            fires(&RULE, &sentence(wrong), &[(1, &printed)]);
        }
    }
}
