//! 同比增减没有基数。
//!
//! 为什么：只写“上升20.96%”，读者不能复核，也不知道与哪个数比；本期数写了，上期数补一句即可。
//! 依据：行文习惯。
//! 例：“完成客运量6.3万人，与2020年同期上升20.96%”。
//! 反例：“同比增长5.6%”而全文都这样写，是统计上的习惯；写了上年同期的数，或者连本期数也没有写（引用统计公报的增速），不提示；一段里只提示一次。

use terms::Grade;

use super::growth::growths;
use super::line::{Item, lines};
use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "growth_without_base",
    title: "同比增减没有基数",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("growth_without_base.rs"),
};

/// Printed places from which a growth claims to be computed from numbers that somebody holds.
const PRECISE: u32 = 2;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    // “同比增长5.6%” alone is how statistics speak; beside growths told with their base it is an omission.
    let habit = lines(checked).any(|line| growths(&line).iter().any(|it| it.base.is_some()));
    for line in lines(checked) {
        let bare = growths(&line).into_iter().find_map(|it| {
            let change = line.items.get(it.change)?;
            // 下降5%以上 is a bound or a goal; a time is no value that grows.
            let bound = [Qualifier::AtLeast, Qualifier::AtMost, Qualifier::Planned];
            let told = |now: &&Item<'_>| {
                !["天", "日", "年", "个月", "小时"].contains(&now.amount.unit)
                    && !bound.iter().any(|it| change.mention.has(*it))
            };
            let now = line.items.get(it.now?).filter(told)?;
            let precise = change.mention.places >= PRECISE && now.mention.places < PRECISE;
            let bare = it.compared && it.base.is_none() && !it.earlier;
            (bare && (habit || precise) && !change.mention.is_rough()).then_some((change, now))
        });
        if let Some((change, now)) = bare {
            let reason = format!(
                "与同期比较，却没有同期的数，“{}”无从复核；请补出与{}相比的数",
                line.print(change),
                line.print(now)
            );
            hits.push(Hit::new(change.mention.span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_growth_that_nobody_can_recompute_fires() {
        fires(
            &RULE,
            "完成客运量6.3万人，与2020年同期上升20.96%，共发送9843班次。",
            &[(1, "20.96%")],
        );
        fires(&RULE, "查处309宗，同比下降12.35%。", &[(1, "12.35%")]);
    }

    #[test]
    fn growths_with_their_base_and_speeds_without_a_value_are_silent() {
        silent(&RULE, "完成客运量6.3万人，同比上升20.96%（上年同期5.2083万人）。");
        silent(
            &RULE,
            "全市生产总值同比增长8.53%，完成率102.35%。查处309宗，去年同期351宗，同比下降12%。",
        );
    }
}
