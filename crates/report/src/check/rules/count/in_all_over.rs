//! “余”“多”跟在不是整数的数后面。
//!
//! 为什么：“余”表示比整十、整百多一些，115已经数到个位，“115余件”说不清是多少；与“共”连用更矛盾。
//! 依据：词语规范。
//! 例：“共115余件”应为“共115件”，或者“共110余件”。
//! 反例：“1200余份”“30余家”“20多万元”，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use crate::check::mention::{Mention, Qualifier};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "in_all_over",
    title: "“余”与确数连用",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("in_all_over.rs"),
};

/// Numbers of running text with a qualifier.
pub(super) fn qualified<'c>(
    checked: &'c Checked<'_>,
    qualifier: Qualifier,
) -> impl Iterator<Item = &'c Mention> {
    checked
        .mentions
        .iter()
        .filter(move |it| it.sense.is_quantity() && !it.quoted && it.has(qualifier))
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in qualified(checked, Qualifier::Over) {
        let number = checked.slice(crate::check::text::Span {
            start: mention.number.start,
            end: mention.number.end,
            ..mention.span
        });
        let words = checked.slice(mention.span);
        let over = words.get(number.len()..).is_some_and(|it| it.starts_with(['余', '多']));
        let round = (mention.value % Decimal::TEN).is_zero();
        if !over || round || mention.chinese || mention.scale > 0 || mention.value < Decimal::TEN {
            continue;
        }
        let in_all = if mention.has(Qualifier::InAll) { "，与“共”也矛盾" } else { "" };
        let reason =
            format!("{number}已经数到个位，不能再说“余”“多”{in_all}：写确数，或者只写整十、整百");
        hits.push(Hit::new(mention.span, reason));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_little_more_than_an_exact_number_fires() {
        fires(
            &RULE,
            "共受理办结行政许可事项共115余件，发放253多份。",
            &[(1, "115余件"), (1, "253多份")],
        );
    }

    #[test]
    fn a_little_more_than_a_round_number_is_silent() {
        silent(
            &RULE,
            "共发放1200余份，检查30余家，投入20多万元、1.5万余元，走访二十余户，共3天多。",
        );
    }
}
