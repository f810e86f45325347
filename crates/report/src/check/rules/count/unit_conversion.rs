//! 同一个量用两个单位，换算不符。
//!
//! 为什么：括号里的数是前一个数的换算，不相等就有一个错了。
//! 依据：算术；四舍五入到末位的数，误差以内算相等。
//! 例：“全长3.5公里（3600米）”，3.5公里是3500米。
//! 反例：“11830元（1.2万元）”是四舍五入；“3.5公里（其中桥梁500米）”是分项，不提示。

use terms::Grade;

use super::line::{Line, lines};
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "unit_conversion",
    title: "两个单位换算不符",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("unit_conversion.rs"),
};

/// What stands between a quantity and the same in another unit.
const SAME: [&str; 14] = [
    "（",
    "(",
    "（即",
    "（约",
    "（合",
    "（约合",
    "（折合",
    "（约为",
    "，即",
    "，合",
    "，折合",
    "，约合",
    "即",
    "折合",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((1..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let (first, second) = (line.items.get(at - 1)?, line.items.get(at)?);
    let joint = line.between(at - 1, at).trim();
    let bracket = joint.starts_with(['（', '(']);
    let closed = !bracket || line.behind(at).starts_with(['）', ')']);
    let quantities =
        first.mention.sense == Sense::Quantity && second.mention.sense == Sense::Quantity;
    let other =
        (first.mention.scale, &first.mention.unit) != (second.mention.scale, &second.mention.unit);
    let same = SAME.contains(&joint) && closed && quantities && other;
    if !same || !first.amount.is_like(second.amount) || first.amount.agrees(second.amount) {
        return None;
    }
    if line.ahead(at - 1).trim_end().ends_with('每') {
        return None;
    }
    let unit = second.mention.printed_unit();
    let right = second.amount.print(first.amount.value);
    let reason = format!("{}是{right}{unit}，与{}不等", line.print(first), line.print(second));
    Some(Hit::new(second.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn two_units_of_one_quantity_that_differ_fire() {
        fires(
            &RULE,
            "全长3.5公里（3600米），经费11830元（1.3万元）。",
            &[(1, "3600米"), (1, "1.3万元")],
        );
        fires(
            &RULE,
            "发放饲料700斤，即375公斤；用地15亩（1.2公顷）。",
            &[(1, "375公斤"), (1, "1.2公顷")],
        );
    }

    #[test]
    fn conversions_within_rounding_and_parts_are_silent() {
        silent(
            &RULE,
            "全长3.5公里（3500米），经费11830元（1.2万元），用地15亩（1公顷）、1亩（666.67平方米）。",
        );
        silent(
            &RULE,
            "全长3.5公里（其中桥梁500米），长3.5公里（宽8.5米），路面宽7米（含路肩0.5米）。",
        );
    }
}
