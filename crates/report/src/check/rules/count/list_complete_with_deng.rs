//! “主要有……等两方面”：又“主要”又“等”，而项数已经列全。
//!
//! 为什么：“主要”“等”表示还有别的，“两方面”又说就这两项，前后不合。
//! 依据：词语规范。列全之后用“等”煞尾，本身不错（如“长江、黄河等两条大河”），与“主要”连用才矛盾。
//! 例：“涉及的主要问题有公路建设、运输管理等两方面”，应为“涉及公路建设、运输管理两方面”。
//! 反例：“江咀桥、隔水桥、坑塘桥、四渡桥等四座危桥”；“主要有甲、乙等五方面”没有列全，不提示。

use terms::Grade;

use super::line::tail;
use super::list_count::count_of;
use super::series::{counts_of, marks, row_before};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "list_complete_with_deng",
    title: "列全之后又说“主要”“等”",
    grade: Grade::Improve,
    authority: Authority::Usage,
    check,
    source: include_str!("list_complete_with_deng.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in &checked.mentions {
        let Some(count) = count_of(mention).filter(|_| mention.unit.ends_with("方面")) else {
            continue;
        };
        let Some(paragraph) = checked.text.paragraphs.get(mention.span.paragraph) else { continue };
        let before = paragraph.text.get(..mention.span.start).unwrap_or("");
        let Some(row) = row_before(tail(before, 400)).strip_suffix('等') else { continue };
        let Some((_, said)) = row.rsplit_once("主要") else { continue };
        let Some(list) = said.split_once(['有', '是', '为']).map(|it| it.1) else { continue };
        let complete = counts_of(list).iter().max() == Some(&count) && marks(list) + 1 == count;
        if complete {
            let start = mention.span.start - '等'.len_utf8();
            let span = Span { start, ..mention.span };
            let reason = format!("只有{count}项而且已经列全，不必再说“主要”和“等”");
            hits.push(Hit::new(span, reason));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_complete_list_said_to_be_only_the_main_part_fires() {
        fires(&RULE, "涉及的主要问题有公路建设、运输管理等两方面。", &[(1, "等两方面")]);
    }

    #[test]
    fn lists_closed_by_the_word_or_not_complete_are_silent() {
        silent(
            &RULE,
            "推进江咀桥、隔水桥、坑塘桥、四渡桥等四座危桥改造，涉及公路建设、运输管理等两方面。",
        );
        silent(&RULE, "主要问题有公路建设、运输管理等五方面；主要有甲、乙以及丙、丁等两方面。");
    }
}
