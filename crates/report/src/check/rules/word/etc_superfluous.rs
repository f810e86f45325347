//! 列全了还用“等”。
//!
//! 为什么：“等”表示没有列完；几个方面都列出来了再用“等”，读者会找剩下的。
//! 依据：词语规范：“等”也可以用来收尾，所以只作提醒。
//! 例：“公路建设、运输管理等两方面”，两方面都列了，“等”可以删去。
//! 反例：“公路建设、运输管理等五个方面”没有列全；“江咀桥、隔水桥等两座桥”是名称收尾，不提示。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "etc_superfluous",
    title: "列全了还用“等”",
    grade: Grade::Improve,
    authority: Authority::Usage,
    check,
    source: include_str!("etc_superfluous.rs"),
};

/// What is counted: aspects, not names.
const COUNTED: [&str; 6] = ["方面", "个方面", "大方面", "大类", "个环节", "个层面"];
const NUMBERS: [(char, usize); 8] =
    [('两', 2), ('二', 2), ('三', 3), ('四', 4), ('五', 5), ('2', 2), ('3', 3), ('4', 4)];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sentence in &checked.sentences {
        for clause in &sentence.clauses {
            let span = Span::new(sentence.span.paragraph, clause.clone());
            hits.extend(complete(checked.slice(span), span));
        }
    }
    hits
}

fn complete(clause: &str, span: Span) -> Option<Hit> {
    let (at, _) = clause.match_indices('等').find(|it| counted(&clause[it.0..]).is_some())?;
    let (number, words) = counted(&clause[at..])?;
    let list = &clause[..at];
    // Where the list joins its parts by words or brackets, its parts cannot be told for certain.
    let joined = list.replace("涉及", "").contains(['和', '及', '与', '（', '）', '“', '《']);
    if joined || list.matches('、').count() + 1 != number {
        return None;
    }
    let end = span.start + at + '等'.len_utf8() + words.len();
    let place = Span::new(span.paragraph, span.start + at..end);
    Some(Hit::new(place, format!("前面已经列出{number}项，“等”可以删去")).fix(words))
}

/// 等两方面: the number, and the words without 等.
fn counted(words: &str) -> Option<(usize, &str)> {
    let rest = words.strip_prefix('等')?;
    let first = rest.chars().next()?;
    let number = NUMBERS.iter().find(|it| it.0 == first)?.1;
    let behind = &rest[first.len_utf8()..];
    let noun = COUNTED.iter().find(|it| behind.starts_with(**it))?;
    Some((number, &rest[..first.len_utf8() + noun.len()]))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_complete_list_of_aspects_fires() {
        fixes(&RULE, "主要问题有公路建设、运输管理等两方面。", "等两方面", "两方面");
        fixes(&RULE, "涉及规划、建设、管养等三个方面。", "等三个方面", "三个方面");
    }

    #[test]
    fn open_lists_and_names_are_silent() {
        silent(
            &RULE,
            "涉及公路建设、运输管理等五个方面。江咀桥、隔水桥等两座桥。规划和建设、管养等两方面。等两方面。",
        );
    }
}
