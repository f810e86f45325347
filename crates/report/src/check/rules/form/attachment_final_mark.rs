//! 附件名称后面用了标点。
//!
//! 为什么：附件名称单独成行，后面不加标点。
//! 依据：GB/T 9704—2012，附件名称后不加标点符号。
//! 例：“附件：1.任务清单。”末尾的句号去掉。
//! 反例：“附件：1.任务清单”；正文里的“附件已报送。”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "attachment_final_mark",
    title: "附件名称后面用了标点",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("attachment_final_mark.rs"),
};

/// The longest line that names what is attached, in characters.
const LINE_CHARS_MAX: usize = 60;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let opens = text.starts_with("附件：") || text.starts_with("附件:");
        let last = text.chars().next_back().unwrap_or('\0');
        let closed = matches!(last, '。' | '；' | '，' | '、' | ';');
        let start = text.len() - last.len_utf8();
        let line = text.chars().take(LINE_CHARS_MAX + 1).count() <= LINE_CHARS_MAX;
        if opens && closed && line && !text[..start].contains(['。', '；', '，']) {
            hits.push(Hit::new(Span::new(index, start..text.len()), "附件名称后不加标点").fix(""));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_mark_behind_the_name_fires() {
        fixes(&RULE, "通知\n内容如下。\n附件：1.任务清单。", "。", "");
    }

    #[test]
    fn names_without_a_mark_and_sentences_are_silent() {
        silent(&RULE, "通知\n附件已报送。\n附件：已经报送，请查收。\n附件：1.任务清单\n2.责任表");
    }
}
