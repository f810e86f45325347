//! Whether the lists of wrong words hold what they say (用词表自证): every example is found, every counter-example and
//! every corrected example is left alone, and no two words contradict each other.

use std::collections::BTreeMap;

use terms::{Finding, Place};

use crate::{Dictionary, WordDef};

pub(crate) fn check(dictionary: &Dictionary) -> Vec<Finding> {
    let mut findings = twice(dictionary);
    for word in dictionary.words() {
        findings.extend(example(dictionary, word));
        findings.extend(counter(dictionary, word));
    }
    findings
}

fn fault(word: &WordDef, rule: &'static str, what: String, mend: &str) -> Finding {
    let place = Place::Text { file: word.file.clone(), line: word.line, column: 1 };
    Finding::must(rule, place, what, mend)
}

/// One word, one entry: two would contradict each other sooner or later.
fn twice(dictionary: &Dictionary) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, &WordDef> = BTreeMap::new();
    let mut findings = Vec::new();
    for word in dictionary.words().iter().filter(|it| !it.wrong.is_empty()) {
        if let Some(other) = seen.insert(&word.wrong, word) {
            let same = other.right == word.right;
            let says = if same { "写了两次" } else { "写了两次，改法不一样" };
            let what = format!("“{}”{says}（{} 第{}行）", word.wrong, other.file, other.line);
            findings.push(fault(word, "word_twice", what, "留下一条"));
        }
    }
    findings
}

/// The example is found, by this word, and is right once corrected.
fn example(dictionary: &Dictionary, word: &WordDef) -> Option<Finding> {
    if word.example.is_empty() || word.wrong.is_empty() {
        return None;
    }
    let hits = dictionary.find(&word.example);
    let Some(hit) = hits.iter().find(|it| std::ptr::eq(it.word, word)) else {
        let what = format!("“{}”的例句查不出问题：{}", word.wrong, word.example);
        return Some(fault(word, "word_example", what, "改例句，或者核对 wrong、unless、when"));
    };
    let right = hit.right.as_ref()?;
    let mut corrected = word.example.clone();
    corrected.replace_range(hit.range.clone(), right);
    let again = dictionary.find(&corrected).first()?.word;
    let what = format!(
        "“{}”改正以后仍被查出“{}”（{} 第{}行）：{corrected}",
        word.wrong, again.wrong, again.file, again.line
    );
    Some(fault(word, "word_contradiction", what, "两条互相矛盾，请改一条"))
}

fn counter(dictionary: &Dictionary, word: &WordDef) -> Option<Finding> {
    let hit = dictionary.find(&word.counter).into_iter().next()?;
    let what = format!(
        "“{}”的反例被查出“{}”（{} 第{}行）：{}",
        word.wrong, hit.word.wrong, hit.word.file, hit.word.line, word.counter
    );
    Some(fault(word, "word_counter", what, "反例应当没有问题：改反例，或者补 unless"))
}
