//! What a total and its parts say when they are added up (分项判定): certain, doubtful, or nothing to say.

use rust_decimal::Decimal;

use super::group::{self, slips};
use super::line::{Line, has_any, lines};
use super::split::{Form, Split, splits};
use crate::check::rule::{Checked, Hit};
use crate::check::text::Span;

/// How sure it is that a total and its parts disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One of the numbers is wrong.
    Certain,
    /// One may be wrong, or a part is not told.
    Doubtful,
}

/// A total that disagrees with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Disagreement {
    /// The total.
    pub(super) span: Span,
    /// How sure it is.
    pub(super) verdict: Verdict,
    /// The sum as people write it: 118＋11＝129，文中为128.
    pub(super) arithmetic: String,
}

/// Parts told by what persons are, not by a division of the whole: they cross each other.
const CROSSING: [&str; 22] = [
    "党员",
    "团员",
    "女",
    "男",
    "岁",
    "本科",
    "大专",
    "学历",
    "研究生",
    "硕士",
    "博士",
    "职称",
    "少数民族",
    "残疾",
    "退役",
    "工程师",
    "持证",
    "在编",
    "领导",
    "干部",
    "代表",
    "以上",
];

/// All totals of a text that disagree with their parts.
pub(super) fn verdicts(checked: &Checked<'_>) -> Vec<Disagreement> {
    lines(checked).flat_map(|line| of_line(&line)).collect()
}

fn of_line(line: &Line<'_>) -> Vec<Disagreement> {
    let splits = splits(line);
    let mut found: Vec<Disagreement> =
        splits.iter().filter_map(|it| disagreement(line, it)).collect();
    // What is told clause by clause is judged above; the wider look adds only what it does not see.
    let judged = |total: usize| {
        splits.iter().any(|it| it.total == total && it.parts.len() > 1 && it.adds_up(line))
    };
    for group in slips(line).into_iter().filter(|it| !judged(it.total)) {
        let Some(total) = line.items.get(group.total).filter(|it| !it.mention.is_rough()) else {
            continue;
        };
        let known = found.iter().any(|it| it.span == total.mention.span);
        if let Some(arithmetic) = told(line, group.total, &group.parts).filter(|_| !known) {
            let span = total.mention.span;
            found.push(Disagreement { span, verdict: Verdict::Doubtful, arithmetic });
        }
    }
    found
}

fn disagreement(line: &Line<'_>, split: &Split) -> Option<Disagreement> {
    let total = line.items.get(split.total)?;
    if split.parts.len() < 2
        || split.adds_up(line)
        || goes_on(line, split)
        || crosses(line, split)
        || total.mention.is_rough()
    {
        return None;
    }
    let verdict = judge(split, split.sum(line), total.amount.value)?;
    // One part above the total is told by its own rule.
    if split.form == Form::OfWhich && split.parts.iter().any(|it| exceeds(line, *it, split)) {
        return None;
    }
    Some(Disagreement {
        span: total.mention.span,
        verdict,
        arithmetic: told(line, split.total, &split.parts)?,
    })
}

/// Whether the list goes on in other measures and then makes up the total: 124个、68个、危桥42座、52个.
fn goes_on(line: &Line<'_>, split: &Split) -> bool {
    let (Some(total), Some(last)) = (line.items.get(split.total), split.parts.last()) else {
        return false;
    };
    let mut sum = split.sum(line);
    for at in last + 1..line.items.len().min(last + 1 + MORE_MAX) {
        let Some(item) = line.items.get(at) else { break };
        if line.parted(split.total, at) && split.form != Form::OfWhich
            || line.ahead(at).contains('。')
        {
            break;
        }
        sum = sum.saturating_add(item.mention.value);
        if sum == total.mention.value {
            return true;
        }
    }
    false
}

/// How many numbers behind a list may belong to it.
const MORE_MAX: usize = 6;

fn judge(split: &Split, sum: Decimal, total: Decimal) -> Option<Verdict> {
    let over = sum > total;
    let complete = split.rest || split.form != Form::OfWhich;
    match (over, split.open) {
        (false, true) => None,
        (true, _) if split.loose && !complete => Some(Verdict::Doubtful),
        (true, _) => Some(Verdict::Certain),
        (false, false) if complete => Some(Verdict::Certain),
        (false, false) => {
            // Less than two thirds: examples, not a division.
            let near = sum.saturating_mul(Decimal::from(3)) >= total.saturating_mul(Decimal::TWO);
            near.then_some(Verdict::Doubtful)
        }
    }
}

fn crosses(line: &Line<'_>, split: &Split) -> bool {
    split.parts.iter().any(|it| {
        let words = line.ahead(*it);
        let noun = words.rsplit(['，', '、', '（', '：']).next().unwrap_or("");
        has_any(noun, &CROSSING)
    })
}

/// 118＋11＝129，文中为128.
fn told(line: &Line<'_>, total: usize, parts: &[usize]) -> Option<String> {
    let total = line.items.get(total)?;
    let parts: Vec<_> = parts.iter().filter_map(|it| line.items.get(*it)).collect();
    let plain = parts.iter().all(|it| {
        (it.mention.scale, &it.mention.unit) == (total.mention.scale, &total.mention.unit)
    });
    let shown = |it: &&super::line::Item<'_>| if plain { line.numeral(it) } else { line.print(it) };
    let addends: Vec<&str> = parts.iter().map(shown).collect();
    let sum = parts.iter().fold(Decimal::ZERO, |sum, it| sum.saturating_add(it.amount.value));
    let sum = total.amount.print(sum);
    let unit = if plain { String::new() } else { total.mention.printed_unit() };
    Some(format!(
        "分项之和{}＝{sum}{unit}，总数写的是{}",
        addends.join("＋"),
        if plain { line.numeral(total) } else { line.print(total) }
    ))
}

/// Parts that are greater than every number they may belong to.
pub(super) fn oversized(checked: &Checked<'_>) -> Vec<Hit> {
    lines(checked).flat_map(|line| oversized_of_line(&line)).collect()
}

fn oversized_of_line(line: &Line<'_>) -> Vec<Hit> {
    let all = splits(line).into_iter().filter(|it| it.form == Form::OfWhich);
    let mut hits: Vec<Hit> = Vec::new();
    for split in all {
        let Some(total) = line.items.get(split.total).filter(|it| !it.mention.is_rough()) else {
            continue;
        };
        for part in split.parts.iter().filter(|it| exceeds(line, **it, &split)) {
            let Some(item) = line.items.get(*part) else { continue };
            let reason = format!("“其中”的{}比总数{}还大", line.print(item), line.print(total));
            hits.push(Hit::new(item.mention.span, reason));
        }
    }
    for (part, total) in group::oversized(line) {
        let (Some(item), Some(total)) = (line.items.get(part), line.items.get(total)) else {
            continue;
        };
        if !total.mention.is_rough() && hits.iter().all(|it| it.span != item.mention.span) {
            let reason = format!("“其中”的{}比总数{}还大", line.print(item), line.print(total));
            hits.push(Hit::new(item.mention.span, reason));
        }
    }
    hits
}

fn exceeds(line: &Line<'_>, part: usize, split: &Split) -> bool {
    let Some(part) = line.items.get(part) else { return false };
    let wholes = std::iter::once(&split.total).chain(&split.others);
    wholes
        .filter_map(|it| line.items.get(*it))
        .all(|it| part.amount.value > it.amount.value && !part.amount.agrees(it.amount))
}
