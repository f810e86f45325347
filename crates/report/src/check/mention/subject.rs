//! What a number counts, where, when, and the words that qualify it (主语、限定、地点、时间).
//!
//! A guess by position: the noun right after the unit, else the words before the number. Rules that need more look at
//! `before` and `after` themselves.

use super::{Marks, Mention, Qualifier, Sense, is_han};
use crate::check::sentence::Sentence;

/// How far a clause is looked at on either side, in characters.
const WINDOW: usize = 40;
/// How far back words such as 目前 are looked for, in characters.
const AS_OF_WINDOW: usize = 80;

/// Directly before the number.
const ADJACENT: [(&str, Qualifier); 26] = [
    ("大约", Qualifier::About),
    ("约", Qualifier::About),
    ("将近", Qualifier::Nearly),
    ("接近", Qualifier::Nearly),
    ("近", Qualifier::Nearly),
    ("不足", Qualifier::Short),
    ("不到", Qualifier::Short),
    ("不少于", Qualifier::AtLeast),
    ("不低于", Qualifier::AtLeast),
    ("不小于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("不大于", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("最多", Qualifier::AtMost),
    ("超过", Qualifier::Above),
    ("突破", Qualifier::Above),
    ("逾", Qualifier::Above),
    ("超", Qualifier::Above),
    ("含", Qualifier::Including),
    ("包括", Qualifier::Including),
    ("分别为", Qualifier::Respectively),
    ("分别是", Qualifier::Respectively),
    ("分别", Qualifier::Respectively),
    ("平均", Qualifier::Each),
];
/// Words that end like a qualifier and say something else.
const OTHER_WORDS: [(Qualifier, &str); 8] = [
    (Qualifier::Nearly, "附近"),
    (Qualifier::Nearly, "最近"),
    (Qualifier::About, "节约"),
    (Qualifier::About, "签约"),
    (Qualifier::About, "预约"),
    (Qualifier::About, "履约"),
    (Qualifier::About, "违约"),
    (Qualifier::About, "集约"),
];
/// Anywhere before the number in its clause.
const IN_CLAUSE: [(&str, Qualifier); 20] = [
    ("其中", Qualifier::OfWhich),
    ("累计", Qualifier::Cumulative),
    ("共计", Qualifier::InAll),
    ("合计", Qualifier::InAll),
    ("总计", Qualifier::InAll),
    ("共", Qualifier::InAll),
    ("总数", Qualifier::InAll),
    ("总投资", Qualifier::InAll),
    ("分别", Qualifier::Respectively),
    ("每", Qualifier::Each),
    ("人均", Qualifier::Each),
    ("户均", Qualifier::Each),
    ("计划", Qualifier::Planned),
    ("任务", Qualifier::Planned),
    ("目标", Qualifier::Planned),
    ("力争", Qualifier::Planned),
    ("预计", Qualifier::Planned),
    ("拟", Qualifier::Planned),
    ("包括", Qualifier::Including),
    ("（含", Qualifier::Including),
];
/// Directly after the number and its unit.
const BEHIND: [(&str, Qualifier); 10] = [
    ("及以上", Qualifier::AtLeast),
    ("以上", Qualifier::AtLeast),
    ("及以下", Qualifier::AtMost),
    ("以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("（含", Qualifier::Including),
    ("(含", Qualifier::Including),
    ("余", Qualifier::Over),
];
const AS_OF: [&str; 8] = ["目前", "截至", "截止", "至今", "迄今", "现有", "现已", "现在"];
/// What stands between a noun and its number, longest first.
const TAILS: [&str; 44] = [
    "总数为",
    "总数达",
    "分别为",
    "分别是",
    "共计",
    "合计",
    "总计",
    "累计",
    "达到",
    "约为",
    "不足",
    "不到",
    "超过",
    "将近",
    "接近",
    "大约",
    "至少",
    "最多",
    "平均",
    "分别",
    "总数",
    "数为",
    "增长",
    "上升",
    "下降",
    "增加",
    "减少",
    "提高",
    "降低",
    "共有",
    "约",
    "近",
    "共",
    "为",
    "达",
    "计",
    "有",
    "是",
    "超",
    "逾",
    "仅",
    "数",
    "各",
    "占",
];
/// What stands before a noun and is not part of it, longest first.
const HEADS: [&str; 102] = [
    "其中包括",
    "其中",
    "目前",
    "截至",
    "现已",
    "现有",
    "已经",
    "我县辖区",
    "我县",
    "全县",
    "我局",
    "辖区内",
    "辖区",
    "据统计",
    "同时",
    "一共",
    "共计",
    "累计",
    "合计",
    "共",
    "已",
    "现",
    "各类",
    "各级",
    "先后",
    "按期",
    "计划",
    "基本",
    "预计",
    "查处了",
    "查处",
    "处理",
    "处罚",
    "检查了",
    "检查",
    "出动",
    "办结",
    "办理",
    "受理",
    "完成",
    "发出",
    "发送",
    "发放",
    "派发",
    "印发",
    "开展了",
    "开展",
    "组织",
    "组成",
    "调配",
    "投入",
    "储备了",
    "储备",
    "追回",
    "排查出",
    "排查",
    "抽调",
    "走访",
    "召开",
    "实施",
    "建成",
    "安装",
    "接种",
    "注册",
    "培训",
    "召集",
    "新增",
    "新建",
    "改建",
    "修复",
    "整治",
    "整改",
    "清理",
    "查扣",
    "吊销",
    "收到",
    "收缴",
    "征收",
    "拆除",
    "拆迁了",
    "设置",
    "设立",
    "配备",
    "购置",
    "发现",
    "对",
    "将",
    "把",
    "向",
    "在",
    "由",
    "从",
    "以及",
    "以",
    "和",
    "及",
    "与",
    "并",
    "或",
    "的",
    "该",
    "了",
];
/// What may not begin a noun behind the unit.
const NOT_NOUNS: [&str; 46] = [
    "的", "和", "及", "与", "以及", "并", "或", "等", "向", "对", "在", "由", "从", "将", "把",
    "为", "是", "至", "到", "以上", "以下", "以内", "左右", "上下", "以来", "后", "前", "内", "外",
    "中", "已", "现", "共", "投入", "进行", "完成", "全部", "均", "占", "比", "正在", "未", "分解",
    "期间", "来", "时",
];

/// Fills what the mentions from `first` on say beyond their value.
pub(super) fn describe(
    found: &mut [Mention],
    first: usize,
    marks: &Marks<'_>,
    sentences: &[Sentence],
) {
    let (mut paragraph_when, mut in_sentence) = (None, None::<(usize, usize)>);
    let mut cursor = 0;
    for index in first..found.len() {
        let start = index_of(marks, found[index].span.start, &mut cursor);
        let end = {
            let mut next = start;
            index_of(marks, found[index].span.end, &mut next)
        };
        let sentence = found[index].sentence;
        if !found[index].sense.is_quantity() {
            if let Sense::Date(_) = found[index].sense {
                paragraph_when = Some(index);
                in_sentence = Some((sentence, index));
            }
            continue;
        }
        let left =
            index.checked_sub(1).filter(|it| *it >= first).map_or(0, |it| found[it].span.end);
        let right = found.get(index + 1).map_or(usize::MAX, |it| it.span.start);
        let before = clause_start(marks, start, left)..start;
        let after = end..clause_end(marks, end, right);
        let lead = marks.slice(before.start, before.end);
        let follow = marks.slice(after.start, after.end);
        let floor = sentences.get(sentence).map_or(0, |it| it.span.start);
        let said = marks.slice(start.saturating_sub(AS_OF_WINDOW), start);
        let said = if marks.byte(start.saturating_sub(AS_OF_WINDOW)) < floor {
            said.get(said.len().saturating_sub(marks.byte(start).saturating_sub(floor))..)
                .unwrap_or("")
        } else {
            said
        };
        let mention = &mut found[index];
        qualify(mention, lead, marks, end);
        mention.subject = subject(lead, follow);
        mention.as_of = AS_OF.iter().any(|it| said.contains(it)) || said.contains('现');
        mention.place = place(marks, before.start, before.end)
            .map(|it| marks.byte(it.start)..marks.byte(it.end));
        mention.when = in_sentence.filter(|it| it.0 == sentence).map(|it| it.1).or(paragraph_when);
        mention.before = marks.byte(before.start)..marks.byte(before.end);
        mention.after = marks.byte(after.start)..marks.byte(after.end);
    }
}

/// Index of the character at byte `byte`; `cursor` only moves on, so a paragraph is walked once.
fn index_of(marks: &Marks<'_>, byte: usize, cursor: &mut usize) -> usize {
    while *cursor < marks.len() && marks.byte(*cursor) < byte {
        *cursor += 1;
    }
    *cursor
}

fn clause_start(marks: &Marks<'_>, start: usize, left: usize) -> usize {
    let back = (1..=WINDOW.min(start)).take_while(|back| {
        let at = start - back;
        marks.byte(at) >= left && !is_separator(marks.raw(at))
    });
    start - back.count()
}

fn clause_end(marks: &Marks<'_>, end: usize, right: usize) -> usize {
    let ahead = (end..marks.len())
        .take(WINDOW)
        .take_while(|at| marks.byte(*at) < right && !is_separator(marks.raw(*at)));
    end + ahead.count()
}

fn is_separator(mark: char) -> bool {
    matches!(
        mark,
        '，' | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '、'
            | '（'
            | '）'
            | '('
            | ')'
            | ','
            | ';'
            | '\n'
            | '\t'
    )
}

fn qualify(mention: &mut Mention, lead: &str, marks: &Marks<'_>, end: usize) {
    let near = lead.trim_end();
    let mut add = |qualifier| {
        if !mention.qualifiers.contains(&qualifier) {
            mention.qualifiers.push(qualifier);
        }
    };
    if let Some((_, qualifier)) = ADJACENT.iter().find(|it| near.ends_with(it.0)) {
        // 附近, 最近 are no 近, 节约 and 签约 no 约.
        let other = OTHER_WORDS.iter().any(|it| it.0 == *qualifier && near.ends_with(it.1));
        if !other {
            add(*qualifier);
        }
    }
    for (word, qualifier) in IN_CLAUSE {
        if lead.contains(word)
            && !(word == "共" && lead.contains("公共") && !lead.replace("公共", "").contains('共'))
        {
            add(qualifier);
        }
    }
    if let Some((_, qualifier)) = BEHIND.iter().find(|it| marks.starts_with(end, it.0)) {
        add(*qualifier);
    }
    mention.qualifiers.sort_unstable();
}

fn subject(lead: &str, follow: &str) -> String {
    let behind = follow.trim();
    let noun = behind.starts_with(|it: char| is_han(it) || it == '“')
        && !NOT_NOUNS.iter().any(|it| behind.starts_with(it));
    if noun {
        return behind.to_owned();
    }
    let mut words = lead.trim();
    while let Some(shorter) = TAILS.iter().find_map(|it| words.strip_suffix(it)) {
        words = shorter.trim_end();
    }
    while let Some(shorter) = HEADS.iter().find_map(|it| words.strip_prefix(it)) {
        words = shorter.trim_start();
    }
    words.to_owned()
}

/// 青莲镇 in “青莲镇118户”.
fn place(marks: &Marks<'_>, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
    let last = (start..end)
        .rev()
        .find(|it| matches!(marks.raw(*it), '镇' | '乡' | '村' | '县' | '市' | '区'))?;
    let length = (1..=4)
        .take_while(|back| {
            last >= start + back
                && is_han(marks.raw(last - back))
                && !"在向于对的和及了由从至到镇乡村县市区".contains(marks.raw(last - back))
        })
        .count();
    let first = last - length;
    let named = length >= 1 && !matches!(marks.raw(first), '我' | '全' | '各' | '本' | '该' | '辖');
    named.then_some(first..last + 1)
}
