//! 量词和名词不搭配。
//!
//! 为什么：桩论“根”、桥论“座”、船论“艘”，用错了不像内行写的。
//! 依据：词语规范（名词量词搭配，见 `data/measure_words.txt`）。
//! 例：“第四条桩基础”应为“第四根桩基础”。
//! 反例：“三座桥梁”“12道涵洞”“桥梁检查记录5条”说的是记录。

use std::sync::LazyLock;

use terms::Grade;

use super::nearby::{clause_before, whole};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "measure_word_wrong",
    title: "量词和名词不搭配",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("measure_word_wrong.rs"),
};

/// Noun, measure words that cannot go with it, the one that does.
struct Match {
    noun: &'static str,
    wrong: Vec<&'static str>,
    right: &'static str,
}

static MATCHES: LazyLock<Vec<Match>> = LazyLock::new(|| {
    let lines = include_str!("../../data/measure_words.txt").lines();
    lines.filter(|it| !it.starts_with('#')).filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Match> {
    let mut parts = line.split_whitespace();
    let (noun, wrong, right) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Match { noun, wrong: wrong.split('、').collect(), right })
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let found = checked.mentions.iter().filter(|it| !it.quoted).filter_map(|mention| {
        let words = checked.slice(mention.span);
        let unit = unit(mention, words)?;
        let text = whole(checked, mention.span);
        let behind = text.get(mention.span.end..)?;
        let right = MATCHES.iter().find(|it| {
            let after = behind.starts_with(it.noun);
            // 桥梁25条: the noun may stand before, when nothing is counted behind.
            let before = || {
                let lead = clause_before(text, mention.span.start, 8);
                let lead = lead.trim_end_matches(['共', '约', '有', '达']);
                lead.ends_with(it.noun) && behind.starts_with(['，', '。', '；', '、', '（'])
            };
            it.wrong.contains(&unit) && (after || mention.sense == Sense::Quantity && before())
        })?;
        let head = words.strip_suffix(unit)?;
        let reason = format!("“{}”的量词是“{}”，不用“{unit}”", right.noun, right.right);
        Some(Hit::new(mention.span, reason).fix(format!("{head}{}", right.right)))
    });
    found.collect()
}

/// The measure word at the end of 三条, 25条, 第四条.
fn unit<'w>(mention: &Mention, words: &'w str) -> Option<&'w str> {
    if mention.sense != Sense::Quantity && mention.sense != Sense::Ordinal {
        return None;
    }
    let last = words.chars().next_back()?;
    words.get(words.len() - last.len_utf8()..)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn wrong_pairs_fire() {
        fixes(&RULE, "江咀桥第四条桩基础正在冲孔。", "第四条", "第四根");
        fixes(&RULE, "已完成3条桩基础灌注。", "3条", "3根");
        fires(&RULE, "维修桥梁25条，检查渡船8辆。", &[(1, "25条"), (1, "8辆")]);
    }

    #[test]
    fn right_pairs_and_other_nouns_are_silent() {
        silent(&RULE, "四座桥梁，涵洞12道，渡船8艘，货车462辆，三根桩基础，六条线路。");
        silent(&RULE, "桥梁检查记录5条，根据《公路法》第四条，货车超限信息12条。");
    }
}
