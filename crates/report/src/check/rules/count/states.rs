//! A number of tasks and how far each has come (任务与进度): 共5个建设任务，现建成1个，基本建成2个，在建2个.

use rust_decimal::Decimal;

use super::line::{Line, has_any};

/// A total and the numbers in each state; indexes into the line's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Progress {
    /// How many there are.
    pub(super) total: usize,
    /// How many are in each state.
    pub(super) states: Vec<usize>,
    /// One of the states takes up what is not done: 在建, 未开工, 其余.
    pub(super) complete: bool,
}

/// Words that tell a state of works or tasks.
const STATES: [&str; 24] = [
    "建成", "完成", "完工", "竣工", "在建", "开工", "动工", "启动", "办结", "在办", "整改", "销号",
    "验收", "通车", "推进", "实施", "筹备", "前期", "其余", "剩余", "未", "待", "停工", "进场",
];
const OPEN_STATES: [&str; 8] = ["在建", "在办", "正在", "未", "待", "其余", "剩余", "前期"];
/// At most so many states: all choices among them are looked at.
const STATES_MAX: usize = 6;

/// The totals of a line that are followed by states.
pub(super) fn progresses(line: &Line<'_>) -> Vec<Progress> {
    (0..line.items.len()).filter_map(|it| progress(line, it)).collect()
}

fn progress(line: &Line<'_>, total: usize) -> Option<Progress> {
    let whole =
        line.items.get(total).filter(|it| it.mention.places == 0 && !it.mention.is_rough())?;
    let lead = line.lead(total);
    if !has_any(lead, &["共", "任务", "总"])
        || has_any(line.ahead(total + 1), &["其中", "（", "："])
    {
        return None;
    }
    let mut states = Vec::new();
    for at in total + 1..line.items.len() {
        let like = line
            .items
            .get(at)
            .is_some_and(|it| it.amount.is_like(whole.amount) && it.depth == whole.depth);
        let words = line.ahead(at);
        let clause = words.rsplit('，').next().unwrap_or("");
        let marks = words.matches(['，', '、']).count();
        if !like
            || line.parted(total, at)
            || marks != 1
            || !has_any(clause, &STATES)
            || states.len() >= STATES_MAX
        {
            break;
        }
        states.push(at);
    }
    let complete = states.last().is_some_and(|it| has_any(line.ahead(*it), &OPEN_STATES));
    (states.len() >= 2).then_some(Progress { total, states, complete })
}

/// Whether a number counts what is finished, or nearly: 建成, 基本建成, but not 在建, 未开工.
pub(super) fn is_done(line: &Line<'_>, state: usize) -> bool {
    !has_any(line.ahead(state), &OPEN_STATES)
}

/// All sums of some of the states: 1, 2, 2 give 1, 2, 3, 4, 5.
pub(super) fn choices(line: &Line<'_>, states: &[usize], at_least: usize) -> Vec<Decimal> {
    let mut sums = vec![(0_usize, Decimal::ZERO)];
    for state in states.iter().take(STATES_MAX).filter_map(|it| line.items.get(*it)) {
        let more: Vec<(usize, Decimal)> =
            sums.iter().map(|it| (it.0 + 1, it.1.saturating_add(state.amount.value))).collect();
        sums.extend(more);
    }
    sums.into_iter().filter(|it| it.0 >= at_least).map(|it| it.1).collect()
}
