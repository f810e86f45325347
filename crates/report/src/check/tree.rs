//! What each paragraph is, and which section it belongs to (文档结构).
//!
//! Works on what both readers deliver. Headings are known by their number, by their style, or, where neither is there, by
//! being a short line without a final mark right above a first item of the next level.

use super::label::Label;
use super::text::{Kind, Paragraph, Section, Text};

/// The longest heading, in characters; a longer first sentence is running text with a number.
const HEADING_CHARS_MAX: usize = 45;
/// The longest line that may be title, signature or an unnumbered heading, in characters.
const LINE_CHARS_MAX: usize = 40;
/// Lines of a title.
const TITLE_LINES_MAX: usize = 3;

/// Arranges paragraphs as read into a text with kinds and sections.
pub(crate) fn arrange(mut paragraphs: Vec<Paragraph>) -> Text {
    for paragraph in paragraphs.iter_mut().filter(|it| it.kind == Kind::Body) {
        paragraph.label = Label::read(&paragraph.text);
    }
    mark_title(&mut paragraphs);
    mark_closing(&mut paragraphs);
    mark_headings(&mut paragraphs);
    let sections = divide(&mut paragraphs);
    Text { paragraphs, sections }
}

fn mark_title(paragraphs: &mut [Paragraph]) {
    if paragraphs.len() < 2 {
        return;
    }
    for paragraph in paragraphs.iter_mut().take(TITLE_LINES_MAX) {
        let open =
            paragraph.kind == Kind::Title || is_line(paragraph) && !has_inner_mark(&paragraph.text);
        if !open || paragraph.styled.is_some() {
            return;
        }
        paragraph.kind = Kind::Title;
    }
}

/// The last line that is nothing but a day, the names above it, and what is attached.
fn mark_closing(paragraphs: &mut [Paragraph]) {
    let mut listing = false;
    for paragraph in paragraphs.iter_mut().filter(|it| it.kind == Kind::Body) {
        let text = &paragraph.text;
        let opens = text.starts_with("附件：") || text.starts_with("附件:");
        // 附件：1.任务清单, and on the next line 2.责任表.
        let item = listing && paragraph.label.as_ref().is_some_and(|it| it.level == 3);
        listing = (opens || item) && !text.ends_with('。');
        if listing {
            (paragraph.kind, paragraph.label) = (Kind::Attachment, None);
        }
    }
    let Some(day) = paragraphs.iter().rposition(|it| it.kind == Kind::Body && is_day(&it.text))
    else {
        return;
    };
    paragraphs[day].kind = Kind::Date;
    for paragraph in paragraphs[..day].iter_mut().rev().take(3) {
        if paragraph.kind != Kind::Body || !is_line(paragraph) || has_inner_mark(&paragraph.text) {
            return;
        }
        paragraph.kind = Kind::Signature;
    }
}

fn mark_headings(paragraphs: &mut [Paragraph]) {
    for index in 0..paragraphs.len() {
        let (this, behind) = paragraphs[index..].split_at_mut(1);
        let Some(paragraph) = this.first_mut().filter(|it| it.kind == Kind::Body) else { continue };
        let start = paragraph.label.as_ref().map_or(0, |it| it.range.end);
        let level = match (&paragraph.label, paragraph.styled) {
            (Some(label), _) => label.level,
            (None, Some(level)) => level,
            (None, None) => match level_above(paragraph, behind.first()) {
                Some(level) => level,
                None => continue,
            },
        };
        if let Some(heading) = heading_words(&paragraph.text, start) {
            paragraph.heading = heading;
            paragraph.kind = Kind::Heading(level);
        }
    }
}

/// The level of a line that stands above a first item without being numbered itself.
fn level_above(paragraph: &Paragraph, next: Option<&Paragraph>) -> Option<u8> {
    let below = next?.label.as_ref()?;
    let first = below.value.is_none_or(|it| it == 1);
    (first && below.level > 1 && is_line(paragraph)).then_some(below.level - 1)
}

/// The first sentence, when it is short enough to be a heading.
fn heading_words(text: &str, start: usize) -> Option<std::ops::Range<usize>> {
    let rest = text.get(start..)?;
    let indent = rest.len() - rest.trim_start().len();
    let end = rest.find('。').unwrap_or(rest.len());
    let words = rest.get(indent..end)?;
    let alone = end + '。'.len_utf8() >= rest.len();
    let closed = rest.ends_with(['。', '；', '！', '？', '：', ';', ':']);
    let short = words.chars().count() <= HEADING_CHARS_MAX;
    // A sentence that lists or explains is no heading even when it stands alone.
    let tells = alone && closed && words.contains(['；', '：']);
    (!words.is_empty() && short && !tells).then_some(start + indent..start + end)
}

fn divide(paragraphs: &mut [Paragraph]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let last = paragraphs.len();
    for (index, paragraph) in paragraphs.iter_mut().enumerate() {
        if matches!(paragraph.kind, Kind::Signature | Kind::Date) {
            // What follows is an annex, and belongs to no section of the document.
            for section in open.drain(..) {
                sections[section].end = index;
            }
            continue;
        }
        let level = match (&paragraph.label, paragraph.kind) {
            (_, Kind::Heading(level)) => Some(level),
            (Some(label), Kind::Body) => Some(label.level),
            _ => None,
        };
        if let Some(level) = level {
            while let Some(top) = open.last().copied().filter(|it| sections[*it].level >= level) {
                sections[top].end = index;
                open.pop();
            }
            sections.push(Section {
                paragraph: index,
                level,
                parent: open.last().copied(),
                end: index,
            });
            open.push(sections.len() - 1);
        }
        paragraph.section = open.last().copied();
    }
    for section in open {
        sections[section].end = last;
    }
    sections
}

/// A short line without a final mark and without a number.
fn is_line(paragraph: &Paragraph) -> bool {
    let text = &paragraph.text;
    paragraph.label.is_none()
        && text.chars().take(LINE_CHARS_MAX + 1).count() <= LINE_CHARS_MAX
        && !text.ends_with(['。', '；', '！', '？', '：', '，', '、', ';', ':', ',', '…'])
}

fn has_inner_mark(text: &str) -> bool {
    text.contains(['，', '。', '；', '：', '！', '？', ',', ';'])
}

/// `2021年7月2日` or `二〇二一年七月二日` and nothing else.
fn is_day(text: &str) -> bool {
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let part = |text: &str| {
        let length = text.chars().count();
        (1..=4).contains(&length)
            && text
                .chars()
                .all(|it| it.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(it))
    };
    let Some((year, rest)) = text.split_once('年') else { return false };
    let Some((month, rest)) = rest.split_once('月') else { return false };
    let Some(day) = rest.strip_suffix('日') else { return false };
    year.chars().count() == 4 && part(year) && part(month) && part(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read::plain::paragraphs;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let text = arrange(paragraphs(text));
        let seen: Vec<(String, String)> = text
            .paragraphs
            .iter()
            .map(|it| {
                let kind = match it.kind {
                    Kind::Title => "title".to_owned(),
                    Kind::Heading(level) => format!("{level}"),
                    Kind::Body => "body".to_owned(),
                    Kind::Cell { .. } => "cell".to_owned(),
                    Kind::Footnote => "note".to_owned(),
                    Kind::Attachment => "attachment".to_owned(),
                    Kind::Signature => "signature".to_owned(),
                    Kind::Date => "date".to_owned(),
                };
                (kind, it.text[it.heading.clone()].to_owned())
            })
            .collect();
        let seen: Vec<(&str, &str)> =
            seen.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_report_is_title_text_headings_and_signature() {
        check(
            "县交通运输局2021年上半年工作总结和\n下半年工作思路\n今年以来，我局认真工作。\n加强党的建设，全面推进从严治党\n（一）全面加强党的领导。狠抓制度落实。\n二、抓好防控工作\n按照部署，落实责任。\n附件：1.任务清单\n2.责任表\n阳山县交通运输局\n2021年7月2日",
            &[
                ("title", ""),
                ("title", ""),
                ("body", ""),
                ("1", "加强党的建设，全面推进从严治党"),
                ("2", "全面加强党的领导"),
                ("1", "抓好防控工作"),
                ("body", ""),
                ("attachment", ""),
                ("attachment", ""),
                ("signature", ""),
                ("date", ""),
            ],
        );
    }

    #[test]
    fn a_numbered_paragraph_that_only_tells_is_body_and_still_a_section() {
        let long = "1、为规范我县道路运输企业质量信誉考核和诚信评价工作，客观评估道路运输企业综合服务水平，有效发挥考核结果的激励引导作用，促进企业加强管理。";
        let text =
            arrange(paragraphs(&format!("通报\n（四）做好相关工作\n{long}\n每周录入信息。")));
        assert_eq!(text.paragraphs[2].kind, Kind::Body);
        assert_eq!(text.sections.len(), 2);
        assert_eq!(text.paragraphs[3].section, Some(1));
        assert_eq!(text.path(3), ["（四）做好相关工作", "1、"]);
    }

    #[test]
    fn sections_end_where_the_next_of_their_level_begins() {
        let text = arrange(paragraphs(
            "报告\n一、甲\n（一）乙\n内容。\n二、丙\n内容。\n某局\n2021年7月2日",
        ));
        let seen: Vec<(usize, u8, Option<usize>, usize)> =
            text.sections.iter().map(|it| (it.paragraph, it.level, it.parent, it.end)).collect();
        assert_eq!(seen, [(1, 1, None, 4), (2, 2, Some(0), 4), (4, 1, None, 6)]);
    }
}
