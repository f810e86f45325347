//! A field that names an indicator, and one that names a period (指标和统计期): both must be there, or nothing could ever
//! be computed from them.

use terms::{Period, Value};

use super::{Scene, Seen};
use crate::FieldType;

/// A field for an indicator, and perhaps a text field for its period.
pub(super) fn with_period(types: &[&FieldType]) -> Result<(), String> {
    match types {
        [FieldType::Indicator] | [FieldType::Indicator, FieldType::Text { .. }] => Ok(()),
        _ => Err("要一个指标字段，或一个指标字段和一个写统计期的文本字段".to_owned()),
    }
}

/// The first field names an indicator by id, register number or title; the second, where there is one, a period.
pub(super) fn known(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    if let Some(Value::Text(word)) = fields[0].1
        && scene.catalog.indicator(word).is_none()
    {
        let mend = scene.catalog.instead_of_indicator(word);
        return Some((format!("“{}”：没有指标“{word}”", fields[0].0.label), mend));
    }
    let (field, value) = fields.get(1)?;
    let Some(Value::Text(word)) = value else { return None };
    if word.parse::<Period>().is_ok() {
        return None;
    }
    let mend = "写法如 2021H1、2021Q2、2021-06、2021、2021-02-01..2021-02-02";
    Some((format!("“{}”：“{word}”不是统计期", field.label), mend.to_owned()))
}
