//! A field that names an indicator, and one that names a period (指标和统计期): both must be there, or nothing could ever
//! be computed from them.

use terms::{Period, Value};

use super::{Scene, Seen};
use crate::FieldType;
use crate::read::nearest;

/// One text field, or two.
pub(super) fn texts(types: &[&FieldType]) -> Result<(), String> {
    let text = |it: &&FieldType| matches!(it, FieldType::Text { .. });
    if (1..=2).contains(&types.len()) && types.iter().all(text) {
        Ok(())
    } else {
        Err("要一个或两个文本字段".to_owned())
    }
}

/// The first field names an indicator by id, register number or title; the second, where there is one, a period.
pub(super) fn known(scene: &Scene<'_>, fields: &Seen<'_>) -> Option<(String, String)> {
    if let Some(Value::Text(word)) = fields[0].1
        && scene.catalog.indicator(word).is_none()
    {
        let all = &scene.catalog.indicators;
        let ids = all.keys().map(String::as_str);
        let titles = all.values().map(|it| it.title.as_str());
        let numbers = all.values().flat_map(|it| &it.refs).map(String::as_str);
        let mend = match nearest(word, ids.chain(titles).chain(numbers)) {
            Some(near) => format!("是否想写“{near}”？"),
            None => "写指标的编号、登记号或名称，tongtu figures 可列出全部".to_owned(),
        };
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
