//! The face (网页): files of `web/dist` that the program carries; every other path is the one page that draws itself.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::api::refusal::Refusal;

/// What the web was built into; empty when the program was built without it.
#[derive(RustEmbed)]
#[folder = "web/dist/"]
struct Face;

const NONE: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>通途</title>\
<p>这个程序没有带网页。请用 make run 连同网页一起构建，接口在 /api/v1。</p></html>";

/// A file of the face, or its page.
pub(crate) async fn file(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Refusal::not_found("没有这个接口").into_response();
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", "不能这样访问")
            .into_response();
    }
    let tag = request.headers().get(header::IF_NONE_MATCH).cloned();
    let name = path.trim_start_matches('/');
    match Face::get(name).filter(|_| !name.is_empty()) {
        Some(file) => answer(name, &file, tag.as_ref()),
        // A missing file of the build is missing; a page of the application is drawn by index.html.
        None if name.starts_with("assets/") => Refusal::not_found("没有这个文件").into_response(),
        None => match Face::get("index.html") {
            Some(file) => answer("index.html", &file, tag.as_ref()),
            None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NONE).into_response(),
        },
    }
}

fn answer(name: &str, file: &EmbeddedFile, seen: Option<&HeaderValue>) -> Response {
    let digest: String =
        file.metadata.sha256_hash().iter().take(12).map(|it| format!("{it:02x}")).collect();
    let tag = format!("\"{digest}\"");
    // Files of the build carry a digest in their name and never change; the page is asked for anew.
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let head = [
        (header::CONTENT_TYPE, media_type(name).to_owned()),
        (header::CACHE_CONTROL, keep.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if seen.is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    let body = match &file.data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(*bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes.clone()),
    };
    (head, body).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pbf" => "application/x-protobuf",
        _ => "application/octet-stream",
    }
}
