//! When a text was written and what period it reports on (成文日期、报告期), as title and signature say.

use jiff::civil::Date;
use terms::Period;

use super::mention::{Mention, Moment, When};
use super::text::{Kind, Text};

/// What a title with a reporting period speaks of; other titles may name a year without reporting on it.
const REPORTS: [&str; 9] = ["总结", "报告", "情况", "计划", "思路", "简报", "年报", "要点", "汇报"];

/// The period in the title: `2021年上半年工作总结` gives 2021H1; none when the title names a day or no year.
pub(super) fn period_of_title(text: &Text, mentions: &[Mention]) -> Option<Period> {
    let titled = |it: &&Mention| kind(text, it) == Some(Kind::Title);
    let reports = text.paragraphs.iter().take_while(|it| it.kind == Kind::Title);
    if !reports.into_iter().any(|it| REPORTS.iter().any(|word| it.text.contains(word))) {
        return None;
    }
    let dates = mentions.iter().take_while(titled).filter_map(Mention::when_said);
    dates.into_iter().find_map(period)
}

fn period(when: When) -> Option<Period> {
    let Moment { year, half, quarter, month, third, day, .. } = when.from;
    let year = year?;
    if third.is_some() || day.is_some() {
        return None;
    }
    match (when.to, half, quarter, month) {
        (Some(to), ..) => range(year, month, to),
        (None, Some(half), ..) => Some(Period::Half(year, half)),
        (None, None, Some(quarter @ 1..=4), _) => Some(Period::Quarter(year, quarter)),
        (None, None, None, Some(month @ 1..=12)) => Some(Period::Month(year, month)),
        (None, None, None, None) => Some(Period::Year(year)),
        (None, None, ..) => None,
    }
}

/// 2021年1-6月 is the half year, 2021年1-9月 those nine months.
fn range(year: i16, month: Option<u8>, to: Moment) -> Option<Period> {
    let last = to.month.filter(|it| (1..=12).contains(it) && to.day.is_none())?;
    let same = to.year.is_none_or(|it| it == year);
    match (month?, last) {
        _ if !same => None,
        (1, 12) => Some(Period::Year(year)),
        (1, 6) => Some(Period::Half(year, 1)),
        (7, 12) => Some(Period::Half(year, 2)),
        (from, last) if (1..=12).contains(&from) && from <= last => {
            let first = Date::new(year, i8::try_from(from).ok()?, 1).ok()?;
            let end = Date::new(year, i8::try_from(last).ok()?, 1).ok()?.last_of_month();
            Some(Period::Days(first, end))
        }
        _ => None,
    }
}

/// The day under the signature; of several, the first, since those behind belong to annexes.
pub(super) fn day_of_signature(text: &Text, mentions: &[Mention]) -> Option<Date> {
    let dates = mentions.iter().filter(|it| kind(text, it) == Some(Kind::Date));
    dates.filter_map(Mention::when_said).find_map(|it| {
        let year = it.from.year?;
        it.from.days(year).map(|it| it.0)
    })
}

fn kind(text: &Text, mention: &Mention) -> Option<Kind> {
    text.paragraphs.get(mention.span.paragraph).map(|it| it.kind)
}

#[cfg(test)]
mod tests {
    use crate::check::{Checked, read_text};

    #[track_caller]
    fn check(text: &str, period: Option<&str>, day: Option<&str>) {
        let text = read_text("a.txt", text.as_bytes()).unwrap();
        let checked = Checked::new(&text, None);
        assert_eq!(checked.period.map(|it| it.to_string()).as_deref(), period);
        assert_eq!(checked.day.map(|it| it.to_string()).as_deref(), day);
    }

    #[test]
    fn title_and_signature_say_period_and_day() {
        let ending = "今年以来，成效明显。\n阳山县交通运输局\n2021年7月2日";
        let day = Some("2021-07-02");
        check(
            &format!("县局2021年上半年工作总结和\n下半年工作思路\n{ending}"),
            Some("2021H1"),
            day,
        );
        check(&format!("2021年1-6月工作情况\n{ending}"), Some("2021H1"), day);
        check(&format!("2021年第一季度工作报告\n{ending}"), Some("2021Q1"), day);
        check(&format!("2020年工作总结\n{ending}"), Some("2020"), day);
    }

    #[test]
    fn other_titles_say_no_period() {
        check("关于做好2021年春运工作的通知\n各单位：请遵照执行。", None, None);
        check("关于2021年6月17日检查情况的通报\n情况如下。", None, None);
        check("工作总结\n内容。", None, None);
    }
}
