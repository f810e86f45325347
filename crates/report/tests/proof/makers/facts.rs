//! Faults of agreement (前后不一): dates, periods, units, names, signature.

use std::ops::Range;

use super::arithmetic::every;
use crate::proof::corpus::Corpus;
use crate::proof::kinds::Made;
use crate::proof::lines::{Change, Document, all, numbers, other_digit, places_of};

/// A number that the document says twice gets another digit the second time.
pub(crate) fn same_number(corpus: &Corpus) -> Made<'_> {
    let facts = corpus.facts_of("same").enumerate();
    facts
        .flat_map(|(turn, (fact, document, line))| {
            let place = places_of(line, &fact.result).into_iter().next();
            (0..2).filter_map(move |second| {
                let place = place.clone()?;
                let new = other_digit(&fact.result, turn + second * 4);
                Some((document, document.change(fact.line, place, &new).anywhere()))
            })
        })
        .collect()
}

/// The year that a report is about, by its title.
fn own_year(document: &Document) -> Option<String> {
    let title = document.lines.iter().take(3).take_while(|it| !it.contains('，')).find_map(|it| {
        let at = it.find("年").filter(|at| *at >= 4)?;
        it.get(at - 4..at).filter(|it| it.starts_with("20")).map(str::to_owned)
    });
    title.filter(|it| it.parse::<u16>().is_ok())
}

/// 2022年上半年，全县…… says 2021 or 2020.
pub(crate) fn stale_year(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let Some(year) = own_year(document) else { return Vec::new() };
        let opens = all(line, &format!("{year}年")).into_iter().filter(|it| {
            let begins = it.start == 0 || line[..it.start].ends_with(['。', '；', '）', '，']);
            let behind = &line[it.end..];
            begins
                && ["上半年", "全县", "，全县", "我县", "，我县", "度", "，我局"]
                    .iter()
                    .any(|it| behind.starts_with(it))
        });
        let value: u16 = year.parse().expect("a year");
        opens
            .flat_map(|it| {
                [1, 2].map(|back| {
                    let old = (value - back).to_string();
                    document.change(index, it.start..it.start + 4, &old).anywhere()
                })
            })
            .collect()
    })
}

/// A full date in the line: ranges of month and day.
fn days(line: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    for (at, _) in line.match_indices('月') {
        let start = (0..at).rev().take_while(|it| bytes[*it].is_ascii_digit()).last();
        let behind = at + '月'.len_utf8();
        let length = bytes[behind..].iter().take_while(|it| it.is_ascii_digit()).count();
        let Some(start) = start else { continue };
        if length > 0 && line[behind + length..].starts_with('日') {
            found.push((start..at, behind..behind + length));
        }
    }
    found
}

/// 6月30日 becomes 6月31日, 13月30日.
pub(crate) fn impossible_day(corpus: &Corpus) -> Made<'_> {
    let mut turn = 0;
    every(corpus, move |document, index, line| {
        days(line)
            .into_iter()
            .map(|(month, day)| {
                turn += 1;
                if turn % 2 == 0 {
                    document.change(index, month, "13")
                } else {
                    let last = match &line[month] {
                        "2" => "30",
                        "4" | "6" | "9" | "11" => "31",
                        _ => "32",
                    };
                    document.change(index, day, last)
                }
            })
            .collect()
    })
}

/// 5月10日至5月24日 becomes 5月24日至5月10日.
pub(crate) fn swapped_days(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let days = days(line);
        let pairs = days.windows(2).filter_map(|it| {
            let [(month, day), (last_month, last_day)] = it else { return None };
            let first = month.start..day.end + '日'.len_utf8();
            let second = last_month.start..last_day.end + '日'.len_utf8();
            (&line[first.end..second.start] == "至").then_some((first, second))
        });
        pairs
            .map(|(first, second)| {
                let instead = format!("{}至{}", &line[second.clone()], &line[first.clone()]);
                document.change(index, first.start..second.end, &instead)
            })
            .collect()
    })
}

/// 历时15天 says 17.
pub(crate) fn duration(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let spans = ["历时", "为期", "，共"].iter().flat_map(|it| all(line, it));
        let found = spans.filter_map(|it| {
            let number = numbers(line).into_iter().find(|number| number.start == it.end)?;
            let here = line[number.end..].starts_with('天') && days(line).len() >= 2;
            here.then_some(number)
        });
        found
            .flat_map(|it| {
                [0, 2].map(|turn| {
                    document.change(index, it.clone(), &other_digit(&line[it.clone()], turn))
                })
            })
            .collect()
    })
}

/// 64户 becomes 64 before a mark.
pub(crate) fn unit_dropped(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let units =
            ["辆次", "人次", "公里", "万元", "亿元", "户", "辆", "宗", "座", "处", "件", "亩"];
        let places = numbers(line).into_iter().filter_map(|it| {
            let unit = units.iter().find(|unit| line[it.end..].starts_with(**unit))?;
            let end = it.end + unit.len();
            line[end..].starts_with(['，', '；', '。']).then_some(it.end..end)
        });
        places.take(1).map(|it| document.change(index, it, "")).collect()
    })
}

/// One part of a sum gets another unit than its siblings.
pub(crate) fn unit_changed(corpus: &Corpus) -> Made<'_> {
    const OTHER: &[(&str, &str)] = &[
        ("公里", "米"),
        ("万元", "元"),
        ("亿元", "万元"),
        ("辆次", "辆"),
        ("人次", "人"),
        ("辆", "辆次"),
        ("万吨", "吨"),
        ("亩", "公顷"),
        ("宗", "件"),
    ];
    let sums = corpus.facts_of("sum");
    sums.filter_map(|(fact, document, line)| {
        let place = places_of(line, fact.terms.first()?).into_iter().next()?;
        let (old, new) = OTHER.iter().find(|it| line[place.end..].starts_with(it.0))?;
        Some((document, document.change(fact.line, place.end..place.end + old.len(), new)))
    })
    .collect()
}

/// 12公里 becomes 12km where the document writes 公里.
pub(crate) fn unit_symbol(corpus: &Corpus) -> Made<'_> {
    every(corpus, |document, index, line| {
        let places = numbers(line).into_iter().filter_map(|it| {
            let (words, symbol) = [("公里", "km"), ("米", "m"), ("吨", "t")]
                .into_iter()
                .find(|unit| line[it.end..].starts_with(unit.0))?;
            line[it.end + words.len()..]
                .starts_with(['，', '。', '；', '、', '）'])
                .then_some((it.end..it.end + words.len(), symbol))
        });
        // The symbol is a fault only beside the word.
        let again = document.text().matches("公里").count() > 1
            || document.text().matches('米').count() > 1;
        places
            .take(1)
            .filter(|_| again)
            .map(|it| document.change(index, it.0, it.1).anywhere())
            .collect()
    })
}

/// A name in 《》 that stands twice loses two of its characters the second time.
pub(crate) fn name_varied(corpus: &Corpus) -> Made<'_> {
    let mut made: Made<'_> = Vec::new();
    for document in &corpus.documents {
        let mut seen: Vec<String> = Vec::new();
        for (index, line) in document.lines.iter().enumerate() {
            for it in all(line, "《") {
                let Some(close) = line[it.end..].find('》').map(|at| it.end + at) else {
                    continue;
                };
                let name = &line[it.end..close];
                if !seen.iter().any(|it| it == name) {
                    seen.push(name.to_owned());
                    continue;
                }
                for (old, new) in [("交通运输", "交通"), ("安全生产", "安全")] {
                    if let Some(at) = name.find(old) {
                        let at = it.end + at;
                        made.push((
                            document,
                            document.change(index, at..at + old.len(), new).anywhere(),
                        ));
                    }
                }
            }
        }
    }
    made
}

/// The lines of signature and date at the end of a document.
fn closing(document: &Document) -> Option<(usize, usize)> {
    let date = document
        .lines
        .iter()
        .rposition(|it| it.starts_with("20") && it.ends_with('日') && it.chars().count() < 12)?;
    Some((date.checked_sub(1)?, date))
}

fn closings(corpus: &Corpus, make: impl Fn(&Document, usize, usize) -> Option<Change>) -> Made<'_> {
    let all = corpus.documents.iter();
    all.filter_map(|document| {
        let (signature, date) = closing(document)?;
        Some((document, make(document, signature, date)?.anywhere()))
    })
    .collect()
}

/// Nobody signs.
pub(crate) fn signature_removed(corpus: &Corpus) -> Made<'_> {
    closings(corpus, |document, signature, _| Some(document.replace(signature, &[])))
}

/// No day.
pub(crate) fn date_removed(corpus: &Corpus) -> Made<'_> {
    closings(corpus, |document, _, date| Some(document.replace(date, &[])))
}

/// Another county signs than the title says.
pub(crate) fn signature_varied(corpus: &Corpus) -> Made<'_> {
    closings(corpus, |document, signature, _| {
        let name = &document.lines[signature];
        document.lines.iter().take(2).any(|it| it.contains(name.as_str())).then_some(())?;
        let other = name.strip_suffix("交通运输局")?;
        Some(document.replace(signature, &[format!("{other}公路管理局")]))
    })
}

/// 2022年7月8日 becomes 2022年07月08日.
pub(crate) fn date_zero(corpus: &Corpus) -> Made<'_> {
    closings(corpus, |document, _, date| {
        let line = &document.lines[date];
        let (month, day) = days(line).into_iter().next()?;
        let short = if month.len() == 1 {
            month
        } else if day.len() == 1 {
            day
        } else {
            return None;
        };
        Some(document.change(date, short.start..short.start, "0"))
    })
}

/// A paragraph stands twice.
pub(crate) fn paragraph_twice(corpus: &Corpus) -> Made<'_> {
    let mut turn = 0;
    every(corpus, move |document, index, line| {
        turn += 1;
        let free = crate::proof::lines::heading(line).is_none() && line.chars().count() > 40;
        if !free || turn % 3 != 0 {
            return Vec::new();
        }
        vec![document.replace(index, &[line.to_owned(), line.to_owned()]).anywhere()]
    })
}

/// An identity number, valid by its check digit (made up: 000000 is no place).
pub(crate) fn personal_data(corpus: &Corpus) -> Made<'_> {
    let mut turn = 0_u32;
    every(corpus, move |document, index, line| {
        turn += 1;
        if !turn.is_multiple_of(5) {
            return Vec::new();
        }
        let end = line.len();
        let number = identity_number(turn);
        vec![document.change(index, end..end, &format!("其中驾驶员李某身份证号为{number}。"))]
    })
}

/// GB 11643: seventeen digits and their check digit.
fn identity_number(turn: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = format!("4418231980{:02}{:02}{:03}", turn % 12 + 1, turn % 28 + 1, turn % 1000);
    let sum: u32 =
        digits.chars().filter_map(|it| it.to_digit(10)).zip(WEIGHTS).map(|it| it.0 * it.1).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    format!("{digits}{}", check[usize::try_from(sum % 11).expect("below 11")])
}
