//! Dates and periods as texts write them (日期、时段): 2021年7月2日, 1-6月份, 7月中旬, 2020-2035年, 今年上半年.

use jiff::civil::{Date, date};

use super::Marks;
use super::numeral;

/// A date or a period as written; what is not written is not filled in (时间).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct When {
    /// The first or only day, month or year.
    pub from: Moment,
    /// The last, where two are written: 2月1日至2月2日.
    pub to: Option<Moment>,
}

/// One day, month, quarter, half or year as written (时点).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Year in four digits.
    pub year: Option<i16>,
    /// A year told from the day of the text: 今年 is 0, 去年 −1, 明年 1.
    pub relative_year: Option<i8>,
    /// 上半年 is 1, 下半年 2.
    pub half: Option<u8>,
    /// Quarter, as written: 第五季度 gives 5.
    pub quarter: Option<u8>,
    /// Month, as written: 13月 gives 13.
    pub month: Option<u8>,
    /// 上旬 is 1, 中旬 2, 下旬 3.
    pub third: Option<u8>,
    /// Day, as written: 2月30日 gives 30.
    pub day: Option<u8>,
}

impl Moment {
    /// The first and last day it means; a missing year is taken from `year`. None for what no calendar has.
    #[must_use]
    pub fn days(&self, year: i16) -> Option<(Date, Date)> {
        let year = self
            .year
            .unwrap_or_else(|| year.saturating_add(i16::from(self.relative_year.unwrap_or(0))));
        let whole = |from: i8, to: i8| {
            Some((Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month()))
        };
        let Some(month) = self.month else {
            return match (self.half, self.quarter) {
                (Some(1), _) => whole(1, 6),
                (Some(_), _) => whole(7, 12),
                (None, Some(quarter @ 1..=4)) => {
                    let first = i8::try_from(quarter * 3 - 2).ok()?;
                    whole(first, first + 2)
                }
                (None, Some(_)) => None,
                (None, None) if (1..=9999).contains(&year) => {
                    Some((date(year, 1, 1), date(year, 12, 31)))
                }
                (None, None) => None,
            };
        };
        let month = i8::try_from(month).ok()?;
        let first = Date::new(year, month, 1).ok()?;
        match (self.day, self.third) {
            (Some(day), _) => {
                Date::new(year, month, i8::try_from(day).ok()?).ok().map(|it| (it, it))
            }
            (None, Some(1)) => Some((first, Date::new(year, month, 10).ok()?)),
            (None, Some(2)) => {
                Some((Date::new(year, month, 11).ok()?, Date::new(year, month, 20).ok()?))
            }
            (None, Some(_)) => Some((Date::new(year, month, 21).ok()?, first.last_of_month())),
            (None, None) => Some((first, first.last_of_month())),
        }
    }
}

const RELATIVE: [(&str, i8); 10] = [
    ("今年", 0),
    ("本年度", 0),
    ("本年", 0),
    ("当年", 0),
    ("去年", -1),
    ("上年度", -1),
    ("上年", -1),
    ("前年", -2),
    ("明年", 1),
    ("来年", 1),
];
const RANGE_MARKS: [char; 7] = ['-', '—', '–', '～', '~', '至', '到'];

/// The date or period that begins at `start`: its end and what it says.
pub(crate) fn when_at(marks: &Marks<'_>, start: usize) -> Option<(usize, When)> {
    let (end, from, to) = moment(marks, start)?;
    if to.is_some() {
        return Some((end, When { from, to }));
    }
    let Some(next) = range_mark(marks, end) else { return Some((end, When { from, to: None })) };
    // 2月1日至2日: the second may leave out what the first has said.
    let second =
        moment(marks, next).map(|it| (it.0, it.1)).or_else(|| lone_day(marks, next, &from));
    match second {
        Some((end, to)) if plausible(&from, &to) => Some((end, When { from, to: Some(to) })),
        _ => Some((end, When { from, to: None })),
    }
}

/// 至 and the like, a dash once or twice.
fn range_mark(marks: &Marks<'_>, index: usize) -> Option<usize> {
    if !RANGE_MARKS.contains(&marks.get(index)) {
        return None;
    }
    let twice = marks.get(index) == '—' && marks.get(index + 1) == '—';
    Some(index + if twice { 2 } else { 1 })
}

/// A range is written coarse to coarse or fine to fine; 今年上半年至… is not one.
fn plausible(from: &Moment, to: &Moment) -> bool {
    to.relative_year.is_none() && (from.day.is_some() == to.day.is_some() || from.month.is_none())
}

fn lone_day(marks: &Marks<'_>, index: usize, from: &Moment) -> Option<(usize, Moment)> {
    from.day?;
    let (end, day) = small(marks, index)?;
    matches!(marks.get(end), '日' | '号').then(|| {
        (
            end + 1,
            Moment { month: from.month, year: from.year, day: Some(day), ..Moment::default() },
        )
    })
}

fn moment(marks: &Marks<'_>, start: usize) -> Option<(usize, Moment, Option<Moment>)> {
    if let Some(found) = punctuated(marks, start) {
        return Some((found.0, found.1, None));
    }
    let mut made = Moment::default();
    let mut at = start;
    if let Some((word, years)) = RELATIVE.iter().find(|it| marks.starts_with(start, it.0)) {
        made.relative_year = Some(*years);
        at += word.chars().count();
    } else if let Some((end, year, last)) = year(marks, start) {
        made.year = Some(year);
        at = end;
        if let Some(last) = last {
            return Some((end, made, Some(Moment { year: Some(last), ..Moment::default() })));
        }
    }
    let with_year = at > start;
    if let Some((end, half, quarter)) = part_of_year(marks, at, with_year) {
        (made.half, made.quarter) = (half, quarter);
        return Some((end, made, None));
    }
    if let Some((end, first, last)) = months(marks, at) {
        made.month = Some(first);
        if let Some(last) = last {
            return Some((end, made, Some(Moment { month: Some(last), ..made })));
        }
        return Some(rest_of_month(marks, end, made));
    }
    with_year.then_some((at, made, None))
}

/// 上旬, 15日, 底 behind a month.
fn rest_of_month(
    marks: &Marks<'_>,
    at: usize,
    mut made: Moment,
) -> (usize, Moment, Option<Moment>) {
    for (third, word) in [(1, "上旬"), (2, "中旬"), (3, "下旬")] {
        if marks.starts_with(at, word) {
            made.third = Some(third);
            return (at + 2, made, None);
        }
    }
    if let Some((end, day)) = small(marks, at) {
        if matches!(marks.get(end), '日' | '号') {
            made.day = Some(day);
            return (end + 1, made, None);
        }
        // 6月1-15日
        let last = range_mark(marks, end).and_then(|it| small(marks, it));
        if let Some((last_end, last)) = last.filter(|it| marks.get(it.0) == '日') {
            made.day = Some(day);
            return (last_end + 1, made, Some(Moment { day: Some(last), ..made }));
        }
    }
    let tail = usize::from(matches!(marks.get(at), '初' | '底' | '末'));
    (at + tail, made, None)
}

/// 2021年, 2020-2035年, 二〇二一年, 2021年度.
fn year(marks: &Marks<'_>, start: usize) -> Option<(usize, i16, Option<i16>)> {
    let (end, first) = four(marks, start)?;
    let (end, last) = match range_mark(marks, end).and_then(|it| four(marks, it)) {
        Some((end, last)) => (end, Some(last)),
        None => (end, None),
    };
    if marks.get(end) != '年' {
        return None;
    }
    let end = end + 1;
    let tail = usize::from(matches!(marks.get(end), '度' | '初' | '底' | '末'));
    Some((end + tail, first, last))
}

fn four(marks: &Marks<'_>, start: usize) -> Option<(usize, i16)> {
    let arabic = (start..start + 4).all(|it| marks.get(it).is_ascii_digit())
        && !marks.get(start + 4).is_ascii_digit();
    let chinese = (start..start + 4).all(|it| numeral::digit(marks.get(it)).is_some());
    if !arabic && !chinese {
        return None;
    }
    let value = (start..start + 4).try_fold(0_i16, |sum, it| {
        let mark = marks.get(it);
        let digit = mark.to_digit(10).map(u64::from).or_else(|| numeral::digit(mark))?;
        sum.checked_mul(10)?.checked_add(i16::try_from(digit).ok()?)
    })?;
    (1900..=2100).contains(&value).then_some((start + 4, value))
}

/// 上半年, 第一季度, 一季度, 三季度.
fn part_of_year(
    marks: &Marks<'_>,
    at: usize,
    with_year: bool,
) -> Option<(usize, Option<u8>, Option<u8>)> {
    if marks.starts_with(at, "上半年") {
        return Some((at + 3, Some(1), None));
    }
    if marks.starts_with(at, "下半年") {
        return Some((at + 3, Some(2), None));
    }
    let first = at + usize::from(marks.get(at) == '第');
    let (end, quarter) = small(marks, first)?;
    // “三季度” without a year is one too, “3季度” and “三个季度” are not.
    let written = with_year || first > at || numeral::digit(marks.get(first)).is_some();
    (marks.starts_with(end, "季度") && written).then_some((end + 2, None, Some(quarter)))
}

/// 6月, 6月份, 1-6月份, 五月份, 1月至6月 is left to the range.
fn months(marks: &Marks<'_>, at: usize) -> Option<(usize, u8, Option<u8>)> {
    let (end, first) = small(marks, at)?;
    let (end, last) = match range_mark(marks, end).and_then(|it| small(marks, it)) {
        Some((last_end, last)) if marks.get(last_end) == '月' => (last_end, Some(last)),
        _ => (end, None),
    };
    if marks.get(end) != '月' {
        return None;
    }
    let end = end + 1;
    Some((end + usize::from(marks.get(end) == '份'), first, last))
}

/// One or two digits, or a Chinese numeral below 32.
fn small(marks: &Marks<'_>, at: usize) -> Option<(usize, u8)> {
    let digits = (at..at + 3).take_while(|it| marks.get(*it).is_ascii_digit()).count();
    if (1..=2).contains(&digits) {
        let value = (at..at + digits).fold(0_u8, |sum, it| {
            sum * 10 + u8::try_from(marks.get(it).to_digit(10).unwrap_or(0)).unwrap_or(0)
        });
        return Some((at + digits, value));
    }
    let read = numeral::chinese(marks, at).filter(|it| !it.rough && it.end - at <= 3)?;
    let value = u8::try_from(read.value?.trunc()).ok().filter(|it| (1..=31).contains(it))?;
    Some((read.end, value))
}

/// 2021-07-02, 2021.7.2, 2021/7/2.
fn punctuated(marks: &Marks<'_>, start: usize) -> Option<(usize, Moment)> {
    let (end, year) = four(marks, start)?;
    let mark = marks.get(end);
    if !matches!(mark, '-' | '.' | '/') {
        return None;
    }
    let (end, month) = small(marks, end + 1)?;
    if marks.get(end) != mark {
        return None;
    }
    let (end, day) = small(marks, end + 1)?;
    let fits =
        (1..=12).contains(&month) && (1..=31).contains(&day) && !marks.get(end).is_ascii_digit();
    fits.then_some((
        end,
        Moment { year: Some(year), month: Some(month), day: Some(day), ..Moment::default() },
    ))
}

/// 12时, 9时30分, 14:30; 小时 is a duration.
pub(crate) fn time_at(marks: &Marks<'_>, start: usize) -> Option<usize> {
    let (end, hour) = small(marks, start)?;
    if hour > 24 || !marks.get(start).is_ascii_digit() {
        return None;
    }
    if matches!(marks.get(end), ':' | '：') {
        let (end, minute) = small(marks, end + 1)?;
        let two = marks.before(end).is_ascii_digit() && marks.get(end - 2).is_ascii_digit();
        return (minute < 60 && two).then_some(end);
    }
    if !matches!(marks.get(end), '时' | '點' | '点') {
        return None;
    }
    // 12点 counts as a time only where minutes or a half follow; 3点要求 does not.
    let minutes = small(marks, end + 1).filter(|it| marks.get(it.0) == '分').map(|it| it.0 + 1);
    let half = (marks.get(end + 1) == '半').then_some(end + 2);
    match (marks.get(end), minutes.or(half)) {
        (_, Some(end)) => Some(end),
        ('时', None) => Some(end + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, length: usize, days: Option<(&str, &str)>) {
        let marks = Marks::new(text);
        let (end, when) = when_at(&marks, 0).unwrap_or((0, When::default()));
        assert_eq!(end, length, "{text}: {when:?}");
        let seen = when
            .from
            .days(2021)
            .zip(when.to.map_or_else(|| when.from.days(2021), |it| it.days(2021)));
        let seen = seen.map(|(from, to)| (from.0.to_string(), to.1.to_string()));
        let seen = seen.as_ref().map(|it| (it.0.as_str(), it.1.as_str()));
        if length > 0 {
            assert_eq!(seen, days, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_written() {
        check("2021年7月2日印发", 9, Some(("2021-07-02", "2021-07-02")));
        check("6月17日阳山", 5, Some(("2021-06-17", "2021-06-17")));
        check("二〇二一年七月二日", 9, Some(("2021-07-02", "2021-07-02")));
        check("2021-07-02", 10, Some(("2021-07-02", "2021-07-02")));
        check("2018年9月进场", 7, Some(("2018-09-01", "2018-09-30")));
        check("五月份共", 3, Some(("2021-05-01", "2021-05-31")));
        check("7月中旬", 4, Some(("2021-07-11", "2021-07-20")));
        check("7月底", 3, Some(("2021-07-01", "2021-07-31")));
        check("2021年", 5, Some(("2021-01-01", "2021-12-31")));
        check("今年4月23日经", 7, Some(("2021-04-23", "2021-04-23")));
        check("去年同期", 2, Some(("2020-01-01", "2020-12-31")));
    }

    #[test]
    fn periods_are_read_as_written() {
        check("2月1日至2月2日，", 9, Some(("2021-02-01", "2021-02-02")));
        check("2月1日至2日，", 7, Some(("2021-02-01", "2021-02-02")));
        check("1-6月份，", 5, Some(("2021-01-01", "2021-06-30")));
        check("2021年1月至6月", 10, Some(("2021-01-01", "2021-06-30")));
        check("2020-2035年公路", 10, Some(("2020-01-01", "2035-12-31")));
        check("2021年上半年共", 8, Some(("2021-01-01", "2021-06-30")));
        check("下半年施工", 3, Some(("2021-07-01", "2021-12-31")));
        check("2021年第一季度", 9, Some(("2021-01-01", "2021-03-31")));
        check("一季度", 3, Some(("2021-01-01", "2021-03-31")));
    }

    #[test]
    fn impossible_days_are_read_and_have_no_day() {
        check("2月30日", 5, None);
        check("13月1日", 5, None);
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in
            ["3年来", "24小时", "30日内", "3个月", "260线", "12.5", "1:3", "三个季度", "2021亩"]
        {
            check(text, 0, None);
        }
    }

    #[test]
    fn times_are_not_durations() {
        let end = |text: &str| time_at(&Marks::new(text), 0);
        assert_eq!(end("12时，"), Some(3));
        assert_eq!(end("9时30分"), Some(5));
        assert_eq!(end("14:30"), Some(5));
        assert_eq!(end("24小时"), None);
        assert_eq!(end("1:3"), None);
        assert_eq!(end("3点要求"), None);
    }
}
