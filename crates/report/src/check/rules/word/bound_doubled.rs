//! 概数、界限说了两遍。
//!
//! 为什么：“约”和“左右”、“超过”和“以上”意思重复；“近”和“左右”还互相矛盾。
//! 依据：词语规范。
//! 例：“大约30人左右”留一个；“超过30吨以上”写“超过30吨”或者“30吨以上”。
//! 反例：“大约30人”“30人左右”“超过规定时速百分之五十以上”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "bound_doubled",
    title: "概数、界限说了两遍",
    grade: Grade::Improve,
    authority: Authority::Usage,
    check,
    source: include_str!("bound_doubled.rs"),
};

/// Words before a number, and words behind it that say the same again or the contrary.
const DOUBLED: [(&[&str], &[&str]); 3] = [
    (&["大约", "约", "将近", "近", "接近"], &["左右", "上下"]),
    (&["超过", "至少", "不少于", "不低于", "多达", "高达"], &["以上"]),
    (&["不超过", "至多", "不多于", "不高于"], &["以内", "以下"]),
];

/// Words that end with 近 or 约 and are no estimate.
const WORDS: [&str; 7] = ["附近", "最近", "邻近", "临近", "靠近", "节约", "违约"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let quantities = checked.mentions.iter().filter(|it| it.sense.is_quantity());
    quantities.filter_map(|it| doubled(checked, it.span)).collect()
}

fn doubled(checked: &Checked<'_>, number: Span) -> Option<Hit> {
    let text = checked.text.paragraphs.get(number.paragraph)?.text.as_str();
    let (before, behind) = (text.get(..number.start)?, text.get(number.end..)?);
    DOUBLED.iter().find_map(|(firsts, lasts)| {
        let first = firsts.iter().find(|it| before.ends_with(**it))?;
        let last = lasts.iter().find(|it| behind.starts_with(**it))?;
        let start = number.start - first.len();
        let span = Span::new(number.paragraph, start..number.end + last.len());
        // “附近30人左右”, “节约30万元左右” say it once.
        let word = WORDS.iter().any(|it| before.ends_with(it));
        let fix = text.get(start..number.end)?;
        (!word).then(|| Hit::new(span, format!("“{first}”与“{last}”只用一个")).fix(fix))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn an_estimate_or_a_bound_said_twice_fires() {
        fixes(&RULE, "参会大约30人左右。", "大约30人左右", "大约30人");
        fixes(&RULE, "完成投资约1620万元左右。", "约1620万元左右", "约1620万元");
        fixes(&RULE, "查处超过30吨以上货车。", "超过30吨以上", "超过30吨");
        fixes(&RULE, "每月至少2次以上。", "至少2次以上", "至少2次");
    }

    #[test]
    fn one_word_and_bounds_of_something_else_are_silent() {
        silent(
            &RULE,
            "大约30人，30人左右，30吨以上，节约30万元左右，附近30人左右，超过规定时速百分之五十以上，约谈9家，至少2次，以上均已落实。",
        );
    }
}
