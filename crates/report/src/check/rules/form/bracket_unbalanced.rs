//! 括号不成对。
//!
//! 为什么：只有一半的括号，读者不知道括进去的到哪里为止。
//! 依据：GB/T 15834—2011 第4.9条，括号成对使用。
//! 例：“共128户（青莲镇118户，岭背镇10户，已完成131户。”
//! 反例：“1）清理”一类的序数由“序数写法不对”提示，这里不重复。

use terms::Grade;

use super::pairs::pairs;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "bracket_unbalanced",
    title: "括号不成对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.9"),
    check,
    source: include_str!("bracket_unbalanced.rs"),
};

/// Full and half width fit each other here; that they are mixed is another rule's word.
const KINDS: &[(&str, &str)] = &[("（(", "）)"), ("〔", "〕"), ("【", "】"), ("[［", "]］")];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        for (at, mark) in pairs(&paragraph.text, KINDS).lonely {
            let item = matches!(mark, ')' | '）') && ends_with_number(&paragraph.text[..at]);
            if at < label || item {
                continue;
            }
            let which = if KINDS.iter().any(|it| it.0.contains(mark)) { "后" } else { "前" };
            hits.push(Hit::new(
                Span::new(index, at..at + mark.len_utf8()),
                format!("括号不成对：缺{which}括号"),
            ));
        }
    }
    hits
}

/// “；2）修复”: an item of a list, whatever one thinks of it.
fn ends_with_number(before: &str) -> bool {
    let rest = before.trim_end_matches(|it: char| it.is_ascii_digit());
    rest.len() < before.len()
        && rest
            .chars()
            .next_back()
            .is_none_or(|it| matches!(it, '；' | '。' | '：' | '，' | ';' | ' '))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn half_a_pair_fires_where_it_stands() {
        fires(&RULE, "共128户（青莲镇118户，已完成131户。", &[(1, "（")]);
        fires(&RULE, "清市交2021〕2号文件，已转发。", &[(1, "〕")]);
        fires(&RULE, "甲（乙）丙）丁。", &[(1, "）")]);
    }

    #[test]
    fn pairs_and_items_are_silent() {
        silent(&RULE, "共128户（青莲镇118户（含2户），岭背镇10户），〔2021〕2号。");
        silent(&RULE, "(二）开展执法。任务：1）清理；2）修复。");
    }
}
