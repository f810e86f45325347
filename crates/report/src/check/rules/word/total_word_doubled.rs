//! “共”字重复。
//!
//! 为什么：一句话里说两次“共”，多半是改稿时留下的。
//! 依据：词语规范。
//! 例：“共受理办结行政许可事项共115件”，后一个“共”多余。
//! 反例：“共出动45人，共检查9辆”是两个分句；“公共汽车共11辆”里的“公共”是一个词。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "total_word_doubled",
    title: "“共”字重复",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("total_word_doubled.rs"),
};

/// 共 after these and before those is part of another word.
const BEFORE: &str = "公中总统一";
const BEHIND: &str = "同享产建和识治创赢青振进融存性用济鸣勉管商有";
/// How far one 共 reaches, in characters.
const REACH_CHARS: usize = 25;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sentence in &checked.sentences {
        for clause in &sentence.clauses {
            let span = Span::new(sentence.span.paragraph, clause.clone());
            hits.extend(second(checked.slice(span)).map(|at| {
                let place =
                    Span::new(span.paragraph, span.start + at..span.start + at + '共'.len_utf8());
                Hit::new(place, "前面已经说了“共”，这个“共”多余").fix("")
            }));
        }
    }
    hits
}

/// Where the second 共 of a clause stands: right before the number, with none between the two.
fn second(clause: &str) -> Option<usize> {
    let marks: Vec<(usize, char)> = clause.char_indices().collect();
    let mut first = None;
    for (index, (at, mark)) in marks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|it| marks.get(it)).map_or('\0', |it| it.1);
        let behind = marks.get(index + 1).map_or('\0', |it| it.1);
        if mark.is_ascii_digit() {
            first = None;
        } else if *mark == '共' && !BEFORE.contains(before) && !BEHIND.contains(behind) {
            match first {
                Some(there) if index - there <= REACH_CHARS && behind.is_ascii_digit() => {
                    return Some(*at);
                }
                _ => first = Some(index),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn two_totals_of_one_number_fire() {
        fixes(&RULE, "上半年共受理办结行政许可事项共115件。", "共", "");
    }

    #[test]
    fn totals_of_several_numbers_and_other_words_are_silent() {
        silent(
            &RULE,
            "共出动45人，共检查9辆。共查处9宗和共处罚8宗。公共汽车共11辆，中共党员共9人，共同完成共3项。",
        );
    }
}
