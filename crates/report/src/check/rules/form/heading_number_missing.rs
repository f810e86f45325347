//! 标题缺少序数。
//!
//! 为什么：同一级标题有的编号、有的不编号，读者分不清层次，引用时也说不清是第几部分。
//! 依据：GB/T 9704—2012 第7.3.3条，结构层次序数依次用“一、”“（一）”“1.”“（1）”标注。
//! 例：“加强党的建设”一行没有序数，而后面的标题写着“二、”。
//! 反例：全文各级标题都不编号的短文，不提示。

use terms::Grade;

use crate::check::mention::is_chinese_numeral;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "heading_number_missing",
    title: "标题缺少序数",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.3.3"),
    check,
    source: include_str!("heading_number_missing.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut numbered = [false; 6];
    for (_, paragraph) in checked.paragraphs() {
        if let (Some(label), Kind::Heading(_)) = (&paragraph.label, paragraph.kind) {
            numbered[usize::from(label.level.min(5))] = true;
        }
    }
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let Kind::Heading(level) = paragraph.kind else { continue };
        if paragraph.label.is_none()
            && !is_chapter(&paragraph.text)
            && numbered[usize::from(level.min(5))]
        {
            let form = ["", "一、", "（一）", "1.", "（1）"]
                .get(usize::from(level))
                .copied()
                .unwrap_or("");
            let reason = format!("这是标题，却没有序数；同级的其他标题都标有“{form}”一类的序数");
            hits.push(Hit::new(Span::new(index, paragraph.heading.clone()), reason));
        }
    }
    hits
}

/// 第一章, 第二节, 第三部分 are numbers too.
fn is_chapter(text: &str) -> bool {
    let rest = text
        .strip_prefix('第')
        .map(|it| it.trim_start_matches(|mark| is_chinese_numeral(mark) || mark.is_ascii_digit()));
    rest.is_some_and(|it| it.starts_with(['章', '节', '编', '条', '篇']) || it.starts_with("部分"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_heading_without_number_among_numbered_ones_fires() {
        let text = "报告\n今年以来，工作有序。\n加强党的建设\n（一）加强领导。抓好落实。\n二、抓好治超\n内容。";
        fires(&RULE, text, &[(3, "加强党的建设")]);
    }

    #[test]
    fn headings_that_are_all_unnumbered_or_all_numbered_are_silent() {
        silent(
            &RULE,
            "报告\n今年以来，工作有序。\n加强党的建设\n内容，很多。\n抓好治超\n内容，很多。",
        );
        silent(&RULE, "报告\n一、加强党的建设\n（一）加强领导。抓好落实。\n二、抓好治超\n内容。");
    }
}
