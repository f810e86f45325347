//! 分项之和与总数似不符。
//!
//! 为什么：“其中”之后列了几项，加起来与总数对不上：也许漏列一项，也许有一个数错了。
//! 依据：算术。“其中”不一定列全，逗号隔开的分项也可能交叉，所以只请核实。
//! 例：“共查处各类违法行为253宗，其中道路运政44宗，超限超载219宗”，44＋219＝263。
//! 反例：分项加起来不到总数三分之二的，看作举例；“等”“主要”之后的，不提示。

use terms::Grade;

use super::judge::{Verdict, verdicts};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "part_sum_doubtful",
    title: "分项之和与总数似不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("part_sum_doubtful.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let doubtful = verdicts(checked).into_iter().filter(|it| it.verdict == Verdict::Doubtful);
    doubtful
        .map(|it| {
            let reason = format!("{}：如未列全，请写“等”或“主要有”；否则请核对", it.arithmetic);
            Hit::new(it.span, reason)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};
    use proptest::prelude::*;

    #[test]
    fn parts_behind_of_which_that_miss_the_total_fire() {
        fires(&RULE, "查处253宗，其中道路运政44宗，超限超载219宗。", &[(1, "253宗")]);
        fires(&RULE, "查处353宗，其中道路运政44宗，超限超载209宗。", &[(1, "353宗")]);
        fires(&RULE, "跨境司机244人，其中内地籍151人，香港籍92人。", &[(1, "244人")]);
        fires(&RULE, "共检查企业53家。其中客运20家、货运23家、维修9家。", &[(1, "53家")]);
        fires(&RULE, "任务128户，其中青莲镇118户、岭背镇9户；已完成。", &[(1, "128户")]);
    }

    #[test]
    fn examples_and_complete_lists_are_silent() {
        silent(
            &RULE,
            "查处253宗，其中道路运政44宗，超限超载209宗。跨境司机243人，其中内地籍151人，香港籍92人。",
        );
        silent(&RULE, "新增企业30家，其中规上企业5家、高新企业3家。查处253宗，其中超限超载209宗。");
        silent(
            &RULE,
            "查处29宗，其中主要有超限12宗、改装13宗；查处29宗，其中超限12宗、改装13宗等，移送公安3宗。",
        );
        silent(&RULE, "发现隐患30处，整改25处，其中重大隐患3处、一般隐患27处。");
        silent(&RULE, "查处29宗，其中超限12宗、改装17宗，已办结20宗，罚款5万元。");
        silent(&RULE, "审验50辆，其中客车30辆，占60%，货车20辆，占40%。");
        silent(&RULE, "批复总投资466.5225万元（其中工程建安费397.976万元）。");
    }

    proptest! {
        #[test]
        fn of_which_is_silent_when_it_adds_up_and_fires_when_it_is_near(parts in proptest::collection::vec(10_u32..500, 2..7), off in 1_u32..6) {
            let total: u32 = parts.iter().sum();
            let names = ["超限运输", "非法改装", "非法营运", "站外上客", "超员", "越线"];
            let listed: Vec<String> = parts.iter().zip(names).map(|it| format!("{}{}宗", it.1, it.0)).collect();
            let sentence = |total: u32| format!("共查处各类违法行为{total}宗，其中查处{}。", listed.join("、"));
            silent(&RULE, &sentence(total));
            let wrong = format!("{}宗", total + off);
            fires(&RULE, &sentence(total + off), &[(1, &wrong)]);
        }
    }
}
