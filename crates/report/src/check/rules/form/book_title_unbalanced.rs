//! 书名号不成对。
//!
//! 为什么：文件名称从哪里到哪里说不清。
//! 依据：GB/T 15834—2011 第4.15条，书名号成对使用。
//! 例：“根据《机动车驾驶员培训管理规定，切实加强监管。”
//! 反例：“根据《机动车驾驶员培训管理规定》，切实加强监管。”

use terms::Grade;

use super::pairs::pairs;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "book_title_unbalanced",
    title: "书名号不成对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.15"),
    check,
    source: include_str!("book_title_unbalanced.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        for (at, mark) in pairs(&paragraph.text, &[("《", "》"), ("〈", "〉")]).lonely {
            let which = if matches!(mark, '《' | '〈') { "后" } else { "前" };
            let span = Span::new(index, at..at + mark.len_utf8());
            hits.push(Hit::new(span, format!("书名号不成对：缺{which}书名号")));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn half_a_pair_fires() {
        fires(&RULE, "根据《培训管理规定，切实加强监管。", &[(1, "《")]);
        fires(&RULE, "根据培训管理规定》，切实加强监管。", &[(1, "》")]);
    }

    #[test]
    fn pairs_are_silent() {
        silent(&RULE, "根据《关于印发〈办法〉的通知》《规定》。");
    }
}
