//! 省略号不对。
//!
//! 为什么：省略号是六个连点，占两个字；写成三个句点或者一个“…”都不是省略号。
//! 依据：GB/T 15834—2011，省略号的形式为“……”，前后不再用“等”。
//! 例：“客运站...”应为“客运站……”；“客运站、服务区等……”留一个。
//! 反例：“……”；版本号、网址里的点不算。

use terms::Grade;

use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "ellipsis_form",
    title: "省略号不对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("ellipsis_form.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let mut rest = 0;
        while let Some(start) = text[rest..].find(is_dot).map(|it| it + rest) {
            let dot = text[start..].chars().next().unwrap_or('.');
            let run = text[start..].len() - text[start..].trim_start_matches(dot).len();
            rest = start + run;
            let before = text[..start].chars().next_back().unwrap_or('\0');
            let span = Span::new(index, start..rest);
            if is_wrong(dot, run / dot.len_utf8(), before) {
                hits.push(Hit::new(span, "省略号写作“……”").fix("……"));
            } else if dot == '…' && before == '等' {
                let span = Span::new(index, start - '等'.len_utf8()..rest);
                hits.push(Hit::new(span, "“等”与省略号意思重复，留一个"));
            }
        }
    }
    hits
}

fn is_dot(mark: char) -> bool {
    matches!(mark, '.' | '…' | '·' | '．')
}

fn is_wrong(dot: char, count: usize, before: char) -> bool {
    let chinese = is_han(before) || "，、。；：”》）".contains(before);
    match dot {
        '…' => count % 2 == 1 && chinese,
        _ => count >= 3 && chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn other_dots_fire() {
        fixes(&RULE, "检查客运站、服务区...", "...", "……");
        fixes(&RULE, "检查客运站、服务区…均已落实。", "…", "……");
        fires(&RULE, "检查客运站、服务区等……", &[(1, "等……")]);
    }

    #[test]
    fn right_marks_are_silent() {
        silent(&RULE, "检查客运站、服务区……均已落实。长3.5公里，见1.2.3节，卡尔·马克思。");
    }
}
