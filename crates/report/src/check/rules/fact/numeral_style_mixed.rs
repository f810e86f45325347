//! 同一句里统计数一处用阿拉伯数字、一处用汉字。
//!
//! 为什么：“检查渡船8艘，发出通知书两份”，同是统计数，写法应当一致。
//! 依据：GB/T 15835—2011，同一场合数字形式应统一。
//! 例：“检查渡船8艘，发出隐患整改通知书两份”应为“2份”。
//! 反例：“公路建设、运输管理两方面”“历时两年”“应急物资一批”“组成三个小组，检查9次”。

use terms::Grade;

use super::nearby::whole;
use crate::check::mention::{Mention, Qualifier, Sense, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "numeral_style_mixed",
    title: "统计数的数字形式不统一",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("numeral_style_mixed.rs"),
};

/// Measure words of things that are counted for statistics.
const COUNTED: [&str; 20] = [
    "宗", "件", "起", "份", "辆", "艘", "座", "处", "户", "家", "台", "名", "人", "辆次", "人次",
    "场次", "班次", "间", "根", "道",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let all = &checked.mentions;
    for (index, mention) in all.iter().enumerate().filter(|it| it.1.chinese) {
        if !counts(checked, mention) || mention.has(Qualifier::Vague) {
            continue;
        }
        let near = all.iter().skip(index.saturating_sub(4)).take(9);
        let arabic = near.filter(|it| it.sentence == mention.sentence && !it.chinese);
        if let Some(other) = arabic.into_iter().find(|it| counts(checked, it)) {
            let reason = format!(
                "同一句里统计数的写法不统一：“{}”用阿拉伯数字，“{}”用汉字",
                checked.slice(other.span),
                checked.slice(mention.span)
            );
            let fix = format!("{}{}", mention.value.normalize(), mention.printed_unit());
            hits.push(Hit::new(mention.span, reason).fix(fix));
        }
    }
    hits
}

/// A count that closes its clause behind a noun: 检查渡船8艘，.
fn counts(checked: &Checked<'_>, mention: &Mention) -> bool {
    let text = whole(checked, mention.span);
    let before = text.get(..mention.span.start).unwrap_or("").chars().next_back();
    let behind = text.get(mention.span.end..).unwrap_or("").chars().next();
    let closes = behind.is_none_or(|it| "，。；、（".contains(it));
    mention.sense == Sense::Quantity
        && !mention.quoted
        && !mention.is_rough()
        && mention.scale == 0
        && COUNTED.contains(&mention.unit.as_str())
        && before.is_some_and(|it| is_han(it) && !"等这那各每".contains(it))
        && closes
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn both_forms_in_one_sentence_fire() {
        fixes(
            &RULE,
            "2021年上半年共检查渡船8艘，发出隐患整改通知书两份，对渡口进行管控。",
            "两份",
            "2份",
        );
    }

    #[test]
    fn other_chinese_numerals_are_silent() {
        silent(&RULE, "共办理建议33件，涉及公路建设、运输管理两方面，历时两年。");
        silent(&RULE, "组成三个小组检查9次，储备物资一批，共3箱。发出通知书两份。检查渡船8艘。");
        silent(&RULE, "现四座桥梁进入施工阶段，完成总工程量的15%，涵洞12道。");
    }
}
