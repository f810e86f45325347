//! “约”与精确到小数后三四位的数连用。
//!
//! 为什么：“约”是大概，“4797.1794”是精确，两者矛盾。
//! 依据：词语规范。
//! 例：“约4797.1794亩”应为“4797.1794亩”，或者“约4797亩”。
//! 反例：“约39.35万立方”“约1620万元”“约占78.7%”，不提示。

use terms::Grade;

use super::in_all_over::qualified;
use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "about_exact",
    title: "“约”与精确数连用",
    grade: Grade::Must,
    authority: Authority::Usage,
    check,
    source: include_str!("about_exact.rs"),
};

/// Decimal places from which nobody says “about”.
const EXACT_PLACES: u32 = 3;
const ABOUT: [&str; 3] = ["大约", "约为", "约"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mention in qualified(checked, Qualifier::About) {
        let lead = checked.slice(crate::check::text::Span {
            start: mention.before.start,
            end: mention.before.end,
            ..mention.span
        });
        let Some(word) = ABOUT.iter().find(|it| lead.trim_end().ends_with(*it)) else { continue };
        if mention.places < EXACT_PLACES {
            continue;
        }
        let lead = lead.trim_end();
        let start = mention.before.start + lead.len() - word.len();
        let span = crate::check::text::Span { start, ..mention.span };
        let number = checked.slice(mention.span);
        let reason =
            format!("“{word}”表示大概，{number}精确到小数后{}位，两者矛盾", mention.places);
        hits.push(Hit::new(span, reason));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn about_with_many_places_fires() {
        fires(&RULE, "已完成征地和交地约4797.1794亩（含线内补征地）。", &[(1, "约4797.1794亩")]);
    }

    #[test]
    fn about_with_rounded_numbers_is_silent() {
        silent(
            &RULE,
            "完成土石方约39.35万立方（约占弃石总量的78.7%），投资约1620万元，节约12.3456万元，实施38.148公里。",
        );
    }
}
