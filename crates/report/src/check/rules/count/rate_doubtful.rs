//! 比率与数似不符。
//!
//! 为什么：比率前面的两个数相除，只差一位数字，多半是其中一个数写错了一位。
//! 依据：算术。哪两个数相除，文中没有说死，所以只请核实。
//! 例：“发现隐患312处，已整改298处，整改率95.6%”，298÷312＝95.5%。
//! 反例：附近有一对数能算出这个比率；差得远的，是别的数之比，不提示。

use rust_decimal::Decimal;
use terms::{Grade, half_up, plain};

use super::line::{Item, Line, lines};
use super::rate::{Rate, WHOLES, gives, is_reproduced, is_sharp, percent, rate_words, rates, told};
use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::rules::near::one_digit_apart;

pub(super) const RULE: Rule = Rule {
    id: "rate_doubtful",
    title: "比率与数似不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("rate_doubtful.rs"),
};

/// How far before a rate its whole may stand, in numbers.
const WHOLE_BACK_MAX: usize = 16;
/// How far before a rate its part may stand, in numbers that are no percentages.
const PARTS_MAX: usize = 3;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        let wrong = |it: &Rate| !gives(&line, *it) && !is_reproduced(&line, *it);
        let judged: Vec<usize> =
            rates(&line).iter().filter(|it| wrong(it)).map(|it| it.rate).collect();
        let others = (2..line.items.len()).filter(|it| !judged.contains(it));
        hits.extend(others.filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, rate: usize) -> Option<Hit> {
    let clause = rate_words(line, rate)?;
    let item = line.items.get(rate)?;
    let stem = clause.trim_end_matches(['为', '达', '到', '约', '是', '：', ' ']);
    let bare = clause.trim() == "的";
    let share = clause.contains('占') || bare || stem.ends_with('面');
    if !stem.ends_with('率') && !share || item.mention.is_rough() {
        return None;
    }
    let near: Vec<usize> = (rate.saturating_sub(WHOLE_BACK_MAX)..rate)
        .rev()
        .filter(|it| line.items.get(*it).is_some_and(|it| it.amount.unit != "%"))
        .collect();
    let parts = near.iter().take(PARTS_MAX);
    let mut pairs = parts.flat_map(|part| near.iter().map(|whole| (*part, *whole)));
    if pairs.any(|it| it.0 != it.1 && exactly_gives(line, Rate { rate, part: it.0, whole: it.1 })) {
        return None;
    }
    let part =
        *near.iter().find(|it| line.items.get(**it).is_some_and(|it| it.depth <= item.depth))?;
    let adjacent = !line.parted(part, rate)
        && line.between(part, rate).matches(['，', '。', '；']).count() <= 1;
    if !adjacent {
        return None;
    }
    if clause.contains("分别") {
        return None;
    }
    let of = clause.rsplit_once('占').map_or("", |it| it.1);
    // “占总投资4816万元的33.6%”: the whole stands between its part and the rate.
    let ways = if bare { 2 } else { 1 };
    let wholes = near.iter().copied().filter(|it| *it != part && names(line, *it, of));
    let mut pairs = wholes.flat_map(|it| [(part, it), (it, part)].into_iter().take(ways));
    let found = pairs.find_map(|(part, whole)| {
        let it = Rate { rate, part, whole };
        slips(line, it).then_some(it)
    })?;
    let told = told(line, found)?;
    let reason = format!("{told}，文中为{}，像是有一位写错了，请核对", line.print(item));
    Some(Hit::new(item.mention.span, reason))
}

/// Whether a number may be what a share is said to be of: 占批复投资的 asks for a 批复投资 before it.
fn names(line: &Line<'_>, whole: usize, of: &str) -> bool {
    let of = of.trim_end_matches(['的', '约', '为', '达', '到', ' ']);
    if WHOLES.contains(&of) || of.is_empty() {
        return true;
    }
    let words = format!("{}{}", line.lead(whole), line.follow(whole));
    let marks: Vec<char> = of.chars().take(12).collect();
    let mut pairs = marks.windows(2).map(|it| it.iter().collect::<String>());
    pairs.any(|it| it != "总数" && it != "总量" && words.contains(&it))
}

/// Whether part by whole gives the rate when both are printed as finely as the finer: 20 beside 4.6 means 20.0.
fn exactly_gives(line: &Line<'_>, it: Rate) -> bool {
    let (Some(rate), Some(part), Some(whole)) =
        (line.items.get(it.rate), line.items.get(it.part), line.items.get(it.whole))
    else {
        return false;
    };
    if !part.alike(whole) && !part.amount.may_be_like(whole.amount) {
        return false;
    }
    let half = part.amount.step.min(whole.amount.step) / Decimal::TWO;
    let of = |part: Decimal, whole: Decimal| percent(part, whole);
    let low = of(part.amount.value.saturating_sub(half), whole.amount.value.saturating_add(half));
    let high = of(part.amount.value.saturating_add(half), whole.amount.value.saturating_sub(half));
    let (least, most) = rate.amount.bounds();
    low.zip(high).is_none_or(|it| it.0 <= most && least <= it.1)
}

/// Whether one digit of the rate or of its part makes it right.
fn slips(line: &Line<'_>, it: Rate) -> bool {
    let (Some(rate), Some(part), Some(whole)) =
        (line.items.get(it.rate), line.items.get(it.part), line.items.get(it.whole))
    else {
        return false;
    };
    let sharp = is_sharp(part) && is_sharp(whole) && !whole.mention.has(Qualifier::About);
    // A few things are often a share of others by accident.
    let few = part.amount.value < Decimal::TEN && part.amount.step.is_zero();
    if !part.alike(whole) || !sharp || part.amount.value.is_zero() {
        return false;
    }
    let Some(exact) = percent(part.amount.value, whole.amount.value) else { return false };
    let printed = plain(half_up(exact, rate.mention.places));
    let numeral = line.numeral(rate);
    let coarse = rate.mention.places == 0;
    let near = exact.saturating_sub(rate.amount.value).abs() < Decimal::TEN;
    one_digit_apart(&printed, numeral) && (near || !coarse)
        || !few && other_digit_gives(rate, part, whole)
}

/// Whether the part with one other digit gives the rate: 5.85 printed as 6.85.
fn other_digit_gives(rate: &Item<'_>, part: &Item<'_>, whole: &Item<'_>) -> bool {
    let step = if part.amount.step.is_zero() { Decimal::ONE } else { part.amount.step };
    let steps = |rate: Decimal| {
        let value = rate.checked_mul(whole.amount.value)?.checked_div(Decimal::ONE_HUNDRED)?;
        value.checked_div(step)
    };
    let (least, most) = rate.amount.bounds();
    let (Some(low), Some(high)) = (steps(least), steps(most)) else { return false };
    let (low, high) = (low.ceil(), high.floor());
    // Too many candidates: the rate is too coarse to tell a slip.
    let count = high.saturating_sub(low);
    let Some(printed) = part.amount.value.checked_div(step).map(|it| it.round_dp(6)) else {
        return false;
    };
    if count < Decimal::ZERO || count > Decimal::from(CANDIDATES_MAX) {
        return false;
    }
    let printed = plain(printed);
    let mut value = low;
    while value <= high {
        if one_digit_apart(&plain(value), &printed) {
            return true;
        }
        value += Decimal::ONE;
    }
    false
}

/// So many values of the part may give one rate.
const CANDIDATES_MAX: u32 = 150;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_rate_one_digit_off_fires() {
        fires(&RULE, "发现隐患312处，已整改298处，整改率95.6%。", &[(1, "95.6%")]);
        fires(&RULE, "全中心186名职工中，具有中级以上职称的37人，占19.3%。", &[(1, "19.3%")]);
        fires(
            &RULE,
            "项目批复投资386万元，实际完成投资471万元，占批复投资的96.1%。",
            &[(1, "96.1%")],
        );
    }

    #[test]
    fn right_rates_and_rates_of_other_numbers_are_silent() {
        silent(&RULE, "发现隐患312处，已整改298处，整改率95.5%。");
        silent(&RULE, "检查企业154家次，发现隐患312处，群众满意率97.2%。");
        // 10,000 times the number is the greatest decimal, but for half a unit of its last place.
        let most = "7922816251426433759354395万元";
        silent(&RULE, &format!("计划投资{most}，实际完成投资{most}，完成率99.9%。"));
        silent(&RULE, "全年受理5246件，办结5231件，网上办理4197件，占受理总数的80%。");
    }
}
