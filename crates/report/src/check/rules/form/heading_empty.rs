//! 标题下面没有内容。
//!
//! 为什么：只有标题没有正文，多是写了提纲忘了填，或者删了内容没删标题。
//! 依据：行文习惯；标题要有所统领的内容。
//! 例：“（）抓好交通运输领域突出问题专项整治工作。”一句之后就是下一条，而其他各条都有具体内容。
//! 反例：各条都只有一句话的清单，不提示。

use terms::Grade;

use super::siblings::groups;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Section, Span, Text};

pub(super) const RULE: Rule = Rule {
    id: "heading_empty",
    title: "标题下没有内容",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("heading_empty.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for group in groups(checked.text) {
        let filled = group.iter().filter(|it| has_content(checked.text, it)).count();
        // Where most have no content it is a list, not a row of headings.
        if filled * 2 <= group.len() {
            continue;
        }
        for section in group.iter().filter(|it| !has_content(checked.text, it)) {
            let Some(paragraph) = checked.text.paragraphs.get(section.paragraph) else { continue };
            let words = paragraph.text.get(paragraph.heading.clone()).unwrap_or("");
            let item = paragraph.text.ends_with(['；', ';']);
            if matches!(paragraph.kind, Kind::Heading(_))
                && !item
                && !words.contains(['，', '、', '；'])
            {
                let span = Span::new(section.paragraph, paragraph.heading.clone());
                hits.push(Hit::new(
                    span,
                    "这一条只有标题，没有内容，而同级其他各条都有：请补写，或者删去",
                ));
            }
        }
    }
    hits
}

/// Something below it, or more than one sentence in the paragraph itself.
fn has_content(text: &Text, section: &Section) -> bool {
    let Some(paragraph) = text.paragraphs.get(section.paragraph) else { return false };
    let more = paragraph.text.trim_end_matches('。').contains('。');
    section.end > section.paragraph + 1 || more
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_heading_without_content_among_filled_ones_fires() {
        fires(
            &RULE,
            "一、计划\n（一）甲。内容很多。\n（二）抓好整治工作。\n（三）丙。内容很多。",
            &[(3, "抓好整治工作")],
        );
        fires(
            &RULE,
            "报告\n一、甲\n内容。\n二、抓好整治\n三、丙\n内容。\n四、丁\n内容。",
            &[(4, "抓好整治")],
        );
    }

    #[test]
    fn lists_and_filled_headings_are_silent() {
        silent(&RULE, "一、任务\n（一）清理视距\n（二）修复栏杆\n（三）增设标志");
        silent(
            &RULE,
            "一、计划\n（一）甲。内容很多。\n（二）积极争取资金，缓解压力。\n（三）丙。内容很多。",
        );
        silent(
            &RULE,
            "第九条 不得有下列行为：\n（一）在公路上摆摊设点、堆放物品、倾倒垃圾，影响公路畅通，或者利用公路边沟排放污物的；\n（二）其他违法行为。",
        );
    }
}
