//! 机关名称已经改了。
//!
//! 为什么：机构改革后还写旧名称，送审材料会投错门，读者也会以为是旧稿。
//! 依据：2018年机构改革（见 `data/institutions.txt`，地方名称以当地方案为准）。
//! 例：2021年的总结写“报省林业厅审批”。
//! 反例：“原省林业厅”；书名号里的旧文件名；2017年的文稿；“国务院农业部门”。

use std::sync::LazyLock;

use jiff::civil::Date;
use terms::Grade;

use super::nearby::{closes, has, sentence_before};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "institution_outdated",
    title: "机关名称已经改了",
    grade: Grade::Verify,
    authority: Authority::Usage,
    check,
    source: include_str!("institution_outdated.rs"),
};

/// A name that is no longer borne.
struct Renamed {
    old: &'static str,
    new: &'static str,
    since: Date,
    why: &'static str,
}

static RENAMED: LazyLock<Vec<Renamed>> = LazyLock::new(|| {
    let lines = include_str!("../../data/institutions.txt").lines();
    lines.filter(|it| !it.starts_with('#')).filter_map(row).collect()
});

fn row(line: &'static str) -> Option<Renamed> {
    let mut parts = line.split_whitespace();
    let (old, new, since, why) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(Renamed { old, new, since: format!("{since}-01").parse().ok()?, why })
}

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let written = checked.day.or(checked.period.map(terms::Period::last_day));
    let mut hits = Vec::new();
    for (index, paragraph) in checked.prose() {
        let text = &paragraph.text;
        for renamed in RENAMED.iter().filter(|it| written.is_some_and(|day| day >= it.since)) {
            for (at, _) in text.match_indices(renamed.old) {
                let end = at + renamed.old.len();
                let before = sentence_before(text, at, 12);
                // 原省林业厅, 农业部门, and names of old documents.
                let other = before.contains('原') || has(before, &["改名", "前身", "合并"]);
                let longer =
                    text.get(end..).unwrap_or("").starts_with(['门', '队', '下', '属', '署', '分'])
                        || closes(before, &["中国", "省级"]);
                if other || longer || titled(text, at) {
                    continue;
                }
                let since = format!("{}年{}月", renamed.since.year(), renamed.since.month());
                let reason = format!(
                    "{}后（{since}起）“{}”改为“{}”，请核对现用名称",
                    renamed.why, renamed.old, renamed.new
                );
                hits.push(Hit::new(Span::new(index, at..end), reason));
            }
        }
    }
    hits
}

/// Inside a book title, looked for not further than a title is long.
fn titled(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let mark = before.chars().rev().take(60).find(|it| matches!(it, '《' | '》' | '〈'));
    mark.is_some_and(|it| it != '》')
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn names_no_longer_borne_fire() {
        fires(&RULE, "专题论证报告报省林业厅审批。", &[(1, "省林业厅")]);
        fires(&RULE, "会同县国土资源局、县环保局开展检查。", &[(1, "国土资源局"), (1, "环保局")]);
    }

    #[test]
    fn former_names_titles_and_departments_are_silent() {
        silent(
            &RULE,
            "原省林业厅批复，根据《国土资源部关于用地预审的通知》，农业部门、环保部门配合，现代农业部署到位。",
        );
        silent(&RULE, "报省林业局审批，会同县自然资源局、县市场监督管理局开展检查。");
    }

    #[test]
    fn texts_from_before_the_change_are_silent() {
        silent(&RULE, "报告\n报省林业厅审批，抓紧办理。\n某局\n2017年7月2日");
    }
}
