//! 文件名称缺“印发”“转发”。
//!
//! 为什么：印发、转发文件的通知，标题里要写明是印发还是转发；漏了这个词，读者查不到原文件。
//! 依据：公文标题由发文机关、事由和文种组成；转引的标题应与原件一致。
//! 例：“《市局〈行动方案〉的通知》”应为“《市局关于印发〈行动方案〉的通知》”。
//! 反例：“《关于印发〈管理办法〉的通知》”“《转发〈方案〉的通知》”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "title_verb_missing",
    title: "文件名称缺“印发”“转发”",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("title_verb_missing.rs"),
};

/// Verbs that may stand before the inner title.
const VERBS: [&str; 24] = [
    "印发", "转发", "批转", "颁发", "颁布", "公布", "发布", "下发", "修订", "修改", "废止", "贯彻",
    "落实", "做好", "执行", "学习", "实施", "宣传", "征求", "报送", "开展", "调整", "施行", "认真",
];
/// The longest title that is looked back over, in characters.
const TITLE_CHARS_MAX: usize = 250;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        for (at, notice) in text.match_indices("的通知》") {
            let Some((open, inner)) = title(text, at) else { continue };
            if VERBS.iter().any(|it| text[open..inner].contains(it)) {
                continue;
            }
            let reason = "里层书名号前面缺动词：是“关于印发”还是“转发”，请对照原件补上";
            hits.push(Hit::new(Span::new(index, open..at + notice.len()), reason));
        }
    }
    hits
}

/// Where the title begins that ends here with an inner title, and where its first inner title begins.
fn title(text: &str, end: usize) -> Option<(usize, usize)> {
    let before = text.get(..end)?;
    if !before.ends_with(['〉', '>', '》']) {
        return None;
    }
    let (mut depth, mut inner) = (0_usize, end);
    for (at, mark) in before.char_indices().rev().take(TITLE_CHARS_MAX) {
        match mark {
            '〉' | '>' | '》' => depth += 1,
            '〈' | '<' | '《' if depth > 0 => (depth, inner) = (depth - 1, at),
            '《' => return Some((at, inner)),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn a_notice_about_a_document_without_a_verb_fires() {
        fires(
            &RULE,
            "根据《市局<执法行动方案>的通知》要求。",
            &[(1, "《市局<执法行动方案>的通知》")],
        );
        fires(&RULE, "根据《市局关于〈方案〉的通知》。", &[(1, "《市局关于〈方案〉的通知》")]);
    }

    #[test]
    fn whole_titles_are_silent() {
        silent(
            &RULE,
            "根据《省厅关于印发〈甲办法〉、〈乙办法〉的通知》《转发<方案>的通知》《关于做好春运工作的通知》。",
        );
    }
}
