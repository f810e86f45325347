//! Attachments of a record (附件): handed in as a stream, given back as a stream, never run by a browser.

use anyhow::Context as _;
use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{FieldType, LedgerDef};
use ledger::{ATTACHMENT_BYTES_MAX, Attachment, Content, Upload};
use serde::{Deserialize, Serialize};
use tokio_util::io::ReaderStream;

use crate::api::answer::Bytes;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::records::{RecordPath, told};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload;

/// Routes below a record.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records/{id}/attachments", post(hand_in))
        .route("/ledgers/{domain}/{name}/records/{id}/attachments/{digest}", get(give))
}

/// How a file is called, and which field it belongs to.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Named {
    /// File name.
    name: String,
    /// File field; none when it hangs on the record as a whole.
    field: String,
}

/// A file that hangs on a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Attachment)]
pub(crate) struct Hung {
    /// SM3 of its bytes, hex.
    digest: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    /// File field; empty when it hangs on the record as a whole.
    field: String,
    who: String,
    at: String,
}

impl From<&Attachment> for Hung {
    fn from(it: &Attachment) -> Hung {
        Hung {
            digest: it.digest.clone(),
            name: it.name.clone(),
            media_type: it.media_type.clone(),
            size_bytes: it.size_bytes,
            field: it.field.clone(),
            who: it.who.clone(),
            at: moment(it.at),
        }
    }
}

/// The attachments of a record that this person may have: what belongs to a private field is left out.
pub(crate) fn readable<'a>(
    viewer: &Viewer,
    def: &LedgerDef,
    all: &'a [Attachment],
) -> Vec<&'a Attachment> {
    let hide = !viewer.may_private(def);
    let private = |it: &Attachment| def.field(&it.field).is_some_and(|field| field.private);
    all.iter().filter(|it| !(hide && private(it))).collect()
}

/// Hangs a file on a record.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/attachments", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path), Named),
    request_body(content = Bytes, content_type = "application/octet-stream"), responses((status = 201, body = Hung), (status = 413), (status = 422)))]
pub(crate) async fn hand_in(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    Query(named): Query<Named>,
    body: Body,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    // Asked before the bytes come, so that nobody sends 64 MB in vain.
    if !ledger::may_edit(&viewer.catalog, &viewer.act(), &record) {
        return Err(Refusal::forbidden(format!("您的岗位不能给《{}》的这条记录加附件", def.title)));
    }
    let file_name = upload::file_name(&named.name)?;
    let field = Some(named.field.as_str()).filter(|it| !it.is_empty());
    let known = |it: &str| def.field(it).is_some_and(|it| matches!(it.ty, FieldType::File));
    if let Some(field) = field.filter(|it| !known(it)) {
        return Err(Refusal::bad(format!("“{field}”不是附件字段")));
    }
    let received = upload::receive(&state.work.join("uploads"), body, ATTACHMENT_BYTES_MAX).await?;
    let bytes = Content::File {
        path: &received.path,
        digest: &received.digest,
        size_bytes: received.size_bytes,
    };
    let media_type = upload::media_type(&file_name, &received.head);
    let given = Upload { field, name: &file_name, media_type, bytes };
    let saved = viewer.base.attach(&viewer.act(), &def.id, record.id, given).await?;
    told(&state, &record);
    Ok((StatusCode::CREATED, Json(Hung::from(&saved))).into_response())
}

/// The bytes of an attachment.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/attachments/{digest}", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path), ("digest" = String, Path)), responses((status = 200, body = Bytes, content_type = "*/*"), (status = 404)))]
pub(crate) async fn give(
    viewer: Viewer,
    Path((domain, name, id, digest)): Path<(String, String, String, String)>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let all = viewer.base.attachments_of(record.id).await?;
    let found = readable(&viewer, def, &all).into_iter().find(|it| it.digest == digest);
    let found = found.ok_or_else(|| Refusal::not_found("这条记录没有这个附件"))?;
    let base = viewer.base.clone();
    let proved = tokio::task::spawn_blocking(move || base.prove_attachment(&digest));
    let path = proved.await.context("the proof ended early")??;
    let file = tokio::fs::File::open(&path).await.context("an attachment cannot be read")?;
    // Pictures and PDF may be looked at in the page; a file of the bureau runs nothing there.
    let shown = matches!(
        found.media_type.as_str(),
        "application/pdf" | "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    );
    let media_type = if shown { found.media_type.as_str() } else { "application/octet-stream" };
    let media_type = HeaderValue::from_str(media_type);
    let mut response =
        Body::from_stream(ReaderStream::with_capacity(file, 64 * 1024)).into_response();
    let headers = response.headers_mut();
    let stream = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, media_type.unwrap_or(stream));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(found.size_bytes));
    headers.insert(header::CONTENT_DISPOSITION, upload::disposition(&found.name, shown));
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
