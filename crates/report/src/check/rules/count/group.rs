//! Totals and parts that are told in several clauses (分项散见): 其中：甲1个，长21.3公里；乙2个，长25.5公里. Unit by unit.
//!
//! What `split` reads clause by clause is read here more widely; therefore only a slip of one digit is told.

use rust_decimal::Decimal;

use super::growth::is_earlier;
use super::line::{Item, Line, has_any};
use crate::check::mention::{Qualifier, Sense};
use crate::check::rules::near::one_digit;

/// A total that its parts miss by one digit; indexes into the line's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The total.
    pub(super) total: usize,
    /// The parts that nearly make it up.
    pub(super) parts: Vec<usize>,
}

/// How many numbers of one list are looked at.
const LIST_MAX: usize = 40;
/// How far before a list its total stands, in numbers.
pub(super) const TOTAL_BACK_MAX: usize = 12;
/// Of several numbers before a list, so many may be its total.
const TOTALS_MAX: usize = 6;
/// Parts of one unit at most.
const PARTS_MAX: usize = 12;
/// Words that open a list of parts.
const OPENS: [&str; 4] = ["其中", "分别", "已完工", "已建成"];
/// A number behind these words is no part of what was told before.
const OTHER: [&str; 15] = [
    "同比", "环比", "上年", "同期", "去年", "比", "较", "增长", "下降", "提高", "每", "平均",
    "人均", "目标", "计划",
];
const SUMS: [&str; 6] = ["合计", "共计", "总计", "总共", "一共", "共"];

/// All totals of a line that a list nearly makes up, and none that it makes up.
pub(super) fn slips(line: &Line<'_>) -> Vec<Group> {
    let mut found = Vec::new();
    let mut next = 0;
    for first in 1..line.items.len() {
        if first >= next && opens(line, first) {
            let end = list_end(line, first);
            found.extend(listed(line, first, end));
            next = end;
        }
        found.extend(summed(line, first));
    }
    found
}

pub(super) fn opens(line: &Line<'_>, first: usize) -> bool {
    let words = line.ahead(first);
    // 按规模分，…; 从类型看，…; 286个项目中，…
    let told =
        [("分，", "按"), ("看，", ""), ("中，", "")].into_iter().filter_map(|(end, start)| {
            let at = words.rfind(end)?;
            words.get(..at)?.contains(start).then_some(at + end.len())
        });
    let at =
        OPENS.iter().filter_map(|it| words.rfind(it).map(|at| at + it.len())).chain(told).max();
    at.and_then(|at| words.get(at..)).is_some_and(|lead| !lead.contains(['。', '；']))
}

/// The item behind the last of a list: it goes to the full stop.
pub(super) fn list_end(line: &Line<'_>, first: usize) -> usize {
    let depth = line.items.get(first).map_or(0, |it| it.depth);
    let most = line.items.len().min(first + LIST_MAX);
    let end = (first + 1..most).find(|it| {
        let outside = line.items.get(*it).is_some_and(|it| it.depth < depth);
        outside || line.ahead(*it).contains('。') || opens(line, *it)
    });
    let Some(end) = end else { return most };
    // ；乙村有173户、594人，其中…: what has its own list belongs to no other.
    if !opens(line, end) {
        return end;
    }
    (first + 1..end).rev().find(|it| line.ahead(*it).contains('；')).unwrap_or(end)
}

/// The totals before a list, unit by unit.
fn listed(line: &Line<'_>, first: usize, end: usize) -> Vec<Group> {
    let mut found = Vec::new();
    for (totals, parts) in columns(line, first, end) {
        let runs: Vec<&[usize]> = (2..=parts.len()).filter_map(|it| parts.get(..it)).collect();
        let open = is_open(line, first, end);
        found.extend(slip(line, &totals, &runs).filter(|it| !open || exceeds(line, it)));
    }
    found
}

/// What stands in one list unit by unit: the numbers before it that may be the total, and the parts.
fn columns(line: &Line<'_>, first: usize, end: usize) -> Vec<(Vec<usize>, Vec<usize>)> {
    let Some(depth) = line.items.get(first).map(|it| it.depth) else { return Vec::new() };
    let mut units: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for at in first..end {
        let Some(head) = line.items.get(at).filter(|it| counts(it) && it.depth == depth) else {
            continue;
        };
        if units.contains(&head.amount.unit) {
            continue;
        }
        units.push(head.amount.unit);
        let alike = |it: &usize| {
            line.items
                .get(*it)
                .is_some_and(|it| it.depth == depth && it.amount.is_like(head.amount))
        };
        let parts: Vec<usize> =
            (at..end).filter(alike).take_while(|it| is_part(line, *it)).take(PARTS_MAX).collect();
        let back = (first.saturating_sub(TOTAL_BACK_MAX)..first).rev();
        let totals: Vec<usize> = back
            .filter(|it| {
                line.items.get(*it).is_some_and(|it| {
                    it.depth <= depth && counts(it) && it.amount.is_like(head.amount)
                }) && !is_earlier(line, *it)
            })
            .take(TOTALS_MAX)
            .collect();
        found.push((totals, parts));
    }
    found
}

/// Parts of a list behind 其中 that are greater than every number before it which may be their total: part, total.
pub(super) fn oversized(line: &Line<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for first in (1..line.items.len()).filter(|it| opens(line, *it)) {
        if !line.ahead(first).contains("其中") {
            continue;
        }
        for (totals, parts) in columns(line, first, list_end(line, first)) {
            let sentence = |it: &usize| line.items.get(*it).map(|it| it.mention.sentence);
            // 。其中，… speaks of the sentence before; ；…其中 does not.
            let begins = line
                .ahead(first)
                .rsplit('。')
                .next()
                .is_some_and(|it| it.trim_start().starts_with("其中"));
            let near = |it: &&usize| {
                let told = sentence(it).zip(sentence(&first));
                told.is_some_and(|it| it.0 == it.1 || begins && it.0 + 1 == it.1)
            };
            let totals: Vec<usize> = totals.iter().filter(near).copied().collect();
            let same = |it: &&usize| sentence(it) == sentence(&first);
            for part in parts.iter().filter(same) {
                let Some(item) = line.items.get(*part) else { continue };
                let mut wholes = totals.iter().filter_map(|it| line.items.get(*it));
                let all = wholes.all(|it| item.amount.value > it.amount.value);
                if let Some(total) = totals.first().filter(|_| all) {
                    found.push((*part, *total));
                }
            }
        }
    }
    found
}

/// Whether the numbers right before a total make it up exactly: 86人和74人参加，共160余人.
pub(super) fn makes_up(line: &Line<'_>, total: usize) -> bool {
    let Some(item) = line.items.get(total) else { return false };
    let mut sum = Decimal::ZERO;
    for (count, at) in parts_before(line, total).into_iter().enumerate() {
        let value = line.items.get(at).map_or(Decimal::ZERO, |it| it.amount.value);
        sum = sum.saturating_add(value);
        if count > 0 && sum == item.amount.value {
            return true;
        }
    }
    false
}

/// Whether a list says that it is not complete: 主要有, 等.
fn is_open(line: &Line<'_>, first: usize, end: usize) -> bool {
    has_any(line.ahead(first), &["主要", "包括", "含", "如"])
        || (first..end).any(|it| line.behind(it).trim_start().starts_with('等'))
}

fn exceeds(line: &Line<'_>, group: &Group) -> bool {
    let value = |it: &usize| line.items.get(*it).map_or(Decimal::ZERO, |it| it.amount.value);
    group.parts.iter().map(value).fold(Decimal::ZERO, Decimal::saturating_add) > value(&group.total)
}

/// The parts before a total: …，两次合计4800万元.
fn summed(line: &Line<'_>, total: usize) -> Option<Group> {
    line.items.get(total).filter(|it| counts(it))?;
    let mut parts = parts_before(line, total);
    parts.reverse();
    let runs: Vec<&[usize]> =
        (0..parts.len().saturating_sub(1)).filter_map(|it| parts.get(it..)).collect();
    slip(line, &[total], &runs)
}

/// The numbers before a total that 共 and the like may sum up, the nearest first.
fn parts_before(line: &Line<'_>, total: usize) -> Vec<usize> {
    let Some(item) = line.items.get(total) else { return Vec::new() };
    let words = line.ahead(total);
    let clause = words.rsplit(['，', '。', '；', '：', '（']).next().unwrap_or("");
    let plain = clause.replace("公共", "");
    if !has_any(&plain, &SUMS) || has_any(&plain, &OTHER) || plain.chars().count() > 10 {
        return Vec::new();
    }
    let across = plain.contains("以上");
    let wide = across || plain.contains('计');
    if !wide && words.contains(['；', '。']) || !across && words.contains('。') {
        return Vec::new();
    }
    let mut parts: Vec<usize> = Vec::new();
    for at in (total.saturating_sub(LIST_MAX)..total).rev() {
        let Some(it) = line.items.get(at) else { break };
        if it.depth == item.depth && it.amount.is_like(item.amount) && counts(it) {
            if !is_part(line, at) || parts.len() >= PARTS_MAX {
                break;
            }
            parts.push(at);
        }
        // The list begins behind the full stop before it.
        let words = line.ahead(at);
        if !wide && words.contains('；') || !across && words.contains('。') {
            break;
        }
    }
    parts
}

fn counts(item: &Item<'_>) -> bool {
    use Qualifier::{AtLeast, AtMost, Each, From, Nearly, Over, Short, To};
    let vague = [AtLeast, AtMost, Each, From, Nearly, Over, Short, To];
    item.mention.sense == Sense::Quantity
        && !item.amount.unit.is_empty()
        && !["天", "日", "年", "个月", "小时", "分钟"].contains(&item.amount.unit)
        && !vague.iter().any(|it| item.mention.has(*it))
}

pub(super) fn is_part(line: &Line<'_>, at: usize) -> bool {
    let words = line.ahead(at);
    let clause = words.rsplit(['，', '。', '；', '、']).next().unwrap_or("");
    // 证件不全的8个，记录不完整的11个 may be the same ones.
    let told = clause.trim_end_matches(['有', '共']).ends_with('的');
    !has_any(clause, &OTHER) && !told && !["合格", "已"].iter().any(|it| clause.starts_with(it))
}

/// The total that one run of parts misses by a digit, when no run makes up any.
fn slip(line: &Line<'_>, totals: &[usize], runs: &[&[usize]]) -> Option<Group> {
    let amount = |at: &usize| line.items.get(*at).map(|it| it.amount);
    let sums: Vec<(Decimal, Decimal, &[usize])> = runs
        .iter()
        .map(|run| {
            let values = run.iter().filter_map(amount);
            let sum = values.clone().fold(Decimal::ZERO, |sum, it| sum.saturating_add(it.value));
            let step = values.map(|it| it.step).min().unwrap_or_default();
            (sum, step, *run)
        })
        .collect();
    let whole = |at: &usize| amount(at).map(|it| (*at, it.value, it.step));
    let wholes: Vec<(usize, Decimal, Decimal)> = totals.iter().filter_map(whole).collect();
    let made = wholes.iter().any(|total| {
        let slack = total.2 / Decimal::TWO;
        sums.iter().any(|sum| {
            (sum.0.saturating_sub(total.1)).abs()
                <= if sum.1 < total.2 { slack } else { Decimal::ZERO }
        })
    });
    if made {
        return None;
    }
    let near = |total: &(usize, Decimal, Decimal), sum: &(Decimal, Decimal, &[usize])| {
        let off = sum.0.saturating_sub(total.1);
        let third = total.1 / Decimal::from(3);
        off.abs() <= third && one_digit(off, sum.1.min(total.2))
    };
    wholes.iter().find_map(|total| {
        let run = sums.iter().rev().find(|it| near(total, it))?;
        Some(Group { total: total.0, parts: run.2.to_vec() })
    })
}
