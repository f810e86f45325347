//! 标题在词组中间断行。
//!
//! 为什么：标题回行要词意完整；“…工作总结和”另起一行再写“下半年工作思路”，一眼看去像两个标题。
//! 依据：GB/T 9704—2012，标题回行时要做到词意完整、排列对称。
//! 例：第一行以“和”“及”“关于”结尾。
//! 反例：“关于印发…方案的”下一行“通知”。

use terms::Grade;

use super::nearby::closes;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "title_broken",
    title: "标题在词组中间断行",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("title_broken.rs"),
};

const OPEN: [&str; 9] = ["和", "与", "及", "暨", "以及", "或", "关于", "、", "对"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let lines: Vec<_> = checked.paragraphs().take_while(|it| it.1.kind == Kind::Title).collect();
    let broken = lines.windows(2).filter_map(|pair| {
        let (index, first) = pair.first()?;
        let last = first.text.chars().next_back()?;
        closes(&first.text, &OPEN).then(|| {
            let start = first.text.len() - last.len_utf8();
            let reason = format!(
                "标题不在“{last}”后面断行：回行要词意完整，“{last}”移到下一行，或改在词组之间断开"
            );
            Hit::new(Span::new(*index, start..first.text.len()), reason)
        })
    });
    broken.collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_title_broken_inside_a_phrase_fires() {
        fires(
            &RULE,
            "县交通运输局2021年上半年工作总结和\n下半年工作思路\n今年以来，我局认真工作。",
            &[(1, "和")],
        );
    }

    #[test]
    fn titles_broken_between_phrases_are_silent() {
        silent(&RULE, "县交通运输局关于印发治超工作方案的\n通知\n各股室：请遵照执行。");
        silent(&RULE, "县交通运输局2021年上半年工作总结\n今年以来，我局认真工作。");
    }
}
