//! 前说全部完成，后说还有未完成。
//!
//! 为什么：“完成率100%，未接入22辆”里有两个“完成”：装上了，还没有接入。读者要知道100%按哪一个算。
//! 依据：行文习惯。
//! 例：“已安装716辆，完成率100%，未接入平台22辆”，应写成“安装率100%，接入694辆，接入率97%”。
//! 反例：“安装率100%，未接入22辆”分清了口径；“完成率96%，未完成22辆”没有矛盾，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::line::{Line, lines};
use super::rate::rate_words;
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "done_not_all",
    title: "全部完成与未完成并存",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("done_not_all.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((1..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let left = line
        .items
        .get(at)
        .filter(|it| it.mention.sense == Sense::Quantity && it.amount.value > Decimal::ZERO)?;
    let clause =
        line.lead(at).trim_start_matches("其中").trim_start_matches(['尚', '还', '仍', '有']);
    line.items.get(at - 1).filter(|it| it.amount.value == Decimal::ONE_HUNDRED)?;
    let words = rate_words(line, at - 1)?.trim_end_matches(['为', '达', '到', ' ']);
    let near = line.between(at - 1, at).starts_with('，') && !line.parted(at - 1, at);
    let counted = at.checked_sub(2).and_then(|it| line.items.get(it))?;
    if !clause.starts_with('未')
        || !near
        || !words.ends_with("完成率")
        || !counted.amount.is_like(left.amount)
    {
        return None;
    }
    let reason = format!(
        "前面写完成率100%，这里还有{}{}：两个“完成”口径不同，请分开写明",
        clause,
        line.print(left)
    );
    Some(Hit::new(left.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn all_done_with_some_left_fires() {
        fires(
            &RULE,
            "总数为716辆，已安装716辆，完成率100%，未接入平台22辆，占3%。",
            &[(1, "22辆")],
        );
    }

    #[test]
    fn rates_that_say_of_what_are_silent() {
        silent(
            &RULE,
            "已安装716辆，安装率100%，未接入平台22辆；已完成96辆，完成率96%，未完成4辆。",
        );
        silent(&RULE, "已完成716辆，完成率100%，未发生事故。已完成716辆，完成率100%，查处22辆。");
    }
}
