//! 简称没有说明。
//!
//! 为什么：“两建”“三改”只有本系统的人懂，报送上级或公开时，读者不知道指什么。
//! 依据：行文习惯，简称第一次出现时写明全称或内容。
//! 例：“做好‘两建’相关工作”“乡镇部分三改问题需要解决”，全文没有解释。
//! 反例：“三会一课”“两客一危”等通行的说法；“两建”（社会信用体系建设和市场监管体系建设）。

use std::collections::BTreeSet;
use std::sync::LazyLock;

use terms::Grade;

use super::nearby::opens;
use crate::check::mention::{chinese_value, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Span, Text};

pub(super) const RULE: Rule = Rule {
    id: "abbreviation_unexplained",
    title: "简称没有说明",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("abbreviation_unexplained.rs"),
};

const LOOSE_BEHIND: [&str; 5] = ["问题", "工作", "任务", "项目", "整治"];
/// The longest abbreviation of this kind, in characters.
const CHARS_MAX: usize = 4;

/// So many are looked up in the whole text; a document of a bureau has a handful.
const TOLD_MAX: usize = 20;

static UNKNOWN: LazyLock<Vec<&str>> = LazyLock::new(|| words("说明"));
static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| words("通行").into_iter().collect());

fn words(kind: &str) -> Vec<&'static str> {
    let lines = include_str!("../../data/abbreviations.txt").lines();
    let own = lines.filter_map(|it| it.split_once(' ')).filter(|it| it.0 == kind);
    own.flat_map(|it| it.1.split_whitespace()).collect()
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut found: Vec<Span> = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = &paragraph.text;
        for (at, mark) in text.match_indices('“') {
            let inside = text.get(at + mark.len()..).unwrap_or("");
            let near: String = inside.chars().take(CHARS_MAX + 1).collect();
            if let Some(length) = near.find('”').filter(|it| is_abbreviation(&near[..*it])) {
                let start = at + mark.len();
                found.push(Span::new(index, start..start + length));
            }
        }
        for word in UNKNOWN.iter() {
            let loose = text.match_indices(word).find(|it| {
                let behind = text.get(it.0 + word.len()..).unwrap_or("");
                let before = text.get(..it.0).unwrap_or("").chars().next_back();
                opens(behind, &LOOSE_BEHIND)
                    && !before.is_some_and(|it| "第一二三四五六七八九十".contains(it))
            });
            found.extend(loose.map(|it| Span::new(index, it.0..it.0 + word.len())));
        }
    }
    found.sort_unstable();
    let mut told = BTreeSet::new();
    let fresh = found.into_iter().filter(|it| told.insert(checked.slice(*it)));
    let open = fresh.take(TOLD_MAX).filter(|it| !explained(checked.text, checked.slice(*it)));
    open.map(|it| {
        let word = checked.slice(it);
        Hit::new(it, format!("“{word}”是简称，第一次出现时请写明全称或所指内容"))
    })
    .collect()
}

/// A numeral and one to three characters that nobody outside need know.
fn is_abbreviation(word: &str) -> bool {
    let mut marks = word.chars();
    let numeral = marks.next().and_then(|it| chinese_value(&it.to_string()));
    let rest: Vec<char> = marks.collect();
    let plain = !rest.is_empty() && rest.iter().all(|it| is_han(*it));
    let date = rest.iter().any(|it| "年月日人组届期级类个".contains(*it));
    numeral.is_some_and(|it| (2..=10).contains(&it)) && plain && !date && !KNOWN.contains(word)
}

/// “两建”（…）, 两建是指…, anywhere in the text.
fn explained(text: &Text, word: &str) -> bool {
    text.paragraphs.iter().any(|it| {
        it.text.match_indices(word).any(|(at, _)| {
            let behind = it.text.get(at + word.len()..).unwrap_or("");
            let behind = behind.trim_start_matches(['”', '，']);
            let near: String = behind.chars().take(6).collect();
            near.contains("，即")
                || opens(behind, &["（", "(", "即", "是指", "指", "："])
                || it.text.get(..at).unwrap_or("").ends_with("简称“")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn abbreviations_that_few_know_fire_once() {
        fires(&RULE, "做好“两建”相关工作。继续做好“两建”工作。", &[(1, "两建")]);
        fires(&RULE, "乡镇部分三改问题需要解决。", &[(1, "三改")]);
        fires(&RULE, "落实“五联”机制。", &[(1, "五联")]);
    }

    #[test]
    fn common_and_explained_ones_are_silent() {
        silent(
            &RULE,
            "落实“三会一课”制度、“一岗双责”，查处“两客一危”车辆，做好“五一”值班，“三人小组”常驻。",
        );
        silent(&RULE, "做好“两建”（社会信用体系建设和市场监管体系建设）工作，“两建”成效明显。");
        silent(&RULE, "第三改造区，“单改双”工程，“我为群众办实事”活动。");
    }
}
