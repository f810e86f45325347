//! 段末没有标点。
//!
//! 为什么：段末缺句号，读者会以为后面漏了字。
//! 依据：GB/T 15834—2011 第4.1条，句末用句号。
//! 例：“累计发送宣传短信12条”之后就换段了。
//! 反例：独立成行的标题、表格、署名、附件说明末尾不用标点，不提示。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "final_mark_missing",
    title: "段末没有标点",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.1"),
    check,
    source: include_str!("final_mark_missing.rs"),
};

/// Of ten paragraphs that may lack their mark before the file counts as cut into lines by hand.
const CUT_LINES: usize = 3;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let told: Vec<(usize, &str)> =
        checked.prose().map(|it| (it.0, it.1.text.as_str())).filter(|it| tells(it.1)).collect();
    let open: Vec<(usize, &str)> = told.iter().copied().filter(|it| !is_closed(it.1)).collect();
    // Lines broken by hand end anywhere: nothing can be said about them.
    if open.len() > 3 && open.len() * 10 > told.len() * CUT_LINES {
        return Vec::new();
    }
    open.into_iter().map(|(index, text)| hit(index, text)).collect()
}

fn hit(index: usize, text: &str) -> Hit {
    let last = text.chars().next_back().unwrap_or(' ');
    if matches!(last, '，' | '、' | ',') {
        let span = Span::new(index, text.len() - last.len_utf8()..text.len());
        return Hit::new(span, "段末是逗号或顿号，句子没有完：请补完，或者改为句号");
    }
    let start = text.char_indices().rev().take(2).last().map_or(0, |it| it.0);
    let tail = &text[start..];
    Hit::new(Span::new(index, start..text.len()), "段末缺少句号").fix(format!("{tail}。"))
}

/// Whether it is written in sentences at all: lines such as names, dates and contacts are not.
fn tells(text: &str) -> bool {
    let bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
    let captions = ["表", "图", "附", "注：", "抄送", "联系人", "联系电话"];
    text.contains(['，', '。', '；'])
        && !bracketed
        && !captions.iter().any(|it| text.starts_with(it))
}

fn is_closed(text: &str) -> bool {
    let inner = text.trim_end_matches(['”', '’', '）', ')', '》', '〉', '」', '』', '】']);
    let mark = |it: char| "。！？；：…—.!?;:".contains(it);
    // “……（详见附件。）” and “……。”are closed, “……（详见附件）” is not.
    inner.ends_with(mark) || text.ends_with(mark)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn a_paragraph_without_its_mark_fires() {
        fixes(
            &RULE,
            "报告\n一、宣传\n累计发放1200份，发送短信12条\n二、其他\n内容。",
            "2条",
            "2条。",
        );
        fires(&RULE, "报告\n今年以来，工作有序，\n一、甲\n内容。", &[(2, "，")]);
    }

    #[test]
    fn headings_signatures_and_closed_paragraphs_are_silent() {
        silent(
            &RULE,
            "关于甲的报告\n一、加强党的建设，全面从严治党\n坚持“管生产，必须管安全。”\n附件：1.清单\n某局\n2021年7月2日",
        );
        silent(&RULE, "任务如下，请落实：\n1.清理视距；\n（此件公开发布，可转载）");
    }

    #[test]
    fn a_file_cut_into_lines_by_hand_is_silent() {
        silent(
            &RULE,
            "今年以来，我局认真\n落实，各项工作，\n有序推进，共查处\n案件，若干，完成\n任务。",
        );
    }
}
