//! Zeros said in words (文字表述的零): 未发生旅客滞留, 没有出现红牌、黄牌警告.

use super::grams::{Grams, grams};
use super::{Known, Outcome, Tie};
use crate::check::rule::Checked;
use crate::check::text::Span;

/// Words that deny.
const DENIALS: [&str; 8] =
    ["没有", "未发生", "未出现", "未发现", "无发生", "无出现", "零发生", "未"];
/// How far behind the denial its object may reach, in characters.
const OBJECT_CHARS: usize = 24;
/// Share of the outline's words that the text must repeat, in thousandths.
const ENOUGH: u32 = 500;

/// The clauses that deny what an outline's slot denies.
pub(super) fn zeros(checked: &Checked<'_>, known: &Known) -> Vec<Tie> {
    let claims: Vec<(usize, Grams)> = known
        .anchors
        .iter()
        .filter(|it| !it.zero.is_empty())
        .map(|it| (it.figure, object(&it.zero)))
        .filter(|it| !it.1.is_empty())
        .collect();
    let mut found = Vec::new();
    for sentence in checked.sentences.iter().filter(|_| !claims.is_empty()) {
        for clause in &sentence.clauses {
            let span = Span::new(sentence.span.paragraph, clause.clone());
            let words = checked.slice(span);
            let Some(at) = DENIALS.iter().filter_map(|it| words.find(it)).min() else { continue };
            let said: String = words[at..].chars().take(OBJECT_CHARS).collect();
            let said = object(&said);
            let best = claims
                .iter()
                .map(|it| (share(known, &it.1, &said), it.0))
                .filter(|it| it.0 >= ENOUGH)
                .max_by_key(|it| it.0);
            if let Some((_, figure)) = best {
                found.push(tie(
                    known,
                    figure,
                    Span::new(span.paragraph, clause.start + at..clause.end),
                ));
            }
        }
    }
    found
}

fn tie(known: &Known, figure: usize, span: Span) -> Tie {
    let outcome = match known.figures.get(figure).and_then(|it| it.value) {
        None => Outcome::Missing,
        Some(value) if value.is_zero() => Outcome::Agrees,
        Some(_) => Outcome::Differs,
    };
    Tie { mention: None, span, outcome, figures: vec![figure] }
}

/// What is denied.
fn object(words: &str) -> Grams {
    let rest = DENIALS.iter().fold(words.to_owned(), |rest, it| rest.replace(it, "，"));
    grams(
        &rest
            .replace("发生", "，")
            .replace("出现", "，")
            .replace("发现", "，")
            .replace("现象", "，"),
    )
}

/// Which part of the outline's words the text repeats.
fn share(known: &Known, wanted: &Grams, said: &Grams) -> u32 {
    known.weights.shared(wanted, said) * 1000 / known.weights.sum(wanted).max(1)
}
