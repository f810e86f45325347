//! 像是同一个数写成了两样。
//!
//! 为什么：同一个数在文中出现两次，改稿时只改了一处，或者抄写时错了一位。
//! 依据：算术（同文前后对照）。
//! 例：前面“总里程487.3公里”，后面“管养的487.9公里公路”，单位相同，只差一位。
//! 反例：同一段里并列的两个数；两位以下的数；说的不是一回事的数；上年同期的数。

use std::collections::{BTreeMap, BTreeSet};

use terms::Grade;

use super::nearby::{clause_before, closes, has, line, sentence_before, whole};
use super::regulation::is_regulation;
use crate::check::mention::{Mention, Qualifier, Sense, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::rules::near::one_digit_apart;
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "number_near",
    title: "像是同一个数写成了两样",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("number_near.rs"),
};

/// The fewest digits of a number that is told by its digits.
const DIGITS_MIN: usize = 2;
/// From so many digits on, a number is told by its digits alone.
const DIGITS_SURE: usize = 4;
/// Numbers of one unit and length that are compared with each other.
const COMPARED_MAX: usize = 12;
/// Words around a number that tell what it counts, in characters: before, behind.
const AROUND: (usize, usize) = (28, 8);
/// What is counted stands so near behind, in characters.
const NOUN: usize = 6;
/// Words of another time or a goal.
const OTHER: [&str; 7] = ["去年", "上年", "同期", "比", "较", "增加到", "减少到"];
/// Words of a goal in its own clause.
const GOAL: [&str; 2] = ["计划", "目标"];
/// Pairs of characters that stand beside any number.
const LOOSE: [&str; 34] = [
    "全县", "我县", "全市", "我局", "全局", "完成", "开展", "其中", "累计", "共有", "分别", "目前",
    "已经", "工作", "上半", "半年", "今年", "年度", "实施", "进行", "推进", "加强", "达到", "投入",
    "组织", "合计", "共计", "截至", "检查", "查处", "项目", "投资", "资金", "建设",
];

/// A number, its digits and the words around it.
struct Told<'c> {
    mention: &'c Mention,
    numeral: &'c str,
    words: BTreeSet<String>,
    nouns: BTreeSet<String>,
    digits: usize,
    /// 对35个问题, 上述12项: said of what was told before.
    again: bool,
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    if is_regulation(checked) {
        return Vec::new();
    }
    let mut groups: BTreeMap<(String, usize), Vec<Told<'_>>> = BTreeMap::new();
    for told in checked.mentions.iter().filter_map(|it| told(checked, it)) {
        // 486人 and 486名护路员 count the same.
        let unit = told.mention.printed_unit().replace('名', "人");
        let key = (unit, told.numeral.len());
        let group = groups.entry(key).or_default();
        if group.len() < COMPARED_MAX {
            group.push(told);
        }
    }
    let mut hits = Vec::new();
    for group in groups.values() {
        for (index, other) in group.iter().enumerate() {
            let first = group.iter().take(index).find(|it| is_slip(it, other));
            let again = group.iter().take(index).any(|it| it.numeral == other.numeral);
            hits.extend(first.filter(|_| !again).map(|it| hit(checked, it, other)));
        }
    }
    hits
}

fn told<'c>(checked: &'c Checked<'_>, mention: &'c Mention) -> Option<Told<'c>> {
    let vague =
        [Qualifier::From, Qualifier::To, Qualifier::Each, Qualifier::AtLeast, Qualifier::AtMost];
    let paragraph = checked.text.paragraphs.get(mention.span.paragraph)?;
    let text = paragraph.text.as_str();
    let numeral = text.get(mention.number.clone())?;
    let digits = numeral.chars().filter(char::is_ascii_digit).count();
    // 1200 and 1500 are round: their zeros tell nothing.
    let round = numeral.ends_with('0');
    let counted = mention.sense == Sense::Quantity
        && !mention.unit.is_empty()
        && !mention.quoted
        && !mention.chinese
        && !mention.is_rough()
        && !vague.iter().any(|it| mention.has(*it))
        && !matches!(paragraph.kind, Kind::Cell { .. });
    let before = sentence_before(text, mention.span.start, 20);
    let own = clause_before(text, mention.span.start, 20);
    if !counted || digits < DIGITS_MIN || round || has(before, &OTHER) || has(own, &GOAL) {
        return None;
    }
    let words = words_around(checked, mention, AROUND);
    let nouns = words_around(checked, mention, (0, NOUN));
    let again = closes(own, &["对", "将", "把", "上述", "这"]);
    Some(Told { mention, numeral, words, nouns, digits, again })
}

/// Pairs of characters around a number, those that stand beside any number left out.
fn words_around(
    checked: &Checked<'_>,
    mention: &Mention,
    around: (usize, usize),
) -> BTreeSet<String> {
    let text = whole(checked, mention.span);
    let before = text.get(..mention.span.start).unwrap_or("").chars().rev().take(around.0);
    let mut marks: Vec<char> = before.collect();
    marks.reverse();
    let behind: Vec<char> =
        text.get(mention.span.end..).unwrap_or("").chars().take(around.1).collect();
    let pairs = |marks: &[char]| {
        let pairs = marks.windows(2).filter(|it| it.iter().all(|it| is_han(*it)));
        pairs.map(|it| it.iter().collect::<String>()).collect::<Vec<_>>()
    };
    let all = pairs(&marks).into_iter().chain(pairs(&behind));
    all.filter(|it| !LOOSE.contains(&it.as_str())).collect()
}

/// Whether two numbers of different paragraphs differ in one digit and are told with the same words.
fn is_slip(one: &Told<'_>, other: &Told<'_>) -> bool {
    one.mention.span.paragraph != other.mention.span.paragraph
        && one_digit_apart(one.numeral, other.numeral)
        && match one.digits {
            // A few digits are alike by accident: the last one differs, and more words are the same.
            ..=2 => other.again && last_apart(one, other) && !one.nouns.is_disjoint(&other.nouns),
            3 => last_apart(one, other) && one.words.intersection(&other.words).count() > 0,
            DIGITS_SURE.. => !one.words.is_disjoint(&other.words),
        }
}

fn last_apart(one: &Told<'_>, other: &Told<'_>) -> bool {
    one.numeral.chars().next_back() != other.numeral.chars().next_back()
}

fn hit(checked: &Checked<'_>, first: &Told<'_>, other: &Told<'_>) -> Hit {
    let span: Span = other.mention.span;
    let reason = format!(
        "第{}行写{}，这里写{}，只差一位：如果是同一个数，请改一致",
        line(checked, first.mention.span),
        checked.slice(first.mention.span),
        checked.slice(span)
    );
    Hit::new(span, reason)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_number_told_twice_with_one_other_digit_fires() {
        fires(
            &RULE,
            "总结\n一、管养情况\n管养公路总里程487.3公里，其中国道96.4公里。\n二、打算\n管养的487.9公里公路全部纳入信息化管理。",
            &[(5, "487.9公里")],
        );
        fires(
            &RULE,
            "纳入考核的运输企业共143家。\n成立4个检查组，对146家企业开展全覆盖检查。",
            &[(2, "146家")],
        );
    }

    #[test]
    fn numbers_of_different_things_are_silent() {
        silent(&RULE, "石桥镇完成拆迁512户，龙潭镇完成拆迁513户。");
        silent(&RULE, "渡口发现隐患124处。\n植树造林面积123亩，绿化边坡125处。");
        silent(
            &RULE,
            "发送旅客385人。\n比上年同期的旅客386人减少。完成旅客运输1200人，投入旅客服务1500人。",
        );
    }
}
