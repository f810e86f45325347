//! 一段里“一是、二是”之间的标点不一致。
//!
//! 为什么：有的用句号隔开，有的用分号隔开，读者分不清哪几项是并列的。
//! 依据：GB/T 15834—2011 第4.6条，分号用于并列的分句之间；同一层并列只用一种标点。
//! 例：“一是……。二是……；三是……；四是……。”
//! 反例：各项之间都用句号，或者都用分号。

use terms::Grade;

use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "enumerator_marks_mixed",
    title: "列举各项的标点不一致",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.6"),
    check,
    source: include_str!("enumerator_marks_mixed.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let items: Vec<&Mention> =
        checked.mentions.iter().filter(|it| it.sense == Sense::Enumerator).collect();
    let lists = items
        .chunk_by(|one, next| one.span.paragraph == next.span.paragraph && next.value > one.value);
    lists.filter_map(|it| in_list(checked, it)).collect()
}

/// The first item whose mark before it differs from that before the second item.
fn in_list(checked: &Checked<'_>, items: &[&Mention]) -> Option<Hit> {
    let mark = |item: &Mention| {
        let text = &checked.text.paragraphs.get(item.span.paragraph)?.text;
        text.get(..item.span.start)?.trim_end().chars().next_back()
    };
    let usual = mark(items.get(1)?).filter(|it| matches!(it, '。' | '；' | '，'))?;
    let other = items.get(2..)?.iter().find(|it| mark(it) != Some(usual))?;
    let there = mark(other).filter(|it| matches!(it, '。' | '；' | '，'))?;
    let words = checked.slice(other.span);
    Some(Hit::new(
        other.span,
        format!("“{words}”前面用“{there}”，前一项用“{usual}”：同一组列举只用一种标点"),
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn two_marks_between_items_fire_once() {
        fires(&RULE, "一是抓排查。二是抓整改；三是抓培训；四是抓考核。", &[(1, "三是")]);
        fires(&RULE, "主要做了：一是抓排查。二是抓整改；三是抓培训。四是抓考核。", &[(1, "三是")]);
        fires(&RULE, "一是抓排查。二是抓整改。三是抓培训；四是抓考核。", &[(1, "四是")]);
    }

    #[test]
    fn one_mark_throughout_is_silent() {
        silent(&RULE, "一是抓排查；二是抓整改；三是抓培训。其他工作有序。");
        silent(&RULE, "一是抓排查。二是抓整改。三是抓培训。");
    }
}
