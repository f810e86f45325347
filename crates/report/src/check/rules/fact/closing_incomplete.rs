//! 落款不全。
//!
//! 为什么：只有日期没有署名，或者只有署名没有成文日期，公文要素不全。
//! 依据：GB/T 9704—2012，公文有发文机关署名和成文日期。
//! 例：文末只写“2021年7月2日”；文末只写“阳山县交通运输局”。
//! 反例：署名、日期齐全；没有落款的节选、法规条文不报。

use terms::Grade;

use super::nearby::closes;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Paragraph, Span};

pub(super) const RULE: Rule = Rule {
    id: "closing_incomplete",
    title: "落款不全",
    grade: Grade::Verify,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("closing_incomplete.rs"),
};

const ORGANS: [&str; 10] =
    ["党组", "调研组", "局", "委员会", "人民政府", "办公室", "指挥部", "中心", "厅", "大队"];
/// Paragraphs above a closing: a day right under the title is no closing.
const BODY_MIN: usize = 2;
/// The longest name of an organ, in characters.
const NAME_CHARS_MAX: usize = 25;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let signed = checked.paragraphs().any(|it| it.1.kind == Kind::Signature);
    let day = checked.paragraphs().find(|it| it.1.kind == Kind::Date);
    let body = |index: usize| {
        checked.paragraphs().take(index).filter(|it| it.1.has_body()).take(BODY_MIN).count()
    };
    match (day, signed) {
        (Some((index, day)), false) if body(index) > 0 && index >= BODY_MIN => {
            let span = Span::new(index, 0..day.text.len());
            vec![Hit::new(span, "有成文日期，没有发文机关署名")]
        }
        (None, false) => undated(checked).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The name of an organ stands where the signature does, and no day follows.
fn undated(checked: &Checked<'_>) -> Option<Hit> {
    let (index, name) = last_line(checked).or_else(|| own_name(checked))?;
    Some(Hit::new(Span::new(index, 0..name.text.len()), "有发文机关署名，没有成文日期"))
}

/// The last line, a note in brackets left out: 某某局.
fn last_line<'t>(checked: &Checked<'t>) -> Option<(usize, &'t Paragraph)> {
    let all = &checked.text.paragraphs;
    let note = all.last()?.text.starts_with('（');
    let index = all.len().checked_sub(if note { 2 } else { 1 })?;
    let last = all.get(index)?;
    let above = all.get(index.checked_sub(1)?)?;
    let ended = above.text.ends_with('。') || above.kind == Kind::Attachment;
    (is_name(last) && ended).then_some((index, last))
}

/// The name that the title begins with, alone on its line: an annex follows.
fn own_name<'t>(checked: &Checked<'t>) -> Option<(usize, &'t Paragraph)> {
    let title = checked.text.paragraphs.first().filter(|it| it.kind == Kind::Title)?;
    let own = |it: &Paragraph| {
        it.kind != Kind::Title
            && title.text.len() > it.text.len()
            && title.text.starts_with(&it.text)
    };
    checked.paragraphs().skip(BODY_MIN).find(|it| own(it.1) && is_name(it.1))
}

fn is_name(paragraph: &Paragraph) -> bool {
    paragraph.label.is_none()
        && matches!(paragraph.kind, Kind::Body | Kind::Heading(_))
        && paragraph.text.chars().take(NAME_CHARS_MAX + 1).count() <= NAME_CHARS_MAX
        && closes(&paragraph.text, &ORGANS)
        && !paragraph.text.contains(['，', '。', '：', '、', '《', '“', '（'])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn half_a_closing_fires() {
        fires(
            &RULE,
            "工作总结\n今年以来，成效明显，完成了任务。\n2021年7月2日",
            &[(3, "2021年7月2日")],
        );
        fires(
            &RULE,
            "工作总结\n今年以来，成效明显，完成了任务。\n阳山县交通运输局",
            &[(3, "阳山县交通运输局")],
        );
    }

    #[test]
    fn a_name_above_a_note_or_an_annex_without_a_day_fires() {
        fires(
            &RULE,
            "甲县交通运输局关于提案的答复\n今年以来，成效明显。\n衷心感谢您的关心。\n甲县交通运输局\n（联系人：张某）",
            &[(4, "甲县交通运输局")],
        );
        fires(
            &RULE,
            "甲县交通运输局关于印发《方案》的通知\n现将方案印发给你们，请执行。\n请抓好落实。\n甲县交通运输局\n方案\n为加强管理，制定本方案。",
            &[(4, "甲县交通运输局")],
        );
    }

    #[test]
    fn a_whole_closing_and_none_are_silent() {
        silent(&RULE, "工作总结\n今年以来，成效明显。\n阳山县交通运输局\n2021年7月2日");
        silent(&RULE, "工作总结\n今年以来，成效明显。");
        silent(&RULE, "简报\n2021年7月2日\n今年以来，成效明显。");
        silent(&RULE, "责任单位如下：\n县公安局\n县交通运输局");
    }
}
