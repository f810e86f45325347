//! Headings side by side (同级标题): those of one level under one parent, in order.

use std::collections::BTreeMap;

use crate::check::text::{Kind, Paragraph, Section, Span, Text};

/// Groups of sections with one parent and one level, each in order; an annex behind the signature counts by itself.
pub(super) fn groups(text: &Text) -> Vec<Vec<&Section>> {
    let ends: Vec<usize> =
        text.paragraphs.iter().enumerate().filter(|it| ends_part(it.1)).map(|it| it.0).collect();
    let mut groups: BTreeMap<(usize, Option<usize>, u8), Vec<&Section>> = BTreeMap::new();
    for section in &text.sections {
        let part = ends.partition_point(|it| *it < section.paragraph);
        groups.entry((part, section.parent, section.level)).or_default().push(section);
    }
    groups.into_values().collect()
}

/// The day of the document, or the line “附件2” above an annex.
fn ends_part(paragraph: &Paragraph) -> bool {
    let annex = paragraph.text.strip_prefix("附件").is_some_and(|it| {
        it.chars().count() <= 3
            && it
                .chars()
                .all(|mark| mark.is_ascii_digit() || "：: 一二三四五六七八九十".contains(mark))
    });
    paragraph.kind == Kind::Date || annex
}

/// The value of a section's number; none when it has none or an empty one.
pub(super) fn value(text: &Text, section: &Section) -> Option<u32> {
    text.paragraphs.get(section.paragraph)?.label.as_ref()?.value
}

/// The number of a section as a place; the heading's words when it has none.
pub(super) fn number_span(text: &Text, section: &Section) -> Option<Span> {
    let paragraph = text.paragraphs.get(section.paragraph)?;
    let range = paragraph.label.as_ref().map_or(paragraph.heading.clone(), |it| it.range.clone());
    Some(Span::new(section.paragraph, range))
}

/// Whether a list may begin anew here: the paragraph right above introduces one, or is an article of a law.
pub(super) fn begins_anew(text: &Text, section: &Section) -> bool {
    let above = section.paragraph.checked_sub(1).and_then(|it| text.paragraphs.get(it));
    above.is_some_and(|it| {
        it.label.is_none() && (it.text.ends_with(['：', ':']) || it.text.starts_with('第'))
    })
}
