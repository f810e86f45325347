//! “余”“多”跟在不是整数的数后面。
//!
//! 为什么：“余”表示比整十、整百多一些，115已经数到个位，“115余件”说不清是多少；与“共”连用更矛盾。
//! 依据：词语规范。
//! 例：“共115余件”应为“共115件”，或者“共110余件”。
//! 反例：“1200余份”“30余家”“20多万元”，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::group::makes_up;
use super::line::{Line, lines};
use crate::check::mention::{Mention, Qualifier};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

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
    let mut hits: Vec<Hit> = qualified(checked, Qualifier::Over)
        .filter(|it| says_over(checked, it) && is_exact(it))
        .map(|mention| {
            let number = numeral(checked, mention);
            let in_all =
                if mention.has(Qualifier::InAll) { "，与“共”也矛盾" } else { "" };
            Hit::new(
                mention.span,
                format!(
                    "{number}已经数到个位，不能再说“余”“多”{in_all}：写确数，或者只写整十、整百"
                ),
            )
        })
        .collect();
    hits.extend(lines(checked).flat_map(|line| made_up(checked, &line)));
    hits
}

fn numeral<'c>(checked: &'c Checked<'_>, mention: &Mention) -> &'c str {
    let range = mention.number.clone();
    checked.slice(Span { start: range.start, end: range.end, ..mention.span })
}

fn says_over(checked: &Checked<'_>, mention: &Mention) -> bool {
    let rest = checked.slice(mention.span).get(mention.number.len()..);
    rest.is_some_and(|it| it.starts_with(['余', '多']))
}

fn is_exact(mention: &Mention) -> bool {
    let round = (mention.value % Decimal::TEN).is_zero();
    !round && !mention.chinese && mention.scale == 0 && mention.value >= Decimal::TEN
}

/// 86人和74人参加，共160余人: the parts make up exactly 160.
fn made_up(checked: &Checked<'_>, line: &Line<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, item) in line.items.iter().enumerate() {
        let total = item.mention;
        let over = total.has(Qualifier::Over) && says_over(checked, total) && !is_exact(total);
        if over && makes_up(line, index) {
            let reason = format!("各项相加正好是{}，不能再说“余”“多”", numeral(checked, total));
            hits.push(Hit::new(total.span, reason));
        }
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
    fn a_little_more_than_the_exact_sum_of_its_parts_fires() {
        fires(&RULE, "种植茶叶320亩、油茶180亩，合计500余亩。", &[(1, "500余亩")]);
        silent(&RULE, "种植茶叶320亩、油茶183亩，合计500余亩。");
    }

    #[test]
    fn a_little_more_than_a_round_number_is_silent() {
        silent(
            &RULE,
            "共发放1200余份，检查30余家，投入20多万元、1.5万余元，走访二十余户，共3天多。",
        );
    }
}
