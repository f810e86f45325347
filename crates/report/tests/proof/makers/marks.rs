//! Faults of marks (标点差错): brackets, quotation marks, book titles, full and half width, document numbers.

use super::arithmetic::every;
use crate::proof::corpus::Corpus;
use crate::proof::kinds::Made;
use crate::proof::lines::{Change, Document, all, numbers};

/// Changes the `turn`-th place of some words in every line.
fn swap<'c>(corpus: &'c Corpus, pairs: &'static [(&'static str, &'static str)]) -> Made<'c> {
    let mut turn = 0;
    every(corpus, move |document, index, line| {
        let mut made = Vec::new();
        for (old, new) in pairs {
            let places = all(line, old);
            if places.is_empty() {
                continue;
            }
            turn += 1;
            made.push(document.change(index, places[turn % places.len()].clone(), new));
        }
        made
    })
}

/// One of two round brackets inside a sentence goes.
pub(crate) fn bracket_dropped(corpus: &Corpus) -> Made<'_> {
    let mut turn = 0;
    every(corpus, move |document, index, line| {
        let mut made = Vec::new();
        for it in all(line, "（").into_iter().filter(|it| it.start > 0) {
            turn += 1;
            let Some(close) = line[it.end..].find('）').map(|at| it.end + at) else { continue };
            let range = if turn % 2 == 0 { it } else { close..close + '）'.len_utf8() };
            made.push(document.change(index, range, ""));
        }
        made
    })
}

/// （ becomes ( while its partner stays, or both become half-width.
pub(crate) fn bracket_half(corpus: &Corpus) -> Made<'_> {
    let mut turn = 0;
    every(corpus, move |document, index, line| {
        let mut made = Vec::new();
        for it in all(line, "（").into_iter().filter(|it| it.start > 0) {
            turn += 1;
            let Some(close) = line[it.end..].find('）').map(|at| it.end + at) else { continue };
            let inner = &line[it.end..close];
            let end = if turn % 2 == 0 { "）" } else { ")" };
            let instead = format!("({inner}{end}");
            made.push(document.change(index, it.start..close + '）'.len_utf8(), &instead));
        }
        made
    })
}

/// One of two quotation marks goes.
pub(crate) fn quote_dropped(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("“", ""), ("”", "")])
}

/// “……” becomes "……".
pub(crate) fn quote_straight(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let Some(open) = line.find('“') else { return Vec::new() };
        let Some(close) = line[open..].find('”').map(|it| open + it) else { return Vec::new() };
        let inner = &line[open + '“'.len_utf8()..close];
        vec![document.change(index, open..close + '”'.len_utf8(), &format!("\"{inner}\""))]
    })
}

/// One half of a book title mark goes.
pub(crate) fn book_title_dropped(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("《", ""), ("》", "")])
}

/// 《……》 becomes <……>.
pub(crate) fn book_title_angle(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let mut made = Vec::new();
        for it in all(line, "《") {
            let Some(close) = line[it.end..].find('》').map(|at| it.end + at) else { continue };
            let instead = format!("<{}>", &line[it.end..close]);
            made.push(document.change(index, it.start..close + '》'.len_utf8(), &instead));
        }
        made
    })
}

/// 《甲》《乙》 becomes 《甲》、《乙》.
pub(crate) fn book_titles_listed(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("》《", "》、《")])
}

/// The full stop at the end of a paragraph goes.
pub(crate) fn final_dropped(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let body = line.trim_end_matches('。');
        // A heading with one clause behind it reads as a heading when its mark is gone.
        let told = body.contains(['，', '。', '；']) && line.chars().count() > 50;
        let end = body.len();
        if told { vec![document.change(index, end..line.len(), "")] } else { Vec::new() }
    })
}

/// ，， and 。。
pub(crate) fn mark_doubled(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("，", "，，"), ("；", "；；"), ("。", "。。"), ("、", "、、"), ("，", "，。")])
}

/// ，：； in half width.
pub(crate) fn mark_half(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("，", ","), ("；", ";"), ("：", ":")])
}

/// A blank between a Chinese character and a number.
pub(crate) fn space(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let chinese = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
        let found = numbers(line).into_iter().find(|it| line[..it.start].ends_with(chinese));
        let Some(it) = found else { return Vec::new() };
        let behind = line[it.end..].starts_with(chinese).then_some(it.end);
        let places = [Some(it.start), behind].into_iter().flatten();
        places.map(|at| document.change(index, at..at, " ")).collect()
    })
}

/// A blank inside a word or behind a mark.
pub(crate) fn space_elsewhere(corpus: &Corpus) -> Made<'_> {
    swap(corpus, &[("工作", "工 作"), ("，", "， "), ("、", "、 ")])
}

/// １２ instead of 12.
pub(crate) fn digits_full(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let places = numbers(line).into_iter();
        let places = places.filter(|it| it.start > 0 && !line[it.clone()].contains('.')).take(1);
        places
            .map(|it| {
                let full = line[it.clone()]
                    .chars()
                    .filter_map(|it| char::from_u32(u32::from(it) + 0xfee0));
                let full: String = full.collect();
                document.change(index, it, &full)
            })
            .collect()
    })
}

/// Places of 〔2022〕.
fn document_numbers(line: &str) -> Vec<(usize, usize)> {
    let opens = all(line, "〔");
    let closed =
        opens.into_iter().filter_map(|it| Some((it.start, it.end + line[it.end..].find('〕')?)));
    closed.collect()
}

/// `〔2022〕` becomes `[2022]`, `（2022）` or `【2022】`.
pub(crate) fn document_number(corpus: &Corpus) -> Made<'_> {
    each_document_number(corpus, |document, index, line, (open, close)| {
        let year = &line[open + '〔'.len_utf8()..close];
        ["[]", "（）", "【】"]
            .iter()
            .filter_map(|marks| {
                let mut marks = marks.chars();
                let instead = format!("{}{year}{}", marks.next()?, marks.next()?);
                Some(document.change(index, open..close + '〕'.len_utf8(), &instead))
            })
            .collect()
    })
}

/// 〔2022〕15号 becomes 〔2022〕第15号 or 〔2022〕015号.
pub(crate) fn document_number_zero(corpus: &Corpus) -> Made<'_> {
    each_document_number(corpus, |document, index, _, (_, close)| {
        let at = close + '〕'.len_utf8();
        ["第", "0"].iter().map(|it| document.change(index, at..at, it)).collect()
    })
}

fn each_document_number<'c>(
    corpus: &'c Corpus,
    make: impl Fn(&'c Document, usize, &'c str, (usize, usize)) -> Vec<Change>,
) -> Made<'c> {
    every(corpus, |document, index, line| {
        document_numbers(line).into_iter().flat_map(|it| make(document, index, line, it)).collect()
    })
}

/// 6.3万人次 becomes 6.3（万人次）.
pub(crate) fn unit_bracketed(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let units = ["万人次", "万元", "亿元", "公里", "人次", "辆次", "辆", "户", "亩"];
        let found = numbers(line).into_iter().find_map(|it| {
            let unit = units.iter().find(|unit| line[it.end..].starts_with(**unit))?;
            Some((it.end, *unit))
        });
        let Some((at, unit)) = found else { return Vec::new() };
        vec![document.change(index, at..at + unit.len(), &format!("（{unit}）"))]
    })
}

/// 2022年 becomes 22年.
pub(crate) fn short_year(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let Some(at) = line.find('年').filter(|it| *it >= 4) else { return Vec::new() };
        let start = at - 4;
        let Some(before) = line.get(..start) else { return Vec::new() };
        let year = line[start..at].starts_with("20") && line[start..at].parse::<u16>().is_ok();
        let alone = !before.ends_with(|it: char| it.is_ascii_digit() || "—-《（".contains(it));
        if year && alone { vec![document.change(index, start..start + 2, "")] } else { Vec::new() }
    })
}

/// 5%—10% becomes 5—10%.
pub(crate) fn percent_range(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        ["%—", "%至"]
            .iter()
            .flat_map(|it| all(line, it))
            .map(|it| document.change(index, it.start..it.start + 1, ""))
            .collect()
    })
}
