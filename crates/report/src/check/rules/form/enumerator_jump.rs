//! “一是、二是”不连续。
//!
//! 为什么：跳过一项，多是删改时漏了，读者会以为少了内容。
//! 依据：行文习惯。
//! 例：“一是……；二是……；四是……。”
//! 反例：另起一组，从“一是”重新开始。

use rust_decimal::Decimal;
use terms::Grade;

use crate::check::label::in_chinese;
use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "enumerator_jump",
    title: "列举词不连续",
    grade: Grade::Must,
    authority: Authority::Habit,
    check,
    source: include_str!("enumerator_jump.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let items: Vec<&Mention> =
        checked.mentions.iter().filter(|it| it.sense == Sense::Enumerator).collect();
    let mut hits = Vec::new();
    for list in items.chunk_by(|one, next| one.span.paragraph == next.span.paragraph) {
        for pair in list.windows(2) {
            let [one, next] = pair else { continue };
            if next.value == Decimal::ONE || next.value == one.value + Decimal::ONE {
                continue;
            }
            // 一要 inside 二是 is another list.
            let ending = |it: &Mention| checked.slice(it.span).chars().next_back();
            if ending(one) != ending(next) {
                continue;
            }
            let expected = u32::try_from(one.value).unwrap_or(0).saturating_add(1);
            hits.push(Hit::new(
                next.span,
                format!(
                    "列举不连续：按顺序应为“{}{}”",
                    in_chinese(expected),
                    ending(next).unwrap_or('是')
                ),
            ));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_gap_or_a_repetition_fires() {
        fires(&RULE, "一是抓排查；二是抓整改；四是抓培训。", &[(1, "四是")]);
        fires(&RULE, "一是抓排查；二是抓整改；二是抓培训。", &[(1, "二是")]);
    }

    #[test]
    fn lists_in_order_and_new_lists_are_silent() {
        silent(&RULE, "一是抓排查；二是抓整改。下半年一是抓培训；二是抓考核。");
        silent(&RULE, "一是抓排查。\n三是抓整改。");
    }
}
