//! Totals and their parts (总数与分项), read out of one paragraph: 其中…, （…）, ：…, …共….
//!
//! A reading, not a judgement: which numbers are said to make up which, and how sure that is.

use rust_decimal::Decimal;

use super::line::{BACK_MAX, Item, Line, has_any, unbracketed};
use crate::check::mention::Qualifier;

/// A total and the parts that follow or precede it; indexes into the line's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split {
    /// The total.
    pub(super) total: usize,
    /// Other numbers that the parts may belong to: of the same kind, further back.
    pub(super) others: Vec<usize>,
    /// The parts, in order.
    pub(super) parts: Vec<usize>,
    /// How they are told.
    pub(super) form: Form,
    /// The list says that it is not complete: 等, 主要, 包括.
    pub(super) open: bool,
    /// The last part takes up what is left: 其他, 其余.
    pub(super) rest: bool,
    /// Some parts are clauses of their own: a comma stands between.
    pub(super) loose: bool,
}

/// How the parts of a total are told (列法).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// 29宗，其中A 12宗、B 13宗
    OfWhich,
    /// 128户（A 118户，B 10户）
    Bracket,
    /// 29宗：A 12宗、B 17宗
    Colon,
    /// A 118户、B 10户，共128户
    After,
}

/// The longest words between two parts, in bytes.
const JOINT_MAX: usize = 75;
/// How many numbers on parts are looked for.
const PARTS_MAX: usize = 60;
/// So few parts that are printed as finely as their whole add up exactly.
const EXACT_MAX: usize = 6;
/// The words that end a list of parts, and words that tell another time.
const BREAKS: [&str; 36] = [
    "。", "；", ";", "！", "：", "其中", "合计", "共计", "总计", "累计", "同时", "此外", "另外",
    "同比", "环比", "去年", "上年", "同期", "今年", "明年", "目前", "截至", "截止", "至今", "比",
    "较", "增长", "上升", "下降", "计划", "任务", "每", "平均", "人均", "一是", "二是",
];
/// A clause that begins like this tells what became of the things before it; it names no further part.
const STEPS: [&str; 22] = [
    "已", "均", "全部", "现", "完成", "整改", "发现", "立案", "处罚", "办结", "移送", "移交",
    "责令", "罚款", "扣", "下发", "发出", "约谈", "现已", "并", "对", "涉及",
];
const TIMES: [&str; 9] = ["天", "日", "年", "个月", "月", "小时", "个工作日", "工作日", "分钟"];
const SUMS: [&str; 6] = ["合计", "共计", "总计", "总共", "一共", "共"];
const JOINTS: [&str; 5] = ["、", "以及", "和", "及", "与"];

/// All totals with parts of a line, in order.
pub(super) fn splits(line: &Line<'_>) -> Vec<Split> {
    (0..line.items.len())
        .filter_map(|it| {
            of_which(line, it).or_else(|| listed(line, it)).or_else(|| summed(line, it))
        })
        .collect()
}

impl Split {
    /// The exact sum of the parts.
    pub(super) fn sum(&self, line: &Line<'_>) -> Decimal {
        sum(line, &self.parts)
    }

    /// Whether the first of the parts, two at least, make up the total or another number they may belong to.
    pub(super) fn adds_up(&self, line: &Line<'_>) -> bool {
        let shortest = if self.form == Form::OfWhich && self.loose { 2 } else { self.parts.len() };
        let wholes: Vec<usize> =
            std::iter::once(self.total).chain(self.others.iter().copied()).collect();
        (shortest..=self.parts.len()).any(|length| {
            let first = match self.form {
                Form::After => self.parts.get(self.parts.len() - length..),
                Form::OfWhich | Form::Bracket | Form::Colon => self.parts.get(..length),
            };
            first.is_some_and(|parts| wholes.iter().any(|it| makes_up(line, parts, *it)))
        })
    }
}

fn sum(line: &Line<'_>, parts: &[usize]) -> Decimal {
    let values = parts.iter().filter_map(|it| line.items.get(*it));
    values.fold(Decimal::ZERO, |sum, it| sum.saturating_add(it.amount.value))
}

/// Whether parts make up a whole, each number taken as rounded where it is one.
fn makes_up(line: &Line<'_>, parts: &[usize], whole: usize) -> bool {
    let Some(whole) = line.items.get(whole) else { return false };
    let steps = parts.iter().filter_map(|it| line.items.get(*it)).map(|it| it.amount.step);
    let finest = steps.clone().min().unwrap_or_default();
    let off = sum(line, parts).saturating_sub(whole.amount.value).abs();
    // Parts printed as finely as the whole add up exactly, but for the last digit of numbers rounded by themselves.
    let slack = steps.fold(whole.amount.step, Decimal::saturating_add) / Decimal::TWO;
    if finest == whole.amount.step && parts.len() <= EXACT_MAX {
        off.is_zero()
    } else {
        off <= slack
    }
}

/// 其中 between a total and its first part.
fn of_which(line: &Line<'_>, first: usize) -> Option<Split> {
    let words = line.ahead(first);
    let lead = &words[words.rfind("其中")? + "其中".len()..];
    if has_any(lead, &["。", "；", "：", "共", "同比", "每"]) {
        return None;
    }
    // A time limit is no part of another.
    let item = line.items.get(first).filter(|it| !TIMES.contains(&it.amount.unit))?;
    let opens = words.contains(['（', '(']);
    let like: Vec<usize> = (first.saturating_sub(BACK_MAX)..first)
        .rev()
        .filter(|it| {
            line.items.get(*it).is_some_and(|total| {
                total.amount.is_like(item.amount)
                    && total.depth <= item.depth
                    && !total.mention.has(Qualifier::Each)
                    && line
                        .items
                        .get(first)
                        .is_some_and(|part| part.mention.sentence <= total.mention.sentence + 1)
            })
        })
        .collect();
    let (total, others) = like.split_first()?;
    if opens && *total + 1 != first || line.parted(*total, first) && !begins_sentence(words) {
        return None;
    }
    let mut split = collect(line, first, Form::OfWhich, *total);
    split.others = others.iter().copied().take(3).collect();
    split.open |= has_any(lead, &["主要", "包括", "含", "如"]);
    Some(split)
}

/// Whether 其中 is the first word of its sentence.
fn begins_sentence(words: &str) -> bool {
    words.rsplit(['。', '；']).next().is_some_and(|it| it.trim_start().starts_with("其中"))
}

/// 128户（A 118户，B 10户） and 29宗：A 12宗、B 17宗.
fn listed(line: &Line<'_>, first: usize) -> Option<Split> {
    let total = first.checked_sub(1)?;
    let (whole, item) = (line.items.get(total)?, line.items.get(first)?);
    let words = line.behind(total);
    let bracket = words.find(['（', '(']).filter(|it| *it <= 30 && item.depth == whole.depth + 1);
    let colon = words.find('：').filter(|it| *it <= 30 && item.depth == whole.depth);
    let (form, at) =
        bracket.map(|it| (Form::Bracket, it)).or_else(|| colon.map(|it| (Form::Colon, it)))?;
    let lead = words.get(at..)?.trim_start_matches(['（', '(', '：']);
    let strange = BREAKS
        .iter()
        .chain(&["含", "包括", "约", "即", "占", "原", "应", "折", "不", "，", "主要"]);
    if !whole.amount.is_like(item.amount)
        || has_any(&words[..at], &["，", "、", "。", "；"])
        || lead.is_empty()
        || strange.clone().any(|it| lead.contains(it))
        || whole.mention.has(Qualifier::Each)
    {
        return None;
    }
    let split = collect(line, first, form, total);
    let last = *split.parts.last()?;
    let closed = match form {
        Form::Bracket => line.behind(last).find(['）', ')']).is_some_and(|it| it <= 30),
        Form::OfWhich | Form::Colon | Form::After => {
            unbracketed(line.behind(last)).find(['。', '；']).is_some_and(|it| it <= 30)
        }
    };
    let inside = line.behind(last).find(['，', '、']).is_none_or(|it| {
        form == Form::Bracket && line.behind(last).find(['）', ')']).is_some_and(|close| close < it)
    });
    (split.parts.len() >= 2 && closed && inside).then_some(split)
}

/// A 118户、B 10户，共128户.
fn summed(line: &Line<'_>, total: usize) -> Option<Split> {
    let words = line.ahead(total).trim_end_matches(['为', '达', '有', '约']);
    let word = SUMS.iter().find(|it| words.ends_with(*it))?;
    let whole = line.items.get(total)?;
    let mut parts = Vec::new();
    let mut words = words.strip_suffix(word)?.trim_end_matches(['，', '、']).to_owned();
    let open = words.ends_with('等');
    while parts.len() < BACK_MAX.min(total) {
        let at = total - 1 - parts.len();
        let item = line.items.get(at).filter(|it| {
            it.amount.is_like(whole.amount)
                && it.depth == whole.depth
                && !it.mention.has(Qualifier::Each)
        });
        let joined = if parts.is_empty() {
            words.trim().is_empty() || words == "等"
        } else {
            is_joint(&words) && JOINTS.iter().any(|it| words.contains(it)) && !words.contains('，')
        };
        if item.is_none() || !joined || line.parted(at, total) {
            break;
        }
        words = line.ahead(at).to_owned();
        parts.push(at);
    }
    parts.reverse();
    let named = parts
        .first()
        .is_some_and(|it| !line.items.get(*it).is_some_and(|it| it.mention.has(Qualifier::InAll)));
    let rest = parts.last().is_some_and(|it| is_rest(line.ahead(*it)));
    (parts.len() >= 2 && named).then(|| Split {
        total,
        others: Vec::new(),
        parts,
        form: Form::After,
        open,
        rest,
        loose: false,
    })
}

/// The parts from `first` on: of one kind, side by side.
fn collect(line: &Line<'_>, first: usize, form: Form, total: usize) -> Split {
    let mut split = Split {
        total,
        others: Vec::new(),
        parts: vec![first],
        form,
        open: false,
        rest: is_rest(line.ahead(first)),
        loose: false,
    };
    let Some(head) = line.items.get(first) else { return split };
    let mut last = first;
    for at in (first + 1..line.items.len()).take(PARTS_MAX) {
        let Some(item) = line.items.get(at) else { break };
        if item.depth > head.depth || belongs(line, item, at) {
            // What stands in brackets behind a part, its share, or a second measure of it.
            last = if item.depth > head.depth { last } else { at };
            continue;
        }
        let words = words_between(line, last, at);
        if words.trim_start().starts_with('等') {
            split.open = true;
            break;
        }
        if !item.amount.is_like(head.amount) || item.depth < head.depth || !is_joint(&words) {
            break;
        }
        if words.contains('，') {
            let step = words.trim_start_matches('，');
            if STEPS.iter().any(|it| step.starts_with(it)) {
                break;
            }
            split.loose = true;
        }
        split.rest |= is_rest(&words);
        split.parts.push(at);
        last = at;
    }
    let behind = unbracketed(line.behind(last));
    let clause = behind.split(['，', '。', '；', '）']).next().unwrap_or("");
    split.open |= clause.trim_start().starts_with('等')
        || split.parts.iter().any(|it| line.items.get(*it).is_some_and(|it| it.mention.is_rough()));
    split
}

/// The words between two items, without brackets; items in between lie in brackets.
fn words_between(line: &Line<'_>, from: usize, to: usize) -> String {
    if to == from + 1 {
        return unbracketed(line.between(from, to));
    }
    let inner = line.ahead(to);
    unbracketed(inner.find(['）', ')']).map_or(inner, |it| inner.get(it..).unwrap_or(inner)))
}

/// A share or second measure that stands with the part before it: 占6.6%, 3条120公里.
fn belongs(line: &Line<'_>, item: &Item<'_>, at: usize) -> bool {
    let words = line.ahead(at);
    let share = item.amount.unit == "%" && (words.contains('占') || words.is_empty());
    share || words.is_empty()
}

fn is_joint(words: &str) -> bool {
    let words = words.trim();
    let marks = words.chars().filter(|it| matches!(it, '，' | '、')).count();
    let conjoined = JOINTS.iter().any(|it| words.contains(it));
    words.len() <= JOINT_MAX
        && marks <= 1
        && (marks == 1 || conjoined)
        && !has_any(words, &BREAKS)
        && !has_any(&words.replace("公共", ""), &["共"])
}

fn is_rest(words: &str) -> bool {
    let noun = words.rsplit(['，', '、']).next().unwrap_or("");
    let noun = noun.trim_start_matches("以及").trim_start_matches(['和', '及', '与']);
    ["其他", "其它", "其余", "剩余", "余下"].iter().any(|it| noun.trim().starts_with(it))
}
