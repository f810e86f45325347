//! 序数不连续。
//!
//! 为什么：跳号说明漏了一部分，或者增删段落后忘了重排。
//! 依据：GB/T 9704—2012 第7.3.3条，结构层次序数依次标注。
//! 例：“三、”之后是“五、”；“（七）”之后有两个空括号，再后面仍写“（八）”。
//! 反例：换了上一级标题，下级从“（一）”重新开始。

use terms::Grade;

use super::siblings::{begins_anew, groups, number_span, value};
use crate::check::label::in_chinese;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Section, Text};

pub(super) const RULE: Rule = Rule {
    id: "heading_number_jump",
    title: "序数不连续",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_number_jump.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    groups(checked.text).into_iter().flat_map(|it| in_group(checked.text, &it)).collect()
}

fn in_group(text: &Text, group: &[&Section]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let (mut expected, mut blank) = (1_u32, 0_u32);
    for section in group {
        let Some(value) = value(text, section) else {
            (expected, blank) = (expected.saturating_add(1), blank + 1);
            continue;
        };
        let again = value.checked_add(1) == Some(expected) && blank == 0;
        let anew = value == 1 && begins_anew(text, section);
        if value != expected && !again && !anew {
            let span = number_span(text, section);
            hits.extend(span.map(|it| Hit::new(it, reason(section.level, value, expected, blank))));
        }
        (expected, blank) = (value.saturating_add(1), 0);
    }
    hits
}

fn reason(level: u8, value: u32, expected: u32, blank: u32) -> String {
    let print = |value: u32| match level {
        1 => format!("{}、", in_chinese(value)),
        2 => format!("（{}）", in_chinese(value)),
        3 => format!("{value}."),
        _ => format!("（{value}）"),
    };
    let unnumbered = if blank > 0 {
        format!("（前面有{blank}个没有序数的标题，也占号）")
    } else {
        String::new()
    };
    if value > expected {
        format!("序数不连续：按顺序应为“{}”，这里是“{}”{unnumbered}", print(expected), print(value))
    } else {
        format!("序数倒退：按顺序应为“{}”，这里又是“{}”{unnumbered}", print(expected), print(value))
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn gaps_and_steps_back_fire() {
        fires(&RULE, "一、甲\n内容。\n二、乙\n内容。\n四、丁\n内容。", &[(5, "四、")]);
        fires(
            &RULE,
            "一、计划\n（一）甲。内容。\n（）乙。内容。\n（）丙。内容。\n（二）丁。内容。",
            &[(5, "（二）")],
        );
        fires(&RULE, "一、甲\n（二）乙。内容。", &[(2, "（二）")]);
    }

    #[test]
    fn numbers_in_order_and_new_beginnings_are_silent() {
        silent(&RULE, "一、甲\n（一）乙。内容。\n（二）丙。内容。\n二、丁\n（一）戊。内容。");
        silent(
            &RULE,
            "第三条 有下列情形的：\n（一）甲；\n（二）乙。\n第四条 有下列情形的：\n（一）丙；\n（二）丁。",
        );
        silent(
            &RULE,
            "报告\n一、甲\n内容。\n二、乙\n内容。\n附件：1.清单\n2.责任表\n某局\n2021年7月2日\n附件1\n一、丙\n内容。\n附件2\n一、丁\n内容。",
        );
    }
}
