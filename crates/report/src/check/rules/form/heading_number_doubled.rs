//! 序数重复。
//!
//! 为什么：同级两条用了同一个序数，引用时分不清。
//! 依据：GB/T 9704—2012 第7.3.3条，结构层次序数依次标注。
//! 例：同一部分里有两个“（三）”。
//! 反例：不同部分各有一个“（三）”。

use terms::Grade;

use super::siblings::{begins_anew, groups, number_span, value};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "heading_number_doubled",
    title: "序数重复",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_number_doubled.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for group in groups(checked.text) {
        for pair in group.windows(2) {
            let [first, second] = pair else { continue };
            let same =
                value(checked.text, first).filter(|it| value(checked.text, second) == Some(*it));
            if same.is_some() && !begins_anew(checked.text, second) {
                hits.extend(
                    number_span(checked.text, second).map(|it| Hit::new(it, "与前一条的序数相同")),
                );
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn the_same_number_twice_fires_at_the_second() {
        fires(
            &RULE,
            "一、甲\n（一）乙。内容。\n（一）丙。内容。\n（二）丁。内容。",
            &[(3, "（一）")],
        );
    }

    #[test]
    fn the_same_number_in_another_part_is_silent() {
        silent(&RULE, "一、甲\n（一）乙。内容。\n二、丙\n（一）丁。内容。");
        silent(&RULE, "第三条 有下列情形的：\n（一）甲。\n第四条 有下列情形的：\n（一）丙。");
    }
}
