//! 已办的事晚于成文日期，或者计划的事早于成文日期。
//!
//! 为什么：7月2日成文的总结不会写“7月15日已召开”；说“计划5月完成”而文章7月才写，计划早该有结果。
//! 依据：算术（与成文日期比较）。
//! 例：成文日期是2021年7月2日，文中“7月15日召开了评审会”“计划5月底完成”。
//! 反例：“计划7月份上报”“力争7月中旬完成”；“原计划5月完成，因雨推迟”。

use jiff::civil::Date;
use terms::Grade;

use super::calendar::{dates, days};
use super::nearby::{
    clause_before, clause_behind, closes, has, opens, sentence_before, sentence_behind, whole,
};
use crate::check::mention::{Mention, When};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "date_after_document",
    title: "时间与成文日期矛盾",
    grade: Grade::Verify,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("date_after_document.rs"),
};

const DONE: [&str; 12] = [
    "已",
    "召开了",
    "召集",
    "完成了",
    "通过了",
    "审议通过",
    "印发了",
    "确定了",
    "开展了",
    "共查处",
    "共完成",
    "组织了",
];
const PLANNED: [&str; 18] = [
    "计划",
    "预计",
    "预期",
    "力争",
    "争取",
    "拟",
    "将",
    "目标",
    "确保",
    "要求",
    "应当",
    "必须",
    "务必",
    "下一步",
    "安排",
    "规划",
    "如",
    "待",
];
const DEADLINE: [&str; 8] = ["前", "底前", "之前", "以前", "止", "起", "至", "到"];
const SLIPPED: [&str; 9] =
    ["原计划", "原定", "原拟", "推迟", "滞后", "延期", "未能", "未完成", "逾期"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(written) = checked.day else { return Vec::new() };
    let mut hits = Vec::new();
    // A date without a year in a paragraph that has named another year belongs to that year.
    let (mut paragraph, mut other_year) = (usize::MAX, false);
    for (_, mention, when) in dates(checked) {
        if mention.span.paragraph != paragraph {
            (paragraph, other_year) = (mention.span.paragraph, false);
        }
        let named = when.from.year.or(when.to.and_then(|it| it.year));
        if let Some(named) = named {
            other_year = named != written.year();
        }
        let body = checked.text.paragraphs.get(paragraph).is_some_and(|it| it.has_body());
        if body && (named.is_some() || !other_year) {
            hits.extend(judge(checked, written, mention, when));
        }
    }
    hits
}

fn judge(checked: &Checked<'_>, written: Date, mention: &Mention, when: When) -> Option<Hit> {
    let (first, last) = days(checked, &when)?;
    let text = whole(checked, mention.span);
    let before = clause_before(text, mention.span.start, 12);
    let behind = sentence_behind(text, mention.span.end, 30);
    let around = sentence_before(text, mention.span.start, 30);
    let printed = checked.slice(mention.span);
    let written_words = format!("{}年{}月{}日", written.year(), written.month(), written.day());
    let planned = has(around, &PLANNED) || has(clause_behind(text, mention.span.end, 20), &PLANNED);
    if first > written && has(behind, &DONE) && !planned && !opens(behind, &DEADLINE) {
        let reason = format!(
            "成文日期是{written_words}，“{printed}”还没有到，不能说已办；请核对日期，跨年的写明年份"
        );
        return Some(Hit::new(mention.span, reason));
    }
    let plans = closes(
        before,
        &[
            "计划",
            "计划于",
            "计划在",
            "预计",
            "预计于",
            "预计到",
            "力争",
            "力争在",
            "力争于",
            "拟于",
            "将于",
        ],
    );
    let slipped = has(around, &SLIPPED) || has(behind, &SLIPPED);
    (plans && last < written && !slipped).then(|| {
        let reason =
            format!("成文日期是{written_words}，“{printed}”已经过去，请写实际结果或更新时间");
        Hit::new(mention.span, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    fn signed(body: &str) -> String {
        format!("工作总结\n{body}\n阳山县交通运输局\n2021年7月2日")
    }

    #[test]
    fn what_is_done_before_it_can_be_fires() {
        fires(&RULE, &signed("7月15日召开了专家评审会。"), &[(2, "7月15日")]);
        fires(&RULE, &signed("2022年上半年共查处违法行为9宗。"), &[(2, "2022年上半年")]);
        fires(&RULE, &signed("已完成招标，计划5月底完成施工。"), &[(2, "5月底")]);
    }

    #[test]
    fn plans_ahead_and_deeds_behind_are_silent() {
        silent(
            &RULE,
            &signed("计划7月份将联合有关部门上报，预计7月底可全面完成，力争7月中旬完成。"),
        );
        silent(&RULE, &signed("6月25日确定了设计单位，今年3月11日召开了专家评审会。"));
        silent(
            &RULE,
            &signed(
                "原计划5月底完成，因雨推迟。县政府于2020年12月18日召集各乡镇，12月25日召开了会议。",
            ),
        );
        silent(&RULE, &signed("在12月31日前全部安装完毕，已安装716辆。2020-2035年规划已报批。"));
        silent(&RULE, "工作总结\n7月15日召开了专家评审会。");
    }
}
