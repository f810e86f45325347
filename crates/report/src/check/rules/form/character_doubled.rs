//! 字词重复。
//!
//! 为什么：输入时多打了一个字，如“做到到”“的的”。
//! 依据：词语规范。
//! 例：“做到到精准施策”应为“做到精准施策”。
//! 反例：“做到到位”“以营利为目的的行为”“为了了解情况”里两个相同的字分属两个词，不提示。

use terms::Grade;

use crate::check::mention::{is_chinese_numeral, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "character_doubled",
    title: "字词重复",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("character_doubled.rs"),
};

/// A character that is doubled only by a slip, unless a word ends with the first (these stand before) or begins with the
/// second (these stand behind).
const SLIPS: [(char, &str, &str); 18] = [
    ('到', "", "位场岗期底账会县乡村镇户人站达来货时点处访案手头市省家店校厂现京港"),
    ('的', "目标", "确士话"),
    ('了', "为罢", "解结却断然如"),
    ('在', "存现内潜实正所", "建场线岗校职册押编途逃位此于"),
    ('和', "温总缓饱共", "谐解平睦气好县"),
    ('是', "于但可还就总凡而或只尤", "否非"),
    ('为', "行认作成人因更较最极", "了何此民主期首由止"),
    ('与', "参赋给", "会否其此日"),
    ('及', "以普涉危触", "时早其格"),
    ('对', "针相核校面反应绝一结", "于照比方接口待象标表策外内"),
    ('被', "", "告子动褥单"),
    ('从', "服听自无", "事而业严此来前众容政"),
    ('由', "自理事缘", "于此来"),
    ('于', "由基关对至等处鉴属位限", "是"),
    ('之', "", ""),
    ('并', "合兼吞一", "且行入存联案发轨网"),
    ('将', "即必", "来军要领近"),
    ('照', "护执牌拍比对", "镜片相会样旧顾明射常亮应办章料搬"),
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let marks: Vec<(usize, char)> = paragraph.text.char_indices().collect();
        let get = |at: Option<usize>| at.and_then(|it| marks.get(it)).map_or('\0', |it| it.1);
        for at in 1..marks.len() {
            let (start, mark) = marks[at - 1];
            if marks[at].1 != mark {
                continue;
            }
            let Some((_, before, behind)) = SLIPS.iter().find(|it| it.0 == mark) else { continue };
            let (left, right) = (get(at.checked_sub(2)), get(Some(at + 1)));
            if left == mark || right == mark || before.contains(left) || behind.contains(right) {
                continue;
            }
            let span = Span::new(index, start..start + 2 * mark.len_utf8());
            hits.push(Hit::new(span, format!("“{mark}”字重复")).fix(mark.to_string()));
        }
        hits.extend(words(index, &marks));
    }
    hits
}

/// 开展开展, 进行进行: a word of two characters twice.
fn words(index: usize, marks: &[(usize, char)]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some([first, second, third, fourth]) = marks.get(at..at + 4) {
        let word = first.1 != second.1 && is_word(first.1) && is_word(second.1);
        if word
            && (first.1, second.1) == (third.1, fourth.1)
            && REPEATED.contains(&(first.1, second.1))
        {
            let span = Span::new(index, first.0..fourth.0 + fourth.1.len_utf8());
            let word: String = [first.1, second.1].iter().collect();
            hits.push(Hit::new(span, format!("“{word}”重复")).fix(word));
            at += 4;
        } else {
            at += 1;
        }
    }
    hits
}

fn is_word(mark: char) -> bool {
    is_han(mark) && !is_chinese_numeral(mark)
}

/// Words of this genre that are never said twice in a row; 研究研究 and 讨论讨论 are.
const REPEATED: [(char, char); 24] = [
    ('开', '展'),
    ('进', '行'),
    ('加', '强'),
    ('落', '实'),
    ('推', '进'),
    ('做', '好'),
    ('完', '成'),
    ('组', '织'),
    ('严', '格'),
    ('认', '真'),
    ('切', '实'),
    ('积', '极'),
    ('全', '面'),
    ('共', '同'),
    ('目', '前'),
    ('我', '局'),
    ('我', '县'),
    ('根', '据'),
    ('按', '照'),
    ('以', '及'),
    ('其', '中'),
    ('通', '过'),
    ('累', '计'),
    ('实', '施'),
];

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_character_or_word_typed_twice_fires() {
        fixes(&RULE, "做到到精准施策，一户一车。", "到到", "到");
        fixes(&RULE, "认真做好群众的的工作。", "的的", "的");
        fixes(&RULE, "上半年开展开展宣传活动。", "开展开展", "开展");
        fixes(&RULE, "按照照有关规定处理。", "照照", "照");
    }

    #[test]
    fn characters_of_two_words_are_silent() {
        silent(
            &RULE,
            "做到到位，以营利为目的的行为，为了了解情况，存在在建项目，各项工作，人人有责，以及及时处理，往往是是否到位，经常照照镜子，按照照明设计标准施工。",
        );
    }
}
