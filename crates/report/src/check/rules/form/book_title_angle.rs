//! 书名号写成了尖括号。
//!
//! 为什么：“<”“>”是数学上的小于号、大于号，不是书名号；键盘上相邻，容易打错。
//! 依据：GB/T 15834—2011 第4.15条，书名号的形式是“《》”和“〈〉”。
//! 例：“根据<机动车驾驶员培训管理规定>开展检查”。
//! 反例：“《关于印发<办法>的通知》”里层的由“书名号嵌套用错”提示；“温度<5℃”不成对，不提示。

use terms::Grade;

use super::pairs::pairs;
use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "book_title_angle",
    title: "书名号写成了尖括号",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.15"),
    check,
    source: include_str!("book_title_angle.rs"),
};

/// The longest title, in bytes.
const TITLE_MAX: usize = 240;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let found = pairs(text, &[("《", "》"), ("<＜", ">＞")]);
        for pair in
            found.closed.iter().filter(|it| it.depth == 0 && matches!(it.open.1, '<' | '＜'))
        {
            let start = pair.open.0 + pair.open.1.len_utf8();
            let title = text.get(start..pair.close.0).unwrap_or("");
            let words = title.chars().filter(|it| is_han(*it)).count();
            if words < 4 || title.len() > TITLE_MAX || title.contains('。') {
                continue;
            }
            let span = Span::new(index, pair.open.0..pair.close.0 + pair.close.1.len_utf8());
            hits.push(
                Hit::new(span, "文件名称用书名号“《》”，不用尖括号").fix(format!("《{title}》")),
            );
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_title_in_angle_brackets_fires() {
        fixes(&RULE, "根据<培训管理规定>，切实加强监管。", "<培训管理规定>", "《培训管理规定》");
    }

    #[test]
    fn titles_within_titles_and_comparisons_are_silent() {
        silent(&RULE, "根据《关于印发<管理办法>的通知》，温度<5℃且>0℃时停工。");
        silent(&RULE, "根据《关于印发〈管理办法〉的通知》，切实加强监管。");
    }
}
