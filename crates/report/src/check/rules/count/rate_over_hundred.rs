//! 完成率超过百分之百而没有说明。
//!
//! 为什么：完成数大于任务数，读者要问多出来的是什么：补充任务、超额完成，还是数错了。
//! 依据：行文习惯；完成率可以大于100%，但要写明原因。
//! 例：“已完成拆迁131户，完成率102.3%”。
//! 反例：“（含线内补征地），完成率104.6%”“超额完成”“新增”说明了原因；增长率、负债率等本来可以大于100%，不提示。

use terms::Grade;

use super::line::{Line, has_any, lines};
use super::rate::rate_words;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use rust_decimal::Decimal;

pub(super) const RULE: Rule = Rule {
    id: "rate_over_hundred",
    title: "完成率超过100%而没有说明",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("rate_over_hundred.rs"),
};

/// Rates that count what is done of what there is.
const BOUNDED: [&str; 20] = [
    "完成率",
    "办结率",
    "合格率",
    "整改率",
    "覆盖率",
    "安装率",
    "接入率",
    "到位率",
    "到岗率",
    "参会率",
    "满意率",
    "通过率",
    "上线率",
    "处置率",
    "处罚率",
    "备案率",
    "接种率",
    "支付率",
    "执行率",
    "开工率",
];
const REASONS: [&str; 16] = [
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
    "提前",
    "额外",
    "任务外",
    "任务之外",
    "调整",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    lines(checked)
        .flat_map(|line| (0..line.items.len()).filter_map(|it| hit(&line, it)).collect::<Vec<_>>())
        .collect()
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let item = line.items.get(at).filter(|it| it.amount.value > Decimal::ONE_HUNDRED)?;
    let words = rate_words(line, at)?.trim_end_matches(['为', '达', '到', '约', '是', ' ']);
    if !BOUNDED.iter().any(|it| words.ends_with(it)) || has_any(line.around(at), &REASONS) {
        return None;
    }
    let reason =
        format!("完成的比任务还多（{}），请写明多出部分的来由，或者核对两个数", line.print(item));
    Some(Hit::new(item.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn more_than_all_without_a_reason_fires() {
        fires(
            &RULE,
            "任务共128户（青莲镇118户，岭背镇10户），目前，已完成拆迁131，完成率102.3%。",
            &[(1, "102.3%")],
        );
        fires(&RULE, "开展检查50次，整改率达120%。", &[(1, "120%")]);
    }

    #[test]
    fn more_than_all_with_a_reason_and_other_rates_are_silent() {
        silent(
            &RULE,
            "已完成征地约4797.1794亩（含线内补征地），完成率104.6%；超额完成任务，完成率110%。",
        );
        silent(&RULE, "完成率100%，按期办结率99.5%，资产负债率120%，投资增长率达150%。");
    }
}
