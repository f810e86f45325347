//! Units of measure, and how a kept number becomes a printed one (计量单位).

use rust_decimal::Decimal;

use crate::FieldType;

/// Counting units that every bureau speaks in: events, persons, things. They never convert into one another: 人次 is not 人.
/// Further ones are data: `units.toml`, which the bureau adds to.
const COUNTS: &[&str] = &[
    "人", "人次", "户", "家", "宗", "件", "起", "项", "个", "处", "座", "艘", "辆", "辆次", "台",
    "台次", "班次", "场", "场次", "份", "条", "次", "支", "队", "分", "只", "道", "标段", "名",
    "套", "块", "栋", "根", "间", "天", "批", "张", "本", "针", "页", "村", "种", "艘次", "家次",
    "卷", "期",
];

/// Measuring units: base unit, unit, how many base units one of it is.
const MEASURES: &[(&str, &str, i64)] = &[
    ("千克", "千克", 1),
    ("千克", "公斤", 1),
    ("千克", "吨", 1000),
    ("千克", "万吨", 10_000_000),
    ("分（货币）", "元", 100),
    ("分（货币）", "万元", 1_000_000),
    ("分（货币）", "亿元", 10_000_000_000),
    ("米", "米", 1),
    ("米", "公里", 1000),
    ("平方米", "平方米", 1),
    ("立方米", "立方米", 1),
    ("立方米", "万立方米", 10_000),
    ("立方米", "万立方", 10_000),
    ("人", "人", 1),
    ("人", "万人", 10_000),
    ("人次", "人次", 1),
    ("人次", "万人次", 10_000),
    ("亩", "亩", 1),
    ("%", "%", 1),
    ("个百分点", "个百分点", 1),
    ("斤", "斤", 1),
    ("小时", "小时", 1),
    ("学时", "学时", 1),
    ("千米/时", "千米/时", 1),
    ("千米/时", "公里/小时", 1),
];

/// Whether a unit is known.
#[must_use]
pub fn is_known_unit(unit: &str) -> bool {
    COUNTS.contains(&unit) || MEASURES.iter().any(|it| it.1 == unit)
}

/// Whether rows in this unit add up to something: counted things, and measures but for ratios and speeds.
pub(crate) fn unit_adds_up(unit: &str) -> bool {
    !matches!(unit, "%" | "个百分点" | "千米/时" | "公里/小时")
}

/// Whether a word may be a measure word of the bureau's own (量词): one to three Chinese characters that hold neither a
/// numeral nor a multiplier, and are no measuring unit, which would have to convert.
#[must_use]
pub fn is_measure_word(word: &str) -> bool {
    let is_han = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
    let length = word.chars().count();
    (1..=3).contains(&length)
        && word.chars().all(|it| is_han(it) && !NUMERALS.contains(it))
        && !MEASURES.iter().any(|it| word.ends_with(it.1) && it.1 != "人" && it.1 != "人次")
}

/// Characters that a number is written with; in a unit they would make another number.
const NUMERALS: &str = "零〇一二三四五六七八九十百千万亿两半几多余约";

/// How many kept units one printed unit is: a mass is kept in kilograms, so 吨 gives 1000; money is kept in fen, so
/// 万元 gives 1,000,000; a field in 人 printed in 万人 gives 10,000. `None` where the units do not fit each other.
#[must_use]
pub fn factor(ty: &FieldType, kept: Option<&str>, printed: &str) -> Option<Decimal> {
    let base_of = |unit: &str| MEASURES.iter().find(|it| it.1 == unit).map(|it| (it.0, it.2));
    let own = if matches!(ty, FieldType::Mass) {
        Some(("千克", 1))
    } else if matches!(ty, FieldType::Money) {
        Some(("分（货币）", 1))
    } else {
        None
    };
    let kept = match (own, kept) {
        (Some(own), _) => own,
        (None, None) => return Some(Decimal::ONE),
        (None, Some(unit)) if unit == printed => return Some(Decimal::ONE),
        (None, Some(unit)) => base_of(unit)?,
    };
    let printed = base_of(printed)?;
    if kept.0 != printed.0 {
        return None;
    }
    Decimal::from(printed.1).checked_div(Decimal::from(kept.1))
}
