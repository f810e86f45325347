//! 词语中间、标点后面有空格。
//!
//! 为什么：中文的字与字之间、标点之后不空格；多半是从别处粘贴或者排版时留下的，会在不该断的地方断行。
//! 依据：GB/T 15834—2011，标点符号占一个字的位置，后面不再空格。
//! 例：“各项工 作取得成效”“检查车辆， 查处违法行为”。
//! 反例：表格、落款、标题里为对齐留的空格，“第一条　为了”条序后面的空格，不提示。

use terms::Grade;

use crate::check::mention::is_han;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "space_between_words",
    title: "词语中间、标点后面有空格",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("space_between_words.rs"),
};

/// A paragraph with more of them is laid out by spaces: a table, a list of names.
const SPACES_MAX: usize = 3;
/// The shortest paragraph that is read as running text, in characters.
const CHARS_MIN: usize = 12;
const BLANK: [char; 3] = [' ', '\u{3000}', '\u{a0}'];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.prose() {
        let text = &paragraph.text;
        let label = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        let short = text.chars().take(CHARS_MIN).count() < CHARS_MIN;
        if short || !text.contains(['。', '，', '；', '：']) {
            continue;
        }
        let found: Vec<Hit> = spaces(text)
            .filter(|it| it.0 >= label)
            .map(|(start, end)| {
                let (before, after) = around(text, start, end);
                let span = Span::new(index, start - before.len_utf8()..end + after.len_utf8());
                Hit::new(span, "中文的字与字之间、标点之后不空格").fix(format!("{before}{after}"))
            })
            .take(SPACES_MAX + 1)
            .collect();
        if found.len() <= SPACES_MAX {
            hits.extend(found);
        }
    }
    hits
}

/// Stretches of white space between two characters of Chinese, or behind a mark.
fn spaces(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let starts = text.char_indices().filter(|it| BLANK.contains(&it.1));
    starts.filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let end = start + rest.len() - rest.trim_start_matches(BLANK).len();
        let (before, after) = around(text, start, end);
        let mark = "，。、；：！？”）》".contains(before);
        let word = is_han(before) && !"条章节款项".contains(before);
        // A motto in quotation marks is set with spaces: “甲乙丙 丁戊己”.
        let motto =
            text.get(..start)?.rfind(['“', '”']).is_some_and(|it| text[it..].starts_with('“'));
        let joins = is_han(after) && (mark || word) || after.is_ascii_digit() && mark;
        (joins && !motto).then_some((start, end))
    })
}

fn around(text: &str, start: usize, end: usize) -> (char, char) {
    let before = text.get(..start).and_then(|it| it.chars().next_back());
    let after = text.get(end..).and_then(|it| it.chars().next());
    (before.unwrap_or('\0'), after.unwrap_or('\0'))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn spaces_within_words_and_behind_marks_fire() {
        fixes(&RULE, "一年来，各项工 作取得了阶段性成效。", "工 作", "工作");
        fixes(&RULE, "检查车辆12辆， 查处违法行为3宗。", "， 查", "，查");
    }

    #[test]
    fn spaces_that_lay_out_a_text_are_silent() {
        silent(&RULE, "6月份以“遵守安全生产法 当好第一责任人”为主题，组织活动。");
        silent(&RULE, "第一条　为了加强管理，制定本办法，自公布之日起施行。");
        silent(&RULE, "组长： 张某 李某 王某 赵某 钱某，以下按姓氏笔画排列。");
        silent(&RULE, "符合GB 1589的要求，使用 Word 编辑，完成率90%。");
    }
}
