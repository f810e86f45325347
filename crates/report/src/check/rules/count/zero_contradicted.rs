//! 前后对“有没有发生”说法不一。
//!
//! 为什么：一处说未发生事故，另一处又写发生了几起，两处必有一处要改，或者要写明范围。
//! 依据：算术；零与正数不相等。
//! 例：“未发生生产安全事故”，另一段“发生一般生产安全事故2起”。
//! 反例：“未发生较大以上事故”而“发生事故2起”，不矛盾；去年、同期的数，不提示。

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use terms::Grade;

use super::line::{has_any, tail};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "zero_contradicted",
    title: "有没有发生说法不一",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("zero_contradicted.rs"),
};

const NEVER: [&str; 6] = ["未发生", "没有发生", "无发生", "未出现", "没有出现", "无出现"];
/// What happens or does not: the last word of its name.
const EVENTS: [&str; 8] = ["事故", "事件", "上访", "投诉", "滞留", "舆情", "伤亡", "火灾"];
/// At most so many things that never happened are kept.
const NEVER_MAX: usize = 64;
/// How far back the words of a count are looked at, in bytes.
const LOOK: usize = 180;
const EARLIER: [&str; 8] = ["去年", "上年", "同期", "近三年", "近3年", "历年", "往年", "下降"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let never = never(checked);
    let mut hits = Vec::new();
    if never.is_empty() {
        return hits;
    }
    for mention in checked.mentions.iter().filter(|it| it.sense == Sense::Quantity) {
        if let Some((event, denied)) = happened(checked, mention).and_then(|event| {
            never.iter().find(|it| event.contains(it.as_str())).map(|it| (event, it))
        }) {
            let reason = format!("这里写发生{event}，别处写没有发生{denied}，请核对或写明范围");
            hits.push(Hit::new(mention.span, reason));
        }
    }
    hits
}

/// What the text says never happened: 生产安全事故.
fn never(checked: &Checked<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sentence in &checked.sentences {
        let Some(paragraph) = checked.text.paragraphs.get(sentence.span.paragraph) else {
            continue;
        };
        for clause in &sentence.clauses {
            let words = paragraph.text.get(clause.clone()).unwrap_or("");
            let Some(behind) = NEVER.iter().find_map(|it| words.split_once(it)).map(|it| it.1)
            else {
                continue;
            };
            let event =
                EVENTS.iter().find_map(|it| behind.split_once(it).map(|(name, _)| (name, *it)));
            let Some((name, event)) = event.filter(|it| it.0.chars().count() <= 20) else {
                continue;
            };
            if found.len() < NEVER_MAX && !name.contains('、') {
                found.insert(format!(
                    "{}{event}",
                    name.trim_start_matches(['过', '了', '一', '起'])
                ));
            }
        }
    }
    found
}

/// What a positive count says happened.
fn happened(checked: &Checked<'_>, mention: &Mention) -> Option<String> {
    if !["起", "宗", "例", "次", "件"].contains(&mention.unit.as_str())
        || mention.value <= Decimal::ZERO
    {
        return None;
    }
    let floor = checked.sentences.get(mention.sentence)?.span.start;
    let words = |start, end| checked.slice(Span { start, end, ..mention.span });
    let sentence = tail(words(floor, mention.span.start), LOOK);
    let before = sentence.rsplit(['，', '：', '；']).next().unwrap_or("");
    let behind = words(mention.after.start, mention.after.end);
    let told = before.split_once("发生").or_else(|| before.split_once("出现"))?;
    if told.0.ends_with(['未', '无', '有']) || has_any(sentence, &EARLIER) {
        return None;
    }
    let name = if told.1.is_empty() { behind } else { told.1 };
    EVENTS.iter().any(|it| name.contains(it)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_count_of_what_never_happened_fires() {
        fires(&RULE, "上半年未发生生产安全事故。\n全县发生一般生产安全事故2起。", &[(2, "2起")]);
        fires(&RULE, "没有发生群体性事件，发生3起群体性事件。", &[(1, "3起")]);
    }

    #[test]
    fn other_events_and_other_times_are_silent() {
        silent(&RULE, "未发生较大以上生产安全事故。\n发生一般生产安全事故2起。");
        silent(&RULE, "未发生生产安全事故。\n去年发生生产安全事故2起，近3年发生过亡人交通事故。");
        silent(&RULE, "未发生生产安全事故，查处案件2起，开展事故演练2次。");
    }
}
