//! 中文里用了直引号。
//!
//! 为什么：直引号不分前后，是从网页或代码里粘来的。
//! 依据：GB/T 15834—2011 第4.8条，引号的形式是“”和‘’。
//! 例：落实"三会一课"制度。
//! 反例：英寸符号、纯英文里的直引号，不提示。

use terms::Grade;

use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "quote_straight",
    title: "中文里用了直引号",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "4.8"),
    check,
    source: include_str!("quote_straight.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let marks: Vec<usize> = text.match_indices(['"', '＂']).map(|it| it.0).collect();
        for pair in marks.chunks_exact(2) {
            let [open, close] = pair else { continue };
            let width = |at: usize| text[at..].chars().next().map_or(1, char::len_utf8);
            let inside = &text[open + width(*open)..*close];
            if inside.chars().any(is_han) {
                let span = Span::new(index, *open..close + width(*close));
                hits.push(Hit::new(span, "中文用弯引号，分前后").fix(format!("“{inside}”")));
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn straight_marks_around_chinese_fire() {
        fixes(&RULE, "落实\"三会一课\"制度。", "\"三会一课\"", "“三会一课”");
    }

    #[test]
    fn curved_marks_and_english_are_silent() {
        silent(&RULE, "落实“三会一课”制度，显示\"OK\"。");
    }
}
