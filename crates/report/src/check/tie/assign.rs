//! Which anchor each number of a paragraph stands for (归位): the best path through the paragraph's numbers.
//!
//! A number by itself is judged by its unit, the words around it and the section; two numbers in a row, by whether the
//! outline prints them in that order. Everything is counted in thousandths; the look at each number is bounded.

use std::collections::BTreeSet;

use super::anchor::{Anchor, first_clause, last_clause};
use super::grams::{Grams, grams};
use super::outcome::{UnitFit, outcome, unit_fits};
use super::{Known, Outcome, Tie};
use crate::check::mention::{Mention, Sense};
use crate::check::rule::Checked;

/// What a number must reach to be tied at all.
const ENOUGH: u32 = 560;
/// A figure that comes as near as this to the best makes it doubtful.
const MARGIN: u32 = 70;
/// The section must be at least this near.
const CONTEXT_MIN: u32 = 180;
/// What the next slot of the same block adds; what a later one adds.
const NEXT: u32 = 260;
const LATER: u32 = 130;
/// Candidates that are looked at for one number.
const CANDIDATES_MAX: usize = 8;
/// Words that are looked at on each side of a number, in characters.
const WINDOW: usize = 24;
/// The least weight of a name: a single common word proves nothing.
const NAME_MIN: u32 = 8;

/// An anchor that a number may stand for.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    anchor: usize,
    score: u32,
}

/// A number being tied.
#[derive(Debug)]
struct Number {
    mention: usize,
    candidates: Vec<Candidate>,
}

/// Ties the quantities of a text.
pub(super) fn assign(checked: &Checked<'_>, known: &Known) -> Vec<Tie> {
    let mut ties = Vec::new();
    let mut first = 0;
    while let Some(mention) = checked.mentions.get(first) {
        let paragraph = mention.span.paragraph;
        let rest = checked.mentions.get(first..).unwrap_or_default();
        let end = first + rest.partition_point(|it| it.span.paragraph == paragraph);
        let wanted = (first..end).filter(|it| counts(&checked.mentions[*it]));
        let contexts = contexts(checked, known, paragraph);
        let numbers: Vec<Number> =
            wanted.map(|it| number(checked, known, &contexts, first, it)).collect();
        ties.extend(settle(checked, known, &numbers));
        first = end;
    }
    ties
}

/// A number inside a name, such as “三人小组”, counts nothing.
fn counts(mention: &Mention) -> bool {
    matches!(mention.sense, Sense::Quantity | Sense::Percent) && !mention.quoted
}

/// How near a paragraph is to each block of the outlines.
fn contexts(checked: &Checked<'_>, known: &Known, paragraph: usize) -> Vec<u32> {
    let text = checked.text.paragraphs.get(paragraph).map_or("", |it| it.text.as_str());
    let mut said: Grams = grams(text);
    for heading in checked.text.path(paragraph) {
        said.extend(grams(heading));
    }
    let share = |wanted: &Grams| {
        known.weights.shared(wanted, &said) * 1000 / known.weights.sum(wanted).max(NAME_MIN)
    };
    known.topics.iter().map(|it| (share(&it.headings) * 2 + share(&it.words)) / 3).collect()
}

fn number(
    checked: &Checked<'_>,
    known: &Known,
    contexts: &[u32],
    first: usize,
    mention: usize,
) -> Number {
    let this = &checked.mentions[mention];
    let (before, behind) = around(checked, first, mention);
    let lead = grams(&before);
    let all = grams(&format!("{before}，{behind}"));
    let mut candidates: Vec<Candidate> = known
        .anchors
        .iter()
        .enumerate()
        .filter_map(|(index, anchor)| {
            let score = score(known, contexts, this, anchor, &lead, &all)?;
            Some(Candidate { anchor: index, score })
        })
        .collect();
    candidates.sort_by_key(|it| (std::cmp::Reverse(it.score), it.anchor));
    candidates.truncate(CANDIDATES_MAX);
    Number { mention, candidates }
}

/// The words before a number to the last mark or number, or the clause before when there are none; and those behind.
fn around(checked: &Checked<'_>, first: usize, mention: usize) -> (String, String) {
    let this = &checked.mentions[mention];
    let text = checked.text.paragraphs.get(this.span.paragraph).map_or("", |it| it.text.as_str());
    let earlier = checked.mentions.get(first..mention).unwrap_or_default();
    let from = earlier.iter().rev().find(|it| counts(it)).map_or(0, |it| it.span.end);
    let later = checked.mentions.get(mention + 1..).unwrap_or_default();
    let next = later.iter().find(|it| counts(it));
    let to = next.filter(|it| it.span.paragraph == this.span.paragraph).map(|it| it.span.start);
    let before = text.get(from.min(this.span.start)..this.span.start).unwrap_or("");
    let behind = text.get(this.span.end..to.unwrap_or(text.len()).max(this.span.end)).unwrap_or("");
    let before: String = last_clause(before.trim_end_matches(['（', '(', '“', ' '])).to_owned();
    let skip = before.chars().count().saturating_sub(WINDOW);
    let before: String = before.chars().skip(skip).collect();
    (before, first_clause(behind).chars().take(WINDOW).collect())
}

/// How well a number fits an anchor, in thousandths; none when it cannot stand for it.
fn score(
    known: &Known,
    contexts: &[u32],
    mention: &Mention,
    anchor: &Anchor,
    lead: &Grams,
    all: &Grams,
) -> Option<u32> {
    let figure = known.figures.get(anchor.figure)?;
    let unit: u32 = match unit_fits(mention, figure) {
        UnitFit::No => return None,
        UnitFit::Same => 100,
        UnitFit::Kin => 60,
        UnitFit::Bare => 0,
    };
    let context = contexts.get(anchor.block).copied().unwrap_or(0).min(1000);
    if context < CONTEXT_MIN {
        return None;
    }
    let names = anchor
        .names
        .iter()
        .flat_map(|name| [near(known, lead, name), near(known, all, name) * 9 / 10]);
    let words = names.max().unwrap_or(0);
    Some(unit + words * 5 / 10 + context * 4 / 10)
}

/// How near two names are: what they share of the shorter one, and of both.
fn near(known: &Known, said: &Grams, name: &Grams) -> u32 {
    let shared = known.weights.shared(said, name) * 1000;
    let (one, other) = (known.weights.sum(said), known.weights.sum(name));
    let of_shorter = shared / one.min(other).max(NAME_MIN);
    let of_both = shared * 2 / (one + other).max(NAME_MIN);
    (of_shorter * 7 + of_both * 3) / 10
}

/// What it adds that one number follows another, as the outline has it.
fn link(known: &Known, before: usize, after: usize) -> u32 {
    let (Some(before), Some(after)) = (known.anchors.get(before), known.anchors.get(after)) else {
        return 0;
    };
    match (before.block == after.block, after.order.checked_sub(before.order)) {
        (true, Some(1)) => NEXT,
        (true, Some(2..)) => LATER,
        _ => 0,
    }
}

/// The best choice for each number: an anchor or nothing.
fn settle(checked: &Checked<'_>, known: &Known, numbers: &[Number]) -> Vec<Tie> {
    let chosen = best_path(known, numbers);
    let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut ties = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let mention = &checked.mentions[number.mention];
        let before = index.checked_sub(1).and_then(|it| chosen[it]);
        let after = chosen.get(index + 1).copied().flatten();
        let total = |it: &Candidate| {
            let back = before.map_or(0, |before| link(known, before, it.anchor));
            it.score + back + after.map_or(0, |after| link(known, it.anchor, after))
        };
        let own = |anchor: usize| number.candidates.iter().find(|it| it.anchor == anchor);
        let best = chosen[index].and_then(own);
        let mut figures: Vec<usize> = Vec::new();
        if let Some(best) = best {
            figures.extend(known.anchors.get(best.anchor).map(|it| it.figure));
            let mut others: Vec<&Candidate> =
                number.candidates.iter().filter(|it| total(it) + MARGIN > total(best)).collect();
            others.sort_by_key(|it| std::cmp::Reverse(total(it)));
            for other in others {
                let figure = known.anchors[other.anchor].figure;
                let free = !taken.contains(&(mention.sentence, figure));
                if free && !figures.contains(&figure) {
                    figures.push(figure);
                }
            }
        }
        let tie = conclude(checked, known, number.mention, figures);
        if let (Outcome::Agrees | Outcome::Differs | Outcome::Missing, Some(figure)) =
            (tie.outcome, tie.figures.first())
        {
            taken.insert((mention.sentence, *figure));
        }
        ties.push(tie);
    }
    ties
}

/// One figure is tied; of several that are equally near, the one that agrees, if only one does.
fn conclude(checked: &Checked<'_>, known: &Known, mention: usize, mut figures: Vec<usize>) -> Tie {
    let this = &checked.mentions[mention];
    let text = checked.text.paragraphs.get(this.span.paragraph).map_or("", |it| it.text.as_str());
    let before = text.get(..this.span.start).unwrap_or("").trim_end();
    let judge = |figure: &usize| known.figures.get(*figure).map(|it| outcome(this, it, before));
    if figures.len() > 1 {
        let agree: Vec<usize> =
            figures.iter().copied().filter(|it| judge(it) == Some(Outcome::Agrees)).collect();
        if agree.len() == 1 {
            figures = agree;
        }
    }
    let outcome = match figures.as_slice() {
        [] => Outcome::Unsupported,
        [one] => judge(one).unwrap_or(Outcome::Unsupported),
        _ => Outcome::Ambiguous,
    };
    Tie { mention: Some(mention), span: this.span, outcome, figures }
}

/// The anchors of the path that scores most; a number may also stand for nothing, which scores [`ENOUGH`].
fn best_path(known: &Known, numbers: &[Number]) -> Vec<Option<usize>> {
    // Per number and choice (the last choice is nothing): the best score so far and the choice before.
    let mut steps: Vec<Vec<(u32, usize)>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let choices = number.candidates.iter().map(Some).chain([None]);
        let step = choices.map(|choice| {
            let own = choice.map_or(ENOUGH, |it| it.score);
            let Some((earlier, last)) =
                index.checked_sub(1).and_then(|it| Some((numbers.get(it)?, steps.get(it)?)))
            else {
                return (own, 0);
            };
            let from = last.iter().enumerate().map(|(at, (score, _))| {
                let link = match (earlier.candidates.get(at), choice) {
                    (Some(before), Some(after)) => link(known, before.anchor, after.anchor),
                    _ => 0,
                };
                (score + own + link, at)
            });
            from.max_by_key(|it| (it.0, std::cmp::Reverse(it.1))).unwrap_or((own, 0))
        });
        steps.push(step.collect());
    }
    let mut chosen = vec![None; numbers.len()];
    let mut at = steps.last().and_then(|last| {
        last.iter().enumerate().max_by_key(|it| (it.1.0, std::cmp::Reverse(it.0))).map(|it| it.0)
    });
    for (index, number) in numbers.iter().enumerate().rev() {
        let Some(choice) = at else { break };
        chosen[index] = number.candidates.get(choice).map(|it| it.anchor);
        at = steps[index].get(choice).map(|it| it.1);
    }
    chosen
}
