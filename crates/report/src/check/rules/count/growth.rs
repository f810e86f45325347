//! Growth as told (增减): how much, in which direction, compared with what.

use super::line::{BACK_MAX, Line, has_any};
use crate::check::mention::Sense;

/// Which way a number went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// 增长、上升
    Up,
    /// 下降、减少
    Down,
}

/// A change told as a percentage, with the words that tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Growth {
    /// The percentage; index into the line's items.
    pub(super) change: usize,
    /// Up or down.
    pub(super) direction: Direction,
    /// The value now, where it stands right before.
    pub(super) now: Option<usize>,
    /// The value it is compared with, where it is told.
    pub(super) base: Option<usize>,
    /// Compared with another time: 同比, 比上年同期, 较2020年.
    pub(super) compared: bool,
    /// Some number of an earlier time is told, be it the base or not: 上年同期分别为20起、2人.
    pub(super) earlier: bool,
}

pub(super) const UP: [&str; 9] =
    ["增长", "上升", "增加", "提高", "提升", "上涨", "增幅", "增多", "扩大"];
pub(super) const DOWN: [&str; 9] =
    ["下降", "减少", "降低", "回落", "下跌", "降幅", "下滑", "缩减", "减幅"];
const COMPARED: [&str; 4] = ["同比", "环比", "同期", "上年"];
/// Words that tell the value of the earlier time.
const EARLIER: [&str; 8] = ["去年", "上年", "同期", "上期", "上半年同期", "前年", "上季度", "上月"];

/// The changes of a line that are told as percentages.
pub(super) fn growths(line: &Line<'_>) -> Vec<Growth> {
    (0..line.items.len()).filter_map(|it| growth_at(line, it)).collect()
}

fn growth_at(line: &Line<'_>, change: usize) -> Option<Growth> {
    line.items.get(change).filter(|it| it.mention.sense == Sense::Percent)?;
    let words = line.ahead(change);
    let clause = words.rsplit(['，', '。', '；', '（', '、']).next().unwrap_or("");
    let own = direction(clause)?;
    let compared =
        has_any(clause, &COMPARED) || clause.contains('年') && has_any(clause, &["比", "较", "与"]);
    let near = (change.saturating_sub(BACK_MAX)..change).rev();
    let others: Vec<usize> = near
        .filter(|it| {
            !line.parted(*it, change) && line.items.get(*it).is_some_and(|it| it.amount.unit != "%")
        })
        .collect();
    // 增加2605万元 is the change itself, not what changed; 日均 is another measure.
    let is_change = |at: usize| {
        let clause = line.ahead(at).rsplit(['，', '。', '；', '（', '、']).next().unwrap_or("");
        direction(clause).is_some() || has_any(clause, &["日均", "月均"])
    };
    let now = others.iter().copied().find(|it| !is_earlier(line, *it) && !is_change(*it));
    let like = |at: usize| {
        now.and_then(|it| line.items.get(it))
            .zip(line.items.get(at))
            .is_some_and(|(now, it)| now.amount.is_like(it.amount))
    };
    let behind = (change + 1..change + 3)
        .take_while(|it| *it < line.items.len() && !line.parted(change, *it) || inside(line, *it));
    let base = others.iter().copied().chain(behind).find(|it| is_earlier(line, *it) && like(*it));
    let earlier = others.iter().any(|it| is_earlier(line, *it));
    Some(Growth { change, direction: own, now, base, compared, earlier })
}

fn inside(line: &Line<'_>, at: usize) -> bool {
    line.items.get(at).is_some_and(|it| it.depth > 0)
}

/// The direction that the words right before a number tell.
pub(super) fn direction(clause: &str) -> Option<Direction> {
    let words = clause.trim_end_matches(['了', '为', '达', '到', '约', '近', '超', '过', ' ']);
    if UP.iter().any(|it| words.ends_with(it)) {
        return Some(Direction::Up);
    }
    DOWN.iter().any(|it| words.ends_with(it)).then_some(Direction::Down)
}

/// Whether a number is said to be of an earlier time.
pub(super) fn is_earlier(line: &Line<'_>, at: usize) -> bool {
    let words = line.ahead(at);
    let clause = words.rsplit(['，', '。', '；', '（', '、']).next().unwrap_or("");
    has_any(clause, &EARLIER) && direction(clause).is_none()
}
