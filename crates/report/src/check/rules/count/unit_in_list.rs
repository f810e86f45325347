//! 并列各项里有一项单位写错。
//!
//! 为什么：总数和其余各项都是“公里”，只有一项写成“米”，而换成“公里”正好加得起来，就是单位写错了。
//! 依据：算术。
//! 例：“总里程46.8公里，其中国道21.3米、省道25.5公里”，21.3公里＋25.5公里＝46.8公里。
//! 反例：“完成17公里，其中新建3.5公里、改建13500米”，换算以后加得起来，不提示。

use rust_decimal::Decimal;
use terms::Grade;

use super::group::{TOTAL_BACK_MAX, is_part, list_end, opens};
use super::line::{Item, Line, has_any, lines};
use crate::check::mention::{Qualifier, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "unit_in_list",
    title: "并列各项里有一项单位写错",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("unit_in_list.rs"),
};

/// Units that are taken for each other, either way.
const CONFUSED: [(&str, &str); 12] = [
    ("公里", "米"),
    ("万元", "元"),
    ("亿元", "万元"),
    ("辆次", "辆"),
    ("人次", "人"),
    ("艘次", "艘"),
    ("家次", "家"),
    ("户次", "户"),
    ("万吨", "吨"),
    ("万人次", "人次"),
    ("亩", "公顷"),
    ("宗", "件"),
];
/// Parts that are added up at most.
const PARTS_MAX: usize = 12;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    lines(checked).flat_map(|line| of_line(&line)).collect()
}

fn of_line(line: &Line<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for first in (1..line.items.len()).filter(|it| opens(line, *it)) {
        let list: Vec<usize> = (first..list_end(line, first)).collect();
        let totals = (first.saturating_sub(TOTAL_BACK_MAX)..first).rev();
        hits.extend(totals.filter_map(|total| odd(line, total, &list)).next());
    }
    for total in 2..line.items.len() {
        let clause = line.ahead(total).rsplit(['，', '。', '；']).next().unwrap_or("");
        if has_any(clause, &["合计", "共计", "总计", "共"]) && clause.chars().count() <= 8 {
            let start = (total.saturating_sub(PARTS_MAX)..total)
                .rev()
                .find(|it| line.ahead(*it).contains('。'))
                .unwrap_or(total.saturating_sub(PARTS_MAX));
            let list: Vec<usize> = (start..total).rev().collect();
            hits.extend(odd(line, total, &list));
        }
    }
    hits
}

/// The part that makes up the total with the others when it is read in the total's own unit.
fn odd(line: &Line<'_>, total: usize, list: &[usize]) -> Option<Hit> {
    let whole = line.items.get(total).filter(|it| counts(it))?;
    let depth = line.items.get(*list.first()?)?.depth;
    if whole.depth > depth {
        return None;
    }
    let unit = whole.mention.printed_unit();
    let told = |at: &usize| {
        line.items.get(*at).is_some_and(|it| it.depth == depth && counts(it)) && is_part(line, *at)
    };
    let own = |at: &usize| line.items.get(*at).is_some_and(|it| it.mention.printed_unit() == unit);
    let others: Vec<usize> =
        list.iter().copied().filter(|it| told(it) && confused(line, *it, &unit)).collect();
    others.into_iter().take(PARTS_MAX).find_map(|odd| {
        let (mut sum, mut seen, mut plain) = (Decimal::ZERO, false, Decimal::ZERO);
        let parts = list.iter().filter(|it| told(it) && (own(it) || **it == odd)).take(PARTS_MAX);
        for (count, at) in parts.enumerate() {
            let value = line.items.get(*at).map_or(Decimal::ZERO, |it| it.mention.value);
            sum = sum.saturating_add(value);
            seen |= *at == odd;
            plain = if *at == odd { plain } else { plain.saturating_add(value) };
            // The others alone make up the total: the odd one is something else.
            if plain == whole.mention.value {
                return None;
            }
            if seen && count > 0 && sum == whole.mention.value {
                let item = line.items.get(odd)?;
                let words = line.print(item);
                let reason = format!(
                    "“{words}”的单位与总数{}不一致，改为“{unit}”正好加得起来",
                    line.print(whole)
                );
                return Some(
                    Hit::new(item.mention.span, reason)
                        .fix(format!("{}{unit}", line.numeral(item))),
                );
            }
        }
        None
    })
}

fn confused(line: &Line<'_>, at: usize, unit: &str) -> bool {
    let Some(item) = line.items.get(at) else { return false };
    let other = item.mention.printed_unit();
    CONFUSED
        .iter()
        .any(|it| (it.0, it.1) == (unit, other.as_str()) || (it.1, it.0) == (unit, other.as_str()))
}

fn counts(item: &Item<'_>) -> bool {
    use Qualifier::{About, AtLeast, AtMost, Each, From, Over, To};
    let vague = [About, AtLeast, AtMost, Each, From, Over, To];
    item.mention.sense == Sense::Quantity && !vague.iter().any(|it| item.mention.has(*it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn one_part_in_another_unit_fires() {
        fixes(&RULE, "总里程46.8公里，其中国道21.3米、省道25.5公里。", "21.3米", "21.3公里");
        fixes(
            &RULE,
            "重点营运车辆共236辆，其中旅游客车28辆次、班线客车145辆、危货车辆63辆。",
            "28辆次",
            "28辆",
        );
        fixes(
            &RULE,
            "拨付资本金2800元，6月底前再拨付2000万元，两次合计4800万元。",
            "2800元",
            "2800万元",
        );
    }

    #[test]
    fn parts_that_add_up_or_count_something_else_are_silent() {
        silent(
            &RULE,
            "完成17公里，其中新建3.5公里、改建13500米。总投资1.2亿元，其中省补助1亿元、县配套2000万元。",
        );
        silent(&RULE, "检查企业53家，其中客运20家、货运33家，共约谈8家次。");
        silent(&RULE, "检查车辆236辆次，其中客车28辆次、货车208辆次，扣押28辆。");
    }
}
