//! 与上期文稿不一致。
//!
//! 为什么：总投资、任务数、桥长这类数不随报告期变化；和上期文稿不同，要么这次写错，要么有变更要说明。
//! 依据：算术（与上期文稿对照）；没有上期文稿时不查。
//! 例：上期“征地任务共4584.66亩”，本期“征地任务共4548.66亩”。
//! 反例：完成数、查处数各期本来不同。

use std::collections::BTreeMap;

use terms::Grade;

use super::nearby::has;
use super::same_quantity::{Key, key};
use crate::check::mention::Qualifier;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "differs_from_previous",
    title: "与上期文稿不一致",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("differs_from_previous.rs"),
};

/// What stays as it is from one period to the next.
const LASTING: [&str; 10] =
    ["总投资", "任务", "全长", "总长", "桥长", "宽度", "概算", "中标价", "批复", "建设规模"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(previous) = checked.previous else { return Vec::new() };
    let earlier = Checked::new(previous, None);
    let known = lasting(&earlier);
    let mut hits = Vec::new();
    for (key, index) in lasting(checked) {
        let now = checked.mentions.get(index);
        let then = known.get(&key).and_then(|it| earlier.mentions.get(*it));
        let Some((now, then)) = now.zip(then) else { continue };
        if now.amount() != then.amount() && now.has(Qualifier::About) == then.has(Qualifier::About)
        {
            let (was, is) = (earlier.slice(then.span), checked.slice(now.span));
            let reason =
                format!("“{}”上期写{was}，本期写{is}；没有变更就应一致，有变更请说明", key.what);
            hits.push(Hit::new(now.span, reason));
        }
    }
    hits
}

/// Lasting quantities with the first place of each; sections are numbered anew in each text and do not count.
fn lasting(checked: &Checked<'_>) -> BTreeMap<Key, usize> {
    let mut found = BTreeMap::new();
    for index in 0..checked.mentions.len() {
        if let Some(key) = key(checked, index).filter(|it| has(&it.what, &LASTING)) {
            found.entry(key.anywhere()).or_insert(index);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::Checked;
    use crate::check::rule::trial::{fires, silent};
    use crate::check::source::read_text;

    fn said(now: &str, then: &str) -> Vec<String> {
        let text = |it: &str| read_text("a.txt", it.as_bytes()).unwrap();
        let (now, then) = (text(now), text(then));
        let checked = Checked::new(&now, "2021H1".parse().ok()).beside(Some(&then));
        (RULE.check)(&checked).iter().map(|it| checked.slice(it.span).to_owned()).collect()
    }

    #[test]
    fn a_lasting_quantity_that_changed_fires() {
        let seen = said("房屋征地任务共4548.66亩，已完成。", "房屋征地任务共4584.66亩，未完成。");
        assert_eq!(seen, ["4548.66亩"]);
        // Without an earlier text there is nothing to compare with.
        fires(&RULE, "房屋征地任务共4548.66亩。", &[]);
    }

    #[test]
    fn equal_and_passing_quantities_are_silent() {
        assert!(said("房屋征地任务共4584.66亩。", "房屋征地任务共4584.66亩。").is_empty());
        assert!(said("共查处超限超载案件309宗。", "共查处超限超载案件209宗。").is_empty());
        silent(&RULE, "共查处超限超载案件309宗。");
    }
}
