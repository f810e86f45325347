//! The numbers of a drawn-up document, one by one (数字清单).
//!
//! Becomes the 数据底稿: whoever is asked about a number in a meeting finds its sentence, its exact value and its origin.

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::Period;

/// One number as it stands in a document (文中的数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberUse {
    /// The headings above it, from the highest, joined by `＞`; `标题` for the document's title; empty before the
    /// first heading.
    pub section: String,
    /// The whole sentence in which it stands.
    pub sentence: String,
    /// What is printed, with unit: `309宗`, `上升20.96%`, `未发生旅客滞留`.
    pub printed: String,
    /// Where it comes from.
    pub kind: NumberKind,
    /// What it is, in Chinese: the indicator's title, the constant's name, the field's label.
    pub title: String,
    /// The exact value in `unit`, unrounded and unscaled; `None` for constants, days and words of a record.
    pub exact: Option<Decimal>,
    /// Unit of `exact`; empty where there is none.
    pub unit: String,
    /// The period of the document.
    pub period: Period,
    /// The day at which stocks were taken.
    pub as_of: Date,
    /// Rows that open behind it; 0 for constants and days.
    pub records: u64,
}

/// Where a number comes from (来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberKind {
    /// A figure (指标).
    Figure {
        /// Indicator id such as `overload/cases_filed`.
        id: String,
    },
    /// A declared constant (常量).
    Constant {
        /// Its name in the outline.
        name: String,
        /// The document that says it.
        source: String,
    },
    /// A field of one record (台账记录).
    Record {
        /// Ledger id.
        ledger: String,
        /// The record as staff name it.
        key: String,
        /// Name of the field.
        field: String,
    },
    /// A day or period that follows from the report's own period (日期).
    Date,
}

impl NumberKind {
    /// The word that staff read.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            NumberKind::Figure { .. } => "指标",
            NumberKind::Constant { .. } => "常量",
            NumberKind::Record { .. } => "台账记录",
            NumberKind::Date => "日期",
        }
    }
}

/// The sentence around a byte position: up to and with the next 。！？ that stands outside of quotation marks, titles and
/// brackets.
pub(crate) fn sentence_at(text: &str, position: usize) -> &str {
    let (mut start, mut depth) = (0, 0_usize);
    for (at, mark) in text.char_indices() {
        match mark {
            '“' | '《' | '（' | '〔' => depth += 1,
            '”' | '》' | '）' | '〕' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => {
                let end = at + mark.len_utf8();
                if position < end {
                    return &text[start..end];
                }
                start = end;
            }
            _ => {}
        }
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, word: &str, expected: &str) {
        assert_eq!(sentence_at(text, text.find(word).unwrap()), expected);
    }

    #[test]
    fn a_sentence_ends_with_its_full_stop() {
        let text = "（一）治超。共查处309宗，处罚280宗；卸载6050.71吨。另有9宗。";
        check(text, "280", "共查处309宗，处罚280宗；卸载6050.71吨。");
        check(text, "9宗。", "另有9宗。");
        check(text, "治超", "（一）治超。");
    }

    #[test]
    fn a_full_stop_inside_a_quotation_ends_nothing() {
        check(
            "坚持“有黑扫黑。无黑除恶。”原则，查处3宗",
            "3宗",
            "坚持“有黑扫黑。无黑除恶。”原则，查处3宗",
        );
    }
}
