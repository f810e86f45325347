//! 千分位用得不一致。
//!
//! 为什么：有的大数分节，有的不分节，同一份文件里应当一致。
//! 依据：GB/T 15835—2011，同一文件中数字形式应当统一。
//! 例：“12,345元”与“31758元”同时出现。
//! 反例：四位数不分节；全文都分节或者都不分节。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "thousands_mixed",
    title: "千分位用得不一致",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("thousands_mixed.rs"),
};

/// Integers of so many digits would be grouped.
const DIGITS_MIN: usize = 5;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let (mut grouped, mut plain) = (Vec::new(), Vec::new());
    for it in checked.mentions.iter().filter(|it| it.sense.is_quantity() && !it.chinese) {
        let place = Span::new(it.span.paragraph, it.number.clone());
        let whole = checked.slice(place).split('.').next().unwrap_or("");
        if whole.contains([',', '，']) {
            grouped.push(place);
        } else if whole.len() >= DIGITS_MIN {
            plain.push(place);
        }
    }
    let (rare, many, says) = if grouped.len() <= plain.len() {
        (&grouped, plain.len(), "别处的大数都不分节")
    } else {
        (&plain, grouped.len(), "别处的大数都用千分位分节")
    };
    let hit = |it: &Span| Hit::new(*it, format!("{says}（{many}处），全文应当一致"));
    if many == 0 { Vec::new() } else { rare.iter().map(hit).collect() }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn the_rarer_form_fires() {
        fires(&RULE, "追回31758元，投入11830元，罚款12,345元。", &[(1, "12,345")]);
        fires(&RULE, "追回31,758元，投入11,830元，罚款12345元。", &[(1, "12345")]);
    }

    #[test]
    fn one_form_is_silent() {
        silent(
            &RULE,
            "追回31758元，投入11830元，罚款1,234元以下的9宗。".replace("1,234", "1234").as_str(),
        );
        silent(&RULE, "追回31,758元，出动4233人次。");
    }
}
