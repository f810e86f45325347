//! Faults of arithmetic (算术差错): the facts of the corpus say where a number is part of a computation.

use crate::proof::corpus::{Corpus, Fact};
use crate::proof::kinds::Made;
use crate::proof::lines::{Change, Document, all, numbers, other_digit, places_of};

/// Changes one number of a fact; the number stands in the line only where the fact says.
fn change(document: &Document, fact: &Fact, number: &str, instead: &str) -> Option<Change> {
    let place = place(&document.lines[fact.line], fact, number)?;
    Some(document.change(fact.line, place, instead))
}

/// Where a number of a fact stands: of several places the one nearest to the result; a heading's number is none.
fn place(line: &str, fact: &Fact, number: &str) -> Option<std::ops::Range<usize>> {
    let result = line.find(&fact.result).unwrap_or(0);
    let places = places_of(line, number).into_iter().filter(|it| it.start > 0);
    places.min_by_key(|it| it.start.abs_diff(result))
}

/// 12 of “12、30、5，共47” becomes 13.
pub(crate) fn part(corpus: &Corpus) -> Made<'_> {
    let places = |number: &str| number.split_once('.').map_or(0, |it| it.1.len());
    let sums = corpus.facts_of("sum").enumerate();
    sums.flat_map(|(turn, (fact, document, _))| {
        fact.terms.iter().filter_map(move |number| {
            // A digit behind the last printed digit of the total changes nothing that can be seen.
            let seen = number.len() - places(number).saturating_sub(places(&fact.result));
            let seen = number[..seen].trim_end_matches('.');
            let instead = format!("{}{}", other_digit(seen, turn), &number[seen.len()..]);
            Some((document, change(document, fact, number, &instead)?))
        })
    })
    .collect()
}

/// 47 becomes 48.
pub(crate) fn total(corpus: &Corpus) -> Made<'_> {
    results(corpus, "sum", 2)
}

/// A part becomes ten times as large as the whole.
pub(crate) fn part_over_total(corpus: &Corpus) -> Made<'_> {
    let sums = corpus.facts_of("sum");
    sums.filter_map(|(fact, document, line)| {
        let number = fact.terms.first()?;
        let start = place(line, fact, number)?.start;
        let near = line[..start].rfind("其中").map(|it| &line[it..start])?;
        (!near.contains(['。', '；'])).then_some(())?;
        Some((document, change(document, fact, number, &format!("1{}", fact.result))?))
    })
    .collect()
}

/// 65% becomes 66%.
pub(crate) fn rate(corpus: &Corpus) -> Made<'_> {
    results(corpus, "rate", 2)
}

/// 78 of “120，已完成78，完成率65%” loses its first digit or gets another one.
pub(crate) fn rate_part(corpus: &Corpus) -> Made<'_> {
    let rates = corpus.facts_of("rate");
    rates
        .filter_map(|(fact, document, _)| {
            let number = fact.terms.first()?;
            let first: u32 = number.chars().next()?.to_digit(10)?;
            let instead = format!("{}{}", if first == 9 { 1 } else { first + 1 }, &number[1..]);
            Some((document, change(document, fact, number, &instead)?))
        })
        .collect()
}

/// 同比增长10% becomes 11%.
pub(crate) fn growth(corpus: &Corpus) -> Made<'_> {
    results(corpus, "growth", 3)
}

/// The clause with last year's number goes, in a document that tells it elsewhere; what is left cannot be recomputed.
pub(crate) fn growth_base(corpus: &Corpus) -> Made<'_> {
    let others = |fact: &Fact| {
        corpus.facts_of("growth").filter(|it| it.0.document == fact.document).count() > 1
    };
    let growths = corpus.facts_of("growth").filter(|it| others(it.0));
    growths
        .filter_map(|(fact, document, line)| {
            let base = places_of(line, fact.terms.get(1)?).into_iter().next()?;
            let start = line[..base.start].rfind(['，', '；'])?;
            let end = base.end + line[base.end..].find(['，', '；', '。'])?;
            let clause = &line[start..end];
            ["同期", "上年", "去年", "年为", "年的"]
                .iter()
                .any(|it| clause.contains(it))
                .then_some(())?;
            let rest = &line[end..];
            // “与上年同期的35万人次相比增长10%” holds base and growth in one clause: only the number goes.
            if clause.contains(&format!("{}%", fact.result)) {
                let unit = rest_of_number(line, base.end);
                let from = if line[..base.start].ends_with('的') {
                    base.start - '的'.len_utf8()
                } else {
                    base.start
                };
                return Some((document, document.change(fact.line, from..unit, "")));
            }
            let tail = if rest.starts_with("，") { "，同比" } else { return None };
            let skip = end
                + "，".len()
                + if line[end + "，".len()..].starts_with("同比") { "同比".len() } else { 0 };
            Some((document, document.change(fact.line, start..skip, tail)))
        })
        .collect()
}

/// The end of the unit behind a number.
fn rest_of_number(line: &str, end: usize) -> usize {
    let units = [
        "万人次",
        "万吨",
        "亿元",
        "万元",
        "人次",
        "公里",
        "亿吨公里",
        "辆次",
        "万件",
        "件",
        "起",
        "宗",
        "人",
        "辆",
    ];
    let unit = units.iter().find(|it| line[end..].starts_with(**it));
    end + unit.map_or(0, |it| it.len())
}

/// 提高0.7个百分点 becomes 提高0.7%.
pub(crate) fn points_as_percent(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let places = all(line, "个百分点");
        places.into_iter().map(|it| document.change(index, it, "%")).collect()
    })
}

/// A stake beside a stated length: its hundreds change.
pub(crate) fn stake(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let stakes = stakes(line);
        let length =
            ["全长", "长度", "长约", "，长", "，共", "里程"].iter().any(|it| line.contains(it));
        if stakes.len() != 2 || !length {
            return Vec::new();
        }
        stakes
            .into_iter()
            .enumerate()
            .map(|(turn, range)| {
                let hundreds = range.end - 3;
                let digit: usize = line[hundreds..=hundreds].parse().expect("a digit");
                let new = ((digit + 3 + turn) % 10).to_string();
                document.change(index, hundreds..hundreds + 1, &new)
            })
            .collect()
    })
}

/// The length beside two stakes changes.
pub(crate) fn length(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let stakes = stakes(line);
        let [_, last] = stakes.as_slice() else { return Vec::new() };
        let behind = numbers(line).into_iter().find(|it| {
            it.start > last.end
                && (line[it.end..].starts_with("公里") || line[it.end..].starts_with('米'))
        });
        let Some(range) = behind.filter(|it| line[last.end..it.start].contains('长')) else {
            return Vec::new();
        };
        // Two digits behind the point are within what stakes of whole metres can tell.
        (0..2)
            .map(|turn| {
                let new = other_digit(&line[range.clone()], 2 + turn * 3);
                document.change(index, range.clone(), &new)
            })
            .collect()
    })
}

/// K12+300.
fn stakes(line: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = line.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    let mut found = Vec::new();
    for (at, _) in line.match_indices('K') {
        let whole = digits(at + 1);
        let plus = at + 1 + whole;
        if whole > 0 && bytes.get(plus) == Some(&b'+') && digits(plus + 1) == 3 {
            found.push(at..plus + 4);
        }
    }
    found
}

/// “甲、乙、丙等3个镇”, “3个镇（甲、乙、丙）”: the count beside its list changes.
pub(crate) fn list_count(corpus: &Corpus) -> Made<'_> {
    corpus
        .facts_of("list")
        .enumerate()
        .filter_map(|(turn, (fact, document, line))| {
            let place = line.find(&fact.result)?;
            let number: String = fact.result.chars().take_while(char::is_ascii_digit).collect();
            let (old, new) = if number.is_empty() {
                let numerals = ["两", "三", "四", "五", "六", "七", "八"];
                let at = numerals.iter().position(|it| fact.result.starts_with(it))?;
                (numerals[at].to_owned(), numerals[(at + 1) % numerals.len()].to_owned())
            } else {
                let value: usize = number.parse().ok()?;
                let new = if turn % 2 == 0 || value < 3 { value + 1 } else { value - 1 };
                (number, new.to_string())
            };
            Some((document, document.change(fact.line, place..place + old.len(), &new)))
        })
        .collect()
}

/// 共160人 becomes 共160余人.
pub(crate) fn in_all_over(corpus: &Corpus) -> Made<'_> {
    corpus
        .facts_of("sum")
        .filter_map(|(fact, document, line)| {
            let place = places_of(line, &fact.result).into_iter().next()?;
            let whole = !fact.result.contains('.');
            let in_all =
                ["共", "合计", "共计", "总计"].iter().any(|it| line[..place.start].ends_with(it));
            (whole && in_all)
                .then(|| (document, document.change(fact.line, place.end..place.end, "余")))
        })
        .collect()
}

/// 约 before a number of two or more decimals, which gets two more.
pub(crate) fn about_exact(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let decimals = numbers(line).into_iter().filter(|it| {
            let number = &line[it.clone()];
            let before = line[..it.start].chars().next_back().unwrap_or(' ');
            let unit = ["亩", "公里", "万元", "亿元", "吨", "万立方米"]
                .iter()
                .any(|unit| line[it.end..].starts_with(unit));
            number.contains('.') && unit && "成征资为、，长积".contains(before)
        });
        decimals
            .take(1)
            .map(|it| {
                let instead = format!("约{}37", &line[it.clone()]);
                document.change(index, it, &instead)
            })
            .collect()
    })
}

/// “每组4人，3组共12人” says 42: a mean is rounded, so that only a change of the first digit is surely wrong.
pub(crate) fn product(corpus: &Corpus) -> Made<'_> {
    let facts = corpus.facts_of("product");
    facts
        .flat_map(|(fact, document, _)| {
            (0..3).filter_map(move |turn| {
                let first: u32 = fact.result.chars().next()?.to_digit(10)?;
                let instead = format!("{}{}", (first + 1 + turn) % 9 + 1, &fact.result[1..]);
                Some((document, change(document, fact, &fact.result, &instead)?))
            })
        })
        .collect()
}

/// “未发生……事故”, and a sentence behind tells of one.
pub(crate) fn zero(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let claims = ["未发生", "没有发生"];
        let found = claims.iter().find_map(|it| line.find(it).map(|at| at + it.len()));
        let Some(start) = found else { return Vec::new() };
        let Some(length) = line[start..].find(['，', '。', '；']) else { return Vec::new() };
        let what = &line[start..start + length];
        let plain = what.ends_with("事故") || what.ends_with("事件") || what.ends_with("现象");
        if !plain || !line.ends_with('。') {
            return Vec::new();
        }
        let measure =
            if what.ends_with("事故") || what.ends_with("事件") { "起" } else { "次" };
        let end = line.len();
        vec![document.change(index, end..end, &format!("期间，共发生{what}2{measure}。"))]
    })
}

/// Changes the result of every fact of a kind, `turns` ways.
fn results<'c>(corpus: &'c Corpus, kind: &'static str, turns: usize) -> Made<'c> {
    let facts = corpus.facts_of(kind).enumerate();
    facts
        .flat_map(|(index, (fact, document, _))| {
            (0..turns).filter_map(move |turn| {
                let new = other_digit(&fact.result, index + turn * 3);
                Some((document, change(document, fact, &fact.result, &new)?))
            })
        })
        .collect()
}

/// What a maker does with every line of running text.
pub(super) fn every<'c>(
    corpus: &'c Corpus,
    mut make: impl FnMut(&'c Document, usize, &'c str) -> Vec<Change>,
) -> Made<'c> {
    let mut made = Vec::new();
    for document in &corpus.documents {
        for (index, line) in document.prose() {
            made.extend(make(document, index, line).into_iter().map(|it| (document, it)));
        }
    }
    made
}
