//! 桩号与长度不符。
//!
//! 为什么：起讫桩号相减就是长度，对不上就有一个数错了。
//! 依据：算术；按印出的位数四舍五入。有断链的路段不能这样算，写明断链的不提示。
//! 例：“（K24+450至K27+950）长4.5公里”，27950－24450＝3500米。
//! 反例：“K24+450至K27+950段长3.5公里”“K1+000至K2+000、K5+000至K6+000，共2公里”。

use rust_decimal::Decimal;
use terms::{Grade, plain};

use super::amount::Amount;
use super::stakes::{Stretch, stretches, words_near};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "stake_length",
    title: "桩号与长度不符",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("stake_length.rs"),
};

/// How far behind the stakes the length may stand, in bytes.
const NEAR: usize = 60;
const LENGTHS: [&str; 5] = ["长", "全长", "总长", "里程", "共"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let all = stretches(checked);
    let mut hits = Vec::new();
    for (at, stretch) in all.iter().enumerate() {
        let found = length_of(checked, stretch).or_else(|| length_before(checked, stretch));
        let Some((length, told)) = found else { continue };
        let chain = all.get(at.saturating_sub(7)..=at).unwrap_or_default();
        let near: Vec<&Stretch> =
            chain.iter().filter(|it| it.sentence == stretch.sentence).collect();
        let (mut sum, mut fits) = (Decimal::ZERO, false);
        for it in near.iter().rev() {
            sum = sum.saturating_add(it.metres);
            fits |= told.rounds(sum);
        }
        if fits || words_near(checked, stretch).contains("断链") {
            continue;
        }
        let reason = format!(
            "{}相距{}米，文中的长度是{}",
            checked.slice(stretch.span),
            plain(stretch.metres),
            checked.slice(length.span)
        );
        hits.push(Hit::new(length.span, reason));
    }
    hits
}

/// The length told right behind a stretch, before any other number.
fn length_of<'c>(checked: &'c Checked<'_>, stretch: &Stretch) -> Option<(&'c Mention, Amount<'c>)> {
    let own = |it: &&Mention| {
        it.sense == Sense::Quantity && it.sentence == stretch.sentence && !it.is_rough()
    };
    let length = checked.mentions.get(stretch.last + 1).filter(own)?;
    let amount = Amount::of(length).filter(|it| it.unit == "米")?;
    let text = &checked.text.paragraphs.get(stretch.span.paragraph)?.text;
    let words = text.get(stretch.span.end..length.span.start)?;
    let told =
        LENGTHS.iter().any(|it| words.trim_end_matches(['为', '约', '计', ' ']).ends_with(it))
            || matches!(words.trim().trim_start_matches('）'), "（" | "段（" | "段" | "，");
    (words.len() <= NEAR && told).then_some((length, amount))
}

/// 全长31.6公里，起点桩号为K48+200，终点桩号为K79+800.
fn length_before<'c>(
    checked: &'c Checked<'_>,
    stretch: &Stretch,
) -> Option<(&'c Mention, Amount<'c>)> {
    let at = stretch.last.checked_sub(2)?;
    let length = checked.mentions.get(at).filter(|it| {
        it.sense == Sense::Quantity && it.sentence == stretch.sentence && !it.is_rough()
    })?;
    let amount = Amount::of(length).filter(|it| it.unit == "米")?;
    let text = &checked.text.paragraphs.get(stretch.span.paragraph)?.text;
    let words = text.get(length.span.end..stretch.span.start)?;
    let lead = text.get(length.before.clone())?.trim_end_matches(['为', '约']);
    (words.starts_with("，起点") && words.len() <= NEAR && lead.ends_with("长"))
        .then_some((length, amount))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_length_that_the_stakes_do_not_give_fires() {
        fires(
            &RULE,
            "一期工程（K24+450至K27+950）长4.5公里，总投资约4816万元。",
            &[(1, "4.5公里")],
        );
        fires(
            &RULE,
            "路线起于大塘村（桩号K12+300），止于岭脚村（桩号K35+800），全长33.5公里。全长31.8公里，起点桩号为K48+200，终点桩号为K79+800。",
            &[(1, "33.5公里"), (1, "31.8公里")],
        );
        fires(&RULE, "整治K1+000～K2+200段（1300米）。", &[(1, "1300米")]);
    }

    #[test]
    fn lengths_that_the_stakes_give_are_silent() {
        silent(&RULE, "一期工程（K24+450至K27+950）长3.5公里。K24+450至K27+950，全长3500米。");
        silent(
            &RULE,
            "整治K1+000至K2+000、K5+000至K6+000，共2公里。K0+000至K9+000段有断链，长8.5公里。",
        );
        silent(
            &RULE,
            "路线起于大塘村（桩号K12+300），止于岭脚村（桩号K35+800），全长23.5公里。全长31.6公里，起点桩号为K48+200，终点桩号为K79+800。",
        );
        silent(&RULE, "在K1+000至K2+000增设护栏300米，K3+000处桥长20米。");
    }
}
