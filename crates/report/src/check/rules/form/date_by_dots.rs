//! 日期没有写成年月日。
//!
//! 为什么：正文里的日期用“年、月、日”，一看就懂，也与成文日期一致。
//! 依据：行文习惯；GB/T 9704—2012 的成文日期用阿拉伯数字标全年、月、日。
//! 例：“2021.6.30”应为“2021年6月30日”。
//! 反例：表格里的日期、文件编号、版本号不提示。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "date_by_dots",
    title: "日期没有写成年月日",
    grade: Grade::Improve,
    authority: Authority::Habit,
    check,
    source: include_str!("date_by_dots.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let mut rest = 0;
        while let Some(start) = text[rest..].find(|it: char| is_part(it)).map(|it| it + rest) {
            let end =
                text[start..].find(|it: char| !is_part(it)).map_or(text.len(), |it| it + start);
            let run = text[start..end].trim_end_matches(['.', '-', '/']);
            if let Some(words) = day(run) {
                let span = Span::new(index, start..start + run.len());
                hits.push(Hit::new(span, "正文里的日期写成年、月、日").fix(words));
            }
            rest = end;
        }
    }
    hits
}

/// What numbers, codes and addresses are made of: a date stands alone among them.
fn is_part(mark: char) -> bool {
    mark.is_ascii_alphanumeric() || ".-/:_".contains(mark)
}

/// `2021.6.30` as `2021年6月30日`.
fn day(run: &str) -> Option<String> {
    let separator = run.chars().find(|it| !it.is_ascii_digit())?;
    let parts: Vec<&str> = run.split(separator).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let digits = parts.iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    let known = ".-/".contains(separator) && digits && year.len() == 4;
    let (year, month, day): (u16, u8, u8) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let possible =
        (1949..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (known && possible).then(|| format!("{year}年{month}月{day}日"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn dates_by_dots_and_strokes_fire() {
        fixes(&RULE, "项目于2021.6.30完工。", "2021.6.30", "2021年6月30日");
        fixes(&RULE, "自2021-06-03起实施。", "2021-06-03", "2021年6月3日");
        fixes(&RULE, "自2021/6/3起实施。", "2021/6/3", "2021年6月3日");
    }

    #[test]
    fn codes_and_numbers_are_silent() {
        silent(
            &RULE,
            "见 v2021.6.30、GB-2021-6-30、2021.6.30.1、0763-2021-13-40，长2021.6米，见http://a.cn/2021/6/30。",
        );
    }
}
