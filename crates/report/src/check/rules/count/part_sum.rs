//! 分项之和与总数不符。
//!
//! 为什么：总数和分项里必有一个数错了，读者一加就知道。
//! 依据：算术。分项已经列全（括号、冒号列出，或“……，共……”，或最后一项是“其他”）时两边必须相等；“其中”之后用顿号并列的分项，之和不能大于总数。
//! 例：“房屋拆迁任务共128户（青莲镇118户，岭背镇11户）”，118＋11＝129。
//! 反例：“其中超限12宗、非法改装13宗等”没有列全，“其中党员50人、女职工30人”互相交叉，不提示；以万元、公里等四舍五入的数相差末位，不提示。

use terms::Grade;

use super::judge::{Verdict, verdicts};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "part_sum",
    title: "分项之和与总数不符",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("part_sum.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let certain = verdicts(checked).into_iter().filter(|it| it.verdict == Verdict::Certain);
    certain.map(|it| Hit::new(it.span, it.arithmetic)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};
    use proptest::prelude::*;

    #[test]
    fn parts_that_are_all_told_and_do_not_make_the_total_fire() {
        fires(&RULE, "拆迁任务共128户（青莲镇118户，岭背镇11户），进展顺利。", &[(1, "128户")]);
        fires(&RULE, "共查处29宗：超限12宗、改装16宗。", &[(1, "29宗")]);
        fires(&RULE, "青莲镇118户、岭背镇11户，共128户。", &[(1, "128户")]);
        fires(&RULE, "处理76宗，其中非法营运6宗、出租汽车13宗、其他58宗。", &[(1, "76宗")]);
        fires(&RULE, "审验625辆，其中客车41辆、货车562辆以及教学车辆107辆。", &[(1, "625辆")]);
        fires(&RULE, "总投资1.2亿元（省补助8000万元、县配套3000万元）。", &[(1, "1.2亿元")]);
        fires(&RULE, "完成16公里，其中新建3.5公里、改建13500米。", &[(1, "16公里")]);
    }

    #[test]
    fn parts_that_make_the_total_are_silent() {
        silent(&RULE, "拆迁任务共128户（青莲镇118户，岭背镇10户），查处29宗：超限12宗、改装17宗。");
        silent(
            &RULE,
            "总投资1.1亿元（省补助8000万元、县配套3000万元），完成17公里，其中新建3.5公里、改建13500米。",
        );
        silent(&RULE, "审验625辆，其中客车41辆（大型30辆、中型11辆）、货车477辆和教学车辆107辆。");
        silent(&RULE, "总投资33.3万元（省补助11.12万元、市补助11.12万元、县配套11.12万元）。");
    }

    #[test]
    fn lists_that_are_open_or_cross_each_other_are_silent() {
        silent(&RULE, "查处29宗，其中超限12宗、改装10宗等。查处29宗，其中超限12宗、改装10宗。");
        silent(&RULE, "现有职工85人，其中党员50人、女职工30人、35岁以下40人。");
        silent(&RULE, "检查企业100家，其中发现隐患60家，已整改50家。");
        silent(&RULE, "发放48人次（去年30人次，今年15人次），共检查12宗，查处3宗。");
        silent(&RULE, "检查客运企业3家、货运企业5家，共约谈企业2家。");
        silent(&RULE, "罚款5万元（含滞纳金1万元、加处罚款2万元）。");
    }

    proptest! {
        #[test]
        fn a_total_told_with_all_parts_fires_exactly_when_it_is_wrong(parts in proptest::collection::vec(1_u32..5000, 2..7), off in 1_u32..50, form in 0_usize..3) {
            let total: u32 = parts.iter().sum();
            let names = ["超限运输", "非法改装", "非法营运", "站外上客", "超员", "其他行为"];
            let listed: Vec<String> = parts.iter().zip(names).map(|it| format!("{}{}宗", it.1, it.0)).collect();
            let listed = listed.join("、");
            let sentence = |total: u32| match form {
                0 => format!("共查处各类违法行为{total}宗（{listed}）。"),
                1 => format!("共查处各类违法行为{total}宗：{listed}。"),
                _ => format!("{listed}，共{total}宗。"),
            };
            silent(&RULE, &sentence(total));
            let wrong = format!("{}宗", total + off);
            fires(&RULE, &sentence(total + off), &[(1, &wrong)]);
        }
    }
}
