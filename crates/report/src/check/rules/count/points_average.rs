//! 人均记分不可能。
//!
//! 为什么：一次违法记分最少1分、最多12分，人次与总分相除超出这个范围，两个数里必有一个错了。
//! 依据：道路交通安全违法行为记分管理办法第七条，一次记分的分值为12分、9分、6分、3分、1分；2022年4月以前的旧规定同样是1分至12分。
//! 例：“记分274人次，共11190分”，每人次40.8分。
//! 反例：“记分274人次，共1119分”，每人次4.1分；考试得分、考核扣分不是驾驶证记分，不提示。

use rust_decimal::Decimal;
use terms::{Grade, half_up, plain};

use super::line::{Line, has_any, lines};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "points_average",
    title: "人均记分不可能",
    grade: Grade::Must,
    authority: Authority::Law("道路交通安全违法行为记分管理办法 第七条"),
    check,
    source: include_str!("points_average.rs"),
};

/// Most points for one offence.
const MOST: u32 = 12;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((1..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let (times, points) = (line.items.get(at - 1)?, line.items.get(at)?);
    let told = line.lead(at - 1).contains("记分") || line.ahead(at).contains("记分");
    let sums = has_any(line.ahead(at), &["共", "合计", "累计", "记"]);
    let fits = times.amount.unit == "人次" && points.amount.unit == "分" && told && sums;
    let rough = times.mention.is_rough() || points.mention.is_rough();
    if !fits || rough || line.parted(at - 1, at) || times.amount.value <= Decimal::ZERO {
        return None;
    }
    let (count, sum) = (times.amount.value, points.amount.value);
    let possible = sum >= count && sum <= count.saturating_mul(Decimal::from(MOST));
    let average = plain(half_up(sum.checked_div(count)?, 1));
    let reason = format!(
        "{}÷{}＝{average}，一次记分只能是1至12分",
        line.numeral(points),
        line.numeral(times)
    );
    (!possible).then(|| Hit::new(points.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn averages_that_no_offence_can_give_fire() {
        fires(&RULE, "对超载驾驶员记分274人次，共11190分。", &[(1, "11190分")]);
        fires(&RULE, "对超载驾驶员记分274人次，共119分。", &[(1, "119分")]);
    }

    #[test]
    fn possible_averages_and_other_points_are_silent() {
        silent(
            &RULE,
            "对超载驾驶员记分274人次，共1119分。参加考试20人次，共1800分；记分12分的1人次。",
        );
    }
}
