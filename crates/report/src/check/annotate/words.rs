//! What a comment says (批注文字), and characters as XML writes them.

use crate::check::finding::CheckFinding;

/// Where a comment stands beside what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// At the words.
    Words,
    /// Around the content controls that hold them.
    Control,
    /// At the paragraph, because the words cannot be marked.
    Paragraph,
    /// At the reference of a note.
    Note,
    /// At the frame of a text box.
    Frame,
}

/// A comment: its id and its lines.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) id: u32,
    pub(super) author: String,
    pub(super) at: String,
    pub(super) lines: Vec<String>,
}

/// The lines of a comment on a finding.
pub(super) fn lines(finding: &CheckFinding, beside: Beside, is_changed: bool) -> Vec<String> {
    let place = match beside {
        Beside::Words => String::new(),
        Beside::Control | Beside::Paragraph => format!("“{}”：", finding.quote),
        Beside::Note => format!("注文“{}”：", finding.quote),
        Beside::Frame => format!("文本框内“{}”：", finding.quote),
    };
    let mut lines = vec![format!("【{}】{place}{}", finding.grade.label(), finding.message)];
    match &finding.fix {
        Some(fix) if is_changed && fix.is_empty() => lines.push("已用修订删去，请确认".to_owned()),
        Some(fix) if is_changed => lines.push(format!("已用修订改为“{fix}”，请确认")),
        Some(fix) if fix.is_empty() => lines.push(format!("应删去“{}”", finding.quote)),
        Some(fix) => lines.push(format!("应改为“{fix}”")),
        None => {}
    }
    lines.push(format!("依据：{}（{}）", finding.authority.in_words(), finding.rule));
    lines
}

/// Characters as XML writes them; those that no XML may hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for mark in text.chars() {
        match mark {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(mark),
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => {}
            it => out.push(it),
        }
    }
    out
}
