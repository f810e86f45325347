//! 增长率与两期的数不符。
//!
//! 为什么：本期数、上年同期数都写了，增减率一算就知道；方向写反了也看得出。
//! 依据：算术；按文中印出的小数位四舍五入。
//! 例：“完成客运量6.3万人，上年同期5.0万人，同比增长20.96%”，6.3÷5.0－1＝26%。
//! 反例：只写了一期的数，或者两期的数是四舍五入的而增减率在误差之内，不提示。

use rust_decimal::Decimal;
use terms::{Grade, half_up, plain};

use super::growth::{Direction, Growth, growths};
use super::line::{BACK_MAX, Item, Line, lines};
use super::rate::percent;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "growth_recomputed",
    title: "增减率与两期的数不符",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("growth_recomputed.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend(growths(&line).into_iter().filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, it: Growth) -> Option<Hit> {
    let change = line.items.get(it.change).filter(|it| !it.mention.is_rough())?;
    let (now, base) = (line.items.get(it.now?)?, line.items.get(it.base?)?);
    if now.mention.is_rough() || base.mention.is_rough() {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let (least, most) = match it.direction {
        Direction::Up => change.amount.bounds(),
        Direction::Down => {
            let (least, most) = change.amount.bounds();
            (-most, -least)
        }
    };
    // Any number of its kind before it may be the one that grew.
    let nows = (it.change.saturating_sub(BACK_MAX)..it.change)
        .filter(|at| Some(*at) != it.base)
        .filter_map(|at| line.items.get(at));
    for now in nows.filter(|it| it.amount.is_like(base.amount)) {
        let (present, past) = together(now, base);
        let low = percent(present.0, past.1)?.saturating_sub(hundred);
        let high = percent(present.1, past.0)?.saturating_sub(hundred);
        if low <= most && least <= high {
            return None;
        }
    }
    let exact = percent(now.amount.value, base.amount.value)?.saturating_sub(hundred);
    let places = change.mention.places;
    let word = if exact < Decimal::ZERO { "下降" } else { "增长" };
    let reason = format!(
        "{}比{}{word}{}%，文中的增减与此不符",
        line.print(now),
        line.print(base),
        plain(half_up(exact.abs(), places))
    );
    Some(Hit::new(change.mention.span, reason))
}

/// Bounds of two numbers that stand side by side: 35 beside 38.5 means 35.0.
fn together(now: &Item<'_>, base: &Item<'_>) -> ((Decimal, Decimal), (Decimal, Decimal)) {
    let half = now.amount.step.min(base.amount.step) / Decimal::TWO;
    let bounds = |it: &Item<'_>| {
        (it.amount.value.saturating_sub(half), it.amount.value.saturating_add(half))
    };
    (bounds(now), bounds(base))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_growth_that_its_two_numbers_do_not_give_fires() {
        fires(&RULE, "完成客运量63000人，上年同期50000人，同比增长20.96%。", &[(1, "20.96%")]);
        fires(&RULE, "查处案件309宗，去年同期412宗，同比上升25%。", &[(1, "25%")]);
        fires(&RULE, "完成客运量6.3万人，同比上升30.96%（上年同期5.2083万人）。", &[(1, "30.96%")]);
    }

    #[test]
    fn growths_that_are_right_or_cannot_be_recomputed_are_silent() {
        silent(
            &RULE,
            "完成客运量63000人，上年同期50000人，同比增长26%。查处案件309宗，去年同期412宗，同比下降25%。",
        );
        silent(&RULE, "完成客运量6.3万人，同比上升20.96%（上年同期5.2083万人），共发送9843班次。");
        silent(
            &RULE,
            "完成客运量6.3万人，与2020年同期上升20.96%，共发送9843班次。投资增长5%，货运量10万吨。",
        );
    }
}
