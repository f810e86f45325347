//! Reading measure words (读量词): `units.toml`, of the trade and of the bureau's own.

use std::collections::BTreeSet;

use terms::Finding;

use super::node::{File, Word};
use crate::{Source, is_known_unit, is_measure_word};

/// The words of one file; those of the shipped file and of the bureau's own stand together.
pub(crate) fn read(file: &File<'_>, units: &mut BTreeSet<String>) {
    let words = file.read("量词", |top| {
        top.text("about");
        top.words("counts")
    });
    for word in words {
        if !is_measure_word(&word.text) {
            let what = format!("“{}”不能作量词", word.text);
            let mend = "写一到三个汉字，不含数字和“万”“亿”；法定计量单位不用登记";
            file.fault("unit", word.span, what, mend);
        } else if is_known_unit(&word.text) || !units.insert(word.text.clone()) {
            let what = format!("量词“{}”已经登记", word.text);
            file.fault("duplicate", word.span, what, "删去一个");
        }
    }
}

/// The bureau's own `units.toml` with further words; what stands in it stays, remarks as well.
#[must_use]
pub fn units_source(own: Option<&Source>, more: &[String]) -> Source {
    let words: Vec<String> = more.iter().map(|it| format!("\"{it}\"")).collect();
    let list = words.join(", ");
    let text = match own.map(|it| it.text.trim_end()) {
        Some(text) => match text.rfind(']') {
            Some(end) => {
                let (head, tail) = text.split_at(end);
                let head = head.trim_end();
                let mark = if head.ends_with('[') {
                    ""
                } else if head.ends_with(',') {
                    " "
                } else {
                    ", "
                };
                format!("{head}{mark}{list}{tail}\n")
            }
            None => format!("{text}\ncounts = [{list}]\n"),
        },
        None => format!("# 本局另加的量词。\ncounts = [{list}]\n"),
    };
    Source { path: "units.toml".to_owned(), text }
}

/// Says that a unit is unknown, once all measure words are read.
pub(super) fn known_unit(file: &File<'_>, unit: &Word) {
    let text = unit.text.clone();
    file.later(
        &unit.span,
        Box::new(move |catalog, place| {
            if text.is_empty() || catalog.knows_unit(&text) {
                return Vec::new();
            }
            let what = format!("不认识的计量单位“{text}”");
            let mend = if is_measure_word(&text) {
                format!("用法定计量单位，或把“{text}”登记在 units.toml 的 counts 里")
            } else {
                "用法定计量单位或已登记的量词".to_owned()
            };
            vec![Finding::must("unit", place.clone(), what, mend)]
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_added_to_what_stands() {
        let own = |text: &str| Source { path: "units.toml".to_owned(), text: text.to_owned() };
        let more = ["幢".to_owned(), "垛".to_owned()];
        let check = |before: Option<&str>, after: &str| {
            assert_eq!(units_source(before.map(own).as_ref(), &more).text, after);
        };
        check(None, "# 本局另加的量词。\ncounts = [\"幢\", \"垛\"]\n");
        check(Some("# 注\ncounts = [\"畦\"]\n"), "# 注\ncounts = [\"畦\", \"幢\", \"垛\"]\n");
        check(Some("counts = [\n  \"畦\",\n]\n"), "counts = [\n  \"畦\", \"幢\", \"垛\"]\n");
        check(Some("counts = []"), "counts = [\"幢\", \"垛\"]\n");
    }

    #[test]
    fn a_measure_word_is_no_number_and_no_measure() {
        for word in ["盏", "块", "户次", "点位"] {
            assert!(is_measure_word(word), "{word}");
        }
        for word in
            ["", "万盏", "十", "kg", "公里", "千公里", "盏/年", "一二三四", "个百分点", "盏 "]
        {
            assert!(!is_measure_word(word), "{word}");
        }
    }
}
