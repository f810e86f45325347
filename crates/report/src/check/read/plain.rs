//! Plain text and Markdown into paragraphs (纯文本): UTF-8, UTF-16 with its mark, GBK and GB18030; a line is a paragraph.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::check::source::Refusal;
use crate::check::text::{Kind, Origin, Paragraph};

const NOT_A_TEXT: Refusal = Refusal::new(
    "not_a_text",
    "文件不是文本，或者编码无法识别",
    "请在 WPS 或 Word 中打开，另存为 .docx；或用记事本另存为 .txt（编码选 UTF-8）",
);

/// How a plain file writes its characters (编码); kept so that a corrected file is written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoded {
    Utf8 { mark: bool },
    Utf16 { big: bool },
    Gb18030,
}

/// Bytes into characters.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    decode_as(bytes).map(|it| it.0)
}

/// Bytes into characters, and how they were written.
pub(crate) fn decode_as(bytes: &[u8]) -> Result<(String, Encoded), Refusal> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        let how = if encoding == UTF_16LE || encoding == UTF_16BE {
            Encoded::Utf16 { big: encoding == UTF_16BE }
        } else if std::str::from_utf8(body).is_ok() {
            Encoded::Utf8 { mark: true }
        } else {
            return Err(NOT_A_TEXT);
        };
        let text = printable(encoding.decode_without_bom_handling(body).0.into_owned())?;
        return Ok((text, how));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((printable(text.to_owned())?, Encoded::Utf8 { mark: false }));
    }
    let (text, failed) = GB18030.decode_without_bom_handling(bytes);
    if failed {
        return Err(NOT_A_TEXT);
    }
    Ok((printable(text.into_owned())?, Encoded::Gb18030))
}

/// Characters into bytes, as they were written before.
pub(crate) fn encode(text: &str, how: Encoded) -> Vec<u8> {
    match how {
        Encoded::Utf8 { mark } => {
            let mark: &[u8] = if mark { b"\xef\xbb\xbf" } else { b"" };
            [mark, text.as_bytes()].concat()
        }
        Encoded::Utf16 { big } => {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes = |it: u16| if big { it.to_be_bytes() } else { it.to_le_bytes() };
            units.flat_map(bytes).collect()
        }
        Encoded::Gb18030 => GB18030.encode(text).0.into_owned(),
    }
}

/// A text has no control characters but tab, line ends, form feed and Word's own marks for breaks.
fn printable(text: String) -> Result<String, Refusal> {
    let odd = |it: char| {
        it.is_control()
            && !matches!(it, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}')
    };
    if text.contains(odd) { Err(NOT_A_TEXT) } else { Ok(text) }
}

/// The lines of a text that are not blank.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    lines(text).filter_map(|(line, whole)| paragraph(line, whole, 0)).collect()
}

/// As [`paragraphs`]; `#` gives the level of a heading, list marks and quotation marks are left out, `|` makes cells.
pub(crate) fn markdown(text: &str) -> Vec<Paragraph> {
    let (mut found, mut in_code) = (Vec::new(), false);
    let (mut table, mut row) = (0_u32, 0_u32);
    for (line, whole) in lines(text) {
        let tight = whole.trim_start();
        if tight.starts_with("```") {
            in_code = !in_code;
        }
        if in_code || tight.starts_with("```") || tight.starts_with("---") {
            continue;
        }
        if tight.starts_with('|') {
            (table, row) = if row == 0 { (table + 1, 1) } else { (table, row + 1) };
            if !tight.chars().all(|it| matches!(it, '|' | '-' | ':' | ' ')) {
                cells(line, whole, table, row, &mut found);
            }
            continue;
        }
        row = 0;
        let marks = tight.len() - tight.trim_start_matches('#').len();
        let skipped = whole.len() - tight.len() + mark_length(tight);
        let Some(mut paragraph) = paragraph(line, whole, skipped) else { continue };
        match u8::try_from(marks) {
            Ok(1) => paragraph.kind = Kind::Title,
            Ok(level @ 2..=5) => paragraph.styled = Some(level - 1),
            _ => {}
        }
        found.push(paragraph);
    }
    found
}

fn mark_length(line: &str) -> usize {
    let marks = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && line[marks..].starts_with(' ') {
        return marks;
    }
    if line.starts_with("- ") || line.starts_with("* ") || line.starts_with("> ") { 2 } else { 0 }
}

fn cells(line: u32, whole: &str, table: u32, row: u32, found: &mut Vec<Paragraph>) {
    let (mut start, mut column) = (whole.find('|').map_or(0, |it| it + 1), 1_u32);
    for cell in whole[start..].split('|') {
        if let Some(mut paragraph) = paragraph(line, &whole[..start + cell.len()], start) {
            paragraph.kind = Kind::Cell { table, row, column };
            found.push(paragraph);
        }
        start += cell.len() + 1;
        column += 1;
    }
}

/// Lines with their numbers from 1; `\r\n`, `\n` and `\r` end a line.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = Some(text);
    let mut line = 0_u32;
    std::iter::from_fn(move || {
        let text = rest?;
        line = line.saturating_add(1);
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some((line, text));
        };
        let width = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + width..]);
        Some((line, &text[..end]))
    })
}

/// Where each line begins, in bytes; line 1 is the first entry.
pub(crate) fn line_starts(text: &str) -> Vec<usize> {
    let mut start = 0;
    let mut starts = Vec::new();
    for (_, line) in lines(text) {
        starts.push(start);
        let end = start + line.len();
        let behind = text.get(end..).unwrap_or("");
        start = end + if behind.starts_with("\r\n") { 2 } else { 1 };
    }
    starts
}

/// A line without its first `skipped` bytes and without the white space around; none when nothing is left.
fn paragraph(line: u32, whole: &str, skipped: usize) -> Option<Paragraph> {
    let blank = |it: char| it.is_whitespace() || matches!(it, '\u{feff}' | '\u{200b}' | '\u{1a}');
    let kept = whole.get(skipped..)?;
    let start = skipped + (kept.len() - kept.trim_start_matches(blank).len());
    let text = kept.trim_matches(blank);
    let indent = u32::try_from(whole.get(..start)?.chars().count()).unwrap_or(u32::MAX);
    (!text.is_empty()).then(|| Paragraph::new(text.to_owned(), Origin::Line { line, indent }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[(u32, u32, &str)]) {
        let found = paragraphs(&decode(bytes).unwrap());
        let seen: Vec<(u32, u32, &str)> =
            found.iter().map(|it| (it.line(), it.first_column(), it.text.as_str())).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn lines_keep_their_place_in_the_file() {
        check(
            "一、甲\r\n\r\n　　乙。  \n丙\r丁".as_bytes(),
            &[(1, 1, "一、甲"), (3, 3, "乙。"), (4, 1, "丙"), (5, 1, "丁")],
        );
    }

    #[test]
    fn encodings_that_staff_use_read_alike() {
        let text = "今年以来，共查处〔2021〕2号。";
        let expected = [(1, 1, text)];
        check(text.as_bytes(), &expected);
        check(format!("\u{feff}{text}").as_bytes(), &expected);
        check(&GBK.encode(text).0, &expected);
        check(&GB18030.encode(text).0, &expected);
        let wide: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&wide, &expected);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\x00\x00"[..], b"\xff\xff\xff", b"a\x00b"] {
            assert_eq!(decode(bytes).map_err(|it| it.rule), Err("not_a_text"));
        }
    }

    #[test]
    fn markdown_gives_headings_lists_and_cells() {
        let found = markdown(
            "# 总结\n\n## 一、治超\n- 共查处9宗。\n| 项目 | 数 |\n|---|---|\n| 案件 | 9 |\n```\ncode\n```",
        );
        let seen: Vec<(Kind, Option<u8>, u32, &str)> = found
            .iter()
            .map(|it| (it.kind, it.styled, it.first_column(), it.text.as_str()))
            .collect();
        let cell = |row, column| Kind::Cell { table: 1, row, column };
        assert_eq!(
            seen,
            [
                (Kind::Title, None, 3, "总结"),
                (Kind::Body, Some(1), 4, "一、治超"),
                (Kind::Body, None, 3, "共查处9宗。"),
                (cell(1, 1), None, 3, "项目"),
                (cell(1, 2), None, 8, "数"),
                (cell(3, 1), None, 3, "案件"),
                (cell(3, 2), None, 8, "9"),
            ]
        );
    }
}
