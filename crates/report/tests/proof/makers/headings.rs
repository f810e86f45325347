//! Faults in the numbers of headings and enumerators (层次差错).

use super::arithmetic::every;
use crate::proof::corpus::Corpus;
use crate::proof::kinds::Made;
use crate::proof::lines::{Change, Document, heading, label};

/// A numbered heading: line, level, value, bytes of the number.
struct Numbered {
    line: usize,
    level: u8,
    value: usize,
    label: std::ops::Range<usize>,
}

fn numbered(document: &Document) -> Vec<Numbered> {
    let lines = document.lines.iter().enumerate();
    let attached = document.lines.iter().position(|it| it.starts_with("附件："));
    let end = attached.unwrap_or(document.lines.len());
    lines
        .take(end)
        .filter_map(|(line, words)| {
            heading(words).map(|(level, value, label)| Numbered { line, level, value, label })
        })
        .collect()
}

/// Makes a change of every heading that `fits`; it may be told there, at the next line, and at the headings beside it.
fn each(
    corpus: &Corpus,
    make: impl Fn(&Document, &[Numbered], usize) -> Option<Change>,
) -> Made<'_> {
    let mut made = Vec::new();
    for document in &corpus.documents {
        let all = numbered(document);
        for index in 0..all.len() {
            if let Some(mut change) = make(document, &all, index) {
                change.also(all[index].line + 1);
                let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
                for other in beside.filter_map(|it| all.get(it)) {
                    change.also(other.line);
                }
                let next = all[index + 1..].iter().find(|it| it.level == all[index].level);
                if let Some(next) = next {
                    change.also(next.line);
                }
                made.push((document, change));
            }
        }
    }
    made
}

fn has_next(all: &[Numbered], index: usize) -> bool {
    let next = all[index + 1..].iter().find(|it| it.level <= all[index].level);
    next.is_some_and(|it| it.level == all[index].level && it.value == all[index].value + 1)
}

/// 二、加强管理 becomes 加强管理, where the heading stands alone on its line.
pub(crate) fn dropped(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        let alone = !document.lines[it.line].contains('。');
        (alone && has_next(all, index)).then(|| document.change(it.line, it.label.clone(), ""))
    })
}

/// （二） becomes （）.
pub(crate) fn emptied(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        (it.level == 2).then(|| document.change(it.line, it.label.clone(), "（）"))
    })
}

/// （三） says （二） again.
pub(crate) fn doubled(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        (it.value > 1)
            .then(|| document.change(it.line, it.label.clone(), &label(it.level, it.value - 1)))
    })
}

/// （三） says （五）.
pub(crate) fn jumped(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        (it.value > 1)
            .then(|| document.change(it.line, it.label.clone(), &label(it.level, it.value + 2)))
    })
}

/// 一、 becomes 一. ; （一） becomes （一）、 or (一) ; 1. becomes 1、
pub(crate) fn wrong_mark(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        let right = label(it.level, it.value);
        let wrong = match (it.level, index % 2) {
            (1, _) => right.replace('、', "."),
            (2, 0) => format!("{right}、"),
            (2, _) => right.replace('（', "(").replace('）', ")"),
            _ => right.replace('.', "、"),
        };
        Some(document.change(it.line, it.label.clone(), &wrong))
    })
}

/// （二） among （一） and （三） becomes 2.
pub(crate) fn wrong_level(corpus: &Corpus) -> Made<'_> {
    each(corpus, |document, all, index| {
        let it = &all[index];
        let level = if it.level == 1 { 2 } else { it.level + 1 };
        let inner = it.level < 3 && it.value > 1 && has_next(all, index);
        inner.then(|| {
            let wrong = if it.level == 2 { label(3, it.value) } else { label(level, it.value) };
            document.change(it.line, it.label.clone(), &wrong)
        })
    })
}

/// The lines under a heading go.
pub(crate) fn emptied_section(corpus: &Corpus) -> Made<'_> {
    let mut made = Vec::new();
    for document in &corpus.documents {
        let all = numbered(document);
        for (index, it) in all.iter().enumerate() {
            let next = all.get(index + 1).map(|it| it.line);
            let Some(next) = next.filter(|next| *next > it.line + 1) else { continue };
            if all[index + 1].level > it.level || document.lines[it.line].contains('。') {
                continue;
            }
            let mut lines = document.lines.clone();
            lines.drain(it.line + 1..next);
            let emptied = Document { name: document.name.clone(), lines };
            let mut change = emptied.change(it.line, 0..0, "");
            change.words = format!("nothing under {}", document.lines[it.line]);
            change.also(it.line + 1);
            made.push((document, change));
        }
    }
    made
}

/// 二是 becomes 三是.
pub(crate) fn enumerator(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        ["二是", "三是"]
            .iter()
            .zip(["四是", "五是"])
            .filter_map(|(right, wrong)| {
                let at = line.find(right)?;
                let begins = at > 0 && line[..at].ends_with(['。', '；']);
                begins.then(|| document.change(index, at..at + right.len(), wrong))
            })
            .collect()
    })
}

/// One of several “……；二是” ends with a full stop instead.
pub(crate) fn enumerator_mark(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let places: Vec<usize> =
            ["；二是", "；三是", "；四是"].iter().filter_map(|it| line.find(it)).collect();
        if places.len() < 2 {
            return Vec::new();
        }
        places.iter().map(|at| document.change(index, *at..*at + '；'.len_utf8(), "。")).collect()
    })
}
