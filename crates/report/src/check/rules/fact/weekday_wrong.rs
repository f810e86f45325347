//! 日期和星期对不上。
//!
//! 为什么：开会、停电、封路的通知里，日期和星期矛盾，收文单位不知道该按哪一个。
//! 依据：算术（公历）。
//! 例：“2021年7月2日（星期四）”，这一天是星期五。
//! 反例：“2021年7月2日（星期五）”；没有写年份而文中又看不出年份的，不报。

use jiff::civil::Weekday;
use terms::Grade;

use super::calendar::{dates, days};
use super::nearby::whole;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "weekday_wrong",
    title: "日期和星期对不上",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("weekday_wrong.rs"),
};

const WORDS: [&str; 3] = ["星期", "礼拜", "周"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let found = dates(checked).filter_map(|(_, mention, when)| {
        when.from.day.filter(|_| when.to.is_none())?;
        let day = days(checked, &when)?.0;
        let text = whole(checked, mention.span);
        let behind = text.get(mention.span.end..)?;
        let inside = behind.trim_start_matches(['（', '(', '，', ' ']);
        let word = WORDS.iter().find(|it| inside.starts_with(**it))?;
        let mark = inside.get(word.len()..)?.chars().next()?;
        let said = weekday(mark).filter(|it| *it != day.weekday())?;
        let skipped = behind.len() - inside.len();
        // 周日 may begin 周日常: only in brackets, or the longer word.
        if said == Weekday::Sunday && skipped == 0 && *word == "周" {
            return None;
        }
        let end = mention.span.end + skipped + word.len() + mark.len_utf8();
        let printed = checked.slice(mention.span);
        let right = in_words(day.weekday());
        let year = when.from.year.map_or_else(|| format!("{}年", day.year()), |_| String::new());
        let reason = format!("{year}{printed}是星期{right}，请核对日期和星期");
        Some(Hit::new(Span::new(mention.span.paragraph, mention.span.start..end), reason))
    });
    found.collect()
}

fn weekday(mark: char) -> Option<Weekday> {
    Some(match mark {
        '一' => Weekday::Monday,
        '二' => Weekday::Tuesday,
        '三' => Weekday::Wednesday,
        '四' => Weekday::Thursday,
        '五' => Weekday::Friday,
        '六' => Weekday::Saturday,
        '日' | '天' => Weekday::Sunday,
        _ => return None,
    })
}

fn in_words(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_wrong_day_of_the_week_fires() {
        // 2 July 2021 was a Friday.
        fires(&RULE, "定于2021年7月2日（星期四）召开。", &[(1, "2021年7月2日（星期四")]);
        fires(&RULE, "定于7月2日（周六）召开。", &[(1, "7月2日（周六")]);
    }

    #[test]
    fn the_right_day_of_the_week_is_silent() {
        silent(&RULE, "定于2021年7月2日（星期五）召开，7月4日（周日）结束。");
        silent(&RULE, "7月2日周边道路封闭，7月2日周日常检查。");
    }
}
