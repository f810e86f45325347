//! 完成数大于任务数而没有说明。
//!
//! 为什么：完成的比任务还多，要么有补充任务没有写，要么错了一个数。
//! 依据：行文习惯。
//! 例：“计划建设20公里，已完成28公里”。
//! 反例：写了完成率的由完成率那条去看；“超额”“含补充任务”说明了原因；单位不同，不提示。

use terms::Grade;

use super::line::{Line, has_any, lines, unbracketed};
use crate::check::mention::{Qualifier, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "done_over_plan",
    title: "完成数大于任务数",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("done_over_plan.rs"),
};

const REASONS: [&str; 14] = [
    "含",
    "包括",
    "补",
    "追加",
    "新增",
    "增加",
    "超额",
    "超计划",
    "超任务",
    "超出",
    "超过",
    "额外",
    "提前",
    "完成率",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((1..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let (plan, done) = (line.items.get(at - 1)?, line.items.get(at)?);
    let told = unbracketed(line.between(at - 1, at));
    let clause = told.rsplit('，').next().unwrap_or("");
    let started = ["已完成", "实际完成", "已建成", "已安装", "已拆迁", "累计完成", "现已完成"];
    let planned =
        has_any(line.lead(at - 1), &["计划", "任务"]) && !line.lead(at - 1).contains('率');
    let vague = [Qualifier::Each, Qualifier::AtLeast, Qualifier::From, Qualifier::To];
    let sharp = !vague.iter().any(|it| plan.mention.has(*it) || done.mention.has(*it));
    let quantities =
        [plan, done].iter().all(|it| it.mention.sense == Sense::Quantity && it.depth == 0);
    let fits = quantities
        && sharp
        && planned
        && plan.amount.is_like(done.amount)
        && started.iter().any(|it| clause.starts_with(it))
        && !line.parted(at - 1, at);
    if !fits || done.amount.value <= plan.amount.value || done.amount.agrees(plan.amount) {
        return None;
    }
    if has_any(line.around(at), &REASONS) {
        return None;
    }
    let reason =
        format!("完成{}，比任务{}还多，请写明来由或核对", line.print(done), line.print(plan));
    Some(Hit::new(done.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn more_done_than_planned_fires() {
        fires(&RULE, "计划建设安防工程20公里，目前，已完成28公里。", &[(1, "28公里")]);
    }

    #[test]
    fn less_done_or_a_reason_is_silent() {
        silent(
            &RULE,
            "计划建设20公里，已完成18公里；计划建设20公里，已完成28公里（含补充任务8公里）。",
        );
        silent(&RULE, "任务共128户，已完成131户，完成率102.3%。计划投资20万元，已完成28公里。");
    }
}
