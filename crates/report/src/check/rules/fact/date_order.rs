//! 起止时间颠倒。
//!
//! 为什么：止期早于起期，开工晚于完工，至少有一个日期写错，或者两个写反了。
//! 依据：算术（公历）。
//! 例：“2月5日至2月2日”；“2021年6月开工，2021年3月完工”。
//! 反例：“11月至2月”“12月20日至2月28日”可以跨年，不报。

use terms::Grade;

use super::calendar::{dates, days, may_cross_years};
use super::nearby::{clause_behind, has, whole};
use crate::check::mention::{Mention, Moment, When};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "date_order",
    title: "起止时间颠倒",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("date_order.rs"),
};

const BEGINS: [&str; 7] = ["开工", "进场", "动工", "启动", "开始", "立案", "受理"];
const ENDS: [&str; 9] =
    ["完工", "竣工", "结束", "通车", "交工", "验收", "办结", "结案", "全面完成"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut last: Option<(&Mention, When)> = None;
    for (_, mention, when) in dates(checked) {
        if reversed(checked, &when) {
            let words = checked.slice(mention.span);
            hits.push(Hit::new(mention.span, format!("“{words}”的止期早于起期，请核对两个日期")));
        }
        if let Some((first, begun)) = last.filter(|it| it.0.sentence == mention.sentence)
            && begins(checked, first)
            && ends(checked, mention)
            && comparable(&begun.from, &when.from)
            && days(checked, &begun).zip(days(checked, &when)).is_some_and(|it| it.0.0 > it.1.1)
        {
            let (start, end) = (checked.slice(first.span), checked.slice(mention.span));
            let reason =
                format!("前面说{start}开始，这里说{end}结束，止期早于起期，请核对两个日期");
            hits.push(Hit::new(mention.span, reason));
        }
        last = Some((mention, when));
    }
    hits
}

fn reversed(checked: &Checked<'_>, when: &When) -> bool {
    let Some(to) = when.to else { return false };
    if let (Some(from), Some(to)) = (when.from.month, to.month)
        && (when.from.year.is_none() || when.to.and_then(|it| it.year).is_none())
        && may_cross_years(from, to)
        && from != to
    {
        return false;
    }
    match (days(checked, when), when.from.year, to.year) {
        (Some((from, last)), ..) => from > last,
        (None, Some(from), Some(to)) => from > to,
        // The year is not known; any will do to compare months and days.
        (None, ..) => when
            .from
            .days(2020)
            .zip(to.days(2020))
            .is_some_and(|(from, to)| when.from.year.is_none() && from.0 > to.1),
    }
}

/// Both with their year, or both in the same unnamed year.
fn comparable(begun: &Moment, ended: &Moment) -> bool {
    let named = |it: &Moment| it.year.is_some() || it.relative_year.is_some();
    match (named(begun), named(ended)) {
        (true, true) => true,
        (false, false) => {
            begun.month.zip(ended.month).is_some_and(|it| !may_cross_years(it.0, it.1))
        }
        _ => false,
    }
}

fn begins(checked: &Checked<'_>, mention: &Mention) -> bool {
    let clause = clause_behind(whole(checked, mention.span), mention.span.end, 12);
    has(clause, &BEGINS) && !has(clause, &ENDS)
}

fn ends(checked: &Checked<'_>, mention: &Mention) -> bool {
    let clause = clause_behind(whole(checked, mention.span), mention.span.end, 12);
    has(clause, &ENDS) && !has(clause, &BEGINS)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn reversed_ranges_fire() {
        fires(&RULE, "2月5日至2月2日，开展执法行动。", &[(1, "2月5日至2月2日")]);
        fires(&RULE, "2035-2020年公路规划。", &[(1, "2035-2020年")]);
        fires(&RULE, "6-1月份，共查处9宗。", &[(1, "6-1月份")]);
        fires(&RULE, "2021年6月1日至2021年5月1日。", &[(1, "2021年6月1日至2021年5月1日")]);
    }

    #[test]
    fn an_end_before_its_beginning_fires() {
        fires(&RULE, "该工程2021年6月开工，2021年3月完工。", &[(1, "2021年3月")]);
        fires(&RULE, "该案6月20日立案，6月2日结案。", &[(1, "6月2日")]);
    }

    #[test]
    fn right_order_and_turns_of_the_year_are_silent() {
        silent(&RULE, "2月1日至2月2日，1-6月份，2020-2035年，2020年12月至2021年2月。");
        silent(&RULE, "每年11月至2月为枯水期，12月20日至2月28日为封闭期，2020年11月至次年2月。");
        silent(&RULE, "该工程2020年11月开工，2021年3月完工；另一工程11月开工，3月完工。");
        silent(&RULE, "4月23日经会议审议通过。6月25日确定设计单位，3月11日召开了评审会。");
    }
}
