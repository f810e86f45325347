//! 主送机关后面缺冒号。
//!
//! 为什么：主送机关顶格写，后面用全角冒号引出正文。
//! 依据：GB/T 9704—2012，主送机关名称后标全角冒号。
//! 例：“各乡镇人民政府，县直各有关单位”独立成行，末尾应有“：”。
//! 反例：正文里的“各单位……”一句；已经有冒号的。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::{Kind, Span};

pub(super) const RULE: Rule = Rule {
    id: "addressee_colon",
    title: "主送机关后面缺冒号",
    grade: Grade::Must,
    authority: Authority::NationalStandard("GB/T 9704—2012", ""),
    check,
    source: include_str!("addressee_colon.rs"),
};

/// What the name of an addressee ends with.
const ENDS: [&str; 12] =
    ["单位", "部门", "政府", "股室", "机构", "企业", "公司", "站", "所", "局", "办", "中心"];
/// The longest line of addressees, in characters.
const LINE_CHARS_MAX: usize = 80;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let first = checked.paragraphs().find(|it| it.1.kind != Kind::Title);
    // A text without a title begins with whatever it likes.
    let Some((index, paragraph)) = first.filter(|it| it.0 > 0) else { return Vec::new() };
    let text = paragraph.text.as_str();
    let line = text.chars().take(LINE_CHARS_MAX + 1).count() <= LINE_CHARS_MAX;
    let named =
        text.starts_with('各') && text.contains(['、', '，']) && !text.contains(['。', '；', '：']);
    let Some(end) = ENDS.iter().find(|it| text.ends_with(**it)) else { return Vec::new() };
    if !line || !named || paragraph.kind != Kind::Body {
        return Vec::new();
    }
    let span = Span::new(index, text.len() - end.len()..text.len());
    vec![Hit::new(span, "主送机关后面用全角冒号").fix(format!("{end}："))]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn a_line_of_addressees_without_a_colon_fires() {
        fixes(
            &RULE,
            "关于做好防汛工作的通知\n各乡镇人民政府，县直各有关单位\n现将有关事项通知如下。",
            "单位",
            "单位：",
        );
    }

    #[test]
    fn closed_lines_and_sentences_are_silent() {
        silent(
            &RULE,
            "关于做好防汛工作的通知\n各乡镇人民政府，县直各有关单位：\n现将有关事项通知如下。",
        );
        silent(&RULE, "关于做好防汛工作的通知\n各单位，各股室要认真落实。\n各乡镇、各单位");
        silent(&RULE, "各乡镇人民政府，县直各有关单位");
    }
}
