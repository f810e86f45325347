//! Reading measure words (读量词): `units.toml`, of the trade and of the bureau's own.

use std::collections::BTreeSet;

use terms::Finding;

use super::node::{File, Word};
use crate::{is_known_unit, is_measure_word};

/// The words of one file; those of the shipped file and of the bureau's own stand together.
pub(crate) fn read(file: &File<'_>, units: &mut BTreeSet<String>) {
    let words = file.read("量词", |top| top.words("counts"));
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
