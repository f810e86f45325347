//! 同一批对象前后数目不同。
//!
//! 为什么：一处说“四座桥梁已进入施工阶段”，另一处说“3座公路危旧桥改造现已进入施工阶段”，说的像是同一批桥，数目却不同。
//! 依据：算术（同文前后对照）；是不是同一批，要问起草的人。
//! 例：单位相同、说的是同一种东西、又说到了同一步，数目不同。
//! 反例：“4座桥梁已进入施工阶段”“3座桥梁已完成招标”说的不是同一步；“3座桥梁”“3个隐患点已进入施工阶段”不是同一种东西。

use std::collections::BTreeMap;

use terms::Grade;

use super::nearby::{clause_behind, line, whole};
use crate::check::mention::{Mention, Qualifier, Sense, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "group_count_differs",
    title: "同一批对象前后数目不同",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("group_count_differs.rs"),
};

/// Between the things and what has become of them, longest first.
const ADVERBS: [&str; 8] = ["均已", "现已", "都已", "已经", "全部", "正在", "已", "现"];
/// The shortest stage that says something, in characters.
const STAGE_CHARS_MIN: usize = 5;
/// Characters that many nouns share without being the same thing.
const COMMON: &str = "公路工程项目建设改造县乡村镇市省道";
/// So many earlier counts of one stage are compared with.
const KEPT: usize = 4;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut seen: BTreeMap<(&str, &str), Vec<(&str, &Mention)>> = BTreeMap::new();
    let mut hits = Vec::new();
    for mention in checked.mentions.iter().filter(|it| counts(it)) {
        let behind = clause_behind(whole(checked, mention.span), mention.span.end, 30);
        let Some((noun, stage)) = split(behind) else { continue };
        let earlier = seen.entry((mention.unit.as_str(), stage)).or_default();
        let other = earlier.iter().find(|it| {
            it.1.span.paragraph != mention.span.paragraph
                && it.1.value != mention.value
                && same_thing(it.0, noun)
        });
        if let Some((_, first)) = other {
            let reason = format!(
                "第{}行说“{}…{stage}”，这里说“{}…{stage}”，像是同一批，数目不同，请核对",
                line(checked, first.span),
                checked.slice(first.span),
                checked.slice(mention.span)
            );
            hits.push(Hit::new(mention.span, reason));
        }
        if earlier.len() < KEPT {
            earlier.push((noun, mention));
        }
    }
    hits
}

fn counts(mention: &Mention) -> bool {
    mention.sense == Sense::Quantity
        && !mention.unit.is_empty()
        && !mention.quoted
        && !mention.has(Qualifier::Vague)
        && !mention.has(Qualifier::OfWhich)
}

/// 桥梁 and 进入施工阶段 of “桥梁已进入施工阶段”.
fn split(behind: &str) -> Option<(&str, &str)> {
    let firsts = ADVERBS.iter().filter_map(|it| behind.find(it).map(|at| (at, it.len())));
    let (at, length) = firsts.min_by_key(|it| (it.0, std::cmp::Reverse(it.1)))?;
    let (noun, mut stage) = (behind.get(..at)?, behind.get(at + length..)?);
    while let Some(rest) = ADVERBS.iter().find_map(|it| stage.strip_prefix(it)) {
        stage = rest;
    }
    let plain = !noun.is_empty() && noun.chars().all(is_han);
    (plain && stage.chars().count() >= STAGE_CHARS_MIN).then_some((noun, stage))
}

fn same_thing(one: &str, other: &str) -> bool {
    one.chars().any(|it| !COMMON.contains(it) && other.contains(it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn two_counts_at_the_same_stage_fire() {
        fires(
            &RULE,
            "现四座桥梁已进入施工阶段。\n3座公路危旧桥改造现已进入施工阶段。",
            &[(2, "3座")],
        );
    }

    #[test]
    fn other_stages_things_and_equal_counts_are_silent() {
        silent(&RULE, "现四座桥梁已进入施工阶段。\n3座桥梁已完成招标工作。");
        silent(&RULE, "现四座桥梁已进入施工阶段。\n3座站房已进入施工阶段。");
        silent(&RULE, "现四座桥梁已进入施工阶段。\n4座危旧桥改造现已进入施工阶段。");
        silent(&RULE, "2座桥梁已进入施工阶段，3座大桥已进入施工阶段。");
    }
}
