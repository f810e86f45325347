//! 标题里的机关名称和署名不一致。
//!
//! 为什么：标题写“县交通运输局”，落款写“阳山县交通运输局”；发文机关应前后一致，用全称或者规范化简称。
//! 依据：GB/T 9704—2012，发文机关用全称或者规范化简称。
//! 例：标题“县交通运输局2021年上半年工作总结”，署名“阳山县交通运输局”。
//! 反例：标题不写机关；标题和署名都写“阳山县交通运输局”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "signature_differs",
    title: "标题和署名的机关名称不一致",
    grade: Grade::Verify,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("signature_differs.rs"),
};

const ORGANS: [&str; 9] =
    ["委员会", "人民政府", "办公室", "指挥部", "中心", "局", "厅", "站", "队"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some((index, title)) = checked.paragraphs().next().filter(|it| it.1.kind == Kind::Title)
    else {
        return Vec::new();
    };
    let signed = checked.paragraphs().filter(|it| it.1.kind == Kind::Signature);
    let signatures: Vec<String> = signed.map(|it| plain(&it.1.text)).collect();
    let Some(organ) = organ(&title.text) else { return Vec::new() };
    // One name is the tail of the other; two different organs may sign for each other and are left alone.
    let longer = signatures.iter().find(|it| **it != organ && it.ends_with(organ));
    let shorter = signatures.iter().find(|it| **it != organ && organ.ends_with(it.as_str()));
    if signatures.iter().any(|it| it == organ) {
        return Vec::new();
    }
    let span = Span::new(index, 0..organ.len());
    match (longer, shorter) {
        (Some(full), _) => {
            vec![Hit::new(span, format!("标题写“{organ}”，署名写“{full}”，名称要一致")).fix(full)]
        }
        (None, Some(short)) => {
            vec![Hit::new(span, format!("标题写“{organ}”，署名写“{short}”，名称要一致"))]
        }
        (None, None) => match signatures.as_slice() {
            [other] if same_seat(organ, other) => {
                vec![Hit::new(span, format!("标题写“{organ}”，署名写“{other}”，不是同一个机关"))]
            }
            _ => Vec::new(),
        },
    }
}

/// Two organs of one county: 甲县交通运输局 and 甲县公路管理局.
fn same_seat(one: &str, other: &str) -> bool {
    let place = |it: &str| {
        let end = it.find(['县', '市', '区'])?;
        it.get(..end).filter(|it| it.chars().count() >= 2).map(str::to_owned)
    };
    let organ = |it: &str| ORGANS.iter().any(|word| it.ends_with(word));
    place(one).is_some_and(|it| place(other) == Some(it)) && organ(other)
}

/// The organ that a title begins with: up to the first 局 and the like, before any year or 关于.
fn organ(title: &str) -> Option<&str> {
    let head = title.split(|it: char| it.is_ascii_digit()).next()?;
    let head = head.split("关于").next()?;
    let end = ORGANS.iter().filter_map(|it| head.find(it).map(|at| at + it.len())).min()?;
    head.get(..end).filter(|it| it.chars().count() >= 3)
}

fn plain(words: &str) -> String {
    words.chars().filter(|it| !it.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    fn document(title: &str, signature: &str) -> String {
        format!("{title}\n今年以来，我局认真工作。\n{signature}\n2021年7月2日")
    }

    #[test]
    fn a_short_and_a_full_name_fire() {
        fixes(
            &RULE,
            &document("县交通运输局2021年上半年工作总结", "阳山县交通运输局"),
            "县交通运输局",
            "阳山县交通运输局",
        );
        fires(
            &RULE,
            &document("阳山县交通运输局关于治超工作的报告", "县交通运输局"),
            &[(1, "阳山县交通运输局")],
        );
    }

    #[test]
    fn another_organ_of_the_same_county_fires() {
        fires(
            &RULE,
            &document("甲山县交通运输局关于治超工作的报告", "甲山县公路管理局"),
            &[(1, "甲山县交通运输局")],
        );
    }

    #[test]
    fn the_same_name_or_none_is_silent() {
        silent(&RULE, &document("阳山县交通运输局2021年工作总结", "阳山县交通运输局"));
        silent(&RULE, &document("2021年上半年工作总结", "阳山县交通运输局"));
        silent(&RULE, &document("县公路事务中心2021年工作总结", "阳山县交通运输局"));
    }
}
