//! 文中有个人信息。
//!
//! 为什么：身份证号、私人手机号、银行卡号写进公文，一旦公开就收不回来；确需使用的应当遮盖。
//! 依据：《中华人民共和国个人信息保护法》第三十四条，国家机关处理个人信息不得超出履行法定职责所必需的范围和限度。
//! 例：“驾驶人张某（身份证号11010519491231002X）”“联系电话13800138000”。
//! 反例：“12345热线”、固定电话、发文字号、已遮盖的“138****8000”。

use terms::{Grade, IdNumber, Phone};

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

use super::nearby::{has, sentence_before};

pub(super) const RULE: Rule = Rule {
    id: "personal_data",
    title: "文中有个人信息",
    grade: Grade::Verify,
    authority: Authority::Law("《中华人民共和国个人信息保护法》第三十四条"),
    check,
    source: include_str!("personal_data.rs"),
};

/// Identity numbers have 18 characters, mobiles 11, bank cards 16 to 19.
const LENGTHS: std::ops::RangeInclusive<usize> = 11..=19;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.paragraphs() {
        for (start, token) in tokens(&paragraph.text) {
            let before = sentence_before(&paragraph.text, start, 16);
            if let Some((what, shown)) = kind(token, before) {
                let span = Span::new(index, start..start + token.len());
                let reason =
                    format!("这是{what}，公文里一般不写；确需写的遮盖中间几位，如“{shown}”");
                hits.push(Hit::new(span, reason));
            }
        }
    }
    hits
}

/// Runs of digits, with an X at their end, that no letter touches.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None::<usize>;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, mark) in ends {
        if mark.is_ascii_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(first) = start.take() {
            let token = text.get(first..at).unwrap_or("");
            let body = token.strip_suffix(['X', 'x']).unwrap_or(token);
            if LENGTHS.contains(&token.len()) && body.bytes().all(|it| it.is_ascii_digit()) {
                found.push((first, token));
            }
        }
    }
    found
}

fn kind(token: &str, before: &str) -> Option<(&'static str, String)> {
    if let Ok(number) = token.to_uppercase().parse::<IdNumber>() {
        return Some(("公民身份号码", number.masked()));
    }
    if let Some(phone) =
        token.parse::<Phone>().ok().filter(|it| it.is_mobile() && token.len() == 11)
    {
        return Some(("手机号码", phone.masked()));
    }
    let card = token.len() >= 16 && luhn(token) && has(before, &["卡号", "账号", "银行卡", "帐号"]);
    card.then(|| ("银行卡号", format!("****{}", token.get(token.len() - 4..).unwrap_or(""))))
}

/// The check digit of bank cards.
fn luhn(token: &str) -> bool {
    let sum = token.bytes().rev().enumerate().try_fold(0_u32, |sum, (place, digit)| {
        let digit = char::from(digit).to_digit(10)?;
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        Some(sum + doubled / 10 + doubled % 10)
    });
    sum.is_some_and(|it| it % 10 == 0)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn numbers_of_persons_fire() {
        fires(
            &RULE,
            "驾驶人张某（身份证号11010519491231002X）超限。",
            &[(1, "11010519491231002X")],
        );
        fires(&RULE, "联系人李某，电话13800138000。", &[(1, "13800138000")]);
        fires(&RULE, "补偿款汇入银行卡号4111111111111111。", &[(1, "4111111111111111")]);
    }

    #[test]
    fn public_masked_and_wrong_numbers_are_silent() {
        silent(&RULE, "拨打12345热线，电话0763-7801234，已遮盖138****8000，清市交〔2021〕2号。");
        silent(
            &RULE,
            "项目代码2020441823480300123，编号110105194912310021，信用代码91350100M000100Y43。",
        );
    }
}
