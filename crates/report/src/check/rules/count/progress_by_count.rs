//! 进度百分数与个数不符。
//!
//! 为什么：个数写明了，“已完成80%”按个数却算不出来；如果按工程量或投资计算，要写明按什么算。
//! 依据：算术。
//! 例：“共5个建设任务，现建成1个，基本建成2个，在建2个，已完成80%工程建设”，按个数是20%或60%。
//! 反例：“已完成60%”“已完成投资80%”“完成总工程量的80%”写明了按什么算，不提示。

use rust_decimal::Decimal;
use terms::{Grade, half_up, plain};

use super::line::{Line, has_any, lines};
use super::rate::percent;
use super::states::{Progress, choices, is_done, progresses};
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "progress_by_count",
    title: "进度百分数与个数不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("progress_by_count.rs"),
};

const OTHER_MEASURES: [&str; 8] =
    ["投资", "工程量", "产值", "资金", "总量", "进度", "里程", "面积"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend(progresses(&line).iter().filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, it: &Progress) -> Option<Hit> {
    let last = *it.states.last()?;
    let rate = line.items.get(last + 1).filter(|it| {
        it.mention.sense == Sense::Percent && it.amount.unit == "%" && !it.mention.is_rough()
    })?;
    let words = line.ahead(last + 1);
    let told =
        words.trim_end_matches(['约', '了']).ends_with("完成") && !has_any(words, &OTHER_MEASURES);
    if !told || line.parted(last, last + 1) || has_any(line.follow(last + 1), &OTHER_MEASURES) {
        return None;
    }
    let total = line.items.get(it.total)?.amount.value;
    let near = |sum: &Decimal| {
        percent(*sum, total).is_some_and(|it| {
            let off = it.saturating_sub(rate.amount.value).abs();
            off <= rate.amount.step
        })
    };
    let finished: Vec<usize> = it.states.iter().copied().filter(|it| is_done(line, *it)).collect();
    if choices(line, &finished, 1).iter().any(near) {
        return None;
    }
    let done = line.items.get(*it.states.first()?)?.amount.value;
    let by_count = plain(half_up(percent(done, total)?, rate.mention.places));
    let reason = format!(
        "按个数算，完成的是{by_count}%，得不出{}；如按工程量或投资计算，请写明",
        line.print(rate)
    );
    Some(Hit::new(rate.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_progress_that_no_count_gives_fires() {
        fires(
            &RULE,
            "我县共5个建设任务，现建成1个，基本建成2个，在建2个，已完成80%工程建设。",
            &[(1, "80%")],
        );
    }

    #[test]
    fn a_progress_by_count_or_by_another_measure_is_silent() {
        silent(&RULE, "共5个建设任务，现建成1个，基本建成2个，在建2个，已完成60%。");
        silent(&RULE, "共5个建设任务，现建成1个，基本建成2个，在建2个，已完成投资70%。");
        silent(&RULE, "共5个建设任务，现建成1个，基本建成2个，在建2个，已完成70%工程量。");
    }
}
