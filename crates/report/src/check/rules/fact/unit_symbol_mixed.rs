//! 单位符号和中文单位混用。
//!
//! 为什么：全文用“米、公里”，只有一处写“8.5m”，前后不统一。
//! 依据：行文习惯；GB/T 15835—2011，同一场合数字和单位的形式应统一。
//! 例：“路基宽度为8.5m，桥梁宽度10m”，别处是“4100米”“3.5公里”。
//! 反例：全文都用符号的技术文件；表格里的单位。

use terms::Grade;

use crate::check::mention::{Mention, Sense};
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Kind;

pub(super) const RULE: Rule = Rule {
    id: "unit_symbol_mixed",
    title: "单位符号和中文单位混用",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15835—2011", ""),
    check,
    source: include_str!("unit_symbol_mixed.rs"),
};

/// Symbols and their words, by what they measure.
const PAIRS: [(&str, &str, &str); 17] = [
    ("长度", "m", "米"),
    ("长度", "km", "公里"),
    ("长度", "KM", "公里"),
    ("长度", "㎞", "公里"),
    ("长度", "cm", "厘米"),
    ("长度", "mm", "毫米"),
    ("面积", "m²", "平方米"),
    ("面积", "m2", "平方米"),
    ("面积", "㎡", "平方米"),
    ("面积", "km²", "平方公里"),
    ("面积", "km2", "平方公里"),
    ("体积", "m³", "立方米"),
    ("体积", "m3", "立方米"),
    ("质量", "t", "吨"),
    ("质量", "T", "吨"),
    ("质量", "kg", "公斤"),
    ("质量", "KG", "公斤"),
];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for kind in ["长度", "面积", "体积", "质量"] {
        let own = || PAIRS.iter().filter(move |it| it.0 == kind);
        let symbols: Vec<(&Mention, &str)> = measures(checked)
            .filter_map(|it| own().find(|pair| pair.1 == it.unit).map(|pair| (it, pair.2)))
            .collect();
        let mut words = measures(checked).filter(|it| is_word(kind, &it.unit));
        let Some(first) = words.next() else { continue };
        // Where symbols are the habit, it is the words that stand out, and no word is the one correction.
        if symbols.len() > words.count() + 1 {
            continue;
        }
        for (mention, word) in symbols {
            let number = printed_number(checked, mention);
            let reason = format!(
                "单位写法不统一：别处用中文单位（如“{}”），这里用符号",
                checked.slice(first.span)
            );
            hits.push(Hit::new(mention.span, reason).fix(format!("{number}{word}")));
        }
    }
    hits
}

fn is_word(kind: &str, unit: &str) -> bool {
    match kind {
        "长度" => ["米", "公里", "千米", "厘米", "毫米"].contains(&unit),
        "面积" => ["平方米", "平方公里", "平方千米"].contains(&unit),
        "体积" => ["立方米", "立方"].contains(&unit),
        _ => ["吨", "公斤", "千克"].contains(&unit),
    }
}

fn measures<'c>(checked: &'c Checked<'_>) -> impl Iterator<Item = &'c Mention> {
    checked.mentions.iter().filter(|it| {
        let paragraph = checked.text.paragraphs.get(it.span.paragraph);
        let cell = paragraph.is_some_and(|it| matches!(it.kind, Kind::Cell { .. }));
        it.sense == Sense::Quantity && !it.quoted && !cell
    })
}

/// Everything of the mention before its unit: 39.35万 of 39.35万m³.
fn printed_number<'t>(checked: &Checked<'t>, mention: &Mention) -> &'t str {
    let words = checked.slice(mention.span);
    words.strip_suffix(mention.unit.as_str()).unwrap_or(words).trim_end()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn symbols_beside_words_fire() {
        fires(
            &RULE,
            "长3.5公里，排水沟4100米。\n路基宽度为8.5m，桥梁宽度10m。",
            &[(2, "8.5m"), (2, "10m")],
        );
        fixes(&RULE, "卸载货物6050.71吨，其中一车12t。", "12t", "12吨");
    }

    #[test]
    fn one_way_throughout_is_silent() {
        silent(&RULE, "路基宽度为8.5m，桥梁宽度10m，面积20平方米。");
        silent(&RULE, "长3.5公里，宽8.5米，重12吨。");
        silent(&RULE, "桩长12m，直径1.2m，间距3m，坡长约5米。");
    }
}
