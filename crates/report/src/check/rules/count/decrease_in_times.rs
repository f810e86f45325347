//! 减少用倍数，或减少超过百分之百。
//!
//! 为什么：减少一倍就是零，“下降2倍”不成话；降幅不会大于100%。
//! 依据：算术。
//! 例：“违法案件下降2倍”，应写成“下降三分之二”或“降至原来的三分之一”。
//! 反例：“增长2倍”“下降100%”，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::growth::{Direction, direction};
use super::line::lines;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "decrease_in_times",
    title: "减少用倍数",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("decrease_in_times.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        for (at, item) in line.items.iter().enumerate() {
            let words = line.ahead(at);
            let clause = words.rsplit(['，', '。', '；', '、']).next().unwrap_or("");
            let to = clause.trim_end_matches(['约', ' ']).ends_with(['到', '为', '至']);
            if to || direction(clause) != Some(Direction::Down) {
                continue;
            }
            let reason = match item.amount.unit {
                "倍" => "减少不能用倍数：减少一倍就是零",
                "%" if item.amount.value > Decimal::ONE_HUNDRED => "降幅不会大于100%",
                _ => continue,
            };
            hits.push(Hit::new(item.mention.span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn less_than_nothing_fires() {
        fires(
            &RULE,
            "违法案件下降2倍，事故减少了三倍，成本降低120%。",
            &[(1, "2倍"), (1, "三倍"), (1, "120%")],
        );
    }

    #[test]
    fn growth_in_times_and_decrease_to_nothing_are_silent() {
        silent(&RULE, "客运量增长2倍，增长120%，事故下降100%，杠杆倍数由5倍下降到3倍。");
    }
}
