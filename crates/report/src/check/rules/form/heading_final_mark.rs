//! 独立成行的标题末尾有标点。
//!
//! 为什么：独立成行的一级标题是短语，不是句子，末尾不加句号、分号、逗号。
//! 依据：行文习惯；GB/T 9704—2012 的示例，标题独立成行时末尾没有标点。
//! 例：“一、抓好疫情防控。”独立成行。
//! 反例：“（一）抓好疫情防控。严格执行……”标题后面接着写正文，要有句号。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "heading_final_mark",
    title: "标题末尾有标点",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("heading_final_mark.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        if paragraph.kind != Kind::Heading(1) || paragraph.has_body() {
            continue;
        }
        let text = &paragraph.text;
        let Some(mark) =
            text.chars().next_back().filter(|it| matches!(it, '。' | '；' | '，' | '：' | '、'))
        else {
            continue;
        };
        let span = Span::new(index, text.len() - mark.len_utf8()..text.len());
        hits.push(Hit::new(span, "标题独立成行，末尾不用标点").fix(""));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_mark_behind_a_heading_on_its_own_line_fires() {
        fixes(&RULE, "报告\n一、抓好疫情防控。\n严格执行，落实责任。", "。", "");
    }

    #[test]
    fn a_heading_with_text_behind_it_is_silent() {
        silent(&RULE, "一、抓好疫情防控。严格执行各项要求。\n二、抓好治超\n（一）联合执法。内容。");
    }
}
