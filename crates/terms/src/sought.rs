//! What somebody looks for (查找的词), as the books write it.
//!
//! A clerk types `粤k·12345`, `24+450` or `阳交立[2021]419号`; a ledger keeps `粤K12345 蓝`, the stake K24+450 and
//! `阳交立〔2021〕419号`. A word has the spellings under which it may stand, so that a text that was kept as somebody once
//! wrote it is found as well.

use crate::number::{half, is_invisible, tight};
use crate::plate::{DOTS, PROVINCES, Plate, PlateColour, SUFFIXES, colour_word};
use crate::stake::Stake;

/// Words that are told apart; what stands behind is part of the last.
const WORDS_MAX: usize = 4;
/// The brackets around the year of a document number (发文字号): the standard's own first, GB/T 9704.
const BRACKETS: [(char, char); 6] =
    [('〔', '〕'), ('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('［', '］')];

/// One word that is looked for (查找的词): never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    spellings: Vec<String>,
}

impl Sought {
    /// The words of what was typed, at most four, in its order; none for blank.
    #[must_use]
    pub fn words(typed: &str) -> Vec<Sought> {
        let text: String = typed.chars().filter(|it| !is_invisible(*it)).collect();
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        if let Some(whole) = stake(text).or_else(|| plate(text)) {
            return vec![Sought::new(whole, text)];
        }
        let text = standard_brackets(text);
        let mut rest = text.trim();
        let mut words = Vec::new();
        while !rest.is_empty() && words.len() < WORDS_MAX - 1 {
            let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            words.push(Sought::word(word));
            rest = behind.trim_start();
        }
        if !rest.is_empty() {
            words.push(Sought::word(rest));
        }
        words
    }

    /// How it may stand in the books; the way that ledgers write it is the first.
    #[must_use]
    pub fn spellings(&self) -> &[String] {
        &self.spellings
    }

    /// The stake that it is, if it is one.
    #[must_use]
    pub fn stake(&self) -> Option<Stake> {
        self.spellings.first()?.parse().ok()
    }

    fn new(kept: String, typed: &str) -> Sought {
        let mut spellings = vec![kept];
        if spellings.iter().all(|it| it != typed) {
            spellings.push(typed.to_owned());
        }
        Sought { spellings }
    }

    fn word(typed: &str) -> Sought {
        let kept = stake(typed).or_else(|| plate(typed)).unwrap_or_else(|| as_kept(typed));
        let mut word = Sought::new(kept, typed);
        // Whoever wrote the number into a text may have used any bracket.
        let kept = word.spellings.first().cloned().unwrap_or_default();
        if has_year_in_brackets(&kept) {
            let others = BRACKETS.iter().skip(1);
            word.spellings.extend(others.map(|(open, close)| {
                kept.replace('〔', &open.to_string()).replace('〕', &close.to_string())
            }));
        }
        word
    }
}

/// Letters and digits in half width, capitals where digits stand beside them; other marks as they are, since texts keep them so.
fn as_kept(word: &str) -> String {
    let narrow: String = word.chars().map(half).collect();
    let all_latin = narrow.chars().all(|it| it.is_ascii_graphic() || it == ' ');
    let kept: String = if all_latin {
        narrow
    } else {
        let narrow = |it: char| if half(it).is_ascii_alphanumeric() { half(it) } else { it };
        word.chars().map(narrow).collect()
    };
    if kept.chars().any(|it| it.is_ascii_digit()) { kept.to_ascii_uppercase() } else { kept }
}

/// `24+450`, `k24+45`, `K24450`, `24.450`: people write stakes shorter than they are kept.
fn stake(typed: &str) -> Option<String> {
    let text = tight(typed).to_ascii_uppercase();
    let named = text.strip_prefix('K');
    let numbers = named.unwrap_or(&text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let (kilometres, metres) = if let Some(parts) = numbers.split_once('+') {
        parts
    } else if let Some((kilometres, metres)) = numbers.split_once('.') {
        if metres.len() != 3 || !digits(metres) || kilometres.len() > 4 {
            return None;
        }
        (kilometres, metres)
    } else {
        if named.is_none() || !digits(numbers) || !(4..=7).contains(&numbers.len()) {
            return None;
        }
        numbers.split_at(numbers.len() - 3)
    };
    let (whole, fraction) = metres.split_once('.').unwrap_or((metres, ""));
    let point = if fraction.is_empty() { "" } else { "." };
    if !digits(kilometres) || !digits(whole) {
        return None;
    }
    let stake: Stake = format!("K{kilometres}+{whole:0>3}{point}{fraction}").parse().ok()?;
    Some(stake.to_string())
}

/// A plate or the beginning of one: province, letter, at least one digit; with its colour if that was typed.
fn plate(typed: &str) -> Option<String> {
    let text = tight(typed).to_ascii_uppercase();
    let mut marks = text.chars();
    let province = marks.next().filter(|it| PROVINCES.contains(*it))?;
    let rest = marks.as_str();
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && !DOTS.contains(&it));
    let (serial, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let serial: String = serial.chars().filter(|it| !DOTS.contains(it)).collect();
    let letter = serial.starts_with(|it: char| it.is_ascii_uppercase());
    if !letter || !serial.contains(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let colour = rest.strip_prefix(SUFFIXES).unwrap_or(rest);
    let number = format!("{province}{serial}{}", rest.strip_suffix(colour)?);
    let colour = colour_word(colour);
    if colour.is_empty() {
        return Some(number);
    }
    let colour: PlateColour = colour.parse().ok()?;
    // 绿 is said of both new-energy colours: the number tells which.
    let whole = Plate::new(&number, colour).map(|it| it.to_string());
    Some(whole.unwrap_or_else(|_| format!("{number} {colour}")))
}

/// `阳交立 [2021] 419 号` as `阳交立〔2021〕419号`; brackets around anything but the year of a number stay.
fn standard_brackets(text: &str) -> String {
    let marks: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        if let Some((year, long)) = year_in_brackets(marks.get(at..).unwrap_or_default()) {
            out.truncate(out.trim_end().len());
            out.push('〔');
            out.push_str(&year);
            out.push('〕');
            at += long;
            continue;
        }
        if *mark == '号' && has_year_in_brackets(&out) {
            let before = out.trim_end();
            if before.ends_with(|it| half(it).is_ascii_digit()) {
                out.truncate(before.len());
            }
        }
        out.push(*mark);
        at += 1;
    }
    out
}

/// The year in brackets with which these marks begin, and how many marks that is with the space behind: the number must
/// follow, or nothing.
fn year_in_brackets(marks: &[char]) -> Option<(String, usize)> {
    let space = |from: usize| {
        let rest = marks.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|it| it.is_whitespace()).count()
    };
    let open = marks.first()?;
    if !BRACKETS.iter().any(|(it, _)| it == open) {
        return None;
    }
    let from = space(1);
    let year: String = marks.get(from..from + 4)?.iter().map(|it| half(*it)).collect();
    let close = space(from + 4);
    let closed = marks.get(close).is_some_and(|it| BRACKETS.iter().any(|(_, close)| close == it));
    let is_year = year.bytes().all(|it| it.is_ascii_digit())
        && (year.starts_with("19") || year.starts_with("20"));
    let end = space(close + 1);
    let numbered = marks.get(end).is_none_or(|it| half(*it).is_ascii_digit() || *it == '第');
    (closed && is_year && numbered).then_some((year, end))
}

fn has_year_in_brackets(text: &str) -> bool {
    text.split_once('〔').is_some_and(|(_, rest)| {
        let (year, _) = rest.split_once('〕').unwrap_or_default();
        year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is looked for first, words with `|` between.
    #[track_caller]
    fn check(typed: &str, kept: &str) {
        let words = Sought::words(typed);
        let first: Vec<&str> = words.iter().map(|it| it.spellings()[0].as_str()).collect();
        assert_eq!(first.join("|"), kept, "{typed}");
    }

    #[test]
    fn plates_are_sought_as_they_are_kept() {
        for typed in [
            "粤K12345",
            "粤K·12345",
            "粤k12345",
            "粤Ｋ１２３４５",
            "粤 K 12345",
            "粤K-12345",
            "粤K•12345\u{200b}",
        ] {
            check(typed, "粤K12345");
        }
        check("粤RD0249黄", "粤RD0249 黄");
        check("粤rd0249 黄色", "粤RD0249 黄");
        check("粤R1234挂", "粤R1234挂");
        check("粤RD12345（绿）", "粤RD12345 渐变绿");
        check("粤r1", "粤R1");
        check("新R", "新R");
    }

    #[test]
    fn stakes_are_sought_as_they_are_kept() {
        for typed in [
            "K24+450",
            "k24+450",
            "24+450",
            "Ｋ２４＋４５０",
            "K24 + 450",
            "K24450",
            "24.450",
            "K024+450",
        ] {
            check(typed, "K24+450");
            assert_eq!(Sought::words(typed)[0].stake(), "K24+450".parse().ok());
        }
        check("463+74", "K463+074");
        check("K24+450.5", "K24+450.5");
        for typed in ["24450", "K24", "24+4500", "s260"] {
            assert_eq!(Sought::words(typed)[0].stake(), None, "{typed}");
        }
    }

    #[test]
    fn numbers_of_documents_have_the_standards_brackets() {
        check("阳交立[2021]419号", "阳交立〔2021〕419号");
        check("阳交立〔2021〕419号", "阳交立〔2021〕419号");
        check("阳交立(2021) 419 号", "阳交立〔2021〕419号");
        check("阳交立（２０２１）４１９号", "阳交立〔2021〕419号");
        check("阳交立（2021）", "阳交立〔2021〕");
        check("粤交运【2015】第650号", "粤交运〔2015〕第650号");
        check("[2021]", "〔2021〕");
    }

    #[test]
    fn a_number_is_sought_with_every_bracket_it_may_have_been_written_with() {
        let words = Sought::words("阳交立[2021]419号");
        assert_eq!(words.len(), 1);
        for spelling in ["阳交立〔2021〕419号", "阳交立[2021]419号", "阳交立（2021）419号"]
        {
            assert!(words[0].spellings().iter().any(|it| it == spelling), "{spelling}");
        }
    }

    #[test]
    fn what_was_typed_is_sought_as_well() {
        assert_eq!(Sought::words("粤k·12345")[0].spellings(), ["粤K12345", "粤k·12345"]);
        assert_eq!(Sought::words("24+450")[0].spellings(), ["K24+450", "24+450"]);
        assert_eq!(Sought::words("超限")[0].spellings(), ["超限"]);
    }

    #[test]
    fn other_words_stay_but_for_the_width_of_letters_and_digits() {
        check("示例物流", "示例物流");
        check("2021", "2021");
        check("青莲镇（一期）", "青莲镇（一期）");
        check("改建工程(2021年)", "改建工程(2021年)");
        check("ｄ0249", "D0249");
        check("jc2021-05221", "JC2021-05221");
        check("ｓ２６０线（一期）", "S260线（一期）");
        check("ＡＢＣ物流", "ABC物流");
        check("", "");
        check(" \u{3000} ", "");
    }

    #[test]
    fn several_words_are_sought_one_by_one() {
        check("超限\u{3000}阳山", "超限|阳山");
        check("粤K·12345 超限", "粤K12345|超限");
        check("k24+450 超限", "K24+450|超限");
        check("阳交立 [2021] 419 号 阳山", "阳交立〔2021〕419号|阳山");
        check("一 二 三 四 五", "一|二|三|四 五");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_word_is_empty(
            text in ".{0,24}|[粤黑]?[KＫkR]?[·.]?[0-9０-９+＋.]{0,8}[挂黄]?|[^a]{0,3}[\\[（〔][ 12]{0,3}[0-9]{2,4}[\\]）〕] ?第?[0-9]{0,3} ?号?"
        ) {
            for word in Sought::words(&text) {
                prop_assert!(word.spellings().iter().all(|it| !it.trim().is_empty()));
                let kept = &word.spellings()[0];
                // As kept once, as kept for good: where a word alone reads as it does among others.
                let open = |it: char| it.is_whitespace() || BRACKETS.iter().any(|(open, _)| it == *open);
                if !kept.contains(open) {
                    let again = Sought::words(kept);
                    prop_assert_eq!(&again[0].spellings()[0], kept);
                }
            }
        }
    }
}
