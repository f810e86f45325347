//! 每份的数乘以份数，与合计不符。
//!
//! 为什么：每户几只、多少户、共几只，三个数都写了，一乘就知道。
//! 依据：算术。
//! 例：“向14户脱贫户每户发放鸡苗30只，共450只”，30×14＝420。
//! 反例：没有写合计，或者“约”“余”的数，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::line::{Item, Line, lines};
use crate::check::mention::{Qualifier, Sense};
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
/// How far around 每 its count and its total are looked for, in numbers: before, behind.
const AROUND: (usize, usize) = (10, 2);

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((0..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

/// A number per one, its total and its count: 平均每站5人 beside 9个站 and 45人.
fn hit(line: &Line<'_>, each: usize) -> Option<Hit> {
    let per = line.items.get(each).filter(|it| is_sharp(it))?;
    let unit = each_unit(line, each)?;
    let near = each.saturating_sub(AROUND.0)..line.items.len().min(each + 1 + AROUND.1);
    let mean = line.ahead(each).contains("平均") || line.ahead(each).contains('均');
    let counts: Vec<usize> = near
        .clone()
        .filter(|it| *it != each && (mean || !line.parted(*it, each)))
        .filter(|it| {
            let named = line.follow(*it).chars().take(8).collect::<String>().contains(unit);
            line.items.get(*it).is_some_and(|it| {
                is_sharp(it)
                    && (counts_in(it.mention.unit.as_str(), unit)
                        || it.mention.unit == "个" && named)
            })
        })
        .collect();
    let totals: Vec<usize> = near
        .filter(|it| *it != each && !line.parted(*it, each))
        .filter(|it| {
            let told = mean && *it < each || *it > each && is_sum(line, *it);
            told && line.items.get(*it).is_some_and(|it| it.alike(per) && is_sharp(it))
        })
        .collect();
    let fits = |count: usize, total: usize| makes(line, each, count, total, mean);
    if counts.iter().any(|count| totals.iter().any(|total| fits(*count, *total) != Some(false))) {
        return None;
    }
    // The parts of a count stand behind it; only the whole can be meant.
    let value = |it: &&usize| line.items.get(**it).map(|it| it.amount.value);
    let (count, total) = (counts.iter().max_by_key(value)?, totals.last()?);
    let (count, total) = (line.items.get(*count)?, line.items.get(*total)?);
    let product = per.amount.value.checked_mul(count.mention.amount()?)?;
    let reason = format!(
        "{}×{}＝{}，文中为{}",
        line.numeral(per),
        line.print(count),
        total.amount.print(product),
        line.print(total)
    );
    Some(Hit::new(total.mention.span, reason))
}

/// Whether so many times the one is the total; a mean is rounded to its last digit. None when it cannot be told.
fn makes(line: &Line<'_>, each: usize, count: usize, total: usize, mean: bool) -> Option<bool> {
    let (per, count, total) =
        (line.items.get(each)?, line.items.get(count)?, line.items.get(total)?);
    let count = count.mention.amount()?;
    let product = per.amount.value.checked_mul(count)?;
    let digit = if per.amount.step.is_zero() { Decimal::ONE } else { per.amount.step };
    let step = if mean { digit } else { Decimal::ZERO };
    let slack = step.checked_mul(count)?.saturating_add(total.amount.step);
    Some(product.saturating_sub(total.amount.value).abs() <= slack / Decimal::TWO)
}

/// ，共420只; 26.4公里共可争取补助5808万元.
fn is_sum(line: &Line<'_>, at: usize) -> bool {
    let words = line.ahead(at).trim_start_matches('，');
    SUMS.contains(&words) || words.starts_with('共') && words.chars().count() <= 8
}

/// Whether things are counted by the one that 每 names: 名 are 人, 批次 are 批.
fn counts_in(unit: &str, one: &str) -> bool {
    unit == one
        || unit == "批次" && one == "批"
        || unit == "场次" && one == "场"
        || matches!((unit, one), ("名", "人") | ("人", "名"))
}

fn is_sharp(item: &Item<'_>) -> bool {
    use Qualifier::{Above, AtLeast, AtMost, From, Nearly, Over, Short, To};
    let vague = [Above, AtLeast, AtMost, From, Nearly, Over, Short, To];
    item.mention.sense == Sense::Quantity && !vague.iter().any(|it| item.mention.has(*it))
}

/// The unit behind 每 in the clause before a number: 户 of 每户发放鸡苗.
fn each_unit<'c>(line: &Line<'c>, at: usize) -> Option<&'c str> {
    let words = line.ahead(at);
    let clause = words.rsplit(['，', '。', '；']).next().unwrap_or("");
    let behind = clause.get(clause.rfind('每')? + '每'.len_utf8()..)?;
    let units = [
        "户", "人", "家", "村", "镇", "辆", "宗", "公里", "座", "处", "台", "名", "亩", "期", "批",
        "艘", "次", "站", "队", "组", "米", "条", "场", "个",
    ];
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
    fn a_mean_that_is_not_the_total_by_the_count_fires() {
        fires(&RULE, "举办培训班3期，培训执法人员262人次，平均每期54人次。", &[(1, "262人次")]);
        fires(
            &RULE,
            "县道改建每公里补助220万元，26.4公里共可争取补助5908万元。",
            &[(1, "5908万元")],
        );
        silent(
            &RULE,
            "举办培训班3期，培训执法人员162人次，平均每期54人次，每公里补助220万元，26.4公里共可争取补助5808万元。",
        );
        silent(
            &RULE,
            "38名干部职工与76户脱贫户结成对子，平均每人联系2户；投资41.1亿元，长31.6公里，平均每公里1.3亿元。",
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
