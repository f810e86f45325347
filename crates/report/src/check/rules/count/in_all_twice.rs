//! 一个数前面有两个“共”。
//!
//! 为什么：“共受理……共115件”重复，删去一个。
//! 依据：词语规范。
//! 例：“共受理办结行政许可事项共115余件”，第二个“共”多余。
//! 反例：“公共汽车共11辆”“共同检查共3次”里只有一个表示总计，不提示。

use terms::Grade;

use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

use super::in_all_over::qualified;

pub(super) const RULE: Rule = Rule {
    id: "in_all_twice",
    title: "一个数前面有两个“共”",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("in_all_twice.rs"),
};

/// What may stand behind 共 when it does not mean “in all”.
const OTHER: &str = "同产建享青和治管性识商创用赢通振鸣度";
/// What may stand before it.
const BEFORE: &str = "公中";

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in qualified(checked, Qualifier::InAll) {
        let before = Span { start: mention.before.start, end: mention.before.end, ..mention.span };
        let lead = checked.slice(before);
        let places: Vec<usize> = lead
            .match_indices('共')
            .filter(|(at, word)| {
                let left = lead[..*at].chars().next_back();
                let right = lead[at + word.len()..].chars().next();
                !left.is_some_and(|it| BEFORE.contains(it))
                    && !right.is_some_and(|it| OTHER.contains(it))
            })
            .map(|it| it.0)
            .collect();
        let [_, .., last] = places[..] else { continue };
        let word = if lead[last..].starts_with("共计") { "共计" } else { "共" };
        if lead[last..].trim_end() != word {
            continue;
        }
        let start = before.start + last;
        let span = Span { start, end: start + word.len(), ..mention.span };
        hits.push(Hit::new(span, "前面已经有“共”，这里重复").fix(""));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_total_announced_twice_fires() {
        fixes(&RULE, "上半年共受理办结行政许可事项共115件。", "共", "");
        fixes(&RULE, "上半年共检查企业共计115家。", "共计", "");
    }

    #[test]
    fn one_total_and_other_words_with_the_character_are_silent() {
        silent(
            &RULE,
            "其中公共汽车共11辆，共同检查共3次，共检查30家，共发现隐患共性问题5个，中共党员共50人。",
        );
    }
}
