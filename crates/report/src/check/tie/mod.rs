//! Numbers of a text tied to figures of the ledgers (数与台账的对应): which figure a number speaks of, and whether it agrees.
//!
//! ```text
//! catalog, outline, figures ─► Known: figures + anchors ─┐
//! text ─► Checked: mentions ─────────────────────────────┴─► score ─► path of a paragraph ─► Tie: agrees · differs · …
//! ```
//!
//! An anchor is a place where an outline prints a figure: the words around it, the headings above, the order. A number is
//! tied by its words and place alone; its value decides only between figures that are equally near, so that a wrong
//! number is tied as well as a right one. What is not clearly one figure is said to be open.

mod anchor; // where an outline speaks of a figure
mod assign; // which anchor each number of a paragraph stands for
pub(crate) mod grams; // words compared by pairs of characters
mod known; // the figures
mod outcome; // printed value against figure
mod zero; // zeros said in words

pub use known::{ExpectedBy, Known, KnownFigure};

use super::rule::Checked;
use super::text::Span;

/// What became of one number of a text (对应结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The number: index into [`Checked::mentions`]; none where a zero is said in words.
    pub mention: Option<usize>,
    /// The words it stands for.
    pub span: Span,
    /// What is known of it.
    pub outcome: Outcome,
    /// The figure it speaks of, or the figures it may speak of, likeliest first: indexes into [`Known::figures`].
    pub figures: Vec<usize>,
}

/// Whether a number agrees with its figure (结论).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Printed as the figure is, at the printed precision (一致).
    Agrees,
    /// Printed otherwise (不一致).
    Differs,
    /// The figure has no value at present (台账无数).
    Missing,
    /// No figure speaks of it (无台账支持).
    Unsupported,
    /// More than one figure may be meant (不能确定).
    Ambiguous,
}

impl Outcome {
    /// The word that staff read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Outcome::Agrees => "一致",
            Outcome::Differs => "不一致",
            Outcome::Missing => "台账无数",
            Outcome::Unsupported => "无台账支持",
            Outcome::Ambiguous => "不能确定",
        }
    }
}

/// Ties every quantity of a text, and the zeros that it says in words; in the order of the text.
#[must_use]
pub fn tie(checked: &Checked<'_>, known: &Known) -> Vec<Tie> {
    let mut ties = assign::assign(checked, known);
    ties.extend(zero::zeros(checked, known));
    ties.sort_by_key(|it| it.span);
    ties
}

/// The figures that a text does not mention although they are expected: what the last document mentioned, or what the
/// outline prints; empty when the text does not look like a report of that kind (fewer than half are there).
#[must_use]
pub fn omitted(ties: &[Tie], known: &Known) -> Vec<usize> {
    let said = |figure: &usize| ties.iter().any(|it| it.figures.contains(figure));
    let missing: Vec<usize> = known
        .expected
        .iter()
        .copied()
        .filter(|it| known.figures.get(*it).is_some_and(|it| it.value.is_some()))
        .filter(|it| !said(it))
        .collect();
    if missing.len() * 2 > known.expected.len() { Vec::new() } else { missing }
}
