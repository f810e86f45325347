//! 年份不合报告期。
//!
//! 为什么：总结多从上年文稿改来，最常漏改的就是年份；2021年的总结写“为做好2020年春运工作”，读者会以为是上年的事。
//! 依据：行文习惯（与标题的报告期比较）。
//! 例：2021年上半年的总结里“加快2020年国省道建设”“2020年，我县在建项目主要有…”“2020年上半年共年审车辆625辆”。
//! 反例：“比2020年同期上升”“2018年9月进场施工”“2020年12月18日召开会议”“2020-2035年规划”“2020年度决算”。

use terms::{Grade, Period};

use super::calendar::dates;
use super::nearby::{
    clause_before, clause_behind, closes, has, opens, sentence_before, sentence_behind, whole,
};
use crate::check::mention::{Mention, When};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Paragraph;

pub(super) const RULE: Rule = Rule {
    id: "year_stale",
    title: "年份不合报告期",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("year_stale.rs"),
};

/// Words right before a year whose work is still to be done.
const PURPOSE: [&str; 11] =
    ["做好", "抓好", "加快", "推进", "推动", "谋划", "筹备", "迎接", "启动", "争取", "部署"];
/// Right behind “2020年，”: what stands now or is to come.
const PRESENT: [&str; 8] =
    ["在建", "正在", "主要有", "现有", "计划", "总体思路", "总体要求", "主要目标"];
const COMPARED: [&str; 14] = [
    "与", "比", "较", "同期", "同比", "去年", "上年", "历年", "自", "以来", "从", "截至", "增长",
    "下降",
];
/// Words behind a year that make it a thing of its own: accounts, leftovers, editions.
const OWN: [&str; 18] = [
    "同期", "以来", "起", "前", "之前", "以前", "至", "结转", "续建", "未完", "遗留", "收尾",
    "剩余", "决算", "年报", "版", "的", "考核",
];
const PLANNED: [&str; 9] = ["计划", "预计", "将", "拟", "力争", "争取", "目标", "安排", "规划"];
const AHEAD: [&str; 6] = ["计划", "思路", "打算", "安排", "下一步", "目标"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(period) = checked.period else { return Vec::new() };
    let written = checked.day.map_or(period.year(), jiff::civil::Date::year);
    let (oldest, newest) = (period.year(), period.last_day().year().max(written));
    let found = dates(checked).filter_map(|(index, mention, when)| {
        let year = when.from.year?;
        let paragraph = checked.text.paragraphs.get(mention.span.paragraph)?;
        let other_end = when.to.is_some_and(|it| it.year.is_some_and(|it| it != year));
        if (oldest..=newest).contains(&year) || other_end || !paragraph.has_body() {
            return None;
        }
        if when.from.day.is_some()
            || year < oldest.saturating_sub(10)
            || year > newest.saturating_add(10)
        {
            return None;
        }
        let (text, span) = (whole(checked, mention.span), mention.span);
        if checked.slice(span).ends_with(['底', '末', '初'])
            || opens(text.get(span.end..)?.trim_start_matches('度'), &OWN)
        {
            return None;
        }
        let odd = if year < oldest {
            purposes(text, mention) || tells(checked, index, mention, &when)
        } else {
            let path = checked.text.path(span.paragraph);
            let ahead = path.iter().any(|it| has(it, &AHEAD));
            !ahead && tells(checked, index, mention, &when) && !planned(text, mention)
        };
        odd.then(|| Hit::new(span, reason(period, year)))
    });
    found.collect()
}

/// 为做好2020年春运工作
fn purposes(text: &str, mention: &Mention) -> bool {
    let before = clause_before(text, mention.span.start, 10);
    let behind = sentence_behind(text, mention.span.end, 8);
    let done = has(before, &["已", "曾", "完成", "先后", "了"]);
    let opens_history = mention.when_said().is_some_and(|it| it.from.month.is_some());
    closes(before, &PURPOSE) && !done && !opens_history && !has(behind, &["同期"])
}

/// 2020年，我县在建项目主要有…; 2020年上半年共年审车辆625辆.
fn tells(checked: &Checked<'_>, index: usize, mention: &Mention, when: &When) -> bool {
    let (text, span) = (whole(checked, mention.span), mention.span);
    let around = [sentence_before(text, span.start, 30), sentence_behind(text, span.end, 16)];
    let annual = checked.slice(span).ends_with('度');
    let compared = |it: &str| COMPARED.iter().any(|word| it.contains(word));
    // 自评 is no 自2020年以来.
    let behind_all = around[1].replace("自评", "").replace("自查", "").replace("自然", "");
    if !annual && (compared(around[0]) || compared(&behind_all)) || current_beside(checked, index) {
        return false;
    }
    let start = checked.sentences.get(mention.sentence).is_some_and(|it| {
        let paragraph = checked.text.paragraphs.get(span.paragraph);
        let body = paragraph.map_or(0, Paragraph::body_start);
        it.span.start == span.start || body == span.start
    });
    let behind = sentence_behind(text, span.end, 40);
    let comma = behind.strip_prefix('，').is_some();
    let next = span.end + if comma { '，'.len_utf8() } else { 0 };
    let present = comma && has(clause_behind(text, next, 24), &PRESENT);
    let part = when.from.half.is_some() || when.from.quarter.is_some() || when.to.is_some();
    let next_ones = checked.mentions.iter().skip(index + 1).take(3);
    let counted =
        next_ones.take_while(|it| it.sentence == mention.sentence).any(|it| it.sense.is_quantity());
    // The line of addressees comes before the first paragraph.
    let mut prose = checked.prose().filter(|it| !it.1.text.ends_with('：'));
    let lead = prose.next().is_some_and(|it| it.0 == span.paragraph);
    let rest = text.get(next..).unwrap_or("");
    let history = has(clause_behind(text, next, 24), &HISTORY);
    let lead = lead && opens(rest, &SELF) && !history;
    let ours = opens(rest, &OURS) && !history;
    let annual = checked.slice(span).ends_with('度') || behind.starts_with('度');
    start
        && (part && counted
            || present
            || lead
            || ours && counted
            || annual && counted
            || counted && opens(behind, &["共", "，共", "累计", "，累计"]))
}

/// The organ that reports, behind a year at the very beginning.
const SELF: [&str; 6] = ["我局", "我中心", "我大队", "局党组", "全局", "全系统"];
/// What tells of the past on purpose.
const HISTORY: [&str; 10] =
    ["获评", "被评", "荣获", "列为", "启动", "成立", "印发", "出台", "开工", "建成"];
/// Who reports: behind a year at the head of a paragraph.
const OURS: [&str; 12] = [
    "我局",
    "我县",
    "全县",
    "我中心",
    "我大队",
    "全局",
    "局党组",
    "我市",
    "全市",
    "我办",
    "我所",
    "全系统",
];

fn planned(text: &str, mention: &Mention) -> bool {
    has(sentence_before(text, mention.span.start, 30), &PLANNED)
        || has(sentence_behind(text, mention.span.end, 40), &PLANNED)
}

/// Whether a neighbouring date of the same sentence is of the reported year: then the two are compared.
fn current_beside(checked: &Checked<'_>, index: usize) -> bool {
    let sentence = checked.mentions.get(index).map(|it| it.sentence);
    let near = checked.mentions.iter().skip(index.saturating_sub(4)).take(10);
    near.filter(|it| Some(it.sentence) == sentence && !it.quoted)
        .filter_map(Mention::when_said)
        .any(|it| {
            let told = checked.period.map(Period::year);
            it.from.relative_year == Some(0) || it.from.year.is_some() && it.from.year == told
        })
}

fn reason(period: Period, year: i16) -> String {
    let own = period.in_words();
    format!("本文报告的是{own}，这里写的是{year}年，像是旧稿未改；若确指{year}年，请写明前后关系")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn years_left_over_from_an_older_text_fire() {
        fires(&RULE, "为做好2020年春运工作，对企业资质进行核查。", &[(1, "2020年")]);
        fires(&RULE, "督促有关单位加快2020年国省道建设项目前期工作。", &[(1, "2020年")]);
        fires(&RULE, "2020年，我县在建交通工程项目主要有广连高速公路。", &[(1, "2020年")]);
        fires(&RULE, "2020年上半年共年审车辆625辆。", &[(1, "2020年上半年")]);
        fires(&RULE, "2020年，我局认真贯彻上级部署，各项工作取得新成效。", &[(1, "2020年")]);
        fires(&RULE, "2022年上半年共年审车辆625辆。", &[(1, "2022年上半年")]);
    }

    #[test]
    fn comparisons_histories_and_plans_are_silent() {
        silent(&RULE, "完成客运量6.3万人，比2020年同期上升20.96%，与2020年上半年相比持平。");
        silent(&RULE, "项目于2018年9月进场施工。县政府于2020年12月18日召开了会议。");
        silent(&RULE, "编制2020-2035年公路规划，做好2020年度决算工作，加快2020年续建项目收尾。");
        silent(&RULE, "根据《关于做好2020年春运工作的通知》（清市交〔2020〕2号），开展了检查。");
        silent(&RULE, "2020年上半年共年审500辆，2021年上半年共年审625辆。");
        silent(
            &RULE,
            "2020年，我县获评示范县。2020年，该项目开工建设，目前已完成80%。2020年，县政府将治超纳入考核。竣工时间为2020年。自2020年以来，共查处9宗。2022年上半年计划实施3座。",
        );
        silent(&RULE, "2021年上半年共年审车辆625辆，为做好2021年春运工作，提前部署。");
    }
}
