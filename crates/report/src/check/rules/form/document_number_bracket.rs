//! 发文字号的写法不对。
//!
//! 为什么：年份用六角括号〔〕括入，序号不加“第”、不编虚位；写错了检索不到，也显得不规范。
//! 依据：GB/T 9704—2012 第7.2.5条。
//! 例：“粤交运[2015]650号”应为“粤交运〔2015〕650号”。
//! 反例：“清市交〔2021〕2号”；法院案号“（2021）粤1823民初12号”不是发文字号。

use terms::Grade;

use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "document_number_bracket",
    title: "发文字号写法不对",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", "7.2.5"),
    check,
    source: include_str!("document_number_bracket.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let numbers = checked.mentions.iter().filter(|it| it.sense == Sense::DocumentNumber);
    numbers
        .filter_map(|it| {
            let printed = checked.slice(it.span);
            let right = right_form(printed)?;
            (right != printed).then(|| {
                Hit::new(
                    it.span,
                    "发文字号的年份用六角括号〔〕，年份后不写“年”，序号不加“第”、前面不加0",
                )
                .fix(right)
            })
        })
        .collect()
}

fn right_form(printed: &str) -> Option<String> {
    let open = printed.find(['〔', '[', '［', '【', '（', '(', '﹝'])?;
    let (issuer, rest) = printed.split_at(open);
    let mut digits = rest
        .split(|it: char| !it.is_ascii_digit() && !('０'..='９').contains(&it))
        .filter(|it| !it.is_empty());
    let year = terms::to_half_width(digits.next()?);
    let number = terms::to_half_width(digits.next()?);
    let number = number.trim_start_matches('0');
    (!number.is_empty()).then(|| format!("{issuer}〔{year}〕{number}号"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn wrong_brackets_and_ordinals_fire() {
        fixes(
            &RULE,
            "根据通知（粤交运[2015]650号）精神。",
            "粤交运[2015]650号",
            "粤交运〔2015〕650号",
        );
        fixes(&RULE, "根据清市交（2021）2号文件。", "清市交（2021）2号", "清市交〔2021〕2号");
        fixes(&RULE, "根据清市交〔2021〕第02号文件。", "清市交〔2021〕第02号", "清市交〔2021〕2号");
    }

    #[test]
    fn right_numbers_and_case_numbers_are_silent() {
        silent(&RULE, "根据清市交〔2021〕2号文件和（2021）粤1823民初12号判决。");
    }
}
