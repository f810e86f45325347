//! Query strings (查询串): as axum's, but a key that comes several times is a list, and a refusal is ours.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json_};

use crate::api::refusal::{Refusal, Reply};

/// The query string of a request as a `T`.
pub(crate) struct Query<T>(pub(crate) T);

/// Longest query string.
const BYTES_MAX: usize = 16 * 1024;

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Reply<Query<T>> {
        let text = parts.uri.query().unwrap_or_default();
        if text.len() > BYTES_MAX {
            return Err(Refusal::bad("查询串太长"));
        }
        read(text).map(Query)
    }
}

/// Keys that are lists, however often they come.
const LISTS: [&str; 2] = ["filter", "figure"];
/// Keys that are whole numbers.
const NUMBERS: [&str; 3] = ["limit", "part", "year"];
/// Keys that say yes or no.
const FLAGS: [&str; 2] = ["check", "take"];

fn read<T: DeserializeOwned>(text: &str) -> Reply<T> {
    let mut object = Map::new();
    for (key, value) in form_urlencoded::parse(text.as_bytes()) {
        let (key, value) = (key.into_owned(), value.into_owned());
        if value.contains('\0') {
            return Err(Refusal::bad("查询串里有不能用的字符"));
        }
        if LISTS.contains(&key.as_str()) {
            let list = object.entry(key).or_insert_with(|| Json_::Array(Vec::new()));
            if let Json_::Array(list) = list {
                list.push(Json_::String(value));
            }
        } else if NUMBERS.contains(&key.as_str()) {
            let number: u64 =
                value.parse().map_err(|_| Refusal::bad(format!("“{key}”应是整数")))?;
            object.insert(key, Json_::from(number));
        } else if FLAGS.contains(&key.as_str()) {
            object.insert(key, Json_::Bool(["true", "1"].contains(&value.as_str())));
        } else {
            object.insert(key, Json_::String(value));
        }
    }
    serde_json::from_value(Json_::Object(object))
        .map_err(|it| Refusal::bad(format!("查询串看不懂：{it}")))
}
