//! 列出的项数与所写的个数不符。
//!
//! 为什么：“市、县、镇四级”“做好三项工作：一是……四是……”，数一数就知道错了。
//! 依据：算术。“等”字可以省略几项，所以列出的少于所写的不算错；多于所写的才算。
//! 例：“江咀桥、隔水桥、坑塘桥、四渡桥等三座危桥”，列出4座。
//! 反例：“《机制》、《制度》等5个工作方案”只举两个；“和”字可能在一项之中，两种数法有一种对就不提示。

use rust_decimal::prelude::ToPrimitive;
use terms::Grade;

use super::line::{head, tail};
use super::series::{counts_before, counts_of, marks, row_before};
use crate::check::mention::{Mention, Sense, is_han};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "list_count",
    title: "列出的项数与个数不符",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("list_count.rs"),
};

/// The greatest number that is compared with a list.
const COUNT_MAX: usize = 20;
/// How far lists are looked at, in bytes.
const LOOK: usize = 400;
/// Measure words that sum up what stands right before them.
const SUMMING: [&str; 5] = ["级", "方面", "个方面", "个环节", "大方面"];
/// Measure words whose things are told one by one behind a colon.
const TOLD: [&str; 8] = ["项", "个", "方面", "个方面", "条", "点", "类", "种"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, mention) in checked.mentions.iter().enumerate() {
        let Some(count) = count_of(mention) else { continue };
        let Some(paragraph) = checked.text.paragraphs.get(mention.span.paragraph) else { continue };
        let text = paragraph.text.as_str();
        let found = before(text, mention, count)
            .or_else(|| behind(text, mention, count))
            .or_else(|| named_behind(text, mention, count))
            .or_else(|| enumerated(checked, index, count));
        if let Some(listed) = found {
            let reason =
                format!("列出了{listed}项，这里写的是{}，请核对", checked.slice(mention.span));
            hits.push(Hit::new(mention.span, reason));
        }
    }
    hits
}

/// The number as a count of things that can be listed.
pub(super) fn count_of(mention: &Mention) -> Option<usize> {
    let plain = mention.places == 0 && mention.scale == 0 && !mention.is_rough() && !mention.quoted;
    let counts = matches!(mention.sense, Sense::Quantity)
        || mention.sense == Sense::Level && mention.chinese;
    let count = mention.value.to_usize().filter(|it| (2..=COUNT_MAX).contains(it))?;
    (plain && counts).then_some(count)
}

/// A、B、C等三处: more are named than said; 市、县、镇四级: not as many as said.
fn before(text: &str, mention: &Mention, count: usize) -> Option<usize> {
    let words = text.get(..mention.span.start)?;
    let row = row_before(tail(words, LOOK));
    let (row, open) = row.strip_suffix('等').map_or((row, false), |it| (it, true));
    if marks(row) == 0 || row.contains(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let counts = counts_before(row);
    let least = *counts.first()?;
    let pieces: Vec<&str> = row.split('、').collect();
    let most = if is_uniform(&pieces) { pieces.len() } else { least };
    if open {
        return (least.max(most) > count).then_some(least.max(most));
    }
    // 省、市、县三级 sums up; 一级公路、二级公路、三级公路 names classes.
    let short = row.split('、').skip(1).all(|it| it.chars().count() <= 2);
    let sums = mention.chinese
        && (mention.unit != "级" || short)
        && SUMMING.contains(&mention.unit.as_str());
    let fits = counts.contains(&count) || marks(row) < 2;
    if sums {
        return (!fits && counts.len() == 1).then_some(least);
    }
    // 平江、石牛、三墩3个超限检测站: one more or one less than named.
    let noun = text.get(mention.after.clone())?.chars().next().is_some_and(is_han);
    let last = row.rsplit('、').next()?;
    let full = *counts.last()?;
    let close = full.abs_diff(count) == 1 && (!counts.contains(&count) || is_uniform(&pieces));
    let glued = VERBS.iter().any(|it| last.ends_with(it));
    let summed = NAMED.contains(&mention.unit.as_str()) && !mention.chinese && noun;
    (summed && close && !glued && marks(row) >= 1).then_some(full)
}

/// Items that are named alike, so that the row can begin at none but the first: 石牛镇、三墩镇; 县城至白塔、县城至洪桥.
fn is_uniform(pieces: &[&str]) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return false };
    let Some(head) = rest.first().and_then(|it| it.chars().next()) else { return false };
    let Some(tail) = rest.first().and_then(|it| it.chars().next_back()) else { return false };
    let verbs = rest.iter().any(|it| VERBS.iter().any(|verb| it.contains(verb)));
    let alike = rest.iter().all(|it| it.ends_with(tail)) && first.ends_with(tail)
        || rest.len() > 1 && rest.iter().all(|it| it.starts_with(head)) && first.contains(head);
    alike && !verbs && !rest.iter().any(|it| it.contains(['和', '及', '与']))
}

/// Measure words of things that are named one by one right before them.
const NAMED: [&str; 8] = ["个", "项", "座", "条", "家", "类", "种", "所"];
/// Behind these a new count begins: 县财政局抽调5人.
const VERBS: [&str; 20] = [
    "抽调", "新增", "新建", "建设", "建成", "完成", "设立", "增设", "检查", "投入", "设置", "成立",
    "组建", "安排", "实施", "开展", "排查", "整治", "共", "有",
];

/// 3个镇（青莲镇、岭背镇）: things of one name in the bracket.
fn behind(text: &str, mention: &Mention, count: usize) -> Option<usize> {
    let noun = text.get(mention.after.clone())?;
    let rest = text.get(mention.after.end..)?;
    let inside = head(rest.strip_prefix('（')?, LOOK);
    let end = inside.find('）')?;
    let row = inside.get(..end)?;
    let last = noun.chars().next_back()?;
    let open = row.ends_with('等');
    let plain = !row.contains(['，', '；', '：', '。', '（']) && marks(row) >= 1;
    let named = row.trim_end_matches('等').split('、').all(|it| it.ends_with(last));
    let counts = counts_of(row);
    let wrong = if open { *counts.first()? > count } else { !counts.contains(&count) };
    (plain && named && noun.chars().count() <= 8 && wrong).then(|| *counts.first().unwrap_or(&0))
}

/// 2个，分别为甲、乙。: every one is named.
fn named_behind(text: &str, mention: &Mention, count: usize) -> Option<usize> {
    let rest = head(text.get(mention.span.end..)?, LOOK);
    let row = ["，分别为", "，分别是", "，即", "，分别位于", "，分别设在"]
        .iter()
        .find_map(|it| rest.strip_prefix(it))?;
    let row = row.get(..row.find(['，', '。', '；'])?)?;
    let plain = !row.contains(|it: char| it.is_ascii_digit() || "等（：".contains(it));
    let counts = counts_of(row);
    (plain && marks(row) >= 1 && !counts.contains(&count)).then(|| counts.first().copied())?
}

/// 做好三项工作：一是…；二是…: the last of the enumeration.
fn enumerated(checked: &Checked<'_>, index: usize, count: usize) -> Option<usize> {
    let mention = checked.mentions.get(index).filter(|it| TOLD.contains(&it.unit.as_str()))?;
    let text = &checked.text.paragraphs.get(mention.span.paragraph)?.text;
    let rest = text.get(mention.after.end..)?;
    let first = rest.strip_prefix('：').or_else(|| rest.strip_prefix('。'))?;
    if !first.starts_with('一') || mention.after.len() > 45 {
        return None;
    }
    let same = checked.mentions.get(index + 1..)?.iter();
    let ordinals = same
        .take(200)
        .take_while(|it| it.span.paragraph == mention.span.paragraph)
        .filter(|it| it.sense == Sense::Enumerator)
        .filter_map(|it| it.value.to_usize());
    let mut last = 0;
    for ordinal in ordinals {
        if ordinal != last + 1 {
            break;
        }
        last = ordinal;
    }
    (last >= 2 && last != count).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn lists_that_do_not_have_the_said_number_fire() {
        fires(&RULE, "推进江咀桥、隔水桥、坑塘桥、四渡桥等三座危桥改造。", &[(1, "三座")]);
        fires(&RULE, "平江、石牛、三墩4个超限检测站实行24小时值守。", &[(1, "4个")]);
        fires(&RULE, "重点评价项目3个，分别为公路养护项目、公交补贴项目。", &[(1, "3个")]);
        fires(&RULE, "健全市、县、镇四级机制。", &[(1, "四级")]);
        fires(&RULE, "涉及3个镇（青莲镇、岭背镇），进展顺利。", &[(1, "3个")]);
        fires(
            &RULE,
            "重点做好三项工作：一是抓防控；二是抓建设；三是抓安全；四是抓稳定。",
            &[(1, "三项")],
        );
    }

    #[test]
    fn lists_with_the_said_number_or_open_are_silent() {
        silent(
            &RULE,
            "推进江咀桥、隔水桥、坑塘桥、四渡桥等四座危桥改造。印发《甲机制》、《乙机制》等5个工作方案。",
        );
        silent(
            &RULE,
            "健全市、县、镇三级机制，分为高速公路、一级公路、二级公路和三级公路，涉及公路建设、运输管理等两方面，统筹国道、省道和农村公路三方面。",
        );
        silent(
            &RULE,
            "涉及2个镇（青莲镇、岭背镇），检查客运站、货运站5家，加强公安、当地政府建立市、县两级机制。",
        );
        silent(
            &RULE,
            "项目主要有TJ8标、LM5标以及江咀桥、隔水桥、坑塘桥、四渡桥等四座危桥改造工程等。",
        );
        silent(
            &RULE,
            "平江、石牛、三墩3个超限检测站，新建桥梁、涵洞3座，县纪委、县财政局抽调3个人；评价项目2个，分别为公路养护项目、公交补贴项目。",
        );
        silent(&RULE, "重点做好三项工作：一是抓防控；二是抓建设；三是抓安全。共9条路（甲、乙）。");
    }
}
