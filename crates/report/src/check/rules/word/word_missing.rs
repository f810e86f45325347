//! 缺字。
//!
//! 为什么：改稿时多删了一个字，句子读不通。
//! 依据：词语规范；“进行”一类动词后面的“整、督、培”不能单独成词；其余词条在 `defs/words/`。
//! 例：“责令企业切实进行整，营造环境”，“整”后面缺字。
//! 反例：“进行中，”“进行整改，”“开展整治、检查”。

use catalog::WordKind;
use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "word_missing",
    title: "缺字",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("word_missing.rs"),
};

/// Verbs that want a word of two characters behind them.
const VERBS: [&str; 5] = ["进行", "开展", "加以", "予以", "给予"];
/// Characters that are no words by themselves, and what may have been meant.
const HALVES: [(char, &str); 12] = [
    ('整', "整改、整治、整顿"),
    ('督', "督查、督办、督导"),
    ('监', "监督、监管、监测"),
    ('宣', "宣传、宣讲"),
    ('培', "培训"),
    ('研', "研究、研判"),
    ('排', "排查"),
    ('巡', "巡查"),
    ('摸', "摸排、摸底"),
    ('勘', "勘察、勘查、勘验"),
    ('嘉', "嘉奖"),
    ('惩', "惩处、惩戒"),
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = checked.words_of(WordKind::Missing);
    for (index, paragraph) in checked.written() {
        for verb in VERBS {
            let found = paragraph.text.match_indices(verb);
            hits.extend(found.filter_map(|it| half(&paragraph.text, it.0, verb, index)));
        }
    }
    hits
}

/// 进行整，: one half of a word and then a mark.
fn half(text: &str, start: usize, verb: &str, paragraph: usize) -> Option<Hit> {
    let rest = text.get(start + verb.len()..)?;
    let mut marks = rest.chars();
    let (half, mark) = (marks.next()?, marks.next()?);
    let meant = HALVES.iter().find(|it| it.0 == half)?.1;
    let end = start + verb.len() + half.len_utf8();
    "，。；、".contains(mark).then(|| {
        let reason = format!("“{half}”不能单独用，后面缺字：是“{meant}”中的哪一个，请补上");
        Hit::new(Span::new(paragraph, start..end), reason)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn half_a_word_fires() {
        fires(&RULE, "责令企业切实进行整，营造环境。", &[(1, "进行整")]);
        fires(&RULE, "对隐患开展排、治。", &[(1, "开展排")]);
        fixes(&RULE, "严格落实安全产责任。", "安全产责任", "安全生产责任");
    }

    #[test]
    fn whole_words_are_silent() {
        silent(&RULE, "工作正在进行中，已进行整改，开展整治、检查，予以惩处，开展监督。");
    }
}
