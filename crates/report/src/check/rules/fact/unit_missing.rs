//! 数量后面缺单位。
//!
//! 为什么：“实有车辆数262”少了“辆”，同一句里别的数都有单位，读起来像漏了字，转录时也容易弄错口径。
//! 依据：GB/T 15835—2011，数字表示的量值应带计量单位或量词。
//! 例：“车辆指标数276个，实有车辆数262，跨境司机243人”。
//! 反例：“检查3、5、8号桥”“共分4、5、6辆三批”最后一个带单位；“事故起数为0”；“得分95”“见附件2”“排名第3”。

use terms::Grade;

use super::nearby::{clause_before, closes, has, sentence_before, whole};
use crate::check::mention::{Mention, Qualifier, Sense, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "unit_missing",
    title: "数量后面缺单位",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("unit_missing.rs"),
};

/// Right before a number that needs no unit.
const NUMBERED: [&str; 24] = [
    "第", "拨打", "致电", "附件", "表", "图", "号", "码", "编", "为期", "前", "列", "名", "注",
    "式", "款", "项", "条", "版", "房", "栋", "座", "桩", "约为",
];
/// In the clause of a number that measures without a unit.
const UNITLESS: [&str; 22] = [
    "指数",
    "系数",
    "率",
    "比例",
    "得分",
    "评分",
    "分值",
    "分数",
    "浓度",
    "版本",
    "代码",
    "编号",
    "型号",
    "满意度",
    "等级",
    "坐标",
    "经度",
    "纬度",
    "比值",
    "热线",
    "电话",
    "排名",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, mention) in checked.mentions.iter().enumerate() {
        if !bare(checked, mention) {
            continue;
        }
        if !lacks(checked, mention) {
            continue;
        }
        let words = checked.slice(mention.span);
        let reason = match neighbour(checked, index) {
            Some(measured) => {
                let other = checked.slice(measured.span);
                format!("“{words}”后面缺单位，前后的“{other}”是带单位的")
            }
            None if mention.places > 0 => format!("“{words}”后面缺单位"),
            None => continue,
        };
        hits.push(Hit::new(mention.span, reason));
    }
    hits
}

fn bare(checked: &Checked<'_>, mention: &Mention) -> bool {
    let body = checked.text.paragraphs.get(mention.span.paragraph).is_some_and(|it| it.has_body());
    mention.sense == Sense::Quantity
        && body
        && mention.unit.is_empty()
        && mention.scale == 0
        && !mention.chinese
        && !mention.quoted
        && !mention.value.is_zero()
        && !mention.has(Qualifier::From)
}

/// A noun or a verb right before it, the end of the item right behind it.
fn lacks(checked: &Checked<'_>, mention: &Mention) -> bool {
    let text = whole(checked, mention.span);
    let before = clause_before(text, mention.span.start, 12);
    let noun = before.chars().next_back().is_some_and(is_han);
    let mut behind = text.get(mention.span.end..).unwrap_or("").chars();
    let ends = match behind.next() {
        None | Some('，' | '。' | '；') => true,
        // 客车41、公共汽车11辆; 3、5、8辆 shares its unit.
        Some('、') => behind.next().is_some_and(|it| is_han(it) && !is_numeral(it)),
        Some(_) => false,
    };
    let listed = sentence_before(text, mention.span.start, 4).ends_with('、') && before.is_empty();
    noun && ends
        && !listed
        && !closes(before, &NUMBERED)
        && !has(before, &UNITLESS)
        && !has(sentence_before(text, mention.span.start, 12), &["分别为", "分别是", "依次"])
}

fn is_numeral(mark: char) -> bool {
    "一二两三四五六七八九十百千".contains(mark)
}

/// A number with its unit in the same paragraph, among the few around.
fn neighbour<'c>(checked: &'c Checked<'_>, index: usize) -> Option<&'c Mention> {
    let paragraph = checked.mentions.get(index)?.span.paragraph;
    let measured = |it: &&Mention| {
        it.span.paragraph == paragraph
            && it.sense == Sense::Quantity
            && !it.unit.is_empty()
            && !it.chinese
    };
    let before = checked.mentions.get(index.saturating_sub(6)..index)?.iter().rev().find(measured);
    before.or_else(|| checked.mentions.iter().skip(index + 1).take(6).find(measured))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn numbers_without_a_unit_fire() {
        fires(&RULE, "车辆指标数276个，实有车辆数262，跨境司机243人。", &[(1, "262")]);
        fires(&RULE, "房屋拆迁任务共128户，目前，已完成拆迁131，完成率102.3%。", &[(1, "131")]);
        fires(&RULE, "其中客车41、公共汽车11辆、普通货车462辆。", &[(1, "41")]);
        fires(&RULE, "检查车辆100辆次，查处违法行为29。", &[(1, "29")]);
    }

    #[test]
    fn lists_codes_scores_and_zeros_are_silent() {
        silent(&RULE, "检查3、5、8号桥共3座，三批分别为4、5、6辆，亡人数为0，共9宗。");
        silent(&RULE, "检查9次，得分95，满意度指数98.5，见附件2，列全市第3，宽5-7米。");
        silent(&RULE, "广连高速TJ8标共3公里，G107、G323线共25座，派发宣传单1200余份。");
        silent(&RULE, "拨打12345，共受理75宗；执行GB 1589，共检查9辆。");
    }
}
