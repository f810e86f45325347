//! 同一种量用了两种单位。
//!
//! 为什么：“检查228辆”是车辆数，“检查5087辆次”是次数，同一辆车查两次算两辆次；混着用，两个数不能相加也不能比较。
//! 依据：行文习惯；统计口径（人与人次、辆与辆次不得混用）。
//! 例：一处“检查各类客货运车辆5087辆次”，另一处“检查各类车辆228辆”；同一句里“3万元”和“11830元”。
//! 反例：“年审车辆625辆”与“检查车辆5087辆次”不是同一种量；“罚款500元”与“总投资3万元”不在一句。

use std::collections::BTreeMap;

use terms::Grade;

use super::nearby::{clause_before, has, whole};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "unit_mixed",
    title: "同一种量用了两种单位",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("unit_mixed.rs"),
};

/// What is done once and again to the same ones: act, unit of the ones, unit of the times.
const REPEATED: [(&str, &str, &str); 6] = [
    ("检查", "辆", "辆次"),
    ("检查", "艘", "艘次"),
    ("检查", "家", "家次"),
    ("出动", "人", "人次"),
    ("出动", "辆", "辆次"),
    ("出动", "艘", "艘次"),
];
/// From this many yuan on, 万元 would be as natural.
const LARGE_YUAN: i64 = 10_000;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = times_and_ones(checked);
    hits.extend(yuan(checked));
    hits
}

fn times_and_ones(checked: &Checked<'_>) -> Vec<Hit> {
    let mut uses: BTreeMap<usize, (Vec<&Mention>, Vec<&Mention>)> = BTreeMap::new();
    for mention in checked.mentions.iter().filter(|it| it.sense == Sense::Quantity && !it.quoted) {
        let act = clause_before(whole(checked, mention.span), mention.span.start, 16);
        for (kind, (word, ones, times)) in REPEATED.iter().enumerate() {
            let (one, many) = (mention.unit == *ones, mention.unit == *times);
            if (one || many) && act.contains(word) && !has(act, &["抽调", "每"]) {
                let entry = uses.entry(kind).or_default();
                if one { entry.0.push(mention) } else { entry.1.push(mention) }
            }
        }
    }
    let mixed = uses.into_iter().filter_map(|(kind, (ones, times))| {
        let (act, one, many) = REPEATED.get(kind)?;
        let other = checked.slice(times.first()?.span);
        Some(ones.into_iter().map(move |it| {
            let reason = format!(
                "“{act}”的数量一处用“{many}”（{other}），一处用“{one}”（{}），口径不同，请统一",
                checked.slice(it.span)
            );
            Hit::new(it.span, reason)
        }))
    });
    mixed.flatten().collect()
}

/// 3万元 and 11830元 in one sentence.
fn yuan(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut before: Option<&Mention> = None;
    for mention in checked.mentions.iter().filter(|it| it.unit == "元" && !it.quoted) {
        let other = before.filter(|it| it.sentence == mention.sentence);
        if let Some(other) = other.filter(|it| it.scale != mention.scale) {
            let (plain, scaled) =
                if mention.scale == 0 { (mention, other) } else { (other, mention) };
            let large = plain.scale == 0 && plain.value >= rust_decimal::Decimal::from(LARGE_YUAN);
            if large && scaled.scale == 4 {
                let reason = format!(
                    "同一句里金额单位不统一：“{}”用万元，“{}”用元",
                    checked.slice(scaled.span),
                    checked.slice(plain.span)
                );
                hits.push(Hit::new(plain.span, reason));
            }
        }
        before = Some(mention);
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn ones_beside_times_fire() {
        fires(
            &RULE,
            "1-6月份检查各类客货运车辆5087辆次。2月1日至2月2日检查各类车辆228辆。",
            &[(1, "228辆")],
        );
        fires(&RULE, "出动执法人员152人次。\n全天出动执法人员20人。", &[(2, "20人")]);
        fires(&RULE, "投入资金3万元，其中鸡苗费11830元。", &[(1, "11830元")]);
    }

    #[test]
    fn other_measures_are_silent() {
        silent(&RULE, "年审车辆625辆，检查车辆5087辆次，检查渡船8艘，抽调工作人员共45人。");
        silent(&RULE, "处以500元以上5万元以下罚款。追回路产赔偿31758元。总投资887.79万元。");
    }
}
