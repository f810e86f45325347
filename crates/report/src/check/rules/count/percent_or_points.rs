//! 百分点写成百分数。
//!
//! 为什么：98%到99%是提高1个百分点；写“提高1%”，意思是提高到98.98%。
//! 依据：算术。
//! 例：“由98%提高到99%，提高1%”，应为“提高1个百分点”。
//! 反例：“由50%提高到60%，提高20%”（按比例算正好是20%），不提示。

use terms::{Grade, plain};

use super::growth::direction;
use super::line::{Item, Line, lines};
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "percent_or_points",
    title: "百分点写成百分数",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("percent_or_points.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((2..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let change = line.items.get(at).filter(|it| is_percent(it))?;
    let words = line.ahead(at);
    let clause = words.rsplit(['，', '。', '；', '（', '、']).next().unwrap_or("");
    direction(clause)?;
    let near: Vec<&Item<'_>> = (at.saturating_sub(NEAR)..at)
        .filter(|it| !line.parted(*it, at))
        .filter_map(|it| line.items.get(it).filter(|it| is_percent(it)))
        .collect();
    let (to, rest) = near.split_last()?;
    // 由98%提高到99%，提高1%; 99%，比上年的98%提高1%.
    let from = rest.last()?;
    let compared = (at - 2..at).any(|it| {
        let clause = line.ahead(it).rsplit(['，', '。', '；', '（', '、']).next().unwrap_or("");
        clause.starts_with(['比', '较']) || clause.contains(['由', '从'])
    });
    let apart = to.amount.value.saturating_sub(from.amount.value).abs();
    if !compared || apart != change.amount.value {
        return None;
    }
    let (old, new) = (line.print(from), line.print(to));
    let reason = format!("{old}与{new}相差{}个百分点，不是{}", plain(apart), line.print(change));
    let fix = format!("{}个百分点", line.numeral(change));
    Some(Hit::new(change.mention.span, reason).fix(fix))
}

/// How many numbers back the two rates may stand.
const NEAR: usize = 4;

fn is_percent(item: &Item<'_>) -> bool {
    item.mention.sense == Sense::Percent && item.amount.unit == "%"
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn points_called_percent_fire() {
        fixes(&RULE, "办结率由98%提高到99.5%，提高1.5%。", "1.5%", "1.5个百分点");
        fixes(&RULE, "上线率为98.6%，比4月份的97.9%提高0.7%。", "0.7%", "0.7个百分点");
        fixes(&RULE, "合格率从90%下降至85%，下降了5%。", "5%", "5个百分点");
    }

    #[test]
    fn points_and_true_percentages_are_silent() {
        silent(&RULE, "办结率由98%提高到99.5%，提高1.5个百分点；由50%提高到60%，提高20%。");
        silent(
            &RULE,
            "上线率为98.6%，比4月份的97.9%提高0.7个百分点；货运占30%，客运占20%，增长15%。",
        );
        silent(&RULE, "占比为98%，完成率99%，增长1%。");
    }
}
