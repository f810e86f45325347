//! 引号不成对。
//!
//! 为什么：只有一半的引号，读者不知道引到哪里为止；前后引号写反也是常见差错。
//! 依据：GB/T 15834—2011 第4.8条，引号成对使用。
//! 例：“落实‘三会一课制度，强化教育。”里的前引号没有后引号。
//! 反例：引文分段时每段开头都有前引号，只在最后一段有后引号，不提示。

use terms::Grade;

use super::pairs::pairs;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "quote_unbalanced",
    title: "引号不成对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.8"),
    check,
    source: include_str!("quote_unbalanced.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let text = &paragraph.text;
        for (at, mark) in pairs(text, &[("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』")]).lonely
        {
            let opens = matches!(mark, '“' | '‘' | '「' | '『');
            // A quotation of several paragraphs opens each of them.
            let runs_on = opens && text[..at].trim().is_empty();
            // An apostrophe between letters is no quotation mark.
            let apostrophe =
                mark == '’' && text[..at].ends_with(|it: char| it.is_ascii_alphabetic());
            if !runs_on && !apostrophe {
                let which = if opens { "后" } else { "前" };
                let span = Span::new(index, at..at + mark.len_utf8());
                hits.push(Hit::new(span, format!("引号不成对：缺{which}引号，或者前后引号写反了")));
            }
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
        fires(&RULE, "落实“三会一课制度，强化教育。", &[(1, "“")]);
        fires(&RULE, "落实三会一课”制度，强化教育。", &[(1, "”")]);
        fires(&RULE, "落实”三会一课“制度。", &[(1, "”"), (1, "“")]);
    }

    #[test]
    fn pairs_and_running_quotations_are_silent() {
        silent(&RULE, "落实“三会一课”、“主题党日”，坚持“以‘人民’为中心”。");
        silent(&RULE, "“第一段引文。\n“第二段引文。”");
    }
}
