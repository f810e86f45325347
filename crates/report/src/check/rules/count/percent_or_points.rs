//! 百分点写成百分数。
//!
//! 为什么：98%到99%是提高1个百分点；写“提高1%”，意思是提高到98.98%。
//! 依据：算术。
//! 例：“由98%提高到99%，提高1%”，应为“提高1个百分点”。
//! 反例：“由50%提高到60%，提高20%”（按比例算正好是20%），不提示。

use terms::{Grade, plain};

use super::growth::direction;
use super::line::{Line, has_any, lines};
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
    let (from, to, change) =
        (line.items.get(at - 2)?, line.items.get(at - 1)?, line.items.get(at)?);
    let all = [from, to, change]
        .iter()
        .all(|it| it.mention.sense == Sense::Percent && it.amount.unit == "%");
    let turned = line.between(at - 2, at - 1);
    let told = has_any(turned, &["到", "至"])
        && turned.len() <= 45
        && line.ahead(at - 2).contains(['由', '从']);
    let apart = to.amount.value.saturating_sub(from.amount.value).abs();
    direction(line.ahead(at))?;
    if !all || !told || line.parted(at - 2, at) || apart != change.amount.value {
        return None;
    }
    let (old, new) = (line.print(from), line.print(to));
    let reason = format!("{old}到{new}相差{}个百分点，不是{}", plain(apart), line.print(change));
    let fix = format!("{}个百分点", line.numeral(change));
    Some(Hit::new(change.mention.span, reason).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn points_called_percent_fire() {
        fixes(&RULE, "办结率由98%提高到99.5%，提高1.5%。", "1.5%", "1.5个百分点");
        fixes(&RULE, "合格率从90%下降至85%，下降了5%。", "5%", "5个百分点");
    }

    #[test]
    fn points_and_true_percentages_are_silent() {
        silent(&RULE, "办结率由98%提高到99.5%，提高1.5个百分点；由50%提高到60%，提高20%。");
        silent(&RULE, "占比为98%，完成率99%，增长1%。");
    }
}
