//! 标点重复或连用。
//!
//! 为什么：改稿时删字没删标点，留下“，，”“。。”“，。”。
//! 依据：GB/T 15834—2011 第5.1条；句内点号、句末点号各占一处，不连用。
//! 例：“工作有序开展，，成效明显。。”
//! 反例：省略号“……”、破折号“——”、“？！”不算。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "mark_doubled",
    title: "标点重复",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15834—2011", "5.1"),
    check,
    source: include_str!("mark_doubled.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let is_mark = |it: char| "，。、；：".contains(it);
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        let mut rest = 0;
        while let Some(start) = text[rest..].find(is_mark).map(|it| it + rest) {
            let run = text[start..].find(|it| !is_mark(it)).map_or(text.len(), |it| it + start);
            let marks: Vec<char> = text[start..run].chars().collect();
            if marks.len() > 1 {
                let hit = Hit::new(Span::new(index, start..run), "标点重复或连用，只留一个");
                let same = marks.windows(2).all(|it| it[0] == it[1]);
                hits.push(if same { hit.fix(marks[0].to_string()) } else { hit });
            }
            rest = run;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn marks_in_a_row_fire() {
        fixes(&RULE, "工作有序开展，，成效明显。", "，，", "，");
        fires(&RULE, "工作有序，。开展。。", &[(1, "，。"), (1, "。。")]);
    }

    #[test]
    fn single_marks_and_ellipses_are_silent() {
        silent(&RULE, "甲、乙……丙——丁，“戊。”（己；）怎么办？！");
    }
}
