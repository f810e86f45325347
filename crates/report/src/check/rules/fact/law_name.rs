//! 法律法规名称写错。
//!
//! 为什么：书名号里的法规名称错一个字，就引不到那部法规，处罚文书还会因此被撤销。
//! 依据：词语规范（法规的正式名称，见 `data/law_names.txt`）。
//! 例：《招投标法》应为《招标投标法》；《安全生产发》应为《安全生产法》。
//! 反例：《中华人民共和国公路法》《广东省公路条例》；名单里没有的法规不报。

use std::sync::LazyLock;

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "law_name",
    title: "法律法规名称写错",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("law_name.rs"),
};

const COUNTRY: &str = "中华人民共和国";
/// Shorter names lie too near to each other: 刑法, 森林法.
const NAME_CHARS_MIN: usize = 5;
/// No name of a law is longer, in characters.
const NAME_CHARS_MAX: usize = 40;

struct Names {
    wrong: Vec<(&'static str, &'static str)>,
    right: Vec<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let lines = include_str!("../../data/law_names.txt").lines();
    let mut names = Names { wrong: Vec::new(), right: Vec::new() };
    for line in lines {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("误") => names.wrong.extend(words.next().zip(words.next())),
            Some("正") => names.right.extend(words),
            _ => {}
        }
    }
    names
});

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        let text = &paragraph.text;
        for (at, mark) in text.match_indices('《') {
            let start = at + mark.len();
            let inside = text.get(start..).unwrap_or("");
            let near: String = inside.chars().take(NAME_CHARS_MAX + 1).collect();
            let Some(length) = near.find('》') else { continue };
            let name = inside.get(..length).unwrap_or("");
            let skipped = if name.starts_with(COUNTRY) { COUNTRY.len() } else { 0 };
            if let Some(right) = right_name(name.get(skipped..).unwrap_or("")) {
                let span = Span::new(index, start + skipped..start + length);
                hits.push(Hit::new(span, format!("法规名称应为《{right}》")).fix(right));
            }
        }
    }
    hits
}

fn right_name(name: &str) -> Option<&'static str> {
    if NAMES.right.contains(&name) {
        return None;
    }
    if let Some((_, right)) = NAMES.wrong.iter().find(|it| it.0 == name) {
        return Some(right);
    }
    let length = name.chars().count();
    let mut near = NAMES.right.iter().filter(|it| {
        it.chars().count() >= NAME_CHARS_MIN && length >= NAME_CHARS_MIN && one_apart(name, it)
    });
    near.next().filter(|_| near.next().is_none()).copied()
}

/// Whether one character was changed, dropped or put in.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let head = one.iter().zip(&other).take_while(|it| it.0 == it.1).count();
    let rest = one.len().min(other.len()) - head;
    let tail =
        one.iter().rev().zip(other.iter().rev()).take(rest).take_while(|it| it.0 == it.1).count();
    let longer = one.len().max(other.len());
    longer - head - tail == 1
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn wrong_names_fire() {
        fixes(&RULE, "根据《招投标法》第三条。", "招投标法", "招标投标法");
        fixes(&RULE, "根据《中华人民共和国安全生产发》。", "安全生产发", "安全生产法");
        fixes(&RULE, "根据《公路安全管理条例》。", "公路安全管理条例", "公路安全保护条例");
        fixes(&RULE, "根据《道路运输管条例》。", "道路运输管条例", "道路运输条例");
    }

    #[test]
    fn right_and_unknown_names_are_silent() {
        silent(&RULE, "根据《中华人民共和国公路法》《安全生产法》《行政复议法》《行政许可法》。");
        silent(
            &RULE,
            "根据《广东省公路条例》《广东省道路运输条例》《机动车驾驶员培训管理规定》《道路运输条例》。",
        );
    }
}
