//! 同一数量前后不一致。
//!
//! 为什么：同一件事在文中出现两次，数字不同，必有一处没有改过来。
//! 依据：算术（同文前后对照）。
//! 例：前面“征地任务共4584.66亩”，后面“征地任务4548.66亩”。
//! 反例：“查处超限超载309宗”与“已处罚超限超载280宗”；不同时段、不同地点、不同项目的数；法规里的各项限额。

use std::collections::BTreeMap;

use terms::Grade;

use super::nearby::line;
use super::regulation::is_regulation;
use super::same_quantity::{Key, key};
use crate::check::mention::Mention;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "quantity_differs",
    title: "同一数量前后不一致",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("quantity_differs.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    if is_regulation(checked) {
        return Vec::new();
    }
    let mut seen: BTreeMap<Key, &Mention> = BTreeMap::new();
    let mut hits = Vec::new();
    for (index, mention) in checked.mentions.iter().enumerate() {
        let Some(key) = key(checked, index) else { continue };
        let what = key.what.clone();
        let first = *seen.entry(key).or_insert(mention);
        let (one, other) = (first.amount(), mention.amount());
        // 约1620万元 and 1618.5万元 may both be right.
        if one.is_some() && one != other && first.is_rough() == mention.is_rough() {
            let reason = format!(
                "“{what}”第{}行写{}，这里写{}，前后不一致，请核对",
                line(checked, first.span),
                checked.slice(first.span),
                checked.slice(mention.span)
            );
            hits.push(Hit::new(mention.span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn one_quantity_with_two_values_fires() {
        fires(
            &RULE,
            "房屋拆迁征地任务共4584.66亩。\n房屋拆迁征地任务为4548.66亩。",
            &[(2, "4548.66亩")],
        );
        fires(
            &RULE,
            "上半年共查处超限超载违章案件309宗。\n1-6月份，查处超限超载违章案件390宗。",
            &[(2, "390宗")],
        );
        let name = "阳山县省道260线文塔大桥段改建工程";
        fires(
            &RULE,
            &format!(
                "总结\n一、建设\n（一）{name}。总投资约4816万元。\n（二）{name}。总投资约4861万元。"
            ),
            &[(4, "4861万元")],
        );
    }

    #[test]
    fn different_quantities_are_silent() {
        silent(&RULE, "共查处超限超载违章案件309宗，已处罚超限超载违章案件280宗。");
        silent(&RULE, "1-6月份，出动执法车辆1661辆次。\n2月1日至2月2日，出动执法车辆45辆次。");
        silent(&RULE, "青莲镇完成房屋拆迁任务118户，岭背镇完成房屋拆迁任务10户。");
        silent(
            &RULE,
            "总结\n一、甲桥改造工程\n总投资约4816万元。\n二、乙桥改造工程\n总投资约887万元。",
        );
        silent(
            &RULE,
            "G107线完成隐患路段整治3处，G323线完成隐患路段整治5处。去年完成隐患路段整治9处。",
        );
        silent(
            &RULE,
            "第一条 处以违法所得罚款2万元。\n第二条 处以违法所得罚款3万元。\n第三条 甲。",
        );
        silent(&RULE, "房屋拆迁补偿不少于30万元。房屋拆迁补偿不少于50万元。");
        silent(&RULE, "征地拆迁任务共128户。\n征地拆迁任务128户。\n征地拆迁任务约130户。");
    }
}
