//! 历时与起止时间对不上。
//!
//! 为什么：“2月1日至2月2日，历时3天”，只能有一个对；前面说2018年9月进场，后面说“已历时两年”，到2021年7月其实已有34个月。
//! 依据：算术（公历）。
//! 例：同一工程一处写“2018年9月进场施工”，另一处写“该项目已历时两年”。
//! 反例：“2月1日至2月2日，历时2天”；“2019年6月进场，历时两年”；“历时近三年”。

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use terms::Grade;

use super::calendar::days;
use super::nearby::{clause_before, clause_behind, closes, has, line, whole};
use super::project::project_of;
use crate::check::mention::{Mention, Qualifier, Sense, When};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "duration_differs",
    title: "历时与起止时间对不上",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("duration_differs.rs"),
};

const LASTED: [&str; 6] = ["历时", "已历时", "为期", "持续", "持续了", "历时约"];
const BEGUN: [&str; 5] = ["进场", "开工", "动工", "启动建设", "开始施工"];
/// How far a stated number of whole years may lie from the months that have passed.
const SLACK_MONTHS: i64 = 6;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let begun = beginnings(checked);
    let mut hits = Vec::new();
    for (index, mention) in checked.mentions.iter().enumerate() {
        let text = whole(checked, mention.span);
        let before = clause_before(text, mention.span.start, 6);
        let lasted = closes(before, &LASTED) || matches!(before, "共" | "共计");
        if mention.sense != Sense::Quantity || !lasted {
            continue;
        }
        hits.extend(
            beside_range(checked, index, mention).or_else(|| since(checked, &begun, mention)),
        );
    }
    hits
}

/// 2月1日至2月2日…历时3天 in one sentence.
fn beside_range(checked: &Checked<'_>, index: usize, mention: &Mention) -> Option<Hit> {
    let near = checked.mentions.get(index.saturating_sub(NEAR)..index)?;
    let own = near.iter().rev().take_while(|it| it.sentence == mention.sentence);
    let dates: Vec<&Mention> = own.filter(|it| it.when_said().is_some()).collect();
    let range = dates
        .iter()
        .find(|it| it.when_said().is_some_and(|when| when.to.is_some_and(|to| to.day.is_some())));
    let stated = whole_number(mention).filter(|_| mention.unit == "天" || mention.unit == "日")?;
    let (span, (first, last)) = match (range, dates.as_slice()) {
        (Some(range), _) => (range.span, any_days(checked, &range.when_said()?)?),
        // 从1月17日开始，至2月25日结束
        (None, [to, from, ..]) => {
            let span = Span { end: to.span.end, ..from.span };
            let between = Span { start: from.span.end, ..span };
            let text = whole(checked, from.span);
            let opens = closes(clause_before(text, from.span.start, 4), &["从", "自"]);
            let joined = checked.slice(between).contains('至') && span.end - span.start < 90;
            let first = any_days(checked, &from.when_said()?)?.0;
            let last = any_days(checked, &to.when_said()?)?.1;
            (span, (opens && joined).then_some((first, last))?)
        }
        _ => return None,
    };
    if first > last || dates.iter().any(|it| it.when_said().is_some_and(|it| it.from.day.is_none()))
    {
        return None;
    }
    let passed = i64::from(first.until(last).ok()?.get_days());
    // 2月1日至2月2日 are two days; who counts the nights says one.
    if (passed..=passed + 1).contains(&stated) {
        return None;
    }
    let reason = format!(
        "“{}”首尾都算是{}天，这里写“{}”",
        checked.slice(span),
        passed + 1,
        checked.slice(mention.span)
    );
    Some(Hit::new(mention.span, reason))
}

/// How many numbers back the dates may stand.
const NEAR: usize = 8;
/// A text that names no year may be of any: only the end of February depends on it.
const ANY_YEAR: i16 = 2021;

fn any_days(checked: &Checked<'_>, when: &When) -> Option<(Date, Date)> {
    days(checked, when).or_else(|| {
        let from = when.from.days(ANY_YEAR)?;
        Some((from.0, when.to.map_or(Some(from), |it| it.days(ANY_YEAR))?.1))
    })
}

/// Where each project is said to have begun.
fn beginnings<'c>(checked: &'c Checked<'_>) -> BTreeMap<String, (Date, &'c Mention)> {
    let mut begun = BTreeMap::new();
    for mention in &checked.mentions {
        let Some(when) =
            mention.when_said().filter(|it| it.from.month.is_some() && it.to.is_none())
        else {
            continue;
        };
        let behind = clause_behind(whole(checked, mention.span), mention.span.end, 8);
        if !has(behind, &BEGUN) {
            continue;
        }
        let name = project_of(checked, mention.span.paragraph);
        if let Some((name, day)) = name.zip(days(checked, &when)) {
            begun.entry(name).or_insert((day.0, mention));
        }
    }
    begun
}

/// 历时两年, of a project that is said elsewhere to have begun in 2018年9月.
fn since(
    checked: &Checked<'_>,
    begun: &BTreeMap<String, (Date, &Mention)>,
    mention: &Mention,
) -> Option<Hit> {
    let told = checked.day.or(checked.period.map(terms::Period::last_day))?;
    let (start, first) = begun.get(&project_of(checked, mention.span.paragraph)?)?;
    let months =
        i64::from(told.year() - start.year()) * 12 + i64::from(told.month() - start.month());
    let stated = match mention.unit.as_str() {
        "年" => whole_number(mention)?.checked_mul(12)?,
        "个月" => whole_number(mention)?,
        _ => return None,
    };
    let behind = whole(checked, mention.span).get(mention.span.end..).unwrap_or("");
    let more = mention.has(Qualifier::Over) || behind.starts_with(['多', '余']);
    let fits = if more {
        (stated..stated + 12).contains(&months)
    } else {
        (stated - SLACK_MONTHS..=stated + SLACK_MONTHS).contains(&months)
    };
    (!fits && !mention.has(Qualifier::About)).then(|| {
        let reason = format!(
            "前面第{}行说{}开始，到{}年{}月已有{months}个月，这里写“{}”",
            line(checked, first.span),
            checked.slice(first.span),
            told.year(),
            told.month(),
            checked.slice(mention.span)
        );
        Hit::new(mention.span, reason)
    })
}

/// Days, months or years that a work may last; a longer stretch is no duration.
fn whole_number(mention: &Mention) -> Option<i64> {
    let whole = mention.scale == 0 && mention.value.fract() == Decimal::ZERO;
    mention.value.to_i64().filter(|it| whole && (0..=10_000).contains(it))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    fn project(start: &str, lasted: &str) -> String {
        let name = "省道260线文塔大桥至水口大桥段改建工程";
        format!(
            "工作总结\n一、建设\n1.{name}。项目于{start}进场施工。\n二、问题\n（二）{name}（一期工程）用地未批。该项目已历时{lasted}，进度不理想。\n阳山县交通运输局\n2021年7月2日"
        )
    }

    #[test]
    fn durations_that_do_not_fit_fire() {
        // September 2018 to July 2021: 34 months.
        fires(&RULE, &project("2018年9月", "两年"), &[(5, "两年")]);
        fires(&RULE, "2月1日至2月2日，开展执法行动，历时3天。", &[(1, "3天")]);
        fires(&RULE, "会议于6月1日至6月5日召开，为期7天。", &[(1, "7天")]);
        fires(&RULE, "春运从1月17日开始，至2月25日结束，共42天。", &[(1, "42天")]);
        silent(
            &RULE,
            "春运从1月17日开始，至2月25日结束，共40天。国庆假期为10月1日至10月7日，共7天。",
        );
    }

    #[test]
    fn durations_that_fit_are_silent() {
        silent(&RULE, &project("2019年6月", "两年"));
        silent(&RULE, &project("2018年9月", "两年多"));
        silent(&RULE, &project("2018年9月", "近三年"));
        silent(&RULE, "2月1日至2月2日，历时2天。6月1日至6月5日，为期5天；三年行动历时三年。");
    }
}
