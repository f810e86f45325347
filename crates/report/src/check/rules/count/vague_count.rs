//! 物资、设备只说“一批”。
//!
//! 为什么：“储备应急物资一批”没有数，读者不知道够不够，下一期也无从比较。
//! 依据：行文习惯。
//! 例：“储备了防汛防风抢险应急物资一批”，应写明主要品名和数量。
//! 反例：“培养了一批骨干”“建成一批重点项目”是概说，不提示。

use terms::Grade;

use super::in_all_over::qualified;
use super::line::has_any;
use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "vague_count",
    title: "物资只说“一批”",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("vague_count.rs"),
};

const GOODS: [&str; 14] = [
    "物资",
    "器材",
    "设备",
    "装备",
    "用品",
    "材料",
    "工具",
    "物品",
    "口罩",
    "药品",
    "沙袋",
    "机具",
    "防护服",
    "仪器",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in qualified(checked, Qualifier::Vague).filter(|it| it.unit == "批") {
        let words = |range: &std::ops::Range<usize>| {
            checked.slice(Span { start: range.start, end: range.end, ..mention.span }).trim()
        };
        let lead = words(&mention.before);
        if words(&mention.after).is_empty()
            && GOODS.iter().any(|it| lead.ends_with(it))
            && !has_any(lead, &["第", "上"])
        {
            hits.push(Hit::new(mention.span, "只说“一批”，没有数：请写明主要品名和数量"));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn goods_without_a_number_fire() {
        fires(&RULE, "加强巡查，储备了防汛防风抢险应急物资一批。", &[(1, "一批")]);
    }

    #[test]
    fn goods_with_a_number_and_general_talk_are_silent() {
        silent(
            &RULE,
            "储备沙袋2000个，培养了一批骨干，建成一批重点项目，分一批、两批实施，查处一批典型案件。",
        );
    }
}
