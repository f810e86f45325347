//! 书名号里面再用书名号，里层应为单书名号。
//!
//! 为什么：里外用同一种书名号，分不清哪个是文件名；用小于号、大于号代替单书名号更不对。
//! 依据：GB/T 15834—2011 第4.15条，书名号里面再用书名号时，外面用双书名号，里面用单书名号〈〉。
//! 例：“《关于印发<工作方案>的通知》”应为“《关于印发〈工作方案〉的通知》”。
//! 反例：“《规定》《办法》”并列，不是嵌套。

use terms::Grade;

use super::pairs::pairs;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "book_title_nested",
    title: "书名号嵌套用错",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.15"),
    check,
    source: include_str!("book_title_nested.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let text = &paragraph.text;
        for pair in pairs(text, &[("《", "》"), ("<＜", ">＞"), ("〈", "〉")]).closed {
            // A third level goes back to the double form; two levels are the whole of this rule.
            if pair.depth != 1 || pair.open.1 == '〈' || pair.around == Some('〈') {
                continue;
            }
            let inside = &text[pair.open.0 + pair.open.1.len_utf8()..pair.close.0];
            let span = Span::new(index, pair.open.0..pair.close.0 + pair.close.1.len_utf8());
            let hit = Hit::new(span, "书名号里面再用书名号，里层用单书名号〈〉");
            // Single marks within would stand within single ones: that is for a person to sort out.
            hits.push(match inside.contains(['〈', '〉']) {
                true => hit,
                false => hit.fix(format!("〈{inside}〉")),
            });
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn wrong_inner_marks_fire() {
        fixes(&RULE, "根据《关于印发<方案>的通知》执行。", "<方案>", "〈方案〉");
        fixes(&RULE, "根据《关于印发《方案》的通知》执行。", "《方案》", "〈方案〉");
        fires(&RULE, "《关于印发<甲>、<乙>的通知》", &[(1, "<甲>"), (1, "<乙>")]);
    }

    #[test]
    fn right_inner_marks_and_titles_side_by_side_are_silent() {
        silent(&RULE, "根据《关于印发〈方案〉的通知》和《规定》《办法》，误差<5。");
        silent(&RULE, "《关于印发〈关于《规定》的解释〉的通知》和〈关于《办法》的说明〉");
    }

    #[test]
    fn what_is_corrected_is_right_at_every_depth() {
        fixes(&RULE, "《《《》《》》》", "《《》《》》", "〈《》《》〉");
        silent(&RULE, "《〈《》《》〉》");
        fires(
            &RULE,
            "《转发《关于印发〈方案〉的通知》的通知》",
            &[(1, "《关于印发〈方案〉的通知》")],
        );
    }
}
