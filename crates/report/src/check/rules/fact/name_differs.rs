//! 同一名称写成两样。
//!
//! 为什么：标题写“综合交通运输体系发展规划”，下文写“综合运输体系规划”，读者不知道是一个规划还是两个。
//! 依据：行文习惯（同文前后对照）；是不是同一个，要问起草的人。
//! 例：《阳山县系统化解…工作方案》与《阳山县系统防范化解…行动方案》；多一个词、少一个词，其余相同。
//! 反例：《…企业诚信评价办法》与《…驾驶员诚信评价办法》换了对象；“工作方案”与“工作实施方案”；第二轮与第三轮。

use std::collections::{BTreeMap, BTreeSet};

use terms::Grade;

use super::nearby::line;
use crate::check::label::in_chinese;
use crate::check::mention::{is_chinese_numeral, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "name_differs",
    title: "同一名称写成两样",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("name_differs.rs"),
};

/// The longest name that is compared, in characters.
const NAME_CHARS_MAX: usize = 60;
/// Names sharing four characters that are compared with each other, and names that one name is compared with.
const COMPARED_MAX: usize = 8;
/// Names that are compared at all; no document of a bureau has more.
const NAMES_MAX: usize = 1000;
/// Characters on both sides of the word that one name has more: at the left, at the right, together.
const SIDES: (usize, usize, usize) = (3, 4, 9);
/// The word that one name has more, in characters.
const WORD: std::ops::RangeInclusive<usize> = 2..=4;
/// Words that make another name of it.
const OTHER: [&str; 17] = [
    "资金", "实施", "行动", "工作", "专项", "总体", "年度", "具体", "管理", "试行", "修订", "暂行",
    "监督", "安全", "评价", "建设", "重大",
];
/// Behind these a word narrows the name: 阳山县（交通）系统.
const SCOPES: &str = "省市县区镇乡局厅的和与及、关于";

/// A name and where it stands.
struct Name {
    span: Span,
    marks: Vec<char>,
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let names = names(checked);
    // Only names that share four characters are looked at side by side.
    let mut by_part: BTreeMap<[char; 4], Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        for part in name.marks.windows(4) {
            let Ok(part) = <[char; 4]>::try_from(part) else { continue };
            let group = by_part.entry(part).or_default();
            if group.len() < COMPARED_MAX && group.last() != Some(&index) {
                group.push(index);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut hits = Vec::new();
    let mut told = BTreeSet::new();
    let mut compared = vec![0_usize; names.len()];
    for group in by_part.values() {
        for (place, one) in group.iter().enumerate() {
            for other in group.iter().skip(place + 1).filter(|it| seen.insert((*one, **it))) {
                let Some(count) = compared.get_mut(*other).filter(|it| **it < COMPARED_MAX) else {
                    continue;
                };
                *count += 1;
                let (Some(first), Some(second)) = (names.get(*one), names.get(*other)) else {
                    continue;
                };
                let Some(word) = word_more(&first.marks, &second.marks) else { continue };
                if told.insert(word.clone()) {
                    hits.push(Hit::new(second.span, reason(checked, first, &word)));
                }
            }
        }
    }
    hits
}

fn reason(checked: &Checked<'_>, first: &Name, word: &str) -> String {
    let line = line(checked, first.span);
    let count = in_chinese(u32::try_from(word.chars().count()).unwrap_or(0));
    let other = checked.slice(first.span);
    format!("与第{line}行“{other}”差“{word}”{count}字，像是同一名称写成了两样，请统一")
}

/// Book titles, and headings that end in 规划, 方案, 工程 and the like; each name once.
fn names(checked: &Checked<'_>) -> Vec<Name> {
    let mut spans = Vec::new();
    for (index, paragraph) in checked.written() {
        if is_name(paragraph.text.get(paragraph.heading.clone()).unwrap_or("")) {
            spans.push(Span::new(index, paragraph.heading.clone()));
        }
        let mut open = None::<usize>;
        for (at, mark) in paragraph.text.char_indices() {
            match mark {
                '《' => {
                    open.get_or_insert(at + mark.len_utf8());
                }
                '》' => {
                    spans.extend(open.take().map(|it| Span::new(index, it..at)));
                }
                _ => {}
            }
        }
    }
    let mut known = BTreeSet::new();
    spans.retain(|it| known.insert(checked.slice(*it)));
    let own = spans.into_iter().map(|span| Name {
        span,
        marks: checked.slice(span).chars().take(NAME_CHARS_MAX + 1).collect(),
    });
    own.filter(|it| (9..=NAME_CHARS_MAX).contains(&it.marks.len())).take(NAMES_MAX).collect()
}

fn is_name(heading: &str) -> bool {
    ["规划", "方案", "工程", "计划", "办法", "项目"].iter().any(|it| heading.ends_with(it))
}

/// The word that stands in one name between stretches that follow each other in the other.
fn word_more(one: &[char], other: &[char]) -> Option<String> {
    inserted(one, other).or_else(|| inserted(other, one))
}

/// `short` has L R where `long` has L word R.
fn inserted(short: &[char], long: &[char]) -> Option<String> {
    for at in SIDES.0..short.len().saturating_sub(SIDES.1 - 1) {
        for length in WORD {
            for start in SIDES.0..long.len().saturating_sub(length + SIDES.1 - 1) {
                let left = common(short[..at].iter().rev(), long[..start].iter().rev());
                if left < SIDES.0 {
                    continue;
                }
                let right = common(short[at..].iter(), long[start + length..].iter());
                let word = &long[start..start + length];
                // Neither side may be taken for the other: 规划规划 against 规划.
                let fits = right >= SIDES.1 && left + right >= SIDES.2;
                if fits && is_word(word, short[at - 1]) && short[at..].get(..length) != Some(word) {
                    return Some(word.iter().collect());
                }
            }
        }
    }
    None
}

fn common<'c>(one: impl Iterator<Item = &'c char>, other: impl Iterator<Item = &'c char>) -> usize {
    one.zip(other).take_while(|it| it.0 == it.1).count()
}

fn is_word(word: &[char], before: char) -> bool {
    let text: String = word.iter().collect();
    word.iter().all(|it| is_han(*it) && !is_chinese_numeral(*it))
        && !SCOPES.contains(before)
        && !OTHER.iter().any(|it| text.contains(it))
        && !word.iter().any(|it| "第轮期省市县区镇和与及或".contains(*it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_word_more_in_one_of_two_names_fires() {
        fires(
            &RULE,
            "我局编制了《阳山县综合交通运输体系“十四五”规划》。\n形成了《阳山县综合运输体系“十四五”规划》（报批稿）。",
            &[(2, "阳山县综合运输体系“十四五”规划")],
        );
        fires(
            &RULE,
            "根据《阳山县系统化解道路交通安全风险工作方案》和《阳山县系统防范化解道路交通安全风险行动方案》。",
            &[(1, "阳山县系统防范化解道路交通安全风险行动方案")],
        );
    }

    #[test]
    fn names_of_different_things_are_silent() {
        silent(
            &RULE,
            "根据《广东省交通运输厅关于道路运输企业诚信评价的管理办法》《广东省交通运输厅关于道路运输驾驶员诚信评价的管理办法》。",
        );
        silent(&RULE, "《阳山县治理超限超载工作方案》《阳山县治理超限超载工作实施方案》。");
        silent(&RULE, "《阳山县系统防范化解风险方案》《阳山县交通系统防范化解风险方案》。");
        silent(&RULE, "《“百日攻坚”（第二轮）行动方案》《“百日攻坚”（第三轮）行动方案》。");
        silent(
            &RULE,
            "《中华人民共和国行政处罚法》《行政处罚法》《道路交通安全法》《道路交通安全法实施条例》。",
        );
    }
}
