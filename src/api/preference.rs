//! What a person prefers (个人偏好): saved views, columns, large type. One JSON document per login; it leaves no entry.

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use ledger::PaperInput;
use serde_json::{Map, Value as Json_};

use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

const KIND: &str = "preference";
const BYTES_MAX: usize = 64 * 1024;

/// Routes of the preferences.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/me/preferences", get(read).put(write))
}

/// One's own preferences; an empty object before the first were kept.
#[utoipa::path(get, path = "/api/v1/me/preferences", tag = "session", responses((status = 200, body = HashMap<String, serde_json::Value>)))]
pub(crate) async fn read(viewer: Viewer) -> Reply<Json<Json_>> {
    let paper = viewer.base.paper(KIND, &viewer.login).await?;
    let kept = paper.and_then(|it| serde_json::from_str(&it.body).ok());
    Ok(Json(kept.unwrap_or_else(|| Json_::Object(Map::new()))))
}

/// Keeps one's own preferences, the whole document.
#[utoipa::path(put, path = "/api/v1/me/preferences", tag = "session", request_body = HashMap<String, serde_json::Value>, responses((status = 204), (status = 413)))]
pub(crate) async fn write(viewer: Viewer, Json(input): Json<Json_>) -> Reply<StatusCode> {
    if !input.is_object() {
        return Err(Refusal::bad("个人偏好应是一个 JSON 对象"));
    }
    let body = input.to_string();
    if body.len() > BYTES_MAX {
        let text = "保存的视图太多，超过 64 KB，请删去一些";
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text));
    }
    let paper = PaperInput {
        kind: KIND,
        id: viewer.login.clone(),
        version: None,
        body: Some(body),
        note: None,
    };
    viewer.base.write_papers(&viewer.act(), &[paper]).await?;
    Ok(StatusCode::NO_CONTENT)
}
