//! What makes two numbers the same quantity (同一数量): words before and behind, unit, place, period, and what is named.

use jiff::civil::Date;

use super::calendar::days;
use super::nearby::{has, sentence_before, whole};
use super::project::project_of;
use crate::check::mention::{Mention, Qualifier, Sense, is_han};
use crate::check::rule::Checked;
use crate::check::text::Kind;

/// Words that say nothing about what is counted, at the front, longest first.
const HEADS: [&str; 30] = [
    "截至目前",
    "到目前为止",
    "据统计",
    "今年以来",
    "我县",
    "全县",
    "我局",
    "全局",
    "辖区内",
    "目前",
    "其中",
    "同时",
    "现已",
    "已经",
    "累计",
    "一共",
    "共有",
    "共计",
    "合计",
    "上半年",
    "期间",
    "至今",
    "工作",
    "份",
    "共",
    "已",
    "现",
    "至",
    "并",
    "内",
];
/// The same at the end.
const TAILS: [&str; 18] = [
    "总数为",
    "共计",
    "合计",
    "累计",
    "达到",
    "约为",
    "总数",
    "共有",
    "约",
    "共",
    "为",
    "达",
    "计",
    "有",
    "是",
    "了",
    "近",
    "数",
];
/// Attributes that every project has: they say something only together with the project.
const GENERIC: [&str; 22] = [
    "总投资",
    "项目总投资",
    "工程总投资",
    "完成投资",
    "计划投资",
    "概算投资",
    "批复总投资",
    "总工程量",
    "完成总工程量",
    "完成工程量",
    "全长",
    "总长",
    "路线全长",
    "完成率",
    "进度",
    "路基宽度",
    "桥梁宽度",
    "桥长",
    "工程建安费",
    "概算",
    "预算",
    "中标价",
];
/// The fewest characters that name a quantity.
const WHAT_CHARS_MIN: usize = 5;
/// From so many on, the words alone tell it, wherever they stand.
const WHAT_CHARS_SURE: usize = 10;
/// Words that make it a quantity of another time.
const COMPARED: [&str; 10] =
    ["去年", "上年", "同期", "同比", "比", "较", "以往", "历年", "原计划", "原"];

/// Words that make the rest of a sentence tell of an earlier time.
const EARLIER: [&str; 3] = ["去年", "上年", "同期"];

/// What a number says, apart from its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The words around it: 征地任务, 组成…治超联合执法队.
    pub(super) what: String,
    unit: String,
    place: String,
    days: Option<(Date, Date)>,
    named: Vec<String>,
    project: Option<String>,
    scope: Option<usize>,
}

impl Key {
    /// Without the section it stands in, to be compared with another text.
    pub(super) fn anywhere(mut self) -> Key {
        self.scope = None;
        self
    }
}

/// The key of a number; none where its words do not tell what it counts.
pub(super) fn key(checked: &Checked<'_>, index: usize) -> Option<Key> {
    let mention = checked.mentions.get(index)?;
    let paragraph = checked.text.paragraphs.get(mention.span.paragraph)?;
    let counted = mention.sense == Sense::Quantity && !mention.unit.is_empty() && !mention.quoted;
    let excluded = [
        Qualifier::From,
        Qualifier::To,
        Qualifier::Each,
        Qualifier::Vague,
        Qualifier::Respectively,
        Qualifier::AtLeast,
        Qualifier::AtMost,
    ];
    if !counted
        || excluded.iter().any(|it| mention.has(*it))
        || matches!(paragraph.kind, Kind::Cell { .. })
    {
        return None;
    }
    let text = whole(checked, mention.span);
    let before = |chars| sentence_before(text, mention.span.start, chars);
    if has(before(14), &COMPARED) || has(before(60), &EARLIER) {
        return None;
    }
    let what = what(text, mention);
    let length = what.chars().filter(|it| is_han(*it)).count();
    let generic = GENERIC.contains(&what.as_str());
    let project = project_of(checked, mention.span.paragraph);
    if generic && project.is_none() || !generic && length < WHAT_CHARS_MIN {
        return None;
    }
    let sure = length >= WHAT_CHARS_SURE;
    Some(Key {
        what,
        unit: mention.unit.clone(),
        place: mention.place.clone().and_then(|it| text.get(it)).unwrap_or("").to_owned(),
        days: period(checked, mention),
        named: named(checked, index),
        project: project.filter(|_| generic),
        scope: paragraph.section.filter(|_| !sure && !generic),
    })
}

/// The words before the number without heads and tails, and the noun behind it.
fn what(text: &str, mention: &Mention) -> String {
    let mut before = text.get(mention.before.clone()).unwrap_or("").trim();
    while let Some(rest) = HEADS.iter().find_map(|it| before.strip_prefix(it)) {
        before = rest.trim_start();
    }
    while let Some(rest) = TAILS.iter().find_map(|it| before.strip_suffix(it)) {
        before = rest.trim_end();
    }
    let behind = text.get(mention.after.clone()).unwrap_or("").trim();
    if behind == mention.subject && !behind.is_empty() {
        let noun: String = behind.chars().take(16).collect();
        return format!("{before}…{noun}");
    }
    before.to_owned()
}

/// The days it speaks of; none where it is the text's own period, which 今年以来, 上半年 and silence all mean.
fn period(checked: &Checked<'_>, mention: &Mention) -> Option<(Date, Date)> {
    let when = checked.mentions.get(mention.when?)?.when_said()?;
    let own = checked.period.map(|it| (it.first_day(), it.last_day()));
    let whole_year = when.to.is_none()
        && when.from.month.is_none()
        && when.from.half.is_none()
        && when.from.quarter.is_none();
    let this_year = when.from.relative_year == Some(0)
        || when.from.year.is_some() && when.from.year == checked.period.map(terms::Period::year);
    let said = days(checked, &when);
    if said == own || whole_year && this_year { None } else { said }
}

/// Routes, lots and ordinals named before it in the sentence: 第一批, G107线, TJ8标.
fn named(checked: &Checked<'_>, index: usize) -> Vec<String> {
    let Some(mention) = checked.mentions.get(index) else { return Vec::new() };
    let before = checked.mentions.get(index.saturating_sub(6)..index).unwrap_or_default();
    let own = before.iter().filter(|it| it.sentence == mention.sentence);
    let names = own.filter(|it| {
        matches!(
            it.sense,
            Sense::Route
                | Sense::Lot
                | Sense::Stake(_)
                | Sense::Ordinal
                | Sense::Level
                | Sense::DocumentNumber
        )
    });
    names.map(|it| checked.slice(it.span).to_owned()).collect()
}
