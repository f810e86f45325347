//! Stretches between two stakes (桩号区间): K24+450至K27+950.

use rust_decimal::Decimal;

use super::line::{head, tail};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::Checked;
use crate::check::text::Span;

/// A stretch of road told by its two stakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Both stakes.
    pub(super) span: Span,
    /// Its sentence.
    pub(super) sentence: usize,
    /// The second stake: index into all mentions.
    pub(super) last: usize,
    /// Metres between them; breaks of the chain are not known.
    pub(super) metres: Decimal,
    /// The second stake lies before the first.
    pub(super) backwards: bool,
}

/// All stretches of a text, in order.
pub(super) fn stretches(checked: &Checked<'_>) -> Vec<Stretch> {
    // 三墩镇 between two stakes is a name, not a number.
    let told = checked.mentions.iter().enumerate().filter(|it| {
        !matches!(it.1.sense, Sense::Plain | Sense::Name | Sense::Idiom | Sense::ListNumber)
    });
    let told: Vec<(usize, &Mention)> = told.collect();
    told.windows(2)
        .filter_map(|pair| {
            let [(_, first), (at, second)] = pair else { return None };
            let (first, second, at) = (*first, *second, *at);
            let (Sense::Stake(from), Sense::Stake(to)) = (first.sense, second.sense) else {
                return None;
            };
            let joint = Span { start: first.span.end, end: second.span.start, ..first.span };
            let joined = first.span.paragraph == second.span.paragraph
                && (matches!(
                    checked.slice(joint).trim(),
                    "至" | "到" | "-" | "—" | "——" | "–" | "～" | "~"
                ) || ends(checked, first, second, joint));
            joined.then(|| Stretch {
                span: Span { end: second.span.end, ..first.span },
                sentence: second.sentence,
                last: at,
                metres: from.metres_to(to).abs(),
                backwards: to < from,
            })
        })
        .collect()
}

/// 起于大塘村（桩号K12+300），止于岭脚村（桩号K35+800）.
fn ends(checked: &Checked<'_>, first: &Mention, second: &Mention, joint: Span) -> bool {
    let words = checked.slice(joint);
    let text = checked.text.paragraphs.get(joint.paragraph).map_or("", |it| it.text.as_str());
    let before = tail(text.get(..first.span.start).unwrap_or(""), BETWEEN_MAX);
    first.sentence == second.sentence
        && words.len() <= BETWEEN_MAX
        && ["止于", "止点", "终点", "终于"].iter().any(|it| words.contains(it))
        && ["起于", "起点", "起自", "始于"].iter().any(|it| before.contains(it))
}

/// How many words may stand between the first and the last stake of a road, in bytes.
const BETWEEN_MAX: usize = 120;

/// How far the words around a stretch are looked at on either side, in bytes.
const NEAR: usize = 240;

/// The words around a stretch within its paragraph, a bounded number of them.
pub(super) fn words_near<'c>(checked: &'c Checked<'_>, stretch: &Stretch) -> &'c str {
    let text =
        checked.text.paragraphs.get(stretch.span.paragraph).map_or("", |it| it.text.as_str());
    let start = stretch.span.start - tail(&text[..stretch.span.start], NEAR).len();
    let end = stretch.span.end + head(&text[stretch.span.end..], NEAR).len();
    text.get(start..end).unwrap_or("")
}
