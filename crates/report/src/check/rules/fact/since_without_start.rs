//! 累计数没有起始时间。
//!
//! 为什么：“工作至今共查处253宗”，不说从哪天起，这个数无法复核，也不能与上半年的数相比。
//! 依据：行文习惯。
//! 例：“工作至今共查处各类违法行为253宗”“行动开展以来累计检查9000辆”。
//! 反例：“今年以来共查处253宗”“自3月1日开展以来累计检查9000辆”。

use terms::Grade;

use super::nearby::{clause_before, closes, has, sentence_behind};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "since_without_start",
    title: "累计数没有起始时间",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("since_without_start.rs"),
};

const SINCE: [&str; 2] = ["至今", "以来"];
const COURSES: [&str; 12] = [
    "工作", "行动", "开展", "启动", "实施", "运行", "成立", "开通", "部署", "整治", "活动", "试点",
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.prose() {
        let mentions = checked.mentions_in(index);
        let dated = mentions.iter().find(|it| it.when_said().is_some()).map(|it| it.span.start);
        for word in SINCE {
            for (at, _) in paragraph.text.match_indices(word) {
                let end = at + word.len();
                let known = dated.is_some_and(|it| it < at);
                let course = clause_before(&paragraph.text, at, 6);
                let Some(course) = COURSES.iter().find(|it| closes(course, &[it])) else {
                    continue;
                };
                let behind = sentence_behind(&paragraph.text, end, 30);
                let next = mentions.partition_point(|it| it.span.start < end);
                let counted = mentions
                    .get(next)
                    .is_some_and(|it| it.sense.is_quantity() && it.span.start < end + behind.len());
                if !known && counted && has(behind, &["共", "累计", "已"]) {
                    let span = Span::new(index, at - course.len()..end);
                    hits.push(Hit::new(span, "累计数要写明从哪天起，只说“至今”“以来”无法复核"));
                }
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_total_without_its_first_day_fires() {
        fires(&RULE, "持续开展治超行动，工作至今共查处各类违法行为253宗。", &[(1, "工作至今")]);
        fires(&RULE, "专项行动开展以来，累计检查车辆9000辆次。", &[(1, "开展以来")]);
    }

    #[test]
    fn totals_with_a_first_day_are_silent() {
        silent(&RULE, "今年以来，共查处253宗。1-6月份，开展行动以来共查处9宗。");
        silent(&RULE, "自3月1日行动开展以来，累计检查9000辆次。");
        silent(&RULE, "行动开展以来，取得明显成效。该项目至今未开工，党的十八大以来共建成3座。");
    }
}
