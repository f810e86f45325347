//! 每份的数乘以份数，与合计不符。
//!
//! 为什么：每户几只、多少户、共几只，三个数都写了，一乘就知道。
//! 依据：算术。
//! 例：“向14户脱贫户每户发放鸡苗30只，共450只”，30×14＝420。
//! 反例：没有写合计，或者“约”“余”的数，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::line::{BACK_MAX, Line, lines};
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "product",
    title: "每份乘以份数与合计不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("product.rs"),
};

const SUMS: [&str; 8] =
    ["共", "共计", "合计", "总计", "共发放", "累计发放", "共补助", "共发放补助"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((2..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let total = line.items.get(at).filter(|it| it.mention.sense == Sense::Quantity)?;
    let words = line.ahead(at).trim_start_matches('，');
    if !SUMS.contains(&words) || !line.ahead(at).starts_with('，') || total.mention.is_rough() {
        return None;
    }
    let each = at - 1;
    let per = line.items.get(each).filter(|it| {
        it.amount.is_like(total.amount)
            && it.mention.sense == Sense::Quantity
            && !it.mention.is_rough()
    })?;
    let unit = each_unit(line, each)?;
    let around = (at.saturating_sub(BACK_MAX)..each).filter(|it| !line.parted(*it, at));
    let counts: Vec<usize> =
        around.filter(|it| line.items.get(*it).is_some_and(|it| it.mention.unit == unit)).collect();
    let [count] = counts[..] else { return None };
    let count = line.items.get(count).filter(|it| !it.mention.is_rough())?;
    let product = per.amount.value.checked_mul(count.amount.value)?;
    let slack = per.amount.step.checked_mul(count.amount.value)?.saturating_add(total.amount.step);
    if product.saturating_sub(total.amount.value).abs() <= slack / Decimal::TWO {
        return None;
    }
    let reason = format!(
        "{}×{}＝{}，文中为{}",
        line.numeral(per),
        line.print(count),
        total.amount.print(product),
        line.print(total)
    );
    Some(Hit::new(total.mention.span, reason))
}

/// The unit behind 每 in the clause before a number: 户 of 每户发放鸡苗.
fn each_unit<'c>(line: &Line<'c>, at: usize) -> Option<&'c str> {
    let words = line.ahead(at);
    let clause = words.rsplit(['，', '。', '；']).next().unwrap_or("");
    let behind = clause.get(clause.rfind('每')? + '每'.len_utf8()..)?;
    let units = ["户", "人", "家", "村", "镇", "辆", "宗", "公里", "座", "处", "台", "名", "亩"];
    units.iter().find(|it| behind.starts_with(**it)).map(|it| &behind[..it.len()])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_sum_that_is_not_the_product_fires() {
        fires(&RULE, "向14户脱贫户每户发放鸡苗30只，共450只。", &[(1, "450只")]);
        fires(
            &RULE,
            "为14户脱贫户每户补助850元，共计1.19万元；为20人每人补助300元，共6500元。",
            &[(1, "6500元")],
        );
    }

    #[test]
    fn right_products_and_missing_numbers_are_silent() {
        silent(
            &RULE,
            "向14户脱贫户每户发放鸡苗30只，共420只。每户发放鸡苗30只和饲料50斤，共420只。",
        );
        silent(&RULE, "投入经费11830元向沙陂村14户脱贫户，每户发放鸡苗30只和饲料50斤，帮助增收。");
    }
}
