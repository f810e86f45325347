//! Which paragraphs became which (段落对应): one became one, several became one, one became several, none, or none came of it.

use std::collections::BTreeSet;

use super::unit::{Line, Unit};
use crate::check::tie::grams::{Grams, grams};
use crate::returned::{pairs, rising};

/// Paragraphs that may become one, or that one may become.
const MEMBERS_MAX: usize = 8;
/// Share of a paragraph's pairs of characters that a neighbour must have got or lost, in thousandths.
const ENOUGH: usize = 600;
/// Fewer pairs say nothing.
const GRAMS_MIN: usize = 3;

/// Units and lines that belong together, both without gaps (对应).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// Places of the units, rising; none for a new line.
    pub(super) olds: Vec<usize>,
    /// Places of the lines, rising; none for what was left out.
    pub(super) news: Vec<usize>,
    /// It stands elsewhere.
    pub(super) moved: bool,
}

/// All groups in the order of the returned text; what was left out comes behind what it followed.
pub(super) fn groups(units: &[Unit<'_>], lines: &[Line]) -> Vec<Group> {
    let old: Vec<&str> = units.iter().map(|it| it.text.as_str()).collect();
    let new: Vec<&str> = lines.iter().map(|it| it.text.as_str()).collect();
    let became = pairs(&old, &new);
    let mut found: Vec<Group> = Vec::new();
    let mut of_old: Vec<Option<usize>> = vec![None; old.len()];
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    for (at, to) in became.iter().enumerate() {
        let Some(to) = *to else { continue };
        (of_old[at], of_new[to]) = (Some(found.len()), Some(found.len()));
        found.push(Group { olds: vec![at], news: vec![to], moved: false });
    }
    for at in 0..old.len() {
        if of_old[at].is_none() && units[at].fixed.is_none() {
            let home = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find_map(|next| {
                let group = of_old.get(next).copied().flatten()?;
                let Group { olds, news, .. } = &found[group];
                let fits = olds.len() < MEMBERS_MAX && units[next].fixed.is_none();
                (fits && went_over(old[at], (&new, news), (&old, olds))).then_some(group)
            });
            if let Some(home) = home {
                put(&mut found[home].olds, at);
                of_old[at] = Some(home);
            }
        }
    }
    for at in 0..new.len() {
        if of_new[at].is_none() {
            let home = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find_map(|next| {
                let group = of_new.get(next).copied().flatten()?;
                let Group { olds, news, .. } = &found[group];
                let prose = olds.iter().all(|it| units[*it].fixed.is_none());
                let fits = news.len() < MEMBERS_MAX && prose;
                (fits && went_over(new[at], (&old, olds), (&new, news))).then_some(group)
            });
            if let Some(home) = home {
                put(&mut found[home].news, at);
                of_new[at] = Some(home);
            }
        }
    }
    let alone = (0..new.len()).filter(|it| of_new[*it].is_none());
    found.extend(alone.map(|it| Group { news: vec![it], ..Group::default() }));
    found.sort_by_key(|it| it.news.first().copied());
    mark_moved(&mut found);
    let gone: Vec<usize> = (0..old.len()).filter(|it| of_old[*it].is_none()).collect();
    with_gone(found, &gone)
}

/// Whether most of a paragraph is in what is on the other side of a group, and was not there already.
fn went_over(text: &str, other: (&[&str], &[usize]), own: (&[&str], &[usize])) -> bool {
    let all = |it: (&[&str], &[usize])| -> Grams {
        it.1.iter().flat_map(|at| grams(it.0.get(*at).copied().unwrap_or(""))).collect()
    };
    let mine = grams(text);
    if mine.len() < GRAMS_MIN {
        return false;
    }
    let (other, own) = (all(other), all(own));
    let shared = mine.iter().filter(|it| other.contains(it) && !own.contains(it)).count();
    shared * 1000 >= ENOUGH * mine.len()
}

fn put(all: &mut Vec<usize>, at: usize) {
    let place = all.partition_point(|it| *it < at);
    all.insert(place, at);
}

/// The fewest groups count as moved.
fn mark_moved(found: &mut [Group]) {
    let order: Vec<usize> = found.iter().filter_map(|it| it.olds.first().copied()).collect();
    let kept: BTreeSet<usize> = rising(&order).into_iter().collect();
    for group in found {
        group.moved = group.olds.first().is_some_and(|it| !kept.contains(it));
    }
}

/// Puts what was left out behind the group of the unit before it.
fn with_gone(found: Vec<Group>, gone: &[usize]) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::with_capacity(found.len() + gone.len());
    let mut gone = gone.iter().copied().peekable();
    let lost = |at| Group { olds: vec![at], ..Group::default() };
    for group in found {
        // Of groups in their old order, the first unit says which were left out before it.
        if let (Some(first), false) = (group.olds.first(), group.moved) {
            while let Some(at) = gone.next_if(|it| it < first) {
                all.push(lost(at));
            }
        }
        all.push(group);
    }
    all.extend(gone.map(lost));
    all
}
