//! 比率的增减用百分数。
//!
//! 为什么：比率本身是百分数，它的增减说“提高1.2%”有两种算法：相差1.2个百分点，或者是原来的1.012倍。
//! 依据：词语规范；两个百分数之差用“百分点”。
//! 例：“办结率98%，同比提高1.2%”，多半是“1.2个百分点”。
//! 反例：“查处309宗，同比提高1.2%”说的是宗数，不提示。

use terms::Grade;

use super::growth::direction;
use super::line::{Line, has_any, lines};
use crate::check::mention::Sense;
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "rate_change_in_percent",
    title: "比率的增减用百分数",
    grade: Grade::Verify,
    authority: Authority::Usage,
    check,
    source: include_str!("rate_change_in_percent.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in lines(checked) {
        hits.extend((1..line.items.len()).filter_map(|it| hit(&line, it)));
    }
    hits
}

fn hit(line: &Line<'_>, at: usize) -> Option<Hit> {
    let (rate, change) = (line.items.get(at - 1)?, line.items.get(at)?);
    let percent = [rate, change].iter().all(|it| it.mention.sense == Sense::Percent);
    let tail = ['为', '达', '到', '约', '是', ' '];
    let is_rate = line.lead(at - 1).trim_end_matches(tail).ends_with('率')
        && direction(line.lead(at - 1)).is_none();
    let words = line.ahead(at);
    let own = words.trim_start_matches('，');
    let starts = ["同比", "环比", "比", "较", "提高", "上升", "下降", "降低", "提升"];
    let told = words.starts_with('，')
        && starts.iter().any(|it| own.starts_with(it))
        && !own.contains('，');
    let changed = is_rate && told && direction(words).is_some();
    // 占比仅为14.6%，低于全市平均水平3.2%
    let apart = own.starts_with(['低', '高'])
        && ["低于", "高于"].iter().any(|it| own.starts_with(it))
        && has_any(own, &["平均", "预期", "水平", "目标"])
        && !own.contains(['，', '的']);
    if !percent || !changed && !apart {
        return None;
    }
    let reason =
        format!("比率的增减请写“百分点”；如果确是{}，请写明与哪个数相比", line.print(change));
    Some(Hit::new(change.mention.span, reason))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_change_of_a_rate_told_in_percent_fires() {
        fires(&RULE, "占比仅为14.6%，低于全市平均水平3.2%。", &[(1, "3.2%")]);
        silent(&RULE, "占比仅为14.6%，低于全市平均水平3.2个百分点，高于10%。");
        fires(
            &RULE,
            "办结率98%，同比提高1.2%。满意率达99%，较去年上升2%。",
            &[(1, "1.2%"), (1, "2%")],
        );
    }

    #[test]
    fn points_and_changes_of_counts_are_silent() {
        silent(
            &RULE,
            "办结率98%，同比提高1.2个百分点；查处309宗，同比提高1.2%；完成率98%，查处案件同比下降5%。",
        );
    }
}
