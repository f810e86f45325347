//! Units and fixed words, from the lists beside (单位、固定词语); looked up by their first character, longest first.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Marks;

/// Words by their first character, longest first.
#[derive(Debug, Default)]
pub(crate) struct Words {
    by_first: BTreeMap<char, Vec<&'static str>>,
}

static UNITS_AFTER_CHINESE: LazyLock<Words> = LazyLock::new(|| units(|kind| kind == "汉字数也可"));
static UNITS: LazyLock<Words> = LazyLock::new(|| units(|_| true));
static IDIOMS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("../data/idioms.txt").lines().filter(|it| !it.starts_with('#'));
    Words::new(lines.flat_map(str::split_whitespace))
});

fn units(wanted: fn(&str) -> bool) -> Words {
    let lines = include_str!("../data/units.txt").lines().filter(|it| !it.starts_with('#'));
    Words::new(
        lines
            .filter_map(|it| it.split_once(' '))
            .filter(|it| wanted(it.0))
            .flat_map(|it| it.1.split_whitespace()),
    )
}

impl Words {
    fn new(words: impl Iterator<Item = &'static str>) -> Words {
        let mut made = Words::default();
        for word in words {
            if let Some(first) = word.chars().next() {
                made.by_first.entry(first).or_default().push(word);
            }
        }
        for list in made.by_first.values_mut() {
            list.sort_by_key(|it| std::cmp::Reverse(it.len()));
            list.dedup();
        }
        made
    }

    fn at(&self, marks: &Marks<'_>, index: usize) -> Option<&'static str> {
        marks.one_of(index, self.by_first.get(&marks.get(index))?)
    }
}

/// The longest unit or measure word at `index`; after Chinese numerals fewer words count as units.
pub(crate) fn unit_at(
    marks: &Marks<'_>,
    index: usize,
    after_chinese: bool,
) -> Option<&'static str> {
    let words: &Words = if after_chinese { &UNITS_AFTER_CHINESE } else { &UNITS };
    words.at(marks, index)
}

/// The longest fixed word at `index`.
pub(crate) fn idiom_at(marks: &Marks<'_>, index: usize) -> Option<&'static str> {
    IDIOMS.at(marks, index)
}
