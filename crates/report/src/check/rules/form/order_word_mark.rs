//! “第一”“首先”后面用了顿号。
//!
//! 为什么：“一”“二”作序数用顿号，“第一”“首先”是词，后面用逗号。
//! 依据：GB/T 15834—2011，“首先”“第一”一类次序语后用逗号。
//! 例：“第一、加强领导”应为“第一，加强领导”。
//! 反例：“第一、二季度”“第一、第二标段”是并列的序数。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "order_word_mark",
    title: "“第一”“首先”后面用了顿号",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("order_word_mark.rs"),
};

const WORDS: [&str; 10] =
    ["第一", "第二", "第三", "第四", "第五", "首先", "其次", "再次", "最后", "其一"];
/// What goes on with a list of ordinals.
const NUMBERS: &str = "第一二三四五六七八九十两";

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sentence in &checked.sentences {
        let words = checked.slice(sentence.span);
        let Some(word) = WORDS.iter().find(|it| words.starts_with(**it)) else { continue };
        let Some(rest) = words[word.len()..].strip_prefix('、') else { continue };
        if rest.chars().next().is_some_and(|it| !NUMBERS.contains(it)) {
            let start = sentence.span.start + word.len();
            let span = Span::new(sentence.span.paragraph, start..start + '、'.len_utf8());
            hits.push(Hit::new(span, format!("“{word}”后面用逗号")).fix("，"));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn a_list_mark_behind_an_ordinal_fires() {
        fixes(&RULE, "第一、加强领导。", "、", "，");
        fires(&RULE, "首先、加强领导；其次、落实责任。", &[(1, "、"), (1, "、")]);
    }

    #[test]
    fn lists_of_ordinals_are_silent() {
        silent(&RULE, "第一，加强领导。第一、二季度完成；第一、第二标段开工。第三产业、第四季度。");
    }
}
