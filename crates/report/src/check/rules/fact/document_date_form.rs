//! 成文日期的写法不对。
//!
//! 为什么：成文日期用阿拉伯数字，年、月、日标全，月、日不编虚位（1不写成01），全国统一。
//! 依据：GB/T 9704—2012，成文日期。
//! 例：“二〇二一年七月二日”“2021年07月02日”应为“2021年7月2日”。
//! 反例：“2021年7月2日”；正文里引用的旧文日期不报。

use terms::Grade;

use crate::check::mention::{Mention, chinese_value};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "document_date_form",
    title: "成文日期写法不对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("document_date_form.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let days = checked.paragraphs().filter(|it| it.1.kind == Kind::Date);
    let found = days.filter_map(|(index, paragraph)| {
        let right = right_form(checked.mentions_in(index), &paragraph.text)?;
        (right != paragraph.text).then(|| {
            let span = Span::new(index, 0..paragraph.text.len());
            Hit::new(span, "成文日期用阿拉伯数字，月、日前面不加0，中间不空格").fix(right)
        })
    });
    found.collect()
}

fn right_form(mentions: &[Mention], text: &str) -> Option<String> {
    let said = mentions.iter().find_map(Mention::when_said).map(|it| it.from);
    if let Some((year, month, day)) = said.and_then(|it| Some((it.year?, it.month?, it.day?))) {
        return Some(format!("{year}年{month}月{day}日"));
    }
    // Spaced out as 2021 年 7 月 2 日, it is no date for the reading of numbers.
    let tight: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let tight = terms::to_half_width(&tight);
    let (year, rest) = tight.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let value = |text: &str| text.parse::<u64>().ok().or_else(|| chinese_value(text));
    Some(format!("{}年{}月{}日", value(year)?, value(month)?, value(day)?))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    fn dated(day: &str) -> String {
        format!("工作总结\n今年以来，成效明显。\n阳山县交通运输局\n{day}")
    }

    #[test]
    fn other_forms_fire() {
        for day in ["二〇二一年七月二日", "2021年07月02日", "2021 年 7 月 2 日"] {
            fixes(&RULE, &dated(day), day, "2021年7月2日");
        }
    }

    #[test]
    fn the_right_form_is_silent() {
        silent(&RULE, &dated("2021年7月2日"));
        silent(&RULE, &dated("2021年12月31日"));
    }
}
