//! 正文说到的附件没有列出。
//!
//! 为什么：正文写“详见附件3”，附件说明只列了两个，收文单位找不到。
//! 依据：GB/T 9704—2012，正文涉及的附件在附件说明中标注顺序号和名称。
//! 例：“详见附件3”而附件说明只有1、2。
//! 反例：只有一个附件不编号；引用别的文件的“附件2”。

use std::collections::BTreeSet;

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "attachment_absent",
    title: "正文说到的附件没有列出",
    grade: Grade::Verify,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("attachment_absent.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let listed: BTreeSet<u32> = checked
        .paragraphs()
        .filter(|it| it.1.kind == Kind::Attachment)
        .filter_map(|it| {
            number(it.1.text.trim_start_matches("附件").trim_start_matches(['：', ':']))
        })
        .map(|it| it.0)
        .collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for (index, paragraph) in checked.prose() {
        for (at, word) in paragraph.text.match_indices("附件") {
            let quoting =
                paragraph.text.get(..at).is_some_and(|it| it.ends_with(['》', '”', '的']));
            let cited = number(paragraph.text.get(at + word.len()..).unwrap_or(""));
            if let Some((number, length)) = cited.filter(|it| !quoting && !listed.contains(&it.0)) {
                let span = Span::new(index, at..at + word.len() + length);
                hits.push(Hit::new(span, format!("附件说明里没有第{number}个附件")));
            }
        }
    }
    hits
}

/// One or two digits and the bytes they take.
fn number(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let value = text.get(..length)?.parse().ok().filter(|_| length <= 2)?;
    Some((value, length))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    fn listed(body: &str) -> String {
        format!("通知\n{body}\n附件：1.任务清单\n2.责任表\n某局\n2021年7月2日")
    }

    #[test]
    fn an_attachment_that_is_not_listed_fires() {
        fires(&RULE, &listed("任务分工详见附件3。"), &[(2, "附件3")]);
    }

    #[test]
    fn listed_attachments_and_others_are_silent() {
        silent(&RULE, &listed("任务见附件1，责任见附件2，见附件。"));
        silent(&RULE, &listed("按照《治超工作方案》附件5执行。"));
        silent(&RULE, "通知\n任务分工详见附件3。");
    }
}
